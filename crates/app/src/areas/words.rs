//! Enums that are words in the database, in paths and in JSON.

/// A text that was to be one of a fixed set of words is none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of the words that may stand here")]
pub struct UnknownWord;

/// Declares enums whose values are stored, sent and typed into addresses as words.
// A word is a `tt`: a `literal` reaches the other macros wrapped, and the API's document would miss it.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:tt,)* })*) => { $(
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize, serde::Serialize, utoipa::ToSchema)]
        $(#[$doc])*
        pub enum $name { $($(#[$value_doc])* #[serde(rename = $word)] $value,)* }

        impl $name {
            /// Every value, in the order in which screens list them.
            pub const ALL: &'static [$name] = &[$($name::$value,)*];

            /// The word under which it is stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$value => $word,)* }
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::areas::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().find(|value| value.as_str() == text).copied().ok_or($crate::areas::UnknownWord)
            }
        }
        langqiao_store::stored_as_text!($name);
    )* };
}
pub(crate) use words;
