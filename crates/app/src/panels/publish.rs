//! The result becomes public, once; what is wrong afterwards is mended by a further edition with a reason.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{AreaId, OrganisationId, RoundId, RouteId, VenueId},
    time,
};
use langqiao_platform::{args, i18n::msg, not_done::NotDone};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    appeal::Mark,
    create::words,
    model::{EvidenceSource, RoundPhase},
    say, standing,
    whole::{self, Whole},
};
use crate::organisations::tell_officers;

/// What is public of a round. Judges are numbers here, and their marks are not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedRound {
    /// What it is called.
    pub title: String,
    /// Who held it.
    pub host: String,
    /// The first day of which records counted.
    #[schema(value_type = String)]
    pub from: Date,
    /// The last.
    #[schema(value_type = String)]
    pub until: Date,
    /// The sheet.
    pub items: Vec<PublishedItem>,
    /// The routes.
    pub routes: Vec<PublishedRoute>,
    /// Every venue, in the order of the routes.
    pub venues: Vec<PublishedVenue>,
    /// Judges who left after they had handed in, whose marks don't count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<PublishedAside>,
}

/// What a judge handed in before they left, and doesn't count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedAside {
    /// On which route.
    #[schema(value_type = String)]
    pub route: RouteId,
    /// The judge's number.
    pub seat: i64,
    /// For how many venues.
    pub papers: usize,
}

/// An item of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedItem {
    /// Its position.
    pub position: i64,
    /// In a few words.
    pub label: String,
    /// What was wanted.
    pub wants: String,
    /// The highest mark, in hundredths of a point.
    pub highest: i64,
    /// Its weight.
    pub weight: i64,
    /// Which records stood beside it.
    pub sources: Vec<EvidenceSource>,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedRoute {
    /// Which.
    #[schema(value_type = String)]
    pub id: RouteId,
    /// Its name.
    pub name: String,
    /// When.
    #[schema(value_type = String)]
    pub day: Date,
}

/// What a venue came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedVenue {
    /// Which.
    #[schema(value_type = String)]
    pub venue: VenueId,
    /// Its name.
    pub name: String,
    /// Who keeps it.
    pub keeper: String,
    /// The town it lies in.
    #[schema(value_type = String)]
    pub town: AreaId,
    /// That town's name.
    pub town_name: String,
    /// On which route.
    #[schema(value_type = String)]
    pub route: RouteId,
    /// How many judges were to score it.
    pub judges: usize,
    /// How many of them did not: with one missing it has no place.
    pub missing: usize,
    /// The whole out of 100 points, in hundredths.
    pub whole: Option<i64>,
    /// Its place on its route; ties share one.
    pub place_on_route: Option<usize>,
    /// Its place in its town.
    pub place_in_town: Option<usize>,
    /// Its place in the round.
    pub place: Option<usize>,
    /// What each item came to, in hundredths, in the order of the sheet.
    pub items: Vec<PublishedResult>,
}

/// What an item came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedResult {
    /// What counts, in hundredths of a point.
    pub result: Option<i64>,
    /// What stood before it was changed last, and why it was.
    pub changed: Option<(i64, String)>,
}

/// An edition of what is public.
#[derive(Clone, Debug)]
pub struct Edition {
    /// From 1.
    pub number: i64,
    /// Why there is another one.
    pub reason: String,
    /// When.
    pub given_at: Timestamp,
    /// What was mended in it; nothing for the first.
    pub mended: Option<Mended>,
}

/// What an edition mends: an item of a venue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// Of which venue.
    pub venue: VenueId,
    /// Its name.
    pub name: String,
    /// The item's position.
    pub position: i64,
    /// The item in a few words.
    pub item: String,
}

impl Mended {
    /// The first item that comes to something else in an edition than in the one before.
    fn between(before: &PublishedRound, after: &PublishedRound) -> Option<Self> {
        after.venues.iter().find_map(|venue| {
            let was = before.venue(venue.venue)?;
            let n = venue
                .items
                .iter()
                .zip(&was.items)
                .position(|(now, was)| now != was)?;
            let item = after.items.get(n)?;
            Some(Self {
                venue: venue.venue,
                name: venue.name.clone(),
                position: item.position,
                item: item.label.clone(),
            })
        })
    }
}

impl PublishedRound {
    /// What a round comes to as of now.
    pub fn of(whole: &Whole) -> Self {
        let of = &whole.round;
        let items = whole.items.iter().map(|(position, item)| PublishedItem {
            position: *position,
            label: item.label.clone(),
            wants: item.wants.clone(),
            highest: item.highest,
            weight: item.weight,
            sources: item.sources.clone(),
        });
        let routes = whole.routes.iter().map(|route| PublishedRoute {
            id: route.id,
            name: route.name.clone(),
            day: route.day,
        });
        let results = standing::results(whole);
        let venues = whole
            .stops
            .iter()
            .zip(results)
            .map(|(stop, result)| PublishedVenue {
                venue: stop.venue,
                name: stop.name.clone(),
                keeper: stop.keeper_name.clone(),
                town: stop.town,
                town_name: stop.town_name.clone(),
                route: stop.route,
                judges: result.judges.0,
                missing: result.judges.1,
                whole: result.whole,
                place_on_route: result.places.0,
                place_in_town: result.places.1,
                place: result.places.2,
                items: result
                    .items
                    .iter()
                    .map(|item| PublishedResult {
                        result: item.result(),
                        changed: item
                            .change
                            .as_ref()
                            .map(|change| (change.before, change.reason.clone())),
                    })
                    .collect(),
            });
        Self {
            title: of.title.clone(),
            host: of.host.clone(),
            from: of.period.0,
            until: of.period.1,
            items: items.collect(),
            routes: routes.collect(),
            venues: venues.collect(),
            set_aside: whole
                .set_aside()
                .into_iter()
                .map(|(route, seat, papers)| PublishedAside { route, seat, papers })
                .collect(),
        }
    }

