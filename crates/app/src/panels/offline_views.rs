//! What a judge's pages give the island that does without a network (`web/src/js/judging`): whose page it is, what its
//! form asks for, every sentence that the phone may have to say by itself, and the lights.

use jiff::civil::Date;
use langqiao_kernel::id::{PersonId, RouteId};
use langqiao_platform::{assets, ui::prelude::*};
use serde_json::json;

use super::{
    model::{Route, Stop},
    say,
    whole::Whole,
};

/// What has to be in order before a judge can do without a network.
const LIGHTS: [Light; 3] = [
    ("pages", msg::JUDGING_LIGHT_PAGES, msg::JUDGING_LIGHT_PAGES_NO),
    ("sheet", msg::JUDGING_LIGHT_SHEET, msg::JUDGING_LIGHT_SHEET_NO),
    (
        "storage",
        msg::JUDGING_LIGHT_STORAGE,
        msg::JUDGING_LIGHT_STORAGE_NO,
    ),
];

/// Sentences that the island says, by the word under which it looks for them.
const SENTENCES: [(&str, Msg); 23] = [
    ("good", msg::JUDGING_GOOD),
    ("fair", msg::JUDGING_FAIR),
    ("bad", msg::JUDGING_BAD),
    ("insecure", msg::JUDGING_INSECURE),
    ("queued", msg::JUDGING_QUEUED),
    ("none-queued", msg::JUDGING_NONE_QUEUED),
    ("sign-in", msg::JUDGING_SIGN_IN),
    ("other", msg::JUDGING_OTHER),
    ("failed", msg::JUDGING_FAILED),
    ("handed", msg::JUDGING_HANDED),
    ("drafted", msg::JUDGING_DRAFTED),
    ("kept-here", msg::JUDGING_KEPT_HERE),
    ("sent-here", msg::JUDGING_SENT_HERE),
    ("is-typed", msg::JUDGING_IS_TYPED),
    ("is-draft", msg::JUDGING_IS_DRAFT),
    ("is-ready", msg::JUDGING_IS_READY),
    ("is-refused", msg::JUDGING_IS_REFUSED),
    ("is-sent", msg::PANEL_IS_HANDED_IN),
    ("unsent", msg::JUDGING_UNSENT),
    ("copied", msg::JUDGING_COPIED),
    ("sure", msg::JUDGING_SURE),
    ("problems", msg::JUDGING_PROBLEMS),
    ("reason-wrong", msg::PANEL_WORDS_NEEDED),
];

/// What to do about a refusal, by the server's word for it; the last is for every other.
const ADVICE: [(&str, Msg); 9] = [
    ("sheet-changed", msg::JUDGING_DO_SHEET_CHANGED),
    ("handed-in-elsewhere", msg::JUDGING_DO_ELSEWHERE),
    ("route-closed", msg::JUDGING_DO_CLOSED),
    ("route-early", msg::JUDGING_DO_EARLY),
    ("round-over", msg::JUDGING_DO_ASK),
    ("round-cancelled", msg::JUDGING_DO_ASK),
    ("judge-left", msg::JUDGING_DO_ASK),
    ("not-found", msg::JUDGING_DO_GONE),
    ("", msg::JUDGING_DO_LOOK),
];

/// Whose page it is, and of what.
struct Of<'a> {
    person: PersonId,
    seat: Option<i64>,
    route: Option<RouteId>,
    /// How often the sheet was laid down.
    sheet: Option<i64>,
    /// Whether the route is still to be scored.
    open: bool,
    /// The venue, how many papers were handed in for it, and what its form asks for.
    stop: Option<(&'a Stop, i64, String)>,
}

/// On a route's page: the lights, how many sheets wait, and those that were refused.
pub(super) fn on_route(ui: &Ui, (person, seat): (PersonId, i64), whole: &Whole, route: &Route) -> Markup {
    let open = whole.open_route(route.id).is_ok();
    let of = Of {
        person,
        seat: Some(seat),
        route: Some(route.id),
        sheet: Some(whole.round.sheet),
        open,
        stop: None,
    };
    let inner = html! {
        @if open {
            p.gate-state data-judging-state role="status" {}
            (lights(ui, &LIGHTS))
            (row(html! {
                button.btn.btn-outline type="button" data-judging-prepare hidden { (ui.t(msg::JUDGING_PREPARE)) }
                (bring(ui))
            }))
        } @else { (row(bring(ui))) }
        p data-judging-queue role="status" {}
    };
    let title = ui.t(msg::JUDGING_PANEL);
    frame(ui, &of, section(title, inner))
}

