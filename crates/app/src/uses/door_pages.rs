//! The page behind the code at a venue's door: open, close, say how many came. And the sign with the code.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{OrganisationId, SpaceId, UseId, VenueId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, SignedIn},
    not_done::NotDone,
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    close as closing,
    door::{Comer, Doors},
    model::Use,
    open as opening,
    queries::AtDoor,
    say,
};
use crate::{activities::typed, bookings::KeepSpaces, venues};

/// `GET /venues/{venue}/door`
pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<VenueId>,
) -> Result<Page, Fault> {
    page(&gate, &ui, &app, id, &Fields::default(), &Problems::new()).await
}

async fn page(
    gate: &SignedIn,
    ui: &Ui,
    app: &App,
    id: VenueId,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let (comer, now) = (Comer::from(gate), ui.now);
    let doors = app.db.read(move |tx| Doors::of(tx, &comer, id, now)).await;
    let title = ui.t(msg::USE_DOOR);
    let doors = match doors {
        Ok(doors) => doors,
        // Whoever scanned the code at the door is told what stands against it, not that there is no door.
        Err(NotDone::NotFound) => {
            let name = app
                .db
                .read(move |tx| venues::venue(tx, id))
                .await?
                .ok_or(Fault::NotFound)?
                .name;
            let content = html! {
                (page_title(title, Some(&name), None))
                (empty(Icon::Lock, ui.t(msg::USE_NOT_YOURS), html! { (link_button(&format!("/venues/{id}"), ui.t(msg::USE_SEE_VENUE))) }))
            };
            return Ok(portal(ui, Head::unlisted(title), content).status(StatusCode::FORBIDDEN));
        }
        Err(other) => return Err(other.into()),
    };
    let content = html! {
        (page_title(title, Some(&doors.name), None))
        (stack(html! {
            (error_summary(ui, problems))
            @if !doors.in_service { (notice(Tone::Warn, html! { p { (ui.t(msg::BOOKING_OUT_OF_SERVICE)) } })) }
            @for one in &doors.open { (card(to_close(ui, id, one, typed, problems))) }
            @for room in doors.rooms.iter().filter(|room| room.booking.is_some() || (doors.in_service && !doors.open.iter().any(|one| one.space == room.space))) {
                (card(to_open(ui, (id, doors.in_service), room)))
            }
        }))
    };
    Ok(portal(ui, Head::unlisted(title), content))
}

/// A room with what it is booked for; opened only where the venue is in service.
fn to_open(ui: &Ui, (venue, in_service): (VenueId, bool), room: &AtDoor) -> Markup {
    let action = format!("/venues/{venue}/door/open");
    html! {
        h2 { (room.name) }
        @match &room.booking {
            Some((_, _, words, ends_at)) => { p { (words) " · " (ui.tf(msg::USE_UNTIL, args! { at = when::moment(ui.lang, *ends_at, ui.now) })) } }
            None if room.closed.is_none() => { (muted(html! { (ui.t(msg::USE_NOT_BOOKED)) })) }
            None => {}
        }
        @match &room.closed {
            Some(closed) => { (notice(Tone::Warn, html! { p { (ui.tf(msg::CLOSING_SINCE, args! { day = when::full_day(ui.lang, time::day(closed.from)), reason = closed.reason.clone() })) } })) }
            None if !in_service => {}
            None => { (post_button(ui, &action, button(ui.t(msg::USE_OPEN)).primary().wide().icon(Icon::Door).value("space", &room.space.to_text()).about(&room.name))) }
        }
    }
}

