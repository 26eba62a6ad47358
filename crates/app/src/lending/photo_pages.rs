//! A thing's pictures: sent to whoever may ask for it, added and put in order by its keeper.

use axum::{body::Bytes, extract::State, http::StatusCode, response::Response};
use langqiao_kernel::id::{EquipmentId, OrganisationId, PersonId, PhotoId};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Json, Path, Query},
    fault::Fault,
    fields::Fields,
    form::{FileForm, Form},
    gate::Grant,
    not_done::{self, NotDone},
    routes::Routes,
    ui::prelude::*,
};
use langqiao_store::By;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::photos::{self, ALBUM, folder, listed};
use crate::{
    bookings::{KeepSpaces, SeeSpaces},
    pictures::{
        self,
        pages::{self as shared, Shown, Size},
        wire::{PhotoBody, PhotoDeed},
    },
};

#[derive(OpenApi)]
#[openapi(paths(add_thing_photo, change_thing_photo, send_thing_photo))]
struct Document;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/w/{org}/things/{thing}/photos", show)
        .post("/w/{org}/things/{thing}/photos", add)
        .get("/w/{org}/things/{thing}/photos/{photo}", send)
        .post("/w/{org}/things/{thing}/photos/{photo}", change)
        .post(
            "/api/v1/organisations/{org}/things/{thing}/photos",
            add_thing_photo,
        )
        .get(
            "/api/v1/organisations/{org}/things/{thing}/photos/{photo}",
            send_thing_photo,
        )
        .post(
            "/api/v1/organisations/{org}/things/{thing}/photos/{photo}",
            change_thing_photo,
        )
}

type OfThing = Path<(OrganisationId, EquipmentId)>;
type OfPhoto = Path<(OrganisationId, EquipmentId, PhotoId)>;

/// Keeps a picture that was sent and shows it; what pages and programs share.
async fn keep(
    app: &App,
    by: By,
    (org, person): (OrganisationId, PersonId),
    thing: EquipmentId,
    (bytes, alt): (Bytes, String),
) -> Result<PhotoId, NotDone> {
    app.db.read(move |tx| listed(tx, org, thing).map(|_| ())).await?;
    let shot = pictures::shoot(app, bytes, &alt).await?;
    app.db
        .write(by, move |tx| photos::add(tx, (org, person), thing, &shot, &alt))
        .await
}

/// `GET /w/{org}/things/{thing}/photos/{photo}`
async fn send(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Path((_, thing, photo)): OfPhoto,
    Query(size): Query<Size>,
) -> Result<Response, Fault> {
    let (org, small) = (gate.org(), size.is_small());
    let read = app
        .db
        .read(move |tx| photos::file(tx, org, (thing, photo), small));
    pictures::file(&app, read.await?, "private, max-age=604800").await
}

/// `GET /w/{org}/things/{thing}/photos`
async fn show(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfThing,
) -> Result<Page, Fault> {
    page((&gate, &ui, &app), id, &Fields::default(), &Problems::new()).await
}

