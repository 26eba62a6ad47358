//! The county's standing part: areas, units, organisations with their posts, sites.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use langqiao_app::{
    areas::{self, AreaRow, Directory},
    coverage::{UnitKind, Way},
    organisations::{self, Appointment, Kind, Line, NewOrganisation, PostKind},
    units::{self, Headcount, NewUnit},
    venues::{self, Details, NewVenue, Stage},
};
use langqiao_kernel::{
    codes::Phone,
    id::{AreaId, OrganisationId, PersonId, SpaceId, UnitId},
    time,
};
use langqiao_platform::{
    app::App,
    keys::Keys,
    people::{self, NewPerson},
    roles::Role,
};
use langqiao_store::{Actor, By, WriteTx};

use super::{
    names::InventedPerson,
    plan::{Division, Plan, PlannedOrganisation},
    unexpected,
};
use crate::failure::Failure;

/// The first day of the demonstration's registers.
const BEGINNING: Date = Date::constant(2006, 1, 1);

/// What was built, by the plan's own indexes.
#[derive(Clone)]
pub struct County {
    /// Areas by their code.
    pub areas: HashMap<String, AreaId>,
    /// Organisations.
    pub organisations: Vec<OrganisationId>,
    /// Who leads each; nobody in a shell.
    pub leaders: Vec<Option<PersonId>>,
    /// The rooms of each site.
    pub spaces: Vec<Vec<SpaceId>>,
}

/// The author of what the demonstration writes, at a moment.
pub fn by(at: Timestamp) -> By {
    By::new(Actor::System("demo"), at)
}

/// Builds it.
///
/// # Errors
/// When the database fails.
pub async fn build(app: &App, divisions: &[Division], plan: &Plan) -> Result<County, Failure> {
    let areas = enter_areas(app, divisions).await?;
    let units = enter_units(app, plan, &areas).await?;
    let (organisations, leaders) = enter_organisations(app, plan, &areas, &units).await?;
    let spaces = enter_venues(app, plan, &areas, &organisations).await?;
    Ok(County {
        areas,
        organisations,
        leaders,
        spaces,
    })
}

/// The table of areas: the county itself, then its divisions.
pub fn area_rows(divisions: &[Division]) -> Vec<AreaRow> {
    let row = |d: &Division| AreaRow {
        code: d.code.clone(),
        name: d.name.clone(),
        level: if d.is_town { "town" } else { "village" }.to_owned(),
        parent_code: d.parent.clone(),
    };
    let county = AreaRow {
        code: "330483".into(),
        name: "桐乡市".into(),
        level: "county".into(),
        parent_code: String::new(),
    };
    std::iter::once(county).chain(divisions.iter().map(row)).collect()
}

async fn enter_areas(app: &App, divisions: &[Division]) -> Result<HashMap<String, AreaId>, Failure> {
    let rows = area_rows(divisions);
    let areas = app
        .db
        .write(by(time::start_of_day(BEGINNING)), move |tx| {
            let report = areas::import_rows(tx, &rows, BEGINNING)?;
            if let Some(bad) = report.bad.first() {
                return Err(unexpected("enter the areas", bad));
            }
            let directory = Directory::load(tx)?;
            Ok(directory
                .all()
                .iter()
                .map(|a| (a.code.to_string(), a.id))
                .collect())
        })
        .await?;
    Ok(areas)
}

async fn enter_units(
    app: &App,
    plan: &Plan,
    areas: &HashMap<String, AreaId>,
) -> Result<Vec<UnitId>, Failure> {
    let units: Vec<NewUnit> = plan
        .units
        .iter()
        .map(|unit| {
            Ok(NewUnit {
                id: UnitId::generate(),
                kind: unit
                    .kind
                    .parse::<UnitKind>()
                    .map_err(|why| unexpected("name a kind of unit", why))?,
                name: unit.name.clone(),
                area: area(areas, &unit.area)?,
                uscc: unit.uscc.clone(),
                uscc_reason: None,
                contact_sealed: None,
                phone_sealed: None,
                founded: None,
                at: None,
                from: BEGINNING,
                people: Headcount {
                    headcount: unit.headcount,
                    women: unit.women,
                    youth: unit.youth,
                    scitech: unit.scitech,
                    party: unit.party,
                },
                batch: None,
            })
        })
        .collect::<Result<_, Failure>>()?;
    let ids = units.iter().map(|unit| unit.id).collect();
    app.db
        .write(by(time::start_of_day(BEGINNING)), move |tx| {
            units::create_many(tx, &units).map_err(|why| unexpected("enter the units", why))
        })
        .await?;
    Ok(ids)
}

