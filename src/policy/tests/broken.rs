//! Procedure files with mistakes, and what is said about each.

use super::super::Policy;

/// Stands before every file of the table, so its lines are 1 to 16.
const HEAD: &str = r#"id = "tidewell"
partnership = "Tidewell Safeguarding Board (invented)"
title = "Procedure"
edition = "first"
subjects = ["child"]

[[role]]
id = "worker"
name = "worker"

[[stage]]
number = 1
name = "Workers"
who = "worker"
clause = "1"

"#;

const CONCLUDE: &str = r#"[[stage.duty]]
id = "conclude"
does = "agree"
due = ["5 working days from concern"]
strength = "must"
clause = "1.1"

"#;

/// A second stage, with its deadline.
const STAGE_2: &str = r#"[[stage]]
number = 2
name = "Managers"
who = "worker"
clause = "2"

[[stage.duty]]
id = "conclude"
does = "decide"
due = ["5 working days from stage-2-began"]
strength = "must"
clause = "2.1"
"#;

fn mistakes(text: &str) -> Vec<String> {
    match Policy::from_files([("my.toml", text)]) {
        Ok(_) => Vec::new(),
        Err(error) => error.to_string().lines().map(str::to_owned).collect(),
    }
}

#[test]
fn a_clause_without_words_and_one_of_no_kind() {
    check(
        &[CONCLUDE, "[clauses]\nlog = \"\"\nlogs = \"1\"\n"],
        &[
            "my.toml:25:7: `log` is empty; fill it in, or leave it out: what the log is like",
            "my.toml:26:1: unknown key `logs`; did you mean `log`?",
        ],
    );
}

#[track_caller]
fn check(rest: &[&str], expected: &[&str]) {
    let text = HEAD.to_owned() + &rest.concat();
    assert_eq!(mistakes(&text), expected, "\n{text}");
}

/// A stage-1 deadline with these limits; the limits stand on line 20 from column 8.
fn due(limits: &str) -> String {
    CONCLUDE.replace("\"5 working days from concern\"", limits)
}

#[test]
fn what_the_table_stands_on_is_right() {
    check(&[CONCLUDE, STAGE_2], &[]);
}

#[test]
fn keys_and_kinds() {
    check(
        &[&CONCLUDE.replace("strength", "sterngth")],
        &[
            "my.toml:17:1: `strength` is missing; add `strength`: how strongly the document puts it",
            "my.toml:21:1: unknown key `sterngth`; did you mean `strength`?",
        ],
    );
    check(
        &[&CONCLUDE.replace("clause = \"1.1\"", "")],
        &["my.toml:17:1: `clause` is missing; add `clause`: where the document says so"],
    );
    check(
        &[&CONCLUDE.replace("1.1", " ")],
        &["my.toml:22:10: `clause` is empty; fill it in: where the document says so"],
    );
    check(
        &[&CONCLUDE.replace("\"must\"", "\"shoud\"")],
        &["my.toml:21:12: `shoud` is not one of the words that can stand here; did you mean `should`?"],
    );
    check(
        &[&CONCLUDE.replace("[\"5 working days from concern\"]", "\"5 working days from concern\"")],
        &[
            "my.toml:20:7: the text `5 working days from concern` can't stand here; it should be a list in square brackets",
        ],
    );
    check(
        &["[[duty]]\nstages = \"all\"\nwho = \"worker\"\n"],
        &[
            "my.toml:17:1: `id` is missing; add `id`: the duty's name, unlike any other of its stage",
            "my.toml:17:1: `does` is missing; add `does`: what is to be done, as a phrase that follows \"to\"",
            "my.toml:17:1: `strength` is missing; add `strength`: how strongly the document puts it",
            "my.toml:17:1: `clause` is missing; add `clause`: where the document says so",
            "my.toml:18:10: the text `all` can't stand here; it should be `any` or `every`, or a list in square brackets",
        ],
    );
    check(
        &[CONCLUDE, "[[stage"],
        &["my.toml:24:8: this is not TOML: unclosed array table, expected `]]`; mend the line"],
    );
}

