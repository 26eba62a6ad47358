//! A round with all that belongs to it, in as many statements however large it is.

use langqiao_kernel::id::{OrganisationId, RoundId, RouteId, VenueId};
use langqiao_store::{ReadTx, StoreError, WriteTx};

use super::{
    model::{Appeal, Change, Item, Judge, Paper, Recheck, Recusal, Round, RoundPhase, Route, Stop},
    queries,
};
use langqiao_platform::{i18n::msg, not_done::NotDone};

/// A round as it stands.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The round.
    pub round: Round,
    /// Its sheet: each item by its position.
    pub items: Vec<(i64, Item)>,
    /// Its routes by their number.
    pub routes: Vec<Route>,
    /// The venues, by route and place on it.
    pub stops: Vec<Stop>,
    /// The judges, those who left as well.
    pub judges: Vec<Judge>,
    /// Who doesn't score which venue.
    pub recusals: Vec<Recusal>,
    /// What each judge handed in last.
    pub papers: Vec<Paper>,
    /// Every change of a result, in order.
    pub changes: Vec<Change>,
    /// What judges were asked to look at again, the latest first.
    pub rechecks: Vec<Recheck>,
    /// What keepers object to.
    pub appeals: Vec<Appeal>,
}

impl Whole {
    /// Reads it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(tx: &mut ReadTx<'_>, round: Round) -> Result<Self, StoreError> {
        let id = round.id;
        Ok(Self {
            items: queries::items(tx, id)?,
            routes: queries::routes(tx, id)?,
            stops: queries::stops(tx, id)?,
            judges: queries::judges(tx, id)?,
            recusals: queries::recusals(tx, id)?,
            papers: queries::papers(tx, id)?,
            changes: queries::changes(tx, id)?,
            rechecks: queries::rechecks(tx, id)?,
            appeals: queries::appeals(tx, id)?,
            round,
        })
    }

    /// A route.
    pub fn route(&self, id: RouteId) -> Option<&Route> {
        self.routes.iter().find(|route| route.id == id)
    }

    /// A venue of the round.
    pub fn stop(&self, venue: VenueId) -> Option<&Stop> {
        self.stops.iter().find(|stop| stop.venue == venue)
    }

    /// The venues of a route, in their order.
    pub fn stops_of(&self, route: RouteId) -> impl Iterator<Item = &Stop> {
        self.stops.iter().filter(move |stop| stop.route == route)
    }

    /// The judges of a route who are still there.
    pub fn judges_of(&self, route: RouteId) -> impl Iterator<Item = &Judge> {
        self.judges
            .iter()
            .filter(move |judge| judge.route == route && judge.left_at.is_none())
    }

    /// Why a judge doesn't score a venue, if so.
    pub fn recusal(&self, stop: &Stop, seat: i64) -> Option<&Recusal> {
        self.recusals
            .iter()
            .find(|q| q.route == stop.route && q.seat == seat && q.venue == stop.venue)
    }

    /// What a judge handed in last for a venue.
    pub fn paper(&self, stop: &Stop, seat: i64) -> Option<&Paper> {
        self.papers
            .iter()
            .find(|p| p.route == stop.route && p.seat == seat && p.venue == stop.venue)
    }

    /// Who is to score a venue.
    pub fn wanted<'w>(&'w self, stop: &'w Stop) -> impl Iterator<Item = &'w Judge> {
        self.judges_of(stop.route)
            .filter(|judge| self.recusal(stop, judge.seat).is_none())
    }

    /// Who is to score a venue and has not handed in.
    pub fn missing<'w>(&'w self, stop: &'w Stop) -> impl Iterator<Item = &'w Judge> {
        self.wanted(stop)
            .filter(|judge| self.paper(stop, judge.seat).is_none())
    }

    /// Whether a route's marks may be looked at: it is closed, or all its judges have handed in everything.
    pub fn open_to_view(&self, route: &Route) -> bool {
        route.closed_at.is_some()
            || self
                .stops_of(route.id)
                .any(|stop| self.wanted(stop).next().is_some())
                && self
                    .stops_of(route.id)
                    .all(|stop| self.missing(stop).next().is_none())
    }

    /// How many sheets of a route are handed in, and how many are wanted.
    pub fn progress(&self, route: RouteId) -> (usize, usize) {
        let wanted = self.stops_of(route).map(|stop| self.wanted(stop).count()).sum();
        let missing: usize = self.stops_of(route).map(|stop| self.missing(stop).count()).sum();
        (wanted - missing, wanted)
    }

    /// The judges who left after they had handed something in: it no longer counts, which is said with the result. The
    /// route, their number, how many sheets.
    pub fn set_aside(&self) -> Vec<(RouteId, i64, usize)> {
        let left = self.judges.iter().filter(|judge| judge.left_at.is_some());
        left.map(|judge| (judge.route, judge.seat, self.papers_of(judge.route, judge.seat)))
            .filter(|(.., papers)| *papers > 0)
            .collect()
    }

    /// For how many venues a judge has handed in.
    pub fn papers_of(&self, route: RouteId, seat: i64) -> usize {
        let own = |paper: &&Paper| (paper.route, paper.seat) == (route, seat);
        self.papers.iter().filter(own).count()
    }

    /// The item at a position.
    pub fn item(&self, position: i64) -> Option<&Item> {
        self.items
            .iter()
            .find(|(at, _)| *at == position)
            .map(|(_, item)| item)
    }

    /// Whether anybody handed anything in: the sheet is then fixed.
    pub fn is_marked(&self) -> bool {
        !self.papers.is_empty()
    }

    /// Nothing, unless the round is no longer being prepared and scored.
    pub(super) fn must_be_open(&self) -> Result<(), NotDone> {
        match self.round.phase() {
            RoundPhase::Open => Ok(()),
            RoundPhase::Cancelled => Err(NotDone::no("round-cancelled", msg::PANEL_IS_CANCELLED)),
            RoundPhase::Drafted | RoundPhase::Published => {
                Err(NotDone::no("round-over", msg::PANEL_SCORING_OVER))
            }
        }
    }

    /// A route on which something may still be done.
    pub(super) fn open_route(&self, id: RouteId) -> Result<&Route, NotDone> {
        self.must_be_open()?;
        let route = self.route(id).ok_or(NotDone::NotFound)?;
        match route.closed_at {
            None => Ok(route),
            Some(_) => Err(NotDone::no("route-closed", msg::PANEL_ROUTE_IS_CLOSED)),
        }
    }
}

/// A round that an organisation holds.
pub(super) fn held(tx: &mut ReadTx<'_>, org: OrganisationId, id: RoundId) -> Result<Whole, NotDone> {
    let round = queries::round(tx, id)?
        .filter(|round| round.organisation == org)
        .ok_or(NotDone::NotFound)?;
    Ok(Whole::read(tx, round)?)
}

/// The same to be changed: whoever else changes it waits.
pub(super) fn held_alone(tx: &mut WriteTx<'_>, org: OrganisationId, id: RoundId) -> Result<Whole, NotDone> {
    tx.lock("panel", &id)?;
    held(tx, org, id)
}

/// The round of a route to be changed by one of its judges: whoever else changes it waits.
pub(super) fn of_route_alone(tx: &mut WriteTx<'_>, route: RouteId) -> Result<Whole, NotDone> {
    let id = queries::round_of(tx, route)?.ok_or(NotDone::NotFound)?;
    tx.lock("panel", &id)?;
    let round = queries::round(tx, id)?.ok_or(NotDone::NotFound)?;
    Ok(Whole::read(tx, round)?)
}
