//! Sites for programs: what their keepers do, by the same use cases as in the browser.

use axum::{extract::State, http::StatusCode};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, ClusterId, FundingId, OrganisationId, PersonId, PhotoId, SpaceId, VenueId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    i18n::{Lang, Sentence, msg},
    not_done::NotDone,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    clusters,
    edit::{self, Beginning, Wish},
    funding::{self, NewEntry, Source},
    keys, photo_pages, photos, queries,
    stage::{self, Site, Step},
};
use crate::{
    bookings::{BookSpaces, KeepSpaces},
    pictures::wire::{PhotoBody, PhotoDeed},
    venues::{Details, Facility, Position, Stage},
};

#[derive(OpenApi)]
#[openapi(paths(
    enter_venue,
    change_venue,
    add_space,
    change_space,
    step_venue,
    step_cluster,
    describe_cluster,
    list_funding,
    give_funding,
    take_funding_back,
    list_key_holders,
    add_key_holder,
    end_key_holder,
    write_way_in,
    tell_way_in,
    add_photo,
    change_photo
))]
struct Document;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/organisations/{org}/venues", enter_venue)
        .put("/api/v1/organisations/{org}/venues/{venue}", change_venue)
        .post("/api/v1/organisations/{org}/venues/{venue}/spaces", add_space)
        .put(
            "/api/v1/organisations/{org}/venues/{venue}/spaces/{space}",
            change_space,
        )
        .post("/api/v1/organisations/{org}/venues/{venue}/stage", step_venue)
        .put("/api/v1/organisations/{org}/clusters/{cluster}", describe_cluster)
        .post(
            "/api/v1/organisations/{org}/clusters/{cluster}/stage",
            step_cluster,
        )
        .get("/api/v1/organisations/{org}/venues/{venue}/funding", list_funding)
        .post("/api/v1/organisations/{org}/venues/{venue}/funding", give_funding)
        .post(
            "/api/v1/organisations/{org}/venues/{venue}/funding/{funding}/back",
            take_funding_back,
        )
        .get(
            "/api/v1/organisations/{org}/venues/{venue}/keys",
            list_key_holders,
        )
        .post("/api/v1/organisations/{org}/venues/{venue}/keys", add_key_holder)
        .delete(
            "/api/v1/organisations/{org}/venues/{venue}/keys/{person}",
            end_key_holder,
        )
        .put("/api/v1/organisations/{org}/venues/{venue}/way-in", write_way_in)
        .post("/api/v1/organisations/{org}/venues/{venue}/entry", tell_way_in)
        .post("/api/v1/organisations/{org}/venues/{venue}/photos", add_photo)
        .post(
            "/api/v1/organisations/{org}/venues/{venue}/photos/{photo}",
            change_photo,
        )
}

type OfVenue = Path<(OrganisationId, VenueId)>;

/// What is said of a site.
#[derive(Debug, Deserialize, ToSchema)]
struct VenueBody {
    name: String,
    /// The name of the group that it is run with.
    #[serde(default)]
    cluster: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    about: String,
    /// Whom residents ask.
    #[serde(default)]
    contact: String,
    /// Whether one gets in and about without a step; absent or null where it isn't known.
    #[serde(default)]
    step_free: Option<bool>,
    #[serde(default)]
    facilities: Vec<Facility>,
    /// Degrees north (WGS 84); with `longitude` or not at all.
    latitude: Option<f64>,
    /// Degrees east (WGS 84).
    longitude: Option<f64>,
}

/// A new site.
#[derive(Debug, Deserialize, ToSchema)]
struct NewVenueBody {
    #[serde(flatten)]
    venue: VenueBody,
    /// The village or community where it is.
    #[schema(value_type = String)]
    area: AreaId,
    stage: Stage,
    /// Since which day; today if nothing is said.
    #[schema(value_type = Option<String>)]
    day: Option<Date>,
}

