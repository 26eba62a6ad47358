//! Choosing an organisation, and its day.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use jiff::ToSpan;
use langqiao_kernel::time;
use langqiao_platform::{
    app::App,
    desk,
    fault::Fault,
    feature::{TodayAsk, TodayItem},
    gate::{Grant, SignedIn},
    identity::Post,
    reply::SeeOther,
    ui::prelude::*,
};

use super::OpenWorkbench;

/// `GET /w`: to the only organisation in which a post is held, or the choice of several.
pub async fn choose(gate: SignedIn, ui: Ui) -> Result<Response, Fault> {
    let posts = &gate.identity().posts;
    if let [only] = posts.as_slice() {
        return Ok(SeeOther::to(format!("/w/{}", only.organisation)).into_response());
    }
    let title = ui.t(msg::NAV_WORKBENCH);
    let content = html! {
        (page_title(title, (!posts.is_empty()).then(|| ui.t(msg::WORKBENCH_CHOOSE)), None))
        @if posts.is_empty() {
            (empty(Icon::Building, ui.t(msg::WORKBENCH_NO_POST), html! {
                (link_button("/activities", ui.t(msg::WORKBENCH_NO_POST_NEXT)))
            }))
        }
        (grid(Columns::Two, html! { @for post in posts { (door_to(&ui, post)) } }))
    };
    Ok(portal(&ui, Head::unlisted(title), content).into_response())
}

fn door_to(ui: &Ui, post: &Post) -> Markup {
    let role = match post.role {
        langqiao_platform::roles::Role::County => msg::WORKBENCH_ROLE_COUNTY,
        langqiao_platform::roles::Role::Officer => msg::WORKBENCH_ROLE_OFFICER,
        langqiao_platform::roles::Role::Steward => msg::WORKBENCH_ROLE_STEWARD,
        langqiao_platform::roles::Role::Reader => msg::WORKBENCH_ROLE_READER,
    };
    card_link(
        &format!("/w/{}", post.organisation),
        &post.organisation_name,
        muted(html! { (ui.t(role)) }),
    )
}

/// `GET /w/{org}`: what waits there for the viewer; one hop to the database for all features.
pub async fn today(gate: Grant<OpenWorkbench>, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let (org, person, roles) = (gate.org(), gate.person(), gate.roles().to_vec());
    let (house, reader) = (app.clone(), ui.clone());
    let items = app
        .db
        .read(move |tx| {
            let ask = TodayAsk {
                person,
                org,
                roles: &roles,
                now: reader.now,
            };
            house.registry.today(tx, &reader, &ask)
        })
        .await?;
    let title = ui.t(msg::WORKBENCH_TODAY);
    let day = when::day(ui.lang, time::day(ui.now), ui.now);
    let content = html! {
        (page_title(title, Some(&day), None))
        @if items.is_empty() { (nothing(&ui, &gate)) } @else { (waiting(&ui, &items)) }
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

/// What waits, in three parts: by tonight, within the week, later or without a deadline.
fn waiting(ui: &Ui, items: &[TodayItem]) -> Markup {
    let tonight = time::start_of_day(time::day(ui.now)) + 24.hours();
    let week = tonight + (24 * 6).hours();
    let part = |item: &&TodayItem| match item.due {
        Some(due) if due <= tonight => 0,
        Some(due) if due <= week => 1,
        _ => 2,
    };
    let parts = [
        msg::WORKBENCH_BY_TONIGHT,
        msg::WORKBENCH_THIS_WEEK,
        msg::WORKBENCH_LATER,
    ];
    stack(html! {
        @for (n, name) in parts.into_iter().enumerate() {
            @let here: Vec<&TodayItem> = items.iter().filter(|item| part(item) == n).collect();
            @if !here.is_empty() {
                (section(&ui.tf(name, args! { n = here.len() }), stack(html! {
                    @for item in here { (one(ui, item)) }
                })))
            }
        }
    })
}

fn one(ui: &Ui, item: &TodayItem) -> Markup {
    card(spread(
        stack_close(html! {
            p { strong { (item.title) } }
            @if !item.detail.is_empty() { (muted(html! { (item.detail) })) }
            @if let Some(due) = item.due { (muted(html! { (ui.t(msg::WORKBENCH_BY)) " " (ui.deadline(due)) })) }
        }),
        html! { (link_button(&item.href, ui.t(item.action)).about(&item.title)) },
    ))
}

fn nothing(ui: &Ui, gate: &Grant<OpenWorkbench>) -> Markup {
    let (new, list) = (
        format!("/w/{}/activities/new", gate.org()),
        format!("/w/{}/activities", gate.org()),
    );
    empty(
        Icon::Check,
        ui.t(msg::WORKBENCH_NOTHING),
        row(html! {
            @if gate.may("activities.manage") { (link_button(&new, ui.t(msg::ACTIVITY_NEW)).primary()) }
            @if gate.may("activities.read") { (link_button(&list, ui.t(msg::ACTIVITY_LIST))) }
        }),
    )
}
