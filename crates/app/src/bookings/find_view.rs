//! How rooms are looked for, and how what was found looks: venue by venue, folded where there are many.

use jiff::civil::{Date, Time};
use langqiao_kernel::{
    id::{AreaId, OrganisationId},
    text::line,
    time,
};
use langqiao_platform::{reply::href, ui::prelude::*};
use serde::Deserialize;

use super::find::{Found, Town, Wanted};
use crate::venues::Facility;

/// How many rooms stand open at once; more are folded by venue.
const OPEN: usize = 8;
/// How many rooms stand on a page.
pub(super) const PAGE: i64 = 40;
/// More people than any room holds.
const PEOPLE_MAX: i64 = 100_000;

/// What was asked, as it was typed; whatever isn't readable is as if it had not been said, but a time.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    town: Option<String>,
    people: Option<String>,
    facility: Option<String>,
    day: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

impl Asked {
    fn said(text: Option<&String>) -> &str {
        text.map_or("", |text| text.trim())
    }

    /// What is looked for; the organisation's own town where none is named.
    pub fn wanted(&self, towns: &[Town]) -> Wanted {
        let words = line(Self::said(self.q.as_ref()));
        Wanted {
            words: Some(words).filter(|words| !words.is_empty()),
            town: self.town(towns),
            people: Self::said(self.people.as_ref())
                .parse()
                .unwrap_or(0)
                .clamp(0, PEOPLE_MAX),
            facility: Self::said(self.facility.as_ref()).parse().ok(),
            free: self.free().unwrap_or(None),
        }
    }

    fn town(&self, towns: &[Town]) -> Option<AreaId> {
        match &self.town {
            None => towns.iter().find(|(.., own)| *own).map(|(id, ..)| *id),
            Some(id) => id.parse().ok(),
        }
    }

    /// The time at which a room is to be free; `Err` where it is said in part, or can't be.
    pub fn free(&self) -> Result<Option<(Date, Time, Time)>, ()> {
        let texts = [&self.day, &self.from, &self.to].map(|text| Self::said(text.as_ref()));
        if texts.iter().all(|text| text.is_empty()) {
            return Ok(None);
        }
        let day = texts[0].parse().map_err(drop)?;
        let (from, to) = (time::clock(texts[1]).ok_or(())?, time::clock(texts[2]).ok_or(())?);
        if from < to {
            Ok(Some((day, from, to)))
        } else {
            Err(())
        }
    }

    fn fields(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("q", &self.q),
            ("town", &self.town),
            ("people", &self.people),
            ("facility", &self.facility),
            ("day", &self.day),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let said = all
            .into_iter()
            .filter_map(|(name, value)| value.as_deref().map(|value| (name, value)));
        said.filter(|(name, value)| !value.is_empty() || *name == "town")
            .collect()
    }
}

/// What was found, with what was asked.
pub(super) struct Finds<'a> {
    /// Whose workbench.
    pub org: OrganisationId,
    /// What was asked.
    pub asked: &'a Asked,
    /// The towns to choose from.
    pub towns: &'a [Town],
    /// The rooms of this page.
    pub rooms: &'a [Found],
    /// Whether more follow.
    pub more: bool,
}

/// The form, and the rooms.
pub(super) fn finds(ui: &Ui, page: &Finds<'_>) -> Markup {
    let at = format!("/w/{}/spaces", page.org);
    let free = page.asked.free();
    let next = page.rooms.last().filter(|_| page.more).map(|last| {
        let after = last.id.to_text();
        let mut query = page.asked.fields();
        query.push(("after", &after));
        href(&at, &query)
    });
    html! {
        (section(ui.t(msg::BOOKING_OTHER_ROOMS), stack(html! {
            (form(ui, page, free.is_err()))
            @if let Ok(Some((day, from, to))) = free {
                (muted(html! { (ui.tf(msg::FIND_FREE, args! { day = when::day(ui.lang, day, ui.now), from = when::clock(from), to = when::clock(to) })) }))
            }
            @if page.rooms.is_empty() { (empty(Icon::Door, ui.t(msg::FIND_NONE), html! {})) }
            @else { (grouped(ui, page.org, page.rooms, free.ok().flatten().map(|(day, ..)| day))) }
            @if let Some(next) = next { (row(link_button(&next, ui.t(msg::FIND_MORE)).icon(Icon::Forward).render())) }
        })))
    }
}

