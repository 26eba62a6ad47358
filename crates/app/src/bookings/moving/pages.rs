//! The page on which a booking is changed: its room, time, purpose, people and equipment.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{BookingId, EquipmentId, OrganisationId, SpaceId},
    text::{line, squash},
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
    spoken,
    ui::prelude::*,
};

use langqiao_store::StoreError;

use super::{
    super::{
        BookSpaces,
        book::{BookError, NewBooking, PURPOSE_MAX},
        lending::queries::{self as lending, Equipment, Wanted},
        model::{Booking, Scope},
        queries, typed, views,
    },
    change::{Changed, may_change},
    queries as changes,
    shift::{Besides, Shift, ShiftError, shift_with},
};
use crate::venues::{self, Choices, ROOM_WORDS};

/// How many of the bookings of a series that can't be had are named.
const CLASHES_NAMED: usize = 5;

/// What is typed once for all bookings of a series.
const SHARED: [&str; 3] = ["purpose", "people", "scope"];

/// `GET /w/{org}/bookings/{booking}/time`
pub async fn show(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, BookingId)>,
) -> Result<Response, Fault> {
    let known = match known(&gate, &app, (id, None), "").await? {
        Of::Booker(known) => known,
        Of::Course(to) => return Ok(to.into_response()),
    };
    let booking = &known.booking;
    if let Some(refusal) = may_change(booking, app.now()).err().and_then(|why| why.refusal()) {
        let (org, day) = (gate.org(), time::day(booking.starts_at));
        let to = SeeOther::to(format!("/w/{org}/spaces/{}?day={day}", booking.space));
        return Ok(to.say(Tone::Info, refusal.sentence).into_response());
    }
    let (from, to) = (time::civil(booking.starts_at), time::civil(booking.ends_at));
    let mut typed = Fields::default();
    // A browser takes a time only in this form.
    typed.push("day", from.date().to_string());
    typed.push("from", when::clock_value(from.time()));
    typed.push("to", when::clock_value(to.time()));
    typed.push("space", booking.space.to_text());
    typed.push("purpose", booking.purpose.clone());
    if booking.people > 0 {
        typed.push("people", booking.people.to_string());
    }
    for one in &known.along {
        typed.push(format!("eq-{}", one.id), one.pieces.to_string());
    }
    Ok(page(&gate, &ui, &app, &known, &typed, &Problems::new()).into_response())
}

