//! Areas, units and organisations with those who lead them.

use std::{collections::HashMap, sync::Arc};

use jiff::civil::Date;
use langqiao_app::{
    areas::{self, Area, Directory},
    organisations::{self, Appointment, Kind, Line, NewOrganisation, PostKind},
    units::{self, Headcount, NewUnit, UnitKind},
};
use langqiao_kernel::id::{AreaId, OrganisationId, UnitId};
use langqiao_platform::roles::Role;
use langqiao_store::StoreError;
use rand::{RngExt, rngs::StdRng};

use super::{Amounts, Filling, LEAST_ORGANISATIONS, Officer, people, unexpected};
use crate::{
    demo::{
        self,
        county::area_rows,
        names::{InventedPerson, Names},
        plan::{Division, LINES, firm_size, short},
    },
    failure::Failure,
};

/// The first day of the invented registers.
const BEGINNING: Date = Date::constant(2016, 1, 1);

/// What the people and activities are hung on.
pub struct County {
    /// The reform's office.
    pub office: Officer,
    /// Organisations that hold activities, and where.
    pub hosts: Vec<(Officer, AreaId)>,
    /// Villages and communities.
    pub villages: Vec<AreaId>,
}

/// Enters them.
///
/// # Errors
/// When the database fails.
pub fn enter(
    filling: &Filling<'_>,
    amounts: &Amounts,
    names: &mut Names<'_, StdRng>,
) -> Result<County, Failure> {
    let divisions = demo::divisions();
    let areas = enter_areas(filling, &divisions)?;
    let (towns, villages): (Vec<&Division>, Vec<&Division>) = divisions.iter().partition(|d| d.is_town);
    let units = enter_units(filling, amounts.units, &villages, &areas, names)?;
    let planned = plan(&towns, &villages, &units, &areas, amounts.organisations, names)?;
    let officers = found(filling, &planned)?;
    let office = *officers
        .first()
        .ok_or_else(|| unexpected("the reform's office", amounts))?;
    let villages: Vec<AreaId> = villages
        .iter()
        .filter_map(|village| areas.get(&village.code).copied())
        .collect();
    // What a body of the county holds is held in a village.
    let place = |(n, planned): (usize, &Planned)| match n {
        0..LEAST_ORGANISATIONS => villages[n],
        _ => planned.new.area,
    };
    let places = planned.iter().enumerate().map(place);
    let hosts = officers.iter().copied().zip(places).skip(1).collect();
    Ok(County {
        office,
        hosts,
        villages,
    })
}

fn enter_areas(filling: &Filling<'_>, divisions: &[Division]) -> Result<HashMap<String, AreaId>, Failure> {
    let rows = area_rows(divisions);
    let entered = filling.write(move |tx| {
        let report = areas::import_rows(tx, &rows, BEGINNING)?;
        match report.bad.first() {
            Some(bad) => Err(unexpected("areas", bad)),
            None => Ok(report.added),
        }
    })?;
    (filling.progress)("areas", entered);
    let directory = filling.db.read_blocking(Directory::load);
    let directory = directory.map_err(|why: StoreError| why)?;
    let by_code = |area: &Area| (area.code.to_string(), area.id);
    Ok(directory.all().iter().map(by_code).collect())
}

/// A unit as the organisations need it.
#[derive(Clone)]
struct Entered {
    id: UnitId,
    name: String,
    village: usize,
}

fn enter_units(
    filling: &Filling<'_>,
    count: usize,
    villages: &[&Division],
    areas: &HashMap<String, AreaId>,
    names: &mut Names<'_, StdRng>,
) -> Result<Vec<Entered>, Failure> {
    let mut entered = Vec::with_capacity(count);
    let mut units = Vec::with_capacity(count);
    for n in 0..count {
        let village = n % villages.len();
        let area = demo::county::area(areas, &villages[village].code)?;
        let unit = if n < villages.len() {
            invent_village(villages[village], area, names)
        } else {
            invent_firm(villages[village], area, names)
        };
        entered.push(Entered {
            id: unit.id,
            name: unit.name.clone(),
            village,
        });
        units.push(unit);
    }
    for (n, portion) in units.chunks(super::PORTION).enumerate() {
        let portion = portion.to_vec();
        let many = portion.len();
        filling.write(move |tx| units::create_many(tx, &portion).map_err(|why| unexpected("units", why)))?;
        (filling.progress)("units", n * super::PORTION + many);
    }
    Ok(entered)
}

fn invent_village(village: &Division, area: AreaId, names: &mut Names<'_, StdRng>) -> NewUnit {
    let kind = if village.name.contains("社区") {
        UnitKind::Community
    } else {
        UnitKind::Village
    };
    let headcount = names.rng().random_range(900..4_000);
    let people = invent_people(headcount, 50, names);
    NewUnit::new(kind, short(&village.name), area, BEGINNING, people)
}

