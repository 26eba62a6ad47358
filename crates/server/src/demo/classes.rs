//! Courses of 桃园村 and 梧桐街道: an after-school club that has gone on for weeks, a holiday class whose places will be
//! drawn, a parents' class that is over and one that goes on. Held by the same use cases as real ones, each at its time.

mod club;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use langqiao_app::{
    activities::{ActivityKind, Allotment},
    courses::{self, Mark, NewCourse, Term},
    signups::{self, SignUp, SignupRole},
};
use langqiao_kernel::{
    codes::Phone,
    id::{ActivityId, AreaId, LessonId, OrganisationId, PersonId, SignupId, SpaceId},
    time,
};
use langqiao_platform::{app::App, not_done::NotDone, people};
use langqiao_store::{Actor, By, StoreError, WriteTx, params};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{
    county::{County, area},
    plan::Plan,
    sign_ins::{self, SignIn},
    unexpected,
};
use crate::failure::Failure;

/// Who teaches in the village.
const VILLAGE: &str = "桃园村妇联";
/// Who teaches in the town.
const TOWN: &str = "梧桐街道妇联";

/// A body with its leader, where it is, and a room of its own if it has one.
#[derive(Clone, Copy)]
struct Host {
    org: OrganisationId,
    officer: PersonId,
    area: AreaId,
    space: Option<SpaceId>,
    today: Date,
}

impl Host {
    fn at(&self, day: i64, hour: i8, minute: i8) -> Timestamp {
        time::at((self.today + day.days()).at(hour, minute, 0, 0))
    }
}

/// A guardian with the children for whom they answer, eldest first.
type Family = (PersonId, Vec<PersonId>);

/// Holds them, as far as they are by now.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, plan: &Plan, county: &County, seed: u64) -> Result<(), Failure> {
    let (Some(village), Some(town)) = (host(app, plan, county, VILLAGE)?, host(app, plan, county, TOWN)?)
    else {
        return Ok(());
    };
    let families = families(app, plan).await?;
    let mut rng = StdRng::seed_from_u64(seed ^ 0xC1A55);
    club::play(app, &village, &families, &mut rng).await?;
    holiday(app, &village, &families).await?;
    parents(
        app,
        &town,
        ("父母课堂（第一期）", (-70, -35)),
        &families,
        &mut rng,
    )
    .await?;
    parents(app, &town, ("父母课堂（第二期）", (-21, 14)), &families, &mut rng).await
}

/// The helper at the door calls rolls, too.
///
/// # Errors
/// When the database fails.
pub async fn name_teacher(app: &App, sign_ins: &[SignIn]) -> Result<(), Failure> {
    let role = |name: &str| sign_ins.iter().find(|one| one.role == name);
    let (Some(steward), Some(village)) = (role("steward"), role("village")) else {
        return Ok(());
    };
    let (Some(org), person, officer) = (village.organisation, steward.person, village.person) else {
        return Ok(());
    };
    let read = app.db.read(move |tx| {
        tx.all(
            "SELECT c.activity FROM course c JOIN activity a ON a.id = c.activity WHERE a.organisation = ?1 ORDER BY c.activity",
            params![org],
            |row| row.get::<ActivityId>(0),
        )
    });
    let held = read.await.map_err(|why: StoreError| why)?;
    for course in held {
        act(app, officer, app.now(), move |tx| {
            courses::name_teacher(tx, org, course, person)
        })
        .await?;
    }
    Ok(())
}

/// Where the children are after school.
const CLUB_ROOM: &str = "四点半学堂";

fn host(app: &App, plan: &Plan, county: &County, name: &str) -> Result<Option<Host>, Failure> {
    let Some(at) = plan.organisations.iter().position(|one| one.name == name) else {
        return Ok(None);
    };
    let Some(officer) = county.leaders[at] else {
        return Ok(None);
    };
    let venue = plan.venues.iter().position(|venue| venue.owner == at);
    // The room of that name, where there is one.
    let room = plan
        .venues
        .iter()
        .zip(&county.spaces)
        .filter(|(venue, _)| venue.owner == at);
    let room = room
        .filter_map(|(venue, spaces)| {
            let named = venue.spaces.iter().position(|(name, _)| name == CLUB_ROOM)?;
            spaces.get(named).copied()
        })
        .next();
    Ok(Some(Host {
        org: county.organisations[at],
        officer,
        area: area(&county.areas, &plan.organisations[at].area)?,
        space: room.or_else(|| venue.map(|venue| county.spaces[venue][0])),
        today: time::day(app.now()),
    }))
}