impl VenueBody {
    fn wish(self) -> Wish {
        let position = self.latitude.zip(self.longitude);
        Wish {
            name: self.name,
            cluster: self.cluster,
            details: Details {
                address: self.address,
                about: self.about.trim().to_owned(),
                contact: self.contact,
                step_free: self.step_free,
                facilities: self.facilities,
                position: position.map(|(latitude, longitude)| Position { latitude, longitude }),
            },
        }
    }
}

/// The id of what was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SiteMade)]
struct Made {
    id: String,
}

fn made(id: impl ToString) -> (StatusCode, Json<Made>) {
    (StatusCode::CREATED, Json(Made { id: id.to_string() }))
}

/// A room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SpaceBody {
    name: String,
    /// How many people it holds.
    capacity: i64,
}

/// A step to a stage.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StepBody {
    stage: Stage,
    /// Since which day; today if nothing is said.
    #[schema(value_type = Option<String>)]
    day: Option<Date>,
    /// Needed for a step back and for the end.
    #[serde(default)]
    reason: String,
}

/// What is said of a group of sites.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClusterBody {
    name: String,
    #[serde(default)]
    about: String,
}

/// Money that was given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FundingBody {
    source: Source,
    /// Who gave it.
    giver: String,
    /// In fen.
    amount: i64,
    #[schema(value_type = String)]
    day: Date,
    #[serde(default)]
    note: String,
}

/// An entry of the list of what was given.
#[derive(Debug, Serialize, ToSchema)]
struct FundingWire {
    #[schema(value_type = String)]
    id: FundingId,
    source: Source,
    giver: String,
    /// In fen; less than nothing where it takes another back.
    amount: i64,
    #[schema(value_type = String)]
    day: Date,
    note: String,
    /// The entry that it takes back.
    #[schema(value_type = Option<String>)]
    takes_back: Option<FundingId>,
}

/// What was given, and what it adds up to.
#[derive(Debug, Serialize, ToSchema)]
struct FundingList {
    /// In fen.
    total: i64,
    entries: Vec<FundingWire>,
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReasonBody {
    reason: String,
}

/// Whose phone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PhoneBody {
    phone: String,
}

/// Who has a key; name and phone in part only.
#[derive(Debug, Serialize, ToSchema)]
struct KeyHolder {
    #[schema(value_type = String)]
    id: PersonId,
    name: String,
    phone: Option<String>,
}

/// How one gets in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WayInBody {
    way_in: String,
}

/// How one gets in, and who has the key.
#[derive(Debug, Serialize, ToSchema)]
struct WayInWire {
    way_in: String,
    holders: Vec<OpenHolder>,
}

/// Who has a key, in full.
#[derive(Debug, Serialize, ToSchema)]
struct OpenHolder {
    name: Option<String>,
    phone: Option<String>,
}

