//! Totals of units and people by place, line and status, as changes by day: what makes a county's figures of
//! any day cost the same, however many units and years there are.

use std::collections::BTreeMap;

use jiff::civil::Date;
use langqiao_kernel::id::AreaId;
use langqiao_store::{InsertMany, Param, ReadTx, StoreError, WriteTx, params};

use super::{
    facts::Place,
    model::Span,
    periods::END,
    words::{Line, Status, UnitKind},
};
use crate::areas::Level;

/// Every kind of unit together.
const ALL_KINDS: &str = "";

/// A day, its month, its year: a change is kept by each.
const DAY: i64 = 0;
const MONTH: i64 = 1;
const YEAR: i64 = 2;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    place: Place,
    line: Line,
    status: Status,
    day: Date,
}

/// Changes of the totals, gathered until they are written.
#[derive(Default)]
pub(super) struct Totals(BTreeMap<Change, Figures>);

/// Units, and the people in them whom the line is there for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many units.
    pub units: i64,
    /// How many people.
    pub people: i64,
}

impl Figures {
    fn add(&mut self, other: Figures) {
        self.units += other.units;
        self.people += other.people;
    }

    fn is_nothing(&self) -> bool {
        *self == Figures::default()
    }
}

impl std::iter::Sum for Figures {
    fn sum<I: Iterator<Item = Figures>>(all: I) -> Figures {
        all.fold(Figures::default(), |mut sum, one| {
            sum.add(one);
            sum
        })
    }
}

/// A row of `coverage_delta` without its figures; in the order of its primary key, so that all who write many
/// rows take their locks in the same order.
type Row = (&'static str, &'static str, Line, i64, Date, AreaId, Status);

impl Totals {
    /// Counts a unit's span in.
    pub(super) fn put(&mut self, place: &Place, span: &Span) {
        self.count(place, span, 1);
    }

    /// Counts a unit's span out.
    pub(super) fn take(&mut self, place: &Place, span: &Span) {
        self.count(place, span, -1);
    }

    fn count(&mut self, place: &Place, span: &Span, sign: i64) {
        for (day, sign) in [(span.from, sign), (span.to, -sign)] {
            if day < END {
                let change = Change {
                    place: *place,
                    line: span.line,
                    status: span.status,
                    day,
                };
                self.0.entry(change).or_default().add(Figures {
                    units: sign,
                    people: sign * span.people,
                });
            }
        }
    }

    /// The rows that these changes are kept in.
    fn rows(&self) -> BTreeMap<Row, Figures> {
        let mut rows: BTreeMap<Row, Figures> = BTreeMap::new();
        for (
            Change {
                place,
                line,
                status,
                day,
            },
            figures,
        ) in self.0.iter().filter(|(_, figures)| !figures.is_nothing())
        {
            let places = [(Level::Village, place.area), (Level::Town, place.town)];
            let grains = [
                (DAY, *day),
                (MONTH, day.first_of_month()),
                (YEAR, day.first_of_year()),
            ];
            for (level, area) in places {
                for kind in [ALL_KINDS, place.kind.as_str()] {
                    for (grain, first) in grains {
                        rows.entry((level.as_str(), kind, *line, grain, first, area, *status))
                            .or_default()
                            .add(*figures);
                    }
                }
            }
        }
        rows.retain(|_, figures| !figures.is_nothing());
        rows
    }

    /// Writes what was gathered.
    pub(super) fn write(self, tx: &mut WriteTx) -> Result<(), StoreError> {
        static ADD: InsertMany<9> = InsertMany::new(
            "INSERT INTO coverage_delta (level, kind, line, grain, day, place, status, units, people)",
            "ON CONFLICT (level, kind, line, grain, day, place, status) DO UPDATE SET
             units = coverage_delta.units + excluded.units, people = coverage_delta.people + excluded.people",
        );
        let rows: Vec<(Row, Figures)> = self.rows().into_iter().collect();
        ADD.run(
            tx,
            &rows,
            |((level, kind, line, grain, day, place, status), figures)| {
                [
                    level as &dyn Param,
                    kind,
                    line,
                    grain,
                    day,
                    place,
                    status,
                    &figures.units,
                    &figures.people,
                ]
            },
        )
    }

    /// Whether the rows kept are those that these changes make; each difference in words.
    pub(super) fn compare(&self, tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
        let mut expected: BTreeMap<String, Figures> = BTreeMap::new();
        for ((level, kind, line, grain, day, place, status), figures) in self.rows() {
            expected.insert(
                format!("{level}/{kind}/{line}/{grain}/{day}/{place}/{}", status.as_str()),
                figures,
            );
        }
        let mut differences = Vec::new();
        tx.each(
            "SELECT level, kind, line, grain, day, place, status, units, people FROM coverage_delta",
            &[],
            |row| {
                let (day, place) = (row.get::<Date>(4)?, row.get::<AreaId>(5)?);
                let (level, kind, line, status) = (row.text(0)?, row.text(1)?, row.text(2)?, row.text(6)?);
                let name = format!(
                    "{level}/{kind}/{line}/{}/{day}/{place}/{status}",
                    row.get::<i64>(3)?
                );
                let kept = Figures {
                    units: row.get(7)?,
                    people: row.get(8)?,
                };
                let should = expected.remove(&name).unwrap_or_default();
                if kept != should {
                    differences.push(format!(
                        "coverage total {name}: kept {kept:?}, should be {should:?}"
                    ));
                }
                Ok(())
            },
        )?;
        differences.extend(
            expected
                .iter()
                .map(|(name, should)| format!("coverage total {name}: missing, should be {should:?}")),
        );
        Ok(differences)
    }
}

/// A figure of a place as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceFigures {
    /// The village, community or town.
    pub place: AreaId,
    /// The status.
    pub status: Status,
    /// How many.
    pub figures: Figures,
}

/// The figures of every place of a level as of a day, for a line and a kind of unit or all kinds.
pub fn as_of(
    tx: &mut ReadTx,
    level: Level,
    line: Line,
    kind: Option<UnitKind>,
    day: Date,
) -> Result<Vec<PlaceFigures>, StoreError> {
    let kind = kind.map_or(ALL_KINDS, UnitKind::as_str);
    tx.all(
        "SELECT place, status, CAST(SUM(units) AS BIGINT), CAST(SUM(people) AS BIGINT) FROM (
           SELECT place, status, units, people FROM coverage_delta
           WHERE level = ?1 AND kind = ?2 AND line = ?3 AND grain = 2 AND day < ?4
           UNION ALL
           SELECT place, status, units, people FROM coverage_delta
           WHERE level = ?1 AND kind = ?2 AND line = ?3 AND grain = 1 AND day >= ?4 AND day < ?5
           UNION ALL
           SELECT place, status, units, people FROM coverage_delta
           WHERE level = ?1 AND kind = ?2 AND line = ?3 AND grain = 0 AND day >= ?5 AND day <= ?6
         ) AS change GROUP BY place, status HAVING SUM(units) <> 0",
        params![level, kind, line, day.first_of_year(), day.first_of_month(), day],
        |row| {
            let figures = Figures {
                units: row.get(2)?,
                people: row.get(3)?,
            };
            Ok(PlaceFigures {
                place: row.get(0)?,
                status: row.get(1)?,
                figures,
            })
        },
    )
}
