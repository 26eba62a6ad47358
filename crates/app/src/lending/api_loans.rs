//! Loans for programs: the same use cases as in the browser.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{LoanId, LoanReturnId, OrganisationId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::Grant,
    routes::Routes,
};
use utoipa::OpenApi;

use super::{
    ask::{self, Wish},
    correct::{self, Correction},
    damage::{self, Settlement},
    decide::{self, Answer},
    hand::{self, Parts},
    loan_page,
    loan_wire::{
        AskBody, AskedWire, CorrectBody, HandOutBody, LoanAnswerBody, LoanWhole, LoanWire, LongerBody,
        LongerWire, ReturnBody, ReturnWire, ReturnedWire, SettleBody, WordBody, YesBody,
    },
    loans,
    loans_page::{Asked, Cursor, after},
    longer,
    model::Counts,
};
use crate::bookings::{BookSpaces, KeepSpaces, SeeSpaces};

#[derive(OpenApi)]
#[openapi(paths(
    list_loans,
    ask_for_thing,
    show_loan,
    answer_loan,
    withdraw_loan,
    hand_out_loan,
    return_loan,
    ask_longer,
    answer_longer,
    answer_damage,
    settle_damage,
    correct_return
))]
struct Document;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/organisations/{org}/loans", list_loans)
        .post("/api/v1/organisations/{org}/loans", ask_for_thing)
        .get("/api/v1/organisations/{org}/loans/{loan}", show_loan)
        .post("/api/v1/organisations/{org}/loans/{loan}/answer", answer_loan)
        .post("/api/v1/organisations/{org}/loans/{loan}/withdraw", withdraw_loan)
        .post("/api/v1/organisations/{org}/loans/{loan}/hand-out", hand_out_loan)
        .post("/api/v1/organisations/{org}/loans/{loan}/return", return_loan)
        .post("/api/v1/organisations/{org}/loans/{loan}/longer", ask_longer)
        .post(
            "/api/v1/organisations/{org}/loans/{loan}/longer-answer",
            answer_longer,
        )
        .post(
            "/api/v1/organisations/{org}/loans/{loan}/returns/{back}/answer",
            answer_damage,
        )
        .post(
            "/api/v1/organisations/{org}/loans/{loan}/returns/{back}/settle",
            settle_damage,
        )
        .post(
            "/api/v1/organisations/{org}/loans/{loan}/returns/{back}/correct",
            correct_return,
        )
}

/// The organisation's loans, the latest first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/loans", tag = "lending",
    params(("org" = String, Path), ("side" = Option<String>, Query, description = "`in`: what it borrows; `out`: what it lends"),
        ("live" = Option<String>, Query, description = "`1`: only those that are not settled"), ("thing" = Option<String>, Query),
        ("with" = Option<String>, Query, description = "With one body on the other side"),
        ("activity" = Option<String>, Query, description = "`1`: only those for an activity, `0`: only others; a kind of activities; or an activity's id"),
        ("purpose" = Option<String>, Query, description = "For no activity and this purpose, word for word"),
        ("damage" = Option<String>, Query, description = "`1`: only those with damage that is not settled"),
        ("from" = Option<String>, Query, description = "Handed out from this day on, with `to`"), ("to" = Option<String>, Query),
        ("after" = Option<String>, Query, description = "The `next` of the page before"), ("limit" = Option<u32>, Query, description = "1 to 200")),
    responses((status = 200, description = "A page of loans", body = List<LoanWire>)),
    security(("token" = ["activities.read"])))]
async fn list_loans(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    paging: Paging<Cursor>,
) -> Result<Json<List<LoanWire>>, Fault> {
    let (from, rows, now) = (after(&paging), paging.rows(), app.now());
    let which = asked.which(gate.org(), now);
    let found = app.db.read(move |tx| loans::list(tx, &which, from, rows)).await?;
    let page = List::of(&paging, found, |loan| (loan.starts_at.as_millisecond(), loan.id));
    Ok(Json(List {
        items: page
            .items
            .into_iter()
            .map(|loan| LoanWire::of(loan, now))
            .collect(),
        next: page.next,
    }))
}

/// Asks for a thing; the same asked twice is one loan
#[utoipa::path(post, path = "/api/v1/organisations/{org}/loans", tag = "lending", params(("org" = String, Path)), request_body = AskBody,
    responses((status = 201, description = "Promised, or asked for", body = AskedWire), (status = 404, description = "Nothing that the organisation may ask for"),
        (status = 422, description = "Something in it can't be, or there isn't enough")),
    security(("token" = ["spaces.book"])))]
