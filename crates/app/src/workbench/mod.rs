//! The workbench's front page: what waits for an officer today, gathered from all features and sorted by
//! deadline, never a wall of figures.

mod pages;

use langqiao_platform::{
    feature::{Feature, NavEntry},
    i18n::msg,
    permission,
    routes::Routes,
    ui::icon::Icon,
};

permission!(
    /// Opens the organisation's workbench.
    pub struct OpenWorkbench = "workbench.open"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w", pages::choose)
        .get("/w/{org}", pages::today);
    let nav = vec![NavEntry {
        label: msg::WORKBENCH_TODAY,
        icon: Icon::Today,
        path: "",
        permission: "workbench.open",
        order: 0,
    }];
    Feature {
        name: "workbench",
        routes,
        nav,
        ..Feature::default()
    }
}
