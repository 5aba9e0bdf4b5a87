//! What one cell says: dates, numbers, children, levels, stages, answers.

use proptest::prelude::*;

use super::super::levels::Levels;
use super::super::{answers, child, number, stage};
use super::*;

fn event(cell: &str) -> String {
    shown(&reader().event(&text(cell)))
}

fn birth(cell: &str) -> String {
    shown(&reader().birth(&text(cell)))
}

fn shown(field: &Field<Moment>) -> String {
    match field {
        Field::Blank => "blank".to_owned(),
        Field::Known(moment) => moment.to_string(),
        Field::Unclear(Unclear::Date(problem)) => format!("{problem:?}"),
        Field::Unclear(other) => format!("{other:?}"),
    }
}

#[test]
fn dates_are_read_in_the_shapes_people_type() {
    for cell in [
        "2025-03-03",
        "2025/03/03",
        "2025.3.3",
        "2025-03-03T00:00",
        "03/03/2025 00:00:00",
        "Yes - 3/3/25",
        "3/3/25",
        "3/3/2025",
        "03/03/2025",
        "03.03.2025",
        "3.3.25",
        "3-3-2025",
        "03–03–2025",
        "3\\3\\25",
        "3 / 3 / 25",
        "3/ 3/25",
        "03 03 2025",
        "3rd March 2025",
        "3 March 2025",
        "3 MAR 25",
        "3-Mar-25",
        "03.Mar.2025",
        "3Mar2025",
        "3rd of March, 2025",
        "3 March '25",
        "March 3rd 2025",
        "March 3, 2025",
        "Mar. 3 2025",
        "Mon 3 Mar",
        "Monday 3rd March",
        "Mon 3/3",
        "3 March (Monday)",
        "Mon 3/3/25",
        "Mon, 3 March 2025",
        "\u{a0}3\u{a0}March\u{202f}2025\u{a0}",
        "3/3/25.",
        "3/3/25 - by phone",
        "3/3/25 (e-mail to the social worker)",
        "Resolved 3/3/25",
        "3/3/25 03/03/2025",
        "45719",
    ] {
        assert_eq!(event(cell), "2025-03-03", "{cell}");
    }
}

#[test]
fn a_date_is_british_also_where_it_could_be_american() {
    assert_eq!(event("03/04/2025"), "2025-04-03");
    assert_eq!(event("4/3/25"), "2025-03-04");
}

#[test]
fn times_are_kept_to_the_minute() {
    for cell in [
        "03/03/2025 10:15",
        "3/3/25 at 10.15am",
        "3/3/25 10.15",
        "10:15 03/03/2025",
        "10.15 03.03.2025",
        "10:15am, 3rd March 2025",
        "2025-03-03T10:15:00",
        "2025-03-03 10:15:59",
        "2025-03-03T10:15:00.000",
        "3 March 2025 10:15",
        "Mon 3 Mar 10.15",
        "3/3/25 1015hrs",
        "3/3/25 10:15 a.m.",
        "10:15 Mon 3 March",
    ] {
        assert_eq!(event(cell), "2025-03-03T10:15", "{cell}");
    }
    assert_eq!(event("3/3/25 2pm"), "2025-03-03T14:00");
    assert_eq!(event("3/3/25 12.30am"), "2025-03-03T00:30");
    assert_eq!(event("3/3/25 2.15 p.m."), "2025-03-03T14:15");
    assert_eq!(event("3/3/25 10:15 - 11:00"), "2025-03-03", "a meeting has no one time");
    assert_eq!(event("3/3/25 25:10"), "NotADate");
}

