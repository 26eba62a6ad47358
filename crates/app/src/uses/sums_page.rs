//! Hours used against hours open, and how many came: by room, by purpose, by organisation; each number opens.

use axum::extract::State;
use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{id::OrganisationId, share::share_of, time};
use langqiao_platform::{
    app::App, between::Between, desk, extract::Query, fault::Fault, gate::Grant, ui::prelude::*,
};
use serde::Deserialize;

use super::{
    say,
    sums::{self, Sum, Sums, USES_MAX},
};
use crate::bookings::{SeeSpaces, below};

/// Of which days; whatever isn't readable is as if it had not been said.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(flatten)]
    between: Between,
}

/// The longest that is added up at once.
const YEARS_MAX: i64 = 2;

impl Asked {
    /// The first and the last day: this month without a wish; two years at most.
    pub fn days(&self, today: Date) -> (Date, Date) {
        shortened(self.between.days(today.first_of_month(), Date::last_of_month))
    }

    /// The same for programs, which are told of what can't be.
    ///
    /// # Errors
    /// [`Fault::Refused`] at its field.
    pub fn days_or_refused(&self, today: Date) -> Result<(Date, Date), Fault> {
        let days = self
            .between
            .days_or_refused(today.first_of_month(), Date::last_of_month)?;
        Ok(shortened(days))
    }
}

fn shortened((from, to): (Date, Date)) -> (Date, Date) {
    (from, to.min(from.saturating_add(YEARS_MAX.years())))
}

/// Of which days, and whose.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct AskedBelow {
    #[serde(flatten)]
    asked: Asked,
    #[serde(flatten)]
    below: below::Asked,
}

/// The month, quarter and year that a day lies in.
fn spans(today: Date) -> [(Msg, Date, Date); 3] {
    let quarter = (today.month() - 1) / 3 * 3 + 1;
    let first = Date::constant(today.year(), quarter, 1);
    let last = first.saturating_add(2.months()).last_of_month();
    [
        (msg::USE_THIS_MONTH, today.first_of_month(), today.last_of_month()),
        (msg::USE_THIS_QUARTER, first, last),
        (msg::USE_THIS_YEAR, today.first_of_year(), today.last_of_year()),
    ]
}