/// No text and no list that says something is empty: an empty limit would be no limit, an empty word of a theme every row.
#[test]
fn nothing_is_empty() {
    let empty = |key: &str, value: &str| CONCLUDE.replace(&format!("{key} = {value}"), &format!("{key} = \"\""));
    check(&[&due("\"\"")], &["my.toml:20:8: a text in `due` is empty; fill it in, or leave it out"]);
    check(&[&due("\"  \"")], &["my.toml:20:8: a text in `due` is empty; fill it in, or leave it out"]);
    check(
        &[&empty("does", "\"agree\"")],
        &["my.toml:19:8: `does` is empty; fill it in: what is to be done, as a phrase that follows \"to\""],
    );
    check(
        &[&empty("id", "\"conclude\"")],
        &["my.toml:18:6: `id` is empty; fill it in: the duty's name, unlike any other of its stage"],
    );
    check(
        &[CONCLUDE, "who = \"\"\ncolumn = \" \"\nwhen = \"\"\nrecorded-by = [\"\"]\n"],
        &[
            "my.toml:24:7: `who` is empty; fill it in, or leave it out: the role that acts, where it is not the stage's",
            "my.toml:25:10: `column` is empty; fill it in, or leave it out: the heading of the column that records when it \
             was done",
            "my.toml:26:8: `when` is empty; fill it in, or leave it out: the condition on which it applies",
            "my.toml:27:16: a text in `recorded-by` is empty; fill it in, or leave it out",
        ],
    );
    check(
        &[CONCLUDE, &STAGE_2.replace("who = \"worker\"", "who = \"\"").replace("\"Managers\"", "\"\"")],
        &[
            "my.toml:26:8: `name` is empty; fill it in: the stage's name",
            "my.toml:27:7: `who` is empty; fill it in: the role that acts",
        ],
    );
    check(
        &[CONCLUDE, "[[theme]]\nname = \"\"\nclause = \"1\"\nwords = [\"refer\", \"\"]\n"],
        &[
            "my.toml:25:8: `name` is empty; fill it in: a short name for it",
            "my.toml:27:19: a text in `words` is empty; fill it in, or leave it out",
        ],
    );
    let text = (HEAD.to_owned() + CONCLUDE).replace("[\"child\"]", "[]").replace("\"tidewell\"", "\"\"");
    assert_eq!(
        mistakes(&text),
        [
            "my.toml:1:6: `id` is empty; fill it in: the name by which the procedure is chosen",
            "my.toml:5:12: `subjects` is empty; name at least one: whom the procedure is about",
        ]
    );
    check(
        &[CONCLUDE, "[[cap]]\nstages = []\nduties = []\ndue = []\nclause = \"5\"\n"],
        &[
            "my.toml:25:10: `stages` is empty; name at least one: the stages that share it",
            "my.toml:26:10: `duties` is empty; name at least one: the duties it limits",
            "my.toml:27:7: `due` is empty; name at least one: the limit, as phrases",
        ],
    );
}

#[test]
fn what_is_no_toml() {
    check(
        &[CONCLUDE, "clause = \"1.2\"\n"],
        &["my.toml:24:1: `clause` is given twice in one table; leave out one of the two"],
    );
    check(
        &[CONCLUDE, "[clauses]\nlog = \"1\"\n[clauses]\nrecord = \"2\"\n"],
        &["my.toml:26:2: `[clauses]` stands here a second time; put what belongs to it under the first"],
    );
    let one = |text: &str| text.replace("[[stage]]", "[stage]");
    let text = one(HEAD) + CONCLUDE + &one(STAGE_2);
    assert_eq!(
        mistakes(&text),
        [
            "my.toml:24:2: `[stage]` stands here a second time; write each in two brackets, `[[stage]]`: there can be several"
        ]
    );
    assert_eq!(
        mistakes(&(one(HEAD) + CONCLUDE)),
        ["my.toml:11:1: `stage` can stand here several times; write two brackets: `[[stage]]`"]
    );
    let duty = CONCLUDE.replace("[[stage.duty]]", "[stage.duty]");
    check(&[&duty], &["my.toml:17:1: `duty` can stand here several times; write two brackets: `[[stage.duty]]`"]);
    check(
        &[&duty, &duty],
        &[
            "my.toml:24:8: `[stage.duty]` stands here a second time; write each in two brackets, `[[stage.duty]]`: there can \
           be several",
        ],
    );
    // A duty before its stage.
    let text = HEAD.replacen("[[role]]", &format!("{CONCLUDE}[[role]]"), 1) + STAGE_2;
    assert_eq!(
        mistakes(&text),
        ["my.toml:18:3: `[[stage]]` stands below something that makes `stage` a table of its own; write each in two \
          brackets, `[[stage]]`, and above what belongs to it"]
    );
    check(
        &[&CONCLUDE.replace("\"agree\"", "agree")],
        &[
            "my.toml:19:8: this is not TOML: string values must be quoted, expected literal string; put text into straight \
           quotation marks, and write a date as year-month-day",
        ],
    );
    check(
        &[&CONCLUDE.replace("\"agree\"", "\"agree")],
        &[
            "my.toml:19:14: this is not TOML: invalid basic string, expected `\"`; close the quotation mark before the line ends",
        ],
    );
    check(
        &[&CONCLUDE.replace("does =", "does")],
        &["my.toml:19:6: this is not TOML: key with no value, expected `=`; write a key, `=` and its value, such as \
           `number = 1`"],
    );
    let text = (HEAD.to_owned() + CONCLUDE).replace('\n', "\r");
    let found = mistakes(&text);
    assert!(
        matches!(found.as_slice(), [one] if one.ends_with("save the file with the line ends of Windows or Unix")),
        "{found:?}"
    );
}

