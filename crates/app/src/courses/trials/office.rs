//! Those on trial, on the roll of a session: they are no members of the course and count in no attendance.

use langqiao_kernel::{id::TrialId, time};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    super::{model::child_age, say},
    queries::Trial,
};

/// Whoever is on trial, where the roll can't be called now.
pub fn listed(ui: &Ui, trials: &[Trial]) -> Markup {
    below_the_roll(
        ui,
        trials,
        html! { @for trial in trials { p { (called(ui, trial)) } } },
    )
}

/// The same as part of the roll's form.
pub fn marking(ui: &Ui, trials: &[Trial], fields: &Fields) -> Markup {
    let one = |trial: &Trial| {
        let (name, label) = (field_of(trial), called(ui, trial));
        let stands = match trial.came {
            Some(true) => "1",
            Some(false) => "0",
            None => "",
        };
        let chosen = if fields.has(&name) {
            fields.raw(&name)
        } else {
            stands
        };
        choices(ui, &name, &label)
            .unmarked()
            .even()
            .option("1", ui.t(msg::COURSE_MARK_PRESENT), chosen == "1")
            .option("0", ui.t(msg::TRIAL_STAYED_AWAY), chosen == "0")
            .render()
    };
    below_the_roll(ui, trials, html! { @for trial in trials { (one(trial)) } })
}

fn below_the_roll(ui: &Ui, trials: &[Trial], rows: Markup) -> Markup {
    html! {
        @if !trials.is_empty() {
            (section(ui.t(msg::TRIAL_ON_ROLL), html! {
                (muted(html! { (ui.t(msg::TRIAL_ON_ROLL_HOW)) }))
                (card(stack(rows)))
            }))
        }
    }
}

fn field_of(trial: &Trial) -> String {
    format!("trial-{}", trial.id)
}

fn called(ui: &Ui, trial: &Trial) -> String {
    let known = say::Known {
        name: &trial.name,
        age: child_age(trial.birth, time::day(ui.now)),
        number: None,
        guardian: trial.guardian.as_deref(),
    };
    known.said(ui)
}

/// Who of those on trial came, as the roll's form says, where that is new: `trial-{trial}` is 1 or 0.
pub fn came(fields: &Fields, trials: &[Trial]) -> Vec<(TrialId, bool)> {
    let said = trials.iter().filter_map(|trial| {
        let came = match fields.raw(&field_of(trial)) {
            "1" => true,
            "0" => false,
            _ => return None,
        };
        (trial.came != Some(came)).then_some((trial.id, came))
    });
    said.collect()
}
