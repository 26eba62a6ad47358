//! Correcting what is kept about oneself.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use langqiao_kernel::{id::AreaId, time};
use langqiao_platform::{
    app::App,
    extract::Query,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::SignedIn,
    people::{self, RegisterError},
    reply::{CameFrom, SeeOther, safe_next},
    ui::prelude::*,
};

use super::queries::{self, Place};

pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Query(from): Query<CameFrom>,
) -> Result<Page, Fault> {
    let (person, keys, today) = (gate.person(), app.keys.clone(), time::day(app.now()));
    let (own, known, places) = app
        .db
        .read(move |tx| {
            let own = people::own(tx, &keys, person)?.ok_or(Fault::NotFound)?;
            let known = people::masked(tx, person)?.ok_or(Fault::NotFound)?;
            Ok::<_, Fault>((own, known, queries::places(tx, today)?))
        })
        .await?;
    let typed = [
        ("name".to_owned(), own.name.unwrap_or_default()),
        (
            "birth".to_owned(),
            known.birth.map(|day| day.to_string()).unwrap_or_default(),
        ),
        (
            "area".to_owned(),
            known.area.map(AreaId::to_text).unwrap_or_default(),
        ),
        ("next".to_owned(), from.way_back().unwrap_or_default().to_owned()),
    ];
    Ok(view(&ui, &typed.into_iter().collect(), &places, &Problems::new()))
}

pub(super) async fn save(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (person, keys, today) = (gate.person(), app.keys.clone(), time::day(app.now()));
    let places = app.db.read(move |tx| queries::places(tx, today)).await?;
    let mut errors = FieldErrors::new();
    let birth: Option<Date> = fields.text("birth").and_then(|text| {
        let day = text.parse().ok();
        if day.is_none() {
            errors.add("birth", msg::REGISTER_BIRTH);
        }
        day
    });
    let area = fields.text("area").and_then(|text| text.parse().ok());
    let area: Option<AreaId> = area.filter(|area| places.iter().any(|place| place.id == *area));
    if birth.is_some_and(|birth| people::age(birth, today) < people::CONSENT_AGE) {
        errors.add("birth", msg::REGISTER_TOO_YOUNG);
    }
    if errors.is_empty() {
        let name = fields.raw("name").to_owned();
        let saved = app
            .db
            .write(gate.by(), move |tx| {
                people::correct(tx, &keys, person, &name, birth, area)
            })
            .await;
        match saved {
            Ok(()) => {
                let next = match fields.raw("next") {
                    "" => "/me",
                    next => safe_next(next),
                };
                return Ok(SeeOther::to(next)
                    .say(Tone::Ok, msg::PEOPLE_PROFILE_SAVED)
                    .into_response());
            }
            Err(RegisterError::Name) => errors.add("name", msg::REGISTER_NAME),
            Err(RegisterError::Birth) => errors.add("birth", msg::REGISTER_BIRTH),
            Err(other) => return Err(other.into()),
        }
    }
    let page = view(&ui, &fields, &places, &errors.problems(&ui));
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn view(ui: &Ui, typed: &Fields, places: &[Place], problems: &Problems) -> Page {
    let title = ui.t(msg::PEOPLE_PROFILE);
    let ids: Vec<String> = places.iter().map(|place| place.id.to_text()).collect();
    let mut area = select(ui, "area", ui.t(msg::PEOPLE_AREA))
        .hint(ui.t(msg::PEOPLE_AREA_HINT))
        .option("", ui.t(msg::PEOPLE_AREA_NONE), typed.raw("area").is_empty());
    for (place, id) in places.iter().zip(&ids) {
        if place.is_town {
            area = area.group(&place.name);
        }
        area = area.option(id, &place.name, typed.raw("area") == id);
    }
    let content = html! {
        (page_title(title, None, None))
        (error_summary(ui, problems))
        (card(form(ui, "/me/profile").body(html! {
            (hidden("next", typed.raw("next")))
            (field(ui, "name", ui.t(msg::REGISTER_NAME_LABEL)).own_name().required().max_chars(40)
                .hint(ui.t(msg::REGISTER_NAME_HINT)).value(typed.raw("name")).error(problems.of("name")))
            (field(ui, "birth", ui.t(msg::REGISTER_BIRTH_LABEL)).date().autocomplete("bday")
                .hint(ui.t(msg::REGISTER_BIRTH_HINT)).value(typed.raw("birth")).error(problems.of("birth")))
            (area)
            (button(ui.t(msg::PEOPLE_SAVE)).primary())
        })))
    };
    portal(ui, Head::unlisted(title), content)
}
