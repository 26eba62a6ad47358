//! What is printed: the sign-in sheet and the poster, in the house's own style.

use std::collections::BTreeMap;

use langqiao_kernel::time;
use langqiao_platform::ui::prelude::*;

use super::{answers, look};
use crate::activities::{
    model::Phase,
    queries::{Sheet, SheetRow, Stored},
};

/// Empty lines at the sheet's end, for those who come without having signed up.
const WALK_INS: usize = 6;

/// The sign-in sheet. `names` are those of `rows`, masked or in full.
pub fn sheet(ui: &Ui, stored: &Stored, sheet: &Sheet, names: &[String]) -> Markup {
    let (activity, rows) = (&stored.activity, &sheet.rows);
    // On paper there is no room for a column a question.
    let extra: &[&str] = if sheet.asked.is_empty() {
        &[]
    } else {
        &[ui.t(msg::ACTIVITY_ROLL_ANSWERS)]
    };
    let lines = lines(ui, rows, names, |row| match extra {
        [] => Vec::new(),
        _ => vec![row.map_or_else(String::new, |row| answers::line(ui, &sheet.asked, &row.answers))],
    });
    let table = paper_table(ui.t(msg::ACTIVITY_SHEET), &heads(ui, extra), &lines, WALK_INS);
    let about = [
        when::span(ui.lang, activity.times.starts_at, activity.times.ends_at, ui.now),
        activity.whole_place.clone(),
        hosts(stored),
    ];
    let counts = ui.tf(
        msg::ACTIVITY_SHEET_COUNTS,
        args! {
            attendees = rows.iter().filter(|row| row.role == "attendee").count(),
            volunteers = rows.iter().filter(|row| row.role == "volunteer").count(),
            at = when::moment(ui.lang, ui.now, ui.now),
        },
    );
    paper(&activity.title, &about, &table, &counts)
}

/// What stands over the columns: `answers` before the signature.
pub fn heads<'a>(ui: &Ui, answers: &[&'a str]) -> Vec<&'a str> {
    let before = [
        msg::ACTIVITY_SHEET_NUMBER,
        msg::ACTIVITY_SHEET_NAME,
        msg::ACTIVITY_SHEET_PARTY,
        msg::ACTIVITY_SHEET_ROLE,
        msg::ACTIVITY_SHEET_CODE,
    ];
    let mut heads: Vec<&str> = before.into_iter().map(|head| ui.t(head)).collect();
    heads.extend(answers);
    heads.push(ui.t(msg::ACTIVITY_SHEET_SIGNATURE));
    heads
}

/// The cells of each line: number, name, party, role, code, what `answered` gives; the signature stays empty.
/// `answered` is asked with the first row of each party, and without one for the others.
pub fn lines(
    ui: &Ui,
    rows: &[SheetRow],
    names: &[String],
    answered: impl Fn(Option<&SheetRow>) -> Vec<String>,
) -> Vec<Vec<String>> {
    let parties = parties(rows);
    let firsts = answers::firsts(rows.iter().map(|row| row.party.as_str()));
    rows.iter()
        .zip(firsts)
        .zip(names)
        .zip(1..)
        .map(|(((row, first), name), number)| {
            let party = parties.get(row.party.as_str()).map(|party| match party {
                (_, 1) => ui.t(msg::ACTIVITY_SHEET_ALONE).to_owned(),
                (number, size) => ui.tf(
                    msg::ACTIVITY_SHEET_PARTY_OF,
                    args! { number = *number, n = *size },
                ),
            });
            let role = if row.role == "volunteer" {
                msg::ACTIVITY_ROLE_VOLUNTEER
            } else {
                msg::ACTIVITY_ROLE_ATTENDEE
            };
            let party = party.unwrap_or_default();
            let mut cells = vec![
                number.to_string(),
                name.clone(),
                party,
                ui.t(role).to_owned(),
                row.code.clone(),
            ];
            cells.extend(answered(first.then_some(row)));
            cells.push(String::new());
            cells
        })
        .collect()
}

