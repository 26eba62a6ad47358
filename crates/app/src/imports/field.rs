//! The columns of each register, and the words by which offices call them.

use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// A name: of a unit, an area, an organisation or a person.
    Name,
    /// What kind of unit, organisation or post.
    Kind,
    /// A unified social credit code.
    Uscc,
    /// Why a code is kept although its check digit is wrong.
    UsccReason,
    /// The town.
    Town,
    /// The village or community; of an organisation, any area.
    Area,
    /// Everyone.
    Headcount,
    /// Women among them.
    Women,
    /// Young people among them.
    Youth,
    /// Workers in science and technology among them.
    Scitech,
    /// Whether a Party organisation exists.
    Party,
    /// The day of founding.
    Founded,
    /// Whom to ask.
    Contact,
    /// A telephone number.
    Phone,
    /// An area's national code.
    Code,
    /// An area's level.
    Level,
    /// The code of what an area lies in.
    ParentCode,
    /// The line of an organisation.
    Line,
    /// The organisation above.
    Parent,
    /// The unit to which an organisation belongs.
    Unit,
    /// The organisation in which a post is held.
    Organisation,
    /// The post.
    Title,
    /// What the post lets its holder do.
    Role,
    /// A mobile number.
    Mobile,
    /// The people of a team.
    Members,
}

/// A column that a register knows.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What it holds.
    pub field: Field,
    /// What its head may say, the best first; the first is what templates and exports say. Compared by letters
    /// and digits alone.
    pub words: &'static [&'static str],
    /// Whether a sheet without it can't be read.
    pub required: bool,
    /// Whether a cell merged over several rows counts for each of them.
    pub spreads: bool,
    /// Whether it tells of a person: shown masked.
    pub personal: bool,
}

const fn column(field: Field, words: &'static [&'static str]) -> Column {
    Column {
        field,
        words,
        required: false,
        spreads: false,
        personal: false,
    }
}

impl Column {
    const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }
    const fn spreads(self) -> Self {
        Self {
            spreads: true,
            ..self
        }
    }
    const fn personal(self) -> Self {
        Self {
            personal: true,
            ..self
        }
    }
}

/// What is to be covered.
pub const UNITS: &[Column] = &[
    column(
        Field::Name,
        &[
            "单位名称",
            "企业名称",
            "覆盖对象名称",
            "单位全称",
            "企业全称",
            "公司名称",
            "机构名称",
            "对象名称",
            "名称",
            "单位",
            "企业",
            "name",
            "unit",
            "enterprise",
            "company",
        ],
    )
    .required(),
    column(
        Field::Kind,
        &[
            "单位类型",
            "覆盖对象类型",
            "对象类型",
            "单位类别",
            "类型",
            "类别",
            "kind",
            "type",
        ],
    )
    .spreads(),
    column(
        Field::Uscc,
        &[
            "统一社会信用代码",
            "社会信用代码",
            "统一信用代码",
            "信用代码",
            "统一代码",
            "机构代码",
            "uscc",
            "creditcode",
        ],
    ),
    column(Field::UsccReason, &["信用代码说明", "代码说明", "usccreason"]),
    column(
        Field::Town,
        &[
            "所属镇街道",
            "所属镇",
            "镇街道",
            "乡镇街道",
            "镇乡街道",
            "所属乡镇",
            "所在镇街道",
            "所在镇",
            "所属街道",
            "乡镇",
            "镇",
            "街道",
            "town",
        ],
    )
    .spreads(),
    column(
        Field::Area,
        &[
            "所属村社区",
            "村社区",
            "所在村社区",
            "所属村",
            "所在村",
            "所属社区",
            "行政村",
            "村居",
            "所属区域",
            "所在区域",
            "村",
            "社区",
            "village",
            "area",
        ],
    )
    .required()
    .spreads(),
    column(
        Field::Headcount,
        &[
            "职工人数",
            "从业人数",
            "职工总数",
            "职工总人数",
            "从业人员",
            "从业人员数",
            "员工人数",
            "用工人数",
            "总人数",
            "人数",
            "职工数",
            "员工数",
            "人数合计",
            "人数总数",
            "headcount",
            "staff",
            "people",
        ],
    )
    .required(),
    column(
        Field::Women,
        &[
            "女职工人数",
            "女职工",
            "女职工数",
            "女性人数",
            "女性",
            "其中女性",
            "其中女",
            "女",
            "women",
        ],
    ),
    column(
        Field::Youth,
        &[
            "青年人数",
            "青年职工",
            "青年职工人数",
            "35岁以下人数",
            "35周岁以下人数",
            "35岁以下",
            "35周岁以下",
            "其中青年",
            "青年",
            "youth",
        ],
    ),
    column(
        Field::Scitech,
        &[
            "科技人员",
            "科技人员数",
            "科技工作者",
            "科技工作者人数",
            "科技人才",
            "专业技术人员",
            "其中科技人员",
            "scitech",
        ],
    ),
    column(
        Field::Party,
        &[
            "党组织",
            "有无党组织",
            "是否有党组织",
            "是否建立党组织",
            "是否建党组织",
            "是否成立党组织",
            "党组织情况",
            "党建",
            "party",
        ],
    ),
    column(
        Field::Founded,
        &[
            "成立时间",
            "成立日期",
            "注册时间",
            "注册日期",
            "建立时间",
            "founded",
        ],
    ),
    column(
        Field::Contact,
        &["联系人", "联系人姓名", "负责人", "负责人姓名", "contact"],
    )
    .personal(),
    column(
        Field::Phone,
        &[
            "联系电话",
            "联系人电话",
            "联系方式",
            "手机号码",
            "手机号",
            "手机",
            "电话",
            "phone",
            "tel",
        ],
    )
    .personal(),
];

