//! A series is looked at and made.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    super::BookSpaces,
    form,
    make::make,
    plan::{Choices, NewSeries, SeriesError, preview},
    views::{self, Look},
};

/// `GET /w/{org}/spaces/{space}/series`: the page of dates opened anew, without what was typed: the room, where it begins.
pub async fn away(gate: Grant<BookSpaces>, Path((_, space)): Path<(OrganisationId, SpaceId)>) -> SeeOther {
    SeeOther::to(format!("/w/{}/spaces/{space}", gate.org()))
}

/// `POST /w/{org}/spaces/{space}/series`: looks again, or makes it.
pub async fn send(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
    Form(typed): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    // The form itself was read before; whoever changes what goes along unseen is sent back to it.
    let Ok(wish) = form::series(space, &typed) else {
        return Ok(SeeOther::to(format!("/w/{org}/spaces/{space}")).into_response());
    };
    let choices = match form::choices(space, &typed) {
        Ok(choices) => choices,
        Err(errors) => {
            let problems = errors.problems(&ui);
            return shown(&gate, &ui, &app, (&wish, &typed), (Choices::new(), problems)).await;
        }
    };
    if typed.raw("act") != "make" {
        return shown(&gate, &ui, &app, (&wish, &typed), (choices, Problems::new())).await;
    }
    let (series, chosen) = (wish.clone(), choices.clone());
    let made = app
        .db
        .write(gate.by(), move |tx| make(tx, org, person, &series, &chosen))
        .await;
    match made {
        Ok(made) => {
            let day = time::day(wish.first.starts_at);
            let sentence = Sentence::new(msg::SERIES_SAID_MADE)
                .with("held", made.held as i64)
                .with("asked", made.asked as i64)
                .with("waiting", made.waiting as i64)
                .with("skipped", made.skipped as i64)
                .with("short", made.short as i64)
                .with("outbid", made.outbid as i64);
            let to = SeeOther::to(format!("/w/{org}/spaces/{space}?day={day}"));
            Ok(to.say(Tone::Ok, sentence).into_response())
        }
        Err(why) => {
            let problems = in_fields(why)?.problems(&ui);
            shown(&gate, &ui, &app, (&wish, &typed), (choices, problems)).await
        }
    }
}

/// What a refusal says in the form's places: an occurrence's at its choice.
fn in_fields(why: SeriesError) -> Result<FieldErrors, Fault> {
    match why {
        SeriesError::Fields(errors) => Ok(errors),
        SeriesError::Rule(why) => {
            let mut errors = FieldErrors::new();
            errors.add("repeat", why.sentence());
            Ok(errors)
        }
        SeriesError::Occurrence { at, why } => {
            let mut errors = FieldErrors::new();
            match why.sentence() {
                Some(sentence) => errors.add(format!("do-{}", at.as_millisecond()), sentence),
                None => return Err(why.into_fault()),
            }
            Ok(errors)
        }
        other => Err(other.into()),
    }
}

/// The page with every occurrence as it stands now. `Ok(Err)` where the rule itself can't be: what is wrong with it.
pub async fn look(
    gate: &Grant<BookSpaces>,
    ui: &Ui,
    app: &App,
    (wish, typed): (&NewSeries, &Fields),
    (choices, problems): (Choices, &Problems),
) -> Result<Result<Page, FieldErrors>, Fault> {
    let (org, now, series) = (gate.org(), app.now(), wish.clone());
    let read = app.db.read(move |tx| preview(tx, org, &series, &choices, now));
    let seen = match read.await {
        Ok(seen) => seen,
        Err(why) => return in_fields(why).map(Err),
    };
    let content = Look {
        org,
        seen: &seen,
        typed,
        problems,
        waits: true,
    };
    let page = desk::page(app, ui, gate, ui.t(msg::SERIES_TITLE), views::look(ui, &content));
    Ok(Ok(page))
}

async fn shown(
    gate: &Grant<BookSpaces>,
    ui: &Ui,
    app: &App,
    of: (&NewSeries, &Fields),
    (choices, problems): (Choices, Problems),
) -> Result<Response, Fault> {
    match look(gate, ui, app, of, (choices, &problems)).await? {
        Ok(page) if problems.is_empty() => Ok(page.into_response()),
        Ok(page) => Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response()),
        Err(_) => {
            let to = SeeOther::to(format!("/w/{}/spaces/{}", gate.org(), of.0.first.space));
            Ok(to.say(Tone::Warn, msg::SERIES_BAD_RULE).into_response())
        }
    }
}
