//! Scores with what they were given for.

use langqiao_kernel::{id::VenueId, time::rfc3339};
use langqiao_platform::not_done::NotDone;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    evidence::Evidence,
    model::{Appeal, EvidenceSource},
    publish::{Edition, PublishedRound},
    result_pages::visible,
    standing::{self, ItemResult},
    whole::Whole,
};
use super::judging::MarkWire;
use super::round::{AppealWire, RoundWire};
use super::set_up::SheetItemWire;

/// What stands as evidence: the number of a source.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Figure {
    source: EvidenceSource,
    /// A count, minutes, visits, percent, fen, 0 or 1; none for a stage, or where nobody said anything.
    number: Option<i64>,
}

pub(super) fn figures(evidence: &Evidence, sources: &[EvidenceSource]) -> Vec<Figure> {
    let figure = |source: &EvidenceSource| Figure {
        source: *source,
        number: evidence.number(*source),
    };
    sources.iter().map(figure).collect()
}

/// A venue of a round for its keeper, and for its office: judges are numbers.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ScoredVenueWire {
    round: RoundWire,
    venue: String,
    name: String,
    /// How many judges were to score it, and how many did not.
    judges: usize,
    missing: usize,
    /// Out of 100 points, in hundredths.
    whole: Option<i64>,
    items: Vec<ResultWire>,
}

/// An item of a venue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ResultWire {
    position: i64,
    label: String,
    highest: i64,
    result: Option<i64>,
    mean: Option<i64>,
    lowest_mark: Option<i64>,
    highest_mark: Option<i64>,
    marks: Vec<SeatMark>,
    evidence: Vec<Figure>,
    changed_from: Option<i64>,
    changed_why: Option<String>,
    appeal: Option<AppealWire>,
}

/// A judge's mark, by the judge's number.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SeatMark {
    judge: i64,
    value: i64,
    words: String,
    /// Whether it is far from the others'.
    stands_out: bool,
}

impl ScoredVenueWire {
    pub(in super::super) fn of(whole: &Whole, venue: VenueId, evidence: &Evidence) -> Result<Self, NotDone> {
        let stop = whole.stop(venue).ok_or(NotDone::NotFound)?;
        let seen = visible(whole);
        let result = standing::of_venue(&seen, venue).ok_or(NotDone::NotFound)?;
        Ok(Self {
            round: RoundWire::of(&whole.round),
            venue: venue.to_text(),
            name: stop.name.clone(),
            judges: result.judges.0,
            missing: whole.missing(stop).count(),
            whole: result.whole,
            items: result
                .items
                .iter()
                .map(|item| result_wire(whole, venue, item, evidence))
                .collect(),
        })
    }
}

pub(super) fn result_wire(whole: &Whole, venue: VenueId, of: &ItemResult, evidence: &Evidence) -> ResultWire {
    let item = whole.item(of.position);
    let own = |appeal: &&Appeal| appeal.venue == venue && appeal.position == of.position;
    let marks = of.marks.iter().map(|mark| SeatMark {
        judge: mark.seat,
        value: mark.value,
        words: mark.words.clone(),
        stands_out: mark.outlier,
    });
    ResultWire {
        position: of.position,
        label: item.map_or_else(String::new, |item| item.label.clone()),
        highest: item.map_or(0, |item| item.highest),
        result: of.result(),
        mean: of.mean,
        lowest_mark: of.spread.map(|(low, _)| low),
        highest_mark: of.spread.map(|(_, high)| high),
        marks: marks.collect(),
        evidence: item.map_or_else(Vec::new, |item| figures(evidence, &item.sources)),
        changed_from: of.change.as_ref().map(|change| change.before),
        changed_why: of.change.as_ref().map(|change| change.reason.clone()),
        appeal: whole.appeals.iter().find(own).map(AppealWire::of),
    }
}

/// A route as its judge has it: their own sheets and nobody else's.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ScoringWire {
    round: RoundWire,
    name: String,
    day: String,
    closed: bool,
    /// The judge's number.
    seat: i64,
    items: Vec<SheetItemWire>,
    venues: Vec<ToScore>,
}

/// A venue to be scored.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ToScore {
    venue: String,
    name: String,
    /// In which body the judge has a post, so that they don't score it.
    recused: Option<String>,
    /// How many papers were handed in.
    seen: i64,
    /// What was handed in last.
    marks: Vec<MarkWire>,
    rechecks: Vec<AskedWire>,
}

/// What a judge is asked to look at again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecheckAsked)]
pub(super) struct AskedWire {
    id: String,
    position: i64,
    words: String,
    answer: Option<String>,
}

impl ScoringWire {
    pub(in super::super) fn of(
        whole: &Whole,
        route: langqiao_kernel::id::RouteId,
        seat: i64,
    ) -> Result<Self, NotDone> {
        let of = whole.route(route).ok_or(NotDone::NotFound)?;
        let venues = whole.stops_of(route).map(|stop| {
            let paper = whole.paper(stop, seat);
            let mark = |(position, value, words): &(i64, i64, String)| MarkWire {
                position: *position,
                value: *value,
                words: words.clone(),
            };
            let asked = whole
                .rechecks
                .iter()
                .filter(|r| r.venue == stop.venue && r.seat == seat);
            ToScore {
                venue: stop.venue.to_text(),
                name: stop.name.clone(),
                recused: whole.recusal(stop, seat).map(|recusal| recusal.body.clone()),
                seen: paper.map_or(0, |paper| paper.number),
                marks: paper.map_or_else(Vec::new, |paper| paper.marks.iter().map(mark).collect()),
                rechecks: asked
                    .map(|r| AskedWire {
                        id: r.id.to_text(),
                        position: r.position,
                        words: r.words.clone(),
                        answer: r.answer.as_ref().map(|(answer, _)| answer.clone()),
                    })
                    .collect(),
            }
        });
        Ok(Self {
            round: RoundWire::of(&whole.round),
            name: of.name.clone(),
            day: of.day.to_string(),
            closed: of.closed_at.is_some(),
            seat,
            items: whole
                .items
                .iter()
                .map(|(_, item)| SheetItemWire::of(item))
                .collect(),
            venues: venues.collect(),
        })
    }
}

/// A public round.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct PublicWire {
    /// What is public.
    result: PublishedRound,
    /// When and why it was published, the latest first.
    editions: Vec<EditionWire>,
}

/// An edition.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EditionWire {
    number: i64,
    reason: String,
    at: String,
    /// The venue of which something was mended.
    #[schema(value_type = Option<String>)]
    venue: Option<VenueId>,
    /// The position of the item that was mended.
    position: Option<i64>,
}

impl PublicWire {
    pub(in super::super) fn of((result, editions): (PublishedRound, Vec<Edition>)) -> Self {
        let edition = |edition: Edition| EditionWire {
            number: edition.number,
            reason: edition.reason,
            at: rfc3339(edition.given_at),
            venue: edition.mended.as_ref().map(|mended| mended.venue),
            position: edition.mended.as_ref().map(|mended| mended.position),
        };
        Self {
            result,
            editions: editions.into_iter().map(edition).collect(),
        }
    }
}
