//! How a day and a week of several rooms look: a card for each room on a day, a row for each in a week; on a phone
//! both are read from top to bottom.

use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::{reply::href, ui::prelude::*};

use super::{
    super::model::{Pending, Status},
    page::{ALL, Part, Place, View},
    queries::{CalendarRoom, Use},
};

/// What is shown.
pub struct Calendar<'a> {
    /// Whose workbench.
    pub org: OrganisationId,
    /// The day, or the first of the week.
    pub day: Date,
    /// How much is shown.
    pub view: View,
    /// What can be chosen.
    pub places: &'a [Place],
    /// What is chosen: an id, or [`ALL`].
    pub place: &'a str,
    /// Whether none of the venues there is in service.
    pub out_of_service: bool,
    /// The rooms that somebody has at some time.
    pub rooms: &'a [CalendarRoom],
    /// Those that nobody has.
    pub free: &'a [CalendarRoom],
    /// Their uses, in order of time; for a day or a week.
    pub uses: &'a [Use],
    /// How often they are used on each day; for a month.
    pub counts: &'a [(Date, i64)],
    /// Which part of the rooms that is.
    pub part: Part,
}

impl Calendar<'_> {
    fn path(&self, day: Date, view: View) -> String {
        let day = day.to_string();
        let query = [
            ("day", day.as_str()),
            ("view", view.name()),
            ("place", self.place),
        ];
        href(&format!("/w/{}/calendar", self.org), &query)
    }
}

/// The page.
pub fn calendar(ui: &Ui, page: &Calendar<'_>) -> Markup {
    let step = match page.view {
        View::Day => 1.day(),
        View::Week => 1.week(),
        View::Month => 1.month(),
    };
    let beside = |day: Result<Date, jiff::Error>| day.ok().map(|day| page.path(day, page.view));
    let views = [
        (msg::CALENDAR_DAY, View::Day),
        (msg::CALENDAR_WEEK, View::Week),
        (msg::CALENDAR_MONTH, View::Month),
    ];
    let paths = views.map(|(_, view)| page.path(page.day, view));
    let views: Vec<_> = views
        .iter()
        .zip(&paths)
        .map(|((name, view), path)| (ui.t(*name), path.as_str(), None, page.view == *view))
        .collect();
    let (before, after) = match page.view {
        View::Day => (msg::CALENDAR_DAY_BEFORE, msg::CALENDAR_DAY_AFTER),
        View::Week => (msg::BOOKING_WEEK_BEFORE, msg::BOOKING_WEEK_AFTER),
        View::Month => (msg::CALENDAR_MONTH_BEFORE, msg::CALENDAR_MONTH_AFTER),
    };
    let (first, last) = match page.view {
        View::Day => (page.day, page.day),
        View::Week => (page.day, page.day.saturating_add(6.days())),
        View::Month => (page.day.first_of_month(), page.day.last_of_month()),
    };
    let heading = match first == last {
        true => when::day(ui.lang, first, ui.now),
        false => format!(
            "{} – {}",
            when::day(ui.lang, first, ui.now),
            when::day(ui.lang, last, ui.now)
        ),
    };
    html! {
        (page_title(ui.t(msg::CALENDAR_TITLE), Some(&heading), None))
        (stack(html! {
            (tabs(ui.t(msg::CALENDAR_TITLE), &views))
            (chooser(ui, page))
            (row(html! {
                @if let Some(href) = beside(page.day.checked_sub(step)) { (link_button(&href, ui.t(before)).icon(Icon::Back)) }
                @if let Some(href) = beside(page.day.checked_add(step)) { (link_button(&href, ui.t(after)).icon(Icon::Forward)) }
            }))
            @if page.part.uses_cut { (notice(Tone::Info, html! { (ui.t(msg::CALENDAR_USES_CUT)) })) }
            @if page.out_of_service { (notice(Tone::Warn, html! { p { (ui.t(msg::BOOKING_OUT_OF_SERVICE)) } })) }
            @if page.rooms.is_empty() && page.free.is_empty() && page.view != View::Month && !page.out_of_service { (empty(Icon::Door, ui.t(msg::BOOKING_NO_ROOMS), html! {})) }
            @else if page.view == View::Month { (month(ui, page)) }
            @else if page.view == View::Week && !page.rooms.is_empty() { (week(ui, page)) }
            @else { @for room in page.rooms { (one(ui, page, room)) } }
            @if !page.free.is_empty() && page.view != View::Month {
                (section(ui.t(if page.view == View::Week { msg::CALENDAR_FREE_WEEK } else { msg::CALENDAR_FREE }), bullets(page.free.iter().map(|room| {
                    let path = format!("/w/{}/spaces/{}?day={}", page.org, room.id, page.day);
                    link(&path, &format!("{} · {}", room.venue_name, room.name))
                }))))
            }
            @if page.view != View::Month { (part(ui, page)) }
        }))
    }
}

/// How many of all rooms are shown, and the ways to the others.
fn part(ui: &Ui, page: &Calendar<'_>) -> Markup {
    let part = page.part;
    let way = |skip: i64| {
        let here = page.path(page.day, page.view);
        format!("{here}&skip={skip}")
    };
    html! {
        @if part.shown < part.all {
            p { (ui.tf(msg::LIST_PART, args! { n = part.shown, all = part.all })) }
            (row(html! {
                @if let Some(before) = part.before() { (link_button(&way(before), ui.t(msg::LIST_BEFORE)).icon(Icon::Back)) }
                @if let Some(next) = part.next() { (link_button(&way(next), ui.t(msg::LIST_NEXT)).icon(Icon::Forward)) }
            }))
        }
    }
}

