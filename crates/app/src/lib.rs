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
pub mod tables;
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
    use std::{
        collections::{BTreeMap, BTreeSet},
        fs,
        path::Path,
    };

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

    /// What is asked for behind the address is not documented as a part of it, and no part of it is left out.
    #[test]
    fn what_stands_in_a_path_is_what_its_document_says() {
        let (mut operations, mut wrong) = (0, Vec::new());
        for feature in features() {
            let Some(openapi) = feature.openapi else { continue };
            let document = serde_json::to_value(openapi()).expect("JSON");
            for (path, methods) in document["paths"].as_object().into_iter().flatten() {
                let parts = path
                    .split('/')
                    .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
                let parts: BTreeSet<&str> = parts.collect();
                for (method, operation) in methods.as_object().into_iter().flatten() {
                    operations += 1;
                    let said = operation["parameters"].as_array().into_iter().flatten();
                    let said = said
                        .filter(|one| one["in"] == "path")
                        .filter_map(|one| one["name"].as_str());
                    if said.collect::<BTreeSet<&str>>() != parts {
                        wrong.push(format!("{method} {path}"));
                    }
                }
            }
        }
        assert!(operations > 200 && wrong.is_empty(), "{wrong:#?}");
    }

    /// The same within one feature, whose types are in one document already: the later of two would have taken the other's
    /// place unseen. So the source is read.
    #[test]
    fn no_feature_gives_two_types_one_name() {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let (mut types, mut twice) = (0, Vec::new());
        for room in fs::read_dir(src).expect("the source").flatten() {
            let mut known = BTreeMap::new();
            sources(&room.path(), &mut |file, text| {
                for name in schema_names(text) {
                    types += 1;
                    if let Some(first) = known.insert(name.clone(), file.to_owned()) {
                        twice.push(format!("{name}: {first}, {file}"));
                    }
                }
            });
        }
        assert!(types > 300 && twice.is_empty(), "{types}: {twice:#?}");
        let text = "#[derive(Debug, ToSchema)]\n#[schema(as = One)]\npub struct Other {\n}\nstruct Plain;\nwords! {\n    pub enum Word {";
        assert_eq!(schema_names(text), ["One", "Word"]);
    }

    fn sources(at: &Path, each: &mut impl FnMut(&str, &str)) {
        if at.is_dir() {
            for inside in fs::read_dir(at).expect("a folder").flatten() {
                sources(&inside.path(), each);
            }
        } else if at.extension().is_some_and(|end| end == "rs") {
            each(
                &at.display().to_string(),
                &fs::read_to_string(at).expect("a file"),
            );
        }
    }

    /// The names that a source file's types have in the document: their own, or what `schema(as = …)` says.
    fn schema_names(text: &str) -> Vec<String> {
        let word = |text: &str| -> String {
            let letters = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_');
            letters.collect()
        };
        let (mut names, mut waits, mut renamed) = (Vec::new(), false, None);
        for line in text.lines().map(str::trim) {
            if line.starts_with("words! {") || (line.starts_with("#[derive(") && line.contains("ToSchema")) {
                (waits, renamed) = (true, None);
            } else if let Some((_, name)) = line.split_once("schema(as = ").filter(|_| waits) {
                renamed = Some(word(name));
            } else if let Some((_, own)) = line
                .split_once("struct ")
                .or(line.split_once("enum "))
                .filter(|_| waits)
                && !line.starts_with(['/', '#'])
            {
                let name = renamed.take().unwrap_or_else(|| word(own));
                names.extend(Some(name).filter(|name| !name.is_empty()));
                waits = false;
            }
        }
        names
    }
}
