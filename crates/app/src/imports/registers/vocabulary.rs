//! The words that stand in cells for kinds, levels and roles. The first of each is what exports write.

use langqiao_kernel::text::squash;
use langqiao_platform::roles::Role;

use super::super::{problem::What, sheet::Raw};
use crate::{
    areas::Level,
    organisations::{Kind, Line, PostKind},
    units::UnitKind,
};

/// A value and the words that mean it.
pub(in super::super) type Words<T> = &'static [(T, &'static [&'static str])];

pub(in super::super) const UNIT_KINDS: Words<UnitKind> = &[
    (UnitKind::Enterprise, &["企业", "enterprise", "非公企业", "工厂"]),
    (
        UnitKind::Park,
        &["工业园区", "park", "园区", "产业园", "产业园区", "开发区"],
    ),
    (UnitKind::FeaturedTown, &["特色小镇", "featured_town", "小镇"]),
    (
        UnitKind::Building,
        &["楼宇商圈", "building", "楼宇", "商圈", "商务楼宇", "商场"],
    ),
    (UnitKind::Market, &["专业市场", "market", "市场"]),
    (UnitKind::School, &["学校", "school"]),
    (
        UnitKind::Settlement,
        &["外来人口聚居点", "settlement", "新居民聚居点", "聚居点"],
    ),
    (
        UnitKind::NewEmployment,
        &["新就业群体", "new_employment", "新业态", "新业态新就业群体"],
    ),
    (UnitKind::Village, &["村", "village", "行政村"]),
    (UnitKind::Community, &["社区", "community"]),
];

pub(in super::super) const LEVELS: Words<Level> = &[
    (Level::County, &["县市区", "county", "县", "市", "区"]),
    (Level::Town, &["镇街道", "town", "镇", "街道", "乡"]),
    (Level::Village, &["村社区", "village", "村", "社区"]),
];

pub(in super::super) const ORGANISATION_KINDS: Words<Kind> = &[
    (Kind::Federation, &["联合会", "federation", "总会", "总工会"]),
    (Kind::Committee, &["委员会", "committee"]),
    (Kind::Branch, &["支部", "branch"]),
    (Kind::Joint, &["联合组织", "joint", "联合"]),
    (Kind::Industry, &["行业联合会", "industry", "行业"]),
    (Kind::Station, &["工作站", "station"]),
    (Kind::Office, &["改革办", "office"]),
];

pub(in super::super) const POST_KINDS: Words<PostKind> = &[
    (PostKind::FullTime, &["专职", "full_time"]),
    (PostKind::PartTime, &["兼职", "part_time"]),
    (PostKind::Seconded, &["挂职", "seconded"]),
    (PostKind::Rotating, &["轮岗", "rotating"]),
    (
        PostKind::CommunityWorker,
        &["社工", "community_worker", "社区工作者"],
    ),
    (PostKind::CoreMember, &["骨干", "core_member"]),
    (PostKind::Volunteer, &["志愿者", "volunteer"]),
];

pub(in super::super) const ROLES: Words<Role> = &[
    (Role::County, &["县级", "county"]),
    (Role::Officer, &["干部", "officer"]),
    (Role::Steward, &["协助", "steward"]),
    (Role::Reader, &["查看", "reader"]),
];

/// The value that a word means; none if it is none of the words.
pub(super) fn meaning<T: Copy>(words: Words<T>, word: &str) -> Option<T> {
    let word = squash(word).replace(' ', "").to_lowercase();
    words
        .iter()
        .find(|(_, known)| known.contains(&word.as_str()))
        .map(|(value, _)| *value)
}

/// The word that means a value.
pub(in super::super) fn word<T: Copy + PartialEq>(words: Words<T>, value: T) -> &'static str {
    words
        .iter()
        .find(|(known, _)| *known == value)
        .map_or("", |(_, words)| words[0])
}

/// What a cell means, or the words that may stand in it.
pub(super) fn one_of<T: Copy>(words: Words<T>, cell: &Raw) -> Result<Option<T>, What> {
    let Some(said) = super::super::clean::text(cell, 40)? else {
        return Ok(None);
    };
    let may = || {
        words
            .iter()
            .map(|(_, known)| known[0])
            .collect::<Vec<_>>()
            .join("、")
    };
    meaning(words, &said)
        .map(Some)
        .ok_or_else(|| What::NotOneOf { words: may() })
}

/// What kind of unit a cell says. What a business register writes there (有限责任公司) is an enterprise.
pub(super) fn unit_kind(cell: &Raw) -> Result<Option<UnitKind>, What> {
    const ENTERPRISES: [&str; 8] = ["公司", "企业", "厂", "个体", "合伙", "合作社", "有限", "股份"];
    match one_of(UNIT_KINDS, cell) {
        Err(what @ What::NotOneOf { .. }) => {
            let said = cell.shown();
            let is_enterprise = ENTERPRISES.iter().any(|word| said.contains(word));
            if is_enterprise {
                Ok(Some(UnitKind::Enterprise))
            } else {
                Err(what)
            }
        }
        known => known,
    }
}

/// The line that a cell says: its code, or its name.
pub(super) fn line(cell: &Raw) -> Result<Option<Line>, What> {
    let Some(said) = super::super::clean::text(cell, 40)? else {
        return Ok(None);
    };
    let known = || Line::all().chain([Line::OFFICE]);
    let found = known().find(|line| line.as_str() == said.to_lowercase() || line.names().0 == said);
    found.map(Some).ok_or_else(|| What::NotOneOf {
        words: known().map(|line| line.names().0).collect::<Vec<_>>().join("、"),
    })
}
