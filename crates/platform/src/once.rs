//! A form that makes something makes it once, however often it is sent: each form that is opened has an id of its own,
//! which comes along in a hidden field and is kept beside what the form made.

use langqiao_kernel::id::Id;
use langqiao_store::{StoreError, WriteTx, params};

use crate::fields::Fields;

/// The hidden field that says which form it is.
pub const ONCE: &str = "once";

/// Marks the ids of forms.
#[derive(Debug)]
pub enum OpenedForm {}

/// Which form it is, of all that were ever opened.
pub type FormId = Id<OpenedForm>;

/// Which form was sent, if it says so.
pub fn sent(fields: &Fields) -> Option<FormId> {
    fields.raw(ONCE).parse().ok()
}

/// What the hidden field of a form says: what it said before, where the form is shown again.
pub fn kept(fields: &Fields) -> String {
    match fields.raw(ONCE) {
        "" => FormId::generate().to_text(),
        once => once.to_owned(),
    }
}

/// The form as one that was never sent, whatever the one was from which it comes.
pub fn afresh(fields: &Fields) -> Fields {
    let others = fields.typed().filter(|(name, _)| *name != ONCE);
    let mut fields: Fields = others
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    fields.push(ONCE, FormId::generate().to_text());
    fields
}

/// What became of a form that makes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made<New, Before = New> {
    /// What it made.
    New(New),
    /// What it had made before: it was sent again.
    Before(Before),
}

/// Where it is kept which form made what.
#[derive(Clone, Copy, Debug)]
pub struct MadeBy {
    /// What is locked while a form is looked at.
    pub lock: &'static str,
    /// The SQL that finds what the form `?1` has made.
    pub found: &'static str,
    /// The SQL that notes that the form `?2` has made `?1`; the schema holds each form to one.
    pub keep: &'static str,
    /// The SQL that forgets what the form `?1` has made, so that the form can be kept beside another thing.
    pub free: &'static str,
}

impl MadeBy {
    /// Makes what a form asks for, once for each form: `make` is called unless the form has made something before of which
    /// `again` says what it is by now. Where `again` says `None` the form makes another thing, which is what it made from then
    /// on.
    ///
    /// # Errors
    /// Those of `make` and of `again`, and when the database fails.
    pub fn once<K, Before, E: From<StoreError>>(
        self,
        tx: &mut WriteTx,
        form: FormId,
        again: impl FnOnce(&mut WriteTx, Id<K>) -> Result<Option<Before>, E>,
        make: impl FnOnce(&mut WriteTx) -> Result<Id<K>, E>,
    ) -> Result<Made<Id<K>, Before>, E> {
        // The same form sent twice at once: the second waits for the first.
        tx.lock(self.lock, &form)?;
        let found = tx.one(self.found, params![form], |row| row.get(0))?;
        if let Some(found) = found
            && let Some(before) = again(tx, found)?
        {
            tx.bookkeeping();
            return Ok(Made::Before(before));
        }
        let made = make(tx)?;
        if found.is_some() {
            tx.execute(self.free, params![form])?;
        }
        tx.execute(self.keep, params![made, form])?;
        Ok(Made::New(made))
    }
}

#[cfg(test)]
mod tests {
    use super::{ONCE, afresh, kept, sent};
    use crate::fields::Fields;

    #[test]
    fn a_form_shown_again_is_the_same_and_one_opened_anew_another() {
        let typed = |once: &str| -> Fields {
            [("title", "读书会"), (ONCE, once)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into_iter()
                .collect()
        };
        let one = kept(&typed(""));
        let shown = typed(&one);
        assert_eq!(
            (kept(&shown), sent(&shown).map(|form| form.to_text())),
            (one.clone(), Some(one))
        );
        let anew = afresh(&shown);
        assert_eq!((anew.raw("title"), anew.all(ONCE).count()), ("读书会", 1));
        assert!(sent(&anew).is_some_and(|form| Some(form) != sent(&shown)));
        assert_eq!(sent(&typed("第一份")), None);
    }
}