#[test]
fn a_number_that_cannot_be_read_is_one_mistake() {
    for number in ["300", "-3", "\"2\""] {
        let stage = STAGE_2.replace("number = 2", &format!("number = {number}"));
        let found = mistakes(&(HEAD.to_owned() + CONCLUDE + &stage));
        assert!(matches!(found.as_slice(), [one] if one.contains("it should be a whole number")), "{found:?}");
    }
    check(
        &[CONCLUDE, &STAGE_2.replace("number = 2", "number = 0")],
        &[
            "my.toml:25:10: stage 0 can't be reached: the stage after 1 is 2; number the stages 1, 2, 3 and so on, in order",
        ],
    );
}

#[test]
fn a_duty_that_is_nearly_the_deadline() {
    check(
        &[&CONCLUDE.replace("\"conclude\"", "\"concluded\"")],
        &[
            "my.toml:18:6: `concluded` is no deadline of stage 1: that has the id `conclude`; write `conclude`, or a name \
           less like it",
        ],
    );
    // A stage may have no deadline at all.
    check(&[&CONCLUDE.replace("\"conclude\"", "\"meet\"")], &[]);
}

#[test]
fn names_that_stand_twice() {
    let theme = "[[theme]]\nname = \"Referrals\"\nclause = \"1\"\nwords = [\"refer\"]\n";
    check(
        &[CONCLUDE, theme, theme],
        &["my.toml:29:8: there is a theme `Referrals` already; put the words of both under one"],
    );
}

#[test]
fn headings_of_columns() {
    let with = |column: &str| format!("{CONCLUDE}column = \"{column}\"\n");
    let told = |column: &str, is: &str, help: &str| {
        check(&[&with(column)], &[&format!("my.toml:24:10: `{column}` is {is} already; {help}")]);
    };
    let one = "choose another: a column records one thing";
    for column in ["Concern", "concerns", "Status", "LEVEL OF NEED", "Outcome of Resolution", "Act by", "Dispute"] {
        told(column, "a heading of the log's own", one);
    }
    told("Immediate risk", "the heading of `immediate-risk`", one);
    told(
        "Stage 1 began",
        "the heading of `stage-1-began`",
        "choose another; a duty that `stage-1-began` records names it in `recorded-by`",
    );
    // By whatever heading a log reads it.
    for (column, event) in [("Date opened", "concern"), ("Escalated to stage 1", "stage-1-began")] {
        let help = format!("choose another; a duty that `{event}` records names it in `recorded-by`");
        told(column, &format!("a heading of `{event}`"), &help);
    }
    check(&[&with("Date first discussed"), "recorded-by = [\"discussion\"]\n"], &[]);
    check(&[&with("First discussion"), "recorded-by = [\"discussion\"]\n"], &[]);
    let more = "[[event]]\nid = \"papers\"\nname = \"Papers in\"\n[[fact]]\nid = \"panel\"\nname = \"papers in\"\n";
    check(
        &[&with("Papers in"), more],
        &[
            "my.toml:24:10: `Papers in` is the heading of `panel` already; choose another: a column records one thing",
            "my.toml:27:8: `Papers in` is the heading of `panel` already; choose another: a column records one thing",
        ],
    );
    let every = "[[duty]]\nstages = \"every\"\nid = \"note\"\ndoes = \"note\"\nstrength = \"must\"\nclause = \"3\"\n\
                 column = \"Noted\"\n";
    check(
        &[CONCLUDE, STAGE_2, every],
        &[
            "my.toml:42:10: one column can't record `note` at several stages; give each stage a duty of its own, with its \
           own column",
        ],
    );
    check(
        &[
            CONCLUDE,
            STAGE_2,
            &every.replace("\"every\"", "[2]"),
            &every.replace("\"every\"", "\"any\"\nwho = \"worker\""),
        ],
        &["my.toml:42:10: `Noted` is the heading of `any.note` already; choose another: a column records one thing"],
    );
}

