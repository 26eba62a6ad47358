//! What an activity can be and how it gets from one state to another. Pure.

use std::str::FromStr;

use jiff::Timestamp;
use langqiao_kernel::text;
use langqiao_platform::i18n::{Msg, msg};
use langqiao_store::stored_as_text;
use serde::{Deserialize, Serialize};

/// Declares an enum that is stored and sent as one of a few words, each with the sentence a person reads.
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:tt, $msg:ident;)+ }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        $(#[$doc])*
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All of them, in the order in which they are offered.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word in the database and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// What a person reads.
            pub const fn msg(self) -> Msg {
                match self { $($name::$variant => msg::$msg),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($word => Ok($name::$variant),)+
                    _ => Err(UnknownWord),
                }
            }
        }

        stored_as_text!($name);
    };
}

/// A word that is none of those that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an unknown word")]
pub struct UnknownWord;

words! {
    /// What an activity is about.
    pub enum ActivityKind {
        /// Singing, dancing, opera, calligraphy 文艺.
        Culture = "culture", ACTIVITY_KIND_CULTURE;
        /// Sports and games 运动.
        Sport = "sport", ACTIVITY_KIND_SPORT;
        /// Popular science 科普.
        Science = "science", ACTIVITY_KIND_SCIENCE;
        /// For parents and children 亲子.
        Family = "family", ACTIVITY_KIND_FAMILY;
        /// Health and free clinics 健康.
        Health = "health", ACTIVITY_KIND_HEALTH;
        /// Skills and training 技能培训.
        Skills = "skills", ACTIVITY_KIND_SKILLS;
        /// Law and rights 普法维权.
        Rights = "rights", ACTIVITY_KIND_RIGHTS;
        /// Volunteer service 志愿服务.
        Volunteering = "volunteering", ACTIVITY_KIND_VOLUNTEERING;
        /// Care for those in need 关爱帮扶.
        Care = "care", ACTIVITY_KIND_CARE;
        /// Festivals and fairs 节庆集市.
        Festival = "festival", ACTIVITY_KIND_FESTIVAL;
        /// Anything else 其他.
        Other = "other", ACTIVITY_KIND_OTHER;
    }
}

words! {
    /// How places are given.
    pub enum Allotment {
        /// First come, first served 先到先得.
        FirstCome = "first_come", ACTIVITY_ALLOTMENT_FIRST_COME;
        /// When sign-up is over: stated groups first, then by the order of signing up 优先人群.
        Priority = "priority", ACTIVITY_ALLOTMENT_PRIORITY;
        /// When sign-up is over: by lot, in a way that anyone can check 摇号.
        Draw = "draw", ACTIVITY_ALLOTMENT_DRAW;
    }
}

impl Allotment {
    /// Whether places are given to all at once, when sign-up is over.
    pub const fn waits(self) -> bool {
        !matches!(self, Allotment::FirstCome)
    }
}

words! {
    /// How far an activity has come.
    #[schema(as = ActivityStatus)]
    pub enum Status {
        /// Being made; seen by its host and those invited to hold it together.
        Draft = "draft", ACTIVITY_STATUS_DRAFT;
        /// Public.
        Published = "published", ACTIVITY_STATUS_PUBLISHED;
        /// Called off, with a reason.
        Cancelled = "cancelled", ACTIVITY_STATUS_CANCELLED;
    }
}

words! {
    /// What an organisation has answered to being asked to hold an activity together.
    pub enum CohostStatus {
        /// Asked, not answered.
        Invited = "invited", ACTIVITY_COHOST_INVITED;
        /// With it.
        Accepted = "accepted", ACTIVITY_COHOST_ACCEPTED;
        /// Not this time.
        Declined = "declined", ACTIVITY_COHOST_DECLINED;
    }
}

words! {
    /// How a question is answered.
    pub enum QuestionKind {
        /// In words.
        Text = "text", ACTIVITY_QUESTION_TEXT;
        /// With a number.
        Number = "number", ACTIVITY_QUESTION_NUMBER;
        /// Yes or no.
        YesNo = "yes_no", ACTIVITY_QUESTION_YES_NO;
        /// One of the given answers.
        Choice = "choice", ACTIVITY_QUESTION_CHOICE;
    }
}

words! {
    /// Where an activity stands at a moment, as people speak of it.
    pub enum Phase {
        /// Not public yet.
        Draft = "draft", ACTIVITY_STATUS_DRAFT;
        /// Public; sign-up has not begun.
        Announced = "announced", ACTIVITY_PHASE_ANNOUNCED;
        /// Sign-up is open.
        Open = "open", ACTIVITY_PHASE_OPEN;
        /// Sign-up is over; it has not begun.
        Closed = "closed", ACTIVITY_PHASE_CLOSED;
        /// Under way.
        Running = "running", ACTIVITY_PHASE_RUNNING;
        /// Over.
        Over = "over", ACTIVITY_PHASE_OVER;
        /// Called off.
        Cancelled = "cancelled", ACTIVITY_STATUS_CANCELLED;
    }
}

/// What is done to an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Change what it is to be.
    Update,
    /// Make it public.
    Publish,
    /// Call it off.
    Cancel,
    /// Answer an invitation to hold it together, or change what one brings.
    Join,
}

/// Why an act isn't possible in an activity's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// It was called off.
    Cancelled,
    /// It is over.
    Over,
    /// It is public already.
    Published,
}

