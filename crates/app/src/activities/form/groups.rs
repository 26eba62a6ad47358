//! The part of the form that says who comes first: a row for each group, and until when places are kept for them.

use langqiao_kernel::{
    id::{AreaId, UnitId},
    text,
};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use crate::{
    activities::priority::{GROUPS_MAX, Group},
    coverage::Line,
    standings,
};

/// How many rows there are besides the area that comes first of all.
pub const ROWS: usize = GROUPS_MAX - 1;
/// The choice by which the row's own words say an age, and a unit.
const AGE: &str = "age";
const UNIT: &str = "unit";

/// The field that says by what, and the one with its own words.
pub fn names(n: usize) -> (String, String) {
    (format!("g{n}_by"), format!("g{n}_more"))
}

/// The form with its empty rows of groups behind the others.
pub fn compact(fields: &Fields) -> Fields {
    let is_row = |name: &str| (0..ROWS).any(|n| names(n).0 == name || names(n).1 == name);
    let mut kept: Fields = fields
        .typed()
        .filter(|(name, _)| !is_row(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    // Words without a choice stay, behind the others, so that they can be told.
    let (said, words): (Vec<_>, Vec<_>) = (0..ROWS)
        .map(names)
        .filter(|(by, more)| !fields.raw(by).is_empty() || fields.text(more).is_some())
        .partition(|(by, _)| !fields.raw(by).is_empty());
    for (n, (by, more)) in said.into_iter().chain(words).enumerate() {
        let (to_by, to_more) = names(n);
        kept.push(to_by, fields.raw(&by));
        kept.push(to_more, fields.raw(&more));
    }
    kept
}

/// The groups that the rows say, empty rows left out; areas in words are found by `area_of`. What can't be read is a group
/// that can't be, and is refused at its field.
pub fn read(fields: &Fields, area_of: impl Fn(&str) -> Option<AreaId>) -> Vec<Group> {
    let mut groups = Vec::new();
    for n in 0..ROWS {
        let (by, more) = names(n);
        let more = text::squash(fields.raw(&more));
        let by = fields.raw(&by);
        groups.extend(match by.split_once(':') {
            Some(("line", line)) => Some(Group::Line {
                line: line.to_owned(),
            }),
            Some(("qualification", code)) => Some(Group::Qualification {
                qualification: code.to_owned(),
            }),
            _ if by == AGE => Some(ages(&more)),
            _ if by == UNIT => Some(Group::Unit {
                unit: UnitId::from_u128(0),
                name: more,
            }),
            _ => area_of(by).map(|area| Group::Area {
                area,
                name: String::new(),
            }),
        });
    }
    groups
}

/// The fields with words that say nothing, for what is chosen beside them is no age and no unit, or nothing is.
pub fn strays(fields: &Fields) -> Vec<(String, Msg)> {
    let rows = (0..ROWS).map(names);
    let stray = |(by, more): (String, String)| {
        let by = fields.raw(&by);
        let why = match by {
            AGE | UNIT => return None,
            "" => msg::ACTIVITY_PROBLEM_GROUP_UNCHOSEN,
            _ => msg::ACTIVITY_PROBLEM_GROUP_NO_MORE,
        };
        fields.text(&more).map(|_| (more, why))
    };
    rows.filter_map(stray).collect()
}

/// An age band as people write it: `60 以上`, `60+`, `13 以下`, `-13`, `6-12`.
fn ages(typed: &str) -> Group {
    let numbers: Vec<i64> = typed
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    let has = |words: &[&str]| words.iter().any(|word| typed.contains(word));
    let up = has(&["以上", "+", "满", "older", "over"]);
    let down = has(&["以下", "以内", "younger", "under"]) || typed.starts_with(['-', '≤', '<']);
    match (numbers.as_slice(), up, down) {
        ([min, max], ..) => Group::Age {
            min: Some(*min),
            max: Some(*max),
        },
        ([min], true, false) => Group::Age {
            min: Some(*min),
            max: None,
        },
        ([max], false, true) => Group::Age {
            min: None,
            max: Some(*max),
        },
        _ => Group::Age { min: None, max: None },
    }
}

/// What could have been typed to say these groups.
pub fn written(groups: &[Group], area_word: impl Fn(AreaId) -> String) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (n, group) in groups.iter().enumerate() {
        let (by, more) = names(n);
        let (said, words) = match group {
            Group::Area { area, .. } => (area_word(*area), String::new()),
            Group::Line { line } => (format!("line:{line}"), String::new()),
            Group::Qualification { qualification } => {
                (format!("qualification:{qualification}"), String::new())
            }
            Group::Unit { name, .. } => (UNIT.to_owned(), name.clone()),
            Group::Age { min, max } => (AGE.to_owned(), written_age(*min, *max)),
        };
        fields.push((by, said));
        fields.push((more, words));
    }
    fields
}

fn written_age(min: Option<i64>, max: Option<i64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min}-{max}"),
        (Some(min), None) => format!("{min}+"),
        (None, Some(max)) => format!("-{max}"),
        (None, None) => String::new(),
    }
}

