//! What the forms of organisations tell, and what is wrong with it at which field.

use jiff::civil::Date;
use langqiao_kernel::id::{OrganisationId, UnitId};
use langqiao_platform::{
    fault::Fault,
    fields::{FieldErrors, Fields},
    i18n::{Msg, msg},
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    cover::CoverError,
    found::{FoundError, NewOrganisation},
    model::Line,
    tree,
};
use crate::{
    areas::Scope,
    coverage::Viewer,
    units::{self, FoundUnit},
};

/// What a rule refused, at the field that it is about.
pub(super) fn refused(error: FoundError) -> Result<FieldErrors, Fault> {
    let mut errors = FieldErrors::new();
    match error {
        FoundError::Store(error) => return Err(error.into()),
        FoundError::Cover(CoverError::Store(error)) => return Err(error.into()),
        FoundError::NoName => errors.add("name", msg::ORGANISATIONS_ERROR_NAME),
        FoundError::NameTaken => errors.add("name", msg::ORGANISATIONS_ERROR_NAME_TAKEN),
        FoundError::NoParent | FoundError::Parent => errors.add("parent", msg::ORGANISATIONS_ERROR_PARENT),
        FoundError::OtherLine => errors.add("parent", msg::ORGANISATIONS_ERROR_LINE),
        FoundError::Area => errors.add("area", msg::ORGANISATIONS_ERROR_AREA),
        FoundError::Cover(error) => errors.add("unit", cover_refused(&error)),
    }
    Ok(errors)
}

pub(super) fn cover_refused(error: &CoverError) -> Msg {
    match error {
        CoverError::OwnExists => msg::ORGANISATIONS_ERROR_OWN_EXISTS,
        CoverError::Already => msg::ORGANISATIONS_ERROR_COVERED,
        CoverError::Unknown | CoverError::NotCovering | CoverError::Store(_) => msg::ORGANISATIONS_ERROR_UNIT,
    }
}

/// The organisation that a form tells of, or what is wrong with it.
pub(super) fn read_new(
    tx: &mut ReadTx,
    org: OrganisationId,
    fields: &Fields,
) -> Result<Result<NewOrganisation, FieldErrors>, StoreError> {
    let mut errors = FieldErrors::new();
    let viewer = Viewer::load(tx, org)?;
    let name = fields.text("name");
    if name.is_none() {
        errors.add("name", msg::ORGANISATIONS_ERROR_NAME);
    }
    let line = fields
        .raw("line")
        .parse()
        .ok()
        .filter(|line| *line != Line::OFFICE);
    if line.is_none() {
        errors.add("line", msg::ORGANISATIONS_ERROR_LINE);
    }
    let kind = fields.raw("kind").parse().ok();
    if kind.is_none() {
        errors.add("kind", msg::ORGANISATIONS_ERROR_KIND);
    }
    let parent: Option<OrganisationId> = fields.raw("parent").parse().ok();
    let parent = match parent {
        Some(parent) if tree::is_below(tx, parent, org)? => Some(parent),
        _ => {
            errors.add("parent", msg::ORGANISATIONS_ERROR_PARENT);
            None
        }
    };
    let area = viewer.as_ref().and_then(
        |viewer| match units::read_area(&viewer.areas, fields.raw("area")) {
            Ok(area) => Some(area.id),
            Err(sentence) => {
                errors.add("area", sentence);
                None
            }
        },
    );
    let unit = match (fields.text("unit"), &viewer) {
        (Some(word), Some(viewer)) => read_unit(tx, viewer.scope, &word, &mut errors)?,
        _ => None,
    };
    let from = read_day(fields, "from", &mut errors);
    let whole = (|| {
        let (id, unit) = (OrganisationId::generate(), unit);
        Some(NewOrganisation {
            id,
            line: line?,
            kind: kind?,
            name: name?,
            parent,
            area: area?,
            unit,
            from: from?,
        })
    })();
    Ok(whole.filter(|_| errors.is_empty()).ok_or(errors))
}

pub(super) fn read_unit(
    tx: &mut ReadTx,
    scope: Scope,
    word: &str,
    errors: &mut FieldErrors,
) -> Result<Option<UnitId>, StoreError> {
    let problem = match units::find(tx, scope, word)? {
        FoundUnit::One(unit) => return Ok(Some(unit)),
        FoundUnit::None => msg::ORGANISATIONS_ERROR_UNIT,
        FoundUnit::Several => msg::ORGANISATIONS_ERROR_UNIT_SEVERAL,
    };
    errors.add("unit", problem);
    Ok(None)
}

pub(super) fn read_day(fields: &Fields, name: &str, errors: &mut FieldErrors) -> Option<Date> {
    let day = fields.raw(name).trim().parse().ok();
    if day.is_none() {
        errors.add(name, msg::ORGANISATIONS_ERROR_DAY);
    }
    day
}
