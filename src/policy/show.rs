//! A procedure as a person wants to read it: [`Edition`] → plain text, at most 100 columns wide.
//!
//! In: an edition with the readings chosen. Out: who acts at each stage, what is to be done by when and
//! where the document says so, how open questions are answered, and what else a reader should know.

use std::fmt::Display;

use super::{Condition, Duty, Edition, EventId, FactValue, Kind, Party, Reading, Role, Stage, Subject};
use crate::tokens::capital;

mod words;

const WIDTH: usize = 100;

/// The procedure in plain words, for a terminal or a page.
///
/// ```
/// use escalog::policy::{Policy, show};
///
/// let policy = Policy::built_in("birmingham").unwrap();
/// let text = show::text(policy.edition_for(None));
/// assert!(text.contains("within 2 working days of stage 2 beginning"));
/// ```
pub fn text(edition: &Edition) -> String {
    let mut page = Page { edition, text: String::new() };
    page.heading();
    page.group("At any time", edition.duties.iter().filter(|duty| duty.stage == 0));
    page.group("At every stage", edition.duties.iter().filter(|duty| duty.stage == 1 && page_wide(edition, duty)));
    for stage in &edition.stages {
        page.stage(stage);
    }
    page.exceptions();
    page.readings();
    page.kinds();
    page.themes();
    page.report();
    page.clauses();
    if !edition.notes.is_empty() {
        page.title("Notes");
        for note in &edition.notes {
            page.wrapped("  - ", 4, note);
        }
    }
    page.text
}

/// When a duty applies, in words that follow "if"; `None` where it always does.
pub(crate) fn when(edition: &Edition, duty: &Duty) -> Option<String> {
    duty.when.as_ref().map(|when| words::condition(edition, when))
}

/// By when a duty is to be done, in words that follow what is to be done, faster tracks included.
pub(crate) fn due(edition: &Edition, duty: &Duty) -> String {
    let tracks = duty.tracks.iter().map(|track| {
        format!("; if {}: {}", words::condition(edition, &track.when), words::due(edition, duty, &track.bounds))
    });
    std::iter::once(words::due(edition, duty, &duty.bounds)).chain(tracks).collect()
}

/// Whether every stage has this same duty.
fn page_wide(edition: &Edition, duty: &Duty) -> bool {
    let same = |other: &Duty| {
        let texts = (&other.does, &other.clause, other.strength) == (&duty.does, &duty.clause, duty.strength);
        texts && (other.who, &other.when, &other.bounds) == (duty.who, &duty.when, &duty.bounds)
    };
    edition.last_stage() > 1
        && duty.stage > 0
        && edition.stages.iter().all(|stage| edition.duty(stage.number, &duty.id).is_some_and(same))
}

struct Page<'a> {
    edition: &'a Edition,
    text: String,
}

impl<'a> Page<'a> {
    fn line(&mut self, line: impl Display) {
        self.text.push_str(line.to_string().trim_end());
        self.text.push('\n');
    }

    fn title(&mut self, title: impl Display) {
        self.line("");
        self.line(title);
    }

