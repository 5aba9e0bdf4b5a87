//! The note to an agency: what it says, what it does not say, and whether a word processor opens it.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::Path;

use escalog::forms::note::{self, Note};
use escalog::log::{Log, Meaning};
use escalog::timeline::Checked;
use escalog::workbook::write;
use escalog::{policy::Policy, rules, timeline, workbook};

use super::office::Office;
use super::running::emptied;
use super::{check, code, err, examples, folder, json, log, out, returned};

/// What a note may not hold: names, their words, and dates of birth as people and the engine write them.
#[derive(Default)]
struct Secrets(BTreeSet<String>);

/// Words in a cell for a name that name nobody.
const NOBODY: &[&str] = &[
    "Aged", "Baby", "Born", "Case", "Child", "Date", "Expected", "Initials", "Sibling", "Siblings", "Twins", "Unborn",
];

impl Secrets {
    fn keep(&mut self, log: &Log) {
        for (table, row) in log.rows() {
            let own = |column: &&(usize, &Meaning)| matches!(column.1, Meaning::Child | Meaning::Name | Meaning::Born);
            let meanings = table.columns.iter().map(|column| &column.meaning).enumerate();
            for (place, _) in meanings.collect::<Vec<_>>().iter().filter(own) {
                let text = row.shown(*place);
                let words = text.split(|c: char| !c.is_alphabetic());
                let is_name = |word: &&str| word.len() > 3 && word.starts_with(char::is_uppercase);
                let is_nobody = |word: &&str| NOBODY.iter().any(|known| known.eq_ignore_ascii_case(word));
                self.0.extend(words.filter(is_name).filter(|word| !is_nobody(word)).map(str::to_owned));
                let parts = text.split(['/', '(', ',']).map(str::trim).filter(|part| !is_nobody(part));
                self.0.extend(
                    parts.filter(|part| part.len() > 2 && part.contains(char::is_alphabetic)).map(str::to_owned),
                );
            }
            self.0.extend(row.name.known().filter(|name| name.len() > 1).cloned());
            if let Some(born) = row.born.known() {
                for shape in ["%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%Y-%m-%d", "%-d %b %Y", "%-d %B %Y", "%-d/%-m/%Y"] {
                    self.0.insert(born.date.format(shape).to_string());
                }
            }
        }
        for ordinary in NOBODY.iter().chain(&["tbc", "n/a", "age", "DOB"]) {
            self.0.remove(*ordinary);
        }
    }

    /// Those that a text holds.
    fn in_text(&self, text: &str) -> Vec<&String> {
        let whole = |secret: &&String| {
            text.match_indices(secret.as_str()).any(|(at, _)| {
                let around = [text[..at].chars().next_back(), text[at + secret.len()..].chars().next()];
                around.into_iter().flatten().all(|c| !c.is_alphanumeric())
            })
        };
        self.0.iter().filter(whole).collect()
    }
}

fn add(notes: &mut Vec<Note>, secrets: &mut Secrets, checked: &Checked<'_>) {
    note::add(notes, checked, &rules::check(checked));
    secrets.keep(checked.log);
}

/// The text of a docx, its pieces apart.
fn text_of(docx: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let pieces = xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
    let text = pieces.collect::<Vec<_>>().join(" ");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&apos;", "'").replace("&quot;", "\"").replace("&amp;", "&")
}

fn tells_nothing(notes: &[Note], secrets: &Secrets) {
    let text: String = notes.iter().map(ToString::to_string).collect();
    for text in [text, text_of(&write::notes(notes).unwrap())] {
        // A child may be born on the day of the check.
        let as_of = |note: &Note| format!("Checked as of {}", escalog::timeline::day_in_words(note.as_of));
        let text = notes.iter().fold(text, |text, note| text.replace(&as_of(note), ""));
        let told = secrets.in_text(&text);
        assert!(told.is_empty(), "a note holds {told:?}");
    }
}

