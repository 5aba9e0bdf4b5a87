//! The report of a case on its procedure's own form (Liverpool's Appendix 2, or that of a procedure file): a row → the
//! form, filled in as far as the log goes.
//!
//! In: a checked row and the form of its procedure. Out: a [`Report`] in the form's own order. What the log does not
//! say stays a blank that is marked; nothing is guessed.

use chrono::NaiveDate;

use crate::error::{Code, Error, Result};
use crate::log::{Field, Meaning, one_line};
use crate::policy::{ReportField, ReportForm, ReportSource};
use crate::timeline::{Checked, CheckedRow, day_in_words};

/// A form filled in from a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What the document calls the form, and its title.
    pub title: String,
    /// What stands under the title: to whom it goes, and where the document says so.
    pub opening: Vec<String>,
    /// The parts of the form in order; the first has no heading.
    pub parts: Vec<Part>,
    /// Where the answers come from, at the foot.
    pub source: String,
    /// The day as of which the row was read.
    pub as_of: NaiveDate,
}

/// A part of the form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    /// Its heading.
    pub heading: Option<String>,
    /// What it asks, with the answers.
    pub fields: Vec<(String, Answer)>,
}

/// What stands beside a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// What the log says, and what is to be added by hand.
    Text {
        /// What the log says.
        said: String,
        /// What is to be added.
        add: Option<String>,
    },
    /// Boxes, those ticked that the log says; and what the log says where it is none of them.
    Boxes {
        /// What stands beside each, and whether it is ticked.
        boxes: Vec<(String, bool)>,
        /// What the log says instead.
        instead: Option<String>,
    },
    /// A table with so many blank rows.
    Table {
        /// Its headings.
        columns: Vec<String>,
        /// How many blank rows.
        rows: u8,
    },
    /// To be filled in by hand.
    Blank,
    /// To be filled in by the partnership's office.
    Office,
}

/// What marks a blank that is to be filled in.
pub const BLANK: &str = "(to be filled in)";

impl Answer {
    /// Whether something is left to be filled in by hand.
    pub fn is_blank(&self) -> bool {
        match self {
            Answer::Text { add, .. } => add.is_some(),
            Answer::Boxes { boxes, .. } => !boxes.iter().any(|(_, ticked)| *ticked),
            Answer::Blank => true,
            Answer::Table { .. } | Answer::Office => false,
        }
    }

    /// The answer in lines of text, and whether each is a mark for a blank.
    pub fn lines(&self) -> Vec<(String, bool)> {
        match self {
            Answer::Text { said, add } => {
                let add = add.iter().map(|add| (format!("(to be added: {add})"), true));
                std::iter::once((said.clone(), false)).chain(add).collect()
            }
            Answer::Boxes { boxes, instead } => {
                let boxes: Vec<String> =
                    boxes.iter().map(|(name, ticked)| format!("{} {name}", if *ticked { '☒' } else { '☐' })).collect();
                let instead = instead.iter().map(|said| (format!("The log says: {said}"), false));
                let blank = self.is_blank().then(|| (BLANK.to_owned(), true));
                std::iter::once((boxes.join("     "), false)).chain(instead).chain(blank).collect()
            }
            Answer::Blank => vec![(BLANK.to_owned(), true)],
            Answer::Table { .. } | Answer::Office => Vec::new(),
        }
    }
}

impl Report {
    /// What is left to be filled in by hand.
    pub fn blanks(&self) -> impl Iterator<Item = &str> {
        let fields = self.parts.iter().flat_map(|part| &part.fields);
        fields.filter(|(_, answer)| answer.is_blank()).map(|(asks, _)| asks.as_str())
    }
}

