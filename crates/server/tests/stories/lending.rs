//! What bodies lend each other: never more out than there is, and every piece accounted for.

mod along;
mod correcting;
mod pictures;

use std::sync::Arc;

use jiff::{SignedDuration, civil::date};
use langqiao_app::{
    bookings::{self, BookError, NewBooking},
    lending::{self, Answer, Entry, Kind, OpenTo, Parts, Status, Terms, Wish},
};
use langqiao_kernel::id::{EquipmentId, LoanId};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, app::Reply, both};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{checkins::at, sites::id_after};

const CLIENTS: usize = 32;

/// What a keeper lays down who lends at once to any body.
fn terms() -> Terms {
    Terms {
        name: "投影仪".to_owned(),
        venue: None,
        place: "村委会二楼库房".to_owned(),
        open_to: OpenTo::Town,
        asks: true,
        days_max: 7,
        note: "散热十分钟再收".to_owned(),
        idle_days: 180,
    }
}

/// A thing of 桃园村's women.
pub async fn thing(app: &TestApp, (kind, pieces): (Kind, i64), terms: Terms) -> EquipmentId {
    let whose = (app.county.village_women, app.county.people.officer);
    let by = app.app.by_system("story");
    let entered = app
        .app
        .db
        .write(by, move |tx| lending::enter(tx, whose, (kind, pieces), &terms));
    entered.await.unwrap_or_else(|why| panic!("{why}"))
}

/// The firm's union asks for so many from the 24th to the 26th.
async fn asked(app: &TestApp, thing: EquipmentId, pieces: i64) -> LoanId {
    let (whose, keys) = (
        (app.county.firm_union, app.county.people.firm_officer),
        app.app.keys.clone(),
    );
    let wish = wish(thing, pieces, "工会读书会");
    let done = app.app.db.write(app.app.by_system("story"), move |tx| {
        lending::ask(tx, &keys, whose, &wish)
    });
    done.await.unwrap_or_else(|why| panic!("{why}")).0
}

fn wish(thing: EquipmentId, pieces: i64, purpose: &str) -> Wish {
    Wish {
        thing,
        pieces,
        from: date(2026, 11, 24),
        until: date(2026, 11, 26),
        purpose: purpose.to_owned(),
        activity: None,
        fetcher: "沈建国".to_owned(),
    }
}

/// A loan of the firm's union that is out since the 24th at 10, due back on the 26th, and what came back of it with damage.
pub async fn of_hall(app: &TestApp) -> (String, String, String) {
    let id = thing(app, (Kind::Equipment, 3), terms()).await;
    let (whose, keys) = (
        (app.county.village_women, app.county.people.officer),
        app.app.keys.clone(),
    );
    let today = langqiao_kernel::time::day(app.app.now());
    let (loan, back) = app
        .app
        .db
        .write(app.app.by_system("story"), move |tx| {
            let wish = Wish {
                from: today,
                until: today,
                ..wish(id, 2, "自己用")
            };
            let (loan, _) = lending::ask(tx, &keys, whose, &wish)?;
            lending::hand_out(tx, whose, loan, 2, "")?;
            let parts = Parts {
                damaged: 1,
                note: "灯泡不亮".to_owned(),
                ..Parts::default()
            };
            Ok::<_, NotDone>((loan, lending::take_back(tx, whose, loan, &parts)?))
        })
        .await
        .unwrap_or_else(|why| panic!("{why}"));
    (id.to_text(), loan.to_text(), back.to_text())
}

/// The number that a query gives.
async fn number(app: &TestApp, sql: &'static str) -> i64 {
    let read = app
        .app
        .db
        .read(move |tx| tx.one(sql, params![], |row| row.get::<i64>(0)));
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}

/// How often an officer was told something.
async fn told(app: &TestApp, person: langqiao_kernel::id::PersonId, message: &'static str) -> i64 {
    let read = app.app.db.read(move |tx| {
        let told = "SELECT CAST(COUNT(*) AS BIGINT) FROM notice WHERE person = ?1 AND message = ?2";
        tx.one(told, params![person, message], |row| row.get::<i64>(0))
    });
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}

async fn sound(app: &TestApp) {
    for check in ["things", "loans", "equipment"] {
        app.verify(check).await;
    }
}

