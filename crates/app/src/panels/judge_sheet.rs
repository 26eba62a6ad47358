//! A venue's sheet on its judge's phone: kept as a draft, handed in, corrected. Nobody sees here what the others gave.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    contest::sheet::wants_words,
    id::{PersonId, RecheckId, RouteId, VenueId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::SignedIn,
    i18n::Sentence,
    not_done::{NotDone, said},
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    evidence::{self, Evidence},
    evidence_page,
    judge_pages::{away, may_score, seated},
    model::{EvidenceSource, Paper, Stop},
    offline_views, recheck, say,
    score::{self, Begun},
    typed,
    whole::Whole,
};

/// What the page of a sheet is made of.
struct Read {
    person: PersonId,
    whole: Whole,
    seat: i64,
    evidence: Evidence,
    draft: Option<Vec<Begun>>,
}

async fn read(
    app: &App,
    ui: &Ui,
    person: PersonId,
    (route, venue): (RouteId, VenueId),
) -> Result<Read, NotDone> {
    let now = ui.now;
    let read = app.db.read(move |tx| {
        let (whole, seat) = seated(tx, person, route, time::day(now))?;
        let on = whole.stop(venue).is_some_and(|stop| stop.route == route);
        if !on {
            return Err(NotDone::NotFound);
        }
        let evidence = Evidence::read(tx, venue, whole.round.period, now)?;
        let draft = score::draft(tx, (route, venue), seat)?;
        Ok(Read {
            person,
            whole,
            seat,
            evidence,
            draft,
        })
    });
    read.await
}

/// `GET /scoring/{route}/{venue}`
pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(at): Path<(RouteId, VenueId)>,
) -> Result<Response, Fault> {
    match read(&app, &ui, gate.person(), at).await {
        Ok(read) => Ok(page(&ui, at, &read, None)?.into_response()),
        Err(why) => away(why),
    }
}

/// What stands in the fields: what was typed, what was begun, or what was handed in.
fn standing(read: &Read, paper: Option<&Paper>) -> Fields {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |position: i64, value: String, words: &str| {
        fields.push((format!("mark{position}"), value));
        fields.push((format!("words{position}"), words.to_owned()));
    };
    match (&read.draft, paper) {
        (Some(begun), _) => {
            for mark in begun {
                put(mark.position, mark.value.clone(), &mark.words);
            }
        }
        (None, Some(paper)) => {
            for (position, value, words) in &paper.marks {
                put(*position, say::typed(*value), words);
            }
        }
        (None, None) => {}
    }
    fields.into_iter().collect()
}

fn page(
    ui: &Ui,
    (route, venue): (RouteId, VenueId),
    read: &Read,
    wrong: Option<(&Fields, &FieldErrors)>,
) -> Result<Page, Fault> {
    let whole = &read.whole;
    let stop = whole.stop(venue).ok_or(Fault::NotFound)?;
    let of = whole.route(route).ok_or(Fault::NotFound)?;
    let (here, paper) = (format!("/scoring/{route}/{venue}"), whole.paper(stop, read.seat));
    let kept = standing(read, paper);
    let none = FieldErrors::new();
    let (fields, errors) = wrong.unwrap_or((&kept, &none));
    let problems = errors.problems(ui);
    let recused = whole.recusal(stop, read.seat);
    let open = may_score(ui, whole, of);
    let sheet = || {
        form(ui, &here)
            .id("sheet")
            .body(sheet_fields(ui, read, stop, (fields, &problems), &here))
    };
    let content = html! {
        (page_title(&stop.name, Some(&of.name), None))
        (stack(html! {
            p { (link(&format!("/scoring/{route}"), ui.t(msg::PANEL_BACK_TO_ROUTE))) }
            (offline_views::on_sheet(ui, (read.person, read.seat), whole, stop))
            @if let Some(recusal) = recused {
                (notice(Tone::Warn, html! { p { (ui.tf(msg::PANEL_RECUSED, args! { body = &recusal.body })) } }))
                (error_summary(ui, &problems))
                @if whole.open_route(route).is_ok() { (asked(ui, whole, (stop, read.seat), (fields, &problems))) }
                @if let Some(paper) = paper { (own_marks(ui, whole, paper)) }
            } @else if let Err(why) = &open {
                div data-judging-early { (notice(Tone::Info, html! { p { (why) } })) }
                @if let Some(paper) = paper { (own_marks(ui, whole, paper)) }
                @if whole.open_route(route).is_ok() { (offline_views::later(of.day, &sheet())) }
            } @else {
                (error_summary(ui, &problems))
                (asked(ui, whole, (stop, read.seat), (fields, &problems)))
                @if let Some(paper) = paper {
                    (notice(Tone::Ok, html! { p { (ui.tf(msg::PANEL_HANDED_IN_AT, args! { at = when::moment(ui.lang, paper.given_at, ui.now) })) } }))
                } @else if read.draft.is_some() {
                    (notice(Tone::Info, html! { p { (ui.t(msg::PANEL_DRAFT_KEPT)) } }))
                }
                (sheet())
            }
            (muted(html! { (say::period(ui, whole.round.period)) }))
        }))
    };
    Ok(portal(ui, Head::unlisted(&stop.name), content))
}

