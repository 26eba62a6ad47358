//! Signing somebody up at a desk: by the same rules, one by one or from a list on paper.

use langqiao_app::activities::Plan;
use langqiao_kernel::id::ActivityId;
use langqiao_store::params;
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};

use crate::activities::{plan, published};

mod lists;

pub async fn live(app: &TestApp, activity: ActivityId) -> (i64, i64) {
    let read = app.app.db.read(move |tx| {
        let sql = "SELECT taken, waiting FROM pool WHERE activity = ?1 AND role = 'attendee'";
        tx.one(sql, params![activity], |row| Ok((row.get(0)?, row.get(1)?)))
    });
    read.await.expect("a pool").expect("a pool")
}

async fn persons(app: &TestApp) -> i64 {
    let read = app
        .app
        .db
        .read(|tx| tx.one("SELECT COUNT(*) FROM person", &[], |row| row.get(0)));
    read.await.expect("a count").expect("a count")
}

pub struct Desk<'a> {
    pub client: &'a Client,
    pub at: String,
}

impl Desk<'_> {
    /// Somebody who agreed, with what is typed besides.
    pub async fn one(&self, typed: &[(&str, &str)]) -> Reply {
        let mut fields = vec![("consent", "1"), ("role", "attendee")];
        fields.extend(typed);
        self.client.post_form(&self.at, &fields).await
    }

    pub async fn list(&self, list: &str) -> Reply {
        let fields = [
            ("list", list),
            ("list_consent", "1"),
            ("role", "attendee"),
            ("go", "1"),
        ];
        self.client.post_form(&format!("{}/list", self.at), &fields).await
    }
}

