//! A round as it is read.

use langqiao_kernel::time::rfc3339;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    model::{Appeal, Round, RoundPhase},
    publish::PublishedRound,
    result_pages::visible,
    whole::Whole,
};
use super::set_up::SheetItemWire;

/// A round in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RoundWire {
    id: String,
    title: String,
    /// Who holds it.
    host: String,
    phase: RoundPhase,
    from: String,
    until: String,
    outlier: i64,
    appeal_days: i64,
    /// How often the sheet was laid down.
    sheet: i64,
    /// The last day to object, once the draft is sent.
    appeal_until: Option<String>,
    published_at: Option<String>,
    /// How often it was published.
    editions: i64,
    cancel_reason: Option<String>,
    created_at: String,
}

impl RoundWire {
    pub(in super::super) fn of(round: &Round) -> Self {
        Self {
            id: round.id.to_text(),
            title: round.title.clone(),
            host: round.host.clone(),
            phase: round.phase(),
            from: round.period.0.to_string(),
            until: round.period.1.to_string(),
            outlier: round.outlier,
            appeal_days: round.appeal_days,
            sheet: round.sheet,
            appeal_until: round.appeal_until.map(|day| day.to_string()),
            published_at: round.published_at.map(rfc3339),
            editions: round.editions,
            cancel_reason: round.cancelled.as_ref().map(|(_, reason)| reason.clone()),
            created_at: rfc3339(round.created_at),
        }
    }
}

/// A round as its office has it.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RoundWholeWire {
    round: RoundWire,
    items: Vec<SheetItemWire>,
    routes: Vec<RouteWire>,
    appeals: Vec<AppealWire>,
    /// As it stands; marks of routes that are being scored aren't in it.
    results: PublishedRound,
}

/// A route as its office has it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RouteWire {
    id: String,
    name: String,
    day: String,
    closed: bool,
    /// The venues in their order.
    venues: Vec<String>,
    judges: Vec<JudgeWire>,
    /// How many sheets are in.
    given: usize,
    /// How many are wanted.
    wanted: usize,
}

/// A judge.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JudgeWire {
    seat: i64,
    /// The name, masked.
    name: String,
    /// The venues that they don't score.
    recused: Vec<String>,
}

/// An objection.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct AppealWire {
    id: String,
    venue: String,
    position: i64,
    words: String,
    made_at: String,
    upheld: Option<bool>,
    answer: Option<String>,
}

impl AppealWire {
    pub(super) fn of(appeal: &Appeal) -> Self {
        Self {
            id: appeal.id.to_text(),
            venue: appeal.venue.to_text(),
            position: appeal.position,
            words: appeal.words.clone(),
            made_at: rfc3339(appeal.made_at),
            upheld: appeal.answer.as_ref().map(|(upheld, _)| *upheld),
            answer: appeal.answer.as_ref().map(|(_, answer)| answer.clone()),
        }
    }
}

impl RoundWholeWire {
    pub(in super::super) fn of(whole: &Whole) -> Self {
        let routes = whole.routes.iter().map(|route| {
            let (given, wanted) = whole.progress(route.id);
            let recused = |seat: i64| {
                let own = whole
                    .recusals
                    .iter()
                    .filter(move |q| q.route == route.id && q.seat == seat);
                own.map(|q| q.venue.to_text()).collect()
            };
            RouteWire {
                id: route.id.to_text(),
                name: route.name.clone(),
                day: route.day.to_string(),
                closed: route.closed_at.is_some(),
                venues: whole
                    .stops_of(route.id)
                    .map(|stop| stop.venue.to_text())
                    .collect(),
                judges: whole
                    .judges_of(route.id)
                    .map(|judge| JudgeWire {
                        seat: judge.seat,
                        name: judge.name.clone(),
                        recused: recused(judge.seat),
                    })
                    .collect(),
                given,
                wanted,
            }
        });
        Self {
            round: RoundWire::of(&whole.round),
            items: whole
                .items
                .iter()
                .map(|(_, item)| SheetItemWire::of(item))
                .collect(),
            routes: routes.collect(),
            appeals: whole.appeals.iter().map(AppealWire::of).collect(),
            results: PublishedRound::of(&visible(whole)),
        }
    }
}
