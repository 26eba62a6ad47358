//! One loan, for both sides: its slip, and what either may do with it now.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    codes::ShortCode,
    id::{LoanId, LoanReturnId, OrganisationId},
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Grant, Permission},
    keys::Field,
    not_done::{self, NotDone},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Deserialize;

use super::{
    damage::{self, Settlement},
    decide::{self, Answer},
    form, hand, loan_view, loans, longer,
    model::{Loan, Return, Settled},
};
use crate::bookings::{BookSpaces, KeepSpaces, SeeSpaces};

/// What a loan's page and the API's answer are made of.
pub(super) struct View {
    pub loan: Loan,
    pub returns: Vec<Return>,
    /// Who fetches it.
    pub fetcher: String,
}

/// Reads a loan for one of its two sides; who fetches it is told to those who act on it (`acts`) and to no other reader.
///
/// # Errors
/// [`NotDone::NotFound`] for anybody else.
pub(super) fn view(
    tx: &mut ReadTx,
    app: &App,
    (org, acts): (OrganisationId, bool),
    id: LoanId,
) -> Result<View, NotDone> {
    let loan = loans::one(tx, id)?.filter(|loan| loan.owner == org || loan.by == org);
    let loan = loan.ok_or(NotDone::NotFound)?;
    let fetcher = match loans::fetcher(tx, id)?.filter(|_| acts) {
        None => String::new(),
        Some(sealed) => app
            .keys
            .open_field(Field::Name, &sealed)
            .map_err(|why| NotDone::Fault(Fault::Internal(why.to_string())))?,
    };
    Ok(View {
        returns: loans::returns(tx, id)?,
        loan,
        fetcher,
    })
}

/// Whether somebody may lend or borrow, and does not only look.
pub(super) fn acts<P: Permission>(gate: &Grant<P>) -> bool {
    gate.may(KeepSpaces::NAME) || gate.may(BookSpaces::NAME)
}

type OfLoan = Path<(OrganisationId, LoanId)>;
pub(super) type OfReturn = Path<(OrganisationId, LoanId, LoanReturnId)>;

/// `GET /w/{org}/loans/{loan}`
pub(super) async fn show(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfLoan,
) -> Result<Page, Fault> {
    page((&gate, &ui, &app), id, &Fields::default(), &Problems::new()).await
}

async fn page<P: Permission>(
    (gate, ui, app): (&Grant<P>, &Ui, &App),
    id: LoanId,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let (org, house, acts) = (gate.org(), app.clone(), acts(gate));
    let view = app.db.read(move |tx| view(tx, &house, (org, acts), id)).await?;
    let desk_address = app.address(&format!(
        "/w/{}/lending/desk?code={}",
        view.loan.owner, view.loan.code
    ));
    let shown = loan_view::Shown {
        org,
        view: &view,
        slip: &desk_address,
        typed,
        problems,
        lends: view.loan.owner == org && gate.may(KeepSpaces::NAME),
        borrows: view.loan.by == org && gate.may(BookSpaces::NAME),
    };
    Ok(desk::page(
        app,
        ui,
        gate,
        &view.loan.name,
        loan_view::page(ui, &shown),
    ))
}

pub(super) async fn again<P: Permission>(
    (gate, ui, app): (&Grant<P>, &Ui, &App),
    id: LoanId,
    fields: &Fields,
    done: Result<Msg, NotDone>,
) -> Result<Response, Fault> {
    not_done::again(
        ui,
        format!("/w/{}/loans/{id}", gate.org()),
        done,
        |problems| async move { page((gate, ui, app), id, fields, &problems).await },
    )
    .await
}

/// The code that is shown or said at the desk.
#[derive(Debug, Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    code: String,
}

/// `GET /w/{org}/lending/desk`: from the slip's code to its loan.
pub(super) async fn find(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Code>,
) -> Result<Response, Fault> {
    let org = gate.org();
    let code = ShortCode::parse(&asked.code).ok().map(|code| code.to_string());
    let found = match code {
        None => None,
        Some(code) => {
            let read = app.db.read(move |tx| loans::by_code(tx, org, &code));
            read.await.map_err(|why: StoreError| why)?
        }
    };
    if let Some(loan) = found {
        return Ok(SeeOther::to(format!("/w/{org}/loans/{}", loan.id)).into_response());
    }
    let title = ui.t(msg::LOAN_CODE_FIND);
    if asked.code.trim().is_empty() {
        // Nothing was asked yet: nothing is wrong.
        let form = super::loans_page::code_form(&ui, org, None);
        let content = html! { (page_title(title, None, None)) (stack(form)) };
        return Ok(desk::page(&app, &ui, &gate, title, content).into_response());
    }
    let content = html! {
        (page_title(title, None, None))
        (stack(html! { (super::loans_page::code_form(&ui, org, Some((&asked.code, ui.t(msg::LOAN_CODE_UNKNOWN))))) }))
    };
    Ok(not_done::wrong(desk::page(&app, &ui, &gate, title, content)))
}

