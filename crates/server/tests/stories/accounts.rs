//! Signing in and registering.

use langqiao_testkit::{TestApp, app::PASSWORD, both};
use serde_json::{Value, json};

both! {
    async fn a_visitor_registers_on_the_way_to_where_they_wanted_to_go(db: Db) {
        let app = TestApp::start(db).await;
        let visitor = app.visitor();
        let first = visitor.get("/notices").await;
        assert_eq!(first.location(), "/sign-in?next=%2Fnotices");
        visitor.follow(&first).await.must_be(200).must_say("获取验证码");

        let asked = visitor.post_form("/sign-in/code", &[("phone", "１３９ 1234 5678"), ("next", "/notices")]).await;
        let page = visitor.follow(&asked).await.must_be(200).must_say("139****5678");
        let code = shown_code(&page.text());

        let missing = visitor.post_form("/sign-in/verify", &[("code", &code), ("next", "/notices")]).await;
        missing.must_be(422).must_say("请填写姓名");
        let fields = [("code", code.as_str()), ("next", "/notices"), ("name", "沈 小桥"), ("consent", "1")];
        let done = visitor.post_form("/sign-in/verify", &fields).await;
        assert_eq!(done.location(), "/notices");
        visitor.follow(&done).await.must_be(200).must_say("已注册并登录").must_say("沈**");
        visitor.get("/notices").await.must_be(200).must_not_say("已注册并登录");

        let out = visitor.post_form("/sign-out", &[]).await;
        assert_eq!(out.location(), "/");
        visitor.get("/notices").await.must_be(303);
    }

    async fn a_right_password_is_refused_too_while_its_phone_is_throttled(db: Db) {
        let app = TestApp::start(db).await;
        let phone = app.county.phone(app.county.people.officer);
        let visitor = app.visitor();
        let right = [("phone", phone.as_str()), ("password", PASSWORD), ("next", "/notices")];
        for _ in 0..5 {
            let wrong = [("phone", phone.as_str()), ("password", "不是这个密码")];
            visitor.post_form("/sign-in", &wrong).await.must_be(422).must_say("手机号或密码不对");
        }
        visitor.post_form("/sign-in", &right).await.must_be(429).must_say("11月21日 周六 9:15");
        app.clock.advance(jiff::SignedDuration::from_mins(15));
        assert_eq!(visitor.post_form("/sign-in", &right).await.location(), "/notices");
        visitor.get("/notices").await.must_be(200);
    }

    async fn a_phone_that_nobody_has_looks_like_one_that_somebody_has(db: Db) {
        let app = TestApp::start(db).await;
        let known = app.county.phone(app.county.people.resident);
        let mut pages = Vec::new();
        for phone in [known.as_str(), "13988887777"] {
            let visitor = app.visitor();
            let asked = visitor.post_form("/sign-in/code", &[("phone", phone)]).await;
            let page = visitor.follow(&asked).await.must_be(200).text();
            let code = shown_code(&page);
            pages.push(page.replace(&code, "").replace("138****0008", "").replace("139****7777", ""));
            let guess = if code == "000000" { "000001" } else { "000000" };
            let wrong = visitor.post_form("/sign-in/verify", &[("code", guess)]).await.must_be(422).text();
            pages.push(wrong.replace(&code, "").replace("138****0008", "").replace("139****7777", ""));
        }
        assert_eq!(pages[0], pages[2]);
        assert_eq!(pages[1], pages[3]);
    }

    async fn a_code_is_good_for_five_minutes_and_five_attempts(db: Db) {
        let app = TestApp::start(db).await;
        let phone = app.county.phone(app.county.people.resident);
        let visitor = app.visitor();
        let ask = async || {
            let asked = visitor.post_form("/sign-in/code", &[("phone", &phone)]).await;
            shown_code(&visitor.follow(&asked).await.text())
        };
        let code = ask().await;
        visitor.post_form("/sign-in/code", &[("phone", &phone)]).await.must_be(429).must_say("9:01");
        app.clock.advance(jiff::SignedDuration::from_mins(5));
        let late = visitor.post_form("/sign-in/verify", &[("code", &code)]).await;
        visitor.follow(&late).await.must_say("验证码已失效");
        let code = ask().await;
        let guess = if code == "000000" { "000001" } else { "000000" };
        for left in ["还可以试 4 次", "还可以试 3 次", "还可以试 2 次", "还可以试 1 次"] {
            visitor.post_form("/sign-in/verify", &[("code", guess)]).await.must_be(422).must_say(left);
        }
        visitor.post_form("/sign-in/verify", &[("code", guess)]).await.must_be(303);
        app.clock.advance(jiff::SignedDuration::from_mins(1));
        let code = ask().await;
        let done = visitor.post_form("/sign-in/verify", &[("code", &code)]).await;
        assert_eq!(done.location(), "/");
        visitor.get("/me").await.must_be(200).must_say("朱采菊");
    }

    async fn without_a_gateway_the_page_says_what_to_do(db: Db) {
        let app = TestApp::start_with(db, |settings| settings.show_phone_codes = false).await;
        let reply = app.visitor().post_form("/sign-in/code", &[("phone", "13912345678")]).await;
        reply.must_be(503).must_say("还没有接通短信").must_say("请用密码登录");
    }

    async fn forms_of_other_sites_and_of_nobody_s_session_are_refused(db: Db) {
        let app = TestApp::start(db).await;
        let client = app.sign_in(app.county.people.resident).await;
        client.call("POST", "/sign-out").await.must_be(403).must_say("表单已经过期");
        client.set_header("sec-fetch-site", "cross-site");
        client.post_form("/sign-out", &[]).await.must_be(403);
        client.get("/me").await.must_be(200);
        client.set_header("sec-fetch-site", "same-origin");
        client.post_form("/sign-out", &[]).await.must_be(303);
        for away in ["https://evil.example", "//evil.example", "/\\evil.example"] {
            let form = [("phone", "13800000003"), ("password", PASSWORD), ("next", away)];
            assert_eq!(app.visitor().post_form("/sign-in", &form).await.location(), "/");
        }
    }

    async fn what_goes_wrong_is_said_in_the_form_and_language_of_who_asks(db: Db) {
        let app = TestApp::start(db).await;
        let visitor = app.visitor();
        let page = visitor.get("/no-such-page").await.must_be(404).must_say("没有找到这个页面");
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("x-request-id").len(), 36);
        visitor.set_cookie("lq_lang", "en");
        visitor.get("/no-such-page").await.must_be(404).must_say("This page was not found");
        let problem = visitor.get("/api/v1/me").await.must_be(401);
        assert_eq!(problem.header("content-type"), "application/problem+json");
        assert!(problem.text().contains("urn:langqiao:problem:sign-in-first"));
        visitor.call("PATCH", "/sign-in").await.must_be(405);
        let options = visitor.post_form("/preferences", &[("lang", "zh-CN"), ("back", "/privacy")]).await;
        visitor.follow(&options).await.must_be(200).must_say("隐私说明");
    }

    async fn a_program_registers_its_owner_with_a_code_and_signs_in_again(db: Db) {
        let app = TestApp::start(db).await;
        let program = app.visitor();
        let (ask, prove) = ("/api/v1/sign-in/code", "/api/v1/sign-in");
        program.post_json(ask, &json!({ "phone": "139" })).await.must_be(422).must_say("phone");
        let made: Value = program.post_json(ask, &json!({ "phone": "139 1234 5678" })).await.must_be(201).json();
        let code = made["code"].as_str().expect("a code").to_owned();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let with = |code: &str, name: Option<&str>, consent: bool| json!({ "phone": "13912345678", "code": code, "name": name, "consent": consent });
        program.post_json(prove, &with(wrong, None, false)).await.must_be(422).must_say("code-wrong");
        program.post_json(prove, &with(&code, None, true)).await.must_be(422).must_say("newcomer");
        program.post_json(prove, &with(&code, Some("沈小桥"), false)).await.must_be(422).must_say("newcomer");
        let given: Value = program.post_json(prove, &with(&code, Some("沈小桥"), true)).await.must_be(201).json();
        assert_eq!(given["registered"], true);
        let token = given["token"].as_str().expect("a token").to_owned();
        let owner = app.visitor().with_bearer(token);
        let me: Value = owner.get("/api/v1/me").await.must_be(200).json();
        assert_eq!((&me["id"], &me["scopes"]), (&given["person"], &json!(["self"])));
        program.post_json(prove, &with(&code, None, false)).await.must_be(409).must_say("code-gone");
        let made: Value = program.post_json(ask, &json!({ "phone": "13912345678" })).await.must_be(201).json();
        let again: Value = program.post_json(prove, &with(made["code"].as_str().expect("a code"), None, false)).await.must_be(201).json();
        assert_eq!((&again["registered"], &again["person"]), (&json!(false), &given["person"]));
    }

    async fn a_program_that_guesses_codes_is_stopped(db: Db) {
        let app = TestApp::start(db).await;
        let program = app.visitor();
        let made: Value = program.post_json("/api/v1/sign-in/code", &json!({ "phone": "13912345678" })).await.must_be(201).json();
        let right = json!({ "phone": "13912345678", "code": made["code"], "name": "沈小桥", "consent": true });
        for n in 0..100 {
            let guess = json!({ "phone": format!("138{n:08}"), "code": "123456" });
            program.post_json("/api/v1/sign-in", &guess).await.must_be(409);
        }
        program.post_json("/api/v1/sign-in", &right).await.must_be(429).must_say("code-wait");
        let child = json!({ "phone": "13912345678", "code": made["code"], "name": "沈小满", "birth": "2020-01-01", "consent": true });
        app.clock.advance(jiff::SignedDuration::from_mins(16));
        program.post_json("/api/v1/sign-in", &right).await.must_be(409).must_say("code-gone");
        app.clock.advance(jiff::SignedDuration::from_mins(60));
        let made: Value = program.post_json("/api/v1/sign-in/code", &json!({ "phone": "13912345678" })).await.must_be(201).json();
        let with_code = |mut body: Value| { body["code"] = made["code"].clone(); body };
        program.post_json("/api/v1/sign-in", &with_code(child)).await.must_be(422).must_say("too-young");
        program.post_json("/api/v1/sign-in", &with_code(right)).await.must_be(201);
    }

    async fn it_says_whether_it_is_alive_and_how_it_does(db: Db) {
        let app = TestApp::start(db).await;
        let visitor = app.visitor();
        visitor.get("/healthz").await.must_be(200).must_say("ok");
        visitor.get("/readyz").await.must_be(200).must_say("ready");
        visitor.get("/privacy").await.must_be(200);
        visitor.get("/metrics").await.must_be(200).must_say("langqiao_requests_total");
        visitor.set_header("x-forwarded-for", "203.0.113.9");
        visitor.get("/metrics").await.must_be(404);
        visitor.get("/api/docs").await.must_be(200).must_say("/api/v1/me");
        let document: serde_json::Value = visitor.get("/api/v1/openapi.json").await.must_be(200).json();
        assert_eq!(document["openapi"], "3.1.0");
    }
}

/// The code that the page shows because there is no gateway.
pub fn shown_code(page: &str) -> String {
    // An id or a file's hash elsewhere in the page may hold six digits too.
    let notice = page.split("role=\"status\"").nth(1).expect("a notice");
    let digits = notice
        .split(|c: char| !c.is_ascii_digit())
        .find(|run| run.len() == 6);
    digits.expect("a code of six digits on the page").to_owned()
}
