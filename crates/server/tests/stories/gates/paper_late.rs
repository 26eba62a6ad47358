//! Lines that came to the printed sheet after it was typed.

use langqiao_kernel::id::{ActivityId, PersonId, SignupId};
use langqiao_store::params;
use langqiao_testkit::{Client, TestApp, both};

use crate::checkins::{at, morning, sign_up, write};

/// A printed sheet and those who typed it.
struct Sheet {
    activity: ActivityId,
    /// Where the host's people type it.
    bench: String,
    /// The line that came to it afterwards.
    late: SignupId,
    steward: Client,
    officer: Client,
}

/// A sheet of one line, which two people typed in the evening; an hour later there is another line, and it is ten by now.
async fn typed(app: &TestApp) -> Sheet {
    let (who, own) = (&app.county.people, app.county.village_women);
    let activity = morning(app).await;
    let first = sign_up(app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
    app.clock.set(at(20, 0));
    let bench = TestApp::bench(own, &format!("/activities/{activity}/checkin/paper"));
    let (steward, officer) = (app.sign_in(who.steward).await, app.sign_in(who.officer).await);
    let came = format!("in-{first}");
    for typist in [&steward, &officer] {
        let line = [(came.as_str(), "9:50"), ("finish", "1")];
        typist.post_form(&bench, &line).await.must_be(303);
    }
    let late = sign_up(app, activity, who.elder, ("attendee", "seat", "AAA222"), "b").await;
    write(app, move |tx| {
        let sql = "UPDATE signup SET seated_at = ?2 WHERE id = ?1";
        tx.execute(sql, params![late, at(21, 0)]).map(drop)
    })
    .await;
    app.clock.set(at(22, 0));
    Sheet {
        activity,
        bench,
        late,
        steward,
        officer,
    }
}

both! {
    async fn a_late_line_that_one_typist_never_types_is_looked_up_by_a_third(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let Sheet { bench, late, officer, .. } = typed(&app).await;
        let (came, sure) = (format!("in-{late}"), format!("sure-{late}"));
        let looked_up = [(came.as_str(), "10:10"), (sure.as_str(), "1")];
        let (third, take) = (app.sign_in(who.town_officer).await, format!("{bench}/take"));
        // One person alone is not believed: not the third, and not the one who typed it.
        third.get(&bench).await.must_be(200).must_not_say(&sure);
        third.post_form(&take, &looked_up).await.must_be(303);
        third.get(&bench).await.must_say("还有 1 行是后来补录的人");
        officer.post_form(&bench, &[(&came, "10:10"), ("finish", "1")]).await.must_be(303);
        officer.post_form(&take, &looked_up).await.must_be(303);
        officer.get(&bench).await.must_say("还有 1 行是后来补录的人").must_not_say(&sure);
        // The third sees what was typed, and says that the paper says so.
        third.get(&bench).await.must_say(&sure).must_say("10:10");
        let done = third.post_form(&take, &looked_up).await.must_be(303);
        third.follow(&done).await.must_say("已全部登记，共 2 行");
        let kept = app.app.db.read(move |tx| {
            tx.one("SELECT came_at, settled_by FROM sheet_outcome WHERE signup = ?1", params![late], |row| {
                Ok((row.get::<jiff::Timestamp>(0)?, row.get::<PersonId>(1)?))
            })
        });
        assert_eq!(kept.await.expect("it"), Some((at(10, 10), who.town_officer)));
    }

    async fn late_lines_that_neither_typist_types_are_typed_and_looked_up_by_two_others(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let Sheet { activity, bench, late, steward, officer, .. } = typed(&app).await;
        let (came, sure) = (format!("in-{late}"), format!("sure-{late}"));
        let (typed, looked_up) = ([(came.as_str(), "10:10"), ("finish", "1")], [(came.as_str(), "10:10"), (sure.as_str(), "1")]);
        let (other, third) = (app.sign_in(who.firm_officer).await, app.sign_in(who.town_officer).await);
        let beside = TestApp::bench(app.county.firm_union, &format!("/activities/{activity}/checkin/paper"));
        let take = |bench: &str| format!("{bench}/take");
        // Whatever was typed comes first, and only people of the hosts go on.
        other.post_form(&beside, &typed).await.must_be(422).must_say("已有两个人在录");
        other.post_form(&take(&beside), &[]).await.must_be(303);
        third.post_form(&bench, &typed).await.must_be(422).must_say("由主办或共办单位的人来录");
        other.get(&beside).await.must_say("原来录的两个人都没有录");
        steward.get("/notices").await.must_not_say("您不用再录");
        other.post_form(&beside, &typed).await.must_be(303);
        // The one in whose place that is reads it, with the way to the sheet; the other's copy is as it was.
        let notice = steward.get("/notices").await.must_say("您不用再录");
        let open = notice.text().split("action=\"").filter_map(|part| part.split('"').next()).find(|to| to.ends_with("/open")).map(str::to_owned);
        steward.follow(&steward.post_form(&open.expect("a way to it"), &[]).await.must_be(303)).await.must_be(200);
        officer.get("/notices").await.must_not_say("您不用再录");
        // Whoever went on is not the second, too, and nobody takes over what is typed.
        other.post_form(&take(&beside), &looked_up).await.must_be(303);
        other.get(&beside).await.must_say("还有 1 行是后来补录的人");
        steward.post_form(&bench, &typed).await.must_be(422).must_say("已有两个人在录");
        let done = third.post_form(&take(&bench), &looked_up).await.must_be(303);
        third.follow(&done).await.must_say("已全部登记，共 2 行");
        let kept = app.app.db.read(move |tx| {
            tx.one(
                "SELECT first_typist, settled_by, (SELECT COUNT(*) FROM event WHERE act = 'sheet.taken_over') FROM sheet_outcome WHERE signup = ?1",
                params![late],
                |row| Ok((row.get::<PersonId>(0)?, row.get::<PersonId>(1)?, row.get::<i64>(2)?)),
            )
        });
        assert_eq!(kept.await.expect("it"), Some((who.firm_officer, who.town_officer, 1)));
    }
}
