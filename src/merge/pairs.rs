//! Rows that may be of one disagreement, two agencies' or one's under two numbers: suggested, and joined only when asked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::cases::{initials, is_same_child, letters};
use super::listed::Mark;
use super::listing::{NO, YES, line};
use super::table::Case;
use super::{Key, Listed, Pool, Settled, What};
use crate::log::{Meaning, Row};
use crate::parallel;
use crate::traces::tells_name;

/// How many days may lie between the concerns of two rows that are the two sides of one disagreement. No
/// deadline: further apart they are not suggested to be one.
const CLOSE: i64 = 14;

/// Pairs of cases, by their places.
type Pairs = BTreeSet<(usize, usize)>;

/// Suggests pairs of rows about one child, and leaves out the side that the officer did not keep. How many cases
/// perhaps stand in the table more than once.
pub(super) fn pairs(
    cases: &mut [Case<'_>],
    pool: &Pool,
    used: &mut BTreeSet<Settled>,
    listed: &mut Vec<Listed>,
) -> usize {
    let mut suggested = suggested(cases);
    let (chosen, apart) = decided(cases, pool, used);
    give_way(cases, &chosen);
    let settled: Pairs = chosen.iter().map(|(kept, other)| (*kept.min(other), *kept.max(other))).collect();
    // Of what one says to be two cases and another to be one, the side that is kept tells more.
    let apart: Pairs = apart.difference(&settled).copied().collect();
    // A side that has given way stands in no pair any more.
    let stands = |place: usize| cases.get(place).is_some_and(|case| case.aside.is_none());
    suggested.retain(|pair| stands(pair.0) && stands(pair.1) && !settled.contains(pair) && !apart.contains(pair));
    let open = together(&suggested);
    list(Decision::None, &open, cases, &chosen, listed);
    list(Decision::Kept, &together(&settled), cases, &chosen, listed);
    list(Decision::Apart, &together(&apart), cases, &chosen, listed);
    open.len()
}

/// What the officer decided of a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decision {
    None,
    /// One side is kept over the other, or both are.
    Kept,
    /// They are two cases.
    Apart,
}

/// The sides of pairs, those that hang together one after another; beside each those that it makes a pair with.
type Sides = BTreeMap<usize, BTreeSet<usize>>;

/// The pairs in the groups that hang together.
fn together(pairs: &Pairs) -> Vec<Sides> {
    let mut beside = Sides::new();
    for (a, b) in pairs {
        beside.entry(*a).or_default().insert(*b);
        beside.entry(*b).or_default().insert(*a);
    }
    let mut groups = Vec::new();
    while let Some((first, others)) = beside.pop_first() {
        let mut next: Vec<usize> = others.iter().copied().collect();
        let mut group = Sides::from([(first, others)]);
        while let Some(place) = next.pop() {
            if let Some(others) = beside.remove(&place) {
                next.extend(&others);
                group.insert(place, others);
            }
        }
        groups.push(group);
    }
    groups
}

