//! Results in the office: the ranking as it stands, and one venue item by item with every judge's mark, those that stand
//! out, and what was asked and changed.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{OrganisationId, RoundId, VenueId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    not_done::{NotDone, said, wrong},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::ReadTx;

use super::{
    ManagePanels,
    evidence::{self, Evidence},
    evidence_page,
    model::{EvidenceSource, RoundPhase, Stop},
    publish::{self, PublishedRound},
    ranking, recheck, say,
    standing::{self, ItemResult, Mark},
    typed,
    whole::{Whole, held},
};

/// `GET /w/{org}/panels/{round}/results`
pub(super) async fn show(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let at = format!("/w/{org}/panels/{id}");
    let title = ui.t(msg::PANEL_RESULTS);
    let hidden = whole
        .routes
        .iter()
        .filter(|route| !whole.open_to_view(route))
        .count();
    let seen = visible(&whole);
    let content = html! {
        (page_title(title, Some(&whole.round.title), Some(html! {
            (link_button(&format!("{at}/results.xlsx"), ui.t(msg::PANEL_XLSX)).download())
        })))
        (stack(html! {
            p { (link(&at, ui.t(msg::PANEL_BACK))) }
            @if hidden > 0 { (notice(Tone::Info, html! { p { (ui.tf(msg::PANEL_HIDDEN, args! { n = hidden })) } })) }
            @if whole.round.phase() != RoundPhase::Published { (muted(html! { (ui.t(msg::PANEL_NOT_FINAL)) })) }
            (ranking::tables(&ui, &PublishedRound::of(&seen), |venue| format!("{at}/results/{venue}")))
            (say::rule(&ui))
        }))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

/// The round without the marks of routes on which judges still score: nobody sees them before all are in. Who handed in
/// is known.
pub(super) fn visible(whole: &Whole) -> Whole {
    let mut seen = whole.clone();
    let shut = |route| whole.route(route).is_none_or(|route| !whole.open_to_view(route));
    for paper in seen.papers.iter_mut().filter(|paper| shut(paper.route)) {
        paper.marks.clear();
    }
    seen
}

/// `GET /w/{org}/panels/{round}/results.xlsx`
pub(super) async fn spreadsheet(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
) -> Result<Response, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    ranking::spreadsheet(&ui, &PublishedRound::of(&visible(&whole))).await
}

/// What the page of a venue is made of, for the office and for its keeper.
pub(super) struct Read {
    pub whole: Whole,
    pub evidence: Evidence,
}

impl Read {
    /// The round that `whole` gives, and what the house counts for one of its venues.
    pub async fn of(
        app: &App,
        ui: &Ui,
        venue: VenueId,
        whole: impl FnOnce(&mut ReadTx<'_>) -> Result<Whole, NotDone> + Send + 'static,
    ) -> Result<Self, NotDone> {
        let now = ui.now;
        let read = app.db.read(move |tx| {
            let whole = whole(tx)?;
            let evidence = Evidence::read(tx, venue, whole.round.period, now)?;
            Ok::<_, NotDone>(Self { whole, evidence })
        });
        read.await
    }
}

async fn read(
    app: &App,
    ui: &Ui,
    org: OrganisationId,
    (round, venue): (RoundId, VenueId),
) -> Result<Read, NotDone> {
    let of_office = move |tx: &mut ReadTx<'_>| {
        let whole = held(tx, org, round)?;
        whole.stop(venue).ok_or(NotDone::NotFound)?;
        Ok(whole)
    };
    Read::of(app, ui, venue, of_office).await
}

/// `GET /w/{org}/panels/{round}/results/{venue}`
pub(super) async fn venue(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, venue)): Path<(OrganisationId, RoundId, VenueId)>,
) -> Result<Page, Fault> {
    let read = read(&app, &ui, gate.org(), (round, venue)).await?;
    page(
        &app,
        &ui,
        &gate,
        venue,
        &read,
        &Fields::default(),
        &FieldErrors::new(),
    )
}

fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManagePanels>,
    venue: VenueId,
    read: &Read,
    fields: &Fields,
    errors: &FieldErrors,
) -> Result<Page, Fault> {
    let whole = &read.whole;
    let stop = whole.stop(venue).ok_or(Fault::NotFound)?;
    let route = whole.route(stop.route).ok_or(Fault::NotFound)?;
    let at = format!("/w/{}/panels/{}", gate.org(), whole.round.id);
    let problems = errors.problems(ui);
    let result = standing::of_venue(whole, venue).ok_or(Fault::NotFound)?;
    let visible = whole.open_to_view(route);
    let lede = format!("{} · {}", route.name, stop.keeper_name);
    let content = html! {
        (page_title(&stop.name, Some(&lede), None))
        (stack(html! {
            p { (link(&format!("{at}/results"), ui.t(msg::PANEL_BACK_TO_RESULTS))) }
            (error_summary(ui, &problems))
            @if visible {
                p { (ui.t(msg::PANEL_WHOLE)) (ui.t(msg::PANEL_COLON)) strong { (say::maybe(result.whole)) } }
                @if result.judges.1 > 0 { (notice(Tone::Warn, html! { p { (ui.tf(msg::PANEL_MISSING_N, args! { n = result.judges.1 })) } })) }
            } @else { (notice(Tone::Info, html! { p { (ui.t(msg::PANEL_NOT_ALL_IN)) } })) }
            @for item in &result.items {
                @if let Some(of) = whole.item(item.position) {
                    (section(&of.label, html! {
                        (muted(html! { (of.wants) }))
                        (evidence::lines(ui, &read.evidence, &of.sources, &format!("{at}/results/{venue}/evidence")))
                        @if visible { (marks(ui, &at, (whole, stop), item, (fields, &problems))) }
                    }))
                }
            }
            @if whole.round.phase() == RoundPhase::Published { (correction(ui, &at, whole, venue, fields, &problems)) }
        }))
    };
    Ok(desk::page(app, ui, gate, &stop.name, content))
}

fn marks(
    ui: &Ui,
    at: &str,
    (whole, stop): (&Whole, &Stop),
    item: &ItemResult,
    said: (&Fields, &Problems),
) -> Markup {
    let columns = vec![
        col(ui.t(msg::PANEL_JUDGE)),
        number_col(ui.t(msg::PANEL_MARK)),
        col(ui.t(msg::PANEL_MARK_WORDS)),
        col(ui.t(msg::PANEL_LOOK_AGAIN)),
    ];
    let open = whole.open_route(stop.route).is_ok();
    let rows = item.marks.iter().map(|mark| {
        let judge = whole.judges_of(stop.route).find(|judge| judge.seat == mark.seat);
        let reason = whole.paper(stop, mark.seat).map_or("", |paper| paper.reason.as_str());
        vec![
            html! { (ui.tf(msg::PANEL_JUDGE_N, args! { n = mark.seat })) " " (judge.map_or("", |judge| judge.name.as_str())) },
            html! { (say::points(mark.value)) @if mark.outlier { " " (badge(Tone::Warn, ui.t(msg::PANEL_OUTLIER_BADGE))) } },
            html! { (mark.words) @if !reason.is_empty() { (muted(html! { (ui.tf(msg::PANEL_CORRECTED_WHY, args! { reason = reason })) })) } },
            rechecks(ui, at, (whole, stop), (item.position, mark, open), said),
        ]
    });
    html! {
        (definitions(ui)
            .row(ui.t(msg::PANEL_MEAN), say::maybe(item.mean))
            .maybe(ui.t(msg::PANEL_SPREAD), item.spread.map(|(low, high)| format!("{} – {}", say::points(low), say::points(high)))))
        @if let Some(change) = &item.change { p { (changed(ui, change.before, change.after, &change.reason)) } }
        (table(ui.t(msg::PANEL_MARKS), columns).rows(rows))
    }
}

/// What a result was changed from and to, and why.
pub(super) fn changed(ui: &Ui, before: i64, after: i64, reason: &str) -> String {
    ui.tf(
        msg::PANEL_CHANGED_TO,
        args! { before = say::points(before), after = say::points(after), reason = reason },
    )
}

fn rechecks(
    ui: &Ui,
    at: &str,
    (whole, stop): (&Whole, &Stop),
    (position, mark, open): (i64, &Mark, bool),
    (fields, problems): (&Fields, &Problems),
) -> Markup {
    let of =
        |r: &&super::model::Recheck| r.venue == stop.venue && r.seat == mark.seat && r.position == position;
    let waiting = whole.rechecks.iter().filter(of).any(|r| r.answer.is_none());
    let address = format!("{at}/results/{}/rechecks", stop.venue);
    let (seat, item) = (mark.seat.to_string(), position.to_string());
    let words = words_of(mark.seat, position);
    let judge = ui.tf(msg::PANEL_JUDGE_N, args! { n = mark.seat });
    let label = format!("{} · {judge}", ui.t(msg::PANEL_ASK_AGAIN_WHY));
    html! {
        @for asked in whole.rechecks.iter().filter(of) {
            p { (asked.words) }
            @match &asked.answer {
                None => { (badge(Tone::Warn, ui.t(msg::PANEL_RECHECK_WAITS))) }
                Some((answer, true)) => { p { (badge(Tone::Ok, ui.t(msg::PANEL_RECHECK_CHANGED))) " " (answer) } }
                Some((answer, false)) => { p { (badge(Tone::Plain, ui.t(msg::PANEL_RECHECK_STANDS))) " " (answer) } }
            }
        }
        @if open && !waiting {
            (disclosure(ui.t(msg::PANEL_ASK_AGAIN), problems.of(&words).is_some(), form(ui, &address).body(html! {
                (hidden("seat", &seat)) (hidden("position", &item))
                (field(ui, &words, &label).required().max_chars(300).value(fields.raw(&words)).error(problems.of(&words)))
                (row(button(ui.t(msg::PANEL_ASK_AGAIN)).small().render()))
            })))
        }
    }
}

