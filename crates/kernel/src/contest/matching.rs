//! As many pairs as can be among those who may meet: Edmonds' blossom algorithm (Paths, trees, and flowers, 1965). Who
//! leaves afterwards costs one search more, not all of them again.

use std::collections::VecDeque;

/// A largest set of pairs among those who are in it.
#[derive(Clone)]
pub(super) struct Matching<'a> {
    may: &'a [Vec<bool>],
    out: Vec<bool>,
    mate: Vec<Option<usize>>,
    parent: Vec<Option<usize>>,
    base: Vec<usize>,
}

impl<'a> Matching<'a> {
    /// Pairs as many as can be: `may[a][b]` says whether two may meet, `out[a]` whether somebody isn't in it.
    pub(super) fn of(may: &'a [Vec<bool>], out: Vec<bool>) -> Self {
        let n = may.len();
        let mut found = Self {
            may,
            out,
            mate: vec![None; n],
            parent: vec![None; n],
            base: (0..n).collect(),
        };
        for root in 0..n {
            if !found.out[root] && found.mate[root].is_none() {
                found.grow(root);
            }
        }
        found
    }

    /// How many have a pair.
    pub(super) fn paired(&self) -> usize {
        self.mate.iter().flatten().count()
    }

    /// The same when somebody leaves. Only whom they were paired with can be alone by that, so that one search is enough.
    pub(super) fn without(&self, at: usize) -> Self {
        let mut left = self.clone();
        left.out[at] = true;
        if let Some(alone) = left.mate[at].take() {
            left.mate[alone] = None;
            left.grow(alone);
        }
        left
    }

    /// Has one more pair if one can be had from `root`.
    fn grow(&mut self, root: usize) {
        if let Some(end) = self.path_from(root) {
            self.turn(end);
        }
    }

    /// An end of a path from `root` along which paired and unpaired steps change, if there is one.
    fn path_from(&mut self, root: usize) -> Option<usize> {
        let n = self.may.len();
        self.parent = vec![None; n];
        self.base = (0..n).collect();
        let mut seen = vec![false; n];
        seen[root] = true;
        let mut queue = VecDeque::from([root]);
        while let Some(at) = queue.pop_front() {
            for to in 0..n {
                if self.out[to]
                    || !self.may[at][to]
                    || self.base[at] == self.base[to]
                    || self.mate[at] == Some(to)
                {
                    continue;
                }
                let in_tree = to == root || self.mate[to].is_some_and(|mate| self.parent[mate].is_some());
                if in_tree {
                    // Two even ends of the tree meet: a flower, which is taken for one from here on.
                    let stem = self.common(at, to);
                    let mut petals = vec![false; n];
                    self.mark(at, stem, to, &mut petals);
                    self.mark(to, stem, at, &mut petals);
                    for one in 0..n {
                        if petals[self.base[one]] {
                            self.base[one] = stem;
                            if !seen[one] {
                                seen[one] = true;
                                queue.push_back(one);
                            }
                        }
                    }
                } else if self.parent[to].is_none() {
                    self.parent[to] = Some(at);
                    match self.mate[to] {
                        None => return Some(to),
                        Some(mate) => {
                            seen[mate] = true;
                            queue.push_back(mate);
                        }
                    }
                }
            }
        }
        None
    }

    /// Where the ways of two ends to the root come together.
    fn common(&self, one: usize, other: usize) -> usize {
        let mut on_way = vec![false; self.may.len()];
        let mut at = self.base[one];
        loop {
            on_way[at] = true;
            match self.mate[at].and_then(|mate| self.parent[mate]) {
                Some(up) => at = self.base[up],
                None => break,
            }
        }
        let mut at = self.base[other];
        while !on_way[at] {
            match self.mate[at].and_then(|mate| self.parent[mate]) {
                Some(up) => at = self.base[up],
                None => break,
            }
        }
        at
    }

    fn mark(&mut self, from: usize, stem: usize, child: usize, petals: &mut [bool]) {
        let (mut at, mut child) = (from, child);
        while self.base[at] != stem {
            let Some(mate) = self.mate[at] else { break };
            petals[self.base[at]] = true;
            petals[self.base[mate]] = true;
            self.parent[at] = Some(child);
            child = mate;
            match self.parent[mate] {
                Some(up) => at = up,
                None => break,
            }
        }
    }

    /// Pairs along the path to `end` what was unpaired, and the other way round.
    fn turn(&mut self, end: usize) {
        let mut at = Some(end);
        while let Some(one) = at {
            let Some(parent) = self.parent[one] else { break };
            let next = self.mate[parent];
            self.mate[one] = Some(parent);
            self.mate[parent] = Some(one);
            at = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// How many can be paired, found by trying everything.
    fn naive(may: &[Vec<bool>], left: u32) -> usize {
        let Some(one) = (0..may.len()).find(|at| left & (1 << at) != 0) else {
            return 0;
        };
        let rest = left & !(1 << one);
        let alone = naive(may, rest);
        let paired = (one + 1..may.len())
            .filter(|other| rest & (1 << other) != 0 && may[one][*other])
            .map(|other| 2 + naive(may, rest & !(1 << other)));
        paired.chain([alone]).max().unwrap_or(alone)
    }

    proptest! {
        #[test]
        fn none_could_pair_more(n in 0_usize..10, ways in prop::collection::vec(any::<bool>(), 100)) {
            let mut may = vec![vec![false; n]; n];
            for one in 0..n {
                for other in 0..one {
                    may[one][other] = ways[one * 10 + other];
                    may[other][one] = ways[one * 10 + other];
                }
            }
            let found = Matching::of(&may, vec![false; n]);
            let mate = &found.mate;
            for (one, other) in mate.iter().enumerate().filter_map(|(one, other)| Some((one, (*other)?))) {
                prop_assert!(may[one][other]);
                prop_assert_eq!(mate[other], Some(one));
            }
            prop_assert_eq!(found.paired(), naive(&may, (1 << n) - 1));
            // And none could when one leaves, and then another.
            let (mut left, mut there) = (found, (1_u32 << n) - 1);
            for at in 0..n {
                left = left.without(at);
                there &= !(1 << at);
                prop_assert_eq!(left.paired(), naive(&may, there));
            }
        }
    }
}
