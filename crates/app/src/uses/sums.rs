//! What uses add up to: by room, by purpose, by organisation. The three add up to the same whole.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{OrganisationId, SpaceId},
    time,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Serialize;

use super::{
    hours,
    model::{Purpose, Use},
    queries::{self, Which, Whose},
};
use crate::bookings::below::{self, Below, Body};

/// The most uses that are added up at once; a body with more chooses fewer days.
pub const USES_MAX: i64 = 20_000;

/// Uses added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Sum {
    /// How many.
    pub uses: i64,
    /// For how many minutes.
    pub minutes: i64,
    /// How many people came.
    pub people: i64,
    /// Of how many that are over it was not said how many came.
    pub unsaid: i64,
}

impl Sum {
    fn add(&mut self, one: &Use) {
        self.uses += 1;
        self.minutes += one.minutes;
        self.people += one.people.unwrap_or(0);
        self.unsaid += i64::from(one.unsaid());
    }
}

/// All sums of a span of days.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// Each room that the organisation keeps, with the minutes for which it was open.
    pub rooms: Vec<(SpaceId, String, Sum, Option<i64>)>,
    /// By purpose.
    pub purposes: Vec<(Purpose, Sum)>,
    /// By organisation, the one with most minutes first.
    pub bodies: Vec<(OrganisationId, String, Sum)>,
    /// By who keeps the rooms, where those of several bodies are added up; who had no use of them is among them.
    pub keepers: Vec<(OrganisationId, String, Sum)>,
    /// Where those of several bodies are added up: all of them, whichever are asked for.
    pub below: Vec<Body>,
    /// The whole.
    pub whole: Sum,
    /// Whether there were more than are added up.
    pub cut: bool,
}

/// From the first instant of one day to the last of another.
pub fn span((from, to): (Date, Date)) -> (Timestamp, Timestamp) {
    (
        time::start_of_day(from),
        time::start_of_day(to.saturating_add(1.day())),
    )
}

/// Adds up the uses of the rooms that an organisation keeps, or of those that it and the bodies below it keep: of these
/// the rooms are told where one body alone is asked for. What is open counts until now; days to come don't.
///
/// # Errors
/// When the database fails.
pub fn sums(
    tx: &mut ReadTx,
    (org, below): (OrganisationId, Option<Below>),
    (from, to): (Date, Date),
    now: Timestamp,
) -> Result<Sums, StoreError> {
    let (begin, end) = span((from, to));
    let which = Which {
        whose: below.map_or(Whose::Keeper(org), |below| Whose::Below(org, below)),
        from: begin,
        until: end,
        space: None,
        purpose: None,
        by: None,
        unsaid: false,
    };
    let mut uses = queries::uses(tx, &which, now, None, USES_MAX + 1)?;
    let cut = uses.len() as i64 > USES_MAX;
    uses.truncate(USES_MAX as usize);
    let mut by_room: BTreeMap<SpaceId, Sum> = BTreeMap::new();
    let mut by_purpose: BTreeMap<Purpose, Sum> = BTreeMap::new();
    let mut by_body: BTreeMap<OrganisationId, (String, Sum)> = BTreeMap::new();
    let mut by_keeper: BTreeMap<OrganisationId, (String, Sum)> = BTreeMap::new();
    let mut whole = Sum::default();
    for one in &uses {
        by_room.entry(one.space).or_default().add(one);
        by_purpose.entry(one.purpose).or_default().add(one);
        let body = by_body
            .entry(one.organisation)
            .or_insert_with(|| (one.by.clone(), Sum::default()));
        body.1.add(one);
        let keeper = by_keeper
            .entry(one.keeper)
            .or_insert_with(|| (one.kept_by.clone(), Sum::default()));
        keeper.1.add(one);
        whole.add(one);
    }
    let all_below = match below {
        Some(_) => below::bodies(tx, org)?,
        None => Vec::new(),
    };
    let asked = below.unwrap_or_default();
    for body in all_below.iter().filter(|body| asked.takes(body)) {
        by_keeper
            .entry(body.id)
            .or_insert_with(|| (body.name.clone(), Sum::default()));
    }
    let days = (from, to.min(time::day(now)));
    let calendar = WorkCalendar::in_force();
    let told = match below {
        None => hours::kept(tx, org)?,
        // One above has not been given a say in what is not below it.
        Some(Below { body: Some(body), .. }) if by_keeper.contains_key(&body) => hours::kept(tx, body)?,
        Some(_) => Vec::new(),
    };
    let told = told
        .into_iter()
        .filter(|room| asked.town.is_none_or(|town| room.town == town));
    let rooms = told.map(|room| {
        let sum = by_room.get(&room.id).copied().unwrap_or_default();
        let open = room.open_minutes(days, &calendar);
        (room.id, room.name, sum, open)
    });
    let bodies = most_first(by_body);
    let keepers = if below.is_some() {
        most_first(by_keeper)
    } else {
        Vec::new()
    };
    Ok(Sums {
        rooms: rooms.collect(),
        purposes: by_purpose.into_iter().collect(),
        bodies,
        keepers,
        below: all_below,
        whole,
        cut,
    })
}

/// Organisations, the one with most minutes first.
fn most_first(sums: BTreeMap<OrganisationId, (String, Sum)>) -> Vec<(OrganisationId, String, Sum)> {
    let mut parts: Vec<_> = sums
        .into_iter()
        .map(|(id, (name, sum))| (id, name, sum))
        .collect();
    parts.sort_by(|a, b| b.2.minutes.cmp(&a.2.minutes).then(a.0.cmp(&b.0)));
    parts
}
