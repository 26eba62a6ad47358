//! A protest that was right: nobody goes on before the result is corrected, or stands for a reason.

use langqiao_app::competitions::{Format, Rules};
use langqiao_kernel::id::CompetitionId;
use langqiao_testkit::{Client, TestApp, both};
use serde_json::{Value, json};

use super::{competition, correct::led, games, score, start, text, verified, whole};

/// A cup of four, all led by the resident, whose semi-finals were played. Where officers see it.
async fn semi_finals(app: &TestApp) -> (CompetitionId, String) {
    let (_, id) = competition(app, true, vec![Rules::usual(Format::Knockout)]).await;
    led(app, id, app.county.people.resident, 4).await;
    start(app, id, 0).await;
    let at = format!("/w/{}/competitions/{id}", app.county.village_women);
    let officer = app.sign_in(app.county.people.officer).await;
    for game in of_round(&whole(app, id).await, 1) {
        score(&officer, &at, &game, "3", "1").await.must_be(303);
    }
    (id, at)
}

fn of_round(page: &Value, round: i64) -> Vec<Value> {
    let mut found = games(page, 0);
    found.retain(|game| game["round"] == round);
    found
}

/// Protests against a game and upholds it; gives where the protest is answered.
async fn upheld(captain: &Client, officer: &Client, at: &str, (id, game): (CompetitionId, &Value)) -> String {
    let page: Value = captain
        .get(&format!("/api/v1/competitions/{id}"))
        .await
        .must_be(200)
        .json();
    let against = format!("{}.{}", text(&page["stages"][0], "id"), text(game, "id"));
    let fields = [("against", against.as_str()), ("words", "比分两边写反了")];
    captain
        .post_form(&format!("/competitions/{id}/protests"), &fields)
        .await
        .must_be(303);
    let protests: Value = officer
        .get(&format!("/api/v1/competitions/{id}/protests"))
        .await
        .must_be(200)
        .json();
    let place = format!("{at}/protests/{}", text(&protests[0], "id"));
    let answer = [("upheld", "1"), ("answer", "记录台写反了")];
    let told = officer.post_form(&place, &answer).await.must_be(303);
    drop(officer.follow(&told).await.must_say("请接着改成绩"));
    place
}

