//! What stands beside an item as evidence: counted from records of the round's period, and each number opens to those that
//! it was counted from. No photos, and nobody's name.

use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, VenueId},
    share::share_of,
    time,
};
use langqiao_platform::ui::prelude::*;
use langqiao_store::{ReadTx, StoreError, params};

use super::{model::EvidenceSource, say};
use crate::{sites, uses, venues};

/// The records of a venue in a period: a fixed number of statements, however many there are.
#[derive(Clone, Debug)]
pub struct Evidence {
    uses: Vec<uses::Use>,
    joint: Vec<Held>,
    bodies: Vec<(String, i64)>,
    feedback: Vec<Spoken>,
    rooms: Vec<(String, bool)>,
    funding: Vec<Given>,
    stages: Vec<(Date, venues::Stage)>,
    step_free: Option<bool>,
    stage: Option<venues::Stage>,
}

/// One of the records behind a number.
#[derive(Clone, Debug)]
pub struct Record {
    /// The day, in words; empty where there is none.
    pub day: String,
    /// What it is.
    pub what: String,
    /// How much it counts.
    pub much: String,
    /// The activity that it is, if so.
    pub activity: Option<ActivityId>,
}

impl Record {
    fn of(day: String, what: String, much: String) -> Self {
        Self {
            day,
            what,
            much,
            activity: None,
        }
    }

    fn to(self, activity: Option<ActivityId>) -> Self {
        Self { activity, ..self }
    }
}

#[derive(Clone, Debug)]
struct Held {
    activity: ActivityId,
    title: String,
    ends_at: Timestamp,
    bodies: i64,
}

#[derive(Clone, Debug)]
struct Spoken {
    activity: ActivityId,
    title: String,
    ends_at: Timestamp,
    answered: i64,
    satisfied: i64,
}

#[derive(Clone, Debug)]
struct Given {
    day: Date,
    source: sites::Source,
    amount: i64,
}

impl Evidence {
    /// Reads the records of a venue from the first to the last day of a period, as of now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(
        tx: &mut ReadTx<'_>,
        venue: VenueId,
        (first, last): (Date, Date),
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let (from, until) = (
            time::start_of_day(first),
            time::start_of_day(last.saturating_add(1.day())),
        );
        let standing = tx.one(
            "SELECT step_free, stage FROM venue WHERE id = ?1",
            params![venue],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let (step_free, stage) = standing.map_or((None, None), |(free, stage)| (free, Some(stage)));
        Ok(Self {
            uses: uses::of_venue(tx, venue, (from, until), now)?,
            joint: joint(tx, venue, (from, until.min(now)))?,
            bodies: bodies(tx, venue, (from, until.min(now)))?,
            feedback: feedback(tx, venue, (from, until))?,
            rooms: rooms(tx, venue)?,
            funding: funding(tx, venue, (first, last))?,
            stages: stages(tx, venue, last)?,
            step_free,
            stage,
        })
    }

    /// The number of a source, as it is shown.
    pub fn figure(&self, ui: &Ui, source: EvidenceSource) -> String {
        let times = |n: usize| ui.tf(msg::PANEL_N_TIMES, args! { n = n });
        match source {
            EvidenceSource::Uses => times(self.uses.len()),
            EvidenceSource::Hours => ui.minutes(self.uses.iter().map(|one| one.minutes).sum()),
            EvidenceSource::People => {
                let people: i64 = self.uses.iter().filter_map(|one| one.people).sum();
                ui.tf(msg::PANEL_N_PEOPLE, args! { n = people })
            }
            EvidenceSource::Joint => times(self.joint.len()),
            EvidenceSource::Bodies => ui.tf(msg::PANEL_N_BODIES, args! { n = self.bodies.len() }),
            EvidenceSource::Feedback => {
                let answered: i64 = self.feedback.iter().map(|one| one.answered).sum();
                let satisfied: i64 = self.feedback.iter().map(|one| one.satisfied).sum();
                if answered == 0 {
                    return ui.t(msg::PANEL_NO_FEEDBACK).to_owned();
                }
                let share = share_of(satisfied, answered, 100);
                ui.tf(msg::PANEL_FEEDBACK, args! { share = share, n = answered })
            }
            EvidenceSource::StepFree => ui
                .t(match self.step_free {
                    Some(true) => msg::PANEL_YES,
                    Some(false) => msg::PANEL_NO,
                    None => msg::VENUE_UNSAID,
                })
                .to_owned(),
            EvidenceSource::HoursStated => {
                let stated = self.rooms.iter().filter(|(_, stated)| *stated).count();
                ui.tf(
                    msg::PANEL_N_OF_ROOMS,
                    args! { n = stated, all = self.rooms.len() },
                )
            }
            EvidenceSource::Funding => {
                let sum: i64 = self.funding.iter().map(|one| one.amount).sum();
                ui.tf(
                    msg::PANEL_FUNDING,
                    args! { n = self.funding.len(), sum = when::money(sum) },
                )
            }
            EvidenceSource::Stage => self
                .stage
                .map_or_else(String::new, |stage| ui.t(sites::stage_word(stage)).to_owned()),
        }
    }

