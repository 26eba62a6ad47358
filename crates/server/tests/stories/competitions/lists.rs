//! Those who take part come in from a spreadsheet, with the mistakes that offices make.

use langqiao_app::competitions::{Format, Rules};
use langqiao_kernel::id::CompetitionId;
use langqiao_testkit::{
    TestApp,
    app::{Client, Upload},
    both,
};
use serde_json::Value;

use super::{competition, count, entered, verified};
use crate::imports::{send, sheet};

const ENTRIES: &str =
    "SELECT COUNT(*) FROM competition_entry WHERE competition = ?1 AND withdrawn_at IS NULL";
const PEOPLE: &str = "SELECT COUNT(*) FROM entry_member WHERE competition = ?1";

/// Where the lists of a cup stand.
fn lists(app: &TestApp, cup: CompetitionId) -> String {
    TestApp::bench(
        app.county.village_women,
        &format!("/competitions/{cup}/entry-lists"),
    )
}

/// Brings a list in, with all that may go in.
async fn brought(app: &TestApp, client: &Client, at: &str, csv: &str) -> String {
    let sent = send(client, at, "名单.csv", csv.as_bytes()).await.must_be(303);
    let page = sent.location().to_owned();
    client.post_form(&format!("{page}/apply"), &[]).await.must_be(303);
    app.run_jobs().await;
    page
}

const TEAMS: &str = "队名,单位,条线,队员,联系人,手机号\n\
    红旗队,红旗毛纺厂,工会,张三、李四 13900000001、王五,赵领队,13900000009\n\
    青年队,青年服装厂,青年团,甲一、甲二,,\n\
    巧手队,巧手绣坊,,乙一(13900000001),,\n\
    单人队,单人作坊,妇联,丙一 1390000,,\n\
    ,无名厂,,丁一,,\n\
    红旗队,又一家厂,,戊一,,\n\
    晨光队,晨光村,共青团,己一\n";

