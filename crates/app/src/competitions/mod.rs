//! Competitions 竞赛: teams and people enter, stages are drawn and played or judged, results are public as they come.
//!
//! What it promises: nobody plays for two entries of one competition, no game stands on a court that another has, and a
//! game's result is given once, by the schema; a result or a mark is never overwritten, but followed by another with a
//! reason; what decides the order is fixed and its hash public when the competition is set up; judges score apart; who
//! comes on a level place, against whom, and who goes through is worked out from the records each time, by the rules in
//! [`langqiao_kernel::contest`]. A result is provisional until the time for protests is over and all are answered.
//!
//! A competition belongs to an activity: who holds it together, its room and its poster are that activity's.

mod api;
mod api_wire;
pub(crate) mod bring;
mod change;
mod change_pages;
mod check;
mod correct;
mod correct_pages;
mod court_pages;
mod courts;
mod create;
mod enter;
mod form_views;
mod goes_on;
mod history;
mod judge_offline;
mod judge_pages;
mod list_api;
mod model;
mod move_game;
mod move_pages;
mod office_pages;
mod office_views;
mod pages;
mod panel_pages;
mod pick_pages;
mod picks;
mod protest;
mod protest_pages;
mod queries;
mod result;
mod say;
mod schedule;
mod schedule_pages;
mod score;
mod start;
mod today;
mod typed;
mod views;
mod ways;
mod whole;

use langqiao_platform::{
    feature::{Feature, NavEntry, Slot},
    gate::Permission,
    i18n::msg,
    permission,
    routes::Routes,
    ui::icon::Icon,
};
use utoipa::OpenApi;

use crate::activities::ReadActivities;

pub use change::{change, remove};
pub use correct::{Correction, correct};
pub use create::{NewCompetition, create};
pub use enter::{Member, NewEntry, enter, withdraw};
pub use model::{Format, Item, Rules, Way};
pub use move_game::{Place, move_game};
pub use picks::{pick, unpick};
pub use protest::{answer_protest, let_stand, protest, was_corrected};
pub use result::{GiveResult, Side, give};
pub use schedule::{Scheduled, Wish, schedule};
pub use score::{CLOCK, GiveMarks, add_judge, change_judge, give_marks};
pub use start::{close, pair, start, start_agreed};

permission!(
    /// Sets competitions up, draws and ends their stages, asks judges, answers protests.
    pub struct ManageCompetitions = "competitions.manage"
);
permission!(
    /// Types results, marks and times.
    pub struct ScoreCompetitions = "competitions.score"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let nav = NavEntry {
        label: msg::COMPETITION_TITLE,
        icon: Icon::Certificate,
        path: "/competitions",
        permission: ReadActivities::NAME,
        order: 46,
    };
    Feature {
        name: "competitions",
        routes: public_routes()
            .merge(office_routes())
            .merge(api::routes())
            .merge(list_api::routes()),
        nav: vec![nav],
        today: vec![today::today],
        panels: vec![
            (Slot::ActivityWorkbench, office_pages::panel),
            (Slot::ActivityDraft, office_pages::panel),
            (Slot::Home, ways::at_home),
            (Slot::Activities, ways::in_list),
            (Slot::MyPlaces, ways::of_family),
        ],
        openapi: Some(openapi),
        checks: vec![("competitions", check::check)],
        ..Feature::default()
    }
}

fn openapi() -> utoipa::openapi::OpenApi {
    let mut whole = api::Document::openapi();
    whole.merge(list_api::Document::openapi());
    whole
}

fn public_routes() -> Routes {
    Routes::new()
        .get("/competitions", pages::list)
        .get("/competitions/{competition}", pages::show)
        .get("/competitions/{competition}/live", pages::show_live)
        .get("/competitions/{competition}/entries", pages::entries)
        .get("/competitions/{competition}/enter", pages::enter_form)
        .post("/competitions/{competition}/enter", pages::enter_it)
        .get(
            "/competitions/{competition}/entries/{entry}/edit",
            correct_pages::own,
        )
        .post(
            "/competitions/{competition}/entries/{entry}/edit",
            correct_pages::own_save,
        )
        .get("/competitions/{competition}/protests", protest_pages::show)
        .post("/competitions/{competition}/protests", protest_pages::make)
        .get("/judging/{key}", judge_pages::list)
        .get("/judging/{key}/{entry}", judge_pages::show)
        .post("/judging/{key}/{entry}", judge_pages::give)
}

