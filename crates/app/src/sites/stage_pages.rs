//! How far a site or a group of sites has come, on its page: the steps taken, and the form of the next one.

use langqiao_kernel::time;
use langqiao_platform::{app::App, fields::Fields, gate::Grant, not_done::NotDone, ui::prelude::*};

use super::{
    form, queries, say,
    stage::{self, Site},
};
use crate::{bookings::KeepSpaces, venues};

/// How far a site has come, how it came there, and the form of the next step.
pub(super) fn stage_panel(
    ui: &Ui,
    now: venues::Stage,
    steps: &[queries::Taken],
    action: &str,
    (typed, problems): (&Fields, &Problems),
) -> Markup {
    let open = typed.has("stage_day") && !problems.is_empty();
    let next = langqiao_platform::ui::components::form(ui, action).body(html! {
        (form::step_fields(ui, Some(now), typed, problems))
        (button(ui.t(msg::SITE_STEP)).primary())
    });
    html! {
        p { (say::stage_badge(ui, now)) }
        @if !steps.is_empty() {
            (bullets(steps.iter().map(|step| html! {
                (ui.t(say::stage(step.stage))) " · " (when::full_day(ui.lang, step.day))
                @if !step.reason.is_empty() { " · " (step.reason) }
            })))
        }
        (disclosure(ui.t(msg::SITE_STEP_NEXT), open, next))
    }
}

/// Takes the step of a stage that was typed.
pub(super) async fn take_step(
    app: &App,
    gate: &Grant<KeepSpaces>,
    site: Site,
    fields: &Fields,
) -> Result<(), NotDone> {
    let (whose, step) = (
        (gate.org(), gate.person()),
        form::step(fields, time::day(app.now()))?,
    );
    let done = app
        .db
        .write(gate.by(), move |tx| stage::move_to(tx, whose, site, &step));
    done.await
}