    /// The records that a source's number was counted from.
    pub fn records(&self, ui: &Ui, source: EvidenceSource) -> Vec<Record> {
        let date = |day: Date| when::full_day(ui.lang, day);
        let moment = |at: Timestamp| date(time::day(at));
        match source {
            EvidenceSource::Uses | EvidenceSource::Hours | EvidenceSource::People => {
                let uses = self
                    .uses
                    .iter()
                    .filter(|one| source != EvidenceSource::People || one.people.is_some());
                uses.map(|one| {
                    let what = format!(
                        "{} · {} · {}",
                        one.place,
                        ui.t(uses::purpose_word(one.purpose)),
                        one.by
                    );
                    let much = match source {
                        EvidenceSource::People => {
                            ui.tf(msg::PANEL_N_PEOPLE, args! { n = one.people.unwrap_or(0) })
                        }
                        _ => ui.minutes(one.minutes),
                    };
                    Record::of(moment(one.from), what, much).to(one.activity)
                })
                .collect()
            }
            EvidenceSource::Joint => self
                .joint
                .iter()
                .map(|one| {
                    let much = ui.tf(msg::PANEL_N_BODIES, args! { n = one.bodies });
                    Record::of(moment(one.ends_at), one.title.clone(), much).to(Some(one.activity))
                })
                .collect(),
            EvidenceSource::Bodies => self
                .bodies
                .iter()
                .map(|(name, n)| {
                    Record::of(
                        String::new(),
                        name.clone(),
                        ui.tf(msg::PANEL_N_TIMES, args! { n = *n }),
                    )
                })
                .collect(),
            EvidenceSource::Feedback => self
                .feedback
                .iter()
                .map(|one| {
                    let share = share_of(one.satisfied, one.answered, 100);
                    let much = ui.tf(msg::PANEL_FEEDBACK, args! { share = share, n = one.answered });
                    Record::of(moment(one.ends_at), one.title.clone(), much).to(Some(one.activity))
                })
                .collect(),
            EvidenceSource::StepFree => Vec::new(),
            EvidenceSource::HoursStated => self
                .rooms
                .iter()
                .map(|(name, stated)| {
                    let word = if *stated {
                        msg::PANEL_HOURS_STATED
                    } else {
                        msg::PANEL_HOURS_UNSTATED
                    };
                    Record::of(String::new(), name.clone(), ui.t(word).to_owned())
                })
                .collect(),
            EvidenceSource::Funding => self
                .funding
                .iter()
                .map(|one| {
                    let what = ui.t(sites::source_word(one.source)).to_owned();
                    Record::of(date(one.day), what, when::money(one.amount))
                })
                .collect(),
            EvidenceSource::Stage => self
                .stages
                .iter()
                .map(|(day, stage)| {
                    Record::of(
                        date(*day),
                        ui.t(sites::stage_word(*stage)).to_owned(),
                        String::new(),
                    )
                })
                .collect(),
        }
    }

    /// The number behind a source as programs read it: a count, minutes, people, percent, fen, 0 or 1.
    pub fn number(&self, source: EvidenceSource) -> Option<i64> {
        let count = |n: usize| i64::try_from(n).ok();
        match source {
            EvidenceSource::Uses => count(self.uses.len()),
            EvidenceSource::Hours => Some(self.uses.iter().map(|one| one.minutes).sum()),
            EvidenceSource::People => Some(self.uses.iter().filter_map(|one| one.people).sum()),
            EvidenceSource::Joint => count(self.joint.len()),
            EvidenceSource::Bodies => count(self.bodies.len()),
            EvidenceSource::Feedback => {
                let answered: i64 = self.feedback.iter().map(|one| one.answered).sum();
                let satisfied: i64 = self.feedback.iter().map(|one| one.satisfied).sum();
                (answered > 0).then(|| share_of(satisfied, answered, 100))
            }
            EvidenceSource::StepFree => self.step_free.map(i64::from),
            EvidenceSource::HoursStated => count(self.rooms.iter().filter(|(_, stated)| *stated).count()),
            EvidenceSource::Funding => Some(self.funding.iter().map(|one| one.amount).sum()),
            EvidenceSource::Stage => None,
        }
    }
}

/// An item's evidence in a line each; `at` is the address below which each source's records are.
pub(super) fn lines(ui: &Ui, evidence: &Evidence, sources: &[EvidenceSource], at: &str) -> Markup {
    listed(ui, evidence, sources, at, |_| true)
}

/// The same for anyone: what not everybody may look into is a figure alone.
pub(super) fn public_lines(ui: &Ui, evidence: &Evidence, sources: &[EvidenceSource], at: &str) -> Markup {
    listed(ui, evidence, sources, at, EvidenceSource::opens_to_anyone)
}

