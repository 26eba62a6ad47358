//! What bodies lend each other: never more out than there is, and every piece accounted for.

mod along;
mod correcting;
mod late;
mod line;
mod many;
mod pictures;
mod scene;
mod stock;

use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use crate::{checkins::at, sites::id_after, world::count};

pub use scene::of_hall;
use scene::{last, sound};

both! {
    async fn a_projector_is_entered_asked_for_handed_out_and_comes_back_broken(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (officer, firm, foreign) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await, app.sign_in(people.foreign_officer).await);
        let (own, theirs) = (|rest: &str| TestApp::bench(county.village_women, rest), |rest: &str| TestApp::bench(county.firm_union, rest));

        // Entered, with the mistakes that people make; what was typed stays.
        let form = |pieces: &'static str, place: &'static str| [
            ("name", "投影仪"), ("kind", "equipment"), ("pieces", pieces), ("place", place), ("open_to", "town"),
            ("asks", "yes"), ("days_max", "７天"), ("terms", "散热十分钟再收"), ("idle_days", "180"),
        ];
        let new = own("/lending/new");
        officer.get(&new).await.must_be(200).must_say("最多借几天");
        officer.post_form(&new, &form("许多", "")).await.must_be(422).must_say("请填几件").must_say("许多").must_say("请选一处阵地，或写明放在哪里");
        let sent = officer.post_form(&new, &form("３ 件", "村委会二楼库房")).await.must_be(303);
        let thing = last(&sent);
        officer.follow(&sent).await.must_be(200).must_say("已登记").must_say("村委会二楼库房");

        // Who may ask finds it; who may not doesn't.
        firm.get(&theirs("/lending")).await.must_be(200).must_say("投影仪").must_say("要对方同意");
        firm.get(&theirs("/lending?q=%E9%9F%B3%E5%93%8D")).await.must_be(200).must_say("没有找到可借的物品").must_not_say("村委会二楼库房");
        firm.get(&theirs("/lending?kind=goods")).await.must_be(200).must_not_say("村委会二楼库房");
        foreign.get(&TestApp::bench(county.foreign_women, "/lending")).await.must_be(200).must_not_say("村委会二楼库房");
        foreign.get(&TestApp::bench(county.foreign_women, &format!("/things/{thing}"))).await.must_be(404);
        firm.get(&theirs(&format!("/things/{thing}/edit"))).await.must_be(404);

        // Asked for.
        let ask = theirs(&format!("/things/{thing}/ask"));
        let wish = |pieces: &'static str, until: &'static str, fetcher: &'static str| [
            ("from", "2026-11-24"), ("until", until), ("pieces", pieces), ("purpose", "工会读书会"), ("fetcher", fetcher),
        ];
        firm.post_form(&ask, &wish("4", "2026-11-26", "沈建国")).await.must_be(422).must_say("最多还能借 3 件").must_say("工会读书会");
        firm.post_form(&ask, &wish("2", "2026-12-05", "")).await.must_be(422).must_say("最多借 7 天").must_say("请写谁来领");
        firm.post_form(&ask, &wish("2", "2026-11-23", "沈建国")).await.must_be(422).must_say("还的日子要在借的日子之后");
        firm.post_form(&ask, &wish("2", "随便", "沈建国")).await.must_be(422).must_say("请填日期").must_say("随便");
        // All at once, whatever is wrong with the first day.
        let past = [("from", "2020-01-02"), ("until", "2020-01-01"), ("pieces", "9"), ("purpose", ""), ("fetcher", "")];
        let page = firm.post_form(&ask, &past).await.must_be(422);
        page.must_say("请选今天或以后的日子").must_say("还的日子要在借的日子之后").must_say("最多还能借 3 件").must_say("请写谁来领");
        let unread = [("from", "哪天"), ("until", "2026-11-24"), ("pieces", "许多"), ("purpose", ""), ("fetcher", "")];
        firm.post_form(&ask, &unread).await.must_be(422).must_say("请填日期").must_say("请写谁来领").must_say("许多");
        let sent = firm.post_form(&ask, &wish("3", "11月26日", "沈建国")).await.must_be(303);
        let loan = last(&sent);
        // The same form sent twice asks once.
        assert_eq!(last(&firm.post_form(&ask, &wish("3", "2026-11-26", "沈建国")).await.must_be(303)), loan);
        // What differs in it is not lost in what was asked before.
        firm.post_form(&ask, &wish("2", "2026-11-26", "沈建国")).await.must_be(422).must_say("已有一单（3 件）");
        firm.post_form(&ask, &wish("3", "2026-11-26", "陈阿姨")).await.must_be(422).must_say("已有一单（3 件）").must_say("陈阿姨");
        foreign.get(&TestApp::bench(county.foreign_women, &format!("/loans/{loan}"))).await.must_be(404);
        officer.get("/notices").await.must_say("想借投影仪");
        officer.get(&own("")).await.must_say("想借投影仪");
        let (lent, borrowed) = (own(&format!("/loans/{loan}")), theirs(&format!("/loans/{loan}")));
        officer.get(&lent).await.must_be(200).must_say("沈建国").must_say("等同意").must_say("工会读书会");

        // The keeper promises fewer; the borrower can't do it for her.
        firm.post_form(&format!("{borrowed}/answer"), &[("yes", "1"), ("pieces", "3")]).await.must_be(404);
        officer.post_form(&format!("{lent}/answer"), &[("yes", "1"), ("pieces", "5")]).await.must_be(422).must_say("请填 1 到 3 件");
        officer.post_form(&format!("{lent}/answer"), &[("yes", "0"), ("reason", "")]).await.must_be(422).must_say("请写明原因");
        officer.post_form(&format!("{lent}/answer"), &[("yes", "1"), ("pieces", "2"), ("note", "留一台开会用")]).await.must_be(303);
        officer.post_form(&format!("{lent}/answer"), &[("yes", "1"), ("pieces", "2")]).await.must_be(422).must_say("已经不是这个状态");
        firm.get(&borrowed).await.must_be(200).must_say("留一台开会用").must_say("领取码").must_say("<svg").must_say("原来要 3 件");
        officer.get(&lent).await.must_not_say("来领时给对方扫一下");

        // Handed out at the desk, found by its code however it is typed.
        app.clock.set(at(72 + 10, 0));
        let code: String = app.app.db.read(|tx| tx.one("SELECT code FROM loan", params![], |row| row.get::<String>(0))).await.unwrap_or_else(|why: StoreError| panic!("{why}")).expect("a code");
        officer.get(&own(&format!("/lending/desk?code={}", code.to_lowercase()))).await.must_be(303);
        officer.get(&own("/lending/desk")).await.must_be(200).must_say("A1C2D3").must_not_say("没有这个码的借用单");
        officer.get(&own("/lending/desk?code=QQ")).await.must_be(422).must_say("没有这个码的借用单");
        firm.get(&theirs(&format!("/lending/desk?code={code}"))).await.must_be(422);
        firm.post_form(&format!("{borrowed}/hand-out"), &[("pieces", "2")]).await.must_be(404);
        officer.post_form(&format!("{lent}/hand-out"), &[("pieces", "3")]).await.must_be(422).must_say("请填 1 到 2 件");
        officer.post_form(&format!("{lent}/hand-out"), &[("pieces", "2"), ("condition", "带遥控器")]).await.must_be(303);
        firm.get(&borrowed).await.must_say("带遥控器").must_say("借出在外");
        firm.post_form(&format!("{borrowed}/withdraw"), &[("reason", "")]).await.must_be(422);
        // What is out can't be written off or taken off the list.
        let page = own(&format!("/things/{thing}"));
        officer.post_form(&format!("{page}/count"), &[("why", "written_off"), ("n", "2"), ("note", "老化")]).await.must_be(422).must_say("手上只有 1 件");
        officer.post_form(&format!("{page}/gone"), &[("gone_why", "不借了")]).await.must_be(422).must_say("还有 1 笔没办完");
        sound(&app).await;

        // One comes back in order, the other broken: it leaves the count by an entry.
        officer.post_form(&format!("{lent}/return"), &[("in_order", "2"), ("damaged", "1")]).await.must_be(422).must_say("合起来请填 1 到 2 件").must_say("有损坏或缺少请写明情况");
        officer.post_form(&format!("{lent}/return"), &[("in_order", "1"), ("seen", "2")]).await.must_be(303);
        // The same form again, sent by a second press, counts nothing.
        officer.post_form(&format!("{lent}/return"), &[("in_order", "1"), ("seen", "2")]).await.must_be(422).must_say("已经不是这个状态");
        app.sign_in(people.reader).await.get(&lent).await.must_be(200).must_not_say("沈建国");
        officer.get(&lent).await.must_say("还在外");
        officer.post_form(&format!("{lent}/return"), &[("in_order", ""), ("damaged", "1"), ("note", "灯泡不亮")]).await.must_be(303);
        officer.get(&page).await.must_say("归还时损坏").must_say("-1");
        assert_eq!(count(&app, "SELECT pieces FROM thing").await, 2);
        officer.post_form(&format!("{lent}/return"), &[("in_order", "1")]).await.must_be(422).must_say("已经不是这个状态");

        // The borrower answers once; the lender settles it once, after that.
        let (to_settle, to_answer) = (own("/loans?side=out&damage=1"), theirs("/loans?side=in&damage=1"));
        officer.get(&own("")).await.must_not_say("损坏或缺少没处理");
        officer.get(&to_settle).await.must_not_say("工会读书会");
        firm.get(&theirs("")).await.must_say("损坏或缺少等您答复");
        firm.get(&to_answer).await.must_say("工会读书会");
        let shown = firm.get(&borrowed).await.must_say("灯泡不亮").must_say("有损坏或缺少没处理").must_not_say("已还清");
        let back = id_after(&shown, "name=\"words-");
        let (words, how, restored) = (format!("words-{back}"), format!("how-{back}"), format!("restored-{back}"));
        let settle = format!("{lent}/returns/{back}/settle");
        officer.post_form(&settle, &[(&how, "repaired"), (&restored, "1")]).await.must_be(422).must_say("三天没答复就可以处理");
        firm.post_form(&format!("{borrowed}/returns/{back}/answer"), &[(&words, "")]).await.must_be(422).must_say("请写您的答复");
        firm.post_form(&format!("{borrowed}/returns/{back}/answer"), &[(&words, "领的时候就偏暗")]).await.must_be(303);
        firm.post_form(&format!("{borrowed}/returns/{back}/answer"), &[(&words, "再说一句")]).await.must_be(422).must_say("已经答复过");
        officer.get(&lent).await.must_say("领的时候就偏暗");
        firm.get(&theirs("")).await.must_not_say("损坏或缺少等您答复");
        firm.get(&to_answer).await.must_not_say("工会读书会");
        officer.get(&own("")).await.must_say("1 张借用单的损坏或缺少没处理");
        officer.get(&to_settle).await.must_say("工会读书会");
        officer.post_form(&settle, &[(&restored, "1")]).await.must_be(422).must_say("请选怎么处理");
        officer.post_form(&settle, &[(&how, "found"), (&restored, "1")]).await.must_be(422).must_say("没有记缺少的");
        officer.post_form(&settle, &[(&how, "repaired"), (&restored, "2")]).await.must_be(422).must_say("只有 1 件，请填 1。");
        officer.post_form(&settle, &[(&how, "repaired"), (&restored, "1")]).await.must_be(303);
        officer.post_form(&settle, &[(&how, "repaired"), (&restored, "1")]).await.must_be(422).must_say("已经处理过了");
        assert_eq!(count(&app, "SELECT pieces FROM thing").await, 3);
        sound(&app).await;

        // Every number opens to its loans; off the list it is gone for others, and its loans stay.
        officer.get(&own("/lending/use?from=2026-11-01&to=2026-11-30")).await.must_be(200).must_say("灯笼纺织工会委员会").must_say(&format!("thing={thing}"));
        officer.get(&own("/loans?side=out&from=2026-11-01&to=2026-11-30")).await.must_say("工会读书会");
        officer.get(&own("/loans?side=out&from=2026-10-01&to=2026-10-31")).await.must_not_say("工会读书会");
        officer.post_form(&format!("{page}/gone"), &[("gone_why", "")]).await.must_be(422).must_say("请写明原因");
        officer.post_form(&format!("{page}/gone"), &[("gone_why", "换了新的")]).await.must_be(303);
        firm.get(&theirs("/lending")).await.must_not_say("村委会二楼库房");
        firm.get(&borrowed).await.must_be(200).must_say("已还清");
        firm.post_form(&ask, &wish("1", "2026-11-26", "沈建国")).await.must_be(404);
    }

    /// Own use asks nobody for an answer.
    async fn damage_of_own_use_is_only_to_be_settled(db: Db) {
        let app = TestApp::start(db).await;
        of_hall(&app).await;
        let (officer, own) = (app.sign_in(app.county.people.officer).await, |rest: &str| TestApp::bench(app.county.village_women, rest));
        officer.get(&own("")).await.must_say("损坏或缺少没处理").must_not_say("损坏或缺少等您答复");
        officer.get(&own("/loans?side=out&damage=1")).await.must_say("自己用");
        officer.get(&own("/loans?side=in&damage=1")).await.must_not_say("自己用");
    }

    async fn a_program_lends_and_borrows(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let lender = app.program(people.officer, &["activities.read", "spaces.keep", "spaces.book"]).await;
        let borrower = app.program(people.firm_officer, &["activities.read", "spaces.book"]).await;
        let foreign = app.program(people.foreign_officer, &["activities.read", "spaces.book"]).await;
        let at = |org, rest: &str| format!("/api/v1/organisations/{org}{rest}");
        let new = |pieces: i64| json!({ "name": "音响", "kind": "equipment", "pieces": pieces, "place": "库房", "open_to": "town", "asks": true, "days_max": 5 });
        lender.post_json(&at(county.village_women, "/things"), &new(0)).await.must_be(422);
        let made: Value = lender.post_json(&at(county.village_women, "/things"), &new(4)).await.must_be(201).json();
        let thing = made["id"].as_str().expect("an id").to_owned();
        let near: Value = borrower.get(&at(county.firm_union, "/things-near")).await.must_be(200).json();
        assert_eq!((near["items"][0]["name"].as_str(), near["items"][0]["free"].as_i64()), (Some("音响"), Some(4)));
        let none: Value = foreign.get(&at(county.foreign_women, "/things-near")).await.must_be(200).json();
        assert_eq!(none["items"].as_array().map(Vec::len), Some(0));
        foreign.get(&at(county.foreign_women, &format!("/things/{thing}"))).await.must_be(404);
        let whole: Value = borrower.get(&at(county.firm_union, &format!("/things/{thing}"))).await.must_be(200).json();
        assert_eq!(whole["entries"].as_array().map(Vec::len), Some(0), "its keeper's alone");
        let ask = |pieces: i64| json!({ "thing": thing, "pieces": pieces, "from": "2026-11-24", "until": "2026-11-25", "purpose": "联欢会", "fetcher": "沈建国" });
        foreign.post_json(&at(county.foreign_women, "/loans"), &ask(1)).await.must_be(404);
        borrower.post_json(&at(county.firm_union, "/loans"), &ask(5)).await.must_be(422).must_say("pieces");
        let asked: Value = borrower.post_json(&at(county.firm_union, "/loans"), &ask(3)).await.must_be(201).json();
        assert_eq!(asked["status"].as_str(), Some("asked"));
        let loan = asked["id"].as_str().expect("an id").to_owned();
        let lent = at(county.village_women, &format!("/loans/{loan}"));
        foreign.get(&at(county.foreign_women, &format!("/loans/{loan}"))).await.must_be(404);
        lender.post_json(&format!("{lent}/answer"), &json!({ "note": "" })).await.must_be(422);
        lender.post_json(&format!("{lent}/answer"), &json!({ "pieces": 2 })).await.must_be(204);
        lender.post_json(&format!("{lent}/hand-out"), &json!({ "pieces": 2, "condition": "完好" })).await.must_be(204);
        let free: Value = borrower.get(&at(county.firm_union, "/things-near?from=2026-11-24")).await.json();
        assert_eq!(free["items"][0]["free"].as_i64(), Some(2));
        let longer = at(county.firm_union, &format!("/loans/{loan}/longer"));
        let granted: Value = borrower.post_json(&longer, &json!({ "until": "2026-11-26" })).await.must_be(200).json();
        assert_eq!(granted["granted"].as_bool(), Some(false));
        lender.post_json(&format!("{lent}/longer-answer"), &json!({ "yes": true })).await.must_be(204);
        lender.post_json(&format!("{lent}/longer-answer"), &json!({ "yes": true })).await.must_be(409);
        let back: Value = lender.post_json(&format!("{lent}/return"), &json!({ "in_order": 1, "missing": 1, "note": "少一只" })).await.must_be(201).json();
        let back = back["id"].as_str().expect("an id").to_owned();
        lender.post_json(&format!("{lent}/returns/{back}/settle"), &json!({ "how": "let_go" })).await.must_be(409);
        let answer = at(county.firm_union, &format!("/loans/{loan}/returns/{back}/answer"));
        borrower.post_json(&answer, &json!({ "note": "找到就送来" })).await.must_be(204);
        lender.post_json(&format!("{lent}/returns/{back}/settle"), &json!({ "how": "found", "restored": 1 })).await.must_be(204);
        let seen: Value = borrower.get(&at(county.firm_union, &format!("/loans/{loan}"))).await.must_be(200).json();
        assert_eq!((seen["status"].as_str(), seen["until"].as_str(), seen["fetcher"].as_str()), (Some("back"), Some("2026-11-26"), Some("沈建国")));
        assert_eq!(seen["returns"][0]["answer"].as_str(), Some("找到就送来"));
        let own: Value = lender.get(&at(county.village_women, &format!("/things/{thing}"))).await.json();
        let kinds: Vec<_> = own["entries"].as_array().expect("entries").iter().filter_map(|one| one["why"].as_str()).collect();
        assert_eq!(kinds, ["found", "missing", "entered"]);
        // The three ways to add up give the same whole.
        let sums: Value = lender.get(&at(county.village_women, "/loan-sums?from=2026-11-01&to=2026-11-30")).await.must_be(200).json();
        for by in ["by_thing", "by_borrower", "by_purpose"] {
            let all: i64 = sums[by].as_array().expect("parts").iter().filter_map(|part| part["loans"].as_i64()).sum();
            assert_eq!(Some(all), sums["whole"]["loans"].as_i64());
        }
        assert_eq!((sums["whole"]["pieces"].as_i64(), sums["whole"]["days"].as_i64()), (Some(2), Some(1)));
        // What it was for, in the borrower's words, opens to its loans.
        let what = sums["by_purpose"][0]["purpose"].as_str().expect("a purpose").to_owned();
        let of: Value = lender.get(&at(county.village_women, &langqiao_platform::address::query("/loans?side=out", [("purpose", what.as_str())].into_iter()))).await.must_be(200).json();
        assert_eq!(of["items"].as_array().map(Vec::len), Some(1));
        let none: Value = lender.get(&at(county.village_women, "/loans?side=out&activity=science")).await.must_be(200).json();
        assert_eq!(none["items"].as_array().map(Vec::len), Some(0));
        let page: Value = lender.get(&at(county.village_women, "/loans?side=out&limit=1")).await.json();
        assert_eq!((page["items"].as_array().map(Vec::len), page["next"].as_str()), (Some(1), None));
        lender.post_json(&at(county.village_women, &format!("/things/{thing}/gone")), &json!({ "reason": "换了" })).await.must_be(204);
        sound(&app).await;
    }
}
