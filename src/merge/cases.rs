//! Which originals are one case.
//!
//! In: the originals, and the agency that each is of. Out: groups of them. The same case is the same agency
//! and number *and* an agreeing name, date of birth or date of concern, unless they tell of two children or the concern
//! of one arose after the other was resolved; without a number only rows that say the same are one. What the groups
//! are depends on the set of originals alone, not on their order.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::original::Original;
use crate::calendar::Moment;
use crate::log::{Field, Meaning, Row};
use crate::traces::tells_name;

/// Originals that are one case, by their places; and whether they could have been one with others of the
/// same agency and number, had it been clear with which.
pub(super) struct Group {
    pub(super) members: Vec<usize>,
    pub(super) untold: bool,
}

/// The groups. `agencies` names the agency of each original.
pub(super) fn group(originals: &[&Original], agencies: &[String]) -> Vec<Group> {
    let mut numbered: BTreeMap<(&str, Option<String>), Vec<usize>> = BTreeMap::new();
    for (place, (original, agency)) in originals.iter().zip(agencies).enumerate() {
        let number = original.words(&Meaning::Number).map(str::to_lowercase);
        numbered.entry((agency, number)).or_default().push(place);
    }
    let mut groups = Vec::new();
    for ((_, number), members) in numbered {
        if number.is_none() {
            groups.extend(same_words(originals, members).into_iter().map(|members| Group { members, untold: false }));
        } else {
            groups.extend(of_number(originals, members));
        }
    }
    groups.iter_mut().for_each(|group: &mut Group| group.members.sort_unstable());
    groups
}

