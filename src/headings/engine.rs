//! The columns that the engine writes.
//!
//! In: nothing. Out: the columns in their order, with their headings.

/// A column that the engine writes, to the right of the agency's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Engine {
    /// How the row stands, by a formula.
    Status,
    /// What is to be done next, and by whom.
    NextStep,
    /// By when.
    NextStepDue,
    /// The last working day for it.
    ActBy,
    /// How many days are left, by a formula.
    DaysLeft,
    /// What the rules found.
    Checks,
    /// The day by which the stage is to be concluded, or the words that stand in its place; hidden.
    RestsOn,
    /// The first day on which that is due soon; hidden.
    DueSoonFrom,
    /// What the row said when it was marked, so that an edit shows; hidden.
    AsMarked,
}

impl Engine {
    /// All of them, in their order.
    pub const ALL: [Engine; 9] = [
        Engine::Status,
        Engine::NextStep,
        Engine::NextStepDue,
        Engine::ActBy,
        Engine::DaysLeft,
        Engine::Checks,
        Engine::RestsOn,
        Engine::DueSoonFrom,
        Engine::AsMarked,
    ];

    /// The heading it is given.
    pub fn heading(self) -> &'static str {
        match self {
            Engine::Status => "Status",
            Engine::NextStep => "Next step",
            Engine::NextStepDue => "Next step due",
            Engine::ActBy => "Act by",
            Engine::DaysLeft => "Days left",
            Engine::Checks => "Checks",
            Engine::RestsOn => "Rests on",
            Engine::DueSoonFrom => "Due soon from",
            Engine::AsMarked => "As marked",
        }
    }

    /// The column that is given this heading.
    pub fn with_heading(heading: &str) -> Option<Engine> {
        let heading = heading.trim();
        Engine::ALL.into_iter().find(|column| column.heading() == heading)
    }

    /// Whether the column is for the formulas alone, and hidden.
    pub fn is_hidden(self) -> bool {
        matches!(self, Engine::RestsOn | Engine::DueSoonFrom | Engine::AsMarked)
    }
}
