//! A plan meets the database: the room, the areas and the organisations it names exist, and a known room says
//! by itself where it is.

use jiff::SignedDuration;
use langqiao_kernel::{
    id::{AreaId, OrganisationId},
    time,
};
use langqiao_platform::i18n::{Sentence, msg};
use langqiao_store::{ReadTx, StoreError, WriteTx};

use super::{plan::Plan, priority::Group, queries, rules::Problem, shifts};
use crate::{
    bookings,
    standings::{self, UNITS_MAX, ask_form},
    venues,
};

/// A plan that can be written.
pub(super) struct Settled {
    /// The plan, its place and area taken from its room.
    pub plan: Plan,
    /// The town of its area.
    pub town: AreaId,
}

/// Why a plan can't be written.
pub(super) enum Unsettled {
    /// Something in it can't be.
    Problems(Vec<Problem>),
    /// The database failed.
    Store(StoreError),
}

impl From<StoreError> for Unsettled {
    fn from(error: StoreError) -> Self {
        Unsettled::Store(error)
    }
}

/// Checks all rules of a plan of `org`; `before` is what it was until now, and a course goes on for longer than anything
/// else does.
pub(super) fn settle(
    tx: &mut WriteTx,
    org: OrganisationId,
    plan: &Plan,
    before: Option<&Plan>,
    lasts_at_most: SignedDuration,
) -> Result<Settled, Unsettled> {
    let now = tx.now();
    let mut plan = plan.clone().tidied();
    shifts::name_new(&mut plan, before);
    let mut problems = Vec::new();
    let mut refuse = |field: &str, message: Sentence| {
        problems.push(Problem {
            field: field.to_owned(),
            message,
        })
    };
    if let Some(space) = plan.space {
        match venues::place_of(tx, space)? {
            Some(place) => (plan.place, plan.area) = (place.name, place.area),
            None => refuse("space", msg::ACTIVITY_PROBLEM_SPACE_GONE.into()),
        }
    }
    for (n, room) in plan.rooms.iter().enumerate() {
        if venues::place_of(tx, *room)?.is_none() {
            refuse(&format!("r{n}_space"), msg::ACTIVITY_PROBLEM_SPACE_GONE.into());
        }
    }
    if !plan.equipment.is_empty() {
        let kept = bookings::at_spaces(tx, &plan.all_rooms())?;
        for (n, needed) in plan.equipment.iter().enumerate() {
            match kept.iter().find(|one| one.id == needed.item) {
                None => refuse(
                    &format!("e{n}_item"),
                    msg::ACTIVITY_PROBLEM_EQUIPMENT_ELSEWHERE.into(),
                ),
                Some(one) if one.pieces < needed.pieces => {
                    refuse(
                        &format!("e{n}_pieces"),
                        Sentence::new(msg::ACTIVITY_PROBLEM_EQUIPMENT_MORE).with("n", one.pieces),
                    );
                }
                Some(_) => {}
            }
        }
    }
    let town = queries::town_of(tx, plan.area)?;
    if town.is_none() {
        refuse("area", msg::ACTIVITY_PROBLEM_AREA.into());
    }
    if let Some(area) = plan.only_area
        && queries::town_of(tx, area)?.is_none()
    {
        refuse("only_area", msg::ACTIVITY_PROBLEM_AREA.into());
    }
    if let Some(area) = plan.prior_area
        && queries::town_of(tx, area)?.is_none()
    {
        refuse("prior_area", msg::ACTIVITY_PROBLEM_AREA.into());
    }
    settle_groups(tx, &mut plan, before, &mut refuse)?;
    settle_asks(tx, &mut plan, before, &mut refuse)?;
    let ids: Vec<OrganisationId> = plan.cohosts.iter().map(|invited| invited.organisation).collect();
    let known = queries::bodies_by_id(tx, &ids, time::day(now))?;
    for (n, id) in ids.iter().enumerate() {
        if *id == org {
            refuse(&format!("c{n}_org"), msg::ACTIVITY_PROBLEM_COHOST_SELF.into());
        } else if !known.iter().any(|body| body.id == *id) {
            refuse(&format!("c{n}_org"), msg::ACTIVITY_PROBLEM_COHOST_GONE.into());
        }
    }
    if let Some(crowd) = Crowd::of(tx, &plan)?
        && !before.is_some_and(|before| crowd.was_so(before, &plan))
    {
        problems.push(Problem {
            field: if plan.seats > 0 { "seats" } else { "volunteers" }.to_owned(),
            message: crowd.sentence(),
        });
    }
    let mut all = plan.problems(before, now, lasts_at_most);
    all.extend(problems);
    match town {
        Some(town) if all.is_empty() => Ok(Settled { plan, town }),
        _ => Err(Unsettled::Problems(all)),
    }
}