/// Families with children, the one that signs in to the demonstration first.
async fn families(app: &App, plan: &Plan) -> Result<Vec<Family>, Failure> {
    let keys = app.keys.clone();
    let own = sign_ins::parent(plan).and_then(|home| Phone::parse(&home.adult.phone).ok());
    let read = app.db.read(move |tx| {
        let own = match &own {
            Some(phone) => people::by_phone(tx, &keys, phone)?,
            None => None,
        };
        let mut found: Vec<Family> = Vec::new();
        tx.each(
            "SELECT guardian, id FROM person WHERE guardian IS NOT NULL AND birth_day IS NOT NULL ORDER BY guardian, birth_day, id",
            params![],
            |row| {
                let (guardian, child): (PersonId, PersonId) = (row.get(0)?, row.get(1)?);
                match found.last_mut() {
                    Some((known, children)) if *known == guardian => children.push(child),
                    _ => found.push((guardian, vec![child])),
                }
                Ok(())
            },
        )?;
        found.sort_by_key(|(guardian, _)| Some(*guardian) != own);
        Ok::<_, StoreError>(found)
    });
    read.await.map_err(Failure::from)
}

/// Does something as somebody at a moment.
async fn act<T: Send + 'static>(
    app: &App,
    person: PersonId,
    at: Timestamp,
    change: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> Result<T, Failure> {
    let done = app.db.write(By::new(Actor::Person(person), at), change).await;
    done.map_err(|why| unexpected("hold a course", why))
}

/// Sets a course up and makes it public at a moment.
async fn announce(app: &App, host: Host, mut new: NewCourse, at: Timestamp) -> Result<ActivityId, Failure> {
    let keys = app.keys.clone();
    act(app, host.officer, at, move |tx| {
        new.choices = courses::where_free(tx, host.org, &new, at)?;
        let id = courses::create(tx, host.org, host.officer, &new)?;
        courses::publish(tx, &keys, host.org, id)?;
        Ok(id)
    })
    .await
}

/// Enrols a family, unless the course's rules speak against it.
async fn enrol(
    app: &App,
    course: ActivityId,
    booker: PersonId,
    people: &[PersonId],
    at: Timestamp,
) -> Result<Vec<SignupId>, Failure> {
    let wish = SignUp {
        activity: course,
        booker,
        role: SignupRole::Attendee,
        people: people.iter().copied().collect::<BTreeSet<_>>(),
        answers: Default::default(),
    };
    let done = app
        .db
        .write(By::new(Actor::Person(booker), at), move |tx| {
            signups::sign_up(tx, &wish)
        })
        .await;
    if done.is_err() {
        return Ok(Vec::new());
    }
    let read = app.db.read(move |tx| {
        tx.all(
            "SELECT id FROM signup WHERE activity = ?1 AND booker = ?2 AND state = 'seat' ORDER BY id",
            params![course, booker],
            |row| row.get(0),
        )
    });
    read.await.map_err(|why: StoreError| why.into())
}

