//! `deadlines`: JSON Lines of cases → JSON Lines of deadlines with their reasons.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use chrono::NaiveDate;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::calendar::{Calendar, Moment, countable};
use crate::error::{Code, Error, Result};
use crate::policy::{Edition, FactValue, Kind, Policy};
use crate::timeline::{self, Case, Days, Status};

/// What `deadlines` answers.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub(super) struct DeadlinesAnswer {
    /// JSON Lines, one for each case.
    pub(super) answers: String,
}

/// One case, as a line gives it.
#[derive(Deserialize)]
#[serde(expecting = "a case")]
struct CaseLine {
    policy: Option<String>,
    readings: Option<Vec<String>>,
    #[serde(deserialize_with = "each_once")]
    events: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "each_once")]
    facts: BTreeMap<String, Value>,
    as_of: Option<Value>,
    /// What a test expects; not looked at here.
    #[serde(rename = "expect")]
    _expect: Option<serde::de::IgnoredAny>,
    /// Any other keys: not used, and said so.
    #[serde(flatten)]
    other: BTreeMap<String, Value>,
}

/// Values by their names; none at all for `null`. Of a name that stands twice nobody knows which value is meant.
fn each_once<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<BTreeMap<String, Value>, D::Error> {
    struct Named;
    impl<'de> Visitor<'de> for Named {
        type Value = BTreeMap<String, Value>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("names with values")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
            let mut named = BTreeMap::new();
            while let Some((name, value)) = map.next_entry::<String, Value>()? {
                if named.insert(name.clone(), value).is_some() {
                    return Err(serde::de::Error::custom(format!("`{name}` stands there twice")));
                }
            }
            Ok(named)
        }

        fn visit_unit<E>(self) -> std::result::Result<Self::Value, E> {
            Ok(BTreeMap::new())
        }
    }
    from.deserialize_any(Named)
}

/// One case's answer.
#[derive(Serialize)]
struct AnswerLine<'a> {
    id: Value,
    policy: &'a str,
    edition: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ignored: Vec<String>,
    deadlines: Vec<DeadlineAnswer<'a>>,
}

/// One deadline of an answer; `status` only where the case says as of when.
#[derive(Serialize)]
struct DeadlineAnswer<'a> {
    stage: u8,
    duty: &'a str,
    does: &'a str,
    who: &'a str,
    due: Option<Moment>,
    act_by: Option<NaiveDate>,
    strength: &'static str,
    projected: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    provisional: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    /// The same in the words a person reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<&'static str>,
    because: Vec<String>,
    clause: &'a str,
}

/// Answers every case, one line each and in the same order; a case that can't be used answers
/// `{id, error}` and the rest go on. Blank lines are passed over. The text is UTF-8; a line that is not can't be used.
///
/// `own` is the procedure of the user's own file, used by cases that name it or name none.
///
/// ```
/// let case = r#"{"id": 1, "policy": "liverpool", "events": {"concern": "2025-03-03"}}"#;
/// let answer = escalog::api::deadlines(case, None);
/// assert!(answer.contains(r#""duty":"conclude""#));
/// ```
pub fn deadlines(cases: impl AsRef<[u8]>, own: Option<&Policy>) -> String {
    deadlines_of_each(cases.as_ref(), own).map(|answer| answer + "\n").collect()
}

/// The same, one answer after another: together they are many times as large as the cases.
pub fn deadlines_of_each<'c>(cases: &'c [u8], own: Option<&'c Policy>) -> impl Iterator<Item = String> {
    let mut desk = Desk { calendar: Calendar::england_and_wales(), own, policies: HashMap::new() };
    let lines = cases.strip_prefix("\u{feff}".as_bytes()).unwrap_or(cases).split(|byte| *byte == b'\n');
    let lines = (1..).zip(lines.map(<[u8]>::trim_ascii)).filter(|(_, line)| !line.is_empty());
    lines.map(move |(number, line)| desk.answer(number, line))
}

/// What is made once for all cases.
struct Desk<'a> {
    calendar: Calendar,
    own: Option<&'a Policy>,
    policies: HashMap<(String, Vec<String>), Result<Rc<Policy>>>,
}

