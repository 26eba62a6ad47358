//! Full names on the roll of a session, for a reason that is recorded first, where the families read it.

use std::collections::HashMap;

use langqiao_kernel::id::{CollectorId, PersonId};
use langqiao_platform::{
    app::App,
    fault::Fault,
    gate::{Grant, Permission},
    people::{self, Why},
};

use super::{
    CallRoll, ManageCourses,
    one_roll::{Roll, may_call},
    queries,
};
use crate::people::for_reason;

/// Whose names are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// Of those on the roll.
    Roll,
    /// And of those who may fetch the children.
    RollAndCollectors,
}

/// Puts full names in place of the masked ones, and records that they were shown and why: of those on the roll to
/// themselves or their family, of those who may fetch a child to the family that named them.
pub(super) async fn open(
    gate: &Grant<CallRoll>,
    app: &App,
    roll: &mut Roll,
    (why, whose): (Why, Whose),
) -> Result<(), Fault> {
    let id = roll.course.id;
    let said = why.reason.clone();
    let on_roll = roll.members.iter().map(|member| member.person);
    let on_roll: Vec<PersonId> = on_roll
        .chain(roll.trials.iter().map(|trial| trial.person))
        .collect();
    let of_children = roll.members.iter().filter(|member| member.is_child());
    let families: Vec<PersonId> = match whose {
        Whose::Roll => Vec::new(),
        Whose::RollAndCollectors => of_children.map(|member| member.booker).collect(),
    };
    let (viewer, keys) = (gate.person(), app.keys.clone());
    let manages = gate.may_here(ManageCourses::NAME);
    let (full, collectors) = app
        .db
        .write(gate.by(), move |tx| {
            may_call(tx, id, (viewer, manages))?;
            let full = for_reason::open(tx, &keys, &why, on_roll.iter().copied())?;
            let mut collectors: HashMap<CollectorId, String> = HashMap::new();
            let mut named = Vec::new();
            if !families.is_empty() {
                for (id, (family, name)) in queries::collector_names(tx, &keys, (id, &families))? {
                    collectors.insert(id, name);
                    named.push(family);
                }
            }
            named.sort_unstable();
            named.dedup();
            people::disclosed(tx, &why, people::COLLECTORS, &named)?;
            Ok::<_, Fault>((full, collectors))
        })
        .await?;
    let members = roll
        .members
        .iter_mut()
        .map(|member| (member.person, &mut member.name));
    let trials = roll
        .trials
        .iter_mut()
        .map(|trial| (trial.person, &mut trial.name));
    for (who, name) in members.chain(trials) {
        if let Some(shown) = full.get(&who) {
            name.clone_from(shown);
        }
    }
    for collector in &mut roll.collectors {
        if let Some(shown) = collectors.get(&collector.id) {
            collector.name.clone_from(shown);
        }
    }
    roll.opened = Some(said);
    Ok(())
}
