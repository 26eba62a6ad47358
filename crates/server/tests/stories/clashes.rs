//! What stands in the way of an activity, how two become one, and a town's year day by day.

use jiff::{SignedDuration, ToSpan, civil::date};
use langqiao_app::{
    activities::{Contribution, Plan, Times},
    courses::{self, Move},
    standings::{AskedUnit, Asks},
};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, SpaceId, VenueId},
    time,
};
use langqiao_store::params;
use langqiao_testkit::{Client, TestApp, both};
use serde_json::{Value, json};

use crate::{
    activities::{draft, plan, published},
    checkins::{at, hold, sign_up, write},
};

/// What the firm's union plans for the same village at the same time, in the open.
fn of_the_firm(app: &TestApp) -> Plan {
    Plan {
        title: "亲子厂区科普".into(),
        space: None,
        place: "桃园村口".into(),
        own: Contribution {
            people: 4,
            money: 80_000,
            goods: "材料包".into(),
            share: 1,
            ..Contribution::default()
        },
        ..plan(app)
    }
}

fn bench(org: OrganisationId, activity: ActivityId) -> String {
    TestApp::bench(org, &format!("/activities/{activity}"))
}

async fn clashes(client: &Client, org: OrganisationId, activity: ActivityId) -> Vec<Value> {
    let at = format!("/api/v1/organisations/{org}/activities/{activity}/clashes");
    client.get(&at).await.must_be(200).json()
}

/// Lets somebody in and ends the day.
async fn came(app: &TestApp, activity: ActivityId, person: PersonId, code: &'static str) {
    sign_up(app, activity, person, ("attendee", "seat", code), code).await;
    write(app, move |tx| {
        let id = langqiao_kernel::id::CheckinId::generate();
        tx.execute(
            "INSERT INTO scan (id, activity, signup, code, direction, outcome, device, sequence, scanned_at, at, scanned_by)
             SELECT ?1, activity, id, code, 'in', 'accepted', ?3, 0, 0, 0, '' FROM signup WHERE code = ?2",
            params![id, code, format!("gate-{code}")],
        )?;
        Ok(())
    })
    .await;
}

