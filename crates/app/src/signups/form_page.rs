//! The sign-up form: one screen for a whole family.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{ActivityId, PersonId},
    time::day,
};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Public,
    people::{FamilyError, RegisterError},
    reply::SeeOther,
    spoken::Moment,
    ui::prelude::*,
};
use langqiao_store::{By, StoreError};

use super::{
    answers,
    eligibility::{Misfit, PartyProblem, Unfit},
    errors, family,
    form_view::{self, Known, Screen},
    model::{SignupRole, SignupState},
    queries,
    sign_up::{SignUp, SignUpError, SignedUp, sign_up},
    tell::party_path,
    typed::{self, Typed},
};

pub(super) async fn show(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
    headers: HeaderMap,
) -> Result<Page, Fault> {
    let screen = screen(&app, activity, gate.person()).await?;
    let kept = typed::kept(&app.keys, &headers);
    let fields = kept.unwrap_or_else(|| form_view::suggested(&screen));
    Ok(form_view::page(&ui, &screen, &fields, &FieldErrors::new()))
}

/// All that the form shows: one read.
pub(super) async fn screen(app: &App, id: ActivityId, person: Option<PersonId>) -> Result<Screen, Fault> {
    let read = app.db.read(move |tx| {
        let Some(activity) = queries::public_activity(tx, id)? else {
            return Ok::<_, StoreError>(None);
        };
        let (places, questions) = (queries::places(tx, id)?, queries::questions(tx, id)?);
        let family = match person {
            Some(person) if activity.course => queries::family(tx, person, id)?,
            Some(person) => queries::able(tx, person, id)?,
            None => Vec::new(),
        };
        let unsaid = match person.filter(|_| activity.only_area.is_some()) {
            Some(person) => !queries::has_address(tx, person)?,
            None => false,
        };
        Ok(Some((activity, places, questions, (family, unsaid))))
    });
    let (activity, places, questions, (family, unsaid)) = read.await?.ok_or(Fault::NotFound)?;
    let family = family
        .into_iter()
        .map(|one| Known {
            person: one.person,
            me: Some(one.person) == person,
            name: family::name(app, &one.name_sealed),
            birth: one.birth,
            party: one.party,
            companion: one.companion,
        })
        .collect();
    Ok(Screen {
        activity,
        places,
        questions,
        family,
        signed_in: person.is_some(),
        address_unknown: unsaid,
        handed: None,
    })
}

