//! Where people meet, and the households that come.

use jiff::{ToSpan, civil::Date};
use rand::{Rng, RngExt};

use super::{
    super::{
        names::Names,
        programme::{SITES, Site},
    },
    Division, Plan, PlannedHousehold, PlannedVenue, is_community, short,
};

pub(super) fn plan_venues<R: Rng>(plan: &mut Plan, names: &mut Names<'_, R>, villages: &[&Division]) {
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

pub(super) fn plan_households<R: Rng>(
    plan: &mut Plan,
    names: &mut Names<'_, R>,
    villages: &[&Division],
    today: Date,
) {
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
