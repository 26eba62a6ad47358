//! Checks the event log against its seals, without the program that wrote it: on a database, on a copied SQLite
//! file, or on an exported text.

mod check;
mod export;
mod source;

use data_encoding::HEXLOWER;

pub use export::export_jsonl;
pub use source::{database, jsonl, sqlite_file};

/// What whoever verifies knows from elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Expect {
    /// The public keys that may have signed. If empty, any key that signed is taken and named in the report.
    pub keys: Vec<[u8; 32]>,
    /// A seal noted down earlier, which must still be there: its number and hash. Without it nobody can tell
    /// whether the latest seals were cut off.
    pub head: Option<Head>,
}

/// A seal by its number and hash: enough to prove all that was sealed up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The seal's number.
    pub number: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many seals there are.
    pub seals: u64,
    /// How many events are as they were sealed.
    pub sealed: u64,
    /// How many events wait for their seal: nothing can be said of them yet.
    pub unsealed: u64,
    /// The last seal, to be noted down for the next time.
    pub head: Option<Head>,
    /// The keys that signed.
    pub keys: Vec<[u8; 32]>,
    /// What is wrong, in the order of the log; at most [`Report::KEPT`] findings are kept.
    pub findings: Vec<Finding>,
    /// How many findings there were in all.
    pub found: u64,
}

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// An event does not read as it was sealed.
    EventAltered(i64),
    /// A sealed event is gone.
    EventMissing(i64),
    /// An event stands among the sealed ones that was not there when they were sealed.
    EventAdded(i64),
    /// A row of the log or of the seals can't be read.
    Unreadable(String),
    /// A seal is gone.
    SealMissing(i64),
    /// A seal's list of events, root or range is not what was sealed.
    SealAltered(i64),
    /// A seal does not follow from the one before it.
    ChainBroken(i64),
    /// A seal's signature is not by the key it names.
    SignatureBroken(i64),
    /// A seal was signed with a key that was not expected.
    KeyUnknown(i64),
    /// The seal noted down earlier is another, or gone.
    HeadLost(i64),
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::EventAltered(seq) => write!(f, "event {seq} was altered after it was sealed"),
            Self::EventMissing(seq) => write!(f, "event {seq} was sealed and is missing"),
            Self::EventAdded(seq) => write!(f, "event {seq} was added among sealed ones"),
            Self::Unreadable(why) => write!(f, "not to be read: {why}"),
            Self::SealMissing(number) => write!(f, "seal {number} is missing"),
            Self::SealAltered(number) => write!(f, "seal {number} was altered"),
            Self::ChainBroken(number) => write!(f, "seal {number} does not follow from the one before it"),
            Self::SignatureBroken(number) => write!(f, "the signature of seal {number} is broken"),
            Self::KeyUnknown(number) => write!(f, "seal {number} was signed with an unexpected key"),
            Self::HeadLost(number) => write!(f, "seal {number} is not the one that was noted down"),
        }
    }
}

impl Report {
    /// How many findings are kept; the rest is only counted.
    pub const KEPT: usize = 1000;

    /// True if nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.found == 0
    }

    fn find(&mut self, finding: Finding) {
        self.found += 1;
        if self.findings.len() < Self::KEPT {
            self.findings.push(finding);
        }
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "{} events under {} seals, {} not sealed yet",
            self.sealed, self.seals, self.unsealed
        )?;
        for key in &self.keys {
            writeln!(f, "signed with {}", HEXLOWER.encode(key))?;
        }
        if let Some(Head { number, hash }) = &self.head {
            writeln!(f, "last seal: {number}:{}", HEXLOWER.encode(hash))?;
        }
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        let more = self.found.saturating_sub(self.findings.len() as u64);
        if more > 0 {
            writeln!(f, "… and {more} more")?;
        }
        f.write_str(if self.is_sound() {
            "the log is as it was sealed"
        } else {
            "the log is NOT as it was sealed"
        })
    }
}

impl std::str::FromStr for Head {
    type Err = String;

    /// Reads `NUMBER:HASH`, as a report shows it.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.trim().split_once(':');
        let read = parts.and_then(|(number, hash)| {
            let hash = HEXLOWER.decode(hash.to_ascii_lowercase().as_bytes()).ok()?;
            Some(Self {
                number: number.parse().ok()?,
                hash: hash.try_into().ok()?,
            })
        });
        read.ok_or_else(|| "a seal is noted down as NUMBER:HASH".to_owned())
    }
}
