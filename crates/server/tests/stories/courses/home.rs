//! Children go home: with the right code, once, or alone where the family said so.

use langqiao_app::courses::{self, Going, Mark, NewCollector};
use langqiao_kernel::{
    codes::Phone,
    id::{ActivityId, CollectorId, PersonId},
};
use langqiao_platform::people::{self, NewFamilyMember};
use langqiao_store::{Actor, By, StoreError, params};
use langqiao_testkit::{TestApp, both};

use super::{attempt, brother, club, count, enrol, go, public, refused, sessions, write};

/// Names somebody for a family and gives who it is and their code.
pub async fn named(
    app: &TestApp,
    course: ActivityId,
    booker: PersonId,
    name: &'static str,
) -> (CollectorId, String) {
    let keys = app.app.keys.clone();
    let by = By::new(Actor::Person(booker), app.app.now());
    let done = app.app.db.write(by, move |tx| {
        let new = NewCollector {
            name: name.into(),
            phone: Phone::parse("13700000001").ok(),
            relation: "外婆".into(),
        };
        courses::name_collector(tx, &keys, (course, booker), &new)
    });
    let id = done.await.unwrap_or_else(|why| panic!("{why}"));
    let read = app.app.db.read(move |tx| {
        tx.one(
            "SELECT code FROM course_collector WHERE id = ?1",
            params![id],
            |row| row.get(0),
        )
    });
    (
        id,
        read.await
            .unwrap_or_else(|why: StoreError| panic!("{why}"))
            .expect("a code"),
    )
}