fn form(ui: &Ui, page: &Finds<'_>, wrong_time: bool) -> Markup {
    let asked = page.asked;
    let typed = |text: &Option<String>| Asked::said(text.as_ref()).to_owned();
    let chosen = asked.town(page.towns).map(|id| id.to_text()).unwrap_or_default();
    let towns: Vec<(String, &str)> = page
        .towns
        .iter()
        .map(|(id, name, _)| (id.to_text(), name.as_str()))
        .collect();
    let mut town = select(ui, "town", ui.t(msg::FIND_TOWN)).required();
    town = town.option("", ui.t(msg::SITE_EVERY_TOWN), chosen.is_empty());
    for (id, name) in &towns {
        town = town.option(id, name, *id == chosen);
    }
    let facility = typed(&asked.facility);
    let mut has = select(ui, "facility", ui.t(msg::FIND_FACILITY)).required();
    has = has.option("", ui.t(msg::FIND_FACILITY_ANY), facility.is_empty());
    for one in Facility::ALL {
        has = has.option(one.as_str(), ui.t(one.word()), one.as_str() == facility);
    }
    let wrong = wrong_time.then(|| ui.t(msg::FIND_TIME_WRONG));
    let more = !facility.is_empty()
        || [&asked.people, &asked.day, &asked.from, &asked.to]
            .iter()
            .any(|text| !typed(text).is_empty());
    get_form(
        &format!("/w/{}/spaces", page.org),
        html! {
            (row(html! {
                (field(ui, "q", ui.t(msg::FIND_WORDS)).value(&typed(&asked.q)).search().unmarked())
                (town)
            }))
            (disclosure(ui.t(msg::FIND_DAY), more, html! {
                (row(html! {
                    (field(ui, "day", ui.t(msg::FIND_DAY)).value(&typed(&asked.day)).error(wrong).unmarked().date())
                    (field(ui, "from", ui.t(msg::FIND_FROM)).value(&typed(&asked.from)).unmarked().time().short())
                    (field(ui, "to", ui.t(msg::FIND_TO)).value(&typed(&asked.to)).unmarked().time().short())
                }))
                (row(html! {
                    (field(ui, "people", ui.t(msg::FIND_PEOPLE)).value(&typed(&asked.people)).unmarked().whole_number().short())
                    (has)
                }))
            }))
            (row(button(ui.t(msg::FIND_SHOW)).primary().render()))
        },
    )
}

/// Rooms venue by venue; `day` goes along to each.
pub(super) fn grouped(ui: &Ui, org: OrganisationId, rooms: &[Found], day: Option<Date>) -> Markup {
    let query = day.map_or_else(String::new, |day| format!("?day={day}"));
    let groups: Vec<&[Found]> = rooms.chunk_by(|one, other| one.venue == other.venue).collect();
    let line = |room: &Found| {
        let place = format!("{} · {}", room.venue_name, room.name);
        html! {
            (link(&format!("/w/{org}/spaces/{}{query}", room.id), &place)) " "
            (ui.tf(msg::VENUE_PEOPLE, args! { n = room.capacity }))
            @if room.today > 0 { " · " (ui.tf(msg::FIND_TODAY, args! { n = room.today })) }
            @if room.keeper != org {
                " · " (room.kept_by) " · " (room.town) " "
                @if !room.hours_said { (badge(Tone::Warn, ui.t(msg::WAY_HOURS_UNSAID))) }
                @else if room.asks { (badge(Tone::Plain, ui.t(msg::FIND_ASKS))) }
            }
            @if let Some(from) = room.closed_from { " " (badge(Tone::Warn, &ui.tf(msg::CLOSING_BADGE, args! { day = when::full_day(ui.lang, time::day(from)) }))) }
        }
    };
    html! {
        @if rooms.len() <= OPEN { (bullets(rooms.iter().map(line))) }
        @else {
            @for group in groups {
                @if let [one] = group { (bullets([line(one)])) }
                @else if let Some(first) = group.first() {
                    @let summary = ui.tf(msg::FIND_ROOMS, args! { venue = first.venue_name.clone(), n = group.len() });
                    (disclosure(&summary, false, bullets(group.iter().map(line))))
                }
            }
        }
    }
}
