//! What the house sends to PostgreSQL for one sign-up and for one scan, statement by statement, for a bare loop
//! that does nothing else. Written down rather than taken from the house, so that the loop stays what it is when
//! the house is changed; a house that sends more than this has to earn it.

use jiff::Timestamp;
use langqiao_kernel::{
    codes::ShortCode,
    id::{ActivityId, CheckinId, OrganisationId, PersonId, SignupId},
    time,
};
use postgres::{Client, Error, Statement};
use rand::RngExt;

/// One row of roll-ups is spread over so many.
const SLOTS: i64 = 16;

/// Who signs up or scans, by the hash of their session.
#[derive(Clone)]
pub struct Who {
    /// The session's token as it is stored.
    pub token_hash: String,
    /// The person.
    pub person: PersonId,
}

/// The statements of a sign-up, prepared.
pub struct SignUps {
    session: Statement,
    posts: Statement,
    activity: Statement,
    party: Statement,
    rollup: Statement,
    event: Statement,
    pool: Statement,
    signup: Statement,
}

impl SignUps {
    /// Prepares them.
    ///
    /// # Errors
    /// When the database refuses one.
    pub fn prepare(client: &mut Client) -> Result<Self, Error> {
        Ok(Self {
            session: client.prepare(SESSION)?,
            posts: client.prepare(POSTS)?,
            activity: client.prepare(
                "SELECT organisation, status, starts_at, signup_opens_at, signup_closes_at, min_age, max_age, only_area,
                        party_max, (SELECT COUNT(*) FROM question q WHERE q.activity = activity.id)
                 FROM activity WHERE id = $1",
            )?,
            party: client.prepare(
                "SELECT p.id, p.birth_day, v.id, v.parent, t.parent FROM person p
                 LEFT JOIN area v ON v.id = COALESCE(p.area, (SELECT b.area FROM person b WHERE b.id = $1))
                 LEFT JOIN area t ON t.id = v.parent
                 WHERE p.id = $1 OR p.guardian = $1",
            )?,
            rollup: client.prepare(
                "INSERT INTO rollup (organisation, month, measure, slot, value) VALUES ($1, $2, 'bare', $3, 1)
                 ON CONFLICT (organisation, month, measure, slot) DO UPDATE SET value = rollup.value + excluded.value",
            )?,
            event: client.prepare(EVENT)?,
            pool: client.prepare(
                "UPDATE pool SET
                   taken = CASE WHEN waiting = 0 AND taken + $3 <= capacity THEN taken + $3 ELSE taken END,
                   waiting = CASE WHEN waiting = 0 AND taken + $3 <= capacity THEN 0 ELSE waiting + $3 END,
                   last_number = last_number + 1
                 WHERE activity = $1 AND role = $2 AND capacity > 0 RETURNING waiting, last_number",
            )?,
            signup: client.prepare(
                "INSERT INTO signup (id, activity, role, party, booker, person, number, state, code, answers, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 ON CONFLICT DO NOTHING",
            )?,
        })
    }

    /// Signs one person up.
    ///
    /// # Errors
    /// When the database fails.
    pub fn run(
        &self,
        client: &mut Client,
        who: &Who,
        activity: ActivityId,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (person, activity, at) = (who.person.to_text(), activity.to_text(), now.as_millisecond());
        recognise(client, (&self.session, &self.posts), who, None, now)?;
        let mut tx = client.transaction()?;
        let organisation: String = tx.query_one(&self.activity, &[&activity])?.get(0);
        tx.query(&self.party, &[&person])?;
        let slot = rand::rng().random_range(0..SLOTS);
        tx.execute(&self.rollup, &[&organisation, &1_i64, &slot])?;
        let party = SignupId::generate().to_text();
        let detail = format!("{{\"activity\":\"{activity}\",\"role\":\"attendee\",\"people\":1}}");
        tx.execute(
            &self.event,
            &[
                &at,
                &person,
                &"signup.made",
                &"signup",
                &party,
                &organisation,
                &detail,
            ],
        )?;
        let taken = tx.query_one(&self.pool, &[&activity, &"attendee", &1_i64])?;
        let state = if taken.get::<_, i64>(0) == 0 {
            "seat"
        } else {
            "waiting"
        };
        let number: i64 = taken.get(1);
        let code = ShortCode::generate(&mut rand::rng()).to_string();
        let id = SignupId::generate().to_text();
        tx.execute(
            &self.signup,
            &[
                &id,
                &activity,
                &"attendee",
                &party,
                &person,
                &person,
                &number,
                &state,
                &code,
                &"{}",
                &at,
            ],
        )?;
        tx.commit()
    }
}

/// The statements of a scan, prepared.
pub struct Scans {
    session: Statement,
    posts: Statement,
    look: Statement,
    scan: Statement,
    event: Statement,
    missing: Statement,
}

