//! The one form that makes a joint activity.

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::look::Look;
use crate::activities::{
    form::{DO, Rows, VERSION, is_picked},
    model::{ActivityKind, QuestionKind},
    plan::{LINE_MAX, SUMMARY_MAX, TITLE_MAX},
};

/// The form's id, for the buttons that change only its rows.
const FORM: &str = "activity-form";

/// How long offers can stand, in minutes.
const OFFERS: [i64; 5] = [30, 120, 360, 720, 1440];

/// What the form is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A new activity.
    New,
    /// A draft.
    Draft,
    /// A published activity.
    Published,
}

/// A form as it is shown.
pub struct Shown<'a> {
    /// The reader.
    pub ui: &'a Ui,
    /// Where it is sent.
    pub action: &'a str,
    /// The key under which what is typed is kept.
    pub draft: &'a str,
    /// What it is for.
    pub purpose: Purpose,
    /// What was typed.
    pub fields: &'a Fields,
    /// What is wrong with it.
    pub problems: &'a Problems,
    /// What can be chosen.
    pub look: &'a Look,
    /// Whether the questions can't be changed any more.
    pub questions_fixed: bool,
    /// Those who have answered already, in a table; empty where nobody has.
    pub answered: Markup,
}

impl Shown<'_> {
    /// The whole form.
    pub fn render(&self) -> Markup {
        let ui = self.ui;
        let fields = html! {
            // Enter in a field sends the form with its first button, which would otherwise take a row away.
            button.sr-only name=(DO) value="save" tabindex="-1" aria-hidden="true" {}
            input type="hidden" name=(VERSION) value=(self.raw(VERSION));
            (fieldset(ui.t(msg::ACTIVITY_PART_WHAT), None, self.what()))
            (fieldset(ui.t(msg::ACTIVITY_PART_WHEN), None, self.when_and_where()))
            (fieldset(ui.t(msg::ACTIVITY_PART_WHO), Some(ui.t(msg::ACTIVITY_PART_WHO_HINT)), self.who()))
            (fieldset(ui.t(msg::ACTIVITY_PART_TOGETHER), Some(ui.t(msg::ACTIVITY_PART_TOGETHER_HINT)), self.together()))
            (fieldset(ui.t(msg::ACTIVITY_QUESTIONS), Some(ui.t(msg::ACTIVITY_PART_QUESTIONS_HINT)), self.questions()))
            (action_bar(self.buttons()))
        };
        form(ui, self.action).id(FORM).draft(self.draft).body(fields)
    }

    fn what(&self) -> Markup {
        let ui = self.ui;
        let kinds = ActivityKind::ALL.iter().fold(
            select(ui, "kind", ui.t(msg::ACTIVITY_KIND)).required().error(self.error("kind")).option(
                "",
                ui.t(msg::ACTIVITY_CHOOSE),
                self.raw("kind").is_empty(),
            ),
            |list, kind| list.option(kind.as_str(), ui.t(kind.msg()), self.raw("kind") == kind.as_str()),
        );
        html! {
            (self.text("title", msg::ACTIVITY_TITLE).required().max_chars(chars(TITLE_MAX)).example(ui.t(msg::ACTIVITY_TITLE_EXAMPLE)))
            (kinds)
            (text_area(ui, "summary", ui.t(msg::ACTIVITY_SUMMARY)).value(self.raw("summary")).error(self.error("summary"))
                .hint(ui.t(msg::ACTIVITY_SUMMARY_HINT)).max_chars(chars(SUMMARY_MAX)))
        }
    }

    fn when_and_where(&self) -> Markup {
        let ui = self.ui;
        html! {
            (grid(Columns::Four, html! {
                (self.date("day", msg::ACTIVITY_DAY).required())
                (self.time("start", msg::ACTIVITY_STARTS).required())
                (self.time("end", msg::ACTIVITY_ENDS).required())
                (self.date("end_day", msg::ACTIVITY_END_DAY))
            }))
            (self.space())
            (self.text("place", msg::ACTIVITY_PLACE_WORDS).hint(ui.t(msg::ACTIVITY_PLACE_WORDS_HINT)).max_chars(chars(LINE_MAX)))
            (self.area())
        }
    }

    fn space(&self) -> Markup {
        let ui = self.ui;
        let labels: Vec<(i64, String, String)> = self
            .look
            .spaces
            .iter()
            .map(|space| {
                let holds = ui.tf(msg::VENUE_PEOPLE, args! { n = space.capacity });
                let owner = if space.nearness == 0 { String::new() } else { format!(" · {}", space.owner) };
                (space.nearness, space.id.to_text(), format!("{}{owner} · {holds}", space.name))
            })
            .collect();
        let groups = [msg::ACTIVITY_SPACES_OWN, msg::ACTIVITY_SPACES_TOGETHER, msg::ACTIVITY_SPACES_NEARBY];
        let chosen = self.raw("space");
        let mut list = select(ui, "space", ui.t(msg::ACTIVITY_SPACE))
            .hint(ui.t(msg::ACTIVITY_SPACE_HINT))
            .error(self.error("space"))
            .option("", ui.t(msg::ACTIVITY_SPACE_ELSEWHERE), chosen.is_empty());
        for (nearness, group) in (0..).zip(groups) {
            if labels.iter().any(|(near, _, _)| *near == nearness) {
                list = list.group(ui.t(group));
                for (_, id, label) in labels.iter().filter(|(near, _, _)| *near == nearness) {
                    list = list.option(id, label, id == chosen);
                }
            }
        }
        list.render()
    }

    fn area(&self) -> Markup {
        let ui = self.ui;
        let ids: Vec<(String, &str, bool)> =
            self.look.areas.iter().map(|area| (area.id.to_text(), area.name.as_str(), area.is_town())).collect();
        let chosen = self.raw("area");
        let mut list = select(ui, "area", ui.t(msg::ACTIVITY_AREA))
            .hint(ui.t(msg::ACTIVITY_AREA_HINT))
            .error(self.error("area"))
            .option("", ui.t(msg::ACTIVITY_CHOOSE), chosen.is_empty());
        for (id, name, is_town) in &ids {
            if *is_town {
                list = list.group(name);
            }
            list = list.option(id, name, id == chosen);
        }
        list.render()
    }

    fn who(&self) -> Markup {
        let ui = self.ui;
        let only = self.raw("only");
        let known = ["", "village", "town"].contains(&only);
        let mut areas = choices(ui, "only", ui.t(msg::ACTIVITY_ONLY))
            .inline()
            .required()
            .error(self.error("only_area"))
            .option("", ui.t(msg::ACTIVITY_ONLY_ANY), only.is_empty())
            .option("village", ui.t(msg::ACTIVITY_ONLY_VILLAGE), only == "village")
            .option("town", ui.t(msg::ACTIVITY_ONLY_TOWN), only == "town");
        let other = only.parse().map(|area| self.look.area_name(area)).unwrap_or_default();
        if !known {
            areas = areas.option(only, &other, true);
        }
        html! {
            (grid(Columns::Four, html! {
                (self.number("seats", msg::ACTIVITY_SEATS).unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE)))
                (self.number("volunteers", msg::ACTIVITY_VOLUNTEERS).unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE)))
                (self.number("min_age", msg::ACTIVITY_MIN_AGE).unit(ui.t(msg::ACTIVITY_UNIT_YEARS)))
                (self.number("max_age", msg::ACTIVITY_MAX_AGE).unit(ui.t(msg::ACTIVITY_UNIT_YEARS)))
            }))
            (areas)
            (grid(Columns::Two, html! { (self.party()) (self.offer()) }))
            (grid(Columns::Four, html! {
                (self.date("opens_day", msg::ACTIVITY_OPENS_DAY))
                (self.time("opens", msg::ACTIVITY_OPENS))
                (self.date("closes_day", msg::ACTIVITY_CLOSES_DAY))
                (self.time("closes", msg::ACTIVITY_CLOSES))
            }))
            (muted(html! { (ui.t(msg::ACTIVITY_WINDOW_HINT)) }))
        }
    }

    fn party(&self) -> Markup {
        let ui = self.ui;
        let values: Vec<(String, String)> =
            (1..=10).map(|n| (n.to_string(), ui.tf(msg::ACTIVITY_SAY_PEOPLE, args! { n = n }))).collect();
        let list = select(ui, "party_max", ui.t(msg::ACTIVITY_PARTY_MAX)).required().error(self.error("party_max"));
        let list = list.hint(ui.t(msg::ACTIVITY_PARTY_HINT));
        values.iter().fold(list, |list, (n, label)| list.option(n, label, self.raw("party_max") == n)).render()
    }

    fn offer(&self) -> Markup {
        let ui = self.ui;
        let now = self.raw("offer_minutes").parse::<i64>().ok();
        // What was set over the API stays among the choices.
        let all = OFFERS.into_iter().chain(now.filter(|now| !OFFERS.contains(now)));
        let values: Vec<(String, String)> = all.map(|n| (n.to_string(), ui.minutes(n))).collect();
        let list = select(ui, "offer_minutes", ui.t(msg::ACTIVITY_OFFER)).required();
        let list = list.hint(ui.t(msg::ACTIVITY_OFFER_HINT)).error(self.error("offer_minutes"));
        values.iter().fold(list, |list, (n, label)| list.option(n, label, self.raw("offer_minutes") == n)).render()
    }

    fn together(&self) -> Markup {
        let ui = self.ui;
        let rows = Rows::Cohosts.count(self.fields);
        html! {
            (fieldset(ui.t(msg::ACTIVITY_OWN), None, contribution(ui, "own", self.fields, self.problems)))
            (self.answered)
            @for n in 0..rows { (self.cohost(n)) }
            @if let Some(error) = self.error("cohosts") { (notice(Tone::Error, html! { (error) })) }
            (self.text("find", msg::ACTIVITY_FIND).search().hint(ui.t(msg::ACTIVITY_FIND_HINT)))
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
            (contribution(ui, &format!("c{n}"), self.fields, self.problems))
            (self.row_button(msg::ACTIVITY_ROW_DROP, &drop).quiet().small().about(&legend))
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
                let label = if body.nearness < 2 { body.name.clone() } else { format!("{} · {}", body.name, body.area) };
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

    fn questions(&self) -> Markup {
        let ui = self.ui;
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
                        @for name in ["label", "kind", "options", "required"].map(|name| Rows::Questions.field(n, name)) {
                            input type="hidden" name=(name) value=(self.raw(&name));
                        }
                    }
                }
            }
        }
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
                (text_area(ui, &options, ui.t(msg::ACTIVITY_QUESTION_OPTIONS)).rows(3).value(self.raw(&options))
                    .hint(ui.t(msg::ACTIVITY_QUESTION_OPTIONS_HINT)).error(self.error(&options)))
            }))
            (checkbox(&field("required"), ui.t(msg::ACTIVITY_QUESTION_REQUIRED), self.raw(&field("required")) == "1", None, None))
            (self.row_button(msg::ACTIVITY_ROW_DROP, &drop).quiet().small().about(&legend))
        };
        fieldset(&legend, None, body)
    }

    fn buttons(&self) -> Markup {
        let ui = self.ui;
        html! {
            @match self.purpose {
                Purpose::Published => {
                    (button(ui.t(msg::ACTIVITY_SAVE_CHANGES)).primary().value(DO, "save"))
                }
                Purpose::New | Purpose::Draft => {
                    (button(ui.t(msg::ACTIVITY_SAVE_PUBLISH)).primary().value(DO, "publish"))
                    (button(ui.t(msg::ACTIVITY_SAVE_DRAFT)).value(DO, "save"))
                }
            }
        }
    }

    /// A button that comes back with the form and its rows changed; with htmx only the form is exchanged.
    fn row_button<'b>(&'b self, text: Msg, does: &'b str) -> Button<'b> {
        button(self.ui.t(text)).value(DO, does).swaps(self.action, "#activity-form")
    }

    fn text<'b>(&'b self, name: &'b str, label: Msg) -> Field<'b> {
        field(self.ui, name, self.ui.t(label)).value(self.raw(name)).error(self.error(name))
    }

    fn number<'b>(&'b self, name: &'b str, label: Msg) -> Field<'b> {
        self.text(name, label).whole_number()
    }

    fn date<'b>(&'b self, name: &'b str, label: Msg) -> Field<'b> {
        let text = self.text(name, label);
        if is_picked(self.raw(name)) { text.date() } else { text.short() }
    }

    fn time<'b>(&'b self, name: &'b str, label: Msg) -> Field<'b> {
        let text = self.text(name, label);
        if is_picked(self.raw(name)) { text.time() } else { text.short() }
    }

    fn raw(&self, name: &str) -> &str {
        self.fields.raw(name)
    }

    fn error(&self, name: &str) -> Option<&str> {
        self.problems.of(name)
    }
}

