//! What a field of a row is called: in the register's tables for people, and in its sources for the engine.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::one_line;
use crate::log::{self, Meaning};
use crate::policy::Policy;

/// A field of a row: what it means, or the agency's own heading where that is not known.
#[derive(Debug, Clone)]
pub struct Key {
    /// What it means.
    pub meaning: Meaning,
    /// The heading, where the meaning is not known; empty elsewhere.
    own: String,
    /// The same in small letters: headings that differ in capitals alone are one field.
    folded: String,
}

impl Key {
    fn as_compared(&self) -> (&Meaning, &str) {
        (&self.meaning, &self.folded)
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        self.as_compared() == other.as_compared()
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Key) -> Ordering {
        self.as_compared().cmp(&other.as_compared())
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.as_compared().hash(hasher);
    }
}

/// The fields that every procedure has, with their headings in a register.
const COMMON: &[(Meaning, &str, &str)] = &[
    (Meaning::Number, "number", "Number"),
    (Meaning::Agency, "agency", AGENCY),
    (Meaning::Name, "name", "Child"),
    (Meaning::Born, "born", "Date of birth"),
    (Meaning::Age, "age", "Age"),
    (Meaning::Concern, "concern-text", "Concern"),
    (Meaning::Level, "level", "Level of need"),
    (Meaning::Disagreement, "disagreement", "Disagreement"),
    (Meaning::Actions, "actions", "Actions"),
    (Meaning::Outcome, "outcome", "Outcome"),
    (Meaning::Stage, "stage", "Stage"),
    (Meaning::ProtectBy, "protect-by", "Resolve sooner by"),
    (Meaning::PlanOrLookedAfter, "plan-or-looked-after", "CP plan / looked after"),
    (Meaning::ReceivingAgency, "receiving-agency", "Receiving agency"),
    (Meaning::Theme, "theme", "Theme"),
    (Meaning::Accepted, "accepted", "Accepted"),
];

/// What a register's table says where no level of need, or no receiving agency, is given.
pub const NOT_STATED: &str = "not stated";

/// The heading of the agency that raised a row.
pub const AGENCY: &str = "Agency";

/// The heading of the hidden column by which the engine knows a row of a register again.
pub const MARK: &str = "escalog";

/// The headings of a register's table that the engine fills: nothing is read back from below them.
pub const COMPUTED: &[&str] = &[
    "Status",
    "Next step",
    "Next step due",
    "Act by",
    "Who acts",
    "Findings",
    "Theme suggested",
    "Theme counted",
    "Open key",
    "Outcome key",
    "Later key",
    "File",
    "Sheet",
    "Row",
    "Returned",
    MARK,
];

impl Key {
    /// The field of this meaning.
    pub fn of(meaning: Meaning) -> Key {
        Key { meaning, own: String::new(), folded: String::new() }
    }

    /// The field of an event or duty of the procedure.
    pub fn event(id: &str) -> Key {
        Key::of(Meaning::Event(id.into()))
    }

    /// The field below a heading whose meaning is not known.
    pub fn own(heading: &str) -> Key {
        // A table's heading can have 255 characters; a mark may follow it.
        let heading: String = one_line(heading).chars().take(200).collect();
        let own = match heading.as_str() {
            "" => "No heading".to_owned(),
            // Else what can't be settled would be read back as who raised the concern.
            _ if log::means_agency(&heading) => format!("{heading} as returned"),
            _ => heading,
        };
        Key { meaning: Meaning::Unknown, folded: own.to_lowercase(), own }
    }

    /// The agency's own heading; empty where the meaning is known.
    pub(super) fn own_heading(&self) -> &str {
        &self.own
    }

    /// Whether the engine writes its cells in a quarterly workbook as formulas: the ends of stages, which follow
    /// from the row's other dates.
    pub(super) fn has_formula(&self) -> bool {
        matches!(&self.meaning, Meaning::Event(id) if id.starts_with("stage-") && id.ends_with("-ended"))
    }

