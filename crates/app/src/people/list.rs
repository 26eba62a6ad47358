//! An organisation's people, masked: who holds posts, who is in teams, who serves.

use axum::extract::State;
use langqiao_kernel::{id::PersonId, text::squash, time};
use langqiao_platform::{
    app::App,
    desk,
    extract::Query,
    fault::Fault,
    gate::{Grant, Permission},
    keys::Field,
    reply::href,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    ListPeople, UnmaskPeople,
    queries::{self, HolderKey},
};

/// How many rows a page has.
const ROWS: i64 = 50;

/// Which part of a list is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    page: Option<i64>,
    depth: Option<i64>,
    name: Option<String>,
    after: Option<String>,
}

impl Asked {
    fn skip(&self) -> i64 {
        (self.page.unwrap_or(1).clamp(1, 10_000) - 1) * ROWS
    }

    fn key(&self) -> Option<HolderKey> {
        Some((self.depth?, self.name.clone()?, self.after.clone()?))
    }
}

pub(super) async fn show_posts(
    gate: Grant<ListPeople>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (org, today) = (gate.org(), time::day(app.now()));
    let q = asked.q.as_deref().map(squash).filter(|q| !q.is_empty());
    let (blind, after) = (
        q.as_deref().map(|name| app.keys.blind(Field::Name, name)),
        asked.key(),
    );
    let mut holders = app
        .db
        .read(move |tx| queries::holders(tx, org, today, blind.as_deref(), after.as_ref(), ROWS + 1))
        .await?;
    let more = holders.len() > ROWS as usize;
    holders.truncate(ROWS as usize);
    let columns = vec![
        col(ui.t(msg::PEOPLE_NAME)),
        col(ui.t(msg::SIGN_IN_PHONE_LABEL)),
        col(ui.t(msg::PEOPLE_POST)),
        col(ui.t(msg::PEOPLE_ORGANISATION)),
        col(ui.t(msg::PEOPLE_SINCE)),
    ];
    let rows = holders.iter().map(|holder| {
        vec![
            who(&gate, holder.person, &holder.name),
            html! { (holder.phone.as_deref().unwrap_or(ui.t(msg::NOT_GIVEN))) },
            html! { (holder.title) },
            html! { (holder.organisation_name) },
            html! { (when::full_day(ui.lang, holder.since)) },
        ]
    });
    let next = holders.last().filter(|_| more).map(|last| {
        let depth = last.depth.to_string();
        let key = [
            ("depth", depth.as_str()),
            ("name", last.organisation_name.as_str()),
            ("after", last.posting.as_str()),
        ];
        let key: Vec<(&str, &str)> = q.as_deref().map(|q| ("q", q)).into_iter().chain(key).collect();
        href(&format!("/w/{org}/people"), &key)
    });
    let content = html! {
        (tabs_of(&ui, &gate, 0))
        (get_form(&format!("/w/{org}/people"), html! {
            (field(&ui, "q", ui.t(msg::PEOPLE_FIND)).search().hint(ui.t(msg::PEOPLE_FIND_HINT))
                .value(asked.q.as_deref().unwrap_or_default()))
            (button(ui.t(msg::SEARCH)))
        }))
        @if holders.is_empty() {
            (empty(Icon::People, ui.t(msg::PEOPLE_NONE_POSTS), html! {}))
        } @else {
            (table(ui.t(msg::PEOPLE_POSTS), columns).rows(rows))
        }
        @if let Some(next) = next { (row(html! { (link_button(&next, ui.t(msg::PEOPLE_MORE))) })) }
    };
    Ok(frame(&app, &ui, &gate, content))
}

