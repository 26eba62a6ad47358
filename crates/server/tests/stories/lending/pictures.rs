//! What things look like, and lists of many of them.

use langqiao_app::lending::{Kind, OpenTo, Terms};
use langqiao_testkit::{TestApp, app::Upload, both};
use serde_json::{Value, json};

use super::scene::{terms, thing};
use crate::sites::{id_after, photo};

both! {
    async fn a_thing_is_shown_to_those_who_may_ask_for_it(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        let id = thing(&app, (Kind::Equipment, 3), terms()).await;
        let (officer, firm, foreign) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await, app.sign_in(people.foreign_officer).await);
        let of = |org, rest: &str| TestApp::bench(org, &format!("/things/{id}{rest}"));
        let photos = of(county.village_women, "/photos");
        let send = |bytes: Vec<u8>| vec![Upload { field: "photo", name: "a.jpg", bytes }];
        officer.get(&of(county.village_women, "")).await.must_be(200).must_say(&photos);
        officer.post_files(&photos, &[("alt", "正面")], vec![]).await.must_be(422).must_say("请选一张照片").must_say("正面");
        officer.post_files(&photos, &[("alt", "")], send(photo())).await.must_be(422).must_say("请写一句照片上是什么");
        officer.post_files(&photos, &[("alt", "正面")], send(b"<svg/>".to_vec())).await.must_be(422).must_say("只收 JPG");
        firm.post_files(&of(county.firm_union, "/photos"), &[("alt", "正面")], send(photo())).await.must_be(404);
        for alt in ["正面", "遥控器", "接口"] {
            officer.post_files(&photos, &[("alt", alt)], send(photo())).await.must_be(303);
        }
        officer.post_files(&photos, &[("alt", "第四张")], send(photo())).await.must_be(422).must_say("最多 3 张");
        officer.get(&photos).await.must_be(200).must_say("最多 3 张").must_not_say("type=\"file\"");

        // Small in the list, all on its page; whoever may not ask for it sees none of them.
        let list = firm.get(&TestApp::bench(county.firm_union, "/lending")).await.must_be(200).must_say("alt=\"正面\"").must_not_say("alt=\"接口\"");
        let first = id_after(&list, "/photos/");
        firm.get(&of(county.firm_union, "")).await.must_be(200).must_say("alt=\"正面\"").must_say("alt=\"接口\"");
        let seen = firm.get(&of(county.firm_union, &format!("/photos/{first}?size=small"))).await.must_be(200);
        assert_eq!((seen.header("content-type"), &seen.body[..2]), ("image/jpeg", &[0xff, 0xd8][..]));
        foreign.get(&of(county.foreign_women, &format!("/photos/{first}"))).await.must_be(404);
        app.visitor().get(&of(county.firm_union, &format!("/photos/{first}"))).await.must_be(303);

        // Another comes first, is described anew, is taken away.
        let program = app.program(people.officer, &["activities.read", "spaces.keep"]).await;
        let api = format!("/api/v1/organisations/{}/things/{id}", county.village_women);
        let whole: Value = program.get(&api).await.must_be(200).json();
        let last = whole["photos"][2]["id"].as_str().expect("a picture").to_owned();
        officer.post_form(&format!("{photos}/{last}"), &[("act", "first")]).await.must_be(303);
        officer.post_form(&format!("{photos}/{last}"), &[("act", "describe"), (&format!("alt-{last}"), "")]).await.must_be(422).must_say("请写一句照片上是什么");
        officer.post_form(&format!("{photos}/{last}"), &[("act", "describe"), (&format!("alt-{last}"), "背面的接口")]).await.must_be(303);
        firm.get(&TestApp::bench(county.firm_union, "/lending")).await.must_say("alt=\"背面的接口\"");
        program.post_json(&format!("{api}/photos/{first}"), &json!({ "act": "remove" })).await.must_be(204);
        program.post_json(&format!("{api}/photos/{first}"), &json!({ "act": "remove" })).await.must_be(404);
        let image = json!({ "image": data_encoding::BASE64.encode(&photo()), "alt": "装箱的样子" });
        let made: Value = program.post_json(&format!("{api}/photos"), &image).await.must_be(201).json();
        program.post_json(&format!("{api}/photos"), &image).await.must_be(422);
        let whole: Value = program.get(&api).await.must_be(200).json();
        let alts: Vec<_> = whole["photos"].as_array().expect("pictures").iter().filter_map(|one| one["alt"].as_str()).collect();
        assert_eq!(alts, ["背面的接口", "遥控器", "装箱的样子"]);
        let href = whole["photos"][2]["href"].as_str().expect("an address");
        assert!(href.ends_with(made["id"].as_str().expect("an id")));
        program.get(href).await.must_be(200);
        // What is off the list gets no more.
        program.post_json(&format!("{api}/gone"), &json!({ "reason": "换了新的" })).await.must_be(204);
        program.post_json(&format!("{api}/photos/{last}"), &json!({ "act": "remove" })).await.must_be(409);
        officer.get(&photos).await.must_be(409);
    }

    /// Lists go on where they stopped, for people and programs, by what was looked for; a page costs the same for many.
    async fn long_lists_of_things_go_on_where_they_stopped(db: Db) {
        let app = TestApp::start(db).await;
        let (county, people) = (app.county.clone(), app.county.people.clone());
        let (officer, firm) = (app.sign_in(people.officer).await, app.sign_in(people.firm_officer).await);
        let (near, own) = (TestApp::bench(county.firm_union, "/lending"), TestApp::bench(county.village_women, "/lending/own"));
        let mut counts = Vec::new();
        for n in 0..34 {
            let name = format!("帐篷 {n:02}");
            let kind = if n % 2 == 0 { Kind::Equipment } else { Kind::Goods };
            thing(&app, (kind, 3), Terms { name, open_to: OpenTo::Anyone, ..terms() }).await;
            if [0, 33].contains(&n) {
                app.queries().reset();
                firm.get(&near).await.must_be(200);
                officer.get(&own).await.must_be(200);
                counts.push(app.queries().statements());
            }
        }
        assert_eq!(counts[0], counts[1]);
        let first = firm.get(&near).await.must_be(200).must_say("帐篷 29").must_not_say("帐篷 30").must_say("下一页");
        let next = first.text().split("after=").nth(1).and_then(|rest| rest.split('"').next()).expect("a way on").to_owned();
        firm.get(&format!("{near}?after={next}")).await.must_be(200).must_say("帐篷 30").must_say("帐篷 33").must_not_say("帐篷 29").must_not_say("下一页");
        officer.get(&own).await.must_be(200).must_say("帐篷 29").must_not_say("帐篷 30").must_say("下一页");
        let program = app.program(people.officer, &["activities.read"]).await;
        let at = format!("/api/v1/organisations/{}/things", county.village_women);
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page: Value = program.get(&format!("{at}?limit=5&kind=goods&q=%E5%B8%90{after}")).await.must_be(200).json();
            seen.extend(page["items"].as_array().expect("things").iter().filter_map(|one| one["name"].as_str().map(str::to_owned)));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let wanted: Vec<String> = (0..34).filter(|n| n % 2 == 1).map(|n| format!("帐篷 {n:02}")).collect();
        assert_eq!(seen, wanted);
        let none: Value = program.get(&format!("{at}?q=%E8%88%B9")).await.must_be(200).json();
        assert_eq!(none["items"].as_array().map(Vec::len), Some(0));
        // More than fit into one statement, all with what is free of them.
        let all: Value = program.get(&format!("{at}?limit=200")).await.must_be(200).json();
        let free: Vec<_> = all["items"].as_array().expect("things").iter().filter_map(|one| one["free"].as_i64()).collect();
        assert_eq!(free, vec![3; 34]);
    }
}
