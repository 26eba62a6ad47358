//! A site's pictures: each with words for those who don't see it.

use langqiao_kernel::id::{OrganisationId, PersonId, PhotoId, VenueId};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{Event, WriteTx};

use super::queries;
use crate::pictures::{self, Album, album};
pub use crate::pictures::{Deed, Shot};

/// The pictures of sites.
pub const ALBUM: Album = album!("venue_photo", "venue", 12);

/// A picture of a site.
pub type Photo = pictures::Photo<VenueId>;

impl Photo {
    /// Where it is.
    pub fn href(&self, small: bool) -> String {
        self.within(&folder(self.of), small)
    }
}

/// Where a site's pictures are, for anyone.
pub fn folder(venue: VenueId) -> String {
    format!("/venues/{venue}/photos")
}

/// Shows a picture of a site, after those it has.
///
/// # Errors
/// See [`NotDone`].
pub fn add(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    venue: VenueId,
    shot: &Shot,
    alt: &str,
) -> Result<PhotoId, NotDone> {
    queries::kept(tx, org, venue)?;
    tx.lock("venue", &venue)?;
    let id = ALBUM.add(tx, (venue, person), shot, alt)?;
    tx.record(Event::of("venue.photo_added", &venue).org(org))?;
    Ok(id)
}

/// Does something with a picture.
///
/// # Errors
/// See [`NotDone`].
pub fn change(
    tx: &mut WriteTx,
    org: OrganisationId,
    (venue, id): (VenueId, PhotoId),
    deed: &Deed,
) -> Result<(), NotDone> {
    queries::kept(tx, org, venue)?;
    tx.lock("venue", &venue)?;
    ALBUM.change(tx, (venue, id), deed)?;
    let act = match deed {
        Deed::Describe(_) => "venue.photo_described",
        Deed::First => "venue.photo_first",
        Deed::Remove => "venue.photo_removed",
    };
    Ok(tx.record(Event::of(act, &venue).org(org))?)
}
