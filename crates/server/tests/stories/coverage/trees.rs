//! Organisations come, move and go; the closure by which permissions go is always the tree's own.

use jiff::civil::date;
use langqiao_app::organisations::{self, ChangeError, FoundError, Kind, Line, NewOrganisation};
use langqiao_kernel::id::{AreaId, OrganisationId};
use langqiao_platform::fault::Fault;
use langqiao_store::params;
use langqiao_testkit::{TestApp, both};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::Value;

use super::{differences, start};

fn branch(parent: OrganisationId, area: AreaId, n: usize) -> NewOrganisation {
    NewOrganisation {
        id: OrganisationId::generate(),
        line: Line::LEAGUE,
        kind: Kind::Branch,
        name: format!("团支部{n}"),
        parent: Some(parent),
        area,
        unit: None,
        from: date(2025, 1, 1),
    }
}

both! {
    async fn the_closure_is_the_tree_s_own_after_random_moves(db: Db) {
        let app = start(db).await;
        let (league, county) = (app.county.federations[1], app.county.county);
        for seed in 0..4 {
            let moved = app.app.db.write(app.app.by_system("story"), move |tx| {
                let mut rng = StdRng::seed_from_u64(seed);
                let mut all = vec![league];
                let mut refused = 0;
                for n in 0..25 {
                    let parent = all[rng.random_range(0..all.len())];
                    all.push(organisations::found(tx, &branch(parent, county, seed as usize * 100 + n))?);
                }
                for _ in 0..40 {
                    let (one, parent) = (all[rng.random_range(1..all.len())], all[rng.random_range(0..all.len())]);
                    match organisations::move_under(tx, one, parent) {
                        Ok(()) => {}
                        Err(ChangeError::BelowItself) => refused += 1,
                        Err(other) => return Err(other.into()),
                    }
                }
                Ok::<_, Fault>(refused)
            });
            let refused = moved.await.expect("moves");
            assert!(refused > 0, "some moves would have made a circle");
            assert_eq!(differences(&app).await, [""; 0], "seed {seed}");
        }
    }

    async fn a_wrong_closure_is_named(db: Db) {
        let app = start(db).await;
        let women = app.county.village_women;
        let spoilt = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute("DELETE FROM organisation_closure WHERE descendant = ?1 AND depth = 2", params![women])
        });
        let spoilt: Result<u64, langqiao_store::StoreError> = spoilt.await;
        assert_eq!(spoilt.expect("a change"), 1);
        let found = differences(&app).await;
        assert_eq!(found.len(), 1);
        assert!(found[0].contains(&women.to_text()), "{}", found[0]);
    }

    async fn an_organisation_takes_its_place_or_is_refused_with_the_reason(db: Db) {
        let app = start(db).await;
        let (league, women) = (app.county.federations[1], app.county.town_women[0]);
        let (county, other) = (app.county.county, app.county.villages[1][0]);
        let outcome = app.app.db.write(app.app.by_system("story"), move |tx| {
            let refuse = |found: Result<_, FoundError>| found.expect_err("refused").to_string();
            let mut said = vec![
                refuse(organisations::found(tx, &NewOrganisation { name: "　".into(), ..branch(league, county, 1) })),
                refuse(organisations::found(tx, &NewOrganisation { parent: None, ..branch(league, county, 2) })),
                refuse(organisations::found(tx, &branch(women, county, 3))),
            ];
            let outside = NewOrganisation { line: Line::WOMEN, ..branch(women, other, 4) };
            said.push(refuse(organisations::found(tx, &outside)));
            Ok::<_, Fault>(said)
        });
        assert_eq!(outcome.await.expect("refusals"), [
            "no name",
            "it needs something to stand below",
            "what it is to stand below is of another line",
            "the area lies outside that of what it stands below",
        ]);
    }

    async fn a_program_finds_organisations_in_its_own_areas(db: Db) {
        let app = start(db).await;
        let county = &app.county;
        let program = app.program(county.people.county, &["coverage.read"]).await;
        let api = format!("/api/v1/organisations/{}/organisations", county.office);
        let mut names = Vec::new();
        let mut after = String::new();
        loop {
            let page: Value = program.get(&format!("{api}?limit=3{after}")).await.must_be(200).json();
            names.extend(page["items"].as_array().expect("items").iter().map(|one| one["name"].to_string()));
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        let all: Value = program.get(&format!("{api}?limit=200")).await.must_be(200).json();
        assert_eq!(names.len(), all["items"].as_array().map_or(0, Vec::len));
        let women: Value = program.get(&format!("{api}?line=women&q=桃园村")).await.must_be(200).json();
        assert_eq!(women["items"][0]["id"], Value::from(county.village_women.to_text()));
        program.get(&format!("{api}?line=chess")).await.must_be(422);
        let one: Value = program.get(&format!("{api}/{}", county.town_women[0])).await.must_be(200).json();
        assert_eq!((&one["line"], &one["dissolved"]), (&Value::from("women"), &Value::Null));
        let officer = app.program(county.people.town_officer, &["coverage.read"]).await;
        let town = format!("/api/v1/organisations/{}/organisations", county.town_women[0]);
        officer.get(&format!("{town}/{}", county.village_women)).await.must_be(200);
        officer.get(&format!("{town}/{}", county.town_women[1])).await.must_be(404);
    }

    async fn the_county_founds_covers_and_dissolves_in_the_workbench(db: Db) {
        let app = start(db).await;
        let office = app.county.office;
        let county = app.sign_in(app.county.people.county).await;
        county.get(&TestApp::bench(office, "/organisations/new")).await.must_be(200).must_say("桐乡市总工会");
        let union = app.county.federations[0].to_text();
        let new = |name, area| {
            [("name", name), ("line", "union"), ("kind", "joint"), ("parent", union.as_str()), ("area", area), ("from", "2026-11-01")]
        };
        let path = TestApp::bench(office, "/organisations");
        county.post_form(&path, &new("", "无名村")).await.must_be(422).must_say("请填写名称").must_say("没有这个村社区");
        let made = county.post_form(&path, &new("庆丰联合工会", "庆丰")).await;
        let page = county.follow(&made).await.must_say("庆丰联合工会已成立").must_say("没有人任职");
        page.must_say("桐乡市总工会");
        let here = made.location().to_owned();
        let cover = |unit| [("unit", unit), ("way", "joint"), ("cover_from", "2026-11-01")];
        let covers = format!("{here}/covers");
        county.post_form(&covers, &cover("没有这一家")).await.must_be(422).must_say("没有找到这个单位");
        let done = county.post_form(&covers, &cover("桐乡市灯笼纺织有限公司")).await;
        county.follow(&done).await.must_say("已覆盖").must_say("桐乡市灯笼纺织有限公司");
        county.post_form(&covers, &cover("桐乡市灯笼纺织有限公司")).await.must_be(422).must_say("已经覆盖这个单位");
        let firm = app.county.firm;
        let ended = county.post_form(&format!("{here}/covers/{firm}/end"), &[]).await;
        county.follow(&ended).await.must_say("已不再覆盖");
        county.post_form(&format!("{here}/dissolve"), &[]).await.must_be(422).must_say("请写明原因");
        let gone = county.post_form(&format!("{here}/dissolve"), &[("reason", "并入镇联合工会")]).await;
        county.follow(&gone).await.must_say("组织已撤销").must_say("撤销");
        let above = format!("/w/{office}/organisations/{}/dissolve", app.county.federations[2]);
        county.post_form(&above, &[("reason", "试一试")]).await.must_be(422).must_say("它下面还有组织");
        assert_eq!(differences(&app).await, [""; 0]);
    }

    async fn who_leaves_a_post_leaves_a_shell(db: Db) {
        let app = start(db).await;
        let (office, union) = (app.county.office, app.county.firm_union);
        let county = app.sign_in(app.county.people.county).await;
        let page = TestApp::bench(office, &format!("/organisations/{union}"));
        let text = county.get(&page).await.must_be(200).must_say("灯笼纺织工会委员会").must_say("主席").text();
        let (_, rest) = text.split_once("/postings/").expect("the way to end it");
        let ended = county.post_form(&format!("{page}/postings/{}/end", &rest[..36]), &[]).await;
        county.follow(&ended).await.must_say("已离任").must_say("空壳");
        let list = TestApp::bench(office, "/coverage?line=union&status=shell");
        county.get(&list).await.must_say("桐乡市灯笼纺织有限公司").must_say("没有人任职");
        assert_eq!(differences(&app).await, [""; 0]);
    }
}
