//! The list of an organisation's activities: filtered, sorted, paged.

use axum::extract::State;
use langqiao_platform::{app::App, desk, extract::Query, fault::Fault, gate::Grant, ui::prelude::*};
use serde::Deserialize;

use super::facts::phase_badge;
use crate::activities::{
    ReadActivities,
    model::{ActivityKind, CohostStatus},
    queries::{self, ListQuery, Listed, Order, Show, Standing},
};

/// Rows of a page.
const PAGE: i64 = 30;

/// What the address asks for. Whatever doesn't fit is left out of account: people edit addresses by hand.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    show: Option<String>,
    kind: Option<String>,
    q: Option<String>,
    below: Option<String>,
    sort: Option<String>,
    page: Option<String>,
}

/// What is shown, in types.
#[derive(Clone)]
struct Filter {
    show: Show,
    kind: Option<ActivityKind>,
    words: Option<String>,
    below: bool,
    order: Order,
    page: i64,
}

impl Filter {
    fn of(asked: &Asked) -> Self {
        fn word<T: std::str::FromStr>(text: Option<&String>) -> Option<T> {
            text.and_then(|text| text.parse().ok())
        }
        Filter {
            show: word(asked.show.as_ref()).unwrap_or_default(),
            kind: word(asked.kind.as_ref()),
            words: asked
                .q
                .as_deref()
                .map(langqiao_kernel::text::squash)
                .filter(|words| !words.is_empty()),
            below: asked.below.as_deref() == Some("1"),
            order: word(asked.sort.as_ref()).unwrap_or_default(),
            page: word(asked.page.as_ref()).unwrap_or(1).clamp(1, 10_000),
        }
    }

    /// The address of the same list with something changed.
    fn href(&self, base: &str, change: impl FnOnce(&mut Filter)) -> String {
        let mut to = Filter {
            page: 1,
            ..self.clone()
        };
        change(&mut to);
        let mut query: Vec<(&str, String)> = Vec::new();
        if to.show != Show::default() {
            query.push(("show", to.show.as_str().to_owned()));
        }
        query.extend(to.kind.map(|kind| ("kind", kind.as_str().to_owned())));
        query.extend(to.words.map(|words| ("q", words)));
        if to.below {
            query.push(("below", "1".to_owned()));
        }
        if to.order != Order::default() {
            query.push(("sort", to.order.as_str().to_owned()));
        }
        if to.page > 1 {
            query.push(("page", to.page.to_string()));
        }
        let query: Vec<String> = query
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        if query.is_empty() {
            base.to_owned()
        } else {
            format!("{base}?{}", query.join("&"))
        }
    }
}

