//! Planned activities in the calendar: when each is announced and held, by whom, and how it is planned.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use langqiao_app::activities::{
    self, ActivityKind, Allotment, Answer, Contribution, Invitation, Plan as ActivityPlan, Question,
    QuestionKind, Times,
};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::app::App;
use langqiao_store::{Actor, By};

use super::super::{
    county::{County, area},
    plan::{Plan, PlannedActivity},
    programme::TEMPLATES,
    shifts, unexpected,
};
use crate::failure::Failure;

/// A planned activity with its place in the calendar.
pub(super) struct Held<'p> {
    pub planned: &'p PlannedActivity,
    pub today: Date,
    pub number: usize,
}

impl Held<'_> {
    pub fn day(&self) -> Date {
        self.today + i64::from(self.planned.day).days()
    }

    pub fn starts(&self) -> Timestamp {
        time::at(self.day().at(TEMPLATES[self.planned.template].hour, 0, 0, 0))
    }

    pub fn ends(&self) -> Timestamp {
        self.starts() + SignedDuration::from_mins(TEMPLATES[self.planned.template].minutes)
    }

    /// When sign-up opens: two weeks before.
    pub fn opens(&self) -> Timestamp {
        self.starts() - SignedDuration::from_hours(24 * 14)
    }

    /// When it was announced: two weeks before, and what is further ahead a few hours ago.
    pub fn announced(&self, now: Timestamp) -> Timestamp {
        self.opens().min(now - SignedDuration::from_hours(3))
    }

    /// From when until when people signed up; `None` if nobody could yet.
    pub fn rush(&self, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let until = self.starts().min(now);
        (self.opens() < until).then(|| (self.opens(), until))
    }
}

/// Plans it with those who hold it together and makes it public; `None` where it is still a draft.
pub(super) async fn announce(
    app: &App,
    plan: &Plan,
    county: &County,
    held: &Held<'_>,
) -> Result<Option<ActivityId>, Failure> {
    let organisations: Vec<OrganisationId> = held
        .planned
        .organisations
        .iter()
        .map(|o| county.organisations[*o])
        .collect();
    let host = organisations[0];
    let wanted = activity_plan(plan, county, held, &organisations)?;
    let published = held.planned.day <= 21 || held.planned.day > 40 || !held.number.is_multiple_of(3);
    // Most bodies answered; some of what lies ahead still waits for an answer.
    let open = held.planned.day > 2 && held.number.is_multiple_of(4);
    let officer = county.leaders[held.planned.organisations[0]].map_or(Actor::System("demo"), Actor::Person);
    let announced = By::new(officer, held.announced(app.now()));
    let keys = app.keys.clone();
    // Whoever keeps the room has answered: without its word the room's rules would hold.
    let keeper = county.organisations[plan.venues[held.planned.venue].owner];
    let made = app
        .db
        .write(announced, move |tx| {
            let id =
                activities::create(tx, host, &wanted).map_err(|why| unexpected("plan an activity", why))?;
            for invited in organisations
                .iter()
                .skip(1)
                .filter(|body| !open || **body == keeper)
            {
                let yes = Answer {
                    accept: true,
                    note: None,
                };
                activities::answer(tx, *invited, id, &yes).map_err(|why| unexpected("accept", why))?;
            }
            if published {
                activities::publish(tx, &keys, host, id).map_err(|why| unexpected("publish", why))?;
            }
            Ok::<_, Failure>(id)
        })
        .await?;
    Ok(published.then_some(made))
}

fn activity_plan(
    plan: &Plan,
    county: &County,
    held: &Held<'_>,
    organisations: &[OrganisationId],
) -> Result<ActivityPlan, Failure> {
    let template = &TEMPLATES[held.planned.template];
    let venue = &plan.venues[held.planned.venue];
    let space: SpaceId = county.spaces[held.planned.venue][held.planned.space];
    let brings = |n: usize| Contribution {
        people: [3, 2, 1][n.min(2)],
        venue: if n == 0 { venue.name.clone() } else { String::new() },
        money: [30_000, 50_000, 0][n.min(2)],
        goods: ["茶水和座椅", "小礼品", "宣传折页"][n.min(2)].to_owned(),
        share: [50, 30, 20][n.min(2)],
    };
    let cohosts = organisations.iter().enumerate().skip(1);
    let question = template.question.map(|label| Question {
        label: label.to_owned(),
        kind: QuestionKind::Text,
        options: vec![],
        required: false,
        only_if: None,
    });
    let here = area(&county.areas, &venue.area)?;
    // Those who help are in the room, too: it is never fuller than it may be.
    let holds = venue.spaces[held.planned.space].1;
    let volunteers = template.volunteers.min(holds / 2);
    let seats = template.places.min(holds - volunteers);
    // Some of what lies ahead is by lot, with neighbours first.
    let allotment = match (held.planned.day, held.number % 7) {
        (1.., 2) => Allotment::Draw,
        (1.., 5) => Allotment::Priority,
        _ => Allotment::FirstCome,
    };
    Ok(ActivityPlan {
        title: held.planned.title.clone(),
        summary: template.summary.to_owned(),
        kind: template
            .kind
            .parse::<ActivityKind>()
            .map_err(|why| unexpected("name a kind of activity", why))?,
        space: Some(space),
        place: venue.name.clone(),
        area: here,
        times: Times {
            starts_at: held.starts(),
            ends_at: held.ends(),
            signup_opens_at: held.opens(),
            signup_closes_at: if allotment.waits() {
                held.starts() - SignedDuration::from_hours(20)
            } else {
                held.starts()
            },
        },
        min_age: template.ages.0,
        max_age: template.ages.1,
        only_area: None,
        asks: Default::default(),
        party_max: 5,
        offer_minutes: 240,
        allotment,
        prior_area: allotment.waits().then_some(here),
        priority: vec![],
        kept_until: None,
        seats,
        volunteers,
        // What is over was before there were shifts.
        rooms: vec![],
        equipment: vec![],
        shifts: match held.planned.day {
            1.. => shifts::of(volunteers, held.starts(), held.ends()),
            _ => vec![],
        },
        questions: question.into_iter().collect(),
        own: brings(0),
        cohosts: cohosts
            .map(|(n, o)| Invitation {
                organisation: *o,
                brings: brings(n),
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn nobody_signs_up_before_sign_up_opens_or_after_now_at_any_hour_of_the_day() {
        let today = date(2026, 11, 22);
        let days = (0..TEMPLATES.len()).flat_map(|template| (-40..40).map(move |day| (template, day)));
        let moments = days.flat_map(|(template, day)| (0..1440).step_by(7).map(move |m| (template, day, m)));
        for (template, day, minute) in moments {
            let planned = PlannedActivity {
                template,
                title: String::new(),
                day,
                venue: 0,
                space: 0,
                organisations: vec![],
                demand: 0,
            };
            let held = Held {
                planned: &planned,
                today,
                number: 0,
            };
            let now = time::start_of_day(today) + SignedDuration::from_mins(minute);
            assert!(held.announced(now) <= held.opens());
            if let Some((from, until)) = held.rush(now) {
                assert!(held.opens() <= from && from < until && until <= now && until <= held.starts());
            }
        }
    }
}
