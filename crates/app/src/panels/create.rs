//! A round is begun by an office, with a sheet of its own or that of an earlier round, and may be called off.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{
    id::{OrganisationId, PersonId, RoundId, RouteId},
    text::line,
};
use langqiao_platform::{args, fields::FieldErrors, i18n::msg, not_done::NotDone, notices};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::{
    model::{Item, RoundPhase},
    sheet,
    whole::{self, Whole},
};
use crate::{
    areas::{Level, scope_of},
    organisations::tell_officers,
};

/// The longest title of a round or name of a route, in characters.
pub(super) const TITLE_MAX: usize = 40;
/// The longest sentence that says why, in characters.
pub(super) const WORDS_MAX: usize = 300;

/// What is said of a round.
#[derive(Clone, Debug)]
pub struct RoundWish {
    /// What it is called.
    pub title: String,
    /// The first and the last day of which records count.
    pub period: (Date, Date),
    /// From how many percent of the highest mark away from the median a mark stands out.
    pub outlier: i64,
    /// For how many working days keepers may object.
    pub appeal_days: i64,
}

/// Where a new round has its sheet from.
#[derive(Clone, Debug)]
pub enum SheetFrom {
    /// These items.
    Items(Vec<Item>),
    /// An earlier round of the same office.
    Round(RoundId),
}

/// Begins a round. Only offices of a county or a town judge others' venues.
///
/// # Errors
/// [`NotDone`]; the fields are named as those of [`RoundWish`], and `copy`.
pub fn create(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    wish: &RoundWish,
    from: &SheetFrom,
) -> Result<RoundId, NotDone> {
    let scope = scope_of(tx, org)?.ok_or(NotDone::NotFound)?;
    if scope.level == Level::Village {
        return Err(NotDone::no("not-an-office", msg::PANEL_NOT_AN_OFFICE));
    }
    check(wish)?;
    let items = match from {
        SheetFrom::Items(items) => items.clone(),
        SheetFrom::Round(earlier) => {
            let earlier = whole::held(tx, org, *earlier).map_err(|why| match why {
                NotDone::NotFound => NotDone::field("copy", msg::PANEL_COPY_WRONG),
                other => other,
            })?;
            earlier.items.into_iter().map(|(_, item)| item).collect()
        }
    };
    sheet::check(&items)?;
    let (id, now, by) = (RoundId::generate(), tx.now(), tx.by().actor.person());
    tx.execute(
        "INSERT INTO panel_round (id, organisation, title, from_day, until_day, outlier, appeal_days, created_by, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            id, org, line(&wish.title), wish.period.0, wish.period.1, wish.outlier, wish.appeal_days, by, now
        ],
    )?;
    sheet::write(tx, id, &items)?;
    let detail = json!({ "title": line(&wish.title), "items": items.len() });
    tx.record(Event::of("panel.created", &id).org(org).detail(&detail))?;
    Ok(id)
}

/// Says anew what a round is called, which records count and the rules. Once somebody handed a sheet in, only the title
/// changes.
///
/// # Errors
/// [`NotDone`]; the fields are named as those of [`RoundWish`].
pub fn change(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    round: RoundId,
    wish: &RoundWish,
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    whole.must_be_open()?;
    check(wish)?;
    let of = &whole.round;
    let same = of.period == wish.period && of.outlier == wish.outlier && of.appeal_days == wish.appeal_days;
    if whole.is_marked() && !same {
        return Err(NotDone::no("sheet-fixed", msg::PANEL_RULES_FIXED));
    }
    tx.execute(
        "UPDATE panel_round SET title = ?2, from_day = ?3, until_day = ?4, outlier = ?5, appeal_days = ?6 WHERE id = ?1",
        params![
            round,
            line(&wish.title),
            wish.period.0,
            wish.period.1,
            wish.outlier,
            wish.appeal_days
        ],
    )?;
    let detail = json!({ "title": line(&wish.title) });
    tx.record(Event::of("panel.changed", &round).org(org).detail(&detail))?;
    Ok(())
}

/// Calls a round off before it is public; its judges are told why, and the keepers where they have the draft.
///
/// # Errors
/// [`NotDone`]; the field is `reason`.
pub fn cancel(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    round: RoundId,
    reason: &str,
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    if matches!(whole.round.phase(), RoundPhase::Published | RoundPhase::Cancelled) {
        return Err(NotDone::no("round-over", msg::PANEL_CANCEL_LATE));
    }
    let reason = words("reason", reason)?;
    let now = tx.now();
    tx.execute(
        "UPDATE panel_round SET cancelled_at = ?2, cancel_reason = ?3 WHERE id = ?1",
        params![round, now, reason],
    )?;
    let detail = json!({ "reason": reason });
    tx.record(Event::of("panel.cancelled", &round).org(org).detail(&detail))?;
    tell_cancelled(tx, &whole, &reason)
}

/// Tells the judges, each once, and those who have the draft of the result.
fn tell_cancelled(tx: &mut WriteTx<'_>, whole: &Whole, reason: &str) -> Result<(), NotDone> {
    let (message, title) = (msg::PANEL_NOTICE_CANCELLED, &whole.round.title);
    let still = whole.judges.iter().filter(|judge| judge.left_at.is_none());
    let judges: BTreeMap<PersonId, RouteId> = still.map(|judge| (judge.person, judge.route)).collect();
    for (judge, route) in judges {
        let said = args! { title = title.clone(), reason = reason.to_owned() };
        notices::send(tx, judge, message, said, &format!("/scoring/{route}"))?;
    }
    if whole.round.phase() != RoundPhase::Drafted {
        return Ok(());
    }
    let keepers: BTreeSet<OrganisationId> = whole.stops.iter().map(|stop| stop.keeper).collect();
    for keeper in keepers {
        let said = args! { title = title.clone(), reason = reason.to_owned() };
        tell_officers(tx, keeper, message, said, &format!("/w/{keeper}/panels"))?;
    }
    Ok(())
}

/// A sentence that says why.
pub(super) fn words(field: &str, typed: &str) -> Result<String, NotDone> {
    let words = line(typed);
    if (2..=WORDS_MAX).contains(&words.chars().count()) {
        Ok(words)
    } else {
        Err(NotDone::field(field, msg::PANEL_WORDS_NEEDED))
    }
}

fn check(wish: &RoundWish) -> Result<(), NotDone> {
    let mut errors = FieldErrors::new();
    if !(2..=TITLE_MAX).contains(&line(&wish.title).chars().count()) {
        errors.add("title", msg::PANEL_TITLE_NEEDED);
    }
    let (from, until) = wish.period;
    if until < from || until > from.saturating_add(2.years()) {
        errors.add("until", msg::PANEL_PERIOD_WRONG);
    }
    if !(5..=50).contains(&wish.outlier) {
        errors.add("outlier", msg::PANEL_OUTLIER_RANGE);
    }
    if !(1..=30).contains(&wish.appeal_days) {
        errors.add("appeal_days", msg::PANEL_APPEAL_DAYS_RANGE);
    }
    NotDone::unless_none(errors)
}