both! {
    /// Of an activity in several rooms each room's venue is looked at, on either side, in whatever town its first is.
    async fn every_room_s_venue_is_looked_at(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let (venue, far) = (VenueId::generate(), SpaceId::generate());
        let (org, area) = (county.village_women, county.villages[1][0]);
        write(&app, move |tx| {
            tx.execute(
                "INSERT INTO venue (id, organisation, area, name, address, step_free, x, y) VALUES (?1, ?2, ?3, '远处的活动中心', '', 1, 0, 0)",
                params![venue, org, area],
            )?;
            tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '排练厅', 60)", params![far, venue])?;
            Ok(())
        })
        .await;
        let later = |days: i64, plan: Plan| {
            let span = SignedDuration::from_hours(24 * days);
            let times = Times { starts_at: plan.times.starts_at + span, ends_at: plan.times.ends_at + span, ..plan.times };
            Plan { times, ..plan }
        };
        let firm = app.sign_in(who.firm_officer).await;
        let why = |id| format!("{}/clashes?why=venue", bench(county.firm_union, id));
        // Theirs is in the hall; of ours the hall is the second room.
        published(&app, org, plan(&app)).await;
        let ours = Plan { space: Some(far), rooms: vec![county.space], ..of_the_firm(&app) };
        let ours = draft(&app, county.firm_union, later(1, ours)).await;
        firm.get(&why(ours)).await.must_be(200).must_say("亲子科普日");
        // And the other way round.
        let theirs = Plan { title: "两处同开".into(), space: Some(far), rooms: vec![county.space], ..plan(&app) };
        published(&app, org, later(2, theirs)).await;
        let ours = Plan { space: Some(county.space), ..of_the_firm(&app) };
        let ours = draft(&app, county.firm_union, later(1, ours)).await;
        firm.get(&why(ours)).await.must_be(200).must_say("两处同开");
    }

    async fn before_publishing_it_is_said_what_stands_in_the_way_and_two_become_one(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let theirs = published(&app, county.village_women, plan(&app)).await;
        let own = draft(&app, county.firm_union, of_the_firm(&app)).await;
        let (firm, officer) = (app.sign_in(who.firm_officer).await, app.sign_in(who.officer).await);

        let page = firm.get(&bench(county.firm_union, own)).await.must_be(200);
        page.must_say("会不会撞期").must_say("同一个村社区，三天内 1 场").must_say("同镇同一时段、面向同一类人的有 1 场").must_say("问对方能不能一起办");
        let all = format!("{}/clashes", bench(county.firm_union, own));
        firm.get(&all).await.must_be(200).must_say("亲子科普日");
        firm.get(&format!("{all}?why=village")).await.must_be(200).must_say("亲子科普日");
        firm.get(&format!("{all}?why=venue")).await.must_be(200).must_not_say("亲子科普日</a>");
        // What stands in a draft's way is its host's to see.
        officer.get(&format!("{}/clashes", bench(county.village_women, own))).await.must_be(404);

        let ask = format!("{}/together", bench(county.firm_union, own));
        let other = theirs.to_text();
        let sent = firm.post_form(&ask, &[("activity", &other)]).await.must_be(303);
        firm.follow(&sent).await.must_say("已告诉对方").must_say("等对方答复");
        let again = firm.post_form(&ask, &[("activity", &other)]).await.must_be(303);
        firm.follow(&again).await.must_say("已经问过");
        officer.get(&TestApp::bench(county.village_women, "")).await.must_say("想一起办“亲子科普日”");
        officer.get("/notices").await.must_say("想和你们一起办“亲子科普日”");
        let page = officer.get(&bench(county.village_women, theirs)).await.must_be(200);
        let wish = {
            let text = page.text();
            let from = text.find("/together/").expect("a form") + "/together/".len();
            text[from..from + 36].to_owned()
        };
        page.must_say("他们本来要办“亲子厂区科普”").must_say("材料包");

        // Only the host answers, with yes or no.
        let answer = |org: OrganisationId| TestApp::bench(org, &format!("/together/{wish}/answer"));
        firm.post_form(&answer(county.firm_union), &[("answer", "accept")]).await.must_be(404);
        let silent = officer.post_form(&answer(county.village_women), &[]).await.must_be(303);
        officer.follow(&silent).await.must_say("想一起办");
        let yes = officer.post_form(&answer(county.village_women), &[("answer", "accept")]).await.must_be(303);
        officer.follow(&yes).await.must_say("已加入共办单位").must_say("材料包").must_not_say("他们本来要办");
        let twice = officer.post_form(&answer(county.village_women), &[("answer", "decline")]).await.must_be(303);
        officer.follow(&twice).await.must_say("已经答复过");
        firm.get(&bench(county.firm_union, own)).await.must_say("对方同意一起办“亲子科普日”").must_say("你们已经在一起办");
        firm.get("/notices").await.must_say("对方同意一起办");
        let public = app.visitor().get(&format!("/activities/{theirs}")).await.must_be(200).text();
        assert_eq!(public.matches("牵头").count(), 1, "the village stays the host");
        let held: Value = firm.get(&format!("/api/v1/organisations/{}/activities/{theirs}", county.firm_union)).await.must_be(200).json();
        assert!(held.to_string().contains("材料包"), "{held}");
    }

    async fn one_firm_is_not_visited_by_two_within_three_days(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let name = "灯笼纺织厂".to_owned();
        let asks = Asks { units: vec![AskedUnit { id: county.firm, name }], ..Asks::default() };
        // Two days before the village's own day, in another town, for the people of that firm alone.
        let times = plan(&app).times;
        let earlier = Times {
            starts_at: times.starts_at - 48.hours(),
            ends_at: times.ends_at - 48.hours(),
            signup_closes_at: times.starts_at - 49.hours(),
            ..times
        };
        let elsewhere = Plan { title: "送医进厂".into(), times: earlier, area: county.villages[1][0], space: None, place: "厂里".into(), asks, ..plan(&app) };
        let theirs = published(&app, county.foreign_women, elsewhere).await;
        let own = draft(&app, county.firm_union, of_the_firm(&app)).await;
        let firm = app.sign_in(who.firm_officer).await;
        let found = clashes(&firm, county.firm_union, own).await;
        assert_eq!((found.len(), &found[0]["activity"], &found[0]["reasons"]), (1, &json!(theirs), &json!(["unit"])), "{found:?}");
        let page = firm.get(&bench(county.firm_union, own)).await.must_say("同一单位的人，三天内 1 场").must_say("问对方能不能一起办");
        page.must_not_say("已提出一起办");
        let ask = format!("/api/v1/organisations/{}/activities/{own}/together", county.firm_union);
        firm.post_json(&ask, &json!({ "activity": theirs })).await.must_be(201);
        firm.get(&bench(county.firm_union, own)).await.must_say("已提出一起办，等对方答复");
        // For everybody's people it comes into no firm.
        let own = draft(&app, county.village_women, plan(&app)).await;
        let officer = app.sign_in(who.officer).await;
        assert!(clashes(&officer, county.village_women, own).await.is_empty());
    }

    async fn a_wish_can_be_declined_taken_back_and_comes_too_late(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let theirs = published(&app, county.village_women, plan(&app)).await;
        let own = draft(&app, county.firm_union, of_the_firm(&app)).await;
        let (firm, officer) = (app.sign_in(who.firm_officer).await, app.sign_in(who.officer).await);
        let api = format!("/api/v1/organisations/{}", county.firm_union);
        let ask = format!("{api}/activities/{own}/together");
        let wish = json!({ "activity": theirs, "note": "材料我们出" });

        let first: Value = firm.post_json(&ask, &wish).await.must_be(201).json();
        let id = first["id"].as_str().expect("an id");
        firm.post_json(&format!("{api}/together/{id}/withdraw"), &json!({})).await.must_be(204);
        firm.post_json(&format!("{api}/together/{id}/withdraw"), &json!({})).await.must_be(409);
        let second: Value = firm.post_json(&ask, &wish).await.must_be(201).json();
        let id = second["id"].as_str().expect("an id");
        let answer = format!("/api/v1/organisations/{}/together/{id}/answer", county.village_women);
        firm.post_json(&answer.replace(&county.village_women.to_text(), &county.firm_union.to_text()), &json!({ "accept": true })).await.must_be(404);
        officer.post_json(&answer, &json!({ "accept": false, "note": "名额满了" })).await.must_be(204);
        officer.post_json(&answer, &json!({ "accept": true })).await.must_be(409);
        firm.get(&bench(county.firm_union, own)).await.must_say("这次不便").must_say("名额满了");
        // Whoever was declined may ask once more, but nobody asks with what is public already, or for what is over.
        firm.post_json(&ask, &wish).await.must_be(201);
        let long = json!({ "activity": theirs, "note": "长".repeat(101) });
        firm.post_json(&ask, &long).await.must_be(422);
        let mine = published(&app, county.firm_union, Plan { title: "另一场".into(), ..of_the_firm(&app) }).await;
        firm.post_json(&format!("{api}/activities/{mine}/together"), &wish).await.must_be(409);
        app.clock.advance(SignedDuration::from_hours(24 * 8));
        let late = draft(&app, county.firm_union, Plan {
            times: Times {
                starts_at: plan(&app).times.starts_at + (24 * 14).hours(),
                ends_at: plan(&app).times.ends_at + (24 * 14).hours(),
                signup_opens_at: plan(&app).times.signup_opens_at + (24 * 14).hours(),
                signup_closes_at: plan(&app).times.signup_closes_at + (24 * 14).hours(),
            },
            ..of_the_firm(&app)
        }).await;
        firm.post_json(&format!("{api}/activities/{late}/together"), &wish).await.must_be(409);
    }

    async fn what_came_to_nothing_is_asked_anew(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let union = county.firm_union;
        let theirs = published(&app, county.village_women, plan(&app)).await;
        let first = draft(&app, union, of_the_firm(&app)).await;
        let other = draft(&app, union, Plan { title: "换个办法".into(), ..of_the_firm(&app) }).await;
        let (firm, officer) = (app.sign_in(who.firm_officer).await, app.sign_in(who.officer).await);
        let ask = |draft: ActivityId| format!("/api/v1/organisations/{union}/activities/{draft}/together");
        let wish = json!({ "activity": theirs });
        firm.post_json(&ask(first), &wish).await.must_be(201);
        firm.get(&bench(union, other)).await.must_be(200).must_say("已提出一起办，等对方答复");
        // The draft from which it was asked is given up, and the host doesn't see the wish any more.
        write(&app, move |tx| {
            langqiao_app::activities::cancel(tx, union, first, "不办了").expect("called off");
            Ok(())
        })
        .await;
        firm.get(&bench(union, other)).await.must_be(200).must_say("问对方能不能一起办").must_not_say("等对方答复");
        let second: Value = firm.post_json(&ask(other), &wish).await.must_be(201).json();
        let id = second["id"].as_str().expect("an id");
        let yes = format!("/api/v1/organisations/{}/together/{id}/answer", county.village_women);
        officer.post_json(&yes, &json!({ "accept": true })).await.must_be(204);
        firm.post_json(&ask(other), &wish).await.must_be(409);
        firm.get(&bench(union, other)).await.must_say("对方同意一起办");
        // The host lets it go: it may ask once more.
        let release = format!("{}/cohosts/{union}/release", bench(county.village_women, theirs));
        officer.post_form(&release, &[("reason", "人手够了")]).await.must_be(303);
        firm.get(&bench(union, other)).await.must_say("问对方能不能一起办").must_not_say("对方同意一起办");
        firm.post_json(&ask(other), &wish).await.must_be(201);
        firm.post_json(&ask(other), &wish).await.must_be(409);
        firm.get(&bench(union, other)).await.must_say("等对方答复");
    }

    async fn two_answers_at_once_join_once(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let theirs = published(&app, county.village_women, plan(&app)).await;
        let own = draft(&app, county.firm_union, of_the_firm(&app)).await;
        let firm = app.program(who.firm_officer, &["activities.manage"]).await;
        let ask = format!("/api/v1/organisations/{}/activities/{own}/together", county.firm_union);
        let wish: Value = firm.post_json(&ask, &json!({ "activity": theirs })).await.must_be(201).json();
        let answer = format!("/api/v1/organisations/{}/together/{}/answer", county.village_women, wish["id"].as_str().expect("an id"));
        let mut answers = tokio::task::JoinSet::new();
        for n in 0..12 {
            let (program, answer) = (app.program(who.officer, &["cohosts.answer"]).await, answer.clone());
            answers.spawn(async move { program.post_json(&answer, &json!({ "accept": n % 2 == 0 })).await.status.as_u16() });
        }
        let mut said = answers.join_all().await;
        said.sort_unstable();
        assert_eq!((said[0], said[1..].iter().all(|status| *status == 409)), (204, true), "{said:?}");
        let held = app.app.db.read(move |tx| {
            tx.one("SELECT (SELECT COUNT(*) FROM cohost WHERE activity = ?1 AND host = 0 AND status = 'accepted'),
                           (SELECT COUNT(*) FROM together WHERE activity = ?1 AND status = 'accepted')",
                params![theirs], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))
        });
        let (cohosts, wishes) = held.await.expect("counts").expect("a row");
        assert_eq!(cohosts, wishes);
    }

    async fn people_are_shared_who_came_to_the_host_before_or_are_signed_up_for_both(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let union = county.firm_union;
        // The neighbour came to the union's last thing; the volunteer only signed up for it.
        let before = hold(&app, "厂里联欢", (at(8, 0), at(9, 0)), &[(union, 100, "accepted")]).await;
        came(&app, before, who.neighbour, "BBB111").await;
        sign_up(&app, before, who.volunteer, ("attendee", "seat", "BBB222"), "b2").await;
        app.clock.advance(SignedDuration::from_hours(2));
        let theirs = published(&app, county.village_women, plan(&app)).await;
        for (person, code) in [(who.neighbour, "CCC111"), (who.volunteer, "CCC222"), (who.resident, "CCC333")] {
            sign_up(&app, theirs, person, ("attendee", "seat", code), code).await;
        }
        let own = published(&app, union, of_the_firm(&app)).await;
        let firm = app.sign_in(who.firm_officer).await;
        let found = clashes(&firm, union, own).await;
        assert_eq!((&found[0]["shared_people"], &found[0]["reasons"][0]), (&json!(1), &json!("people")), "{found:?}");
        // Whoever is signed up for both is in two places at once.
        sign_up(&app, own, who.resident, ("attendee", "seat", "DDD333"), "d3").await;
        let found = clashes(&firm, union, own).await;
        assert_eq!(found[0]["shared_people"], json!(2));
        assert_eq!(found[0]["reasons"], json!(["people", "time", "village", "day"]));
        // Whoever comes to several is one person.
        let outside = Plan { title: "操场游戏".into(), space: None, place: "操场".into(), ..plan(&app) };
        let another = published(&app, county.village_women, outside).await;
        sign_up(&app, another, who.neighbour, ("attendee", "seat", "EEE111"), "e1").await;
        let all = format!("{}/clashes", bench(union, own));
        firm.get(&all).await.must_be(200).must_say("同一时段有 2 场，参加的人重叠 2 人");
    }

    async fn a_year_shows_where_everything_piles_up_and_which_weeks_are_empty(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let lei_feng = time::start_of_day(date(2027, 3, 5));
        for n in 0..5 {
            let from = lei_feng + SignedDuration::from_hours(9 + n);
            hold(&app, "学雷锋便民服务", (from, from + SignedDuration::from_hours(1)), &[(county.village_women, 100, "accepted")]).await;
        }
        let officer = app.sign_in(who.officer).await;
        let year = TestApp::bench(county.village_women, "/year");
        app.queries().reset();
        let page = officer.get(&format!("{year}?year=2027")).await.must_be(200);
        assert!(app.queries().statements() <= 8, "{}", app.queries().statements());
        page.must_say("共 5 场活动").must_say("2027年3月5日：5 场").must_say("学雷锋纪念日").must_say("接下来有 51 周")
            .must_say(&format!("/w/{}/activities/new?day=2027-01-04", county.village_women));
        let day = format!("{year}/2027-03-05?town={}", county.towns[0]);
        let list = officer.get(&day).await.must_be(200).must_say("学雷锋便民服务").text();
        assert_eq!(list.matches("学雷锋便民服务</a>").count(), 5);
        officer.get(&format!("{year}/2027-03-06?town={}", county.towns[0])).await.must_be(200).must_say("这一天没有活动");
        for odd in ["-30742", "-32768", "32767", "99999"] {
            officer.get(&format!("{year}?year={odd}")).await.must_be(200).must_say("2026 年");
            app.visitor().get(&format!("/api/v1/areas/{}/days?year={odd}", county.towns[0])).await.must_be(200);
        }
        officer.get(&format!("{year}/gestern")).await.must_be(404);
        officer.get(&format!("{year}?year=nie&town=nirgends")).await.must_be(200).must_say("2026 年");
        officer.get(&TestApp::bench(county.village_women, "/activities/new?day=2027-01-04")).await.must_be(200).must_say("2027-01-04");
        let days: Value = app.visitor().get(&format!("/api/v1/areas/{}/days?year=2027", county.towns[0])).await.must_be(200).json();
        assert_eq!(days, json!([{ "day": "2027-03-05", "activities": 5 }]));
        app.visitor().get(&format!("/api/v1/areas/{}/days", county.villages[0][0])).await.must_be(404);
    }

    async fn one_s_own_activity_is_called_one_s_own(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        let outside = Plan { space: None, place: "桃园村口".into(), ..plan(&app) };
        let other = published(&app, county.village_women, Plan { title: "老人理发".into(), ..outside.clone() }).await;
        let id = draft(&app, county.village_women, outside).await;
        let officer = app.sign_in(county.people.officer).await;
        let page = officer.get(&bench(county.village_women, id)).await.must_be(200);
        page.must_say("老人理发").must_say("这是你们自己的活动").must_not_say("你们已经在一起办").must_not_say("问对方能不能一起办");
        let all = clashes(&officer, county.village_women, id).await;
        let found = all.iter().find(|one| one["activity"] == json!(other)).expect("the other one");
        assert_eq!((&found["own"], &found["ours"]), (&json!(true), &json!(true)));
    }

    async fn a_course_that_meets_twice_on_a_day_is_one_of_that_day(db: Db) {
        let app = TestApp::start(db).await;
        let (org, town, officer) = (app.county.village_women, app.county.towns[0], app.county.people.officer);
        let course = crate::courses::public(&app, crate::courses::club(&app)).await;
        let first = crate::courses::sessions(&app, course).await[0].1;
        let evening = Move { starts_at: first + 3.hours(), ends_at: first + 4.hours(), space: None };
        crate::courses::write(&app, move |tx| courses::add(tx, (org, officer), course, &evening)).await;
        let day = time::day(first);
        let listed: Value = app.visitor().get(&format!("/api/v1/areas/{town}/days?year={}", day.year())).await.must_be(200).json();
        assert_eq!(listed[0], json!({ "day": day.to_string(), "activities": 1 }));
        let page = TestApp::bench(org, &format!("/year/{day}?town={town}"));
        let list = app.sign_in(officer).await.get(&page).await.must_be(200).must_say("16:30").must_say("19:30");
        assert_eq!(list.text().matches(&format!("href=\"/activities/{course}\"")).count(), 1);
    }

    async fn what_lasts_is_on_on_each_of_its_days_and_a_course_where_it_meets(db: Db) {
        let app = TestApp::start(db).await;
        let (county, who) = (app.county.clone(), app.county.people.clone());
        let course = crate::courses::public(&app, crate::courses::club(&app)).await;
        let sessions = crate::courses::sessions(&app, course).await;
        let day = time::day(sessions[0].1);
        let officer = app.sign_in(who.officer).await;
        let year = TestApp::bench(county.village_women, "/year");
        // A course is on where it meets, its first day and its third alike.
        let days = |client: Client, year: i16| {
            let at = format!("/api/v1/areas/{}/days?year={year}", county.towns[0]);
            async move { client.get(&at).await.must_be(200).json::<Value>() }
        };
        let listed = days(app.visitor(), day.year()).await;
        let met: Vec<Value> = sessions.iter().map(|(_, at)| time::day(*at))
            .filter(|one| one.year() == day.year())
            .map(|day| json!({ "day": day.to_string(), "activities": 1 })).collect();
        assert_eq!(listed, json!(met));
        officer.get(&format!("{year}?year={}", day.year())).await.must_be(200).must_say("共 1 场活动").must_say("连办几天的，每天都算一场");
        let third = time::day(sessions[2].1);
        let list = officer.get(&format!("{year}/{third}?town={}", county.towns[0])).await.must_be(200);
        list.must_say(&format!("/activities/{course}"));

        // Who plans something on the day of its third session in the same village is told of that session.
        let times = plan(&app).times;
        let at_it = Times { starts_at: sessions[2].1, ends_at: sessions[2].1 + 30.minutes(), signup_closes_at: sessions[2].1, ..times };
        let own = draft(&app, county.firm_union, Plan { times: at_it, ..of_the_firm(&app) }).await;
        let firm = app.sign_in(who.firm_officer).await;
        app.queries().reset();
        let found = clashes(&firm, county.firm_union, own).await;
        assert!(app.queries().statements() <= 16, "{}", app.queries().statements());
        assert_eq!((found.len(), &found[0]["activity"]), (1, &json!(course)), "{found:?}");
        assert_eq!(found[0]["starts_at"], json!(time::rfc3339(sessions[2].1)));
        let reasons = found[0]["reasons"].to_string();
        assert!(reasons.contains("village") && reasons.contains("day"), "{reasons}");
        firm.get(&bench(county.firm_union, own)).await.must_be(200).must_say("同一个村社区，三天内 1 场");
        // Between two of its sessions a week apart nothing is in the way.
        let between = Times { starts_at: sessions[0].1 + (24 * 365).hours(), ends_at: sessions[0].1 + (24 * 365 + 1).hours(), signup_closes_at: sessions[0].1, ..times };
        let own = draft(&app, county.firm_union, Plan { times: between, ..of_the_firm(&app) }).await;
        assert!(clashes(&firm, county.firm_union, own).await.is_empty());

        // What lasts for days is on on each of them, and once in the year's number.
        let from = time::start_of_day(date(2028, 3, 1)) + 9.hours();
        hold(&app, "职工运动会", (from, from + (24 * 3).hours()), &[(county.village_women, 100, "accepted")]).await;
        let listed = days(app.visitor(), 2028).await;
        assert_eq!(listed.as_array().map(Vec::len), Some(4), "{listed}");
        officer.get(&format!("{year}?year=2028")).await.must_be(200).must_say("共 1 场活动");
        officer.get(&format!("{year}/2028-03-03?town={}", county.towns[0])).await.must_be(200).must_say("职工运动会");
    }
}
