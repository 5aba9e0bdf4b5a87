//! A pool → the register: its cases as one log, and what is to be looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cases::{Group, group};
use super::listing::{list_case, list_corrections, list_left, list_unused, not_returned, numbers_again, show_typed};
use super::original::{Occurrence, Original};
use super::pairs::pairs;
use super::rows::table;
use super::settle::{Field, fields};
use super::{Agencies, Became, Correction, Counts, Key, Listed, Pool, Register, Settled, Source, What};
use crate::log::Meaning;
use crate::parallel;
use crate::policy::Policy;

/// What becomes of a row that is looked up in the table.
pub(super) const IN_TABLE: &str = "in the table";

/// The last correction of each field of a case, and whether it holds.
pub(super) type Corrected<'p> = BTreeMap<&'p Key, (&'p Correction, bool)>;

/// A case, with what becomes of it.
pub(super) struct Case<'a> {
    pub(super) agency: String,
    pub(super) originals: Vec<&'a Original>,
    pub(super) fields: BTreeMap<&'a Key, Field<'a>>,
    pub(super) untold: bool,
    /// Why it is left out, where it is.
    pub(super) aside: Option<String>,
}

impl<'a> Case<'a> {
    /// The id by which it is known: the first of its originals'.
    pub(super) fn id(&self) -> &'a str {
        self.originals.first().map_or("", |original| original.id.as_str())
    }

    /// The ids of its originals.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.originals.iter().map(|original| original.id.as_str())
    }

    /// Every place where it stands, the one to look it up first.
    pub(super) fn places(&self) -> Vec<&'a Occurrence> {
        let mut places: Vec<_> = self.originals.iter().flat_map(|original| &original.occurrences).collect();
        places.sort_by_key(|at| (std::cmp::Reverse(at.returned), *at));
        places
    }

    pub(super) fn words(&self, key: &Key) -> &str {
        self.fields.get(key).map_or("", |field| field.said.words.as_str())
    }

    /// What the returns say in a field, the agency included.
    pub(super) fn said(&self, key: &Key) -> &str {
        if key.meaning == Meaning::Agency { &self.agency } else { self.words(key) }
    }

    pub(super) fn shown(&self, meaning: Meaning) -> String {
        self.words(&Key::of(meaning)).to_owned()
    }

    /// Its agency and number.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.agency, self.shown(Meaning::Number)).trim().to_owned()
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.originals.iter().any(|original| original.id == id)
    }

    /// What was corrected in it, the last correction of each field, and whether it still holds: the returns
    /// say what they said when it was corrected.
    pub(super) fn corrections<'p>(&self, pool: &'p Pool) -> Corrected<'p> {
        let mut found = Corrected::new();
        for (_, key, correction) in self.all_corrections(pool) {
            let holds = correction.was == self.said(key);
            let rank =
                |(correction, holds): (&Correction, bool)| (holds, correction.turn, correction.words().to_owned());
            if found.get(key).is_none_or(|known| rank(*known) < rank((correction, holds))) {
                found.insert(key, (correction, holds));
            }
        }
        found
    }

    /// Every correction of it, with the id of the original that it was made at.
    pub(super) fn all_corrections<'p>(&self, pool: &'p Pool) -> Vec<(&'p str, &'p Key, &'p Correction)> {
        let own = |original: &&'a Original| {
            let first = (original.id.clone(), Key::of(Meaning::Number));
            let from = pool.corrections.range(first..);
            let id = original.id.as_str();
            from.take_while(move |((at, _), _)| at == id).map(|((at, key), one)| (at.as_str(), key, one))
        };
        if pool.corrections.is_empty() { Vec::new() } else { self.originals.iter().flat_map(own).collect() }
    }
}

/// The name of each original's agency: as the list has it, else in the spelling that stands first.
fn agency_names(originals: &[&Original], list: &Agencies) -> HashMap<String, String> {
    let mut first: HashMap<String, (&Source, &str)> = HashMap::new();
    for original in originals {
        for at in &original.occurrences {
            let own = (&at.source, original.agency.as_str());
            let known = first.entry(original.agency.to_lowercase()).or_insert(own);
            *known = (*known).min(own);
        }
    }
    let name = |spelled: &str| list.find(spelled).map_or(spelled, |agency| agency.name.as_str()).to_owned();
    first.into_iter().map(|(folded, (_, spelled))| (folded, name(spelled))).collect()
}

/// Gives cases the agency that the officer wrote, as the list has it, or the returns, or where it stands first.
fn rename(cases: &mut [Case<'_>], corrections: &[Corrected<'_>], list: &Agencies, spelled: &HashMap<String, String>) {
    let mut first: HashMap<String, String> = HashMap::new();
    for (case, corrections) in cases.iter_mut().zip(corrections) {
        let correction = corrections.get(&Key::of(Meaning::Agency)).filter(|(_, holds)| *holds);
        let Some(name) = correction.map(|(correction, _)| correction.words()).filter(|name| !name.is_empty()) else {
            continue;
        };
        let folded = name.to_lowercase();
        let listed = list.find(name).map(|agency| &agency.name);
        case.agency = match listed.or_else(|| spelled.get(&folded)) {
            Some(known) => known.clone(),
            None => first.entry(folded).or_insert_with(|| name.to_owned()).clone(),
        };
    }
}

