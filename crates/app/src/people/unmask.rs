//! Being shown a person's name and phone, for a reason that they can read.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::CACHE_CONTROL},
};
use langqiao_kernel::{
    id::{OrganisationId, PersonId},
    text::clip,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::FieldErrors,
    form::Form,
    gate::Grant,
    people::{self, Masked, Shown, Why},
    ui::prelude::*,
};

use super::{UnmaskPeople, queries};

/// The reasons that are offered; another can be written.
const REASONS: [Msg; 3] = [
    msg::PEOPLE_REASON_CONTACT,
    msg::PEOPLE_REASON_CHECK,
    msg::PEOPLE_REASON_SAFETY,
];
/// The longest reason kept, in characters.
const REASON_CHARS: usize = 100;

/// Asks why.
pub(super) async fn ask(
    gate: Grant<UnmaskPeople>,
    ui: Ui,
    State(app): State<App>,
    Path((_, person)): Path<(OrganisationId, PersonId)>,
) -> Result<Page, Fault> {
    let masked = of_ours(&app, gate.org(), person).await?;
    Ok(view(&app, &ui, &gate, &masked, "", &Problems::new()))
}

/// Records why and shows what was asked for. The answer is kept nowhere and has no address of its own.
pub(super) async fn show(
    gate: Grant<UnmaskPeople>,
    ui: Ui,
    State(app): State<App>,
    Path((_, person)): Path<(OrganisationId, PersonId)>,
    Form(fields): Form,
) -> Result<Page, Fault> {
    let masked = of_ours(&app, gate.org(), person).await?;
    let reason = fields.line("other").or_else(|| fields.line("reason"));
    let Some(reason) = reason else {
        let mut errors = FieldErrors::new();
        errors.add("reason", msg::PEOPLE_REASON_MISSING);
        let page = view(
            &app,
            &ui,
            &gate,
            &masked,
            fields.raw("other"),
            &errors.problems(&ui),
        );
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let why = Why {
        viewer: gate.person(),
        organisation: gate.org(),
        reason: clip(&reason, REASON_CHARS),
    };
    let keys = app.keys.clone();
    let open = app
        .db
        .write(gate.by(), move |tx| {
            people::disclose(tx, &keys, &why, Shown::NameAndPhone, &[person])
        })
        .await?;
    let open = open.first().ok_or(Fault::NotFound)?;
    let title = ui.t(msg::PEOPLE_UNMASKED);
    let content = html! {
        (page_title(title, Some(ui.t(msg::PEOPLE_UNMASKED_LEDE)), None))
        (card(html! {
            (definitions(&ui)
                .maybe(ui.t(msg::PEOPLE_NAME), open.name.as_deref())
                .maybe(ui.t(msg::SIGN_IN_PHONE_LABEL), open.phone.as_deref()))
        }))
        (row(html! { (link_button(&format!("/w/{}/people", gate.org()), ui.t(msg::PEOPLE_BACK))) }))
    };
    let page = desk::page(&app, &ui, &gate, title, content);
    Ok(page.header(CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

/// The person, if they have to do with the organisation; to others it is as if there were nobody.
async fn of_ours(app: &App, org: OrganisationId, person: PersonId) -> Result<Masked, Fault> {
    app.db
        .read(move |tx| {
            if !queries::is_ours(tx, org, person)? {
                return Err(Fault::NotFound);
            }
            people::masked(tx, person)?.ok_or(Fault::NotFound)
        })
        .await
}

fn view(
    app: &App,
    ui: &Ui,
    gate: &Grant<UnmaskPeople>,
    masked: &Masked,
    other: &str,
    problems: &Problems,
) -> Page {
    let action = format!("/w/{}/people/{}/unmask", gate.org(), masked.id);
    let mut reasons = choices(ui, "reason", ui.t(msg::PEOPLE_REASON));
    for reason in REASONS {
        reasons = reasons.option(ui.t(reason), ui.t(reason), false);
    }
    let content = html! {
        (page_title(&masked.name, masked.phone.as_deref(), None))
        (error_summary(ui, problems))
        (card(form(ui, &action).body(html! {
            p { (ui.t(msg::PEOPLE_UNMASK_LEDE)) }
            (reasons.error(problems.of("reason")))
            (field(ui, "other", ui.t(msg::PEOPLE_REASON_OTHER)).max_chars(100).value(other))
            (button(ui.t(msg::PEOPLE_UNMASK)).primary())
        })))
    };
    desk::page(app, ui, gate, &masked.name, content)
}
