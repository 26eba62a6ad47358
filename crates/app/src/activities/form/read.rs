//! From what was typed to a plan.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
};
use langqiao_kernel::{
    id::{AreaId, SpaceId},
    text::line,
    time,
};
use langqiao_platform::{
    fields::Fields,
    i18n::{Msg, msg},
};

use super::{Rows, groups, write::written_shift};
use crate::activities::{
    model::{ActivityKind, Allotment, Contribution, OnlyIf, Question, QuestionKind, Times},
    plan::{Invitation, Needed, Plan, usual_close},
    queries::AreaChoice,
    rules::Problem,
    shifts::Shift,
    typed::{self, Unread},
};
use crate::standings::Asks;

/// Reads a [`compact`](super::compact) form. `room` is the area of the room that was chosen, if it was.
///
/// # Errors
/// Everything that is missing or can't be read, each at its field.
#[cfg(test)]
pub fn read(
    fields: &Fields,
    areas: &[AreaChoice],
    room: Option<AreaId>,
    now: Timestamp,
) -> Result<Plan, Vec<Problem>> {
    let sketch = sketch(fields, areas, room, now);
    match sketch.plan {
        Some(plan) if sketch.problems.is_empty() => Ok(plan),
        _ => Err(sketch.problems),
    }
}

/// Reads a [`compact`](super::compact) form as far as it can be read, so that what could be is judged, too.
pub fn sketch(fields: &Fields, areas: &[AreaChoice], room: Option<AreaId>, now: Timestamp) -> Sketch {
    let mut reader = Reader {
        fields,
        problems: Vec::new(),
        today: time::day(now),
    };
    let plan = reader.plan(areas, room, now);
    Sketch {
        plan,
        problems: reader.problems,
    }
}

/// What a form says, as far as it can be read.
pub struct Sketch {
    /// The plan; what could not be read is something that is fine by itself. Nothing without any area.
    pub plan: Option<Plan>,
    /// Everything that is missing or can't be read, each at its field.
    pub problems: Vec<Problem>,
}

/// What says when an activity is held.
const TIMES: [&str; 4] = ["day", "start", "end", "end_day"];
/// What says when one can sign up.
const WINDOW: [&str; 4] = ["opens_day", "opens", "closes_day", "closes"];

impl Sketch {
    /// Whether a rule can be held against a field: it was read, and so was all that the rule compares it with.
    pub fn judges(&self, field: &str) -> bool {
        let unread = |name: &str| self.problems.iter().any(|problem| problem.field == name);
        let row_unread = |prefix: char, names: &[&str]| {
            self.problems.iter().any(|problem| {
                let row = row_of(&problem.field, prefix);
                row.is_some_and(|name| names.contains(&name))
            })
        };
        // Rows that were not read are left out: those after them are others in the plan.
        let rows =
            |prefix: char, names: &[&str]| row_of(field, prefix).is_some() && row_unread(prefix, names);
        let times_unread = TIMES.into_iter().any(unread);
        let hidden = match field {
            "end" | "end_day" => times_unread,
            "closes" | "closes_day" => times_unread || WINDOW.into_iter().any(unread),
            "seats" => unread("volunteers"),
            "max_age" => unread("min_age"),
            "only_area" | "prior_area" => unread("area"),
            _ => {
                rows('c', &["org"])
                    || rows('e', &["item"])
                    || rows('s', &["day", "from", "to"])
                    || (row_of(field, 's').is_some() && times_unread)
            }
        };
        !hidden && !unread(field)
    }
}

/// What a row's field is called within it: `from` of `s3_from`, for the prefix `s`.
fn row_of(field: &str, prefix: char) -> Option<&str> {
    let (row, name) = field.split_once('_')?;
    let number = row.strip_prefix(prefix)?;
    number.parse::<usize>().is_ok().then_some(name)
}

/// Reads what an organisation brings from the fields that begin with `prefix`.
///
/// # Errors
/// What can't be read.
pub fn read_contribution(
    fields: &Fields,
    prefix: &str,
    now: Timestamp,
) -> Result<Contribution, Vec<Problem>> {
    let mut reader = Reader {
        fields,
        problems: Vec::new(),
        today: time::day(now),
    };
    let brings = reader.contribution(prefix);
    if reader.problems.is_empty() {
        Ok(brings)
    } else {
        Err(reader.problems)
    }
}

