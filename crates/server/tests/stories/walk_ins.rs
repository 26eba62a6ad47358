//! Those who came without having signed up, and wrote their names on the sheet; and lists that are looked at first.

use jiff::SignedDuration;
use langqiao_app::activities::{Plan, Question, QuestionKind};
use langqiao_kernel::id::{ActivityId, OrganisationId, SignupId};
use langqiao_store::params;
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};

use crate::{
    activities::{plan, published},
    desk::{Desk, live},
};

/// Sets the clock to so long after the start of the usual plan, which lasts an hour and a half.
fn after_start(app: &TestApp, hours: i64) {
    let start: jiff::Timestamp = "2026-11-28T14:30:00+08:00".parse().expect("an instant");
    app.clock.set(start + SignedDuration::from_hours(hours));
}

async fn signup_of(app: &TestApp, activity: ActivityId, code: &str) -> SignupId {
    let code = code.to_owned();
    let read = app.app.db.read(move |tx| {
        tx.one(
            "SELECT id FROM signup WHERE activity = ?1 AND code = ?2",
            params![activity, code],
            |row| row.get(0),
        )
    });
    read.await.expect("a sign-up").expect("a sign-up")
}

/// Somebody who came without saying how old they are, where that is asked: they wait for a decision.
pub async fn listed(app: &TestApp, org: OrganisationId, activity: ActivityId) -> String {
    let program = app
        .program(app.county.people.officer, &["activities.manage"])
        .await;
    let api = format!("/api/v1/organisations/{org}/activities/{activity}/walk-ins");
    let body = json!({ "name": "陆阿七", "role": "attendee", "consented": true });
    let listed: Value = program.post_json(&api, &body).await.must_be(201).json();
    assert_eq!(listed["against"], json!("birth_unknown"));
    listed["id"].as_str().expect("an id").to_owned()
}

