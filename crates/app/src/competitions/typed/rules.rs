//! The stages of a competition and their rules.

use langqiao_kernel::{contest::league::Points, text::line};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::{Sentence, msg},
};

use super::{
    super::model::{Format, Item, Rules},
    number, read,
};

/// The ways to decide a competition that the form offers: each makes one stage, or two.
pub(super) const PLANS: [&str; 8] = [
    "knockout",
    "league",
    "groups",
    "swiss",
    "swiss_knockout",
    "judged",
    "timed",
    "timed_judged",
];

/// The word of a form that leaves the stages as they are: it has no fields for their rules.
pub(in super::super) const KEPT: &str = "kept";

/// The rules of stages as the form has them; [`KEPT`] where it would not give the same back.
pub(in super::super) fn push_rules(fields: &mut Fields, rules: &[&Rules]) {
    let formats: Vec<Format> = rules.iter().map(|rules| rules.format).collect();
    let plan = match formats[..] {
        [Format::Knockout] => "knockout",
        [Format::League] => "league",
        [Format::League, Format::Knockout] => "groups",
        [Format::Swiss] => "swiss",
        [Format::Swiss, Format::Knockout] => "swiss_knockout",
        [Format::Judged] => "judged",
        [Format::Timed] => "timed",
        [Format::Timed, Format::Judged] => "timed_judged",
        _ => KEPT,
    };
    let mut typed = Fields::default();
    if let Some(first) = rules.first() {
        typed.push(
            "points",
            if first.points.win == 3 || first.walkover_score == 3 {
                "3"
            } else {
                "2"
            },
        );
        typed.push("rounds", first.rounds.to_string());
        typed.push("runs", first.runs.to_string());
        if first.pools > 0 {
            typed.push("pools", first.pools.to_string());
        }
        if rules.len() > 1 {
            typed.push("through", first.through.to_string());
        }
    }
    let scored = |rules: &&&Rules| matches!(rules.format, Format::League | Format::Knockout);
    if let Some(rules) = rules.iter().find(scored) {
        typed.push("walkover_score", rules.walkover_score.to_string());
    }
    if rules.iter().any(|rules| rules.third_place) {
        typed.push("third_place", "1");
    }
    if rules.iter().any(|rules| rules.drop_extremes) {
        typed.push("drop_extremes", "1");
    }
    let items = rules
        .iter()
        .flat_map(|rules| &rules.items)
        .filter(|item| !item.label.is_empty());
    let items: Vec<String> = items
        .map(|item| format!("{} {}", item.label, item.weight))
        .collect();
    typed.push("items", items.join("\n"));
    let mut errors = FieldErrors::new();
    let same = plan != KEPT && stages(plan, &typed, &mut errors).iter().eq(rules.iter().copied());
    fields.push("plan", if same && errors.is_empty() { plan } else { KEPT });
    for (name, value) in typed.typed() {
        fields.push(name, value);
    }
}

pub(super) fn stages(plan: &str, fields: &Fields, errors: &mut FieldErrors) -> Vec<Rules> {
    let through = number(fields, "through", 2, errors);
    let formats: &[Format] = match plan {
        "knockout" => &[Format::Knockout],
        "league" => &[Format::League],
        "groups" => &[Format::League, Format::Knockout],
        "swiss" => &[Format::Swiss],
        "swiss_knockout" => &[Format::Swiss, Format::Knockout],
        "judged" => &[Format::Judged],
        "timed_judged" => &[Format::Timed, Format::Judged],
        _ => &[Format::Timed],
    };
    let last = formats.len() - 1;
    let mut stages = Vec::with_capacity(formats.len());
    for (at, format) in formats.iter().enumerate() {
        let mut rules = Rules::usual(*format);
        rules.through = if at < last { through } else { 0 };
        if plan == "groups" && at == 0 {
            rules.pools = number(fields, "pools", 0, errors);
        }
        if *format == Format::League && fields.raw("points") == "3" {
            rules.points = Points {
                win: 3,
                draw: 1,
                loss: 0,
            };
            rules.draws = true;
        }
        if matches!(format, Format::League | Format::Knockout) {
            let usual = if fields.raw("points") == "3" { 3 } else { 20 };
            rules.walkover_score = number(fields, "walkover_score", usual, errors);
        }
        if *format == Format::Knockout {
            rules.third_place = fields.has("third_place");
        }
        rules.rounds = number(fields, "rounds", 5, errors);
        rules.runs = number(fields, "runs", 1, errors);
        if *format == Format::Judged {
            rules.drop_extremes = fields.has("drop_extremes");
            rules.items = items(fields.raw("items"), errors);
        }
        stages.push(rules);
    }
    stages
}

/// What a panel looks at, one a line: `工艺 60`. Marks go to 100 points; nothing typed is one mark for the whole.
fn items(typed: &str, errors: &mut FieldErrors) -> Vec<Item> {
    let lines: Vec<String> = typed.lines().map(line).filter(|text| !text.is_empty()).collect();
    if lines.is_empty() {
        return Rules::usual(Format::Judged).items;
    }
    let mut items = Vec::new();
    for text in lines {
        let bare = text.trim_end_matches(['%', '％', '分']).trim_end();
        let label = bare.trim_end_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
        let weight = read::count(&bare[label.len()..]).ok().flatten();
        match weight {
            Some(weight) if !label.trim().is_empty() => items.push(Item {
                label: line(label.trim_end_matches([':', '：', ' '])),
                weight,
                highest: 10_000,
            }),
            _ => errors.add(
                "items",
                Sentence::new(msg::COMPETITION_ITEM_WRONG).with("line", text),
            ),
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_walkover_counts_is_typed_and_stays() {
        let mut typed = Fields::default();
        for (name, value) in [("through", "2"), ("walkover_score", "1")] {
            typed.push(name, value);
        }
        for plan in ["knockout", "league", "groups", "swiss_knockout"] {
            let rules = stages(plan, &typed, &mut FieldErrors::new());
            let counts: Vec<i64> = rules.iter().map(|rules| rules.walkover_score).collect();
            assert!(counts.iter().all(|score| *score == 1), "{plan}: {counts:?}");
            // A form with the same again leaves it as it is.
            let mut again = Fields::default();
            push_rules(&mut again, &rules.iter().collect::<Vec<_>>());
            assert_eq!((again.raw("plan"), again.raw("walkover_score")), (plan, "1"));
        }
        let usual = stages("knockout", &Fields::default(), &mut FieldErrors::new());
        assert_eq!(usual[0].walkover_score, 20);
    }
}