/// On the page of all that a judge has: whatever is kept on the phone, also of routes that are gone.
pub(super) fn on_all(ui: &Ui, person: PersonId) -> Markup {
    let of = Of {
        person,
        seat: None,
        route: None,
        sheet: None,
        open: false,
        stop: None,
    };
    frame(
        ui,
        &of,
        html! {
            (row(bring(ui)))
            p data-judging-queue role="status" {}
        },
    )
}

/// On a sheet's page: what was typed on this phone and doesn't belong to the form any more, or was refused.
pub(super) fn on_sheet(ui: &Ui, (person, seat): (PersonId, i64), whole: &Whole, stop: &Stop) -> Markup {
    let asked: Vec<_> = whole
        .items
        .iter()
        .map(|(position, item)| {
            let label = item.label.as_str();
            let most = say::typed(item.highest);
            let wrong = ui.tf(
                msg::PANEL_ITEM_MARK_WRONG,
                args! { item = label, most = most },
            );
            let words_wrong = ui.tf(msg::PANEL_ITEM_LOW_WORDS, args! { item = label });
            json!({
                "position": position, "label": label, "highest": item.highest, "wrong": wrong, "words_wrong": words_wrong,
            })
        })
        .collect();
    let seen = whole.paper(stop, seat).map_or(0, |paper| paper.number);
    let of = Of {
        person,
        seat: Some(seat),
        route: Some(stop.route),
        sheet: Some(whole.round.sheet),
        open: false,
        stop: Some((stop, seen, json!(asked).to_string())),
    };
    frame(ui, &of, html! { (field_error_template()) (problems_template()) })
}

/// A form that is put away until the route's day: a page kept the evening before has it then.
pub(super) fn later(day: Date, form: &Markup) -> Markup {
    html! { template data-judging-later=(day) { (form) } }
}

/// How far the server knows a venue's sheet to be, and beside it what the phone knows.
pub(super) fn stop_state(stop: &Stop, server: &Markup) -> Markup {
    html! {
        span data-stop=(stop.venue) {
            span data-there { (server) }
            span.tag.tag-warn data-here hidden {}
        }
    }
}

/// Says in the form that what is typed is kept.
pub(super) fn typed_state() -> Markup {
    html! { p.hint data-judging-typed role="status" {} }
}

fn bring(ui: &Ui) -> Markup {
    html! { button.btn.btn-primary type="button" data-judging-bring hidden { (ui.t(msg::JUDGING_BRING)) } }
}

fn frame(ui: &Ui, of: &Of<'_>, inner: Markup) -> Markup {
    let (venue, name, seen, items) = match &of.stop {
        Some((stop, seen, items)) => (Some(stop.venue), Some(&stop.name), Some(seen), Some(items)),
        None => (None, None, None, None),
    };
    html! {
        div.gate data-judging data-owner=(of.person) data-seat=[of.seat] data-route=[of.route] data-sheet=[of.sheet]
            data-open[of.open] data-venue=[venue] data-name=[name] data-seen=[seen] data-items=[items] hidden {
            div data-judging-said hidden {
                (notice(Tone::Info, html! {
                    p data-words {}
                    a.link href={ "/sign-in?next=" (ui.path) } data-judging-enter hidden { (ui.t(msg::JUDGING_ENTER)) }
                }))
            }
            (inner)
            div data-judging-list {}
            template data-judging-item { (item(ui)) }
            template data-sentences {
                @for (word, sentence) in SENTENCES { p data-sentence=(word) { (ui.t(sentence)) } }
                @for (code, advice) in ADVICE { p data-advice-for=(code) { (ui.t(advice)) } }
            }
            script src=(assets::JUDGING_JS) defer {}
        }
    }
}

/// A sheet that is kept on the phone: what was typed, and what can be done with it.
fn item(ui: &Ui) -> Markup {
    notice(
        Tone::Warn,
        html! {
            p { strong data-name {} " · " span data-state {} }
            p data-said hidden {}
            p data-advice hidden {}
            label { span.field-label { (ui.t(msg::JUDGING_TYPED)) } textarea.textarea data-typed readonly {} }
            (row(html! {
                button.btn.btn-outline type="button" data-again hidden { (ui.t(msg::JUDGING_AGAIN)) }
                button.btn.btn-outline type="button" data-fill hidden { (ui.t(msg::JUDGING_FILL)) }
                button.btn.btn-outline type="button" data-copy hidden { (ui.t(msg::JUDGING_COPY)) }
                a.btn.btn-outline data-open href="/scoring" { (ui.t(msg::JUDGING_OPEN)) }
                button.btn.btn-outline type="button" data-drop hidden { (ui.t(msg::JUDGING_DROP)) }
            }))
            p data-copied role="status" hidden {}
        },
    )
}
