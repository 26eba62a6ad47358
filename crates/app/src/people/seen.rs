//! Who looked at one's protected data, and why.

use axum::extract::State;
use langqiao_platform::{app::App, fault::Fault, gate::SignedIn, people, ui::prelude::*};

/// How many of the latest looks are shown; the export has all.
const SHOWN: i64 = 200;

pub(super) async fn show(gate: SignedIn, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let person = gate.person();
    let looks = app.db.read(move |tx| people::seen_by(tx, person, SHOWN)).await?;
    let title = ui.t(msg::PEOPLE_SEEN);
    let columns = vec![
        col(ui.t(msg::PEOPLE_SEEN_WHEN)),
        col(ui.t(msg::PEOPLE_SEEN_WHO)),
        col(ui.t(msg::PEOPLE_SEEN_WHAT)),
        col(ui.t(msg::PEOPLE_SEEN_WHY)),
    ];
    let rows = looks.iter().map(|look| {
        vec![
            html! { (when::moment(ui.lang, look.at, ui.now)) },
            html! { (look.viewer) @if let Some(organisation) = &look.organisation { " · " (organisation) } },
            html! { @if let Some(ward) = &look.ward { (ward) " · " } (field_name(&ui, &look.field)) },
            html! { (look.reason) },
        ]
    });
    let content = html! {
        (page_title(title, Some(ui.t(msg::PEOPLE_SEEN_LEDE)), None))
        @if looks.is_empty() {
            (empty(Icon::Lock, ui.t(msg::PEOPLE_SEEN_NOBODY), row(html! {
                (link_button("/privacy", ui.t(msg::PRIVACY_LINK)))
            })))
        } @else {
            (table(title, columns).rows(rows))
        }
    };
    Ok(portal(&ui, Head::unlisted(title), content))
}

/// A protected field in the reader's words.
fn field_name<'a>(ui: &Ui, field: &'a str) -> &'a str
where
    'static: 'a,
{
    match field {
        "name" => ui.t(msg::REGISTER_NAME_LABEL),
        "phone" => ui.t(msg::SIGN_IN_PHONE_LABEL),
        "standing" => ui.t(msg::STANDING_TITLE),
        people::COLLECTORS => ui.t(msg::PEOPLE_SEEN_COLLECTORS),
        other => other,
    }
}
