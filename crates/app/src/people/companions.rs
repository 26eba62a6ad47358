//! Friends and colleagues with whom one signs each other up.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{codes::Phone, id::CompanionId, time};
use langqiao_platform::{
    app::App,
    extract::{Address, Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::SignedIn,
    people::{self, AskedCompanion, AsksMe, COMPANIONS_PATH, Companion, Companions, OwnAsk},
    reply::{CameFrom, SeeOther, safe_next},
    spoken::Moment,
    ui::prelude::*,
};

pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Query(from): Query<CameFrom>,
) -> Result<Page, Fault> {
    let all = read(&app, &gate).await?;
    let next = from.way_back();
    Ok(view(&ui, &all, next, &Fields::default(), &Problems::new()))
}

pub(super) async fn ask(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Address(address): Address,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let next = next_in(&fields);
    let mut errors = FieldErrors::new();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    match Phone::parse(fields.raw("phone")) {
        Err(_) => errors.add("phone", msg::SIGN_IN_PHONE),
        Ok(phone) => match ask_them(&app, &gate, phone, address.to_string()).await {
            Ok(AskedCompanion::Noted) => {
                return Ok(SeeOther::to(with_next(next))
                    .say(Tone::Ok, msg::COMPANION_ASKED)
                    .into_response());
            }
            Ok(AskedCompanion::Wait(until)) => {
                status = StatusCode::TOO_MANY_REQUESTS;
                errors.add(
                    "phone",
                    Sentence::new(msg::COMPANION_WAIT).with("until", Moment(until)),
                );
            }
            Err(Fault::Refused(refusal)) => errors.add("phone", refusal.sentence),
            Err(fault) => return Err(fault),
        },
    }
    let all = read(&app, &gate).await?;
    let page = view(&ui, &all, next, &fields, &errors.problems(&ui));
    Ok(page.status(status).into_response())
}

/// Asks whoever has the number.
pub(super) async fn ask_them(
    app: &App,
    gate: &SignedIn,
    phone: Phone,
    address: String,
) -> Result<AskedCompanion, Fault> {
    let (person, keys) = (gate.person(), app.keys.clone());
    let asking = app.db.write(gate.by(), move |tx| {
        people::ask_companion(tx, &keys, person, (&phone, &address))
    });
    Ok(asking.await?)
}

pub(super) async fn answer(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<CompanionId>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    let accept = match fields.raw("answer") {
        "accept" => true,
        "decline" => false,
        _ => return Err(Fault::NotFound),
    };
    let done = app
        .db
        .write(gate.by(), move |tx| {
            people::answer_companion(tx, person, id, accept)
        })
        .await;
    let what = if accept {
        msg::COMPANION_ACCEPTED
    } else {
        msg::COMPANION_DECLINED
    };
    SeeOther::to(COMPANIONS_PATH).tell(done.map(|()| what), Tone::Warn)
}

pub(super) async fn end(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<CompanionId>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    let done = app
        .db
        .write(gate.by(), move |tx| people::end_companion(tx, person, id))
        .await;
    let what = if fields.has("ask") {
        msg::COMPANION_TAKEN_BACK
    } else {
        msg::COMPANION_ENDED
    };
    SeeOther::to(COMPANIONS_PATH).tell(done.map(|()| what), Tone::Warn)
}

/// All that the reader has to do with companions.
pub(super) async fn read(app: &App, gate: &SignedIn) -> Result<Companions, Fault> {
    let (person, keys, now) = (gate.person(), app.keys.clone(), app.now());
    app.db
        .read(move |tx| people::companions_of(tx, &keys, person, now))
        .await
}

fn next_in(fields: &Fields) -> Option<&str> {
    match fields.raw("next") {
        "" => None,
        next => Some(safe_next(next)),
    }
}

/// The page itself, with the way back where there is one.
fn with_next(next: Option<&str>) -> String {
    match next {
        Some(next) => {
            let next = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
            format!("{COMPANIONS_PATH}?{next}")
        }
        None => COMPANIONS_PATH.to_owned(),
    }
}

