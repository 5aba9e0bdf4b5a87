//! A row as it was returned: its fields in one common form, and every place where it stands.
//!
//! In: a log's table and row, or what a register keeps of one. Out: an [`Original`]. Rows that say the same
//! have the same id. The register keeps every original whole, so that the merged table can be worked out
//! anew from all of them whatever the order in which they came.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::cases::{born, initials, letters};
use super::{Key, Source, one_line};
use crate::calendar::Moment;
use crate::grid::{Address, Value};
use crate::log::{Answer, Column, Field, Meaning, Row, Table, Unclear, reread};
use crate::policy::Policy;
use crate::traces::{fold, tells_name};

/// A distinct row of the returned logs.
#[derive(Debug, Clone, PartialEq)]
pub struct Original {
    /// The hash of the agency and of all that the row says.
    pub id: String,
    /// The agency as the return spells it.
    pub agency: String,
    /// Whether only the file's name says which agency it is.
    pub from_file_name: bool,
    /// What it says, field by field; blank ones are left out.
    pub said: BTreeMap<Key, Said>,
    /// The row understood; its cells and columns are those of `said`.
    pub(super) row: Row,
    /// Where it was read just now: its cells are those of `said`. `None` of one that a register kept.
    pub(super) read_from: Option<Arc<Occurrence>>,
    /// Everywhere it stands.
    pub occurrences: BTreeSet<Occurrence>,
}

/// What a row says in one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The cell's value; a date that is understood is a date, however it was written.
    pub value: Value,
    /// The same as words by which two rows are compared.
    pub words: String,
    /// The cell of the file that the original was read from.
    pub(super) at: Option<Address>,
    event: Field<Moment>,
    fact: Field<Answer>,
}

/// A place where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Occurrence {
    /// File, sheet and row.
    pub source: Source,
    /// The hash of the file's bytes: the same return under another name is the same return.
    pub content: String,
    /// The date of the return, where it is known.
    pub returned: Option<NaiveDate>,
}

impl Occurrence {
    /// Whether both are one place, whatever the name of the file.
    pub fn is_where(&self, other: &Occurrence) -> bool {
        fn place(at: &Occurrence) -> (&str, &str, u32) {
            (&at.content, &at.source.sheet, at.source.row)
        }
        place(self) == place(other)
    }
}

/// The first 16 hexadecimal digits of the SHA-256 of these bytes.
pub fn hash(bytes: &[u8]) -> String {
    in_hexadecimal(&Sha256::digest(bytes))
}

