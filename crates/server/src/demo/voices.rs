//! What those who were there said of it, what some hosts answered, and what each body says it gave.

use jiff::{SignedDuration, Timestamp, ToSpan};
use langqiao_app::{
    activities::Contribution,
    feedback::{self, Said},
    ledgers,
};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId},
    time,
};
use langqiao_platform::app::App;
use langqiao_store::{Actor, By, StoreError, WriteTx, params};
use rand::{RngExt, rngs::StdRng};

use super::{county::by, unexpected};
use crate::failure::Failure;

/// Most bodies say afterwards what they really gave; some fewer people than they had promised.
pub(super) async fn account(
    app: &App,
    past: &Past,
    bodies: &[(OrganisationId, Contribution)],
    rng: &mut StdRng,
) -> Result<(), Failure> {
    for (org, promised) in bodies {
        if rng.random_range(0..100) >= 80 {
            continue;
        }
        let (org, activity, officer) = (*org, past.activity, past.officer);
        let gave = Contribution {
            people: (promised.people - i64::from(rng.random_range(0..4) == 0)).max(0),
            ..promised.clone()
        };
        let by = By::new(
            Actor::Person(officer),
            (past.ends + SignedDuration::from_hours(3)).min(app.now()),
        );
        let give = move |tx: &mut WriteTx<'_>| ledgers::give(tx, (org, officer), activity, &gave);
        app.db
            .write(by, give)
            .await
            .map_err(|why| unexpected("say what was given", why))?;
    }
    Ok(())
}

/// How satisfied, and what people say then; much is left unsaid.
const WORDS: [(i64, &[&str]); 5] = [
    (
        5,
        &[
            "",
            "",
            "老师讲得细，听得懂。",
            "孩子回家还在说。",
            "就在家门口，方便。",
            "志愿者很热心。",
        ],
    ),
    (
        4,
        &[
            "",
            "",
            "挺好的，时间再长一点就更好了。",
            "希望多办几次。",
            "座位再多些就好了。",
        ],
    ),
    (3, &["", "音响听不太清。", "人有点多，排队久。"]),
    (2, &["开始晚了二十分钟。", "停车不方便。"]),
    (1, &["报了名才知道要自带工具。"]),
];

/// What hosts answer.
const ANSWERS: [&str; 3] = [
    "谢谢大家！音响已经报修，下次提前调试；停车请走北门，我们安排人引导。",
    "座位下次加到 60 个。时间想再长一点的，我们跟老师商量，下一场公布。",
    "开始晚了是我们没提前开门，向大家道歉。以后钥匙由村里值班同志提前一小时送到。",
];

/// Who held something that is over, and who was there.
pub(super) struct Past {
    pub activity: ActivityId,
    pub host: OrganisationId,
    pub officer: PersonId,
    pub ends: Timestamp,
}

/// Has about half of those who were there speak in the evening and on the next day, makes readable what was said, and
/// lets two hosts of three answer it.
pub(super) async fn speak(app: &App, past: Past, rng: &mut StdRng) -> Result<(), Failure> {
    let there = there(app, past.activity).await?;
    let mut voices: Vec<(Timestamp, (PersonId, PersonId), Said)> = Vec::new();
    for who in there {
        if rng.random_range(0..100) < 55 {
            let at = past.ends + SignedDuration::from_mins(rng.random_range(20..900));
            voices.push((at, who, said(rng)));
        }
    }
    voices.retain(|(at, ..)| *at < app.now());
    voices.sort_by_key(|(at, ..)| *at);
    let answer = (rng.random_range(0..3) < 2).then(|| ANSWERS[rng.random_range(0..ANSWERS.len())]);
    for (at, (account, speaker), said) in voices {
        let by = By {
            at,
            ..feedback::by_nobody(app)
        };
        let give = move |tx: &mut WriteTx<'_>| feedback::give(tx, account, (past.activity, speaker), &said);
        app.db
            .write(by, give)
            .await
            .map_err(|why| unexpected("say how it was", why))?;
    }
    let morning = time::at((time::day(past.ends) + 2.days()).at(6, 0, 0, 0));
    if morning > app.now() {
        return Ok(());
    }
    let gather = move |tx: &mut WriteTx<'_>| feedback::gather(tx, past.activity);
    let readable = app
        .db
        .write(by(morning), gather)
        .await
        .map_err(|why: StoreError| why)?;
    let (Some(_), Some(answer)) = (readable, answer) else {
        return Ok(());
    };
    let noon = (morning + SignedDuration::from_hours(6)).min(app.now());
    let author = By::new(Actor::Person(past.officer), noon);
    let reply = move |tx: &mut WriteTx<'_>| {
        feedback::answer(tx, (past.host, past.officer), past.activity, (answer, 0))
    };
    app.db
        .write(author, reply)
        .await
        .map_err(|why| unexpected("answer", why))
}

fn said(rng: &mut StdRng) -> Said {
    let satisfied = match rng.random_range(0..100) {
        0..52 => 0,
        52..84 => 1,
        84..95 => 2,
        95..99 => 3,
        _ => 4,
    };
    let (satisfied, words) = WORDS[satisfied];
    Said {
        satisfied,
        again: (rng.random_range(0..10) < 7).then_some(satisfied >= 3),
        words: words[rng.random_range(0..words.len())].to_owned(),
    }
}

/// Who was let in, with who brought them.
async fn there(app: &App, activity: ActivityId) -> Result<Vec<(PersonId, PersonId)>, Failure> {
    let let_in = "SELECT s.booker, s.person FROM scan i JOIN signup s ON s.id = i.signup
                  WHERE i.activity = ?1 AND i.direction = 'in' AND i.outcome = 'accepted' ORDER BY s.number, s.id";
    let read = move |tx: &mut langqiao_store::ReadTx<'_>| {
        tx.all(let_in, params![activity], |row| Ok((row.get(0)?, row.get(1)?)))
    };
    app.db.read(read).await.map_err(|why: StoreError| why.into())
}
