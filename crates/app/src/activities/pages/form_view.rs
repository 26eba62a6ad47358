//! The one form that makes a joint activity.

use langqiao_platform::{fields::Fields, once::ONCE, ui::prelude::*};

use super::look::Look;
use crate::activities::{
    form::{DO, VERSION, groups, is_picked},
    model::{ActivityKind, Allotment},
    plan::{LINE_MAX, SUMMARY_MAX, TITLE_MAX},
};
use crate::{standings::ask_form, venues};

/// The form's id, for the buttons that change only its rows.
const FORM: &str = "activity-form";
/// What is exchanged when rows change: the form with what is wrong in it.
pub(super) const WHOLE: &str = "activity-whole";

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
    /// Whether keepers of its rooms have to be asked first.
    pub asks: bool,
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
            @if self.purpose == Purpose::New { (hidden(ONCE, self.raw(ONCE))) }
            (fieldset(ui.t(msg::ACTIVITY_PART_WHAT), None, self.what()))
            (fieldset(ui.t(msg::ACTIVITY_PART_WHEN), None, self.when_and_where()))
            (fieldset(ui.t(msg::ACTIVITY_PART_WHO), Some(ui.t(msg::ACTIVITY_PART_WHO_HINT)), self.who()))
            (fieldset(ui.t(msg::ACTIVITY_SHIFTS), Some(ui.t(msg::ACTIVITY_PART_SHIFTS_HINT)), self.shifts()))
            (fieldset(ui.t(msg::ACTIVITY_PART_TOGETHER), Some(ui.t(msg::ACTIVITY_PART_TOGETHER_HINT)), self.together()))
            (fieldset(ui.t(msg::ACTIVITY_QUESTIONS), Some(ui.t(msg::ACTIVITY_PART_QUESTIONS_HINT)), self.questions()))
            (action_bar(self.buttons()))
        };
        form(ui, self.action).id(FORM).draft(self.draft).body(fields)
    }

    fn what(&self) -> Markup {
        let ui = self.ui;
        let kinds = ActivityKind::ALL.iter().fold(
            select(ui, "kind", ui.t(msg::ACTIVITY_KIND))
                .required()
                .error(self.error("kind"))
                .option("", ui.t(msg::ACTIVITY_CHOOSE), self.raw("kind").is_empty()),
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
                (self.date("end_day", msg::ACTIVITY_END_DAY).unmarked())
            }))
            (self.space("space", msg::ACTIVITY_SPACE))
            (venues::finder(ui, &self.look.spaces, (DO, "find")))
            (self.text("place", msg::ACTIVITY_PLACE_WORDS).hint(ui.t(msg::ACTIVITY_PLACE_WORDS_HINT)).max_chars(chars(LINE_MAX)))
            (self.area())
            (self.needs())
        }
    }

    pub(super) fn space(&self, name: &str, label: Msg) -> Markup {
        let ui = self.ui;
        let labels: Vec<(i64, String, String)> = self
            .look
            .spaces
            .rooms
            .iter()
            .map(|space| {
                let holds = ui.tf(msg::VENUE_PEOPLE, args! { n = space.capacity });
                let owner = if space.nearness == 0 {
                    String::new()
                } else {
                    format!(" · {}", space.owner)
                };
                (
                    space.nearness,
                    space.id.to_text(),
                    format!("{}{owner} · {holds}", space.name),
                )
            })
            .collect();
        let groups = [
            msg::ACTIVITY_SPACES_OWN,
            msg::ACTIVITY_SPACES_TOGETHER,
            msg::ACTIVITY_SPACES_NEARBY,
        ];
        let chosen = self.raw(name);
        let first = name == "space";
        let none = match first {
            true => msg::ACTIVITY_SPACE_ELSEWHERE,
            false => msg::ACTIVITY_CHOOSE,
        };
        let mut list =
            select(ui, name, ui.t(label))
                .error(self.error(name))
                .option("", ui.t(none), chosen.is_empty());
        if first {
            list = list.hint(ui.t(msg::ACTIVITY_SPACE_HINT));
        }
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
        let ids: Vec<(String, &str, bool)> = self
            .look
            .areas
            .iter()
            .map(|area| (area.id.to_text(), area.name.as_str(), area.is_town()))
            .collect();
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
        let words = [
            msg::ACTIVITY_ONLY_ANY,
            msg::ACTIVITY_ONLY_VILLAGE,
            msg::ACTIVITY_ONLY_TOWN,
        ];
        let ui = self.ui;
        let areas = self.area_choice("only", "only_area", msg::ACTIVITY_ONLY, words);
        html! {
            (grid(Columns::Four, html! {
                (self.number("seats", msg::ACTIVITY_SEATS).unmarked().unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE)))
                (self.number("volunteers", msg::ACTIVITY_VOLUNTEERS).unmarked().unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE)))
                (self.number("min_age", msg::ACTIVITY_MIN_AGE).unmarked().unit(ui.t(msg::ACTIVITY_UNIT_YEARS)))
                (self.number("max_age", msg::ACTIVITY_MAX_AGE).unmarked().unit(ui.t(msg::ACTIVITY_UNIT_YEARS)))
            }))
            (areas)
            (ask_form::view(ui, self.fields, self.problems, ask_form::At { public: self.purpose == Purpose::Published, helpers: true }))
            (disclosure(ui.t(msg::ACTIVITY_PART_RULES), self.rules_wrong(), self.rules()))
        }
    }

    /// How to sign up, where that is not as usual.
    fn rules(&self) -> Markup {
        html! {
            (grid(Columns::Two, html! { (self.party()) (self.offer()) }))
            (grid(Columns::Four, html! {
                (self.date("opens_day", msg::ACTIVITY_OPENS_DAY).unmarked())
                (self.time("opens", msg::ACTIVITY_OPENS).unmarked())
                (self.date("closes_day", msg::ACTIVITY_CLOSES_DAY).unmarked())
                (self.time("closes", msg::ACTIVITY_CLOSES).unmarked())
            }))
            (muted(html! { (self.ui.t(msg::ACTIVITY_WINDOW_HINT)) }))
            (self.allotment())
        }
    }

    /// None, the village, the town, or what was said over the API.
    fn area_choice(&self, name: &str, wrong: &str, label: Msg, [any, village, town]: [Msg; 3]) -> Markup {
        let (ui, said) = (self.ui, self.raw(name));
        let mut areas = choices(ui, name, ui.t(label))
            .inline()
            .required()
            .error(self.error(wrong))
            .option("", ui.t(any), said.is_empty())
            .option("village", ui.t(village), said == "village")
            .option("town", ui.t(town), said == "town");
        let other = said
            .parse()
            .map(|area| self.look.area_name(area))
            .unwrap_or_default();
        if !["", "village", "town"].contains(&said) {
            areas = areas.option(said, &other, true);
        }
        html! { (areas) }
    }

    /// How places are given, and to whom first.
    fn allotment(&self) -> Markup {
        let ui = self.ui;
        if self.purpose == Purpose::Published {
            // It was promised to those who signed up.
            return html! {};
        }
        let said = self.raw("allotment");
        let ways = Allotment::ALL.iter().fold(
            choices(ui, "allotment", ui.t(msg::ACTIVITY_ALLOTMENT))
                .required()
                .hint(ui.t(msg::ACTIVITY_ALLOTMENT_HINT))
                .error(self.error("allotment")),
            |list, way| {
                let chosen = said == way.as_str() || said.is_empty() && *way == Allotment::FirstCome;
                list.option(way.as_str(), ui.t(way.msg()), chosen)
            },
        );
        let words = [
            msg::ACTIVITY_PRIOR_NOBODY,
            msg::ACTIVITY_PRIOR_VILLAGE,
            msg::ACTIVITY_PRIOR_TOWN,
        ];
        html! {
            (ways)
            (fieldset(ui.t(msg::ACTIVITY_GROUPS), Some(ui.t(msg::ACTIVITY_GROUPS_HINT)), html! {
                (self.area_choice("prior", "prior_area", msg::ACTIVITY_PRIOR, words))
                (groups::view(ui, self.fields, self.problems, |area| self.look.area_name(area)))
                (grid(Columns::Two, html! {
                    (self.date("kept_day", msg::ACTIVITY_KEPT).unmarked().hint(ui.t(msg::ACTIVITY_KEPT_HINT)))
                    (self.time("kept", msg::ACTIVITY_KEPT_TIME).unmarked())
                }))
            }))
        }
    }

    fn rules_wrong(&self) -> bool {
        let fields = [
            "party_max",
            "offer_minutes",
            "opens_day",
            "opens",
            "closes_day",
            "closes",
            "allotment",
            "prior_area",
            "kept_day",
            "kept",
        ];
        let rows = (0..groups::ROWS).map(groups::names);
        fields.into_iter().any(|field| self.error(field).is_some())
            || rows
                .into_iter()
                .any(|(by, more)| self.error(&by).is_some() || self.error(&more).is_some())
    }

    fn party(&self) -> Markup {
        let ui = self.ui;
        let values: Vec<(String, String)> = (1..=10)
            .map(|n| (n.to_string(), ui.tf(msg::ACTIVITY_SAY_PEOPLE, args! { n = n })))
            .collect();
        let list = select(ui, "party_max", ui.t(msg::ACTIVITY_PARTY_MAX))
            .required()
            .error(self.error("party_max"));
        let list = list.hint(ui.t(msg::ACTIVITY_PARTY_HINT));
        values
            .iter()
            .fold(list, |list, (n, label)| {
                list.option(n, label, self.raw("party_max") == n)
            })
            .render()
    }

    fn offer(&self) -> Markup {
        let ui = self.ui;
        let now = self.raw("offer_minutes").parse::<i64>().ok();
        // What was set over the API stays among the choices.
        let all = OFFERS.into_iter().chain(now.filter(|now| !OFFERS.contains(now)));
        let values: Vec<(String, String)> = all.map(|n| (n.to_string(), ui.minutes(n))).collect();
        let list = select(ui, "offer_minutes", ui.t(msg::ACTIVITY_OFFER)).required();
        let list = list
            .hint(ui.t(msg::ACTIVITY_OFFER_HINT))
            .error(self.error("offer_minutes"));
        values
            .iter()
            .fold(list, |list, (n, label)| {
                list.option(n, label, self.raw("offer_minutes") == n)
            })
            .render()
    }

    fn buttons(&self) -> Markup {
        let ui = self.ui;
        html! {
            @if self.asks { (button(ui.t(msg::HOLDING_DO_ASK)).primary().value(DO, "ask")) }
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

    /// A button that comes back with the form and its rows changed; with htmx only the form and what is wrong in it are exchanged.
    pub(super) fn row_button<'b>(&'b self, text: Msg, does: &'b str) -> Button<'b> {
        button(self.ui.t(text))
            .value(DO, does)
            .swaps(self.action, "#activity-whole")
    }

    pub(super) fn text<'b>(&'b self, name: &'b str, label: Msg) -> Field<'b> {
        field(self.ui, name, self.ui.t(label))
            .value(self.raw(name))
            .error(self.error(name))
    }

    pub(super) fn number<'b>(&'b self, name: &'b str, label: Msg) -> Field<'b> {
        self.text(name, label).whole_number()
    }

    pub(super) fn date<'b>(&'b self, name: &'b str, label: Msg) -> Field<'b> {
        let text = self.text(name, label);
        if is_picked(self.raw(name)) {
            text.date()
        } else {
            text.short()
        }
    }

    pub(super) fn time<'b>(&'b self, name: &'b str, label: Msg) -> Field<'b> {
        let text = self.text(name, label);
        if is_picked(self.raw(name)) {
            text.time()
        } else {
            text.short()
        }
    }

    pub(super) fn raw(&self, name: &str) -> &str {
        self.fields.raw(name)
    }

    pub(super) fn error(&self, name: &str) -> Option<&str> {
        self.problems.of(name)
    }
}

/// A limit as the browser takes it.
pub(super) fn chars(most: usize) -> u32 {
    u32::try_from(most).unwrap_or(u32::MAX)
}
