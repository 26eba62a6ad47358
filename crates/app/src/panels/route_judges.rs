//! The judges of a route in the office: who they are, asking one, one who leaves.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{OrganisationId, PersonId, RoundId, RouteId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::Grant,
    not_done::{NotDone, said},
    reply::SeeOther,
    ui::prelude::*,
};

use super::{
    ManagePanels, judge,
    model::Route,
    route_pages::{OfRoute, page},
    typed,
    whole::Whole,
};

/// Those who judge a route, how much each has handed in, and how one leaves.
pub(super) fn table_of(ui: &Ui, here: &str, whole: &Whole, route: &Route, open: bool) -> Markup {
    let columns = vec![
        col(ui.t(msg::PANEL_SEAT)),
        col(ui.t(msg::PANEL_PERSON)),
        number_col(ui.t(msg::PANEL_HANDED_IN)),
        col(ui.t(msg::PANEL_CHANGE)).unseen(),
    ];
    let rows = whole.judges_of(route.id).map(|judge| {
        let wanted = whole.stops_of(route.id).filter(|stop| whole.recusal(stop, judge.seat).is_none());
        let (given, all) = wanted.fold((0, 0), |(given, all), stop| {
            (given + usize::from(whole.paper(stop, judge.seat).is_some()), all + 1)
        });
        let address = format!("{here}/judges/{}", judge.seat);
        vec![
            html! { (ui.tf(msg::PANEL_JUDGE_N, args! { n = judge.seat })) },
            html! { (judge.name) },
            html! { (given) " / " (all) },
            html! { @if open {
                (confirm_with(ui.t(msg::PANEL_JUDGE_LEAVES), false, form(ui, &address).body(html! {
                    p { (ui.t(msg::PANEL_JUDGE_LEAVES_WHY)) }
                    @let papers = whole.papers_of(route.id, judge.seat);
                    @if papers > 0 { p { strong { (ui.tf(msg::PANEL_JUDGE_LEAVES_MARKS, args! { n = papers })) } } }
                    (field(ui, "reason", ui.t(msg::PANEL_REASON)).required().max_chars(300).hint(ui.t(msg::PANEL_JUDGE_LEAVES_HINT)))
                    (row(button(ui.t(msg::PANEL_JUDGE_LEAVES)).danger().about(&judge.name).render()))
                })))
            } },
        ]
    });
    table(ui.t(msg::PANEL_JUDGES), columns).rows(rows).render()
}

/// The form by which somebody is asked.
pub(super) fn asking(
    ui: &Ui,
    here: &str,
    officers: &[(PersonId, String, String)],
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let labels: Vec<(String, String)> = officers
        .iter()
        .map(|(id, name, post)| (id.to_text(), format!("{name}（{post}）")))
        .collect();
    let chosen = fields.raw("officer");
    let mut own = select(ui, "officer", ui.t(msg::PANEL_JUDGE_OFFICER))
        .error(problems.of("officer"))
        .option("", ui.t(msg::PANEL_JUDGE_OTHER), chosen.is_empty());
    for (id, label) in &labels {
        own = own.option(id, label, chosen == id);
    }
    card(form(ui, &format!("{here}/judges")).body(html! {
        (own)
        (row(html! {
            (field(ui, "judge", ui.t(msg::PANEL_PERSON)).max_chars(40).value(fields.raw("judge")).error(problems.of("judge")))
            (field(ui, "phone", ui.t(msg::PANEL_PHONE)).phone().hint(ui.t(msg::PANEL_PHONE_HINT))
                .value(fields.raw("phone")).error(problems.of("phone")))
        }))
        (row(button(ui.t(msg::PANEL_JUDGE_ADD)).render()))
    }))
}

/// `POST /w/{org}/panels/{round}/routes/{route}/judges`
pub(super) async fn add_judge(
    gate: Grant<ManagePanels>,
    ui: Ui,
    State(app): State<App>,
    Path((_, round, id)): OfRoute,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, keys) = (gate.org(), app.keys.clone());
    let done = match typed::judge(&fields) {
        Ok(who) => {
            let made = app.db.write(gate.by(), move |tx| {
                judge::add_judge(tx, &keys, org, (round, id), &who)
            });
            made.await
        }
        Err(errors) => Err(NotDone::Fields(errors)),
    };
    match done {
        Ok(_) => Ok(SeeOther::to(format!("/w/{org}/panels/{round}/routes/{id}"))
            .say(Tone::Ok, msg::PANEL_JUDGE_ADDED)
            .into_response()),
        Err(why) => {
            let errors = why.into_fields()?;
            let page = page(&app, &ui, &gate, (round, id), "", &fields, &errors.problems(&ui)).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `POST /w/{org}/panels/{round}/routes/{route}/judges/{seat}`: the judge leaves.
pub(super) async fn remove_judge(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, id, seat)): Path<(OrganisationId, RoundId, RouteId, i64)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = app.db.write(gate.by(), move |tx| {
        judge::remove_judge(tx, org, (round, id), seat, fields.raw("reason"))
    });
    said(
        format!("/w/{org}/panels/{round}/routes/{id}"),
        done.await.map(|()| msg::PANEL_JUDGE_LEFT),
    )
}