#[test]
fn a_date_that_would_have_to_be_guessed_is_a_problem() {
    for (cell, problem) in [
        ("04/25/2025", "American"),
        ("12/31/25", "American"),
        ("31/04/2025", "NoSuchDay"),
        ("29 February 2025", "NoSuchDay"),
        ("0/3/2025", "NoSuchDay"),
        ("40/40/2025", "NoSuchDay"),
        ("2025-13-01", "NoSuchDay"),
        ("3/3/1925", "YearNotMeant"),
        ("3/3/205", "YearNotMeant"),
        ("3/3/20225", "YearNotMeant"),
        ("3/3/2125", "YearNotMeant"),
        ("3 March", "NoYear"),
        ("3/3", "NoYear"),
        ("Sat 3 Mar", "NoYear"),
        ("3/3/25 and 5/3/25", "Several"),
        ("3/3/25 - 5/3/25", "Several"),
        ("3/3/25 & 5/3", "Several"),
        ("Tue 3/3/25", "WeekdayDisagrees"),
        ("3 March 2025 (Friday)", "WeekdayDisagrees"),
        ("by 3/3/25", "Doubtful"),
        ("3/3/25?", "Doubtful"),
        ("3/3/25 tbc", "Doubtful"),
        ("planned 3/3/25", "Doubtful"),
        ("w/c 3/3/25", "Doubtful"),
        ("No - 3/3/25", "Doubtful"),
        ("ongoing, chased 3/3/25", "Doubtful"),
        ("still open as at 3/3/25", "Doubtful"),
        ("meeting booked: 3/3/25", "Doubtful"),
        ("2025-06-02T23:00:00Z", "Doubtful"),
        ("tbc", "NotADate"),
        ("March 2025", "NotADate"),
        ("next week", "NotADate"),
        ("yes", "NotADate"),
        ("No, held", "NotADate"),
        ("not confirmed", "NotADate"),
        ("?", "NotADate"),
        ("3-5 March 2025", "NotADate"),
        ("1/2/3/2025", "NotADate"),
        ("20250303", "NotADate"),
        ("3/3/25 stage 2", "NotADate"),
    ] {
        assert_eq!(event(cell), problem, "{cell}");
    }
}

#[test]
fn what_has_not_happened_is_blank() {
    for cell in [
        "-",
        "–",
        "n/a",
        "N/A",
        "NA",
        "Ongoing",
        "open",
        "Not yet",
        "still open",
        "...",
        "No",
        "N",
        "not held",
        "Not yet started",
        "no longer needed",
        "not required.",
    ] {
        assert_eq!(event(cell), "blank", "{cell}");
    }
    for cell in ["--", "—", "…", "/", "__/__/____", "  /  /  ", "……………", "\u{200b}", "☐", "[ ]", "□", "✗", "❌", "[-]"]
    {
        assert_eq!(event(cell), "blank", "{cell}");
    }
}

#[test]
fn a_sign_that_something_happened_is_no_blank() {
    for cell in ["✓", "☑", "√", "☒", "✅", "[x]", "\"", "″", "''", "〃", "”", "*", "→", "👍", "x", "done"]
    {
        assert_eq!(event(cell), "NotADate", "{cell}");
        assert_eq!(birth(cell), "NotADate", "{cell}");
    }
}

#[test]
fn numbers_and_other_values_in_a_date_column() {
    let read = |value| shown(&reader().event(&value));
    assert_eq!(read(Value::Number(45719.0)), "2025-03-03");
    assert_eq!(read(Value::Number(45_719.427_083_3)), "2025-03-03T10:15");
    assert_eq!(read(Value::Number(3.0)), "NotADate");
    assert_eq!(read(Value::Number(f64::NAN)), "NotADate");
    assert_eq!(read(Value::Boolean(true)), "NotADate");
    assert_eq!(read(Value::NotCalculated), "Formula");
    assert_eq!(read(Value::Error("#REF!".to_owned())), "Formula");
    let old = NaiveDate::from_ymd_opt(1925, 3, 3).unwrap();
    assert_eq!(read(Value::Date(old.into())), "YearNotMeant");
    let from_1904 = Dates { system: DateSystem::From1904, as_of: as_of() };
    assert_eq!(shown(&from_1904.event(&Value::Number(44257.0))), "2025-03-03");
}

#[test]
fn dates_of_birth_reach_back_and_a_due_date_ahead() {
    assert_eq!(birth("03/04/2012"), "2012-04-03");
    assert_eq!(birth("3/4/12"), "2012-04-03");
    assert_eq!(birth("3/4/62"), "1962-04-03");
    assert_eq!(birth("EDD 12/08/2025"), "2025-08-12");
    assert_eq!(birth("due 12/8/25"), "2025-08-12");
    assert_eq!(birth("3/4/1812"), "YearNotMeant");
    assert_eq!(birth("3/4/2031"), "YearNotMeant");
}

