//! What everybody sees of competitions: the list, the live result page, who takes part; and where somebody enters.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use langqiao_kernel::id::CompetitionId;
use langqiao_platform::{
    app::App,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Public, SignedIn},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::StoreError;
use serde::Deserialize;

use super::{
    enter, form_views,
    model::{Competition, Entry},
    queries, say, typed, views,
    whole::Whole,
};

/// How long after its end a competition stays in the list.
const LISTED: SignedDuration = SignedDuration::from_hours(60 * 24);
/// How many the list has.
const ROWS: i64 = 60;

/// Which stage is looked at.
#[derive(Deserialize)]
pub(super) struct Asked {
    stage: Option<i64>,
}

/// `GET /competitions`
pub(super) async fn list(_: Public, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let since = app.now().saturating_sub(LISTED).unwrap_or(app.now());
    let found = app.db.read(move |tx| queries::shown_now(tx, since, ROWS)).await?;
    let title = ui.t(msg::COMPETITION_TITLE);
    let (over, on): (Vec<&Competition>, Vec<&Competition>) =
        found.iter().partition(|competition| competition.ends_at < ui.now);
    let content = html! {
        (page_title(title, Some(ui.t(msg::COMPETITION_LEDE)), None))
        @if found.is_empty() {
            (empty(Icon::Certificate, ui.t(msg::COMPETITION_NONE), html! { p { (ui.t(msg::COMPETITION_NONE_NEXT)) } }))
        }
        (stack(html! {
            @for competition in on { (in_list(&ui, competition)) }
            @if !over.is_empty() {
                (section(ui.t(msg::COMPETITION_OVER), stack(html! { @for one in over.iter().rev() { (in_list(&ui, one)) } })))
            }
        }))
    };
    Ok(portal(&ui, Head::titled(title), content).for_everyone())
}

/// A competition as lists show it.
pub(super) fn in_list(ui: &Ui, competition: &Competition) -> Markup {
    let said = match competition.started_at {
        None if competition.takes_entries(ui.now) => (Tone::Info, msg::COMPETITION_ENTRIES_OPEN),
        None => (Tone::Plain, msg::COMPETITION_STAGE_AHEAD),
        Some(_) if competition.ends_at < ui.now => (Tone::Plain, msg::COMPETITION_OVER),
        Some(_) => (Tone::Ok, msg::COMPETITION_STAGE_RUNS),
    };
    card_link(
        &format!("/competitions/{}", competition.id),
        &competition.title,
        html! {
            p { (ui.span(competition.starts_at, competition.ends_at)) " · " (competition.place) }
            (row(html! {
                (badge(said.0, ui.t(said.1)))
                span { (ui.tf(msg::COMPETITION_ENTERED, args! { n = competition.entered })) }
            }))
        },
    )
}

/// `GET /competitions/{competition}`: the stage that is under way, or the one asked for.
pub(super) async fn show(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let whole = Whole::public(&app, id).await?;
    let of = &whole.competition;
    let number = number(&whole, &asked);
    let address = format!("/competitions/{id}");
    let lede = format!(
        "{} · {}",
        when::span(ui.lang, of.starts_at, of.ends_at, ui.now),
        of.place
    );
    let actions = html! {
        @if of.takes_entries(ui.now) {
            (link_button(&format!("{address}/enter"), ui.t(msg::COMPETITION_ENTER)).primary())
        }
        (Button::print(ui.t(msg::COMPETITION_PRINT)))
        (Button::share(ui.t(msg::COMPETITION_SHARE)))
    };
    let live_address = format!("{address}/live?stage={number}");
    let content = html! {
        (page_title(&of.title, Some(&lede), Some(actions)))
        (stack(html! {
            (tabs_of(&ui, &whole, number, &address))
            (live("competition-live", &live_address, "every 15s", body(&ui, &whole, number)))
            (about(&ui, &whole))
        }))
    };
    Ok(portal(&ui, Head::titled(&of.title), content).for_everyone())
}

/// `GET /competitions/{competition}/live`: what changes on that page.
pub(super) async fn show_live(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let whole = Whole::public(&app, id).await?;
    let number = number(&whole, &asked);
    Ok(Page::fragment(body(&ui, &whole, number)).for_everyone())
}

fn number(whole: &Whole, asked: &Asked) -> i64 {
    let known = |number: &i64| whole.stages.iter().any(|stage| stage.number == *number);
    let current = whole.current().map_or(1, |stage| stage.number);
    asked.stage.filter(known).unwrap_or(current)
}