fn chooser(ui: &Ui, page: &Calendar<'_>) -> Markup {
    let mut list = select(ui, "place", ui.t(msg::CALENDAR_PLACE)).required().option(
        ALL,
        ui.t(msg::CALENDAR_ALL),
        page.place == ALL,
    );
    for (clusters, name) in [(true, msg::CALENDAR_CLUSTERS), (false, msg::CALENDAR_VENUES)] {
        let mut of_kind = page
            .places
            .iter()
            .filter(|place| place.cluster == clusters)
            .peekable();
        if of_kind.peek().is_some() {
            list = list.group(ui.t(name));
        }
        for place in of_kind {
            list = list.option(&place.id, &place.name, page.place == place.id);
        }
    }
    let day = page.day.to_string();
    get_form(
        &format!("/w/{}/calendar", page.org),
        html! {
            (list)
            (field(ui, "day", ui.t(msg::BOOKING_FIELD_DAY)).value(&day).required().date())
            (hidden("view", page.view.name()))
            (button(ui.t(msg::FILTER_APPLY)))
        },
    )
}

fn of<'a>(page: &'a Calendar<'_>, room: &CalendarRoom, day: Date) -> Vec<&'a Use> {
    let (from, until) = (
        time::start_of_day(day),
        time::start_of_day(day.saturating_add(1.days())),
    );
    let space = room.id;
    let on = page.uses.iter().filter(|one| one.space == space);
    on.filter(|one| one.starts_at < until && one.ends_at > from)
        .collect()
}

/// A room's day.
fn one(ui: &Ui, page: &Calendar<'_>, room: &CalendarRoom) -> Markup {
    let place = format!("{} · {}", room.venue_name, room.name);
    let path = format!("/w/{}/spaces/{}?day={}", page.org, room.id, page.day);
    let uses = of(page, room, page.day);
    card(html! {
        h2 { (link(&path, &place)) }
        (bullets(uses.into_iter().map(|one| html! {
            strong { (clocks(one, page.day)) } " " (titled(page, one)) " · " (one.by) " " (open(ui, one))
        })))
    })
}

/// How much is on on each day of a month; each number opens that day.
fn month(ui: &Ui, page: &Calendar<'_>) -> Markup {
    let first = page.day.first_of_month();
    let count = |day: Date| {
        let found = page.counts.binary_search_by_key(&day, |(day, _)| *day);
        found.map_or(0, |at| page.counts[at].1)
    };
    let days = (0..i64::from(first.days_in_month())).map(|n| {
        let day = first.saturating_add(n.days());
        HeatDay {
            day,
            n: count(day),
            href: Some(page.path(day, View::Day)),
            name: None,
        }
    });
    let most = page.counts.iter().map(|(_, n)| *n).max().unwrap_or(0);
    heat(ui, (msg::CALENDAR_USES, most), &[days.collect()])
}

/// A row for each room, a column for each day.
fn week(ui: &Ui, page: &Calendar<'_>) -> Markup {
    let days: Vec<Date> = (0..7_i64).map(|n| page.day.saturating_add(n.days())).collect();
    let names: Vec<String> = days.iter().map(|day| when::day(ui.lang, *day, ui.now)).collect();
    let mut columns = vec![col(ui.t(msg::BOOKING_COL_ROOM))];
    columns.extend(names.iter().map(|name| col(name)));
    let rows = page.rooms.iter().map(|room| {
        let place = format!("{} · {}", room.venue_name, room.name);
        let path = format!("/w/{}/spaces/{}?day={}", page.org, room.id, page.day);
        let mut cells = vec![link(&path, &place)];
        cells.extend(days.iter().map(|day| {
            let uses = of(page, room, *day);
            html! {
                @if uses.is_empty() { (muted(html! { "—" })) }
                @for one in uses { div { strong { (clocks(one, *day)) } " " (titled(page, one)) " " (open(ui, one)) } }
            }
        }));
        cells
    });
    table(ui.t(msg::CALENDAR_TITLE), columns)
        .rows(rows)
        .of_days()
        .render()
}

/// From when until when on a day; what lasts longer begins at 0:00 or ends at 24:00 there.
fn clocks(one: &Use, day: Date) -> String {
    let (from, to) = (time::civil(one.starts_at), time::civil(one.ends_at));
    let begins = if from.date() < day {
        "0:00".to_owned()
    } else {
        when::clock(from.time())
    };
    let ends = if to.date() > day {
        "24:00".to_owned()
    } else {
        when::clock(to.time())
    };
    format!("{begins}–{ends}")
}

fn titled(page: &Calendar<'_>, one: &Use) -> Markup {
    match one.activity {
        Some(activity) => link(&format!("/activities/{activity}"), &one.title),
        None => {
            let day = time::day(one.starts_at);
            link(
                &format!("/w/{}/spaces/{}?day={day}", page.org, one.space),
                &one.title,
            )
        }
    }
}

fn open(ui: &Ui, one: &Use) -> Markup {
    match (one.status, one.pending) {
        (Status::Asked, _) => badge(Tone::Warn, ui.t(msg::BOOKING_STATUS_ASKED)),
        (_, Some(Pending::Offer)) => badge(Tone::Warn, ui.t(msg::WAIT_STATUS_OFFER)),
        (_, Some(Pending::Consent)) => badge(Tone::Warn, ui.t(msg::WAIT_STATUS_CONSENT)),
        _ => html! {},
    }
}
