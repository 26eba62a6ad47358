//! A protest that was right: nobody goes on before the result is corrected, or stands for a reason.

use jiff::SignedDuration;
use langqiao_app::competitions::{self, Format, Member, NewEntry, Rules};
use langqiao_kernel::id::CompetitionId;
use langqiao_testkit::{Client, TestApp, both};
use serde_json::{Value, json};

use super::{competition, correct::led, count, entered, games, score, start, text, verified, whole, write};

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

/// A run that was timed and has ended, of somebody, the resident and the neighbour, a minute each; where officers see it, and
/// its stage.
async fn timed(app: &TestApp) -> (CompetitionId, String, String) {
    let (_, id) = competition(app, false, vec![Rules::usual(Format::Timed)]).await;
    entered(app, id, 1, 0).await;
    let keys = app.app.keys.clone();
    let runners = [app.county.people.resident, app.county.people.neighbour];
    write(app, move |tx| {
        for runner in runners {
            let new = NewEntry {
                unit_name: "桃园村".to_owned(),
                members: vec![Member::Known(runner)],
                ..NewEntry::default()
            };
            competitions::enter(tx, &keys, id, &new, false)?;
        }
        Ok(())
    })
    .await;
    start(app, id, 0).await;
    let at = format!("/w/{}/competitions/{id}", app.county.village_women);
    let officer = app.sign_in(app.county.people.officer).await;
    let page = whole(app, id).await;
    let stage = text(&page["stages"][0], "id").to_owned();
    for n in 0..3 {
        let sheet = format!("{at}/stages/{stage}/marks/{}", text(&page["entries"][n], "id"));
        officer.post_form(&sheet, &[("part1", "60")]).await.must_be(303);
    }
    let close = format!("{at}/stages/{stage}/close");
    officer.post_form(&close, &[]).await.must_be(303);
    (id, at, stage)
}

/// Protests against a game; gives the protest's id.
async fn protested(captain: &Client, (id, game): (CompetitionId, &Value)) -> String {
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
    text(&protests(captain, id).await[0], "id").to_owned()
}

/// The protests of a competition, the latest first.
async fn protests(client: &Client, id: CompetitionId) -> Vec<Value> {
    client
        .get(&format!("/api/v1/competitions/{id}/protests"))
        .await
        .must_be(200)
        .json()
}

/// The final, or with number 2 the game for the third place.
async fn last_game(app: &TestApp, id: CompetitionId, number: i64) -> Value {
    let mut games = of_round(&whole(app, id).await, 2).into_iter();
    games.find(|game| game["number"] == number).expect("a game")
}

