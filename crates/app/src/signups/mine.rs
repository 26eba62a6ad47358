//! "My sign-ups": what waits for an answer first, then what is to come, then what was.

use axum::extract::State;
use langqiao_kernel::id::PersonId;
use langqiao_platform::{
    app::App,
    extract::Query,
    fault::Fault,
    feature::{PanelAsk, Slot},
    gate::SignedIn,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Deserialize;

use super::{
    model::{PartyId, SignupState},
    party_view::{Party, state_name, when_and_where},
    queries::{self, BookedBy, SignupRow},
    tell::party_path,
};

/// How many rows are read; a row is a person.
const MOST: i64 = 200;
/// How many parties the panel on other pages shows.
const IN_PANEL: usize = 3;

/// Which part is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    past: Option<String>,
}

pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (person, now, past) = (gate.person(), ui.now, asked.past.is_some());
    let (house, reader) = (app.clone(), ui.clone());
    let read = app.db.read(move |tx| {
        let rows = queries::of_person(tx, person, now, past, MOST)?;
        let by = queries::booked_by(tx, person, &rows)?;
        if past {
            return Ok((rows, by, html! {}));
        }
        let ask = PanelAsk {
            ui: &reader,
            app: &house,
            org: None,
            person: Some(person),
            roles: &[],
            id: &person.to_text(),
            now,
        };
        Ok::<_, StoreError>((rows, by, house.registry.panels(Slot::MyPlaces, tx, &ask)?))
    });
    let (rows, by, others) = read.await?;
    let parties = parties(&app, person, rows, &by);
    let title = ui.t(msg::SIGNUP_MINE);
    let content = html! {
        (page_title(title, None, None))
        (tabs(title, &[
            (ui.t(msg::SIGNUP_MINE_COMING), "/mine", None, !past),
            (ui.t(msg::SIGNUP_MINE_PAST), "/mine?past=1", None, past),
        ]))
        @if parties.is_empty() {
            @let what = if past { msg::SIGNUP_MINE_NO_PAST } else { msg::SIGNUP_MINE_NONE };
            (empty(Icon::Ticket, ui.t(what), row(html! { (link_button("/activities", ui.t(msg::SIGNUP_FIND))) })))
        } @else if past {
            (stack(html! { @for party in &parties { (line(&ui, party)) } }))
        } @else {
            (coming(&ui, &parties))
        }
        @if !others.0.is_empty() { (stack(others)) }
    };
    Ok(portal(&ui, Head::unlisted(title), content).keep_offline())
}

/// Rows gathered into their parties, in the order in which they come, with who signed the reader up.
pub(super) fn parties(app: &App, reader: PersonId, rows: Vec<SignupRow>, by: &[BookedBy]) -> Vec<Party> {
    let mut gathered: Vec<(PartyId, Vec<SignupRow>)> = Vec::new();
    for row in rows {
        match gathered.last_mut() {
            Some((party, rows)) if *party == row.party => rows.push(row),
            _ => gathered.push((row.party, vec![row])),
        }
    }
    gathered
        .into_iter()
        .filter_map(|(id, rows)| {
            let booker = rows.first()?.booker;
            Some(Party::of(app, id, reader, rows, None)?.by(app, booker, by))
        })
        .collect()
}

