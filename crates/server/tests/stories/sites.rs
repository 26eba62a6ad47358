//! Sites come into being and end, are paid for, opened, shown and found.

pub mod builders;
mod closing;
mod on;

use jiff::SignedDuration;
use langqiao::demo::drawings::{Scene, draw};
use langqiao_kernel::id::OrganisationId;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Reply, TestApp, app::Upload, both};
use serde_json::{Value, json};

/// A picture as somebody sends it.
pub fn photo() -> Vec<u8> {
    draw(Scene::Hall, 600, 450)
}

fn at(org: OrganisationId, app: &TestApp, rest: &str) -> String {
    TestApp::bench(org, &format!("/venues/{}{rest}", app.county.venue))
}

/// The last part of where a reply leads.
fn id_of(reply: &Reply) -> String {
    let path = reply.location().split('?').next().unwrap_or_default();
    path.rsplit('/').next().expect("an id").to_owned()
}

/// The first id that stands after a word in a page.
pub fn id_after(page: &Reply, word: &str) -> String {
    let text = page.text();
    let rest = text
        .split(word)
        .nth(1)
        .unwrap_or_else(|| panic!("{word} is not there"));
    rest[..36].to_owned()
}

/// The group, an entry of money and a picture of the county's hall.
pub async fn of_hall(app: &TestApp) -> (String, String, String) {
    let officer = app.sign_in(app.county.people.officer).await;
    let own = app.county.village_women;
    let named = [("name", "桃园村文化礼堂"), ("cluster", "桃园村阵地集群")];
    officer
        .post_form(&at(own, app, "/edit"), &named)
        .await
        .must_be(303);
    let cluster = id_after(&officer.get(&at(own, app, "")).await, "/clusters/");
    let program = app.program(app.county.people.officer, &["spaces.keep"]).await;
    let api = format!("/api/v1/organisations/{own}/venues/{}", app.county.venue);
    let sum = json!({ "source": "village", "giver": "村集体", "amount": 500, "day": "2026-11-01" });
    let sum: Value = program
        .post_json(&format!("{api}/funding"), &sum)
        .await
        .must_be(201)
        .json();
    let image = json!({ "image": data_encoding::BASE64.encode(&photo()), "alt": "大门" });
    let photo: Value = program
        .post_json(&format!("{api}/photos"), &image)
        .await
        .must_be(201)
        .json();
    let id = |made: &Value| made["id"].as_str().expect("an id").to_owned();
    (cluster, id(&sum), id(&photo))
}

