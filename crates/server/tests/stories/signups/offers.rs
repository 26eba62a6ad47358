//! The waiting list: why one waits, what is offered to whom and for how long, and what comes of it.

use jiff::SignedDuration;
use langqiao_testkit::{Client, TestApp, both};

use super::scene::{Scene, fill, form, sign_up, tickets};

/// What the person was told last.
async fn told(client: &Client) -> String {
    client.get("/notices").await.must_be(200).text()
}

both! {
    async fn who_comes_when_the_queue_stands_still_takes_what_is_free(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 1, starts_in: 1, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let resident = app.sign_in(people.resident).await;
        let party = sign_up(&resident, activity, &["me"]).await;
        fill(&app, activity, 1).await;
        let waiting = app.sign_in(people.officer).await;
        let waits = sign_up(&waiting, activity, &["me"]).await;
        app.clock.advance(jiff::SignedDuration::from_mins(40));
        resident.post_form(&format!("{party}/cancel"), &[]).await.must_be(303);
        // Nothing is kept for those who wait any more, and so they read.
        waiting.get(&waits).await.must_be(200).must_say("不再递补了").must_not_say("，留给候补").must_not_say("名额留给候补");
        let late = app.sign_in(people.neighbour).await;
        late.get(&form(activity)).await.must_be(200).must_not_say("名额已满");
        let seated = sign_up(&late, activity, &["me"]).await;
        late.get(&seated).await.must_be(200).must_say("已报名");
        let later = app.sign_in(people.volunteer).await;
        later.post_form(&form(activity), &[("who", "me")]).await.must_be(422);
    }

    async fn whoever_waits_sees_why_and_is_offered_the_place_that_becomes_free(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 1, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let (first, second, third) =
            (app.sign_in(people.resident).await, app.sign_in(people.neighbour).await, app.sign_in(people.volunteer).await);
        let seat = sign_up(&first, activity, &["me"]).await;
        second.get(&form(activity)).await.must_be(200).must_say("名额已满。报名后您排第一位候补").must_say("加入候补");
        let waits = sign_up(&second, activity, &["me"]).await;
        let page = second.get(&waits).await.must_be(200).must_say("候补第 1 位").must_say("共 1 个名额，已定 1 个");
        page.must_say("前面没有人了").must_say("再空出 1 个名额，就留给您").must_say("名额保留 2 小时");
        let behind = sign_up(&third, activity, &["me"]).await;
        third.get(&behind).await.must_say("候补第 2 位").must_say("前面还有 1 家，共 1 人");
        third.get(&format!("/activities/{activity}")).await.must_say("看我的候补").must_say("2 人在候补");

        first.post_form(&format!("{seat}/cancel"), &[]).await.must_be(303);
        first.get(&seat).await.must_say("已取消").must_say("重新报名");
        assert!(told(&second).await.contains("有名额了，给您留到 11月21日 周六 11:00"));
        second.get(&waits).await.must_say("给您留了 1 个名额").must_say("11:00").must_say("要，我来");
        second.get("/").await.must_say("有名额了，给您留到").must_say("去确认");
        third.get(&behind).await.must_say("候补第 1 位").must_say("1 个正留给别人，最早 11月21日 周六 11:00 到期");
        // Until it is answered the place is nobody else's: a newcomer stands at the end.
        app.sign_in(people.officer).await.get(&form(activity)).await.must_say("1 人在候补。报名后排在后面");

        let taken = second.post_form(&format!("{waits}/accept"), &[]).await;
        let page = second.follow(&taken).await.must_say("名额是您的了").must_say("已报名");
        assert_eq!(tickets(&page), 1);
        let late = third.post_form(&format!("{behind}/accept"), &[]).await;
        third.follow(&late).await.must_say("现在没有留给您的名额");
    }

    async fn an_offer_that_nobody_answers_goes_to_the_next_at_its_time(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 1, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let (first, second, third) =
            (app.sign_in(people.resident).await, app.sign_in(people.neighbour).await, app.sign_in(people.volunteer).await);
        let seat = sign_up(&first, activity, &["me"]).await;
        let (waits, behind) = (sign_up(&second, activity, &["me"]).await, sign_up(&third, activity, &["me"]).await);
        first.post_form(&format!("{seat}/cancel"), &[]).await.must_be(303);
        app.run_jobs().await;
        second.get(&waits).await.must_say("要，我来");

        app.clock.advance(SignedDuration::from_mins(120));
        // Even before the job has run, the time is over.
        let late = second.post_form(&format!("{waits}/accept"), &[]).await;
        second.follow(&late).await.must_say("时间过了").must_say("没有按时确认");
        app.run_jobs().await;
        assert!(told(&second).await.contains("已经给了下一位"));
        third.get(&behind).await.must_say("给您留了 1 个名额");
        let declined = third.post_form(&format!("{behind}/decline"), &[]).await;
        third.follow(&declined).await.must_say("已让给下一位").must_say("已让出");
        app.run_jobs().await;
        // Nobody waits any more, so the place is open to anyone.
        let again = sign_up(&first, activity, &["me"]).await;
        assert_eq!(tickets(&first.get(&again).await), 1);
    }

    async fn the_next_in_line_may_come_with_fewer_and_nobody_passes_them(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 3, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let holder = app.sign_in(people.officer).await;
        let seat = sign_up(&holder, activity, &["me"]).await;
        fill(&app, activity, 2).await;
        let (family, single) = (app.sign_in(people.resident).await, app.sign_in(people.neighbour).await);
        let (child, elder) = (people.child.to_text(), people.elder.to_text());
        let waits = sign_up(&family, activity, &["me", &child, &elder]).await;
        let behind = sign_up(&single, activity, &["me"]).await;
        holder.post_form(&format!("{seat}/cancel"), &[]).await.must_be(303);

        assert!(told(&family).await.contains("空着 1 个名额，您家 3 人排在最前"));
        let page = family.get(&waits).await.must_say("不够一起来").must_say("最多选 1 位");
        single.get(&behind).await.must_say("候补第 2 位").must_say("现在空着 1 个，留给候补");
        let none = family.post_form(&format!("{waits}/fewer"), &[]).await;
        family.follow(&none).await.must_say("请选择谁来");
        let text = page.text();
        let stay: Vec<&str> = text.split("name=\"stay\" value=\"").skip(1).map(|rest| &rest[..36]).collect();
        assert_eq!(stay.len(), 3);
        let two = family.post_form(&format!("{waits}/fewer"), &[("stay", stay[0]), ("stay", stay[1])]).await;
        family.follow(&two).await.must_say("现在空着 1 个名额，请少选几位");
        let one = family.post_form(&format!("{waits}/fewer"), &[("stay", stay[1])]).await;
        let page = family.follow(&one).await.must_say("名额是您的了").must_say("朱苗苗");
        assert_eq!(tickets(&page), 1);
        single.get(&behind).await.must_say("候补第 1 位").must_say("前面没有人了");
    }

    async fn a_family_larger_than_all_the_places_is_refused_and_keeps_nobody_waiting(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 2, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        fill(&app, activity, 2).await;
        let family = app.sign_in(people.resident).await;
        let (child, elder) = (people.child.to_text(), people.elder.to_text());
        let three = [("who", "me"), ("who", child.as_str()), ("who", elder.as_str())];
        let page = family.post_form(&form(activity), &three).await.must_be(422);
        page.must_say("这场活动一共只有 2 个名额").must_say("请少选几位");
        let program = app.program(people.resident, &["self"]).await;
        let wish = serde_json::json!({ "people": [people.resident, people.child, people.elder] });
        let refused: serde_json::Value =
            program.post_json(&format!("/api/v1/activities/{activity}/signups"), &wish).await.must_be(422).json();
        assert_eq!(refused["code"], "party-too-large");
        let waits = sign_up(&family, activity, &["me", &child]).await;
        family.get(&waits).await.must_say("候补第 1 位");
    }

    async fn who_does_not_say_whether_fewer_come_lets_others_pass_and_keeps_the_turn(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 2, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let holder = app.sign_in(people.officer).await;
        let seat = sign_up(&holder, activity, &["me"]).await;
        fill(&app, activity, 1).await;
        let (family, single) = (app.sign_in(people.resident).await, app.sign_in(people.neighbour).await);
        let child = people.child.to_text();
        let waits = sign_up(&family, activity, &["me", &child]).await;
        let behind = sign_up(&single, activity, &["me"]).await;
        holder.post_form(&format!("{seat}/cancel"), &[]).await.must_be(303);
        // One place stands free, and everybody reads for whom and until when.
        app.visitor().get(&format!("/activities/{activity}")).await.must_say("空着 1 个，留给候补").must_say("已报 1，共 2");
        family.get("/").await.must_say("您家 2 人排在最前").must_say("11:00").must_say("去确认");
        family.get(&waits).await.must_say("不够一起来").must_say("11:00").must_say("您家的次序不变");
        family.get(&waits).await.must_say("空着的名额不够一起来").must_not_say("名额满了");
        for page in ["/mine", "/me"] {
            family.get(page).await.must_be(200).must_say("可以少来几位，请答复").must_say("前答复");
            single.get(page).await.must_be(200).must_not_say("请答复");
        }
        app.run_jobs().await;
        single.get(&behind).await.must_say("候补第 2 位");

        app.clock.advance(SignedDuration::from_mins(120));
        app.run_jobs().await;
        single.get(&behind).await.must_say("给您留了 1 个名额");
        assert!(told(&family).await.contains("先给了后面的人"));
        family.get("/").await.must_not_say("您家 2 人排在最前");
        family.get("/mine").await.must_be(200).must_not_say("请答复");
        family.get(&waits).await.must_say("候补第 1 位").must_say("再空出 2 个名额，就留给您");
        single.post_form(&format!("{behind}/accept"), &[]).await.must_be(303);

        // Nobody else waits: the family may still come with fewer, and whoever comes now has the place at once.
        single.post_form(&format!("{behind}/cancel"), &[]).await.must_be(303);
        family.get(&waits).await.must_say("现在也还可以少来几位");
        let newcomer = app.sign_in(people.volunteer).await;
        // And reads so before: on the activity's page, in the list, on the form and by a program.
        let visitor = app.visitor();
        visitor.get(&format!("/activities/{activity}")).await.must_be(200).must_say("现在报名就有").must_not_say("个，留给候补").must_not_say("加入候补");
        visitor.get("/activities?free=1").await.must_be(200).must_say("包粽子送邻居").must_say("还有 1 个名额").must_not_say("个，留给候补");
        // So it does in a list that begins with earlier days.
        visitor.get("/activities?from=2026-11-01&free=1").await.must_be(200).must_say("包粽子送邻居").must_say("还有 1 个名额");
        newcomer.get(&format!("/activities/{activity}/sign-up")).await.must_be(200).must_say("还有 1 个名额").must_not_say("加入候补");
        let told: serde_json::Value = visitor.get(&format!("/api/v1/activities/{activity}")).await.must_be(200).json();
        assert_eq!((&told["attendees"]["free"], &told["attendees"]["waiting"]), (&1.into(), &2.into()));
        let seated = sign_up(&newcomer, activity, &["me"]).await;
        assert_eq!(tickets(&newcomer.get(&seated).await), 1);
        // More free than it was asked about: it has its turn.
        let program = app.program(people.resident, &["self"]).await;
        let mine: serde_json::Value = program.get("/api/v1/me/signups").await.must_be(200).json();
        assert_eq!(mine["items"][0]["state"], "waiting");
        app.verify("places").await;
    }

    async fn a_list_for_other_days_calls_free_what_is_free_now(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 2, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let holder = app.sign_in(people.officer).await;
        let seat = sign_up(&holder, activity, &["me"]).await;
        let single = app.sign_in(people.neighbour).await;
        sign_up(&single, activity, &["me"]).await;
        let (family, child) = (app.sign_in(people.resident).await, people.child.to_text());
        sign_up(&family, activity, &["me", &child]).await;
        holder.post_form(&format!("{seat}/cancel"), &[]).await.must_be(303);
        // Until 11:00 the free place is kept for the family, also for whoever looks at the days after.
        let visitor = app.visitor();
        let listed = async |asked: &str| {
            let page = visitor.get(&format!("/activities?{asked}")).await.must_be(200).text();
            page.contains(&format!("/activities/{activity}"))
        };
        let ways = ["free=1", "from=2026-11-27&free=1", "q=粽子&from=2026-11-27&free=1"];
        for asked in ways {
            assert!(!listed(asked).await, "{asked}");
        }
        app.clock.advance(SignedDuration::from_mins(120));
        for asked in ways {
            assert!(listed(asked).await, "{asked}");
        }
    }

    async fn one_of_a_family_can_stay_away(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 2, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let (family, single) = (app.sign_in(people.resident).await, app.sign_in(people.neighbour).await);
        let child = people.child.to_text();
        let party = sign_up(&family, activity, &["me", &child]).await;
        let behind = sign_up(&single, activity, &["me"]).await;
        let page = family.get(&party).await.must_say("朱苗苗不来了").text();
        let row = page.split("name=\"only\" value=\"").nth(2).expect("the child's button");
        let gone = family.post_form(&format!("{party}/cancel"), &[("only", &row[..36])]).await;
        let page = family.follow(&gone).await.must_say("已取消 1 人");
        assert_eq!(tickets(&page), 1);
        single.get(&behind).await.must_say("给您留了 1 个名额");

        // On the day itself nothing is given back any more.
        app.clock.advance(SignedDuration::from_hours(169));
        let late = family.post_form(&format!("{party}/cancel"), &[]).await;
        family.follow(&late).await.must_say("活动已经开始，不能再取消");
    }

    async fn what_becomes_of_the_activity_reaches_everybody_once(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 1, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let (first, second) = (app.sign_in(people.resident).await, app.sign_in(people.neighbour).await);
        let seat = sign_up(&first, activity, &["me"]).await;
        let waits = sign_up(&second, activity, &["me"]).await;
        let queue = async |sql: &'static str, kind: &'static str| {
            let by = app.app.by_system("story");
            let done = app.app.db.write(by, move |tx| {
                tx.bookkeeping();
                tx.execute(sql, langqiao_store::params![activity])?;
                let about = serde_json::json!({ "activity": activity, "what": "time" });
                tx.enqueue(langqiao_store::Job::new(kind, &about))
            });
            done.await.expect("a change");
            app.run_jobs().await;
        };
        queue("UPDATE pool SET capacity = 2 WHERE activity = ?1 AND role = 'attendee'", "signups.promote").await;
        second.get(&waits).await.must_say("给您留了 1 个名额");
        second.get(&format!("{waits}/calendar.ics")).await.must_say("STATUS:TENTATIVE");
        first.get(&format!("{seat}/calendar.ics")).await.must_say("STATUS:CONFIRMED");
        queue("UPDATE activity SET version = 2 WHERE id = ?1", "signups.activity_changed").await;
        queue("UPDATE activity SET version = 2 WHERE id = ?1", "signups.activity_changed").await;
        assert!(told(&first).await.contains("有变动，现在是 11月28日 周六 9:00在"));
        let changed = "SELECT COUNT(*) FROM notice WHERE message = 'signup-notice-changed'";
        let count = app.app.db.read(move |tx| tx.one(changed, &[], |row| row.get::<i64>(0)));
        assert_eq!(count.await.expect("a count"), Some(2), "one for each booker");
        let off = "UPDATE activity SET status = 'cancelled', cancel_reason = '台风', version = 3 WHERE id = ?1";
        queue(off, "signups.activity_cancelled").await;
        assert!(told(&first).await.contains("取消了，请不要前往"));
        first.get(&seat).await.must_say("这场活动取消了").must_say("台风").must_say("<h1>活动取消").must_not_say("已报名");
        assert_eq!(tickets(&first.get(&seat).await), 0);
        let late = second.post_form(&format!("{waits}/accept"), &[]).await;
        second.follow(&late).await.must_say("这场活动取消了");
        first.get("/mine").await.must_say("活动取消");
        first.get(&format!("{seat}/calendar.ics")).await.must_say("STATUS:CANCELLED").must_say("SEQUENCE:3");
        app.visitor().get(&form(activity)).await.must_be(200).must_say("这场活动取消了");
    }
}
