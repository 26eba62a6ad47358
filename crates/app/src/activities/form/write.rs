//! From a plan to what could have been typed.

use langqiao_kernel::{id::AreaId, time};
use langqiao_platform::{fields::Fields, ui::when};

use super::{QUESTION_FIELDS, Rows, SHIFT_FIELDS, groups, owned};
use crate::activities::{
    merge::Aspect,
    model::{Contribution, Question},
    plan::{Invitation, Plan},
    queries::AreaChoice,
    shifts::Shift,
    typed,
};
use crate::standings::ask_form;

/// What could have been typed to get this plan.
pub fn write(plan: &Plan, areas: &[AreaChoice]) -> Fields {
    let mut fields = Fields::default();
    for aspect in Aspect::ALL {
        for (name, value) in written(aspect, plan, areas) {
            fields.push(name, value);
        }
    }
    fields
}

/// The form with what `plan` says about one aspect in place of what was typed.
pub fn put(fields: &Fields, aspect: Aspect, plan: &Plan, areas: &[AreaChoice]) -> Fields {
    let in_row = |name: &str, letter: char| {
        name.strip_prefix(letter)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let is_its = |name: &str| match aspect {
        Aspect::Cohosts => in_row(name, 'c'),
        Aspect::Questions => in_row(name, 'q'),
        Aspect::Shifts => in_row(name, 's'),
        Aspect::Needs => in_row(name, 'r') || in_row(name, 'e'),
        Aspect::Who => ["min_age", "max_age", "only"].contains(&name) || name.starts_with("ask_"),
        _ => written(aspect, plan, areas).iter().any(|(own, _)| own == name),
    };
    let others = fields.typed().filter(|(name, _)| !is_its(name)).map(owned);
    others.chain(written(aspect, plan, areas)).collect()
}

fn written(aspect: Aspect, plan: &Plan, areas: &[AreaChoice]) -> Vec<(String, String)> {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let of = |pairs: Vec<(&str, String)>| {
        pairs
            .into_iter()
            .map(|(n, v)| (n.to_owned(), v))
            .collect::<Vec<_>>()
    };
    let times = &plan.times;
    let (start, end) = (time::civil(times.starts_at), time::civil(times.ends_at));
    match aspect {
        Aspect::Title => of(vec![("title", plan.title.clone())]),
        Aspect::Summary => of(vec![("summary", plan.summary.clone())]),
        Aspect::Kind => of(vec![("kind", plan.kind.as_str().to_owned())]),
        Aspect::Place => of(vec![
            (
                "space",
                plan.space.map(|space| space.to_text()).unwrap_or_default(),
            ),
            ("place", plan.place.clone()),
            ("area", plan.area.to_text()),
        ]),
        Aspect::Needs => written_needs(plan),
        Aspect::When => of(vec![
            ("day", start.date().to_string()),
            ("start", when::clock_value(start.time())),
            (
                "end_day",
                if end.date() == start.date() {
                    String::new()
                } else {
                    end.date().to_string()
                },
            ),
            ("end", when::clock_value(end.time())),
        ]),
        Aspect::Window => {
            let (opens, closes) = (
                time::civil(times.signup_opens_at),
                time::civil(times.signup_closes_at),
            );
            of(vec![
                ("opens_day", opens.date().to_string()),
                ("opens", when::clock_value(opens.time())),
                ("closes_day", closes.date().to_string()),
                ("closes", when::clock_value(closes.time())),
            ])
        }
        Aspect::Places => of(vec![
            ("seats", plan.seats.to_string()),
            ("volunteers", plan.volunteers.to_string()),
        ]),
        Aspect::Shifts => plan
            .shifts
            .iter()
            .enumerate()
            .flat_map(|(n, shift)| written_shift(n, shift, plan))
            .collect(),
        Aspect::Who => {
            let mut who = of(vec![
                ("min_age", number(plan.min_age)),
                ("max_age", number(plan.max_age)),
                ("only", area_word(plan.only_area, plan, areas)),
            ]);
            who.extend(ask_form::written(&plan.asks));
            who
        }
        Aspect::Party => {
            let kept = plan.kept_until.map(time::civil);
            let mut party = of(vec![
                ("party_max", plan.party_max.to_string()),
                ("offer_minutes", plan.offer_minutes.to_string()),
                ("allotment", plan.allotment.as_str().to_owned()),
                ("prior", area_word(plan.prior_area, plan, areas)),
                (
                    "kept_day",
                    kept.map(|at| at.date().to_string()).unwrap_or_default(),
                ),
                (
                    "kept",
                    kept.map(|at| when::clock_value(at.time())).unwrap_or_default(),
                ),
            ]);
            party.extend(groups::written(&plan.priority, |area| {
                area_word(Some(area), plan, areas)
            }));
            party
        }
        Aspect::Questions => plan
            .questions
            .iter()
            .enumerate()
            .flat_map(|(n, q)| written_question(n, q))
            .collect(),
        Aspect::Own => written_contribution("own", &plan.own),
        Aspect::Cohosts => plan
            .cohosts
            .iter()
            .enumerate()
            .flat_map(|(n, c)| written_cohost(n, c))
            .collect(),
    }
}

/// An area as the form says it: that of the place and its town have words of their own.
fn area_word(area: Option<AreaId>, plan: &Plan, areas: &[AreaChoice]) -> String {
    let Some(only) = area else {
        return String::new();
    };
    let town = areas
        .iter()
        .find(|choice| choice.id == plan.area)
        .map(|choice| choice.town);
    if Some(only) == town {
        "town".to_owned()
    } else if only == plan.area {
        "village".to_owned()
    } else {
        only.to_text()
    }
}

fn written_question(n: usize, question: &Question) -> Vec<(String, String)> {
    let values = [
        question.label.clone(),
        question.kind.as_str().to_owned(),
        question.options.join("\n"),
        if question.required {
            "1".to_owned()
        } else {
            String::new()
        },
        question
            .only_if
            .as_ref()
            .map(|only| only.question.clone())
            .unwrap_or_default(),
        question
            .only_if
            .as_ref()
            .map(|only| only.answer.clone())
            .unwrap_or_default(),
    ];
    QUESTION_FIELDS
        .iter()
        .map(|name| Rows::Questions.field(n, name))
        .zip(values)
        .collect()
}

fn written_needs(plan: &Plan) -> Vec<(String, String)> {
    let rooms = plan
        .rooms
        .iter()
        .enumerate()
        .map(|(n, room)| (Rows::Rooms.field(n, "space"), room.to_text()));
    let equipment = plan.equipment.iter().enumerate().flat_map(|(n, needed)| {
        [
            (Rows::Equipment.field(n, "item"), needed.item.to_text()),
            (Rows::Equipment.field(n, "pieces"), needed.pieces.to_string()),
        ]
    });
    rooms.chain(equipment).collect()
}

/// A shift as the form says it: its day is left out where it is the activity's first.
pub(super) fn written_shift(n: usize, shift: &Shift, plan: &Plan) -> Vec<(String, String)> {
    let (from, to) = (time::civil(shift.starts_at), time::civil(shift.ends_at));
    let day = from.date();
    let values = [
        shift.name.clone(),
        shift.id.map(|id| id.to_text()).unwrap_or_default(),
        if day == time::day(plan.times.starts_at) {
            String::new()
        } else {
            day.to_string()
        },
        when::clock_value(from.time()),
        when::clock_value(to.time()),
        shift.places.to_string(),
    ];
    SHIFT_FIELDS
        .iter()
        .map(|name| Rows::Shifts.field(n, name))
        .zip(values)
        .collect()
}

fn written_cohost(n: usize, invited: &Invitation) -> Vec<(String, String)> {
    let mut fields = vec![(Rows::Cohosts.field(n, "org"), invited.organisation.to_text())];
    fields.extend(written_contribution(&format!("c{n}"), &invited.brings));
    fields
}

/// What could have been typed to get this contribution.
pub fn written_contribution(prefix: &str, brings: &Contribution) -> Vec<(String, String)> {
    let people = if brings.people == 0 {
        String::new()
    } else {
        brings.people.to_string()
    };
    let values = [
        ("people", people),
        ("venue", brings.venue.clone()),
        ("money", typed::yuan_text(brings.money)),
        ("goods", brings.goods.clone()),
        ("share", brings.share.to_string()),
    ];
    values
        .into_iter()
        .map(|(name, value)| (format!("{prefix}_{name}"), value))
        .collect()
}
