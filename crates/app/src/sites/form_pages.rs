//! The pages on which an organisation enters a site and changes it.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{AreaId, VenueId},
    time,
};
use langqiao_platform::{
    app::App, desk, extract::Path, fault::Fault, fields::Fields, form::Form, gate::Grant, not_done::NotDone,
    reply::SeeOther, ui::prelude::*,
};

use super::{edit, form, pages::OfVenue, queries};
use crate::{bookings::KeepSpaces, venues};

/// `GET /w/{org}/venues/new`
pub(super) async fn new(gate: Grant<KeepSpaces>, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    new_page(&gate, &ui, &app, &Fields::default(), &Problems::new()).await
}

async fn new_page(
    gate: &Grant<KeepSpaces>,
    ui: &Ui,
    app: &App,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let areas = app.db.read(move |tx| edit::areas_of(tx, org)).await?;
    let content = html! {
        (page_title(ui.t(msg::SITE_NEW), Some(ui.t(msg::SITE_NEW_LEDE)), None))
        (stack(html! {
            (error_summary(ui, problems))
            (langqiao_platform::ui::components::form(ui, &format!("/w/{org}/venues")).body(html! {
                (area_choice(ui, &areas, typed, problems))
                (form::shared(ui, typed, problems, &[]))
                (form::step_fields(ui, None, typed, problems))
                (action_bar(html! { (button(ui.t(msg::SITE_ENTER)).primary()) (link_button(&format!("/w/{org}/venues"), ui.t(msg::SITE_BACK)).quiet()) }))
            }))
        }))
    };
    Ok(desk::page(app, ui, gate, ui.t(msg::SITE_NEW), content))
}

fn area_choice(ui: &Ui, areas: &[(AreaId, String)], typed: &Fields, problems: &Problems) -> Markup {
    let chosen = typed.raw("area");
    let ids: Vec<(String, &str)> = areas
        .iter()
        .map(|(id, name)| (id.to_text(), name.as_str()))
        .collect();
    let mut choice = select(ui, "area", ui.t(msg::VENUE_AREA))
        .required()
        .error(problems.of("area"));
    if areas.len() > 1 {
        choice = choice.option("", ui.t(msg::SITE_CHOOSE_AREA), chosen.is_empty());
    }
    for (id, name) in &ids {
        choice = choice.option(id, name, chosen == id);
    }
    choice.render()
}

/// `POST /w/{org}/venues`
pub(super) async fn create(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    // All that is wrong is said in one round.
    let (wish, mut errors) = form::wish(&fields);
    let read = match form::beginning(&fields, time::day(ui.now)) {
        Ok(begin) if errors.is_empty() => Ok((wish, begin)),
        Ok(_) => Err(NotDone::Fields(errors)),
        Err(more) => {
            errors.add_all(more);
            Err(NotDone::Fields(errors))
        }
    };
    let done = match read {
        Ok((wish, begin)) => {
            app.db
                .write(gate.by(), move |tx| edit::add(tx, (org, person), &wish, &begin))
                .await
        }
        Err(why) => Err(why),
    };
    match done {
        Ok(venue) => Ok(SeeOther::to(format!("/w/{org}/venues/{venue}"))
            .say(Tone::Ok, msg::SITE_SAID_ENTERED)
            .into_response()),
        Err(why) => {
            let problems = why.into_fields()?.problems(&ui);
            let page = new_page(&gate, &ui, &app, &fields, &problems).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `GET /w/{org}/venues/{venue}/edit`
pub(super) async fn edit(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Page, Fault> {
    edit_page(&gate, &ui, &app, id, None, &Problems::new()).await
}

async fn edit_page(
    gate: &Grant<KeepSpaces>,
    ui: &Ui,
    app: &App,
    id: VenueId,
    typed: Option<&Fields>,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let venue = queries::kept(tx, org, id)?;
        let clusters = venues::clusters_in(tx, venue.area_id)?;
        Ok::<_, NotDone>((venues::facilities(tx, id)?, clusters, venue))
    });
    let (facilities, clusters, venue) = read.await?;
    let known = form::filled(&venue, &facilities);
    let names: Vec<String> = clusters.into_iter().map(|(_, name)| name).collect();
    let at = format!("/w/{org}/venues/{id}");
    let content = html! {
        (page_title(ui.t(msg::SITE_EDIT), Some(&venue.name), None))
        (stack(html! {
            (error_summary(ui, problems))
            (langqiao_platform::ui::components::form(ui, &format!("{at}/edit")).body(html! {
                (form::shared(ui, typed.unwrap_or(&known), problems, &names))
                (action_bar(html! { (button(ui.t(msg::SITE_SAVE)).primary()) (link_button(&at, ui.t(msg::SITE_BACK)).quiet()) }))
            }))
        }))
    };
    Ok(desk::page(app, ui, gate, ui.t(msg::SITE_EDIT), content))
}

/// `POST /w/{org}/venues/{venue}/edit`
pub(super) async fn save(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let (wish, errors) = form::wish(&fields);
    let done = match NotDone::unless_none(errors) {
        Ok(()) => {
            app.db
                .write(gate.by(), move |tx| edit::change(tx, org, id, &wish))
                .await
        }
        Err(why) => Err(why),
    };
    match done {
        Ok(()) => Ok(SeeOther::to(format!("/w/{org}/venues/{id}"))
            .say(Tone::Ok, msg::SITE_SAID_SAVED)
            .into_response()),
        Err(why) => {
            let problems = why.into_fields()?.problems(&ui);
            let page = edit_page(&gate, &ui, &app, id, Some(&fields), &problems).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}
