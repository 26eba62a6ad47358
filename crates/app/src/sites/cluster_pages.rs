//! A group of sites: its page for anyone, and what is said of it by whoever runs it.

use axum::{extract::State, response::Response};
use langqiao_kernel::id::{ClusterId, OrganisationId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Anyone, Grant},
    not_done::{self, NotDone},
    ui::prelude::*,
};

use super::{
    builders, clusters, edit::ABOUT_MAX, map, photos::Photo, queries, say, stage::Site, stage_pages,
};
use crate::{
    activities,
    bookings::KeepSpaces,
    venues::{self, Cluster, Venue, Wanted},
};

/// The most sites of one group that are read.
const VENUES_MAX: i64 = 200;

/// `GET /clusters/{cluster}`
pub(super) async fn show(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<ClusterId>,
) -> Result<Page, Fault> {
    let reader = ui.clone();
    let read = app.db.read(move |tx| {
        let cluster = venues::cluster(tx, id)?.ok_or(NotDone::NotFound)?;
        let wanted = Wanted {
            cluster: Some(id),
            ..Wanted::default()
        };
        let venues = venues::venues(tx, &wanted, None, VENUES_MAX)?;
        let covers = queries::covers(tx, id)?;
        let built = builders::queries::of_cluster(tx, id)?;
        let on = activities::next_at(tx, &reader, activities::Site::Cluster(id))?;
        Ok::<_, NotDone>((cluster, venues, (covers, built), on))
    });
    let (cluster, venues, (covers, built), on) = read.await?;
    let head = Head {
        title: &cluster.name,
        description: &cluster.about,
        ..Head::default()
    };
    let content = html! {
        (page_title(&cluster.name, Some(&cluster.area), None))
        (stack(html! {
            (card(html! { (facts(&ui, &cluster)) }))
            @if let Some(map) = map::of_cluster(&ui, &venues) { (card(map)) }
            (section(ui.t(msg::SITE_IN_CLUSTER), html! {
                @if venues.is_empty() { (muted(html! { (ui.t(msg::SITE_CLUSTER_EMPTY)) })) }
                (grid(Columns::Fit, html! { @for (at, venue) in venues.iter().enumerate() { (one(&ui, at + 1, venue, &covers)) } }))
            }))
            (builders::show::of_cluster(&ui, &built))
            (on)
        }))
    };
    Ok(portal(&ui, head, content).for_everyone())
}

fn facts(ui: &Ui, cluster: &Cluster) -> Markup {
    html! {
        @if !cluster.about.is_empty() { (prose(html! { @for line in cluster.about.lines() { p { (line) } } })) }
        (definitions(ui)
            .row(ui.t(msg::SITE_STAGE), say::stage_badge(ui, cluster.stage))
            .row(ui.t(msg::VENUE_OWNER), html! { (cluster.owner) }))
    }
}

fn one(ui: &Ui, number: usize, venue: &Venue, covers: &[Photo]) -> Markup {
    let cover = covers.iter().find(|photo| photo.of == venue.id);
    let title = format!("{number} {}", venue.name);
    card_link(
        &format!("/venues/{}", venue.id),
        &title,
        html! {
            @if let Some(photo) = cover {
                (thumbnail(&Photograph { src: &photo.href(true), larger: None, width: photo.width, height: photo.height, alt: &photo.alt }))
            }
            p { (say::stage_badge(ui, venue.stage)) " " @if venue.step_free == Some(true) { (badge(Tone::Info, ui.t(msg::SITE_STEP_FREE_SHORT))) } }
            @if !venue.address.is_empty() { (muted(html! { (venue.address) })) }
        },
    )
}

/// `GET /w/{org}/clusters/{cluster}`
pub(super) async fn edit(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ClusterId)>,
) -> Result<Page, Fault> {
    page(&gate, &ui, &app, id, None, &Problems::new()).await
}

async fn page(
    gate: &Grant<KeepSpaces>,
    ui: &Ui,
    app: &App,
    id: ClusterId,
    typed: Option<&Fields>,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let cluster = clusters::run_by(tx, org, id)?;
        Ok::<_, NotDone>((cluster, queries::steps(tx, Site::Cluster(id))?))
    });
    let (cluster, steps) = read.await?;
    let nothing = Fields::default();
    let typed = typed.unwrap_or(&nothing);
    let value = |name: &str, known: &str| {
        if typed.has(name) {
            typed.raw(name).to_owned()
        } else {
            known.to_owned()
        }
    };
    let at = format!("/w/{org}/clusters/{id}");
    let public = format!("/clusters/{id}");
    let content = html! {
        (page_title(&cluster.name, Some(&cluster.area), Some(html! { (link_button(&public, ui.t(msg::SITE_PUBLIC_PAGE)).quiet()) })))
        (stack(html! {
            (error_summary(ui, problems))
            (split(
                langqiao_platform::ui::components::form(ui, &at).body(html! {
                    (field(ui, "name", ui.t(msg::SITE_CLUSTER_NAME)).required().value(&value("name", &cluster.name))
                        .error(problems.of("name")).max_chars(clusters::NAME_MAX as u32))
                    (text_area(ui, "about", ui.t(msg::SITE_ABOUT)).value(&value("about", &cluster.about))
                        .error(problems.of("about")).max_chars(ABOUT_MAX as u32))
                    (row(button(ui.t(msg::SITE_SAVE)).primary().render()))
                }),
                panel(ui.t(msg::SITE_STAGE), stage_pages::stage_panel(ui, cluster.stage, &steps, &format!("{at}/stage"), (typed, problems))),
            ))
        }))
    };
    Ok(desk::page(app, ui, gate, &cluster.name, content))
}

async fn again(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    id: ClusterId,
    fields: &Fields,
    done: Result<Msg, NotDone>,
) -> Result<Response, Fault> {
    not_done::again(
        ui,
        format!("/w/{}/clusters/{id}", gate.org()),
        done,
        |problems| async move { page(gate, ui, app, id, Some(fields), &problems).await },
    )
    .await
}

/// `POST /w/{org}/clusters/{cluster}`
pub(super) async fn save(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ClusterId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let (name, about) = (fields.raw("name").to_owned(), fields.raw("about").to_owned());
    let done = app
        .db
        .write(gate.by(), move |tx| {
            clusters::describe(tx, org, id, (&name, &about))
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

/// `POST /w/{org}/clusters/{cluster}/stage`
pub(super) async fn step(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ClusterId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let done = stage_pages::take_step(&app, &gate, Site::Cluster(id), &fields).await;
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.map(|()| msg::SITE_SAID_STEP),
    )
    .await
}