both! {
    async fn good_teams_go_in_and_bad_ones_come_back(db: Db) {
        let app = TestApp::start(db).await;
        let (_, cup) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        let (officer, at) = (app.sign_in(app.county.people.officer).await, lists(&app, cup));
        officer.get(&TestApp::bench(app.county.village_women, &format!("/competitions/{cup}/entries"))).await.must_say("用表格导入");
        officer.get(&at).await.must_be(200).must_say("导入参赛名单").must_say("职工篮球赛");
        let template = sheet(&officer.get(&format!("{at}/template.xlsx")).await.must_be(200).body);
        assert_eq!(template[0], ["队名", "单位", "条线", "队员", "联系人", "手机号"]);

        // What can't be read is said in the words of this list.
        send(&officer, &at, "x.csv", "甲,乙\n丙,丁\n".as_bytes()).await.must_be(422).must_say("例如：队名、单位、队员");
        send(&officer, &at, "x.csv", "队名,单位\n甲队,甲厂\n".as_bytes()).await.must_be(422).must_say("没有找到这些列：队员");

        let sent = send(&officer, &at, "名单.csv", TEAMS.as_bytes()).await.must_be(303);
        let page = sent.location().to_owned();
        let bad = officer.get(&page).await.must_be(200).must_say("导入 2 行");
        for (row, says) in [
            (3, "请填下列之一"), (4, "已在另一队，或写了两次"), (5, "看不懂"), (6, "没有填"), (7, "与第 2 行重复"),
        ] {
            let found = bad.text().split("<tr").any(|line| line.contains(&format!(">{row}<")) && line.contains(says));
            assert!(found, "row {row} says {says} in {}", bad.text());
        }
        // What is personal is masked, and nobody is entered before somebody says so.
        bad.must_not_say("13900000001").must_not_say("丙一");
        officer.get(&format!("{page}?show=new")).await.must_say("红旗毛纺厂").must_say("3 人").must_not_say("张三");
        assert_eq!(count(&app, ENTRIES, cup).await, 0);

        officer.post_form(&format!("{page}/apply"), &[]).await.must_be(303);
        app.run_jobs().await;
        officer.get(&page).await.must_say("已导入 2 行").must_say("有 5 行没有导入");
        assert_eq!((count(&app, ENTRIES, cup).await, count(&app, PEOPLE, cup).await), (2, 4));
        let rejects = sheet(&officer.get(&format!("{page}/rejects.xlsx")).await.must_be(200).body);
        assert_eq!((rejects.len(), rejects[0][6].as_str()), (6, "原因和改法"));
        assert!(rejects[1][6].contains("原表第 3 行") && rejects[1][0] == "青年队", "{rejects:?}");
        officer.get(&TestApp::bench(app.county.village_women, &format!("/competitions/{cup}/entries"))).await.must_say("晨光队");
        app.visitor().get(&format!("/competitions/{cup}/entries")).await.must_say("红旗队").must_not_say("张三");

        // The same file twice changes nothing; another people for a known team is no change by a list.
        app.clock.advance(jiff::SignedDuration::from_mins(1));
        let again = brought_nothing(&officer, &at, TEAMS).await;
        officer.get(&again).await.must_say("其余的行都与库里一致").must_say("同一个文件导入过");
        let other = "队名,单位,队员\n红旗队,红旗毛纺厂,张三、别人\n晨光队,晨光村,己一\n";
        let changed = send(&officer, &at, "b.csv", other.as_bytes()).await.must_be(303);
        officer.get(changed.location()).await.must_say("已经报上了，但单位或队员不一样");
        assert_eq!((count(&app, ENTRIES, cup).await, count(&app, PEOPLE, cup).await), (2, 4));
        verified(&app).await;
    }

    async fn single_people_are_known_by_their_phones(db: Db) {
        let app = TestApp::start(db).await;
        let (_, cup) = competition(&app, false, vec![Rules::usual(Format::Knockout)]).await;
        let (officer, at) = (app.sign_in(app.county.people.officer).await, lists(&app, cup));
        let template = sheet(&officer.get(&format!("{at}/template.xlsx")).await.must_be(200).body);
        assert_eq!(template[0], ["姓名", "手机号", "单位", "条线"]);
        let list = "姓名,手机号,单位,条线\n张三,13900000001,红旗毛纺厂,工会\n张三,13900000002,红旗毛纺厂,工会\n李四,,晨光村,\n李四,,晨光村,\n王五,12345,晨光村,\n";
        let page = brought(&app, &officer, &at, list).await;
        officer.get(&page).await.must_say("已导入 3 行").must_say("与第 4 行重复");
        assert_eq!(count(&app, ENTRIES, cup).await, 3);
        brought_nothing(&officer, &at, list).await;
        // Somebody else's phone, and somebody who takes part for another.
        let wrong = "姓名,手机号,单位\n钱六,13900000001,红旗毛纺厂\n张三,13900000002,别的厂\n";
        let sent = send(&officer, &at, "c.csv", wrong.as_bytes()).await.must_be(303);
        let page = officer.get(sent.location()).await;
        page.must_say("登记的是另一个姓名").must_say("已经报上了，但单位或队员不一样").must_not_say("13900000001");
        verified(&app).await;
    }

    async fn a_full_or_begun_cup_takes_nobody_and_others_see_nothing(db: Db) {
        let app = TestApp::start(db).await;
        let (_, cup) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let at = lists(&app, cup);
        entered(&app, cup, 63, 0).await;
        let two = "队名,单位,队员\n甲队,甲厂,张三\n乙队,乙厂,李四\n";
        let sent = send(&officer, &at, "a.csv", two.as_bytes()).await.must_be(303);
        officer.get(sent.location()).await.must_say("名额已满").must_say("导入 1 行");
        // Somebody takes the last place between the look and the yes.
        let page = sent.location().to_owned();
        let last = [("name", "丙队"), ("unit", "丙厂"), ("members", "王五")];
        officer.post_form(&at.replace("entry-lists", "entries"), &last).await.must_be(303);
        officer.post_form(&format!("{page}/apply"), &[]).await.must_be(303);
        app.run_jobs().await;
        officer.get(&page).await.must_say("有 2 行没有导入");
        assert_eq!(count(&app, ENTRIES, cup).await, 64);

        // An import is nobody's but the cup's own: not among the registers, and not under another body.
        let office = app.sign_in(app.county.people.county).await;
        office.get(&TestApp::bench(app.county.office, "/imports")).await.must_not_say("a.csv");
        let id = page.rsplit('/').next().expect("an id");
        office.get(&TestApp::bench(app.county.village_women, &format!("/imports/{id}"))).await.must_be(404);
        let foreign = app.sign_in(app.county.people.foreign_officer).await;
        foreign.get(&page.replace(&app.county.village_women.to_text(), &app.county.foreign_women.to_text())).await.must_be(404);
    }

    async fn a_program_brings_a_list(db: Db) {
        let app = TestApp::start(db).await;
        let (_, cup) = competition(&app, true, vec![Rules::usual(Format::League)]).await;
        let program = app.program(app.county.people.officer, &["competitions.manage"]).await;
        let at = format!("/api/v1/organisations/{}/competitions/{cup}/entry-lists", app.county.village_women);
        let file = || vec![Upload { field: "file", name: "名单.csv", bytes: TEAMS.as_bytes().to_vec() }];
        let read: Value = program.post_files(&at, &[], file()).await.must_be(201).json();
        assert_eq!((&read["register"], &read["new"], &read["bad"]), (&"teams".into(), &2.into(), &5.into()));
        let here = format!("{at}/{}", read["id"].as_str().expect("an id"));
        let rows: Value = program.get(&format!("{here}/rows")).await.must_be(200).json();
        let first = &rows["items"][0];
        assert_eq!((&first["row"], &first["name"]), (&3.into(), &"青年队".into()));
        assert_eq!(first["problems"][0]["column"], "line");
        program.post_json(&format!("{here}/apply"), &Value::Null).await.must_be(202);
        app.run_jobs().await;
        let done: Value = program.get(&here).await.must_be(200).json();
        assert_eq!((&done["status"], &done["taken"]), (&"applied".into(), &2.into()));
        program.post_json(&format!("{here}/discard"), &Value::Null).await.must_be(409);
        let list: Value = program.get(&at).await.must_be(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
        let none: Value = program.post_files(&at, &[], file()).await.must_be(201).json();
        assert_eq!((&none["new"], &none["same"]), (&0.into(), &2.into()));
    }
}

/// Sends a list of which nothing is new; gives its page.
async fn brought_nothing(client: &Client, at: &str, csv: &str) -> String {
    let sent = send(client, at, "again.csv", csv.as_bytes()).await.must_be(303);
    let page = sent.location().to_owned();
    client.get(&page).await.must_be(200).must_not_say("/apply\"");
    page
}
