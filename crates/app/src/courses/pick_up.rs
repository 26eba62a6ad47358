//! Who takes a child home: named by the family with a code each, handed over once, and recorded.

use langqiao_kernel::{
    codes::Phone,
    id::{ActivityId, CollectorId, HandoverId, LessonId, OrganisationId, PersonId, SignupId},
    text::{line, squash},
    time,
};
use langqiao_platform::{
    args,
    i18n::{Sentence, msg},
    keys::{Field, Keys},
    not_done::NotDone,
    notices,
    people::{self, RegisterError, sealed_name},
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use rand::RngExt;
use serde_json::json;

use super::{
    lessons::reason_of,
    model::{ALONE_LEAST_AGE, Collector, Course, Handover, Home, LATEST, Lesson, Mark, Member},
    queries,
    roll::hold,
};

/// The most people that a family names for one course.
const COLLECTORS_MAX: usize = 6;
/// The most children that are handed over at once: a family.
const TOGETHER_MAX: usize = 10;
/// The longest word for what somebody is to a child, in characters.
const RELATION_MAX: usize = 20;

/// Somebody whom a family lets take its children home.
#[derive(Clone, Debug)]
pub struct NewCollector {
    /// The name in full.
    pub name: String,
    /// The phone under which they are reached.
    pub phone: Option<Phone>,
    /// What they are to the child, such as 外婆.
    pub relation: String,
}

/// The children of a family in a course whose families name who takes them home.
fn children(
    tx: &mut WriteTx<'_>,
    course: ActivityId,
    booker: PersonId,
) -> Result<(Course, Vec<Member>), NotDone> {
    let found = queries::public(tx, course)?.ok_or(NotDone::NotFound)?;
    let mut members = queries::members(tx, course)?;
    members.retain(|member| member.booker == booker && member.is_child() && member.seated);
    if members.is_empty() {
        return Err(NotDone::NotFound);
    }
    if !found.pick_up {
        return Err(NotDone::no("no-pick-up", msg::COURSE_NO_PICK_UP));
    }
    Ok((found, members))
}

/// Names somebody; they get a code of six digits, which no other of this course has or had.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn name_collector(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    (course, booker): (ActivityId, PersonId),
    new: &NewCollector,
) -> Result<CollectorId, NotDone> {
    // Two forms of one family at once must not name more than it may.
    tx.lock("course_family", &format!("{course}/{booker}"))?;
    let (course, _) = children(tx, course, booker)?;
    let known = queries::collectors(tx, course.id, Some(booker))?;
    if known.iter().filter(|one| !one.revoked).count() >= COLLECTORS_MAX {
        return Err(NotDone::no(
            "collectors-many",
            Sentence::new(msg::COURSE_COLLECTORS_MANY).with("most", COLLECTORS_MAX as i64),
        ));
    }
    let relation = line(&new.relation);
    if relation.is_empty() || relation.chars().count() > RELATION_MAX {
        return Err(NotDone::field("relation", msg::COURSE_COLLECTOR_RELATION));
    }
    let name = sealed_name(keys, &new.name).map_err(|why| match why {
        RegisterError::Store(why) => NotDone::Store(why),
        _ => NotDone::field("name", msg::COURSE_COLLECTOR_NAME),
    })?;
    let own = queries::collectors_open(tx, keys, course.id, booker)?;
    if let Some(known) = own.iter().find(|known| is_the_same(known, new, &relation)) {
        let said = Sentence::new(msg::COURSE_COLLECTOR_KNOWN).with("code", known.code.clone());
        return Err(NotDone::field("name", said));
    }
    let phone = new
        .phone
        .as_ref()
        .map(|phone| keys.seal(Field::Phone, phone.as_str()));
    let (id, now) = (CollectorId::generate(), tx.now());
    loop {
        let code = format!("{:06}", rand::rng().random_range(0..1_000_000));
        let written = tx.execute(
            "INSERT INTO course_collector (id, course, booker, name_sealed, name_masked, phone_sealed, relation, code, named_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
            params![id, course.id, booker, name.sealed, name.masked, phone, relation, code, now],
        )?;
        if written == 1 {
            break;
        }
    }
    let detail = json!({ "course": course.id });
    tx.record(
        Event::of("course.collector_named", &id)
            .org(course.organisation)
            .detail(&detail),
    )?;
    Ok(id)
}

