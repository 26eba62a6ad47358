//! What lies below: an office sees the rooms, the use and the idle things of the bodies below it, and changes nothing.

use langqiao_kernel::id::{AlarmId, UseId};
use langqiao_platform::not_done::NotDone;
use langqiao_store::params;
use langqiao_testkit::{TestApp, both};
use serde_json::Value;

use super::{SPAN, booked, write};
use crate::checkins::at;

both! {
    async fn an_office_sees_what_the_bodies_below_it_keep(db: Db) {
        let app = TestApp::start(db).await;
        let (people, county) = (app.county.people.clone(), app.county.clone());
        let used: UseId = booked(&app).await.to_text().parse().expect("an id");
        app.clock.set(at(16, 30));
        let (space, keeper) = (county.space, county.village_women);
        write(&app, move |tx| {
            tx.bookkeeping();
            let since = tx.now();
            tx.execute(
                "INSERT INTO idle_alarm (id, space, organisation, unused_since, rang_at) VALUES (?1, ?2, ?3, ?4, ?4)",
                params![AlarmId::generate(), space, keeper, since],
            )?;
            Ok::<_, NotDone>(())
        }).await;
        let office = app.sign_in(people.county).await;
        let bench = |path: &str| TestApp::bench(county.office, path);
        // Of its own it has nothing.
        office.get(&bench("/spaces")).await.must_be(200).must_say("含下级").must_not_say("本单位的场所");
        office.get(&bench(&format!("/uses?{SPAN}"))).await.must_be(200).must_say("含下级").must_not_say("桃园村妇联");
        office.get(&bench("/idle")).await.must_be(200).must_not_say("桃园村文化礼堂");
        // With those below it sees all of it: rooms, sums that open to their records, what rings.
        app.queries().reset();
        let page = office.get(&bench("/spaces?below=1")).await.must_be(200);
        assert!(app.queries().statements() <= 6, "{}", app.queries().statements());
        page.must_say("桃园村文化礼堂 · 大厅").must_say("桃园村妇联").must_say(&format!("/spaces/{space}"));
        app.queries().reset();
        let page = office.get(&bench(&format!("/uses?{SPAN}&below=1"))).await.must_be(200);
        assert!(app.queries().statements() <= 7, "{}", app.queries().statements());
        page.must_say("按管理单位").must_say("桃园村妇联").must_say(&format!("below=1&amp;body={keeper}"));
        office.get(&bench(&format!("/uses?{SPAN}&below=1&body={keeper}"))).await.must_be(200).must_say("按场所").must_say("桃园村文化礼堂 · 大厅");
        // From a page of one body its line leads on to its own list; a body without a use is listed, its rooms with it.
        let page = office.get(&bench(&format!("/uses?{SPAN}&below=1&body={keeper}"))).await.must_be(200);
        let text = page.text().replace("&amp;", "&");
        let keepers = text.split("按管理单位").nth(1).expect("the keepers");
        let line = keepers.split("href=\"").nth(1).expect("a link");
        let line = line.split('"').next().expect("an address").to_owned();
        assert_eq!(line.matches("body=").count(), 1, "{line}");
        office.get(&line).await.must_be(200).must_say("工会读书会");
        let before = "from=2026-10-01&to=2026-10-31";
        office.get(&bench(&format!("/uses?{before}&below=1"))).await.must_be(200).must_say("桃园村妇联").must_say("name=\"below\"");
        office.get(&bench(&format!("/uses?{before}&below=1&body={keeper}"))).await.must_be(200).must_say("桃园村文化礼堂 · 大厅");
        let list = office.get(&bench(&format!("/uses/list?{SPAN}&below=1&unsaid=1"))).await.must_be(200);
        list.must_say("工会读书会").must_say("桃园村妇联管理").must_not_say(&format!("/uses/{used}/people"));
        office.get(&bench("/idle?below=1")).await.must_be(200).must_say("桃园村文化礼堂 · 大厅").must_say("桃园村妇联管理").must_not_say("name=\"reason-");
        // Page by page, each once.
        let program = app.program(people.county, &["activities.read"]).await;
        app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            for n in 0..60_i64 {
                let rang = tx.now().as_millisecond() - n / 2;
                tx.execute(
                    "INSERT INTO idle_alarm (id, space, organisation, unused_since, rang_at, answer, reason, answered_at, quiet_until)
                     VALUES (?1, ?2, ?3, ?4, ?4, 'keep', '看看', ?4, ?4)",
                    params![AlarmId::generate(), space, keeper, rang],
                )?;
            }
            Ok::<_, NotDone>(())
        }).await.unwrap_or_else(|why| panic!("{why}"));
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/organisations/{}/idle?below=true&limit=7{after}", county.office);
            let page: Value = program.get(&path).await.must_be(200).json();
            seen.extend(page["items"].as_array().expect("items").iter().map(|one| (one["answer"].is_string(), one["id"].to_string())));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 61);
        assert!(seen.is_sorted_by_key(|(answered, _)| *answered), "what rings comes first");
        let first = office.get(&bench("/idle?below=1")).await.must_be(200).text();
        let next = first.split("/idle?after=").nth(1).and_then(|rest| rest.split('"').next()).expect("a next page").replace("&amp;", "&");
        office.get(&bench(&format!("/idle?after={next}"))).await.must_be(200).must_say("桃园村文化礼堂 · 大厅");
        // Another town has none of it; nor has a body that is not below.
        let other = county.towns[1];
        for path in [format!("/spaces?below=1&town={other}"), format!("/uses/list?{SPAN}&below=1&town={other}"), format!("/idle?below=1&town={other}")] {
            office.get(&bench(&path)).await.must_be(200).must_not_say("桃园村文化礼堂 · 大厅");
        }
        let foreign = app.sign_in(people.foreign_officer).await;
        for path in [format!("/spaces?below=1&body={keeper}"), format!("/uses?{SPAN}&below=1&body={keeper}"), format!("/uses/list?{SPAN}&below=1&body={keeper}"), format!("/idle?below=1&body={keeper}")] {
            foreign.get(&TestApp::bench(county.foreign_women, &path)).await.must_be(200).must_not_say("大厅").must_not_say("工会读书会");
        }
        // It says nothing for those below.
        let say = bench(&format!("/uses/{used}/people"));
        office.post_form(&say, &[(&format!("people-{used}"), "5")]).await.must_be(404);
        // The same for programs.
        let program = app.program(people.county, &["activities.read"]).await;
        let of = |path: &str| format!("/api/v1/organisations/{}/{path}", county.office);
        for (path, n) in [("spaces", 0), ("spaces?below=true", 1)] {
            let rooms: Value = program.get(&of(path)).await.must_be(200).json();
            assert_eq!(rooms["items"].as_array().map(Vec::len), Some(n), "{path}");
        }
        let sums: Value = program.get(&of(&format!("uses/sums?{SPAN}&below=true"))).await.must_be(200).json();
        assert_eq!((sums["whole"]["uses"].as_i64(), sums["by_keeper"][0]["uses"].as_i64()), (Some(1), Some(1)));
        let uses: Value = program.get(&of(&format!("uses?{SPAN}&below=true"))).await.must_be(200).json();
        assert_eq!(uses["items"].as_array().map(Vec::len), Some(1));
        let idle: Value = program.get(&of("idle?below=true")).await.must_be(200).json();
        assert_eq!((idle["items"].as_array().map(Vec::len), idle["next"].is_string()), (Some(50), true));
    }
}
