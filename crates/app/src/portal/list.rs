//! All activities: filtered, searched, page by page, with nothing but links and a form.

use axum::{extract::State, http::HeaderMap};
use langqiao_platform::{
    app::App,
    args,
    extract::Query,
    fault::Fault,
    gate::Public,
    i18n::msg,
    ui::{
        Ui,
        components::{
            Pager, checkbox, empty, field, filter_bar, link_button, page_title, pager, row, select,
        },
        icon::Icon,
        page::{Head, Page, portal},
        when,
    },
};
use langqiao_store::{ReadTx, StoreError};
use maud::{Markup, html};

use super::{
    cards,
    filter::{After, Asked, Filter, When},
    place,
    queries::{self, AreaName, Card},
};
use crate::{activities::ActivityKind, coverage::Line};

/// How many activities a page of the list has.
const PAGE: usize = 20;

struct Found {
    towns: Vec<AreaName>,
    cards: Vec<Card>,
    /// Where the list goes on, if it does.
    next: Option<After>,
    /// How many came before this page.
    shown: i64,
    from: Option<(f64, f64)>,
}

pub(super) async fn list(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let filter = Filter::read(&asked);
    let (wanted, now, remembered) = (filter.clone(), ui.now, place::remembered(&headers));
    let found = app
        .db
        .read(move |tx| {
            let towns = queries::towns(tx)?;
            let from = match remembered {
                Some(area) => queries::place(tx, area)?.map(|place| place.at),
                None => None,
            };
            let (cards, next) = page(tx, &wanted, now, PAGE)?;
            let shown = wanted.after.map_or(0, |after| after.shown);
            Ok::<_, StoreError>(Found {
                towns,
                cards,
                next,
                shown,
                from,
            })
        })
        .await?;
    let title = ui.t(msg::PORTAL_LIST_TITLE);
    let head = Head {
        title,
        description: ui.t(msg::PORTAL_LIST_DESCRIPTION),
        canonical: Some(&app.address("/activities")),
        // A filtered list is a view, not a page of its own.
        unlisted: filter != Filter::default(),
    };
    Ok(portal(&ui, head, view(&ui, title, &filter, &found)))
}

/// A page of what fits a filter, and where the list goes on.
pub(super) fn page(
    tx: &mut ReadTx<'_>,
    filter: &Filter,
    now: jiff::Timestamp,
    size: usize,
) -> Result<(Vec<Card>, Option<After>), StoreError> {
    let shown = filter.after.map_or(0, |after| after.shown);
    let mut cards = match &filter.q {
        // What was found by words is in no order that a cursor could name, and little enough to be cut here.
        Some(q) => {
            let found = queries::found(tx, filter, q, now)?;
            found
                .into_iter()
                .skip(usize::try_from(shown).unwrap_or(usize::MAX))
                .take(size + 1)
                .collect()
        }
        None => queries::list(tx, filter, now, size as i64 + 1)?,
    };
    let more = cards.len() > size;
    cards.truncate(size);
    let shown = shown + cards.len() as i64;
    let next = cards.last().filter(|_| more).map(|last| After {
        shown,
        starts_at: last.starts_at,
        id: last.id,
    });
    Ok((cards, next))
}

fn view(ui: &Ui, title: &str, filter: &Filter, found: &Found) -> Markup {
    html! {
        (page_title(title, None, None))
        div id="results" {
            (filter_bar(ui, "/activities", fields(ui, filter, &found.towns), &chosen(ui, filter, &found.towns)))
            @if found.cards.is_empty() {
                (empty(Icon::Search, ui.t(msg::PORTAL_NOTHING_FOUND), row(html! {
                    (link_button("/activities", ui.t(msg::PORTAL_SEE_ALL)))
                })))
            } @else if filter.q.is_some() {
                (cards::plain(ui, &found.cards, found.from))
            } @else {
                (cards::by_day(ui, &found.cards, found.from))
            }
            @if found.next.is_some() || found.shown > 0 {
                (pager(ui, &Pager {
                    previous: (found.shown > 0).then(|| filter.at_the_start().href()),
                    next: found.next.map(|after| Filter { after: Some(after), ..filter.clone() }.href()),
                    from: found.shown + 1,
                    to: found.shown + found.cards.len() as i64,
                    all: None,
                }))
            }
        }
    }
}

