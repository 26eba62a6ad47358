//! A unit's page with its history, and the forms of a unit.

use jiff::civil::Date;
use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    list_view::party,
    model::{Headcount, UnitKind},
    queries::{CoveredBy, Unit},
};
use crate::coverage::{self, NamedSpan, Viewer, periods::END};

/// All that a unit's page shows.
pub(super) struct UnitPage {
    pub viewer: Viewer,
    pub unit: Unit,
    pub counts: Vec<(Date, Date, Headcount)>,
    pub covered_by: Vec<CoveredBy>,
    pub spans: Vec<NamedSpan>,
    pub panels: Markup,
}

/// A form that was sent and is shown again, with what is wrong in it.
#[derive(Default)]
pub(super) struct Retry {
    pub fields: Fields,
    pub problems: Problems,
}

/// One unit.
pub(super) fn unit(ui: &Ui, org: OrganisationId, page: &UnitPage, may_keep: bool, retry: &Retry) -> Markup {
    let UnitPage { viewer, unit, .. } = page;
    let place = viewer
        .areas
        .get(unit.area)
        .map(|area| viewer.areas.path(area))
        .unwrap_or_default();
    let facts = definitions(ui)
        .row(ui.t(msg::UNITS_COL_KIND), ui.t(unit.kind.label()))
        .row(ui.t(msg::UNITS_COL_PLACE), place.as_str())
        .maybe(ui.t(msg::UNITS_COL_CODE), unit.uscc.as_deref())
        .row(ui.t(msg::UNITS_SINCE), when::full_day(ui.lang, unit.from))
        .maybe(
            ui.t(msg::UNITS_FOUNDED),
            unit.founded.map(|day| when::full_day(ui.lang, day)),
        )
        .maybe(
            ui.t(msg::UNITS_CONTACT),
            unit.has_contact.then(|| ui.t(msg::UNITS_CONTACT_KEPT)),
        );
    let facts = match &unit.uscc_reason {
        Some(reason) => facts.row(ui.t(msg::UNITS_CODE_REASON), reason.as_str()),
        None => facts,
    };
    let facts = if unit.to == END {
        facts
    } else {
        facts.row(ui.t(msg::UNITS_UNTIL), when::full_day(ui.lang, unit.to))
    };
    html! {
        (page_title(&unit.name, Some(&format!("{} · {place}", ui.t(unit.kind.label()))), None))
        (split(
            html! {
                (coverage::of_unit(ui, org, unit.id, &page.spans))
                (section(ui.t(msg::UNITS_COL_ORGANISATIONS), organisations(ui, org, &page.covered_by)))
                (section(ui.t(msg::UNITS_PEOPLE_TITLE), counts(ui, &page.counts)))
                (page.panels)
            },
            html! {
                (panel(ui.t(msg::UNITS_FACTS), html! { (facts) }))
                @if may_keep { (count_form(ui, org, page, retry)) }
            },
        ))
    }
}

fn organisations(ui: &Ui, org: OrganisationId, covered_by: &[CoveredBy]) -> Markup {
    if covered_by.is_empty() {
        return muted(html! { (ui.t(msg::UNITS_NONE)) });
    }
    let columns = vec![
        col(ui.t(msg::COVERAGE_COL_ORGANISATION)),
        col(ui.t(msg::COVERAGE_COL_LINE)),
        col(ui.t(msg::ORGANISATIONS_COVER_WAY)),
        col(ui.t(msg::UNITS_COL_FROM)),
        col(ui.t(msg::UNITS_COL_TO)),
        number_col(ui.t(msg::ORGANISATIONS_COL_POSTS)),
        col(ui.t(msg::ORGANISATIONS_COL_HELD)),
    ];
    let rows = covered_by.iter().map(|by| {
        vec![
            link(&format!("/w/{org}/organisations/{}", by.organisation), &by.name),
            html! { (by.line.name(ui)) },
            html! { (ui.t(by.way.label())) },
            html! { (when::full_day(ui.lang, by.from)) },
            html! { (until(ui, by.to)) },
            html! { (by.posts) },
            html! {
                @match by.last_held {
                    Some(at) => (ui.day(time::day(at))),
                    None => (ui.t(msg::ORGANISATIONS_NEVER)),
                }
            },
        ]
    });
    html! { (table(ui.t(msg::UNITS_COL_ORGANISATIONS), columns).rows(rows)) }
}

fn until(ui: &Ui, day: Date) -> String {
    if day == END {
        ui.t(msg::UNITS_OPEN_ENDED).to_owned()
    } else {
        when::full_day(ui.lang, day)
    }
}

