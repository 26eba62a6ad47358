//! A family books a trial, sees it, gives it back.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId, TrialId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::SignedIn,
    not_done::NotDone,
    reply::SeeOther,
    spoken,
    ui::prelude::*,
};
use langqiao_store::ReadTx;

use super::{
    super::{model::Course, queries as courses},
    are_open, book,
    book::NewTrial,
    path,
    queries::{self, Offer, Own},
};
use crate::{signups, standings::Asks};

/// How many of the next sessions are offered.
const SHOWN: i64 = 12;

/// Somebody of a family who has not tried the course.
pub struct Kin {
    /// Who.
    pub person: PersonId,
    /// Their name, for the family's eyes.
    pub name: String,
    /// Why they can't try it, if so.
    pub why_not: Option<Sentence>,
}

/// All that the page shows.
pub struct Screen {
    pub course: Course,
    pub offers: Vec<Offer>,
    pub own: Vec<Own>,
    /// Who of the family has not tried it.
    pub family: Vec<Kin>,
    pub open: bool,
    /// What is asked of those who come, where anything is.
    pub asks: Option<Asks>,
}

pub async fn screen(app: &App, id: ActivityId, person: PersonId) -> Result<Screen, Fault> {
    let (now, house) = (app.now(), app.clone());
    let read = app.db.read(move |tx| gather(tx, &house, id, person, now));
    read.await?.ok_or(Fault::NotFound)
}

fn gather(
    tx: &mut ReadTx<'_>,
    app: &App,
    id: ActivityId,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<Screen>, Fault> {
    let Some(course) = courses::public(tx, id)? else {
        return Ok(None);
    };
    let own = queries::own(tx, &app.keys, id, person)?;
    let tried = |who: PersonId| {
        own.iter()
            .any(|one| one.person == who && one.called_off.is_none())
    };
    let mut family: Vec<Kin> = signups::family(tx, person, id)?
        .into_iter()
        .filter(|one| !tried(one.person))
        .map(|one| Kin {
            person: one.person,
            name: signups::name_of(app, &one.name_sealed),
            why_not: None,
        })
        .collect();
    let lessons = courses::lessons(tx, id)?;
    let open = are_open(&course, &lessons, now);
    if open {
        say_why_not(tx, (id, person), &mut family)?;
    }
    Ok(Some(Screen {
        offers: if open {
            queries::offers(tx, &course, now, SHOWN)?
        } else {
            Vec::new()
        },
        course,
        own,
        family,
        open,
        asks: queries::asks(tx, id)?,
    }))
}

/// Says of each who can't try a course why not: a place in it already, or its rules.
fn say_why_not(
    tx: &mut ReadTx<'_>,
    (course, booker): (ActivityId, PersonId),
    family: &mut [Kin],
) -> Result<(), Fault> {
    let seated = queries::with_place(tx, course, booker)?;
    let people: Vec<PersonId> = family.iter().map(|one| one.person).collect();
    let unfit = signups::unfit_alone(tx, (course, booker), &people)?;
    for one in family {
        let reason = unfit.iter().find(|(person, _)| *person == one.person);
        one.why_not = match seated.contains(&one.person) {
            true => Some(Sentence::new(msg::TRIAL_HAS_PLACE).with("name", one.name.clone())),
            false => reason.map(|(_, why)| signups::errors::unfit(why, &one.name)),
        };
    }
    Ok(())
}

/// `GET /courses/{course}/trial`
pub async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
    headers: HeaderMap,
) -> Result<Page, Fault> {
    let screen = screen(&app, id, gate.person()).await?;
    // What was chosen before somebody went to state what is asked for.
    let fields = signups::kept(&app.keys, &headers).unwrap_or_default();
    Ok(page(&ui, &screen, &fields, &Problems::new()))
}