fn invent_firm(village: &Division, area: AreaId, names: &mut Names<'_, StdRng>) -> NewUnit {
    let firm = names.firm(&short(&village.name));
    let headcount = firm_size(names.rng());
    let people = invent_people(headcount, firm.women_percent, names);
    NewUnit {
        uscc: Some(names.uscc()),
        ..NewUnit::new(UnitKind::Enterprise, firm.name, area, BEGINNING, people)
    }
}

fn invent_people(headcount: i64, women_percent: i64, names: &mut Names<'_, StdRng>) -> Headcount {
    Headcount {
        headcount,
        women: headcount * women_percent / 100,
        youth: headcount * names.rng().random_range(8..35) / 100,
        scitech: headcount * names.rng().random_range(0..12) / 100,
        party: headcount >= 50,
    }
}

/// An organisation to be founded, and who is to lead it.
#[derive(Clone)]
struct Planned {
    new: NewOrganisation,
    role: Role,
    leader: InventedPerson,
}

/// The office, the county federations, the towns' committees, the villages' bodies of each line, then trade unions
/// of firms: as many as are asked for.
fn plan(
    towns: &[&Division],
    villages: &[&Division],
    units: &[Entered],
    areas: &HashMap<String, AreaId>,
    count: usize,
    names: &mut Names<'_, StdRng>,
) -> Result<Vec<Planned>, Failure> {
    let count = count.max(LEAST_ORGANISATIONS);
    let county = towns.first().map_or("330483", |town| town.parent.as_str());
    let lines: Vec<(Line, &str)> = LINES
        .iter()
        .map(|(line, label)| Ok((line.parse().map_err(|why| unexpected("a line", why))?, *label)))
        .collect::<Result<_, Failure>>()?;
    let mut planned: Vec<Planned> = Vec::with_capacity(count);
    let mut add = |line, kind, name: String, parent: Option<usize>, code: &str, unit| {
        let role = if kind == Kind::Office {
            Role::County
        } else {
            Role::Officer
        };
        let new = NewOrganisation {
            id: OrganisationId::generate(),
            line,
            kind,
            name,
            parent: parent.map(|at| planned[at].new.id),
            area: demo::county::area(areas, code)?,
            unit,
            from: BEGINNING,
        };
        let leader = names.person(50);
        planned.push(Planned { new, role, leader });
        Ok::<_, Failure>(planned.len())
    };
    let office = "桐乡市群团改革领导小组办公室".to_owned();
    let mut made = add(Line::OFFICE, Kind::Office, office, None, county, None)?;
    for (line, label) in &lines {
        made = add(
            *line,
            Kind::Federation,
            format!("桐乡市{label}"),
            Some(0),
            county,
            None,
        )?;
    }
    // Where the towns' committees of each line stand in the plan, by the town's code.
    let mut committees: HashMap<(&str, usize), usize> = HashMap::new();
    for town in towns {
        for (at, (line, label)) in lines.iter().enumerate().take(count.saturating_sub(made)) {
            committees.insert((&town.code, at), made);
            let name = format!("{}{label}", town.name);
            made = add(*line, Kind::Committee, name, Some(1 + at), &town.code, None)?;
        }
    }
    for unit in units {
        let village = villages[unit.village];
        let own_place = unit.name == short(&village.name);
        // A village has a body of each line, a firm its trade union.
        for (at, (line, label)) in lines.iter().enumerate().take(if own_place { 4 } else { 1 }) {
            if made >= count {
                return Ok(planned);
            }
            let parent = committees.get(&(village.parent.as_str(), at)).copied();
            let name = format!("{}{label}", unit.name);
            made = add(
                *line,
                Kind::Branch,
                name,
                parent.or(Some(1 + at)),
                &village.code,
                Some(unit.id),
            )?;
        }
    }
    Ok(planned)
}

fn found(filling: &Filling<'_>, planned: &[Planned]) -> Result<Vec<Officer>, Failure> {
    let keys = Arc::clone(filling.keys);
    filling.portions("organisations", planned, move |tx, planned| {
        let organisation =
            organisations::found(tx, &planned.new).map_err(|why| unexpected("an organisation", why))?;
        let person = people::register(tx, &keys, &planned.leader, None)?;
        let appointment = Appointment {
            person,
            organisation,
            title: "主席".to_owned(),
            kind: PostKind::PartTime,
            role: planned.role,
            from: BEGINNING,
            to: None,
        };
        organisations::appoint(tx, &appointment).map_err(|why| unexpected("a leader", why))?;
        Ok(Officer { organisation, person })
    })
}
