//! Several at once: the last places, one child at two hands, one roll on two phones.

use std::future::Future;

use langqiao_app::courses::{self, Going, Mark};
use langqiao_kernel::id::PersonId;
use langqiao_testkit::{TestApp, both};

use super::{attempt, club, count, enrol, go, home::named, public, sessions, write};

/// All of these at once.
async fn at_once<F>(all: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    let mut set = tokio::task::JoinSet::new();
    for one in all {
        set.spawn(one);
    }
    set.join_all().await
}

both! {
    async fn the_last_places_are_given_once(db: Db) {
        let app = TestApp::start(db).await;
        let mut new = club(&app);
        new.seats = 5;
        let id = public(&app, new).await;
        // Somebody who isn't in the register yet gets there first; then thirty at once.
        let people: Vec<PersonId> = (0..30).map(|_| PersonId::generate()).collect();
        let all = people.clone();
        let made = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            for person in &all {
                tx.execute(
                    "INSERT INTO person (id, name_sealed, name_blind, name_masked, birth_day, created_at) VALUES (?1, ?2, '', '某*', ?3, 0)",
                    langqiao_store::params![person, Vec::<u8>::new(), jiff::civil::date(1990, 1, 1)],
                )?;
            }
            Ok::<_, langqiao_store::StoreError>(())
        });
        made.await.unwrap_or_else(|why| panic!("{why}"));
        let coming = people.into_iter().map(|person| {
            let house = app.app.clone();
            async move {
                let wish = langqiao_app::signups::SignUp {
                    activity: id, booker: person, role: langqiao_app::signups::SignupRole::Attendee,
                    people: [person].into(), answers: Default::default(),
                };
                house.db.write(house.by_system("story"), move |tx| langqiao_app::signups::sign_up(tx, &wish)).await
            }
        });
        let done = at_once(coming).await;
        assert!(done.iter().all(Result::is_ok));
        assert_eq!(count(&app, "SELECT COUNT(*) FROM signup WHERE activity = ?1 AND state = 'seat'", id).await, 5);
        assert_eq!(count(&app, "SELECT taken FROM pool WHERE activity = ?1 AND role = 'attendee'", id).await, 5);
        assert_eq!(count(&app, "SELECT waiting FROM pool WHERE activity = ?1 AND role = 'attendee'", id).await, 25);
    }

    async fn one_person_gets_one_code_however_often_the_form_is_sent(db: Db) {
        let app = TestApp::start(db).await;
        let (who, id) = (app.county.people.clone(), public(&app, club(&app)).await);
        enrol(&app, id, who.resident, &[who.child]).await;
        let sent = (0..8).map(|_| {
            let (house, keys) = (app.app.clone(), app.app.keys.clone());
            async move {
                let new = courses::NewCollector { name: "沈玉珍".into(), phone: None, relation: "外婆".into() };
                house.db.write(house.by_system("story"), move |tx| courses::name_collector(tx, &keys, (id, who.resident), &new)).await
            }
        });
        assert_eq!(at_once(sent).await.iter().filter(|one| one.is_ok()).count(), 1);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_collector WHERE course = ?1", id).await, 1);
    }

    async fn one_child_goes_home_once(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let lesson = sessions(&app, id).await[0];
        let codes = [named(&app, id, who.resident, "沈玉珍").await.1, named(&app, id, who.resident, "钱建国").await.1];
        go(&app, lesson, 30);
        let l = lesson.0;
        write(&app, move |tx| courses::call(tx, (org, who.officer), (id, l), &vec![(child, Mark::Present)], "")).await;
        let hands = (0..8).map(|n| {
            let (house, code) = (app.app.clone(), codes[n % 2].clone());
            async move {
                let going = Going::Code(code);
                house.db.write(house.by_system("story"), move |tx| courses::hand_over(tx, org, (id, l), &[child], &going)).await
            }
        });
        let done = at_once(hands).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
        assert!(done.iter().filter_map(|one| one.as_ref().err()).all(|why| why.code() == Some("gone-already")));
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_handover h JOIN course_session l ON l.id = h.session WHERE l.course = ?1", id).await, 1);
        app.verify("courses").await;
    }

    async fn who_goes_home_and_who_is_absent_is_never_the_same(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let lesson = sessions(&app, id).await[0];
        let (_, code) = named(&app, id, who.resident, "沈玉珍").await;
        go(&app, lesson, 30);
        let l = lesson.0;
        write(&app, move |tx| courses::call(tx, (org, who.officer), (id, l), &vec![(child, Mark::Present)], "")).await;
        // Two teachers: one hands the child over while the other marks it absent.
        let both = (0..12).map(|n| {
            let (house, code) = (app.app.clone(), code.clone());
            async move {
                house.db.write(house.by_system("story"), move |tx| match n % 2 {
                    0 => courses::hand_over(tx, org, (id, l), &[child], &Going::Code(code.clone())),
                    _ => courses::call(tx, (org, who.officer), (id, l), &vec![(child, Mark::Absent)], "").map(drop),
                }).await
            }
        });
        at_once(both).await;
        app.verify("courses").await;
        // And one roll is closed once.
        write(&app, move |tx| courses::call(tx, (org, who.officer), (id, l), &vec![(child, Mark::Present)], "").map(drop)).await;
        let closing = (0..6).map(|_| {
            let house = app.app.clone();
            async move { house.db.write(house.by_system("story"), move |tx| courses::close(tx, (org, who.officer), (id, l))).await }
        });
        assert_eq!(at_once(closing).await.iter().filter(|one| one.is_ok()).count(), 1);
        let again = attempt(&app, move |tx| courses::close(tx, (org, who.officer), (id, l))).await;
        assert_eq!(crate::courses::refused(again), "roll-closed");
    }
}
