//! What holds of any log: the order of its rows does not matter, and a finding points at a cell of its table.

use chrono::NaiveDate;
use escalog::calendar::Calendars;
use escalog::finding::Finding;
use escalog::policy::Policy;
use escalog::rules::{self, Selection};
use escalog::{log, timeline, workbook};
use proptest::prelude::*;
use proptest::sample::select;

use crate::examples::Example;

/// Columns of a log, with cells as people fill them.
const COLUMNS: &[(&str, &[&str])] = &[
    ("Escalation Number", &["1", "2", "LPS-03", "lps-03", "", "tbc"]),
    ("Child Name", &["A.B.", "AB", "C.D.", "", "E.F. and G.H."]),
    ("DOB", &["", "04/02/2014", "11/09/2012", "31/02/2014", "unborn"]),
    ("Concern", &["threshold", "attendance"]),
    ("Level of Need", &["S17", "high", "", "tbc", "Level 3"]),
    ("Actions Undertaken", &["", "3/6 spoke to SW, 10/6 to TM", "escalated to stage 2 on 10/6/25", "resolved 31/6"]),
    ("Outcome of Resolution", &["", "agreed", "n/a", "resolved 27/6"]),
    ("Date concern arose", DATES),
    ("Stage", &["", "1", "2", "Stage 3", "7", "ongoing"]),
    ("Stage 2 began", DATES),
    ("Stage 3 began", DATES),
    ("Resolve sooner by", DATES),
    ("Date resolved", DATES),
    ("Outcome confirmed in writing", DATES),
    ("First discussion", DATES),
    ("Immediate risk", &["", "yes", "no"]),
    ("CP plan / looked after", &["", "yes", "no", "looked after"]),
    ("IRO notified", DATES),
    ("Section 117", &["", "yes", "no"]),
    ("Age", &["", "11", "9", "19", "4 months"]),
    ("Agency", &["", "Larkrise Primary School"]),
    ("Receiving agency", &["", "Larkrise primary school", "MASH"]),
    ("Summary of Professional Disagreement", &["", "no visit", "as above", "complaint about the worker"]),
    ("Actions", &["", "rang 07700 900123", "=met", "wrote to L1 8JQ"]),
    ("Worker", &["", "family worker", "a@council.example", "b@council.example", "943 476 5919"]),
];

const DATES: &[&str] = &[
    "",
    "",
    "02/06/2025",
    "03/06/2025",
    "2025-06-10T10:15",
    "27/06/2025",
    "30/06/2025",
    "04/25/2025",
    "31/04/2025",
    "last Tues",
    "03/06/2026",
    "29/02/2024",
    "01/01/2098",
];

/// A log with the columns that make it one and some of the others, under any of the five procedures.
fn logs() -> impl Strategy<Value = Example> {
    let policies: Vec<_> = Policy::built_in_ids().collect();
    let columns = proptest::collection::vec(any::<bool>(), COLUMNS.len());
    (select(policies), columns, 1..12usize).prop_flat_map(|(policy, wanted, length)| {
        let needed = ["Escalation Number", "Child Name", "Concern"];
        let columns: Vec<_> = COLUMNS
            .iter()
            .zip(wanted)
            .filter(|((name, _), wanted)| *wanted || needed.contains(name))
            .map(|(c, _)| c)
            .collect();
        let cells: Vec<_> = columns.iter().map(|(_, cells)| select(*cells)).collect();
        let headings: Vec<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        proptest::collection::vec(cells, length).prop_map(move |rows| {
            let rows = rows.into_iter().map(|row| row.into_iter().map(str::to_owned).collect());
            Example {
                line: 0,
                policy: policy.to_owned(),
                as_of: NaiveDate::from_ymd_opt(2025, 6, 30).unwrap(),
                rows: [headings.clone()].into_iter().chain(rows).collect(),
                found: Vec::new(),
                marks: Vec::new(),
                form_aside: false,
                tidied: false,
            }
        })
    })
}

/// The same log with its rows in another order.
fn shuffled() -> impl Strategy<Value = (Example, Example)> {
    logs().prop_flat_map(|log| {
        let body: Vec<_> = log.rows[1..].to_vec();
        (Just(log), Just(body).prop_shuffle()).prop_map(|(log, body)| {
            let rows = log.rows[..1].iter().cloned().chain(body).collect();
            let other = Example { rows, ..log.clone() };
            (log, other)
        })
    })
}

/// The findings with the text of their rows in place of the numbers, in an order of their own.
fn by_content(log: &Example) -> Vec<String> {
    let with_row = |finding: &Finding| {
        let row = finding.row.map(|row| log.rows[row as usize - 1].clone());
        let column = finding.cell.map(|cell| cell.column);
        format!(
            "{row:?} {column:?} {} {:?} {} {:?}",
            finding.rule.code, finding.severity, finding.message, finding.clause
        )
    };
    let found = log.checked(rules::check);
    // Of two rows with one number the later is named, whichever that is.
    let mut lines: Vec<_> = found.iter().filter(|finding| finding.rule.code != "R102").map(with_row).collect();
    lines.sort();
    lines
}

