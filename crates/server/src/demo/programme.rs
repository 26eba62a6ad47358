//! What is held in the demonstration: titles as a county would write them, all invented.

/// An activity that is held again and again in one place or another.
pub struct Template {
    /// Its title; `{place}` is the village or venue.
    pub title: &'static str,
    /// What people read before they come.
    pub summary: &'static str,
    /// The kind, as stored in `activity.kind`.
    pub kind: &'static str,
    /// Who holds it together: the host's line first.
    pub lines: &'static [&'static str],
    /// When it begins, as hour of the day.
    pub hour: i8,
    /// How long it lasts, in minutes.
    pub minutes: i64,
    /// Places for those who take part.
    pub places: i64,
    /// Places for volunteers.
    pub volunteers: i64,
    /// The youngest and oldest age, where there is a limit.
    pub ages: (Option<i64>, Option<i64>),
    /// A question asked at sign-up, if any.
    pub question: Option<&'static str>,
}

const ALL: (Option<i64>, Option<i64>) = (None, None);

/// What is held in villages, communities and firms.
pub const TEMPLATES: [Template; 16] = [
    Template {
        title: "{place}垃圾分类亲子课堂",
        summary: "带孩子认一认四色桶，动手做一瓶环保酵素。材料由村里准备，请穿方便活动的衣服。",
        kind: "family",
        lines: &["women", "league", "science"],
        hour: 9,
        minutes: 120,
        places: 24,
        volunteers: 4,
        ages: ALL,
        question: Some("孩子对什么食物过敏？没有请填“无”"),
    },
    Template {
        title: "{place}银发茶话会",
        summary: "喝杯熏豆茶，聊聊家常，量量血压。七十岁以上的老人可由家人陪同。",
        kind: "care",
        lines: &["women", "science"],
        hour: 14,
        minutes: 120,
        places: 30,
        volunteers: 5,
        ages: (Some(50), None),
        question: None,
    },
    Template {
        title: "{place}职工羽毛球友谊赛",
        summary: "双打为主，现场抽签分组。请自带球拍，场地备有饮水。",
        kind: "sport",
        lines: &["union", "league"],
        hour: 18,
        minutes: 150,
        places: 32,
        volunteers: 3,
        ages: (Some(16), None),
        question: Some("参加双打还是单打？"),
    },
    Template {
        title: "{place}四点半学堂开放日",
        summary: "放学后来写作业、下棋、看书，大学生志愿者辅导。家长请在六点半前接回。",
        kind: "family",
        lines: &["league", "women", "union"],
        hour: 16,
        minutes: 150,
        places: 20,
        volunteers: 4,
        ages: (Some(6), Some(14)),
        question: Some("谁来接孩子？请写姓名和关系"),
    },
    Template {
        title: "{place}缝纫机维修与节能讲座",
        summary: "请来厂里的老师傅讲机器保养，讲完可带小件来现场修。",
        kind: "skills",
        lines: &["science", "union"],
        hour: 19,
        minutes: 90,
        places: 40,
        volunteers: 2,
        ages: ALL,
        question: None,
    },
    Template {
        title: "{place}反诈与用电安全宣讲",
        summary: "社区民警和电工师傅一起讲，有问题当场问。",
        kind: "rights",
        lines: &["women", "union"],
        hour: 19,
        minutes: 60,
        places: 60,
        volunteers: 3,
        ages: ALL,
        question: None,
    },
    Template {
        title: "{place}河道清洁志愿行动",
        summary: "沿村里的河浜捡拾垃圾。手套、夹子、马甲都有，请穿防滑鞋。",
        kind: "volunteering",
        lines: &["league", "women"],
        hour: 8,
        minutes: 150,
        places: 10,
        volunteers: 25,
        ages: (Some(10), None),
        question: None,
    },
    Template {
        title: "{place}女职工维权法律咨询",
        summary: "律师一对一解答劳动合同、产假、工伤问题，谈话内容保密。",
        kind: "rights",
        lines: &["union", "women"],
        hour: 13,
        minutes: 180,
        places: 18,
        volunteers: 2,
        ages: (Some(16), None),
        question: None,
    },
    Template {
        title: "{place}健康义诊",
        summary: "量血压、测血糖、看牙。抽血项目请空腹来。",
        kind: "health",
        lines: &["science", "women", "union"],
        hour: 8,
        minutes: 180,
        places: 80,
        volunteers: 8,
        ages: ALL,
        question: None,
    },
    Template {
        title: "{place}青年交友联谊",
        summary: "一起做手工、玩桌游，认识附近上班的朋友。",
        kind: "other",
        lines: &["league", "union", "women"],
        hour: 14,
        minutes: 180,
        places: 40,
        volunteers: 4,
        ages: (Some(18), Some(40)),
        question: None,
    },
    Template {
        title: "{place}家庭教育公开课",
        summary: "讲讲怎样跟孩子说话。可带孩子来，旁边有人照看。",
        kind: "family",
        lines: &["women", "science"],
        hour: 19,
        minutes: 90,
        places: 45,
        volunteers: 3,
        ages: (Some(18), None),
        question: None,
    },
    Template {
        title: "{place}科普小实验",
        summary: "做一个会转的纸风车发电机，每家一套材料。",
        kind: "science",
        lines: &["science", "league"],
        hour: 9,
        minutes: 90,
        places: 16,
        volunteers: 3,
        ages: (Some(6), None),
        question: None,
    },
    Template {
        title: "{place}包粽子慰问孤寡老人",
        summary: "上午包，下午送到老人家里。不会包有人教。",
        kind: "volunteering",
        lines: &["women", "league", "union"],
        hour: 9,
        minutes: 240,
        places: 12,
        volunteers: 16,
        ages: (Some(14), None),
        question: None,
    },
    Template {
        title: "{place}职工技能练兵：套口缝合",
        summary: "三人一组，比速度也比针脚。优胜者推荐参加全市比赛。",
        kind: "skills",
        lines: &["union", "science"],
        hour: 13,
        minutes: 210,
        places: 36,
        volunteers: 6,
        ages: (Some(16), None),
        question: Some("您的工种和工龄"),
    },
    Template {
        title: "{place}广场舞与越剧晚会",
        summary: "村里的队伍和厂里的队伍同台，家家带个小板凳。",
        kind: "culture",
        lines: &["women", "union"],
        hour: 19,
        minutes: 120,
        places: 150,
        volunteers: 10,
        ages: ALL,
        question: None,
    },
    Template {
        title: "{place}智能手机手把手",
        summary: "教老人挂号、缴费、视频通话。请带上自己的手机和充电线。",
        kind: "care",
        lines: &["league", "science", "women"],
        hour: 9,
        minutes: 90,
        places: 15,
        volunteers: 8,
        ages: (Some(50), None),
        question: None,
    },
];

