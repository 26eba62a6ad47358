//! Without a network: phones at the gates bring what they scanned, in any order, and it comes to the same; what lets
//! nobody through waits for a person.

mod order;
mod paper;
mod paper_late;
mod settle;

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, GateId, OrganisationId, SignupId};
use langqiao_platform::{keys, people};
use langqiao_store::{StoreError, params};
use langqiao_testkit::{Client, Reply, TestApp, both};
use serde_json::{Value, json};

use crate::checkins::{at, morning, sign_up};

/// The path of an activity's devices in the API.
pub fn devices(org: OrganisationId, activity: ActivityId) -> String {
    format!("/api/v1/organisations/{org}/activities/{activity}/devices")
}

/// A phone at a gate: what it knows, and who holds it.
pub struct Phone {
    pub client: Client,
    pub id: GateId,
    pub path: String,
    pub key: [u8; 32],
}

impl Phone {
    /// A gate that the officer registered and the steward took over.
    pub async fn at(app: &TestApp, activity: ActivityId, name: &str) -> Self {
        let (who, org) = (&app.county.people, app.county.village_women);
        let officer = app.program(who.officer, &["checkin.settle"]).await;
        let client = app.program(who.steward, &["checkin.scan"]).await;
        let devices = devices(org, activity);
        let new = json!({ "name": name, "direction": "in" });
        let registered: Value = officer.post_json(&devices, &new).await.must_be(201).json();
        let id = registered["id"].as_str().unwrap();
        let path = format!("{devices}/{id}");
        let claimed: Value = client
            .post_json(&format!("{path}/claim"), &json!({}))
            .await
            .must_be(201)
            .json();
        let key = BASE64URL_NOPAD
            .decode(claimed["key"].as_str().unwrap().as_bytes())
            .unwrap();
        Self {
            client,
            id: id.parse().unwrap(),
            path,
            key: key.try_into().unwrap(),
        }
    }

    /// Sends a part as it stands, signed.
    pub async fn send(&self, part: &Value) -> Reply {
        let signed = keys::signature(&self.key, &serde_json::to_vec(part).unwrap());
        self.client
            .set_header("langqiao-signature", &BASE64URL_NOPAD.encode(&signed));
        self.client.post_json(&format!("{}/scans", self.path), part).await
    }

    /// Brings scans, with a clock that is right.
    pub async fn bring(&self, app: &TestApp, scans: &[Value]) -> Reply {
        self.send(&json!({ "clock": app.app.now().to_string(), "queued": 0, "scans": scans }))
            .await
    }
}

/// A scan as a phone keeps it, by a clock that is right.
pub fn scanned(sequence: i64, code: &str, direction: &str, when: Timestamp) -> Value {
    json!({ "sequence": sequence, "code": code, "direction": direction, "scanned_at": when.to_string(), "ahead_ms": 0 })
}

/// The scans that wait for a person, as reason and code.
pub async fn waiting(app: &TestApp, activity: ActivityId) -> Vec<(String, String, String)> {
    let officer = app.program(app.county.people.officer, &["checkin.settle"]).await;
    let org = app.county.village_women;
    let path = format!("/api/v1/organisations/{org}/activities/{activity}/unsettled-scans?limit=200");
    let page: Value = officer.get(&path).await.must_be(200).json();
    let text = |scan: &Value, name: &str| scan[name].as_str().unwrap().to_owned();
    let all = page["items"].as_array().unwrap();
    all.iter()
        .map(|scan| (text(scan, "code"), text(scan, "reason"), text(scan, "id")))
        .collect()
}

/// More people than the county has, each with a place under their code.
pub async fn crowd(app: &TestApp, activity: ActivityId, codes: &'static [&'static str]) -> Vec<SignupId> {
    let keys = app.app.keys.clone();
    let people = app.app.db.write(app.app.by_system("story"), move |tx| {
        tx.bookkeeping();
        (0..codes.len())
            .map(|_| people::register(tx, &keys, &people::NewPerson::named("陆小桥")))
            .collect::<Result<Vec<_>, people::RegisterError>>()
    });
    let people = people.await.unwrap_or_else(|why| panic!("{why}"));
    let mut signups = Vec::new();
    for (code, person) in codes.iter().zip(people) {
        let role = if signups.len() % 2 == 0 {
            "volunteer"
        } else {
            "attendee"
        };
        signups.push(sign_up(app, activity, person, (role, "seat", code), "crowd").await);
    }
    signups
}

