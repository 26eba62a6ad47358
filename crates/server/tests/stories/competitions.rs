//! Competitions: from the first entry to the last place, with the mistakes that people make.

mod correct;
mod courts;
mod crowd;
mod limits;
mod listed;
mod lists;
mod moved;
mod named;
mod panel;
mod upheld;

use jiff::SignedDuration;
use langqiao_app::activities::Plan;
use langqiao_app::competitions::{self, Member, NewCompetition, NewEntry, Rules};
use langqiao_kernel::id::{ActivityId, CompetitionId, EntryId};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};

use crate::{
    activities::{plan, published},
    world::write,
};

/// A public sports day of the village's women's federation with a competition of these stages.
pub async fn competition(app: &TestApp, team: bool, stages: Vec<Rules>) -> (ActivityId, CompetitionId) {
    let outside = Plan {
        space: None,
        place: "村口".into(),
        ..plan(app)
    };
    let activity = published(app, app.county.village_women, outside).await;
    let (org, keys, now) = (app.county.village_women, app.app.keys.clone(), app.app.now());
    let new = NewCompetition {
        title: "职工篮球赛".to_owned(),
        team,
        team_min: 1,
        team_max: 12,
        entries_max: 64,
        self_entry: true,
        entries_close_at: now + SignedDuration::from_hours(24),
        protest_minutes: 30,
        stages,
    };
    let id = write(app, move |tx| {
        competitions::create(tx, &keys, org, activity, &new)
    })
    .await;
    (activity, id)
}

/// So many entries, named 一队, 二队 … or people; the first `seeds` are seeded.
pub async fn entered(app: &TestApp, id: CompetitionId, n: i64, seeds: i64) -> Vec<EntryId> {
    let keys = app.app.keys.clone();
    write(app, move |tx| {
        (1..=n)
            .map(|number| {
                let new = NewEntry {
                    name: format!("{number}队"),
                    unit_name: format!("第{number}厂"),
                    seed: (number <= seeds).then_some(number),
                    members: vec![Member::Named {
                        name: format!("队员{number}"),
                        phone: None,
                    }],
                    ..NewEntry::default()
                };
                competitions::enter(tx, &keys, id, &new, false)
            })
            .collect()
    })
    .await
}

pub async fn whole(app: &TestApp, id: CompetitionId) -> Value {
    app.visitor()
        .get(&format!("/api/v1/competitions/{id}"))
        .await
        .must_be(200)
        .json()
}

/// The games of a stage, from 0.
pub fn games(whole: &Value, stage: usize) -> Vec<Value> {
    whole["stages"][stage]["fixtures"]
        .as_array()
        .expect("games")
        .clone()
}

pub fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// Types a score at the court, as an officer's phone does.
pub async fn score(client: &Client, at: &str, game: &Value, home: &str, away: &str) -> Reply {
    let seen = game["results"].to_string();
    let fields = [
        ("seen", seen.as_str()),
        ("home_score", home),
        ("away_score", away),
    ];
    client
        .post_form(&format!("{at}/fixtures/{}", text(game, "id")), &fields)
        .await
}

/// How many rows a table has for a competition.
async fn count(app: &TestApp, sql: &'static str, id: CompetitionId) -> i64 {
    let read = app
        .app
        .db
        .read(move |tx| tx.one(sql, params![id], |row| row.get::<i64>(0)));
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}

async fn verified(app: &TestApp) {
    let check = app
        .app
        .registry
        .checks
        .iter()
        .find(|(name, _)| *name == "competitions")
        .expect("a check")
        .1;
    assert_eq!(
        app.app.db.read(check).await.expect("checked"),
        Vec::<String>::new()
    );
}

