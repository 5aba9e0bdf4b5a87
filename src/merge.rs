//! Many returned logs → one [`Register`]: every case once, with where each row came from.
//!
//! In: returned logs, and registers read back, together a [`Pool`]. Out: one [`Log`] of the cases, each with
//! its [`Entry`]; what was the same, superseded, in conflict, set aside; the returns. The register is worked
//! out from the set of all distinct rows alone, so neither order nor repetition changes it. No row is lost
//! without a trace: every row that came in is in the register, a copy of one that is, or set aside with a reason.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;

use crate::error::{Code, Error, Result};
use crate::grid::{Address, Workbook};
use crate::log::{Log, one_line};
use crate::policy::Policy;

mod agencies;
mod cases;
mod changed;
mod kept;
mod key;
mod listed;
mod listing;
mod original;
mod pairs;
mod pool;
mod returns;
mod rows;
mod settle;
mod table;
mod whole;

pub use agencies::{Agencies, Agency};
pub(crate) use cases::letters;
pub use changed::BETWEEN_NOTES;
pub use kept::{
    AS_RETURNED, BY_HAND, ESCALATIONS, FILE_ID, FILE_NAME, FOR_QUARTER, LISTED, MARKED_UNDER, SOURCES, as_written,
    is_register, part_of, read,
};
pub use key::{AGENCY, COMPUTED, Key, MARK, NOT_STATED, is_computed};
pub use listed::{Listed, What};
pub use original::{Occurrence, Original, Said, hash, words_of};
pub use pool::{Correction, Nil, Pool, Returned, Settled};
pub use returns::{AgencyLine, ReturnedFile};
pub use whole::must_be_whole;

/// The title of the sheet `About` of a copy that was written for others, by which it is known.
pub const ABOUT_COPY: &str = "About this copy for others";

/// Refuses a copy that was written for others: its rows are those of the register again.
///
/// # Errors
/// A workbook that is one.
pub fn must_be_no_copy(workbook: &Workbook) -> Result<()> {
    let first = workbook.sheets.iter().filter(|sheet| sheet.name == "About").find_map(|sheet| sheet.cells.first());
    if first.is_some_and(|cell| cell.value.shown() == ABOUT_COPY) {
        return Err(Error::new(Code::NoLog, "this is a copy that escalog wrote for others, and no log")
            .help("leave it out; give the logs, and the workbook that was kept as `--previous`"));
    }
    Ok(())
}

/// The row of a register's sheet in which its first case stands, counted from 1: below a title and the headings.
pub const FIRST_ROW: u32 = 5;

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Source {
    /// The file's name.
    pub file: String,
    /// The sheet's name.
    pub sheet: String,
    /// The sheet's own number of the row, counted from 1.
    pub row: u32,
}

/// A case of the register: where its row comes from. The row itself stands at the same place in [`Register::log`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The id of one of its originals, by which it is known again.
    pub id: String,
    /// The ids of all its originals.
    pub originals: Vec<String>,
    /// Where it stands, in the latest return that has it.
    pub at: Occurrence,
    /// The agency that raised it, as the list of agencies calls it.
    pub agency: String,
    /// Whether only the file's name says which agency it is.
    pub agency_from_file_name: bool,
    /// Where else it stands: copies, and what they supersede or contradict.
    pub copies: Vec<Occurrence>,
    /// For each column of the register, the row and the cell that are heard, where those were read just now.
    pub cells: Vec<Option<(Arc<Occurrence>, Address)>>,
    /// The columns of the register in which the officer's own word stands, by their places.
    pub by_officer: BTreeSet<usize>,
}

/// What became of a row that was returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Became {
    /// The id of its original.
    pub id: String,
    /// Where it stands.
    pub at: Occurrence,
    /// The agency, as the list calls it.
    pub agency: String,
    /// What became of it, in words.
    pub what: String,
}

/// Many logs as one.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// The cases as one log of one table, in order of agency, file, sheet and row.
    pub log: Log,
    /// The fields that its columns hold.
    pub keys: Vec<Key>,
    /// Where each case comes from, in the same order.
    pub entries: Vec<Entry>,
    /// What is to be looked at: conflicts, pairs, rows set aside, superseded values, corrections.
    pub listed: Vec<Listed>,
    /// Every row that was returned, and what became of it.
    pub became: Vec<Became>,
    /// What it rests on.
    pub pool: Pool,
    counts: Counts,
    spelled: HashMap<String, String>,
    /// The id of the procedure by which it was read.
    policy: String,
}

