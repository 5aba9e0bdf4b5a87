//! The events of an edition, by number: the common ones first, then those of its stages, then its own.

/// An event of an [`Edition`](super::Edition), by its place in [`Edition::events`](super::Edition::events).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub(crate) u16);

impl EventId {
    /// The concern or disagreement arose.
    pub const CONCERN: EventId = EventId(0);
    /// The disputed decision was received.
    pub const DECISION_RECEIVED: EventId = EventId(1);
    /// Immediate risk was identified.
    pub const RISK_IDENTIFIED: EventId = EventId(2);
    /// The first discussion was held.
    pub const DISCUSSION: EventId = EventId(3);
    /// The disagreement was resolved.
    pub const RESOLVED: EventId = EventId(4);
    /// The outcome was confirmed in writing.
    pub const CONFIRMED: EventId = EventId(5);
    const FIXED: u16 = 6;

    /// The stage began.
    pub fn began(stage: u8) -> EventId {
        EventId(Self::FIXED + 2 * (u16::from(stage).saturating_sub(1)))
    }

    /// The stage ended.
    pub fn ended(stage: u8) -> EventId {
        EventId(Self::began(stage).0 + 1)
    }

    /// Its place among the events.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// An event that a row can record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its name in `events`: `concern`, `stage-2-began`, `done:1.discuss`.
    pub id: String,
    /// The heading of the column that records it; `None` where no column does.
    pub column: Option<String>,
    /// In the words of an explanation: "the concern arose".
    pub says: String,
    /// The event as which it is projected where it is not recorded.
    pub otherwise: Option<EventId>,
}

/// Some events, as a bit each; those more than 64 apart share one. They tell of most events that they are not among
/// them, and of none that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct EventBits(u64);

impl EventBits {
    pub fn add(&mut self, event: EventId) {
        self.0 |= EventBits::from(event).0;
    }

    /// Whether any event may be among both.
    pub fn may_meet(self, other: EventBits) -> bool {
        self.0 & other.0 != 0
    }
}

impl From<EventId> for EventBits {
    fn from(event: EventId) -> EventBits {
        EventBits(1 << (event.0 % 64))
    }
}

impl FromIterator<EventId> for EventBits {
    fn from_iter<I: IntoIterator<Item = EventId>>(events: I) -> EventBits {
        let mut bits = EventBits::default();
        events.into_iter().for_each(|event| bits.add(event));
        bits
    }
}
