//! What people of the demonstration state of themselves: some of it looked at, some not, one that isn't so and one that is
//! over; and two activities that ask for it.

use jiff::{SignedDuration, Timestamp, ToSpan};
use langqiao_app::{
    activities::{self, ActivityKind, Allotment, Contribution, Plan, Times},
    signups::{self, SignUp, SignupRole},
    standings::{self, AskedUnit, Asks, Decision, StandingState, Verdict, What},
};
use langqiao_kernel::{
    id::{AreaId, OrganisationId, PersonId, StandingId, UnitId},
    time,
};
use langqiao_platform::{app::App, not_done::NotDone};
use langqiao_store::{Actor, By, StoreError, WriteTx, params};

use super::{sign_ins::SignIn, unexpected};
use crate::failure::Failure;

/// A body with what it asks for.
struct Host {
    org: OrganisationId,
    officer: PersonId,
    area: AreaId,
}

/// What is known of the two firms and of the people.
struct Found {
    firms: Vec<AskedUnit>,
    firm_area: AreaId,
    village_area: AreaId,
    people: Vec<PersonId>,
}

/// Lets people state things, lets their union look at some, and holds what asks for it.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, sign_ins: &[SignIn]) -> Result<(), Failure> {
    let role = |name: &str| sign_ins.iter().find(|one| one.role == name);
    let (Some(village), Some(firm), Some(resident)) = (role("village"), role("firm"), role("resident"))
    else {
        return Ok(());
    };
    let (Some(village_org), Some(firm_org)) = (village.organisation, firm.organisation) else {
        return Ok(());
    };
    let found = find(app, village_org, firm_org, resident.person).await?;
    let Some(unit) = found.firms.first().map(|unit| unit.id) else {
        return Ok(());
    };
    let family_day = Asks {
        lines: vec!["union".to_owned()],
        units: found.firms.clone(),
        qualifications: Vec::new(),
        helpers: vec!["first_aid".to_owned()],
    };
    let host = Host {
        org: firm_org,
        officer: firm.person,
        area: found.firm_area,
    };
    let with_families = hold(app, &host, ("两家企业职工家庭日", FAMILY_DAY, 12), family_day).await?;
    let host = Host {
        org: village_org,
        officer: village.person,
        area: found.village_area,
    };
    let helpers = Asks {
        qualifications: vec!["first_aid".to_owned(), "lifeguard".to_owned()],
        ..Asks::default()
    };
    hold(app, &host, ("龙舟训练水上安全员集训", SAFETY, 15), helpers).await?;
    let decide = |standing, verdict| Decision {
        by: firm.person,
        org: firm_org,
        standing,
        from: StandingState::Stated,
        verdict,
    };
    for (n, person) in found.people.iter().copied().enumerate() {
        let at = app.now() - SignedDuration::from_hours(30 + 20 * n as i64);
        let of_firm = state(app, person, What::Unit(unit), at).await?;
        let member = state(app, person, What::Line("union".to_owned(), Some(firm_org)), at).await?;
        let later = at + SignedDuration::from_hours(5);
        match n {
            0 | 1 => {
                look(app, decide(of_firm, Verdict::Confirmed), later).await?;
                look(app, decide(member, Verdict::Confirmed), later).await?;
                come(app, with_families, person, later).await?;
            }
            2 => {
                let why = "会员名册里没有您，请带身份证到工会补登记".to_owned();
                look(app, decide(member, Verdict::Refused(why)), later).await?;
            }
            _ => {}
        }
    }
    let today = time::day(app.now());
    let paper = |code: &str, days: i64| What::Qualification(code.to_owned(), Some(today + days.days()));
    let long_ago = app.now() - SignedDuration::from_hours(24 * 200);
    let lately = app.now() - SignedDuration::from_hours(24 * 9);
    state(app, resident.person, What::Unit(unit), lately).await?;
    state(app, resident.person, paper("first_aid", 5), lately).await?;
    state(app, resident.person, paper("driver", -30), long_ago).await?;
    Ok(())
}

const FAMILY_DAY: &str = "两家企业的工会会员带家人一起来：套圈、拔河、亲子手工。会员身份填一次就行。";
const SAFETY: &str = "给龙舟训练当水上安全员。要有急救员证或救生员证，当天带上原件。";