async fn ask_for_thing(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Json(body): Json<AskBody>,
) -> Result<(StatusCode, Json<AskedWire>), Fault> {
    let (whose, house) = ((gate.org(), gate.person()), app.clone());
    let wish = Wish {
        thing: body.thing,
        pieces: body.pieces,
        from: body.from,
        until: body.until.unwrap_or(body.from),
        purpose: body.purpose,
        activity: body.activity,
        fetcher: body.fetcher,
    };
    let write = app
        .db
        .write(gate.by(), move |tx| ask::ask(tx, &house.keys, whose, &wish));
    let (id, status) = write.await?;
    Ok((
        StatusCode::CREATED,
        Json(AskedWire {
            id: id.to_text(),
            status,
        }),
    ))
}

/// A loan that the organisation lends or borrows
#[utoipa::path(get, path = "/api/v1/organisations/{org}/loans/{loan}", tag = "lending", params(("org" = String, Path), ("loan" = String, Path)),
    responses((status = 200, description = "The loan", body = LoanWhole), (status = 404, description = "None of the organisation's")),
    security(("token" = ["activities.read"])))]
async fn show_loan(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, LoanId)>,
) -> Result<Json<LoanWhole>, Fault> {
    let (org, house, now) = (gate.org(), app.clone(), app.now());
    let acts = loan_page::acts(&gate);
    let view = app
        .db
        .read(move |tx| loan_page::view(tx, &house, (org, acts), id))
        .await?;
    Ok(Json(LoanWhole {
        loan: LoanWire::of(view.loan, now),
        fetcher: view.fetcher,
        returns: view.returns.into_iter().map(ReturnWire::from).collect(),
    }))
}

/// The lender promises all or fewer, says no, or takes a promise back
#[utoipa::path(post, path = "/api/v1/organisations/{org}/loans/{loan}/answer", tag = "lending", params(("org" = String, Path), ("loan" = String, Path)),
    request_body = LoanAnswerBody,
    responses((status = 204, description = "Answered"), (status = 404, description = "Not the organisation's to lend"),
        (status = 409, description = "Settled by now"), (status = 422, description = "More than there are, or a no without a reason")),
    security(("token" = ["spaces.keep"])))]
async fn answer_loan(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, LoanId)>,
    Json(body): Json<LoanAnswerBody>,
) -> Result<StatusCode, Fault> {
    let (whose, said) = (
        (gate.org(), gate.person()),
        Answer {
            pieces: body.pieces,
            note: body.note,
        },
    );
    app.db
        .write(gate.by(), move |tx| decide::answer(tx, whose, id, &said))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The borrower doesn't need it any more
#[utoipa::path(post, path = "/api/v1/organisations/{org}/loans/{loan}/withdraw", tag = "lending", params(("org" = String, Path), ("loan" = String, Path)),
    request_body = WordBody,
    responses((status = 204, description = "Withdrawn"), (status = 404, description = "Not the organisation's"), (status = 409, description = "Handed out, or settled")),
    security(("token" = ["spaces.book"])))]
async fn withdraw_loan(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, LoanId)>,
    Json(body): Json<WordBody>,
) -> Result<StatusCode, Fault> {
    let whose = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| decide::withdraw(tx, whose, id, &body.note))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The lender hands out what was promised, all or fewer
#[utoipa::path(post, path = "/api/v1/organisations/{org}/loans/{loan}/hand-out", tag = "lending", params(("org" = String, Path), ("loan" = String, Path)),
    request_body = HandOutBody,
    responses((status = 204, description = "Handed out"), (status = 404, description = "Not the organisation's to lend"),
        (status = 409, description = "Not promised, or handed out already"), (status = 422, description = "More than were promised, or than are there")),
    security(("token" = ["spaces.keep"])))]
async fn hand_out_loan(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, LoanId)>,
    Json(body): Json<HandOutBody>,
) -> Result<StatusCode, Fault> {
    let whose = (gate.org(), gate.person());
    let write = app.db.write(gate.by(), move |tx| {
        hand::hand_out(tx, whose, id, body.pieces, &body.condition)
    });
    write.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pieces come back, all or some
#[utoipa::path(post, path = "/api/v1/organisations/{org}/loans/{loan}/return", tag = "lending", params(("org" = String, Path), ("loan" = String, Path)),
    request_body = ReturnBody,
    responses((status = 201, description = "Written", body = ReturnedWire), (status = 404, description = "Not the organisation's to lend"),
        (status = 409, description = "Nothing of it is out"), (status = 422, description = "More than are out, or damage without a word")),
    security(("token" = ["spaces.keep"])))]
async fn return_loan(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, LoanId)>,
    Json(body): Json<ReturnBody>,
) -> Result<(StatusCode, Json<ReturnedWire>), Fault> {
    let whose = (gate.org(), gate.person());
    let parts = Parts {
        in_order: body.in_order,
        damaged: body.damaged,
        missing: body.missing,
        note: body.note,
        seen: body.seen,
    };
    let back = app
        .db
        .write(gate.by(), move |tx| hand::take_back(tx, whose, id, &parts))
        .await?;
    Ok((StatusCode::CREATED, Json(ReturnedWire { id: back.to_text() })))
}

