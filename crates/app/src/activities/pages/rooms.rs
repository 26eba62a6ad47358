//! The rooms of an activity on its page: in which way it comes by each, whom to ask first, and what became of it.

use axum::{extract::State, response::Response};
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    app::App, extract::Path, fault::Fault, form::Form, gate::Grant, not_done, spoken, ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use crate::{
    activities::{ManageActivities, asking::ask_keepers, model::Status, publish::wish, queries::Stored},
    bookings::{self, Request, RoomState, Way},
};

/// What the page says of the activity's rooms.
#[derive(Default)]
pub struct Rooms {
    /// How each room stands to a draft.
    states: Vec<RoomState>,
    /// What was asked for in the name of a public activity, beside what it has.
    requests: Vec<Request>,
}

impl Rooms {
    /// Reads it; nothing is read for an activity that is held in no known room, or is over.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(tx: &mut ReadTx, ui: &Ui, stored: &Stored) -> Result<Self, StoreError> {
        let activity = &stored.activity;
        let Some(wish) = wish(activity.id, &stored.plan, &stored.cohosts) else {
            return Ok(Self::default());
        };
        Ok(match activity.status {
            Status::Draft if ui.now < activity.times.starts_at => Self {
                states: bookings::stand(tx, &wish, ui.now)?,
                requests: Vec::new(),
            },
            Status::Published if ui.now < activity.times.ends_at => Self {
                states: Vec::new(),
                requests: bookings::requests(tx, activity.id)?,
            },
            _ => Self::default(),
        })
    }

    /// Whether there is nothing to say: all of them are the host's own.
    pub fn are_own(&self) -> bool {
        self.requests.is_empty() && self.states.iter().all(|one| matches!(one.way, Way::Own))
    }

    /// The rooms, each with how it stands, and the button that asks; `at` is the activity's page.
    pub fn view(&self, ui: &Ui, at: &str, manages: bool) -> Markup {
        if self.are_own() {
            return html! {};
        }
        let askable = || self.states.iter().filter(|one| one.way.can_be_asked());
        let again = askable().all(|one| matches!(one.way, Way::Declined { .. }));
        let word = if again {
            msg::HOLDING_DO_AGAIN
        } else {
            msg::HOLDING_DO_ASK
        };
        let title = if self.states.is_empty() {
            msg::HOLDING_REQUESTS
        } else {
            msg::HOLDING_TITLE
        };
        panel(
            ui.t(title),
            stack_close(html! {
                ul {
                    @for one in &self.states { li { strong { (one.place) } " " (state(ui, one)) } }
                    @for one in &self.requests { li { (request(ui, one)) } }
                }
                @if manages && askable().next().is_some() {
                    div { (post_button(ui, &format!("{at}/ask"), button(ui.t(word)).primary())) }
                }
            }),
        )
    }
}

fn state(ui: &Ui, one: &RoomState) -> Markup {
    let keeper = || one.keeper_name.clone();
    let said = match &one.way {
        Way::Kept(_) => ui.t(msg::HOLDING_STATE_KEPT).to_owned(),
        Way::Own => return html! {},
        Way::KeeperHolds => ui.tf(msg::HOLDING_STATE_KEEPER, args! { keeper = keeper() }),
        Way::Free => ui.t(msg::HOLDING_STATE_FREE).to_owned(),
        Way::Booked(claim) => {
            let span = when::span(ui.lang, claim.used.0, claim.used.1, ui.now);
            let purpose = claim.purpose.clone();
            ui.tf(
                msg::HOLDING_STATE_BOOKED,
                args! { keeper = keeper(), span = span, purpose = purpose },
            )
        }
        Way::Asked { since, .. } => {
            let at = when::moment(ui.lang, *since, ui.now);
            ui.tf(msg::HOLDING_STATE_ASKED, args! { keeper = keeper(), at = at })
        }
        Way::Ask => ui.tf(msg::HOLDING_STATE_ASK, args! { keeper = keeper() }),
        Way::Declined { note } => ui.tf(
            msg::HOLDING_STATE_DECLINED,
            args! { keeper = keeper(), note = note.clone() },
        ),
        Way::No(_) => one
            .sentence()
            .map(|sentence| spoken::say(ui, &sentence))
            .unwrap_or_default(),
    };
    let tone = match &one.way {
        Way::Asked { .. } | Way::Ask => Tone::Warn,
        Way::Declined { .. } | Way::No(_) => Tone::Error,
        _ => Tone::Ok,
    };
    let short = match tone {
        Tone::Ok => msg::HOLDING_BADGE_GOES,
        Tone::Error => msg::HOLDING_BADGE_NOT,
        _ if matches!(one.way, Way::Ask) => msg::HOLDING_BADGE_ASK,
        _ => msg::HOLDING_BADGE_WAITS,
    };
    html! { (badge(tone, ui.t(short))) " " (said) }
}

fn request(ui: &Ui, one: &Request) -> Markup {
    let span = when::span(ui.lang, one.used.0, one.used.1, ui.now);
    let (place, keeper) = (one.place.clone(), one.keeper_name.clone());
    let said = if one.waits() {
        let at = when::moment(ui.lang, one.since, ui.now);
        ui.tf(
            msg::HOLDING_REQUEST_WAITS,
            args! { place = place, span = span, keeper = keeper, at = at },
        )
    } else if one.stands() {
        ui.tf(
            msg::HOLDING_REQUEST_AGREED,
            args! { place = place, span = span, keeper = keeper },
        )
    } else {
        let note = one.note.clone();
        ui.tf(
            msg::HOLDING_REQUEST_DECLINED,
            args! { place = place, span = span, keeper = keeper, note = note },
        )
    };
    html! { (said) }
}

/// `POST /w/{org}/activities/{id}/ask`
pub async fn ask(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let done = app
        .db
        .write(gate.by(), move |tx| ask_keepers(tx, (org, person), id, None))
        .await;
    let at = format!("/w/{org}/activities/{id}");
    not_done::said(at, done.map(|_| msg::HOLDING_SAID_ASKED))
}