async fn find(
    app: &App,
    village: OrganisationId,
    firm: OrganisationId,
    resident: PersonId,
) -> Result<Found, Failure> {
    let read = app.db.read(move |tx| {
        let area = |row: &langqiao_store::Row<'_>| row.get::<AreaId>(0);
        let of = "SELECT area FROM organisation WHERE id = ?1";
        let firm_area = tx.one(of, params![firm], area)?;
        let village_area = tx.one(of, params![village], area)?;
        // The firm's own unit first, then another of its town that has a union.
        let firms = tx.all(
            "SELECT u.id, u.name FROM organisation_unit c JOIN unit u ON u.id = c.unit
             JOIN organisation o ON o.id = c.organisation JOIN area a ON a.id = u.area
             WHERE o.line = 'union' AND u.kind = 'enterprise'
               AND a.town = (SELECT COALESCE(f.town, f.id) FROM organisation m JOIN area f ON f.id = m.area WHERE m.id = ?1)
             ORDER BY CASE WHEN c.organisation = ?1 THEN 0 ELSE 1 END, u.id LIMIT 2",
            params![firm],
            |row| {
                Ok(AskedUnit {
                    id: row.get::<UnitId>(0)?,
                    name: row.get(1)?,
                })
            },
        )?;
        let people = tx.all(
            "SELECT p.id FROM person p WHERE p.guardian IS NULL AND p.phone_blind IS NOT NULL AND p.id <> ?1
               AND EXISTS (SELECT 1 FROM signup s WHERE s.booker = p.id)
               AND NOT EXISTS (SELECT 1 FROM posting h WHERE h.person = p.id) ORDER BY p.id LIMIT 5",
            params![resident],
            |row| row.get::<PersonId>(0),
        )?;
        Ok::<_, StoreError>((firm_area, village_area, firms, people))
    });
    let (firm_area, village_area, firms, people) = read.await.map_err(|why: StoreError| why)?;
    let (Some(firm_area), Some(village_area)) = (firm_area, village_area) else {
        return Err(unexpected("find where they are", ()));
    };
    Ok(Found {
        firms,
        firm_area,
        village_area,
        people,
    })
}

async fn act<T: Send + 'static>(
    app: &App,
    person: PersonId,
    at: Timestamp,
    change: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> Result<T, Failure> {
    let done = app.db.write(By::new(Actor::Person(person), at), change).await;
    done.map_err(|why| unexpected("state who somebody is", why))
}

async fn state(app: &App, person: PersonId, what: What, at: Timestamp) -> Result<StandingId, Failure> {
    act(app, person, at, move |tx| {
        standings::state(tx, person, person, &what)
    })
    .await
}

async fn look(app: &App, decision: Decision, at: Timestamp) -> Result<(), Failure> {
    act(app, decision.by, at, move |tx| {
        standings::by_office(tx, &decision)
    })
    .await
}

async fn come(
    app: &App,
    activity: langqiao_kernel::id::ActivityId,
    person: PersonId,
    at: Timestamp,
) -> Result<(), Failure> {
    let wish = SignUp {
        activity,
        booker: person,
        role: SignupRole::Attendee,
        people: [person].into(),
        answers: Default::default(),
    };
    let done = app
        .db
        .write(By::new(Actor::Person(person), at), move |tx| {
            signups::sign_up(tx, &wish)
        })
        .await;
    done.map(drop).map_err(|why| unexpected("sign a member up", why))
}

/// An activity so many days from now, announced two weeks ago.
async fn hold(
    app: &App,
    host: &Host,
    (title, summary, days): (&str, &str, i64),
    asks: Asks,
) -> Result<langqiao_kernel::id::ActivityId, Failure> {
    let announced = app.now() - SignedDuration::from_hours(24 * 14);
    let at = |hour: i8| time::at((time::day(app.now()) + days.days()).at(hour, 0, 0, 0));
    let plan = Plan {
        title: title.to_owned(),
        summary: summary.to_owned(),
        kind: ActivityKind::Family,
        space: None,
        rooms: vec![],
        equipment: vec![],
        place: "厂区和村口的空地".to_owned(),
        area: host.area,
        times: Times {
            starts_at: at(14),
            ends_at: at(17),
            signup_opens_at: announced,
            signup_closes_at: at(14),
        },
        min_age: None,
        max_age: None,
        only_area: None,
        asks,
        party_max: 5,
        offer_minutes: 240,
        allotment: Allotment::FirstCome,
        prior_area: None,
        priority: vec![],
        kept_until: None,
        seats: 60,
        volunteers: 6,
        shifts: vec![],
        questions: vec![],
        own: Contribution {
            people: 3,
            share: 1,
            ..Contribution::default()
        },
        cohosts: vec![],
    };
    let (org, keys) = (host.org, app.keys.clone());
    let made = act(app, host.officer, announced, move |tx| {
        let id = activities::create(tx, org, &plan).map_err(langqiao_platform::fault::Fault::from)?;
        activities::publish(tx, &keys, org, id)?;
        Ok(id)
    });
    made.await
}
