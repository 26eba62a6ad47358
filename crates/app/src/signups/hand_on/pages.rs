//! The pages on which a place is handed on, and taken.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{PersonId, SignupId},
    time::day,
};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::{Fault, Refusal},
    fields::{FieldErrors, Fields},
    form::Form,
    gate::SignedIn,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{By, StoreError};

use super::{
    HandOnError,
    give::{give, take_back},
    queries,
    swap::{Swap, swap},
    take::{Take, take},
    views::{self, Screen},
};
use crate::signups::{
    family,
    form_page::{self, Refused},
    form_view::{self, Handed},
    model::PartyId,
    queries as signups,
    sign_up::SignUpError,
    tell::{hand_on_path, party_path},
    typed::{self, Typed},
};

async fn screen(app: &App, id: PartyId, person: PersonId) -> Result<Screen, Fault> {
    let now = app.now();
    let read = app.db.read(move |tx| {
        let Some(party) = queries::booked(tx, id, person, now)? else {
            return Ok::<_, StoreError>(None);
        };
        let family = signups::family(tx, person, party.activity)?;
        let facts = signups::public_activity(tx, party.activity)?;
        let places = signups::places(tx, party.activity)?;
        let waiting = places.iter().find(|places| places.role == party.role);
        let waiting = waiting.map_or(0, |places| places.turns_left(facts.as_ref(), now));
        let asks = facts.and_then(|facts| facts.asks);
        Ok(Some(Screen {
            id,
            party,
            family,
            waiting,
            asks,
        }))
    });
    read.await?.ok_or(Fault::NotFound)
}

pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<PartyId>,
) -> Result<Page, Fault> {
    let screen = screen(&app, id, gate.person()).await?;
    Ok(views::page(&app, &ui, &screen, None))
}

fn named(fields: &Fields) -> Result<SignupId, Fault> {
    fields.raw("signup").parse().map_err(|_| Fault::NotFound)
}

/// Makes the link; the page that answers shows it, and none after it.
pub(super) async fn give_link(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (person, signup, keys) = (gate.person(), named(&fields)?, app.keys.clone());
    let made = app
        .db
        .write(gate.by(), move |tx| give(tx, &keys, person, (id, signup)))
        .await;
    let key = match made {
        Ok(key) => key,
        Err(why) => return back(id, Err::<Msg, _>(why)).map(IntoResponse::into_response),
    };
    let address = app.address(&taking_path(&key));
    let screen = screen(&app, id, person).await?;
    let page = views::page(&app, &ui, &screen, Some((signup, &address)));
    Ok(page
        .header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
        .into_response())
}

pub(super) async fn end_link(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let (person, signup) = (gate.person(), named(&fields)?);
    let done = app
        .db
        .write(gate.by(), move |tx| take_back(tx, person, (id, signup)))
        .await;
    back(id, done.map(|()| msg::HANDING_SAID_ENDED))
}

pub(super) async fn swap_in_family(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let booker = gate.person();
    let signup = named(&fields)?;
    let Ok(person) = fields.raw("to").parse() else {
        return Ok(SeeOther::to(hand_on_path(id)).say(Tone::Warn, msg::HANDING_NOBODY_CHOSEN));
    };
    let wish = Swap {
        booker,
        party: id,
        signup,
        person,
    };
    let done = app.db.write(gate.by(), move |tx| swap(tx, &wish)).await;
    // Who can't come is told by name here, as they are known to the reader.
    if let Err(HandOnError::SignUp(SignUpError::Party(problem))) = &done {
        let screen = screen(&app, id, booker).await?;
        let name = |who: PersonId| {
            let one = screen.family.iter().find(|one| one.person == who);
            one.map_or_else(
                || ui.t(msg::HANDING_THEY).to_owned(),
                |one| family::name(&app, &one.name_sealed),
            )
        };
        let sentence = crate::signups::errors::party_problem(problem, name);
        return Ok(SeeOther::to(hand_on_path(id)).say(Tone::Warn, sentence));
    }
    match done {
        Ok(()) => Ok(SeeOther::to(party_path(id)).say(Tone::Ok, msg::HANDING_SAID_SWAPPED)),
        Err(why) => back(id, Err::<Msg, _>(why)),
    }
}

fn back(id: PartyId, done: Result<impl Into<Sentence>, HandOnError>) -> Result<SeeOther, Fault> {
    SeeOther::to(hand_on_path(id)).tell(done, Tone::Warn)
}

/// Where a link leads.
pub fn taking_path(key: &str) -> String {
    format!("/handed-on/{key}")
}

