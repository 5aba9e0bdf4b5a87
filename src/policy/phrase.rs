//! The phrases in which a procedure says by when: text → [`Window`].
//!
//! ```text
//! due    = [ "at once, and in any case" ] bound [ ", else " bound ]
//! bound  = length "from" start | day "from" start | "same day as" start | "with" duty | "no time stated"
//! length = number ( "working day(s)" | "day(s)" | "hour(s)" )
//! day    = "day" N | "working day" N                 day 1 is the day of the start itself
//! number = digits | the name of a number fact, agreed for the case
//! start  = event [ "or" event ]                      the earlier of those recorded
//!        | "the later of" event "and" event
//!        | duty "done" | duty "done or due"
//! duty   = name | stage "." name                     of the same stage, or of another
//! ```

use super::places::{Mistake, words};
use super::{DutyIx, EventId, FactId};

/// How long after its start a bound lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// On the same day.
    SameDay,
    /// So many hours; the end of the day they reach where the start is a date alone.
    Hours(Count),
    /// So many calendar days.
    Days(Count),
    /// So many working days, the start itself not counted.
    WorkingDays(Count),
    /// The n-th day, the start being day 1.
    DayNumber(u16),
    /// The n-th working day, day 1 being the start or the next working day.
    WorkingDayNumber(u16),
    /// As the other duty is due.
    With,
    /// Nothing is said about time.
    NoTime,
}

impl Length {
    /// The fact that holds the number agreed for the case, where it is not the procedure's own.
    pub fn agreed(self) -> Option<FactId> {
        match self {
            Length::Hours(Count::Agreed(fact))
            | Length::Days(Count::Agreed(fact))
            | Length::WorkingDays(Count::Agreed(fact)) => Some(fact),
            _ => None,
        }
    }
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// The procedure's own number.
    Of(u16),
    /// The number agreed for the case, recorded in this fact.
    Agreed(FactId),
}

/// From what a bound counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Nothing: no time is stated.
    Nothing,
    /// This event.
    Event(EventId),
    /// The earlier of these events that is recorded.
    Earlier(Vec<EventId>),
    /// The later of these events, once all are recorded.
    Later(Vec<EventId>),
    /// When the other duty was done, or else when it is due.
    DoneOrDue(DutyIx),
    /// When the other duty is due.
    Due(DutyIx),
}

/// One bound on when a duty is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The phrase as it stands in the procedure file.
    pub text: String,
    /// Whether the document says "at once", the length being the outside limit.
    pub at_once: bool,
    /// How long.
    pub length: Length,
    /// From what.
    pub start: Start,
    /// The bound that holds where the start, or the number agreed for the case, is not recorded.
    pub otherwise: Option<Box<Window>>,
}

/// What the names in a phrase mean.
pub(super) trait Names {
    /// The event of this name.
    fn event(&self, name: &str) -> Option<EventId>;
    /// The duty of this name, of the phrase's own stage or of the one it names.
    fn duty(&self, name: &str) -> Option<DutyIx>;
    /// The event of a duty having been done.
    fn done(&self, duty: DutyIx) -> EventId;
    /// The number fact of this name.
    fn number(&self, name: &str) -> Option<FactId>;
    /// What is most like an unknown event, for advice.
    fn like_event(&self, name: &str) -> String;
    /// What is most like an unknown duty, for advice.
    fn like_duty(&self, name: &str) -> String;
}

/// Reads a due phrase.
pub(super) fn parse(text: &str, names: &dyn Names) -> Result<Window, Mistake> {
    let (first, rest) = match text.split_once(", else ") {
        Some((first, rest)) => (first, Some(rest)),
        None => (text, None),
    };
    let (at_once, bound) = match first.strip_prefix("at once, and in any case ") {
        Some(bound) => (true, bound),
        None => (false, first),
    };
    let (length, start) = parse_bound(bound, names)?;
    let otherwise = rest.map(|rest| parse(rest, names)).transpose()?.map(Box::new);
    if otherwise.is_some() && matches!(length, Length::With | Length::NoTime) {
        return Err(Mistake::new(
            format!("`{first}` is never without a date, so what follows `else` can't be reached"),
            "put an event that may not be recorded before `else`",
        ));
    }
    Ok(Window { text: text.to_owned(), at_once, length, start, otherwise })
}