/// Protests against a game and upholds it; gives where the protest is answered.
async fn upheld(captain: &Client, officer: &Client, at: &str, (id, game): (CompetitionId, &Value)) -> String {
    let place = format!("{at}/protests/{}", protested(captain, (id, game)).await);
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
        captain.get("/notices").await.must_be(200).must_say("的成绩改成了 1 : 3").must_say("申诉成立，两边写反");
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
        let stuck = officer.post_form(&format!("{at}/fixtures/{}", text(&semi, "id")), &right).await.must_be(422);
        // The way out is named, and one touch away.
        stuck.must_say("请在申诉页点“成绩不改”").must_say(&format!("{at}/protests"));
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

    async fn who_gives_up_loses_nothing_to_others_before_the_protest_is_settled(db: Db) {
        let app = TestApp::start(db).await;
        let (id, at) = semi_finals(&app).await;
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        let semi = of_round(&whole(&app, id).await, 1)[0].clone();
        let (winner, wronged) = (text(&semi, "home").to_owned(), text(&semi, "away").to_owned());
        upheld(&captain, &officer, &at, (id, &semi)).await;
        officer.post_form(&format!("{at}/entries/{winner}/withdraw"), &[("reason", "队员受伤")]).await.must_be(303);
        // Who plays the final isn't known: it is nobody's yet, and its page says why.
        let last = last_game(&app, id, 1).await;
        assert_eq!((last["results"].as_i64(), text(&last, "home")), (Some(0), winner.as_str()), "{last}");
        let place = format!("{at}/fixtures/{}", text(&last, "id"));
        officer.get(&place).await.must_be(200).must_say("前面一场的申诉成立").must_say("已退赛").must_say("自动判给对方");
        let right = [("seen", "1"), ("home_score", "1"), ("away_score", "3"), ("reason", "申诉成立，两边写反")];
        officer.post_form(&format!("{at}/fixtures/{}", text(&semi, "id")), &right).await.must_be(303);
        // Whoever was wronged plays the final; who gave up plays for the third place, and loses that.
        let (last, third) = (last_game(&app, id, 1).await, last_game(&app, id, 2).await);
        assert_eq!((last["results"].as_i64(), text(&last, "home")), (Some(0), wronged.as_str()), "{last}");
        assert_eq!((text(&third, "home"), text(&third, "way")), (winner.as_str(), "walkover"), "{third}");
        assert_eq!(text(&third, "winner"), text(&third, "away"));
        officer.get(&place).await.must_be(200).must_not_say("自动判给对方");
        score(&officer, &at, &last, "2", "0").await.must_be(303);
        verified(&app).await;
    }

    async fn what_waited_for_a_protest_goes_to_the_others_when_nothing_came_of_it(db: Db) {
        let app = TestApp::start(db).await;
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        for way in ["dismissed", "stands", "corrected"] {
            let (id, at) = semi_finals(&app).await;
            let semi = of_round(&whole(&app, id).await, 1)[0].clone();
            let winner = text(&semi, "home").to_owned();
            let protest = format!("{at}/protests/{}", protested(&captain, (id, &semi)).await);
            officer.post_form(&format!("{at}/entries/{winner}/withdraw"), &[("reason", "队员受伤")]).await.must_be(303);
            // A result elsewhere doesn't hurry it, nor does a protest that waits for its answer.
            assert_eq!(last_game(&app, id, 1).await["results"], 0, "{way}");
            let other = of_round(&whole(&app, id).await, 1)[1].clone();
            let more = [("seen", "1"), ("home_score", "4"), ("away_score", "1"), ("reason", "少记一分")];
            officer.post_form(&format!("{at}/fixtures/{}", text(&other, "id")), &more).await.must_be(303);
            // Nor is any game played that follows from it: its page says whose protest has to be answered, and where.
            let third = last_game(&app, id, 2).await;
            let refused = score(&officer, &at, &third, "1", "0").await.must_be(422);
            refused.must_say("对前面一场的申诉还没答复").must_say(&format!("{at}/protests"));
            assert_eq!(last_game(&app, id, 1).await["results"], 0, "{way}");
            let upheld = if way == "dismissed" { "0" } else { "1" };
            officer.post_form(&protest, &[("upheld", upheld), ("answer", "看过录像")]).await.must_be(303);
            if way != "dismissed" {
                assert_eq!(last_game(&app, id, 1).await["results"], 0, "{way}");
            }
            if way == "stands" {
                officer.post_form(&format!("{protest}/stand"), &[("reason", "双方同意维持")]).await.must_be(303);
            }
            if way == "corrected" {
                // The score was wrong, not who won.
                let right = [("seen", "1"), ("home_score", "3"), ("away_score", "2"), ("reason", "申诉成立，少记一分")];
                officer.post_form(&format!("{at}/fixtures/{}", text(&semi, "id")), &right).await.must_be(303);
            }
            let last = last_game(&app, id, 1).await;
            assert_eq!((text(&last, "way"), text(&last, "reason")), ("walkover", "队员受伤"), "{way}: {last}");
            assert_eq!(text(&last, "winner"), text(&last, "away"), "{way}");
        }
        verified(&app).await;
    }

    async fn the_same_result_once_more_corrects_nothing(db: Db) {
        let app = TestApp::start(db).await;
        let (id, at) = semi_finals(&app).await;
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        let semi = of_round(&whole(&app, id).await, 1)[0].clone();
        upheld(&captain, &officer, &at, (id, &semi)).await;
        let same = [("seen", "1"), ("home_score", "3"), ("away_score", "1"), ("reason", "申诉成立，看过了")];
        let place = format!("{at}/fixtures/{}", text(&semi, "id"));
        officer.post_form(&place, &same).await.must_be(422).must_say("没有改动").must_say("申诉成立，看过了");
        let program = app.program(app.county.people.officer, &["competitions.score"]).await;
        let api = format!("/api/v1/organisations/{}/competitions/{id}/fixtures/{}/results", app.county.village_women, text(&semi, "id"));
        let given = json!({ "seen": 1, "way": "played", "home_score": 3, "away_score": 1, "reason": "再录一次" });
        program.post_json(&api, &given).await.must_be(409).must_say("result-same");
        assert!(protests(&captain, id).await[0]["settled_at"].is_null());
        app.visitor().get(&format!("/competitions/{id}/protests")).await.must_say("成绩还没有改").must_not_say("成绩已经改过");
        let results = "SELECT COUNT(*) FROM fixture_result r JOIN fixture f ON f.id = r.fixture WHERE f.competition = ?1";
        assert_eq!(count(&app, results, id).await, 2);
        // One side's walkover instead of a score of the same winner is another result.
        let other = [("seen", "1"), ("way", "home_walkover"), ("reason", "对方冒名顶替")];
        officer.post_form(&place, &other).await.must_be(303);
        assert!(protests(&captain, id).await[0]["settled_at"].is_string());
        verified(&app).await;
    }

    async fn a_changed_mark_settles_what_was_protested_about_it_and_nothing_else(db: Db) {
        let app = TestApp::start(db).await;
        let (id, at, stage) = timed(&app).await;
        let people = &app.county.people;
        let (officer, one, other) = (app.sign_in(people.officer).await, app.sign_in(people.resident).await, app.sign_in(people.neighbour).await);
        let page = whole(&app, id).await;
        let sheet = |n: usize| format!("{at}/stages/{stage}/marks/{}", text(&page["entries"][n], "id"));
        let against = format!("/competitions/{id}/protests");
        one.post_form(&against, &[("against", &stage), ("words", "秒表按晚了一秒")]).await.must_be(303);
        other.post_form(&against, &[("against", &stage), ("words", "一号抢跑没有记")]).await.must_be(303);
        for protest in protests(&officer, id).await {
            let place = format!("{at}/protests/{}", text(&protest, "id"));
            officer.post_form(&place, &[("upheld", "1"), ("answer", "录像为准")]).await.must_be(303);
        }
        let of = |all: &[Value], n: usize| all.iter().find(|protest| protest["entry"] == page["entries"][n]["id"]).expect("a protest").clone();
        let theirs = text(&of(&protests(&officer, id).await, 2), "id").to_owned();
        let settle = format!("{at}/protests/{theirs}/stand");
        // Nothing was changed since.
        let early = officer.post_form(&settle, &[("corrected", "1")]).await.must_be(303);
        drop(officer.follow(&early).await.must_say("成绩还没有改过"));
        app.clock.advance(SignedDuration::from_mins(2));
        officer.post_form(&sheet(1), &[("part1", "59"), ("reason", "看录像")]).await.must_be(303);
        let all = protests(&officer, id).await;
        assert!(of(&all, 1)["settled_at"].is_string() && of(&all, 2)["settled_at"].is_null(), "{all:?}");
        officer.get(&format!("{at}/protests")).await.must_be(200).must_say("申诉的是别人的成绩");
        // What was protested about the marks of others: a person says that it is done, and the public reads so.
        officer.post_form(&sheet(0), &[("part1", "犯规"), ("reason", "抢跑")]).await.must_be(303);
        assert!(of(&protests(&officer, id).await, 2)["settled_at"].is_null());
        let done = officer.post_form(&settle, &[("corrected", "1")]).await.must_be(303);
        drop(officer.follow(&done).await.must_say("成绩已经改过"));
        let settled = of(&protests(&officer, id).await, 2);
        assert!(settled["settled_at"].is_string() && settled["settlement"].is_null(), "{settled}");
        app.visitor().get(&against).await.must_be(200).must_not_say("成绩没有改").must_not_say("成绩还没有改");
        let program = app.program(people.officer, &["competitions.manage"]).await;
        let api = format!("/api/v1/organisations/{}/competitions/{id}/protests/{theirs}/stand", app.county.village_women);
        program.post_json(&api, &json!({ "corrected": true })).await.must_be(409).must_say("protest-settled");
        program.post_json(&api, &json!({})).await.must_be(422).must_say("reason");
        verified(&app).await;
    }

    async fn marks_corrected_before_the_answer_are_settled_with_it(db: Db) {
        let app = TestApp::start(db).await;
        let (id, at, stage) = timed(&app).await;
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        let page = whole(&app, id).await;
        let against = format!("/competitions/{id}/protests");
        let answer = async |n: usize| {
            let protest = text(&protests(&officer, id).await[n], "id").to_owned();
            let fields = [("upheld", "1"), ("answer", "录像为准")];
            officer.post_form(&format!("{at}/protests/{protest}"), &fields).await.must_be(303);
        };
        captain.post_form(&against, &[("against", &stage), ("words", "秒表按晚了一秒")]).await.must_be(303);
        answer(0).await;
        app.clock.advance(SignedDuration::from_mins(1));
        captain.post_form(&against, &[("against", &stage), ("words", "第二块秒表也按晚了")]).await.must_be(303);
        app.clock.advance(SignedDuration::from_mins(1));
        let sheet = format!("{at}/stages/{stage}/marks/{}", text(&page["entries"][1], "id"));
        officer.post_form(&sheet, &[("part1", "59"), ("reason", "看录像")]).await.must_be(303);
        answer(0).await;
        let all = protests(&officer, id).await;
        assert!(all.len() == 2 && all.iter().all(|protest| protest["settled_at"].is_string()), "{all:?}");
        officer.get(&at).await.must_be(200).must_not_say("成绩还没有改");
        verified(&app).await;
    }

    async fn a_walkover_that_followed_by_itself_gives_way_to_a_correction(db: Db) {
        let app = TestApp::start(db).await;
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        for gone in ["winner", "other"] {
            let (id, at) = semi_finals(&app).await;
            let semis = of_round(&whole(&app, id).await, 1);
            let (semi, other) = (semis[0].clone(), text(&semis[1], "home").to_owned());
            let (winner, wronged) = (text(&semi, "home").to_owned(), text(&semi, "away").to_owned());
            // One of the two of the final gives up before anybody protests: it goes to the other side at once.
            let leaves = if gone == "winner" { &winner } else { &other };
            officer.post_form(&format!("{at}/entries/{leaves}/withdraw"), &[("reason", "队员受伤")]).await.must_be(303);
            assert_eq!(text(&last_game(&app, id, 1).await, "way"), "walkover", "{gone}");
            upheld(&captain, &officer, &at, (id, &semi)).await;
            let right = [("seen", "1"), ("home_score", "1"), ("away_score", "3"), ("reason", "申诉成立，两边写反")];
            officer.post_form(&format!("{at}/fixtures/{}", text(&semi, "id")), &right).await.must_be(303);
            let last = last_game(&app, id, 1).await;
            assert_eq!(text(&last, "home"), wronged, "{gone}: {last}");
            if gone == "winner" {
                // Whoever was wronged plays it; what stood before is still to be read.
                assert!(last["way"].is_null(), "{last}");
                let place = format!("{at}/fixtures/{}", text(&last, "id"));
                officer.get(&place).await.must_be(200).must_say("那次判胜不再算数").must_say("队员受伤");
                score(&officer, &at, &last, "2", "0").await.must_be(303);
                let third = last_game(&app, id, 2).await;
                assert_eq!((text(&third, "home"), text(&third, "way")), (winner.as_str(), "walkover"), "{third}");
            } else {
                assert_eq!((text(&last, "way"), text(&last, "winner")), ("walkover", wronged.as_str()), "{last}");
            }
        }
        verified(&app).await;
    }

    async fn who_upholds_a_protest_whose_marks_were_corrected_before_has_nothing_left_to_do(db: Db) {
        let app = TestApp::start(db).await;
        let (id, at, stage) = timed(&app).await;
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        let early = [("against", stage.as_str()), ("words", "秒表按晚了一秒")];
        let against = format!("/competitions/{id}/protests");
        let answer = [("upheld", "1"), ("answer", "录像为准")];
        let place = async || format!("{at}/protests/{}", text(&protests(&officer, id).await[0], "id"));
        captain.post_form(&against, &early).await.must_be(303);
        let told = officer.post_form(&place().await, &answer).await.must_be(303);
        drop(officer.follow(&told).await.must_say("请接着改成绩"));
        app.clock.advance(SignedDuration::from_mins(1));
        captain.post_form(&against, &early).await.must_be(303);
        app.clock.advance(SignedDuration::from_mins(1));
        let page = whole(&app, id).await;
        let sheet = format!("{at}/stages/{stage}/marks/{}", text(&page["entries"][1], "id"));
        officer.post_form(&sheet, &[("part1", "59"), ("reason", "看录像")]).await.must_be(303);
        let told = officer.post_form(&place().await, &answer).await.must_be(303);
        drop(officer.follow(&told).await.must_say("成绩之前已经改好了").must_not_say("请接着改成绩"));
        verified(&app).await;
    }

    async fn both_sides_are_told_of_a_result_that_was_overturned(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        let (keys, people) = (app.app.keys.clone(), app.county.people.clone());
        let leaders = [("桥头队", people.resident), ("桥尾队", people.neighbour)];
        write(&app, move |tx| {
            for (name, leader) in leaders {
                let new = NewEntry {
                    name: name.to_owned(),
                    unit_name: "桃园村".to_owned(),
                    contact: Some(Member::Known(leader)),
                    members: vec![Member::Named { name: format!("{name}员"), phone: None }],
                    ..NewEntry::default()
                };
                competitions::enter(tx, &keys, id, &new, false)?;
            }
            Ok(())
        })
        .await;
        start(&app, id, 0).await;
        let at = format!("/w/{}/competitions/{id}", app.county.village_women);
        let (officer, captain) = (app.sign_in(people.officer).await, app.sign_in(people.resident).await);
        let other = app.sign_in(people.neighbour).await;
        let game = games(&whole(&app, id).await, 0)[0].clone();
        score(&officer, &at, &game, "3", "1").await.must_be(303);
        // Whoever protests sees which teams a result is of.
        captain.get(&format!("/competitions/{id}/protests")).await.must_be(200).must_say("3 : 1 桥");
        upheld(&captain, &officer, &at, (id, &game)).await;
        other.get("/notices").await.must_be(200).must_not_say("的成绩改成了");
        let right = [("seen", "1"), ("home_score", "1"), ("away_score", "3"), ("reason", "两边写反")];
        officer.post_form(&format!("{at}/fixtures/{}", text(&game, "id")), &right).await.must_be(303);
        for leader in [&captain, &other] {
            leader.get("/notices").await.must_be(200).must_say("的成绩改成了 1 : 3").must_say("两边写反");
        }
        verified(&app).await;
    }
}