/// Administrative divisions.
pub const AREAS: &[Column] = &[
    column(
        Field::Code,
        &["代码", "区划代码", "行政区划代码", "统计用区划代码", "code"],
    )
    .required(),
    column(Field::Name, &["名称", "区划名称", "name"]).required(),
    column(Field::Level, &["级别", "层级", "level"]),
    column(Field::ParentCode, &["上级代码", "父级代码", "parentcode"]),
];

/// Mass organisations.
pub const ORGANISATIONS: &[Column] = &[
    column(Field::Line, &["条线", "line"]).required().spreads(),
    column(Field::Name, &["组织名称", "名称", "name"]).required(),
    column(Field::Kind, &["组织类型", "类型", "kind"])
        .required()
        .spreads(),
    column(Field::Parent, &["上级组织", "上级", "parent"]).spreads(),
    column(Field::Area, &["所在区域", "所属区域", "区域", "area"])
        .required()
        .spreads(),
    column(Field::Unit, &["所在单位", "所属单位", "单位", "unit"]),
];

/// People who hold a post.
pub const PEOPLE: &[Column] = &[
    column(Field::Name, &["姓名", "name"]).required().personal(),
    column(
        Field::Phone,
        &["手机号", "手机号码", "手机", "联系电话", "电话", "phone"],
    )
    .required()
    .personal(),
    column(
        Field::Organisation,
        &["任职组织", "所在组织", "组织", "organisation"],
    )
    .required()
    .spreads(),
    column(Field::Title, &["职务", "岗位", "title"]).required(),
    column(Field::Kind, &["任职类型", "类型", "kind"]),
    column(Field::Role, &["权限", "角色", "role"]),
];

/// Single people who take part in a competition.
pub const ENTRIES: &[Column] = &[
    column(
        Field::Name,
        &["姓名", "参赛人", "选手姓名", "选手", "参赛选手", "name"],
    )
    .required()
    .personal(),
    column(Field::Mobile, MOBILE).personal(),
    column(Field::Unit, ENTERED_BY).required().spreads(),
    column(Field::Line, &["条线", "line"]).spreads(),
];

/// Teams that take part in a competition.
pub const TEAMS: &[Column] = &[
    column(
        Field::Name,
        &["队名", "队伍名称", "参赛队", "参赛队伍", "球队", "队伍", "team"],
    )
    .required(),
    column(Field::Unit, ENTERED_BY).required().spreads(),
    column(Field::Line, &["条线", "line"]).spreads(),
    column(
        Field::Members,
        &["队员", "队员名单", "参赛队员", "队员姓名", "成员", "members"],
    )
    .required()
    .personal(),
    column(
        Field::Contact,
        &["联系人", "领队", "领队姓名", "联系人姓名", "contact"],
    )
    .personal(),
    column(Field::Mobile, MOBILE).personal(),
];

const MOBILE: &[&str] = &[
    "手机号",
    "手机号码",
    "手机",
    "联系电话",
    "联系方式",
    "电话",
    "领队手机",
    "mobile",
    "phone",
];
const ENTERED_BY: &[&str] = &[
    "单位",
    "代表单位",
    "所在单位",
    "参赛单位",
    "单位名称",
    "工作单位",
    "unit",
];