fn office_routes() -> Routes {
    Routes::new()
        .get("/w/{org}/competitions", office_pages::list)
        .get(
            "/w/{org}/activities/{id}/competitions/new",
            office_pages::new_form,
        )
        .post("/w/{org}/activities/{id}/competitions", office_pages::create_it)
        .get("/w/{org}/competitions/{competition}", office_pages::show)
        .get("/w/{org}/competitions/{competition}/edit", change_pages::show)
        .post("/w/{org}/competitions/{competition}/edit", change_pages::save)
        .post("/w/{org}/competitions/{competition}/remove", change_pages::remove)
        .get(
            "/w/{org}/competitions/{competition}/entries/{entry}/edit",
            correct_pages::office,
        )
        .post(
            "/w/{org}/competitions/{competition}/entries/{entry}/edit",
            correct_pages::office_save,
        )
        .post(
            "/w/{org}/competitions/{competition}/stages/{stage}/start",
            office_pages::start_stage,
        )
        .post(
            "/w/{org}/competitions/{competition}/stages/{stage}/pair",
            office_pages::pair_round,
        )
        .post(
            "/w/{org}/competitions/{competition}/stages/{stage}/close",
            office_pages::close_stage,
        )
        .get(
            "/w/{org}/competitions/{competition}/entries",
            office_pages::entries,
        )
        .post(
            "/w/{org}/competitions/{competition}/entries",
            office_pages::add_entry,
        )
        .post(
            "/w/{org}/competitions/{competition}/entries/{entry}/withdraw",
            office_pages::withdraw_entry,
        )
        .get(
            "/w/{org}/competitions/{competition}/entries/sheet",
            office_pages::sheet,
        )
        .get(
            "/w/{org}/competitions/{competition}/entries.xlsx",
            office_pages::spreadsheet,
        )
        .get(
            "/w/{org}/competitions/{competition}/fixtures/{fixture}/place",
            move_pages::show,
        )
        .post(
            "/w/{org}/competitions/{competition}/fixtures/{fixture}/place",
            move_pages::do_move,
        )
        .get(
            "/w/{org}/competitions/{competition}/fixtures/{fixture}",
            court_pages::show_fixture,
        )
        .post(
            "/w/{org}/competitions/{competition}/fixtures/{fixture}",
            court_pages::give_result,
        )
        .get(
            "/w/{org}/competitions/{competition}/stages/{stage}/marks",
            court_pages::list_marks,
        )
        .get(
            "/w/{org}/competitions/{competition}/stages/{stage}/marks/{entry}",
            court_pages::show_marks,
        )
        .post(
            "/w/{org}/competitions/{competition}/stages/{stage}/marks/{entry}",
            court_pages::give_marks,
        )
        .get(
            "/w/{org}/competitions/{competition}/stages/{stage}/judges",
            panel_pages::show,
        )
        .post(
            "/w/{org}/competitions/{competition}/stages/{stage}/judges",
            panel_pages::add,
        )
        .post(
            "/w/{org}/competitions/{competition}/stages/{stage}/judges/{seat}",
            panel_pages::change,
        )
        .get(
            "/w/{org}/competitions/{competition}/schedule",
            schedule_pages::show,
        )
        .post(
            "/w/{org}/competitions/{competition}/schedule",
            schedule_pages::make,
        )
        .get(
            "/w/{org}/competitions/{competition}/protests",
            protest_pages::office,
        )
        .post(
            "/w/{org}/competitions/{competition}/protests/{protest}",
            protest_pages::answer,
        )
        .post(
            "/w/{org}/competitions/{competition}/protests/{protest}/stand",
            protest_pages::stand,
        )
        .get("/w/{org}/competitions/{competition}/picks", pick_pages::show)
        .post("/w/{org}/competitions/{competition}/picks", pick_pages::add)
        .post(
            "/w/{org}/competitions/{competition}/picks/{entry}/remove",
            pick_pages::remove,
        )
        .get(
            "/w/{org}/competitions/{competition}/picks.xlsx",
            pick_pages::spreadsheet,
        )
        .post(
            "/w/{org}/competitions/{competition}/picks.xlsx",
            pick_pages::full_spreadsheet,
        )
}
