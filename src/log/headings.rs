//! A heading → what its column means.
//!
//! In: the text of a heading cell, and the procedure whose events, facts and duties may have columns. Out: a
//! [`Meaning`], by exact match with a known heading once case, spacing, punctuation, plurals and small words
//! are taken away. Nothing fuzzy: a near miss could take one date for another, so it stays unknown.

use std::collections::HashMap;

use super::Meaning;
use super::tokens::{Kind, tokens};
use crate::policy::Policy;

/// The headings that mean the same whatever the procedure.
const COMMON: &[(Meaning, &[&str])] = &[
    (
        Meaning::Number,
        &[
            "Agency / School & Escalation Number",
            "Agency / School Name & Escalation Number",
            "Agency & Escalation Number",
            "School & Escalation Number",
            "Agency / School & Escalation No",
            "Agency & Escalation No",
            "Agency / School & Number",
            "Agency / School & Ref",
            "Agency / School & Escalation Ref",
            "Escalation Number",
            "Escalation No",
            "Escalation Ref",
            "Escalation Ref No",
            "Escalation Reference",
            "Escalation Reference Number",
            "Escalation ID",
            "Ref",
            "Ref No",
            "Ref Number",
            "Reference",
            "Reference No",
            "Reference Number",
            "Our ref",
            "Log No",
            "Log Number",
            "No",
            "Number",
        ],
    ),
    (
        Meaning::Agency,
        &[
            "Agency",
            "Agency / School",
            "Agency / School name",
            "Agency name",
            "Name of agency",
            "Name of agency / school",
            "School",
            "School / Agency",
            "School name",
            "Name of school",
            "Raising agency",
            "Agency raising concern",
            "Agency raising the escalation",
            "Escalating agency",
            "Organisation",
            "Organization",
            "Setting",
        ],
    ),
    (
        Meaning::Child,
        &[
            "Child Name / DOB / Age",
            "Child's Name / Date of Birth / Age",
            "Child Name / DOB",
            "Child Name / Date of birth",
            "Child / DOB / Age",
            "Child / DOB",
            "Child Name / Age",
            "Name / DOB / Age",
            "Name / Date of Birth / Age",
            "Name / DOB",
            "Name / Date of birth",
            "Name of child / DOB / Age",
            "Name of child / DOB",
            "Child Name / Age / DOB",
            "Name / Age / DOB",
            "Child initials / DOB / Age",
            "Initials / DOB / Age",
            "Initials / DOB",
            "Child / young person name / DOB / Age",
            "Child / young person / DOB / Age",
            "Young person name / DOB / Age",
            "Pupil name / DOB / Age",
            "Pupil / DOB / Age",
            "Adult name / DOB / Age",
            "Person / DOB / Age",
            "Name / DOB / EDD / Age",
            "Child Name / DOB / EDD / Age",
            "Child details",
            "Child",
            "Child / young person",
            "Child / young person details",
            "Pupil details",
        ],
    ),
    (
        Meaning::Name,
        &[
            "Name",
            "Child name",
            "Name of child",
            "Child name / initials",
            "Child initials",
            "Initials",
            "Initials of child",
            "Name / initials",
            "Child / young person name",
            "Name of child / young person",
            "Young person name",
            "Young person",
            "Name of young person",
            "Pupil",
            "Pupil name",
            "Name of pupil",
            "Student name",
            "Adult name",
            "Name of adult",
            "Name of person",
            "Person name",
            "Child name / case number",
            "Initials / case number",
        ],
    ),
    (
        Meaning::Born,
        &[
            "DOB",
            "D O B",
            "Date of birth",
            "Birth date",
            "Born",
            "Child date of birth",
            "Date of birth of child",
            "DOB / EDD",
            "EDD",
            "Date of birth / EDD",
            "DOB of child",
        ],
    ),
    (Meaning::Age, &["Age", "Child age", "Age of child", "Age in years", "Age years", "Age yrs"]),
    (
        Meaning::Concern,
        &[
            "Concern",
            "Concern raised",
            "Nature of concern",
            "Reason for escalation",
            "Reason for the concern",
            "Escalation reason",
            "Description of concern",
            "Details of concern",
            "Brief details of concern",
            "Summary of concern",
            "Concern summary",
            "Concern details",
            "Issue",
            "Issue raised",
            "Nature of issue",
            "Concern / issue",
            "Presenting concern",
            "What is the concern",
        ],
    ),
    (
        Meaning::Level,
        &[
            "Level of Need",
            "Level Need",
            "Level",
            "LoN",
            "Threshold",
            "Threshold level",
            "Threshold of need",
            "Level of need / threshold",
            "Current level of need",
            "Need level",
            "Child level of need",
            "Level of need of child",
        ],
    ),
    (
        Meaning::Disagreement,
        &[
            "Summary of Professional Disagreement",
            "Professional disagreement",
            "Professional disagreement summary",
            "Disagreement",
            "Summary of disagreement",
            "Disagreement summary",
            "Nature of disagreement",
            "Nature of professional disagreement",
            "Details of disagreement",
            "Details of professional disagreement",
            "Brief details of disagreement",
            "Brief details of inter-agency disagreement",
            "Reason for disagreement",
            "Professional difference",
            "Summary of professional difference",
            "Dispute",
            "Nature of dispute",
            "Summary of dispute",
        ],
    ),
    (
        Meaning::Actions,
        &[
            "Actions Undertaken Towards Resolution",
            "Actions undertaken",
            "Actions undertaken to resolve",
            "Actions taken",
            "Actions taken towards resolution",
            "Actions taken to resolve",
            "Actions taken to date",
            "Actions towards resolution",
            "Actions to date",
            "Actions so far",
            "Action",
            "Steps taken",
            "Steps taken towards resolution",
        ],
    ),
    (
        Meaning::Outcome,
        &[
            "Outcome of Resolution",
            "Outcome",
            "Outcome / resolution",
            "Resolution",
            "Resolution / outcome",
            "Resolution outcome",
            "Outcome of escalation",
            "Outcome of disagreement",
            "Agreed outcome",
            "Final outcome",
            "Agreed resolution",
        ],
    ),
    (
        Meaning::Stage,
        &[
            "Stage",
            "Escalation stage",
            "Stage of escalation",
            "Current stage",
            "Current escalation stage",
            "Stage reached",
            "Highest stage reached",
            "Stage escalated to",
            "Stage number",
            "Stage no",
            "Step",
            "Current step",
            "Step reached",
            "Escalation level",
            "Level of escalation",
            "Stage resolved",
            "Stage resolved at",
            "Resolved at stage",
        ],
    ),
    (
        Meaning::ProtectBy,
        &[
            "Resolve sooner by",
            "Protect by",
            "Protect child by",
            "Date that protects the child",
            "To be resolved sooner by",
        ],
    ),
    (
        Meaning::PlanOrLookedAfter,
        &[
            "CP plan / looked after",
            "CP plan or looked after",
            "CP plan / LAC",
            "CP plan / CLA",
            "CP / LAC",
            "CP / CLA",
            "CPP / LAC",
            "CPP / CLA",
            "LAC / CP",
            "CLA / CP",
            "LAC / CP plan",
            "Looked after / CP plan",
            "CP / looked after",
            "CPP / looked after",
            "Child protection plan / looked after",
            "Child protection plan / child looked after",
            "Subject to CP plan / looked after",
        ],
    ),
    (
        Meaning::ReceivingAgency,
        &[
            "Receiving agency",
            "Receiving agency / school",
            "Agency escalated to",
            "Escalated to which agency",
            "Agency challenged",
            "Agency being challenged",
            "Agency with which the concern was raised",
            "Concern raised with which agency",
            "Other agency",
            "Other agency involved",
        ],
    ),
    (
        Meaning::Theme,
        &["Theme", "Concern theme", "Theme of concern", "Category", "Category of concern", "Concern category"],
    ),
    (Meaning::Accepted, &["Accepted"]),
];