/// `POST /w/{org}/loans/{loan}/answer`
pub(super) async fn answer(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfLoan,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (whose, yes) = ((gate.org(), gate.person()), fields.raw("yes") == "1");
    let said = Answer {
        pieces: yes.then(|| form::number(&fields, "pieces").unwrap_or(-1)),
        note: fields.raw(if yes { "note" } else { "reason" }).to_owned(),
    };
    let done = app
        .db
        .write(gate.by(), move |tx| decide::answer(tx, whose, id, &said))
        .await;
    let done = done.map(|()| {
        if yes {
            msg::LOAN_SAID_YES
        } else {
            msg::LOAN_SAID_NO
        }
    });
    again((&gate, &ui, &app), id, &fields, done).await
}

/// `POST /w/{org}/loans/{loan}/withdraw`
pub(super) async fn withdraw(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfLoan,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (whose, note) = ((gate.org(), gate.person()), fields.raw("reason").to_owned());
    let done = app
        .db
        .write(gate.by(), move |tx| decide::withdraw(tx, whose, id, &note))
        .await;
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.map(|()| msg::LOAN_SAID_WITHDRAWN),
    )
    .await
}

/// `POST /w/{org}/loans/{loan}/hand-out`
pub(super) async fn hand_out(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfLoan,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (whose, note) = ((gate.org(), gate.person()), fields.raw("condition").to_owned());
    let pieces = form::number(&fields, "pieces").unwrap_or(-1);
    let done = app
        .db
        .write(gate.by(), move |tx| hand::hand_out(tx, whose, id, pieces, &note))
        .await;
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.map(|()| msg::LOAN_SAID_HANDED),
    )
    .await
}

/// `POST /w/{org}/loans/{loan}/return`
pub(super) async fn take_back(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfLoan,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (whose, parts) = ((gate.org(), gate.person()), form::parts(&fields));
    let done = app
        .db
        .write(gate.by(), move |tx| hand::take_back(tx, whose, id, &parts))
        .await;
    again((&gate, &ui, &app), id, &fields, done.map(|_| msg::LOAN_SAID_BACK)).await
}

/// `POST /w/{org}/loans/{loan}/longer`
pub(super) async fn ask_longer(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfLoan,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let whose = (gate.org(), gate.person());
    let done = match form::until(&ui, &fields) {
        None => Err(NotDone::field("until", msg::LOAN_BAD_DAY)),
        Some(until) => {
            app.db
                .write(gate.by(), move |tx| longer::ask(tx, whose, id, until))
                .await
        }
    };
    let done = done.map(|may| {
        if may {
            msg::LOAN_SAID_LONGER
        } else {
            msg::LOAN_SAID_LONGER_ASKED
        }
    });
    again((&gate, &ui, &app), id, &fields, done).await
}

/// `POST /w/{org}/loans/{loan}/longer-answer`
pub(super) async fn answer_longer(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfLoan,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, yes) = (gate.org(), fields.raw("yes") == "1");
    let done = app
        .db
        .write(gate.by(), move |tx| longer::answer(tx, org, id, yes))
        .await;
    let done = done.map(|()| {
        if yes {
            msg::LOAN_SAID_LONGER
        } else {
            msg::LOAN_SAID_NOT_LONGER
        }
    });
    again((&gate, &ui, &app), id, &fields, done).await
}

/// `POST /w/{org}/loans/{loan}/returns/{back}/answer`
pub(super) async fn answer_damage(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, back)): OfReturn,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, words) = (gate.org(), fields.raw(&format!("words-{back}")).to_owned());
    let done = app
        .db
        .write(gate.by(), move |tx| damage::answer(tx, org, (id, back), &words))
        .await;
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.map(|()| msg::LOAN_SAID_ANSWERED),
    )
    .await
}

/// `POST /w/{org}/loans/{loan}/returns/{back}/settle`
pub(super) async fn settle_damage(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, back)): OfReturn,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let whose = (gate.org(), gate.person());
    let how = fields.raw(&format!("how-{back}")).parse::<Settled>();
    let restored = form::number(&fields, &format!("restored-{back}"));
    let note = fields.raw(&format!("settled_note-{back}")).to_owned();
    let chosen = how.is_ok();
    let how = how.unwrap_or(Settled::LetGo);
    let restored = if how == Settled::LetGo {
        restored.unwrap_or(0)
    } else {
        restored.unwrap_or(-1)
    };
    let settlement = Settlement { how, restored, note };
    let done = app.db.write(gate.by(), move |tx| {
        if !chosen {
            // Whose it is comes first: what is another's doesn't exist, whatever is missing in the form.
            super::tell::turn(tx, whose.0, id)?;
            return Err(NotDone::field(format!("how-{back}"), msg::LOAN_CHOOSE_HOW));
        }
        damage::settle(tx, whose, (id, back), &settlement)
    });
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.await.map(|()| msg::LOAN_SAID_SETTLED),
    )
    .await
}