/// Fills in the form for the row with this escalation number, or for the one of them in this row (`7` or `Log!7`).
///
/// # Errors
/// No such row, or several; a procedure without such a form; a row at a stage at which it is not sent.
pub fn fill(checked: &Checked<'_>, number: &str, place: Option<&str>) -> Result<Report> {
    let row = find(checked, number, place)?;
    let at = format!("{}, {}", checked.log.file, place_of(row));
    let edition = row.edition;
    let Some(form) = &edition.report else {
        return Err(Error::new(Code::BadRequest, format!("procedure `{}` names no report form", edition.policy))
            .at(at)
            .help("report as its document says; a procedure file of your own can have a form under `[report]`"));
    };
    let stage = row.timeline.stage;
    if !form.stages.contains(&stage) {
        return Err(Error::new(
            Code::BadRequest,
            format!("{} is sent at {}, and this row is at stage {stage}", form.name, form.stages_in_words()),
        )
        .at(at)
        .help("choose another row; if it has gone further, put its stage or the day on which the stage began into the log"));
    }
    let records = edition.duties.iter().filter(|duty| duty.stage == stage).filter_map(|duty| duty.column.as_deref());
    let column = records.into_iter().find(|column| column.starts_with(&form.name));
    Ok(Report {
        title: format!("{}. {}", form.name, form.title),
        opening: vec![
            format!("To be sent to {} ({}).", form.send_to, form.clause),
            format!("Escalation number {}, stage {stage}. {}", number.trim(), edition.title),
        ],
        parts: parts(form, row),
        source: format!(
            "Filled in from {} as of {}. What is marked is not in the log. Read it through before it is sent; then \
             put the day into the log{}.",
            place_of(row),
            day_in_words(checked.as_of),
            column.map(|column| format!(" under `{column}`")).unwrap_or_default()
        ),
        as_of: checked.as_of,
    })
}

/// `sheet Log, row 7`.
fn place_of(row: &CheckedRow<'_>) -> String {
    format!("sheet {}, row {}", row.table.sheet, row.row.row + 1)
}

fn find<'c, 'a>(checked: &'c Checked<'a>, number: &str, place: Option<&str>) -> Result<&'c CheckedRow<'a>> {
    let plain = |text: &str| one_line(text).to_lowercase();
    let wanted = plain(number);
    let here = |row: &&CheckedRow<'_>| {
        let line = (row.row.row + 1).to_string();
        place.is_none_or(|place| place == line || place == format!("{}!{line}", row.table.sheet))
    };
    // As it is understood, or as the whole cell has it.
    let cell = |row: &CheckedRow<'_>| row.table.place(&Meaning::Number).map(|place| row.row.shown(place));
    let of_number = |row: &&CheckedRow<'_>| {
        let known = row.row.number.known();
        known.is_some_and(|known| plain(known) == wanted || cell(row).is_some_and(|cell| plain(&cell) == wanted))
    };
    let found: Vec<_> = checked.rows.iter().filter(of_number).collect();
    let chosen: Vec<_> = found.iter().copied().filter(here).collect();
    let places = |rows: &[&CheckedRow<'_>]| rows.iter().map(|row| place_of(row)).collect::<Vec<_>>().join("; ");
    let error = |what: String, help: String| Err(Error::new(Code::BadRequest, what).at(&checked.log.file).help(help));
    match chosen.as_slice() {
        [row] => Ok(row),
        [] if found.is_empty() => error(
            format!("there is no escalation number `{}`", number.trim()),
            "give the number as it stands in the log".to_owned(),
        ),
        [] => error(
            format!("escalation number `{}` does not stand there", number.trim()),
            format!("it stands in {}", places(&found)),
        ),
        several => error(
            format!("{} rows have escalation number `{}`: {}", several.len(), number.trim(), places(several)),
            "choose one with `--row`, such as 7, or Log!7 where there are several sheets".to_owned(),
        ),
    }
}

fn parts(form: &ReportForm, row: &CheckedRow<'_>) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    for field in &form.fields {
        if field.heading.is_some() {
            parts.push(Part { heading: field.heading.clone(), fields: Vec::new() });
        }
        if let Some(part) = parts.last_mut() {
            part.fields.push((field.asks.clone(), answer(field, row)));
        }
    }
    parts.retain(|part| !part.fields.is_empty());
    parts
}