/// Other headings for the events that every procedure has.
const EVENTS: &[(&str, &[&str])] = &[
    (
        "concern",
        &[
            "Date of concern",
            "Concern date",
            "Date of the initial concern",
            "Initial concern date",
            "Date concern raised",
            "Date concern was raised",
            "Date concern identified",
            "Date concern first arose",
            "Date concern arose / raised",
            "Concern arose",
            "Concern arose on",
            "Concern raised on",
            "Date raised",
            "Date opened",
            "Opened",
            "Date arose",
            "Date of disagreement",
            "Date disagreement arose",
            "Date of dispute",
            "Date issue arose",
            "Date issue raised",
        ],
    ),
    ("decision-received", &["Date decision received", "Date of decision received", "Date decision was received"]),
    (
        "risk-identified",
        &[
            "Date risk identified",
            "Immediate risk identified",
            "Date immediate risk identified",
            "Date of immediate risk",
        ],
    ),
    (
        "discussion",
        &[
            "Date of first discussion",
            "Date first discussed",
            "First discussed",
            "Initial discussion",
            "Date of initial discussion",
        ],
    ),
    (
        "resolved",
        &[
            "Date of resolution",
            "Resolution date",
            "Date closed",
            "Date case closed",
            "Date escalation closed",
            "Closed",
            "Closed date",
            "Date of closure",
            "Closure date",
            "Resolved",
            "Resolved on",
            "Resolved date",
            "Date escalation resolved",
            "Date concern resolved",
            "Date disagreement resolved",
            "Date resolved / closed",
        ],
    ),
    (
        "confirmed",
        &[
            "Confirmed in writing",
            "Date confirmed in writing",
            "Written confirmation",
            "Date of written confirmation",
            "Date outcome confirmed",
            "Date outcome confirmed in writing",
            "Outcome confirmed",
        ],
    ),
];

