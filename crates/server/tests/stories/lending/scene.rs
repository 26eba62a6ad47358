//! Things of 桃园村's women, and those who borrow them.

use jiff::civil::date;
use langqiao_app::lending::{self, Answer, Kind, OpenTo, Parts, Status, Terms, Wish};
use langqiao_kernel::id::{EquipmentId, LoanId, LoanReturnId, OrganisationId, PersonId, SpaceId};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{StoreError, params};
use langqiao_testkit::{TestApp, app::Reply};

use crate::{bookings::furnished, checkins::at, world::write};

/// How many come at once.
pub const CLIENTS: usize = 32;

/// A body and the officer who acts for it.
pub type Body = (OrganisationId, PersonId);

/// Who lends.
pub fn village(app: &TestApp) -> Body {
    (app.county.village_women, app.county.people.officer)
}

/// Who borrows.
pub fn firm(app: &TestApp) -> Body {
    (app.county.firm_union, app.county.people.firm_officer)
}

/// What a keeper lays down who is asked by the bodies of her town.
pub fn terms() -> Terms {
    Terms {
        name: "投影仪".to_owned(),
        venue: None,
        place: "村委会二楼库房".to_owned(),
        open_to: OpenTo::Town,
        asks: true,
        days_max: 7,
        note: "散热十分钟再收".to_owned(),
        idle_days: 180,
    }
}

/// The same for a keeper who is not asked.
pub fn unasked() -> Terms {
    Terms {
        asks: false,
        ..terms()
    }
}

/// A thing of 桃园村's women.
pub async fn thing(app: &TestApp, (kind, pieces): (Kind, i64), terms: Terms) -> EquipmentId {
    let whose = village(app);
    write(app, move |tx| lending::enter(tx, whose, (kind, pieces), &terms)).await
}

/// So many rooms of the hall, and ten chairs that go along with them and are lent by themselves.
pub async fn chairs(app: &TestApp, rooms: usize, asks: bool) -> (EquipmentId, Vec<SpaceId>) {
    let (org, venue) = (app.county.village_women, app.county.venue);
    let (rooms, chairs) = furnished(app, rooms).await;
    let terms = Terms {
        name: "折叠椅".to_owned(),
        venue: Some(venue),
        asks,
        open_to: OpenTo::Anyone,
        ..terms()
    };
    write(app, move |tx| lending::change(tx, org, (chairs, 1), &terms)).await;
    (chairs, rooms)
}

/// Wants so many pieces from the 24th to the 26th.
pub fn wish(thing: EquipmentId, pieces: i64, purpose: &str) -> Wish {
    Wish {
        thing,
        pieces,
        from: date(2026, 11, 24),
        until: date(2026, 11, 26),
        purpose: purpose.to_owned(),
        activity: None,
        fetcher: "沈建国".to_owned(),
    }
}

/// A body asks; it may be refused.
pub async fn try_ask(app: &TestApp, whose: Body, wish: Wish) -> Result<(LoanId, Status), NotDone> {
    let keys = app.app.keys.clone();
    let by = app.app.by_system("story");
    app.app
        .db
        .write(by, move |tx| lending::ask(tx, &keys, whose, &wish))
        .await
}

/// A body asks.
pub async fn ask(app: &TestApp, whose: Body, wish: Wish) -> LoanId {
    let asked = try_ask(app, whose, wish).await;
    asked.unwrap_or_else(|why| panic!("{why}")).0
}

/// The firm's union asks for so many from the 24th to the 26th.
pub async fn asked(app: &TestApp, thing: EquipmentId, pieces: i64) -> LoanId {
    ask(app, firm(app), wish(thing, pieces, "工会读书会")).await
}

/// Their keeper says how many, or no.
pub async fn answer(app: &TestApp, loan: LoanId, pieces: Option<i64>) {
    let whose = village(app);
    let answer = Answer {
        pieces,
        note: "库房见".to_owned(),
    };
    write(app, move |tx| lending::answer(tx, whose, loan, &answer)).await;
}

/// So many are fetched.
pub async fn hand_out(app: &TestApp, loan: LoanId, pieces: i64) {
    let whose = village(app);
    write(app, move |tx| lending::hand_out(tx, whose, loan, pieces, "")).await;
}

/// They are brought back.
pub async fn take_back(app: &TestApp, loan: LoanId, parts: Parts) -> LoanReturnId {
    let whose = village(app);
    write(app, move |tx| lending::take_back(tx, whose, loan, &parts)).await
}

/// Three projectors, two of them out at the firm's union since the 24th.
pub async fn out(app: &TestApp) -> (EquipmentId, LoanId) {
    let id = thing(app, (Kind::Equipment, 3), unasked()).await;
    let loan = asked(app, id, 2).await;
    app.clock.set(at(72 + 10, 0));
    hand_out(app, loan, 2).await;
    (id, loan)
}

/// A thing of which the village itself had two pieces today, the loan, and what came back of it with damage.
pub async fn of_hall(app: &TestApp) -> (String, String, String) {
    let id = thing(app, (Kind::Equipment, 3), terms()).await;
    let today = langqiao_kernel::time::day(app.app.now());
    let own = Wish {
        from: today,
        until: today,
        ..wish(id, 2, "自己用")
    };
    let loan = ask(app, village(app), own).await;
    hand_out(app, loan, 2).await;
    let parts = Parts {
        damaged: 1,
        note: "灯泡不亮".to_owned(),
        ..Parts::default()
    };
    let back = take_back(app, loan, parts).await;
    (id.to_text(), loan.to_text(), back.to_text())
}

/// How often an officer was told something.
pub async fn told(app: &TestApp, person: PersonId, message: &'static str) -> i64 {
    let read = app.app.db.read(move |tx| {
        let told = "SELECT CAST(COUNT(*) AS BIGINT) FROM notice WHERE person = ?1 AND message = ?2";
        tx.one(told, params![person, message], |row| row.get::<i64>(0))
    });
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}

/// What is lent adds up.
pub async fn sound(app: &TestApp) {
    for check in ["things", "loans", "equipment"] {
        app.verify(check).await;
    }
}

/// The id at the end of where a form sent its reader.
pub fn last(sent: &Reply) -> String {
    sent.location().rsplit('/').next().expect("an id").to_owned()
}
