use axum::body::Bytes;
use jiff::Timestamp;
use langqiao_kernel::{
    clock::Clock,
    id::{AreaId, OrganisationId},
};
use langqiao_store::{By, Db, DbUrl, OpenOptions};
use tempfile::TempDir;

use super::*;
use crate::{
    areas::{AreaRow, import_rows},
    imports::preview::{NewImport, preview_blocking},
    organisations::{Kind, Line, NewOrganisation, found},
};

struct House {
    db: Db,
    keys: Arc<Keys>,
    by: By,
    office: OrganisationId,
    _folder: TempDir,
}

fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let now: Timestamp = "2026-11-21T01:00:00Z".parse().unwrap();
    let url = DbUrl::Sqlite(folder.path().join("langqiao.db"));
    let db = Db::open(&url, OpenOptions::new(Clock::fixed(now))).unwrap();
    let by = By::system("test", &Clock::fixed(now));
    let (office, today) = (OrganisationId::generate(), time::day(now));
    db.write_blocking(by.clone(), move |tx| -> Result<(), Fault> {
        let area = |code: &str, name: &str| AreaRow {
            code: code.into(),
            name: name.into(),
            ..AreaRow::default()
        };
        let areas = [
            area("330483", "桐乡市"),
            area("330483001", "梧桐街道"),
            area("330483001215", "桃园村"),
        ];
        import_rows(tx, &areas, today)?;
        let county = tx.one("SELECT id FROM area WHERE code = '330483'", &[], |row| {
            row.get::<AreaId>(0)
        })?;
        let new = NewOrganisation {
            id: office,
            line: Line::OFFICE,
            kind: Kind::Office,
            name: "改革办".into(),
            parent: None,
            area: county.unwrap(),
            unit: None,
            from: today,
        };
        found(tx, &new)?;
        Ok(())
    })
    .unwrap();
    House {
        db,
        keys: Arc::new(Keys::new(&[7; 32])),
        by,
        office,
        _folder: folder,
    }
}

impl House {
    fn preview(&self, csv: &str) -> BatchId {
        let bytes = Bytes::copy_from_slice(csv.as_bytes());
        let new = NewImport {
            shelf: Shelf::registers(self.office),
            file_name: "名单.csv".into(),
            bytes,
        };
        preview_blocking(&self.db, &self.keys, &self.by, &new).unwrap()
    }

    fn confirm(&self, id: BatchId) {
        let shelf = Shelf::registers(self.office);
        self.db
            .write_blocking(self.by.clone(), move |tx| confirm(tx, shelf, id, None))
            .unwrap();
    }

    fn portion(&self, id: BatchId) -> Next {
        let keys = Arc::clone(&self.keys);
        self.db
            .write_blocking(self.by.clone(), move |tx| apply_portion(tx, &keys, id))
            .unwrap()
    }

    fn count(&self, sql: &'static str) -> i64 {
        self.db
            .read_blocking(move |tx| tx.one(sql, &[], |row| row.get(0)))
            .unwrap()
            .unwrap()
    }

    fn batch(&self, id: BatchId) -> Batch {
        self.db
            .read_blocking(move |tx| batch::find(tx, id, None))
            .unwrap()
            .unwrap()
    }
}

fn firms(range: std::ops::Range<u32>) -> String {
    let rows = range.map(|n| format!("第{n}厂,桃园村,{n}\n"));
    "单位名称,村社区,职工人数\n".to_owned() + &rows.collect::<String>()
}

#[test]
fn an_import_that_was_stopped_goes_on_where_it_was() {
    let house = house();
    let id = house.preview(&firms(0..600));
    assert_eq!(
        house.portion(id),
        Next::Done,
        "nothing goes in before somebody says so"
    );
    house.confirm(id);
    assert_eq!(house.portion(id), Next::GoOn);
    assert_eq!(house.count("SELECT COUNT(*) FROM unit"), AT_ONCE);
    assert_eq!(
        (house.batch(id).taken, house.batch(id).is_under_way()),
        (AT_ONCE, true)
    );
    // Here the process is killed; another one takes the job up.
    while house.portion(id) == Next::GoOn {}
    assert_eq!(house.count("SELECT COUNT(*) FROM unit"), 600);
    let batch = house.batch(id);
    assert_eq!(
        (batch.taken, batch.status, batch.left_out()),
        (600, Status::Applied, 0)
    );
    assert_eq!(house.portion(id), Next::Done);
    assert_eq!(house.count("SELECT COUNT(*) FROM unit"), 600);
    assert_eq!(house.count("SELECT COUNT(*) FROM coverage_span") % 600, 0);
}

#[test]
fn what_went_in_meanwhile_counts_as_it_is_now() {
    let house = house();
    let (early, late) = (house.preview(&firms(0..10)), house.preview(&firms(5..15)));
    house.confirm(early);
    house.confirm(late);
    for id in [early, late] {
        while house.portion(id) == Next::GoOn {}
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM unit"), 15);
    let batch = house.batch(late);
    assert_eq!((batch.taken, batch.counts.new, batch.counts.same), (5, 5, 5));
    assert_eq!(
        house.count("SELECT COUNT(*) FROM import_row WHERE verdict = 'same'"),
        5
    );
    assert_eq!(batch.left_out(), 0, "what was known already was not left out");
}

#[test]
fn what_is_decided_stays_decided() {
    let house = house();
    let id = house.preview(&firms(0..3));
    let (office, by) = (house.office, house.by.clone());
    house.confirm(id);
    let again = house.db.write_blocking(by.clone(), move |tx| {
        confirm(tx, Shelf::registers(office), id, None)
    });
    assert!(matches!(again, Err(ApplyError::Decided)));
    let discarded = house
        .db
        .write_blocking(by.clone(), move |tx| discard(tx, Shelf::registers(office), id));
    assert!(matches!(discarded, Err(ApplyError::Decided)));
    let foreign = house.db.write_blocking(by.clone(), move |tx| {
        discard(tx, Shelf::registers(OrganisationId::generate()), id)
    });
    assert!(matches!(foreign, Err(ApplyError::Unknown)));
    while house.portion(id) == Next::GoOn {}
    let known = house.preview(&firms(0..3));
    let nothing = house
        .db
        .write_blocking(by, move |tx| confirm(tx, Shelf::registers(office), known, None));
    assert!(matches!(nothing, Err(ApplyError::Nothing)));
}