#[test]
fn escalation_numbers_and_the_agency_beside_them() {
    for (cell, number, agency) in [
        ("12", Some("12"), None),
        ("ESC-014", Some("ESC-014"), None),
        ("LP/2025/03", Some("LP/2025/03"), None),
        ("ESC / 014", Some("ESC / 014"), None),
        ("Escalation no. 12", Some("Escalation no. 12"), None),
        ("Oak Academy SO/26/02", Some("SO/26/02"), Some("Oak Academy")),
        ("Oak Academy\nSO/26/03", Some("SO/26/03"), Some("Oak Academy")),
        ("SO/26/04", Some("SO/26/04"), None),
        ("Larkrise Primary / 2025-03", Some("2025-03"), Some("Larkrise Primary")),
        ("Larkrise Primary\n2025-03", Some("2025-03"), Some("Larkrise Primary")),
        ("Larkrise Primary - 3", Some("3"), Some("Larkrise Primary")),
        ("Larkrise / 2025 / 03", Some("2025 / 03"), Some("Larkrise")),
        ("2025-03 (Larkrise Primary)", Some("2025-03"), Some("Larkrise Primary")),
        ("Larkrise Primary 2025-03", Some("2025-03"), Some("Larkrise Primary")),
        ("Larkrise Primary Esc No 3", Some("3"), Some("Larkrise Primary")),
        ("St Swithin's School: 4", Some("4"), Some("St Swithin's School")),
        ("Larkrise Primary", None, Some("Larkrise Primary")),
        ("n/a", None, None),
        ("-", None, None),
    ] {
        let (read, named) = number::read(&text(cell), &both());
        assert_eq!(read.known().map(String::as_str), number, "{cell}");
        assert_eq!(named.as_deref(), agency, "{cell}");
    }
    assert_eq!(number::read(&Value::Number(12.0), &both()).0, Field::Known("12".to_owned()));
    assert_eq!(number::read(&Value::NotCalculated, &both()).0, Field::Unclear(Unclear::Formula));
}

#[test]
fn three_in_one_cells_are_split() {
    for (cell, name, born, age, unborn) in [
        ("AB / 03.04.2012 / 13", "AB", "2012-04-03", Some(13), false),
        ("AB / 13 / 03/04/2012", "AB", "2012-04-03", Some(13), false),
        ("Sam Example DOB 3/4/12 (13)", "Sam Example", "2012-04-03", Some(13), false),
        ("Sam Example (DOB: 03/04/2012) Age: 13", "Sam Example", "2012-04-03", Some(13), false),
        ("Sam Example\n3rd April 2012\n13 yrs", "Sam Example", "2012-04-03", Some(13), false),
        ("Sam Example, aged 13 years 2 months", "Sam Example", "blank", Some(13), false),
        ("Sam Example 13y 4m", "Sam Example", "blank", Some(13), false),
        ("Sam Example / 13 M", "Sam Example / 13 M", "blank", None, false),
        ("Sam Example 8 months", "Sam Example", "blank", Some(0), false),
        ("Name: Sam Example DOB: 3/4/12", "Sam Example", "2012-04-03", None, false),
        ("Sam O'Example 13 y/o", "Sam O'Example", "blank", Some(13), false),
        ("Sam Example", "Sam Example", "blank", None, false),
        ("S.E.", "S.E.", "blank", None, false),
        ("S.E. / 3.4.12 / 13", "S.E.", "2012-04-03", Some(13), false),
        ("A B / 3.4.12", "A B", "2012-04-03", None, false),
        ("SE D.O.B. 3.4.12", "SE", "2012-04-03", None, false),
        ("Case 4471", "Case 4471", "blank", None, false),
        ("Case 4471 / 12-3", "Case 4471 / 12-3", "blank", None, false),
        ("Child 2 / 3.4.2012", "Child 2", "2012-04-03", None, false),
        ("Unborn baby Example, EDD 12/08/2025", "Unborn baby Example", "2025-08-12", None, true),
        ("Baby Example due 12/8/25", "Baby Example due", "2025-08-12", None, true),
        ("Sam Example 31/04/2012", "Sam Example", "NoSuchDay", None, false),
        ("Sam Example 04/25/2012", "Sam Example", "American", None, false),
        (
            "Sam & Alex Example / 03.04.2012 & 05.06.2014 / 13 & 11",
            "Sam & Alex Example / 03.04.2012 & 05.06.2014 / 13 & 11",
            "blank",
            None,
            false,
        ),
        ("n/a", "", "blank", None, false),
    ] {
        let child = child::read(&text(cell), &reader());
        assert_eq!(child.name.known().map_or("", String::as_str), name, "{cell}");
        assert_eq!(shown(&child.born), born, "{cell}");
        assert_eq!(child.age.known().copied(), age, "{cell}");
        assert_eq!(child.unborn, unborn, "{cell}");
    }
    assert_eq!(child::read(&Value::Number(4471.0), &reader()).name, Field::Known("4471".to_owned()));
}

