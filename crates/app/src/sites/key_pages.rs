//! Who has a site's key, and how one gets in: written by the keeper, told to those who come for a room.

use axum::{
    extract::State,
    http::{HeaderValue, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{OrganisationId, PersonId, VenueId};
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
    keys::{self, May, WAY_IN_MAX, WayIn},
    queries,
};
use crate::{
    bookings::{BookSpaces, KeepSpaces},
    venues,
};

type OfVenue = Path<(OrganisationId, VenueId)>;

/// `GET /w/{org}/venues/{venue}/keys`
pub(super) async fn show(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Page, Fault> {
    page((&gate, &ui, &app), id, &Fields::default(), &Problems::new()).await
}

async fn page(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    id: VenueId,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let (org, house) = (gate.org(), app.clone());
    let read = app.db.read(move |tx| {
        let venue = queries::kept(tx, org, id)?;
        let words = keys::words(tx, &house.keys, id)?;
        Ok::<_, NotDone>((venue, words, queries::holders(tx, id)?))
    });
    let (venue, words, holders) = read.await?;
    let at = format!("/w/{org}/venues/{id}");
    let way_in = if typed.has("way_in") {
        typed.raw("way_in")
    } else {
        &words
    };
    let columns = vec![
        col(ui.t(msg::SITE_KEY_HOLDER)),
        col(ui.t(msg::SITE_PHONE)),
        col(ui.t(msg::SITE_KEY_END)).unseen(),
    ];
    let rows = holders.iter().map(|(person, name, phone)| {
        let action = format!("{at}/keys/{person}/end");
        vec![
            html! { (name) },
            html! { (phone.as_deref().unwrap_or("—")) },
            confirm(
                ui,
                &action,
                ui.t(msg::SITE_KEY_END),
                &html! { p { (ui.t(msg::SITE_KEY_END_WHY)) } },
                button(ui.t(msg::SITE_KEY_END)).danger().about(name),
            ),
        ]
    });
    let title = ui.t(msg::SITE_KEYS);
    let content = html! {
        (page_title(title, Some(&venue.name), Some(html! { (link_button(&at, ui.t(msg::SITE_BACK)).quiet()) })))
        (stack(html! {
            (error_summary(ui, problems))
            (notice(Tone::Info, html! { p { (ui.t(msg::SITE_KEYS_WHO_SEES)) } }))
            (section(ui.t(msg::SITE_KEY_HOLDERS), stack(html! {
                @if holders.is_empty() { (muted(html! { (ui.t(msg::SITE_NO_KEY_HOLDERS)) })) } @else { (table(ui.t(msg::SITE_KEY_HOLDERS), columns).rows(rows)) }
                (card(form(ui, &format!("{at}/keys")).body(html! {
                    (field(ui, "phone", ui.t(msg::SITE_KEY_PHONE)).required().phone().value(typed.raw("phone")).error(problems.of("phone"))
                        .hint(ui.t(msg::SITE_KEY_PHONE_HINT)))
                    (row(button(ui.t(msg::SITE_KEY_ADD)).primary().render()))
                })))
            })))
            (section(ui.t(msg::SITE_WAY_IN), card(form(ui, &format!("{at}/way-in")).body(html! {
                (text_area(ui, "way_in", ui.t(msg::SITE_WAY_IN)).value(way_in).error(problems.of("way_in"))
                    .hint(ui.t(msg::SITE_WAY_IN_HINT)).max_chars(WAY_IN_MAX as u32))
                (row(button(ui.t(msg::SITE_SAVE)).primary().render()))
            }))))
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

async fn again(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    id: VenueId,
    fields: &Fields,
    done: Result<Msg, NotDone>,
) -> Result<Response, Fault> {
    not_done::again(
        ui,
        format!("/w/{}/venues/{id}/keys", gate.org()),
        done,
        |problems| async move { page((gate, ui, app), id, fields, &problems).await },
    )
    .await
}

/// `POST /w/{org}/venues/{venue}/keys`
pub(super) async fn add(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, house, phone) = (gate.org(), app.clone(), fields.raw("phone").to_owned());
    let done = app
        .db
        .write(gate.by(), move |tx| {
            keys::add_holder(tx, &house.keys, org, id, &phone)
        })
        .await;
    again((&gate, &ui, &app), id, &fields, done.map(|_| msg::SITE_SAID_KEY)).await
}

/// `POST /w/{org}/venues/{venue}/keys/{person}/end`
pub(super) async fn end(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, person)): Path<(OrganisationId, VenueId, PersonId)>,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = app
        .db
        .write(gate.by(), move |tx| keys::end_holder(tx, org, id, person))
        .await;
    again(
        (&gate, &ui, &app),
        id,
        &Fields::default(),
        done.map(|()| msg::SITE_SAID_KEY_BACK),
    )
    .await
}

/// `POST /w/{org}/venues/{venue}/way-in`
pub(super) async fn set_way_in(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, house, words) = (gate.org(), app.clone(), fields.raw("way_in").to_owned());
    let done = app
        .db
        .write(gate.by(), move |tx| {
            keys::set_way_in(tx, &house.keys, org, id, &words)
        })
        .await;
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.map(|()| msg::SITE_SAID_SAVED),
    )
    .await
}

/// `GET /w/{org}/venues/{venue}/entry`: whether the reader may be told how to get in.
pub(super) async fn ask(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Page, Fault> {
    let (org, now) = (gate.org(), ui.now);
    let read = app.db.read(move |tx| {
        let venue = venues::venue(tx, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>((venue, keys::may_be_told(tx, (org, id), now)?))
    });
    let (venue, may) = read.await?;
    if may == May::No {
        return Err(Fault::NotFound);
    }
    let action = format!("/w/{org}/venues/{id}/entry");
    let title = ui.t(msg::SITE_ENTRY);
    let content = html! {
        (page_title(title, Some(&venue.name), None))
        (stack(html! {
            @match may {
                May::Yes => {
                    p { (ui.t(msg::SITE_ENTRY_KEPT)) }
                    (row(post_button(&ui, &action, button(ui.t(msg::SITE_ENTRY_SHOW)).primary().icon(Icon::Door))))
                }
                May::From(at) => { p { (ui.tf(msg::SITE_ENTRY_FROM, args! { at = when::moment(ui.lang, at, ui.now) })) } }
                May::No => {}
            }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

/// `POST /w/{org}/venues/{venue}/entry`: tells it. The answer is kept nowhere and has no address of its own.
pub(super) async fn tell(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Response, Fault> {
    let (org, person, house) = (gate.org(), gate.person(), app.clone());
    let reason = ui.t(msg::SITE_ENTRY).to_owned();
    let told = app.db.write(gate.by(), move |tx| {
        let venue = venues::venue(tx, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>((
            venue.name,
            keys::tell(tx, &house.keys, (org, person), id, &reason)?,
        ))
    });
    let (name, way_in) = told.await?;
    let title = ui.t(msg::SITE_ENTRY);
    let content = html! {
        (page_title(title, Some(&name), None))
        (stack(html! { (entry(&ui, &way_in)) }))
    };
    let mut response = desk::page(&app, &ui, &gate, title, content).into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn entry(ui: &Ui, way_in: &WayIn) -> Markup {
    html! {
        @if !way_in.words.is_empty() { (card(prose(html! { @for line in way_in.words.lines() { p { (line) } } }))) }
        @if way_in.holders.is_empty() { (muted(html! { (ui.t(msg::SITE_NO_KEY_HOLDERS)) })) } @else {
            (section(ui.t(msg::SITE_KEY_HOLDERS), bullets(way_in.holders.iter().map(|holder| html! {
                (holder.name.as_deref().unwrap_or_default()) " "
                @if let Some(phone) = &holder.phone { (link(&format!("tel:{phone}"), phone)) }
            }))))
        }
        (muted(html! { (ui.t(msg::SITE_ENTRY_CARE)) }))
    }
}
