//! A row of cells → a case with its fields understood, or nothing where the row is no case.
//!
//! In: a sheet's cells below a table's headings. Out: [`Row`]s. Title lines, notes, totals and numbered
//! rows not filled in yet are no cases; in doubt a row is one, since nothing may be lost.

use chrono::NaiveDate;

use self::notes::{BY, CLOSING, UNUSED, begins_nil, begins_with_any, says_closed, says_nil, says_note};
use self::places::Places;
use super::dates::{Dates, is_month};
use super::headings::key;
use super::levels::Levels;
use super::tokens::{Token, tokens};
use super::words::is_one;
use super::{Column, Field, Meaning, Row, Table};
use super::{agencies, answers, child, fields, nothing, number, stage, ticks};
use crate::grid::{Address, Cell, DateSystem, Range, Sheet, Value};
use crate::policy::{Fact, Policy};

mod notes;
mod places;

pub(super) use places::keep_cells;

/// What reading the rows of a log needs to know.
pub(super) struct RowReader<'a> {
    policy: &'a Policy,
    levels: &'a Levels,
    pub(super) dates: Dates,
    last_stage: u8,
}

/// What is done with a column's cells.
enum Use<'a> {
    Number,
    Agency,
    Child,
    Name,
    Born,
    Age,
    Level,
    Stage,
    ProtectBy,
    Event,
    /// When the case was resolved.
    Resolved,
    /// When a concern arose, or what it rests on.
    Concern,
    /// When a stage began.
    Began,
    Fact(&'a Fact),
    PlanOrLookedAfter,
    /// Kept as it stands, and content of the case.
    Text,
    /// Kept as it stands; content of a case that has a number.
    Unknown,
    /// Kept as it stands; no content of a case.
    Aside,
}

/// Reads the rows of one table.
pub(super) struct Cases<'a> {
    reader: &'a RowReader<'a>,
    sheet: &'a Sheet,
    uses: Vec<Use<'a>>,
    places: Places,
    names: number::Names<'a>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(policy: &'a Policy, levels: &'a Levels, system: DateSystem, as_of: NaiveDate) -> RowReader<'a> {
        let last_stage = policy.editions().iter().map(|edition| edition.last_stage()).max().unwrap_or_default();
        RowReader { policy, levels, dates: Dates { system, as_of }, last_stage }
    }

    pub(super) fn table(&'a self, sheet: &'a Sheet, own: Option<&'a str>, table: &Table) -> Cases<'a> {
        // What belongs to a log beside this one says nothing of its cases.
        let is_own = |column: &Column| table.beside.is_none_or(|beside| column.column < beside.column);
        let use_of = |column: &Column| if is_own(column) { self.use_of(&column.meaning) } else { Use::Aside };
        let uses = table.columns.iter().map(use_of).collect();
        let places = Places::among(&table.columns);
        let number = table.place(&Meaning::Number).and_then(|place| table.columns.get(place));
        let names = number::Names { both: number.is_some_and(|column| asks_agency(&column.heading)), own };
        Cases { reader: self, sheet, uses, places, names }
    }

    fn use_of(&self, meaning: &Meaning) -> Use<'a> {
        match meaning {
            Meaning::Number => Use::Number,
            Meaning::Agency => Use::Agency,
            Meaning::Child => Use::Child,
            Meaning::Name => Use::Name,
            Meaning::Born => Use::Born,
            Meaning::Age => Use::Age,
            Meaning::Level => Use::Level,
            Meaning::Stage => Use::Stage,
            Meaning::ProtectBy => Use::ProtectBy,
            Meaning::Event(id) if ["concern", "decision-received", "risk-identified"].contains(&&**id) => Use::Concern,
            Meaning::Event(id) if id.starts_with("stage-") && id.ends_with("-began") => Use::Began,
            Meaning::Event(id) if **id == *"resolved" => Use::Resolved,
            Meaning::Event(_) => Use::Event,
            Meaning::Fact(id) => {
                let mut editions = self.policy.editions().iter().rev();
                let fact = editions.find_map(|edition| edition.facts.iter().find(|fact| *fact.id == **id));
                fact.map_or(Use::Text, Use::Fact)
            }
            Meaning::PlanOrLookedAfter => Use::PlanOrLookedAfter,
            Meaning::Concern
            | Meaning::Disagreement
            | Meaning::Actions
            | Meaning::Outcome
            | Meaning::ReceivingAgency
            | Meaning::Theme => Use::Text,
            Meaning::Unknown => Use::Unknown,
            Meaning::Accepted | Meaning::Engine => Use::Aside,
        }
    }
}

