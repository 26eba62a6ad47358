//! What those who signed up state of what the activity asks for, and the host's word on it: it was seen, or it isn't so.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId, StandingId};
use langqiao_platform::{
    app::App, extract::Path, fault::Fault, form::Form, gate::Grant, not_done::NotDone, reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use crate::{
    activities::{queries::Activity, require_held},
    standings::{self, DecideStandings, Decision, Standing},
};

/// What was stated, by whom.
pub type Checked = BTreeMap<PersonId, Vec<Standing>>;

/// What those who are signed up state of what the activity asks for; nothing is read where it asks for nothing.
pub fn of(tx: &mut ReadTx, activity: &Activity) -> Result<Checked, StoreError> {
    let mut all = Checked::new();
    if activity.asks.is_empty() {
        return Ok(all);
    }
    for standing in standings::of_signed_up(tx, activity.id)? {
        let held = &standing.held;
        if activity.asks.asks_for(held.kind, &held.what) {
            all.entry(held.person).or_default().push(standing);
        }
    }
    Ok(all)
}

/// What one of them states, in a cell of the list; `decides` is where a word on it goes, for who may say it.
pub fn cell(ui: &Ui, own: Option<&Vec<Standing>>, name: &str, decides: Option<&str>) -> Markup {
    let Some(own) = own else {
        return muted(html! { (ui.t(msg::STANDING_ROLL_NONE)) });
    };
    html! {
        @for standing in own {
            @let what = standing.name().text(ui.lang).to_owned();
            p { (what) " " (standings::badge_of(ui, standing)) }
            @for more in standings::detail_of(ui, standing) { (muted(html! { (more) })) }
            @if let Some(at) = decides {
                (standings::verdicts(ui, &format!("{at}/{}", standing.id), standing, &format!("{name} · {what}"), &html! {}))
            }
        }
    }
}

/// `POST /w/{org}/activities/{id}/standings/{standing}`
pub async fn decide(
    gate: Grant<DecideStandings>,
    State(app): State<App>,
    Path((_, id, standing)): Path<(OrganisationId, ActivityId, StandingId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (by, org) = (gate.person(), gate.org());
    let sent = fields.clone();
    let done = app.db.write(gate.by(), move |tx| {
        let asks = require_held(tx, org, id)?.activity.asks;
        let (from, verdict) = standings::verdict(&sent)?;
        let decision = Decision {
            by,
            org,
            standing,
            from,
            verdict,
        };
        standings::by_host(tx, (id, &asks), &decision)
    });
    let back = SeeOther::to(format!("/w/{org}/activities/{id}/signups"));
    Ok(match done.await {
        Ok(()) if fields.raw("verdict") == "confirm" => back.say(Tone::Ok, msg::STANDING_SAID_CONFIRMED),
        Ok(()) => back.say(Tone::Ok, msg::STANDING_SAID_REFUSED),
        Err(why) => back.say(Tone::Warn, NotDone::into_sentence(why)?),
    }
    .into_response())
}
