//! The gates for programs, and for the island that scans without a network.

mod offline;
mod phones;
mod settling;

use langqiao_kernel::id::{ActivityId, GateId, OrganisationId};
use langqiao_platform::extract::Path;
use utoipa::OpenApi;

pub(super) use offline::{bring_scans, read_roster};
pub(super) use phones::{claim_device, list_devices, register_device, revoke_device};
pub(super) use settling::{list_unsettled_scans, settle_scans};

/// The gates' part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(
    paths(
        phones::list_devices,
        phones::register_device,
        phones::claim_device,
        phones::revoke_device,
        offline::read_roster,
        offline::bring_scans,
        settling::list_unsettled_scans,
        settling::settle_scans
    ),
    components(schemas(offline::BatchWire))
)]
pub(in crate::checkins) struct Api;

/// The header that carries a part's signature.
const SIGNATURE: &str = "langqiao-signature";

type Here = Path<(OrganisationId, ActivityId)>;

type There = Path<(OrganisationId, ActivityId, GateId)>;
