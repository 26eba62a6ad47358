//! Friends and colleagues with accounts of their own sign up as one, once they agreed to it.

use langqiao_app::standings::What;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_store::{Job, params};
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};

use crate::{
    checkins::write,
    signups::scene::{Scene, fill, form, sign_up, tickets},
    world::count,
};

/// The first thing that waits for an answer, or that can be ended, on somebody's page.
async fn first(client: &Client) -> String {
    let page = client.get("/me/companions").await.must_be(200).text();
    let path = page.split("/me/companions/").nth(1).expect("something to answer");
    path.split('/').next().expect("an id").to_owned()
}

async fn asks(app: &TestApp, asker: &Client, other: PersonId) {
    let phone = app.county.phone(other);
    let asked = asker
        .post_form("/me/companions", &[("phone", &phone)])
        .await
        .must_be(303);
    asker
        .follow(&asked)
        .await
        .must_be(200)
        .must_say("如果这个手机号已经注册");
}

/// Two who may sign each other up; the first asked.
async fn two(app: &TestApp, one: PersonId, other: PersonId) -> [Client; 2] {
    let (asker, asked) = (app.sign_in(one).await, app.sign_in(other).await);
    asks(app, &asker, other).await;
    let answer = format!("/me/companions/{}/answer", first(&asked).await);
    let agreed = asked
        .post_form(&answer, &[("answer", "accept")])
        .await
        .must_be(303);
    asked
        .follow(&agreed)
        .await
        .must_be(200)
        .must_say("可以互相报名了");
    [asker, asked]
}

/// The first companion on somebody's page is theirs no more.
async fn parts(client: &Client) {
    let end = format!("/me/companions/{}/end", first(client).await);
    client.post_form(&end, &[]).await.must_be(303);
}

/// Sends the form of a sign-up for these of the family and a companion.
async fn sign_up_with(client: &Client, activity: ActivityId, family: &[&str], other: PersonId) -> Reply {
    let other = other.to_text();
    let mut fields: Vec<(&str, &str)> = family.iter().map(|who| ("who", *who)).collect();
    fields.push(("with", &other));
    client.post_form(&form(activity), &fields).await
}

