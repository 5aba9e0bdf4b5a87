//! Rows that begin like labels, notes and nil returns, and headings with words that reverse them.

use super::super::headings::Headings;
use super::finding::{names, read_sheet, sheet};
use super::*;

/// The rows of the first table of a sheet drawn as text, with what is in them.
fn rows_of(drawn: &str) -> Vec<Row> {
    read_sheet(sheet(drawn)).tables.remove(0).rows
}

#[test]
fn a_filled_row_that_begins_with_a_label_is_a_case() {
    for (cell, number, agency) in [
        ("School: Larkrise No 3", "3", Some("Larkrise")),
        ("Agency: Police / 12", "12", Some("Police")),
        ("School: 3", "3", None),
        ("Setting: Nursery 3", "3", Some("Nursery")),
        ("Agency / School: Larkrise Primary, Escalation Number: 3", "3", Some("Larkrise Primary")),
    ] {
        let drawn =
            format!("Agency / School & Escalation Number | Child | Concern | Outcome\n{cell} | AB | Drift | Agreed");
        let rows = rows_of(&drawn);
        assert_eq!(rows.len(), 1, "{cell}");
        assert_eq!(rows[0].number, Field::Known(number.to_owned()), "{cell}");
        assert_eq!(rows[0].agency.as_deref(), agency, "{cell}");
    }
    let rows = rows_of("Agency | Escalation Number | Child | Concern\nSchool: Larkrise | 3 | AB | Drift");
    assert_eq!(rows[0].agency.as_deref(), Some("Larkrise"));
    let two =
        "Esc No | Child | Concern\n1 | AB | Drift\nSchool: 7 | CD | Drift\n\nEsc No | Child | Concern\n2 | EF | Drift";
    let log = read_sheet(sheet(two));
    assert_eq!(log.tables[1].agency, None, "a case names no agency");
    let two = "Esc No | Child | Concern\n1 | AB | Drift\nSchool: 7 | CD";
    assert_eq!(rows_of(two).len(), 2);
}

#[test]
fn part_of_a_number_is_an_agency_only_where_one_is_known() {
    let read = |heading: &str, cell: &str| {
        let drawn = format!("Agency / School: Test Primary\n{heading} | Child | Concern\n{cell} | AB | Drift");
        let row = rows_of(&drawn).remove(0);
        (row.number.known().cloned().unwrap_or_default(), row.agency)
    };
    for cell in [
        "2024/25-3",
        "Yr 4/2",
        "St M/3",
        "DSL/JB/4",
        "Case 5 / Tom",
        "5 / sibling of 4",
        "JB on leave w/c 26/5",
        "JB on leave w/c 26/5 - ring Sue in the office",
    ] {
        for heading in ["Escalation Number", "Agency / School & Escalation Number"] {
            assert_eq!(read(heading, cell), (cell.to_owned(), None), "{heading}: {cell}");
        }
    }
    let both = |number: &str, agency: &str| (number.to_owned(), Some(agency.to_owned()));
    assert_eq!(read("Escalation Number", "Maple class / 7"), ("Maple class / 7".to_owned(), None));
    assert_eq!(read("Agency / School & Escalation Number", "Maple / 7"), both("7", "Maple"));
    assert_eq!(read("Escalation Number", "Test / 7"), both("7", "Test"));
    assert_eq!(read("Escalation Number", "Larkrise Primary / 7"), both("7", "Larkrise Primary"));
    assert_eq!(read("Escalation Number", "7 (Westshire Police)"), both("7", "Westshire Police"));
    assert_eq!(read("Escalation Number", "School A 1"), both("1", "School A"));
}

