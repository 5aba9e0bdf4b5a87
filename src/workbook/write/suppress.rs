//! Small counts hidden so that they can't be worked out: counts and the sums that tie them → what is hidden.
//!
//! In: every count that would be shown, by its key, and which of them add up to which. Out: those that must
//! not be shown. A count under the limit is hidden; then as many others as are needed so that whatever is
//! shown would be the same with other counts in their place, of which there are to be as many as the limit.
//! A reader is taken to know more than he does: that what is hidden is not none, and what is left of a sum
//! unless that is itself a small count.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use super::page::{Block, Item, Page, Rest, Sum};
use worlds::{Unknown, Worlds};

mod ties;
mod worlds;

#[cfg(test)]
mod tests;

/// So many of the largest counts that were hidden besides the small ones are tried again.
const MOST_TRIED: usize = 20;

/// What was raised in an earlier quarter may be hidden in the copy of that one if it is under so many times the limit.
const EARLIER: usize = 3;

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

    /// What must be hidden of these sheets so that no count from 1 to below the limit can be known.
    pub fn below<'p>(limit: usize, book: &Book<'_>, pages: impl Iterator<Item = &'p Page<'p>>) -> Hidden {
        let blocks: Vec<&Block> = pages.flat_map(|page| &page.items).filter_map(Item::block).collect();
        let figures = blocks.iter().flat_map(|block| &block.rows).flat_map(|row| &row.figures);
        let counts: BTreeMap<String, usize> = figures.flat_map(|figure| figure.counts.iter().cloned()).collect();
        let sums: Vec<Sum> = blocks.iter().flat_map(|block| &block.sums).cloned().chain(ties::of(book)).collect();
        let earlier = ties::before(book).map_or_else(|| vec![BTreeSet::new()], |sum| untold(limit, &sum));
        let mut keys = Counts::new(limit, &counts, &sums, &earlier).must_hide();
        let few = ties::raised_earlier(book).into_iter().filter(|(_, count)| *count < EARLIER * limit);
        keys.extend(few.map(|(key, _)| key));
        Hidden { keys, limit: Some(limit) }
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
}

/// What of a sum the copy of the quarter before may not have told, besides small counts: nothing where those can't
/// be worked out, else any one of the others. Which one is not known here.
fn untold(limit: usize, sum: &Sum) -> Vec<BTreeSet<String>> {
    let counts: BTreeMap<String, usize> = sum.parts.iter().chain([&sum.total]).cloned().collect();
    let hidden = Counts::new(limit, &counts, std::slice::from_ref(sum), &[BTreeSet::new()]).must_hide();
    if hidden.iter().all(|key| counts.get(key).is_some_and(|count| *count < limit)) {
        return vec![BTreeSet::new()];
    }
    let others = counts.into_iter().filter(|(_, count)| *count >= limit);
    others.map(|(key, _)| BTreeSet::from([key])).collect()
}

/// The counts that would be shown, and how they hang together: for a reader who knows this, and one who knows that.
struct Counts<'c> {
    limit: usize,
    shown: &'c BTreeMap<String, usize>,
    readers: Vec<Vec<Tie>>,
}

/// A small count that one of the readers can work out.
type Told<'s> = (usize, &'s str);

