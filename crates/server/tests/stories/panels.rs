//! Site scoring: from the sheet to the public ranking, with the mistakes that people make.

mod answered;
mod rules;
mod together;

use jiff::SignedDuration;
use langqiao_app::panels::{self, EvidenceSource, Item, RoundWish, SheetFrom, Who};
use langqiao_kernel::{
    codes::Phone,
    id::{OrganisationId, PersonId, RoundId, RouteId, VenueId},
    time,
};
use langqiao_store::params;
use langqiao_testkit::{Client, TestApp, both};
use serde_json::{Value, json};

use crate::world::{count, write};

/// Two items: how it is used, 60 of 100, and the place, 40.
fn sheet() -> Vec<Item> {
    let item = |label: &str, weight, sources: &[EvidenceSource]| Item {
        label: label.to_owned(),
        wants: "现场看，也看记录".to_owned(),
        highest: 1000,
        weight,
        sources: sources.to_vec(),
    };
    vec![
        item(
            "开放使用",
            60,
            &[EvidenceSource::Uses, EvidenceSource::HoursStated],
        ),
        item("场地环境", 40, &[EvidenceSource::StepFree]),
    ]
}

/// A round of an office that looks at half a year of records.
pub async fn round(app: &TestApp, org: OrganisationId) -> RoundId {
    let today = time::day(app.app.now());
    let wish = RoundWish {
        title: "下半年阵地评审".to_owned(),
        period: (jiff::civil::date(2026, 6, 1), today),
        outlier: 20,
        appeal_days: 5,
    };
    write(app, move |tx| {
        panels::create(tx, org, &wish, &SheetFrom::Items(sheet()))
    })
    .await
}

/// A further venue of an organisation, with its room, in service.
pub async fn venue(
    app: &TestApp,
    org: OrganisationId,
    area: langqiao_kernel::id::AreaId,
    name: &'static str,
) -> VenueId {
    let id = VenueId::generate();
    write(app, move |tx| {
        tx.execute(
            "INSERT INTO venue (id, organisation, area, name, address, step_free, x, y) VALUES (?1, ?2, ?3, ?4, '', 1, 1, 1)",
            params![id, org, area, name],
        )?;
        tx.bookkeeping();
        Ok(id)
    })
    .await
}

/// A route of today with these venues and judges.
pub async fn route(
    app: &TestApp,
    (org, round): (OrganisationId, RoundId),
    name: &'static str,
    venues: &[VenueId],
    judges: &[PersonId],
) -> RouteId {
    let (keys, today, venues) = (app.app.keys.clone(), time::day(app.app.now()), venues.to_vec());
    let phones: Vec<String> = judges.iter().map(|judge| app.county.phone(*judge)).collect();
    write(app, move |tx| {
        let route = panels::add_route(tx, org, round, name, today)?;
        panels::add_stops(tx, org, (round, route), &venues)?;
        for phone in &phones {
            let who = Who::Named {
                name: "评委".to_owned(),
                phone: Phone::parse(phone).expect("a phone"),
            };
            panels::add_judge(tx, &keys, org, (round, route), &who)?;
        }
        Ok(route)
    })
    .await
}

/// A round of the county's office with one route of today, on which these judges see one hall of a federation's.
pub async fn one_hall(app: &TestApp, judges: &[PersonId]) -> (RoundId, RouteId, VenueId) {
    let org = app.county.office;
    let id = round(app, org).await;
    let hall = venue(app, app.county.federations[0], app.county.villages[0][0], "甲馆").await;
    let line = route(app, (org, id), "一号线", &[hall], judges).await;
    (id, line, hall)
}

/// A judge hands in two marks, in hundredths, as a program does.
pub async fn give(client: &Client, route: RouteId, venue: VenueId, marks: (i64, i64)) {
    let body = json!({ "sheet": 1, "seen": 0, "marks": [
        { "position": 1, "value": marks.0, "words": "看过记录" }, { "position": 2, "value": marks.1, "words": "看过现场" } ] });
    client
        .post_json(&format!("/api/v1/scoring/{route}/venues/{venue}/papers"), &body)
        .await
        .must_be(201);
}

