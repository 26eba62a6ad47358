//! A thing is entered and changed.

use axum::{extract::State, response::Response};
use langqiao_kernel::id::{EquipmentId, OrganisationId, VenueId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::Grant,
    not_done::{self, NotDone},
    ui::prelude::*,
};

use super::{
    form,
    keep::{self, NAME_MAX, NOTE_MAX},
    model::{Kind, OpenTo, Thing},
    queries, say,
};
use crate::bookings::KeepSpaces;

/// `GET /w/{org}/lending/new`
pub(super) async fn new(gate: Grant<KeepSpaces>, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let mut typed = Fields::default();
    for (name, value) in [
        ("open_to", "town"),
        ("asks", "yes"),
        ("days_max", "7"),
        ("idle_days", "180"),
        ("kind", "equipment"),
    ] {
        typed.push(name, value);
    }
    page((&gate, &ui, &app), None, &typed, &Problems::new()).await
}

/// `POST /w/{org}/lending/new`
pub(super) async fn create(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let whose = (gate.org(), gate.person());
    let read = match (form::first(&fields), form::terms(&fields)) {
        (Ok(first), Ok(terms)) => Ok((first, terms)),
        (Err(errors), _) | (_, Err(errors)) => Err(NotDone::Fields(errors)),
    };
    let done = match read {
        Ok((first, terms)) => {
            let write = app
                .db
                .write(gate.by(), move |tx| keep::enter(tx, whose, first, &terms));
            write.await
        }
        Err(why) => Err(why),
    };
    let (to, done) = match done {
        Ok(id) => (format!("/w/{}/things/{id}", whose.0), Ok(msg::LOAN_SAID_ENTERED)),
        Err(why) => (String::new(), Err(why)),
    };
    let (gate, ui, app, fields) = (&gate, &ui, &app, &fields);
    not_done::again(ui, to, done, |problems| async move {
        page((gate, ui, app), None, fields, &problems).await
    })
    .await
}

/// `GET /w/{org}/things/{thing}/edit`
pub(super) async fn edit(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, EquipmentId)>,
) -> Result<Page, Fault> {
    let thing = own(&gate, &app, id).await?;
    let typed = form::typed_terms(&thing);
    page((&gate, &ui, &app), Some(&thing), &typed, &Problems::new()).await
}

/// `POST /w/{org}/things/{thing}/edit`
pub(super) async fn save(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, EquipmentId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let thing = own(&gate, &app, id).await?;
    let seen = fields.raw("version").parse().unwrap_or(0);
    let done = match form::terms(&fields) {
        Err(errors) => Err(NotDone::Fields(errors)),
        Ok(terms) => {
            let write = app
                .db
                .write(gate.by(), move |tx| keep::change(tx, org, (id, seen), &terms));
            write.await
        }
    };
    let (to, done) = (
        format!("/w/{org}/things/{id}"),
        done.map(|()| msg::LOAN_SAID_CHANGED),
    );
    let (gate, ui, app, fields) = (&gate, &ui, &app, &fields);
    let thing = &thing;
    not_done::again(ui, to, done, |problems| async move {
        page((gate, ui, app), Some(thing), fields, &problems).await
    })
    .await
}

async fn own(gate: &Grant<KeepSpaces>, app: &App, id: EquipmentId) -> Result<Thing, Fault> {
    let org = gate.org();
    Ok(app.db.read(move |tx| keep::kept(tx, org, id)).await?)
}

