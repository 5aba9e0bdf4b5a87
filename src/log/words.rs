//! The words by which people leave open whether something is so: one list for dates, stages, levels, answers, headings
//! and the steps told in a text.
//!
//! In: a word. Out: how it leaves open what it stands beside. Each reader asks for the kinds that count for it; what a
//! word means among others is in [`among`].

use super::tokens::Token;

mod among;

pub(super) use among::{
    ASKED, ESCALATED, PUT_OFF, SETTLED, is_escalation, is_in_question, is_left_to_writing, is_not_begun,
    is_not_certain, is_not_taken, is_told, kind_among, only_denies,
};

/// How a word leaves open what it stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is not so.
    Denies,
    /// It may not be so.
    Doubts,
    /// It was tried, or asked for, and came to nothing.
    Fails,
    /// It would be so, if something else were.
    Supposes,
    /// It is to be so on a day that is set or hoped for.
    Planned,
    /// It is wanted, or waited for.
    Wanted,
    /// It has not come to an end.
    GoesOn,
    /// It is so at about that time.
    Roughly,
    /// It was so, and is no longer.
    Over,
}

const KINDS: &[(Kind, &[&str])] = &[
    (
        Kind::Denies,
        &[
            "no", "not", "never", "nobody", "none", "cannot", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt",
            "hasnt", "havent", "isnt", "shouldnt", "wasnt", "werent", "wont", "wouldnt", "arent",
        ],
    ),
    (
        Kind::Doubts,
        &[
            "almost",
            "likely",
            "maybe",
            "might",
            "nearly",
            "partially",
            "partly",
            "pending",
            "perhaps",
            "possibly",
            "probably",
            "proposed",
            "provisional",
            "provisionally",
            "tba",
            "tbc",
            "tbd",
            "tentative",
            "tentatively",
            "unclear",
            "unconfirmed",
            "unknown",
            "unlikely",
            "unsure",
        ],
    ),
    (
        Kind::Fails,
        &[
            "abandoned",
            "adjourned",
            "attempt",
            "attempted",
            "cancelled",
            "deadlock",
            "declined",
            "deferred",
            "disagreed",
            "disputed",
            "failed",
            "impasse",
            "postponed",
            "rearranged",
            "refused",
            "rejected",
            "rescheduled",
            "stalemate",
            "tried",
            "unable",
            "unsuccessful",
            "voicemail",
            "withdrawn",
        ],
    ),
    (Kind::Supposes, &["could", "depending", "depends", "if", "should", "unless", "when", "will", "would"]),
    (
        Kind::Planned,
        &[
            "aim",
            "aiming",
            "anticipated",
            "arranged",
            "booked",
            "commencing",
            "deadline",
            "diarised",
            "due",
            "est",
            "estimated",
            "expected",
            "forecast",
            "hope",
            "hoped",
            "hopefully",
            "hoping",
            "intend",
            "intended",
            "latest",
            "next",
            "pencilled",
            "planned",
            "projected",
            "scheduled",
            "target",
            "tomorrow",
        ],
    ),
    (
        Kind::Wanted,
        &[
            "await",
            "awaited",
            "awaiting",
            "chase",
            "chased",
            "chasing",
            "considering",
            "need",
            "needs",
            "request",
            "requested",
            "requesting",
            "waiting",
        ],
    ),
    (
        Kind::GoesOn,
        &[
            "continue",
            "continues",
            "ongoing",
            "open",
            "outstanding",
            "paused",
            "persist",
            "persists",
            "progress",
            "remain",
            "remains",
            "reopened",
            "still",
            "unresolved",
        ],
    ),
    (Kind::Roughly, &["approx", "approximately", "circa", "ish", "roughly", "utc", "w", "wc", "week", "z"]),
    (Kind::Over, &["ceased", "disproved", "discounted", "ended", "expired", "ruled", "until"]),
];

/// How a word leaves open what it stands beside; `None` where it does not.
pub(super) fn kind(word: &str) -> Option<Kind> {
    KINDS.iter().find(|(_, words)| is_one(word, words)).map(|(kind, _)| *kind)
}

/// Whether a word is one of these, whatever its case.
pub(super) fn is_one(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// The word at this place of a text; the `t` of "isn't" is "not".
pub(super) fn word_at<'t>(tokens: &[Token<'t>], place: usize) -> Option<&'t str> {
    let word = tokens.get(place)?.word()?;
    let mark = place.checked_sub(1).and_then(|before| tokens.get(before));
    let is_short = word.eq_ignore_ascii_case("t") && mark.is_some_and(Token::is_apostrophe);
    Some(if is_short { "not" } else { word })
}