/// The first walk-in that waits for a decision.
fn waiting(page: &Reply) -> String {
    let text = page.text();
    let id = text
        .split("name=\"walk_in\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    id.expect("somebody who waits").to_owned()
}

async fn typed(client: &Client, sheet: &str, lines: &[(SignupId, &str, &str)]) -> Reply {
    let mut fields = vec![("finish".to_owned(), "1".to_owned())];
    for (signup, came, left) in lines {
        fields.push((format!("in-{signup}"), (*came).to_owned()));
        fields.push((format!("out-{signup}"), (*left).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    client.post_form(sheet, &fields).await
}

both! {
    async fn who_signed_the_sheet_without_signing_up_is_added_and_typed_by_two(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { seats: 2, min_age: None, ..plan(&app) }).await;
        let bench = TestApp::bench(org, &format!("/activities/{id}"));
        let officer = app.sign_in(who.officer).await;
        let steward = app.sign_in(who.steward).await;
        let desk = Desk { client: &officer, at: format!("{bench}/desk") };
        crate::signups::scene::sign_up(&app.sign_in(who.resident).await, id, &["me"]).await;
        // Between the end of sign-up and the start nobody is added.
        after_start(&app, -2);
        officer.get(&desk.at).await.must_say("可以在活动开始").must_say("结束后 7 天内");
        desk.one(&[("name", "沈阿妹")]).await.must_be(422).must_say("沈阿妹");
        // The sheet is typed by both before anybody notices that somebody is missing.
        after_start(&app, 3);
        let sheet = format!("{bench}/checkin/paper");
        let code: String = {
            let read = app.app.db.read(move |tx| tx.one("SELECT code FROM signup WHERE activity = ?1", params![id], |row| row.get(0)));
            read.await.expect("a code").expect("a code")
        };
        let first = signup_of(&app, id, &code).await;
        for client in [&steward, &officer] {
            typed(client, &sheet, &[(first, "14:20", "16:00")]).await.must_be(303);
        }
        app.clock.advance(SignedDuration::from_mins(5));
        officer.get(&sheet).await.must_say("纸上签了名、这里没有的人").must_say("补录没报名的人");
        steward.get(&sheet).await.must_say("请把名字告诉他们").must_not_say("补录没报名的人");
        officer.get(&desk.at).await.must_say("到场签了到、名单上没有的人").must_say("照着签到纸录的");
        let done = desk.one(&[("name", "沈阿妹"), ("on_paper", "1")]).await.must_be(303);
        let page = officer.follow(&done).await.must_say("已补录，签到码").must_say("照签到纸补录");
        let added = page.text().split("签到码：").nth(1).expect("a code").chars().take(6).collect::<String>();
        officer.get(&format!("{bench}/signups")).await.must_say("事后补录：").must_say("照签到纸录");
        assert_eq!(live(&app, id).await, (2, 0));
        // Nobody typed the new line, so that it isn't taken for somebody who did not come.
        let taken = officer.post_form(&format!("{sheet}/take"), &[]).await.must_be(303);
        officer.follow(&taken).await.must_say("后来补录的人").must_say("还有 1 行是后来补录的人");
        let late = signup_of(&app, id, &added).await;
        typed(&officer, &sheet, &[(first, "13:00", "16:00")]).await.must_be(422).must_say("已经录完");
        typed(&officer, &sheet, &[(late, "14:40", "16:00")]).await.must_be(303);
        officer.get(&sheet).await.must_say("还有 1 行是后来补录的人");
        typed(&steward, &sheet, &[(late, "14:40", "16:00")]).await.must_be(303);
        let taken = officer.post_form(&format!("{sheet}/take"), &[]).await.must_be(303);
        officer.follow(&taken).await.must_say("已全部登记，共 2 行");
        officer.get(&format!("{bench}/checkin/arrived")).await.must_say("14:40–16:00");
        // A week after its end it is over, and the page says when it was.
        after_start(&app, 2 + 7 * 24);
        officer.get(&desk.at).await.must_say("结束后 7 天内").must_not_say("照着签到纸录的");
        desk.one(&[("name", "王二")]).await.must_be(422).must_say("王二");
        app.verify("places").await;
        app.verify("signups").await;
    }

    async fn who_does_not_meet_the_rules_waits_for_a_decision_with_a_reason(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { seats: 1, volunteers: 1, min_age: Some(18), ..plan(&app) }).await;
        let bench = TestApp::bench(org, &format!("/activities/{id}"));
        let officer = app.sign_in(who.officer).await;
        let desk = Desk { client: &officer, at: format!("{bench}/desk") };
        after_start(&app, 3);
        desk.one(&[("name", "沈阿妹"), ("birth", "1951-03-08")]).await.must_be(303);
        // Full, too young, and too young by law.
        for (name, birth, why) in [("王二", "1960-05-05", "名额已满"), ("李三", "2010-05-05", "年龄不到")] {
            let done = desk.one(&[("name", name), ("birth", birth)]).await.must_be(303);
            officer.follow(&done).await.must_say("已记下，还没有名额").must_say(why);
        }
        let child = [("name", "钱妈妈"), ("phone", "13912340007"), ("birth", "1990-01-01"), ("comes", "no"), ("child0_name", "钱小小"), ("child0_birth", "2021-05-05"), ("consent", "1"), ("role", "volunteer")];
        let done = officer.post_form(&desk.at, &child).await.must_be(303);
        officer.follow(&done).await.must_say("年龄太小");
        assert_eq!(live(&app, id).await, (1, 0));
        // The same person again is not listed twice; the day's page says that somebody waits.
        desk.one(&[("name", "王二"), ("birth", "1960-05-05")]).await.must_be(422).must_say("已有同名的人");
        officer.get(&TestApp::bench(org, "")).await.must_say("有到场的人等您决定");
        let settle = format!("{}/settle", desk.at);
        // The latest is the child, whom nobody can let by.
        let page = officer.get(&desk.at).await.must_say("有 3 人等您决定");
        let by_law = waiting(&page);
        let decide = async |walk_in: &str, verdict: &str, reason: &str| {
            let field = format!("reason-{walk_in}");
            officer.post_form(&settle, &[("walk_in", walk_in), ("verdict", verdict), (&field, reason)]).await
        };
        decide(&by_law, "counts", "来帮忙了").await.must_be(422).must_say("不能破例").must_say("来帮忙了");
        decide(&by_law, "dismissed", " ").await.must_be(422).must_say("请写为什么");
        decide(&by_law, "dismissed", "太小，没有做事").await.must_be(303);
        let young = waiting(&officer.get(&desk.at).await);
        decide(&young, "counts", "家长同意，全程在场").await.must_be(303);
        decide(&young, "counts", "再来一次").await.must_be(404);
        let full = waiting(&officer.get(&desk.at).await);
        let done = decide(&full, "counts", "在场，坐了加座").await.must_be(303);
        officer.follow(&done).await.must_not_say("等您决定：给不给").must_say("在场，坐了加座");
        assert_eq!(live(&app, id).await, (3, 0));
        officer.get(&format!("{bench}/signups")).await.must_say("破例理由：家长同意，全程在场").must_not_say("沈阿妹");
        // Names in full for a reason in the officer's own words, on the roll and at the desk alike.
        for (at, what) in [(format!("{bench}/signups/names"), "核对座位"), (format!("{}/names", desk.at), "核对身份")] {
            officer.post_form(&at, &[("reason", " ")]).await.must_be(422).must_say("请写明用途").must_say("在名单上显示").must_not_say("沈阿妹");
            officer.post_form(&at, &[("reason", what)]).await.must_be(200).must_say("沈阿妹").must_say("李三");
        }
        let seen = app.app.db.read(|tx| tx.one("SELECT COUNT(*) FROM unmasking WHERE reason IN ('核对座位', '核对身份')", &[], |row| row.get::<i64>(0)));
        assert!(seen.await.expect("a count").expect("a count") >= 6);
        app.sign_in(who.steward).await.post_form(&format!("{bench}/signups/names"), &[("reason", "看看")]).await.must_be(404);
        app.verify("places").await;
        app.verify("signups").await;
        // Without a reason and a name there is no such place, whatever a program tries.
        let tried = app.app.db.write(app.app.by_system("story"), |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE walk_in SET reason = NULL WHERE state = 'added' AND against IS NOT NULL", &[])
        });
        assert!(tried.await.is_err());
    }

    async fn who_waited_and_came_anyway_leaves_the_waiting_list_for_a_place(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, Plan { seats: 1, min_age: None, ..plan(&app) }).await;
        crate::signups::scene::sign_up(&app.sign_in(who.resident).await, id, &["me"]).await;
        crate::signups::scene::sign_up(&app.sign_in(who.neighbour).await, id, &["me"]).await;
        assert_eq!(live(&app, id).await, (1, 1));
        after_start(&app, 1);
        let api = format!("/api/v1/organisations/{org}/activities/{id}/walk-ins");
        let program = app.program(who.officer, &["activities.manage"]).await;
        let name: String = {
            let (keys, person) = (app.app.keys.clone(), who.neighbour);
            let read = app.app.db.read(move |tx| {
                tx.one("SELECT name_sealed FROM person WHERE id = ?1", params![person], |row| row.get::<Vec<u8>>(0))
            });
            let sealed = read.await.expect("a name").expect("a name");
            keys.open_field(langqiao_platform::keys::Field::Name, &sealed).expect("a name")
        };
        let phone = app.county.phone(who.neighbour);
        let body = json!({ "name": name, "phone": phone, "role": "attendee", "consented": true, "on_paper": true });
        let listed: Value = program.post_json(&api, &body).await.must_be(201).json();
        assert_eq!((&listed["state"], &listed["against"]), (&json!("open"), &json!("full")));
        program.post_json(&api, &body).await.must_be(409).must_say("walk-in-listed");
        let one = format!("{api}/{}", listed["id"].as_str().expect("an id"));
        program.post_json(&one, &json!({ "counts": true, "reason": "x" })).await.must_be(422);
        program.post_json(&one, &json!({ "counts": true, "reason": "在场" })).await.must_be(204);
        assert_eq!(live(&app, id).await, (2, 0));
        let all: Value = program.get(&format!("{api}?state=added")).await.must_be(200).json();
        assert_eq!(all["items"][0]["reason"], json!("在场"));
        program.post_json(&api, &body).await.must_be(409).must_say("signed-up-already");
        let signups: Value = app.program(who.officer, &["signups.list"]).await
            .get(&format!("/api/v1/organisations/{org}/activities/{id}/signups?state=seat")).await.must_be(200).json();
        assert_eq!(signups["items"][1]["added_afterwards"]["on_paper"], json!(true));
        app.verify("places").await;
        app.verify("signups").await;
    }

    async fn a_list_is_looked_at_before_it_goes_in(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let ask = |label: &str, kind, options: &[&str], required| Question {
            label: label.into(),
            kind,
            options: options.iter().map(|one| (*one).into()).collect(),
            required,
            only_if: None,
        };
        let questions = vec![
            ask("衣服尺码", QuestionKind::Choice, &["大号", "小号"], true),
            ask("吃饭吗", QuestionKind::YesNo, &[], false),
        ];
        let id = published(&app, org, Plan { seats: 2, min_age: None, questions, ..plan(&app) }).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let desk = Desk { client: &officer, at: TestApp::bench(org, &format!("/activities/{id}/desk")) };
        let head = "姓名\t手机号\t衣服尺码（大号 / 小号）\t吃饭吗";
        let list = format!("{head}\n沈阿妹\t13912340001\t大号\t是\n王二\t1391\t小号\t\n李三\t13912340003\t中号\t\n钱四\t13912340004\t小号\t否\n赵五\t13912340005\t小号\t\n周六 13912340006");
        let look = |list: String| {
            let at = format!("{}/list", desk.at);
            let officer = &officer;
            async move { officer.post_form(&at, &[("list", &list), ("role", "attendee")]).await }
        };
        let page = look(list.clone()).await.must_be(200);
        let page = page.must_say("2 人有名额，1 人候补").must_say("3 行录不进去").must_say("“手机号”：").must_say("请从选项里选一个").must_say("现在还没有录入");
        // Nothing has gone in, and nothing typed is lost.
        page.must_say("中号").must_say("周六 13912340006");
        assert_eq!(live(&app, id).await, (0, 0));
        assert_eq!(look(list.clone()).await.status.as_u16(), 200);
        look("姓名\t鞋码\n沈阿妹\t40".to_owned()).await.must_be(422).must_say("看不懂“鞋码”这一列").must_say("沈阿妹");
        let back = desk.list(&list).await.must_be(422);
        back.must_say("已录入 3 人，下面 3 行没有录入").must_say("第 3 行").must_say("姓名").must_not_say("\n沈阿妹\t");
        assert_eq!(live(&app, id).await, (2, 1));
        // A file does as well: what stands above its head is left out.
        let csv = "名单,,\n姓名,手机号,衣服尺码\n沈阿妹,13912340001,大号\n吴七,13912340007,小号\n";
        let upload = langqiao_testkit::app::Upload { field: "file", name: "名单.csv", bytes: csv.as_bytes().to_vec() };
        let page = officer.post_files(&format!("{}/list", desk.at), &[("list_consent", "1"), ("role", "attendee")], vec![upload]).await.must_be(200);
        page.must_say("1 人早就在名单上").must_say("吴七");
        let template = officer.get(&format!("{}/list.xlsx", desk.at)).await.must_be(200);
        assert!(template.body.starts_with(b"PK"));
    }
}
