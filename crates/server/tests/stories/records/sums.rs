//! The sums: no day over its cap, nothing counted twice, the parts add up to the whole, whoever is at it at once.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use langqiao_app::{
    checkins::Direction,
    records::{self, CAP, DecideError},
};
use langqiao_kernel::id::OrganisationId;
use langqiao_store::StoreError;
use langqiao_testkit::{TestApp, both};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use super::{bench, differences, joint, november, pass, records_of, register, serve};
use crate::checkins::{at, hold, sign_up};

both! {
    async fn a_day_holds_eight_hours_and_nobody_is_in_two_places(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let (morning, _) = joint(&app, "早市", (at(6, 0), at(12, 0))).await;
        let (noon, _) = joint(&app, "午间", (at(11, 0), at(14, 0))).await;
        let (evening, _) = joint(&app, "晚会", (at(18, 0), at(23, 0))).await;
        pass(&app, morning, "VVV111", Direction::In, at(6, 0)).await;
        pass(&app, noon, "VVV111", Direction::In, at(11, 0)).await;
        pass(&app, morning, "VVV111", Direction::Out, at(12, 0)).await;
        app.run_jobs().await;
        pass(&app, noon, "VVV111", Direction::Out, at(13, 0)).await;
        app.run_jobs().await;
        serve(&app, evening, "VVV111", (at(18, 0), at(22, 0))).await;
        let minutes: Vec<i64> = records_of(&app, who.volunteer).await.iter().map(|(_, minutes, _)| *minutes).collect();
        assert_eq!(minutes, [360, 60, 60], "six hours; one of two, for one was elsewhere; the rest of eight");
        let officer = app.sign_in(who.officer).await;
        officer.get(&bench(&app, &format!("/activities/{noon}"))).await.must_say("与另一条服务记录重叠 1 小时，不重复计");
        officer.get(&bench(&app, &format!("/activities/{evening}"))).await.must_say("每人每天最多计 8 小时，超出 3 小时不计");
        assert_eq!(differences(&app).await, Vec::<String>::new());
    }

    async fn two_activities_left_at_once_share_the_day(db: Db) {
        let app = TestApp::start(db).await;
        let volunteer = app.county.people.volunteer;
        let mut activities = Vec::new();
        // Eight activities apart in time, whose jobs then run together: the day is full after four.
        for (number, title) in ["一", "二", "三", "四", "五", "六", "七", "八"].into_iter().enumerate() {
            let from = number as i64 * 3;
            let (activity, _) = joint(&app, title, (at(from, 30), at(from + 2, 30))).await;
            pass(&app, activity, "VVV111", Direction::In, at(from, 30)).await;
            pass(&app, activity, "VVV111", Direction::Out, at(from + 2, 30)).await;
            activities.push(activity);
        }
        tokio::join!(app.run_jobs(), app.run_jobs(), app.run_jobs(), app.run_jobs());
        let minutes: i64 = records_of(&app, volunteer).await.iter().map(|(_, minutes, _)| minutes).sum();
        assert_eq!(minutes, CAP);
        assert_eq!(differences(&app).await, Vec::<String>::new());
    }

    async fn two_officers_who_confirm_at_once_count_once(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (&app.county, &app.county.people);
        let (activity, _) = joint(&app, "清河行动", (at(10, 0), at(12, 0))).await;
        serve(&app, activity, "VVV111", (at(10, 0), at(12, 0))).await;
        let record = records_of(&app, who.volunteer).await[0].0;
        let mut officers = tokio::task::JoinSet::new();
        for n in 0..16 {
            let (db, org) = (app.app.db.clone(), county.village_women);
            let (officer, by) = (if n % 2 == 0 { who.officer } else { who.town_officer }, app.app.by_system("story"));
            officers.spawn(async move {
                db.write(by, move |tx| match n % 4 {
                    3 => records::void(tx, org, officer, record, "误登").map(|()| 0),
                    _ => records::confirm(tx, org, officer, record),
                })
                .await
            });
        }
        let done = officers.join_all().await;
        let fine = done.iter().all(|done| !matches!(done, Err(DecideError::Store(_))));
        assert!(fine, "{done:?}");
        assert!(done.iter().filter(|done| matches!(done, Ok(1..))).count() <= 1);
        assert_eq!(november(&app, county.village_women).await, 0, "voided in the end");
        assert_eq!(differences(&app).await, Vec::<String>::new());
    }

    async fn whatever_is_shared_and_served_the_parts_add_up_to_the_whole(db: Db) {
        let app = TestApp::start(db).await;
        let county = &app.county;
        let volunteers = register(&app, 3).await;
        let bodies = [county.village_women, county.firm_union, county.town_women[0], county.federations[1]];
        let mut runner = TestRunner::deterministic();
        let story = (
            prop::collection::vec((0i64..=100, any::<bool>()), bodies.len()),
            prop::collection::vec((-40i64..200, 1i64..300, 0u8..4), volunteers.len()),
        );
        let (mut whole, mut parts) = (0, BTreeMap::<OrganisationId, i64>::new());
        for round in 0..12 {
            let (shares, stays) = story.new_tree(&mut runner).expect("a case").current();
            let hosts: Vec<_> = bodies
                .iter()
                .zip(&shares)
                .enumerate()
                .map(|(n, (body, (share, accepted)))| (*body, *share, if n == 0 || *accepted { "accepted" } else { "declined" }))
                .collect();
            // Every third begins before the one before it has ended.
            let from = at(0, round * 200 - if round % 3 == 0 { 90 } else { 0 } + 600);
            let activity = hold(&app, "随机", (from, from + SignedDuration::from_mins(180)), &hosts).await;
            for ((number, person), (came, stay, end)) in volunteers.iter().enumerate().zip(stays) {
                let code: &'static str = format!("R{number}R{:03}", 100 + round).leak();
                sign_up(&app, activity, *person, ("volunteer", "seat", code), "r").await;
                let came = from + SignedDuration::from_mins(came.min(179));
                let left = (came + SignedDuration::from_mins(stay)).min(from + SignedDuration::from_mins(299));
                serve(&app, activity, code, (came, left)).await;
                let Some((record, minutes, _)) = records_of(&app, *person).await.pop() else { continue };
                let (org, officer) = (county.village_women, county.people.officer);
                let decided = app.app.db.write(app.app.by_system("story"), move |tx| match end {
                    0 => Ok::<_, DecideError>(0),
                    1 => records::void(tx, org, officer, record, "随机").map(|()| 0),
                    2 => {
                        records::confirm(tx, org, officer, record)?;
                        records::void(tx, org, officer, record, "随机").map(|()| 0)
                    }
                    _ => records::confirm(tx, org, officer, record),
                });
                // A stay that counts nothing leaves no record, and then the last one was decided before.
                if let Ok(confirmed @ 1..) = decided.await {
                    assert_eq!(confirmed, minutes);
                    whole += confirmed;
                }
            }
            assert_eq!(differences(&app).await, Vec::<String>::new());
            let mut sum = 0;
            for body in bodies {
                let total = months(&app, body).await;
                parts.insert(body, total);
                sum += total;
            }
            assert_eq!(sum, whole, "round {round}: {parts:?}");
        }
        assert!(whole > 0 && parts.values().filter(|minutes| **minutes > 0).count() > 2, "{parts:?}");
    }
}

/// All confirmed minutes of a body.
async fn months(app: &TestApp, org: OrganisationId) -> i64 {
    let sum = app
        .app
        .db
        .read(move |tx| langqiao_platform::rollup::sum(tx, org, (0, i64::MAX), records::MEASURE));
    sum.await.unwrap_or_else(|why: StoreError| panic!("{why}"))
}
