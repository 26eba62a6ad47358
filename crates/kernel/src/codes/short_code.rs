//! Short codes that are read aloud and typed when a QR code can't be scanned.

use std::fmt;
use std::str::FromStr;

use rand::Rng;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CodeProblem, from_text, tidy};

/// Of characters that look alike only one is used: 0 for O, 1 for I and L, 2 for Z, 5 for S, 8 for B, V for U.
const ALPHABET: &[u8; 29] = b"0123456789ACDEFGHJKMNPQRTVWXY";

/// How many characters a code has.
const LENGTH: usize = 6;
/// How many beginnings a code can have: its first two characters.
const BEGINNINGS: u64 = 29 * 29;
/// How many codes have the same beginning.
const ENDINGS: u64 = 29 * 29 * 29 * 29;

/// Six characters, of which no two of the alphabet look alike: about 595 million codes. Whoever types O for 0
/// or b for 8 is understood.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortCode([u8; LENGTH]);

impl ShortCode {
    /// A random code. It isn't a secret, and two can be equal: the place where it is stored must forbid that.
    pub fn generate(rng: &mut impl Rng) -> Self {
        Self::from_u64(rng.next_u64())
    }

    /// A random code of which the first two characters are those of `beginning`, which counts anew after 841. Codes that are
    /// given one after the other and begin alike lie beside each other where they are kept in order, so that whoever
    /// writes many at once touches a few places of the disk instead of as many as there are codes. 707,281 begin alike.
    pub fn beginning(beginning: u64, rng: &mut impl Rng) -> Self {
        Self::from_u64(beginning % BEGINNINGS * ENDINGS + rng.next_u64() % ENDINGS)
    }

    /// The code of a number, for seeds; numbers that differ by a multiple of 29⁶ share one.
    pub fn from_u64(mut number: u64) -> Self {
        let base = ALPHABET.len() as u64;
        let mut code = [0; LENGTH];
        for place in code.iter_mut().rev() {
            *place = ALPHABET[(number % base) as usize];
            number /= base;
        }
        Self(code)
    }

    /// Reads a code as people type it: any case, full-width, with spaces or hyphens, look-alikes confused.
    ///
    /// # Errors
    /// [`CodeProblem::Length`] or [`CodeProblem::Character`].
    pub fn parse(text: &str) -> Result<Self, CodeProblem> {
        let tidy = tidy(text);
        let mut code = [0; LENGTH];
        let mut length = 0;
        for (index, c) in tidy.chars().enumerate() {
            let known = u8::try_from(unconfused(c)).ok().filter(|c| ALPHABET.contains(c));
            let known = known.ok_or(CodeProblem::Character { at: index + 1 })?;
            *code.get_mut(index).ok_or(CodeProblem::Length)? = known;
            length = index + 1;
        }
        if length == LENGTH {
            Ok(Self(code))
        } else {
            Err(CodeProblem::Length)
        }
    }
}

/// The character of the alphabet for one that looks like it.
fn unconfused(c: char) -> char {
    match c {
        'O' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        'U' => 'V',
        other => other,
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|c| fmt::Write::write_char(f, char::from(*c)))
    }
}
impl fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for ShortCode {
    type Err = CodeProblem;

    fn from_str(text: &str) -> Result<Self, CodeProblem> {
        Self::parse(text)
    }
}
impl Serialize for ShortCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for ShortCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, Self::parse)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        let code = ShortCode::parse("80152V").unwrap();
        for text in [
            "80152v",
            "BOISZU",
            "bolszu",
            " 801 52V ",
            "801-52V",
            "８０１５２Ｖ",
        ] {
            assert_eq!(ShortCode::parse(text), Ok(code), "{text}");
        }
        assert_eq!(code.to_string(), "80152V");
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"80152V\"");
        assert_eq!(serde_json::from_str::<ShortCode>("\"BOISZU\"").unwrap(), code);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        assert_eq!(ShortCode::parse(""), Err(CodeProblem::Length));
        assert_eq!(ShortCode::parse("80152"), Err(CodeProblem::Length));
        assert_eq!(ShortCode::parse("80152VA"), Err(CodeProblem::Length));
        assert_eq!(ShortCode::parse("80152村"), Err(CodeProblem::Character { at: 6 }));
        assert_eq!(ShortCode::parse("80*52V"), Err(CodeProblem::Character { at: 3 }));
    }

    #[test]
    fn random_codes_use_the_whole_alphabet() {
        let mut rng = rand::rng();
        let text: String = (0..500)
            .map(|_| ShortCode::generate(&mut rng).to_string())
            .collect();
        assert!(ALPHABET.iter().all(|c| text.contains(char::from(*c))));
    }

    proptest! {
        #[test]
        fn codes_that_begin_alike_lie_beside_each_other(beginning in 0u64..2000) {
            let mut rng = rand::rng();
            let text = |code: ShortCode| code.to_string()[..2].to_owned();
            let first = text(ShortCode::beginning(beginning, &mut rng));
            prop_assert_eq!(&text(ShortCode::beginning(beginning, &mut rng)), &first);
            prop_assert_eq!(&text(ShortCode::beginning(beginning + BEGINNINGS, &mut rng)), &first);
            prop_assert_ne!(&text(ShortCode::beginning(beginning + 1, &mut rng)), &first);
        }

        #[test]
        fn every_code_is_read_back(number: u64) {
            let code = ShortCode::from_u64(number);
            prop_assert_eq!(code.to_string().to_lowercase().parse(), Ok(code));
        }

        #[test]
        fn numbers_in_range_keep_their_own_code(a in 0u64..594_823_321, b in 0u64..594_823_321) {
            prop_assert_eq!(ShortCode::from_u64(a).cmp(&ShortCode::from_u64(b)), a.cmp(&b));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = ShortCode::parse(&text);
        }
    }
}
