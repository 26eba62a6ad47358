//! A venue's keeper objects to what came of an item; the office answers with a reason, and changes it by a record of its
//! own.

use langqiao_kernel::{
    id::{AppealId, OrganisationId, RoundId, VenueId},
    time,
};
use langqiao_platform::{args, i18n::msg, not_done::NotDone};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::{
    create::words,
    model::RoundPhase,
    queries, say, standing,
    whole::{self, Whole},
};
use crate::organisations::tell_officers;
use langqiao_platform::i18n::Sentence;

/// Objects, as an officer of the body that keeps the venue: once to each item.
///
/// # Errors
/// [`NotDone`]; the field is `words`.
pub fn appeal(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, venue): (RoundId, VenueId),
    position: i64,
    why: &str,
) -> Result<AppealId, NotDone> {
    tx.lock("panel", &round)?;
    let whole = kept(tx, org, (round, venue))?;
    let until = whole.round.appeal_until.ok_or(NotDone::NotFound)?;
    if whole.round.phase() != RoundPhase::Drafted || time::day(tx.now()) > until {
        return Err(NotDone::no("appeal-late", msg::PANEL_APPEAL_LATE));
    }
    let item = whole.item(position).ok_or(NotDone::NotFound)?;
    let why = words("words", why)?;
    let (id, now, by) = (AppealId::generate(), tx.now(), tx.by().actor.person());
    let made = tx.execute(
        "INSERT INTO panel_appeal (id, round, venue, position, organisation, words, made_by, made_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        params![id, round, venue, position, org, why, by, now],
    )?;
    if made == 0 {
        return Err(NotDone::no("appealed-already", msg::PANEL_APPEALED_ALREADY));
    }
    let detail = json!({ "appeal": id, "venue": venue, "position": position });
    tx.record(Event::of("panel.appealed", &round).org(org).detail(&detail))?;
    let host = whole.round.organisation;
    let name = whole
        .stop(venue)
        .map_or_else(String::new, |stop| stop.name.clone());
    tell_officers(
        tx,
        host,
        msg::PANEL_NOTICE_APPEAL,
        args! { venue = name, item = item.label.clone() },
        &format!("/w/{host}/panels/{round}/appeals"),
    )?;
    Ok(id)
}

/// Answers an objection. `after` is what the item comes to from now on, where it is upheld.
///
/// # Errors
/// [`NotDone`]; the fields are `answer` and `after`.
pub fn answer_appeal(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, appeal): (RoundId, AppealId),
    after: Option<i64>,
    answer: &str,
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    let known = whole.appeals.iter().find(|known| known.id == appeal);
    let known = known.ok_or(NotDone::NotFound)?;
    if whole.round.phase() != RoundPhase::Drafted || known.answer.is_some() {
        return Err(NotDone::no("appeal-answered", msg::PANEL_APPEAL_ANSWERED));
    }
    let mark = after.map(|after| Mark::of(&whole, (known.venue, known.position), after));
    let (answer, mark) = NotDone::both(words("answer", answer), mark.transpose())?;
    let (now, by) = (tx.now(), tx.by().actor.person());
    tx.execute(
        "UPDATE panel_appeal SET upheld = ?2, answer = ?3, answered_by = ?4, answered_at = ?5
         WHERE id = ?1 AND upheld IS NULL",
        params![appeal, after.is_some(), answer, by, now],
    )?;
    if let Some(mark) = mark {
        mark.write(tx, round, &answer, Some(appeal))?;
    }
    let detail = json!({ "appeal": appeal, "after": after });
    tx.record(
        Event::of("panel.appeal_answered", &round)
            .org(org)
            .detail(&detail),
    )?;
    let stop = whole.stop(known.venue).ok_or(NotDone::NotFound)?;
    tell_officers(
        tx,
        stop.keeper,
        msg::PANEL_NOTICE_ANSWERED,
        args! { venue = stop.name.clone() },
        &format!("/w/{}/panels/{round}/venues/{}", stop.keeper, known.venue),
    )?;
    Ok(())
}

/// That an item of a venue comes to something else from now on.
pub(super) struct Mark {
    venue: VenueId,
    position: i64,
    before: i64,
    after: i64,
    /// How often it was changed, this time included.
    number: i64,
}

impl Mark {
    /// The mark `after`, where the item can come to it.
    pub(super) fn of(whole: &Whole, (venue, position): (VenueId, i64), after: i64) -> Result<Self, NotDone> {
        let item = whole.item(position).ok_or(NotDone::NotFound)?;
        if !(0..=item.highest).contains(&after) {
            let sentence = Sentence::new(msg::PANEL_MARK_WRONG).with("most", say::typed(item.highest));
            return Err(NotDone::field("after", sentence));
        }
        let of_venue = standing::of_venue(whole, venue).ok_or(NotDone::NotFound)?;
        let result = of_venue.items.iter().find(|item| item.position == position);
        let result = result.ok_or(NotDone::NotFound)?;
        let before = result
            .result()
            .ok_or_else(|| NotDone::field("after", msg::PANEL_AFTER_UNSCORED))?;
        if before == after {
            return Err(NotDone::field("after", msg::PANEL_AFTER_SAME));
        }
        let number = result.change.as_ref().map_or(0, |change| change.number) + 1;
        Ok(Self {
            venue,
            position,
            before,
            after,
            number,
        })
    }

    /// Writes it down.
    pub(super) fn write(
        &self,
        tx: &mut WriteTx<'_>,
        round: RoundId,
        reason: &str,
        appeal: Option<AppealId>,
    ) -> Result<(), NotDone> {
        let Self {
            venue,
            position,
            before,
            after,
            number,
        } = self;
        let (now, by) = (tx.now(), tx.by().actor.person());
        tx.execute(
            "INSERT INTO panel_change (round, venue, position, number, before, after, reason, appeal, given_by, given_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![round, venue, position, number, before, after, reason, appeal, by, now],
        )?;
        Ok(())
    }
}

/// A round in which an organisation keeps a venue, once its keepers may see the draft.
pub(super) fn kept(
    tx: &mut langqiao_store::ReadTx<'_>,
    org: OrganisationId,
    (round, venue): (RoundId, VenueId),
) -> Result<Whole, NotDone> {
    let seen =
        |round: &super::model::Round| matches!(round.phase(), RoundPhase::Drafted | RoundPhase::Published);
    let of = queries::round(tx, round)?.filter(seen).ok_or(NotDone::NotFound)?;
    let whole = Whole::read(tx, of)?;
    match whole.stop(venue).filter(|stop| stop.keeper == org) {
        Some(_) => Ok(whole),
        None => Err(NotDone::NotFound),
    }
}