async fn page(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    id: EquipmentId,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let thing = listed(tx, org, id)?;
        Ok::<_, NotDone>((thing, ALBUM.of(tx, id)?))
    });
    let (thing, photos) = read.await?;
    let (back, at) = (format!("/w/{org}/things/{id}"), folder(org, id));
    let title = ui.t(msg::SITE_PHOTOS);
    let shown = Shown {
        at: &at,
        folder: &at,
        photos: &photos,
        most: ALBUM.most,
        alt_hint: ui.t(msg::LOAN_ALT_HINT),
        remove_why: ui.t(msg::LOAN_PHOTO_REMOVE_WHY),
        typed,
        problems,
    };
    let content = html! {
        (page_title(title, Some(&thing.name), Some(html! { (link_button(&back, ui.t(msg::SITE_BACK)).quiet()) })))
        (stack(html! {
            (error_summary(ui, problems))
            (shared::keeper(ui, &shown))
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

async fn again(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    id: EquipmentId,
    fields: &Fields,
    done: Result<Msg, NotDone>,
) -> Result<Response, Fault> {
    not_done::again(ui, folder(gate.org(), id), done, |problems| async move {
        page((gate, ui, app), id, fields, &problems).await
    })
    .await
}

/// `POST /w/{org}/things/{thing}/photos`
async fn add(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfThing,
    mut sent: FileForm,
) -> Result<Response, Fault> {
    let whose = (gate.org(), gate.person());
    let picture = shared::sent(&mut sent);
    let done = keep(&app, gate.by(), whose, id, picture).await;
    let done = done.map(|_| msg::SITE_SAID_PHOTO);
    again((&gate, &ui, &app), id, &sent.fields, done).await
}

/// `POST /w/{org}/things/{thing}/photos/{photo}`
async fn change(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, photo)): OfPhoto,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, deed) = (gate.org(), shared::deed(&fields, photo));
    let word = shared::said(&deed);
    let write = app.db.write(gate.by(), move |tx| {
        let done = photos::change(tx, org, (id, photo), &deed);
        shared::or_gone(done, || photos::turn(tx, org, id))
    });
    let done = write.await.map(|()| word);
    again((&gate, &ui, &app), id, &fields, done).await
}

/// The id of the picture.
#[derive(Debug, Serialize, ToSchema)]
struct PhotoMade {
    id: String,
}

/// Adds a picture of a thing, three at most; what the file holds besides it is not kept
#[utoipa::path(post, path = "/api/v1/organisations/{org}/things/{thing}/photos", tag = "lending",
    params(("org" = String, Path), ("thing" = String, Path)), request_body = PhotoBody,
    responses((status = 201, description = "Added", body = PhotoMade), (status = 404, description = "No such thing of the organisation's"),
        (status = 409, description = "It is off the list"), (status = 422, description = "No picture, no words for it, or there are three")),
    security(("token" = ["spaces.keep"])))]
async fn add_thing_photo(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfThing,
    Json(body): Json<PhotoBody>,
) -> Result<(StatusCode, Json<PhotoMade>), Fault> {
    let picture = body.read()?;
    let whose = (gate.org(), gate.person());
    let made = keep(&app, gate.by(), whose, id, picture).await?.to_text();
    Ok((StatusCode::CREATED, Json(PhotoMade { id: made })))
}

/// A picture of a thing, for whoever may ask for it; with `?size=small` smaller
#[utoipa::path(get, path = "/api/v1/organisations/{org}/things/{thing}/photos/{photo}", tag = "lending",
    params(("org" = String, Path), ("thing" = String, Path), ("photo" = String, Path), ("size" = Option<String>, Query)),
    responses((status = 200, description = "A JPEG", content_type = "image/jpeg"), (status = 404, description = "Nothing for the organisation")),
    security(("token" = ["activities.read"])))]
async fn send_thing_photo(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    of: OfPhoto,
    size: Query<Size>,
) -> Result<Response, Fault> {
    send(gate, State(app), of, size).await
}

/// Describes a picture anew, puts it first, or takes it away
#[utoipa::path(post, path = "/api/v1/organisations/{org}/things/{thing}/photos/{photo}", tag = "lending",
    params(("org" = String, Path), ("thing" = String, Path), ("photo" = String, Path)), request_body = PhotoDeed,
    responses((status = 204, description = "Done"), (status = 404, description = "No such picture of the organisation's"),
        (status = 409, description = "The thing is off the list"), (status = 422, description = "Without words")),
    security(("token" = ["spaces.keep"])))]
async fn change_thing_photo(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, photo)): OfPhoto,
    Json(deed): Json<PhotoDeed>,
) -> Result<StatusCode, Fault> {
    let (org, deed) = (gate.org(), deed.into());
    app.db
        .write(gate.by(), move |tx| photos::change(tx, org, (id, photo), &deed))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
