//! Lists of activities: on paper, filtered and paged, by venue, and what was typed of a draft.

use jiff::ToSpan;
use langqiao_app::activities::{ActivityKind, Plan, Times};
use langqiao_kernel::id::PersonId;
use langqiao_testkit::{TestApp, both};
use serde_json::{Value, json};

use super::{cells, draft, plan, published, seat};

both! {
    async fn the_sheet_is_printed_with_masked_names_and_full_ones_are_recorded(db: Db) {
        let app = TestApp::start(db).await;
        let (org, people) = (app.county.village_women, app.county.people.clone());
        let id = published(&app, org, plan(&app)).await;
        seat(&app, id, people.resident, "attendee", "AAAAAA").await;
        seat(&app, id, people.volunteer, "volunteer", "BBBBBB").await;
        let at = TestApp::bench(org, &format!("/activities/{id}"));
        let helper = app.sign_in(people.steward).await;
        helper.get(&at).await.must_say("/signups?role=attendee");
        helper.get(&format!("{at}/signups?role=volunteer")).await.must_be(200).must_say("曹**").must_not_say("朱**");
        let sheet = helper.get(&format!("{at}/sheet")).await.must_be(200).must_say("朱**").must_say("AAAAAA");
        sheet.must_say("签名").must_not_say("朱采菊").must_not_say("需要全名");
        helper.post_form(&format!("{at}/sheet"), &[("reason", "签到")]).await.must_be(404);
        let file = helper.get(&format!("{at}/sheet.xlsx")).await.must_be(200);
        let cells = cells(file.body);
        assert!(cells.contains(&"朱**".to_owned()) && cells.contains(&"签名".to_owned()), "{cells:?}");

        let county = app.sign_in(people.county).await;
        county.get(&format!("{at}/sheet")).await.must_say("需要全名");
        county.post_form(&format!("{at}/sheet"), &[("reason", "")]).await.must_be(422).must_say("请写明用途");
        let full = [("reason", "现场签到核对"), ("as", "page")];
        county.post_form(&format!("{at}/sheet"), &full).await.must_be(200).must_say("朱采菊").must_say("曹小满");
        let seen = app.app.db.read(move |tx| {
            tx.all("SELECT person, reason FROM unmasking ORDER BY person", &[], |row| {
                Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?))
            })
        });
        let mut all = vec![people.resident, people.volunteer];
        all.sort();
        let all: Vec<_> = all.into_iter().map(|person| (person, "现场签到核对".to_owned())).collect();
        assert_eq!(seen.await.unwrap(), all);
        county.get(&format!("{at}/poster")).await.must_be(200).must_say("<svg").must_say("扫码报名").must_say(&format!("/activities/{id}"));

        // Who doesn't hold it gets no sheet.
        let foreign = app.sign_in(people.foreign_officer).await;
        foreign.get(&TestApp::bench(app.county.foreign_women, &format!("/activities/{id}/sheet"))).await.must_be(404);
    }

    async fn lists_are_filtered_sorted_and_paged_at_a_fixed_cost(db: Db) {
        let app = TestApp::start(db).await;
        let org = app.county.village_women;
        for n in 0..35i64 {
            let times = plan(&app).times;
            let later = Times { starts_at: times.starts_at + (24 * n).hours(), ends_at: times.ends_at + (24 * n).hours(), ..times };
            let kind = if n % 2 == 0 { ActivityKind::Science } else { ActivityKind::Health };
            let title = format!("第{n:02}场");
            published(&app, org, Plan { title, kind, times: later, ..plan(&app) }).await;
        }
        let officer = app.sign_in(app.county.people.officer).await;
        let at = TestApp::bench(org, "/activities");
        app.queries().reset();
        let page = officer.get(&at).await.must_be(200).must_say("第 1–30 条，共 35 条").must_say("第00场").must_not_say("第30场");
        assert!(app.queries().statements() <= 3, "{}", app.queries().statements());
        assert!(page.text().contains("page=2"));
        officer.get(&format!("{at}?page=2")).await.must_say("第34场").must_not_say("第00场");
        officer.get(&format!("{at}?kind=health&sort=-start")).await.must_say("共 17 条").must_not_say("第00场");
        officer.get(&format!("{at}?q=%E7%AC%AC07")).await.must_say("第07场").must_say("共 1 条");
        officer.get(&format!("{at}?q=nothing")).await.must_say("没有符合条件的活动");
        officer.get(&format!("{at}?show=past")).await.must_say("这里还没有活动");
        app.clock.advance(jiff::SignedDuration::from_hours(24 * 8));
        officer.get(&format!("{at}?show=past")).await.must_say("第00场").must_not_say("第30场");

        let id = draft(&app, org, Plan { title: "看一眼".into(), times: Times { starts_at: plan(&app).times.starts_at + (24 * 9).hours(), ends_at: plan(&app).times.ends_at + (24 * 9).hours(), ..plan(&app).times }, ..plan(&app) }).await;
        app.queries().reset();
        let shown = officer.get(&format!("{at}/{id}")).await.must_be(200).must_say("会不会撞期");
        shown.must_say("同一处阵地，三天内 5 场").must_say("同镇同一天 1 场").must_say("这是你们自己的活动");
        // Four of them for its room: what is asked for, the room, its hours and days, whether somebody has it.
        assert!(app.queries().statements() < 20, "{}", app.queries().statements());
        app.queries().reset();
        officer.get(&format!("{at}/{id}/edit")).await.must_be(200);
        assert!(app.queries().statements() <= 14, "{}", app.queries().statements());
    }

    async fn a_venue_says_where_it_is_and_what_is_on(db: Db) {
        let app = TestApp::start(db).await;
        let (org, venue) = (app.county.village_women, app.county.venue);
        let visitor = app.visitor();
        let page = visitor.get(&format!("/venues/{venue}")).await.must_be(200);
        page.must_say("桃园村文化礼堂").must_say("全程无台阶").must_say("50 人").must_say("近期没有安排活动");
        draft(&app, org, Plan { title: "还是草稿".into(), ..plan(&app) }).await;
        let id = published(&app, org, plan(&app)).await;
        app.queries().reset();
        let page = visitor.get(&format!("/venues/{venue}")).await.must_say("亲子科普日").must_not_say("还是草稿");
        // The venue, its rooms, facilities, pictures, builders and neighbours; what is on, the scores, and how to get in.
        assert!(app.queries().statements() <= 9, "{}", app.queries().statements());
        page.must_say(&format!("/activities/{id}"));
        visitor.get(&format!("/venues/{}", app.county.space)).await.must_be(404);
        let list: Value = visitor.get(&format!("/api/v1/venues?town={}", app.county.towns[0])).await.must_be(200).json();
        assert_eq!(list["items"][0]["name"], "桃园村文化礼堂");
        let none: Value = visitor.get(&format!("/api/v1/venues?town={}", app.county.towns[1])).await.json();
        assert_eq!(none["items"], json!([]));
        let one: Value = visitor.get(&format!("/api/v1/venues/{venue}")).await.must_be(200).json();
        assert_eq!(one["spaces"][0]["capacity"], 50);
    }
}
