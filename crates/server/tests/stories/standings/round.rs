//! The ways round what an activity asks for; each of them is closed.

use langqiao_app::{activities::Plan, standings::What};
use langqiao_kernel::id::{ActivityId, StandingId};
use langqiao_store::params;
use langqiao_testkit::{Client, TestApp, both};

use super::{member, sign_up, stated, union};
use crate::activities::{plan, published};

/// With one place, for members of the union.
async fn narrow(app: &TestApp, seats: i64) -> ActivityId {
    let plan = Plan {
        asks: union(),
        space: None,
        place: "村口".into(),
        min_age: None,
        seats,
        ..plan(app)
    };
    published(app, app.county.village_women, plan).await
}

/// The host looks at what somebody stated.
async fn decide(officer: &Client, app: &TestApp, (id, standing): (ActivityId, StandingId), said: [&str; 2]) {
    let at = TestApp::bench(
        app.county.village_women,
        &format!("/activities/{id}/standings/{standing}"),
    );
    let [was, verdict] = said;
    let fields = [("was", was), ("verdict", verdict), ("reason", "会员证是别人的")];
    officer.post_form(&at, &fields).await.must_be(303);
}

async fn seats(app: &TestApp, id: ActivityId) -> i64 {
    let sql = "SELECT COUNT(*) FROM signup WHERE activity = ?1 AND state = 'seat'";
    let read = app
        .app
        .db
        .read(move |tx| tx.one(sql, params![id], |row| row.get(0)));
    read.await.expect("a count").expect("a count")
}

both! {
    async fn one_s_own_link_leads_nobody_in_who_does_not_meet_it(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let id = narrow(&app, 5).await;
        let resident = app.sign_in(who.resident).await;
        stated(&app, who.resident, who.resident, member(&app)).await;
        let party = sign_up(&resident, id, &["me"]).await.must_be(303).location().to_owned();
        let mine = app.app.db.read(move |tx| tx.one("SELECT id FROM signup WHERE activity = ?1", params![id], |row| row.get::<String>(0)));
        let mine = mine.await.expect("a row").expect("a sign-up");
        let page = resident.post_form(&format!("{party}/hand-on"), &[("signup", mine.as_str())]).await.must_be(200).text();
        let start = page.find("/handed-on/").expect("a link");
        let link: String = page[start..].chars().take_while(|c| *c != '"' && *c != '<').collect();
        let child = who.child.to_text();
        resident.post_form(&link, &[("who", child.as_str())]).await.must_be(422).must_say("这次活动面向工会会员");
        resident.get(&party).await.must_say("朱采菊").must_say("已报名");
        // Her child who is a member may come in her place.
        stated(&app, who.resident, who.child, What::Line("union".into(), None)).await;
        resident.post_form(&link, &[("who", child.as_str())]).await.must_be(303);
        assert_eq!(seats(&app, id).await, 1);
    }

    async fn who_waits_brings_nobody_along_and_is_asked_again(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let id = narrow(&app, 1).await;
        let (resident, neighbour, officer) = (app.sign_in(who.resident).await, app.sign_in(who.neighbour).await, app.sign_in(who.officer).await);
        stated(&app, who.neighbour, who.neighbour, member(&app)).await;
        let standing = stated(&app, who.resident, who.resident, member(&app)).await;
        let first = sign_up(&neighbour, id, &["me"]).await.must_be(303).location().to_owned();
        let party = sign_up(&resident, id, &["me"]).await.must_be(303).location().to_owned();
        let child = who.child.to_text();
        sign_up(&resident, id, &[&child]).await.must_be(422).must_say("这次活动面向工会会员");
        // Refused while she waits: what is offered to her then she can't take, until somebody has looked again.
        decide(&officer, &app, (id, standing), ["stated", "refuse"]).await;
        neighbour.post_form(&format!("{first}/cancel"), &[]).await.must_be(303);
        resident.get(&party).await.must_say("确认");
        let no = resident.post_form(&format!("{party}/accept"), &[]).await.must_be(303);
        resident.follow(&no).await.must_say("没有通过核对");
        assert_eq!(seats(&app, id).await, 0);
        decide(&officer, &app, (id, standing), ["refused", "confirm"]).await;
        let yes = resident.post_form(&format!("{party}/accept"), &[]).await.must_be(303);
        resident.follow(&yes).await.must_say("已报名");
        assert_eq!(seats(&app, id).await, 1);
    }

    async fn a_statement_taken_back_leaves_no_child_behind(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let id = narrow(&app, 5).await;
        let resident = app.sign_in(who.resident).await;
        let standing = stated(&app, who.resident, who.resident, member(&app)).await;
        let child = who.child.to_text();
        let party = sign_up(&resident, id, &["me", &child]).await.must_be(303).location().to_owned();
        let program = app.program(who.resident, &["self"]).await;
        program.call("DELETE", &format!("/api/v1/me/standings/{standing}")).await.must_be(204);
        let rows = app.app.db.read(move |tx| {
            tx.all("SELECT person, id FROM signup WHERE activity = ?1", params![id], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))
        });
        let rows = rows.await.expect("sign-ups");
        let of = |person: &str| rows.iter().find(|(who, _)| who == person).expect("a seat").1.clone();
        let alone = resident.post_form(&format!("{party}/cancel"), &[("signup", of(&who.resident.to_text()).as_str())]).await.must_be(303);
        resident.follow(&alone).await.must_say("留下的人里没有一位");
        assert_eq!(seats(&app, id).await, 2);
        // The child may stay at home, and then she.
        resident.post_form(&format!("{party}/cancel"), &[("signup", of(&child).as_str())]).await.must_be(303);
        assert_eq!(seats(&app, id).await, 1);
        resident.post_form(&format!("{party}/cancel"), &[]).await.must_be(303);
        assert_eq!(seats(&app, id).await, 0);
    }
}
