//! Seals over the event log: events are written without one and sealed in batches soon after, so that no row is
//! shared by all writers.
//!
//! A seal names every event of its batch with its hash, the batch's Merkle root and the hash of the seal before
//! it, and is signed with Ed25519. Whoever has a seal's hash can prove what the log said up to it.

use std::time::Duration;

use ed25519_dalek::{Signer, SigningKey};
use langqiao_kernel::clock::Clock;
use sha2::{Digest, Sha256};

use crate::merkle::{self, Hash};
use crate::{By, Db, EventRow, ReadTx, Row, StoreError, params};

/// The most events under one seal: a seal stays under 100 kB, and a batch under a megabyte.
const BATCH: i64 = 2048;
/// Bytes of an entry: the event's number and its hash.
pub(crate) const ENTRY: usize = 8 + 32;
/// How long a seal waits for transactions that may yet commit an event with a lower number.
const SETTLING: Duration = Duration::from_secs(10);

/// The key that seals are signed with.
#[derive(Clone)]
pub struct SealKey(SigningKey);

impl SealKey {
    /// The key pair of a secret of 32 random bytes.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// The public half, to be handed to whoever verifies.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }
}

/// A seal as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Seals are counted from 1.
    pub number: i64,
    /// When it was made, in milliseconds since 1970.
    pub at: i64,
    /// The number of its last event.
    pub through: i64,
    /// The Merkle root of its events (RFC 6962).
    pub root: [u8; 32],
    /// The hash of the seal before it; zeros for the first.
    pub previous: [u8; 32],
    /// The public key it is signed with.
    pub key: [u8; 32],
    /// The signature over its hash.
    pub signature: [u8; 64],
    /// Each event's number (8 bytes, big-endian) and leaf hash (32 bytes), in order.
    pub entries: Vec<u8>,
}

impl Seal {
    pub(crate) const SELECT_AFTER: &str =
        "SELECT number, at, through, root, previous, key, signature, entries
        FROM seal WHERE number > ?1 ORDER BY number LIMIT 1";
    const SELECT_LAST: &str = "SELECT number, at, through, root, previous, key, signature, entries
        FROM seal ORDER BY number DESC LIMIT 1";

    pub(crate) fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            number: row.get(0)?,
            at: row.get(1)?,
            through: row.get(2)?,
            root: row.get(3)?,
            previous: row.get(4)?,
            key: row.get(5)?,
            signature: row.get(6)?,
            entries: row.get(7)?,
        })
    }

    /// What is signed, and what the next seal names.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"langqiao seal v1\0")
            .chain_update(self.number.to_be_bytes())
            .chain_update(self.at.to_be_bytes())
            .chain_update(self.through.to_be_bytes())
            .chain_update(self.root)
            .chain_update(self.previous)
            .chain_update(self.key)
            .finalize()
            .into()
    }

    /// Number and hash of each event under this seal; what is left over if the bytes don't come out even.
    pub(crate) fn entries(&self) -> (impl Iterator<Item = (i64, Hash)> + '_, &[u8]) {
        let (entries, rest) = self.entries.as_chunks::<ENTRY>();
        let split = |entry: &[u8; ENTRY]| {
            let (mut seq, mut hash) = ([0; 8], [0; 32]);
            seq.copy_from_slice(&entry[..8]);
            hash.copy_from_slice(&entry[8..]);
            (i64::from_be_bytes(seq), hash)
        };
        (entries.iter().map(split), rest)
    }
}

/// The hash of an event over all its fields, each with its length, so that no two events read the same.
pub(crate) fn leaf(event: &EventRow) -> Hash {
    let mut bytes = Vec::with_capacity(400);
    bytes.extend_from_slice(b"langqiao event v1\0");
    bytes.extend_from_slice(&event.seq.to_be_bytes());
    bytes.extend_from_slice(&event.at.to_be_bytes());
    let EventRow {
        actor_kind,
        act,
        subject_kind,
        subject,
        actor,
        token,
        org,
        request,
        detail,
        ..
    } = event;
    for text in [
        Some(actor_kind),
        actor.as_ref(),
        token.as_ref(),
        Some(act),
        Some(subject_kind),
        Some(subject),
        org.as_ref(),
        request.as_ref(),
        detail.as_ref(),
    ] {
        match text {
            None => bytes.push(0),
            Some(text) => {
                bytes.push(1);
                bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
                bytes.extend_from_slice(text.as_bytes());
            }
        }
    }
    merkle::leaf(&bytes)
}

/// Seals what has been recorded: a chore of the worker's, every second or two
/// ([`Worker::every`](crate::Worker::every)). Any number of nodes may do so beside each other.
#[derive(Clone)]
pub struct Sealer {
    db: Db,
    clock: Clock,
    key: SealKey,
}

