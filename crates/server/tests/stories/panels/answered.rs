//! What the office asks can be answered by whoever is asked, and what it types is not lost.

use langqiao_app::panels;
use langqiao_kernel::{id::PostingId, time};
use langqiao_store::params;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{give, judge, one_hall, round, route, venue, write};

both! {
    /// A judge has a post at the venue's keeper by now: the mark stays, they say a sentence, and the route is closed.
    async fn who_scores_a_venue_no_more_still_answers(db: Db) {
        let app = TestApp::start(db).await;
        let (org, keeper, who) = (app.county.office, app.county.federations[0], app.county.people.clone());
        let (id, line, hall) = one_hall(&app, &[who.neighbour]).await;
        give(&judge(&app, who.neighbour).await, line, hall, (500, 500)).await;
        let (person, today) = (who.neighbour, time::day(app.app.now()));
        write(&app, move |tx| {
            tx.execute(
                "INSERT INTO posting (id, person, organisation, title, kind, role, valid_from)
                 VALUES (?1, ?2, ?3, '干事', 'full_time', 'officer', ?4)",
                params![PostingId::generate(), person, keeper, today],
            )?;
            tx.bookkeeping();
            Ok(())
        }).await;
        let office = app.program(who.county, &["panels.manage"]).await;
        let api = format!("/api/v1/organisations/{org}/panels/{id}");
        let ask = json!({ "seat": 1, "position": 1, "words": "请核对记录" });
        let asked: Value = office.post_json(&format!("{api}/results/{hall}/rechecks"), &ask).await.must_be(201).json();
        let phone = app.sign_in(who.neighbour).await;
        let page = phone.get(&format!("/scoring/{line}/{hall}")).await.must_be(200).must_say("按规定您不评这一处");
        page.must_say("请您再看一看").must_say("您已不评这一处，分数不能再改").must_not_say("name=\"mark1\"");
        let answer = format!("/scoring/{line}/rechecks/{}", asked["id"].as_str().expect("an id"));
        let name = answer.replace(&format!("/scoring/{line}/rechecks/"), "answer-");
        let short = phone.post_form(&answer, &[(name.as_str(), "对")]).await.must_be(422);
        short.must_say("请您再看一看").must_say("请写明原因").must_say("value=\"对\"").must_say(&format!("f-{name}-error"));
        phone.post_form(&answer, &[(name.as_str(), "核对过，不改")]).await.must_be(303);
        phone.get(&format!("/scoring/{line}/{hall}")).await.must_be(200).must_not_say("请您再看一看");
        write(&app, move |tx| panels::close_route(tx, org, (id, line))).await;
    }

    async fn an_objection_where_nobody_scored_loses_no_word(db: Db) {
        let app = TestApp::start(db).await;
        let (org, keeper, who) = (app.county.office, app.county.federations[0], app.county.people.clone());
        let id = round(&app, org).await;
        let scored = venue(&app, keeper, app.county.villages[0][0], "甲馆").await;
        let other = venue(&app, keeper, app.county.villages[0][1], "乙馆").await;
        let line = route(&app, (org, id), "一号线", &[scored, other], &[who.volunteer]).await;
        give(&judge(&app, who.volunteer).await, line, scored, (900, 900)).await;
        let appeal = write(&app, move |tx| {
            panels::close_route(tx, org, (id, line))?;
            panels::send_draft(tx, org, id)?;
            panels::appeal(tx, keeper, (id, other), 1, "评委没有来")
        }).await;
        let office = app.sign_in(who.county).await;
        let answer = format!("/w/{org}/panels/{id}/appeals/{appeal}");
        let typed = [("act", "uphold"), ("answer", "评委路上耽误了"), ("after", "9")];
        let page = office.post_form(&answer, &typed).await.must_be(422);
        page.must_say("没有评委打过分").must_say("评委路上耽误了").must_say("f-after-error");
        office.post_form(&answer, &[("act", "decline"), ("answer", "评委路上耽误了")]).await.must_be(303);
    }
}
