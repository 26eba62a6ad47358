//! The same scans, shuffled, parted, doubled, and brought by phones at the same time: it comes to the same.

use jiff::SignedDuration;
use langqiao_kernel::id::ActivityId;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use serde_json::Value;

use super::{Phone, crowd, scanned};
use crate::checkins::{at, hold, morning, write};

const CODES: [&str; 6] = ["AAA111", "AAA222", "AAA333", "AAA444", "AAA555", "AAA666"];

/// Who scanned what: the phone, the minute after 9:00, whose code (past the last is a stranger's), in or out.
type Scanned = (usize, i64, usize, bool);

/// What it came to: who came and left when; each scan's reason by its phone and number; the minutes of the helpers.
#[derive(Debug, PartialEq)]
struct Outcome {
    scans: Vec<(String, i64, String, String)>,
    minutes: Vec<(String, i64)>,
}

async fn outcome(app: &TestApp, activity: ActivityId) -> Outcome {
    app.run_jobs().await;
    let found = app.app.db.read(move |tx| {
        let scans = tx.all(
            "SELECT g.name, x.sequence, x.outcome, x.reason FROM scan x JOIN gate g ON g.id = x.gate
             WHERE x.activity = ?1 ORDER BY g.name, x.sequence",
            params![activity],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let minutes = tx.all(
            "SELECT s.code, r.minutes FROM service_record r JOIN signup s ON s.id = r.signup
             WHERE r.activity = ?1 AND r.status = 'pending' ORDER BY s.code",
            params![activity],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Outcome { scans, minutes })
    });
    found.await.unwrap_or_else(|why: StoreError| panic!("{why}"))
}

/// The scans of each phone, numbered as it made them.
fn numbered(scans: &[Scanned]) -> Vec<(usize, Value)> {
    let mut next = [0; 3];
    let mut ordered = scans.to_vec();
    ordered.sort_by_key(|(phone, minute, ..)| (*phone, *minute));
    let number = |(phone, minute, who, out): Scanned| {
        let when = at(9, 0) + SignedDuration::from_mins(minute);
        let code = CODES.get(who).copied().unwrap_or("ZZZ999");
        next[phone] += 1;
        (
            phone,
            scanned(next[phone] - 1, code, if out { "out" } else { "in" }, when),
        )
    };
    ordered.into_iter().map(number).collect()
}

/// Three phones bring the scans, in parts of the sizes given, in the order given; every part twice.
async fn brought(app: &TestApp, scans: &[(usize, Value)], sizes: &[usize], together: bool) -> Outcome {
    let activity = morning(app).await;
    crowd(app, activity, &CODES).await;
    let mut phones = Vec::new();
    for name in ["东门", "西门", "北门"] {
        phones.push(Phone::at(app, activity, name).await);
    }
    app.clock.set(at(15, 0));
    let mut rest = scans;
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() {
        let (part, later) = rest.split_at((*sizes.next().unwrap_or(&1)).min(rest.len()));
        rest = later;
        let of = |phone| {
            part.iter()
                .filter(|(by, _)| *by == phone)
                .map(|(_, scan)| scan.clone())
                .collect::<Vec<_>>()
        };
        let [east, west, north] = [of(0), of(1), of(2)];
        for _ in 0..2 {
            if together {
                let (east, west, north) = tokio::join!(
                    phones[0].bring(app, &east),
                    phones[1].bring(app, &west),
                    phones[2].bring(app, &north)
                );
                for reply in [east, west, north] {
                    reply.must_be(200);
                }
            } else {
                for (phone, part) in phones.iter().zip([&east, &west, &north]) {
                    if !part.is_empty() {
                        phone.bring(app, part).await.must_be(200);
                    }
                }
            }
        }
        // The records are counted in between, as they are while phones come in one by one.
        app.run_jobs().await;
    }
    outcome(app, activity).await
}

fn any_scans() -> impl Strategy<Value = Vec<Scanned>> {
    prop::collection::vec((0usize..3, 0i64..200, 0usize..7, any::<bool>()), 8..28)
}

both! {
    async fn however_the_scans_arrive_it_comes_to_the_same(db: Db) {
        let app = TestApp::start(db).await;
        let mut runner = TestRunner::new_with_rng(
            Config::default(),
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        for case in 0..4 {
            let scans = any_scans().new_tree(&mut runner).unwrap().current();
            let scans = numbered(&scans);
            let whole = brought(&app, &scans, &[scans.len()], false).await;
            assert_eq!(whole.scans.len(), scans.len(), "nothing is lost");
            for _ in 0..3 {
                let shuffled = Just(scans.clone()).prop_shuffle().new_tree(&mut runner).unwrap().current();
                let sizes = prop::collection::vec(1usize..6, 4).new_tree(&mut runner).unwrap().current();
                let parted = brought(&app, &shuffled, &sizes, case % 2 == 1).await;
                assert_eq!(parted, whole, "{scans:?} as {shuffled:?} in {sizes:?}");
            }
        }
    }

    async fn called_off_while_it_runs_it_comes_to_the_same_whenever_the_phone_finds_a_network(db: Db) {
        let app = TestApp::start(db).await;
        let mut found = Vec::new();
        for before in [true, false] {
            app.clock.set(at(9, 0));
            let activity = morning(&app).await;
            crowd(&app, activity, &CODES).await;
            let phone = Phone::at(&app, activity, "东门").await;
            let mut told = scanned(1, CODES[1], "in", at(9, 40));
            told["told"] = serde_json::json!("welcome");
            let ins = [scanned(0, CODES[0], "in", at(9, 30)), told];
            if before {
                app.clock.set(at(9, 59));
                phone.bring(&app, &ins).await.must_be(200);
            }
            write(&app, move |tx| {
                let off = "UPDATE activity SET status = 'cancelled', cancel_reason = '暴雨', cancelled_at = ?2 WHERE id = ?1";
                tx.execute(off, params![activity, at(10, 0)]).map(drop)
            }).await;
            app.clock.set(at(10, 1));
            phone.bring(&app, &ins).await.must_be(200);
            // Whoever comes after that is not let in, and whom the phone turned away neither.
            let mut away = scanned(3, CODES[3], "in", at(9, 50));
            away["told"] = serde_json::json!("activity_cancelled");
            phone.bring(&app, &[scanned(2, CODES[2], "in", at(10, 1)), away]).await.must_be(200);
            found.push(outcome(&app, activity).await.scans);
        }
        assert_eq!(found[0], found[1]);
        let reasons: Vec<&str> = found[0].iter().map(|(.., reason)| reason.as_str()).collect();
        assert_eq!(reasons, ["welcome", "welcome", "activity_cancelled", "activity_cancelled"]);
    }

    async fn tickets_of_another_activity_are_looked_up_together(db: Db) {
        let app = TestApp::start(db).await;
        let activity = morning(&app).await;
        let hosts = [(app.county.foreign_women, 100, "accepted")];
        // One near by, and one so far off that it is looked for last.
        let (near, far) = ((at(33, 0), at(35, 0)), (at(24 * 300, 0), at(24 * 300 + 2, 0)));
        let near = hold(&app, "濮院毛衫技能赛", near, &hosts).await;
        let far = hold(&app, "明年的灯会", far, &hosts).await;
        crowd(&app, near, &["AAA111", "AAA222", "AAA333"]).await;
        crowd(&app, far, &["AAA444", "AAA555", "AAA666"]).await;
        let phone = Phone::at(&app, activity, "东门").await;
        app.clock.set(at(11, 0));
        app.queries().reset();
        phone.bring(&app, &[]).await.must_be(200);
        let none = app.queries().statements();
        let code = |n: i64| CODES.get(n as usize % 7).copied().unwrap_or("ZZZ999");
        let scans: Vec<Value> = (0..35).map(|n| scanned(n, code(n), "in", at(9, n))).collect();
        app.queries().reset();
        let brought: Value = phone.bring(&app, &scans).await.must_be(200).json();
        // At most one to write each down, and a handful besides: none to look each up.
        assert!(app.queries().statements() <= none + 35 + 6, "{none} and {}", app.queries().statements());
        let reasons: Vec<&str> = brought["scans"].as_array().unwrap().iter().map(|scan| scan["reason"].as_str().unwrap()).collect();
        assert_eq!(reasons.iter().filter(|reason| **reason == "foreign").count(), 30);
        assert_eq!(reasons.iter().filter(|reason| **reason == "unknown").count(), 5);
    }

    async fn two_phones_at_once_and_a_gate_with_a_network_let_each_in_once(db: Db) {
        let app = TestApp::start(db).await;
        let activity = morning(&app).await;
        crowd(&app, activity, &CODES).await;
        let (east, west) = (Phone::at(&app, activity, "东门").await, Phone::at(&app, activity, "西门").await);
        app.clock.set(at(11, 0));
        let of = |minute: i64, direction: &str| {
            (0..60).map(|n| scanned(n, CODES[n as usize % 6], direction, at(9, 0) + SignedDuration::from_mins(minute + n))).collect::<Vec<_>>()
        };
        let (ins, more) = (of(0, "in"), of(1, "in"));
        // A part takes few statements: at most one for each scan, and a handful besides.
        app.queries().reset();
        west.bring(&app, &[]).await.must_be(200);
        let none = app.queries().statements();
        app.queries().reset();
        west.bring(&app, &more[..30]).await.must_be(200);
        let thirty = app.queries().statements();
        assert!(none <= 12 && thirty <= none + 30 + 6, "{none} and {thirty}");
        let live = app.program(app.county.people.steward, &["checkin.scan"]).await;
        let path = format!("/api/v1/organisations/{}/activities/{activity}/scans", app.county.village_women);
        let at_the_door = async {
            for (number, code) in CODES.iter().enumerate() {
                let scan = serde_json::json!({ "code": code, "direction": "in", "device": "live", "sequence": number });
                live.post_json(&path, &scan).await.must_be(201);
            }
        };
        let bring = async |phone: &Phone, scans: &[Value]| {
            for part in scans.chunks(7) {
                phone.bring(&app, part).await.must_be(200);
            }
        };
        tokio::join!(bring(&east, &ins), bring(&west, &more), at_the_door);
        let found = app.app.db.read(move |tx| {
            tx.one(
                "SELECT COUNT(*), COUNT(DISTINCT CASE WHEN outcome = 'accepted' THEN signup END),
                        CAST(SUM(CASE WHEN outcome = 'accepted' THEN 1 ELSE 0 END) AS BIGINT),
                        CAST(SUM(CASE WHEN outcome = 'accepted' AND at > ?2 THEN 1 ELSE 0 END) AS BIGINT)
                 FROM scan WHERE activity = ?1",
                params![activity, at(9, 6)],
                |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<i64>(3)?)),
            )
        });
        let found = found.await.unwrap_or_else(|why: StoreError| panic!("{why}")).unwrap();
        assert_eq!(found, (126, 6, 6, 0), "scans, people, let in, let in later than they first came");
    }
}
