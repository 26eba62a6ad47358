//! The tree of organisations and its closure: every organisation with each of its ancestors, itself among them.
//!
//! Permissions and lists ask the closure, never the tree; only this file writes it.

use langqiao_kernel::id::OrganisationId;
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

/// Takes a new organisation into the closure, below its parent.
pub(super) fn hang(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    parent: Option<OrganisationId>,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO organisation_closure (ancestor, descendant, depth) VALUES (?1, ?1, 0)",
        params![organisation],
    )?;
    let Some(parent) = parent else { return Ok(()) };
    // Whoever moves the parent meanwhile would leave this one behind.
    tx.lock("organisation_tree", &"")?;
    tx.execute(
        "INSERT INTO organisation_closure (ancestor, descendant, depth)
         SELECT ancestor, ?1, depth + 1 FROM organisation_closure WHERE descendant = ?2",
        params![organisation, parent],
    )?;
    Ok(())
}

/// Moves an organisation with all below it under another one; false if that lies below it itself.
pub(super) fn transplant(
    tx: &mut WriteTx,
    organisation: OrganisationId,
    parent: Option<OrganisationId>,
) -> Result<bool, StoreError> {
    tx.lock("organisation_tree", &"")?;
    if let Some(parent) = parent
        && is_below(tx, parent, organisation)?
    {
        return Ok(false);
    }
    tx.execute(
        "UPDATE organisation SET parent = ?2 WHERE id = ?1",
        params![organisation, parent],
    )?;
    tx.execute(
        "DELETE FROM organisation_closure
         WHERE descendant IN (SELECT descendant FROM organisation_closure WHERE ancestor = ?1)
           AND ancestor NOT IN (SELECT descendant FROM organisation_closure WHERE ancestor = ?1)",
        params![organisation],
    )?;
    tx.execute(
        "INSERT INTO organisation_closure (ancestor, descendant, depth)
         SELECT above.ancestor, below.descendant, above.depth + below.depth + 1
         FROM organisation_closure above CROSS JOIN organisation_closure below
         WHERE above.descendant = ?2 AND below.ancestor = ?1",
        params![organisation, parent],
    )?;
    Ok(true)
}

/// Whether an organisation is another one or lies below it.
pub fn is_below(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    ancestor: OrganisationId,
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM organisation_closure WHERE ancestor = ?1 AND descendant = ?2";
    Ok(tx
        .one(sql, params![ancestor, organisation], |_| Ok(()))?
        .is_some())
}

/// Each pair that the closure has and the tree doesn't, or the other way round, for `langqiao verify`.
pub(super) fn check(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    let differences = tx.all(
        "WITH RECURSIVE tree (ancestor, descendant, depth) AS (
           SELECT id, id, CAST(0 AS BIGINT) FROM organisation
           UNION ALL
           SELECT tree.ancestor, o.id, tree.depth + 1 FROM tree JOIN organisation o ON o.parent = tree.descendant
         )
         SELECT COALESCE(t.ancestor, c.ancestor), COALESCE(t.descendant, c.descendant), t.depth, c.depth
         FROM tree t FULL JOIN organisation_closure c ON c.ancestor = t.ancestor AND c.descendant = t.descendant
         WHERE t.depth IS NULL OR c.depth IS NULL OR t.depth <> c.depth",
        &[],
        |row| {
            let (ancestor, descendant) = (row.get::<OrganisationId>(0)?, row.get::<OrganisationId>(1)?);
            let (tree, kept) = (row.get::<Option<i64>>(2)?, row.get::<Option<i64>>(3)?);
            Ok(format!("organisation {descendant} below {ancestor}: kept depth {kept:?}, should be {tree:?}"))
        },
    )?;
    Ok(differences)
}
