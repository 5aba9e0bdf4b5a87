//! Where a log's tables stand, and which rows are cases.

use super::super::headings::Headings;
use super::*;
use crate::grid::Range;

/// A sheet drawn as text: a line for a row, values apart by `|`.
pub(super) fn sheet(drawn: &str) -> Sheet {
    let mut sheet = Sheet { name: "Log".to_owned(), ..Sheet::default() };
    for (row, line) in (0u32..).zip(drawn.trim_matches('\n').lines()) {
        for (column, value) in (0u32..).zip(line.split('|').map(str::trim)) {
            if !value.is_empty() {
                let value = value.parse().map_or_else(|_| text(value), Value::Number);
                sheet.cells.push(Cell { at: Address::new(row, column), value, formula: None });
            }
        }
    }
    sheet
}

pub(super) fn read_sheet(sheet: Sheet) -> Log {
    let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
    let log = read("log.xlsx", &workbook, &policy(), as_of());
    assert_eq!(log, take("log.xlsx", workbook, &policy(), as_of()), "copied or taken, the cells are the same");
    log
}

fn merge(sheet: &mut Sheet, range: &str) {
    let (from, to) = range.split_once(':').unwrap();
    let address = |text: &str| Address::try_from(text.to_owned()).unwrap();
    sheet.merged.push(Range { from: address(from), to: address(to) });
}

pub(super) fn names(table: &Table) -> Vec<&str> {
    table.rows.iter().map(|row| row.name.known().map_or("", String::as_str)).collect()
}

#[test]
fn appendix_1_in_its_bare_form() {
    let log = read_sheet(sheet(
        "
Appendix 1: *AGENCY ESCALATION SUMMARY LOG
A summary of cases escalated for resolution should be collated and retained by all organisations.
Agency / School: Larkrise Primary
**Agency / School & Escalation Number | Child Name / DOB / Age | Concern | Level of Need | Summary of Professional Disagreement | Actions Undertaken Towards Resolution | Outcome of Resolution
1 | AB / 03.04.2012 / 13 | Referral not accepted | S17 | Threshold | Telephone call | Accepted
2 | Sam Example | Case closed | EH | Closure |  |
3 |  |  |  |  |  |

*LSCPB will collate agency summaries for LSCPB monitoring purposes.
Completed by: safeguarding lead
",
    ));
    let [table] = log.tables.as_slice() else { panic!("{} tables", log.tables.len()) };
    assert_eq!(table.agency, Some(("Larkrise Primary".to_owned(), Address::new(2, 0))));
    assert_eq!(table.heading_row, 3);
    let meanings: Vec<_> = table.columns.iter().map(|column| column.meaning.clone()).collect();
    use Meaning::*;
    assert_eq!(meanings, [Number, Child, Concern, Level, Disagreement, Actions, Outcome]);
    assert_eq!(names(table), ["AB", "Sam Example"]);
    let first = &table.rows[0];
    assert_eq!(first.number, Field::Known("1".to_owned()));
    assert_eq!(first.age, Field::Known(13));
    assert_eq!(first.level, Field::Known("S17".to_owned()));
    assert_eq!(first.row, 4);
    assert_eq!(first.shown(2), "Referral not accepted");
    assert_eq!(table.cell(first, 3).unwrap().to_string(), "D5");
}

#[test]
fn a_placeholder_is_no_agency() {
    for drawn in ["Agency / School: (INSERT)", "Agency / School: | (insert name)", "School: [INSERT]"] {
        let log = read_sheet(sheet(&format!("{drawn}\nEscalation No | Child | Concern\n1 | AB | Threshold")));
        assert_eq!(log.tables[0].agency, None, "{drawn}");
        assert!(log.tables[0].placeholder.is_some(), "{drawn}");
    }
}

