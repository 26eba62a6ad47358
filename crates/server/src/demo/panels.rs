//! Two rounds of site scoring: one of the spring, over and public, with two routes and about ten venues, the four of
//! 桃园村 among them; and one that runs, with a route of today. Played by the same use cases as real ones.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use langqiao_app::panels::{self, EvidenceSource, HandIn, Item, RoundWish, SheetFrom, Who};
use langqiao_kernel::{
    codes::Phone,
    id::{OrganisationId, PersonId, RoundId, RouteId, VenueId},
    time,
};
use langqiao_platform::{app::App, not_done::NotDone};
use langqiao_store::{Actor, By, StoreError, WriteTx, params};

use super::{county::County, plan::Plan, sign_ins::SignIn, unexpected};
use crate::failure::Failure;

/// The group of sites that the first route of each round begins with.
const CLUSTER: &str = "桃园村阵地集群";
/// What the judges of the spring gave for the first item, by venue and judge, in tenths of a point.
const MARKS: [[i64; 3]; 5] = [
    [92, 90, 94],
    [86, 88, 85],
    [95, 93, 60],
    [78, 80, 82],
    [88, 90, 89],
];
/// Who judges besides those who sign in to the demonstration: invented people with invented phones.
const JUDGES: [(&str, &str); 2] = [("吴建明", "19905739101"), ("陆雅琴", "19905739102")];

/// Who holds the rounds, and who judges.
struct Stage {
    office: OrganisationId,
    officer: PersonId,
    today: Date,
    judge: PersonId,
    phone: String,
    cluster: Vec<VenueId>,
    others: Vec<VenueId>,
}

/// Plays both, as far as they are by now.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, plan: &Plan, county: &County, sign_ins: &[SignIn]) -> Result<(), Failure> {
    let (Some(officer), Some(judge)) = (
        county.leaders.first().copied().flatten(),
        sign_ins.iter().find(|one| one.role == "volunteer"),
    ) else {
        return Ok(());
    };
    let (cluster, others) = venues(app).await?;
    if cluster.is_empty() || others.len() < 6 || plan.organisations.is_empty() {
        return Ok(());
    }
    let stage = Stage {
        office: county.organisations[0],
        officer,
        today: time::day(app.now()),
        judge: judge.person,
        phone: judge.phone.clone(),
        cluster,
        others,
    };
    spring(app, &stage).await?;
    autumn(app, &stage).await
}

/// The venues in service: those of the group, and others by name.
async fn venues(app: &App) -> Result<(Vec<VenueId>, Vec<VenueId>), Failure> {
    let of = |sql: &'static str| {
        app.db
            .read(move |tx| tx.all(sql, params![CLUSTER], |row| row.get(0)))
    };
    let own = "SELECT v.id FROM venue v JOIN cluster c ON c.id = v.cluster WHERE c.name = ?1 AND v.stage = 'in_service'
               ORDER BY v.name";
    let other = "SELECT v.id FROM venue v JOIN area a ON a.id = v.area LEFT JOIN cluster c ON c.id = v.cluster
                 WHERE COALESCE(c.name, '') <> ?1 AND v.stage = 'in_service' ORDER BY a.code, v.name LIMIT 12";
    let own = of(own).await.map_err(|why: StoreError| why)?;
    let other = of(other).await.map_err(|why: StoreError| why)?;
    Ok((own, other))
}

/// Does something at a moment.
async fn act<T: Send + 'static>(
    app: &App,
    (who, at): (PersonId, Timestamp),
    change: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> Result<T, Failure> {
    let done = app.db.write(By::new(Actor::Person(who), at), change).await;
    done.map_err(|why| unexpected("score venues", why))
}

fn at(day: Date, hour: i8) -> Timestamp {
    time::at(day.at(hour, 0, 0, 0))
}

fn sheet() -> Vec<Item> {
    let item = |label: &str, wants: &str, weight, sources: &[EvidenceSource]| Item {
        label: label.to_owned(),
        wants: wants.to_owned(),
        highest: 1000,
        weight,
        sources: sources.to_vec(),
    };
    vec![
        item(
            "开放使用",
            "门常开，开放时间公布在外，有人来用。",
            40,
            &[
                EvidenceSource::Uses,
                EvidenceSource::Hours,
                EvidenceSource::HoursStated,
            ],
        ),
        item(
            "共建共用",
            "几家一起办活动，不同条线的单位都来用。",
            30,
            &[EvidenceSource::Joint, EvidenceSource::Bodies],
        ),
        item(
            "服务群众",
            "来的人多，来过的人说好。",
            20,
            &[EvidenceSource::People, EvidenceSource::Feedback],
        ),
        item(
            "场地环境",
            "干净安全，老人和轮椅进得来。",
            10,
            &[EvidenceSource::StepFree, EvidenceSource::Stage],
        ),
    ]
}

/// A round that looks at the half year before a day.
async fn round(app: &App, stage: &Stage, title: &str, day: Date) -> Result<RoundId, Failure> {
    let (office, wish) = (
        stage.office,
        RoundWish {
            title: title.to_owned(),
            period: (day.saturating_sub(180.days()), day.saturating_sub(1.day())),
            outlier: 20,
            appeal_days: 5,
        },
    );
    act(app, (stage.officer, at(day, 9)), move |tx| {
        panels::create(tx, office, &wish, &SheetFrom::Items(sheet()))
    })
    .await
}

