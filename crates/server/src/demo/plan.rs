//! The demonstration county on paper: who and what there is, before anything is written.
//!
//! Pure: the same divisions, seed and day give the same plan. Divisions are real; everything else is
//! invented, and every page of the demonstration says so.

use std::collections::HashMap;

use jiff::{ToSpan, civil::Date};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

use super::{
    agenda,
    names::{InventedPerson, Names},
    programme::{SITES, Site},
};

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
    plan_ladders(&mut plan, &mut names, &towns, today);
    for village in &villages {
        plan_village(&mut plan, &mut names, village, today);
    }
    plan_firms(&mut plan, &mut names, divisions, today);
    plan_venues(&mut plan, &mut names, &villages);
    plan_households(&mut plan, &mut names, &villages, today);
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

fn plan_ladders<R: Rng>(plan: &mut Plan, names: &mut Names<'_, R>, towns: &[&Division], today: Date) {
    let county = towns.first().map_or("330483", |t| t.parent.as_str()).to_owned();
    let founded = today - 20.years();
    let mut add = |names: &mut Names<'_, R>, line, kind, name, parent, area: &str, women| {
        let leader = Some(names.person(women));
        plan.organisations.push(PlannedOrganisation {
            line,
            kind,
            name,
            parent,
            area: area.to_owned(),
            covers: vec![],
            founded,
            leader,
        });
        plan.organisations.len() - 1
    };
    let office = add(
        names,
        "office",
        "office",
        "桐乡市群团改革领导小组办公室".to_owned(),
        None,
        &county,
        50,
    );
    let heads: Vec<usize> = LINES
        .iter()
        .map(|(line, name)| {
            add(
                names,
                line,
                "federation",
                format!("桐乡市{name}"),
                Some(office),
                &county,
                share_of_women(line),
            )
        })
        .collect();
    for town in towns {
        for ((line, name), head) in LINES.iter().zip(&heads) {
            add(
                names,
                line,
                "committee",
                format!("{}{name}", town.name),
                Some(*head),
                &town.code,
                share_of_women(line),
            );
        }
    }
}

fn share_of_women(line: &str) -> u32 {
    if line == "women" { 100 } else { 45 }
}

/// A village or community: itself a unit, with women's federation and league branch nearly everywhere, a
/// trade union and a science association here and there, and some shells.
fn plan_village<R: Rng>(plan: &mut Plan, names: &mut Names<'_, R>, village: &Division, today: Date) {
    let community = is_community(village);
    let headcount = names
        .rng()
        .random_range(if community { 1800..6200 } else { 900..3400 });
    let unit = plan.units.len();
    plan.units.push(PlannedUnit {
        kind: if community { "community" } else { "village" },
        name: short(&village.name),
        area: village.code.clone(),
        uscc: None,
        headcount,
        women: headcount * names.rng().random_range(48..53) / 100,
        youth: headcount * names.rng().random_range(11..19) / 100,
        scitech: headcount * names.rng().random_range(1..5) / 100,
        party: true,
    });
    let tao_yuan = village.name.starts_with("桃园村");
    for (line, label, chance) in [
        ("women", "妇联", 97),
        ("league", "团支部", 86),
        ("union", "联合工会", 58),
        ("science", "科普协会", 31),
    ] {
        if !tao_yuan && names.rng().random_range(0..100) >= chance {
            continue;
        }
        let parent = plan.organisation(line, &village.parent);
        let shell = !tao_yuan && names.rng().random_range(0..100) < 9;
        let leader = if shell {
            None
        } else {
            Some(names.person(share_of_women(line)))
        };
        let years = names.rng().random_range(2..16);
        plan.organisations.push(PlannedOrganisation {
            line,
            kind: if line == "women" { "federation" } else { "branch" },
            name: format!("{}{label}", short(&village.name)),
            parent,
            area: village.code.clone(),
            covers: vec![(unit, "own")],
            founded: today - years.years(),
            leader,
        });
    }
}

