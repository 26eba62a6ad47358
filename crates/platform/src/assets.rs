//! Styles and scripts.

/// The styles.
pub const APP_CSS: &str = "/assets/app.css";
/// The scripts.
pub const APP_JS: &str = "/assets/app.js";
/// The icon.
pub const ICON_SVG: &str = "/assets/icon.svg";
/// The icon for home screens.
pub const ICON_192_PNG: &str = "/assets/icon-192.png";
