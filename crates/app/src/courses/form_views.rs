//! The forms of a course: what it is, and every session before it is made.

use langqiao_kernel::id::{AreaId, OrganisationId};
use langqiao_platform::{fields::Fields, once::ONCE, ui::prelude::*};

use super::create::{Look, PlannedDay};
use crate::{
    activities::ActivityKind,
    bookings::{self, Choice},
    standings::ask_form,
    venues::{self, Choices},
};

/// What the form offers to choose from.
pub(super) struct Offered {
    /// The rooms to choose from.
    pub rooms: Choices,
    /// Towns and villages; a town says so.
    pub areas: Vec<(AreaId, String, bool)>,
}

/// The fields of the form, which go along unseen while the sessions are looked at.
pub(super) const ALONG: [&str; 25] = [
    "title",
    "summary",
    "kind",
    "space",
    "place",
    "area",
    "first_day",
    "last_day",
    "weekdays",
    "from",
    "to",
    "holidays",
    "seats",
    "min_age",
    "max_age",
    "only_area",
    ask_form::LINES,
    ask_form::UNITS,
    ask_form::QUALIFICATIONS,
    "allotment",
    "closes_day",
    "closes",
    "pass_percent",
    "contact",
    ONCE,
];

/// The fields of a new course.
pub(super) fn course_fields(ui: &Ui, offered: &Offered, fields: &Fields, problems: &Problems) -> Markup {
    let parts = Parts {
        ui,
        offered,
        fields,
        problems,
    };
    stack(html! {
        (fieldset(ui.t(msg::COURSE_PART_WHAT), None, parts.what()))
        (fieldset(ui.t(msg::COURSE_PART_WHEN), None, parts.when()))
        (fieldset(ui.t(msg::COURSE_PART_WHERE), None, parts.place()))
        (fieldset(ui.t(msg::COURSE_PART_WHO), None, parts.who()))
        (fieldset(ui.t(msg::COURSE_PART_END), None, parts.end()))
    })
}

struct Parts<'a> {
    ui: &'a Ui,
    offered: &'a Offered,
    fields: &'a Fields,
    problems: &'a Problems,
}

