//! The desk's lists with full names, for a reason that is recorded.

use axum::extract::State;
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    form::Form,
    gate::{Grant, Permission},
    people::Why,
    ui::prelude::*,
};

use super::{
    late_queries,
    pages::{Back, render},
    queries,
};
use crate::{
    activities::{self, Asker, ManageActivities, UnmaskPeople},
    people::for_reason::{self, Ask, Purpose},
};

type Of = Path<(OrganisationId, ActivityId)>;

/// Puts full names in place of the masked ones, and records that they were shown and why.
pub(super) async fn name_in_full<P: Permission>(
    gate: &Grant<P>,
    app: &App,
    why: Why,
    (rows, walk_ins): (&mut [queries::Row], &mut [late_queries::WalkIn]),
) -> Result<(), Fault> {
    let mut whose: Vec<PersonId> = rows.iter().flat_map(|row| [row.person, row.booker]).collect();
    for one in walk_ins.iter() {
        whose.push(one.booker);
        whose.extend(one.people.iter().map(|(person, _)| *person));
    }
    let keys = app.keys.clone();
    let open = app
        .db
        .write(gate.by(), move |tx| {
            for_reason::open(tx, &keys, &why, whose.iter().copied())
        })
        .await?;
    let put = |person: &PersonId, name: &mut String| {
        if let Some(full) = open.get(person) {
            name.clone_from(full);
        }
    };
    for row in rows {
        put(&row.person, &mut row.name);
        if let Some(guardian) = &mut row.guardian {
            put(&row.booker, guardian);
        }
    }
    for one in walk_ins {
        put(&one.booker, &mut one.name);
        one.people.iter_mut().for_each(|(person, name)| put(person, name));
    }
    Ok(())
}

/// What is sent to have the desk's lists with full names.
pub(super) struct Names {
    action: String,
    back: String,
    page: String,
}

impl Names {
    pub(super) fn of(org: OrganisationId, id: ActivityId, page: i64) -> Self {
        let back = format!("/w/{org}/activities/{id}/desk");
        Self {
            action: format!("{back}/names"),
            back,
            page: page.to_string(),
        }
    }

    pub(super) fn ask<T>(&self, run: impl FnOnce(Ask<'_>) -> T) -> T {
        run(Ask {
            action: &self.action,
            back: &self.back,
            purposes: &[Purpose::Screen],
            more: &[("page", &self.page)],
        })
    }
}

/// `POST /w/{org}/activities/{id}/desk/names`: the desk with full names, for a reason that is recorded.
pub(super) async fn show(
    gate: Grant<UnmaskPeople>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Page, Fault> {
    let org = gate.org();
    if !gate.may(ManageActivities::NAME) {
        return Err(Fault::NotFound);
    }
    let asker = Asker::of(&gate);
    app.db
        .read(move |tx| activities::require_names(tx, asker, id))
        .await?;
    let page = fields.raw("page").parse::<i64>().unwrap_or(1).clamp(1, 10_000);
    let Some(why) = for_reason::reason(&gate, &fields) else {
        return Ok(Names::of(org, id, page).ask(|ask| ask.page(&app, &ui, &gate, &fields)));
    };
    let back = Back {
        page,
        why: Some(why),
        ..Back::default()
    };
    Ok(for_reason::not_kept(render(&gate, &ui, &app, id, back).await?))
}
