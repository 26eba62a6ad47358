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
    gate::{Grant, Permission},
    keys::Field,
    people::{FamilyError, RegisterError, Why},
    reply::SeeOther,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    late::{self, Added},
    late_queries, late_views,
    list::{Counts, Fates, Way, sentence},
    names::{Names, name_in_full},
    queries,
    table::List,
    take::{self, AtDesk, DeskError},
    typed,
    views::Desk,
};
use crate::{
    activities::{self, ManageActivities, UnmaskPeople},
    areas::Directory,
    signups::{self, PartyId, Places, SignUpError, SignedUp, SignupState, errors as said},
};

type Of = Path<(OrganisationId, ActivityId)>;

/// Rows of a page.
const PAGE: i64 = 50;
/// Those added afterwards that a page shows.
const LISTED: late_queries::Which = late_queries::Which {
    state: None,
    before: None,
    limit: 500,
};

#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<i64>,
}

/// What was typed and what came of it.
#[derive(Default)]
pub(super) struct Back {
    pub fields: Fields,
    pub errors: FieldErrors,
    /// The list that was sent, as it was read.
    pub list: List,
    /// Lines of it that did not go in.
    pub returned: Fates,
    /// What came of its lines.
    pub counts: Counts,
    /// What would become of its lines.
    pub tried: Fates,
    /// About whom a decision was sent that can't be, and what was typed with it.
    pub settling: Option<late::WalkInId>,
    /// Why names are shown in full, if they are.
    pub why: Option<Why>,
    /// The blind key of the name that is looked for.
    pub named: Option<String>,
    pub page: i64,
}

/// In which way people are taken in now, if they are.
pub(super) fn way_of(activity: &activities::Activity, now: jiff::Timestamp) -> Option<Way> {
    match activity.phase(now) {
        activities::Phase::Open => Some(Way::SignUp),
        _ => late::until(now, activity).map(|_| Way::Afterwards),
    }
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

/// How many places are left by role, before somebody is promised one.
fn places_left(ui: &Ui, activity: &activities::Activity, places: &[Places]) -> Markup {
    let times = &activity.times;
    let until = signups::moves_until(activity.course, times.starts_at, times.ends_at);
    let mut said = definitions(ui);
    for one in places {
        let left = signups::left_for(ui, one, one.for_newcomers(until, ui.now));
        said = said.row(ui.t(signups::role_name(one.role)), html! { (left) });
    }
    said.render()
}

pub(super) async fn render<P: Permission>(
    gate: &Grant<P>,
    ui: &Ui,
    app: &App,
    id: ActivityId,
    mut back: Back,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (page, now) = (back.page.max(1), ui.now);
    let named = back.named.clone();
    let (stored, questions, areas, (mut rows, all), mut walk_ins, places) = app
        .db
        .read(move |tx| {
            let stored = activities::require_held(tx, org, id)?;
            let questions = signups::questions(tx, id)?;
            let rows = queries::rows(tx, (id, named.as_deref()), ((page - 1) * PAGE, PAGE))?;
            // Also where people of one area come first: who didn't say that they live there would lose it.
            let activity = &stored.activity;
            let asked: Vec<AreaId> = match activity.only_area {
                Some(only) => vec![only],
                None => activity.first.areas(),
            };
            let areas = match asked.is_empty() {
                true => Vec::new(),
                false => within(&Directory::load(tx)?, &asked),
            };
            let walk_ins = match activity.times.starts_at <= now {
                true => late_queries::of_activity(tx, id, LISTED)?,
                false => Vec::new(),
            };
            let places = signups::places(tx, id)?;
            Ok::<_, Fault>((stored, questions, areas, rows, walk_ins, places))
        })
        .await?;
    let full = back.why.is_some();
    if let Some(why) = back.why.take() {
        name_in_full(gate, app, why, (&mut rows, &mut walk_ins)).await?;
    }
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
        way: way_of(&stored.activity, now),
        looked: !back.tried.is_empty(),
    };
    let title = ui.t(msg::DESK_TITLE);
    let content = html! {
        (page_title(title, Some(&stored.activity.title), Some(html! {
            (link_button(&at, ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back))
        })))
        (error_summary(ui, &problems))
        (desk.came_back(&back))
        (desk.tried(&back))
        @match (desk.way, late::until(now, &stored.activity)) {
            (Some(Way::Afterwards), Some(until)) => { (late_views::what_it_is(ui, until)) (desk.forms()) },
            (Some(_), _) => { (places_left(ui, &stored.activity, &places)) (desk.forms()) },
            (None, _) => { (notice(Tone::Info, html! {
                p { (ui.tf(msg::DESK_NOT_OPEN, args! { phase = ui.t(stored.activity.phase(now).msg()) })) }
                @if !stored.activity.course { (late_views::when(ui, &stored.activity.times)) }
            }))
                // What was typed when it was too late is still there.
                @if back.fields.has("name") || back.fields.has("list") { (desk.forms()) }
            },
        }
        @if !full && gate.may(UnmaskPeople::NAME) && (!rows.is_empty() || !walk_ins.is_empty()) {
            (Names::of(org, id, page).ask(|ask| ask.form(ui)))
        }
        (late_views::list(&desk, &walk_ins, back.settling))
        (desk.taken(&rows, (page, PAGE, all), back.named.is_some()))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

/// These areas, and what lies in them, each once.
fn within(areas: &Directory, asked: &[AreaId]) -> Vec<(AreaId, String)> {
    let mut found: Vec<(AreaId, String)> = Vec::new();
    for area in asked {
        let all = areas.get(*area).into_iter().chain(areas.villages(*area));
        for one in all {
            if found.iter().all(|(known, _)| *known != one.id) {
                found.push((one.id, one.short_name.clone()));
            }
        }
    }
    found
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
            let alone = who.children.is_empty();
            match take_one(&gate, &ui, &app, (org, id), who).await {
                Ok((tone, sentence)) => {
                    let back = SeeOther::to(format!("/w/{org}/activities/{id}/desk"));
                    return Ok(back.say(tone, sentence).into_response());
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

/// Takes in who stands at the desk, in the way of the hour; what is said of it then.
async fn take_one(
    gate: &Grant<ManageActivities>,
    ui: &Ui,
    app: &App,
    of: (OrganisationId, ActivityId),
    who: AtDesk,
) -> Result<(Tone, Sentence), DeskError> {
    let now = ui.now;
    let held = app
        .db
        .read(move |tx| activities::require_held(tx, of.0, of.1))
        .await?;
    if way_of(&held.activity, now) == Some(Way::Afterwards) {
        return match late::add_one(app, gate.by(), of, &who).await? {
            (Added::In(..), codes) => {
                let said = Sentence::new(msg::WALK_IN_SAID).with("codes", codes.join(" "));
                Ok((Tone::Ok, said))
            }
            (Added::Listed(_, against), _) => {
                let why = ui.t(late_views::against(against));
                Ok((
                    Tone::Warn,
                    Sentence::new(msg::WALK_IN_SAID_LISTED).with("why", why),
                ))
            }
        };
    }
    let (done, codes) = take::take_one(app, gate.by(), of, who).await?;
    Ok((Tone::Ok, signed_up(&done, &codes)))
}

fn signed_up(done: &SignedUp, codes: &[String]) -> Sentence {
    match done.state {
        SignupState::Seat => Sentence::new(msg::DESK_SAID_SEAT).with("codes", codes.join(" ")),
        _ if done.all_wait => Sentence::new(msg::SIGNUP_DONE_ALLOTMENT).with("n", done.number),
        _ => Sentence::new(msg::DESK_SAID_WAITING).with("n", done.number),
    }
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
