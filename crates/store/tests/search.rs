//! What is found, and in which order, on both databases.

use langqiao_kernel::clock::Clock;
use langqiao_store::{By, Db, Search, SearchDoc, StoreError};
use langqiao_testkit::both;

const DOCS: &[(&str, &str, &str, &str)] = &[
    (
        "activity",
        "a1",
        "桃园村四点半学堂",
        "放学以后，志愿者陪孩子写作业。地点：桃园村文化礼堂",
    ),
    (
        "activity",
        "a2",
        "濮院毛衫技能竞赛",
        "由濮院毛衫产业工会联合会主办，桃园村村民可以报名",
    ),
    (
        "activity",
        "a3",
        "垃圾分类宣讲 Waste Sorting Day",
        "在酵素指导应用所，免费领取酵素",
    ),
    ("venue", "v1", "槜李堂", "桃园村阵地集群"),
    ("venue", "v2", "文化礼堂", "电影放映厅，二楼"),
];

async fn fill(db: &Db) {
    db.write(By::system("test", &Clock::system()), |tx| {
        tx.bookkeeping();
        for (kind, id, title, body) in DOCS {
            let area = if id.ends_with('1') {
                "330483001201"
            } else {
                "330483100"
            };
            tx.index(&SearchDoc {
                kind,
                id,
                title,
                body,
                org: Some("o1"),
                area: Some(area),
            })?;
        }
        Ok::<_, StoreError>(())
    })
    .await
    .unwrap();
}

async fn found(db: &Db, kind: &'static str, query: &'static str) -> Vec<String> {
    let hits = db
        .read(move |tx| tx.search(kind, query, 10))
        .await
        .unwrap_or_else(|error| panic!("{query}: {error}"));
    assert!(hits.windows(2).all(|pair| pair[0].1 >= pair[1].1), "{hits:?}");
    hits.into_iter().map(|(id, _)| id).collect()
}

both! {
    async fn words_characters_and_sounds_find(db: Db) {
        fill(&db).await;
        for (query, ids) in [
            ("桃园", &["a1", "a2"][..]),
            ("桃园村", &["a1", "a2"]),
            ("桃", &["a1", "a2"]),
            ("园", &["a1"]),
            ("学堂", &["a1"]),
            ("ty", &["a1"]),
            ("taoyuan", &["a1"]),
            ("TaoYuan", &["a1"]),
            ("pymsjnjs", &["a2"]),
            ("毛衫竞赛", &["a2"]),
            ("毛衫 学堂", &[]),
            ("waste", &["a3"]),
            ("sort", &["a3"]),
            ("酵素", &["a3"]),
            ("志愿者", &["a1"]),
            ("没有这样的事", &[]),
        ] {
            assert_eq!(found(&db, "activity", query).await, ids, "{query}");
        }
        assert_eq!(found(&db, "venue", "桃园").await, ["v1"]);
        assert_eq!(found(&db, "venue", "礼堂").await, ["v2"]);
    }

    async fn nothing_typed_breaks_out(db: Db) {
        fill(&db).await;
        for query in [
            "", " ", "\"", "'", "''", "*", "桃园*", "桃园\" OR \"qqq", "qqq:zzz", "title:桃园", "NEAR(qqq zzz)", "-桃园", "^桃园",
            "桃园 | qqq", "!qqq", "qqq & !zzz", "<->", "\\", "桃园\\", "qqq:*", "(", ")", "{qqq zzz}", "\u{0}", "%", "_", "?1", "$1",
            "; DROP TABLE event --", "AND", "OR", "NOT", "NEAR", "''':qqqA", "\u{202e}桃园", "😀", "e\u{301}",
        ] {
            let words: String = query.chars().filter(|c| c.is_alphanumeric()).collect();
            let ids = found(&db, "activity", query).await;
            assert!(words == "桃园" || ids.is_empty(), "{query} found {ids:?}");
        }
        assert_eq!(found(&db, "activity", "桃园*").await, ["a1", "a2"]);
    }

    async fn it_can_be_narrowed(db: Db) {
        fill(&db).await;
        let find = |kind: Option<&'static str>, org: Option<&'static str>, area: Option<&'static str>, limit| {
            let search = Search { query: "桃园", kind, org, area, limit };
            let db = db.clone();
            async move {
                let hits = db.read(move |tx| tx.find(&search)).await;
                let mut ids: Vec<_> = hits.unwrap_or_else(|e: StoreError| panic!("{e}")).into_iter().map(|hit| hit.id).collect();
                ids.sort();
                ids
            }
        };
        assert_eq!(find(None, None, None, 10).await, ["a1", "a2", "v1"]);
        assert_eq!(find(None, Some("o1"), Some("330483"), 10).await, ["a1", "a2", "v1"]);
        assert_eq!(find(None, None, Some("330483001"), 10).await, ["a1", "v1"]);
        assert!(find(None, Some("o2"), None, 10).await.is_empty());
        assert_eq!(find(None, None, None, 1).await, ["a1"]);
    }

    async fn what_changes_is_found_anew(db: Db) {
        fill(&db).await;
        db.write(By::system("test", &Clock::system()), |tx| {
            tx.bookkeeping();
            tx.index(&SearchDoc { kind: "activity", id: "a1", title: "乌镇管家", body: "", org: None, area: None })?;
            tx.unindex("activity", "a2")?;
            tx.unindex("activity", "a2")?;
            tx.unindex("venue", "nothing")
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(found(&db, "activity", "桃园").await, Vec::<String>::new());
        assert_eq!(found(&db, "activity", "乌镇").await, ["a1"]);
        assert_eq!(found(&db, "activity", "wzgj").await, ["a1"]);
        assert_eq!(found(&db, "venue", "桃园").await, ["v1"]);
    }
}
