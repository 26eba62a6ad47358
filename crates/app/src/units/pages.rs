//! The workbench's pages of units.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use langqiao_kernel::{
    codes::Uscc,
    id::{OrganisationId, UnitId},
    text::squash,
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    feature::{PanelAsk, Slot},
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    KeepRegisters,
    count::{self, CountError},
    create::{self, CreateError},
    list_view::{self, Typed},
    model::{Headcount, NewUnit},
    queries::{self, Filter},
    unit_view::{self, Retry, UnitPage},
};
use crate::{
    areas::{Directory, Found},
    coverage::{self, ReadCoverage, Viewer},
};

pub(super) async fn show_list(
    gate: Grant<ReadCoverage>,
    ui: Ui,
    State(app): State<App>,
    Query(typed): Query<Typed>,
) -> Result<Page, Fault> {
    fn read<T: std::str::FromStr>(text: Option<&String>) -> Option<T> {
        text.and_then(|text| text.parse().ok())
    }
    let org = gate.org();
    let filter = Filter {
        on: time::day(ui.now),
        town: read(typed.town.as_ref()),
        area: None,
        kind: read(typed.kind.as_ref()),
        word: typed.q.as_deref().map(squash).filter(|word| !word.is_empty()),
        organisation: read(typed.organisation.as_ref()),
    };
    let after = typed.after.as_deref().and_then(list_view::read_after);
    let wanted = filter.clone();
    let (viewer, found) = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            let narrowed = Filter {
                town: viewer.scope.town().or(wanted.town),
                area: viewer.scope.village(),
                ..wanted
            };
            let found = queries::list(tx, &narrowed, after.as_ref(), list_view::PAGE as i64 + 1)?;
            Ok::<_, Fault>((viewer, found))
        })
        .await?;
    let may_keep = gate.may(KeepRegisters::NAME);
    let content = list_view::list(&ui, org, &viewer, &typed, &filter, found, may_keep);
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::UNITS_TITLE), content))
}

pub(super) async fn show_unit(
    gate: Grant<ReadCoverage>,
    ui: Ui,
    State(app): State<App>,
    Path((_, unit)): Path<(OrganisationId, UnitId)>,
) -> Result<Page, Fault> {
    unit_page(&app, &ui, &gate, unit, &Retry::default()).await
}

async fn unit_page<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    id: UnitId,
    retry: &Retry,
) -> Result<Page, Fault> {
    let (org, now, house, reader) = (gate.org(), ui.now, app.clone(), ui.clone());
    let roles = gate.roles().to_vec();
    let page = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            let unit = queries::unit(tx, viewer.scope, id)?.ok_or(Fault::NotFound)?;
            let counts = queries::counts(tx, id)?;
            let covered_by = queries::covered_by(tx, id, time::day(now))?;
            let spans = coverage::spans_of(tx, id)?;
            let ask = PanelAsk {
                ui: &reader,
                app: &house,
                org: Some(org),
                person: None,
                roles: &roles,
                id: &id.to_text(),
                now,
            };
            let panels = house.registry.panels(Slot::Unit, tx, &ask)?;
            Ok::<_, Fault>(UnitPage {
                viewer,
                unit,
                counts,
                covered_by,
                spans,
                panels,
            })
        })
        .await?;
    let content = unit_view::unit(ui, org, &page, gate.may(KeepRegisters::NAME), retry);
    Ok(desk::page(app, ui, gate, &page.unit.name, content))
}

pub(super) async fn show_new(
    gate: Grant<KeepRegisters>,
    ui: Ui,
    State(app): State<App>,
) -> Result<Page, Fault> {
    let content = unit_view::new(&ui, gate.org(), &Retry::default());
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::UNITS_NEW), content))
}

