//! Words beside a date, a stage, a level or an answer: which leave open whether it is so, and which do not.

use super::super::levels::Levels;
use super::super::{answers, child, fields, number, stage};
use super::*;

fn event(cell: &str) -> Field<Moment> {
    reader().event(&text(cell))
}

#[test]
fn a_date_with_words_that_deny_or_postpone_it_is_doubtful() {
    for cell in [
        "by Fri 06/06/2025",
        "by Friday 6 June 2025",
        "by the 6th June 2025",
        "before Mon 09/06/2025",
        "until Friday 06/06/2025",
        "no later than 06/06/2025",
        "to be resolved 06/06/2025",
        "SW to confirm 06/06/2025",
        "plan to resolve 06/06/2025",
        "to meet 06/06/2025",
        "06/06/2025 - meeting to be held",
        "next meeting 06/06/2025",
        "review 06/06/2025",
        "for review on 06/06/2025",
        "hopefully 06/06/2025",
        "estimated 06/06/2025",
        "anticipated 06/06/2025",
        "isn't resolved 06/06/2025",
        "didn’t happen 06/06/2025",
        "06/06/2025 didnt take place",
        "06/06/2025 - cannot agree",
        "can't agree 06/06/2025",
        "unable to agree 06/06/2025",
        "no agreement 06/06/2025",
        "No, meeting held 06/06/2025",
        "never met 06/06/2025",
        "failed 06/06/2025",
        "cancelled 06/06/2025",
        "declined 06/06/2025",
        "refused 06/06/2025",
        "disagreed 06/06/2025",
        "should have been closed 06/06/2025",
        "nearly resolved 06/06/2025",
        "left message 06/06/2025",
        "06/06/2025 no reply",
        "meeting requested 06/06/2025",
        "couldn't speak 05/06/2025",
        "need to resolve 06/06/2025",
        "asked for 06/06/2025",
        "meeting asked for by HT 06/06/2025",
        "offered 06/06/2025",
        "SW offered a meeting 06/06/2025",
        "date offered 06/06/2025",
        "DSL to sort 06/06/2025",
        "06/06/2025 in hand",
        "SW has it in hand 06/06/2025",
        "pencilled in 06/06/2025",
        "resolved 06/06/2025 to be confirmed",
        "06/06/2025, to be confirmed in writing",
        "agreed, to be confirmed in writing 06/06/2025",
        "agreed in principle, 06/06/2025 to be confirmed",
        "agreed 06/06/2025, to be confirmed",
        "agreed 06/06/2025, date to be confirmed in the meeting",
        "to be agreed 06/06/2025, to be confirmed in writing",
        "date to be confirmed 06/06/2025",
        "closed 06/06/2025, CIN date to be confirmed",
        "06/06/2025 not yet confirmed",
        "to start 06/06/2025",
        "likely 06/06/2025",
        "unlikely 06/06/2025",
        "hoped for 06/06/2025",
        "forecast 06/06/2025",
        "projected 06/06/2025",
        "roughly 06/06/2025",
        "06/06/2025-ish",
        "depends on panel 06/06/2025",
        "06/06/2025 on hold",
        "paused 06/06/2025",
        "06/06/2025 agreed in principle",
    ] {
        assert_eq!(event(cell), Field::Unclear(Unclear::Date(DateProblem::Doubtful)), "{cell}");
    }
}

