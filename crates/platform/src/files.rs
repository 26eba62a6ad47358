//! Files by the hash of what they hold: the same file twice is kept once, and a damaged one is noticed.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use data_encoding::HEXLOWER;
use langqiao_kernel::id::FileId;
use langqiao_store::{StoreError, WriteTx, params};
use sha2::{Digest, Sha256};

/// The store of files, a folder of the data folder. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files(Arc<PathBuf>);

/// A file that is kept: what to write into the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub hash: String,
    /// How many bytes it has.
    pub size: i64,
}

/// Why a file can't be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no file with this hash.
    #[error("no file with the hash {0}")]
    Missing(String),
    /// What is on the disk isn't what was put there.
    #[error("the file {0} was changed on the disk")]
    Damaged(String),
    /// The disk.
    #[error("a file could not be kept or read: {0}")]
    Disk(#[from] io::Error),
}

impl Files {
    /// The files in a folder, which need not exist yet.
    pub fn at(folder: PathBuf) -> Self {
        Self(Arc::new(folder))
    }

    /// Keeps bytes. When it returns they are on the disk for good, so that a row that names them may be
    /// committed ([`note`]).
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub async fn put(&self, bytes: Bytes) -> Result<Kept, FileError> {
        let files = self.clone();
        on_a_thread(move || files.put_blocking(&bytes)).await
    }

    /// The bytes with this hash.
    ///
    /// # Errors
    /// [`FileError::Missing`], [`FileError::Damaged`] when they no longer have their hash, [`FileError::Disk`].
    pub async fn get(&self, hash: &str) -> Result<Bytes, FileError> {
        let (files, hash) = (self.clone(), hash.to_owned());
        on_a_thread(move || files.get_blocking(&hash)).await
    }

    /// [`put`](Self::put) for commands, blocking the thread.
    ///
    /// # Errors
    /// As of [`put`](Self::put).
    pub fn put_blocking(&self, bytes: &[u8]) -> Result<Kept, FileError> {
        let hash = HEXLOWER.encode(&Sha256::digest(bytes));
        let path = self.path(&hash);
        if !path.exists() {
            let folder = path.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)?;
            // A name of its own until it is whole, so that nobody ever reads half a file.
            let partial = folder.join(format!("{}.part", FileId::generate()));
            let mut file = fs::File::create_new(&partial)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&partial, &path)?;
            fs::File::open(folder)?.sync_all()?;
        }
        Ok(Kept {
            hash,
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        })
    }

    fn get_blocking(&self, hash: &str) -> Result<Bytes, FileError> {
        let well_formed = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        if !well_formed {
            return Err(FileError::Missing(hash.to_owned()));
        }
        let bytes = fs::read(self.path(hash)).map_err(|why| match why.kind() {
            io::ErrorKind::NotFound => FileError::Missing(hash.to_owned()),
            _ => FileError::Disk(why),
        })?;
        if HEXLOWER.encode(&Sha256::digest(&bytes)) != hash {
            return Err(FileError::Damaged(hash.to_owned()));
        }
        Ok(bytes.into())
    }

    fn path(&self, hash: &str) -> PathBuf {
        self.0.join(&hash[..2]).join(&hash[2..])
    }
}

/// Notes a kept file in the database.
///
/// # Errors
/// When the database fails.
pub fn note(tx: &mut WriteTx, kept: &Kept, media_type: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO stored_file (hash, size, media_type, created_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (hash) DO NOTHING",
        params![kept.hash, kept.size, media_type, now],
    )?;
    Ok(())
}

async fn on_a_thread<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, FileError> + Send + 'static,
) -> Result<T, FileError> {
    tokio::task::spawn_blocking(run).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_same_bytes_are_kept_once_and_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("files"));
        let first = files.put(Bytes::from_static(b"rows")).await.unwrap();
        let second = files.put(Bytes::from_static(b"rows")).await.unwrap();
        assert_eq!(first, second);
        assert_eq!(files.get(&first.hash).await.unwrap(), "rows");
        let kept = fs::read_dir(files.path(&first.hash).parent().unwrap())
            .unwrap()
            .count();
        assert_eq!(kept, 1, "no partial file stays behind");
    }

    #[tokio::test]
    async fn a_changed_file_is_noticed_and_a_path_is_no_hash() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().to_owned());
        let kept = files.put(Bytes::from_static(b"rows")).await.unwrap();
        fs::write(files.path(&kept.hash), b"rowz").unwrap();
        assert!(matches!(files.get(&kept.hash).await, Err(FileError::Damaged(_))));
        assert!(matches!(
            files.get("../../etc/passwd").await,
            Err(FileError::Missing(_))
        ));
    }
}
