//! The facts about a row on which duties depend, by number, and what a row says about them.

/// A fact of an [`Edition`](super::Edition), by its place in [`Edition::facts`](super::Edition::facts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub(crate) u16);

impl FactId {
    /// Whether the child is at immediate risk.
    pub const IMMEDIATE_RISK: FactId = FactId(0);

    /// Its place among the facts.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// What a row says about a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FactValue {
    /// Nothing, or nothing that can be understood.
    #[default]
    Unknown,
    /// Yes.
    Yes,
    /// No.
    No,
    /// One of the fact's choices, by its place among them.
    Choice(u8),
    /// A number agreed for the case.
    Number(u16),
}

impl FactValue {
    /// The choice that this word names; another value than all of them where it names none.
    pub fn choice(of: &[String], word: &str) -> FactValue {
        let place = of.iter().position(|choice| choice == word);
        FactValue::Choice(place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX))
    }
}

/// A fact about a row on which a duty depends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its name in `facts`.
    pub id: String,
    /// The heading of the column that records it.
    pub column: String,
    /// What it can be.
    pub kind: Kind,
}

/// What a fact can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// One of these.
    Choice(Vec<String>),
    /// A number agreed for the case.
    Number,
}
