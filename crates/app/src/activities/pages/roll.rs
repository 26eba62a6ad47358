//! Who signed up: the list that the figures of an activity's page open to.

use axum::extract::State;
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    gate::Grant,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    answers,
    checked::{self, Checked},
};
use crate::activities::{
    ListSignups,
    queries::{self, Asked as Question, RollQuery, RollRow},
    require_held,
};

/// Rows of a page.
const PAGE: i64 = 100;
/// The states of a sign-up, and what a person reads.
pub const STATES: [(&str, Msg); 6] = [
    ("seat", msg::ACTIVITY_ROLL_STATE_SEAT),
    ("waiting", msg::ACTIVITY_ROLL_STATE_WAITING),
    ("offered", msg::ACTIVITY_ROLL_STATE_OFFERED),
    ("cancelled", msg::ACTIVITY_ROLL_STATE_CANCELLED),
    ("declined", msg::ACTIVITY_ROLL_STATE_DECLINED),
    ("expired", msg::ACTIVITY_ROLL_STATE_EXPIRED),
];
/// The roles, and what a person reads.
pub const ROLES: [(&str, Msg); 2] = [
    ("attendee", msg::ACTIVITY_ROLE_ATTENDEE),
    ("volunteer", msg::ACTIVITY_ROLE_VOLUNTEER),
];

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    role: Option<String>,
    state: Option<String>,
    page: Option<String>,
}

/// `GET /w/{org}/activities/{id}/signups`
pub async fn show(
    gate: Grant<ListSignups>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let role = known(&ROLES, asked.role.as_deref());
    // A figure that says how many places are taken opens to those who have one or are offered one.
    let state = known(&STATES, asked.state.as_deref());
    let page = asked
        .page
        .and_then(|n| n.parse::<i64>().ok())
        .unwrap_or(1)
        .clamp(1, 10_000);
    let wanted = RollQuery {
        role,
        state,
        skip: (page - 1) * PAGE,
        limit: PAGE,
        ..RollQuery::default()
    };
    let (stored, questions, (rows, all), checked) = app
        .db
        .read(move |tx| {
            let stored = require_held(tx, org, id)?;
            let checked = checked::of(tx, &stored.activity)?;
            Ok::<_, Fault>((
                stored,
                queries::asked(tx, id)?,
                queries::roll(tx, id, &wanted)?,
                checked,
            ))
        })
        .await?;
    let at = format!("/w/{org}/activities/{id}");
    let base = format!("{at}/signups");
    let decides = format!("{at}/standings");
    let standings = Standings {
        asked: !stored.activity.asks.is_empty(),
        checked: &checked,
        decides: gate.may("standings.decide").then_some(decides.as_str()),
    };
    let title = ui.t(msg::ACTIVITY_ROLL);
    let content = html! {
        (page_title(title, Some(&stored.activity.title), Some(html! {
            (link_button(&at, ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back))
            (link_button(&format!("{at}/sheet"), ui.t(msg::ACTIVITY_SHEET)).icon(Icon::Print))
        })))
        (filter_bar(&ui, &base, html! {
            (one_of(&ui, "role", msg::ACTIVITY_ROLL_ROLE, &ROLES, role))
            (one_of(&ui, "state", msg::ACTIVITY_ROLL_STATE, &STATES, state))
        }, &[]))
        div id="results" {
            @if rows.is_empty() {
                (empty(Icon::People, ui.t(msg::ACTIVITY_ROLL_NONE), html! {}))
            } @else {
                @if !stored.activity.asks.is_empty() { (muted(html! { (ui.t(msg::STANDING_ROLL_LEDE)) })) }
                (people(&ui, &questions, &rows, &standings))
                (pager(&ui, &pages(&base, role, state, page, rows.len(), all)))
            }
        }
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

pub fn known(words: &[(&'static str, Msg)], asked: Option<&str>) -> Option<&'static str> {
    words
        .iter()
        .find(|(word, _)| Some(*word) == asked)
        .map(|(word, _)| *word)
}

fn one_of(ui: &Ui, name: &str, label: Msg, words: &[(&'static str, Msg)], chosen: Option<&str>) -> Markup {
    let list =
        select(ui, name, ui.t(label))
            .required()
            .option("", ui.t(msg::ACTIVITY_ROLL_ANY), chosen.is_none());
    words
        .iter()
        .fold(list, |list, (word, text)| {
            list.option(word, ui.t(*text), chosen == Some(*word))
        })
        .render()
}

/// What the list says of standings.
struct Standings<'a> {
    /// Whether the activity asks for any.
    asked: bool,
    checked: &'a Checked,
    /// Where a word on one goes, for who may say it.
    decides: Option<&'a str>,
}

fn people(ui: &Ui, questions: &[Question], rows: &[RollRow], standings: &Standings<'_>) -> Markup {
    let mut columns = vec![
        col(ui.t(msg::ACTIVITY_ROLL_PERSON)),
        col(ui.t(msg::ACTIVITY_ROLL_ROLE)),
        col(ui.t(msg::ACTIVITY_ROLL_STATE)),
        number_col(ui.t(msg::ACTIVITY_ROLL_NUMBER)),
        col(ui.t(msg::ACTIVITY_SHEET_CODE)),
        col(ui.t(msg::ACTIVITY_ROLL_AT)),
    ];
    let said = |words: &[(&str, Msg)], word: &str| {
        words
            .iter()
            .find(|(known, _)| *known == word)
            .map_or("", |(_, text)| ui.t(*text))
    };
    if standings.asked {
        columns.push(col(ui.t(msg::STANDING_ROLL)));
    }
    if !questions.is_empty() {
        columns.push(col(ui.t(msg::ACTIVITY_ROLL_ANSWERS)));
    }
    let firsts = answers::firsts(rows.iter().map(|row| row.party.as_str()));
    let cells = rows.iter().zip(firsts).map(|(row, first)| {
        let tone = match row.state.as_str() {
            "seat" => Tone::Ok,
            "waiting" | "offered" => Tone::Warn,
            _ => Tone::Plain,
        };
        let mut cells = vec![
            html! { (row.name) },
            html! { (said(&ROLES, &row.role)) },
            badge(tone, said(&STATES, &row.state)),
            html! { (when::count(row.number)) },
            html! { (row.code) },
            ui.moment(row.at),
        ];
        if standings.asked {
            let own = standings.checked.get(&row.person);
            cells.push(checked::cell(ui, own, &row.name, standings.decides));
        }
        if !questions.is_empty() {
            cells.push(html! { @if first { (answers::line(ui, questions, &row.answers)) } });
        }
        cells
    });
    table(ui.t(msg::ACTIVITY_ROLL), columns).rows(cells).render()
}

fn pages(base: &str, role: Option<&str>, state: Option<&str>, page: i64, shown: usize, all: i64) -> Pager {
    let (skipped, shown) = ((page - 1) * PAGE, i64::try_from(shown).unwrap_or(PAGE));
    let href = |page: i64| {
        format!(
            "{base}?role={}&state={}&page={page}",
            role.unwrap_or(""),
            state.unwrap_or("")
        )
    };
    Pager {
        previous: (page > 1).then(|| href(page - 1)),
        next: (skipped + shown < all).then(|| href(page + 1)),
        from: skipped + 1,
        to: skipped + shown,
        all: Some(all),
    }
}
