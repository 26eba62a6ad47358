//! What time does to loans and things: late, kept longer, not answered, not fetched, idle.

use jiff::{SignedDuration, civil::date};
use langqiao_app::lending::{self, Answer, Kind, OpenTo, Parts, Terms, Wish};
use langqiao_platform::not_done::NotDone;
use langqiao_store::StoreError;
use langqiao_testkit::{TestApp, both};

use super::scene::{
    ask, asked, firm, hand_out, out, sound, take_back, terms, thing, told, unasked, village, wish,
};
use crate::{
    checkins::at,
    sites::id_after,
    world::{count, write},
};

both! {
    /// Who is late may still ask for longer: from today on, and whatever was promised to others before today.
    async fn what_is_late_may_be_kept_longer_from_today_on(db: Db) {
        let app = TestApp::start(db).await;
        let borrower = firm(&app);
        let id = thing(&app, (Kind::Equipment, 3), Terms { days_max: 3, ..unasked() }).await;
        let loan = asked(&app, id, 2).await;
        let next = Wish { from: date(2026, 11, 27), until: date(2026, 11, 28), ..wish(id, 2, "村民大会") };
        ask(&app, village(&app), next).await;
        app.clock.set(at(72 + 10, 0));
        hand_out(&app, loan, 2).await;
        app.clock.set(at(24 * 9 + 10, 0));
        let longer = |until| app.app.db.write(app.app.by_system("story"), move |tx| lending::ask_longer(tx, borrower, loan, until));
        assert!(matches!(longer(date(2026, 12, 4)).await, Err(NotDone::Fields(_))), "three days from the 30th on");
        assert!(longer(date(2026, 12, 3)).await.unwrap_or_else(|why| panic!("{why}")));
        sound(&app).await;
    }

    /// A day before, on the day, and every few days until it is back; what nobody fetched or answered lapses.
    async fn what_is_late_is_said_to_both_until_it_is_back(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (id, loan) = out(&app).await;
        let (whose, borrower) = (village(&app), firm(&app));
        let said = async |message: &'static str| (told(&app, people.firm_officer, message).await, told(&app, people.officer, message).await);
        app.run_jobs().await;
        assert_eq!(said("loan-notice-tomorrow").await, (0, 0));
        // Due on the 26th: said on the 25th at nine, once.
        app.clock.set(at(96 + 9, 1));
        app.run_jobs().await;
        app.run_jobs().await;
        assert_eq!(said("loan-notice-tomorrow").await, (1, 0));
        // Nobody has it next, so it may be kept a day longer; somebody has two of three from the 28th on.
        let other = Wish { from: date(2026, 11, 28), until: date(2026, 11, 29), ..wish(id, 2, "村民大会") };
        let next = ask(&app, whose, other).await;
        let longer = |until| app.app.db.write(app.app.by_system("story"), move |tx| lending::ask_longer(tx, borrower, loan, until));
        assert!(matches!(longer(date(2026, 11, 28)).await, Err(NotDone::Refused(why)) if why.code == "loan-next"));
        assert!(matches!(longer(date(2026, 11, 26)).await, Err(NotDone::Fields(_))));
        assert!(longer(date(2026, 11, 27)).await.unwrap_or_else(|why| panic!("{why}")));
        assert_eq!(told(&app, people.officer, "loan-notice-longer-taken").await, 1);
        app.clock.set(at(120 + 10, 0));
        app.run_jobs().await;
        assert_eq!(said("loan-notice-tomorrow").await, (2, 0), "a day before the later day");
        app.clock.set(at(144 + 10, 0));
        app.run_jobs().await;
        assert_eq!(said("loan-notice-late").await, (0, 0), "not on its last day");
        app.clock.set(at(168 + 9, 1));
        app.run_jobs().await;
        app.run_jobs().await;
        assert_eq!((said("loan-notice-late").await, said("loan-notice-late-lent").await), ((1, 0), (0, 1)));
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        officer.get(&TestApp::bench(county.village_women, "")).await.must_say("到期没还");
        firm.get(&TestApp::bench(county.firm_union, "")).await.must_say("到期没还");
        // What is not back can't be handed to the next.
        let hand = async |pieces: i64| {
            let write = app.app.db.write(app.app.by_system("story"), move |tx| lending::hand_out(tx, whose, next, pieces, ""));
            write.await
        };
        assert!(matches!(hand(2).await, Err(NotDone::Fields(errors)) if errors.of("pieces").is_some()));
        hand(1).await.unwrap_or_else(|why| panic!("{why}"));
        for (days, times) in [(1, 1), (2, 1), (3, 2), (5, 2), (6, 3)] {
            app.clock.set(at(168 + 24 * days + 9, 1));
            app.run_jobs().await;
            assert_eq!(told(&app, people.firm_officer, "loan-notice-late").await, times, "{days} days late");
        }
        // Back, and it stops.
        let parts = Parts { in_order: 2, ..Parts::default() };
        take_back(&app, loan, parts).await;
        app.clock.set(at(168 + 24 * 20, 0));
        app.run_jobs().await;
        assert_eq!(told(&app, people.firm_officer, "loan-notice-late").await, 3);
        sound(&app).await;
    }

    async fn what_nobody_answers_or_fetches_lapses(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let unanswered = asked(&app, thing(&app, (Kind::Equipment, 3), terms()).await, 2).await;
        let id = thing(&app, (Kind::Equipment, 3), unasked()).await;
        asked(&app, id, 2).await;
        app.clock.set(at(24 * 6 - 1, 59));
        app.run_jobs().await;
        assert_eq!(count(&app, "SELECT CAST(COUNT(*) AS BIGINT) FROM loan WHERE status = 'lapsed'").await, 0);
        app.clock.set(at(24 * 6, 0));
        app.run_jobs().await;
        assert_eq!(count(&app, "SELECT CAST(COUNT(*) AS BIGINT) FROM loan WHERE status = 'lapsed'").await, 2);
        for message in ["loan-notice-unanswered", "loan-notice-not-fetched"] {
            assert_eq!(told(&app, people.firm_officer, message).await, 1, "{message}");
        }
        let whose = (app.county.village_women, people.officer);
        let yes = Answer { pieces: Some(2), note: String::new() };
        let late = app.app.db.write(app.app.by_system("story"), move |tx| lending::answer(tx, whose, unanswered, &yes));
        assert!(matches!(late.await, Err(NotDone::Refused(_))));
    }

    /// What nobody borrows rings once with a proposal, is answered, and is quiet; what is lent rings no more.
    async fn what_nobody_borrows_rings_once(db: Db) {
        let app = TestApp::start(db).await;
        let (org, person) = (app.county.village_women, app.county.people.officer);
        let id = thing(&app, (Kind::Equipment, 3), unasked()).await;
        thing(&app, (Kind::Equipment, 3), Terms { name: "旗杆".to_owned(), idle_days: 0, ..terms() }).await;
        thing(&app, (Kind::Equipment, 3), Terms { name: "自用电钻".to_owned(), open_to: OpenTo::Nobody, ..terms() }).await;
        let sweep = async || {
            let done: Result<usize, StoreError> = app.app.db.write(app.app.by_system("story"), langqiao_app::uses::sweep).await;
            done.unwrap_or_else(|why| panic!("{why}"))
        };
        app.clock.advance(SignedDuration::from_hours(24 * 179));
        assert_eq!(sweep().await, 0);
        app.clock.advance(SignedDuration::from_hours(25));
        assert_eq!((sweep().await, sweep().await), (1, 0), "once");
        assert_eq!(told(&app, person, "use-notice-idle").await, 1);
        let (officer, idle) = (app.sign_in(person).await, TestApp::bench(org, "/idle"));
        let page = officer.get(&idle).await.must_be(200).must_say("投影仪").must_not_say("旗杆").must_not_say("自用电钻");
        let alarm = id_after(&page, "name=\"reason-");
        let fields = [(format!("answer-{alarm}"), "lend"), (format!("reason-{alarm}"), "春天再借"), (format!("quiet-{alarm}"), "30")];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let sent = officer.post_form(&format!("{idle}/{alarm}"), &fields).await.must_be(303);
        assert!(sent.location().ends_with(&format!("/things/{id}/edit")), "to where it is lent: {}", sent.location());
        assert_eq!(sweep().await, 0, "quiet");
        app.clock.advance(SignedDuration::from_hours(24 * 31));
        assert_eq!(sweep().await, 1);
        // Once it is lent nobody needs to answer.
        let today = langqiao_kernel::time::day(app.app.now());
        let loan = ask(&app, (org, person), Wish { from: today, until: today, ..wish(id, 1, "开会") }).await;
        hand_out(&app, loan, 1).await;
        assert_eq!(sweep().await, 0);
        app.sign_in(person).await.get(&idle).await.must_be(200).must_say("又有人用了");
    }

    /// What is taken off the list, or is not to ring any more, needs no answer.
    async fn what_is_off_the_list_rings_no_more(db: Db) {
        let app = TestApp::start(db).await;
        let (org, person) = (app.county.village_women, app.county.people.officer);
        let gone = thing(&app, (Kind::Equipment, 3), terms()).await;
        let kept = thing(&app, (Kind::Equipment, 3), Terms { name: "旗杆".to_owned(), ..terms() }).await;
        app.clock.advance(SignedDuration::from_hours(24 * 181));
        let done: Result<usize, StoreError> = app.app.db.write(app.app.by_system("story"), langqiao_app::uses::sweep).await;
        assert_eq!(done.unwrap_or_else(|why| panic!("{why}")), 2);
        write(&app, move |tx| {
            lending::take_off(tx, (org, person), gone, "换了新的")?;
            let terms = Terms { name: "旗杆".to_owned(), idle_days: 0, ..terms() };
            lending::change(tx, org, (kept, 1), &terms)
        }).await;
        assert_eq!(count(&app, "SELECT CAST(COUNT(*) AS BIGINT) FROM idle_alarm WHERE answer IS NULL").await, 0);
        app.sign_in(person).await.get(&TestApp::bench(org, "/idle")).await.must_be(200).must_say("换了新的");
    }
}
