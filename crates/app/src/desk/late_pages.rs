//! What is decided about those who were added afterwards; and that it waits, on an officer's page of the day.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    feature::{TodayAsk, TodayItem},
    fields::FieldErrors,
    form::Form,
    gate::{Grant, Permission as _},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    late::{self, Settle},
    late_queries,
    late_views::reason_field,
    pages::{Back, render},
};
use crate::{activities::ManageActivities, signups};

type Of = Path<(OrganisationId, ActivityId)>;

/// `POST /w/{org}/activities/{id}/desk/settle`
pub(super) async fn settle(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let reason = reason_field(fields.raw("walk_in"));
    let command = Settle {
        walk_in: fields.raw("walk_in").parse().map_err(|_| Fault::NotFound)?,
        counts: fields.raw("verdict") == "counts",
        reason: fields.raw(&reason).to_owned(),
    };
    let (walk_in, counts) = (command.walk_in, command.counts);
    let done = app
        .db
        .write(gate.by(), move |tx| late::settle(tx, (org, id), &command))
        .await;
    match done {
        Ok(()) => {
            let said = if counts {
                msg::WALK_IN_SAID_COUNTS
            } else {
                msg::WALK_IN_SAID_DISMISSED
            };
            let to = SeeOther::to(format!("/w/{org}/activities/{id}/desk"));
            Ok(to.say(Tone::Ok, said).into_response())
        }
        Err(why) => {
            let mut errors = FieldErrors::new();
            for (field, sentence) in why.into_fields()?.iter() {
                // The row has a field of its own for it.
                let at = if field == "reason" { &reason } else { field };
                errors.add(at, sentence.clone());
            }
            let back = Back {
                errors,
                fields,
                settling: Some(walk_in),
                ..Back::default()
            };
            let page = render(&gate, &ui, &app, id, back).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// Activities in which somebody who was there waits for a decision.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives(ManageActivities::NAME)) {
        return Ok(Vec::new());
    }
    let item = |one: late_queries::Waiting| TodayItem {
        due: Some(signups::addable_until(one.ends_at)),
        title: ui.tf(msg::WALK_IN_TODAY, args! { title = one.title }),
        detail: ui.tf(msg::WALK_IN_TODAY_DETAIL, args! { n = one.waiting }),
        href: format!("/w/{}/activities/{}/desk", ask.org, one.activity),
        action: msg::WALK_IN_DECIDE,
    };
    Ok(late_queries::waiting(tx, ask.org)?
        .into_iter()
        .map(item)
        .collect())
}
