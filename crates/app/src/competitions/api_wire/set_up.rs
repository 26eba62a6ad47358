//! A competition to be set up.

use jiff::Timestamp;
use langqiao_kernel::contest::league::Points;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    create::NewCompetition,
    model::{Format, Item, Rules},
};

/// Something that a panel looks at.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ItemWire {
    /// What.
    label: String,
    /// Its weight beside the others, 1 to 1000.
    weight: i64,
    /// The highest mark, in hundredths of a point.
    highest: i64,
}

/// How a stage is played. What is left out is as usual for its format.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct StageWish {
    /// What decides.
    format: Format,
    /// How many groups a league has; 0 leaves it to the draw: about four in each.
    pools: Option<i64>,
    /// How many come through: of each group of a league, of all elsewhere.
    through: Option<i64>,
    /// Points for a game won.
    win_points: Option<i64>,
    /// Points for a game drawn.
    draw_points: Option<i64>,
    /// Points for a game lost on the ground.
    loss_points: Option<i64>,
    /// Whether games may be drawn.
    draws: Option<bool>,
    /// The score of a game that was not played, for who came.
    walkover_score: Option<i64>,
    /// How many rounds a Swiss stage has.
    rounds: Option<i64>,
    /// Whether there is a game for the third place.
    third_place: Option<bool>,
    /// Whether the highest and the lowest judge are left out.
    drop_extremes: Option<bool>,
    /// How many runs everyone has against the clock.
    runs: Option<i64>,
    /// What the panel looks at.
    items: Option<Vec<ItemWire>>,
}

impl StageWish {
    fn rules(self) -> Rules {
        let usual = Rules::usual(self.format);
        let points = Points {
            win: self.win_points.unwrap_or(usual.points.win),
            draw: self.draw_points.unwrap_or(usual.points.draw),
            loss: self.loss_points.unwrap_or(usual.points.loss),
        };
        let items = self.items.map(|items| {
            let item = |wire: ItemWire| Item {
                label: wire.label,
                weight: wire.weight,
                highest: wire.highest,
            };
            items.into_iter().map(item).collect()
        });
        Rules {
            format: self.format,
            pools: self.pools.unwrap_or(usual.pools),
            through: self.through.unwrap_or(usual.through),
            points,
            draws: self.draws.unwrap_or(usual.draws),
            walkover_score: self.walkover_score.unwrap_or(usual.walkover_score),
            rounds: self.rounds.unwrap_or(usual.rounds),
            third_place: self.third_place.unwrap_or(usual.third_place),
            drop_extremes: self.drop_extremes.unwrap_or(usual.drop_extremes),
            runs: self.runs.unwrap_or(usual.runs),
            items: items.unwrap_or(usual.items),
        }
    }
}

/// A competition to be set up within an activity.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CompetitionWish {
    /// What it is called.
    title: String,
    /// Whether teams take part, and not single people.
    team: bool,
    /// The least people of a team.
    #[serde(default = "one")]
    team_min: i64,
    /// The most people of a team.
    #[serde(default = "fifteen")]
    team_max: i64,
    /// How many may take part, 2 to 500.
    entries_max: i64,
    /// Whether those who take part may enter themselves.
    #[serde(default)]
    self_entry: bool,
    /// Until when, RFC 3339.
    #[schema(value_type = String)]
    entries_close_at: Timestamp,
    /// How long a result may be protested against, in minutes.
    #[serde(default = "thirty")]
    protest_minutes: i64,
    /// Its stages in their order.
    stages: Vec<StageWish>,
}

pub(super) const fn one() -> i64 {
    1
}

pub(super) const fn fifteen() -> i64 {
    15
}

pub(super) const fn thirty() -> i64 {
    30
}

impl CompetitionWish {
    pub(in super::super) fn command(self) -> NewCompetition {
        NewCompetition {
            title: self.title,
            team: self.team,
            team_min: self.team_min,
            team_max: self.team_max,
            entries_max: self.entries_max,
            self_entry: self.self_entry,
            entries_close_at: self.entries_close_at,
            protest_minutes: self.protest_minutes,
            stages: self.stages.into_iter().map(StageWish::rules).collect(),
        }
    }
}

/// A competition as it should be.
#[derive(Debug, Deserialize, ToSchema)]
pub(in super::super) struct ChangeWish {
    /// The version that was seen.
    pub version: i64,
    #[serde(flatten)]
    pub competition: CompetitionWish,
}
