//! The fields of the forms of competitions.

use langqiao_kernel::time;
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    model::{Competition, Entry, Fixture, Format, Rules, Stage},
    say, typed,
    whole::Whole,
};
use crate::coverage::Line;

/// Who enters, with which people.
pub(super) fn entry_fields(
    ui: &Ui,
    of: &Competition,
    fields: &Fields,
    problems: &Problems,
    own: bool,
) -> Markup {
    let chosen = fields.raw("line");
    let mut lines = select(ui, "line", ui.t(msg::COMPETITION_LINE)).option(
        "",
        ui.t(msg::COMPETITION_LINE_NONE),
        chosen.is_empty(),
    );
    for line in Line::all() {
        lines = lines.option(line.as_str(), line.name(ui), chosen == line.as_str());
    }
    let sizes = ui.tf(
        msg::COMPETITION_MEMBERS_HINT,
        args! { least = of.team_min, most = of.team_max },
    );
    html! {
        @if of.team {
            (field(ui, "name", ui.t(msg::COMPETITION_TEAM_NAME)).required().max_chars(40)
                .value(fields.raw("name")).error(problems.of("name")))
        } @else if !own {
            (field(ui, "person", ui.t(msg::COMPETITION_PERSON)).required().max_chars(40)
                .value(fields.raw("person")).error(problems.of("members")))
        } @else if problems.of("members").is_some() {
            (notice(Tone::Warn, html! { (problems.of("members").unwrap_or_default()) }))
        }
        (field(ui, "unit", ui.t(msg::COMPETITION_UNIT)).required().max_chars(40)
            .hint(ui.t(msg::COMPETITION_UNIT_HINT)).value(fields.raw("unit")).error(problems.of("unit")))
        (lines)
        @if of.team {
            (text_area(ui, "members", ui.t(msg::COMPETITION_MEMBERS)).required().hint(&sizes)
                .value(fields.raw("members")).error(problems.of("members")))
        }
        @if of.team && !own {
            (field(ui, "contact", ui.t(msg::COMPETITION_CONTACT)).max_chars(40).hint(ui.t(msg::COMPETITION_CONTACT_HINT))
                .value(fields.raw("contact")).error(problems.of("contact")))
        }
        @if !own {
            (field(ui, "phone", ui.t(msg::COMPETITION_PHONE)).phone().value(fields.raw("phone")).error(problems.of("phone")))
            (field(ui, "seed", ui.t(msg::COMPETITION_SEED)).whole_number().short().hint(ui.t(msg::COMPETITION_SEED_HINT))
                .value(fields.raw("seed")).error(problems.of("seed")))
        }
        @if of.team && own {
            (checkbox("agreed", ui.t(msg::COMPETITION_AGREED), fields.has("agreed"), None, problems.of("agreed")))
        }
    }
}

/// An entry as it stands, in the fields of the form that corrects it.
pub(super) fn correct_start(entry: &Entry, of: &Competition, people: &[(i64, String)]) -> Fields {
    let mut fields = Fields::default();
    fields.push("version", entry.version.to_string());
    if of.team {
        fields.push("name", entry.name.as_str());
    }
    fields.push("unit", entry.unit_name.as_str());
    fields.push("line", entry.line.map_or("", |line| line.as_str()));
    fields.push(
        "seed",
        entry.seed.map_or_else(String::new, |seed| seed.to_string()),
    );
    for (place, _) in people {
        fields.push(format!("keep{place}"), "1");
    }
    fields
}

