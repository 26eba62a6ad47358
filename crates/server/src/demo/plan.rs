//! The demonstration county on paper: who and what there is, before anything is written.
//!
//! Pure: the same divisions, seed and day give the same plan. Divisions are real; everything else is
//! invented, and every page of the demonstration says so.

mod bodies;
mod places;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use rand::{SeedableRng, rngs::StdRng};

use super::{
    agenda,
    names::{InventedPerson, Names},
};

pub use bodies::firm_size;

/// The four lines, in the order of their ladders.
pub const LINES: [(&str, &str); 4] = [
    ("union", "总工会"),
    ("league", "团委"),
    ("women", "妇联"),
    ("science", "科协"),
];

/// An administrative division, as it stands in the national table.
#[derive(Clone, Debug)]
pub struct Division {
    /// Its code: 9 digits for a town, 12 for a village.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// Whether a town or street; else a village or community.
    pub is_town: bool,
    /// The code of what it lies in.
    pub parent: String,
}

/// A unit to be covered.
#[derive(Clone, Debug)]
pub struct PlannedUnit {
    /// Its kind, as stored.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// The code of the village it stands in.
    pub area: String,
    /// Its credit code, for firms.
    pub uscc: Option<String>,
    /// People in it.
    pub headcount: i64,
    /// Women among them.
    pub women: i64,
    /// People of 14 to 28 among them.
    pub youth: i64,
    /// Scientific and technical workers among them.
    pub scitech: i64,
    /// Whether a Party organisation exists there.
    pub party: bool,
}

/// An organisation; its parent is another of the plan, by index.
#[derive(Clone, Debug)]
pub struct PlannedOrganisation {
    /// Its line.
    pub line: &'static str,
    /// Its kind, as stored.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// The index of its parent in the plan.
    pub parent: Option<usize>,
    /// The code of the area it stands in.
    pub area: String,
    /// The units it covers, by index, and how.
    pub covers: Vec<(usize, &'static str)>,
    /// When it was founded.
    pub founded: Date,
    /// Who leads it; nobody in a shell.
    pub leader: Option<InventedPerson>,
}

/// A site with its rooms, owned by an organisation of the plan.
#[derive(Clone, Debug)]
pub struct PlannedVenue {
    /// The code of its village.
    pub area: String,
    /// The group it belongs to.
    pub cluster: Option<&'static str>,
    /// Its name.
    pub name: String,
    /// Whether one gets in without a step.
    pub step_free: bool,
    /// Its rooms and what they hold.
    pub spaces: Vec<(String, i64)>,
    /// The index of its owner.
    pub owner: usize,
}

/// An activity held together.
#[derive(Clone, Debug)]
pub struct PlannedActivity {
    /// What is held.
    pub template: usize,
    /// Its title.
    pub title: String,
    /// The day, counted from today; negative is past.
    pub day: i32,
    /// The index of its venue and of the room in it.
    pub venue: usize,
    /// The room's index in the venue.
    pub space: usize,
    /// Host first, then co-hosts, by index.
    pub organisations: Vec<usize>,
    /// How many of a hundred places are wanted; over 100 makes a queue.
    pub demand: u32,
}

/// A household of the demonstration that signs up for things.
#[derive(Clone, Debug)]
pub struct PlannedHousehold {
    /// The adult with the phone.
    pub adult: InventedPerson,
    /// The adult's birthday.
    pub born: Date,
    /// Children with their birthdays.
    pub children: Vec<(InventedPerson, Date)>,
    /// The code of their village.
    pub area: String,
    /// Whether the adult volunteers.
    pub volunteer: bool,
}

/// The whole county on paper.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Units to be covered.
    pub units: Vec<PlannedUnit>,
    /// Organisations, parents before children. The first is the reform's office.
    pub organisations: Vec<PlannedOrganisation>,
    /// Sites.
    pub venues: Vec<PlannedVenue>,
    /// Activities, the earliest first.
    pub activities: Vec<PlannedActivity>,
    /// Residents.
    pub households: Vec<PlannedHousehold>,
}

impl Plan {
    /// The organisation of a line in an area, if the plan has one.
    pub fn organisation(&self, line: &str, area: &str) -> Option<usize> {
        self.organisations
            .iter()
            .position(|o| o.line == line && o.area == area && o.kind != "joint" && o.kind != "industry")
    }
}

/// Reads the table of divisions that the project carries (`code,name,level,parent_code`).
pub fn divisions(csv: &str) -> Vec<Division> {
    csv.lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',').map(str::trim);
            let (code, name, level, parent) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
            Some(Division {
                code: code.into(),
                name: name.into(),
                is_town: level == "town",
                parent: parent.into(),
            })
        })
        .collect()
}

/// Draws up the county.
pub fn draw_up(divisions: &[Division], seed: u64, today: Date) -> Plan {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut names = Names::new(&mut rng);
    let mut plan = Plan {
        units: vec![],
        organisations: vec![],
        venues: vec![],
        activities: vec![],
        households: vec![],
    };
    let towns: Vec<&Division> = divisions.iter().filter(|d| d.is_town).collect();
    let villages: Vec<&Division> = divisions.iter().filter(|d| !d.is_town).collect();
    bodies::plan_ladders(&mut plan, &mut names, &towns, today);
    for village in &villages {
        bodies::plan_village(&mut plan, &mut names, village, today);
    }
    bodies::plan_firms(&mut plan, &mut names, divisions, today);
    places::plan_venues(&mut plan, &mut names, &villages);
    places::plan_households(&mut plan, &mut names, &villages, today);
    agenda::fill(&mut plan, &mut names, divisions);
    agenda::pile_up(&mut plan, divisions, today);
    agenda::keepers_hold_out_of_hours(&mut plan, today);
    plan
}

/// The name people use: `桃园村村委会` is 桃园, `庆丰社区居委会` is 庆丰社区.
pub fn short(name: &str) -> String {
    let name = name
        .trim_end_matches("村委会")
        .trim_end_matches("居委会")
        .trim_end_matches("村民委员会")
        .trim_end_matches("居民委员会");
    name.to_owned()
}

fn is_community(village: &Division) -> bool {
    village.name.contains("居委会") || village.name.contains("社区")
}