fn listed(
    ui: &Ui,
    evidence: &Evidence,
    sources: &[EvidenceSource],
    at: &str,
    opens: impl Fn(EvidenceSource) -> bool,
) -> Markup {
    let figure = |source: EvidenceSource| {
        let number = evidence.figure(ui, source);
        if opens(source) {
            link(&format!("{at}/{}", source.as_str()), &number)
        } else {
            html! { (number) }
        }
    };
    html! {
        @if sources.is_empty() { (muted(html! { (ui.t(msg::PANEL_NO_EVIDENCE)) })) } @else {
            (bullets(sources.iter().map(|source| html! {
                (ui.t(say::source(*source))) (ui.t(msg::PANEL_COLON)) (figure(*source))
            })))
        }
    }
}

/// Activities held at a venue by two bodies or more that are over.
fn joint(
    tx: &mut ReadTx<'_>,
    venue: VenueId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Held>, StoreError> {
    tx.all(
        "SELECT q.id, q.title, q.ends_at, q.bodies FROM (
           SELECT a.id AS id, a.title AS title, a.ends_at AS ends_at,
             (SELECT COUNT(*) FROM cohost h WHERE h.activity = a.id AND h.status = 'accepted') AS bodies
           FROM activity a WHERE a.status = 'published' AND a.ends_at >= ?2 AND a.ends_at < ?3
             AND EXISTS (SELECT 1 FROM booking b JOIN space s ON s.id = b.space
                         WHERE b.activity = a.id AND b.status = 'held' AND s.venue = ?1)) q
         WHERE q.bodies >= 2 ORDER BY q.ends_at DESC, q.id DESC",
        params![venue, from, until],
        |row| {
            Ok(Held {
                activity: row.get(0)?,
                title: row.get(1)?,
                ends_at: row.get(2)?,
                bodies: row.get(3)?,
            })
        },
    )
}

/// Which bodies held a room of a venue, and how often.
fn bodies(
    tx: &mut ReadTx<'_>,
    venue: VenueId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<(String, i64)>, StoreError> {
    tx.all(
        "SELECT o.name, COUNT(*) FROM space s JOIN booking b ON b.space = s.id JOIN organisation o ON o.id = b.organisation
         WHERE s.venue = ?1 AND b.status = 'held' AND b.pending IS NULL
           AND b.starts_at >= ?2 AND b.starts_at < ?3
         GROUP BY o.id, o.name ORDER BY 2 DESC, 1",
        params![venue, from, until],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What those who were there say of activities at a venue: what is shown of it to anybody.
fn feedback(
    tx: &mut ReadTx<'_>,
    venue: VenueId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Spoken>, StoreError> {
    tx.all(
        "SELECT a.id, a.title, f.ends_at, f.answered, f.satisfied FROM feedback_summary f JOIN activity a ON a.id = f.activity
         WHERE f.answered > 0 AND f.ends_at >= ?2 AND f.ends_at < ?3
           AND EXISTS (SELECT 1 FROM booking b JOIN space s ON s.id = b.space
                       WHERE b.activity = a.id AND b.status = 'held' AND s.venue = ?1)
         ORDER BY f.ends_at DESC, a.id DESC",
        params![venue, from, until],
        |row| {
            Ok(Spoken {
                activity: row.get(0)?,
                title: row.get(1)?,
                ends_at: row.get(2)?,
                answered: row.get(3)?,
                satisfied: row.get(4)?,
            })
        },
    )
}

/// The rooms of a venue, and whether opening hours are laid down.
fn rooms(tx: &mut ReadTx<'_>, venue: VenueId) -> Result<Vec<(String, bool)>, StoreError> {
    tx.all(
        "SELECT s.name, CASE WHEN EXISTS (SELECT 1 FROM space_hours h WHERE h.space = s.id) THEN 1 ELSE 0 END
         FROM space s WHERE s.venue = ?1 ORDER BY s.name",
        params![venue],
        |row| Ok((row.get(0)?, row.get::<i64>(1)? == 1)),
    )
}

/// What was given for a venue in a period; what was taken back was never given.
fn funding(
    tx: &mut ReadTx<'_>,
    venue: VenueId,
    (from, until): (Date, Date),
) -> Result<Vec<Given>, StoreError> {
    tx.all(
        "SELECT f.day, f.source, f.amount FROM venue_funding f
         WHERE f.venue = ?1 AND f.day >= ?2 AND f.day <= ?3 AND f.takes_back IS NULL
           AND NOT EXISTS (SELECT 1 FROM venue_funding b WHERE b.takes_back = f.id)
         ORDER BY f.day DESC, f.id DESC",
        params![venue, from, until],
        |row| {
            Ok(Given {
                day: row.get(0)?,
                source: row.get(1)?,
                amount: row.get(2)?,
            })
        },
    )
}

fn stages(
    tx: &mut ReadTx<'_>,
    venue: VenueId,
    until: Date,
) -> Result<Vec<(Date, venues::Stage)>, StoreError> {
    tx.all(
        "SELECT day, stage FROM site_stage WHERE venue = ?1 AND day <= ?2 ORDER BY at DESC, id DESC",
        params![venue, until],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
