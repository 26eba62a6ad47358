//! Addresses of the coverage pages: every figure leads to the list that it was counted from.

use std::fmt::Write as _;

use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, OrganisationId, UnitId},
    time,
};
use langqiao_platform::ui::Ui;

use super::words::{Line, Status, UnitKind};

/// What a reader may ask of the coverage pages, as typed; all of it optional, for addresses are edited by hand.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    on: Option<String>,
    line: Option<String>,
    town: Option<String>,
    area: Option<String>,
    kind: Option<String>,
    status: Option<String>,
    after: Option<String>,
    from: Option<String>,
    format: Option<String>,
}

/// The years of which a day is looked at.
const YEARS: std::ops::Range<i16> = 1949..9999;

/// What the coverage pages are about: kept from page to page. What was typed wrong is as if it weren't there; of a day,
/// that is said.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub org: OrganisationId,
    pub on: Date,
    pub today: Date,
    /// The day as it was typed, where it is none that can be shown: today's figures are shown then.
    pub unknown_day: Option<String>,
    pub line: Option<Line>,
    pub town: Option<AreaId>,
    pub area: Option<AreaId>,
    pub kind: Option<UnitKind>,
    pub status: Option<Status>,
    /// After which unit a list's page begins.
    pub after: Option<(i64, UnitId, String)>,
    /// The number of a list page's first row.
    pub from: i64,
    /// Whether a file is wanted as CSV rather than XLSX.
    pub csv: bool,
}

impl View {
    pub(super) fn of(org: OrganisationId, ui: &Ui, typed: &Typed) -> View {
        fn read<T: std::str::FromStr>(text: &Option<String>) -> Option<T> {
            text.as_deref().and_then(|text| text.trim().parse().ok())
        }
        let today = time::day(ui.now);
        let on = read::<Date>(&typed.on).filter(|day| YEARS.contains(&day.year()));
        let asked = typed.on.as_deref().map(str::trim).filter(|text| !text.is_empty());
        View {
            org,
            on: on.unwrap_or(today),
            today,
            unknown_day: asked
                .filter(|_| on.is_none())
                .map(|text| text.chars().take(20).collect()),
            line: read(&typed.line).filter(|line| *line != Line::OFFICE),
            town: read(&typed.town),
            area: read(&typed.area),
            kind: read(&typed.kind),
            status: read(&typed.status),
            after: typed.after.as_deref().and_then(read_after),
            from: first_row(typed.from.as_deref()),
            csv: typed.format.as_deref() == Some("csv"),
        }
    }

    /// Whether it is of another day than today.
    pub(super) fn is_of_another_day(&self) -> bool {
        self.on != self.today
    }

    /// Whether its day is still to come: what is known today says how it will be then, if nothing else happens.
    pub(super) fn is_forecast(&self) -> bool {
        self.on > self.today
    }

    /// The address of the view's page; the first page of a list.
    pub(super) fn href(&self) -> String {
        self.address("")
    }

    /// The address of the gaps with the same filters.
    pub(super) fn gaps(&self) -> String {
        View {
            status: None,
            ..self.clone()
        }
        .address("/gaps")
    }

    /// The address of the file with what the view's list shows.
    pub(super) fn file(&self, format: &str) -> String {
        let address = self.address("/export");
        let mark = if address.contains('?') { '&' } else { '?' };
        format!("{address}{mark}format={format}")
    }

    /// The address of the next page of a list.
    pub(super) fn next(&self, page: &str, after: &(i64, UnitId, String), shown: i64) -> String {
        let address = self.address(page);
        let mark = if address.contains('?') { '&' } else { '?' };
        let (people, unit, line) = after;
        format!(
            "{address}{mark}after={people}.{unit}.{line}&from={}",
            self.from + shown
        )
    }

    /// The list of a status, in a place.
    pub(super) fn list(&self, status: Status) -> View {
        View {
            status: Some(status),
            after: None,
            from: 1,
            ..self.clone()
        }
    }