impl Parts<'_> {
    fn text<'a>(&'a self, name: &'a str, label: Msg) -> Field<'a> {
        field(self.ui, name, self.ui.t(label))
            .value(self.fields.raw(name))
            .error(self.problems.of(name))
    }

    fn what(&self) -> Markup {
        let ui = self.ui;
        let chosen = match self.fields.raw("kind") {
            "" => ActivityKind::Family.as_str(),
            kind => kind,
        };
        let mut kinds = select(ui, "kind", ui.t(msg::COURSE_KIND)).required();
        for kind in ActivityKind::ALL {
            kinds = kinds.option(kind.as_str(), ui.t(kind.msg()), kind.as_str() == chosen);
        }
        html! {
            (self.text("title", msg::COURSE_FIELD_TITLE).required().max_chars(60).example(ui.t(msg::COURSE_TITLE_EXAMPLE)))
            (text_area(ui, "summary", ui.t(msg::COURSE_FIELD_SUMMARY)).value(self.fields.raw("summary"))
                .error(self.problems.of("summary")).max_chars(2000).hint(ui.t(msg::COURSE_SUMMARY_HINT)))
            (kinds)
        }
    }

    fn when(&self) -> Markup {
        let ui = self.ui;
        html! {
            (grid(Columns::Two, html! {
                (self.text("first_day", msg::COURSE_FIRST_DAY).required().date())
                (self.text("last_day", msg::COURSE_LAST_DAY).required().date())
            }))
            (weekdays(ui, self.fields, self.problems))
            (grid(Columns::Two, html! {
                (self.text("from", msg::COURSE_FROM).required().time())
                (self.text("to", msg::COURSE_TO).required().time())
            }))
            (checkbox("holidays", ui.t(msg::COURSE_HOLIDAYS), self.fields.has("holidays"), Some(ui.t(msg::COURSE_HOLIDAYS_HINT)), None))
        }
    }

    fn place(&self) -> Markup {
        let ui = self.ui;
        let rooms: Vec<(String, String)> = self
            .offered
            .rooms
            .rooms
            .iter()
            .map(|room| {
                let holds = ui.tf(msg::VENUE_PEOPLE, args! { n = room.capacity });
                (room.id.to_text(), format!("{} · {holds}", room.name))
            })
            .collect();
        let chosen = self.fields.raw("space");
        let mut list = select(ui, "space", ui.t(msg::COURSE_ROOM))
            .hint(ui.t(msg::COURSE_ROOM_HINT))
            .error(self.problems.of("space"))
            .option("", ui.t(msg::COURSE_ROOM_ELSEWHERE), chosen.is_empty());
        for (id, name) in &rooms {
            list = list.option(id, name, id == chosen);
        }
        html! {
            (list)
            (venues::finder(ui, &self.offered.rooms, ("act", "rooms")))
            (self.text("place", msg::COURSE_PLACE).max_chars(100).hint(ui.t(msg::COURSE_PLACE_HINT)))
            (self.area("area", msg::COURSE_AREA, None))
        }
    }

    fn area(&self, name: &str, label: Msg, none: Option<Msg>) -> Markup {
        let ui = self.ui;
        let chosen = self.fields.raw(name);
        let areas: Vec<(String, &str, bool)> = self
            .offered
            .areas
            .iter()
            .map(|(id, area, town)| (id.to_text(), area.as_str(), *town))
            .collect();
        let none = none.unwrap_or(msg::COURSE_AREA_OF_ROOM);
        let mut list = select(ui, name, ui.t(label))
            .error(self.problems.of(name))
            .option("", ui.t(none), chosen.is_empty());
        for (id, area, town) in &areas {
            if *town {
                list = list.group(area);
            }
            list = list.option(id, area, id == chosen);
        }
        list.render()
    }

    fn who(&self) -> Markup {
        let ui = self.ui;
        let drawn = self.fields.raw("allotment") == "draw";
        html! {
            (grid(Columns::Two, html! {
                (self.text("seats", msg::COURSE_SEATS).required().whole_number().unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE)))
                (self.area("only_area", msg::COURSE_ONLY, Some(msg::COURSE_ONLY_ANY)))
                (self.text("min_age", msg::COURSE_MIN_AGE).whole_number().unit(ui.t(msg::ACTIVITY_UNIT_YEARS)))
                (self.text("max_age", msg::COURSE_MAX_AGE).whole_number().unit(ui.t(msg::ACTIVITY_UNIT_YEARS)))
            }))
            (ask_form::view(ui, self.fields, self.problems, ask_form::At { public: false, helpers: false }))
            (choices(ui, "allotment", ui.t(msg::COURSE_ALLOTMENT)).required()
                .explained("first_come", ui.t(msg::COURSE_FIRST_COME), Some(ui.t(msg::COURSE_FIRST_COME_HINT)), !drawn)
                .explained("draw", ui.t(msg::COURSE_DRAW), Some(ui.t(msg::COURSE_DRAW_HINT)), drawn))
            (grid(Columns::Two, html! {
                (self.text("closes_day", msg::COURSE_CLOSES_DAY).date().hint(ui.t(msg::COURSE_CLOSES_HINT)))
                (self.text("closes", msg::COURSE_CLOSES).time())
            }))
        }
    }

    fn end(&self) -> Markup {
        let ui = self.ui;
        html! {
            (self.text("pass_percent", msg::COURSE_PASS).whole_number().short().unit("%").hint(ui.t(msg::COURSE_PASS_HINT)))
            (checkbox("pick_up", ui.t(msg::COURSE_PICK_UP), self.fields.has("pick_up"), Some(ui.t(msg::COURSE_PICK_UP_HINT)), None))
            (self.text("contact", msg::COURSE_CONTACT).max_chars(60).example(ui.t(msg::COURSE_CONTACT_EXAMPLE))
                .hint(ui.t(msg::COURSE_CONTACT_HINT)))
        }
    }
}

