//! How a year and a day of a town are shown.

use jiff::{ToSpan, civil::Date};
use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{i18n::Msg, ui::prelude::*};

use super::{queries::OnDay, year::Year};

/// How many empty weeks are named; the calendar shows the others.
const WEEKS: usize = 8;

/// Days on which everybody means to hold something.
const NAMED: [(i8, i8, Msg); 7] = [
    (3, 5, msg::YEAR_LEI_FENG),
    (3, 8, msg::YEAR_WOMEN),
    (5, 1, msg::YEAR_LABOUR),
    (5, 4, msg::YEAR_YOUTH),
    (5, 30, msg::YEAR_SCIENCE),
    (6, 1, msg::YEAR_CHILDREN),
    (12, 5, msg::YEAR_VOLUNTEERS),
];

fn named(day: Date) -> Option<Msg> {
    NAMED
        .iter()
        .find(|(month, of_month, _)| (*month, *of_month) == (day.month(), day.day()))
        .map(|(.., name)| *name)
}

/// The days with a frame, by name: on a phone nothing shows what a mouse would.
fn named_days(ui: &Ui, year: i16) -> Markup {
    html! {
        (ui.t(msg::YEAR_NAMED))
        @for (n, (month, day, name)) in NAMED.iter().enumerate() {
            @if n > 0 { (ui.t(msg::YEAR_NAMED_AND)) }
            (ui.day(Date::constant(year, *month, *day))) " " (ui.t(*name))
        }
    }
}

/// The year: what piles up, what is empty, and every day.
pub(super) fn year(ui: &Ui, org: OrganisationId, year: &Year, today: Date) -> Markup {
    let lede = ui.tf(
        msg::YEAR_LEDE,
        args! { town = year.town_name.as_str(), year = i64::from(year.year).to_string(), n = year.activities },
    );
    let href = |day: Date| format!("/w/{org}/year/{day}?town={}", year.town);
    let day_of = |day: Date| HeatDay {
        day,
        n: year.on(day),
        // An empty day that is over is nothing to look at; one to come can be filled.
        href: (year.on(day) > 0 || day >= today).then(|| href(day)),
        name: named(day).map(|name| ui.t(name)),
    };
    let month = |month: i8| -> Vec<HeatDay<'_>> {
        let first = Date::constant(year.year, month, 1);
        let days = (0..i64::from(first.days_in_month())).map(|n| day_of(first + n.days()));
        days.collect()
    };
    // What is over is there to be looked at, but not in the way of who plans.
    let over = match today.year() == year.year {
        true => today.month() - 1,
        false => 0,
    };
    let (past, rest): (Vec<_>, Vec<_>) = (1..=12).map(month).partition(|days| days[0].day.month() <= over);
    let most = year.days.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let calendar = |months: &[Vec<HeatDay<'_>>]| heat(ui, (msg::YEAR_UNIT, most), months);
    html! {
        (page_title(ui.t(msg::YEAR_TITLE), Some(&lede), None))
        (stack(html! {
            (chooser(ui, org, year))
            (grid(Columns::Two, html! {
                (panel(ui.t(msg::YEAR_FULLEST), fullest(ui, year, &href)))
                @if year.year >= today.year() { (panel(ui.t(msg::YEAR_EMPTY), empty_weeks(ui, org, year, today))) }
            }))
            (section(ui.t(msg::YEAR_DAYS), html! {
                @if !past.is_empty() { (disclosure(ui.t(msg::YEAR_PAST), false, calendar(&past))) }
                (calendar(&rest))
                (muted(html! { (ui.t(msg::YEAR_HOW_COUNTED)) }))
                (muted(named_days(ui, year.year)))
            }))
        }))
    }
}

