//! What those who keep a venue see: their own marks item by item, the judges as numbers; and how they object.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{AppealId, OrganisationId, RoundId, VenueId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    not_done::{NotDone, said},
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    ManagePanels,
    appeal::{self, kept},
    create, evidence, evidence_page,
    model::{Appeal, EvidenceSource, RoundPhase},
    result_pages::{Read, changed},
    say,
    standing::{self, ItemResult},
    typed,
    whole::{Whole, held},
};

async fn read(
    app: &App,
    ui: &Ui,
    org: OrganisationId,
    (round, venue): (RoundId, VenueId),
) -> Result<Read, NotDone> {
    Read::of(app, ui, venue, move |tx| kept(tx, org, (round, venue))).await
}

/// `GET /w/{org}/panels/{round}/venues/{venue}`
pub(super) async fn show(
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
    let (whole, problems) = (&read.whole, errors.problems(ui));
    let stop = whole.stop(venue).ok_or(Fault::NotFound)?;
    let here = format!("/w/{}/panels/{}/venues/{venue}", gate.org(), whole.round.id);
    let result = standing::of_venue(whole, venue).ok_or(Fault::NotFound)?;
    let until = whole.round.appeal_until;
    let open =
        whole.round.phase() == RoundPhase::Drafted && until.is_some_and(|until| time::day(ui.now) <= until);
    let content = html! {
        (page_title(&stop.name, Some(&whole.round.title), Some(say::phase_badge(ui, whole.round.phase()))))
        (stack(html! {
            p { (link(&format!("/w/{}/panels", gate.org()), ui.t(msg::PANEL_BACK_TO_LIST))) }
            (error_summary(ui, &problems))
            @if let Some(day) = until.filter(|_| open) {
                (notice(Tone::Info, html! { p { (ui.tf(msg::PANEL_MAY_APPEAL, args! { day = when::day(ui.lang, day, ui.now) })) } }))
            }
            @if whole.round.phase() == RoundPhase::Published { p { (link(&format!("/panels/{}", whole.round.id), ui.t(msg::PANEL_PUBLIC_PAGE))) } }
            p { (ui.t(msg::PANEL_WHOLE)) (ui.t(msg::PANEL_COLON)) strong { (say::maybe(result.whole)) } }
            @if result.whole.is_none() { (muted(html! { (ui.tf(msg::PANEL_MISSING_OF, args! { n = result.judges.1, all = result.judges.0 })) })) }
            @for item in &result.items {
                @if let Some(of) = whole.item(item.position) {
                    (section(&of.label, html! {
                        (muted(html! { (of.wants) }))
                        (evidence::lines(ui, &read.evidence, &of.sources, &format!("{here}/evidence")))
                        (figures(ui, item))
                        (objection(ui, &here, whole, venue, item.position, open, (fields, &problems)))
                    }))
                }
            }
            (say::rule(ui))
        }))
    };
    Ok(desk::page(app, ui, gate, &stop.name, content))
}

/// An item's marks by the judges' numbers.
fn figures(ui: &Ui, item: &ItemResult) -> Markup {
    let columns = vec![
        col(ui.t(msg::PANEL_JUDGE)),
        number_col(ui.t(msg::PANEL_MARK)),
        col(ui.t(msg::PANEL_MARK_WORDS)),
    ];
    let rows = item.marks.iter().map(|mark| {
        vec![
            html! { (ui.tf(msg::PANEL_JUDGE_N, args! { n = mark.seat })) },
            html! { (say::points(mark.value)) },
            html! { (mark.words) },
        ]
    });
    html! {
        p { (ui.t(msg::PANEL_RESULT)) (ui.t(msg::PANEL_COLON)) strong { (say::maybe(item.result())) } }
        @if let Some(change) = &item.change { p { (changed(ui, change.before, change.after, &change.reason)) } }
        (table(ui.t(msg::PANEL_MARKS), columns).rows(rows))
    }
}

