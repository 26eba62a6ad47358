//! The unified social credit code 统一社会信用代码 of legal persons and other organisations.

use std::fmt;

use super::{CodeProblem, tidy};

/// The characters of a code in the order of their values: digits and letters without I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

const LENGTH: usize = 18;

/// A unified social credit code as GB 32100-2015 builds it: register (1), kind (1), area of registration (6),
/// body (9), check character (1).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uscc(String);

impl Uscc {
    /// Reads a code, tolerant of case, full-width characters, spaces and hyphens.
    ///
    /// # Errors
    /// [`CodeProblem::Length`], [`CodeProblem::Character`] or [`CodeProblem::CheckDigit`]. The last may be
    /// overridden by a person who gives a reason, with [`Uscc::parse_despite_check`]: codes with a wrong check
    /// character have really been registered.
    pub fn parse(text: &str) -> Result<Self, CodeProblem> {
        let code = Self::parse_despite_check(text)?;
        if code.check_fits() {
            Ok(code)
        } else {
            Err(CodeProblem::CheckDigit)
        }
    }

    /// Reads a code whose check character needn't fit.
    ///
    /// # Errors
    /// [`CodeProblem::Length`] or [`CodeProblem::Character`].
    pub fn parse_despite_check(text: &str) -> Result<Self, CodeProblem> {
        let code = tidy(text);
        if let Some(at) = code.chars().position(|c| value(c).is_none()) {
            return Err(CodeProblem::Character { at: at + 1 });
        }
        if code.len() != LENGTH {
            return Err(CodeProblem::Length);
        }
        Ok(Self(code))
    }

    /// Whether the check character fits the rest: weights 3^(i−1) mod 31, check (31 − Σ mod 31) mod 31.
    pub fn check_fits(&self) -> bool {
        let mut values = self.0.chars().filter_map(value);
        let (sum, _) = values
            .by_ref()
            .take(LENGTH - 1)
            .fold((0, 1), |(sum, weight), value| {
                (sum + weight * value, weight * 3 % 31)
            });
        values.next() == Some((31 - sum % 31) % 31)
    }

    /// Whether the trade unions' own register gave it (prefix 81), as unions that are legal persons have it.
    pub fn is_trade_union(&self) -> bool {
        self.0.starts_with("81")
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The value that a character stands for.
fn value(c: char) -> Option<u32> {
    let c = u8::try_from(c).ok()?;
    ALPHABET
        .iter()
        .zip(0..)
        .find_map(|(known, value)| (*known == c).then_some(value))
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
impl fmt::Debug for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The example of the standard, and three that large companies print on their pages.
    const REAL: [&str; 4] = [
        "91350100M000100Y43",
        "9144030071526726XG",
        "914403001922038216",
        "91330100799655058B",
    ];

    #[test]
    fn real_codes_pass() {
        for code in REAL {
            assert_eq!(Uscc::parse(code).unwrap().as_str(), code);
        }
        let tolerant = Uscc::parse(" ９１３５０１００ m000100y-43").unwrap();
        assert_eq!(tolerant.to_string(), "91350100M000100Y43");
        assert!(!tolerant.is_trade_union());
        assert!(Uscc::parse("81330483MC0000001B").unwrap().is_trade_union());
    }

    #[test]
    fn each_problem_is_told_apart() {
        assert_eq!(Uscc::parse(""), Err(CodeProblem::Length));
        assert_eq!(Uscc::parse("330483000012345"), Err(CodeProblem::Length));
        assert_eq!(Uscc::parse("91350100M000100Y430"), Err(CodeProblem::Length));
        assert_eq!(
            Uscc::parse("9135O100M000100Y43"),
            Err(CodeProblem::Character { at: 5 })
        );
        assert_eq!(
            Uscc::parse("91350100M000100Y4无"),
            Err(CodeProblem::Character { at: 18 })
        );
        assert_eq!(Uscc::parse("91350100M000100Y44"), Err(CodeProblem::CheckDigit));
    }

    #[test]
    fn a_wrong_check_can_be_overridden_but_is_known() {
        let code = Uscc::parse_despite_check("91350100M000100Y44").unwrap();
        assert!(!code.check_fits());
        assert_eq!(
            Uscc::parse_despite_check("91350100M000100Y4"),
            Err(CodeProblem::Length)
        );
    }

    proptest! {
        #[test]
        fn exactly_one_check_character_fits(body in "[0-9A-HJ-NP-RTUWXY]{17}") {
            let fitting = ALPHABET.iter().filter(|c| Uscc::parse(&format!("{body}{}", **c as char)).is_ok());
            prop_assert_eq!(fitting.count(), 1);
        }

        #[test]
        fn every_single_slip_is_found(code in 0..REAL.len(), at in 0..LENGTH, slip in 1usize..31) {
            let mut slipped = REAL[code].as_bytes().to_vec();
            let was = ALPHABET.iter().position(|c| *c == slipped[at]).unwrap();
            slipped[at] = ALPHABET[(was + slip) % 31];
            let slipped = String::from_utf8(slipped).unwrap();
            prop_assert_eq!(Uscc::parse(&slipped), Err(CodeProblem::CheckDigit));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = Uscc::parse(&text);
        }
    }
}