#[test]
fn what_a_workbook_has_no_room_for() {
    let level = |name: &str| format!("[[level]]\nname = \"{name}\"\n");
    check(
        &[CONCLUDE, &level("Child in Need, complex")],
        &[
            "my.toml:25:8: `Child in Need, complex` can't be chosen from a list in a workbook; write it without commas and \
           line breaks, and without spaces at either end; the other way to write it can stand in `words`",
        ],
    );
    check(
        &[CONCLUDE, &level(&"n".repeat(101))],
        &[
            "my.toml:25:8: this is too long for a list in a workbook: it has more than 100 characters; choose a short name; \
           the long one can stand in `words`",
        ],
    );
    let text = (HEAD.to_owned() + CONCLUDE).replace("\"Procedure\"", &format!("\"{}\"", "x".repeat(2_001)));
    assert_eq!(
        mistakes(&text),
        ["my.toml:3:9: `title` has more than 2000 characters; shorten it: it stands in the cells of workbooks"]
    );
    let text = format!("{HEAD}{CONCLUDE}column = \"{}\"\n", "x".repeat(161));
    assert_eq!(
        mistakes(&text),
        [
            "my.toml:24:10: so long a heading is found in no log; shorten it: at most 160 letters, of which those with accents count twice"
        ]
    );
}

#[test]
fn names() {
    check(
        &[&due("\"5 working days from concernn\"")],
        &["my.toml:20:8: there is no event `concernn`; did you mean `concern`?"],
    );
    check(
        &[&due("\"5 working days from stage-4-began\"")],
        &["my.toml:20:8: there is no event `stage-4-began`; the stages are 1 to 1"],
    );
    check(
        &[&due("\"5 working days from done:2.conclude\"")],
        &["my.toml:20:8: there is no event `done:2.conclude`; did you mean `done:1.conclude`?"],
    );
    check(&[&due("\"with reply\"")], &["my.toml:20:8: there is no duty `reply`; the duties of stage 1 are `conclude`"]);
    check(&[CONCLUDE, "who = \"boss\"\n"], &["my.toml:24:7: there is no role `boss`; the roles are `worker`"]);
    check(&[CONCLUDE, "who = \"workers\"\n"], &["my.toml:24:7: there is no role `workers`; did you mean `worker`?"]);
    check(
        &[CONCLUDE, CONCLUDE],
        &[
            "my.toml:25:6: stage 1 has a duty `conclude` already; give it another name, or join the two: the earliest of \
         several limits governs",
        ],
    );
    check(
        &[&CONCLUDE.replace("conclude", "Conclude it")],
        &["my.toml:18:6: `Conclude it` can't be a name; use lower case letters, digits and hyphens"],
    );
    check(
        &[CONCLUDE, "[[fact]]\nid = \"urgent\"\nname = \"Urgent\"\n"],
        &["my.toml:25:6: there is a fact `urgent` already; use it, or choose another name"],
    );
    check(
        &[CONCLUDE, "[[event]]\nid = \"resolved\"\nname = \"Resolved\"\n"],
        &["my.toml:25:6: there is an event `resolved` already; use it, or choose another name"],
    );
    check(
        &[CONCLUDE, "[[agency]]\nid = \"school\"\nname = \"a\"\n[[agency]]\nid = \"school\"\nname = \"b\"\n"],
        &["my.toml:28:6: there is a kind of agency `school` already; give each kind its own name"],
    );
}

/// What is marked keeps the id alone: the built-in procedure would take its place.
#[test]
fn an_id_of_a_built_in_procedure() {
    let text = (HEAD.to_owned() + CONCLUDE).replace("tidewell", "birmingham");
    let text = text.replace("Tidewell", "Birmingham");
    assert_eq!(mistakes(&text), ["my.toml:1:6: `birmingham` is built in; give yours an id of its own"]);
}

