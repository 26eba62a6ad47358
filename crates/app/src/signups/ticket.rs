//! The ticket: what its QR code says.

use langqiao_platform::app::App;

/// What the QR code of a sign-up says: an address of this site that ends in the short code, so that the
/// steward's scanner finds the code in it, and any other camera a page that says what it is.
pub fn address(app: &App, code: &str) -> String {
    app.address(&format!("/t/{code}"))
}
