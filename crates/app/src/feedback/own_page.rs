//! Where those who were there say how it was.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::SignedIn,
    people,
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    by_nobody,
    gather::AT_LEAST,
    give::{self, GiveError},
    model::{SATISFIED, Said, Speaker, WORDS_MAX},
    queries,
};

/// What the page is made from.
struct Asked {
    activity: ActivityId,
    title: String,
    begins: Timestamp,
    late: bool,
    speakers: Vec<Speaker>,
}

pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
) -> Result<Page, Fault> {
    let asked = read(&app, gate.person(), activity).await?;
    Ok(page(&ui, &asked, &Fields::default(), &FieldErrors::new()))
}

pub(super) async fn send(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let account = gate.person();
    let speaker = fields.raw("who").parse().unwrap_or(account);
    let said = typed(&fields);
    let done = app
        .db
        .write(by_nobody(&app), move |tx| {
            give::give(tx, account, (activity, speaker), &said)
        })
        .await;
    let mut errors = FieldErrors::new();
    match done {
        Err(GiveError::Unsaid) => errors.add("satisfied", msg::FEEDBACK_UNSAID),
        Err(GiveError::Long) => errors.add("words", msg::FEEDBACK_LONG),
        Err(GiveError::Twice) => errors.add("who", msg::FEEDBACK_TWICE),
        Err(GiveError::NotThere) => errors.add("who", msg::FEEDBACK_NOT_THERE),
        // The page itself says so.
        Err(GiveError::TooEarly | GiveError::TooLate) => {}
        done => {
            done?;
            let back = SeeOther::to(format!("/activities/{activity}/feedback"));
            return Ok(back.say(Tone::Ok, msg::FEEDBACK_THANKS).into_response());
        }
    }
    let asked = read(&app, account, activity).await?;
    Ok(page(&ui, &asked, &fields, &errors)
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .into_response())
}

fn typed(fields: &Fields) -> Said {
    Said {
        satisfied: fields.raw("satisfied").parse().unwrap_or_default(),
        again: match fields.raw("again") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        words: fields.raw("words").to_owned(),
    }
}

async fn read(app: &App, account: PersonId, activity: ActivityId) -> Result<Asked, Fault> {
    let (keys, now) = (app.keys.clone(), app.now());
    app.db
        .read(move |tx| {
            let host = queries::host(tx, activity)?.ok_or(Fault::NotFound)?;
            let mut speakers = queries::speakers(tx, activity, account)?;
            if speakers.iter().any(|one| !one.own) {
                // A guardian reads the family's names in full.
                for member in people::family_of(tx, &keys, account)? {
                    if let Some(one) = speakers.iter_mut().find(|one| one.person == member.id) {
                        one.name = member.name;
                    }
                }
            }
            Ok(Asked {
                activity,
                title: host.title,
                begins: host.starts_at,
                late: give::is_too_late(host.ends_at, now),
                speakers,
            })
        })
        .await
}

fn page(ui: &Ui, asked: &Asked, fields: &Fields, errors: &FieldErrors) -> Page {
    let title = ui.t(msg::FEEDBACK_TITLE);
    let left: Vec<&Speaker> = asked.speakers.iter().filter(|one| !one.spoken).collect();
    let spoken: Vec<&str> = asked
        .speakers
        .iter()
        .filter(|one| one.spoken)
        .map(|one| name(ui, one))
        .collect();
    let spoken = spoken.join(ui.t(msg::FEEDBACK_SPOKEN_AND));
    let problems = errors.problems(ui);
    let content = html! {
        (page_title(title, Some(&asked.title), None))
        (stack(html! {
            p { (link(&format!("/activities/{}", asked.activity), ui.t(msg::SIGNUP_BACK_TO_ACTIVITY))) }
            (error_summary(ui, &problems))
            @if asked.speakers.is_empty() {
                (notice(Tone::Info, html! { (ui.t(msg::FEEDBACK_NOT_THERE)) }))
            } @else if left.is_empty() {
                (notice(Tone::Ok, html! { (ui.t(msg::FEEDBACK_ALL_SPOKEN)) }))
            } @else if ui.now < asked.begins {
                @let at = when::moment(ui.lang, asked.begins, ui.now);
                (notice(Tone::Info, html! { (ui.tf(msg::FEEDBACK_OPENS_AT, args! { at = at })) }))
            } @else if asked.late {
                (notice(Tone::Info, html! { (ui.t(msg::FEEDBACK_TOO_LATE)) }))
            } @else {
                @if !spoken.is_empty() { (notice(Tone::Ok, html! { (ui.tf(msg::FEEDBACK_SPOKEN, args! { names = spoken })) })) }
                (form_for(ui, asked.activity, &left, (fields, &problems)))
            }
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

fn form_for(
    ui: &Ui,
    activity: ActivityId,
    left: &[&Speaker],
    (fields, problems): (&Fields, &Problems),
) -> Markup {
    let mut satisfied = choices(ui, "satisfied", ui.t(msg::FEEDBACK_HOW_WAS_IT)).required();
    let numbers = SATISFIED.map(|(n, _)| n.to_string());
    for ((_, word), value) in SATISFIED.iter().zip(&numbers) {
        satisfied = satisfied.option(value, ui.t(*word), fields.raw("satisfied") == value);
    }
    let again = choices(ui, "again", ui.t(msg::FEEDBACK_AGAIN))
        .inline()
        .option("yes", ui.t(msg::FEEDBACK_AGAIN_YES), fields.raw("again") == "yes")
        .option("no", ui.t(msg::FEEDBACK_AGAIN_NO), fields.raw("again") == "no");
    let unnamed = ui.tf(msg::FEEDBACK_UNNAMED, args! { n = AT_LEAST });
    form(ui, &format!("/activities/{activity}/feedback")).body(html! {
        p { (unnamed) }
        (whose(ui, left, (fields, problems)))
        (satisfied.error(problems.of("satisfied")))
        (again)
        (text_area(ui, "words", ui.t(msg::FEEDBACK_WORDS)).hint(ui.t(msg::FEEDBACK_WORDS_HINT))
            .value(fields.raw("words")).error(problems.of("words")).max_chars(WORDS_MAX as u32))
        (action_bar(html! { (button(ui.t(msg::FEEDBACK_SEND)).primary().wide()) }))
    })
}

/// What the reader calls somebody.
fn name<'a>(ui: &'a Ui, speaker: &'a Speaker) -> &'a str {
    match speaker.own {
        true => ui.t(msg::FEEDBACK_MYSELF),
        false => &speaker.name,
    }
}

/// Who speaks: asked where several have not, said where it is somebody else than the reader.
fn whose(ui: &Ui, left: &[&Speaker], (fields, problems): (&Fields, &Problems)) -> Markup {
    if let [only] = left {
        return html! {
            @if !only.own { h2 { (ui.tf(msg::FEEDBACK_FOR, args! { name = only.name.as_str() })) } }
            (hidden("who", &only.person.to_text()))
        };
    }
    let ids: Vec<String> = left.iter().map(|one| one.person.to_text()).collect();
    let mut who = select(ui, "who", ui.t(msg::FEEDBACK_WHOSE)).required();
    for (one, id) in left.iter().zip(&ids) {
        who = who.option(id, name(ui, one), fields.raw("who") == id);
    }
    who.error(problems.of("who")).render()
}
