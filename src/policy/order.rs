//! In which order duties are computed: each after those from which it counts.

use std::collections::BTreeSet;

use super::{Bound, DutyIx, Edition, EventId, Start, Window};

/// The duties in an order that holds under every reading.
///
/// # Errors
/// The duties that count from one another in a circle.
pub(super) fn of(edition: &Edition) -> Result<Vec<DutyIx>, Vec<DutyIx>> {
    let Edition { duties, readings, .. } = edition;
    let all = || (0u16..).map(DutyIx).take(duties.len());
    let mut waiting: Vec<(DutyIx, BTreeSet<DutyIx>)> = all()
        .zip(duties)
        .map(|(ix, duty)| {
            let read = readings.iter().flat_map(|reading| &reading.due).filter(|(of, _)| *of == ix);
            let bounds = duty.bounds.iter();
            let bounds =
                bounds.chain(duty.tracks.iter().flat_map(|t| &t.bounds)).chain(read.flat_map(|(_, bounds)| bounds));
            (ix, bounds.flat_map(|bound| needs(bound, edition)).collect())
        })
        .collect();
    let mut order = Vec::with_capacity(duties.len());
    while !waiting.is_empty() {
        let (ready, rest): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|(_, needs)| needs.iter().all(|n| order.contains(n)));
        waiting = rest;
        if ready.is_empty() {
            return Err(in_circle(&waiting));
        }
        order.extend(ready.into_iter().map(|(ix, _)| ix));
    }
    Ok(order)
}

/// Of the duties that wait, those that wait for themselves in the end.
fn in_circle(waiting: &[(DutyIx, BTreeSet<DutyIx>)]) -> Vec<DutyIx> {
    let needs = |ix: DutyIx| waiting.iter().find(|(other, _)| *other == ix).map(|(_, needs)| needs);
    let reaches_itself = |start: DutyIx| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<DutyIx> = needs(start).into_iter().flatten().copied().collect();
        while let Some(ix) = next.pop() {
            if seen.insert(ix) {
                next.extend(needs(ix).into_iter().flatten());
            }
        }
        seen.contains(&start)
    };
    waiting.iter().map(|(ix, _)| *ix).filter(|ix| reaches_itself(*ix)).collect()
}

fn needs(bound: &Bound, edition: &Edition) -> Vec<DutyIx> {
    let mut found = Vec::new();
    let mut window: Option<&Window> = Some(&bound.window);
    while let Some(one) = window {
        match &one.start {
            Start::Nothing => {}
            Start::DoneOrDue(ix) | Start::Due(ix) => found.push(*ix),
            Start::Event(event) => found.extend(projected_from(*event, edition)),
            Start::Earlier(events) | Start::Later(events) => {
                found.extend(events.iter().flat_map(|event| projected_from(*event, edition)));
            }
        }
        window = one.otherwise.as_deref();
    }
    found
}

/// The deadline as which an event is projected where it is not recorded.
fn projected_from(event: EventId, edition: &Edition) -> Option<DutyIx> {
    // INVARIANT: no circle. A stage begins with an event that comes before it, and an event of the
    // procedure's own is projected as a common one: the loader refuses anything else.
    let began = edition.stages.iter().find(|stage| event == EventId::began(stage.number));
    match began {
        Some(stage) => match stage.begins {
            Some(begins) => projected_from(begins, edition),
            None => edition.conclude(stage.number.saturating_sub(1)),
        },
        None => match edition.stages.iter().find(|stage| event == EventId::ended(stage.number)) {
            Some(stage) => edition.conclude(stage.number),
            None => projected_from(edition.events.get(event.index())?.otherwise?, edition),
        },
    }
}