impl Desk<'_> {
    fn answer(&mut self, number: usize, line: &[u8]) -> String {
        let text = String::from_utf8_lossy(line);
        let id = serde_json::from_str::<BTreeMap<String, Value>>(&text).ok().and_then(|mut all| all.remove("id"));
        let id = id.unwrap_or(Value::Null);
        let answer = match text {
            Cow::Borrowed(line) => self.compute(line, id.clone()),
            Cow::Owned(_) => {
                Err(Error::new(Code::BadRequest, "this line is not text in UTF-8").help("save it as UTF-8"))
            }
        };
        let answer = answer.map_err(|error| error.at(format_args!("line {number}")));
        answer.unwrap_or_else(|error| serde_json::json!({ "id": id, "error": error }).to_string())
    }

    fn compute(&mut self, line: &str, id: Value) -> Result<String> {
        let case: CaseLine = serde_json::from_str(line).map_err(not_a_case)?;
        let policy = self.policy(case.policy.as_deref(), &case.readings.unwrap_or_default())?;
        let concern = case.events.get("concern").map(|value| moment("concern", value)).transpose()?.flatten();
        let edition = policy.edition_for(concern.map(|moment| moment.date));
        let recorded = read_case(edition, &case.events, &case.facts)?;
        let as_of = case.as_of.as_ref().map(|value| moment("as_of", value)).transpose()?.flatten();
        let days = Days::new(&self.calendar, as_of.map_or(NaiveDate::MAX, |as_of| as_of.date));
        let timeline = timeline::compute(edition, &recorded, &days);

        let deadlines = timeline.deadlines.iter().zip(&edition.duties).map(|(deadline, duty)| DeadlineAnswer {
            stage: duty.stage,
            duty: &duty.id,
            does: &duty.does,
            who: timeline::who_acts(edition, duty, &recorded),
            due: deadline.due,
            act_by: deadline.act_by,
            strength: duty.strength.as_str(),
            projected: deadline.projected,
            provisional: deadline.provisional,
            status: as_of.map(|_| deadline.status),
            says: as_of.map(|_| deadline.status.in_words()),
            because: timeline.because(edition, deadline, &self.calendar, &|_| None),
            clause: deadline.clause(duty),
        });
        let ignored = case.other.into_keys().filter(|key| key != "id").collect();
        let answer =
            AnswerLine { id, policy: policy.id(), edition: &edition.edition, ignored, deadlines: deadlines.collect() };
        serde_json::to_string(&answer).map_err(|error| Error::new(Code::BadRequest, error.to_string()))
    }

    fn policy(&mut self, id: Option<&str>, readings: &[String]) -> Result<Rc<Policy>> {
        let own = self.own.filter(|own| id.is_none_or(|id| id == own.id()));
        let Some(id) = id.or(own.map(Policy::id)) else {
            let known: Vec<_> = Policy::built_in_ids().collect();
            return Err(Error::new(Code::UnknownPolicy, "the case names no procedure")
                .help(format!("add `policy`, one of {}", known.join(", "))));
        };
        let key = (id.to_owned(), readings.to_owned());
        let made = self.policies.entry(key).or_insert_with(|| {
            let policy = own.map_or_else(|| Policy::built_in(id), |own| Ok(own.clone()))?;
            policy.with_readings(readings).map(Rc::new)
        });
        made.clone()
    }
}

/// What is wrong with a line, and where in it.
fn not_a_case(error: serde_json::Error) -> Error {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let wrong = Error::new(Code::BadRequest, format!("this line is not a case: {said}"));
    let wrong = if error.column() > 0 { wrong.at(format_args!("column {}", error.column())) } else { wrong };
    wrong.help(r#"write it like {"id": 1, "policy": "birmingham", "events": {"concern": "2025-03-03"}}"#)
}

/// A moment that a case gives; a blank one is unknown.
fn moment(event: &str, value: &Value) -> Result<Option<Moment>> {
    const LONGEST: usize = 40;
    let wrong = |what: String| Error::new(Code::BadRequest, what).at(event);
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim(),
        other => return Err(wrong(format!("`{other}` is not a date")).help("write it as text")),
    };
    if text.is_empty() {
        return Ok(None);
    }
    let shown: String = text.chars().take(LONGEST).collect();
    let moment: Moment = text.parse().map_err(|error| wrong(format!("`{shown}` is {error}")))?;
    countable(moment.date).map(|_| Some(moment)).map_err(|error| error.at(event))
}

