//! Files made from the code: rewritten by one command, compared by one check.

use std::fs;

use anyhow::{Context, Result, bail};
use escalog::finding::Rule;
use escalog::rules;

use crate::shell::root;

/// Every generated file: where it stands, and what should stand in it.
fn files() -> Result<Vec<(String, String)>> {
    let schema = serde_json::to_string_pretty(escalog::policy::json_schema())? + "\n";
    let mut files = vec![("policies/policy.schema.json".to_owned(), schema)];
    files.push(("pkg/types.ts".to_owned(), escalog::api::typescript()));
    files.push(("docs/rules/README.md".to_owned(), rule_table()));
    files.extend(rules::ALL.iter().map(|rule| (format!("docs/rules/{}", file_name(rule)), rule_page(rule))));
    Ok(files)
}

fn file_name(rule: &Rule) -> String {
    format!("{}-{}.md", rule.code, rule.name)
}

/// What a rule finds: the first lines of its page, below the title.
fn what_it_finds(rule: &Rule) -> String {
    let lines = rule.page.lines().skip(2).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// A rule's page, with what its constant says put below the first paragraph.
fn rule_page(rule: &Rule) -> String {
    let facts = format!(
        "| severity | advice |\n| --- | --- |\n| {} | {} |\n\n## Why it matters",
        rule.severity.as_str(),
        rule.advice
    );
    let page = rule.page.replacen("## Why it matters", &facts, 1);
    format!("{page}\nMade from `src/rules/{}.md` by `cargo xtask generate`.\n", rule.name.replace('-', "_"))
}

fn rule_table() -> String {
    let mut table = "# The rules\n\n\
        Every finding has a rule's code, which never changes. F: the form of the log (F2: what could be tidied). \
        R: its rows.\nT: timescales. D: the procedure's duties. P: privacy. The severity is the usual one; a page says \
        where it is another.\n`escalog explain CODE` shows a page.\n\n\
        | code | name | severity | what it finds |\n| --- | --- | --- | --- |\n"
        .to_owned();
    for rule in rules::ALL {
        let (link, severity) = (file_name(rule), rule.severity.as_str());
        table += &format!("| [{}]({link}) | {} | {severity} | {} |\n", rule.code, rule.name, what_it_finds(rule));
    }
    table + "\nMade from `src/rules/` by `cargo xtask generate`.\n"
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
