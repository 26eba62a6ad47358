//! The officer lays down courts and hours, and the games are put onto them.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use langqiao_kernel::{
    id::{CompetitionId, OrganisationId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    ManageCompetitions, form_views,
    model::{Fixture, Stage},
    office_pages::{held, on_own},
    say,
    schedule::schedule,
    typed, views,
    whole::Whole,
};

type Of = Path<(OrganisationId, CompetitionId)>;

/// `GET /w/{org}/competitions/{competition}/schedule`
pub(super) async fn show(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let typed: Fields = asked.into_iter().collect();
    // What did not fit in is tried again with a little more, and not typed anew.
    let again = FIELDS.iter().all(|name| typed.has(name));
    let fields = if again { typed } else { start(&whole, app.now()) };
    let none = FieldErrors::new();
    Ok(page(&app, &ui, &gate, &whole, (&fields, &none), again))
}

/// What is typed where games are put onto courts.
const FIELDS: [&str; 7] = [
    "courts",
    "first_day",
    "last_day",
    "from",
    "until",
    "slot_minutes",
    "rest_minutes",
];

/// The hours of a day and the length and rest of games, as those that have their place have them: so they were wished for.
struct Kept {
    from: Time,
    until: Time,
    slot: i64,
    rest: i64,
    last_day: Date,
}

/// How long an address with what was typed may become, in characters.
const QUERY_MAX: usize = 4000;
/// The usual length of a game and the usual rest, in minutes.
const USUAL: i64 = 60;

impl Kept {
    fn of(whole: &Whole) -> Option<Self> {
        let mut spans: Vec<(&Fixture, Timestamp, Timestamp)> = whole
            .fixtures
            .iter()
            .filter_map(|fixture| fixture.span().map(|(from, until)| (fixture, from, until)))
            .collect();
        spans.sort_by_key(|(_, from, _)| *from);
        let (_, _, latest) = spans.last()?;
        let last_day = time::day(*latest);
        let length =
            |(_, from, until): &(&Fixture, Timestamp, Timestamp)| until.duration_since(*from).as_mins();
        let mut lengths: Vec<i64> = spans.iter().map(length).collect();
        lengths.sort_unstable();
        let mut rest = USUAL;
        for (at, (one, _, until)) in spans.iter().enumerate() {
            let own = |other: &Fixture| {
                [one.home, one.away]
                    .into_iter()
                    .flatten()
                    .any(|side| other.has(side))
            };
            if let Some((_, from, _)) = spans[at + 1..].iter().find(|(other, ..)| own(other)) {
                rest = rest.min(from.duration_since(*until).as_mins().max(0));
            }
        }
        Some(Self {
            from: spans.iter().map(|(_, from, _)| time::civil(*from).time()).min()?,
            until: spans.iter().map(|(.., until)| time::civil(*until).time()).max()?,
            slot: lengths[lengths.len() / 2],
            rest,
            last_day,
        })
    }
}

/// What stands in the form before anything is typed.
fn start(whole: &Whole, now: Timestamp) -> Fields {
    let of = &whole.competition;
    let mut fields = Fields::default();
    let courts = if whole.courts.is_empty() {
        vec![of.place.chars().take(20).collect::<String>()]
    } else {
        let named = whole.courts.iter().filter(|name| !name.is_empty());
        named.cloned().collect()
    };
    let (from, until) = (time::civil(of.starts_at.max(now)), time::civil(of.ends_at));
    let kept = Kept::of(whole);
    let last_day = kept
        .as_ref()
        .map_or(until.date(), |kept| kept.last_day.max(until.date()));
    let days = [
        ("first_day", from.date()),
        ("last_day", last_day.max(from.date())),
    ];
    fields.push("courts", courts.join("\n"));
    for (name, day) in days {
        fields.push(name, day.to_string());
    }
    let kept = kept.unwrap_or(Kept {
        from: time::civil(of.starts_at).time(),
        until: until.time(),
        slot: USUAL,
        rest: USUAL,
        last_day,
    });
    fields.push("from", when::clock_value(kept.from));
    // Those that have their place may end long before the hour until which one may play.
    fields.push("until", when::clock_value(kept.until.max(until.time())));
    fields.push("slot_minutes", kept.slot.to_string());
    fields.push("rest_minutes", kept.rest.to_string());
    fields
}

fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManageCompetitions>,
    whole: &Whole,
    (fields, errors): (&Fields, &FieldErrors),
    again: bool,
) -> Page {
    let (org, id, problems) = (gate.org(), whole.competition.id, errors.problems(ui));
    let title = ui.t(msg::COMPETITION_SCHEDULE);
    let placed = whole
        .fixtures
        .iter()
        .filter(|fixture| fixture.starts_at.is_some())
        .count();
    let at = format!("/w/{org}/competitions/{id}");
    let outside = whole
        .fixtures
        .iter()
        .filter(|fixture| whole.competition.is_outside(fixture))
        .count();
    let content = html! {
        (page_title(title, Some(&whole.competition.title), Some(Button::print(ui.t(msg::COMPETITION_PRINT)).render())))
        (stack(html! {
            p { (link(&format!("/w/{org}/competitions/{id}"), ui.t(msg::COMPETITION_BACK))) }
            (error_summary(ui, &problems))
            @if outside > 0 {
                (notice(Tone::Warn, html! {
                    p { (ui.tf(msg::COMPETITION_SCHEDULE_OUTSIDE, args! { n = outside })) }
                    p { (link(&format!("/w/{org}/activities/{}", whole.competition.activity), ui.t(msg::COMPETITION_TO_ACTIVITY))) }
                }))
            }
            (disclosure(ui.t(msg::COMPETITION_SCHEDULE_MAKE), placed == 0 || again || !problems.is_empty(), html! {
                (form(ui, &format!("/w/{org}/competitions/{id}/schedule")).body(html! {
                    p { (ui.t(msg::COMPETITION_SCHEDULE_LEDE)) }
                    (form_views::schedule_fields(ui, fields, &problems))
                    (row(button(ui.t(msg::COMPETITION_SCHEDULE_MAKE)).primary().render()))
                }))
            }))
            @for stage in &whole.stages {
                @let list = listed(whole, stage);
                @if !list.is_empty() {
                    (section(say::stage(ui, stage), views::games_with(ui, (whole, stage), &list, |fixture| to_move(ui, &at, (whole, stage), fixture))))
                }
            }
        }))
    };
    desk::page(app, ui, gate, title, content)
}

/// The games of a stage that have a place, by time; then those that have none yet and can be given one.
fn listed<'a>(whole: &'a Whole, stage: &Stage) -> Vec<&'a Fixture> {
    let mut list: Vec<&Fixture> = whole
        .fixtures_of(stage.id)
        .filter(|fixture| fixture.is_open() || fixture.starts_at.is_some())
        .collect();
    list.sort_by_key(|fixture| (fixture.starts_at.is_none(), fixture.starts_at, fixture.court));
    list
}

/// The way to another court or time for a game that is still to be played.
fn to_move(ui: &Ui, at: &str, (whole, stage): (&Whole, &Stage), fixture: &Fixture) -> Option<Markup> {
    fixture.is_open().then(|| {
        let about = say::fixture(ui, whole, stage, fixture);
        let to = format!("{at}/fixtures/{}/place", fixture.id);
        html! { (link_button(&to, ui.t(msg::COMPETITION_MOVE)).small().about(&about)) }
    })
}

/// `POST /w/{org}/competitions/{competition}/schedule`
pub(super) async fn make(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let errors = match typed::schedule(&fields, app.now()) {
        Err(errors) => errors,
        Ok(wish) => {
            let done = on_own(&app, &gate, id, move |tx| schedule(tx, id, &wish));
            match done.await {
                Ok(done) => {
                    let at = format!("/w/{org}/competitions/{id}/schedule");
                    let typed: Vec<(&str, &str)> =
                        FIELDS.iter().map(|name| (*name, fields.raw(name))).collect();
                    let back = match (done.left, serde_urlencoded::to_string(&typed)) {
                        (1.., Ok(typed)) if typed.len() < QUERY_MAX => SeeOther::to(format!("{at}?{typed}")),
                        _ => SeeOther::to(at),
                    };
                    let (tone, sentence) = match done.left {
                        0 => (
                            Tone::Ok,
                            Sentence::new(msg::COMPETITION_SCHEDULED).with("n", done.placed),
                        ),
                        left => (
                            Tone::Warn,
                            Sentence::new(msg::COMPETITION_SCHEDULED_SOME)
                                .with("n", done.placed)
                                .with("left", left),
                        ),
                    };
                    return Ok(back.say(tone, sentence).into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = page(&app, &ui, &gate, &whole, (&fields, &errors), false);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
