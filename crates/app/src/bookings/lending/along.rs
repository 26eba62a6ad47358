//! What was borrowed for an activity goes with it: to its new days when it is moved, back when it is called off.
//!
//! It is here and not with the rest of lending because an activity's own change carries it, in the same transaction, as
//! it carries its rooms. What the mover's own body borrowed is moved or stands in the way, with its name; what another
//! body brings is moved or stays where it is, and that body is told, for it alone decides about it. What is out already
//! never stands in the way: who holds an activity today must be able to put it off.

use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, EquipmentId, LoanId, OrganisationId},
    time,
};
use langqiao_platform::{
    args,
    fault::Refusal,
    i18n::{Msg, msg},
    spoken::Day,
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{
    along_queries::{self as queries, Borrowed},
    stock::{self, Kind, LoanStatus},
};
use crate::{bookings::waiting::pieces, organisations};

/// The job that looks after a loan at its times, of the room of lending.
const WATCH: &str = "lending.watch";

/// Why what was borrowed can't go along.
#[derive(Debug, thiserror::Error)]
pub enum AlongError {
    /// This one stands in the way.
    #[error("{} can't go along", .0.name)]
    Clash(Clash),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What stands in the way of another time.
#[derive(Clone, Debug)]
pub struct Clash {
    /// The thing's name.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Why a loan can't be on other days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// So few are free then.
    Short(i64),
    /// It is lent for so many days at most.
    TooLong(i64),
    /// The same was asked for already for those days.
    Twice,
}

impl Clash {
    /// What is said of it.
    pub fn refusal(&self) -> Refusal {
        let (message, n) = match self.why {
            Why::Short(free) if free > 0 => (msg::LOAN_ALONG_SHORT, free),
            Why::Short(_) => (msg::LOAN_ALONG_NONE, 0),
            Why::TooLong(days) => (msg::LOAN_ALONG_TOO_LONG, days),
            Why::Twice => (msg::LOAN_ALONG_TWICE, 0),
        };
        Refusal::conflict("loan-clash", message)
            .arg("name", self.name.clone())
            .arg("n", n)
    }
}

/// From when until when an activity lasts.
pub type Span = (Timestamp, Timestamp);

/// By how many days a beginning and an end are moved.
type Shift = (i64, i64);

/// Moves what was borrowed for an activity that `host` moves: its first day with the activity's beginning, its last with
/// the end. The caller has the activity's lock, so nothing new is asked for it meanwhile.
///
/// # Errors
/// [`AlongError::Clash`] with the first of the host's own loans that can't be on its new days.
pub fn move_along(
    tx: &mut WriteTx,
    (activity, host): (ActivityId, OrganisationId),
    (was, is): (Span, Span),
) -> Result<(), AlongError> {
    let days = |from: Timestamp, to: Timestamp| i64::from((time::day(to) - time::day(from)).get_days());
    let by = (days(was.0, is.0), days(was.1, is.1));
    if by == (0, 0) {
        return Ok(());
    }
    let mut loans = in_turn(tx, activity)?;
    let mut things = things_of(&loans);
    // Two of one thing that follow each other: the one in front goes first.
    loans.sort_by_key(|loan| loan.starts_at);
    if by.0.max(by.1) > 0 {
        loans.reverse();
    }
    let (out, waiting): (Vec<_>, Vec<_>) = loans.into_iter().partition(|loan| loan.status == LoanStatus::Out);
    for moved in move_waiting(tx, host, &waiting, by)? {
        moved.tell(tx)?;
    }
    for loan in &out {
        keep_longer(tx, loan, by.1)?;
    }
    // The days that it left are free, and belong to those who wait for them.
    Ok(pieces::back(tx, &mut things)?)
}

/// Gives back what was borrowed for an activity that is called off; what is out already stays due as it is.
///
/// # Errors
/// When the database fails.
pub fn give_back(
    tx: &mut WriteTx,
    activity: ActivityId,
    (title, reason): (&str, &str),
) -> Result<(), StoreError> {
    let loans = in_turn(tx, activity)?;
    for loan in &loans {
        if loan.status == LoanStatus::Out {
            tell(tx, loan, (loan.owner, msg::LOAN_NOTICE_OFF_OUT_LENT), title)?;
            tell(tx, loan, (loan.by, msg::LOAN_NOTICE_OFF_OUT), title)?;
            continue;
        }
        queries::withdraw(tx, loan, reason)?;
        tx.unqueue(WATCH, &loan.id.to_text())?;
        tell(tx, loan, (loan.owner, msg::LOAN_NOTICE_OFF_LENT), title)?;
        tell(tx, loan, (loan.by, msg::LOAN_NOTICE_OFF), title)?;
        let detail = json!({ "activity": activity });
        tx.record(Event::of("loan.withdrawn", &loan.id).org(loan.by).detail(&detail))?;
    }
    pieces::back(tx, &mut things_of(&loans))
}

/// An activity's loans that are not settled, after their things' turns have come in the order of their ids.
fn in_turn(tx: &mut WriteTx, activity: ActivityId) -> Result<Vec<Borrowed>, StoreError> {
    let things = things_of(&queries::of_activity(tx, activity)?);
    if things.is_empty() {
        return Ok(Vec::new());
    }
    for thing in things {
        stock::queue(tx, thing)?;
    }
    // Read again: one may have been decided, or handed out, meanwhile.
    queries::of_activity(tx, activity)
}

/// What is lent by some loans, each once, in the order of their ids.
fn things_of(loans: &[Borrowed]) -> Vec<EquipmentId> {
    let mut things: Vec<EquipmentId> = loans.iter().map(|loan| loan.thing).collect();
    things.sort_unstable();
    things.dedup();
    things
}

/// A loan that was on other days.
struct Moved<'a> {
    before: &'a Borrowed,
    now: Borrowed,
}

/// Moves what is asked for or promised: all are written first and counted then, so that two of one thing don't stand in
/// each other's way.
fn move_waiting<'a>(
    tx: &mut WriteTx,
    host: OrganisationId,
    loans: &'a [Borrowed],
    by: Shift,
) -> Result<Vec<Moved<'a>>, AlongError> {
    let today = time::day(tx.now());
    let mut moved = Vec::new();
    for before in loans {
        let (first, last) = days_after(before, by, today);
        if (first, last) == (before.first_day(), before.last_day()) {
            continue;
        }
        let now = before.on(first, last);
        if let Some(why) = not_then(tx, before, &now)? {
            stays(tx, host, before, why)?;
            continue;
        }
        queries::put(tx, &now)?;
        moved.push(Moved { before, now });
    }
    // What goes back to its old days may be in the way of others there.
    while let Some((n, why)) = first_short(tx, host, &moved)? {
        let one = moved.remove(n);
        if queries::is_asked(tx, one.before)? {
            let name = one.before.name.clone();
            return Err(AlongError::Clash(Clash { name, why }));
        }
        queries::put(tx, one.before)?;
        stays(tx, host, one.before, why)?;
    }
    Ok(moved)
}

