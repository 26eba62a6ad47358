//! A county office brings a spreadsheet in.

mod nasty;
mod registers;

use std::io::Cursor;

use crate::world::count;
use calamine::{Data, Reader, Xlsx};
use langqiao_kernel::id::BatchId;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{
    TestApp,
    app::{Client, Reply, Upload},
    both,
};
use nasty::{FIRST, GOOD, HELD, WRONG};

both! {
    async fn a_nasty_thousand_goes_in_and_what_is_wrong_comes_back(db: Db) {
        let app = TestApp::start(db).await;
        let office = app.sign_in(app.county.people.county).await;
        let (list, file) = (TestApp::bench(app.county.office, "/imports"), nasty::workbook());
        office.get(&list).await.must_be(200).must_say("还没有导入过");

        let sent = send(&office, &list, "企业名单.xlsx", &file).await;
        let page = sent.location().to_owned();
        let preview = office.get(&page).await.must_be(200);
        let preview = preview.must_say("工作表“企业名单”，列名在第 3 行，共 1000 行数据").must_say("没有用到的列：序号、备注");
        let preview = preview.must_say("另有 2 行是合计、备注").must_say(&format!("导入 {GOOD} 行"));
        for (offset, _, says) in WRONG {
            let preview = preview.text();
            let row = preview.split("<tr").find(|row| row.contains(&format!(">{}<", FIRST + offset)) && row.contains(says));
            assert!(row.is_some(), "row {} says {says} in {preview}", FIRST + offset);
        }
        let held = office.get(&format!("{page}?show=held")).await.must_be(200);
        held.must_say("校验位不符").must_say(&format!(">{}<", FIRST + HELD));
        assert_eq!(units(&app).await, 5, "nothing has gone in yet");

        office.post_form(&format!("{page}/apply"), &[]).await.must_be(303);
        office.get(&page).await.must_be(200).must_say("正在导入").must_say("0 / 986");
        app.run_jobs().await;
        let done = office.get(&page).await.must_be(200);
        done.must_say(&format!("已导入 {GOOD} 行")).must_say("有 14 行没有导入");
        assert_eq!(units(&app).await, 5 + i64::from(GOOD));
        assert_eq!(coverage_spans(&app).await % 4, 0);

        let rejects = office.get(&format!("{page}/rejects.xlsx")).await.must_be(200);
        let rows = sheet(&rejects.body);
        assert_eq!(rows.len(), 1 + WRONG.len() + 1);
        assert_eq!(rows[0][14], "原因和改法");
        for (offset, _, says) in WRONG {
            let row = rows.iter().find(|row| row[0] == (offset + 1).to_string()).expect("a row");
            assert!(row[14].contains(says) && row[14].contains(&format!("原表第 {} 行", FIRST + offset)), "{row:?}");
        }

        // The same file twice changes nothing.
        app.clock.advance(jiff::SignedDuration::from_hours(26));
        let sent = send(&office, &list, "企业名单.xlsx", &file).await;
        let again = office.follow(&sent).await.must_be(200);
        again.must_say("其余的行都与库里一致").must_say("同一个文件导入过，时间是").must_say("11月21日 周六 9:00");
        let counts: (i64, i64, i64, i64) = counts(&app, sent.location()).await;
        assert_eq!(counts, (0, 0, i64::from(GOOD), 13));
    }

    async fn a_mended_reject_goes_in_and_a_reason_lets_an_odd_code_in(db: Db) {
        let app = TestApp::start(db).await;
        let office = app.sign_in(app.county.people.county).await;
        let list = TestApp::bench(app.county.office, "/imports");
        let odd = odd_code(7);
        let csv = format!("单位名称,信用代码,村社区,人数\n甲厂,{odd},桃园村,30\n乙厂,,桃圆村,12\n");
        let sent = send(&office, &list, "a.csv", csv.as_bytes()).await;
        let page = sent.location().to_owned();
        let unreasoned = office.post_form(&format!("{page}/apply"), &[("reason", " ")]).await;
        unreasoned.must_be(422).must_say("请写明理由");
        let reasoned = [("reason", "已与营业执照核对")];
        office.post_form(&format!("{page}/apply"), &reasoned).await.must_be(303);
        app.run_jobs().await;
        office.get(&page).await.must_say("已导入 1 行").must_say("有 1 行没有导入");
        assert_eq!(reason_of(&app, &odd).await.as_deref(), Some("已与营业执照核对"));

        let rejects = sheet(&office.get(&format!("{page}/rejects.xlsx")).await.must_be(200).body);
        assert_eq!(rejects[1][..4], ["乙厂", "", "桃圆村", "12"]);
        let head: Vec<&str> = rejects[0].iter().map(String::as_str).collect();
        let mended = format!("{}\n甲厂,{odd},桃园村,30,\n乙厂,,桃园村,12,{}\n", head.join(","), "\"原表第 3 行\n没有找到\"");
        let sent = send(&office, &list, "b.csv", mended.as_bytes()).await;
        assert_eq!(counts(&app, sent.location()).await, (1, 0, 1, 0), "the odd code needs no second reason");
    }

    async fn what_changed_is_named_and_nothing_said_changes_nothing(db: Db) {
        let app = TestApp::start(db).await;
        let office = app.sign_in(app.county.people.county).await;
        let list = TestApp::bench(app.county.office, "/imports");
        let code = nasty::uscc(1);
        let first = format!("名称,代码说明,信用代码,村社区,人数,女职工,党组织,联系人,联系电话\n甲厂,,{code},桃园村,30,10,有,张三,13812345678\n");
        bring_in(&app, &office, &list, &first).await;
        app.clock.advance(jiff::SignedDuration::from_hours(48));
        let later = format!("名称,信用代码,镇街道,村社区,人数,女职工,联系电话\n甲织造厂,{code},,庆丰社区,45,/,0573-88112233\n");
        let sent = send(&office, &list, "b.csv", later.as_bytes()).await;
        let page = office.follow(&sent).await.must_be(200);
        let page = page.must_say("名称 → 甲织造厂").must_say("村社区 → 庆丰社区").must_say("职工人数 → 45");
        page.must_say("联系电话 → ****33").must_not_say("女职工人数 →").must_not_say("党组织 →").must_not_say("88112233");
        office.post_form(&format!("{}/apply", sent.location()), &[]).await.must_be(303);
        app.run_jobs().await;
        let states = app.app.db.read(|tx| {
            let sql = "SELECT s.headcount, s.women, s.party FROM unit u JOIN unit_state s ON s.unit = u.id
                       WHERE u.name = '甲织造厂' ORDER BY s.valid_from";
            tx.all(sql, &[], |row| Ok::<_, StoreError>((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<bool>(2)?)))
        });
        assert_eq!(states.await.unwrap(), [(30, 10, true), (45, 10, true)], "the past stays as it was");
        assert_eq!(counts(&app, send(&office, &list, "b.csv", later.as_bytes()).await.location()).await, (0, 0, 1, 0));
    }

    async fn what_can_not_be_read_is_said_plainly(db: Db) {
        let app = TestApp::start(db).await;
        let office = app.sign_in(app.county.people.county).await;
        let list = TestApp::bench(app.county.office, "/imports");
        office.post_files(&list, &[], vec![]).await.must_be(422).must_say("请选一个文件");
        let huge = format!("名称,村社区,人数\n{},桃园村,3\n", "长".repeat(4 << 20));
        for (bytes, says) in [
            (b"PK\x03\x04 broken".to_vec(), "文件已损坏"),
            (b"%PDF-1.7 no list".to_vec(), "这不是能读的表格"),
            (b"<html><table></table></html>".to_vec(), "这其实是一个网页"),
            ("名称,人数\n甲,3\n".as_bytes().to_vec(), "没有找到这些列：所属村社区"),
            ("甲,乙\n丙,丁\n".as_bytes().to_vec(), "没有找到列名"),
            ("名称,村社区,人数\n".as_bytes().to_vec(), "列名下面没有数据"),
            ("名称,村,人数,人数\n甲,乙,1,2\n".as_bytes().to_vec(), "只留一列"),
        ] {
            send(&office, &list, "x.xlsx", &bytes).await.must_be(422).must_say(says);
        }
        let sent = send(&office, &list, "x.csv", huge.as_bytes()).await;
        office.follow(&sent).await.must_be(200).must_say("太长，最多 100 个字");
        let kept = app.app.db.read(|tx| tx.one("SELECT COUNT(*) FROM import_batch", &[], |row| row.get::<i64>(0)));
        assert_eq!(kept.await.unwrap(), Some(1), "nothing is kept of what can't be read");
    }

    async fn only_those_who_keep_the_register_may_and_rows_are_sealed_and_forgotten(db: Db) {
        let app = TestApp::start(db).await;
        let officer = app.sign_in(app.county.people.officer).await;
        officer.get(&TestApp::bench(app.county.village_women, "/imports")).await.must_be(404);
        let office = app.sign_in(app.county.people.county).await;
        let list = TestApp::bench(app.county.office, "/imports");
        let csv = "名称,村社区,人数,联系人,联系电话\n=甲厂,桃园村,3,王小明,13987654321\n";
        let sent = send(&office, &list, "x.csv", csv.as_bytes()).await;
        let page = sent.location().to_owned();
        office.get(&page).await.must_be(200).must_not_say("13987654321").must_not_say("王小明");
        office.get(&page.replace(&app.county.office.to_text(), &app.county.federations[0].to_text())).await.must_be(404);
        let cells = app.app.db.read(|tx| tx.one("SELECT cells FROM import_row", &[], |row| row.get::<String>(0)));
        assert!(!cells.await.unwrap().unwrap().contains("王小明"));
        office.post_form(&format!("{page}/discard"), &[]).await.must_be(303);
        office.get(&page).await.must_be(200).must_say("已放弃");
        let rows = app.app.db.read(|tx| tx.one("SELECT COUNT(*) FROM import_row", &[], |row| row.get::<i64>(0)));
        assert_eq!(rows.await.unwrap(), Some(0));
        office.post_form(&format!("{page}/apply"), &[]).await.must_be(409).must_say("已经处理过了");

        let sent = send(&office, &list, "x.csv", csv.as_bytes()).await;
        app.clock.advance(jiff::SignedDuration::from_hours(31 * 24));
        app.run_jobs().await;
        let later = app.sign_in(app.county.people.county).await;
        later.follow(&sent).await.must_be(200).must_say("已放弃");
    }

    async fn a_program_imports_and_reads_what_was_wrong(db: Db) {
        let app = TestApp::start(db).await;
        let program = app.program(app.county.people.county, &["registers.import"]).await;
        let path = format!("/api/v1/organisations/{}/imports", app.county.office);
        let csv = "名称,村社区,人数\n甲厂,桃园村,3\n乙厂,桃圆村,4\n".as_bytes().to_vec();
        let sent = program.post_files(&path, &[], vec![Upload { field: "file", name: "x.csv", bytes: csv }]).await.must_be(201);
        let import: serde_json::Value = sent.json();
        assert_eq!((&import["new"], &import["bad"]), (&1.into(), &1.into()));
        let one = format!("{path}/{}", import["id"].as_str().unwrap());
        let rows: serde_json::Value = program.get(&format!("{one}/rows?verdict=bad")).await.must_be(200).json();
        assert_eq!(rows["items"][0]["row"], 3);
        assert_eq!(rows["items"][0]["problems"][0]["column"], "area");
        assert!(rows["items"][0]["problems"][0]["message"].as_str().unwrap().contains("桃园村"));
        program.post_json(&format!("{one}/apply"), &serde_json::json!({})).await.must_be(202);
        app.run_jobs().await;
        let import: serde_json::Value = program.get(&one).await.must_be(200).json();
        assert_eq!((&import["status"], &import["taken"]), (&"applied".into(), &1.into()));
        program.post_json(&format!("{one}/apply"), &serde_json::json!({})).await.must_be(409);
        let all: serde_json::Value = program.get(&path).await.must_be(200).json();
        assert_eq!(all["items"].as_array().unwrap().len(), 1);
        let reader = app.program(app.county.people.county, &["coverage.read"]).await;
        reader.get(&path).await.must_be(403);
    }

    async fn the_pages_cost_a_few_queries(db: Db) {
        let app = TestApp::start(db).await;
        let office = app.sign_in(app.county.people.county).await;
        let list = TestApp::bench(app.county.office, "/imports");
        let sent = send(&office, &list, "x.xlsx", &nasty::workbook()).await;
        for path in [list.as_str(), sent.location()] {
            app.queries().reset();
            office.get(path).await.must_be(200);
            assert!(app.queries().statements() <= 7, "{path}: {}", app.queries().statements());
        }
        app.queries().reset();
        office.get(&format!("{list}/template.xlsx")).await.must_be(200);
    }
}

