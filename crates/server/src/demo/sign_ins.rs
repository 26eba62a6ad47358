//! Who to sign in as in the demonstration.

use langqiao_app::organisations::{self, Appointment, PostKind};
use langqiao_kernel::{
    id::{OrganisationId, PersonId},
    time,
};
use langqiao_platform::{
    accounts::{passwords, tokens},
    app::App,
    roles::Role,
};
use langqiao_store::{Event, WriteTx, params};
use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

use super::{
    county::{County, by, register},
    names::{InventedPerson, Names},
    plan::Plan,
    unexpected,
};
use crate::failure::Failure;

/// The password of every sign-in of the demonstration.
const PASSWORD: &str = "langqiao-demo";
/// Under which name the sign-ins are kept among the settings.
const KEPT_AS: &str = "demonstration.sign_ins";
/// How many notices of each person are still new.
const UNREAD: i64 = 2;
/// What the demonstration's tokens are called.
const TOKEN_NAME: &str = "demonstration";

/// One way to sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// The role's name for programs.
    pub role: String,
    /// The role as people say it.
    pub label: String,
    /// The person's phone.
    pub phone: String,
    /// Their password.
    pub password: String,
    /// Who it is.
    pub person: PersonId,
    /// Where they hold their post, if they hold one.
    pub organisation: Option<OrganisationId>,
    /// Its name.
    pub organisation_name: String,
    /// An API token of theirs, made anew at each start.
    #[serde(default, skip_deserializing)]
    pub token: String,
}

/// The sign-ins of a demonstration that was filled before.
///
/// # Errors
/// When the database fails.
pub async fn kept(app: &App) -> Result<Option<Vec<SignIn>>, Failure> {
    let text: Option<String> = app
        .db
        .read(|tx| {
            tx.one(
                "SELECT value FROM setting WHERE name = ?1",
                params![KEPT_AS],
                |row| row.get(0),
            )
        })
        .await
        .map_err(|why: langqiao_store::StoreError| why)?;
    text.map(|text| serde_json::from_str(&text).map_err(|why| unexpected("read its sign-ins", why)))
        .transpose()
}

/// Gives the passwords, appoints a helper for the door, and keeps who is who.
///
/// # Errors
/// When the database fails.
pub async fn make(app: &App, plan: &Plan, county: &County) -> Result<Vec<SignIn>, Failure> {
    let mut sign_ins = officers(plan, county);
    sign_ins.push(steward(app, plan, county).await?);
    sign_ins.extend(residents(app, plan).await?);
    let hash = app
        .hasher
        .hash(PASSWORD.to_owned())
        .await
        .map_err(|why| unexpected("hash a password", why))?;
    let kept = sign_ins.clone();
    let keep = move |tx: &mut WriteTx<'_>| {
        for sign_in in &kept {
            passwords::set(tx, sign_in.person, &hash)?;
        }
        let text = serde_json::to_string(&kept).map_err(|why| unexpected("keep its sign-ins", why))?;
        tx.execute(
            "INSERT INTO setting (name, value, at) VALUES (?1, ?2, ?3)",
            params![KEPT_AS, text, tx.now()],
        )?;
        // Everybody has kept up with their notices until lately.
        tx.execute(
            "UPDATE notice SET read_at = created_at WHERE id IN (
                 SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY person ORDER BY created_at DESC, id DESC)
                                 AS place FROM notice) AS latest
                 WHERE place > ?1)",
            params![UNREAD],
        )?;
        tx.record(Event::of("demonstration.filled", &KEPT_AS).kind("setting"))?;
        Ok::<_, Failure>(())
    };
    app.db.write(by(app.now()), keep).await?;
    renew_tokens(app, sign_ins).await
}

/// Makes a new token for each and takes back the one before.
///
/// # Errors
/// When the database fails.
pub async fn renew_tokens(app: &App, sign_ins: Vec<SignIn>) -> Result<Vec<SignIn>, Failure> {
    let (keys, registry) = (app.keys.clone(), app.registry.clone());
    let renew = move |tx: &mut WriteTx<'_>| {
        let scopes: Vec<&str> = tokens::scopes(&registry).into_iter().collect();
        let mut renewed = sign_ins.clone();
        for sign_in in &mut renewed {
            let now = tx.now();
            for old in tokens::list(tx, sign_in.person, now)?
                .into_iter()
                .filter(|t| t.name == TOKEN_NAME)
            {
                tokens::revoke(tx, sign_in.person, old.id)?;
            }
            sign_in.token = tokens::create(tx, &keys, sign_in.person, TOKEN_NAME, &scopes, 30)?;
        }
        Ok::<_, Failure>(renewed)
    };
    app.db.write(by(app.now()), renew).await
}

