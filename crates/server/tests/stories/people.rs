//! One's own page, and what officers see of people.

use std::collections::BTreeSet;

use langqiao_kernel::id::PersonId;
use langqiao_platform::{args, gate::Gate, i18n::msg, notices, spoken::Moment};
use langqiao_testkit::{TestApp, app::PASSWORD, both};
use serde_json::{Value, json};

use crate::signups::scene::{Scene, sign_up};

both! {
    async fn a_guardian_adds_a_child_and_is_asked_for_consent(db: Db) {
        let app = TestApp::start(db).await;
        let client = app.sign_in(app.county.people.neighbour).await;
        let without = [("name", "吕 小雨"), ("birth", "2019-06-01")];
        client.post_form("/me/family", &without).await.must_be(422).must_say("请先勾选监护人同意");
        let with = [("name", "吕 小雨"), ("birth", "2019-06-01"), ("consent", "1"), ("next", "/activities/x")];
        assert_eq!(client.post_form("/me/family", &with).await.location(), "/activities/x");
        let page = client.get("/me/family").await.must_be(200).must_say("吕小雨").must_say("7 岁");
        let action = page.text().split("/me/family/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let other = app.sign_in(app.county.people.resident).await;
        other.post_form(&format!("/me/family/{action}"), &[]).await.must_be(404);
        client.post_form(&format!("/me/family/{action}"), &[]).await.must_be(303);
        client.get("/me/family").await.must_not_say("吕小雨");
    }

    async fn of_a_child_that_is_removed_only_what_it_did_stays_and_the_guardian_sees_who_looked(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let guardian = app.sign_in(who.neighbour).await;
        let remove = async |name: &str| {
            let new = [("name", name), ("birth", "2019-06-01"), ("consent", "1")];
            guardian.post_form("/me/family", &new).await.must_be(303);
            let page = guardian.get("/me/family").await.must_say(name).text();
            format!("/me/family/{}", page.split("/me/family/").nth(1).unwrap().split('"').next().unwrap())
        };
        let idle = remove("吕小雪").await;
        guardian.post_form(&idle, &[]).await.must_be(303);
        let left = app.app.db.read(|tx| {
            let sql = "SELECT name_masked, birth_day FROM person WHERE name_masked = '' OR name_blind = ''";
            tx.all(sql, &[], |row| Ok((row.get::<String>(0)?, row.get::<Option<i64>>(1)?)))
        });
        assert_eq!(left.await.expect("rows"), [(String::new(), None)], "nothing is kept of who did nothing");

        let busy = remove("吕小雨").await;
        let child = busy.split('/').nth(3).unwrap().to_owned();
        let activity = Scene::default().put_on(&app).await;
        sign_up(&guardian, activity, &[&child]).await;
        let sheet = TestApp::bench(app.county.village_women, &format!("/activities/{activity}/sheet"));
        let full = [("reason", "核对名单"), ("as", "page")];
        app.sign_in(who.county).await.post_form(&sheet, &full).await.must_be(200).must_say("吕小雨");
        guardian.get("/me/seen").await.must_be(200).must_say("核对名单").must_say("吕**");
        guardian.post_form(&busy, &[]).await.must_be(303);
        guardian.get("/me/seen").await.must_be(200).must_say("核对名单").must_say("吕**");
    }

    async fn details_are_corrected_and_what_is_wrong_is_said_at_its_field(db: Db) {
        let app = TestApp::start(db).await;
        let client = app.sign_in(app.county.people.resident).await;
        client.get("/me/profile").await.must_be(200).must_say("朱采菊").must_say("1990-10-12").must_say("永越村");
        let young = client.post_form("/me/profile", &[("name", "朱采菊"), ("birth", "2020-01-01")]).await;
        young.must_be(422).must_say("未满 14 周岁").must_say("朱采菊");
        let village = app.county.villages[1][1].to_text();
        let saved = client.post_form("/me/profile", &[("name", "朱 菊"), ("birth", ""), ("area", &village)]).await;
        client.follow(&saved).await.must_be(200).must_say("资料已更新").must_say("朱菊");
    }

    async fn names_are_masked_until_a_reason_is_given_and_the_person_sees_it(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let officer = app.sign_in(who.officer).await;
        let list = TestApp::bench(app.county.village_women, "/people");
        app.queries().reset();
        let page = officer.get(&list).await.must_be(200).must_say("俞*").must_say("138****0005").must_not_say("俞岸");
        assert!(app.queries().statements() <= 3, "{} statements", app.queries().statements());
        officer.get(&format!("{list}?q=俞岸")).await.must_say("俞*").must_not_say("姚*");
        officer.get(&format!("{list}?q=无此人")).await.must_say("没有找到任职的人");
        drop(page);

        let unmask = format!("{list}/{}/unmask", who.reader);
        officer.get(&format!("{list}/{}", who.reader)).await.must_be(200).must_not_say("俞岸");
        officer.post_form(&unmask, &[]).await.must_be(422).must_say("请选一个原因");
        let open = officer.post_form(&unmask, &[("reason", "联系本人")]).await.must_be(200);
        assert_eq!(open.header("cache-control"), "no-store");
        open.must_say("俞岸").must_say("13800000005");
        let reader = app.sign_in(who.reader).await;
        reader.get("/me/seen").await.must_say("钱*").must_say("桃园村妇联").must_say("联系本人").must_say("手机号");

        // A resident who never had to do with the village's federation, and people of the other town.
        for stranger in [who.neighbour, who.foreign_officer, PersonId::generate()] {
            officer.post_form(&format!("{list}/{stranger}/unmask"), &[("reason", "好奇")]).await.must_be(404);
        }
        let steward = app.sign_in(who.steward).await;
        steward.get(&list).await.must_be(404);
        steward.post_form(&unmask, &[("reason", "联系本人")]).await.must_be(404);
        let foreign = app.sign_in(who.foreign_officer).await;
        foreign.get(&list).await.must_be(404);
        let above = app.sign_in(who.town_officer).await;
        above.get(&list).await.must_be(200);
    }

    async fn all_that_is_kept_can_be_taken_along(db: Db) {
        let app = TestApp::start(db).await;
        let client = app.sign_in(app.county.people.resident).await;
        let reply = client.get("/me/export.json").await.must_be(200);
        assert!(reply.header("content-disposition").contains("attachment"));
        let data: Value = reply.json();
        assert_eq!(data["person"]["name"], "朱采菊");
        assert_eq!(data["person"]["phone"], "13800000008");
        assert_eq!(data["family"].as_array().unwrap().len(), 2);
        assert_eq!(data["made_at"], "2026-11-21T09:00:00+08:00");
        assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
    }

    async fn a_token_does_what_it_was_made_for_and_nothing_else(db: Db) {
        let app = TestApp::start(db).await;
        let officer = app.sign_in(app.county.people.officer).await;
        // Every scope is said in words; its name stands under them once, for whoever writes the program.
        let county = app.sign_in(app.county.people.county).await.get("/me/tokens").await.must_be(200).text();
        let scopes = app.routes().iter().filter_map(|route| match route.gate {
            Gate::Permission(scope) => Some(scope),
            Gate::Public | Gate::SignedIn => None,
        });
        for scope in scopes.collect::<BTreeSet<_>>() {
            assert_eq!(county.matches(&format!(">{scope}<")).count(), 1, "{scope}");
        }
        officer.post_form("/me/tokens", &[("name", "表格程序")]).await.must_be(422).must_say("至少选一项");
        let fields = [("name", "表格程序"), ("scope", "self"), ("scope", "registers.import"), ("days", "30")];
        let made = officer.post_form("/me/tokens", &fields).await.must_be(200);
        assert_eq!(made.header("cache-control"), "no-store");
        let token = made.text().split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let program = app.visitor().with_bearer(token.clone());
        let me: Value = program.get("/api/v1/me").await.must_be(200).json();
        assert_eq!(me["scopes"], json!(["self"]), "what her posts don't give can't be asked for");
        assert_eq!(me["posts"][0]["role"], "officer");

        let people = format!("/api/v1/organisations/{}/people", app.county.village_women);
        let refused = program.get(&people).await.must_be(403);
        assert_eq!(refused.header("content-type"), "application/problem+json");
        assert_eq!(refused.json::<Value>()["code"], "scope-missing");
        let foreign = format!("/api/v1/organisations/{}/people", app.county.foreign_women);
        program.get(&foreign).await.must_be(404);
        program.get("/me/tokens").await.must_be(303);

        let page = officer.get("/me/tokens").await.must_say("表格程序").must_not_say(&token);
        let revoke = page.text().split("/me/tokens/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        officer.post_form(&format!("/me/tokens/{revoke}"), &[]).await.must_be(303);
        let gone = program.get("/api/v1/me").await.must_be(401);
        assert_eq!(gone.header("www-authenticate"), "Bearer");
    }

    async fn a_post_with_a_key_is_carried_out_once(db: Db) {
        let app = TestApp::start(db).await;
        let program = app.program(app.county.people.neighbour, &["self"]).await;
        program.set_header("idempotency-key", "k-1");
        let child = json!({ "name": "吕小雨", "birth": "2019-06-01", "consent": true });
        let first = program.post_json("/api/v1/me/family", &child).await.must_be(201);
        let again = program.post_json("/api/v1/me/family", &child).await.must_be(201);
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(first.json::<Value>(), again.json::<Value>());
        assert_eq!(program.get("/api/v1/me/family").await.json::<Vec<Value>>().len(), 1);
        let other = json!({ "name": "吕小雪", "birth": "2019-06-01", "consent": true });
        let reused = program.post_json("/api/v1/me/family", &other).await.must_be(422);
        assert_eq!(reused.json::<Value>()["code"], "idempotency-reused");

        program.set_header("idempotency-key", "k-2");
        let refused = json!({ "name": "吕小雪", "birth": "2019-06-01", "consent": false });
        program.post_json("/api/v1/me/family", &refused).await.must_be(422);
        program.post_json("/api/v1/me/family", &other).await.must_be(201);
    }

    async fn a_password_change_ends_all_other_sessions(db: Db) {
        let app = TestApp::start(db).await;
        let here = app.sign_in(app.county.people.officer).await;
        let there = app.sign_in(app.county.people.officer).await;
        here.get("/me/security").await.must_be(200).must_say("就是这里").must_say("退出其他所有登录");
        let wrong = [("old", "不对的密码"), ("password", "新的石桥灯笼"), ("again", "新的石桥灯笼")];
        here.post_form("/me/security/password", &wrong).await.must_be(422).must_say("现在的密码不对");
        let new = [("old", PASSWORD), ("password", "新桥上的旧灯笼啊"), ("again", "新桥上的旧灯笼啊")];
        here.post_form("/me/security/password", &new).await.must_be(303);
        here.get("/me").await.must_be(200);
        there.get("/me").await.must_be(303);
    }

    async fn notices_are_read_in_the_reader_s_language(db: Db) {
        let app = TestApp::start(db).await;
        let person = app.county.people.resident;
        let at = Moment("2026-11-22T14:30:00+08:00".parse().unwrap());
        let sent = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            notices::send(tx, person, msg::SIGN_IN_WAIT, args! { until = at }, "/me/family")
        });
        sent.await.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}"));
        let client = app.sign_in(person).await;
        client.get("/me").await.must_say("1 条未读");
        let page = client.get("/notices").await.must_be(200).must_say("11月22日 周日 14:30");
        client.set_cookie("lq_lang", "en");
        client.get("/notices").await.must_say("Sun 22 Nov, 14:30");
        let open = page.text().split("/notices/").map(str::to_owned).find(|rest| rest.contains("/open")).unwrap();
        let open = open.split('"').next().unwrap();
        assert_eq!(client.post_form(&format!("/notices/{open}"), &[]).await.location(), "/me/family");
        client.get("/me").await.must_say("Nothing new");
    }

    async fn a_draft_is_kept_for_its_writer(db: Db) {
        let app = TestApp::start(db).await;
        let client = app.sign_in(app.county.people.officer).await;
        let typed = [("title", "包粽子"), ("places", "30")];
        client.post_form("/drafts/activity.new", &typed).await.must_be(200).must_say("9:00 已存草稿");
        let person = app.county.people.officer;
        let draft = app.app.db.read(move |tx| langqiao_platform::drafts::load(tx, person, "activity.new")).await;
        let draft = draft.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}")).expect("a draft");
        assert_eq!((draft.fields.raw("title"), draft.fields.has("csrf")), ("包粽子", false));
        client.post_form("/drafts/..%2Fx", &typed).await.must_be(404);
    }

    async fn a_list_goes_on_where_it_stopped_and_is_not_sent_twice(db: Db) {
        let app = TestApp::start(db).await;
        let program = app.program(app.county.people.county, &["people.list"]).await;
        let path = format!("/api/v1/organisations/{}/people?limit=3", app.county.office);
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page: Value = program.get(&format!("{path}{next}")).await.must_be(200).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["person"].to_string()));
            let Some(after) = page["next"].as_str() else { break };
            next = format!("&after={after}");
        }
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((count, seen.len()), (7, 7));
        let first = program.get(&path).await.must_be(200);
        program.set_header("if-none-match", first.header("etag"));
        assert!(program.get(&path).await.must_be(304).body.is_empty());
        program.get(&format!("{path}&after=nonsense")).await.must_be(422);
    }
}
