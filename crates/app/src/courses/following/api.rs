//! The same for programs.

use axum::extract::State;
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, LessonId, OrganisationId, PersonId, SpaceId},
    time::{self, rfc3339},
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    i18n::msg,
    not_done::NotDone,
    routes::Routes,
    spoken,
    ui::prelude::Ui,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{super::ManageCourses, Act, Following, Look, Stand, Where, apply, look};

#[derive(OpenApi)]
#[openapi(paths(change_following_sessions))]
struct Document;

pub(in super::super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new().post(
        "/api/v1/organisations/{org}/courses/{course}/following",
        change_following_sessions,
    )
}

/// A change of all sessions from one on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FollowingWish {
    /// The first session that is changed.
    #[schema(value_type = String)]
    from_session: LessonId,
    /// On which weekdays it meets: 1 is Monday, 7 is Sunday; as many as before.
    weekdays: Vec<u8>,
    /// When a session begins, such as `16:30`.
    from: String,
    /// When it ends.
    to: String,
    /// The room in which all of them are held; each stays where it is if neither this nor `place` is said.
    #[schema(value_type = Option<String>)]
    space: Option<SpaceId>,
    /// The place in words, where no room is to be booked.
    place: Option<String>,
    /// Who is to call the rolls, too.
    #[schema(value_type = Option<String>)]
    teacher: Option<PersonId>,
    /// What is to be done about single sessions; the others follow the change, are kept where they can't, and are
    /// called off on public holidays where the course leaves those out.
    #[serde(default)]
    choices: Vec<FollowingChoice>,
    /// Why sessions are called off, where any are; families read it.
    #[serde(default)]
    reason: String,
    /// Whether this only looks; nothing is changed then.
    #[serde(default)]
    look: bool,
}

/// What becomes of a session.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum FollowingAct {
    /// It goes where the change puts it.
    Follow,
    /// It stays as it is.
    Keep,
    /// It is called off.
    Skip,
    /// It goes to `starts_at`.
    Elsewhere,
}

/// What is to be done about one session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FollowingChoice {
    #[schema(value_type = String)]
    session: LessonId,
    act: FollowingAct,
    /// When it begins, where it goes elsewhere; RFC 3339.
    #[schema(value_type = Option<String>)]
    starts_at: Option<Timestamp>,
    /// In which other room, where it goes elsewhere.
    #[schema(value_type = Option<String>)]
    space: Option<SpaceId>,
}

/// What becomes of the sessions.
#[derive(Debug, Serialize, ToSchema)]
struct FollowingBody {
    /// Whether it was changed, or only looked at.
    changed: bool,
    sessions: Vec<FollowingSession>,
    /// How many from there on stay as they are, for somebody came to them already.
    untouched: usize,
    /// The first year whose public holidays were to be left out and are not published yet: its days are taken as common
    /// days.
    holidays_unpublished: Option<i16>,
}

/// One session with the change.
#[derive(Debug, Serialize, ToSchema)]
struct FollowingSession {
    session: String,
    was_starts_at: String,
    was_ends_at: String,
    /// When it begins with the change; nothing if it is called off.
    starts_at: Option<String>,
    /// When it ends with the change.
    ends_at: Option<String>,
    act: FollowingAct,
    /// The public holiday on which it would be.
    holiday: Option<String>,
    /// Why it can't go where the change would put it, or where it was chosen to go.
    problem: Option<String>,
    /// Rooms that are free then.
    free_spaces: Vec<String>,
}

impl FollowingSession {
    fn of(ui: &Ui, one: &Stand) -> Self {
        let ends_up = one.ends_up();
        let problem = one.against().or(one.problem.as_ref());
        Self {
            session: one.id.to_text(),
            was_starts_at: rfc3339(one.was.0),
            was_ends_at: rfc3339(one.was.1),
            starts_at: ends_up.map(|span| rfc3339(span.0)),
            ends_at: ends_up.map(|span| rfc3339(span.1)),
            act: match one.act {
                Act::Follow => FollowingAct::Follow,
                Act::Keep => FollowingAct::Keep,
                Act::Skip => FollowingAct::Skip,
                Act::Elsewhere { .. } => FollowingAct::Elsewhere,
            },
            holiday: one.holiday.clone(),
            problem: problem.map(|why| spoken::say(ui, why)),
            free_spaces: one.free.iter().map(|(space, _)| space.to_text()).collect(),
        }
    }
}

impl FollowingWish {
    fn command(self) -> Result<Following, NotDone> {
        let clock = |field: &'static str, text: &str| {
            time::clock(text).ok_or_else(|| NotDone::field(field, msg::COURSE_PROBLEM_CLOCK))
        };
        let hours = (clock("from", &self.from)?, clock("to", &self.to)?);
        let place = match (self.space, self.place) {
            (Some(space), _) => Where::Room(space),
            (None, Some(words)) => Where::Words(words),
            (None, None) => Where::Same,
        };
        let mut acts = std::collections::BTreeMap::new();
        for one in self.choices {
            let act = match (one.act, one.starts_at) {
                (FollowingAct::Follow, _) => Act::Follow,
                (FollowingAct::Keep, _) => Act::Keep,
                (FollowingAct::Skip, _) => Act::Skip,
                (FollowingAct::Elsewhere, Some(starts_at)) => Act::Elsewhere {
                    starts_at,
                    space: one.space,
                },
                (FollowingAct::Elsewhere, None) => {
                    let field = apply::field_of(one.session);
                    return Err(NotDone::field(field, msg::COURSE_FOLLOWING_WHEN));
                }
            };
            acts.insert(one.session, act);
        }
        let mut weekdays: Vec<usize> = self
            .weekdays
            .into_iter()
            .filter(|day| (1..=7).contains(day))
            .map(|day| usize::from(day) - 1)
            .collect();
        weekdays.sort_unstable();
        weekdays.dedup();
        Ok(Following {
            from: self.from_session,
            weekdays,
            hours,
            place,
            teacher: self.teacher,
            acts,
            reason: self.reason,
        })
    }
}

/// Change every session of a course from one on: weekdays, hours, room, teacher. With `look` it says what would become of
/// each and changes nothing. All or nothing; the families are told once.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/courses/{course}/following", tag = "courses", request_body = FollowingWish,
    params(("org" = String, Path, description = "The organisation"), ("course" = String, Path, description = "The course")),
    responses(
        (status = 200, description = "Done, or looked at", body = FollowingBody),
        (status = 404, description = "No such thing, or not for this reader"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what, at `do-{session}` where it is about one session"),
    ), security(("token" = ["courses.manage"])))]
async fn change_following_sessions(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<FollowingWish>,
) -> Result<Json<FollowingBody>, Fault> {
    let (org, person, only_look) = (gate.org(), gate.person(), body.look);
    let change = body.command()?;
    let asked = change.clone();
    let now = app.now();
    let seen: Look = if only_look {
        let read = app.db.read(move |tx| look::look(tx, org, id, &asked, now));
        read.await?
    } else {
        let write = app.db.write(gate.by(), move |tx| {
            let seen = look::look(tx, org, id, &change, now)?;
            apply::apply(tx, (org, person), id, &change)?;
            Ok::<_, NotDone>(seen)
        });
        write.await?
    };
    Ok(Json(FollowingBody {
        changed: !only_look,
        sessions: seen
            .each
            .iter()
            .map(|one| FollowingSession::of(&ui, one))
            .collect(),
        untouched: seen.untouched,
        holidays_unpublished: seen.unpublished,
    }))
}