/// The parts of what is to come, in the order of what a reader must know first.
fn coming(ui: &Ui, parties: &[Party]) -> Markup {
    let of = |wanted: SignupState| -> Vec<&Party> {
        parties
            .iter()
            .filter(|party| !party.called_off() && party.state(ui.now) == wanted)
            .collect()
    };
    let mut open = of(SignupState::Offered);
    open.extend(of(SignupState::Waiting));
    let (to_answer, waiting): (Vec<&Party>, Vec<&Party>) =
        open.into_iter().partition(|party| is_to_answer(party, ui));
    let ended: Vec<&Party> = parties
        .iter()
        .filter(|party| !party.called_off() && !party.state(ui.now).is_live())
        .collect();
    let off: Vec<&Party> = parties.iter().filter(|party| party.called_off()).collect();
    let part = |name, parties: &[&Party]| {
        html! {
            @if !parties.is_empty() {
                (section(ui.t(name), stack(html! { @for party in parties { (line(ui, party)) } })))
            }
        }
    };
    stack(html! {
        (part(msg::SIGNUP_MINE_OFFERED, &to_answer))
        (part(msg::SIGNUP_MINE_SEATS, &of(SignupState::Seat)))
        (part(msg::SIGNUP_MINE_WAITING, &waiting))
        (part(msg::SIGNUP_MINE_CALLED_OFF, &off))
        (part(msg::SIGNUP_MINE_ENDED, &ended))
    })
}

/// Whether the reader is asked something. What companions are asked is answered by who signed them up.
fn is_to_answer(party: &Party, ui: &Ui) -> bool {
    let held = party.by.is_none() && party.state(ui.now) == SignupState::Offered;
    held || party.asked(ui.now).is_some()
}

fn line(ui: &Ui, party: &Party) -> Markup {
    let state = party.state(ui.now);
    let asked = party.asked(ui.now);
    let (tone, word) = match state {
        _ if party.called_off() => (Tone::Error, msg::SIGNUP_CALLED_OFF_SHORT),
        SignupState::Seat => (Tone::Ok, state_name(state)),
        SignupState::Offered => (Tone::Warn, state_name(state)),
        SignupState::Waiting if party.activity.waits(party.role) => {
            (Tone::Info, msg::SIGNUP_STATE_TO_BE_GIVEN)
        }
        SignupState::Waiting if asked.is_some() => (Tone::Warn, msg::SIGNUP_MINE_FEWER),
        SignupState::Waiting => (Tone::Info, state_name(state)),
        _ => (Tone::Plain, state_name(state)),
    };
    let still: Vec<&str> = party
        .members
        .iter()
        .filter(|m| m.state == state)
        .map(|m| m.name.as_str())
        .collect();
    let until = party.members.iter().find_map(|member| member.offered_until);
    card_link(
        &party_path(party.id),
        &party.activity.title,
        html! {
            (muted(html! { (when_and_where(ui, &party.activity)) }))
            (row(html! {
                (badge(tone, ui.t(word)))
                span { (still.join(ui.lang.between_names())) }
                @if let Some(name) = &party.by { span { (ui.tf(msg::SIGNUP_BY_SHORT, args! { name = name.as_str() })) } }
                @if let (SignupState::Offered, Some(until)) = (state, until) {
                    span { (ui.tf(msg::SIGNUP_MINE_UNTIL, args! { until = when::moment(ui.lang, until, ui.now) })) }
                }
                @if let Some(until) = asked {
                    span { (ui.tf(msg::SIGNUP_MINE_ANSWER_BY, args! { until = when::moment(ui.lang, until, ui.now) })) }
                }
            }))
        },
    )
}

/// The nearest of a person's sign-ups, for their own page.
///
/// # Errors
/// When the database fails.
pub(super) fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let Ok(person) = ask.id.parse() else {
        return Ok(html! {});
    };
    let rows = queries::of_person(tx, person, ask.now, false, MOST)?;
    let by = queries::booked_by(tx, person, &rows)?;
    let mut live = parties(ask.app, person, rows, &by);
    live.retain(|party| party.state(ask.now).is_live());
    let ui = ask.ui;
    live.sort_by_key(|party| (!is_to_answer(party, ui), party.activity.starts_at));
    let all = link("/mine", ui.t(msg::SIGNUP_MINE_ALL));
    Ok(aside(
        ui.t(msg::SIGNUP_MINE),
        all,
        html! {
            @if live.is_empty() { (muted(html! { (ui.t(msg::SIGNUP_MINE_NONE)) })) }
            (stack(html! { @for party in live.iter().take(IN_PANEL) { (line(ui, party)) } }))
        },
    ))
}
