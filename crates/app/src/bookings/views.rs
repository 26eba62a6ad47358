//! How rooms and bookings look in lists, and what one may do with a booking.

use langqiao_kernel::{
    id::{BookingId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::ui::prelude::*;

use super::{
    below, come,
    decide::NOTE_MAX,
    find_view,
    model::{Beside, Booking, DeclinedFor, Pending, Scope, Status},
    own_rooms::OwnRooms,
    waiting,
};

/// The rooms that an organisation may want, what it has booked, and who asks it for a room.
pub(super) struct List<'a> {
    /// Whose workbench.
    pub org: OrganisationId,
    /// The rooms that it keeps.
    pub own: &'a OwnRooms,
    /// Those of others that it looks for.
    pub finds: find_view::Finds<'a>,
    /// What it waits for.
    pub waits: (
        &'a [waiting::model::Standing],
        &'a [waiting::model::PiecesStanding],
    ),
    /// What it has booked.
    pub booked: &'a [Booking],
    /// What waits for its word, if the reader may say it.
    pub asked: &'a [Booking],
    /// What stands beside each of those: who has the room then, or asks for it too.
    pub beside: &'a [Beside],
    /// Whether the reader may give bookings back.
    pub may_book: bool,
    /// Where the house is found.
    pub base: &'a str,
}

/// The page of rooms.
pub(super) fn list(ui: &Ui, page: &List<'_>) -> Markup {
    let beside = format!("/w/{}/calendar", page.org);
    let feed = format!("{}/organisations/{}/calendar.ics", page.base, page.org);
    let feed = subscribe(
        ui,
        ("body", &feed),
        msg::SUBSCRIBE_SHOWS_BODY,
        msg::SUBSCRIBE_ENDS,
    );
    let answering = Answering {
        org: page.org,
        asked: page.asked,
        beside: page.beside,
        back: None,
    };
    let actions = html! {
        (link_button(&beside, ui.t(msg::CALENDAR_TITLE)).icon(Icon::Calendar))
    };
    let file = format!("/w/{}/bookings.xlsx", page.org);
    let files = html! {
        @if !page.booked.is_empty() { (link_button(&file, ui.t(msg::BOOKING_XLSX_OURS)).small().icon(Icon::Download)) }
        @if !page.own.is_empty() { (link_button(&format!("{file}?kept=1"), ui.t(msg::BOOKING_XLSX_KEPT)).small().icon(Icon::Download)) }
    };
    html! {
        (page_title(ui.t(msg::BOOKING_TITLE), Some(ui.t(msg::BOOKING_LEDE)), Some(actions)))
        (stack(html! {
            (below::filter(ui, &format!("/w/{}/spaces", page.org), &below::Asked::default(), &[], &[]))
            @if !page.asked.is_empty() {
                (section(ui.t(msg::BOOKING_ASKED), stack(html! {
                    @for booking in one_of_each(page.asked) { (asked(ui, &answering, booking)) }
                })))
            }
            (waiting::views::list(ui, page.org, page.waits, page.may_book))
            @if !page.booked.is_empty() {
                (section(ui.t(msg::BOOKING_OURS), bookings(ui, page.org, page.booked, page.may_book)))
            }
            (row(files))
            @if !page.own.is_empty() { (page.own.view(ui, page.org)) }
            (find_view::finds(ui, &page.finds))
            (disclosure(ui.t(msg::CALENDAR_SUBSCRIBE), false, feed))
        }))
    }
}

/// The rooms that an organisation and those below it keep.
pub(super) struct RoomsBelow<'a> {
    /// Whose workbench.
    pub org: OrganisationId,
    /// Which are asked for.
    pub asked: &'a below::Asked,
    /// Who may be chosen.
    pub bodies: &'a [below::Body],
    /// The rooms of this page.
    pub rooms: &'a [below::KeptRoom],
    /// How many uses of each room begin today.
    pub uses: &'a [(SpaceId, i64)],
    /// The way to the next page.
    pub next: Option<&'a str>,
}