#[test]
fn more_than_can_be_meant() {
    let duty = |n: usize| {
        format!(
            "[[duty]]\nid = \"note-{n}\"\ndoes = \"note\"\nstrength = \"must\"\nclause = \"3\"\nstages = \"any\"\nwho = \"worker\"\n"
        )
    };
    let duties: String = (1..=501).map(duty).collect();
    let found = mistakes(&(HEAD.to_owned() + CONCLUDE + &duties));
    assert!(found.iter().any(|found| found.contains("there are more than 500 duties")), "{found:?}");
    let stages: String = (2..=300).map(|n| STAGE_2.replace("number = 2", &format!("number = {n}"))).collect();
    let found = mistakes(&(HEAD.to_owned() + CONCLUDE + &stages));
    assert!(found.iter().any(|found| found.contains("there are more than 12 stages")), "{found:?}");
    assert!(!found.iter().any(|found| found.contains("stage 0")), "{found:?}");
    let limits: Vec<String> = (1..=101).map(|n| format!("\"{n} working days from concern\"")).collect();
    let found = mistakes(&(HEAD.to_owned() + &due(&limits.join(", "))));
    assert!(found.iter().any(|found| found.contains("there are more than 100 limits")), "{found:?}");
}

#[test]
fn stages() {
    check(
        &[CONCLUDE, &STAGE_2.replace("number = 2", "number = 3").replace("stage-2-began", "concern")],
        &[
            "my.toml:25:10: stage 3 can't be reached: the stage after 1 is 2; number the stages 1, 2, 3 and so on, in order",
        ],
    );
    check(
        &[CONCLUDE, &STAGE_2.replace("clause = \"2\"", "clause = \"2\"\nbegins = \"stage-2-ended\"")],
        &[
            "my.toml:29:10: stage 2 can't be reached: `stage-2-ended` does not come before it; let it begin with an event \
         that comes before it",
        ],
    );
    check(
        &[
            CONCLUDE,
            "[[duty]]\nid = \"note\"\ndoes = \"note it\"\nstrength = \"must\"\nclause = \"3\"\nstages = [1, 2]\n",
        ],
        &["my.toml:29:10: there is no stage 2; the stages are 1 to 1"],
    );
    check(
        &[CONCLUDE, "[[entry]]\nwhen = \"urgent\"\nstage = 1\nclause = \"4\"\n"],
        &[
            "my.toml:26:9: no row can be made to start at stage 1; name a later stage than the first: the stages are 1 to 1",
        ],
    );
}

#[test]
fn dates() {
    // As TOML writes a date, and as a text.
    for date in ["2021-02-30", "\"2021-02-30\""] {
        let text = format!("in-force = {date}\n{HEAD}{CONCLUDE}sterngth = \"must\"\n");
        assert_eq!(
            mistakes(&text),
            [
                "my.toml:1:12: `2021-02-30` is not a day that exists; write the date as year-month-day, such as 2021-12-01",
                "my.toml:25:1: unknown key `sterngth`; did you mean `strength`?",
            ]
        );
    }
    let text = format!("in-force = \"\"\n{HEAD}{CONCLUDE}");
    assert_eq!(
        mistakes(&text),
        ["my.toml:1:12: `in-force` is empty; fill it in, or leave it out: the day this edition came into force, as \
          year-month-day"]
    );
}

