//! A return that was written down wrongly is corrected by who lends: everything that was counted from it follows.

use std::sync::Arc;

use langqiao_app::lending::{self, Correction, Counts, Kind, Parts, Terms};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::scene::{CLIENTS, ask, asked, hand_out, out, sound, take_back, terms, thing, told, village, wish};
use crate::{checkins::at, world::count};

async fn counts(app: &TestApp) -> (i64, i64) {
    (
        count(app, "SELECT pieces FROM thing").await,
        count(app, "SELECT out_now FROM thing").await,
    )
}

both! {
    async fn what_was_believed_to_be_back_is_out_again(db: Db) {
        let app = TestApp::start(db).await;
        let (_, loan) = out(&app).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let id = take_back(&app, loan, Parts { in_order: 2, note: "两台都在架上".into(), ..Parts::default() }).await;
        assert_eq!(counts(&app).await, (3, 0));
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let (lent, borrowed) = (TestApp::bench(county.village_women, &format!("/loans/{loan}")), TestApp::bench(county.firm_union, &format!("/loans/{loan}")));
        let correct = format!("{lent}/returns/{id}/correct");
        let [order, damaged, missing, why] = ["in_order", "damaged", "missing", "why"].map(|name| format!("{name}-{id}"));
        officer.get(&lent).await.must_say("记错了？更正这次记录").must_say("已还清").must_say("<p>两台都在架上</p>");
        firm.get(&borrowed).await.must_not_say("记错了");
        firm.post_form(&format!("{borrowed}/returns/{id}/correct"), &[(&order, "1"), (&why, "看错了")]).await.must_be(404);
        // The mistakes that people make; what was typed stays.
        officer.post_form(&correct, &[("seen", "1"), (&order, "3"), (&why, "只还了一台")]).await.must_be(422).must_say("最多 2 件").must_say("只还了一台");
        officer.post_form(&correct, &[("seen", "1"), (&order, "2"), (&why, "看错了")]).await.must_be(422).must_say("和原来记的一样");
        officer.post_form(&correct, &[("seen", "1"), (&order, "1"), (&why, "")]).await.must_be(422).must_say("请写明原因");
        assert_eq!(counts(&app).await, (3, 0));
        let done = officer.post_form(&correct, &[("seen", "1"), (&order, "1"), (&why, "只还了一台，看成两台")]).await.must_be(303);
        officer.follow(&done).await.must_say("已更正").must_say("只还了一台，看成两台").must_say("完好 2、损坏 0、缺少 0").must_say("借出在外")
            .must_say("当时的说明： 两台都在架上").must_not_say("<p>两台都在架上</p>");
        // The same form again, sent by a second press, corrects nothing.
        officer.post_form(&correct, &[("seen", "1"), (&order, "0"), (&why, "只还了一台，看成两台")]).await.must_be(422).must_say("刚刚有人更正过");
        assert_eq!(counts(&app).await, (3, 1));
        assert_eq!(told(&app, people.firm_officer, "loan-notice-corrected").await, 1);
        assert_eq!(told(&app, people.officer, "loan-notice-corrected-lent").await, 1);
        firm.get(&borrowed).await.must_say("只还了一台，看成两台").must_say("还在外");
        sound(&app).await;
        // It is looked after again: late, it is said to both.
        app.clock.set(at(72 + 24 * 3 + 9, 5));
        app.run_jobs().await;
        firm.get(&borrowed).await.must_say("到期没还");
        assert_eq!(told(&app, people.firm_officer, "loan-notice-late").await, 1);
        // In truth it came back then, broken: the count follows, the loan was over on its day, the borrower may answer.
        officer.post_form(&correct, &[("seen", "2"), (&order, "1"), (&damaged, "1"), (&missing, ""), (&why, "另一台灯泡坏了，放在旁边")]).await.must_be(303);
        assert_eq!(counts(&app).await, (2, 0));
        assert_eq!(count(&app, "SELECT COUNT(*) FROM loan l JOIN loan_return r ON r.loan = l.id WHERE l.status = 'back' AND l.back_at = r.at").await, 1);
        firm.get(&TestApp::bench(county.firm_union, "")).await.must_say("损坏或缺少等您答复");
        let words = format!("words-{id}");
        firm.post_form(&format!("{borrowed}/returns/{id}/answer"), &[(&words, "领的时候就坏了")]).await.must_be(303);
        let (how, restored) = (format!("how-{id}"), format!("restored-{id}"));
        officer.post_form(&format!("{lent}/returns/{id}/settle"), &[(&how, "repaired"), (&restored, "1")]).await.must_be(303);
        assert_eq!(counts(&app).await, (3, 0));
        // It was not broken at all: what was settled is taken back with it, and what was said then stays to be read.
        officer.post_form(&correct, &[("seen", "3"), (&order, "2"), (&damaged, "0"), (&missing, "0"), (&why, "灯泡是好的")]).await.must_be(303);
        assert_eq!(counts(&app).await, (3, 0));
        firm.get(&borrowed).await.must_say("领的时候就坏了").must_say("当时处理").must_not_say(&format!("name=\"{words}\""));
        // Written to the wrong loan: nothing came back at all.
        officer.post_form(&correct, &[("seen", "4"), (&order, "0"), (&damaged, "0"), (&missing, "0"), (&why, "记到别人的单上了")]).await.must_be(303);
        assert_eq!(counts(&app).await, (3, 2));
        officer.get(&lent).await.must_say("到期没还");
        sound(&app).await;
    }

    /// What was believed to be in hand is with somebody else by now, or off the list: never more out than there is.
    async fn what_was_lent_on_since_is_not_out_twice(db: Db) {
        let app = TestApp::start(db).await;
        let (thing, loan) = out(&app).await;
        let id = take_back(&app, loan, Parts { in_order: 2, ..Parts::default() }).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let page = TestApp::bench(app.county.village_women, &format!("/things/{thing}"));
        officer.post_form(&format!("{page}/count"), &[("why", "written_off"), ("n", "2"), ("note", "老化")]).await.must_be(303);
        let correct = TestApp::bench(app.county.village_women, &format!("/loans/{loan}/returns/{id}/correct"));
        let [order, why] = ["in_order", "why"].map(|name| format!("{name}-{id}"));
        officer.post_form(&correct, &[(&order, "0"), (&why, "其实没还")]).await.must_be(422).must_say("手上只剩 1 件").must_say("其实没还");
        assert_eq!(counts(&app).await, (1, 0));
        officer.post_form(&correct, &[(&order, "1"), (&why, "其实只还了一台")]).await.must_be(303);
        assert_eq!(counts(&app).await, (1, 1));
        sound(&app).await;
        // The ledger can't be passed by: not by the program, not later.
        let at_once = |sql: &'static str| {
            let write = app.app.db.write(app.app.by_system("story"), move |tx| {
                tx.bookkeeping();
                tx.execute(sql, params![])
            });
            async move { Result::<u64, StoreError>::unwrap_err(write.await).constraint().map(str::to_owned) }
        };
        assert_eq!(at_once("UPDATE loan_return SET in_order = 2").await.as_deref(), Some("loan_return_by_correction"));
        assert_eq!(at_once("UPDATE loan_return_correction SET reason = '没事'").await.as_deref(), Some("loan_return_correction_stays"));
        assert_eq!(at_once("DELETE FROM loan_return_correction").await.as_deref(), Some("loan_return_correction_stays"));
    }

    async fn a_program_corrects_what_was_left_of_goods(db: Db) {
        let app = TestApp::start(db).await;
        let goods = Terms { name: "红马甲".to_owned(), asks: false, days_max: 1, ..terms() };
        let id = thing(&app, (Kind::Goods, 40), goods).await;
        let today = langqiao_kernel::time::day(app.app.now());
        let own = lending::Wish { from: today, until: today, ..wish(id, 30, "志愿服务日") };
        let loan = ask(&app, village(&app), own).await;
        hand_out(&app, loan, 30).await;
        let back = take_back(&app, loan, Parts { in_order: 4, ..Parts::default() }).await;
        let keeper = app.program(app.county.people.officer, &["spaces.keep", "activities.read"]).await;
        let at = format!("/api/v1/organisations/{}/loans/{loan}", app.county.village_women);
        let correct = format!("{at}/returns/{back}/correct");
        keeper.post_json(&correct, &json!({ "in_order": 31, "reason": "点错了" })).await.must_be(422);
        keeper.post_json(&correct, &json!({ "in_order": 5, "damaged": 1, "reason": "点错了" })).await.must_be(422);
        keeper.post_json(&correct, &json!({ "in_order": 14, "reason": "少点了一包", "seen": 1 })).await.must_be(204);
        keeper.post_json(&correct, &json!({ "in_order": 15, "reason": "少点了一包", "seen": 1 })).await.must_be(409);
        assert_eq!(counts(&app).await, (24, 0));
        let shown: Value = keeper.get(&at).await.must_be(200).json();
        assert_eq!(shown["in_order"], json!(14));
        let row = &shown["returns"][0];
        assert_eq!((&row["version"], &row["corrections"][0]["was"]["in_order"], &row["corrections"][0]["reason"]), (&json!(2), &json!(4), &json!("少点了一包")));
        sound(&app).await;
    }

    /// Corrections, returns and new loans at the same moment: the count is right, and no piece is out twice.
    async fn many_correct_and_lend_on_at_once(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let (thing, loan) = out(&app).await;
        let id = take_back(&app, loan, Parts { in_order: 2, ..Parts::default() }).await;
        let others = [asked(&app, thing, 3).await];
        let whose = (app.county.village_women, app.county.people.officer);
        let mut clients = JoinSet::new();
        for n in 0..CLIENTS {
            let app = Arc::clone(&app);
            let other = others[0];
            clients.spawn(async move {
                let by = app.app.by_system("story");
                let done = app.app.db.write(by, move |tx| {
                    if n % 2 == 0 {
                        let counts = Counts { in_order: i64::try_from(n % 3).unwrap_or(0), ..Counts::default() };
                        let correction = Correction { counts, reason: "记错了".to_owned(), seen: None };
                        return lending::correct(tx, whose, (loan, id), &correction);
                    }
                    lending::hand_out(tx, whose, other, 2, "")
                });
                match done.await {
                    Ok(()) | Err(NotDone::Refused(_) | NotDone::Fields(_)) => {}
                    Err(why) => panic!("{why}"),
                }
            });
        }
        while let Some(done) = clients.join_next().await {
            done.expect("a client");
        }
        let out = count(&app, "SELECT CAST(SUM(handed - in_order - damaged - missing) AS BIGINT) FROM loan WHERE status = 'out'").await;
        let (pieces, out_now) = counts(&app).await;
        assert_eq!((pieces, out_now), (3, out));
        assert!(out <= 3, "{out} out of 3");
        for check in ["things", "loans"] {
            app.verify(check).await;
        }
    }
}
