//! What kinds of organisations and posts there are.

use crate::areas::words;
pub use crate::coverage::{Line, Way};

words! {
    /// What kind of organisation 组织类型.
    Kind {
        /// The office that leads the reform 改革办.
        Office = "office",
        /// A federation 联合会, of a county, town or village.
        Federation = "federation",
        /// A committee 委员会.
        Committee = "committee",
        /// A branch 支部.
        Branch = "branch",
        /// One that several units share 联合组织.
        Joint = "joint",
        /// The federation of an industry 行业联合会.
        Industry = "industry",
        /// A work station 工作站.
        Station = "station",
    }

    /// How somebody holds a post 任职类型. Seconded and part-time posts carry no rank.
    PostKind {
        /// 专职
        FullTime = "full_time",
        /// 兼职
        PartTime = "part_time",
        /// 挂职
        Seconded = "seconded",
        /// 轮岗
        Rotating = "rotating",
        /// 社工
        CommunityWorker = "community_worker",
        /// 骨干
        CoreMember = "core_member",
        /// 志愿者
        Volunteer = "volunteer",
    }
}

impl Kind {
    /// How an organisation of this kind covers the unit it stands in.
    pub fn way(self) -> Way {
        match self {
            Kind::Joint => Way::Joint,
            Kind::Industry => Way::Industry,
            _ => Way::Own,
        }
    }
}
