//! Forms made from logs, and logs that come back as forms: the report of the later stages, the calendar file, logs
//! in Word tables.

use std::path::{Path, PathBuf};
use std::process::Output;

mod calendar;
#[path = "../office/mod.rs"]
mod office;
mod report;
#[path = "../running/mod.rs"]
mod running;
mod template;
mod word;

use running::{err, escalog_in, out};

/// The program under Liverpool as of 30 June 2025.
fn escalog(arguments: &[&str]) -> Output {
    let judged = ["--policy", "liverpool", "--as-of", "2025-06-30"];
    run(&[arguments, &judged].concat())
}

fn run(arguments: &[&str]) -> Output {
    escalog_in(&folder("empty"), arguments)
}

/// A folder of the test run's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("forms").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file in a folder of its test's own.
fn file(test: &str, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder(test).join(name);
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

const HEADINGS: &str = "Escalation Number,Child Name,Date of Birth,Concern,Level of Need,Summary of Professional \
                        Disagreement,Actions Undertaken Towards Resolution,Outcome of Resolution,Date concern arose,\
                        Stage,Stage 2 began,Stage 3 began,Stage 4 began,Date resolved,First discussion,Receiving agency";

/// A log of four cases: at stage 3 and open, at stage 4 and resolved, and two of one number at stage 1.
fn log(test: &str) -> String {
    let lines = [
        "Agency / School: Larkmoor Primary",
        HEADINGS,
        "7,Tansy Mossworthy,04/02/2014,neglect; home unsafe,S47,\"threshold not agreed\nsecond line\",=calls made,,\
         02/06/2025,3,05/06/2025,12/06/2025,,,03/06/2025,Harrowgate Children's Services",
        "8,Rowan Ashfield,11/09/2012,school place,Level 3,who leads,meeting held,plan agreed,01/05/2025,4,05/05/2025,\
         12/05/2025,19/05/2025,21/05/2025,,",
        "9,Fern Oakley,01/01/2016,attendance,S17,view of risk,call,,27/06/2025,1,,,,,,",
        "9,Alder Brook,02/02/2015,attendance,S17,view of risk,call,,26/06/2025,1,,,,,,",
    ];
    file(test, "log.csv", lines.join("\n"))
}
