//! Waiting, answering an offer, waiting no longer.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{OrganisationId, SpaceId, WaitId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::{Fault, Refusal},
    form::Form,
    gate::Grant,
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    super::{BookSpaces, pages, typed},
    answer::{self, Answered},
    join::{self, JoinError},
};

/// `POST /w/{org}/spaces/{space}/wait`: waits for what the booking form says. Where the room is free by now the form
/// to book it comes back, with what was typed.
pub async fn wait(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
    Form(form): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    // The button stands below a form that was read before; whoever changes what it carries starts over.
    let Ok(wish) = typed::wish(space, &form) else {
        return Ok(SeeOther::to(format!("/w/{org}/spaces/{space}")).into_response());
    };
    let done = app
        .db
        .write(gate.by(), move |tx| join::join(tx, (org, person), &wish, None))
        .await;
    match done {
        Ok(_) => {
            let to = SeeOther::to(format!("/w/{org}/spaces"));
            Ok(to.say(Tone::Ok, msg::WAIT_SAID_JOINED).into_response())
        }
        Err(JoinError::Free) => {
            let mut problems = Problems::new();
            problems.add("day", ui.t(msg::WAIT_IS_FREE));
            let day = form.text("day").and_then(|day| day.parse().ok());
            let page = pages::room_page(&gate, &ui, &app, (space, day), &form, (&problems, None)).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(why) => Ok(refused(format!("/w/{org}/spaces/{space}"), why.refusal(), why)?.into_response()),
    }
}

/// `POST /w/{org}/waits/{wait}/answer`: takes an offer or lets it go.
pub async fn answer_it(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, wait)): Path<(OrganisationId, WaitId)>,
    Form(form): Form,
) -> Result<SeeOther, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let yes = form.raw("yes") == "1";
    let done = app
        .db
        .write(gate.by(), move |tx| answer::answer(tx, (org, person), wait, yes))
        .await;
    let list = format!("/w/{org}/spaces");
    let sentence = match done {
        Ok(Answered::Asked) => msg::WAIT_SAID_ASKED,
        Ok(Answered::Booked) => msg::BOOKING_SAID_HELD,
        Ok(Answered::Pieces) => msg::WAIT_SAID_PIECES,
        Ok(Answered::LetGo) => msg::WAIT_SAID_DECLINED,
        Err(why) => return refused(list, why.refusal(), why),
    };
    Ok(SeeOther::to(list).say(Tone::Ok, sentence))
}

/// `POST /w/{org}/waits/{wait}/leave`
pub async fn leave_it(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, wait)): Path<(OrganisationId, WaitId)>,
) -> Result<SeeOther, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| join::leave(tx, org, wait))
        .await?;
    Ok(SeeOther::to(format!("/w/{org}/spaces")).say(Tone::Ok, msg::WAIT_SAID_LEFT))
}

fn refused(to: String, refusal: Option<Refusal>, why: impl Into<Fault>) -> Result<SeeOther, Fault> {
    match refusal {
        Some(refusal) => Ok(SeeOther::to(to).say(Tone::Warn, refusal.sentence)),
        None => Err(why.into()),
    }
}
