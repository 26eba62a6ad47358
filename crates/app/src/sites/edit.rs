//! A site is entered by its keeper, and what is said of it and of its rooms is changed.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, OrganisationId, PersonId, SpaceId, VenueId},
    text::squash,
    time,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};

use super::{
    clusters::NAME_MAX,
    queries,
    stage::{self, Site, Step},
};
use crate::{
    areas::{self, Directory},
    venues::{self, Details, NewVenue, Position, Stage},
};

/// The longest texts, in characters.
pub const ADDRESS_MAX: usize = 100;
pub const ABOUT_MAX: usize = 1000;
pub const CONTACT_MAX: usize = 100;
/// The most people in one room.
const CAPACITY_MAX: i64 = 100_000;
/// The most rooms of one site.
const SPACES_MAX: usize = 60;

/// What a keeper wants to be said of a site.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Its name.
    pub name: String,
    /// The name of the group of sites that it is run with; may be empty.
    pub cluster: String,
    /// The rest.
    pub details: Details,
}

/// A new site: where, how far it has come, and since when.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The village, community or town where it is.
    pub area: AreaId,
    /// How far it has come.
    pub stage: Stage,
    /// Since which day.
    pub day: Date,
}

/// Enters a site.
///
/// # Errors
/// See [`NotDone`].
pub fn add(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    wish: &Wish,
    begin: &Beginning,
) -> Result<VenueId, NotDone> {
    let mut errors = problems(wish);
    let scope = areas::scope_of(tx, org)?.ok_or(NotDone::NotFound)?;
    let areas = Directory::load(tx)?;
    if !areas.get(begin.area).is_some_and(|area| scope.covers(area)) {
        errors.add("area", msg::SITE_AREA_NEEDED);
    }
    if begin.day > time::day(tx.now()) {
        errors.add("stage_day", msg::SITE_DAY_TO_COME);
    }
    NotDone::unless_none(errors)?;
    let new = NewVenue {
        organisation: org,
        area: begin.area,
        cluster: Some(wish.cluster.clone()),
        name: wish.name.clone(),
        stage: begin.stage,
        details: wish.details.clone(),
        spaces: Vec::new(),
    };
    let venue = venues::add(tx, &new).map_err(name_taken)?.venue;
    let step = Step {
        stage: begin.stage,
        day: begin.day,
        reason: String::new(),
    };
    stage::write(tx, Site::Venue(venue), &step, "", Some(person))?;
    Ok(venue)
}

/// Writes what is said of a site in place of what was said.
///
/// # Errors
/// See [`NotDone`].
pub fn change(tx: &mut WriteTx, org: OrganisationId, id: VenueId, wish: &Wish) -> Result<(), NotDone> {
    let known = queries::kept(tx, org, id)?;
    NotDone::unless_none(problems(wish))?;
    let named = (wish.name.as_str(), Some(wish.cluster.as_str()));
    venues::change(tx, (org, known.area_id), id, named, &wish.details).map_err(name_taken)
}

fn name_taken(error: StoreError) -> NotDone {
    match error.constraint() {
        Some("venue_name_once") => NotDone::field("name", msg::SITE_NAME_TAKEN),
        _ => error.into(),
    }
}

/// What is wrong with what a keeper wants to be said of a site.
pub(super) fn problems(wish: &Wish) -> FieldErrors {
    let mut errors = FieldErrors::new();
    let name = squash(&wish.name).chars().count();
    if !(2..=NAME_MAX).contains(&name) {
        errors.add(
            "name",
            Sentence::new(msg::SITE_NAME_WRONG).with("n", NAME_MAX as i64),
        );
    }
    let details = &wish.details;
    let texts = [
        ("cluster", &wish.cluster, NAME_MAX),
        ("address", &details.address, ADDRESS_MAX),
        ("about", &details.about, ABOUT_MAX),
        ("contact", &details.contact, CONTACT_MAX),
    ];
    for (field, text, most) in texts {
        if text.chars().count() > most {
            errors.add(field, Sentence::new(msg::SITE_TOO_LONG).with("n", most as i64));
        }
    }
    if details.position.is_some_and(|at| !fits(at)) {
        errors.add("position", msg::SITE_POSITION_WRONG);
    }
    errors
}

fn fits(at: Position) -> bool {
    (-90.0..=90.0).contains(&at.latitude) && (-180.0..=180.0).contains(&at.longitude)
}

/// A room as its keeper types it: for the whole form, or for one of many, whose fields end with the room's id.
fn room_problems(name: &str, capacity: i64, suffix: &str) -> FieldErrors {
    let mut errors = FieldErrors::new();
    if !(1..=NAME_MAX).contains(&squash(name).chars().count()) {
        let sentence = Sentence::new(msg::SITE_NAME_WRONG).with("n", NAME_MAX as i64);
        errors.add(format!("space{suffix}"), sentence);
    }
    if !(1..=CAPACITY_MAX).contains(&capacity) {
        errors.add(format!("capacity{suffix}"), msg::SITE_CAPACITY_WRONG);
    }
    errors
}

/// Adds a room to a site.
///
/// # Errors
/// See [`NotDone`].
pub fn add_space(
    tx: &mut WriteTx,
    org: OrganisationId,
    venue: VenueId,
    (name, capacity): (&str, i64),
) -> Result<SpaceId, NotDone> {
    queries::kept(tx, org, venue)?;
    NotDone::unless_none(room_problems(name, capacity, ""))?;
    tx.lock("venue", &venue)?;
    if queries::space_ids(tx, venue)?.len() >= SPACES_MAX {
        return Err(NotDone::field(
            "space",
            Sentence::new(msg::SITE_TOO_MANY_SPACES).with("n", SPACES_MAX as i64),
        ));
    }
    let id = venues::add_space(tx, venue, name, capacity).map_err(|why| room_taken(why, "space"))?;
    tx.record(Event::of("space.added", &id).org(org))?;
    Ok(id)
}

/// Writes a room's name and how many people it holds.
///
/// # Errors
/// See [`NotDone`].
pub fn change_space(
    tx: &mut WriteTx,
    org: OrganisationId,
    (venue, space): (VenueId, SpaceId),
    (name, capacity): (&str, i64),
) -> Result<(), NotDone> {
    queries::kept(tx, org, venue)?;
    let suffix = format!("-{space}");
    NotDone::unless_none(room_problems(name, capacity, &suffix))?;
    let written = tx
        .execute(
            "UPDATE space SET name = ?3, capacity = ?4 WHERE id = ?1 AND venue = ?2",
            params![space, venue, squash(name), capacity],
        )
        .map_err(|why| room_taken(why, &format!("space{suffix}")))?;
    if written == 0 {
        return Err(NotDone::NotFound);
    }
    Ok(tx.record(Event::of("space.changed", &space).org(org))?)
}

fn room_taken(error: StoreError, field: &str) -> NotDone {
    match error.constraint() {
        Some("space_name_once") => NotDone::field(field, msg::SITE_SPACE_TAKEN),
        _ => error.into(),
    }
}

/// The areas in which an organisation may enter sites: town by town.
///
/// # Errors
/// When the database fails.
pub fn areas_of(tx: &mut ReadTx, org: OrganisationId) -> Result<Vec<(AreaId, String)>, StoreError> {
    let Some(scope) = areas::scope_of(tx, org)? else {
        return Ok(Vec::new());
    };
    let areas = Directory::load(tx)?;
    let all = areas.all().iter().filter(|area| scope.covers(area));
    Ok(all.map(|area| (area.id, areas.path(area))).collect())
}
