//! Rounds as programs read and write them. Marks and results are in hundredths of a point.

use jiff::civil::Date;
use langqiao_kernel::{
    codes::Phone,
    id::{PersonId, RoundId, VenueId},
    time::rfc3339,
};
use langqiao_platform::{fields::FieldErrors, i18n::msg, not_done::NotDone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    create::{RoundWish, SheetFrom},
    evidence::Evidence,
    judge::Who,
    model::{Appeal, EvidenceSource, Item, Round, RoundPhase},
    publish::{Edition, PublishedRound},
    result_pages::visible,
    score::{Begun, HandIn},
    standing::{self, ItemResult},
    whole::Whole,
};

/// What a judge looks at.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetItemWire {
    /// In a few words.
    label: String,
    /// What is wanted, in a sentence.
    wants: String,
    /// The highest mark, in hundredths of a point; whole points up to 100.
    highest: i64,
    /// Its weight beside the others, 1 to 1000.
    weight: i64,
    /// Which records stand beside it.
    #[serde(default)]
    sources: Vec<EvidenceSource>,
}

impl SheetItemWire {
    fn of(item: &Item) -> Self {
        Self {
            label: item.label.clone(),
            wants: item.wants.clone(),
            highest: item.highest,
            weight: item.weight,
            sources: item.sources.clone(),
        }
    }

    pub(super) fn item(self) -> Item {
        Item {
            label: self.label,
            wants: self.wants,
            highest: self.highest,
            weight: self.weight,
            sources: self.sources,
        }
    }
}

/// What is said of a round.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoundBody {
    /// What it is called.
    title: String,
    /// The first day of which records count.
    #[schema(value_type = String)]
    from: Date,
    /// The last.
    #[schema(value_type = String)]
    until: Date,
    /// From how many percent of the highest mark away from the median a mark stands out.
    #[serde(default = "twenty")]
    outlier: i64,
    /// For how many working days keepers may object.
    #[serde(default = "five")]
    appeal_days: i64,
    /// The sheet of a new round.
    #[serde(default)]
    items: Vec<SheetItemWire>,
    /// Or the earlier round that it is taken from.
    #[schema(value_type = Option<String>)]
    copy: Option<RoundId>,
}

const fn twenty() -> i64 {
    20
}
const fn five() -> i64 {
    5
}

impl RoundBody {
    pub(super) fn command(self) -> (RoundWish, SheetFrom) {
        let from = match self.copy {
            Some(earlier) => SheetFrom::Round(earlier),
            None => SheetFrom::Items(self.items.into_iter().map(SheetItemWire::item).collect()),
        };
        let wish = RoundWish {
            title: self.title,
            period: (self.from, self.until),
            outlier: self.outlier,
            appeal_days: self.appeal_days,
        };
        (wish, from)
    }
}

/// The sheet, as a whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetBody {
    /// How often it was laid down when it was read: the round's `sheet`.
    pub seen: i64,
    /// Its items.
    pub items: Vec<SheetItemWire>,
}

/// A route.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteBody {
    /// Its name.
    pub name: String,
    /// When.
    #[schema(value_type = String)]
    pub day: Date,
}

/// Venues, in their order; or all that a search finds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VenuesBody {
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub venues: Vec<VenueId>,
    /// Instead of `venues`: everything with these words in its name, its group's, its village's or its town's.
    #[serde(default)]
    pub found: Option<FoundBody>,
}

/// What was searched for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FoundBody {
    /// The words; none finds all of the office's area.
    pub words: String,
    /// How many venues they are expected to find; if there are others nothing is added.
    pub venues: usize,
}

/// Who is asked to judge: an officer of the office, or somebody by name and phone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct JudgeBody {
    #[schema(value_type = Option<String>)]
    officer: Option<PersonId>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
}

impl JudgeBody {
    pub(super) fn who(self) -> Result<Who, NotDone> {
        match self.officer {
            Some(person) => Ok(Who::Officer(person)),
            None => {
                let phone = Phone::parse(&self.phone);
                let phone = phone.map_err(|_| NotDone::field("phone", msg::PANEL_PHONE_WRONG))?;
                Ok(Who::Named {
                    name: self.name,
                    phone,
                })
            }
        }
    }
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WhyBody {
    pub reason: String,
}

/// Which mark a judge is asked to look at again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RecheckBody {
    /// The judge's number.
    pub seat: i64,
    /// The item's position.
    pub position: i64,
    /// What should be looked at.
    pub words: String,
}

/// What a judge answers who stands by a mark.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StandBody {
    pub answer: String,
}

/// An objection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AppealBody {
    /// The item's position.
    pub position: i64,
    /// What is wrong.
    pub words: String,
}

/// The answer to an objection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AppealAnswerBody {
    /// Why; it will be public.
    pub answer: String,
    /// What the item comes to from now on, where it is upheld.
    pub after: Option<i64>,
}

/// What is mended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MendBody {
    /// The edition that was read.
    pub seen: i64,
    /// The item's position.
    pub position: i64,
    /// What it comes to from now on.
    pub after: i64,
    /// Why; it will be public.
    pub reason: String,
}

