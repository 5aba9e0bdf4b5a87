//! A cell's formula: a text of its own, or one of many down a column that differ in the number of their row alone.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A formula, without the equals sign. In JSON it is its text.
#[derive(Debug, Clone)]
pub enum Formula {
    /// Its text.
    Text(String),
    /// One that is the same in each row but for the row's number: ten thousand of them are made once.
    OfRow(Arc<RowFormula>, u32),
}

/// What stands between the row's numbers in a formula that refers to nothing but its own row.
#[derive(Debug)]
pub struct RowFormula(Vec<String>);

impl RowFormula {
    /// The formula of these pieces, with the number of its row between them.
    ///
    /// ```
    /// use escalog::edit::RowFormula;
    ///
    /// let days_left = RowFormula::new(["IF(K", "=\"\",\"\",K", "-TODAY())"]);
    /// assert_eq!(days_left.at(5).text(), "IF(K5=\"\",\"\",K5-TODAY())");
    /// ```
    pub fn new<'p>(pieces: impl IntoIterator<Item = &'p str>) -> Arc<RowFormula> {
        Arc::new(RowFormula(pieces.into_iter().map(str::to_owned).collect()))
    }

    /// The formula in this row of the sheet, counted from 1.
    pub fn at(self: &Arc<Self>, row: u32) -> Formula {
        Formula::OfRow(Arc::clone(self), row)
    }
}

impl Formula {
    /// Its text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Formula::Text(text) => Cow::Borrowed(text),
            Formula::OfRow(of, row) => Cow::Owned(of.0.join(&row.to_string())),
        }
    }
}

impl<T: Into<String>> From<T> for Formula {
    fn from(text: T) -> Formula {
        Formula::Text(text.into())
    }
}

/// Two are the same where their texts are.
impl PartialEq for Formula {
    fn eq(&self, other: &Formula) -> bool {
        self.text() == other.text()
    }
}

impl Serialize for Formula {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Formula {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Formula, D::Error> {
        String::deserialize(deserializer).map(Formula::Text)
    }
}
