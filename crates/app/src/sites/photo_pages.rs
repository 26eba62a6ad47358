//! A site's pictures: sent to anyone, added and put in order by the keeper.

use axum::{body::Bytes, extract::State, response::Response};
use langqiao_kernel::id::{OrganisationId, PersonId, PhotoId, VenueId};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::{FileForm, Form},
    gate::{Anyone, Grant},
    i18n::msg,
    not_done::{self, NotDone},
    ui::prelude::*,
};
use langqiao_store::By;

use super::{
    photos::{self, ALBUM, folder},
    queries,
};
use crate::{
    bookings::KeepSpaces,
    pictures::{
        self,
        pages::{self as shared, Shown, Size},
    },
};

type OfVenue = Path<(OrganisationId, VenueId)>;

/// `GET /venues/{venue}/photos/{photo}`
pub(super) async fn send(
    _: Anyone,
    State(app): State<App>,
    Path((venue, photo)): Path<(VenueId, PhotoId)>,
    Query(size): Query<Size>,
) -> Result<Response, Fault> {
    let small = size.is_small();
    let hash = app
        .db
        .read(move |tx| ALBUM.file(tx, (venue, photo), small))
        .await?;
    pictures::file(&app, hash, "public, max-age=604800").await
}

/// Keeps a picture that was sent and shows it; what pages and programs share.
///
/// # Errors
/// See [`NotDone`].
pub(super) async fn keep(
    app: &App,
    by: By,
    (org, person): (OrganisationId, PersonId),
    venue: VenueId,
    (bytes, alt): (Bytes, String),
) -> Result<PhotoId, NotDone> {
    app.db
        .read(move |tx| queries::kept(tx, org, venue).map(|_| ()))
        .await?;
    let shot = pictures::shoot(app, bytes, &alt).await?;
    app.db
        .write(by, move |tx| photos::add(tx, (org, person), venue, &shot, &alt))
        .await
}

/// `GET /w/{org}/venues/{venue}/photos`
pub(super) async fn show(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Page, Fault> {
    page((&gate, &ui, &app), id, &Fields::default(), &Problems::new()).await
}

async fn page(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    id: VenueId,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let venue = queries::kept(tx, org, id)?;
        Ok::<_, NotDone>((venue, ALBUM.of(tx, id)?))
    });
    let (venue, photos) = read.await?;
    let back = format!("/w/{org}/venues/{id}");
    let title = ui.t(msg::SITE_PHOTOS);
    let shown = Shown {
        at: &format!("{back}/photos"),
        folder: &folder(id),
        photos: &photos,
        most: ALBUM.most,
        alt_hint: ui.t(msg::SITE_ALT_HINT),
        remove_why: ui.t(msg::SITE_PHOTO_REMOVE_WHY),
        typed,
        problems,
    };
    let content = html! {
        (page_title(title, Some(&venue.name), Some(html! { (link_button(&back, ui.t(msg::SITE_BACK)).quiet()) })))
        (stack(html! {
            (error_summary(ui, problems))
            (shared::keeper(ui, &shown))
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

async fn again(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    id: VenueId,
    fields: &Fields,
    done: Result<Msg, NotDone>,
) -> Result<Response, Fault> {
    not_done::again(
        ui,
        format!("/w/{}/venues/{id}/photos", gate.org()),
        done,
        |problems| async move { page((gate, ui, app), id, fields, &problems).await },
    )
    .await
}

/// `POST /w/{org}/venues/{venue}/photos`
pub(super) async fn add(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    mut sent: FileForm,
) -> Result<Response, Fault> {
    let whose = (gate.org(), gate.person());
    let picture = shared::sent(&mut sent);
    let done = keep(&app, gate.by(), whose, id, picture).await;
    again(
        (&gate, &ui, &app),
        id,
        &sent.fields,
        done.map(|_| msg::SITE_SAID_PHOTO),
    )
    .await
}

/// `POST /w/{org}/venues/{venue}/photos/{photo}`
pub(super) async fn change(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, photo)): Path<(OrganisationId, VenueId, PhotoId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let deed = shared::deed(&fields, photo);
    let word = shared::said(&deed);
    let done = app.db.write(gate.by(), move |tx| {
        let done = photos::change(tx, org, (id, photo), &deed);
        shared::or_gone(done, || queries::kept(tx, org, id).map(|_| ()))
    });
    let done = done.await.map(|()| word);
    again((&gate, &ui, &app), id, &fields, done).await
}
