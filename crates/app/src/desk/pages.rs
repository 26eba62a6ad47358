//! The desk in the workbench.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{ActivityId, AreaId, OrganisationId},
    text,
    time::day,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    keys::Field,
    people::{FamilyError, RegisterError},
    reply::SeeOther,
    spreadsheet::Sheet,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    lines::{self, LINES_MAX},
    queries,
    take::{self, AtDesk, DeskError},
    typed,
    views::{self, Desk, Returned},
};
use crate::{
    activities::{self, ManageActivities},
    areas::Directory,
    signups::{self, PartyId, SignUpError, SignupState, errors as said},
};

type Of = Path<(OrganisationId, ActivityId)>;

/// Rows of a page.
const PAGE: i64 = 50;

#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<i64>,
}

/// What was typed and what came of it.
#[derive(Default)]
struct Back {
    fields: Fields,
    errors: FieldErrors,
    returned: Vec<Returned>,
    went_in: usize,
    /// Lines whose people had been signed up before.
    already: usize,
    /// The blind key of the name that is looked for.
    named: Option<String>,
    page: i64,
}

/// `GET /w/{org}/activities/{id}/desk`
pub(super) async fn show(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let page = asked.page.unwrap_or(1).clamp(1, 10_000);
    render(
        &gate,
        &ui,
        &app,
        id,
        Back {
            page,
            ..Back::default()
        },
    )
    .await
}

