//! Places handed on: within the family, by a link, never to two, and never past those who wait.

use std::sync::Arc;

use langqiao_app::signups::{
    Cancel, CancelError, SignupState, cancel,
    hand_on::{self, HandOnError, Take},
};
use langqiao_kernel::id::{ActivityId, SignupId};
use langqiao_platform::keys::Keys;
use langqiao_store::params;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{
    ground::{Ground, by, join, morning},
    scene::{Scene, form, question, sign_up},
};

/// The sign-ups of a party, in order.
async fn seats(app: &TestApp, party: &str) -> Vec<(String, String)> {
    let party = party.rsplit('/').next().expect("an id").to_owned();
    let read = app.app.db.read(move |tx| {
        tx.all(
            "SELECT id, state FROM signup WHERE party = ?1 ORDER BY id",
            params![party],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    });
    read.await.expect("sign-ups")
}

/// The address of the link that a page shows.
fn link(page: &str) -> String {
    let at = page.find("/handed-on/").expect("a link");
    page[at..].chars().take_while(|c| *c != '"').collect()
}

async fn places(app: &TestApp, activity: ActivityId) -> (i64, i64) {
    let read = app.app.db.read(move |tx| {
        tx.one(
            "SELECT taken, waiting FROM pool WHERE activity = ?1 AND role = 'attendee'",
            params![activity],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    });
    read.await.expect("places").expect("places")
}

both! {
    async fn a_place_goes_to_whoever_opens_the_link_first(db: Db) {
        let app = TestApp::start(db).await;
        let questions = vec![("有没有忌口", "text", "", true)];
        let activity = Scene { questions, capacity: 3, ..Scene::default() }.put_on(&app).await;
        let resident = app.sign_in(app.county.people.resident).await;
        let answer = question(&app, activity, 0).await;
        let done = resident.post_form(&form(activity), &[("who", "me"), (&answer, "无")]).await;
        let party = done.location().to_owned();
        resident.get(&party).await.must_say("转让名额");
        let seat = seats(&app, &party).await[0].0.clone();

        let made = resident.post_form(&format!("{party}/hand-on"), &[("signup", &seat)]).await.must_be(200);
        let made = made.must_say("链接好了").must_say("只显示这一次");
        assert_eq!(made.header("cache-control"), "no-store");
        let first = link(&made.text());
        resident.get(&first).await.must_say("这是您自己发出的链接").must_not_say("别人把一个名额转给您");
        resident.get(&format!("{party}/hand-on")).await.must_say("还没有人接").must_not_say("/handed-on/");
        let made = resident.post_form(&format!("{party}/hand-on"), &[("signup", &seat)]).await;
        let second = link(&made.text());

        let neighbour = app.sign_in(app.county.people.neighbour).await;
        let used = neighbour.get(&first).await.must_be(404).must_say("已经用过，或者对方收回了");
        used.must_not_say("再试一次");
        app.visitor().get(&second).await.must_be(303);
        neighbour.get(&second).await.must_be(200).must_say("接下转来的名额").must_say("有没有忌口");
        let missing = neighbour.post_form(&second, &[("who", "me")]).await.must_be(422);
        missing.must_say("接下这个名额");
        let taken = neighbour.post_form(&second, &[("who", "me"), (&answer, "海鲜")]).await.must_be(303);
        neighbour.follow(&taken).await.must_say("名额归您了").must_say("签到码");
        neighbour.post_form(&second, &[("who", "me"), (&answer, "海鲜")]).await.must_be(404);
        resident.get(&party).await.must_say("的名额已经转出").must_not_say("转让名额");
        resident.get("/notices").await.must_say("您转出的名额已经有人接下");
        assert_eq!(seats(&app, &party).await, [(seat, "cancelled".to_owned())]);
        // Whoever holds it reads that the place is somebody else's now, not that it was given up.
        let (org, officer) = (app.county.village_women, app.county.people.officer);
        let roll = TestApp::bench(org, &format!("/activities/{activity}/signups"));
        app.sign_in(officer).await.get(&format!("{roll}?state=cancelled")).await.must_be(200).must_say("名额已转出");
        let program = app.program(officer, &["signups.list"]).await;
        let list: Value = program.get(&format!("/api/v1/organisations/{org}/activities/{activity}/signups")).await.must_be(200).json();
        assert_eq!((&list["items"][0]["handed_on"], &list["items"][1]["handed_on"]), (&json!(true), &json!(false)));
        assert_eq!(places(&app, activity).await, (1, 0));
        app.verify("places").await;
        app.verify("signups").await;
    }

    async fn while_people_wait_only_the_family_changes_among_themselves(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 1, ages: (Some(5), None), ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let resident = app.sign_in(people.resident).await;
        let party = sign_up(&resident, activity, &["me"]).await;
        let seat = seats(&app, &party).await[0].0.clone();
        let made = resident.post_form(&format!("{party}/hand-on"), &[("signup", &seat)]).await;
        let link = link(&made.text());
        let neighbour = app.sign_in(people.neighbour).await;
        sign_up(&neighbour, activity, &["me"]).await;

        // The link was made before anybody waited; it is no way past who waits now.
        let volunteer = app.sign_in(people.volunteer).await;
        volunteer.get(&link).await.must_be(200).must_say("先给排队的人");
        volunteer.post_form(&link, &[("who", "me")]).await.must_be(422).must_say("先给排队的人");
        let page = resident.get(&format!("{party}/hand-on")).await;
        page.must_say("1 人正在候补").must_not_say("重新生成链接").must_say("收回链接");
        let refused = resident.post_form(&format!("{party}/hand-on"), &[("signup", &seat)]).await;
        resident.follow(&refused).await.must_say("先给排队的人");

        let nobody = resident.post_form(&format!("{party}/swap"), &[("signup", &seat)]).await;
        resident.follow(&nobody).await.must_say("先选一位家里人");
        let elder = people.elder.to_text();
        let done = resident.post_form(&format!("{party}/swap"), &[("signup", &seat), ("to", &elder)]).await;
        resident.follow(&done).await.must_say("换好了").must_say("签到码");
        assert_eq!(places(&app, activity).await, (1, 1));
        let states: Vec<String> = seats(&app, &party).await.into_iter().map(|seat| seat.1).collect();
        assert_eq!(states, ["cancelled", "seat"]);
        volunteer.get(&link).await.must_be(404);
        // Not one's own family, and not somebody else's party.
        let now = seats(&app, &party).await[1].0.clone();
        let stranger = people.volunteer.to_text();
        let tried = resident.post_form(&format!("{party}/swap"), &[("signup", &now), ("to", &stranger)]).await;
        tried.must_be(404);
        neighbour.post_form(&format!("{party}/swap"), &[("signup", &now), ("to", "me")]).await.must_be(303);
        neighbour.get(&format!("{party}/hand-on")).await.must_be(404);
        app.verify("places").await;
        app.verify("signups").await;
    }

    async fn a_link_is_taken_for_a_child_who_is_new(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { ages: (Some(5), None), ..Scene::default() }.put_on(&app).await;
        let resident = app.sign_in(app.county.people.resident).await;
        let party = sign_up(&resident, activity, &["me"]).await;
        let seat = seats(&app, &party).await[0].0.clone();
        let link = link(&resident.post_form(&format!("{party}/hand-on"), &[("signup", &seat)]).await.text());
        let neighbour = app.sign_in(app.county.people.neighbour).await;
        neighbour.get(&link).await.must_say("还没添加的家里人");
        let child = [("new-name-0", "吴小满"), ("new-birth-0", "2017-01-01"), ("new-consent", "1")];
        let two: Vec<(&str, &str)> = [("who", "me")].into_iter().chain(child).collect();
        neighbour.post_form(&link, &two).await.must_be(422).must_say("请只选一位").must_say("吴小满");
        let one: Vec<(&str, &str)> = [("who", "")].into_iter().chain(child).collect();
        let done = neighbour.post_form(&link, &one).await;
        neighbour.follow(&done).await.must_say("名额归您了").must_say("吴小满");
        assert_eq!(places(&app, activity).await, (1, 0));
    }

    async fn a_program_hands_a_place_on_and_takes_it(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { ages: (Some(6), Some(60)), ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let one = app.program(people.resident, &["self"]).await;
        let made: Value = one.post_json(&format!("/api/v1/activities/{activity}/signups"), &json!({})).await.json();
        let (party, signup) = (made["id"].as_str().expect("an id"), &made["people"][0]["id"]);
        let path = format!("/api/v1/signups/{party}");
        let swap = |person| json!({ "signup": signup, "person": person });
        let old: Value = one.post_json(&format!("{path}/swap"), &swap(people.elder)).await.must_be(422).json();
        assert_eq!(old["code"], "not-eligible");
        let link: Value = one.post_json(&format!("{path}/hand-on"), &json!({ "signup": signup })).await.must_be(201).json();
        let key = link["key"].as_str().expect("a key");
        one.call("DELETE", &format!("{path}/hand-on?signup={}", signup.as_str().expect("an id"))).await.must_be(200);
        let two = app.program(people.neighbour, &["self"]).await;
        two.post_json(&format!("/api/v1/handed-on/{key}"), &json!({})).await.must_be(404);
        let link: Value = one.post_json(&format!("{path}/hand-on"), &json!({ "signup": signup })).await.must_be(201).json();
        let key = link["key"].as_str().expect("a key");
        let taken: Value = two.post_json(&format!("/api/v1/handed-on/{key}"), &json!({})).await.must_be(201).json();
        assert_eq!(taken["state"], "seat");
        let gone: Value = one.post_json(&format!("{path}/hand-on"), &json!({ "signup": signup })).await.must_be(409).json();
        assert_eq!(gone["code"], "no-place");
        two.post_json(&format!("{path}/hand-on"), &json!({ "signup": signup })).await.must_be(404);
    }

    async fn one_link_is_used_once_whatever_runs_beside(db: Db) {
        let ground = Arc::new(Ground::lay(db, 34).await);
        let keys = Arc::new(Keys::new(&[7; 32]));
        for round in 0..20 {
            let activity = ground.activity(if round % 2 == 0 { 1 } else { 2 }).await;
            let giver = ground.people[0];
            let party = ground.db.write(by(morning()), move |tx| join(tx, activity, giver, 1)).await.expect("a place").party;
            let place = keys.clone();
            let key = ground.db.write(by(morning()), move |tx| {
                let signup: Option<SignupId> = tx.one("SELECT id FROM signup WHERE party = ?1", params![party], |row| row.get(0))?;
                hand_on::give(tx, &place, giver, (party, signup.expect("a sign-up")))
            }).await.expect("a link");
            let mut clients = JoinSet::new();
            for taker in ground.people[1..33].iter().copied() {
                let (ground, keys, key) = (ground.clone(), keys.clone(), key.clone());
                clients.spawn(async move {
                    let wish = Take { key, booker: taker, person: taker, answers: Default::default() };
                    match ground.db.write(by(morning()), move |tx| hand_on::take(tx, &keys, &wish)).await {
                        Ok(_) => 1,
                        Err(HandOnError::NotFound | HandOnError::NoPlace | HandOnError::OthersWait) => 0,
                        Err(why) => panic!("{why}"),
                    }
                });
            }
            let (cancelling, coming) = (ground.clone(), ground.clone());
            clients.spawn(async move {
                let wish = Cancel { person: giver, party, only: None };
                match cancelling.db.write(by(morning()), move |tx| cancel(tx, &wish)).await {
                    Ok(_) | Err(CancelError::Ended) => 0,
                    Err(why) => panic!("{why}"),
                }
            });
            let late = ground.people[33];
            clients.spawn(async move {
                coming.db.write(by(morning()), move |tx| join(tx, activity, late, 1)).await.expect("a number");
                0
            });
            let mut taken = 0;
            while let Some(done) = clients.join_next().await { taken += done.expect("a client"); }
            assert!(taken <= 1, "{taken} took one place");
            let queue = ground.queue(activity).await;
            queue.must_be_sound();
            let seats = queue.count(SignupState::holds_place);
            assert!(seats <= 2 && seats >= taken, "{queue:?}");
        }
    }
}