both! {
    async fn a_cup_from_the_form_to_the_final_on_a_phone(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let activity = published(&app, org, plan(&app)).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let page = officer.get(&format!("/w/{org}/activities/{activity}")).await.must_be(200).must_say("加一项比赛");
        drop(page);
        officer.get(&format!("/w/{org}/activities/{activity}/competitions/new")).await.must_be(200).must_say("小组赛加淘汰赛");
        let at = format!("/w/{org}/activities/{activity}/competitions");
        let start = [("title", "村级篮球赛"), ("kind", "team"), ("entries_max", "１６"), ("closes_day", "11月27日"), ("closes", "晚上8点"), ("self_entry", "1"), ("team_max", "12")];
        // What is missing is said at its field, and what was typed stays.
        let refused = officer.post_form(&at, &start).await.must_be(422).must_say("请选一种比法").must_say("村级篮球赛");
        drop(refused);
        let mut groups = start.to_vec();
        groups.extend([("plan", "groups"), ("pools", "2"), ("through", "2"), ("points", "2"), ("third_place", "1")]);
        let made = officer.post_form(&at, &groups).await.must_be(303);
        let at = made.location().to_owned();
        let id: CompetitionId = at.rsplit('/').next().expect("an id").parse().expect("an id");
        officer.get(&at).await.must_be(200).must_say("小组赛").must_say("抽签并开始");
        officer.get(&format!("/w/{org}/competitions")).await.must_be(200).must_say("村级篮球赛");

        // Seven teams by the office, one by itself.
        for n in 1..=7 {
            let (name, seed) = (format!("{n}号厂队"), n.to_string());
            let fields = [("name", name.as_str()), ("unit", "桐乡市灯笼纺织有限公司"), ("line", "union"), ("members", "张三、李四"), ("seed", if n <= 2 { &seed } else { "" })];
            officer.post_form(&format!("{at}/entries"), &fields).await.must_be(303);
        }
        let twice = [("name", "1号厂队"), ("unit", "某厂"), ("members", "王五")];
        officer.post_form(&format!("{at}/entries"), &twice).await.must_be(422).must_say("已有同名的队");
        let resident = app.sign_in(app.county.people.resident).await;
        let enter = format!("/competitions/{id}/enter");
        resident.get(&enter).await.must_be(200).must_say("队名");
        let own = [("name", "桃园村队"), ("unit", "桃园村"), ("members", "朱采菊\n邻居甲")];
        resident.post_form(&enter, &own).await.must_be(422).must_say("请先征得队员同意").must_say("桃园村队");
        let mut agreed = own.to_vec();
        agreed.push(("agreed", "1"));
        resident.post_form(&enter, &agreed).await.must_be(303);
        let list = app.visitor().get(&format!("/competitions/{id}/entries")).await.must_be(200).must_say("桃园村队").must_say("工会");
        list.must_not_say("朱采菊");
        officer.get(&format!("{at}/entries/sheet")).await.must_be(200).must_say("朱**");
        let file = officer.get(&format!("{at}/entries.xlsx")).await.must_be(200);
        assert!(file.body.starts_with(b"PK"));

        let page = whole(&app, id).await;
        let (groups, finals) = (text(&page["stages"][0], "id").to_owned(), text(&page["stages"][1], "id").to_owned());
        officer.follow(&officer.post_form(&format!("{at}/stages/{finals}/start"), &[]).await.must_be(303)).await.must_say("上一阶段还没结束");
        officer.post_form(&format!("{at}/stages/{groups}/start"), &[]).await.must_be(303);
        resident.post_form(&enter, &agreed).await.must_be(422).must_say("不能再报名");
        let page = whole(&app, id).await;
        assert_eq!(games(&page, 0).len(), 12);
        // The seeds are in different groups, and everybody is in one.
        let pool_of = |entry: &Value| page["stages"][0]["standings"].as_array().unwrap().iter().find(|s| s["entry"] == entry["id"]).unwrap()["pool"].clone();
        let entries = page["entries"].as_array().unwrap();
        assert_ne!(pool_of(&entries[0]), pool_of(&entries[1]));

        officer.follow(&officer.post_form(&format!("{at}/stages/{groups}/close"), &[]).await.must_be(303)).await.must_say("还有 12 场没有成绩");
        let strength = |side: &Value| entries.iter().find(|e| e["id"] == *side).unwrap()["number"].as_i64().unwrap();
        let all = games(&page, 0);
        score(&officer, &at, &all[0], "６２", "").await.must_be(422).must_say("请填比分").must_say("６２");
        score(&officer, &at, &all[0], "50", "50").await.must_be(422).must_say("没有平局");
        for game in &all {
            let (home, away) = (strength(&game["home"]), strength(&game["away"]));
            let (a, b) = if home < away { ("60", "40") } else { ("40", "60") };
            score(&officer, &at, game, a, b).await.must_be(303);
        }
        // A correction needs a reason, and keeps what was.
        let again = &games(&whole(&app, id).await, 0)[0];
        let scored = |side: &str| again[side].as_i64().expect("a score");
        let (home, away) = ((scored("home_score") + 1).to_string(), scored("away_score").to_string());
        score(&officer, &at, again, "61", &away).await.must_be(422).must_say("请写明原因");
        let reason = [("seen", "1"), ("home_score", home.as_str()), ("away_score", away.as_str()), ("reason", "抄错了一分")];
        let place = format!("{at}/fixtures/{}", text(again, "id"));
        officer.post_form(&place, &reason).await.must_be(303);
        officer.get(&place).await.must_be(200).must_say("抄错了一分").must_say("这场的历次成绩");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM fixture_result r JOIN fixture f ON f.id = r.fixture WHERE f.competition = ?1", id).await, 13);

        officer.post_form(&format!("{at}/stages/{groups}/close"), &[]).await.must_be(303);
        // Whoever may still protest isn't passed over.
        officer.follow(&officer.post_form(&format!("{at}/stages/{finals}/start"), &[]).await.must_be(303)).await.must_say("前还可以申诉，请过后再开始");
        app.clock.advance(SignedDuration::from_mins(31));
        officer.follow(&officer.post_form(&format!("{at}/stages/{finals}/start"), &[]).await.must_be(303)).await.must_say("已抽签");
        officer.post_form(&place, &[("seen", "2"), ("home_score", "1"), ("away_score", "2"), ("reason", "太晚了")]).await.must_be(422).must_say("已经开始，这个成绩不能再改");
        let semis = games(&whole(&app, id).await, 1);
        assert_eq!(semis.len(), 4);
        for game in semis.iter().take(2) {
            let side = |key: &str| strength(&game[key]);
            let (a, b) = if side("home") < side("away") { ("70", "50") } else { ("50", "70") };
            score(&officer, &at, game, a, b).await.must_be(303);
        }
        let finals_now = games(&whole(&app, id).await, 1);
        let (last, third) = (&finals_now[2], &finals_now[3]);
        assert_eq!([strength(&last["home"]), strength(&last["away"])].iter().sum::<i64>(), 3, "the two seeds meet in the final");
        assert!(third["home"].is_string() && third["away"].is_string());
        // Level after all: somebody must go on.
        score(&officer, &at, last, "66", "66").await.must_be(422).must_say("请选哪一方获胜");
        officer.post_form(&format!("{at}/fixtures/{}", text(last, "id")), &[("seen", "0"), ("home_score", "66"), ("away_score", "66"), ("winner", "away")]).await.must_be(303);
        // A semi-final can't be turned once the final was played.
        let turned = [("seen", "1"), ("home_score", "0"), ("away_score", "1"), ("reason", "录反了")];
        let home = finals_now[0]["home_score"].to_string();
        let turned = if home == "70" { turned } else { [turned[0], ("home_score", "1"), ("away_score", "0"), turned[3]] };
        officer.post_form(&format!("{at}/fixtures/{}", text(&semis[0], "id")), &turned).await.must_be(422).must_say("已经打了，改了这场会换人");
        officer.post_form(&format!("{at}/fixtures/{}", text(third, "id")), &[("seen", "0"), ("way", "home_walkover"), ("reason", "对方没来")]).await.must_be(303);
        officer.post_form(&format!("{at}/stages/{finals}/close"), &[]).await.must_be(303);
        let page = app.visitor().get(&format!("/competitions/{id}")).await.must_be(200);
        page.must_say("对阵图").must_say("决赛").must_say("三四名决赛").must_say("成绩暂定").must_say("晋级").must_say("加赛决出");
        app.visitor().get(&format!("/competitions/{id}?stage=1")).await.must_be(200).must_say("A 组").must_say("B 组").must_say("第 3 轮");
        app.visitor().get("/competitions").await.must_be(200).must_say("村级篮球赛");
        app.visitor().get(&format!("/activities/{activity}")).await.must_be(200).must_say("看赛程和成绩");

        // Picks: only when nothing can change any more.
        let places = whole(&app, id).await["stages"][1]["standings"].clone();
        assert_eq!(places.as_array().unwrap().iter().map(|s| s["place"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2, 3, 4]);
        let first = text(&places[0], "entry").to_owned();
        let pick = [("entry", first.as_str()), ("title", "冠军，推荐参加市赛")];
        officer.post_form(&format!("{at}/picks"), &pick).await.must_be(422).must_say("申诉时间过后再推荐");
        app.clock.advance(SignedDuration::from_mins(31));
        officer.post_form(&format!("{at}/picks"), &pick).await.must_be(303);
        officer.post_form(&format!("{at}/picks"), &pick).await.must_be(422).must_say("已经推荐过了");
        officer.get(&format!("{at}/picks")).await.must_be(200).must_say("冠军，推荐参加市赛").must_say("成绩页");
        assert!(officer.get(&format!("{at}/picks.xlsx")).await.must_be(200).body.starts_with(b"PK"));
        // Who gives the honour must know whom: with full names for a reason that those named can read.
        officer.get(&format!("{at}/picks")).await.must_say("reason");
        officer.post_form(&format!("{at}/picks.xlsx"), &[("reason", "")]).await.must_be(422);
        let full = officer.post_form(&format!("{at}/picks.xlsx"), &[("reason", "报市总工会评优")]).await.must_be(200);
        assert!(full.body.starts_with(b"PK"));
        let seen = "SELECT COUNT(*) FROM unmasking u JOIN entry_member m ON m.person = u.person
             WHERE m.competition = ?1 AND u.reason = '报市总工会评优'";
        let picked = "SELECT COUNT(*) FROM entry_member m JOIN pick p ON p.entry = m.entry WHERE m.competition = ?1";
        assert_eq!(count(&app, seen, id).await, count(&app, picked, id).await);
        assert_ne!(count(&app, seen, id).await, 0);
        app.visitor().get(&format!("/competitions/{id}")).await.must_be(200).must_say("已确定").must_not_say("成绩暂定");
        verified(&app).await;
    }

    async fn what_is_over_takes_no_more_and_games_without_a_time_say_so(db: Db) {
        let app = TestApp::start(db).await;
        let (activity, id) = competition(&app, true, vec![Rules::usual(competitions::Format::Knockout)]).await;
        entered(&app, id, 4, 0).await;
        start(&app, id, 0).await;
        app.visitor().get(&format!("/competitions/{id}")).await.must_be(200).must_say("未排时间");
        let org = app.county.village_women;
        let officer = app.sign_in(app.county.people.officer).await;
        let at = format!("/w/{org}/activities/{activity}");
        officer.get(&at).await.must_say("加一项比赛");
        app.clock.advance(SignedDuration::from_hours(30 * 24));
        let officer = app.sign_in(app.county.people.officer).await;
        officer.get(&at).await.must_be(200).must_not_say("加一项比赛").must_say(&format!("/competitions/{id}"));
        officer.get(&format!("{at}/competitions/new")).await.must_be(200).must_say("活动已经结束").must_not_say("name=\"entries_max\"");
        let start = [("title", "村级篮球赛"), ("kind", "team"), ("entries_max", "16"), ("closes_day", "2027-11-27"), ("closes", "20:00"), ("team_max", "12"), ("plan", "knockout")];
        let no = officer.post_form(&format!("{at}/competitions"), &start).await;
        assert!(no.status.as_u16() >= 400, "{}", no.status);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM competition c WHERE c.activity = (SELECT activity FROM competition WHERE id = ?1)", id).await, 1);
    }

    async fn who_is_drawn_by_lot_can_be_worked_out_again(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(competitions::Format::Knockout)]).await;
        let entries = entered(&app, id, 11, 2).await;
        let before = whole(&app, id).await;
        app.visitor().get(&format!("/api/v1/competitions/{id}/draw")).await.must_be(404);
        start(&app, id, 0).await;
        let drawn: langqiao_kernel::draw::Drawn = app.visitor().get(&format!("/api/v1/competitions/{id}/draw")).await.must_be(200).json();
        assert_eq!(drawn.verify(), Ok(()));
        assert_eq!((drawn.commitment.as_str(), drawn.entries.len()), (text(&before["stages"][0], "commitment"), 9));
        let after = whole(&app, id).await;
        let fixtures = games(&after, 0);
        // 16 lines, 5 byes, which the first five of the order have: the two seeds and the first three drawn.
        let byes: Vec<&str> = fixtures.iter().filter(|f| f["bye"] == true).map(|f| text(f, "home")).collect();
        let number = |id: &EntryId| entries.iter().position(|known| known == id).unwrap() as i64 + 1;
        let mut free: Vec<i64> = byes.iter().map(|id| number(&id.parse().unwrap())).collect();
        free.sort_unstable();
        let mut wanted = vec![1, 2];
        wanted.extend(&drawn.order[..3]);
        wanted.sort_unstable();
        assert_eq!(free, wanted);
        // Whoever has a bye stands in the second round already.
        let second: Vec<&Value> = fixtures.iter().filter(|f| f["round"] == 2).collect();
        assert_eq!(second.iter().flat_map(|f| [&f["home"], &f["away"]]).filter(|side| side.is_string()).count(), 5);
        assert_eq!(fixtures.len(), 8 + 4 + 2 + 2);
        verified(&app).await;
        // Everyone against everyone has its limits.
        let (_, id) = competition(&app, true, vec![Rules::usual(competitions::Format::League)]).await;
        entered(&app, id, 64, 0).await;
        let stage = text(&whole(&app, id).await["stages"][0], "id").parse().expect("a stage");
        let keys = app.app.keys.clone();
        let many = app.app.db.write(app.app.by_system("story"), move |tx| competitions::start(tx, &keys, id, stage)).await;
        assert_eq!(many.err().and_then(|why| why.code()), Some("too-many-games"));
    }

    async fn who_gives_up_loses_what_was_not_played(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(competitions::Format::Knockout)]).await;
        let entries = entered(&app, id, 4, 4).await;
        start(&app, id, 0).await;
        let (org, officer) = (app.county.village_women, app.sign_in(app.county.people.officer).await);
        let at = format!("/w/{org}/competitions/{id}");
        // 1 plays 4, 2 plays 3. 1 wins and gives up before the final: whoever comes from the other side has won it.
        let fixtures = games(&whole(&app, id).await, 0);
        let of = |entry: EntryId| fixtures.iter().find(|f| text(f, "home") == entry.to_text() || text(f, "away") == entry.to_text()).unwrap();
        let first = of(entries[0]);
        let (a, b) = if text(first, "home") == entries[0].to_text() { ("9", "3") } else { ("3", "9") };
        score(&officer, &at, first, a, b).await.must_be(303);
        let away = format!("{at}/entries/{}/withdraw", entries[0]);
        officer.follow(&officer.post_form(&away, &[("reason", "")]).await.must_be(303)).await.must_say("请写明原因");
        officer.post_form(&away, &[("reason", "队员受伤")]).await.must_be(303);
        officer.post_form(&away, &[("reason", "队员受伤")]).await.must_be(404);
        let second = of(entries[1]);
        let (a, b) = if text(second, "home") == entries[1].to_text() { ("9", "3") } else { ("3", "9") };
        score(&officer, &at, second, a, b).await.must_be(303);
        let after = games(&whole(&app, id).await, 0);
        let last = after.iter().find(|f| f["round"] == 2 && f["number"] == 1).unwrap();
        assert_eq!((text(last, "way"), text(last, "winner"), text(last, "reason")), ("walkover", entries[1].to_text().as_str(), "队员受伤"));
        app.visitor().get(&format!("/competitions/{id}")).await.must_be(200).must_say("弃权");
        verified(&app).await;
    }

    async fn swiss_rounds_are_paired_as_they_come(db: Db) {
        let app = TestApp::start(db).await;
        let rules = Rules { rounds: 4, ..Rules::usual(competitions::Format::Swiss) };
        let (_, id) = competition(&app, true, vec![rules]).await;
        entered(&app, id, 7, 0).await;
        start(&app, id, 0).await;
        let (org, officer) = (app.county.village_women, app.sign_in(app.county.people.officer).await);
        let at = format!("/w/{org}/competitions/{id}");
        let page = whole(&app, id).await;
        let stage = text(&page["stages"][0], "id").to_owned();
        let pair = format!("{at}/stages/{stage}/pair");
        officer.follow(&officer.post_form(&pair, &[]).await.must_be(303)).await.must_say("还有 3 场没有成绩");
        for round in 1..=4 {
            for game in games(&whole(&app, id).await, 0).iter().filter(|f| f["round"] == round && f["bye"] == false) {
                score(&officer, &at, game, "1", "1").await.must_be(303);
            }
            let said = officer.follow(&officer.post_form(&pair, &[]).await.must_be(303)).await;
            drop(said.must_say(if round < 4 { "排好了" } else { "没有下一轮了" }));
        }
        let fixtures = games(&whole(&app, id).await, 0);
        let mut met = std::collections::BTreeSet::new();
        let mut rested = std::collections::BTreeSet::new();
        for game in &fixtures {
            let (home, away) = (text(game, "home").to_owned(), text(game, "away").to_owned());
            if game["bye"] == true {
                assert!(rested.insert(home), "nobody rests twice");
            } else {
                assert!(met.insert((home.clone().min(away.clone()), home.max(away))), "nobody meets twice");
            }
        }
        assert_eq!((met.len(), rested.len()), (12, 4));
        officer.post_form(&format!("{at}/stages/{stage}/close"), &[]).await.must_be(303);
        verified(&app).await;
    }

    async fn a_protest_is_made_in_time_and_answered_in_the_open(db: Db) {
        let app = TestApp::start(db).await;
        let (_, id) = competition(&app, true, vec![Rules::usual(competitions::Format::League)]).await;
        let (keys, resident) = (app.app.keys.clone(), app.county.people.resident);
        entered(&app, id, 2, 0).await;
        write(&app, move |tx| {
            let new = NewEntry {
                name: "桃园村队".into(), unit_name: "桃园村".into(), contact: Some(Member::Known(resident)),
                members: vec![Member::Known(resident)], ..NewEntry::default()
            };
            competitions::enter(tx, &keys, id, &new, false)
        }).await;
        start(&app, id, 0).await;
        let (org, officer) = (app.county.village_women, app.sign_in(app.county.people.officer).await);
        let at = format!("/w/{org}/competitions/{id}");
        let page = whole(&app, id).await;
        let own = text(&page["entries"][2], "id").to_owned();
        let game = games(&page, 0).into_iter().find(|f| text(f, "home") == own || text(f, "away") == own).unwrap();
        let against = format!("{}.{}", text(&page["stages"][0], "id"), text(&game, "id"));
        let (captain, place) = (app.sign_in(resident).await, format!("/competitions/{id}/protests"));
        captain.post_form(&place, &[("against", &against), ("words", "还没打就想申诉")]).await.must_be(422).must_say("还没有成绩");
        score(&officer, &at, &game, "30", "28").await.must_be(303);
        captain.get(&place).await.must_be(200).must_say("提出申诉");
        captain.post_form(&place, &[("against", &against), ("words", "错")]).await.must_be(422).must_say("5 到 500 个字");
        // Only who speaks for a side.
        let stranger = app.sign_in(app.county.people.neighbour).await;
        stranger.get(&place).await.must_be(200).must_not_say("申诉内容");
        stranger.post_form(&place, &[("against", &against), ("words", "我来替他们申诉")]).await.must_be(404);
        captain.post_form(&place, &[("against", &against), ("words", "第四节计时器多走了一分钟")]).await.must_be(303);
        captain.post_form(&place, &[("against", &against), ("words", "再说一遍第四节的事")]).await.must_be(422).must_say("在等答复");
        app.visitor().get(&place).await.must_be(200).must_say("多走了一分钟").must_say("等待答复");
        officer.get(&at).await.must_say("有 1 件申诉等您答复");
        officer.get(&format!("/w/{org}")).await.must_be(200).must_say("有 1 件申诉等您答复");
        let page: Value = officer.get(&format!("/api/v1/competitions/{id}/protests")).await.must_be(200).json();
        let answer = format!("{at}/protests/{}", text(&page[0], "id"));
        officer.post_form(&answer, &[("upheld", "0"), ("answer", "录像显示计时无误")]).await.must_be(303);
        officer.follow(&officer.post_form(&answer, &[("upheld", "1"), ("answer", "又想了想")]).await.must_be(303)).await.must_say("已经答复过");
        app.visitor().get(&place).await.must_say("录像显示计时无误").must_say("维持原成绩");
        captain.get("/notices").await.must_say("有答复了");
        app.clock.advance(SignedDuration::from_mins(31));
        captain.get(&place).await.must_not_say("申诉内容");
        captain.post_form(&place, &[("against", &against), ("words", "过了时间再申诉")]).await.must_be(422).must_say("申诉时间已过");
    }

    async fn programs_do_the_same(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let activity = published(&app, org, plan(&app)).await;
        let program = app.program(app.county.people.officer, &["activities.read", "competitions.manage", "competitions.score"]).await;
        let base = format!("/api/v1/organisations/{org}");
        let wish = json!({
            "title": "象棋赛", "team": false, "entries_max": 8, "entries_close_at": "2026-11-27T20:00:00+08:00", "protest_minutes": 0,
            "stages": [{ "format": "league", "win_points": 3, "draw_points": 1, "loss_points": 0, "draws": true }],
        });
        let mut wrong = wish.clone();
        wrong["stages"][0]["win_points"] = 1.into();
        program.post_json(&format!("{base}/activities/{activity}/competitions"), &wrong).await.must_be(422).must_say("points");
        let made: Value = program.post_json(&format!("{base}/activities/{activity}/competitions"), &wish).await.must_be(201).json();
        let at = format!("{base}/competitions/{}", text(&made, "id"));
        for name in ["甲一", "乙二", "丙三"] {
            let entry = json!({ "unit": "桃园村", "line": "union", "members": [{ "name": name }] });
            program.post_json(&format!("{at}/entries"), &entry).await.must_be(201);
        }
        let page: Value = program.get(&at).await.must_be(200).json();
        assert!(page["entries"][0]["unit_id"].is_string(), "a known village is linked");
        assert_eq!(text(&page["entries"][0], "name"), "甲*");
        let stage = format!("{at}/stages/{}", text(&page["stages"][0], "id"));
        program.post_json(&format!("{stage}/start"), &json!({})).await.must_be(204);
        program.post_json(&format!("{stage}/start"), &json!({})).await.must_be(409).must_say("stage-started");
        let schedule = json!({ "courts": ["棋室"], "slot_minutes": 60, "rest_minutes": 0, "windows": [{ "from": "2026-11-28T09:00:00+08:00", "until": "2026-11-28T11:00:00+08:00" }] });
        let done: Value = program.post_json(&format!("{at}/schedule"), &schedule).await.must_be(200).json();
        assert_eq!((done["placed"].as_i64(), done["left"].as_i64()), (Some(2), Some(1)));
        let fixtures = games(&program.get(&at).await.json(), 0);
        for game in &fixtures {
            let result = json!({ "seen": 0, "way": "played", "home_score": 1, "away_score": 1 });
            let address = format!("{at}/fixtures/{}/results", text(game, "id"));
            program.post_json(&address, &result).await.must_be(204);
            program.post_json(&address, &result).await.must_be(409).must_say("result-changed");
        }
        program.post_json(&format!("{stage}/close"), &json!({})).await.must_be(204);
        let page: Value = program.get(&at).await.json();
        assert!(page["stages"][0]["standings"].as_array().unwrap().iter().all(|row| row["place"] == 1 && row["points"] == 2));
        let entry = text(&page["entries"][0], "id");
        program.post_json(&format!("{at}/picks"), &json!({ "entry": entry, "title": "一等奖" })).await.must_be(204);
        let picks: Value = program.get(&format!("{at}/picks")).await.must_be(200).json();
        assert!(text(&picks[0], "evidence").contains("/competitions/"));
        program.call("DELETE", &format!("{at}/picks/{entry}")).await.must_be(204);
        program.call("DELETE", &format!("{at}/picks/{entry}")).await.must_be(404);
        // Another body has nothing to do with it.
        let foreign = app.program(app.county.people.foreign_officer, &["activities.read"]).await;
        foreign.get(&format!("/api/v1/organisations/{}/competitions/{}", app.county.foreign_women, text(&made, "id"))).await.must_be(404);
    }
}

/// Begins the stage with this index.
pub async fn start(app: &TestApp, id: CompetitionId, stage: usize) {
    let page = whole(app, id).await;
    let stage = text(&page["stages"][stage], "id").parse().expect("a stage");
    let keys = app.app.keys.clone();
    write(app, move |tx| competitions::start(tx, &keys, id, stage)).await;
}
