//! What is changed: by two at once, with those told whom it concerns, in a room that one activity has at a time.

use jiff::ToSpan;
use langqiao_app::activities::{self, Plan, PublishError, Times};
use langqiao_store::StoreError;
use langqiao_testkit::{TestApp, both};

use super::{draft, fields_of, found, jobs, plan, published, seat, send, set, typed, value_of};

both! {
    async fn two_officers_change_one_activity_and_nothing_is_lost(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let id = draft(&app, org, plan(&app)).await;
        let at = TestApp::bench(org, &format!("/activities/{id}"));
        let first = app.sign_in(app.county.people.officer).await;
        let second = app.sign_in(app.county.people.town_officer).await;
        let page = first.get(&format!("{at}/edit")).await.must_be(200).text();
        assert_eq!((value_of(&page, "version"), value_of(&page, "day")), ("1".into(), "2026-11-28".into()));
        let mut hers = fields_of(&page);
        let mut mine = fields_of(&second.get(&format!("{at}/edit")).await.text());

        set(&mut hers, "end", "17:00");
        set(&mut hers, "seats", "30");
        first.follow(&send(&first, &at, &hers, "save").await).await.must_say("已保存");

        set(&mut mine, "title", "亲子科普周末");
        set(&mut mine, "end", "16:30");
        let told = send(&second, &at, &mine, "save").await.must_be(409);
        let told = told.must_say("您改的时候，别人也改了这个活动").must_say("钱*").must_say("名额：对方改成“参加 30 人，志愿者 6 人”");
        let told = told.must_say("时间：对方改成“11月28日 周六 14:30–17:00”，您写的是“11月28日 周六 14:30–16:30”");
        let merged = fields_of(&told.text());
        let of = |name: &str| merged.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).unwrap_or_default();
        assert_eq!((of("title"), of("end"), of("seats"), of("version")), ("亲子科普周末", "16:30", "30", "2"));

        let taken = send(&second, &at, &merged, "take-when").await.must_be(200).text();
        let taken = fields_of(&taken);
        assert!(taken.contains(&("end".into(), "17:00".into())) && taken.contains(&("title".into(), "亲子科普周末".into())));
        second.follow(&send(&second, &at, &taken, "save").await).await.must_say("亲子科普周末").must_say("14:30–17:00");
        let stored = app.app.db.read(move |tx| activities::require_held(tx, org, id)).await.unwrap();
        assert_eq!((stored.plan.seats, stored.activity.version), (30, 3));

        // An answer that comes meanwhile stops nobody.
        let firm = app.county.firm_union;
        let page = fields_of(&first.get(&format!("{at}/edit")).await.text());
        let mut inviting = page.clone();
        inviting.extend([("c0_org".to_owned(), firm.to_text()), ("c0_share".to_owned(), "1".to_owned())]);
        send(&first, &at, &inviting, "save").await.must_be(303);
        let mut later = fields_of(&first.get(&format!("{at}/edit")).await.text());
        let firm_officer = app.sign_in(app.county.people.firm_officer).await;
        let firm_at = TestApp::bench(firm, &format!("/activities/{id}/answer"));
        firm_officer.post_form(&firm_at, &[("answer", "accept")]).await.must_be(303);
        set(&mut later, "title", "亲子科普周末（第一场）");
        first.follow(&send(&first, &at, &later, "save").await).await.must_say("亲子科普周末（第一场）").must_say("已同意");
    }

    async fn a_public_activity_tells_those_whom_a_change_concerns(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let id = published(&app, org, plan(&app)).await;
        let at = TestApp::bench(org, &format!("/activities/{id}"));
        let officer = app.sign_in(app.county.people.officer).await;
        seat(&app, id, app.county.people.resident, "attendee", "AAAAAA").await;
        seat(&app, id, app.county.people.neighbour, "attendee", "BBBBBB").await;
        let change = async |name: &str, value: &str| {
            let mut fields = fields_of(&officer.get(&format!("{at}/edit")).await.text());
            set(&mut fields, name, value);
            send(&officer, &at, &fields, "save").await
        };
        change("seats", "1").await.must_be(422).must_say("已经占了 2 个名额，不能少于这个数");
        change("q0_label", "要不要接送").await.must_be(422).must_say("问题不能再改");
        assert_eq!(jobs(&app, "signups.promote").await, 0);
        change("seats", "2").await.must_be(303);
        // All who come are in the hall, which holds 50, with those who help.
        change("seats", "45").await.must_be(422).must_say("所选场所一共容纳 50 人，名额加志愿者是 51 人");
        change("seats", "44").await.must_be(303);
        assert_eq!((jobs(&app, "signups.promote").await, jobs(&app, "signups.activity_changed").await), (1, 0));
        change("end", "16:30").await.must_be(303);
        assert_eq!(jobs(&app, "signups.activity_changed").await, 1);
        assert_eq!(found(&app, "科普").await, [id.to_text()]);
        assert_eq!(found(&app, "qzkp").await, [id.to_text()], "by the initials of its sound");

        officer.post_form(&format!("{at}/cancel"), &[("reason", " ")]).await.must_be(422).must_say("请写明取消的原因");
        let done = officer.post_form(&format!("{at}/cancel"), &[("reason", "礼堂停电")]).await;
        officer.follow(&done).await.must_say("活动已取消：礼堂停电").must_not_say("/edit");
        assert_eq!(jobs(&app, "signups.activity_cancelled").await, 1);
        assert!(found(&app, "科普").await.is_empty());
        send(&officer, &at, &typed(&app), "save").await.must_be(409);
    }

    async fn one_space_holds_one_published_activity_at_a_time(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        let mut drafts = Vec::new();
        for n in 0..32 {
            drafts.push(draft(&app, org, Plan { title: format!("第 {n} 场"), ..plan(&app) }).await);
        }
        let race = drafts.iter().map(|id| {
            let (app, id, keys) = (app.app.clone(), *id, app.app.keys.clone());
            tokio::spawn(async move { app.db.write(app.by_system("story"), move |tx| activities::publish(tx, &keys, org, id)).await })
        });
        let mut through = 0;
        for one in race.collect::<Vec<_>>() {
            match one.await.expect("no panic") {
                Ok(()) => through += 1,
                Err(PublishError::Rooms(_) | PublishError::JustTaken) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(through, 1);
        // The schema alone forbids it too, whoever writes.
        let forced = app.app.db.write(app.app.by_system("story"), move |tx| {
            tx.bookkeeping();
            tx.execute(
                "INSERT INTO booking (id, space, organisation, purpose, people, starts_at, ends_at, held_from, held_until,
                   status, note, created_at)
                 SELECT 'another', space, organisation, '例会', 0, starts_at + 60000, ends_at, held_from + 60000, held_until,
                   'held', '', created_at FROM booking",
                &[],
            )
        });
        assert!(matches!(forced.await, Err(StoreError::Constraint(name)) if name == "booking_space_taken"));

        // One after the other is fine, and what was called off leaves the space free.
        let next = plan(&app).times.ends_at;
        let times = Times { starts_at: next, ends_at: next + 1.hour(), ..plan(&app).times };
        published(&app, org, Plan { times, ..plan(&app) }).await;
        let officer = app.sign_in(app.county.people.officer).await;
        let at = TestApp::bench(org, &format!("/activities/{}", drafts[0]));
        let taken = officer.post_form(&format!("{at}/publish"), &[]).await;
        let page = officer.follow(&taken).await.text();
        assert!(page.contains("大厅”这个时间已被") || page.contains("活动已经发布"), "{page}");
    }

    async fn whoever_keeps_a_room_is_told_that_another_body_uses_it(db: Db) {
        let app = TestApp::start(db).await;
        let town = app.county.town_women[0];
        published(&app, town, plan(&app)).await;
        let keeper = app.sign_in(app.county.people.officer).await;
        keeper.get("/notices").await.must_say("梧桐街道妇联将在您单位的“桃园村文化礼堂 · 大厅”办“亲子科普日”");
    }
}