/// Firms, more of them in the sweater town; their own unions where they are large, joint unions in the
/// villages, and the industry federation of the public record.
fn plan_firms<R: Rng>(plan: &mut Plan, names: &mut Names<'_, R>, divisions: &[Division], today: Date) {
    let towns: HashMap<&str, &Division> = divisions
        .iter()
        .filter(|d| d.is_town)
        .map(|d| (d.code.as_str(), d))
        .collect();
    let mut small: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut sweaters = Vec::new();
    for village in divisions.iter().filter(|d| !d.is_town) {
        let Some(town) = towns.get(village.parent.as_str()) else {
            continue;
        };
        let puyuan = town.name.starts_with("濮院");
        let count = names.rng().random_range(if puyuan { 4..9 } else { 1..5 });
        for _ in 0..count {
            let place: String = town.name.chars().take(2).collect();
            let firm = names.firm(&place);
            let headcount = firm_size(names.rng());
            let unit = plan.units.len();
            let women = headcount * firm.women_percent / 100;
            let youth = headcount * names.rng().random_range(8..35) / 100;
            plan.units.push(PlannedUnit {
                kind: "enterprise",
                name: firm.name.clone(),
                area: village.code.clone(),
                uscc: Some(names.uscc()),
                headcount,
                women,
                youth,
                scitech: headcount * names.rng().random_range(0..12) / 100,
                party: headcount >= 50 && names.rng().random_range(0..100) < 55,
            });
            if puyuan && firm.name.contains("毛衫") && headcount < 200 {
                sweaters.push(unit);
            } else if headcount < 25 {
                small.entry(village.parent.as_str()).or_default().push(unit);
            }
            if headcount >= 25 && names.rng().random_range(0..100) < 63 {
                plan_firm_bodies(plan, names, unit, &firm.name, village, today);
            }
        }
    }
    let mut codes: Vec<&str> = small.keys().copied().collect();
    codes.sort_unstable();
    for code in codes {
        let town = towns[code];
        let units = &small[code];
        let shared = units
            .iter()
            .take(units.len() * 2 / 3)
            .map(|u| (*u, "joint"))
            .collect();
        add_shared(
            plan,
            names,
            "joint",
            format!("{}小微企业联合工会", town.name),
            town,
            shared,
            today,
        );
    }
    if let Some(puyuan) = towns.values().find(|t| t.name.starts_with("濮院")) {
        let covers = sweaters.into_iter().map(|u| (u, "industry")).collect();
        add_shared(
            plan,
            names,
            "industry",
            "濮院毛衫产业工会联合会".to_owned(),
            puyuan,
            covers,
            today,
        );
    }
}

