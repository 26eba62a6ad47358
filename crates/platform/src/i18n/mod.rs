//! Every sentence that a person reads, in the reader's language.
//!
//! Sentences live in `locales/{zh-CN,en}/*.ftl` (Fluent), one file per feature. The build makes a
//! constant of each Chinese key (`signup-done` → [`msg::SIGNUP_DONE`](msg)), so that a sentence that
//! does not exist does not compile; a test holds both languages to the same keys and variables.

mod catalogue;
mod lang;
mod sentence;

pub use catalogue::{Catalogue, Msg};
pub use lang::Lang;
pub use sentence::{Arg, InBoth, Sentence, Value};

/// One constant for each sentence, named after its key, documented by its Chinese text.
pub mod msg {
    use super::Msg;

    include!(concat!(env!("OUT_DIR"), "/msg.rs"));
}

/// The values of a sentence's variables: `args! { n = 3, name = &name }`.
#[macro_export]
macro_rules! args {
    ($($name:ident = $value:expr),* $(,)?) => {
        &[$((stringify!($name), $crate::i18n::Value::from($value))),*]
    };
}
