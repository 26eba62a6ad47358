//! A county small enough to be known by heart: two towns of two villages, an office over four federations, and
//! one person for each role.

use std::sync::Arc;

use jiff::civil::{Date, date};
use langqiao_app::coverage;
use langqiao_kernel::{
    codes::Phone,
    id::{AreaId, OrganisationId, PersonId, SpaceId, UnitId, VenueId},
};
use langqiao_platform::{
    accounts::passwords,
    app::App,
    fault::Fault,
    keys::Keys,
    people::{self, NewFamilyMember, NewPerson},
    roles::Role,
};
use langqiao_store::{WriteTx, params};

use super::rows::{area, hall, organisation, posting, unit};

/// The four lines, in the order of [`County::federations`].
pub const LINES: [&str; 4] = ["union", "league", "women", "science"];

/// The password of everyone who holds a post.
pub const PASSWORD: &str = "石桥边的灯笼";

/// Everything there is began on this day.
pub(super) const FOUNDED: Date = date(2024, 3, 1);

/// Who and what there is. The names of people are invented.
#[derive(Clone, Debug)]
pub struct County {
    /// 桐乡市.
    pub county: AreaId,
    /// 梧桐街道 and 濮院镇.
    pub towns: [AreaId; 2],
    /// 桃园村 and 庆丰社区 in the first town, 永越村 and 梅泾社区 in the second.
    pub villages: [[AreaId; 2]; 2],
    /// The villages as units to be covered, in the same order.
    pub village_units: [[UnitId; 2]; 2],
    /// A firm in 庆丰社区 with 60 staff, 35 of them women, and a Party organisation.
    pub firm: UnitId,
    /// The office of the reform's leading group, above all others.
    pub office: OrganisationId,
    /// The four county federations, in the order of [`LINES`].
    pub federations: [OrganisationId; 4],
    /// The women's federations of the two towns, below the county's.
    pub town_women: [OrganisationId; 2],
    /// The women's federation of 桃园村, below its town's.
    pub village_women: OrganisationId,
    /// The women's federation of 永越村, below the other town's: foreign to the one above.
    pub foreign_women: OrganisationId,
    /// The union of the firm in 庆丰社区, below the county's union.
    pub firm_union: OrganisationId,
    /// A hall in 桃园村 that its women's federation runs.
    pub venue: VenueId,
    /// The hall's room, for 40.
    pub space: SpaceId,
    /// Who is there.
    pub people: People,
}

/// One person for each role, and residents without any.
#[derive(Clone, Debug)]
pub struct People {
    /// Holds the county role in the office.
    pub county: PersonId,
    /// An officer of the first town's women's federation.
    pub town_officer: PersonId,
    /// An officer of 桃园村's women's federation.
    pub officer: PersonId,
    /// A steward there.
    pub steward: PersonId,
    /// A reader there.
    pub reader: PersonId,
    /// An officer of 永越村's women's federation, in the other town.
    pub foreign_officer: PersonId,
    /// An officer of the firm's union.
    pub firm_officer: PersonId,
    /// A woman of 桃园村, born in 1990, guardian of the child and the elder.
    pub resident: PersonId,
    /// Her child of 8.
    pub child: PersonId,
    /// Her mother of 71, who has no phone.
    pub elder: PersonId,
    /// A man of 永越村, born in 1985.
    pub neighbour: PersonId,
    /// A registered volunteer of 桃园村, born in 2000.
    pub volunteer: PersonId,
}

impl County {
    /// Founds it in an empty database.
    pub(super) async fn found(app: &App) -> Self {
        let keys = Arc::clone(&app.keys);
        let password = app.hasher.hash_blocking(PASSWORD).expect("a hash");
        let founded = app
            .db
            .write(app.by_system("story"), move |tx| found(tx, &keys, &password))
            .await;
        founded.unwrap_or_else(|why| panic!("the county: {why}"))
    }

    /// The phone of a person of the county: `13800000001` for `county`, and so on in the order of [`People`];
    /// the child and the elder have none.
    pub fn phone(&self, person: PersonId) -> String {
        let who = &self.people;
        let all = [
            who.county,
            who.town_officer,
            who.officer,
            who.steward,
            who.reader,
            who.foreign_officer,
            who.firm_officer,
            who.resident,
            who.neighbour,
            who.volunteer,
        ];
        let at = all
            .iter()
            .position(|known| *known == person)
            .expect("a person with a phone");
        phone_number(at + 1)
    }
}

fn phone_number(n: usize) -> String {
    format!("138{n:08}")
}

