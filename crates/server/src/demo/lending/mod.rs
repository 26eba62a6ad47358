//! What bodies lend each other in the demonstration: a dozen things, and loans that are asked for, promised, out, late,
//! back and back broken.

mod scene;
mod things;

use jiff::Timestamp;
use langqiao_app::{
    lending::{self, Answer, Parts, Terms, Wish},
    sites,
};
use langqiao_kernel::{
    id::{ActivityId, EquipmentId, OrganisationId, PersonId},
    time,
};
use langqiao_platform::app::App;
use langqiao_store::{StoreError, params};

use self::{
    scene::{Lent, Scene},
    things::THINGS,
};
use super::{
    county::County,
    drawings::{self, draw},
    plan::Plan,
    unexpected,
};
use crate::failure::Failure;

/// Whose workbench a visitor opens first.
const HOME: &str = "桃园村妇联";
/// How many bodies near by share something, too.
const NEIGHBOURS: usize = 4;

/// A body with who acts for it.
type Body = (OrganisationId, PersonId);

/// Enters things and plays loans, each step at its time.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, plan: &Plan, county: &County) -> Result<(), Failure> {
    let bodies = bodies(plan, county);
    let [home, ..] = bodies[..] else {
        return Err(unexpected("find who lends", HOME));
    };
    let scene = Scene { app, now: app.now() };
    let mut things = Vec::new();
    for (whose, name, kind, pieces, place, open_to, asks, days_max, note) in THINGS {
        let Some(owner) = bodies.get(whose).copied() else {
            continue;
        };
        let terms = Terms {
            name: name.to_owned(),
            venue: None,
            place: place.to_owned(),
            open_to,
            asks,
            days_max,
            note: note.to_owned(),
            idle_days: 180,
        };
        let entered = scene.at(-40, 9, move |tx| {
            lending::enter(tx, owner, (kind, pieces), &terms)
        });
        things.push((owner, entered.await?));
    }
    show(&scene, &things).await?;
    if let Some((_, rackets)) = things.get(5).copied() {
        for_activity(&scene, home, rackets).await?;
    }
    let near = |n: usize| bodies.get(n).copied().unwrap_or(home);
    // A projector that came back in order, and one that came back broken and waits to be settled.
    let lent = Lent {
        thing: things[0].1,
        by: near(1),
        pieces: 1,
        days: (-20, -18),
        what: "安全生产宣讲",
    };
    scene
        .over(
            home,
            &lent,
            Parts {
                in_order: 1,
                ..Parts::default()
            },
            None,
        )
        .await?;
    let lent = Lent {
        thing: things[2].1,
        by: near(2),
        pieces: 2,
        days: (-9, -6),
        what: "科普大集",
    };
    let broken = Parts {
        in_order: 1,
        damaged: 1,
        note: "一根撑杆弯了".to_owned(),
        ..Parts::default()
    };
    scene
        .over(home, &lent, broken, Some("收的时候风大，撑杆折了一根，我们来修"))
        .await?;
    // Loudspeakers that should have come back, and vests of which some were left.
    let lent = Lent {
        thing: things[1].1,
        by: near(3),
        pieces: 1,
        days: (-6, -4),
        what: "广场舞比赛",
    };
    scene.out(home, &lent).await?;
    let lent = Lent {
        thing: things[3].1,
        by: near(1),
        pieces: 20,
        days: (-3, -3),
        what: "文明交通劝导",
    };
    let loan = scene.out(home, &lent).await?;
    let unused = Parts {
        in_order: 4,
        note: "没拆封".to_owned(),
        ..Parts::default()
    };
    scene
        .at(-2, 10, move |tx| lending::take_back(tx, home, loan, &unused))
        .await?;
    // What the home has borrowed itself: out until tomorrow, and to be fetched today.
    if let (Some((owner, tables)), Some((lender, boards))) = (things.get(4).copied(), things.get(6).copied())
    {
        let lent = Lent {
            thing: tables,
            by: home,
            pieces: 8,
            days: (-2, 1),
            what: "村民百家宴",
        };
        scene.out(owner, &lent).await?;
        let lent = Lent {
            thing: boards,
            by: home,
            pieces: 6,
            days: (0, 5),
            what: "反诈宣传",
        };
        let loan = scene.asked(&lent, -1).await?;
        let yes = Answer {
            pieces: Some(6),
            note: "请带小货车来".to_owned(),
        };
        scene
            .at(-1, 15, move |tx| lending::answer(tx, lender, loan, &yes))
            .await?;
    }
    // What waits for an answer.
    let lent = Lent {
        thing: things[0].1,
        by: near(2),
        pieces: 1,
        days: (3, 4),
        what: "青年读书会",
    };
    scene.asked(&lent, -1).await?;
    let lent = Lent {
        thing: things[2].1,
        by: near(4),
        pieces: 3,
        days: (6, 8),
        what: "年货集市",
    };
    scene.asked(&lent, -1).await?;
    Ok(())
}