/// The borrower asks to keep it longer
#[utoipa::path(post, path = "/api/v1/organisations/{org}/loans/{loan}/longer", tag = "lending", params(("org" = String, Path), ("loan" = String, Path)),
    request_body = LongerBody,
    responses((status = 200, description = "Granted at once, or asked for", body = LongerWire), (status = 404, description = "Not the organisation's"),
        (status = 409, description = "It is not out, or somebody has it next"), (status = 422, description = "A day that can't be")),
    security(("token" = ["spaces.book"])))]
async fn ask_longer(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, LoanId)>,
    Json(body): Json<LongerBody>,
) -> Result<Json<LongerWire>, Fault> {
    let whose = (gate.org(), gate.person());
    let granted = app
        .db
        .write(gate.by(), move |tx| longer::ask(tx, whose, id, body.until))
        .await?;
    Ok(Json(LongerWire { granted }))
}

/// The lender answers who asks to keep it longer
#[utoipa::path(post, path = "/api/v1/organisations/{org}/loans/{loan}/longer-answer", tag = "lending", params(("org" = String, Path), ("loan" = String, Path)),
    request_body = YesBody,
    responses((status = 204, description = "Answered"), (status = 404, description = "Not the organisation's to lend"),
        (status = 409, description = "Nobody asks, or somebody has it next")),
    security(("token" = ["spaces.keep"])))]
async fn answer_longer(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, LoanId)>,
    Json(body): Json<YesBody>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| longer::answer(tx, org, id, body.yes))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The borrower's one answer to what was written down as broken or missing
#[utoipa::path(post, path = "/api/v1/organisations/{org}/loans/{loan}/returns/{back}/answer", tag = "lending",
    params(("org" = String, Path), ("loan" = String, Path), ("back" = String, Path)), request_body = WordBody,
    responses((status = 204, description = "Answered"), (status = 404, description = "Not the organisation's"),
        (status = 409, description = "Answered or settled already"), (status = 422, description = "Without words")),
    security(("token" = ["spaces.book"])))]
async fn answer_damage(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, id, back)): Path<(OrganisationId, LoanId, LoanReturnId)>,
    Json(body): Json<WordBody>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            damage::answer(tx, org, (id, back), &body.note)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The lender settles what was broken or missing, after the borrower's answer or three days
#[utoipa::path(post, path = "/api/v1/organisations/{org}/loans/{loan}/returns/{back}/settle", tag = "lending",
    params(("org" = String, Path), ("loan" = String, Path), ("back" = String, Path)), request_body = SettleBody,
    responses((status = 204, description = "Settled"), (status = 404, description = "Not the organisation's to lend"),
        (status = 409, description = "Settled already, or the borrower still has time to answer"), (status = 422, description = "More than were lost")),
    security(("token" = ["spaces.keep"])))]
async fn settle_damage(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, back)): Path<(OrganisationId, LoanId, LoanReturnId)>,
    Json(body): Json<SettleBody>,
) -> Result<StatusCode, Fault> {
    let whose = (gate.org(), gate.person());
    let settlement = Settlement {
        how: body.how,
        restored: body.restored,
        note: body.note,
    };
    let write = app.db.write(gate.by(), move |tx| {
        damage::settle(tx, whose, (id, back), &settlement)
    });
    write.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The lender corrects a return that was written down wrongly; what was written before stays to be read
#[utoipa::path(post, path = "/api/v1/organisations/{org}/loans/{loan}/returns/{back}/correct", tag = "lending",
    params(("org" = String, Path), ("loan" = String, Path), ("back" = String, Path)), request_body = CorrectBody,
    responses((status = 204, description = "Corrected; the count, what is out, the damage and its settlement follow"),
        (status = 404, description = "Not the organisation's to lend"), (status = 409, description = "Corrected since it was read, or off the list"),
        (status = 422, description = "More than was handed out, the same as before, without a reason, or more would be out than there is")),
    security(("token" = ["spaces.keep"])))]
async fn correct_return(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, back)): Path<(OrganisationId, LoanId, LoanReturnId)>,
    Json(body): Json<CorrectBody>,
) -> Result<StatusCode, Fault> {
    let whose = (gate.org(), gate.person());
    let correction = Correction {
        counts: Counts {
            in_order: body.in_order,
            damaged: body.damaged,
            missing: body.missing,
        },
        reason: body.reason,
        seen: body.seen,
    };
    let write = app.db.write(gate.by(), move |tx| {
        correct::correct(tx, whose, (id, back), &correction)
    });
    write.await?;
    Ok(StatusCode::NO_CONTENT)
}