/// What of an entry may be corrected: full names are not shown again, so people stay or go, and others come.
pub(super) fn correct_fields(
    ui: &Ui,
    of: &Competition,
    people: &[(i64, String)],
    fields: &Fields,
    problems: &Problems,
    own: bool,
) -> Markup {
    let chosen = fields.raw("line");
    let mut lines = select(ui, "line", ui.t(msg::COMPETITION_LINE)).option(
        "",
        ui.t(msg::COMPETITION_LINE_NONE),
        chosen.is_empty(),
    );
    for line in Line::all() {
        lines = lines.option(line.as_str(), line.name(ui), chosen == line.as_str());
    }
    let now = people.first().map_or("", |(_, name)| name.as_str());
    let person_hint = ui.tf(msg::COMPETITION_CORRECT_PERSON_HINT, args! { name = now });
    let sizes = ui.tf(
        msg::COMPETITION_MEMBERS_HINT,
        args! { least = of.team_min, most = of.team_max },
    );
    html! {
        (hidden("version", fields.raw("version")))
        @if of.team {
            (field(ui, "name", ui.t(msg::COMPETITION_TEAM_NAME)).required().max_chars(40)
                .value(fields.raw("name")).error(problems.of("name")))
        } @else if !own {
            (field(ui, "person", ui.t(msg::COMPETITION_PERSON)).max_chars(40).hint(&person_hint)
                .value(fields.raw("person")).error(problems.of("members")))
            (field(ui, "phone", ui.t(msg::COMPETITION_PHONE)).phone().value(fields.raw("phone")).error(problems.of("phone")))
        }
        (field(ui, "unit", ui.t(msg::COMPETITION_UNIT)).required().max_chars(40)
            .hint(ui.t(msg::COMPETITION_UNIT_HINT)).value(fields.raw("unit")).error(problems.of("unit")))
        (lines)
        @if of.team {
            (fieldset(ui.t(msg::COMPETITION_CORRECT_KEEP), None, html! {
                @for (place, name) in people {
                    @let key = format!("keep{place}");
                    (checkbox(&key, name, fields.has(&key), None, None))
                }
            }))
            (text_area(ui, "members", ui.t(msg::COMPETITION_CORRECT_ADD)).hint(&sizes)
                .value(fields.raw("members")).error(problems.of("members")))
        }
        @if !own {
            (field(ui, "seed", ui.t(msg::COMPETITION_SEED)).whole_number().short().hint(ui.t(msg::COMPETITION_SEED_HINT))
                .value(fields.raw("seed")).error(problems.of("seed")))
        }
    }
}

/// What a new competition is like.
pub(super) fn competition_fields(ui: &Ui, fields: &Fields, problems: &Problems) -> Markup {
    let plan = fields.raw("plan");
    let more = [
        "team_min",
        "team_max",
        "pools",
        "through",
        "rounds",
        "runs",
        "points",
        "items",
        "protest_minutes",
        "walkover_score",
        "stages",
    ]
    .iter()
    .any(|name| problems.of(name).is_some());
    let mut plans = choices(ui, "plan", ui.t(msg::COMPETITION_PLAN))
        .required()
        .error(problems.of("plan"));
    let named: Vec<(&str, &str, &str)> = PLAN_WORDS
        .iter()
        .map(|(word, name, hint)| (*word, ui.t(*name), ui.t(*hint)))
        .collect();
    for (word, name, hint) in &named {
        plans = plans.explained(word, name, Some(hint), plan == *word);
    }
    html! {
        (field(ui, "title", ui.t(msg::COMPETITION_NAME)).required().max_chars(60).value(fields.raw("title")).error(problems.of("title")))
        (choices(ui, "kind", ui.t(msg::COMPETITION_KIND)).required().inline().error(problems.of("kind"))
            .option("team", ui.t(msg::COMPETITION_KIND_TEAM), fields.raw("kind") == "team")
            .option("single", ui.t(msg::COMPETITION_KIND_SINGLE), fields.raw("kind") == "single"))
        @if plan == typed::KEPT {
            (hidden("plan", typed::KEPT))
            (notice(Tone::Info, html! { (ui.t(msg::COMPETITION_PLAN_KEPT)) }))
        } @else { (plans) }
        (field(ui, "entries_max", ui.t(msg::COMPETITION_ENTRIES_MAX)).whole_number().short().required()
            .value(fields.raw("entries_max")).error(problems.of("entries_max")))
        (field(ui, "closes_day", ui.t(msg::COMPETITION_CLOSES_DAY)).date().required()
            .value(fields.raw("closes_day")).error(problems.of("closes_day")))
        (field(ui, "closes", ui.t(msg::COMPETITION_CLOSES)).time().required()
            .value(fields.raw("closes")).error(problems.of("closes")))
        (checkbox("self_entry", ui.t(msg::COMPETITION_SELF_ENTRY), fields.has("self_entry"), Some(ui.t(msg::COMPETITION_SELF_ENTRY_HINT)), None))
        (disclosure(ui.t(msg::COMPETITION_MORE_RULES), more, more_rules(ui, fields, problems)))
    }
}

