//! A judge scores a venue, apart from the others: keeps a draft, hands in, and corrects with a reason while the route is
//! open. Nothing that was handed in is overwritten.

use langqiao_kernel::{
    contest::sheet::wants_words,
    id::{PaperId, PersonId, RouteId, VenueId},
    text::line,
    time,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    create::WORDS_MAX,
    judge::seat,
    model::Stop,
    queries, say,
    whole::{self, Whole},
};

/// A sheet that a judge hands in.
#[derive(Clone, Debug)]
pub struct HandIn {
    /// How often the sheet was laid down when the judge had it.
    pub sheet: i64,
    /// How many papers for this venue the judge knew of.
    pub seen: i64,
    /// By item's position: the mark in hundredths of a point, and what is said to it.
    pub marks: Vec<(i64, Option<i64>, String)>,
    /// Why what was handed in before is changed.
    pub reason: String,
}

/// A mark as it was typed and not yet handed in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Begun {
    /// The item's position.
    pub position: i64,
    /// What was typed.
    pub value: String,
    /// What is said to it.
    #[serde(default)]
    pub words: String,
}

/// A judge before a venue, with the rules that stand between.
fn before(
    tx: &mut WriteTx<'_>,
    person: PersonId,
    route: RouteId,
    venue: VenueId,
) -> Result<(Whole, Stop, i64), NotDone> {
    // A stranger waits for no lock and learns nothing.
    seat(tx, person, route)?;
    let whole = whole::of_route_alone(tx, route)?;
    let seat = seat(tx, person, route)?;
    let stop = whole.stop(venue).filter(|stop| stop.route == route).cloned();
    let stop = stop.ok_or(NotDone::NotFound)?;
    let on = whole.open_route(route)?;
    if time::day(tx.now()) < on.day {
        return Err(NotDone::no("route-early", msg::PANEL_ROUTE_EARLY));
    }
    // What was handed in before somebody got a post at the venue counts; from then on they change it no more.
    let kept = whole.recusal(&stop, seat).map(|recusal| recusal.body.clone());
    let today = time::day(tx.now());
    let body = match kept {
        Some(body) => Some(body),
        None => {
            let mut found = queries::conflicts(tx, route, today)?.into_iter();
            let own = found.find(|(of, at, ..)| *of == seat && *at == venue);
            own.map(|(.., body)| body)
        }
    };
    match body {
        Some(body) => {
            let sentence = Sentence::new(msg::PANEL_RECUSED).with("body", body);
            Err(NotDone::no("recused", sentence))
        }
        None => Ok((whole, stop, seat)),
    }
}

/// Keeps what a judge has begun, for themselves alone, until they hand in. `sheet` is how often the sheet was laid down
/// when they had it, where that is known.
///
/// # Errors
/// [`NotDone`].
pub fn keep_draft(
    tx: &mut WriteTx<'_>,
    person: PersonId,
    (route, venue): (RouteId, VenueId),
    sheet: Option<i64>,
    begun: &[Begun],
) -> Result<(), NotDone> {
    let (whole, stop, seat) = before(tx, person, route, venue)?;
    if sheet.is_some_and(|sheet| sheet != whole.round.sheet) {
        return Err(NotDone::no("sheet-changed", msg::PANEL_SHEET_CHANGED));
    }
    if whole.paper(&stop, seat).is_some() {
        return Err(NotDone::no("handed-in-elsewhere", msg::PANEL_HANDED_IN_ELSEWHERE));
    }
    let fits = |mark: &&Begun| {
        whole.item(mark.position).is_some()
            && mark.value.chars().count() <= 20
            && mark.words.chars().count() <= 2 * WORDS_MAX
    };
    let kept: Vec<&Begun> = begun.iter().filter(fits).collect();
    let body = serde_json::to_string(&kept).map_err(|why| StoreError::Commit(why.to_string()))?;
    let now = tx.now();
    tx.execute(
        "INSERT INTO panel_draft (route, seat, venue, body, at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (route, seat, venue) DO UPDATE SET body = excluded.body, at = excluded.at",
        params![route, seat, venue, body, now],
    )?;
    let detail = json!({ "route": route, "seat": seat, "venue": venue });
    tx.record(Event::of("panel.draft_kept", &whole.round.id).detail(&detail))?;
    Ok(())
}

/// What a judge has begun for a venue and not handed in.
pub(super) fn draft(
    tx: &mut ReadTx<'_>,
    (route, venue): (RouteId, VenueId),
    seat: i64,
) -> Result<Option<Vec<Begun>>, StoreError> {
    tx.one(
        "SELECT body FROM panel_draft WHERE route = ?1 AND seat = ?2 AND venue = ?3",
        params![route, seat, venue],
        |row| row.json(0),
    )
}

/// The venues of a route for which a judge has begun a sheet and not handed it in.
pub(super) fn begun(tx: &mut ReadTx<'_>, route: RouteId, seat: i64) -> Result<Vec<VenueId>, StoreError> {
    tx.all(
        "SELECT venue FROM panel_draft WHERE route = ?1 AND seat = ?2",
        params![route, seat],
        |row| row.get(0),
    )
}