/// The page of the rooms below.
pub(super) fn below(ui: &Ui, page: &RoomsBelow<'_>) -> Markup {
    let org = page.org;
    let columns = vec![
        col(ui.t(msg::BOOKING_COL_ROOM)),
        col(ui.t(msg::BOOKING_COL_KEEPER)),
        col(ui.t(msg::SITE_TOWN)),
        number_col(ui.t(msg::BOOKING_COL_CAPACITY)),
        number_col(ui.t(msg::BOOKING_COL_TODAY)),
    ];
    let rows = page.rooms.iter().map(|room| {
        let way = format!("/w/{org}/spaces/{}", room.id);
        let uses = page
            .uses
            .iter()
            .find(|(id, _)| *id == room.id)
            .map_or(0, |(_, n)| *n);
        vec![
            link(&way, &room.place),
            html! { (room.kept_by) },
            html! { (room.town) },
            html! { (room.capacity) },
            link(&way, &when::count(uses)),
        ]
    });
    html! {
        (page_title(ui.t(msg::BOOKING_TITLE), Some(ui.t(msg::BELOW_LEDE)), None))
        (stack(html! {
            (below::filter(ui, &format!("/w/{org}/spaces"), page.asked, page.bodies, &[]))
            @if page.rooms.is_empty() { (empty(Icon::Door, ui.t(msg::BELOW_NONE), html! {})) }
            @else { (table(ui.t(msg::BELOW_ALL), columns).rows(rows).render()) }
            @if let Some(next) = page.next { (row(link_button(next, ui.t(msg::SITE_NEXT)).icon(Icon::Forward).render())) }
        }))
    }
}

fn bookings(ui: &Ui, org: OrganisationId, bookings: &[Booking], may: bool) -> Markup {
    let columns = vec![
        col(ui.t(msg::BOOKING_COL_WHEN)),
        col(ui.t(msg::BOOKING_COL_ROOM)),
        col(ui.t(msg::BOOKING_COL_PURPOSE)),
        col(ui.t(msg::BOOKING_COL_STATUS)),
        col(ui.t(msg::BOOKING_COL_ACT)).unseen(),
    ];
    let rows = one_of_each(bookings).into_iter().map(|(booking, n)| {
        let day = time::day(booking.starts_at);
        vec![
            ui.span(booking.starts_at, booking.ends_at),
            link(
                &format!("/w/{org}/spaces/{}?day={day}", booking.space),
                &booking.place,
            ),
            html! {
                (purpose(org, booking))
                @if booking.changes.is_some() { " " (badge(Tone::Info, ui.t(msg::CHANGE_BADGE))) }
                @if n > 1 { " " (badge(Tone::Plain, &ui.tf(msg::SERIES_MORE, args! { n = n }))) }
            },
            html! { (status(ui, booking)) @if !booking.note.is_empty() { " " (booking.note) } },
            html! { @if may { (deeds(ui, org, booking)) } },
        ]
    });
    table(ui.t(msg::BOOKING_OURS), columns).rows(rows).render()
}

pub(super) fn purpose(org: OrganisationId, booking: &Booking) -> Markup {
    match booking.activity {
        Some(activity) if booking.organisation == org => {
            link(&format!("/w/{org}/activities/{activity}"), &booking.purpose)
        }
        Some(activity) => link(&format!("/activities/{activity}"), &booking.purpose),
        None => match booking.session {
            Some((course, session)) if booking.organisation == org => link(
                &format!("/w/{org}/courses/{course}/sessions/{session}"),
                &booking.purpose,
            ),
            Some((course, _)) => link(&format!("/courses/{course}"), &booking.purpose),
            None => html! { (booking.purpose) },
        },
    }
}

pub(super) fn status(ui: &Ui, booking: &Booking) -> Markup {
    let (tone, word) = status_word(booking);
    badge(tone, ui.t(word))
}

/// How a booking stands in a word.
pub(super) fn status_word(booking: &Booking) -> (Tone, Msg) {
    match booking.status {
        Status::Held if booking.opened_at.is_some() => (Tone::Ok, msg::COME_STATUS_HERE),
        Status::Held if booking.pending == Some(Pending::Offer) => (Tone::Warn, msg::WAIT_STATUS_OFFER),
        Status::Held if booking.pending == Some(Pending::Consent) => (Tone::Warn, msg::WAIT_STATUS_CONSENT),
        Status::Asked => (Tone::Warn, msg::BOOKING_STATUS_ASKED),
        Status::Held => (Tone::Ok, msg::BOOKING_STATUS_HELD),
        Status::Declined if booking.declined_for == Some(DeclinedFor::Another) => {
            (Tone::Error, msg::BOOKING_STATUS_OUTBID)
        }
        Status::Declined if booking.declined_for == Some(DeclinedFor::Unanswered) => {
            (Tone::Plain, msg::BOOKING_STATUS_UNANSWERED)
        }
        Status::Declined => (Tone::Error, msg::BOOKING_STATUS_DECLINED),
        Status::Cancelled if booking.released_at.is_some() => (Tone::Error, msg::COME_STATUS_RELEASED),
        Status::Cancelled => (Tone::Plain, msg::BOOKING_STATUS_CANCELLED),
    }
}