#[test]
fn no_note_on_the_returned_logs_holds_a_childs_name_or_date_of_birth() {
    let (mut names, mut noticed) = (0, false);
    let policy = Policy::built_in("liverpool").unwrap();
    let calendars = escalog::calendar::Calendars::new(&[]).unwrap();
    let as_of = "2025-06-30".parse().unwrap();
    let mut files: Vec<_> = std::fs::read_dir(returned()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| ["xlsx", "ods", "csv"].iter().any(|known| e == *known)));
    assert_eq!(files.len(), 8);
    for path in files {
        let name = path.display().to_string();
        let grid = workbook::read(&name, &std::fs::read(&path).unwrap()).unwrap();
        let log = escalog::log::read(&name, &grid, &policy, as_of);
        let (mut notes, mut secrets) = (Vec::new(), Secrets::default());
        add(&mut notes, &mut secrets, &timeline::check(&log, &policy, &calendars, as_of, 2));
        tells_nothing(&notes, &secrets);
        names += secrets.0.len();
        if secrets.0.contains("Mossworthy") {
            let text = "the outcome for Tansy Mossworthy, in time";
            assert!(secrets.in_text(text).len() > 1, "a name would not be noticed");
            noticed = true;
        }
    }
    assert!(names > 300 && noticed, "too few names to tell: {names}");
}

#[test]
fn no_note_on_the_corpus_does_either() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let (mut logs, mut points) = (0, 0);
    let corpus =
        std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let pages = rules::ALL.iter().map(|rule| rule.page.to_owned());
    for example in corpus.chain(pages).flat_map(|text| examples::read(&text)) {
        let (mut notes, mut secrets) = (Vec::new(), Secrets::default());
        example.checked(|checked| add(&mut notes, &mut secrets, checked));
        tells_nothing(&notes, &secrets);
        logs += 1;
        points += notes.iter().flat_map(|n| &n.logs).flat_map(|log| &log.parts).map(|p| p.points.len()).sum::<usize>();
    }
    assert!(logs > 20 && points > 50, "{logs} logs, {points} points");
}

#[test]
fn a_name_in_the_wrong_cell_is_not_repeated() {
    let log = log(
        "wrong-cells.csv",
        &[
            "1,Tansy Mossworthy 04/02/2014,threshold,Tansy: high,02/06/2025,1,03/06/2025,agreed,",
            "2,Wren Oakapple,threshold,S17,told Wren's mother,1,,,",
            "Wren Oakapple,Wren Oakapple,threshold,S17,04/02/2014,9,,,",
        ],
    );
    let text = out(&check(&[&log], &["--note", "-o", "-"]));
    for secret in ["Tansy", "Mossworthy", "Wren", "Oakapple", "04/02/2014", "4 Feb 2014"] {
        assert!(!text.contains(secret), "`{secret}` stands in\n{text}");
    }
    assert!(text.contains("(not repeated here) is none of the levels of need"), "{text}");
    assert!(text.contains("\nRow 5: ") || text.contains("\nRow 5\n"), "{text}");
}

