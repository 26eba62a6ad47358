//! Competitions for programs: the same use cases as in the browser.

mod after;
mod entries;
mod play;
mod public;
mod set_up;

use langqiao_platform::routes::Routes;
use utoipa::OpenApi;

/// The feature's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(
    public::show_public_competition,
    public::show_draw,
    public::enter_own,
    public::list_protests,
    public::make_protest,
    set_up::list_competitions,
    set_up::create_competition,
    set_up::show_competition,
    set_up::change_competition,
    set_up::remove_competition,
    entries::correct_entry,
    public::correct_own_entry,
    entries::add_entry,
    entries::withdraw_entry,
    play::start_stage,
    play::close_stage,
    play::pair_round,
    play::give_result,
    play::place_game,
    play::give_marks,
    set_up::add_judge,
    set_up::remove_judge,
    play::make_schedule,
    after::answer_protest,
    after::let_result_stand,
    after::list_picks,
    after::add_pick,
    after::remove_pick
))]
pub(super) struct Document;

/// The feature's API.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/api/v1/competitions/{competition}",
            public::show_public_competition,
        )
        .get("/api/v1/competitions/{competition}/draw", public::show_draw)
        .post("/api/v1/competitions/{competition}/entries", public::enter_own)
        .get(
            "/api/v1/competitions/{competition}/protests",
            public::list_protests,
        )
        .post(
            "/api/v1/competitions/{competition}/protests",
            public::make_protest,
        )
        .get(
            "/api/v1/organisations/{org}/competitions",
            set_up::list_competitions,
        )
        .post(
            "/api/v1/organisations/{org}/activities/{id}/competitions",
            set_up::create_competition,
        )
        .get(
            "/api/v1/organisations/{org}/competitions/{competition}",
            set_up::show_competition,
        )
        .put(
            "/api/v1/organisations/{org}/competitions/{competition}",
            set_up::change_competition,
        )
        .delete(
            "/api/v1/organisations/{org}/competitions/{competition}",
            set_up::remove_competition,
        )
        .put(
            "/api/v1/organisations/{org}/competitions/{competition}/entries/{entry}",
            entries::correct_entry,
        )
        .put(
            "/api/v1/competitions/{competition}/entries/{entry}",
            public::correct_own_entry,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/entries",
            entries::add_entry,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/entries/{entry}/withdraw",
            entries::withdraw_entry,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/start",
            play::start_stage,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/close",
            play::close_stage,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/pair",
            play::pair_round,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/fixtures/{fixture}/place",
            play::place_game,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/fixtures/{fixture}/results",
            play::give_result,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/marks",
            play::give_marks,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/judges",
            set_up::add_judge,
        )
        .delete(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/judges/{seat}",
            set_up::remove_judge,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/schedule",
            play::make_schedule,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/protests/{protest}",
            after::answer_protest,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/protests/{protest}/stand",
            after::let_result_stand,
        )
        .get(
            "/api/v1/organisations/{org}/competitions/{competition}/picks",
            after::list_picks,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/picks",
            after::add_pick,
        )
        .delete(
            "/api/v1/organisations/{org}/competitions/{competition}/picks/{entry}",
            after::remove_pick,
        )
}

/// Why an entry gives up.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WithdrawReason)]
struct Reason {
    /// Shown with the results.
    reason: String,
}
