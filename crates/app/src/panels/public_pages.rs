//! What anyone may read of a round once it is public: the ranking, a venue's items with their evidence, and why it was
//! mended, if it was.

use axum::{extract::State, response::Response};
use langqiao_kernel::id::{RoundId, VenueId};
use langqiao_platform::{app::App, extract::Path, fault::Fault, gate::Anyone, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError};

use super::{
    evidence::{self, Evidence},
    evidence_page,
    model::{EvidenceSource, RoundPhase},
    publish::{self, Edition, PublishedRound, PublishedVenue},
    queries, ranking, result_pages, say,
};

/// How many rounds the list has.
const ROWS: i64 = 100;

/// `GET /panels`
pub(super) async fn list(_: Anyone, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let found = app
        .db
        .read(move |tx| queries::public_rounds(tx, None, ROWS))
        .await
        .map_err(|why: StoreError| Fault::from(why))?;
    let title = ui.t(msg::PANEL_PUBLIC_TITLE);
    let content = html! {
        (page_title(title, Some(ui.t(msg::PANEL_PUBLIC_LEDE)), None))
        @if found.is_empty() { (empty(Icon::Certificate, ui.t(msg::PANEL_PUBLIC_NONE), html! {})) } @else {
            (stack(html! {
                @for round in &found {
                    (card_link(&format!("/panels/{}", round.id), &round.title, html! {
                        p { (round.host) }
                        (muted(html! { (say::period(&ui, round.period)) }))
                    }))
                }
            }))
        }
    };
    Ok(portal(&ui, Head::titled(title), content).for_everyone())
}

/// What is public of a round, unless there is nothing.
pub(super) fn read(
    tx: &mut ReadTx<'_>,
    id: RoundId,
) -> Result<Option<(PublishedRound, Vec<Edition>)>, StoreError> {
    let public = queries::round(tx, id)?.is_some_and(|round| round.phase() == RoundPhase::Published);
    if public {
        publish::published(tx, id)
    } else {
        Ok(None)
    }
}

/// `GET /panels/{round}`
pub(super) async fn show(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<RoundId>,
) -> Result<Page, Fault> {
    let found = app
        .db
        .read(move |tx| read(tx, id))
        .await
        .map_err(|why: StoreError| Fault::from(why))?;
    let (of, editions) = found.ok_or(Fault::NotFound)?;
    let content = html! {
        (page_title(&of.title, Some(&of.host), Some(row(html! {
            (link_button(&format!("/panels/{id}/results.xlsx"), ui.t(msg::PANEL_XLSX)).download())
            (Button::print(ui.t(msg::PANEL_PRINT)))
        }))))
        (stack(html! {
            p { (link("/panels", ui.t(msg::PANEL_PUBLIC_TITLE))) }
            (editions_said(&ui, id, &editions))
            (ranking::tables(&ui, &of, |venue| format!("/panels/{id}/venues/{venue}")))
            (section(ui.t(msg::PANEL_SHEET), sheet(&ui, &of)))
            (section(ui.t(msg::PANEL_RULES), html! {
                p { (say::period(&ui, (of.from, of.until))) }
                (say::rule(&ui))
            }))
        }))
    };
    Ok(portal(&ui, Head::titled(&of.title), content).for_everyone())
}

/// When it was published, why again, and what was mended.
fn editions_said(ui: &Ui, id: RoundId, editions: &[Edition]) -> Markup {
    html! {
        @for edition in editions {
            @let at = when::day(ui.lang, langqiao_kernel::time::day(edition.given_at), ui.now);
            @if edition.number == 1 { (muted(html! { (ui.tf(msg::PANEL_PUBLISHED_ON, args! { day = at })) })) }
            @else {
                (notice(Tone::Warn, html! {
                    p { (ui.tf(msg::PANEL_MENDED_ON, args! { day = at, reason = &edition.reason })) }
                    @if let Some(mended) = &edition.mended { p { (link(&format!("/panels/{id}/venues/{}", mended.venue), &mended.name)) " · " (mended.item) } }
                }))
            }
        }
    }
}

fn sheet(ui: &Ui, of: &PublishedRound) -> Markup {
    let columns = vec![
        col(ui.t(msg::PANEL_ITEM)),
        col(ui.t(msg::PANEL_WANTS)),
        number_col(ui.t(msg::PANEL_HIGHEST)),
        number_col(ui.t(msg::PANEL_WEIGHT)),
    ];
    let rows = of.items.iter().map(|item| {
        vec![
            html! { (item.label) },
            html! { (item.wants) },
            html! { (say::typed(item.highest)) },
            html! { (item.weight) },
        ]
    });
    table(ui.t(msg::PANEL_SHEET), columns).rows(rows).render()
}

