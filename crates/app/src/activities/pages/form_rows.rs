//! The parts of the form that have rows: shifts, those who hold it together, and the questions.

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::form_view::{Shown, chars};
use crate::activities::{form::Rows, model::QuestionKind, plan::LINE_MAX, shifts::SHIFT_NAME_MAX};

impl Shown<'_> {
    pub(super) fn together(&self) -> Markup {
        let ui = self.ui;
        let rows = Rows::Cohosts.count(self.fields);
        html! {
            (fieldset(ui.t(msg::ACTIVITY_OWN), Some(ui.t(msg::ACTIVITY_BRINGS_SHARE_HINT)), contribution(ui, ("own", Share::Said), self.fields, self.problems)))
            (self.answered)
            @for n in 0..rows { (self.cohost(n)) }
            @if let Some(error) = self.error("cohosts") { (notice(Tone::Error, html! { (error) })) }
            (self.text("find", msg::ACTIVITY_FIND).unmarked().search().hint(ui.t(msg::ACTIVITY_FIND_HINT)))
            (row(html! {
                (self.row_button(msg::ACTIVITY_FIND_DO, "find").icon(Icon::Search))
                @if rows < Rows::Cohosts.most() {
                    (self.row_button(msg::ACTIVITY_COHOST_ADD, "add-cohost").icon(Icon::Plus))
                }
            }))
        }
    }

    fn cohost(&self, n: usize) -> Markup {
        let ui = self.ui;
        let (name, drop) = (Rows::Cohosts.field(n, "org"), format!("drop-cohost-{n}"));
        let legend = ui.tf(msg::ACTIVITY_COHOST_N, args! { n = n + 1 });
        let body = html! {
            (self.body(&name))
            (contribution(ui, (&format!("c{n}"), Share::Said), self.fields, self.problems))
            (row(html! { (self.row_button(msg::ACTIVITY_ROW_DROP, &drop).quiet().small().about(&legend)) }))
        };
        fieldset(&legend, None, body)
    }

    fn body(&self, name: &str) -> Markup {
        let ui = self.ui;
        let chosen = self.raw(name).parse::<OrganisationId>().ok();
        let labels: Vec<(i64, String, String, bool)> = self
            .look
            .bodies
            .iter()
            .map(|body| {
                let label = if body.nearness < 2 {
                    body.name.clone()
                } else {
                    format!("{} · {}", body.name, body.area)
                };
                (body.nearness, body.id.to_text(), label, chosen == Some(body.id))
            })
            .collect();
        let groups = [
            msg::ACTIVITY_BODIES_HERE,
            msg::ACTIVITY_BODIES_TOWN,
            msg::ACTIVITY_BODIES_COUNTY,
            msg::ACTIVITY_BODIES_FOUND,
        ];
        let mut list = select(ui, name, ui.t(msg::ACTIVITY_COHOST_ORG))
            .error(self.error(name))
            .option("", ui.t(msg::ACTIVITY_CHOOSE), chosen.is_none());
        for (nearness, group) in (0..).zip(groups) {
            if labels.iter().any(|(near, ..)| *near == nearness) {
                list = list.group(ui.t(group));
                for (_, id, label, chosen) in labels.iter().filter(|(near, ..)| *near == nearness) {
                    list = list.option(id, label, *chosen);
                }
            }
        }
        list.render()
    }

    /// Rooms besides the first, and what is taken along of their venues' equipment.
    pub(super) fn needs(&self) -> Markup {
        let (rooms, equipment) = (Rows::Rooms.count(self.fields), Rows::Equipment.count(self.fields));
        html! {
            @for n in 0..rooms { (self.room(n)) }
            @for n in 0..equipment { (self.equipment(n)) }
            @for field in ["rooms", "equipment"] {
                @if let Some(error) = self.error(field) { (notice(Tone::Error, html! { (error) })) }
            }
            (row(html! {
                @if rooms < Rows::Rooms.most() {
                    (self.row_button(msg::ACTIVITY_ROOM_ADD, "add-room").icon(Icon::Plus))
                }
                @if equipment < Rows::Equipment.most() {
                    (self.row_button(msg::ACTIVITY_EQUIPMENT_ADD, "add-equipment").icon(Icon::Plus))
                }
            }))
        }
    }

    fn room(&self, n: usize) -> Markup {
        let ui = self.ui;
        let (name, drop) = (Rows::Rooms.field(n, "space"), format!("drop-room-{n}"));
        let legend = ui.tf(msg::ACTIVITY_ROOM_N, args! { n = n + 2 });
        let body = html! {
            (self.space(&name, msg::ACTIVITY_SPACE))
            (row(html! { (self.row_button(msg::ACTIVITY_ROW_DROP, &drop).quiet().small().about(&legend)) }))
        };
        fieldset(&legend, None, body)
    }

    fn equipment(&self, n: usize) -> Markup {
        let ui = self.ui;
        let (item, pieces) = (
            Rows::Equipment.field(n, "item"),
            Rows::Equipment.field(n, "pieces"),
        );
        let drop = format!("drop-equipment-{n}");
        let legend = ui.tf(msg::ACTIVITY_EQUIPMENT_N, args! { n = n + 1 });
        let labels: Vec<(String, String)> = self
            .look
            .equipment
            .iter()
            .map(|one| {
                let of = args! { name = one.name.as_str(), venue = one.venue.as_str(), n = one.pieces };
                (one.id.to_text(), ui.tf(msg::ACTIVITY_EQUIPMENT_OF, of))
            })
            .collect();
        let none = match labels.is_empty() {
            true => msg::ACTIVITY_EQUIPMENT_NONE,
            false => msg::ACTIVITY_CHOOSE,
        };
        let chosen = self.raw(&item);
        let list = select(ui, &item, ui.t(msg::ACTIVITY_EQUIPMENT))
            .error(self.error(&item))
            .hint(ui.t(msg::ACTIVITY_EQUIPMENT_HINT))
            .option("", ui.t(none), chosen.is_empty());
        let list = labels
            .iter()
            .fold(list, |list, (id, label)| list.option(id, label, id == chosen));
        let body = html! {
            (grid(Columns::Two, html! {
                (list.render())
                (self.number(&pieces, msg::ACTIVITY_EQUIPMENT_PIECES).required())
            }))
            (row(html! { (self.row_button(msg::ACTIVITY_ROW_DROP, &drop).quiet().small().about(&legend)) }))
        };
        fieldset(&legend, None, body)
    }

    pub(super) fn shifts(&self) -> Markup {
        let rows = Rows::Shifts.count(self.fields);
        html! {
            @for n in 0..rows { (self.shift(n)) }
            @if let Some(error) = self.error("shifts") { (notice(Tone::Error, html! { (error) })) }
            @if rows < Rows::Shifts.most() {
                (row(html! { (self.row_button(msg::ACTIVITY_SHIFT_ADD, "add-shift").icon(Icon::Plus)) }))
            }
        }
    }

    fn shift(&self, n: usize) -> Markup {
        let ui = self.ui;
        let [name, id, day, from, to, places] =
            ["name", "id", "day", "from", "to", "places"].map(|name| Rows::Shifts.field(n, name));
        let legend = ui.tf(msg::ACTIVITY_SHIFT_N, args! { n = n + 1 });
        let drop = format!("drop-shift-{n}");
        let body = html! {
            input type="hidden" name=(id) value=(self.raw(&id));
            (grid(Columns::Two, html! {
                (self.text(&name, msg::ACTIVITY_SHIFT_NAME).required().max_chars(chars(SHIFT_NAME_MAX)).example(ui.t(msg::ACTIVITY_SHIFT_NAME_EXAMPLE)))
                (self.number(&places, msg::ACTIVITY_SHIFT_PLACES).required().unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE)))
            }))
            (grid(Columns::Four, html! {
                (self.time(&from, msg::ACTIVITY_STARTS).required())
                (self.time(&to, msg::ACTIVITY_ENDS).required())
                (self.date(&day, msg::ACTIVITY_SHIFT_DAY).unmarked())
            }))
            (row(html! { (self.row_button(msg::ACTIVITY_ROW_DROP, &drop).quiet().small().about(&legend)) }))
        };
        fieldset(&legend, None, body)
    }

    pub(super) fn questions(&self) -> Markup {
        let rows = Rows::Questions.count(self.fields);
        if self.questions_fixed {
            return self.fixed_questions(rows);
        }
        html! {
            @for n in 0..rows { (self.question(n)) }
            @if rows < Rows::Questions.most() {
                (row(html! { (self.row_button(msg::ACTIVITY_QUESTION_ADD, "add-question").icon(Icon::Plus)) }))
            }
        }
    }

    /// The questions as they stand: shown, and sent along unchanged.
    fn fixed_questions(&self, rows: usize) -> Markup {
        html! {
            (notice(Tone::Info, html! { (self.ui.t(msg::ACTIVITY_QUESTIONS_FIXED)) }))
            ul {
                @for n in 0..rows {
                    li {
                        (self.raw(&Rows::Questions.field(n, "label")))
                        @for name in ["label", "kind", "options", "required", "if", "is"].map(|name| Rows::Questions.field(n, name)) {
                            input type="hidden" name=(name) value=(self.raw(&name));
                        }
                    }
                }
            }
        }
    }

    /// On which answer to a question before it a question depends.
    fn condition(&self, n: usize) -> Markup {
        let ui = self.ui;
        let (on, is) = (Rows::Questions.field(n, "if"), Rows::Questions.field(n, "is"));
        let chosen = self.raw(&on);
        let list = (0..n)
            .map(|before| self.raw(&Rows::Questions.field(before, "label")))
            .filter(|label| !label.is_empty())
            .fold(
                select(ui, &on, ui.t(msg::ACTIVITY_QUESTION_ONLY_IF))
                    .error(self.error(&on))
                    .option("", ui.t(msg::ACTIVITY_QUESTION_ALWAYS), chosen.is_empty()),
                |list, label| list.option(label, label, label == chosen),
            );
        let said = match self.raw(&is) {
            "yes" => ui.t(msg::SIGNUP_YES),
            "no" => ui.t(msg::SIGNUP_NO),
            said => said,
        };
        grid(
            Columns::Two,
            html! {
                (list.render())
                (field(ui, &is, ui.t(msg::ACTIVITY_QUESTION_IS)).value(said).error(self.error(&is)).unmarked()
                    .max_chars(chars(LINE_MAX)).hint(ui.t(msg::ACTIVITY_QUESTION_IS_HINT)))
            },
        )
    }

    fn question(&self, n: usize) -> Markup {
        let ui = self.ui;
        let field = |name: &str| Rows::Questions.field(n, name);
        let (label, kind, options) = (field("label"), field("kind"), field("options"));
        let legend = ui.tf(msg::ACTIVITY_QUESTION_N, args! { n = n + 1 });
        let drop = format!("drop-question-{n}");
        let kinds = QuestionKind::ALL.iter().fold(
            select(ui, &kind, ui.t(msg::ACTIVITY_QUESTION_KIND)).required(),
            |list, each| list.option(each.as_str(), ui.t(each.msg()), self.raw(&kind) == each.as_str()),
        );
        let body = html! {
            (self.text(&label, msg::ACTIVITY_QUESTION_LABEL).required().max_chars(chars(LINE_MAX)))
            (grid(Columns::Two, html! {
                (kinds)
                (text_area(ui, &options, ui.t(msg::ACTIVITY_QUESTION_OPTIONS)).value(self.raw(&options))
                    .hint(ui.t(msg::ACTIVITY_QUESTION_OPTIONS_HINT)).error(self.error(&options)))
            }))
            @if n > 0 { (self.condition(n)) }
            (checkbox(&field("required"), ui.t(msg::ACTIVITY_QUESTION_REQUIRED), self.raw(&field("required")) == "1", None, None))
            (row(html! { (self.row_button(msg::ACTIVITY_ROW_DROP, &drop).quiet().small().about(&legend)) }))
        };
        fieldset(&legend, None, body)
    }
}