pub async fn send(client: &Client, list: &str, name: &str, bytes: &[u8]) -> Reply {
    client
        .post_files(
            list,
            &[],
            vec![Upload {
                field: "file",
                name,
                bytes: bytes.to_vec(),
            }],
        )
        .await
}

async fn bring_in(app: &TestApp, client: &Client, list: &str, csv: &str) {
    let sent = send(client, list, "a.csv", csv.as_bytes()).await;
    client
        .post_form(&format!("{}/apply", sent.location()), &[])
        .await
        .must_be(303);
    app.run_jobs().await;
}

/// New, changed, same and bad rows of the import at this address.
async fn counts(app: &TestApp, page: &str) -> (i64, i64, i64, i64) {
    let id: BatchId = page
        .rsplit('/')
        .next()
        .and_then(|id| id.parse().ok())
        .expect("an import's address");
    let read = app.app.db.read(move |tx| {
        tx.one(
            "SELECT good, changed, same, bad FROM import_batch WHERE id = ?1",
            params![id],
            |row| Ok::<_, StoreError>((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
    });
    read.await.unwrap().expect("an import")
}

async fn units(app: &TestApp) -> i64 {
    count(app, "SELECT COUNT(*) FROM unit").await
}

async fn coverage_spans(app: &TestApp) -> i64 {
    count(
        app,
        "SELECT COUNT(*) FROM coverage_span s JOIN unit u ON u.id = s.unit WHERE u.batch IS NOT NULL",
    )
    .await
}

async fn reason_of(app: &TestApp, code: &str) -> Option<String> {
    let code = code.to_owned();
    let sql = "SELECT uscc_reason FROM unit WHERE uscc = ?1";
    app.app
        .db
        .read(move |tx| tx.one(sql, params![code], |row| row.get(0)))
        .await
        .unwrap()
        .flatten()
}

/// A code of which the check character is wrong.
fn odd_code(n: u32) -> String {
    let right = nasty::uscc(n);
    let (body, last) = right.split_at(17);
    format!("{body}{}", if last == "1" { "2" } else { "1" })
}

/// The first sheet of a workbook, as texts.
pub fn sheet(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book
        .worksheet_range_at(0)
        .expect("a sheet")
        .expect("a sheet that can be read");
    range
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect()
}