impl Cases<'_> {
    /// The case that stands in this row of cells; `None` where it is none.
    pub(super) fn read(&self, cells: &[Cell]) -> Option<Row> {
        let number = cells.first()?.at.row;
        let content = cells.iter().any(|cell| is_filled(&cell.value) && self.is_content(cell));
        if self.is_note(cells) || self.is_nil(cells) {
            return None;
        }
        let row = self.understood(number, cells);
        // A number alone is a row to be filled in; with the agency's name or a note someone has begun.
        let begun = || row.agency.is_some() && self.names_agency_with_number(cells) && !self.is_told(cells);
        let noted = || cells.iter().any(|cell| self.is_remark(cell));
        let is_numbered = row.number.known().is_some_and(|number| number.contains(|c: char| c.is_ascii_digit()));
        (content || is_numbered && (begun() || noted())).then_some(row)
    }

    /// The row of these cells, whatever they say.
    pub(super) fn understood(&self, number: u32, cells: &[Cell]) -> Row {
        let mut row = Row { row: number, hidden: self.sheet.hidden_rows.contains(&number), ..Row::default() };
        let mut child = child::Child::default();
        for cell in cells {
            let Some(place) = self.place(cell) else { continue };
            if is_filled(&cell.value) {
                self.take(&mut row, &mut child, place, &cell.value);
                if cell.formula.is_some() {
                    row.formulas.extend(u16::try_from(place));
                }
            }
        }
        fill(&mut row.name, child.name);
        fill(&mut row.born, child.born);
        fill(&mut row.age, child.age);
        row.unborn |= child.unborn;
        row
    }

    fn names_agency_with_number(&self, cells: &[Cell]) -> bool {
        let filled = || cells.iter().filter(|cell| is_filled(&cell.value));
        let has = |wanted: fn(&Use<'_>) -> bool| filled().filter_map(|cell| self.used(cell)).any(wanted);
        has(|used| matches!(used, Use::Number)) && !has(|used| matches!(used, Use::Agency))
    }

    /// Whether a row is a title, a note below the table, or a row of totals.
    fn is_note(&self, cells: &[Cell]) -> bool {
        let mut filled = cells.iter().filter(|cell| is_filled(&cell.value));
        let Some(first) = filled.next() else { return true };
        let Value::Text(text) = &first.value else { return false };
        let text = text.trim_start();
        if says_total(text) {
            return filled.all(|cell| matches!(cell.value, Value::Number(_) | Value::NotCalculated));
        }
        let (second, third) = (filled.next(), filled.next());
        // Notes stand where a row begins, and have little beside them.
        if third.is_some() || self.place(first) != Some(0) {
            return false;
        }
        if let Some(second) = second {
            // What is said of a case beside it makes it one, unless it is a label for that.
            return says_note(text) && (!self.is_content(second) || self.is_label(text, second));
        }
        let wide = |range: &&Range| range.from == first.at && range.to.column >= range.from.column + 2;
        let long = text.len() > 80 && matches!(self.uses.first(), Some(Use::Number | Use::Agency));
        long || self.sheet.merged.iter().any(|range| wide(&range)) || says_note(text)
    }

    /// Whether the beginning of a note is a label, or a sentence of its own: "Completed by" before a name, but not "NB",
    /// which may be initials.
    fn is_label(&self, text: &str, beside: &Cell) -> bool {
        let line = text.lines().next().unwrap_or_default();
        let words = key(line);
        if text.starts_with('*') {
            return words.is_empty() || words.contains(' ');
        }
        let is_signed = ["signed", "signature"].contains(&words.as_str());
        line.contains(':')
            || begins_with_any(text, &BY)
            || CLOSING.contains(&words) && !(is_signed && matches!(self.used(beside), Some(Use::Text)))
    }

    /// Whether a row that is no case closes the form: a footnote, or who completed it.
    pub(super) fn closes(&self, cells: &[Cell]) -> bool {
        let mut filled = cells.iter().filter(|cell| is_filled(&cell.value));
        let first = filled.next().filter(|first| self.place(first) == Some(0));
        first.is_some_and(|first| matches!(&first.value, Value::Text(text) if says_closed(text.trim_start())))
    }

    /// Whether a row that is no case holds words all the same, and not those by which a note, a total or a nil return is
    /// known.
    pub(super) fn is_told_aside(&self, cells: &[Cell]) -> bool {
        let first = cells.iter().find(|cell| is_filled(&cell.value)).and_then(|cell| cell.value.text());
        let is_known = first.is_some_and(|text| says_note(text.trim_start()) || says_total(text.trim_start()));
        !is_known && !self.is_nil(cells) && (self.is_told(cells) || cells.iter().any(|cell| self.is_remark(cell)))
    }

    /// Whether words stand where the number should that are neither one nor an agency's name: "JB on leave 26/5".
    fn is_told(&self, cells: &[Cell]) -> bool {
        let number = cells.iter().find(|cell| matches!(self.used(cell), Some(Use::Number)));
        let Some(text) = number.filter(|cell| cell.formula.is_none()).and_then(|cell| cell.value.text()) else {
            return false;
        };
        let tokens = tokens(text);
        let words = tokens.iter().filter_map(Token::word).filter(|word| !number::is_label(word));
        let is_dated = || (0..tokens.len()).any(|place| self.reader.dates.within(&tokens, place).is_some());
        let (words, is_known) = (words.count(), self.names.knows(text));
        let has_digit = text.contains(|c: char| c.is_ascii_digit());
        let is_name = agencies::is_written_as_name(text) && (self.names.both || has_digit || is_known)
            || is_known && has_digit && words <= 3;
        words >= 2 && !nothing::is_unnamed(text) && (!is_name || is_dated())
    }

    /// Whether a row says that there is no case: "Nil return".
    fn is_nil(&self, cells: &[Cell]) -> bool {
        let mut filled = cells.iter().filter(|cell| is_filled(&cell.value));
        let (Some(first), second, None) = (filled.next(), filled.next(), filled.next()) else { return false };
        let at_left = self.place(first) == Some(0);
        let Some(second) = second else {
            return if at_left { begins_nil(&first.value) } else { says_nil(&first.value) };
        };
        // The agency, or a number that was there before, may stand on the left, and the period on the right.
        let is_case = || {
            let (number, _) = number::read(&first.value, &self.names);
            let is_code = |number: &String| {
                number.contains(|c: char| c.is_ascii_digit()) && !number.bytes().all(|byte| byte.is_ascii_digit())
            };
            self.is_content(first) || number.known().is_some_and(is_code)
        };
        says_nil(&second.value) && !is_case()
            || at_left && begins_nil(&first.value) && (!self.is_content(second) || !self.says_case(&second.value))
    }

    /// Whether what stands beside a nil return is of a case, as a name with a date of birth is; a name alone is of who
    /// returned it, a day or a term of when.
    fn says_case(&self, value: &Value) -> bool {
        let Value::Text(text) = value else { return !matches!(value, Value::Date(_)) };
        let tokens = tokens(text);
        let is_of_time = |word: &str| is_month(word) || is_one(word, &["q", "quarter", "term", "to", "and"]);
        let words = || tokens.iter().filter_map(Token::word);
        let is_dated = (0..tokens.len()).any(|place| self.reader.dates.within(&tokens, place).is_some());
        is_dated && !words().all(is_of_time) || words().count() > 6
    }

    /// The agency that a row names which is no case, with its cell: a nil return of the agency's own.
    pub(super) fn agency_of_none(&self, cells: &[Cell]) -> Option<(String, Address)> {
        if self.is_note(cells) {
            return None;
        }
        let named = |cell: &Cell| match self.used(cell)? {
            Use::Agency if !begins_nil(&cell.value) => Some((fields::name(&cell.value).known()?.clone(), cell.at)),
            _ => None,
        };
        cells.iter().find_map(named)
    }

    fn place(&self, cell: &Cell) -> Option<usize> {
        self.places.of(cell.at.column)
    }

    fn used(&self, cell: &Cell) -> Option<&Use<'_>> {
        self.uses.get(self.place(cell)?)
    }

    /// Whether a filled cell says something of a case.
    fn is_content(&self, cell: &Cell) -> bool {
        let used = self.used(cell);
        let wanted = !matches!(used, None | Some(Use::Number | Use::Agency | Use::Unknown | Use::Aside));
        // Formulas are copied down over rows that are still empty: an age of 125, an error.
        let own = cell.formula.is_none()
            || matches!(&cell.value, Value::Text(_))
            || matches!((&cell.value, used), (Value::NotCalculated, Some(Use::Child | Use::Name | Use::Text)));
        let is_date = matches!(used, Some(Use::Event | Use::Resolved | Use::Concern | Use::Began));
        let says_nothing = match &cell.value {
            // A tick for a date tells of a case.
            Value::Text(text) if is_date && nothing::is_marks(text) => nothing::says_not_happened(text),
            // A form's boxes of which none is ticked.
            Value::Text(text) => nothing::says_nothing(text) || ticks::ticked(text).is_some_and(|said| said.is_empty()),
            value => *value == Value::Boolean(false),
        };
        wanted && own && !says_nothing
    }

    /// Whether a cell under a heading that is not known was written by a person about a case: some words, and not a
    /// formula's or a list's.
    fn is_remark(&self, cell: &Cell) -> bool {
        let Value::Text(text) = &cell.value else { return false };
        let is_free = matches!(self.used(cell), Some(Use::Unknown)) && cell.formula.is_none();
        is_free
            && text.split_whitespace().nth(1).is_some()
            && !nothing::is_unnamed(text)
            && !UNUSED.contains(&key(text))
    }

    /// Reads one cell into its field.
    fn take(&self, row: &mut Row, child: &mut child::Child, place: usize, value: &Value) {
        let reader = self.reader;
        let used = self.uses.get(place);
        let ticked = match (used, value) {
            (Some(Use::Level | Use::Stage | Use::Fact(_) | Use::PlanOrLookedAfter), Value::Text(text)) => {
                ticks::ticked(text).map(Value::Text)
            }
            _ => None,
        };
        let value = ticked.as_ref().unwrap_or(value);
        let says_unborn = || value.text().is_some_and(child::is_unborn);
        match used {
            Some(Use::Number) => {
                let (number, agency) = number::read(value, &self.names);
                fill(&mut row.number, number);
                if row.agency.is_none() {
                    row.agency = agency;
                }
            }
            Some(Use::Agency) => {
                if let Field::Known(agency) = fields::name(value) {
                    row.agency = Some(fields::without_label(&agency).to_owned());
                }
            }
            Some(Use::Child) => *child = child::read(value, &reader.dates),
            Some(Use::Name) => {
                fill(&mut row.name, fields::name(value));
                row.unborn |= says_unborn();
            }
            Some(Use::Born) => {
                fill(&mut row.born, reader.dates.birth(value));
                row.unborn |= says_unborn();
            }
            Some(Use::Age) => {
                fill(&mut row.age, child::age(value));
                row.unborn |= says_unborn();
            }
            Some(Use::Level) => fill(&mut row.level, reader.levels.read(value)),
            Some(Use::Stage) => fill(&mut row.stage, stage::read(value, reader.last_stage, &reader.dates)),
            Some(Use::ProtectBy) => fill(&mut row.protect_by, reader.dates.limit(value)),
            Some(Use::Event) => add(&mut row.events, place, reader.dates.event(value)),
            Some(Use::Resolved) => add(&mut row.events, place, reader.dates.resolved(value)),
            Some(Use::Began) => add(&mut row.events, place, reader.dates.began(value)),
            Some(Use::Concern) => add(&mut row.events, place, reader.dates.concern(value)),
            Some(Use::Fact(fact)) => add(&mut row.facts, place, answers::fact(value, fact, reader.policy)),
            Some(Use::PlanOrLookedAfter) => add(&mut row.facts, place, answers::plan_or_looked_after(value)),
            Some(Use::Text | Use::Unknown | Use::Aside) | None => {}
        }
    }
}

/// Whether the heading of a number asks for the agency's name as well.
fn asks_agency(heading: &str) -> bool {
    key(heading).split(' ').any(|word| is_one(word, &["agency", "school"]))
}

/// Whether a text begins as a row of totals does.
fn says_total(text: &str) -> bool {
    let begins = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    begins("total") || begins("grand total")
}

/// The first column that says something is heard.
fn fill<T>(field: &mut Field<T>, found: Field<T>) {
    if field.is_blank() {
        *field = found;
    }
}

fn add<T>(list: &mut Vec<(usize, Field<T>)>, place: usize, found: Field<T>) {
    if !found.is_blank() {
        list.push((place, found));
    }
}

fn is_filled(value: &Value) -> bool {
    !matches!(value, Value::Text(text) if text.trim().is_empty())
}
