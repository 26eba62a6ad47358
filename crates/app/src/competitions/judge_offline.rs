//! What a judge's pages give the island that does without a network (`web/src/js/marking`): whose seat it is, where its list
//! stands, and every sentence that the phone may have to say by itself.

use langqiao_kernel::id::EntryId;
use langqiao_platform::{assets, ui::prelude::*};

use super::{model::Stage, score::PanelSeat};

/// The field by which the island asks that the next page say nothing of what was saved.
pub(super) const QUIET: &str = "quiet";

/// Sentences that the island says, by the word under which it looks for them.
const SENTENCES: [(&str, Msg); 14] = [
    ("good", msg::COMPETITION_OFFLINE_GOOD),
    ("bad", msg::COMPETITION_OFFLINE_BAD),
    ("insecure", msg::COMPETITION_OFFLINE_INSECURE),
    ("queued", msg::COMPETITION_OFFLINE_QUEUED),
    ("failed", msg::JUDGING_FAILED),
    ("closed", msg::COMPETITION_OFFLINE_CLOSED),
    ("kept-here", msg::COMPETITION_OFFLINE_KEPT_HERE),
    ("saved", msg::COMPETITION_OFFLINE_SAVED),
    ("all-sent", msg::COMPETITION_OFFLINE_ALL_SENT),
    ("unsent", msg::COMPETITION_OFFLINE_UNSENT),
    ("is-sent", msg::COMPETITION_OFFLINE_IS_SENT),
    ("is-typed", msg::COMPETITION_OFFLINE_IS_TYPED),
    ("is-ready", msg::COMPETITION_OFFLINE_IS_READY),
    ("is-refused", msg::COMPETITION_OFFLINE_IS_REFUSED),
];

/// On the list: whether the phone could do without a network, how many marks wait, and the button that brings them.
pub(super) fn on_list(ui: &Ui, key: &str, seat: PanelSeat, stage: &Stage) -> Markup {
    let inner = html! {
        p.gate-state data-marking-state role="status" {}
        (row(html! {
            p data-marking-queue role="status" hidden {}
            button.btn.btn-primary type="button" data-marking-bring hidden { (ui.t(msg::JUDGING_BRING)) }
        }))
    };
    frame(ui, (key, seat), stage.runs(), None, &inner)
}

/// On the page of one entry: how what was typed on this phone stands.
pub(super) fn on_entry(ui: &Ui, key: &str, seat: PanelSeat, entry: (EntryId, &str)) -> Markup {
    let inner = html! {
        button.btn.btn-outline type="button" data-marking-drop hidden { (ui.t(msg::JUDGING_DROP)) }
    };
    frame(ui, (key, seat), false, Some(entry), &inner)
}

/// At an entry of the list: how its marks on this phone stand.
pub(super) fn here(entry: EntryId) -> Markup {
    html! { span data-marked=(entry) { span.tag.tag-warn data-here hidden {} } }
}

/// In the form: that what is typed is kept.
pub(super) fn typed_state() -> Markup {
    html! { p.hint data-marking-typed role="status" {} }
}

fn frame(
    ui: &Ui,
    (key, seat): (&str, PanelSeat),
    open: bool,
    entry: Option<(EntryId, &str)>,
    inner: &Markup,
) -> Markup {
    let owner = format!("{}.{}", seat.stage, seat.seat);
    let (entry, name) = entry.unzip();
    html! {
        div.gate data-marking data-owner=(owner) data-at={ "/judging/" (key) } data-open[open] data-entry=[entry] data-name=[name] hidden {
            div data-marking-said hidden { (notice(Tone::Info, html! { p data-words {} })) }
            (inner)
            template data-sentences {
                @for (word, sentence) in SENTENCES { p data-sentence=(word) { (ui.t(sentence)) } }
            }
            script src=(assets::MARKING_JS) defer {}
        }
    }
}
