//! Places given by groups that come first, as everybody may read it: the numbers, group by group, those with places and those
//! who wait. It is read from the sign-ups as they stood on the list; how many had places and who was passed over is read
//! from the sealed log.

use jiff::Timestamp;
use langqiao_kernel::{draw::PassedOver, id::ActivityId};
use langqiao_platform::ui::prelude::*;
use langqiao_store::{ReadTx, StoreError, params};
use serde::{Deserialize, Serialize};

use super::page::{listed, passed_over};
use crate::activities::First;

/// What of it is public.
pub(super) struct ByGroup {
    /// What the activity is called.
    pub title: String,
    /// When sign-up is over and places are given.
    pub closes_at: Timestamp,
    first: First,
    /// What was given, once it was.
    pub given: Option<GivenOut>,
}

/// Places that were given.
pub(super) struct GivenOut {
    /// The numbers in their order; those who were passed over are the last.
    pub numbers: Vec<Numbered>,
    seated: usize,
    places: Option<i64>,
    passed_over: Vec<PassedOver>,
}

/// One number of the list.
pub(super) struct Numbered {
    /// The number.
    pub number: i64,
    /// How many people came under it.
    pub people: i64,
    /// In which group they were, from 0, the number of groups for none; nothing where that was not kept.
    pub group: Option<i64>,
}

/// What the sealed log keeps of it.
#[derive(Serialize, Deserialize)]
pub(super) struct Recorded {
    /// How many parties were on the list.
    pub parties: usize,
    /// How many of them had places.
    pub seated: usize,
    /// How many places were given out; older records don't have it.
    #[serde(default)]
    pub places: Option<i64>,
    /// Who was passed over; older records don't have it.
    #[serde(default)]
    pub passed_over: Vec<PassedOver>,
}

impl GivenOut {
    /// Whether a number was passed over.
    pub fn is_passed(&self, number: i64) -> bool {
        self.passed_over.iter().any(|one| one.number == number)
    }

    /// Whether a number, by where it stands in the order, was given places.
    pub fn has_places(&self, at: usize) -> bool {
        at < self.seated
    }
}

