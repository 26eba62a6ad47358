//! What those who signed up state of what the activity asks for, and the host's word on it: it was seen, or it isn't so.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId, StandingId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    form::Form,
    gate::{Grant, Permission},
    not_done::wrong,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::roll;
use crate::{
    activities::{
        Asker, ListSignups,
        queries::{Activity, RollRow},
        require_names,
    },
    standings::{self, Answer, DecideStandings, Decision, Standing, VerdictBack},
};

/// What was stated, by whom.
#[derive(Default)]
pub struct Checked {
    stated: BTreeMap<PersonId, Vec<Standing>>,
    /// Since when the activity asks for it.
    since: Option<Timestamp>,
}

/// What the people of these rows state of what the activity asks for; nothing is read where it asks for nothing.
pub fn of(tx: &mut ReadTx, activity: &Activity, rows: &[RollRow]) -> Result<Checked, StoreError> {
    let mut all = Checked {
        since: activity.asks_since,
        ..Checked::default()
    };
    let listed = |row: &RollRow| -> standings::Listed { (row.role.clone(), row.number, row.id) };
    // The waiting list stands in another order.
    let (Some(first), Some(last)) = (rows.iter().map(listed).min(), rows.iter().map(listed).max()) else {
        return Ok(all);
    };
    if activity.asks.is_empty() {
        return Ok(all);
    }
    for standing in standings::of_signed_up(tx, activity.id, (&first, &last))? {
        let held = &standing.held;
        if activity.asks.asks_for(held.kind, &held.what) {
            all.stated.entry(held.person).or_default().push(standing);
        }
    }
    Ok(all)
}

/// Where a word on a standing goes, for who may say it, and what goes along.
pub struct Decides<'a> {
    pub at: &'a str,
    pub answer: &'a Answer<'a>,
}

impl Checked {
    /// What one of the list states, in a cell of it: nothing of who isn't coming any more, and nothing of who signed up
    /// before it was asked for.
    pub fn cell(&self, ui: &Ui, row: &RollRow, decides: Option<&Decides<'_>>) -> Markup {
        if !matches!(row.state.as_str(), "seat" | "waiting" | "offered") {
            return html! {};
        }
        if self.since.is_some_and(|since| row.at < since) {
            return muted(html! { (ui.t(msg::STANDING_ROLL_BEFORE)) });
        }
        let Some(own) = self.stated.get(&row.person) else {
            return muted(html! { (ui.t(msg::STANDING_ROLL_NONE)) });
        };
        let name = &row.name;
        html! {
            @for standing in own {
                @let what = standing.name().text(ui.lang).to_owned();
                p { (what) " " (standings::badge_of(ui, standing)) }
                @for more in standings::detail_of(ui, standing) { (muted(html! { (more) })) }
                @if let Some(to) = decides {
                    (standings::verdicts(ui, &format!("{}/{}", to.at, standing.id), standing,
                        &format!("{name} · {what}"), to.answer))
                }
            }
        }
    }
}

/// `POST /w/{org}/activities/{id}/standings/{standing}`
pub async fn decide(
    gate: Grant<DecideStandings>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, standing)): Path<(OrganisationId, ActivityId, StandingId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (by, org, asker) = (gate.person(), gate.org(), Asker::of(&gate));
    let sent = fields.clone();
    let done = app.db.write(gate.by(), move |tx| {
        let asks = require_names(tx, asker, id)?.activity.asks;
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
    let asked = roll::Asked::sent(&fields);
    let back = SeeOther::to(asked.address(&format!("/w/{org}/activities/{id}/signups")));
    Ok(
        match done.await.map_err(|why| standings::not_kept(why, standing)) {
            Ok(()) if fields.raw("verdict") == "confirm" => back.say(Tone::Ok, msg::STANDING_SAID_CONFIRMED),
            Ok(()) => back.say(Tone::Ok, msg::STANDING_SAID_REFUSED),
            Err(why) => match why? {
                VerdictBack::Said(sentence) => back.say(Tone::Warn, sentence),
                VerdictBack::Field(errors) if gate.may(ListSignups::NAME) => {
                    let problems = errors.problems(&ui);
                    let page = roll::page(&app, &ui, &gate, (id, &asked), (&fields, &problems)).await?;
                    return Ok(wrong(page));
                }
                // Who may not see the list gets the sentence alone.
                VerdictBack::Field(errors) => match errors.iter().next() {
                    Some((_, sentence)) => back.say(Tone::Warn, sentence.clone()),
                    None => back,
                },
            },
        }
        .into_response(),
    )
}