/// Enters a site
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues", tag = "venues",
    params(("org" = String, Path)), request_body = NewVenueBody,
    responses((status = 201, description = "Entered", body = Made), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn enter_venue(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Json(body): Json<NewVenueBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let whose = (gate.org(), gate.person());
    let begin = Beginning {
        area: body.area,
        stage: body.stage,
        day: body.day.unwrap_or_else(|| time::day(app.now())),
    };
    let wish = body.venue.wish();
    let id = app
        .db
        .write(gate.by(), move |tx| edit::add(tx, whose, &wish, &begin))
        .await?;
    Ok(made(id))
}

/// Writes what is said of a site in place of what was said
#[utoipa::path(put, path = "/api/v1/organisations/{org}/venues/{venue}", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = VenueBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn change_venue(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<VenueBody>,
) -> Result<StatusCode, Fault> {
    let (org, wish) = (gate.org(), body.wish());
    app.db
        .write(gate.by(), move |tx| edit::change(tx, org, id, &wish))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a room to a site
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/spaces", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = SpaceBody,
    responses((status = 201, description = "Added", body = Made), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn add_space(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<SpaceBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let org = gate.org();
    let write =
        move |tx: &mut langqiao_store::WriteTx<'_>| edit::add_space(tx, org, id, (&body.name, body.capacity));
    Ok(made(app.db.write(gate.by(), write).await?))
}

/// Writes a room's name and how many people it holds
#[utoipa::path(put, path = "/api/v1/organisations/{org}/venues/{venue}/spaces/{space}", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("space" = String, Path)), request_body = SpaceBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such room of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn change_space(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, space)): Path<(OrganisationId, VenueId, SpaceId)>,
    Json(body): Json<SpaceBody>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            edit::change_space(tx, org, (id, space), (&body.name, body.capacity))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn step(gate: &Grant<KeepSpaces>, app: &App, site: Site, body: StepBody) -> Result<StatusCode, Fault> {
    let whose = (gate.org(), gate.person());
    let step = Step {
        stage: body.stage,
        day: body.day.unwrap_or_else(|| time::day(app.now())),
        reason: body.reason,
    };
    app.db
        .write(gate.by(), move |tx| stage::move_to(tx, whose, site, &step))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A site comes to another stage
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/stage", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = StepBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such site of the organisation's"),
        (status = 409, description = "Its rooms are still booked"), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn step_venue(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<StepBody>,
) -> Result<StatusCode, Fault> {
    step(&gate, &app, Site::Venue(id), body).await
}

/// A group of sites comes to another stage
#[utoipa::path(post, path = "/api/v1/organisations/{org}/clusters/{cluster}/stage", tag = "venues",
    params(("org" = String, Path), ("cluster" = String, Path)), request_body = StepBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such group of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn step_cluster(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ClusterId)>,
    Json(body): Json<StepBody>,
) -> Result<StatusCode, Fault> {
    step(&gate, &app, Site::Cluster(id), body).await
}

/// Writes what is said of a group of sites
#[utoipa::path(put, path = "/api/v1/organisations/{org}/clusters/{cluster}", tag = "venues",
    params(("org" = String, Path), ("cluster" = String, Path)), request_body = ClusterBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such group of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn describe_cluster(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ClusterId)>,
    Json(body): Json<ClusterBody>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            clusters::describe(tx, org, id, (&body.name, &body.about))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was given for a site, the latest first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/venues/{venue}/funding", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)),
    responses((status = 200, description = "All entries", body = FundingList), (status = 404, description = "No such site of the organisation's")),
    security(("token" = ["spaces.keep"])))]
async fn list_funding(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Json<FundingList>, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        queries::kept(tx, org, id)?;
        Ok::<_, NotDone>(queries::entries(tx, id, None)?)
    });
    let entries = read.await?;
    let wire = |entry: funding::Entry| FundingWire {
        id: entry.id,
        source: entry.source,
        giver: entry.giver,
        amount: entry.amount,
        day: entry.day,
        note: entry.note,
        takes_back: entry.takes_back,
    };
    Ok(Json(FundingList {
        total: entries.iter().map(|entry| entry.amount).sum(),
        entries: entries.into_iter().map(wire).collect(),
    }))
}

/// Writes what was given for a site
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/funding", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = FundingBody,
    responses((status = 201, description = "Written", body = Made), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn give_funding(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<FundingBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let whose = (gate.org(), gate.person());
    let new = NewEntry {
        source: body.source,
        giver: body.giver,
        amount: body.amount,
        day: body.day,
        note: body.note,
    };
    let entry = app
        .db
        .write(gate.by(), move |tx| funding::give(tx, whose, id, &new))
        .await?;
    Ok(made(entry))
}

/// Takes back an entry that was wrong, once, by one of its own
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/funding/{funding}/back", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("funding" = String, Path)), request_body = ReasonBody,
    responses((status = 201, description = "Written", body = Made), (status = 404, description = "No such entry of the organisation's"),
        (status = 409, description = "It was taken back already"), (status = 422, description = "Without a reason")),
    security(("token" = ["spaces.keep"])))]
async fn take_funding_back(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, VenueId, FundingId)>,
    Json(body): Json<ReasonBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let whose = (gate.org(), gate.person());
    let back = app
        .db
        .write(gate.by(), move |tx| {
            funding::take_back(tx, whose, id, (entry, &body.reason))
        })
        .await?;
    Ok(made(back))
}