fn counts(ui: &Ui, counts: &[(Date, Date, Headcount)]) -> Markup {
    let columns = vec![
        col(ui.t(msg::UNITS_COL_FROM)),
        col(ui.t(msg::UNITS_COL_TO)),
        number_col(ui.t(msg::UNITS_COL_HEADCOUNT)),
        number_col(ui.t(msg::UNITS_COL_WOMEN)),
        number_col(ui.t(msg::UNITS_COL_YOUTH)),
        number_col(ui.t(msg::UNITS_COL_SCITECH)),
        col(ui.t(msg::UNITS_COL_PARTY)),
    ];
    let rows = counts.iter().map(|(from, to, people)| {
        vec![
            html! { (when::full_day(ui.lang, *from)) },
            html! { (until(ui, *to)) },
            html! { (when::count(people.headcount)) },
            html! { (when::count(people.women)) },
            html! { (when::count(people.youth)) },
            html! { (when::count(people.scitech)) },
            html! { (party(ui, people.party)) },
        ]
    });
    html! { (table(ui.t(msg::UNITS_PEOPLE_CAPTION), columns).rows(rows)) }
}

fn count_form(ui: &Ui, org: OrganisationId, page: &UnitPage, retry: &Retry) -> Markup {
    let latest = page
        .counts
        .first()
        .map(|(_, _, people)| *people)
        .unwrap_or_default();
    let action = format!("/w/{org}/units/{}/headcounts", page.unit.id);
    let today = time::day(ui.now).to_string();
    let fields = &retry.fields;
    let from = if fields.has("from") {
        fields.raw("from")
    } else {
        &today
    };
    panel(
        ui.t(msg::UNITS_COUNT_TITLE),
        form(ui, &action).body(html! {
            (error_summary(ui, &retry.problems))
            (muted(html! { (ui.t(msg::UNITS_PEOPLE_HINT)) }))
            (field(ui, "from", ui.t(msg::UNITS_COUNT_FROM)).date().required().value(from).error(retry.problems.of("from")))
            (people_fields(ui, &latest, retry))
            (button(ui.t(msg::UNITS_COUNT_SAVE)))
        }),
    )
}

/// The fields of a headcount, with what was typed or else what is known.
fn people_fields(ui: &Ui, known: &Headcount, retry: &Retry) -> Markup {
    let numbers = [
        ("headcount", msg::UNITS_COL_HEADCOUNT, known.headcount),
        ("women", msg::UNITS_COL_WOMEN, known.women),
        ("youth", msg::UNITS_COL_YOUTH, known.youth),
        ("scitech", msg::UNITS_COL_SCITECH, known.scitech),
    ];
    let Retry { fields, problems } = retry;
    let was_sent = fields.has("headcount");
    let ticked = if was_sent {
        fields.has("party")
    } else {
        known.party
    };
    html! {
        @for (name, label, known) in numbers {
            @let value = if was_sent { fields.raw(name).to_owned() } else { known.to_string() };
            (field(ui, name, ui.t(label)).whole_number().required().value(&value).error(problems.of(name)))
        }
        (checkbox("party", ui.t(msg::UNITS_FIELD_PARTY), ticked, None, None))
    }
}

/// The form of a new unit.
pub(super) fn new(ui: &Ui, org: OrganisationId, retry: &Retry) -> Markup {
    let Retry { fields, problems } = retry;
    let action = format!("/w/{org}/units");
    let today = time::day(ui.now).to_string();
    let from = if fields.has("from") {
        fields.raw("from")
    } else {
        &today
    };
    let mut kind = select(ui, "kind", ui.t(msg::UNITS_FIELD_KIND))
        .required()
        .error(problems.of("kind"));
    for each in UnitKind::ALL {
        kind = kind.option(
            each.as_str(),
            ui.t(each.label()),
            fields.raw("kind") == each.as_str(),
        );
    }
    let body = html! {
        (error_summary(ui, problems))
        (field(ui, "name", ui.t(msg::UNITS_FIELD_NAME)).required().hint(ui.t(msg::UNITS_FIELD_NAME_HINT)).max_chars(80)
            .value(fields.raw("name")).error(problems.of("name")))
        (kind)
        (field(ui, "area", ui.t(msg::UNITS_FIELD_AREA)).required().hint(ui.t(msg::UNITS_FIELD_AREA_HINT))
            .value(fields.raw("area")).error(problems.of("area")))
        (field(ui, "uscc", ui.t(msg::UNITS_COL_CODE)).hint(ui.t(msg::UNITS_FIELD_CODE_HINT)).max_chars(24)
            .value(fields.raw("uscc")).error(problems.of("uscc")))
        @if problems.of("uscc").is_some() || fields.has("uscc_reason") {
            (field(ui, "uscc_reason", ui.t(msg::UNITS_FIELD_CODE_REASON)).hint(ui.t(msg::UNITS_FIELD_CODE_REASON_HINT))
                .value(fields.raw("uscc_reason")))
        }
        (field(ui, "from", ui.t(msg::UNITS_SINCE)).date().required().value(from).error(problems.of("from")))
        (people_fields(ui, &Headcount::default(), retry))
        (button(ui.t(msg::UNITS_SAVE)).primary())
    };
    html! {
        (page_title(ui.t(msg::UNITS_NEW), Some(ui.t(msg::UNITS_NEW_LEDE)), None))
        (card(form(ui, &action).body(body)))
    }
}
