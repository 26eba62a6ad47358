//! The board of an activity's shifts: who is in which, and who is given another.

use std::collections::BTreeSet;

use axum::extract::State;
use langqiao_kernel::id::{ActivityId, OrganisationId, ShiftId, SignupId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    form::Form,
    gate::{Grant, Permission},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::WriteTx;

use super::{
    choose::{self, ShiftError, Who},
    panels,
    queries::{self, Filled, Line},
    views,
};
use crate::activities::{self, ListSignups, ManageActivities};

type Of = Path<(OrganisationId, ActivityId)>;

/// `GET /w/{org}/activities/{id}/shifts`
pub(super) async fn show(
    gate: Grant<ListSignups>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Of,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (stored, shifts, lines) = app
        .db
        .read(move |tx| {
            let stored = activities::require_held(tx, org, id)?;
            Ok::<_, Fault>((stored, queries::filled(tx, id)?, queries::lines(tx, id)?))
        })
        .await?;
    let at = format!("/w/{org}/activities/{id}");
    let title = ui.t(msg::SHIFTS_BOARD);
    let board = Board {
        ui: &ui,
        action: format!("{at}/shifts"),
        may: gate.may(ManageActivities::NAME),
        lines: &lines,
    };
    let content = html! {
        (page_title(title, Some(&stored.activity.title), Some(html! {
            (link_button(&at, ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back))
        })))
        @if shifts.is_empty() {
            (empty(Icon::Calendar, ui.t(msg::SHIFTS_NONE), html! {
                @if board.may { (link_button(&format!("{at}/edit"), ui.t(msg::SHIFTS_PLAN))) }
            }))
        } @else {
            (panels::amiss(&ui, &lines))
            (stack(html! {
                @for shift in &shifts { (board.shift(shift)) }
                (board.without())
            }))
        }
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

/// `POST /w/{org}/activities/{id}/shifts`: `add` or `drop` names the shift, `signup` whose.
pub(super) async fn change(
    gate: Grant<ManageActivities>,
    State(app): State<App>,
    Path((_, id)): Of,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let org = gate.org();
    let back = SeeOther::to(format!("/w/{org}/activities/{id}/shifts"));
    let signup: Option<SignupId> = fields.raw("signup").parse().ok();
    let shift = |name: &str| fields.raw(name).parse::<ShiftId>().ok();
    let (add, drop) = (shift("add"), shift("drop"));
    let done = app
        .db
        .write(gate.by(), move |tx| give(tx, (org, id), signup, (add, drop)))
        .await;
    back.tell(done.map(|()| msg::SHIFTS_SAID_CHANGED), Tone::Warn)
}

/// Gives somebody one shift more and takes one back, next to what they have.
pub(super) fn give(
    tx: &mut WriteTx,
    (org, id): (OrganisationId, ActivityId),
    signup: Option<SignupId>,
    (add, drop): (Option<ShiftId>, Option<ShiftId>),
) -> Result<(), ShiftError> {
    activities::require_held(tx, org, id)?;
    let signup = signup.ok_or(ShiftError::Nobody)?;
    // Read under the lock under which it is changed: the helper may be choosing at this moment.
    let helper = queries::helper(tx, signup)?.filter(|helper| helper.activity == id);
    tx.lock("shifts of", &helper.ok_or(ShiftError::NotFound)?.person)?;
    let mut wanted: BTreeSet<ShiftId> = queries::taken_by(tx, signup)?;
    wanted.extend(add);
    if let Some(drop) = drop {
        wanted.remove(&drop);
    }
    choose::choose(tx, Who::Host(org, id), signup, &wanted)
}

struct Board<'a> {
    ui: &'a Ui,
    action: String,
    may: bool,
    lines: &'a [Line],
}

impl Board<'_> {
    fn shift(&self, shift: &Filled) -> Markup {
        let ui = self.ui;
        let here: Vec<&Line> = self
            .lines
            .iter()
            .filter(|line| line.shift == Some(shift.id))
            .collect();
        panel(
            &format!("{} · {}", shift.name, views::span(ui, shift)),
            html! {
                p { (views::fill(ui, shift)) }
                (stack_close(html! { @for line in &here { (self.person(line, shift)) } }))
                @if self.may && shift.free() > 0 && shift.ends_at > ui.now { (self.put_in(shift, &here)) }
            },
        )
    }

    /// Somebody in a shift, and the button that takes them out of it until it is over.
    fn person(&self, line: &Line, shift: &Filled) -> Markup {
        let (ui, id) = (self.ui, shift.id.to_text());
        row(html! {
            span { (line.name) " · " (line.code) }
            @if line.clash { (badge(Tone::Warn, ui.t(msg::SHIFTS_CLASH))) }
            @if self.may && shift.ends_at > ui.now {
                form.contents method="post" action=(self.action) {
                    (hidden("csrf", &ui.csrf))
                    (hidden("signup", &line.signup.to_text()))
                    (button(ui.t(msg::SHIFTS_TAKE_OUT)).small().quiet().value("drop", &id).about(&line.name))
                }
            }
        })
    }

    /// Those who are not in it yet; who has no shift at all first.
    fn put_in(&self, shift: &Filled, here: &[&Line]) -> Markup {
        let ui = self.ui;
        let mut seen = BTreeSet::new();
        let mut others: Vec<(bool, String, String)> = self
            .lines
            .iter()
            .filter(|line| !here.iter().any(|known| known.signup == line.signup))
            .filter(|line| seen.insert(line.signup))
            .map(|line| {
                let label = format!("{} · {}", line.name, line.code);
                (line.shift.is_some(), line.signup.to_text(), label)
            })
            .collect();
        others.sort_by_key(|(has, ..)| *has);
        if others.is_empty() {
            return html! {};
        }
        let label = ui.tf(msg::SHIFTS_PUT_WHO, args! { name = shift.name.as_str() });
        let mut list = select(ui, "signup", &label)
            .required()
            .option("", ui.t(msg::ACTIVITY_CHOOSE), true);
        for (has, group) in [
            (false, msg::SHIFTS_GROUP_WITHOUT),
            (true, msg::SHIFTS_GROUP_OTHERS),
        ] {
            if others.iter().any(|(with, ..)| *with == has) {
                list = list.group(ui.t(group));
                for (_, id, label) in others.iter().filter(|(with, ..)| *with == has) {
                    list = list.option(id, label, false);
                }
            }
        }
        form(ui, &self.action).body(html! {
            (list.render())
            (button(ui.t(msg::SHIFTS_PUT_IN)).value("add", &shift.id.to_text()))
        })
    }

    fn without(&self) -> Markup {
        let ui = self.ui;
        let none: Vec<&Line> = self.lines.iter().filter(|line| line.shift.is_none()).collect();
        html! {
            @if !none.is_empty() {
                (panel(ui.t(msg::SHIFTS_GROUP_WITHOUT), html! {
                    ul { @for line in &none { li { (line.name) " · " (line.code) } } }
                }))
            }
        }
    }
}
