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
use jiff::Timestamp;
use langqiao_kernel::{
    codes::ShortCode,
    id::{PersonId, SignupId},
};
use langqiao_platform::{
    app::App,
    calendar,
    extract::Path,
    fault::Fault,
    feature::{PanelAsk, Slot},
    form::Form,
    gate::{Public, SignedIn},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    answer_offer, cancel,
    model::{PartyId, SignupState},
    party_view::{self, Party},
    queries::{self, BookedBy, SignupRow, Standing},
    take_fewer,
    tell::party_path,
};

/// Reads a party as this person may see it; what is not theirs does not exist.
pub(super) async fn read(app: &App, gate: &SignedIn, id: PartyId) -> Result<Party, Fault> {
    let person = gate.person();
    let now = app.now();
    let kept = app.db.read(move |tx| kept(tx, (id, now), person)).await?;
    kept.party(app, id, person).ok_or(Fault::NotFound)
}

/// What is kept of a party, as far as a reader may see it.
struct Kept {
    rows: Vec<SignupRow>,
    standing: Option<Standing>,
    /// Who signed the reader up, where it was somebody else, and how many of the party wait then.
    by: Vec<BookedBy>,
    waiting: Option<i64>,
}

impl Kept {
    fn party(self, app: &App, id: PartyId, reader: PersonId) -> Option<Party> {
        let booker = self.rows.first()?.booker;
        let mut party = Party::of(app, id, reader, self.rows, self.standing)?;
        party.waiting = self.waiting;
        Some(party.by(app, booker, &self.by))
    }
}

fn kept(tx: &mut ReadTx, (id, now): (PartyId, Timestamp), person: PersonId) -> Result<Kept, StoreError> {
    let rows = queries::party(tx, id, person)?;
    let waiting = rows.iter().find(|row| row.state == SignupState::Waiting);
    let standing = match waiting.map(|row| (row.activity.id, row.role, (row.rank, row.number))) {
        Some((activity, role, place)) => queries::standing(tx, activity, role, place, now)?,
        None => None,
    };
    let by = queries::booked_by(tx, person, &rows)?;
    let waiting = match by.is_empty() || standing.is_none() {
        true => None,
        false => Some(queries::people_waiting(tx, id)?),
    };
    Ok(Kept {
        rows,
        standing,
        by,
        waiting,
    })
}

pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<PartyId>,
) -> Result<Page, Fault> {
    let (house, reader, person) = (app.clone(), ui.clone(), gate.person());
    let read = app.db.read(move |tx| {
        let kept = kept(tx, (id, reader.now), person)?;
        let subject = id.to_text();
        let ask = PanelAsk {
            ui: &reader,
            app: &house,
            org: None,
            person: Some(person),
            roles: &[],
            id: &subject,
            now: reader.now,
        };
        let panels = house.registry.panels(Slot::Party, tx, &ask)?;
        // A course lasts for months, with free hours between.
        let counts = |row: &SignupRow| {
            let a = &row.activity;
            row.state.is_live() && !a.course && reader.now < a.ends_at
        };
        let besides = match kept.rows.iter().any(counts) {
            true => queries::besides(tx, id, person)?,
            false => Vec::new(),
        };
        Ok::<_, StoreError>((kept, panels, besides))
    });
    let (kept, panels, besides) = read.await?;
    let panels = html! { (party_view::besides(&ui, &besides)) (panels) };
    let party = kept.party(&app, id, person).ok_or(Fault::NotFound)?;
    // A ticket is needed most where there is no network.
    Ok(party_view::page(&app, &ui, &party, &panels).keep_offline())
}

/// The activity with this party's codes, for the reader's calendar.
pub(super) async fn calendar_file(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<PartyId>,
) -> Result<Response, Fault> {
    let party = read(&app, &gate, id).await?;
    if party.activity.course {
        // Its sessions are in a calendar one by one.
        let sessions = format!("/mine/courses/{}/calendar.ics", party.activity.id);
        return Ok(SeeOther::to(sessions).into_response());
    }
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(calendar::CONTENT_TYPE)),
        (
            CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"signup.ics\""),
        ),
    ];
    Ok((headers, party_view::calendar_file(&app, &ui, &party)).into_response())
}

/// Back to the party's page, which shows how things stand now, with what came of it.
fn back(id: PartyId, done: Result<impl Into<Sentence>, impl Into<Fault>>) -> Result<SeeOther, Fault> {
    SeeOther::to(party_path(id)).tell(done, Tone::Warn)
}

pub(super) async fn accept_offer(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    let done = app
        .db
        .write(gate.by(), move |tx| answer_offer::accept(tx, person, id))
        .await;
    back(id, done.map(|()| msg::SIGNUP_ACCEPTED))
}

pub(super) async fn decline_offer(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<PartyId>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    let done = app
        .db
        .write(gate.by(), move |tx| answer_offer::decline(tx, person, id))
        .await;
    back(id, done.map(|_| msg::SIGNUP_DECLINED))
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
    let done = app
        .db
        .write(gate.by(), move |tx| take_fewer::take_fewer(tx, &wish))
        .await;
    back(id, done.map(|()| msg::SIGNUP_ACCEPTED))
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
    let done = app.db.write(gate.by(), move |tx| cancel::cancel(tx, &wish)).await;
    back(
        id,
        done.map(|done| Sentence::new(msg::SIGNUP_CANCELLED).with("n", done.people as i64)),
    )
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