fn in_hexadecimal(digest: &[u8]) -> String {
    let digits = digest.iter().take(8).flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

impl Original {
    /// The row of a returned log.
    pub(super) fn new(agency: String, from_file_name: bool, table: &Table, row: &Row) -> Original {
        let mut original = Original {
            id: String::new(),
            agency,
            from_file_name,
            said: BTreeMap::new(),
            read_from: None,
            row: without_cells(row),
            occurrences: BTreeSet::new(),
        };
        for (place, column) in table.columns.iter().enumerate() {
            original.take(table, row, place, column);
        }
        original.id = original.content_id();
        original
    }

    fn content_id(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(self.agency.to_lowercase());
        for (key, said) in &self.said {
            // No text of a cell has this character, so that no two rows can be taken for one.
            for part in ["\0", key.id().as_ref(), "\0"] {
                digest.update(part);
            }
            // As it is written: of two rows that say the same in other words neither stands for the other.
            match &said.value {
                Value::Text(text) => digest.update(text),
                // Neither a number nor a date can fail to be written.
                value => digest.update(serde_json::to_string(&AsJson(value)).unwrap_or_default()),
            }
        }
        in_hexadecimal(&digest.finalize())
    }

    /// Takes what stands below one column. What another column of its meaning says differently is kept beside it.
    fn take(&mut self, table: &Table, row: &Row, place: usize, column: &Column) {
        let Some(raw) = row.value(place) else { return };
        let at = table.cell(row, place);
        let text = || Said::of(raw.clone(), at);
        let is_again = match &column.meaning {
            // Of a column of name, date of birth and age it may be one of them alone.
            Meaning::Child => {
                let is_told = self.takes(row, place, column, text());
                let name = || self.words(&Meaning::Name).unwrap_or_default();
                !is_told || (is_heard_elsewhere(table, row, place, &column.meaning) && name() != text().words)
            }
            meaning => is_heard_elsewhere(table, row, place, meaning) || !self.takes(row, place, column, text()),
        };
        if is_again {
            self.put_again(&column.heading, text());
        }
    }

    /// Whether what stands below a column is now among what the row says.
    fn takes(&mut self, row: &Row, place: usize, Column { meaning, heading, .. }: &Column, text: Said) -> bool {
        let at = text.at;
        match meaning {
            Meaning::Engine | Meaning::Agency => true,
            Meaning::Number => {
                self.put_field(Key::of(Meaning::Number), &row.number, text, |number| Value::Text(number.clone()))
            }
            Meaning::Name => self.put_field(Key::of(Meaning::Name), &row.name, text, |name| Value::Text(name.clone())),
            Meaning::Born => self.put_born(row, text),
            Meaning::Age => self.put_field(Key::of(Meaning::Age), &row.age, text, |age| Value::Number(f64::from(*age))),
            Meaning::Child => {
                let name = |name: &String| Value::Text(name.clone());
                self.put_field(Key::of(Meaning::Name), &row.name, text.clone(), name)
                    & self.put_born(row, text.clone())
                    & self.put_field(Key::of(Meaning::Age), &row.age, text, |age| Value::Number(f64::from(*age)))
            }
            Meaning::Level => {
                // The words stay as they are written; those that mean the same level say the same.
                let words = row.level.known().cloned();
                row.level.is_blank()
                    || self.put(
                        Key::of(Meaning::Level),
                        Said { words: words.unwrap_or_else(|| text.words.clone()), ..text },
                    )
            }
            Meaning::Stage => {
                self.put_field(Key::of(Meaning::Stage), &row.stage, text, |stage| Value::Number(f64::from(*stage)))
            }
            Meaning::ProtectBy => {
                self.put_field(Key::of(Meaning::ProtectBy), &row.protect_by, text, |day| Value::Date(*day))
            }
            Meaning::Event(_) => {
                let field = row.events.iter().find(|(known, _)| *known == place).map(|(_, field)| field.clone());
                let field = field.unwrap_or_default();
                if field.is_blank() {
                    return true;
                }
                let value = field.known().map_or(text.value, |moment| Value::Date(*moment));
                self.put_event(Key::of(meaning.clone()), Said { event: field, ..Said::of(value, at) }, heading)
            }
            Meaning::Fact(_) | Meaning::PlanOrLookedAfter => {
                let field = row.facts.iter().find(|(known, _)| *known == place).map(|(_, field)| field.clone());
                let field = field.unwrap_or_default();
                let words = match &field {
                    Field::Blank => return true,
                    Field::Unclear(_) => text.words.clone(),
                    Field::Known(Answer::Yes) => "yes".to_owned(),
                    Field::Known(Answer::No) => "no".to_owned(),
                    Field::Known(Answer::Word(word)) => word.clone(),
                    Field::Known(Answer::Number(number)) => number.to_string(),
                };
                self.put_fact(Key::of(meaning.clone()), Said { words, fact: field, ..text })
            }
            Meaning::Unknown => self.put(Key::own(heading), text),
            _ => self.put(Key::of(meaning.clone()), text),
        }
    }

    /// Of two days of one event the earlier is heard, as in a log of its own; the other is kept beside it.
    fn put_event(&mut self, key: Key, said: Said, heading: &str) -> bool {
        let later = self.said.get_mut(&key).filter(|first| {
            let days = said.event.known().zip(first.event.known());
            first.event.known().is_none() && said.event.known().is_some()
                || days.is_some_and(|(one, first)| one < first)
        });
        match later {
            Some(first) => {
                let first = std::mem::replace(first, said);
                self.put_again(heading, first);
                true
            }
            None => self.put(key, said),
        }
    }

    /// Two answers to one question are none that is known.
    fn put_fact(&mut self, key: Key, said: Said) -> bool {
        if let Some(first) = self.said.get_mut(&key).filter(|first| first.words != said.words) {
            let both = format!("{} / {}", first.words, said.words);
            *first = Said { fact: Field::Unclear(Unclear::Answer), ..Said::of(Value::Text(both), first.at) };
            return true;
        }
        self.put(key, said)
    }

    fn put_field<T>(&mut self, key: Key, field: &Field<T>, raw: Said, value: impl Fn(&T) -> Value) -> bool {
        match field {
            Field::Blank => true,
            Field::Known(known) => self.put(key, Said::of(value(known), raw.at)),
            Field::Unclear(_) => self.put(key, raw),
        }
    }

    fn put_born(&mut self, row: &Row, raw: Said) -> bool {
        let key = Key::of(Meaning::Born);
        match &row.born {
            Field::Known(expected) if row.unborn => {
                let text = format!("EDD {}", expected.date.format("%d/%m/%Y"));
                self.put(key, Said::of(Value::Text(text), raw.at))
            }
            Field::Blank if row.unborn => self.put(key, Said::of(Value::Text("unborn".to_owned()), raw.at)),
            field => self.put_field(key, field, raw, |born| Value::Date(*born)),
        }
    }

    /// Puts what a field says where nothing is said yet. Whether it now stands there.
    fn put(&mut self, key: Key, said: Said) -> bool {
        if says_nothing(&said.words) {
            return true;
        }
        match self.said.entry(key) {
            Entry::Vacant(place) => {
                place.insert(said);
                true
            }
            Entry::Occupied(first) => first.get().words == said.words,
        }
    }

    /// Keeps what is not heard under its column's heading, with a number.
    fn put_again(&mut self, heading: &str, said: Said) {
        // A heading may be cut; its number never is.
        let heading: String =
            if heading.trim().is_empty() { "No heading" } else { heading }.chars().take(150).collect();
        let mut keys = (2u32..).map(|number| Key::own(&format!("{heading} ({number})")));
        while let Some(key) = keys.next().filter(|_| !says_nothing(&said.words)) {
            match self.said.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(said);
                    return;
                }
                Entry::Occupied(known) if known.get().words == said.words => return,
                Entry::Occupied(_) => {}
            }
        }
    }

    /// What a field says, as words.
    pub(super) fn words(&self, meaning: &Meaning) -> Option<&str> {
        self.said.get(&Key::of(meaning.clone())).map(|said| said.words.as_str())
    }

    /// When its child was born, where that is known.
    pub(super) fn born(&self) -> Option<NaiveDate> {
        born(&self.row).map(|born| born.date)
    }

    /// When its concern arose.
    pub(super) fn concern(&self) -> Option<Moment> {
        self.said.get(&Key::event("concern")).and_then(|said| said.event.known()).copied()
    }

    /// When it was resolved.
    pub(super) fn resolved(&self) -> Option<Moment> {
        self.said.get(&Key::event("resolved")).and_then(|said| said.event.known()).copied()
    }

    /// Whether it says which case it is about: a number, a child, a concern, a day.
    pub(super) fn says_something(&self) -> bool {
        self.said.keys().any(|key| {
            matches!(
                key.meaning,
                Meaning::Number
                    | Meaning::Name
                    | Meaning::Born
                    | Meaning::Concern
                    | Meaning::Disagreement
                    | Meaning::Event(_)
            )
        })
    }

    /// Adds a place where it stands; `false` where that was known.
    pub(super) fn stands_at(&mut self, occurrence: Occurrence) -> bool {
        let Some(known) = self.occurrences.iter().find(|known| known.is_where(&occurrence)).cloned() else {
            self.occurrences.insert(occurrence);
            return true;
        };
        // The same file under two names, or with its date given once: whatever the order, the same is kept.
        self.occurrences.remove(&known);
        let source = known.source.min(occurrence.source);
        let returned = known.returned.max(occurrence.returned);
        self.occurrences.insert(Occurrence { source, content: known.content, returned });
        false
    }

    /// The row and the cell of what it says, where they were read just now.
    pub(super) fn cell(&self, said: &Said) -> Option<(Arc<Occurrence>, Address)> {
        self.read_from.clone().zip(said.at)
    }

    /// The place to look it up: in the latest return that has it.
    pub(super) fn place(&self) -> Option<&Occurrence> {
        self.occurrences.iter().min_by_key(|at| (std::cmp::Reverse(at.returned), *at))
    }

    /// The date of the first return that has it, where it is known.
    pub fn first_returned(&self) -> Option<NaiveDate> {
        self.occurrences.iter().filter_map(|at| at.returned).min()
    }

    /// By what its child is known from others: the name and the date of birth; a full name alone; of initials
    /// alone, which are those of many children, the agency and the number besides. `None` where no name is told.
    pub fn child(&self) -> Option<Vec<String>> {
        let name = self.row.name.known()?;
        // "Unborn baby" is the name of many children too.
        let full = initials(name).is_some() && tells_name(name);
        let name: String = letters(&fold(name)).collect();
        let own = || [self.agency.to_lowercase(), self.words(&Meaning::Number).unwrap_or(&self.id).to_lowercase()];
        Some(match self.row.born.known().filter(|_| !self.row.unborn) {
            Some(born) => vec![name, born.date.to_string()],
            None if full => vec![name],
            None => own().into_iter().chain([name]).collect(),
        })
    }

    /// Everything it says, as text that a register is read back from.
    pub fn to_text(&self) -> String {
        // Neither the names of fields nor JSON can fail to be written.
        serde_json::to_string(&Fields(&self.said)).unwrap_or_default()
    }

    /// Rows read back from what a register keeps of them: their ids, agencies and texts.
    pub(super) fn read(
        kept: Vec<(String, String, bool, BTreeMap<Key, Value>)>,
        policy: &Policy,
        as_of: NaiveDate,
    ) -> Vec<Original> {
        let keys: BTreeSet<&Key> = kept.iter().flat_map(|(_, _, _, fields)| fields.keys()).collect();
        let columns: Vec<(Meaning, String)> =
            keys.iter().map(|key| (key.meaning.clone(), key.own_heading().to_owned())).collect();
        let values = kept.iter().map(|(_, _, _, fields)| keys.iter().map(|key| fields.get(key).cloned()).collect());
        let mut table = reread(&columns, values.collect(), policy, as_of);
        for (row, (_, _, _, fields)) in table.rows.iter_mut().zip(&kept) {
            // The number was told from the agency's name when the row was first read.
            if let Some(Value::Text(number)) = fields.get(&Key::of(Meaning::Number)) {
                row.number = Field::Known(number.clone());
            }
        }
        let mut originals: Vec<Original> = Vec::with_capacity(kept.len());
        for (row, (id, agency, from_file_name, fields)) in table.rows.iter().zip(kept) {
            let mut original = Original::new(agency, from_file_name, &table, row);
            // Each heading as this row has it.
            for key in fields.into_keys().filter(|key| key.meaning == Meaning::Unknown) {
                if let Some(said) = original.said.remove(&key) {
                    original.said.insert(key, said);
                }
            }
            if !id.is_empty() {
                original.id = id;
            }
            originals.push(original);
        }
        originals
    }

    /// A text that stands below this field as it is.
    pub(super) fn of_text(key: &Key, value: Value) -> Option<Original> {
        let said = Said::of(value, None);
        (!said.words.is_empty()).then(|| Original {
            id: String::new(),
            agency: String::new(),
            from_file_name: false,
            said: BTreeMap::from([(key.clone(), said)]),
            read_from: None,
            row: Row::default(),
            occurrences: BTreeSet::new(),
        })
    }

    /// Puts what it says in this field into a row at this place.
    pub(super) fn give(&self, key: &Key, said: &Said, place: usize, row: &mut Row) {
        if let Some(cell) = row.cells.get_mut(place) {
            *cell = Some(said.value.clone());
        }
        match &key.meaning {
            Meaning::Number => row.number = self.row.number.clone(),
            Meaning::Name => {
                row.name = self.row.name.clone();
                row.unborn |= self.row.unborn && row.born.is_blank();
            }
            Meaning::Born => {
                row.born = self.row.born.clone();
                row.unborn = self.row.unborn;
            }
            Meaning::Age => row.age = self.row.age.clone(),
            Meaning::Level => row.level = self.row.level.clone(),
            Meaning::Stage => row.stage = self.row.stage.clone(),
            Meaning::ProtectBy => row.protect_by = self.row.protect_by.clone(),
            Meaning::Event(_) => row.events.push((place, said.event.clone())),
            Meaning::Fact(_) | Meaning::PlanOrLookedAfter => row.facts.push((place, said.fact.clone())),
            _ => {}
        }
    }
}

