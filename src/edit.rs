//! The edit script: what to change in the sheets of a workbook, as plain data.
//!
//! In: nothing but the types. Out: [`Script`], which `workbook::patch` applies to a file and Office.js to an
//! open workbook; both give the same sheet. Its JSON is what `escalog annotate --edits` prints and
//! `escalog apply` takes.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::grid::{Address, Range, column_letters};

mod formula;
#[cfg(test)]
mod tests;

pub use formula::{Formula, RowFormula};

/// What to change in a workbook, sheet by sheet.
///
/// In JSON one sheet's edits, or a list of several sheets' edits.
///
/// ```
/// use escalog::edit::{Edit, Script};
///
/// let json = r##"{"sheet": "Log", "edits": [
///   {"set": {"cell": "K5", "value": {"date": "2025-03-11"}}},
///   {"fill": {"range": "K5:K5", "color": "#FDE7E9"}}]}"##;
/// let script: Script = serde_json::from_str(json).unwrap();
/// assert_eq!(script.sheets[0].edits.len(), 2);
/// assert!(serde_json::from_str::<Script>(r#"{"sheet": "Log", "edits": [{"set": {"cell": "K0"}}]}"#).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "SheetEdits | SheetEdits[]"))]
pub struct Script {
    /// The sheets' edits, applied in order.
    pub sheets: Vec<SheetEdits>,
}

/// What to change in one sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SheetEdits {
    /// The sheet's name.
    pub sheet: String,
    /// Whether the sheet is added, as the last one, where the workbook has none of this name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub create: bool,
    /// Whether the sheet is taken out of the workbook; it then has no edits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remove: bool,
    /// The edits, applied in order: a later one of the same cell wins.
    #[serde(default)]
    pub edits: Vec<Edit>,
}

impl SheetEdits {
    /// These edits of a sheet that is there.
    pub fn of(sheet: impl Into<String>, edits: Vec<Edit>) -> SheetEdits {
        SheetEdits { sheet: sheet.into(), create: false, remove: false, edits }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    /// Puts a value, or a formula with its value, into a cell and keeps the cell's format.
    Set(Set),
    /// Gives cells a number format and keeps the rest of their format.
    NumberFormat(NumberFormat),
    /// Gives cells a background and keeps the rest of their format.
    Fill(Fill),
    /// Gives cells a font and keeps the rest of their format.
    Font(Font),
    /// Adds a conditional format after those that are there, unless it is there already.
    ConditionalFormat(ConditionalFormat),
    /// Takes away the conditional formats with this formula on exactly this range.
    RemoveConditionalFormat(RemoveConditionalFormat),
    /// Takes away the conditional formats of the whole sheet whose formula contains a text.
    RemoveConditionalFormats(Containing),
    /// Lets cells take only the values of a list, or dates; cells that have a validation keep theirs instead.
    Validation(Validation),
    /// Takes away from these cells the validations that an edit gave them, never one of the agency's own.
    RemoveValidation(Area),
    /// Sets the width of whole columns.
    Width(Width),
    /// Gives whole columns the sheet's usual width, and shows them.
    RemoveWidth(WholeColumns),
    /// Keeps the top rows and the left columns in sight, where nothing is frozen yet.
    Freeze(Freeze),
    /// Lets the rows and columns go that an edit froze; where others are frozen, or more or fewer, they stay so.
    RemoveFreeze(Freeze),
    /// Empties cells and takes their format off.
    Clear(Area),
}

/// A value for a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// The cell, such as `J5`.
    pub cell: Address,
    /// The formula, without the equals sign; `value` is then its result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "string | null"))]
    pub formula: Option<Formula>,
    /// The value; null empties the cell and keeps its format.
    #[serde(default)]
    pub value: Option<Value>,
}

/// What a cell is to hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Value {
    /// Text; always written as text, also where it begins like a formula.
    Text(Cow<'static, str>),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A day, written as a real date.
    Date(DateValue),
}

/// A day as a cell's value: `{"date": "2025-03-11"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DateValue {
    /// The day.
    pub date: NaiveDate,
}

impl Value {
    /// A day, written as a real date.
    pub fn date(date: NaiveDate) -> Value {
        Value::Date(DateValue { date })
    }

    /// Some text.
    pub fn text(text: impl Into<Cow<'static, str>>) -> Value {
        Value::Text(text.into())
    }
}

/// The value as a reader of the sheet would say it; a day as `2025-03-11`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Number(number) => number.fmt(f),
            Value::Boolean(truth) => f.write_str(if *truth { "TRUE" } else { "FALSE" }),
            Value::Date(day) => day.date.fmt(f),
        }
    }
}