async fn lessons(app: &App, course: ActivityId) -> Result<Vec<(LessonId, Timestamp, Timestamp)>, Failure> {
    let read = app.db.read(move |tx| {
        tx.all(
            "SELECT id, starts_at, ends_at FROM course_session WHERE course = ?1 ORDER BY starts_at",
            params![course],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    });
    read.await.map_err(|why: StoreError| why.into())
}

fn term(host: &Host, (first, last): (i64, i64), weekdays: &[usize], hours: ((i8, i8), (i8, i8))) -> Term {
    let clock = |(hour, minute): (i8, i8)| jiff::civil::time(hour, minute, 0, 0);
    Term {
        first_day: host.today + first.days(),
        last_day: host.today + last.days(),
        weekdays: weekdays.to_vec(),
        hours: (clock(hours.0), clock(hours.1)),
        leaves_out_holidays: true,
    }
}

/// What the demonstration's courses have in common.
fn usual(host: &Host, title: &str, summary: &str, term: Term) -> NewCourse {
    NewCourse {
        title: title.to_owned(),
        summary: summary.to_owned(),
        kind: ActivityKind::Family,
        space: None,
        place: String::new(),
        area: Some(host.area),
        term,
        choices: Default::default(),
        enrolment: (host.at(0, 0, 0), host.at(0, 0, 0)),
        ages: (None, None),
        only_area: None,
        asks: Default::default(),
        seats: 20,
        allotment: Allotment::FirstCome,
        pass_percent: 80,
        pick_up: false,
        contact: "社区服务中心 0573-8800 0000".to_owned(),
    }
}

/// 小候鸟寒假班: many want a place, brothers and sisters together; the draw is some days away.
async fn holiday(app: &App, host: &Host, families: &[Family]) -> Result<(), Failure> {
    let announced = host.at(-6, 9, 0);
    let mut new = usual(
        host,
        "小候鸟寒假培训班",
        "给放假来和爸爸妈妈团聚的孩子：写作业、学书法、认识第二故乡。中午管一顿饭。",
        term(host, (45, 56), &[0, 1, 2, 3, 4], ((8, 30), (16, 0))),
    );
    new.place = "桃园村文化礼堂".to_owned();
    new.seats = 16;
    new.allotment = Allotment::Draw;
    new.pick_up = true;
    new.enrolment = (announced, host.at(12, 20, 0));
    let course = announce(app, *host, new, announced).await?;
    for (n, (guardian, children)) in (0_i64..).zip(families.iter().take(24)) {
        let at = announced + SignedDuration::from_hours(3 + 5 * n);
        if at < app.now() {
            enrol(app, course, *guardian, children, at).await?;
        }
    }
    Ok(())
}

/// 父母课堂 on Saturday mornings.
async fn parents(
    app: &App,
    host: &Host,
    (title, (first, last)): (&str, (i64, i64)),
    families: &[Family],
    rng: &mut StdRng,
) -> Result<(), Failure> {
    let announced = host.at(first - 12, 9, 0);
    let mut new = usual(
        host,
        title,
        "怎么陪孩子写作业、怎么管手机、怎么好好说话。每次一个小时讲，半个小时聊。",
        term(host, (first, last), &[5], ((9, 0), (10, 30))),
    );
    new.place = "梧桐街道家长学校".to_owned();
    new.seats = 24;
    new.pass_percent = 60;
    new.enrolment = (announced, host.at(first + 6, 20, 0));
    let course = announce(app, *host, new, announced).await?;
    let mut enrolled = Vec::new();
    for (n, (guardian, _)) in (0_i64..).zip(families.iter().take(15)) {
        let at = announced + SignedDuration::from_hours(4 + 9 * n);
        enrolled.extend(enrol(app, course, *guardian, &[*guardian], at).await?);
    }
    let (org, officer) = (host.org, host.officer);
    for (lesson, starts_at, ends_at) in lessons(app, course).await? {
        if ends_at > app.now() {
            break;
        }
        let marks: Vec<(SignupId, Mark)> = enrolled
            .iter()
            .enumerate()
            .map(|(at, signup)| {
                // Whoever signs in to the demonstration has earned the certificate.
                let mark = match rng.random_range(0..100) {
                    _ if at == 0 => Mark::Present,
                    0..=7 => Mark::Excused,
                    8..=13 => Mark::Absent,
                    14..=19 => Mark::Late,
                    _ => Mark::Present,
                };
                (*signup, mark)
            })
            .collect();
        act(
            app,
            officer,
            starts_at + SignedDuration::from_mins(10),
            move |tx| {
                courses::call(tx, (org, officer), (course, lesson), &marks, "")?;
                courses::close(tx, (org, officer), (course, lesson))
            },
        )
        .await?;
    }
    Ok(())
}