both! {
    async fn the_wrong_code_first_and_then_the_right_one(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let small = brother(&app).await;
        let children = enrol(&app, id, who.resident, &[who.child, small]).await;
        let lesson = sessions(&app, id).await[0];
        let (family, officer) = (app.sign_in(who.resident).await, app.sign_in(who.officer).await);
        let mine = format!("/mine/courses/{id}");
        family.get(&mine).await.must_be(200).must_say("还没写谁来接");
        // With the mistakes that people make.
        let add = format!("{mine}/collectors");
        family.post_form(&add, &[("name", "沈玉珍"), ("relation", ""), ("phone", "12")]).await.must_be(422).must_say("写上是孩子的什么人").must_say("手机号是 11 位数字").must_say("沈玉珍");
        family.post_form(&add, &[("name", "沈玉珍"), ("relation", "外婆"), ("phone", "137 0000 0001")]).await.must_be(303);
        family.get(&mine).await.must_be(200).must_say("沈玉珍").must_say("13700000001").must_say("接送码");
        let read = app.app.db.read(move |tx| tx.one("SELECT code FROM course_collector WHERE course = ?1", params![id], |row| row.get::<String>(0)));
        let code = read.await.unwrap_or_else(|why: StoreError| panic!("{why}")).expect("a code");
        // What was typed of her is sealed.
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_collector WHERE course = ?1 AND name_masked = '沈**'", id).await, 1);
        go(&app, lesson, 5);
        let l = lesson.0;
        write(&app, { let c = children.clone(); move |tx| courses::call(tx, (org, who.officer), (id, l), &vec![(c[0], Mark::Present), (c[1], Mark::Absent)], "") }).await;
        let at = format!("/w/{org}/courses/{id}/sessions/{l}/pick-up");
        officer.get(&at).await.must_be(200).must_say("还在等人接（1）").must_not_say("沈玉珍").must_not_say(&code);
        let wrong = if code == "000000" { "111111" } else { "000000" };
        officer.post_form(&at, &[("code", wrong)]).await.must_be(422).must_say("没有这个接送码").must_say(wrong);
        // Typed with a space between, as people read it out: who it is, and only the child that is there.
        let spoken = format!("{} {}", &code[..3], &code[3..]);
        officer.post_form(&at, &[("code", &spoken)]).await.must_be(200).must_say("码对了：外婆 沈**");
        // Full names for a reason that the officer states, which the family reads; the code that was looked at stays.
        let names = format!("{at}/names");
        let again = officer.post_form(&names, &[("code", &code), ("reason", " ")]).await.must_be(422);
        again.must_say("请写明用途").must_say(&format!("name=\"code\" value=\"{code}\"")).must_not_say("朱苗苗");
        let shown = officer.post_form(&names, &[("code", &code), ("reason", "两兄弟分不清")]).await.must_be(200);
        let shown = shown.must_say("码对了：外婆 沈玉珍").must_say("朱苗苗");
        assert_eq!(shown.header("cache-control"), "no-store");
        family.get("/me/seen").await.must_say("两兄弟分不清").must_say("接孩子的人的姓名");
        let (first, second) = (children[0].to_text(), children[1].to_text());
        officer.post_form(&at, &[("code", &code), ("act", "hand"), ("child", &second)]).await.must_be(422).must_say("没有点到");
        let none = officer.post_form(&at, &[("code", &code), ("act", "hand")]).await.must_be(422).must_say("选上要接走的孩子");
        // Who stands there and the child to tick are still on the page, where the sentence leads.
        none.must_say("码对了：外婆 沈**").must_say(&format!("value=\"{first}\""));
        officer.post_form(&at, &[("code", &code), ("act", "hand"), ("child", &first)]).await.must_be(303);
        family.get("/notices").await.must_say("由 外婆 沈** 从");
        // Once is all.
        officer.post_form(&at, &[("code", &code), ("act", "hand"), ("child", &first)]).await.must_be(422).must_say("已经走了");
        officer.post_form(&at, &[("code", &code)]).await.must_be(422).must_say("已经走了");
        // Who went home was there: the roll can't say otherwise.
        let roll = format!("/w/{org}/courses/{id}/sessions/{l}");
        officer.post_form(&roll, &[(&format!("mark-{first}"), "absent")]).await.must_be(422).must_say("已经放学接走了");
        // A mistake is voided with a reason, and the child can be handed over again.
        let read = app.app.db.read(move |tx| tx.one("SELECT id FROM course_handover WHERE session = ?1", params![l], |row| row.get::<String>(0)));
        let home = read.await.unwrap_or_else(|why: StoreError| panic!("{why}")).expect("a handover");
        officer.post_form(&format!("{at}/{home}/void"), &[(&format!("reason-{home}"), "点错了孩子")]).await.must_be(303);
        family.get("/notices").await.must_say("是记错了：点错了孩子");
        officer.post_form(&at, &[("code", &code), ("act", "hand"), ("child", &first)]).await.must_be(303);
        // Revoked, the code says so.
        let read = app.app.db.read(move |tx| tx.one("SELECT id FROM course_collector WHERE course = ?1", params![id], |row| row.get::<String>(0)));
        let collector = read.await.unwrap_or_else(|why: StoreError| panic!("{why}")).expect("somebody");
        family.post_form(&format!("{mine}/collectors/{collector}/revoke"), &[]).await.must_be(303);
        officer.post_form(&at, &[("code", &code)]).await.must_be(422).must_say("家里已经取消了");
        app.verify("courses").await;
    }

    async fn only_one_s_own_children_and_only_in_time(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let id = public(&app, club(&app)).await;
        let keys = app.app.keys.clone();
        let neighbour = who.neighbour;
        let new = NewFamilyMember { name: "陆一鸣".into(), birth: jiff::civil::date(2021, 1, 1), consented: true };
        let other = app.app.db.write(app.app.by_system("story"), move |tx| people::add_family_member(tx, &keys, neighbour, &new)).await;
        let other = other.unwrap_or_else(|why| panic!("{why:?}"));
        let child = enrol(&app, id, who.resident, &[who.child]).await[0];
        let little = enrol(&app, id, neighbour, &[other]).await[0];
        let lesson = sessions(&app, id).await[0];
        let (collector, code) = named(&app, id, who.resident, "沈玉珍").await;
        let hand = |signup, going: Going| { let l = lesson.0; move |tx: &mut langqiao_store::WriteTx<'_>| courses::hand_over(tx, org, (id, l), &[signup], &going) };
        assert_eq!(refused(attempt(&app, hand(child, Going::Code(code.clone()))).await), "pick-up-early");
        go(&app, lesson, 50);
        assert_eq!(refused(attempt(&app, hand(child, Going::Code(code.clone()))).await), "not-there");
        let l = lesson.0;
        write(&app, move |tx| courses::call(tx, (org, who.officer), (id, l), &vec![(child, Mark::Late), (little, Mark::Present)], "")).await;
        // Another family's child.
        assert_eq!(refused(attempt(&app, hand(little, Going::Code(code.clone()))).await), "fields");
        // Alone: only if the family said so, and not below school age.
        assert_eq!(refused(attempt(&app, hand(child, Going::Alone)).await), "not-alone");
        let say = |booker, signup| move |tx: &mut langqiao_store::WriteTx<'_>| courses::set_alone(tx, (id, booker), signup, true);
        assert_eq!(refused(attempt(&app, say(neighbour, little)).await), "alone-too-young");
        assert_eq!(refused(attempt(&app, say(neighbour, child)).await), "not-found");
        write(&app, say(who.resident, child)).await;
        write(&app, hand(child, Going::Alone)).await;
        app.sign_in(who.resident).await.get("/notices").await.must_say("自己回家");
        // Known by sight: with a reason, and only whom the family named.
        let known = |collector, reason: &str| Going::Known { collector, reason: reason.into() };
        let (theirs, _) = named(&app, id, neighbour, "陆建国").await;
        assert_eq!(refused(attempt(&app, hand(little, known(collector, "电话问过"))).await), "fields");
        assert_eq!(refused(attempt(&app, hand(little, known(theirs, ""))).await), "fields");
        write(&app, hand(little, known(theirs, "电话问过家长"))).await;
        // Another course's code opens nothing here; a long time after, nothing is handed over any more.
        app.clock.advance(jiff::SignedDuration::from_hours(24));
        assert_eq!(refused(attempt(&app, hand(child, Going::Alone)).await), "pick-up-late");
        app.verify("courses").await;
    }

    async fn somebody_has_one_code_and_no_second(db: Db) {
        let app = TestApp::start(db).await;
        let (who, id) = (app.county.people.clone(), public(&app, club(&app)).await);
        enrol(&app, id, who.resident, &[who.child]).await;
        let family = app.sign_in(who.resident).await;
        let (mine, standing) = (format!("/mine/courses/{id}"), "SELECT COUNT(*) FROM course_collector WHERE course = ?1 AND revoked_at IS NULL");
        let add = format!("{mine}/collectors");
        let (collector, code) = named(&app, id, who.resident, "沈玉珍").await;
        // Typed again, with the phone or without: the code that stands is named, and no second is made.
        for phone in ["13700000001", ""] {
            family.post_form(&add, &[("name", " 沈玉珍"), ("relation", "外婆"), ("phone", phone)]).await.must_be(422).must_say("已经写过了").must_say(&code);
        }
        assert_eq!(count(&app, standing, id).await, 1);
        // Another phone is another person; so is another word for what they are.
        family.post_form(&add, &[("name", "沈玉珍"), ("relation", "外婆"), ("phone", "13700000002")]).await.must_be(303);
        family.post_form(&add, &[("name", "沈玉珍"), ("relation", "阿姨"), ("phone", "")]).await.must_be(303);
        assert_eq!(count(&app, standing, id).await, 3);
        // Whoever was revoked can be named anew, with a new code.
        family.post_form(&format!("{add}/{}/revoke", collector.to_text()), &[]).await.must_be(303);
        family.post_form(&add, &[("name", "沈玉珍"), ("relation", "外婆"), ("phone", "13700000001")]).await.must_be(303);
        assert_eq!(count(&app, standing, id).await, 3);
    }

    async fn a_family_names_so_many_and_no_more(db: Db) {
        let app = TestApp::start(db).await;
        let (who, id) = (app.county.people.clone(), public(&app, club(&app)).await);
        enrol(&app, id, who.resident, &[who.child]).await;
        enrol(&app, id, who.neighbour, &[who.neighbour]).await;
        let mut codes = std::collections::BTreeSet::new();
        for name in ["甲一", "乙二", "丙三", "丁四", "戊五", "己六"] {
            codes.insert(named(&app, id, who.resident, name).await.1);
        }
        assert_eq!(codes.len(), 6);
        let family = app.sign_in(who.resident).await;
        let more = [("name", "庚七"), ("relation", "叔叔")];
        family.post_form(&format!("/mine/courses/{id}/collectors"), &more).await.must_be(422).must_say("最多写 6 个人");
        // Grown-ups aren't handed over.
        app.sign_in(who.neighbour).await.post_form(&format!("/mine/courses/{id}/collectors"), &more).await.must_be(404);
    }
}
