//! Many at once, and much of it: never more out than there is, and pages that cost the same.

use std::sync::Arc;

use jiff::{SignedDuration, civil::date};
use langqiao_app::{
    bookings::{self, BookError, NewBooking},
    lending::{self, Entry, Kind, Parts, Status, Terms, Wish},
};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use tokio::task::JoinSet;

use super::scene::{CLIENTS, asked, chairs, sound, terms, thing, unasked, wish};
use crate::{
    checkins::at,
    world::{count, write},
};

both! {
    /// Projectors that are lent by themselves and taken along with rooms at the same moment: never more than there are.
    async fn of_many_at_once_only_as_many_get_one_as_there_are(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let (org, officer, venue) = (app.county.village_women, app.county.people.officer, app.county.venue);
        let (firm, asker) = (app.county.firm_union, app.county.people.firm_officer);
        let (chairs, rooms) = chairs(&app, CLIENTS, false).await;
        for round in 0..4_i64 {
            let day = date(2026, 11, 24).saturating_add(jiff::ToSpan::days(round * 3));
            let mut clients = JoinSet::new();
            for (n, space) in rooms.iter().copied().enumerate() {
                let app = Arc::clone(&app);
                clients.spawn(async move {
                    let by = app.app.by_system("story");
                    if n % 2 == 0 {
                        let starts_at = langqiao_kernel::time::at(day.at(9, 0, 0, 0));
                        let wish = NewBooking {
                            space, purpose: "抢椅子".to_owned(), people: 0, starts_at,
                            ends_at: starts_at + SignedDuration::from_mins(60), equipment: vec![(chairs, 3)],
                        };
                        return match app.app.db.write(by, move |tx| bookings::book(tx, org, officer, &wish)).await {
                            Ok(_) => 1,
                            Err(BookError::Short { .. }) => 0,
                            Err(why) => panic!("{why}"),
                        };
                    }
                    let keys = app.app.keys.clone();
                    let wish = Wish { from: day, until: day, ..wish(chairs, 3, &format!("抢椅子 {n}")) };
                    match app.app.db.write(by, move |tx| lending::ask(tx, &keys, (firm, asker), &wish)).await {
                        Ok((_, status)) => { assert_eq!(status, Status::Promised); 1 }
                        Err(NotDone::Fields(errors)) => { assert!(errors.of("pieces").is_some()); 0 }
                        Err(why) => panic!("{why}"),
                    }
                });
            }
            let mut won = 0;
            while let Some(done) = clients.join_next().await {
                won += done.expect("a client");
            }
            assert_eq!(won, 3, "ten chairs, three each");
        }
        sound(&app).await;
        // What is lent by itself is not there for a room's booking, and stays in the keeper's count.
        let lending = TestApp::bench(org, &format!("/venues/{venue}/lending"));
        let whose = (org, officer);
        let officer = app.sign_in(officer).await;
        officer.post_form(&lending, &[("equipment", "折叠椅 8")]).await.must_be(422).must_say("已约出 9 件");
        // Some broke, so that more is promised than there is: what is left as it is can be saved, and no less.
        write(&app, move |tx| lending::count(tx, whose, (chairs, None), (Entry::WrittenOff, 3), "坏了")).await;
        officer.post_form(&lending, &[("equipment", "折叠椅 6")]).await.must_be(422).must_say("已约出 9 件");
        officer.post_form(&lending, &[("equipment", "折叠椅 7\n长桌 2"), ("seen", "折叠椅 7")]).await.must_be(303);
    }

    /// At the desk: the same slip handed out by many, the same pieces taken back by many.
    async fn many_at_the_desk_hand_out_once_and_take_back_once(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let id = thing(&app, (Kind::Equipment, 5), unasked()).await;
        let loan = asked(&app, id, 4).await;
        app.clock.set(at(72 + 10, 0));
        let whose = (app.county.village_women, app.county.people.officer);
        for back in [false, true] {
            let mut clients = JoinSet::new();
            for _ in 0..CLIENTS {
                let app = Arc::clone(&app);
                clients.spawn(async move {
                    let by = app.app.by_system("story");
                    let done = app.app.db.write(by, move |tx| {
                        if back {
                            let parts = Parts { in_order: 2, missing: 1, note: "少一台".to_owned(), ..Parts::default() };
                            return lending::take_back(tx, whose, loan, &parts).map(|_| ());
                        }
                        lending::hand_out(tx, whose, loan, 4, "")
                    });
                    match done.await {
                        Ok(()) => 1,
                        Err(NotDone::Refused(_) | NotDone::Fields(_)) => 0,
                        Err(why) => panic!("{why}"),
                    }
                });
            }
            let mut won = 0;
            while let Some(done) = clients.join_next().await {
                won += done.expect("a client");
            }
            assert_eq!(won, 1, "{}", if back { "three of four come back once" } else { "handed out once" });
        }
        assert_eq!(count(&app, "SELECT out_now FROM thing").await, 1);
        assert_eq!(count(&app, "SELECT pieces FROM thing").await, 4);
        sound(&app).await;
        // Nothing but the schema stands between a mistake in the program and more out than there is.
        let wrong = app.app.db.write(app.app.by_system("story"), |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE thing SET out_now = 5", params![])
        });
        let wrong: Result<u64, StoreError> = wrong.await;
        assert_eq!(wrong.unwrap_err().constraint(), Some("thing_not_more_out_than_there_is"));
    }

    /// However many things and loans there are, a page asks the database as often.
    async fn pages_cost_the_same_for_many_things_and_loans(db: Db) {
        let app = TestApp::start(db).await;
        let mut of_first = None;
        let (officer, firm) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.firm_officer).await);
        for round in 0..3 {
            let id = thing(&app, (Kind::Equipment, 3), Terms { asks: false, name: format!("音响 {round}"), ..terms() }).await;
            asked(&app, id, 1).await;
            let id = of_first.get_or_insert(id).to_text();
            let mut counts = Vec::new();
            for (client, org, path) in [
                (&firm, app.county.firm_union, "/lending".to_owned()),
                (&officer, app.county.village_women, "/lending/own".to_owned()),
                (&officer, app.county.village_women, "/loans?side=out".to_owned()),
                (&officer, app.county.village_women, format!("/things/{id}")),
                (&officer, app.county.village_women, "/lending/use?from=2026-11-01&to=2026-11-30".to_owned()),
            ] {
                app.queries().reset();
                client.get(&TestApp::bench(org, &path)).await.must_be(200);
                counts.push(app.queries().statements());
            }
            assert!(counts.iter().zip([5, 5, 4, 8, 4]).all(|(n, most)| *n <= most), "{counts:?}");
        }
    }
}
