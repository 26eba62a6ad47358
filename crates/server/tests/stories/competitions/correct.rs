//! What is wrong can be put right while it can: results under protest, entries and competitions before the draw.

use jiff::SignedDuration;
use langqiao_app::competitions::{self, Format, Member, NewEntry, Rules};
use langqiao_kernel::id::{CompetitionId, PersonId};
use langqiao_testkit::{TestApp, both};
use serde_json::json;

use super::{competition, count, entered, games, score, start, text, verified, whole, write};

/// So many entries more, all with this leader.
pub(super) async fn led(app: &TestApp, id: CompetitionId, leader: PersonId, n: i64) {
    let keys = app.app.keys.clone();
    write(app, move |tx| {
        for number in 1..=n {
            let new = NewEntry {
                name: format!("桃园{number}队"),
                unit_name: "桃园村".to_owned(),
                contact: Some(Member::Known(leader)),
                members: vec![Member::Named {
                    name: format!("桃园{number}"),
                    phone: None,
                }],
                ..NewEntry::default()
            };
            competitions::enter(tx, &keys, id, &new, false)?;
        }
        Ok(())
    })
    .await;
}

/// A league of four from which two go on to a final, all led by the resident, played and closed. Where officers see it.
async fn played(app: &TestApp) -> (CompetitionId, String) {
    let league = Rules {
        through: 2,
        ..Rules::usual(Format::League)
    };
    let (_, id) = competition(app, true, vec![league, Rules::usual(Format::Knockout)]).await;
    led(app, id, app.county.people.resident, 4).await;
    start(app, id, 0).await;
    let at = format!("/w/{}/competitions/{id}", app.county.village_women);
    let officer = app.sign_in(app.county.people.officer).await;
    let page = whole(app, id).await;
    for game in games(&page, 0) {
        score(&officer, &at, &game, "30", "20").await.must_be(303);
    }
    let stage = text(&page["stages"][0], "id");
    officer
        .post_form(&format!("{at}/stages/{stage}/close"), &[])
        .await
        .must_be(303);
    (id, at)
}

