//! Samples of the portal.

use langqiao_platform::ui::prelude::*;

use crate::{at, say};

fn filters(ui: &Ui) -> Markup {
    html! {
        (select(ui, "town", say(ui, "镇街道", "Town"))
            .option("", say(ui, "全部", "All"), true).option("1", "梧桐街道", false).option("2", "濮院镇", false))
        (select(ui, "line", say(ui, "条线", "Line"))
            .option("", say(ui, "全部", "All"), true)
            .option("1", say(ui, "工会", "Trade union"), false)
            .option("2", say(ui, "妇联", "Women's federation"), false))
        (select(ui, "kind", say(ui, "类型", "Kind"))
            .option("", say(ui, "全部", "All"), false)
            .option("1", say(ui, "亲子", "Families"), true))
    }
}

fn listings(ui: &Ui) -> Markup {
    let first = Listing {
        href: "/activities/1",
        title: say(
            ui,
            "周末酵素课：果皮变清洁剂",
            "Weekend class: cleaner from fruit peel",
        ),
        from: at("2026-11-18T14:00"),
        to: at("2026-11-18T16:00"),
        place: say(ui, "桃园村酵素指导应用所", "Taoyuan village, enzyme house"),
        hosts: say(
            ui,
            "桃园村妇联、石湾姐妹帮帮团",
            "Taoyuan women's federation, Shiwan sisters",
        ),
        badges: badge(Tone::Info, say(ui, "可带孩子", "Bring children")),
        end: capacity(ui, 18, Some(30)),
    };
    let second = Listing {
        title: say(
            ui,
            "四点半学堂：作业辅导与手工",
            "After-school club: homework and crafts",
        ),
        from: at("2026-11-18T16:30"),
        to: at("2026-11-18T18:00"),
        place: say(ui, "濮院镇新联社区文化礼堂", "Puyuan, Xinlian community hall"),
        hosts: say(
            ui,
            "濮院毛衫产业工会联合会、濮院镇团委",
            "Puyuan knitwear union, Puyuan youth league",
        ),
        badges: html! {},
        end: capacity(ui, 24, Some(24)),
        ..first.clone()
    };
    let third = Listing {
        title: say(ui, "青农联盟大棚开放日", "Young farmers: greenhouse open day"),
        from: at("2026-11-19T09:00"),
        to: at("2026-11-19T11:30"),
        place: say(ui, "崇福镇农创园", "Chongfu farm-venture park"),
        hosts: say(
            ui,
            "青农联盟、崇福镇科协、UHOME 志愿驿站",
            "Young farmers' league, Chongfu science association",
        ),
        badges: badge(Tone::Warn, say(ui, "明晚截止", "Closes tomorrow")),
        end: capacity(ui, 41, None),
        ..first.clone()
    };
    html! {
        (day_heading(ui, first.from))
        (grid(Columns::Two, html! { (listing(ui, &first)) (listing(ui, &second)) }))
        (day_heading(ui, third.from))
        (grid(Columns::Two, listing(ui, &third)))
    }
}

/// The home page.
pub fn home(ui: &Ui) -> Page {
    let lede = say(
        ui,
        "工会、共青团、妇联、科协的活动、场地和帮助，在这里一次找到。",
        "Activities, rooms and help of the unions, the youth league, the women's federation and the science association, in one place.",
    );
    let find = search(
        ui,
        "/activities",
        say(ui, "搜索活动", "Search activities"),
        say(ui, "活动、地点或单位", "Activity, place or body"),
        "",
    );
    let body = html! {
        (hero(say(ui, "今天，附近有什么", "What is on near you today"), lede, find))
        (doors(html! {
            (door(Icon::Calendar, say(ui, "找活动", "Activities"), say(ui, "看看这周有什么", "What is on this week"), "/activities"))
            (door(Icon::Door, say(ui, "约场地", "Rooms"), say(ui, "村里、厂里的共享阵地", "Shared rooms in villages and firms"), "/empty"))
            (door(Icon::Handshake, say(ui, "提需求", "Ask for help"), say(ui, "说一件要办的事", "Say what is needed"), "/form"))
            (door(Icon::Ticket, say(ui, "我的", "Mine"), say(ui, "报名、签到码、候补", "Tickets and waiting lists"), "/me"))
        }))
        (aside(
            say(ui, "这一周", "This week"),
            link("/activities", say(ui, "全部 28 场", "All 28")),
            listings(ui),
        ))
    };
    portal(
        ui,
        Head {
            description: lede,
            ..Head::default()
        },
        body,
    )
}

/// A list with filters.
pub fn list(ui: &Ui) -> Page {
    let title = say(ui, "找活动", "Activities");
    let chosen = [(say(ui, "亲子", "Families").to_owned(), "/activities".to_owned())];
    let body = html! {
        (page_title(title, None, None))
        (filter_bar(ui, "/activities", filters(ui), &chosen))
        (results(html! {
            (listings(ui))
            (pager(ui, &Pager { previous: None, next: Some("/activities?after=3".into()), from: 1, to: 3, all: Some(28) }))
        }))
    };
    portal(ui, Head::titled(title), body)
}

