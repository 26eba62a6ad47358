//! The list of units with its filters.

use langqiao_kernel::id::{AreaId, OrganisationId};
use langqiao_platform::{address::query, ui::prelude::*};

use super::{
    model::UnitKind,
    queries::{After, Filter, Listed},
};
use crate::{
    areas::Level,
    coverage::{Viewer, first_row},
};

/// How many units a page of a list shows.
pub(super) const PAGE: usize = 50;

/// What a list is asked for, as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub q: Option<String>,
    pub kind: Option<String>,
    pub town: Option<String>,
    pub organisation: Option<String>,
    pub after: Option<String>,
    pub from: Option<String>,
}

impl Typed {
    fn address(&self, org: OrganisationId) -> String {
        let pairs = [
            ("q", &self.q),
            ("kind", &self.kind),
            ("town", &self.town),
            ("organisation", &self.organisation),
        ];
        query(
            &format!("/w/{org}/units"),
            pairs
                .into_iter()
                .filter_map(|(name, value)| Some((name, value.as_deref()?))),
        )
    }
}

/// Where a list's page begins, as it stands in an address.
pub(super) fn read_after(text: &str) -> Option<After> {
    let (id, key) = text.split_once('.')?;
    Some((key.to_owned(), id.parse().ok()?))
}

/// The list of units.
pub(super) fn list(
    ui: &Ui,
    org: OrganisationId,
    viewer: &Viewer,
    typed: &Typed,
    filter: &Filter,
    mut found: Vec<Listed>,
    may_keep: bool,
) -> Markup {
    let from = first_row(typed.from.as_deref());
    let here = typed.address(org);
    let next = found.get(PAGE - 1).filter(|_| found.len() > PAGE).map(|last| {
        let after = format!("{}.{}", last.id, last.name_key);
        let shown = (from + PAGE as i64).to_string();
        query(
            &here,
            [("after", after.as_str()), ("from", shown.as_str())].into_iter(),
        )
    });
    found.truncate(PAGE);
    let place = viewer
        .areas
        .get(viewer.scope.area)
        .map(|area| viewer.areas.path(area))
        .unwrap_or_default();
    let new = format!("/w/{org}/units/new");
    let is_all = filter.word.is_none()
        && filter.kind.is_none()
        && filter.town.is_none()
        && filter.organisation.is_none();
    html! {
        (page_title(
            ui.t(msg::UNITS_TITLE),
            Some(&ui.tf(msg::UNITS_LEDE, args! { place = place })),
            may_keep.then(|| link_button(&new, ui.t(msg::UNITS_NEW)).primary().icon(Icon::Plus).render()),
        ))
        (filters(ui, org, viewer, typed, filter))
        div id="results" {
            @if found.is_empty() {
                @let (what, next) = if is_all { (msg::UNITS_EMPTY_ALL, html! {}) } else {
                    (msg::UNITS_EMPTY, link(&format!("/w/{org}/units"), ui.t(msg::UNITS_EMPTY_NEXT)))
                };
                (empty(Icon::Building, ui.t(what), next))
            } @else {
                (rows(ui, org, viewer, &found))
                (pager(ui, &Pager { previous: None, next, from, to: from + found.len() as i64 - 1, all: None }))
                @if from > 1 { p { (link(&here, ui.t(msg::COVERAGE_FIRST_PAGE))) } }
            }
        }
    }
}

fn filters(ui: &Ui, org: OrganisationId, viewer: &Viewer, typed: &Typed, filter: &Filter) -> Markup {
    let towns: Vec<(String, &str)> = viewer
        .areas
        .towns()
        .map(|town| (town.id.to_text(), town.short_name.as_str()))
        .collect();
    let chosen = filter.town.map(|town: AreaId| town.to_text()).unwrap_or_default();
    let mut town =
        select(ui, "town", ui.t(msg::COVERAGE_TOWN)).option("", ui.t(msg::COVERAGE_ALL_TOWNS), false);
    for (id, name) in &towns {
        town = town.option(id, name, *id == chosen);
    }
    let mut kind =
        select(ui, "kind", ui.t(msg::COVERAGE_KIND)).option("", ui.t(msg::COVERAGE_ALL_KINDS), false);
    for each in UnitKind::ALL {
        kind = kind.option(each.as_str(), ui.t(each.label()), filter.kind == Some(*each));
    }
    let fields = html! {
        (field(ui, "q", ui.t(msg::UNITS_SEARCH)).search().value(typed.q.as_deref().unwrap_or_default()))
        @if viewer.scope.level == Level::County { (town) }
        (kind)
        @if let Some(organisation) = &typed.organisation { input type="hidden" name="organisation" value=(organisation); }
    };
    let is_set = filter.word.is_some()
        || filter.kind.is_some()
        || typed.town.as_deref().is_some_and(|t| !t.is_empty());
    let mut chosen = Vec::new();
    if is_set {
        let without = Typed {
            q: None,
            kind: None,
            town: None,
            after: None,
            from: None,
            ..typed.clone()
        };
        for said in [
            filter.word.clone(),
            filter.kind.map(|kind| ui.t(kind.label()).to_owned()),
            filter
                .town
                .and_then(|town| viewer.areas.get(town))
                .map(|town| town.short_name.clone()),
        ]
        .into_iter()
        .flatten()
        {
            chosen.push((said, without.address(org)));
        }
    }
    filter_bar(ui, &format!("/w/{org}/units"), fields, &chosen)
}

fn rows(ui: &Ui, org: OrganisationId, viewer: &Viewer, found: &[Listed]) -> Markup {
    let columns = vec![
        col(ui.t(msg::UNITS_COL_NAME)),
        col(ui.t(msg::UNITS_COL_PLACE)),
        col(ui.t(msg::UNITS_COL_KIND)),
        number_col(ui.t(msg::UNITS_COL_PEOPLE)),
        number_col(ui.t(msg::UNITS_COL_WOMEN)),
        number_col(ui.t(msg::UNITS_COL_YOUTH)),
        col(ui.t(msg::UNITS_COL_PARTY)),
    ];
    let all = found.iter().map(|unit| {
        vec![
            link(&format!("/w/{org}/units/{}", unit.id), &unit.name),
            html! { (viewer.areas.get(unit.area).map(|area| viewer.areas.path(area)).unwrap_or_default()) },
            html! { (ui.t(unit.kind.label())) },
            html! { (when::count(unit.people.headcount)) },
            html! { (when::count(unit.people.women)) },
            html! { (when::count(unit.people.youth)) },
            html! { (party(ui, unit.people.party)) },
        ]
    });
    html! { (table(ui.t(msg::UNITS_CAPTION), columns).rows(all)) }
}

pub(super) fn party(ui: &Ui, party: bool) -> &'static str {
    ui.t(if party {
        msg::UNITS_PARTY_YES
    } else {
        msg::UNITS_PARTY_NO
    })
}