fn view(ui: &Ui, all: &Companions, next: Option<&str>, typed: &Fields, problems: &Problems) -> Page {
    let title = ui.t(msg::COMPANION_TITLE);
    let content = html! {
        (page_title(title, Some(ui.t(msg::COMPANION_LEDE)), None))
        (error_summary(ui, problems))
        (stack(html! {
            @if let Some(next) = next { (row(link_button(next, ui.t(msg::COMPANION_BACK)).render())) }
            @if !all.ask_me.is_empty() {
                (section(ui.t(msg::COMPANION_ASK_ME), stack(html! {
                    @for ask in &all.ask_me { (asks_me(ui, ask)) }
                })))
            }
            (section(ui.t(msg::COMPANION_AGREED), stack(html! {
                @if all.agreed.is_empty() { (muted(html! { (ui.t(msg::COMPANION_NONE)) })) }
                @for companion in &all.agreed { (agreed(ui, companion)) }
            })))
            @if !all.asked.is_empty() {
                (section(ui.t(msg::COMPANION_ASKED_TITLE), stack(html! {
                    @for ask in &all.asked { (asked(ui, ask)) }
                })))
            }
            (panel(ui.t(msg::COMPANION_ASK), form(ui, COMPANIONS_PATH).body(html! {
                input type="hidden" name="next" value=(next.unwrap_or_default());
                (field(ui, "phone", ui.t(msg::COMPANION_ASK_PHONE)).phone().required()
                    .hint(ui.t(msg::COMPANION_ASK_PHONE_HINT)).value(typed.raw("phone")).error(problems.of("phone")))
                (button(ui.t(msg::COMPANION_ASK_SEND)).primary())
            })))
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

/// Somebody asks: who, and yes or no.
fn asks_me(ui: &Ui, ask: &AsksMe) -> Markup {
    let path = format!("{COMPANIONS_PATH}/{}/answer", ask.id);
    let about = format!("{} {}", ask.name, ask.phone);
    let what = ui.tf(msg::COMPANION_ASK_ME_WHAT, args! { name = ask.name.as_str() });
    card(stack_close(html! {
        p { strong { (ask.name) } " " (ask.phone) }
        p { (what) }
        (muted(html! { (when::moment(ui.lang, ask.at, ui.now)) }))
        (row(html! {
            (post_button(ui, &path, button(ui.t(msg::COMPANION_ACCEPT)).value("answer", "accept").about(&about)))
            (post_button(ui, &path, button(ui.t(msg::COMPANION_DECLINE)).quiet().value("answer", "decline").about(&about)))
        }))
    }))
}

fn agreed(ui: &Ui, companion: &Companion) -> Markup {
    let since = when::day(ui.lang, time::day(companion.since), ui.now);
    card(spread(
        html! {
            p { strong { (companion.name) } }
            (muted(html! { (ui.tf(msg::COMPANION_SINCE, args! { day = since })) }))
        },
        confirm(
            ui,
            &format!("{COMPANIONS_PATH}/{}/end", companion.id),
            ui.t(msg::COMPANION_END),
            &html! { p { (ui.t(msg::COMPANION_END_MEANS)) } },
            button(ui.t(msg::COMPANION_END)).danger().about(&companion.name),
        ),
    ))
}

fn asked(ui: &Ui, ask: &OwnAsk) -> Markup {
    let at = when::moment(ui.lang, ask.at, ui.now);
    let back = button(ui.t(msg::COMPANION_TAKE_BACK))
        .quiet()
        .value("ask", "1")
        .about(&ask.phone);
    card(spread(
        html! {
            p { strong { (ask.phone) } }
            (muted(html! { (ui.tf(msg::COMPANION_ASKED_AT, args! { at = at })) }))
        },
        post_button(ui, &format!("{COMPANIONS_PATH}/{}/end", ask.id), back),
    ))
}