both! {
    async fn an_upheld_protest_is_acted_on_before_the_next_stage(db: Db) {
        let app = TestApp::start(db).await;
        let (id, at) = played(&app).await;
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        let page = whole(&app, id).await;
        let (league, last) = (text(&page["stages"][0], "id").to_owned(), text(&page["stages"][1], "id").to_owned());
        let begin = format!("{at}/stages/{last}/start");
        officer.get(&at).await.must_be(200).must_say("所有领队都同意现在开始").must_say("前还可以申诉");
        let refused = officer.follow(&officer.post_form(&begin, &[]).await.must_be(303)).await;
        drop(refused.must_say("前还可以申诉，请过后再开始"));
        let game = games(&page, 0)[0].clone();
        let against = format!("{league}.{}", text(&game, "id"));
        let place = format!("/competitions/{id}/protests");
        captain.post_form(&place, &[("against", &against), ("words", "比分两边写反了")]).await.must_be(303);
        // Nor does anybody's word pass over a protest that waits.
        let waits = officer.follow(&officer.post_form(&begin, &[("agreed", "1")]).await.must_be(303)).await;
        drop(waits.must_say("有申诉还没答复"));
        let protests: serde_json::Value = officer.get(&format!("/api/v1/competitions/{id}/protests")).await.must_be(200).json();
        officer.post_form(&format!("{at}/protests/{}", text(&protests[0], "id")), &[("upheld", "1"), ("answer", "记录台写反了")]).await.must_be(303);
        // What the office was told to do can be done, and opens the time for protests anew.
        let turned = [("seen", "1"), ("home_score", "20"), ("away_score", "30"), ("reason", "申诉成立，两边写反")];
        app.clock.advance(SignedDuration::from_mins(29));
        officer.post_form(&format!("{at}/fixtures/{}", text(&game, "id")), &turned).await.must_be(303);
        app.clock.advance(SignedDuration::from_mins(2));
        let again = officer.follow(&officer.post_form(&begin, &[]).await.must_be(303)).await;
        drop(again.must_say("前还可以申诉，请过后再开始"));
        app.clock.advance(SignedDuration::from_mins(30));
        let begun = officer.follow(&officer.post_form(&begin, &[]).await.must_be(303)).await;
        drop(begun.must_say("已抽签"));
        app.visitor().get(&place).await.must_be(200).must_not_say("不能再申诉");
        verified(&app).await;
    }

    async fn all_leaders_agree_to_go_on_at_once_and_nobody_protests_any_more(db: Db) {
        let app = TestApp::start(db).await;
        let (id, at) = played(&app).await;
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        let page = whole(&app, id).await;
        let (league, last) = (text(&page["stages"][0], "id").to_owned(), text(&page["stages"][1], "id").to_owned());
        assert_eq!(page["stages"][0]["provisional"], true);
        captain.get(&format!("/competitions/{id}/protests")).await.must_be(200).must_say("申诉内容");
        let begun = officer.follow(&officer.post_form(&format!("{at}/stages/{last}/start"), &[("agreed", "1")]).await.must_be(303)).await;
        drop(begun.must_say("已抽签"));
        assert_eq!(count(&app, "SELECT COUNT(*) FROM event WHERE act = 'competition.protests_ended' AND subject = ?1", id).await, 1);
        let place = format!("/competitions/{id}/protests");
        captain.get(&place).await.must_be(200).must_say("起不能再申诉").must_not_say("申诉内容");
        let against = format!("{league}.{}", text(&games(&page, 0)[0], "id"));
        captain.post_form(&place, &[("against", &against), ("words", "还是想申诉一下")]).await.must_be(422).must_say("不能再申诉");
        app.visitor().get(&format!("/competitions/{id}?stage=1")).await.must_be(200).must_say("起不能再申诉").must_say("已确定");
        let after = whole(&app, id).await;
        assert_eq!(after["stages"][0]["provisional"], false);
        assert!(after["stages"][0]["protests_ended_at"].is_string());
        verified(&app).await;
    }

    async fn programs_begin_early_only_when_they_say_that_leaders_agreed(db: Db) {
        let app = TestApp::start(db).await;
        let (id, _) = played(&app).await;
        let program = app.program(app.county.people.officer, &["activities.read", "competitions.manage"]).await;
        let last = text(&whole(&app, id).await["stages"][1], "id").to_owned();
        let begin = format!("/api/v1/organisations/{}/competitions/{id}/stages/{last}/start", app.county.village_women);
        program.call("POST", &begin).await.must_be(409).must_say("protests-run");
        program.post_json(&begin, &json!({ "leaders_agreed": false })).await.must_be(409).must_say("protests-run");
        program.post_json(&begin, &json!({ "agreed": true })).await.must_be(422).must_say("没有 agreed 这个字段");
        program.post_json(&begin, &json!({ "leaders_agreed": true })).await.must_be(204);
        program.post_json(&begin, &json!({ "leaders_agreed": true })).await.must_be(409).must_say("stage-started");
    }

    async fn marks_under_an_upheld_protest_are_corrected_after_the_end(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, false, vec![Rules::usual(Format::Timed)]).await;
        entered(&app, id, 2, 0).await;
        let (keys, leader) = (app.app.keys.clone(), app.county.people.resident);
        write(&app, move |tx| {
            let new = NewEntry { unit_name: "桃园村".into(), members: vec![Member::Known(leader)], ..NewEntry::default() };
            competitions::enter(tx, &keys, id, &new, false)
        }).await;
        start(&app, id, 0).await;
        let at = format!("/w/{}/competitions/{id}", app.county.village_women);
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(leader).await);
        let page = whole(&app, id).await;
        let stage = text(&page["stages"][0], "id").to_owned();
        let sheet = |n: usize| format!("{at}/stages/{stage}/marks/{}", text(&page["entries"][n], "id"));
        for n in 0..3 {
            officer.post_form(&sheet(n), &[("part1", "60")]).await.must_be(303);
        }
        officer.post_form(&format!("{at}/stages/{stage}/close"), &[]).await.must_be(303);
        let right = [("part1", "59"), ("reason", "申诉成立，看录像")];
        officer.post_form(&sheet(2), &right).await.must_be(422).must_say("没有在进行");
        captain.post_form(&format!("/competitions/{id}/protests"), &[("against", &stage), ("words", "秒表按晚了一秒")]).await.must_be(303);
        officer.post_form(&sheet(2), &right).await.must_be(422).must_say("没有在进行");
        let protests: serde_json::Value = officer.get(&format!("/api/v1/competitions/{id}/protests")).await.must_be(200).json();
        officer.post_form(&format!("{at}/protests/{}", text(&protests[0], "id")), &[("upheld", "1"), ("answer", "录像为准")]).await.must_be(303);
        officer.post_form(&sheet(2), &right).await.must_be(303);
        let first = whole(&app, id).await["stages"][0]["standings"][0].clone();
        assert_eq!((text(&first, "entry"), first["value"].as_i64()), (text(&page["entries"][2], "id"), Some(59_000)));
    }

    async fn groups_follow_from_the_entries_and_somebody_is_out(db: Db) {
        let app = TestApp::start(db).await;
        let open = |through| Rules { pools: 0, through, ..Rules::usual(Format::League) };
        // Eight are dealt into two groups of four, not into four of two.
        for (entries, groups, through) in [(8, 2, 2), (7, 2, 2), (11, 3, 2), (16, 4, 2), (5, 1, 4)] {
            let (_, id) = competition(&app, true, vec![open(through), Rules::usual(Format::Knockout)]).await;
            let before = whole(&app, id).await;
            assert_eq!(before["stages"][0]["pools"], 0);
            entered(&app, id, entries, 0).await;
            start(&app, id, 0).await;
            assert_eq!(whole(&app, id).await["stages"][0]["pools"], groups, "{entries}");
        }
        let at = format!("/w/{}/competitions", app.county.village_women);
        let officer = app.sign_in(app.county.people.officer).await;
        for (rules, entries, said) in [
            (Rules { pools: 4, ..open(2) }, 8, "就没人淘汰了"),
            (open(3), 6, "就没人淘汰了"),
            (open(1), 4, "打不成下一阶段"),
        ] {
            let (_, id) = competition(&app, true, vec![rules, Rules::usual(Format::Knockout)]).await;
            entered(&app, id, entries, 0).await;
            let stage = text(&whole(&app, id).await["stages"][0], "id").to_owned();
            let refused = officer.follow(&officer.post_form(&format!("{at}/{id}/stages/{stage}/start"), &[]).await.must_be(303)).await;
            drop(refused.must_say(said));
            assert_eq!(games(&whole(&app, id).await, 0).len(), 0, "nothing was drawn");
        }
    }

    async fn an_entry_is_corrected_until_the_draw(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(Format::Knockout)]).await;
        let at = format!("/w/{}/competitions/{id}", app.county.village_women);
        let (officer, captain) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.resident).await);
        // A team has people, whoever enters it.
        let nobody = [("name", "空队"), ("unit", "某厂"), ("members", " ")];
        officer.post_form(&format!("{at}/entries"), &nobody).await.must_be(422).must_say("每队 1 到 12 人").must_say("空队");
        let team = [("name", "灯龙队"), ("unit", "灯笼厂"), ("members", "张三、李四"), ("agreed", "1")];
        captain.post_form(&format!("/competitions/{id}/enter"), &team).await.must_be(303);
        officer.post_form(&format!("{at}/entries"), &[("name", "桥头队"), ("unit", "桥头店"), ("members", "王五")]).await.must_be(303);
        let page = whole(&app, id).await;
        let (own, other) = (text(&page["entries"][0], "id").to_owned(), text(&page["entries"][1], "id").to_owned());
        captain.get(&format!("/competitions/{id}/enter")).await.must_be(200).must_say("改报名");
        let mine = format!("/competitions/{id}/entries/{own}/edit");
        captain.get(&mine).await.must_be(200).must_say("张*").must_say("灯龙队").must_not_say("张三");
        captain.get(&format!("/competitions/{id}/entries/{other}/edit")).await.must_be(404);
        let right = [("version", "1"), ("name", "灯笼队"), ("unit", "灯笼厂"), ("keep1", "1"), ("members", "赵六\n钱七")];
        captain.post_form(&format!("/competitions/{id}/entries/{other}/edit"), &right).await.must_be(404);
        let taken = [("version", "1"), ("name", "桥头队"), ("unit", "灯笼厂"), ("keep1", "1")];
        captain.post_form(&mine, &taken).await.must_be(422).must_say("已有同名的队");
        captain.post_form(&mine, &[("version", "1"), ("name", "灯笼队"), ("unit", "灯笼厂")]).await.must_be(422).must_say("每队 1 到 12 人");
        captain.post_form(&mine, &right).await.must_be(303);
        captain.post_form(&mine, &right).await.must_be(422).must_say("别人先改了这个报名");
        let after = whole(&app, id).await;
        assert_eq!((text(&after["entries"][0], "name"), after["entries"][0]["people"].as_i64()), ("灯笼队", Some(3)));
        let office = format!("{at}/entries/{other}/edit");
        officer.get(&office).await.must_be(200).must_say("王*");
        officer.post_form(&office, &[("version", "1"), ("name", "桥头二队"), ("unit", "桥头店"), ("keep1", "1"), ("seed", "1")]).await.must_be(303);
        let program = app.program(app.county.people.officer, &["activities.read", "competitions.manage"]).await;
        let base = format!("/api/v1/organisations/{}/competitions/{id}", app.county.village_women);
        let wish = json!({ "version": 2, "name": "桥头三队", "unit": "桥头店", "members": [{ "name": "孙八" }] });
        program.send_json("PUT", &format!("{base}/entries/{other}"), &wish).await.must_be(204);
        program.send_json("PUT", &format!("{base}/entries/{other}"), &wish).await.must_be(409).must_say("entry-changed");
        let after = whole(&app, id).await;
        assert_eq!((text(&after["entries"][1], "name"), after["entries"][1]["people"].as_i64()), ("桥头三队", Some(2)));
        assert_eq!(count(&app, "SELECT COUNT(*) FROM event WHERE act = 'competition.entry_corrected' AND subject = ?1", id).await, 3);

        // Who withdraws before the draw leaves the lists; nothing is said of games, and the record stays.
        entered(&app, id, 2, 0).await;
        let away = officer.post_form(&format!("{at}/entries/{other}/withdraw"), &[("reason", "报错了")]).await.must_be(303);
        officer.follow(&away).await.must_say("已撤下这个报名").must_not_say("没打的场次").must_not_say("桥头三队");
        app.visitor().get(&format!("/competitions/{id}/entries")).await.must_be(200).must_not_say("桥头三队");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM competition_entry WHERE competition = ?1", id).await, 4);
        start(&app, id, 0).await;
        assert_eq!(whole(&app, id).await["entries"].as_array().map(Vec::len), Some(3));
        captain.get(&mine).await.must_be(200).must_say("报名不能再改");
        captain.post_form(&mine, &[("version", "2"), ("name", "太晚队"), ("unit", "灯笼厂"), ("keep1", "1")]).await.must_be(422).must_say("报名不能再改");
        verified(&app).await;
    }

    async fn a_competition_is_changed_and_removed_until_the_draw(db: Db) {
        let app = TestApp::start(db).await;
        let groups = Rules { pools: 4, through: 2, ..Rules::usual(Format::League) };
        let (activity, id) = competition(&app, true, vec![groups, Rules::usual(Format::Knockout)]).await;
        let org = app.county.village_women;
        let (at, officer) = (format!("/w/{org}/competitions/{id}"), app.sign_in(app.county.people.officer).await);
        let promised = text(&whole(&app, id).await["stages"][0], "commitment").to_owned();
        entered(&app, id, 3, 0).await;
        let form = officer.get(&format!("{at}/edit")).await.must_be(200).must_say("职工篮球赛").must_say("小组赛加淘汰赛");
        form.must_not_say("在这张表里改不了");
        let start_with = |plan, most| [
            ("version", "1"), ("title", "村级篮球赛"), ("kind", "team"), ("plan", plan), ("entries_max", most), ("closes_day", "11月27日"),
            ("closes", "晚上8点"), ("team_max", "5"), ("third_place", "1"),
        ];
        officer.post_form(&format!("{at}/edit"), &start_with("knockout", "2")).await.must_be(422).must_say("已有 3 个参赛").must_say("村级篮球赛");
        officer.post_form(&format!("{at}/edit"), &start_with("knockout", "8")).await.must_be(303);
        officer.post_form(&format!("{at}/edit"), &start_with("league", "8")).await.must_be(422).must_say("别人先改了这项比赛");
        let after = whole(&app, id).await;
        assert_eq!((text(&after, "title"), after["version"].as_i64(), after["stages"].as_array().map(Vec::len)), ("村级篮球赛", Some(2), Some(1)));
        assert_eq!((text(&after["stages"][0], "format"), text(&after["stages"][0], "commitment")), ("knockout", promised.as_str()));
        let removed = officer.follow(&officer.post_form(&format!("{at}/remove"), &[]).await.must_be(303)).await;
        drop(removed.must_say("已有 3 个参赛，不能删除"));

        let program = app.program(app.county.people.officer, &["activities.read", "competitions.manage"]).await;
        let base = format!("/api/v1/organisations/{org}/competitions/{id}");
        let wish = json!({
            "version": 2, "title": "三段赛", "team": true, "entries_max": 8, "entries_close_at": "2026-11-27T20:00:00+08:00",
            "stages": [{ "format": "timed", "through": 3 }, { "format": "swiss", "through": 2 }, { "format": "judged" }],
        });
        program.send_json("PUT", &base, &wish).await.must_be(204);
        program.send_json("PUT", &base, &wish).await.must_be(409).must_say("competition-changed");
        // Stages that the form has no fields for stay as they are.
        officer.get(&format!("{at}/edit")).await.must_be(200).must_say("在这张表里改不了");
        let mut kept = start_with("kept", "9");
        kept[0].1 = "3";
        officer.post_form(&format!("{at}/edit"), &kept).await.must_be(303);
        assert_eq!(whole(&app, id).await["stages"].as_array().map(Vec::len), Some(3));
        program.call("DELETE", &base).await.must_be(409).must_say("entries-there");
        for entry in whole(&app, id).await["entries"].as_array().unwrap() {
            officer.post_form(&format!("{at}/entries/{}/withdraw", text(entry, "id")), &[("reason", "不办了")]).await.must_be(303);
        }
        program.call("DELETE", &base).await.must_be(204);
        program.call("DELETE", &base).await.must_be(404);
        officer.get(&at).await.must_be(404);
        app.visitor().get(&format!("/competitions/{id}")).await.must_be(404);
        app.visitor().get("/competitions").await.must_be(200).must_not_say("村级篮球赛");
        officer.get(&format!("/w/{org}/activities/{activity}")).await.must_be(200).must_not_say("村级篮球赛");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM event WHERE act = 'competition.removed' AND subject = ?1", id).await, 1);

        // Nor is one changed after the draw, nor made when the activity is over.
        let (activity, id) = competition(&app, true, vec![Rules::usual(Format::Knockout)]).await;
        entered(&app, id, 2, 0).await;
        start(&app, id, 0).await;
        let at = format!("/w/{org}/competitions/{id}");
        officer.post_form(&format!("{at}/edit"), &start_with("league", "8")).await.must_be(422).must_say("已经抽签，不能再改");
        officer.follow(&officer.post_form(&format!("{at}/remove"), &[]).await.must_be(303)).await.must_say("已经抽签");
        app.clock.advance(SignedDuration::from_hours(24 * 30));
        let again = app.sign_in(app.county.people.officer).await;
        again.post_form(&format!("/w/{org}/activities/{activity}/competitions"), &start_with("knockout", "8")).await.must_be(422).must_say("活动已经结束");
        verified(&app).await;
    }
}
