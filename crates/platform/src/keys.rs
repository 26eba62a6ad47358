//! Keys that live outside the database: protected fields, blind indexes, CSRF tokens and the seal's signature.

use std::{fs, io::Write, path::Path};

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, Mac};
use rand::Rng;
use sha2::Sha256;

/// A protected field of a person. Its name is bound into the ciphertext, so that a phone number pasted
/// over a name does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// A person's name.
    Name,
    /// A phone number, normalised to digits.
    Phone,
    /// A citizen ID number, normalised.
    IdNumber,
    /// A row of a spreadsheet that was sent, while it waits to be brought in: it may hold any of these.
    ImportedRow,
    /// An answer that is kept for a second asking: it may hold any of these.
    KeptAnswer,
    /// What a visitor typed into a form, while they sign in: it may name children.
    Typed,
    /// How one gets into a site: where its key hangs, which code opens it.
    WayIn,
}

impl Field {
    /// The name used in records of who looked at what.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Phone => "phone",
            Field::IdNumber => "id_number",
            Field::ImportedRow => "imported_row",
            Field::KeptAnswer => "kept_answer",
            Field::Typed => "typed",
            Field::WayIn => "way_in",
        }
    }
}

/// Why a key file can't be used, or a sealed field can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file could not be read or written.
    #[error("the key file {path}: {source}")]
    File {
        /// Where it was looked for.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file holds something else than 64 hexadecimal digits.
    #[error("the key file {0} is damaged: it should hold 64 hexadecimal digits")]
    Damaged(String),
    /// The ciphertext was made with another key, for another field, or was changed.
    #[error("a protected field could not be opened with this key")]
    Sealed,
}

/// One secret of 32 bytes, from which a key for each purpose is derived.
pub struct Keys {
    fields: Aes256Gcm,
    blind: [u8; 32],
    tokens: [u8; 32],
    seal_seed: [u8; 32],
    draws: [u8; 32],
    gates: [u8; 32],
}

impl Keys {
    /// Derives the purposes' keys from the secret.
    pub fn new(secret: &[u8; 32]) -> Self {
        let fields = mac(secret, b"langqiao fields v1");
        Self {
            fields: Aes256Gcm::new(&fields.into()),
            blind: mac(secret, b"langqiao blind v1"),
            tokens: mac(secret, b"langqiao tokens v1"),
            seal_seed: mac(secret, b"langqiao seal v1"),
            draws: mac(secret, b"langqiao draws v1"),
            gates: mac(secret, b"langqiao gates v1"),
        }
    }

    /// Reads the secret from a file, or makes one there, readable by its owner only.
    ///
    /// # Errors
    /// [`KeyError::File`] when the file can't be read or written, [`KeyError::Damaged`] when it holds no key.
    pub fn open(path: &Path) -> Result<Self, KeyError> {
        let fault = |source| KeyError::File {
            path: path.display().to_string(),
            source,
        };
        match fs::read_to_string(path) {
            Ok(text) => {
                let bytes = HEXLOWER.decode(text.trim().as_bytes()).ok();
                let secret = bytes.and_then(|b| <[u8; 32]>::try_from(b).ok());
                secret
                    .map(|s| Self::new(&s))
                    .ok_or_else(|| KeyError::Damaged(path.display().to_string()))
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let mut secret = [0u8; 32];
                rand::rng().fill_bytes(&mut secret);
                write_private(path, &HEXLOWER.encode(&secret)).map_err(fault)?;
                Ok(Self::new(&secret))
            }
            Err(e) => Err(fault(e)),
        }
    }

    /// Encrypts a field: a 12-byte nonce, then the ciphertext (AES-256-GCM).
    pub fn seal(&self, field: Field, plain: &str) -> Vec<u8> {
        let mut nonce = [0u8; 12];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload {
            msg: plain.as_bytes(),
            aad: field.name().as_bytes(),
        };
        let sealed = self
            .fields
            .encrypt(&nonce.into(), payload)
            .expect("AES-GCM takes any text of this size");
        [&nonce[..], &sealed].concat()
    }