/// Other headings for the facts that every procedure has.
const FACTS: &[(&str, &[&str])] = &[
    (
        "immediate-risk",
        &[
            "Immediate risk of harm",
            "Immediate risk of significant harm",
            "At immediate risk",
            "Child at immediate risk",
        ],
    ),
    ("harm-suspected", &["Harm suspected", "Harm known", "Harm known / suspected"]),
    (
        "child-protection-plan",
        &["CP plan", "CPP", "Subject to CP plan", "On CP plan", "Subject to child protection plan"],
    ),
    ("looked-after", &["LAC", "CLA", "Looked after child", "Child looked after", "Child in care", "CIC"]),
    ("section-117", &["S117", "Section 117 aftercare"]),
    ("subject", &["Adult or child"]),
    ("agency-type", &["Type of agency", "Kind of agency"]),
];

/// How people head the columns of a stage's dates; `#` is its number.
const BEGAN: &[&str] = &[
    "Stage # date",
    "Date stage #",
    "Date of stage #",
    "Stage # began",
    "Stage # begun",
    "Stage # start",
    "Stage # started",
    "Stage # start date",
    "Stage # begin",
    "Stage # commenced",
    "Stage # opened",
    "Date stage # began",
    "Date stage # started",
    "Date stage # commenced",
    "Date stage # start",
    "Date moved to stage #",
    "Moved to stage #",
    "Escalated to stage #",
    "Date escalated to stage #",
    "Date of escalation to stage #",
    "Stage # escalation date",
    "Date stage # escalation",
];

const ENDED: &[&str] = &[
    "Stage # ended",
    "Stage # end",
    "Stage # end date",
    "Stage # concluded",
    "Stage # completed",
    "Stage # finished",
    "Stage # closed",
    "Date stage # ended",
    "Date stage # concluded",
    "Date stage # completed",
    "Date stage # finished",
    "Date stage # closed",
];

/// The columns that the engine writes.
const ENGINE: [&str; 6] = ["Status", "Next step", "Next step due", "Act by", "Days left", "Checks"];

/// The longest text that can be a heading, in bytes: the three-in-one ones with their explanation.
const LONGEST: usize = 160;

/// Every heading that is known, for one procedure.
pub(super) struct Headings {
    known: HashMap<String, Meaning>,
    /// For each three letters, whether a known heading begins with them: most cells are settled by this.
    begins: Vec<bool>,
}

impl Headings {
    /// The headings that have a meaning in a log kept under this procedure.
    pub(super) fn of(policy: &Policy) -> Headings {
        let mut headings =
            Headings { known: HashMap::with_capacity(768), begins: vec![false; LETTERS * LETTERS * LETTERS] };
        for (meaning, texts) in COMMON {
            texts.iter().for_each(|text| headings.add(text, meaning));
        }
        for (id, texts) in EVENTS {
            texts.iter().for_each(|text| headings.add(text, &Meaning::Event((*id).to_owned())));
        }
        let last = policy.editions().iter().map(|edition| edition.last_stage()).max().unwrap_or_default();
        for stage in 1..=last {
            for (texts, what) in [(BEGAN, "began"), (ENDED, "ended")] {
                let meaning = Meaning::Event(format!("stage-{stage}-{what}"));
                for (text, word) in texts.iter().flat_map(|text| [(text, "stage"), (text, "step")]) {
                    headings
                        .add(&text.to_lowercase().replace("stage", word).replace('#', &stage.to_string()), &meaning);
                }
            }
        }
        for edition in policy.editions() {
            for event in &edition.events {
                let meaning = Meaning::Event(event.id.clone());
                // An id of one plain word, such as `discussion`, is a heading that can mean anything.
                if event.id.contains(['-', ':']) {
                    headings.add(&event.id, &meaning);
                }
                if let Some(column) = &event.column {
                    for text in
                        [column.clone(), format!("date {column}"), format!("{column} date"), format!("{column} on")]
                    {
                        headings.add(&text, &meaning);
                    }
                }
            }
            for fact in &edition.facts {
                let meaning = Meaning::Fact(fact.id.clone());
                if fact.id.contains('-') {
                    headings.add(&fact.id, &meaning);
                }
                headings.add(&fact.column, &meaning);
            }
        }
        for (id, texts) in FACTS {
            texts.iter().for_each(|text| headings.add(text, &Meaning::Fact((*id).to_owned())));
        }
        ENGINE.iter().for_each(|text| headings.add(text, &Meaning::Engine));
        // "The concern" is as good as "Concern".
        if let Some(begins) = first_letters("the").and_then(|place| headings.begins.get_mut(place)) {
            *begins = true;
        }
        headings
    }