/// The ways to decide it, as the form offers them.
const PLAN_WORDS: [(&str, Msg, Msg); 8] = [
    (
        "knockout",
        msg::COMPETITION_PLAN_KNOCKOUT,
        msg::COMPETITION_PLAN_KNOCKOUT_HINT,
    ),
    (
        "league",
        msg::COMPETITION_PLAN_LEAGUE,
        msg::COMPETITION_PLAN_LEAGUE_HINT,
    ),
    (
        "groups",
        msg::COMPETITION_PLAN_GROUPS,
        msg::COMPETITION_PLAN_GROUPS_HINT,
    ),
    (
        "swiss",
        msg::COMPETITION_PLAN_SWISS,
        msg::COMPETITION_PLAN_SWISS_HINT,
    ),
    (
        "swiss_knockout",
        msg::COMPETITION_PLAN_SWISS_KNOCKOUT,
        msg::COMPETITION_PLAN_SWISS_KNOCKOUT_HINT,
    ),
    (
        "judged",
        msg::COMPETITION_PLAN_JUDGED,
        msg::COMPETITION_PLAN_JUDGED_HINT,
    ),
    (
        "timed",
        msg::COMPETITION_PLAN_TIMED,
        msg::COMPETITION_PLAN_TIMED_HINT,
    ),
    (
        "timed_judged",
        msg::COMPETITION_PLAN_TIMED_JUDGED,
        msg::COMPETITION_PLAN_TIMED_JUDGED_HINT,
    ),
];

fn more_rules(ui: &Ui, fields: &Fields, problems: &Problems) -> Markup {
    let number = |name: &'static str, label: Msg, hint: Msg| {
        field(ui, name, ui.t(label))
            .whole_number()
            .short()
            .unmarked()
            .hint(ui.t(hint))
            .value(fields.raw(name))
            .error(problems.of(name))
            .render()
    };
    html! {
        (fieldset(ui.t(msg::COMPETITION_FOR_TEAMS), None, html! {
            (number("team_min", msg::COMPETITION_TEAM_MIN, msg::COMPETITION_USUAL_1))
            (number("team_max", msg::COMPETITION_TEAM_MAX, msg::COMPETITION_USUAL_15))
        }))
        @if fields.raw("plan") != typed::KEPT { (stage_rules(ui, fields, problems, number)) }
        (number("protest_minutes", msg::COMPETITION_PROTEST_MINUTES, msg::COMPETITION_PROTEST_MINUTES_HINT))
    }
}

