//! The one test command: sets the machine up, runs every check, sums up.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use crate::setup::{self, WASM};
use crate::shell::{cargo, has, program, run as show};
use crate::{corpus, generate, golden, page, pkg};

struct Check {
    name: &'static str,
    needs: &'static [Need],
    run: fn() -> Result<()>,
}

enum Need {
    Program(&'static str),
    WasmTarget,
}

const CHECKS: &[Check] = &[
    Check { name: "formatting", needs: &[], run: || show(&mut cargo(&["fmt", "--all", "--check"])) },
    Check {
        name: "clippy",
        needs: &[],
        run: || show(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])),
    },
    Check {
        name: "clippy for WebAssembly",
        needs: &[Need::WasmTarget],
        run: || show(&mut cargo(&["clippy", "--lib", "--target", WASM, "--", "--deny", "warnings"])),
    },
    Check {
        name: "import directions",
        needs: &[],
        run: || show(&mut cargo(&["test", "--quiet", "--workspace", "--test", "imports"])),
    },
    Check { name: "tests", needs: &[], run: || show(&mut cargo(&["test", "--workspace"])) },
    // The same again, to be seen: how many labelled faults are found, and how much else is.
    Check {
        name: "figures of the corpus",
        needs: &[],
        run: || show(&mut cargo(&["test", "--quiet", "--test", "rules", "figures", "--", "--nocapture"])),
    },
    Check {
        name: "documentation",
        needs: &[],
        run: || show(cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "--deny warnings")),
    },
    Check { name: "generated files", needs: &[], run: generate::check },
    Check { name: "WebAssembly package", needs: &[Need::WasmTarget], run: pkg::build },
    Check {
        name: "WebAssembly boundary",
        needs: &[Need::WasmTarget, Need::Program("node")],
        run: || {
            show(&mut program(
                "node",
                &["--test", "tests/wasm/boundary.test.mjs", "office-addin/test/functions.test.mjs"],
            ))
        },
    },
    Check { name: "corpus in WebAssembly", needs: &[Need::WasmTarget, Need::Program("node")], run: corpus::check },
    Check {
        name: "golden deadlines in WebAssembly",
        needs: &[Need::WasmTarget, Need::Program("node")],
        run: golden::check,
    },
    Check {
        name: "page and pane in a browser",
        needs: &[Need::WasmTarget, Need::Program("npm"), Need::Program("chromium")],
        run: page::check,
    },
];

enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

/// Runs every check; succeeds where none failed.
pub fn run() -> ExitCode {
    let strict = std::env::var("CI").is_ok_and(|ci| ci == "true");
    println!("== set-up");
    setup::all();
    let mut lines = Vec::new();
    let [mut passed, mut failed, mut skipped] = [0; 3];
    for check in CHECKS {
        println!("== {}", check.name);
        let began = Instant::now();
        let (word, count, why) = match outcome(check, strict) {
            Outcome::Passed => ("passed", &mut passed, String::new()),
            Outcome::Failed(why) => ("failed", &mut failed, format!(": {why}")),
            Outcome::Skipped(why) => ("skipped", &mut skipped, format!(": {why}")),
        };
        *count += 1;
        lines.push(format!("{word:8}{}{why} ({} s)", check.name, began.elapsed().as_secs()));
    }
    println!("== summary\n{}\n{passed} passed, {failed} failed, {skipped} skipped", lines.join("\n"));
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A check that can't run for want of something fails where `strict`: nobody would read that it was skipped.
fn outcome(check: &Check, strict: bool) -> Outcome {
    match (check.needs.iter().find_map(missing), strict) {
        (Some(why), true) => Outcome::Failed(why),
        (Some(why), false) => Outcome::Skipped(why),
        (None, _) => (check.run)().map_or_else(|error| Outcome::Failed(format!("{error:#}")), |()| Outcome::Passed),
    }
}

fn missing(need: &Need) -> Option<String> {
    match need {
        Need::Program(name) => (!has(name)).then(|| format!("`{name}` is missing")),
        Need::WasmTarget => (!setup::has_wasm_target()).then(|| format!("the target {WASM} is missing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_fails_where_strict_and_skips_elsewhere() {
        let check = Check { name: "x", needs: &[Need::Program("no-such-program")], run: || Ok(()) };
        assert!(matches!(outcome(&check, true), Outcome::Failed(why) if why == "`no-such-program` is missing"));
        assert!(matches!(outcome(&check, false), Outcome::Skipped(why) if why == "`no-such-program` is missing"));
    }

    #[test]
    fn a_check_fails_with_its_reason() {
        let check = Check { name: "x", needs: &[], run: || anyhow::bail!("because") };
        assert!(matches!(outcome(&check, false), Outcome::Failed(why) if why == "because"));
    }
}