fn found(tx: &mut WriteTx, keys: &Keys, password: &str) -> Result<County, Fault> {
    tx.bookkeeping();
    let county = area(tx, "330483", "桐乡市", "county", None, None)?;
    let wutong = area(tx, "330483001", "梧桐街道", "town", Some(county), None)?;
    let puyuan = area(tx, "330483101", "濮院镇", "town", Some(county), None)?;
    let villages = [
        [
            area(
                tx,
                "330483001218",
                "桃园村",
                "village",
                Some(wutong),
                Some(wutong),
            )?,
            area(
                tx,
                "330483001001",
                "庆丰社区",
                "village",
                Some(wutong),
                Some(wutong),
            )?,
        ],
        [
            area(
                tx,
                "330483101201",
                "永越村",
                "village",
                Some(puyuan),
                Some(puyuan),
            )?,
            area(
                tx,
                "330483101023",
                "梅泾社区",
                "village",
                Some(puyuan),
                Some(puyuan),
            )?,
        ],
    ];
    let village_units = [
        [
            unit(tx, "village", "桃园村", villages[0][0], 1200)?,
            unit(tx, "community", "庆丰社区", villages[0][1], 3000)?,
        ],
        [
            unit(tx, "village", "永越村", villages[1][0], 1500)?,
            unit(tx, "community", "梅泾社区", villages[1][1], 2800)?,
        ],
    ];
    let firm = unit(tx, "enterprise", "桐乡市灯笼纺织有限公司", villages[0][1], 60)?;

    let office = organisation(tx, "office", "office", "桐乡市群团改革办公室", None, county, None)?;
    let union = organisation(
        tx,
        LINES[0],
        "federation",
        "桐乡市总工会",
        Some(office),
        county,
        None,
    )?;
    let league = organisation(
        tx,
        LINES[1],
        "federation",
        "桐乡市团委",
        Some(office),
        county,
        None,
    )?;
    let women = organisation(
        tx,
        LINES[2],
        "federation",
        "桐乡市妇联",
        Some(office),
        county,
        None,
    )?;
    let science = organisation(
        tx,
        LINES[3],
        "federation",
        "桐乡市科协",
        Some(office),
        county,
        None,
    )?;
    let town_women = [
        organisation(
            tx,
            "women",
            "federation",
            "梧桐街道妇联",
            Some(women),
            wutong,
            None,
        )?,
        organisation(tx, "women", "federation", "濮院镇妇联", Some(women), puyuan, None)?,
    ];
    let of = |unit| Some(unit);
    let village_women = organisation(
        tx,
        "women",
        "committee",
        "桃园村妇联",
        Some(town_women[0]),
        villages[0][0],
        of(village_units[0][0]),
    )?;
    let foreign_women = organisation(
        tx,
        "women",
        "committee",
        "永越村妇联",
        Some(town_women[1]),
        villages[1][0],
        of(village_units[1][0]),
    )?;
    let firm_union = organisation(
        tx,
        "union",
        "committee",
        "灯笼纺织工会委员会",
        Some(union),
        villages[0][1],
        of(firm),
    )?;
    let (venue, space) = hall(tx, village_women, villages[0][0])?;

    let mut next = 0;
    let mut person = |tx: &mut WriteTx, name: &str, born: Date, female: bool, area: AreaId| {
        next += 1;
        let phone = Phone::parse(&phone_number(next)).expect("a phone");
        let new = NewPerson {
            phone: Some(phone),
            birth: Some(born),
            female: Some(female),
            area: Some(area),
            consented: true,
            ..NewPerson::named(name)
        };
        people::register(tx, keys, &new)
    };
    let at_home = villages[0][0];
    let holder =
        |tx: &mut WriteTx, person: PersonId, organisation, title: &str, role| -> Result<PersonId, Fault> {
            passwords::set(tx, person, password)?;
            posting(tx, person, organisation, title, role)?;
            Ok(person)
        };
    let county_officer = person(tx, "沈廊", date(1980, 5, 6), true, county)?;
    let town_officer = person(tx, "陆桥", date(1983, 2, 3), true, wutong)?;
    let officer = person(tx, "钱溪", date(1978, 9, 1), true, at_home)?;
    let steward = person(tx, "姚舟", date(1999, 1, 8), false, at_home)?;
    let reader = person(tx, "俞岸", date(1991, 7, 7), false, at_home)?;
    let foreign_officer = person(tx, "徐灯", date(1988, 4, 4), true, villages[1][0])?;
    let firm_officer = person(tx, "范梭", date(1986, 6, 6), false, villages[0][1])?;
    let resident = person(tx, "朱采菊", date(1990, 10, 12), true, at_home)?;
    let neighbour = person(tx, "吕听雨", date(1985, 12, 24), false, villages[1][0])?;
    let volunteer = person(tx, "曹小满", date(2000, 5, 21), false, at_home)?;
    tx.execute(
        "UPDATE person SET volunteer_number = 'V330483000001' WHERE id = ?1",
        params![volunteer],
    )?;
    let mut member = |name: &str, birth| {
        let new = NewFamilyMember {
            name: name.to_owned(),
            birth,
            consented: true,
        };
        people::add_family_member(tx, keys, resident, &new)
    };
    let (child, elder) = (
        member("朱苗苗", date(2018, 3, 3))?,
        member("金阿婆", date(1955, 8, 8))?,
    );
    let people = People {
        county: holder(tx, county_officer, office, "主任", Role::County)?,
        town_officer: holder(tx, town_officer, town_women[0], "主席", Role::Officer)?,
        officer: holder(tx, officer, village_women, "主席", Role::Officer)?,
        steward: holder(tx, steward, village_women, "志愿者", Role::Steward)?,
        reader: holder(tx, reader, village_women, "执委", Role::Reader)?,
        foreign_officer: holder(tx, foreign_officer, foreign_women, "主席", Role::Officer)?,
        firm_officer: holder(tx, firm_officer, firm_union, "主席", Role::Officer)?,
        resident,
        child,
        elder,
        neighbour,
        volunteer,
    };
    let units = tx.all("SELECT id FROM unit", params![], |row| row.get(0))?;
    coverage::refresh_units(tx, &units)?;
    Ok(County {
        county,
        towns: [wutong, puyuan],
        villages,
        village_units,
        firm,
        office,
        federations: [union, league, women, science],
        town_women,
        village_women,
        foreign_women,
        firm_union,
        venue,
        space,
        people,
    })
}