/// `POST /w/{org}/bookings/{booking}/time`
pub async fn change(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, BookingId)>,
    Form(form): Form,
) -> Result<Response, Fault> {
    let chosen = form.raw("space").parse::<SpaceId>().ok();
    let words = form.raw(ROOM_WORDS);
    let known = match known(&gate, &app, (id, chosen), words).await? {
        Of::Booker(known) => known,
        Of::Course(to) => return Ok(to.into_response()),
    };
    if form.raw("act") == "rooms" {
        return Ok(page(&gate, &ui, &app, &known, &form, &Problems::new()).into_response());
    }
    let problems = match wish_of(&known, &form) {
        Err(errors) => errors.problems(&ui),
        Ok(wish) => {
            let space = wish.space;
            let day = time::day(wish.starts_at);
            let left = known.left_behind(&form).join(ui.lang.between_names());
            match write(&gate, &app, &known, wish, &form).await {
                Ok((sentence, gone)) => {
                    let to = SeeOther::to(format!("/w/{}/spaces/{space}?day={day}", gate.org()));
                    if left.is_empty() || !gone {
                        return Ok(to.say(Tone::Ok, sentence).into_response());
                    }
                    let sentence = Sentence::new(msg::CHANGE_SAID_LEFT)
                        .with("said", spoken::say(&ui, &sentence))
                        .with("names", left);
                    return Ok(to.say(Tone::Warn, sentence).into_response());
                }
                Err(why) => in_fields(&ui, why, scope_of(&form))?.problems(&ui),
            }
        }
    };
    let page = page(&gate, &ui, &app, &known, &form, &problems);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// What the form says; what it doesn't say stays as it was.
fn wish_of(known: &Known, form: &Fields) -> Result<NewBooking, FieldErrors> {
    let booking = &known.booking;
    let space = form.raw("space").parse().unwrap_or(booking.space);
    let mut wish = typed::wish(space, form)?;
    if !form.has("purpose") {
        wish.purpose.clone_from(&booking.purpose);
        wish.people = booking.people;
        wish.equipment = known.along.iter().map(|one| (one.id, one.pieces)).collect();
    }
    // What was taken along stays where it is: another venue lends its own.
    wish.equipment
        .retain(|(id, _)| known.along.iter().all(|one| one.id != *id) || known.lends(*id));
    if scope_of(form) != Scope::One
        && shown(known, known.along.iter().map(|one| (one.id, one.pieces)))
            != shown(known, wish.equipment.iter().copied())
    {
        let mut errors = FieldErrors::new();
        errors.add("scope", msg::CHANGE_ONE_AT_A_TIME);
        return Err(errors);
    }
    Ok(wish)
}

/// What goes along of what the page shows, in order.
fn shown(known: &Known, along: impl Iterator<Item = (EquipmentId, i64)>) -> Vec<(EquipmentId, i64)> {
    let mut shown: Vec<_> = along.filter(|(id, _)| known.lends(*id)).collect();
    shown.sort_unstable();
    shown
}

fn scope_of(form: &Fields) -> Scope {
    form.raw("scope").parse().unwrap_or(Scope::One)
}

/// One booking becomes another; more of a series do in all but what goes along. Gives what is said of it, and whether
/// anything went already.
async fn write(
    gate: &Grant<BookSpaces>,
    app: &App,
    known: &Known,
    wish: NewBooking,
    form: &Fields,
) -> Result<(Sentence, bool), ShiftError> {
    let (org, person, id) = (gate.org(), gate.person(), known.booking.id);
    if scope_of(form) == Scope::One {
        let done = app
            .db
            .write(gate.by(), move |tx| {
                super::change::change(tx, (org, person), id, &wish)
            })
            .await?;
        let gone = !matches!(done, Changed::Asked(_));
        let sentence = match done {
            Changed::Done => Sentence::new(msg::CHANGE_SAID_DONE),
            Changed::Same => Sentence::new(msg::CHANGE_SAID_SAME),
            Changed::Withdrawn => Sentence::new(msg::CHANGE_SAID_WITHDRAWN),
            Changed::Asked(_) => Sentence::new(msg::CHANGE_SAID_ASKED),
        };
        return Ok((sentence, gone));
    }
    let to = Shift {
        booking: id,
        scope: scope_of(form),
        starts_at: wish.starts_at,
        ends_at: wish.ends_at,
    };
    let booking = &known.booking;
    let purpose = line(&wish.purpose);
    let besides = Besides {
        space: (wish.space != booking.space).then_some(wish.space),
        purpose: (purpose != booking.purpose).then_some(purpose),
        people: (wish.people != booking.people).then_some(wish.people),
    };
    let moves = besides == Besides::default();
    let done = app
        .db
        .write(gate.by(), move |tx| shift_with(tx, org, &to, &besides));
    let (n, consent) = done.await?;
    let sentence = match (n, consent) {
        (0, _) => msg::SHIFT_SAID_SAME,
        (_, false) if !moves => msg::SHIFT_SAID_CHANGED,
        (_, true) => msg::SHIFT_SAID_ASKED,
        (_, false) => msg::SHIFT_SAID_MOVED,
    };
    Ok((Sentence::new(sentence).with("n", n as i64), true))
}

/// What stands against it: at its fields, or where several are meant by when each would be.
fn in_fields(ui: &Ui, why: ShiftError, scope: Scope) -> Result<FieldErrors, Fault> {
    let mut errors = FieldErrors::new();
    let against = match why {
        ShiftError::Clash { why, .. } if scope == Scope::One => return why.into_fields(),
        ShiftError::Clash { at, why } => vec![(at, *why)],
        ShiftError::Clashes(against) => against,
        ShiftError::Decide(why) => match why.refusal() {
            Some(refusal) => {
                errors.add("", refusal.sentence);
                return Ok(errors);
            }
            None => return Err(why.into()),
        },
    };
    let mut said = Vec::new();
    for (at, why) in against {
        match why {
            // What is typed is wrong for each of them alike.
            BookError::Fields(fields) if SHARED.iter().any(|name| fields.of(name).is_some()) => {
                return Ok(fields);
            }
            why => match why.sentence() {
                Some(sentence) => said.push(format!(
                    "{} {}",
                    when::moment(ui.lang, at, ui.now),
                    spoken::say(ui, &sentence)
                )),
                None => return Err(why.into_fault()),
            },
        }
    }
    let sentence = Sentence::new(msg::SHIFT_CLASHES)
        .with("n", said.len() as i64)
        .with("more", said.len().saturating_sub(CLASHES_NAMED) as i64);
    said.truncate(CLASHES_NAMED);
    errors.add("scope", sentence.with("named", said.join(" ")));
    Ok(errors)
}

/// Who says when and where a booking is.
enum Of {
    /// Who booked it.
    Booker(Box<Known>),
    /// A course: the way to the session's own page.
    Course(SeeOther),
}

/// What the page needs to know.
struct Known {
    booking: Booking,
    /// What it takes along.
    along: Vec<Wanted>,
    /// What the venue of the chosen room lends.
    equipment: Vec<Equipment>,
    /// The rooms to choose from.
    rooms: Choices,
}

impl Known {
    /// Whether the venue of the chosen room lends this.
    fn lends(&self, id: EquipmentId) -> bool {
        self.equipment.iter().any(|one| one.id == id)
    }

    /// The names of what was wanted along and is not lent where the booking goes.
    fn left_behind(&self, form: &Fields) -> Vec<&str> {
        let wanted = |one: &&Wanted| {
            let typed = squash(form.raw(&format!("eq-{}", one.id)));
            !form.has("purpose") || typed.parse::<i64>().is_ok_and(|pieces| pieces > 0)
        };
        let left = self.along.iter().filter(wanted).filter(|one| !self.lends(one.id));
        left.map(|one| one.name.as_str()).collect()
    }
}

/// The booking, if it is the organisation's own and goes with no activity, with what can be chosen.
async fn known(
    gate: &Grant<BookSpaces>,
    app: &App,
    (id, chosen): (BookingId, Option<SpaceId>),
    words: &str,
) -> Result<Of, Fault> {
    let (org, now, words) = (gate.org(), app.now(), words.to_owned());
    let read = app.db.read(move |tx| {
        let Some((booking, _)) = queries::booking(tx, id)? else {
            return Ok(None);
        };
        let session = changes::session(tx, id)?;
        let along = lending::with_booking(tx, id)?;
        let mut rooms = venues::choices(tx, org, &[], Some(chosen.unwrap_or(booking.space)), &words)?;
        rooms
            .rooms
            .retain(|room| room.id == booking.space || room.open(now));
        let chosen = chosen.unwrap_or(booking.space);
        let equipment = match lending::venue_of(tx, chosen)? {
            Some(venue) => lending::of_venue(tx, venue)?,
            None => Vec::new(),
        };
        let known = Known {
            booking,
            along,
            equipment,
            rooms,
        };
        Ok::<_, StoreError>(Some((known, session)))
    });
    let (known, session) = read.await?.ok_or(Fault::NotFound)?;
    if known.booking.organisation == org
        && known.booking.activity.is_none()
        && known.booking.changes.is_none()
    {
        Ok(match session {
            Some((course, session)) => Of::Course(
                SeeOther::to(format!("/w/{org}/courses/{course}/sessions/{session}/edit"))
                    .say(Tone::Info, Sentence::new(msg::CHANGE_OF_COURSE)),
            ),
            None => Of::Booker(Box::new(known)),
        })
    } else {
        Err(Fault::NotFound)
    }
}

fn page(
    gate: &Grant<BookSpaces>,
    ui: &Ui,
    app: &App,
    known: &Known,
    typed: &Fields,
    problems: &Problems,
) -> Page {
    let (org, booking) = (gate.org(), &known.booking);
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
    };
    let content = html! {
        (page_title(ui.t(msg::CHANGE_TITLE), Some(&booking.place), None))
        (stack(html! {
            (error_summary(ui, problems))
            (lede(&format!("{} · {}", booking.purpose, when::span(ui.lang, booking.starts_at, booking.ends_at, ui.now))))
            (muted(html! { (ui.t(msg::CHANGE_LEDE)) }))
            (form(ui, &action).body(html! {
                (rooms(ui, known, typed, problems))
                (put("day", msg::BOOKING_FIELD_DAY).required().date())
                (row(html! {
                    (put("from", msg::BOOKING_FIELD_FROM).required().time().short())
                    (put("to", msg::BOOKING_FIELD_TO).required().time().short())
                }))
                (put("purpose", msg::BOOKING_FIELD_PURPOSE).required().max_chars(PURPOSE_MAX as u32))
                (put("people", msg::BOOKING_FIELD_PEOPLE).whole_number().short())
                @if !known.equipment.is_empty() { (disclosure(ui.t(msg::LEND_ALONG), !known.along.is_empty(), equipment(ui, known, typed, problems))) }
                @if booking.series.is_some() {
                    (views::scope(ui, msg::SHIFT_WHICH, scope_of(typed)))
                    (muted(html! { (ui.t(msg::SHIFT_WHICH_HINT)) }))
                    @if let Some(why) = problems.of("scope") { (notice(Tone::Error, html! { p { (why) } })) }
                }
                (action_bar(html! {
                    (button(ui.t(msg::CHANGE_DO)).primary())
                    (link_button(&back, ui.t(msg::BOOKING_BACK)).quiet())
                }))
            }))
        }))
    };
    desk::page(app, ui, gate, ui.t(msg::CHANGE_TITLE), content)
}

