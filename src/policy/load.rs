//! A procedure file's text → an [`Edition`], or every mistake in it with line and column.

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, Deserializer};

use super::file::{DutyEntry, PolicyFile};
use super::names::{Here, address};
use super::phrase::Names;
use super::places::Places;
use super::windows::same;
use super::{
    AgencyKind, Clauses, Condition, DutyIx, Edition, Entry, Event, EventId, Exemption, Fact, FactKind, Kind, Policy,
    Reading, Role, Stage, Track, Whose, condition, order, schema,
};
use crate::error::Error;

mod duties;
mod headings;
mod syntax;
mod words;

const HOW_TO_WRITE_A_DATE: &str = "write the date as year-month-day, such as 2021-12-01";

/// The id that a procedure file gives itself, whatever mistakes it has besides.
pub(crate) fn id_of(text: &str) -> Option<String> {
    let (tree, _) = DeTable::parse_recoverable(text);
    tree.get_ref().get("id")?.get_ref().as_str().map(str::to_owned)
}

/// Reads one edition.
///
/// # Errors
/// Every mistake, in the order of the file.
pub(super) fn edition(name: &str, text: &str, whose: Whose) -> Result<Edition, Vec<Error>> {
    let mut places = Places::new(name, text);
    match read(text, whose, &mut places) {
        Some(edition) if places.is_empty() => Ok(edition),
        _ => Err(places.into_errors()),
    }
}

fn read(text: &str, whose: Whose, places: &mut Places<'_>) -> Option<Edition> {
    let (mut tree, errors) = DeTable::parse_recoverable(text);
    if !syntax::is_toml(text, &errors, places) {
        return None;
    }
    schema::mend(&mut tree, places);
    match PolicyFile::deserialize(Deserializer::from(tree)) {
        Ok(file) => {
            let id = file.id.get_ref();
            if whose == Whose::Own && Policy::built_in_ids().any(|known| known == *id) {
                places.mistake(file.id.span(), format!("`{id}` is built in"), "give yours an id of its own");
            }
            Some(Loader::new(&file).load(&file, places))
        }
        Err(error) => {
            let span = error.span().unwrap_or_default();
            places.mistake(span, error.message().to_owned(), "see the schema: `escalog policy schema`");
            None
        }
    }
}

/// The names of one file, as they become known.
struct Loader {
    edition: Edition,
    last_stage: u8,
}

impl Loader {
    fn new(file: &PolicyFile) -> Loader {
        let edition = Edition {
            policy: file.id.get_ref().clone(),
            partnership: file.partnership.clone(),
            title: file.title.clone(),
            edition: file.edition.clone(),
            in_force: None,
            subjects: file.subjects.clone(),
            notes: file.note.clone(),
            agencies: Vec::new(),
            roles: Vec::new(),
            levels: Vec::new(),
            clauses: Clauses::default(),
            themes: Vec::new(),
            stages: Vec::new(),
            discuss: None,
            duties: Vec::new(),
            events: Vec::new(),
            facts: Vec::new(),
            entries: Vec::new(),
            exemptions: Vec::new(),
            readings: Vec::new(),
            report: None,
        };
        Loader { edition, last_stage: u8::try_from(file.stage.len()).unwrap_or(u8::MAX) }
    }

    /// In an order in which each part finds the names it needs.
    fn load(mut self, file: &PolicyFile, places: &mut Places<'_>) -> Edition {
        self.heading(file, places);
        self.words(file, places);
        self.facts(file, places);
        self.roles(file, places);
        let duties = self.duty_entries(file, places);
        self.events(file, &duties, places);
        self.stages(file, places);
        for (ix, (number, entry)) in (0u16..).zip(&duties) {
            let duty = self.duty(*number, entry, file, places);
            if let Some(stage) = self.edition.stages.iter_mut().find(|s| s.number == *number && duty.is_conclude) {
                stage.conclude = Some(DutyIx(ix));
            }
            self.edition.duties.push(duty);
        }
        self.concludes(&duties, places);
        // Phrases name other duties, so they are read when all duties stand.
        for (place, (stage, entry)) in duties.iter().enumerate() {
            let bounds = self.bounds(*stage, &entry.due, None, places);
            let tracks = entry.track.iter().filter_map(|track| {
                Some(Track {
                    when: self.condition(*stage, &track.when, places)?,
                    when_text: track.when.get_ref().clone(),
                    bounds: self.bounds(*stage, &track.due, None, places),
                    clause: track.clause.get_ref().clone(),
                })
            });
            let tracks = tracks.collect();
            if let Some(duty) = self.edition.duties.get_mut(place) {
                duty.bounds = bounds;
                duty.tracks = tracks;
            }
        }
        self.caps(file, places);
        self.rest(file, places);
        self.readings(file, places);
        if let Some(report) = &file.report {
            self.edition.report = Some(report.load(&self.edition, self.last_stage, places));
        }
        self.headings(file, &duties, places);
        let circle = match order::never_dated(&self.edition) {
            Some(circle) => Err(circle),
            None => order::arrange(&mut self.edition),
        };
        if let Err(circle) = circle {
            let names: Vec<_> =
                circle.iter().filter_map(|ix| self.edition.duties.get(ix.index())).map(address).collect();
            let first = circle.first().and_then(|ix| duties.get(ix.index()));
            let span = first.map_or(0..0, |(_, entry)| entry.due.first().map_or(entry.id.span(), Spanned::span));
            let what = format!("these duties count from one another in a circle: {}", names.join(", "));
            places.mistake(span, what, "let one of them count from an event, such as `stage-2-began`");
        }
        self.edition
    }

