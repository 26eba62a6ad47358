//! Signing in and registering.

use langqiao_testkit::{TestApp, app::PASSWORD, both};

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
}

/// The code that the page shows because there is no gateway.
pub fn shown_code(page: &str) -> String {
    let digits = page.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6);
    digits.expect("a code of six digits on the page").to_owned()
}