impl Sealer {
    /// Seals the events of `db` with `key`, dated by `clock`.
    pub fn new(db: Db, clock: Clock, key: SealKey) -> Self {
        Self { db, clock, key }
    }

    /// Seals all that is committed by now and says how many events that were. Events of transactions still under
    /// way are left for the next time.
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub async fn seal(&self) -> Result<u64, StoreError> {
        let horizon = self.horizon().await?;
        let mut sealed = 0;
        loop {
            let Some(seal) = self.draft(horizon).await? else {
                return Ok(sealed);
            };
            let events = (seal.entries.len() / ENTRY) as u64;
            if !self.keep(seal).await? {
                return Ok(sealed); // another node was faster; it goes on
            }
            sealed += events;
            if events < BATCH as u64 {
                return Ok(sealed);
            }
        }
    }

    /// The number up to which no further event can appear.
    ///
    /// On SQLite numbers are given in the order of commits. On PostgreSQL a number is given before the commit:
    /// so it takes the last number given, then waits for every transaction that was writing to the log at that
    /// moment, as `CREATE INDEX CONCURRENTLY` does. A writer holds its lock on the table before it is given a
    /// number and until its commit can be seen.
    async fn horizon(&self) -> Result<i64, StoreError> {
        if !self.db.on_pg() {
            return Ok(i64::MAX);
        }
        let (last, mut writers) = self
            .db
            .read(|tx| {
                let last = tx.one("SELECT last_value FROM event_seq_seq", &[], |row| row.get(0))?;
                Ok::<_, StoreError>((last.unwrap_or(0), writers(tx)?))
            })
            .await?;
        let began = tokio::time::Instant::now();
        while !writers.is_empty() {
            if began.elapsed() > SETTLING {
                tracing::warn!(
                    writers = writers.len(),
                    "long transactions hold up the sealing of events"
                );
                return Ok(0);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
            let still = self.db.read(self::writers).await?;
            writers.retain(|writer| still.contains(writer));
        }
        Ok(last)
    }

    /// The next seal, if there is something to be sealed.
    async fn draft(&self, horizon: i64) -> Result<Option<Seal>, StoreError> {
        let (previous, entries) = self
            .db
            .read(move |tx| {
                let previous = tx.one(Seal::SELECT_LAST, &[], Seal::read)?;
                let after = previous.as_ref().map_or(0, |seal| seal.through);
                let mut entries = Vec::new();
                tx.each(
                    "SELECT seq, at, actor_kind, actor, token, act, subject_kind, subject, org, request, detail
                     FROM event WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3",
                    params![after, horizon, BATCH],
                    |row| {
                        let event = EventRow::read(row)?;
                        entries.push((event.seq, leaf(&event)));
                        Ok(())
                    },
                )?;
                Ok::<_, StoreError>((previous, entries))
            })
            .await?;
        let Some(&(through, _)) = entries.last() else {
            return Ok(None);
        };
        let mut seal = Seal {
            number: previous.as_ref().map_or(1, |seal| seal.number + 1),
            at: self.clock.now().as_millisecond(),
            through,
            root: merkle::root(entries.iter().map(|(_, hash)| *hash)),
            previous: previous.map_or([0; 32], |seal| seal.hash()),
            key: self.key.public(),
            signature: [0; 64],
            entries: entries
                .iter()
                .flat_map(|(seq, hash)| [&seq.to_be_bytes()[..], hash].concat())
                .collect(),
        };
        seal.signature = self.key.0.sign(&seal.hash()).to_bytes();
        Ok(Some(seal))
    }

    /// Keeps a seal unless there is one with its number; true if it was kept.
    async fn keep(&self, seal: Seal) -> Result<bool, StoreError> {
        self.db
            .write(By::system("seal", &self.clock), move |tx| {
                tx.bookkeeping();
                let kept = tx.execute(
                    "INSERT INTO seal (number, at, through, root, previous, key, signature, entries)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (number) DO NOTHING",
                    params![
                        seal.number,
                        seal.at,
                        seal.through,
                        seal.root,
                        seal.previous,
                        seal.key,
                        seal.signature,
                        seal.entries
                    ],
                )?;
                Ok(kept > 0)
            })
            .await
    }
}

/// The transactions that hold the log open for writing, on PostgreSQL. Numbers of tables are unique within a
/// database only.
fn writers(tx: &mut ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    tx.all(
        "SELECT DISTINCT virtualtransaction FROM pg_locks
         WHERE locktype = 'relation' AND relation = CAST('event' AS regclass) AND mode = 'RowExclusiveLock'
           AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        &[],
        |row| row.get(0),
    )
}
