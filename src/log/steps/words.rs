//! The words by which a clause shows which event it tells of.
//!
//! In: an edition of a procedure. Out: for the words of a clause the one event that they plainly mean. Who acts at a
//! stage comes from the procedure's roles; a role that acts at several stages shows none of them.

use crate::log::headings::key;
use crate::log::words::is_one;
use crate::policy::{Edition, EventId};

/// Words after which somebody has been spoken to, in speech or at a meeting.
const TALK: &[&str] = &[
    "spoke",
    "spoken",
    "talked",
    "discussed",
    "discussion",
    "discussions",
    "conversation",
    "telephoned",
    "phoned",
    "rang",
    "called",
    "met",
    "meeting",
];

/// Words after which a matter has been taken to somebody.
const TAKE: &[&str] =
    &["escalated", "referred", "taken", "took", "passed", "raised", "moved", "escalation", "referral"];

/// Words that leave open whether a step was taken, or by whom, besides those that leave open anything.
const NOT_PLAIN: &[&str] =
    &["message", "asked", "offered", "must", "shall", "before", "my", "own", "our", "be", "threatened", "previously"];

/// Words that may stand between a verb and whom it is about.
const SMALL: &[&str] = &[
    "the",
    "a",
    "an",
    "their",
    "its",
    "his",
    "her",
    "this",
    "it",
    "matter",
    "issue",
    "case",
    "concern",
    "concerns",
    "held",
    "allocated",
    "duty",
    "new",
    "with",
    "to",
    "over",
    "on",
    "at",
    "again",
    "also",
    "phone",
];

/// Short forms, and what they stand for.
const SHORT: &[(&str, &str)] =
    &[("sw", "social worker"), ("tm", "team manager"), ("slo", "senior liaison officer"), ("hos", "head of service")];

/// One role's name for another, where the procedure does not use the first itself.
const SAME: &[(&str, &str)] = &[("team manager", "line manager"), ("service manager", "senior manager")];

/// With whom a first discussion is held, whatever the procedure.
const PRACTITIONERS: &[&str] =
    &["social worker", "allocated worker", "case worker", "caseworker", "key worker", "other worker", "practitioner"];

/// What a role's name may begin with and people leave out.
const LEADING: &[&str] = &["other designated", "first", "identified", "delegated", "independent", "frontline", "child"];

/// The words of one procedure.
#[derive(Debug)]
pub(super) struct Words {
    /// Whom a clause names, as words, with the event that speaking with them is; `None` where that is not plain.
    people: Vec<(Vec<String>, Option<EventId>)>,
    /// The headings of the duties' columns, as words, with their events.
    columns: Vec<(Vec<String>, EventId)>,
    last_stage: u8,
}

/// Whether a word leaves open whether a step was taken, or by whom.
pub(super) fn leaves_open(word: &str) -> bool {
    is_one(word, NOT_PLAIN)
}

/// Whether a clause says that what the one before it tells of came to nothing.
pub(super) fn is_unanswered(words: &[String]) -> bool {
    const WITHOUT: [&str; 2] = ["no", "without"];
    const UNANSWERED: [&str; 3] = ["unavailable", "voicemail", "message"];
    let first = words.first().map(String::as_str).unwrap_or_default();
    WITHOUT.contains(&first)
        && words.get(1).is_some_and(|word| ["reply", "answer", "response"].contains(&word.as_str()))
        || words.iter().any(|word| UNANSWERED.contains(&word.as_str()))
}

/// A clause's verb, which the next one may leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Talk,
    Take,
}

impl Words {
    pub(super) fn of(edition: &Edition) -> Words {
        let mut words = Words { people: Vec::new(), columns: Vec::new(), last_stage: edition.last_stage() };
        for stage in &edition.stages {
            let Some(role) = edition.roles.get(stage.who) else { continue };
            let event = if stage.number == 1 { EventId::DISCUSSION } else { EventId::began(stage.number) };
            let instead = role.instead.iter().map(|(_, _, name)| name.as_str());
            // What the first stage is called says what is done, and not by whom.
            let name = Some(stage.name.as_str()).filter(|_| stage.number > 1);
            for phrase in instead.chain([role.name.as_str()]).chain(name).flat_map(phrases) {
                words.add(&phrase, event);
            }
        }
        for phrase in PRACTITIONERS {
            words.add(phrase, EventId::DISCUSSION);
        }
        for (said, meant) in SAME {
            let (said, meant) = (of(said), of(meant));
            if words.person(&said).is_none()
                && let Some(event) = words.person(&meant)
            {
                words.people.push((said, event));
            }
        }
        // The longest name that fits is the one meant.
        words.people.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        for duty in edition.duties.iter().filter(|duty| !duty.is_conclude) {
            if let (Some(column), Some(event)) = (&duty.column, duty.recorded_by.first()) {
                let column = of(column);
                if column.len() > 1 && *event != EventId::DISCUSSION {
                    words.columns.push((column, *event));
                }
            }
        }
        words
    }

