//! What a body puts into an activity, as programs send it: nothing in it is passed over.

use langqiao_kernel::id::OrganisationId;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::activities::{Contribution, Invitation};

/// A body asked to hold an activity together, and what it is asked to bring.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationWire {
    #[schema(value_type = String)]
    organisation: OrganisationId,
    /// How many people it sends to help.
    #[serde(default)]
    people: i64,
    /// The rooms or grounds it opens, in words.
    #[serde(default)]
    venue: String,
    /// Money, in fen.
    #[serde(default)]
    money: i64,
    /// Things, in words.
    #[serde(default)]
    goods: String,
    /// Its weight when the credit for service is split: 0 to 100.
    #[serde(default)]
    share: i64,
}

impl From<InvitationWire> for Invitation {
    fn from(wire: InvitationWire) -> Self {
        Invitation {
            organisation: wire.organisation,
            brings: Contribution {
                people: wire.people,
                venue: wire.venue,
                money: wire.money,
                goods: wire.goods,
                share: wire.share,
            },
        }
    }
}

/// What an organisation is to put into an activity, or gave.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BringsWire {
    /// How many people it sends to help.
    #[serde(default)]
    people: i64,
    /// The rooms or grounds it opens, in words.
    #[serde(default)]
    venue: String,
    /// Money, in fen.
    #[serde(default)]
    money: i64,
    /// Things, in words.
    #[serde(default)]
    goods: String,
    /// Its weight when the credit for service is split: 0 to 100.
    #[serde(default)]
    share: i64,
}

impl From<BringsWire> for Contribution {
    fn from(wire: BringsWire) -> Self {
        Contribution {
            people: wire.people,
            venue: wire.venue,
            money: wire.money,
            goods: wire.goods,
            share: wire.share,
        }
    }
}
