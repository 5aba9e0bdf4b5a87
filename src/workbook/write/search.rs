//! The last look at a copy: no name, date of birth or number of the register may stand anywhere in it.
//!
//! In: the report, the copy asked for and its bytes. Out: nothing, or an error that says what stands where,
//! without saying it again. Every part of the file is unpacked and searched as words, whatever their case and
//! marks. What the copy would say of a register without a row is no trace of this one; nor is a single word
//! within an agency's name, nor a day on which something else happened.
//!
//! A number of a few digits alone is looked for as the text of a whole cell: among counts it says nothing.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{Cursor, Read};

use chrono::NaiveDate;
use zip::ZipArchive;

use super::book::Book;
use super::copy::Copy;
use super::paper;
use super::private::{Private, Told, in_words, told_of};
use super::table::Cell;
use crate::calendar::Moment;
use crate::error::{Code, Error, Result};
use crate::merge::Register;
use crate::quarter::{Figures, Report};
use crate::traces::fold;

/// The most letters that a word can have which many texts hold by chance.
const SHORT: usize = 3;
/// The most digits of a number that counts and years have as well.
const FEW_DIGITS: usize = 4;

/// Looks through every part of a copy.
///
/// # Errors
/// Something of the register stands in it, or a part of it can't be read.
pub(super) fn finds_nothing(book: &Book<'_>, copy: &Copy, bytes: &[u8]) -> Result<()> {
    let (report, private) = (book.report, &book.private);
    let parts = parts(bytes)?;
    let blank = parts_of_blank(report, copy)?;
    let agencies = book.agencies().into_iter().filter(|name| private.is_given(name));
    let receiving = report.lines.iter().filter_map(|line| line.receiving.clone());
    let agencies = agencies.chain(receiving.filter(|name| !private.stands_in(name)));
    let called: HashSet<String> = agencies.map(|name| name.to_lowercase()).collect();
    let in_agencies: HashSet<String> = called.iter().flat_map(|name| words(name)).collect();
    let told = days_told(book, copy);
    let harmless = |sought: &Sought| match sought {
        Sought::Words(words) => {
            blank.iter().any(|part| part.holds(sought))
                || matches!(words.as_slice(), [one] if in_agencies.contains(one))
        }
        // A word such as "All" that the copy has in any case, or what an agency is called.
        Sought::Cell(text) => {
            blank.iter().any(|part| part.texts.contains(text)) || called.contains(&text.to_lowercase())
        }
    };
    for child in told_of(report) {
        for (what, sought) in identities(&child, &told) {
            let found = parts.iter().find(|part| part.holds(&sought) && !harmless(&sought));
            if let Some(part) = found {
                let error = format!("the copy would hold {what} of the register, in its part `{}`", part.name);
                return Err(Error::new(Code::NotWritten, error).at(in_words(child.at)).help(
                    "look whether it stands in the name of an agency or in another cell where it does not belong",
                ));
            }
        }
    }
    Ok(())
}

/// What is looked for.
enum Sought {
    /// These words one after the other.
    Words(Vec<String>),
    /// A cell with exactly this text.
    Cell(String),
}

/// A part of the file.
struct Part {
    name: String,
    /// All that stands in it, as words, and where each word stands among them.
    words: Vec<String>,
    places: HashMap<String, Vec<usize>>,
    /// The texts of its cells.
    texts: HashSet<String>,
}

impl Part {
    fn new(name: String, bytes: &[u8]) -> Part {
        let text = unescaped(&String::from_utf8_lossy(bytes));
        let texts = text.split("<t").skip(1).filter_map(|rest| {
            let (_, rest) = rest.split_once('>')?;
            Some(rest.split_once("</t>")?.0.trim().to_owned())
        });
        let texts = texts.collect();
        let words = words(&text);
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, word) in words.iter().enumerate() {
            places.entry(word.clone()).or_default().push(place);
        }
        Part { name, words, places, texts }
    }

    fn holds(&self, sought: &Sought) -> bool {
        match sought {
            Sought::Words(words) => {
                let places = words.first().and_then(|first| self.places.get(first)).into_iter().flatten();
                places.into_iter().any(|place| self.words.get(*place..).is_some_and(|rest| rest.starts_with(words)))
            }
            Sought::Cell(text) => self.texts.contains(text),
        }
    }
}

