//! The after-school club: who takes the children home, session after session, and who comes to try it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use langqiao_app::courses::{
    self, Going, Mark, NewCollector, Settings,
    trials::{self, NewTrial},
};
use langqiao_kernel::id::{ActivityId, CollectorId, LessonId, PersonId, SignupId};
use langqiao_platform::app::App;
use langqiao_store::{Actor, By, params};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{super::names::Names, Family, Host, act, announce, enrol, lessons, term, usual};
use crate::failure::Failure;

/// 四点半学堂: five weeks gone, four to come.
pub(super) async fn play(
    app: &App,
    host: &Host,
    families: &[Family],
    rng: &mut StdRng,
) -> Result<(), Failure> {
    let announced = host.at(-45, 9, 0);
    let mut new = usual(
        host,
        "四点半学堂（秋季班）",
        "放学后来写作业、读绘本、做手工，退休教师和大学生志愿者轮流带。\n请家长先写好谁来接孩子，放学凭接送码交接。",
        term(host, (-35, 28), &[0, 2, 3], ((16, 30), (17, 30))),
    );
    new.space = host.space;
    new.place = "桃园村文化礼堂".to_owned();
    new.ages = (Some(3), Some(15));
    new.seats = 18;
    new.pick_up = true;
    new.enrolment = (announced, host.at(28, 17, 0));
    let course = announce(app, *host, new, announced).await?;
    let mut enrolled: Vec<(PersonId, Vec<SignupId>, CollectorId, String)> = Vec::new();
    let mut names_rng = StdRng::seed_from_u64(rng.random());
    let mut names = Names::new(&mut names_rng);
    for (n, (guardian, children)) in (0_i64..).zip(families) {
        if enrolled
            .iter()
            .map(|(_, signups, ..)| signups.len())
            .sum::<usize>()
            >= 16
        {
            break;
        }
        let at = announced + SignedDuration::from_hours(2 + 3 * n);
        let signups = enrol(app, course, *guardian, children, at).await?;
        if signups.is_empty() {
            continue;
        }
        let (keys, booker) = (app.keys.clone(), *guardian);
        let relation = ["妈妈", "外婆", "爷爷", "爸爸"][rng.random_range(0..4)];
        let named = NewCollector {
            name: names.person(60).name,
            phone: None,
            relation: relation.to_owned(),
        };
        let (id, code) = act(app, booker, at + SignedDuration::from_mins(5), move |tx| {
            let id = courses::name_collector(tx, &keys, (course, booker), &named)?;
            let code = tx.one(
                "SELECT code FROM course_collector WHERE id = ?1",
                params![id],
                |row| row.get::<String>(0),
            )?;
            Ok((id, code.unwrap_or_default()))
        })
        .await?;
        enrolled.push((booker, signups, id, code));
    }
    for (n, (lesson, starts_at, ends_at)) in lessons(app, course).await?.into_iter().enumerate() {
        if ends_at + SignedDuration::from_mins(30) > app.now() {
            break;
        }
        if n == 4 {
            let (org, officer) = (host.org, host.officer);
            act(
                app,
                officer,
                starts_at - SignedDuration::from_hours(26),
                move |tx| courses::call_off(tx, (org, officer), (course, lesson), "老师外出培训，这次停课"),
            )
            .await?;
            continue;
        }
        session(app, host, course, (lesson, starts_at, ends_at), &enrolled, rng).await?;
    }
    let known: Vec<PersonId> = enrolled.iter().map(|(guardian, ..)| *guardian).collect();
    let others: Vec<&Family> = families
        .iter()
        .filter(|(guardian, _)| !known.contains(guardian))
        .collect();
    tried(app, host, course, &others).await
}

/// Two may try each session; one child of a family that hasn't enrolled does, next time.
async fn tried(app: &App, host: &Host, course: ActivityId, others: &[&Family]) -> Result<(), Failure> {
    let (org, officer, now) = (host.org, host.officer, app.now());
    let settings = Settings {
        pass_percent: 80,
        pick_up: true,
        trial_places: Some(2),
        contact: None,
    };
    act(app, officer, host.at(-20, 9, 0), move |tx| {
        courses::change(tx, org, course, &settings)
    })
    .await?;
    let next = lessons(app, course)
        .await?
        .into_iter()
        .find(|(_, starts_at, _)| *starts_at > now);
    let Some((lesson, ..)) = next else { return Ok(()) };
    for (guardian, children) in others {
        let Some(child) = children.first() else { continue };
        let new = NewTrial {
            course,
            lesson,
            booker: *guardian,
            person: *child,
        };
        let by = By::new(Actor::Person(*guardian), host.at(-1, 19, 0));
        // Whom the course is not for is refused as anybody would be; the next family asks.
        if app.db.write(by, move |tx| trials::book(tx, &new)).await.is_ok() {
            break;
        }
    }
    Ok(())
}

/// One afternoon: somebody is ill, most are there, each is picked up.
async fn session(
    app: &App,
    host: &Host,
    course: ActivityId,
    (lesson, starts_at, ends_at): (LessonId, Timestamp, Timestamp),
    enrolled: &[(PersonId, Vec<SignupId>, CollectorId, String)],
    rng: &mut StdRng,
) -> Result<(), Failure> {
    let (org, officer) = (host.org, host.officer);
    let mut marks: Vec<(SignupId, Mark)> = Vec::new();
    for (booker, signups, ..) in enrolled {
        for signup in signups {
            let (booker, signup) = (*booker, *signup);
            match rng.random_range(0..100) {
                0..=3 => {
                    let said = starts_at - SignedDuration::from_hours(5);
                    act(app, booker, said, move |tx| {
                        courses::excuse(tx, booker, (course, lesson), signup, Some("孩子感冒了"))
                    })
                    .await?;
                }
                4..=6 => marks.push((signup, Mark::Absent)),
                7..=12 => marks.push((signup, Mark::Late)),
                _ => marks.push((signup, Mark::Present)),
            }
        }
    }
    let there: BTreeSet<SignupId> = marks
        .iter()
        .filter(|(_, mark)| *mark != Mark::Absent)
        .map(|(signup, _)| *signup)
        .collect();
    let called = starts_at + SignedDuration::from_mins(8);
    act(app, officer, called, move |tx| {
        courses::call(tx, (org, officer), (course, lesson), &marks, "")?;
        courses::close(tx, (org, officer), (course, lesson))
    })
    .await?;
    for (_, signups, _, code) in enrolled {
        let going: Vec<SignupId> = signups
            .iter()
            .copied()
            .filter(|one| there.contains(one))
            .collect();
        if going.is_empty() {
            continue;
        }
        let (code, at) = (
            code.clone(),
            ends_at + SignedDuration::from_mins(rng.random_range(0..15)),
        );
        act(app, officer, at, move |tx| {
            courses::hand_over(tx, org, (course, lesson), &going, &Going::Code(code.clone()))
        })
        .await?;
    }
    Ok(())
}
