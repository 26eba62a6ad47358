//! Courses: from the form to the certificate, with the mistakes that officers, teachers and families make.

mod above;
mod crowd;
mod following;
mod home;
mod lessons;
mod office;
mod programs;
mod rolls;
mod tickets;
mod trials;
mod ways;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::date};
use langqiao_app::{
    activities::{ActivityKind, Allotment},
    courses::{self, Mark, NewCourse, Term},
    signups::{self, SignUp, SignUpError, SignupRole},
};
use langqiao_kernel::id::{ActivityId, LessonId, PersonId, SignupId};
use langqiao_platform::not_done::NotDone;
use langqiao_platform::people::{self, NewFamilyMember};
use langqiao_store::{Actor, By, StoreError, WriteTx, params};
use langqiao_testkit::TestApp;

/// An instant of these days.
pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// After-school club on Mondays and Wednesdays from 23 November to 16 December, in the village's hall: eight sessions.
pub fn club(app: &TestApp) -> NewCourse {
    NewCourse {
        title: "四点半学堂".into(),
        summary: "放学后写作业、读书、做游戏。".into(),
        kind: ActivityKind::Family,
        space: Some(app.county.space),
        place: String::new(),
        area: None,
        term: Term {
            first_day: date(2026, 11, 23),
            last_day: date(2026, 12, 16),
            weekdays: vec![0, 2],
            hours: (jiff::civil::time(16, 30, 0, 0), jiff::civil::time(17, 30, 0, 0)),
            leaves_out_holidays: true,
        },
        choices: Default::default(),
        enrolment: (at("2026-11-21T08:00:00+08:00"), at("2026-12-16T17:30:00+08:00")),
        ages: (None, None),
        only_area: None,
        asks: Default::default(),
        seats: 20,
        allotment: Allotment::FirstCome,
        pass_percent: 75,
        pick_up: true,
        contact: "陈老师 0573-8800 0000".into(),
    }
}

/// Writes what must succeed, as an officer of the village's women's federation.
pub async fn write<T: Send + 'static>(
    app: &TestApp,
    change: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> T {
    let done = attempt(app, change).await;
    done.unwrap_or_else(|why| panic!("{why}"))
}

/// Writes what may be refused.
pub async fn attempt<T: Send + 'static>(
    app: &TestApp,
    change: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
) -> Result<T, NotDone> {
    let by = By::new(Actor::Person(app.county.people.officer), app.app.now());
    app.app.db.write(by, change).await
}

/// A course as it is said here, made public.
pub async fn public(app: &TestApp, new: NewCourse) -> ActivityId {
    let (org, officer, keys) = (
        app.county.village_women,
        app.county.people.officer,
        app.app.keys.clone(),
    );
    write(app, move |tx| {
        let id = courses::create(tx, org, officer, &new)?;
        courses::publish(tx, &keys, org, id)?;
        Ok(id)
    })
    .await
}

/// A brother of the resident's child, born in 2016.
pub async fn brother(app: &TestApp) -> PersonId {
    let (resident, keys) = (app.county.people.resident, app.app.keys.clone());
    let new = NewFamilyMember {
        name: "钱小树".into(),
        birth: date(2016, 5, 2),
        consented: true,
    };
    let added = app.app.db.write(app.app.by_system("story"), move |tx| {
        people::add_family_member(tx, &keys, resident, &new)
    });
    added.await.unwrap_or_else(|why| panic!("{why:?}"))
}

/// Enrols these people of a booker's and gives their sign-ups, in the order of names as they were given.
pub async fn enrol(
    app: &TestApp,
    course: ActivityId,
    booker: PersonId,
    people: &[PersonId],
) -> Vec<SignupId> {
    let wish = SignUp {
        activity: course,
        booker,
        role: SignupRole::Attendee,
        people: people.iter().copied().collect::<BTreeSet<_>>(),
        answers: Default::default(),
    };
    let by = By::new(Actor::Person(booker), app.app.now());
    let done = app.app.db.write(by, move |tx| signups::sign_up(tx, &wish)).await;
    done.unwrap_or_else(|why: SignUpError| panic!("{why}"));
    let mut found = Vec::new();
    for person in people {
        found.push(signup_of(app, course, *person).await);
    }
    found
}

/// The sign-up of somebody.
pub async fn signup_of(app: &TestApp, course: ActivityId, person: PersonId) -> SignupId {
    let read = app.app.db.read(move |tx| {
        tx.one(
            "SELECT id FROM signup WHERE activity = ?1 AND person = ?2",
            params![course, person],
            |row| row.get(0),
        )
    });
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .expect("a sign-up")
}

/// The sessions of a course that are not called off, in order of time.
pub async fn sessions(app: &TestApp, course: ActivityId) -> Vec<(LessonId, Timestamp)> {
    let read = app.app.db.read(move |tx| {
        tx.all(
            "SELECT id, starts_at FROM course_session WHERE course = ?1 AND cancelled_at IS NULL ORDER BY starts_at",
            params![course],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    });
    read.await.unwrap_or_else(|why: StoreError| panic!("{why}"))
}

/// How many rows a question about a course finds.
pub async fn count(app: &TestApp, sql: &'static str, course: ActivityId) -> i64 {
    let read = app
        .app
        .db
        .read(move |tx| tx.one(sql, params![course], |row| row.get::<i64>(0)));
    read.await
        .unwrap_or_else(|why: StoreError| panic!("{why}"))
        .unwrap_or(0)
}

/// Moves the clock to so many minutes after a session's beginning.
pub fn go(app: &TestApp, (_, starts_at): (LessonId, Timestamp), minutes: i64) {
    app.clock.set(starts_at + SignedDuration::from_mins(minutes));
}

/// Calls and closes the roll of a session.
pub async fn held(app: &TestApp, course: ActivityId, lesson: LessonId, marks: &[(SignupId, Mark)]) {
    let (org, officer, marks) = (
        app.county.village_women,
        app.county.people.officer,
        marks.to_vec(),
    );
    write(app, move |tx| {
        courses::call(tx, (org, officer), (course, lesson), &marks, "")?;
        courses::close(tx, (org, officer), (course, lesson))
    })
    .await;
}

/// The word by which a use case refuses.
pub fn refused<T: std::fmt::Debug>(done: Result<T, NotDone>) -> &'static str {
    done.expect_err("it is refused").code().unwrap_or("not-found")
}