    /// The name by which the register's sources call it, such as `event:stage-2-began`.
    pub(super) fn id(&self) -> Cow<'static, str> {
        match &self.meaning {
            Meaning::Event(id) => Cow::Owned(["event:", id].concat()),
            Meaning::Fact(id) => Cow::Owned(["fact:", id].concat()),
            Meaning::Unknown => Cow::Owned(["own:", &self.own].concat()),
            meaning => {
                let common = COMMON.iter().find(|(known, _, _)| known == meaning);
                Cow::Borrowed(common.map_or("own:", |(_, id, _)| id))
            }
        }
    }

    /// The field of this name.
    pub(super) fn of_id(id: &str) -> Option<Key> {
        match id.split_once(':') {
            Some(("event", id)) => Some(Key::event(id)),
            Some(("fact", id)) => Some(Key::of(Meaning::Fact(id.into()))),
            Some(("own", heading)) => Some(Key::own(heading)),
            _ => COMMON.iter().find(|(_, known, _)| *known == id).map(|(meaning, _, _)| Key::of(meaning.clone())),
        }
    }

    /// Its heading in a register's tables.
    pub fn heading(&self, policy: &Policy) -> String {
        let editions = || policy.editions().iter().rev();
        match &self.meaning {
            Meaning::Event(id) => match id.as_ref() {
                "concern" => "Concern arose".to_owned(),
                "resolved" => "Date resolved".to_owned(),
                _ => {
                    let mut columns = editions().filter_map(|edition| edition.events.iter().find(|e| *e.id == **id));
                    let column = columns.find_map(|event| event.column.clone());
                    let words = id.strip_prefix("stage-").map(|rest| format!("Stage {}", rest.replacen('-', " ", 1)));
                    words.or(column).unwrap_or_else(|| id.to_string())
                }
            },
            Meaning::Fact(id) => {
                let fact = editions().find_map(|edition| edition.facts.iter().find(|fact| *fact.id == **id));
                fact.map_or_else(|| id.to_string(), |fact| fact.column.clone())
            }
            Meaning::Unknown if is_computed(&self.own) => format!("{}{THEIRS}", self.own),
            Meaning::Unknown => self.own.clone(),
            meaning => {
                let common = COMMON.iter().find(|(known, _, _)| known == meaning);
                common.map_or("", |(_, _, heading)| heading).to_owned()
            }
        }
    }

    /// Where it stands among a register's columns: the case, then its dates in their order, then the rest.
    pub(super) fn order(&self) -> (u8, String) {
        match &self.meaning {
            Meaning::Event(id) => match id.as_ref() {
                "concern" => (1, String::new()),
                "resolved" => (3, String::new()),
                id if id.starts_with("stage-") => (2, id.to_owned()),
                id => (4, id.to_owned()),
            },
            Meaning::Fact(id) => (5, id.to_string()),
            Meaning::Unknown => (7, self.own.to_lowercase()),
            meaning => {
                let place = COMMON.iter().position(|(known, _, _)| known == meaning).unwrap_or_default();
                let late = matches!(meaning, Meaning::PlanOrLookedAfter | Meaning::ReceivingAgency);
                let last = matches!(meaning, Meaning::Theme | Meaning::Accepted);
                let part = if last {
                    6
                } else if late {
                    5
                } else {
                    0
                };
                (part, format!("{place:02}"))
            }
        }
    }

    /// Every field that a register of this procedure can have a column for, by its heading in small letters.
    pub(super) fn by_heading(policy: &Policy) -> HashMap<String, Key> {
        let common = COMMON.iter().map(|(meaning, _, _)| Key::of(meaning.clone()));
        let editions = policy.editions().iter();
        let events = editions.clone().flat_map(|edition| edition.events.iter().map(|event| Key::event(&event.id)));
        let facts = editions
            .flat_map(|edition| edition.facts.iter().map(|fact| Key::of(Meaning::Fact(fact.id.as_str().into()))));
        common.chain(events).chain(facts).map(|key| (key.heading(policy).to_lowercase(), key)).collect()
    }

    /// The field below this heading of a register; `None` where the engine fills it.
    pub(super) fn below(heading: &str, known: &HashMap<String, Key>) -> Option<Key> {
        let heading = one_line(heading);
        if is_computed(&heading) || heading.is_empty() {
            return None;
        }
        let theirs = heading.strip_suffix(THEIRS).filter(|own| is_computed(own));
        Some(known.get(&heading.to_lowercase()).cloned().unwrap_or_else(|| Key::own(theirs.unwrap_or(&heading))))
    }
}

/// What tells an agency's own column from the engine's of the same name.
const THEIRS: &str = " (the agency's)";

/// Whether the engine fills the column of this heading in a register's table.
pub fn is_computed(heading: &str) -> bool {
    // "Stage 2 due", "Stage 2 in time", "Stage 2 days".
    let folded = heading.to_lowercase();
    let of_stage = folded.strip_prefix("stage ").and_then(|rest| rest.split_once(' '));
    let stage = of_stage.is_some_and(|(number, what)| {
        number.bytes().all(|digit| digit.is_ascii_digit()) && matches!(what, "due" | "in time" | "days")
    });
    stage || COMPUTED.iter().any(|computed| computed.eq_ignore_ascii_case(heading))
}