/// `GET /panels/{round}/results.xlsx`
pub(super) async fn spreadsheet(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<RoundId>,
) -> Result<Response, Fault> {
    let found = app
        .db
        .read(move |tx| read(tx, id))
        .await
        .map_err(|why: StoreError| Fault::from(why))?;
    ranking::spreadsheet(&ui, &found.ok_or(Fault::NotFound)?.0).await
}

/// A public venue with its evidence as of now.
async fn venue_of(
    app: &App,
    ui: &Ui,
    (id, venue): (RoundId, VenueId),
) -> Result<(PublishedRound, PublishedVenue, Evidence), Fault> {
    let now = ui.now;
    let found = app.db.read(move |tx| {
        let Some((of, _)) = read(tx, id)? else {
            return Ok(None);
        };
        let Some(shown) = of.venue(venue).cloned() else {
            return Ok(None);
        };
        let evidence = Evidence::read(tx, venue, (of.from, of.until), now)?;
        Ok(Some((of, shown, evidence)))
    });
    found
        .await
        .map_err(|why: StoreError| Fault::from(why))?
        .ok_or(Fault::NotFound)
}

/// `GET /panels/{round}/venues/{venue}`
pub(super) async fn venue(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path((id, venue)): Path<(RoundId, VenueId)>,
) -> Result<Page, Fault> {
    let (of, shown, evidence) = venue_of(&app, &ui, (id, venue)).await?;
    let here = format!("/panels/{id}/venues/{venue}");
    let place = shown
        .place
        .map(|place| ui.tf(msg::PANEL_PLACE_N, args! { n = place, all = ranked(&of) }));
    let content = html! {
        (page_title(&shown.name, Some(&of.title), None))
        (stack(html! {
            p { (link(&format!("/panels/{id}"), ui.t(msg::PANEL_BACK_TO_RESULTS))) " · " (link(&format!("/venues/{venue}"), ui.t(msg::PANEL_VENUE_PAGE))) }
            (definitions(&ui)
                .row(ui.t(msg::PANEL_WHOLE), say::maybe(shown.whole))
                .maybe(ui.t(msg::PANEL_PLACE), place)
                .row(ui.t(msg::PANEL_JUDGES), ui.tf(msg::PANEL_N_JUDGES, args! { n = shown.judges })))
            @if shown.whole.is_none() { (muted(html! { (ranking::why_not(&ui, &shown)) })) }
            @for (item, result) in of.items.iter().zip(&shown.items) {
                (section(&item.label, html! {
                    (muted(html! { (item.wants) }))
                    p { (ui.t(msg::PANEL_RESULT)) (ui.t(msg::PANEL_COLON)) strong { (say::maybe(result.result)) } " " (ui.tf(msg::PANEL_OUT_OF, args! { most = say::typed(item.highest) })) }
                    @if let (Some((before, reason)), Some(after)) = (&result.changed, result.result) {
                        p { (result_pages::changed(&ui, *before, after, reason)) }
                    }
                    (evidence::public_lines(&ui, &evidence, &item.sources, &format!("{here}/evidence")))
                }))
            }
            (muted(html! { (say::period(&ui, (of.from, of.until))) }))
        }))
    };
    Ok(portal(&ui, Head::titled(&shown.name), content))
}

fn ranked(of: &PublishedRound) -> usize {
    of.venues.iter().filter(|venue| venue.place.is_some()).count()
}

/// `GET /panels/{round}/venues/{venue}/evidence/{source}`
pub(super) async fn records(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path((id, venue, source)): Path<(RoundId, VenueId, String)>,
) -> Result<Page, Fault> {
    let source: EvidenceSource = source.parse().map_err(|_| Fault::NotFound)?;
    if !source.opens_to_anyone() {
        return Err(Fault::NotFound);
    }
    let (of, shown, evidence) = venue_of(&app, &ui, (id, venue)).await?;
    of.items
        .iter()
        .find(|item| item.sources.contains(&source))
        .ok_or(Fault::NotFound)?;
    let back = format!("/panels/{id}/venues/{venue}");
    let content = evidence_page::content(&ui, (&shown.name, &back), (of.from, of.until), &evidence, source);
    Ok(portal(&ui, Head::unlisted(&shown.name), content))
}