both! {
    async fn the_final_waits_until_a_semi_final_is_corrected(db: Db) {
        let app = TestApp::start(db).await;
        let (id, at) = semi_finals(&app).await;
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        let semi = of_round(&whole(&app, id).await, 1)[0].clone();
        upheld(&captain, &officer, &at, (id, &semi)).await;
        // It is said where somebody looks, and leads to the game.
        let bench = format!("/w/{}", app.county.village_women);
        officer.get(&bench).await.must_be(200).must_say("有 1 件申诉成立，成绩还没有改");
        officer.get(&at).await.must_be(200).must_say("有 1 件申诉成立，成绩还没有改");
        let link = format!("{at}/fixtures/{}", text(&semi, "id"));
        officer.get(&format!("{at}/protests")).await.must_be(200).must_say("去改成绩").must_say(&link);
        app.visitor().get(&format!("/competitions/{id}/protests")).await.must_be(200).must_say("成绩还没有改").must_say("看这个成绩");
        captain.get("/notices").await.must_be(200).must_say("的申诉成立");
        // Neither the final nor the game for the third place is played from a result that was wrong.
        for game in of_round(&whole(&app, id).await, 2) {
            let place = format!("{at}/fixtures/{}", text(&game, "id"));
            officer.get(&place).await.must_be(200).must_say("前面一场的申诉成立");
            score(&officer, &at, &game, "2", "0").await.must_be(422).must_say("前面一场的申诉成立").must_say("2");
        }
        let program = app.program(app.county.people.officer, &["activities.read", "competitions.score", "competitions.manage"]).await;
        let last = of_round(&whole(&app, id).await, 2)[0].clone();
        let api = format!("/api/v1/organisations/{}/competitions/{id}", app.county.village_women);
        let given = json!({ "seen": 0, "way": "played", "home_score": 2, "away_score": 0 });
        program.post_json(&format!("{api}/fixtures/{}/results", text(&last, "id")), &given).await.must_be(409).must_say("protest-unsettled");
        // Corrected, it is done: the other side plays the final.
        let right = [("seen", "1"), ("home_score", "1"), ("away_score", "3"), ("reason", "申诉成立，两边写反")];
        officer.post_form(&link, &right).await.must_be(303);
        let page = whole(&app, id).await;
        let finals = of_round(&page, 2);
        assert!(finals.iter().any(|game| text(game, "home") == text(&semi, "away")), "{finals:?}");
        for game in &finals {
            score(&officer, &at, game, "2", "0").await.must_be(303);
        }
        let protests: Value = officer.get(&format!("/api/v1/competitions/{id}/protests")).await.must_be(200).json();
        assert!(protests[0]["settled_at"].is_string() && protests[0]["settlement"].is_null(), "{protests}");
        officer.get(&bench).await.must_be(200).must_not_say("成绩还没有改");
        app.visitor().get(&format!("/competitions/{id}/protests")).await.must_say("成绩已经改过");
        let stage = text(&page["stages"][0], "id").to_owned();
        let closed = officer.post_form(&format!("{at}/stages/{stage}/close"), &[]).await.must_be(303);
        drop(officer.follow(&closed).await.must_not_say("申诉成立，成绩还没有改"));
        assert!(whole(&app, id).await["stages"][0]["closed_at"].is_string());
        verified(&app).await;
    }

    async fn a_result_stands_only_for_a_reason_that_everybody_reads(db: Db) {
        let app = TestApp::start(db).await;
        let (id, at) = semi_finals(&app).await;
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        for game in of_round(&whole(&app, id).await, 2) {
            score(&officer, &at, &game, "2", "0").await.must_be(303);
        }
        let page = whole(&app, id).await;
        let (stage, semi) = (text(&page["stages"][0], "id").to_owned(), of_round(&page, 1)[0].clone());
        let place = upheld(&captain, &officer, &at, (id, &semi)).await;
        // The final was played: the semi-final can't be corrected any more, and the stage doesn't end in silence.
        let right = [("seen", "1"), ("home_score", "1"), ("away_score", "3"), ("reason", "申诉成立")];
        officer.post_form(&format!("{at}/fixtures/{}", text(&semi, "id")), &right).await.must_be(422);
        let refused = officer.post_form(&format!("{at}/stages/{stage}/close"), &[]).await.must_be(303);
        drop(officer.follow(&refused).await.must_say("有申诉成立，成绩还没有改"));
        let stand = format!("{place}/stand");
        let missing = officer.post_form(&stand, &[("reason", " ")]).await.must_be(303);
        drop(officer.follow(&missing).await.must_say("请写明为什么不改成绩"));
        officer.post_form(&stand, &[("reason", "决赛已经打完，双方同意维持")]).await.must_be(303);
        let twice = officer.post_form(&stand, &[("reason", "再说一次")]).await.must_be(303);
        drop(officer.follow(&twice).await.must_say("没有在等改成绩"));
        app.visitor().get(&format!("/competitions/{id}/protests")).await.must_say("成绩没有改：").must_say("双方同意维持");
        captain.get("/notices").await.must_say("但成绩没有改");
        officer.post_form(&format!("{at}/stages/{stage}/close"), &[]).await.must_be(303);
        assert!(whole(&app, id).await["stages"][0]["closed_at"].is_string());
        let program = app.program(app.county.people.officer, &["activities.read", "competitions.manage"]).await;
        let protests: Value = program.get(&format!("/api/v1/competitions/{id}/protests")).await.must_be(200).json();
        let api = format!(
            "/api/v1/organisations/{}/competitions/{id}/protests/{}/stand", app.county.village_women, text(&protests[0], "id"),
        );
        program.post_json(&api, &json!({ "reason": "" })).await.must_be(422);
        program.post_json(&api, &json!({ "reason": "看看" })).await.must_be(409).must_say("protest-settled");
        verified(&app).await;
    }
}