/// The fields of what an organisation brings.
pub fn contribution(ui: &Ui, prefix: &str, fields: &Fields, problems: &Problems) -> Markup {
    let name = |name: &str| format!("{prefix}_{name}");
    let (people, venue, money) = (name("people"), name("venue"), name("money"));
    let (goods, share) = (name("goods"), name("share"));
    let text = |name, label| field(ui, name, ui.t(label)).value(fields.raw(name)).error(problems.of(name));
    html! {
        (grid(Columns::Two, html! {
            (text(&people, msg::ACTIVITY_BRINGS_PEOPLE).whole_number().unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE)))
            (text(&money, msg::ACTIVITY_BRINGS_MONEY).short().inputmode("decimal").unit(ui.t(msg::ACTIVITY_UNIT_YUAN)))
            (text(&venue, msg::ACTIVITY_BRINGS_VENUE).max_chars(chars(LINE_MAX)))
            (text(&goods, msg::ACTIVITY_BRINGS_GOODS).max_chars(chars(LINE_MAX)))
            (text(&share, msg::ACTIVITY_BRINGS_SHARE).whole_number().hint(ui.t(msg::ACTIVITY_BRINGS_SHARE_HINT)))
        }))
    }
}

fn chars(most: usize) -> u32 {
    u32::try_from(most).unwrap_or(u32::MAX)
}
