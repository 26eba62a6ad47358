//! What a room's keeper lays down: hours, special days, who may book and how.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{ToSpan, civil::date};
use langqiao_kernel::{
    id::{OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::{Fault, Refusal},
    fields::Fields,
    form::Form,
    gate::Grant,
    not_done::NotDone,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx};

use super::{
    KeepSpaces, beyond,
    book::queue,
    come,
    model::{Booking, OpenTo, Room, Rules},
    queries, rules_form,
};

/// The stable word for: somebody changed the rules meanwhile.
const CHANGED: &str = "rules-changed";

/// `GET /w/{org}/spaces/{space}/rules`
pub(super) async fn show(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
) -> Result<Page, Fault> {
    let (org, today) = (gate.org(), time::day(app.now()));
    let room = app
        .db
        .read(move |tx| kept(tx, org, space, today))
        .await?
        .ok_or(Fault::NotFound)?;
    let typed = rules_form::write(&room.rules);
    let seen = room.version.to_string();
    Ok(page(&gate, &ui, &app, (&room, &seen), &typed, &Problems::new()))
}

/// `POST /w/{org}/spaces/{space}/rules`
pub(super) async fn change(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
    Form(form): Form,
) -> Result<Response, Fault> {
    let (org, today) = (gate.org(), time::day(app.now()));
    let mut known = false;
    let problems = match rules_form::read(&form, today) {
        Err(errors) => errors.problems(&ui),
        Ok(rules) => {
            let seen = form.raw("version").parse().ok();
            let done = app
                .db
                .write(gate.by(), move |tx| {
                    let room = kept(tx, org, space, today)?.ok_or(NotDone::NotFound)?;
                    lay_down(tx, org, space, (&rules, seen))?;
                    Ok::<_, NotDone>(beyond::shut_out(tx, (org, space), (&room.rules, &rules))?)
                })
                .await;
            match done {
                Ok(booked) => return Ok(said(&ui, (org, space), &booked).into_response()),
                Err(why) => {
                    // What is sent next is sent by who was told that there is another version.
                    known = why.code() == Some(CHANGED);
                    why.into_fields()?.problems(&ui)
                }
            }
        }
    };
    let room = app
        .db
        .read(move |tx| kept(tx, org, space, today))
        .await?
        .ok_or(Fault::NotFound)?;
    let seen = if known {
        room.version.to_string()
    } else {
        form.raw("version").to_owned()
    };
    let page = page(&gate, &ui, &app, (&room, &seen), &form, &problems);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// That it is written down; with the way to what is booked and could not be any more.
fn said(ui: &Ui, (org, space): (OrganisationId, SpaceId), booked: &[Booking]) -> SeeOther {
    let to = format!("/w/{org}/spaces/{space}");
    let Some(first) = booked.first() else {
        return SeeOther::to(to).say(Tone::Ok, msg::BOOKING_SAID_RULES);
    };
    let sentence = beyond::say(ui, msg::BOOKING_SAID_RULES_BOOKED, booked);
    SeeOther::to(format!("{to}?day={}", time::day(first.starts_at))).say(Tone::Warn, sentence)
}

/// The room, if the organisation itself keeps it.
fn kept(
    tx: &mut ReadTx,
    org: OrganisationId,
    space: SpaceId,
    today: jiff::civil::Date,
) -> Result<Option<Room>, StoreError> {
    let room = queries::room(tx, Some(org), space, today)?;
    Ok(room.filter(|room| room.keeper == org))
}

/// Writes the rules of a room that `org` keeps, if nobody changed them since the version that was `seen`; gives the
/// version that they have then. What is booked already stays as it is.
///
/// # Errors
/// See [`NotDone`].
pub fn lay_down(
    tx: &mut WriteTx,
    org: OrganisationId,
    space: SpaceId,
    (rules, seen): (&Rules, Option<i64>),
) -> Result<i64, NotDone> {
    let today = time::day(tx.now());
    queue(tx, space)?;
    let room = kept(tx, org, space, today)?.ok_or(NotDone::NotFound)?;
    if seen.is_some_and(|seen| seen != room.version) {
        let changed = Refusal::with_status(
            StatusCode::PRECONDITION_FAILED,
            CHANGED,
            msg::BOOKING_RULES_CHANGED,
        );
        return Err(NotDone::Refused(Box::new(changed)));
    }
    queries::set_rules(tx, space, rules, today)?;
    if rules.no_show_minutes > 0 {
        // Who is in the room already didn't know that somebody would look.
        let now = tx.now();
        for booking in queries::to_come(tx, space, now)? {
            come::watch(tx, booking)?;
        }
    }
    tx.record(Event::of("space.rules_changed", &space).org(org))?;
    Ok(room.version + 1)
}

fn page(
    gate: &Grant<KeepSpaces>,
    ui: &Ui,
    app: &App,
    (room, seen): (&Room, &str),
    typed: &Fields,
    problems: &Problems,
) -> Page {
    let content = view(ui, gate.org(), (room, seen), typed, problems);
    desk::page(app, ui, gate, ui.t(msg::BOOKING_RULES_EDIT), content)
}

fn view(
    ui: &Ui,
    org: OrganisationId,
    (room, seen): (&Room, &str),
    typed: &Fields,
    problems: &Problems,
) -> Markup {
    let place = format!("{} · {}", room.venue_name, room.name);
    let path = format!("/w/{org}/spaces/{}", room.id);
    let number = |name: &'static str, label: Msg, unit: Msg| {
        field(ui, name, ui.t(label))
            .value(typed.raw(name))
            .error(problems.of(name))
            .unit(ui.t(unit))
            .whole_number()
            .unmarked()
            .short()
            .render()
    };
    let monday = date(2026, 1, 5);
    let week: Vec<(String, &str)> = (0..7_i64)
        .map(|n| {
            (
                format!("week-{}", n + 1),
                when::weekday(ui.lang, monday.saturating_add(n.days())),
            )
        })
        .collect();
    let lending = format!("/w/{org}/venues/{}/lending", room.venue);
    let actions = html! { (link_button(&lending, ui.t(msg::LEND_TITLE))) };
    html! {
        (page_title(ui.t(msg::BOOKING_RULES_EDIT), Some(&place), Some(actions)))
        (stack(html! {
            (error_summary(ui, problems))
            (form(ui, &format!("{path}/rules")).body(html! {
                (hidden("version", seen))
                (fieldset(ui.t(msg::BOOKING_OPEN_HOURS), Some(ui.t(msg::BOOKING_HOURS_HINT)), html! {
                    @for (name, label) in &week {
                        (field(ui, name, label).value(typed.raw(name)).error(problems.of(name)).unmarked().example("8:30-11:30, 13:00-17:00"))
                    }
                    (checkbox("official_days", ui.t(msg::BOOKING_FIELD_OFFICIAL), typed.has("official_days"), Some(ui.t(msg::BOOKING_RULE_OFFICIAL)), None))
                    (text_area(ui, "days", ui.t(msg::BOOKING_FIELD_DAYS)).value(typed.raw("days")).hint(ui.t(msg::BOOKING_FIELD_DAYS_HINT)).error(problems.of("days")))
                }))
                (fieldset(ui.t(msg::BOOKING_WHO), None, html! {
                    (choices(ui, "open_to", ui.t(msg::BOOKING_FIELD_OPEN_TO))
                        .option("lines", ui.t(msg::BOOKING_OPEN_TO_LINES), typed.raw("open_to") != OpenTo::Keeper.as_str())
                        .option("keeper", ui.t(msg::BOOKING_OPEN_TO_KEEPER), typed.raw("open_to") == OpenTo::Keeper.as_str()))
                    (checkbox("asks", ui.t(msg::BOOKING_RULE_ASKS), typed.has("asks"), None, None))
                    (number("notice", msg::BOOKING_FIELD_NOTICE, msg::BOOKING_UNIT_HOURS))
                    (number("ahead", msg::BOOKING_FIELD_AHEAD, msg::BOOKING_UNIT_DAYS))
                    (number("head_start", msg::LEND_FIELD_HEAD_START, msg::BOOKING_UNIT_DAYS))
                    (number("offer", msg::WAIT_FIELD_OFFER, msg::BOOKING_UNIT_MINUTES))
                    (number("no_show", msg::COME_FIELD_NO_SHOW, msg::BOOKING_UNIT_MINUTES))
                    (muted(html! { (ui.t(msg::COME_FIELD_HINT)) }))
                }))
                (fieldset(ui.t(msg::BOOKING_BUFFERS), Some(ui.t(msg::BOOKING_BUFFERS_HINT)), html! {
                    (number("setup", msg::BOOKING_FIELD_SETUP, msg::BOOKING_UNIT_MINUTES))
                    (number("cleanup", msg::BOOKING_FIELD_CLEANUP, msg::BOOKING_UNIT_MINUTES))
                }))
                (action_bar(html! {
                    (button(ui.t(msg::BOOKING_SAVE)).primary())
                    (link_button(&path, ui.t(msg::BOOKING_BACK)).quiet())
                }))
            }))
        }))
    }
}
