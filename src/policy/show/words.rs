//! Time limits and conditions in plain words: [`Window`], [`Condition`] → text.

use super::super::{
    Bound, Condition, Count, Duty, DutyIx, Edition, EventId, FactId, FactValue, Kind, Length, Start, Window,
};

/// By when, in words that follow what is to be done.
pub(super) fn due(edition: &Edition, duty: &Duty, bounds: &[Bound]) -> String {
    let all: Vec<_> = bounds
        .iter()
        .map(|bound| {
            let text = window(edition, duty.stage, &bound.window);
            bound.clause.as_ref().map_or(text.clone(), |clause| format!("{text} ({clause})"))
        })
        .collect();
    match all.as_slice() {
        [] if duty.is_conclude => "no limit stated".to_owned(),
        [] => "no time stated".to_owned(),
        [one] => one.clone(),
        [one, other] => format!("{one}, or {other}, whichever is earlier"),
        several => format!("{}, whichever is earliest", several.join(", or ")),
    }
}

fn window(edition: &Edition, stage: u8, window: &Window) -> String {
    let from = |what: &dyn Fn(&str) -> String| what(&start(edition, stage, &window.start));
    let mut text = match window.length {
        Length::SameDay => format!("on {}", day(edition, stage, &window.start)),
        Length::Hours(n) => from(&|start| format!("within {} of {start}", count(edition, n, "hour"))),
        Length::Days(n) => from(&|start| format!("within {} of {start}", count(edition, n, "calendar day"))),
        Length::WorkingDays(n) => from(&|start| format!("within {} of {start}", count(edition, n, "working day"))),
        Length::DayNumber(n) => format!("by day {n} (day 1 is {})", day(edition, stage, &window.start)),
        Length::WorkingDayNumber(n) => {
            let first = day(edition, stage, &window.start);
            format!("by working day {n} (day 1 is {first}, or the next working day)")
        }
        Length::With => from(&|start| format!("when {start} is due")),
        Length::NoTime => "no time stated".to_owned(),
    };
    if window.at_once {
        text = format!("at once, and in any case {text}");
    }
    if let Some(otherwise) = &window.otherwise {
        text.push_str(&format!(", or where that is not recorded, {}", self::window(edition, stage, otherwise)));
    }
    text
}

fn count(edition: &Edition, n: Count, unit: &str) -> String {
    match n {
        Count::Of(1) => format!("1 {unit}"),
        Count::Of(n) => format!("{n} {unit}s"),
        Count::Agreed(fact) => format!("the {unit}s agreed for the case (column `{}`)", heading(edition, fact)),
    }
}

/// What a limit counts from, in words that follow "of".
fn start(edition: &Edition, stage: u8, start: &Start) -> String {
    let all = |events: &[EventId]| events.iter().map(|e| event(edition, *e)).collect::<Vec<_>>().join(" and ");
    match start {
        Start::Nothing => String::new(),
        Start::Event(one) => event(edition, *one),
        Start::Earlier(events) => format!("the earlier of {}", all(events)),
        Start::Later(events) => format!("the later of {}", all(events)),
        Start::DoneOrDue(ix) => format!("{} being done, or else of its due date", duty(edition, stage, *ix)),
        Start::Due(ix) => duty(edition, stage, *ix),
    }
}

/// The day of a start.
fn day(edition: &Edition, stage: u8, from: &Start) -> String {
    match from {
        Start::Event(one) if is_common(edition, *one) => {
            format!("the day {}", edition.events.get(one.index()).map_or("", |event| event.says.as_str()))
        }
        other => format!("the day of {}", start(edition, stage, other)),
    }
}

/// Whether every procedure has this event.
fn is_common(edition: &Edition, event: EventId) -> bool {
    event < EventId::began(edition.last_stage().saturating_add(1))
}

/// An event, in words that follow "of" or "with".
pub(super) fn event(edition: &Edition, event: EventId) -> String {
    let Some(known) = edition.events.get(event.index()) else { return String::new() };
    match event {
        EventId::CONCERN => "the concern arising".to_owned(),
        EventId::DECISION_RECEIVED => "the decision being received".to_owned(),
        EventId::RISK_IDENTIFIED => "immediate risk being identified".to_owned(),
        EventId::DISCUSSION => "the first discussion".to_owned(),
        EventId::RESOLVED => "the resolution".to_owned(),
        EventId::CONFIRMED => "the outcome being confirmed".to_owned(),
        _ => {
            for stage in edition.stages.iter().map(|stage| stage.number) {
                if event == EventId::began(stage) {
                    return format!("stage {stage} beginning");
                } else if event == EventId::ended(stage) {
                    return format!("stage {stage} ending");
                }
            }
            let duty = edition.duties.iter().find(|duty| duty.recorded_by.first() == Some(&event));
            duty.map_or_else(|| known.says.clone(), |duty| format!("{} being done", named_duty(duty)))
        }
    }
}

fn duty(edition: &Edition, stage: u8, ix: DutyIx) -> String {
    match edition.duties.get(ix.index()) {
        Some(duty) if duty.stage == stage || duty.stage == 0 => named_duty(duty),
        Some(duty) => format!("{} at stage {}", named_duty(duty), duty.stage),
        None => String::new(),
    }
}

/// A duty within a sentence: what is to be done.
fn named_duty(duty: &Duty) -> String {
    format!("“{}”", duty.does)
}

fn heading(edition: &Edition, fact: FactId) -> &str {
    edition.facts.get(fact.index()).map_or("", |fact| fact.column.as_str())
}

/// A condition, in words that follow "if".
pub(super) fn condition(edition: &Edition, when: &Condition) -> String {
    let join = |parts: &[Condition], with: &str| {
        parts.iter().map(|part| condition(edition, part)).collect::<Vec<_>>().join(with)
    };
    match when {
        Condition::Is(fact, FactValue::Yes) => lower_first(heading(edition, *fact)),
        Condition::Is(fact, FactValue::No) => format!("not {}", lower_first(heading(edition, *fact))),
        Condition::Is(fact, value) => format!("{} is {}", named(edition, *fact), choice(edition, *fact, *value)),
        Condition::NotRecordedAs(fact, value) => {
            let value = match value {
                FactValue::Yes => "yes",
                FactValue::No => "no",
                other => &choice(edition, *fact, *other),
            };
            format!("{} is not recorded as {value}", named(edition, *fact))
        }
        Condition::Begun(stage) => format!("stage {stage} has begun"),
        Condition::ResolvedAt(stage) => format!("resolved at stage {stage}"),
        Condition::UnresolvedAt(stage) => format!("unresolved at stage {stage}"),
        Condition::Not(inner) => format!("not {}", condition(edition, inner)),
        Condition::All(parts) => join(parts, " and "),
        Condition::Any(parts) if parts.iter().any(|part| matches!(part, Condition::All(_))) => join(parts, ", or "),
        Condition::Any(parts) => join(parts, " or "),
    }
}

fn named(edition: &Edition, fact: FactId) -> String {
    edition.facts.get(fact.index()).map_or_else(String::new, |fact| fact.id.replace('-', " "))
}

fn choice(edition: &Edition, fact: FactId, value: FactValue) -> String {
    let kind = edition.facts.get(fact.index()).map(|fact| &fact.kind);
    let (Some(Kind::Choice(of)), FactValue::Choice(place)) = (kind, value) else { return String::new() };
    of.get(usize::from(place)).cloned().unwrap_or_default()
}

/// A heading within a sentence; one that begins with an abbreviation stays as it is.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}
