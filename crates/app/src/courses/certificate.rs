//! The certificate 结业证书 of a course, to be printed.

use langqiao_kernel::time;
use langqiao_platform::ui::prelude::*;

use super::{model::Member, whole::Whole};

/// A page of certificates, one on each sheet of paper.
pub(super) fn certificates(ui: &Ui, whole: &Whole, named: &[(String, &Member)], back: &str) -> Page {
    let title = ui.t(msg::COURSE_CERTIFICATE);
    let tools = row(html! {
        (link_button(back, ui.t(msg::COURSE_BACK)).icon(Icon::Back))
        (Button::print(ui.t(msg::COURSE_PRINT)).primary())
    });
    let content = html! {
        (tools)
        @if named.is_empty() { p { (ui.t(msg::COURSE_CERTIFICATE_NONE)) } }
        @for (name, member) in named { (one(ui, whole, name, member)) }
    };
    bare(ui, &format!("{} · {title}", whole.course.title), content)
}

fn one(ui: &Ui, whole: &Whole, name: &str, member: &Member) -> Markup {
    let of = &whole.course;
    let sum = whole.attendance(member);
    let (from, to) = (time::day(of.starts_at), time::day(of.ends_at));
    let days = [when::full_day(ui.lang, from), when::full_day(ui.lang, to)];
    let text = ui.tf(
        msg::COURSE_CERTIFICATE_TEXT,
        args! {
            name = name.to_owned(), title = of.title.clone(), from = days[0].clone(),
            to = days[1].clone(), held = sum.held, there = sum.there,
        },
    );
    let facts = html! {
        p { (of.host) }
        p { (when::full_day(ui.lang, to)) }
    };
    let days = [days[0].as_str(), days[1].as_str()];
    diploma(ui.t(msg::COURSE_CERTIFICATE), &text, &days, facts)
}