#[test]
fn ages() {
    for (cell, age) in
        [("13", Some(13)), ("13 yrs", Some(13)), ("13y 4m", Some(13)), ("9 months", Some(0)), ("13/14", None)]
    {
        assert_eq!(child::age(&text(cell)).known().copied(), age, "{cell}");
    }
    assert_eq!(child::age(&Value::Number(13.6)), Field::Known(13));
    assert_eq!(child::age(&text("unborn")), Field::Blank);
    assert_eq!(child::age(&text("teenager")), Field::Unclear(Unclear::Age));
    assert_eq!(child::age(&Value::Number(45719.0)), Field::Unclear(Unclear::Age));
}

#[test]
fn levels_of_need_in_their_standard_words() {
    let levels = Levels::of(&policy());
    for (cell, level) in [
        ("S17", Some("S17")),
        ("s.17", Some("S17")),
        ("Section 17", Some("S17")),
        ("CIN", Some("S17")),
        ("Child in Need", Some("S17")),
        ("S17 / CIN", Some("S17")),
        ("S47", Some("S47")),
        ("section47", Some("S47")),
        ("Child protection enquiry", Some("S47")),
        ("47", Some("S47")),
        ("EH", Some("Early Help")),
        ("Early-Help", Some("Early Help")),
        ("Level 3", Some("Level 3")),
        ("L3", Some("Level 3")),
        ("Tier 3", Some("Level 3")),
        ("level three", Some("Level 3")),
        ("3", Some("Level 3")),
        ("Level 3 - targeted support", Some("Level 3")),
        ("Level 4 (S47)", Some("S47")),
        ("Level 3/4", None),
        ("S17 moving to S47", None),
        ("not S47", None),
        ("S17?", None),
        ("?? S47 / CP", None),
        ("maybe S47", None),
        ("S47 (TBC)", None),
        // What goes on is no doubt.
        ("S47 – enquiry ongoing", Some("S47")),
        ("CIN, open to the team", Some("S17")),
        ("Level 7", None),
        ("high", None),
    ] {
        assert_eq!(levels.read(&text(cell)).known().map(String::as_str), level, "{cell}");
    }
    assert_eq!(levels.read(&Value::Number(3.0)), Field::Known("Level 3".to_owned()));
    assert_eq!(levels.read(&text("-")), Field::Blank);
    for cell in ["high", "tbc", "?"] {
        assert_eq!(levels.read(&text(cell)), Field::Unclear(Unclear::Level), "{cell}");
    }
}

#[test]
fn stages() {
    for (cell, stage) in [
        ("2", Some(2)),
        ("Stage 2", Some(2)),
        ("stage two", Some(2)),
        ("S2", Some(2)),
        ("2 - Safeguarding rep", Some(2)),
        ("Step 2", Some(2)),
        ("4a", Some(4)),
        ("Stage 9", None),
        ("0", None),
        ("1-2", None),
        ("Stage 1 & 2", None),
        ("closed", None),
        ("Stage No. 2", Some(2)),
        ("escalated to stage 2", Some(2)),
        ("Stage 2 - ongoing", Some(2)),
        ("stage 2, awaiting reply", Some(2)),
        ("not yet at stage 2", None),
        ("waiting for stage 2", None),
        ("about to go to 2", None),
        ("before stage 2", None),
        ("no longer 2", None),
        ("2 (tbc)", None),
        ("2, not yet begun", None),
        ("2 if no reply by Friday", None),
        ("2 next week", None),
        ("Stage 2 should begin Monday", None),
        ("Stage 2 to follow", None),
        ("stage 2 due to start", None),
        ("from stage 2", None),
        ("Stage 2 - decision pending", Some(2)),
        ("Stage 2, outcome unknown", Some(2)),
        ("Stage 2 (meeting date tbc)", Some(2)),
        ("Escalated from MASH to stage 2", Some(2)),
        ("Not resolved: now at stage 2", Some(2)),
        ("Going through stage 2", Some(2)),
        ("Stage 1 - not resolved, no reply", Some(1)),
    ] {
        assert_eq!(stage::read(&text(cell), 4, &reader()).known().copied(), stage, "{cell}");
    }
    assert_eq!(stage::read(&Value::Number(2.0), 4, &reader()), Field::Known(2));
    assert_eq!(stage::read(&Value::Number(2.5), 4, &reader()), Field::Unclear(Unclear::Stage));
    assert_eq!(stage::read(&Value::Number(5.0), 4, &reader()), Field::Unclear(Unclear::Stage));
    assert_eq!(stage::read(&text("n/a"), 4, &reader()), Field::Blank);
}