/// A dash says as little as a blank, and supersedes as little.
fn says_nothing(words: &str) -> bool {
    words.chars().all(|c| matches!(c, '-' | '–' | '—' | '.' | '/' | ' '))
}

/// Whether of columns of one meaning another is heard in this row: the first that says something; before a column of
/// the name, the date of birth and the age one of its parts.
fn is_heard_elsewhere(table: &Table, row: &Row, place: usize, meaning: &Meaning) -> bool {
    let says = |column: usize| row.value(column).is_some_and(|value| !says_nothing(&words_of(value)));
    let among = |columns: &[Column], wanted: &dyn Fn(&Meaning) -> bool| {
        columns.iter().enumerate().any(|(column, other)| wanted(&other.meaning) && says(column))
    };
    match meaning {
        Meaning::Engine | Meaning::Agency | Meaning::Unknown | Meaning::Event(_) | Meaning::Fact(_) => false,
        Meaning::PlanOrLookedAfter => false,
        Meaning::Child => {
            among(&table.columns, &|other| matches!(other, Meaning::Name | Meaning::Born | Meaning::Age))
                || among(table.columns.get(..place).unwrap_or_default(), &|other| other == meaning)
        }
        _ => among(table.columns.get(..place).unwrap_or_default(), &|other| other == meaning),
    }
}

