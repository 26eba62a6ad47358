//! Who may come, by what they stated; and no way round it.

use jiff::civil::date;
use langqiao_app::{
    courses,
    standings::{Asks, What},
};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{asking, change, count, first_aid, member, of_firm, paper, sign_up, stated, union};

both! {
    async fn a_no_leads_to_where_it_is_stated_and_back_with_nothing_lost(db: Db) {
        let app = TestApp::start(db).await;
        let id = asking(&app, union()).await;
        let form = format!("/activities/{id}/sign-up");
        app.visitor().get(&format!("/activities/{id}")).await.must_be(200).must_say("工会会员");
        let resident = app.sign_in(app.county.people.resident).await;
        let child = app.county.people.child.to_text();
        resident.get(&form).await.must_say("工会会员").must_say("填写我的身份与资格");
        let typed = [("who", "me"), ("who", child.as_str()), ("role", "attendee"), ("new-name-0", "朱小弟")];
        let both = [("who", "me"), ("who", child.as_str())];
        let no = resident.post_form(&form, &both).await.must_be(422);
        no.must_say("朱采菊：这次活动面向工会会员").must_say("还没有填写会员身份");
        let mut leave = typed.to_vec();
        leave.push(("state", "1"));
        let go = resident.post_form(&form, &leave).await.must_be(303);
        let here = go.location().to_owned();
        assert!(here.starts_with("/me/standings?next=%2Factivities%2F"), "{here}");
        resident.get(&here).await.must_be(200).must_say("替您留着").must_say("回去继续");
        let said = [("kind", "line"), ("line", "union"), ("next", form.as_str())];
        let done = resident.post_form("/me/standings", &said).await.must_be(303);
        resident.follow(&done).await.must_say("已填写，现在就可以用").must_say("回去继续");
        resident.get(&form).await.must_say("value=\"朱小弟\"");
        let done = sign_up(&resident, id, &["me", &child]).await.must_be(303);
        assert!(done.location().starts_with("/mine/signups/"));
        // What is asked of nobody is not asked for.
        let other = asking(&app, Asks::default()).await;
        resident.get(&format!("/activities/{other}/sign-up")).await.must_not_say("填写我的身份与资格");
    }

    async fn a_paper_counts_on_the_day_of_the_activity_and_is_asked_of_each(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let id = asking(&app, first_aid()).await;
        let resident = app.sign_in(who.resident).await;
        stated(&app, who.resident, who.resident, paper(date(2026, 11, 27))).await;
        sign_up(&resident, id, &["me"]).await.must_be(422).must_say("每人要有急救员证").must_say("11月27日").must_say("已经过期");
        // A new paper takes the old one's place.
        stated(&app, who.resident, who.resident, paper(date(2026, 11, 28))).await;
        let elder = who.elder.to_text();
        let no = sign_up(&resident, id, &["me", &elder]).await.must_be(422);
        no.must_say("金阿婆：这次活动每人要有急救员证").must_not_say("朱采菊：");
        stated(&app, who.resident, who.elder, paper(date(2027, 1, 1))).await;
        sign_up(&resident, id, &["me", &elder]).await.must_be(303);
        let neighbour = app.sign_in(who.neighbour).await;
        let helper = [("who", "me"), ("role", "volunteer")];
        neighbour.post_form(&format!("/activities/{id}/sign-up"), &helper).await.must_be(422).must_say("每人要有急救员证");
    }

    async fn a_program_is_told_who_lacks_what(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let id = asking(&app, of_firm(&app)).await;
        let program = app.program(who.resident, &["self"]).await;
        let no = program.post_json(&format!("/api/v1/activities/{id}/signups"), &json!({ "role": "attendee" })).await.must_be(422);
        let no: Value = no.json();
        assert_eq!(no["code"], "standing-needed", "{no}");
        assert!(no.to_string().contains("灯笼纺织"), "{no}");
        let all = "/api/v1/me/standings";
        program.post_json(all, &json!({ "line": "office" })).await.must_be(422);
        program.post_json(all, &json!({ "qualification": "first_aid" })).await.must_be(422).must_say("最后一天");
        program.post_json(all, &json!({ "unit": app.county.firm, "line": "union" })).await.must_be(422);
        program.post_json(all, &json!({ "person": who.neighbour, "unit": app.county.firm })).await.must_be(404);
        let made: Value = program.post_json(all, &json!({ "unit": app.county.firm })).await.must_be(201).json();
        assert_eq!((&made["state"], &made["counts"]), (&json!("stated"), &json!(true)));
        // Saying it twice is saying it once.
        let again: Value = program.post_json(all, &json!({ "unit": app.county.firm })).await.must_be(201).json();
        assert_eq!(again["id"], made["id"]);
        program.post_json(&format!("/api/v1/activities/{id}/signups"), &json!({ "role": "attendee" })).await.must_be(201);
        let one = format!("{all}/{}", made["id"].as_str().expect("an id"));
        let other = app.program(who.neighbour, &["self"]).await;
        other.call("DELETE", &one).await.must_be(404);
        program.call("DELETE", &one).await.must_be(204);
        let left: Vec<Value> = program.get(all).await.json();
        assert_eq!(left, Vec::<Value>::new());
    }

    async fn nobody_who_does_not_meet_it_stays_or_comes_in_behind_one_who_does(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let id = asking(&app, union()).await;
        let resident = app.sign_in(who.resident).await;
        let (child, elder) = (who.child.to_text(), who.elder.to_text());
        stated(&app, who.resident, who.resident, member(&app)).await;
        let done = sign_up(&resident, id, &["me", &child]).await.must_be(303);
        let party = done.location().to_owned();
        // Who comes later comes along with those who are in.
        let later = sign_up(&resident, id, &[&elder]).await.must_be(303).location().to_owned();
        let seats = app.app.db.read(move |tx| {
            tx.all("SELECT person, id FROM signup WHERE activity = ?1 ORDER BY id", langqiao_store::params![id],
                |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))
        }).await.expect("sign-ups");
        let of = |person: &str| seats.iter().find(|(who, _)| who == person).expect("a seat").1.clone();
        let mine = of(&who.resident.to_text());
        let only = [("signup", mine.as_str())];
        let no = resident.post_form(&format!("{party}/cancel"), &[("only", mine.as_str())]).await.must_be(303);
        resident.follow(&no).await.must_say("留下的人里没有一位");
        let no = resident.post_form(&format!("{party}/hand-on"), &only).await.must_be(303);
        resident.follow(&no).await.must_say("留下的人里没有一位");
        // A place that may be handed on is handed on to who meets it.
        let childs = of(&child);
        let page = resident.post_form(&format!("{party}/hand-on"), &[("signup", &childs)]).await.must_be(200).text();
        let start = page.find("/handed-on/").expect("a link");
        let link: String = page[start..].chars().take_while(|c| *c != '"' && *c != '<').collect();
        let neighbour = app.sign_in(who.neighbour).await;
        neighbour.post_form(&link, &[("who", "me")]).await.must_be(422).must_say("这次活动面向工会会员");
        let go = neighbour.post_form(&link, &[("who", "me"), ("state", "1")]).await.must_be(303);
        assert!(go.location().contains("handed-on"), "{}", go.location());
        stated(&app, who.neighbour, who.neighbour, What::Line("union".into(), None)).await;
        neighbour.post_form(&link, &[("who", "me")]).await.must_be(303);
        // Who stays is a member: the elder may go.
        let go = resident.post_form(&format!("{later}/cancel"), &[("only", of(&elder).as_str())]).await.must_be(303);
        resident.follow(&go).await.must_be(200).must_not_say("留下的人里没有一位");
        let sql = "SELECT COUNT(*) FROM signup WHERE state = 'seat'";
        assert_eq!(count(&app, sql).await, 2);
    }

    async fn who_is_in_stays_in_when_the_host_changes_whom_it_is_for(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let id = asking(&app, Asks::default()).await;
        let resident = app.sign_in(who.resident).await;
        let party = sign_up(&resident, id, &["me"]).await.must_be(303).location().to_owned();
        change(&app, id, union()).await;
        resident.get(&party).await.must_be(200).must_say("已报名");
        let neighbour = app.sign_in(who.neighbour).await;
        sign_up(&neighbour, id, &["me"]).await.must_be(422).must_say("这次活动面向工会会员");
        resident.post_form(&format!("{party}/cancel"), &[]).await.must_be(303);
    }

    async fn a_course_asks_the_same_of_those_who_try_it(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let mut new = crate::courses::club(&app);
        (new.asks, new.ages) = (union(), (None, None));
        let (course, org) = (crate::courses::public(&app, new).await, app.county.village_women);
        let to = courses::Settings { pass_percent: 75, pick_up: true, trial_places: Some(3), contact: None };
        crate::courses::write(&app, move |tx| courses::change(tx, org, course, &to)).await;
        let resident = app.sign_in(who.resident).await;
        let child = who.child.to_text();
        sign_up(&resident, course, &[&child]).await.must_be(422).must_say("这次活动面向工会会员");
        let lesson = crate::courses::sessions(&app, course).await[0].0.to_text();
        let (trial, wish) = (format!("/courses/{course}/trial"), [("who", child.as_str()), ("session", lesson.as_str())]);
        resident.post_form(&trial, &wish).await.must_be(422).must_say("这次活动面向工会会员");
        let booked = "SELECT COUNT(*) FROM course_trial";
        assert_eq!(count(&app, booked).await, 0);
        stated(&app, who.resident, who.child, What::Line("union".into(), None)).await;
        let done = resident.post_form(&trial, &wish).await.must_be(303);
        resident.follow(&done).await.must_say("约好了");
        assert_eq!(count(&app, booked).await, 1);
        sign_up(&resident, course, &[&child]).await.must_be(303);
    }

    async fn what_is_asked_of_nobody_costs_nothing(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let (plain, asks) = (asking(&app, Asks::default()).await, asking(&app, union()).await);
        let (resident, neighbour) = (app.sign_in(who.resident).await, app.sign_in(who.neighbour).await);
        stated(&app, who.neighbour, who.neighbour, What::Line("union".into(), None)).await;
        app.queries().reset();
        sign_up(&resident, plain, &["me"]).await.must_be(303);
        let plain = app.queries().statements();
        app.queries().reset();
        sign_up(&neighbour, asks, &["me"]).await.must_be(303);
        // One more where others write at the same time: whether the activity is as it was.
        assert!(plain <= 10, "{plain}");
        assert!(app.queries().statements() <= plain + 2, "{} and {plain}", app.queries().statements());
    }
}