/// Whether a family has named somebody before whose code still stands: two codes of one person would let whoever has
/// the other come after one is revoked. Two phones are two people.
fn is_the_same(known: &Collector, new: &NewCollector, relation: &str) -> bool {
    let phone = new.phone.as_ref().map(Phone::as_str);
    let other_phone = matches!((known.phone.as_deref(), phone), (Some(one), Some(other)) if one != other);
    !known.revoked && squash(&known.name) == squash(&new.name) && known.relation == relation && !other_phone
}

/// Somebody whom a family has named is no longer to take its children home: their code is worth nothing from now on.
///
/// # Errors
/// [`NotDone`].
pub fn revoke_collector(
    tx: &mut WriteTx<'_>,
    (course, booker): (ActivityId, PersonId),
    id: CollectorId,
) -> Result<(), NotDone> {
    tx.lock("course_family", &format!("{course}/{booker}"))?;
    let course = queries::public(tx, course)?.ok_or(NotDone::NotFound)?;
    let now = tx.now();
    let revoked = tx.execute(
        "UPDATE course_collector SET revoked_at = ?4 WHERE id = ?1 AND course = ?2 AND booker = ?3 AND revoked_at IS NULL",
        params![id, course.id, booker, now],
    )?;
    if revoked == 0 {
        return Err(NotDone::NotFound);
    }
    let detail = json!({ "course": course.id });
    tx.record(
        Event::of("course.collector_revoked", &id)
            .org(course.organisation)
            .detail(&detail),
    )?;
    Ok(())
}

/// A family says that a child goes home alone, or that it doesn't.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn set_alone(
    tx: &mut WriteTx<'_>,
    (course, booker): (ActivityId, PersonId),
    signup: SignupId,
    alone: bool,
) -> Result<(), NotDone> {
    tx.lock("course_family", &format!("{course}/{booker}"))?;
    let (course, members) = children(tx, course, booker)?;
    let child = members
        .iter()
        .find(|member| member.signup == signup)
        .ok_or(NotDone::NotFound)?;
    let today = time::day(tx.now());
    let old_enough = child
        .birth
        .is_some_and(|birth| people::age(birth, today) >= ALONE_LEAST_AGE);
    if alone && !old_enough {
        let age = Sentence::new(msg::COURSE_ALONE_TOO_YOUNG).with("age", i64::from(ALONE_LEAST_AGE));
        return Err(NotDone::no("alone-too-young", age));
    }
    let now = tx.now();
    let changed = if alone {
        tx.execute(
            "INSERT INTO course_alone (signup, said_by, said_at) VALUES (?1, ?2, ?3) ON CONFLICT (signup) DO NOTHING",
            params![signup, booker, now],
        )?
    } else {
        tx.execute("DELETE FROM course_alone WHERE signup = ?1", params![signup])?
    };
    if changed == 0 {
        tx.bookkeeping();
        return Ok(());
    }
    let detail = json!({ "course": course.id, "alone": alone });
    tx.record(
        Event::of("course.alone_said", &signup)
            .kind("signup")
            .org(course.organisation)
            .detail(&detail),
    )?;
    Ok(())
}

/// How a child is to go home.
#[derive(Clone, Debug)]
pub enum Going {
    /// With whoever says this code.
    Code(String),
    /// With somebody whom the family has named, and whom one knows: why there is no code.
    Known {
        /// Who.
        collector: CollectorId,
        /// Why they are let go without a code.
        reason: String,
    },
    /// Alone.
    Alone,
}

