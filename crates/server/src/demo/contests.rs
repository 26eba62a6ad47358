//! Two competitions of 濮院: a staff basketball cup of 16 firms, in its knock-out now, and a sewing skills contest of 120
//! workers, whose best are before the judges. Played by the same use cases as real ones, each at its time.

mod cup;
mod sewing;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use langqiao_app::{
    activities::{
        self, ActivityKind, Allotment, Answer, Contribution, Invitation, Plan as ActivityPlan, Times,
    },
    competitions::{self, NewCompetition},
};
use langqiao_kernel::{
    id::{ActivityId, CompetitionId, OrganisationId, PersonId, StageId},
    time,
};
use langqiao_platform::{app::App, not_done::NotDone};
use langqiao_store::{Actor, By, StoreError, WriteTx, params};
use rand::{SeedableRng, rngs::StdRng};

use super::{
    county::{County, area},
    plan::Plan,
    unexpected,
};
use crate::failure::Failure;

/// The code of 濮院.
const TOWN: &str = "330483101";
/// Who holds both, and when.
struct Hosts {
    town: OrganisationId,
    county: OrganisationId,
    officer: PersonId,
    today: Date,
    /// The firms of the town: name and whether they have many staff.
    firms: Vec<String>,
    village: String,
}

impl Hosts {
    fn at(&self, day: i64, hour: i8, minute: i8) -> Timestamp {
        time::at((self.today + day.days()).at(hour, minute, 0, 0))
    }
}

/// Plays both, as far as they are by now.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, plan: &Plan, county: &County, seed: u64) -> Result<(), Failure> {
    let (Some(town), Some(above)) = (
        plan.organisation("union", TOWN),
        plan.organisation("union", "330483"),
    ) else {
        return Ok(());
    };
    let Some(officer) = county.leaders[town].or(county.leaders[above]) else {
        return Ok(());
    };
    let mut firms: Vec<&super::plan::PlannedUnit> = plan
        .units
        .iter()
        .filter(|unit| unit.kind == "enterprise" && unit.area.starts_with(TOWN))
        .collect();
    firms.sort_by_key(|unit| std::cmp::Reverse(unit.headcount));
    let Some(first) = firms.first() else { return Ok(()) };
    let hosts = Hosts {
        town: county.organisations[town],
        county: county.organisations[above],
        officer,
        today: time::day(app.now()),
        village: first.area.clone(),
        firms: firms.iter().map(|unit| unit.name.clone()).collect(),
    };
    if hosts.firms.len() < cup::TEAMS {
        return Ok(());
    }
    let mut rng = StdRng::seed_from_u64(seed ^ 0xC0B);
    cup::cup(app, county, &hosts, &mut rng).await?;
    sewing::sewing(app, county, &hosts, &mut rng).await
}

/// Does something at a moment, as the officer; later than now it is left for later.
async fn act<T: Send + 'static>(
    app: &App,
    hosts: &Hosts,
    at: Timestamp,
    change: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> Result<Option<T>, Failure> {
    if at > app.now() {
        return Ok(None);
    }
    let done = app
        .db
        .write(By::new(Actor::Person(hosts.officer), at), change)
        .await;
    done.map(Some)
        .map_err(|why| unexpected("play a competition", why))
}

/// The activity that a competition is held in.
async fn activity(
    app: &App,
    county: &County,
    hosts: &Hosts,
    (title, summary, place): (&str, &str, &str),
    kind: ActivityKind,
    (starts_at, ends_at): (Timestamp, Timestamp),
) -> Result<ActivityId, Failure> {
    let announced = starts_at - SignedDuration::from_hours(20 * 24);
    let brings = |people, share| Contribution {
        people,
        venue: String::new(),
        money: 300_000,
        goods: "饮水和奖品".to_owned(),
        share,
    };
    let plan = ActivityPlan {
        title: title.to_owned(),
        summary: summary.to_owned(),
        kind,
        space: None,
        place: place.to_owned(),
        area: area(&county.areas, &hosts.village)?,
        times: Times {
            starts_at,
            ends_at,
            signup_opens_at: announced,
            signup_closes_at: starts_at - SignedDuration::from_hours(20),
        },
        min_age: None,
        max_age: None,
        only_area: None,
        asks: Default::default(),
        party_max: 5,
        offer_minutes: 240,
        allotment: Allotment::FirstCome,
        prior_area: None,
        priority: vec![],
        kept_until: None,
        seats: 120,
        volunteers: 12,
        rooms: vec![],
        equipment: vec![],
        shifts: vec![],
        questions: Vec::new(),
        own: brings(8, 70),
        cohosts: vec![Invitation {
            organisation: hosts.county,
            brings: brings(2, 30),
        }],
    };
    let (keys, host, above) = (app.keys.clone(), hosts.town, hosts.county);
    let made = app
        .db
        .write(By::new(Actor::Person(hosts.officer), announced), move |tx| {
            let id = activities::create(tx, host, &plan).map_err(|why| unexpected("plan a contest", why))?;
            let yes = Answer {
                accept: true,
                note: None,
            };
            activities::answer(tx, above, id, &yes).map_err(|why| unexpected("accept", why))?;
            activities::publish(tx, &keys, host, id).map_err(|why| unexpected("publish a contest", why))?;
            Ok::<_, Failure>(id)
        });
    made.await
}

async fn set_up(
    app: &App,
    hosts: &Hosts,
    activity: ActivityId,
    new: NewCompetition,
    announced: Timestamp,
) -> Result<CompetitionId, Failure> {
    let (org, keys) = (hosts.town, app.keys.clone());
    let made = act(app, hosts, announced, move |tx| {
        competitions::create(tx, &keys, org, activity, &new)
    })
    .await?;
    made.ok_or_else(|| unexpected("set a competition up", "in the future"))
}

/// The stages of a competition, in their order.
async fn stages(app: &App, id: CompetitionId) -> Result<Vec<StageId>, Failure> {
    let sql = "SELECT id FROM stage WHERE competition = ?1 ORDER BY number";
    let read = app.db.read(move |tx| tx.all(sql, params![id], |row| row.get(0)));
    read.await.map_err(|why: StoreError| why.into())
}

/// A firm's name without its place and what every firm is called.
fn short(firm: &str) -> String {
    firm.trim_start_matches("桐乡")
        .trim_start_matches("濮院")
        .trim_end_matches("有限公司")
        .to_owned()
}
