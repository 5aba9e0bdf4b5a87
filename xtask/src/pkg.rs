//! The WebAssembly package: built, bound to JavaScript, made smaller, weighed.
//!
//! In: the library. Out: `pkg/`, an ES module for browsers, bundlers and Node, and `pkg/classic/`, a
//! script for Workers and `file://`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use wasm_bindgen_cli_support::Bindgen;

use crate::setup::WASM;
use crate::shell::{cargo, has, output, program, root, run};

/// Builds both forms of the package.
pub fn build() -> Result<()> {
    let bindgen = locked_version("wasm-bindgen-cli-support")?;
    let library = locked_version("wasm-bindgen")?;
    ensure!(
        bindgen == library,
        "Cargo.lock has wasm-bindgen {library} and wasm-bindgen-cli-support {bindgen}; \
         set the second to \"={library}\" in xtask/Cargo.toml"
    );
    // First of all: where the build fails, no older engine is left to be tested in its place.
    let pkg = root().join("pkg");
    empty(&pkg)?;
    run(cargo(&["build", "--package", "escalog", "--lib", "--profile", "wasm", "--target", WASM])
        .env("CARGO_ENCODED_RUSTFLAGS", without_paths()?))?;
    let built = target_folder()?.join(WASM).join("wasm/escalog.wasm");
    let wasm_opt = root().join("tests/wasm/node_modules/.bin/wasm-opt");
    let wasm_opt = (wasm_opt.is_file() && has("node")).then_some(wasm_opt);
    // `wasm-opt` goes by the functions' names, and leaves them out itself.
    let nameless = wasm_opt.is_none();
    let mut module = Bindgen::new();
    // A browser and a bundler find the engine beside the module.
    module.input_path(&built).web(true)?.omit_default_module_path(false);
    module.typescript(true).remove_name_section(nameless).generate(&pkg)?;
    let classic = pkg.join("classic");
    let mut script = Bindgen::new();
    script.input_path(&built).no_modules(true)?.no_modules_global("escalog")?;
    // Its types are those of the module: a script has nothing to import them with.
    script.typescript(false).remove_name_section(nameless).generate(&classic)?;
    fs::write(pkg.join("package.json"), serde_json::to_string_pretty(&manifest()?)? + "\n")?;
    // One engine for both: only the scripts around it differ.
    let (wasm, copy) = (pkg.join("escalog_bg.wasm"), classic.join("escalog_bg.wasm"));
    ensure!(fs::read(&wasm)? == fs::read(&copy)?, "the two forms of the package hold different engines");
    match wasm_opt {
        Some(wasm_opt) => optimise(wasm_opt, &wasm)?,
        None => println!("wasm-opt is missing: the package is as built; install node, and run `npm ci` in tests/wasm"),
    }
    fs::copy(&wasm, &copy)?;
    weigh(&wasm)
}

/// Keeps where this machine has its files out of the engine: the same code gives the same bytes elsewhere.
fn without_paths() -> Result<String> {
    let home = std::env::home_dir().context("there is no home folder")?;
    let cargo = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let flags = [(cargo.join("registry/src"), "crates"), (root().to_path_buf(), "escalog")];
    let flags = flags.map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()));
    Ok(flags.join("\u{1f}"))
}

fn manifest() -> Result<Value> {
    Ok(json!({
        "name": "escalog",
        "version": locked_version("escalog")?,
        "description": "Deadlines, checks and quarterly monitoring for child-safeguarding escalation logs",
        "license": "MIT OR Apache-2.0",
        "private": true,
        "type": "module",
        "main": "escalog.js",
        "types": "escalog.d.ts",
    }))
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Result<String> {
    let id = output(&mut cargo(&["pkgid", package]))?;
    let version = id.trim().rsplit(['#', '@']).next().unwrap_or_default();
    Ok(version.to_owned())
}

/// Where cargo puts what it builds.
pub fn target_folder() -> Result<PathBuf> {
    let metadata: Value =
        serde_json::from_str(&output(&mut cargo(&["metadata", "--no-deps", "--format-version", "1"]))?)?;
    metadata["target_directory"].as_str().map(PathBuf::from).context("cargo names no target folder")
}

/// Takes away what an earlier build wrote: all but the README and the types.
fn empty(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(path)?;
        } else if !["README.md", "types.ts"].iter().any(|kept| path.ends_with(kept)) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Makes the engine smaller to send. What is sent is gzipped, and code made shorter does not always zip smaller: one
/// function put into another adds to it, functions of like names beside one another take from it.
fn optimise(wasm_opt: PathBuf, wasm: &Path) -> Result<()> {
    let made = wasm.with_extension("optimised");
    let [from, to] = [wasm, &made].map(|path| path.to_str().context("the path of the repository is not text"));
    let ways = ["-Os", "--skip-pass=inlining-optimizing", "--reorder-functions-by-name"];
    run(program(wasm_opt, &ways).args([from?, "--output", to?]))?;
    fs::rename(&made, wasm)?;
    Ok(())
}

/// Says how large the engine is.
fn weigh(wasm: &Path) -> Result<()> {
    let bytes = fs::read(wasm)?;
    let mut zipped = GzEncoder::new(Vec::new(), Compression::best());
    zipped.write_all(&bytes)?;
    let zipped = zipped.finish()?.len();
    let place = wasm.strip_prefix(root()).unwrap_or(wasm);
    println!("{}: {} kB, {} kB gzipped", place.display(), bytes.len() / 1000, zipped / 1000);
    Ok(())
}