pub(super) async fn send(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    if fields.has(typed::MORE) {
        let screen = screen(&app, activity, gate.person()).await?;
        return Ok(form_view::page(&ui, &screen, &fields, &FieldErrors::new()).into_response());
    }
    if fields.has(typed::STATE) {
        return Ok(go_and_state(&app, &typed::form_path(activity), &fields).into_response());
    }
    if fields.has(typed::LIVE) && gate.person().is_some() {
        return Ok(go_and_say_where(&app, &typed::form_path(activity), &fields).into_response());
    }
    let today = day(ui.now);
    let Some(me) = gate.person() else {
        // What shows without knowing who they are is said before they sign in.
        let screen = screen(&app, activity, None).await?;
        let errors = looked_over(&screen, &fields, (None, today));
        if !errors.is_empty() {
            let page = form_view::page(&ui, &screen, &fields, &errors);
            return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
        }
        // What was typed waits on the visitor's own device until they have signed in.
        let path = typed::form_path(activity);
        let next = serde_urlencoded::to_string([("next", &path)]).unwrap_or_default();
        let go = SeeOther::to(format!("/sign-in?{next}"));
        let go = match typed::keep(&app.keys, app.settings.is_https(), &path, &fields) {
            Some(kept) => go.cookie(kept).say(Tone::Info, msg::SIGNUP_SIGN_IN_FIRST),
            None => go.say(Tone::Warn, msg::SIGNUP_SIGN_IN_TOO_LONG),
        };
        return Ok(go.into_response());
    };
    let Ok(typed) = typed::read(&fields, me, today) else {
        let screen = screen(&app, activity, Some(me)).await?;
        let errors = looked_over(&screen, &fields, (Some(me), today));
        let page = form_view::page(&ui, &screen, &fields, &errors);
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let outcome = carry_out(&app, gate.by(), activity, me, typed).await;
    let go = |party, sentence: Sentence| {
        SeeOther::to(party_path(party))
            .cookie(typed::forget(&typed::form_path(activity)))
            .say(Tone::Ok, sentence)
            .into_response()
    };
    match outcome {
        Ok(signed_up) => Ok(go(signed_up.party, said(signed_up))),
        // The form was sent twice, or this person forgot: either way their sign-up is what they want to see.
        Err(Refused::SignUp(
            SignUpError::Already {
                party: Some(party), ..
            },
            _,
        )) => Ok(go(party, msg::SIGNUP_ALREADY.into())),
        Err(refused) => {
            let screen = screen(&app, activity, Some(me)).await?;
            let mut errors = refused.note(&screen, &fields)?;
            errors.add_all(looked_over(&screen, &fields, (Some(me), today)));
            Ok(form_view::page(&ui, &screen, &fields, &errors)
                .status(StatusCode::UNPROCESSABLE_ENTITY)
                .into_response())
        }
    }
}

/// To where memberships and qualifications are stated, and from there back to the form at `path` as it was typed.
pub(crate) fn go_and_state(app: &App, path: &str, fields: &Fields) -> SeeOther {
    go_from(app, path, fields, ("/me/standings", msg::STANDING_FORM_KEPT))
}

/// To where one says where one lives, and from there back to the form at `path` as it was typed.
pub(super) fn go_and_say_where(app: &App, path: &str, fields: &Fields) -> SeeOther {
    go_from(app, path, fields, ("/me/profile", msg::SIGNUP_FORM_KEPT))
}

/// From the form at `path` to another page, which leads back to it; what was typed is kept meanwhile.
fn go_from(app: &App, path: &str, fields: &Fields, (to, said): (&str, Msg)) -> SeeOther {
    let next = serde_urlencoded::to_string([("next", path)]).unwrap_or_default();
    let go = SeeOther::to(format!("{to}?{next}"));
    let as_typed: Fields = fields
        .typed()
        .filter(|(name, _)| ![typed::STATE, typed::LIVE].contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    match typed::keep(&app.keys, app.settings.is_https(), path, &as_typed) {
        Some(kept) => go.cookie(kept).say(Tone::Info, said),
        None => go.say(Tone::Warn, msg::STANDING_FORM_TOO_LONG),
    }
}

/// All that is wrong with a form as far as it shows without carrying it out, so that it is said in one round. Of a
/// visitor it isn't known whom they may choose, so that choosing nobody is no mistake yet.
pub(super) fn looked_over(
    screen: &Screen,
    fields: &Fields,
    (me, today): (Option<PersonId>, Date),
) -> FieldErrors {
    let mut found = FieldErrors::new();
    let nobody = PersonId::from_u128(0);
    if let Err(errors) = typed::read(fields, me.unwrap_or(nobody), today) {
        for (field, sentence) in errors.iter() {
            if me.is_some() || field != typed::WHO {
                found.add(field, sentence.clone());
            }
        }
    }
    if typed::role(fields) == SignupRole::Attendee {
        for n in 0..typed::MOST_NEW {
            let new = typed::newcomer(fields, n, today);
            let against = new.and_then(|new| screen.against(&new.name, Some(new.birth)));
            if let Some(why) = against {
                found.add(typed::birth_field(n), why);
            }
        }
    }
    if let Err(problems) = answers::check(&screen.questions, &typed::answers(fields)) {
        for (question, problem) in problems {
            found.add(typed::answer_field(&question), errors::answer_problem(problem));
        }
    }
    found
}

/// Why the form was not carried out.
#[derive(Debug)]
pub(super) enum Refused {
    /// With those who would have been added.
    SignUp(SignUpError, Vec<PersonId>),
    Family(usize, FamilyError),
}

impl From<StoreError> for Refused {
    fn from(why: StoreError) -> Self {
        Refused::SignUp(why.into(), Vec::new())
    }
}

/// Adds whom there is to add and signs all up, together or not at all.
async fn carry_out(
    app: &App,
    by: By,
    activity: ActivityId,
    me: PersonId,
    typed: Typed,
) -> Result<SignedUp, Refused> {
    let keys = app.keys.clone();
    let signing_up = app.db.write(by, move |tx| {
        let added = family::add(tx, &keys, me, &typed).map_err(|(n, why)| Refused::Family(n, why))?;
        let people = typed.people.iter().chain(&added).copied().collect();
        let wish = SignUp {
            activity,
            booker: me,
            role: typed.role,
            people,
            answers: typed.answers.clone(),
        };
        sign_up(tx, &wish).map_err(|why| Refused::SignUp(why, added))
    });
    signing_up.await
}

fn said(signed_up: SignedUp) -> Sentence {
    match signed_up.state {
        SignupState::Seat => Sentence::new(msg::SIGNUP_DONE).with("at", Moment(signed_up.starts_at)),
        _ if signed_up.all_wait => Sentence::new(msg::SIGNUP_DONE_ALLOTMENT).with("n", signed_up.number),
        _ => msg::SIGNUP_DONE_WAITING.into(),
    }
}

impl Refused {
    /// Notes what is wrong in the form's fields, or passes on what isn't the reader's fault.
    pub(super) fn note(self, screen: &Screen, fields: &Fields) -> Result<FieldErrors, Fault> {
        let mut found = FieldErrors::new();
        match self {
            Refused::SignUp(SignUpError::Party(PartyProblem::Unfit(reasons)), added) => {
                for Misfit { person, reason, .. } in reasons {
                    match added.iter().position(|new| *new == person) {
                        Some(n) => {
                            let name = fields.text(&typed::name_field(n)).unwrap_or_default();
                            let field = match reason {
                                Unfit::Elsewhere { .. } | Unfit::AreaUnknown { .. } => typed::name_field(n),
                                _ => typed::birth_field(n),
                            };
                            found.add(field, errors::unfit(&reason, &name));
                        }
                        None if reason == Unfit::BirthUnknown && screen.is_me(person) => {
                            found.add(typed::MY_BIRTH, msg::SIGNUP_MY_BIRTH_MISSING);
                        }
                        None => found.add(
                            screen.field_of(person),
                            errors::unfit(&reason, screen.name_of(person).unwrap_or_default()),
                        ),
                    }
                }
            }
            Refused::SignUp(SignUpError::Party(problem), _) => {
                found.add(typed::WHO, errors::party_problem(&problem, |_| String::new()));
            }
            Refused::SignUp(SignUpError::Answers(problems), _) => {
                for (question, problem) in problems {
                    found.add(typed::answer_field(&question), errors::answer_problem(problem));
                }
            }
            Refused::SignUp(SignUpError::Already { person, .. }, _) => {
                let name = screen.name_of(person).unwrap_or_default().to_owned();
                found.add(
                    screen.field_of(person),
                    Sentence::new(msg::SIGNUP_SIGNED_UP).with("name", name),
                );
            }
            // Who was a companion when the form was opened, and is none any more.
            Refused::SignUp(SignUpError::NotFound, _) if screen.names_strangers(fields) => {
                found.add(typed::WHO, msg::SIGNUP_COMPANION_GONE);
            }
            Refused::SignUp(SignUpError::NoSuchRole, _) => found.add(typed::ROLE, msg::SIGNUP_NO_SUCH_ROLE),
            Refused::SignUp(other, _) => whole(&mut found, other.into_fault())?,
            Refused::Family(n, FamilyError::Person(RegisterError::Name)) => {
                found.add(typed::name_field(n), msg::REGISTER_NAME);
            }
            Refused::Family(n, FamilyError::Person(RegisterError::Birth)) => {
                found.add(typed::birth_field(n), msg::REGISTER_BIRTH);
            }
            Refused::Family(_, other) => whole(&mut found, other.into_fault())?,
        }
        Ok(found)
    }
}

/// Notes a refusal that concerns the form as a whole.
fn whole(found: &mut FieldErrors, fault: Fault) -> Result<(), Fault> {
    match fault {
        Fault::Refused(refusal) => found.add("", refusal.sentence),
        fault => return Err(fault),
    }
    Ok(())
}
