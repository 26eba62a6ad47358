//! From the bytes that were sent to files on the disk, and back.

use axum::{
    body::Bytes,
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use langqiao_platform::{
    app::App, fault::Fault, fields::FieldErrors, files::FileError, i18n::msg, not_done::NotDone,
};

use super::{
    album::{Shot, described},
    picture::{self, Unfit},
};

/// What is wrong with a file that was sent.
fn unfit(why: Unfit) -> NotDone {
    let sentence = match why {
        Unfit::TooHeavy => msg::SITE_PHOTO_TOO_HEAVY,
        Unfit::Format => msg::SITE_PHOTO_FORMAT,
        Unfit::Broken => msg::SITE_PHOTO_BROKEN,
        Unfit::TooSmall => msg::SITE_PHOTO_TOO_SMALL,
    };
    NotDone::field("photo", sentence)
}

/// Keeps a picture that was sent, to be added to an album. The words are looked at first, so that no file is kept in vain.
///
/// # Errors
/// [`NotDone::Fields`] where it is no picture, or without words.
pub async fn shoot(app: &App, bytes: Bytes, alt: &str) -> Result<Shot, NotDone> {
    let mut errors = FieldErrors::new();
    if bytes.is_empty() {
        errors.add("photo", msg::SITE_PHOTO_NEEDED);
    }
    if let Err(NotDone::Fields(wrong)) = described(alt, "alt") {
        wrong
            .iter()
            .for_each(|(name, sentence)| errors.add(name, sentence.clone()));
    }
    if !errors.is_empty() {
        return Err(NotDone::Fields(errors));
    }
    let read = tokio::task::spawn_blocking(move || picture::read(&bytes));
    let picture = read
        .await
        .map_err(|why| Fault::Internal(why.to_string()))?
        .map_err(unfit)?;
    let disk = |why: FileError| Fault::Internal(why.to_string());
    Ok(Shot {
        size: (picture.width, picture.height),
        large: app.files.put(picture.large.into()).await.map_err(disk)?,
        small: app.files.put(picture.small.into()).await.map_err(disk)?,
    })
}

/// Sends a picture's file; who may have it has been looked at. `cache` says who may keep it for how long.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub async fn file(app: &App, hash: Option<String>, cache: &'static str) -> Result<Response, Fault> {
    let hash = hash.ok_or(Fault::NotFound)?;
    let bytes = app.files.get(&hash).await.map_err(|why| match why {
        FileError::Missing(_) => Fault::NotFound,
        other => Fault::Internal(other.to_string()),
    })?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (CACHE_CONTROL, HeaderValue::from_static(cache)),
    ];
    Ok((headers, bytes).into_response())
}
