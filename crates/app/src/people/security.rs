//! One's password and the places where one is signed in.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{PersonId, SessionId};
use langqiao_platform::{
    accounts::{
        passwords,
        sessions::{self, Session},
    },
    app::App,
    extract::Path,
    fault::Fault,
    fields::FieldErrors,
    form::Form,
    gate::SignedIn,
    identity::Via,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::StoreError;

/// What the page shows.
struct Shown {
    has_password: bool,
    sessions: Vec<Session>,
    this: Option<SessionId>,
}

pub(super) async fn show(gate: SignedIn, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    Ok(view(&ui, &shown(&app, &gate).await?, &Problems::new()))
}

/// Sets a password, after the old one was given if there is one, and ends all other sessions.
pub(super) async fn set_password(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let person = gate.person();
    let stored = app.db.read(move |tx| passwords::stored(tx, person)).await?;
    let mut errors = FieldErrors::new();
    if stored.is_some() && !app.hasher.check(stored, fields.raw("old").to_owned()).await? {
        errors.add("old", msg::PEOPLE_PASSWORD_OLD_WRONG);
    }
    passwords::check_chosen(fields.raw("password"), fields.raw("again"), &mut errors);
    if !errors.is_empty() {
        let page = view(&ui, &shown(&app, &gate).await?, &errors.problems(&ui));
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let hash = app.hasher.hash(fields.raw("password").to_owned()).await?;
    let this = this_session(&gate);
    app.db
        .write(gate.by(), move |tx| {
            passwords::set(tx, person, &hash)?;
            sessions::revoke_others(tx, person, this)
        })
        .await?;
    Ok(SeeOther::to("/me/security")
        .say(Tone::Ok, msg::PEOPLE_PASSWORD_SET)
        .into_response())
}

/// Ends one session.
pub(super) async fn revoke(
    gate: SignedIn,
    State(app): State<App>,
    Path(session): Path<SessionId>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    let ended = app
        .db
        .write(gate.by(), move |tx| sessions::revoke(tx, person, session))
        .await?;
    if !ended {
        return Err(Fault::NotFound);
    }
    Ok(SeeOther::to("/me/security").say(Tone::Info, msg::PEOPLE_SESSION_ENDED))
}

/// Ends all sessions but this one.
pub(super) async fn sign_out_elsewhere(
    gate: SignedIn,
    State(app): State<App>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let (person, this): (PersonId, _) = (gate.person(), this_session(&gate));
    app.db
        .write(gate.by(), move |tx| sessions::revoke_others(tx, person, this))
        .await?;
    Ok(SeeOther::to("/me/security").say(Tone::Info, msg::PEOPLE_SESSIONS_ENDED))
}

fn this_session(gate: &SignedIn) -> Option<SessionId> {
    match gate.identity().via {
        Via::Session { id, .. } => Some(id),
        Via::Token { .. } => None,
    }
}

async fn shown(app: &App, gate: &SignedIn) -> Result<Shown, Fault> {
    let (person, now, this) = (gate.person(), app.now(), this_session(gate));
    let shown = app.db.read(move |tx| {
        let has_password = passwords::stored(tx, person)?.is_some();
        Ok::<_, StoreError>(Shown {
            has_password,
            sessions: sessions::list(tx, person, now)?,
            this,
        })
    });
    Ok(shown.await?)
}

fn view(ui: &Ui, shown: &Shown, problems: &Problems) -> Page {
    let title = ui.t(msg::PEOPLE_SECURITY);
    let password_title = if shown.has_password {
        msg::PEOPLE_PASSWORD_CHANGE
    } else {
        msg::PEOPLE_PASSWORD_FIRST
    };
    let hint = ui.tf(msg::PEOPLE_PASSWORD_HINT, args! { n = passwords::MIN_CHARS });
    let content = html! {
        (page_title(title, None, None))
        (error_summary(ui, problems))
        (stack(html! {
            (panel(ui.t(password_title), form(ui, "/me/security/password").body(html! {
                @if shown.has_password {
                    (field(ui, "old", ui.t(msg::PEOPLE_PASSWORD_OLD)).password().required().error(problems.of("old")))
                }
                (field(ui, "password", ui.t(msg::PEOPLE_PASSWORD_NEW)).new_password().required()
                    .hint(&hint).error(problems.of("password")))
                (field(ui, "again", ui.t(msg::PEOPLE_PASSWORD_AGAIN)).new_password().required()
                    .error(problems.of("again")))
                (button(ui.t(msg::PEOPLE_SAVE)).primary())
            })))
            (section(ui.t(msg::PEOPLE_SESSIONS), html! {
                (sessions_table(ui, shown))
                @if shown.sessions.len() > 1 {
                    (post_button(ui, "/me/security/others", button(ui.t(msg::PEOPLE_SESSIONS_END)).danger()))
                }
            }))
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

fn sessions_table(ui: &Ui, shown: &Shown) -> Markup {
    let columns = vec![
        col(ui.t(msg::PEOPLE_SESSION_DEVICE)),
        col(ui.t(msg::PEOPLE_SESSION_BEGUN)),
        col(ui.t(msg::PEOPLE_SESSION_SEEN)),
        col(ui.t(msg::PEOPLE_SESSION_END)).unseen(),
    ];
    let rows = shown.sessions.iter().map(|session| {
        let device = if session.device.is_empty() {
            ui.t(msg::PEOPLE_SESSION_UNKNOWN)
        } else {
            &session.device
        };
        vec![
            html! { (device) },
            html! { (when::moment(ui.lang, session.created_at, ui.now)) },
            html! { (when::moment(ui.lang, session.seen_at, ui.now)) },
            html! {
                @if shown.this == Some(session.id) {
                    (badge(Tone::Ok, ui.t(msg::PEOPLE_SESSION_THIS)))
                } @else {
                    (post_button(ui, &format!("/me/security/sessions/{}/revoke", session.id),
                        button(ui.t(msg::PEOPLE_SESSION_END)).small().about(device)))
                }
            },
        ]
    });
    html! { (table(ui.t(msg::PEOPLE_SESSIONS), columns).rows(rows)) }
}
