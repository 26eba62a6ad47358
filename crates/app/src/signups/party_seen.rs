//! A party as it is seen: all of it by who signed it up, their own part by others.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{PersonId, SignupId},
    time,
};
use langqiao_platform::{app::App, people};

use super::{
    family,
    model::{PartyId, SignupRole, SignupState},
    queries::{ActivityFacts, BookedBy, SignupRow, Standing},
    standing::{self, Next},
};

/// A party as one of its people, or its booker, may see it.
#[derive(Clone, Debug)]
pub(super) struct Party {
    pub id: PartyId,
    pub activity: ActivityFacts,
    pub role: SignupRole,
    /// Whether the reader signed it up, and so answers for all of it.
    pub booked: bool,
    /// Who did, by name, where it was somebody else.
    pub by: Option<String>,
    /// How many of it wait, where the reader doesn't see them all.
    pub waiting: Option<i64>,
    pub members: Vec<Member>,
    /// Its number in the queue.
    pub number: i64,
    /// Its number in the list from which places were drawn.
    pub entry: Option<i64>,
    /// Its place among the groups that come first.
    pub rank: i64,
    /// The same as it was when places were given to all at once.
    pub given_rank: Option<i64>,
    /// Until when it is asked whether it comes with fewer, or was, while it waits.
    pub asked_until: Option<Timestamp>,
    pub standing: Option<Standing>,
}

/// One person of it.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub id: SignupId,
    pub person: PersonId,
    pub name: String,
    pub age: Option<i64>,
    pub state: SignupState,
    pub code: String,
    pub offered_until: Option<Timestamp>,
    pub came: bool,
    pub handed_on: bool,
    /// Whether they are a companion, who sees to their own place.
    pub companion: bool,
}

impl Party {
    /// From its rows; `None` where there are none for the reader.
    pub fn of(
        app: &App,
        id: PartyId,
        reader: PersonId,
        rows: Vec<SignupRow>,
        standing: Option<Standing>,
    ) -> Option<Party> {
        let first = rows.first()?;
        let (number, entry, ranks) = (first.number, first.entry, (first.rank, first.given_rank));
        let waits = rows.iter().filter(|row| row.state == SignupState::Waiting);
        let asked_until = waits.filter_map(|row| row.asked_until).max();
        let (activity, role, booked) = (first.activity.clone(), first.role, first.booker == reader);
        let day = time::day(activity.starts_at);
        let members = rows.into_iter().map(|row| Member {
            id: row.id,
            person: row.person,
            name: family::name(app, &row.name_sealed),
            // How old a companion is, is theirs to say.
            age: row
                .birth
                .filter(|_| !row.companion)
                .map(|birth| i64::from(people::age(birth, day))),
            state: row.state,
            code: row.code,
            offered_until: row.offered_until,
            came: row.came,
            handed_on: row.handed_on,
            companion: row.companion,
        });
        Some(Party {
            id,
            activity,
            role,
            booked,
            by: None,
            waiting: None,
            members: members.collect(),
            number,
            entry,
            rank: ranks.0,
            given_rank: ranks.1,
            asked_until,
            standing,
        })
    }

    pub fn in_state(&self, state: SignupState) -> Vec<&Member> {
        self.members
            .iter()
            .filter(|member| member.state == state)
            .collect()
    }

    /// How the party stands: by those of it that still count, or as it ended.
    pub fn state(&self, now: Timestamp) -> SignupState {
        let live = self.members.iter().find(|member| member.state.is_live());
        match live.or(self.members.first()) {
            // The job that ends an offer may come a moment late.
            Some(one)
                if one.state == SignupState::Offered
                    && one.offered_until.is_none_or(|until| until <= now) =>
            {
                SignupState::Expired
            }
            Some(one) => one.state,
            None => SignupState::Cancelled,
        }
    }

    pub fn people(&self, state: SignupState) -> i64 {
        self.in_state(state).len() as i64
    }

    /// How many wait together, whether the reader sees them all or not.
    pub fn waiting_people(&self) -> i64 {
        self.waiting.unwrap_or_else(|| self.people(SignupState::Waiting))
    }

    /// The same with who signed the reader up, of those who did so.
    pub fn by(mut self, app: &App, booker: PersonId, all: &[BookedBy]) -> Party {
        let by = all.iter().find(|one| one.booker == booker);
        self.by = by.map(|one| match &one.name_sealed {
            Some(sealed) => family::name(app, sealed),
            None => one.name_masked.clone(),
        });
        self
    }

    /// Until when its booker, who reads this, is asked whether it comes with fewer; nothing for others, who can't answer.
    pub fn asked(&self, now: Timestamp) -> Option<Timestamp> {
        let can = self.booked && !self.over(now) && self.state(now) == SignupState::Waiting;
        self.asked_until.filter(|until| can && now < *until)
    }

    pub fn called_off(&self) -> bool {
        self.activity.status == "cancelled"
    }

    pub fn over(&self, now: Timestamp) -> bool {
        self.activity.status != "published" || self.activity.moves_until() <= now
    }

    /// What has to happen for it to get places, while it waits.
    pub fn next(&self, now: Timestamp) -> Option<Next> {
        let standing = self.standing?;
        if self.activity.waits(self.role) {
            return Some(Next::Allotment);
        }
        let next = standing::next(&standing, self.waiting_people(), self.activity.moves_until(), now);
        Some(match (next, self.kept_for_others(now)) {
            (Next::TakeFewer { .. } | Next::Places { .. }, Some(until)) => Next::Groups { until },
            (next, _) => next,
        })
    }

    /// Until when places are kept for groups that it is not in.
    fn kept_for_others(&self, now: Timestamp) -> Option<Timestamp> {
        let first = &self.activity.first;
        let kept = self.role == SignupRole::Attendee && first.keeps(now) && first.is_none(self.rank);
        first.kept_until.filter(|_| kept)
    }
}
