//! The printed sheet, typed in afterwards by two people.

use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::waiting;
use crate::{
    checkins::{at, hold, morning, sign_up, write},
    records::records_of,
};

both! {
    async fn a_sheet_is_believed_when_two_people_typed_the_same(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        let mut signups = Vec::new();
        let people = [who.resident, who.child, who.elder, who.neighbour, who.volunteer];
        let roles = ["attendee", "attendee", "attendee", "attendee", "volunteer"];
        let codes = ["AAA111", "AAA222", "AAA333", "AAA444", "AAA555"];
        for ((person, role), code) in people.into_iter().zip(roles).zip(codes) {
            signups.push(sign_up(&app, activity, person, (role, "seat", code), code).await);
        }
        let sheet = TestApp::bench(own, &format!("/activities/{activity}/checkin/paper"));
        app.clock.set(at(20, 0));
        let fields = |times: &[(usize, &str, &str)], more: &[(&str, &str)]| {
            let mut fields: Vec<(String, String)> = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            for (line, came, left) in times {
                let signup = signups[*line];
                fields.push((format!("in-{signup}"), (*came).to_owned()));
                fields.push((format!("out-{signup}"), (*left).to_owned()));
            }
            fields
        };
        let send = async |client: &langqiao_testkit::Client, path: &str, fields: &[(String, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            client.post_form(path, &fields).await
        };
        let (steward, officer) = (app.sign_in(who.steward).await, app.sign_in(who.officer).await);
        steward.get(&sheet).await.must_be(200).must_say("AAA111").must_say("保存，录完了");

        // What is no time, or can't be, is said where it stands, and what was typed stays.
        let wrong = fields(&[(0, "上午", ""), (1, "9:55", "")], &[("finish", "1")]);
        send(&steward, &sheet, &wrong).await.must_be(422).must_say("请写时间").must_say("value=\"9:55\"");
        let backwards = fields(&[(0, "11:00", "10:00")], &[("finish", "1")]);
        send(&steward, &sheet, &backwards).await.must_be(422).must_say("走的时间要在来的时间之后");

        let first = fields(&[(0, "9:50", "11:50"), (1, "9：55", ""), (2, "", ""), (3, "10:05", "12点"), (4, "9:30", "12:30")], &[]);
        send(&steward, &sheet, &first).await.must_be(303);
        send(&steward, &format!("{sheet}/take"), &[]).await.must_be(422).must_say("还没有两个人录完");
        send(&steward, &sheet, &fields(&[], &[("finish", "1")])).await.must_be(303);
        steward.get(&sheet).await.must_say("请另一个人再录一遍");
        send(&steward, &sheet, &first).await.must_be(422).must_say("已经录完，不能再改");
        send(&steward, &format!("{sheet}/take"), &[]).await.must_be(422).must_say("还没有两个人录完");

        // The second sees that somebody typed it and not what.
        officer.get(&sheet).await.must_say("录完了").must_not_say("9:50").must_not_say("value=\"9:");
        let second = fields(&[(0, "9:50", "11:50"), (1, "9:55", ""), (2, "", ""), (3, "10:50", "12:00"), (4, "9:30", "12:30")], &[("finish", "1")]);
        send(&officer, &sheet, &second).await.must_be(303);

        // A third person has no copy to type, but may look up what differs.
        let third = app.sign_in(who.town_officer).await;
        let page = third.get(&sheet).await;
        page.must_say("录得一样的 4 行，不一样的 1 行").must_say("10:05–12:00").must_say("10:50–12:00").must_not_say("9:55–");
        send(&third, &sheet, &fields(&[(0, "9:00", "")], &[])).await.must_be(422).must_say("已有两个人在录");
        // What is not ticked as looked up stays where it is.
        let unsure = fields(&[(3, "10:05", "12:00")], &[]);
        send(&third, &format!("{sheet}/take"), &unsure).await.must_be(303);
        third.get(&sheet).await.must_say("已登记 4 行，其中 3 人签了到；还有 1 行不一样");
        let arrived = TestApp::bench(own, &format!("/activities/{activity}/checkin/arrived"));
        officer.get(&arrived).await.must_say("9:50–11:50").must_say("9:55 到场").must_not_say("10:05");
        let sure = format!("sure-{}", signups[3]);
        let looked_up = fields(&[(3, "10:05", "12:00")], &[(sure.as_str(), "1")]);
        send(&third, &format!("{sheet}/take"), &looked_up).await.must_be(303);
        third.get(&sheet).await.must_say("已全部登记，共 5 行");
        officer.get(&arrived).await.must_say("10:05–12:00");
        send(&third, &format!("{sheet}/take"), &looked_up).await.must_be(303);

        app.run_jobs().await;
        let records = records_of(&app, who.volunteer).await;
        assert_eq!(records.iter().map(|(_, minutes, status)| (*minutes, status.as_str())).collect::<Vec<_>>(), [(180, "pending")]);
        let found = app.app.db.read(move |tx| {
            tx.all(
                "SELECT x.source, COUNT(*), COUNT(DISTINCT x.sequence) FROM scan x WHERE x.activity = ?1 GROUP BY x.source",
                params![activity],
                |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?)),
            )
        });
        let found = found.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
        assert_eq!(found, [("paper".to_owned(), 7, 7)]);
    }

    async fn a_copy_that_nobody_finishes_is_dropped_with_a_reason(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        let signup = sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        app.clock.set(at(20, 0));
        let path = format!("/api/v1/organisations/{own}/activities/{activity}/sheet");
        let lines = |finish: bool| json!({ "lines": [{ "signup": signup, "came_at": at(9, 50).to_string() }], "finish": finish });
        // Whoever has no post at a host begins no copy, however far up they are.
        let above = app.program(who.county, &["checkin.scan", "checkin.settle"]).await;
        above.post_json(&path, &lines(false)).await.must_be(409).must_say("sheet-of-hosts");
        let bench = TestApp::bench(own, &format!("/activities/{activity}/checkin/paper"));
        app.sign_in(who.county).await.get(&bench).await.must_say("由主办或共办单位的人来录").must_not_say("保存，录完了");
        let (steward, officer) = (app.program(who.steward, &["checkin.scan"]).await, app.sign_in(who.officer).await);
        steward.post_json(&path, &lines(false)).await.must_be(204);
        above.post_json(&format!("{path}/drop"), &json!({ "place": 1, "reason": "看看" })).await.must_be(409).must_say("sheet-of-hosts");
        officer.get(&bench).await.must_be(200).must_say("作废这一遍");
        let drop = format!("{bench}/drop");
        let back = officer.post_form(&drop, &[("place", "1"), ("reason", " ")]).await.must_be(303);
        officer.follow(&back).await.must_say("请写为什么作废");
        officer.post_form(&drop, &[("place", "2"), ("reason", "没有")]).await.must_be(404);
        let gone = officer.post_form(&drop, &[("place", "1"), ("reason", "录了一行就走了")]).await.must_be(303);
        officer.follow(&gone).await.must_say("已作废").must_not_say("正在录");
        app.sign_in(who.steward).await.get("/notices").await.must_say("录了一行就走了");
        let kept = app.app.db.read(|tx| {
            tx.one("SELECT COUNT(*) FROM event WHERE act = 'sheet.dropped' AND detail LIKE '%录了一行就走了%'", params![], |row| row.get::<i64>(0))
        });
        assert_eq!(kept.await.expect("a count"), Some(1));
        // It is typed anew; what is done is not dropped.
        steward.post_json(&path, &lines(true)).await.must_be(204);
        let again = officer.post_form(&drop, &[("place", "1"), ("reason", "再来")]).await.must_be(303);
        officer.follow(&again).await.must_say("已经录完，不能作废");
    }

    async fn a_typist_confirms_what_the_other_typed_and_nothing_else(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        let signup = sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        app.clock.set(at(20, 0));
        let bench = TestApp::bench(own, &format!("/activities/{activity}/checkin/paper"));
        let (steward, officer) = (app.sign_in(who.steward).await, app.sign_in(who.officer).await);
        let (came, left, sure) = (format!("in-{signup}"), format!("out-{signup}"), format!("sure-{signup}"));
        steward.post_form(&bench, &[(&came, "9:50"), (&left, "11:50"), ("finish", "1")]).await.must_be(303);
        officer.post_form(&bench, &[(&came, "9:56"), (&left, "11:50"), ("finish", "1")]).await.must_be(303);
        // Each sees their own and the other's, and finds the other's in the fields.
        let page = steward.get(&bench).await.must_say("您录的：9:50–11:50").must_say("另一位录的：9:56–11:50");
        page.must_say("value=\"9:56\"").must_not_say("value=\"9:50\"");
        let own_word = [(came.as_str(), "9:50"), (left.as_str(), "11:50"), (sure.as_str(), "1")];
        let take = format!("{bench}/take");
        steward.post_form(&take, &own_word).await.must_be(422).must_say("要由另一位或第三个人来确认").must_say("value=\"9:50\"");
        // The other says that it was right.
        let done = officer.post_form(&take, &own_word).await.must_be(303);
        officer.follow(&done).await.must_say("已全部登记，共 1 行");
    }

    async fn of_several_days_the_day_is_chosen(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        let longer = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE activity SET ends_at = ends_at + 86400000 WHERE id = ?1", params![activity])
        });
        longer.await.expect("an update");
        let signup = sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        app.clock.set(at(20, 0) + jiff::SignedDuration::from_hours(24));
        let bench = TestApp::bench(own, &format!("/activities/{activity}/checkin/paper"));
        let (steward, officer) = (app.sign_in(who.steward).await, app.sign_in(who.officer).await);
        let (came, day) = (format!("in-{signup}"), format!("inday-{signup}"));
        steward.get(&bench).await.must_say("选哪一天");
        steward.post_form(&bench, &[(&came, "9:50"), ("finish", "1")]).await.must_be(422).must_say("请选是哪一天").must_say("value=\"9:50\"");
        steward.post_form(&bench, &[(&came, "9:50"), (&day, "2026-12-24"), ("finish", "1")]).await.must_be(422);
        for typist in [&steward, &officer] {
            typist.post_form(&bench, &[(&came, "9:50"), (&day, "2026-11-22"), ("finish", "1")]).await.must_be(303);
        }
        let done = steward.post_form(&format!("{bench}/take"), &[]).await.must_be(303);
        steward.follow(&done).await.must_say("已全部登记");
        let kept = app.app.db.read(move |tx| {
            tx.one("SELECT came_at FROM sheet_outcome WHERE signup = ?1", params![signup], |row| row.get::<jiff::Timestamp>(0))
        });
        assert_eq!(kept.await.expect("it"), Some(at(9, 50) + jiff::SignedDuration::from_hours(24)));
    }

    async fn who_leaves_after_midnight_has_left(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let hosts = [(own, 100, "accepted")];
        let activity = hold(&app, "元宵守夜", (at(20, 0), at(23, 0)), &hosts).await;
        let signup = sign_up(&app, activity, who.volunteer, ("volunteer", "seat", "AAA111"), "a").await;
        app.clock.set(at(33, 0));
        let bench = TestApp::bench(own, &format!("/activities/{activity}/checkin/paper"));
        let (steward, officer) = (app.sign_in(who.steward).await, app.sign_in(who.officer).await);
        let (came, left, day) = (format!("in-{signup}"), format!("out-{signup}"), format!("outday-{signup}"));
        // Later than the door is open the day is chosen; the next one is among them.
        steward.post_form(&bench, &[(&came, "19:40"), (&left, "1:30")]).await.must_be(422).must_say("走的时间要在来的时间之后");
        steward.post_form(&bench, &[(&came, "19:40"), (&left, "1:30"), (&day, "2026-11-22")]).await.must_be(303);
        for typist in [&steward, &officer] {
            typist.post_form(&bench, &[(&came, "19:40"), (&left, "0:20"), ("finish", "1")]).await.must_be(303);
        }
        let done = steward.post_form(&format!("{bench}/take"), &[]).await.must_be(303);
        steward.follow(&done).await.must_say("已全部登记");
        let kept = app.app.db.read(move |tx| {
            tx.one("SELECT left_at FROM sheet_outcome WHERE signup = ?1", params![signup], |row| row.get::<jiff::Timestamp>(0))
        });
        assert_eq!(kept.await.expect("it"), Some(at(24, 20)));
        app.run_jobs().await;
        let records = records_of(&app, who.volunteer).await;
        assert_eq!(records.iter().map(|(_, _, status)| status.as_str()).collect::<Vec<_>>(), ["pending"]);
    }

    async fn a_time_still_to_come_is_refused_where_it_is_typed_and_holds_up_no_other_line(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        let good = sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        let early = sign_up(&app, activity, who.elder, ("attendee", "seat", "AAA222"), "b").await;
        app.clock.set(at(11, 0));
        let bench = TestApp::bench(own, &format!("/activities/{activity}/checkin/paper"));
        let (steward, officer) = (app.sign_in(who.steward).await, app.sign_in(who.officer).await);
        let (came, left, came_early) = (format!("in-{good}"), format!("out-{good}"), format!("in-{early}"));
        let later = [(came.as_str(), "9:50"), (left.as_str(), "11:50"), (came_early.as_str(), "11:30"), ("finish", "1")];
        let said = steward.post_form(&bench, &later).await.must_be(422).must_say("value=\"11:50\"").must_say("value=\"11:30\"");
        said.must_say(&format!("#f-{left}")).must_say(&format!("#f-{came_early}")).must_say("这个时间还没到").must_not_say("走的时间要在来的时间之后");
        let path = format!("/api/v1/organisations/{own}/activities/{activity}/sheet");
        let program = app.program(who.steward, &["checkin.scan"]).await;
        let lines = json!({ "lines": [{ "signup": good, "came_at": at(11, 30).to_string() }] });
        program.post_json(&path, &lines).await.must_be(422).must_say("times-to-come");

        for typist in [&steward, &officer] {
            typist.post_form(&bench, &[(&came, "9:50"), (&came_early, "10:10"), ("finish", "1")]).await.must_be(303);
        }
        // Such a time that was typed before stays open, and nothing else does.
        write(&app, move |tx| {
            tx.execute("UPDATE sheet_line SET left_at = ?2 WHERE signup = ?1", params![early, at(23, 50)]).map(drop)
        }).await;
        let take = format!("{bench}/take");
        let done = officer.post_form(&take, &[]).await.must_be(303);
        officer.follow(&done).await.must_say("已登记 1 行").must_say("还有 1 行不一样");
        let sure = format!("sure-{early}");
        let third = app.sign_in(who.town_officer).await;
        third.get(&bench).await.must_say("这个时间还没到").must_say(&sure);
        let looked_up = [(came_early.as_str(), "10:10"), (sure.as_str(), "1")];
        let done = third.post_form(&take, &looked_up).await.must_be(303);
        third.follow(&done).await.must_say("已全部登记，共 2 行");
    }

    async fn of_what_was_called_off_while_it_ran_those_who_came_before_are_typed_in(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        let before = sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        let stayed = sign_up(&app, activity, who.volunteer, ("volunteer", "seat", "AAA222"), "b").await;
        let after = sign_up(&app, activity, who.elder, ("attendee", "seat", "AAA333"), "c").await;
        write(&app, move |tx| {
            let off = "UPDATE activity SET status = 'cancelled', cancel_reason = '暴雨', cancelled_at = ?2 WHERE id = ?1";
            tx.execute(off, params![activity, at(10, 30)]).map(drop)
        }).await;
        app.clock.set(at(20, 0));
        let bench = TestApp::bench(own, &format!("/activities/{activity}/checkin/paper"));
        let (steward, officer) = (app.sign_in(who.steward).await, app.sign_in(who.officer).await);
        steward.get(&bench).await.must_be(200).must_say("10:30 取消");
        let (came_before, came_after) = (format!("in-{before}"), format!("in-{after}"));
        let (came, left) = (format!("in-{stayed}"), format!("out-{stayed}"));
        let lines = [(came_before.as_str(), "9:50"), (came.as_str(), "9:30"), (left.as_str(), "11:50"), (came_after.as_str(), "10:40"), ("finish", "1")];
        for typist in [&steward, &officer] {
            typist.post_form(&bench, &lines).await.must_be(303);
        }
        let done = officer.post_form(&format!("{bench}/take"), &[]).await.must_be(303);
        officer.follow(&done).await.must_say("已登记 3 行，其中 2 行有活动取消以后的时间").must_say("已全部登记，共 3 行");
        let open = waiting(&app, activity).await;
        let mut open: Vec<(&str, &str)> = open.iter().map(|(code, reason, _)| (code.as_str(), reason.as_str())).collect();
        open.sort_unstable();
        assert_eq!(open, [("AAA222", "activity_cancelled"), ("AAA333", "activity_cancelled")]);
        let arrived = officer.get(&TestApp::bench(own, &format!("/activities/{activity}/checkin/arrived"))).await;
        arrived.must_say("9:50 到场").must_say("9:30 到场").must_not_say("10:40");
    }

    async fn one_person_alone_cannot_fill_in_both_copies(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        let signup = sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        app.clock.set(at(20, 0));
        let path = format!("/api/v1/organisations/{own}/activities/{activity}/sheet");
        let lines = json!({ "lines": [{ "signup": signup, "came_at": at(9, 50).to_string() }], "finish": true });
        // Sent twice at once by the same person it is one copy.
        let one = app.program(who.steward, &["checkin.scan"]).await;
        let two = app.program(who.steward, &["checkin.scan"]).await;
        let (first, second) = tokio::join!(one.post_json(&path, &lines), two.post_json(&path, &lines));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409]);
        let sheet: Value = one.get(&path).await.must_be(200).json();
        assert_eq!((&sheet["typists"], &sheet["finished"], &sheet["lines"][0]["taken"]), (&json!(1), &json!(false), &Value::Null));
        one.post_json(&format!("{path}/take"), &json!({})).await.must_be(409).must_say("sheet-unfinished");
        // Neither does the schema let one person be both.
        let steward = who.steward;
        let forged = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute(
                "INSERT INTO sheet_copy (activity, place, typist, begun_at) VALUES (?1, 2, ?2, 0)",
                params![activity, steward],
            ).map(drop)
        });
        assert!(matches!(forged.await, Err(StoreError::Constraint(name)) if name == "sheet_typist_once"));
        let forged = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute(
                "INSERT INTO sheet_outcome (signup, activity, first_typist, second_typist, at) VALUES (?1, ?2, ?3, ?3, 0)",
                params![signup, activity, steward],
            ).map(drop)
        });
        assert!(matches!(forged.await, Err(StoreError::Constraint(name)) if name == "sheet_outcome_two"));

        // Two others at once: each has a copy, a third has none.
        let mut typing = tokio::task::JoinSet::new();
        for person in [who.officer, who.town_officer, who.county] {
            let (program, path, lines) = (app.program(person, &["checkin.scan"]).await, path.clone(), lines.clone());
            typing.spawn(async move { program.post_json(&path, &lines).await.status.as_u16() });
        }
        let mut statuses = typing.join_all().await;
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409, 409]);
        let taken: Value = one.post_json(&format!("{path}/take"), &json!({})).await.must_be(200).json();
        assert_eq!(taken, json!({ "taken": 1, "differ": 0, "untyped": 0, "not_yours": [], "called_off": 0 }));
        let sheet: Value = one.get(&path).await.must_be(200).json();
        assert_eq!(sheet["lines"][0]["taken"]["came_at"], "2026-11-21T09:50:00+08:00");
    }
}
