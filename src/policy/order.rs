//! The order of the duties: each after those from which it counts, so that one pass computes them all.

use std::collections::BTreeSet;

use super::{Bound, DutyIx, Edition, EventId, Start, Window};

/// Puts the duties in an order that holds under every reading; stage by stage as far as that allows.
///
/// # Errors
/// The duties that count from one another in a circle.
pub(super) fn arrange(edition: &mut Edition) -> Result<(), Vec<DutyIx>> {
    let mut waiting: Vec<(DutyIx, BTreeSet<DutyIx>)> =
        (0u16..).map(DutyIx).take(edition.duties.len()).map(|ix| (ix, needs_of(ix, edition))).collect();
    let mut order: Vec<DutyIx> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|(_, needs)| needs.iter().all(|need| order.contains(need)));
        let Some(ready) = ready else { return Err(in_circle(&waiting)) };
        order.push(waiting.remove(ready).0);
    }
    let moved = |ix: DutyIx| {
        let place = order.iter().position(|other| *other == ix).and_then(|place| u16::try_from(place).ok());
        place.map_or(ix, DutyIx)
    };
    let old = std::mem::take(&mut edition.duties);
    edition.duties = order.iter().filter_map(|ix| old.get(ix.index()).cloned()).collect();
    for stage in &mut edition.stages {
        stage.conclude = stage.conclude.map(moved);
    }
    let of_duties = edition
        .duties
        .iter_mut()
        .flat_map(|duty| duty.bounds.iter_mut().chain(duty.tracks.iter_mut().flat_map(|track| &mut track.bounds)));
    of_duties.for_each(|bound| move_window(&mut bound.window, &moved));
    for (ix, bounds) in edition.readings.iter_mut().flat_map(|reading| &mut reading.due) {
        *ix = moved(*ix);
        bounds.iter_mut().for_each(|bound| move_window(&mut bound.window, &moved));
    }
    Ok(())
}

/// Duties that never have a date, by the default or under a reading: each counts from another of them being done, or
/// being due.
pub(super) fn never_dated(edition: &Edition) -> Option<Vec<DutyIx>> {
    std::iter::once(None).chain(edition.readings.iter().map(Some)).find_map(|reading| {
        let bounds = |ix: DutyIx| {
            let read = reading.and_then(|reading| reading.due.iter().find(|(of, _)| *of == ix));
            let own = || edition.duties.get(ix.index()).map(|duty| duty.bounds.as_slice()).unwrap_or_default();
            read.map_or_else(own, |(_, bounds)| bounds.as_slice())
        };
        let mut waiting: BTreeSet<DutyIx> = (0u16..).map(DutyIx).take(edition.duties.len()).collect();
        loop {
            let is_dated = |ix: &DutyIx| {
                let bounds = bounds(*ix);
                bounds.is_empty() || bounds.iter().any(|bound| is_free(&bound.window, &waiting, edition))
            };
            let still: BTreeSet<DutyIx> = waiting.iter().copied().filter(|ix| !is_dated(ix)).collect();
            if still.len() == waiting.len() {
                break;
            }
            waiting = still;
        }
        let needs = |ix: DutyIx| {
            let from = bounds(ix).iter().flat_map(|bound| counts_from(&bound.window, edition));
            from.filter(|other| waiting.contains(other)).collect()
        };
        let circle = in_circle(&waiting.iter().map(|ix| (*ix, needs(*ix))).collect::<Vec<_>>());
        (!circle.is_empty()).then_some(circle)
    })
}

/// Whether a window has a date without any of the duties that wait.
fn is_free(window: &Window, waiting: &BTreeSet<DutyIx>, edition: &Edition) -> bool {
    let free = |event: &EventId| !done_of(*event, edition).is_some_and(|ix| waiting.contains(&ix));
    let own = match &window.start {
        Start::Nothing => true,
        Start::Event(event) => free(event),
        Start::Earlier(events) => events.iter().any(free),
        Start::Later(events) => events.iter().all(free),
        Start::DoneOrDue(ix) | Start::Due(ix) => !waiting.contains(ix),
    };
    own || window.otherwise.as_deref().is_some_and(|otherwise| is_free(otherwise, waiting, edition))
}

/// The duties of which a window needs that they are done or due.
fn counts_from(window: &Window, edition: &Edition) -> Vec<DutyIx> {
    let mut found = match &window.start {
        Start::Nothing => Vec::new(),
        Start::Event(event) => done_of(*event, edition).into_iter().collect(),
        Start::Earlier(events) | Start::Later(events) => {
            events.iter().filter_map(|event| done_of(*event, edition)).collect()
        }
        Start::DoneOrDue(ix) | Start::Due(ix) => vec![*ix],
    };
    found.extend(window.otherwise.iter().flat_map(|otherwise| counts_from(otherwise, edition)));
    found
}

/// The duty of which an event is that it was done.
fn done_of(event: EventId, edition: &Edition) -> Option<DutyIx> {
    let mut duties = (0u16..).map(DutyIx).zip(&edition.duties);
    duties.find(|(_, duty)| duty.recorded_by.first() == Some(&event)).map(|(ix, _)| ix)
}

fn move_window(window: &mut Window, moved: &impl Fn(DutyIx) -> DutyIx) {
    if let Start::DoneOrDue(ix) | Start::Due(ix) = &mut window.start {
        *ix = moved(*ix);
    }
    if let Some(otherwise) = &mut window.otherwise {
        move_window(otherwise, moved);
    }
}

/// The duties from which this one counts, under any reading.
fn needs_of(ix: DutyIx, edition: &Edition) -> BTreeSet<DutyIx> {
    let Some(duty) = edition.duties.get(ix.index()) else { return BTreeSet::new() };
    let read = edition.readings.iter().flat_map(|reading| &reading.due).filter(|(of, _)| *of == ix);
    let bounds = duty.bounds.iter().chain(duty.tracks.iter().flat_map(|track| &track.bounds));
    bounds.chain(read.flat_map(|(_, bounds)| bounds)).flat_map(|bound| needs(bound, edition)).collect()
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