pub(super) async fn create(
    gate: Grant<KeepRegisters>,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let viewer = app
        .db
        .read(move |tx| Viewer::load(tx, org))
        .await?
        .ok_or(Fault::NotFound)?;
    let mut errors = FieldErrors::new();
    if let Some(unit) = read_unit(&viewer, &fields, &mut errors) {
        let (id, name) = (unit.id, unit.name.clone());
        match app
            .db
            .write(gate.by(), move |tx| create::create(tx, org, &unit))
            .await
        {
            Ok(_) => {
                let said = Sentence::new(msg::UNITS_CREATED).with("name", name);
                return Ok(SeeOther::to(format!("/w/{org}/units/{id}"))
                    .say(Tone::Ok, said)
                    .into_response());
            }
            Err(CreateError::NoName) => errors.add("name", msg::UNITS_ERROR_NAME),
            Err(CreateError::Day) => errors.add("from", msg::UNITS_ERROR_DAY_RANGE),
            Err(CreateError::NameTaken) => errors.add("name", msg::UNITS_ERROR_NAME_TAKEN),
            Err(CreateError::UsccTaken) => errors.add("uscc", msg::UNITS_ERROR_USCC_TAKEN),
            Err(other) => return Err(other.into()),
        }
    }
    let retry = Retry {
        problems: errors.problems(&ui),
        fields,
    };
    let content = unit_view::new(&ui, org, &retry);
    let page = desk::page(&app, &ui, &gate, ui.t(msg::UNITS_NEW), content);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// The unit that a form tells of; what is wrong is noted at its field.
fn read_unit(viewer: &Viewer, fields: &Fields, errors: &mut FieldErrors) -> Option<NewUnit> {
    let name = fields.text("name");
    if name.is_none() {
        errors.add("name", msg::UNITS_ERROR_NAME);
    }
    let kind = fields.raw("kind").parse().ok();
    if kind.is_none() {
        errors.add("kind", msg::UNITS_ERROR_KIND);
    }
    let area = match read_area(&viewer.areas, fields.raw("area")) {
        Ok(area) if viewer.scope.covers(area) => Some(area.id),
        Ok(_) => {
            errors.add("area", msg::UNITS_ERROR_AREA);
            None
        }
        Err(sentence) => {
            errors.add("area", sentence);
            None
        }
    };
    let uscc_reason = fields.line("uscc_reason");
    let uscc = fields.text("uscc").map(|code| match Uscc::parse(&code) {
        Ok(code) => code.to_string(),
        Err(_) => {
            if uscc_reason.is_none() {
                errors.add("uscc", msg::UNITS_ERROR_USCC);
            }
            code.to_uppercase()
        }
    });
    let from = read_day(fields, errors);
    let people = read_people(fields, errors);
    if !errors.is_empty() {
        return None;
    }
    let unit = NewUnit::new(kind?, name?, area?, from?, people?);
    let is_wrong = uscc.as_deref().is_some_and(|code| Uscc::parse(code).is_err());
    Some(NewUnit {
        uscc,
        uscc_reason: uscc_reason.filter(|_| is_wrong),
        ..unit
    })
}

/// The village or community that a word means.
pub(crate) fn read_area<'d>(areas: &'d Directory, word: &str) -> Result<&'d crate::areas::Area, Sentence> {
    match areas.find(word) {
        Found::One(area) => Ok(area),
        Found::None => Err(msg::UNITS_ERROR_AREA.into()),
        Found::Several(found) => {
            let places: Vec<String> = found.into_iter().map(|area| areas.path(area)).collect();
            Err(Sentence::new(msg::UNITS_ERROR_AREA_SEVERAL).with("places", places.join("、")))
        }
    }
}

fn read_day(fields: &Fields, errors: &mut FieldErrors) -> Option<Date> {
    let day = fields.raw("from").trim().parse().ok();
    if day.is_none() {
        errors.add("from", msg::UNITS_ERROR_DAY);
    }
    day
}

fn read_people(fields: &Fields, errors: &mut FieldErrors) -> Option<Headcount> {
    let mut number = |name: &str| {
        let number = fields
            .text(name)
            .and_then(|text| text.replace(',', "").parse::<i64>().ok());
        if number.is_none() {
            errors.add(name, msg::UNITS_ERROR_NUMBER);
        }
        number.unwrap_or(0)
    };
    let people = Headcount {
        headcount: number("headcount"),
        women: number("women"),
        youth: number("youth"),
        scitech: number("scitech"),
        party: fields.has("party"),
    };
    if errors.is_empty() && !people.adds_up() {
        errors.add("headcount", msg::UNITS_ERROR_PEOPLE);
    }
    Some(people)
}

pub(super) async fn count(
    gate: Grant<KeepRegisters>,
    ui: Ui,
    State(app): State<App>,
    Path((_, unit)): Path<(OrganisationId, UnitId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let mut errors = FieldErrors::new();
    let (from, people) = (read_day(&fields, &mut errors), read_people(&fields, &mut errors));
    if let Some((from, people)) = from.zip(people).filter(|_| errors.is_empty()) {
        match app
            .db
            .write(gate.by(), move |tx| count::count(tx, org, unit, from, people))
            .await
        {
            Ok(()) => {
                let href = format!("/w/{org}/units/{unit}");
                return Ok(SeeOther::to(href)
                    .say(Tone::Ok, msg::UNITS_COUNTED)
                    .into_response());
            }
            Err(CountError::Day) => errors.add("from", msg::UNITS_ERROR_DAY_RANGE),
            Err(CountError::TooEarly) => errors.add("from", msg::UNITS_ERROR_EARLY),
            Err(CountError::LaterKnown) => errors.add("from", msg::UNITS_ERROR_LATER),
            Err(CountError::People) => errors.add("headcount", msg::UNITS_ERROR_PEOPLE),
            Err(other) => return Err(other.into()),
        }
    }
    let retry = Retry {
        problems: errors.problems(&ui),
        fields,
    };
    let page = unit_page(&app, &ui, &gate, unit, &retry).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