both! {
    async fn a_roster_is_for_one_activity_and_one_phone(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let activity = morning(&app).await;
        sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        sign_up(&app, activity, who.neighbour, ("attendee", "waiting", "AAA222"), "b").await;
        let phone = Phone::at(&app, activity, "东门").await;
        app.queries().reset();
        let signed: Value = phone.client.get(&format!("{}/roster?queued=3", phone.path)).await.must_be(200).json();
        assert!(app.queries().statements() <= 3 + 4, "who is asking, and the roster: {}", app.queries().statements());
        let text = signed["roster"].as_str().unwrap();
        let signature = BASE64URL_NOPAD.decode(signed["signature"].as_str().unwrap().as_bytes()).unwrap();
        assert!(keys::is_signed(&phone.key, text.as_bytes(), &signature));
        assert!(!keys::is_signed(&phone.key, text.replace("seat", "waiting").as_bytes(), &signature));
        // Neither a code nor a name in full is in it, nor anything that finds the person.
        for hidden in ["AAA111", "AAA222", "朱", &who.resident.to_text()] {
            assert!(!text.contains(hidden) || hidden == "朱", "{hidden} in {text}");
        }
        let roster: Value = serde_json::from_str(text).unwrap();
        let ticket = BASE64URL_NOPAD.encode(&keys::signature(&phone.key, b"ticket AAA111")[..12]);
        assert_eq!(roster["people"][0]["ticket"], ticket);
        assert_eq!(roster["people"][0]["name"], "朱**");
        assert_eq!(roster["people"][1]["state"], "waiting");
        assert_eq!(roster["people"].as_array().unwrap().len(), 2);
        assert!(roster["rules"]["rule"].as_array().unwrap().len() > 10);
        // Good until two hours after the door is shut, which is two hours after the end.
        assert_eq!(roster["expires_at"], at(16, 0).as_millisecond());

        // Another phone can read nothing out of it, and can't take this one's place.
        let other = Phone::at(&app, activity, "西门").await;
        assert!(!keys::is_signed(&other.key, text.as_bytes(), &signature));
        phone.client.post_json(&format!("{}/claim", phone.path), &json!({})).await.must_be(409).must_say("gate-claimed");
        let part = json!({ "clock": app.app.now().to_string(), "queued": 0, "scans": [scanned(0, "AAA111", "in", at(9, 0))] });
        let forged = Phone { key: other.key, ..Phone::at(&app, activity, "南门").await };
        forged.send(&part).await.must_be(403).must_say("signature");

        let list = phone.client.get(&devices(app.county.village_women, activity)).await.must_be(200);
        let list: Value = list.json();
        assert_eq!((&list[0]["name"], &list[0]["queued"], &list[0]["holder"]), (&json!("东门"), &json!(3), &json!("姚*")));
    }

    async fn what_a_phone_brings_twice_counts_once(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let activity = morning(&app).await;
        sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        let phone = Phone::at(&app, activity, "东门").await;
        app.clock.set(at(13, 0));
        let part = [scanned(0, "AAA111", "in", at(9, 50)), scanned(1, "aaa 111", "in", at(9, 51)), scanned(2, "wxp://x", "in", at(9, 52))];
        let first: Value = phone.bring(&app, &part).await.must_be(200).json();
        assert_eq!((&first["new"], &first["next_sequence"]), (&json!(3), &json!(3)));
        let reasons: Vec<&str> = first["scans"].as_array().unwrap().iter().map(|scan| scan["reason"].as_str().unwrap()).collect();
        assert_eq!(reasons, ["welcome", "in_already", "unreadable"]);
        let again: Value = phone.bring(&app, &part).await.must_be(200).json();
        assert_eq!((&again["new"], &again["scans"][0]["again"]), (&json!(0), &json!(true)));
        // A number that belongs to another scan is not taken; the scan is to come under a new one.
        let taken: Value = phone.bring(&app, &[scanned(1, "AAA222", "in", at(9, 55))]).await.must_be(200).json();
        assert_eq!((&taken["scans"][0]["kept"], &taken["new"]), (&json!(false), &json!(0)));
        phone.send(&json!({ "clock": "now" })).await.must_be(422);
        phone.bring(&app, &[scanned(-1, "AAA111", "in", at(9, 50))]).await.must_be(422).must_say("not-a-scan");
        let many: Vec<Value> = (0..501).map(|n| scanned(10 + n, "AAA111", "in", at(9, 50))).collect();
        phone.bring(&app, &many).await.must_be(422).must_say("too-many-scans");

        // What the phone first tried to send itself, and was not answered, is the same scan.
        let steward = app.sign_in(who.steward).await;
        let door = TestApp::bench(app.county.village_women, &format!("/activities/{activity}/checkin"));
        app.clock.set(at(11, 50));
        steward.post_form(&door, &[("code", "AAA111"), ("direction", "out"), ("nonce", "n-77")]).await.must_be(303);
        app.clock.set(at(13, 0));
        let mut out = scanned(3, "AAA111", "out", at(11, 50));
        out["nonce"] = json!("n-77");
        let same: Value = phone.bring(&app, &[out]).await.must_be(200).json();
        assert_eq!((&same["new"], &same["scans"][0]["again"], &same["scans"][0]["reason"]), (&json!(0), &json!(true), &json!("goodbye")));
    }

    async fn a_clock_that_is_off_is_set_right_or_said_to_be_doubtful(db: Db) {
        let app = TestApp::start(db).await;
        let who = &app.county.people;
        let activity = morning(&app).await;
        let codes = ["AAA111", "AAA222", "AAA333"];
        for (code, person) in codes.into_iter().zip([who.resident, who.child, who.elder]) {
            sign_up(&app, activity, person, ("attendee", "seat", code), "a").await;
        }
        let phone = Phone::at(&app, activity, "东门").await;
        app.clock.set(at(13, 0));
        // Three hours ahead: by its own clock all of it was after the end.
        let scan = |sequence, code, ahead: i64| {
            let mut scan = scanned(sequence, code, "in", at(12, 40));
            scan["ahead_ms"] = json!(ahead);
            scan
        };
        let hours = 3 * 3_600_000;
        let part = json!({ "clock": at(16, 0).to_string(), "queued": 4, "scans": [scan(0, "AAA111", hours), scan(1, "AAA222", 0)] });
        let done: Value = phone.send(&part).await.must_be(200).json();
        assert_eq!((&done["scans"][0]["reason"], &done["scans"][1]["reason"]), (&json!("welcome"), &json!("too_late")));
        let found = app.app.db.read(move |tx| {
            tx.all("SELECT clock, at FROM scan WHERE activity = ?1 ORDER BY sequence", params![activity], |row| {
                Ok((row.get::<String>(0)?, row.get::<Timestamp>(1)?))
            })
        });
        let found = found.await.unwrap_or_else(|why: StoreError| panic!("{why}"));
        assert_eq!(found, [("mended".to_owned(), at(9, 40)), ("doubtful".to_owned(), at(12, 40))]);
        let officer = app.sign_in(who.officer).await;
        let page = officer.get(&TestApp::bench(app.county.village_women, &format!("/activities/{activity}/checkin/devices"))).await;
        page.must_be(200).must_say("东门").must_say("时间快约 180 分钟").must_say("4 次").must_say("姚* 领用");
        // A scan from the future is put to now, and doubted: it waits for a person though it lets somebody in.
        let mut future = scanned(2, "AAA333", "in", at(23, 0));
        future["ahead_ms"] = json!(0);
        app.clock.set(at(11, 0));
        phone.bring(&app, &[future]).await.must_be(200).must_say("welcome");
        let waiting = waiting(&app, activity).await;
        let reasons: Vec<_> = waiting.iter().map(|(code, reason, _)| (code.as_str(), reason.as_str())).collect();
        assert_eq!(reasons, [("AAA222", "too_late"), ("AAA333", "welcome")]);
    }

    async fn the_revoked_phone_is_refused_and_nothing_of_it_is_lost(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        sign_up(&app, activity, who.resident, ("attendee", "seat", "AAA111"), "a").await;
        sign_up(&app, activity, who.child, ("attendee", "seat", "AAA222"), "a").await;
        let phone = Phone::at(&app, activity, "东门").await;
        phone.bring(&app, &[scanned(0, "AAA111", "in", at(8, 50))]).await.must_be(200);
        let officer = app.sign_in(who.officer).await;
        let page = TestApp::bench(own, &format!("/activities/{activity}/checkin/devices"));
        officer.post_form(&format!("{page}/{}/revoke", phone.id), &[]).await.must_be(303);
        officer.get(&page).await.must_say("11月21日 周六 9:00 停用").must_not_say("确定停用");
        phone.client.get(&format!("{}/roster", phone.path)).await.must_be(409).must_say("gate-revoked");
        let late = [scanned(1, "AAA222", "in", at(8, 55)), scanned(2, "AAA999", "in", at(8, 56))];
        for _ in 0..2 {
            phone.bring(&app, &late).await.must_be(403).must_say("gate-revoked").must_say("2 次扫码没有直接算数");
        }
        let kept = waiting(&app, activity).await;
        let reasons: Vec<_> = kept.iter().map(|(code, reason, _)| (code.as_str(), reason.as_str())).collect();
        assert_eq!(reasons, [("AAA222", "device_revoked"), ("AAA999", "unknown")]);
        let list = TestApp::bench(own, &format!("/activities/{activity}/checkin/settle"));
        officer.get(&list).await.must_say("设备已停用，待核对");
        let fields = [("scan", kept[0].2.as_str()), ("reason", "门口的人都看见她来了"), ("verdict", "counts")];
        officer.post_form(&list, &fields).await.must_be(303);
        let door = TestApp::bench(own, &format!("/activities/{activity}/checkin"));
        officer.get(&format!("{door}/arrived")).await.must_say("朱**").must_say("8:55");
        // Who is in by another gate stays in by it: the scan that counts is a double, and nothing new waits.
        phone.bring(&app, &[scanned(3, "AAA111", "in", at(8, 58))]).await.must_be(403);
        let before = waiting(&app, activity).await;
        let again = before.iter().find(|found| found.0 == "AAA111").map(|found| found.2.clone()).unwrap();
        let fields = [("scan", again.as_str()), ("reason", "本来就在里面"), ("verdict", "counts")];
        officer.post_form(&list, &fields).await.must_be(303);
        assert_eq!(waiting(&app, activity).await.len(), before.len() - 1);
        officer.get(&format!("{door}/arrived")).await.must_say("8:50").must_not_say("8:58");
        // The name is free again for the phone that takes its place.
        Phone::at(&app, activity, "东门").await;
    }

    async fn gates_are_registered_by_officers_and_say_what_is_wrong(db: Db) {
        let app = TestApp::start(db).await;
        let (who, own) = (&app.county.people, app.county.village_women);
        let activity = morning(&app).await;
        let page = TestApp::bench(own, &format!("/activities/{activity}/checkin/devices"));
        let officer = app.sign_in(who.officer).await;
        officer.post_form(&page, &[("name", " "), ("direction", "in")]).await.must_be(422).must_say("请写一个名称");
        officer.post_form(&page, &[("name", "东门"), ("direction", "in")]).await.must_be(303);
        officer.post_form(&page, &[("name", "东门"), ("direction", "out"), ("everywhere", "1")]).await.must_be(303);
        officer.post_form(&page, &[("name", "东门"), ("direction", "out")]).await.must_be(422).must_say("已有同名的设备");
        officer.get(&page).await.must_say("等手机领用").must_say("所有活动");
        let steward = app.sign_in(who.steward).await;
        steward.get(&page).await.must_be(200).must_say("东门").must_not_say("登记扫码设备");
        steward.post_form(&page, &[("name", "西门"), ("direction", "in")]).await.must_be(404);
        let door = TestApp::bench(own, &format!("/activities/{activity}/checkin"));
        let page = steward.get(&door).await.must_say("这台手机当“东门”").must_say("data-light=\"roster\"");
        assert_eq!(page.header("langqiao-offline"), "keep");
    }
}