fn answer(field: &ReportField, row: &CheckedRow<'_>) -> Answer {
    if field.for_office {
        return Answer::Office;
    }
    if !field.columns.is_empty() {
        return Answer::Table { columns: field.columns.clone(), rows: field.rows };
    }
    if !field.choices.is_empty() {
        let said = field.from.iter().find_map(|source| said(*source, row));
        let ticked = |is: &str| said.as_deref() == Some(is);
        let boxes: Vec<_> = field.choices.iter().map(|choice| (choice.name.clone(), ticked(&choice.is))).collect();
        let instead = said.filter(|_| !boxes.iter().any(|(_, ticked)| *ticked));
        return Answer::Boxes { boxes, instead };
    }
    let labelled = |source: &ReportSource| {
        let text = said(*source, row)?;
        Some(if field.from.len() > 1 { format!("{}: {text}", label(*source)) } else { text })
    };
    let events = field.events.iter().filter_map(|event| {
        let heading = row.edition.events.get(event.index())?.column.as_deref().unwrap_or_default();
        let said = match row.field(*event)? {
            Field::Known(moment) => day_in_words(*moment),
            Field::Unclear(_) => row.row.shown(row.place_of(*event)?),
            Field::Blank => return None,
        };
        Some(format!("{heading}: {said}"))
    });
    let lines: Vec<String> = field.from.iter().filter_map(labelled).chain(events).collect();
    if lines.is_empty() {
        return Answer::Blank;
    }
    // Of several cells that answer together, one that is empty is asked for.
    let empty =
        field.from.iter().filter(|source| said(**source, row).is_none()).map(|source| label(*source).to_lowercase());
    let add: Vec<String> = empty.chain(field.add.clone()).collect();
    Answer::Text { said: lines.join("\n"), add: (!add.is_empty()).then(|| add.join(", ")) }
}

/// What the row says, in the words of its cell where it can't be understood.
fn said(source: ReportSource, row: &CheckedRow<'_>) -> Option<String> {
    let cell = |meanings: &[Meaning]| {
        let place = meanings.iter().find_map(|meaning| row.table.place(meaning))?;
        let text = row.row.shown(place);
        (!text.trim().is_empty()).then_some(text)
    };
    match source {
        ReportSource::Name => row.row.name.known().cloned().or_else(|| cell(&[Meaning::Name, Meaning::Child])),
        ReportSource::Born => match &row.row.born {
            Field::Known(day) if row.row.unborn => Some(format!("not born yet; expected {}", day_in_words(*day))),
            Field::Known(day) => Some(day_in_words(*day)),
            Field::Unclear(_) => cell(&[Meaning::Born, Meaning::Child]),
            Field::Blank => row.row.unborn.then(|| "not born yet".to_owned()),
        },
        ReportSource::Agency => row.row.agency_in(row.table).map(str::to_owned),
        ReportSource::ReceivingAgency => cell(&[Meaning::ReceivingAgency]),
        ReportSource::Level => row.row.level.known().cloned().or_else(|| cell(&[Meaning::Level])),
        ReportSource::Concern => cell(&[Meaning::Concern]),
        ReportSource::Disagreement => cell(&[Meaning::Disagreement]),
        ReportSource::Actions => cell(&[Meaning::Actions]),
        ReportSource::Outcome => cell(&[Meaning::Outcome]),
        ReportSource::ResolvedAt => row.timeline.resolved.map(|_| row.timeline.stage.to_string()),
    }
}

/// What stands before an answer that is one of several.
fn label(source: ReportSource) -> &'static str {
    match source {
        ReportSource::Name => "Name",
        ReportSource::Born => "Date of birth",
        ReportSource::Agency => "Agency",
        ReportSource::ReceivingAgency => "Receiving agency",
        ReportSource::Level => "Level of need",
        ReportSource::Concern => "Concern",
        ReportSource::Disagreement => "Disagreement",
        ReportSource::Actions => "Actions",
        ReportSource::Outcome => "Outcome",
        ReportSource::ResolvedAt => "Resolved at stage",
    }
}
