//! Pictures for programs.

use axum::body::Bytes;
use data_encoding::BASE64;
use langqiao_kernel::id::PhotoId;
use langqiao_platform::{i18n::msg, not_done::NotDone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::album::{Deed, Photo};

/// A picture.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhotoWire {
    #[schema(value_type = String)]
    id: PhotoId,
    /// Where it is, a JPEG; with `?size=small` smaller.
    href: String,
    width: i64,
    height: i64,
    /// What is to be seen on it.
    alt: String,
}

impl PhotoWire {
    /// A picture in a folder.
    pub fn within<Of>(photo: Photo<Of>, folder: &str) -> Self {
        Self {
            href: photo.within(folder, false),
            id: photo.id,
            width: photo.width,
            height: photo.height,
            alt: photo.alt,
        }
    }
}

/// A picture to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhotoBody {
    /// A JPEG, PNG or WebP file of 15 MiB at most, in Base64.
    image: String,
    /// What is to be seen on it.
    alt: String,
}

impl PhotoBody {
    /// The file's bytes, and the words for it.
    ///
    /// # Errors
    /// [`NotDone::Fields`] where it isn't Base64.
    pub fn read(self) -> Result<(Bytes, String), NotDone> {
        let bytes = BASE64
            .decode(self.image.as_bytes())
            .map_err(|_| NotDone::field("image", msg::SITE_PHOTO_FORMAT))?;
        Ok((bytes.into(), self.alt))
    }
}

/// What is to be done with a picture: `describe` with `alt`, `first`, or `remove`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum PhotoDeed {
    /// Other words.
    Describe {
        /// What is to be seen on it.
        alt: String,
    },
    /// To the front.
    First,
    /// Away.
    Remove,
}

impl From<PhotoDeed> for Deed {
    fn from(deed: PhotoDeed) -> Self {
        match deed {
            PhotoDeed::Describe { alt } => Deed::Describe(alt),
            PhotoDeed::First => Deed::First,
            PhotoDeed::Remove => Deed::Remove,
        }
    }
}