fn sheet_fields(
    ui: &Ui,
    read: &Read,
    stop: &Stop,
    (fields, problems): (&Fields, &Problems),
    here: &str,
) -> Markup {
    let whole = &read.whole;
    let paper = whole.paper(stop, read.seat);
    let (sheet, seen) = (
        whole.round.sheet.to_string(),
        paper.map_or(0, |paper| paper.number).to_string(),
    );
    html! {
        (hidden("sheet", &sheet)) (hidden("seen", &seen))
        @for (position, item) in &whole.items {
            @let (mark, words) = (format!("mark{position}"), format!("words{position}"));
            @let most = ui.tf(msg::PANEL_OUT_OF, args! { most = say::typed(item.highest) });
            (fieldset(&item.label, Some(&item.wants), html! {
                (evidence::lines(ui, &read.evidence, &item.sources, &format!("{here}/evidence")))
                (field(ui, &mark, ui.t(msg::PANEL_MARK)).required().short().inputmode("decimal").hint(&most)
                    .value(fields.raw(&mark)).error(problems.of(&mark)))
                (field(ui, &words, ui.t(msg::PANEL_MARK_WORDS)).max_chars(300).hint(&low(ui, item.highest))
                    .value(fields.raw(&words)).error(problems.of(&words)))
            }))
        }
        @if paper.is_some() {
            (field(ui, "reason", ui.t(msg::PANEL_CORRECT_REASON)).required().max_chars(300).hint(ui.t(msg::PANEL_CORRECT_HINT))
                .value(fields.raw("reason")).error(problems.of("reason")))
        }
        (offline_views::typed_state())
        (action_bar(html! {
            (button(ui.t(if paper.is_some() { msg::PANEL_CORRECT } else { msg::PANEL_HAND_IN })).primary().value("act", "hand"))
            @if paper.is_none() { (button(ui.t(msg::PANEL_KEEP_DRAFT)).value("act", "draft")) }
        }))
    }
}

/// From which mark downwards a word is wanted.
fn low(ui: &Ui, highest: i64) -> String {
    debug_assert!(wants_words(highest / 5, highest));
    ui.tf(msg::PANEL_LOW_HINT, args! { mark = say::typed(highest / 5) })
}

fn own_marks(ui: &Ui, whole: &Whole, paper: &Paper) -> Markup {
    let columns = vec![
        col(ui.t(msg::PANEL_ITEM)),
        number_col(ui.t(msg::PANEL_MARK)),
        col(ui.t(msg::PANEL_MARK_WORDS)),
    ];
    let rows = paper.marks.iter().map(|(position, value, words)| {
        let label = whole.item(*position).map_or("", |item| item.label.as_str());
        vec![
            html! { (label) },
            html! { (say::points(*value)) },
            html! { (words) },
        ]
    });
    table(ui.t(msg::PANEL_MY_SHEET), columns).rows(rows).render()
}

