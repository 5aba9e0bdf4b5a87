//! How fast the engine is: `cargo bench`. Each figure is the median of several runs, beside what it is
//! measured against in the same run. Never a test: a busy machine is not a fault.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx};
use chrono::{Days as CalendarDays, NaiveDate};
use escalog::api::{self, AnnotateRequest, File, Given, Settings};
use escalog::calendar::{Calendar, Calendars, Moment};
use escalog::edit::Script;
use escalog::finding::Findings;
use escalog::policy::{EventId, Policy};
use escalog::timeline::{self, Case, Days};
use escalog::{log, rules, workbook};
use rust_xlsxwriter::ExcelDateTime;
use serde_json::json;

#[path = "../tests/office/mod.rs"]
mod office;

#[global_allocator]
static MEMORY: Counted = Counted;

fn main() {
    // `cargo bench -- check` runs one of them.
    let wanted = |name: &str| std::env::args().skip(1).all(|argument| argument.starts_with("--") || argument == name);
    if wanted("deadlines") {
        deadlines();
    }
    if wanted("check") {
        check();
    }
    if wanted("annotate") {
        annotate();
    }
    if wanted("rules") {
        rules();
    }
    if wanted("patch") {
        patch();
    }
    if wanted("merge") {
        merge();
    }
}

/// The median of several runs.
fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    middle((0..runs).map(|_| timed(&mut work)).collect())
}

/// The medians of two pieces of work that take turns, so that a busy moment of the machine meets both, and
/// how many times as long as the first the second takes.
fn beside(runs: usize, mut bare: impl FnMut(), mut work: impl FnMut()) -> (Duration, Duration, f64) {
    let pairs: Vec<(Duration, Duration)> = (0..runs).map(|_| (timed(&mut bare), timed(&mut work))).collect();
    let bare = middle(pairs.iter().map(|pair| pair.0).collect());
    let work = middle(pairs.iter().map(|pair| pair.1).collect());
    (bare, work, work.as_secs_f64() / bare.as_secs_f64())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn timed(work: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Deadlines of 100,000 rows with all stages, for every built-in procedure.
fn deadlines() {
    const ROWS: u32 = 100_000;
    let calendar = Calendar::england_and_wales();
    let as_of = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
    let days = Days::new(&calendar, as_of);
    for id in Policy::built_in_ids() {
        let policy = Policy::built_in(id).unwrap();
        let edition = policy.edition_for(None);
        let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
        let cases: Vec<Case> = (0..ROWS)
            .map(|row| {
                let concern = first + CalendarDays::new(u64::from(row % 900));
                let mut case = Case::new(edition);
                case.record(EventId::CONCERN, Moment::from(concern));
                for stage in 2..=edition.last_stage() {
                    case.record(EventId::began(stage), Moment::from(concern + CalendarDays::new(u64::from(stage) * 4)));
                }
                case
            })
            .collect();
        let times: Vec<Duration> = (0..25)
            .map(|_| {
                timed(&mut || {
                    for case in &cases {
                        black_box(timeline::compute(edition, case, &days));
                    }
                })
            })
            .collect();
        // Measured against nothing but the clock: other work on the machine shows in the middle, not in the fastest.
        let rate = |time: Duration| f64::from(ROWS) / time.as_secs_f64();
        println!(
            "deadlines, {id:<18} {:>2} duties {:>12.0} rows a second at the fastest, {:.0} in the middle (wanted: 1,000,000)",
            edition.duties.len(),
            rate(times.iter().copied().min().unwrap()),
            rate(middle(times))
        );
    }
}

/// `check` of a log of 10,000 rows and 12 columns, beside calamine's bare read of the same file.
fn check() {
    let file = File { name: "log.xlsx".into(), bytes: log_of("Larkmoor Primary School", 0, 10_000) };
    let settings = Settings {
        policy: Some("liverpool".into()),
        as_of: NaiveDate::from_ymd_opt(2025, 6, 30),
        ..Settings::default()
    };
    let read = || {
        let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(&file.bytes)).unwrap();
        black_box(workbook.worksheet_range("Log").unwrap());
    };
    let check = || {
        black_box(api::check(&settings, std::slice::from_ref(&file), &mut |_| {}).unwrap());
    };
    let (read, checked, ratio) = beside(21, read, check);
    println!(
        "check, 10,000 rows x 12 columns: {checked:.1?} against {read:.1?} for calamine's bare read: {ratio:.2} times (wanted: 1.6)"
    );
}

/// Marking a log of 10,000 rows in its own file, beside calamine's bare read of it.
fn annotate() {
    let file = File { name: "log.xlsx".into(), bytes: log_of("Larkmoor Primary School", 0, 10_000) };
    let settings = Settings {
        policy: Some("liverpool".into()),
        as_of: NaiveDate::from_ymd_opt(2025, 6, 30),
        ..Settings::default()
    };
    let request = AnnotateRequest { settings, ..AnnotateRequest::default() };
    let bare = || {
        let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(&file.bytes)).unwrap();
        black_box(workbook.worksheet_range("Log").unwrap());
    };
    let mark = || {
        let answer = api::annotate(&request, &file).unwrap();
        black_box(api::write(&answer.edits, &file, request.patching()).unwrap());
    };
    let (read, marked, ratio) = beside(21, bare, mark);
    println!(
        "annotate, 10,000 rows x 12 columns: {marked:.1?} against {read:.1?} for calamine's bare read: {ratio:.2} times (wanted: 2)"
    );
    let (bare, script, ratio) = beside(11, bare, || drop(black_box(api::annotate(&request, &file).unwrap())));
    println!("annotate, the script alone: {script:.1?} against {bare:.1?}: {ratio:.2} times");
    println!("annotate, memory beside the file: {} MB at the most (wanted: 60)", peak(mark) / 1_000_000);
}