/// What a row says, as an object in the fields' order.
struct Fields<'a>(&'a BTreeMap<Key, Said>);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, said)| (key.id(), AsJson(&said.value))))
    }
}

/// What was understood of a row, without its cells.
fn without_cells(row: &Row) -> Row {
    Row {
        agency: row.agency.clone(),
        number: row.number.clone(),
        name: row.name.clone(),
        born: row.born.clone(),
        unborn: row.unborn,
        age: row.age.clone(),
        level: row.level.clone(),
        stage: row.stage.clone(),
        protect_by: row.protect_by.clone(),
        ..Row::default()
    }
}

impl Said {
    pub(super) fn of(value: Value, at: Option<Address>) -> Said {
        let words = words_of(&value);
        Said { value, words, at, event: Field::Blank, fact: Field::Blank }
    }
}

/// A value as words by which two are compared: white space as one space, midnight as the whole day.
pub fn words_of(value: &Value) -> String {
    match value {
        Value::Date(moment) if moment.time() == Some(chrono::NaiveTime::MIN) => moment.date.to_string(),
        Value::Text(text) => one_line(text),
        value => one_line(&value.shown()),
    }
}

/// A value as JSON.
pub(super) struct AsJson<'a>(pub &'a Value);

impl Serialize for AsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Boolean(yes) => serializer.serialize_bool(*yes),
            Value::Date(moment) => serializer.collect_map([("date", moment.to_string())]),
            Value::Error(error) => serializer.collect_map([("error", error)]),
            Value::NotCalculated => serializer.serialize_unit(),
        }
    }
}

/// A value that was written [as JSON](AsJson).
pub(super) fn of_json(value: &Json) -> Option<Value> {
    Some(match value {
        Json::String(text) => Value::Text(text.clone()),
        Json::Number(number) => Value::Number(number.as_f64()?),
        Json::Bool(yes) => Value::Boolean(*yes),
        Json::Null => Value::NotCalculated,
        Json::Object(fields) => match (fields.get("date"), fields.get("error")) {
            (Some(Json::String(date)), _) => Value::Date(date.parse().ok()?),
            (_, Some(Json::String(error))) => Value::Error(error.clone()),
            _ => return None,
        },
        Json::Array(_) => return None,
    })
}
