//! The public competitions for programs, page by page and by what is asked for.

use langqiao_app::competitions::{Format, Rules};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{competition, entered, start};

both! {
    async fn programs_list_competitions_by_line_town_and_state(db: Db) {
        let app = TestApp::start(db).await;
        let mut made = Vec::new();
        for _ in 0..3 {
            made.push(competition(&app, false, vec![Rules::usual(Format::League)]).await.1);
        }
        let visitor = app.visitor();
        let list = |query: String| {
            let visitor = app.visitor();
            async move { visitor.get(&format!("/api/v1/competitions{query}")).await.must_be(200).json::<Value>() }
        };
        let first = list("?limit=2".into()).await;
        let ids = |page: &Value| -> Vec<Value> { page["items"].as_array().expect("items").iter().map(|one| one["id"].clone()).collect() };
        assert_eq!(ids(&first), [json!(made[2]), json!(made[1])]);
        assert_eq!(first["items"][0]["state"], "open");
        let rest = list(format!("?limit=2&after={}", first["next"].as_str().expect("more"))).await;
        assert_eq!((ids(&rest), &rest["next"]), (vec![json!(made[0])], &Value::Null));

        let town = app.county.towns[0];
        assert_eq!(ids(&list(format!("?town={town}&state=open&line=women")).await).len(), 3);
        for none in ["?state=over", "?state=running", "?line=science", &format!("?town={}", app.county.towns[1])] {
            assert!(ids(&list(none.to_owned()).await).is_empty(), "{none}");
        }
        entered(&app, made[0], 4, 0).await;
        start(&app, made[0], 0).await;
        assert_eq!(ids(&list("?state=running".into()).await), [json!(made[0])]);
        for odd in ["?state=maybe", "?line=navy", "?town=nowhere"] {
            let refused: Value = visitor.get(&format!("/api/v1/competitions{odd}")).await.must_be(422).json();
            assert!(refused["type"].as_str().is_some_and(|kind| kind.contains("unknown-filter")), "{refused}");
        }
    }
}
