//! The register of people who hold a post: who, where, as what.

use std::sync::Arc;

use jiff::civil::Date;
use langqiao_kernel::{
    codes::Phone,
    id::{OrganisationId, PersonId},
    text::name_key,
};
use langqiao_platform::{
    fault::Fault,
    keys::{Field as Secret, Keys},
    people::{self, NewPerson},
    roles::Role,
};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{
    super::{
        clean,
        field::{Column, Field, PEOPLE},
        problem::{Problem, What},
    },
    Checked, Outcome, Register, Row, Seen, Subject, TakeError, Verdict, may, must,
    vocabulary::{POST_KINDS, ROLES, one_of},
};
use crate::organisations::{self, Appointment, PostKind};

/// The most characters of a person's name.
const NAME_MAX: usize = 40;
/// The most characters of a post's title.
const TITLE_MAX: usize = 40;

/// The register of people, on a day.
pub struct People {
    keys: Arc<Keys>,
    today: Date,
}

impl People {
    /// The register as of `today`.
    pub fn new(keys: Arc<Keys>, today: Date) -> Self {
        Self { keys, today }
    }
}

/// What a row says of a person's post.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    name: String,
    phone: Phone,
    organisation: String,
    title: String,
    kind: PostKind,
    role: Role,
}

impl Register for People {
    type Row = PersonRow;

    const SUBJECT: Subject = Subject::People;
    const COLUMNS: &'static [Column] = PEOPLE;

    fn check(&self, row: &Row, seen: &mut Seen) -> Checked<PersonRow> {
        let (number, mut problems) = (row.line.number, Vec::new());
        let wrong = &mut problems;
        let name = must(clean::text(row.cell(Field::Name), NAME_MAX), Field::Name, wrong);
        let phone = must(clean::mobile(row.cell(Field::Phone)), Field::Phone, wrong);
        let organisation = must(
            clean::text(row.cell(Field::Organisation), 100),
            Field::Organisation,
            wrong,
        );
        let title = must(
            clean::text(row.cell(Field::Title), TITLE_MAX),
            Field::Title,
            wrong,
        );
        let kind =
            may(one_of(POST_KINDS, row.cell(Field::Kind)), Field::Kind, wrong).unwrap_or(PostKind::FullTime);
        // Without a word nobody is given more than a look.
        let role = may(one_of(ROLES, row.cell(Field::Role)), Field::Role, wrong).unwrap_or(Role::Reader);
        let said = (|| {
            let (name, phone, organisation, title) = (name?, phone?, organisation?, title?);
            Some(PersonRow {
                name,
                phone,
                organisation,
                title,
                kind,
                role,
            })
        })();
        if let Some(said) = &said {
            let post = format!(
                "{} {} {}",
                said.phone.as_str(),
                name_key(&said.organisation),
                said.title
            );
            if let Some(row) = seen.note(post, number) {
                wrong.push(Problem::new(Field::Phone, What::Doubled { row }));
            }
        }
        Checked::of(said, problems)
    }

    fn compare(&self, tx: &mut ReadTx, rows: &[Checked<PersonRow>]) -> Result<Vec<Outcome>, TakeError> {
        rows.iter().map(|row| Ok(self.judge(tx, row)?.1)).collect()
    }

    fn take(&self, tx: &mut WriteTx, rows: &[Checked<PersonRow>]) -> Result<Vec<Outcome>, TakeError> {
        let take = |checked| -> Result<Outcome, TakeError> {
            let (plan, outcome) = self.judge(tx, checked)?;
            if let Some(Plan {
                row,
                person,
                organisation,
            }) = plan
            {
                let person = match person {
                    Some(person) => person,
                    None => {
                        let new = NewPerson {
                            phone: Some(row.phone.clone()),
                            ..NewPerson::named(row.name.clone())
                        };
                        people::register(tx, &self.keys, &new).map_err(Fault::from)?
                    }
                };
                let (title, from) = (row.title.clone(), self.today);
                let post = Appointment {
                    person,
                    organisation,
                    title,
                    kind: row.kind,
                    role: row.role,
                    from,
                    to: None,
                };
                organisations::appoint(tx, &post).map_err(Fault::from)?;
            }
            Ok(outcome)
        };
        rows.iter().map(take).collect()
    }
}

/// A post to be given, to a person who may have to be taken up first.
struct Plan<'r> {
    row: &'r PersonRow,
    person: Option<PersonId>,
    organisation: OrganisationId,
}

impl People {
    fn judge<'r>(
        &self,
        tx: &mut ReadTx,
        checked: &'r Checked<PersonRow>,
    ) -> Result<(Option<Plan<'r>>, Outcome), StoreError> {
        let bad = |problems| Ok((None, Outcome::bad(problems)));
        let Some(row) = &checked.row else {
            return bad(checked.problems.clone());
        };
        let organisation = match named(tx, &row.organisation)? {
            Ok(organisation) => organisation,
            Err(what) => return bad(vec![Problem::new(Field::Organisation, what)]),
        };
        let person = tx.one(
            "SELECT id, name_blind FROM person WHERE phone_blind = ?1",
            params![self.keys.blind(Secret::Phone, row.phone.as_str())],
            |found| Ok((found.get::<PersonId>(0)?, found.get::<String>(1)?)),
        )?;
        let Some((person, name)) = person else {
            return Ok((
                Some(Plan {
                    row,
                    person: None,
                    organisation,
                }),
                Outcome::good(Verdict::New),
            ));
        };
        if name != self.keys.blind(Secret::Name, &row.name) {
            return bad(vec![Problem::new(Field::Name, What::OtherName)]);
        }
        let post = tx.one(
            "SELECT kind, role FROM posting WHERE person = ?1 AND organisation = ?2 AND title = ?3 AND valid_to > ?4",
            params![person, organisation, row.title, self.today],
            |found| Ok((found.get::<PostKind>(0)?, found.get::<String>(1)?)),
        )?;
        match post {
            None => Ok((
                Some(Plan {
                    row,
                    person: Some(person),
                    organisation,
                }),
                Outcome::good(Verdict::New),
            )),
            Some((kind, _)) if kind != row.kind => bad(vec![Problem::new(Field::Kind, What::Fixed)]),
            Some((_, role)) if role != row.role.name() => bad(vec![Problem::new(Field::Role, What::Fixed)]),
            Some(_) => Ok((None, Outcome::good(Verdict::Same))),
        }
    }
}

fn named(tx: &mut ReadTx, name: &str) -> Result<Result<OrganisationId, What>, StoreError> {
    let sql = "SELECT o.id, o.name, a.name FROM organisation o JOIN area a ON a.id = o.area
               WHERE o.name_key = ?1 AND o.valid_to = 2932896 ORDER BY o.id LIMIT 5";
    let found = tx.all(sql, params![name_key(name)], |row| {
        Ok((
            row.get::<OrganisationId>(0)?,
            format!("{}({})", row.text(1)?, row.text(2)?),
        ))
    })?;
    Ok(match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] => Err(What::Unknown { near: Vec::new() }),
        _ => Err(What::Ambiguous {
            options: found.into_iter().map(|(_, name)| name).collect(),
        }),
    })
}