/// What forbids other days before anything is counted.
fn not_then(tx: &mut WriteTx, before: &Borrowed, now: &Borrowed) -> Result<Option<Why>, StoreError> {
    if now.days() > before.days() && now.days() > before.days_max {
        return Ok(Some(Why::TooLong(before.days_max)));
    }
    Ok(queries::is_asked(tx, now)?.then_some(Why::Twice))
}

/// The first of which there isn't enough on its new days. What other bodies bring is looked at before the host's own, so
/// that it gives way to it.
fn first_short(
    tx: &mut WriteTx,
    host: OrganisationId,
    moved: &[Moved<'_>],
) -> Result<Option<(usize, Why)>, StoreError> {
    let of = |own: bool| {
        let each = moved.iter().map(|one| &one.now).enumerate();
        each.filter(move |(_, loan)| (loan.by == host) == own)
    };
    for (n, loan) in of(false).chain(of(true)) {
        let free = free_then(tx, loan)?;
        if loan.pieces > free {
            return Ok(Some((n, Why::Short(free))));
        }
    }
    Ok(None)
}

/// How many pieces others leave free on a loan's days.
fn free_then(tx: &mut WriteTx, loan: &Borrowed) -> Result<i64, StoreError> {
    let now = tx.now();
    let until = match loan.kind {
        Kind::Goods => Timestamp::MAX,
        Kind::Equipment => loan.ends_at,
    };
    let span = (loan.starts_at.max(now), until);
    stock::free(tx, loan.thing, span, (Some(&loan.id.to_text()), now))
}

/// One that can't go along: it stands in its own body's way; another body is told, and decides.
fn stays(tx: &mut WriteTx, host: OrganisationId, loan: &Borrowed, why: Why) -> Result<(), AlongError> {
    if loan.by == host {
        let name = loan.name.clone();
        return Err(AlongError::Clash(Clash { name, why }));
    }
    Ok(always(tx, loan, (loan.by, msg::LOAN_NOTICE_NOT_ALONG), "")?)
}

impl Moved<'_> {
    fn tell(&self, tx: &mut WriteTx) -> Result<(), StoreError> {
        let loan = &self.now;
        let asks_again = self.before.status == LoanStatus::Promised && loan.status == LoanStatus::Asked;
        let (to_lender, to_borrower) = match (asks_again, loan.status) {
            (true, _) => (msg::LOAN_NOTICE_ALONG_ASKS, msg::LOAN_NOTICE_ALONG_WAITS),
            (false, LoanStatus::Asked) => (msg::LOAN_NOTICE_ALONG_ASKED, msg::LOAN_NOTICE_ALONG_WAITS),
            _ => (msg::LOAN_NOTICE_ALONG_LENT, msg::LOAN_NOTICE_ALONG),
        };
        look_anew(tx, loan.id)?;
        tell(tx, loan, (loan.owner, to_lender), "")?;
        tell(tx, loan, (loan.by, to_borrower), "")?;
        let detail = json!({ "from": loan.first_day().to_string(), "until": loan.last_day().to_string(), "status": loan.status });
        tx.record(Event::of("loan.moved", &loan.id).org(loan.by).detail(&detail))
    }
}

