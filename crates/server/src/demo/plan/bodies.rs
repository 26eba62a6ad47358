//! Who there is: the ladders of the four lines, the villages with their bodies, the firms with theirs.

use std::collections::HashMap;

use jiff::{ToSpan, civil::Date};
use rand::{Rng, RngExt};

use super::{
    super::names::Names, Division, LINES, Plan, PlannedOrganisation, PlannedUnit, is_community, short,
};

pub(super) fn plan_ladders<R: Rng>(
    plan: &mut Plan,
    names: &mut Names<'_, R>,
    towns: &[&Division],
    today: Date,
) {
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
pub(super) fn plan_village<R: Rng>(
    plan: &mut Plan,
    names: &mut Names<'_, R>,
    village: &Division,
    today: Date,
) {
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
pub(super) fn plan_firms<R: Rng>(
    plan: &mut Plan,
    names: &mut Names<'_, R>,
    divisions: &[Division],
    today: Date,
) {
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