/// The id at the end of where a form sent its reader.
fn last(sent: &Reply) -> String {
    sent.location().rsplit('/').next().expect("an id").to_owned()
}

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
        assert_eq!(number(&app, "SELECT pieces FROM thing").await, 2);
        officer.post_form(&format!("{lent}/return"), &[("in_order", "1")]).await.must_be(422).must_say("已经不是这个状态");

        // The borrower answers once; the lender settles it once, after that.
        let (to_settle, to_answer) = (own("/loans?side=out&damage=1"), theirs("/loans?side=in&damage=1"));
        officer.get(&own("")).await.must_not_say("损坏或缺少没处理");
        officer.get(&to_settle).await.must_not_say("工会读书会");
        firm.get(&theirs("")).await.must_say("损坏或缺少等您答复");
        firm.get(&to_answer).await.must_say("工会读书会");
        let shown = firm.get(&borrowed).await.must_say("灯泡不亮");
        let back = id_after(&shown, "name=\"words-");
        let (words, how, restored) = (format!("words-{back}"), format!("how-{back}"), format!("restored-{back}"));
        let settle = format!("{lent}/returns/{back}/settle");
        officer.post_form(&settle, &[(&how, "repaired"), (&restored, "1")]).await.must_be(422).must_say("三天没答复就可以处理");
        firm.post_form(&format!("{borrowed}/returns/{back}/answer"), &[(&words, "")]).await.must_be(422).must_say("请写明原因");
        firm.post_form(&format!("{borrowed}/returns/{back}/answer"), &[(&words, "领的时候就偏暗")]).await.must_be(303);
        firm.post_form(&format!("{borrowed}/returns/{back}/answer"), &[(&words, "再说一句")]).await.must_be(422).must_say("已经答复过");
        officer.get(&lent).await.must_say("领的时候就偏暗");
        firm.get(&theirs("")).await.must_not_say("损坏或缺少等您答复");
        firm.get(&to_answer).await.must_not_say("工会读书会");
        officer.get(&own("")).await.must_say("1 张借用单的损坏或缺少没处理");
        officer.get(&to_settle).await.must_say("工会读书会");
        officer.post_form(&settle, &[(&restored, "1")]).await.must_be(422).must_say("请选怎么处理");
        officer.post_form(&settle, &[(&how, "repaired"), (&restored, "2")]).await.must_be(422).must_say("请填 1 到 1 件");
        officer.post_form(&settle, &[(&how, "repaired"), (&restored, "1")]).await.must_be(303);
        officer.post_form(&settle, &[(&how, "repaired"), (&restored, "1")]).await.must_be(422).must_say("已经处理过了");
        assert_eq!(number(&app, "SELECT pieces FROM thing").await, 3);
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

    async fn a_thing_is_changed_by_one_at_a_time_and_counted_with_reasons(db: Db) {
        let app = TestApp::start(db).await;
        let id = thing(&app, (Kind::Equipment, 3), terms()).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let page = TestApp::bench(app.county.village_women, &format!("/things/{id}"));
        let edit = |version: &'static str, name: &'static str| [
            ("version", version), ("name", name), ("place", "库房"), ("open_to", "anyone"), ("asks", "no"),
            ("days_max", "3"), ("terms", ""), ("idle_days", "0"),
        ];
        officer.get(&format!("{page}/edit")).await.must_be(200).must_say("散热十分钟再收");
        officer.post_form(&format!("{page}/edit"), &edit("1", "")).await.must_be(422).must_say("请写 2 到 40 个字的名称");
        officer.post_form(&format!("{page}/edit"), &edit("1", "大投影仪")).await.must_be(303);
        officer.post_form(&format!("{page}/edit"), &edit("1", "小投影仪")).await.must_be(422).must_say("刚才有人改过").must_say("小投影仪");
        officer.get(&page).await.must_say("大投影仪").must_say("全县各家单位");
        officer.post_form(&format!("{page}/count"), &[("n", "2"), ("note", "新买")]).await.must_be(422).must_say("请选数目为什么变");
        officer.post_form(&format!("{page}/count"), &[("why", "bought"), ("n", "2"), ("note", "")]).await.must_be(422).must_say("请写明原因");
        officer.post_form(&format!("{page}/count"), &[("why", "entered"), ("n", "2"), ("note", "新买")]).await.must_be(422);
        officer.post_form(&format!("{page}/count"), &[("why", "bought"), ("n", "2"), ("note", "新买")]).await.must_be(303);
        officer.post_form(&format!("{page}/count"), &[("why", "written_off"), ("n", "1"), ("note", "老化")]).await.must_be(303);
        assert_eq!(number(&app, "SELECT pieces FROM thing").await, 4);
        officer.get(&page).await.must_say("添置").must_say("+2").must_say("报废");
        sound(&app).await;
    }

    async fn goods_are_used_up_and_what_is_left_comes_back(db: Db) {
        let app = TestApp::start(db).await;
        let goods = Terms { name: "红马甲".to_owned(), open_to: OpenTo::Anyone, asks: false, days_max: 1, ..terms() };
        let id = thing(&app, (Kind::Goods, 40), goods).await;
        let (officer, foreign) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.foreign_officer).await);
        let ask = TestApp::bench(app.county.foreign_women, &format!("/things/{id}/ask"));
        let wish = |day: &'static str, pieces: &'static str| [("from", day), ("pieces", pieces), ("purpose", "志愿服务日"), ("fetcher", "陈阿姨")];
        let loan = last(&foreign.post_form(&ask, &wish("2026-11-24", "30")).await.must_be(303));
        // What is promised for one day is gone for every later one.
        foreign.post_form(&ask, &wish("2026-11-28", "11")).await.must_be(422).must_say("最多还能领 10 件");
        foreign.post_form(&ask, &wish("2026-11-28", "10")).await.must_be(303);
        foreign.post_form(&ask, &wish("2026-11-27", "1")).await.must_be(422).must_say("已经领完了");
        app.clock.set(at(72 + 9, 0));
        let lent = TestApp::bench(app.county.village_women, &format!("/loans/{loan}"));
        officer.post_form(&format!("{lent}/hand-out"), &[("pieces", "30")]).await.must_be(303);
        assert_eq!(told(&app, app.county.people.foreign_officer, "loan-notice-given").await, 1);
        assert_eq!(number(&app, "SELECT pieces FROM thing").await, 10);
        officer.post_form(&format!("{lent}/return"), &[("in_order", "31")]).await.must_be(422).must_say("最多 30 件");
        officer.post_form(&format!("{lent}/return"), &[("in_order", "4"), ("damaged", "1"), ("note", "破了")]).await.must_be(422);
        officer.post_form(&format!("{lent}/return"), &[("in_order", "4")]).await.must_be(303);
        assert_eq!(number(&app, "SELECT pieces FROM thing").await, 14);
        officer.get(&TestApp::bench(app.county.village_women, &format!("/things/{id}"))).await.must_say("没用完退回").must_say("领用");
        sound(&app).await;
    }

    /// Projectors that are lent by themselves and taken along with rooms at the same moment: never more than there are.
    async fn of_many_at_once_only_as_many_get_one_as_there_are(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let (org, officer, venue) = (app.county.village_women, app.county.people.officer, app.county.venue);
        let (firm, asker) = (app.county.firm_union, app.county.people.firm_officer);
        let (chairs, rooms) = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            let lending = bookings::Lending { equipment: vec![("折叠椅".to_owned(), 10)] };
            assert_eq!(bookings::set_lending(tx, org, venue, &lending)?, None);
            let chairs = bookings::equipment_of(tx, venue)?[0].id;
            let terms = Terms { name: "折叠椅".to_owned(), venue: Some(venue), asks: false, open_to: OpenTo::Anyone, ..terms() };
            lending::change(tx, org, (chairs, 1), &terms)?;
            let mut rooms = Vec::new();
            for n in 0..CLIENTS {
                let id = langqiao_kernel::id::SpaceId::generate();
                tx.execute("INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, ?3, 40)", params![id, venue, format!("小间{n}")])?;
                rooms.push(id);
            }
            Ok::<_, NotDone>((chairs, rooms))
        }).await.unwrap_or_else(|why| panic!("{why}"));
        for round in 0..4_i64 {
            let day = date(2026, 11, 24).saturating_add(jiff::ToSpan::days(round * 3));
            let mut clients = JoinSet::new();
            for (n, space) in rooms.iter().copied().enumerate() {
                let app = Arc::clone(&app);
                clients.spawn(async move {
                    let by = app.app.by_system("story");
                    if n % 2 == 0 {
                        let starts_at = langqiao_kernel::time::at(day.at(9, 0, 0, 0));
                        let wish = NewBooking {
                            space, purpose: "抢椅子".to_owned(), people: 0, starts_at,
                            ends_at: starts_at + SignedDuration::from_mins(60), equipment: vec![(chairs, 3)],
                        };
                        return match app.app.db.write(by, move |tx| bookings::book(tx, org, officer, &wish)).await {
                            Ok(_) => 1,
                            Err(BookError::Short { .. }) => 0,
                            Err(why) => panic!("{why}"),
                        };
                    }
                    let keys = app.app.keys.clone();
                    let wish = Wish { from: day, until: day, ..wish(chairs, 3, &format!("抢椅子 {n}")) };
                    match app.app.db.write(by, move |tx| lending::ask(tx, &keys, (firm, asker), &wish)).await {
                        Ok((_, status)) => { assert_eq!(status, Status::Promised); 1 }
                        Err(NotDone::Fields(errors)) => { assert!(errors.of("pieces").is_some()); 0 }
                        Err(why) => panic!("{why}"),
                    }
                });
            }
            let mut won = 0;
            while let Some(done) = clients.join_next().await {
                won += done.expect("a client");
            }
            assert_eq!(won, 3, "ten chairs, three each");
        }
        sound(&app).await;
        // What is lent by itself is not there for a room's booking, and stays in the keeper's count.
        let lending = TestApp::bench(org, &format!("/venues/{venue}/lending"));
        let whose = (org, officer);
        let officer = app.sign_in(officer).await;
        officer.post_form(&lending, &[("equipment", "折叠椅 8")]).await.must_be(422).must_say("已约出 9 件");
        // Some broke, so that more is promised than there is: what is left as it is can be saved, and no less.
        let fewer = app.app.db.write(app.app.by_system("story"), move |tx| lending::count(tx, whose, (chairs, None), (Entry::WrittenOff, 3), "坏了"));
        fewer.await.unwrap_or_else(|why| panic!("{why}"));
        officer.post_form(&lending, &[("equipment", "折叠椅 6")]).await.must_be(422).must_say("已约出 9 件");
        officer.post_form(&lending, &[("equipment", "折叠椅 7\n长桌 2"), ("seen", "折叠椅 7")]).await.must_be(303);
    }

    /// The venue's list, seen before somebody counted anew, undoes nothing; and no two things in it have one name.
    async fn a_venues_list_is_of_what_was_seen_and_knows_each_by_its_name(db: Db) {
        let app = TestApp::start(db).await;
        let (org, person, venue) = (app.county.village_women, app.county.people.officer, app.county.venue);
        let list = TestApp::bench(org, &format!("/venues/{venue}/lending"));
        let officer = app.sign_in(person).await;
        officer.post_form(&list, &[("equipment", "折叠椅 10\r\n长桌 4"), ("seen", "")]).await.must_be(303);
        officer.get(&list).await.must_be(200).must_say("name=\"seen\"");
        let found = app.app.db.read(move |tx| bookings::equipment_of(tx, venue)).await;
        let found = found.unwrap_or_else(|why: StoreError| panic!("{why}"));
        let id = |name: &str| found.iter().find(|one| one.name == name).expect("a thing").id;
        let (chairs, tables) = (id("折叠椅"), id("长桌"));
        let more = app.app.db.write(app.app.by_system("story"), move |tx| lending::count(tx, (org, person), (chairs, None), (Entry::Bought, 2), "新买"));
        more.await.unwrap_or_else(|why| panic!("{why}"));
        let (old, typed) = (("seen", "折叠椅 10\r\n长桌 4"), ("equipment", "折叠椅 10\r\n长桌 5"));
        let told = officer.post_form(&list, &[typed, old]).await.must_be(422);
        told.must_say("打开以后数目变过").must_say("折叠椅 12 / 长桌 4").must_say("长桌 5");
        assert_eq!(number(&app, "SELECT CAST(SUM(pieces) AS BIGINT) FROM thing").await, 16);
        officer.post_form(&list, &[("equipment", "折叠椅 12\r\n长桌 5"), ("seen", "折叠椅 12\r\n长桌 4")]).await.must_be(303);
        assert_eq!(number(&app, "SELECT CAST(SUM(pieces) AS BIGINT) FROM thing").await, 17);
        let change = async |name: &str| {
            let terms = Terms { name: name.to_owned(), venue: Some(venue), open_to: OpenTo::Anyone, ..terms() };
            app.app.db.write(app.app.by_system("story"), move |tx| lending::change(tx, org, (tables, 1), &terms)).await
        };
        assert!(matches!(change("折叠椅").await, Err(NotDone::Fields(errors)) if errors.of("name").is_some()));
        change("长桌").await.unwrap_or_else(|why| panic!("{why}"));
        sound(&app).await;
    }

    /// What a room's booking of this morning had is there in the afternoon, to be asked for and to be promised.
    async fn what_is_over_by_now_takes_nothing_away(db: Db) {
        let app = TestApp::start(db).await;
        let (org, officer, venue, space) = (app.county.village_women, app.county.people.officer, app.county.venue, app.county.space);
        let starts_at = at(9, 30);
        let chairs = app.app.db.write(app.app.by_system("story"), move |tx| {
            let lending = bookings::Lending { equipment: vec![("折叠椅".to_owned(), 10)] };
            assert_eq!(bookings::set_lending(tx, org, venue, &lending)?, None);
            let chairs = bookings::equipment_of(tx, venue)?[0].id;
            let terms = Terms { name: "折叠椅".to_owned(), venue: Some(venue), open_to: OpenTo::Anyone, ..terms() };
            lending::change(tx, org, (chairs, 1), &terms)?;
            Ok::<_, NotDone>(chairs)
        }).await.unwrap_or_else(|why| panic!("{why}"));
        let booking = NewBooking {
            space, purpose: "晨会".to_owned(), people: 0, starts_at,
            ends_at: starts_at + SignedDuration::from_mins(60), equipment: vec![(chairs, 10)],
        };
        let booked = app.app.db.write(app.app.by_system("story"), move |tx| bookings::book(tx, org, officer, &booking)).await;
        booked.unwrap_or_else(|why: BookError| panic!("{why}"));
        let whose = (app.county.firm_union, app.county.people.firm_officer);
        let ask = async || {
            let keys = app.app.keys.clone();
            let wish = Wish { from: date(2026, 11, 21), until: date(2026, 11, 21), ..wish(chairs, 10, "下午的会") };
            app.app.db.write(app.app.by_system("story"), move |tx| lending::ask(tx, &keys, whose, &wish)).await
        };
        assert!(matches!(ask().await, Err(NotDone::Fields(errors)) if errors.of("pieces").is_some()));
        app.clock.set(at(14, 0));
        let (loan, status) = ask().await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(status, Status::Asked);
        let yes = Answer { pieces: Some(10), note: String::new() };
        let promised = app.app.db.write(app.app.by_system("story"), move |tx| lending::answer(tx, (org, officer), loan, &yes));
        promised.await.unwrap_or_else(|why| panic!("{why}"));
        sound(&app).await;
    }

    /// Who is late may still ask for longer: from today on, and whatever was promised to others before today.
    async fn what_is_late_may_be_kept_longer_from_today_on(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let id = thing(&app, (Kind::Equipment, 3), Terms { asks: false, days_max: 3, ..terms() }).await;
        let loan = asked(&app, id, 2).await;
        let (whose, borrower) = ((county.village_women, people.officer), (county.firm_union, people.firm_officer));
        let keys = app.app.keys.clone();
        let next = Wish { from: date(2026, 11, 27), until: date(2026, 11, 28), ..wish(id, 2, "村民大会") };
        let taken = app.app.db.write(app.app.by_system("story"), move |tx| lending::ask(tx, &keys, whose, &next));
        taken.await.unwrap_or_else(|why| panic!("{why}"));
        app.clock.set(at(72 + 10, 0));
        let out = app.app.db.write(app.app.by_system("story"), move |tx| lending::hand_out(tx, whose, loan, 2, ""));
        out.await.unwrap_or_else(|why| panic!("{why}"));
        app.clock.set(at(24 * 9 + 10, 0));
        let longer = |until| app.app.db.write(app.app.by_system("story"), move |tx| lending::ask_longer(tx, borrower, loan, until));
        assert!(matches!(longer(date(2026, 12, 4)).await, Err(NotDone::Fields(_))), "three days from the 30th on");
        assert!(longer(date(2026, 12, 3)).await.unwrap_or_else(|why| panic!("{why}")));
        sound(&app).await;
    }

    /// Things are found by any part of their names, whatever the letters; of a body that is dissolved nothing is offered.
    async fn things_are_found_by_their_names_while_their_body_exists(db: Db) {
        let app = TestApp::start(db).await;
        let county = app.county.clone();
        thing(&app, (Kind::Equipment, 3), Terms { name: "LED 屏 100%".to_owned(), ..terms() }).await;
        let (officer, firm) = (app.sign_in(county.people.officer).await, app.sign_in(county.people.firm_officer).await);
        let near = |rest: &str| TestApp::bench(county.firm_union, &format!("/lending{rest}"));
        let own = |rest: &str| TestApp::bench(county.village_women, &format!("/lending/own{rest}"));
        for words in ["led", "LED", "100%25", "%E5%B1%8F"] {
            firm.get(&near(&format!("?q={words}"))).await.must_be(200).must_say("LED 屏 100%");
            officer.get(&own(&format!("?q={words}"))).await.must_be(200).must_say("LED 屏 100%");
        }
        for words in ["l%25d", "L_D", "oled"] {
            firm.get(&near(&format!("?q={words}"))).await.must_be(200).must_not_say("LED 屏 100%");
            officer.get(&own(&format!("?q={words}"))).await.must_be(200).must_say("没有找到这样的物品");
        }
        officer.get(&own("?kind=goods")).await.must_say("没有找到这样的物品");
        let whose = county.village_women;
        let ended = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE organisation SET valid_to = valid_from + 1 WHERE id = ?1", params![whose])
        });
        let ended: Result<u64, StoreError> = ended.await;
        assert_eq!(ended.unwrap_or_else(|why| panic!("{why}")), 1);
        firm.get(&near("")).await.must_be(200).must_not_say("LED 屏 100%");
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

    /// At the desk: the same slip handed out by many, the same pieces taken back by many.
    async fn many_at_the_desk_hand_out_once_and_take_back_once(db: Db) {
        let app = Arc::new(TestApp::start(db).await);
        let id = thing(&app, (Kind::Equipment, 5), Terms { asks: false, ..terms() }).await;
        let loan = asked(&app, id, 4).await;
        app.clock.set(at(72 + 10, 0));
        let whose = (app.county.village_women, app.county.people.officer);
        for back in [false, true] {
            let mut clients = JoinSet::new();
            for _ in 0..CLIENTS {
                let app = Arc::clone(&app);
                clients.spawn(async move {
                    let by = app.app.by_system("story");
                    let done = app.app.db.write(by, move |tx| {
                        if back {
                            let parts = Parts { in_order: 2, missing: 1, note: "少一台".to_owned(), ..Parts::default() };
                            return lending::take_back(tx, whose, loan, &parts).map(|_| ());
                        }
                        lending::hand_out(tx, whose, loan, 4, "")
                    });
                    match done.await {
                        Ok(()) => 1,
                        Err(NotDone::Refused(_) | NotDone::Fields(_)) => 0,
                        Err(why) => panic!("{why}"),
                    }
                });
            }
            let mut won = 0;
            while let Some(done) = clients.join_next().await {
                won += done.expect("a client");
            }
            assert_eq!(won, 1, "{}", if back { "three of four come back once" } else { "handed out once" });
        }
        assert_eq!(number(&app, "SELECT out_now FROM thing").await, 1);
        assert_eq!(number(&app, "SELECT pieces FROM thing").await, 4);
        sound(&app).await;
        // Nothing but the schema stands between a mistake in the program and more out than there is.
        let wrong = app.app.db.write(app.app.by_system("story"), |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE thing SET out_now = 5", params![])
        });
        let wrong: Result<u64, StoreError> = wrong.await;
        assert_eq!(wrong.unwrap_err().constraint(), Some("thing_not_more_out_than_there_is"));
    }

    /// A day before, on the day, and every few days until it is back; what nobody fetched or answered lapses.
    async fn what_is_late_is_said_to_both_until_it_is_back(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let id = thing(&app, (Kind::Equipment, 3), Terms { asks: false, ..terms() }).await;
        let loan = asked(&app, id, 2).await;
        let (whose, borrower) = ((county.village_women, people.officer), (county.firm_union, people.firm_officer));
        app.clock.set(at(72 + 10, 0));
        let out = app.app.db.write(app.app.by_system("story"), move |tx| lending::hand_out(tx, whose, loan, 2, ""));
        out.await.unwrap_or_else(|why| panic!("{why}"));
        let said = async |message: &'static str| (told(&app, people.firm_officer, message).await, told(&app, people.officer, message).await);
        app.run_jobs().await;
        assert_eq!(said("loan-notice-tomorrow").await, (0, 0));
        // Due on the 26th: said on the 25th at nine, once.
        app.clock.set(at(96 + 9, 1));
        app.run_jobs().await;
        app.run_jobs().await;
        assert_eq!(said("loan-notice-tomorrow").await, (1, 0));
        // Nobody has it next, so it may be kept a day longer; somebody has two of three from the 28th on.
        let other = Wish { from: date(2026, 11, 28), until: date(2026, 11, 29), ..wish(id, 2, "村民大会") };
        let keys = app.app.keys.clone();
        let taken = app.app.db.write(app.app.by_system("story"), move |tx| lending::ask(tx, &keys, whose, &other));
        let (next, _) = taken.await.unwrap_or_else(|why| panic!("{why}"));
        let longer = |until| app.app.db.write(app.app.by_system("story"), move |tx| lending::ask_longer(tx, borrower, loan, until));
        assert!(matches!(longer(date(2026, 11, 28)).await, Err(NotDone::Refused(why)) if why.code == "loan-next"));
        assert!(matches!(longer(date(2026, 11, 26)).await, Err(NotDone::Fields(_))));
        assert!(longer(date(2026, 11, 27)).await.unwrap_or_else(|why| panic!("{why}")));
        assert_eq!(told(&app, people.officer, "loan-notice-longer-taken").await, 1);
        app.clock.set(at(120 + 10, 0));
        app.run_jobs().await;
        assert_eq!(said("loan-notice-tomorrow").await, (2, 0), "a day before the later day");
        app.clock.set(at(144 + 10, 0));
        app.run_jobs().await;
        assert_eq!(said("loan-notice-late").await, (0, 0), "not on its last day");
        app.clock.set(at(168 + 9, 1));
        app.run_jobs().await;
        app.run_jobs().await;
        assert_eq!((said("loan-notice-late").await, said("loan-notice-late-lent").await), ((1, 0), (0, 1)));
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        officer.get(&TestApp::bench(county.village_women, "")).await.must_say("到期没还");
        firm.get(&TestApp::bench(county.firm_union, "")).await.must_say("到期没还");
        // What is not back can't be handed to the next.
        let hand = async |pieces: i64| {
            let write = app.app.db.write(app.app.by_system("story"), move |tx| lending::hand_out(tx, whose, next, pieces, ""));
            write.await
        };
        assert!(matches!(hand(2).await, Err(NotDone::Fields(errors)) if errors.of("pieces").is_some()));
        hand(1).await.unwrap_or_else(|why| panic!("{why}"));
        for (days, times) in [(1, 1), (2, 1), (3, 2), (5, 2), (6, 3)] {
            app.clock.set(at(168 + 24 * days + 9, 1));
            app.run_jobs().await;
            assert_eq!(told(&app, people.firm_officer, "loan-notice-late").await, times, "{days} days late");
        }
        // Back, and it stops.
        let parts = Parts { in_order: 2, ..Parts::default() };
        let back = app.app.db.write(app.app.by_system("story"), move |tx| lending::take_back(tx, whose, loan, &parts));
        back.await.unwrap_or_else(|why| panic!("{why}"));
        app.clock.set(at(168 + 24 * 20, 0));
        app.run_jobs().await;
        assert_eq!(told(&app, people.firm_officer, "loan-notice-late").await, 3);
        sound(&app).await;
    }

    async fn what_nobody_answers_or_fetches_lapses(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let unanswered = asked(&app, thing(&app, (Kind::Equipment, 3), terms()).await, 2).await;
        let id = thing(&app, (Kind::Equipment, 3), Terms { asks: false, ..terms() }).await;
        asked(&app, id, 2).await;
        app.clock.set(at(24 * 6 - 1, 59));
        app.run_jobs().await;
        assert_eq!(number(&app, "SELECT CAST(COUNT(*) AS BIGINT) FROM loan WHERE status = 'lapsed'").await, 0);
        app.clock.set(at(24 * 6, 0));
        app.run_jobs().await;
        assert_eq!(number(&app, "SELECT CAST(COUNT(*) AS BIGINT) FROM loan WHERE status = 'lapsed'").await, 2);
        for message in ["loan-notice-unanswered", "loan-notice-not-fetched"] {
            assert_eq!(told(&app, people.firm_officer, message).await, 1, "{message}");
        }
        let whose = (app.county.village_women, people.officer);
        let yes = Answer { pieces: Some(2), note: String::new() };
        let late = app.app.db.write(app.app.by_system("story"), move |tx| lending::answer(tx, whose, unanswered, &yes));
        assert!(matches!(late.await, Err(NotDone::Refused(_))));
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

    /// However many things and loans there are, a page asks the database as often.
    async fn pages_cost_the_same_for_many_things_and_loans(db: Db) {
        let app = TestApp::start(db).await;
        let mut of_first = None;
        let (officer, firm) = (app.sign_in(app.county.people.officer).await, app.sign_in(app.county.people.firm_officer).await);
        for round in 0..3 {
            let id = thing(&app, (Kind::Equipment, 3), Terms { asks: false, name: format!("音响 {round}"), ..terms() }).await;
            asked(&app, id, 1).await;
            let id = of_first.get_or_insert(id).to_text();
            let mut counts = Vec::new();
            for (client, org, path) in [
                (&firm, app.county.firm_union, "/lending".to_owned()),
                (&officer, app.county.village_women, "/lending/own".to_owned()),
                (&officer, app.county.village_women, "/loans?side=out".to_owned()),
                (&officer, app.county.village_women, format!("/things/{id}")),
                (&officer, app.county.village_women, "/lending/use?from=2026-11-01&to=2026-11-30".to_owned()),
            ] {
                app.queries().reset();
                client.get(&TestApp::bench(org, &path)).await.must_be(200);
                counts.push(app.queries().statements());
            }
            assert!(counts.iter().zip([5, 5, 4, 8, 4]).all(|(n, most)| *n <= most), "{counts:?}");
        }
    }

    /// What nobody borrows rings once with a proposal, is answered, and is quiet; what is lent rings no more.
    async fn what_nobody_borrows_rings_once(db: Db) {
        let app = TestApp::start(db).await;
        let (org, person) = (app.county.village_women, app.county.people.officer);
        let id = thing(&app, (Kind::Equipment, 3), Terms { asks: false, ..terms() }).await;
        thing(&app, (Kind::Equipment, 3), Terms { name: "旗杆".to_owned(), idle_days: 0, ..terms() }).await;
        thing(&app, (Kind::Equipment, 3), Terms { name: "自用电钻".to_owned(), open_to: OpenTo::Nobody, ..terms() }).await;
        let sweep = async || {
            let done: Result<usize, StoreError> = app.app.db.write(app.app.by_system("story"), langqiao_app::uses::sweep).await;
            done.unwrap_or_else(|why| panic!("{why}"))
        };
        app.clock.advance(SignedDuration::from_hours(24 * 179));
        assert_eq!(sweep().await, 0);
        app.clock.advance(SignedDuration::from_hours(25));
        assert_eq!((sweep().await, sweep().await), (1, 0), "once");
        assert_eq!(told(&app, person, "use-notice-idle").await, 1);
        let (officer, idle) = (app.sign_in(person).await, TestApp::bench(org, "/idle"));
        let page = officer.get(&idle).await.must_be(200).must_say("投影仪").must_not_say("旗杆").must_not_say("自用电钻");
        let alarm = id_after(&page, "name=\"reason-");
        let fields = [(format!("answer-{alarm}"), "lend"), (format!("reason-{alarm}"), "春天再借"), (format!("quiet-{alarm}"), "30")];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let sent = officer.post_form(&format!("{idle}/{alarm}"), &fields).await.must_be(303);
        assert!(sent.location().ends_with(&format!("/things/{id}/edit")), "to where it is lent: {}", sent.location());
        assert_eq!(sweep().await, 0, "quiet");
        app.clock.advance(SignedDuration::from_hours(24 * 31));
        assert_eq!(sweep().await, 1);
        // Once it is lent nobody needs to answer.
        let keys = app.app.keys.clone();
        let today = langqiao_kernel::time::day(app.app.now());
        let out = app.app.db.write(app.app.by_system("story"), move |tx| {
            let (loan, _) = lending::ask(tx, &keys, (org, person), &Wish { from: today, until: today, ..wish(id, 1, "开会") })?;
            lending::hand_out(tx, (org, person), loan, 1, "")
        });
        out.await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(sweep().await, 0);
        app.sign_in(person).await.get(&idle).await.must_be(200).must_say("又有人用了");
    }

    /// What is taken off the list, or is not to ring any more, needs no answer.
    async fn what_is_off_the_list_rings_no_more(db: Db) {
        let app = TestApp::start(db).await;
        let (org, person) = (app.county.village_women, app.county.people.officer);
        let gone = thing(&app, (Kind::Equipment, 3), terms()).await;
        let kept = thing(&app, (Kind::Equipment, 3), Terms { name: "旗杆".to_owned(), ..terms() }).await;
        app.clock.advance(SignedDuration::from_hours(24 * 181));
        let done: Result<usize, StoreError> = app.app.db.write(app.app.by_system("story"), langqiao_app::uses::sweep).await;
        assert_eq!(done.unwrap_or_else(|why| panic!("{why}")), 2);
        let done = app.app.db.write(app.app.by_system("story"), move |tx| {
            lending::take_off(tx, (org, person), gone, "换了新的")?;
            let terms = Terms { name: "旗杆".to_owned(), idle_days: 0, ..terms() };
            lending::change(tx, org, (kept, 1), &terms)
        });
        done.await.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(number(&app, "SELECT CAST(COUNT(*) AS BIGINT) FROM idle_alarm WHERE answer IS NULL").await, 0);
        app.sign_in(person).await.get(&TestApp::bench(org, "/idle")).await.must_be(200).must_say("换了新的");
    }
}
