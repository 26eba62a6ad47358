//! A family's ticket and calendar follow every session; its code is taken at the roll.

use langqiao_app::courses::{self, Mark, Move};
use langqiao_kernel::id::PersonId;
use langqiao_testkit::{TestApp, both};

use super::{at, brother, club, count, enrol, go, held, public, sessions, write};

async fn of_signup(
    app: &TestApp,
    column: &'static str,
    course: langqiao_kernel::id::ActivityId,
    person: PersonId,
) -> String {
    let sql = match column {
        "code" => "SELECT code FROM signup WHERE activity = ?1 AND person = ?2",
        _ => "SELECT party FROM signup WHERE activity = ?1 AND person = ?2",
    };
    let read = app.app.db.read(move |tx| {
        tx.one(sql, langqiao_store::params![course, person], |row| {
            row.get::<String>(0)
        })
    });
    read.await
        .unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}"))
        .expect("a sign-up")
}

both! {
    async fn the_calendar_has_every_session_and_follows_it(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        enrol(&app, id, who.resident, &[who.child]).await;
        let lessons = sessions(&app, id).await;
        let family = app.sign_in(who.resident).await;
        let (party, code) = (of_signup(&app, "party", id, who.child).await, of_signup(&app, "code", id, who.child).await);
        // The ticket's calendar file leads to the sessions, as does the activity's own.
        let to = format!("/mine/courses/{id}/calendar.ics");
        assert_eq!(family.get(&format!("/mine/signups/{party}/calendar.ics")).await.must_be(303).location(), &to);
        assert_eq!(app.visitor().get(&format!("/activities/{id}/calendar.ics")).await.must_be(303).location(), &format!("/courses/{id}/calendar.ics"));
        let file = family.get(&to).await.must_be(200).text();
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 8);
        assert!(file.contains(&code), "{file}");
        let entry = |file: &str, n: usize| {
            let uid = format!("UID:{}@langqiao", lessons[n].0);
            let part = file.split("BEGIN:VEVENT").find(|part| part.contains(&uid)).expect("its entry").to_owned();
            let sequence: i64 = part.lines().find_map(|line| line.strip_prefix("SEQUENCE:")).and_then(|text| text.trim().parse().ok()).expect("a number");
            (sequence, part)
        };
        let (before, moved, off) = (entry(&file, 0).0, lessons[0].0, lessons[1].0);
        write(&app, move |tx| {
            let to = Move { starts_at: at("2026-11-23T17:00:00+08:00"), ends_at: at("2026-11-23T18:00:00+08:00"), space: None };
            courses::shift(tx, (org, who.officer), (id, moved), &to)?;
            courses::call_off(tx, (org, who.officer), (id, off), "老师外出")
        }).await;
        let file = family.get(&to).await.must_be(200).text();
        let (sequence, part) = entry(&file, 0);
        assert!(sequence > before && part.contains("DTSTART:20261123T090000Z") && part.contains("STATUS:CONFIRMED"), "{part}");
        let (_, part) = entry(&file, 1);
        assert!(part.contains("STATUS:CANCELLED"), "{part}");
        // The feed says so, too.
        let address = {
            let (keys, resident) = (app.app.keys.clone(), who.resident);
            let key = app.app.db.write(app.app.by_system("story"), move |tx| langqiao_app::calendars::renew(tx, &keys, resident)).await;
            format!("/calendars/{}.ics", key.unwrap_or_else(|why| panic!("{why}")))
        };
        let feed = app.visitor().get(&address).await.must_be(200).text();
        assert_eq!(feed.matches("BEGIN:VEVENT").count(), 8);
        assert!(entry(&feed, 1).1.contains("STATUS:CANCELLED") && entry(&feed, 0).0 > 0);
        // The ticket names the next session and all of them.
        let ticket = family.get(&format!("/mine/signups/{party}")).await.must_be(200);
        ticket.must_say("下一次").must_say("17:00").must_say("老师外出").must_say("老师点名时一扫就行");
        // Who gives the place back has nothing of it in the calendar any more.
        family.post_form(&format!("/mine/signups/{party}/cancel"), &[]).await.must_be(303);
        let gone = family.get(&to).await.must_be(200).text();
        assert_eq!(gone.matches("STATUS:CANCELLED").count(), 8);
        assert!(entry(&gone, 0).0 > sequence && !gone.contains(&code));
        app.sign_in(who.neighbour).await.get(&to).await.must_be(404);
    }

    async fn codes_are_taken_at_the_roll(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let brother = brother(&app).await;
        enrol(&app, id, who.resident, &[who.child, brother]).await;
        let code = of_signup(&app, "code", id, who.child).await;
        let other = public(&app, { let mut new = club(&app); new.space = None; new.place = "操场".into(); new.area = Some(app.county.villages[0][0]); new }).await;
        enrol(&app, other, who.neighbour, &[who.neighbour]).await;
        let foreign = of_signup(&app, "code", other, who.neighbour).await;
        let lessons = sessions(&app, id).await;
        let officer = app.sign_in(who.officer).await;
        let roll = format!("/w/{org}/courses/{id}/sessions/{}", lessons[0].0);
        let codes = format!("{roll}/codes");
        // The evening before is too early.
        go(&app, lessons[0], -600);
        officer.post_form(&codes, &[("code", &code)]).await.must_be(303);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_mark m JOIN course_session l ON l.id = m.session WHERE l.course = ?1", id).await, 0);
        go(&app, lessons[0], -10);
        officer.get(&roll).await.must_be(200).must_say("扫码点名");
        officer.post_form(&codes, &[("code", "看不清")]).await.must_be(303);
        officer.get(&roll).await.must_say("这不是报名码");
        officer.post_form(&codes, &[("code", &foreign)]).await.must_be(303);
        officer.get(&roll).await.must_say("这个码不是这门课的");
        officer.post_form(&codes, &[("code", &format!("https://hui.example.cn/t/{code}"))]).await.must_be(303);
        officer.get(&roll).await.must_say("一共到了 1 人");
        // Scanned twice it counts once.
        officer.post_form(&codes, &[("code", &code)]).await.must_be(303);
        officer.get(&roll).await.must_say("已经点过名了");
        // Without a script names that were opened for a reason stay in full, whatever came of the code; it is recorded again.
        let why = "两个孩子同姓，扫码";
        officer.post_form(&format!("{roll}/names"), &[("reason", why)]).await.must_be(200).must_say("钱小树").must_say(&format!("value=\"{why}\""));
        for (code, said) in [(code.as_str(), "已经点过名了"), ("看不清", "这不是报名码")] {
            let page = officer.post_form(&codes, &[("code", code), ("names-for", why)]).await.must_be(200);
            assert_eq!(page.header("cache-control"), "no-store");
            drop(page.must_say(said).must_say("钱小树").must_say("names-for"));
        }
        let path = format!("/api/v1/organisations/{org}/courses/{id}/sessions/{}/codes", lessons[0].0);
        let taken = officer.post_json(&path, &serde_json::json!({ "code": code })).await.must_be(200).json::<serde_json::Value>();
        assert_eq!((&taken["before"], &taken["mark"], &taken["there"]), (&true.into(), &"present".into(), &1.into()));
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_mark m JOIN course_session l ON l.id = m.session WHERE l.course = ?1", id).await, 1);
        // What is closed is changed with a word only.
        go(&app, lessons[0], 5);
        let brothers = of_signup(&app, "code", id, brother).await;
        let signup = crate::courses::signup_of(&app, id, who.child).await;
        held(&app, id, lessons[0].0, &[(signup, Mark::Present)]).await;
        officer.post_form(&codes, &[("code", &brothers)]).await.must_be(303);
        officer.get(&roll).await.must_say("这次点名已经结束");
    }

    async fn the_sheet_is_for_one_session_or_for_those_chosen(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        enrol(&app, id, who.resident, &[who.child]).await;
        let lessons = sessions(&app, id).await;
        let officer = app.sign_in(who.officer).await;
        let sheet = format!("/w/{org}/courses/{id}/sheet");
        officer.get(&sheet).await.must_be(200).must_say("11/23</th>").must_say("12/16</th>");
        let one = officer.get(&format!("{sheet}?session={}", lessons[0].0)).await.must_be(200);
        one.must_say("签到</th>").must_say("谁接走、签名").must_not_say("11/25</th>");
        let two = officer.get(&format!("{sheet}?session={}&session={}", lessons[0].0, lessons[2].0)).await.must_be(200);
        two.must_say("11/23</th>").must_say("11/30</th>").must_not_say("11/25</th>");
        // Full names are recorded where the family reads it.
        let session = lessons[0].0.to_text();
        officer.post_form(&sheet, &[("session", &session)]).await.must_be(422).must_say("用来打印").must_say(&session);
        officer.post_form(&sheet, &[("session", &session), ("reason", "家长签字用")]).await.must_be(200).must_say("朱苗苗");
        officer.post_form(&sheet, &[("session", &session), ("reason", "家长签字用")]).await.must_not_say("11/25</th>");
    }
}
