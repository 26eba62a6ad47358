//! All activities: filtered, searched, page by page, with nothing but links and a form.

use axum::{extract::State, http::HeaderMap};
use jiff::civil::Date;
use langqiao_platform::{
    app::App,
    extract::Query,
    fault::Fault,
    feature::{PanelAsk, Slot},
    gate::Public,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

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
    /// The ways to what else there is.
    ways: Markup,
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
    let (house, reader) = (app.clone(), ui.clone());
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
            let ask = PanelAsk {
                ui: &reader,
                app: &house,
                org: None,
                person: None,
                roles: &[],
                id: "",
                now,
            };
            Ok::<_, StoreError>(Found {
                ways: house.registry.panels(Slot::Activities, tx, &ask)?,
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
    Ok(portal(&ui, head, view(&ui, title, &filter, &found)).for_everyone())
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
    let chosen = chosen(ui, filter, &found.towns);
    let fields = fields(ui, filter, &found.towns);
    let q = filter.q.as_deref().unwrap_or_default();
    html! {
        (page_title(title, None, None))
        (stack(html! {
            (search(ui, "/activities", ui.t(msg::PORTAL_SEARCH_LABEL), ui.t(msg::PORTAL_SEARCH_EXAMPLE), q))
            (row(html! { (found.ways) }))
            div id=(FILTER_DAYS) { (days(ui, filter)) }
            (filter_bar(ui, "/activities", fields, &chosen))
        }))
        div id="results" {
            @if found.cards.is_empty() {
                (empty(Icon::Search, ui.t(msg::PORTAL_NOTHING_FOUND), row(html! {
                    (link_button("/activities", ui.t(msg::PORTAL_SEE_ALL)))
                })))
            } @else if filter.q.is_some() {
                (cards::plain(ui, &found.cards, found.from))
            } @else {
                (cards::by_day(ui, &found.cards, found.from))
            }
            @if found.next.is_some() || found.shown > 0 { (pages(ui, filter, found)) }
        }
    }
}

fn pages(ui: &Ui, filter: &Filter, found: &Found) -> Markup {
    let go_on = |after| {
        Filter {
            after: Some(after),
            ..filter.clone()
        }
        .href()
    };
    pager(
        ui,
        &Pager {
            previous: (found.shown > 0).then(|| filter.at_the_start().href()),
            next: found.next.map(go_on),
            from: found.shown + 1,
            to: found.shown + found.cards.len() as i64,
            all: None,
        },
    )
}

/// The days most people look for, one touch each; other filters stay as they are.
fn days(ui: &Ui, filter: &Filter) -> Markup {
    let of = |when: Option<When>| {
        Filter {
            when,
            from: None,
            to: None,
            ..filter.at_the_start()
        }
        .href()
    };
    let none = filter.when.is_none() && filter.from.is_none() && filter.to.is_none();
    let any = (ui.t(msg::PORTAL_ANY_DAY), of(None), none);
    let named = When::ALL.map(|when| (when_name(ui, when), of(Some(when)), filter.when == Some(when)));
    let all: Vec<_> = std::iter::once(any).chain(named).collect();
    let views: Vec<_> = all
        .iter()
        .map(|(name, href, current)| (*name, href.as_str(), None, *current))
        .collect();
    tabs(ui.t(msg::PORTAL_FILTER_WHEN), &views)
}

fn fields(ui: &Ui, filter: &Filter, towns: &[AreaName]) -> Markup {
    let list = |name, label, none| select(ui, name, ui.t(label)).option("", ui.t(msg::PORTAL_ANY), none);
    let mut town = list("town", msg::PORTAL_FILTER_TOWN, filter.town.is_none());
    let ids: Vec<String> = towns.iter().map(|town| town.id.to_text()).collect();
    for (area, id) in towns.iter().zip(&ids) {
        town = town.option(id, &area.name, filter.town == Some(area.id));
    }
    let mut line = list("line", msg::PORTAL_FILTER_LINE, filter.line.is_none());
    for one in Line::all() {
        line = line.option(one.as_str(), cards::line_name(ui, one), filter.line == Some(one));
    }
    let mut kind = list("kind", msg::PORTAL_FILTER_KIND, filter.kind.is_none());
    for one in ActivityKind::ALL {
        kind = kind.option(one.as_str(), ui.t(one.msg()), filter.kind == Some(*one));
    }
    let day = |name, label, day: Option<Date>| {
        let typed = day.map(|day| day.to_string()).unwrap_or_default();
        html! { (field(ui, name, ui.t(label)).date().value(&typed)) }
    };
    html! {
        @if let Some(q) = &filter.q { (hidden("q", q)) }
        @if let Some(when) = filter.when { (hidden("when", when.word())) }
        (town) (kind) (line)
        @if filter.when.is_none() {
            (day("from", msg::PORTAL_FILTER_FROM, filter.from))
            (day("to", msg::PORTAL_FILTER_TO, filter.to))
        }
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

/// The filters that are set, but for the days above, each with the list's address without it.
fn chosen(ui: &Ui, filter: &Filter, towns: &[AreaName]) -> Vec<(String, String)> {
    let without = |change: fn(&mut Filter)| {
        let mut others = filter.at_the_start();
        change(&mut others);
        others.href()
    };
    let day = |day: Date| when::day(ui.lang, day, ui.now);
    let town = filter.town.and_then(|id| towns.iter().find(|town| town.id == id));
    let from = filter
        .from
        .map(|from| ui.tf(msg::PORTAL_FROM_DAY, args! { day = day(from) }));
    let to = filter
        .to
        .map(|to| ui.tf(msg::PORTAL_TO_DAY, args! { day = day(to) }));
    let chips = [
        (filter.q.clone(), without(|f| f.q = None)),
        (town.map(|town| town.name.clone()), without(|f| f.town = None)),
        (
            filter.kind.map(|kind| ui.t(kind.msg()).to_owned()),
            without(|f| f.kind = None),
        ),
        (
            filter.line.map(|line| cards::line_name(ui, line).to_owned()),
            without(|f| f.line = None),
        ),
        (from, without(|f| f.from = None)),
        (to, without(|f| f.to = None)),
        (
            filter.free.then(|| ui.t(msg::PORTAL_FILTER_FREE).to_owned()),
            without(|f| f.free = false),
        ),
        (
            filter.help.then(|| ui.t(msg::PORTAL_FILTER_HELP).to_owned()),
            without(|f| f.help = false),
        ),
    ];
    chips
        .into_iter()
        .filter_map(|(name, href)| Some((name?, href)))
        .collect()
}
