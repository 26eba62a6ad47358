//! Activities for stories, published and open, in 桃园村 or wherever the story wants them.

use jiff::SignedDuration;
use langqiao_kernel::id::{ActivityId, AreaId, CohostId, Id, OrganisationId, PersonId, SpaceId};
use langqiao_store::{SearchDoc, StoreError, WriteTx, params};
use langqiao_testkit::{Client, Reply, TestApp};

/// What is held; change what the story is about and leave the rest.
#[derive(Clone, Debug)]
pub struct Scene {
    pub title: &'static str,
    pub summary: &'static str,
    pub kind: &'static str,
    /// In hours from the story's morning.
    pub starts_in: i64,
    pub opens_in: i64,
    pub capacity: i64,
    pub volunteers: i64,
    pub ages: (Option<i64>, Option<i64>),
    pub only_area: Option<AreaId>,
    pub area: Option<AreaId>,
    pub town: Option<AreaId>,
    pub space: Option<SpaceId>,
    pub cohosts: Vec<OrganisationId>,
    pub questions: Vec<(&'static str, &'static str, &'static str, bool)>,
    pub party_max: i64,
    pub status: &'static str,
}

impl Default for Scene {
    fn default() -> Self {
        Scene {
            title: "包粽子送邻居",
            summary: "带上围裙，材料由村里准备。",
            kind: "family",
            starts_in: 168,
            opens_in: -24,
            capacity: 20,
            volunteers: 0,
            ages: (None, None),
            only_area: None,
            area: None,
            town: None,
            space: None,
            cohosts: Vec::new(),
            questions: Vec::new(),
            party_max: 4,
            status: "published",
        }
    }
}

impl Scene {
    /// Puts it on; 桃园村's women's federation is the host.
    pub async fn put_on(self, app: &TestApp) -> ActivityId {
        let county = app.county.clone();
        let by = app.app.by_system("story");
        let put = app.app.db.write(by, move |tx| {
            tx.bookkeeping();
            let area = self.area.unwrap_or(county.villages[0][0]);
            let town = self.town.unwrap_or(county.towns[0]);
            write(tx, &self, county.village_women, area, town)
        });
        put.await.unwrap_or_else(|why| panic!("an activity: {why}"))
    }
}

fn write(
    tx: &mut WriteTx<'_>,
    scene: &Scene,
    host: OrganisationId,
    area: AreaId,
    town: AreaId,
) -> Result<ActivityId, StoreError> {
    let (id, now) = (ActivityId::generate(), tx.now());
    let hour = |n: i64| now + SignedDuration::from_hours(n);
    let starts = hour(scene.starts_in);
    tx.execute(
        "INSERT INTO activity (id, organisation, title, summary, kind, area, town, space, place, starts_at, ends_at,
           signup_opens_at, signup_closes_at, min_age, max_age, only_area, party_max, offer_minutes, status,
           published_at, created_by, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '文化礼堂', ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 120, ?17,
           ?18, (SELECT MIN(id) FROM person), ?18, ?18)",
        params![
            id,
            host,
            scene.title,
            scene.summary,
            scene.kind,
            area,
            town,
            scene.space,
            starts,
            starts + SignedDuration::from_hours(2),
            hour(scene.opens_in),
            starts,
            scene.ages.0,
            scene.ages.1,
            scene.only_area,
            scene.party_max,
            scene.status,
            now
        ],
    )?;
    for (role, capacity) in [("attendee", scene.capacity), ("volunteer", scene.volunteers)] {
        tx.execute(
            "INSERT INTO pool (activity, role, capacity) VALUES (?1, ?2, ?3)",
            params![id, role, capacity],
        )?;
    }
    for (n, organisation) in std::iter::once(host)
        .chain(scene.cohosts.iter().copied())
        .enumerate()
    {
        tx.execute(
            "INSERT INTO cohost (id, activity, organisation, line, host, status, people, venue, money, goods, share)
             SELECT ?1, ?2, id, line, ?4, 'accepted', 0, '', 0, '', 50 FROM organisation WHERE id = ?3",
            params![CohostId::generate(), id, organisation, n == 0],
        )?;
    }
    for (n, (label, kind, options, required)) in scene.questions.iter().enumerate() {
        let options = if options.is_empty() { "[]" } else { options };
        tx.execute(
            "INSERT INTO question (id, activity, position, label, kind, options, required)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![Id::<()>::generate(), id, n as i64, label, kind, options, required],
        )?;
    }
    let doc = SearchDoc {
        kind: "activity",
        id: &id.to_text(),
        title: scene.title,
        body: scene.summary,
        org: None,
        area: None,
    };
    tx.index(&doc)?;
    Ok(id)
}

/// The form's address.
pub fn form(activity: ActivityId) -> String {
    format!("/activities/{activity}/sign-up")
}

/// The first question's field.
pub async fn question(app: &TestApp, activity: ActivityId, position: i64) -> String {
    let read = app.app.db.read(move |tx| {
        let sql = "SELECT id FROM question WHERE activity = ?1 AND position = ?2";
        tx.one(sql, params![activity, position], |row| row.get::<String>(0))
    });
    format!("q-{}", read.await.expect("a question").expect("a question"))
}

/// Signs these up and gives the way to their party's page.
pub async fn sign_up(client: &Client, activity: ActivityId, who: &[&str]) -> String {
    let fields: Vec<(&str, &str)> = who.iter().map(|who| ("who", *who)).collect();
    client
        .post_form(&form(activity), &fields)
        .await
        .location()
        .to_owned()
}

/// Signs up other people of no importance, one each; gives their persons.
pub async fn fill(app: &TestApp, activity: ActivityId, n: usize) -> Vec<PersonId> {
    let people: Vec<PersonId> = (0..n).map(|_| PersonId::generate()).collect();
    let all = people.clone();
    let by = app.app.by_system("story");
    let filled = app.app.db.write(by, move |tx| {
        tx.bookkeeping();
        for person in &all {
            tx.execute(
                "INSERT INTO person (id, name_sealed, name_blind, name_masked, birth_day, created_at)
                 VALUES (?1, ?2, '', '某*', ?3, 0)",
                params![person, Vec::<u8>::new(), jiff::civil::date(1990, 1, 1)],
            )?;
            let wish = langqiao_app::signups::SignUp {
                activity,
                booker: *person,
                role: langqiao_app::signups::SignupRole::Attendee,
                people: [*person].into(),
                answers: Default::default(),
            };
            langqiao_app::signups::sign_up(tx, &wish)?;
        }
        Ok::<_, langqiao_app::signups::SignUpError>(())
    });
    filled.await.expect("others");
    people
}

/// How many tickets the page shows.
pub fn tickets(page: &Reply) -> usize {
    page.text().matches("class=\"ticket\"").count()
}
