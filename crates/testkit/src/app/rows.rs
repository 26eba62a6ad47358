//! The rows of the small county.

use langqiao_kernel::{
    id::{AreaId, OrganisationId, PersonId, PostingId, SpaceId, UnitId, VenueId},
    text::name_key,
};
use langqiao_platform::roles::Role;
use langqiao_store::{StoreError, WriteTx, params};

use super::county::FOUNDED;

pub(super) fn area(
    tx: &mut WriteTx,
    code: &str,
    name: &str,
    level: &str,
    parent: Option<AreaId>,
    town: Option<AreaId>,
) -> Result<AreaId, StoreError> {
    let id = AreaId::generate();
    // Somewhere apart from all others: the sum of the code's digits does.
    let place = f64::from(code.bytes().map(|b| u32::from(b - b'0')).sum::<u32>());
    tx.execute(
        "INSERT INTO area (id, code, name, short_name, name_key, level, parent, town, x, y, valid_from)
         VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
        params![
            id,
            code,
            name,
            name_key(name),
            level,
            parent,
            town,
            place,
            FOUNDED
        ],
    )?;
    Ok(id)
}

pub(super) fn unit(
    tx: &mut WriteTx,
    kind: &str,
    name: &str,
    area: AreaId,
    headcount: i64,
) -> Result<UnitId, StoreError> {
    let id = UnitId::generate();
    tx.execute(
        "INSERT INTO unit (id, kind, name, name_key, area, founded, x, y, valid_from)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1.0, 1.0, ?6)",
        params![id, kind, name, name_key(name), area, FOUNDED],
    )?;
    tx.execute(
        "INSERT INTO unit_state (unit, valid_from, headcount, women, youth, scitech, party)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
        params![
            id,
            FOUNDED,
            headcount,
            headcount * 7 / 12,
            headcount / 5,
            headcount / 20
        ],
    )?;
    Ok(id)
}

pub(super) fn organisation(
    tx: &mut WriteTx,
    line: &str,
    kind: &str,
    name: &str,
    parent: Option<OrganisationId>,
    area: AreaId,
    covers: Option<UnitId>,
) -> Result<OrganisationId, StoreError> {
    let (id, now) = (OrganisationId::generate(), tx.now());
    tx.execute(
        "INSERT INTO organisation (id, line, kind, name, name_key, parent, area, unit, valid_from, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![id, line, kind, name, name_key(name), parent, area, covers, FOUNDED, now],
    )?;
    tx.execute(
        "INSERT INTO organisation_closure (ancestor, descendant, depth)
         SELECT ancestor, ?1, depth + 1 FROM organisation_closure WHERE descendant = ?2",
        params![id, parent],
    )?;
    tx.execute(
        "INSERT INTO organisation_closure (ancestor, descendant, depth) VALUES (?1, ?1, 0)",
        params![id],
    )?;
    if let Some(unit) = covers {
        tx.execute(
            "INSERT INTO organisation_unit (organisation, unit, way, valid_from) VALUES (?1, ?2, 'own', ?3)",
            params![id, unit, FOUNDED],
        )?;
    }
    Ok(id)
}

pub(super) fn posting(
    tx: &mut WriteTx,
    person: PersonId,
    organisation: OrganisationId,
    title: &str,
    role: Role,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO posting (id, person, organisation, title, kind, role, valid_from)
         VALUES (?1, ?2, ?3, ?4, 'full_time', ?5, ?6)",
        params![
            PostingId::generate(),
            person,
            organisation,
            title,
            role.name(),
            FOUNDED
        ],
    )?;
    Ok(())
}

pub(super) fn hall(
    tx: &mut WriteTx,
    owner: OrganisationId,
    area: AreaId,
) -> Result<(VenueId, SpaceId), StoreError> {
    let (venue, space) = (VenueId::generate(), SpaceId::generate());
    tx.execute(
        "INSERT INTO venue (id, organisation, cluster, area, name, address, step_free, x, y)
         VALUES (?1, ?2, NULL, ?3, '桃园村文化礼堂', '桃园村 1 号', 1, 1.0, 1.0)",
        params![venue, owner, area],
    )?;
    tx.execute(
        "INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, '大厅', 50)",
        params![space, venue],
    )?;
    // Open at all hours, and said so: of a room of which nothing is said, everybody asks its keeper.
    for weekday in 1_i64..=7 {
        tx.execute(
            "INSERT INTO space_hours (space, weekday, opens, closes) VALUES (?1, ?2, 0, 1440)",
            params![space, weekday],
        )?;
    }
    Ok((venue, space))
}