both! {
    async fn a_newcomer_says_where_they_live_where_that_matters(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let (town, village) = (app.county.towns[0], app.county.villages[0][0]);
        let id = published(&app, org, Plan { only_area: Some(town), min_age: None, max_age: None, ..plan(&app) }).await;
        let officer = app.sign_in(who.officer).await;
        let desk = Desk { client: &officer, at: TestApp::bench(org, &format!("/activities/{id}/desk")) };
        officer.get(&desk.at).await.must_say("住在哪里").must_say("不在这个地区");
        desk.one(&[("name", "沈阿妹"), ("area", "")]).await.must_be(422).must_say("这场活动只面向住在");
        let village = village.to_text();
        desk.one(&[("name", "沈阿妹"), ("area", village.as_str())]).await.must_be(303);
        let done = officer.post_form(&format!("{}/list", desk.at), &[
            ("list", "钱阿毛 13800001111\n孙阿大"), ("list_consent", "1"), ("role", "attendee"), ("area", village.as_str()), ("go", "1"),
        ]).await.must_be(303);
        officer.follow(&done).await.must_say("钱**");
        assert_eq!(live(&app, id).await, (3, 0));
        let mut next_day = plan(&app);
        next_day.times.starts_at += jiff::SignedDuration::from_hours(24);
        next_day.times.ends_at += jiff::SignedDuration::from_hours(24);
        let free = published(&app, org, next_day).await;
        officer.get(&TestApp::bench(org, &format!("/activities/{free}/desk"))).await.must_not_say("住在哪里");
    }

    async fn name_badges_are_printed_with_full_names_for_a_stated_reason(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { seats: 5, volunteers: 2, ..plan(&app) }).await;
        let at = TestApp::bench(org, &format!("/activities/{id}"));
        let county = app.sign_in(who.county).await;
        county.get(&format!("{at}/badges")).await.must_be(200).must_say("没有姓名牌可印");
        crate::signups::scene::sign_up(&app.sign_in(who.resident).await, id, &["me"]).await;
        let helper = app.sign_in(who.volunteer).await;
        helper.post_form(&format!("/activities/{id}/sign-up"), &[("role", "volunteer"), ("who", "me")]).await.must_be(303);
        let page = county.get(&format!("{at}/badges")).await.must_be(200);
        page.must_say("朱**").must_say("志愿者").must_say("90 × 54").must_not_say("朱采菊");
        county.get(&format!("{at}/sheet")).await.must_say("姓名牌");
        county.post_form(&format!("{at}/badges"), &[("reason", " ")]).await.must_be(422).must_say("请写明用途");
        let full = county.post_form(&format!("{at}/badges"), &[("reason", "会场胸牌")]).await.must_be(200);
        full.must_say("朱采菊");
        let read = app.app.db.read(|tx| {
            tx.one("SELECT COUNT(*) FROM unmasking WHERE reason = '会场胸牌'", &[], |row| row.get::<i64>(0))
        });
        assert_eq!(read.await.expect("a count"), Some(2));
        let officer = app.sign_in(who.officer).await;
        officer.get(&format!("{at}/badges")).await.must_be(200);
        helper.get(&format!("{at}/badges")).await.must_be(404);
    }

    async fn who_has_no_phone_is_signed_up_by_the_same_rules(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { seats: 2, min_age: Some(6), ..plan(&app) }).await;
        let officer = app.sign_in(who.officer).await;
        let desk = Desk { client: &officer, at: TestApp::bench(org, &format!("/activities/{id}/desk")) };
        officer.get(&TestApp::bench(org, &format!("/activities/{id}"))).await.must_say("代人报名");
        officer.get(&desk.at).await.must_be(200).must_say("为到场的人报名").must_say("还有 2 个名额");
        // Mistakes lose nothing and take nobody up.
        let before = persons(&app).await;
        let back = officer.post_form(&desk.at, &[("name", "沈阿妹"), ("phone", "138"), ("role", "attendee")]).await.must_be(422);
        back.must_say("沈阿妹").must_say("应是 11 位").must_say("请先征得本人同意");
        desk.one(&[("name", "沈阿妹"), ("birth", "2024-01-01")]).await.must_be(422).must_say("沈阿妹");
        assert_eq!(persons(&app).await, before);
        let done = desk.one(&[("name", "沈阿妹"), ("birth", "1951年3月8日")]).await.must_be(303);
        let page = officer.follow(&done).await.must_say("已报名，签到码").must_say("沈**");
        page.must_not_say("沈阿妹");
        desk.one(&[("name", "沈阿妹"), ("birth", "1951-03-08")]).await.must_be(422).must_say("已有同名的人");
        // Whoever has a phone is the person that they are when they sign in themselves.
        let phone = app.county.phone(who.resident);
        desk.one(&[("name", "别人"), ("phone", &phone), ("birth", "1990-01-01")]).await.must_be(422).must_say("另一个姓名");
        let other = desk.one(&[("name", "沈阿妹"), ("birth", "1960-05-05")]).await.must_be(303);
        officer.follow(&other).await.must_say("已报名");
        assert_eq!(live(&app, id).await, (2, 0));
        // Nobody passes the queue at a desk.
        let third = desk.one(&[("name", "王二"), ("birth", "1960-05-05")]).await.must_be(303);
        let page = officer.follow(&third).await.must_say("已排进候补").must_say("名额已满，1 人在候补");
        let text = page.text();
        let party = text.split("name=\"party\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a party").to_owned();
        let gone = officer.post_form(&format!("{}/cancel", desk.at), &[("party", &party)]).await.must_be(303);
        officer.follow(&gone).await.must_say("已取消");
        app.verify("places").await;
        app.verify("signups").await;
    }

    async fn a_grandmother_brings_the_children(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let id = published(&app, org, Plan { min_age: Some(6), max_age: Some(12), ..plan(&app) }).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let desk = Desk { client: &officer, at: TestApp::bench(org, &format!("/activities/{id}/desk")) };
        let mut typed = vec![("name", "沈阿妹"), ("birth", "1951-03-08"), ("comes", "no")];
        desk.one(&typed).await.must_be(422).must_say("请填参加的孩子");
        typed.push(("child0_name", "小明"));
        desk.one(&typed).await.must_be(422).must_say("请填孩子的出生日期").must_say("小明");
        typed.push(("child0_birth", "2018-05-01"));
        typed.extend([("child1_name", "小红"), ("child1_birth", "2019-06-01")]);
        desk.one(&typed).await.must_be(303);
        assert_eq!(live(&app, id).await, (2, 0));
    }

    async fn a_child_on_the_paper_list_comes_with_its_guardian(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let id = published(&app, org, Plan { min_age: None, ..plan(&app) }).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let desk = Desk { client: &officer, at: TestApp::bench(org, &format!("/activities/{id}/desk")) };
        let back = desk.list("朱小满 2018-03-03\n李小树 2017-05-01 家长 李大山").await.must_be(422);
        back.must_say("请在同一行写上家长姓名和家长手机号").must_say("请写上家长的手机号");
        let done = desk.list("姓名\t手机号\t出生日期\t家长姓名\t家长手机号\n朱小满\t\t2018-03-03\t沈阿妹\t13912340001\n李小树 2017-05-01 家长：李大山 13912340002").await.must_be(303);
        desk.client.follow(&done).await.must_say("家长：沈**").must_say("纸上签字同意");
        // The guardian answers for the child: signed in with that phone it is their party.
        let read = app.app.db.read(|tx| tx.one(
            "SELECT COUNT(*), (SELECT COUNT(*) FROM signup_at_desk WHERE paper_seen_by IS NOT NULL) FROM signup s
             JOIN person p ON p.id = s.person WHERE p.guardian = s.booker AND s.state = 'seat'",
            &[], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)),
        ));
        assert_eq!(read.await.expect("counts"), Some((2, 2)));
        // The same list twice takes nobody in twice.
        desk.list("朱小满 2018-03-03 家长 沈阿妹 13912340001").await.must_be(303);
        assert_eq!(live(&app, id).await, (2, 0));
        let file = desk.client.get(&format!("{}/list.xlsx", desk.at)).await.must_be(200);
        assert!(file.body.starts_with(b"PK"));
    }

    async fn of_a_list_from_paper_the_good_lines_go_in_and_the_others_come_back(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { min_age: None, ..plan(&app) }).await;
        let officer = app.sign_in(who.officer).await;
        let desk = Desk { client: &officer, at: TestApp::bench(org, &format!("/activities/{id}/desk")) };
        let list = "1、沈阿妹，13912340001，1951-03-08\r\n\r\n2\t王二\t1391234\r\n张三 李四\r\n13912340003\r\n赵六 13912340006";
        let back = desk.list(list).await.must_be(422);
        back.must_say("已录入 2 人，下面 3 行没有录入").must_say("手机号不对").must_say("一行里有两个人").must_say("没有看到姓名");
        assert_eq!(live(&app, id).await, (2, 0));
        // The same list again: who is in is not taken in twice.
        desk.list(list).await.must_be(422).must_say("已录入 0 人，下面 3 行没有录入").must_say("另有 2 行的人早就报了名");
        assert_eq!(live(&app, id).await, (2, 0));
        let done = desk.list("王二 13912340002").await.must_be(303);
        officer.follow(&done).await.must_say("名单已录入，共 1 人").must_say("王*");
        let twice = desk.list("王二 13912340002\n周八 13912340008").await.must_be(303);
        officer.follow(&twice).await.must_say("新报 1 人").must_say("另有 1 人早就报了名");
        // Found by the whole name, which stands in no address.
        let found = officer.post_form(&format!("{}/find", desk.at), &[("find", "周 八")]).await.must_be(200);
        found.must_say("周*").must_say("报名号").must_not_say("沈**");
        officer.post_form(&format!("{}/find", desk.at), &[("find", "周")]).await.must_be(200).must_say("没有给这个姓名的人报过名");
        desk.list(" \n ").await.must_be(422).must_say("请先填名单");
        // All that is wrong with a line is said at once, and a line that adds up the others is nobody.
        let wrong = desk.list("郑九 1381234567 2031-03-08\n合计 1 人").await.must_be(422);
        wrong.must_say("手机号不对").must_say("出生日期不能晚于今天").must_say("这一行是合计");
        let long: Vec<String> = (0..301).map(|n| format!("人{n}")).collect();
        desk.list(&long.join("\n")).await.must_be(422).must_say("一次最多 300 行");
        let at = format!("{}/list", desk.at);
        officer.post_form(&at, &[("list", "钱七 13912340007"), ("go", "1")]).await.must_be(422).must_say("请先征得本人同意").must_say("钱七");
        assert_eq!(live(&app, id).await, (4, 0));
    }

    async fn who_comes_first_by_their_village_is_asked_where_they_live_and_keeps_the_number_they_were_told(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let (here, there) = (app.county.villages[0][0], app.county.villages[0][1].to_text());
        let mut by_lot = plan(&app);
        by_lot.times.signup_closes_at = by_lot.times.starts_at - jiff::SignedDuration::from_hours(18);
        let id = published(&app, org, Plan {
            seats: 1, min_age: None, max_age: None, prior_area: Some(here),
            allotment: langqiao_app::activities::Allotment::Draw, ..by_lot
        }).await;
        let officer = app.sign_in(who.officer).await;
        let desk = Desk { client: &officer, at: TestApp::bench(org, &format!("/activities/{id}/desk")) };
        officer.get(&desk.at).await.must_say("住在这里的人先有名额");
        let page = officer.get(&TestApp::bench(org, &format!("/activities/{id}"))).await;
        page.must_say("摇号：结果人人可验证").must_say("第 1 组：住在").must_say("摇号前公布的指纹");
        let here = here.to_text();
        desk.one(&[("name", "王二"), ("area", there.as_str())]).await.must_be(303);
        let done = desk.one(&[("name", "沈阿妹"), ("area", here.as_str())]).await.must_be(303);
        officer.follow(&done).await.must_say("等分名额").must_say("报名号 2");
        app.clock.advance(jiff::SignedDuration::from_hours(8 * 24 - 12));
        app.run_jobs().await;
        // The neighbour was the second to sign up and is the first to have a place.
        officer.get(&desk.at).await.must_say("报名号 2 · 第 1 位").must_say("报名号 1 · 第 2 位");
        officer.get(&TestApp::bench(org, &format!("/activities/{id}"))).await.must_say("看摇号结果");
    }

    async fn what_is_wrong_is_said_to_the_officer_about_whom_it_concerns(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { min_age: None, ..plan(&app) }).await;
        let officer = app.sign_in(who.officer).await;
        let desk = Desk { client: &officer, at: TestApp::bench(org, &format!("/activities/{id}/desk")) };
        let ahead = desk.one(&[("name", "沈阿妹"), ("birth", "2031-03-08")]).await.must_be(422);
        ahead.must_say("不能晚于今天").must_not_say("未满 14 周岁要由家长报名").must_say("2031-03-08");
        let known = [("name", "沈阿妹"), ("phone", "13912340001")];
        desk.one(&known).await.must_be(303);
        desk.one(&known).await.must_be(422).must_say("沈阿妹 已经报过名了").must_not_say("您已经报过名了");
        let child = [("child0_name", "小明"), ("child0_birth", "2018-05-01")];
        desk.one(&[&known[..], &child[..]].concat()).await.must_be(422).must_say("有人已经报过名了").must_not_say("您已经报过名了");
        assert_eq!(live(&app, id).await, (1, 0));
    }

    async fn a_head_in_other_words_is_known_or_said_not_to_be(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { min_age: None, ..plan(&app) }).await;
        let officer = app.sign_in(who.officer).await;
        let desk = Desk { client: &officer, at: TestApp::bench(org, &format!("/activities/{id}/desk")) };
        desk.list("名字\t电话\n周八\t13912340008").await.must_be(303);
        let remarks = desk.list("名字\t电话\t备注\n周九\t13912340009\t带凳子").await.must_be(422);
        remarks.must_say("看不懂“备注”这一列").must_say("带凳子");
        let no_name = desk.list("人员\t联系电话\n周九\t13912340009").await.must_be(422);
        no_name.must_say("看不出哪一列是姓名").must_say("人员 联系电话").must_say("13912340009").must_not_say("一行里有两个人");
        assert_eq!(live(&app, id).await, (1, 0));
    }

    async fn a_program_signs_up_at_a_desk_and_others_do_not(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { min_age: None, ..plan(&app) }).await;
        let api = format!("/api/v1/organisations/{org}/activities/{id}/desk");
        let program = app.program(who.officer, &["activities.manage"]).await;
        let mut body = json!({ "name": "沈阿妹", "phone": "139 1234 0001", "role": "attendee", "consented": false });
        program.post_json(&api, &body).await.must_be(422).must_say("no-consent");
        body["consented"] = json!(true);
        let made: Value = program.post_json(&api, &body).await.must_be(201).json();
        assert_eq!((&made["state"], made["codes"].as_array().map(Vec::len)), (&json!("seat"), Some(1)));
        program.post_json(&api, &body).await.must_be(409).must_say("signed-up-already");
        let foreign = format!("/api/v1/organisations/{}/activities/{id}/desk", app.county.foreign_women);
        let stranger = app.program(who.foreign_officer, &["activities.manage"]).await;
        stranger.post_json(&foreign, &body).await.must_be(404);
        let steward = app.sign_in(who.steward).await;
        steward.get(&TestApp::bench(org, &format!("/activities/{id}/desk"))).await.must_be(404);
    }

    async fn two_hands_at_once_take_somebody_in_once(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let id = published(&app, org, Plan { min_age: None, seats: 5, ..plan(&app) }).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let desk = Desk { client: &officer, at: TestApp::bench(org, &format!("/activities/{id}/desk")) };
        for typed in [vec![("name", "沈阿妹")], vec![("name", "王二"), ("phone", "13912340002")]] {
            let (one, two, three) = tokio::join!(desk.one(&typed), desk.one(&typed), desk.one(&typed));
            let mut statuses = [one, two, three].map(|reply| reply.status.as_u16());
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 422, 422]);
        }
        assert_eq!(live(&app, id).await, (2, 0));
    }
}