/// The rows; an area that was said over the API has the name that `area_name` gives it.
pub fn view(ui: &Ui, fields: &Fields, problems: &Problems, area_name: impl Fn(AreaId) -> String) -> Markup {
    let lines: Vec<(String, String)> = Line::all()
        .filter(|line| *line != Line::OFFICE)
        .map(|line| {
            let word = line.as_str().to_owned();
            let label = Group::Line { line: word.clone() }.name();
            (format!("line:{word}"), label.text(ui.lang).to_owned())
        })
        .collect();
    let papers: Vec<(String, String)> = standings::qualifications()
        .iter()
        .map(|one| {
            let label = Group::Qualification {
                qualification: one.code.clone(),
            }
            .name();
            (
                format!("qualification:{}", one.code),
                label.text(ui.lang).to_owned(),
            )
        })
        .collect();
    let fixed = [
        ("", msg::ACTIVITY_GROUP_NONE),
        ("village", msg::ACTIVITY_GROUP_VILLAGE),
        ("town", msg::ACTIVITY_GROUP_TOWN),
        (AGE, msg::ACTIVITY_GROUP_AGE),
        (UNIT, msg::ACTIVITY_GROUP_UNIT),
    ];
    let rows = (0..ROWS).map(|n| {
        let (by, more) = names(n);
        let said = fields.raw(&by).to_owned();
        let label = ui.tf(msg::ACTIVITY_GROUP_NEXT, args! { n = n as i64 + 2 });
        let mut list = select(ui, &by, &label).unmarked().error(problems.of(&by));
        for (word, text) in fixed {
            list = list.option(word, ui.t(text), said == word);
        }
        for (word, text) in lines.iter().chain(&papers) {
            list = list.option(word, text, said == *word);
        }
        let elsewhere = said.parse().map(&area_name).unwrap_or_default();
        if !elsewhere.is_empty() {
            list = list.option(&said, &elsewhere, true);
        }
        html! {
            (grid(Columns::Two, html! {
                (list)
                (field(ui, &more, ui.t(msg::ACTIVITY_GROUP_MORE)).unmarked().value(fields.raw(&more)).error(problems.of(&more)))
            }))
        }
    });
    let rows: Vec<Markup> = rows.collect();
    let used = |n: &usize| {
        let (by, more) = names(*n);
        let typed = !fields.raw(&by).is_empty() || !fields.raw(&more).is_empty();
        typed || problems.of(&by).or(problems.of(&more)).is_some()
    };
    let shown = (0..ROWS).rev().find(used).map_or(1, |last| last + 1);
    html! {
        p.hint { (ui.t(msg::ACTIVITY_GROUP_MORE_HINT)) }
        @for row in &rows[..shown] { (row) }
        @if shown < ROWS {
            (disclosure(ui.t(msg::ACTIVITY_GROUP_FURTHER), false, html! { @for row in &rows[shown..] { (row) } }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_another_choice_are_told() {
        let typed: Fields = [
            ("g0_by", "line:union"),
            ("g0_more", "60 以上"),
            ("g1_by", ""),
            ("g1_more", "13 以下"),
            ("g2_by", "age"),
            ("g2_more", "60 以上"),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
        // The row without a choice comes behind those with one, and is not lost.
        let typed = compact(&typed);
        assert_eq!((typed.raw("g1_by"), typed.raw("g2_more")), ("age", "13 以下"));
        let fields: Vec<(String, Msg)> = strays(&typed);
        assert_eq!(
            fields,
            [
                ("g0_more".to_owned(), msg::ACTIVITY_PROBLEM_GROUP_NO_MORE),
                ("g2_more".to_owned(), msg::ACTIVITY_PROBLEM_GROUP_UNCHOSEN),
            ]
        );
    }

    #[test]
    fn ages_as_people_write_them() {
        let age = |min, max| Group::Age { min, max };
        for (typed, wanted) in [
            ("60 以上", age(Some(60), None)),
            ("60+", age(Some(60), None)),
            ("13以下", age(None, Some(13))),
            ("-13", age(None, Some(13))),
            ("6-12", age(Some(6), Some(12))),
            ("6 到 12 岁", age(Some(6), Some(12))),
            ("60", age(None, None)),
            ("老人", age(None, None)),
        ] {
            assert_eq!(ages(typed), wanted, "{typed}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let area = AreaId::from_u128(7);
        let groups = vec![
            Group::Area {
                area,
                name: String::new(),
            },
            Group::Age {
                min: Some(60),
                max: None,
            },
            Group::Line { line: "union".into() },
        ];
        let fields: Fields = written(&groups, |area| area.to_text()).into_iter().collect();
        assert_eq!(read(&fields, |word| word.parse().ok()), groups);
    }
}
