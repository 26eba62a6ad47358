//! Samples of forms: untouched, and sent back with what is wrong.

use langqiao_platform::ui::prelude::*;

use crate::say;

/// The form as it is opened.
pub fn untouched(ui: &Ui) -> Page {
    sheet(ui, &Problems::new(), ["", "", "", ""])
}

/// The form as it comes back.
pub fn refused(ui: &Ui) -> Page {
    let mut problems = Problems::new();
    problems.add("title", say(ui, "请给活动起个名字", "Give the activity a name"));
    problems.add(
        "phone",
        say(
            ui,
            "手机号应是 11 位数字，现在是 10 位",
            "A mobile number has 11 digits; this one has 10",
        ),
    );
    problems.add("who", say(ui, "请选谁可以参加", "Choose who may come"));
    sheet(ui, &problems, ["", "1380573123", "30", "带上孩子一起来。"])
}

/// What the draft endpoint answers.
pub fn draft(ui: &Ui) -> Page {
    Page::fragment(draft_state(say(ui, "草稿已保存 9:20", "Draft saved, 9:20")))
}

fn sheet(ui: &Ui, problems: &Problems, [title, phone, places, text]: [&str; 4]) -> Page {
    let name = say(ui, "办一场活动", "Hold an activity");
    let fields = html! {
        (error_summary(ui, problems))
        (field(ui, "title", say(ui, "活动名称", "Name")).hint(say(ui, "一句话说清楚，20 字以内", "In a few words")).value(title)
            .max_chars(40).required().error(problems.of("title")))
        (fieldset(say(ui, "时间和地点", "Time and place"), None, html! {
            (grid(Columns::Two, html! {
                (field(ui, "from", say(ui, "开始", "From")).date_time().required())
                (field(ui, "to", say(ui, "结束", "To")).date_time().required())
            }))
            (select(ui, "venue", say(ui, "阵地", "Venue")).required()
                .option("", say(ui, "请选择", "Choose"), true)
                .group("梧桐街道").option("1", "槜李堂", false).option("2", "垃圾分类宣教站", false)
                .group("濮院镇").option("3", "新联社区文化礼堂", false))
        }))
        (field(ui, "places", say(ui, "名额", "Places")).whole_number().unit(say(ui, "人", "people")).value(places)
            .hint(say(ui, "不填就是不限", "Leave empty for no limit")))
        (choices(ui, "who", say(ui, "谁可以参加", "Who may come")).required().error(problems.of("who"))
            .explained("all", say(ui, "所有人", "Everybody"), None, false)
            .explained("village", say(ui, "本村居民", "Residents of the village"), Some(say(ui, "按登记的住址", "By registered address")), false)
            .explained("members", say(ui, "工会会员", "Union members"), None, false))
        (choices(ui, "lines", say(ui, "请哪些条线一起办", "Which lines to ask")).several().inline()
            .option("union", say(ui, "工会", "Union"), true).option("youth", say(ui, "共青团", "Youth league"), false)
            .option("women", say(ui, "妇联", "Women"), true).option("science", say(ui, "科协", "Science"), false))
        (field(ui, "phone", say(ui, "联系手机", "Mobile")).phone().required().value(phone).error(problems.of("phone")))
        (text_area(ui, "text", say(ui, "做什么", "What happens")).value(text))
        (field(ui, "picture", say(ui, "图片", "Picture")).file("image/*"))
        (disclosure(say(ui, "更多设置", "More"), false, html! {
            (field(ui, "closes", say(ui, "报名截止", "Sign-up closes")).date())
        }))
        (hidden("version", "3"))
        (checkbox("consent", say(ui, "我已读过活动安全须知", "I have read the safety notes"), false, None, None))
        (row(html! {
            (button(say(ui, "发布", "Publish")).primary().value("action", "publish"))
            (button(say(ui, "先存着", "Keep for later")).value("action", "keep"))
            (link_button("/", say(ui, "返回", "Back")).quiet())
        }))
    };
    let body = html! {
        (page_title(name, Some(say(ui, "填一次，报名、签到、记录都从这里来。", "Typed once; sign-up, check-in and records follow from it.")), None))
        (wizard(ui, &[say(ui, "写清楚", "Describe"), say(ui, "请共办单位", "Invite"), say(ui, "发布", "Publish")], 0))
        (form(ui, "/form").draft("sample").body(fields))
    };
    portal(ui, Head::unlisted(name), body)
}