/// What one may do with a booking of one's own.
pub(super) fn deeds(ui: &Ui, org: OrganisationId, booking: &Booking) -> Markup {
    let may_move = booking.activity.is_none()
        && matches!(booking.status, Status::Held | Status::Asked)
        && booking.pending != Some(Pending::Offer)
        && booking.changes.is_none()
        && booking.starts_at > ui.now;
    let time = format!("/w/{org}/bookings/{}/time", booking.id);
    row(html! {
        (we_are_here(ui, org, booking))
        @if may_move { (link_button(&time, ui.t(msg::CHANGE_TITLE)).about(&booking.purpose)) }
        (give_back(ui, org, booking, false))
        (wait_instead(ui, org, booking))
    })
}

/// One touch to wait for a time that went to another who had asked for it.
fn wait_instead(ui: &Ui, org: OrganisationId, booking: &Booking) -> Markup {
    let (from, to) = (time::civil(booking.starts_at), time::civil(booking.ends_at));
    // What lasts longer than the form can say is waited for on the room's page.
    let sayable =
        from.date() == to.date() || booking.ends_at.duration_since(booking.starts_at).as_hours() < 8;
    if booking.declined_for != Some(DeclinedFor::Another) || booking.starts_at <= ui.now || !sayable {
        return html! {};
    }
    let action = format!("/w/{org}/spaces/{}/wait", booking.space);
    html! {
        (form(ui, &action).body(html! {
            (hidden("day", &from.date().to_string()))
            (hidden("from", &when::clock_value(from.time())))
            (hidden("to", &when::clock_value(to.time())))
            (hidden("purpose", &booking.purpose))
            (hidden("people", &booking.people.to_string()))
            (button(ui.t(msg::WAIT_JOIN)).about(&booking.purpose))
        }))
    }
}

/// "We are here", where somebody looks whether anybody came.
pub(super) fn we_are_here(ui: &Ui, org: OrganisationId, booking: &Booking) -> Markup {
    let action = format!("/w/{org}/bookings/{}/here", booking.id);
    html! {
        @if booking.no_show_minutes > 0 && booking.activity.is_none() && come::can_open(booking, ui.now) {
            (post_button(ui, &action, button(ui.t(msg::COME_HERE)).primary().icon(Icon::Check).about(&booking.purpose)))
        }
    }
}

/// Gives a booking back; the keeper says why. It says to whom the booking belongs and what becomes of that; an activity's
/// room is given back with the activity.
pub(super) fn give_back(ui: &Ui, org: OrganisationId, booking: &Booking, as_keeper: bool) -> Markup {
    if !matches!(booking.status, Status::Held | Status::Asked) {
        return html! {};
    }
    if booking.activity.is_some() {
        return muted(html! { (ui.t(msg::BOOKING_GIVE_BACK_ACTIVITY)) });
    }
    let action = format!("/w/{org}/bookings/{}/cancel", booking.id);
    let name = format!("note-{}", booking.id);
    let own = booking.organisation == org;
    let title = args! { title = booking.purpose.clone() };
    let fields = html! {
        p { (ui.t(msg::BOOKING_GIVE_BACK_ASK)) }
        @if let Some((course, session)) = booking.session {
            (notice(Tone::Warn, html! {
                p { (ui.tf(if own { msg::BOOKING_GIVE_BACK_SESSION } else { msg::BOOKING_GIVE_BACK_SESSION_KEEPER }, title)) }
                @if own { p { (link(&format!("/w/{org}/courses/{course}/sessions/{session}/edit"), ui.t(msg::BOOKING_GIVE_BACK_SESSION_WAY))) } }
            }))
        } @else if let Some(activity) = booking.asked_for {
            (notice(Tone::Warn, html! {
                p { (ui.tf(msg::BOOKING_GIVE_BACK_ASKED_FOR, title)) }
                @if own { p { (link(&format!("/w/{org}/activities/{activity}"), &booking.purpose)) } }
            }))
        }
        @if booking.series.is_some() { (scope(ui, msg::SERIES_WHICH_BACK, Scope::One)) }
        @if as_keeper { (field(ui, &name, ui.t(msg::BOOKING_REASON)).required().max_chars(NOTE_MAX as u32)) }
        (button(ui.t(msg::BOOKING_GIVE_BACK)).danger().about(&booking.purpose))
    };
    confirm_with(
        ui.t(msg::BOOKING_GIVE_BACK),
        false,
        form(ui, &action).body(fields),
    )
}

/// Which bookings of a series are meant.
pub(super) fn scope(ui: &Ui, legend: Msg, usual: Scope) -> Markup {
    choices(ui, "scope", ui.t(legend))
        .required()
        .option("one", ui.t(msg::SERIES_SCOPE_ONE), usual == Scope::One)
        .option(
            "following",
            ui.t(msg::SERIES_SCOPE_FOLLOWING),
            usual == Scope::Following,
        )
        .option("all", ui.t(msg::SERIES_SCOPE_ALL), usual == Scope::All)
        .render()
}