/// Some cells of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The cells, such as `K5:K20`; one cell may stand alone.
    #[serde(with = "range")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub range: Range,
}

/// A number format for cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NumberFormat {
    /// The cells.
    #[serde(with = "range")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub range: Range,
    /// The format's code, such as `dd mmm yyyy`.
    pub code: String,
}

/// A background for cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Fill {
    /// The cells.
    #[serde(with = "range")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub range: Range,
    /// The colour.
    pub color: Color,
}

/// A font for cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Font {
    /// The cells.
    #[serde(with = "range")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub range: Range,
    /// Whether it is bold; as it was where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bold: Option<bool>,
    /// Its colour; as it was where none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    /// Whether long text is broken into lines; as it was where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrap: Option<bool>,
}

/// A format that cells take while a formula is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ConditionalFormat {
    /// The cells.
    #[serde(with = "range")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub range: Range,
    /// The formula for the top left cell, without the equals sign.
    pub formula: String,
    /// The background.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fill: Option<Color>,
    /// The colour of the font.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub font: Option<Color>,
}

/// A conditional format to take away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct RemoveConditionalFormat {
    /// The cells, exactly.
    #[serde(with = "range")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub range: Range,
    /// The formula, exactly.
    pub formula: String,
}

/// A text by which conditional formats are known, wherever rows and columns were moved to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Containing {
    /// The text.
    pub containing: String,
}

/// What cells may hold. What stands there already stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Validation {
    /// The cells.
    #[serde(with = "range")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub range: Range,
    /// The values to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub list: Vec<String>,
    /// The first and the last day a date may be; a validation has either a list or this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<(NaiveDate, NaiveDate)>,
    /// What to say where another value is typed; the value is then refused only if `strict`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Whether another value is refused; otherwise it is only warned of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
}

/// A width for whole columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Width {
    /// The columns, such as `J:L` or `J`.
    pub columns: Columns,
    /// The width in characters of the workbook's own font; 0 hides the columns.
    pub characters: f64,
}

/// Whole columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct WholeColumns {
    /// The columns, such as `J:L` or `J`.
    pub columns: Columns,
}

/// The cells that stay in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    /// How many rows from the top.
    #[serde(default)]
    pub rows: u32,
    /// How many columns from the left.
    #[serde(default)]
    pub columns: u32,
}

/// A colour, `#FDE7E9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct Color(pub u32);

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06X}", self.0)
    }
}

impl From<Color> for String {
    fn from(color: Color) -> String {
        color.to_string()
    }
}

impl TryFrom<String> for Color {
    type Error = String;

    fn try_from(text: String) -> Result<Color, String> {
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        let color = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        color.map(Color).ok_or_else(|| format!("`{text}` is not a colour such as #FDE7E9"))
    }
}

/// Whole columns, both ends included and counted from 0; `J:L` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct Columns {
    /// The first.
    pub from: u32,
    /// The last.
    pub to: u32,
}

impl Columns {
    /// This column alone.
    pub fn one(column: u32) -> Columns {
        Columns { from: column, to: column }
    }
}

impl From<Columns> for String {
    fn from(columns: Columns) -> String {
        format!("{}:{}", column_letters(columns.from), column_letters(columns.to))
    }
}

impl TryFrom<String> for Columns {
    type Error = String;

    fn try_from(text: String) -> Result<Columns, String> {
        let (from, to) = text.split_once(':').unwrap_or((&text, &text));
        let place = |letters: &str| Address::try_from(format!("{letters}1")).ok().map(|at| at.column);
        match (place(from), place(to)) {
            (Some(from), Some(to)) if from <= to => Ok(Columns { from, to }),
            _ => Err(format!("`{text}` are no columns such as J:L")),
        }
    }
}

/// A range as `K5:K20`; one cell may stand alone.
mod range {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::grid::Range;

    pub(super) fn serialize<S: Serializer>(range: &Range, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}:{}", range.from, range.to))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Range, D::Error> {
        Range::try_from(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Serialize for Script {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.sheets.as_slice() {
            [only] => only.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Script {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Script, D::Error> {
        deserializer.deserialize_any(OneOrMany)
    }
}

/// Reads one sheet's edits or a list of them, so that a mistake keeps its own words and its place.
struct OneOrMany;

impl<'de> Visitor<'de> for OneOrMany {
    type Value = Script;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sheet's edits, `{\"sheet\": …, \"edits\": […]}`, or a list of them")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Script, A::Error> {
        SheetEdits::deserialize(MapAccessDeserializer::new(map)).map(|only| Script { sheets: vec![only] })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Script, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(|sheets| Script { sheets })
    }
}
