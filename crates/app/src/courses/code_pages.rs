//! The camera at the roll: a ticket's code is taken, the answer is said at arm's length.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, LessonId, OrganisationId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    form::Form,
    gate::{Grant, Permission},
    not_done::NotDone,
    reply::SeeOther,
    ui::prelude::*,
};
use uuid::Uuid;

use super::{
    CallRoll, ManageCourses,
    code::{self, CodeTaken},
    roll_names::Whose,
    roll_pages::{afresh, may_call, still_open},
};

/// Where the roll of a session takes codes; `carried` goes along with each.
pub(super) fn camera(ui: &Ui, at: &str, carried: Markup) -> Markup {
    let scanner = scanner(
        ui,
        &format!("{at}/codes"),
        &Uuid::now_v7().to_string(),
        carried,
        None,
    );
    disclosure(
        ui.t(msg::COURSE_CODE_TAKE),
        false,
        html! { p { (ui.t(msg::COURSE_CODE_WHAT)) } (scanner) },
    )
}

fn said(taken: &CodeTaken) -> Msg {
    if taken.before {
        msg::COURSE_CODE_ALREADY
    } else {
        msg::COURSE_CODE_TAKEN
    }
}

/// `POST /w/{org}/courses/{course}/sessions/{session}/codes`: answered in place for the camera, and on the roll without
/// a script: with the names in full where they stood so.
pub(super) async fn take(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
    headers: HeaderMap,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person, manages) = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    let text = fields.raw("code").to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            may_call(tx, id, (person, manages))?;
            code::take_code(tx, (org, person), (id, lesson), &text)
        })
        .await;
    let (tone, sentence) = match done {
        Ok(taken) => {
            let sentence = Sentence::new(said(&taken))
                .with("name", taken.name)
                .with("n", taken.there);
            (if taken.before { Tone::Warn } else { Tone::Ok }, sentence)
        }
        Err(NotDone::NotFound) => return Err(Fault::NotFound),
        Err(why) => {
            let errors = why.into_fields()?;
            let first = errors.iter().next().map(|(_, sentence)| sentence.clone());
            let none = || Sentence::new(msg::COURSE_CODE_NONE);
            (Tone::Error, first.unwrap_or_else(none))
        }
    };
    if headers.contains_key("hx-request") {
        let answer = scan_answer(tone, &langqiao_platform::spoken::say(&ui, &sentence), html! {});
        return Ok(Page::fragment(answer).into_response());
    }
    let opened = still_open(
        &gate,
        &app,
        &fields,
        (id, lesson),
        (Whose::Roll, sentence.clone()),
    );
    if let Some(mut roll) = opened.await? {
        roll.done = Some((tone, sentence));
        return Ok(afresh(&app, &ui, &gate, &roll).into_response());
    }
    let back = format!("/w/{org}/courses/{id}/sessions/{lesson}");
    Ok(SeeOther::to(back).say(tone, sentence).into_response())
}