/// Gives the shifts whose day and times are in the form as it came their times in `base`, from which the form was made:
/// they are where they were, whatever day the activity was moved to.
pub fn untouched_shifts(plan: &mut Plan, fields: &Fields, base: &Plan) {
    for (n, shift) in base.shifts.iter().enumerate() {
        let came: Fields = written_shift(n, shift, base).into_iter().collect();
        let row = (0..Rows::Shifts.count(fields)).find(|row| {
            let field = Rows::Shifts.field(*row, "id");
            shift.id.is_some_and(|id| fields.raw(&field) == id.to_text())
        });
        let Some(row) = row else { continue };
        let same =
            |name| fields.raw(&Rows::Shifts.field(row, name)) == came.raw(&Rows::Shifts.field(n, name));
        if ["day", "from", "to"].into_iter().all(same)
            && let Some(read) = plan.shifts.iter_mut().find(|read| read.id == shift.id)
        {
            (read.starts_at, read.ends_at) = (shift.starts_at, shift.ends_at);
        }
    }
}

/// Gives the sign-up window that is in the form as it came from `base` its exact times; where its end was the usual one,
/// it goes along with the activity to another day.
pub fn untouched_window(plan: &mut Plan, base: &Plan, now: Timestamp) {
    let (new, old) = (&mut plan.times, &base.times);
    let as_typed = |at: Timestamp| at.as_second().div_euclid(60);
    if as_typed(new.signup_opens_at) == as_typed(old.signup_opens_at) {
        new.signup_opens_at = old.signup_opens_at;
    }
    if as_typed(new.signup_closes_at) == as_typed(old.signup_closes_at) {
        let usual = old.signup_closes_at == usual_close(old.starts_at, old.signup_opens_at);
        new.signup_closes_at = if usual && new.starts_at != old.starts_at {
            usual_close(new.starts_at, now)
        } else {
            old.signup_closes_at
        };
    }
}

struct Reader<'a> {
    fields: &'a Fields,
    problems: Vec<Problem>,
    today: Date,
}

