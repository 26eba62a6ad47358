//! Typed ids: a [`PersonId`] is not an [`OrganisationId`], and costs no more than the 16 bytes of its UUID.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// The id of one thing of kind `K`: a UUID, written as lower-case hyphenated text in both databases, in paths
/// and in JSON. Generated ids are UUIDv7, so that ordering by id is ordering by creation.
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

/// A text that was to be an id is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

impl<K> Id<K> {
    /// A new id, never given before and greater than all that this process gave before it.
    pub fn generate() -> Self {
        Self(Uuid::now_v7(), PhantomData)
    }

    /// A new id that tells nothing of when it was made: for what must not be told apart by its order.
    pub fn unordered() -> Self {
        Self(Uuid::new_v4(), PhantomData)
    }

    /// The id with these 128 bits: for seeds and tests, where the same input must give the same ids.
    pub const fn from_u128(bits: u128) -> Self {
        Self(Uuid::from_u128(bits), PhantomData)
    }

    /// The 128 bits of the id.
    pub const fn as_u128(self) -> u128 {
        self.0.as_u128()
    }

    /// The 36 characters under which the id is stored and sent.
    pub fn to_text(self) -> String {
        self.0.hyphenated().to_string()
    }
}

// Written by hand: derives would ask of `K` what is only asked of the UUID.
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K> FromStr for Id<K> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let uuid = Uuid::try_parse(text).map_err(|_| NotAnId)?;
        Ok(Self(uuid, PhantomData))
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::codes::from_text(deserializer, str::parse)
    }
}

/// Declares the kinds of things and the alias of each one's id.
macro_rules! ids {
    ($($(#[$doc:meta])* $alias:ident of $kind:ident;)*) => {
        /// The kinds of things that have ids: types without values, there only to tell ids apart.
        pub mod kind {
            $($(#[$doc])* #[derive(Debug)] pub enum $kind {})*
        }
        $($(#[$doc])* pub type $alias = Id<kind::$kind>;)*
    };
}

ids! {
    /// A person, registered or entered by an office.
    PersonId of Person;
    /// Somebody asks another that each may sign up the other 同伴.
    CompanionId of Companion;
    /// A mass organisation 组织.
    OrganisationId of Organisation;
    /// An administrative division 区域.
    AreaId of Area;
    /// A unit to be covered 覆盖对象.
    UnitId of Unit;
    /// A shared site 阵地.
    VenueId of Venue;
    /// Sites run as one 阵地集群.
    ClusterId of Cluster;
    /// Money that was given for a site 经费.
    FundingId of Funding;
    /// Who built a site together with its keeper 共建单位.
    BuilderId of Builder;
    /// A picture of a site 照片.
    PhotoId of Photo;
    /// A bookable room or ground in a venue 场所.
    SpaceId of Space;
    /// A space held for a time 预约.
    BookingId of Booking;
    /// Bookings made together by a rule 重复预约.
    SeriesId of Series;
    /// A wish for a space that is taken 候补.
    WaitId of Wait;
    /// A thing that bodies lend each other 物品, or equipment lent with a room's booking 设备.
    EquipmentId of Equipment;
    /// A thing lent to a body for some days 借用.
    LoanId of Loan;
    /// Pieces that came back from a loan, or will not 归还.
    LoanReturnId of LoanReturn;
    /// A change of a thing's count of pieces 物品账.
    ThingEntryId of ThingEntry;
    /// A use of a space 使用.
    UseId of Use;
    /// What rings because nobody used it 闲置提醒.
    AlarmId of Alarm;
    /// Something held together 活动.
    ActivityId of Activity;
    /// An organisation's part in an activity 共办单位.
    CohostId of Cohost;
    /// A wish to hold another's activity together 一起办.
    TogetherId of Together;
    /// A place asked for in an activity 报名.
    SignupId of Signup;
    /// What a person says of themselves: unit, membership, qualification 身份与资格.
    StandingId of Standing;
    /// A shift of those who help at an activity 班次.
    ShiftId of Shift;
    /// One scan, in or out 签到.
    CheckinId of Checkin;
    /// What somebody who was there says of an activity 评价.
    FeedbackId of Feedback;
    /// A phone at a gate, which may scan without a network 扫码设备.
    GateId of Gate;
    /// A competition 竞赛.
    CompetitionId of Competition;
    /// A session of a course 课次.
    LessonId of Lesson;
    /// Whom a family lets take its children home 接送人.
    CollectorId of Collector;
    /// One session of a course for somebody who has no place in it 试听.
    TrialId of Trial;
    /// A child's going home from a session 接走.
    HandoverId of Handover;
    /// A stage of a competition 阶段.
    StageId of Stage;
    /// Who takes part in a competition: a person or a team 参赛者.
    EntryId of Entry;
    /// A game between two entries 场次.
    FixtureId of Fixture;
    /// A protest against a result 申诉.
    ProtestId of Protest;
    /// Venues scored on the spot by a panel 现场评审.
    RoundId of Round;
    /// Venues that a panel visits on a day 评审路线.
    RouteId of Route;
    /// What a judge handed in for a venue 评分表.
    PaperId of Paper;
    /// A judge is asked to look at a mark again 复核.
    RecheckId of Recheck;
    /// A keeper's objection to what came of an item 申诉.
    AppealId of Appeal;
    /// A service record 服务记录.
    RecordId of Record;
    /// A sitting of an activity or a signed-in session of a person, by context.
    SessionId of Session;
    /// An API token.
    TokenId of Token;
    /// People from any lines acting together 队伍.
    TeamId of Team;
    /// A person's holding of a post 任职.
    PostingId of Posting;
    /// A sealed batch of the event log, or an imported one, by context.
    BatchId of Batch;
    /// A job that waits in the database.
    JobId of Job;
    /// An entry of the event log.
    EventId of Event;
    /// A task of a programme or for a gap in coverage 任务.
    TaskId of Task;
    /// A stored file.
    FileId of File;
    /// A notice to a person.
    NoticeId of Notice;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn generated_ids_are_ordered_and_written_in_lower_case() {
        let ids: Vec<PersonId> = (0..1000).map(|_| PersonId::generate()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        assert_eq!(ids[0].to_text().len(), 36);
        assert_eq!(ids[0].to_text(), ids[0].to_text().to_lowercase());
    }

    #[test]
    fn a_wrong_text_is_refused() {
        for text in ["", "x", "0192-", "018f0000-0000-7000-8000-00000000000g"] {
            assert_eq!(text.parse::<PersonId>(), Err(NotAnId));
            assert!(serde_json::from_value::<PersonId>(text.into()).is_err());
        }
    }

    proptest! {
        #[test]
        fn text_and_json_keep_the_id(bits: u128) {
            let id = AreaId::from_u128(bits);
            prop_assert_eq!(id.to_text().parse(), Ok(id));
            prop_assert_eq!(id.as_u128(), bits);
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(&json, &format!("\"{id}\""));
            prop_assert_eq!(serde_json::from_str::<AreaId>(&json).unwrap(), id);
        }

        #[test]
        fn order_is_that_of_the_text(a: u128, b: u128) {
            let (a, b) = (UnitId::from_u128(a), UnitId::from_u128(b));
            prop_assert_eq!(a.cmp(&b), a.to_text().cmp(&b.to_text()));
        }
    }
}