/// How many rows came in, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Counts {
    /// Rows of all logs.
    pub rows_in: usize,
    /// Rows of the register.
    pub rows_out: usize,
    /// Rows that say the same as one of the register, or that it supersedes.
    pub duplicates: usize,
    /// Rows of the register that returns give differently, still to be settled.
    pub conflicts: usize,
    /// Rows left out, each with its reason.
    pub set_aside: usize,
    /// Cases that perhaps stand in the register more than once, and are counted each time: two agencies' rows about one
    /// disagreement, or one agency's under two numbers, still to be settled.
    pub in_pairs: usize,
    /// Cells of the register in which what the officer wrote stands in the place of what the returns say.
    pub corrected: usize,
}

/// Puts all that came in together; the order in which it came changes nothing.
///
/// ```
/// use escalog::{grid::Workbook, log, merge, policy::Policy, workbook};
///
/// let policy = Policy::built_in("liverpool").unwrap();
/// let returned = |date: &str, text: &str| {
///     let text = format!("Agency / School & Escalation Number,Child Name,Concern,Date concern arose\nOakfield 1,{text}\n");
///     let grid = workbook::read("oakfield.csv", text.as_bytes()).unwrap();
///     let log = log::read("oakfield.csv", &grid, &policy, "2025-06-30".parse().unwrap());
///     merge::Returned { log, content: merge::hash(text.as_bytes()), date: Some(date.parse().unwrap()), by_name: None, marked_under: None }
/// };
/// let mut pool = merge::Pool::default();
/// pool.add(&returned("2025-04-04", "A.B.,Threshold,3/3/25"));
/// pool.add(&returned("2025-07-04", "A.B.,Threshold and contact,"));
/// let register = merge::merge(pool, &policy).unwrap();
/// let counts = register.counts();
/// assert_eq!((counts.rows_in, counts.rows_out, counts.duplicates), (2, 1, 1));
/// // The later return supersedes the concern; its blank date supersedes nothing.
/// let row = &register.log.tables[0].rows[0];
/// assert_eq!(row.shown(2), "Threshold and contact");
/// assert_eq!(row.shown(3), "2025-03-03");
/// ```
///
/// # Errors
/// Rows that came in and are neither in the register, nor a copy, nor set aside: a mistake of the engine,
/// after which no figure can be relied on.
pub fn merge(pool: Pool, policy: &Policy) -> Result<Register> {
    let register = table::register(pool, policy);
    let counts = register.counts;
    if counts.rows_in != counts.rows_out + counts.duplicates + counts.set_aside {
        let what = format!(
            "{} rows came in, but {} are in the register, {} are copies and {} are set aside",
            counts.rows_in, counts.rows_out, counts.duplicates, counts.set_aside
        );
        return Err(Error::new(Code::Fault, what).at("merge").help("report this mistake of escalog"));
    }
    Ok(register)
}

impl Register {
    /// How many rows came in, and what became of them.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How many cases perhaps stand in it more than once, and are counted each time.
    pub fn in_pairs(&self) -> usize {
        self.counts.in_pairs
    }

    /// What the officer noted on the cells of a case, by the column's heading.
    pub fn notes_on(&self, entry: &Entry) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for id in &entry.originals {
            let of_it = self.pool.notes.range((id.clone(), String::new())..).take_while(|((at, _), _)| at == id);
            for ((_, heading), notes) in of_it {
                found.entry(heading).or_default().extend(notes.iter().map(String::as_str));
            }
        }
        found
    }

    /// The agency of a spelling, as the register calls it.
    pub fn agency(&self, spelled: &str) -> String {
        settled_name(&self.spelled, &self.pool.agencies, spelled)
    }
}

/// The name of an agency that is spelled so: as rows have it whose names are settled, else as the list has it.
fn settled_name(settled: &HashMap<String, String>, list: &Agencies, spelled: &str) -> String {
    let listed = || list.find(spelled).map_or(spelled, |agency| agency.name.as_str()).to_owned();
    settled.get(&spelled.to_lowercase()).cloned().unwrap_or_else(listed)
}

/// The agency that a file's name speaks of: the name without its folder and its ending.
pub fn agency_of_file(file: &str) -> String {
    let name = base_name(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    one_line(if stem.is_empty() { name } else { stem })
}

/// The same of a file that a folder in its name tells apart from another.
pub(crate) fn agency_of_return(file: &str) -> String {
    let folder = file.len() - base_name(file).len();
    file.get(..folder).unwrap_or_default().to_owned() + &agency_of_file(file)
}

/// The name of a file without its folder.
pub(crate) fn base_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}