/// Whose code it is: found before anything is recorded, to be looked at.
///
/// # Errors
/// [`NotDone`] that says what is wrong with the code.
pub(super) fn whose_code(collectors: &[Collector], typed: &str) -> Result<Collector, NotDone> {
    let code: String = squash(typed).chars().filter(char::is_ascii_digit).collect();
    let found = collectors.iter().find(|one| one.code == code);
    match found {
        None => Err(NotDone::field("code", msg::COURSE_CODE_WRONG)),
        Some(one) if one.revoked => Err(NotDone::field("code", msg::COURSE_CODE_REVOKED)),
        Some(one) => Ok(one.clone()),
    }
}

/// Hands children over, all or none, each once; their family is told.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn hand_over(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (course, id): (ActivityId, LessonId),
    signups: &[SignupId],
    going: &Going,
) -> Result<(), NotDone> {
    let (course, lesson) = hold(tx, org, course, id)?;
    if !course.pick_up {
        return Err(NotDone::no("no-pick-up", msg::COURSE_NO_PICK_UP));
    }
    in_time(&lesson, tx.now())?;
    if signups.is_empty() || signups.len() > TOGETHER_MAX {
        return Err(NotDone::field("child", msg::COURSE_PICK_NOBODY));
    }
    for booker in families(tx, signups)? {
        tx.lock("course_family", &format!("{}/{booker}", course.id))?;
    }
    let collectors = queries::collectors(tx, course.id, None)?;
    let (way, collector, reason) = match going {
        Going::Code(code) => (Home::Code, Some(whose_code(&collectors, code)?), String::new()),
        Going::Known { collector, reason } => {
            let found = collectors.iter().find(|one| one.id == *collector);
            let found = found.ok_or(NotDone::NotFound)?;
            if found.revoked {
                return Err(NotDone::field("collector", msg::COURSE_CODE_REVOKED));
            }
            (Home::Known, Some(found.clone()), reason_of(reason)?)
        }
        Going::Alone => (Home::Alone, None, String::new()),
    };
    let members = queries::members(tx, course.id)?;
    let marks = queries::marks_in(tx, id)?;
    for signup in signups {
        let child = members
            .iter()
            .find(|member| member.signup == *signup && member.is_child())
            .ok_or(NotDone::NotFound)?;
        if let Some(collector) = &collector
            && collector.booker != child.booker
        {
            let name = Sentence::new(msg::COURSE_CODE_OTHER_CHILD).with("name", child.name.clone());
            return Err(NotDone::field("code", name));
        }
        if collector.is_none() && !child.alone {
            let name = Sentence::new(msg::COURSE_NOT_ALONE).with("name", child.name.clone());
            return Err(NotDone::no("not-alone", name));
        }
        let there = marks
            .iter()
            .find(|mark| mark.signup == *signup)
            .map_or(Mark::None, |mark| mark.mark);
        if !there.there() {
            let name = Sentence::new(msg::COURSE_PICK_NOT_THERE).with("name", child.name.clone());
            return Err(NotDone::no("not-there", name));
        }
        let home = HandoverId::generate();
        let (by, now) = (tx.by().actor.person(), tx.now());
        let written = tx.execute(
            "INSERT INTO course_handover (id, session, signup, way, collector, reason, given_by, given_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
            params![
                home,
                id,
                *signup,
                way,
                collector.as_ref().map(|one| one.id),
                reason,
                by,
                now
            ],
        )?;
        if written == 0 {
            return Err(already(tx, id, child)?);
        }
        tell(tx, &course, child, collector.as_ref())?;
        let detail = json!({ "course": course.id, "session": id, "signup": signup, "way": way });
        tx.record(Event::of("course.handed_over", &home).org(org).detail(&detail))?;
    }
    Ok(())
}