/// Hands a sheet in; the same again is no change. Answers those requests to look again whose marks it changes. Gives the
/// paper's number.
///
/// # Errors
/// [`NotDone`]; the fields are `mark1`, `words1` and so on, and `reason`.
pub fn hand_in(
    tx: &mut WriteTx<'_>,
    person: PersonId,
    (route, venue): (RouteId, VenueId),
    given: &HandIn,
) -> Result<i64, NotDone> {
    let (whole, stop, seat) = before(tx, person, route, venue)?;
    if given.sheet != whole.round.sheet {
        return Err(NotDone::no("sheet-changed", msg::PANEL_SHEET_CHANGED));
    }
    let marks = check(&whole, given)?;
    let last = whole.paper(&stop, seat);
    if last.is_some_and(|last| last.marks == marks) {
        tx.bookkeeping();
        return Ok(last.map_or(0, |last| last.number));
    }
    let number = last.map_or(0, |last| last.number);
    if given.seen != number {
        return Err(NotDone::no("handed-in-elsewhere", msg::PANEL_HANDED_IN_ELSEWHERE));
    }
    let reason = match last {
        None => String::new(),
        Some(_) => super::create::words("reason", &given.reason)?,
    };
    let (id, now, by) = (PaperId::generate(), tx.now(), tx.by().actor.person());
    let round = whole.round.id;
    tx.execute(
        "INSERT INTO panel_paper (id, round, route, seat, venue, number, reason, given_by, given_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![id, round, route, seat, venue, number + 1, reason, by, now],
    )?;
    for (position, value, words) in &marks {
        tx.execute(
            "INSERT INTO panel_mark (paper, round, position, value, words) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, round, *position, *value, words],
        )?;
    }
    tx.execute(
        "DELETE FROM panel_draft WHERE route = ?1 AND seat = ?2 AND venue = ?3",
        params![route, seat, venue],
    )?;
    for (position, value, _) in &marks {
        if last.and_then(|last| last.mark(*position)) != Some(*value) {
            tx.execute(
                "UPDATE panel_recheck SET answer = ?5, changed = 1, answered_at = ?6
                 WHERE route = ?1 AND seat = ?2 AND venue = ?3 AND position = ?4 AND answered_at IS NULL",
                params![route, seat, venue, *position, reason, now],
            )?;
        }
    }
    let detail = json!({
        "route": route, "seat": seat, "venue": venue, "number": number + 1,
        "marks": marks.iter().map(|(position, value, _)| json!([position, value])).collect::<Vec<_>>(),
    });
    let event = Event::of("panel.handed_in", &round).org(whole.round.organisation);
    tx.record(event.detail(&detail))?;
    Ok(number + 1)
}

/// What is wrong with a mark and the words to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    /// There is none, or it is more than the highest.
    Mark,
    /// A low mark without a sentence, or one that is too long.
    Words,
}

/// A mark with its words, or what is wrong; `web/src/js/judging/check.ts` answers the same, see `cases.toml`.
fn mark(value: Option<i64>, words: &str, highest: i64) -> Result<(i64, String), Wrong> {
    let value = value
        .filter(|value| (0..=highest).contains(value))
        .ok_or(Wrong::Mark)?;
    let words = line(words);
    let length = words.chars().count();
    if length > WORDS_MAX || wants_words(value, highest) && length < 2 {
        return Err(Wrong::Words);
    }
    Ok((value, words))
}

/// Every item's mark, or what is wrong with which.
fn check(whole: &Whole, given: &HandIn) -> Result<Vec<(i64, i64, String)>, NotDone> {
    let mut errors = FieldErrors::new();
    let mut marks = Vec::new();
    if given.marks.iter().any(|(at, ..)| whole.item(*at).is_none()) {
        return Err(NotDone::NotFound);
    }
    for (position, item) in &whole.items {
        let typed = given.marks.iter().find(|(at, ..)| at == position);
        let (value, words) = typed.map_or((None, ""), |(_, value, words)| (*value, words.as_str()));
        match mark(value, words, item.highest) {
            Ok((value, words)) => marks.push((*position, value, words)),
            Err(Wrong::Mark) => {
                let sentence = Sentence::new(msg::PANEL_ITEM_MARK_WRONG)
                    .with("item", item.label.clone())
                    .with("most", say::typed(item.highest));
                errors.add(format!("mark{position}"), sentence);
            }
            Err(Wrong::Words) => {
                let sentence = Sentence::new(msg::PANEL_ITEM_LOW_WORDS).with("item", item.label.clone());
                errors.add(format!("words{position}"), sentence);
            }
        }
    }
    NotDone::unless_none(errors)?;
    Ok(marks)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Wrong, mark};
    use crate::panels::typed::points;

    #[derive(Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        name: String,
        highest: i64,
        mark: String,
        #[serde(default)]
        words: String,
        times: Option<usize>,
        gives: String,
        value: Option<i64>,
    }

    #[test]
    fn marks_are_read_and_checked_as_the_cases_say() {
        let cases: Cases = toml::from_str(include_str!("cases.toml")).expect("cases");
        assert!(cases.case.len() >= 30);
        for case in cases.case {
            let words = case.words.repeat(case.times.unwrap_or(1));
            let (gives, value) = match mark(points(&case.mark), &words, case.highest) {
                Ok((value, _)) => ("good", Some(value)),
                Err(Wrong::Mark) => ("mark", None),
                Err(Wrong::Words) => ("words", None),
            };
            assert_eq!((gives, value), (case.gives.as_str(), case.value), "{}", case.name);
        }
    }
}
