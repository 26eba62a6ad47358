//! Who asks again and again: found once while nothing changes, and never somebody they no longer are.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use jiff::{SignedDuration, civil::date};
use langqiao_kernel::id::PersonId;
use langqiao_platform::{args, i18n::msg, notices, spoken::Moment};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Client, TestApp, both};

/// Asks often enough to be known.
async fn get_known(client: &Client, path: &str) {
    for _ in 0..3 {
        client.get(path).await.must_be(200);
    }
}

/// Ends all posts of a person, or gives them back.
async fn set_posts(app: &TestApp, person: PersonId, held: bool) {
    let until = if held {
        date(9999, 12, 31)
    } else {
        date(2026, 11, 21)
    };
    let changed = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        tx.execute(
            "UPDATE posting SET valid_to = ?2 WHERE person = ?1",
            params![person, until],
        )?;
        Ok::<_, StoreError>(())
    });
    changed.await.expect("a change of posts");
}

both! {
    async fn who_asks_often_is_found_once_while_nothing_changes(db: Db) {
        let app = TestApp::start(db).await;
        // PostgreSQL would have to be asked for its version over the wire, so everyone is found anew there.
        let keeps = app.app.db.version().expect("a version").is_some();
        let officer = app.sign_in(app.county.people.officer).await;
        let token = app.program(app.county.people.officer, &["activities.read", "spaces.book"]).await;
        let (page, list) = (
            TestApp::bench(app.county.village_women, "/spaces"),
            format!("/api/v1/organisations/{}/bookings", app.county.village_women),
        );
        for (client, path) in [(officer, page), (token, list)] {
            let ask = async || {
                app.queries().reset();
                client.get(&path).await.must_be(200);
                app.queries().statements()
            };
            let first = ask().await;
            assert_eq!(ask().await, first, "{path}: who asks for the first time may not come back");
            // When a token was last used is noted beside the answer: that is a change, too.
            let mut then = Vec::new();
            while keeps && then.last() != Some(&(first - 2)) && then.len() < 20 {
                then.push(ask().await);
            }
            let saved = then.last().map_or(0, |last| first - last);
            assert_eq!(saved, if keeps { 2 } else { 0 }, "{path}: the session or token, and the posts; {then:?}");
        }
    }

    async fn what_is_taken_away_is_gone_at_once(db: Db) {
        let app = TestApp::start(db).await;
        let (person, women) = (app.county.people.officer, app.county.village_women);
        let page = TestApp::bench(women, "/spaces");
        let list = format!("/api/v1/organisations/{women}/bookings");
        let officer = app.sign_in(person).await;
        let token = app.program(person, &["activities.read", "spaces.book"]).await;
        get_known(&officer, &page).await;
        get_known(&token, &list).await;
        set_posts(&app, person, false).await;
        officer.get(&page).await.must_be(404);
        token.get(&list).await.must_be(404);
        set_posts(&app, person, true).await;
        get_known(&officer, &page).await;
        get_known(&token, &list).await;

        // Where they have no post they are nobody, whatever they may do elsewhere.
        officer.get(&TestApp::bench(app.county.foreign_women, "/spaces")).await.must_be(404);
        token.get(&list.replace(&women.to_text(), &app.county.foreign_women.to_text())).await.must_be(404);

        // A notice that comes is counted, and whoever signs out elsewhere is out here.
        let at = Moment("2026-11-22T14:30:00+08:00".parse().expect("a time"));
        let told = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            notices::send(tx, person, msg::SIGN_IN_WAIT, args! { until = at }, "/me/family")
        });
        told.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
        officer.get("/me").await.must_say("1 条未读");
        let same = app.visitor();
        same.set_cookie("lq_session", &officer.cookie("lq_session").expect("a session"));
        get_known(&same, &page).await;
        officer.post_form("/sign-out", &[]).await.must_be(303);
        same.get(&page).await.must_be(303);

        let text = app.sign_in(person).await.get("/me/tokens").await.must_be(200).text();
        let (_, revoke) = text.split_once("/me/tokens/").expect("the way to revoke it");
        let revoke = format!("/me/tokens/{}", revoke.split('"').next().expect("an address"));
        app.sign_in(person).await.post_form(&revoke, &[]).await.must_be(303);
        token.get(&list).await.must_be(401);
    }

    async fn a_session_that_ends_with_time_is_not_known_any_longer(db: Db) {
        let app = TestApp::start(db).await;
        let page = TestApp::bench(app.county.village_women, "/spaces");
        let officer = app.sign_in(app.county.people.officer).await;
        get_known(&officer, &page).await;
        app.clock.advance(SignedDuration::from_hours(24 * 400));
        officer.get(&page).await.must_be(303);
    }

    async fn a_post_that_ends_while_many_ask_is_seen_by_whoever_asks_next(db: Db) {
        let app = TestApp::start(db).await;
        let person = app.county.people.officer;
        let page = TestApp::bench(app.county.village_women, "/spaces");
        let session = app.sign_in(person).await.cookie("lq_session").expect("a session");
        let same = || {
            let client = app.visitor();
            client.set_cookie("lq_session", &session);
            client
        };
        let going = Arc::new(AtomicBool::new(true));
        let crowd: Vec<_> = (0..6)
            .map(|_| {
                let (client, page, going) = (same(), page.clone(), Arc::clone(&going));
                tokio::spawn(async move {
                    while going.load(Ordering::Relaxed) {
                        client.get(&page).await;
                    }
                })
            })
            .collect();
        let officer = same();
        for _ in 0..15 {
            set_posts(&app, person, false).await;
            officer.get(&page).await.must_be(404);
            set_posts(&app, person, true).await;
            officer.get(&page).await.must_be(200);
        }
        going.store(false, Ordering::Relaxed);
        for one in crowd {
            one.await.expect("an officer who asked");
        }
    }
}