impl Scans {
    /// Prepares them.
    ///
    /// # Errors
    /// When the database refuses one.
    pub fn prepare(client: &mut Client) -> Result<Self, Error> {
        Ok(Self {
            session: client.prepare(SESSION)?,
            posts: client.prepare(POSTS)?,
            look: client.prepare(
                "SELECT a.organisation, a.title, a.place, a.status, a.starts_at, a.ends_at,
                        s.id, s.state, s.role, s.party, p.name_masked,
                        CASE WHEN s.state IN ('cancelled', 'declined', 'expired') THEN
                          (SELECT COUNT(*) FROM signup n
                           WHERE n.activity = s.activity AND n.person = s.person AND n.state = 'seat')
                        ELSE 0 END,
                        i.at, ip.name_masked, o.at, op.name_masked
                 FROM activity a
                 LEFT JOIN signup s ON s.activity = a.id AND s.code = $3
                 LEFT JOIN person p ON p.id = s.person
                 LEFT JOIN scan i ON i.signup = s.id AND i.direction = 'in' AND i.outcome = 'accepted'
                 LEFT JOIN person ip ON ip.id = i.scanned_by
                 LEFT JOIN scan o ON o.signup = s.id AND o.direction = 'out' AND o.outcome = 'accepted'
                 LEFT JOIN person op ON op.id = o.scanned_by
                 WHERE a.id = $1 AND a.status <> 'draft' AND EXISTS (
                   SELECT 1 FROM organisation_closure k WHERE k.ancestor = $2
                     AND (k.descendant = a.organisation OR k.descendant IN
                       (SELECT c.organisation FROM cohost c WHERE c.activity = a.id AND c.status = 'accepted')))",
            )?,
            scan: client.prepare(
                "INSERT INTO scan (id, activity, code, signup, direction, outcome, reason, device, sequence,
                                   scanned_at, at, scanned_by)
                 SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT),
                        CAST($6 AS TEXT), CAST($7 AS TEXT), CAST($8 AS TEXT), CAST($9 AS BIGINT),
                        CAST($10 AS BIGINT), CAST($11 AS BIGINT), CAST($12 AS TEXT)
                 WHERE NOT EXISTS (SELECT 1 FROM scan x WHERE x.device = $8 AND x.sequence = $9)
                 ON CONFLICT (signup, direction) WHERE outcome = 'accepted' DO NOTHING",
            )?,
            event: client.prepare(EVENT)?,
            missing: client.prepare(
                "SELECT p.name_masked FROM signup m JOIN person p ON p.id = m.person
                 WHERE m.party = $1 AND m.id <> $2 AND m.state = 'seat' AND NOT EXISTS
                   (SELECT 1 FROM scan x WHERE x.signup = m.id AND x.direction = 'in' AND x.outcome = 'accepted')
                 ORDER BY m.id",
            )?,
        })
    }

    /// Scans the code of one seat at its activity's door.
    ///
    /// # Errors
    /// When the database fails.
    pub fn run(&self, client: &mut Client, who: &Who, door: &Door<'_>, now: Timestamp) -> Result<(), Error> {
        let (organisation, activity) = (door.organisation.to_text(), door.activity.to_text());
        recognise(
            client,
            (&self.session, &self.posts),
            who,
            Some(&organisation),
            now,
        )?;
        let mut tx = client.transaction()?;
        let row = tx.query_one(&self.look, &[&activity, &organisation, &door.code])?;
        let (signup, party): (String, String) = (row.get(6), row.get(9));
        let (id, at) = (CheckinId::generate().to_text(), now.as_millisecond());
        let person = who.person.to_text();
        tx.execute(
            &self.scan,
            &[
                &id,
                &activity,
                &door.code,
                &signup,
                &"in",
                &"accepted",
                &"welcome",
                &door.device,
                &door.sequence,
                &at,
                &at,
                &person,
            ],
        )?;
        let detail = format!("{{\"activity\":\"{activity}\",\"direction\":\"in\",\"outcome\":\"accepted\"}}");
        tx.execute(
            &self.event,
            &[
                &at,
                &person,
                &"checkin.scanned",
                &"checkin",
                &id,
                &organisation,
                &detail,
            ],
        )?;
        tx.query(&self.missing, &[&party, &signup])?;
        tx.commit()
    }
}

/// A code held before an activity's door.
pub struct Door<'d> {
    /// Who holds the activity.
    pub organisation: OrganisationId,
    /// Which activity.
    pub activity: ActivityId,
    /// The code.
    pub code: &'d str,
    /// The gate that reads it.
    pub device: String,
    /// The scan's number there.
    pub sequence: i64,
}

const SESSION: &str = "SELECT s.id, s.person, p.name_masked, s.seen_at,
        (SELECT COUNT(*) FROM notice n WHERE n.person = s.person AND n.read_at IS NULL)
    FROM session s JOIN person p ON p.id = s.person
    WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2";

const POSTS: &str = "SELECT o.id, o.name, p.role, d.name
    FROM posting p JOIN organisation o ON o.id = p.organisation
    LEFT JOIN organisation_closure c ON c.ancestor = o.id AND c.descendant = $3
    LEFT JOIN organisation d ON d.id = c.descendant
    WHERE p.person = $1 AND p.valid_from <= $2 AND $2 < p.valid_to AND o.valid_from <= $2 AND $2 < o.valid_to
    ORDER BY o.name, o.id";

const EVENT: &str =
    "INSERT INTO event (at, actor_kind, actor, token, act, subject_kind, subject, org, request, detail)
    VALUES ($1, 'person', $2, NULL, $3, $4, $5, $6, NULL, $7)";

/// Finds out who it is and which posts they hold.
fn recognise(
    client: &mut Client,
    (session, posts): (&Statement, &Statement),
    who: &Who,
    organisation: Option<&str>,
    now: Timestamp,
) -> Result<(), Error> {
    let today = time::day_number(time::day(now));
    client.query_one(session, &[&who.token_hash, &now.as_millisecond()])?;
    client.query(posts, &[&who.person.to_text(), &today, &organisation])?;
    Ok(())
}