#[test]
fn the_agency_may_stand_in_the_next_cell_or_in_the_rows() {
    for drawn in ["Agency / School: | Larkrise Primary", "Agency | Larkrise Primary", "Agency/School :Larkrise Primary"]
    {
        let log = read_sheet(sheet(&format!("{drawn}\nEscalation No | Child | Concern\n1 | AB | Threshold")));
        assert_eq!(log.tables[0].agency.as_ref().map(|(name, _)| name.as_str()), Some("Larkrise Primary"), "{drawn}");
    }
    let log = read_sheet(sheet("Ref | Agency | Child | Concern\n1 | Larkrise Primary | AB | Threshold"));
    assert_eq!(log.tables[0].rows[0].agency.as_deref(), Some("Larkrise Primary"));
    let log = read_sheet(sheet("Agency & Esc No. | Child | Concern\nLarkrise Primary / 7 | AB | Threshold"));
    assert_eq!(log.tables[0].rows[0].agency.as_deref(), Some("Larkrise Primary"));
    assert_eq!(log.tables[0].rows[0].number, Field::Known("7".to_owned()));
}

#[test]
fn dates_facts_and_stages_have_columns() {
    let log = read_sheet(sheet(
        "
Esc No | Child's name | D.O.B. | Age | Concern | Date concern arose | Stage | Stage 2 date | Date resolved | Immediate risk? (Y/N) | CP plan / looked after | Resolve sooner by | Notes
12 | AB | 3/4/12 | 13 | Threshold | 03/04/2025 | Stage 2 | 45755 | ongoing | n | LAC | 20/04/2025 | see file
",
    ));
    let table = &log.tables[0];
    let row = &table.rows[0];
    assert_eq!(row.name, Field::Known("AB".to_owned()));
    assert_eq!(row.born.known().unwrap().to_string(), "2012-04-03");
    assert_eq!(row.stage, Field::Known(2));
    let events: Vec<_> = row
        .events
        .iter()
        .map(|(place, when)| (table.columns[*place].meaning.clone(), when.known().unwrap().to_string()))
        .collect();
    let event = |id: &str| Meaning::Event(id.into());
    // "Ongoing" records nothing.
    assert_eq!(
        events,
        [(event("concern"), "2025-04-03".to_owned()), (event("stage-2-began"), "2025-04-08".to_owned())]
    );
    assert_eq!(row.facts, [(9, Field::Known(Answer::No)), (10, Field::Known(Answer::Word("looked-after".to_owned())))]);
    assert_eq!(row.protect_by.known().unwrap().to_string(), "2025-04-20");
    assert_eq!(table.columns[12].meaning, Meaning::Unknown);
    assert_eq!(row.shown(12), "see file");
}

#[test]
fn beside_a_date_a_heading_that_asks_yes_or_no_is_none() {
    let meanings = |drawn: &str| -> Vec<Meaning> {
        let log = read_sheet(sheet(drawn));
        log.tables[0].columns[4..].iter().map(|column| column.meaning.clone()).collect()
    };
    let resolved = || Meaning::Event("resolved".into());
    for heading in ["Resolved Y/N", "Resolved (Y/N)", "Resolved Yes/No", "Resolved (yes or no)", "Resolved?"] {
        let with = |cells: &str| {
            meanings(&format!("No | Child | Concern | Date concern arose | {heading} | Date resolved\n{cells}"))
        };
        let one = "1 | AB | Threshold | 03/04/2025";
        assert_eq!(with(&format!("{one} | Y | 04/04/2025")), [Meaning::Unknown, resolved()], "{heading}");
        // A date is never passed over.
        assert_eq!(with(&format!("{one} | Y 04/04/2025 |")), [resolved(), resolved()], "{heading}");
        // Where no other column has the date, the answer is asked for it.
        let alone = format!("No | Child | Concern | Date concern arose | {heading}\n{one} | Y");
        assert_eq!(meanings(&alone), [resolved()], "{heading}");
    }
}

