//! An organisation's page: where it stands, who holds posts in it, what it covers, what it held.

use jiff::civil::Date;
use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::ui::prelude::*;

use super::{
    list_view::Retry,
    model::Way,
    queries::{Covered, Held, Organisation, Post},
};
use crate::coverage::{Viewer, periods::END};

/// All that an organisation's page shows.
pub(super) struct OrganisationPage {
    pub viewer: Viewer,
    pub organisation: Organisation,
    pub path: Vec<(OrganisationId, String, bool)>,
    pub posts: Vec<Post>,
    pub covered: Vec<Covered>,
    pub held: Vec<Held>,
    pub panels: Markup,
}

/// One organisation.
pub(super) fn page(
    ui: &Ui,
    org: OrganisationId,
    page: &OrganisationPage,
    may_keep: bool,
    retry: &Retry,
) -> Markup {
    let one = &page.organisation;
    let today = time::day(ui.now);
    let lives = one.to > today;
    let place = page
        .viewer
        .areas
        .get(one.area)
        .map(|area| page.viewer.areas.path(area))
        .unwrap_or_default();
    let lede = format!("{} · {} · {place}", one.line.name(ui), ui.t(one.kind.label()));
    let below = format!("/w/{org}/organisations?parent={}", one.id);
    let count = ui.tf(msg::ORGANISATIONS_BELOW_COUNT, args! { n = one.below });
    let mut facts = definitions(ui)
        .row(ui.t(msg::ORGANISATIONS_PATH), path(org, &page.path))
        .row(
            ui.t(msg::ORGANISATIONS_FOUNDED),
            when::full_day(ui.lang, one.from),
        )
        .row(ui.t(msg::ORGANISATIONS_BELOW), link(&below, &count));
    if !lives {
        facts = facts.row(
            ui.t(msg::ORGANISATIONS_DISSOLVED),
            when::full_day(ui.lang, one.to),
        );
    }
    if let Some((unit, name)) = &one.unit {
        facts = facts.row(
            ui.t(msg::ORGANISATIONS_HOME),
            link(&format!("/w/{org}/units/{unit}"), name),
        );
    }
    html! {
        (page_title(&one.name, Some(&lede), None))
        (split(
            html! {
                (section(ui.t(msg::ORGANISATIONS_POSTS), posts(ui, org, page, may_keep && lives, today)))
                (covers_section(ui, org, page, may_keep && lives))
                (section(ui.t(msg::ORGANISATIONS_HELD), held(ui, &page.held)))
                (page.panels)
            },
            html! {
                (panel(ui.t(msg::ORGANISATIONS_FACTS), html! { (facts) }))
                @if may_keep && lives {
                    (cover_form(ui, org, one, retry))
                    (dissolve_form(ui, org, one, retry))
                }
            },
        ))
    }
}

fn path(org: OrganisationId, path: &[(OrganisationId, String, bool)]) -> Markup {
    html! {
        @if path.is_empty() { "—" }
        @for (at, (id, name, seen)) in path.iter().enumerate() {
            @if at > 0 { " › " }
            @if *seen { (link(&format!("/w/{org}/organisations/{id}"), name)) } @else { (name) }
        }
    }
}

fn posts(ui: &Ui, org: OrganisationId, page: &OrganisationPage, may_end: bool, today: Date) -> Markup {
    if page.posts.is_empty() {
        return notice(Tone::Warn, html! { (ui.t(msg::ORGANISATIONS_POSTS_EMPTY)) });
    }
    let mut columns = vec![
        col(ui.t(msg::ORGANISATIONS_POST_PERSON)),
        col(ui.t(msg::ORGANISATIONS_POST_TITLE)),
        col(ui.t(msg::ORGANISATIONS_POST_KIND)),
        col(ui.t(msg::ORGANISATIONS_POST_FROM)),
        col(ui.t(msg::ORGANISATIONS_POST_TO)),
    ];
    if may_end {
        columns.push(col(ui.t(msg::ORGANISATIONS_POST_END)).unseen());
    }
    let rows = page.posts.iter().map(|post| {
        let mut cells = vec![
            html! { (post.name) },
            html! { (post.title) },
            html! { (ui.t(post.kind.label())) },
            html! { (when::full_day(ui.lang, post.from)) },
            html! {
                @if post.to > today { (badge(Tone::Ok, ui.t(msg::ORGANISATIONS_POST_NOW))) }
                @if post.to < END { " " (when::full_day(ui.lang, post.to)) }
            },
        ];
        if may_end {
            let action = format!("/w/{org}/organisations/{}/postings/{}/end", page.organisation.id, post.id);
            let explain = html! { (ui.t(msg::ORGANISATIONS_POST_END_EXPLAIN)) };
            let yes = button(ui.t(msg::ORGANISATIONS_POST_END)).danger().about(&post.title);
            cells.push(html! {
                @if post.to > today { (confirm(ui, &action, ui.t(msg::ORGANISATIONS_POST_END), &explain, yes)) }
            });
        }
        cells
    });
    html! { (table(ui.t(msg::ORGANISATIONS_POSTS_CAPTION), columns).rows(rows)) }
}

fn covers_section(ui: &Ui, org: OrganisationId, page: &OrganisationPage, may_end: bool) -> Markup {
    let all = format!("/w/{org}/units?organisation={}", page.organisation.id);
    let count = ui.tf(
        msg::ORGANISATIONS_COVERS_ALL,
        args! { n = when::count(page.organisation.units) },
    );
    let end = html! { @if page.organisation.units > 0 { (link(&all, &count)) } };
    aside(
        ui.t(msg::ORGANISATIONS_COVERS),
        end,
        covers(ui, org, page, may_end),
    )
}