fn page(ui: &Ui, screen: &Screen, fields: &Fields, problems: &Problems) -> Page {
    let title = ui.t(msg::TRIAL_TITLE);
    let course = format!("/courses/{}", screen.course.id);
    let content = html! {
        (page_title(title, Some(&screen.course.title), None))
        (error_summary(ui, problems))
        (stack(html! {
            @for one in &screen.own { (booked(ui, screen, one)) }
            @if screen.open && !screen.family.is_empty() {
                (prose(html! { p { (ui.tf(msg::TRIAL_HOW, args! { n = screen.course.trial_places })) } }))
                @if screen.course.pick_up { (notice(Tone::Info, html! { (ui.t(msg::TRIAL_PICK_UP)) })) }
                (choosing(ui, screen, fields, problems))
            } @else if !screen.open {
                (notice(Tone::Info, html! { (ui.t(msg::TRIAL_NOT_OFFERED)) }))
            }
            p { (ui.tf(msg::COURSE_CONTACT_LINE, args! { contact = screen.course.whom_to_ask() })) }
            p { (link(&course, ui.t(msg::COURSE_BACK_TO))) }
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

/// A trial of the family's own, with what comes next.
fn booked(ui: &Ui, screen: &Screen, one: &Own) -> Markup {
    let (starts_at, ends_at) = one.span;
    let about = ui.tf(msg::TRIAL_OF, args! { name = one.name.as_str() });
    let ahead = one.called_off.is_none() && ui.now < starts_at;
    panel(
        &about,
        html! {
            p { (when::span(ui.lang, starts_at, ends_at, ui.now)) " · " (one.place) }
            @if let Some(reason) = &one.called_off {
                (notice(Tone::Warn, html! { (ui.t(msg::COURSE_LESSON_OFF)) " · " (reason) }))
            } @else if ahead {
                p { (badge(Tone::Ok, ui.t(msg::TRIAL_BOOKED))) }
                (confirm(ui, &format!("{}/{}/cancel", path(screen.course.id), one.id), ui.t(msg::TRIAL_CANCEL),
                    &html! { p { (ui.t(msg::TRIAL_CANCEL_MEANS)) } }, button(ui.t(msg::TRIAL_CANCEL)).danger().about(&one.name)))
            } @else {
                p {
                    @match one.came {
                        Some(true) => (badge(Tone::Ok, ui.t(msg::TRIAL_CAME))),
                        Some(false) => (badge(Tone::Warn, ui.t(msg::TRIAL_STAYED_AWAY))),
                        None => (badge(Tone::Plain, ui.t(msg::TRIAL_WAS))),
                    }
                }
                @if ui.now < screen.course.closes_at {
                    (row(link_button(&format!("/activities/{}/sign-up", screen.course.id), ui.t(msg::COURSE_ENROL)).primary().render()))
                }
            }
        },
    )
}

fn choosing(ui: &Ui, screen: &Screen, fields: &Fields, problems: &Problems) -> Markup {
    let sessions: Vec<(String, String, String)> = screen
        .offers
        .iter()
        .filter(|offer| offer.free > 0)
        .map(|offer| {
            let span = when::span(ui.lang, offer.span.0, offer.span.1, ui.now);
            let left = ui.tf(
                msg::TRIAL_LEFT,
                args! { n = offer.free, place = offer.place.as_str() },
            );
            (offer.lesson.to_text(), span, left)
        })
        .collect();
    if sessions.is_empty() {
        return notice(Tone::Info, html! { (ui.t(msg::TRIAL_ALL_FULL)) });
    }
    let mut which = choices(ui, "session", ui.t(msg::TRIAL_WHICH))
        .required()
        .error(problems.of("session"));
    for (id, span, left) in &sessions {
        which = which.explained(id, span, Some(left), fields.raw("session") == id);
    }
    let people: Vec<(String, &str)> = screen
        .family
        .iter()
        .filter(|one| one.why_not.is_none())
        .map(|one| (one.person.to_text(), one.name.as_str()))
        .collect();
    if people.is_empty() {
        return nobody(ui, screen);
    }
    let mut who = choices(ui, "who", ui.t(msg::TRIAL_WHO))
        .required()
        .error(problems.of("who"));
    for (id, name) in &people {
        who = who.option(id, name, fields.raw("who") == id || people.len() == 1);
    }
    form(ui, &path(screen.course.id)).body(html! {
        @if let Some(asks) = &screen.asks { (signups::asked_in_form(ui, asks)) }
        (card(stack(html! { (who) (not_for(ui, screen)) (which) })))
        (family_how(ui, screen))
        (action_bar(html! { (button(ui.t(msg::TRIAL_BOOK)).primary().wide()) }))
    })
}

/// Instead of the form, where nobody of the family can try it: why, and what can be done.
fn nobody(ui: &Ui, screen: &Screen) -> Markup {
    let next = serde_urlencoded::to_string([("next", path(screen.course.id))]).unwrap_or_default();
    let state = format!("/me/standings?{next}");
    let way = link_button(&state, ui.t(msg::STANDING_FORM_DO));
    html! {
        @if let Some(asks) = &screen.asks { (signups::asked_of(ui, asks, way.render())) }
        (notice(Tone::Info, stack_close(html! { p { (ui.t(msg::TRIAL_NOBODY)) } (not_for(ui, screen)) })))
        (family_how(ui, screen))
    }
}

/// Who of the family can't try it, each with the reason.
fn not_for(ui: &Ui, screen: &Screen) -> Markup {
    let reasons = screen.family.iter().filter_map(|one| one.why_not.as_ref());
    html! { @for why in reasons { (muted(html! { (spoken::say(ui, why)) })) } }
}

/// The way to add somebody of the family, which leads back here.
fn family_how(ui: &Ui, screen: &Screen) -> Markup {
    let next = serde_urlencoded::to_string([("next", path(screen.course.id))]).unwrap_or_default();
    let add = format!("/me/family?{next}");
    muted(html! { (ui.t(msg::TRIAL_FAMILY_HOW)) " " (link(&add, ui.t(msg::TRIAL_FAMILY))) })
}

/// `POST /courses/{course}/trial`
pub async fn send(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(course): Path<ActivityId>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let booker = gate.person();
    if fields.has(signups::STATE_FIRST) {
        return Ok(signups::go_and_state(&app, &path(course), &fields).into_response());
    }
    let mut errors = FieldErrors::new();
    let (lesson, person) = (fields.raw("session").parse().ok(), fields.raw("who").parse().ok());
    if lesson.is_none() {
        errors.add("session", msg::TRIAL_CHOOSE_SESSION);
    }
    if person.is_none() {
        errors.add("who", msg::TRIAL_CHOOSE_WHO);
    }
    let done = match (lesson, person) {
        (Some(lesson), Some(person)) => {
            let new = NewTrial {
                course,
                lesson,
                booker,
                person,
            };
            app.db.write(gate.by(), move |tx| book::book(tx, &new)).await
        }
        _ => Err(NotDone::Fields(errors).into()),
    };
    match done {
        Ok(_) => Ok(SeeOther::to(path(course))
            .cookie(signups::forget(&path(course)))
            .say(Tone::Ok, msg::TRIAL_SAID_BOOKED)
            .into_response()),
        Err(why) => {
            let screen = screen(&app, course, booker).await?;
            let name = |who: PersonId| {
                let one = screen.family.iter().find(|one| one.person == who);
                one.map(|one| one.name.clone()).unwrap_or_default()
            };
            let problems = why.by_name(name).into_fields()?.problems(&ui);
            Ok(page(&ui, &screen, &fields, &problems)
                .status(StatusCode::UNPROCESSABLE_ENTITY)
                .into_response())
        }
    }
}

/// `POST /courses/{course}/trial/{trial}/cancel`
pub async fn cancel(
    gate: SignedIn,
    State(app): State<App>,
    Path((course, trial)): Path<(ActivityId, TrialId)>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let booker = gate.person();
    let done = app
        .db
        .write(gate.by(), move |tx| book::cancel(tx, booker, (course, trial)))
        .await;
    SeeOther::to(path(course)).tell(done.map(|()| msg::TRIAL_SAID_CANCELLED), Tone::Warn)
}
