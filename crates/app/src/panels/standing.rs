//! What a round comes to: worked out from its marks and changes each time, kept nowhere but in what was published.

use std::collections::BTreeMap;

use langqiao_kernel::{
    contest::{marks::places, sheet},
    id::VenueId,
};

use super::{
    model::{Change, Stop},
    whole::Whole,
};

/// One judge's mark of an item.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The judge's number on the route.
    pub seat: i64,
    /// In hundredths of a point.
    pub value: i64,
    /// What was said to it.
    pub words: String,
    /// Whether it is far from the others'.
    pub outlier: bool,
}

/// What an item comes to.
#[derive(Clone, Debug)]
pub struct ItemResult {
    /// Which item.
    pub position: i64,
    /// What each judge gave.
    pub marks: Vec<Mark>,
    /// The lowest and the highest mark.
    pub spread: Option<(i64, i64)>,
    /// The judges' mean.
    pub mean: Option<i64>,
    /// What it was changed to last.
    pub change: Option<Change>,
}

impl ItemResult {
    /// What counts: the last change, or the judges' mean.
    pub fn result(&self) -> Option<i64> {
        self.change.as_ref().map(|change| change.after).or(self.mean)
    }
}

/// What a venue comes to.
#[derive(Clone, Debug)]
pub struct StopResult {
    /// Which venue.
    pub venue: VenueId,
    /// How many judges are to score it, and how many have not.
    pub judges: (usize, usize),
    /// Each item.
    pub items: Vec<ItemResult>,
    /// The whole out of 100, in hundredths; none while a judge is missing.
    pub whole: Option<i64>,
    /// Its place on its route, in its town, in the round.
    pub places: (Option<usize>, Option<usize>, Option<usize>),
}

/// The result of one venue of the round, with its places among the others.
pub fn of_venue(whole: &Whole, venue: VenueId) -> Option<StopResult> {
    results(whole).into_iter().find(|result| result.venue == venue)
}

/// The result of every venue, in the round's order.
pub fn results(whole: &Whole) -> Vec<StopResult> {
    let mut found: Vec<StopResult> = whole.stops.iter().map(|stop| of_stop(whole, stop)).collect();
    let all = ranked(&found, whole, |_| 0_u8);
    let route = ranked(&found, whole, |stop| stop.route);
    let town = ranked(&found, whole, |stop| stop.town);
    for (at, result) in found.iter_mut().enumerate() {
        result.places = (route[at], town[at], all[at]);
    }
    found
}

/// The place of each among those of the same group; ties share a place.
fn ranked<K: Ord>(found: &[StopResult], whole: &Whole, group: impl Fn(&Stop) -> K) -> Vec<Option<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (at, stop) in whole.stops.iter().enumerate() {
        groups.entry(group(stop)).or_default().push(at);
    }
    let mut ranked = vec![None; found.len()];
    for members in groups.into_values() {
        let values: Vec<Option<i64>> = members.iter().map(|at| found[*at].whole).collect();
        for (at, place) in members.into_iter().zip(places(&values, false)) {
            ranked[at] = place;
        }
    }
    ranked
}

fn of_stop(whole: &Whole, stop: &Stop) -> StopResult {
    let (wanted, missing) = (whole.wanted(stop).count(), whole.missing(stop).count());
    let items: Vec<ItemResult> = whole
        .items
        .iter()
        .map(|(position, _)| of_item(whole, stop, *position))
        .collect();
    let weighed: Vec<(Option<i64>, i64, i64)> = items
        .iter()
        .zip(&whole.items)
        .map(|(result, (_, item))| (result.result(), item.highest, item.weight))
        .collect();
    StopResult {
        venue: stop.venue,
        judges: (wanted, missing),
        whole: (wanted > 0 && missing == 0)
            .then(|| sheet::whole(&weighed))
            .flatten(),
        items,
        places: (None, None, None),
    }
}

fn of_item(whole: &Whole, stop: &Stop, position: i64) -> ItemResult {
    let given: Vec<(i64, i64, &str)> = whole
        .wanted(stop)
        .filter_map(|judge| whole.paper(stop, judge.seat))
        .filter_map(|paper| {
            let (_, value, words) = paper.marks.iter().find(|(at, ..)| *at == position)?;
            Some((paper.seat, *value, words.as_str()))
        })
        .collect();
    let values: Vec<i64> = given.iter().map(|(_, value, _)| *value).collect();
    let highest = whole.item(position).map_or(0, |item| item.highest);
    let far = sheet::outliers(&values, highest, whole.round.outlier);
    let marks = given
        .into_iter()
        .zip(far)
        .map(|((seat, value, words), outlier)| Mark {
            seat,
            value,
            words: words.to_owned(),
            outlier,
        });
    ItemResult {
        position,
        marks: marks.collect(),
        spread: sheet::spread(&values),
        mean: sheet::item_mean(&values),
        change: whole
            .changes
            .iter()
            .rfind(|change| change.venue == stop.venue && change.position == position)
            .cloned(),
    }
}
