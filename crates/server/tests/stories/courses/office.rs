//! The officer sets a course up, looks at every session, makes it public; families find it.

use langqiao_app::{
    activities::{self, Allotment},
    courses::{self, NewCourse},
};
use langqiao_kernel::id::ActivityId;
use langqiao_testkit::{Client, TestApp, both};

use super::{at, brother, club, count, enrol, public, sessions, write};
use crate::activities::{plan, published};

/// The form as it is filled on a phone, with a room.
fn form<'a>(space: &'a str, area: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", "四点半学堂"),
        ("summary", "放学后写作业。"),
        ("kind", "family"),
        ("first_day", "11月23日"),
        ("last_day", "2026/12/16"),
        ("weekdays", "0"),
        ("weekdays", "2"),
        ("from", "下午4点半"),
        ("to", "１７:３０"),
        ("holidays", "1"),
        ("space", space),
        ("area", area),
        ("seats", "20人"),
        ("allotment", "first_come"),
        ("pass_percent", "75"),
        ("pick_up", "1"),
    ]
}

fn with<'a>(form: &[(&'a str, &'a str)], field: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    form.iter()
        .map(|(name, typed)| (*name, if *name == field { value } else { *typed }))
        .collect()
}

async fn made(officer: &Client, at: &str, fields: &[(&str, &str)]) -> ActivityId {
    let mut fields = fields.to_vec();
    fields.push(("act", "make"));
    let back = officer.post_form(at, &fields).await.must_be(303);
    let id = back.location().rsplit('/').next().expect("an id");
    id.parse().expect("a course")
}

