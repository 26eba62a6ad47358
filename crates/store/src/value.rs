//! What goes into the databases and what comes back.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use langqiao_kernel::id::Id;
use langqiao_kernel::time;
use uuid::Uuid;

/// A parameter in the form that both databases take.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// BIGINT: numbers, instants, days, truth as 0 or 1.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT.
    Text(Cow<'a, str>),
    /// TEXT of an id, kept on the stack.
    Id([u8; 36]),
    /// BLOB or BYTEA.
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    /// A text as it stands.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

/// What can be handed to a statement. See [`params!`](crate::params).
pub trait Param {
    /// The value to be bound.
    fn value(&self) -> Value<'_>;
}

/// The parameters of a statement: `params![id, "name", 3]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$(&$value as &dyn $crate::Param),*] as &[&dyn $crate::Param] };
}

/// Keeps an enum as text. It needs `as_str(&self) -> &str` and `FromStr`.
///
/// ```
/// # use langqiao_store::stored_as_text;
/// #[derive(Clone, Copy)]
/// enum Status { Draft, Open }
/// impl Status {
///     fn as_str(self) -> &'static str { match self { Self::Draft => "draft", Self::Open => "open" } }
/// }
/// impl std::str::FromStr for Status {
///     type Err = ();
///     fn from_str(text: &str) -> Result<Self, ()> {
///         match text { "draft" => Ok(Self::Draft), "open" => Ok(Self::Open), _ => Err(()) }
///     }
/// }
/// stored_as_text!(Status);
/// ```
#[macro_export]
macro_rules! stored_as_text {
    ($($type:ty),+ $(,)?) => { $(
        impl $crate::Param for $type {
            fn value(&self) -> $crate::Value<'_> {
                $crate::Value::text(self.as_str())
            }
        }
        impl $crate::Column for $type {
            fn column(cell: $crate::Cell<'_>) -> Result<Self, $crate::Unfit> {
                cell.text()?.parse().map_err(|_| $crate::Unfit::new(stringify!($type)))
            }
        }
    )+ };
}

impl<T: Param + ?Sized> Param for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}
impl<T: Param> Param for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Param::value)
    }
}

macro_rules! param {
    ($($type:ty: |$self:ident| $value:expr;)*) => { $(
        impl Param for $type {
            fn value(&self) -> Value<'_> {
                let $self = self;
                $value
            }
        }
    )* };
}
param! {
    i64: |n| Value::Int(*n);
    i32: |n| Value::Int((*n).into());
    u32: |n| Value::Int((*n).into());
    u8: |n| Value::Int((*n).into());
    bool: |truth| Value::Int((*truth).into());
    f64: |n| Value::Real(*n);
    str: |text| Value::text(text);
    String: |text| Value::text(text);
    Box<str>: |text| Value::text(text);
    Arc<str>: |text| Value::text(text);
    Cow<'_, str>: |text| Value::text(text);
    [u8]: |bytes| Value::Bytes(bytes);
    Vec<u8>: |bytes| Value::Bytes(bytes);
    Timestamp: |instant| Value::Int(instant.as_millisecond());
    Date: |day| Value::Int(time::day_number(*day));
    serde_json::Value: |json| Value::Text(Cow::Owned(json.to_string()));
}
impl<const N: usize> Param for [u8; N] {
    fn value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}
impl<K> Param for Id<K> {
    fn value(&self) -> Value<'_> {
        let mut text = [0; 36];
        Uuid::from_u128(self.as_u128())
            .hyphenated()
            .encode_lower(&mut text);
        Value::Id(text)
    }
}

/// One value of a row, as the database gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// A broken number.
    Real(f64),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// A cell does not hold what was asked for; the cell's content is not told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{wanted} was asked for, {found} found")]
pub struct Unfit {
    wanted: &'static str,
    found: &'static str,
}

impl Unfit {
    /// The cell holds a value that is no `wanted`.
    pub fn new(wanted: &'static str) -> Self {
        Self {
            wanted,
            found: "another value",
        }
    }
}

impl<'a> Cell<'a> {
    /// The text in this cell.
    ///
    /// # Errors
    /// When it holds something else.
    pub fn text(self) -> Result<&'a str, Unfit> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(other.unfit("text")),
        }
    }

    /// The whole number in this cell.
    ///
    /// # Errors
    /// When it holds something else.
    pub fn int(self) -> Result<i64, Unfit> {
        match self {
            Self::Int(n) => Ok(n),
            other => Err(other.unfit("a whole number")),
        }
    }

    /// The bytes in this cell.
    ///
    /// # Errors
    /// When it holds something else.
    pub fn bytes(self) -> Result<&'a [u8], Unfit> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            other => Err(other.unfit("bytes")),
        }
    }

    fn unfit(self, wanted: &'static str) -> Unfit {
        let found = match self {
            Self::Null => "nothing",
            Self::Int(_) => "a whole number",
            Self::Real(_) => "a broken number",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        };
        Unfit { wanted, found }
    }
}

/// What can be read from a row. `Option<T>` for what may be missing.
pub trait Column: Sized {
    /// The value of a cell.
    ///
    /// # Errors
    /// When the cell holds something else.
    fn column(cell: Cell<'_>) -> Result<Self, Unfit>;
}

impl<T: Column> Column for Option<T> {
    fn column(cell: Cell<'_>) -> Result<Self, Unfit> {
        match cell {
            Cell::Null => Ok(None),
            cell => T::column(cell).map(Some),
        }
    }
}

macro_rules! column {
    ($($type:ty: |$cell:ident| $value:expr;)*) => { $(
        impl Column for $type {
            fn column($cell: Cell<'_>) -> Result<Self, Unfit> {
                $value
            }
        }
    )* };
}
column! {
    i64: |cell| cell.int();
    i32: |cell| cell.int()?.try_into().map_err(|_| Unfit::new("a number of 32 bits"));
    u32: |cell| cell.int()?.try_into().map_err(|_| Unfit::new("a number of 32 bits without sign"));
    u8: |cell| cell.int()?.try_into().map_err(|_| Unfit::new("a number of 8 bits without sign"));
    bool: |cell| match cell.int()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Unfit::new("0 or 1")),
    };
    f64: |cell| match cell {
        Cell::Real(n) => Ok(n),
        // A sum or product in a statement may come out whole on SQLite; up to 2^53 nothing is lost.
        Cell::Int(n) => Ok(n as f64),
        other => Err(other.unfit("a number")),
    };
    String: |cell| cell.text().map(Into::into);
    Box<str>: |cell| cell.text().map(Into::into);
    Arc<str>: |cell| cell.text().map(Into::into);
    Vec<u8>: |cell| cell.bytes().map(Into::into);
    Timestamp: |cell| time::parse_ms(cell.int()?).map_err(|_| Unfit::new("an instant in milliseconds"));
    Date: |cell| time::from_day_number(cell.int()?).map_err(|_| Unfit::new("a day's number"));
    serde_json::Value: |cell| serde_json::from_str(cell.text()?).map_err(|_| Unfit::new("JSON"));
}
impl<const N: usize> Column for [u8; N] {
    fn column(cell: Cell<'_>) -> Result<Self, Unfit> {
        cell.bytes()?.try_into().map_err(|_| Unfit::new("as many bytes"))
    }
}
impl<K> Column for Id<K> {
    fn column(cell: Cell<'_>) -> Result<Self, Unfit> {
        cell.text()?.parse().map_err(|_| Unfit::new("an id"))
    }
}
