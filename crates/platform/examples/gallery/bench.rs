//! Samples of the workbench.

use axum::{Form, extract::OriginalUri, http::HeaderMap};
use langqiao_kernel::id::OrganisationId;
use langqiao_platform::ui::prelude::*;

use crate::{at, say, ui as reader};

fn show(ui: &Ui, title: &str, body: Markup) -> Page {
    let item = |msg, href: &str, icon, waiting| NavItem {
        msg,
        href: href.to_owned(),
        icon,
        current: ui.path.split('?').next() == Some(href),
        waiting,
    };
    let nav = [
        item(msg::WHEN_TODAY, "/w", Icon::Today, 4),
        item(msg::NAV_ACTIVITIES, "/w/list", Icon::Calendar, 0),
        item(msg::SCAN_CODE, "/w/scan", Icon::Scan, 0),
        item(msg::FILTER, "/w/coverage", Icon::Map, 12),
        item(msg::STEPS, "/w/parts", Icon::List, 0),
    ];
    let org = OrgChrome {
        id: OrganisationId::from_u128(1),
        name: "桃园村妇女联合会",
        nav: &nav,
    };
    workbench(ui, &org, title, body)
}

/// What waits for me today.
pub fn today(ui: &Ui) -> Page {
    let title = say(ui, "今天", "Today");
    let waiting = table(
        say(ui, "等您处理的事", "What waits for you"),
        vec![col(say(ui, "事项", "What")), col(say(ui, "最晚", "By")), col(say(ui, "来自", "From")), col(say(ui, "操作", "Action")).unseen()],
    )
    .row(vec![
        link("/w/list", say(ui, "答复共办邀请：青农联盟大棚开放日", "Answer an invitation: greenhouse open day")),
        html! { (badge(Tone::Error, say(ui, "今天", "Today"))) " " (ui.moment(at("2026-11-18T18:00"))) },
        html! { "崇福镇科协" },
        html! { (link_button("/w/list", say(ui, "答复", "Answer")).small().about(say(ui, "青农联盟大棚开放日", "greenhouse open day"))) },
    ])
    .row(vec![
        link("/w/scan", say(ui, "确认 14 条服务记录", "Confirm 14 service records")),
        ui.moment(at("2026-11-20T18:00")),
        html! { "周末酵素课" },
        html! { (link_button("/w/scan", say(ui, "核对", "Check")).small().about(say(ui, "服务记录", "service records"))) },
    ]);
    let body = html! {
        (page_title(title, Some(say(ui, "11月18日 周三，2 件事等您，最早的今天 18:00 到期。", "Wed 18 Nov. Two things wait; the first is due today at 18:00.")),
            Some(html! { (link_button("/form", say(ui, "办一场活动", "Hold an activity")).primary().icon(Icon::Plus)) })))
        (waiting)
        (section(say(ui, "这一周", "This week"), stats(html! {
            (stat(say(ui, "活动", "Activities"), 3, "/w/list", Some(say(ui, "11月16日–22日", "16–22 Nov"))))
            (stat(say(ui, "报名人次", "Sign-ups"), 1_286, "/w/list", None))
            (stat(say(ui, "待确认记录", "Records to confirm"), 14, "/w/scan", None))
            (stat(say(ui, "候补", "Waiting"), 0, "/w/list", Some(say(ui, "没有人在等", "Nobody waits"))))
        })))
    };
    show(ui, title, body)
}

