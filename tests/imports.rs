//! Each module imports only from those above it, so that the data goes one way.
//!
//! In: the text of every file in `src`. Out: each wrong import, with its file and line.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the top down; a module in a folder stands where the folder's does.
const ORDER: &[&str] = &[
    "error", "parallel", "calendar", "tokens", "headings", "policy", "grid", "log", "traces", "merge", "timeline",
    "edit", "finding", "rules", "annotate", "quarter", "forms", "workbook", "api", "wasm", "main",
];

#[test]
fn every_module_imports_only_from_those_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    find(&src, &mut files);
    assert!(files.len() > 10, "only {} files in src", files.len());
    let wrong: Vec<String> = files
        .iter()
        .filter_map(|file| file.strip_prefix(&src).ok())
        .flat_map(|file| wrong_imports(file, &fs::read_to_string(src.join(file)).unwrap()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The Rust files of a folder, without `lib.rs`, which only lists the modules, and without test files.
fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs")
            && !path.ends_with("lib.rs")
            && !path.ends_with("tests.rs")
        {
            files.push(path);
        }
    }
}

/// What is wrong with the imports of a file, whose path is as seen from `src`.
fn wrong_imports(file: &Path, text: &str) -> Vec<String> {
    let place = |module: &str| ORDER.iter().position(|other| *other == module);
    let module = file.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
    let Some(own) = place(module) else {
        return vec![format!("src/{}: `{module}` has no place in the order", file.display())];
    };
    let wrong = |(line, import): (usize, String)| {
        let why = match place(&import) {
            Some(other) if other <= own => return None,
            Some(_) => "is not above",
            None => "is no module that has a place in the order, imported by",
        };
        Some(format!("src/{}:{line}: `{import}` {why} `{module}`", file.display()))
    };
    imports(&tokens(text), file.iter().count()).into_iter().filter_map(wrong).collect()
}

/// What is named behind `crate::`, and the modules behind as many `super::` as lead to the root; each with its line.
fn imports(tokens: &[(usize, String)], depth: usize) -> Vec<(usize, String)> {
    let is = |at: usize, text: &str| tokens.get(at).is_some_and(|(_, token)| token == text);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if is(at, "crate") && is(at + 1, "::") {
            found.extend(firsts(&tokens[at + 2..]));
        }
        let climbs = (0..depth).all(|up| is(at + 2 * up, "super") && is(at + 2 * up + 1, "::"));
        if climbs && !(at > 0 && is(at - 1, "::")) {
            // In a module within the file the same climb ends below the root, at names that are no modules.
            let named = firsts(&tokens[at + 2 * depth..]);
            found.extend(named.into_iter().filter(|(_, name)| ORDER.contains(&name.as_str())));
        }
    }
    found
}

/// The first name of a path, or of each path in `{a::b, c::{d, e}}`.
fn firsts(tokens: &[(usize, String)]) -> Vec<(usize, String)> {
    let Some((line, first)) = tokens.first() else { return Vec::new() };
    if first != "{" {
        return is_name(first).then(|| (*line, first.clone())).into_iter().collect();
    }
    let mut depth = 0;
    let mut found = Vec::new();
    for (at, (_, token)) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        let starts = depth == 1 && (token == "{" || token == ",");
        found.extend(tokens.get(at + 1).filter(|(_, next)| starts && is_name(next)).cloned());
    }
    found
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_') && token != "self"
}

/// Names, `::` and single signs, each with its line; comments, texts and characters left out.
fn tokens(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let name = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = raw_text(rest) {
            length
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' {
            // A character, or only the tick of a lifetime.
            let character = rest[1..].starts_with('\\') || rest.chars().nth(2) == Some('\'');
            if character { quoted(rest, '\'') } else { 1 }
        } else {
            let length = if name > 0 { name } else { first.len_utf8() };
            let length = if rest.starts_with("::") { 2 } else { length };
            if !first.is_whitespace() {
                found.push((line, rest[..length].to_owned()));
            }
            length
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    found
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    for (at, _) in text.char_indices() {
        if text[at..].starts_with("/*") {
            depth += 1;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            if depth == 0 {
                return at + 2;
            }
        }
    }
    text.len()
}

/// The length of `r"…"`, `r#"…"#` or `br"…"`, where the text begins with one.
fn raw_text(text: &str) -> Option<usize> {
    let behind = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = behind.len() - behind.trim_start_matches('#').len();
    let inner = behind[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inner.find(&end).map_or(inner.len(), |at| at + end.len());
    Some(text.len() - inner.len() + length)
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

#[test]
fn a_wrong_import_is_caught() {
    let wrong = |file: &str, text: &str| wrong_imports(Path::new(file), text);
    assert_eq!(
        wrong("calendar.rs", "\nuse crate::policy::Policy;"),
        ["src/calendar.rs:2: `policy` is not above `calendar`"]
    );
    assert_eq!(wrong("log/parse.rs", "fn f() -> crate::rules::Rule {}").len(), 1);
    assert_eq!(
        wrong("log.rs", "use crate::{error::{Code, rules},\n    timeline::{self}, grid};"),
        ["src/log.rs:2: `timeline` is not above `log`"]
    );
    assert_eq!(wrong("log.rs", "use super::timeline;").len(), 1);
    assert_eq!(wrong("log/parse.rs", "use super::super::{error, timeline};").len(), 1);
    assert_eq!(wrong("grid.rs", "use crate::Anything;").len(), 1);
    assert_eq!(wrong("helpers.rs", "").len(), 1);
    assert_eq!(wrong("grid.rs", "const Q: char = '\"'; use crate::log::Row; // \"").len(), 1);
}

#[test]
fn a_right_import_is_not() {
    let wrong = |file: &str, text: &str| wrong_imports(Path::new(file), text);
    assert!(
        wrong("log/parse.rs", "use crate::{error::Error, grid};\nuse super::timeline;\nuse crate::log::Row;")
            .is_empty()
    );
    assert!(wrong("wasm.rs", "use crate::api::{self, File};").is_empty());
    assert!(wrong("grid.rs", "mod tests { use super::Cell; use super::*; }").is_empty());
    assert!(wrong("main.rs", "use escalog::api;").is_empty());
}

#[test]
fn comments_and_texts_import_nothing() {
    let text = r##"
        //! [`crate::rules`]
        /* crate::rules /* crate::rules */ crate::rules */
        const A: &str = "\" crate::rules";
        const B: &str = r#"" crate::rules "#;
        fn f<'a>(x: &'a str, quote: char) -> bool { quote == '\'' || quote == 'c' }
    "##;
    assert!(wrong_imports(Path::new("error.rs"), text).is_empty());
}
