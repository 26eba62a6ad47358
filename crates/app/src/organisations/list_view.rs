//! The list of organisations with its filters, and the form of a new one.

use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::{address::query, fields::Fields, ui::prelude::*};

use super::{
    model::{Kind, Line},
    queries::{After, Filter, Listed},
};
use crate::{
    areas::Level,
    coverage::{Viewer, first_row},
};

/// How many organisations a page of a list shows.
pub(super) const PAGE: usize = 50;

/// What a list is asked for, as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub q: Option<String>,
    pub line: Option<String>,
    pub kind: Option<String>,
    pub town: Option<String>,
    pub parent: Option<String>,
    pub after: Option<String>,
    pub from: Option<String>,
}

impl Typed {
    fn address(&self, org: OrganisationId) -> String {
        let pairs = [
            ("q", &self.q),
            ("line", &self.line),
            ("kind", &self.kind),
            ("town", &self.town),
            ("parent", &self.parent),
        ];
        let given = pairs
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_deref()?)));
        query(&format!("/w/{org}/organisations"), given)
    }
}

/// Where a list's page begins, as it stands in an address.
pub(super) fn read_after(text: &str) -> Option<After> {
    let (id, key) = text.split_once('.')?;
    Some((key.to_owned(), id.parse().ok()?))
}

/// Who looks at a list, and what they may do in it.
pub(super) struct Reader<'a> {
    pub ui: &'a Ui,
    pub org: OrganisationId,
    pub viewer: &'a Viewer,
    pub may_keep: bool,
}

