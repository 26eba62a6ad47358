//! What is borrowed for an activity goes with it when it is moved, and back when it is called off.

use std::sync::Arc;

use jiff::{ToSpan, civil::Date, civil::date};
use langqiao_app::{
    activities::{self, Invitation, Plan, Times, UpdateError},
    lending::{self, Kind, OpenTo, Terms, Wish},
};
use langqiao_kernel::{
    id::{ActivityId, EquipmentId, LoanId, OrganisationId},
    time,
};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::scene::{answer, ask, firm, hand_out, sound, terms, thing, told, try_ask, village, wish};
use crate::{
    activities::{draft, plan, published},
    checkins::at,
    world::{count, write},
};

/// The firm's own plan: on 28 November, without a room.
fn firm_plan(app: &TestApp) -> Plan {
    Plan {
        space: None,
        place: "食堂".into(),
        area: app.county.villages[0][1],
        ..plan(app)
    }
}

/// A thing of the village's that is lent at once to any body.
async fn at_once(app: &TestApp, pieces: i64) -> EquipmentId {
    let terms = Terms {
        asks: false,
        open_to: OpenTo::Anyone,
        days_max: 3,
        ..terms()
    };
    thing(app, (Kind::Equipment, pieces), terms).await
}

/// So many pieces for an activity, from one day of November 2026 to another.
fn for_it(id: EquipmentId, pieces: i64, activity: ActivityId, (from, until): (i8, i8)) -> Wish {
    Wish {
        from: date(2026, 11, from),
        until: date(2026, 11, until),
        activity: Some(activity),
        ..wish(id, pieces, &format!("趣味运动会 {from}"))
    }
}

/// Moves an activity to be as its plan says, so many days later.
async fn moved(
    app: &TestApp,
    (org, id): (OrganisationId, ActivityId),
    plan: Plan,
    (begin, end): (i64, i64),
) -> Result<i64, UpdateError> {
    let times = plan.times;
    let later = Times {
        starts_at: times.starts_at + (24 * begin).hours(),
        ends_at: times.ends_at + (24 * end).hours(),
        ..times
    };
    let plan = Plan { times: later, ..plan };
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        let version = activities::load(tx, id)?.expect("the activity").version;
        activities::update(tx, org, id, version, &plan)
    });
    done.await
}

/// A loan's first and last day, and how it stands.
async fn days(app: &TestApp, id: LoanId) -> (Date, Date, String) {
    let read = app.app.db.read(move |tx| {
        tx.one(
            "SELECT starts_at, ends_at - 1, status FROM loan WHERE id = ?1",
            params![id],
            |row| {
                Ok((
                    time::day(row.get(0)?),
                    time::day(row.get(1)?),
                    row.text(2)?.to_owned(),
                ))
            },
        )
    });
    let found = read.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
    found.expect("a loan")
}

fn on(from: (i8, i8), until: (i8, i8), status: &str) -> (Date, Date, String) {
    (
        date(2026, from.0, from.1),
        date(2026, until.0, until.1),
        status.to_owned(),
    )
}

