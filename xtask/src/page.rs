//! The one-file page and the add-in's pane: built from the WebAssembly package, weighed, tried in a browser.
//!
//! In: `pkg/classic/` and `office-addin/`. Out: `office-addin/dist/escalog.html` and `office-addin/dist/pane/`.

use std::fs;

use anyhow::{Context, Result};

use crate::shell::{program, root, run};

/// Builds the page, and then the pane, around the package as it stands in `pkg/`.
pub fn build() -> Result<()> {
    let folder = root().join("office-addin");
    let vite = "node_modules/vite/bin/vite.js";
    let steps: [&[&str]; 4] = [
        &["node_modules/typescript/bin/tsc"],
        &["node_modules/eslint/bin/eslint.js", "--max-warnings", "0", "src"],
        &[vite, "build"],
        &[vite, "build", "--mode", "pane"],
    ];
    for words in steps {
        run(program("node", words).current_dir(&folder))?;
    }
    let page = folder.join("dist/escalog.html");
    let bytes = fs::read(&page).with_context(|| format!("could not read {}", page.display()))?;
    println!("office-addin/dist/escalog.html: {} kB, one file", bytes.len() / 1000);
    Ok(())
}

/// Builds both and tries them in Chromium: the page from `file://`, the pane beside a stand-in for Excel.
pub fn check() -> Result<()> {
    build()?;
    run(program("npm", &["test"]).current_dir(root().join("office-addin")))
}