async fn render(
    gate: &Grant<ManageActivities>,
    ui: &Ui,
    app: &App,
    id: ActivityId,
    back: Back,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (page, now) = (back.page.max(1), ui.now);
    let named = back.named.clone();
    let (stored, questions, areas, (rows, all)) = app
        .db
        .read(move |tx| {
            let stored = activities::require_held(tx, org, id)?;
            let questions = signups::questions(tx, id)?;
            let rows = queries::rows(tx, (id, named.as_deref()), ((page - 1) * PAGE, PAGE))?;
            // Also where people of one area come first: who didn't say that they live there would lose it.
            let activity = &stored.activity;
            let areas = match activity.only_area.or(activity.prior_area) {
                Some(only) => within(&Directory::load(tx)?, only),
                None => Vec::new(),
            };
            Ok::<_, Fault>((stored, questions, areas, rows))
        })
        .await?;
    let at = format!("/w/{org}/activities/{id}");
    let problems = back.errors.problems(ui);
    let desk = Desk {
        ui,
        at: format!("{at}/desk"),
        stored: &stored,
        questions: &questions,
        areas: &areas,
        fields: &back.fields,
        problems: &problems,
    };
    let title = ui.t(msg::DESK_TITLE);
    let content = html! {
        (page_title(title, Some(&stored.activity.title), Some(html! {
            (link_button(&at, ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back))
        })))
        (error_summary(ui, &problems))
        (views::came_back(ui, (back.went_in, back.already), &back.returned))
        @match stored.activity.phase(now) {
            activities::Phase::Open => (desk.forms()),
            phase => (notice(Tone::Info, html! { (ui.tf(msg::DESK_NOT_OPEN, args! { phase = ui.t(phase.msg()) })) })),
        }
        (desk.taken(&rows, (page, PAGE, all), back.named.is_some()))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

/// An area, and what lies in it.
fn within(areas: &Directory, only: AreaId) -> Vec<(AreaId, String)> {
    let itself = areas.get(only).into_iter();
    let all = itself.chain(areas.villages(only));
    all.map(|area| (area.id, area.short_name.clone())).collect()
}

/// `POST /w/{org}/activities/{id}/desk`
pub(super) async fn send(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let errors = match typed::read(&fields, day(ui.now)) {
        Err(errors) => errors,
        Ok(who) => {
            let (keys, alone) = (app.keys.clone(), who.children.is_empty());
            let done = app
                .db
                .write(gate.by(), move |tx| {
                    let done = take::take(tx, &keys, (org, id), &who)?;
                    Ok::<_, DeskError>((done, queries::codes(tx, done.party)?))
                })
                .await;
            match done {
                Ok((done, codes)) => {
                    let sentence = match done.state {
                        SignupState::Seat => {
                            Sentence::new(msg::DESK_SAID_SEAT).with("codes", codes.join(" "))
                        }
                        _ if done.all_wait => {
                            Sentence::new(msg::SIGNUP_DONE_ALLOTMENT).with("n", done.number)
                        }
                        _ => Sentence::new(msg::DESK_SAID_WAITING).with("n", done.number),
                    };
                    let back = SeeOther::to(format!("/w/{org}/activities/{id}/desk"));
                    return Ok(back.say(Tone::Ok, sentence).into_response());
                }
                // Where children come along, the refusal may be about one of them.
                Err(why) if alone => note(why, &text::line(fields.raw("name")))?,
                Err(why) => note(why, "")?,
            }
        }
    };
    let back = Back {
        fields,
        errors,
        ..Back::default()
    };
    let page = render(&gate, &ui, &app, id, back).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// Where in the form a refusal of somebody belongs.
fn note(why: DeskError, name: &str) -> Result<FieldErrors, Fault> {
    let mut found = FieldErrors::new();
    match why {
        DeskError::OtherName => found.add("name", msg::DESK_OTHER_NAME),
        DeskError::SameName => found.add("name", msg::DESK_SAME_NAME),
        DeskError::Minor => found.add("birth", msg::DESK_MINOR),
        DeskError::Person(RegisterError::Birth) => found.add("birth", msg::REGISTER_BIRTH),
        DeskError::Person(RegisterError::Name) => found.add("name", msg::REGISTER_NAME),
        DeskError::Child(n, FamilyError::Person(RegisterError::Birth)) => {
            found.add(format!("child{n}_birth"), msg::REGISTER_BIRTH);
        }
        DeskError::Child(n, FamilyError::Person(RegisterError::Name)) => {
            found.add(format!("child{n}_name"), msg::REGISTER_NAME);
        }
        DeskError::SignUp(SignUpError::Answers(problems)) => {
            for (question, problem) in problems {
                found.add(format!("q-{question}"), said::answer_problem(problem));
            }
        }
        DeskError::Seen(why) => return why.into_fields(),
        why => found.add("", sentence(why, name)?),
    }
    Ok(found)
}

/// A refusal in one sentence about whoever it concerns.
fn sentence(why: DeskError, name: &str) -> Result<Sentence, Fault> {
    match why {
        DeskError::SignUp(SignUpError::Party(problem)) => {
            Ok(said::party_problem(&problem, |_| name.to_owned()))
        }
        DeskError::Seen(why) => why.into_sentence(),
        why => match why.into_fault() {
            Fault::Refused(refusal) => Ok(refusal.sentence),
            fault => Err(fault),
        },
    }
}

/// `POST /w/{org}/activities/{id}/desk/list`: each line goes in by itself; those that can't come back.
pub(super) async fn send_list(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let found = app.db.read(move |tx| activities::require_held(tx, org, id)).await;
    found?;
    let lines = lines::lines(fields.raw("list"));
    let mut back = Back::default();
    if lines.is_empty() {
        back.errors.add("list", msg::DESK_LIST_EMPTY);
    }
    if lines.len() > LINES_MAX {
        back.errors.add("list", msg::DESK_LIST_LONG);
    }
    typed::seen(&fields, typed::OF_LIST, &mut back.errors);
    if fields.raw("list_consent") != "1" {
        back.errors.add("list_consent", msg::DESK_CONSENT_FIRST);
    }
    let mut waiting = 0;
    if back.errors.is_empty() {
        for line in &lines {
            match one(&gate, &app, (org, id), line, &fields, day(ui.now)).await? {
                Ok(Some(waits)) => {
                    back.went_in += 1;
                    waiting += i64::from(waits);
                }
                Ok(None) => back.already += 1,
                Err(why) => back.returned.push(Returned {
                    line: (*line).to_owned(),
                    why,
                }),
            }
        }
        if back.returned.is_empty() {
            let said = Sentence::new(match back.already {
                0 => msg::DESK_SAID_LIST,
                _ => msg::DESK_SAID_LIST_SOME,
            })
            .with("n", back.went_in as i64)
            .with("waiting", waiting)
            .with("already", back.already as i64);
            let to = SeeOther::to(format!("/w/{org}/activities/{id}/desk"));
            return Ok(to.say(Tone::Ok, said).into_response());
        }
    }
    // What went in is not typed again: only the other lines come back.
    let left: Vec<&str> = match back.returned.is_empty() {
        true => lines,
        false => back.returned.iter().map(|one| one.line.as_str()).collect(),
    };
    let left = left.join("\n");
    back.fields = fields
        .typed()
        .filter(|(name, _)| *name != "list")
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    back.fields.push("list", left);
    let page = render(&gate, &ui, &app, id, back).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// Takes in one line: whether they wait, or why not. Who is signed up already is no trouble, for the list was sent twice;
/// it is told apart.
async fn one(
    gate: &Grant<ManageActivities>,
    app: &App,
    of: (OrganisationId, ActivityId),
    line: &str,
    fields: &Fields,
    today: jiff::civil::Date,
) -> Result<Result<Option<bool>, Sentence>, Fault> {
    let who = match lines::read(line, typed::role(fields), today) {
        Ok(who) => AtDesk {
            area: typed::area(fields),
            seen: typed::seen(fields, typed::OF_LIST, &mut FieldErrors::new()),
            ..who
        },
        Err(why) => return Ok(Err(why.into())),
    };
    // Of a child with its guardian it is the child whom a refusal is about.
    let about = who.children.first().map_or(&who.name, |child| &child.name);
    let (keys, name) = (app.keys.clone(), about.clone());
    let done = app
        .db
        .write(gate.by(), move |tx| take::take(tx, &keys, of, &who))
        .await;
    match done {
        Ok(done) => Ok(Ok(Some(done.state != SignupState::Seat))),
        Err(DeskError::SignUp(SignUpError::Already { .. })) => Ok(Ok(None)),
        Err(why) => sentence(why, &name).map(Err),
    }
}

/// `POST /w/{org}/activities/{id}/desk/find`: those of a name, which is looked for by its blind key and stays out of
/// addresses.
pub(super) async fn find(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Page, Fault> {
    let name = text::squash(fields.raw("find"));
    let named = (!name.is_empty()).then(|| app.keys.blind(Field::Name, &name));
    let back = Back {
        fields,
        named,
        ..Back::default()
    };
    render(&gate, &ui, &app, id, back).await
}

/// `GET /w/{org}/activities/{id}/desk/list.xlsx`: an empty list to be filled in, by hand or on a computer; its rows can be
/// pasted into the form as they are.
pub(super) async fn template(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
) -> Result<Response, Fault> {
    let org = gate.org();
    let held = app
        .db
        .read(move |tx| activities::require_held(tx, org, id))
        .await?;
    let heads = [
        msg::DESK_COLUMN_NAME,
        msg::DESK_COLUMN_PHONE,
        msg::DESK_COLUMN_BIRTH,
        msg::DESK_COLUMN_GUARDIAN,
        msg::DESK_COLUMN_GUARDIAN_PHONE,
        msg::DESK_COLUMN_SIGNED,
    ];
    let sheet = Sheet::new(heads.map(|head| ui.t(head))).titled(&held.activity.title);
    sheet.as_xlsx("list.xlsx").await
}

/// `POST /w/{org}/activities/{id}/desk/cancel`
pub(super) async fn cancel(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let org = gate.org();
    let party: PartyId = fields.raw("party").parse().map_err(|_| Fault::NotFound)?;
    let done = app
        .db
        .write(gate.by(), move |tx| take::give_back(tx, (org, id), party))
        .await;
    let back = SeeOther::to(format!("/w/{org}/activities/{id}/desk"));
    back.tell(done.map(|()| msg::DESK_SAID_CANCELLED), Tone::Warn)
}

/// `POST /w/{org}/activities/{id}/desk/offer`: what they said of the place that is offered to them.
pub(super) async fn answer_offer(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let org = gate.org();
    let comes = fields.has("accept");
    let named = if comes { "accept" } else { "decline" };
    let party: PartyId = fields.raw(named).parse().map_err(|_| Fault::NotFound)?;
    let done = app
        .db
        .write(gate.by(), move |tx| {
            take::answer_offer(tx, (org, id), (party, comes))
        })
        .await;
    let back = SeeOther::to(format!("/w/{org}/activities/{id}/desk"));
    let said = if comes {
        msg::SIGNUP_ACCEPTED
    } else {
        msg::SIGNUP_DECLINED
    };
    back.tell(done.map(|()| said), Tone::Warn)
}
