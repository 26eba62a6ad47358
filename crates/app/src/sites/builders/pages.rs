//! The keeper's page of those who built a site together: written down, changed, and left.

use axum::{extract::State, response::Response};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{BuilderId, OrganisationId, VenueId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    not_done::{self, NotDone},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Deserialize;

use super::{
    Body, Builder, Gave, Part, WORDS_MAX, add, change, end, queries,
    queries::Before,
    rename,
    show::{gave, given},
};
use crate::{
    activities::{bodies_found, typed},
    bookings::KeepSpaces,
    sites::{clusters::NAME_MAX, queries::kept},
};

/// The most organisations that are found at once.
const FOUND_MAX: usize = 20;

type OfVenue = Path<(OrganisationId, VenueId)>;
type OfBuilder = Path<(OrganisationId, VenueId, BuilderId)>;

/// Which organisation is looked for, or was found.
#[derive(Debug, Default, Deserialize)]
pub(in crate::sites) struct Asked {
    /// A part of its name.
    find: Option<String>,
    /// The one that was chosen.
    body: Option<String>,
}

/// `GET /w/{org}/venues/{venue}/builders`
pub(in crate::sites) async fn show(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let mut typed = Fields::default();
    typed.push("since", time::day(ui.now).to_string());
    typed.push("organisation", asked.body.unwrap_or_default());
    typed.push("find", asked.find.unwrap_or_default());
    page((&gate, &ui, &app), id, &typed, &Problems::new()).await
}

/// The organisations that were looked for, or the one that was chosen, by name.
#[derive(Default)]
struct Found {
    chosen: Option<(OrganisationId, String)>,
    by_name: Vec<(OrganisationId, String)>,
}

fn find(tx: &mut ReadTx, org: OrganisationId, typed: &Fields, today: Date) -> Result<Found, StoreError> {
    let mut found = Found::default();
    if let Ok(id) = typed.raw("organisation").parse::<OrganisationId>() {
        if queries::exists(tx, id, today)? {
            found.chosen = Some((id, crate::organisations::name_of(tx, id)?));
        }
    } else {
        let bodies = bodies_found(tx, org, typed.raw("find"), today)?;
        found.by_name = bodies.into_iter().map(|body| (body.id, body.name)).collect();
    }
    Ok(found)
}

async fn page(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    id: VenueId,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let (org, wanted, today) = (gate.org(), typed.clone(), time::day(ui.now));
    let read = app.db.read(move |tx| {
        let venue = kept(tx, org, id)?;
        let builders = (queries::all(tx, id)?, queries::before(tx, id)?);
        Ok::<_, NotDone>((venue, builders, find(tx, org, &wanted, today)?))
    });
    let (venue, (builders, names), found) = read.await?;
    let at = format!("/w/{org}/venues/{id}/builders");
    let title = ui.t(msg::BUILDER_TITLE);
    let back = format!("/w/{org}/venues/{id}");
    let (left, now): (Vec<_>, Vec<_>) = builders.iter().partition(|one| one.ended.is_some());
    let content = html! {
        (page_title(title, Some(&venue.name), Some(html! { (link_button(&back, ui.t(msg::SITE_BACK)).quiet()) })))
        (stack(html! {
            (error_summary(ui, problems))
            (split(
                html! {
                    (muted(html! { (ui.t(msg::BUILDER_LEDE)) }))
                    @if builders.is_empty() { (empty(Icon::People, ui.t(msg::BUILDER_NONE), html! {})) }
                    @if !now.is_empty() {
                        (section(ui.t(msg::BUILDER_NOW), stack(html! { @for one in now { (row_of(ui, &at, one, &names)) } })))
                    }
                    @if !left.is_empty() {
                        (section(ui.t(msg::BUILDER_LEFT), stack(html! { @for one in left { (row_of(ui, &at, one, &names)) } })))
                    }
                },
                panel(ui.t(msg::BUILDER_ADD), html! {
                    @if found.chosen.is_none() { (finder(ui, &at, typed.raw("find"), &found.by_name)) }
                    (langqiao_platform::ui::components::form(ui, &at).body(html! {
                        (who(ui, &at, &found, typed, problems))
                        (fields_of(ui, typed, problems))
                        (button(ui.t(msg::BUILDER_ADD)).primary())
                    }))
                }),
            ))
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

fn row_of(ui: &Ui, at: &str, one: &Builder, names: &[Before]) -> Markup {
    card(html! {
        (spread(
            html! { h3 { (one.name) } },
            html! { @if one.ended.is_none() { (link_button(&format!("{at}/{}", one.id), ui.t(msg::BUILDER_CHANGE)).small().about(&one.name)) } },
        ))
        (facts(ui, one))
        @for name in names.iter().filter(|name| name.builder == one.id) {
            @let by = name.by.clone().unwrap_or_default();
            (muted(html! { (ui.tf(msg::BUILDER_CALLED_BEFORE, args! { name = name.name.clone(), by = by, at = when::moment(ui.lang, name.at, ui.now) })) }))
        }
        @if one.organisation.is_some() && one.ended.is_none() { (muted(html! { (ui.t(msg::BUILDER_BOOKS_EARLIER)) })) }
    })
}

/// What is known of a co-builder; what isn't is left out.
fn facts(ui: &Ui, one: &Builder) -> Markup {
    let part = &one.part;
    let mut list = definitions(ui).row(
        ui.t(msg::BUILDER_GAVE),
        html! { @if part.gave.is_empty() { (ui.t(msg::BUILDER_NOT_SAID)) } @else { (given(ui, one)) } },
    );
    if !part.may_use.is_empty() {
        list = list.row(ui.t(msg::BUILDER_MAY_USE), html! { (part.may_use) });
    }
    if let Some(day) = part.since {
        list = list.row(ui.t(msg::SITE_SINCE), ui.day(day));
    }
    if let Some(day) = one.ended {
        list = list.row(ui.t(msg::BUILDER_LEFT_ON), ui.day(day));
    }
    list.render()
}

/// The way to a registered organisation by a part of its name.
fn finder(ui: &Ui, at: &str, words: &str, found: &[(OrganisationId, String)]) -> Markup {
    html! {
        (get_form(at, html! {
            (field(ui, "find", ui.t(msg::BUILDER_FIND)).value(words).hint(ui.t(msg::BUILDER_FIND_HINT)).unmarked().search())
            (button(ui.t(msg::BUILDER_FIND_SEND)))
        }))
        @if !words.trim().is_empty() {
            @if found.is_empty() { (muted(html! { (ui.t(msg::BUILDER_NOT_FOUND)) })) }
            @else {
                (bullets(found.iter().map(|(id, name)| link(&format!("{at}?body={id}"), name))))
                @if found.len() == FOUND_MAX { (muted(html! { (ui.tf(msg::BUILDER_FOUND_MANY, args! { n = FOUND_MAX as i64 })) })) }
            }
        }
    }
}

/// The organisation that was chosen, or the field for the name of a body that isn't registered.
fn who(ui: &Ui, at: &str, found: &Found, typed: &Fields, problems: &Problems) -> Markup {
    match &found.chosen {
        Some((id, name)) => html! {
            (hidden("organisation", &id.to_text()))
            (field(ui, "name", ui.t(msg::BUILDER_BODY)).required().value(name).error(problems.of("name")).read_only())
            p { (link(at, ui.t(msg::BUILDER_ANOTHER))) }
        },
        None => html! {
            (field(ui, "name", ui.t(msg::BUILDER_NAME)).required().value(typed.raw("name")).error(problems.of("name"))
                .hint(ui.t(msg::BUILDER_NAME_HINT)).max_chars(NAME_MAX as u32))
        },
    }
}

/// What it gave and may use.
fn fields_of(ui: &Ui, typed: &Fields, problems: &Problems) -> Markup {
    let kinds = choices(ui, "gave", ui.t(msg::BUILDER_GAVE))
        .several()
        .inline()
        .required()
        .error(problems.of("gave"));
    let kinds = Gave::ALL.iter().fold(kinds, |list, one| {
        let chosen = typed.all("gave").any(|word| word == one.as_str());
        list.option(one.as_str(), ui.t(gave(*one)), chosen)
    });
    html! {
        (kinds)
        (field(ui, "words", ui.t(msg::BUILDER_WORDS)).value(typed.raw("words")).error(problems.of("words"))
            .hint(ui.t(msg::BUILDER_WORDS_HINT)).max_chars(WORDS_MAX as u32))
        (field(ui, "may_use", ui.t(msg::BUILDER_MAY_USE)).value(typed.raw("may_use")).error(problems.of("may_use"))
            .hint(ui.t(msg::BUILDER_MAY_USE_HINT)).max_chars(WORDS_MAX as u32))
        (field(ui, "since", ui.t(msg::SITE_SINCE)).value(typed.raw("since")).error(problems.of("since"))
            .hint(ui.t(msg::BUILDER_SINCE_HINT)).date())
    }
}

/// `GET /w/{org}/venues/{venue}/builders/{builder}`
pub(in crate::sites) async fn edit(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, venue, id)): OfBuilder,
) -> Result<Page, Fault> {
    edit_page((&gate, &ui, &app), (venue, id), None, &Problems::new()).await
}

fn filled(one: &Builder, today: Date) -> Fields {
    let mut fields = Fields::default();
    for kind in &one.part.gave {
        fields.push("gave", kind.as_str());
    }
    fields.push("words", &one.part.words);
    fields.push("may_use", &one.part.may_use);
    fields.push(
        "since",
        one.part.since.map(|day| day.to_string()).unwrap_or_default(),
    );
    fields.push("name", &one.name);
    fields.push("ended", today.to_string());
    fields.push("version", one.version.to_string());
    fields
}

async fn edit_page(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    (venue, id): (VenueId, BuilderId),
    typed: Option<&Fields>,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        kept(tx, org, venue)?;
        let one = queries::builder(tx, id)?.filter(|one| one.venue == venue);
        one.ok_or(NotDone::NotFound)
    });
    let one = read.await?;
    let known = filled(&one, time::day(ui.now));
    // Of two forms on the page one was sent: the other shows what is known.
    let of = |name: &str| typed.filter(|typed| typed.has(name)).unwrap_or(&known);
    let all = format!("/w/{org}/venues/{venue}/builders");
    let at = format!("{all}/{id}");
    let version = of("version").raw("version");
    let content = html! {
        (page_title(&one.name, Some(&one.venue_name), Some(html! { (link_button(&all, ui.t(msg::SITE_BACK)).quiet()) })))
        (stack(html! {
            (error_summary(ui, problems))
            @if let Some(day) = one.ended {
                (notice(Tone::Info, html! { p { (ui.t(msg::BUILDER_LEFT_ON)) " " (ui.day(day)) } }))
            } @else {
                (split(
                    langqiao_platform::ui::components::form(ui, &at).body(html! {
                        (hidden("version", version))
                        (fields_of(ui, of("words"), problems))
                        (button(ui.t(msg::SITE_SAVE)).primary())
                    }),
                    html! {
                    @if one.organisation.is_none() {
                        (panel(ui.t(msg::BUILDER_RENAME), langqiao_platform::ui::components::form(ui, &format!("{at}/name")).body(html! {
                            (hidden("version", version))
                            (field(ui, "name", ui.t(msg::BUILDER_NAME)).required().value(of("name").raw("name")).error(problems.of("name"))
                                .hint(ui.t(msg::BUILDER_RENAME_HINT)).max_chars(NAME_MAX as u32))
                            (button(ui.t(msg::BUILDER_RENAME)).about(&one.name))
                        }).render()))
                    }
                    (confirm_with(ui.t(msg::BUILDER_END), problems.of("ended").is_some(),
                        langqiao_platform::ui::components::form(ui, &format!("{at}/end")).body(html! {
                            p { (ui.t(msg::BUILDER_END_WHY)) }
                            (hidden("version", version))
                            (field(ui, "ended", ui.t(msg::BUILDER_LEFT_ON)).required().date()
                                .value(of("ended").raw("ended")).error(problems.of("ended")))
                            (button(ui.t(msg::BUILDER_END)).danger().about(&one.name))
                        }).render()))
                    },
                ))
            }
        }))
    };
    Ok(desk::page(app, ui, gate, &one.name, content))
}

fn read(fields: &Fields, today: Date) -> Result<Part, NotDone> {
    let since =
        typed::day(fields.raw("since"), today).map_err(|_| NotDone::field("since", msg::SITE_DAY_WRONG))?;
    Ok(Part {
        gave: fields.all("gave").filter_map(|word| word.parse().ok()).collect(),
        words: fields.raw("words").to_owned(),
        may_use: fields.raw("may_use").to_owned(),
        since,
    })
}

/// `POST /w/{org}/venues/{venue}/builders`
pub(in crate::sites) async fn enter(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let body = match fields.raw("organisation").parse::<OrganisationId>() {
        Ok(chosen) => Body::Registered(chosen),
        Err(_) => Body::Named(fields.raw("name").to_owned()),
    };
    let done = match read(&fields, time::day(ui.now)) {
        Ok(part) => {
            let write = app
                .db
                .write(gate.by(), move |tx| add(tx, org, id, (&body, &part)));
            write.await
        }
        Err(why) => Err(why),
    };
    let to = format!("/w/{org}/venues/{id}/builders");
    let (gate, ui, app, fields) = (&gate, &ui, &app, &fields);
    let done = done.map(|_| msg::BUILDER_SAID_ADDED);
    not_done::again(ui, to, done, |problems| async move {
        page((gate, ui, app), id, fields, &problems).await
    })
    .await
}

async fn again(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    (venue, id): (VenueId, BuilderId),
    fields: &Fields,
    done: Result<Msg, NotDone>,
) -> Result<Response, Fault> {
    let to = format!("/w/{}/venues/{venue}/builders", gate.org());
    not_done::again(ui, to, done, |problems| async move {
        edit_page((gate, ui, app), (venue, id), Some(fields), &problems).await
    })
    .await
}

/// `POST /w/{org}/venues/{venue}/builders/{builder}`
pub(in crate::sites) async fn save(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, venue, id)): OfBuilder,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let seen = fields.raw("version").parse().unwrap_or(0);
    let done = match read(&fields, time::day(ui.now)) {
        Ok(part) => {
            let write = app
                .db
                .write(gate.by(), move |tx| change(tx, org, (venue, id), (seen, &part)));
            write.await
        }
        Err(why) => Err(why),
    };
    let done = done.map(|()| msg::SITE_SAID_SAVED);
    again((&gate, &ui, &app), (venue, id), &fields, done).await
}