async fn enter_organisations(
    app: &App,
    plan: &Plan,
    areas: &HashMap<String, AreaId>,
    units: &[UnitId],
) -> Result<(Vec<OrganisationId>, Vec<Option<PersonId>>), Failure> {
    let ids: Vec<OrganisationId> = plan
        .organisations
        .iter()
        .map(|_| OrganisationId::generate())
        .collect();
    let mut leaders = Vec::with_capacity(ids.len());
    let indexes: Vec<usize> = (0..ids.len()).collect();
    for chunk in indexes.chunks(50) {
        let chunk = chunk.to_vec();
        let (plan, areas, units, ids, keys) = (
            plan.clone(),
            areas.clone(),
            units.to_vec(),
            ids.clone(),
            app.keys.clone(),
        );
        let found = move |tx: &mut WriteTx<'_>| {
            let mut leaders = Vec::with_capacity(chunk.len());
            for at in &chunk {
                let planned = &plan.organisations[*at];
                found_one(
                    tx,
                    planned,
                    ids[*at],
                    planned.parent.map(|p| ids[p]),
                    area(&areas, &planned.area)?,
                    &units,
                )?;
                let leader = planned
                    .leader
                    .as_ref()
                    .map(|leader| lead(tx, &keys, planned, ids[*at], leader));
                leaders.push(leader.transpose()?);
            }
            Ok::<_, Failure>(leaders)
        };
        leaders.extend(app.db.write(by(app.now()), found).await?);
    }
    Ok((ids, leaders))
}

fn found_one(
    tx: &mut WriteTx<'_>,
    planned: &PlannedOrganisation,
    id: OrganisationId,
    parent: Option<OrganisationId>,
    area: AreaId,
    units: &[UnitId],
) -> Result<(), Failure> {
    let own = planned
        .covers
        .iter()
        .find(|(_, way)| *way == "own")
        .map(|(unit, _)| units[*unit]);
    let new = NewOrganisation {
        id,
        line: if planned.line == "office" {
            Line::OFFICE
        } else {
            planned
                .line
                .parse()
                .map_err(|why| unexpected("name a line", why))?
        },
        kind: planned
            .kind
            .parse::<Kind>()
            .map_err(|why| unexpected("name a kind of organisation", why))?,
        name: planned.name.clone(),
        parent,
        area,
        unit: own,
        from: planned.founded,
    };
    organisations::found(tx, &new).map_err(|why| unexpected(&format!("found {}", planned.name), why))?;
    let shared: Vec<(UnitId, Way)> = planned
        .covers
        .iter()
        .filter(|(_, way)| *way != "own")
        .map(|(unit, way)| {
            Ok((
                units[*unit],
                way.parse()
                    .map_err(|why| unexpected("name a way of covering", why))?,
            ))
        })
        .collect::<Result<_, Failure>>()?;
    if !shared.is_empty() {
        organisations::cover_many(tx, id, &shared, planned.founded)
            .map_err(|why| unexpected("share an organisation", why))?;
    }
    Ok(())
}

fn lead(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    planned: &PlannedOrganisation,
    organisation: OrganisationId,
    leader: &InventedPerson,
) -> Result<PersonId, Failure> {
    let person = register(tx, keys, leader, None, None, true)?;
    let county = planned.parent.is_none() || planned.kind == "federation" && planned.area.len() == 6;
    let (title, kind) = match planned.line {
        "league" => ("书记", PostKind::PartTime),
        "office" => ("主任", PostKind::FullTime),
        _ if planned.area.len() == 12 => ("主席", PostKind::PartTime),
        _ => ("主席", PostKind::FullTime),
    };
    let appointment = Appointment {
        person,
        organisation,
        title: title.to_owned(),
        kind,
        role: if county { Role::County } else { Role::Officer },
        from: planned.founded,
        to: None,
    };
    organisations::appoint(tx, &appointment).map_err(|why| unexpected("appoint", why))?;
    Ok(person)
}

/// Takes up an invented person.
///
/// # Errors
/// When the database fails.
pub fn register(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    person: &InventedPerson,
    birth: Option<Date>,
    area: Option<AreaId>,
    consented: bool,
) -> Result<PersonId, Failure> {
    let new = NewPerson {
        phone: Phone::parse(&person.phone).ok(),
        birth,
        female: Some(person.female),
        area,
        consented,
        ..NewPerson::named(&person.name)
    };
    people::register(tx, keys, &new).map_err(|why| unexpected("register somebody", why))
}

async fn enter_venues(
    app: &App,
    plan: &Plan,
    areas: &HashMap<String, AreaId>,
    organisations: &[OrganisationId],
) -> Result<Vec<Vec<SpaceId>>, Failure> {
    let venues: Vec<NewVenue> = plan
        .venues
        .iter()
        .map(|venue| {
            Ok(NewVenue {
                organisation: organisations[venue.owner],
                area: area(areas, &venue.area)?,
                cluster: venue.cluster.map(str::to_owned),
                name: venue.name.clone(),
                stage: Stage::InService,
                details: Details {
                    step_free: Some(venue.step_free),
                    ..Details::default()
                },
                spaces: venue.spaces.clone(),
            })
        })
        .collect::<Result<_, Failure>>()?;
    let add = move |tx: &mut WriteTx<'_>| {
        venues
            .iter()
            .map(|venue| venues::add(tx, venue).map(|added| added.spaces))
            .collect()
    };
    Ok(app.db.write(by(time::start_of_day(BEGINNING)), add).await?)
}

/// An area of the plan by its code.
///
/// # Errors
/// When the divisions lack it.
pub fn area(areas: &HashMap<String, AreaId>, code: &str) -> Result<AreaId, Failure> {
    areas
        .get(code)
        .copied()
        .ok_or_else(|| unexpected("find an area", code))
}
