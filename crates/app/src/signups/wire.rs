//! What the API takes and gives.

use std::collections::BTreeSet;

use langqiao_kernel::{
    id::{ActivityId, PersonId, SignupId},
    time::rfc3339,
};
use langqiao_platform::{app::App, ui::Ui};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answers::Answers,
    in_group::InGroup,
    model::{PartyId, SignupRole, SignupState},
    party_view::{Member, Party},
    standing::Next,
    ticket,
};

/// Who is to be signed up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSignup {
    /// As what they come; `attendee` if absent.
    #[serde(default = "attendee")]
    pub(super) role: SignupRole,
    /// Ids of those who come: yourself, members of your family, and companions who agreed. Yourself alone if absent.
    #[schema(value_type = Option<Vec<String>>)]
    pub(super) people: Option<BTreeSet<PersonId>>,
    /// Answers by the id of the question.
    #[serde(default)]
    pub(super) answers: Answers,
}

fn attendee() -> SignupRole {
    SignupRole::Attendee
}

/// A party: people who were signed up together.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartyBody {
    /// Its id.
    #[schema(value_type = String)]
    pub(super) id: PartyId,
    /// The activity.
    #[schema(value_type = String)]
    pub(super) activity: ActivityId,
    /// What the activity is called.
    pub(super) title: String,
    /// When it begins.
    pub(super) starts_at: String,
    /// When it ends.
    pub(super) ends_at: String,
    /// Where it is.
    pub(super) place: String,
    /// Who holds it.
    pub(super) host: String,
    /// As what they come.
    pub(super) role: SignupRole,
    /// How the party stands.
    pub(super) state: SignupState,
    /// Whether the activity was called off.
    pub(super) cancelled: bool,
    /// Until when places are held for an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) offered_until: Option<String>,
    /// Who signed you up, by name, where it was a companion: only your own part is shown then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) booked_by: Option<String>,
    /// Its people, as far as they are yours to see.
    pub(super) people: Vec<MemberBody>,
    /// Why it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) waiting: Option<StandingBody>,
}

/// One person of a party.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MemberBody {
    /// The sign-up's id.
    #[schema(value_type = String)]
    id: SignupId,
    /// The person's id.
    #[schema(value_type = String)]
    person: PersonId,
    /// How it stands.
    state: SignupState,
    /// The short code to check in with; only with a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// What the QR code of the ticket says; only with a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    qr: Option<String>,
}

/// Where a waiting party stands, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingBody {
    /// Its position, from 1.
    position: i64,
    /// How many places there are.
    capacity: i64,
    /// How many are held: taken, or offered to others.
    taken: i64,
    /// How many of these are offered and not answered.
    offered: i64,
    /// When the first of these offers ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    offer_ends: Option<String>,
    /// How many people stand before it.
    people_ahead: i64,
    /// Which of the groups that come first it is in, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<InGroupBody>,
    /// What has to happen for it to get places.
    next: Next,
}

/// In which of the groups that come first a waiting party is, or was when places were given to all at once. The positions
/// above count by their order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InGroupBody {
    /// Its place in their order, from 1; absent where the party is in none, and so comes after all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<i64>,
    /// How many groups there are.
    groups: i64,
    /// What the group is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Until when places are kept for the groups, where the party is in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept_until: Option<String>,
    /// All of it in words, as the page says it: sentences in the language that `Accept-Language` asks for.
    words: Vec<String>,
}

impl From<InGroup> for InGroupBody {
    fn from(group: InGroup) -> Self {
        Self {
            place: group.place,
            groups: group.groups,
            name: group.name,
            kept_until: group.kept_until.map(rfc3339),
            words: group.words,
        }
    }
}

pub(super) fn body(app: &App, ui: &Ui, party: &Party) -> PartyBody {
    let now = app.now();
    let member = |member: &Member| {
        let seat = member.state == SignupState::Seat;
        MemberBody {
            id: member.id,
            person: member.person,
            state: member.state,
            code: seat.then(|| member.code.clone()),
            qr: seat.then(|| ticket::address(app, &member.code)),
        }
    };
    let waiting = party
        .standing
        .zip(party.next(now))
        .map(|(standing, next)| StandingBody {
            position: standing.parties_ahead + 1,
            capacity: standing.capacity,
            taken: standing.taken,
            offered: standing.offered,
            offer_ends: standing.offer_ends.map(rfc3339),
            people_ahead: standing.people_ahead,
            group: InGroup::of(ui, party).map(InGroupBody::from),
            next,
        });
    PartyBody {
        id: party.id,
        activity: party.activity.id,
        title: party.activity.title.clone(),
        starts_at: rfc3339(party.activity.starts_at),
        ends_at: rfc3339(party.activity.ends_at),
        place: party.activity.place.clone(),
        host: party.activity.host.clone(),
        role: party.role,
        state: party.state(now),
        cancelled: party.activity.status == "cancelled",
        offered_until: party
            .members
            .iter()
            .find_map(|one| one.offered_until)
            .map(rfc3339),
        booked_by: party.by.clone(),
        people: party.members.iter().map(member).collect(),
        waiting,
    }
}

/// Who of a waiting party comes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Stay {
    /// The sign-ups of those who come.
    #[schema(value_type = Vec<String>)]
    pub(super) stay: BTreeSet<SignupId>,
}

/// What is to be cancelled.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Only {
    /// Only this sign-up of the party; all if absent.
    #[param(value_type = Option<String>)]
    pub(super) signup: Option<SignupId>,
}
