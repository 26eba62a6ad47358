//! Where areas and units stand on the plan.
//!
//! The places are schematic: computed from the list of divisions, the same list always giving the same plan.
//! Towns stand around the county's first town, villages around their town, each turned by the golden angle
//! from the one before, which fills a disc evenly. Distances on the plan are good for "nearer" and "farther".

use std::f64::consts::PI;

/// A point on the plan, in kilometres east and north of the county's middle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Kilometres east.
    pub x: f64,
    /// Kilometres north.
    pub y: f64,
}

/// Spreads towns so that the largest, of some forty villages, doesn't reach its neighbours.
const TOWN_SPREAD_KM: f64 = 6.5;
const VILLAGE_SPREAD_KM: f64 = 0.5;
/// A unit stands within this distance of its village.
const UNIT_SPREAD_KM: f64 = 0.3;

/// The place of the `n`th town of a county, from 0.
pub fn town(n: usize) -> Point {
    spiral(Point::default(), n, TOWN_SPREAD_KM)
}

/// The place of the `n`th village of a town, from 0.
pub fn village(town: Point, n: usize) -> Point {
    // The town itself holds the middle.
    spiral(town, n + 1, VILLAGE_SPREAD_KM)
}

/// The place of a unit near its village: any number, such as a hash of its name, picks it.
pub fn unit(village: Point, pick: u64) -> Point {
    let (angle, far) = (
        (pick >> 32) as f64 / u32::MAX as f64,
        (pick & 0xffff_ffff) as f64 / u32::MAX as f64,
    );
    let (sin, cos) = (angle * 2.0 * PI).sin_cos();
    let radius = UNIT_SPREAD_KM * far.sqrt();
    Point {
        x: village.x + radius * cos,
        y: village.y + radius * sin,
    }
}

fn spiral(middle: Point, n: usize, spread: f64) -> Point {
    let golden_angle = PI * (3.0 - 5f64.sqrt());
    let (sin, cos) = (n as f64 * golden_angle).sin_cos();
    let radius = spread * (n as f64).sqrt();
    Point {
        x: middle.x + radius * cos,
        y: middle.y + radius * sin,
    }
}

impl Point {
    /// Kilometres between two points of the plan.
    pub fn distance(self, other: Point) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn villages_stand_apart_and_nearer_to_their_own_town() {
        let towns: Vec<Point> = (0..11).map(town).collect();
        for (at, own) in towns.iter().enumerate() {
            let villages: Vec<Point> = (0..40).map(|n| village(*own, n)).collect();
            for (n, a) in villages.iter().enumerate() {
                assert!(villages[..n].iter().all(|b| a.distance(*b) > 0.4));
                let nearest = towns
                    .iter()
                    .enumerate()
                    .min_by(|x, y| a.distance(*x.1).total_cmp(&a.distance(*y.1)));
                assert_eq!(nearest.map(|(town, _)| town), Some(at));
            }
        }
    }

    #[test]
    fn a_unit_stands_near_its_village() {
        let home = village(town(3), 5);
        for pick in [0, 1, u64::MAX, 0x9e37_79b9_7f4a_7c15] {
            assert!(unit(home, pick).distance(home) <= UNIT_SPREAD_KM + 1e-9);
        }
    }
}
