//! The workbench's pages of sites: which an organisation keeps, and one of them with its rooms.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{OrganisationId, SpaceId, VenueId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    feature::{PanelAsk, Slot},
    fields::Fields,
    form::Form,
    gate::{Grant, Permission},
    not_done::{self, NotDone},
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    edit, queries, say,
    stage::Site,
    stage_pages::{stage_panel, take_step},
};
use crate::{
    activities::typed,
    bookings::{KeepSpaces, SeeSpaces, beyond},
    venues::{self, Space, Venue, Wanted},
};

/// The most sites that the page of an organisation lists.
const LISTED: i64 = 500;

pub(super) type OfVenue = Path<(OrganisationId, VenueId)>;

/// `GET /w/{org}/venues`
pub(super) async fn list(gate: Grant<SeeSpaces>, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let org = gate.org();
    let wanted = Wanted {
        owner: Some(org),
        ..Wanted::default()
    };
    let venues = app
        .db
        .read(move |tx| venues::venues(tx, &wanted, None, LISTED))
        .await?;
    let new = format!("/w/{org}/venues/new");
    let actions = gate.may(KeepSpaces::NAME).then(|| {
        link_button(&new, ui.t(msg::SITE_NEW))
            .primary()
            .icon(Icon::Plus)
            .render()
    });
    let columns = vec![
        col(ui.t(msg::SITE_NAME)),
        col(ui.t(msg::VENUE_AREA)),
        col(ui.t(msg::SITE_CLUSTER)),
        col(ui.t(msg::SITE_STAGE)),
    ];
    let rows = venues.iter().map(|venue| {
        let cluster = venue
            .cluster
            .as_ref()
            .map(|(id, name)| (format!("/clusters/{id}"), name));
        vec![
            link(&format!("/w/{org}/venues/{}", venue.id), &venue.name),
            html! { (venue.whereabouts()) },
            html! { @if let Some((href, name)) = cluster { (link(&href, name)) } },
            say::stage_badge(&ui, venue.stage),
        ]
    });
    let content = html! {
        (page_title(ui.t(msg::SITE_TITLE), Some(ui.t(msg::SITE_LEDE)), actions))
        (stack(html! {
            @if venues.is_empty() { (empty(Icon::Map, ui.t(msg::SITE_NONE), html! { (link_button("/venues", ui.t(msg::SITE_ALL))) })) }
            @else {
                (table(ui.t(msg::SITE_TITLE), columns).rows(rows))
                @if venues.len() as i64 == LISTED { (muted(html! { (ui.tf(msg::SITE_ONLY_FIRST, args! { n = LISTED })) })) }
                p { (link("/venues", ui.t(msg::SITE_ALL))) }
            }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::SITE_TITLE), content))
}

/// `GET /w/{org}/venues/{venue}`
pub(super) async fn show(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Page, Fault> {
    page(&gate, &ui, &app, id, &Fields::default(), &Problems::new()).await
}

async fn page(
    gate: &Grant<KeepSpaces>,
    ui: &Ui,
    app: &App,
    id: VenueId,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let (org, roles, house, reader) = (gate.org(), gate.roles().to_vec(), app.clone(), ui.clone());
    let read = app.db.read(move |tx| {
        let venue = queries::kept(tx, org, id)?;
        let ask = PanelAsk {
            ui: &reader,
            app: &house,
            org: Some(org),
            person: None,
            roles: &roles,
            id: &id.to_text(),
            now: reader.now,
        };
        let panels = house.registry.panels(Slot::VenueWorkbench, tx, &ask)?;
        let below = house.registry.panels(Slot::VenueRooms, tx, &ask)?;
        let steps = queries::steps(tx, Site::Venue(id))?;
        Ok::<_, NotDone>((venue, venues::spaces(tx, id)?, steps, (panels, below)))
    });
    let (venue, spaces, steps, (panels, below)) = read.await?;
    let content = html! {
        (page_title(&venue.name, Some(&venue.whereabouts()), Some(ways(ui, &venue))))
        (stack(html! {
            (error_summary(ui, problems))
            (split(
                html! {
                    (panels)
                    (section(ui.t(msg::VENUE_SPACES), rooms(ui, &venue, &spaces, typed, problems)))
                    (below)
                },
                html! {
                    (panel(ui.t(msg::SITE_STAGE), steps_taken(ui, &venue, &steps, typed, problems)))
                    (panel(ui.t(msg::SITE_MORE), more(ui, &venue)))
                },
            ))
        }))
    };
    Ok(desk::page(app, ui, gate, &venue.name, content))
}

fn ways(ui: &Ui, venue: &Venue) -> Markup {
    let at = format!("/w/{}/venues/{}", venue.organisation, venue.id);
    html! {
        (link_button(&format!("{at}/edit"), ui.t(msg::SITE_EDIT)).icon(Icon::Edit))
        (link_button(&format!("/venues/{}", venue.id), ui.t(msg::SITE_PUBLIC_PAGE)).quiet())
    }
}

fn more(ui: &Ui, venue: &Venue) -> Markup {
    let at = format!("/w/{}/venues/{}", venue.organisation, venue.id);
    let mut ways = vec![
        link(&format!("{at}/photos"), ui.t(msg::SITE_PHOTOS)),
        link(&format!("{at}/keys"), ui.t(msg::SITE_KEYS)),
        link(&format!("{at}/builders"), ui.t(msg::BUILDER_TITLE)),
        link(&format!("{at}/funding"), ui.t(msg::SITE_FUNDING)),
        link(&format!("{at}/lending"), ui.t(msg::LEND_TITLE)),
    ];
    if let Some((id, name)) = &venue.cluster {
        ways.push(link(&format!("/clusters/{id}"), name));
        ways.push(link(
            &format!("/w/{}/clusters/{id}", venue.organisation),
            ui.t(msg::SITE_CLUSTER_EDIT),
        ));
    }
    bullets(ways)
}

/// The steps taken, and the form of the next one.
fn steps_taken(
    ui: &Ui,
    venue: &Venue,
    steps: &[queries::Taken],
    typed: &Fields,
    problems: &Problems,
) -> Markup {
    let action = format!("/w/{}/venues/{}/stage", venue.organisation, venue.id);
    stage_panel(ui, venue.stage, steps, &action, (typed, problems))
}

fn rooms(ui: &Ui, venue: &Venue, spaces: &[Space], typed: &Fields, problems: &Problems) -> Markup {
    let org = venue.organisation;
    let at = format!("/w/{org}/venues/{}/spaces", venue.id);
    html! {
        (stack(html! {
            @if spaces.is_empty() { (muted(html! { (ui.t(msg::SITE_NO_SPACES_YET)) })) }
            @for space in spaces {
                @let suffix = format!("-{}", space.id);
                @let open = typed.has(&format!("space{suffix}"));
                (card(html! {
                    (spread(
                        html! { h3 { (link(&format!("/w/{org}/spaces/{}", space.id), &space.name)) } },
                        html! { (ui.tf(msg::VENUE_PEOPLE, args! { n = space.capacity })) },
                    ))
                    (row(link(&format!("/w/{org}/spaces/{}/rules", space.id), ui.t(msg::BOOKING_RULES_EDIT))))
                    (disclosure(ui.t(msg::SITE_SPACE_EDIT), open, langqiao_platform::ui::components::form(ui, &format!("{at}/{}", space.id)).body(html! {
                        (room_fields(ui, &suffix, (&space.name, &space.capacity.to_string()), typed, problems))
                        (button(ui.t(msg::SITE_SAVE)).about(&space.name))
                    })))
                }))
            }
            (disclosure(ui.t(msg::SITE_SPACE_NEW), spaces.is_empty() || typed.has("space"), langqiao_platform::ui::components::form(ui, &at).body(html! {
                (room_fields(ui, "", ("", ""), typed, problems))
                (button(ui.t(msg::SITE_SPACE_NEW)).primary())
            })))
        }))
    }
}

fn room_fields(
    ui: &Ui,
    suffix: &str,
    (name, capacity): (&str, &str),
    typed: &Fields,
    problems: &Problems,
) -> Markup {
    let (space, holds) = (format!("space{suffix}"), format!("capacity{suffix}"));
    let value = |field: &str, known: &str| {
        let text = if typed.has(field) { typed.raw(field) } else { known };
        text.to_owned()
    };
    html! {
        (field(ui, &space, ui.t(msg::SITE_SPACE_NAME)).required().value(&value(&space, name)).error(problems.of(&space))
            .max_chars(super::clusters::NAME_MAX as u32))
        (field(ui, &holds, ui.t(msg::VENUE_CAPACITY)).required().whole_number().short().unit(ui.t(msg::ACTIVITY_UNIT_PEOPLE))
            .value(&value(&holds, capacity)).error(problems.of(&holds)))
    }
}

/// A page again with what is wrong, or the way to it with what was done.
async fn again(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    id: VenueId,
    fields: &Fields,
    done: Result<Msg, NotDone>,
) -> Result<Response, Fault> {
    not_done::again(
        ui,
        format!("/w/{}/venues/{id}", gate.org()),
        done,
        |problems| async move { page(gate, ui, app, id, fields, &problems).await },
    )
    .await
}

/// `POST /w/{org}/venues/{venue}/spaces`
pub(super) async fn add_space(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let (name, capacity) = (fields.raw("space").to_owned(), people(fields.raw("capacity")));
    let done = app
        .db
        .write(gate.by(), move |tx| {
            edit::add_space(tx, org, id, (&name, capacity))
        })
        .await;
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.map(|_| msg::SITE_SAID_SPACE),
    )
    .await
}

/// `POST /w/{org}/venues/{venue}/spaces/{space}`
pub(super) async fn change_space(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, space)): Path<(OrganisationId, VenueId, SpaceId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let name = fields.raw(&format!("space-{space}")).to_owned();
    let capacity = people(fields.raw(&format!("capacity-{space}")));
    let done = app
        .db
        .write(gate.by(), move |tx| {
            let before = queries::capacity(tx, (id, space))?.unwrap_or(capacity);
            edit::change_space(tx, org, (id, space), (&name, capacity))?;
            Ok::<_, NotDone>(beyond::too_many(tx, space, (before, capacity))?)
        })
        .await;
    // What is booked for more people stays; its keeper is told of it, with the way there.
    if let Ok(booked) = &done
        && let Some(first) = booked.first()
    {
        let day = time::day(first.starts_at);
        let to = SeeOther::to(format!("/w/{org}/spaces/{space}?day={day}"));
        let sentence = beyond::say(&ui, msg::SITE_SAID_CAPACITY_BOOKED, booked);
        return Ok(to.say(Tone::Warn, sentence).into_response());
    }
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.map(|_| msg::SITE_SAID_SAVED),
    )
    .await
}

/// A number of people; what can't be read is no number that a room holds.
fn people(text: &str) -> i64 {
    typed::count(text).ok().flatten().unwrap_or(0)
}

/// `POST /w/{org}/venues/{venue}/stage`
pub(super) async fn step(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let done = take_step(&app, &gate, Site::Venue(id), &fields).await;
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.map(|()| msg::SITE_SAID_STEP),
    )
    .await
}
