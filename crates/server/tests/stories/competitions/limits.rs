//! What can't come out well is refused before it begins, with the way to mend it.

use jiff::{SignedDuration, Timestamp};
use langqiao_app::{
    activities,
    competitions::{self, CLOCK, Format, GiveMarks, Rules},
};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{competition, count, entered, games, score, start, text, verified, whole, write};
use crate::activities::{plan, published};

fn swiss(rounds: i64) -> Rules {
    Rules {
        rounds,
        ..Rules::usual(Format::Swiss)
    }
}

both! {
    async fn a_swiss_stage_has_no_more_rounds_than_opponents(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let officer = app.sign_in(app.county.people.officer).await;
        let (_, id) = competition(&app, true, vec![swiss(7)]).await;
        entered(&app, id, 5, 0).await;
        let (at, page) = (format!("/w/{org}/competitions/{id}"), whole(&app, id).await);
        let stage = text(&page["stages"][0], "id").to_owned();
        let begin = format!("{at}/stages/{stage}/start");
        officer.get(&at).await.must_be(200).must_say("5 个参赛最多打 5 轮").must_say(&format!("{at}/edit")).must_not_say(&begin);
        let said = officer.follow(&officer.post_form(&begin, &[]).await.must_be(303)).await;
        drop(said.must_say("5 个参赛最多打 5 轮，现在定了 7 轮").must_say("改比赛"));
        let program = app.program(app.county.people.officer, &["activities.read", "competitions.manage"]).await;
        let api = format!("/api/v1/organisations/{org}/competitions/{id}/stages/{stage}/start");
        program.post_json(&api, &json!({})).await.must_be(409).must_say("too-many-rounds");
        program.set_cookie("lq_lang", "en");
        program.post_json(&api, &json!({})).await.must_be(409).must_say("With 5 there are at most 5 rounds");
        assert!(games(&whole(&app, id).await, 0).is_empty());
        // Fewer are laid down where it says so, and it begins: two games, and one rests.
        let fewer = [
            ("version", "1"), ("title", "象棋赛"), ("kind", "team"), ("plan", "swiss"), ("rounds", "5"), ("entries_max", "8"),
            ("closes_day", "11月27日"), ("closes", "20:00"), ("team_max", "5"),
        ];
        officer.post_form(&format!("{at}/edit"), &fewer).await.must_be(303);
        officer.post_form(&begin, &[]).await.must_be(303);
        assert_eq!(games(&whole(&app, id).await, 0).len(), 3);
        // Of an even number everybody meets all others in one round less.
        let (_, id) = competition(&app, true, vec![swiss(4)]).await;
        entered(&app, id, 4, 0).await;
        let page = whole(&app, id).await;
        let begin = format!("/w/{org}/competitions/{id}/stages/{}/start", text(&page["stages"][0], "id"));
        officer.follow(&officer.post_form(&begin, &[]).await.must_be(303)).await.must_say("4 个参赛最多打 3 轮");
        verified(&app).await;
    }

    async fn two_meet_again_only_where_nobody_else_is_left_and_it_is_said(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![swiss(3)]).await;
        entered(&app, id, 4, 4).await;
        start(&app, id, 0).await;
        let (org, officer) = (app.county.village_women, app.sign_in(app.county.people.officer).await);
        let (at, visitor) = (format!("/w/{org}/competitions/{id}"), app.visitor());
        let page = whole(&app, id).await;
        let stage = text(&page["stages"][0], "id").to_owned();
        let pair = format!("{at}/stages/{stage}/pair");
        let sides = |game: &Value| {
            let mut both = [text(game, "home").to_owned(), text(game, "away").to_owned()];
            both.sort_unstable();
            both
        };
        let first = games(&page, 0);
        for game in &first {
            score(&officer, &at, game, "2", "1").await.must_be(303);
        }
        officer.follow(&officer.post_form(&pair, &[]).await.must_be(303)).await.must_say("排好了").must_not_say("再次相遇");
        let second: Vec<Value> = games(&whole(&app, id).await, 0).into_iter().filter(|game| game["round"] == 2).collect();
        assert!(second.iter().all(|game| first.iter().all(|before| sides(before) != sides(game))));
        for game in &second {
            score(&officer, &at, game, "2", "1").await.must_be(303);
        }
        visitor.get(&format!("/competitions/{id}")).await.must_be(200).must_not_say("再次相遇");
        // Two give up; the two who are left have met in the first round, and there is nobody else.
        let withdraw = async |entry: &str| {
            officer.post_form(&format!("{at}/entries/{entry}/withdraw"), &[("reason", "路上堵车")]).await.must_be(303);
        };
        for side in sides(&first[1]) {
            withdraw(&side).await;
        }
        officer.follow(&officer.post_form(&pair, &[]).await.must_be(303)).await.must_say("1 场是再次相遇");
        let third: Vec<Value> = games(&whole(&app, id).await, 0).into_iter().filter(|game| game["round"] == 3).collect();
        assert_eq!((third.len(), sides(&third[0])), (1, sides(&first[0])));
        assert!(third[0]["meets_again"] == true && second.iter().chain(&first).all(|game| game["meets_again"] == false));
        visitor.get(&format!("/competitions/{id}")).await.must_be(200).must_say("这一轮有 1 场是再次相遇");
        officer.get(&at).await.must_be(200).must_say("这一轮有 1 场是再次相遇");
        verified(&app).await;

        // Where all but one gave up no round is paired any more, and the stage can be ended before all rounds were played.
        let (_, id) = competition(&app, true, vec![swiss(3)]).await;
        entered(&app, id, 4, 4).await;
        start(&app, id, 0).await;
        let at = format!("/w/{org}/competitions/{id}");
        let page = whole(&app, id).await;
        let stage = text(&page["stages"][0], "id").to_owned();
        for entry in page["entries"].as_array().expect("entries").iter().skip(1) {
            let away = format!("{at}/entries/{}/withdraw", text(entry, "id"));
            officer.post_form(&away, &[("reason", "路上堵车")]).await.must_be(303);
        }
        let pair = format!("{at}/stages/{stage}/pair");
        officer.get(&at).await.must_be(200).must_not_say(&pair);
        officer.follow(&officer.post_form(&pair, &[]).await.must_be(303)).await.must_say("排不出下一轮了");
        officer.post_form(&format!("{at}/stages/{stage}/close"), &[]).await.must_be(303);
        assert!(whole(&app, id).await["stages"][0]["closed_at"].is_string());
        verified(&app).await;
    }

    async fn a_later_swiss_stage_has_as_many_rounds_as_it_can(db: Db) {
        let app = TestApp::start(db).await;
        let heats = Rules { through: 3, ..Rules::usual(Format::Timed) };
        let (_, id) = competition(&app, true, vec![heats, swiss(5)]).await;
        let entries = entered(&app, id, 4, 0).await;
        start(&app, id, 0).await;
        let stage = text(&whole(&app, id).await["stages"][0], "id").parse().expect("a stage");
        write(&app, move |tx| {
            for (n, entry) in (1_i64..).zip(&entries) {
                let given = GiveMarks { stage, judge: CLOCK, entry: *entry, values: vec![(1, Some(60_000 + n))], reason: String::new() };
                competitions::give_marks(tx, id, &given)?;
            }
            competitions::close(tx, id, stage)
        })
        .await;
        app.clock.advance(SignedDuration::from_mins(31));
        start(&app, id, 1).await;
        assert_eq!(count(&app, "SELECT rounds FROM stage WHERE competition = ?1 AND number = 2", id).await, 3);
        verified(&app).await;
    }

    async fn entries_close_with_their_activity_at_the_latest(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let activity = published(&app, org, plan(&app)).await;
        let officer = app.sign_in(app.county.people.officer).await;
        // The activity is over on 28 November at 16:00.
        let form = [
            ("title", "象棋赛"), ("kind", "single"), ("plan", "knockout"), ("entries_max", "8"), ("closes_day", "11月29日"), ("closes", "8:00"),
        ];
        let wrong = officer.post_form(&format!("/w/{org}/activities/{activity}/competitions"), &form).await.must_be(422);
        wrong.must_say("报名要在活动结束前截止").must_say("象棋赛").must_say("closes_day");
        let program = app.program(app.county.people.officer, &["activities.read", "competitions.manage"]).await;
        let base = format!("/api/v1/organisations/{org}");
        let wish = |closes: &str| json!({
            "title": "象棋赛", "team": false, "entries_max": 8, "entries_close_at": closes, "protest_minutes": 0, "stages": [{ "format": "knockout" }],
        });
        let all = format!("{base}/activities/{activity}/competitions");
        program.post_json(&all, &wish("2026-11-28T16:00:01+08:00")).await.must_be(422).must_say("entries_close_at");
        let made: Value = program.post_json(&all, &wish("2026-11-28T16:00:00+08:00")).await.must_be(201).json();
        let id = text(&made, "id").to_owned();
        let mut later = wish("2026-11-30T09:00:00+08:00");
        later["version"] = json!(1);
        program.send_json("PUT", &format!("{base}/competitions/{id}"), &later).await.must_be(422).must_say("entries_close_at");
        // Where the activity moves to an earlier day, entries close with it there.
        let stored = app.app.db.read(move |tx| activities::require_held(tx, org, activity)).await.expect("stored");
        let at = |text: &str| -> Timestamp { text.parse().expect("an instant") };
        let (version, mut moved) = (stored.activity.version, stored.plan);
        (moved.times.starts_at, moved.times.ends_at) = (at("2026-11-25T14:30:00+08:00"), at("2026-11-25T16:00:00+08:00"));
        moved.times.signup_closes_at = at("2026-11-24T20:00:00+08:00");
        let done = app.app.db.write(app.app.by_system("story"), move |tx| activities::update(tx, org, activity, version, &moved)).await;
        done.unwrap_or_else(|why| panic!("{why}"));
        let listed: Value = app.visitor().get("/api/v1/competitions").await.must_be(200).json();
        let one = listed["items"].as_array().expect("a list").iter().find(|one| text(one, "id") == id).expect("the one");
        assert_eq!(text(one, "entries_close_at"), "2026-11-25T16:00:00+08:00");
        officer.get(&format!("/w/{org}/competitions/{id}/edit")).await.must_be(200).must_say("2026-11-25");
    }

    async fn a_name_that_stands_twice_in_a_team_is_asked_about(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::Knockout)]).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let entries = format!("/w/{org}/competitions/{id}/entries");
        let team = |name: &'static str, members: &'static str| [("name", name), ("unit", "灯笼厂"), ("members", members)];
        officer.post_form(&entries, &team("一队", "王一、李二、王一")).await.must_be(422).must_say("「王一」写了两遍").must_say("李二");
        officer.post_form(&entries, &team("一队", "王 一\n王一")).await.must_be(422).must_say("写了两遍");
        officer.post_form(&entries, &team("一队", "王一、李二、王一（小）")).await.must_be(303);
        // By programs the same; two phones tell two people of one name apart.
        let program = app.program(app.county.people.officer, &["competitions.manage"]).await;
        let api = format!("/api/v1/organisations/{org}/competitions/{id}/entries");
        let wish = |one: Value, other: Value| json!({ "name": "二队", "unit": "灯笼厂", "members": [one, other] });
        let (plain, first, second) = (
            json!({ "name": "王一" }), json!({ "name": "王一", "phone": "13700000001" }), json!({ "name": "王一", "phone": "13700000002" }),
        );
        program.post_json(&api, &wish(plain.clone(), plain.clone())).await.must_be(422).must_say("members");
        program.post_json(&api, &wish(first.clone(), plain)).await.must_be(422).must_say("members");
        program.post_json(&api, &wish(first, second)).await.must_be(201);
        // Nor is somebody added to a team in which that name is already.
        let page = whole(&app, id).await;
        let edit = format!("{entries}/{}/edit", text(&page["entries"][0], "id"));
        let more = [("version", "1"), ("name", "一队"), ("unit", "灯笼厂"), ("keep1", "1"), ("keep2", "1"), ("keep3", "1"), ("members", "李二")];
        officer.post_form(&edit, &more).await.must_be(422).must_say("「李二」写了两遍");
        assert_eq!(whole(&app, id).await["entries"].as_array().map(Vec::len), Some(2));
        verified(&app).await;
    }
}
