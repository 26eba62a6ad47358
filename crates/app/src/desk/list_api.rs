//! A list at the desk, for programs: looked at first, then taken in, by the same code as the page.

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use langqiao_kernel::{
    id::{ActivityId, AreaId, OrganisationId},
    time::day,
};
use langqiao_platform::{
    app::App,
    extract::{Json, JsonWithin, Path},
    fault::{Fault, Refusal},
    gate::Grant,
    i18n::msg,
    routes::Routes,
    spoken,
    ui::Ui,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    api::SeenBody,
    late_views,
    lines::LINES_MAX,
    list::{self, Counts, Fate, ForAll, Waits},
    pages::way_of,
    queries,
    said::{Reading, Said, Wrong},
    table::Line,
};
use crate::{
    activities::{self, First, ManageActivities},
    signups::{self, Against, PartyId, SignupRole, answers::Question},
};

/// The part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(sign_list_up))]
pub(super) struct Api;

const LIST: &str = "/api/v1/organisations/{org}/activities/{id}/desk/list";

/// The largest body: as many lines as there can be, with long answers.
const BODY_MAX: usize = 2 << 20;

pub(super) fn routes() -> Routes {
    Routes::new().post(LIST, sign_list_up)
}

/// A list of people who are to be signed up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DeskListBody {
    /// Whether this only looks; nobody is signed up then.
    #[serde(default)]
    look: bool,
    /// As what all of them come.
    role: SignupRole,
    /// Where all of them live, for activities of one area or whose people come first.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    area: Option<AreaId>,
    /// What all of them showed the original of, of what the activity asks for; it is kept as confirmed.
    #[serde(default)]
    seen: SeenBody,
    /// That they, for children their guardian, were told what is kept of them and agreed; needed unless this only looks.
    #[serde(default)]
    consented: bool,
    /// That they agreed on paper, which the one who sends this has seen.
    #[serde(default)]
    on_paper: bool,
    /// The people, at most 300.
    lines: Vec<DeskLineBody>,
}

/// Somebody on a list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DeskLineBody {
    /// Who comes, in full.
    name: String,
    /// A mobile phone, if they have one.
    #[serde(default)]
    phone: Option<String>,
    /// The day of birth, such as `1951-03-08`: needed where the activity is for an age, and of children.
    #[serde(default)]
    birth: Option<String>,
    /// Who answers for them; needed below 14. The guardian is the one who signs up, and only the child comes.
    #[serde(default)]
    guardian: Option<DeskGuardianBody>,
    /// Answers by the id of the question.
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

/// Who answers for a child on a list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DeskGuardianBody {
    /// In full.
    name: String,
    /// A mobile phone.
    phone: String,
}

impl From<DeskLineBody> for Said {
    fn from(line: DeskLineBody) -> Self {
        let (guardian, guardian_phone) = line.guardian.map(|one| (one.name, one.phone)).unzip();
        Self {
            name: Some(line.name),
            phone: line.phone,
            birth: line.birth,
            guardian,
            guardian_phone,
            answers: line.answers,
        }
    }
}

/// What comes of a line.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DeskFate {
    /// A place.
    Seat,
    /// They wait: see `waits_for`.
    Waits,
    /// They were signed up before, and are not signed up twice.
    Already,
    /// Something stands against them: a person has to decide, see `against`.
    Listed,
    /// They are not signed up: see `wrong`.
    Refused,
}

/// What is wrong with a line.
#[derive(Serialize, ToSchema)]
struct DeskWrongBody {
    /// With what of it: `name`, `phone`, `birth`, `guardian.name`, `guardian.phone`, `answers`, `answers.{question}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// What, and what to do, in the language that `Accept-Language` asks for.
    detail: String,
}

/// What comes of a line of a list.
#[derive(Serialize, ToSchema)]
struct DeskLineTaken {
    /// Its number in the list that was sent, from 1.
    line: usize,
    fate: DeskFate,
    /// The fate in words, with the reason where there is one.
    detail: String,
    /// What they wait for.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_for: Option<Waits>,
    /// Their number among all that signed up for this role, where they wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
    /// What stands against them, where a person has to decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<Against>,
    /// All that is wrong, where it is refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    wrong: Vec<DeskWrongBody>,
    /// Their sign-up, unless this only looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<String>,
    /// To be shown at the door, unless this only looked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<String>,
}

/// What comes of a list.
#[derive(Serialize, ToSchema)]
struct DeskListTaken {
    /// Whether this only looked.
    look: bool,
    /// How many have a place.
    seats: i64,
    /// How many wait.
    waiting: i64,
    /// How many were signed up before.
    already: i64,
    /// About how many a person has to decide.
    listed: i64,
    /// How many are refused.
    refused: i64,
    /// Line by line, in the order of the list.
    lines: Vec<DeskLineTaken>,
}