#[test]
fn a_column_for_the_concern_with_nothing_but_dates_is_its_date() {
    let meaning = |cells: [&str; 3], more: &str| {
        let [one, two, three] = cells;
        let log = read_sheet(sheet(&format!(
            "No | Child | Concern raised | Outcome | {more}\n1 | AB | {one} | agreed\n2 | CD | {two}\n3 | EF | {three}"
        )));
        log.tables[0].columns[2].meaning.clone()
    };
    let date = Meaning::Event("concern".into());
    assert_eq!(meaning(["08/04/2025", "9 April 2025", "12/13/2025"], ""), date);
    assert_eq!(meaning(["08/04/2025", "", "n/a"], ""), date);
    assert_eq!(meaning(["08/04/2025", "09/04/2025", "10/04/2025"], "Date of concern"), Meaning::Concern);
    for cells in [
        ["08/04/2025", "Threshold", ""],
        ["Missed visit on 08/04/2025", "Missed visit on 09/04/2025", ""],
        ["08/04/2025 neglect", "", ""],
        ["", "", ""],
        ["12/13/2025", "", ""],
    ] {
        assert_eq!(meaning(cells, ""), Meaning::Concern, "{cells:?}");
    }
}

#[test]
fn headings_in_two_merged_rows() {
    let mut two = sheet(
        "
Escalation log 2025
Escalation No | Child |  |  | Concern | Stage 2 |
 | Name | DOB | Age |  | Began | Ended
1 | AB | 3/4/12 | 13 | Threshold | 3/3/25 | 5/3/25
",
    );
    for range in ["A1:G1", "A2:A3", "B2:D2", "E2:E3", "F2:G2"] {
        merge(&mut two, range);
    }
    let log = read_sheet(two);
    let table = &log.tables[0];
    let meanings: Vec<_> = table.columns.iter().map(|column| column.meaning.clone()).collect();
    let event = |id: &str| Meaning::Event(id.into());
    use Meaning::*;
    assert_eq!(meanings, [Number, Name, Born, Age, Concern, event("stage-2-began"), event("stage-2-ended")]);
    assert_eq!(table.heading_row, 2);
    assert_eq!(table.columns[1].at.to_string(), "B3");
    assert_eq!(names(table), ["AB"]);
}

#[test]
fn data_below_a_merged_heading_is_data() {
    let mut merged = sheet("Esc No | Child |  | Concern\n1 | AB |  | Threshold\n2 | CD |  | Drift");
    merge(&mut merged, "B1:C1");
    assert_eq!(names(&read_sheet(merged).tables[0]), ["AB", "CD"]);
    let mut tall = sheet("Esc No | Child | Concern\n\n1 | AB | Threshold");
    for range in ["A1:A2", "B1:B2", "C1:C2"] {
        merge(&mut tall, range);
    }
    let log = read_sheet(tall);
    assert_eq!(log.tables[0].heading_row, 1);
    assert_eq!(names(&log.tables[0]), ["AB"]);
}

#[test]
fn several_tables_in_one_sheet() {
    let log = read_sheet(sheet(
        "
Agency: Larkrise Primary
Open cases
Escalation No | Child | Concern
1 | AB | Threshold

2 | CD | Drift
Agency: Oakfield Nursery
Escalation No | Child | Outcome
3 | EF | Agreed
Total | | 3
",
    ));
    let [first, second] = log.tables.as_slice() else { panic!("{} tables", log.tables.len()) };
    assert_eq!(names(first), ["AB", "CD"]);
    assert_eq!(names(second), ["EF"]);
    assert_eq!(first.agency.as_ref().unwrap().0, "Larkrise Primary");
    assert_eq!(second.agency.as_ref().unwrap().0, "Oakfield Nursery");
}