both! {
    async fn two_who_agreed_are_signed_up_as_one_wait_as_one_and_one_may_withdraw(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let alone = Scene::default().put_on(&app).await;
        let before = app.sign_in(people.resident).await;
        app.queries().reset();
        sign_up(&before, alone, &["me"]).await;
        let statements = app.queries().statements();

        let [resident, friend] = two(&app, people.resident, people.volunteer).await;
        resident.get("/notices").await.must_say("曹小满同意了");
        friend.get("/me/companions").await.must_say("朱采菊");
        let activity = Scene { capacity: 2, ..Scene::default() }.put_on(&app).await;
        fill(&app, activity, 2).await;
        resident.get(&form(activity)).await.must_be(200).must_say("同伴").must_say("曹小满").must_not_say("曹小满 · ");
        let sent = sign_up_with(&resident, activity, &["me"], people.volunteer).await.must_be(303);
        let party = sent.location().to_owned();
        resident.get(&party).await.must_be(200).must_say("候补第 1 位").must_say("朱采菊、曹小满");
        friend.get("/notices").await.must_be(200).must_say("朱采菊替您报了").must_say("正在排队");
        friend.get("/mine").await.must_be(200).must_say("朱采菊替您报的名");
        friend.get(&party).await.must_be(200).must_say("朱采菊替您报的名").must_say("候补第 1 位").must_not_say("朱采菊、");

        friend.post_form(&format!("{party}/accept"), &[]).await.must_be(404);
        friend.post_form(&format!("{party}/cancel"), &[]).await.must_be(303);
        resident.get("/notices").await.must_say("曹小满来不了");
        resident.get(&party).await.must_be(200).must_say("候补第 1 位").must_not_say("朱采菊、曹小满");

        // Whoever names no companion pays nothing for them.
        let another = Scene::default().put_on(&app).await;
        app.queries().reset();
        sign_up(&resident, another, &["me"]).await;
        assert!(app.queries().statements() <= statements, "{} statements", app.queries().statements());
        app.verify("places").await;
    }

    async fn a_companion_has_their_own_ticket_and_sees_nobody_else_s(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let [resident, friend] = two(&app, people.resident, people.volunteer).await;
        let activity = Scene { title: "夜市摆摊", starts_in: 20, ..Scene::default() }.put_on(&app).await;
        let family = ["me", &people.child.to_text()];
        let party = sign_up_with(&resident, activity, &family, people.volunteer).await.must_be(303).location().to_owned();
        assert_eq!(tickets(&resident.get(&party).await.must_be(200)), 3);
        let own = friend.get(&party).await.must_be(200).must_say("曹小满").must_not_say("朱苗苗");
        assert_eq!(tickets(&own), 1);
        friend.get(&format!("{party}/calendar.ics")).await.must_be(200).must_not_say("朱苗苗");
        let program = app.program(people.volunteer, &["self"]).await;
        let body: Value = program.get(&party.replace("/mine/", "/api/v1/")).await.must_be(200).json();
        assert_eq!((body["people"].as_array().map(Vec::len), &body["booked_by"]), (Some(1), &json!("朱采菊")));

        // Their place is theirs: nobody else hands it on.
        resident.get(&format!("{party}/hand-on")).await.must_be(200).must_say("朱苗苗").must_not_say("曹小满");

        // What becomes of the activity reaches both.
        for job in ["signups.remind", "signups.activity_cancelled"] {
            write(&app, move |tx| tx.enqueue(Job::new(job, &json!({ "activity": activity })))).await;
            app.run_jobs().await;
        }
        friend.get("/notices").await.must_say("提醒：“夜市摆摊”");
        friend.get("/notices").await.must_say("请不要前往");
        resident.get("/notices").await.must_say("请不要前往");

        // A companionship that ends leaves what is signed up as it is.
        parts(&friend).await;
        friend.get(&party).await.must_be(200).must_say("朱**替您报的名");
    }

    async fn only_who_agreed_is_signed_up_and_by_their_own_record(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let activity = Scene::default().put_on(&app).await;
        let id = people.neighbour.to_text();
        let with = async |client: &Client, activity| sign_up_with(client, activity, &["me"], people.neighbour).await;
        let resident = app.sign_in(people.resident).await;
        with(&resident, activity).await.must_be(422).must_say("已经不是您的同伴");
        let program = app.program(people.resident, &["self"]).await;
        let path = format!("/api/v1/activities/{activity}/signups");
        program.post_json(&path, &json!({ "people": [id] })).await.must_be(404);

        let [resident, friend] = two(&app, people.resident, people.neighbour).await;
        let young = Scene { ages: (None, Some(36)), ..Scene::default() }.put_on(&app).await;
        let refused = with(&resident, young).await.must_be(422);
        refused.must_say("按吕听雨自己的资料").must_not_say("40 岁");
        let only_area = Some(app.county.villages[0][0]);
        let village = Scene { only_area, ..Scene::default() }.put_on(&app).await;
        with(&resident, village).await.must_be(422).must_say("按吕听雨自己的资料");
        // What the other has not given yet is said, with the way to give it.
        let neighbour = people.neighbour;
        write(&app, move |tx| {
            tx.execute("UPDATE person SET birth_day = NULL WHERE id = ?1", params![neighbour]).map(drop)
        })
        .await;
        with(&resident, young).await.must_be(422).must_say("吕听雨还没有填过出生日期").must_say("请对方自己报名");

        parts(&friend).await;
        with(&resident, activity).await.must_be(422).must_say("已经不是您的同伴");
        program.post_json(&path, &json!({ "people": [id] })).await.must_be(404);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM signup").await, 0);
    }

    async fn a_companion_needs_what_is_asked_for_by_themselves(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let [resident, _] = two(&app, people.resident, people.volunteer).await;
        let activity = crate::standings::asking(&app, crate::standings::union()).await;
        let union = || What::Line("union".into(), Some(app.county.firm_union));
        crate::standings::stated(&app, people.resident, people.resident, union()).await;
        let family = ["me", &people.child.to_text()];
        let refused = sign_up_with(&resident, activity, &family, people.volunteer).await.must_be(422);
        refused.must_say("按曹小满自己的资料").must_not_say("按朱苗苗");
        crate::standings::stated(&app, people.volunteer, people.volunteer, union()).await;
        let party = sign_up_with(&resident, activity, &family, people.volunteer).await.must_be(303).location().to_owned();
        assert_eq!(tickets(&resident.get(&party).await.must_be(200)), 3);

        // Who signed them up gives all back, and the companion hears of it.
        resident.post_form(&format!("{party}/cancel"), &[]).await.must_be(303);
        let friend = app.sign_in(people.volunteer).await;
        friend.get("/notices").await.must_be(200).must_say("朱采菊替您报的名取消了");
    }

    async fn a_companion_is_asked_nothing_that_another_answers(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let [resident, friend] = two(&app, people.resident, people.volunteer).await;
        let activity = Scene { capacity: 2, ..Scene::default() }.put_on(&app).await;
        let holder = app.sign_in(people.officer).await;
        let seat = sign_up(&holder, activity, &["me"]).await;
        fill(&app, activity, 1).await;
        let party = sign_up_with(&resident, activity, &["me"], people.volunteer).await.must_be(303).location().to_owned();
        holder.post_form(&format!("{seat}/cancel"), &[]).await.must_be(303);
        resident.get(&party).await.must_be(200).must_say("前告诉我们");
        friend.get(&party).await.must_be(200).must_say("由替您报名的人答复").must_not_say("告诉我们");
        friend.get("/mine").await.must_be(200).must_not_say("请答复");
        friend.post_form(&format!("{party}/cancel"), &[]).await.must_be(303);
        friend.get(&party).await.must_be(200).must_say("朱采菊替您报的名").must_not_say("由对方答复");
    }

    async fn asking_tells_nothing_of_a_number_and_is_not_repeated(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let (resident, friend) = (app.sign_in(people.resident).await, app.sign_in(people.neighbour).await);
        let own = app.county.phone(people.resident);
        resident.post_form("/me/companions", &[("phone", &own)]).await.must_be(422).must_say("您自己的手机号");
        let unknown = [("phone", "13911110000")];
        for _ in 0..2 {
            asks(&app, &resident, people.neighbour).await;
            let sent = resident.post_form("/me/companions", &unknown).await.must_be(303);
            resident.follow(&sent).await.must_say("如果这个手机号已经注册").must_say("139****0000").must_say("138****0009");
        }
        assert_eq!(count(&app, "SELECT COUNT(*) FROM companion").await, 2);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM notice WHERE message = 'companion-notice-asked'").await, 1);
        friend.get("/me/companions").await.must_say("朱**").must_not_say("朱采菊");
        friend.get("/me").await.must_be(200).must_say("1 人请您同意");

        let answer = format!("/me/companions/{}/answer", first(&friend).await);
        app.sign_in(people.volunteer).await.post_form(&answer, &[("answer", "accept")]).await.must_be(404);
        friend.post_form(&answer, &[("answer", "decline")]).await.must_be(303);
        resident.get("/me/companions").await.must_say("138****0009");
        asks(&app, &resident, people.neighbour).await;
        friend.get("/me/companions").await.must_not_say("请您同意");
        for n in 1..=8 {
            let phone = format!("1391111000{n}");
            resident.post_form("/me/companions", &[("phone", &phone)]).await.must_be(303);
        }
        resident.post_form("/me/companions", &[("phone", "13911110009")]).await.must_be(422).must_say("还有 10 个没有答复");
    }

    async fn two_who_sign_each_other_up_at_once_have_one_place_each(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let [resident, friend] = two(&app, people.resident, people.volunteer).await;
        for _ in 0..5 {
            let activity = Scene::default().put_on(&app).await;
            let (first, second) = tokio::join!(
                sign_up_with(&resident, activity, &["me"], people.volunteer),
                sign_up_with(&friend, activity, &["me"], people.resident)
            );
            let mut answers = [first.status.as_u16(), second.status.as_u16()];
            answers.sort_unstable();
            assert_eq!(answers, [303, 422]);
        }
        assert_eq!(count(&app, "SELECT COUNT(*) FROM signup").await, 10);
        assert_eq!(count(&app, "SELECT COUNT(DISTINCT party) FROM signup").await, 5);
        app.verify("places").await;
    }

    async fn two_who_ask_each_other_at_once_are_companions_once(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let (resident, friend) = (app.sign_in(people.resident).await, app.sign_in(people.volunteer).await);
        tokio::join!(asks(&app, &resident, people.volunteer), asks(&app, &friend, people.resident));
        let agreed = "SELECT COUNT(*) FROM companion WHERE agreed_at IS NOT NULL AND ended_at IS NULL";
        assert_eq!(count(&app, agreed).await, 1);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM companion WHERE ended_at IS NULL").await, 1);
        let program = app.program(people.resident, &["self"]).await;
        let all: Value = program.get("/api/v1/me/companions").await.must_be(200).json();
        assert_eq!((&all[0]["standing"], &all[0]["name"]), (&json!("agreed"), &json!("曹小满")));
        let id = all[0]["id"].as_str().expect("an id");
        let left: Value = program.call("DELETE", &format!("/api/v1/me/companions/{id}")).await.must_be(200).json();
        assert_eq!(left, json!([]));
    }
}