/// Every session before the course is made: how its room stands, what is to be done.
pub(super) fn look(
    ui: &Ui,
    org: OrganisationId,
    seen: &Look,
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let (all, held, unpublished) = match seen {
        Look::Rooms(preview) => (
            preview.occurrences.len(),
            preview.occurrences.iter().filter(|one| one.is_free()).count(),
            preview.unpublished,
        ),
        Look::Days(days, unpublished) => (
            days.len(),
            days.iter().filter(|day| day.holiday.is_none()).count(),
            *unpublished,
        ),
    };
    let said = args! { all = all as i64, free = held as i64, title = fields.raw("title").to_owned() };
    html! {
        (page_title(ui.t(msg::COURSE_LOOK), Some(&ui.tf(msg::COURSE_LOOK_LEDE, said)), None))
        (error_summary(ui, problems))
        (form(ui, &format!("/w/{org}/courses")).body(html! {
            @for name in ALONG { @for value in fields.all(name) { (hidden(name, value)) } }
            @if fields.has("pick_up") { (hidden("pick_up", "1")) }
            (stack(html! {
                @if let Some(year) = unpublished {
                    (notice(Tone::Info, html! { (ui.tf(msg::SERIES_UNPUBLISHED, args! { year = year.to_string() })) }))
                }
                @match seen {
                    Look::Rooms(preview) => {
                        @let around = bookings::Look { org, seen: preview, typed: fields, problems, waits: false };
                        @for one in &preview.occurrences { (bookings::occurrence(ui, &around, one)) }
                    }
                    Look::Days(days, _) => { @for one in days { (planned(ui, one, problems)) } }
                }
            }))
            (action_bar(html! {
                (button(ui.t(msg::COURSE_MAKE)).primary().value("act", "make"))
                (button(ui.t(msg::SERIES_LOOK_AGAIN)).value("act", "look"))
                (button(ui.t(msg::COURSE_BACK_TO_FORM)).quiet().value("act", "edit"))
            }))
        }))
    }
}

fn planned(ui: &Ui, day: &PlannedDay, problems: &Problems) -> Markup {
    let name = format!("do-{}", day.starts_at.as_millisecond());
    let skipped = day.choice == Choice::Skip;
    card(html! {
        (spread(
            html! { h2 { (when::span(ui.lang, day.starts_at, day.ends_at, ui.now)) } },
            html! { @if let Some(holiday) = &day.holiday { (badge(Tone::Plain, holiday)) } },
        ))
        (choices(ui, &name, ui.t(msg::SERIES_WHAT_TO_DO)).required().inline().error(problems.of(&name))
            .option("book", ui.t(msg::COURSE_DO_HOLD), !skipped)
            .option("skip", ui.t(msg::COURSE_DO_SKIP), skipped))
    })
}

/// The days of the week that sessions fall on; at least one.
pub(super) fn weekdays(ui: &Ui, fields: &Fields, problems: &Problems) -> Markup {
    let monday = jiff::civil::Date::constant(2026, 11, 23);
    let names: Vec<(String, &str)> = (0..7_i64)
        .map(|n| {
            let day = monday.saturating_add(jiff::Span::new().days(n));
            (n.to_string(), when::weekday(ui.lang, day))
        })
        .collect();
    let mut days = choices(ui, "weekdays", ui.t(msg::COURSE_WEEKDAYS))
        .several()
        .required()
        .inline()
        .error(problems.of("weekdays"));
    for (n, name) in &names {
        days = days.option(n, name, fields.all("weekdays").any(|day| day == n));
    }
    days.render()
}
