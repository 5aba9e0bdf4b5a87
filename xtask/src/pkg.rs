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
    Bindgen::new().input_path(&built).web(true)?.typescript(true).remove_name_section(true).generate(&pkg)?;
    let classic = pkg.join("classic");
    let mut script = Bindgen::new();
    script.input_path(&built).no_modules(true)?.no_modules_global("escalog")?;
    script.typescript(true).remove_name_section(true).generate(&classic)?;
    fs::write(pkg.join("package.json"), serde_json::to_string_pretty(&manifest()?)? + "\n")?;
    // One engine for both: only the scripts around it differ.
    let (wasm, copy) = (pkg.join("escalog_bg.wasm"), classic.join("escalog_bg.wasm"));
    ensure!(fs::read(&wasm)? == fs::read(&copy)?, "the two forms of the package hold different engines");
    optimise(&wasm)?;
    fs::copy(&wasm, &copy)?;
    Ok(())
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

/// Runs `wasm-opt` where it is installed.
fn optimise(wasm: &Path) -> Result<()> {
    let wasm_opt = root().join("tests/wasm/node_modules/.bin/wasm-opt");
    if !(wasm_opt.is_file() && has("node")) {
        println!("wasm-opt is missing: the package is as built; install node, and run `npm ci` in tests/wasm");
        weigh("as built", wasm)?;
        return Ok(());
    }
    let smaller = wasm.with_extension("optimised");
    let paths = [wasm, &smaller].map(|path| path.to_str().context("the path of the repository is not text"));
    let [from, to] = paths;
    run(&mut program(wasm_opt, &["-Os", from?, "--output", to?]))?;
    // What is sent is gzipped, and code made shorter does not always zip smaller.
    if weigh("optimised", &smaller)? < weigh("as built", wasm)? {
        fs::rename(&smaller, wasm)?;
    } else {
        println!("as built it is the smaller one to send: it stays so");
        fs::remove_file(&smaller)?;
    }
    Ok(())
}

/// Says how large a build is, and gives its gzipped size in bytes.
fn weigh(when: &str, wasm: &Path) -> Result<usize> {
    let bytes = fs::read(wasm)?;
    let mut zipped = GzEncoder::new(Vec::new(), Compression::best());
    zipped.write_all(&bytes)?;
    let zipped = zipped.finish()?.len();
    let place = wasm.strip_prefix(root()).unwrap_or(wasm);
    println!("{} {when}: {} kB, {} kB gzipped", place.display(), bytes.len() / 1000, zipped / 1000);
    Ok(zipped)
}
