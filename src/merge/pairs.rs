//! Two agencies' rows that may be the two sides of one disagreement: suggested, and joined only when asked.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::is_same_child;
use super::listed::Mark;
use super::listing::line;
use super::table::Case;
use super::{Key, Listed, Pool, Settled, What};
use crate::log::{Meaning, Row};

/// How many days may lie between the concerns of two rows that are the two sides of one disagreement. No
/// deadline: further apart they are not suggested to be one.
const CLOSE: i64 = 14;

/// Suggests pairs of two agencies' rows about one child, and leaves out the side that the officer did not keep.
pub(super) fn pairs(cases: &mut [Case<'_>], pool: &Pool, used: &mut BTreeSet<Settled>, listed: &mut Vec<Listed>) {
    let mut suggested: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, case) in cases.iter().enumerate().filter(|(_, case)| case.aside.is_none()) {
        let born = case.words(&Key::of(Meaning::Born)).to_owned();
        let name = case.words(&Key::of(Meaning::Name)).to_lowercase();
        for words in [born, name].into_iter().filter(|words| !words.is_empty()) {
            alike.entry(words).or_default().push(place);
        }
    }
    for places in alike.values() {
        for (n, a) in places.iter().enumerate() {
            for b in places.iter().skip(n + 1) {
                let (Some(one), Some(other)) = (cases.get(*a), cases.get(*b)) else { continue };
                if is_pair(one, other) {
                    suggested.insert((*a.min(b), *a.max(b)));
                }
            }
        }
    }
    let place_of = |id: &str, cases: &[Case<'_>]| cases.iter().position(|case| case.has(id));
    let mut chosen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for settled in &pool.settled {
        let Settled::Side { id, with } = settled else { continue };
        let (Some(kept), Some(other)) = (place_of(id, cases), place_of(with, cases)) else { continue };
        if kept != other {
            used.insert(settled.clone());
            chosen.insert((kept, other));
            suggested.insert((kept.min(other), kept.max(other)));
        }
    }
    for (a, b) in suggested {
        let (Some(one), Some(other)) = (cases.get(a), cases.get(b)) else { continue };
        let (first, second) = (chosen.contains(&(a, b)), chosen.contains(&(b, a)));
        for (case, with, keep) in [(one, other, first), (other, one, second)] {
            let settled = Settled::Side { id: case.id().to_owned(), with: with.id().to_owned() };
            let other = format!("{} {}", with.agency, with.shown(Meaning::Number));
            let in_table = keep || !(first || second);
            listed.push(Listed {
                value: case.words(&Key::event("concern")).to_owned(),
                field: "Concern arose".to_owned(),
                note: format!("the same child as {}, with dates close to one another", other.trim()),
                in_table,
                keep: Some(keep),
                mark: Mark::of_settled(&settled),
                ..line(What::Pair, Some(case))
            });
        }
        let aside = match (first, second) {
            (true, false) => Some((b, a)),
            (false, true) => Some((a, b)),
            _ => None,
        };
        if let Some((aside, kept)) = aside {
            let kept = cases.get(kept).map(|case| format!("{} {}", case.agency, case.shown(Meaning::Number)));
            if let Some(case) = cases.get_mut(aside) {
                case.aside = Some(format!("the other side of {}", kept.unwrap_or_default().trim()));
            }
        }
    }
}

fn is_pair(one: &Case<'_>, other: &Case<'_>) -> bool {
    let row = |case: &Case<'_>| {
        let mut row = Row::default();
        for key in [Key::of(Meaning::Name), Key::of(Meaning::Born)] {
            if let Some(field) = case.fields.get(&key) {
                field.heard.give(&key, 0, &mut row);
            }
        }
        row
    };
    let day = |case: &Case<'_>| case.fields.get(&Key::event("concern")).and_then(|field| field.heard.concern());
    let close = || {
        let (Some(one), Some(other)) = (day(one), day(other)) else { return false };
        one.date.signed_duration_since(other.date).num_days().abs() <= CLOSE
    };
    !one.agency.eq_ignore_ascii_case(&other.agency) && close() && is_same_child(&row(one), &row(other))
}
