//! Small counts hidden so that they can't be worked out: counts and the sums that tie them → what is hidden.
//!
//! In: every count that would be shown, by its key, and which of them add up to which. Out: those that must
//! not be shown. A count under the limit is hidden; then as many others as are needed so that no sum gives
//! one away: every sum with something hidden hides at least two, which together come to the limit or more,
//! and the sums together leave none of the hidden ones with a single solution.

use std::collections::{BTreeMap, BTreeSet};

use super::page::Sum;

/// What may not be told.
#[derive(Debug, Clone, Default)]
pub(super) struct Hidden {
    keys: BTreeSet<String>,
    limit: Option<usize>,
}

impl Hidden {
    /// What stands in place of a hidden figure.
    pub const SIGN: &'static str = "*";

    /// Nothing is hidden.
    pub fn nothing() -> Hidden {
        Hidden::default()
    }

    /// What must be hidden so that no count from 1 to below the limit can be known.
    pub fn below(limit: usize, counts: &BTreeMap<String, usize>, sums: &[Sum]) -> Hidden {
        let small = counts.iter().filter(|(_, count)| (1..limit).contains(*count)).map(|(key, _)| key.clone());
        let mut hidden = Hidden { keys: small.collect(), limit: Some(limit) };
        while let Some(key) = hidden.given_away(limit, counts, sums) {
            hidden.keys.insert(key);
        }
        hidden
    }

    /// What a reader of the copy is told about it.
    pub fn in_words(&self) -> Option<String> {
        let sign = Hidden::SIGN;
        let what = |limit| {
            format!("{sign} stands for a count from 1 to {limit}, or one from which such a count could be worked out")
        };
        self.limit.map(|limit| what(limit.saturating_sub(1)))
    }

    /// Whether a figure that rests on these counts may be shown.
    pub fn shows(&self, counts: &[(String, usize)]) -> bool {
        !counts.iter().any(|(key, _)| self.keys.contains(key))
    }

    /// A count that has to be hidden besides; `None` when all is safe.
    fn given_away(&self, limit: usize, counts: &BTreeMap<String, usize>, sums: &[Sum]) -> Option<String> {
        let is_hidden = |key: &String| self.keys.contains(key);
        let count = |key: &String| counts.get(key).copied().unwrap_or_default();
        for sum in sums {
            let (hidden, shown): (Vec<&String>, Vec<&String>) = sum.parts.iter().partition(|key| is_hidden(key));
            let total_hidden = is_hidden(&sum.total);
            let unsafe_parts = !total_hidden
                && !hidden.is_empty()
                && (hidden.len() < 2 || hidden.iter().map(|key| count(key)).sum::<usize>() < limit);
            // A hidden total of parts that are all shown is their sum.
            let unsafe_total = total_hidden && hidden.is_empty();
            if unsafe_parts || unsafe_total {
                // The smallest that tells anything; a count of none where there is nothing else.
                let next = shown.iter().min_by_key(|key| (count(key) == 0, count(key)));
                return Some(next.map_or_else(|| sum.total.clone(), |key| (*key).clone()));
            }
        }
        self.solved(sums)
    }

    /// A shown count of a sum in which a hidden one has a single solution, by all sums together.
    fn solved(&self, sums: &[Sum]) -> Option<String> {
        let keys: Vec<&String> = self.keys.iter().collect();
        let place = |key: &String| keys.binary_search(&key).ok();
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for sum in sums {
            let mut row = vec![0.0; keys.len()];
            let terms = sum.parts.iter().map(|key| (key, 1.0)).chain([(&sum.total, -1.0)]);
            for (key, sign) in terms {
                if let Some(cell) = place(key).and_then(|place| row.get_mut(place)) {
                    *cell += sign;
                }
            }
            if row.iter().any(|cell| *cell != 0.0) {
                rows.push(row);
            }
        }
        let determined = determined(rows, keys.len());
        let key = determined.first().and_then(|place| keys.get(*place))?;
        // Another term of a sum in which it stands; if all are hidden already, nothing more can be done there.
        let near = sums.iter().filter(|sum| sum.total == **key || sum.parts.contains(key));
        let terms = near.flat_map(|sum| sum.parts.iter().chain([&sum.total]));
        let all = sums.iter().flat_map(|sum| sum.parts.iter().chain([&sum.total]));
        terms.chain(all).find(|term| !self.keys.contains(*term)).cloned()
    }
}

/// The unknowns that equations of these left sides settle, by elimination.
fn determined(mut rows: Vec<Vec<f64>>, unknowns: usize) -> Vec<usize> {
    const NONE: f64 = 1e-9;
    let mut done = 0;
    for column in 0..unknowns {
        let value = |row: &Vec<f64>| row.get(column).copied().unwrap_or_default();
        let Some(pivot) = (done..rows.len()).find(|at| rows.get(*at).is_some_and(|row| value(row).abs() > NONE)) else {
            continue;
        };
        rows.swap(done, pivot);
        let Some(base) = rows.get(done).cloned() else { continue };
        let lead = value(&base);
        for (at, row) in rows.iter_mut().enumerate() {
            let factor = value(row) / lead;
            if at != done && factor.abs() > NONE {
                row.iter_mut().zip(&base).for_each(|(cell, other)| *cell -= factor * other);
            }
        }
        done += 1;
    }
    let alone = |row: &Vec<f64>| {
        let mut left = row.iter().enumerate().filter(|(_, cell)| cell.abs() > NONE).map(|(place, _)| place);
        left.next().filter(|_| left.next().is_none())
    };
    rows.iter().filter_map(alone).collect()
}
