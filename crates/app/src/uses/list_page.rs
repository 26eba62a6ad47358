//! The uses that a number was counted from, and saying later how many came.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{OrganisationId, SpaceId, UseId},
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
    reply::{SeeOther, href},
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    close::{self, REASON_MAX},
    model::{Purpose, Use},
    queries::{self, Which},
    say, sums,
    sums_page::{self, Asked},
};
use crate::{
    activities::typed,
    bookings::{KeepSpaces, SeeSpaces},
};

/// How many uses stand on a page.
const PAGE: i64 = 50;

/// Which uses; whatever isn't readable is as if it had not been said.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Filter {
    #[serde(flatten)]
    days: Asked,
    space: Option<String>,
    purpose: Option<String>,
    by: Option<String>,
    unsaid: Option<String>,
    after: Option<String>,
}

/// `GET /w/{org}/uses/list`
pub(super) async fn show(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(filter): Query<Filter>,
) -> Result<Page, Fault> {
    let (org, now) = (gate.org(), ui.now);
    let days = filter.days.days(time::day(now));
    let (from, until) = sums::span(days);
    let which = Which {
        keeper: org,
        from,
        until,
        space: filter.space.as_deref().and_then(|id| id.parse::<SpaceId>().ok()),
        purpose: filter
            .purpose
            .as_deref()
            .and_then(|word| word.parse::<Purpose>().ok()),
        by: filter
            .by
            .as_deref()
            .and_then(|id| id.parse::<OrganisationId>().ok()),
    };
    let unsaid = filter.unsaid.is_some();
    let after = filter.after.as_deref().and_then(read_after);
    // Those of which it was not said how many came are few: they are looked for among all of the span.
    let limit = if unsaid { sums::USES_MAX } else { PAGE + 1 };
    let mut uses = app
        .db
        .read(move |tx| queries::uses(tx, &which, now, after, limit))
        .await?;
    if unsaid {
        uses.retain(|one| one.people.is_none() && one.at_door);
    }
    let more = uses.len() as i64 > PAGE;
    uses.truncate(PAGE as usize);
    let (first, last) = (days.0.to_string(), days.1.to_string());
    let mut query = vec![("from", first.as_str()), ("to", last.as_str())];
    for (name, value) in [
        ("space", &filter.space),
        ("purpose", &filter.purpose),
        ("by", &filter.by),
        ("unsaid", &filter.unsaid),
    ] {
        if let Some(value) = value {
            query.push((name, value));
        }
    }
    let next = uses
        .last()
        .filter(|_| more)
        .map(|one| format!("{}.{}", one.from.as_millisecond(), one.id));
    let next = next.as_deref().map(|after| {
        href(
            &format!("/w/{org}/uses/list"),
            &[&query[..], &[("after", after)]].concat(),
        )
    });
    let title = ui.t(msg::USE_LIST);
    let may = gate.may(KeepSpaces::NAME);
    let lede = format!(
        "{} – {}",
        when::full_day(ui.lang, days.0),
        when::full_day(ui.lang, days.1)
    );
    let back = sums_page::back(org, days);
    let content = html! {
        (page_title(title, Some(&lede), Some(html! { (link_button(&back, ui.t(msg::USE_BACK)).quiet()) })))
        (stack(html! {
            @if uses.is_empty() { (empty(Icon::Clock, ui.t(msg::USE_NONE), html! {})) } @else { (list(&ui, org, &uses, may)) }
            @if let Some(next) = next { (row(link_button(&next, ui.t(msg::SITE_NEXT)).icon(Icon::Forward).render())) }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

/// Where a page begins: the last use of the page before, `1763700000000.ID`.
fn read_after(text: &str) -> Option<(Timestamp, UseId)> {
    let (at, id) = text.split_once('.')?;
    Some((
        Timestamp::from_millisecond(at.parse().ok()?).ok()?,
        id.parse().ok()?,
    ))
}

fn list(ui: &Ui, org: OrganisationId, uses: &[Use], may: bool) -> Markup {
    let columns = vec![
        col(ui.t(msg::BOOKING_COL_WHEN)),
        col(ui.t(msg::VENUE_SPACE)),
        col(ui.t(msg::USE_PURPOSE)),
        col(ui.t(msg::USE_BODY)),
        number_col(ui.t(msg::USE_HOURS)),
        number_col(ui.t(msg::USE_PEOPLE)),
    ];
    let rows = uses.iter().map(|one| {
        vec![
            html! { @match one.until { Some(until) => { (ui.span(one.from, until)) }, None => { (ui.moment(one.from)) " " (badge(Tone::Ok, ui.t(msg::USE_IS_OPEN))) } } },
            link(&format!("/w/{org}/spaces/{}?day={}", one.space, time::day(one.from)), &one.place),
            say::purpose(ui, one),
            html! { (one.by) },
            html! { (ui.minutes(one.minutes)) },
            html! {
                @match one.people { Some(n) => { (when::count(n)) }, None => { (badge(Tone::Warn, ui.t(msg::USE_NOT_SAID))) } }
                @if one.by_scans { " " (badge(Tone::Plain, ui.t(msg::USE_SCANS))) }
                @if may && one.at_door && !one.by_scans && one.until.is_some() {
                    (disclosure(ui.t(msg::USE_SAY_PEOPLE), false, people_form(ui, org, one, &Fields::default(), &Problems::new())))
                }
            },
        ]
    });
    table(ui.t(msg::USE_LIST), columns).rows(rows).render()
}

fn people_form(ui: &Ui, org: OrganisationId, one: &Use, typed: &Fields, problems: &Problems) -> Markup {
    let (people, reason) = (format!("people-{}", one.id), format!("reason-{}", one.id));
    let known = one.people.map(|n| n.to_string()).unwrap_or_default();
    let value = if typed.has(&people) {
        typed.raw(&people)
    } else {
        &known
    };
    form(ui, &format!("/w/{org}/uses/{}/people", one.id)).body(html! {
        (field(ui, &people, ui.t(msg::USE_HOW_MANY)).required().value(value).error(problems.of(&people)).whole_number().short())
        @if one.people.is_some() {
            (field(ui, &reason, ui.t(msg::SITE_REASON)).required().value(typed.raw(&reason)).error(problems.of(&reason)).max_chars(REASON_MAX as u32))
        }
        (button(ui.t(msg::SITE_SAVE)).about(&one.place))
    })
}

/// `POST /w/{org}/uses/{use}/people`
pub(super) async fn amend(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, UseId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, now) = (gate.org(), ui.now);
    let people = typed::count(fields.raw(&format!("people-{id}"))).ok().flatten();
    let reason = fields.raw(&format!("reason-{id}")).to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            close::amend(tx, org, id, (people.unwrap_or(-1), &reason))
        })
        .await;
    let why = match done {
        Ok(()) => {
            return Ok(SeeOther::to(format!("/w/{org}/uses"))
                .say(Tone::Ok, msg::USE_SAID_PEOPLE)
                .into_response());
        }
        Err(NotDone::Refused(refusal)) => {
            return Ok(SeeOther::to(format!("/w/{org}/uses"))
                .say(Tone::Warn, refusal.sentence)
                .into_response());
        }
        Err(why) => why,
    };
    let problems = why.into_fields()?.problems(&ui);
    let one = app
        .db
        .read(move |tx| queries::one(tx, org, id, now))
        .await?
        .ok_or(Fault::NotFound)?;
    let title = ui.t(msg::USE_SAY_PEOPLE);
    let content = html! {
        (page_title(title, Some(&one.place), None))
        (stack(html! { (error_summary(&ui, &problems)) (people_form(&ui, org, &one, &fields, &problems)) }))
    };
    let page = desk::page(&app, &ui, &gate, title, content);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