#[test]
fn words_alone_under_the_number_are_no_case_and_are_not_lost() {
    let told = [
        "JB on leave w/c 26/5",
        "JB on leave w/c 26/5 - ring Sue in the office",
        "Rang SW 3/6 and/or MASH",
        "Checked by SH 30/06/25",
        "Amber = waiting for them",
        "Rang school 3/6",
        "Closed cases",
    ];
    for heading in ["Escalation No", "Agency & Escalation No"] {
        for words in told {
            let drawn = format!("{heading} | Child | Concern | Own\n1 | AB | Drift\n{words} | |");
            let table = read_sheet(sheet(&drawn)).tables.remove(0);
            assert_eq!((table.rows.len(), table.notes.as_slice()), (1, &[2][..]), "{heading}: {words}");
        }
        for empty in
            ["2", "LP-002", "lps 03", "Esc no 4", "Total", "NB see file", "Completed by: me", "Nil return", "n/a"]
        {
            let drawn = format!("{heading} | Child | Concern | Own\n1 | AB | Drift\n{empty} | |");
            let table = read_sheet(sheet(&drawn)).tables.remove(0);
            assert_eq!((table.rows.len(), table.notes.len()), (1, 0), "{heading}: {empty}");
        }
        for begun in ["Larkrise Primary / 4", "larkrise primary / 4", "Larkrise Primary / 2025-03"] {
            let drawn = format!("{heading} | Child | Concern | Own\n1 | AB | Drift\n{begun} | |");
            assert_eq!(rows_of(&drawn).len(), 2, "{heading}: {begun}");
        }
    }
    let table = read_sheet(sheet("Esc No | Child | Concern | Own\n1 | AB | Drift\n | | | keep this beside the table"));
    assert_eq!(table.tables[0].notes, [2]);
}

#[test]
fn of_two_cells_a_case_is_no_note() {
    let headings = "Escalation No | Child Name / DOB / Age | Concern | Date concern arose";
    for row in [
        "*12 | Amy Larch 3/3/2012",
        "NB | AB 3/3/2012",
        "Note 4 | Amy Larch 3/3/2012",
        "Key | Amy Larch 3/3/2012",
        "No escalation | Amy Larch 3/3/2012",
        "Nil return | Amy Larch 3/3/2012",
        "Signed off | AB 3/3/2012 child at risk",
        "Signed |  | Child at risk of harm",
        " | CD | No escalation by social care although child at risk of harm",
        "LP9 | | Nothing to report since March, child missing",
    ] {
        assert_eq!(rows_of(&format!("{headings}\n1 | AB | Drift | 03/06/2025\n{row}")).len(), 2, "{row}");
    }
    let rows = rows_of("Child | Concern | Outcome\nAB | Drift | Agreed\nNB | Left alone at night");
    assert_eq!(rows.len(), 2, "initials");
}

#[test]
fn notes_and_nil_returns_are_no_cases() {
    let headings = "Escalation No | Child Name / DOB / Age | Concern | Outcome";
    for row in [
        "Completed by: A Manager | 03/06/2025",
        "Completed by: | A Manager",
        "Signed: A Manager, 3/3/25",
        "Signed | A Manager",
        "Prepared by | J Smith",
        "Date completed: | 03/06/2025",
        "Return to: | the business unit",
        "*LSCPB will collate summaries | ",
        "* to be completed | by the line manager",
        "Note: keep for seven years",
        "Note: | keep for seven years",
        "NB: | please keep for seven years",
        "Key: | S17 is child in need",
        "Signature | A Manager",
        "Please return by Friday | ",
    ] {
        assert_eq!(rows_of(&format!("{headings}\n1 | AB | Drift | Agreed\n{row}")).len(), 1, "{row}");
    }
    for row in [
        "Nil return | | |",
        "Nil return for Q1 | | |",
        " | Nil return | |",
        " | No escalations this quarter | |",
        " | | No escalations |",
        "None this quarter | | |",
        "Nil return | n/a | |",
        "Nil return | Q1 | |",
        "Nil return for | April to June 2025 | |",
        "1 | Nil return | |",
        "Larkrise Primary | | No escalations this quarter |",
    ] {
        assert_eq!(rows_of(&format!("{headings}\n{row}")).len(), 0, "{row}");
    }
}

#[test]
fn a_number_with_text_under_an_unknown_heading_is_a_case() {
    let headings = "Escalation No | Child | Concern | Notes | Social worker";
    let drawn = format!("{headings}\nLP9 | | | Child seriously injured, escalated to police | x");
    assert_eq!(rows_of(&drawn).len(), 1);
    for row in [
        "LP9 | | |",
        " | | | a note beside the table |",
        "LP9 | | | n/a | -",
        "8 | | | not used |",
        "9 | | | Open | Q1",
    ] {
        assert_eq!(rows_of(&format!("{headings}\n{row}")).len(), 0, "{row}");
    }
}

