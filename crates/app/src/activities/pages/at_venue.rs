//! What is on in a venue, or in a group of venues: on its public page, and all of it on a page of its own.

use axum::extract::State;
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, ClusterId, VenueId},
    time::parse_ms,
};
use langqiao_platform::{
    api::cursor::{self, Paging},
    app::App,
    extract::Path,
    fault::Fault,
    feature::PanelAsk,
    gate::Anyone,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use crate::{
    activities::queries::{self, On, Site},
    venues,
};

/// How many are shown on the site's own page.
const SHOWN: i64 = 20;

/// Where a page of all goes on: how many came before, when the last of them begins, and its id.
pub type Key = (i64, i64, ActivityId);

/// The next things in the venue of this id.
pub fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    match ask.id.parse::<VenueId>() {
        Ok(venue) => next_at(tx, ask.ui, Site::Venue(venue)),
        Err(_) => Ok(html! {}),
    }
}

/// The next things that are on in a site, with the way to all where there are more; one statement.
///
/// # Errors
/// When the database fails.
pub fn next_at(tx: &mut ReadTx, ui: &Ui, site: Site) -> Result<Markup, StoreError> {
    let mut on = queries::on_at(tx, site, ui.now, None, SHOWN + 1)?;
    let more = on.len() as i64 > SHOWN;
    on.truncate(SHOWN as usize);
    Ok(section(
        ui.t(msg::ACTIVITY_AT_VENUE),
        html! {
            @if on.is_empty() { (muted(html! { (ui.t(msg::ACTIVITY_AT_VENUE_NONE)) })) }
            (stack(html! {
                @for item in &on { (one(ui, item)) }
                @if more { (row(link_button(&site.path(), ui.t(msg::ACTIVITY_AT_VENUE_ALL)).render())) }
            }))
        },
    ))
}

fn one(ui: &Ui, item: &On) -> Markup {
    listing(
        ui,
        &Listing {
            href: &format!("/activities/{}", item.id),
            title: &item.title,
            from: item.starts_at,
            to: item.ends_at,
            place: &item.place,
            hosts: &item.host,
            badges: html! { @if item.course { (badge(Tone::Info, ui.t(msg::ACTIVITY_AT_VENUE_COURSE))) } },
            end: html! {},
        },
    )
}

/// `GET /venues/{venue}/activities`
pub async fn of_venue(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<VenueId>,
    paging: Paging<Key>,
) -> Result<Page, Fault> {
    let now = ui.now;
    let read = app.db.read(move |tx| {
        let Some(venue) = venues::venue(tx, id)? else {
            return Ok(None);
        };
        Ok::<_, StoreError>(Some((venue.name, a_page(tx, Site::Venue(id), now, &paging)?)))
    });
    let (name, page) = read.await?.ok_or(Fault::NotFound)?;
    Ok(all(&ui, &name, &format!("/venues/{id}"), &page))
}

/// `GET /clusters/{cluster}/activities`
pub async fn of_cluster(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<ClusterId>,
    paging: Paging<Key>,
) -> Result<Page, Fault> {
    let now = ui.now;
    let read = app.db.read(move |tx| {
        let Some(cluster) = venues::cluster(tx, id)? else {
            return Ok(None);
        };
        Ok::<_, StoreError>(Some((cluster.name, a_page(tx, Site::Cluster(id), now, &paging)?)))
    });
    let (name, page) = read.await?.ok_or(Fault::NotFound)?;
    Ok(all(&ui, &name, &format!("/clusters/{id}"), &page))
}

/// A page of all that is on in a site.
struct Shown {
    site: Site,
    on: Vec<On>,
    /// How many came before.
    before: i64,
    /// Where it goes on, if it does.
    next: Option<String>,
}

/// After which thing a cursor goes on; from the beginning where one that was written by hand says no time.
pub fn after((_, at, id): &Key) -> Option<(Timestamp, ActivityId)> {
    Some((parse_ms(*at).ok()?, *id))
}

fn a_page(tx: &mut ReadTx, site: Site, now: Timestamp, paging: &Paging<Key>) -> Result<Shown, StoreError> {
    let mut on = queries::on_at(
        tx,
        site,
        now,
        paging.after.as_ref().and_then(after),
        paging.rows(),
    )?;
    let more = on.len() > paging.limit as usize;
    on.truncate(paging.limit as usize);
    let before = paging.after.as_ref().map_or(0, |key| key.0.max(0));
    let reached = before.saturating_add(on.len() as i64);
    let next = on
        .last()
        .filter(|_| more)
        .and_then(|last| cursor::write(&(reached, last.starts_at.as_millisecond(), last.id)));
    Ok(Shown {
        site,
        on,
        before,
        next,
    })
}

fn all(ui: &Ui, name: &str, back: &str, shown: &Shown) -> Page {
    let title = ui.tf(msg::ACTIVITY_AT_VENUE_TITLE, args! { name = name });
    let path = shown.site.path();
    let content = html! {
        (page_title(&title, None, Some(link(back, name))))
        (stack(html! {
            @if shown.on.is_empty() { (muted(html! { (ui.t(msg::ACTIVITY_AT_VENUE_NONE)) })) }
            @for item in &shown.on { (one(ui, item)) }
            @if shown.next.is_some() || shown.before > 0 {
                (pager(ui, &Pager {
                    previous: (shown.before > 0).then(|| path.clone()),
                    next: shown.next.as_ref().map(|next| format!("{path}?after={next}")),
                    from: shown.before + 1,
                    to: shown.before + shown.on.len() as i64,
                    all: None,
                }))
            }
        }))
    };
    let head = Head {
        title: &title,
        unlisted: shown.before > 0,
        ..Head::default()
    };
    portal(ui, head, content).for_everyone()
}
