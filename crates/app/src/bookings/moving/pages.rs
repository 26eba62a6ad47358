//! The page on which a booking is moved.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{BookingId, OrganisationId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    super::{
        BookSpaces,
        model::{Booking, Scope},
        queries, typed, views,
    },
    shift::{Shift, ShiftError, shift},
};

/// `GET /w/{org}/bookings/{booking}/time`
pub async fn show(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, BookingId)>,
) -> Result<Page, Fault> {
    let booking = own(&gate, &app, id).await?;
    let (from, to) = (time::civil(booking.starts_at), time::civil(booking.ends_at));
    let mut typed = Fields::default();
    // A browser takes a time only in this form.
    typed.push("day", from.date().to_string());
    typed.push("from", from.strftime("%H:%M").to_string());
    typed.push("to", to.strftime("%H:%M").to_string());
    Ok(page(&gate, &ui, &app, &booking, &typed, &Problems::new()))
}

/// `POST /w/{org}/bookings/{booking}/time`
pub async fn change(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, BookingId)>,
    Form(form): Form,
) -> Result<Response, Fault> {
    let booking = own(&gate, &app, id).await?;
    let org = gate.org();
    let problems = match typed::wish(booking.space, &form) {
        Err(errors) => errors.problems(&ui),
        Ok(wish) => {
            let to = Shift {
                booking: id,
                scope: form.raw("scope").parse().unwrap_or(Scope::One),
                starts_at: wish.starts_at,
                ends_at: wish.ends_at,
            };
            match app.db.write(gate.by(), move |tx| shift(tx, org, &to)).await {
                Ok((n, consent)) => {
                    let sentence = if consent {
                        msg::SHIFT_SAID_ASKED
                    } else {
                        msg::SHIFT_SAID_MOVED
                    };
                    let day = time::day(wish.starts_at);
                    let to = SeeOther::to(format!("/w/{org}/spaces/{}?day={day}", booking.space));
                    let sentence = Sentence::new(sentence).with("n", n as i64);
                    return Ok(to.say(Tone::Ok, sentence).into_response());
                }
                Err(why) => in_fields(why)?.problems(&ui),
            }
        }
    };
    let page = page(&gate, &ui, &app, &booking, &form, &problems);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn in_fields(why: ShiftError) -> Result<FieldErrors, Fault> {
    match why {
        ShiftError::Clash { why, .. } => why.into_fields(),
        ShiftError::Decide(why) => match why.refusal() {
            Some(refusal) => {
                let mut errors = FieldErrors::new();
                errors.add("", refusal.sentence);
                Ok(errors)
            }
            None => Err(why.into()),
        },
    }
}

/// The booking, if it is the organisation's own and goes with no activity.
async fn own(gate: &Grant<BookSpaces>, app: &App, id: BookingId) -> Result<Booking, Fault> {
    let org = gate.org();
    let found = app.db.read(move |tx| queries::booking(tx, id)).await?;
    let (booking, _) = found.ok_or(Fault::NotFound)?;
    if booking.organisation == org && booking.activity.is_none() {
        Ok(booking)
    } else {
        Err(Fault::NotFound)
    }
}

fn page(
    gate: &Grant<BookSpaces>,
    ui: &Ui,
    app: &App,
    booking: &Booking,
    typed: &Fields,
    problems: &Problems,
) -> Page {
    let org = gate.org();
    let action = format!("/w/{org}/bookings/{}/time", booking.id);
    let back = format!(
        "/w/{org}/spaces/{}?day={}",
        booking.space,
        time::day(booking.starts_at)
    );
    let put = |name: &'static str, label: Msg| {
        field(ui, name, ui.t(label))
            .value(typed.raw(name))
            .error(problems.of(name))
            .required()
    };
    let content = html! {
        (page_title(ui.t(msg::SHIFT_TITLE), Some(&booking.place), None))
        (stack(html! {
            (error_summary(ui, problems))
            (lede(&format!("{} · {}", booking.purpose, when::span(ui.lang, booking.starts_at, booking.ends_at, ui.now))))
            (form(ui, &action).body(html! {
                (put("day", msg::BOOKING_FIELD_DAY).date())
                (row(html! {
                    (put("from", msg::BOOKING_FIELD_FROM).time().short())
                    (put("to", msg::BOOKING_FIELD_TO).time().short())
                }))
                @if booking.series.is_some() { (views::scope(ui, msg::SHIFT_WHICH, typed.raw("scope").parse().unwrap_or(Scope::One))) }
                (action_bar(html! {
                    (button(ui.t(msg::SHIFT_DO)).primary())
                    (link_button(&back, ui.t(msg::BOOKING_BACK)).quiet())
                }))
            }))
        }))
    };
    desk::page(app, ui, gate, ui.t(msg::SHIFT_TITLE), content)
}