fn parse_bound(text: &str, names: &dyn Names) -> Result<(Length, Start), Mistake> {
    let all: Vec<&str> = words(text);
    match all.as_slice() {
        ["no", "time", "stated"] => Ok((Length::NoTime, Start::Nothing)),
        ["with", duty] => Ok((Length::With, Start::Due(find_duty(duty, names)?))),
        ["same", "day", "as", start @ ..] => Ok((Length::SameDay, parse_start(start, names)?)),
        [length @ .., _] | length @ [] if !length.contains(&"from") => Err(not_understood(text)),
        _ => {
            let at = all.iter().position(|word| *word == "from").unwrap_or_default();
            let (length, start) = all.split_at(at);
            let length = parse_length(length, names).ok_or_else(|| not_understood(text))?;
            Ok((length, parse_start(start.get(1..).unwrap_or_default(), names)?))
        }
    }
}

fn not_understood(text: &str) -> Mistake {
    Mistake::new(
        format!("`{text}` is not understood as a time limit"),
        "write it like `2 working days from stage-2-began`, `24 hours from concern`, `day 9 from concern`, \
         `same day as concern`, `with conclude` or `no time stated`",
    )
}

fn parse_length(words: &[&str], names: &dyn Names) -> Option<Length> {
    // A limit of no days at all is written `same day as`; day 0 does not exist.
    let number = |word: &str| word.parse::<u16>().ok().filter(|n| *n > 0);
    let count = |word: &str| number(word).map(Count::Of).or_else(|| names.number(word).map(Count::Agreed));
    match words {
        ["day", n] => number(n).map(Length::DayNumber),
        ["working", "day", n] => number(n).map(Length::WorkingDayNumber),
        [n, "working", "day" | "days"] => count(n).map(Length::WorkingDays),
        [n, "day" | "days"] | [n, "calendar", "day" | "days"] => count(n).map(Length::Days),
        [n, "hour" | "hours"] => count(n).map(Length::Hours),
        _ => None,
    }
}

fn parse_start(words: &[&str], names: &dyn Names) -> Result<Start, Mistake> {
    match words {
        [duty, "done", "or", "due"] => Ok(Start::DoneOrDue(find_duty(duty, names)?)),
        [duty, "done"] => Ok(Start::Event(names.done(find_duty(duty, names)?))),
        ["the", "later", "of", events @ ..] => {
            let events: Result<Vec<_>, _> = events.split(|word| *word == "and").map(|e| one_event(e, names)).collect();
            match events? {
                several if several.len() > 1 => Ok(Start::Later(several)),
                _ => Err(Mistake::new(
                    format!("`{}` names one event alone", words.join(" ")),
                    "name two, as in `the later of stage-2-began and papers-complete`, or leave `the later of` out",
                )),
            }
        }
        events if events.contains(&"or") => {
            let events: Result<Vec<_>, _> = events.split(|word| *word == "or").map(|e| one_event(e, names)).collect();
            Ok(Start::Earlier(events?))
        }
        event => Ok(Start::Event(one_event(event, names)?)),
    }
}

fn one_event(words: &[&str], names: &dyn Names) -> Result<EventId, Mistake> {
    let [name] = words else {
        return Err(Mistake::new(
            format!("`{}` is not understood as an event", words.join(" ")),
            "name one event, such as `concern`, or two as `concern or decision-received`",
        ));
    };
    names.event(name).ok_or_else(|| Mistake::new(format!("there is no event `{name}`"), names.like_event(name)))
}

fn find_duty(name: &str, names: &dyn Names) -> Result<DutyIx, Mistake> {
    names.duty(name).ok_or_else(|| Mistake::new(format!("there is no duty `{name}`"), names.like_duty(name)))
}
