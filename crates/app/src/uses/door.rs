//! Who stands at a venue's door, and which of its rooms they may open and close.

use jiff::Timestamp;
use langqiao_kernel::id::{OrganisationId, PersonId, SpaceId, VenueId};
use langqiao_platform::{gate::SignedIn, identity::Identity, not_done::NotDone};
use langqiao_store::ReadTx;

use super::{
    model::Use,
    open::EARLY,
    queries::{self, AtDoor},
};
use crate::{
    sites::{self},
    venues::{self, Stage},
};

/// Somebody at a door, with the bodies for which they book rooms and those whose rooms they keep.
#[derive(Clone, Debug)]
pub struct Comer {
    /// Who.
    pub person: PersonId,
    /// In whose name they book.
    pub books: Vec<OrganisationId>,
    /// Whose rooms they keep.
    pub keeps: Vec<OrganisationId>,
}

impl From<&SignedIn> for Comer {
    fn from(gate: &SignedIn) -> Self {
        Self::of(gate.identity())
    }
}

impl Comer {
    /// By the posts that somebody holds.
    pub fn of(who: &Identity) -> Self {
        let giving = |permission: &str| {
            let posts = who.posts.iter().filter(|post| post.role.gives(permission));
            posts.map(|post| post.organisation).collect()
        };
        Self {
            person: who.person,
            books: giving("spaces.book"),
            keeps: giving("spaces.keep"),
        }
    }
}

/// A venue's doors for somebody who stands there.
#[derive(Clone, Debug)]
pub struct Doors {
    /// The venue's name.
    pub name: String,
    /// Who keeps it.
    pub keeper: OrganisationId,
    /// Whether it is in service.
    pub in_service: bool,
    /// Whether they have a key: as its holder, or as an officer of the keeper.
    pub has_key: bool,
    /// The rooms that they may open, with what each is booked for.
    pub rooms: Vec<AtDoor>,
    /// What is open and may be closed by them.
    pub open: Vec<Use>,
}

impl Doors {
    /// The doors that somebody may touch now.
    ///
    /// # Errors
    /// [`NotDone::NotFound`] for who may touch none.
    pub fn of(tx: &mut ReadTx, comer: &Comer, id: VenueId, now: Timestamp) -> Result<Self, NotDone> {
        let venue = venues::venue(tx, id)?.ok_or(NotDone::NotFound)?;
        let has_key = comer.keeps.contains(&venue.organisation) || sites::holds_key(tx, id, comer.person)?;
        let soon = now.saturating_add(EARLY).unwrap_or(now);
        let mut rooms = queries::at_door(tx, id, (now, soon))?;
        let mut open = queries::open_in(tx, id, now)?;
        if !has_key {
            rooms.retain(|room| {
                room.booking
                    .as_ref()
                    .is_some_and(|(_, org, ..)| comer.books.contains(org))
            });
            open.retain(|one| comer.books.contains(&one.organisation));
            if rooms.is_empty() && open.is_empty() {
                return Err(NotDone::NotFound);
            }
        }
        Ok(Self {
            name: venue.name,
            keeper: venue.organisation,
            in_service: venue.stage == Stage::InService,
            has_key,
            rooms,
            open,
        })
    }

    /// A room that they may open.
    pub fn room(&self, space: SpaceId) -> Option<&AtDoor> {
        self.rooms.iter().find(|room| room.space == space)
    }
}
