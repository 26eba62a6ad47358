//! The officer picks who is handed on for an honour, and takes the list along.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{CompetitionId, EntryId, OrganisationId, PersonId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    not_done::NotDone,
    people,
    reply::SeeOther,
    spreadsheet::Sheet,
    ui::prelude::*,
};
use langqiao_store::ReadTx;

use super::{
    ManageCompetitions,
    office_pages::{held, on_own, said},
    picks::{self, Pick, final_places},
    queries::{self, Member},
    say,
    whole::Whole,
};
use crate::{
    activities::{ReadActivities, UnmaskPeople},
    people::for_reason::{self, Ask, Purpose},
};

type Of = Path<(OrganisationId, CompetitionId)>;

/// `GET /w/{org}/competitions/{competition}/picks`
pub(super) async fn show(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
) -> Result<Page, Fault> {
    page(&gate, &ui, &app, id, &Fields::default(), &Problems::new()).await
}

async fn page<P: Permission>(
    gate: &Grant<P>,
    ui: &Ui,
    app: &App,
    id: CompetitionId,
    fields: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let whole = held(tx, org, id)?;
        Ok::<_, NotDone>((whole, picks::picks(tx, id)?))
    });
    let (whole, picked) = read.await?;
    let at = format!("/w/{org}/competitions/{id}");
    let title = ui.t(msg::COMPETITION_PICKS);
    let may = gate.may(ManageCompetitions::NAME);
    let places = final_places(&whole);
    let content = html! {
        (page_title(title, Some(&whole.competition.title), Some(html! {
            @if !picked.is_empty() {
                (link_button(&format!("{at}/picks.xlsx"), ui.t(msg::COMPETITION_XLSX)).icon(Icon::Download).download())
            }
        })))
        (stack(html! {
            p { (link(&at, ui.t(msg::COMPETITION_BACK))) }
            (error_summary(ui, problems))
            @if !picked.is_empty() && gate.may(UnmaskPeople::NAME) {
                (ask(&format!("{at}/picks.xlsx"), &format!("{at}/picks")).form(ui))
            }
            @if picked.is_empty() {
                (empty(Icon::Certificate, ui.t(msg::COMPETITION_NO_PICKS), html! {
                    p { (ui.t(if places.is_empty() { msg::COMPETITION_NOT_OVER } else { msg::COMPETITION_NO_PICKS_NEXT })) }
                }))
            } @else {
                (list(ui, &whole, &at, &picked, may))
            }
            @if may && !places.is_empty() { (pick_form(ui, &whole, &at, &places, &picked, fields, problems)) }
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

fn list(ui: &Ui, whole: &Whole, at: &str, picked: &[Pick], may: bool) -> Markup {
    let mut columns = vec![
        col(ui.t(msg::COMPETITION_ENTRY)),
        number_col(ui.t(msg::COMPETITION_PLACE)),
        col(ui.t(msg::COMPETITION_PICK_TITLE)),
        col(ui.t(msg::COMPETITION_NOTE)),
        col(ui.t(msg::COMPETITION_EVIDENCE)),
    ];
    if may {
        columns.push(col(ui.t(msg::COMPETITION_UNPICK)).unseen());
    }
    let rows = picked.iter().map(|pick| {
        let mut cells = vec![
            picked_cell(ui, whole, pick.entry),
            html! { @if let Some(place) = pick.place { (place) } @else { "—" } },
            html! { (pick.title) },
            html! { @if pick.note.is_empty() { "—" } @else { (pick.note) } },
            link(&evidence(whole), ui.t(msg::COMPETITION_RESULT_PAGE)),
        ];
        if may {
            let name = say::name(ui, whole, Some(pick.entry));
            let address = format!("{at}/picks/{}/remove", pick.entry);
            cells.push(post_button(
                ui,
                &address,
                button(ui.t(msg::COMPETITION_UNPICK)).small().about(&name),
            ));
        }
        cells
    });
    table(ui.t(msg::COMPETITION_PICKS), columns).rows(rows).render()
}

/// Whom, with their number where they are single people, and their unit.
fn picked_cell(ui: &Ui, whole: &Whole, id: EntryId) -> Markup {
    let Some(entry) = whole.entry(id) else {
        return html! {};
    };
    html! {
        (say::entry(ui, whole.competition.team, entry))
        @if entry.name != entry.unit_name && !entry.unit_name.is_empty() { (muted(html! { (entry.unit_name) })) }
    }
}

/// The page that shows the places.
fn evidence(whole: &Whole) -> String {
    let last = whole.stages.last().map_or(1, |stage| stage.number);
    format!("/competitions/{}?stage={last}", whole.competition.id)
}

fn pick_form(
    ui: &Ui,
    whole: &Whole,
    at: &str,
    places: &[(EntryId, usize)],
    picked: &[Pick],
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let left = places
        .iter()
        .filter(|(entry, _)| !picked.iter().any(|pick| pick.entry == *entry))
        .take(60);
    let named: Vec<(String, String)> = left
        .map(|(entry, place)| {
            let said = args! { place = *place, name = say::name(ui, whole, Some(*entry)) };
            (entry.to_text(), ui.tf(msg::COMPETITION_PLACE_AND_NAME, said))
        })
        .collect();
    let mut who = select(ui, "entry", ui.t(msg::COMPETITION_ENTRY))
        .required()
        .error(problems.of("entry"));
    for (value, label) in &named {
        who = who.option(value, label, fields.raw("entry") == value);
    }
    section(ui.t(msg::COMPETITION_PICK), card(form(ui, &format!("{at}/picks")).body(html! {
        (who)
        (field(ui, "title", ui.t(msg::COMPETITION_PICK_TITLE)).required().max_chars(60).hint(ui.t(msg::COMPETITION_PICK_TITLE_HINT))
            .value(fields.raw("title")).error(problems.of("title")))
        (field(ui, "note", ui.t(msg::COMPETITION_NOTE)).max_chars(60).value(fields.raw("note")).error(problems.of("note")))
        (row(button(ui.t(msg::COMPETITION_PICK)).primary().render()))
    })))
}

/// `POST /w/{org}/competitions/{competition}/picks`
pub(super) async fn add(
    gate: Grant<ManageCompetitions>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let errors = match fields.raw("entry").parse::<EntryId>() {
        Err(_) => {
            let mut errors = FieldErrors::new();
            errors.add("entry", msg::COMPETITION_PICK_ENTRY_NEEDED);
            errors
        }
        Ok(entry) => {
            let (title, note) = (fields.raw("title").to_owned(), fields.raw("note").to_owned());
            let done = on_own(&app, &gate, id, move |tx| {
                picks::pick(tx, id, entry, &title, &note)
            });
            match done.await {
                Ok(()) => {
                    let back = SeeOther::to(format!("/w/{org}/competitions/{id}/picks"));
                    return Ok(back.say(Tone::Ok, msg::COMPETITION_PICKED_FLASH).into_response());
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = page(&gate, &ui, &app, id, &fields, &errors.problems(&ui)).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// `POST /w/{org}/competitions/{competition}/picks/{entry}/remove`
pub(super) async fn remove(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, CompetitionId, EntryId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = on_own(&app, &gate, id, move |tx| picks::unpick(tx, id, entry)).await;
    said(
        format!("/w/{org}/competitions/{id}/picks"),
        done.map(|()| msg::COMPETITION_UNPICKED_FLASH),
    )
}

/// `GET /w/{org}/competitions/{competition}/picks.xlsx`: to be handed on, with the evidence's address in every line.
pub(super) async fn spreadsheet(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
) -> Result<Response, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| handed_on(tx, org, id)).await?;
    file(&app, &ui, &read).await
}

fn ask<'a>(action: &'a str, back: &'a str) -> Ask<'a> {
    Ask::of(action, back, &[Purpose::Spreadsheet])
}

/// `POST /w/{org}/competitions/{competition}/picks.xlsx`: the same with full names, for who gives the honour must know
/// whom. That they were shown, to whom and why is recorded first, where those whose they are can read it.
pub(super) async fn full_spreadsheet(
    gate: Grant<UnmaskPeople>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let Some(why) = for_reason::reason(&gate, &fields) else {
        app.db.read(move |tx| held(tx, org, id)).await?;
        let at = format!("/w/{org}/competitions/{id}");
        let page = ask(&format!("{at}/picks.xlsx"), &format!("{at}/picks")).page(&app, &ui, &gate, &fields);
        return Ok(page.into_response());
    };
    let keys = app.keys.clone();
    let read = app.db.write(gate.by(), move |tx| {
        tx.bookkeeping();
        let mut read = handed_on(tx, org, id)?;
        let picked: Vec<EntryId> = read.1.iter().map(|pick| pick.entry).collect();
        read.2.retain(|member| picked.contains(&member.entry));
        let whose: Vec<PersonId> = read.2.iter().map(|member| member.person).collect();
        let open = people::disclose(tx, &keys, &why, people::Shown::Name, &whose)?;
        for member in &mut read.2 {
            let full = open.iter().find(|one| one.id == member.person);
            if let Some(name) = full.and_then(|one| one.name.clone()) {
                member.name = name;
            }
        }
        Ok::<_, Fault>(read)
    });
    let mut response = file(&app, &ui, &read.await?).await?;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A competition, who was picked, and who takes part in it.
type HandedOn = (Whole, Vec<Pick>, Vec<Member>);

fn handed_on(tx: &mut ReadTx<'_>, org: OrganisationId, id: CompetitionId) -> Result<HandedOn, NotDone> {
    let whole = held(tx, org, id)?;
    Ok((whole, picks::picks(tx, id)?, queries::members(tx, id)?))
}

async fn file(app: &App, ui: &Ui, (whole, picked, members): &HandedOn) -> Result<Response, Fault> {
    let heads = [
        msg::COMPETITION_PLACE,
        msg::COMPETITION_PICK_TITLE,
        msg::COMPETITION_ENTRY,
        msg::COMPETITION_UNIT,
        msg::COMPETITION_LINE,
        msg::COMPETITION_MEMBERS,
        msg::COMPETITION_NOTE,
        msg::COMPETITION_NAME,
        msg::COMPETITION_EVIDENCE,
    ];
    let address = app.address(&evidence(whole));
    let mut sheet = Sheet::new(heads.map(|head| ui.t(head)))
        .titled(&whole.competition.title)
        .named(ui.t(msg::COMPETITION_PICKS));
    for pick in picked {
        sheet.push(line(ui, whole, pick, members, &address));
    }
    sheet.as_xlsx("picks.xlsx").await
}

fn line(ui: &Ui, whole: &Whole, pick: &Pick, members: &[Member], address: &str) -> Vec<String> {
    let names: Vec<&str> = members
        .iter()
        .filter(|m| m.entry == pick.entry)
        .map(|m| m.name.as_str())
        .collect();
    let entry = whole.entry(pick.entry);
    vec![
        pick.place.map_or_else(String::new, |place| place.to_string()),
        pick.title.clone(),
        say::name(ui, whole, Some(pick.entry)),
        entry.map_or("", |entry| &entry.unit_name).to_owned(),
        entry
            .and_then(|entry| entry.line)
            .map_or("", |line| line.name(ui))
            .to_owned(),
        names.join(ui.lang.between_names()),
        pick.note.clone(),
        whole.competition.title.clone(),
        address.to_owned(),
    ]
}
