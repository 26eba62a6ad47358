//! Who signed up: the list that the figures of an activity's page open to.

use axum::extract::State;
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Grant, Permission},
    people::Why,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    answers,
    checked::{self, Checked, Decides},
};
use crate::{
    activities::{
        Asker, ListSignups, UnmaskPeople,
        queries::{self, Activity, Afterwards, Asked as Question, RollQuery, RollRow},
        require_names,
    },
    people::for_reason::{self, Ask, Purpose},
    standings::Answer,
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

impl Asked {
    /// What a form on the page says of where it stood.
    pub fn sent(fields: &Fields) -> Self {
        let of = |name: &str| Some(fields.raw(name).to_owned());
        Asked {
            role: of("role"),
            state: of("state"),
            page: of("page"),
        }
    }

    fn role(&self) -> Option<&'static str> {
        known(&ROLES, self.role.as_deref())
    }

    // A figure that says how many places are taken opens to those who have one or are offered one.
    fn state(&self) -> Option<&'static str> {
        known(&STATES, self.state.as_deref())
    }

    fn page(&self) -> i64 {
        let page = self.page.as_deref().and_then(|n| n.parse::<i64>().ok());
        page.unwrap_or(1).clamp(1, 10_000)
    }

    /// The address of this part of the list.
    pub fn address(&self, base: &str) -> String {
        let (role, state, page) = (self.role(), self.state(), self.page());
        if role.is_none() && state.is_none() && page == 1 {
            return base.to_owned();
        }
        part(base, role, state, page)
    }
}

fn part(base: &str, role: Option<&str>, state: Option<&str>, page: i64) -> String {
    let (role, state) = (role.unwrap_or(""), state.unwrap_or(""));
    format!("{base}?role={role}&state={state}&page={page}")
}

/// `GET /w/{org}/activities/{id}/signups`
pub async fn show(
    gate: Grant<ListSignups>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    page(
        &app,
        &ui,
        &gate,
        (id, &asked),
        (&Fields::default(), &Problems::new()),
    )
    .await
}

/// `POST /w/{org}/activities/{id}/signups/names`: the same with full names, for a reason that is recorded.
pub async fn names(
    gate: Grant<UnmaskPeople>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Page, Fault> {
    if !gate.may(ListSignups::NAME) {
        return Err(Fault::NotFound);
    }
    let asked = Asked::sent(&fields);
    let Some(why) = for_reason::reason(&gate, &fields) else {
        let (org, asker) = (gate.org(), Asker::of(&gate));
        app.db.read(move |tx| require_names(tx, asker, id)).await?;
        let names = Names::of(org, id, &asked);
        return Ok(names.ask(|ask| ask.page(&app, &ui, &gate, &fields)));
    };
    let none = (&Fields::default(), &Problems::new());
    let page = drawn(&app, &ui, &gate, ((id, &asked), Some(why)), none).await?;
    Ok(for_reason::not_kept(page))
}

/// What is sent to have a part of the list with full names.
struct Names {
    action: String,
    back: String,
    role: &'static str,
    state: &'static str,
    page: String,
}

impl Names {
    fn of(org: OrganisationId, id: ActivityId, asked: &Asked) -> Self {
        let base = format!("/w/{org}/activities/{id}/signups");
        Self {
            action: format!("{base}/names"),
            back: asked.address(&base),
            role: asked.role().unwrap_or(""),
            state: asked.state().unwrap_or(""),
            page: asked.page().to_string(),
        }
    }

    fn ask<T>(&self, run: impl FnOnce(Ask<'_>) -> T) -> T {
        let more = [
            ("role", self.role),
            ("state", self.state),
            ("page", self.page.as_str()),
        ];
        run(Ask {
            action: &self.action,
            back: &self.back,
            purposes: &[Purpose::Screen],
            more: &more,
        })
    }
}

/// The list, with what was typed into a form of it and what is wrong with it. That the reader may see it is for the
/// caller to know.
pub(super) async fn page<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    which: (ActivityId, &Asked),
    typed: (&Fields, &Problems),
) -> Result<Page, Fault> {
    drawn(app, ui, gate, (which, None), typed).await
}

async fn drawn<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    ((id, asked), why): ((ActivityId, &Asked), Option<Why>),
    (fields, problems): (&Fields, &Problems),
) -> Result<Page, Fault> {
    let (org, asker) = (gate.org(), Asker::of(gate));
    let (role, state, page) = (asked.role(), asked.state(), asked.page());
    let wanted = RollQuery {
        role,
        state,
        skip: (page - 1) * PAGE,
        limit: PAGE,
        ..RollQuery::default()
    };
    let (stored, questions, (mut rows, all), checked) = app
        .db
        .read(move |tx| {
            let stored = require_names(tx, asker, id)?;
            let wanted = RollQuery {
                by_rank: state == Some("waiting") && !to_be_given(&stored.activity),
                ..wanted.clone()
            };
            let roll = queries::roll(tx, id, &wanted)?;
            let checked = checked::of(tx, &stored.activity, &roll.0)?;
            Ok::<_, Fault>((stored, queries::asked(tx, id)?, roll, checked))
        })
        .await?;
    let named = why.is_some();
    if let Some(why) = why {
        let (keys, whose): (_, Vec<_>) = (app.keys.clone(), rows.iter().map(|row| row.person).collect());
        let open = app.db.write(gate.by(), move |tx| {
            for_reason::open(tx, &keys, &why, whose.iter().copied())
        });
        let open = open.await?;
        for row in &mut rows {
            if let Some(name) = open.get(&row.person) {
                row.name.clone_from(name);
            }
        }
    }
    let at = format!("/w/{org}/activities/{id}");
    let base = format!("{at}/signups");
    let decides = format!("{at}/standings");
    let number = page.to_string();
    let answer = Answer {
        more: html! {
            (hidden("role", role.unwrap_or(""))) (hidden("state", state.unwrap_or(""))) (hidden("page", &number))
        },
        fields,
        problems,
    };
    let decides = Decides {
        at: &decides,
        answer: &answer,
    };
    let standings = Standings {
        asked: !stored.activity.asks.is_empty(),
        checked: &checked,
        decides: gate.may("standings.decide").then_some(&decides),
    };
    let title = ui.t(msg::ACTIVITY_ROLL);
    let content = html! {
        (page_title(title, Some(&stored.activity.title), Some(html! {
            (link_button(&at, ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back))
            (link_button(&format!("{at}/sheet"), ui.t(msg::ACTIVITY_SHEET)).icon(Icon::Print))
            @if !questions.is_empty() { (link_button(&format!("{at}/answers"), ui.t(msg::ANSWERED_TITLE))) }
        })))
        (error_summary(ui, problems))
        (filter_bar(ui, &base, html! {
            (one_of(ui, "role", msg::ACTIVITY_ROLL_ROLE, &ROLES, role))
            (one_of(ui, "state", msg::ACTIVITY_ROLL_STATE, &STATES, state))
        }, &[]))
        div id="results" {
            @if rows.is_empty() {
                (empty(Icon::People, ui.t(msg::ACTIVITY_ROLL_NONE), html! {}))
            } @else {
                @if standings.asked && standings.decides.is_some() { (muted(html! { (ui.t(msg::STANDING_ROLL_LEDE)) })) }
                @if !named && gate.may(UnmaskPeople::NAME) { (Names::of(org, id, asked).ask(|ask| ask.form(ui))) }
                @if state == Some("waiting") && !to_be_given(&stored.activity) {
                    (muted(html! { (ui.t(msg::ACTIVITY_ROLL_QUEUE)) }))
                }
                (people(ui, (&stored.activity, &questions), &rows, &standings))
                (pager(ui, &pages(&base, role, state, page, rows.len(), all)))
            }
        }
    };
    Ok(desk::page(app, ui, gate, title, content))
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
    decides: Option<&'a Decides<'a>>,
}

