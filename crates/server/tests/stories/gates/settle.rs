//! A person decides about what lets nobody through.

use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};

use super::{Phone, scanned, waiting};
use crate::{
    checkins::{at, hold, morning, sign_up},
    records::records_of,
};

both! {
    async fn doubles_strangers_cancelled_and_late_ones_are_settled_by_a_person(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        let other = hold(&app, "濮院毛衫技能赛", (at(33, 0), at(35, 0)), &[(app.county.foreign_women, 100, "accepted")]).await;
        sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        sign_up(&app, activity, who.child, ("attendee", "cancelled", "AAA222"), "b").await;
        sign_up(&app, activity, who.elder, ("attendee", "waiting", "AAA333"), "c").await;
        sign_up(&app, activity, who.volunteer, ("volunteer", "seat", "AAA444"), "d").await;
        sign_up(&app, activity, who.officer, ("volunteer", "seat", "AAA555"), "e").await;
        sign_up(&app, other, who.neighbour, ("attendee", "seat", "CCC999"), "f").await;
        let (east, west) = (Phone::at(&app, activity, "东门").await, Phone::at(&app, activity, "西门").await);
        app.clock.set(at(15, 0));
        east.bring(&app, &[
            scanned(0, "AAA111", "in", at(9, 50)), scanned(1, "AAA222", "in", at(9, 51)), scanned(2, "AAA333", "in", at(9, 52)),
            scanned(3, "AAA444", "in", at(9, 53)), scanned(4, "CCC999", "in", at(9, 54)), scanned(5, "DDD777", "in", at(9, 55)),
            scanned(6, "AAA555", "in", at(12, 30)), scanned(7, "AAA444", "out", at(14, 30)),
        ]).await.must_be(200);
        west.bring(&app, &[scanned(0, "AAA111", "in", at(9, 40))]).await.must_be(200).must_say("\"changed\":1");
        app.run_jobs().await;
        assert_eq!(records_of(&app, who.volunteer).await, []);
        let all = waiting(&app, activity).await;
        let reasons: Vec<_> = all.iter().map(|(code, reason, _)| (code.as_str(), reason.as_str())).collect();
        assert_eq!(reasons, [
            ("AAA111", "in_already"), ("AAA222", "signup_cancelled"), ("AAA333", "waiting"), ("CCC999", "foreign"),
            ("DDD777", "unknown"), ("AAA555", "too_late"), ("AAA444", "too_late"),
        ]);
        let scan = |code: &str| all.iter().find(|found| found.0 == code).map(|found| found.2.clone()).unwrap();
        let (doubled, waited, stranger, own_scan, late) = (scan("AAA111"), scan("AAA333"), scan("DDD777"), scan("AAA555"), scan("AAA444"));

        let officer = app.sign_in(who.officer).await;
        let list = TestApp::bench(own, &format!("/activities/{activity}/checkin/settle"));
        let settle = async |scans: &[&str], verdict: &str, reason: &str, code: &str| {
            let mut fields: Vec<(&str, &str)> = scans.iter().map(|id| ("scan", *id)).collect();
            fields.extend([("verdict", verdict), ("reason", reason), ("code", code)]);
            officer.post_form(&list, &fields).await
        };
        app.queries().reset();
        officer.get(&list).await.must_be(200);
        assert!(app.queries().statements() <= 7, "the page: {}", app.queries().statements());
        officer.get(&list).await.must_say("待核对的扫码").must_say("是别的活动的码").must_say("东门");
        officer.get(&TestApp::bench(own, "")).await.must_say("核对扫码：包饺子送老人").must_say("7 次扫码没有通过");
        settle(&[], "counts", "看见了", "").await.must_be(422).must_say("请先勾选");
        settle(&[&doubled], "dismissed", " ", "").await.must_be(422).must_say("请写理由").must_say("checked");
        settle(&[&own_scan], "counts", "我在", "").await.must_be(422).must_say("不能核对自己的扫码");
        settle(&[&stranger], "counts", "看见了", "").await.must_be(422).must_say("请写清这是谁");
        settle(&[&stranger], "counts", "看见了", "AAA777").await.must_be(422).must_say("没有这个签到码");
        settle(&[&stranger], "counts", "他用了姐姐的手机", "aaa 222").await.must_be(303);
        settle(&[&doubled], "dismissed", "误扫", "").await.must_be(303);
        settle(&[&waited], "counts", "现场有空位，让她进了", "").await.must_be(303);
        settle(&[&late], "counts", "收拾到两点半", "").await.must_be(303);
        let settled = officer.get(&format!("{list}?settled=true")).await;
        settled.must_say("他用了姐姐的手机").must_say("算数").must_say("误扫").must_say("钱*");
        let door = TestApp::bench(own, &format!("/activities/{activity}/checkin"));
        officer.get(&format!("{door}/arrived")).await.must_say("9:40").must_say("9:52").must_say("9:55").must_say("14:30");
        // Who was let in without a place is among those who were to come: as many as came and as didn't.
        let figure = |name: &str, n: i64| format!("<span class=\"figure-label\">{name}</span><span class=\"figure-value\">{n}</span>");
        officer.get(&door).await.must_say(&figure("应到", 5)).must_say(&figure("已到", 4)).must_say(&figure("没来", 1));

        // The helper's service follows, up to an hour after the end; a change of mind is counted anew.
        app.run_jobs().await;
        let records = records_of(&app, who.volunteer).await;
        assert_eq!(records.iter().map(|(_, minutes, status)| (*minutes, status.as_str())).collect::<Vec<_>>(), [(187, "pending")]);
        settle(&[&late], "dismissed", "不是他", "").await.must_be(303);
        app.run_jobs().await;
        let records = records_of(&app, who.volunteer).await;
        assert_eq!(records.iter().map(|(_, _, status)| status.as_str()).collect::<Vec<_>>(), ["voided"]);
        settle(&[&late], "counts", "问过了，是他", "").await.must_be(303);
        app.run_jobs().await;
        let records = records_of(&app, who.volunteer).await;
        assert_eq!(records.iter().map(|(_, _, status)| status.as_str()).collect::<Vec<_>>(), ["voided", "pending"]);

        let events = app.app.db.read(|tx| {
            tx.one("SELECT COUNT(*) FROM event WHERE act = 'checkin.settled'", params![], |row| row.get::<i64>(0))
        });
        assert_eq!(events.await.unwrap_or_else(|why: StoreError| panic!("{why}")), Some(6));
        // A steward doesn't decide.
        app.sign_in(who.steward).await.get(&list).await.must_be(404);
    }

    async fn whose_it_was_said_to_be_wrongly_is_said_anew(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        sign_up(&app, activity, who.volunteer, ("volunteer", "seat", "AAA111"), "a").await;
        sign_up(&app, activity, who.elder, ("volunteer", "seat", "AAA222"), "b").await;
        sign_up(&app, activity, who.officer, ("volunteer", "seat", "AAA333"), "c").await;
        let phone = Phone::at(&app, activity, "东门").await;
        app.clock.set(at(15, 0));
        // The stranger's own way in, and both helpers' way out.
        phone.bring(&app, &[
            scanned(0, "DDD777", "in", at(9, 30)), scanned(1, "AAA111", "out", at(12, 0)), scanned(2, "AAA222", "out", at(12, 0)),
        ]).await.must_be(200);
        let all = waiting(&app, activity).await;
        let stranger = all.iter().find(|found| found.0 == "DDD777").map(|found| found.2.clone()).unwrap();
        let leaving = all.iter().find(|found| found.0 == "AAA111").map(|found| found.2.clone()).unwrap();
        let officer = app.sign_in(who.officer).await;
        let list = TestApp::bench(own, &format!("/activities/{activity}/checkin/settle"));
        let counts = async |scan: &str, code: &str| {
            let fields = [("scan", scan), ("verdict", "counts"), ("reason", "看见了"), ("code", code), ("settled", "true")];
            officer.post_form(&list, &fields).await
        };
        let minutes = async |person| {
            app.run_jobs().await;
            let records = records_of(&app, person).await;
            records.iter().filter(|(.., status)| status == "pending").map(|(_, minutes, _)| *minutes).collect::<Vec<_>>()
        };
        counts(&stranger, "AAA111").await.must_be(303);
        assert_eq!((minutes(who.volunteer).await, minutes(who.elder).await), (vec![150], vec![]));
        // It was the other. Nobody says of themselves that it was they, or that it wasn't.
        counts(&stranger, "AAA333").await.must_be(422).must_say("不能核对自己的扫码");
        let town = app.sign_in(who.town_officer).await;
        let said = async |code: &str| {
            let fields = [("scan", stranger.as_str()), ("verdict", "counts"), ("reason", "看错了"), ("code", code)];
            town.post_form(&list, &fields).await.must_be(303);
        };
        said("AAA333").await;
        counts(&stranger, "AAA222").await.must_be(422).must_say("不能核对自己的扫码");
        said("AAA222").await;
        assert_eq!((minutes(who.volunteer).await, minutes(who.elder).await), (vec![], vec![150]));
        // A scan that shows somebody's own code is nobody else's.
        counts(&leaving, "AAA222").await.must_be(422).must_say("不能改成别人的");
        // What was typed and ticked stays, on the list on which it was.
        let wrong = counts(&stranger, "AAA777").await.must_be(422);
        wrong.must_say("没有这个签到码").must_say("value=\"AAA777\"").must_say("name=\"settled\" value=\"true\"").must_say("checked");
    }

    async fn what_is_ticked_stays_on_its_page(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        let phone = Phone::at(&app, activity, "东门").await;
        app.clock.set(at(15, 0));
        let strangers: Vec<_> = (0..103).map(|n| scanned(n, &format!("DDD{n:03}"), "in", at(9, 30))).collect();
        phone.bring(&app, &strangers).await.must_be(200);
        let all = waiting(&app, activity).await;
        let officer = app.sign_in(who.officer).await;
        let list = TestApp::bench(own, &format!("/activities/{activity}/checkin/settle"));
        let after = all[99].2.as_str();
        let all_of_it = format!("{list}?settled=false&amp;after={after}&amp;all=true");
        officer.get(&format!("{list}?after={after}")).await.must_say("(DDD102)").must_say(&all_of_it);
        officer.get(&format!("{list}?after={after}&all=true")).await.must_say("(DDD102)").must_not_say("(DDD005)");
        let fields = [("scan", all[101].2.as_str()), ("verdict", "dismissed"), ("reason", " "), ("after", after)];
        let wrong = officer.post_form(&list, &fields).await.must_be(422);
        wrong.must_say("请写理由").must_say("(DDD101)").must_say("checked").must_not_say("(DDD005)");
    }

    async fn what_was_scanned_online_waits_beside_the_others_by_one_rule(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        sign_up(&app, activity, who.elder, ("attendee", "seat", "AAA333"), "c").await;
        sign_up(&app, activity, who.neighbour, ("attendee", "seat", "AAA666"), "d").await;
        let steward = app.sign_in(who.steward).await;
        let door = TestApp::bench(own, &format!("/activities/{activity}/checkin"));
        let scan = async |nonce: &str, code: &str| {
            let fields = [("code", code), ("direction", "in"), ("nonce", nonce)];
            steward.post_form(&door, &fields).await.must_be(303);
        };
        // Too early, and let in later; held up twice within a minute; typed wrong: nobody has to look at that.
        app.clock.set(at(7, 59));
        scan("n1", "AAA111").await;
        app.clock.set(at(9, 0));
        scan("n2", "AAA111").await;
        scan("n3", "AAA333").await;
        app.clock.set(at(9, 1));
        scan("n4", "AAA111").await;
        scan("n5", "看不清").await;
        assert_eq!(waiting(&app, activity).await, []);
        // The same ticket an hour later, and a code that nobody here has: somebody has to.
        app.clock.set(at(10, 0));
        scan("n6", "AAA111").await;
        scan("n7", "DDD777").await;
        let all = waiting(&app, activity).await;
        let reasons: Vec<_> = all.iter().map(|(code, reason, _)| (code.as_str(), reason.as_str())).collect();
        assert_eq!(reasons, [("AAA111", "in_already"), ("DDD777", "unknown")]);
        let officer = app.sign_in(who.officer).await;
        officer.get(&door).await.must_say("待核对 2 次");
        app.clock.set(at(13, 0));
        officer.get(&TestApp::bench(own, "")).await.must_say("核对扫码：包饺子送老人");
        let list = format!("{door}/settle");
        // Two may be called alike when their names are masked: the code says which one it was.
        officer.get(&list).await.must_be(200).must_say("(AAA111)").must_say("(DDD777)");
        let stranger = all[1].2.clone();
        officer.post_form(&list, &[("scan", &stranger), ("verdict", "counts"), ("reason", "用了旧手机"), ("code", "AAA666")]).await.must_be(303);
        officer.post_form(&list, &[("scan", &all[0].2), ("verdict", "dismissed"), ("reason", "出去接人又进来")]).await.must_be(303);
        assert_eq!(waiting(&app, activity).await, []);
        // It is over: who came and who didn't, each to be opened.
        let page = officer.get(&door).await.must_be(200);
        page.must_say("没来").must_not_say("在场 3 人");
        officer.get(&format!("{door}/arrived")).await.must_say("朱**").must_say("金**");
        let of_activity = officer.get(&TestApp::bench(own, &format!("/activities/{activity}"))).await.must_be(200);
        of_activity.must_say("来了 3 人").must_say("0 人没来").must_not_say("在场");
        officer.get(&format!("{door}/missing")).await.must_be(200).must_say("有名额的都来了");
    }
}