    fn address(&self, page: &str) -> String {
        let mut address = format!("/w/{}/coverage{page}", self.org);
        let mut mark = '?';
        let on = self.is_of_another_day().then(|| self.on.to_string());
        let parts = [
            ("on", on),
            ("line", self.line.map(|line| line.to_string())),
            ("town", self.town.map(|town| town.to_text())),
            ("area", self.area.map(|area| area.to_text())),
            ("kind", self.kind.map(|kind| kind.as_str().to_owned())),
            ("status", self.status.map(|status| status.as_str().to_owned())),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                let _ = write!(address, "{mark}{name}={value}");
                mark = '&';
            }
        }
        address
    }
}

fn read_after(text: &str) -> Option<(i64, UnitId, String)> {
    let mut parts = text.splitn(3, '.');
    let (people, unit, line) = (parts.next()?, parts.next()?, parts.next()?);
    Some((people.parse().ok()?, unit.parse().ok()?, line.to_owned()))
}

/// The number of a page's first row, as an address says it; 1 where it says nothing that can be.
pub(crate) fn first_row(typed: Option<&str>) -> i64 {
    let number = typed.and_then(|text| text.parse().ok()).unwrap_or(1);
    if (1..=1_000_000_000).contains(&number) {
        number
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use langqiao_platform::i18n::Lang;

    use super::*;

    fn view(query: Typed) -> View {
        let ui = Ui::new(Lang::ZhCn, "/", "2026-11-21T01:00:00Z".parse().unwrap());
        View::of(OrganisationId::from_u128(1), &ui, &query)
    }

    #[test]
    fn what_is_typed_wrong_is_as_if_it_were_not_there() {
        let text = |text: &str| Some(text.to_owned());
        let view = view(Typed {
            on: text("yesterday"),
            line: text("office"),
            town: text("x"),
            status: text("gap"),
            after: text("7.x.union"),
            ..Typed::default()
        });
        assert_eq!(
            (view.on, view.line, view.town, view.after.clone()),
            (view.today, None, None, None)
        );
        assert_eq!(view.href(), format!("/w/{}/coverage?status=gap", view.org));
        assert_eq!(view.unknown_day.as_deref(), Some("yesterday"));
    }

    #[test]
    fn a_day_to_come_is_a_forecast_and_what_is_no_day_is_said() {
        let on = |text: &str| {
            view(Typed {
                on: Some(text.to_owned()),
                ..Typed::default()
            })
        };
        for text in ["1800-01-01", "hello", "2026-02-30"] {
            let view = on(text);
            assert_eq!((view.on, view.is_of_another_day()), (view.today, false), "{text}");
            assert_eq!(view.unknown_day.as_deref(), Some(text));
        }
        assert_eq!(on("2026-11-21").unknown_day, None);
        assert!(on("2026-11-22").is_forecast() && on("2030-01-01").is_forecast());
        assert!(!on("2026-11-20").is_forecast() && on("2026-11-20").is_of_another_day());
    }

    #[test]
    fn an_address_brings_its_view_back() {
        let text = |text: &str| Some(text.to_owned());
        let first = view(Typed {
            on: text("2025-03-01"),
            line: text("union"),
            kind: text("school"),
            ..Typed::default()
        });
        assert_eq!(
            first.href(),
            format!("/w/{}/coverage?on=2025-03-01&line=union&kind=school", first.org)
        );
        assert_eq!(
            first.file("csv"),
            format!(
                "/w/{}/coverage/export?on=2025-03-01&line=union&kind=school&format=csv",
                first.org
            )
        );
        let after = (12, UnitId::from_u128(7), "union".to_owned());
        assert!(
            first
                .next("", &after, 50)
                .ends_with(&format!("&after=12.{}.union&from=51", after.1))
        );
        assert_eq!(read_after(&format!("12.{}.union", after.1)), Some(after));
    }
}