#[test]
fn the_note_says_what_to_put_right_by_row_and_leaves_out_what_is_accepted() {
    let log = log(
        "note.csv",
        &[
            "1,A.B.,threshold,high,02/06/2025,1,,,",
            "2,C.D.,threshold,high,02/06/2025,1,03/06/2025,agreed,known: R110",
            "3,E.F.,threshold,S17,02/06/2025,1,03/06/2025,agreed,",
        ],
    );
    let text = out(&check(&[&log], &["--note", "-o", "-", "--select", "T101,R110"]));
    let expected = [
        "Escalation log: what to put right\nLarkmoor Primary\n",
        "Checked as of Mon 30 Jun 2025 under: LSCPB Resolution & Escalation Procedure.",
        "1 accepted under “Accepted” is left out.",
        "1 to put right, 1 to check, 0 for information.",
        "Please look first at these rows. Row 3, number 1: overdue.",
        "note.csv, sheet csv\n\nRow 3, number 1: overdue\n  Put right: stage 1 was to be concluded by Tue 3 Jun 2025",
        "(F3, Stage)\n    What to do: Resolve it or escalate it to the next stage today",
        "\n    T101, Timescale Stage 1: Day 1-2\n  Check: “high” is none of the levels",
    ];
    for part in expected {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
    assert!(!text.contains("Row 4") && !text.contains("Row 5"), "{text}");
    let clean = out(&check(&[&log], &["--note", "-o", "-", "--select", "R101"]));
    assert!(clean.contains("Nothing needs to be put right"), "{clean}");
}

#[test]
fn an_agency_in_any_capitals_has_one_note_for_its_rows_and_its_log() {
    let path = folder("logs").join("stem.csv");
    let text = "Agency,Escalation Number,Child Name,Concern\n\
                Larkmoor Primary,1,A.B.,threshold\nLARKMOOR PRIMARY,2,C.D.,threshold\n";
    std::fs::write(&path, text).unwrap();
    let note = out(&check(&[path.to_str().unwrap()], &["--note", "-o", "-"]));
    assert_eq!(note.matches("Escalation log: what to put right").count(), 1, "{note}");
    assert!(note.contains("what to put right\nLarkmoor Primary\n"), "{note}");
    assert!(note.contains("The log as a whole"), "{note}");
}

#[test]
fn agencies_whose_names_are_withheld_have_a_note_each_and_no_child_is_named_anywhere() {
    let logs = folder("logs/withheld");
    let put = |file: &str, agency: &str, heading: &str, child: &str, number: &str| {
        let text = format!(
            "Agency,Escalation Number,Child Name,Concern,{heading}\n{agency},{number},\"{child}\",threshold,\n"
        );
        let path = logs.join(file).display().to_string();
        std::fs::write(&path, text).unwrap();
        path
    };
    let given = [
        put("one.csv", "Oakfield (Mossworthy T)", "Notes re Tansy", "MOSSWORTHY, Tansy", "MossworthyT3"),
        put("two.csv", "The school of Ash Rowan", "Colour", "Ash Rowan 03/02/2014", "AR-030214"),
        put("Elm Alder.csv", "", "Colour", "Elm Alder", "1"),
        put("Fern Holly.csv", "", "Colour", "Fern Holly", "1"),
        put("five.csv", "St Mary's Primary", "Colour", "Mary Smith", "1"),
    ];
    let notes = folder("notes/withheld");
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let answer = json(&check(&given, &["--note", "-o", &notes.display().to_string(), "--format", "json"]));
    let agencies = answer["agencies"].as_array().unwrap();
    assert_eq!(agencies.len(), 5, "{answer}");
    assert!(agencies.iter().any(|agency| agency["agency"] == "St Mary's Primary"), "{answer}");
    for agency in agencies {
        let file = agency["file"].as_str().unwrap();
        let said = format!("{file} {agency} {}", text_of(&std::fs::read(notes.join(file)).unwrap())).to_lowercase();
        for name in ["tansy", "mossworthy", "rowan", "030214", "alder", "holly", "smith"] {
            assert!(!said.contains(name), "{name}: {said}");
        }
    }
}

#[test]
fn several_logs_become_one_document_or_a_file_an_agency() {
    let notes = folder("notes");
    let at = |name: &str| notes.join(name).display().to_string();
    let output = check(&[&returned()], &["--note", "-o", &at("all.docx")]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let together = text_of(&std::fs::read(at("all.docx")).unwrap());
    assert_eq!(together.matches("Escalation log: what to put right").count(), 8);

    let each = folder("notes/each");
    let output = check(&[&returned()], &["--note", "-o", &each.display().to_string(), "--format", "json"]);
    let answer = json(&output);
    let agencies = answer["agencies"].as_array().unwrap();
    assert_eq!(agencies.len(), 8);
    for agency in agencies {
        let text = text_of(&std::fs::read(each.join(agency["file"].as_str().unwrap())).unwrap());
        assert_eq!(text.matches("Escalation log: what to put right").count(), 1);
        let others = agencies.iter().filter(|other| *other != agency);
        for other in others {
            assert!(!text.contains(other["agency"].as_str().unwrap()), "{other} stands in the note to {agency}");
        }
    }
    // The same bytes again: no clock was asked.
    check(&[&returned()], &["--note", "-o", &at("again.docx")]);
    assert_eq!(std::fs::read(at("all.docx")).unwrap(), std::fs::read(at("again.docx")).unwrap());
}

#[test]
fn a_note_is_written_or_it_is_said_why_not() {
    let log = log("written.csv", &["1,A.B.,threshold,S17,02/06/2025,1,,,"]);
    let place = emptied("saying/notes-written").join("written.txt").display().to_string();
    let output = check(&[&log], &["--note", "-o", &place]);
    assert_eq!(code(&output), 0, "an error that is found is no reason not to write: {}", err(&output));
    assert!(std::fs::read_to_string(&place).unwrap().contains("Larkmoor Primary"));
    assert_eq!(code(&check(&[&log, "no-such.xlsx"], &["--note", "-o", &place])), 1, "the same text loses nothing");
    assert_eq!(code(&check(&["no-such.xlsx"], &["--note", "-o", &place])), 2);
    let output = check(&[&log], &["--note", "-o", "note.pdf"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("a note is written as .docx or .txt"), "{}", err(&output));
    assert_eq!(code(&check(&[&log], &["--note"])), 2);
    assert_eq!(code(&check(&[&log], &["-o", &place])), 2);
    assert_eq!(code(&check(&[&log], &["--note", "-o", &log])), 2, "an input is never overwritten");
}

#[test]
fn a_note_that_was_changed_by_hand_is_not_overwritten() {
    let log = log("changed.csv", &["1,A.B.,threshold,S17,02/06/2025,1,,,"]);
    let other = self::log("changed-other.csv", &["2,C.D.,threshold,S47,03/06/2025,1,,,"]);
    let notes = emptied("saying/notes-changed");
    let by_hand = b"Dear colleague, thank you for our call.";
    for (to, file) in [("note.docx", "note.docx"), ("note.txt", "note.txt"), ("", "larkmoor-primary.docx")] {
        let (to, file) = (notes.join(to).display().to_string(), notes.join(file));
        let write = |log: &str| check(&[log], &["--note", "-o", &to]);
        assert_eq!([code(&write(&log)), code(&write(&log))], [0, 0]);
        if file.extension().is_some_and(|ending| ending == "docx") {
            assert_eq!(code(&write(&other)), 0, "what nobody changed can be made again");
        }
        std::fs::write(&file, by_hand).unwrap();
        let refused = write(&log);
        assert_eq!(code(&refused), 2, "{}", out(&refused));
        assert!(err(&refused).contains("there already, and may hold what was put in by hand"), "{}", err(&refused));
        assert_eq!(std::fs::read(&file).unwrap(), by_hand);
    }
}

#[test]
fn a_word_processor_opens_the_note() {
    let Some(office) = Office::new("note") else { return };
    // Calc comes without Writer too.
    if office.converted("plain.rtf", br"{\rtf1 plain}", "txt:Text").is_none() {
        println!("skipped: LibreOffice has no Writer here; install it to open the note");
        return;
    }
    let log = log(
        "opened.csv",
        &["1,A.B.,threshold,\"<high> & \"\"low\"\"\",02/06/2025,1,,,", "2,C.D.,threshold,S17,02/06/2025,1,,,"],
    );
    let place = folder("notes").join("opened.docx");
    assert_eq!(code(&check(&[&log], &["--note", "-o", &place.display().to_string()])), 0);
    let text = office.converted("opened.docx", &std::fs::read(place).unwrap(), "txt:Text (encoded):UTF8").unwrap();
    let text = String::from_utf8(text).unwrap();
    for part in
        ["Larkmoor Primary", "What to do", "Row 3, number 1: overdue", "“<high> & \"low\"” is none of the levels"]
    {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

#[test]
fn a_file_that_is_called_after_a_child_is_not_named() {
    let text = "Escalation Number,Child Name,Concern\n1,Zelda Quimby,Threshold\n";
    for name in ["Zelda Quimby log.csv", "school.csv"] {
        let path = folder("named").join(name);
        std::fs::write(&path, text).unwrap();
        let said = out(&check(&[path.to_str().unwrap()], &["--note", "-o", "-"]));
        assert_eq!(said.contains("a log (its name withheld)"), name.starts_with("Zelda"), "{said}");
        assert_eq!(said.contains("An agency that the log does not name"), name.starts_with("Zelda"), "{said}");
        assert!(!said.contains("Quimby"), "{said}");
    }
}
