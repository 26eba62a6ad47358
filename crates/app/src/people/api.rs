//! The same for programs.

use axum::{extract::State, http::StatusCode};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{OrganisationId, PersonId},
    time,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::Json,
    fault::Fault,
    gate::{Grant, SignedIn},
    people::{self, NewFamilyMember},
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    ListPeople, export,
    queries::{self, HolderKey},
};

#[derive(OpenApi)]
#[openapi(
    paths(list_family, add_family_member, list_people, export::send_to_program),
    components(schemas(FamilyMember, AddFamilyMember, PostHolder))
)]
pub(super) struct Api;

/// Someone for whom the person answers.
#[derive(Serialize, ToSchema)]
pub(super) struct FamilyMember {
    /// The family member's id, to be signed up with.
    #[schema(value_type = String)]
    id: PersonId,
    /// The name in full, as the guardian gave it.
    name: String,
    /// The day of birth.
    #[schema(value_type = Option<String>, format = Date)]
    birth: Option<Date>,
}

/// Someone for whom the person is to answer.
#[derive(Deserialize, ToSchema)]
pub(super) struct AddFamilyMember {
    /// The name in full.
    name: String,
    /// The day of birth.
    #[schema(value_type = String, format = Date)]
    birth: Date,
    /// That the person, as guardian, agrees to the use of this family member's data as the privacy notice says.
    consent: bool,
}

/// Someone who holds a post in an organisation or below it, masked.
#[derive(Serialize, ToSchema)]
pub(super) struct PostHolder {
    /// The person's id.
    #[schema(value_type = String)]
    person: PersonId,
    /// The name, masked.
    name: String,
    /// The phone, masked.
    phone: Option<String>,
    /// The post.
    title: String,
    /// The id of the organisation in which it is held.
    #[schema(value_type = String)]
    organisation: OrganisationId,
    /// Its name.
    organisation_name: String,
    /// Since when.
    #[schema(value_type = String, format = Date)]
    since: Date,
    #[serde(skip)]
    key: HolderKey,
}

/// The people for whom the person answers.
#[utoipa::path(get, path = "/api/v1/me/family", tag = "me", responses(
    (status = 200, description = "All family members, the eldest first", body = Vec<FamilyMember>),
    (status = 401, description = "No session and no token"),
), security(("token" = ["self"])))]
pub(super) async fn list_family(
    gate: SignedIn,
    State(app): State<App>,
) -> Result<Json<Vec<FamilyMember>>, Fault> {
    let (person, keys) = (gate.person(), app.keys.clone());
    let family = app
        .db
        .read(move |tx| people::family_of(tx, &keys, person))
        .await?;
    let wire = |member: people::FamilyMember| FamilyMember {
        id: member.id,
        name: member.name,
        birth: member.birth_day,
    };
    Ok(Json(family.into_iter().map(wire).collect()))
}

/// Adds someone for whom the person answers.
#[utoipa::path(post, path = "/api/v1/me/family", tag = "me", request_body = AddFamilyMember, responses(
    (status = 201, description = "The family member", body = FamilyMember),
    (status = 401, description = "No session and no token"),
    (status = 409, description = "There are too many already"),
    (status = 422, description = "No consent, no name, or not a day of birth"),
), security(("token" = ["self"])))]
pub(super) async fn add_family_member(
    gate: SignedIn,
    State(app): State<App>,
    Json(new): Json<AddFamilyMember>,
) -> Result<(StatusCode, Json<FamilyMember>), Fault> {
    let (person, keys) = (gate.person(), app.keys.clone());
    let (name, birth) = (new.name.clone(), new.birth);
    let new = NewFamilyMember {
        name: new.name,
        birth,
        consented: new.consent,
    };
    let id = app
        .db
        .write(gate.by(), move |tx| {
            people::add_family_member(tx, &keys, person, &new)
        })
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(FamilyMember {
            id,
            name,
            birth: Some(birth),
        }),
    ))
}

/// Who holds posts in the organisation and below it, masked.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/people", tag = "people", params(
    ("org" = String, Path, description = "The organisation"),
    ("after" = Option<String>, Query, description = "`next` of the page before"),
    ("limit" = Option<u32>, Query, description = "At most so many items, 1 to 200; 50 without it"),
), responses(
    (status = 200, description = "A page of post-holders", body = List<PostHolder>),
    (status = 401, description = "No session and no token"),
    (status = 404, description = "No such organisation, or not yours to see"),
), security(("token" = ["people.list"])))]
pub(super) async fn list_people(
    gate: Grant<ListPeople>,
    State(app): State<App>,
    paging: Paging<HolderKey>,
) -> Result<Json<List<PostHolder>>, Fault> {
    let (org, today, rows, after) = (
        gate.org(),
        time::day(app.now()),
        paging.rows(),
        paging.after.clone(),
    );
    let holders = app
        .db
        .read(move |tx| queries::holders(tx, org, today, None, after.as_ref(), rows))
        .await?;
    let wire = |holder: queries::Holder| PostHolder {
        key: (holder.depth, holder.organisation_name.clone(), holder.posting),
        person: holder.person,
        name: holder.name,
        phone: holder.phone,
        title: holder.title,
        organisation: holder.organisation,
        organisation_name: holder.organisation_name,
        since: holder.since,
    };
    let items = holders.into_iter().map(wire).collect();
    Ok(Json(List::of(&paging, items, |last| last.key.clone())))
}
