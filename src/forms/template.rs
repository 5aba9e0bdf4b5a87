//! The blank log of a procedure: the headings in order, what to write under each, and the procedure's steps with
//! their times.
//!
//! In: a procedure. Out: a [`Template`] as plain data: Appendix 1's columns as the common log has them, then the
//! columns that this procedure's deadlines need.

use chrono::{Months, NaiveDate};

use crate::annotate;
use crate::calendar::{Calendar, Reason};
use crate::grid::column_letters;
use crate::log::Meaning;
use crate::policy::{Duty, Edition, Policy, show};

mod overdue;

pub use overdue::{DAYS_OFF, Overdue, ROW};

/// A blank log.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// The partnership, the procedure and its edition.
    pub procedure: String,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// What the procedure asks, stage by stage.
    pub steps: Vec<Step>,
    /// What a reader of the procedure should know besides.
    pub notes: Vec<String>,
    /// How the log tells by itself that a row is overdue.
    pub overdue: Option<Overdue>,
    /// The first and the last day of which [`Template::days_off`] knows.
    pub listed: (NaiveDate, NaiveDate),
    /// The days from Monday to Friday that are no working days, with why.
    pub days_off: Vec<(NaiveDate, String)>,
}

/// A column of a blank log.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// What it means.
    pub meaning: Meaning,
    /// What to write under it.
    pub explains: String,
}

/// A duty as the sheet about the procedure lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The stage with its name; that of the row as a whole is "at any time".
    pub stage: String,
    /// What is to be done.
    pub does: String,
    /// By when.
    pub by: String,
    /// How strongly the document puts it.
    pub strength: &'static str,
    /// Who acts.
    pub who: String,
    /// Where the document says so.
    pub clause: String,
}

/// The columns of Appendix 1, and what to write under each.
const APPENDIX_1: &[(Meaning, &str, &str)] = &[
    (
        Meaning::Number,
        "Agency / School & Escalation Number",
        "the number that the agency gives the case; each case has its own, and keeps it from stage to stage",
    ),
    (Meaning::Child, "Child Name / DOB / Age", "the name, date of birth (day/month/year) and age, one child a row"),
    (Meaning::Concern, "Concern", "what the concern about the child is"),
    (Meaning::Level, "Level of Need", "the level that the agency sees, from the list"),
    (Meaning::Disagreement, "Summary of Professional Disagreement", "what the agencies disagree about"),
    (Meaning::Actions, "Actions Undertaken Towards Resolution", "what was done, with whom (roles) and when"),
    (Meaning::Outcome, "Outcome of Resolution", "what was agreed, or what remains unresolved"),
];

/// The column from which the quarterly report knows who raised with whom.
const RAISED_WITH: (Meaning, &str, &str) = (
    Meaning::ReceivingAgency,
    "Receiving agency",
    "the agency with which the concern was raised: its name, and nobody else's",
);

/// The blank log of a procedure in its latest edition, with the readings chosen, made on a day.
pub fn of(policy: &Policy, calendar: &Calendar, made: NaiveDate) -> Template {
    let edition = policy.edition_for(None);
    let common = APPENDIX_1.iter().map(|(meaning, heading, explains)| Column {
        heading: (*heading).to_owned(),
        meaning: meaning.clone(),
        explains: (*explains).to_owned(),
    });
    let needed = annotate::columns(policy).into_iter().map(|(meaning, heading)| {
        let explains = explains(edition, &meaning);
        Column { heading, meaning, explains }
    });
    let (meaning, heading, explains) = RAISED_WITH;
    let raised_with = Column { heading: heading.to_owned(), meaning, explains: explains.to_owned() };
    let columns: Vec<Column> = common.chain(needed).chain([raised_with]).collect();
    let listed = listed(calendar, made);
    let lettered: Vec<(Meaning, String)> =
        (0..).zip(&columns).map(|(place, column)| (column.meaning.clone(), column_letters(place))).collect();
    // Of several editions the day of the concern chooses.
    let overdue = match policy.editions() {
        [_] => overdue::formula(edition, &lettered, listed),
        _ => None,
    };
    let days_off = calendar.not_counted(listed.0, listed.1).filter(|(_, why)| *why != Reason::Weekend);
    Template {
        overdue,
        listed,
        days_off: days_off.map(|(day, why)| (day, why.to_string())).collect(),
        procedure: format!("{}: {}, {}", edition.partnership, edition.title, edition.edition),
        columns,
        steps: edition.duties.iter().map(|duty| step(edition, duty)).collect(),
        notes: edition.notes.clone(),
    }
}

/// From some years before the day to the last day for which bank holidays are published.
fn listed(calendar: &Calendar, made: NaiveDate) -> (NaiveDate, NaiveDate) {
    const BEFORE: Months = Months::new(36);
    let first = made.checked_sub_months(BEFORE).unwrap_or(made);
    (first, calendar.known_to().max(made))
}

/// What to write under a column that the procedure needs.
fn explains(edition: &Edition, meaning: &Meaning) -> String {
    match meaning {
        Meaning::Event(id) => {
            let event = edition.events.iter().find(|event| *event.id == **id);
            // `stage 2: notify the …` of a duty; `stage 2 began` of an event.
            let says = event.map(|event| event.says.as_str()).unwrap_or_default();
            match id.strip_prefix("done:") {
                Some(_) => format!("the day on which this was done: {says}"),
                None => format!("the day on which {says}"),
            }
        }
        Meaning::Stage => format!("the stage that the case has reached: 1 to {}", edition.last_stage()),
        Meaning::ProtectBy => {
            "the day by which the child must be protected, where it comes sooner than the procedure's days".to_owned()
        }
        Meaning::PlanOrLookedAfter => {
            "whether the child is on a child protection plan or looked after, from the list".to_owned()
        }
        _ => "yes or no".to_owned(),
    }
}

fn step(edition: &Edition, duty: &Duty) -> Step {
    let stage = match edition.stage(duty.stage) {
        Some(stage) => format!("Stage {}: {}", stage.number, stage.name),
        None => "At any time".to_owned(),
    };
    let when = show::when(edition, duty).map(|when| format!(", if {when}")).unwrap_or_default();
    Step {
        stage,
        does: format!("{}{when}", duty.does),
        by: show::due(edition, duty),
        strength: duty.strength.as_str(),
        who: edition.roles.get(duty.who).map(|role| role.name.clone()).unwrap_or_default(),
        clause: duty.clause.clone(),
    }
}