fn to_close(ui: &Ui, venue: VenueId, one: &Use, typed: &Fields, problems: &Problems) -> Markup {
    let name = format!("people-{}", one.id);
    html! {
        h2 { (one.place) " " (badge(Tone::Ok, ui.t(msg::USE_IS_OPEN))) }
        p { (say::purpose(ui, one)) " · " (ui.tf(msg::USE_SINCE, args! { at = when::moment(ui.lang, one.from, ui.now) })) }
        (form(ui, &format!("/venues/{venue}/door/close")).body(html! {
            (hidden("use", &one.id.to_text()))
            @if one.by_scans { p { (ui.tf(msg::USE_BY_SCANS, args! { n = one.people.unwrap_or(0) })) } }
            @else if one.by_roll { p { (ui.tf(msg::USE_BY_ROLL, args! { n = one.people.unwrap_or(0) })) } }
            @else {
                (field(ui, &name, ui.t(msg::USE_HOW_MANY)).value(typed.raw(&name)).error(problems.of(&name)).whole_number().short()
                    .unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE)).hint(ui.t(msg::USE_HOW_MANY_HINT)))
            }
            (button(ui.t(msg::USE_CLOSE)).primary().wide().icon(Icon::Lock).about(&one.place))
        }))
    }
}

/// `POST /venues/{venue}/door/open`
pub(super) async fn open(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<VenueId>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let comer = Comer::from(&gate);
    let space: SpaceId = fields.raw("space").parse().map_err(|_| Fault::NotFound)?;
    let done = app
        .db
        .write(gate.by(), move |tx| opening::open(tx, &comer, id, space))
        .await;
    let to = SeeOther::to(format!("/venues/{id}/door"));
    match done {
        Ok(_) => Ok(to.say(Tone::Ok, msg::USE_SAID_OPEN)),
        Err(why) => Ok(to.say(Tone::Warn, why.into_sentence()?)),
    }
}

/// `POST /venues/{venue}/door/close`
pub(super) async fn close(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<VenueId>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let comer = Comer::from(&gate);
    let used: UseId = fields.raw("use").parse().map_err(|_| Fault::NotFound)?;
    let name = format!("people-{used}");
    let done = match typed::count(fields.raw(&name)) {
        Ok(people) => {
            app.db
                .write(gate.by(), move |tx| {
                    closing::close(tx, &comer, (id, used), people)
                })
                .await
        }
        Err(_) => Err(NotDone::field("people", msg::USE_BAD_PEOPLE)),
    };
    match done {
        Ok(()) => {
            // Whoever came for a booking has nothing more to do at this door.
            let to = format!("/venues/{id}");
            Ok(SeeOther::to(to)
                .say(Tone::Ok, msg::USE_SAID_CLOSED)
                .into_response())
        }
        Err(why) => {
            // Several rooms may stand open on this page, each with a field of its own.
            let mut errors = FieldErrors::new();
            for (field, sentence) in why.into_fields()?.iter() {
                let field = if field == "people" { name.as_str() } else { field };
                errors.add(field, sentence.clone());
            }
            let page = page(&gate, &ui, &app, id, &fields, &errors.problems(&ui)).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `GET /w/{org}/venues/{venue}/door-sign`: to be printed and put up at the door.
pub(super) async fn sign(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, VenueId)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let venue = app.db.read(move |tx| venues::venue(tx, id)).await?;
    let venue = venue
        .filter(|venue| venue.organisation == org)
        .ok_or(Fault::NotFound)?;
    let address = app.address(&format!("/venues/{id}/door"));
    let poster = paper_poster(&PaperPoster {
        kind: ui.t(msg::USE_DOOR),
        title: langqiao_store::phrases(&venue.name),
        text: ui.t(msg::USE_SIGN_TEXT),
        facts: html! {},
        qr: qr_for_walls(&address),
        qr_label: ui.t(msg::USE_SIGN_QR),
        call: ui.t(msg::USE_SIGN_CALL),
        address: &address,
    });
    let back = format!("/w/{org}/venues/{id}");
    let content = html! { (row(html! { (Button::print(ui.t(msg::USE_SIGN))) (link_button(&back, ui.t(msg::SITE_BACK)).quiet()) })) (poster) };
    Ok(bare(&ui, ui.t(msg::USE_SIGN), content))
}