#[test]
fn limits() {
    const LIKE: &str = "write it like `2 working days from stage-2-began`, `24 hours from concern`, \
                        `day 9 from concern`, `same day as concern`, `with conclude` or `no time stated`";
    for phrase in
        ["5 working days", "0 working days from concern", "day 0 from concern", "soon", "2 weeks from concern"]
    {
        let expected = format!("my.toml:20:8: `{phrase}` is not understood as a time limit; {LIKE}");
        check(&[&due(&format!("\"{phrase}\""))], &[expected.as_str()]);
    }
    check(
        &[&due("\"5 working days from the concern\"")],
        &["my.toml:20:8: `the concern` is not understood as an event; name one event, such as `concern`, or two as \
         `concern or decision-received`"],
    );
    check(
        &[&due("\"no time stated, else 2 days from concern\"")],
        &[
            "my.toml:20:8: `no time stated` is never without a date, so what follows `else` can't be reached; put an event \
         that may not be recorded before `else`",
        ],
    );
    // Whichever of the two comes first.
    for (limits, column) in [
        ("\"5 working days from concern\", \"7 working days from concern\"", 39),
        ("\"7 working days from concern\", \"5 working days from concern\"", 39),
    ] {
        let expected = format!(
            "my.toml:20:{column}: `7 working days from concern` can never govern beside `5 working days from concern`; \
             leave the longer of the two out"
        );
        check(&[&due(limits)], &[expected.as_str()]);
    }
    check(
        &[&due("\"5 working days from stage-2-began\""), STAGE_2],
        &[
            "my.toml:20:8: `stage-2-began` can't be reached from stage 1: it comes after the stage is over; count from an \
         event of this stage or an earlier one",
        ],
    );
    check(
        &[&due("\"with 2.conclude\""), STAGE_2],
        &[
            "my.toml:20:8: `2.conclude` can't be reached from stage 1: it comes after the stage is over; count from an event \
         of this stage or an earlier one",
        ],
    );
    check(
        &[&due("\"2 days from decision-received, else 5 days from stage-2-ended\""), STAGE_2],
        &[
            "my.toml:20:8: `stage-2-ended` can't be reached from stage 1: it comes after the stage is over; count from an \
         event of this stage or an earlier one",
        ],
    );
}

#[test]
fn circles() {
    let meet = "[[stage.duty]]\nid = \"meet\"\ndoes = \"meet\"\ndue = [\"1 day from conclude done or due\"]\n\
                strength = \"must\"\nclause = \"1.2\"\n";
    check(
        &[&due("\"2 days from meet done or due\""), meet],
        &[
            "my.toml:20:8: these duties count from one another in a circle: 1.conclude, 1.meet; let one of them count from an \
         event, such as `stage-2-began`",
        ],
    );
    // Neither is ever due, though both can be done.
    let done = meet.replace("done or due", "done");
    check(
        &[&due("\"2 days from meet done\""), &done],
        &[
            "my.toml:20:8: these duties count from one another in a circle: 1.conclude, 1.meet; let one of them count from an \
         event, such as `stage-2-began`",
        ],
    );
    // Another limit, or what follows `else`, gives a date.
    check(&[&due("\"2 days from meet done\", \"9 days from concern\""), &done], &[]);
    check(&[&due("\"2 days from meet done, else 9 days from concern\""), &done], &[]);
    let reading = "[[reading]]\nid = \"other\"\nquestion = \"?\"\ndefault = \"a\"\nsays = \"b\"\nclause = \"1.1\"\n\n\
                   [reading.due]\n\"1.conclude\" = [\"2 days from 1.meet done\"]\n";
    let found = mistakes(&(HEAD.to_owned() + CONCLUDE + &done + reading));
    assert!(matches!(found.as_slice(), [one] if one.contains("in a circle: 1.conclude, 1.meet")), "{found:?}");
    // A stage's end is projected as its deadline.
    check(
        &[&due("\"2 days from stage-1-ended\"")],
        &[
            "my.toml:20:8: these duties count from one another in a circle: 1.conclude; let one of them count from an event, \
         such as `stage-2-began`",
        ],
    );
}

#[test]
fn conditions() {
    let when =
        |condition: &str| CONCLUDE.replace("clause = \"1.1\"", &format!("clause = \"1.1\"\nwhen = \"{condition}\""));
    check(&[&when("urgnt")], &["my.toml:23:8: there is no fact `urgnt`; did you mean `urgent`?"]);
    check(&[&when("urgent is maybe")], &["my.toml:23:8: `urgent` can't be `maybe`; it can be `yes` or `no`"]);
    check(
        &[&when("agency-type is school")],
        &["my.toml:23:8: `agency-type` can't be `school`; it can be nothing yet: add an `[[agency]]` for each kind"],
    );
    check(&[&when("resolved at stage 3")], &["my.toml:23:8: there is no stage `3`; the stages are 1 to 1"]);
    check(
        &[&when("urgent and")],
        &[
            "my.toml:23:8: `` is not understood as a condition; write it like `immediate-risk`, `agency-type is school`, `urgent \
         not recorded as no`, `stage 2 has begun`, `resolved at this stage` or `unresolved at stage 3`, joined by `and` \
         and `or`",
        ],
    );
    let number = "[[fact]]\nid = \"agreed\"\nname = \"Agreed\"\nkind = \"number\"\n";
    check(
        &[&when("agreed"), number],
        &[
            "my.toml:23:8: `agreed` can't be `yes`; it can be a number, and stands in `due`, as in `agreed working days from \
         concern`",
        ],
    );
    // A phrase of several stages is one mistake, not one for each.
    let every = "[[duty]]\nstages = \"every\"\nid = \"note\"\ndoes = \"note\"\nstrength = \"must\"\nclause = \"3\"\n\
                 when = \"urgnt\"\n";
    check(&[CONCLUDE, STAGE_2, every], &["my.toml:42:8: there is no fact `urgnt`; did you mean `urgent`?"]);
}

