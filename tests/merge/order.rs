//! Neither order nor repetition changes a register, in memory or written and read back.

use std::collections::BTreeSet;

use escalog::merge::{Counts, Pool, Returned, Source};
use proptest::prelude::*;

use super::{and, pool_of, read_back, register_of, returned, written};

/// A row of few words, so that copies, conflicts and numbers used again are frequent.
fn row() -> impl Strategy<Value = String> {
    let number = prop::sample::select(vec!["", "1", "2", "Oak 3/7"]);
    let child =
        prop::sample::select(vec!["", "Ada Brook,1/2/2014", "A.B.,", "Cal Dunn,3/4/2015", "unborn Brook,EDD 3/9/2025"]);
    let concern = prop::sample::select(vec!["", "Threshold", "\"two\nlines  and, more\"", "=1+1"]);
    let outcome = prop::sample::select(vec!["", "Agreed", "n/a", "12"]);
    let day = prop::sample::select(vec!["", "3/3/2025", "10/3/2025", "last Tues", "03/03/2025 10:15"]);
    let ward = prop::sample::select(vec!["", "North", "south ", "south"]);
    (number, child, concern, outcome, day, ward).prop_map(|(number, child, concern, outcome, day, ward)| {
        let child = if child.is_empty() { "," } else { child };
        format!("{number},{child},{concern},{outcome},{day},{ward}\n")
    })
}

fn one_return() -> impl Strategy<Value = Returned> {
    let file = prop::sample::select(vec!["a.csv", "b.csv", "c.csv", "d.csv"]);
    let date = prop::sample::select(vec![None, Some("2025-04-01"), Some("2025-07-01")]);
    let rows = prop::collection::vec((prop::sample::select(vec!["Oak", "OAK", "Ash"]), row()), 0..5);
    (file, date, rows).prop_map(|(file, date, rows)| {
        let text: String = rows.iter().map(|(agency, row)| format!("{agency},{row}")).collect();
        returned(file, date, &text)
    })
}

/// The counts as they are without what came in more than once.
fn settled(counts: Counts) -> (usize, usize, usize) {
    (counts.rows_out, counts.conflicts, counts.set_aside)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn no_row_is_lost(returns in prop::collection::vec(one_return(), 0..6)) {
        let register = register_of(pool_of(&returns));
        let counts = register.counts();
        let rows: usize = returns.iter().map(|returned| returned.log.rows().count()).sum();
        prop_assert_eq!(counts.rows_in, rows);
        prop_assert_eq!(counts.rows_in, counts.rows_out + counts.duplicates + counts.set_aside);
        let mut came_in: BTreeSet<Source> = BTreeSet::new();
        for log in returns.iter().map(|returned| &returned.log) {
            came_in.extend(log.rows().map(|(table, row)| Source {
                file: log.file.clone(),
                sheet: table.sheet.clone(),
                row: row.row + 1,
            }));
        }
        let kept: BTreeSet<Source> = register.became.iter().map(|became| became.at.source.clone()).collect();
        // The same bytes under two names are one return; its rows stand under the first of the names.
        prop_assert!(kept.is_subset(&came_in));
        for entry in &register.entries {
            prop_assert!(kept.contains(&entry.at.source));
        }
    }

    #[test]
    fn order_and_repetition_change_nothing(returns in prop::collection::vec(one_return(), 1..5), turn in 0usize..5) {
        let once = written(pool_of(&returns));
        let mut turned = returns.clone();
        turned.rotate_left(turn % returns.len());
        turned.reverse();
        prop_assert!(once == written(pool_of(&turned)), "another order");
        turned.extend(returns.clone());
        prop_assert!(once == written(pool_of(&turned)), "each given twice");
        prop_assert!(once == written(read_back(&once)), "read back");
        prop_assert!(once == written(and(read_back(&once), pool_of(&returns[..1]))), "a return that is in it already");
    }

    #[test]
    fn registers_merged_in_any_grouping_are_the_same(
        a in prop::collection::vec(one_return(), 0..3),
        b in prop::collection::vec(one_return(), 0..3),
        c in prop::collection::vec(one_return(), 0..3),
    ) {
        let pools = || (pool_of(&a), pool_of(&b), pool_of(&c));
        let ((a1, b1, c1), (a2, b2, c2), (a3, b3, c3)) = (pools(), pools(), pools());
        let all = and(and(a3, b3), c3);
        let counts = settled(register_of(all.clone()).counts());
        let together = written(all);
        let left = and(and(a1, b1), Pool::default());
        let left = and(read_back(&written(left)), c1);
        prop_assert_eq!(settled(register_of(left.clone()).counts()), counts);
        prop_assert!(written(left) == together, "(a, b), c");
        let right = and(a2, read_back(&written(and(b2, c2))));
        prop_assert!(written(right) == together, "a, (b, c)");
    }
}
