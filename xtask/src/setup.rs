//! What the checks need on this machine: installed where it can be, else said how.
//!
//! Each step looks first and does nothing where all is there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::shell::{cargo, has, output, program, root, run, succeeds};

/// The target that the WebAssembly package is built for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Programs that checks call, and the Debian packages they come in.
const PROGRAMS: &[(&str, &str)] = &[
    ("node", "nodejs"),
    ("npm", "npm"),
    ("soffice", "libreoffice-calc-nogui"),
    ("faketime", "faketime"),
    ("chromium", "chromium"),
    ("xmllint", "libxml2-utils"),
];

/// Does every step; one that fails is said, and the checks that needed it say so again.
pub fn all() {
    for step in [components, wasm_target, programs, node_modules] {
        if let Err(error) = step() {
            println!("set-up: {error:#}");
        }
    }
}

/// Whether the compiler can build for WebAssembly.
pub fn has_wasm_target() -> bool {
    let sysroot = output(&mut program("rustc", &["--print", "sysroot"])).unwrap_or_default();
    Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib").is_dir()
}

/// Adds the WebAssembly target.
pub fn wasm_target() -> Result<()> {
    if has_wasm_target() {
        return Ok(());
    }
    run(&mut program("rustup", &["target", "add", WASM])).with_context(|| {
        format!("the target {WASM} is missing; run `rustup target add {WASM}`, or install your system's package of it")
    })
}

/// Installs what each `package-lock.json` locks.
pub fn node_modules() -> Result<()> {
    for lock in package_locks(root())? {
        let folder = lock.parent().unwrap_or(root());
        let written = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
        if written(&folder.join("node_modules/.package-lock.json")) < written(&lock) {
            run(program("npm", &["ci", "--no-audit", "--no-fund"]).current_dir(folder))
                .with_context(|| format!("could not install what {} locks", lock.display()))?;
        }
    }
    Ok(())
}

/// Adds the formatter and the linter, which a minimal toolchain lacks.
fn components() -> Result<()> {
    for (component, verb) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !succeeds(&mut cargo(&[verb, "--version"])) {
            run(&mut program("rustup", &["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Installs the missing programs on Debian as root; elsewhere says what to install.
fn programs() -> Result<()> {
    let mut missing: Vec<_> = PROGRAMS.iter().filter(|(name, _)| !has(name)).collect();
    if has("apt-get") && !Path::new("/usr/lib/libreoffice/program/libswlo.so").is_file() {
        missing.push(&("LibreOffice Writer", "libreoffice-writer-nogui"));
    }
    if !has_openpyxl() {
        missing.push(&("openpyxl", "python3-openpyxl"));
    }
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|(_, package)| *package).collect();
    let is_root = output(&mut program("id", &["-u"])).is_ok_and(|id| id.trim() == "0");
    if !(is_root && has("apt-get")) {
        let names: Vec<_> = missing.iter().map(|(name, package)| format!("{name} (on Debian {package})")).collect();
        bail!("please install {}", names.join(", "));
    }
    run(&mut program("apt-get", &["update", "--quiet"]))?;
    let install = ["install", "--yes", "--quiet", "--no-install-recommends"];
    run(program("apt-get", &install).args(packages).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Whether some Python can read workbooks; Debian's own has the package where another one comes first.
fn has_openpyxl() -> bool {
    ["python3", "/usr/bin/python3"].iter().any(|python| succeeds(&mut program(python, &["-c", "import openpyxl"])))
}

/// Every `package-lock.json` of ours in this folder and below.
fn package_locks(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let skipped = name.starts_with('.') || ["node_modules", "target", "pkg"].contains(&name.as_ref());
        if path.is_dir() && !skipped {
            found.extend(package_locks(&path)?);
        } else if name == "package-lock.json" {
            found.push(path);
        }
    }
    Ok(found)
}