/// How the places of a public activity are given by groups; `None` where they are given in another way.
pub(super) fn read(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Option<ByGroup>, StoreError> {
    let found = tx.one(
        "SELECT a.title, a.signup_closes_at, a.priority, a.prior_area,
                (SELECT pa.short_name FROM area pa WHERE pa.id = a.prior_area), a.kept_until, a.allotted_at
         FROM activity a WHERE a.id = ?1 AND a.allotment = 'priority' AND a.status <> 'draft'",
        params![activity],
        |row| {
            let by_group = ByGroup {
                title: row.get(0)?,
                closes_at: row.get(1)?,
                first: First::read(row, [2, 3, 4, 5])?,
                given: None,
            };
            Ok((by_group, row.get::<Option<Timestamp>>(6)?))
        },
    )?;
    let Some((by_group, allotted_at)) = found else {
        return Ok(None);
    };
    let given = match allotted_at {
        Some(_) => given(tx, activity)?,
        None => None,
    };
    Ok(Some(ByGroup { given, ..by_group }))
}

fn given(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Option<GivenOut>, StoreError> {
    // What anybody adds to the log later changes nothing.
    let recorded = tx.one(
        "SELECT detail FROM event WHERE subject = ?1 AND act = 'activity.allotted' AND detail IS NOT NULL ORDER BY seq LIMIT 1",
        params![activity],
        |row| row.get::<String>(0),
    )?;
    let Some(recorded) = recorded.and_then(|text| serde_json::from_str::<Recorded>(&text).ok()) else {
        return Ok(None);
    };
    let numbers = tx.all(
        "SELECT entry, COUNT(*), MIN(given_rank) FROM signup
         WHERE activity = ?1 AND role = 'attendee' AND entry IS NOT NULL GROUP BY entry ORDER BY MIN(number), entry",
        params![activity],
        |row| {
            Ok(Numbered {
                number: row.get(0)?,
                people: row.get(1)?,
                group: row.get(2)?,
            })
        },
    )?;
    Ok(Some(GivenOut {
        numbers,
        seated: recorded.seated,
        places: recorded.places,
        passed_over: recorded.passed_over,
    }))
}

/// The page of it.
pub(super) fn page(ui: &Ui, activity: ActivityId, by_group: &ByGroup) -> Page {
    let title = ui.t(msg::ALLOTTED_TITLE);
    let at = when::moment(ui.lang, by_group.closes_at, ui.now);
    let content = html! {
        (page_title(title, Some(&by_group.title), None))
        (stack(html! {
            p { (link(&format!("/activities/{activity}"), ui.t(msg::SIGNUP_BACK_TO_ACTIVITY))) }
            @match &by_group.given {
                Some(given) => (result(ui, &by_group.first, given)),
                None => (notice(Tone::Info, html! { (ui.tf(msg::ALLOTTED_NOT_YET, args! { at = at })) })),
            }
            (section(ui.t(msg::ALLOTTED_HOW), prose(html! {
                @if !by_group.first.groups.is_empty() {
                    ol { @for name in by_group.first.names(ui) { li { (name) } } }
                }
                p { (ui.t(msg::ALLOTTED_RULE)) }
            })))
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

/// The numbers, group by group: everybody looks for one number, their own.
fn result(ui: &Ui, first: &First, given: &GivenOut) -> Markup {
    let all = given.numbers.len() as i64;
    let seated = given.seated as i64;
    let seats = match given.places {
        Some(places) => ui.tf(
            msg::DRAW_SEATED,
            args! { all = all, seated = seated, places = places },
        ),
        None => ui.tf(msg::ALLOTTED_SEATED, args! { all = all, seated = seated }),
    };
    let passed = passed_over(ui, &given.passed_over);
    let groups = (0..=first.groups.len() as i64).map(Some).chain([None]);
    html! {
        (notice(Tone::Ok, html! { (seats) }))
        @for group in groups {
            @let (seated, waiting) = numbers(ui, given, group);
            @if !seated.is_empty() || !waiting.is_empty() {
                (section(&heading(ui, first, group), html! {
                    @if !seated.is_empty() {
                        p { (ui.tf(msg::ALLOTTED_WITH_PLACES, args! { numbers = seated.join(ui.lang.between_names()) })) }
                    }
                    @if !waiting.is_empty() {
                        p { (ui.tf(msg::ALLOTTED_IN_LINE, args! { numbers = waiting.join(ui.lang.between_names()) })) }
                    }
                }))
            }
        }
        @if !passed.is_empty() {
            (section(ui.t(msg::DRAW_PASSED_OVER), stack_close(html! {
                (muted(html! { (ui.t(msg::ALLOTTED_PASSED_OVER_WHAT)) }))
                (bullets(passed.into_iter().map(|one| html! { (one) })))
            })))
        }
    }
}

fn heading(ui: &Ui, first: &First, group: Option<i64>) -> String {
    match group {
        Some(group) if !first.groups.is_empty() => first.said(ui, group),
        _ => ui.t(msg::ALLOTTED_ALL).to_owned(),
    }
}

/// The numbers of a group in their order: those with places, and those who wait.
fn numbers(ui: &Ui, given: &GivenOut, group: Option<i64>) -> (Vec<String>, Vec<String>) {
    let (mut seated, mut waiting) = (Vec::new(), Vec::new());
    for (at, one) in given.numbers.iter().enumerate() {
        if one.group != group || given.is_passed(one.number) {
            continue;
        }
        let said = listed(ui, one.number, one.people);
        match given.has_places(at) {
            true => seated.push(said),
            false => waiting.push(said),
        }
    }
    (seated, waiting)
}