    /// Of two meanings of one heading the first stays.
    fn add(&mut self, text: &str, meaning: &Meaning) {
        let key = key(text);
        if let Some(begins) = first_letters(text).and_then(|place| self.begins.get_mut(place)) {
            *begins = true;
        }
        self.known.entry(key).or_insert_with(|| meaning.clone());
    }

    /// Whether a text may be a known heading, found without looking at more than its first letters.
    pub(super) fn may_know(&self, text: &str) -> bool {
        text.len() <= LONGEST && first_letters(text).and_then(|place| self.begins.get(place)) == Some(&true)
    }

    /// What a heading means; `None` where it is not known.
    pub(super) fn meaning(&self, text: &str) -> Option<Meaning> {
        if text.len() > LONGEST {
            return None;
        }
        // Whole first, then without an explanation in brackets or after "e.g.".
        let find = |text: &str| self.known.get(&key(text)).cloned();
        find(text).or_else(|| find(&without_explanation(text)))
    }
}

/// Columns that mean the engine's own, where enough of them stand together: an agency's own "Status" or
/// "Next steps" is not the engine's.
pub(super) fn settle_engine(meanings: &mut [(String, Meaning)]) {
    const ENOUGH: usize = 3;
    let exact = |heading: &str| ENGINE.contains(&heading.trim());
    let found = meanings.iter().filter(|(heading, meaning)| *meaning == Meaning::Engine && exact(heading)).count();
    for (heading, meaning) in meanings {
        if *meaning == Meaning::Engine && (found < ENOUGH || !exact(heading)) {
            *meaning = Meaning::Unknown;
        }
    }
}

const LETTERS: usize = 27;

/// The first three letters of a text as a number, short words filled up.
fn first_letters(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().skip_while(|b| !b.is_ascii_alphabetic());
    let mut number = 0;
    let mut within = true;
    for place in 0..3 {
        let letter = if within { bytes.next().filter(u8::is_ascii_alphabetic) } else { None };
        within = letter.is_some();
        if place == 0 && !within {
            return None;
        }
        number = number * LETTERS + letter.map_or(0, |letter| usize::from(letter.to_ascii_lowercase() - b'a') + 1);
    }
    Some(number)
}

/// The words by which headings are compared: lower case, singular, small words and forms' notes left out.
pub(super) fn key(text: &str) -> String {
    const SMALL: &[&str] = &["the", "a", "an", "of", "and", "or", "s", "was", "were", "please"];
    let mut words: Vec<String> = Vec::with_capacity(8);
    let mut end = usize::MAX;
    for token in tokens(text) {
        let piece = text.get(token.start..token.end).unwrap_or_default();
        match token.kind {
            // "D.O.B." and "Child's" are one word each.
            Kind::Mark('.' | '\'' | '’') if end == token.start => {
                end = token.end;
                continue;
            }
            Kind::Mark(_) => continue,
            Kind::Word(_) | Kind::Number { .. } => {}
        }
        let word = piece.to_lowercase();
        let glued = end == token.start && words.last().is_some_and(|last| last.len() <= 3 && word.len() == 1);
        end = token.end;
        match words.last_mut() {
            Some(last) if glued => last.push_str(&word),
            _ => words.push(word),
        }
    }
    // What a form adds: the answers it takes, or how to write a date.
    for ending in [["y", "n"].as_slice(), &["yes", "no"], &["dd", "mm", "yyyy"], &["dd", "mm", "yy"]] {
        if words.len() > ending.len() && words.ends_with(&ending.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()) {
            words.truncate(words.len() - ending.len());
        }
    }
    let mut key = String::with_capacity(text.len());
    for word in &words {
        let word = match word.as_str() {
            "esc" => "escalation",
            "one" => "1",
            "two" => "2",
            "three" => "3",
            "four" => "4",
            "five" => "5",
            "six" => "6",
            "no" | "num" | "nr" if words.len() > 1 => "number",
            word if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") => {
                word.get(..word.len() - 1).unwrap_or(word)
            }
            word if SMALL.contains(&word) => continue,
            word => word,
        };
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

/// A heading without what explains it.
fn without_explanation(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    for sign in ["e.g.", "i.e.", "eg ", "ie ", " - ", " – "] {
        if let Some((before, _)) = plain.split_once(sign) {
            plain.truncate(before.len());
        }
    }
    // A number before the heading: "1. Concern".
    let rest = plain.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.starts_with(['.', ')']) { rest.to_owned() } else { plain }
}