/// Each party with its number on the sheet, counted over those of more than one, and how many it is.
fn parties(rows: &[SheetRow]) -> BTreeMap<&str, (usize, usize)> {
    let mut parties: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows {
        parties.entry(&row.party).or_default().1 += 1;
    }
    let mut next = 1;
    for row in rows {
        if let Some((number, size)) = parties.get_mut(row.party.as_str())
            && *number == 0
            && *size > 1
        {
            *number = next;
            next += 1;
        }
    }
    parties
}

fn hosts(stored: &Stored) -> String {
    let holding = stored
        .cohosts
        .iter()
        .filter(|c| c.status == crate::activities::model::CohostStatus::Accepted);
    holding
        .map(|cohost| cohost.name.as_str())
        .collect::<Vec<_>>()
        .join("　")
}

/// From when to when it goes on, in days.
fn days(ui: &Ui, stored: &Stored) -> String {
    let times = &stored.activity.times;
    let day = |at| when::full_day(ui.lang, time::day(at));
    ui.tf(
        msg::YEAR_WEEK,
        args! { from = day(times.starts_at), to = day(times.ends_at) },
    )
}

/// More hosts than these don't have a line each on a poster.
const LINE_EACH: usize = 5;

/// One sheet for a notice board: what, when, where, who holds it, and the code that leads to the sign-up.
/// `rhythm` says at which times it meets, of a course.
pub fn poster(ui: &Ui, stored: &Stored, hosts: &[&str], (rhythm, address): (&Markup, &str)) -> Markup {
    let activity = &stored.activity;
    let facts = definitions(ui)
        .row(
            ui.t(msg::ACTIVITY_WHEN),
            html! {
                @if !rhythm.0.is_empty() { (rhythm) br; (days(ui, stored)) }
                @else { (ui.span(activity.times.starts_at, activity.times.ends_at)) }
            },
        )
        .row(
            ui.t(msg::ACTIVITY_PLACE),
            html! {
                (activity.whole_place) @if let Some(address) = &activity.address { br; (address) }
            },
        )
        .row(
            ui.t(msg::ACTIVITY_WHO),
            html! { (look::ages(ui, activity.min_age, activity.max_age)) },
        )
        .row(
            ui.t(msg::ACTIVITY_POSTER_UNTIL),
            ui.moment(activity.times.signup_closes_at),
        )
        .row(
            ui.t(match hosts.len() {
                0 | 1 => msg::ACTIVITY_HOST,
                _ => msg::ACTIVITY_POSTER_HOSTS,
            }),
            html! {
                @if hosts.len() > LINE_EACH { (hosts.join("、")) }
                @else { @for (n, host) in hosts.iter().enumerate() { @if n > 0 { br; } (host) } }
            },
        );
    let invites = matches!(activity.phase(ui.now), Phase::Announced | Phase::Open);
    let call = if invites {
        msg::ACTIVITY_POSTER_SCAN
    } else {
        msg::ACTIVITY_POSTER_SEE
    };
    paper_poster(&PaperPoster {
        kind: ui.t(activity.kind.msg()),
        title: langqiao_store::phrases(&activity.title),
        text: &activity.summary,
        facts: html! { (facts) },
        qr: qr_for_walls(address),
        qr_label: ui.t(msg::ACTIVITY_POSTER_QR),
        call: ui.t(call),
        address,
    })
}

#[cfg(test)]
mod tests {
    use langqiao_kernel::id::PersonId;

    use super::*;

    fn row(party: &str) -> SheetRow {
        SheetRow {
            person: PersonId::from_u128(1),
            name_masked: "张**".into(),
            role: "attendee".into(),
            party: party.into(),
            code: "AB2C3D".into(),
            answers: BTreeMap::new(),
        }
    }

    #[test]
    fn parties_of_more_than_one_are_numbered_in_the_order_of_the_sheet() {
        let rows = [row("c"), row("b"), row("b"), row("a"), row("a"), row("a")];
        let parties = parties(&rows);
        assert_eq!(
            (parties["c"], parties["b"], parties["a"]),
            ((0, 1), (1, 2), (2, 3))
        );
    }

    #[test]
    fn an_address_becomes_a_code() {
        assert!(qr("https://example.org/activities/1").0.contains("<svg"));
    }
}
