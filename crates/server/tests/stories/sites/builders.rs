//! Who built a site together is named with what each gave, and books earlier for as long as it is one.

use std::sync::Arc;

use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{at, id_after};

/// A co-builder of the county's hall.
pub async fn of_hall(app: &TestApp) -> String {
    let program = app.program(app.county.people.officer, &["spaces.keep"]).await;
    let (own, venue) = (app.county.village_women, app.county.venue);
    let made: Value = program
        .post_json(
            &format!("/api/v1/organisations/{own}/venues/{venue}/builders"),
            &json!({ "name": "桃园村老人协会", "gave": ["staff"] }),
        )
        .await
        .must_be(201)
        .json();
    made["id"].as_str().expect("an id").to_owned()
}

both! {
    async fn a_wrong_name_is_corrected_and_what_it_was_stays(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let builder = of_hall(&app).await;
        let officer = app.sign_in(county.people.officer).await;
        let page = at(county.village_women, &app, "/builders");
        let one = format!("{page}/{builder}");
        officer.get(&one).await.must_be(200).must_say("更正名称").must_say("value=\"桃园村老人协会\"");
        for (name, says) in [("桃", "请先查找并选一个单位"), ("桃园村老人协会", "名称没有变"), ("桃园村妇联", "不用登记")] {
            officer.post_form(&format!("{one}/name"), &[("version", "1"), ("name", name)]).await.must_be(422).must_say(says).must_say(&format!("value=\"{name}\""));
        }
        officer.post_form(&format!("{one}/name"), &[("version", "1"), ("name", "桃园村老年协会")]).await.must_be(303);
        officer.post_form(&format!("{one}/name"), &[("version", "1"), ("name", "老人会")]).await.must_be(422).must_say("刚才有人改过了").must_say("老人会");
        officer.get(&page).await.must_say("桃园村老年协会").must_say("原来写作“桃园村老人协会”");
        // It comes into the house: the organisation stands in its place, once, and its name is its own from then on.
        let program = app.program(county.people.officer, &["spaces.keep"]).await;
        let api = format!("/api/v1/organisations/{}/venues/{}/builders", county.village_women, county.venue);
        let name = format!("{api}/{builder}/name");
        program.post_json(&name, &json!({ "version": 2, "organisation": county.firm_union })).await.must_be(204);
        let again = program.post_json(&name, &json!({ "version": 3, "name": "老人会" })).await.must_be(409);
        again.must_say("builder-registered");
        let listed: Value = program.get(&api).await.must_be(200).json();
        assert_eq!(listed[0]["organisation"], json!(county.firm_union));
        let before: Vec<&str> = listed[0]["before"].as_array().expect("names").iter().filter_map(|one| one["name"].as_str()).collect();
        assert_eq!(before, ["桃园村老年协会", "桃园村老人协会"]);
        let other = json!({ "name": "棋牌社", "gave": ["staff"] });
        let made: Value = program.post_json(&api, &other).await.must_be(201).json();
        let twice = format!("{api}/{}/name", made["id"].as_str().expect("an id"));
        program.post_json(&twice, &json!({ "version": 1, "organisation": county.firm_union })).await.must_be(422);
        app.visitor().get(&format!("/venues/{}", county.venue)).await.must_say("灯笼纺织工会委员会").must_not_say("老人协会");
    }

    async fn co_builders_are_named_with_what_each_gave(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let own = county.village_women;
        officer.post_form(&at(own, &app, "/edit"), &[("name", "桃园村文化礼堂"), ("cluster", "桃园村阵地集群")]).await.must_be(303);
        let cluster = id_after(&officer.get(&at(own, &app, "")).await.must_say("共建单位"), "/clusters/");
        let page = at(own, &app, "/builders");
        officer.get(&page).await.must_be(200).must_say("还没有登记共建单位");
        officer.get(&format!("{page}?find=没有这样的")).await.must_be(200).must_say("没有找到");
        let found = officer.get(&format!("{page}?find=灯笼纺织工会")).await.must_be(200).must_say("灯笼纺织工会委员会");
        let firm = id_after(&found, "builders?body=");
        officer.get(&format!("{page}?body={firm}")).await.must_be(200).must_say("换一个单位");

        let elders = |name: &'static str, gave: &'static str, words: &'static str, since: &'static str| {
            [("name", name), ("gave", gave), ("words", words), ("since", since), ("may_use", "底楼活动室")]
        };
        let own_name = officer.get(&at(own, &app, "")).await;
        assert!(own_name.text().contains("桃园村妇联"), "the keeper's name is on its page");
        for (fields, says) in [
            (elders("", "staff", "", ""), "请先查找并选一个单位"),
            (elders("桃园村老人协会", "", "", ""), "请至少选一样"),
            (elders("桃园村老人协会", "other", "", ""), "请写明是什么"),
            (elders("桃园村老人协会", "staff", "", "2027-01-01"), "这一天还没到"),
            (elders("桃园村老人协会", "staff", "", "去年"), "请填日期"),
            (elders("桃园村妇联", "staff", "", ""), "不用登记"),
        ] {
            officer.post_form(&page, &fields).await.must_be(422).must_say(says).must_say("底楼活动室");
        }
        let both_kinds = [("name", "桃园村老人协会"), ("gave", "staff"), ("gave", "equipment"), ("words", "每天两人值班，棋牌桌四张"), ("since", "2024-05-01"), ("may_use", "底楼活动室")];
        officer.post_form(&page, &both_kinds).await.must_be(303);
        officer.post_form(&page, &elders("桃园村老人协会", "staff", "", "")).await.must_be(422).must_say("已经登记过了");
        officer.post_form(&page, &[("organisation", firm.as_str()), ("gave", "money"), ("words", "出资 3 万元"), ("since", "")]).await.must_be(303);
        officer.post_form(&page, &[("name", "灯笼纺织工会委员会"), ("gave", "money")]).await.must_be(422).must_say("已经登记过了");
        let listed = officer.get(&page).await.must_say("棋牌桌四张").must_say("出资 3 万元").must_say("可以比其他单位早预约");

        let visitor = app.visitor();
        visitor.get(&format!("/venues/{}", county.venue)).await.must_say("共建单位").must_say("桃园村老人协会").must_say("人员").must_say("棋牌桌四张").must_say("出资 3 万元");
        visitor.get(&format!("/clusters/{cluster}")).await.must_say("共建单位").must_say("桃园村老人协会").must_say("灯笼纺织工会委员会");

        // Two officers change it at once: the second is told, and nothing is written over.
        let elders = id_after(&listed, "/builders/");
        let one = format!("{page}/{elders}");
        officer.get(&one).await.must_be(200).must_say("每天两人值班");
        officer.post_form(&one, &[("version", "1"), ("gave", "staff"), ("words", "每天三人值班")]).await.must_be(303);
        officer.post_form(&one, &[("version", "1"), ("gave", "staff"), ("words", "每天一人")]).await.must_be(422).must_say("刚才有人改过了").must_say("每天一人");
        officer.post_form(&format!("{one}/end"), &[("version", "2"), ("ended", "2026-12-01")]).await.must_be(422).must_say("这一天还没到");
        officer.post_form(&format!("{one}/end"), &[("version", "1"), ("ended", "2026-11-01")]).await.must_be(422).must_say("刚才有人改过了");
        officer.post_form(&format!("{one}/end"), &[("version", "2"), ("ended", "2026-11-01")]).await.must_be(303);
        officer.post_form(&one, &[("version", "3"), ("gave", "staff")]).await.must_be(422).must_say("已经结束共建了");
        officer.get(&page).await.must_say("已结束").must_say("每天三人值班");
        visitor.get(&format!("/venues/{}?again", county.venue)).await.must_not_say("桃园村老人协会").must_say("灯笼纺织工会委员会");

        // Another body sees nothing of the keeper's page.
        let foreign = app.sign_in(people.foreign_officer).await;
        foreign.get(&at(county.foreign_women, &app, "/builders")).await.must_be(404);
        foreign.get(&at(county.foreign_women, &app, &format!("/builders/{elders}"))).await.must_be(404);
    }

    async fn programs_write_co_builders_and_one_that_left_books_like_others(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let program = app.program(people.officer, &["spaces.keep"]).await;
        let api = format!("/api/v1/organisations/{}/venues/{}/builders", county.village_women, county.venue);
        program.post_json(&api, &json!({ "organisation": county.firm_union, "gave": [] })).await.must_be(422);
        program.post_json(&api, &json!({ "organisation": county.venue, "gave": ["money"] })).await.must_be(422);
        let made: Value = program.post_json(&api, &json!({ "organisation": county.firm_union, "gave": ["money", "space"], "words": "出资", "since": "2025-01-01", "may_use": "议事厅" })).await.must_be(201).json();
        let id = made["id"].as_str().expect("an id");
        let firm = app.sign_in(people.firm_officer).await;
        let room = TestApp::bench(county.firm_union, &format!("/spaces/{}", county.space));
        firm.get(&room).await.must_say("共建单位：灯笼纺织工会委员会");
        program.send_json("PUT", &format!("{api}/{id}"), &json!({ "version": 7, "gave": ["money"] })).await.must_be(409);
        program.send_json("PUT", &format!("{api}/{id}"), &json!({ "version": 1, "gave": ["money"], "words": "出资 3 万元" })).await.must_be(204);
        let list: Value = program.get(&api).await.must_be(200).json();
        assert_eq!((&list[0]["gave"], &list[0]["words"], &list[0]["version"], &list[0]["ended"]), (&json!(["money"]), &json!("出资 3 万元"), &json!(2), &Value::Null));
        let public: Value = app.visitor().get(&format!("/api/v1/venues/{}", county.venue)).await.must_be(200).json();
        assert_eq!((&public["builders"][0]["name"], public["builders"][0].get("may_use")), (&json!("灯笼纺织工会委员会"), None));
        program.post_json(&format!("{api}/{id}/end"), &json!({ "version": 2, "day": "2026-11-20" })).await.must_be(204);
        program.post_json(&format!("{api}/{id}/end"), &json!({ "version": 3, "day": "2026-11-20" })).await.must_be(409);
        firm.get(&room).await.must_not_say("共建单位：");
        let public: Value = app.visitor().get(&format!("/api/v1/venues/{}?again", county.venue)).await.must_be(200).json();
        assert_eq!(public["builders"], json!([]));
    }

    async fn a_body_that_is_entered_by_many_at_once_is_entered_once(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let mut all = JoinSet::new();
        for n in 0..8 {
            let app = app.clone();
            all.spawn(async move {
                let officer = app.sign_in(app.county.people.officer).await;
                let page = at(app.county.village_women, &app, "/builders");
                let name = if n % 2 == 0 { "桃园村老人协会" } else { "灯笼纺织工会委员会" };
                officer.post_form(&page, &[("name", name), ("gave", "staff")]).await.status.as_u16()
            });
        }
        let mut done: Vec<u16> = all.join_all().await;
        done.sort_unstable();
        assert_eq!(done, [303, 303, 422, 422, 422, 422, 422, 422]);
    }
}
