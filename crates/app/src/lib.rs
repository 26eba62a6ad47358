//! Floor 4 of Langqiao: the features, a folder each.
//!
//! The order below is the order in which they may know each other: a feature calls those before it,
//! never those after. What an earlier one's page wants to show of a later one is registered by the
//! later one as a panel.

use langqiao_platform::feature::Feature;

pub mod activities;
pub mod areas;
pub mod bookings;
pub mod calendars;
pub mod checkins;
pub mod clashes;
pub mod competitions;
pub mod courses;
pub mod coverage;
pub mod desk;
pub mod draws;
pub mod feedback;
pub mod imports;
pub mod ledgers;
pub mod lending;
pub mod organisations;
pub mod panels;
pub mod people;
pub mod pictures;
pub mod portal;
pub mod records;
pub mod shifts;
pub mod signups;
pub mod sites;
pub mod standings;
pub mod units;
pub mod uses;
pub mod venues;
pub mod workbench;

/// All features, in their order.
pub fn features() -> Vec<Feature> {
    vec![
        areas::feature(),
        coverage::feature(),
        units::feature(),
        organisations::feature(),
        people::feature(),
        standings::feature(),
        venues::feature(),
        bookings::feature(),
        activities::feature(),
        sites::feature(),
        signups::feature(),
        shifts::feature(),
        desk::feature(),
        draws::feature(),
        checkins::feature(),
        uses::feature(),
        lending::feature(),
        feedback::feature(),
        competitions::feature(),
        panels::feature(),
        courses::feature(),
        clashes::feature(),
        calendars::feature(),
        records::feature(),
        ledgers::feature(),
        imports::feature(),
        portal::feature(),
        workbench::feature(),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::features;

    /// A document has one meaning for a name: what a later feature wrote would silently take the place of an earlier one's.
    #[test]
    fn no_two_features_mean_different_things_by_one_name() {
        let mut known: BTreeMap<String, (&str, serde_json::Value)> = BTreeMap::new();
        let mut twice = Vec::new();
        for feature in features() {
            let Some(openapi) = feature.openapi else { continue };
            let document = serde_json::to_value(openapi()).expect("JSON");
            for (name, schema) in document["components"]["schemas"]
                .as_object()
                .into_iter()
                .flatten()
            {
                match known.get(name) {
                    None => drop(known.insert(name.clone(), (feature.name, schema.clone()))),
                    Some((first, other)) if other != schema => {
                        twice.push(format!("{name}: {first}, {}", feature.name));
                    }
                    Some(_) => {}
                }
            }
        }
        assert!(known.len() > 100 && twice.is_empty(), "{twice:#?}");
    }
}
