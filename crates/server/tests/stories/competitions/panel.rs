//! Judges on their phones, and clocks.

use jiff::SignedDuration;
use langqiao_app::competitions::{Format, Item, Rules};
use langqiao_kernel::id::CompetitionId;
use langqiao_testkit::{Client, TestApp, both};

use super::{competition, count, entered, start, text, verified, whole};

/// Asks a judge as an officer does, and gives back where they score.
pub async fn judge(officer: &Client, at: &str, stage: &str, name: &str) -> String {
    let fields = [("judge", name)];
    let page = officer
        .post_form(&format!("{at}/stages/{stage}/judges"), &fields)
        .await
        .must_be(200)
        .must_say("只显示这一次");
    let text = page.text();
    let (_, rest) = text.split_once("/judging/").expect("a link");
    let secret = rest.split(['"', '<']).next().expect("a link");
    format!("/judging/{secret}")
}

fn judged() -> Rules {
    let item = |label: &str, weight| Item {
        label: label.to_owned(),
        weight,
        highest: 10_000,
    };
    Rules {
        items: vec![item("工艺", 60), item("外观", 40)],
        ..Rules::usual(Format::Judged)
    }
}

/// A competition of timed heats and a judged final, entered by so many.
pub async fn contest(app: &TestApp, n: i64, stages: Vec<Rules>) -> (String, CompetitionId) {
    let (_, id) = competition(app, false, stages).await;
    entered(app, id, n, 0).await;
    (format!("/w/{}/competitions/{id}", app.county.village_women), id)
}

