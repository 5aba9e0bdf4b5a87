//! What one time limit is beside another: out of reach, never governing, the same.

use super::names::{Here, address};
use super::{EventId, Length, Start, Window};

impl Here<'_> {
    /// What a window counts from, where that belongs to a later stage.
    pub(super) fn too_late(&self, window: &Window) -> Option<String> {
        if self.stage == 0 {
            return None;
        }
        let own = match &window.start {
            Start::Nothing => None,
            Start::Event(event) => self.event_after(std::slice::from_ref(event)),
            Start::Earlier(events) | Start::Later(events) => self.event_after(events),
            Start::DoneOrDue(ix) | Start::Due(ix) => {
                self.edition.duties.get(ix.index()).filter(|duty| duty.stage > self.stage).map(address)
            }
        };
        own.or_else(|| self.too_late(window.otherwise.as_deref()?))
    }

    fn event_after(&self, events: &[EventId]) -> Option<String> {
        let event = events.iter().find(|event| self.stage_of(**event).is_some_and(|of| of > self.stage))?;
        self.edition.events.get(event.index()).map(|event| event.id.clone())
    }

    /// The stage to which an event belongs; that of the event as which it is projected where it is one
    /// of the procedure's own.
    pub(super) fn stage_of(&self, event: EventId) -> Option<u8> {
        let mut stages = 1..=self.last_stage;
        let of_stage = stages.find(|n| event == EventId::began(*n) || event == EventId::ended(*n));
        of_stage.or_else(|| {
            let event = self.edition.events.get(event.index())?;
            match event.id.strip_prefix("done:") {
                Some(duty) => duty.split_once('.')?.0.parse().ok(),
                None => self.stage_of(event.otherwise?),
            }
        })
    }
}

/// The longer and the shorter of two windows of one kind from one start.
pub(super) fn never_governs<'a>(one: &'a Window, other: &'a Window) -> Option<(&'a str, &'a str)> {
    use super::Count::Of;
    let same_start = one.start == other.start && same(one.otherwise.as_deref(), other.otherwise.as_deref());
    let (a, b) = match (one.length, other.length) {
        (Length::Hours(Of(a)), Length::Hours(Of(b)))
        | (Length::Days(Of(a)), Length::Days(Of(b)))
        | (Length::WorkingDays(Of(a)), Length::WorkingDays(Of(b)))
        | (Length::DayNumber(a), Length::DayNumber(b))
        | (Length::WorkingDayNumber(a), Length::WorkingDayNumber(b)) => (a, b),
        _ if one.length == other.length => (0, 0),
        _ => return None,
    };
    let (longer, shorter) = if a >= b { (one, other) } else { (other, one) };
    same_start.then_some((longer.text.as_str(), shorter.text.as_str()))
}

/// Whether two windows mean the same, however they are written.
pub(super) fn same(one: Option<&Window>, other: Option<&Window>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            (one.at_once, one.length, &one.start) == (other.at_once, other.length, &other.start)
                && same(one.otherwise.as_deref(), other.otherwise.as_deref())
        }
        (None, None) => true,
        _ => false,
    }
}
