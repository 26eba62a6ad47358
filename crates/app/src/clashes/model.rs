//! What stands in one another's way, and why.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, AreaId, OrganisationId, PersonId, UnitId, VenueId},
    time,
};
use langqiao_platform::i18n::{Msg, msg};

use crate::areas::Point;

/// A village, a unit or a room is visited again after so many days at the earliest, without anybody minding.
pub const APART_DAYS: i64 = 3;

/// A time at which an activity is on: a course on each of its sessions, anything else from its beginning to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// From when.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// In which venue, where it is a known one.
    pub venue: Option<VenueId>,
}

impl Held {
    /// The first and the last day.
    fn days(&self) -> (Date, Date) {
        let last = self
            .ends_at
            .saturating_sub(SignedDuration::from_millis(1))
            .unwrap_or(self.ends_at);
        (time::day(self.starts_at), time::day(last))
    }

    /// How many days lie between it and the other: 0 where both are on on one day.
    fn days_apart(&self, other: &Held) -> i64 {
        let ((first, last), (other_first, other_last)) = (self.days(), other.days());
        let after = |one: Date, another: Date| time::day_number(another) - time::day_number(one);
        after(last, other_first).max(after(other_last, first)).max(0)
    }

    fn overlaps(&self, other: &Held) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }
}

/// What is known of an activity that another may stand in the way of.
#[derive(Clone, Debug)]
pub struct About {
    /// Which.
    pub id: ActivityId,
    /// Its host.
    pub organisation: OrganisationId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// The village or community.
    pub area: AreaId,
    /// The town.
    pub town: AreaId,
    /// Whether it is a course.
    pub course: bool,
    /// When and in which venues it is on; of a course, the sessions that matter here.
    pub held: Vec<Held>,
    /// Where it is on the plan.
    pub at: Point,
    /// Whose people it is for, if not for everyone's.
    pub only_area: Option<AreaId>,
    /// The youngest and the oldest it is for.
    pub ages: (Option<i64>, Option<i64>),
    /// The units whose people alone it is for; none where it is for anybody's.
    pub asked_units: Vec<UnitId>,
    /// The firms, schools and other units that it comes into: those that it asks, and those whose own bodies hold it.
    /// Villages and communities are not among them.
    pub units: Vec<UnitId>,
}

impl About {
    /// The first and the last day.
    pub fn days(&self) -> (Date, Date) {
        let (starts_at, ends_at) = (self.starts_at, self.ends_at);
        Held {
            starts_at,
            ends_at,
            venue: None,
        }
        .days()
    }

    /// Each time at which it is on with each at which the other is.
    fn pairs<'a>(&'a self, other: &'a About) -> impl Iterator<Item = (&'a Held, &'a Held)> {
        let with = |own| other.held.iter().map(move |theirs| (own, theirs));
        self.held.iter().flat_map(with)
    }

    /// Of a course, the session that is nearest to when the other is on.
    pub fn nearest(&self, other: &About) -> Option<Held> {
        let pairs = self.pairs(other).filter(|_| self.course);
        let far =
            |(own, theirs): &(&Held, &Held)| (own.days_apart(theirs), !own.overlaps(theirs), own.starts_at);
        pairs.min_by_key(far).map(|(own, _)| *own)
    }

    /// Whether both come into one unit.
    fn shares_a_unit(&self, other: &About) -> bool {
        self.units.iter().any(|unit| other.units.contains(unit))
    }

    /// Whether some who may come to one may come to the other.
    fn asks_the_same(&self, other: &About) -> bool {
        let apart = |(_, oldest): (Option<i64>, Option<i64>), (youngest, _): (Option<i64>, Option<i64>)| {
            oldest
                .zip(youngest)
                .is_some_and(|(oldest, youngest)| oldest < youngest)
        };
        let areas = match (self.only_area, other.only_area) {
            (Some(one), Some(another)) => one == another || self.town == one || other.town == another,
            _ => true,
        };
        let units = self.asked_units.is_empty()
            || other.asked_units.is_empty()
            || self
                .asked_units
                .iter()
                .any(|unit| other.asked_units.contains(unit));
        areas && units && !apart(self.ages, other.ages) && !apart(other.ages, self.ages)
    }
}

/// Why one stands in the other's way; the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// At the same time, and people who come to one have a place in the other.
    People,
    /// At the same time in the same town, for the same people.
    Time,
    /// Into the same firm, school or other unit within days.
    Unit,
    /// In the same venue within days.
    Venue,
    /// In the same village within days.
    Village,
    /// On the same day in the same town.
    Day,
}