fn of_item(whole: &Whole, venue: VenueId, position: i64) -> Option<&Appeal> {
    whole
        .appeals
        .iter()
        .find(|appeal| appeal.venue == venue && appeal.position == position)
}

fn objection(
    ui: &Ui,
    here: &str,
    whole: &Whole,
    venue: VenueId,
    position: i64,
    open: bool,
    (fields, problems): (&Fields, &Problems),
) -> Markup {
    let number = position.to_string();
    let mine = fields.raw("position") == number;
    html! {
        @match of_item(whole, venue, position) {
            Some(appeal) => (said_and_answered(ui, appeal)),
            None if open => (confirm_with(ui.t(msg::PANEL_APPEAL), mine, form(ui, &format!("{here}/appeals")).body(html! {
                (hidden("position", &number))
                (text_area(ui, "words", ui.t(msg::PANEL_APPEAL_WORDS)).required().max_chars(300)
                    .value(if mine { fields.raw("words") } else { "" }).error(if mine { problems.of("words") } else { None }))
                (row(button(ui.t(msg::PANEL_APPEAL_SEND)).render()))
            }))),
            None => {}
        }
    }
}

fn said_and_answered(ui: &Ui, appeal: &Appeal) -> Markup {
    let (tone, word) = match &appeal.answer {
        None => (Tone::Warn, msg::PANEL_APPEAL_WAITS),
        Some((true, _)) => (Tone::Ok, msg::PANEL_APPEAL_UPHELD),
        Some((false, _)) => (Tone::Plain, msg::PANEL_APPEAL_DECLINED),
    };
    html! {
        p { (badge(tone, ui.t(word))) " " (ui.tf(msg::PANEL_APPEAL_SAID, args! { words = &appeal.words })) }
        @if let Some((_, answer)) = &appeal.answer { p { (ui.tf(msg::PANEL_APPEAL_ANSWER_IS, args! { answer = answer })) } }
    }
}

/// `POST /w/{org}/panels/{round}/venues/{venue}/appeals`
pub(super) async fn make(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, venue)): Path<(OrganisationId, RoundId, VenueId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let (position, words) = (
        fields.raw("position").parse().unwrap_or(0),
        fields.raw("words").to_owned(),
    );
    let done = app.db.write(gate.by(), move |tx| {
        appeal::appeal(tx, org, (round, venue), position, &words)
    });
    match done.await {
        Ok(_) => Ok(SeeOther::to(format!("/w/{org}/panels/{round}/venues/{venue}"))
            .say(Tone::Ok, msg::PANEL_APPEALED)
            .into_response()),
        Err(why) => {
            let errors = why.into_fields()?;
            let read = read(&app, &ui, org, (round, venue)).await?;
            let page = page(&app, &ui, &gate, venue, &read, &fields, &errors)?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `GET /w/{org}/panels/{round}/venues/{venue}/evidence/{source}`
pub(super) async fn records(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, venue, source)): Path<(OrganisationId, RoundId, VenueId, String)>,
) -> Result<Page, Fault> {
    let source: EvidenceSource = source.parse().map_err(|_| Fault::NotFound)?;
    let read = read(&app, &ui, gate.org(), (round, venue)).await?;
    let name = read.whole.stop(venue).map_or("", |stop| stop.name.as_str());
    let back = format!("/w/{}/panels/{round}/venues/{venue}", gate.org());
    let content = evidence_page::content(
        &ui,
        (name, &back),
        read.whole.round.period,
        &read.evidence,
        source,
    );
    Ok(desk::page(&app, &ui, &gate, name, content))
}

/// `GET /w/{org}/panels/{round}/appeals`: those that the office answers.
pub(super) async fn list(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round)): Path<(OrganisationId, RoundId)>,
) -> Result<Page, Fault> {
    appeals_page(&app, &ui, &gate, round, None).await
}