    fn here(&self, stage: u8) -> Here<'_> {
        Here { edition: &self.edition, last_stage: self.last_stage, stage }
    }

    fn heading(&mut self, file: &PolicyFile, places: &mut Places<'_>) {
        check_id(&file.id, places);
        // A date that TOML could not read is noted already, and empty.
        if let Some(date) = file.in_force.as_ref().filter(|date| is_said(date)) {
            match date.get_ref().parse::<NaiveDate>() {
                Ok(day) => self.edition.in_force = Some(day),
                Err(_) => {
                    let what = format!("`{}` is not a day that exists", date.get_ref());
                    places.mistake(date.span(), what, HOW_TO_WRITE_A_DATE);
                }
            }
        }
    }

    fn facts(&mut self, file: &PolicyFile, places: &mut Places<'_>) {
        let yes_no = |id: &str, column: &str| Fact { id: id.into(), column: column.into(), kind: Kind::YesNo };
        let choice = |id: &str, column: &str, of| Fact { id: id.into(), column: column.into(), kind: Kind::Choice(of) };
        self.edition.agencies = file
            .agency
            .iter()
            .map(|a| AgencyKind { id: check_id(&a.id, places), name: a.name.clone(), words: a.words.clone() })
            .collect();
        for (place, entry) in file.agency.iter().enumerate() {
            if file.agency.iter().take(place).any(|other| other.id.get_ref() == entry.id.get_ref()) {
                places.mistake(
                    entry.id.span(),
                    format!("there is a kind of agency `{}` already", entry.id.get_ref()),
                    "give each kind its own name",
                );
            }
        }
        let kinds = self.edition.agencies.iter().map(|kind| kind.id.clone()).collect();
        // INVARIANT: in the order of the constants of `FactId`.
        self.edition.facts = vec![
            yes_no("immediate-risk", "Immediate risk"),
            yes_no("harm-suspected", "Harm known or suspected"),
            yes_no("child-protection-plan", "Child protection plan"),
            yes_no("looked-after", "Looked after"),
            yes_no("self-employed", "Self-employed"),
            yes_no("urgent", "Urgent"),
            yes_no("section-117", "Section 117"),
            choice("subject", "Child or adult", vec!["child".into(), "adult".into()]),
            choice("agency-type", "Agency type", kinds),
        ];
        for entry in &file.fact {
            let id = check_id(&entry.id, places);
            if self.edition.fact(&id).is_some() || ["stage", "protect-by", "level-of-need"].contains(&id.as_str()) {
                places.mistake(
                    entry.id.span(),
                    format!("there is a fact `{id}` already"),
                    "use it, or choose another name",
                );
                continue;
            }
            let kind = match entry.kind {
                FactKind::YesNo => Kind::YesNo,
                FactKind::Number => Kind::Number,
            };
            self.edition.facts.push(Fact { id, column: entry.name.get_ref().clone(), kind });
        }
    }

    fn roles(&mut self, file: &PolicyFile, places: &mut Places<'_>) {
        for entry in &file.role {
            let id = check_id(&entry.id, places);
            if self.edition.roles.iter().any(|role| role.id == id) {
                places.mistake(
                    entry.id.span(),
                    format!("there is a role `{id}` already"),
                    "give each role its own name",
                );
            }
            let instead = entry.instead.iter().filter_map(|instead| {
                let when = self.condition(0, &instead.when, places)?;
                Some((when, instead.when.get_ref().clone(), instead.name.clone()))
            });
            let instead = instead.collect();
            self.edition.roles.push(Role { id, name: entry.name.clone(), instead });
        }
    }

    fn stages_there_are(&self) -> String {
        format!("the stages are 1 to {}", self.last_stage)
    }

    fn events(&mut self, file: &PolicyFile, duties: &[(u8, DutyEntry)], places: &mut Places<'_>) {
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
                places.mistake(
                    entry.id.span(),
                    format!("there is an event `{id}` already"),
                    "use it, or choose another name",
                );
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

    fn stages(&mut self, file: &PolicyFile, places: &mut Places<'_>) {
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

    fn condition(&self, stage: u8, text: &Spanned<String>, places: &mut Places<'_>) -> Option<Condition> {
        if !is_said(text) {
            return None;
        }
        let parsed = condition::parse(text.get_ref(), &self.here(stage));
        parsed.map_err(|mistake| places.note(text.span(), mistake)).ok()
    }

    fn rest(&mut self, file: &PolicyFile, places: &mut Places<'_>) {
        for entry in &file.entry {
            let stage = *entry.stage.get_ref();
            if !(2..=self.last_stage).contains(&stage) && is_number(&entry.stage, places) {
                places.mistake(
                    entry.stage.span(),
                    format!("no row can be made to start at stage {stage}"),
                    format!("name a later stage than the first: the stages are 1 to {}", self.last_stage),
                );
            }
            let Some(when) = self.condition(0, &entry.when, places) else { continue };
            let clause = entry.clause.get_ref().clone();
            self.edition.entries.push(Entry { when, when_text: entry.when.get_ref().clone(), stage, clause });
        }
        for exempt in &file.exempt {
            let Some(when) = self.condition(0, &exempt.when, places) else { continue };
            let clause = exempt.clause.get_ref().clone();
            self.edition.exemptions.push(Exemption { when, says: exempt.says.clone(), clause });
        }
        let clause = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.get_ref().clone());
        self.edition.clauses = Clauses {
            log: clause(&file.clauses.log),
            number: clause(&file.clauses.number),
            level_of_need: clause(&file.clauses.level_of_need),
            record: clause(&file.clauses.record),
            subject: clause(&file.clauses.subject),
            between_agencies: clause(&file.clauses.between_agencies),
            complaint: clause(&file.clauses.complaint),
        };
    }

    fn readings(&mut self, file: &PolicyFile, places: &mut Places<'_>) {
        let ends = file.reading.iter().skip(1).map(|next| next.id.span().start).chain([usize::MAX]);
        for (entry, end) in file.reading.iter().zip(ends) {
            let id = check_id(&entry.id, places);
            if self.edition.readings.iter().any(|reading| reading.id == id) {
                places.mistake(
                    entry.id.span(),
                    format!("there is a reading `{id}` already"),
                    "give each reading its own name",
                );
            }
            if entry.due.is_empty() && !places.any_in(entry.id.span().end..end) {
                places.mistake(
                    entry.id.span(),
                    "this reading changes nothing",
                    "give the limits it changes under `due`",
                );
            }
            let mut due = Vec::new();
            for (name, phrases) in &entry.due {
                let Some(ix) = self.here(0).duty(name.get_ref()) else {
                    let help = self.here(0).like_duty(name.get_ref());
                    places.mistake(name.span(), format!("there is no duty `{}`", name.get_ref()), help);
                    continue;
                };
                let Some(duty) = self.edition.duties.get(ix.index()) else { continue };
                let bounds = self.bounds(duty.stage, phrases, None, places);
                // A shared cap is not the sentence in question: it stays under every reading.
                let (caps, own): (Vec<_>, Vec<_>) = duty.bounds.iter().partition(|bound| bound.clause.is_some());
                let unchanged = bounds.len() == own.len()
                    && bounds.iter().zip(&own).all(|(new, old)| same(Some(&new.window), Some(&old.window)));
                let bounds: Vec<_> = bounds.into_iter().chain(caps.into_iter().cloned()).collect();
                if unchanged {
                    let what = format!("this reading changes nothing: `{}` is due so already", name.get_ref());
                    places.mistake(name.span(), what, "give another limit, or leave the duty out");
                }
                due.push((ix, bounds));
            }
            self.edition.readings.push(Reading {
                id,
                question: entry.question.clone(),
                default: entry.default.clone(),
                says: entry.says.clone(),
                clause: entry.clause.get_ref().clone(),
                due,
                in_force: false,
            });
        }
    }
}

/// Whether anything is said: an empty text stands in place of one whose mistake is noted already.
fn is_said(text: &Spanned<String>) -> bool {
    !text.get_ref().is_empty()
}

/// Whether a number stands in the file as one, and not in place of something missing or unreadable.
fn is_number(number: &Spanned<u8>, places: &Places<'_>) -> bool {
    places.raw(number.span()).is_some_and(|raw| raw.parse::<u8>().is_ok())
}

fn check_id(id: &Spanned<String>, places: &mut Places<'_>) -> String {
    let text = id.get_ref();
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !text.is_empty() && !text.chars().all(fine) {
        places.mistake(id.span(), format!("`{text}` can't be a name"), "use lower case letters, digits and hyphens");
    }
    text.clone()
}
