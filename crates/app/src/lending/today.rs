//! What an officer's page of the day says of loans, on either side.

use jiff::{Timestamp, ToSpan};
use langqiao_kernel::time;
use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    damage::had_time,
    loans,
    model::{Loan, Side, Status},
};

/// Two queries; nothing for who may neither borrow nor lend.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    let gives = |permission: &str| ask.roles.iter().any(|role| role.gives(permission));
    let (borrows, lends) = (gives("spaces.book"), gives("spaces.keep"));
    if !borrows && !lends {
        return Ok(Vec::new());
    }
    // Until the end of tomorrow: what is to be brought back then is said today.
    let soon = time::start_of_day(time::day(ask.now).saturating_add(2.days()));
    let found = loans::of_the_day(tx, ask.org, (ask.now, soon))?;
    let items = found.iter().filter_map(|loan| {
        let lender = (lends && loan.owner == ask.org)
            .then(|| of_lender(ui, loan, ask.now))
            .flatten();
        let item = lender.or_else(|| {
            (borrows && loan.by == ask.org)
                .then(|| of_borrower(ui, loan, ask.now))
                .flatten()
        });
        item.map(|(due, title, action)| TodayItem {
            due: Some(due),
            title,
            detail: format!("{} · {} × {}", loan.purpose, loan.name, loan.pieces),
            href: format!("/w/{}/loans/{}", ask.org, loan.id),
            action,
        })
    });
    let mut items: Vec<TodayItem> = items.collect();
    let (to_answer, to_settle) = loans::damage_waiting(tx, ask.org, had_time(ask.now))?;
    items.extend(damage(ui, ask, (borrows, to_answer), Side::In));
    items.extend(damage(ui, ask, (lends, to_settle), Side::Out));
    Ok(items)
}

type Item = (Timestamp, String, Msg);

fn of_lender(ui: &Ui, loan: &Loan, now: Timestamp) -> Option<Item> {
    let args = args! { by = loan.by_name.as_str(), name = loan.name.as_str() };
    Some(match loan.status {
        Status::Asked => (
            loan.starts_at,
            ui.tf(msg::LOAN_TODAY_ASKED, args),
            msg::LOAN_ANSWER,
        ),
        Status::Promised if loan.starts_at <= now => (
            loan.ends_at,
            ui.tf(msg::LOAN_TODAY_FETCHES, args),
            msg::LOAN_HAND_OUT,
        ),
        Status::Out if loan.wished_until.is_some() => (
            loan.ends_at,
            ui.tf(msg::LOAN_TODAY_LONGER, args),
            msg::LOAN_ANSWER,
        ),
        Status::Out if loan.is_late(now) => (
            loan.ends_at,
            ui.tf(msg::LOAN_TODAY_LATE_LENT, args),
            msg::LOAN_SEE,
        ),
        _ => return None,
    })
}

fn of_borrower(ui: &Ui, loan: &Loan, now: Timestamp) -> Option<Item> {
    let args = args! { owner = loan.owner_name.as_str(), name = loan.name.as_str() };
    Some(match loan.status {
        Status::Promised if loan.starts_at <= now => {
            (loan.ends_at, ui.tf(msg::LOAN_TODAY_FETCH, args), msg::LOAN_SLIP)
        }
        Status::Out if loan.is_late(now) => (loan.ends_at, ui.tf(msg::LOAN_TODAY_LATE, args), msg::LOAN_SEE),
        Status::Out if loan.wished_until.is_none() => {
            (loan.ends_at, ui.tf(msg::LOAN_TODAY_DUE, args), msg::LOAN_SEE)
        }
        _ => return None,
    })
}

fn damage(ui: &Ui, ask: &TodayAsk, (may, n): (bool, i64), side: Side) -> Option<TodayItem> {
    let (title, action) = match side {
        Side::In => (msg::LOAN_TODAY_DAMAGE, msg::LOAN_ANSWER),
        Side::Out => (msg::LOAN_TODAY_SETTLE, msg::LOAN_SETTLE_DO),
    };
    (may && n > 0).then(|| TodayItem {
        due: None,
        title: ui.tf(title, args! { n = n }),
        detail: ui.t(msg::LOAN_TODAY_DAMAGE_DETAIL).to_owned(),
        href: format!("/w/{}/loans?side={}&damage=1", ask.org, side.as_str()),
        action,
    })
}