/// A case in the terms of an edition. An event or a fact that the procedure does not know is an error:
/// a date left out unseen could give a wrong deadline.
fn read_case(edition: &Edition, events: &BTreeMap<String, Value>, facts: &BTreeMap<String, Value>) -> Result<Case> {
    let mut case = Case::new(edition);
    for (name, value) in events {
        let event = edition.event(name).ok_or_else(|| unknown(edition, "event", name))?;
        if let Some(when) = moment(name, value)? {
            case.record(event, when);
        }
    }
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_null()) {
        let wrong =
            |help: String| Error::new(Code::BadRequest, format!("`{value}` can't stand here")).at(name).help(help);
        let small = || value.as_u64().or_else(|| value.as_str()?.parse().ok()).and_then(|n| u16::try_from(n).ok());
        match name.as_str() {
            "protect-by" => {
                if let Some(when) = moment(name, value)? {
                    case.protect_by(when.date);
                }
            }
            "stage" => {
                let stage =
                    small().and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=edition.last_stage()).contains(n));
                case.stage(stage.ok_or_else(|| wrong(format!("the stages are 1 to {}", edition.last_stage())))?);
            }
            // Recorded for the figures; no deadline depends on it.
            "level-of-need" => {}
            _ => {
                let id = edition.fact(name).ok_or_else(|| unknown(edition, "fact", name))?;
                let Some(fact) = edition.facts.get(id.index()) else { continue };
                let known = match (&fact.kind, value, value.as_str()) {
                    (Kind::YesNo, Value::Bool(true), _) | (Kind::YesNo, _, Some("yes")) => Some(FactValue::Yes),
                    (Kind::YesNo, Value::Bool(false), _) | (Kind::YesNo, _, Some("no")) => Some(FactValue::No),
                    (Kind::YesNo, ..) => None,
                    (Kind::Number, ..) => small().map(FactValue::Number),
                    (Kind::Choice(of), _, word) => word.and_then(|word| choice(edition, of, word)),
                };
                let help = || match &fact.kind {
                    Kind::YesNo => "write true or false".to_owned(),
                    Kind::Number => "write a whole number".to_owned(),
                    Kind::Choice(of) if of.is_empty() => "write it as text".to_owned(),
                    Kind::Choice(of) => format!("write one of {}", of.join(", ")),
                };
                case.state(id, known.ok_or_else(|| wrong(help()))?);
            }
        }
    }
    Ok(case)
}

/// The choice that a word means: an agency's kind by its name too. An agency may be of a kind that the procedure does
/// not name; anything else is one of the choices.
fn choice(edition: &Edition, of: &[String], word: &str) -> Option<FactValue> {
    let same = |known: &str| known.eq_ignore_ascii_case(word);
    if let Some(kind) = edition.agencies.iter().find(|kind| same(&kind.name) && of.contains(&kind.id)) {
        return Some(FactValue::choice(of, &kind.id));
    }
    let known = of.iter().find(|known| same(known)).map(String::as_str);
    let is_of_agencies = edition.agencies.iter().map(|kind| &kind.id).eq(of);
    known.or(Some(word).filter(|_| is_of_agencies)).map(|word| FactValue::choice(of, word))
}

fn unknown(edition: &Edition, what: &str, name: &str) -> Error {
    let known: Vec<&str> = match what {
        "event" => edition.events.iter().map(|event| event.id.as_str()).collect(),
        _ => {
            edition.facts.iter().map(|fact| fact.id.as_str()).chain(["stage", "protect-by", "level-of-need"]).collect()
        }
    };
    Error::new(Code::BadRequest, format!("procedure `{}` knows no {what} `{name}`", edition.policy))
        .help(format!("the {what}s are {}", known.join(", ")))
}
