//! Where the visitor is: a village or town chosen once, remembered in a cookie, never located.

use std::str::FromStr;

use axum::http::{HeaderMap, header::COOKIE};
use cookie::{Cookie, time::Duration};
use langqiao_kernel::id::AreaId;
use langqiao_platform::{args, i18n::msg, ui::Ui};

/// The cookie that remembers the area.
const NAME: &str = "lq_place";

/// An area that a visitor has chosen as theirs.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Which.
    pub id: AreaId,
    /// Its name, with the town's before it where it is a village: 梧桐街道 桃园村.
    pub name: String,
    /// Where it lies on the schematic plan, in kilometres.
    pub at: (f64, f64),
}

/// The area remembered from an earlier visit.
pub fn remembered(headers: &HeaderMap) -> Option<AreaId> {
    let pairs = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse);
    let cookie = pairs.flatten().find(|cookie| cookie.name() == NAME)?;
    AreaId::from_str(cookie.value()).ok()
}

/// Remembers an area for a year; forgets it for `None`.
pub fn remember(area: Option<AreaId>) -> Cookie<'static> {
    let (value, age) = match area {
        Some(area) => (area.to_text(), Duration::days(365)),
        None => (String::new(), Duration::ZERO),
    };
    Cookie::build((NAME, value)).path("/").max_age(age).build()
}

/// How far apart two places lie, in kilometres of the schematic plan.
pub fn distance(from: (f64, f64), to: (f64, f64)) -> f64 {
    (from.0 - to.0).hypot(from.1 - to.1)
}

/// A distance as people say it: whole kilometres, because the plan is no survey.
pub fn say_distance(ui: &Ui, kilometres: f64) -> String {
    if kilometres < 1.0 {
        ui.t(msg::PORTAL_WITHIN_ONE_KM).to_owned()
    } else {
        // A county is some dozens of kilometres wide.
        ui.tf(msg::PORTAL_ABOUT_KM, args! { n = kilometres.round() as i64 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_remembered_and_forgotten() {
        let area = AreaId::from_u128(7);
        let mut headers = HeaderMap::new();
        headers.insert(
            COOKIE,
            format!("a=b; {}", remember(Some(area)).stripped())
                .parse()
                .unwrap(),
        );
        assert_eq!(remembered(&headers), Some(area));
        headers.insert(COOKIE, "lq_place=elsewhere".parse().unwrap());
        assert_eq!(remembered(&headers), None);
        assert_eq!(remember(None).max_age(), Some(Duration::ZERO));
    }

    #[test]
    fn distances_are_those_of_the_plan() {
        assert!((distance((0.0, 0.0), (3.0, 4.0)) - 5.0).abs() < 1e-9);
    }
}
