//! The workbench's frame around a page: the organisation's name and the menu that the viewer's posts give.

use maud::Markup;

use crate::{
    app::App,
    gate::{Grant, Permission},
    ui::{
        Ui,
        page::{NavItem, OrgChrome, Page, workbench},
    },
};

/// A page of the workbench of the grant's organisation.
pub fn page<P: Permission>(app: &App, ui: &Ui, grant: &Grant<P>, title: &str, content: Markup) -> Page {
    let org = grant.org();
    let entries = app
        .registry
        .nav
        .iter()
        .filter(|entry| grant.may(entry.permission));
    let nav: Vec<NavItem> = entries
        .map(|entry| {
            let href = format!("/w/{org}{}", entry.path);
            // The entry without a path of its own is the day's page; it isn't above all others.
            let current = if entry.path.is_empty() {
                ui.path == href
            } else {
                ui.is_at(&href)
            };
            NavItem {
                msg: entry.label,
                icon: entry.icon,
                current,
                waiting: 0,
                href,
            }
        })
        .collect();
    workbench(
        ui,
        &OrgChrome {
            id: org,
            name: grant.org_name(),
            nav: &nav,
        },
        title,
        content,
    )
}
