//! The words by which people leave open whether something is so: one list for dates, stages, levels, answers, headings
//! and the steps told in a text.
//!
//! In: a word, with those beside it. Out: how it leaves open what it stands beside. Each reader asks for the kinds that
//! count for it.

use super::tokens::Token;

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
    (Kind::Supposes, &["could", "if", "should", "unless", "when", "will", "would"]),
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
            "hope",
            "hopefully",
            "hoping",
            "intend",
            "intended",
            "latest",
            "next",
            "pencilled",
            "planned",
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
    (Kind::Roughly, &["approx", "approximately", "circa", "utc", "w", "wc", "week", "z"]),
    (Kind::Over, &["ceased", "disproved", "discounted", "ended", "expired", "ruled", "until"]),
];

/// Words that say that a matter has come to its end.
pub(super) const SETTLED: &[&str] = &[
    "accepted",
    "agreed",
    "allocated",
    "closed",
    "completed",
    "concluded",
    "granted",
    "nfa",
    "resolved",
    "settled",
    "successful",
    "withdrawn",
];

/// Words that say that it was taken further.
pub(super) const ESCALATED: &[&str] = &[
    "asked",
    "began",
    "begun",
    "email",
    "emailed",
    "escalated",
    "held",
    "letter",
    "moved",
    "raised",
    "referred",
    "request",
    "requested",
    "requesting",
    "sent",
    "started",
    "wrote",
];

/// What was asked for, and may have been given.
pub(super) const ASKED: &[&str] = &["chase", "chased", "chasing", "request", "requested", "requesting"];

/// What was to be, and was not.
pub(super) const PUT_OFF: &[&str] =
    &["abandoned", "adjourned", "cancelled", "deferred", "postponed", "rearranged", "rescheduled"];

/// Whether one of these words stands there, and no word shortly before it takes it back: "closed", but not "to be closed".
pub(super) fn is_told(said: &[&str], words: &[&str]) -> bool {
    use Kind::*;
    let takes_back = |word: &&str| match kind(word) {
        Some(Denies | Doubts | Supposes | Planned | Fails) => true,
        Some(Wanted) => !is_one(word, ASKED),
        Some(GoesOn | Roughly | Over) => false,
        None => is_one(word, &["be", "must", "may", "to"]),
    };
    let goes_on = |word: &&str| is_one(word, &["and", "as", "but", "so", "then"]);
    let at = |place: usize| said.get(place).copied().unwrap_or_default();
    // "Agreed to meet" is still to come; "agreed to our request" is not, and "asked for" is what was done.
    let is_left_to = |place: usize| {
        let whose = is_one(at(place + 2), &["our", "the", "their", "this"]);
        is_one(at(place + 1), &["for", "in"]) && !is_one(at(place), &["asked"])
            || at(place + 1).eq_ignore_ascii_case("to") && !whose
    };
    said.iter().enumerate().any(|(place, word)| {
        let mut before = said.get(place.saturating_sub(3)..place).unwrap_or_default().iter().rev();
        let back = before.find(|word| takes_back(word) || goes_on(word));
        is_one(word, words) && !is_left_to(place) && back.is_none_or(goes_on)
    })
}

/// How a word leaves open what it stands beside; `None` where it does not.
pub(super) fn kind(word: &str) -> Option<Kind> {
    KINDS.iter().find(|(_, words)| is_one(word, words)).map(|(kind, _)| *kind)
}

/// Whether what stands behind a denial says that a stage has not begun: "not yet begun", "no longer needed", but neither
/// "not resolved" nor "not yet agreed".
pub(super) fn is_not_begun(behind: &[&str]) -> bool {
    const BEGUN: &[&str] = &[
        "applicable",
        "begin",
        "begun",
        "happen",
        "happened",
        "necessary",
        "needed",
        "reached",
        "required",
        "start",
        "started",
        "take",
        "taken",
    ];
    first_said(behind).map_or(!behind.is_empty(), |word| is_one(word, BEGUN))
}

/// Whether what stands behind a denial says that the very step was not taken: that its stage has not begun, or "not
/// held", which beside a stage may be said of any meeting.
pub(super) fn is_not_taken(behind: &[&str]) -> bool {
    const TAKEN: &[&str] = &["arranged", "booked", "done", "escalate", "escalated", "held", "moved", "set"];
    is_not_begun(behind) || first_said(behind).is_some_and(|word| is_one(word, TAKEN))
}

/// The first of the words behind a denial that says what is denied: of "not yet been held" the last.
fn first_said<'t>(behind: &[&'t str]) -> Option<&'t str> {
    behind.iter().find(|word| !is_one(word, &["be", "been", "longer", "yet"])).copied()
}

/// Whether what stands behind a denial says that something is not certain: "not sure", "not yet known".
pub(super) fn is_not_certain(behind: &[&str]) -> bool {
    first_said(behind).is_some_and(|word| is_one(word, CERTAIN))
}

/// What a thing is that is not in question.
const CERTAIN: &[&str] = &["certain", "clear", "confirmed", "definite", "known", "sure"];

/// Whether the word at this place puts in question what is said: "to be confirmed", "not yet confirmed".
pub(super) fn is_in_question(words: &[&str], place: usize) -> bool {
    let at = |place: usize| words.get(place).copied().unwrap_or_default();
    let [word, after, next] = [place, place + 1, place + 2].map(at);
    match word.to_ascii_lowercase().as_str() {
        "to" => is_one(after, &["be"]) && is_one(next, &["advised", "confirmed"]),
        "not" => is_one(if is_one(after, &["yet", "been"]) { next } else { after }, &["certain", "confirmed"]),
        _ => false,
    }
}

