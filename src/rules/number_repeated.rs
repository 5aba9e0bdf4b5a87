//! Two rows of one agency with the same escalation number, about different children.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::prelude::*;
use super::texts::Folded;

pub const RULE: Rule = Rule {
    code: "R102",
    name: "number-repeated",
    severity: Severity::Warning,
    message: "escalation number `{number}` is also that of {earlier}, about another child",
    advice: "give one of the two rows the number that it should have",
    page: include_str!("number_repeated.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut child = |place: usize, row: &CheckedRow<'_>| {
        let new = names.len();
        let name = row.row.name.known().map(|name| *names.entry(letters(name)).or_insert(new));
        Child { place, name, born: row.row.born.known().map(|born| born.date) }
    };
    let mut firsts = HashMap::with_capacity(log.rows.len());
    // For each number that stands again, as few do, the rows that named a child anew.
    let mut known: HashMap<Numbered<'_>, Known<'_>> = HashMap::new();
    for (place, row) in log.rows.iter().enumerate() {
        let Some(numbered) = Numbered::of(row) else { continue };
        let (first, first_row) = *firsts.entry(numbered).or_insert((place, row));
        if first == place {
            continue;
        }
        let known = known.entry(numbered).or_insert_with(|| {
            let mut known = Known::default();
            known.add(child(first, first_row), first_row.row);
            known
        });
        let child = child(place, row);
        let earlier = known.another(child).and_then(|earlier| log.rows.get(earlier.place));
        known.add(child, row.row);
        let Some(earlier) = earlier else { continue };
        let sheet = format!(" of sheet `{}`", earlier.table.sheet);
        let sheet = if earlier.table.sheet == row.table.sheet { "" } else { &sheet };
        found
            .in_row(&RULE, row, row.cell(&Meaning::Number))
            .with("earlier", format!("{}{sheet}", earlier.table.row_in_words(earlier.row)))
            .with("number", row.row.number.known().map_or("", String::as_str))
            .stated_in(&row.edition.clauses.number);
    }
}

/// The letters of a name: "A.B." and "AB" are the same initials.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a row says of its child; the name by a number that names of the same letters share.
#[derive(Clone, Copy)]
struct Child {
    place: usize,
    name: Option<usize>,
    born: Option<NaiveDate>,
}

/// The rows with one number, as far as a later row may be held against them.
#[derive(Default)]
struct Known<'a> {
    /// The names and dates of birth that were met.
    met: HashSet<(Option<&'a String>, Option<NaiveDate>)>,
    all: Latest,
    named: Latest,
    born: Latest,
}

impl<'a> Known<'a> {
    /// Adds a row, where it names a child anew.
    fn add(&mut self, child: Child, row: &'a Row) {
        if !self.met.insert((row.name.known(), child.born)) {
            return;
        }
        self.all.add(child);
        child.name.into_iter().for_each(|_| self.named.add(child));
        child.born.into_iter().for_each(|_| self.born.add(child));
    }

    /// The last that is known to be about another child: neither name nor date of birth is the same, and one of them is
    /// told in both.
    fn another(&self, child: Child) -> Option<Child> {
        let among = match (child.name, child.born) {
            (Some(_), None) => &self.named,
            (None, Some(_)) => &self.born,
            _ => &self.all,
        };
        among.but(child.name, child.born)
    }
}

/// Of many rows those few of which one is the last with another name and another date of birth, whichever are asked for: a
/// walk back through all of them takes too long where thousands share a number.
#[derive(Default)]
struct Latest {
    last: Option<Child>,
    /// The last with another name than `last`, and the last with another date of birth than that one besides.
    of_other_name: [Option<Child>; 2],
    /// The same with name and date of birth exchanged.
    of_other_birth: [Option<Child>; 2],
}

impl Latest {
    fn add(&mut self, child: Child) {
        let with = |other: Option<Child>, besides: &dyn Fn(Child) -> Option<Child>| [other, other.and_then(besides)];
        *self = Latest {
            last: Some(child),
            of_other_name: with(self.but(child.name, None), &|other| self.but(child.name, other.born)),
            of_other_birth: with(self.but(None, child.born), &|other| self.but(other.name, child.born)),
        };
    }

    /// The last with neither this name nor this date of birth; any will do where `None` is given.
    fn but(&self, name: Option<usize>, born: Option<NaiveDate>) -> Option<Child> {
        let has_name = |child: &Child| name.is_some() && child.name == name;
        let is_other = |child: &Child| !has_name(child) && (born.is_none() || child.born != born);
        let last = self.last?;
        let [other, besides] = if has_name(&last) { self.of_other_name } else { self.of_other_birth };
        Some(last).filter(is_other).or_else(|| other.filter(is_other)).or(besides)
    }
}

/// A number with its agency, the same in capitals and small letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Numbered<'a> {
    agency: Folded<'a>,
    number: Folded<'a>,
}

impl<'a> Numbered<'a> {
    /// That of a row which says something of its child.
    fn of(row: &'a CheckedRow<'_>) -> Option<Numbered<'a>> {
        let says = row.row.name.known().is_some() || row.row.born.known().is_some();
        let number = row.row.number.known().filter(|_| says)?;
        Some(Numbered { agency: Folded(row.row.agency_in(row.table).unwrap_or_default()), number: Folded(number) })
    }
}
