//! Children and elders for whom one signs up.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{id::PersonId, time};
use langqiao_platform::{
    app::App,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::SignedIn,
    people::{self, FamilyError, FamilyMember, NewFamilyMember, RegisterError},
    reply::{CameFrom, SeeOther, safe_next},
    ui::prelude::*,
};

pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Query(from): Query<CameFrom>,
) -> Result<Page, Fault> {
    let family = family(&app, gate.person()).await?;
    let next = from.way_back().unwrap_or("/me/family");
    Ok(view(&ui, &family, next, &Fields::default(), &Problems::new()))
}

pub(super) async fn add(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let person = gate.person();
    let next = match fields.raw("next") {
        "" => "/me/family",
        next => safe_next(next),
    };
    let mut errors = FieldErrors::new();
    let birth = fields.text("birth").and_then(|text| text.parse().ok());
    if fields.text("name").is_none() {
        errors.add("name", msg::REGISTER_NAME);
    }
    if birth.is_none() {
        errors.add("birth", msg::REGISTER_BIRTH);
    }
    if !fields.has("consent") {
        errors.add("consent", msg::FAMILY_CONSENT);
    }
    if let (Some(birth), true) = (birth, errors.is_empty()) {
        let new = NewFamilyMember {
            name: fields.raw("name").to_owned(),
            birth,
            consented: true,
        };
        let keys = app.keys.clone();
        let added = app
            .db
            .write(gate.by(), move |tx| {
                people::add_family_member(tx, &keys, person, &new)
            })
            .await;
        match added {
            Ok(_) => {
                return Ok(SeeOther::to(next)
                    .say(Tone::Ok, msg::PEOPLE_FAMILY_ADDED)
                    .into_response());
            }
            Err(FamilyError::Person(RegisterError::Name)) => errors.add("name", msg::REGISTER_NAME),
            Err(FamilyError::Person(RegisterError::Birth)) => errors.add("birth", msg::REGISTER_BIRTH),
            Err(other) => return Err(other.into()),
        }
    }
    let family = family(&app, person).await?;
    let page = view(&ui, &family, next, &fields, &errors.problems(&ui));
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

pub(super) async fn remove(
    gate: SignedIn,
    State(app): State<App>,
    Path(member): Path<PersonId>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    let gone = app
        .db
        .write(gate.by(), move |tx| {
            people::remove_family_member(tx, person, member)
        })
        .await?;
    if !gone {
        return Err(Fault::NotFound);
    }
    Ok(SeeOther::to("/me/family").say(Tone::Info, msg::PEOPLE_FAMILY_REMOVED))
}

async fn family(app: &App, person: PersonId) -> Result<Vec<FamilyMember>, Fault> {
    let keys = app.keys.clone();
    app.db.read(move |tx| people::family_of(tx, &keys, person)).await
}

fn view(ui: &Ui, family: &[FamilyMember], next: &str, typed: &Fields, problems: &Problems) -> Page {
    let title = ui.t(msg::PEOPLE_FAMILY);
    let today = time::day(ui.now);
    let content = html! {
        (page_title(title, Some(ui.t(msg::PEOPLE_FAMILY_LEDE)), None))
        (error_summary(ui, problems))
        (stack(html! {
            @for member in family {
                (card(spread(
                    html! {
                        p {
                            strong { (member.name) }
                            @if let Some(birth) = member.birth_day {
                                " · " (ui.tf(msg::PEOPLE_YEARS_OLD, args! { n = i64::from(people::age(birth, today)) }))
                            }
                        }
                    },
                    confirm(
                        ui,
                        &format!("/me/family/{}/remove", member.id),
                        ui.t(msg::PEOPLE_FAMILY_REMOVE),
                        &html! { p { (ui.t(msg::PEOPLE_FAMILY_REMOVE_WHAT)) } },
                        button(ui.t(msg::PEOPLE_FAMILY_REMOVE)).danger().about(&member.name),
                    ),
                )))
            }
            (panel(ui.t(msg::PEOPLE_FAMILY_ADD), form(ui, "/me/family").body(html! {
                input type="hidden" name="next" value=(next);
                (field(ui, "name", ui.t(msg::REGISTER_NAME_LABEL)).required().max_chars(40)
                    .value(typed.raw("name")).error(problems.of("name")))
                (field(ui, "birth", ui.t(msg::REGISTER_BIRTH_LABEL)).date().required()
                    .hint(ui.t(msg::PEOPLE_FAMILY_BIRTH_HINT)).value(typed.raw("birth")).error(problems.of("birth")))
                (checkbox("consent", ui.t(msg::PEOPLE_FAMILY_CONSENT), typed.has("consent"),
                    Some(ui.t(msg::PEOPLE_FAMILY_CONSENT_HINT)), problems.of("consent")))
                (button(ui.t(msg::PEOPLE_FAMILY_ADD)).primary())
            })))
        }))
    };
    portal(ui, Head::unlisted(title), content)
}
