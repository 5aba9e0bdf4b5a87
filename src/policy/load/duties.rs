//! The duties of a procedure file: whose they are, what records them, and by when they are due.
//!
//! In: the file's duties and caps. Out: the duties of an edition, with their bounds; every mistake in them noted.

use toml::Spanned;

use super::{Loader, check_id};
use crate::policy::file::{DutyEntry, PolicyFile, StageSet, Stages};
use crate::policy::phrase::{self, Names};
use crate::policy::places::Places;
use crate::policy::schema::like;
use crate::policy::windows::never_governs;
use crate::policy::{Bound, Duty, Edition, EventId, Strength};

impl Loader {
    /// Every duty with its stage: those of the row as a whole, then stage by stage.
    pub(super) fn duty_entries(&self, file: &PolicyFile, places: &mut Places<'_>) -> Vec<(u8, DutyEntry)> {
        let mut all: Vec<(u8, DutyEntry)> = Vec::new();
        for (number, stage) in (1..=u8::MAX).zip(&file.stage) {
            for entry in &stage.duty {
                if let Some(stages) = &entry.stages {
                    let help = "leave it out, or move the duty out of the stage to a `[[duty]]` of its own";
                    places.mistake(stages.span(), "a duty inside a stage belongs to that stage", help);
                }
                all.push((number, entry.clone()));
            }
        }
        for entry in &file.duty {
            let Some(stages) = &entry.stages else {
                let help = "add `stages = \"any\"` for the row as a whole, `\"every\"`, or a list such as [1, 2]";
                places.mistake(entry.id.span(), "it is not said whose duty this is", help);
                continue;
            };
            let numbers: Vec<u8> = match stages.get_ref() {
                Stages::Named(StageSet::Any) => vec![0],
                Stages::Named(StageSet::Every) => (1..=self.last_stage).collect(),
                Stages::Listed(numbers) => numbers.clone(),
            };
            if numbers.is_empty() {
                places.mistake(stages.span(), "it is not said whose duty this is", "name at least one stage");
            }
            let named = matches!(stages.get_ref(), Stages::Named(_));
            for number in numbers {
                if named || (1..=self.last_stage).contains(&number) {
                    all.push((number, entry.clone()));
                } else {
                    places.mistake(stages.span(), format!("there is no stage {number}"), self.stages_there_are());
                }
            }
        }
        all.sort_by_key(|(stage, _)| *stage);
        if let Some((_, entry)) = all.get(Edition::MOST_DUTIES) {
            let what = format!("there are more than {} duties", Edition::MOST_DUTIES);
            places.mistake(entry.id.span(), what, "leave out those that no row could record");
            all.truncate(Edition::MOST_DUTIES);
        }
        let mut seen: Vec<(u8, &str)> = Vec::new();
        for (stage, entry) in &all {
            let id = entry.id.get_ref().as_str();
            if seen.contains(&(*stage, id)) {
                let at = if *stage == 0 { "the row as a whole".to_owned() } else { format!("stage {stage}") };
                let help = "give it another name, or join the two: the earliest of several limits governs";
                places.mistake(entry.id.span(), format!("{at} has a duty `{id}` already"), help);
            }
            seen.push((*stage, id));
        }
        all
    }

    /// A stage without a deadline is one of the document's own, unless a duty nearly has its name.
    pub(super) fn concludes(&self, duties: &[(u8, DutyEntry)], places: &mut Places<'_>) {
        const NEAR: usize = 2;
        for stage in self.edition.stages.iter().filter(|stage| stage.conclude.is_none()) {
            let is_near = |id: &str| strsim::damerau_levenshtein(id, Duty::CONCLUDE) <= NEAR;
            let near = duties.iter().find(|(of, entry)| *of == stage.number && is_near(entry.id.get_ref()));
            if let Some((_, entry)) = near {
                let what = format!(
                    "`{}` is no deadline of stage {}: that has the id `conclude`",
                    entry.id.get_ref(),
                    stage.number
                );
                places.mistake(entry.id.span(), what, "write `conclude`, or a name less like it");
            }
        }
    }

    pub(super) fn role(&self, id: &Spanned<String>, places: &mut Places<'_>) -> usize {
        let place = self.edition.roles.iter().position(|role| role.id == *id.get_ref());
        if place.is_none() && !id.get_ref().is_empty() {
            let help = like(id.get_ref(), self.edition.roles.iter().map(|role| role.id.as_str()), "the roles are");
            places.mistake(id.span(), format!("there is no role `{}`", id.get_ref()), help);
        }
        place.unwrap_or_default()
    }

