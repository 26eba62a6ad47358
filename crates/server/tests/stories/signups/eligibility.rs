//! Who may come, and what they are told when they can't.

use langqiao_store::params;
use langqiao_testkit::{TestApp, both};

use super::scene::{Scene, form, sign_up};

both! {
    async fn an_activity_for_children_refuses_the_parent_with_the_reason(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { ages: (Some(6), Some(12)), ..Scene::default() }.put_on(&app).await;
        let resident = app.sign_in(app.county.people.resident).await;
        resident.get(&form(activity)).await.must_say("朱采菊当天 36 岁，这场活动最大 12 岁");
        let child = app.county.people.child.to_text();
        let both = [("who", "me"), ("who", child.as_str())];
        resident.post_form(&form(activity), &both).await.must_be(422).must_say("这场活动最大 12 岁");
        let young = [("new-name-0", "朱小弟"), ("new-birth-0", "2022-01-01"), ("new-consent", "1")];
        let page = resident.post_form(&form(activity), &young).await.must_be(422);
        page.must_say("朱小弟当天 4 岁，这场活动要满 6 岁").must_say("value=\"2022-01-01\"");
        assert!(sign_up(&resident, activity, &[&child]).await.starts_with("/mine/signups/"));
    }

    async fn an_activity_for_one_village_is_for_those_who_live_there(db: Db) {
        let app = TestApp::start(db).await;
        let village = app.county.villages[0][0];
        let activity = Scene { only_area: Some(village), ..Scene::default() }.put_on(&app).await;
        let neighbour = app.sign_in(app.county.people.neighbour).await;
        let refused = neighbour.post_form(&form(activity), &[("who", "me")]).await.must_be(422);
        refused.must_say("不在这场活动面向的地区：只面向住在");
        let resident = app.sign_in(app.county.people.resident).await;
        let elder = app.county.people.elder.to_text();
        sign_up(&resident, activity, &["me", &elder]).await;
        let town = Scene { only_area: Some(app.county.towns[0]), ..Scene::default() }.put_on(&app).await;
        sign_up(&resident, town, &["me"]).await;
        neighbour.post_form(&form(town), &[("who", "me")]).await.must_be(422);
    }

    async fn who_never_said_where_they_live_is_asked_and_comes_back_to_the_form_as_it_was(db: Db) {
        let app = TestApp::start(db).await;
        let village = app.county.villages[0][0];
        let activity = Scene { only_area: Some(village), ..Scene::default() }.put_on(&app).await;
        let person = app.county.people.neighbour;
        let forgotten = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE person SET area = NULL WHERE id = ?1", params![person])
        });
        forgotten.await.expect("nowhere");
        app.visitor().get(&form(activity)).await.must_be(200).must_say("只面向住在").must_not_say("name=\"live\"");
        let neighbour = app.sign_in(person).await;
        neighbour.get(&form(activity)).await.must_be(200).must_say("您还没有填住在哪里").must_say("去填住址");
        let refused = neighbour.post_form(&form(activity), &[("who", "me")]).await.must_be(422);
        refused.must_say("请先填上").must_say("这场活动只面向住在").must_not_say("不在这场活动面向的地区");
        let typed = [("new-name-0", "沈小妹"), ("new-birth-0", "2016-01-01"), ("new-consent", "1"), ("live", "1")];
        let gone = neighbour.post_form(&form(activity), &typed).await.must_be(303);
        assert!(gone.location().starts_with("/me/profile?next="), "{}", gone.location());
        neighbour.follow(&gone).await.must_be(200).must_say("替您留着").must_say(&format!("value=\"{}\"", form(activity)));
        let (village, next) = (village.to_text(), form(activity));
        let said = [("name", "沈阿妹"), ("birth", "1990-01-01"), ("area", village.as_str()), ("next", next.as_str())];
        let back = neighbour.post_form("/me/profile", &said).await.must_be(303);
        assert_eq!(back.location(), next);
        neighbour.follow(&back).await.must_be(200).must_say("沈小妹").must_say("住址不对，去更正");
        sign_up(&neighbour, activity, &["me"]).await;
        // Nobody is led away from here.
        let away = neighbour.post_form("/me/profile", &[("name", "沈阿妹"), ("area", &village), ("next", "//evil.example")]).await;
        assert_eq!(away.must_be(303).location(), "/");
    }

    async fn young_volunteers_come_with_an_adult(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { volunteers: 5, ..Scene::default() }.put_on(&app).await;
        let resident = app.sign_in(app.county.people.resident).await;
        let child = app.county.people.child.to_text();
        let alone = [("role", "volunteer"), ("who", child.as_str())];
        let page = resident.post_form(&form(activity), &alone).await.must_be(422);
        page.must_say("朱苗苗不满 10 岁，当志愿者须有大人一起来").must_say("各地通行做法");
        let toddler = [
            ("role", "volunteer"), ("who", "me"), ("new-name-0", "朱小弟"), ("new-birth-0", "2022-01-01"),
            ("new-consent", "1"),
        ];
        resident.post_form(&form(activity), &toddler).await.must_be(422).must_say("朱小弟不满 6 岁");
        let together = [("role", "volunteer"), ("who", "me"), ("who", child.as_str())];
        let done = resident.post_form(&form(activity), &together).await;
        resident.follow(&done).await.must_say("当志愿者");
    }

    async fn sign_up_has_its_time_and_its_size(db: Db) {
        let app = TestApp::start(db).await;
        let people = &app.county.people;
        let resident = app.sign_in(people.resident).await;
        let later = Scene { opens_in: 24, ..Scene::default() }.put_on(&app).await;
        resident.get(&form(later)).await.must_be(200).must_say("11月22日 周日 9:00 开始报名");
        resident.post_form(&form(later), &[("who", "me")]).await.must_be(422).must_say("开始报名");
        let over = Scene { starts_in: -1, opens_in: -48, ..Scene::default() }.put_on(&app).await;
        resident.post_form(&form(over), &[("who", "me")]).await.must_be(422).must_say("报名已经截止");
        let small = Scene { party_max: 2, ..Scene::default() }.put_on(&app).await;
        let (child, elder) = (people.child.to_text(), people.elder.to_text());
        let three = [("who", "me"), ("who", child.as_str()), ("who", elder.as_str())];
        resident.post_form(&form(small), &three).await.must_be(422).must_say("一次最多报 2 人");
        let draft = Scene { status: "draft", ..Scene::default() }.put_on(&app).await;
        resident.get(&form(draft)).await.must_be(404);
        resident.post_form(&form(draft), &[("who", "me")]).await.must_be(404);
        let soon = Scene { starts_in: 0, opens_in: -48, ..Scene::default() }.put_on(&app).await;
        resident.post_form(&form(soon), &[("who", "me")]).await.must_be(422);
    }
}
