//! Entries → the text of a calendar file (iCalendar, RFC 5545).
//!
//! In: the [`Entry`]s and the day as of which they were made. Out: a file that calendar programs import. The same
//! entries give the same file.

use chrono::{Days, NaiveDate};

use crate::forms::calendar::Entry;

/// The most bytes of a line, without what ends it.
const LONGEST_LINE: usize = 75;

/// Writes the entries as whole-day events that leave the day free.
pub fn calendar(entries: &[Entry], as_of: NaiveDate) -> Vec<u8> {
    let day = |day: NaiveDate| day.format("%Y%m%d").to_string();
    let mut file = File::default();
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line(&format!("PRODID:-//escalog//escalog {}//EN", env!("CARGO_PKG_VERSION")));
    file.line("CALSCALE:GREGORIAN");
    file.line("METHOD:PUBLISH");
    file.line("X-WR-CALNAME:Escalation deadlines");
    for entry in entries {
        file.line("BEGIN:VEVENT");
        file.line(&format!("UID:{}", escaped(&entry.uid)));
        file.line(&format!("DTSTAMP:{}T000000Z", day(as_of)));
        file.line(&format!("DTSTART;VALUE=DATE:{}", day(entry.due)));
        // The end is the day after the last; the last day there is has none.
        if let Some(after) = entry.due.checked_add_days(Days::new(1)) {
            file.line(&format!("DTEND;VALUE=DATE:{}", day(after)));
        }
        file.line(&format!("SUMMARY:{}", escaped(&entry.summary)));
        file.line(&format!("DESCRIPTION:{}", escaped(&entry.description.join("\n"))));
        file.line("CLASS:PRIVATE");
        file.line("TRANSP:TRANSPARENT");
        file.line("END:VEVENT");
    }
    file.line("END:VCALENDAR");
    file.text.into_bytes()
}

#[derive(Default)]
struct File {
    text: String,
}

impl File {
    /// Adds a line, folded between characters where it is longer than a line may be.
    fn line(&mut self, line: &str) {
        let mut used = 0;
        for character in line.chars() {
            if used + character.len_utf8() > LONGEST_LINE {
                self.text.push_str("\r\n ");
                used = 1;
            }
            self.text.push(character);
            used += character.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// A text as the value of a property.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_and_come_back_whole() {
        let text = "é, ".repeat(60) + "a;b\\c\nd";
        let mut file = File::default();
        file.line(&format!("SUMMARY:{}", escaped(&text)));
        assert!(file.text.split("\r\n").all(|line| line.len() <= LONGEST_LINE), "{}", file.text);
        let unfolded = file.text.replace("\r\n ", "");
        let value = unfolded.strip_prefix("SUMMARY:").unwrap().trim_end_matches("\r\n");
        let plain = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
        assert_eq!(plain, text);
    }
}