#[test]
fn a_date_with_a_plain_note_is_read() {
    let day = Field::Known(NaiveDate::from_ymd_opt(2025, 3, 5).unwrap().into());
    for cell in [
        "05/03/2025 (email)",
        "05/03/2025 - by phone",
        "5th March 2025 (email to SW)",
        "resolved 5.3.25, no further action",
        "met 5/3/25 – no further action",
        "5/3/25 NFA",
        "5/3/25, no concerns remaining",
        "no longer a concern 5/3/25",
        "5 March 2025 meeting with HT",
        "resolved 5/3/25 by phone",
        "JB spoke to SW 05/03/2025",
        "agreed 5/3/25",
        "agreed to accept the referral 5/3/25",
        "confirmed by letter 5/3/25",
        "Escalated to team manager 5/3/25",
        "To team manager 05/03/2025",
        "e-mail to DSL on Wed 5/3/25",
        "on the 5th March 2025",
        "Wednesday the 5th of March 2025",
        "text message sent 5/3/25",
        "confirmed by message 5/3/25",
        "action plan agreed 5/3/25",
        "CP plan in place 05/03/2025",
        "resolved at LAC review 5/3/25",
        "review meeting held 5/3/25",
        "RCPC 05/03/2025",
        "child in need meeting 5/3/25",
        "level of need agreed 5/3/25",
        "at the request of the HT 5/3/25",
        "as requested, 5/3/25",
        "met to discuss thresholds 5/3/25",
        "meeting to discuss thresholds 5/3/25",
        "next steps agreed 5/3/25",
        "discussed before school 5/3/25",
        "Yes 05/03/2025",
        "closed 5/3/25 (JB)",
        "strategy meeting 05/03/2025, all attended",
        "5/3/25 - outcome letter received",
        "left school on 5/3/25",
        "next of kin told 5/3/25",
        "child's needs met 5/3/25",
        "no outstanding issues 5/3/25",
        "no dispute remaining, closed 5/3/25",
        "5/3/25 – no safeguarding concerns",
        "5/3/25 no risk identified",
        "none needed 5/3/25",
        "Withdrawn by school 5/3/25",
        "5/3/25 closed as family declined support",
        "request accepted 5/3/25",
        "TM agreed to our request 5/3/25",
        "5/3/25 agreed, letter to follow",
        "closed 5/3/25, next CIN in April",
        "5/3/25 agreed plan to step down to EH",
        "successful on third attempt 5/3/25",
        "spoke to W Jones 5/3/25",
        "closed 5/3/25, EH offered",
        "5/3/25 support offered",
        "call 5/3/25, respite offered",
        "place at nursery offered 5/3/25",
        "letter sent as asked for 5/3/25",
        "asked SW why 5/3/25",
        "5/3/25 handed to SW",
        "sorted 5/3/25",
        "resolved 5/3/25, not yet confirmed in writing",
        "agreed 5/3/25, not confirmed by letter",
        "agreed 5/3/25, to be confirmed in writing",
        "Resolution agreed at meeting on Wed 5/3/25 - to be confirmed by email",
    ] {
        assert_eq!(event(cell), day, "{cell}");
    }
}

#[test]
fn what_was_escalated_or_settled_in_part_is_not_resolved() {
    for cell in [
        "escalated 06/06/2025",
        "Escalated to team manager 06/06/2025",
        "06/06/2025 escalation to TM",
        "06/06/2025 escalate",
        "part resolved 06/06/2025",
        "06/06/2025 in part",
        "likely 06/06/2025",
    ] {
        let doubtful = Field::Unclear(Unclear::Date(DateProblem::Doubtful));
        assert_eq!(reader().resolved(&text(cell)), doubtful, "{cell}");
    }
    let day = Field::Known(NaiveDate::from_ymd_opt(2025, 3, 5).unwrap().into());
    for cell in [
        "05/03/2025",
        "escalation resolved 5/3/25",
        "5/3/25 agreed, no need to escalate",
        "de-escalated 5/3/25",
        "resolved 5/3/25 without escalation",
        "moved school 5/3/25",
    ] {
        assert_eq!(reader().resolved(&text(cell)), day, "{cell}");
    }
}

