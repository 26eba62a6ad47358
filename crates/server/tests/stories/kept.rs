//! Pages that are made once for all visitors: never old, never somebody else's.

use jiff::SignedDuration;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};

use crate::signups::scene::{Scene, fill, sign_up};

both! {
    async fn a_page_is_made_once_for_all_visitors_until_anything_is_changed(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { starts_in: 5, ..Scene::default() }.put_on(&app).await;
        let page = format!("/activities/{activity}");
        // PostgreSQL would have to be asked for its version over the wire, so pages are made anew there.
        let keeps = app.app.db.version().expect("a version").is_some();
        for path in ["/", "/activities", page.as_str()] {
            let first = app.visitor().get(path).await.must_be(200);
            app.queries().reset();
            let again = app.visitor().get(path).await.must_be(200);
            assert_eq!(again.text(), first.text(), "{path}");
            for name in ["content-type", "content-security-policy", "cache-control"] {
                assert_eq!(again.header(name), first.header(name), "{path}");
            }
            assert_ne!(again.header("x-request-id"), first.header("x-request-id"), "{path}");
            assert_eq!(app.queries().statements() == 0, keeps, "{path}");
        }
        app.visitor().get(&page).await.must_say("还有 20 个名额");
        let resident = app.sign_in(app.county.people.resident).await;
        sign_up(&resident, activity, &["me"]).await;
        app.visitor().get(&page).await.must_say("还有 19 个名额");

        // How long it is until then is said by the minute.
        let before = app.visitor().get(&page).await.text();
        app.clock.advance(SignedDuration::from_hours(3));
        assert_ne!(app.visitor().get(&page).await.text(), before);
    }

    async fn nobody_sees_a_page_that_was_made_for_another(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene::default().put_on(&app).await;
        let page = format!("/activities/{activity}");
        let resident = app.sign_in(app.county.people.resident).await;
        sign_up(&resident, activity, &["me"]).await;
        for path in ["/", "/activities", page.as_str()] {
            let own = resident.get(path).await.must_be(200).must_not_say("href=\"/sign-in\"");
            let visitors = app.visitor().get(path).await.must_be(200).must_say("href=\"/sign-in\"");
            assert_ne!(own.text(), visitors.text());
            resident.get(path).await.must_not_say("href=\"/sign-in\"");
        }
        resident.get(&page).await.must_say("看我的签到码");
        app.visitor().get(&page).await.must_not_say("看我的签到码");

        let other = app.visitor();
        other.set_cookie("lq_lang", "en");
        other.get(&page).await.must_say("lang=\"en\"");
        other.set_cookie("lq_large", "1");
        let large = other.get(&page).await.text();
        other.set_cookie("lq_large", "0");
        assert_ne!(other.get(&page).await.text(), large);
        app.visitor().get(&page).await.must_say("lang=\"zh-CN\"");

        // Each gets it as they can read it.
        let (plain, zipped, odd) = (app.visitor(), app.visitor(), app.visitor());
        zipped.set_header("accept-encoding", "gzip, br");
        odd.set_header("accept-encoding", "gzip;q=0, identity");
        for client in [&zipped, &plain, &odd, &zipped, &plain, &odd] {
            let takes = std::ptr::eq(client, &zipped);
            assert_eq!(client.get(&page).await.header("content-encoding") == "gzip", takes);
        }

        // What the last page had to say is said once, and to nobody else.
        let went = app.visitor();
        let left = went.get("/place/set?area=").await;
        went.follow(&left).await.must_be(200);
        app.visitor().get("/").await.must_say("您在哪个镇、街道");
    }

    async fn whoever_looks_after_a_change_sees_it_however_many_look(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 60, ..Scene::default() }.put_on(&app).await;
        fill(&app, activity, 1).await;
        let page = format!("/activities/{activity}");
        let going = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
        let crowd: Vec<_> = (0..6)
            .map(|_| {
                let (visitor, page, going) = (app.visitor(), page.clone(), going.clone());
                tokio::spawn(async move {
                    let mut looked = 0;
                    while going.load(std::sync::atomic::Ordering::Relaxed) {
                        visitor.get(&page).await.must_be(200);
                        looked += 1;
                    }
                    looked
                })
            })
            .collect();
        let visitor = app.visitor();
        for taken in 2..40_i64 {
            let by = app.app.by_system("story");
            let changed = app.app.db.write(by, move |tx| {
                tx.bookkeeping();
                tx.execute("UPDATE pool SET taken = ?2 WHERE activity = ?1 AND role = 'attendee'", params![activity, taken])?;
                Ok::<_, StoreError>(())
            });
            changed.await.expect("a change");
            visitor.get(&page).await.must_say(&format!("还有 {} 个名额", 60 - taken));
        }
        going.store(false, std::sync::atomic::Ordering::Relaxed);
        for one in crowd {
            assert!(one.await.expect("a visitor") > 0);
        }
    }
}
