//! What nobody uses: which it is, since when, what could become of it, and the keeper's answer.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{AlarmId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Grant, Permission},
    not_done::NotDone,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::StoreError;
use serde::Deserialize;

use super::{
    answer::{self, QUIET_DAYS, Reply},
    close::REASON_MAX,
    model::Answer,
    queries::{self, Alarm},
    say,
};
use crate::{
    activities::typed,
    bookings::{KeepSpaces, SeeSpaces, below},
};

/// `GET /w/{org}/idle`
pub(super) async fn show(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
) -> Result<Page, Fault> {
    page(&gate, &ui, &app, &wanted, (&Fields::default(), &Problems::new())).await
}

/// How many stand on a page.
const PAGE: usize = 50;

/// Which are shown.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(flatten)]
    below: below::Asked,
    after: Option<String>,
}

async fn page<P: Permission>(
    gate: &Grant<P>,
    ui: &Ui,
    app: &App,
    wanted: &Wanted,
    (typed, problems): (&Fields, &Problems),
) -> Result<Page, Fault> {
    let (org, scope) = (gate.org(), wanted.below.below());
    let after = wanted.after.as_deref().and_then(|id| id.parse().ok());
    let read = app.db.read(move |tx| {
        let bodies = match scope {
            Some(_) => below::bodies(tx, org)?,
            None => Vec::new(),
        };
        Ok::<_, StoreError>((
            bodies,
            queries::alarms_of(tx, org, scope, (after, PAGE as i64 + 1))?,
        ))
    });
    let (bodies, mut alarms) = read.await?;
    let more = alarms.len() > PAGE;
    alarms.truncate(PAGE);
    let next = alarms
        .last()
        .filter(|_| more)
        .map(|last| format!("/w/{org}/idle?after={}{}", last.id, wanted.below.query()));
    let (rings, said): (Vec<&Alarm>, Vec<&Alarm>) = alarms.iter().partition(|alarm| alarm.answer.is_none());
    let title = ui.t(msg::USE_IDLE);
    let may = gate.may(KeepSpaces::NAME);
    let content = html! {
        (page_title(title, Some(ui.t(msg::USE_IDLE_LEDE)), Some(html! { (link_button(&format!("/w/{org}/uses"), ui.t(msg::USE_BACK)).quiet()) })))
        (stack(html! {
            (error_summary(ui, problems))
            (below::filter(ui, &format!("/w/{org}/idle"), &wanted.below, &bodies, &[]))
            @if rings.is_empty() && after.is_none() { (empty(Icon::Check, ui.t(msg::USE_NOTHING_IDLE), html! {})) }
            @for alarm in rings { (card(ringing(ui, org, alarm, may && alarm.keeper == org, typed, problems))) }
            @if !said.is_empty() { (section(ui.t(msg::USE_ANSWERED), answered(ui, &said))) }
            @if let Some(next) = &next { (row(link_button(next, ui.t(msg::SITE_NEXT)).icon(Icon::Forward).render())) }
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

fn since(ui: &Ui, alarm: &Alarm) -> String {
    let days = ui.now.duration_since(alarm.since).as_hours() / 24;
    ui.tf(
        msg::USE_IDLE_SINCE,
        args! { day = when::full_day(ui.lang, time::day(alarm.since)), n = days },
    )
}

fn ringing(
    ui: &Ui,
    org: OrganisationId,
    alarm: &Alarm,
    may: bool,
    typed: &Fields,
    problems: &Problems,
) -> Markup {
    let (reason, quiet, what) = (
        format!("reason-{}", alarm.id),
        format!("quiet-{}", alarm.id),
        format!("answer-{}", alarm.id),
    );
    let proposal = if alarm.space.is_some() && !alarm.open_to_others {
        msg::USE_PROPOSE_OPEN
    } else {
        msg::USE_PROPOSE_LEND
    };
    html! {
        h2 { (alarm.name) }
        @if alarm.keeper != org { (muted(html! { (ui.tf(msg::USE_KEPT_BY, args! { keeper = alarm.kept_by.clone() })) })) }
        p { (since(ui, alarm)) }
        p { (ui.t(proposal)) }
        @if may {
            (form(ui, &format!("/w/{org}/idle/{}", alarm.id)).body(html! {
                (Answer::ALL.iter().fold(choices(ui, &what, ui.t(msg::USE_WHAT_NOW)).required().error(problems.of(&what)), |list, one| {
                    list.option(one.as_str(), ui.t(say::answer(*one)), typed.raw(&what) == one.as_str())
                }))
                (field(ui, &reason, ui.t(msg::SITE_REASON)).required().value(typed.raw(&reason)).error(problems.of(&reason)).max_chars(REASON_MAX as u32))
                (quiet_choice(ui, &quiet, typed.raw(&quiet), problems))
                (button(ui.t(msg::USE_ANSWER)).primary().about(&alarm.name))
            }))
        }
    }
}

fn quiet_choice(ui: &Ui, name: &str, chosen: &str, problems: &Problems) -> Markup {
    let options: Vec<(String, String)> = QUIET_DAYS
        .iter()
        .map(|days| (days.to_string(), ui.tf(msg::USE_QUIET_DAYS, args! { n = *days })))
        .collect();
    let mut choice = select(ui, name, ui.t(msg::USE_QUIET))
        .required()
        .error(problems.of(name));
    for (value, label) in &options {
        let usual = chosen.is_empty() && value == "60";
        choice = choice.option(value, label, usual || chosen == value);
    }
    choice.render()
}

fn answered(ui: &Ui, said: &[&Alarm]) -> Markup {
    let columns = vec![
        col(ui.t(msg::USE_THING)),
        col(ui.t(msg::USE_WHAT_NOW)),
        col(ui.t(msg::SITE_REASON)),
        col(ui.t(msg::USE_QUIET)),
    ];
    let rows = said.iter().map(|alarm| {
        let word = alarm
            .answer
            .as_deref()
            .and_then(|word| word.parse::<Answer>().ok());
        vec![
            html! { (alarm.name) },
            html! { (ui.t(word.map_or(msg::USE_ANSWER_USED, say::answer))) },
            html! { (alarm.reason) },
            html! { @if let Some(until) = alarm.quiet_until { (ui.day(time::day(until))) } },
        ]
    });
    table(ui.t(msg::USE_ANSWERED), columns).rows(rows).render()
}

/// `POST /w/{org}/idle/{alarm}`
pub(super) async fn answer(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, AlarmId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let what = format!("answer-{id}");
    let chosen = fields.raw(&what).parse::<Answer>().ok();
    let reply = Reply {
        answer: chosen.unwrap_or(Answer::Keep),
        reason: fields.raw(&format!("reason-{id}")).to_owned(),
        quiet_days: fields.raw(&format!("quiet-{id}")).parse().unwrap_or(0),
    };
    let done = app
        .db
        .write(gate.by(), move |tx| {
            let known = queries::alarm(tx, org, id)?.ok_or(NotDone::NotFound)?;
            if chosen.is_none() {
                return Err(NotDone::field(format!("answer-{id}"), msg::USE_CHOOSE_ANSWER));
            }
            answer::answer(tx, (org, person), id, &reply)?;
            Ok(known)
        })
        .await;
    match done {
        Ok(alarm) => Ok(SeeOther::to(next(org, chosen, &alarm))
            .say(Tone::Ok, msg::USE_SAID_ANSWERED)
            .into_response()),
        Err(why) => {
            let problems = why.into_fields()?.problems(&ui);
            let page = page(&gate, &ui, &app, &Wanted::default(), (&fields, &problems)).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// Where what was answered is carried out.
fn next(org: OrganisationId, answer: Option<Answer>, alarm: &Alarm) -> String {
    match (answer, alarm.space, alarm.thing, alarm.venue) {
        (Some(Answer::Open | Answer::Lend), Some(space), ..) => format!("/w/{org}/spaces/{space}/rules"),
        (Some(Answer::Retire), Some(_), _, Some(venue)) => format!("/w/{org}/venues/{venue}"),
        (Some(Answer::Open | Answer::Lend), _, Some(thing), _) => format!("/w/{org}/things/{thing}/edit"),
        (Some(Answer::Retire), _, Some(thing), _) => format!("/w/{org}/things/{thing}"),
        _ => format!("/w/{org}/idle"),
    }
}

/// `POST /w/{org}/spaces/{space}/idle-days`
pub(super) async fn set_days(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let org = gate.org();
    let days = typed::count(&fields.raw(&format!("idle-{space}")).replace('天', ""))
        .ok()
        .flatten();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            answer::set_days(tx, org, space, days.unwrap_or(-1))
        })
        .await;
    let venue = fields.raw("venue").parse::<langqiao_kernel::id::VenueId>();
    let to = venue.map_or_else(
        |_| format!("/w/{org}/idle"),
        |venue| format!("/w/{org}/venues/{venue}"),
    );
    match done {
        Ok(()) => Ok(SeeOther::to(to).say(Tone::Ok, msg::SITE_SAID_SAVED)),
        Err(why) => Ok(SeeOther::to(to).say(Tone::Warn, why.into_sentence()?)),
    }
}
