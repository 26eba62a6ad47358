//! Who a program acts for.

use langqiao_kernel::id::{OrganisationId, PersonId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{extract::Json, gate::SignedIn, identity::Via};

/// The person behind the session or token.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    /// The person's id.
    #[schema(value_type = String)]
    id: PersonId,
    /// The name, masked.
    name: String,
    /// The posts held today.
    posts: Vec<MyPost>,
    /// What the token may be used for; absent for a session, which may be used for all that its person may do.
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<String>>,
}

/// A post held today.
#[derive(Serialize, ToSchema)]
pub(super) struct MyPost {
    /// In which organisation.
    #[schema(value_type = String)]
    organisation: OrganisationId,
    /// Its name.
    name: String,
    /// What the post gives there and below: `county`, `officer`, `steward` or `reader`.
    role: &'static str,
}

/// Who am I?
#[utoipa::path(get, path = "/api/v1/me", tag = "me", responses(
    (status = 200, description = "The person behind the session or token", body = Me),
    (status = 401, description = "No session and no token"),
), security(("token" = ["self"])))]
pub(super) async fn show_me(gate: SignedIn) -> Json<Me> {
    let who = gate.identity();
    let posts = who.posts.iter().map(|post| MyPost {
        organisation: post.organisation,
        name: post.organisation_name.clone(),
        role: post.role.name(),
    });
    let scopes = match &who.via {
        Via::Token { scopes, .. } => Some(scopes.clone()),
        Via::Session { .. } => None,
    };
    Json(Me {
        id: who.person,
        name: who.name.clone(),
        posts: posts.collect(),
        scopes,
    })
}
