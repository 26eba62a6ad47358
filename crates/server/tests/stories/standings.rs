//! What people state of themselves, who looks at it, and what it opens.

mod again;
mod come;
mod host;
mod look;
mod round;

use jiff::civil::Date;
use langqiao_app::{
    activities::{self, Plan},
    standings::{self, AskedUnit, Asks, What},
};
use langqiao_kernel::id::{ActivityId, PersonId, StandingId, UnitId};
use langqiao_store::{Actor, By};
use langqiao_testkit::{Client, Reply, TestApp};

use crate::{
    activities::{plan, published},
    world::count,
};

/// Members of the union.
pub fn union() -> Asks {
    Asks {
        lines: vec!["union".into()],
        ..Asks::default()
    }
}

/// People of the firm in 庆丰社区.
fn of_firm(app: &TestApp) -> Asks {
    let name = "桐乡市灯笼纺织有限公司".to_owned();
    let id: UnitId = app.county.firm;
    Asks {
        units: vec![AskedUnit { id, name }],
        ..Asks::default()
    }
}

/// Whoever has a first-aid certificate.
fn first_aid() -> Asks {
    Asks {
        qualifications: vec!["first_aid".into()],
        ..Asks::default()
    }
}

/// Something that 桃园村's women hold on 28 November at the village's gate, for those of whom this is asked.
pub async fn asking(app: &TestApp, asks: Asks) -> ActivityId {
    let plan = Plan {
        asks,
        space: None,
        place: "村口".into(),
        min_age: None,
        ..plan(app)
    };
    published(app, app.county.village_women, plan).await
}

/// Somebody states something of themselves or of one of their family.
pub async fn stated(app: &TestApp, asker: PersonId, person: PersonId, what: What) -> StandingId {
    let by = By::new(Actor::Person(asker), app.app.now());
    let done = app
        .app
        .db
        .write(by, move |tx| standings::state(tx, asker, person, &what));
    done.await.unwrap_or_else(|why| panic!("{why}"))
}

/// A certificate until a day.
fn paper(until: Date) -> What {
    What::Qualification("first_aid".into(), Some(until))
}

/// The same for a membership of the union in the firm's committee.
fn member(app: &TestApp) -> What {
    What::Line("union".into(), Some(app.county.firm_union))
}

async fn sign_up(client: &Client, activity: ActivityId, who: &[&str]) -> Reply {
    let fields: Vec<(&str, &str)> = who.iter().map(|who| ("who", *who)).collect();
    client
        .post_form(&format!("/activities/{activity}/sign-up"), &fields)
        .await
}

/// Changes what an activity asks for, as its host.
async fn change(app: &TestApp, id: ActivityId, asks: Asks) {
    let org = app.county.village_women;
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        let stored = activities::require_held(tx, org, id)?;
        let plan = Plan {
            asks: asks.clone(),
            ..stored.plan.clone()
        };
        activities::update(tx, org, id, stored.activity.version, &plan)
            .map_err(langqiao_platform::fault::Fault::from)
    });
    done.await.unwrap_or_else(|why| panic!("{why:?}"));
}
