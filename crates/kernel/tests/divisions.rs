//! Codes and names held against a whole real county: `data/divisions-330483.csv`, 桐乡市.

use std::collections::{BTreeMap, BTreeSet};

use langqiao_kernel::codes::{AreaCode, AreaLevel, TownKind};
use langqiao_kernel::text::name_key;

struct Division {
    code: AreaCode,
    name: &'static str,
    level: &'static str,
    parent: AreaCode,
}

fn divisions() -> Vec<Division> {
    let file = include_str!("../../../data/divisions-330483.csv");
    let code = |text: &str| AreaCode::parse(text).unwrap();
    let read = |line: &'static str| match *line.split(',').collect::<Vec<_>>() {
        [own, name, level, parent] => Division {
            code: code(own),
            name,
            level,
            parent: code(parent),
        },
        _ => panic!("{line}"),
    };
    file.lines().skip(1).map(read).collect()
}

#[test]
fn codes_tell_level_parent_and_kind() {
    let divisions = divisions();
    assert_eq!(divisions.len(), 232);
    for Division {
        code,
        name,
        level,
        parent,
    } in divisions
    {
        assert_eq!(code.level().as_str(), level, "{name}");
        assert_eq!(code.parent(), Some(parent), "{name}");
        match code.level() {
            AreaLevel::Town => {
                let kind = if name.ends_with("街道") {
                    TownKind::Street
                } else {
                    TownKind::Town
                };
                assert_eq!(code.town_kind(), Some(kind), "{name}");
            }
            _ => assert_eq!(code.is_community(), Some(name.ends_with("社区居委会")), "{name}"),
        }
    }
}

#[test]
fn no_two_neighbours_share_a_key() {
    let mut keys: BTreeMap<AreaCode, BTreeSet<String>> = BTreeMap::new();
    for Division { name, parent, .. } in divisions() {
        assert!(keys.entry(parent).or_default().insert(name_key(name)), "{name}");
    }
}

#[test]
fn short_names_find_the_official_ones() {
    for Division { name, .. } in divisions() {
        for suffix in ["村委会", "社区居委会", "居委会"] {
            if let Some(short) = name.strip_suffix(suffix) {
                assert_eq!(name_key(short), name_key(name), "{short} and {name}");
            }
        }
    }
}
