//! The words for what a thing and a loan are.

use langqiao_platform::ui::prelude::*;

use super::model::{Entry, Kind, Loan, OpenTo, Settled, Status};

pub(super) fn kind(kind: Kind) -> Msg {
    match kind {
        Kind::Equipment => msg::LOAN_EQUIPMENT,
        Kind::Goods => msg::LOAN_GOODS,
    }
}

pub(super) fn open_to(open_to: OpenTo) -> Msg {
    match open_to {
        OpenTo::Nobody => msg::LOAN_TO_NOBODY,
        OpenTo::Line => msg::LOAN_TO_LINE,
        OpenTo::Town => msg::LOAN_TO_TOWN,
        OpenTo::Anyone => msg::LOAN_TO_ANYONE,
    }
}

pub(super) fn entry(entry: Entry) -> Msg {
    match entry {
        Entry::Entered => msg::LOAN_ENTRY_ENTERED,
        Entry::Bought => msg::LOAN_ENTRY_BOUGHT,
        Entry::Counted => msg::LOAN_ENTRY_COUNTED,
        Entry::WrittenOff => msg::LOAN_ENTRY_WRITTEN_OFF,
        Entry::Repaired => msg::LOAN_ENTRY_REPAIRED,
        Entry::Found => msg::LOAN_ENTRY_FOUND,
        Entry::Damaged => msg::LOAN_ENTRY_DAMAGED,
        Entry::Missing => msg::LOAN_ENTRY_MISSING,
        Entry::Used => msg::LOAN_ENTRY_USED,
        Entry::Unused => msg::LOAN_ENTRY_UNUSED,
        Entry::Corrected => msg::LOAN_ENTRY_CORRECTED,
    }
}

pub(super) fn settled(how: Settled) -> Msg {
    match how {
        Settled::Repaired => msg::LOAN_SETTLED_REPAIRED,
        Settled::Found => msg::LOAN_SETTLED_FOUND,
        Settled::Replaced => msg::LOAN_SETTLED_REPLACED,
        Settled::LetGo => msg::LOAN_SETTLED_LET_GO,
    }
}

/// How a loan stands, as a badge.
pub(super) fn status(ui: &Ui, loan: &Loan) -> Markup {
    let (tone, word) = status_word(ui, loan);
    badge(tone, ui.t(word))
}

/// The same in a word.
pub(super) fn status_word(ui: &Ui, loan: &Loan) -> (Tone, Msg) {
    match loan.status {
        Status::Out if loan.is_late(ui.now) => (Tone::Error, msg::LOAN_STATUS_LATE),
        Status::Asked => (Tone::Warn, msg::LOAN_STATUS_ASKED),
        Status::Promised => (Tone::Ok, msg::LOAN_STATUS_PROMISED),
        Status::Declined => (Tone::Error, msg::LOAN_STATUS_DECLINED),
        Status::Withdrawn => (Tone::Plain, msg::LOAN_STATUS_WITHDRAWN),
        Status::Lapsed => (Tone::Plain, msg::LOAN_STATUS_LAPSED),
        Status::Out => (Tone::Info, msg::LOAN_STATUS_OUT),
        Status::Back if loan.unsettled => (Tone::Warn, msg::LOAN_STATUS_UNSETTLED),
        Status::Back => (Tone::Plain, msg::LOAN_STATUS_BACK),
        Status::Given => (Tone::Plain, msg::LOAN_STATUS_GIVEN),
    }
}

/// What is known of something; what isn't said has no line.
pub(super) fn known<const N: usize>(ui: &Ui, facts: [(Msg, Option<Markup>); N]) -> Markup {
    let said = facts.into_iter().filter_map(|(word, is)| is.map(|is| (word, is)));
    said.fold(definitions(ui), |list, (word, is)| list.row(ui.t(word), is))
        .render()
}

/// A loan's days, in words; of goods the one on which they are fetched.
pub(super) fn days(ui: &Ui, loan: &Loan) -> Markup {
    let (first, last) = (loan.first_day(), loan.last_day());
    html! { (ui.day(first)) @if last != first { " – " (ui.day(last)) } }
}
