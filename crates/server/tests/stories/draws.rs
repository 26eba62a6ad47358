//! Places given to all at once: promised before, drawn when sign-up is over, checked by anyone.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use langqiao_app::{
    activities::{Allotment, Plan},
    draws,
    signups::{SignUp, SignUpError, SignupRole, sign_up},
};
use langqiao_kernel::{
    draw::Drawn,
    id::{ActivityId, AreaId, PersonId},
};
use langqiao_store::{Actor, By, params};
use langqiao_testkit::{TestApp, both};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    activities::{draft, plan, published},
    process,
    signups::scene::{self, fill, form},
};

const SEATS: i64 = 5;

/// Drawn for five places; sign-up is over on the evening of 27 November.
fn by_lot(app: &TestApp) -> Plan {
    Plan {
        allotment: Allotment::Draw,
        seats: SEATS,
        min_age: None,
        ..plan(app)
    }
}

async fn standing(app: &TestApp, activity: ActivityId) -> Vec<(i64, Option<i64>, String, PersonId)> {
    let rows = app.app.db.read(move |tx| {
        tx.all(
            "SELECT number, entry, state, person FROM signup WHERE activity = ?1 AND role = 'attendee' ORDER BY number, id",
            params![activity],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
    });
    rows.await.expect("the sign-ups")
}

async fn document(app: &TestApp, activity: ActivityId) -> Value {
    let at = format!("/api/v1/activities/{activity}/draw");
    app.visitor().get(&at).await.must_be(200).json()
}

async fn put_document(app: &TestApp, activity: ActivityId, text: String) {
    let put = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        tx.execute(
            "UPDATE draw SET document = ?2 WHERE activity = ?1",
            params![activity, text],
        )
    });
    put.await.expect("an update");
}

async fn close(app: &TestApp) {
    app.clock.advance(SignedDuration::from_hours(7 * 24 - 12));
    app.run_jobs().await;
}