fn tabs_of(ui: &Ui, whole: &Whole, number: i64, address: &str) -> Markup {
    let named: Vec<(String, String, bool)> = whole
        .stages
        .iter()
        .map(|stage| {
            let name = if whole.stages.len() > 1 {
                format!("{} {}", stage.number, say::stage(ui, stage))
            } else {
                say::stage(ui, stage).to_owned()
            };
            (
                name,
                format!("{address}?stage={}", stage.number),
                stage.number == number,
            )
        })
        .collect();
    let entries = format!("{address}/entries");
    let protests = format!("{address}/protests");
    let mut all: Vec<(&str, &str, Option<i64>, bool)> = named
        .iter()
        .map(|(name, href, now)| (name.as_str(), href.as_str(), None, *now))
        .collect();
    all.push((
        ui.t(msg::COMPETITION_ENTRIES),
        &entries,
        Some(whole.competition.entered),
        false,
    ));
    all.push((
        ui.t(msg::COMPETITION_PROTESTS),
        &protests,
        Some(whole.protests.len() as i64),
        false,
    ));
    tabs(ui.t(msg::COMPETITION_VIEWS), &all)
}

/// What changes while it is played.
fn body(ui: &Ui, whole: &Whole, number: i64) -> Markup {
    let Some(stage) = whole.stages.iter().find(|stage| stage.number == number) else {
        return html! {};
    };
    let provisional = stage.started_at.is_some() && whole.stage_is_provisional(stage, ui.now);
    stack(html! {
        @if whole.competition.activity_status == crate::activities::Status::Cancelled {
            (notice(Tone::Warn, html! { (ui.t(msg::COMPETITION_CANCELLED)) }))
        }
        (row(html! {
            (say::standing(ui, whole, stage))
            (muted(html! { (ui.tf(msg::COMPETITION_AS_OF, args! { at = when::moment(ui.lang, ui.now, ui.now) })) }))
        }))
        @if let Some(at) = stage.protests_ended_at {
            (notice(Tone::Info, html! { (say::protests_ended(ui, stage, at)) }))
        }
        @if provisional { (notice(Tone::Info, html! { (ui.t(msg::COMPETITION_PROVISIONAL_WHY)) })) }
        (views::stage(ui, whole, stage, None))
        (views::rules(ui, whole, stage))
    })
}

fn about(ui: &Ui, whole: &Whole) -> Markup {
    let of = &whole.competition;
    html! {
        (section(ui.t(msg::COMPETITION_ABOUT), html! {
            (definitions(ui)
                .row(ui.t(msg::COMPETITION_OF_ACTIVITY), link(&format!("/activities/{}", of.activity), &of.activity_title))
                .row(ui.t(msg::COMPETITION_HOST), html! { (of.host) })
                .row(ui.t(msg::COMPETITION_ORDER), html! { (order(ui, whole)) }))
        }))
    }
}

/// How the order was drawn, so that anyone can work it out again.
fn order(ui: &Ui, whole: &Whole) -> Markup {
    let Some(first) = whole.stages.first() else {
        return html! {};
    };
    html! {
        (ui.t(if first.drawn.is_some() { msg::COMPETITION_DRAWN_BY_LOT } else { msg::COMPETITION_WILL_BE_DRAWN }))
        (muted(html! { code { (first.commitment) } }))
        @if first.drawn.is_some() {
            p { (link(&format!("/api/v1/competitions/{}/draw", whole.competition.id), ui.t(msg::DRAW_DOCUMENT))) }
        }
    }
}

/// `GET /competitions/{competition}/entries`
pub(super) async fn entries(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
) -> Result<Page, Fault> {
    let whole = Whole::public(&app, id).await?;
    let title = ui.t(msg::COMPETITION_ENTRIES);
    let rows = whole.entries.iter().map(|entry| views::entry_cells(&ui, entry));
    let actions = html! {
        @if whole.competition.takes_entries(ui.now) {
            (link_button(&format!("/competitions/{id}/enter"), ui.t(msg::COMPETITION_ENTER)).primary())
        }
    };
    let content = html! {
        (page_title(title, Some(&whole.competition.title), Some(actions)))
        (stack(html! {
            p { (link(&format!("/competitions/{id}"), ui.t(msg::COMPETITION_BACK))) }
            @if whole.competition.self_entry && whole.competition.started_at.is_none() && !whole.entries.is_empty() {
                p { (link(&format!("/competitions/{id}/enter"), ui.t(msg::COMPETITION_OWN_ENTRY))) }
            }
            @if whole.entries.is_empty() {
                (empty(Icon::People, ui.t(msg::COMPETITION_NOBODY), html! { p { (ui.t(msg::COMPETITION_NOBODY_NEXT)) } }))
            } @else {
                (table(title, views::entry_columns(&ui)).rows(rows))
            }
        }))
    };
    Ok(portal(&ui, Head::unlisted(title), content).for_everyone())
}