    /// A role that another stage has too shows neither.
    fn add(&mut self, phrase: &str, event: EventId) {
        let phrase = of(phrase);
        match self.people.iter_mut().find(|(known, _)| *known == phrase) {
            Some((_, known)) if *known != Some(event) => *known = None,
            Some(_) => {}
            None => self.people.push((phrase, Some(event))),
        }
    }

    fn person(&self, phrase: &[String]) -> Option<Option<EventId>> {
        self.people.iter().find(|(known, _)| known == phrase).map(|(_, event)| *event)
    }

    /// Whether an event is the first of its kind, so that the earliest of several days is meant.
    pub(super) fn is_first_of_many(&self, event: EventId) -> bool {
        event == EventId::DISCUSSION || (EventId::began(1)..=EventId::began(self.last_stage)).contains(&event)
    }

    /// The one event that a clause plainly means, with the words that show it. `verb` is the verb of the clause before,
    /// and becomes this one's.
    pub(super) fn meaning(&self, clause: &[String], verb: &mut Option<Verb>) -> Option<(EventId, String)> {
        let words: Vec<String> = clause.iter().flat_map(|word| whole(word)).collect();
        let mut found: Vec<(EventId, String)> = Vec::new();
        found.extend(self.spoken_with(&words, verb));
        found.extend(self.stage(&words));
        found.extend(self.record(&words));
        found.extend(resolution(&words));
        let (first, rest) = found.split_first()?;
        rest.iter().all(|(event, _)| *event == first.0).then(|| first.clone())
    }

    /// `spoke to the social worker`, `escalated to team manager`, and `to team manager` after another verb.
    fn spoken_with(&self, words: &[String], before: &mut Option<Verb>) -> Option<(EventId, String)> {
        let is = |list: &[&str], word: &String| list.contains(&word.as_str());
        let verb = |word| if is(TALK, word) { Some(Verb::Talk) } else { is(TAKE, word).then_some(Verb::Take) };
        let mut verbs: Vec<(Verb, usize)> =
            words.iter().zip(1..).filter_map(|(word, next)| Some((verb(word)?, next))).collect();
        if verbs.is_empty() && matches!(words.first().map(String::as_str), Some("to" | "with")) {
            // "…, 14/3 to TM": the verb is that of the clause before.
            verbs.extend(before.map(|verb| (verb, 0)));
        }
        *before = verbs.last().map(|(verb, _)| *verb).or(*before);
        let (verb, name, event) = verbs.into_iter().find_map(|(verb, place)| {
            let skipped = words.iter().skip(place).take_while(|word| is(SMALL, word)).count();
            let (name, event) = self.person_at(words.get(place + skipped..)?)?;
            Some((verb, name, event))
        })?;
        let event = event?;
        // A referral is no discussion; and where somebody of another stage is named, too, it is not plain who is meant.
        let named_besides = (0..words.len()).filter_map(|place| self.person_at(words.get(place..)?));
        if event == EventId::DISCUSSION && verb != Verb::Talk
            || named_besides.into_iter().any(|(_, other)| other != Some(event))
        {
            return None;
        }
        let preposition = if words.iter().any(|word| word == "with") { "with" } else { "to" };
        Some((event, format!("{preposition} {}", name.join(" "))))
    }

    /// The longest name with which these words begin.
    fn person_at(&self, words: &[String]) -> Option<(&[String], Option<EventId>)> {
        let (name, event) = self.people.iter().find(|(name, _)| words.starts_with(name))?;
        Some((name, *event))
    }