/// What the judge is asked to look at again. Who has a post there by now can't change the mark, and says a sentence all the
/// same: nobody waits for them then.
fn asked(
    ui: &Ui,
    whole: &Whole,
    (stop, seat): (&Stop, i64),
    (fields, problems): (&Fields, &Problems),
) -> Markup {
    let own = |r: &&super::model::Recheck| r.venue == stop.venue && r.seat == seat && r.answer.is_none();
    let next = match whole.recusal(stop, seat) {
        Some(_) => msg::PANEL_ASKED_RECUSED,
        None => msg::PANEL_ASKED_NEXT,
    };
    html! {
        @for asked in whole.rechecks.iter().filter(own) {
            @let label = whole.item(asked.position).map_or("", |item| item.label.as_str());
            @let address = format!("/scoring/{}/rechecks/{}", stop.route, asked.id);
            @let answer = answer_of(asked.id);
            (notice(Tone::Warn, html! {
                p { (ui.tf(msg::PANEL_ASKED, args! { item = label, words = &asked.words })) }
                p { (ui.t(next)) }
                (form(ui, &address).body(html! {
                    (field(ui, &answer, ui.t(msg::PANEL_STAND_BY_WHY)).required().max_chars(300)
                        .value(fields.raw(&answer)).error(problems.of(&answer)))
                    (row(button(ui.t(msg::PANEL_STAND_BY)).render()))
                }))
            }))
        }
    }
}

/// The name of the field in which a judge says why a mark stands: several may be asked for on one sheet.
fn answer_of(recheck: RecheckId) -> String {
    format!("answer-{recheck}")
}

/// `POST /scoring/{route}/{venue}`: the sheet is handed in, or kept as a draft.
pub(super) async fn give(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(at): Path<(RouteId, VenueId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let person = gate.person();
    let back = format!("/scoring/{}", at.0);
    let done = if fields.raw("act") == "draft" {
        let (sheet, begun) = (typed::hand_in(&fields).sheet, typed::begun(&fields));
        let kept = app.db.write(gate.by(), move |tx| {
            score::keep_draft(tx, person, at, Some(sheet), &begun)
        });
        kept.await.map(|()| msg::PANEL_DRAFT_DONE)
    } else {
        let given = typed::hand_in(&fields);
        let done = app
            .db
            .write(gate.by(), move |tx| score::hand_in(tx, person, at, &given));
        done.await.map(|_| msg::PANEL_HAND_IN_DONE)
    };
    match done {
        Ok(word) => {
            let read = read(&app, &ui, person, at).await?;
            let name = read
                .whole
                .stop(at.1)
                .map_or_else(String::new, |stop| stop.name.clone());
            let said = Sentence::new(word).with("name", name);
            Ok(SeeOther::to(back).say(Tone::Ok, said).into_response())
        }
        Err(why) => {
            let errors = why.into_fields()?;
            let read = read(&app, &ui, person, at).await?;
            let page = page(&ui, at, &read, Some((&fields, &errors)))?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `GET /scoring/{route}/{venue}/evidence/{source}`
pub(super) async fn records(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path((route, venue, source)): Path<(RouteId, VenueId, String)>,
) -> Result<Page, Fault> {
    let source: EvidenceSource = source.parse().map_err(|_| Fault::NotFound)?;
    let read = read(&app, &ui, gate.person(), (route, venue)).await?;
    let name = read.whole.stop(venue).map_or("", |stop| stop.name.as_str());
    let back = format!("/scoring/{route}/{venue}");
    let content = evidence_page::content(
        &ui,
        (name, &back),
        read.whole.round.period,
        &read.evidence,
        source,
    );
    Ok(portal(&ui, Head::unlisted(name), content))
}

/// `POST /scoring/{route}/rechecks/{recheck}`: the judge stands by a mark. Where no sentence says why, the sheet again with
/// what was typed.
pub(super) async fn confirm(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path((route, id)): Path<(RouteId, RecheckId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (person, name) = (gate.person(), answer_of(id));
    let answer = fields.raw(&name).to_owned();
    let done = app.db.write(gate.by(), move |tx| {
        recheck::confirm(tx, person, route, id, &answer)
    });
    let errors = match done.await {
        Err(NotDone::Fields(errors)) => errors.renamed(|_| name.clone()),
        done => return said(format!("/scoring/{route}"), done.map(|()| msg::PANEL_STOOD_BY)),
    };
    let now = ui.now;
    let found = app.db.read(move |tx| {
        let (whole, _) = seated(tx, person, route, time::day(now))?;
        let asked = whole.rechecks.iter().find(|asked| asked.id == id);
        asked.map(|asked| asked.venue).ok_or(NotDone::NotFound)
    });
    let at = (route, found.await?);
    let read = read(&app, &ui, person, at).await?;
    let paper = read
        .whole
        .stop(at.1)
        .and_then(|stop| read.whole.paper(stop, read.seat));
    let mut shown = standing(&read, paper);
    shown.push(&name, fields.raw(&name));
    let page = page(&ui, at, &read, Some((&shown, &errors)))?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