pub(super) async fn show_teams(
    gate: Grant<ListPeople>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (org, skip) = (gate.org(), asked.skip());
    let members = app
        .db
        .read(move |tx| queries::members(tx, org, ROWS + 1, skip))
        .await?;
    let columns = vec![
        col(ui.t(msg::PEOPLE_NAME)),
        col(ui.t(msg::SIGN_IN_PHONE_LABEL)),
        col(ui.t(msg::PEOPLE_TEAM)),
        col(ui.t(msg::PEOPLE_TEAM_ROLE)),
    ];
    let rows = members.iter().take(ROWS as usize).map(|member| {
        vec![
            who(&gate, member.person, &member.name),
            html! { (member.phone.as_deref().unwrap_or(ui.t(msg::NOT_GIVEN))) },
            html! { (member.team) },
            html! { (ui.t(if member.leader { msg::PEOPLE_TEAM_LEADER } else { msg::PEOPLE_TEAM_MEMBER })) },
        ]
    });
    let content = html! {
        (tabs_of(&ui, &gate, 1))
        @if members.is_empty() {
            (empty(Icon::People, ui.t(msg::PEOPLE_NONE_TEAMS), html! {}))
        } @else {
            (table(ui.t(msg::PEOPLE_TEAMS), columns).rows(rows))
            (pages(&ui, &format!("/w/{org}/people/teams"), &asked, members.len()))
        }
    };
    Ok(frame(&app, &ui, &gate, content))
}

pub(super) async fn show_volunteers(
    gate: Grant<ListPeople>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (org, skip) = (gate.org(), asked.skip());
    let volunteers = app
        .db
        .read(move |tx| queries::volunteers(tx, org, ROWS + 1, skip))
        .await?;
    let columns = vec![
        col(ui.t(msg::PEOPLE_NAME)),
        col(ui.t(msg::PEOPLE_NUMBER)),
        number_col(ui.t(msg::PEOPLE_MINUTES)),
        col(ui.t(msg::PEOPLE_LAST)),
    ];
    let rows = volunteers.iter().take(ROWS as usize).map(|volunteer| {
        vec![
            who(&gate, volunteer.person, &volunteer.name),
            html! { (volunteer.number.as_deref().unwrap_or(ui.t(msg::NOT_GIVEN))) },
            html! { (when::count(volunteer.minutes)) },
            html! { (when::full_day(ui.lang, volunteer.last)) },
        ]
    });
    let content = html! {
        (tabs_of(&ui, &gate, 2))
        @if volunteers.is_empty() {
            (empty(Icon::People, ui.t(msg::PEOPLE_NONE_VOLUNTEERS), html! {}))
        } @else {
            (table(ui.t(msg::PEOPLE_VOLUNTEERS), columns).rows(rows))
            (pages(&ui, &format!("/w/{org}/people/volunteers"), &asked, volunteers.len()))
        }
    };
    Ok(frame(&app, &ui, &gate, content))
}

/// The name, which leads to where it can be shown in full, for those who may.
fn who(gate: &Grant<ListPeople>, person: PersonId, name: &str) -> Markup {
    if gate.may(UnmaskPeople::NAME) {
        return link(&format!("/w/{}/people/{person}", gate.org()), name);
    }
    html! { (name) }
}

fn tabs_of(ui: &Ui, gate: &Grant<ListPeople>, now: usize) -> Markup {
    let base = format!("/w/{}/people", gate.org());
    let (teams, volunteers) = (format!("{base}/teams"), format!("{base}/volunteers"));
    tabs(
        ui.t(msg::PEOPLE_TITLE),
        &[
            (ui.t(msg::PEOPLE_POSTS), &base, None, now == 0),
            (ui.t(msg::PEOPLE_TEAMS), &teams, None, now == 1),
            (ui.t(msg::PEOPLE_VOLUNTEERS), &volunteers, None, now == 2),
        ],
    )
}

fn pages(ui: &Ui, path: &str, asked: &Asked, found: usize) -> Markup {
    let (skip, page) = (asked.skip(), asked.skip() / ROWS + 1);
    let at = |page: i64| format!("{path}?page={page}");
    let shown = i64::try_from(found).unwrap_or(ROWS).min(ROWS);
    pager(
        ui,
        &Pager {
            previous: (page > 1).then(|| at(page - 1)),
            next: (found > ROWS as usize).then(|| at(page + 1)),
            from: skip + 1,
            to: skip + shown,
            all: None,
        },
    )
}

fn frame(app: &App, ui: &Ui, gate: &Grant<ListPeople>, content: Markup) -> Page {
    let title = ui.t(msg::PEOPLE_TITLE);
    desk::page(
        app,
        ui,
        gate,
        title,
        html! { (page_title(title, Some(ui.t(msg::PEOPLE_LEDE)), None)) (content) },
    )
}
