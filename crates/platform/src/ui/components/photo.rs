//! Photographs: each with words for those who don't see it, in a frame that keeps its room before it has come.

use maud::{Markup, html};

/// A photograph.
#[derive(Clone, Debug)]
pub struct Photograph<'a> {
    /// Where the picture is.
    pub src: &'a str,
    /// Where it is larger, if it is.
    pub larger: Option<&'a str>,
    /// Points from side to side.
    pub width: i64,
    /// Points from top to bottom.
    pub height: i64,
    /// What is to be seen on it.
    pub alt: &'a str,
}

/// Photographs beside each other, with their words below them; on a phone below each other.
pub fn photographs<'a>(photos: impl IntoIterator<Item = Photograph<'a>>) -> Markup {
    list("photos", photos)
}

/// The same where they are not what the page is about: beside each other on a phone too, low, each cut to its frame; whole
/// where they are larger.
pub fn low_photographs<'a>(photos: impl IntoIterator<Item = Photograph<'a>>) -> Markup {
    list("photos photos-low", photos)
}

fn list<'a>(class: &str, photos: impl IntoIterator<Item = Photograph<'a>>) -> Markup {
    html! {
        ul class=(class) {
            @for photo in photos {
                li { figure {
                    @if let Some(larger) = photo.larger { a href=(larger) { (image(&photo)) } } @else { (image(&photo)) }
                    figcaption aria-hidden="true" { (photo.alt) }
                } }
            }
        }
    }
}

fn image(photo: &Photograph<'_>) -> Markup {
    html! { img src=(photo.src) alt=(photo.alt) width=(photo.width) height=(photo.height) loading="lazy" decoding="async"; }
}

/// One photograph for a list, where its words stand beside it already.
pub fn thumbnail(photo: &Photograph<'_>) -> Markup {
    html! { div.thumbnail { (image(photo)) } }
}