impl Reason {
    /// All of them, the weightiest first.
    pub const ALL: [Reason; 6] = [
        Reason::People,
        Reason::Time,
        Reason::Unit,
        Reason::Venue,
        Reason::Village,
        Reason::Day,
    ];

    /// As in an address and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::People => "people",
            Reason::Unit => "unit",
            Reason::Venue => "venue",
            Reason::Village => "village",
            Reason::Time => "time",
            Reason::Day => "day",
        }
    }

    /// What it is called.
    pub const fn msg(self) -> Msg {
        match self {
            Reason::People => msg::CLASH_PEOPLE,
            Reason::Unit => msg::CLASH_UNIT,
            Reason::Venue => msg::CLASH_VENUE,
            Reason::Village => msg::CLASH_VILLAGE,
            Reason::Time => msg::CLASH_TIME,
            Reason::Day => msg::CLASH_DAY,
        }
    }
}

/// Another activity that stands in the way.
#[derive(Clone, Debug)]
pub struct Other {
    /// What decides.
    pub about: About,
    /// What it is called.
    pub title: String,
    /// Who is its host.
    pub host: String,
    /// Where it is held.
    pub place: String,
    /// Who comes to both: of those signed up for it, who is signed up for this one too or came to something of this host's
    /// within the last year.
    pub shared: BTreeSet<PersonId>,
    /// Whether the organisation hosts it itself.
    pub own: bool,
    /// Whether the organisation holds it already, or is asked to.
    pub ours: bool,
    /// Whether it has asked the host to hold it together, and waits for the answer.
    pub asked: bool,
    /// Why it stands in the way, the weightiest first.
    pub reasons: Vec<Reason>,
}

impl Other {
    /// How many people come to both.
    pub fn shared(&self) -> i64 {
        self.shared.len() as i64
    }

    /// How far it is from the other, in kilometres on the plan.
    pub fn kilometres(&self, from: &About) -> f64 {
        let (x, y) = (self.about.at.x - from.at.x, self.about.at.y - from.at.y);
        x.hypot(y)
    }
}