/// `POST /w/{org}/venues/{venue}/builders/{builder}/name`
pub(in crate::sites) async fn name(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, venue, id)): OfBuilder,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let seen = fields.raw("version").parse().unwrap_or(0);
    let body = Body::Named(fields.raw("name").to_owned());
    let write = app
        .db
        .write(gate.by(), move |tx| rename(tx, org, (venue, id), (seen, &body)));
    let done = write.await.map(|()| msg::BUILDER_SAID_RENAMED);
    again((&gate, &ui, &app), (venue, id), &fields, done).await
}

/// `POST /w/{org}/venues/{venue}/builders/{builder}/end`
pub(in crate::sites) async fn leave(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, venue, id)): OfBuilder,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, today) = (gate.org(), time::day(ui.now));
    let seen = fields.raw("version").parse().unwrap_or(0);
    let mut errors = FieldErrors::new();
    let day = crate::sites::form::day(&fields, "ended", today, &mut errors);
    let done = match day {
        Some(day) => {
            let write = app
                .db
                .write(gate.by(), move |tx| end(tx, org, (venue, id), (seen, day)));
            write.await
        }
        None => Err(NotDone::Fields(errors)),
    };
    let done = done.map(|()| msg::BUILDER_SAID_ENDED);
    again((&gate, &ui, &app), (venue, id), &fields, done).await
}
