//! The calendar file: what it says, that it names nobody, and that another reader understands it.

use std::collections::BTreeMap;
use std::fs;

use super::{err, escalog, folder, log};

/// The events of a calendar file, each property by its name: unfolded and unescaped by the rules of RFC 5545.
fn events(text: &str) -> Vec<BTreeMap<String, String>> {
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
    let unfolded = text.replace("\r\n ", "");
    let mut events = Vec::new();
    for line in unfolded.split("\r\n") {
        match line.split_once(':') {
            Some(("BEGIN", "VEVENT")) => events.push(BTreeMap::new()),
            Some((name, value)) if !events.is_empty() => {
                let value = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
                let known = events.last_mut().unwrap().insert(name.to_owned(), value);
                assert!(known.is_none() || name == "END", "{name} twice");
            }
            _ => {}
        }
    }
    events
}

fn made(test: &str, as_of: &str) -> String {
    let log = log(test);
    let path = folder(test).join("deadlines.ics");
    let asked = ["calendar", &log, "-o", path.to_str().unwrap(), "--policy", "liverpool", "--as-of", as_of];
    let answer = super::run(&asked);
    assert_eq!(answer.status.code(), Some(0), "{}", err(&answer));
    fs::read_to_string(path).unwrap()
}

#[test]
fn open_cases_have_their_next_step_and_the_deadline_of_their_stage() {
    let events = events(&made("calendar", "2025-06-27"));
    let summaries: Vec<&str> = events.iter().map(|event| event["SUMMARY"].as_str()).collect();
    let of = |number: &str| summaries.iter().filter(|summary| summary.starts_with(number)).count();
    assert!(of("Escalation 7, stage 3: ") >= 1 && of("Escalation 9, stage 1: ") >= 2, "{summaries:?}");
    // A resolved case has none.
    assert_eq!(of("Escalation 8"), 0, "{summaries:?}");
    let conclude = events.iter().find(|event| event["SUMMARY"].starts_with("Escalation 7, stage 3: agree")).unwrap();
    // Day 16 from Monday 2 June, that day being day 1.
    assert_eq!(conclude["DTSTART;VALUE=DATE"], "20250617");
    assert_eq!(conclude["DTEND;VALUE=DATE"], "20250618");
    assert_eq!(conclude["DTSTAMP"], "20250627T000000Z");
    let description = &conclude["DESCRIPTION"];
    assert!(
        description.contains("Due: Tue 17 Jun 2025 (overdue)\nAct by: Tue 17 Jun 2025\nWho acts: "),
        "{description}"
    );
    assert!(description.contains("Clause: Timescale Stage 3: to be concluded by day 16"), "{description}");
}

#[test]
fn entries_keep_their_uid_and_no_two_share_one() {
    let (first, later) = (events(&made("first", "2025-06-27")), events(&made("later", "2025-06-30")));
    let uids = |events: &[BTreeMap<String, String>]| {
        let mut uids: Vec<String> = events.iter().map(|event| event["UID"].clone()).collect();
        uids.sort();
        uids
    };
    let mut unique = uids(&first);
    unique.dedup();
    assert_eq!(unique, uids(&first));
    let conclude = |events: &[BTreeMap<String, String>]| {
        uids(events).into_iter().filter(|uid| uid.ends_with("-conclude@escalog")).collect::<Vec<_>>()
    };
    assert_eq!(conclude(&first), conclude(&later));
}

#[test]
fn a_log_in_another_folder_is_the_same_log() {
    let text =
        "Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage\n1,A.B.,risk,S17,27/06/2025,1\n";
    let uids = |test: &str| -> Vec<String> {
        let log = super::file(test, "no-agency.csv", text);
        let path = folder(test).join("no-agency.ics");
        assert_eq!(escalog(&["calendar", &log, "-o", path.to_str().unwrap()]).status.code(), Some(0));
        events(&fs::read_to_string(path).unwrap()).iter().map(|event| event["UID"].clone()).collect()
    };
    let one = uids("one-folder");
    assert!(!one.is_empty());
    assert_eq!(one, uids("another-folder"));
}

#[test]
fn nobody_is_named() {
    let text = made("unnamed", "2025-06-27").replace("\r\n ", "").to_lowercase();
    let names = ["tansy", "mossworthy", "fern", "oakley", "alder", "brook", "larkmoor", "harrowgate", "2014", "unsafe"];
    for name in names {
        assert!(!text.contains(name), "{name}");
    }
    // A number that is a name is not said, and the row is given by its place.
    let log = super::file(
        "unnamed",
        "named.csv",
        "Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage\nTansy,Tansy Moss,risk,S17,27/06/2025,1\n",
    );
    let path = folder("unnamed").join("named.ics");
    assert_eq!(escalog(&["calendar", &log, "-o", path.to_str().unwrap()]).status.code(), Some(0));
    let text = fs::read_to_string(path).unwrap();
    assert!(!text.to_lowercase().contains("tansy") && text.contains("SUMMARY:Row 2\\, stage 1"), "{text}");
}

#[test]
fn a_number_that_holds_the_initials_of_its_child_is_not_said() {
    let log = super::file(
        "initials",
        "initials.csv",
        "Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage\nSA-1,Silas Ash,risk,S17,27/06/2025,1\n\
         TM/2,\"MOSS, Tansy\",risk,S17,27/06/2025,1\nSA-3,Fern Oakley,risk,S17,27/06/2025,1\nLP 12,L.P.,risk,S17,27/06/2025,1\n\
         17,Alder Brook,risk,S17,27/06/2025,1\n",
    );
    let path = folder("initials").join("deadlines.ics");
    assert_eq!(escalog(&["calendar", &log, "-o", path.to_str().unwrap()]).status.code(), Some(0));
    let events = events(&fs::read_to_string(path).unwrap());
    let mut cases: Vec<&str> = events.iter().filter_map(|event| event["SUMMARY"].split(',').next()).collect();
    cases.sort_unstable();
    cases.dedup();
    assert_eq!(cases, ["Escalation 17", "Escalation SA-3", "Row 2", "Row 3", "Row 5"]);
}

#[test]
fn a_log_that_cannot_be_read_leaves_no_calendar() {
    let path = folder("unread").join("deadlines.ics");
    let answer = escalog(&["calendar", "no-such-log.xlsx", "-o", path.to_str().unwrap()]);
    assert_eq!(answer.status.code(), Some(2));
    assert!(!path.exists());
}