both! {
    async fn nobody_has_a_place_before_the_draw_and_everybody_can_check_it_afterwards(db: Db) {
        let app = TestApp::start(db).await;
        let activity = published(&app, app.county.village_women, by_lot(&app)).await;
        let before = document(&app, activity).await;
        assert!(before["drawn"].is_null(), "{before}");
        let page = app.visitor().get(&format!("/activities/{activity}")).await.must_be(200);
        page.must_say("统一摇号").must_say("怎么摇号、怎么验证").must_not_say("加入候补");

        let resident = app.sign_in(app.county.people.resident).await;
        let child = app.county.people.child.to_text();
        resident.get(&form(activity)).await.must_say("登记，等统一分名额");
        let sent = resident.post_form(&form(activity), &[("who", "me"), ("who", &child)]).await.must_be(303);
        resident.follow(&sent).await.must_say("您的号是 1");
        let party = sent.location().to_owned();
        fill(&app, activity, 11).await;
        app.run_jobs().await;
        assert!(standing(&app, activity).await.iter().all(|(_, _, state, _)| state == "waiting"));
        resident.get(&party).await.must_say("您的号：1").must_say("报名截止后摇号").must_not_say("候补第");

        close(&app).await;
        let after = document(&app, activity).await;
        assert_eq!(after["commitment"], before["commitment"]);
        let drawn: Drawn = serde_json::from_value(after["drawn"].clone()).expect("a document");
        assert_eq!(drawn.verify(), Ok(()));
        assert_eq!((drawn.commitment.as_str(), drawn.entries.len()), (before["commitment"].as_str().unwrap(), 12));
        // What was drawn is what stands: places for the first, the others wait in the order drawn.
        let mut stands: BTreeMap<i64, (i64, String)> = BTreeMap::new();
        for (number, entry, state, _) in standing(&app, activity).await {
            let before = stands.insert(entry.expect("an entry"), (number, state.clone()));
            assert!(before.is_none_or(|before| before == (number, state)), "a family stays whole");
        }
        for (place, entry) in drawn.order.iter().enumerate() {
            let state = if place < drawn.seated { "seat" } else { "waiting" };
            assert_eq!(stands[entry], (place as i64 + 1, state.to_owned()));
        }
        resident.get(&party).await.must_say("摇号时您的号是 1");
        resident.get("/notices").await.must_say("名额分好了");
        let page = app.visitor().get(&format!("/activities/{activity}/draw")).await.must_be(200);
        page.must_say(&drawn.seed).must_say("12 家报名");
        app.visitor().get(&format!("/draws/check?activity={activity}")).await.must_be(200).must_say("对得上：");
        // Who did not get a place gets the next that becomes free.
        resident.post_form(&format!("{party}/cancel"), &[]).await.must_be(303);
        app.run_jobs().await;
        let held: i64 = standing(&app, activity).await.iter().filter(|row| ["seat", "offered"].contains(&row.2.as_str())).count() as i64;
        assert!(held == SEATS || held == SEATS - 1, "{held} places are held");
    }

    async fn whatever_is_changed_in_a_document_is_found(db: Db) {
        let app = TestApp::start(db).await;
        let activity = published(&app, app.county.village_women, by_lot(&app)).await;
        fill(&app, activity, 20).await;
        let visitor = app.visitor();
        visitor.get(&format!("/activities/{activity}/draw")).await.must_be(200).must_say("报名截止后摇号");
        close(&app).await;
        let honest = document(&app, activity).await;
        let check = |document: Value| {
            let text = document.to_string();
            let visitor = &visitor;
            async move { visitor.post_form("/draws/check", &[("document", &text)]).await.must_be(200) }
        };
        check(honest.clone()).await.must_say("对得上：");
        let mut swapped = honest["drawn"].clone();
        swapped["order"].as_array_mut().expect("an order").swap(0, 19);
        check(swapped).await.must_say("从第 1 位起顺序不同");
        let mut added = honest["drawn"].clone();
        added["entries"][3]["people"] = 2.into();
        check(added).await.must_say("名单被改过");
        let mut other = honest["drawn"].clone();
        other["seed"] = "0".repeat(64).into();
        check(other).await.must_say("种子不是摇号前公布指纹的那一个");
        for text in ["", "{}", "摇号", "[1,2]", "{\"drawn\":null}"] {
            visitor.post_form("/draws/check", &[("document", text)]).await.must_be(422).must_say("读不懂");
        }

        // And on a machine that knows nothing of it.
        let folder = TempDir::new().expect("a folder");
        let verify = |name: &str, document: &Value| {
            let file = folder.path().join(name);
            std::fs::write(&file, document.to_string()).expect("a file");
            process::plain(&["draw", "verify", &file.display().to_string()])
        };
        let ended = verify("honest.json", &honest);
        assert!(ended.code == 0 && ended.answer.contains("The draw holds: 5 of 20"), "{ended:?}");
        let mut swapped = honest.clone();
        swapped["drawn"]["order"].as_array_mut().expect("an order").swap(4, 5);
        let ended = verify("swapped.json", &swapped);
        assert!(ended.code == 1 && ended.said.contains("from place 5 on"), "{ended:?}");
        let ended = verify("other.json", &serde_json::json!({ "drawn": null }));
        assert!(ended.code == 1 && ended.said.contains("not been drawn yet"), "{ended:?}");
    }

    async fn neighbours_come_first_and_the_others_in_their_order(db: Db) {
        let app = TestApp::start(db).await;
        let here = app.county.villages[0][0];
        let neighbours_first = Plan { allotment: Allotment::Priority, prior_area: Some(here), ..by_lot(&app) };
        let activity = published(&app, app.county.village_women, neighbours_first).await;
        app.visitor().get(&format!("/activities/{activity}")).await.must_say("第 1 组：住在").must_not_say("怎么摇号");
        let list = format!("/activities/{activity}/draw");
        app.visitor().get(&list).await.must_be(200).must_say("统一分名额，结果按号在这一页公布").must_not_say("种子");
        let strangers = fill(&app, activity, 6).await;
        let (resident, child) = (app.sign_in(app.county.people.resident).await, app.county.people.child.to_text());
        let party = scene::sign_up(&resident, activity, &["me", &child]).await;
        close(&app).await;
        let rows = standing(&app, activity).await;
        let seated: Vec<PersonId> = rows.iter().filter(|row| row.2 == "seat").map(|row| row.3).collect();
        let mut wanted = vec![app.county.people.resident, app.county.people.child];
        wanted.extend(&strangers[..3]);
        assert_eq!(seated, wanted);
        let waiting: Vec<PersonId> = rows.iter().filter(|row| row.2 == "waiting").map(|row| row.3).collect();
        assert_eq!(waiting, strangers[3..]);
        // Everybody reads afterwards by what rule, and which number had places; a party reads in which group it was.
        let page = app.visitor().get(&list).await.must_be(200).must_say("共 7 家报名，5 个名额，4 家有名额");
        let numbers = document(&app, activity).await["numbers"].clone();
        assert_eq!((numbers[0]["number"].as_i64(), numbers[0]["group"].as_i64(), numbers[0]["has_places"].as_bool()), (Some(7), Some(1), Some(true)));
        assert_eq!((numbers[6]["number"].as_i64(), numbers[6]["group"].as_i64(), numbers[6]["has_places"].as_bool()), (Some(6), Some(2), Some(false)));
        page.must_say("第 1 组：住在").must_say("有名额的号：7（2 人）").must_say("有名额的号：1、2、3").must_say("候补的号：4、5、6");
        resident.get(&party).await.must_say("分名额时您的号是 7").must_say(&list).must_say("您家属于优先人群第 1 组");
        app.visitor().get(&format!("/activities/{activity}")).await.must_say("当时优先的人群").must_say(&list);
        // What one signs up for afterwards is no list of theirs, but what they came to by their number stays.
        resident.post_form(&format!("{party}/cancel"), &[]).await.must_be(303);
        app.visitor().get(&list).await.must_say("有名额的号：7（2 人）").must_say("候补的号：4、5、6");
    }

    async fn a_draw_waits_for_the_end_of_sign_up_and_is_made_once(db: Db) {
        let app = TestApp::start(db).await;
        let activity = published(&app, app.county.village_women, by_lot(&app)).await;
        fill(&app, activity, 9).await;
        let give = || {
            let (keys, by) = (app.app.keys.clone(), app.app.by_system("story"));
            app.app.db.write(by, move |tx| draws::give(tx, &keys, activity))
        };
        assert!(matches!(give().await, Ok(draws::Given::Later(_))));
        close(&app).await;
        let first = standing(&app, activity).await;
        assert!(matches!(give().await, Ok(draws::Given::Nothing)));
        assert_eq!(standing(&app, activity).await, first);
        // Helpers never wait for it.
        let helper = app.sign_in(app.county.people.volunteer).await;
        let another = published(&app, app.county.village_women, Plan { space: None, place: "桃园".into(), times: langqiao_app::activities::Times {
            starts_at: app.app.now() + SignedDuration::from_hours(48), ends_at: app.app.now() + SignedDuration::from_hours(50),
            signup_opens_at: app.app.now(), signup_closes_at: app.app.now() + SignedDuration::from_hours(24),
        }, ..by_lot(&app) }).await;
        let sent = helper.post_form(&form(another), &[("role", "volunteer"), ("who", "me")]).await.must_be(303);
        helper.follow(&sent).await.must_say("已报名");
    }

    async fn who_asked_in_time_and_came_through_too_late_is_told_so(db: Db) {
        let app = TestApp::start(db).await;
        let activity = published(&app, app.county.village_women, by_lot(&app)).await;
        fill(&app, activity, 2).await;
        let asked = By::new(Actor::System("story"), app.app.now());
        close(&app).await;
        let booker = app.county.people.resident;
        let late = app.app.db.write(asked, move |tx| {
            let people = [booker].into();
            let role = SignupRole::Attendee;
            sign_up(tx, &SignUp { activity, booker, role, people, answers: Default::default() })
        });
        assert!(matches!(late.await, Err(SignUpError::Closed)));
        assert_eq!(standing(&app, activity).await.len(), 2);
    }

    async fn a_public_draw_moves_to_another_village_and_keeps_its_promise(db: Db) {
        let app = TestApp::start(db).await;
        let (org, here, there) = (app.county.village_women, app.county.villages[0][0], app.county.villages[0][1]);
        let plan = Plan { space: None, place: "村口".into(), prior_area: Some(here), ..by_lot(&app) };
        let activity = published(&app, org, plan).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let at = TestApp::bench(org, &format!("/activities/{activity}"));
        let version = officer.get(&format!("{at}/edit")).await.must_be(200).must_not_say("name=\"allotment\"");
        let version = version.text().split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let area = there.to_text();
        let fields = [
            ("_do", "save"), ("version", version.as_str()), ("title", "亲子科普日"), ("kind", "science"), ("day", "2026-11-28"),
            ("start", "14:30"), ("end", "16:00"), ("place", "隔壁村口"), ("area", &area), ("seats", "5"), ("volunteers", "6"),
            ("party_max", "4"), ("offer_minutes", "120"), ("closes_day", "2026-11-27"), ("closes", "20:00"),
            ("opens_day", "2026-11-21"), ("opens", "09:00"), ("own_people", "3"), ("own_share", "2"),
        ];
        officer.post_form(&at, &fields).await.must_be(303);
        let kept = app.app.db.read(move |tx| {
            tx.one("SELECT area, prior_area, allotment FROM activity WHERE id = ?1", params![activity], |row| {
                Ok((row.get::<AreaId>(0)?, row.get::<AreaId>(1)?, row.get::<String>(2)?))
            })
        });
        assert_eq!(kept.await.expect("it"), Some((there, here, "draw".to_owned())));
        // The one group that comes first is named, and the data is a file.
        fill(&app, activity, 2).await;
        close(&app).await;
        app.visitor().get(&format!("/activities/{activity}/draw")).await.must_say("优先人群，按次序").must_say("住在");
        let data = app.visitor().get(&format!("/api/v1/activities/{activity}/draw")).await.must_be(200);
        assert!(data.header("content-disposition").contains(&format!("draw-{activity}.json")));
    }

    async fn a_draw_that_was_exchanged_is_named_by_verify(db: Db) {
        let app = TestApp::start(db).await;
        let activity = published(&app, app.county.village_women, by_lot(&app)).await;
        fill(&app, activity, 8).await;
        close(&app).await;
        let found = async || {
            let check = app.app.registry.checks.iter().find(|(name, _)| *name == "draws").expect("a check").1;
            app.app.db.read(check).await.expect("checked")
        };
        assert_eq!(found().await, Vec::<String>::new());
        let mut forged: Drawn = serde_json::from_value(document(&app, activity).await["drawn"].clone()).expect("a document");
        forged = Drawn::draw(forged.activity, &langqiao_kernel::draw::Seed::new([9; 32]), forged.capacity, forged.entries);
        // It agrees with itself, but it is not what was promised.
        let said = serde_json::to_string(&forged).expect("a text");
        app.visitor().post_form("/draws/check", &[("document", &said)]).await.must_be(200).must_say("种子不是摇号前公布指纹的那一个");
        let elsewhere = Drawn { activity: ActivityId::generate().to_text(), ..forged };
        let elsewhere = serde_json::to_string(&elsewhere).expect("a text");
        app.visitor().post_form("/draws/check", &[("document", &elsewhere)]).await.must_be(200).must_say("本站没有这样一场摇号");
        let exchanged = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE draw SET document = ?2 WHERE activity = ?1", params![activity, said])
        });
        exchanged.await.expect("an update");
        assert!(found().await[0].contains("not the one that was promised"));
    }

    async fn a_forged_list_or_number_of_places_is_found_by_every_check(db: Db) {
        let app = TestApp::start(db).await;
        let activity = published(&app, app.county.village_women, by_lot(&app)).await;
        fill(&app, activity, 9).await;
        close(&app).await;
        let honest: Drawn = serde_json::from_value(document(&app, activity).await["drawn"].clone()).expect("a document");
        let seed = langqiao_kernel::draw::Seed::from_hex(&honest.seed).expect("a seed");
        // Without whoever was drawn first, hashed and drawn again; and with one place more.
        let mut fewer = honest.entries.clone();
        fewer.retain(|one| one.number != honest.order[0]);
        let dropped = Drawn::draw(honest.activity.clone(), &seed, honest.capacity, fewer);
        let raised = Drawn::draw(honest.activity.clone(), &seed, honest.capacity + 1, honest.entries.clone());
        let cut = Drawn { entries: honest.entries.clone(), ..Drawn::draw(honest.activity.clone(), &seed, honest.capacity - 1, honest.entries.clone()) };
        let visitor = app.visitor();
        let page = visitor.get(&format!("/activities/{activity}/draw")).await.must_be(200);
        page.must_say(&honest.fingerprint());
        for (forged, said, named) in [
            (dropped, "有人被去掉", "the list of entries differs"),
            (raised, "名额数和本站公布的不一样", "the number of places differs"),
            (cut, "名额数和本站公布的不一样", "the number of places differs"),
        ] {
            assert_eq!(forged.verify(), Ok(()));
            let text = serde_json::to_string(&forged).expect("a text");
            visitor.post_form("/draws/check", &[("document", &text)]).await.must_be(200).must_say(said);
            // Alone, on another machine, it agrees with itself; what it can't know is said, with what to compare.
            let folder = TempDir::new().expect("a folder");
            let file = folder.path().join("forged.json");
            std::fs::write(&file, &text).expect("a file");
            let ended = process::plain(&["draw", "verify", &file.display().to_string()]);
            for what in ["can't show", &forged.list, &forged.fingerprint()] {
                assert!(ended.answer.contains(what), "{ended:?}");
            }
            assert!(!ended.answer.contains(&honest.fingerprint()), "{ended:?}");
            // In the database in the place of the honest one.
            put_document(&app, activity, text).await;
            let found = app.app.db.read(app.app.registry.checks.iter().find(|(name, _)| *name == "draws").expect("a check").1);
            let found = found.await.expect("checked");
            assert!(found.len() == 1 && found[0].contains(named), "{found:?}");
            visitor.get(&format!("/draws/check?activity={activity}")).await.must_be(200).must_say("摇号那一刻记下的不一样");
            put_document(&app, activity, serde_json::to_string(&honest).expect("a text")).await;
        }
        app.verify("draws").await;
        // Somebody else's sign-up in the place of one that was drawn.
        let moved = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE signup SET entry = 99 WHERE activity = ?1 AND number = 1", params![activity])
        });
        moved.await.expect("an update");
        let found = app.app.db.read(app.app.registry.checks.iter().find(|(name, _)| *name == "draws").expect("a check").1);
        assert!(found.await.expect("checked")[0].contains("numbers and places"));
        // Nobody makes the house repeat megabytes.
        let long = "x".repeat(1_000_001);
        let back = visitor.post_form("/draws/check", &[("document", &long)]).await.must_be(422).must_say("太长");
        assert!(back.text().len() < 100_000);
    }

    async fn what_was_promised_stays_and_what_cannot_be_is_said_at_its_field(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let officer = app.program(app.county.people.officer, &["activities.manage", "activities.read"]).await;
        let at = format!("/api/v1/organisations/{org}/activities");
        let wire = |closes: &str, allotment: &str| serde_json::json!({
            "title": "摇号观影", "kind": "culture", "place": "村口", "area": app.county.villages[0][0], "seats": 3,
            "starts_at": "2026-11-28T14:30:00+08:00", "ends_at": "2026-11-28T16:00:00+08:00",
            "signup_closes_at": closes, "allotment": allotment,
        });
        officer.post_json(&at, &wire("2026-11-28T14:00:00+08:00", "draw")).await.must_be(422).must_say("至少一小时");
        officer.post_json(&at, &wire("2026-11-27T20:00:00+08:00", "priority")).await.must_be(422).must_say("优先给哪里的人");
        officer.post_json(&at, &wire("2026-11-27T20:00:00+08:00", "lottery")).await.must_be(422);
        let made = officer.post_json(&at, &wire("2026-11-27T20:00:00+08:00", "draw")).await.must_be(201);
        let id = made.json::<Value>()["id"].as_str().expect("an id").to_owned();
        officer.post_json(&format!("{at}/{id}/publish"), &serde_json::json!({})).await.must_be(200);
        let tag = officer.get(&format!("{at}/{id}")).await.must_be(200).header("etag").to_owned();
        officer.set_header("if-match", &tag);
        let changed = officer.send_json("PUT", &format!("{at}/{id}"), &wire("2026-11-27T20:00:00+08:00", "first_come")).await;
        changed.must_be(409).must_say("activity-allotment-fixed");
        // A draft promises nothing, and nobody sees how it would be drawn.
        let draft = draft(&app, org, by_lot(&app)).await;
        app.visitor().get(&format!("/activities/{draft}/draw")).await.must_be(404);
    }
}