/// Which of the things have a picture, and its words.
const PICTURES: [(usize, drawings::Scene, &str); 3] = [
    (0, drawings::Scene::Projector, "白色投影仪，镜头朝右"),
    (2, drawings::Scene::Tent, "搭好的红顶帐篷，四面通风"),
    (4, drawings::Scene::Table, "打开的折叠桌，桌面原木色"),
];

/// Shows what some things look like.
async fn show(scene: &Scene<'_>, things: &[(Body, EquipmentId)]) -> Result<(), Failure> {
    for (n, drawing, alt) in PICTURES {
        let Some((owner, thing)) = things.get(n).copied() else {
            continue;
        };
        let picture =
            sites::read_picture(&draw(drawing, 1280, 960)).map_err(|why| unexpected("draw", why))?;
        let shot = super::sites::kept(&scene.app.files, &picture)?;
        scene
            .at(-39, 9, move |tx| lending::add_photo(tx, owner, thing, &shot, alt))
            .await?;
    }
    Ok(())
}

/// What the home borrows for the next activity that it holds: on that activity's day, and moved with it.
async fn for_activity(scene: &Scene<'_>, home: Body, thing: EquipmentId) -> Result<(), Failure> {
    let now = scene.now;
    let read = scene.app.db.read(move |tx| {
        tx.one(
            "SELECT id, starts_at, title FROM activity WHERE organisation = ?1 AND starts_at > ?2 AND status = 'published'
             ORDER BY starts_at, id LIMIT 1",
            params![home.0, now],
            |row| Ok((row.get::<ActivityId>(0)?, row.get::<Timestamp>(1)?, row.get::<String>(2)?)),
        )
    });
    let found = read
        .await
        .map_err(|why: StoreError| unexpected("look for an activity", why))?;
    let Some((activity, starts_at, title)) = found else {
        return Ok(());
    };
    let wish = Wish {
        thing,
        pieces: 4,
        from: time::day(starts_at),
        until: time::day(starts_at),
        purpose: title,
        activity: Some(activity),
        fetcher: "值班员".to_owned(),
    };
    let keys = scene.app.keys.clone();
    let asked = scene.at(-1, 11, move |tx| lending::ask(tx, &keys, home, &wish));
    asked.await.map(|_| ())
}

/// The home and bodies near it that have somebody to act for them.
fn bodies(plan: &Plan, county: &County) -> Vec<Body> {
    let acting = |at: usize| county.leaders[at].map(|person| (county.organisations[at], person));
    let found = plan.organisations.iter().position(|one| one.name == HOME);
    let Some(home) = found else {
        return Vec::new();
    };
    let town = |at: usize| plan.organisations[at].area.get(..9);
    let near = (0..plan.organisations.len())
        .filter(|at| *at != home && town(*at) == town(home) && plan.organisations[*at].kind != "federation")
        .filter_map(acting);
    acting(home).into_iter().chain(near.take(NEIGHBOURS)).collect()
}
