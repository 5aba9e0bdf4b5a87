//! Files made from the code: rewritten by one command, compared by one check.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::shell::root;

/// Every generated file: where it stands, and what should stand in it.
fn files() -> Result<Vec<(String, String)>> {
    let schema = serde_json::to_string_pretty(escalog::policy::json_schema())? + "\n";
    Ok(vec![("policies/policy.schema.json".to_owned(), schema)])
}

/// Rewrites the files that are out of date.
pub fn write() -> Result<()> {
    for (path, content) in out_of_date()? {
        let place = root().join(&path);
        let folder = place.parent().unwrap_or(root());
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&place, content))
            .with_context(|| format!("could not write {path}"))?;
        println!("wrote {path}");
    }
    Ok(())
}

/// Fails where a file is out of date.
pub fn check() -> Result<()> {
    let paths: Vec<_> = out_of_date()?.into_iter().map(|(path, _)| path).collect();
    if !paths.is_empty() {
        bail!("out of date: {}; run `cargo xtask generate`", paths.join(", "));
    }
    Ok(())
}

fn out_of_date() -> Result<Vec<(String, String)>> {
    let mut files = files()?;
    files.retain(|(path, content)| fs::read_to_string(root().join(path)).ok().as_ref() != Some(content));
    Ok(files)
}