impl Status {
    /// The status after an act at `now`, for an activity that ends at `ends_at`.
    ///
    /// # Errors
    /// [`NotNow`] when the act isn't possible: nothing is done to what was called off or is over, and nothing
    /// is published twice. A draft whose time has passed can still be changed and called off.
    pub fn after(self, act: Act, ends_at: Timestamp, now: Timestamp) -> Result<Status, NotNow> {
        match (self, act) {
            (Status::Cancelled, _) => Err(NotNow::Cancelled),
            (Status::Draft, Act::Update) => Ok(Status::Draft),
            (Status::Draft | Status::Published, Act::Cancel) if self == Status::Draft || now < ends_at => {
                Ok(Status::Cancelled)
            }
            _ if ends_at <= now => Err(NotNow::Over),
            (Status::Draft, Act::Publish) => Ok(Status::Published),
            (Status::Published, Act::Publish) => Err(NotNow::Published),
            (status, _) => Ok(status),
        }
    }
}

/// The moments that decide an activity's [`Phase`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When sign-up begins.
    pub signup_opens_at: Timestamp,
    /// When sign-up ends.
    pub signup_closes_at: Timestamp,
}

impl Times {
    /// The same to the millisecond, which is how the databases keep them.
    pub fn as_kept(self) -> Self {
        let kept = |at: Timestamp| Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
        Times {
            starts_at: kept(self.starts_at),
            ends_at: kept(self.ends_at),
            signup_opens_at: kept(self.signup_opens_at),
            signup_closes_at: kept(self.signup_closes_at),
        }
    }

    /// Where an activity of this status stands at `now`. Whoever may still sign up while it is under way is
    /// told so: `Open` comes before `Running`.
    pub fn phase(&self, status: Status, now: Timestamp) -> Phase {
        match status {
            Status::Draft => Phase::Draft,
            Status::Cancelled => Phase::Cancelled,
            Status::Published if self.ends_at <= now => Phase::Over,
            Status::Published if now < self.signup_opens_at => Phase::Announced,
            Status::Published if now < self.signup_closes_at => Phase::Open,
            Status::Published if now < self.starts_at => Phase::Closed,
            Status::Published => Phase::Running,
        }
    }
}

/// What an organisation puts into an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Contribution {
    /// How many people it sends to help.
    pub people: i64,
    /// The rooms or grounds it opens, in words.
    pub venue: String,
    /// Money, in fen.
    pub money: i64,
    /// Things, in words.
    pub goods: String,
    /// Its weight when the credit for service is split: 0 to 100.
    pub share: i64,
}

impl Contribution {
    /// The same with its lines as [`text::line`] has them.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        for line in [&mut self.venue, &mut self.goods] {
            *line = text::line(line);
        }
        self
    }
}

/// Something asked of those who sign up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question.
    pub label: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The answers to choose from, for a choice.
    #[serde(default)]
    pub options: Vec<String>,
    /// Whether it must be answered.
    #[serde(default)]
    pub required: bool,
    /// Asked only where one before it was answered so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<OnlyIf>,
}

/// The answer to an earlier question on which another depends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnlyIf {
    /// The earlier question, in its words.
    pub question: String,
    /// The answer: `yes` or `no`, one of the choices, or what is typed.
    pub answer: String,
}

/// What all put in together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// People sent to help.
    pub people: i64,
    /// Money, in fen.
    pub money: i64,
}

impl Totals {
    /// The sum over those who take part.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a Contribution>) -> Self {
        parts.into_iter().fold(Totals::default(), |sum, part| Totals {
            people: sum.people + part.people,
            money: sum.money + part.money,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::*;

    fn acts() -> impl Strategy<Value = Act> {
        prop_oneof![
            Just(Act::Update),
            Just(Act::Publish),
            Just(Act::Cancel),
            Just(Act::Join)
        ]
    }

    proptest! {
        #[test]
        fn states_only_go_forward(steps in prop::collection::vec((acts(), 0i64..50), 0..30)) {
            let ends_at = Timestamp::UNIX_EPOCH + 500.hours();
            let (mut status, mut now, mut published) = (Status::Draft, Timestamp::UNIX_EPOCH, 0);
            for (act, hours) in steps {
                now += hours.hours();
                let Ok(next) = status.after(act, ends_at, now) else { continue };
                prop_assert_ne!(status, Status::Cancelled, "nothing is done to what was called off");
                prop_assert!(next != Status::Draft || status == Status::Draft, "never a draft again");
                prop_assert!(now < ends_at || status == Status::Draft, "nothing is done to what is over");
                prop_assert_eq!(next == Status::Cancelled, act == Act::Cancel);
                published += i32::from(act == Act::Publish);
                status = next;
            }
            prop_assert!(published <= 1);
        }

        #[test]
        fn phases_follow_each_other(opens in 0i64..100, closes in 1i64..100, starts in 0i64..200, lasts in 1i64..100) {
            let hour = |n: i64| Timestamp::UNIX_EPOCH + n.hours();
            let (starts_at, ends_at) = (hour(starts), hour(starts + lasts));
            let times = Times { starts_at, ends_at, signup_opens_at: hour(opens), signup_closes_at: hour(opens + closes).min(ends_at) };
            let order = [Phase::Announced, Phase::Open, Phase::Closed, Phase::Running, Phase::Over];
            let phases: Vec<usize> = (0..400)
                .map(|n| times.phase(Status::Published, hour(n)))
                .map(|phase| order.iter().position(|p| *p == phase).unwrap())
                .collect();
            prop_assert!(phases.is_sorted());
            prop_assert_eq!(phases.last(), Some(&4));
        }
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for kind in ActivityKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!("concert".parse::<ActivityKind>(), Err(UnknownWord));
    }
}