/// Lists each side once, with a mark by which it is kept over all those beside it.
fn list(decision: Decision, groups: &[Sides], cases: &[Case<'_>], chosen: &Pairs, listed: &mut Vec<Listed>) {
    let concern = Key::event("concern");
    let what = if decision == Decision::None { What::Pair } else { What::Settled };
    for (place, beside) in groups.iter().flatten() {
        let Some(case) = cases.get(*place) else { continue };
        let kept_over = |other: &&usize| chosen.contains(&(*place, **other));
        let is_kept = decision == Decision::Kept && beside.iter().any(|other| kept_over(&other));
        // What a later choice would be over is not chosen over before the officer says so.
        let others = beside.iter().filter(|other| !is_kept || kept_over(other)).filter_map(|other| cases.get(*other));
        let names: Vec<String> = beside.iter().filter_map(|other| cases.get(*other)).map(Case::name).collect();
        let with = others.map(|other| Settled::Side { id: case.id().to_owned(), with: other.id().to_owned() });
        let (keep, rest) = match decision {
            Decision::Kept => (if is_kept { YES } else { "" }, "settled by the officer"),
            Decision::Apart => (NO, "two cases, as settled by the officer"),
            Decision::None if beside.len() > 1 => {
                ("", "keep one of these, or write no beside one that is another case")
            }
            Decision::None => ("", "keep one, or write no if they are two cases"),
        };
        listed.push(Listed {
            value: case.words(&concern).to_owned(),
            field: "Concern arose".to_owned(),
            note: format!("the same child as {}, with dates close to one another: {rest}", names.join("; ")),
            keep: Some(keep.to_owned()),
            mark: Mark::of_choice(&with.collect::<Vec<_>>()),
            ..line(what, Some(case))
        });
    }
}

/// Cases that may be of one disagreement, by their places; the first of a pair first.
fn suggested(cases: &[Case<'_>]) -> Pairs {
    let mut suggested = BTreeSet::new();
    let (name, born, concern) = (Key::of(Meaning::Name), Key::of(Meaning::Born), Key::event("concern"));
    let standing: Vec<(usize, &Case<'_>)> = cases.iter().enumerate().filter(|(_, case)| case.aside.is_none()).collect();
    let mut sides = Vec::with_capacity(standing.len());
    parallel::in_parts(&standing, &mut sides, |part, sides| {
        sides.extend(part.iter().map(|(place, case)| Side::of(*place, case, [&name, &born], &concern)));
    });
    for mut alike in alike(&sides) {
        // In the order of their days, only the next few can be close.
        alike.sort_by_key(|side| side.arose);
        for (n, one) in alike.iter().enumerate() {
            let close = alike.iter().skip(n + 1).take_while(|other| one.is_close_to(other));
            for other in close.filter(|other| one.is_pair_with(other)) {
                suggested.insert((one.place.min(other.place), one.place.max(other.place)));
            }
        }
    }
    suggested
}

/// Which case the officer kept over which other, and which two the officer said to be two cases, the first of them first.
fn decided(cases: &[Case<'_>], pool: &Pool, used: &mut BTreeSet<Settled>) -> (Pairs, Pairs) {
    let of_case = |(place, case)| Case::ids(case).map(move |id| (id, place));
    let place_of: HashMap<&str, usize> = cases.iter().enumerate().flat_map(of_case).collect();
    let (mut chosen, mut apart) = (Pairs::new(), Pairs::new());
    for settled in &pool.settled {
        let (Settled::Side { id, with } | Settled::Apart { id, with }) = settled else { continue };
        let (Some(&one), Some(&other)) = (place_of.get(id.as_str()), place_of.get(with.as_str())) else { continue };
        if one == other {
            continue;
        }
        used.insert(settled.clone());
        match settled {
            Settled::Apart { .. } => apart.insert((one.min(other), one.max(other))),
            _ => chosen.insert((one, other)),
        };
    }
    (chosen, apart)
}

/// Sets aside the sides over which another is kept; not where both are kept.
fn give_way(cases: &mut [Case<'_>], chosen: &Pairs) {
    let mut given_way: HashMap<usize, usize> = HashMap::new();
    for (kept, aside) in chosen {
        // Of three sides, each kept over the next in a circle, one has to stay.
        let mut before = std::iter::successors(Some(kept), |place| given_way.get(place));
        if chosen.contains(&(*aside, *kept)) || before.any(|place| place == aside) {
            continue;
        }
        given_way.insert(*aside, *kept);
        let kept = cases.get(*kept).map(Case::name).unwrap_or_default();
        if let Some(case) = cases.get_mut(*aside) {
            case.aside = Some(format!("the other side of {kept}"));
        }
    }
}

/// Sides that may speak of one child, in groups: those of one name, those of one date of birth whose name or
/// initials are the same, and those of a date of birth of which one gives no name.
fn alike(sides: &[Side]) -> impl Iterator<Item = Vec<&Side>> {
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
