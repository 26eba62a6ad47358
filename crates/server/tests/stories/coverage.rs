//! Who is covered, who isn't, and how a gap is closed.

mod keeping;
mod trees;

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use langqiao_app::{
    coverage::{self, Line, Status, UnitKind, Way},
    organisations::{self, Appointment, Kind, NewOrganisation, PostKind},
    units::{self, Headcount, NewUnit},
};
use langqiao_kernel::id::{AreaId, OrganisationId, UnitId};
use langqiao_platform::roles::Role;
use langqiao_store::{Db, StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use crate::activities::{plan, published};

/// The day of the stories.
const TODAY: Date = date(2026, 11, 21);

/// The story's house, with coverage worked out from what the small county holds.
pub async fn start(db: Db) -> TestApp {
    let app = TestApp::start(db).await;
    let by = app.app.by_system("story");
    coverage::refresh_all(&app.app.db, &by).expect("a refresh");
    app
}

/// What differs between what is kept and what the facts make it.
pub async fn differences(app: &TestApp) -> Vec<String> {
    let checks = app.app.registry.checks.clone();
    let found = app.app.db.read(move |tx| {
        let wanted = checks
            .iter()
            .filter(|(name, _)| *name == "coverage" || *name == "organisation tree");
        wanted
            .map(|(_, check)| check(tx))
            .collect::<Result<Vec<_>, StoreError>>()
    });
    found.await.expect("checks").concat()
}

/// Enters a unit from the first of March 2024 on.
pub async fn unit(app: &TestApp, kind: UnitKind, name: &str, area: AreaId, people: Headcount) -> UnitId {
    let new = NewUnit::new(kind, name, area, date(2024, 3, 1), people);
    let office = app.county.office;
    let made = app
        .app
        .db
        .write(app.app.by_system("story"), move |tx| {
            units::create(tx, office, &new)
        })
        .await;
    made.expect("a unit")
}

/// Founds a joint union of the first town that covers these units from its first day, with somebody in its post.
pub async fn joint_union(app: &TestApp, name: &str, covers: &[UnitId], from: Date) -> OrganisationId {
    let (union, town, person) = (
        app.county.federations[0],
        app.county.towns[0],
        app.county.people.neighbour,
    );
    let new = NewOrganisation {
        id: OrganisationId::generate(),
        line: Line::UNION,
        kind: Kind::Joint,
        name: name.to_owned(),
        parent: Some(union),
        area: town,
        unit: None,
        from,
    };
    let covers: Vec<(UnitId, Way)> = covers.iter().map(|unit| (*unit, Way::Joint)).collect();
    let made = app.app.db.write(app.app.by_system("story"), move |tx| {
        let id = organisations::found(tx, &new)?;
        let post = Appointment {
            person,
            organisation: id,
            title: "主席".to_owned(),
            kind: PostKind::PartTime,
            role: Role::Reader,
            from,
            to: None,
        };
        organisations::appoint(tx, &post)?;
        organisations::cover_many(tx, id, &covers, from)?;
        Ok::<_, langqiao_platform::fault::Fault>(id)
    });
    made.await.expect("a joint union")
}

/// The status of a unit's coverage by a line on a day.
pub async fn status(app: &TestApp, unit: UnitId, line: Line, on: Date) -> Option<Status> {
    let found = app.app.db.read(move |tx| {
        tx.one(
            "SELECT status FROM coverage_span WHERE unit = ?1 AND line = ?2 AND valid_from <= ?3 AND ?3 < valid_to",
            params![unit, line, on],
            |row| row.get::<Status>(0),
        )
    });
    let found: Result<_, StoreError> = found.await;
    found.expect("a status")
}

/// A small firm's people.
pub const SMALL: Headcount = Headcount {
    headcount: 18,
    women: 9,
    youth: 4,
    scitech: 1,
    party: false,
};

both! {
    async fn the_county_opens_a_gap_finds_the_nearest_body_and_hands_it_over(db: Db) {
        let app = start(db).await;
        let (office, town) = (app.county.office, app.county.towns[0]);
        let shop = unit(&app, UnitKind::Enterprise, "桥头糕点铺", app.county.villages[0][0], SMALL).await;
        let bakery = unit(&app, UnitKind::Enterprise, "村口豆腐坊", app.county.villages[0][1], SMALL).await;
        joint_union(&app, "梧桐街道小微企业联合工会", &[bakery], date(2026, 1, 10)).await;

        let county = app.sign_in(app.county.people.county).await;
        let page = county.get(&TestApp::bench(office, "/coverage?line=union")).await.must_be(200);
        let page = page.must_say("组织覆盖").must_say("梧桐街道").must_say("桃园村：应建").must_say("规则和出处");
        let list = format!("/w/{office}/coverage?line=union&town={town}&status=gap");
        let page = page.must_say(&list.replace('&', "&amp;"));
        drop(page);
        let listed = county.get(&list).await.must_be(200).must_say("桥头糕点铺").must_say("没有组织");
        listed.must_not_say("村口豆腐坊");

        let gap = format!("/w/{office}/coverage/gaps/{shop}/union");
        let gaps = county.get(&TestApp::bench(office, "/coverage/gaps?line=union")).await.must_be(200);
        gaps.must_say("落下的人").must_say(&gap).must_say("18");
        let page = county.get(&gap).await.must_be(200).must_say("桥头糕点铺没有工会组织").must_say("落下 18 人");
        let page = page.must_say("梧桐街道小微企业联合工会").must_say("已覆盖 1 家，18 人").must_say("公里（示意）");
        page.must_say("《中华人民共和国工会法》").must_say("派任务");

        let union = app.county.federations[0].to_text();
        let late = county.post_form(&gap, &[("to", &union), ("due", "2026-11-20"), ("note", "先联系店主")]).await;
        late.must_be(422).must_say("完成日期已经过了").must_say("先联系店主");
        let none = county.post_form(&gap, &[("to", ""), ("due", "")]).await;
        none.must_be(422).must_say("请选完成日期").must_say("请选交给谁");
        let sent = county.post_form(&gap, &[("to", &union), ("due", "2026-12-10"), ("note", "先联系店主")]).await;
        county.follow(&sent).await.must_say("任务已交给桐乡市总工会").must_say("已交给桐乡市总工会").must_say("先联系店主");
        county.post_form(&gap, &[("to", &union), ("due", "2026-12-11")]).await.must_be(422).must_say("已经有人在办");

        let today = county.get(&TestApp::bench(app.county.federations[0], "")).await.must_be(200);
        today.must_say("补上桥头糕点铺的工会空白").must_say("落下 18 人");

        // Closing the gap ends the task by itself.
        joint_union(&app, "桃园村联合工会", &[shop], TODAY).await;
        county.get(&gap).await.must_be(200).must_say("今天它不是空白：联合覆盖").must_say("空白已补上，自动结束");
        let today = county.get(&TestApp::bench(app.county.federations[0], "")).await;
        today.must_not_say("补上桥头糕点铺的工会空白");
        assert_eq!(differences(&app).await, [""; 0]);
    }

    async fn a_task_is_ended_by_hand_with_a_word(db: Db) {
        let app = start(db).await;
        let office = app.county.office;
        let shop = unit(&app, UnitKind::Enterprise, "桥头糕点铺", app.county.villages[0][0], SMALL).await;
        let gap = format!("/w/{office}/coverage/gaps/{shop}/union");
        let county = app.sign_in(app.county.people.county).await;
        let union = app.county.federations[0].to_text();
        let sent = county.post_form(&gap, &[("to", &union), ("due", "2026-12-10")]).await;
        let page = county.follow(&sent).await.text();
        let (_, rest) = page.split_once("/coverage/tasks/").expect("the way to end it");
        let task = format!("/w/{office}/coverage/tasks/{}", &rest[..36]);
        county.post_form(&task, &[("outcome", "dropped"), ("end_note", " ")]).await.must_be(422).must_say("请写一句结果");
        let ended = county.post_form(&task, &[("outcome", "dropped"), ("end_note", "店已关门")]).await;
        county.follow(&ended).await.must_say("任务已结束").must_say("店已关门").must_say("派出任务");
        county.post_form(&task, &[("outcome", "done"), ("end_note", "又来")]).await.must_be(404);
    }

    async fn a_program_opens_a_gap_hands_it_out_and_ends_the_task(db: Db) {
        let app = start(db).await;
        let (office, village) = (app.county.office, app.county.villages[0][0]);
        let shop = unit(&app, UnitKind::Enterprise, "桥头糕点铺", village, SMALL).await;
        let covered = unit(&app, UnitKind::Enterprise, "清河米行", village, SMALL).await;
        let near = joint_union(&app, "桃园村联合工会", &[covered], date(2026, 5, 1)).await;
        let program = app.program(app.county.people.county, &["coverage.read", "gaps.assign"]).await;
        let api = format!("/api/v1/organisations/{office}/coverage");
        let gap = format!("{api}/gaps/{shop}/union");
        let seen: Value = program.get(&gap).await.must_be(200).json();
        assert_eq!((&seen["status"], &seen["people"]), (&json!("gap"), &json!(18)));
        assert_eq!(seen["near"][0]["organisation"], json!(near), "{seen}");
        assert_eq!(seen["near"][0]["same_town"], json!(true));
        let given = |due: &str| json!({ "to": near, "due": due, "note": "请上门一次" });
        program.post_json(&gap, &given("2026-01-01")).await.must_be(422).must_say("gap-past");
        let foreign = app.program(app.county.people.officer, &["coverage.read", "gaps.assign"]).await;
        foreign.post_json(&gap, &given("2026-12-31")).await.must_be(404);
        let made: Value = program.post_json(&gap, &given("2026-12-31")).await.must_be(201).json();
        program.post_json(&gap, &given("2026-12-31")).await.must_be(409).must_say("gap-taken");
        let end = format!("{api}/tasks/{}/end", made["id"].as_str().expect("an id"));
        program.post_json(&end, &json!({ "done": false, "note": "" })).await.must_be(422).must_say("gap-note");
        program.post_json(&end, &json!({ "done": false, "note": "店关了" })).await.must_be(204);
        program.post_json(&end, &json!({ "done": false, "note": "店关了" })).await.must_be(404);
        let seen: Value = program.get(&gap).await.must_be(200).json();
        assert_eq!(seen["tasks"][0]["end_note"], json!("店关了"));
        program.get(&format!("{api}/gaps/{shop}/chess")).await.must_be(404);
    }

    async fn every_figure_opens_to_as_many_units(db: Db) {
        let app = start(db).await;
        let office = app.county.office;
        for n in 0..12 {
            let people = Headcount { headcount: 10 + n * 9, women: n * 4, youth: n * 3, scitech: n, party: n % 2 == 0 };
            let kind = if n % 3 == 0 { UnitKind::School } else { UnitKind::Enterprise };
            let area = app.county.villages[n as usize % 2][n as usize / 2 % 2];
            unit(&app, kind, &format!("单位{n}"), area, people).await;
        }
        let program = app.program(app.county.people.county, &["coverage.read"]).await;
        let api = format!("/api/v1/organisations/{office}/coverage");
        for on in ["2024-06-01", "2026-11-21", "2027-12-01"] {
            for line in Line::all() {
                let found: Value = program.get(&format!("{api}?on={on}&line={line}")).await.must_be(200).json();
                let town = &found["towns"][0];
                for status in ["built", "joint", "shell", "gap", "not_due"] {
                    let town_id = town["area"].as_str().expect("an id");
                    let listed = count_list(&app, on, line, status, town_id.parse().expect("an id")).await;
                    assert_eq!(town[status].as_i64(), Some(listed), "{on} {line} {status}");
                }
                let sum = |key: &str| found["towns"].as_array().expect("towns").iter().map(|t| t[key].as_i64().unwrap_or(0)).sum::<i64>();
                let whole = found["lines"].as_array().expect("lines").iter().find(|l| l["line"] == line.as_str());
                let whole = whole.expect("the line");
                for key in ["due", "built", "gap", "people_left_out"] {
                    assert_eq!(whole[key].as_i64(), Some(sum(key)), "{on} {line} {key}");
                }
            }
        }
        let gaps: Value = program.get(&format!("{api}/gaps?line=union&limit=2")).await.must_be(200).json();
        let people: Vec<i64> = gaps["items"].as_array().expect("items").iter().map(|g| g["people"].as_i64().unwrap_or(0)).collect();
        assert_eq!(people, [3000, 2800], "the largest first");
        let next = gaps["next"].as_str().expect("a next page");
        let more: Value = program.get(&format!("{api}/gaps?line=union&limit=2&after={next}")).await.must_be(200).json();
        assert_eq!(more["items"][0]["people"], 109);
        assert_eq!(more["items"][0]["rule"], "union-workplace");
    }

    async fn the_past_stays_as_it_was(db: Db) {
        let app = start(db).await;
        let office = app.county.office;
        let shop = unit(&app, UnitKind::Enterprise, "桥头糕点铺", app.county.villages[0][0], SMALL).await;
        joint_union(&app, "桃园村联合工会", &[shop], date(2026, 5, 1)).await;
        let county = app.sign_in(app.county.people.county).await;
        let gaps = |on: &str| TestApp::bench(office, &format!("/coverage?line=union&status=gap&on={on}"));
        county.get(&gaps("2026-04-30")).await.must_say("桥头糕点铺").must_say("2026年4月30日").must_say("过去某一天");
        county.get(&gaps("2026-05-01")).await.must_not_say("桥头糕点铺");
        // A day to come is reckoned ahead, and what is no day is said; today is neither.
        county.get(&gaps("2030-01-01")).await.must_be(200).must_say("这一天还没到").must_not_say("过去某一天");
        for wrong in ["hello", "1800-01-01"] {
            let page = county.get(&TestApp::bench(office, &format!("/coverage?on={wrong}"))).await.must_be(200);
            page.must_say(&format!("“{wrong}”看不了")).must_say("今天的情况").must_not_say("过去某一天");
        }
        county.get(&TestApp::bench(office, "/coverage?on=2026-11-21")).await.must_not_say("看不了").must_not_say("这一天还没到");
        let joint = TestApp::bench(office, "/coverage?line=union&status=joint");
        county.get(&joint).await.must_say("桥头糕点铺").must_say("与其他单位共用一个组织");

        // Twelve months after it became known without anything held it is a shell: known today already.
        assert_eq!(status(&app, shop, Line::UNION, date(2027, 11, 20)).await, Some(Status::Joint));
        assert_eq!(status(&app, shop, Line::UNION, date(2027, 11, 21)).await, Some(Status::Shell));
        let page = county.get(&TestApp::bench(office, &format!("/units/{shop}"))).await.must_be(200);
        page.must_say("到 2027年11月21日（届时将变化）").must_say("覆盖的来历").must_say("桃园村联合工会");
    }

    async fn what_is_held_keeps_an_organisation_alive(db: Db) {
        let app = start(db).await;
        let (women, home) = (app.county.village_women, app.county.village_units[0][0]);
        let on = date(2027, 11, 21);
        assert_eq!(status(&app, home, Line::WOMEN, on).await, Some(Status::Shell));
        let activity = published(&app, women, plan(&app)).await;
        app.run_jobs().await;
        // It is held on 28 November 2026.
        assert_eq!(status(&app, home, Line::WOMEN, on).await, Some(Status::Built));
        assert_eq!(status(&app, home, Line::WOMEN, on + 7.days()).await, Some(Status::Shell));
        assert_eq!(differences(&app).await, [""; 0]);
        let cancel = app.app.db.write(app.app.by_system("story"), move |tx| {
            langqiao_app::activities::cancel(tx, women, activity, "下雨")
        });
        cancel.await.expect("cancelled");
        app.run_jobs().await;
        assert_eq!(status(&app, home, Line::WOMEN, on).await, Some(Status::Shell));
        assert_eq!(differences(&app).await, [""; 0]);
    }

    async fn everybody_sees_their_own_areas_and_no_other(db: Db) {
        let app = start(db).await;
        let shop = unit(&app, UnitKind::Enterprise, "濮院毛衫行", app.county.villages[1][0], SMALL).await;
        let near = unit(&app, UnitKind::Enterprise, "桥头糕点铺", app.county.villages[0][0], SMALL).await;
        let town = app.county.town_women[0];
        let officer = app.sign_in(app.county.people.town_officer).await;
        let page = officer.get(&TestApp::bench(town, "/coverage?line=union")).await.must_be(200);
        page.must_say("桃园村").must_say("庆丰社区").must_not_say("永越村");
        let other = app.county.towns[1];
        // A foreign town in the address changes nothing.
        let list = TestApp::bench(town, &format!("/coverage?line=union&status=gap&town={other}"));
        officer.get(&list).await.must_be(200).must_say("桥头糕点铺").must_not_say("濮院毛衫行");
        officer.get(&TestApp::bench(town, "/units")).await.must_say("桥头糕点铺").must_not_say("濮院毛衫行");
        officer.get(&TestApp::bench(town, &format!("/units/{near}"))).await.must_be(200);
        officer.get(&TestApp::bench(town, &format!("/units/{shop}"))).await.must_be(404);
        officer.get(&TestApp::bench(town, &format!("/coverage/gaps/{shop}/union"))).await.must_be(404);
        let foreign = app.county.foreign_women;
        officer.get(&TestApp::bench(town, &format!("/organisations/{foreign}"))).await.must_be(404);
        officer.get(&TestApp::bench(town, "/organisations")).await.must_say("桃园村妇联").must_not_say("永越村妇联");
        // The line of its own comes first.
        officer.get(&TestApp::bench(town, "/coverage")).await.must_say("梧桐街道的妇联覆盖情况");
        // The county's register is not the town's to keep.
        officer.get(&TestApp::bench(town, "/units/new")).await.must_be(404);
        let program = app.program(app.county.people.town_officer, &["coverage.read"]).await;
        program.get(&format!("/api/v1/organisations/{town}/units/{shop}")).await.must_be(404);
        let found: Value = program.get(&format!("/api/v1/organisations/{town}/coverage?line=union")).await.json();
        assert_eq!(found["towns"].as_array().map(Vec::len), Some(1));
    }

    async fn pages_cost_the_same_however_many_units_there_are(db: Db) {
        let app = start(db).await;
        let office = app.county.office;
        let paths = ["/coverage", "/coverage?line=union&status=gap", "/coverage/gaps", "/units", "/organisations"];
        // Each time somebody who has just come: who asks again is known, and costs less.
        let open = async |path| {
            let county = app.sign_in(app.county.people.county).await;
            app.queries().reset();
            county.get(&TestApp::bench(office, path)).await.must_be(200);
            app.queries().statements()
        };
        let mut before = Vec::new();
        for path in paths {
            before.push(open(path).await);
        }
        let mut many = Vec::new();
        for n in 0..300 {
            let area = app.county.villages[n % 2][n / 2 % 2];
            many.push(NewUnit::new(UnitKind::Enterprise, format!("铺子{n}"), area, date(2025, 1, 1), SMALL));
        }
        let db = &app.app.db;
        app.queries().reset();
        db.write(app.app.by_system("story"), move |tx| units::create_many(tx, &many)).await.expect("many units");
        // On PostgreSQL, where each is a journey, many rows go with one; on SQLite a unit is its own row, its headcount
        // and a span for each of four lines, beside the totals.
        let most = if db.on_pg() { 90 } else { 200 + 300 * 6 };
        assert!(app.queries().statements() < most, "{} for 300 units", app.queries().statements());
        for (path, before) in paths.into_iter().zip(before) {
            assert_eq!(open(path).await, before, "{path}");
            assert!(before <= 12, "{path}: {before}");
            assert_eq!(app.queries().transactions(), 2, "one hop for the gate, one for the page: {path}");
        }
    }

    async fn lists_and_figures_come_as_files(db: Db) {
        let app = start(db).await;
        let office = app.county.office;
        unit(&app, UnitKind::Enterprise, "=桥头糕点铺", app.county.villages[0][0], SMALL).await;
        let county = app.sign_in(app.county.people.county).await;
        let csv = county.get(&TestApp::bench(office, "/coverage/export?line=union&status=gap&format=csv")).await.must_be(200);
        let text = csv.text();
        assert!(text.starts_with("\u{feff}单位,"), "{text}");
        assert!(text.contains("'=桥头糕点铺,梧桐街道,桃园村,企业,工会,空白,18,"), "{text}");
        let xlsx = county.get(&TestApp::bench(office, "/coverage/export?line=union")).await.must_be(200);
        assert!(xlsx.body.starts_with(b"PK") && xlsx.header("content-disposition").contains("coverage-2026-11-21.xlsx"));
    }
}

/// How many units the list behind a figure holds.
async fn count_list(app: &TestApp, on: &str, line: Line, status: &'static str, town: AreaId) -> i64 {
    let on: Date = on.parse().expect("a day");
    let found = app.app.db.read(move |tx| {
        tx.one(
            "SELECT COUNT(*) FROM coverage_span
             WHERE line = ?1 AND status = ?2 AND town = ?3 AND valid_from <= ?4 AND ?4 < valid_to",
            params![line, status, town, on],
            |row| row.get::<i64>(0),
        )
    });
    let found: Result<_, StoreError> = found.await;
    found.expect("a count").unwrap_or_default()
}