/// The rules of the stages.
fn stage_rules(
    ui: &Ui,
    fields: &Fields,
    problems: &Problems,
    number: impl Fn(&'static str, Msg, Msg) -> Markup,
) -> Markup {
    html! {
        (fieldset(ui.t(msg::COMPETITION_FOR_GAMES), None, html! {
            (choices(ui, "points", ui.t(msg::COMPETITION_POINTS_RULE)).error(problems.of("points"))
                .option("2", ui.t(msg::COMPETITION_POINTS_2), fields.raw("points") != "3")
                .option("3", ui.t(msg::COMPETITION_POINTS_3), fields.raw("points") == "3"))
            (number("pools", msg::COMPETITION_POOLS, msg::COMPETITION_POOLS_HINT))
            (number("rounds", msg::COMPETITION_ROUNDS, msg::COMPETITION_USUAL_5))
            (number("walkover_score", msg::COMPETITION_WALKOVER_SCORE, msg::COMPETITION_WALKOVER_SCORE_HINT))
            (checkbox("third_place", ui.t(msg::COMPETITION_THIRD_PLACE), fields.has("third_place"), None, None))
        }))
        (fieldset(ui.t(msg::COMPETITION_FOR_MARKS), None, html! {
            (text_area(ui, "items", ui.t(msg::COMPETITION_ITEMS)).hint(ui.t(msg::COMPETITION_ITEMS_HINT))
                .value(fields.raw("items")).error(problems.of("items")))
            (checkbox("drop_extremes", ui.t(msg::COMPETITION_DROP), fields.has("drop_extremes"), None, None))
            (number("runs", msg::COMPETITION_RUNS, msg::COMPETITION_USUAL_1))
        }))
        (number("through", msg::COMPETITION_THROUGH, msg::COMPETITION_THROUGH_HINT))
    }
}

/// The fields of a new competition as they are before anything was typed.
pub(super) fn competition_start(activity: &crate::activities::Activity) -> Fields {
    let closes = time::civil(activity.times.signup_closes_at.min(activity.times.starts_at));
    let mut fields = Fields::default();
    fields.push("title", activity.title.as_str());
    fields.push("entries_max", "32");
    fields.push("closes_day", closes.date().to_string());
    fields.push("closes", when::clock_value(closes.time()));
    fields.push("third_place", "1");
    fields.push("drop_extremes", "1");
    fields.push("self_entry", "1");
    fields
}

/// A competition as it stands, in the fields of its form. Rules that the form has no fields for are kept as they are.
pub(super) fn competition_now(of: &Competition, stages: &[Stage]) -> Fields {
    let closes = time::civil(of.entries_close_at);
    let mut fields = Fields::default();
    fields.push("version", of.version.to_string());
    fields.push("title", of.title.as_str());
    fields.push("kind", if of.team { "team" } else { "single" });
    fields.push("entries_max", of.entries_max.to_string());
    fields.push("closes_day", closes.date().to_string());
    fields.push("closes", when::clock_value(closes.time()));
    if of.self_entry {
        fields.push("self_entry", "1");
    }
    if of.team {
        fields.push("team_min", of.team_min.to_string());
        fields.push("team_max", of.team_max.to_string());
    }
    fields.push("protest_minutes", of.protest_minutes.to_string());
    let rules: Vec<&Rules> = stages.iter().map(|stage| &stage.rules).collect();
    typed::push_rules(&mut fields, &rules);
    fields
}

/// How a game ended: big fields for a thumb at the court.
pub(super) fn result_fields(
    ui: &Ui,
    whole: &Whole,
    stage: &Stage,
    fixture: &Fixture,
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let (home, away) = (
        &say::side(ui, whole, fixture.home),
        &say::side(ui, whole, fixture.away),
    );
    let way = fields.raw("way");
    let correcting = fixture.outcome.is_some();
    let (home_out, away_out) = (
        ui.tf(msg::COMPETITION_GIVES_UP, args! { name = away.as_str() }),
        ui.tf(msg::COMPETITION_GIVES_UP, args! { name = home.as_str() }),
    );
    let mut ways = choices(ui, "way", ui.t(msg::COMPETITION_WAY))
        .error(problems.of("way"))
        .option(
            "played",
            ui.t(msg::COMPETITION_WAY_PLAYED),
            way.is_empty() || way == "played",
        )
        .option("home_walkover", &home_out, way == "home_walkover")
        .option("away_walkover", &away_out, way == "away_walkover");
    let knockout = stage.rules.format == Format::Knockout;
    if !knockout {
        ways = ways.option("neither", ui.t(msg::COMPETITION_WAY_NEITHER), way == "neither");
    }
    let seen = fixture.results.to_string();
    let more = correcting
        || ["way", "winner", "reason"]
            .iter()
            .any(|name| problems.of(name).is_some())
        || !way.is_empty() && way != "played";
    let mut reason = field(ui, "reason", ui.t(msg::COMPETITION_REASON)).max_chars(200);
    if correcting {
        reason = reason.unmarked();
    }
    html! {
        (hidden("seen", if fields.has("seen") { fields.raw("seen") } else { &seen }))
        (grid(Columns::Two, html! {
            (field(ui, "home_score", home).whole_number().unmarked().value(fields.raw("home_score")).error(problems.of("home_score")))
            (field(ui, "away_score", away).whole_number().unmarked().value(fields.raw("away_score")).error(problems.of("away_score")))
        }))
        (disclosure(ui.t(msg::COMPETITION_NOT_USUAL), more, html! {
            (ways)
            @if knockout {
                (choices(ui, "winner", ui.t(msg::COMPETITION_DECIDER)).hint(ui.t(msg::COMPETITION_DECIDER_HINT)).error(problems.of("winner"))
                    .option("", ui.t(msg::COMPETITION_DECIDER_NONE), fields.raw("winner").is_empty())
                    .option("home", home, fields.raw("winner") == "home")
                    .option("away", away, fields.raw("winner") == "away"))
            }
            (reason
                .hint(ui.t(if correcting { msg::COMPETITION_REASON_CORRECT } else { msg::COMPETITION_REASON_HINT }))
                .value(fields.raw("reason")).error(problems.of("reason")))
        }))
    }
}

/// A judge's marks for one entry, or its times.
pub(super) fn mark_fields(
    ui: &Ui,
    stage: &Stage,
    correcting: bool,
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let timed = stage.rules.format == Format::Timed;
    let labels: Vec<(String, String)> = if timed {
        (1..=stage.rules.runs)
            .map(|run| {
                (
                    ui.tf(msg::COMPETITION_RUN, args! { n = run }),
                    ui.t(msg::COMPETITION_TIME_HINT).to_owned(),
                )
            })
            .collect()
    } else {
        stage
            .rules
            .items
            .iter()
            .map(|item| {
                let label = if item.label.is_empty() {
                    ui.t(msg::COMPETITION_WHOLE_MARK).to_owned()
                } else {
                    item.label.clone()
                };
                (
                    label,
                    ui.tf(
                        msg::COMPETITION_MARK_HINT,
                        args! { most = say::points(item.highest), weight = item.weight },
                    ),
                )
            })
            .collect()
    };
    html! {
        @for (part, (label, hint)) in (1..).zip(&labels) {
            @let name = format!("part{part}");
            (field(ui, &name, label).unmarked().inputmode(if timed { "text" } else { "decimal" }).hint(hint).short()
                .value(fields.raw(&name)).error(problems.of(&name)))
        }
        @if correcting || problems.of("reason").is_some() {
            (field(ui, "reason", ui.t(msg::COMPETITION_REASON)).unmarked().max_chars(200).hint(ui.t(msg::COMPETITION_REASON_CORRECT))
                .value(fields.raw("reason")).error(problems.of("reason")))
        }
    }
}

/// On which courts and when is played.
pub(super) fn schedule_fields(ui: &Ui, fields: &Fields, problems: &Problems) -> Markup {
    html! {
        (text_area(ui, "courts", ui.t(msg::COMPETITION_COURTS)).required().hint(ui.t(msg::COMPETITION_COURTS_HINT))
            .value(fields.raw("courts")).error(problems.of("courts")))
        (grid(Columns::Two, html! {
            (field(ui, "first_day", ui.t(msg::COMPETITION_FIRST_DAY)).date().required().value(fields.raw("first_day")).error(problems.of("first_day")))
            (field(ui, "last_day", ui.t(msg::COMPETITION_LAST_DAY)).date().required().value(fields.raw("last_day"))
                .error(problems.of("last_day").or(problems.of("windows"))))
            (field(ui, "from", ui.t(msg::COMPETITION_FROM)).time().required().value(fields.raw("from")).error(problems.of("from")))
            (field(ui, "until", ui.t(msg::COMPETITION_UNTIL)).time().required().value(fields.raw("until")).error(problems.of("until")))
            (field(ui, "slot_minutes", ui.t(msg::COMPETITION_SLOT)).whole_number().short().required()
                .value(fields.raw("slot_minutes")).error(problems.of("slot_minutes")))
            (field(ui, "rest_minutes", ui.t(msg::COMPETITION_REST)).whole_number().short().required()
                .value(fields.raw("rest_minutes")).error(problems.of("rest_minutes")))
        }))
    }
}