/// The list of organisations.
pub(super) fn list(reader: &Reader, typed: &Typed, filter: &Filter, mut found: Vec<Listed>) -> Markup {
    let Reader {
        ui,
        org,
        viewer,
        may_keep,
    } = *reader;
    let from = first_row(typed.from.as_deref());
    let here = typed.address(org);
    let next = found.get(PAGE - 1).filter(|_| found.len() > PAGE).map(|last| {
        let (after, shown) = (
            format!("{}.{}", last.id, last.name_key),
            (from + PAGE as i64).to_string(),
        );
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
    let new = format!("/w/{org}/organisations/new");
    html! {
        (page_title(
            ui.t(msg::ORGANISATIONS_TITLE),
            Some(&ui.tf(msg::ORGANISATIONS_LEDE, args! { place = place })),
            may_keep.then(|| link_button(&new, ui.t(msg::ORGANISATIONS_NEW)).primary().icon(Icon::Plus).render()),
        ))
        (filters(ui, org, viewer, typed, filter))
        div id="results" {
            @if found.is_empty() {
                (empty(Icon::People, ui.t(msg::ORGANISATIONS_EMPTY),
                    link(&format!("/w/{org}/organisations"), ui.t(msg::ORGANISATIONS_EMPTY_NEXT))))
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
    let chosen_town = filter.town.map(|town| town.to_text()).unwrap_or_default();
    let mut town =
        select(ui, "town", ui.t(msg::COVERAGE_TOWN)).option("", ui.t(msg::COVERAGE_ALL_TOWNS), false);
    for (id, name) in &towns {
        town = town.option(id, name, *id == chosen_town);
    }
    let mut line =
        select(ui, "line", ui.t(msg::COVERAGE_LINE)).option("", ui.t(msg::COVERAGE_ALL_LINES), false);
    for each in Line::all() {
        line = line.option(each.as_str(), each.name(ui), filter.line == Some(each));
    }
    let mut kind = select(ui, "kind", ui.t(msg::ORGANISATIONS_COL_KIND)).option(
        "",
        ui.t(msg::ORGANISATIONS_ALL_KINDS),
        false,
    );
    for each in Kind::ALL {
        kind = kind.option(each.as_str(), ui.t(each.label()), filter.kind == Some(*each));
    }
    let fields = html! {
        (field(ui, "q", ui.t(msg::ORGANISATIONS_SEARCH)).search().value(typed.q.as_deref().unwrap_or_default()))
        (line)
        @if viewer.scope.level == Level::County { (town) }
        (kind)
        @if let Some(parent) = &typed.parent { input type="hidden" name="parent" value=(parent); }
    };
    let said = [
        (
            filter.word.clone(),
            Typed {
                q: None,
                ..typed.clone()
            },
        ),
        (
            filter.line.map(|line| line.name(ui).to_owned()),
            Typed {
                line: None,
                ..typed.clone()
            },
        ),
        (
            filter
                .town
                .and_then(|town| viewer.areas.get(town))
                .map(|town| town.short_name.clone()),
            Typed {
                town: None,
                ..typed.clone()
            },
        ),
        (
            filter.kind.map(|kind| ui.t(kind.label()).to_owned()),
            Typed {
                kind: None,
                ..typed.clone()
            },
        ),
    ];
    let chosen = said
        .into_iter()
        .filter_map(|(said, without)| Some((said?, without.address(org))));
    filter_bar(
        ui,
        &format!("/w/{org}/organisations"),
        fields,
        &chosen.collect::<Vec<_>>(),
    )
}

fn rows(ui: &Ui, org: OrganisationId, viewer: &Viewer, found: &[Listed]) -> Markup {
    let columns = vec![
        col(ui.t(msg::ORGANISATIONS_COL_NAME)),
        col(ui.t(msg::ORGANISATIONS_COL_LINE)),
        col(ui.t(msg::ORGANISATIONS_COL_KIND)),
        col(ui.t(msg::ORGANISATIONS_COL_PLACE)),
        number_col(ui.t(msg::ORGANISATIONS_COL_UNITS)),
        number_col(ui.t(msg::ORGANISATIONS_COL_POSTS)),
        col(ui.t(msg::ORGANISATIONS_COL_HELD)),
    ];
    let all = found.iter().map(|one| {
        vec![
            link(&format!("/w/{org}/organisations/{}", one.id), &one.name),
            html! { (one.line.name(ui)) },
            html! { (ui.t(one.kind.label())) },
            html! { (viewer.areas.get(one.area).map(|area| viewer.areas.path(area)).unwrap_or_default()) },
            html! { (when::count(one.units)) },
            html! { (when::count(one.posts)) },
            last_held(ui, one.last_held),
        ]
    });
    html! { (table(ui.t(msg::ORGANISATIONS_CAPTION), columns).rows(all)) }
}

fn last_held(ui: &Ui, at: Option<jiff::Timestamp>) -> Markup {
    html! {
        @match at {
            Some(at) => (ui.day(time::day(at))),
            None => (ui.t(msg::ORGANISATIONS_NEVER)),
        }
    }
}

/// A form that was sent and is shown again, with what is wrong in it.
#[derive(Default)]
pub(super) struct Retry {
    pub fields: Fields,
    pub problems: Problems,
}

/// The form of a new organisation; `parents` are what it could stand below.
pub(super) fn new(
    ui: &Ui,
    org: OrganisationId,
    parents: &[(OrganisationId, String)],
    retry: &Retry,
) -> Markup {
    let Retry { fields, problems } = retry;
    let action = format!("/w/{org}/organisations");
    let today = time::day(ui.now).to_string();
    let from = if fields.has("from") {
        fields.raw("from")
    } else {
        &today
    };
    let ids: Vec<(String, &str)> = parents
        .iter()
        .map(|(id, name)| (id.to_text(), name.as_str()))
        .collect();
    let mut parent = select(ui, "parent", ui.t(msg::ORGANISATIONS_FIELD_PARENT))
        .required()
        .error(problems.of("parent"));
    for (id, name) in &ids {
        parent = parent.option(id, name, fields.raw("parent") == id);
    }
    let mut kind = select(ui, "kind", ui.t(msg::ORGANISATIONS_FIELD_KIND))
        .required()
        .error(problems.of("kind"));
    for each in Kind::ALL.iter().filter(|kind| **kind != Kind::Office) {
        kind = kind.option(
            each.as_str(),
            ui.t(each.label()),
            fields.raw("kind") == each.as_str(),
        );
    }
    let mut line = select(ui, "line", ui.t(msg::COVERAGE_LINE))
        .required()
        .error(problems.of("line"));
    for each in Line::all() {
        line = line.option(each.as_str(), each.name(ui), fields.raw("line") == each.as_str());
    }
    let body = html! {
        (error_summary(ui, problems))
        (field(ui, "name", ui.t(msg::ORGANISATIONS_FIELD_NAME)).required().max_chars(80)
            .value(fields.raw("name")).error(problems.of("name")))
        (line)
        (kind)
        (parent)
        (field(ui, "area", ui.t(msg::ORGANISATIONS_FIELD_AREA)).required().hint(ui.t(msg::ORGANISATIONS_FIELD_AREA_HINT))
            .value(fields.raw("area")).error(problems.of("area")))
        (field(ui, "unit", ui.t(msg::ORGANISATIONS_FIELD_UNIT)).hint(ui.t(msg::ORGANISATIONS_FIELD_UNIT_HINT))
            .value(fields.raw("unit")).error(problems.of("unit")))
        (field(ui, "from", ui.t(msg::ORGANISATIONS_FIELD_FROM)).date().required().value(from).error(problems.of("from")))
        (button(ui.t(msg::ORGANISATIONS_SAVE)).primary())
    };
    html! {
        (page_title(ui.t(msg::ORGANISATIONS_NEW), Some(ui.t(msg::ORGANISATIONS_NEW_LEDE)), None))
        (card(form(ui, &action).body(body)))
    }
}