/// The cases of a pool, with the settled names of their agencies.
pub(super) fn cases(pool: &Pool) -> (Vec<Case<'_>>, HashMap<String, String>) {
    let originals: Vec<&Original> = pool.originals.values().collect();
    let names = agency_names(&originals, &pool.agencies);
    let name = |original: &&Original| names.get(&original.agency.to_lowercase()).cloned().unwrap_or_default();
    let named: Vec<String> = originals.iter().map(name).collect();
    let folded: Vec<String> = named.iter().map(|name| name.to_lowercase()).collect();
    let case = |Group { members, untold }: &Group| {
        let own: Vec<&Original> = members.iter().filter_map(|place| originals.get(*place)).copied().collect();
        let agency = members.first().and_then(|place| named.get(*place)).cloned().unwrap_or_default();
        let fields = fields(&own, &pool.settled);
        Case { agency, originals: own, fields, untold: *untold, aside: None }
    };
    let groups = group(&originals, &folded);
    let mut cases: Vec<Case<'_>> = Vec::with_capacity(groups.len());
    parallel::in_parts(&groups, &mut cases, |part, cases| cases.extend(part.iter().map(case)));
    let order = |case: &Case<'_>| {
        let place = case.places().first().map(|at| at.source.clone());
        (case.agency.to_lowercase(), place, case.id().to_owned())
    };
    cases.sort_by_cached_key(order);
    (cases, names)
}

/// Works the register out.
pub(super) fn register(pool: Pool, policy: &Policy) -> Register {
    let mut used: BTreeSet<Settled> = BTreeSet::new();
    let (mut cases, spelled) = cases(&pool);
    let mut listed = Vec::new();
    set_aside_empty(&mut cases, &pool, &mut used);
    let in_pairs = pairs(&mut cases, &pool, &mut used, &mut listed);
    for case in &cases {
        list_case(case, policy, &mut used, &mut listed);
    }
    numbers_again(&cases, &mut listed);
    not_returned(&cases, &pool, &spelled, &mut listed);
    let corrections: Vec<_> = cases.iter().map(|case| case.corrections(&pool)).collect();
    for (case, corrections) in cases.iter().zip(&corrections) {
        list_corrections(case, corrections, &pool, policy, &mut listed);
    }
    rename(&mut cases, &corrections, &pool.agencies, &spelled);
    list_unused(&cases, &used, &pool, policy, &mut listed);
    list_left(&cases, &pool, &mut listed);
    show_typed(&pool, &cases, &mut listed);
    // The two sides of a pair stay together.
    let alone = |one: &Listed| (one.what != What::Pair).then(|| (one.agency.to_lowercase(), one.number.clone()));
    listed.sort_by_cached_key(|one| (one.what, alone(one)));

    let in_table: Vec<(&Case<'_>, &Corrected<'_>)> =
        cases.iter().zip(&corrections).filter(|(case, _)| case.aside.is_none()).collect();
    let ((keys, log, entries), became) = parallel::both(|| table(&in_table, &pool, policy), || became(&cases));
    let is_correction = |listed: &&Listed| listed.what == What::Corrected && listed.in_table;
    let is_open = |case: &&Case<'_>| case.fields.values().any(Field::is_open);
    let again = |case: &Case<'_>| case.places().len().saturating_sub(1);
    let counts = Counts {
        rows_in: pool.rows_in,
        rows_out: in_table.len(),
        duplicates: pool.again + cases.iter().map(again).sum::<usize>(),
        conflicts: in_table.iter().map(|(case, _)| *case).filter(is_open).count(),
        set_aside: cases.len() - in_table.len(),
        in_pairs,
        corrected: listed.iter().filter(is_correction).count(),
    };
    Register { log, keys, entries, listed, became, pool, counts, spelled, policy: policy.id().to_owned() }
}

/// What became of every row that came in.
fn became(cases: &[Case<'_>]) -> Vec<Became> {
    let mut became = Vec::with_capacity(cases.len());
    for case in cases {
        let first = case.places().first().copied();
        for original in &case.originals {
            for at in &original.occurrences {
                let what = match (&case.aside, first) {
                    (Some(why), Some(first)) if first == at => format!("set aside: {why}"),
                    (None, Some(first)) if first == at => IN_TABLE.to_owned(),
                    (_, Some(first)) => format!("the same case as {}", place_in_words(first)),
                    (_, None) => String::new(),
                };
                became.push(Became { id: original.id.clone(), at: at.clone(), agency: case.agency.clone(), what });
            }
        }
    }
    became.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
    became
}

/// Rows that do not say which case they are about are left out, unless the officer keeps them.
fn set_aside_empty(cases: &mut [Case<'_>], pool: &Pool, used: &mut BTreeSet<Settled>) {
    for case in cases {
        if case.originals.iter().any(|original| original.says_something()) {
            continue;
        }
        let chosen = |original: &&Original| Some(Settled::Row { id: original.id.clone() });
        let kept = case.originals.iter().filter_map(chosen).find(|settled| pool.settled.contains(settled));
        match kept {
            Some(settled) => {
                used.insert(settled);
            }
            None => case.aside = Some("it says no number, child, concern or date".to_owned()),
        }
    }
}

/// `row 7 of oakfield.xlsx, returned 2025-07-04, sheet Log`.
pub(super) fn place_in_words(at: &Occurrence) -> String {
    let Source { file, sheet, row } = &at.source;
    match at.returned {
        Some(day) => format!("row {row} of {file}, returned {day}, sheet {sheet}"),
        None => format!("row {row} of {file}, sheet {sheet}"),
    }
}