/// A value as it stands in a query string.
fn encode(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    value
        .bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// `GET /w/{org}/activities`
pub async fn list(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let filter = Filter::of(&asked);
    let query = ListQuery {
        org: gate.org(),
        below: filter.below,
        show: filter.show,
        kind: filter.kind,
        words: filter.words.clone(),
        order: filter.order,
        after: None,
        skip: (filter.page - 1) * PAGE,
        limit: PAGE,
        now: ui.now,
    };
    let (rows, all) = app.db.read(move |tx| queries::list(tx, &query)).await?;
    let base = format!("/w/{}/activities", gate.org());
    let title = ui.t(msg::ACTIVITY_LIST);
    let new = gate.may("activities.manage").then(|| {
        let href = format!("{base}/new");
        html! { (link_button(&href, ui.t(msg::ACTIVITY_NEW)).primary().icon(Icon::Plus)) }
    });
    let content = html! {
        (page_title(title, None, new))
        (filters(&ui, &base, &filter))
        div id="results" {
            (views(&ui, &base, &filter))
            @if rows.is_empty() {
                (nothing(&ui, &gate, &base, &filter))
            } @else {
                (rows_table(&ui, &base, &filter, &rows))
                (pager(&ui, &pages(&base, &filter, rows.len(), all)))
            }
        }
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

fn views(ui: &Ui, base: &str, filter: &Filter) -> Markup {
    let names = [
        msg::ACTIVITY_SHOW_UPCOMING,
        msg::ACTIVITY_SHOW_DRAFTS,
        msg::ACTIVITY_SHOW_INVITED,
        msg::ACTIVITY_SHOW_PAST,
        msg::ACTIVITY_SHOW_CANCELLED,
        msg::ACTIVITY_SHOW_ALL,
    ];
    let hrefs = Show::ALL.map(|show| filter.href(base, |to| to.show = show));
    let views: Vec<_> = Show::ALL
        .iter()
        .zip(names)
        .zip(&hrefs)
        .map(|((show, name), href)| (ui.t(name), href.as_str(), None, *show == filter.show))
        .collect();
    tabs(ui.t(msg::ACTIVITY_SHOW), &views)
}

fn filters(ui: &Ui, base: &str, filter: &Filter) -> Markup {
    let kinds = ActivityKind::ALL.iter().fold(
        select(ui, "kind", ui.t(msg::ACTIVITY_KIND)).required().option(
            "",
            ui.t(msg::ACTIVITY_KIND_ANY),
            filter.kind.is_none(),
        ),
        |list, kind| list.option(kind.as_str(), ui.t(kind.msg()), filter.kind == Some(*kind)),
    );
    let fields = html! {
        (field(ui, "q", ui.t(msg::ACTIVITY_TITLE)).search().value(filter.words.as_deref().unwrap_or_default()).required())
        (kinds)
        (checkbox("below", ui.t(msg::ACTIVITY_BELOW), filter.below, None, None))
        @if filter.show != Show::default() { input type="hidden" name="show" value=(filter.show.as_str()); }
        @if filter.order != Order::default() { input type="hidden" name="sort" value=(filter.order.as_str()); }
    };
    let mut chosen: Vec<(String, String)> = Vec::new();
    if let Some(words) = &filter.words {
        chosen.push((words.clone(), filter.href(base, |to| to.words = None)));
    }
    if let Some(kind) = filter.kind {
        chosen.push((
            ui.t(kind.msg()).to_owned(),
            filter.href(base, |to| to.kind = None),
        ));
    }
    if filter.below {
        chosen.push((
            ui.t(msg::ACTIVITY_BELOW).to_owned(),
            filter.href(base, |to| to.below = false),
        ));
    }
    filter_bar(ui, base, fields, &chosen)
}

fn rows_table(ui: &Ui, base: &str, filter: &Filter, rows: &[Listed]) -> Markup {
    let sorted = |up: Order, down: Order| {
        let now = if filter.order == up {
            Sort::Up
        } else if filter.order == down {
            Sort::Down
        } else {
            Sort::Not
        };
        let next = if filter.order == up { down } else { up };
        (filter.href(base, |to| to.order = next), now)
    };
    let (by_title, title_now) = sorted(Order::Title, Order::TitleDown);
    let (by_start, start_now) = sorted(Order::Start, Order::StartDown);
    let columns = vec![
        col(ui.t(msg::ACTIVITY_TITLE)).sorted(by_title, title_now),
        col(ui.t(msg::ACTIVITY_WHEN)).sorted(by_start, start_now),
        col(ui.t(msg::ACTIVITY_PLACE)),
        col(ui.t(msg::ACTIVITY_STATE)),
        col(ui.t(msg::ACTIVITY_TOGETHER)),
        number_col(ui.t(msg::ACTIVITY_SIGNUPS)),
    ];
    let cells = rows.iter().map(|row| {
        let href = format!("{base}/{}", row.id);
        let pools = &row.pools;
        vec![
            link(&href, &row.title),
            ui.span(row.times.starts_at, row.times.ends_at),
            html! { (row.place) " · " (row.town) },
            state(ui, row),
            together(ui, row),
            html! {
                (when::count(pools.attendee.taken + pools.volunteer.taken)) "/"
                (when::count(pools.attendee.capacity + pools.volunteer.capacity))
            },
        ]
    });
    table(ui.t(msg::ACTIVITY_LIST), columns).rows(cells).render()
}

fn state(ui: &Ui, row: &Listed) -> Markup {
    html! {
        (phase_badge(ui, row.times.phase(row.status, ui.now)))
        @if row.standing == Standing::Cohost(CohostStatus::Invited) { " " (badge(Tone::Warn, ui.t(msg::ACTIVITY_TO_ANSWER))) }
        @if row.standing == Standing::Cohost(CohostStatus::Declined) {
            " " (badge(Tone::Plain, ui.t(if row.left { msg::ACTIVITY_COHOST_LEFT } else { CohostStatus::Declined.msg() })))
        }
    }
}

fn together(ui: &Ui, row: &Listed) -> Markup {
    html! {
        @if row.standing == Standing::Host { (ui.t(msg::ACTIVITY_HOST_US)) } @else { (row.host) }
        @if row.accepted > 0 { " · " (ui.tf(msg::ACTIVITY_TOGETHER_N, args! { n = row.accepted })) }
        @if row.asked > 0 { " · " (ui.tf(msg::ACTIVITY_ASKED_N, args! { n = row.asked })) }
    }
}

fn pages(base: &str, filter: &Filter, shown: usize, all: i64) -> Pager {
    let skipped = (filter.page - 1) * PAGE;
    let to = skipped + i64::try_from(shown).unwrap_or(PAGE);
    Pager {
        previous: (filter.page > 1).then(|| filter.href(base, |to| to.page = filter.page - 1)),
        next: (to < all).then(|| filter.href(base, |to| to.page = filter.page + 1)),
        from: skipped + 1,
        to,
        all: Some(all),
    }
}

fn nothing(ui: &Ui, gate: &Grant<ReadActivities>, base: &str, filter: &Filter) -> Markup {
    let filtered = filter.words.is_some() || filter.kind.is_some() || filter.page > 1;
    let (what, next) = match (filtered, filter.show) {
        (true, _) => (
            msg::ACTIVITY_NONE_FOUND,
            link_button(base, ui.t(msg::ACTIVITY_NONE_CLEAR)).render(),
        ),
        (false, Show::Invited) => (msg::ACTIVITY_NONE_INVITED, html! {}),
        (false, Show::Upcoming) if gate.may("activities.manage") => {
            let href = format!("{base}/new");
            (
                msg::ACTIVITY_NONE_UPCOMING,
                html! { (link_button(&href, ui.t(msg::ACTIVITY_NEW))) },
            )
        }
        (false, _) => (msg::ACTIVITY_NONE, html! {}),
    };
    empty(Icon::Calendar, ui.t(what), next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_as_it_was_written() {
        let asked = Asked {
            q: Some("桃园 & 亲子".into()),
            kind: Some("family".into()),
            ..Asked::default()
        };
        let filter = Filter::of(&asked);
        let href = filter.href("/w/x/activities", |to| to.page = 2);
        assert_eq!(
            href,
            "/w/x/activities?kind=family&q=%E6%A1%83%E5%9B%AD%20%26%20%E4%BA%B2%E5%AD%90&page=2"
        );
        assert_eq!(filter.href("/b", |to| (to.words, to.kind) = (None, None)), "/b");
        let rubbish = Asked {
            show: Some("x".into()),
            page: Some("-3".into()),
            ..Asked::default()
        };
        assert_eq!(
            (Filter::of(&rubbish).show, Filter::of(&rubbish).page),
            (Show::Upcoming, 1)
        );
    }
}