/// Whether nothing is said but that it is not so, or not certain: "no", "date not known".
pub(super) fn only_denies(said: &[&str]) -> bool {
    let is_small = |word: &str| is_one(word, &["date", "day", "exact", "yet"]) || is_one(word, CERTAIN);
    said.len() == 1 || said.iter().all(|word| is_small(word) || kind(word) == Some(Kind::Denies))
}

/// Whether a word is one of these, whatever its case.
pub(super) fn is_one(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// How the word at this place of a text leaves open what is said there, by the words around it: "no reply" and "no
/// further action" differ.
pub(super) fn kind_among(words: &[&str], place: usize) -> Option<Kind> {
    /// What there is no more of, once a matter is settled.
    const NO_MORE: &[&str] = &[
        "action",
        "actions",
        "changes",
        "concern",
        "concerns",
        "disagreement",
        "dispute",
        "f",
        "further",
        "harm",
        "issue",
        "issues",
        "longer",
        "need",
        "objection",
        "objections",
        "outstanding",
        "risk",
        "risks",
        "role",
    ];
    const WHICH: &[&str] = &["current", "more", "new", "other", "remaining", "safeguarding"];
    const SOUGHT: &[&str] = &["found", "identified", "needed", "required"];
    /// What is offered for a day, and may not come about.
    const MEETINGS: &[&str] = &["appointment", "call", "date", "discussion", "meeting", "review", "time"];
    if is_in_question(words, place) {
        return Some(Kind::Doubts);
    }
    let word = *words.get(place)?;
    let earlier = words.get(..place).unwrap_or_default();
    let before = earlier.last().copied().unwrap_or_default();
    let [after, next] = [1, 2].map(|further| words.get(place + further).copied().unwrap_or_default());
    match word.to_ascii_lowercase().as_str() {
        "no" if is_one(after, NO_MORE) || is_one(after, WHICH) && is_one(next, NO_MORE) || is_one(next, SOUGHT) => None,
        "none" if is_one(after, SOUGHT) || is_one(after, &["outstanding"]) => None,
        // "W/c" is about that time; a person may be called W.
        "w" => is_one(after, &["c"]).then_some(Kind::Roughly),
        "utc" | "z" if words.len() > 1 => None,
        "outstanding" if is_one(before, &["no", "nothing"]) => None,
        "need" | "needs" if is_one(before, &["in", "no", "of"]) || !is_one(after, &["", "to"]) => None,
        "next" if is_one(after, &["day", "level", "of", "stage", "step", "steps", "tier", "working"]) => None,
        "asked" if is_one(after, &["for"]) => (!is_one(before, &["as", "when"])).then_some(Kind::Wanted),
        // What was offered besides, such as support, says nothing of the day.
        "offered" => {
            let is_meeting = [before, after, next].into_iter().any(|beside| is_one(beside, MEETINGS));
            (is_meeting || words.len() == 1).then_some(Kind::Planned)
        }
        "hand" if is_one(before, &["in"]) => Some(Kind::GoesOn),
        "request" | "requested" if earlier.iter().any(|word| is_one(word, &["as", "at", "on", "per"])) => None,
        "message" | "msg" => words.iter().any(|word| is_one(word, &["left", "leave"])).then_some(Kind::Fails),
        "plan" | "plans" | "planning" => is_one(after, &["to"]).then_some(Kind::Planned),
        // A review that was held has more said of it.
        "review" => {
            let is_ahead = is_one(before, &["", "for", "next", "to", "under"]);
            (is_ahead && is_one(after, &["", "at", "by", "date", "due", "in", "on"])).then_some(Kind::Planned)
        }
        "to" => is_task(earlier, after).then_some(Kind::Planned),
        _ => kind(word).filter(|kind| *kind != Kind::Over),
    }
}

/// Whether "to" and the word after it name what is still to be done: "SW to confirm", but not "met to discuss".
fn is_task(before: &[&str], verb: &str) -> bool {
    const VERBS: &[&str] = &[
        "agree", "arrange", "attend", "begin", "call", "chase", "close", "complete", "confirm", "consider", "contact",
        "decide", "discuss", "do", "escalate", "go", "happen", "hold", "meet", "provide", "raise", "refer", "reply",
        "resolve", "respond", "review", "ring", "see", "send", "sort", "speak", "start", "update",
    ];
    const DONE: &[&str] = &[
        "able",
        "call",
        "decision",
        "discussion",
        "email",
        "held",
        "letter",
        "meeting",
        "met",
        "need",
        "rang",
        "referral",
        "sent",
        "spoke",
        "tc",
        "told",
        "went",
        "wrote",
    ];
    let is_done = |word: &&str| word.to_ascii_lowercase().ends_with("ed") || is_one(word, DONE);
    is_one(verb, &["be", "follow"]) || is_one(verb, VERBS) && !before.iter().any(is_done)
}

/// The word at this place of a text; the `t` of "isn't" is "not".
pub(super) fn word_at<'t>(tokens: &[Token<'t>], place: usize) -> Option<&'t str> {
    let word = tokens.get(place)?.word()?;
    let mark = place.checked_sub(1).and_then(|before| tokens.get(before));
    let is_short = word.eq_ignore_ascii_case("t") && mark.is_some_and(Token::is_apostrophe);
    Some(if is_short { "not" } else { word })
}