#[test]
fn a_concern_arises_also_by_what_was_refused() {
    let day = Field::Known(NaiveDate::from_ymd_opt(2025, 3, 5).unwrap().into());
    for cell in ["05/03/2025 referral declined", "5/3/25 - no reply from SW", "5/3/25 (child not seen)", "5/3/25"] {
        assert_eq!(reader().concern(&text(cell)), day, "{cell}");
    }
    for cell in [
        "No SW allocated 05/03/2025",
        "05/03/2025 request refused",
        "05/03/2025 decision to close",
        "05/03/2025 unmet need",
        "5/3/25 awaiting allocation",
        "5/3/25 (ongoing)",
        "5/3/25 support asked for",
        "SW to sort 05/03/2025",
        "place offered 5/3/25",
        "father not known 5/3/25",
        "SW not sure of threshold 5/3/25",
        "school not advised 5/3/25",
    ] {
        assert_eq!(reader().concern(&text(cell)), day, "{cell}");
    }
    for cell in [
        "not 05/03/2025",
        "No - 5/3/25",
        "5/3/25 tbc",
        "by Wed 5/3/25",
        "5/3/25 to be confirmed",
        "date not confirmed 5/3/25",
        "5/3/25 not sure",
        "exact date not known 5/3/25",
    ] {
        let doubtful = Field::Unclear(Unclear::Date(DateProblem::Doubtful));
        assert_eq!(reader().concern(&text(cell)), doubtful, "{cell}");
    }
}

#[test]
fn a_stage_begins_also_since_something_failed() {
    let day = Field::Known(NaiveDate::from_ymd_opt(2025, 3, 5).unwrap().into());
    for cell in [
        "No response so escalated 05/03/2025",
        "05/03/2025 – no reply from SW",
        "unable to resolve so escalated 5/3/25",
        "TM refused, escalated to SM 05/03/2025",
        "05/03/2025 TM declined to change decision",
        "05/03/2025 email to SM requesting review",
        "moved to next stage 05/03/2025",
        "5/3/25 ongoing",
        "email to SM to discuss 5/3/25",
        "TM asked for review 5/3/25",
        "meeting asked for 5/3/25",
        "SW has not been in touch 5/3/25",
        "not yet agreed 5/3/25",
        "not resolved 5/3/25",
        "matter not in hand 5/3/25",
        "escalated 5/3/25, to be confirmed by email",
    ] {
        assert_eq!(reader().began(&text(cell)), day, "{cell}");
    }
    for cell in [
        "not escalated 05/03/2025",
        "to be escalated 5/3/25",
        "meeting cancelled 05/03/2025",
        "if not resolved by then 5/3/25",
        "didn't start 5/3/25",
        "5/3/25 tbc",
        "awaiting meeting 5/3/25",
        "not yet begun 5/3/25",
        "cannot be escalated 5/3/25",
        "meeting not held 5/3/25",
        "meeting offered 5/3/25",
        "5/3/25 not confirmed",
        "5/3/25, to be confirmed by email",
    ] {
        let doubtful = Field::Unclear(Unclear::Date(DateProblem::Doubtful));
        assert_eq!(reader().began(&text(cell)), doubtful, "{cell}");
    }
}

#[test]
fn what_a_child_is_to_be_protected_by_is_still_to_come() {
    for cell in [
        "before Fri 07/03/2025",
        "no later than 5/3/25",
        "must be by 5/3/25",
        "by 05/03/2025",
        "next conference 05/03/2025",
        "hearing booked for 5/3/25",
        "review 5/3/25",
        "meeting offered 5/3/25",
        "SW to sort by 5/3/25",
    ] {
        assert!(reader().limit(&text(cell)).known().is_some(), "{cell}");
    }
    for cell in ["5/3/25 tbc", "5/3/25 to be confirmed", "hearing cancelled 5/3/25", "5/3/25?"] {
        assert!(reader().limit(&text(cell)).unclear().is_some(), "{cell}");
    }
}