    /// `escalated to stage 2`, `stage 3 began`.
    fn stage(&self, words: &[String]) -> Option<(EventId, String)> {
        const BEGAN: &[&str] = &["began", "begun", "started", "commenced", "opened"];
        // "Considered escalating to stage 2" tells of no more than the thought.
        if words.iter().any(|word| word == "considered") {
            return None;
        }
        let mut found = (0..words.len()).filter_map(|place| {
            let word = words.get(place).filter(|word| matches!(word.as_str(), "stage" | "step"))?;
            let number: u8 = words.get(place + 1)?.parse().ok()?;
            let before = place.checked_sub(1).and_then(|before| words.get(before));
            let begins = words.get(place + 2).is_some_and(|next| BEGAN.contains(&next.as_str()));
            (before.is_some_and(|before| before == "to") || begins).then(|| (number, format!("{word} {number}")))
        });
        let (number, shown_by) = found.next()?;
        let only = found.all(|(other, _)| other == number);
        (only && (2..=self.last_stage).contains(&number)).then(|| (EventId::began(number), shown_by))
    }

    /// `IRO informed`, `Appendix 2 sent`: every word of the heading of the column that records it.
    fn record(&self, words: &[String]) -> Option<(EventId, String)> {
        const TOLD: &[&str] = &["notified", "informed", "told", "advised", "copied"];
        let says = |word: &String| {
            let told = TOLD.contains(&word.as_str());
            words.iter().any(|said| said == word || told && TOLD.contains(&said.as_str()))
        };
        let fitting = self.columns.iter().filter(|(column, _)| column.iter().all(says));
        let longest = fitting.clone().map(|(column, _)| column.len()).max()?;
        let mut longest = fitting.filter(|(column, _)| column.len() == longest);
        let (column, event) = longest.next()?;
        longest.all(|(_, other)| other == event).then(|| (*event, column.join(" ")))
    }
}

/// `resolved`, `confirmed in writing`.
fn resolution(words: &[String]) -> Option<(EventId, String)> {
    let has = |wanted: &[&str]| wanted.iter().all(|wanted| words.iter().any(|word| word == wanted));
    if has(&["confirmed", "writing"]) || has(&["written", "confirmation"]) {
        return Some((EventId::CONFIRMED, "confirmed in writing".to_owned()));
    }
    // "Resolved to escalate" is what was decided.
    let decided = words.windows(2).any(|pair| pair == ["resolved", "to"]);
    (has(&["resolved"]) && !decided).then(|| (EventId::RESOLVED, "resolved".to_owned()))
}

/// The words of a name, as headings are compared: lower case, singular, small words left out.
fn of(phrase: &str) -> Vec<String> {
    key(phrase).split(' ').map(str::to_owned).collect()
}

/// A word as names have it: a short form written out, in the singular.
fn whole(word: &str) -> Vec<String> {
    if let Some((_, long)) = SHORT.iter().find(|(short, _)| *short == word) {
        return of(long);
    }
    let verbs = TALK.iter().chain(TAKE).chain(SMALL);
    if verbs.into_iter().any(|verb| *verb == word) {
        return vec![word.to_owned()];
    }
    of(word).into_iter().filter(|word| !word.is_empty()).collect()
}

/// The names that stand in a role's name: `service or senior managers` → `service managers`, `senior managers`.
fn phrases(name: &str) -> Vec<String> {
    let plain =
        name.split('(').map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect::<Vec<_>>().join(" ");
    let plain = plain.to_lowercase();
    let mut found = Vec::new();
    for part in plain.split([',', '/']) {
        let sides: Vec<&str> = part.split(" or ").map(str::trim).filter(|side| !side.is_empty()).collect();
        let noun = sides.last().and_then(|last| last.rsplit_once(' ')).map(|(_, noun)| noun);
        for (place, side) in sides.iter().enumerate() {
            let mut side = (*side).to_owned();
            if let (false, Some(noun)) = (side.contains(' ') || place + 1 == sides.len(), noun) {
                side = format!("{side} {noun}");
            }
            let bare = LEADING.iter().find_map(|leading| side.strip_prefix(leading)?.strip_prefix(' '));
            let side = bare.map(str::to_owned).unwrap_or(side);
            // One word alone is a name only where it is the whole of it.
            if side.contains(' ') || name.trim().eq_ignore_ascii_case(&side) {
                found.push(side);
            }
        }
    }
    found
}
