//! People: one's own page with all that is kept about oneself, and an organisation's list of its people.
//!
//! Promises: a person sees, corrects and takes along everything that is kept about them, and who looked at
//! what of it and why; nobody else is shown a name in full or a phone without a reason, which is recorded
//! first. An organisation's officers see that somebody is there, masked; in full only the people who have to
//! do with their organisation or those below it: who hold a post, are in a team, sign up or serve there.

mod api;
mod companions;
mod companions_api;
mod export;
mod family;
pub(crate) mod for_reason;
mod list;
mod mine;
mod profile;
mod queries;
mod security;
mod seen;
mod tokens;
mod unmask;

use langqiao_platform::{
    feature::{Feature, NavEntry},
    gate::Permission,
    i18n::msg,
    permission,
    routes::Routes,
    ui::icon::Icon,
};
use utoipa::OpenApi;

permission!(
    /// May see the list of the organisation's people, masked.
    pub struct ListPeople = "people.list"
);
permission!(
    /// May be shown the name and phone of one of the organisation's people, for a reason that is recorded.
    pub struct UnmaskPeople = "people.unmask"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/me", mine::show)
        .get("/me/profile", profile::show)
        .post("/me/profile", profile::save)
        .get("/me/family", family::show)
        .post("/me/family", family::add)
        .post("/me/family/{person}/remove", family::remove)
        .get("/me/companions", companions::show)
        .post("/me/companions", companions::ask)
        .post("/me/companions/{companion}/answer", companions::answer)
        .post("/me/companions/{companion}/end", companions::end)
        .get("/me/security", security::show)
        .post("/me/security/password", security::set_password)
        .post("/me/security/others", security::sign_out_elsewhere)
        .post("/me/security/sessions/{session}/revoke", security::revoke)
        .get("/me/tokens", tokens::show)
        .post("/me/tokens", tokens::create)
        .post("/me/tokens/{token}/revoke", tokens::revoke)
        .get("/me/seen", seen::show)
        .get("/me/export.json", export::send)
        .get("/w/{org}/people", list::show_posts)
        .get("/w/{org}/people/teams", list::show_teams)
        .get("/w/{org}/people/volunteers", list::show_volunteers)
        .get("/w/{org}/people/{person}", unmask::ask)
        .post("/w/{org}/people/{person}/unmask", unmask::show)
        .get("/api/v1/me/family", api::list_family)
        .post("/api/v1/me/family", api::add_family_member)
        .get("/api/v1/me/companions", companions_api::list_companions)
        .post("/api/v1/me/companions", companions_api::ask_companion)
        .post(
            "/api/v1/me/companions/{companion}/answer",
            companions_api::answer_companion,
        )
        .delete("/api/v1/me/companions/{companion}", companions_api::end_companion)
        .get("/api/v1/me/export", export::send_to_program)
        .get("/api/v1/organisations/{org}/people", api::list_people);
    Feature {
        name: "people",
        routes,
        nav: vec![NavEntry {
            label: msg::PEOPLE_NAV,
            icon: Icon::People,
            path: "/people",
            permission: ListPeople::NAME,
            order: 60,
        }],
        openapi: Some(openapi),
        ..Feature::default()
    }
}

fn openapi() -> utoipa::openapi::OpenApi {
    let mut whole = api::Api::openapi();
    whole.merge(companions_api::Api::openapi());
    whole
}