/// `GET /competitions/{competition}/enter`
pub(super) async fn enter_form(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
) -> Result<Page, Fault> {
    let person = gate.person();
    let read = app.db.read(move |tx| {
        let Some(of) = queries::public(tx, id)? else {
            return Ok(None);
        };
        let mut entries = queries::entries(tx, id)?;
        entries.retain(|entry| entry.contact == Some(person) && entry.withdrawn_at.is_none());
        Ok::<_, StoreError>(Some((of, entries)))
    });
    let (of, own) = read.await?.ok_or(Fault::NotFound)?;
    if own.is_empty() || of.started_at.is_some() {
        return Ok(enter_page(&ui, &of, &Fields::default(), &FieldErrors::new()));
    }
    Ok(entered_page(&ui, &of, &own))
}

/// Whoever entered before is shown what, and where to correct it.
fn entered_page(ui: &Ui, of: &Competition, own: &[Entry]) -> Page {
    let title = ui.t(msg::COMPETITION_OWN_ENTRY);
    let at = format!("/competitions/{}", of.id);
    let content = html! {
        (page_title(title, Some(&of.title), None))
        (stack(html! {
            p { (link(&at, ui.t(msg::COMPETITION_BACK))) }
            @for entry in own {
                (card(html! {
                    p { strong { (say::entry(ui, of.team, entry)) } " · " (entry.unit_name) }
                    (row(link_button(&format!("{at}/entries/{}/edit", entry.id), ui.t(msg::COMPETITION_CORRECT_ENTRY)).about(&entry.name).render()))
                }))
            }
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

/// `POST /competitions/{competition}/enter`
pub(super) async fn enter_it(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of = app
        .db
        .read(move |tx| queries::public(tx, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let errors = match typed::entry(&fields, of.team, Some(gate.person())) {
        Err(errors) => errors,
        Ok(new) => {
            let keys = app.keys.clone();
            let done = app
                .db
                .write(gate.by(), move |tx| enter::enter(tx, &keys, id, &new, true))
                .await;
            match done {
                Ok(_) => {
                    let said = Sentence::new(msg::COMPETITION_ENTERED_FLASH).with("title", of.title);
                    return Ok(SeeOther::to(format!("/competitions/{id}/entries"))
                        .say(Tone::Ok, said)
                        .into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = enter_page(&ui, &of, &fields, &errors);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// Why nobody can enter by themselves now.
fn why_not(of: &Competition) -> Msg {
    if of.started_at.is_some() {
        msg::COMPETITION_STARTED
    } else if !of.self_entry {
        msg::COMPETITION_BY_OFFICE
    } else if of.entered >= of.entries_max {
        msg::COMPETITION_FULL
    } else {
        msg::COMPETITION_ENTRIES_CLOSED
    }
}

fn enter_page(ui: &Ui, of: &Competition, fields: &Fields, errors: &FieldErrors) -> Page {
    let problems = errors.problems(ui);
    let title = ui.t(msg::COMPETITION_ENTER);
    let open = of.takes_entries(ui.now);
    let content = html! {
        (page_title(title, Some(&of.title), None))
        (stack(html! {
            p { (link(&format!("/competitions/{}", of.id), ui.t(msg::COMPETITION_BACK))) }
            @if !open {
                (notice(Tone::Warn, html! {
                    (ui.t(why_not(of)))
                }))
            } @else {
                (error_summary(ui, &problems))
                p { (ui.tf(msg::COMPETITION_ENTRIES_UNTIL, args! { at = when::moment(ui.lang, of.entries_close_at, ui.now) })) }
                (form(ui, &format!("/competitions/{}/enter", of.id)).body(html! {
                    (form_views::entry_fields(ui, of, fields, &problems, true))
                    (action_bar(html! { (button(ui.t(msg::COMPETITION_ENTER)).primary()) }))
                }))
            }
        }))
    };
    portal(ui, Head::unlisted(title), content)
}