/// What is out is kept as many days longer as the activity ends later, where its keeper's rules and those who have it
/// next allow it, as if its borrower had asked; otherwise it is due as before, and both are told so.
fn keep_longer(tx: &mut WriteTx, loan: &Borrowed, by: i64) -> Result<(), StoreError> {
    let (now, today) = (tx.now(), time::day(tx.now()));
    let last = loan.last_day().saturating_add(by.days());
    let until = after(last);
    if until <= loan.ends_at || until <= now || loan.wished_until.is_some_and(|wish| wish >= until) {
        return Ok(());
    }
    let latest = loan.last_day().max(today).saturating_add(loan.days_max.days());
    let span = (loan.ends_at.max(now), until);
    let free = stock::free(tx, loan.thing, span, (Some(&loan.id.to_text()), now))?;
    if last > latest || loan.still_out > free {
        tell(tx, loan, (loan.owner, msg::LOAN_NOTICE_OUT_STAYS_LENT), "")?;
        return tell(tx, loan, (loan.by, msg::LOAN_NOTICE_OUT_STAYS), "");
    }
    if loan.asks {
        queries::wish(tx, loan.id, until)?;
        tell(tx, loan, (loan.owner, msg::LOAN_NOTICE_WISH), "")?;
        return tx.record(Event::of("loan.longer_asked", &loan.id).org(loan.by));
    }
    queries::extend(tx, loan.id, until)?;
    look_anew(tx, loan.id)?;
    let longer = Borrowed {
        ends_at: until,
        ..loan.clone()
    };
    tell(tx, &longer, (loan.owner, msg::LOAN_NOTICE_LONGER_TAKEN), "")?;
    tell(tx, &longer, (loan.by, msg::LOAN_NOTICE_LONGER), "")?;
    let detail = json!({ "until": last.to_string() });
    tx.record(Event::of("loan.extended", &loan.id).org(loan.by).detail(&detail))
}

/// On which days a loan is after its activity was moved; never before today, and never over before it begins.
fn days_after(loan: &Borrowed, (begin, end): Shift, today: Date) -> (Date, Date) {
    let go = |day: Date, by: i64| {
        if by == 0 {
            day
        } else {
            day.saturating_add(by.days()).max(today)
        }
    };
    let (first, last) = (loan.first_day(), loan.last_day());
    if loan.kind == Kind::Goods {
        // The day on which they are fetched is the only one.
        let day = go(first, begin);
        return (day, day);
    }
    let (from, until) = (go(first, begin), go(last, end));
    if from <= until {
        (from, until)
    } else {
        // It belongs to the end.
        (go(first, end).min(until), until)
    }
}

/// The midnight after a day.
fn after(day: Date) -> Timestamp {
    time::start_of_day(day.saturating_add(1.day()))
}

impl Borrowed {
    /// The same on other days. The keeper's promise goes along where it holds for those days already, or nobody is asked.
    fn on(&self, first: Date, last: Date) -> Self {
        let (starts_at, ends_at) = (time::start_of_day(first), after(last));
        let within = self.starts_at <= starts_at && ends_at <= self.ends_at;
        let asks = self.status == LoanStatus::Asked || (self.asks && !within);
        Self {
            starts_at,
            ends_at,
            status: if asks {
                LoanStatus::Asked
            } else {
                LoanStatus::Promised
            },
            note: if asks { String::new() } else { self.note.clone() },
            ..self.clone()
        }
    }

    fn first_day(&self) -> Date {
        time::day(self.starts_at)
    }

    fn last_day(&self) -> Date {
        let inside = self.ends_at.saturating_sub(jiff::SignedDuration::from_millis(1));
        time::day(inside.unwrap_or(self.ends_at))
    }

    fn days(&self) -> i64 {
        i64::from((self.last_day() - self.first_day()).get_days()) + 1
    }
}

/// Has the loan looked at with its new days.
fn look_anew(tx: &mut WriteTx, id: LoanId) -> Result<(), StoreError> {
    let key = id.to_text();
    tx.unqueue(WATCH, &key)?;
    tx.enqueue(langqiao_store::Job::new(WATCH, &json!({ "loan": id })).key(key))
}

/// Tells one side; nobody where a body lends to itself.
fn tell(
    tx: &mut WriteTx,
    loan: &Borrowed,
    whom: (OrganisationId, Msg),
    title: &str,
) -> Result<(), StoreError> {
    if loan.owner == loan.by {
        return Ok(());
    }
    always(tx, loan, whom, title)
}

fn always(
    tx: &mut WriteTx,
    loan: &Borrowed,
    (to, message): (OrganisationId, Msg),
    title: &str,
) -> Result<(), StoreError> {
    let args = args! {
        name = loan.name.clone(), by = loan.by_name.clone(), owner = loan.owner_name.clone(), n = loan.pieces,
        from = Day(loan.first_day()), to = Day(loan.last_day()), left = loan.still_out, title = title.to_owned(),
    };
    organisations::tell_officers(tx, to, message, args, &format!("/w/{to}/loans/{}", loan.id))
}
