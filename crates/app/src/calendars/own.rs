//! One's own calendar's address: made, shown once, renewed, ended.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::CACHE_CONTROL},
};
use langqiao_platform::{
    app::App, extract::Json, fault::Fault, feature::PanelAsk, form::Form, gate::SignedIn, reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::queries;

#[derive(OpenApi)]
#[openapi(paths(make_by_program))]
struct Document;

/// The feature's part of the OpenAPI document.
pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The way there, on one's own page.
pub(super) fn panel(_: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let ui = ask.ui;
    Ok(doors(door(
        Icon::Calendar,
        ui.t(msg::CALENDAR_OWN),
        ui.t(msg::CALENDAR_OWN_DOOR),
        "/me/calendar",
    )))
}

/// `GET /me/calendar`
pub(super) async fn show(gate: SignedIn, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let person = gate.person();
    let since = app.db.read(move |tx| queries::since(tx, person)).await?;
    Ok(view(&ui, since.is_some(), None))
}

/// `POST /me/calendar`: a new address, in place of the one before; it is shown on the page that answers, and never again.
pub(super) async fn make(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Form(_): Form,
) -> Result<Page, Fault> {
    let address = renewed(&gate, &app).await?;
    let page = view(&ui, true, Some(&address));
    Ok(page.header(CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

/// `POST /me/calendar/end`
pub(super) async fn end(gate: SignedIn, State(app): State<App>, Form(_): Form) -> Result<SeeOther, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| queries::end(tx, person))
        .await?;
    Ok(SeeOther::to("/me/calendar").say(Tone::Ok, msg::CALENDAR_SAID_ENDED))
}

/// The address of one's own calendar.
#[derive(Debug, Serialize, ToSchema)]
struct CalendarAddress {
    /// To be given to a calendar program; whoever knows it can read the calendar.
    address: String,
}

/// Makes a new address of one's own calendar, in place of the one before. It is told this once.
#[utoipa::path(post, path = "/api/v1/me/calendar", tag = "me",
    responses((status = 201, description = "The address", body = CalendarAddress)))]
pub(super) async fn make_by_program(
    gate: SignedIn,
    State(app): State<App>,
) -> Result<(StatusCode, Json<impl Serialize>), Fault> {
    let address = renewed(&gate, &app).await?;
    Ok((StatusCode::CREATED, Json(CalendarAddress { address })))
}

async fn renewed(gate: &SignedIn, app: &App) -> Result<String, Fault> {
    let (person, keys) = (gate.person(), app.keys.clone());
    let key = app
        .db
        .write(gate.by(), move |tx| queries::renew(tx, &keys, person))
        .await?;
    Ok(format!("{}/calendars/{key}.ics", app.settings.public_url))
}

fn view(ui: &Ui, has: bool, address: Option<&str>) -> Page {
    let make = if has {
        msg::CALENDAR_RENEW
    } else {
        msg::CALENDAR_MAKE
    };
    let content = html! {
        (page_title(ui.t(msg::CALENDAR_OWN), Some(ui.t(msg::CALENDAR_OWN_LEDE)), None))
        (stack(html! {
            @if let Some(address) = address {
                (section(ui.t(msg::SUBSCRIBE_TITLE), card(html! {
                    (notice(Tone::Warn, html! { (ui.t(msg::CALENDAR_ONCE)) }))
                    (subscribe(ui, ("own", address), msg::SUBSCRIBE_SHOWS_OWN, msg::SUBSCRIBE_ENDS_OWN))
                })))
            }
            (card(html! {
                p { (ui.t(if has { msg::CALENDAR_HAS } else { msg::CALENDAR_HAS_NOT })) }
                (row(html! {
                    (post_button(ui, "/me/calendar", button(ui.t(make)).primary()))
                    @if has { (post_button(ui, "/me/calendar/end", button(ui.t(msg::CALENDAR_END)))) }
                }))
            }))
        }))
    };
    portal(ui, Head::unlisted(ui.t(msg::CALENDAR_OWN)), content)
}
