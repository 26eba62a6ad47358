//! The words of organisations on screen.

use langqiao_platform::i18n::{Msg, msg};

use super::model::{Kind, PostKind};

impl Kind {
    /// Its name on screen.
    pub fn label(self) -> Msg {
        match self {
            Kind::Office => msg::ORGANISATIONS_KIND_OFFICE,
            Kind::Federation => msg::ORGANISATIONS_KIND_FEDERATION,
            Kind::Committee => msg::ORGANISATIONS_KIND_COMMITTEE,
            Kind::Branch => msg::ORGANISATIONS_KIND_BRANCH,
            Kind::Joint => msg::ORGANISATIONS_KIND_JOINT,
            Kind::Industry => msg::ORGANISATIONS_KIND_INDUSTRY,
            Kind::Station => msg::ORGANISATIONS_KIND_STATION,
        }
    }
}

impl PostKind {
    /// Its name on screen.
    pub fn label(self) -> Msg {
        match self {
            PostKind::FullTime => msg::ORGANISATIONS_POST_FULL_TIME,
            PostKind::PartTime => msg::ORGANISATIONS_POST_PART_TIME,
            PostKind::Seconded => msg::ORGANISATIONS_POST_SECONDED,
            PostKind::Rotating => msg::ORGANISATIONS_POST_ROTATING,
            PostKind::CommunityWorker => msg::ORGANISATIONS_POST_COMMUNITY_WORKER,
            PostKind::CoreMember => msg::ORGANISATIONS_POST_CORE_MEMBER,
            PostKind::Volunteer => msg::ORGANISATIONS_POST_VOLUNTEER,
        }
    }
}