#[test]
fn readings_and_caps() {
    let reading = |due: &str| {
        format!(
            "[[reading]]\nid = \"other\"\nquestion = \"?\"\ndefault = \"a\"\nsays = \"b\"\nclause = \"1.1\"\n\n[reading.due]\n{due}\n"
        )
    };
    check(
        &[CONCLUDE, &reading("")],
        &["my.toml:25:6: this reading changes nothing; give the limits it changes under `due`"],
    );
    check(
        &[CONCLUDE, &reading("\"1.conclude\" = [\"5  working  days from concern\"]")],
        &[
            "my.toml:32:1: this reading changes nothing: `1.conclude` is due so already; give another limit, or leave the \
         duty out",
        ],
    );
    check(
        &[CONCLUDE, &reading("\"1.conclud\" = []")],
        &["my.toml:32:1: there is no duty `1.conclud`; did you mean `conclude`?"],
    );
    check(
        &[CONCLUDE, &reading("1.conclude = []")],
        &["my.toml:32:1: `1.conclude` is not in quotation marks; write it as one name: `\"1.conclude\" = …`"],
    );
    check(
        &[CONCLUDE, &reading("\"4.conclude\" = []")],
        &["my.toml:32:1: there is no duty `4.conclude`; the stages are 1 to 1"],
    );
    check(
        &[CONCLUDE, &STAGE_2.replace("conclude", "meet"), &reading("\"2.conclude\" = []")],
        &["my.toml:44:1: there is no duty `2.conclude`; the duties of stage 2 are `meet`"],
    );
    check(
        &[CONCLUDE, &reading("conclude = []")],
        &["my.toml:32:1: there is no duty `conclude`; write the stage before it, as in `1.conclude`"],
    );
    let cap = "[[cap]]\nstages = [1, 2]\nduties = [\"conclude\"]\ndue = [\"9 days from concern\"]\nclause = \"5\"\n";
    check(&[CONCLUDE, cap], &["my.toml:25:14: stage 2 has no duty `conclude` to cap; the stages are 1 to 1"]);
    // A reading leaves a shared cap alone, so taking its own limit away is a change.
    check(&[CONCLUDE, STAGE_2, cap, &reading("\"1.conclude\" = []")], &[]);
}

#[test]
fn rights_lapse_and_obligations_do_not() {
    check(
        &[&CONCLUDE.replace("clause = \"1.1\"", "clause = \"1.1\"\nlapses = true")],
        &[
            "my.toml:18:6: only a right can lapse, and this is an obligation; write `strength = \"may\"`, or leave `lapses` out",
        ],
    );
}

#[test]
fn all_at_once_in_the_order_of_the_file() {
    let text = "in-force = 2021-02-30\n".to_owned()
        + HEAD
        + &due("\"5 working days from concernn\"").replace("clause = \"1.1\"", "who = \"boss\"\nwhen = \"urgnt\"")
        + &STAGE_2.replace("name = \"Managers\"", "nmae = \"Managers\"");
    assert_eq!(
        mistakes(&text),
        [
            "my.toml:1:12: `2021-02-30` is not a day that exists; write the date as year-month-day, such as 2021-12-01",
            "my.toml:18:1: `clause` is missing; add `clause`: where the document says so",
            "my.toml:21:8: there is no event `concernn`; did you mean `concern`?",
            "my.toml:23:7: there is no role `boss`; the roles are `worker`",
            "my.toml:24:8: there is no fact `urgnt`; did you mean `urgent`?",
            "my.toml:26:1: `name` is missing; add `name`: the stage's name",
            "my.toml:28:1: unknown key `nmae`; did you mean `name`?",
        ]
    );
}