fn chooser(ui: &Ui, org: OrganisationId, year: &Year) -> Markup {
    let mut towns = select(ui, "town", ui.t(msg::YEAR_TOWN)).required();
    let ids: Vec<String> = year.towns.iter().map(|(id, _)| id.to_text()).collect();
    for ((id, name), text) in year.towns.iter().zip(&ids) {
        towns = towns.option(text, name, *id == year.town);
    }
    let years: Vec<String> = (year.year - 1..=year.year + 1)
        .map(|year| year.to_string())
        .collect();
    let mut choice = select(ui, "year", ui.t(msg::YEAR_YEAR)).required();
    for text in &years {
        choice = choice.option(text, text, *text == year.year.to_string());
    }
    get_form(
        &format!("/w/{org}/year"),
        row(html! { (towns) (choice) (button(ui.t(msg::YEAR_SHOW))) }),
    )
}

fn fullest(ui: &Ui, year: &Year, href: &impl Fn(Date) -> String) -> Markup {
    let full = year.fullest();
    html! {
        @if full.is_empty() { (muted(html! { (ui.t(msg::YEAR_NO_PILES)) })) }
        (bullets(full.iter().map(|(day, n)| html! {
            (link(&href(*day), &ui.tf(msg::YEAR_DAY_COUNT, args! { day = when::full_day(ui.lang, *day), n = *n })))
            @if let Some(name) = named(*day) { " " (badge(Tone::Plain, ui.t(name))) }
        })))
    }
}

/// The empty weeks that are to come, each with the way to fill it.
fn empty_weeks(ui: &Ui, org: OrganisationId, year: &Year, today: Date) -> Markup {
    let weeks = year.empty_weeks(today);
    html! {
        @if weeks.is_empty() { (muted(html! { (ui.t(msg::YEAR_NO_EMPTY)) })) }
        @else { p { (ui.tf(msg::YEAR_EMPTY_COUNT, args! { n = weeks.len() })) } }
        (bullets(weeks.iter().take(WEEKS).map(|monday| {
            let sunday = *monday + 6.days();
            let text = ui.tf(msg::YEAR_WEEK, args! {
                from = when::full_day(ui.lang, *monday), to = when::full_day(ui.lang, sunday)
            });
            let day = (*monday).max(today);
            link(&format!("/w/{org}/activities/new?day={day}"), &text)
        })))
    }
}

/// What is on in a town on a day.
pub(super) fn day(ui: &Ui, org: OrganisationId, (year, day): (&Year, Date), held: &[OnDay]) -> Markup {
    let title = ui.tf(
        msg::YEAR_DAY_TITLE,
        args! { town = year.town_name.as_str(), day = when::full_day(ui.lang, day) },
    );
    let back = format!("/w/{org}/year?town={}&year={}", year.town, year.year);
    let columns = vec![
        col(ui.t(msg::YEAR_ACTIVITY)),
        col(ui.t(msg::YEAR_TIME)),
        col(ui.t(msg::YEAR_HOST)),
        col(ui.t(msg::YEAR_PLACE)),
        number_col(ui.t(msg::YEAR_PEOPLE)),
    ];
    let rows = held.iter().map(|OnDay { on, further, people }| {
        let elsewhere = further.iter().filter(|session| session.place != on.place);
        vec![
            link(&format!("/activities/{}", on.id), &on.title),
            html! {
                (ui.span(on.starts_at, on.ends_at))
                @for session in further { div { (ui.span(session.starts_at, session.ends_at)) } }
            },
            html! { (on.host) },
            html! { (on.place) @for session in elsewhere { div { (session.place) } } },
            html! { (when::count(*people)) },
        ]
    });
    html! {
        (page_title(&title, None, Some(html! { (link_button(&back, ui.t(msg::YEAR_BACK))) })))
        @if held.is_empty() {
            (empty(Icon::Calendar, ui.t(msg::YEAR_DAY_EMPTY), row(html! {
                (link_button(&format!("/w/{org}/activities/new?day={day}"), ui.t(msg::YEAR_FILL)))
            })))
        } @else {
            (table(&title, columns).rows(rows))
        }
    }
}
