//! Courses 课程: 四点半学堂, 小候鸟培训班, 父母课堂; many sessions with one enrolment, a roll, and children who are handed over.
//!
//! What it promises: a course's sessions hold their rooms by bookings, and no room is held twice; a child goes home from
//! a session once, with somebody whom its own family has named, or alone if the family said so, by the schema and by
//! locks; a mark is never overwritten, but followed by another; what somebody has been to is counted from the rolls that
//! a person has closed, each number with its sessions; children are seen by the officers of the host, by those named to
//! call the rolls, and by their own family.
//!
//! A course is an activity ([decision 0017](../../../../docs/decisions/0017-a-course-is-an-activity.md)): its places, its
//! families, its waiting list, its draw and its feedback are that activity's.

mod api;
mod api_wire;
mod attendance;
mod attendance_pages;
mod calendar;
mod certificate;
mod check;
mod code;
mod code_api;
mod code_pages;
mod create;
mod family_acts;
mod family_pages;
mod following;
mod form_views;
mod lesson_pages;
mod lesson_room;
mod lessons;
mod model;
mod new_pages;
mod office_pages;
mod office_views;
mod one_roll;
mod pages;
mod pick_up;
mod pick_up_pages;
mod queries;
mod refusal;
mod roll;
mod roll_names;
mod roll_pages;
mod say;
mod settings;
mod settings_pages;
mod sheet_pages;
mod ticket;
mod today;
pub mod trials;
mod typed;
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

pub use code::{CodeTaken, take_code};
pub use create::{NewCourse, Term, create, publish, where_free};
pub use following::{Act, Done, Following, Where, apply as change_following};
pub use lessons::{Move, add, call_off, end, shift};
pub use model::Mark;
pub use pick_up::{
    Going, NewCollector, hand_over, name_collector, revoke_collector, set_alone, void_handover,
};
pub use roll::{Marks, call, close, dismiss_teacher, excuse, name_teacher};
pub use settings::{Settings, change};

permission!(
    /// Sets courses up, moves and calls off their sessions, names who calls their rolls.
    pub struct ManageCourses = "courses.manage"
);
permission!(
    /// Calls the rolls of the courses one was named for, and hands their children over.
    pub struct CallRoll = "courses.roll"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let nav = NavEntry {
        label: msg::COURSE_NAME,
        icon: Icon::People,
        path: "/courses",
        permission: ReadActivities::NAME,
        order: 44,
    };
    Feature {
        name: "courses",
        routes: public_routes()
            .merge(family_routes())
            .merge(office_routes())
            .merge(trials::routes())
            .merge(following::routes())
            .merge(code_api::routes())
            .merge(api::routes()),
        nav: vec![nav],
        today: vec![today::today],
        panels: vec![
            (Slot::ActivityCourse, office_pages::panel),
            (Slot::Activity, pages::panel),
            (Slot::Party, ticket::panel),
            (Slot::ActivityRhythm, ways::rhythm),
            (Slot::Home, ways::at_home),
            (Slot::Activities, ways::in_activities),
            (Slot::Mine, ways::of_family),
            (Slot::MyPlaces, ways::of_family),
        ],
        openapi: Some(openapi),
        checks: vec![("courses", check::check)],
        ..Feature::default()
    }
}

fn public_routes() -> Routes {
    Routes::new()
        .get("/courses", pages::list)
        .get("/courses/{course}", pages::show)
        .get("/courses/{course}/calendar.ics", calendar::public)
}

fn family_routes() -> Routes {
    Routes::new()
        .get("/mine/courses", family_pages::list)
        .get("/mine/courses/{course}", family_pages::show)
        .get("/mine/courses/{course}/calendar.ics", calendar::own)
        .post(
            "/mine/courses/{course}/children/{signup}/leave",
            family_acts::leave_it,
        )
        .post(
            "/mine/courses/{course}/children/{signup}/back/{session}",
            family_acts::leave_back,
        )
        .post(
            "/mine/courses/{course}/children/{signup}/alone",
            family_acts::set_alone,
        )
        .post("/mine/courses/{course}/collectors", family_acts::name_collector)
        .post(
            "/mine/courses/{course}/collectors/{collector}/revoke",
            family_acts::revoke_collector,
        )
        .get(
            "/mine/courses/{course}/certificates/{signup}",
            family_acts::certificate,
        )
}

fn office_routes() -> Routes {
    Routes::new()
        .get("/w/{org}/courses", office_pages::list)
        .get("/w/{org}/courses/new", new_pages::new_form)
        .post("/w/{org}/courses", new_pages::send)
        .get("/w/{org}/courses/{course}", office_pages::show)
        .post("/w/{org}/courses/{course}/publish", office_pages::publish)
        .get("/w/{org}/courses/{course}/settings", settings_pages::show)
        .post("/w/{org}/courses/{course}/settings", settings_pages::change)
        .post("/w/{org}/courses/{course}/teachers", settings_pages::name_teacher)
        .post(
            "/w/{org}/courses/{course}/teachers/{person}/remove",
            settings_pages::dismiss_teacher,
        )
        .post("/w/{org}/courses/{course}/cancel", office_pages::cancel)
        .get("/w/{org}/courses/{course}/attendance", attendance_pages::show)
        .get(
            "/w/{org}/courses/{course}/attendance.xlsx",
            attendance_pages::spreadsheet,
        )
        .post(
            "/w/{org}/courses/{course}/attendance.xlsx",
            attendance_pages::full_spreadsheet,
        )
        .get("/w/{org}/courses/{course}/sheet", sheet_pages::show)
        .post("/w/{org}/courses/{course}/sheet", sheet_pages::names)
        .get(
            "/w/{org}/courses/{course}/children/{signup}",
            attendance_pages::child,
        )
        .post(
            "/w/{org}/courses/{course}/certificates",
            attendance_pages::print_all,
        )
        .get("/w/{org}/courses/{course}/sessions/new", lesson_pages::new_form)
        .post("/w/{org}/courses/{course}/sessions", lesson_pages::add)
        .get("/w/{org}/courses/{course}/sessions/{session}", roll_pages::show)
        .post("/w/{org}/courses/{course}/sessions/{session}", roll_pages::call)
        .post(
            "/w/{org}/courses/{course}/sessions/{session}/names",
            roll_pages::names,
        )
        .post(
            "/w/{org}/courses/{course}/sessions/{session}/codes",
            code_pages::take,
        )
        .post(
            "/w/{org}/courses/{course}/sessions/{session}/close",
            roll_pages::close,
        )
        .get(
            "/w/{org}/courses/{course}/sessions/{session}/edit",
            lesson_pages::edit,
        )
        .post(
            "/w/{org}/courses/{course}/sessions/{session}/move",
            lesson_pages::move_it,
        )
        .post(
            "/w/{org}/courses/{course}/sessions/{session}/cancel",
            lesson_pages::cancel_it,
        )
        .get(
            "/w/{org}/courses/{course}/sessions/{session}/pick-up",
            pick_up_pages::show,
        )
        .post(
            "/w/{org}/courses/{course}/sessions/{session}/pick-up",
            pick_up_pages::send,
        )
        .post(
            "/w/{org}/courses/{course}/sessions/{session}/pick-up/names",
            pick_up_pages::names,
        )
        .post(
            "/w/{org}/courses/{course}/sessions/{session}/pick-up/{handover}/void",
            pick_up_pages::void,
        )
}

fn openapi() -> utoipa::openapi::OpenApi {
    let mut whole = api::Document::openapi();
    whole.merge(trials::openapi());
    whole.merge(following::openapi());
    whole.merge(code_api::openapi());
    whole
}
