//! The chores of this repository: `cargo xtask <verb>`.

mod corpus;
mod generate;
mod golden;
mod page;
mod pkg;
mod returns;
mod setup;
mod shell;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <verb>

  test                  set up what is missing, then run every check; what .ci/run runs
  generate [--check]    rewrite the generated files, or say which are out of date
  returns SEED FOLDER   write sixty made-up returned logs with known faults, and a manifest of them
  pkg                   build the WebAssembly package into pkg/
  figures               measure the package, the pane and the page that are there, beside the program
  page                  build the package, and around it the one-file page and the pane: office-addin/dist/";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => return test::run(),
        ["generate"] => generate::write(),
        ["generate", "--check"] => generate::check(),
        ["returns", seed, folder] => returns::write(seed, folder.as_ref()).map_err(|error| anyhow::anyhow!(error)),
        ["pkg"] => package(),
        ["figures"] => figures(),
        ["page"] => package().and_then(|()| page::build()),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn figures() -> anyhow::Result<()> {
    shell::run(&mut shell::cargo(&["build", "--quiet", "--release", "--package", "escalog"]))?;
    let native = pkg::target_folder()?.join("release/escalog").display().to_string();
    shell::run(&mut shell::program("node", &["tests/wasm/figures.mjs", &native]))?;
    shell::run(&mut shell::program("node", &["office-addin/test/figures.mjs"]))
}

fn package() -> anyhow::Result<()> {
    setup::wasm_target()?;
    setup::node_modules()?;
    pkg::build()
}
