//! The page of rules: what is due, what counts as a shell, and where each rule comes from.

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::ui::prelude::*;

use super::rules::{DueRule, LineRules, rules};

pub(super) fn page(ui: &Ui, org: OrganisationId) -> Markup {
    let rules = rules();
    let shell = args! { months = rules.held_within_months, grace = rules.grace_months };
    let back = format!("/w/{org}/coverage");
    html! {
        (page_title(ui.t(msg::COVERAGE_RULES_TITLE), Some(ui.t(msg::COVERAGE_RULES_LEDE)), Some(html! {
            (link_button(&back, ui.t(msg::COVERAGE_LIST_BACK)).quiet().icon(Icon::Back))
        })))
        (stack(html! {
            (section(ui.t(msg::COVERAGE_RULES_SHELL), html! { p { (ui.tf(msg::COVERAGE_RULES_SHELL_TEXT, shell)) } }))
            @for line in &rules.lines { (section(line.name.text(ui), of_line(ui, line))) }
        }))
    }
}

fn of_line(ui: &Ui, line: &LineRules) -> Markup {
    let caption = ui.tf(msg::COVERAGE_RULES_CAPTION, args! { line = line.name.text(ui) });
    let columns = vec![
        col(ui.t(msg::COVERAGE_RULES_RULE)),
        col(ui.t(msg::COVERAGE_RULES_KINDS)),
        col(ui.t(msg::COVERAGE_RULES_SOURCE)),
    ];
    let rows = line.due.iter().map(|rule| {
        vec![
            html! { (rule.because.text(ui)) },
            scope(ui, rule),
            source(ui, rule),
        ]
    });
    html! {
        (muted(html! { (ui.tf(msg::COVERAGE_RULES_PEOPLE, args! { people = ui.t(line.people.label()) })) }))
        (table(&caption, columns).rows(rows))
    }
}

fn scope(ui: &Ui, rule: &DueRule) -> Markup {
    let separator = ui.lang.between_names();
    let kinds: Vec<&str> = rule.kinds.iter().map(|kind| ui.t(kind.label())).collect();
    let count = args! { people = ui.t(rule.people.label()), n = rule.at_least };
    let mut parts = vec![kinds.join(separator), ui.tf(msg::COVERAGE_RULES_COUNT, count)];
    if rule.party {
        parts.push(ui.t(msg::COVERAGE_RULES_PARTY).to_owned());
    }
    if let Some(from) = rule.own_from {
        parts.push(ui.tf(msg::COVERAGE_RULES_OWN, args! { n = from }));
    }
    html! { @for part in parts { p { (part) } } }
}

fn source(ui: &Ui, rule: &DueRule) -> Markup {
    let (tone, word) = if rule.verified {
        (Tone::Ok, msg::COVERAGE_RULES_VERIFIED)
    } else {
        (Tone::Warn, msg::COVERAGE_RULES_UNVERIFIED)
    };
    html! { (rule.source) " " (badge(tone, ui.t(word))) }
}