/// All rules over the 10,000 rows of that log, beside calamine's bare read of its file and beside our own reading of it.
fn rules() {
    let bytes = log_of("Larkmoor Primary School", 0, 10_000);
    let policy = Policy::built_in("liverpool").unwrap();
    let calendars = Calendars::new(&[]).unwrap();
    let as_of = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
    let read = || log::take("log.xlsx", workbook::read("log.xlsx", &bytes).unwrap(), &policy, as_of);
    let log = read();
    let checked = timeline::check(&log, &policy, &calendars, as_of, Days::DUE_SOON);
    let bare = || {
        let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
        black_box(workbook.worksheet_range("Log").unwrap());
    };
    let look = || drop(black_box(rules::check(&checked)));
    let (bare, looked, ratio) = beside(21, bare, look);
    let found = rules::check(&checked).len();
    println!(
        "rules, 10,000 rows, {found} findings: {looked:.1?} against {bare:.1?} for calamine's bare read: {ratio:.2} times (wanted: 0.5)"
    );
    let (own, looked, ratio) = beside(21, || drop(black_box(read())), look);
    println!("rules, the same: {looked:.1?} against {own:.1?} for our own reading: {ratio:.2} times");
    // Which rules take the time.
    let mut each: Vec<(Duration, &str)> = rules::ALL
        .iter()
        .map(|rule| (median(5, || (rule.check)(&checked, &mut Findings::of_file("log.xlsx"))), rule.name))
        .collect();
    each.sort();
    each.iter().rev().take(5).for_each(|(time, name)| println!("  {name:<20} {time:.1?}"));
}

/// `workbook::patch` of the same log with a script as `annotate` makes it, beside calamine's bare read.
fn patch() {
    const ROWS: u32 = 10_000;
    let bytes = log_of("Larkmoor Primary School", 0, ROWS);
    let text = marks(ROWS);
    let read = median(11, || {
        let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
        black_box(workbook.worksheet_range("Log").unwrap());
    });
    let script: Script = serde_json::from_str(&text).unwrap();
    let patched = median(11, || {
        black_box(workbook::patch("log.xlsx", &bytes, &script).unwrap());
    });
    let applied = median(11, || {
        let script: Script = serde_json::from_str(&text).unwrap();
        black_box(workbook::patch("log.xlsx", &bytes, &script).unwrap());
    });
    let peak = peak(|| {
        black_box(workbook::patch("log.xlsx", &bytes, &script).unwrap());
    });
    let ratio = |time: Duration| time.as_secs_f64() / read.as_secs_f64();
    println!(
        "patch, 10,000 rows x 12 columns, 6 x 10,000 cells more: {patched:.1?} against {read:.1?} for calamine's bare read: {:.2} times; with the script's JSON read {:.2} times; {} MB more at the most",
        ratio(patched),
        ratio(applied),
        peak / 1_000_000
    );
}