    /// What a venue came to.
    pub fn venue(&self, id: VenueId) -> Option<&PublishedVenue> {
        self.venues.iter().find(|venue| venue.venue == id)
    }

    /// The route of an id.
    pub fn route(&self, id: RouteId) -> Option<&PublishedRoute> {
        self.routes.iter().find(|route| route.id == id)
    }
}

/// Makes the result public, when the time to object is over and every objection is answered.
///
/// # Errors
/// [`NotDone`].
pub fn publish(tx: &mut WriteTx<'_>, org: OrganisationId, round: RoundId) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    let until = match (whole.round.phase(), whole.round.appeal_until) {
        (RoundPhase::Drafted, Some(until)) => until,
        (RoundPhase::Published, _) => return Err(NotDone::no("published", msg::PANEL_IS_PUBLISHED)),
        _ => return Err(NotDone::no("not-drafted", msg::PANEL_NOT_DRAFTED)),
    };
    if time::day(tx.now()) <= until {
        return Err(NotDone::no("appeal-time", msg::PANEL_APPEAL_TIME));
    }
    if whole.appeals.iter().any(|appeal| appeal.answer.is_none()) {
        return Err(NotDone::no("appeals-open", msg::PANEL_APPEALS_OPEN));
    }
    write(tx, &whole, 1, "")?;
    let now = tx.now();
    tx.execute(
        "UPDATE panel_round SET published_at = ?2, editions = 1 WHERE id = ?1 AND published_at IS NULL",
        params![round, now],
    )?;
    tx.record(Event::of("panel.published", &round).org(org))?;
    let mut keepers: Vec<OrganisationId> = whole.stops.iter().map(|stop| stop.keeper).collect();
    keepers.sort_unstable();
    keepers.dedup();
    for keeper in keepers {
        tell_officers(
            tx,
            keeper,
            msg::PANEL_NOTICE_PUBLISHED,
            args! { title = whole.round.title.clone() },
            &format!("/panels/{round}"),
        )?;
    }
    Ok(())
}

/// Mends what is public: an item of a venue comes to something else, and there is a further edition, of which the venue's
/// keeper is told. `seen` is the edition
/// that whoever mends it read.
///
/// # Errors
/// [`NotDone`]; the fields are `after` and `reason`.
pub fn correct(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (round, venue): (RoundId, VenueId),
    (seen, position, after): (i64, i64, i64),
    reason: &str,
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    if whole.round.phase() != RoundPhase::Published {
        return Err(NotDone::no("not-published", msg::PANEL_NOT_PUBLISHED));
    }
    if whole.round.editions != seen {
        return Err(NotDone::no("edition-changed", msg::PANEL_EDITION_STALE));
    }
    let reason = words("reason", reason)?;
    Mark::of(&whole, (venue, position), after)?.write(tx, round, &reason, None)?;
    let whole = whole::held(tx, org, round)?;
    write(tx, &whole, seen + 1, &reason)?;
    tx.execute(
        "UPDATE panel_round SET editions = editions + 1 WHERE id = ?1",
        params![round],
    )?;
    let detail = json!({ "venue": venue, "position": position, "after": after, "edition": seen + 1 });
    tx.record(Event::of("panel.corrected", &round).org(org).detail(&detail))?;
    if let (Some(stop), Some(item)) = (whole.stop(venue), whole.item(position)) {
        let args = args! {
            title = whole.round.title.clone(), venue = stop.name.clone(), item = item.label.clone(),
            after = say::points(after), reason = reason,
        };
        let link = format!("/panels/{round}/venues/{venue}");
        tell_officers(tx, stop.keeper, msg::PANEL_NOTICE_CORRECTED, args, &link)?;
    }
    Ok(())
}

fn write(tx: &mut WriteTx<'_>, whole: &Whole, number: i64, reason: &str) -> Result<(), StoreError> {
    let body = serde_json::to_string(&PublishedRound::of(whole))
        .map_err(|why| StoreError::Commit(why.to_string()))?;
    let (now, by) = (tx.now(), tx.by().actor.person());
    tx.execute(
        "INSERT INTO panel_edition (round, number, reason, body, given_by, given_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![whole.round.id, number, reason, body, by, now],
    )?;
    Ok(())
}

/// What is public of a round, and when and why it was published each time, the latest first.
pub(super) fn published(
    tx: &mut ReadTx<'_>,
    round: RoundId,
) -> Result<Option<(PublishedRound, Vec<Edition>)>, StoreError> {
    let mut editions: Vec<Edition> = Vec::new();
    let mut latest: Option<PublishedRound> = None;
    tx.each(
        "SELECT number, reason, given_at, body FROM panel_edition WHERE round = ?1 ORDER BY number",
        params![round],
        |row| {
            let body = row.json::<PublishedRound>(3)?;
            editions.push(Edition {
                number: row.get(0)?,
                reason: row.get(1)?,
                given_at: row.get(2)?,
                mended: latest.as_ref().and_then(|before| Mended::between(before, &body)),
            });
            latest = Some(body);
            Ok(())
        },
    )?;
    editions.reverse();
    Ok(latest.map(|body| (body, editions)))
}