#[test]
fn a_heading_keeps_the_word_that_reverses_it() {
    let policy = policy();
    let headings = Headings::of(&policy);
    for heading in [
        "Date resolved (target)",
        "Date resolved (expected)",
        "Date of resolution [proposed]",
        "Resolution date - due",
        "Date resolved - target",
        "Closed e.g. due date",
        "Stage 2 began (planned)",
        "Date resolved (by)",
        "Date resolved (provisional)",
    ] {
        assert_eq!(headings.meaning(heading), None, "{heading}");
    }
    for heading in ["Date resolved (dd/mm/yyyy)", "Date resolved - as in minutes", "Date resolved (if closed)"] {
        assert_eq!(headings.meaning(heading), Some(Meaning::Event("resolved".into())), "{heading}");
    }
    let others = [
        ("Actions Undertaken Towards Resolution (by whom)", Meaning::Actions),
        ("Concern (what is due)", Meaning::Concern),
    ];
    for (heading, meaning) in others {
        assert_eq!(headings.meaning(heading), Some(meaning), "{heading}");
    }
}

#[test]
fn the_agency_may_stand_before_other_labels() {
    let drawn = "Agency / School | Larkrise | Quarter | Q1\nEscalation No | Child | Concern\n1 | AB | Threshold";
    let log = read_sheet(sheet(drawn));
    assert_eq!(log.tables[0].agency.as_ref().map(|(name, _)| name.as_str()), Some("Larkrise"));
    let log = read_sheet(sheet("Agency | Child | Quarter\nEscalation No | Child | Concern\n1 | AB | Threshold"));
    assert_eq!(log.tables[0].agency, None);
    assert_eq!(names(&log.tables[0]), ["AB"]);
}

#[test]
fn a_formula_is_known_in_any_column() {
    let more: Vec<String> = (0..70).map(|n| format!("More {n}")).collect();
    let mut log = sheet(&format!("Escalation No | Child | Concern | {}\n1 | AB | Threshold", more.join(" | ")));
    let at = Address::new(1, 69);
    log.cells.push(Cell { at, value: text("abc "), formula: Some("\"abc\"&\" \"".to_owned()) });
    let row = &read_sheet(log).tables[0].rows[0];
    assert!(row.is_formula(69));
    assert!(!row.is_formula(2) && !row.is_formula(5));
}

#[test]
fn a_column_of_agencies_beside_the_one_above_says_who_raised_the_concern_only_where_that_is_sure() {
    use super::super::Agencies::{Raising, Receiving, Unsettled};
    let read = |above: &str, heading: &str, rows: &[&str]| {
        let mut drawn = format!("Agency / School: {above}\n{heading} | No | Child | Concern");
        for (number, row) in (1..).zip(rows) {
            let row = if row.contains('|') { (*row).to_owned() } else { format!("{row} | {number}") };
            drawn.push_str(&format!("\n{row} | AB | Drift"));
        }
        let table = read_sheet(sheet(&drawn)).tables.remove(0);
        let agencies: Vec<String> =
            table.rows.iter().map(|row| row.agency_in(&table).unwrap_or_default().to_owned()).collect();
        (table.agencies.map(|(_, agencies)| agencies), agencies.join(", "), table.columns[0].meaning.clone())
    };
    let junior = "Oakhurst Junior School";
    for (above, heading, rows, agencies, raised, meaning) in [
        (
            junior,
            "Agency",
            &["Children's Services", "Police"][..],
            Some(Receiving),
            "Oakhurst Junior School, Oakhurst Junior School",
            Meaning::ReceivingAgency,
        ),
        ("Westshire Council", "Agency", &["Early Help Team"], Some(Unsettled), "Westshire Council", Meaning::Unknown),
        ("Westshire NHS Trust", "Agency", &["School Nursing"], Some(Raising), "School Nursing", Meaning::Agency),
        ("Oak Academy Trust", "School", &["Larkrise School"], Some(Raising), "Larkrise School", Meaning::Agency),
        ("Westshire Police", "School", &["Larkrise School"], Some(Unsettled), "Westshire Police", Meaning::Unknown),
        (junior, "Agency", &["Oakhurst", "Police"], Some(Raising), "Oakhurst, Police", Meaning::Agency),
        ("Westshire", "Agency", &["Police | 1", "Larkrise | 1"], Some(Raising), "Police, Larkrise", Meaning::Agency),
        (junior, "Agency", &["Oakhurst Juniors", "Oakhurst"], None, "Oakhurst Juniors, Oakhurst", Meaning::Agency),
        (junior, "Raising agency", &["Police"], None, "Police", Meaning::Agency),
        ("Westshire Safeguarding Partnership", "Agency", &["Police"], None, "Police", Meaning::Agency),
    ] {
        assert_eq!(read(above, heading, rows), (agencies, raised.to_owned(), meaning), "{above}: {rows:?}");
    }
}