both! {
    async fn loans_move_with_their_activity(db: Db) {
        let app = TestApp::start(db).await;
        let (host, people) = (firm(&app), app.county.people.clone());
        let id = published(&app, host.0, firm_plan(&app)).await;
        let (first, second) = (at_once(&app, 3).await, thing(&app, (Kind::Equipment, 3), terms()).await);
        let goods = Terms { name: "红马甲".to_owned(), asks: false, ..terms() };
        let goods = thing(&app, (Kind::Goods, 40), goods).await;
        let taken = ask(&app, host, for_it(first, 2, id, (27, 28))).await;
        let waits = ask(&app, host, for_it(second, 1, id, (28, 28))).await;
        let promised = ask(&app, host, for_it(second, 2, id, (27, 28))).await;
        answer(&app, promised, Some(1)).await;
        let fetched = ask(&app, host, for_it(goods, 30, id, (26, 26))).await;
        let elsewhere = ask(&app, host, Wish { activity: None, ..for_it(first, 1, id, (28, 28)) }).await;

        // Another hour of the same day moves nothing.
        let hour = Plan { times: Times { ends_at: plan(&app).times.ends_at + 1.hour(), ..plan(&app).times }, ..firm_plan(&app) };
        moved(&app, (host.0, id), hour, (0, 0)).await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(days(&app, taken).await, on((11, 27), (11, 28), "promised"));
        assert_eq!(count(&app, "SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE act = 'loan.moved'").await, 0);

        // Three days later, all move; what its keeper was asked for is asked for again.
        moved(&app, (host.0, id), firm_plan(&app), (3, 3)).await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(days(&app, taken).await, on((11, 30), (12, 1), "promised"));
        assert_eq!(days(&app, waits).await, on((12, 1), (12, 1), "asked"));
        assert_eq!(days(&app, promised).await, on((11, 30), (12, 1), "asked"));
        assert_eq!(days(&app, fetched).await, on((11, 29), (11, 29), "promised"));
        assert_eq!(days(&app, elsewhere).await, on((11, 28), (11, 28), "promised"), "for no activity");
        for (message, lender, borrower) in [
            ("loan-notice-along-lent", 2, 0), ("loan-notice-along", 0, 2), ("loan-notice-along-asked", 1, 0),
            ("loan-notice-along-asks", 1, 0), ("loan-notice-along-waits", 0, 2),
        ] {
            assert_eq!((told(&app, people.officer, message).await, told(&app, people.firm_officer, message).await), (lender, borrower), "{message}");
        }
        assert_eq!(count(&app, "SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE act = 'loan.moved'").await, 4);
        // What was promised before is free for others on its old days, and its keeper answers for the new ones.
        try_ask(&app, (app.county.village_women, people.officer), Wish { activity: None, ..for_it(second, 3, id, (27, 28)) }).await.unwrap_or_else(|why| panic!("{why}"));
        answer(&app, promised, Some(1)).await;
        // It is looked after at its new times: nothing lapses on the old day.
        app.clock.set(at(24 * 9, 0));
        app.run_jobs().await;
        assert_eq!(days(&app, taken).await.2, "promised");
        app.clock.set(at(24 * 11, 0));
        app.run_jobs().await;
        assert_eq!(days(&app, taken).await.2, "lapsed");
        sound(&app).await;
    }

    /// A shorter time is within what was promised: nobody is asked again. A longer one needs more days.
    async fn a_promise_goes_along_as_far_as_it_reaches(db: Db) {
        let app = TestApp::start(db).await;
        let host = firm(&app);
        let two_days = Plan { times: Times { ends_at: plan(&app).times.ends_at + 24.hours(), ..plan(&app).times }, ..firm_plan(&app) };
        let id = draft(&app, host.0, two_days.clone()).await;
        let asking = thing(&app, (Kind::Equipment, 3), Terms { days_max: 3, ..terms() }).await;
        let loan = ask(&app, host, for_it(asking, 2, id, (28, 29))).await;
        answer(&app, loan, Some(2)).await;
        moved(&app, (host.0, id), two_days.clone(), (0, -1)).await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(days(&app, loan).await, on((11, 28), (11, 28), "promised"));
        moved(&app, (host.0, id), two_days.clone(), (0, 0)).await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(days(&app, loan).await, on((11, 28), (11, 29), "asked"));
        // For more days than it is lent at most.
        let refused = moved(&app, (host.0, id), two_days, (0, 2)).await;
        assert!(matches!(&refused, Err(UpdateError::Borrowed(clash)) if clash.name == "投影仪"), "{refused:?}");
        assert_eq!(days(&app, loan).await, on((11, 28), (11, 29), "asked"));
    }

    async fn what_clashes_is_named_and_nothing_is_moved(db: Db) {
        let app = TestApp::start(db).await;
        let (host, people) = (firm(&app), app.county.people.clone());
        let id = published(&app, host.0, firm_plan(&app)).await;
        let projector = at_once(&app, 3).await;
        let loan = ask(&app, host, for_it(projector, 2, id, (28, 28))).await;
        let foreign = (app.county.foreign_women, people.foreign_officer);
        ask(&app, foreign, Wish { from: date(2026, 11, 30), until: date(2026, 11, 30), ..wish(projector, 2, "村民大会") }).await;
        let refused = moved(&app, (host.0, id), firm_plan(&app), (2, 2)).await;
        assert!(matches!(&refused, Err(UpdateError::Borrowed(clash)) if clash.name == "投影仪"), "{refused:?}");
        assert_eq!(days(&app, loan).await, on((11, 28), (11, 28), "promised"));
        assert_eq!(told(&app, people.officer, "loan-notice-along-lent").await, 0);

        // The same in the form, and for a program.
        let officer = app.sign_in(people.firm_officer).await;
        let form = officer.get(&TestApp::bench(host.0, &format!("/activities/{id}/edit"))).await.must_be(200);
        let mut fields = crate::activities::fields_of(&form.text());
        crate::activities::set(&mut fields, "day", "11月30日");
        let back = crate::activities::send(&officer, &TestApp::bench(host.0, &format!("/activities/{id}")), &fields, "save").await.must_be(422);
        back.must_say("借来的“投影仪”到时只剩 1 件").must_say("11月30日");
        let program = app.program(people.firm_officer, &["activities.read", "activities.manage", "spaces.book"]).await;
        let path = format!("/api/v1/organisations/{}/activities/{id}", host.0);
        let seen = program.get(&path).await.must_be(200);
        program.set_header("if-match", seen.header("etag"));
        let body = json!({
            "title": "亲子科普日", "kind": "science", "place": "食堂", "area": app.county.villages[0][1], "seats": 40, "volunteers": 6,
            "starts_at": "2026-11-30T14:30:00+08:00", "ends_at": "2026-11-30T16:00:00+08:00", "own": { "share": 2 },
        });
        let refused: Value = program.send_json("PUT", &path, &body).await.must_be(409).json();
        assert_eq!(refused["code"], "loan-clash");

        // Without it the activity is moved.
        write(&app, move |tx| lending::withdraw(tx, host, loan, "")).await;
        moved(&app, (host.0, id), firm_plan(&app), (2, 2)).await.unwrap_or_else(|why| panic!("{why}"));
        sound(&app).await;
    }

    /// All pieces on one day and all on the next: they follow each other to other days and back.
    async fn two_loans_of_one_thing_dont_stand_in_each_others_way(db: Db) {
        let app = TestApp::start(db).await;
        let host = firm(&app);
        let id = draft(&app, host.0, firm_plan(&app)).await;
        let projector = at_once(&app, 3).await;
        let same = |day| Wish { purpose: "趣味运动会".to_owned(), ..for_it(projector, 3, id, (day, day)) };
        let (first, second) = (ask(&app, host, same(27)).await, ask(&app, host, same(28)).await);
        for (by, one, other) in [(1, 28, 29), (2, 29, 30), (0, 27, 28)] {
            moved(&app, (host.0, id), firm_plan(&app), (by, by)).await.unwrap_or_else(|why| panic!("{why}"));
            assert_eq!(days(&app, first).await, on((11, one), (11, one), "promised"));
            assert_eq!(days(&app, second).await, on((11, other), (11, other), "promised"));
        }
        sound(&app).await;
    }

    /// What another body brings is moved or stays; it doesn't keep the host from its own date.
    async fn a_cohost_is_told_what_could_not_be_moved(db: Db) {
        let app = TestApp::start(db).await;
        let (host, cohost, people) = (village(&app), firm(&app), app.county.people.clone());
        let invited = Invitation { organisation: cohost.0, brings: activities::Contribution { share: 1, ..Default::default() } };
        let with = Plan { cohosts: vec![invited], ..plan(&app) };
        let id = draft(&app, host.0, with.clone()).await;
        let yes = activities::Answer { accept: true, note: None };
        let accepted = app.app.db.write(app.app.by_system("story"), move |tx| activities::answer(tx, cohost.0, id, &yes));
        accepted.await.unwrap_or_else(|why| panic!("{why}"));
        let projector = at_once(&app, 3).await;
        let theirs = ask(&app, cohost, for_it(projector, 2, id, (28, 28))).await;
        let mine = ask(&app, host, for_it(projector, 1, id, (28, 28))).await;
        let foreign = (app.county.foreign_women, people.foreign_officer);
        ask(&app, foreign, Wish { from: date(2026, 11, 30), until: date(2026, 11, 30), ..wish(projector, 2, "村民大会") }).await;
        moved(&app, (host.0, id), with, (2, 2)).await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(days(&app, theirs).await, on((11, 28), (11, 28), "promised"));
        assert_eq!(days(&app, mine).await, on((11, 30), (11, 30), "promised"));
        assert_eq!(told(&app, people.firm_officer, "loan-notice-not-along").await, 1);
        let officer = app.sign_in(people.officer).await;
        officer.get(&TestApp::bench(host.0, &format!("/activities/{id}"))).await.must_be(200).must_say("日子对不上活动");
        sound(&app).await;
    }

    /// What is out is kept longer as far as its keeper's rules and the next borrower allow; it never stands in the way.
    async fn what_is_out_is_kept_longer_or_due_as_before(db: Db) {
        let app = TestApp::start(db).await;
        let (host, people) = (firm(&app), app.county.people.clone());
        let id = published(&app, host.0, firm_plan(&app)).await;
        let (free, next, asking) = (at_once(&app, 2).await, at_once(&app, 2).await, thing(&app, (Kind::Equipment, 2), terms()).await);
        let mut loans = Vec::new();
        for one in [free, next, asking] {
            loans.push(ask(&app, host, for_it(one, 2, id, (27, 28))).await);
        }
        answer(&app, loans[2], Some(2)).await;
        ask(&app, village(&app), Wish { from: date(2026, 11, 29), until: date(2026, 11, 29), ..wish(next, 1, "村民大会") }).await;
        app.clock.set(at(24 * 6 + 10, 0));
        for loan in &loans {
            hand_out(&app, *loan, 2).await;
        }
        moved(&app, (host.0, id), firm_plan(&app), (1, 1)).await.unwrap_or_else(|why| panic!("{why}"));
        let mut stand = Vec::new();
        for loan in &loans {
            stand.push(days(&app, *loan).await);
        }
        assert_eq!(stand, [on((11, 27), (11, 29), "out"), on((11, 27), (11, 28), "out"), on((11, 27), (11, 28), "out")]);
        for (message, lender, borrower) in [
            ("loan-notice-longer-taken", 1, 0), ("loan-notice-longer", 0, 1), ("loan-notice-wish", 1, 0),
            ("loan-notice-out-stays", 0, 1), ("loan-notice-out-stays-lent", 1, 0),
        ] {
            assert_eq!((told(&app, people.officer, message).await, told(&app, people.firm_officer, message).await), (lender, borrower), "{message}");
        }
        assert_eq!(count(&app, "SELECT CAST(COUNT(*) AS BIGINT) FROM loan WHERE wished_until IS NOT NULL").await, 1);
        // Far away it comes back in between.
        moved(&app, (host.0, id), firm_plan(&app), (20, 20)).await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(days(&app, loans[0]).await, on((11, 27), (11, 29), "out"));
        sound(&app).await;
    }

    async fn calling_an_activity_off_gives_back_what_was_borrowed(db: Db) {
        let app = TestApp::start(db).await;
        let (host, people) = (firm(&app), app.county.people.clone());
        let id = published(&app, host.0, firm_plan(&app)).await;
        let (first, second) = (at_once(&app, 3).await, thing(&app, (Kind::Equipment, 3), terms()).await);
        let out = ask(&app, host, for_it(first, 1, id, (21, 23))).await;
        hand_out(&app, out, 1).await;
        let promised = ask(&app, host, for_it(first, 2, id, (27, 28))).await;
        let asked = ask(&app, host, for_it(second, 1, id, (28, 28))).await;
        let officer = app.sign_in(people.firm_officer).await;
        let page = TestApp::bench(host.0, &format!("/activities/{id}"));
        officer.get(&page).await.must_be(200).must_say("为活动借的物品");
        officer.post_form(&format!("{page}/cancel"), &[("reason", "台风来了")]).await.must_be(303);
        for (loan, status) in [(out, "out"), (promised, "withdrawn"), (asked, "withdrawn")] {
            assert_eq!(days(&app, loan).await.2, status);
        }
        assert_eq!(days(&app, out).await.1, date(2026, 11, 23), "due as before");
        for (message, lender, borrower) in [
            ("loan-notice-off-lent", 2, 0), ("loan-notice-off", 0, 2), ("loan-notice-off-out", 0, 1), ("loan-notice-off-out-lent", 1, 0),
        ] {
            assert_eq!((told(&app, people.officer, message).await, told(&app, people.firm_officer, message).await), (lender, borrower), "{message}");
        }
        // All of it is free again, nothing of it lapses, and what is out is still asked back.
        let lender = app.sign_in(people.officer).await;
        lender.get(&TestApp::bench(app.county.village_women, &format!("/loans/{promised}"))).await.must_be(200).must_say("台风来了").must_say("不借了");
        ask(&app, village(&app), Wish { from: date(2026, 11, 27), until: date(2026, 11, 28), ..wish(first, 2, "村民大会") }).await;
        app.clock.set(at(24 * 8 + 10, 0));
        app.run_jobs().await;
        assert_eq!(days(&app, promised).await.2, "withdrawn");
        assert_eq!(told(&app, people.firm_officer, "loan-notice-late").await, 1);
        // Nothing more is borrowed for it.
        let late = try_ask(&app, host, for_it(second, 1, id, (30, 30))).await;
        assert!(matches!(late, Err(NotDone::Fields(errors)) if errors.of("activity").is_some()));
        officer.get(&page).await.must_be(200).must_not_say("lending?activity=");
        sound(&app).await;
    }

    async fn an_officer_borrows_for_an_activity_from_its_page(db: Db) {
        let app = TestApp::start(db).await;
        let (host, people) = (firm(&app), app.county.people.clone());
        let id = draft(&app, host.0, firm_plan(&app)).await;
        let projector = at_once(&app, 3).await;
        let officer = app.sign_in(people.firm_officer).await;
        let page = TestApp::bench(host.0, &format!("/activities/{id}"));
        let list = TestApp::bench(host.0, &format!("/lending?activity={id}"));
        officer.get(&page).await.must_be(200).must_say("还没有为这场活动借物品").must_say(&list);
        officer.get(&list).await.must_be(200).must_say("为“亲子科普日”借物品").must_say("value=\"2026-11-28\"")
            .must_say(&format!("/things/{projector}?from=2026-11-28&amp;until=2026-11-28&amp;activity={id}"));
        let thing = TestApp::bench(host.0, &format!("/things/{projector}"));
        let form = officer.get(&format!("{thing}?from=2026-11-28&until=2026-11-28&activity={id}")).await.must_be(200);
        form.must_say(&format!("value=\"{id}\" selected")).must_say("value=\"亲子科普日\"");
        let fields = [
            ("from", "2026-11-28"), ("until", "2026-11-28"), ("pieces", "2"), ("purpose", "亲子科普日"),
            ("activity", &id.to_text()), ("fetcher", "沈建国"),
        ];
        officer.post_form(&format!("{thing}/ask"), &fields).await.must_be(303);
        officer.get(&page).await.must_be(200).must_say("投影仪").must_say("待领").must_not_say("日子对不上活动");
        // Another body's activity is nothing to borrow for, and its loans are nobody else's to see.
        let foreign = app.sign_in(people.foreign_officer).await;
        let theirs = TestApp::bench(app.county.foreign_women, &format!("/lending?activity={id}"));
        foreign.get(&theirs).await.must_be(200).must_not_say("亲子科普日");
        let program = app.program(people.firm_officer, &["activities.read"]).await;
        let loans = |id: &str| format!("/api/v1/organisations/{}/loans?side=in&activity={id}", host.0);
        let mine: Value = program.get(&loans(&id.to_text())).await.must_be(200).json();
        assert_eq!(mine["items"].as_array().map(Vec::len), Some(1));
        let none: Value = program.get(&loans(&ActivityId::generate().to_text())).await.must_be(200).json();
        assert_eq!(none["items"].as_array().map(Vec::len), Some(0));
        // However much is borrowed, the page asks as often.
        let mut counts = Vec::new();
        for day in [27, 26] {
            app.queries().reset();
            officer.get(&page).await.must_be(200);
            counts.push(app.queries().statements());
            ask(&app, host, for_it(projector, 1, id, (day, day))).await;
        }
        assert_eq!(counts[0], counts[1]);
    }

    /// Many activities come to one day with three chairs each of ten, while others ask for them: never more than there are.
    async fn of_many_that_move_to_one_day_only_as_many_get_there_as_there_are_chairs(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let (host, chairs) = (firm(&app), at_once(&app, 10).await);
        let mut moving = Vec::new();
        for n in 0..8_i64 {
            let id = draft(&app, host.0, firm_plan(&app)).await;
            moved(&app, (host.0, id), firm_plan(&app), (n, n)).await.unwrap_or_else(|why| panic!("{why}"));
            let day = date(2026, 11, 28).saturating_add(n.days());
            ask(&app, host, Wish { from: day, until: day, ..for_it(chairs, 3, id, (28, 28)) }).await;
            moving.push(id);
        }
        let mut clients = JoinSet::new();
        for (n, id) in moving.into_iter().enumerate() {
            let mover = Arc::clone(&app);
            clients.spawn(async move {
                match moved(&mover, (host.0, id), firm_plan(&mover), (9, 9)).await {
                    Ok(_) => 1,
                    Err(UpdateError::Borrowed(_)) => 0,
                    Err(why) => panic!("{why}"),
                }
            });
            let asker = Arc::clone(&app);
            clients.spawn(async move {
                let (whose, day) = (village(&asker), date(2026, 12, 7));
                match try_ask(&asker, whose, Wish { from: day, until: day, ..wish(chairs, 3, &format!("抢椅子 {n}")) }).await {
                    Ok(_) => 1,
                    Err(NotDone::Fields(_)) => 0,
                    Err(why) => panic!("{why}"),
                }
            });
        }
        let mut won = 0;
        while let Some(done) = clients.join_next().await {
            won += done.expect("a client");
        }
        assert_eq!(won, 3, "ten chairs, three each");
        sound(&app).await;
    }

    /// Whoever asks for something while its activity is called off either comes first and is withdrawn, or is refused.
    async fn nothing_is_left_borrowed_for_what_was_called_off_meanwhile(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let (host, chairs) = (firm(&app), at_once(&app, 100).await);
        for _ in 0..12 {
            let id = published(&app, host.0, firm_plan(&app)).await;
            let (asker, caller) = (Arc::clone(&app), Arc::clone(&app));
            let asking = tokio::spawn(async move {
                match try_ask(&asker, host, for_it(chairs, 1, id, (28, 28))).await {
                    Ok(_) => {}
                    Err(NotDone::Fields(errors)) if errors.of("activity").is_some() => {}
                    Err(why) => panic!("{why}"),
                }
            });
            let calling = tokio::spawn(async move {
                let done = caller.app.db.write(caller.app.by_system("story"), move |tx| activities::cancel(tx, host.0, id, "下雨"));
                done.await.unwrap_or_else(|why| panic!("{why}"));
            });
            asking.await.expect("asked");
            calling.await.expect("called off");
        }
        let left = "SELECT CAST(COUNT(*) AS BIGINT) FROM loan WHERE status IN ('asked', 'promised')";
        assert_eq!(count(&app, left).await, 0);
        sound(&app).await;
    }
}