/// Each booking, but of those of a series that stand alike the first alone; with how many there are.
fn one_of_each(bookings: &[Booking]) -> Vec<(&Booking, i64)> {
    let mut each: Vec<(&Booking, i64)> = Vec::new();
    for booking in bookings {
        let alike = |first: &Booking| {
            first.series == booking.series
                && (first.status, first.pending, first.released_at.is_some())
                    == (booking.status, booking.pending, booking.released_at.is_some())
                && first.opened_at.is_some() == booking.opened_at.is_some()
        };
        let known = each
            .iter_mut()
            .find(|(first, _)| booking.series.is_some() && alike(first));
        match known {
            Some((_, n)) => *n += 1,
            None => each.push((booking, 1)),
        }
    }
    each
}

/// What waits for a keeper's word, where it is answered.
struct Answering<'a> {
    org: OrganisationId,
    asked: &'a [Booking],
    beside: &'a [Beside],
    /// To which room's page the answer comes back; to the page of all without one.
    back: Option<SpaceId>,
}

/// What waits for the keeper's word about one room, with what stands beside each; the answer comes back to the room's
/// page.
pub(super) fn asked_here(
    ui: &Ui,
    (org, space): (OrganisationId, SpaceId),
    (bookings, beside): (&[Booking], &[Beside]),
) -> Markup {
    if bookings.is_empty() {
        return html! {};
    }
    let answering = Answering {
        org,
        asked: bookings,
        beside,
        back: Some(space),
    };
    let cards = html! {
        @for booking in one_of_each(bookings) { (asked(ui, &answering, booking)) }
    };
    section(ui.t(msg::BOOKING_ASKED), stack(cards))
}

/// Somebody asks for a room, perhaps again and again.
fn asked(ui: &Ui, page: &Answering<'_>, (booking, n): (&Booking, i64)) -> Markup {
    let org = page.org;
    let same = |id: &BookingId| {
        *id == booking.id
            || booking.series.is_some()
                && page
                    .asked
                    .iter()
                    .any(|one| one.id == *id && one.series == booking.series && one.space == booking.space)
    };
    let beside: Vec<_> = page.beside.iter().filter(|(id, ..)| same(id)).collect();
    // What somebody has is not given twice; of many dates, others may still be free.
    let lost = n == 1 && beside.iter().any(|(_, status, _)| *status == Status::Held);
    let action = format!("/w/{org}/bookings/{}/answer", booking.id);
    let name = format!("note-{}", booking.id);
    let people = (booking.people > 0).then(|| ui.tf(msg::VENUE_PEOPLE, args! { n = booking.people }));
    card(html! {
        h3 { (booking.by) " · " (booking.place) }
        p { (ui.span(booking.starts_at, booking.ends_at)) " · " (booking.purpose) @if let Some(people) = people { " · " (people) } }
        @if booking.changes.is_some() { p { (badge(Tone::Info, ui.t(msg::CHANGE_BADGE))) " " (ui.t(msg::CHANGE_BADGE_SAYS)) } }
        @if n > 1 { p { (badge(Tone::Plain, &ui.tf(msg::SERIES_TIMES_IN_ALL, args! { n = n }))) } }
        @if !beside.is_empty() { (notice(Tone::Warn, html! {
            (bullets(beside.iter().map(|(_, status, other)| {
                let args = args! {
                    host = other.host.clone(), title = other.title.clone(),
                    span = when::span(ui.lang, other.starts_at, other.ends_at, ui.now),
                };
                let said = if *status == Status::Held { msg::BOOKING_BESIDE_HELD } else { msg::BOOKING_BESIDE_ASKED };
                html! { (ui.tf(said, args)) }
            })))
            @if lost { p { (ui.t(msg::BOOKING_BESIDE_LOST)) } }
            @else { p { (ui.t(msg::BOOKING_BESIDE_THEN)) } }
        })) }
        (form(ui, &action).body(html! {
            @if let Some(space) = page.back { (hidden("back", &space.to_text())) }
            @if n > 1 { (scope(ui, msg::SERIES_WHICH_ANSWER, Scope::All)) }
            (field(ui, &name, ui.t(msg::BOOKING_ANSWER_NOTE)).hint(ui.t(msg::BOOKING_ANSWER_HINT)).max_chars(NOTE_MAX as u32))
            (row(html! {
                @if !lost { (button(ui.t(msg::BOOKING_ACCEPT)).primary().value("yes", "1")) }
                (button(ui.t(msg::BOOKING_DECLINE)).value("yes", "0"))
            }))
        }))
    })
}
