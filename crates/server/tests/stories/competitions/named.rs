//! Single people are told apart: of each only the family name is shown, and many have the same.

use langqiao_app::competitions::{self, Format, Member, NewEntry, Rules};
use langqiao_testkit::{TestApp, both};

use super::{competition, games, score, start, text, whole, write};

both! {
    async fn single_people_of_one_family_name_are_told_apart(db: Db) {
        let app = TestApp::start(db).await;
        let rules = Rules { rounds: 2, ..Rules::usual(Format::Swiss) };
        let (_, id) = competition(&app, false, vec![rules]).await;
        let at = format!("/w/{}/competitions/{id}", app.county.village_women);
        let officer = app.sign_in(app.county.people.officer).await;
        // What is missing is said in one round.
        let nothing = [("person", ""), ("unit", "")];
        officer.post_form(&format!("{at}/entries"), &nothing).await.must_be(422).must_say("请填参赛人的姓名").must_say("请填单位或村社的名称");
        let keys = app.app.keys.clone();
        write(&app, move |tx| {
            for name in ["王芳", "王强", "王伟", "王敏"] {
                let new = NewEntry {
                    unit_name: "桃园村".to_owned(),
                    members: vec![Member::Named { name: name.to_owned(), phone: None }],
                    ..NewEntry::default()
                };
                competitions::enter(tx, &keys, id, &new, false)?;
            }
            Ok(())
        })
        .await;
        start(&app, id, 0).await;
        let public = format!("/competitions/{id}");
        let shown = app.visitor().get(&public).await.must_be(200);
        shown.must_say("王*（1 号）").must_say("王*（2 号）").must_say("王*（3 号）").must_say("王*（4 号）");
        let english = app.visitor();
        english.set_cookie("lq_lang", "en");
        english.get(&public).await.must_be(200).must_say("王* (no. 1)").must_say("Pts");
        // Where a result is typed, each side says who it is.
        let page = whole(&app, id).await;
        let game = games(&page, 0)[0].clone();
        let number = |side: &str| {
            let mut entries = page["entries"].as_array().expect("entries").iter();
            let entry = entries.find(|entry| entry["id"] == game[side]).expect("a side");
            entry["number"].as_i64().expect("a number")
        };
        let sheet = officer.get(&format!("{at}/fixtures/{}", text(&game, "id"))).await.must_be(200);
        let sheet = sheet.must_say(&format!("王*（{} 号） 弃权", number("home")));
        drop(sheet.must_say(&format!("王*（{} 号） 弃权", number("away"))));
        score(&officer, &at, &game, "1", "0").await.must_be(303);
        assert_eq!(text(&page["entries"][0], "name"), "王*");
    }
}
