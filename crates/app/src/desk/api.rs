//! The desk for programs.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode};
use jiff::civil::Date;
use langqiao_kernel::{
    codes::Phone,
    id::{ActivityId, AreaId, OrganisationId, UnitId},
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::{Fault, Refusal},
    gate::Grant,
    i18n::msg,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::take::{self, AtDesk, Child};
use crate::{
    activities::ManageActivities,
    signups::{PartyId, SignupRole, SignupState},
    standings::What,
};

/// The part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(sign_up))]
pub(super) struct Api;

pub(super) fn routes() -> Routes {
    Routes::new().post("/api/v1/organisations/{org}/activities/{id}/desk", sign_up)
}

/// A child that comes with them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChildBody {
    name: String,
    #[schema(value_type = String, format = Date)]
    birth: Date,
}

/// Somebody who stands at the desk.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AtDeskBody {
    /// In full.
    name: String,
    /// A mobile phone, if they have one.
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    birth: Option<Date>,
    /// Where they live, for activities of one area.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    area: Option<AreaId>,
    role: SignupRole,
    /// Whether they come themselves; otherwise the children alone.
    #[serde(default = "yes")]
    comes: bool,
    /// For whom they answer.
    #[serde(default)]
    children: Vec<ChildBody>,
    /// By question.
    #[serde(default)]
    answers: BTreeMap<String, String>,
    /// What they showed the original of, of what the activity asks for; it is kept as confirmed.
    #[serde(default)]
    seen: SeenBody,
    /// That they, for children their guardian, were told what is kept of them and agreed.
    consented: bool,
    /// That they agreed on paper, which the one who sends this has seen.
    #[serde(default)]
    on_paper: bool,
}

/// What somebody showed the original of.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SeenBody {
    /// That they belong to this unit.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// That they are a member of this line.
    #[serde(default)]
    line: Option<String>,
    /// That they have this qualification.
    #[serde(default)]
    qualification: Option<String>,
    /// The last day on that paper, where it has one.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<Date>,
}

impl SeenBody {
    /// All of it.
    pub(super) fn all(self) -> Vec<What> {
        let unit = self.unit.map(What::Unit);
        let line = self.line.map(|line| What::Line(line, None));
        let paper = self
            .qualification
            .map(|code| What::Qualification(code, self.expires_on));
        [unit, line, paper].into_iter().flatten().collect()
    }
}

impl AtDeskBody {
    /// Who that is.
    ///
    /// # Errors
    /// That they did not agree, or that the phone is none.
    pub(super) fn who(self) -> Result<AtDesk, Fault> {
        if !self.consented {
            return Err(Refusal::invalid("no-consent", msg::DESK_CONSENT_FIRST).into());
        }
        let phone = match self.phone.as_deref().map(Phone::parse) {
            Some(Err(_)) => return Err(Refusal::invalid("phone", msg::DESK_LINE_PHONE).into()),
            Some(Ok(phone)) => Some(phone),
            None => None,
        };
        let children = self.children.into_iter().map(|child| Child {
            name: child.name,
            birth: child.birth,
        });
        Ok(AtDesk {
            name: self.name,
            phone,
            birth: self.birth,
            area: self.area,
            role: self.role,
            comes: self.comes,
            children: children.collect(),
            answers: self.answers,
            seen: self.seen.all(),
            on_paper: self.on_paper,
        })
    }
}

const fn yes() -> bool {
    true
}

/// What came of it.
#[derive(Serialize, ToSchema)]
struct TakenBody {
    #[schema(value_type = String)]
    party: PartyId,
    state: SignupState,
    /// The party's number among all that signed up for this role.
    number: i64,
    /// One for each person, to be shown at the door.
    codes: Vec<String>,
}

/// Signs up somebody who stands at a desk, by the same rules as everybody
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/desk", tag = "signups",
    params(("org" = String, Path), ("id" = String, Path)), request_body = AtDeskBody,
    responses(
        (status = 201, description = "Signed up, or waiting: see `state`", body = TakenBody),
        (status = 404, description = "No such activity, or not held by the organisation"),
        (status = 409, description = "Signed up already, sign-up is not open, or the phone is another's"),
        (status = 422, description = "Not agreed to, not eligible, or something can't be read"),
    ), security(("token" = ["activities.manage"])))]
async fn sign_up(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<AtDeskBody>,
) -> Result<(StatusCode, Json<TakenBody>), Fault> {
    let who = body.who()?;
    let (done, codes) = take::take_one(&app, gate.by(), (gate.org(), id), who).await?;
    let taken = TakenBody {
        party: done.party,
        state: done.state,
        number: done.number,
        codes,
    };
    Ok((StatusCode::CREATED, Json(taken)))
}
