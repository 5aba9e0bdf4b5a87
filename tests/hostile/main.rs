//! Files that mean harm: each is refused or read within bounds, by the program itself, in a process of its own.
//!
//! In: the files that `make.rs` makes. Out: what each took, printed (`--nocapture` shows it), and none more
//! memory than the bound. Time is printed too; it is held against a bound so loose that only a file that
//! keeps the engine busy for ever goes beyond it.

#![cfg(target_os = "linux")]

mod make;
mod raw;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The most memory that any file may take.
const MOST_MEMORY: u64 = 200 << 20;

/// The most time: a second is wanted, of a release build on a machine that does nothing else.
const MOST_TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });

struct Run {
    time: Duration,
    memory: u64,
    code: Option<i32>,
    said: String,
}

/// Runs the program on a file. Room beyond twice the bound is refused by the system, whoever asks for it.
fn check(path: &Path) -> Run {
    let began = Instant::now();
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -v 409600; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_escalog"), "check"])
        .arg(path)
        .args(["--policy", "liverpool", "--as-of", "2025-06-30", "--format", "json"])
        .current_dir(folder())
        .env_remove("ESCALOG_PASSWORD")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    while child.try_wait().unwrap().is_none() {
        // The peak so far; a process that has ended shows none.
        memory = peak(&status).unwrap_or(memory).max(memory);
        if began.elapsed() > MOST_TIME * 2 {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let code = child.wait().unwrap().code();
    let time = began.elapsed();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    Run { time, memory, code, said }
}

/// The program's peak, once it is the program: until then the process has the test's own memory or the shell's.
fn peak(status: &str) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    text.starts_with("Name:\tescalog\n").then_some(())?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn no_file_takes_more_than_the_bound() {
    let mut wrong = Vec::new();
    for case in make::all() {
        let path = folder().join(case.name);
        std::fs::write(&path, &case.bytes).unwrap();
        let run = check(&path);
        std::fs::remove_file(&path).unwrap();
        let said = run.said.lines().next().unwrap_or_default();
        let said = said.rsplit_once(&format!("{}: ", case.name)).map_or(said, |(_, said)| said);
        println!(
            "{:42} {:9} bytes {:7.0?} {:4} MB  {}",
            case.name,
            case.bytes.len(),
            run.time,
            run.memory >> 20,
            said.chars().take(100).collect::<String>()
        );
        // What is read has mistakes in it, and says so.
        let ended = run.code == Some(2) || (run.code == Some(1) && case.refused.is_empty());
        if run.memory > MOST_MEMORY || run.time > MOST_TIME || !ended || !run.said.contains(case.refused) {
            wrong.push(format!(
                "{}: {:?}, {} MB, exit {:?}: {}",
                case.name,
                run.time,
                run.memory >> 20,
                run.code,
                run.said
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_folder_by_the_name_of_a_log_is_refused() {
    let path = folder().join("folder.xlsx");
    std::fs::create_dir_all(&path).unwrap();
    let run = check(&path);
    assert_eq!(run.code, Some(2));
    assert!(run.said.contains("no logs stand in this folder"), "{}", run.said);
}