#[test]
fn in_doubt_a_row_is_a_case() {
    let log = read_sheet(sheet(
        "
Escalation No | Child | Concern | Notes
 | | Referral refused |
 | EF | |
Larkrise Primary / 4 | | |
7 | | |
LP-008 | | | not used
 | | | a note beside the table
Note: keep for seven years | | |
",
    ));
    assert_eq!(log.tables[0].rows.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn hidden_rows_columns_and_sheets_are_read_and_said_so() {
    let mut hidden = sheet("Escalation No | Child | Concern\n1 | AB | Threshold\n2 | CD | Drift");
    hidden.hidden_rows.insert(2);
    hidden.hidden_columns.insert(2);
    hidden.hidden = true;
    let log = read_sheet(hidden);
    let table = &log.tables[0];
    assert!(table.hidden_sheet);
    assert_eq!(table.rows.iter().map(|row| row.hidden).collect::<Vec<_>>(), [false, true]);
    assert_eq!(table.columns.iter().map(|column| column.hidden).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn columns_without_a_heading_are_kept() {
    let log = read_sheet(sheet(" | Escalation No | Child | Concern\nx | 1 | AB | Threshold | late note"));
    let table = &log.tables[0];
    assert_eq!(table.columns.len(), 5);
    assert_eq!(table.rows[0].shown(0), "x");
    assert_eq!(table.rows[0].shown(4), "late note");
}

#[test]
fn the_engines_columns_are_known_only_together() {
    for headings in ["Status", "Status | Checks | Act by"] {
        let own =
            read_sheet(sheet(&format!("Escalation No | Child | Concern | {headings}\n1 | AB | Threshold | Open")));
        assert!(own.tables[0].columns[3..].iter().all(|column| column.meaning == Meaning::Unknown), "{headings}");
    }
    let marked = read_sheet(sheet(
        "Escalation No | Child | Concern | Accepted | Status | Next step | Next step due | Act by | Days left | Checks\n1 | AB | Threshold",
    ));
    let table = &marked.tables[0];
    assert_eq!(table.columns[3].meaning, Meaning::Accepted);
    assert!(table.columns[4..].iter().all(|column| column.meaning == Meaning::Engine));
}

#[test]
fn rows_that_say_nothing_in_every_cell_are_no_cases() {
    let headings = "Escalation No | Agency | Child | Concern | Level of Need | Date concern arose";
    let log = read_sheet(sheet(&format!("{headings}\nN/A | Larkrise Primary | None | n/a | - | N/A\n1 | | N/A | | |")));
    assert_eq!(log.rows().count(), 0);
    assert_eq!(log.tables[0].agency.as_ref().map(|(name, _)| name.as_str()), Some("Larkrise Primary"));
    // One word of a case, and the row is one, with its cells as they are.
    let log = read_sheet(sheet(&format!("{headings}\n1 | | N/A | Threshold | n/a | -")));
    let row = &log.tables[0].rows[0];
    assert_eq!((row.shown(2).as_ref(), row.shown(4).as_ref()), ("N/A", "n/a"));
}

#[test]
fn rows_that_formulas_alone_fill_are_no_cases() {
    let mut log = sheet("Escalation No | Child | Concern | Age\n1 | AB | Threshold | 13\n2 | | | 125");
    let last = log.cells.last_mut().unwrap();
    last.formula = Some("DATEDIF(B3,TODAY(),\"y\")".to_owned());
    assert_eq!(names(&read_sheet(log).tables[0]), ["AB"]);
}

#[test]
fn what_is_no_log_is_no_table() {
    for drawn in [
        "Stage | Action | School | Health\n1 | Attempt | Lead | Staff",
        "No | Child name | Date of birth | Age | Looked after\n1 | A.B. | 01/02/2015 | 10 | no",
        "Concern | Child",
        "a | b | c | d",
        "",
    ] {
        assert_eq!(read_sheet(sheet(drawn)).tables.len(), 0, "{drawn}");
    }
}

#[test]
fn headings_are_matched_by_meaning_and_never_nearly() {
    let policy = policy();
    let headings = Headings::of(&policy);
    let event = |id: &str| Some(Meaning::Event(id.into()));
    for (heading, meaning) in [
        ("ESC NO", Some(Meaning::Number)),
        ("Esc. No.", Some(Meaning::Number)),
        ("Escalation\nnumber", Some(Meaning::Number)),
        ("**Agency / School &\nEscalation Number", Some(Meaning::Number)),
        ("Child’s Name / D.O.B / Age", Some(Meaning::Child)),
        ("Childs names", Some(Meaning::Name)),
        ("Name of the child", Some(Meaning::Name)),
        ("Concerns", Some(Meaning::Concern)),
        ("3. Concern", Some(Meaning::Concern)),
        ("Level of Need (Early Help / S17 / S47)", Some(Meaning::Level)),
        ("Levels of need", Some(Meaning::Level)),
        ("Action taken", Some(Meaning::Actions)),
        ("Date concern arose (dd/mm/yyyy)", event("concern")),
        ("date-concern-raised", event("concern")),
        ("When did the concern arise?", event("concern")),
        ("Discussed with other professional on", event("discussion")),
        ("Agency contacted", Some(Meaning::ReceivingAgency)),
        ("Date closed", event("resolved")),
        ("Closed on", event("resolved")),
        ("Case closed date", event("resolved")),
        ("Date dispute resolved", event("resolved")),
        ("Concern identified on", event("concern")),
        ("Raised on", event("concern")),
        ("Escalated to Stage 2 on", event("stage-2-began")),
        ("Start of stage 3", event("stage-3-began")),
        ("When did stage 2 begin?", event("stage-2-began")),
        ("Date progressed to step 2", event("stage-2-began")),
        ("Stage 2 date", event("stage-2-began")),
        ("Stage Two started", event("stage-2-began")),
        ("Date escalated to stage 3", event("stage-3-began")),
        ("stage-2-ended", event("stage-2-ended")),
        ("Immediate risk Y/N", Some(Meaning::Fact("immediate-risk".into()))),
        ("LAC", Some(Meaning::Fact("looked-after".into()))),
        ("Stage 9 date", None),
        ("Date", None),
        ("Date of escalation", None),
        ("Date agreed", None),
        ("Raised with", None),
        ("Agency involved", None),
        ("Date concern resolved by", None),
        ("Concern about the date", None),
        ("Stage 2", None),
        ("", None),
    ] {
        assert_eq!(headings.meaning(heading), meaning, "{heading}");
        assert!(meaning.is_none() || headings.may_know(heading), "{heading}");
    }
}

#[test]
fn every_event_and_fact_of_every_procedure_has_its_column() {
    for policy in Policy::built_in_ids().map(|id| Policy::built_in(id).unwrap()) {
        let headings = Headings::of(&policy);
        let edition = policy.edition_for(None);
        for fact in &edition.facts {
            assert_eq!(headings.meaning(&fact.column), Some(Meaning::Fact(fact.id.as_str().into())), "{}", fact.column);
        }
        for event in &edition.events {
            let Some(column) = &event.column else { continue };
            // Duties of several stages may share a column; it is the first one's.
            let first = edition.events.iter().find(|other| other.column.as_ref() == Some(column)).unwrap();
            assert_eq!(headings.meaning(column), Some(Meaning::Event(first.id.as_str().into())), "{column}");
            assert!(headings.may_know(column));
        }
    }
}

#[test]
fn of_a_file_without_a_log_the_row_nearest_to_headings_is_known() {
    let log = read_sheet(sheet("Our list\nWhen | Child's initials | Told whom | Outcome\n1 | AB | Police | none"));
    let nearest = log.nearest.unwrap();
    assert_eq!((nearest.row, nearest.others), (1, 2));
    assert_eq!(nearest.known, ["Child's initials", "Outcome"]);
    assert_eq!(nearest.lacks, ["Escalation Number", "Concern", "Date concern arose"]);
    for drawn in ["", "Outcome", "a | b | c | d"] {
        assert_eq!(read_sheet(sheet(drawn)).nearest, None, "{drawn}");
    }
    assert_eq!(read_sheet(sheet("Esc No | Child | Concern\n1 | AB | Drift")).nearest, None);
}