/// More places than its rooms hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Crowd {
    /// How many people its rooms hold.
    pub holds: i64,
    /// Its places: for those who take part and those who help, who are all in the rooms.
    pub places: i64,
}

impl Crowd {
    /// Of a plan; `None` where all fit, or it is held in no known room.
    pub fn of(tx: &mut ReadTx, plan: &Plan) -> Result<Option<Crowd>, StoreError> {
        let rooms = plan.all_rooms();
        if rooms.is_empty() {
            return Ok(None);
        }
        let (holds, places) = (
            venues::hold_together(tx, &rooms)?,
            plan.seats.saturating_add(plan.volunteers),
        );
        Ok((places > holds).then_some(Crowd { holds, places }))
    }

    /// Whether it was agreed to before there was this rule: as many places or more, in the same rooms.
    fn was_so(self, before: &Plan, plan: &Plan) -> bool {
        before.all_rooms() == plan.all_rooms()
            && self.places <= before.seats.saturating_add(before.volunteers)
    }

    /// What is said of it.
    pub fn sentence(self) -> Sentence {
        Sentence::new(msg::ACTIVITY_PROBLEM_CROWD)
            .with("holds", self.holds)
            .with("places", self.places)
    }
}

/// Who comes first exists, under the name by which it is made public: areas and units are named by their ids, units also by
/// what was typed for them.
fn settle_groups(
    tx: &mut WriteTx,
    plan: &mut Plan,
    before: Option<&Plan>,
    refuse: &mut impl FnMut(&str, Sentence),
) -> Result<(), StoreError> {
    let today = time::day(tx.now());
    let was = before.map_or(&[][..], |before| &before.priority);
    for (n, group) in plan.priority.iter_mut().enumerate() {
        if was.contains(group) {
            continue;
        }
        match group {
            Group::Area { area, name } => match queries::name_of_area(tx, *area)? {
                Some(known) => *name = known,
                None => refuse(&format!("g{n}_by"), msg::ACTIVITY_PROBLEM_AREA.into()),
            },
            Group::Unit { unit, name } => match standings::unit_named(tx, (*unit, name), today)? {
                Some((id, known)) => (*unit, *name) = (id, known),
                None => refuse(&format!("g{n}_more"), msg::ACTIVITY_PROBLEM_GROUP_UNIT.into()),
            },
            _ => {}
        }
    }
    Ok(())
}

/// What is asked of those who come exists, and units have the names by which they are known.
fn settle_asks(
    tx: &mut WriteTx,
    plan: &mut Plan,
    before: Option<&Plan>,
    refuse: &mut impl FnMut(&str, Sentence),
) -> Result<(), StoreError> {
    let (asks, today) = (&mut plan.asks, time::day(tx.now()));
    if !asks.lines.iter().all(|line| standings::is_line(line)) {
        refuse(ask_form::LINES, msg::STANDING_ASK_LINE_GONE.into());
    }
    let known = |code: &String| standings::qualification(code).is_some();
    if !asks.qualifications.iter().all(known) {
        refuse(
            ask_form::QUALIFICATIONS,
            msg::STANDING_ASK_QUALIFICATION_GONE.into(),
        );
    }
    if !asks.helpers.iter().all(known) {
        refuse(ask_form::HELPERS, msg::STANDING_ASK_QUALIFICATION_GONE.into());
    }
    if asks.units.len() > UNITS_MAX {
        refuse(ask_form::UNITS, msg::STANDING_ASK_UNITS_MANY.into());
        return Ok(());
    }
    for unit in &mut asks.units {
        let kept = before.and_then(|before| before.asks.units.iter().find(|one| one.id == unit.id));
        // Programs name units by their ids alone; one that was asked for before stays, whatever became of it.
        match kept {
            Some(kept) if unit.name.is_empty() => unit.name.clone_from(&kept.name),
            Some(_) => {}
            None => match standings::unit_called(tx, unit.id, today)? {
                Some(name) if unit.name.is_empty() => unit.name = name,
                Some(_) => {}
                None => refuse(ask_form::UNITS, msg::STANDING_ASK_UNIT_GONE.into()),
            },
        }
    }
    Ok(())
}