fn rooms(ui: &Ui, known: &Known, typed: &Fields, problems: &Problems) -> Markup {
    let labels: Vec<(String, String)> = known
        .rooms
        .rooms
        .iter()
        .map(|room| {
            let holds = ui.tf(msg::VENUE_PEOPLE, args! { n = room.capacity });
            (
                room.id.to_text(),
                format!("{} · {} · {holds}", room.name, room.owner),
            )
        })
        .collect();
    let own = known.booking.space.to_text();
    let chosen = if typed.raw("space").is_empty() {
        own.as_str()
    } else {
        typed.raw("space")
    };
    let list = select(ui, "space", ui.t(msg::BOOKING_COL_ROOM))
        .required()
        .hint(ui.t(msg::CHANGE_ROOM_HINT))
        .error(problems.of("space"));
    let list = labels
        .iter()
        .fold(list, |list, (id, label)| list.option(id, label, id == chosen));
    html! {
        (list)
        (venues::finder(ui, &known.rooms, ("act", "rooms")))
    }
}

/// How many of each kind are taken along.
fn equipment(ui: &Ui, known: &Known, typed: &Fields, problems: &Problems) -> Markup {
    html! {
        @for one in &known.equipment {
            @let name = format!("eq-{}", one.id);
            @let label = ui.tf(msg::LEND_OF, args! { name = one.name.clone(), n = one.pieces });
            (field(ui, &name, &label).value(typed.raw(&name)).error(problems.of(&name)).unmarked().whole_number().short())
        }
    }
}