impl Reader<'_> {
    fn plan(&mut self, areas: &[AreaChoice], room: Option<AreaId>, now: Timestamp) -> Option<Plan> {
        let title = self.line("title");
        self.unless(!title.is_empty(), "title", msg::ACTIVITY_PROBLEM_TITLE_EMPTY);
        let kind = self.fields.raw("kind").parse::<ActivityKind>().ok();
        self.unless(kind.is_some(), "kind", msg::ACTIVITY_PROBLEM_KIND);
        let (space, place) = (self.fields.raw("space").parse().ok(), self.line("place"));
        self.unless(
            space.is_some() || !place.is_empty(),
            "place",
            msg::ACTIVITY_PROBLEM_PLACE_EMPTY,
        );
        let area = self.fields.raw("area").parse::<AreaId>().ok();
        self.unless(
            area.is_some() || space.is_some(),
            "area",
            msg::ACTIVITY_PROBLEM_AREA,
        );
        // A known room says where it is; for one that is gone any area does until that is said.
        let area = room.or(area).or_else(|| areas.first().map(|area| area.id));
        let times = self.times(now);
        let (min_age, max_age) = (self.count("min_age"), self.count("max_age"));
        let only_area = area.and_then(|area| area_of(self.fields.raw("only"), area, areas));
        let party_max = self.count("party_max").unwrap_or(4);
        let offer_minutes = self.count("offer_minutes").unwrap_or(720);
        let allotment = self
            .fields
            .raw("allotment")
            .parse()
            .unwrap_or(Allotment::FirstCome);
        let prior_area = area.and_then(|area| area_of(self.fields.raw("prior"), area, areas));
        let priority = groups::read(self.fields, |word| {
            area.and_then(|area| area_of(word, area, areas))
        });
        for (field, why) in groups::strays(self.fields) {
            self.unless(false, &field, why);
        }
        let kept_until = self.moment("kept_day", "kept", Time::midnight());
        let (seats, volunteers) = (
            self.count("seats").unwrap_or(0),
            self.count("volunteers").unwrap_or(0),
        );
        let (questions, cohosts) = (self.questions(), self.cohosts());
        let shifts = self.shifts(times.as_ref());
        let times = times.unwrap_or_else(|| self.times_as_far(now));
        let (rooms, equipment) = (self.rooms(), self.equipment());
        Some(Plan {
            title,
            summary: prose(self.fields.raw("summary")),
            kind: kind.unwrap_or(ActivityKind::Other),
            space,
            rooms,
            equipment,
            place,
            area: area?,
            times,
            min_age,
            max_age,
            only_area,
            // Units are found by name in the register: see [`super::super::pages`].
            asks: Asks::default(),
            party_max,
            offer_minutes,
            allotment,
            prior_area,
            priority,
            kept_until,
            seats,
            volunteers,
            shifts,
            questions,
            own: self.contribution("own"),
            cohosts,
        })
    }

    fn times(&mut self, now: Timestamp) -> Option<Times> {
        let (day, start, end) = (self.day("day"), self.time("start"), self.time("end"));
        for (field, there) in [
            ("day", day.is_some()),
            ("start", start.is_some()),
            ("end", end.is_some()),
        ] {
            self.unless(there, field, msg::ACTIVITY_PROBLEM_TIME_EMPTY);
        }
        let last_day = self.day("end_day").or(day);
        let opens = self.moment("opens_day", "opens", Time::midnight());
        let closes = self.moment("closes_day", "closes", Time::constant(20, 0, 0, 0));
        let starts_at = time::at(DateTime::from_parts(day?, start?));
        Some(Times {
            starts_at,
            ends_at: time::at(DateTime::from_parts(last_day?, end?)),
            signup_opens_at: opens.unwrap_or(now),
            signup_closes_at: closes.unwrap_or_else(|| usual_close(starts_at, now)),
        })
    }

    /// When it is held as far as that could be read: a day that is over is over at whatever hour.
    fn times_as_far(&mut self, now: Timestamp) -> Times {
        let day = self.day("day");
        let day = day.unwrap_or_else(|| self.today.tomorrow().unwrap_or(self.today));
        let start = self.time("start").unwrap_or(Time::constant(23, 59, 0, 0));
        let starts_at = time::at(DateTime::from_parts(day, start));
        let hour = SignedDuration::from_hours(1);
        Times {
            starts_at,
            ends_at: starts_at.saturating_add(hour).unwrap_or(starts_at),
            signup_opens_at: now,
            signup_closes_at: usual_close(starts_at, now),
        }
    }

    fn rooms(&self) -> Vec<SpaceId> {
        let rooms = 0..Rows::Rooms.count(self.fields);
        rooms
            .filter_map(|n| self.fields.raw(&Rows::Rooms.field(n, "space")).parse().ok())
            .collect()
    }

    fn equipment(&mut self) -> Vec<Needed> {
        let mut equipment = Vec::new();
        for n in 0..Rows::Equipment.count(self.fields) {
            let field = |name| Rows::Equipment.field(n, name);
            let item = self.fields.raw(&field("item")).parse().ok();
            let pieces = self.count(&field("pieces")).unwrap_or(1);
            self.unless(
                item.is_some(),
                &field("item"),
                msg::ACTIVITY_PROBLEM_EQUIPMENT_EMPTY,
            );
            equipment.extend(item.map(|item| Needed { item, pieces }));
        }
        equipment
    }

    /// The shifts, each on the activity's first day where no other is said. Nothing is made of them without the
    /// activity's times.
    fn shifts(&mut self, times: Option<&Times>) -> Vec<Shift> {
        let mut shifts = Vec::new();
        for n in 0..Rows::Shifts.count(self.fields) {
            let field = |name| Rows::Shifts.field(n, name);
            let (day, from, to) = (
                self.day(&field("day")),
                self.time(&field("from")),
                self.time(&field("to")),
            );
            let (name, places) = (self.line(&field("name")), self.count(&field("places")));
            for (name, there) in [("from", from.is_some()), ("to", to.is_some())] {
                self.unless(there, &field(name), msg::ACTIVITY_PROBLEM_TIME_EMPTY);
            }
            let (Some(times), Some(from), Some(to)) = (times, from, to) else {
                continue;
            };
            let day = day.unwrap_or_else(|| time::day(times.starts_at));
            // What ends before it begins ends on the day after.
            let last = if to <= from {
                day.tomorrow().unwrap_or(day)
            } else {
                day
            };
            shifts.push(Shift {
                id: self.fields.raw(&field("id")).parse().ok(),
                name,
                starts_at: time::at(DateTime::from_parts(day, from)),
                ends_at: time::at(DateTime::from_parts(last, to)),
                places: places.unwrap_or(0),
            });
        }
        shifts
    }

    fn questions(&mut self) -> Vec<Question> {
        let field = |n, name| Rows::Questions.field(n, name);
        (0..Rows::Questions.count(self.fields))
            .map(|n| Question {
                label: self.line(&field(n, "label")),
                kind: self
                    .fields
                    .raw(&field(n, "kind"))
                    .parse()
                    .unwrap_or(QuestionKind::Text),
                options: options(self.fields.raw(&field(n, "options"))),
                required: self.fields.raw(&field(n, "required")) == "1",
                only_if: Some(OnlyIf {
                    question: self.line(&field(n, "if")),
                    answer: self.line(&field(n, "is")),
                })
                .filter(|only| !only.question.is_empty()),
            })
            .map(|question| match question.kind {
                QuestionKind::Choice => question,
                _ => Question {
                    options: Vec::new(),
                    ..question
                },
            })
            .collect()
    }

    fn cohosts(&mut self) -> Vec<Invitation> {
        let mut cohosts = Vec::new();
        for n in 0..Rows::Cohosts.count(self.fields) {
            let brings = self.contribution(&format!("c{n}"));
            match self.fields.raw(&Rows::Cohosts.field(n, "org")).parse() {
                Ok(organisation) => cohosts.push(Invitation { organisation, brings }),
                Err(_) => self.unless(
                    false,
                    &Rows::Cohosts.field(n, "org"),
                    msg::ACTIVITY_PROBLEM_COHOST_EMPTY,
                ),
            }
        }
        cohosts
    }

    fn contribution(&mut self, prefix: &str) -> Contribution {
        let field = |name: &str| format!("{prefix}_{name}");
        let money = typed::yuan(self.fields.raw(&field("money")));
        Contribution {
            people: self.count(&field("people")).unwrap_or(0),
            venue: self.line(&field("venue")),
            money: self
                .read(&field("money"), money, msg::ACTIVITY_PROBLEM_MONEY)
                .unwrap_or(0),
            goods: self.line(&field("goods")),
            share: self.count(&field("share")).unwrap_or(0),
        }
    }

    fn moment(&mut self, day: &str, at: &str, otherwise: Time) -> Option<Timestamp> {
        let (date, at) = (self.day(day), self.time(at));
        self.unless(
            date.is_some() || at.is_none(),
            day,
            msg::ACTIVITY_PROBLEM_DAY_MISSING,
        );
        Some(time::at(DateTime::from_parts(date?, at.unwrap_or(otherwise))))
    }

    fn day(&mut self, field: &str) -> Option<Date> {
        let day = typed::day(self.fields.raw(field), self.today);
        self.read(field, day, msg::ACTIVITY_PROBLEM_DAY)
    }

    fn time(&mut self, field: &str) -> Option<Time> {
        let time = typed::time(self.fields.raw(field));
        self.read(field, time, msg::ACTIVITY_PROBLEM_TIME)
    }

    fn count(&mut self, field: &str) -> Option<i64> {
        let count = typed::count(self.fields.raw(field));
        self.read(field, count, msg::ACTIVITY_PROBLEM_NUMBER)
    }

    fn line(&self, field: &str) -> String {
        line(self.fields.raw(field))
    }

    fn read<T>(&mut self, field: &str, value: Result<Option<T>, Unread>, message: Msg) -> Option<T> {
        self.unless(value.is_ok(), field, message);
        value.ok().flatten()
    }

    fn unless(&mut self, fine: bool, field: &str, message: Msg) {
        // The first thing wrong with a field is the one to mend.
        if !fine && !self.problems.iter().any(|problem| problem.field == field) {
            self.problems.push(Problem {
                field: field.to_owned(),
                message: message.into(),
            });
        }
    }
}

/// The area of `only` or `prior`: `village` and `town` are those of the place, anything else an area's id.
fn area_of(word: &str, area: AreaId, areas: &[AreaChoice]) -> Option<AreaId> {
    let here = areas.iter().find(|choice| choice.id == area);
    match word {
        "village" => Some(area),
        "town" => Some(here.map_or(area, |here| here.town)),
        id => id.parse().ok(),
    }
}

/// Several lines of a person's own words: trimmed, its line breaks of one kind, at most one empty line in a row.
fn prose(raw: &str) -> String {
    let lines = raw.trim().lines().map(str::trim_end);
    let mut kept: Vec<&str> = Vec::new();
    for line in lines {
        if !(line.is_empty() && kept.last().is_some_and(|last| last.is_empty())) {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// Answers to choose from, one to a line or between `、`, `;` or `/`.
fn options(raw: &str) -> Vec<String> {
    raw.split(['\n', '、', ';', '；', '/'])
        .map(line)
        .filter(|option| !option.is_empty())
        .collect()
}