fn covers(ui: &Ui, org: OrganisationId, page: &OrganisationPage, may_end: bool) -> Markup {
    if page.covered.is_empty() {
        return muted(html! { (ui.t(msg::ORGANISATIONS_COVERS_EMPTY)) });
    }
    let mut columns = vec![
        col(ui.t(msg::COVERAGE_COL_UNIT)),
        col(ui.t(msg::ORGANISATIONS_COVER_WAY)),
        col(ui.t(msg::COVERAGE_COL_STATUS)),
        number_col(ui.t(msg::COVERAGE_COL_PEOPLE)),
        col(ui.t(msg::ORGANISATIONS_COVER_FROM)),
    ];
    if may_end {
        columns.push(col(ui.t(msg::ORGANISATIONS_COVER_END)).unseen());
    }
    let rows = page.covered.iter().map(|unit| {
        let mut cells = vec![
            link(&format!("/w/{org}/units/{}", unit.unit), &unit.name),
            html! { (ui.t(unit.way.label())) },
            html! { @if let Some(status) = unit.status { (badge(status.tone(), ui.t(status.label()))) } },
            html! { (when::count(unit.people)) },
            html! { (when::full_day(ui.lang, unit.from)) },
        ];
        if may_end {
            let action = format!(
                "/w/{org}/organisations/{}/covers/{}/end",
                page.organisation.id, unit.unit
            );
            let explain = html! { (ui.t(msg::ORGANISATIONS_COVER_END_EXPLAIN)) };
            let yes = button(ui.t(msg::ORGANISATIONS_COVER_END))
                .danger()
                .about(&unit.name);
            cells.push(confirm(
                ui,
                &action,
                ui.t(msg::ORGANISATIONS_COVER_END),
                &explain,
                yes,
            ));
        }
        cells
    });
    html! { (table(ui.t(msg::ORGANISATIONS_COVERS_CAPTION), columns).rows(rows)) }
}

fn held(ui: &Ui, held: &[Held]) -> Markup {
    if held.is_empty() {
        return muted(html! { (ui.t(msg::ORGANISATIONS_HELD_EMPTY)) });
    }
    let columns = vec![
        col(ui.t(msg::ORGANISATIONS_HELD_WHAT)),
        col(ui.t(msg::ORGANISATIONS_HELD_WHEN)),
        col(ui.t(msg::ORGANISATIONS_HELD_ROLE)),
    ];
    let rows = held.iter().map(|one| {
        let role = if one.host {
            msg::ORGANISATIONS_HELD_HOST
        } else {
            msg::ORGANISATIONS_HELD_COHOST
        };
        // The public page: the workbench's own may belong to a host elsewhere.
        let href = format!("/activities/{}", one.activity);
        vec![
            link(&href, &one.title),
            ui.moment(one.starts_at),
            html! { (ui.t(role)) },
        ]
    });
    html! { (table(ui.t(msg::ORGANISATIONS_HELD_CAPTION), columns).rows(rows)) }
}

fn cover_form(ui: &Ui, org: OrganisationId, one: &Organisation, retry: &Retry) -> Markup {
    let Retry { fields, problems } = retry;
    let action = format!("/w/{org}/organisations/{}/covers", one.id);
    let today = time::day(ui.now).to_string();
    let from = if fields.has("cover_from") {
        fields.raw("cover_from")
    } else {
        &today
    };
    let usual = one.kind.way();
    let mut way = select(ui, "way", ui.t(msg::ORGANISATIONS_COVER_WAY)).required();
    for each in Way::ALL {
        let chosen = if fields.has("way") {
            fields.raw("way") == each.as_str()
        } else {
            *each == usual
        };
        way = way.option(each.as_str(), ui.t(each.label()), chosen);
    }
    let body = html! {
        @if fields.has("cover_from") { (error_summary(ui, problems)) }
        (field(ui, "unit", ui.t(msg::ORGANISATIONS_COVER_UNIT)).required().hint(ui.t(msg::ORGANISATIONS_COVER_UNIT_HINT))
            .value(fields.raw("unit")).error(problems.of("unit")))
        (way)
        (field(ui, "cover_from", ui.t(msg::ORGANISATIONS_COVER_FROM)).date().required().value(from)
            .error(problems.of("cover_from")))
        (button(ui.t(msg::ORGANISATIONS_COVER_SAVE)))
    };
    panel(ui.t(msg::ORGANISATIONS_COVER_ADD), form(ui, &action).body(body))
}

fn dissolve_form(ui: &Ui, org: OrganisationId, one: &Organisation, retry: &Retry) -> Markup {
    let Retry { fields, problems } = retry;
    let action = format!("/w/{org}/organisations/{}/dissolve", one.id);
    let body = html! {
        @if fields.has("reason") { (error_summary(ui, problems)) }
        (muted(html! { (ui.t(msg::ORGANISATIONS_DISSOLVE_EXPLAIN)) }))
        (field(ui, "reason", ui.t(msg::ORGANISATIONS_DISSOLVE_REASON)).required().max_chars(200)
            .value(fields.raw("reason")).error(problems.of("reason")))
        (button(ui.t(msg::ORGANISATIONS_DISSOLVE_YES)).danger())
    };
    panel(ui.t(msg::ORGANISATIONS_DISSOLVE), form(ui, &action).body(body))
}