both! {
    async fn five_judges_score_apart_and_the_extremes_are_left_out(db: Db) {
        let app = TestApp::start(db).await;
        let (at, id) = contest(&app, 3, vec![judged()]).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let page = whole(&app, id).await;
        let stage = text(&page["stages"][0], "id").to_owned();
        let mut links = Vec::new();
        for name in ["评委甲", "评委乙", "评委丙", "评委丁", "评委戊"] {
            links.push(judge(&officer, &at, &stage, name).await);
        }
        let judges = app.visitor();
        judges.get(&links[0]).await.must_be(200).must_say("还没开始");
        judges.get("/judging/not-a-link").await.must_be(404);
        start(&app, id, 0).await;
        let first = text(&page["entries"][0], "id");
        let sheet = format!("{}/{first}", links[0]);
        judges.get(&sheet).await.must_be(200).must_say("工艺").must_say("权重 60");
        judges.post_form(&sheet, &[("part1", "九十"), ("part2", "80")]).await.must_be(422).must_say("请打分").must_say("九十");
        judges.post_form(&sheet, &[("part1", "101"), ("part2", "80")]).await.must_be(422).must_say("0 到 100");
        for (link, mark) in links.iter().zip(["90", "95", "80", "100", "92.5"]) {
            // Before all have scored nobody reads what the others gave.
            let row = whole(&app, id).await["stages"][0]["standings"][0].clone();
            assert!(row["parts"] == serde_json::json!([]) && row["left_out"] == serde_json::json!([]), "{row}");
            for entry in page["entries"].as_array().unwrap() {
                let entry = text(entry, "id");
                let mark = if entry == first { mark } else { "70" };
                judges.post_form(&format!("{link}/{entry}"), &[("part1", mark), ("part2", mark)]).await.must_be(303);
            }
        }
        // Nobody sees there what the others gave.
        judges.get(&links[0]).await.must_say("90.00").must_not_say("95.00");
        let after = whole(&app, id).await;
        let standings = after["stages"][0]["standings"].as_array().unwrap();
        assert_eq!((text(&standings[0], "entry"), standings[0]["value"].as_i64(), standings[0]["place"].as_i64()), (first, Some(92_500), Some(1)));
        assert!(standings[1..].iter().all(|row| row["place"] == 2), "equals share a place");
        assert_eq!(standings[0]["parts"], serde_json::json!([900_000, 950_000, 800_000, 1_000_000, 925_000]));
        assert_eq!(standings[0]["left_out"], serde_json::json!([3, 4]));
        app.visitor().get(&format!("/competitions/{id}")).await.must_be(200).must_say("92.500").must_say("去掉一个最高分").must_not_say("评委甲")
            .must_say("(80.00)").must_say("(100.00)").must_not_say("(90.00)").must_say("括号里的最高分和最低分");
        // Changing a mark needs a reason, and the first stays in the records; the same again changes nothing.
        let marks = "SELECT COUNT(*) FROM mark m JOIN stage s ON s.id = m.stage WHERE s.competition = ?1";
        judges.post_form(&sheet, &[("part1", "91"), ("part2", "90")]).await.must_be(422).must_say("改分要写明原因");
        judges.post_form(&sheet, &[("part1", "90"), ("part2", "90")]).await.must_be(303);
        assert_eq!(count(&app, marks, id).await, 30);
        judges.post_form(&sheet, &[("part1", "91"), ("part2", "90"), ("reason", "看漏了一处")]).await.must_be(303);
        assert_eq!(count(&app, marks, id).await, 31);
        // An old link opens nothing once there is a new one; after the end nothing is scored.
        officer.post_form(&format!("{at}/stages/{stage}/judges/1"), &[("act", "link")]).await.must_be(200).must_say("1 号评委的链接");
        judges.get(&links[0]).await.must_be(404).must_say("换了新链接").must_say("发链接的人");
        officer.post_form(&format!("{at}/stages/{stage}/close"), &[]).await.must_be(303);
        judges.post_form(&format!("{}/{first}", links[1]), &[("part1", "1"), ("part2", "1"), ("reason", "太晚")]).await.must_be(422).must_say("没有在进行");
        verified(&app).await;
    }

    async fn a_program_gives_every_mark_or_none(db: Db) {
        let app = TestApp::start(db).await;
        let (at, id) = contest(&app, 2, vec![judged()]).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let page = whole(&app, id).await;
        let (stage, entry) = (text(&page["stages"][0], "id").to_owned(), text(&page["entries"][0], "id").to_owned());
        judge(&officer, &at, &stage, "评委甲").await;
        start(&app, id, 0).await;
        let program = app.program(app.county.people.officer, &["competitions.score"]).await;
        let path = format!("/api/v1/organisations/{}/competitions/{id}/stages/{stage}/marks", app.county.village_women);
        let give = |values: serde_json::Value| serde_json::json!({ "judge": 1, "entry": entry, "values": values });
        let marks = "SELECT COUNT(*) FROM mark m JOIN stage s ON s.id = m.stage WHERE s.competition = ?1";
        for (values, field, said) in [
            (serde_json::json!([900]), "part2", "「外观」还没有打分"),
            (serde_json::json!([]), "part1", "「工艺」还没有打分"),
            (serde_json::json!([700, null]), "part2", "「外观」还没有打分"),
            (serde_json::json!([700, 10_001]), "part2", "0 到 100"),
            (serde_json::json!([700, 800, 900]), "part3", "只评 2 项"),
        ] {
            program.post_json(&path, &give(values)).await.must_be(422).must_say(field).must_say(said);
        }
        assert_eq!(count(&app, marks, id).await, 0);
        program.post_json(&path, &give(serde_json::json!([900, 800]))).await.must_be(204);
        assert_eq!(count(&app, marks, id).await, 2);
        program.set_cookie("lq_lang", "en");
        program.post_json(&path, &give(serde_json::json!([900]))).await.must_be(422).must_say("has no mark yet");
    }

    async fn a_clock_gives_the_runs_that_are_over(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = contest(&app, 2, vec![Rules { runs: 2, ..Rules::usual(Format::Timed) }]).await;
        start(&app, id, 0).await;
        let page = whole(&app, id).await;
        let (stage, entry) = (text(&page["stages"][0], "id").to_owned(), text(&page["entries"][0], "id").to_owned());
        let program = app.program(app.county.people.officer, &["competitions.score"]).await;
        let path = format!("/api/v1/organisations/{}/competitions/{id}/stages/{stage}/marks", app.county.village_women);
        let give = |values: serde_json::Value| serde_json::json!({ "judge": 0, "entry": entry, "values": values });
        program.post_json(&path, &give(serde_json::json!([]))).await.must_be(422).must_say("part1");
        program.post_json(&path, &give(serde_json::json!([60_000, 61_000, 62_000]))).await.must_be(422).must_say("part3").must_say("只计 2 次");
        program.post_json(&path, &give(serde_json::json!([60_000]))).await.must_be(204);
        // The second run is missing, and each page says so.
        let at = format!("/w/{}/competitions/{id}", app.county.village_women);
        let officer = app.sign_in(app.county.people.officer).await;
        officer.get(&format!("{at}/stages/{stage}/marks")).await.must_be(200).must_say("录第 2 次").must_not_say("改成绩");
        app.visitor().get(&format!("/competitions/{id}")).await.must_be(200).must_say("另有 1 个的几次还没录全").must_say("未录");
        let close = officer.post_form(&format!("{at}/stages/{stage}/close"), &[]).await.must_be(303);
        drop(officer.follow(&close).await.must_say("有 1 个的几次还没录全").must_say("另有 1 个一次也没有"));
        program.post_json(&path, &give(serde_json::json!([60_000, null]))).await.must_be(204);
    }

    async fn a_judge_who_signs_in_needs_no_link(db: Db) {
        let app = TestApp::start(db).await;
        let (at, id) = contest(&app, 2, vec![Rules::usual(Format::Judged)]).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let page = whole(&app, id).await;
        let stage = text(&page["stages"][0], "id").to_owned();
        let phone = app.county.phone(app.county.people.volunteer);
        officer.post_form(&format!("{at}/stages/{stage}/judges"), &[("judge", "曹小满"), ("phone", &phone)]).await.must_be(200);
        officer.post_form(&format!("{at}/stages/{stage}/judges"), &[("judge", "曹小满"), ("phone", &phone)]).await.must_be(422).must_say("已经是评委");
        start(&app, id, 0).await;
        let volunteer = app.sign_in(app.county.people.volunteer).await;
        let entry = text(&page["entries"][0], "id");
        volunteer.get(&format!("/judging/{stage}")).await.must_be(200).must_say("1 号评委");
        volunteer.post_form(&format!("/judging/{stage}/{entry}"), &[("part1", "88.5")]).await.must_be(303);
        app.visitor().get(&format!("/judging/{stage}")).await.must_be(404);
        app.sign_in(app.county.people.resident).await.get(&format!("/judging/{stage}")).await.must_be(404);
        // Whoever types from paper at the desk may correct it, with a reason.
        let steward = app.sign_in(app.county.people.steward).await;
        steward.get(&format!("{at}/stages/{stage}/marks")).await.must_be(200).must_say("1 号评委 ✓");
        let typed = format!("{at}/stages/{stage}/marks/{entry}");
        steward.post_form(&typed, &[("judge", "1"), ("part1", "89")]).await.must_be(422).must_say("改分要写明原因");
        steward.post_form(&typed, &[("judge", "1"), ("part1", "89"), ("reason", "和纸质分表核对")]).await.must_be(303);
        steward.post_form(&typed, &[("judge", "9"), ("part1", "89")]).await.must_be(404);
    }

    async fn the_fastest_go_on_to_the_judges(db: Db) {
        let app = TestApp::start(db).await;
        let heats = Rules { runs: 2, through: 2, ..Rules::usual(Format::Timed) };
        let (at, id) = contest(&app, 4, vec![heats, Rules::usual(Format::Judged)]).await;
        let officer = app.sign_in(app.county.people.officer).await;
        start(&app, id, 0).await;
        let page = whole(&app, id).await;
        let stage = text(&page["stages"][0], "id").to_owned();
        let sheet = |n: usize| format!("{at}/stages/{stage}/marks/{}", text(&page["entries"][n], "id"));
        officer.post_form(&sheet(0), &[("part1", "很快")]).await.must_be(422).must_say("请填用时");
        for (n, runs) in [["1:02.5", "58秒"], ["59.1", "犯规"], ["1分30秒", "70"], ["-", "-"]].iter().enumerate() {
            officer.post_form(&sheet(n), &[("part1", runs[0]), ("part2", runs[1])]).await.must_be(303);
        }
        let after = whole(&app, id).await;
        let values: Vec<Option<i64>> = after["stages"][0]["standings"].as_array().unwrap().iter().map(|row| row["value"].as_i64()).collect();
        assert_eq!(values, [Some(58_000), Some(59_100), Some(70_000), None]);
        app.visitor().get(&format!("/competitions/{id}")).await.must_be(200).must_say("58.00").must_say("1:10.00");
        officer.post_form(&format!("{at}/stages/{stage}/close"), &[]).await.must_be(303);
        app.clock.advance(SignedDuration::from_mins(31));
        start(&app, id, 1).await;
        let finals: serde_json::Value = whole(&app, id).await;
        let seated: Vec<&str> = finals["stages"][1]["standings"].as_array().unwrap().iter().map(|row| text(row, "entry")).collect();
        assert_eq!(seated, [text(&page["entries"][0], "id"), text(&page["entries"][1], "id")]);
        verified(&app).await;
    }
}
