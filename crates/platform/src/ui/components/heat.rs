//! A year as a calendar in which each day is the warmer the more it holds.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::{
    args,
    i18n::{Msg, msg},
    ui::{Ui, when},
};

/// A day of it.
#[derive(Clone, Debug)]
pub struct HeatDay<'a> {
    /// Which.
    pub day: Date,
    /// How much it holds.
    pub n: i64,
    /// Where that is listed; `None` where nothing is to be seen or done.
    pub href: Option<String>,
    /// What the day is known as.
    pub name: Option<&'a str>,
}

/// How warm a day is, from 0 to 4, where the fullest day holds `most`.
fn warmth(n: i64, most: i64) -> i64 {
    if n == 0 { 0 } else { (n * 4 + most - 1) / most }
}

/// The months one after the other, each a table of weeks from Monday on. A day says its number in words too, and
/// leads to what it holds. `unit` says `$n` of what is counted; the warmest is the day that holds `most`.
pub fn heat(ui: &Ui, (unit, most): (Msg, i64), months: &[Vec<HeatDay<'_>>]) -> Markup {
    let most = most.max(1);
    html! {
        div.heat {
            @for month in months {
                @if let Some(first) = month.first() { (table(ui, unit, first.day, (month, most))) }
            }
        }
    }
}

fn table(ui: &Ui, unit: Msg, first: Date, (days, most): (&[HeatDay<'_>], i64)) -> Markup {
    let before = first.weekday().to_monday_zero_offset() as usize;
    let mut cells: Vec<Option<&HeatDay<'_>>> = vec![None; before];
    cells.extend(days.iter().map(Some));
    cells.resize(cells.len().next_multiple_of(7), None);
    let weekdays = ui.t(msg::HEAT_WEEKDAYS);
    html! {
        table.heat-month {
            caption { (when::month(ui.lang, first)) }
            thead { tr { @for name in weekdays.split(' ') { th scope="col" { (name) } } } }
            tbody {
                @for week in cells.chunks(7) {
                    tr { @for cell in week { td { @if let Some(day) = cell { (one(ui, unit, day, most)) } } } }
                }
            }
        }
    }
}

fn one(ui: &Ui, unit: Msg, day: &HeatDay<'_>, most: i64) -> Markup {
    let warm = warmth(day.n, most);
    let number = day.day.day();
    let named = match day.name {
        Some(name) => format!("{} {name}", when::full_day(ui.lang, day.day)),
        None => when::full_day(ui.lang, day.day),
    };
    let what = ui.tf(unit, args! { n = day.n });
    let words = ui.tf(msg::HEAT_DAY, args! { day = named, what = what });
    let count = html! { @if day.n > 0 { span.heat-count { "×" (when::count(day.n)) } } };
    html! {
        @match &day.href {
            Some(href) => {
                a class={ "heat-day heat-" (warm) @if day.name.is_some() { " heat-named" } } href=(href) title=(words)
                    aria-label=(words) { (number) (count) }
            }
            None => {
                span class={ "heat-day heat-" (warm) @if day.name.is_some() { " heat-named" } } title=[day.name] {
                    (number) (count)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::warmth;

    #[test]
    fn the_fullest_day_is_the_warmest_and_whatever_holds_something_is_warm() {
        assert_eq!([0, 1, 2, 3, 4].map(|n| warmth(n, 4)), [0, 1, 2, 3, 4]);
        assert_eq!([0, 1, 2].map(|n| warmth(n, 2)), [0, 2, 4]);
        assert_eq!((warmth(1, 100), warmth(100, 100)), (1, 4));
    }
}
