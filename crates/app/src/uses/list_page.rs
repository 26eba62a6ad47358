//! The uses that a number was counted from, and saying later how many came.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, ToSpan, civil::Date};
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
    close::{self, REASON_MAX, Sayer},
    model::Use,
    queries::{self, Which, Whose},
    say, sums,
    sums_page::{self, Asked},
    today::ASKED_DAYS,
};
use crate::{
    activities::typed,
    bookings::{BookSpaces, KeepSpaces, SeeSpaces, below},
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
    ours: Option<String>,
    #[serde(flatten)]
    below: below::Asked,
    after: Option<String>,
}

impl Filter {
    /// Of which days.
    pub(super) fn days(&self, now: Timestamp) -> (Date, Date) {
        self.days.days(time::day(now))
    }

    /// The uses that are asked for in an organisation's workbench.
    pub(super) fn which(&self, org: OrganisationId, days: (Date, Date)) -> Which {
        let (from, until) = sums::span(days);
        let id = |text: &Option<String>| text.as_deref().and_then(|id| id.parse().ok());
        Which {
            whose: match (self.ours.is_some(), self.below.below()) {
                (true, _) => Whose::Booker(org),
                (false, Some(below)) => Whose::Below(org, below),
                (false, None) => Whose::Keeper(org),
            },
            from,
            until,
            space: self.space.as_deref().and_then(|id| id.parse::<SpaceId>().ok()),
            purpose: self.purpose.as_deref().and_then(|word| word.parse().ok()),
            by: id(&self.by),
            unsaid: self.unsaid.is_some(),
        }
    }
}