/// A judge's mark.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MarkWire {
    /// The item's position.
    position: i64,
    /// In hundredths of a point.
    value: i64,
    /// What is said to it; needed in the lowest fifth.
    #[serde(default)]
    words: String,
}

/// A sheet that is handed in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PaperBody {
    /// The round's `sheet` when it was filled in.
    sheet: i64,
    /// How many papers of one's own for this venue were known; 0 before the first.
    seen: i64,
    /// The judge's number when it was filled in; refused if another judge sends it.
    #[serde(default)]
    pub seat: Option<i64>,
    /// A mark for each item.
    marks: Vec<MarkWire>,
    /// Why an earlier paper is corrected.
    #[serde(default)]
    reason: String,
}

impl PaperBody {
    pub(super) fn command(self) -> HandIn {
        HandIn {
            sheet: self.sheet,
            seen: self.seen,
            marks: self
                .marks
                .into_iter()
                .map(|mark| (mark.position, Some(mark.value), mark.words))
                .collect(),
            reason: self.reason,
        }
    }
}

/// What was begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftBody {
    /// The round's `sheet` when it was filled in; refused if it was laid down anew since.
    #[serde(default)]
    pub sheet: Option<i64>,
    /// The judge's number when it was filled in; refused if another judge sends it.
    #[serde(default)]
    pub seat: Option<i64>,
    pub marks: Vec<Begun>,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PanelMade)]
pub(super) struct Made {
    pub id: String,
}

/// The judge's number.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Seat {
    pub seat: i64,
}

/// Which paper of the judge for the venue it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HandedIn {
    pub number: i64,
}

/// A round in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoundWire {
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
    pub(super) fn of(round: &Round) -> Self {
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
pub(super) struct RoundWholeWire {
    round: RoundWire,
    items: Vec<SheetItemWire>,
    routes: Vec<RouteWire>,
    appeals: Vec<AppealWire>,
    /// As it stands; marks of routes that are being scored aren't in it.
    results: PublishedRound,
}

/// A route as its office has it.
#[derive(Debug, Serialize, ToSchema)]
struct RouteWire {
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
struct JudgeWire {
    seat: i64,
    /// The name, masked.
    name: String,
    /// The venues that they don't score.
    recused: Vec<String>,
}

/// An objection.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AppealWire {
    id: String,
    venue: String,
    position: i64,
    words: String,
    made_at: String,
    upheld: Option<bool>,
    answer: Option<String>,
}

impl AppealWire {
    fn of(appeal: &Appeal) -> Self {
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
    pub(super) fn of(whole: &Whole) -> Self {
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

/// What stands as evidence: the number of a source.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Figure {
    source: EvidenceSource,
    /// A count, minutes, visits, percent, fen, 0 or 1; none for a stage, or where nobody said anything.
    number: Option<i64>,
}

fn figures(evidence: &Evidence, sources: &[EvidenceSource]) -> Vec<Figure> {
    let figure = |source: &EvidenceSource| Figure {
        source: *source,
        number: evidence.number(*source),
    };
    sources.iter().map(figure).collect()
}

/// A venue of a round for its keeper, and for its office: judges are numbers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ScoredVenueWire {
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
struct ResultWire {
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
struct SeatMark {
    judge: i64,
    value: i64,
    words: String,
    /// Whether it is far from the others'.
    stands_out: bool,
}

impl ScoredVenueWire {
    pub(super) fn of(whole: &Whole, venue: VenueId, evidence: &Evidence) -> Result<Self, NotDone> {
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

fn result_wire(whole: &Whole, venue: VenueId, of: &ItemResult, evidence: &Evidence) -> ResultWire {
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
pub(super) struct ScoringWire {
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
struct ToScore {
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
struct AskedWire {
    id: String,
    position: i64,
    words: String,
    answer: Option<String>,
}

impl ScoringWire {
    pub(super) fn of(whole: &Whole, route: langqiao_kernel::id::RouteId, seat: i64) -> Result<Self, NotDone> {
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
pub(super) struct PublicWire {
    /// What is public.
    result: PublishedRound,
    /// When and why it was published, the latest first.
    editions: Vec<EditionWire>,
}

/// An edition.
#[derive(Debug, Serialize, ToSchema)]
struct EditionWire {
    number: i64,
    reason: String,
    at: String,
}

impl PublicWire {
    pub(super) fn of((result, editions): (PublishedRound, Vec<Edition>)) -> Self {
        let edition = |edition: Edition| EditionWire {
            number: edition.number,
            reason: edition.reason,
            at: rfc3339(edition.given_at),
        };
        Self {
            result,
            editions: editions.into_iter().map(edition).collect(),
        }
    }
}

/// What is wrong with a sheet, said in the unit in which programs give the highest mark.
pub(super) fn in_hundredths(why: NotDone) -> NotDone {
    let NotDone::Fields(errors) = why else {
        return why;
    };
    let mut said = FieldErrors::new();
    for (field, sentence) in errors.iter() {
        if field.starts_with("highest") {
            said.add(field, msg::PANEL_HIGHEST_WRONG_HUNDREDTHS);
        } else {
            said.add(field, sentence.clone());
        }
    }
    NotDone::Fields(said)
}
