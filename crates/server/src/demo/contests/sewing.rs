//! The sewing contest: heats by the clock, and the best before the judges.

use langqiao_app::{
    activities::ActivityKind,
    competitions::{self, CLOCK, Format, GiveMarks, Item, Member, NewCompetition, NewEntry, Rules},
    coverage::Line,
};
use langqiao_kernel::id::{CompetitionId, EntryId, StageId};
use langqiao_platform::app::App;
use langqiao_store::{StoreError, params};
use rand::{RngExt, rngs::StdRng};

use super::{
    super::{county::County, names::Names},
    Hosts, act, activity, set_up, stages,
};
use crate::failure::Failure;

/// How many workers sew.
const SEWERS: usize = 120;
/// How many of them come before the judges, and how many the judges have seen so far.
const FINALISTS: (usize, usize) = (20, 12);
/// The judges of the final.
const JUDGES: [&str; 5] = ["沈建芬", "钱玉明", "范秀珍", "俞国良", "施丽娟"];

/// Sews, as far as it is by now.
///
/// # Errors
/// When the database fails.
pub(super) async fn sewing(
    app: &App,
    county: &County,
    hosts: &Hosts,
    rng: &mut StdRng,
) -> Result<(), Failure> {
    let (from, until) = (hosts.at(-3, 8, 30), hosts.at(1, 17, 0));
    let words = (
        "濮院毛衫缝制技能竞赛",
        "120 名缝制工先比速度，最快的 20 名再由五位评委看工艺和外观。各厂可以来观摩。",
        "濮院毛衫技能培训中心",
    );
    let activity = activity(app, county, hosts, words, ActivityKind::Skills, (from, until)).await?;
    let item = |label: &str, weight| Item {
        label: label.to_owned(),
        weight,
        highest: 10_000,
    };
    let heats = Rules {
        through: FINALISTS.0 as i64,
        ..Rules::usual(Format::Timed)
    };
    let finals = Rules {
        items: vec![item("工艺", 60), item("外观", 40)],
        ..Rules::usual(Format::Judged)
    };
    let new = NewCompetition {
        title: words.0.to_owned(),
        team: false,
        team_min: 1,
        team_max: 1,
        entries_max: SEWERS as i64,
        self_entry: true,
        entries_close_at: hosts.at(-5, 18, 0),
        protest_minutes: 60,
        stages: vec![heats, finals],
    };
    let id = set_up(app, hosts, activity, new, hosts.at(-22, 10, 0)).await?;
    let mut names = Names::new(rng);
    let sewers: Vec<NewEntry> = (0..SEWERS)
        .map(|at| NewEntry {
            unit_name: hosts.firms[at % hosts.firms.len().min(24)].clone(),
            line: Some(Line::UNION),
            members: vec![Member::Named {
                name: names.person(85).name,
                phone: None,
            }],
            ..NewEntry::default()
        })
        .collect();
    let keys = app.keys.clone();
    let entered = act(app, hosts, hosts.at(-6, 15, 0), move |tx| {
        sewers
            .iter()
            .map(|sewer| competitions::enter(tx, &keys, id, sewer, false))
            .collect::<Result<Vec<_>, _>>()
    });
    let entries = entered.await?.unwrap_or_default();
    let stages = stages(app, id).await?;
    let (keys, heats, finals) = (app.keys.clone(), stages[0], stages[1]);
    act(app, hosts, hosts.at(-4, 9, 0), move |tx| {
        competitions::start(tx, &keys, id, heats)
    })
    .await?;
    for (hour, chunk) in entries.chunks(SEWERS / 6).enumerate() {
        let times: Vec<(EntryId, i64)> = chunk
            .iter()
            .map(|entry| (*entry, rng.random_range(291_000..512_000) / 10 * 10))
            .collect();
        let at = hosts.at(-3, 9 + hour as i8, 40);
        act(app, hosts, at, move |tx| {
            for (entry, ms) in &times {
                let given = GiveMarks {
                    stage: heats,
                    judge: CLOCK,
                    entry: *entry,
                    values: vec![(1, Some(*ms))],
                    reason: String::new(),
                };
                competitions::give_marks(tx, id, &given)?;
            }
            Ok(())
        })
        .await?;
    }
    act(app, hosts, hosts.at(-3, 16, 30), move |tx| {
        competitions::close(tx, id, heats)
    })
    .await?;
    let keys = app.keys.clone();
    act(app, hosts, hosts.at(-2, 9, 0), move |tx| {
        for judge in JUDGES {
            let who = Member::Named {
                name: judge.to_owned(),
                phone: None,
            };
            competitions::add_judge(tx, &keys, id, finals, &who)?;
        }
        competitions::start(tx, &keys, id, finals)
    })
    .await?;
    judged(app, hosts, id, finals, rng).await
}

/// What the judges have given so far.
async fn judged(
    app: &App,
    hosts: &Hosts,
    id: CompetitionId,
    finals: StageId,
    rng: &mut StdRng,
) -> Result<(), Failure> {
    let sql = "SELECT entry FROM stage_entry WHERE stage = ?1 ORDER BY position";
    let read = app
        .db
        .read(move |tx| tx.all(sql, params![finals], |row| row.get::<EntryId>(0)));
    let seated = read.await.map_err(|why: StoreError| Failure::from(why))?;
    for judge in 1..=JUDGES.len() as i64 {
        let marks: Vec<(EntryId, i64, i64)> = seated
            .iter()
            .take(FINALISTS.1)
            .map(|entry| {
                (
                    *entry,
                    rng.random_range(156..197) * 50,
                    rng.random_range(160..197) * 50,
                )
            })
            .collect();
        let at = hosts.at(-1, 14, judge as i8);
        act(app, hosts, at, move |tx| {
            for (entry, craft, looks) in &marks {
                let values = vec![(1, Some(*craft)), (2, Some(*looks))];
                let given = GiveMarks {
                    stage: finals,
                    judge,
                    entry: *entry,
                    values,
                    reason: String::new(),
                };
                competitions::give_marks(tx, id, &given)?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