#[test]
fn a_stage_that_words_deny_or_postpone_has_not_begun() {
    for cell in [
        "Stage 2 planned",
        "Stage 2 not required",
        "Stage 2 - not needed",
        "Stage 2 no longer needed",
        "Stage 2 requested",
        "Stage 2 scheduled",
        "Stage 2 arranged",
        "Stage 2 arranged for Monday",
        "Stage 2 booked",
        "Stage 2 cancelled",
        "Stage 2 declined",
        "Stage 2 n/a",
        "Stage 2: none",
        "Stage 2 awaited",
        "Stage 2 on Monday",
        "Stage 2 tomorrow",
        "Stage 2 didn't start",
        "Stage 2 hasn’t begun",
        "Stage 2 never begun",
        "considering stage 2",
        "needs stage 2",
        "request stage 2",
        "refused stage 2",
        "without stage 2",
        "instead of stage 2",
        "Stage 2 on 10/07/2025",
        "Stage 2 asked for",
        "Stage 2 offered",
        "Stage 2 didnt start",
        "Stage 2 not held",
        "Stage 2 not been reached",
        "Stage 2 no longer necessary",
        "Stage 2 not yet known",
        "Stage 2 to be confirmed",
        "to be confirmed: stage 2",
        "pencilled in stage 2",
    ] {
        assert_eq!(stage::read(&text(cell), 4, &reader()), Field::Unclear(Unclear::Stage), "{cell}");
    }
    for cell in [
        "Stage 2 - team manager",
        "2 (JB)",
        "Stage 2 - awaiting response",
        "Stage 2 ongoing",
        "Stage 2 meeting held 3/6/25",
        "Stage 2 (03/06/2025)",
        "Stage 2 - no reply",
        "Stage 2 - requested meeting with TM",
        "Stage 2 - refused to meet",
        "Stage 2, not agreed",
        "Referral refused, escalated to stage 2",
        "Stage 2 – meeting arranged",
        "Stage 2 resolved",
        "Stage 2 - asked for meeting with TM",
        "Stage 2 - support offered",
        "Stage 2 - SW not been in touch",
        "Stage 2 - actions not done",
        "Stage 2 - DSL to sort",
        "Stage 2, not yet resolved",
        "not accepted, stage 2",
    ] {
        assert_eq!(stage::read(&text(cell), 4, &reader()), Field::Known(2), "{cell}");
    }
}

#[test]
fn a_level_that_has_ended_or_was_declined_is_none() {
    let levels = Levels::of(&policy());
    for cell in ["previously S47", "CP plan ended", "S47 declined", "ex CP", "stepped down from S47", "isn't S47"] {
        assert_eq!(levels.read(&text(cell)), Field::Unclear(Unclear::Level), "{cell}");
    }
    for cell in ["S47 (JB)", "S47 - parents declined support", "CP plan from 3 March", "S47 enquiry, awaiting outcome"]
    {
        assert!(levels.read(&text(cell)).known().is_none_or(|level| level == "S47"), "{cell}");
    }
    assert!(levels.read(&text("S47 - parents declined support")).known().is_some());
    assert_eq!(levels.read(&text("Stepped down to S17")), levels.read(&text("S17, parents refused")));
    assert!(levels.read(&text("Stepped down to S17")).known().is_some());
}

fn answer(fact: &str, cell: &str) -> Field<Answer> {
    let policy = Policy::built_in("birmingham").unwrap();
    let edition = policy.edition_for(None);
    let fact = edition.facts.iter().find(|known| known.id == fact).unwrap();
    answers::fact(&text(cell), fact, &policy)
}

#[test]
fn an_answer_in_question_is_none() {
    let unclear = Field::Unclear(Unclear::Answer);
    for cell in ["Neither?", "both?", "CP?", "LAC (tbc)"] {
        assert_eq!(answers::plan_or_looked_after(&text(cell)), unclear, "{cell}");
    }
    for cell in ["Not a school", "school?", "maybe a school", "isn't a school"] {
        assert_eq!(answer("agency-type", cell), unclear, "{cell}");
    }
    assert_eq!(answer("agency-type", "Primary school"), answer("agency-type", "school"));
    for cell in
        ["Yes - ruled out", "Yes, no longer", "Yes (disproved)", "Yes, until 2024", "yes, ended", "yes - not now"]
    {
        assert_eq!(answer("immediate-risk", cell), unclear, "{cell}");
    }
    for cell in [
        "Yes - police called",
        "yes (see notes)",
        "Yes, at home",
        "Yes – child not seen",
        "Yes - no SW available",
        "Yes – not safe at home",
        "Yes - unknown male in home",
    ] {
        assert_eq!(answer("immediate-risk", cell), Field::Known(Answer::Yes), "{cell}");
    }
}