impl<'c> Counts<'c> {
    /// Counts with their sums, and the rests of sums that each of the readers does not know besides small ones.
    fn new(
        limit: usize,
        shown: &'c BTreeMap<String, usize>,
        sums: &[Sum],
        not_known: &[BTreeSet<String>],
    ) -> Counts<'c> {
        let ties = |not_known: &BTreeSet<String>| {
            let is_left = |(key, count): &(String, usize)| (1..limit).contains(count) || not_known.contains(key);
            sums.iter().map(|sum| Tie::of(sum, is_left)).collect()
        };
        Counts { limit, shown, readers: not_known.iter().map(ties).collect() }
    }

    fn is_small(&self, count: usize) -> bool {
        (1..self.limit).contains(&count)
    }

    /// Which of them must not be shown.
    fn must_hide(&self) -> BTreeSet<String> {
        let small = self.shown.iter().filter(|(_, count)| self.is_small(**count)).map(|(key, _)| key.clone());
        let mut hidden: BTreeSet<String> = small.collect();
        let mut safe = BTreeSet::new();
        loop {
            let told = self.told(&hidden, &mut safe, usize::MAX);
            let more: BTreeSet<String> = told.into_iter().filter_map(|told| self.next(told, &hidden)).collect();
            if more.is_empty() {
                break;
            }
            hidden.extend(more);
        }
        self.show_again(hidden)
    }

    /// The same without those of the largest that need not be hidden, now that the others are.
    fn show_again(&self, mut hidden: BTreeSet<String>) -> BTreeSet<String> {
        let told = self.told(&hidden, &mut BTreeSet::new(), usize::MAX).len();
        let mut besides: Vec<(usize, String)> = hidden.iter().map(|key| (self.count(key), key.clone())).collect();
        besides.retain(|(count, _)| !self.is_small(*count));
        besides.sort();
        for (_, key) in besides.into_iter().rev().take(MOST_TRIED) {
            hidden.remove(&key);
            if self.told(&hidden, &mut BTreeSet::new(), told + 1).len() > told {
                hidden.insert(key);
            }
        }
        hidden
    }

    fn count(&self, key: &str) -> usize {
        self.shown.get(key).copied().unwrap_or_default()
    }

    /// Whether a reader is not told a count: that it is hidden, or that no figure shows it.
    fn is_unknown(&self, key: &str, hidden: &BTreeSet<String>) -> bool {
        hidden.contains(key) || !self.shown.contains_key(key)
    }

    /// The first so many of the small counts that can be known, wholly or too nearly, where these are hidden.
    fn told<'s>(&'s self, hidden: &BTreeSet<String>, safe: &mut BTreeSet<Told<'s>>, most: usize) -> Vec<Told<'s>> {
        let mut told = Vec::new();
        for (reader, ties) in self.readers.iter().enumerate() {
            let terms = ties.iter().flat_map(|tie| &tie.terms).filter(|term| self.is_unknown(&term.key, hidden));
            let unknown: BTreeMap<&str, usize> = terms.map(|term| (term.key.as_str(), term.count)).collect();
            let counts: Vec<Unknown> =
                unknown.values().map(|count| Unknown { count: *count, least: 1.min(*count) }).collect();
            let places: BTreeMap<&str, usize> = (0..).zip(unknown.keys()).map(|(place, key)| (*key, place)).collect();
            let factors = |tie: &Tie| {
                tie.terms.iter().filter_map(|term| Some((*places.get(term.key.as_str())?, term.factor))).collect()
            };
            let mut worlds = Worlds::new(&counts, &ties.iter().map(factors).collect::<Vec<_>>());
            for (place, (key, _)) in (0..).zip(&unknown).filter(|(_, (_, count))| self.is_small(**count)) {
                if told.len() >= most {
                    return told;
                }
                if safe.contains(&(reader, *key)) || worlds.spans(place, self.limit - 1) {
                    safe.insert((reader, key));
                } else {
                    told.push((reader, *key));
                }
            }
        }
        told
    }

    /// The shown count to be hidden next so that one can't be known; a count of none if there is nothing else.
    fn next(&self, told: Told<'_>, hidden: &BTreeSet<String>) -> Option<String> {
        self.nearest(told, hidden, 1).or_else(|| self.nearest(told, hidden, 0))
    }

    /// The smallest of the shown counts that tell most of one that must not be known: those of a sum that leaves
    /// it too little room, else of any in which it stands, else of those of what stands there with it.
    fn nearest(&self, (reader, key): Told<'_>, hidden: &BTreeSet<String>, least: usize) -> Option<String> {
        let ties = self.readers.get(reader)?;
        let is_unknown = |key: &str| self.is_unknown(key, hidden);
        let smallest = |ties: &[&Tie]| {
            let terms = ties.iter().flat_map(|tie| &tie.terms);
            let shown = terms.filter(|term| term.count >= least && !is_unknown(&term.key));
            shown.min_by_key(|term| term.count).map(|term| term.key.clone())
        };
        let tight: Vec<&Tie> = ties.iter().filter(|tie| tie.is_tight(key, self.limit, &is_unknown)).collect();
        let mut found = smallest(&tight);
        let mut reached = BTreeSet::from([key]);
        while found.is_none() {
            let near: Vec<&Tie> = ties.iter().filter(|tie| reached.iter().any(|key| tie.has(key))).collect();
            found = smallest(&near);
            let before = reached.len();
            let further = near.iter().flat_map(|tie| &tie.terms).map(|term| term.key.as_str());
            reached.extend(further.filter(|key| is_unknown(key)));
            if reached.len() == before {
                break;
            }
        }
        found
    }
}

/// Counts that come to nothing together, each with its factor.
struct Tie {
    terms: Vec<Term>,
}

struct Term {
    key: String,
    count: usize,
    factor: f64,
}

impl Tie {
    /// A sum with what its parts leave of the total, where a reader does not know that.
    fn of(sum: &Sum, is_unknown: impl Fn(&(String, usize)) -> bool) -> Tie {
        let term = |(key, count): &(String, usize), factor| Term { key: key.clone(), count: *count, factor };
        let mut terms: Vec<Term> = sum.parts.iter().map(|part| term(part, 1.0)).collect();
        terms.push(term(&sum.total, -1.0));
        if sum.rest != Rest::Known || is_unknown(&sum.left()) {
            terms.push(term(&sum.left(), if sum.is_over() { -1.0 } else { 1.0 }));
        }
        Tie { terms }
    }

    fn has(&self, key: &str) -> bool {
        self.terms.iter().any(|term| term.key == key)
    }

    /// Whether it alone leaves an unknown count less room than it needs.
    fn is_tight(&self, key: &str, limit: usize, is_unknown: &impl Fn(&str) -> bool) -> bool {
        let unknown: Vec<&Term> = self.terms.iter().filter(|term| is_unknown(&term.key)).collect();
        let room: usize = unknown.iter().map(|term| term.count.saturating_sub(1)).sum();
        let one_sided = unknown.windows(2).all(|pair| matches!(pair, [one, other] if one.factor == other.factor));
        self.has(key) && one_sided && (unknown.len() < 2 || room + 1 < limit)
    }
}
