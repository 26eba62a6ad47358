//! What a family does on its own page of a course: leave, who takes the children home, certificates.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, CollectorId, LessonId, PersonId, SignupId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::SignedIn,
    not_done::NotDone,
    ui::prelude::*,
};

use super::{
    certificate::certificates,
    family_pages::{own, page},
    office_pages::said,
    pick_up, roll, typed,
};

/// The page again, with what was typed and what is wrong with it.
async fn again(
    app: &App,
    ui: &Ui,
    (person, id): (PersonId, ActivityId),
    fields: &Fields,
    problems: &Problems,
) -> Result<Response, Fault> {
    let own = own(app, person, id).await?;
    let page = page(ui, &own, fields, problems);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// Each child's own form has its own fields.
fn at_child(errors: &FieldErrors, signup: SignupId) -> FieldErrors {
    let mut placed = FieldErrors::new();
    for (field, sentence) in errors.iter() {
        let name = match field {
            "" => String::new(),
            field => format!("{field}-{signup}"),
        };
        placed.add(name, sentence.clone());
    }
    placed
}

/// `POST /mine/courses/{course}/children/{signup}/leave`
pub(super) async fn leave_it(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path((id, signup)): Path<(ActivityId, SignupId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let person = gate.person();
    let lesson: Option<LessonId> = fields.raw(&format!("session-{signup}")).parse().ok();
    let reason = fields.raw(&format!("reason-{signup}")).to_owned();
    let done = match lesson {
        None => Err(NotDone::field("session", msg::COURSE_LEAVE_WHICH_NEEDED)),
        Some(lesson) => {
            app.db
                .write(gate.by(), move |tx| {
                    roll::excuse(tx, person, (id, lesson), signup, Some(&reason))
                })
                .await
        }
    };
    match done {
        Ok(()) => said(
            format!("/mine/courses/{id}"),
            Ok::<_, NotDone>(msg::COURSE_SAID_LEAVE),
        ),
        Err(why) => {
            let problems = at_child(&why.into_fields()?, signup).problems(&ui);
            again(&app, &ui, (person, id), &fields, &problems).await
        }
    }
}

/// `POST /mine/courses/{course}/children/{signup}/back/{session}`
pub(super) async fn leave_back(
    gate: SignedIn,
    State(app): State<App>,
    Path((id, signup, lesson)): Path<(ActivityId, SignupId, LessonId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let person = gate.person();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            roll::excuse(tx, person, (id, lesson), signup, None)
        })
        .await;
    said(
        format!("/mine/courses/{id}"),
        done.map(|()| msg::COURSE_SAID_LEAVE_BACK),
    )
}

/// `POST /mine/courses/{course}/children/{signup}/alone`
pub(super) async fn set_alone(
    gate: SignedIn,
    State(app): State<App>,
    Path((id, signup)): Path<(ActivityId, SignupId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (person, yes) = (gate.person(), fields.raw("alone") == "yes");
    let done = app
        .db
        .write(gate.by(), move |tx| {
            pick_up::set_alone(tx, (id, person), signup, yes)
        })
        .await;
    let sentence = if yes {
        msg::COURSE_SAID_ALONE
    } else {
        msg::COURSE_SAID_NOT_ALONE
    };
    said(format!("/mine/courses/{id}"), done.map(|()| sentence))
}

/// `POST /mine/courses/{course}/collectors`
pub(super) async fn name_collector(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (person, keys) = (gate.person(), app.keys.clone());
    let done = match typed::collector(&fields) {
        Err(why) => Err(why),
        Ok(new) => {
            app.db
                .write(gate.by(), move |tx| {
                    pick_up::name_collector(tx, &keys, (id, person), &new)
                })
                .await
        }
    };
    match done {
        Ok(_) => said(
            format!("/mine/courses/{id}"),
            Ok::<_, NotDone>(msg::COURSE_SAID_COLLECTOR),
        ),
        Err(why) => {
            let problems = why.into_fields()?.problems(&ui);
            again(&app, &ui, (person, id), &fields, &problems).await
        }
    }
}

/// `POST /mine/courses/{course}/collectors/{collector}/revoke`
pub(super) async fn revoke_collector(
    gate: SignedIn,
    State(app): State<App>,
    Path((id, collector)): Path<(ActivityId, CollectorId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let person = gate.person();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            pick_up::revoke_collector(tx, (id, person), collector)
        })
        .await;
    said(
        format!("/mine/courses/{id}"),
        done.map(|()| msg::COURSE_SAID_REVOKED),
    )
}

/// `GET /mine/courses/{course}/certificates/{signup}`
pub(super) async fn certificate(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path((id, signup)): Path<(ActivityId, SignupId)>,
) -> Result<Page, Fault> {
    let own = own(&app, gate.person(), id).await?;
    let member = own
        .whole
        .members
        .iter()
        .find(|member| member.signup == signup && own.whole.passed(member))
        .ok_or(Fault::NotFound)?;
    let named = [(member.name.clone(), member)];
    let page = certificates(&ui, &own.whole, &named, &format!("/mine/courses/{id}"));
    Ok(page.header(CACHE_CONTROL, HeaderValue::from_static("no-store")))
}