both! {
    async fn a_keeper_enters_a_site_with_mistakes_and_anyone_finds_it(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let list = TestApp::bench(county.village_women, "/venues");
        officer.get(&list).await.must_be(200).must_say("桃园村文化礼堂").must_say("登记阵地");
        officer.get(&format!("{list}/new")).await.must_be(200).must_say("桃园村").must_not_say("永越村");
        let area = county.villages[0][0].to_text();
        let elsewhere = county.villages[1][0].to_text();
        let wish = |name: &'static str, area: &str, position: &'static str, day: &'static str| {
            vec![
                ("name", name.to_owned()), ("area", area.to_owned()), ("cluster", "桃园村阵地集群".to_owned()),
                ("address", "文化路 8 号".to_owned()), ("position", position.to_owned()), ("stage", "in_service".to_owned()),
                ("stage_day", day.to_owned()), ("facilities", "toilet".to_owned()), ("facilities", "parking".to_owned()),
                ("contact", "便民服务台".to_owned()), ("about", "村里议事的地方。".to_owned()), ("step_free", "1".to_owned()),
            ]
        };
        for (fields, says) in [
            (wish("槜", &area, "", ""), "请填名称"),
            (wish("槜李堂", &elsewhere, "", ""), "只能选本单位范围内的"),
            (wish("槜李堂", "", "", ""), "请选择阵地所在的村社区"),
            (wish("槜李堂", &area, "桃园村口", ""), "请填北纬和东经"),
            (wish("槜李堂", &area, "130, 120", ""), "请填北纬和东经"),
            (wish("槜李堂", &area, "", "2026-12-01"), "这一天还没到"),
            (wish("桃园村文化礼堂", &area, "", ""), "已有同名的阵地"),
        ] {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            officer.post_form(&list, &fields).await.must_be(422).must_say(says).must_say("文化路 8 号");
        }
        let fields = wish("槜李堂", &area, "３０.６３，１２０.５６", "2024-05-01");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let done = officer.post_form(&list, &fields).await.must_be(303);
        let venue = id_of(&done);
        let page = officer.follow(&done).await.must_say("已登记").must_say("使用中").must_say("还没有场所");
        let cluster = id_after(&page, "/clusters/");
        let here = format!("{list}/{venue}");
        officer.post_form(&format!("{here}/spaces"), &[("space", ""), ("capacity", "许多")]).await.must_be(422).must_say("请填名称").must_say("请填能容纳多少人");
        officer.post_form(&format!("{here}/spaces"), &[("space", "议事厅"), ("capacity", "40 人")]).await.must_be(303);
        officer.post_form(&format!("{here}/spaces"), &[("space", "议事厅"), ("capacity", "20")]).await.must_be(422).must_say("已有同名的场所");
        let page = officer.get(&here).await.must_say("议事厅").must_say("40 人");
        let space = id_after(&page, "/spaces/");
        let room = format!("{here}/spaces/{space}");
        let (name, holds) = (format!("space-{space}"), format!("capacity-{space}"));
        officer.post_form(&room, &[(&name, "大议事厅"), (&holds, "0")]).await.must_be(422).must_say("大议事厅");
        officer.post_form(&room, &[(&name, "大议事厅"), (&holds, "60")]).await.must_be(303);

        // The other hall joins the group by its name.
        let edit = at(county.village_women, &app, "/edit");
        officer.get(&edit).await.must_be(200).must_say("桃园村阵地集群");
        officer.post_form(&edit, &[("name", "桃园村文化礼堂"), ("cluster", "桃园村阵地集群"), ("position", "30.632,120.562")]).await.must_be(303);

        let visitor = app.visitor();
        let public = visitor.get(&format!("/venues/{venue}")).await.must_be(200);
        public.must_say("geo:30.630000,120.560000").must_say("大议事厅").must_say("厕所").must_say("停车位").must_say("怎么约").must_say("便民服务台").must_say("梧桐街道示意图");
        let group = visitor.get(&format!("/clusters/{cluster}")).await.must_be(200);
        group.must_say("槜李堂").must_say("桃园村文化礼堂").must_say("阵地位置图，2 处").must_say("<svg");
        visitor.get("/venues?q=槜李").await.must_say("槜李堂").must_not_say("桃园村文化礼堂");
        visitor.get("/venues?q=%25").await.must_be(200).must_say("没有找到");
        visitor.get(&format!("/venues?town={}&step_free=1", county.towns[0])).await.must_say("槜李堂").must_not_say("桃园村文化礼堂");
        visitor.get(&format!("/venues?town={}", county.towns[1])).await.must_say("没有找到");

        // Whoever runs the group says what it is; nobody else.
        let of_group = TestApp::bench(county.village_women, &format!("/clusters/{cluster}"));
        officer.post_form(&of_group, &[("name", "桃园村阵地集群"), ("about", "四处阵地一起用。")]).await.must_be(303);
        officer.post_form(&format!("{of_group}/stage"), &[("stage", "planned"), ("stage_day", "2026-11-01")]).await.must_be(422).must_say("请写明原因");
        visitor.get(&format!("/clusters/{cluster}")).await.must_say("四处阵地一起用。");
        let foreign = app.sign_in(people.foreign_officer).await;
        foreign.get(&TestApp::bench(county.foreign_women, &format!("/clusters/{cluster}"))).await.must_be(404);

        // A page for anyone costs the same however many sites there are.
        app.queries().reset();
        visitor.get(&format!("/clusters/{cluster}?again")).await.must_be(200);
        assert!(app.queries().statements() <= 5, "{}", app.queries().statements());
        app.queries().reset();
        visitor.get("/venues?again").await.must_be(200);
        assert!(app.queries().statements() <= 3, "{}", app.queries().statements());
        app.queries().reset();
        officer.get(&here).await.must_be(200);
        assert!(app.queries().statements() <= 10, "{}", app.queries().statements());
    }

    async fn money_is_written_once_and_taken_back_in_the_open(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let funding = at(county.village_women, &app, "/funding");
        officer.get(&funding).await.must_be(200).must_say("还没有记过经费");
        let sum = |source: &'static str, amount: &'static str, day: &'static str| {
            [("source", source), ("giver", "桃园村股份经济合作社"), ("amount", amount), ("day", day), ("note", "装修")]
        };
        for (fields, says) in [
            (sum("", "5000", ""), "请选择来源"), (sum("village", "五千", ""), "请填金额"), (sum("village", "0", ""), "请填金额"),
            (sum("village", "5000", "2027-01-01"), "这一天还没到"), (sum("village", "-3", ""), "请填金额"),
            (sum("village", "5000", "1949-09-30"), "请核对年份"),
        ] {
            officer.post_form(&funding, &fields).await.must_be(422).must_say(says).must_say("桃园村股份经济合作社");
        }
        officer.post_form(&funding, &sum("village", "1.2万", "2025-03-01")).await.must_be(303);
        officer.post_form(&funding, &sum("village", "1.2万", "2025-03-01")).await.must_be(303);
        officer.post_form(&funding, &sum("government", "3000.50", "2025-04-01")).await.must_be(303);
        let page = officer.get(&funding).await.must_say("¥27,000.50").must_say("¥24,000");
        let twice = id_after(&page, "/funding/");
        let back = format!("{funding}/{twice}/back");
        let reason = format!("reason-{twice}");
        officer.post_form(&back, &[(&reason, " ")]).await.must_be(422).must_say("请写明原因");
        officer.post_form(&back, &[(&reason, "记重了")]).await.must_be(303);
        officer.post_form(&back, &[(&reason, "再来一次")]).await.must_be(422).must_say("已经冲销过");
        let shown: Value = app.program(people.officer, &["spaces.keep"]).await
            .get(&format!("/api/v1/organisations/{}/venues/{}/funding", county.village_women, county.venue)).await.must_be(200).json();
        let entries = shown["entries"].as_array().expect("entries");
        let total: i64 = entries.iter().filter_map(|entry| entry["amount"].as_i64()).sum();
        assert_eq!((entries.len(), total, shown["total"].as_i64()), (4, if twice_was_state(entries, &twice) { 2_400_000 } else { 1_500_050 }, Some(total)));
        // Each sum opens to the entries it was added up from.
        officer.get(&format!("{funding}?source=government")).await.must_say("看全部来源");
        // Another body sees none of it.
        let firm = app.sign_in(people.firm_officer).await;
        firm.get(&at(county.firm_union, &app, "/funding")).await.must_be(404);
        firm.get(&at(county.village_women, &app, "/funding")).await.must_be(404);
    }

    async fn how_to_get_in_is_told_to_who_comes_and_to_nobody_else(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let keys = at(county.village_women, &app, "/keys");
        let phone = county.phone(people.neighbour);
        officer.post_form(&keys, &[("phone", "12345")]).await.must_be(422).must_say("请填 11 位手机号");
        officer.post_form(&keys, &[("phone", "13900000000")]).await.must_be(422).must_say("还没有人用这个手机号登录过");
        officer.post_form(&keys, &[("phone", &phone)]).await.must_be(303);
        officer.post_form(&keys, &[("phone", &phone)]).await.must_be(422).must_say("已经登记过了");
        officer.get(&keys).await.must_say("****").must_not_say(&phone);
        let secret = "门边的盒子，密码 4921";
        officer.post_form(&at(county.village_women, &app, "/way-in"), &[("way_in", secret)]).await.must_be(303);
        let stored: Vec<u8> = app.app.db.read(move |tx| {
            tx.one("SELECT way_in_sealed FROM venue WHERE way_in_sealed IS NOT NULL", params![], |row| row.get(0))
        }).await.map(|found: Option<Vec<u8>>| found.expect("written")).unwrap_or_else(|why: StoreError| panic!("{why}"));
        assert!(!stored.windows(4).any(|bytes| bytes == b"4921"), "it is kept sealed");

        // Nothing of it is public, nor for a body that has no room there.
        app.visitor().get(&format!("/venues/{}", county.venue)).await.must_not_say("4921").must_not_say("拿钥匙");
        let entry = at(county.firm_union, &app, "/entry");
        firm.get(&entry).await.must_be(404);
        firm.post_form(&entry, &[]).await.must_be(404);
        let book = [("day", "2026-11-24"), ("from", "9:00"), ("to", "11:00"), ("purpose", "读书会"), ("people", "12")];
        firm.post_form(&TestApp::bench(county.firm_union, &format!("/spaces/{}", county.space)), &book).await.must_be(303);
        firm.get(&entry).await.must_say("11月23日 周一 9:00");
        firm.post_form(&entry, &[]).await.must_be(404);
        let program = app.program(people.firm_officer, &["spaces.book"]).await;
        let api = format!("/api/v1/organisations/{}/venues/{}/entry", county.firm_union, county.venue);
        program.post_json(&api, &json!({})).await.must_be(404);
        app.clock.advance(SignedDuration::from_hours(48));
        firm.get(&TestApp::bench(county.firm_union, "")).await.must_say("桃园村文化礼堂：怎么进门");
        firm.get(&entry).await.must_say("看怎么进门").must_not_say("4921");
        let told = firm.post_form(&entry, &[]).await.must_be(200).must_say("4921").must_say(&phone);
        assert_eq!(told.header("cache-control"), "no-store");
        let told: Value = program.post_json(&api, &json!({})).await.must_be(200).json();
        assert_eq!((told["way_in"].as_str(), told["holders"][0]["phone"].as_str()), (Some(secret), Some(phone.as_str())));
        // Who has the key sees who looked.
        let holder = app.sign_in(people.neighbour).await;
        holder.get("/me/seen").await.must_say("怎么进门");
        // When it is over nobody is told any more, and a key that was given back is none.
        app.clock.advance(SignedDuration::from_hours(27));
        firm.post_form(&entry, &[]).await.must_be(404);
        officer.post_form(&format!("{keys}/{}/end", people.neighbour), &[]).await.must_be(303);
        officer.post_form(&format!("{keys}/{}/end", people.neighbour), &[]).await.must_be(404);
    }

    async fn pictures_carry_words_and_nothing_of_the_phone(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let officer = app.sign_in(people.officer).await;
        let photos = at(county.village_women, &app, "/photos");
        let send = |name: &'static str, bytes: Vec<u8>| vec![Upload { field: "photo", name, bytes }];
        officer.post_files(&photos, &[("alt", "大门")], vec![]).await.must_be(422).must_say("请选一张照片").must_say("大门");
        officer.post_files(&photos, &[("alt", "")], send("a.jpg", photo())).await.must_be(422).must_say("请写一句照片上是什么");
        officer.post_files(&photos, &[("alt", "大门")], send("a.jpg", b"<svg/>".to_vec())).await.must_be(422).must_say("只收 JPG");
        officer.post_files(&photos, &[("alt", "大门")], send("a.jpg", photo()[..200].to_vec())).await.must_be(422).must_say("打不开");
        officer.post_files(&photos, &[("alt", "大门，左边是坡道")], send("a.heic.jpg", photo())).await.must_be(303);
        officer.post_files(&photos, &[("alt", "大厅")], send("b.jpg", photo())).await.must_be(303);
        let page = officer.get(&photos).await.must_say("大门，左边是坡道");
        let first = id_after(&page, "/photos/");
        let visitor = app.visitor();
        let src = format!("/venues/{}/photos/{first}", county.venue);
        let picture = visitor.get(&src).await.must_be(200);
        assert_eq!((picture.header("content-type"), &picture.body[..3]), ("image/jpeg", &[0xff, 0xd8, 0xff][..]));
        assert!(!picture.body.windows(4).any(|bytes| bytes == b"Exif"));
        let small = visitor.get(&format!("{src}?size=small")).await.must_be(200);
        assert!(small.body.len() < picture.body.len());
        visitor.get(&format!("/venues/{}/photos/{}", county.venue, county.space)).await.must_be(404);
        visitor.get(&format!("/venues/{}", county.venue)).await.must_say("alt=\"大门，左边是坡道\"");
        let of_first = format!("{photos}/{first}");
        officer.post_form(&of_first, &[("act", "describe"), (&format!("alt-{first}"), "")]).await.must_be(422).must_say("请写一句");
        let cut = photo();
        let cut = cut[..cut.len() - 40].to_vec();
        officer.post_files(&photos, &[("alt", "半张")], send("c.jpg", cut)).await.must_be(422).must_say("打不开").must_say("半张");
        let gone = officer.post_form(&of_first, &[("act", "remove")]).await.must_be(303);
        officer.follow(&gone).await.must_say("照片已删除");
        officer.post_form(&of_first, &[("act", "remove")]).await.must_be(422).must_say("这张照片已经删除了").must_say("大厅");
        visitor.get(&src).await.must_be(404);
        let program = app.program(people.officer, &["spaces.keep"]).await;
        let api = format!("/api/v1/organisations/{}/venues/{}/photos", county.village_women, county.venue);
        program.post_json(&api, &json!({ "image": "%%", "alt": "院子" })).await.must_be(422);
        let image = data_encoding::BASE64.encode(&photo());
        let made: Value = program.post_json(&api, &json!({ "image": image, "alt": "院子" })).await.must_be(201).json();
        let id = made["id"].as_str().expect("an id");
        program.post_json(&format!("{api}/{id}"), &json!({ "act": "first" })).await.must_be(204);
        let shown: Value = visitor.get(&format!("/api/v1/venues/{}", county.venue)).await.must_be(200).json();
        assert_eq!((shown["photos"][0]["alt"].as_str(), shown["photos"].as_array().map(Vec::len)), (Some("院子"), Some(2)));
        for _ in 0..10 {
            program.post_json(&api, &json!({ "image": image, "alt": "院子" })).await.must_be(201);
        }
        program.post_json(&api, &json!({ "image": image, "alt": "院子" })).await.must_be(422);
    }
}

/// Whether the entry that was taken back was the state's: entries of one day stand in the order of their ids.
fn twice_was_state(entries: &[Value], taken: &str) -> bool {
    entries
        .iter()
        .any(|entry| entry["id"] == *taken && entry["source"] == "government")
}
