//! A party's own page: tickets, or why it waits; and what can be done about it.

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use langqiao_kernel::{codes::ShortCode, id::SignupId};
use langqiao_platform::{
    app::App,
    calendar,
    extract::Path,
    fault::Fault,
    form::Form,
    gate::{Public, SignedIn},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::StoreError;

use super::{
    answer_offer, cancel,
    model::{PartyId, SignupState},
    party_view::{self, Party},
    queries, take_fewer,
    tell::party_path,
};

/// Reads a party as this person may see it; what is not theirs does not exist.
pub(super) async fn read(app: &App, gate: &SignedIn, id: PartyId) -> Result<Party, Fault> {
    let person = gate.person();
    let rows = app.db.read(move |tx| {
        let rows = queries::party(tx, id, person)?;
        let waiting = rows.iter().find(|row| row.state == SignupState::Waiting);
        let standing = match waiting.map(|row| (row.activity.id, row.role, row.number)) {
            Some((activity, role, number)) => queries::standing(tx, activity, role, number)?,
            None => None,
        };
        Ok::<_, StoreError>((rows, standing))
    });
    let (rows, standing) = rows.await?;
    Party::of(app, id, person, rows, standing).ok_or(Fault::NotFound)
}

pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<PartyId>,
) -> Result<Page, Fault> {
    let party = read(&app, &gate, id).await?;
    // A ticket is needed most where there is no network.
    Ok(party_view::page(&app, &ui, &party).keep_offline())
}

/// The activity with this party's codes, for the reader's calendar.
pub(super) async fn calendar_file(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<PartyId>,
) -> Result<Response, Fault> {
    let party = read(&app, &gate, id).await?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(calendar::CONTENT_TYPE)),
        (
            CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"signup.ics\""),
        ),
    ];
    Ok((headers, party_view::calendar_file(&app, &ui, &party)).into_response())
}

fn back(id: PartyId, tone: Tone, sentence: impl Into<Sentence>) -> SeeOther {
    SeeOther::to(party_path(id)).say(tone, sentence)
}

/// A refusal is said on the party's page, which shows how things stand now.
fn refused(id: PartyId, fault: Fault) -> Result<SeeOther, Fault> {
    match fault {
        Fault::Refused(refusal) => Ok(back(id, Tone::Warn, refusal.sentence)),
        fault => Err(fault),
    }
}

pub(super) async fn accept_offer(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    match app
        .db
        .write(gate.by(), move |tx| answer_offer::accept(tx, person, id))
        .await
    {
        Ok(()) => Ok(back(id, Tone::Ok, msg::SIGNUP_ACCEPTED)),
        Err(why) => refused(id, why.into_fault()),
    }
}

pub(super) async fn decline_offer(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    match app
        .db
        .write(gate.by(), move |tx| answer_offer::decline(tx, person, id))
        .await
    {
        Ok(_) => Ok(back(id, Tone::Ok, msg::SIGNUP_DECLINED)),
        Err(why) => refused(id, why.into_fault()),
    }
}

pub(super) async fn come_with_fewer(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let stay: BTreeSet<SignupId> = fields.all("stay").filter_map(|text| text.parse().ok()).collect();
    let wish = take_fewer::TakeFewer {
        person: gate.person(),
        party: id,
        stay,
    };
    match app
        .db
        .write(gate.by(), move |tx| take_fewer::take_fewer(tx, &wish))
        .await
    {
        Ok(()) => Ok(back(id, Tone::Ok, msg::SIGNUP_ACCEPTED)),
        Err(why) => refused(id, why.into_fault()),
    }
}

/// Cancels the whole party, or the one sign-up that the form names.
pub(super) async fn cancel_places(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Form(fields): Form,
) -> Result<SeeOther, Fault> {
    let only = match fields.text("only") {
        Some(text) => Some(text.parse().map_err(|_| Fault::NotFound)?),
        None => None,
    };
    let wish = cancel::Cancel {
        person: gate.person(),
        party: id,
        only,
    };
    match app.db.write(gate.by(), move |tx| cancel::cancel(tx, &wish)).await {
        Ok(done) => Ok(back(
            id,
            Tone::Ok,
            Sentence::new(msg::SIGNUP_CANCELLED).with("n", done.people as i64),
        )),
        Err(why) => refused(id, why.into_fault()),
    }
}

/// Where a ticket's QR code leads when any other camera than a steward's reads it. It tells nothing of whose
/// it is.
pub(super) async fn about_code(_: Public, ui: Ui, Path(code): Path<String>) -> Result<Page, Fault> {
    let code = ShortCode::parse(&code).map_err(|_| Fault::NotFound)?;
    let title = ui.t(msg::SIGNUP_CODE_TITLE);
    let content = html! {
        (page_title(title, Some(&code.to_string()), None))
        (empty(Icon::Ticket, ui.t(msg::SIGNUP_CODE_WHAT), html! { (link_button("/mine", ui.t(msg::SIGNUP_MINE))) }))
    };
    Ok(portal(&ui, Head::unlisted(title), content))
}