/// The script that marks the log: six columns, dates, formulas, a few rules.
fn marks(rows: u32) -> String {
    let mut edits = Vec::new();
    for (column, heading) in ["M", "N", "O", "P", "Q", "R"].iter().zip([
        "Status",
        "Next step",
        "Next step due",
        "Act by",
        "Days left",
        "Checks",
    ]) {
        edits.push(json!({"set": {"cell": format!("{column}3"), "value": heading}}));
    }
    let first = NaiveDate::from_ymd_opt(2025, 1, 8).unwrap();
    for n in 0..rows {
        let row = n + 4;
        let due = first + CalendarDays::new(u64::from(n % 170));
        let late =
            format!("IF(O{row}=\"\",\"\",IF(K{row}<>\"\",\"resolved\",IF(O{row}<TODAY(),\"Overdue\",\"On track\")))");
        edits.push(json!({"set": {"cell": format!("M{row}"), "formula": late, "value": "Overdue"}}));
        edits.push(json!({"set": {"cell": format!("N{row}"), "value": "agree a resolution, or escalate to the senior managers"}}));
        edits.push(json!({"set": {"cell": format!("O{row}"), "value": {"date": due}}}));
        edits.push(json!({"set": {"cell": format!("P{row}"), "value": {"date": due}}}));
        edits.push(json!({"set": {"cell": format!("Q{row}"), "formula": format!("IF(O{row}=\"\",\"\",O{row}-TODAY())"), "value": -3}}));
        edits.push(json!({"set": {"cell": format!("R{row}"), "value": if n % 3 == 0 { "T101, D203" } else { "" }}}));
    }
    let last = rows + 3;
    edits.push(json!({"number_format": {"range": format!("O4:P{last}"), "code": "dd mmm yyyy"}}));
    for word in ["Overdue", "Due today", "Due soon"] {
        let formula = format!("$M4=\"{word}\"");
        edits.push(
            json!({"conditional_format": {"range": format!("A4:R{last}"), "formula": formula, "fill": "#FDE7E9"}}),
        );
    }
    edits.push(json!({"validation": {"range": format!("D4:D{last}"), "list": ["Early Help", "S17", "S47"]}}));
    edits.push(json!({"width": {"columns": "M:R", "characters": 14}}));
    json!({"sheet": "Log", "edits": edits}).to_string()
}

/// Counts the memory in use while it is asked to.
struct Counted;

static COUNTS: AtomicBool = AtomicBool::new(false);
static IN_USE: AtomicIsize = AtomicIsize::new(0);
static MOST: AtomicIsize = AtomicIsize::new(0);

impl Counted {
    fn count(size: usize, sign: isize) {
        if COUNTS.load(Relaxed) {
            let size = isize::try_from(size).unwrap_or(isize::MAX) * sign;
            MOST.fetch_max(IN_USE.fetch_add(size, Relaxed) + size, Relaxed);
        }
    }
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Counted::count(layout.size(), 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        Counted::count(layout.size(), -1);
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Counted::count(size, 1);
        Counted::count(layout.size(), -1);
        unsafe { System.realloc(at, layout, size) }
    }
}

/// The most memory that some work takes beside what is there already, in bytes.
fn peak(work: impl FnOnce()) -> isize {
    IN_USE.store(0, Relaxed);
    MOST.store(0, Relaxed);
    COUNTS.store(true, Relaxed);
    work();
    COUNTS.store(false, Relaxed);
    MOST.load(Relaxed)
}

/// `merge` of 100 files of 30 rows, beside the bare reading and writing of the same cells: those that it reads are the
/// logs', those that it writes the register's, nearly three times as many. Beside the logs' cells alone, read and
/// written, too; and beside what openpyxl and pandas take for the bare merge, where python has them.
fn merge() {
    let agency = |n: u32| format!("Larkmoor {n} Primary School");
    let files: Vec<File> =
        (0..100).map(|n| File { name: format!("{n:03}.xlsx"), bytes: log_of(&agency(n), n * 30, 30) }).collect();
    let settings = Settings {
        policy: Some("liverpool".into()),
        as_of: NaiveDate::from_ymd_opt(2025, 6, 30),
        ..Settings::default()
    };
    let read = || -> Vec<calamine::Range<calamine::Data>> {
        let cells = |file: &File| {
            let mut log: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(&file.bytes)).unwrap();
            log.worksheet_range("Log").unwrap()
        };
        files.iter().map(cells).collect()
    };
    let merge = || {
        let given = Given { files: &files, ..Given::default() };
        black_box(api::merge(&settings, given, &mut |_| {}).unwrap()).1
    };
    // The register holds more than the logs did: where each row is from, every row whole, its marks.
    let mut register: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(merge())).unwrap();
    let sheets = register.worksheets();
    let bare = || {
        let mut out = rust_xlsxwriter::Workbook::new();
        black_box(read());
        sheets.iter().for_each(|(_, cells)| write_bare(out.add_worksheet(), cells.rows()));
        black_box(out.save_to_buffer().unwrap());
    };
    let (bare, merged, ratio) = beside(21, bare, || drop(merge()));
    println!(
        "merge, 100 files of 30 rows: {merged:.1?} against {bare:.1?} for the bare reading of the logs' cells and writing of the register's: {ratio:.2} times (wanted: 1.6)"
    );
    let bare = || {
        let mut out = rust_xlsxwriter::Workbook::new();
        write_bare(out.add_worksheet(), read().iter().flat_map(|log| log.rows().skip(2)));
        black_box(out.save_to_buffer().unwrap());
    };
    let (bare, merged, ratio) = beside(21, bare, || drop(merge()));
    println!(
        "merge, the same: {merged:.1?} against {bare:.1?} for the bare reading and writing of the logs' cells alone: {ratio:.2} times"
    );
    in_python(&files, merged);
}

