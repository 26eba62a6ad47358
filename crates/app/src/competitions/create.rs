//! A competition is set up within an activity: who may take part, and in which stages it is decided.

use jiff::Timestamp;
use langqiao_kernel::{
    draw::Seed,
    id::{ActivityId, CompetitionId, OrganisationId, StageId},
    text::line,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    keys::Keys,
    not_done::NotDone,
    spoken::Moment,
};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::model::{Format, Rules};
use crate::activities;

/// The longest name of a competition, in characters.
pub(super) const TITLE_MAX: usize = 60;
/// The most stages.
const STAGES: usize = 4;
/// The most things a panel looks at.
const ITEMS: usize = 8;

/// A competition to be set up.
#[derive(Clone, Debug)]
pub struct NewCompetition {
    /// What it is called.
    pub title: String,
    /// Whether teams take part, and not single people.
    pub team: bool,
    /// The least people of a team.
    pub team_min: i64,
    /// The most people of a team.
    pub team_max: i64,
    /// How many may take part.
    pub entries_max: i64,
    /// Whether those who take part may enter themselves.
    pub self_entry: bool,
    /// Until when.
    pub entries_close_at: Timestamp,
    /// How long after a result it may be protested against, in minutes.
    pub protest_minutes: i64,
    /// Its stages in their order.
    pub stages: Vec<Rules>,
}

/// Sets it up within an activity that `org` holds. The hash of what will decide the order of each stage is public from
/// now on.
///
/// # Errors
/// [`NotDone`]; the fields are named as those of [`NewCompetition`].
pub fn create(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    org: OrganisationId,
    activity: ActivityId,
    new: &NewCompetition,
) -> Result<CompetitionId, NotDone> {
    let held = activities::require_held(tx, org, activity).map_err(|_| NotDone::NotFound)?;
    if held.activity.status == activities::Status::Cancelled {
        return Err(NotDone::no("activity-cancelled", msg::COMPETITION_CANCELLED));
    }
    if held.activity.times.ends_at <= tx.now() {
        return Err(NotDone::no("activity-over", msg::COMPETITION_ACTIVITY_OVER));
    }
    check(new, held.activity.times.ends_at)?;
    let (id, now, by) = (CompetitionId::generate(), tx.now(), tx.by().actor.person());
    let (team_min, team_max) = team_sizes(new);
    tx.execute(
        "INSERT INTO competition (id, activity, title, team, team_min, team_max, entries_max, self_entry, entries_close_at,
           protest_minutes, created_by, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            id, activity, line(&new.title), new.team, team_min, team_max, new.entries_max, new.self_entry,
            new.entries_close_at, new.protest_minutes, by, now
        ],
    )?;
    let mut formats = Vec::new();
    for (number, rules) in (1_i64..).zip(&new.stages) {
        add_stage(
            tx,
            keys,
            id,
            number,
            rules,
            usize::try_from(number).unwrap_or(0) == new.stages.len(),
        )?;
        formats.push(rules.format);
    }
    let detail = json!({ "activity": activity, "stages": formats });
    tx.record(Event::of("competition.created", &id).org(org).detail(&detail))?;
    Ok(id)
}

/// The least and the most people of an entry.
pub(super) fn team_sizes(new: &NewCompetition) -> (i64, i64) {
    if new.team {
        (new.team_min, new.team_max)
    } else {
        (1, 1)
    }
}

/// A further stage.
pub(super) fn add_stage(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    number: i64,
    rules: &Rules,
    last: bool,
) -> Result<(), NotDone> {
    let stage = StageId::generate();
    let commitment = Seed::new(keys.draw_seed(&stage.to_text())).commitment();
    let through = if last { 0 } else { rules.through };
    tx.execute(
        "INSERT INTO stage (id, competition, number, format, pools, through, win_points, draw_points, loss_points, draws,
           walkover_score, rounds, third_place, drop_extremes, runs, commitment, pools_by_draw)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        params![
            stage, competition, number, rules.format, rules.pools.max(1), through, rules.points.win, rules.points.draw,
            rules.points.loss, rules.draws, rules.walkover_score, rules.rounds, rules.third_place,
            rules.drop_extremes, rules.runs, commitment, rules.pools == 0
        ],
    )?;
    add_items(tx, stage, rules)
}

