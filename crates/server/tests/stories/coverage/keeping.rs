//! What is entered, counted and imported, and that what is derived follows.

use jiff::civil::{Date, date};
use langqiao_app::{
    areas::{self, AreaProblem, AreaReport, AreaRow, Directory},
    coverage::{Line, Status, UnitKind},
    units::{self, Headcount},
};
use langqiao_kernel::id::UnitId;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use super::{SMALL, TODAY, differences, joint_union, start, status, unit};

fn row(code: &str, name: &str, parent: &str) -> AreaRow {
    AreaRow {
        code: code.into(),
        name: name.into(),
        level: String::new(),
        parent_code: parent.into(),
    }
}

async fn import(app: &TestApp, rows: Vec<AreaRow>, from: Date) -> AreaReport {
    let done = app
        .app
        .db
        .write(app.app.by_system("story"), move |tx| {
            areas::import_rows(tx, &rows, from)
        })
        .await;
    let done: Result<_, StoreError> = done;
    done.expect("an import")
}

both! {
    async fn divisions_come_in_as_often_as_one_likes_and_keep_their_ids(db: Db) {
        let app = start(db).await;
        let text = include_str!("../../../../../data/divisions-330483.csv");
        let mut rows: Vec<AreaRow> = text
            .lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                AreaRow { code: cells[0].into(), name: cells[1].into(), level: cells[2].into(), parent_code: cells[3].into() }
            })
            .collect();
        assert_eq!(rows.len(), 232);
        rows.push(row("330483999", "", ""));
        rows.push(row("33048", "半个", ""));
        rows.push(row("330483998001", "无主村", "330483998"));
        rows.push(AreaRow { level: "town".into(), ..row("330483001999", "错级村", "") });
        let first = import(&app, rows.clone(), date(2026, 1, 1)).await;
        let bad: Vec<_> = first.bad.iter().map(|(_, problem)| *problem).collect();
        assert_eq!(bad, [AreaProblem::Name, AreaProblem::Code, AreaProblem::Parent, AreaProblem::Level]);
        assert_eq!(first.added + first.renamed + first.same, 232);
        let again = import(&app, rows, date(2026, 1, 1)).await;
        assert_eq!((again.added, again.renamed, again.same), (0, 0, 232));

        let before = directory(&app).await;
        let areas::Found::One(village) = before.find("石门镇民联村") else { panic!("a village of 石门镇") };
        let renamed = import(&app, vec![row(&village.code.to_string(), "民联新村村委会", "330483103")], TODAY).await;
        assert_eq!(renamed.renamed, 1);
        let after = directory(&app).await;
        assert_eq!(after.get(village.id).map(|area| area.short_name.as_str()), Some("民联新村"));
        assert_eq!(after.find("民联村"), areas::Found::None);
        let visitor = app.visitor();
        let found: Value = visitor.get("/api/v1/areas?q=民联新村").await.must_be(200).json();
        assert_eq!(found["items"][0]["id"], village.id.to_text());
        let towns: Value = visitor.get("/api/v1/areas?level=town").await.json();
        assert_eq!(towns["items"].as_array().map(Vec::len), Some(11));
    }

    async fn units_are_entered_and_counted_by_page_and_by_program(db: Db) {
        let app = start(db).await;
        let office = app.county.office;
        let county = app.sign_in(app.county.people.county).await;
        let path = TestApp::bench(office, "/units");
        let form = |name, area, headcount, women| {
            [
                ("name", name), ("kind", "enterprise"), ("area", area), ("from", "2026-01-05"),
                ("headcount", headcount), ("women", women), ("youth", "３"), ("scitech", "0"), ("uscc", "91330483MA28ABCDE"),
            ]
        };
        let wrong = county.post_form(&path, &form("", "李家村", "十人", "")).await.must_be(422);
        wrong.must_say("请填写名称").must_say("没有这个村社区").must_say("请填写数字").must_say("校验不通过").must_say("李家村");
        let mut good = form("桥头糕点铺", "桃园", "30", "40").to_vec();
        good.pop();
        county.post_form(&path, &good).await.must_be(422).must_say("不能超过总人数");
        good[5] = ("women", "12");
        let made = county.post_form(&path, &good).await;
        county.follow(&made).await.must_say("已录入桥头糕点铺").must_say("没有组织").must_say("怎么补");
        county.post_form(&path, &good).await.must_be(422).must_say("同名同类");
        let counts = format!("{}/headcounts", made.location());
        let people = |from, headcount| [("from", from), ("headcount", headcount), ("women", "0"), ("youth", "0"), ("scitech", "0")];
        county.post_form(&counts, &people("2025-12-31", "0")).await.must_be(422).must_say("早于该单位的起始日期");
        let done = county.post_form(&counts, &people("2026-06-01", "0")).await;
        county.follow(&done).await.must_say("人数已更新").must_say("不需建");
        county.post_form(&counts, &people("2026-03-01", "5")).await.must_be(422).must_say("更晚的人数记录");

        let program = app.program(app.county.people.county, &["coverage.read", "registers.import"]).await;
        let api = format!("/api/v1/organisations/{office}/units");
        let body = json!({ "name": "村口豆腐坊", "kind": "enterprise", "area": app.county.villages[0][1],
            "from": "2026-01-01", "people": { "headcount": 9, "women": 4, "youth": 0, "scitech": 0, "party": false } });
        let id: Value = program.post_json(&api, &body).await.must_be(201).json();
        program.post_json(&api, &body).await.must_be(409);
        let one = format!("{api}/{}", id["id"].as_str().expect("an id"));
        let count = json!({ "from": "2026-02-01", "headcount": 26, "women": 4, "youth": 0, "scitech": 0, "party": false });
        program.post_json(&format!("{one}/headcounts"), &count).await.must_be(204);
        let found: Value = program.get(&one).await.must_be(200).json();
        assert_eq!(found["headcounts"][0]["headcount"], 26);
        assert_eq!(found["coverage"][1]["people"], 26);
        let listed: Value = program.get(&format!("{api}?q=豆腐")).await.must_be(200).json();
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(differences(&app).await, [""; 0]);
    }

    async fn what_is_derived_follows_whatever_changes(db: Db) {
        let app = start(db).await;
        let mut units = Vec::new();
        for n in 0..8 {
            let people = Headcount { headcount: 6 + n * 11, women: n * 3, youth: n, scitech: n / 2, party: n % 2 == 0 };
            let area = app.county.villages[n as usize % 2][0];
            units.push(unit(&app, UnitKind::Enterprise, &format!("单位{n}"), area, people).await);
        }
        let joint = joint_union(&app, "联合工会", &units[..5], date(2026, 2, 1)).await;
        let mut rng = StdRng::seed_from_u64(11);
        for step in 0i8..12 {
            let (which, people) = (units[rng.random_range(0..units.len())], rng.random_range(0..200));
            let day = date(2026, 3, 1 + step);
            change(&app, which, day, people).await;
        }
        assert_eq!(differences(&app).await, [""; 0]);
        let one = units[0];
        let ended = app.app.db.write(app.app.by_system("story"), move |tx| {
            langqiao_app::organisations::end_cover(tx, joint, one, date(2026, 10, 1))?;
            langqiao_app::organisations::dissolve(tx, joint, TODAY, "并入")?;
            Ok::<_, langqiao_platform::fault::Fault>(())
        });
        ended.await.expect("an end");
        assert_eq!(status(&app, units[1], Line::UNION, date(2026, 11, 20)).await, Some(Status::Joint));
        assert_eq!(status(&app, units[0], Line::UNION, date(2026, 11, 20)).await.map(|s| s == Status::Joint), Some(false));
        assert_eq!(differences(&app).await, [""; 0]);

        // Nothing changes when all is worked out again.
        let all = units.clone();
        let again = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            langqiao_app::coverage::refresh_units(tx, &all)
        });
        let again: Result<_, StoreError> = again.await;
        assert_eq!(again.expect("a refresh").changed, 0);
    }

    async fn a_wrong_span_or_total_is_named(db: Db) {
        let app = start(db).await;
        let firm = app.county.firm;
        spoil(&app, "UPDATE coverage_span SET status = 'built' WHERE unit = ?1 AND line = 'league'", firm).await;
        let found = differences(&app).await;
        assert!(found.iter().any(|line| line.contains(&firm.to_text())), "{found:?}");
        spoil(&app, "UPDATE coverage_delta SET units = units + 1 WHERE line = 'union' AND grain = 2 AND place <> ?1", firm).await;
        let found = differences(&app).await;
        assert!(found.iter().any(|line| line.starts_with("coverage total town//union/2/")), "{found:?}");
    }
}

async fn directory(app: &TestApp) -> Directory {
    let read: Result<_, StoreError> = app.app.db.read(Directory::load).await;
    read.expect("the areas")
}

async fn change(app: &TestApp, unit: UnitId, from: Date, headcount: i64) {
    let office = app.county.office;
    let people = Headcount { headcount, ..SMALL };
    let people = if people.adds_up() {
        people
    } else {
        Headcount {
            headcount,
            ..Headcount::default()
        }
    };
    let done = app
        .app
        .db
        .write(app.app.by_system("story"), move |tx| {
            units::count(tx, office, unit, from, people)
        })
        .await;
    done.expect("a count");
}

async fn spoil(app: &TestApp, sql: &'static str, firm: UnitId) {
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        tx.execute(sql, params![firm])
    });
    let done: Result<u64, StoreError> = done.await;
    assert!(done.expect("a change") > 0);
}