/// Writes cells as they are.
fn write_bare<'c>(sheet: &mut rust_xlsxwriter::Worksheet, rows: impl Iterator<Item = &'c [calamine::Data]>) {
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    for (row, cells) in (0u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                calamine::Data::String(text) => drop(sheet.write(row, column, text).unwrap()),
                calamine::Data::Float(number) => drop(sheet.write(row, column, *number).unwrap()),
                calamine::Data::DateTime(day) => {
                    sheet.write_number_with_format(row, column, day.as_f64(), &date).unwrap();
                }
                _ => {}
            }
        }
    }
}

/// How long two python libraries take for the bare merge of these files.
fn in_python(files: &[File], merged: Duration) {
    let folder = std::env::temp_dir().join(format!("escalog-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    files.iter().for_each(|file| std::fs::write(folder.join(&file.name), &file.bytes).unwrap());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/bare_merge.py");
    let python = office::python().unwrap_or("python3");
    for library in ["openpyxl", "pandas"] {
        let run = std::process::Command::new(python)
            .arg(script)
            .arg(library)
            .arg(&folder)
            .arg(folder.join("out.tmp.xlsx"))
            .output();
        let seconds = run
            .ok()
            .filter(|run| run.status.success())
            .and_then(|run| String::from_utf8(run.stdout).ok()?.trim().parse().ok());
        match seconds {
            Some(seconds) => {
                let taken = Duration::from_secs_f64(seconds);
                println!("merge, bare, with {library}: {taken:.1?}, {:.1} times ours", seconds / merged.as_secs_f64());
            }
            None => println!("merge, bare, with {library}: {python} does not have it"),
        }
        let _ = std::fs::remove_file(folder.join("out.tmp.xlsx"));
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A log of an agency, its children counted from this number, as agencies keep it: texts of ordinary length, real dates, most cases resolved.
fn log_of(agency: &str, children: u32, rows: u32) -> Vec<u8> {
    let headings = [
        "Agency / School & Escalation Number",
        "Child Name / DOB / Age",
        "Concern",
        "Level of Need",
        "Summary of Professional Disagreement",
        "Actions Undertaken Towards Resolution",
        "Outcome of Resolution",
        "Date concern arose",
        "Stage",
        "Stage 2 began",
        "Date resolved",
        "IRO notified",
    ];
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet();
    sheet.set_name("Log").unwrap();
    sheet.write(0, 0, format!("Agency / School: {agency}")).unwrap();
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write(2, column, heading).unwrap();
    }
    let first = NaiveDate::from_ymd_opt(2025, 1, 6).unwrap();
    let cell = |day: NaiveDate| ExcelDateTime::parse_from_str(&day.to_string()).unwrap();
    for n in 0..rows {
        let (row, child) = (n + 3, children + n);
        let concern = first + CalendarDays::new(u64::from(n % 170));
        sheet.write(row, 0, format!("LP {n}")).unwrap();
        // On every day of concern that follows the child is eleven.
        sheet.write(row, 1, format!("A.B. {child} / 0{}.01.2014 / 11", 1 + child % 5)).unwrap();
        sheet.write(row, 2, format!("Referral {n} closed without a visit although bruising was reported")).unwrap();
        sheet.write(row, 3, ["S17", "Early Help", "S47"][n as usize % 3]).unwrap();
        sheet.write(row, 4, format!("School and children's services differ over the threshold, case {n}")).unwrap();
        sheet.write(row, 5, format!("Lead spoke to the team manager, then wrote to the service manager, {n}")).unwrap();
        sheet.write(row, 8, 1 + n % 2).unwrap();
        sheet.write_with_format(row, 7, cell(concern), &date).unwrap();
        if n % 2 == 1 {
            sheet.write_with_format(row, 9, cell(concern + CalendarDays::new(1)), &date).unwrap();
        }
        if n % 50 != 0 {
            sheet.write(row, 6, "Agreed that an assessment is made").unwrap();
            let days = if n % 24 == 5 { 12 } else { 1 };
            sheet.write_with_format(row, 10, cell(concern + CalendarDays::new(days)), &date).unwrap();
        }
        sheet.write(row, 11, if n % 3 == 0 { "n/a" } else { "no" }).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}
