//! The sheet: what judges look at. It is laid down anew as a whole, and fixed once somebody handed one in.

use std::collections::BTreeSet;

use langqiao_kernel::{
    id::{OrganisationId, RoundId},
    text::line,
};
use langqiao_platform::{fields::FieldErrors, i18n::msg, not_done::NotDone, ui::Ui};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::{
    model::{EvidenceSource, Item},
    whole,
};

/// The most items.
pub(super) const ITEMS: usize = 12;
/// The longest name of an item, and the longest sentence of what is wanted, in characters.
pub(super) const LABEL_MAX: usize = 20;
/// See [`LABEL_MAX`].
pub(super) const WANTS_MAX: usize = 120;

/// Lays the sheet down anew. `seen` is how often it was laid down when whoever changes it read it.
///
/// # Errors
/// [`NotDone`]; the fields are `items`, `label1`, `wants1`, `highest1`, `weight1` and so on.
pub fn set_sheet(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    round: RoundId,
    seen: i64,
    items: &[Item],
) -> Result<(), NotDone> {
    let whole = whole::held_alone(tx, org, round)?;
    whole.must_be_open()?;
    if whole.is_marked() {
        return Err(NotDone::no("sheet-fixed", msg::PANEL_SHEET_FIXED));
    }
    if whole.round.sheet != seen {
        return Err(NotDone::no("sheet-changed", msg::PANEL_SHEET_STALE));
    }
    check(items)?;
    tx.execute("DELETE FROM panel_evidence WHERE round = ?1", params![round])?;
    tx.execute("DELETE FROM panel_item WHERE round = ?1", params![round])?;
    write(tx, round, items)?;
    // What was begun was begun for other items.
    tx.execute(
        "DELETE FROM panel_draft WHERE route IN (SELECT id FROM panel_route WHERE round = ?1)",
        params![round],
    )?;
    tx.execute(
        "UPDATE panel_round SET sheet = sheet + 1 WHERE id = ?1",
        params![round],
    )?;
    let detail = json!({ "items": items.len(), "sheet": seen + 1 });
    tx.record(Event::of("panel.sheet_set", &round).org(org).detail(&detail))?;
    Ok(())
}

/// Writes the items of a round that has none.
pub(super) fn write(tx: &mut WriteTx<'_>, round: RoundId, items: &[Item]) -> Result<(), NotDone> {
    for (position, item) in (1_i64..).zip(items) {
        tx.execute(
            "INSERT INTO panel_item (round, position, label, wants, highest, weight) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                round,
                position,
                line(&item.label),
                line(&item.wants),
                item.highest,
                item.weight
            ],
        )?;
        for source in item.sources.iter().collect::<BTreeSet<_>>() {
            tx.execute(
                "INSERT INTO panel_evidence (round, position, source) VALUES (?1, ?2, ?3)",
                params![round, position, source],
            )?;
        }
    }
    Ok(())
}

/// Whether a sheet can be.
pub(super) fn check(items: &[Item]) -> Result<(), NotDone> {
    let mut errors = FieldErrors::new();
    if items.is_empty() || items.len() > ITEMS {
        errors.add("items", msg::PANEL_ITEMS_RANGE);
    }
    let mut labels = BTreeSet::new();
    for (position, item) in (1_i64..).zip(items) {
        let label = line(&item.label);
        if !(2..=LABEL_MAX).contains(&label.chars().count()) || !labels.insert(label) {
            errors.add(format!("label{position}"), msg::PANEL_LABEL_WRONG);
        }
        if !(2..=WANTS_MAX).contains(&line(&item.wants).chars().count()) {
            errors.add(format!("wants{position}"), msg::PANEL_WANTS_WRONG);
        }
        if !(100..=10_000).contains(&item.highest) || item.highest % 100 != 0 {
            errors.add(format!("highest{position}"), msg::PANEL_HIGHEST_WRONG);
        }
        if !(1..=1000).contains(&item.weight) {
            errors.add(format!("weight{position}"), msg::PANEL_WEIGHT_WRONG);
        }
    }
    NotDone::unless_none(errors)
}

/// A sheet to begin with, in the reader's words.
pub fn usual(ui: &Ui) -> Vec<Item> {
    use EvidenceSource::{
        Bodies, Feedback, Funding, Hours, HoursStated, Joint, People, Stage, StepFree, Uses,
    };
    let item = |label, wants, weight, sources: &[EvidenceSource]| Item {
        label: ui.t(label).to_owned(),
        wants: ui.t(wants).to_owned(),
        highest: 1000,
        weight,
        sources: sources.to_vec(),
    };
    vec![
        item(
            msg::PANEL_USUAL_OPEN,
            msg::PANEL_USUAL_OPEN_WANTS,
            30,
            &[Uses, Hours, HoursStated],
        ),
        item(
            msg::PANEL_USUAL_SHARED,
            msg::PANEL_USUAL_SHARED_WANTS,
            30,
            &[Joint, Bodies],
        ),
        item(
            msg::PANEL_USUAL_SERVED,
            msg::PANEL_USUAL_SERVED_WANTS,
            20,
            &[People, Feedback],
        ),
        item(
            msg::PANEL_USUAL_PLACE,
            msg::PANEL_USUAL_PLACE_WANTS,
            10,
            &[StepFree, Stage],
        ),
        item(msg::PANEL_USUAL_KEPT, msg::PANEL_USUAL_KEPT_WANTS, 10, &[Funding]),
    ]
}