/// A list that filters, sorts and pages.
pub fn list(ui: &Ui) -> Page {
    let title = say(ui, "活动", "Activities");
    let columns = || {
        vec![
            col(say(ui, "名称", "Name")).sorted("/w/list?sort=name", Sort::Not),
            col(say(ui, "时间", "When")).sorted("/w/list?sort=-when", Sort::Up),
            col(say(ui, "状态", "State")),
            number_col(say(ui, "报名", "Signed up")).sorted("/w/list?sort=n", Sort::Not),
            number_col(say(ui, "候补", "Waiting")),
        ]
    };
    let rows = [
        (
            "周末酵素课：果皮变清洁剂",
            "Weekend class",
            "2026-11-21T14:00",
            Tone::Ok,
            ("已发布", "Published"),
            18,
            0,
        ),
        (
            "四点半学堂",
            "After-school club",
            "2026-11-18T16:30",
            Tone::Warn,
            ("等共办答复", "Awaiting co-hosts"),
            24,
            5,
        ),
        (
            "重阳节包粽子",
            "Festival cooking",
            "2026-10-18T09:00",
            Tone::Plain,
            ("已结束", "Over"),
            1_060,
            0,
        ),
        (
            "露天电影",
            "Open-air film",
            "2026-11-25T18:30",
            Tone::Error,
            ("已取消", "Cancelled"),
            0,
            0,
        ),
    ];
    let list = table(title, columns())
        .rows(rows.map(|(zh, en, when, tone, state, n, waiting)| {
            vec![
                link("/w/list", say(ui, zh, en)),
                ui.moment(at(when)),
                badge(tone, say(ui, state.0, state.1)),
                html! { (link("/w/list", &when::count(n))) },
                html! { (when::count(waiting)) },
            ]
        }))
        .foot(vec![
            html! { (say(ui, "合计", "Sum")) },
            html! {},
            html! {},
            html! { "1,102" },
            html! { "5" },
        ]);
    let body = html! {
        (page_title(title, None, Some(html! {
            (link_button("/w/list", say(ui, "导出", "Export")).icon(Icon::Download).download())
            (link_button("/form", say(ui, "办一场活动", "Hold an activity")).primary().icon(Icon::Plus))
        })))
        (tabs(say(ui, "按状态看", "By state"), &[
            (say(ui, "全部", "All"), "/w/list", Some(28), true),
            (say(ui, "草稿", "Drafts"), "/w/list?state=draft", Some(2), false),
            (say(ui, "已发布", "Published"), "/w/list?state=published", Some(14), false),
            (say(ui, "已结束", "Over"), "/w/list?state=over", Some(12), false),
        ]))
        (filter_bar(ui, "/w/list", html! {
            (field(ui, "q", say(ui, "名称", "Name")).search())
            (field(ui, "after", say(ui, "不早于", "Not before")).date())
        }, &[]))
        div id="results" {
            (list)
            (pager(ui, &Pager { previous: Some("/w/list?p=1".into()), next: Some("/w/list?p=3".into()), from: 26, to: 29, all: Some(1_286) }))
        }
    };
    show(ui, title, body)
}

/// Coverage as tiles, a bar and a ranking.
pub fn coverage(ui: &Ui) -> Page {
    let title = say(ui, "组织覆盖", "Coverage");
    let words = |shade| match shade {
        Shade::Full => say(ui, "已建", "Built"),
        Shade::Shared => say(ui, "联合覆盖", "Joint"),
        Shade::Hollow => say(ui, "空壳", "Shell"),
        Shade::Missing => say(ui, "空白", "Gap"),
        Shade::Blank => say(ui, "不需建", "Not due"),
    };
    let shades = [
        Shade::Full,
        Shade::Shared,
        Shade::Full,
        Shade::Hollow,
        Shade::Missing,
        Shade::Full,
        Shade::Blank,
    ];
    let villages = [
        "桃园村",
        "新联社区",
        "永越村",
        "杨家门社区",
        "汇丰村",
        "红旗漾村",
        "毛衫城市场",
    ];
    let map: Vec<_> = villages
        .iter()
        .zip(shades)
        .cycle()
        .take(24)
        .map(|(name, shade)| Tile {
            name,
            words: words(shade),
            shade,
            href: "/w/list",
        })
        .collect();
    let all = [
        Shade::Full,
        Shade::Shared,
        Shade::Hollow,
        Shade::Missing,
        Shade::Blank,
    ];
    let body = html! {
        (page_title(title, Some(say(ui, "工会，截至 2026年11月18日", "Trade union, as of 18 Nov 2026")), None))
        (stack(html! {
            (card(parts(say(ui, "全市 20,000 个覆盖对象", "All 20,000 units"), &[
                (Shade::Full, words(Shade::Full), 11_240, "/w/list"),
                (Shade::Shared, words(Shade::Shared), 5_120, "/w/list"),
                (Shade::Hollow, words(Shade::Hollow), 860, "/w/list"),
                (Shade::Missing, words(Shade::Missing), 2_772, "/w/list"),
                (Shade::Blank, words(Shade::Blank), 8, "/w/list"),
            ])))
            (legend(&all.map(|shade| (shade, words(shade)))))
            (tiles(html! { "濮院镇" }, &map))
            (tiles(html! { "梧桐街道" }, &map[..9]))
            (card(bars(say(ui, "空白里的人最多", "Gaps with most people"), say(ui, "人", "people"), &[
                ("毛衫城市场", 1_420, "/w/list"), ("永越村创业园", 612, "/w/list"), ("红旗漾村", 88, "/w/list"),
            ])))
            (bracket(ui, say(ui, "对阵图", "Bracket"), &cup(ui)))
            (game_list(ui, &[GameLine {
                label: say(ui, "半决赛 · 第 1 场", "Semi-finals · Game 1").to_owned(),
                when: say(ui, "今天 18:00 · 东场", "Today 18:00 · east court").to_owned(),
                sides: [side("灯笼队", Some("62"), true), side("桥头队", Some("58"), false)],
                score: "62 : 58".to_owned(),
                note: Some(badge(Tone::Warn, say(ui, "暂定", "Provisional"))),
                action: None,
            }]))
        }))
    };
    show(ui, title, body)
}