    pub(super) fn duty(&self, stage: u8, entry: &DutyEntry, file: &PolicyFile, places: &mut Places<'_>) -> Duty {
        let id = check_id(&entry.id, places);
        let done = self.edition.event(&format!("done:{}.{id}", Edition::stage_word(stage)));
        let mut events = |names: &[Spanned<String>]| -> Vec<EventId> {
            let found = names.iter().filter_map(|name| {
                let event = self.edition.event(name.get_ref());
                if event.is_none() {
                    let help = self.here(stage).like_event(name.get_ref());
                    places.mistake(name.span(), format!("there is no event `{}`", name.get_ref()), help);
                }
                event
            });
            found.collect()
        };
        let recorded_by: Vec<EventId> = done.into_iter().chain(events(&entry.recorded_by)).collect();
        let shown_by = events(&entry.shown_by);
        let when = entry.when.as_ref().and_then(|when| self.condition(stage, when, places));
        let who = match (&entry.who, file.stage.get(usize::from(stage).wrapping_sub(1))) {
            (Some(who), _) => self.role(who, places),
            (None, Some(of_stage)) => self.role(&of_stage.who, places),
            (None, None) => {
                places.mistake(entry.id.span(), "it is not said who acts", "add `who` with the id of a role");
                0
            }
        };
        if entry.lapses && entry.strength != Strength::May {
            let help = "write `strength = \"may\"`, or leave `lapses` out";
            places.mistake(entry.id.span(), "only a right can lapse, and this is an obligation", help);
        }
        Duty {
            stage,
            id,
            step: entry.step.clone(),
            does: entry.does.clone(),
            bounds: Vec::new(),
            tracks: Vec::new(),
            strength: entry.strength,
            when,
            when_text: entry.when.as_ref().map(|when| when.get_ref().clone()),
            who,
            party: entry.party,
            clause: entry.clause.get_ref().clone(),
            column: entry.column.as_ref().map(|column| column.get_ref().clone()),
            records: recorded_by.iter().copied().collect(),
            recorded_by,
            shown_by,
            purpose: entry.purpose,
            lapses: entry.lapses,
            reading: None,
            is_conclude: entry.id.get_ref() == Duty::CONCLUDE,
        }
    }

    pub(super) fn bounds(
        &self,
        stage: u8,
        due: &[Spanned<String>],
        clause: Option<&str>,
        places: &mut Places<'_>,
    ) -> Vec<Bound> {
        let mut bounds: Vec<Bound> = Vec::new();
        if let Some(text) = due.get(Edition::MOST_LIMITS) {
            let what = format!("there are more than {} limits", Edition::MOST_LIMITS);
            places.mistake(text.span(), what, "leave out those that never govern");
        }
        let due = due.iter().take(Edition::MOST_LIMITS);
        for text in due.filter(|text| !text.get_ref().is_empty()) {
            let window = match phrase::parse(text.get_ref(), &self.here(stage)) {
                Ok(window) => window,
                Err(mistake) => {
                    places.note(text.span(), mistake);
                    continue;
                }
            };
            if let Some(start) = self.here(stage).too_late(&window) {
                let what = format!("`{start}` can't be reached from stage {stage}: it comes after the stage is over");
                places.mistake(text.span(), what, "count from an event of this stage or an earlier one");
                continue;
            }
            if let Some((longer, shorter)) = bounds.iter().find_map(|other| never_governs(&window, &other.window)) {
                let what = format!("`{longer}` can never govern beside `{shorter}`");
                places.mistake(text.span(), what, "leave the longer of the two out");
            }
            bounds.push(Bound { window, clause: clause.map(str::to_owned) });
        }
        bounds
    }

    pub(super) fn caps(&mut self, file: &PolicyFile, places: &mut Places<'_>) {
        for cap in &file.cap {
            let clause = cap.clause.get_ref().clone();
            for (stage, id) in cap.stages.iter().flat_map(|stage| cap.duties.iter().map(move |id| (stage, id))) {
                let number = *stage.get_ref();
                let place =
                    self.edition.duties.iter().position(|duty| duty.stage == number && duty.id == *id.get_ref());
                let Some(place) = place else {
                    let (span, help) = if number == 0 || number > self.last_stage {
                        (stage.span(), self.stages_there_are())
                    } else {
                        (id.span(), self.here(number).like_duty(id.get_ref()))
                    };
                    places.mistake(span, format!("stage {number} has no duty `{}` to cap", id.get_ref()), help);
                    continue;
                };
                let bounds = self.bounds(number, &cap.due, Some(&clause), places);
                if let Some(duty) = self.edition.duties.get_mut(place) {
                    // A faster track is limited by it too.
                    duty.tracks.iter_mut().for_each(|track| track.bounds.extend(bounds.iter().cloned()));
                    duty.bounds.extend(bounds);
                }
            }
        }
    }
}