/// The name of the field in which a judge is asked to look at a mark again: each mark has its own.
fn words_of(seat: i64, position: i64) -> String {
    format!("words-{seat}-{position}")
}

/// `POST /w/{org}/panels/{round}/results/{venue}/rechecks`
pub(super) async fn ask_again(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, venue)): Path<(OrganisationId, RoundId, VenueId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let number = |name: &str| fields.raw(name).parse::<i64>().unwrap_or(0);
    let (seat, position) = (number("seat"), number("position"));
    let name = words_of(seat, position);
    let words = fields.raw(&name).to_owned();
    let done = app.db.write(gate.by(), move |tx| {
        recheck::ask_again(tx, org, round, (venue, seat, position), &words)
    });
    match done.await {
        Err(NotDone::Fields(errors)) => {
            let errors = errors.renamed(|_| name.clone());
            let read = read(&app, &ui, org, (round, venue)).await?;
            Ok(wrong(page(&app, &ui, &gate, venue, &read, &fields, &errors)?))
        }
        done => {
            let at = format!("/w/{org}/panels/{round}/results/{venue}");
            said(at, done.map(|_| msg::PANEL_ASKED_DONE))
        }
    }
}

fn correction(
    ui: &Ui,
    at: &str,
    whole: &Whole,
    venue: VenueId,
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let seen = whole.round.editions.to_string();
    let positions: Vec<(String, &str)> = whole
        .items
        .iter()
        .map(|(position, item)| (position.to_string(), item.label.as_str()))
        .collect();
    let mut which = select(ui, "position", ui.t(msg::PANEL_ITEM)).required();
    for (position, label) in &positions {
        which = which.option(position, label, fields.raw("position") == position);
    }
    let inner = form(ui, &format!("{at}/results/{venue}/correct")).body(html! {
        p { (ui.t(msg::PANEL_MEND_WHY)) }
        (hidden("seen", &seen))
        (which)
        (field(ui, "after", ui.t(msg::PANEL_AFTER)).required().short().inputmode("decimal").value(fields.raw("after")).error(problems.of("after")))
        (field(ui, "reason", ui.t(msg::PANEL_PUBLIC_REASON)).required().max_chars(300).value(fields.raw("reason")).error(problems.of("reason")))
        (row(button(ui.t(msg::PANEL_MEND)).danger().render()))
    });
    confirm_with(ui.t(msg::PANEL_MEND), !problems.is_empty(), inner)
}

/// `POST /w/{org}/panels/{round}/results/{venue}/correct`
pub(super) async fn correct(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, venue)): Path<(OrganisationId, RoundId, VenueId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let number = |name: &str| fields.raw(name).parse::<i64>().unwrap_or(0);
    let (seen, position, reason) = (
        number("seen"),
        number("position"),
        fields.raw("reason").to_owned(),
    );
    let done = match typed::points(fields.raw("after")) {
        Some(after) => {
            let done = app.db.write(gate.by(), move |tx| {
                publish::correct(tx, org, (round, venue), (seen, position, after), &reason)
            });
            done.await
        }
        None => Err(NotDone::field("after", msg::PANEL_POINTS_WRONG)),
    };
    match done {
        Ok(()) => Ok(SeeOther::to(format!("/w/{org}/panels/{round}/results/{venue}"))
            .say(Tone::Ok, msg::PANEL_MENDED)
            .into_response()),
        Err(why) => {
            let errors = why.into_fields()?;
            let read = read(&app, &ui, org, (round, venue)).await?;
            let page = page(&app, &ui, &gate, venue, &read, &fields, &errors)?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `GET /w/{org}/panels/{round}/results/{venue}/evidence/{source}`
pub(super) async fn records(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, venue, source)): Path<(OrganisationId, RoundId, VenueId, String)>,
) -> Result<Page, Fault> {
    let source: EvidenceSource = source.parse().map_err(|_| Fault::NotFound)?;
    let read = read(&app, &ui, gate.org(), (round, venue)).await?;
    let name = read.whole.stop(venue).map_or("", |stop| stop.name.as_str());
    let back = format!("/w/{}/panels/{round}/results/{venue}", gate.org());
    let content = evidence_page::content(
        &ui,
        (name, &back),
        read.whole.round.period,
        &read.evidence,
        source,
    );
    Ok(desk::page(&app, &ui, &gate, name, content))
}