fn side(name: &str, score: Option<&str>, won: bool) -> BracketSide {
    BracketSide {
        name: name.to_owned(),
        score: score.map(str::to_owned),
        won,
        known: true,
    }
}

/// A cup of four of which the final is still to come.
fn cup(ui: &Ui) -> [BracketRound; 2] {
    let open = || BracketSide {
        known: false,
        ..side(say(ui, "待定", "To come"), None, false)
    };
    let game = |label: &str, sides: [BracketSide; 2], note: &str| BracketGame {
        href: None,
        label: label.to_owned(),
        sides,
        note: note.to_owned(),
    };
    let semis = vec![
        game(
            "1",
            [
                side("灯笼队", Some("62"), true),
                side("桥头队", Some("58"), false),
            ],
            "",
        ),
        game(
            "2",
            [side("银杏队", None, false), side("运河队", None, false)],
            say(ui, "今天 19:30 · 东场", "Today 19:30 · east court"),
        ),
    ];
    let last = vec![game("3", [side("灯笼队", None, false), open()], "")];
    [
        BracketRound {
            title: say(ui, "半决赛", "Semi-finals").to_owned(),
            games: semis,
            aside: false,
        },
        BracketRound {
            title: say(ui, "决赛", "Final").to_owned(),
            games: last,
            aside: false,
        },
    ]
}

/// What no other sample shows.
pub fn parts_page(ui: &Ui) -> Page {
    let title = say(ui, "部件", "Parts");
    let text = say(
        ui,
        "周六 14:00 的课还缺 2 名志愿者。",
        "Saturday's class still needs two volunteers.",
    );
    let body = html! {
        (page_title(title, None, None))
        (stack(html! {
            (notice(Tone::Plain, html! { (text) }))
            (notice(Tone::Info, html! { (text) }))
            (notice(Tone::Ok, html! { (text) }))
            (notice(Tone::Warn, html! { (text) " " (link("/w", say(ui, "去请人", "Ask somebody"))) }))
            (notice(Tone::Error, html! { (text) }))
            (row(html! {
                (button(say(ui, "保存", "Save")).primary()) (button(say(ui, "预览", "Preview")))
                (button(say(ui, "更多", "More")).quiet()) (button(say(ui, "删除", "Delete")).danger())
                (button(say(ui, "小", "Small")).small())
            }))
            (row(html! {
                (badge(Tone::Plain, say(ui, "草稿", "Draft"))) (badge(Tone::Info, say(ui, "可带孩子", "Children")))
                (badge(Tone::Ok, say(ui, "已发布", "Published"))) (badge(Tone::Warn, say(ui, "待答复", "Waiting")))
                (badge(Tone::Error, say(ui, "已过期", "Expired")))
            }))
            (card(progress(say(ui, "正在导入", "Importing"), 640, 1_000)))
            (grid(Columns::Three, html! {
                (card_link("/w", say(ui, "槜李堂", "Zuili hall"), muted(html! { (say(ui, "桃园村 · 可坐 80 人", "Taoyuan · seats 80")) })))
                (card_link("/w", say(ui, "垃圾分类宣教站", "Waste school"), muted(html! { (say(ui, "桃园村 · 可坐 30 人", "Taoyuan · seats 30")) })))
                (card_link("/w", say(ui, "酵素指导应用所", "Enzyme house"), muted(html! { (say(ui, "桃园村 · 可坐 24 人", "Taoyuan · seats 24")) })))
            }))
            (bullets([html! { (text) }, html! { (text) }]))
            (divider())
            (scan_answer(Tone::Ok, say(ui, "沈** 已签到", "Shen** is in"), html! { "13:52 · 7K3 QXF" }))
            (scan_answer(Tone::Warn, say(ui, "这张码 5 分钟前签过到", "Checked in 5 minutes ago"), html! { (say(ui, "不用再扫；若是要离开，请改选“签退”。", "No need to scan again. If they are leaving, choose “out”.")) }))
            (scan_answer(Tone::Error, say(ui, "不是这场活动的码", "A code of another activity"), html! { (say(ui, "这是 11月22日“四点半学堂”的码，请让对方核对日期。", "It is for the after-school club on 22 Nov; ask them to check the date.")) }))
        }))
    };
    show(ui, title, body)
}

