//! The pictures of one owner: added behind those that are there, described, put first, taken away.

use langqiao_kernel::{
    id::{PersonId, PhotoId},
    text::line,
};
use langqiao_platform::{
    files::{self, Kept},
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{Column, Param, ReadTx, Row, StoreError, WriteTx, params};

/// The longest description, in characters.
pub const ALT_MAX: usize = 100;

/// A picture as pages name it.
#[derive(Clone, Debug)]
pub struct Photo<Of> {
    /// Which.
    pub id: PhotoId,
    /// Of what.
    pub of: Of,
    /// Points from side to side.
    pub width: i64,
    /// Points from top to bottom.
    pub height: i64,
    /// What is to be seen on it.
    pub alt: String,
}

impl<Of> Photo<Of> {
    /// Where it is in the folder of its owner's pictures.
    pub fn within(&self, folder: &str, small: bool) -> String {
        let size = if small { "?size=small" } else { "" };
        format!("{folder}/{}{size}", self.id)
    }
}

/// A picture that is on the disk already, to be shown.
#[derive(Clone, Debug)]
pub struct Shot {
    /// The large file.
    pub large: Kept,
    /// The small one.
    pub small: Kept,
    /// Width and height of the large one.
    pub size: (u32, u32),
}

/// What is to be done with a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Other words for it.
    Describe(String),
    /// It comes first.
    First,
    /// It is shown no more.
    Remove,
}

/// The words for a picture, tidied.
///
/// # Errors
/// [`NotDone::Fields`] where there are none, or too many.
pub fn described(alt: &str, field: &str) -> Result<String, NotDone> {
    let alt = line(alt);
    match alt.chars().count() {
        0 | 1 => Err(NotDone::field(field, msg::SITE_ALT_NEEDED)),
        n if n > ALT_MAX => {
            let sentence = Sentence::new(msg::SITE_TOO_LONG).with("n", ALT_MAX as i64);
            Err(NotDone::field(field, sentence))
        }
        _ => Ok(alt),
    }
}

/// One kind of owner's pictures: how many at most, and the SQL of their table. [`album!`] makes it.
#[derive(Clone, Copy, Debug)]
pub struct Album {
    /// The most pictures of one owner.
    pub most: usize,
    /// An owner's pictures.
    pub list: &'static str,
    /// One more, behind the others.
    pub insert: &'static str,
    /// Other words.
    pub describe: &'static str,
    /// To the front.
    pub first: &'static str,
    /// Away.
    pub remove: &'static str,
    /// The file of one.
    pub file: &'static str,
}

/// The pictures in a table of their own, such as `venue_photo`, of the owner in one of its columns, such as `venue`.
macro_rules! album {
    ($table:literal, $of:literal, $most:expr) => {
        $crate::pictures::Album {
            most: $most,
            list: concat!(
                "SELECT id, ",
                $of,
                ", width, height, alt FROM ",
                $table,
                " WHERE ",
                $of,
                " = ?1 ORDER BY place, id"
            ),
            insert: concat!(
                "INSERT INTO ",
                $table,
                " (id, ",
                $of,
                ", large, small, width, height, alt, place, person, at)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, COALESCE(MAX(place), 0) + 1, ?8, ?9 FROM ",
                $table,
                " WHERE ",
                $of,
                " = ?2"
            ),
            describe: concat!(
                "UPDATE ",
                $table,
                " SET alt = ?3 WHERE ",
                $of,
                " = ?1 AND id = ?2"
            ),
            first: concat!(
                "UPDATE ",
                $table,
                " SET place = (SELECT MIN(place) - 1 FROM ",
                $table,
                " WHERE ",
                $of,
                " = ?1)
                 WHERE ",
                $of,
                " = ?1 AND id = ?2"
            ),
            remove: concat!("DELETE FROM ", $table, " WHERE ", $of, " = ?1 AND id = ?2"),
            file: concat!(
                "SELECT CASE WHEN CAST(?3 AS BIGINT) = 1 THEN small ELSE large END FROM ",
                $table,
                " WHERE ",
                $of,
                " = ?1 AND id = ?2"
            ),
        }
    };
}
pub(crate) use album;

impl Album {
    /// An owner's pictures, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn of<Of: Param + Column>(&self, tx: &mut ReadTx, of: Of) -> Result<Vec<Photo<Of>>, StoreError> {
        tx.all(self.list, params![of], read)
    }

    /// Shows a picture behind those that are there. The caller has looked whether the owner's pictures are theirs to
    /// change, and has its lock; the record is the caller's, too.
    ///
    /// # Errors
    /// [`NotDone::Fields`] without words, or where there are as many as may be.
    pub fn add<Of: Param + Column + Copy>(
        &self,
        tx: &mut WriteTx,
        (of, person): (Of, PersonId),
        shot: &Shot,
        alt: &str,
    ) -> Result<PhotoId, NotDone> {
        let alt = described(alt, "alt")?;
        if self.of(tx, of)?.len() >= self.most {
            let sentence = Sentence::new(msg::SITE_TOO_MANY_PHOTOS).with("n", self.most as i64);
            return Err(NotDone::field("photo", sentence));
        }
        files::note(tx, &shot.large, "image/jpeg")?;
        files::note(tx, &shot.small, "image/jpeg")?;
        let (id, now) = (PhotoId::generate(), tx.now());
        let (width, height) = (i64::from(shot.size.0), i64::from(shot.size.1));
        tx.execute(
            self.insert,
            params![
                id,
                of,
                shot.large.hash,
                shot.small.hash,
                width,
                height,
                alt,
                person,
                now
            ],
        )?;
        Ok(id)
    }

    /// Does something with a picture; as with [`Album::add`], for who may and has the lock.
    ///
    /// # Errors
    /// [`NotDone::NotFound`] where the owner has none such.
    pub fn change<Of: Param>(
        &self,
        tx: &mut WriteTx,
        (of, id): (Of, PhotoId),
        deed: &Deed,
    ) -> Result<(), NotDone> {
        let changed = match deed {
            Deed::Describe(alt) => {
                let alt = described(alt, &format!("alt-{id}"))?;
                tx.execute(self.describe, params![of, id, alt])?
            }
            Deed::First => tx.execute(self.first, params![of, id])?,
            Deed::Remove => tx.execute(self.remove, params![of, id])?,
        };
        match changed {
            0 => Err(NotDone::NotFound),
            _ => Ok(()),
        }
    }

    /// The hash of a picture's file, large or small.
    ///
    /// # Errors
    /// When the database fails.
    pub fn file<Of: Param>(
        &self,
        tx: &mut ReadTx,
        (of, id): (Of, PhotoId),
        small: bool,
    ) -> Result<Option<String>, StoreError> {
        tx.one(self.file, params![of, id, i64::from(small)], |row| row.get(0))
    }
}

/// A picture as [`Album::list`] has it.
pub fn read<Of: Column>(row: &Row<'_>) -> Result<Photo<Of>, StoreError> {
    Ok(Photo {
        id: row.get(0)?,
        of: row.get(1)?,
        width: row.get(2)?,
        height: row.get(3)?,
        alt: row.get(4)?,
    })
}