/// A route with three judges: who signs in to the demonstration, and two more.
async fn route(
    app: &App,
    stage: &Stage,
    (round, made): (RoundId, Date),
    (name, day): (&'static str, Date),
    venues: Vec<VenueId>,
) -> Result<RouteId, Failure> {
    let (office, keys, own) = (stage.office, app.keys.clone(), stage.phone.clone());
    act(app, (stage.officer, at(made, 10)), move |tx| {
        let route = panels::add_route(tx, office, round, name, day)?;
        panels::add_stops(tx, office, (round, route), &venues)?;
        let asked = [("志愿者", own.as_str())].into_iter().chain(JUDGES);
        for (name, phone) in asked {
            let phone = Phone::parse(phone).map_err(|_| NotDone::NotFound)?;
            let who = Who::Named {
                name: name.to_owned(),
                phone,
            };
            panels::add_judge(tx, &keys, office, (round, route), &who)?;
        }
        Ok(route)
    })
    .await
}

/// The judges of a route, in the order of their numbers.
async fn judges(app: &App, route: RouteId) -> Result<Vec<PersonId>, Failure> {
    let sql = "SELECT person FROM panel_judge WHERE route = ?1 ORDER BY seat";
    let read = app
        .db
        .read(move |tx| tx.all(sql, params![route], |row| row.get(0)));
    read.await.map_err(|why: StoreError| why.into())
}

async fn hand_in(
    app: &App,
    (judge, when): (PersonId, Timestamp),
    (route, venue): (RouteId, VenueId),
    tenths: i64,
) -> Result<(), Failure> {
    let mark = |position: i64, tenths: i64| (position, Some(tenths * 10), String::new());
    let given = HandIn {
        sheet: 1,
        seen: 0,
        marks: vec![
            mark(1, tenths),
            mark(2, tenths - 4),
            mark(3, tenths - 2),
            mark(4, (tenths + 3).min(100)),
        ],
        reason: String::new(),
    };
    act(app, (judge, when), move |tx| {
        panels::hand_in(tx, judge, (route, venue), &given).map(drop)
    })
    .await
}

/// The round that is over: two routes, ten venues, one objection upheld, public.
async fn spring(app: &App, stage: &Stage) -> Result<(), Failure> {
    let begun = stage.today.saturating_sub(40.days());
    let visited = stage.today.saturating_sub(36.days());
    let id = round(app, stage, "上一轮阵地现场评审", begun).await?;
    let first: Vec<VenueId> = stage.cluster.iter().chain(&stage.others[..1]).copied().collect();
    let second: Vec<VenueId> = stage.others[1..6].to_vec();
    let office = stage.office;
    for (name, venues) in [("桃园线", first.clone()), ("城乡线", second)] {
        let line = route(app, stage, (id, begun), (name, visited), venues.clone()).await?;
        for (seat, judge) in judges(app, line).await?.into_iter().enumerate() {
            for (place, venue) in venues.iter().enumerate() {
                let tenths = MARKS[place % MARKS.len()][seat] - i64::from(name == "城乡线") * 2;
                let when = at(visited, 10) + SignedDuration::from_mins(30 * place as i64 + seat as i64);
                hand_in(app, (judge, when), (line, *venue), tenths).await?;
            }
        }
        act(app, (stage.officer, at(visited, 17)), move |tx| {
            panels::close_route(tx, office, (id, line))
        })
        .await?;
    }
    let drafted = visited.saturating_add(1.day());
    act(app, (stage.officer, at(drafted, 9)), move |tx| {
        panels::send_draft(tx, office, id).map(drop)
    })
    .await?;
    objection(app, stage, (id, first[0]), drafted).await?;
    act(
        app,
        (stage.officer, at(drafted.saturating_add(30.days()), 9)),
        move |tx| panels::publish(tx, office, id),
    )
    .await
}

/// The keeper of a venue objects to an item and is right: to one that judges saw with their own eyes, of which no records are
/// counted that could say otherwise.
async fn objection(
    app: &App,
    stage: &Stage,
    (round, venue): (RoundId, VenueId),
    day: Date,
) -> Result<(), Failure> {
    let sql = "SELECT organisation FROM venue WHERE id = ?1";
    let read = app
        .db
        .read(move |tx| tx.one(sql, params![venue], |row| row.get(0)));
    let keeper: Option<OrganisationId> = read.await.map_err(|why: StoreError| why)?;
    let Some(keeper) = keeper else { return Ok(()) };
    let appeal = act(app, (stage.officer, at(day, 15)), move |tx| {
        panels::appeal(
            tx,
            keeper,
            (round, venue),
            4,
            "评委来的那天院里正在检修水管，地面没来得及收拾，当天下午就收拾好了，请再来看看。",
        )
    })
    .await?;
    let office = stage.office;
    act(
        app,
        (stage.officer, at(day.saturating_add(1.day()), 10)),
        move |tx| {
            let words = "又派人去看过：水管修好了，院里干净，这一项按复看的情况改。";
            panels::answer_appeal(tx, office, (round, appeal), Some(1000), words)
        },
    )
    .await
}

/// The round that runs: a route of today, of which one judge has begun.
async fn autumn(app: &App, stage: &Stage) -> Result<(), Failure> {
    let begun = stage.today.saturating_sub(7.days());
    let id = round(app, stage, "本轮阵地现场评审", begun).await?;
    let line = route(
        app,
        stage,
        (id, begun),
        ("今日桃园线", stage.today),
        stage.cluster.clone(),
    )
    .await?;
    let others: Vec<VenueId> = stage.others[6..].iter().take(4).copied().collect();
    if !others.is_empty() {
        let day = stage.today.saturating_add(3.days());
        route(app, stage, (id, begun), ("水乡线", day), others).await?;
    }
    let second = judges(app, line)
        .await?
        .into_iter()
        .find(|judge| *judge != stage.judge);
    match second {
        // Today may be young: nothing is handed in later than now.
        Some(judge) => hand_in(app, (judge, app.now()), (line, stage.cluster[0]), 88).await,
        None => Ok(()),
    }
}