fn add_shared<R: Rng>(
    plan: &mut Plan,
    names: &mut Names<'_, R>,
    kind: &'static str,
    name: String,
    town: &Division,
    covers: Vec<(usize, &'static str)>,
    today: Date,
) {
    let parent = plan.organisation("union", &town.code);
    let leader = Some(names.person(45));
    plan.organisations.push(PlannedOrganisation {
        line: "union",
        kind,
        name,
        parent,
        area: town.code.clone(),
        covers,
        founded: today - 6.years(),
        leader,
    });
}

fn plan_firm_bodies<R: Rng>(
    plan: &mut Plan,
    names: &mut Names<'_, R>,
    unit: usize,
    firm: &str,
    village: &Division,
    today: Date,
) {
    let party = plan.units[unit].party;
    let firm = firm.trim_end_matches("有限公司");
    for (line, label, chance) in [
        ("union", "工会", 100),
        ("league", "团支部", 45),
        ("women", "妇联", 40),
        ("science", "科协", 15),
    ] {
        let likely = if line == "union" {
            100
        } else if party {
            chance
        } else {
            chance / 3
        };
        if names.rng().random_range(0..100) >= likely {
            continue;
        }
        let leader = if names.rng().random_range(0..100) < 12 {
            None
        } else {
            Some(names.person(share_of_women(line)))
        };
        let months = names.rng().random_range(8..120);
        plan.organisations.push(PlannedOrganisation {
            line,
            kind: if line == "union" { "committee" } else { "branch" },
            name: format!("{firm}{label}"),
            parent: plan.organisation(line, &village.parent),
            area: village.code.clone(),
            covers: vec![(unit, "own")],
            founded: today - months.months(),
            leader,
        });
    }
}

/// Many small firms, some middling, a few large.
pub fn firm_size(rng: &mut impl Rng) -> i64 {
    match rng.random_range(0..100) {
        0..46 => rng.random_range(4..25),
        46..80 => rng.random_range(25..100),
        80..95 => rng.random_range(100..300),
        _ => rng.random_range(300..1600),
    }
}

fn plan_venues<R: Rng>(plan: &mut Plan, names: &mut Names<'_, R>, villages: &[&Division]) {
    for village in villages {
        let Some(owner) = plan
            .organisation("women", &village.code)
            .or_else(|| plan.organisation("league", &village.code))
        else {
            continue;
        };
        let sites: Vec<&Site> = SITES
            .iter()
            .filter(|s| village.name.starts_with(s.village) && village.name.contains("村村委会"))
            .collect();
        for site in &sites {
            plan.venues.push(PlannedVenue {
                area: village.code.clone(),
                cluster: site.cluster,
                name: site.name.to_owned(),
                step_free: site.step_free,
                spaces: site.spaces.iter().map(|(n, c)| ((*n).to_owned(), *c)).collect(),
                owner,
            });
        }
        if !sites.is_empty() || names.rng().random_range(0..100) >= 45 {
            continue;
        }
        let (name, hall) = if is_community(village) {
            ("党群服务中心", "多功能厅")
        } else {
            ("文化礼堂", "礼堂")
        };
        plan.venues.push(PlannedVenue {
            area: village.code.clone(),
            cluster: None,
            name: format!("{}{name}", short(&village.name)),
            step_free: names.rng().random_bool(0.7),
            spaces: vec![
                (hall.to_owned(), 160),
                ("活动室".to_owned(), 40),
                ("篮球场".to_owned(), 60),
            ],
            owner,
        });
    }
}

fn plan_households<R: Rng>(plan: &mut Plan, names: &mut Names<'_, R>, villages: &[&Division], today: Date) {
    for _ in 0..420 {
        let village = villages[names.rng().random_range(0..villages.len())];
        let adult = names.person(58);
        let born = today - names.rng().random_range(22..72).years() - names.rng().random_range(0..360).days();
        let children = if names.rng().random_range(0..100) < 38 {
            names.rng().random_range(1..=2)
        } else {
            0
        };
        let children: Vec<_> = (0..children)
            .map(|_| {
                let child = names.child_of(&adult.name);
                (
                    child,
                    today - names.rng().random_range(4..14).years() - names.rng().random_range(0..360).days(),
                )
            })
            .collect();
        // Nobody has a child before they are 24.
        let eldest = children.iter().map(|(_, birth): &(_, Date)| *birth - 24.years());
        let born = eldest.fold(born, Ord::min);
        let volunteer = names.rng().random_range(0..100) < 45;
        plan.households.push(PlannedHousehold {
            adult,
            born,
            children,
            area: village.code.clone(),
            volunteer,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const CSV: &str = include_str!("../../../../data/divisions-330483.csv");

    #[test]
    fn the_plan_stands_on_all_real_divisions() {
        let divisions = divisions(CSV);
        assert_eq!(divisions.iter().filter(|d| d.is_town).count(), 11);
        assert_eq!(divisions.iter().filter(|d| !d.is_town).count(), 221);
        let plan = draw_up(&divisions, 7, date(2026, 11, 21));
        assert!(plan.units.len() > 500, "{} units", plan.units.len());
        assert!(
            plan.activities.len() > 150,
            "{} activities",
            plan.activities.len()
        );
        assert_eq!(plan.venues.iter().filter(|v| v.cluster.is_some()).count(), 4);
    }

    #[test]
    fn whoever_is_in_a_room_out_of_its_hours_keeps_it() {
        let today = date(2026, 11, 21);
        let plan = draw_up(&divisions(CSV), 7, today);
        let mut out_of_hours = 0;
        for held in &plan.activities {
            let venue = &plan.venues[held.venue];
            let template = &super::super::programme::TEMPLATES[held.template];
            let (day, begin) = (today + i64::from(held.day).days(), i64::from(template.hour) * 60);
            let name = &venue.spaces[held.space].0;
            let times = (begin, begin + template.minutes);
            if !super::super::rooms::open_for_others(name, day.weekday(), times) {
                out_of_hours += 1;
                assert_eq!(held.organisations[0], venue.owner, "{} in {name}", held.title);
            }
        }
        assert!(out_of_hours > 0);
    }

    #[test]
    fn parents_come_before_children() {
        let plan = draw_up(&divisions(CSV), 7, date(2026, 11, 21));
        for (at, organisation) in plan.organisations.iter().enumerate() {
            assert!(organisation.parent.is_none_or(|p| p < at));
            assert_eq!(organisation.parent.is_none(), at == 0, "{}", organisation.name);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_county() {
        let draw = |seed| format!("{:?}", draw_up(&divisions(CSV), seed, date(2026, 11, 21)));
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }
}