/// The families of these, in the order in which everybody waits for them: what they say of who may come stays as it is
/// read.
fn families(tx: &mut WriteTx<'_>, signups: &[SignupId]) -> Result<Vec<PersonId>, StoreError> {
    let mut bookers = Vec::new();
    for signup in signups.iter().take(TOGETHER_MAX) {
        bookers.extend(tx.one(
            "SELECT booker FROM signup WHERE id = ?1",
            params![*signup],
            |row| row.get::<PersonId>(0),
        )?);
    }
    bookers.sort_unstable();
    bookers.dedup();
    Ok(bookers)
}

/// A child is handed over from the session's beginning until some hours after its end.
fn in_time(lesson: &Lesson, now: jiff::Timestamp) -> Result<(), NotDone> {
    if now < lesson.starts_at {
        let at = Sentence::new(msg::COURSE_PICK_EARLY).with("at", Moment(lesson.starts_at));
        return Err(NotDone::no("pick-up-early", at));
    }
    if now.duration_since(lesson.ends_at) > LATEST {
        return Err(NotDone::no("pick-up-late", msg::COURSE_PICK_LATE));
    }
    Ok(())
}

/// Who took a child home before.
fn already(tx: &mut WriteTx<'_>, lesson: LessonId, child: &Member) -> Result<NotDone, StoreError> {
    let gone = queries::handovers_in(tx, lesson)?;
    let home = gone.iter().find(|gone| gone.signup == child.signup);
    Ok(home.map_or(NotDone::NotFound, |home| {
        NotDone::no("gone-already", self::gone(child, home))
    }))
}

/// When a child went home before, and with whom, or that they went alone.
pub(super) fn gone(child: &Member, home: &Handover) -> Sentence {
    match &home.with {
        Some((name, relation)) => Sentence::new(msg::COURSE_PICK_GONE)
            .with("name", child.name.clone())
            .with("at", Moment(home.at))
            .with("with", format!("{relation} {name}")),
        None => Sentence::new(msg::COURSE_PICK_GONE_ALONE)
            .with("name", child.name.clone())
            .with("at", Moment(home.at)),
    }
}

fn tell(
    tx: &mut WriteTx<'_>,
    course: &Course,
    child: &Member,
    with: Option<&Collector>,
) -> Result<(), StoreError> {
    let link = format!("/mine/courses/{}", course.id);
    let (name, title, at) = (child.named(), course.title.clone(), Moment(tx.now()));
    match with {
        Some(one) => {
            let with = format!("{} {}", one.relation, one.name);
            let args = args! { name = name, title = title, at = at, with = with };
            notices::send(tx, child.booker, msg::COURSE_NOTICE_PICKED_UP, args, &link)
        }
        None => {
            let args = args! { name = name, title = title, at = at };
            notices::send(tx, child.booker, msg::COURSE_NOTICE_WENT_ALONE, args, &link)
        }
    }
}

/// What was recorded of a child's going home was a mistake: it is voided, with a reason, and the family is told.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn void_handover(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (course, lesson): (ActivityId, LessonId),
    id: HandoverId,
    reason: &str,
) -> Result<(), NotDone> {
    let (course, lesson) = hold(tx, org, course, lesson)?;
    let reason = reason_of(reason)?;
    let home = queries::handover(tx, lesson.id, id)?.ok_or(NotDone::NotFound)?;
    let now = tx.now();
    tx.execute(
        "UPDATE course_handover SET voided_at = ?2, void_reason = ?3 WHERE id = ?1",
        params![id, now, reason],
    )?;
    let members = queries::members(tx, course.id)?;
    if let Some(child) = members.iter().find(|member| member.signup == home.signup) {
        let link = format!("/mine/courses/{}", course.id);
        let args = args! { name = child.named(), title = course.title.clone(), reason = reason.clone() };
        notices::send(tx, child.booker, msg::COURSE_NOTICE_VOIDED, args, &link)?;
    }
    let detail = json!({ "course": course.id, "signup": home.signup, "reason": reason });
    tx.record(Event::of("course.handover_voided", &id).org(org).detail(&detail))?;
    Ok(())
}
