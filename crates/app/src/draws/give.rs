//! Sign-up is over: places are given to all who put their names down.

use std::collections::HashMap;

use jiff::Timestamp;
use langqiao_kernel::{
    draw::{self, Drawn, Entry, PassedOver, Seed},
    id::ActivityId,
};
use langqiao_platform::keys::Keys;
use langqiao_store::{Event, StoreError, WriteTx};

use super::{
    GIVE_JOB,
    by_group::Recorded,
    queries::{self, Listed},
    sealed::Sealed,
};
use crate::{
    activities::{self, Allotment, First},
    signups::{
        self, SignupRole,
        queue::{Facts, Queue},
    },
};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// Places were given to so many parties of so many.
    Places {
        /// How many parties have places.
        seated: usize,
        /// How many wait in the order that was drawn.
        waiting: usize,
    },
    /// Sign-up is not over yet: it is done then.
    Later(Timestamp),
    /// There was nothing to do: places are given as people come, were given before, or it was called off.
    Nothing,
}

/// Why places can't be given.
#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    /// The key of the office is not the one from which the seed was derived whose hash was made public.
    #[error("the office's key is not the one with which the draw of activity {0} was made public")]
    OtherKey(ActivityId),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives the places of an activity to those who wait, if it is time: in the order drawn, or neighbours first. Who gets
/// none waits in that order from now on.
///
/// # Errors
/// [`GiveError`]; nothing is changed then.
pub fn give(tx: &mut WriteTx<'_>, keys: &Keys, activity: ActivityId) -> Result<Given, GiveError> {
    // Whoever changes the activity or calls it off does so before or after; nobody signs up, leaves or is seated from
    // here on.
    tx.lock("activity", &activity)?;
    let Some(mut queue) = Queue::lock(tx, activity, SignupRole::Attendee)? else {
        return Ok(Given::Nothing);
    };
    let Some(facts) =
        queries::facts(tx, activity)?.filter(|_| queue.activity.published && queue.activity.all_wait)
    else {
        tx.bookkeeping();
        return Ok(Given::Nothing);
    };
    if tx.now() < facts.closes_at {
        activities::do_at(tx, GIVE_JOB, activity, facts.closes_at)?;
        tx.bookkeeping();
        return Ok(Given::Later(facts.closes_at));
    }
    let listed = queries::listed(tx, activity, &facts)?;
    // What was stated may have been refused since: it is asked again, of everybody alike.
    let unfit = signups::no_longer_fit(tx, &queue.activity)?;
    let passed_over: Vec<PassedOver> = listed
        .iter()
        .filter_map(|one| {
            let lacks = unfit.get(&one.party)?.as_str().to_owned();
            let number = one.entry.number;
            Some(PassedOver { number, lacks })
        })
        .collect();
    let (order, proof) = match facts.allotment {
        Allotment::Draw => {
            let of = (activity, queue.free(), &facts.first);
            let drawn = drawn(tx, keys, of, &listed, passed_over.clone())?;
            let sealed = Sealed::of(&drawn);
            (drawn.order, Some(sealed))
        }
        Allotment::Priority | Allotment::FirstCome => (by_number(&listed), None),
    };
    let by_number: HashMap<i64, &Listed> = listed.iter().map(|one| (one.entry.number, one)).collect();
    // Who is passed over waits behind all others, in the order in which they were drawn.
    let (last, in_order): (Vec<&Listed>, Vec<&Listed>) = order
        .iter()
        .filter_map(|number| by_number.get(number).copied())
        .partition(|one| unfit.contains_key(&one.party));
    let places = queue.free();
    let seated = draw::seated(places, in_order.iter().map(|one| one.entry.people));
    for (rank, one) in (1..).zip(in_order.iter().chain(&last)) {
        queries::put(tx, one, rank, rank <= seated as i64)?;
    }
    queue.seated(in_order[..seated].iter().map(|one| one.entry.people).sum());
    queue.activity.all_wait = false;
    queries::set_allotted(tx, activity)?;
    let recorded = Recorded {
        parties: order.len(),
        seated,
        places: Some(places),
        passed_over,
    };
    record(tx, &queue.activity, &recorded, proof)?;
    for (n, one) in in_order.iter().enumerate() {
        signups::tell_allotted(tx, &queue.activity, (one.booker, one.party), n < seated)?;
    }
    for one in &last {
        signups::tell_passed_over(tx, &queue.activity, (one.booker, one.party))?;
    }
    queue.settle(tx)?;
    Ok(Given::Places {
        seated,
        waiting: order.len() - seated,
    })
}

/// Draws, and publishes what was drawn.
fn drawn(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    (activity, places, first): (ActivityId, i64, &First),
    listed: &[Listed],
    passed_over: Vec<PassedOver>,
) -> Result<Drawn, GiveError> {
    let seed = Seed::new(keys.draw_seed(&activity.to_text()));
    let published = queries::published(tx, activity)?;
    if published.is_none_or(|draw| draw.commitment != seed.commitment()) {
        return Err(GiveError::OtherKey(activity));
    }
    let entries: Vec<Entry> = listed.iter().map(|one| one.entry).collect();
    let mut drawn = Drawn::passing_over(activity.to_text(), &seed, places, entries, passed_over);
    if first.groups.len() > 1 {
        let names = first.groups.iter().map(|group| group.name().zh);
        drawn = drawn.of_groups(names.collect());
    }
    queries::publish(tx, activity, &drawn)?;
    Ok(drawn)
}

/// Those who come first, then the others, each in the order in which they signed up.
fn by_number(listed: &[Listed]) -> Vec<i64> {
    let rank = |entry: &Entry| (!entry.first, entry.group, entry.number);
    let mut order: Vec<(bool, Option<u8>, i64)> = listed.iter().map(|one| rank(&one.entry)).collect();
    order.sort_unstable();
    order.into_iter().map(|(.., number)| number).collect()
}

/// What is published of a draw is also in the sealed log: nobody can exchange it later.
fn record(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    given: &Recorded,
    proof: Option<Sealed>,
) -> Result<(), StoreError> {
    let detail = match proof {
        Some(sealed) => serde_json::to_value(sealed)?,
        None => serde_json::to_value(given)?,
    };
    tx.record(
        Event::of("activity.allotted", &activity.id)
            .org(activity.organisation)
            .detail(&detail),
    )
}
