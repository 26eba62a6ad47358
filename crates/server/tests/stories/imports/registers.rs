//! Every register goes out and comes back in.

use std::{path::Path, sync::Arc};

use langqiao_app::imports::{self, Brought, Counts, Ground, Subject};
use langqiao_store::StoreError;
use langqiao_testkit::{TestApp, both};

both! {
    async fn the_divisions_of_a_real_county_come_in_once(db: Db) {
        let app = TestApp::start(db).await;
        let divisions = include_bytes!("../../../../../data/divisions-330483.csv");
        let rehearsed = bring(&app, Subject::Areas, divisions, true).await;
        let first = bring(&app, Subject::Areas, divisions, false).await;
        assert_eq!(rehearsed.counts, first.counts);
        // The small county of the stories is there already, some of it under a shorter name.
        assert_eq!((first.counts.rows(), first.counts.bad), (232, 0));
        let again = bring(&app, Subject::Areas, divisions, false).await;
        assert_eq!(again.counts, Counts { same: 232, ..Counts::default() });
    }

    async fn what_was_written_out_and_comes_in_again_changes_nothing(db: Db) {
        let app = TestApp::start(db).await;
        for subject in [Subject::Areas, Subject::Units, Subject::Organisations, Subject::People] {
            let keys = Arc::clone(&app.app.keys);
            let by = app.app.by_system("cli");
            let exported = app.app.db.write(by, move |tx| {
                imports::export(tx, &keys, subject).map_err(|why| StoreError::Address(why.to_string()))
            });
            let (csv, rows) = exported.await.unwrap();
            assert!(rows >= 5, "{subject:?}");
            let back = bring(&app, subject, &csv, false).await;
            assert_eq!(back.counts, Counts { same: rows, ..Counts::default() }, "{subject:?}: {:?}", back.told);
        }
    }

    async fn organisations_and_people_come_in_from_a_list(db: Db) {
        let app = TestApp::start(db).await;
        let organisations = "条线,组织名称,组织类型,上级组织,区域,单位\n\
            工会,梧桐街道总工会,联合会,桐乡市总工会,梧桐街道,\n\
            工会,桃园村工会,委员会,梧桐街道总工会,桃园村,桃园村\n\
            工会,无主工会,委员会,没有的总工会,桃园村,\n\
            工会,濮院工会,委员会,梧桐街道总工会,濮院镇,\n";
        let dry = bring(&app, Subject::Organisations, organisations.as_bytes(), true).await;
        assert_eq!(dry.counts, Counts { new: 3, bad: 1, ..Counts::default() }, "{:?}", dry.told);
        let brought = bring(&app, Subject::Organisations, organisations.as_bytes(), false).await;
        // Only founding it shows that the last one lies outside what it stands below.
        assert_eq!(brought.counts, Counts { new: 2, bad: 2, ..Counts::default() }, "{:?}", brought.told);
        assert_eq!(brought.told.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [4, 5]);
        assert!(brought.rejects.is_some());

        let people = "姓名,手机号,组织,职务,任职类型,权限\n\
            章小桥,13911112222,桃园村工会,主席,兼职,干部\n\
            章小桥,139 1111 2222,梧桐街道总工会,委员,兼职,\n\
            另一人,13911112222,桃园村工会,委员,,\n\
            王五,1391111,桃园村工会,委员,,\n";
        let brought = bring(&app, Subject::People, people.as_bytes(), false).await;
        assert_eq!(brought.counts, Counts { new: 2, bad: 2, ..Counts::default() }, "{:?}", brought.told);
        assert!(brought.told[0].1[0].contains("登记的是另一个姓名"));
        let again = bring(&app, Subject::People, people.as_bytes(), false).await;
        assert_eq!(again.counts, Counts { same: 2, bad: 2, ..Counts::default() });
    }
}

async fn bring(app: &TestApp, subject: Subject, bytes: &[u8], dry_run: bool) -> Brought {
    let ground = Ground {
        db: app.app.db.clone(),
        keys: Arc::clone(&app.app.keys),
        by: app.app.by_system("cli"),
    };
    let bytes = bytes.to_vec();
    let run = move || {
        imports::bring(
            &ground,
            subject,
            (Path::new("list.csv"), &bytes),
            dry_run,
            &mut |_| {},
        )
    };
    tokio::task::spawn_blocking(run).await.unwrap().unwrap()
}