/// `GET /w/{org}/uses`
pub(super) async fn show(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(AskedBelow { asked, below: wanted }): Query<AskedBelow>,
) -> Result<Page, Fault> {
    let (org, now) = (gate.org(), ui.now);
    let days = asked.days(time::day(now));
    let scope = wanted.below();
    let sums = app
        .db
        .read(move |tx| sums::sums(tx, (org, scope), days, now))
        .await?;
    let more_asked = wanted.query();
    let (first, last) = (days.0.to_string(), days.1.to_string());
    let at = format!("/w/{org}/uses");
    let title = ui.t(msg::USE_TITLE);
    let list_of = |whose: &str| format!("{at}/list?from={}&to={}{whose}", days.0, days.1);
    let list = |more: &str| list_of(&more_asked) + more;
    let content = html! {
        (page_title(title, Some(ui.t(msg::USE_LEDE)), Some(html! {
            (link_button(&format!("/w/{org}/idle"), ui.t(msg::USE_IDLE)).icon(Icon::Bell))
            (link_button(&list("&ours=1"), ui.t(msg::USE_LIST_OURS)).quiet())
        })))
        (stack(html! {
            (below::filter(&ui, &at, &wanted, &sums.below, &[("from", &first), ("to", &last)]))
            (chooser(&ui, &at, days, &wanted.fields()))
            @if sums.cut { (notice(Tone::Warn, html! { p { (ui.tf(msg::USE_CUT, args! { n = USES_MAX })) } })) }
            @if sums.rooms.is_empty() && scope.is_none() { (empty(Icon::Door, ui.t(msg::USE_NO_ROOMS), html! {})) } @else {
                (stats(html! {
                    (stat(ui.t(msg::USE_TIMES), sums.whole.uses, &list(""), None))
                    (stat(ui.t(msg::USE_PEOPLE), sums.whole.people, &list(""), None))
                    (stat(ui.t(msg::USE_UNSAID), sums.whole.unsaid, &list("&unsaid=1"), None))
                }))
                @if scope.is_some() {
                    (section(ui.t(msg::USE_BY_KEEPER), parts(&ui, msg::BOOKING_COL_KEEPER, &sums, sums.keepers.iter().map(|(body, name, sum)| {
                        (name.clone(), list_of(&wanted.query_of(*body)), *sum)
                    }).collect())))
                }
                @if !sums.rooms.is_empty() { (section(ui.t(msg::USE_BY_ROOM), by_room(&ui, &sums, &format!("/w/{org}/spaces"), list))) }
                (section(ui.t(msg::USE_BY_PURPOSE), parts(&ui, msg::USE_PURPOSE, &sums, sums.purposes.iter().map(|(purpose, sum)| {
                    (ui.t(say::kind(*purpose)).to_owned(), list(&format!("&purpose={}", purpose.as_str())), *sum)
                }).collect())))
                (section(ui.t(msg::USE_BY_BODY), parts(&ui, msg::USE_BODY, &sums, sums.bodies.iter().map(|(body, name, sum)| {
                    (name.clone(), list(&format!("&by={body}")), *sum)
                }).collect())))
                (muted(html! { (ui.t(msg::USE_HOW_COUNTED)) }))
            }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

/// The ways to this month, quarter and year, and to any days; `kept` is what is asked besides.
pub(crate) fn chooser(
    ui: &Ui,
    at: &str,
    (from, to): (Date, Date),
    kept: &[(&'static str, String)],
) -> Markup {
    let (first, last) = (from.to_string(), to.to_string());
    let more: String = kept
        .iter()
        .map(|(name, value)| format!("&{name}={value}"))
        .collect();
    html! {
        (row(html! {
            @for (name, from, to) in spans(time::day(ui.now)) {
                (link_button(&format!("{at}?from={from}&to={to}{more}"), ui.t(name)).small())
            }
        }))
        (get_form(at, html! {
            @for (name, value) in kept { (hidden(name, value)) }
            (row(html! {
                (field(ui, "from", ui.t(msg::LEDGER_FROM)).value(&first).required().date())
                (field(ui, "to", ui.t(msg::LEDGER_TO)).value(&last).required().date())
                (button(ui.t(msg::YEAR_SHOW)))
            }))
        }))
    }
}

fn cells(ui: &Ui, sum: &Sum, href: &str) -> Vec<Markup> {
    vec![
        link(href, &when::count(sum.uses)),
        html! { (ui.minutes(sum.minutes)) },
        html! {
            (when::count(sum.people))
            @if sum.unsaid > 0 { " " (link(&format!("{href}&unsaid=1"), &ui.tf(msg::USE_UNSAID_OF, args! { n = sum.unsaid }))) }
        },
    ]
}

/// Each room; the hours used as a share of the hours open where hours are laid down. The hours open lead to the room's page in
/// the workbench `spaces`, where its week stands.
fn by_room(ui: &Ui, sums: &Sums, spaces: &str, list: impl Fn(&str) -> String) -> Markup {
    let columns = vec![
        col(ui.t(msg::VENUE_SPACE)),
        number_col(ui.t(msg::USE_TIMES)),
        number_col(ui.t(msg::USE_HOURS)),
        number_col(ui.t(msg::USE_PEOPLE)),
        number_col(ui.t(msg::USE_HOURS_OPEN)),
        number_col(ui.t(msg::USE_SHARE)),
    ];
    let rows = sums.rooms.iter().map(|(space, name, sum, open)| {
        let href = list(&format!("&space={space}"));
        let mut row = vec![link(&href, name)];
        row.extend(cells(ui, sum, &href));
        let hours = open.map_or_else(
            || ui.t(msg::BOOKING_HOURS_UNSAID).to_owned(),
            |open| ui.minutes(open),
        );
        row.push(link(&format!("{spaces}/{space}#rules"), &hours));
        row.push(html! { (share(sum.minutes, *open)) });
        row
    });
    let mut foot = vec![html! { (ui.t(msg::SITE_TOTAL)) }];
    foot.extend(cells(ui, &sums.whole, &list("")));
    foot.extend([html! {}, html! {}]);
    table(ui.t(msg::USE_BY_ROOM), columns)
        .rows(rows)
        .foot(foot)
        .render()
}

fn share(used: i64, open: Option<i64>) -> String {
    match open {
        Some(open) if open > 0 => format!("{}%", share_of(used, open, 100)),
        _ => "—".to_owned(),
    }
}

fn parts(ui: &Ui, first: Msg, sums: &Sums, parts: Vec<(String, String, Sum)>) -> Markup {
    if parts.is_empty() {
        return muted(html! { (ui.t(msg::USE_NONE)) });
    }
    let columns = vec![
        col(ui.t(first)),
        number_col(ui.t(msg::USE_TIMES)),
        number_col(ui.t(msg::USE_HOURS)),
        number_col(ui.t(msg::USE_PEOPLE)),
    ];
    let rows = parts.iter().map(|(name, href, sum)| {
        let mut row = vec![link(href, name)];
        row.extend(cells(ui, sum, href));
        row
    });
    let whole = &sums.whole;
    let foot = vec![
        html! { (ui.t(msg::SITE_TOTAL)) },
        html! { (when::count(whole.uses)) },
        html! { (ui.minutes(whole.minutes)) },
        html! { (when::count(whole.people)) },
    ];
    table(ui.t(first), columns).rows(rows).foot(foot).render()
}

/// Whose workbench a list goes back to.
pub(super) fn back(org: OrganisationId, (from, to): (Date, Date)) -> String {
    format!("/w/{org}/uses?from={from}&to={to}")
}
