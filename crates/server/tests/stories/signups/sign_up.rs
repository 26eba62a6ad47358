//! One screen for a family: on the way from a visitor to a ticket.

use langqiao_store::params;
use langqiao_testkit::{TestApp, both};

use super::scene::{Scene, fill, form, question, sign_up, tickets};
use crate::accounts::shown_code;

both! {
    async fn a_visitor_signs_up_herself_and_her_child_and_loses_nothing_on_the_way(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { title: "小河边的自然课", ..Scene::default() }.put_on(&app).await;
        let visitor = app.visitor();
        visitor.get(&format!("/activities/{activity}")).await.must_be(200).must_say("小河边的自然课").must_say("报名");
        visitor.get(&form(activity)).await.must_be(200).must_say("我本人").must_say("带上孩子或老人");
        let typed = [
            ("role", "attendee"), ("who", "me"), ("new-name-0", "沈小满"), ("new-birth-0", "2018-05-01"),
            ("new-consent", "1"),
        ];
        let sent = visitor.post_form(&form(activity), &typed).await;
        let next = format!("/activities/{activity}/sign-up");
        assert!(sent.location().starts_with("/sign-in?next="), "{}", sent.location());
        visitor.follow(&sent).await.must_be(200).must_say("填好的内容会留着");
        let kept = visitor.cookie("lq_signup").expect("what was typed");
        assert!(!kept.contains(['%', '=']), "a child's name lies open on the device: {kept}");
        let long = "长".repeat(2000);
        let too_long = app.visitor();
        let sent = too_long.post_form(&form(activity), &[("who", "me"), ("q-x", &long)]).await;
        too_long.follow(&sent).await.must_say("登录以后要再填一次");
        let asked = visitor.post_form("/sign-in/code", &[("phone", "13912345678"), ("next", &next)]).await;
        let code = shown_code(&visitor.follow(&asked).await.text());
        let fields = [("code", code.as_str()), ("next", &next), ("name", "沈小桥"), ("consent", "1")];
        let registered = visitor.post_form("/sign-in/verify", &fields).await;
        assert_eq!(registered.location(), next);
        let form_again = visitor.follow(&registered).await.must_be(200);
        form_again.must_say("value=\"沈小满\"").must_say("2018-05-01").must_say("沈小桥（我）");

        let done = visitor.post_form(&form(activity), &typed).await;
        assert!(visitor.cookie("lq_signup").is_none(), "what was kept is forgotten");
        let page = visitor.follow(&done).await.must_be(200).must_say("已报名，11月28日 周六 9:00 见");
        let page = page.must_say("沈小桥").must_say("沈小满 · 8 岁").must_say("加到日历");
        assert_eq!(tickets(&page), 2);
        assert_eq!(page.header("langqiao-offline"), "keep");

        let file = visitor.get(&format!("{}/calendar.ics", done.location())).await.must_be(200);
        assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
        file.must_say(&format!("UID:{activity}@langqiao")).must_say("DTSTART:20261128T010000Z").must_say("签到码");
        visitor.get("/mine").await.must_be(200).must_say("小河边的自然课").must_say("沈小桥、沈小满");
    }

    async fn a_family_is_one_sign_up_and_the_same_form_twice_is_one_too(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene::default().put_on(&app).await;
        let people = &app.county.people;
        let resident = app.sign_in(people.resident).await;
        resident.get(&form(activity)).await.must_be(200).must_say("朱采菊（我） · 36 岁").must_say("朱苗苗 · 8 岁");
        let (child, elder) = (people.child.to_text(), people.elder.to_text());
        let party = sign_up(&resident, activity, &["me", &child, &elder]).await;
        let page = resident.get(&party).await.must_be(200);
        assert_eq!(tickets(&page), 3);
        assert_eq!(sign_up(&resident, activity, &["me", &child, &elder]).await, party);

        // The same with somebody new, pressed twice at once: one child, one sign-up.
        let other = Scene::default().put_on(&app).await;
        let new = [("new-name-0", "朱小弟"), ("new-birth-0", "2021-01-01"), ("new-consent", "1")];
        let path = form(other);
        let (first, second) = tokio::join!(resident.post_form(&path, &new), resident.post_form(&path, &new));
        assert_eq!(first.location(), second.location());
        let count = app.app.db.read(move |tx| {
            let people = "SELECT COUNT(*) FROM person WHERE guardian IS NOT NULL";
            let rows = "SELECT COUNT(*) FROM signup WHERE activity = ?1";
            let people = tx.one(people, params![], |row| row.get::<i64>(0))?;
            Ok::<_, langqiao_store::StoreError>((people, tx.one(rows, params![other], |row| row.get::<i64>(0))?))
        });
        assert_eq!(count.await.expect("counts"), (Some(3), Some(1)));
    }

    async fn one_booker_brings_no_more_people_in_several_steps_than_in_one(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { party_max: 2, ..Scene::default() }.put_on(&app).await;
        let people = &app.county.people;
        let resident = app.sign_in(people.resident).await;
        let (child, elder) = (people.child.to_text(), people.elder.to_text());
        let party = sign_up(&resident, activity, &["me", &child]).await;
        let more = resident.post_form(&form(activity), &[("who", &elder)]).await.must_be(422);
        more.must_say("这场活动一位最多报 2 人，您已经报了 2 人");
        assert_eq!(sign_up(&resident, activity, &["me", &child]).await, party, "the same form again");

        // Nor does a child have two places for being removed and added again.
        let new = [("new-name-0", "吕小雨"), ("new-birth-0", "2019-06-01"), ("new-consent", "1")];
        let neighbour = app.sign_in(people.neighbour).await;
        let first = neighbour.post_form(&form(activity), &new).await.location().to_owned();
        let page = neighbour.get("/me/family").await.text();
        let remove = format!("/me/family/{}", page.split("/me/family/").nth(1).unwrap().split('"').next().unwrap());
        neighbour.post_form(&remove, &[]).await.must_be(303);
        neighbour.get("/me/family").await.must_not_say("吕小雨");
        assert_eq!(neighbour.post_form(&form(activity), &new).await.location(), first);
        let again = [("name", "吕小雨"), ("birth", "2019-06-01"), ("consent", "1")];
        neighbour.post_form("/me/family", &again).await.must_be(303);
        neighbour.get("/me/family").await.must_say(&remove);
    }

    async fn wrong_answers_are_shown_in_their_place_and_nothing_typed_is_lost(db: Db) {
        let app = TestApp::start(db).await;
        let questions = vec![
            ("衣服尺码", "choice", r#"["大号","小号"]"#, true),
            ("几年没跳绳了", "number", "[]", false),
        ];
        let activity = Scene { questions, ..Scene::default() }.put_on(&app).await;
        let resident = app.sign_in(app.county.people.resident).await;
        let (size, years) = (question(&app, activity, 0).await, question(&app, activity, 1).await);
        let fields = [("who", "me"), (years.as_str(), "三年"), ("new-name-0", "朱大弟")];
        let page = resident.post_form(&form(activity), &fields).await.must_be(422);
        page.must_say("请填写出生日期").must_say("value=\"朱大弟\"").must_say("value=\"三年\"");
        let page = resident.post_form(&form(activity), &[("who", "me"), (&years, "三年")]).await.must_be(422);
        page.must_say("请回答这一题").must_say("请填数字").must_say("value=\"三年\"").must_say("还有 2 处要改");
        resident.post_form(&form(activity), &[]).await.must_be(422).must_say("请选择谁来");
        let more = resident.post_form(&form(activity), &[("who", "me"), ("new-name-0", "甲"), ("more", "1")]).await;
        more.must_be(200).must_say("第 2 位家人").must_say("value=\"甲\"");

        let good = [("who", "me"), (size.as_str(), "大号"), (years.as_str(), "３")];
        let done = resident.post_form(&form(activity), &good).await;
        resident.follow(&done).await.must_be(200).must_say("已报名");
        let kept = app.app.db.read(move |tx| {
            tx.one("SELECT answers FROM signup WHERE activity = ?1", params![activity], |row| row.get::<serde_json::Value>(0))
        });
        let kept = kept.await.expect("answers").expect("answers");
        assert_eq!(kept, serde_json::json!({ &size[2..]: "大号", &years[2..]: "3" }));
    }

    async fn all_that_is_wrong_is_said_at_once_and_before_signing_in(db: Db) {
        let app = TestApp::start(db).await;
        let questions = || vec![("衣服尺码", "choice", r#"["大号","小号"]"#, true)];
        let activity = Scene { questions: questions(), ..Scene::default() }.put_on(&app).await;
        let size = question(&app, activity, 0).await;
        let (path, visitor) = (form(activity), app.visitor());
        let wrong = [("who", "me"), ("new-name-0", "沈小满"), ("new-birth-0", "2027-05-01")];
        let page = visitor.post_form(&path, &wrong).await.must_be(422);
        page.must_say("不能晚于今天").must_say("请回答这一题").must_say("还有 3 处要改").must_say("value=\"沈小满\"");
        assert!(visitor.cookie("lq_signup").is_none(), "nothing is kept before it is right");
        // Whom they may choose isn't known before they sign in.
        let nobody = visitor.post_form(&path, &[(&size, "大号")]).await;
        assert!(nobody.location().starts_with("/sign-in?next="), "{}", nobody.location());
        let right = [("who", "me"), ("new-name-0", "沈小满"), ("new-birth-0", "2018-05-01"), ("new-consent", "1"), (size.as_str(), "大号")];
        let sent = visitor.post_form(&path, &right).await;
        assert!(sent.location().starts_with("/sign-in?next="), "{}", sent.location());
        // The same for whoever is signed in; also what only the rules of the activity say.
        let resident = app.sign_in(app.county.people.resident).await;
        resident.post_form(&path, &wrong).await.must_be(422).must_say("不能晚于今天").must_say("请回答这一题").must_say("还有 3 处要改");
        let young = Scene { questions: questions(), ages: (None, Some(12)), ..Scene::default() }.put_on(&app).await;
        let grown = [("new-name-0", "朱大弟"), ("new-birth-0", "2000-05-01"), ("new-consent", "1")];
        resident.post_form(&form(young), &grown).await.must_be(422).must_say("最大 12 岁").must_say("请回答这一题");
        app.visitor().post_form(&form(young), &grown).await.must_be(422).must_say("最大 12 岁").must_say("请回答这一题");
    }

    async fn where_everyone_is_signed_up_there_is_nobody_to_choose(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let resident = app.sign_in(people.resident).await;
        let (child, elder) = (people.child.to_text(), people.elder.to_text());
        let questions = vec![("衣服尺码", "text", "", false)];
        // As many as may come together: nobody more can be brought, so that there is no form.
        let three = Scene { questions: questions.clone(), party_max: 3, ..Scene::default() }.put_on(&app).await;
        for who in ["me", &child, &elder] {
            resident.get(&form(three)).await.must_be(200).must_say("衣服尺码").must_not_say("都报上名了");
            sign_up(&resident, three, &[who]).await;
        }
        resident.get(&form(three)).await.must_be(200).must_say("您家的人都报上名了").must_say("朱苗苗").must_not_say("衣服尺码");
        // Where families come together, somebody new can still be brought.
        let together = Scene { questions, ..Scene::default() }.put_on(&app).await;
        sign_up(&resident, together, &["me", &child, &elder]).await;
        resident.get(&form(together)).await.must_be(200).must_say("您家的人都报上名了").must_say("带上孩子或老人");
        resident.post_form(&form(together), &[("new-name-0", "朱小弟")]).await.must_be(422).must_say("请填写出生日期").must_say("value=\"朱小弟\"");
        let new = [("new-name-0", "朱小弟"), ("new-birth-0", "2021-01-01"), ("new-consent", "1")];
        let done = resident.post_form(&form(together), &new).await.must_be(303);
        assert!(done.location().starts_with("/mine/signups/"), "{}", done.location());
        app.visitor().get(&form(together)).await.must_be(200).must_say("我本人").must_not_say("都报上名了");
    }

    async fn what_goes_on_at_the_same_hour_is_said_and_not_refused(db: Db) {
        let app = TestApp::start(db).await;
        let people = app.county.people.clone();
        let walk = Scene { title: "小河边的自然课", ..Scene::default() }.put_on(&app).await;
        let dumplings = Scene { title: "包汤圆", starts_in: 169, ..Scene::default() }.put_on(&app).await;
        let later = Scene { title: "看皮影戏", starts_in: 171, ..Scene::default() }.put_on(&app).await;
        let (resident, neighbour) = (app.sign_in(people.resident).await, app.sign_in(people.neighbour).await);
        let child = people.child.to_text();
        let first = sign_up(&resident, walk, &["me", &child]).await;
        resident.get(&first).await.must_be(200).must_not_say("同一时间");
        let second = sign_up(&resident, dumplings, &[&child]).await;
        resident.get(&second).await.must_be(200).must_say("同一时间您家还报了").must_say("小河边的自然课");
        resident.get(&first).await.must_say("包汤圆");
        // One after the other is none of that, nor is what another family does.
        let third = sign_up(&resident, later, &["me"]).await;
        resident.get(&third).await.must_be(200).must_not_say("同一时间");
        let theirs = sign_up(&neighbour, walk, &["me"]).await;
        neighbour.get(&theirs).await.must_be(200).must_not_say("同一时间");
    }

    async fn another_s_party_does_not_exist(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene::default().put_on(&app).await;
        let resident = app.sign_in(app.county.people.resident).await;
        let party = sign_up(&resident, activity, &["me"]).await;
        let neighbour = app.sign_in(app.county.people.neighbour).await;
        neighbour.get(&party).await.must_be(404);
        neighbour.get(&format!("{party}/calendar.ics")).await.must_be(404);
        for act in ["cancel", "accept", "decline", "fewer"] {
            neighbour.post_form(&format!("{party}/{act}"), &[]).await.must_be(404);
        }
        neighbour.get("/mine").await.must_be(200).must_say("还没有报名");
        let visitor = app.visitor();
        assert!(visitor.get(&party).await.location().starts_with("/sign-in"));
        // Someone else's child is nobody's to sign up.
        let child = app.county.people.child.to_text();
        neighbour.post_form(&form(activity), &[("who", &child)]).await.must_be(404);
        resident.get(&party).await.must_be(200);
    }

    async fn pages_and_the_sign_up_itself_keep_to_their_number_of_statements(db: Db) {
        let app = TestApp::start(db).await;
        let activity = Scene { capacity: 5, ..Scene::default() }.put_on(&app).await;
        fill(&app, activity, 12).await;
        let resident = app.sign_in(app.county.people.resident).await;
        // Where others write at the same time it is asked once more whether the activity is as it was.
        let rivals = app.app.db.write(app.app.by_system("story"), |tx| {
            tx.bookkeeping();
            Ok::<_, langqiao_store::StoreError>(tx.has_rivals())
        });
        let rivals = rivals.await.expect("a database");
        app.queries().reset();
        resident.get(&form(activity)).await.must_be(200);
        assert!(app.queries().statements() <= 6, "the form: {}", app.queries().statements());
        app.queries().reset();
        let party = sign_up(&resident, activity, &["me"]).await;
        let most = if rivals { 10 } else { 9 };
        assert!(app.queries().statements() <= most, "signing up: {}", app.queries().statements());
        app.queries().reset();
        resident.get(&party).await.must_be(200).must_say("候补第 8 位");
        assert!(app.queries().statements() <= 7, "the party's page: {}", app.queries().statements());
        app.queries().reset();
        resident.get("/mine").await.must_be(200);
        // The last for who signed the reader up, where somebody else did.
        assert!(app.queries().statements() <= 6, "my sign-ups: {}", app.queries().statements());
    }
}
