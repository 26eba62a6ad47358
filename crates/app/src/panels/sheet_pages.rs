//! The officer lays the sheet down, an item at a time.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{OrganisationId, RoundId};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    not_done::NotDone,
    reply::SeeOther,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    ManagePanels,
    model::{EvidenceSource, Item},
    round_pages::sheet_table,
    say,
    sheet::{self, ITEMS, LABEL_MAX, WANTS_MAX},
    typed,
    whole::{Whole, held},
};

/// Which item is changed; without one a new one is added.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) struct Asked {
    item: Option<i64>,
}

/// `GET /w/{org}/panels/{round}/sheet`
pub(super) async fn show(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let item = asked.item.filter(|at| whole.item(*at).is_some());
    let fields = match item.and_then(|at| whole.item(at)) {
        Some(of) => as_fields(of),
        None => [("highest", "10"), ("weight", "10")]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    };
    Ok(page(&app, &ui, &gate, &whole, item, &fields, &FieldErrors::new()))
}

fn as_fields(item: &Item) -> Fields {
    let mut fields: Vec<(String, String)> = vec![
        ("label".to_owned(), item.label.clone()),
        ("wants".to_owned(), item.wants.clone()),
        ("highest".to_owned(), say::typed(item.highest)),
        ("weight".to_owned(), item.weight.to_string()),
    ];
    let sources = item
        .sources
        .iter()
        .map(|source| ("source".to_owned(), source.as_str().to_owned()));
    fields.extend(sources);
    fields.into_iter().collect()
}

fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManagePanels>,
    whole: &Whole,
    item: Option<i64>,
    fields: &Fields,
    errors: &FieldErrors,
) -> Page {
    let at = format!("/w/{}/panels/{}", gate.org(), whole.round.id);
    let here = format!("{at}/sheet");
    let (title, problems) = (ui.t(msg::PANEL_SHEET_EDIT), errors.problems(ui));
    let seen = whole.round.sheet.to_string();
    let number = item.map_or_else(String::new, |item| item.to_string());
    let fixed = whole.is_marked() || whole.must_be_open().is_err();
    let heading = match item {
        Some(n) => ui.tf(msg::PANEL_ITEM_CHANGE, args! { n = n }),
        None => ui.t(msg::PANEL_ITEM_ADD).to_owned(),
    };
    let content = html! {
        (page_title(title, Some(&whole.round.title), None))
        (stack(html! {
            p { (link(&at, ui.t(msg::PANEL_BACK))) }
            @if fixed {
                (notice(Tone::Info, html! { p { (ui.t(msg::PANEL_SHEET_FIXED)) } }))
                (sheet_table(ui, whole))
            } @else {
                (error_summary(ui, &problems))
                (items(ui, &here, whole, &seen))
                @if item.is_some() || whole.items.len() < ITEMS {
                    (section(&heading, card(form(ui, &here).body(html! {
                        (hidden("seen", &seen)) (hidden("item", &number))
                        (item_fields(ui, fields, &problems))
                        (row(html! {
                            (button(ui.t(msg::PANEL_SAVE)).primary().value("act", "save"))
                            @if item.is_some() { (link_button(&here, ui.t(msg::PANEL_ITEM_ADD))) }
                        }))
                    }))))
                }
            }
        }))
    };
    desk::page(app, ui, gate, title, content)
}

fn items(ui: &Ui, here: &str, whole: &Whole, seen: &str) -> Markup {
    let columns = vec![
        col(ui.t(msg::PANEL_ITEM)),
        number_col(ui.t(msg::PANEL_HIGHEST)),
        number_col(ui.t(msg::PANEL_WEIGHT)),
        col(ui.t(msg::PANEL_CHANGE)).unseen(),
    ];
    let rows = whole.items.iter().map(|(position, item)| {
        let number = position.to_string();
        vec![
            html! { (item.label) },
            html! { (say::typed(item.highest)) },
            html! { (item.weight) },
            html! { (row(html! {
                (link_button(&format!("{here}?item={position}"), ui.t(msg::PANEL_CHANGE)).small().about(&item.label))
                (form(ui, here).body(html! {
                    (hidden("seen", seen)) (hidden("item", &number))
                    (button(ui.t(msg::PANEL_REMOVE)).small().value("act", "remove").about(&item.label))
                }))
            })) },
        ]
    });
    table(ui.t(msg::PANEL_SHEET), columns).rows(rows).render()
}

fn item_fields(ui: &Ui, fields: &Fields, problems: &Problems) -> Markup {
    let mut sources = choices(ui, "source", ui.t(msg::PANEL_EVIDENCE))
        .several()
        .hint(ui.t(msg::PANEL_EVIDENCE_HINT));
    for source in EvidenceSource::ALL {
        let chosen = fields.all("source").any(|word| word == source.as_str());
        sources = sources.option(source.as_str(), ui.t(say::source(*source)), chosen);
    }
    html! {
        (field(ui, "label", ui.t(msg::PANEL_ITEM)).required().max_chars(LABEL_MAX as u32)
            .value(fields.raw("label")).error(problems.of("label")))
        (field(ui, "wants", ui.t(msg::PANEL_WANTS)).required().max_chars(WANTS_MAX as u32).hint(ui.t(msg::PANEL_WANTS_HINT))
            .value(fields.raw("wants")).error(problems.of("wants")))
        (row(html! {
            (field(ui, "highest", ui.t(msg::PANEL_HIGHEST)).required().whole_number().short()
                .value(fields.raw("highest")).error(problems.of("highest")))
            (field(ui, "weight", ui.t(msg::PANEL_WEIGHT)).required().whole_number().short()
                .value(fields.raw("weight")).error(problems.of("weight")))
        }))
        (sources)
    }
}

/// `POST /w/{org}/panels/{round}/sheet`: an item is added, changed or taken away.
pub(super) async fn save(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, RoundId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    let item = fields
        .raw("item")
        .parse::<i64>()
        .ok()
        .filter(|at| whole.item(*at).is_some());
    let seen = fields.raw("seen").parse::<i64>().unwrap_or(0);
    let done = match changed(&whole, item, &fields) {
        Ok(items) => {
            app.db
                .write(gate.by(), move |tx| sheet::set_sheet(tx, org, id, seen, &items))
                .await
        }
        Err(errors) => Err(NotDone::Fields(errors)),
    };
    let Err(why) = done else {
        let here = format!("/w/{org}/panels/{id}/sheet");
        return Ok(SeeOther::to(here)
            .say(Tone::Ok, msg::PANEL_SHEET_SAVED)
            .into_response());
    };
    // The rules name an item's field by its place; the form has one item, whichever it is.
    let mut errors = FieldErrors::new();
    for (name, sentence) in why.into_fields()?.iter() {
        errors.add(
            name.trim_end_matches(|c: char| c.is_ascii_digit()),
            sentence.clone(),
        );
    }
    let page = page(&app, &ui, &gate, &whole, item, &fields, &errors);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// The sheet with one item added, changed or taken away.
fn changed(whole: &Whole, item: Option<i64>, fields: &Fields) -> Result<Vec<Item>, FieldErrors> {
    let mut items = whole.items.clone();
    match (fields.raw("act"), item) {
        ("remove", Some(at)) => items.retain(|(position, _)| *position != at),
        (_, Some(at)) => {
            let new = typed::item(fields)?;
            for (position, item) in &mut items {
                if *position == at {
                    *item = new.clone();
                }
            }
        }
        (_, None) => items.push((i64::MAX, typed::item(fields)?)),
    }
    Ok(items.into_iter().map(|(_, item)| item).collect())
}
