//! A complaint about a person, which the procedures leave to the complaints or allegations procedure.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::prelude::*;
use super::texts::{tables, text};

pub const RULE: Rule = Rule {
    code: "R151",
    name: "complaint-about-person",
    severity: Severity::Warning,
    message: "`{column}` speaks of `{phrase}`: a complaint about a person is for another procedure",
    advice: "take the complaint or allegation to the procedure for it; keep the row for what the agencies disagree about for the child",
    page: include_str!("complaint_about_person.md"),
    by_row: true,
    check,
};

/// Words that complain of a person's conduct, and not of a decision about a child.
const PHRASES: &[&str] = &[
    "complaint about",
    "complaint against",
    "formal complaint",
    "complained about",
    "grievance",
    "misconduct",
    "unprofessional",
    "was rude",
    "were rude",
    "rudeness",
    "whistleblow",
    "allegation against a member of staff",
    "allegation against staff",
    "allegation against the social worker",
    "allegation against a social worker",
    "allegation against the teacher",
    "allegation against a teacher",
];

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for meaning in [Meaning::Concern, Meaning::Disagreement] {
            let Some(place) = table.place(&meaning) else { continue };
            for row in rows {
                let Some(phrase) = text(row.row, place).and_then(complaint_in) else { continue };
                found
                    .in_row(&RULE, row, table.cell(row.row, place))
                    .with("column", heading(table, place))
                    .with("phrase", phrase)
                    .stated_in(&row.edition.clauses.complaint);
            }
        }
    }
}

/// What all of the phrases have in them, without the first letter, which may be a capital: most texts have none.
static STEMS: LazyLock<Vec<Finder<'_>>> = LazyLock::new(|| {
    let stems = ["ompla", "rievance", "isconduct", "nprofessional", "rude", "histleblow", "llegation against"];
    stems.into_iter().map(Finder::new).collect()
});

fn complaint_in(text: &str) -> Option<&'static str> {
    if !STEMS.iter().any(|stem| stem.find(text.as_bytes()).is_some()) {
        return None;
    }
    let text = text.to_lowercase();
    PHRASES.iter().copied().find(|phrase| text.contains(phrase))
}