fn answer(fact: &str, cell: Value) -> Field<Answer> {
    let policy = policy();
    let edition = policy.edition_for(None);
    let fact = edition.facts.iter().find(|known| known.id == fact).unwrap();
    answers::fact(&cell, fact, &policy)
}

#[test]
fn yes_and_no() {
    for cell in ["y", "Yes", "TRUE", "x", "✓", "✔", "🗹", "[x]", "Yes - police called", "yes."] {
        assert_eq!(answer("immediate-risk", text(cell)), Field::Known(Answer::Yes), "{cell}");
    }
    for cell in ["n", "No", "none", "n/a", "FALSE", "no."] {
        assert_eq!(answer("immediate-risk", text(cell)), Field::Known(Answer::No), "{cell}");
    }
    for cell in ["not known", "?", "yes?", "y/n", "No known risk", "No - unless mother returns", "maybe"] {
        assert_eq!(answer("immediate-risk", text(cell)), Field::Unclear(Unclear::Answer), "{cell}");
    }
    assert_eq!(answer("immediate-risk", text("-")), Field::Blank);
    assert_eq!(answer("immediate-risk", Value::Boolean(false)), Field::Known(Answer::No));
    assert_eq!(answer("immediate-risk", Value::NotCalculated), Field::Unclear(Unclear::Formula));
}

#[test]
fn other_answers() {
    let word = |word: &str| Field::Known(Answer::Word(word.to_owned()));
    assert_eq!(answer("subject", text("Adult")), word("adult"));
    assert_eq!(answer("subject", text("dog")), Field::Unclear(Unclear::Answer));
    for (cell, expected) in [
        ("CP", word("child-protection-plan")),
        ("CP plan", word("child-protection-plan")),
        ("LAC", word("looked-after")),
        ("Child looked after", word("looked-after")),
        ("both", word("both")),
        ("CP & LAC", word("both")),
        ("CP plan and looked after", word("both")),
        ("no", Field::Known(Answer::No)),
        ("Neither", Field::Known(Answer::No)),
        ("yes", Field::Known(Answer::Yes)),
        ("CP?", Field::Unclear(Unclear::Answer)),
        ("was CP", Field::Unclear(Unclear::Answer)),
        ("-", Field::Blank),
    ] {
        assert_eq!(answers::plan_or_looked_after(&text(cell)), expected, "{cell}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(cell in "(\\PC|\\s){0,40}") {
        read_every_way(&text(&cell));
    }

    #[test]
    fn nothing_like_a_date_makes_a_reader_panic(
        cell in "(Mon|3rd|31|2025|[0-9]{1,12}|[/.:\\- ]|March|at|am|pm|DOB|EDD|unborn|yrs|\\(|\\)|Stage|S17|é|½|\u{a0}){0,12}",
    ) {
        read_every_way(&text(&cell));
    }

    #[test]
    fn no_number_makes_a_reader_panic(number in proptest::num::f64::ANY) {
        read_every_way(&Value::Number(number));
    }

    #[test]
    fn a_british_date_is_read_as_it_was_written(days in 0i64..36_524, shape in 0usize..8) {
        let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
        let date = first + chrono::Duration::days(days);
        let format = ["%d/%m/%Y", "%-d/%-m/%y", "%d.%m.%Y", "%-d-%-m-%Y", "%Y-%m-%d", "%-d %B %Y", "%a %d %b %Y", "%B %-d, %Y"];
        let cell = date.format(format[shape]).to_string();
        prop_assert_eq!(event(&cell), date.to_string(), "{}", cell);
    }
}

fn read_every_way(value: &Value) {
    let (dates, policy) = (reader(), policy());
    let _ = dates.event(value);
    let _ = dates.birth(value);
    let _ = child::read(value, &dates);
    let _ = number::read(value, &both());
    let _ = child::age(value);
    let _ = stage::read(value, 4, &reader());
    let _ = Levels::of(&policy).read(value);
    let _ = answers::plan_or_looked_after(value);
    for fact in &policy.edition_for(None).facts {
        let _ = answers::fact(value, fact, &policy);
    }
}
