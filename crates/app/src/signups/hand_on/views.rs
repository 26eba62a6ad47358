//! What the page looks like on which one hands places on.

use langqiao_kernel::{id::SignupId, time};
use langqiao_platform::{app::App, people, ui::prelude::*};

use super::queries::{Booked, Seat};
use crate::signups::{
    family,
    form_view::asked_of,
    model::{PartyId, SignupState},
    queries::Relative,
    tell::{hand_on_path, party_path},
};
use crate::standings::Asks;

/// All that the page shows.
pub struct Screen {
    pub id: PartyId,
    pub party: Booked,
    /// The booker and their family; who isn't signed up could come instead.
    pub family: Vec<Relative>,
    /// How many people wait for a place in this role, whose turn can still come.
    pub waiting: i64,
    /// What is asked of those who come, where anything is.
    pub asks: Option<Asks>,
}

/// Whether the booker may hand this place on.
fn can(seat: &Seat) -> bool {
    seat.state == SignupState::Seat && !seat.came
}

/// The page; `made` is the address made just now, with whose place it is.
pub fn page(app: &App, ui: &Ui, screen: &Screen, made: Option<(SignupId, &str)>) -> Page {
    let title = ui.t(msg::HANDING_TITLE);
    let back = party_path(screen.id);
    let seats: Vec<&Seat> = screen.party.seats.iter().filter(|seat| can(seat)).collect();
    let content = html! {
        (page_title(title, Some(&screen.party.title), None))
        (stack(html! {
            @if !screen.party.ahead {
                (notice(Tone::Warn, html! { (ui.t(msg::HANDING_TOO_LATE)) }))
            } @else if seats.is_empty() {
                (notice(Tone::Warn, html! { (ui.t(msg::HANDING_NO_PLACE)) }))
            } @else {
                (prose(html! { p { (ui.t(msg::HANDING_HOW)) } }))
                @if screen.waiting > 0 {
                    (notice(Tone::Info, html! { (ui.tf(msg::HANDING_WAITING, args! { n = screen.waiting })) }))
                }
                @if let Some(asks) = &screen.asks { (asked_of(ui, asks, way_to_state(ui, screen.id))) }
                @for seat in seats {
                    @let mine = made.filter(|(of, _)| *of == seat.signup).map(|(_, address)| address);
                    (one(app, ui, screen, seat, mine))
                }
            }
            p { (link(&back, ui.t(msg::HANDING_BACK))) }
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

fn one(app: &App, ui: &Ui, screen: &Screen, seat: &Seat, made: Option<&str>) -> Markup {
    let name = family::name(app, &seat.name_sealed);
    panel(
        &ui.tf(msg::HANDING_PLACE_OF, args! { name = name.as_str() }),
        html! {
            @if let Some(address) = made { (fresh_link(ui, address)) }
            (to_family(app, ui, screen, seat))
            @if made.is_none() && screen.waiting == 0 { (to_others(ui, screen, seat, &name)) }
            @if seat.link_since.is_some() || made.is_some() { (open_link(ui, screen, seat, &name, made.is_some())) }
        },
    )
}

/// To where it is stated, and back here.
fn way_to_state(ui: &Ui, id: PartyId) -> Markup {
    let next = hand_on_path(id);
    let next = serde_urlencoded::to_string([("next", next.as_str())]).unwrap_or_default();
    link_button(&format!("/me/standings?{next}"), ui.t(msg::STANDING_FORM_DO)).render()
}

/// The address, which is shown this once.
fn fresh_link(ui: &Ui, address: &str) -> Markup {
    html! {
        (notice(Tone::Ok, html! { (ui.t(msg::HANDING_LINK_MADE)) }))
        (field(ui, "address", ui.t(msg::HANDING_LINK)).value(address).hint(ui.t(msg::HANDING_LINK_ONCE)).unmarked().read_only())
    }
}

fn to_family(app: &App, ui: &Ui, screen: &Screen, seat: &Seat) -> Markup {
    let rows: Vec<(String, String)> = screen
        .family
        .iter()
        .filter(|one| one.party.is_none())
        .map(|one| {
            let name = family::name(app, &one.name_sealed);
            let called = match one.birth {
                Some(birth) => {
                    let age = i64::from(people::age(birth, time::day(ui.now)));
                    ui.tf(msg::SIGNUP_NAME_AGE, args! { name = name, age = age })
                }
                None => name,
            };
            (one.person.to_text(), called)
        })
        .collect();
    if rows.is_empty() {
        return html! {};
    }
    let mut list = choices(ui, "to", ui.t(msg::HANDING_TO_FAMILY)).required();
    for (value, label) in &rows {
        list = list.option(value, label, false);
    }
    let signup = seat.signup.to_text();
    form(ui, &format!("{}/swap", party_path(screen.id))).body(html! {
        (hidden("signup", &signup))
        (list)
        (button(ui.t(msg::HANDING_SWAP)).primary())
    })
}

fn to_others(ui: &Ui, screen: &Screen, seat: &Seat, name: &str) -> Markup {
    let signup = seat.signup.to_text();
    let text = match seat.link_since {
        Some(_) => msg::HANDING_LINK_RENEW,
        None => msg::HANDING_LINK_MAKE,
    };
    html! {
        p { strong { (ui.t(msg::HANDING_TO_OTHERS)) } }
        (muted(html! { (ui.t(msg::HANDING_TO_OTHERS_HOW)) }))
        (post_button(ui, &hand_on_path(screen.id), button(ui.t(text)).value("signup", &signup).about(name)))
    }
}

/// A link that nobody has used yet can be taken back.
fn open_link(ui: &Ui, screen: &Screen, seat: &Seat, name: &str, fresh: bool) -> Markup {
    let signup = seat.signup.to_text();
    html! {
        @if let (Some(since), false) = (seat.link_since, fresh) {
            p { (ui.tf(msg::HANDING_LINK_OPEN, args! { at = when::moment(ui.lang, since, ui.now) })) }
        }
        (post_button(ui, &format!("{}/end", hand_on_path(screen.id)),
            button(ui.t(msg::HANDING_LINK_END)).quiet().value("signup", &signup).about(name)))
    }
}