/// Who has a site's key; names and phones in part only
#[utoipa::path(get, path = "/api/v1/organisations/{org}/venues/{venue}/keys", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)),
    responses((status = 200, description = "Who has one", body = Vec<KeyHolder>), (status = 404, description = "No such site of the organisation's")),
    security(("token" = ["spaces.keep"])))]
async fn list_key_holders(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Json<Vec<KeyHolder>>, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        queries::kept(tx, org, id)?;
        Ok::<_, NotDone>(queries::holders(tx, id)?)
    });
    let wire = |(id, name, phone)| KeyHolder { id, name, phone };
    Ok(Json(read.await?.into_iter().map(wire).collect()))
}

/// Somebody gets a key; they have an account with this phone
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/keys", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = PhoneBody,
    responses((status = 201, description = "Written", body = Made), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "Nobody has this phone, or they have a key already")),
    security(("token" = ["spaces.keep"])))]
async fn add_key_holder(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<PhoneBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (org, house) = (gate.org(), app.clone());
    let person = app
        .db
        .write(gate.by(), move |tx| {
            keys::add_holder(tx, &house.keys, org, id, &body.phone)
        })
        .await?;
    Ok(made(person))
}

/// Somebody gives a key back
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/venues/{venue}/keys/{person}", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("person" = String, Path)),
    responses((status = 204, description = "Written"), (status = 404, description = "They have none")),
    security(("token" = ["spaces.keep"])))]
async fn end_key_holder(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, person)): Path<(OrganisationId, VenueId, PersonId)>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| keys::end_holder(tx, org, id, person))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes how one gets in
#[utoipa::path(put, path = "/api/v1/organisations/{org}/venues/{venue}/way-in", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = WayInBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "Too long")),
    security(("token" = ["spaces.keep"])))]
async fn write_way_in(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<WayInBody>,
) -> Result<StatusCode, Fault> {
    let (org, house) = (gate.org(), app.clone());
    app.db
        .write(gate.by(), move |tx| {
            keys::set_way_in(tx, &house.keys, org, id, &body.way_in)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How one gets in and who has the key: for the keeper, and for who has a room there within a day; it is recorded
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/entry", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)),
    responses((status = 200, description = "How one gets in", body = WayInWire), (status = 404, description = "Not for the organisation, or not yet")),
    security(("token" = ["spaces.book"])))]
async fn tell_way_in(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Json<WayInWire>, Fault> {
    let (whose, house) = ((gate.org(), gate.person()), app.clone());
    let reason = Sentence::new(msg::SITE_ENTRY).text(Lang::ZhCn).into_owned();
    let told = app
        .db
        .write(gate.by(), move |tx| {
            keys::tell(tx, &house.keys, whose, id, &reason)
        })
        .await?;
    let wire = |holder: langqiao_platform::people::Disclosed| OpenHolder {
        name: holder.name,
        phone: holder.phone,
    };
    Ok(Json(WayInWire {
        way_in: told.words,
        holders: told.holders.into_iter().map(wire).collect(),
    }))
}

/// Adds a picture; what the file holds besides it is not kept
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/photos", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = PhotoBody,
    responses((status = 201, description = "Added", body = Made), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "No picture, or no words for it")),
    security(("token" = ["spaces.keep"])))]
async fn add_photo(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<PhotoBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let picture = body.read()?;
    let whose = (gate.org(), gate.person());
    let photo = photo_pages::keep(&app, gate.by(), whose, id, picture).await?;
    Ok(made(photo))
}

/// Describes a picture anew, puts it first, or takes it away
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/photos/{photo}", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("photo" = String, Path)), request_body = PhotoDeed,
    responses((status = 204, description = "Done"), (status = 404, description = "No such picture of the organisation's"),
        (status = 422, description = "Without words")),
    security(("token" = ["spaces.keep"])))]
async fn change_photo(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, photo)): Path<(OrganisationId, VenueId, PhotoId)>,
    Json(deed): Json<PhotoDeed>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    let deed = deed.into();
    app.db
        .write(gate.by(), move |tx| photos::change(tx, org, (id, photo), &deed))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