    /// Decrypts a field. Whoever shows the result to somebody records that they did.
    ///
    /// # Errors
    /// [`KeyError::Sealed`] when it was sealed with another key or for another field, or was changed.
    pub fn open_field(&self, field: Field, sealed: &[u8]) -> Result<String, KeyError> {
        let (nonce, body) = sealed.split_first_chunk::<12>().ok_or(KeyError::Sealed)?;
        let payload = Payload {
            msg: body,
            aad: field.name().as_bytes(),
        };
        let plain = self
            .fields
            .decrypt(&(*nonce).into(), payload)
            .map_err(|_| KeyError::Sealed)?;
        String::from_utf8(plain).map_err(|_| KeyError::Sealed)
    }

    /// The value by which a protected field is found: equal for equal plain text, and tells nothing else.
    pub fn blind(&self, field: Field, normalised: &str) -> String {
        let text = [field.name().as_bytes(), b"\0", normalised.as_bytes()].concat();
        BASE64URL_NOPAD.encode(&mac(&self.blind, &text)[..18])
    }

    /// A token's or a code's stored form; the token itself is never stored.
    pub fn token_hash(&self, token: &str) -> String {
        BASE64URL_NOPAD.encode(&mac(&self.tokens, token.as_bytes()))
    }

    /// The hidden value that a form of this session must bring back.
    pub fn csrf(&self, session: &str) -> String {
        let text = [b"csrf\0", session.as_bytes()].concat();
        BASE64URL_NOPAD.encode(&mac(&self.tokens, &text)[..18])
    }

    /// What decides a draw: for each thing that is drawn for another 32 bytes, which nobody can know who has not the
    /// key.
    pub fn draw_seed(&self, of_what: &str) -> [u8; 32] {
        mac(&self.draws, of_what.as_bytes())
    }

    /// The key that a phone at a gate and the house share, made for this gate alone. It is stored nowhere here:
    /// whoever has the database without this secret can sign for no gate.
    pub fn gate_key(&self, gate: &str) -> [u8; 32] {
        mac(&self.gates, gate.as_bytes())
    }

    /// The seed of the key that signs the event log's seals.
    pub fn seal_seed(&self) -> [u8; 32] {
        self.seal_seed
    }
}

/// A new random token of 32 bytes, as text.
pub fn random_token() -> String {
    let mut bytes = [0u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}

/// What stands under a text that a gate and the house send each other: HMAC-SHA256, which every browser can check.
pub fn signature(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    mac(key, text)
}

/// Whether a signature is the text's by this key; takes as long for a wrong one as for a right one.
pub fn is_signed(key: &[u8; 32], text: &[u8], signature: &[u8]) -> bool {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text);
    mac.verify_slice(signature).is_ok()
}

fn mac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_opens_only_with_its_key_and_as_itself() {
        let (ours, other) = (Keys::new(&[1; 32]), Keys::new(&[2; 32]));
        let sealed = ours.seal(Field::Phone, "13800138000");
        assert_eq!(ours.open_field(Field::Phone, &sealed).unwrap(), "13800138000");
        assert!(ours.open_field(Field::Name, &sealed).is_err());
        assert!(other.open_field(Field::Phone, &sealed).is_err());
        assert_ne!(
            sealed,
            ours.seal(Field::Phone, "13800138000"),
            "each sealing has its own nonce"
        );
    }

    #[test]
    fn the_blind_index_is_stable_and_apart_by_field() {
        let keys = Keys::new(&[1; 32]);
        assert_eq!(keys.blind(Field::Name, "张三"), keys.blind(Field::Name, "张三"));
        assert_ne!(keys.blind(Field::Name, "张三"), keys.blind(Field::Phone, "张三"));
    }

    #[test]
    fn a_gate_signs_for_itself_alone() {
        let keys = Keys::new(&[1; 32]);
        let (east, west) = (keys.gate_key("east"), keys.gate_key("west"));
        let signed = signature(&east, b"a roster");
        assert!(is_signed(&east, b"a roster", &signed));
        assert!(!is_signed(&east, b"another roster", &signed));
        assert!(!is_signed(&west, b"a roster", &signed));
        assert!(!is_signed(&east, b"a roster", &signed[..16]));
    }

    #[test]
    fn a_key_file_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret/key");
        let sealed = Keys::open(&path).unwrap().seal(Field::Name, "李四");
        assert_eq!(
            Keys::open(&path)
                .unwrap()
                .open_field(Field::Name, &sealed)
                .unwrap(),
            "李四"
        );
        fs::write(&path, "not a key").unwrap();
        assert!(matches!(Keys::open(&path), Err(KeyError::Damaged(_))));
    }
}
