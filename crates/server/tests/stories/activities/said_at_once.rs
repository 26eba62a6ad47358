//! What is wrong in the form of an activity is said in one round, and not any more when it is mended.

use langqiao_testkit::{TestApp, both};

use super::{send, set, typed_form};

both! {
    async fn all_that_is_wrong_is_said_at_once(db: Db) {
        let app = TestApp::start(db).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let list = TestApp::bench(app.county.village_women, "/activities");
        let mut typed = typed_form(&app);
        for (name, value) in [("day", "2020-01-02"), ("end", "13:00"), ("seats", "二十来个"), ("own_share", "300")] {
            set(&mut typed, name, value);
        }
        let back = send(&officer, &list, &typed, "save").await.must_be(422);
        back.must_say("请填一个整数").must_say("开始时间已经过去").must_say("结束要晚于开始").must_say("二十来个");
        // Nothing is said of what can't be known: when it ends is not compared with an hour that can't be read.
        let mut unread = typed.clone();
        set(&mut unread, "start", "早上");
        let back = send(&officer, &list, &unread, "publish").await.must_be(422);
        back.must_say("开始时间已经过去").must_not_say("结束要晚于开始");
        // A row more: what was wrong goes with the form, its summary too.
        for button in ["add-room", "add-cohost", "find"] {
            let page = send(&officer, &list, &typed, button).await.must_be(200);
            page.must_say("hx-target=\"#activity-whole\"").must_say("id=\"activity-whole\"").must_not_say("请填一个整数");
        }
        // Mended, it is made.
        for (name, value) in [("day", "2026-11-28"), ("end", "16:00"), ("seats", "20"), ("own_share", "2")] {
            set(&mut typed, name, value);
        }
        send(&officer, &list, &typed, "save").await.must_be(303);
    }
}
