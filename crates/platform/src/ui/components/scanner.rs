//! At the door: the camera, the short code, and the answer that can be read at arm's length.

use maud::{Markup, html};

use super::label::id_of;
use crate::{
    assets,
    i18n::msg,
    ui::{Tone, Ui, icon::Icon},
};

/// A form that posts `code` (what a QR code says, or the short code as typed), `nonce` and whatever
/// `more` holds to `action`. The server answers a request with `HX-Request` by a [`scan_answer`], one
/// without it by a whole page that has the answer in it: pass it as `answer`. `nonce` is new for each
/// page; with JavaScript each scan gets its own, so that a repeated request counts once.
pub fn scanner(ui: &Ui, action: &str, nonce: &str, more: Markup, answer: Option<Markup>) -> Markup {
    let id = id_of("code");
    html! {
        div.scan {
            div.scan-answers id="scan-answer" aria-live="assertive" {
                @if let Some(answer) = answer { (answer) }
            }
            form.scan-form method="post" action=(action) novalidate
                hx-post=(action) hx-target="#scan-answer" hx-swap="innerHTML" {
                input type="hidden" name="csrf" value=(ui.csrf);
                input type="hidden" name="nonce" value=(nonce);
                div.camera data-scanner
                    data-ready=(ui.t(msg::SCAN_READY)) data-looking=(ui.t(msg::SCAN_LOOKING))
                    data-denied=(ui.t(msg::SCAN_DENIED)) data-none=(ui.t(msg::SCAN_NONE))
                    data-offline=(ui.t(msg::SCAN_OFFLINE)) {
                    video.camera-view muted playsinline aria-label=(ui.t(msg::SCAN_VIEW)) {}
                    p.camera-state data-scan-state role="status" {}
                    button class="btn btn-primary" type="button" data-scan-button hidden {
                        (Icon::Camera) span { (ui.t(msg::SCAN_CAMERA)) }
                    }
                }
                (more)
                div.field {
                    label.field-label for=(id) { (ui.t(msg::SCAN_CODE)) }
                    p.hint id={ (id) "-hint" } { (ui.t(msg::SCAN_CODE_HINT)) }
                    div.scan-code {
                        input.input id=(id) name="code" data-scan-code autocomplete="off" autocapitalize="characters"
                            spellcheck="false" enterkeyhint="go" aria-describedby={ (id) "-hint" };
                        button class="btn btn-secondary" { (ui.t(msg::SCAN_CHECK)) }
                    }
                }
            }
            script src=(assets::SCANNER_JS) defer {}
        }
    }
}

/// What a scan came to: one large line, and under it who, why, or what to do.
pub fn scan_answer(tone: Tone, headline: &str, detail: Markup) -> Markup {
    let (class, icon) = match tone {
        Tone::Ok => ("scan-answer scan-ok", Icon::Check),
        Tone::Warn | Tone::Info | Tone::Plain => ("scan-answer scan-warn", Icon::Alert),
        Tone::Error => ("scan-answer scan-error", Icon::Cross),
    };
    html! {
        div class=(class) {
            (icon)
            div {
                p.scan-headline { (headline) }
                div { (detail) }
            }
        }
    }
}
