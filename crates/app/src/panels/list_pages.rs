//! The office's rounds, and the venues of one's own in the rounds of others; beginning a round and saying it anew.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{
    id::{OrganisationId, RoundId, VenueId},
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
    create::{self, SheetFrom, TITLE_MAX},
    model::Round,
    queries, say, sheet, typed,
    whole::held,
};
use crate::areas::{Level, scope_of};

/// How many rounds a page has: an office holds a few a year.
const ROWS: i64 = 200;

/// `GET /w/{org}/panels`
pub(super) async fn list(gate: Grant<ManagePanels>, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let office = scope_of(tx, org)?.is_some_and(|scope| scope.level != Level::Village);
        Ok::<_, NotDone>((
            office,
            queries::rounds_of(tx, org, None, ROWS)?,
            queries::of_keeper(tx, org, ROWS)?,
        ))
    });
    let (office, own, kept) = read.await?;
    let title = ui.t(msg::PANEL_TITLE);
    let action = office.then(|| {
        html! { (link_button(&format!("/w/{org}/panels/new"), ui.t(msg::PANEL_NEW)).primary()) }
    });
    let content = html! {
        (page_title(title, Some(ui.t(msg::PANEL_LEDE)), action))
        (stack(html! {
            @if office {
                (section(ui.t(msg::PANEL_OWN_ROUNDS), html! {
                    @if own.is_empty() { (empty(Icon::Certificate, ui.t(msg::PANEL_NONE), html! { p { (ui.t(msg::PANEL_NONE_NEXT)) } })) }
                    @else { (rounds(&ui, org, &own)) }
                }))
            }
            (section(ui.t(msg::PANEL_KEPT_VENUES), html! {
                @if kept.is_empty() { (muted(html! { (ui.t(msg::PANEL_KEPT_NONE)) })) } @else { (venues(&ui, org, &kept)) }
            }))
        }))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

fn rounds(ui: &Ui, org: OrganisationId, own: &[Round]) -> Markup {
    let columns = vec![
        col(ui.t(msg::PANEL_ROUND)),
        col(ui.t(msg::PANEL_PHASE)),
        col(ui.t(msg::PANEL_PERIOD_LABEL)),
    ];
    let rows = own.iter().map(|round| {
        vec![
            link(&format!("/w/{org}/panels/{}", round.id), &round.title),
            say::phase_badge(ui, round.phase()),
            html! { (say::period(ui, round.period)) },
        ]
    });
    table(ui.t(msg::PANEL_OWN_ROUNDS), columns).rows(rows).render()
}

fn venues(ui: &Ui, org: OrganisationId, kept: &[(Round, VenueId, String)]) -> Markup {
    let columns = vec![
        col(ui.t(msg::PANEL_VENUE)),
        col(ui.t(msg::PANEL_ROUND)),
        col(ui.t(msg::PANEL_PHASE)),
        col(ui.t(msg::PANEL_APPEAL_UNTIL)),
    ];
    let rows = kept.iter().map(|(round, venue, name)| {
        vec![
            link(&format!("/w/{org}/panels/{}/venues/{venue}", round.id), name),
            html! { (round.title) " · " (round.host) },
            say::phase_badge(ui, round.phase()),
            html! { @if let Some(day) = round.appeal_until { (ui.day(day)) } },
        ]
    });
    table(ui.t(msg::PANEL_KEPT_VENUES), columns).rows(rows).render()
}

/// `GET /w/{org}/panels/new`
pub(super) async fn new(gate: Grant<ManagePanels>, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let today = time::day(ui.now);
    let fields: Fields = [
        (
            "from",
            today.saturating_sub(6.months()).first_of_month().to_string(),
        ),
        ("until", today.to_string()),
        ("outlier", "20".to_owned()),
        ("appeal_days", "5".to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    new_page(&app, &ui, &gate, &fields, &Problems::new()).await
}

async fn new_page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManagePanels>,
    fields: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let earlier = app
        .db
        .read(move |tx| queries::rounds_of(tx, org, None, ROWS))
        .await?;
    let title = ui.t(msg::PANEL_NEW);
    let ids: Vec<(String, &str)> = earlier
        .iter()
        .map(|round| (round.id.to_text(), round.title.as_str()))
        .collect();
    let chosen = fields.raw("copy");
    let mut copy = select(ui, "copy", ui.t(msg::PANEL_COPY))
        .hint(ui.t(msg::PANEL_COPY_HINT))
        .error(problems.of("copy"))
        .option("", ui.t(msg::PANEL_COPY_USUAL), chosen.is_empty());
    for (id, title) in &ids {
        copy = copy.option(id, title, chosen == id);
    }
    let content = html! {
        (page_title(title, Some(ui.t(msg::PANEL_NEW_LEDE)), None))
        (error_summary(ui, problems))
        (form(ui, &format!("/w/{org}/panels")).body(html! {
            (round_fields(ui, fields, problems))
            (copy)
            (action_bar(html! {
                (button(ui.t(msg::PANEL_NEW_SEND)).primary())
                (link_button(&format!("/w/{org}/panels"), ui.t(msg::PANEL_BACK_TO_LIST)))
            }))
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

fn round_fields(ui: &Ui, fields: &Fields, problems: &Problems) -> Markup {
    html! {
        (field(ui, "title", ui.t(msg::PANEL_ROUND_TITLE)).required().max_chars(TITLE_MAX as u32)
            .example(ui.t(msg::PANEL_ROUND_TITLE_EXAMPLE)).value(fields.raw("title")).error(problems.of("title")))
        (row(html! {
            (field(ui, "from", ui.t(msg::PANEL_FROM)).required().date().value(fields.raw("from")).error(problems.of("from")))
            (field(ui, "until", ui.t(msg::PANEL_UNTIL)).required().date().value(fields.raw("until")).error(problems.of("until")))
        }))
        (field(ui, "outlier", ui.t(msg::PANEL_OUTLIER)).required().whole_number().short().unit("%")
            .hint(ui.t(msg::PANEL_OUTLIER_HINT)).value(fields.raw("outlier")).error(problems.of("outlier")))
        (field(ui, "appeal_days", ui.t(msg::PANEL_APPEAL_DAYS)).required().whole_number().short().unit(ui.t(msg::PANEL_WORKDAYS))
            .hint(ui.t(msg::PANEL_APPEAL_DAYS_HINT)).value(fields.raw("appeal_days")).error(problems.of("appeal_days")))
    }
}

/// `POST /w/{org}/panels`
pub(super) async fn create(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let errors = match typed::round(&fields, time::day(ui.now)) {
        Err(errors) => errors,
        Ok(wish) => {
            let from = match fields.raw("copy").parse::<RoundId>() {
                Ok(earlier) => SheetFrom::Round(earlier),
                Err(_) => SheetFrom::Items(sheet::usual(&ui)),
            };
            match app
                .db
                .write(gate.by(), move |tx| create::create(tx, org, &wish, &from))
                .await
            {
                Ok(id) => {
                    return Ok(SeeOther::to(format!("/w/{org}/panels/{id}"))
                        .say(Tone::Ok, msg::PANEL_CREATED)
                        .into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = new_page(&app, &ui, &gate, &fields, &errors.problems(&ui)).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn as_fields(round: &Round) -> Fields {
    let day = |day: Date| day.to_string();
    [
        ("title", round.title.clone()),
        ("from", day(round.period.0)),
        ("until", day(round.period.1)),
        ("outlier", round.outlier.to_string()),
        ("appeal_days", round.appeal_days.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// `GET /w/{org}/panels/{round}/edit`
pub(super) async fn edit(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let fields = as_fields(&whole.round);
    Ok(edit_page(&app, &ui, &gate, id, &fields, &FieldErrors::new()))
}

fn edit_page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManagePanels>,
    id: RoundId,
    fields: &Fields,
    errors: &FieldErrors,
) -> Page {
    let (at, problems) = (format!("/w/{}/panels/{id}", gate.org()), errors.problems(ui));
    let title = ui.t(msg::PANEL_EDIT);
    let content = html! {
        (page_title(title, Some(ui.t(msg::PANEL_EDIT_LEDE)), None))
        (error_summary(ui, &problems))
        (form(ui, &format!("{at}/edit")).body(html! {
            (round_fields(ui, fields, &problems))
            (action_bar(html! {
                (button(ui.t(msg::PANEL_SAVE)).primary())
                (link_button(&at, ui.t(msg::PANEL_BACK)))
            }))
        }))
    };
    desk::page(app, ui, gate, title, content)
}

/// `POST /w/{org}/panels/{round}/edit`
pub(super) async fn save(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    app.db.read(move |tx| held(tx, org, id)).await?;
    let done = match typed::round(&fields, time::day(ui.now)) {
        Ok(wish) => {
            app.db
                .write(gate.by(), move |tx| create::change(tx, org, id, &wish))
                .await
        }
        Err(errors) => Err(NotDone::Fields(errors)),
    };
    match done {
        Ok(()) => Ok(SeeOther::to(format!("/w/{org}/panels/{id}"))
            .say(Tone::Ok, msg::PANEL_SAVED)
            .into_response()),
        Err(why) => {
            let errors = why.into_fields()?;
            let page = edit_page(&app, &ui, &gate, id, &fields, &errors);
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `POST /w/{org}/panels/{round}/cancel`
pub(super) async fn cancel(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = app.db.write(gate.by(), move |tx| {
        create::cancel(tx, org, id, fields.raw("reason"))
    });
    let done = done.await.map(|()| msg::PANEL_CANCELLED_DONE);
    said(format!("/w/{org}/panels/{id}"), done)
}
