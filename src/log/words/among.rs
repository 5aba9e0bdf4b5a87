//! What a word means by those around it: "no reply" and "no further action" differ, and so do "closed" and "to be closed".
//!
//! In: the words of a text, and a place among them. Out: how the word there leaves open what is said, what is denied,
//! and whether something is told as done.

use super::{Kind, is_one, kind};

/// How the word at this place of a text leaves open what is said there, by the words around it: "no reply" and "no
/// further action" differ.
pub(in crate::log) fn kind_among(words: &[&str], place: usize) -> Option<Kind> {
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
        "hold" if is_one(before, &["on"]) => Some(Kind::GoesOn),
        "part" => (is_one(before, &["in"]) || is_one(after, SETTLED)).then_some(Kind::Doubts),
        "principle" => is_one(before, &["in"]).then_some(Kind::Doubts),
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

/// Whether what stands behind a denial says that a stage has not begun: "not yet begun", "no longer needed", but neither
/// "not resolved" nor "not yet agreed".
pub(in crate::log) fn is_not_begun(behind: &[&str]) -> bool {
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
pub(in crate::log) fn is_not_taken(behind: &[&str]) -> bool {
    const TAKEN: &[&str] = &["arranged", "booked", "done", "escalate", "escalated", "held", "moved", "set"];
    is_not_begun(behind) || first_said(behind).is_some_and(|word| is_one(word, TAKEN))
}

/// The first of the words behind a denial that says what is denied: of "not yet been held" the last.
fn first_said<'t>(behind: &[&'t str]) -> Option<&'t str> {
    behind.iter().find(|word| !is_one(word, &["be", "been", "longer", "yet"])).copied()
}

/// Whether what stands behind a denial says that something is not certain: "not sure", "not yet known".
pub(in crate::log) fn is_not_certain(behind: &[&str]) -> bool {
    first_said(behind).is_some_and(|word| is_one(word, CERTAIN))
}

/// What a thing is that is not in question.
const CERTAIN: &[&str] = &["certain", "clear", "confirmed", "definite", "known", "sure"];

/// Whether the word at this place puts in question what is said: "to be confirmed", "not yet confirmed". What is to be
/// confirmed in writing is settled.
pub(in crate::log) fn is_in_question(words: &[&str], place: usize) -> bool {
    behind_question(words, place).is_some_and(|behind| !is_in_writing(behind))
}

/// Whether the word at this place leaves to a letter what is said: "to be confirmed in writing".
pub(in crate::log) fn is_left_to_writing(words: &[&str], place: usize) -> bool {
    behind_question(words, place).is_some_and(is_in_writing)
}

fn is_in_writing(behind: &[&str]) -> bool {
    behind.iter().take(3).any(|word| is_one(word, &["email", "letter", "writing"]))
}

/// What stands behind "to be confirmed" or "not yet confirmed", where that begins at this place.
fn behind_question<'w, 't>(words: &'w [&'t str], place: usize) -> Option<&'w [&'t str]> {
    const LATER: &[&str] = &["advised", "confirmed"];
    const FIRM: &[&str] = &["certain", "confirmed"];
    let is = |word: &str, known: &str| word.eq_ignore_ascii_case(known);
    match words.get(place..)? {
        [to, be, what, behind @ ..] if is(to, "to") && is(be, "be") && is_one(what, LATER) => Some(behind),
        [not, what, behind @ ..] if is(not, "not") && is_one(what, FIRM) => Some(behind),
        [not, time, what, behind @ ..] if is(not, "not") && is_one(time, &["been", "yet"]) && is_one(what, FIRM) => {
            Some(behind)
        }
        _ => None,
    }
}

/// Whether nothing is said but that it is not so, or not certain: "no", "date not known".
pub(in crate::log) fn only_denies(said: &[&str]) -> bool {
    let is_small = |word: &str| is_one(word, &["date", "day", "exact", "yet"]) || is_one(word, CERTAIN);
    said.len() == 1 || said.iter().all(|word| is_small(word) || kind(word) == Some(Kind::Denies))
}

/// Words that say that a matter has come to its end.
pub(in crate::log) const SETTLED: &[&str] = &[
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
pub(in crate::log) const ESCALATED: &[&str] = &[
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

/// Whether the word at this place says that a matter was taken further, and not that it was brought down again.
pub(in crate::log) fn is_escalation(said: &[&str], place: usize) -> bool {
    let at = |place: Option<usize>| place.and_then(|place| said.get(place)).copied().unwrap_or_default();
    let is_undone = is_one(at(place.checked_sub(1)), &["de"]);
    is_one(at(Some(place)), &["escalate", "escalated", "escalating", "escalation"]) && !is_undone
}

/// What was asked for, and may have been given.
pub(in crate::log) const ASKED: &[&str] = &["chase", "chased", "chasing", "request", "requested", "requesting"];

/// What was to be, and was not.
pub(in crate::log) const PUT_OFF: &[&str] =
    &["abandoned", "adjourned", "cancelled", "deferred", "postponed", "rearranged", "rescheduled"];

/// Whether one of these words stands there, and no word shortly before it takes it back: "closed", but not "to be closed".
pub(in crate::log) fn is_told(said: &[&str], words: &[&str]) -> bool {
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