/// A site of the demonstration with its rooms. Names from the public record; rooms and sizes invented.
pub struct Site {
    /// The village or community it stands in, as in the list of divisions, without its suffix.
    pub village: &'static str,
    /// The group of sites it belongs to.
    pub cluster: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// Whether one gets in without a step.
    pub step_free: bool,
    /// Its rooms or grounds and how many they hold.
    pub spaces: &'static [(&'static str, i64)],
}

/// The sites with names of their own; every other village gets a service centre and a hall.
pub const SITES: [Site; 6] = [
    Site {
        village: "桃园",
        cluster: Some("桃园村阵地集群"),
        name: "槜美微民宿",
        step_free: false,
        spaces: &[("茶室", 20), ("院子", 40)],
    },
    Site {
        village: "桃园",
        cluster: Some("桃园村阵地集群"),
        name: "垃圾分类宣教站",
        step_free: true,
        spaces: &[("教室", 30)],
    },
    Site {
        village: "桃园",
        cluster: Some("桃园村阵地集群"),
        name: "酵素指导应用所",
        step_free: true,
        spaces: &[("操作间", 16)],
    },
    Site {
        village: "桃园",
        cluster: Some("桃园村阵地集群"),
        name: "槜李堂",
        step_free: true,
        spaces: &[("礼堂", 160), ("四点半学堂", 24)],
    },
    Site {
        village: "桃园",
        cluster: None,
        name: "桃园村长者食堂",
        step_free: true,
        spaces: &[("用餐厅", 48)],
    },
    Site {
        village: "桃园",
        cluster: None,
        name: "桃园村司法援助站",
        step_free: true,
        spaces: &[("接待室", 6)],
    },
];