both! {
    async fn from_the_form_with_its_mistakes_to_enrolment(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let officer = app.sign_in(app.county.people.officer).await;
        let (space, area) = (app.county.space.to_text(), app.county.villages[0][0].to_text());
        let at = format!("/w/{org}/courses");
        officer.get(&at).await.must_be(200).must_say("还没有课程").must_say("开一门课程");
        officer.get(&format!("{at}/new")).await.must_be(200).must_say("每周哪几天");
        let filled = form(&space, &area);
        // What is wrong is said at its field, and what was typed stays.
        let wrong: Vec<(&str, &str)> = with(&filled, "to", "16:00").into_iter().filter(|(name, _)| *name != "weekdays").collect();
        officer.post_form(&at, &wrong).await.must_be(422).must_say("选上每周哪几天上课").must_say("四点半学堂").must_say("下午4点半");
        officer.post_form(&at, &with(&filled, "to", "16:00")).await.must_be(422).must_say("结束要晚于开始");
        officer.post_form(&at, &with(&filled, "last_day", "11月1日")).await.must_be(422).must_say("最后一天不能早于第一天");
        let turned = [&filled[..], &[("min_age", "14"), ("max_age", "6")]].concat();
        officer.post_form(&at, &turned).await.must_be(422).must_say("最大年龄不能小于最小年龄");
        officer.post_form(&at, &with(&filled, "pass_percent", "多数")).await.must_be(422).must_say("「到课多少才结业」填 0 到 100 的整数");
        // More than the room holds is said of the places.
        officer.post_form(&at, &[&with(&filled, "seats", "200")[..], &[("act", "make")]].concat()).await.must_be(422);
        // Somebody has the room on one of the days: that session is shown as taken before anything is made.
        let mut other = plan(&app);
        other.times.starts_at = super::at("2026-11-25T16:00:00+08:00");
        other.times.ends_at = super::at("2026-11-25T18:00:00+08:00");
        other.times.signup_closes_at = super::at("2026-11-25T12:00:00+08:00");
        published(&app, org, other).await;
        officer.post_form(&at, &filled).await.must_be(200).must_say("一共 8 次，7 次没问题").must_say("亲子科普日");
        // Making it as it is: the clash is named at its session, and nothing is made.
        officer.post_form(&at, &[&filled[..], &[("act", "make")]].concat()).await.must_be(422).must_say("亲子科普日");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course WHERE activity <> ?1", ActivityId::generate()).await, 0);
        let taken = format!("do-{}", super::at("2026-11-25T16:30:00+08:00").as_millisecond());
        let id = made(&officer, &at, &[&filled[..], &[(taken.as_str(), "skip")]].concat()).await;
        assert_eq!(sessions(&app, id).await.len(), 7);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_session l JOIN booking b ON b.id = l.booking AND b.status = 'held' WHERE l.course = ?1", id).await, 7);
        // All sessions left out: still on the page of the sessions, with what was chosen.
        let none: Vec<(String, String)> = sessions(&app, id).await.iter().map(|(_, at)| at.as_millisecond()).chain([super::at("2026-11-25T16:30:00+08:00").as_millisecond()])
            .map(|at| (format!("do-{at}"), "skip".to_owned())).collect();
        let mut all: Vec<(&str, &str)> = filled.clone();
        all.extend(none.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        all.push(("act", "make"));
        officer.post_form(&at, &all).await.must_be(422).must_say("就这样开课").must_say(&none[0].0);
        // The same form sent again makes no second course.
        let page = officer.get(&format!("{at}/new")).await.must_be(200).text();
        assert!(page.contains("name=\"once\""));
        let words = [("space", ""), ("place", "村口"), ("once", "019aa3f0-0000-7000-8000-00000000f001"), ("act", "make")];
        let twice: Vec<(&str, &str)> = filled.iter().copied().filter(|(name, _)| *name != "space").chain(words).collect();
        let back = officer.post_form(&at, &twice).await.must_be(303);
        officer.follow(&back).await.must_say("课程排好了。看一看").must_not_say("教室已订");
        let again = officer.post_form(&at, &twice).await.must_be(303);
        assert_eq!(back.location(), again.location());
        officer.follow(&again).await.must_say("没有再建一门");
        // With another name it is another course, and that once; after that was called off, one more.
        let renamed = with(&twice, "title", "暑期书法班");
        let other = officer.post_form(&at, &renamed).await.must_be(303);
        assert_ne!(other.location(), back.location());
        let again = officer.post_form(&at, &renamed).await.must_be(303);
        assert_eq!(again.location(), other.location());
        officer.post_form(&format!("{}/cancel", other.location()), &[("reason", "老师病了")]).await.must_be(303);
        let anew = officer.post_form(&at, &renamed).await.must_be(303);
        assert_ne!(anew.location(), other.location());
        let again = officer.post_form(&at, &renamed).await.must_be(303);
        assert_eq!(again.location(), anew.location());
        // Nobody sees a draft; then everybody does.
        app.visitor().get(&format!("/courses/{id}")).await.must_be(404);
        officer.get(&format!("{at}/{id}")).await.must_be(200).must_say("还没公开").must_say("每周一、三 16:30–17:30");
        officer.post_form(&format!("{at}/{id}/publish"), &[]).await.must_be(303);
        app.visitor().get(&format!("/courses/{id}")).await.must_be(200).must_say("第 7 次").must_say("共 20 个，还剩 20 个").must_say("报名");
        app.visitor().get("/courses").await.must_be(200).must_say("四点半学堂");
        app.visitor().get(&format!("/activities/{id}")).await.must_be(200).must_say("看每次课");
        let file = app.visitor().get(&format!("/courses/{id}/calendar.ics")).await.must_be(200).text();
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 7);
        // The room's own calendar has them too.
        officer.get(&format!("/w/{org}/spaces/{space}?day=2026-11-23")).await.must_be(200).must_say("四点半学堂");
        // In English.
        let english = app.visitor();
        english.set_cookie("lq_lang", "en");
        english.get(&format!("/courses/{id}")).await.must_be(200).must_say("Sessions");
        app.verify("courses").await;
        app.verify("rooms").await;
    }

    async fn holidays_are_left_out_where_no_room_is_booked(db: Db) {
        let app = TestApp::start(db).await;
        let (org, officer) = (app.county.village_women, app.county.people.officer);
        app.clock.set(at("2026-09-20T09:00:00+08:00"));
        let mut new = club(&app);
        new.space = None;
        new.place = "村口".into();
        new.area = Some(app.county.villages[0][0]);
        new.term.weekdays = vec![2, 3];
        new.term.first_day = jiff::civil::date(2026, 9, 28);
        new.term.last_day = jiff::civil::date(2026, 10, 16);
        new.enrolment = (at("2026-09-20T08:00:00+08:00"), at("2026-10-15T17:30:00+08:00"));
        let with_holidays = NewCourse { term: courses::Term { leaves_out_holidays: false, ..new.term.clone() }, ..new.clone() };
        let days = async |id| -> Vec<String> {
            sessions(&app, id).await.into_iter().map(|(_, at)| langqiao_kernel::time::day(at).to_string()).collect()
        };
        let id = write(&app, move |tx| courses::create(tx, org, officer, &new)).await;
        // The National Day's holidays are from 1 to 7 October.
        assert_eq!(days(id).await, ["2026-09-30", "2026-10-08", "2026-10-14", "2026-10-15"]);
        let id = write(&app, move |tx| courses::create(tx, org, officer, &with_holidays)).await;
        assert_eq!(days(id).await.len(), 6);
    }

    async fn a_year_whose_holidays_nobody_knows_yet_is_said(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let (officer, area) = (app.sign_in(who.officer).await, app.county.villages[0][0].to_text());
        let at = format!("/w/{org}/courses");
        // In words, without a room; the year after has no table.
        let mut typed = with(&form("", &area), "last_day", "2027/1/13");
        typed.push(("place", "村口"));
        officer.post_form(&at, &typed).await.must_be(200).must_say("2027 年的放假安排还没有公布，先按平日算");
        let english = app.sign_in(who.officer).await;
        english.set_cookie("lq_lang", "en");
        english.post_form(&at, &typed).await.must_be(200).must_say("The public holidays of 2027 are not published yet");
        // Where they are not left out, or the year is known, there is nothing to be said.
        officer.post_form(&at, &with(&typed, "last_day", "12月16日")).await.must_be(200).must_not_say("放假安排");
        let all: Vec<(&str, &str)> = typed.iter().copied().filter(|(name, _)| *name != "holidays").collect();
        officer.post_form(&at, &all).await.must_be(200).must_not_say("放假安排");

        let api = format!("/api/v1/organisations/{org}/courses");
        let wish = |leave_out: bool| serde_json::json!({
            "title": "父母课堂", "kind": "family", "place": "村口", "area": area, "first_day": "2026-12-21", "last_day": "2027-01-13",
            "weekdays": [1, 3], "from": "16:30", "to": "17:30", "leave_out_holidays": leave_out,
            "enrolment_closes_at": "2026-12-20T16:00:00+08:00", "seats": 20, "allotment": "first_come",
        });
        let common: serde_json::Value = officer.post_json(&api, &wish(false)).await.must_be(201).json();
        assert_eq!(common["holidays_unpublished"], serde_json::Value::Null);
        let made: serde_json::Value = officer.post_json(&api, &wish(true)).await.must_be(201).json();
        assert_eq!(made["holidays_unpublished"], 2027);
        // The same where all that follows is changed.
        let id = made["id"].as_str().expect("an id");
        let from = sessions(&app, id.parse().expect("a course")).await[0].0.to_text();
        let change = [("session", from.as_str()), ("weekdays", "1"), ("weekdays", "3"), ("from", "17:00"), ("to", "18:00"), ("act", "look")];
        let page = officer.post_form(&format!("{at}/{id}/following"), &change).await.must_be(200);
        page.must_say("2027 年的放假安排还没有公布");
        let change = serde_json::json!({ "from_session": from, "weekdays": [2, 4], "from": "17:00", "to": "18:00", "look": true });
        let seen: serde_json::Value = officer.post_json(&format!("{api}/{id}/following"), &change).await.must_be(200).json();
        assert_eq!(seen["holidays_unpublished"], 2027);
    }

    async fn a_draw_keeps_brothers_together(db: Db) {
        let app = TestApp::start(db).await;
        let mut new = club(&app);
        new.space = None;
        new.place = "村口".into();
        new.area = Some(app.county.villages[0][0]);
        new.seats = 3;
        new.allotment = Allotment::Draw;
        new.term.first_day = jiff::civil::date(2026, 11, 30);
        new.enrolment.1 = at("2026-11-28T20:00:00+08:00");
        let id = public(&app, new).await;
        let small = brother(&app).await;
        enrol(&app, id, app.county.people.resident, &[app.county.people.child, small]).await;
        crate::signups::scene::fill(&app, id, 6).await;
        let family = app.sign_in(app.county.people.resident).await;
        family.get(&format!("/mine/courses/{id}")).await.must_be(200).must_say("还没轮到名额");
        app.visitor().get(&format!("/courses/{id}")).await.must_be(200).must_say("已有 8 人等摇号");
        app.clock.set(at("2026-11-28T20:00:01+08:00"));
        app.run_jobs().await;
        let split = "SELECT COUNT(DISTINCT s.state) FROM signup s JOIN person p ON p.id = s.person WHERE s.activity = ?1 AND p.guardian IS NOT NULL";
        assert_eq!(count(&app, split, id).await, 1);
        let seated = "SELECT COUNT(*) FROM signup WHERE activity = ?1 AND state = 'seat'";
        assert!((2..=3).contains(&count(&app, seated, id).await));
        app.visitor().get(&format!("/api/v1/activities/{id}/draw")).await.must_be(200);
    }

    async fn the_numbers_and_doors_of_a_course_lead_to_what_they_say(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let officer = app.sign_in(who.officer).await;
        // As people come: those with places, and those who wait.
        let id = public(&app, NewCourse { seats: 1, ..club(&app) }).await;
        enrol(&app, id, who.resident, &[who.child]).await;
        enrol(&app, id, who.neighbour, &[who.neighbour]).await;
        let (page, activity) = (format!("/w/{org}/courses/{id}"), format!("/w/{org}/activities/{id}"));
        let shown = officer.get(&page).await.must_be(200);
        shown.must_say(&format!("{activity}/signups?state=seat")).must_say(&format!("{activity}/signups?state=waiting")).must_say("代人报名")
            .must_say(&format!("{activity}/poster")).must_not_say("等摇号").must_not_say(&format!("/activities/{id}/draw"));
        officer.get(&format!("{activity}/signups?state=seat")).await.must_be(200).must_say("朱**").must_not_say("吕**");
        officer.get(&format!("{activity}/signups?state=waiting")).await.must_be(200).must_say("吕**").must_not_say("朱**");
        for door in ["desk", "poster"] {
            officer.get(&format!("{activity}/{door}")).await.must_be(200);
        }
        // Whoever can't sign others up is not led to the desk.
        app.sign_in(who.steward).await.get(&page).await.must_be(200).must_not_say("代人报名");
        // Before a draw all wait for it, and nobody is on a waiting list.
        let mut new = club(&app);
        (new.space, new.place, new.area) = (None, "村口".into(), Some(app.county.villages[0][0]));
        (new.allotment, new.seats) = (Allotment::Draw, 3);
        new.term.first_day = jiff::civil::date(2026, 11, 30);
        new.enrolment.1 = at("2026-11-28T20:00:00+08:00");
        let id = public(&app, new).await;
        enrol(&app, id, who.resident, &[who.child]).await;
        let page = format!("/w/{org}/courses/{id}");
        let shown = officer.get(&page).await.must_be(200);
        shown.must_say("等摇号").must_say(&format!("/w/{org}/activities/{id}/signups?state=waiting")).must_say(&format!("/activities/{id}/draw")).must_not_say("state=seat");
        let english = app.sign_in(who.officer).await;
        english.set_cookie("lq_lang", "en");
        english.get(&page).await.must_be(200).must_say("Wait for the draw");
        officer.get(&format!("/activities/{id}/draw")).await.must_be(200);
        app.clock.set(at("2026-11-28T20:00:01+08:00"));
        app.run_jobs().await;
        app.sign_in(who.officer).await.get(&page).await.must_be(200).must_say("已报名").must_not_say("等摇号");
    }

    async fn the_activity_below_a_course_keeps_its_days_and_its_end(db: Db) {
        let app = TestApp::start(db).await;
        let (org, id) = (app.county.village_women, public(&app, club(&app)).await);
        let by = app.app.by_system("story");
        let stored = app.app.db.read(move |tx| activities::require_held(tx, org, id)).await.expect("stored");
        let (version, mut moved) = (stored.activity.version, stored.plan.clone());
        moved.times.starts_at = at("2026-11-24T16:30:00+08:00");
        let done = app.app.db.write(by.clone(), move |tx| activities::update(tx, org, id, version, &moved)).await;
        assert!(matches!(done, Err(activities::UpdateError::Invalid(problems)) if problems[0].field == "day"));
        // Everything else of it can be changed there.
        let mut renamed = stored.plan;
        renamed.title = "四点半学堂（秋季）".into();
        app.app.db.write(by.clone(), move |tx| activities::update(tx, org, id, version, &renamed)).await.expect("renamed");
        let done = app.app.db.write(by, move |tx| activities::cancel(tx, org, id, "不办了")).await;
        assert!(matches!(done, Err(activities::CancelError::OfCourse)));
        let officer = app.sign_in(app.county.people.officer).await;
        officer.get(&format!("/w/{org}/activities/{id}")).await.must_be(200).must_say("这场活动是一门课程");
        officer.get(&format!("/w/{org}/activities/{id}/clashes")).await.must_be(200);
        // An ordinary activity of such a length is refused, and the course isn't.
        let mut long = plan(&app);
        long.times.ends_at = at("2027-02-28T16:00:00+08:00");
        let done = app.app.db.write(app.app.by_system("story"), move |tx| activities::create(tx, org, &long)).await;
        assert!(matches!(done, Err(activities::CreateError::Invalid(_))));
    }

    async fn children_are_seen_by_the_host_and_by_those_it_names(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let lesson = sessions(&app, id).await[0];
        let at = format!("/w/{org}/courses/{id}");
        let inside = [
            format!("{at}/attendance"), format!("{at}/sheet"), format!("{at}/attendance.xlsx"),
            format!("{at}/children/{child}"), format!("{at}/sessions/{}", lesson.0), format!("{at}/sessions/{}/pick-up", lesson.0),
        ];
        let (officer, steward) = (app.sign_in(who.officer).await, app.sign_in(who.steward).await);
        let (foreign, reader) = (app.sign_in(who.foreign_officer).await, app.sign_in(who.reader).await);
        for path in &inside {
            officer.get(path).await.must_be(200);
            // Not named yet.
            steward.get(path).await.must_be(404);
            foreign.get(path).await.must_be(404);
            assert!([403, 404].contains(&reader.get(path).await.status.as_u16()), "{path}");
        }
        steward.get(&at).await.must_be(200).must_not_say("点名老师");
        officer.get(&format!("{at}/settings")).await.must_be(200).must_say("点名老师");
        let steward_id = who.steward.to_text();
        officer.post_form(&format!("{at}/teachers"), &[("person", &steward_id)]).await.must_be(303);
        for path in &inside {
            steward.get(path).await.must_be(200);
        }
        // Nobody from elsewhere can be named; and a name is taken back.
        let stranger = who.neighbour.to_text();
        let back = officer.post_form(&format!("{at}/teachers"), &[("person", &stranger)]).await.must_be(303);
        officer.follow(&back).await.must_say("不在本组织任职");
        officer.post_form(&format!("{at}/teachers/{steward_id}/remove"), &[]).await.must_be(303);
        let back = steward.post_form(&inside[4], &[(&format!("mark-{child}"), "present")]).await;
        assert_eq!(back.status.as_u16(), 404);
        // Another family sees nothing of it.
        app.sign_in(who.neighbour).await.get(&format!("/mine/courses/{id}")).await.must_be(200).must_say("还没有报这门课程");
    }
}