/// At the door.
pub fn scan(ui: &Ui) -> Page {
    scan_page(ui, None)
}

/// What the sample server answers to a code: `7K3QXF` is right.
pub async fn scanned(headers: HeaderMap, uri: OriginalUri, Form(form): Form<Vec<(String, String)>>) -> Page {
    let ui = reader(&headers, &uri);
    let code = form
        .iter()
        .find(|(name, _)| name == "code")
        .map_or("", |(_, code)| code);
    let answer = if code.to_uppercase().replace(' ', "").ends_with("7K3QXF") {
        scan_answer(
            Tone::Ok,
            say(&ui, "沈** 已签到", "Shen** is in"),
            html! { "13:52" },
        )
    } else {
        scan_answer(
            Tone::Error,
            say(&ui, "没有这个签到码", "No such code"),
            html! { (say(&ui, "请对方打开“我的”，再看一遍票面上的 6 位码。", "Ask them to open their ticket and read the six characters again.")) },
        )
    };
    if headers.contains_key("hx-request") {
        return Page::fragment(answer);
    }
    scan_page(&ui, Some(answer))
}

fn scan_page(ui: &Ui, answer: Option<Markup>) -> Page {
    let title = say(ui, "签到", "Check-in");
    let direction = choices(ui, "direction", say(ui, "扫的是", "This is"))
        .required()
        .inline()
        .option("in", say(ui, "签到", "Coming in"), true)
        .option("out", say(ui, "签退", "Going out"), false);
    let body = html! {
        (page_title(title, Some(say(ui, "周末酵素课 · 周六 14:00 · 已到 11 / 18", "Weekend class · Saturday 14:00 · 11 of 18 are here")), None))
        (scanner(ui, "/w/scan", "sample-nonce", direction.render(), answer))
    };
    show(ui, title, body)
}

/// The sign-in sheet.
pub fn sheet(ui: &Ui) -> Page {
    let title = say(ui, "签到表", "Sign-in sheet");
    let rows = ["沈**", "张**", "朱*", "陆**", "钱**", "吴**"];
    let list = table(
        title,
        vec![
            number_col("#"),
            col(say(ui, "姓名", "Name")),
            col(say(ui, "签到码", "Code")),
            col(say(ui, "签名", "Signature")),
        ],
    )
    .lined()
    .rows(rows.iter().enumerate().map(|(n, name)| {
        vec![
            html! { (n + 1) },
            html! { (name) },
            html! { "7K3 QX" (n) },
            html! { "　　　　" },
        ]
    }));
    let body = html! {
        (page_title(title, Some(say(ui, "周末酵素课 · 11月21日 周六 14:00 · 桃园村", "Weekend class · Sat 21 Nov, 14:00 · Taoyuan")), Some(Button::print(say(ui, "打印", "Print")).render())))
        (list)
    };
    bare(ui, title, body)
}
