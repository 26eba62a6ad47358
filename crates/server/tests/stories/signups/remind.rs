//! A day before it begins those who have a place are reminded, and nobody else.

use jiff::SignedDuration;
use langqiao_app::activities::Plan;
use langqiao_store::{Job, params};
use langqiao_testkit::{Client, TestApp, both};
use serde_json::json;

use super::scene::sign_up;
use crate::{
    activities::{plan, published},
    checkins::write,
};

/// How many reminders somebody got.
async fn reminders(client: &Client) -> usize {
    client
        .get("/notices")
        .await
        .must_be(200)
        .text()
        .matches("/open\"")
        .count()
}

both! {
    async fn who_has_a_place_is_reminded_once_for_each_time_it_was_to_begin(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let activity = published(&app, app.county.village_women, Plan { seats: 1, ..plan(&app) }).await;
        let (first, second) = (app.sign_in(people.resident).await, app.sign_in(people.neighbour).await);
        sign_up(&first, activity, &["me"]).await;
        sign_up(&second, activity, &["me"]).await;
        app.run_jobs().await;
        assert_eq!((reminders(&first).await, reminders(&second).await), (0, 0));

        // It begins on the 28th at 14:30; this is the 27th at 15:00.
        app.clock.advance(SignedDuration::from_hours(6 * 24 + 6));
        app.run_jobs().await;
        first.get("/notices").await.must_say("提醒：“亲子科普日”").must_say("来不了请取消");
        assert_eq!((reminders(&first).await, reminders(&second).await), (1, 0), "who waits is not reminded");
        let again = move |tx: &mut langqiao_store::WriteTx| {
            let job = Job::new("signups.remind", &json!({ "activity": activity }));
            tx.enqueue(job.key(activity.to_text()))
        };
        write(&app, again).await;
        app.run_jobs().await;
        assert_eq!(reminders(&first).await, 1);

        // Moved by two days, they are reminded of the new time a day before that.
        write(&app, move |tx| {
            tx.execute(
                "UPDATE activity SET starts_at = starts_at + 172800000, ends_at = ends_at + 172800000 WHERE id = ?1",
                params![activity],
            )?;
            again(tx)
        })
        .await;
        app.run_jobs().await;
        assert_eq!(reminders(&first).await, 1);
        app.clock.advance(SignedDuration::from_hours(48));
        app.run_jobs().await;
        assert_eq!(reminders(&first).await, 2);
    }

    async fn who_gets_a_place_on_the_last_day_is_reminded_two_hours_before(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let activity = published(&app, app.county.village_women, Plan { seats: 2, ..plan(&app) }).await;
        let (first, second) = (app.sign_in(people.resident).await, app.sign_in(people.neighbour).await);
        sign_up(&first, activity, &["me"]).await;
        // It begins on the 28th at 14:30; this is the 27th at 15:00, and sign-up is open until then here.
        app.clock.advance(SignedDuration::from_hours(6 * 24 + 6));
        app.run_jobs().await;
        assert_eq!((reminders(&first).await, reminders(&second).await), (1, 0));
        write(&app, move |tx| {
            tx.execute("UPDATE activity SET signup_closes_at = starts_at WHERE id = ?1", params![activity])?;
            tx.bookkeeping();
            Ok(())
        })
        .await;
        sign_up(&second, activity, &["me"]).await;
        app.run_jobs().await;
        assert_eq!((reminders(&first).await, reminders(&second).await), (1, 0));

        app.clock.advance(SignedDuration::from_hours(22));
        app.run_jobs().await;
        assert_eq!((reminders(&first).await, reminders(&second).await), (1, 1), "each once");
    }
}