/// An activity.
pub fn activity(ui: &Ui) -> Page {
    let title = say(
        ui,
        "周末酵素课：果皮变清洁剂",
        "Weekend class: cleaner from fruit peel",
    );
    let facts = definitions(ui)
        .row(
            say(ui, "时间", "When"),
            ui.span(at("2026-11-21T14:00"), at("2026-11-21T16:00")),
        )
        .row(
            say(ui, "地点", "Where"),
            say(ui, "桃园村酵素指导应用所", "Taoyuan village, enzyme house"),
        )
        .row(
            say(ui, "共办", "Held by"),
            say(
                ui,
                "桃园村妇联、石湾姐妹帮帮团、桐乡市科协",
                "Taoyuan women's federation, Shiwan sisters, Tongxiang science association",
            ),
        )
        .row(
            say(ui, "对象", "For"),
            say(
                ui,
                "6 岁以上，14 岁以下需监护人同意",
                "From 6; under 14 with a guardian's consent",
            ),
        )
        .maybe(say(ui, "费用", "Cost"), None::<&str>);
    let main = html! {
        (card(html! {
            (stack(html! {
                (facts)
                (capacity(ui, 18, Some(30)))
                (action_bar(html! { (link_button("/form", say(ui, "报名", "Sign up")).primary()) (Button::share(say(ui, "分享", "Share"))) }))
            }))
        }))
        (section(say(ui, "做什么", "What we do"), prose(html! {
            p { (say(ui, "带上家里的果皮，跟着石湾姐妹做一瓶环保清洁剂带回家。三个月后再来，看看谁的酵素最清。",
                "Bring fruit peel from home and make a bottle of cleaner with the Shiwan sisters. Come back in three months and see whose turned out clearest.")) }
            ul {
                li { (say(ui, "材料和瓶子由村妇联准备", "The village brings bottles and sugar")) }
                li { (say(ui, "孩子由大人陪着", "Children come with a grown-up")) }
            }
        })))
    };
    let side = html! {
        (panel(say(ui, "谁出了什么", "Who brings what"), html! {
            (definitions(ui)
                .row(say(ui, "场地", "Room"), say(ui, "桃园村", "Taoyuan village"))
                .row(say(ui, "人手", "People"), say(ui, "石湾姐妹帮帮团 6 人", "Shiwan sisters, 6"))
                .row(say(ui, "讲师", "Teacher"), say(ui, "市科协", "Science association")))
        }))
        (notice(Tone::Info, html! { (say(ui, "可以改主意：开始前 12 小时都能取消，位子会让给候补的人。",
            "You may change your mind: cancel up to 12 hours before and the place goes to the next in line.")) }))
    };
    let body = html! {
        (page_title(title, Some(say(ui, "一家人报一次就好。", "One sign-up for the whole family.")), None))
        (split(main, side))
    };
    portal(ui, Head::titled(title), body)
}

/// A ticket.
pub fn ticket_page(ui: &Ui) -> Page {
    let title = say(ui, "我的报名", "My sign-up");
    let code = qr("LQ1:7K3QXF");
    let facts = definitions(ui)
        .row(
            say(ui, "活动", "Activity"),
            link("/activities/1", say(ui, "周末酵素课", "Weekend class")),
        )
        .row(
            say(ui, "时间", "When"),
            ui.moment_relative(at("2026-11-21T14:00")),
        )
        .row(
            say(ui, "谁来", "Who"),
            say(ui, "沈**、沈*（8 岁）", "Shen**, Shen* (8)"),
        );
    let way = [
        Step {
            title: say(ui, "已报名", "Signed up"),
            detail: ui.moment(at("2026-11-17T20:11")),
            state: StepState::Done,
        },
        Step {
            title: say(ui, "候补第 2 位", "Second in line"),
            detail: html! { (say(ui, "30 个名额已满，您前面还有 1 家 2 人。有人取消就轮到您，会留 12 小时给您答复。",
            "All 30 places are taken and one family of two is before you. When a place is free it is kept for you for 12 hours.")) },
            state: StepState::Now,
        },
        Step {
            title: say(ui, "签到", "Check in"),
            detail: ui.moment(at("2026-11-21T13:30")),
            state: StepState::Next,
        },
    ];
    let body = html! {
        (page_title(title, None, None))
        (notice(Tone::Ok, html! { (say(ui, "已报名，周六 14:00 见。", "You are in. See you on Saturday at 14:00.")) }))
        (section(say(ui, "签到时出示", "Show this at the door"), ticket(ui, code, "7K3QXF", facts.render())))
        (section(say(ui, "领借的物品时出示", "Show this when you collect what you borrow"), code_slip(
            (say(ui, "领取码的二维码", "QR code of the slip"), say(ui, "领取码", "Code")),
            qr("LQL:A1C2D3"),
            "A1C2D3",
            definitions(ui).row(say(ui, "物品", "Thing"), say(ui, "投影仪 2 件", "Projector × 2")).render(),
        )))
        (section(say(ui, "走到哪一步了", "Where it stands"), steps(ui, &way)))
        (section(say(ui, "改变主意", "Change of mind"), row(html! {
            (link_button("/me", say(ui, "加到日历", "Add to calendar")).icon(Icon::Calendar).download())
            (Button::print(say(ui, "打印", "Print")))
            (confirm(ui, "/me", say(ui, "取消报名", "Cancel"),
                &html! { p { (say(ui, "两个人的位子都会让给候补的人，取消后要重新排队。", "Both places go to the next in line; coming back means queueing again.")) } },
                button(say(ui, "确定取消", "Yes, cancel")).danger()))
        })))
    };
    portal(ui, Head::unlisted(title), body).keep_offline()
}

/// Nothing found.
pub fn nothing(ui: &Ui) -> Page {
    let title = say(ui, "约场地", "Rooms");
    let body = html! {
        (page_title(title, None, None))
        (empty(Icon::Door, say(ui, "还没有开放预约的场地", "No rooms can be booked yet"), html! {
            p { (say(ui, "村和单位登记场地后会出现在这里。您可以先看看这周的活动。", "Rooms appear here once villages and firms have listed them. Have a look at this week's activities meanwhile.")) }
            (link_button("/activities", say(ui, "看这周的活动", "This week's activities")))
        }))
    };
    portal(ui, Head::titled(title), body)
}
