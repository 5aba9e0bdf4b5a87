//! Rows that may be of one disagreement, two agencies' or one's under two numbers: suggested, and joined only when asked.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::cases::{initials, is_same_child, letters};
use super::listed::Mark;
use super::listing::line;
use super::table::Case;
use super::{Key, Listed, Pool, Settled, What};
use crate::log::{Meaning, Row};
use crate::traces::tells_name;

/// How many days may lie between the concerns of two rows that are the two sides of one disagreement. No
/// deadline: further apart they are not suggested to be one.
const CLOSE: i64 = 14;

/// Suggests pairs of rows about one child, and leaves out the side that the officer did not keep.
pub(super) fn pairs(cases: &mut [Case<'_>], pool: &Pool, used: &mut BTreeSet<Settled>, listed: &mut Vec<Listed>) {
    let mut suggested: BTreeSet<(usize, usize)> = BTreeSet::new();
    let (name, born, concern) = (Key::of(Meaning::Name), Key::of(Meaning::Born), Key::event("concern"));
    let sides: Vec<Side> =
        cases.iter().enumerate().map(|(place, case)| Side::of(place, case, [&name, &born], &concern)).collect();
    for mut alike in alike(sides.iter().zip(&*cases).filter(|(_, case)| case.aside.is_none()).map(|(side, _)| side)) {
        // In the order of their days, only the next few can be close.
        alike.sort_by_key(|side| side.arose);
        for (n, one) in alike.iter().enumerate() {
            let close = alike.iter().skip(n + 1).take_while(|other| one.is_close_to(other));
            for other in close.filter(|other| one.is_pair_with(other)) {
                suggested.insert((one.place.min(other.place), one.place.max(other.place)));
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
    let mut given_way: HashMap<usize, usize> = HashMap::new();
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
                mark: Mark::of_settled(&settled, &[]),
                ..line(What::Pair, Some(case))
            });
        }
        let aside = match (first, second) {
            (true, false) => Some((b, a)),
            (false, true) => Some((a, b)),
            _ => None,
        };
        if let Some((aside, kept)) = aside {
            // Of three sides, each kept over the next in a circle, one has to stay.
            if std::iter::successors(Some(&kept), |place| given_way.get(place)).any(|place| *place == aside) {
                continue;
            }
            given_way.insert(aside, kept);
            let kept = cases.get(kept).map(|case| format!("{} {}", case.agency, case.shown(Meaning::Number)));
            if let Some(case) = cases.get_mut(aside) {
                case.aside = Some(format!("the other side of {}", kept.unwrap_or_default().trim()));
            }
        }
    }
}

/// Sides that may speak of one child, in groups: those of one name, those of one date of birth whose name or
/// initials are the same, and those of a date of birth of which one gives no name.
fn alike<'s>(sides: impl Iterator<Item = &'s Side>) -> impl Iterator<Item = Vec<&'s Side>> {
    let mut named: HashMap<(Option<NaiveDate>, String), Vec<&Side>> = HashMap::new();
    let mut born_on: HashMap<NaiveDate, (bool, Vec<&Side>)> = HashMap::new();
    for side in sides {
        let born = side.child.born.known().map(|born| born.date);
        let name = side.child.name.known();
        if let Some(born) = born {
            let (nameless, all) = born_on.entry(born).or_default();
            *nameless |= name.is_none();
            all.push(side);
        }
        let Some(name) = name else { continue };
        if tells_name(name) {
            named.entry((None, letters(name).collect())).or_default().push(side);
        }
        if let (Some(born), Some(initials)) = (born, initials(name)) {
            named.entry((Some(born), initials.collect())).or_default().push(side);
        }
        if born.is_some() {
            named.entry((born, letters(name).collect())).or_default().push(side);
        }
    }
    let nameless = born_on.into_values().filter(|(nameless, _)| *nameless).map(|(_, sides)| sides);
    named.into_values().chain(nameless)
}

/// A case as one side of a disagreement.
struct Side {
    place: usize,
    agency: String,
    number: String,
    arose: Option<NaiveDate>,
    /// The name and the date of birth; nothing else.
    child: Row,
}

impl Side {
    fn of(place: usize, case: &Case<'_>, of_child: [&Key; 2], concern: &Key) -> Side {
        let mut child = Row::default();
        for key in of_child {
            if let Some(field) = case.fields.get(key) {
                field.heard.give(key, field.said, 0, &mut child);
            }
        }
        let arose = case.fields.get(concern).and_then(|field| field.heard.concern());
        let number = case.shown(Meaning::Number).to_lowercase();
        Side { place, agency: case.agency.to_lowercase(), number, arose: arose.map(|moment| moment.date), child }
    }

    fn is_close_to(&self, other: &Side) -> bool {
        let days = self.arose.zip(other.arose).map(|(one, other)| one.signed_duration_since(other).num_days());
        days.is_some_and(|days| days.abs() <= CLOSE)
    }

    /// Of one agency only what arose on one day, under another number or none.
    fn is_pair_with(&self, other: &Side) -> bool {
        let may_be = match self.agency == other.agency {
            true => self.arose == other.arose && (self.number != other.number || self.number.is_empty()),
            false => true,
        };
        may_be && is_same_child(&self.child, &other.child)
    }
}