/// Sign up a list of people, by the same rules as everybody
///
/// With `look` it says of each line whether it gets a place, waits and for what, or is refused and what to do; nothing is
/// changed. Otherwise each good line goes in by itself, and the answer says what came of each. Whoever was signed up before
/// is not signed up twice: if no answer came, not even to the same `Idempotency-Key`, the list can be sent again with another.
///
/// While sign-up is open people are signed up; from the activity's start until seven days after its end they are added, as
/// single walk-ins are.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/desk/list", tag = "signups",
    params(("org" = String, Path, description = "One that holds it"), ("id" = String, Path, description = "The activity"),
        ("Idempotency-Key" = Option<String>, Header, description = "Carried out once, however often it is sent")),
    request_body = DeskListBody,
    responses(
        (status = 200, description = "What comes of each line, also where lines are refused", body = DeskListTaken),
        (status = 404, description = "No such activity, or not held by the organisation"),
        (status = 409, description = "Not the time for it"),
        (status = 413, description = "More than 2 MB"),
        (status = 422, description = "Not agreed to, no line, more than 300 lines, or something can't be read"),
    ), security(("token" = ["activities.manage"])))]
async fn sign_list_up(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    JsonWithin(body): JsonWithin<BODY_MAX, DeskListBody>,
) -> Result<Json<DeskListTaken>, Fault> {
    let org = gate.org();
    let (held, questions) = app
        .db
        .read(move |tx| {
            let held = activities::require_held(tx, org, id)?.activity;
            Ok::<_, Fault>((held, signups::questions(tx, id)?))
        })
        .await?;
    let refuse = |code, why| Err(Refusal::invalid(code, why).into());
    match body.lines.len() {
        _ if !(body.consented || body.look) => return refuse("no-consent", msg::DESK_CONSENT_FIRST),
        0 => return refuse("list-empty", msg::DESK_LIST_EMPTY),
        n if n > LINES_MAX => return refuse("list-too-long", msg::DESK_LIST_LONG),
        _ => {}
    }
    let way = way_of(&held, ui.now).ok_or_else(|| Refusal::conflict("list-not-now", msg::DESK_LIST_WHEN))?;
    let reading = Reading {
        questions: &questions,
        title: &held.title,
        role: body.role,
        today: day(ui.now),
    };
    let lines = body.lines.into_iter().zip(1..).map(|(line, number)| Line {
        number,
        text: String::new(),
        read: Said::from(line).person(&reading),
    });
    let (lines, look) = (lines.collect(), body.look);
    let all = ForAll {
        of: (org, id),
        way,
        area: body.area,
        seen: body.seen.all(),
        on_paper: body.on_paper,
        questions,
        first: held.first,
    };
    let (by, done) = (gate.by(), list::run(&app, gate.by(), &all, lines, look).await?);
    let mut codes: HashMap<PartyId, Vec<String>> = HashMap::new();
    if !look {
        let read = app.db.read(move |tx| queries::codes_of(tx, id, by.at));
        for (party, code) in read.await? {
            codes.entry(party).or_default().push(code);
        }
    }
    let counts = Counts::of(&done);
    let mut said = Saying {
        ui: &ui,
        questions: &all.questions,
        first: &all.first,
        look,
        codes,
    };
    let lines = done.into_iter().map(|(line, fate)| said.taken(line.number, fate));
    let lines = lines.collect();
    Ok(Json(DeskListTaken {
        look,
        seats: counts.seats(),
        waiting: counts.waiting,
        already: counts.already,
        listed: counts.listed,
        refused: counts.refused,
        lines,
    }))
}

/// By what a line's fate is put into words.
struct Saying<'a> {
    ui: &'a Ui,
    questions: &'a [Question],
    first: &'a First,
    /// Whether nothing was kept.
    look: bool,
    codes: HashMap<PartyId, Vec<String>>,
}

impl Saying<'_> {
    fn taken(&mut self, line: usize, fate: Fate) -> DeskLineTaken {
        let ui = self.ui;
        let of = |fate, detail: String| DeskLineTaken {
            line,
            fate,
            detail,
            waits_for: None,
            number: None,
            against: None,
            wrong: Vec::new(),
            party: None,
            codes: Vec::new(),
        };
        match fate {
            Fate::Seat(party) => {
                let seat = of(DeskFate::Seat, ui.t(msg::DESK_TRY_SEAT).to_owned());
                self.signed(seat, party)
            }
            Fate::Waits { party, number, what } => {
                let waits = DeskLineTaken {
                    waits_for: Some(what),
                    number: Some(number),
                    ..of(DeskFate::Waits, spoken::say(ui, &what.said(self.first)))
                };
                self.signed(waits, party)
            }
            Fate::Already => of(DeskFate::Already, ui.t(msg::DESK_TRY_ALREADY).to_owned()),
            Fate::Listed(against) => DeskLineTaken {
                against: Some(against),
                ..of(DeskFate::Listed, ui.t(late_views::against(against)).to_owned())
            },
            Fate::Refused(wrong) => DeskLineTaken {
                wrong: wrong.into_iter().map(|one| self.wrong(&one)).collect(),
                ..of(DeskFate::Refused, ui.t(msg::DESK_TRY_REFUSED).to_owned())
            },
        }
    }

    /// With their sign-up, where there is one.
    fn signed(&mut self, line: DeskLineTaken, party: PartyId) -> DeskLineTaken {
        if self.look {
            return line;
        }
        DeskLineTaken {
            party: Some(party.to_text()),
            codes: self.codes.remove(&party).unwrap_or_default(),
            ..line
        }
    }

    fn wrong(&self, wrong: &Wrong) -> DeskWrongBody {
        DeskWrongBody {
            field: wrong.column.map(|column| column.field(self.questions)),
            detail: spoken::say(self.ui, &wrong.why),
        }
    }
}
