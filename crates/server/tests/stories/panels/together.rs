//! What many do at once: judges who hand in twice or while a route is closed, officers who close and publish together.

use langqiao_app::panels;
use langqiao_kernel::id::PersonId;
use langqiao_testkit::{Client, TestApp, both};
use serde_json::{Value, json};

use super::{count, days, give, judge, one_hall, write};

/// What each is told who sends a body at once, sorted.
async fn all(clients: Vec<Client>, address: &str, bodies: Vec<Value>) -> Vec<u16> {
    let mut sent = tokio::task::JoinSet::new();
    for (client, body) in clients.into_iter().zip(bodies) {
        let address = address.to_owned();
        sent.spawn(async move { client.post_json(&address, &body).await.status.as_u16() });
    }
    let mut told = sent.join_all().await;
    told.sort_unstable();
    told
}

async fn programs(app: &TestApp, person: PersonId, scope: &'static [&'static str], n: usize) -> Vec<Client> {
    let mut made = Vec::new();
    for _ in 0..n {
        made.push(app.program(person, scope).await);
    }
    made
}

both! {
    async fn the_same_sheet_sent_many_times_is_one(db: Db) {
        let app = TestApp::start(db).await;
        let who = app.county.people.clone();
        let (_, line, hall) = one_hall(&app, &[who.volunteer]).await;
        let at = format!("/api/v1/scoring/{line}/venues/{hall}/papers");
        let paper = |value: i64| json!({ "sheet": 1, "seen": 0, "marks": [{ "position": 1, "value": value }, { "position": 2, "value": 900 }] });
        // The queue of a phone that comes back sends what it has again and again.
        let phones = programs(&app, who.volunteer, &["self"], 8).await;
        assert_eq!(all(phones, &at, (0..8).map(|_| paper(900)).collect()).await, [201; 8]);
        // Two devices with different marks: one stands, the others are told.
        let phones = programs(&app, who.volunteer, &["self"], 4).await;
        assert_eq!(all(phones, &at, (0..4).map(|n| paper(500 + n)).collect()).await, [409; 4]);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_paper").await, 1);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_mark").await, 2);
    }

    async fn nothing_comes_in_after_a_route_is_closed(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let judges = [who.volunteer, who.neighbour, who.resident];
        let (id, line, hall) = one_hall(&app, &judges).await;
        let offices = programs(&app, who.county, &["panels.manage"], 2).await;
        let close = format!("/api/v1/organisations/{org}/panels/{id}/routes/{line}/close");
        let at = format!("/api/v1/scoring/{line}/venues/{hall}/papers");
        let mut phones = Vec::new();
        for person in judges {
            phones.push(judge(&app, person).await);
        }
        let body = json!({ "sheet": 1, "seen": 0, "marks": [{ "position": 1, "value": 900 }, { "position": 2, "value": 900 }] });
        let (closed, sent) = tokio::join!(
            all(offices, &close, vec![json!({}); 2]),
            all(phones, &at, vec![body.clone(), body.clone(), body]),
        );
        // Closed once; whoever was told that it is in is in, and the others were told that it is closed.
        assert_eq!(closed, [204, 409]);
        let taken = sent.iter().filter(|status| **status == 201).count() as i64;
        assert!(sent.iter().all(|status| [201, 409].contains(status)), "{sent:?}");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_paper").await, taken);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_paper p JOIN panel_route r ON r.id = p.route WHERE p.given_at > r.closed_at").await, 0);
    }

    async fn a_result_is_drafted_and_published_once(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let (id, line, hall) = one_hall(&app, &[who.volunteer]).await;
        give(&judge(&app, who.volunteer).await, line, hall, (900, 900)).await;
        write(&app, move |tx| panels::close_route(tx, org, (id, line))).await;
        let at = format!("/api/v1/organisations/{org}/panels/{id}");
        for step in ["draft", "publish"] {
            let address = format!("{at}/{step}");
            let offices = programs(&app, who.county, &["panels.manage"], 6).await;
            assert_eq!(all(offices, &address, vec![json!({}); 6]).await, [204, 409, 409, 409, 409, 409], "{step}");
            app.clock.set(app.app.now() + days(8));
        }
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_edition").await, 1);
        // Two venues can't be mended from one edition at once: the second has to look first.
        let mend = |after: i64| json!({ "seen": 1, "position": 1, "after": after, "reason": "看错一位" });
        let offices = programs(&app, who.county, &["panels.manage"], 2).await;
        let address = format!("{at}/results/{hall}/corrections");
        assert_eq!(all(offices, &address, vec![mend(800), mend(700)]).await, [204, 409]);
        app.verify("panels").await;
    }
}
