//! The phrases in which a procedure says when a duty applies: text → [`Condition`].
//!
//! ```text
//! condition = all { "or" all }
//! all       = one { "and" one }
//! one       = [ "not" ] ( fact                        recorded as yes
//!                       | fact "is" value             recorded as that
//!                       | fact "not recorded as" value    recorded otherwise, or not at all
//!                       | "stage" N "has begun"
//!                       | "resolved at" stage | "unresolved at" stage )
//! stage     = "stage" N | "this stage"
//! ```
//!
//! A condition has three answers, because unknown is not no.

use super::places::{Mistake, words};
use super::{FactId, FactValue};

/// When a duty applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The fact is recorded as this value.
    Is(FactId, FactValue),
    /// The fact is recorded as another value, or is not recorded.
    NotRecordedAs(FactId, FactValue),
    /// The stage, or a later one, has begun.
    Begun(u8),
    /// The case was resolved at this stage.
    ResolvedAt(u8),
    /// A later stage has begun, or this one ended without a resolution.
    UnresolvedAt(u8),
    /// Not this.
    Not(Box<Condition>),
    /// All of these.
    All(Vec<Condition>),
    /// Any of these.
    Any(Vec<Condition>),
}

/// What a row can answer to the simple conditions; `None` is unknown.
pub trait Answers {
    /// The fact's value.
    fn fact(&self, fact: FactId) -> FactValue;
    /// Whether the stage, or a later one, has begun.
    fn begun(&self, stage: u8) -> Option<bool>;
    /// Whether the case was resolved at this stage.
    fn resolved_at(&self, stage: u8) -> Option<bool>;
    /// Whether the case was left unresolved at this stage.
    fn unresolved_at(&self, stage: u8) -> Option<bool>;
}

impl Condition {
    /// Whether the condition holds; `None` where the row does not say.
    pub fn holds(&self, row: &impl Answers) -> Option<bool> {
        match self {
            Condition::Is(fact, value) => match row.fact(*fact) {
                FactValue::Unknown => None,
                known => Some(known == *value),
            },
            Condition::NotRecordedAs(fact, value) => Some(row.fact(*fact) != *value),
            Condition::Begun(stage) => row.begun(*stage),
            Condition::ResolvedAt(stage) => row.resolved_at(*stage),
            Condition::UnresolvedAt(stage) => row.unresolved_at(*stage),
            Condition::Not(inner) => inner.holds(row).map(|holds| !holds),
            Condition::All(all) => decided_by(false, all, row),
            Condition::Any(any) => decided_by(true, any, row),
        }
    }
}

/// The answer of which one is enough, if any gives it; unknown if any is; the other answer if all give that.
fn decided_by(enough: bool, conditions: &[Condition], row: &impl Answers) -> Option<bool> {
    let mut answer = Some(!enough);
    for condition in conditions {
        let own = condition.holds(row);
        if own == Some(enough) {
            return own;
        }
        answer = answer.and(own);
    }
    answer
}

/// What the names in a condition mean.
pub(super) trait Facts {
    /// The fact of this name.
    fn fact(&self, name: &str) -> Option<FactId>;
    /// What this word means as a value of that fact.
    fn value(&self, fact: FactId, word: &str) -> Option<FactValue>;
    /// Which values the fact can have, for advice.
    fn values(&self, fact: FactId) -> String;
    /// What is most like an unknown fact, for advice.
    fn like_fact(&self, name: &str) -> String;
    /// The stage in which the condition stands; `None` outside the stages.
    fn this_stage(&self) -> Option<u8>;
    /// How many stages there are.
    fn stages(&self) -> u8;
}

/// Reads a condition.
pub(super) fn parse(text: &str, facts: &dyn Facts) -> Result<Condition, Mistake> {
    any(&words(text), facts)
}

fn any(words: &[&str], facts: &dyn Facts) -> Result<Condition, Mistake> {
    let mut parts: Vec<_> = words.split(|word| *word == "or").map(|part| all(part, facts)).collect::<Result<_, _>>()?;
    Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Any(parts) })
}

fn all(words: &[&str], facts: &dyn Facts) -> Result<Condition, Mistake> {
    let mut parts: Vec<_> =
        words.split(|word| *word == "and").map(|part| one(part, facts)).collect::<Result<_, _>>()?;
    Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
}

fn one(words: &[&str], facts: &dyn Facts) -> Result<Condition, Mistake> {
    match words {
        ["not", rest @ ..] if !rest.is_empty() => Ok(Condition::Not(Box::new(one(rest, facts)?))),
        ["stage", n, "has", "begun"] => Ok(Condition::Begun(stage(&["stage", n], facts)?)),
        ["resolved", "at", at @ ..] => Ok(Condition::ResolvedAt(stage(at, facts)?)),
        ["unresolved", "at", at @ ..] => Ok(Condition::UnresolvedAt(stage(at, facts)?)),
        [name] => {
            let fact = find_fact(name, facts)?;
            Ok(Condition::Is(fact, find_value(fact, name, "yes", facts)?))
        }
        [name, "is", value] => {
            let fact = find_fact(name, facts)?;
            Ok(Condition::Is(fact, find_value(fact, name, value, facts)?))
        }
        [name, "not", "recorded", "as", value] => {
            let fact = find_fact(name, facts)?;
            Ok(Condition::NotRecordedAs(fact, find_value(fact, name, value, facts)?))
        }
        _ => Err(Mistake::new(
            format!("`{}` is not understood as a condition", words.join(" ")),
            "write it like `immediate-risk`, `agency-type is school`, `urgent not recorded as no`, \
             `stage 2 has begun`, `resolved at this stage` or `unresolved at stage 3`, joined by `and` and `or`",
        )),
    }
}

fn stage(words: &[&str], facts: &dyn Facts) -> Result<u8, Mistake> {
    let known = 1..=facts.stages();
    match words {
        ["this", "stage"] => facts.this_stage().ok_or_else(|| {
            Mistake::new("`this stage` means nothing outside a stage", "name the stage, such as `stage 2`")
        }),
        ["stage", n] => n.parse().ok().filter(|n| known.contains(n)).ok_or_else(|| {
            Mistake::new(format!("there is no stage `{n}`"), format!("the stages are 1 to {}", facts.stages()))
        }),
        _ => Err(Mistake::new(
            format!("`{}` is not understood as a stage", words.join(" ")),
            "write `this stage` or a number, such as `stage 2`",
        )),
    }
}

fn find_fact(name: &str, facts: &dyn Facts) -> Result<FactId, Mistake> {
    facts.fact(name).ok_or_else(|| Mistake::new(format!("there is no fact `{name}`"), facts.like_fact(name)))
}

fn find_value(fact: FactId, name: &str, word: &str, facts: &dyn Facts) -> Result<FactValue, Mistake> {
    let value = facts.value(fact, word);
    value
        .ok_or_else(|| Mistake::new(format!("`{name}` can't be `{word}`"), format!("it can be {}", facts.values(fact))))
}
