//! The stages of a procedure file, and the events that a row can record of them, of the case and of each duty.
//!
//! In: the file's stages, events and duties. Out: those of an edition; every mistake in them noted.

use super::{Loader, check_id, is_number, is_said, note_taken};
use crate::policy::file::{DutyEntry, PolicyFile};
use crate::policy::phrase::Names;
use crate::policy::places::Places;
use crate::policy::{Edition, Event, EventId, Stage};

impl Loader {
    pub(super) fn events(&mut self, file: &PolicyFile, duties: &[(u8, DutyEntry)], places: &mut Places<'_>) {
        let event = |id: &str, column: &str, says: &str| Event {
            id: id.into(),
            column: Some(column.into()),
            says: says.into(),
            otherwise: None,
        };
        // INVARIANT: in the order of the constants of `EventId`.
        self.edition.events = vec![
            event("concern", "Date concern arose", "the concern arose"),
            event("decision-received", "Decision received", "the decision was received"),
            event("risk-identified", "Risk identified", "immediate risk was identified"),
            event("discussion", "First discussion", "the first discussion was held"),
            event("resolved", "Date resolved", "the disagreement was resolved"),
            event("confirmed", "Outcome confirmed in writing", "the outcome was confirmed in writing"),
        ];
        for id in [EventId::RISK_IDENTIFIED, EventId::DISCUSSION] {
            if let Some(event) = self.edition.events.get_mut(id.index()) {
                event.otherwise = Some(EventId::CONCERN);
            }
        }
        for stage in 1..=self.last_stage {
            let began = event(
                &format!("stage-{stage}-began"),
                &format!("Stage {stage} began"),
                &format!("stage {stage} began"),
            );
            let ended = event(
                &format!("stage-{stage}-ended"),
                &format!("Stage {stage} ended"),
                &format!("stage {stage} ended"),
            );
            self.edition.events.extend([began, ended]);
        }
        let first_own = self.edition.events.len();
        for entry in &file.event {
            let id = check_id(&entry.id, places);
            if self.edition.event(&id).is_some() {
                note_taken("an event", &entry.id, "use it, or choose another name", places);
                continue;
            }
            let name = entry.name.get_ref();
            self.edition.events.push(event(&id, name, &format!("`{name}`")));
        }
        for (stage, entry) in duties {
            self.edition.events.push(Event {
                id: format!("done:{}.{}", Edition::stage_word(*stage), entry.id.get_ref()),
                column: entry.column.as_ref().map(|column| column.get_ref().clone()),
                says: format!("stage {stage}: {}", entry.does),
                otherwise: None,
            });
        }
        self.edition.discuss = self.edition.event("done:1.discuss");
        for entry in &file.event {
            let Some(otherwise) = entry.otherwise.as_ref().filter(|other| is_said(other)) else { continue };
            let Some(other) = self.edition.event(otherwise.get_ref()) else {
                let help = self.here(0).like_event(otherwise.get_ref());
                places.mistake(otherwise.span(), format!("there is no event `{}`", otherwise.get_ref()), help);
                continue;
            };
            if other.index() >= first_own {
                let what = "an event can't be projected as another of the procedure's own";
                places.mistake(otherwise.span(), what, "project it as a common event, such as `concern`");
                continue;
            }
            let own = self.edition.events.iter_mut().skip(first_own).find(|event| event.id == *entry.id.get_ref());
            if let Some(own) = own {
                own.otherwise = Some(other);
            }
        }
    }

    pub(super) fn stages(&mut self, file: &PolicyFile, places: &mut Places<'_>) {
        if file.stage.is_empty() {
            places.mistake(file.id.span(), "there are no stages", "add a `[[stage]]` with `number = 1`");
        }
        if let Some(entry) = file.stage.get(Edition::MOST_STAGES) {
            let what = format!("there are more than {} stages", Edition::MOST_STAGES);
            places.mistake(entry.number.span(), what, "join some of them: a stage can have steps (`step`)");
        }
        for (expected, entry) in (1..=u8::MAX).zip(&file.stage) {
            let number = *entry.number.get_ref();
            // A number that could not be read is noted already.
            if number != expected && is_number(&entry.number, places) {
                let what = format!("stage {number} can't be reached: the stage after {} is {expected}", expected - 1);
                places.mistake(entry.number.span(), what, "number the stages 1, 2, 3 and so on, in order");
            }
            let begins = entry.begins.as_ref().filter(|begins| is_said(begins)).and_then(|begins| {
                let name = begins.get_ref();
                let Some(event) = self.edition.event(name) else {
                    let help = self.here(0).like_event(name);
                    places.mistake(begins.span(), format!("there is no event `{name}`"), help);
                    return None;
                };
                if self.here(0).stage_of(event).is_some_and(|stage| stage >= expected) {
                    let what = format!("stage {expected} can't be reached: `{name}` does not come before it");
                    places.mistake(begins.span(), what, "let it begin with an event that comes before it");
                    return None;
                }
                Some(event)
            });
            let stage = Stage {
                number: expected,
                name: entry.name.clone(),
                who: self.role(&entry.who, places),
                clause: entry.clause.get_ref().clone(),
                begins: begins.or((expected == 1).then_some(EventId::CONCERN)),
                may_be_skipped: entry.may_be_skipped,
                exceptional: entry.exceptional,
                conclude: None,
            };
            self.edition.stages.push(stage);
        }
    }
}