#[test]
fn words_for_nothing_and_for_not_known_are_the_same_in_every_column() {
    let policy = policy();
    for cell in ["n/a", "NA", "none", "nil", "Not applicable.", "-", "…"] {
        assert_eq!(number::read(&text(cell), &both()).0, Field::Blank, "{cell}");
        assert_eq!(fields::name(&text(cell)), Field::Blank, "{cell}");
        assert_eq!(stage::read(&text(cell), 4, &reader()), Field::Blank, "{cell}");
        assert_eq!(Levels::of(&policy).read(&text(cell)), Field::Blank, "{cell}");
        assert_eq!(reader().event(&text(cell)), Field::Blank, "{cell}");
        let answer = if cell.contains(char::is_alphabetic) { Field::Known(Answer::No) } else { Field::Blank };
        assert_eq!(self::answer("immediate-risk", cell), answer, "{cell}");
    }
    for cell in ["tbc", "TBD", "to be confirmed", "Not yet known", "unsure", "not sure"] {
        assert_eq!(number::read(&text(cell), &both()), (Field::Blank, None), "{cell}");
        assert_eq!(fields::name(&text(cell)), Field::Blank, "{cell}");
        assert!(stage::read(&text(cell), 4, &reader()).unclear().is_some(), "{cell}");
        assert!(answer("immediate-risk", cell).unclear().is_some(), "{cell}");
        assert!(reader().event(&text(cell)).unclear().is_some(), "{cell}: may be of what has happened");
    }
}

#[test]
fn a_number_of_days_is_digits_and_no_other_unit() {
    let fact = crate::policy::Fact { kind: crate::policy::Kind::Number, ..policy().edition_for(None).facts[0].clone() };
    let number = |cell: &str| answers::fact(&text(cell), &fact, &policy());
    for cell in ["5", " 5 ", "5 days", "5 working days", "5 wd", "5 Working Days."] {
        assert_eq!(number(cell), Field::Known(Answer::Number(5)), "{cell}");
    }
    for cell in
        ["72 hours", "2 weeks", "about 5", "not 5", "-5", "5?", "3 (extended to five)", "five", "5-7 days", "5.5"]
    {
        assert_eq!(number(cell), Field::Unclear(Unclear::Answer), "{cell}");
    }
}

#[test]
fn an_age_in_months_is_in_years_too() {
    for (cell, years) in [
        ("18 months", 1),
        ("30 months", 2),
        ("14 mo", 1),
        ("11 months", 0),
        ("60 weeks", 1),
        ("3 weeks", 0),
        ("13 (nearly 14)", 13),
        ("13", 13),
    ] {
        assert_eq!(child::age(&text(cell)), Field::Known(years), "{cell}");
    }
    for cell in ["thirteen", "13/14", "121"] {
        assert_eq!(child::age(&text(cell)), Field::Unclear(Unclear::Age), "{cell}");
    }
    assert_eq!(child::read(&text("AB 03/12/2023, 18 months"), &reader()).age, Field::Known(1));
}

#[test]
fn what_only_looks_like_a_date_or_a_time_is_none() {
    let problem = |cell: &str| event(cell).unclear();
    assert_eq!(problem("45e03"), Some(Unclear::Date(DateProblem::NotADate)));
    assert_eq!(problem("13am 06/06/2025"), Some(Unclear::Date(DateProblem::NotADate)));
    let day = NaiveDate::from_ymd_opt(2025, 6, 6).unwrap();
    assert_eq!(event("06/06/2025 9-10am"), Field::Known(day.into()), "a meeting has no one time");
}
