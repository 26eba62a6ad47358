//! Where the lists of those who take part in a competition come in: the pages are those of all lists.

use langqiao_platform::routes::Routes;

use super::{pages, place::Entries};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/w/{org}/competitions/{competition}/entry-lists",
            pages::list::<Entries>,
        )
        .post(
            "/w/{org}/competitions/{competition}/entry-lists",
            pages::upload::<Entries>,
        )
        .get(
            "/w/{org}/competitions/{competition}/entry-lists/template.xlsx",
            pages::template::<Entries>,
        )
        .get(
            "/w/{org}/competitions/{competition}/entry-lists/{batch}",
            pages::show::<Entries>,
        )
        .post(
            "/w/{org}/competitions/{competition}/entry-lists/{batch}/apply",
            pages::confirm::<Entries>,
        )
        .post(
            "/w/{org}/competitions/{competition}/entry-lists/{batch}/go-on",
            pages::go_on::<Entries>,
        )
        .post(
            "/w/{org}/competitions/{competition}/entry-lists/{batch}/discard",
            pages::discard::<Entries>,
        )
        .get(
            "/w/{org}/competitions/{competition}/entry-lists/{batch}/rejects.xlsx",
            pages::rejects::<Entries>,
        )
}
