//! What is asked for is asked again where places are given, asked of helpers alone, and said with its way out.

use jiff::SignedDuration;
use langqiao_app::{
    activities::{Allotment, Plan},
    courses::{self, Settings},
    standings::Asks,
};
use langqiao_kernel::draw::Drawn;
use langqiao_testkit::{TestApp, both};
use serde_json::Value;

use super::{asking, count, member, paper, sign_up, stated, union};
use crate::activities::{plan, published};

both! {
    async fn who_no_longer_fits_is_passed_over_at_the_draw(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let drawn = Plan {
            allotment: Allotment::Draw, seats: 3, asks: union(), space: None, place: "村口".into(), min_age: None, ..plan(&app)
        };
        let id = published(&app, app.county.village_women, drawn).await;
        let (resident, neighbour) = (app.sign_in(who.resident).await, app.sign_in(who.neighbour).await);
        stated(&app, who.resident, who.resident, member(&app)).await;
        stated(&app, who.neighbour, who.neighbour, member(&app)).await;
        let child = who.child.to_text();
        let party = sign_up(&resident, id, &["me", &child]).await.must_be(303).location().to_owned();
        sign_up(&neighbour, id, &["me"]).await.must_be(303);
        // The union looks at it after they put their names down: it isn't so.
        let no = "UPDATE standing SET state = 'refused', reason = '名册里没有', decided_at = 1, decided_for = (SELECT organisation FROM standing s WHERE s.id = standing.id) WHERE person = ?1";
        let (neighbour_id, resident_id) = (who.neighbour, who.resident);
        let done = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute(no, langqiao_store::params![resident_id])
        });
        done.await.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}"));
        app.clock.advance(SignedDuration::from_hours(7 * 24 - 12));
        app.run_jobs().await;
        let read: Value = app.visitor().get(&format!("/api/v1/activities/{id}/draw")).await.must_be(200).json();
        let published: Drawn = serde_json::from_value(read["drawn"].clone()).expect("a document");
        assert_eq!(published.verify(), Ok(()));
        assert_eq!((published.entries.len(), published.seated, published.passed_over.len()), (2, 1, 1));
        assert_eq!((published.passed_over[0].number, published.passed_over[0].lacks.as_str()), (1, "line"));
        let page = app.visitor().get(&format!("/activities/{id}/draw")).await.must_be(200);
        page.must_say("没有轮到的号").must_say("1 号：不是要求的会员");
        app.visitor().get(&format!("/draws/check?activity={id}")).await.must_be(200).must_say("对得上：");
        // The other has a place, they wait at the end, and are told why.
        let seats = app.app.db.read(move |tx| tx.all(
            "SELECT person FROM signup WHERE activity = ?1 AND state = 'seat'", langqiao_store::params![id], |row| row.get::<langqiao_kernel::id::PersonId>(0),
        )).await.unwrap_or_else(|why: langqiao_store::StoreError| panic!("{why}"));
        assert_eq!(seats, [neighbour_id]);
        resident.get("/notices").await.must_say("这次没有轮到");
        resident.get(&party).await.must_be(200).must_say("候补");
        // A document in which they were left out of those passed over doesn't hold.
        let mut forged = read["drawn"].clone();
        forged.as_object_mut().expect("a document").remove("passed_over");
        app.visitor().post_form("/draws/check", &[("document", &forged.to_string())]).await.must_say("有名额的家数与名额不符");
        app.verify("draws").await;
        app.verify("places").await;
    }

    async fn a_certificate_is_asked_of_helpers_alone(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let asks = Asks { helpers: vec!["first_aid".into()], ..Asks::default() };
        let id = asking(&app, asks).await;
        app.visitor().get(&format!("/activities/{id}")).await.must_say("志愿者要有急救员证");
        let (resident, neighbour) = (app.sign_in(who.resident).await, app.sign_in(who.neighbour).await);
        sign_up(&resident, id, &["me"]).await.must_be(303);
        let form = format!("/activities/{id}/sign-up");
        let help = [("who", "me"), ("role", "volunteer")];
        neighbour.post_form(&form, &help).await.must_be(422).must_say("急救员证").must_say("填写我的身份与资格");
        stated(&app, who.neighbour, who.neighbour, paper(jiff::civil::date(2027, 1, 1))).await;
        neighbour.post_form(&form, &help).await.must_be(303);
        // The host's form keeps it, and what isn't a certificate is refused at its field.
        let officer = app.sign_in(who.officer).await;
        let edit = format!("/w/{}/activities/{id}/edit", app.county.village_women);
        officer.get(&edit).await.must_be(200).must_say("name=\"ask_helpers\"");
        let read: Value = officer.get(&format!("/api/v1/organisations/{}/activities/{id}", app.county.village_women)).await.must_be(200).json();
        assert!(read.to_string().contains("\"helpers\":[\"first_aid\"]"), "{read}");
    }

    async fn a_trial_and_a_swap_say_no_with_the_way_out(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.village_women, app.county.people.clone());
        let new = courses::NewCourse { asks: union(), ..crate::courses::club(&app) };
        let course = crate::courses::public(&app, new).await;
        let to = Settings { pass_percent: 75, pick_up: true, trial_places: Some(2), contact: None };
        crate::courses::write(&app, move |tx| courses::change(tx, org, course, &to)).await;
        let lessons = crate::courses::sessions(&app, course).await;
        let resident = app.sign_in(who.resident).await;
        let trial = format!("/courses/{course}/trial");
        resident.get(&trial).await.must_be(200).must_say("填写我的身份与资格");
        let (child, session) = (who.child.to_text(), lessons[2].0.to_text());
        let chosen = [("who", child.as_str()), ("session", session.as_str())];
        resident.post_form(&trial, &chosen).await.must_be(422).must_say("还没有填写会员身份").must_say("填写我的身份与资格");
        // There and back with what was chosen.
        let go = resident.post_form(&trial, &[chosen[0], chosen[1], ("state", "1")]).await.must_be(303);
        assert!(go.location().starts_with("/me/standings?next=%2Fcourses%2F"), "{}", go.location());
        let said = [("kind", "line"), ("line", "union"), ("next", trial.as_str())];
        resident.post_form("/me/standings", &said).await.must_be(303);
        let back = resident.get(&trial).await.must_be(200).text();
        assert!(back.split(&format!("value=\"{session}\"")).nth(1).is_some_and(|rest| rest.split('>').next().is_some_and(|tag| tag.contains("checked"))), "{back}");
        // The child alone is of no member: the family comes along in one party.
        let id = asking(&app, union()).await;
        let party = sign_up(&resident, id, &["me"]).await.must_be(303).location().to_owned();
        resident.get(&format!("{party}/hand-on")).await.must_be(200).must_say("填写我的身份与资格").must_say("hand-on");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM course_trial").await, 0);
    }
}