/// The objections of a round; `wrong` is which one's answer can't be, and why.
async fn appeals_page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManagePanels>,
    round: RoundId,
    wrong: Option<(AppealId, &Fields, &Problems)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, round)).await?;
    let (at, title) = (format!("/w/{org}/panels/{round}"), ui.t(msg::PANEL_APPEALS));
    let results = standing::results(&whole);
    let current = |appeal: &Appeal| {
        let result = results.iter().find(|result| result.venue == appeal.venue)?;
        result
            .items
            .iter()
            .find(|item| item.position == appeal.position)?
            .result()
    };
    let none = (Fields::default(), Problems::new());
    let content = html! {
        (page_title(title, Some(&whole.round.title), None))
        (stack(html! {
            p { (link(&at, ui.t(msg::PANEL_BACK))) }
            @if whole.appeals.is_empty() { (empty(Icon::Bell, ui.t(msg::PANEL_NO_APPEALS), html! {})) }
            @for appeal in &whole.appeals {
                @let stop = whole.stop(appeal.venue).map_or("", |stop| stop.name.as_str());
                @let item = whole.item(appeal.position).map_or("", |item| item.label.as_str());
                @let (fields, problems) = wrong.filter(|(id, ..)| *id == appeal.id).map_or((&none.0, &none.1), |(_, fields, problems)| (fields, problems));
                (section(&format!("{stop} · {item}"), html! {
                    p { (link(&format!("{at}/results/{}", appeal.venue), ui.t(msg::PANEL_SEE_MARKS))) " " (ui.t(msg::PANEL_RESULT)) (ui.t(msg::PANEL_COLON)) (say::maybe(current(appeal))) }
                    (said_and_answered(ui, appeal))
                    @if appeal.answer.is_none() {
                        (error_summary(ui, problems))
                        (card(form(ui, &format!("{at}/appeals/{}", appeal.id)).body(html! {
                            (text_area(ui, "answer", ui.t(msg::PANEL_APPEAL_REASON)).required().max_chars(300).value(fields.raw("answer")).error(problems.of("answer")))
                            (field(ui, "after", ui.t(msg::PANEL_AFTER)).short().inputmode("decimal").hint(ui.t(msg::PANEL_AFTER_HINT)).value(fields.raw("after")).error(problems.of("after")))
                            (row(html! {
                                (button(ui.t(msg::PANEL_UPHOLD)).primary().value("act", "uphold"))
                                (button(ui.t(msg::PANEL_DECLINE)).value("act", "decline"))
                            }))
                        })))
                    }
                }))
            }
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

/// `POST /w/{org}/panels/{round}/appeals/{appeal}`
pub(super) async fn answer(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, id)): Path<(OrganisationId, RoundId, AppealId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let after = match (fields.raw("act"), typed::points(fields.raw("after"))) {
        ("uphold", Some(after)) => Ok(Some(after)),
        ("uphold", None) => Err(NotDone::field("after", msg::PANEL_AFTER_NEEDED)),
        _ if !fields.raw("after").trim().is_empty() => {
            Err(NotDone::field("after", msg::PANEL_AFTER_NOT_KEPT))
        }
        _ => Ok(None),
    };
    let words = fields.raw("answer").to_owned();
    let done = match after {
        Ok(after) => {
            let done = app.db.write(gate.by(), move |tx| {
                appeal::answer_appeal(tx, org, (round, id), after, &words)
            });
            done.await
        }
        Err(why) => NotDone::both(create::words("answer", &words), Err::<(), _>(why)).map(drop),
    };
    match done {
        // Answered by somebody else meanwhile: there is no form any more.
        Err(why) if why.code() != Some("appeal-answered") => {
            let problems = why.into_fields()?.problems(&ui);
            let page = appeals_page(&app, &ui, &gate, round, Some((id, &fields, &problems))).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        done => said(
            format!("/w/{org}/panels/{round}/appeals"),
            done.map(|()| msg::PANEL_APPEAL_ANSWERED_DONE),
        ),
    }
}