/// What the panel of a stage looks at.
pub(super) fn add_items(tx: &mut WriteTx<'_>, stage: StageId, rules: &Rules) -> Result<(), NotDone> {
    for (position, item) in (1_i64..).zip(&rules.items) {
        tx.execute(
            "INSERT INTO stage_item (stage, position, label, weight, highest) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![stage, position, line(&item.label), item.weight, item.highest],
        )?;
    }
    Ok(())
}

/// Whether it can be so, within an activity that ends then.
pub(super) fn check(new: &NewCompetition, ends_at: Timestamp) -> Result<(), NotDone> {
    let mut errors = FieldErrors::new();
    let title = line(&new.title);
    if title.is_empty() || title.chars().count() > TITLE_MAX {
        errors.add("title", msg::COMPETITION_TITLE_NEEDED);
    }
    if new.team && !(1..=60).contains(&new.team_min) {
        errors.add("team_min", msg::COMPETITION_TEAM_SIZE);
    }
    if new.team && !(new.team_min..=60).contains(&new.team_max) {
        errors.add("team_max", msg::COMPETITION_TEAM_SIZE);
    }
    if !(2..=500).contains(&new.entries_max) {
        errors.add("entries_max", msg::COMPETITION_ENTRIES_MAX_RANGE);
    }
    if new.entries_close_at > ends_at {
        let late = Sentence::new(msg::COMPETITION_CLOSES_AFTER).with("at", Moment(ends_at));
        errors.add("entries_close_at", late);
    }
    if !(0..=10_080).contains(&new.protest_minutes) {
        errors.add("protest_minutes", msg::COMPETITION_PROTEST_RANGE);
    }
    if new.stages.is_empty() || new.stages.len() > STAGES {
        errors.add("stages", msg::COMPETITION_STAGES_RANGE);
    }
    for (at, rules) in new.stages.iter().enumerate() {
        check_stage(rules, at + 1 == new.stages.len(), &mut errors);
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(NotDone::Fields(errors))
    }
}

fn check_stage(rules: &Rules, last: bool, errors: &mut FieldErrors) {
    if !(0..=32).contains(&rules.pools) || rules.pools != 1 && (rules.format != Format::League || last) {
        errors.add("pools", msg::COMPETITION_POOLS_RANGE);
    }
    if !last && (!(1..=500).contains(&rules.through) || rules.pools.saturating_mul(rules.through) == 1) {
        errors.add("through", msg::COMPETITION_THROUGH_RANGE);
    }
    let points = rules.points;
    if points.loss < 0 || points.draw < points.loss || points.win <= points.draw || points.win > 100 {
        errors.add("points", msg::COMPETITION_POINTS_RANGE);
    }
    if !(1..=30).contains(&rules.rounds) {
        errors.add("rounds", msg::COMPETITION_ROUNDS_RANGE);
    }
    if !(1..=10).contains(&rules.runs) {
        errors.add("runs", msg::COMPETITION_RUNS_RANGE);
    }
    if !(1..=100).contains(&rules.walkover_score) {
        errors.add("walkover_score", msg::COMPETITION_WALKOVER_RANGE);
    }
    let fits = |item: &super::model::Item| {
        (1..=1000).contains(&item.weight)
            && (100..=100_000).contains(&item.highest)
            && item.label.chars().count() <= 30
    };
    let judged = rules.format == Format::Judged;
    if judged && (rules.items.is_empty() || rules.items.len() > ITEMS || !rules.items.iter().all(fits))
        || !judged && !rules.items.is_empty()
    {
        errors.add("items", msg::COMPETITION_ITEMS_RANGE);
    }
}