fn fields(ui: &Ui, filter: &Filter, towns: &[AreaName]) -> Markup {
    let any = ui.t(msg::PORTAL_ANY);
    let mut town = select(ui, "town", ui.t(msg::PORTAL_FILTER_TOWN))
        .required()
        .option("", any, filter.town.is_none());
    let ids: Vec<String> = towns.iter().map(|town| town.id.to_text()).collect();
    for (area, id) in towns.iter().zip(&ids) {
        town = town.option(id, &area.name, filter.town == Some(area.id));
    }
    let mut line = select(ui, "line", ui.t(msg::PORTAL_FILTER_LINE))
        .required()
        .option("", any, filter.line.is_none());
    for one in Line::all() {
        line = line.option(one.as_str(), cards::line_name(ui, one), filter.line == Some(one));
    }
    let mut kind = select(ui, "kind", ui.t(msg::PORTAL_FILTER_KIND))
        .required()
        .option("", any, filter.kind.is_none());
    for one in ActivityKind::ALL {
        kind = kind.option(one.as_str(), ui.t(one.msg()), filter.kind == Some(*one));
    }
    let mut days = select(ui, "when", ui.t(msg::PORTAL_FILTER_WHEN))
        .required()
        .option("", any, filter.when.is_none());
    for one in When::ALL {
        days = days.option(one.word(), when_name(ui, one), filter.when == Some(one));
    }
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    html! {
        (field(ui, "q", ui.t(msg::PORTAL_SEARCH_LABEL)).required().search().value(filter.q.as_deref().unwrap_or_default())
            .example(ui.t(msg::PORTAL_SEARCH_EXAMPLE)))
        (days) (town) (kind) (line)
        (field(ui, "from", ui.t(msg::PORTAL_FILTER_FROM)).required().date().value(&day(filter.from)))
        (field(ui, "to", ui.t(msg::PORTAL_FILTER_TO)).required().date().value(&day(filter.to)))
        (checkbox("free", ui.t(msg::PORTAL_FILTER_FREE), filter.free, None, None))
        (checkbox("help", ui.t(msg::PORTAL_FILTER_HELP), filter.help, None, None))
    }
}

fn when_name(ui: &Ui, when: When) -> &'static str {
    ui.t(match when {
        When::Today => msg::WHEN_TODAY,
        When::Tomorrow => msg::WHEN_TOMORROW,
        When::Weekend => msg::PORTAL_WEEKEND,
        When::Week => msg::PORTAL_NEXT_7_DAYS,
        When::Month => msg::PORTAL_NEXT_30_DAYS,
    })
}

/// The filters that are set, each with the list's address without it.
fn chosen(ui: &Ui, filter: &Filter, towns: &[AreaName]) -> Vec<(String, String)> {
    let base = filter.at_the_start();
    let mut chips = Vec::new();
    let mut chip =
        |name: Option<String>, without: Filter| chips.extend(name.map(|name| (name, without.href())));
    let day = |day: jiff::civil::Date| when::day(ui.lang, day, ui.now);
    chip(
        filter.q.clone(),
        Filter {
            q: None,
            ..base.clone()
        },
    );
    chip(
        filter.when.map(|when| when_name(ui, when).to_owned()),
        Filter {
            when: None,
            ..base.clone()
        },
    );
    let town = filter.town.and_then(|id| towns.iter().find(|town| town.id == id));
    chip(
        town.map(|town| town.name.clone()),
        Filter {
            town: None,
            ..base.clone()
        },
    );
    chip(
        filter.kind.map(|kind| ui.t(kind.msg()).to_owned()),
        Filter {
            kind: None,
            ..base.clone()
        },
    );
    chip(
        filter.line.map(|line| cards::line_name(ui, line).to_owned()),
        Filter {
            line: None,
            ..base.clone()
        },
    );
    let from = filter
        .from
        .map(|from| ui.tf(msg::PORTAL_FROM_DAY, args! { day = day(from) }));
    chip(
        from,
        Filter {
            from: None,
            ..base.clone()
        },
    );
    let to = filter
        .to
        .map(|to| ui.tf(msg::PORTAL_TO_DAY, args! { day = day(to) }));
    chip(
        to,
        Filter {
            to: None,
            ..base.clone()
        },
    );
    let free = filter.free.then(|| ui.t(msg::PORTAL_FILTER_FREE).to_owned());
    chip(
        free,
        Filter {
            free: false,
            ..base.clone()
        },
    );
    let help = filter.help.then(|| ui.t(msg::PORTAL_FILTER_HELP).to_owned());
    chip(help, Filter { help: false, ..base });
    chips
}
