//! The portal: what anyone finds without registering.

use langqiao_store::params;
use langqiao_testkit::{TestApp, both};
use serde_json::Value;

use crate::signups::scene::{Scene, fill, sign_up};

/// How often a text stands in another.
fn times(text: &str, in_page: &str) -> usize {
    in_page.matches(text).count()
}

both! {
    async fn the_first_page_says_what_is_on_today_and_this_week_the_near_first(db: Db) {
        let app = TestApp::start(db).await;
        let county = &app.county;
        Scene { title: "今天的义诊", starts_in: 5, ..Scene::default() }.put_on(&app).await;
        Scene { title: "后天的灯会", starts_in: 48, ..Scene::default() }.put_on(&app).await;
        Scene { title: "下个月的年会", starts_in: 24 * 30, ..Scene::default() }.put_on(&app).await;
        Scene { title: "还没公布的会", starts_in: 24, status: "draft", ..Scene::default() }.put_on(&app).await;
        let far = (Some(county.villages[1][0]), Some(county.towns[1]));
        for _ in 0..12 {
            Scene { title: "远处的早市", starts_in: 24, area: far.0, town: far.1, ..Scene::default() }.put_on(&app).await;
        }
        let visitor = app.visitor();
        let page = visitor.get("/").await.must_be(200).must_say("今天的义诊").must_say("附近有什么活动");
        let page = page.must_not_say("下个月的年会").must_not_say("还没公布的会").must_say("您在哪个镇、街道");
        // Nobody knows where the visitor is, so the next eight by time are shown.
        assert_eq!(times("远处的早市", &page.text()), 8);
        page.must_not_say("后天的灯会");

        visitor.get("/place").await.must_be(200).must_say("梧桐街道").must_say("濮院镇");
        let town = county.towns[0];
        visitor.get(&format!("/place/{town}")).await.must_be(200).must_say("桃园村").must_say("庆丰社区");
        let chosen = visitor.get(&format!("/place/set?area={}", county.villages[0][0])).await;
        assert_eq!(chosen.location(), "/");
        let page = visitor.follow(&chosen).await.must_be(200).must_say("离梧桐街道 桃园村近的活动");
        page.must_say("后天的灯会").must_say("1 公里内").must_say("距离按示意图估算").must_say("换地方");
        let away = visitor.get("/place/set?next=//evil.example").await;
        assert_eq!(away.location(), "/");
        visitor.follow(&away).await.must_say("您在哪个镇、街道");
    }

    async fn activities_are_found_by_town_line_kind_day_and_places(db: Db) {
        let app = TestApp::start(db).await;
        let county = &app.county;
        let other = (Some(county.villages[1][0]), Some(county.towns[1]));
        Scene { title: "亲子灯笼", starts_in: 5, ..Scene::default() }.put_on(&app).await;
        let union = vec![county.firm_union];
        Scene { title: "职工球赛", kind: "sport", starts_in: 30, cohosts: union, ..Scene::default() }.put_on(&app).await;
        let (area, town) = other;
        Scene { title: "濮院义诊", kind: "health", starts_in: 200, area, town, ..Scene::default() }.put_on(&app).await;
        let full = Scene { title: "小教室", capacity: 1, starts_in: 50, ..Scene::default() }.put_on(&app).await;
        fill(&app, full, 2).await;
        Scene { title: "捡落叶", volunteers: 3, capacity: 0, starts_in: 60, ..Scene::default() }.put_on(&app).await;
        let visitor = app.visitor();
        let all = ["亲子灯笼", "职工球赛", "濮院义诊", "小教室", "捡落叶"];
        let list = async |query: &str| -> Vec<&str> {
            let page = visitor.get(&format!("/activities?{query}")).await.must_be(200).text();
            all.into_iter().filter(|title| page.contains(title)).collect()
        };
        assert_eq!(list("").await, all);
        assert_eq!(list(&format!("town={}", county.towns[1])).await, ["濮院义诊"]);
        assert_eq!(list("line=union").await, ["职工球赛"]);
        assert_eq!(list("line=women").await, all);
        assert_eq!(list("kind=sport").await, ["职工球赛"]);
        assert_eq!(list("when=today").await, ["亲子灯笼"]);
        assert_eq!(list("when=weekend").await, ["亲子灯笼", "职工球赛"]);
        assert_eq!(list("from=2026-11-23&to=2026-11-23").await, ["小教室", "捡落叶"]);
        assert_eq!(list("free=1").await, ["亲子灯笼", "职工球赛", "濮院义诊"]);
        assert_eq!(list("help=1").await, ["捡落叶"]);
        assert_eq!(list("line=union&when=today").await, [""; 0]);
        assert_eq!(list("town=nowhere&kind=circus&when=never&after=x").await, all);
        let page = visitor.get("/activities?line=union&when=today").await.must_say("没有找到这样的活动");
        page.must_say("noindex").must_say("去掉");
        visitor.get("/activities").await.must_not_say("noindex");
    }

    async fn words_are_found_in_chinese_in_pinyin_and_by_initials(db: Db) {
        let app = TestApp::start(db).await;
        Scene { title: "广场舞公开课", starts_in: 5, ..Scene::default() }.put_on(&app).await;
        let summary = "请来老师傅教大家做灯笼，孩子最喜欢。";
        Scene { title: "元宵手工", summary, starts_in: 30, ..Scene::default() }.put_on(&app).await;
        Scene { title: "广场上的旧事", starts_in: -48, opens_in: -72, ..Scene::default() }.put_on(&app).await;
        let visitor = app.visitor();
        for (q, title) in [("广场舞", "广场舞公开课"), ("gcw", "广场舞公开课"), ("guangchang", "广场舞公开课"), ("灯笼", "元宵手工")] {
            let page = visitor.get(&format!("/activities?q={q}")).await.must_be(200).must_say(title);
            assert_eq!(times("class=\"listing\"", &page.text()), 1, "{q}");
        }
        let page = visitor.get("/activities?q=广场").await.must_say("广场舞公开课");
        page.must_not_say("广场上的旧事");
        visitor.get("/activities?q=广场&from=2026-11-01").await.must_say("广场上的旧事");
        visitor.get("/activities?q=%25%27%22%28&kind=sport").await.must_be(200).must_say("没有找到");
    }

    async fn a_long_list_goes_on_and_every_activity_is_shown_once(db: Db) {
        let app = TestApp::start(db).await;
        for n in 0..45 {
            // Many begin at the same moment.
            Scene { starts_in: 24 + n / 10, ..Scene::default() }.put_on(&app).await;
        }
        let visitor = app.visitor();
        for first in ["/activities", "/activities?q=粽子"] {
            let (mut path, mut seen, mut pages) = (first.to_owned(), Vec::new(), 0);
            loop {
                pages += 1;
                let page = visitor.get(&path).await.must_be(200).text();
                let links = page.split("class=\"listing-title\"><a href=\"").skip(1);
                seen.extend(links.map(|rest| rest.split('"').next().unwrap_or_default().to_owned()));
                let Some(next) = page.split("<a class=\"btn btn-outline\" href=\"").skip(1).find(|rest| {
                    rest.split('>').next().is_some_and(|tag| tag.contains("rel=\"next\""))
                }) else { break };
                path = next.split('"').next().unwrap_or_default().replace("&amp;", "&");
            }
            let count = seen.len();
            seen.sort();
            seen.dedup();
            assert_eq!((pages, count, seen.len()), (3, 45, 45), "{first}");
        }
        let first: Value = visitor.get("/api/v1/activities").await.must_be(200).json();
        assert_eq!((first["items"].as_array().unwrap().len(), first.get("next")), (45, None));
    }

    async fn an_activity_s_first_screen_says_it_all(db: Db) {
        let app = TestApp::start(db).await;
        let county = &app.county;
        let cohosts = vec![county.firm_union, county.federations[3]];
        let ages = (Some(6), Some(12));
        let scene = Scene { cohosts, ages, capacity: 10, volunteers: 2, only_area: Some(county.towns[0]), ..Scene::default() };
        let activity = Scene { space: Some(county.space), ..scene }.put_on(&app).await;
        fill_some(&app, activity).await;
        let visitor = app.visitor();
        let path = format!("/activities/{activity}");
        let page = visitor.get(&path).await.must_be(200).must_say("包粽子送邻居").must_say("11月28日 周六 9:00–11:00");
        let page = page.must_say("文化礼堂").must_say("桃园村 1 号").must_say("无台阶").must_say("桃园村妇联");
        let page = page.must_say("灯笼纺织工会委员会").must_say("桐乡市科协").must_say("工会").must_say("牵头");
        let page = page.must_say("6–12 岁").must_say("住在梧桐街道的人").must_say("还有 8 个名额").must_say("还有 2 个名额");
        let page = page.must_say("先报先得").must_say("保留 2 小时").must_say("og:title").must_say("og:description");
        page.must_say(&format!("{}{path}", app.app.settings.public_url)).must_say("sign-up\"");
        let file = visitor.get(&format!("{path}/calendar.ics")).await.must_be(200);
        file.must_say("SUMMARY:包粽子送邻居").must_say(&format!("UID:{activity}@langqiao"));
        let json: Value = visitor.get(&format!("/api/v1{path}")).await.must_be(200).json();
        assert_eq!(json["attendees"], serde_json::json!({ "capacity": 10, "taken": 2, "waiting": 0, "free": 8, "all_wait": false }));
        assert_eq!((&json["hosts"][0]["line"], &json["hosts"][0]["host"]), (&"women".into(), &true.into()));

        let by = app.app.by_system("story");
        let off = "UPDATE activity SET status = 'cancelled', cancel_reason = '台风' WHERE id = ?1";
        let done = app.app.db.write(by, move |tx| {
            tx.bookkeeping();
            tx.execute(off, params![activity])
        });
        done.await.expect("a change");
        let page = visitor.get(&path).await.must_be(200).must_say("这场活动取消了").must_say("台风");
        page.must_not_say("sign-up\"");
        let draft = Scene { status: "draft", ..Scene::default() }.put_on(&app).await;
        visitor.get(&format!("/activities/{draft}")).await.must_be(404);
        visitor.get(&format!("/api/v1/activities/{draft}")).await.must_be(404);
        let past = Scene { starts_in: -10, opens_in: -72, ..Scene::default() }.put_on(&app).await;
        visitor.get(&format!("/activities/{past}")).await.must_be(200).must_say("已结束").must_not_say("sign-up\"");
        visitor.get("/activities/none").await.must_be(404);
    }

    async fn pages_keep_to_their_number_of_statements_whatever_there_is(db: Db) {
        let app = TestApp::start(db).await;
        let mut activity = Scene::default().put_on(&app).await;
        for n in 0..40 {
            let cohosts = vec![app.county.firm_union, app.county.federations[1]];
            activity = Scene { starts_in: 3 * n + 1, cohosts, ..Scene::default() }.put_on(&app).await;
        }
        fill(&app, activity, 30).await;
        let (visitor, resident) = (app.visitor(), app.sign_in(app.county.people.resident).await);
        sign_up(&resident, activity, &["me"]).await;
        for client in [&visitor, &resident] {
            client.get(&format!("/place/set?area={}", app.county.villages[0][0])).await;
        }
        // What is found out about who asks comes on top: nothing for a visitor, two statements for a session.
        let page = format!("/activities/{activity}");
        let paths = [("/", 5, 8), ("/activities?line=union&free=1", 3, 5), ("/activities?q=粽子", 4, 6), (page.as_str(), 5, 8)];
        for (path, for_visitor, for_resident) in paths {
            for (client, most) in [(&visitor, for_visitor), (&resident, for_resident)] {
                app.queries().reset();
                client.get(path).await.must_be(200);
                let run = app.queries().statements();
                assert!(run <= most, "{path}: {run} statements, {most} are enough");
            }
        }
    }
}

async fn fill_some(app: &TestApp, activity: langqiao_kernel::id::ActivityId) {
    let by = app.app.by_system("story");
    let filled = app.app.db.write(by, move |tx| {
        tx.bookkeeping();
        tx.execute(
            "UPDATE pool SET taken = 2 WHERE activity = ?1 AND role = 'attendee'",
            params![activity],
        )
    });
    filled.await.expect("two places");
}
