//! What the features registered at start, for the pages and tests that need all of it.

use langqiao_store::{ReadTx, StoreError};
use maud::{Markup, html};
use utoipa::openapi::OpenApi;

use crate::{
    api::openapi,
    feature::{Check, Feature, NavEntry, Panel, PanelAsk, Slot, Today, TodayAsk, TodayItem},
    routes::RouteInfo,
    ui::Ui,
};

/// Everything registered but the handlers themselves.
pub struct Registry {
    /// The workbench's menu, in its order.
    pub nav: Vec<NavEntry>,
    /// Every route with its gate.
    pub routes: Vec<RouteInfo>,
    /// Recomputations of roll-ups, by name, for `langqiao verify`.
    pub checks: Vec<(&'static str, Check)>,
    documents: Vec<fn() -> OpenApi>,
    today: Vec<Today>,
    panels: Vec<(Slot, Panel)>,
}

impl Registry {
    /// Collects what the features bring, but for their routes' handlers and their jobs.
    pub(crate) fn of(features: &[Feature]) -> Self {
        let mut nav: Vec<NavEntry> = features.iter().flat_map(|f| f.nav.iter().copied()).collect();
        nav.sort_by_key(|entry| entry.order);
        Self {
            nav,
            routes: features
                .iter()
                .flat_map(|f| f.routes.table().iter().cloned())
                .collect(),
            documents: features.iter().filter_map(|f| f.openapi).collect(),
            checks: features.iter().flat_map(|f| f.checks.iter().copied()).collect(),
            today: features.iter().flat_map(|f| f.today.iter().copied()).collect(),
            panels: features.iter().flat_map(|f| f.panels.iter().copied()).collect(),
        }
    }

    /// The whole OpenAPI document. It is some megabytes and seldom asked for, so it is put together each time.
    pub fn openapi(&self) -> OpenApi {
        openapi::merge(&self.documents)
    }

    /// What waits for an officer, by deadline; what has none comes last.
    ///
    /// # Errors
    /// When the database fails.
    pub fn today(&self, tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
        let mut items = Vec::new();
        for collect in &self.today {
            items.extend(collect(tx, ui, ask)?);
        }
        items.sort_by_key(|item| (item.due.is_none(), item.due));
        Ok(items)
    }

    /// The panels that features registered for a page, one below the other.
    ///
    /// # Errors
    /// When the database fails.
    pub fn panels(&self, slot: Slot, tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
        let drawn = self
            .panels
            .iter()
            .filter(|(at, _)| *at == slot)
            .map(|(_, draw)| draw(tx, ask));
        let drawn = drawn.collect::<Result<Vec<_>, _>>()?;
        Ok(html! { @for panel in drawn { (panel) } })
    }
}
