//! On an activity's page in the workbench: what is borrowed for it, and the way to borrow more.

use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{feature::PanelAsk, gate::Permission, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError};

use super::{
    loans,
    model::{Kind, Loan, Status},
    occasions::{self, Occasion},
    say,
};
use crate::bookings::BookSpaces;

/// How many loans an activity's page lists; all of a body's own stand behind the link.
const SHOWN: i64 = 30;

/// For those who hold it: each thing with its days, and whether the activity lies in them.
pub(super) fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Some(org), Ok(activity)) = (ask.org, ask.id.parse::<ActivityId>()) else {
        return Ok(html! {});
    };
    let Some(occasion) = occasions::occasion(tx, org, activity)? else {
        return Ok(html! {});
    };
    let mut found = match occasion.loans {
        0 => Vec::new(),
        _ => loans::for_activity(tx, activity, SHOWN + 1)?,
    };
    let cut = found.len() as i64 > SHOWN;
    found.truncate(SHOWN as usize);
    let may = occasion.comes(ask.now) && ask.roles.iter().any(|role| role.gives(BookSpaces::NAME));
    if found.is_empty() && !may {
        return Ok(html! {});
    }
    let ui = ask.ui;
    let (all, near) = (
        format!("/w/{org}/loans?side=in&activity={activity}"),
        format!("/w/{org}/lending?activity={activity}"),
    );
    Ok(section(
        ui.t(msg::LOAN_AT_ACTIVITY),
        stack(html! {
            @if found.is_empty() { (muted(html! { (ui.t(msg::LOAN_AT_ACTIVITY_NONE)) })) }
            @else { (table_of(ui, org, &occasion, &found)) }
            @if cut { p { (link(&all, ui.t(msg::LOAN_ALL))) } }
            @if may { (row(link_button(&near, ui.t(msg::LOAN_BORROW_FOR)).icon(Icon::Handshake).render())) }
        }),
    ))
}

fn table_of(ui: &Ui, org: OrganisationId, occasion: &Occasion, loans: &[Loan]) -> Markup {
    let columns = vec![
        col(ui.t(msg::LOAN_THING)),
        col(ui.t(msg::LOAN_FROM_TO_SHORT)),
        col(ui.t(msg::LOAN_DAYS)),
        number_col(ui.t(msg::LOAN_PIECES)),
        col(ui.t(msg::LOAN_STATUS)),
    ];
    let rows = loans.iter().map(|loan| {
        // A loan is for its two sides alone to open.
        let name = match loan.by == org || loan.owner == org {
            true => link(&format!("/w/{org}/loans/{}", loan.id), &loan.name),
            false => html! { (loan.name) },
        };
        vec![
            name,
            html! { (loan.owner_name) " → " (loan.by_name) },
            html! {
                (say::days(ui, loan))
                @if misses(loan, occasion) { " " (badge(Tone::Warn, ui.t(msg::LOAN_MISSES))) }
            },
            html! { (if loan.handed > 0 { loan.handed } else { loan.pieces }) },
            say::status(ui, loan),
        ]
    });
    table(ui.t(msg::LOAN_AT_ACTIVITY), columns).rows(rows).render()
}

/// Whether a loan is for other days than the activity's: some other body's that could not be moved with it, or one that
/// is out and due before.
fn misses(loan: &Loan, occasion: &Occasion) -> bool {
    let (first, last) = occasion.days();
    let live = matches!(loan.status, Status::Asked | Status::Promised | Status::Out);
    let until = loan.kind == Kind::Equipment && loan.last_day() < last;
    live && (loan.first_day() > first || until)
}
