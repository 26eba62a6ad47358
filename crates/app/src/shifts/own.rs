//! On a party's own page: who of it takes which shift.

use std::collections::BTreeSet;

use axum::extract::State;
use langqiao_kernel::id::{ShiftId, SignupId};
use langqiao_platform::{
    app::App, extract::Path, fault::Fault, feature::PanelAsk, form::Form, gate::SignedIn, reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    choose::choose_as_shown,
    queries::{self, Filled, Own},
    views,
};
use crate::signups::{self, PartyId, party_path};

/// `POST /mine/signups/{party}/shifts`
pub(super) async fn choose(
    gate: SignedIn,
    State(app): State<App>,
    Path(party): Path<PartyId>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    let signup: SignupId = fields.raw("signup").parse().map_err(|_| Fault::NotFound)?;
    let ids = |name| -> BTreeSet<ShiftId> { fields.all(name).filter_map(|id| id.parse().ok()).collect() };
    let (wanted, shown) = (ids("shift"), ids("shown"));
    let done = app
        .db
        .write(gate.by(), move |tx| {
            choose_as_shown(tx, person, signup, (&wanted, &shown))
        })
        .await;
    SeeOther::to(party_path(party)).tell(done.map(|()| msg::SHIFTS_SAID_KEPT), Tone::Warn)
}

/// The shifts of those of a party who help, to choose from until each begins.
pub(super) fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Some(reader), Ok(party)) = (ask.person, ask.id.parse::<PartyId>()) else {
        return Ok(html! {});
    };
    let people = queries::own(tx, party, reader)?;
    let Some(first) = people.first() else {
        return Ok(html! {});
    };
    let (ui, shifts) = (ask.ui, queries::filled(tx, first.activity)?);
    let nobody = people.iter().any(|person| person.shifts.is_empty());
    let ahead = shifts.iter().any(|shift| shift.starts_at > ask.now);
    Ok(section(
        ui.t(msg::SHIFTS_OWN),
        html! {
            @if nobody && ahead { (notice(Tone::Warn, html! { (ui.t(msg::SHIFTS_CHOOSE_STILL)) })) }
            (stack(html! {
                @for person in &people {
                    @let name = signups::name_of(ask.app, &person.name_sealed);
                    (one(ui, party, (person, people.len() > 1), &name, &shifts))
                }
            }))
        },
    ))
}

fn one(ui: &Ui, party: PartyId, (own, several): (&Own, bool), name: &str, shifts: &[Filled]) -> Markup {
    let legend = match several {
        true => ui.tf(msg::SHIFTS_OF, args! { name = name }),
        false => ui.t(msg::SHIFTS_WHICH).to_owned(),
    };
    let (begun, ahead): (Vec<&Filled>, Vec<&Filled>) =
        shifts.iter().partition(|shift| shift.starts_at <= ui.now);
    let rows: Vec<(String, String, bool)> = ahead
        .iter()
        .filter(|shift| shift.free() > 0 || own.shifts.contains(&shift.id))
        .map(|shift| {
            let label = format!("{} · {}", shift.name, views::span(ui, shift));
            (shift.id.to_text(), label, own.shifts.contains(&shift.id))
        })
        .collect();
    let full: Vec<&&Filled> = ahead
        .iter()
        .filter(|shift| shift.free() == 0 && !own.shifts.contains(&shift.id))
        .collect();
    let list = rows.iter().fold(
        choices(ui, "shift", &legend)
            .several()
            .hint(ui.t(msg::SHIFTS_WHICH_HINT)),
        |list, (id, label, chosen)| list.option(id, label, *chosen),
    );
    let signup = own.signup.to_text();
    // A shift that has begun stays as it was: it goes along unseen, so that nobody leaves it by choosing another.
    let kept: Vec<String> = begun
        .iter()
        .filter(|shift| own.shifts.contains(&shift.id))
        .map(|shift| shift.id.to_text())
        .collect();
    card(html! {
        @for shift in &begun {
            @if own.shifts.contains(&shift.id) { p { strong { (shift.name) } " · " (views::span(ui, shift)) } }
        }
        @if !rows.is_empty() {
            (form(ui, &format!("{}/shifts", party_path(party))).body(html! {
                (hidden("signup", &signup))
                @for id in &kept { (hidden("shift", id)) }
                @for id in &own.shifts { (hidden("shown", &id.to_text())) }
                (list)
                (button(ui.t(msg::SHIFTS_KEEP)).primary().wide())
            }))
        }
        @if !full.is_empty() {
            (muted(html! {
                @for shift in &full { p { (ui.tf(msg::SHIFTS_IS_FULL, args! { name = shift.name.as_str(), span = views::span(ui, shift) })) } }
            }))
        }
    })
}
