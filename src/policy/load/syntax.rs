//! What keeps a text from being TOML, in words that help: the parser's own errors → mistakes.

use toml::de::Error;

use super::HOW_TO_WRITE_A_DATE;
use crate::policy::places::{Mistake, Places};
use crate::policy::schema::is_list_of_tables;

/// Whether the text can be read on; every mistake of its syntax is noted.
pub(super) fn is_toml(text: &str, errors: &[Error], places: &mut Places<'_>) -> bool {
    let mut is_toml = true;
    let mut known: Vec<Mistake> = Vec::new();
    let mut seconds: Vec<usize> = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or_default();
        let here = text.get(span.clone()).unwrap_or_default();
        // TOML has dates of its own. One that does not exist is the only mistake after which the rest can be read.
        if error.message().starts_with("invalid date") {
            places.mistake(span, format!("`{here}` is not a day that exists"), HOW_TO_WRITE_A_DATE);
            continue;
        }
        is_toml = false;
        // Under a heading that stands a second time every key seems to do so too.
        if error.message() == "duplicate key"
            && heading_over(text, span.start).is_some_and(|over| seconds.contains(&over))
        {
            continue;
        }
        if line_at(text, span.start).starts_with('[') {
            seconds.extend(heading_over(text, span.end));
        }
        let mistake = match error.message() {
            "duplicate key" => twice(here, line_at(text, span.start)),
            message => Mistake::new(format!("this is not TOML: {message}"), help(message)),
        };
        // What is written wrong throughout, such as line ends or brackets, is one mistake.
        let is_of_all = mistake.what.contains("carriage return") || mistake.what.contains('[');
        if !(is_of_all && known.contains(&mistake)) {
            places.note(span, mistake.clone());
            known.push(mistake);
        }
    }
    is_toml
}

fn line_at(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim()
}

/// Where the line of the last heading before a place ends.
fn heading_over(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let start = before.rfind("\n[").map_or(0, |end| end + 1);
    text.get(start..).and_then(|rest| rest.find('\n')).map(|length| start + length)
}

/// A name that is taken, in its line: a key, or the heading of a table.
fn twice(key: &str, line: &str) -> Mistake {
    let Some(heading) = line.strip_prefix('[') else {
        let what = format!("`{}` is given twice in one table", key.trim_matches(['"', '\'']));
        return Mistake::new(what, "leave out one of the two");
    };
    let name = heading.trim_start_matches('[').split(']').next().unwrap_or_default().trim();
    if heading.starts_with('[') {
        let what = format!("`[[{name}]]` stands below something that makes `{name}` a table of its own");
        let help = format!("write each in two brackets, `[[{name}]]`, and above what belongs to it");
        return Mistake::new(what, help);
    }
    let what = format!("`[{name}]` stands here a second time");
    if is_list_of_tables(name) {
        return Mistake::new(what, format!("write each in two brackets, `[[{name}]]`: there can be several"));
    }
    Mistake::new(what, "put what belongs to it under the first")
}

/// What to do about an error of the parser, by its words.
fn help(message: &str) -> &'static str {
    let says = |words: &str| message.contains(words);
    if says("must be quoted") {
        "put text into straight quotation marks, and write a date as year-month-day"
    } else if says("string") && says("expected `\"`") || says("expected `'`") {
        "close the quotation mark before the line ends"
    } else if says("string") && says("visible characters") {
        "take out the character there that can't be seen"
    } else if says("key with no value") {
        "write a key, `=` and its value, such as `number = 1`"
    } else if says("carriage return") {
        "save the file with the line ends of Windows or Unix"
    } else if says("recurse") {
        "nothing in a procedure file stands so many brackets deep"
    } else if says("expected key") || says("unquoted key") {
        "write lines such as `number = 1` under headings such as `[[stage]]`"
    } else {
        "mend the line"
    }
}