/// Rows that say the same in every field, put together.
fn same_words(originals: &[&Original], members: Vec<usize>) -> Vec<Vec<usize>> {
    let mut same: BTreeMap<Vec<(Cow<'_, str>, &str)>, Vec<usize>> = BTreeMap::new();
    for place in members {
        let Some(original) = originals.get(place) else { continue };
        let said = original.said.iter().map(|(key, said)| (key.id(), said.words.as_str())).collect();
        same.entry(said).or_default().push(place);
    }
    same.into_values().collect()
}

/// The cases among the rows of one agency with one number.
fn of_number(originals: &[&Original], members: Vec<usize>) -> Vec<Group> {
    if let [only] = members.as_slice() {
        return vec![Group { members: vec![*only], untold: false }];
    }
    let same = same_words(originals, members);
    let first = |group: &Vec<usize>| group.first().and_then(|place| originals.get(*place)).copied();
    let firsts: Vec<Option<&Original>> = same.iter().map(first).collect();
    let at = |place: usize| firsts.get(place).copied().flatten();
    let agrees = |wanted: fn(Agreement) -> bool| {
        move |a: usize, b: usize| match (at(a), at(b)) {
            (Some(one), Some(other)) => wanted(agreement(one, other)),
            _ => false,
        }
    };
    // Two rows of one return are two to the agency that wrote them.
    let one_return = |a: usize, b: usize| {
        let of = |place: usize| {
            let members = same.get(place).into_iter().flatten().filter_map(|place| originals.get(*place));
            members.flat_map(|original| &original.occurrences).map(|occurrence| occurrence.content.as_str())
        };
        of(a).any(|content| of(b).any(|other| other == content))
    };
    let apart = |a: usize, b: usize| one_return(a, b) || agrees(|agreement| agreement.apart)(a, b);
    let clear = |part: &[usize]| part.iter().enumerate().all(|(n, a)| part.iter().skip(n + 1).all(|b| !apart(*a, *b)));

    let mut groups = Vec::new();
    let mut put = |part: &[usize], untold: bool| {
        let members = part.iter().filter_map(|place| same.get(*place)).flatten().copied().collect();
        groups.push(Group { members, untold });
    };
    let all: Vec<usize> = (0..same.len()).collect();
    for part in parts(&all, &agrees(Agreement::any)) {
        if clear(&part) {
            put(&part, false);
            continue;
        }
        // One number for several cases: the child and the day of the concern together tell them apart.
        for part in parts(&part, &agrees(Agreement::child_and_day)) {
            if clear(&part) {
                put(&part, part.len() == 1);
            } else {
                part.iter().for_each(|one| put(&[*one], true));
            }
        }
    }
    groups
}

/// The parts that hang together by these links.
fn parts(places: &[usize], linked: &impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = places.to_vec();
    let mut found = Vec::new();
    while let Some(first) = left.pop() {
        let mut part = vec![first];
        let mut next = 0;
        while let Some(from) = part.get(next).copied() {
            let (near, far): (Vec<usize>, Vec<usize>) = left.iter().partition(|place| linked(from, **place));
            part.extend(near);
            left = far;
            next += 1;
        }
        part.sort_unstable();
        found.push(part);
    }
    found
}

/// In what two rows agree.
#[derive(Debug, Clone, Copy)]
struct Agreement {
    child: bool,
    day: bool,
    /// They speak of two children, or of what arose when the other was resolved.
    apart: bool,
}

impl Agreement {
    fn any(self) -> bool {
        (self.child || self.day) && !self.apart
    }

    fn child_and_day(self) -> bool {
        self.child && self.day && !self.apart
    }
}

fn agreement(first: &Original, second: &Original) -> Agreement {
    let (one, other) = (&first.row, &second.row);
    let name = one.name.known().zip(other.name.known()).map(|(one, other)| is_same_name(one, other));
    let born = born(one).zip(born(other)).map(|(one, other)| one.date == other.date);
    let day = first.concern().zip(second.concern()).map(|(one, other)| one.date == other.date);
    Agreement {
        child: name == Some(true) || born == Some(true),
        day: day == Some(true),
        apart: (name == Some(false) && born == Some(false)) || is_after(first, second) || is_after(second, first),
    }
}

/// Whether the concern of one arose after the other was resolved: a number that begins again, about the same child.
fn is_after(one: &Original, other: &Original) -> bool {
    one.concern().zip(other.resolved()).is_some_and(|(arose, resolved)| arose.date > resolved.date)
}

pub(super) fn born(row: &Row) -> Option<&Moment> {
    row.born.known().filter(|_| !row.unborn)
}

/// Whether two rows of different agencies speak of one child.
pub(super) fn is_same_child(one: &Row, other: &Row) -> bool {
    let name = one.name.known().zip(other.name.known()).map(|(one, other)| is_same_name(one, other));
    let born = born(one).zip(born(other)).map(|(one, other)| one.date == other.date);
    let full = |row: &Row| match &row.name {
        // "Name withheld" and "Unborn baby" are what many children are called.
        Field::Known(name) => words(name).filter(|word| word.chars().count() > 2).count() > 1 && tells_name(name),
        _ => false,
    };
    match (name, born) {
        (Some(true), Some(true)) | (None, Some(true)) => true,
        // Initials are those of many children.
        (Some(true), None) => full(one) && full(other),
        _ => false,
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty())
}

/// "A.B." and "AB" are the same initials, and those of "Ada Brook".
fn is_same_name(one: &str, other: &str) -> bool {
    let initials_are = |name: &str, other: &str| initials(name).is_some_and(|initials| initials.eq(letters(other)));
    letters(one).eq(letters(other)) || initials_are(one, other) || initials_are(other, one)
}

/// A name's letters and figures in small letters.
pub(crate) fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The initials of a name of at least two words that are more than initials themselves, in small letters.
pub(super) fn initials(name: &str) -> Option<impl Iterator<Item = char>> {
    let full = words(name).filter(|word| word.chars().nth(1).is_some()).nth(1).is_some();
    full.then(|| words(name).flat_map(|word| word.chars().take(1)).flat_map(char::to_lowercase))
}