/// `GET /w/{org}/uses/list`
pub(super) async fn show(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(filter): Query<Filter>,
) -> Result<Page, Fault> {
    let (org, now) = (gate.org(), ui.now);
    let days = filter.days(now);
    let which = filter.which(org, days);
    let after = filter.after.as_deref().and_then(read_after);
    let mut uses = app
        .db
        .read(move |tx| queries::uses(tx, &which, now, after, PAGE + 1))
        .await?;
    let more = uses.len() as i64 > PAGE;
    uses.truncate(PAGE as usize);
    let (first, last) = (days.0.to_string(), days.1.to_string());
    let mut query = vec![("from", first.as_str()), ("to", last.as_str())];
    for (name, value) in [
        ("space", &filter.space),
        ("purpose", &filter.purpose),
        ("by", &filter.by),
        ("unsaid", &filter.unsaid),
        ("ours", &filter.ours),
    ] {
        if let Some(value) = value {
            query.push((name, value));
        }
    }
    let ours = filter.ours.is_some();
    let next = uses
        .last()
        .filter(|_| more)
        .map(|one| format!("{}.{}", one.from.as_millisecond(), one.id));
    let next = next.as_deref().map(|after| {
        href(
            &format!("/w/{org}/uses/list"),
            &[&query[..], &[("after", after)]].concat(),
        ) + &filter.below.query()
    });
    let below = !ours && filter.below.below().is_some();
    let title = ui.t(if ours { msg::USE_LIST_OURS } else { msg::USE_LIST });
    let may = match ours {
        true => gate.may(BookSpaces::NAME).then_some("came"),
        false => gate.may(KeepSpaces::NAME).then_some("people"),
    };
    let lede = format!(
        "{} – {}",
        when::full_day(ui.lang, days.0),
        when::full_day(ui.lang, days.1)
    );
    let file = href(&format!("/w/{org}/uses/list.xlsx"), &query) + &filter.below.query();
    let back = sums_page::back(org, days) + &filter.below.query();
    let content = html! {
        (page_title(title, Some(&lede), Some(html! {
            (link_button(&file, ui.t(msg::USE_XLSX)).icon(Icon::Download))
            (link_button(&back, ui.t(msg::USE_BACK)).quiet())
        })))
        (stack(html! {
            @if uses.is_empty() { (empty(Icon::Clock, ui.t(msg::USE_NONE), html! {})) } @else { (list(&ui, org, &uses, (may, ours || below))) }
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

/// The uses; `say` is the way on which the reader may say how many came to what is theirs, `keepers` whether rooms of
/// others are among them.
fn list(ui: &Ui, org: OrganisationId, uses: &[Use], (say, keepers): (Option<&str>, bool)) -> Markup {
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
            html! { (one.by) @if keepers { " " (muted(html! { (ui.tf(msg::USE_KEPT_BY, args! { keeper = one.kept_by.clone() })) })) } },
            html! { (ui.minutes(one.minutes)) },
            html! {
                @match one.people {
                    Some(n) => { (when::count(n)) },
                    None if one.over => { (badge(Tone::Warn, ui.t(msg::USE_NOT_SAID))) },
                    None => { (ui.t(msg::USE_ON_NOW)) },
                }
                @if one.by_scans { " " (badge(Tone::Plain, ui.t(msg::USE_SCANS))) }
                @else if one.by_roll { " " (badge(Tone::Plain, ui.t(msg::USE_ROLL))) }
                @else if one.beside { " " (badge(Tone::Plain, ui.t(msg::USE_IN_FIRST))) }
                @else if !one.noted { " " (badge(Tone::Plain, ui.t(msg::USE_BY_BOOKING))) }
                @if let Some(said) = one.counted_elsewhere() { " " (muted(html! { (ui.tf(msg::USE_PARTLY_ELSEWHERE, args! { n = said })) })) }
                @if let Some(say) = say.filter(|say| one.can_say() && (*say == "came" || one.keeper == org)) {
                    (disclosure(ui.t(msg::USE_SAY_PEOPLE), false, people_form(ui, &format!("/w/{org}/uses/{}/{say}", one.id), one, &Fields::default(), &Problems::new())))
                }
            },
        ]
    });
    table(ui.t(msg::USE_LIST), columns).rows(rows).render()
}

fn people_form(ui: &Ui, action: &str, one: &Use, typed: &Fields, problems: &Problems) -> Markup {
    let (people, reason) = (format!("people-{}", one.id), format!("reason-{}", one.id));
    let known = one.said.map(|n| n.to_string()).unwrap_or_default();
    let value = if typed.has(&people) {
        typed.raw(&people)
    } else {
        &known
    };
    form(ui, action).body(html! {
        (field(ui, &people, ui.t(msg::USE_HOW_MANY)).required().value(value).error(problems.of(&people)).whole_number().short()
            .hint(ui.t(msg::USE_NOBODY_HINT)))
        @if one.said.is_some() {
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
    let sayer = Sayer::Keeper(gate.org());
    say_people(&gate, &ui, &app, (sayer, id), &fields).await
}

/// `POST /w/{org}/uses/{use}/came`: said by who used the room.
pub(super) async fn amend_ours(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, UseId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let sayer = Sayer::Booker(gate.org());
    say_people(&gate, &ui, &app, (sayer, id), &fields).await
}

async fn say_people<P: Permission>(
    gate: &Grant<P>,
    ui: &Ui,
    app: &App,
    (sayer, id): (Sayer, UseId),
    fields: &Fields,
) -> Result<Response, Fault> {
    let (org, now) = (gate.org(), ui.now);
    let people = typed::count(fields.raw(&format!("people-{id}"))).ok().flatten();
    let reason = fields.raw(&format!("reason-{id}")).to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            close::amend(tx, sayer, id, (people.unwrap_or(-1), &reason))?;
            queries::one(tx, org, id, now)?.ok_or(NotDone::NotFound)
        })
        .await;
    let (whose, say) = match sayer {
        Sayer::Keeper(_) => ("", "people"),
        Sayer::Booker(_) => ("&ours=1", "came"),
    };
    let why = match done {
        Ok(one) => {
            // Back to what is still unsaid of that time, if there is anything.
            let day = time::day(one.from);
            let from = day.min(time::day(now).saturating_sub(ASKED_DAYS.days()));
            let to = format!(
                "/w/{org}/uses/list?from={from}&to={}&unsaid=1{whose}",
                day.max(time::day(now))
            );
            return Ok(SeeOther::to(to)
                .say(Tone::Ok, msg::USE_SAID_PEOPLE)
                .into_response());
        }
        Err(NotDone::Refused(refusal)) => {
            let to = format!("/w/{org}/uses/list?unsaid=1{whose}");
            return Ok(SeeOther::to(to).say(Tone::Warn, refusal.sentence).into_response());
        }
        Err(why) => why,
    };
    let problems = why.into_fields()?.problems(ui);
    let one = app
        .db
        .read(move |tx| queries::one(tx, org, id, now))
        .await?
        .ok_or(Fault::NotFound)?;
    let title = ui.t(msg::USE_SAY_PEOPLE);
    let action = format!("/w/{org}/uses/{id}/{say}");
    let content = html! {
        (page_title(title, Some(&one.place), None))
        (stack(html! { (error_summary(ui, &problems)) (people_form(ui, &action, &one, fields, &problems)) }))
    };
    let page = desk::page(app, ui, gate, title, content);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
