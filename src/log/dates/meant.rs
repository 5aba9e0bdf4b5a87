//! What a date is of decides which years it can have, and which words beside it leave it open.

use crate::log::words;

/// What a date is of: which years it can have, and which words beside it leave it open.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Meant {
    Event,
    /// The end of a case, which escalating it is not.
    Resolved,
    /// The beginning of a concern, which may lie in what was refused, failed or is still awaited.
    Concern,
    /// The beginning of a stage, for which such words are the reason.
    Began,
    /// What is still to come.
    Limit,
    Birth,
}

impl Meant {
    /// Whether the word at this place of what stands beside a date leaves open what is meant; so many words stand
    /// before the date.
    pub(super) fn is_left_open(self, said: &[&str], place: usize, before: usize) -> bool {
        use words::Kind::*;
        let Some(kind) = words::kind_among(said, place) else {
            let is_escalation = self == Meant::Resolved && words::is_escalation(said, place);
            return is_escalation && !words::is_told(said, words::SETTLED);
        };
        if matches!(kind, Doubts | Roughly) {
            return self != Meant::Birth;
        }
        let at = |place: usize| said.get(place).copied().unwrap_or_default();
        // "Agreed on the 5th, to be confirmed in writing": the letter is still to come, and not what was agreed.
        let is_told = |words: &[&str]| {
            words::is_told(said, words)
                || words::is_left_to_writing(said, place)
                    && words::is_told(said.get(..before).unwrap_or_default(), words)
        };
        match self {
            Meant::Event | Meant::Resolved => !is_told(words::SETTLED),
            Meant::Concern => kind == Denies && words::only_denies(said),
            Meant::Began if is_told(words::ESCALATED) => false,
            Meant::Began => match kind {
                Denies => words::only_denies(said) || words::is_not_taken(said.get(place + 1..).unwrap_or_default()),
                Fails => said.len() <= 2 || words::is_one(at(place), words::PUT_OFF),
                Wanted => !words::is_one(at(place), words::ASKED),
                kind => kind != GoesOn,
            },
            Meant::Limit => kind == Fails,
            // "Due" and "expected" are what an unborn child's date is.
            Meant::Birth => false,
        }
    }

    /// Whether a year can be meant, in a log that is read as of a day of `this_year`.
    pub(super) fn has_year(self, year: i32, this_year: i32) -> bool {
        match self {
            Meant::Event | Meant::Resolved | Meant::Concern | Meant::Began | Meant::Limit => {
                (2000..=2099).contains(&year)
            }
            Meant::Birth => (1900..=this_year + 1).contains(&year),
        }
    }
}