/// Why `other` stands in the way of `own`, with so many people in both; empty if it doesn't.
pub fn reasons(own: &About, other: &About, shared: i64) -> Vec<Reason> {
    let pairs = || own.pairs(other);
    let days = pairs().map(|(one, another)| one.days_apart(another)).min();
    let near = days.is_some_and(|days| days < APART_DAYS);
    let in_one_venue = |(one, another): (&Held, &Held)| {
        one.venue.is_some() && one.venue == another.venue && one.days_apart(another) < APART_DAYS
    };
    let overlaps = pairs().any(|(one, another)| one.overlaps(another));
    let same_town = own.town == other.town;
    let holds = |reason: &Reason| match reason {
        Reason::People => overlaps && shared > 0,
        Reason::Unit => near && own.shares_a_unit(other),
        Reason::Venue => pairs().any(in_one_venue),
        Reason::Village => near && own.area == other.area,
        Reason::Time => overlaps && same_town && own.asks_the_same(other),
        Reason::Day => days == Some(0) && same_town,
    };
    Reason::ALL.into_iter().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn about(day: i8, hour: i8) -> About {
        let starts_at = time::at(date(2026, 3, day).at(hour, 0, 0, 0));
        let ends_at = starts_at + SignedDuration::from_hours(2);
        let venue = Some(VenueId::from_u128(4));
        About {
            id: ActivityId::from_u128(1),
            organisation: OrganisationId::from_u128(1),
            starts_at,
            ends_at,
            area: AreaId::from_u128(2),
            town: AreaId::from_u128(3),
            course: false,
            held: vec![Held {
                starts_at,
                ends_at,
                venue,
            }],
            at: Point::default(),
            only_area: None,
            ages: (None, None),
            asked_units: Vec::new(),
            units: Vec::new(),
        }
    }

    fn elsewhere(mut about: About) -> About {
        about.area = AreaId::from_u128(20);
        about.held.iter_mut().for_each(|held| held.venue = None);
        about
    }

    fn until(mut about: About, ends_at: Timestamp) -> About {
        about.ends_at = ends_at;
        about.held[0].ends_at = ends_at;
        about
    }

    #[test]
    fn a_course_stands_in_the_way_where_it_meets_and_not_in_between() {
        let mut course = about(2, 16);
        course.course = true;
        course.held.extend(about(9, 16).held);
        course.ends_at = about(9, 16).ends_at;
        let own = about(9, 17);
        let reasons_of = |own: &About| reasons(own, &course, 0);
        assert_eq!(
            reasons_of(&own),
            [Reason::Time, Reason::Venue, Reason::Village, Reason::Day]
        );
        assert_eq!(course.nearest(&own), Some(course.held[1]));
        assert_eq!(course.nearest(&about(1, 9)), Some(course.held[0]));
        assert_eq!(reasons_of(&about(5, 16)), []);
        assert_eq!(reasons_of(&elsewhere(about(9, 9))), [Reason::Day]);
        assert_eq!(
            reasons(&course, &about(7, 9), 0),
            [Reason::Venue, Reason::Village]
        );
    }

    #[test]
    fn a_village_and_its_room_are_left_alone_for_three_days() {
        let own = about(5, 9);
        assert_eq!(reasons(&own, &about(7, 9), 0), [Reason::Venue, Reason::Village]);
        assert_eq!(reasons(&own, &about(8, 9), 0), []);
        assert_eq!(reasons(&own, &elsewhere(about(7, 9)), 0), []);
    }

    #[test]
    fn what_lasts_for_days_stands_in_the_way_on_all_of_them() {
        let camp = until(elsewhere(about(5, 9)), about(14, 17).ends_at);
        assert_eq!(reasons(&about(9, 9), &camp, 0), [Reason::Time, Reason::Day]);
        assert_eq!(reasons(&camp, &about(9, 9), 0), [Reason::Time, Reason::Day]);
        let here = until(about(5, 9), camp.ends_at);
        assert_eq!(reasons(&here, &about(16, 9), 0), [Reason::Venue, Reason::Village]);
        assert_eq!(reasons(&here, &about(17, 9), 0), []);
    }

    #[test]
    fn people_are_shared_only_while_both_are_on() {
        let own = about(5, 9);
        let during = elsewhere(about(5, 10));
        assert_eq!(
            reasons(&own, &during, 3),
            [Reason::People, Reason::Time, Reason::Day]
        );
        assert_eq!(reasons(&own, &elsewhere(about(5, 11)), 3), [Reason::Day]);
    }

    #[test]
    fn children_and_elders_are_not_the_same_people() {
        let own = About {
            ages: (None, Some(14)),
            ..about(5, 9)
        };
        let elders = About {
            ages: (Some(60), None),
            ..elsewhere(about(5, 9))
        };
        assert_eq!(reasons(&own, &elders, 0), [Reason::Day]);
        let families = About {
            ages: (Some(3), None),
            ..elsewhere(about(5, 9))
        };
        assert_eq!(reasons(&own, &families, 0), [Reason::Time, Reason::Day]);
    }

    #[test]
    fn a_firm_is_left_alone_for_three_days_wherever_it_is_asked_to() {
        let firm = UnitId::from_u128(30);
        let into = |about: About| About {
            units: vec![firm],
            ..about
        };
        let own = into(about(5, 9));
        let in_another_town = About {
            town: AreaId::from_u128(9),
            ..elsewhere(about(7, 9))
        };
        assert_eq!(reasons(&own, &into(in_another_town.clone()), 0), [Reason::Unit]);
        assert_eq!(reasons(&own, &in_another_town, 0), []);
        assert_eq!(reasons(&own, &into(elsewhere(about(8, 9))), 0), []);
    }

    #[test]
    fn two_firms_that_ask_only_their_own_share_nobody() {
        let only = |about: About, firm| About {
            asked_units: vec![UnitId::from_u128(firm)],
            units: vec![UnitId::from_u128(firm)],
            ..about
        };
        let own = only(about(5, 9), 30);
        assert_eq!(reasons(&own, &only(elsewhere(about(5, 9)), 31), 0), [Reason::Day]);
        assert_eq!(
            reasons(&own, &only(elsewhere(about(5, 9)), 30), 0),
            [Reason::Time, Reason::Unit, Reason::Day]
        );
        assert_eq!(
            reasons(&own, &elsewhere(about(5, 9)), 0),
            [Reason::Time, Reason::Day]
        );
    }

    #[test]
    fn two_villages_that_ask_only_their_own_share_nobody() {
        let only = |n| Some(AreaId::from_u128(n));
        let own = About {
            only_area: only(2),
            ..about(5, 9)
        };
        let theirs = About {
            only_area: only(20),
            ..elsewhere(about(5, 9))
        };
        assert_eq!(reasons(&own, &theirs, 0), [Reason::Day]);
        let the_town_s = About {
            only_area: only(3),
            ..elsewhere(about(5, 9))
        };
        assert_eq!(reasons(&own, &the_town_s, 0), [Reason::Time, Reason::Day]);
    }
}