/// A client of a person that is a program with their own scope.
pub async fn judge(app: &TestApp, person: PersonId) -> Client {
    app.program(person, &["self"]).await
}

/// A round of the county's office in which 桃园村's hall was scored and its keepers objected: the round, its route, the
/// objection.
pub async fn of_hall(app: &TestApp) -> [String; 3] {
    let (org, own, hall, who) = (
        app.county.office,
        app.county.village_women,
        app.county.venue,
        &app.county.people,
    );
    let id = round(app, org).await;
    let line = route(app, (org, id), "梧桐线", &[hall], &[who.volunteer]).await;
    give(&judge(app, who.volunteer).await, line, hall, (900, 900)).await;
    let appeal = write(app, move |tx| {
        panels::close_route(tx, org, (id, line))?;
        panels::send_draft(tx, org, id)?;
        panels::appeal(tx, own, (id, hall), 1, "九月的活动没有记上")
    });
    [id.to_text(), line.to_text(), appeal.await.to_text()]
}

pub fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

both! {
    async fn a_round_from_the_form_to_the_public_page(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let office = app.sign_in(who.county).await;
        let bench = format!("/w/{org}/panels");
        office.get(&bench).await.must_be(200).must_say("还没有办过评审");
        office.get(&format!("{bench}/new")).await.must_be(200).must_say("常用评分表");
        // What is missing is said at its field, and what was typed stays.
        let wrong = [("title", "秋季评审"), ("from", "12月1日"), ("until", "11月1日"), ("outlier", "二十"), ("appeal_days", "5")];
        office.post_form(&bench, &wrong).await.must_be(422).must_say("请填整数").must_say("秋季评审");
        let right = [("title", "秋季评审"), ("from", "2026-06-01"), ("until", "2026-11-21"), ("outlier", "20"), ("appeal_days", "５")];
        let at = office.post_form(&bench, &right).await.must_be(303).location().to_owned();
        office.get(&at).await.must_be(200).must_say("共建共用").must_say("还没有路线");

        // The sheet: an item is added, changed and taken away; a stale form changes nothing.
        let item = [("seen", "1"), ("item", ""), ("label", "安全"), ("wants", "消防通道畅通"), ("highest", "20"), ("weight", "15"), ("source", "stage"), ("act", "save")];
        office.post_form(&format!("{at}/sheet"), &item).await.must_be(303);
        office.post_form(&format!("{at}/sheet"), &item).await.must_be(422).must_say("评分表刚被别人改过").must_say("消防通道畅通");
        let mut low = item; low[0] = ("seen", "2"); low[4] = ("highest", "0.5");
        office.post_form(&format!("{at}/sheet"), &low).await.must_be(422).must_say("满分是 1 到 100 的整数");
        office.post_form(&format!("{at}/sheet"), &[("seen", "2"), ("item", "6"), ("act", "remove")]).await.must_be(303);
        for (seen, last) in [("3", "5"), ("4", "4"), ("5", "3")] {
            office.post_form(&format!("{at}/sheet"), &[("seen", seen), ("item", last), ("act", "remove")]).await.must_be(303);
        }
        // Two items are left: open and used, shared.
        office.get(&at).await.must_say("开放使用").must_say("共建共用").must_not_say("管理维护");

        // A route of today: a venue is in a round once, a judge with a post there doesn't score it.
        let form = [("name", "梧桐线"), ("day", "11月20日")];
        office.post_form(&format!("{at}/routes"), &form).await.must_be(422).must_say("这一天已经过去").must_say("梧桐线");
        let line = office.post_form(&format!("{at}/routes"), &[("name", "梧桐线"), ("day", "2026-11-21")]).await;
        let line = line.must_be(303).location().to_owned();
        let hall = app.county.venue.to_text();
        office.get(&format!("{line}?q=桃园")).await.must_be(200).must_say("桃园村");
        office.post_form(&format!("{line}/venues"), &[("venues", &hall)]).await.must_be(303);
        office.post_form(&format!("{line}/venues"), &[("venues", &hall)]).await.must_be(422).must_say("每处只评一次");
        for (name, person) in [("甲", who.volunteer), ("乙", who.neighbour), ("丙", who.foreign_officer), ("丁", who.officer)] {
            let phone = app.county.phone(person);
            office.post_form(&format!("{line}/judges"), &[("officer", ""), ("judge", name), ("phone", &phone)]).await.must_be(303);
        }
        office.post_form(&format!("{line}/judges"), &[("judge", "甲"), ("phone", &app.county.phone(who.volunteer))]).await.must_be(422).must_say("已经是这条路线的评委");
        office.get(&line).await.must_be(200).must_say("不评这处").must_say("0 / 3");

        // The judges on their phones, apart.
        let id = line.rsplit('/').next().expect("an id").to_owned();
        let sheet = format!("/scoring/{id}/{hall}");
        let own = app.sign_in(who.officer).await;
        own.get(&sheet).await.must_be(200).must_say("您在桃园村妇联任职");
        own.post_form(&sheet, &[("sheet", "6"), ("seen", "0"), ("mark1", "10"), ("mark2", "10")]).await.must_be(422).must_say("按规定您不评这一处");
        app.sign_in(who.resident).await.get(&sheet).await.must_be(404);
        let seen = app.sign_in(who.volunteer).await;
        seen.get("/notices").await.must_be(200).must_say("请您当评委");
        seen.get("/me").await.must_be(200).must_say("请我评审的路线");
        seen.get(&format!("/scoring/{id}")).await.must_be(200).must_say("还没打分").must_say("谁也看不到别人的分");
        let page = seen.get(&sheet).await.must_be(200).must_say("使用次数").must_say("请写一句说明");
        let version = page.text().split("name=\"sheet\" value=\"").nth(1).expect("a version").split('"').next().expect("a version").to_owned();
        let marks = |a: &'static str, b: &'static str| vec![("sheet", version.clone()), ("seen", "0".to_owned()), ("mark1", a.to_owned()), ("mark2", b.to_owned())];
        let send = async |client: &Client, fields: Vec<(&'static str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            client.post_form(&sheet, &fields).await
        };
        let mut draft = marks("9", "");
        draft.push(("act", "draft".to_owned()));
        send(&seen, draft).await.must_be(303);
        seen.get(&sheet).await.must_say("上次填的还在").must_say("value=\"9\"");
        send(&seen, marks("9", "十一")).await.must_be(422).must_say("f-mark2-error").must_say("：打分请填 0 到 10，").must_say("十一");
        send(&seen, marks("9", "1.5")).await.must_be(422).must_say("f-words2-error").must_say("分数在最低的五分之一里");
        send(&seen, marks("9", "8")).await.must_be(303);
        // The same again is no change; another one wants to have seen the first, and a reason.
        send(&seen, marks("9", "8")).await.must_be(303);
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_paper").await, 1);
        send(&seen, marks("9", "7")).await.must_be(422).must_say("别的设备");
        office.get(&format!("{at}/results/{hall}")).await.must_be(200).must_say("分数等交齐或收表后再看").must_not_say("9.00");
        office.get(&format!("{at}/sheet")).await.must_be(200).must_say("已有评委交了评分表");
        office.get(&at).await.must_say("评委正在打分").must_not_say("评分表都交齐了。");
        let (second, third) = (app.sign_in(who.neighbour).await, app.sign_in(who.foreign_officer).await);
        second.get(&sheet).await.must_not_say("9.00");
        send(&second, marks("9", "8.5")).await.must_be(303);
        send(&third, marks("4", "9")).await.must_be(303);

        // All are in: one stands out, and is asked to look again.
        let venue = format!("{at}/results/{hall}");
        office.get(&venue).await.must_be(200).must_say("偏离").must_say("7.33");
        let ask = [("seat", "3"), ("position", "1"), ("words-3-1", "记录里有三十多次，请核对")];
        let short = office.post_form(&format!("{venue}/rechecks"), &[("seat", "3"), ("position", "1"), ("words-3-1", "看")]).await.must_be(422);
        short.must_say("f-words-3-1-error").must_say("请写明原因").must_say("value=\"看\"").must_say("3 号评委");
        office.post_form(&format!("{venue}/rechecks"), &ask).await.must_be(303);
        let again = office.post_form(&format!("{venue}/rechecks"), &ask).await.must_be(303);
        office.follow(&again).await.must_say("已经请过这位评委");
        third.get(&sheet).await.must_say("请您再看一看").must_say("记录里有三十多次");
        let mut better = marks("8", "9");
        better[1].1 = "1".to_owned();
        send(&third, better.clone()).await.must_be(422).must_say("f-reason-error");
        better.push(("reason", "看漏了一页记录".to_owned()));
        send(&third, better).await.must_be(303);
        office.get(&venue).await.must_say("已改分").must_say("看漏了一页记录").must_say("8.67").must_not_say("偏离");

        // Closing, the draft, an objection, the answer.
        office.get(&at).await.must_be(200).must_say("评分表都交齐了。请到下面的路线里收表");
        office.post_form(&line, &[("act", "close")]).await.must_be(303);
        send(&second, marks("1", "1")).await.must_be(422).must_say("这条路线已收表");
        let early = office.post_form(&format!("{at}/publish"), &[]).await.must_be(303);
        office.follow(&early).await.must_say("要先把结果发给各阵地");
        app.visitor().get(&format!("/panels/{}", at.rsplit('/').next().unwrap())).await.must_be(404);
        office.post_form(&format!("{at}/draft"), &[]).await.must_be(303);
        let keeper = format!("/w/{}/panels/{}/venues/{hall}", app.county.village_women, at.rsplit('/').next().unwrap());
        let page = own.get(&keeper).await.must_be(200).must_say("还没公布的结果").must_say("1 号评委").must_say("8.67");
        page.must_not_say("评委甲").must_not_say("曹");
        own.get(&format!("/w/{}", app.county.village_women)).await.must_be(200).must_say("结果已到，可以申诉");
        own.post_form(&format!("{keeper}/appeals"), &[("position", "1"), ("words", "")]).await.must_be(422).must_say("请写明原因");
        own.post_form(&format!("{keeper}/appeals"), &[("position", "1"), ("words", "九月的两场活动没有记上")]).await.must_be(303);
        own.post_form(&format!("{keeper}/appeals"), &[("position", "1"), ("words", "再申诉一次")]).await.must_be(422).must_say("每项一次");
        let foreign = keeper.replace(&app.county.village_women.to_text(), &app.county.foreign_women.to_text());
        third.get(&foreign).await.must_be(404);
        app.clock.set(app.app.now() + days(8));
        let office = app.sign_in(who.county).await;
        let waits = office.post_form(&format!("{at}/publish"), &[]).await.must_be(303);
        office.follow(&waits).await.must_say("还有申诉没有答复");
        let appeals = office.get(&format!("{at}/appeals")).await.must_be(200).must_say("九月的两场活动");
        let appeal = appeals.text().split("/appeals/").nth(1).expect("a form").split('"').next().expect("an id").to_owned();
        let answer = format!("{at}/appeals/{appeal}");
        office.post_form(&answer, &[("act", "uphold"), ("answer", "核对过，补上"), ("after", "")]).await.must_be(422).must_say("请填改为多少分").must_say("核对过，补上");
        office.post_form(&answer, &[("act", "uphold"), ("answer", ""), ("after", "")]).await.must_be(422).must_say("f-answer-error").must_say("f-after-error");
        office.post_form(&answer, &[("act", "decline"), ("answer", "没有记错"), ("after", "9")]).await.must_be(422).must_say("不填新的分数");
        office.post_form(&answer, &[("act", "uphold"), ("answer", "核对过，补上"), ("after", "9")]).await.must_be(303);
        office.post_form(&answer, &[("act", "decline"), ("answer", "再答一次")]).await.must_be(303);
        office.post_form(&format!("{at}/publish"), &[]).await.must_be(303);

        // Public: the ranking, the items, why one was changed, and no judge's name or mark.
        let public = format!("/panels/{}", at.rsplit('/').next().unwrap());
        let visitor = app.visitor();
        visitor.get("/panels").await.must_be(200).must_say("秋季评审");
        visitor.get(&public).await.must_be(200).must_say("梧桐线").must_say("87.50").must_say("去掉一个最高分").must_not_say("曹");
        visitor.get(&format!("{public}/venues/{hall}")).await.must_be(200).must_say("由 8.67 改为 9.00").must_say("使用次数").must_not_say("号评委");
        visitor.get(&format!("{public}/venues/{hall}/evidence/uses")).await.must_be(200).must_say("使用次数");
        visitor.get(&format!("{public}/venues/{hall}/evidence/funding")).await.must_be(404);
        assert!(visitor.get(&format!("{public}/results.xlsx")).await.must_be(200).body.starts_with(b"PK"));
        app.verify("panels").await;

        // What is public is mended in the open.
        let mend = [("seen", "1"), ("position", "2"), ("after", "9"), ("reason", "录入时看错一位评委的分")];
        office.post_form(&format!("{venue}/correct"), &mend).await.must_be(303);
        office.post_form(&format!("{venue}/correct"), &mend).await.must_be(422).must_say("刚刚有人更正过");
        visitor.get(&public).await.must_say("更正：录入时看错一位评委的分").must_say(" · 共建共用").must_say("90.00");
        app.sign_in(who.officer).await.get("/notices").await.must_say("公布的结果更正了").must_say("“共建共用”改为 9.00 分");
        assert_eq!(count(&app, "SELECT COUNT(*) FROM panel_edition").await, 2);
        app.verify("panels").await;
    }

    async fn a_round_by_a_program(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let office = app.program(who.county, &["panels.manage"]).await;
        let at = format!("/api/v1/organisations/{org}/panels");
        let body = json!({ "title": "阵地评审", "from": "2026-06-01", "until": "2026-11-21", "items": [
            { "label": "开放使用", "wants": "有人用", "highest": 1000, "weight": 60, "sources": ["uses", "hours"] } ] });
        let wrong = json!({ "title": "阵", "from": "2026-06-01", "until": "2026-01-21", "items": [] });
        let refused: Value = office.post_json(&at, &wrong).await.must_be(422).json();
        assert_eq!(refused["errors"].as_array().map(Vec::len), Some(2), "{refused}");
        let made: Value = office.post_json(&at, &body).await.must_be(201).json();
        let at = format!("{at}/{}", made["id"].as_str().unwrap());
        let copy: Value = office.post_json(&format!("/api/v1/organisations/{org}/panels"), &json!({ "title": "再来一次", "from": "2026-06-01", "until": "2026-11-21", "copy": made["id"] })).await.must_be(201).json();
        let listed: Value = office.get(&format!("/api/v1/organisations/{org}/panels?limit=1")).await.must_be(200).json();
        assert_eq!((listed["items"][0]["id"].clone(), listed["next"].is_string()), (copy["id"].clone(), true));
        let line: Value = office.post_json(&format!("{at}/routes"), &json!({ "name": "一号线", "day": "2026-11-21" })).await.must_be(201).json();
        let line = format!("{at}/routes/{}", line["id"].as_str().unwrap());
        let hall = app.county.venue;
        office.post_json(&format!("{line}/venues"), &json!({ "venues": [hall] })).await.must_be(204);
        let seat: Value = office.post_json(&format!("{line}/judges"), &json!({ "name": "曹", "phone": app.county.phone(who.volunteer) })).await.must_be(201).json();
        assert_eq!(seat["seat"], 1);
        let route = line.rsplit('/').next().unwrap().to_owned();
        let judge = judge(&app, who.volunteer).await;
        let mine: Value = judge.get(&format!("/api/v1/scoring/{route}")).await.must_be(200).json();
        assert_eq!((mine["seat"].clone(), mine["venues"][0]["seen"].clone(), mine["round"]["sheet"].clone()), (json!(1), json!(0), json!(1)));
        let papers = format!("/api/v1/scoring/{route}/venues/{hall}/papers");
        let paper = |sheet: i64, value: i64| json!({ "sheet": sheet, "seen": 0, "marks": [{ "position": 1, "value": value }] });
        // The sheet changed while the judge had no network: refused with a word, and nothing is lost on the server either.
        office.send_json("PUT", &format!("{at}/sheet"), &json!({ "seen": 1, "items": [{ "label": "开放使用", "wants": "有人用", "highest": 1000, "weight": 50 }] })).await.must_be(204);
        let stale: Value = judge.post_json(&papers, &paper(1, 900)).await.must_be(409).json();
        assert!(stale["type"].as_str().is_some_and(|kind| kind.contains("sheet-changed")), "{stale}");
        judge.send_json("PUT", &format!("/api/v1/scoring/{route}/venues/{hall}/draft"), &json!({ "marks": [{ "position": 1, "value": "9" }] })).await.must_be(204);
        let first: Value = judge.post_json(&papers, &paper(2, 900)).await.must_be(201).json();
        let again: Value = judge.post_json(&papers, &paper(2, 900)).await.must_be(201).json();
        assert_eq!((first["number"].clone(), again["number"].clone()), (json!(1), json!(1)));
        let whole: Value = office.get(&at).await.must_be(200).json();
        assert_eq!((whole["routes"][0]["given"].clone(), whole["results"]["venues"][0]["whole"].clone()), (json!(1), json!(9000)));
        let venue: Value = office.get(&format!("{at}/results/{hall}")).await.must_be(200).json();
        assert_eq!(venue["items"][0]["marks"][0]["value"], 900);
        office.send_json("PUT", &format!("{at}/sheet"), &json!({ "seen": 2, "items": [] })).await.must_be(409);
        office.post_json(&format!("{line}/close"), &json!({})).await.must_be(204);
        office.post_json(&format!("{line}/reopen"), &json!({ "reason": "还有一位没打" })).await.must_be(204);
        office.post_json(&format!("{line}/close"), &json!({})).await.must_be(204);
        office.post_json(&format!("{at}/draft"), &json!({})).await.must_be(204);
        let keeper = app.program(who.officer, &["panels.manage"]).await;
        let kept = format!("/api/v1/organisations/{}/panels/{}/venues/{hall}", app.county.village_women, made["id"].as_str().unwrap());
        let seen: Value = keeper.get(&kept).await.must_be(200).json();
        assert_eq!(seen["whole"], 9000);
        let appeal: Value = keeper.post_json(&format!("{kept}/appeals"), &json!({ "position": 1, "words": "请再核对" })).await.must_be(201).json();
        office.post_json(&format!("{at}/appeals/{}", appeal["id"].as_str().unwrap()), &json!({ "answer": "核对过，不改" })).await.must_be(204);
        app.clock.set(app.app.now() + days(8));
        office.post_json(&format!("{at}/publish"), &json!({})).await.must_be(204);
        let public: Value = app.visitor().get(&format!("/api/v1/panels/{}", made["id"].as_str().unwrap())).await.must_be(200).json();
        assert_eq!((public["result"]["venues"][0]["place"].clone(), public["editions"][0]["number"].clone()), (json!(1), json!(1)));
        office.post_json(&format!("{at}/results/{hall}/corrections"), &json!({ "seen": 1, "position": 1, "after": 850, "reason": "看错一位" })).await.must_be(204);
        let list: Value = app.visitor().get("/api/v1/panels").await.must_be(200).json();
        assert_eq!(list["items"][0]["editions"], 2);
        app.verify("panels").await;
    }

    async fn ties_share_a_place_and_who_is_missing_has_none(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who, towns) = (app.county.office, app.county.people.clone(), app.county.villages);
        let id = round(&app, org).await;
        let keeper = app.county.federations[0];
        let mut venues = Vec::new();
        for (area, name) in [(towns[0][0], "甲馆"), (towns[0][1], "乙馆"), (towns[1][0], "丙馆"), (towns[1][1], "丁馆")] {
            venues.push(venue(&app, keeper, area, name).await);
        }
        let judges = [who.volunteer, who.neighbour];
        let first = route(&app, (org, id), "一号线", &venues[..2], &judges).await;
        let second = route(&app, (org, id), "二号线", &venues[2..], &judges).await;
        let (one, two) = (judge(&app, who.volunteer).await, judge(&app, who.neighbour).await);
        for (line, venue, a, b) in [(first, venues[0], 900, 800), (first, venues[1], 800, 900), (second, venues[2], 700, 1000)] {
            give(&one, line, venue, (a, 800)).await;
            give(&two, line, venue, (b, 800)).await;
        }
        give(&one, second, venues[3], (1000, 1000)).await;
        write(&app, move |tx| {
            panels::close_route(tx, org, (id, first))?;
            panels::close_route(tx, org, (id, second))?;
            panels::send_draft(tx, org, id).map(drop)
        }).await;
        app.clock.set(app.app.now() + days(8));
        write(&app, move |tx| panels::publish(tx, org, id)).await;
        let public: Value = app.visitor().get(&format!("/api/v1/panels/{id}")).await.must_be(200).json();
        let places: Vec<Value> = public["result"]["venues"].as_array().unwrap().iter()
            .map(|v| json!([v["place"], v["place_on_route"], v["place_in_town"], v["whole"]])).collect();
        assert_eq!(places, [json!([1, 1, 1, 8300]), json!([1, 1, 1, 8300]), json!([1, 1, 1, 8300]), json!([null, null, null, null])]);
        app.visitor().get(&format!("/panels/{id}")).await.must_be(200).must_say("2 位评委里还有 1 位没有交").must_say("丁馆");
    }

    async fn a_page_costs_the_same_however_many_venues_there_are(db: Db) {
        let app = TestApp::start(db).await;
        let (org, who) = (app.county.office, app.county.people.clone());
        let id = round(&app, org).await;
        let keeper = app.county.federations[0];
        let mut costs = Vec::new();
        for (n, line) in [(1, "小线"), (12, "大线")] {
            let mut venues = Vec::new();
            for at in 0..n {
                let name: &'static str = Box::leak(format!("{line}{at}号馆").into_boxed_str());
                venues.push(venue(&app, keeper, app.county.villages[0][0], name).await);
            }
            let made = route(&app, (org, id), line, &venues, &[who.volunteer]).await;
            let judge = judge(&app, who.volunteer).await;
            for venue in &venues {
                give(&judge, made, *venue, (900, 900)).await;
            }
            let (office, phone) = (app.sign_in(who.county).await, app.sign_in(who.volunteer).await);
            let mut cost = Vec::new();
            let pages = [format!("/w/{org}/panels/{id}"), format!("/w/{org}/panels/{id}/results"), format!("/w/{org}/panels/{id}/results/{}", venues[0])];
            for page in &pages {
                office.get(page).await.must_be(200);
                app.queries().reset();
                office.get(page).await.must_be(200);
                cost.push(app.queries().statements());
            }
            for page in [format!("/scoring/{made}"), format!("/scoring/{made}/{}", venues[0])] {
                phone.get(&page).await.must_be(200);
                app.queries().reset();
                phone.get(&page).await.must_be(200);
                cost.push(app.queries().statements());
            }
            costs.push(cost);
        }
        assert_eq!(costs[0], costs[1]);
        assert!(costs[1].iter().all(|cost| *cost <= 26), "{costs:?}");
    }
}
