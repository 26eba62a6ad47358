//! One's API tokens: made for some purposes and some time, shown once, revocable.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::TokenId;
use langqiao_platform::{
    accounts::tokens::{self, Token},
    app::App,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{SELF, SignedIn},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::StoreError;

/// For how many days tokens are offered.
const DAYS: [(i64, &str); 3] = [(30, "30"), (90, "90"), (365, "365")];

pub(super) async fn show(gate: SignedIn, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let shown = list(&app, &gate).await?;
    let typed = [
        ("scope".to_owned(), SELF.to_owned()),
        ("days".to_owned(), "90".to_owned()),
    ]
    .into_iter()
    .collect();
    Ok(view(
        &ui,
        &shown,
        &offered(&app, &gate),
        None,
        &typed,
        &Problems::new(),
    ))
}

/// Makes a token and shows it: this once.
pub(super) async fn create(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (person, keys, offered) = (gate.person(), app.keys.clone(), offered(&app, &gate));
    let mut errors = FieldErrors::new();
    let name = fields.text("name");
    if name.is_none() {
        errors.add("name", msg::PEOPLE_TOKEN_NAME_MISSING);
    }
    let scopes: Vec<&'static str> = offered
        .iter()
        .copied()
        .filter(|scope| fields.all("scope").any(|chosen| chosen == *scope))
        .collect();
    if scopes.is_empty() {
        errors.add("scope", msg::PEOPLE_TOKEN_SCOPE_MISSING);
    }
    let days = DAYS
        .iter()
        .find(|(_, text)| *text == fields.raw("days"))
        .map_or(DAYS[0].0, |(days, _)| *days);
    let (Some(name), true) = (name, errors.is_empty()) else {
        let page = view(
            &ui,
            &list(&app, &gate).await?,
            &offered,
            None,
            &fields,
            &errors.problems(&ui),
        );
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let token = app
        .db
        .write(gate.by(), move |tx| {
            tokens::create(tx, &keys, person, &name, &scopes, days)
        })
        .await?;
    let page = view(
        &ui,
        &list(&app, &gate).await?,
        &offered,
        Some(&token),
        &Fields::default(),
        &Problems::new(),
    );
    // It is shown once, so nothing on the way may keep it.
    Ok(page
        .header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
        .into_response())
}

pub(super) async fn revoke(
    gate: SignedIn,
    State(app): State<App>,
    Path(token): Path<TokenId>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    let ended = app
        .db
        .write(gate.by(), move |tx| tokens::revoke(tx, person, token))
        .await?;
    if !ended {
        return Err(Fault::NotFound);
    }
    Ok(SeeOther::to("/me/tokens").say(Tone::Info, msg::PEOPLE_TOKEN_REVOKED))
}

async fn list(app: &App, gate: &SignedIn) -> Result<Vec<Token>, StoreError> {
    let (person, now) = (gate.person(), app.now());
    app.db.read(move |tx| tokens::list(tx, person, now)).await
}

/// What this person can make a token for: their own affairs, and what one of their posts gives them.
fn offered(app: &App, gate: &SignedIn) -> Vec<&'static str> {
    let posts = &gate.identity().posts;
    let given = |scope: &str| scope == SELF || posts.iter().any(|post| post.role.gives(scope));
    tokens::scopes(&app.registry)
        .into_iter()
        .filter(|scope| given(scope))
        .collect()
}

fn view(
    ui: &Ui,
    known: &[Token],
    offered: &[&'static str],
    made: Option<&str>,
    typed: &Fields,
    problems: &Problems,
) -> Page {
    let title = ui.t(msg::PEOPLE_TOKENS);
    let mut scopes = choices(ui, "scope", ui.t(msg::PEOPLE_TOKEN_SCOPES))
        .several()
        .required();
    for scope in offered {
        scopes = scopes.explained(
            scope,
            said(ui, scope),
            Some(scope),
            typed.all("scope").any(|chosen| chosen == *scope),
        );
    }
    let mut days = select(ui, "days", ui.t(msg::PEOPLE_TOKEN_DAYS)).required();
    let words: Vec<String> = DAYS
        .iter()
        .map(|(n, _)| ui.tf(msg::PEOPLE_TOKEN_DAYS_N, args! { n = *n }))
        .collect();
    for ((_, value), words) in DAYS.iter().zip(&words) {
        days = days.option(value, words, typed.raw("days") == *value);
    }
    let content = html! {
        (page_title(title, Some(ui.t(msg::PEOPLE_TOKENS_LEDE)), None))
        (error_summary(ui, problems))
        (stack(html! {
            @if let Some(token) = made {
                (notice(Tone::Ok, html! { p { (ui.t(msg::PEOPLE_TOKEN_MADE)) } p { code { (token) } } }))
            }
            @if !known.is_empty() { (tokens_table(ui, known)) }
            (panel(ui.t(msg::PEOPLE_TOKEN_NEW), form(ui, "/me/tokens").body(html! {
                (field(ui, "name", ui.t(msg::PEOPLE_TOKEN_NAME)).required().max_chars(80)
                    .hint(ui.t(msg::PEOPLE_TOKEN_NAME_HINT)).value(typed.raw("name")).error(problems.of("name")))
                (scopes.error(problems.of("scope")))
                (days)
                (button(ui.t(msg::PEOPLE_TOKEN_MAKE)).primary())
            })))
            (muted(html! { (link("/api/docs", ui.t(msg::API_TITLE))) }))
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

/// What a scope lets its holder do, in words.
fn said<'a>(ui: &'a Ui, scope: &'a str) -> &'a str {
    meaning(scope).map_or(scope, |what| ui.t(what))
}

fn meaning(scope: &str) -> Option<Msg> {
    match scope {
        SELF => Some(msg::PEOPLE_TOKEN_SELF),
        "activities.manage" => Some(msg::PEOPLE_SCOPE_ACTIVITIES_MANAGE),
        "activities.read" => Some(msg::PEOPLE_SCOPE_ACTIVITIES_READ),
        "checkin.scan" => Some(msg::PEOPLE_SCOPE_CHECKIN_SCAN),
        "checkin.settle" => Some(msg::PEOPLE_SCOPE_CHECKIN_SETTLE),
        "competitions.manage" => Some(msg::PEOPLE_SCOPE_COMPETITIONS_MANAGE),
        "courses.manage" => Some(msg::PEOPLE_SCOPE_COURSES_MANAGE),
        "courses.roll" => Some(msg::PEOPLE_SCOPE_COURSES_ROLL),
        "competitions.score" => Some(msg::PEOPLE_SCOPE_COMPETITIONS_SCORE),
        "cohosts.answer" => Some(msg::PEOPLE_SCOPE_COHOSTS_ANSWER),
        "coverage.read" => Some(msg::PEOPLE_SCOPE_COVERAGE_READ),
        "gaps.assign" => Some(msg::PEOPLE_SCOPE_GAPS_ASSIGN),
        "people.list" => Some(msg::PEOPLE_SCOPE_PEOPLE_LIST),
        "people.unmask" => Some(msg::PEOPLE_SCOPE_PEOPLE_UNMASK),
        "standings.decide" => Some(msg::PEOPLE_SCOPE_STANDINGS_DECIDE),
        "panels.manage" => Some(msg::PEOPLE_SCOPE_PANELS_MANAGE),
        "records.confirm" => Some(msg::PEOPLE_SCOPE_RECORDS_CONFIRM),
        "registers.import" => Some(msg::PEOPLE_SCOPE_REGISTERS_IMPORT),
        "signups.list" => Some(msg::PEOPLE_SCOPE_SIGNUPS_LIST),
        "spaces.book" => Some(msg::PEOPLE_SCOPE_SPACES_BOOK),
        "spaces.keep" => Some(msg::PEOPLE_SCOPE_SPACES_KEEP),
        "workbench.open" => Some(msg::PEOPLE_SCOPE_WORKBENCH_OPEN),
        _ => None,
    }
}

fn tokens_table(ui: &Ui, known: &[Token]) -> Markup {
    let columns = vec![
        col(ui.t(msg::PEOPLE_TOKEN_NAME)),
        col(ui.t(msg::PEOPLE_TOKEN_SCOPES)),
        col(ui.t(msg::PEOPLE_TOKEN_UNTIL)),
        col(ui.t(msg::PEOPLE_TOKEN_USED)),
        col(ui.t(msg::PEOPLE_TOKEN_REVOKE)).unseen(),
    ];
    let rows = known.iter().map(|token| {
        let used = token.used_at.map(|at| when::moment(ui.lang, at, ui.now));
        vec![
            html! { (token.name) },
            html! {
                @for (at, scope) in token.scopes.split_whitespace().enumerate() {
                    @if at > 0 { br; }
                    (said(ui, scope))
                }
            },
            html! { (when::moment(ui.lang, token.expires_at, ui.now)) },
            html! { (used.as_deref().unwrap_or(ui.t(msg::PEOPLE_TOKEN_UNUSED))) },
            post_button(
                ui,
                &format!("/me/tokens/{}/revoke", token.id),
                button(ui.t(msg::PEOPLE_TOKEN_REVOKE)).small().about(&token.name),
            ),
        ]
    });
    html! { (table(ui.t(msg::PEOPLE_TOKENS), columns).rows(rows)) }
}