/// The form by which a place is taken: the sign-up form, for one.
pub(super) async fn taking(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Page, Fault> {
    let screen = taking_screen(&app, &key, gate.person()).await?;
    let kept = typed::kept(&app.keys, &headers);
    let fields = kept.unwrap_or_else(|| form_view::suggested(&screen));
    Ok(form_view::page(&ui, &screen, &fields, &FieldErrors::new())
        .header(CACHE_CONTROL, HeaderValue::from_static("private, no-store")))
}

async fn taking_screen(app: &App, key: &str, person: PersonId) -> Result<form_view::Screen, Fault> {
    let (now, hash) = (app.now(), app.keys.token_hash(key));
    let found = app.db.read(move |tx| queries::behind(tx, &hash)).await?;
    let handed = found.ok_or_else(|| Fault::from(gone()))?;
    let mut screen = form_page::screen(app, handed.activity, Some(person)).await?;
    screen.family.retain(|known| !known.companion);
    let places = screen.places.iter().find(|places| places.role == handed.role);
    let over = if screen.activity.status != "published" || screen.activity.starts_at <= now {
        Some(msg::HANDING_TOO_LATE)
    } else if !handed.held {
        Some(msg::HANDING_LINK_DEAD)
    } else if places.is_some_and(|places| places.turns_left(Some(&screen.activity), now) > 0) {
        Some(msg::HANDING_OTHERS_WAIT)
    } else {
        None
    };
    screen.handed = Some(Handed {
        path: taking_path(key),
        role: handed.role,
        own: handed.booker == person,
        over,
    });
    Ok(screen)
}

fn gone() -> Refusal {
    Refusal::with_status(StatusCode::NOT_FOUND, "link-ended", msg::HANDING_LINK_DEAD)
}

pub(super) async fn take_it(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let me = gate.person();
    let screen = taking_screen(&app, &key, me).await?;
    let again = |errors: FieldErrors| {
        let page = form_view::page(&ui, &screen, &fields, &errors);
        page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
    };
    if fields.has(typed::STATE) {
        return Ok(form_page::go_and_state(&app, &taking_path(&key), &fields).into_response());
    }
    if fields.has(typed::LIVE) {
        return Ok(form_page::go_and_say_where(&app, &taking_path(&key), &fields).into_response());
    }
    if fields.has(typed::MORE) {
        return Ok(form_view::page(&ui, &screen, &fields, &FieldErrors::new()).into_response());
    }
    let today = day(ui.now);
    let all_wrong = || form_page::looked_over(&screen, &fields, (Some(me), today));
    let Ok(typed) = typed::read(&fields, me, today) else {
        return Ok(again(all_wrong()));
    };
    if typed.people.len() + typed.newcomers.len() > 1 {
        let mut errors = FieldErrors::new();
        errors.add(typed::WHO, msg::HANDING_ONE_ONLY);
        return Ok(again(errors));
    }
    match carry_out(&app, gate.by(), me, key.clone(), typed).await {
        Ok(party) => Ok(SeeOther::to(party_path(party))
            .cookie(typed::forget(&taking_path(&key)))
            .say(Tone::Ok, msg::HANDING_SAID_TAKEN)
            .into_response()),
        Err(Unmade::Refused(refused)) => {
            let mut errors = refused.note(&screen, &fields)?;
            errors.add_all(all_wrong());
            Ok(again(errors))
        }
        Err(Unmade::HandOn(HandOnError::NotFound)) => Err(gone().into()),
        Err(Unmade::HandOn(why)) => match why.into_fault() {
            Fault::Refused(refusal) => {
                let mut errors = FieldErrors::new();
                errors.add("", refusal.sentence);
                Ok(again(errors))
            }
            fault => Err(fault),
        },
    }
}

/// Why the place was not taken.
enum Unmade {
    /// What the sign-up form itself says.
    Refused(Refused),
    /// What is particular to handing on.
    HandOn(HandOnError),
}

impl From<StoreError> for Unmade {
    fn from(why: StoreError) -> Self {
        Unmade::HandOn(why.into())
    }
}

/// Adds who is new in the family and takes the place, together or not at all.
async fn carry_out(app: &App, by: By, me: PersonId, key: String, typed: Typed) -> Result<PartyId, Unmade> {
    let keys = app.keys.clone();
    let taking = app.db.write(by, move |tx| {
        let added = family::add(tx, &keys, me, &typed)
            .map_err(|(n, why)| Unmade::Refused(Refused::Family(n, why)))?;
        let Some(person) = typed.people.iter().chain(&added).next().copied() else {
            return Err(Unmade::HandOn(HandOnError::NotFound));
        };
        let wish = Take {
            key: key.clone(),
            booker: me,
            person,
            answers: typed.answers.clone(),
        };
        take(tx, &keys, &wish).map_err(|why| match why {
            HandOnError::SignUp(why) => Unmade::Refused(Refused::SignUp(why, added)),
            why => Unmade::HandOn(why),
        })
    });
    taking.await
}