fn parts(bytes: &[u8]) -> Result<Vec<Part>> {
    let not_read = |error: zip::result::ZipError| {
        Error::new(Code::NotWritten, format!("the copy could not be looked through: {error}"))
            .help("report this mistake of escalog")
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(not_read)?;
    let mut parts = Vec::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).map_err(not_read)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| not_read(error.into()))?;
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        // Its name is a part of the file too.
        parts.push(Part::new(format!("{name} (name)"), name.as_bytes()));
        parts.push(Part::new(name, &bytes));
    }
    Ok(parts)
}

/// The parts that the same copy of a register without a row would have.
fn parts_of_blank(report: &Report<'_>, copy: &Copy) -> Result<Vec<Part>> {
    let register = Register::default();
    let blank = Report {
        basis: report.basis,
        register: &register,
        lines: Vec::new(),
        findings: Vec::new(),
        returns: Vec::new(),
        unread: &[],
        figures: Figures::default(),
    };
    parts(&super::assemble(&Book::new(&blank, Private::default()), Some(copy))?)
}

/// What is told by which a child could be known, each with what it is.
fn identities(child: &Told<'_>, told: &BTreeSet<NaiveDate>) -> Vec<(&'static str, Sought)> {
    let mut found = Vec::new();
    let name = child.name.as_str();
    let parts = name.split([',', ';', '&', '/', '\n', '(', ')']).flat_map(|part| part.split(" and "));
    for part in std::iter::once(name).chain(parts).map(str::trim).filter(|part| !part.is_empty()) {
        found.push(("a name", Sought::Cell(part.to_owned())));
        if part.chars().filter(|c| c.is_alphanumeric()).count() > SHORT {
            let mut words = words(part);
            found.push(("a name", Sought::Words(words.clone())));
            // "ASH, Silas" is also Silas Ash.
            words.rotate_left(1);
            found.push(("a name", Sought::Words(words)));
        }
    }
    let own = child.number.trim();
    if !own.is_empty() {
        found.push(("a number", Sought::Cell(own.to_owned())));
        let digits = own.chars().all(|c| c.is_ascii_digit());
        let told_by_chance = if digits { FEW_DIGITS } else { SHORT };
        if own.chars().filter(|c| c.is_alphanumeric()).count() > told_by_chance {
            found.push(("a number", Sought::Words(words(own))));
        }
    }
    if let Some(date) = child.born.filter(|born| !told.contains(born)) {
        let mut texts: Vec<String> = [
            "%Y-%m-%d",
            "%d/%m/%Y",
            "%-d/%-m/%Y",
            "%d/%m/%y",
            "%-d/%-m/%y",
            "%d %b %Y",
            "%-d %b %Y",
            "%-d %B %Y",
            "%-d %b %y",
            "%-d %B %y",
            "%b %-d %Y",
            "%B %-d %Y",
            "%Y%m%d",
            "%d%m%Y",
        ]
        .iter()
        .map(|format| date.format(format).to_string())
        .collect();
        for ordinal in ["st", "nd", "rd", "th"] {
            texts.push(date.format(&format!("%-d{ordinal} %B %Y")).to_string());
        }
        texts.extend(paper::serial(Moment::from(date)).map(|serial| serial.to_string()));
        found.extend(texts.iter().map(|text| ("a date of birth", Sought::Words(words(text)))));
    }
    found
}

/// The days that the copy tells of, besides those of birth.
fn days_told(book: &Book<'_>, copy: &Copy) -> BTreeSet<NaiveDate> {
    let basis = &book.report.basis;
    let mut days = BTreeSet::from([basis.quarter.first(), basis.quarter.last(), basis.as_of]);
    if copy.partners().is_some() {
        for row in &book.escalations.rows {
            let told =
                row.iter().zip(&book.escalations.columns).filter(|(_, column)| column.heading != "Date of birth");
            days.extend(told.filter_map(|(cell, _)| match cell.value() {
                Cell::Day(day) => Some(day.date),
                _ => None,
            }));
        }
    }
    days
}

/// The words of a text in lower case and without accents: its runs of letters and digits.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn unescaped(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign))
}
