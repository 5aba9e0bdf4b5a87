//! What is said of one row besides its findings' places: the cells that a deadline rests on, and when to act by.

use escalog::calendar::{Calendars, Closure};
use escalog::grid::Workbook;
use escalog::log;
use escalog::policy::Policy;
use escalog::rules;
use escalog::timeline::{self, Checked, Days};

use crate::examples::{self, Example};

/// The log of one example with these closures, as `look` wants to see it.
fn checked<T>(text: &str, closures: &[Closure], look: impl FnOnce(&Checked<'_>) -> T) -> T {
    let [example] = examples::read(text).try_into().unwrap();
    let policy = example.policy();
    checked_by(&example, policy, closures, look)
}

fn checked_by<T>(example: &Example, policy: &Policy, closures: &[Closure], look: impl FnOnce(&Checked<'_>) -> T) -> T {
    let workbook = Workbook { sheets: vec![example.sheet()], ..Workbook::default() };
    let log = log::read("log.xlsx", &workbook, policy, example.as_of);
    let calendars = Calendars::new(closures).unwrap();
    look(&timeline::check(&log, policy, &calendars, example.as_of, Days::DUE_SOON))
}

#[test]
fn of_two_columns_for_the_concern_the_one_that_holds_the_date_is_cited() {
    let text = "Birmingham, as of 2025-06-05.

| Escalation Number | Child Name | Concern | Date concern arose | Date raised |
| --- | --- | --- | --- | --- |
| 1 | A.B. | threshold | 05/06/2025 | 03/06/2025 |

Found: nothing
";
    let because = checked(text, &[], |checked| {
        let row = &checked.rows[0];
        row.because(row.timeline.conclude(row.edition, 1).unwrap(), checked.calendars).join("\n")
    });
    assert!(because.contains("from Tue 3 Jun 2025 (the concern arose, Log!E2)"), "{because}");
}

#[test]
fn of_two_columns_for_the_concern_the_earlier_date_says_which_edition_governs() {
    let text = "Brindlemoor, as of 2024-09-03.

| Escalation Number | Child Name | Concern | Date concern arose | Date raised |
| --- | --- | --- | --- | --- |
| 1 | A.B. | threshold | 02/09/2024 | 30/08/2024 |

Found: nothing
";
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies");
    let files = ["brindlemoor-2021.toml", "brindlemoor.toml"];
    let texts = files.map(|name| (name, std::fs::read_to_string(folder.join(name)).unwrap()));
    let policy = Policy::from_files(texts.iter().map(|(name, text)| (*name, text.as_str()))).unwrap();
    let [example] = examples::read(text).try_into().unwrap();
    let edition = checked_by(&example, &policy, &[], |checked| checked.rows[0].edition.edition.clone());
    assert_eq!(edition, "1st edition, April 2021");
}

#[test]
fn where_the_agency_is_closed_on_every_working_day_left_that_is_said() {
    let text = "Liverpool, as of 2025-06-06.

| Agency | Escalation Number | Child Name | Concern | Date concern arose | Stage | Stage 2 began |
| --- | --- | --- | --- | --- | --- | --- |
| Larkrise Primary | 1 | A.B. | threshold | 31/05/2025 | 2 | 01/06/2025 |

Found: nothing
";
    let act = |closures: &[Closure]| {
        checked(text, closures, |checked| {
            let found = rules::check(checked);
            let found = found.iter().find(|finding| finding.rule.code == "T107").unwrap();
            found.message.split_once("): ").unwrap().1.to_owned()
        })
    };
    assert_eq!(act(&[]), "act by Fri 6 Jun 2025, the last working day before it");
    let half_term = Closure {
        agency: Some("Larkrise Primary".into()),
        from: "2025-06-02".parse().unwrap(),
        to: Some("2025-06-08".parse().unwrap()),
        why: "half-term".into(),
    };
    let closed = "the agency is closed on every working day before it, so act on the day itself";
    assert_eq!(act(&[half_term]), closed);
}

#[test]
fn a_deadline_that_rests_on_a_day_nobody_recorded_is_said_to_be_projected() {
    let text = "Lincolnshire, as of 2025-06-30.

| Escalation Number | Child Name | Concern | Date concern arose | First discussion | Stage 2 began |
| --- | --- | --- | --- | --- | --- |
| 1 | A.B. | threshold | 02/06/2025 | | |
| 2 | C.D. | threshold | 02/06/2025 | 02/06/2025 | |
| 3 | E.F. | threshold | 02/06/2025 | | 09/06/2025 |
| 4 | G.H. | threshold | 02/06/2025 | 02/06/2025 | 09/06/2025 |

Found: nothing
";
    let found = checked(text, &[], |checked| {
        let found = rules::check(checked).into_iter().filter(|found| found.message.starts_with("stage 1 was"));
        found.map(|found| format!("{} {}", found.rule.code, found.message)).collect::<Vec<_>>()
    });
    let projected = "Wed 4 Jun 2025 (projected: a day that it counts from is not recorded)";
    assert_eq!(
        found,
        [
            format!("T101 stage 1 was to be concluded by {projected} and is overdue by 18 working days"),
            "T101 stage 1 was to be concluded by Wed 4 Jun 2025 and is overdue by 18 working days".to_owned(),
            format!("T104 stage 1 was to be concluded by {projected} and was concluded 3 working days late"),
            "T104 stage 1 was to be concluded by Wed 4 Jun 2025 and was concluded 3 working days late".to_owned(),
        ]
    );
}

#[test]
fn rows_without_an_agency_are_named_where_agencies_have_closures() {
    let text = "Lincolnshire, as of 2025-06-05.

| Agency / School & Escalation Number | Child Name | Concern | Date concern arose |
| --- | --- | --- | --- |
| School A 1 | A.B. | threshold | 04/06/2025 |
| 7 | C.D. | threshold | 04/06/2025 |

Found: nothing
";
    let found = |closures: &[Closure]| {
        checked(text, closures, |checked| {
            let found = rules::check(checked).into_iter().filter(|finding| finding.rule.code == "F104");
            found.map(|finding| finding.message.clone()).collect::<Vec<_>>()
        })
    };
    assert!(found(&[]).is_empty());
    let day = "2025-06-09".parse().unwrap();
    let closure = Closure { from: day, to: None, why: "half term".to_owned(), agency: Some("School A".to_owned()) };
    assert_eq!(found(&[closure]), ["no agency is named for row 3, so no agency's closures move a day to act by"]);
}

#[test]
fn dates_under_a_heading_that_is_not_known_are_a_warning() {
    let severity = |cell: &str| {
        let [example]: [crate::examples::Example; 1] = crate::examples::read(&format!(
            "Liverpool, as of 2025-06-30.\n\n| Escalation Number | Child Name | Concern | Date concern arose | Date resloved |\n\
             | --- | --- | --- | --- | --- |\n| 1 | A.B. | threshold | 02/06/2025 | {cell} |\n\nFound: E1\n"
        ))
        .try_into()
        .unwrap();
        let found = example.findings(&escalog::policy::Policy::built_in("liverpool").unwrap());
        found.iter().find(|finding| finding.rule.code == "F103").unwrap().severity
    };
    assert_eq!(severity("03/06/2025"), escalog::finding::Severity::Warning);
    for other in ["family worker", "rang on 03/06/2025", "12", ""] {
        assert_eq!(severity(other), escalog::finding::Severity::Information, "{other}");
    }
}
