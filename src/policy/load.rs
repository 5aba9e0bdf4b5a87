//! A procedure file's text → an [`Edition`], or every mistake in it with line and column.

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, Deserializer};

use super::file::PolicyFile;
use super::names::{Here, address};
use super::places::Places;
use super::{
    AgencyKind, Clauses, Condition, DutyIx, Edition, Entry, Exemption, Fact, FactKind, Kind, Policy, Role, Track,
    Whose, condition, order, schema,
};
use crate::error::Error;

mod duties;
mod headings;
mod readings;
mod stages;
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
                note_taken("a kind of agency", &entry.id, "give each kind its own name", places);
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
                note_taken("a fact", &entry.id, "use it, or choose another name", places);
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
                note_taken("a role", &entry.id, "give each role its own name", places);
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

/// Notes that a name stands for something already: `a fact`, `a role`.
fn note_taken(what: &str, name: &Spanned<String>, help: &str, places: &mut Places<'_>) {
    places.mistake(name.span(), format!("there is {what} `{}` already", name.get_ref()), help);
}