/// Whether a form says how the credit is shared.
#[derive(Clone, Copy)]
pub enum Share {
    /// The host's does.
    Said,
    /// It stands as it was offered.
    Stands,
}

/// The fields of what an organisation brings.
pub fn contribution(ui: &Ui, (prefix, say): (&str, Share), fields: &Fields, problems: &Problems) -> Markup {
    let name = |name: &str| format!("{prefix}_{name}");
    let (people, venue, money) = (name("people"), name("venue"), name("money"));
    let (goods, share) = (name("goods"), name("share"));
    let text = |name, label| {
        field(ui, name, ui.t(label))
            .value(fields.raw(name))
            .error(problems.of(name))
            .unmarked()
    };
    html! {
        (grid(Columns::Three, html! {
            (text(&people, msg::ACTIVITY_BRINGS_PEOPLE).whole_number().unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE)))
            (text(&money, msg::ACTIVITY_BRINGS_MONEY).short().inputmode("decimal").unit(ui.t(msg::ACTIVITY_UNIT_YUAN)))
            @match say {
                Share::Said => (text(&share, msg::ACTIVITY_BRINGS_SHARE).whole_number().unit(ui.t(msg::ACTIVITY_UNIT_SHARES))),
                Share::Stands => (text(&share, msg::ACTIVITY_BRINGS_SHARE).read_only().unit(ui.t(msg::ACTIVITY_UNIT_SHARES))
                    .hint(ui.t(msg::ACTIVITY_PROBLEM_SHARE_STANDS))),
            }
        }))
        (grid(Columns::Two, html! {
            (text(&venue, msg::ACTIVITY_BRINGS_VENUE).max_chars(chars(LINE_MAX)))
            (text(&goods, msg::ACTIVITY_BRINGS_GOODS).max_chars(chars(LINE_MAX)))
        }))
    }
}
