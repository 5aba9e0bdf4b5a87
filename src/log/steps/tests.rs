//! What is read out of texts as people write them.

use chrono::NaiveDate;

use super::Steps;
use crate::policy::Policy;

/// `discussion 2025-06-03`, for each step told between 2 June and 30 June 2025.
fn read(policy: &str, text: &str) -> Vec<String> {
    let policy = Policy::built_in(policy).unwrap();
    let edition = policy.edition_for(None);
    let day = |day| NaiveDate::from_ymd_opt(2025, 6, day).unwrap();
    let steps = Steps::of(edition).read(text, day(2), day(30));
    steps.iter().map(|step| format!("{} {}", edition.events[step.event.index()].id, step.day)).collect()
}

#[track_caller]
fn reads(policy: &str, text: &str, expected: &[&str]) {
    assert_eq!(read(policy, text), expected, "{text}");
}

#[test]
fn a_date_belongs_to_the_words_of_its_clause() {
    let both = ["discussion 2025-06-03", "stage-2-began 2025-06-05"];
    reads("redbridge", "3/6 spoke to SW, 5/6 to TM", &both);
    reads("redbridge", "Spoke to SW 3/6 and escalated to the line manager 5/6.", &both);
    reads("redbridge", "03.06.25 - DSL rang the social worker. 05.06.25: discussed with TM - no change", &both);
    reads(
        "redbridge",
        "3 June: telephone discussion with the allocated social worker\n5th June 2025\nescalated to team manager",
        &both,
    );
    reads("redbridge", "3/6, spoke to SW; 5/6, escalated to stage 2", &both);
}

#[test]
fn of_several_days_the_first_discussion_is_the_first() {
    reads("redbridge", "10/6 spoke to SW again, 3/6 spoke to SW", &["discussion 2025-06-03"]);
    reads("redbridge", "resolved 10/6, resolved 12/6", &[]);
    reads("redbridge", "resolved 10/6; confirmed in writing 12/6", &["resolved 2025-06-10", "confirmed 2025-06-12"]);
}

#[test]
fn who_acts_at_which_stage_is_the_procedures_own() {
    reads("liverpool", "3/6 to TM", &[]);
    reads("liverpool", "3/6 spoke to TM", &[]);
    reads("liverpool", "3/6 escalated to the Named Nurse", &["stage-2-began 2025-06-03"]);
    reads("liverpool", "3/6 escalated to Service Manager (Assessment)", &["stage-2-began 2025-06-03"]);
    reads("city-and-hackney", "3/6 escalated to service manager", &["stage-3-began 2025-06-03"]);
    reads("lincolnshire", "3/6 referred to SLO", &["stage-3-began 2025-06-03"]);
    // A head teacher takes two stages in Birmingham.
    reads("birmingham", "3/6 escalated to head teacher", &[]);
    reads("birmingham", "3/6 escalated to Head of Service", &[]);
}

#[test]
fn what_is_not_plain_is_left_alone() {
    for text in [
        "spoke to SW and TM 3/6",
        "3/6 SW spoke to TM",
        "3/6 tried to ring SW",
        "3/6 rang SW, no reply 4/6",
        "3/6 spoke to my line manager",
        "will escalate to TM 3/6",
        "to be taken to TM by 3/6",
        "meeting arranged with SW for 3/6",
        "not resolved 3/6",
        "3/6 or 4/6 spoke to SW",
        "spoke to SW 3/6?",
        "31/6 spoke to SW",
        "1/6 spoke to SW",
        "1/7 spoke to SW",
        "6/13 spoke to SW",
        "spoke to SW, 3/6, to TM",
        "spoke to SW about 24/7 care",
        "spoke to SW for 3/6 of the hour",
        "HHS/3/6 spoke to SW",
        "3/6 referred to SW",
        "moved from stage 2 to 3 on 3/6",
        "Ref 12345, 3/6",
        "3/6 partially resolved",
        "nearly resolved 3/6",
        "3/6 previously resolved issue raised again",
        "3/6 resolved to escalate",
        "3/6 threatened to escalate to stage 2",
        "3/6 considered escalating to stage 2",
        "3/6 can't escalate to stage 2",
        "3/6 escalated to stage 2 rejected",
        "3/6 offered meeting with TM",
        "",
    ] {
        reads("redbridge", text, &[]);
    }
}

#[test]
fn the_record_of_a_duty_is_known_by_its_columns_heading() {
    reads("liverpool", "IRO informed 3/6", &["done:1.notify-iro 2025-06-03"]);
    reads("liverpool", "Appendix 2 sent on 3/6", &["done:3.report-appendix-2 2025-06-03"]);
    reads("liverpool", "3/6 considered professionals meeting", &["done:1.consider-professionals-meeting 2025-06-03"]);
    reads("birmingham", "business manager copied in 3/6", &["done:3.copy-business-manager 2025-06-03"]);
}

#[test]
fn a_year_is_that_between_the_two_days() {
    let policy = Policy::built_in("redbridge").unwrap();
    let steps = Steps::of(policy.edition_for(None));
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let found = |from: &str, to: &str, text: &str| {
        steps.read(text, day(from), day(to)).first().map(|step| step.day.to_string())
    };
    assert_eq!(found("2024-12-20", "2025-01-10", "spoke to SW 23/12"), Some("2024-12-23".to_owned()));
    assert_eq!(found("2024-12-20", "2025-01-10", "spoke to SW 3 Jan"), Some("2025-01-03".to_owned()));
    assert_eq!(found("2023-06-01", "2025-06-30", "spoke to SW 3/6"), None);
    assert_eq!(found("2024-02-28", "2024-03-01", "spoke to SW 29/2"), Some("2024-02-29".to_owned()));
    // 3 June 2024 was a Monday, 3 June 2025 a Tuesday.
    assert_eq!(found("2023-06-01", "2025-06-30", "Tues 3/6 spoke to SW"), Some("2025-06-03".to_owned()));
}