fn officers(plan: &Plan, county: &County) -> Vec<SignIn> {
    let find = |wanted: &dyn Fn(usize) -> bool| {
        (0..plan.organisations.len()).find(|at| wanted(*at) && county.leaders[*at].is_some())
    };
    let named = |name: &str| find(&|at| plan.organisations[at].name == name);
    // A firm whose union holds something together with others soon.
    let firm = find(&|at| {
        let organisation = &plan.organisations[at];
        organisation.line == "union"
            && organisation.name.contains("桐乡濮院")
            && organisation.kind == "committee"
    });
    let roles = [
        ("county_office", "县改革办", Some(0)),
        ("county_line", "县总工会", named("桐乡市总工会")),
        ("town", "梧桐街道妇联", named("梧桐街道妇联")),
        ("village", "桃园村妇联", named("桃园村妇联")),
        ("firm", "企业工会", firm),
    ];
    roles
        .into_iter()
        .filter_map(|(role, label, at)| {
            let at = at?;
            let organisation = &plan.organisations[at];
            Some(SignIn {
                role: role.to_owned(),
                label: label.to_owned(),
                phone: organisation.leader.as_ref()?.phone.clone(),
                password: PASSWORD.to_owned(),
                person: county.leaders[at]?,
                organisation: Some(county.organisations[at]),
                organisation_name: organisation.name.clone(),
                token: String::new(),
            })
        })
        .collect()
}

/// Somebody who helps at the door in 桃园村.
async fn steward(app: &App, plan: &Plan, county: &County) -> Result<SignIn, Failure> {
    let at = plan
        .organisations
        .iter()
        .position(|o| o.name == "桃园村妇联")
        .unwrap_or_default();
    let (organisation, name) = (county.organisations[at], plan.organisations[at].name.clone());
    let mut rng = StdRng::seed_from_u64(1);
    let helper = InventedPerson {
        phone: "19905739001".to_owned(),
        ..Names::new(&mut rng).person(100)
    };
    let (keys, phone, today) = (app.keys.clone(), helper.phone.clone(), time::day(app.now()));
    let appoint = move |tx: &mut WriteTx<'_>| {
        let person = register(tx, &keys, &helper, None, None, true)?;
        let appointment = Appointment {
            person,
            organisation,
            title: "签到员".to_owned(),
            kind: PostKind::Volunteer,
            role: Role::Steward,
            from: today,
            to: None,
        };
        organisations::appoint(tx, &appointment).map_err(|why| unexpected("appoint a helper", why))?;
        Ok::<_, Failure>(person)
    };
    let person = app.db.write(by(app.now()), appoint).await?;
    Ok(SignIn {
        role: "steward".to_owned(),
        label: "签到员".to_owned(),
        phone,
        password: PASSWORD.to_owned(),
        person,
        organisation: Some(organisation),
        organisation_name: name,
        token: String::new(),
    })
}

/// The household of whoever signs in as a resident.
pub(super) fn parent(plan: &Plan) -> Option<&super::plan::PlannedHousehold> {
    plan.households
        .iter()
        .find(|h| h.children.len() == 2 && !h.volunteer)
}

/// A parent of two, and somebody who volunteers.
async fn residents(app: &App, plan: &Plan) -> Result<Vec<SignIn>, Failure> {
    let parent = parent(plan);
    let volunteer = plan
        .households
        .iter()
        .find(|h| h.volunteer && h.children.is_empty());
    let mut sign_ins = Vec::new();
    for (role, label, household) in [("resident", "居民", parent), ("volunteer", "志愿者", volunteer)] {
        let Some(household) = household else { continue };
        let keys = app.keys.clone();
        let phone = langqiao_kernel::codes::Phone::parse(&household.adult.phone)
            .map_err(|why| unexpected("read a phone", why))?;
        let person = app
            .db
            .read(move |tx| langqiao_platform::people::by_phone(tx, &keys, &phone))
            .await?
            .ok_or_else(|| unexpected("find a resident", role))?;
        sign_ins.push(SignIn {
            role: role.to_owned(),
            label: label.to_owned(),
            phone: household.adult.phone.clone(),
            password: PASSWORD.to_owned(),
            person,
            organisation: None,
            organisation_name: String::new(),
            token: String::new(),
        });
    }
    Ok(sign_ins)
}
