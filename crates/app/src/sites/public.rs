//! The page of a site for anyone: what it looks like, where it is, what one finds there, when it is open, what is on,
//! and how to get a room.

use axum::extract::State;
use langqiao_kernel::id::VenueId;
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    feature::{PanelAsk, Slot},
    gate::Anyone,
    not_done::NotDone,
    ui::prelude::*,
};

use super::{
    builders::{self, Builder},
    map,
    photos::{ALBUM, Photo},
    queries, say,
};
use crate::venues::{self, Facility, Space, Stage, Venue};

struct Shown {
    venue: Venue,
    spaces: Vec<Space>,
    facilities: Vec<Facility>,
    photos: Vec<Photo>,
    builders: Vec<Builder>,
    villages: Vec<(String, f64, f64)>,
    on: Markup,
}

/// `GET /venues/{venue}`
pub(super) async fn show(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<VenueId>,
) -> Result<Page, Fault> {
    let (house, reader) = (app.clone(), ui.clone());
    let read = app.db.read(move |tx| {
        let venue = venues::venue(tx, id)?.ok_or(NotDone::NotFound)?;
        let subject = id.to_text();
        let ask = PanelAsk {
            ui: &reader,
            app: &house,
            org: None,
            person: None,
            roles: &[],
            id: &subject,
            now: reader.now,
        };
        Ok::<_, NotDone>(Shown {
            spaces: venues::spaces(tx, id)?,
            facilities: venues::facilities(tx, id)?,
            photos: ALBUM.of(tx, id)?,
            builders: builders::queries::now(tx, id)?,
            villages: queries::villages_near(tx, id)?,
            on: house.registry.panels(Slot::Venue, tx, &ask)?,
            venue,
        })
    });
    let shown = read.await?;
    let head = Head {
        title: &shown.venue.name,
        description: &shown.venue.address,
        ..Head::default()
    };
    Ok(portal(&ui, head, content(&ui, &shown)).for_everyone())
}

fn content(ui: &Ui, shown: &Shown) -> Markup {
    let venue = &shown.venue;
    let photos: Vec<(String, String)> = shown
        .photos
        .iter()
        .map(|photo| (photo.href(true), photo.href(false)))
        .collect();
    html! {
        (page_title(&venue.name, Some(&venue.whereabouts()), None))
        (stack(html! {
            @if venue.stage != Stage::InService {
                (notice(Tone::Warn, html! { p { (ui.t(say::stage(venue.stage))) "。" (ui.t(msg::SITE_NOT_OPEN)) } }))
            }
            (card(html! { (facts(ui, shown)) }))
            @if !venue.about.is_empty() { (prose(html! { @for line in venue.about.lines() { p { (line) } } })) }
            @if !photos.is_empty() {
                (low_photographs(photos.iter().zip(&shown.photos).map(|((src, larger), photo)| {
                    Photograph { src, larger: Some(larger), width: photo.width, height: photo.height, alt: &photo.alt }
                })))
            }
            (builders::show::of_venue(ui, &shown.builders))
            (section(ui.t(msg::VENUE_SPACES), rooms(ui, &shown.spaces, venue.stage == Stage::InService)))
            (shown.on)
            @if venue.stage == Stage::InService && !shown.spaces.is_empty() { (section(ui.t(msg::SITE_HOW_TO_BOOK), how_to_book(ui, venue))) }
            (section(ui.t(msg::SITE_WHERE), stack(html! {
                (card(map::of_venue(ui, venue, &shown.villages)))
                (muted(html! { (ui.t(msg::SITE_PLAN_NOTE)) }))
            })))
        }))
    }
}

fn facts(ui: &Ui, shown: &Shown) -> Markup {
    let venue = &shown.venue;
    let step_free = match venue.step_free {
        Some(true) => msg::VENUE_STEP_FREE_YES,
        Some(false) => msg::VENUE_STEP_FREE_NO,
        None => msg::VENUE_STEP_FREE_UNSAID,
    };
    let address = (!venue.address.is_empty()).then(|| html! { (venue.address) });
    let contact = (!venue.contact.is_empty()).then(|| html! { (venue.contact) });
    let cluster = venue
        .cluster
        .as_ref()
        .map(|(id, name)| link(&format!("/clusters/{id}"), name));
    let has = (!shown.facilities.is_empty()).then(|| {
        row(html! { @for facility in &shown.facilities { (badge(Tone::Plain, ui.t(say::facility(*facility)))) } })
    });
    definitions(ui)
        .maybe(ui.t(msg::VENUE_ADDRESS), address)
        .maybe(
            ui.t(msg::SITE_POSITION_SHORT),
            venue.position.map(|at| map::geo_link(ui, at)),
        )
        .row(ui.t(msg::VENUE_AREA), html! { (venue.whereabouts()) })
        .row(ui.t(msg::VENUE_OWNER), html! { (venue.owner) })
        .maybe(ui.t(msg::SITE_CLUSTER), cluster)
        .maybe(ui.t(msg::SITE_CONTACT), contact)
        .row(ui.t(msg::VENUE_STEP_FREE), html! { (ui.t(step_free)) })
        .maybe(ui.t(msg::SITE_FACILITIES), has)
        .render()
}

/// The rooms, each with the way to book it where it can be.
fn rooms(ui: &Ui, spaces: &[Space], open: bool) -> Markup {
    let mut columns = vec![col(ui.t(msg::VENUE_SPACE)), number_col(ui.t(msg::VENUE_CAPACITY))];
    if open {
        columns.push(col(ui.t(msg::SITE_HOW_TO_BOOK)));
    }
    let rows = spaces.iter().map(|space| {
        let mut row = vec![
            html! { (space.name) },
            html! { (ui.tf(msg::VENUE_PEOPLE, args! { n = space.capacity })) },
        ];
        if open {
            let way = format!("/spaces/{}/book", space.id);
            row.push(html! { (link_button(&way, ui.t(msg::WAY_BOOK)).small().about(&space.name)) });
        }
        row
    });
    html! {
        @if spaces.is_empty() { (muted(html! { (ui.t(msg::VENUE_NO_SPACES)) })) }
        @else { (table(ui.t(msg::VENUE_SPACES), columns).rows(rows)) }
    }
}

fn how_to_book(ui: &Ui, venue: &Venue) -> Markup {
    let ask = if venue.contact.is_empty() {
        ui.tf(msg::SITE_BOOK_ASK_OWNER, args! { owner = venue.owner.as_str() })
    } else {
        ui.tf(msg::SITE_BOOK_ASK, args! { contact = venue.contact.as_str() })
    };
    bullets([
        html! { (ui.t(msg::SITE_BOOK_BODIES)) " " (link("/w", ui.t(msg::NAV_WORKBENCH))) },
        html! { (ask) },
    ])
}
