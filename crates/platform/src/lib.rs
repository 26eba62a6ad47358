//! The third floor: what every feature stands on.

pub mod assets;
pub mod i18n;
pub mod ui;
