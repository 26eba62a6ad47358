//! Uses, bookings and loans as spreadsheets, with what their lists were asked.

use calamine::{Data, Reader, Xlsx};
use langqiao_kernel::id::BookingId;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Reply, TestApp, both};

use super::{SPAN, booked};
use crate::checkins::at;

/// The first page of a spreadsheet, row by row.
fn rows(file: &Reply) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(file.body.clone())).expect("a spreadsheet");
    let page = book.worksheet_range_at(0).expect("a page").expect("its cells");
    page.rows().map(<[Data]>::to_vec).collect()
}

fn text(cell: &Data) -> String {
    cell.to_string()
}

both! {
    async fn lists_are_downloaded_as_they_were_asked_for(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        booked(&app).await;
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        // What is to come: of who booked, and of who keeps the room.
        let own = firm.get(&TestApp::bench(county.firm_union, "/bookings.xlsx")).await.must_be(200);
        assert!(own.header("content-disposition").contains("bookings-2026-11-21.xlsx"));
        assert!(own.header("content-type").contains("spreadsheetml"));
        let found = rows(&own);
        assert_eq!((found.len(), text(&found[1][3]), text(&found[1][5])), (2, "工会读书会".to_owned(), "12".to_owned()));
        assert!(matches!(found[1][0], Data::DateTime(_)), "a time is a time: {:?}", found[1][0]);
        assert!(matches!(found[1][5], Data::Float(_) | Data::Int(_)), "a number is a number");
        let kept = rows(&officer.get(&TestApp::bench(county.village_women, "/bookings.xlsx?kept=1")).await.must_be(200));
        assert_eq!((kept.len(), text(&kept[1][4])), (2, "灯笼纺织工会委员会".to_owned()));
        assert_eq!(rows(&officer.get(&TestApp::bench(county.village_women, "/bookings.xlsx")).await.must_be(200)).len(), 1);
        officer.get(&TestApp::bench(county.village_women, "/spaces")).await.must_say("/bookings.xlsx?kept=1");
        // What was used, with the filters in force.
        app.clock.set(at(16, 30));
        let list = |more: &str| TestApp::bench(county.village_women, &format!("/uses/list.xlsx?{SPAN}{more}"));
        officer.get(&list("").replace(".xlsx", "")).await.must_say("/uses/list.xlsx?from=2026-11-01");
        for (more, n) in [("", 1), ("&unsaid=1", 1), ("&purpose=activity", 0), ("&below=1", 1), ("&ours=1", 0)] {
            let found = rows(&officer.get(&list(more)).await.must_be(200));
            assert_eq!(found.len(), 1 + n, "{more}");
        }
        let found = rows(&officer.get(&list("")).await);
        assert_eq!((text(&found[1][7]), text(&found[1][8]), text(&found[1][9])), ("120".to_owned(), String::new(), "未登记".to_owned()));
        // Loans, of which there are none yet.
        let loans = rows(&officer.get(&TestApp::bench(county.village_women, "/loans.xlsx?side=out&live=1")).await.must_be(200));
        assert_eq!((loans.len(), loans[0].len()), (1, 10));
        let foreign = app.sign_in(people.foreign_officer).await;
        foreign.get(&list("")).await.must_be(404);
    }

    async fn a_file_that_leaves_something_out_says_so(db: Db) {
        let app = TestApp::start(db).await;
        let (org, space) = (app.county.village_women, app.county.space);
        let done = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            let from = tx.now().as_millisecond();
            for n in 1..=5_001_i64 {
                let at = from + n * 60_000;
                tx.execute(
                    "INSERT INTO booking (id, space, organisation, purpose, people, starts_at, ends_at, held_from, held_until, status, note, created_at)
                     VALUES (?1, ?2, ?3, '例会', 0, ?4, ?5, ?4, ?5, 'held', '', ?6)",
                    params![BookingId::generate(), space, org, at, at + 60_000, from],
                )?;
            }
            Ok::<_, StoreError>(())
        });
        done.await.unwrap_or_else(|why| panic!("{why}"));
        let officer = app.sign_in(app.county.people.officer).await;
        let found = rows(&officer.get(&TestApp::bench(org, "/bookings.xlsx")).await.must_be(200));
        assert_eq!(found.len(), 1 + 5_000 + 1);
        assert!(text(&found[5_001][0]).starts_with("只列出前"), "{:?}", found[5_001][0]);
    }

    async fn the_latest_of_very_many_uses_and_loans_are_there_and_the_rest_is_named(db: Db) {
        let app = TestApp::start(db).await;
        let (org, space) = (app.county.village_women, app.county.space);
        let (thing, ..) = crate::lending::of_hall(&app).await;
        let done = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            let (now, from) = (tx.now(), at(8, 0).as_millisecond() - 30 * 86_400_000);
            tx.execute(
                "INSERT INTO booking (id, space, organisation, purpose, people, starts_at, ends_at, held_from, held_until, status, note, created_at)
                 WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 20001)
                 SELECT '01900000-0000-7000-8000-' || SUBSTR(CAST(100000000000 + i AS TEXT), 1, 12), ?1, ?2, '例会', 0,
                        ?3 + i * 60000, ?3 + i * 60000 + 60000, ?3 + i * 60000, ?3 + i * 60000 + 60000, 'held', '', ?3 FROM n",
                params![space, org, from],
            )?;
            tx.execute(
                "INSERT INTO loan (id, thing, organisation, asked, pieces, purpose, starts_at, ends_at, code, status, asked_at)
                 WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 20001)
                 SELECT '01900000-0000-7000-9000-' || SUBSTR(CAST(100000000000 + i AS TEXT), 1, 12), t.id, ?2, 1, 1, '出借',
                        ?3 + i, ?3 + i + 60000, CAST(100000000000 + i AS TEXT), 'lapsed', ?4 FROM n JOIN thing t ON t.id = ?1",
                params![thing, org, from, now],
            )?;
            Ok::<_, StoreError>(())
        });
        done.await.unwrap_or_else(|why| panic!("{why}"));
        let officer = app.sign_in(app.county.people.officer).await;
        let used = TestApp::bench(org, "/uses/list.xlsx?from=2026-10-01&to=2026-11-30");
        let used = rows(&officer.get(&used).await.must_be(200));
        assert_eq!(used.len(), 1 + 20_000 + 1);
        assert!(text(&used[20_001][0]).starts_with("只列出最近 20000 次"), "{:?}", used[20_001][0]);
        let lent = rows(&officer.get(&TestApp::bench(org, "/loans.xlsx?side=out")).await.must_be(200));
        assert_eq!(lent.len(), 1 + 20_000 + 1);
        assert!(text(&lent[20_001][0]).starts_with("只列出最近 20000 笔"), "{:?}", lent[20_001][0]);
    }
}
