//! What was typed another time says that it is that, and a form makes one activity however often it is sent.

use langqiao_app::activities::Plan;
use langqiao_kernel::id::Id;
use langqiao_store::params;
use langqiao_testkit::{TestApp, both};

use super::{draft, plan, send, set, typed_form, value_of};

async fn activities(app: &TestApp) -> i64 {
    let read = app
        .app
        .db
        .read(|tx| tx.one("SELECT COUNT(*) FROM activity", params![], |row| row.get(0)));
    read.await.expect("a count").expect("a count")
}

both! {
    async fn what_was_typed_another_time_says_so_and_can_be_left(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let officer = app.sign_in(app.county.people.officer).await;
        let (bench, new) = (TestApp::bench(org, "/activities"), TestApp::bench(org, "/activities/new"));
        officer.get(&new).await.must_be(200).must_not_say("还没有交");
        let mut typed = typed_form(&app);
        set(&mut typed, "day", "2026-12-08");
        set(&mut typed, "seats", "二十来个");
        send(&officer, &bench, &typed, "publish").await.must_be(422).must_not_say("还没有交");
        // Another day is offered, and what was typed is not lost by looking.
        let on = format!("{new}?day=2026-12-25");
        let page = officer.get(&on).await.must_be(200).must_say("还没有交").must_say("从头填 12").text();
        assert_eq!(value_of(&page, "day"), "2026-12-08");
        let left = officer.post_form(&bench, &[("on", "2026-12-25"), ("_do", "afresh")]).await.must_be(303);
        assert_eq!(left.location(), on);
        let page = officer.get(&on).await.must_be(200).must_not_say("还没有交").text();
        assert_eq!((value_of(&page, "day"), value_of(&page, "title")), ("2026-12-25".into(), String::new()));

        let id = draft(&app, org, plan(&app)).await;
        let at = format!("{bench}/{id}");
        set(&mut typed, "title", "改到一半");
        send(&officer, &at, &typed, "save").await.must_be(422);
        let page = officer.get(&format!("{at}/edit")).await.must_be(200).must_say("不要了，用现在的内容").text();
        assert_eq!(value_of(&page, "title"), "改到一半");
        officer.post_form(&at, &[("_do", "afresh")]).await.must_be(303);
        let page = officer.get(&format!("{at}/edit")).await.must_be(200).must_not_say("还没有交").text();
        assert_eq!(value_of(&page, "title"), "亲子科普日");
        // Nobody of another body does so.
        let foreign = app.sign_in(app.county.people.foreign_officer).await;
        foreign.post_form(&at, &[("_do", "afresh")]).await.must_be(404);
    }

    async fn a_form_makes_one_activity_however_often_it_is_sent(db: Db) {
        let app = TestApp::start(db).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let bench = TestApp::bench(app.county.village_women, "/activities");
        let page = officer.get(&format!("{bench}/new")).await.must_be(200).text();
        let once = value_of(&page, "once");
        assert!(once.parse::<Id<()>>().is_ok(), "{once}");
        let mut typed = typed_form(&app);
        set(&mut typed, "once", &once);
        let (one, two) = tokio::join!(send(&officer, &bench, &typed, "save"), send(&officer, &bench, &typed, "save"));
        let (one, two) = (one.must_be(303), two.must_be(303));
        assert_eq!((one.location(), activities(&app).await), (two.location(), 1));
        let again = send(&officer, &bench, &typed, "save").await.must_be(303);
        officer.follow(&again).await.must_say("刚才已经建好了");
        // Whoever went back and added something finds it in the form of that activity, where it can be saved.
        let mut more = typed.clone();
        set(&mut more, "summary", "请带好围裙");
        let changed = send(&officer, &bench, &more, "publish").await.must_be(303);
        assert!(changed.location().ends_with("/edit"), "{}", changed.location());
        officer.follow(&changed).await.must_say("刚才已经建好了").must_say("请带好围裙").must_say("还没有交");
        assert_eq!(activities(&app).await, 1);
        // Whoever went back and made another thing of it has another thing.
        set(&mut typed, "title", "包粽子");
        let other = send(&officer, &bench, &typed, "save").await.must_be(303);
        assert_eq!(activities(&app).await, 2);
        // And that once, too, however often it is sent.
        let again = send(&officer, &bench, &typed, "save").await.must_be(303);
        assert_eq!((again.location(), activities(&app).await), (other.location(), 2));
        // Two at once that nothing else keeps apart: the schema does.
        let other = draft(&app, app.county.village_women, Plan { title: "第三场".into(), ..plan(&app) }).await;
        let forced = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE activity SET once = ?2 WHERE id = ?1", params![other, once])
        });
        assert!(forced.await.is_err());
    }
}
