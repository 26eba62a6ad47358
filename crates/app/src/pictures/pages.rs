//! The forms for an owner's pictures, and what is read from them.

use axum::body::Bytes;
use langqiao_kernel::id::PhotoId;
use langqiao_platform::{fields::Fields, form::FileForm, not_done::NotDone, ui::prelude::*};
use serde::Deserialize;

use super::album::{ALT_MAX, Deed, Photo};

/// How large a picture is asked for.
#[derive(Debug, Deserialize)]
pub struct Size {
    size: Option<String>,
}

impl Size {
    /// Whether the small one is.
    pub fn is_small(&self) -> bool {
        self.size.as_deref() == Some("small")
    }
}

/// How an owner's pictures are changed.
pub struct Shown<'a, Of> {
    /// Where the forms are sent: below it, to each picture's id.
    pub at: &'a str,
    /// Where the pictures are.
    pub folder: &'a str,
    /// They themselves.
    pub photos: &'a [Photo<Of>],
    /// How many there may be.
    pub most: usize,
    /// The example of words for one.
    pub alt_hint: &'a str,
    /// What is said before one is taken away.
    pub remove_why: &'a str,
    /// What was typed.
    pub typed: &'a Fields,
    /// What is wrong in it.
    pub problems: &'a Problems,
}

/// The pictures with what can be done with each, and the form for one more.
pub fn keeper<Of>(ui: &Ui, shown: &Shown<'_, Of>) -> Markup {
    let (typed, problems) = (shown.typed, shown.problems);
    let add = form(ui, shown.at).multipart().body(html! {
        (field(ui, "photo", ui.t(msg::SITE_PHOTO)).required().file("image/jpeg,image/png,image/webp")
            .hint(ui.t(msg::SITE_PHOTO_HINT)).error(problems.of("photo")))
        (field(ui, "alt", ui.t(msg::SITE_ALT)).required().value(typed.raw("alt")).error(problems.of("alt"))
            .hint(shown.alt_hint).max_chars(ALT_MAX as u32))
        (button(ui.t(msg::SITE_PHOTO_ADD)).primary())
    });
    html! {
        (split(
            html! {
                @if shown.photos.is_empty() { (empty(Icon::Camera, ui.t(msg::SITE_NO_PHOTOS), html! {})) }
                @for n in 0..shown.photos.len() { (card(one(ui, shown, n))) }
            },
            panel(ui.t(msg::SITE_PHOTO_ADD), html! {
                @if shown.photos.len() < shown.most || problems.of("photo").is_some() { (add) }
                @else { p { (ui.tf(msg::SITE_TOO_MANY_PHOTOS, args! { n = shown.most as i64 })) } }
            }),
        ))
    }
}

fn one<Of>(ui: &Ui, shown: &Shown<'_, Of>, n: usize) -> Markup {
    let (photo, problems) = (&shown.photos[n], shown.problems);
    let name = format!("alt-{}", photo.id);
    let action = format!("{}/{}", shown.at, photo.id);
    let words = if shown.typed.has(&name) {
        shown.typed.raw(&name)
    } else {
        &photo.alt
    };
    let (small, large) = (
        photo.within(shown.folder, true),
        photo.within(shown.folder, false),
    );
    html! {
        (photographs([Photograph { src: &small, larger: Some(&large), width: photo.width, height: photo.height, alt: &photo.alt }]))
        (disclosure(ui.t(msg::SITE_ALT_CHANGE), problems.of(&name).is_some(), form(ui, &action).body(html! {
            (field(ui, &name, ui.t(msg::SITE_ALT)).required().value(words).error(problems.of(&name)).max_chars(ALT_MAX as u32))
            (button(ui.t(msg::SITE_SAVE)).value("act", "describe").about(&photo.alt))
        })))
        (row(html! {
            @if n > 0 { (post_button(ui, &action, button(ui.t(msg::SITE_PHOTO_FIRST)).small().value("act", "first").about(&photo.alt))) }
            (confirm(ui, &action, ui.t(msg::SITE_PHOTO_REMOVE), &html! { p { (shown.remove_why) } },
                button(ui.t(msg::SITE_PHOTO_REMOVE)).danger().value("act", "remove").about(&photo.alt)))
        }))
    }
}

/// The file that was sent and the words for it; no bytes where none was chosen.
pub fn sent(form: &mut FileForm) -> (Bytes, String) {
    let chosen = form.files.iter().position(|file| file.field == "photo");
    let bytes = chosen.map(|n| form.files.swap_remove(n).bytes);
    (bytes.unwrap_or_default(), form.fields.raw("alt").to_owned())
}

/// What is said once it is done.
pub fn said(deed: &Deed) -> Msg {
    match deed {
        Deed::Remove => msg::SITE_SAID_PHOTO_GONE,
        Deed::First | Deed::Describe(_) => msg::SITE_SAID_SAVED,
    }
}

/// The same, but for a picture that is no more, as on a page opened before it was removed: that it is gone, if its owner is
/// there for the reader, which `owner` says.
///
/// # Errors
/// What stands against it.
pub fn or_gone(
    done: Result<(), NotDone>,
    owner: impl FnOnce() -> Result<(), NotDone>,
) -> Result<(), NotDone> {
    match done {
        Err(NotDone::NotFound) => {
            owner()?;
            Err(NotDone::no("photo-gone", msg::SITE_PHOTO_GONE))
        }
        done => done,
    }
}

/// What is to be done with a picture, as its form says it.
pub fn deed(fields: &Fields, photo: PhotoId) -> Deed {
    match fields.raw("act") {
        "first" => Deed::First,
        "remove" => Deed::Remove,
        _ => Deed::Describe(fields.raw(&format!("alt-{photo}")).to_owned()),
    }
}