proptest! {
    // Reading a log costs much without optimisation.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_rows_does_not_change_the_findings((log, other) in shuffled()) {
        prop_assert_eq!(by_content(&log), by_content(&other));
        let repeats = |log: &Example| log.checked(rules::check).iter().any(|finding| finding.rule.code == "R102");
        prop_assert_eq!(repeats(&log), repeats(&other));
    }

    #[test]
    fn no_text_makes_a_rule_panic(mut log in logs(), texts in proptest::collection::vec(r"[=+@-]?[\PC]{0,4}[0-9 /.@A-Z-]{0,14}[\PC]{0,9}", 1..40)) {
        let cells = log.rows.iter_mut().skip(1).flatten();
        cells.zip(texts.iter().cycle()).for_each(|(cell, text)| cell.clone_from(text));
        prop_assert_eq!(log.checked(rules::check), log.checked(rules::check));
        log.checked(rules::tidy);
    }

    #[test]
    fn a_finding_points_at_a_cell_of_its_table(log in logs()) {
        let (rows, columns) = (log.rows.len(), log.rows[0].len());
        for finding in log.checked(rules::check) {
            let cell = finding.cell.expect("every finding has its cell");
            prop_assert!((cell.row as usize) < rows && (cell.column as usize) < columns, "{}", cell);
            prop_assert_eq!(finding.row.unwrap_or(1), cell.row + 1);
        }
    }
}

/// Rows of one number: the letters of a name as it is written, and a date of birth.
fn of_one_number() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let names = select(&["", "A.B.", "AB", "C.D.", "cd", "E.F."][..]);
    let births = select(&["", "04/02/2014", "11/09/2012", "30/01/2019"][..]);
    proptest::collection::vec((names, births), 1..20)
}

/// The rows after which R102 says that another row has their number, and which row it names.
fn numbers_repeated(rows: &[(&str, &str)]) -> Vec<String> {
    let mut text = "Escalation No,Child Name,DOB,Concern\n".to_owned();
    rows.iter().for_each(|(name, born)| text.push_str(&format!("7,{name},{born},threshold\n")));
    let (policy, calendars) = (Policy::built_in("liverpool").unwrap(), Calendars::new(&[]).unwrap());
    let as_of = "2025-06-30".parse().unwrap();
    let grid = workbook::read("log.csv", text.as_bytes()).unwrap();
    let log = log::read("log.csv", &grid, &policy, as_of);
    let found = Selection::new(&["R102".to_owned()], &[], None)
        .unwrap()
        .check(&timeline::check(&log, &policy, &calendars, as_of, 5));
    found.iter().map(|finding| format!("{}: {}", finding.row.unwrap(), finding.message)).collect()
}

proptest! {
    #[test]
    fn a_number_is_held_against_every_row_before(rows in of_one_number()) {
        let letters = |name: &str| name.replace('.', "").to_lowercase();
        let mut new: Vec<(usize, (&str, &str))> = Vec::new();
        let mut expected = Vec::new();
        for (place, (name, born)) in rows.iter().copied().enumerate().filter(|(_, row)| *row != ("", "")) {
            let is_another = |(_, (other, birth)): &&(usize, (&str, &str))| {
                let name = (!name.is_empty() && !other.is_empty()).then(|| letters(name) == letters(other));
                let born = (!born.is_empty() && !birth.is_empty()).then(|| born == *birth);
                [name, born].contains(&Some(false)) && ![name, born].contains(&Some(true))
            };
            if let Some((earlier, _)) = new.iter().rev().find(is_another) {
                let (row, earlier) = (place + 2, earlier + 2);
                expected.push(format!("{row}: escalation number `7` is also that of row {earlier}, about another child"));
            }
            if new.iter().all(|(_, known)| *known != (name, born)) {
                new.push((place, (name, born)));
            }
        }
        prop_assert_eq!(numbers_repeated(&rows), expected);
    }
}

#[test]
fn thousands_of_rows_with_one_number_take_no_longer_than_others() {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
    let births: Vec<String> = first.iter_days().take(20_000).map(|day| day.format("%d/%m/%Y").to_string()).collect();
    let rows: Vec<(&str, &str)> = births.iter().map(|born| ("A.B.", born.as_str())).collect();
    let began = std::time::Instant::now();
    assert_eq!(numbers_repeated(&rows), Vec::<String>::new());
    let time = began.elapsed();
    assert!(time.as_secs() < 60, "{time:?}");
}

/// More rows than one thread takes, with what should not stand in texts in some of them.
#[test]
fn rules_find_the_same_together_and_alone() {
    let mut text = "Escalation No,Child Name,Concern,Date concern arose,Own notes\n".to_owned();
    for row in 0..=1_000 {
        let told = match row % 100 {
            7 => "rang 0151 496 0000 about ZE9 1AA",
            31 => "moved to 14 Larch Tree Road; a.b@example.org; 943 476 5919",
            60 => "Larkmoor was seen",
            _ => "seen at home",
        };
        text.push_str(&format!("S-{row},Ada Larkmoor {row},{told},03/03/2025,{told} again\n"));
    }
    let (policy, calendars) = (Policy::built_in("liverpool").unwrap(), Calendars::new(&[]).unwrap());
    let as_of = "2025-06-30".parse().unwrap();
    let grid = workbook::read("log.csv", text.as_bytes()).unwrap();
    let log = log::read("log.csv", &grid, &policy, as_of);
    let checked = timeline::check(&log, &policy, &calendars, as_of, 5);
    let found = |selection: &Selection| selection.check(&checked);
    let together: Vec<Finding> =
        found(&Selection::default()).into_iter().filter(|finding| finding.rule.code.starts_with("P10")).collect();
    let mut alone = 0;
    for code in ["P101", "P102", "P103", "P104", "P105", "P106"] {
        let own = found(&Selection::new(&[code.to_owned()], &[], None).unwrap());
        let expected: Vec<&Finding> = together.iter().filter(|finding| finding.rule.code == code).collect();
        assert_eq!(own.iter().collect::<Vec<_>>(), expected, "{code}");
        // Each in ten rows or more, and once in the agency's own column.
        assert!(own.len() > 10, "{code}: {}", own.len());
        alone += own.len();
    }
    assert_eq!(alone, together.len());
}