    /// The text after `first`, broken between words; further lines stand in by `indent`.
    fn wrapped(&mut self, first: &str, indent: usize, text: &str) {
        let mut line = first.to_owned();
        let mut empty = true;
        for word in text.split_whitespace() {
            if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.line(&line);
                line = " ".repeat(indent);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.line(line);
    }

    fn heading(&mut self) {
        let edition = self.edition;
        self.line(&edition.title);
        self.line(&edition.partnership);
        self.wrapped("Edition: ", 9, &edition.edition);
        let since = edition.in_force.map(|day| format!("since {}", day.format("%-d %B %Y")));
        self.line(format!("In force: {}", since.as_deref().unwrap_or("the document does not say since when")));
        let about = edition.subjects.iter().map(|subject| match subject {
            Subject::Child => "children",
            Subject::Adult => "adults",
        });
        self.line(format!("About: {}", about.collect::<Vec<_>>().join(" and ")));
        let chosen: Vec<_> = edition.readings.iter().filter(|r| r.in_force).map(|r| r.id.as_str()).collect();
        if !edition.readings.is_empty() {
            let chosen = if chosen.is_empty() { "the default ones".to_owned() } else { chosen.join(", ") };
            self.line(format!("Readings in force: {chosen}"));
        }
        self.line(format!("Name: {}", edition.policy));
    }

    fn clauses(&mut self) {
        let mut stated = self.edition.clauses.stated().peekable();
        if stated.peek().is_some() {
            self.title("What a log is judged by besides");
            stated.for_each(|(says, clause)| self.wrapped("  - ", 4, &format!("{says} ({clause})")));
        }
    }

    fn group(&mut self, title: &str, duties: impl Iterator<Item = &'a Duty>) {
        let mut duties = duties.peekable();
        if duties.peek().is_some() {
            self.title(title);
            duties.for_each(|duty| self.duty(duty, None));
        }
    }

    fn stage(&mut self, stage: &'a Stage) {
        let edition = self.edition;
        self.line("");
        let mut title = format!("Stage {}: {}", stage.number, stage.name);
        if stage.clause != format!("Stage {}", stage.number) {
            title.push_str(&format!(" ({})", stage.clause));
        }
        self.wrapped("", 2, &title);
        if stage.may_be_skipped {
            self.line("  This stage may be passed over.");
        }
        if stage.conclude.is_none() {
            self.line("  This stage has no deadline of its own.");
        }
        if stage.exceptional {
            self.line("  It is exceptional to get here.");
        }
        if let Some(begins) = stage.begins.filter(|begins| *begins != EventId::CONCERN) {
            let with = words::event(edition, begins);
            self.wrapped("  ", 2, &format!("Where its beginning is not recorded, it begins with {with}."));
        }
        let of_stage = |duty: &&Duty| duty.stage == stage.number && !page_wide(edition, duty);
        let duties = edition.duties.iter().filter(of_stage);
        let (conclude, others): (Vec<_>, Vec<_>) = duties.partition(|duty| duty.is_conclude);
        let duties = others.into_iter().chain(conclude);
        if let Some(role) = edition.roles.get(stage.who) {
            self.role("Who acts", role);
        }
        // Others are named beside their duty; only who takes their place needs saying here.
        for (place, role) in edition.roles.iter().enumerate().filter(|(place, _)| *place != stage.who) {
            if !role.instead.is_empty() && duties.clone().any(|duty| duty.who == place) {
                self.role("And for some duties", role);
            }
        }
        for duty in duties {
            self.duty(duty, Some(stage.who));
        }
    }

    fn role(&mut self, title: &str, role: &Role) {
        self.wrapped(&format!("  {title}: "), 6, &role.name);
        for (when, _, name) in &role.instead {
            let when = self.for_whom(when);
            self.wrapped("    ", 6, &format!("{when}: {name}"));
        }
    }

    /// For whom a role is taken by another: the kind of agency alone where that decides.
    fn for_whom(&self, when: &Condition) -> String {
        if let Condition::Is(fact, FactValue::Choice(place)) = when
            && let Some(Kind::Choice(of)) = self.edition.facts.get(fact.index()).map(|fact| &fact.kind)
            && let Some(id) = of.get(usize::from(*place))
        {
            let kind = self.edition.agencies.iter().find(|kind| kind.id == *id);
            return kind.map_or_else(|| id.clone(), |kind| kind.name.clone());
        }
        format!("if {}", words::condition(self.edition, when))
    }

    /// What is to be done and when it applies; below, by when and where the document says so.
    fn duty(&mut self, duty: &'a Duty, usual: Option<usize>) {
        let edition = self.edition;
        let mut what = duty.does.clone();
        if let Some(when) = &duty.when {
            what.push_str(&format!(", if {}", words::condition(edition, when)));
        }
        self.wrapped(&format!("  {:<8}", duty.strength.as_str()), 10, &what);
        let mut due = words::due(edition, duty, &duty.bounds);
        if duty.lapses {
            due.push_str("; the right then lapses");
        }
        if let Some(reading) = duty.reading.and_then(|place| edition.readings.get(place)) {
            due.push_str(&format!(" (reading `{}`)", reading.id));
        }
        let mut parts = vec![due, duty.clause.clone()];
        if let Some(role) = edition.roles.get(duty.who).filter(|_| usual != Some(duty.who)) {
            parts.push(format!("who: {}", role.name));
        }
        if duty.party == Party::Receiving {
            parts.push("by the receiving agency".to_owned());
        }
        parts.extend(self.recorded_in(duty).map(|heading| format!("column: {heading}")));
        parts.extend(duty.step.as_ref().map(|step| format!("step: {step}")));
        parts.push(duty.id.clone());
        self.wrapped("          ", 10, &parts.join(" | "));
        for track in &duty.tracks {
            let when = words::condition(edition, &track.when);
            let due = words::due(edition, duty, &track.bounds);
            self.wrapped("          ", 10, &format!("faster, if {when}: {due} | {}", track.clause));
        }
    }

    /// The heading of the column that records a duty.
    fn recorded_in(&self, duty: &'a Duty) -> Option<&'a str> {
        let edition = self.edition;
        let events = duty.recorded_by.iter().filter_map(|event| edition.events.get(event.index()));
        duty.column.as_deref().or_else(|| events.filter_map(|event| event.column.as_deref()).next())
    }

    fn exceptions(&mut self) {
        let edition = self.edition;
        if edition.entries.is_empty() && edition.exemptions.is_empty() {
            return;
        }
        self.title("Exceptions");
        for entry in &edition.entries {
            let when = words::condition(edition, &entry.when);
            self.wrapped("  - ", 4, &format!("starts at stage {}, if {when} ({})", entry.stage, entry.clause));
        }
        for exempt in &edition.exemptions {
            let when = words::condition(edition, &exempt.when);
            self.wrapped("  - ", 4, &format!("no duty applies, if {when}: {} ({})", exempt.says, exempt.clause));
        }
    }

    fn readings(&mut self) {
        let edition = self.edition;
        let mut open: Vec<&Reading> = edition.readings.iter().collect();
        if open.is_empty() {
            return;
        }
        self.title("Questions that the document leaves open (x marks the answer in force)");
        while let Some(first) = open.first().copied() {
            let (here, later): (Vec<&Reading>, Vec<&Reading>) =
                open.into_iter().partition(|reading| reading.question == first.question);
            open = later;
            self.wrapped("  ", 2, &format!("{} ({})", capital(&first.question), first.clause));
            self.answer(!here.iter().any(|reading| reading.in_force), "default", &first.default);
            for reading in here {
                self.answer(reading.in_force, &reading.id, &reading.says);
                for (ix, bounds) in &reading.due {
                    let Some(duty) = edition.duties.get(ix.index()) else { continue };
                    let due = words::due(edition, duty, bounds);
                    self.wrapped("          ", 12, &format!("stage {}, {}: {due}", duty.stage, duty.id));
                }
            }
        }
    }

    fn answer(&mut self, in_force: bool, id: &str, says: &str) {
        let mark = if in_force { "x" } else { " " };
        self.wrapped(&format!("    [{mark}] "), 8, &format!("{id}: {says}"));
    }

    fn themes(&mut self) {
        let edition = self.edition;
        if !edition.themes.is_empty() {
            self.title("Themes, and the words that suggest them");
            for theme in &edition.themes {
                let words = if theme.words.is_empty() { "no words".to_owned() } else { theme.words.join(", ") };
                self.wrapped("  - ", 4, &format!("{}: {words} ({})", theme.name, theme.clause));
            }
        }
    }

    fn report(&mut self) {
        let edition = self.edition;
        let Some(form) = &edition.report else { return };
        self.title(format!("The report form: {}. {}", form.name, form.title));
        let sent = format!("sent at {} to {} ({})", form.stages_in_words(), form.send_to, form.clause);
        self.wrapped("  ", 2, &sent);
        for field in &form.fields {
            if let Some(heading) = &field.heading {
                self.wrapped("  ", 4, heading);
            }
            self.wrapped("  - ", 4, &field.asks);
        }
    }

    fn kinds(&mut self) {
        let edition = self.edition;
        if !edition.agencies.is_empty() {
            self.title("Kinds of agency, and the words in a name that show them");
            for kind in &edition.agencies {
                self.wrapped("  - ", 4, &format!("{}: {}", kind.name, kind.words.join(", ")));
            }
        }
        if !edition.levels.is_empty() {
            self.title("Words for a level of need");
            for level in &edition.levels {
                self.wrapped("  - ", 4, &format!("{}: {}", level.name, level.words.join(", ")));
            }
        }
    }
}
