//! The cases of a register → the rows and columns of its table.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::table::{Case, Corrected, place_in_words};
use super::{Agencies, BY_HAND, ESCALATIONS, Entry, FIRST_ROW, Key, Pool};
use crate::grid::{Address, Value};
use crate::log::{Answer, Column, Field as LogField, Log, Meaning, Row, Table};
use crate::parallel;
use crate::policy::Policy;

/// What a case is, and what of it was corrected.
type Kept<'c, 'a, 'p> = (&'c Case<'a>, &'c Corrected<'p>);

/// The fields that the table's columns hold, its cases as the rows of a log, and where each comes from.
pub(super) fn table(cases: &[Kept<'_, '_, '_>], pool: &Pool, policy: &Policy) -> (Vec<Key>, Log, Vec<Entry>) {
    let keys = keys(cases, pool, policy);
    let kind_at = keys.iter().position(|key| *key == agency_type());
    let mut made = Vec::with_capacity(cases.len());
    parallel::in_parts(cases, &mut made, |part, made| {
        made.extend(part.iter().map(|(case, corrections)| built(case, corrections, &keys, kind_at, &pool.agencies)));
    });
    let (entries, mut rows): (Vec<Entry>, Vec<Row>) = made.into_iter().unzip();
    (FIRST_ROW - 1..).zip(&mut rows).for_each(|(number, row)| row.row = number);
    let returned_in = entries.iter().map(|entry| place_in_words(&entry.at)).collect();
    let log = log(&keys, rows, returned_in, policy);
    (keys, log, entries)
}

fn log(keys: &[Key], rows: Vec<Row>, returned_in: Vec<String>, policy: &Policy) -> Log {
    let columns = (0u32..).zip(keys).map(|(column, key)| Column {
        column,
        heading: key.heading(policy),
        at: Address::new(FIRST_ROW - 2, column),
        meaning: key.meaning.clone(),
        hidden: false,
    });
    let table = Table {
        sheet: ESCALATIONS.to_owned(),
        heading_row: FIRST_ROW - 2,
        columns: columns.collect(),
        rows,
        returned_in,
        ..Table::default()
    };
    Log { file: "register".to_owned(), tables: vec![table], nearest: None }
}

/// The fields that the columns hold, in their order.
fn keys(cases: &[Kept<'_, '_, '_>], pool: &Pool, policy: &Policy) -> Vec<Key> {
    let mut keys: Vec<&Key> = Vec::new();
    for (case, corrections) in cases {
        add_sorted(&mut keys, case.fields.keys().copied());
        add_sorted(&mut keys, corrections.keys().copied());
    }
    let kind = agency_type();
    let has_kind = policy.editions().iter().any(|edition| edition.fact("agency-type").is_some());
    if has_kind && pool.agencies.iter().any(|agency| agency.kind.is_some()) {
        add_sorted(&mut keys, std::iter::once(&kind));
    }
    let mut keys: Vec<Key> = keys.into_iter().filter(|key| key.meaning != Meaning::Agency).cloned().collect();
    keys.sort_by_cached_key(Key::order);
    keys
}

/// Adds keys to others, both in order: nearly all of a case's are those of the case before it, and each is held against
/// one of them.
fn add_sorted<'k>(keys: &mut Vec<&'k Key>, others: impl Iterator<Item = &'k Key>) {
    let mut place = 0;
    for other in others {
        let order = loop {
            match keys.get(place).map(|key| (*key).cmp(other)) {
                Some(Ordering::Less) => place += 1,
                order => break order,
            }
        };
        if order != Some(Ordering::Equal) {
            keys.insert(place, other);
        }
        place += 1;
    }
}

fn agency_type() -> Key {
    Key::of(Meaning::Fact("agency-type".into()))
}

/// A case as a row whose columns hold these fields.
///
/// Where one holds the kind of agency, `kind_at`, and the log does not say it, the list of agencies does.
fn built(
    case: &Case<'_>,
    corrections: &Corrected<'_>,
    keys: &[Key],
    kind_at: Option<usize>,
    list: &Agencies,
) -> (Entry, Row) {
    let mut row = Row { cells: vec![None; keys.len()], ..Row::default() };
    let mut cells = vec![None; keys.len()];
    let mut by_officer = BTreeSet::new();
    let corrected = |key: &Key| corrections.get(key).filter(|(_, holds)| *holds).map(|(correction, _)| *correction);
    for (place, key) in keys.iter().enumerate() {
        match (corrected(key), case.fields.get(key)) {
            (Some(correction), _) => {
                if !correction.is_taken_back() {
                    by_officer.insert(place);
                }
                if let Some((now, said)) = correction.now.as_ref().and_then(|now| Some((now, now.said.get(key)?))) {
                    now.give(key, said, place, &mut row);
                }
            }
            (None, Some(field)) => {
                field.heard.give(key, field.said, place, &mut row);
                if field.heard.occurrences.iter().all(|at| at.content == BY_HAND) {
                    by_officer.insert(place);
                }
                if let Some(cell) = cells.get_mut(place) {
                    *cell = field.heard.cell(field.said);
                }
            }
            (None, None) => {}
        }
    }
    let agency = case.agency.clone();
    row.agency = Some(agency.clone());
    let kind = kind_at.and_then(|_| list.find(&agency)?.kind.clone());
    if let (Some(kind), Some(place)) = (kind, kind_at)
        && !row.facts.iter().any(|(at, _)| *at == place)
    {
        if let Some(cell) = row.cells.get_mut(place) {
            *cell = Some(Value::Text(kind.clone()));
        }
        row.facts.push((place, LogField::Known(Answer::Word(kind))));
    }
    let places = case.places();
    let first = places.first();
    let entry = Entry {
        id: case.id().to_owned(),
        originals: case.ids().map(str::to_owned).collect(),
        at: first.map(|at| (*at).clone()).unwrap_or_default(),
        agency,
        agency_from_file_name: case.originals.iter().all(|original| original.from_file_name),
        copies: places.iter().skip(1).map(|at| (*at).clone()).collect(),
        cells,
        by_officer,
    };
    (entry, row)
}