async fn page(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    thing: Option<&Thing>,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let venues = app.db.read(move |tx| queries::venues(tx, org)).await?;
    let (title, action, back) = match thing {
        None => (
            ui.t(msg::LOAN_ENTER),
            format!("/w/{org}/lending/new"),
            format!("/w/{org}/lending/own"),
        ),
        Some(thing) => {
            let at = format!("/w/{org}/things/{}", thing.id);
            (ui.t(msg::LOAN_EDIT), format!("{at}/edit"), at)
        }
    };
    let content = html! {
        (page_title(title, thing.map(|thing| thing.name.as_str()), None))
        (stack(html! {
            (error_summary(ui, problems))
            (form(ui, &action).body(html! {
                (hidden("version", typed.raw("version")))
                (field(ui, "name", ui.t(msg::LOAN_NAME)).required().value(typed.raw("name")).error(problems.of("name")).max_chars(NAME_MAX as u32).example(ui.t(msg::LOAN_NAME_EXAMPLE)))
                @if thing.is_none() { (first(ui, typed, problems)) }
                (place(ui, &venues, typed, problems))
                (rules(ui, typed, problems))
                (action_bar(html! {
                    (button(ui.t(msg::SITE_SAVE)).primary())
                    (link_button(&back, ui.t(msg::SITE_BACK)).quiet())
                }))
            }))
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

fn first(ui: &Ui, typed: &Fields, problems: &Problems) -> Markup {
    let kinds = choices(ui, "kind", ui.t(msg::LOAN_KIND))
        .required()
        .error(problems.of("kind"));
    let kinds = Kind::ALL.iter().fold(kinds, |list, kind| {
        let hint = match kind {
            Kind::Equipment => msg::LOAN_EQUIPMENT_HINT,
            Kind::Goods => msg::LOAN_GOODS_HINT,
        };
        list.explained(
            kind.as_str(),
            ui.t(say::kind(*kind)),
            Some(ui.t(hint)),
            typed.raw("kind") == kind.as_str(),
        )
    });
    html! {
        (kinds)
        (field(ui, "pieces", ui.t(msg::LOAN_HOW_MANY)).required().short().whole_number().unit(ui.t(msg::LOAN_UNIT))
            .value(typed.raw("pieces")).error(problems.of("pieces")))
    }
}

fn place(ui: &Ui, venues: &[(VenueId, String)], typed: &Fields, problems: &Problems) -> Markup {
    let known: Vec<(String, &str)> = venues
        .iter()
        .map(|(id, name)| (id.to_text(), name.as_str()))
        .collect();
    let chosen = typed.raw("venue");
    let list = select(ui, "venue", ui.t(msg::LOAN_VENUE)).error(problems.of("venue"));
    let list = list.option("", ui.t(msg::LOAN_NO_VENUE), chosen.is_empty());
    let list = known
        .iter()
        .fold(list, |list, (id, name)| list.option(id, name, chosen == id));
    html! {
        @if !venues.is_empty() { (list) }
        (field(ui, "place", ui.t(msg::LOAN_PLACE)).value(typed.raw("place")).error(problems.of("place")).max_chars(NAME_MAX as u32)
            .hint(ui.t(msg::LOAN_PLACE_HINT)))
    }
}

fn rules(ui: &Ui, typed: &Fields, problems: &Problems) -> Markup {
    let open = choices(ui, "open_to", ui.t(msg::LOAN_OPEN_TO))
        .required()
        .error(problems.of("open_to"));
    let open = [OpenTo::Town, OpenTo::Line, OpenTo::Anyone, OpenTo::Nobody]
        .iter()
        .fold(open, |list, one| {
            list.option(
                one.as_str(),
                ui.t(say::open_to(*one)),
                typed.raw("open_to") == one.as_str(),
            )
        });
    let asks = typed.raw("asks") != "no";
    html! {
        (open)
        (choices(ui, "asks", ui.t(msg::LOAN_CONSENT)).required().option("yes", ui.t(msg::LOAN_ASKS_LONG), asks).option("no", ui.t(msg::LOAN_AT_ONCE_LONG), !asks))
        (field(ui, "days_max", ui.t(msg::LOAN_DAYS_MAX)).required().short().whole_number().unit(ui.t(msg::USE_DAYS))
            .value(typed.raw("days_max")).error(problems.of("days_max")).hint(ui.t(msg::LOAN_DAYS_MAX_HINT)))
        (text_area(ui, "terms", ui.t(msg::LOAN_TERMS)).value(typed.raw("terms")).error(problems.of("terms")).max_chars(NOTE_MAX as u32)
            .hint(ui.t(msg::LOAN_TERMS_HINT)))
        (field(ui, "idle_days", ui.t(msg::LOAN_IDLE)).required().short().whole_number().unit(ui.t(msg::USE_DAYS))
            .value(typed.raw("idle_days")).error(problems.of("idle_days")).hint(ui.t(msg::LOAN_IDLE_HINT)))
    }
}