/// Whether everybody waits until places are given to all at once: then there is no order yet.
fn to_be_given(activity: &Activity) -> bool {
    activity.allotment.waits() && activity.allotted_at.is_none()
}

/// Where somebody stands in the waiting list; nothing of who isn't in it, or where there is no order yet.
fn place(activity: &Activity, row: &RollRow) -> Option<i64> {
    row.place
        .filter(|_| row.role != "attendee" || !to_be_given(activity))
}

fn people(
    ui: &Ui,
    (activity, questions): (&Activity, &[Question]),
    rows: &[RollRow],
    standings: &Standings<'_>,
) -> Markup {
    let waits = rows.iter().any(|row| place(activity, row).is_some());
    let grouped = !activity.first.groups.is_empty() && rows.iter().any(|row| row.place.is_some());
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
    if waits {
        columns.push(number_col(ui.t(msg::ACTIVITY_ROLL_PLACE)));
    }
    if grouped {
        columns.push(col(ui.t(msg::ACTIVITY_ROLL_GROUP)));
    }
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
            html! { (row.name) @if let Some(how) = &row.afterwards { (muted(html! { (afterwards(ui, how)) })) } },
            html! { (said(&ROLES, &row.role)) },
            badge(
                tone,
                match row.handed_on {
                    true => ui.t(msg::ACTIVITY_ROLL_STATE_HANDED_ON),
                    false => said(&STATES, &row.state),
                },
            ),
            html! { (when::count(row.number)) },
            html! { (row.code) },
            ui.moment(row.at),
        ];
        if waits {
            cells.push(html! { @if let Some(n) = place(activity, row) { (when::count(n)) } });
        }
        if grouped {
            let said = row.place.map(|_| activity.first.said(ui, row.rank));
            cells.push(html! { @if let Some(group) = said { (group) } });
        }
        if standings.asked {
            cells.push(standings.checked.cell(ui, row, standings.decides));
        }
        if !questions.is_empty() {
            cells.push(html! { @if first { (answers::line(ui, questions, &row.answers)) } });
        }
        cells
    });
    table(ui.t(msg::ACTIVITY_ROLL), columns).rows(cells).render()
}

/// That somebody was added afterwards: by whom, from what, and why where something stood against it.
fn afterwards(ui: &Ui, how: &Afterwards) -> String {
    let said = match (how.on_paper, &how.reason) {
        (true, None) => msg::ACTIVITY_ROLL_FROM_PAPER,
        (false, None) => msg::ACTIVITY_ROLL_FROM_DOOR,
        (true, Some(_)) => msg::ACTIVITY_ROLL_FROM_PAPER_WHY,
        (false, Some(_)) => msg::ACTIVITY_ROLL_FROM_DOOR_WHY,
    };
    let reason = how.reason.as_deref().unwrap_or_default();
    ui.tf(said, args! { name = how.by.as_str(), reason = reason })
}

fn pages(base: &str, role: Option<&str>, state: Option<&str>, page: i64, shown: usize, all: i64) -> Pager {
    let (skipped, shown) = ((page - 1) * PAGE, i64::try_from(shown).unwrap_or(PAGE));
    let href = |page: i64| part(base, role, state, page);
    Pager {
        previous: (page > 1).then(|| href(page - 1)),
        next: (skipped + shown < all).then(|| href(page + 1)),
        from: skipped + 1,
        to: skipped + shown,
        all: Some(all),
    }
}
