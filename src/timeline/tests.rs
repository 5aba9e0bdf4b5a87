//! Each test names the document and clause it rests on, or the section of the reading.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::calendar::Closure;
use crate::policy::{FactValue, Policy};

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::england_and_wales);

fn calendar() -> &'static Calendar {
    &CALENDAR
}

fn policy(id: &str, readings: &[&str]) -> Policy {
    Policy::built_in(id).unwrap().with_readings(readings).unwrap()
}

fn case(edition: &Edition, events: &[(&str, &str)]) -> Case {
    let mut case = Case::new(edition);
    for (event, when) in events {
        case.record(edition.event(event).unwrap_or_else(|| panic!("no event {event}")), when.parse().unwrap());
    }
    case
}

/// (due, act_by, projected, status) of one duty.
fn deadline(id: &str, events: &[(&str, &str)], as_of: &str, stage: u8, duty: &str) -> (String, String, bool, Status) {
    let policy = policy(id, &[]);
    let edition = policy.edition_for(None);
    let timeline = compute(edition, &case(edition, events), &Days::new(calendar(), as_of.parse().unwrap()));
    let found = of(edition, &timeline, stage, duty);
    let show = |shown: Option<String>| shown.unwrap_or_else(|| "none".into());
    (show(found.due.map(|m| m.to_string())), show(found.act_by.map(|d| d.to_string())), found.projected, found.status)
}

fn of<'t>(edition: &Edition, timeline: &'t Timeline, stage: u8, duty: &str) -> &'t Deadline {
    let place = edition.duties.iter().position(|d| d.stage == stage && d.id == duty).unwrap();
    &timeline.deadlines[place]
}

fn status(id: &str, events: &[(&str, &str)], as_of: &str, stage: u8, duty: &str) -> Status {
    deadline(id, events, as_of, stage, duty).3
}

/// Redbridge 4.4, Liverpool Stage 3: a duty that is due with another says with which, in its words.
#[test]
fn what_is_due_with_another_names_that_one() {
    let because = |id: &str, events: &[(&str, &str)], stage: u8, duty: &str| {
        let policy = policy(id, &[]);
        let edition = policy.edition_for(None);
        let timeline = compute(edition, &case(edition, events), &Days::new(calendar(), "2025-03-04".parse().unwrap()));
        timeline.because(edition, of(edition, &timeline, stage, duty), calendar(), &|_| None).join("\n")
    };
    let spoken = because("redbridge", &[("concern", "2025-03-03")], 1, "conclude");
    assert!(spoken.contains("when “speak to the professional with concerns"), "{spoken}");
    let events = [("concern", "2025-03-03"), ("stage-2-began", "2025-03-04"), ("stage-3-began", "2025-03-05")];
    let convened = because("liverpool", &events, 3, "convene-meeting");
    assert!(convened.contains("when stage 3 is to be concluded: "), "{convened}");
}

/// Liverpool, Timescale Stage 2: "to be concluded by day 9"; day 1 is the day of the concern.
#[test]
fn a_stage_passes_through_every_status() {
    let concern = ("concern", "2025-03-03");
    let begun = [concern, ("stage-2-began", "2025-03-04")];
    let conclude = |events: &[(&str, &str)], as_of: &str| status("liverpool", events, as_of, 2, "conclude");
    assert_eq!(conclude(&[concern], "2025-03-03"), Status::Projected);
    assert_eq!(conclude(&begun, "2025-03-05"), Status::OnTrack);
    assert_eq!(conclude(&begun, "2025-03-07"), Status::DueSoon);
    assert_eq!(conclude(&begun, "2025-03-11"), Status::DueToday);
    assert_eq!(conclude(&begun, "2025-03-12"), Status::Overdue);
    let ended = |day| [concern, ("stage-2-began", "2025-03-04"), ("stage-3-began", day)];
    assert_eq!(conclude(&ended("2025-03-11"), "2025-03-20"), Status::Met);
    assert_eq!(conclude(&ended("2025-03-12"), "2025-03-20"), Status::Late);
    let resolved = [concern, ("stage-2-began", "2025-03-04"), ("resolved", "2025-03-12")];
    assert_eq!(conclude(&resolved, "2025-03-20"), Status::Late);
    assert_eq!(conclude(&resolved, "2025-03-11"), Status::DueToday, "what happened later has not happened yet");
}

/// City & Hackney, 2.12 to 2.15: stage 4 has no time limit; 2.6: no time is stated.
#[test]
fn no_time_is_invented() {
    let events = [("concern", "2025-03-03"), ("stage-4-began", "2025-03-20")];
    assert_eq!(status("city-and-hackney", &events, "2025-06-30", 4, "conclude"), Status::NoLimit);
    assert_eq!(status("city-and-hackney", &events, "2025-06-30", 4, "send-details"), Status::Outstanding);
    assert_eq!(status("city-and-hackney", &events[..1], "2025-06-30", 4, "send-details"), Status::Projected);
    assert_eq!(status("city-and-hackney", &events, "2025-06-30", 2, "notify-cp-chair-or-iro"), Status::Unknown);
}

/// Redbridge, 4.9: recommendations end the procedure. A stage that ended has begun, so those before it were left.
#[test]
fn a_stage_that_ended_has_begun() {
    let events = [("concern", "2025-06-02"), ("stage-4-ended", "2025-07-01")];
    let policy = policy("redbridge", &[]);
    let edition = policy.edition_for(None);
    let timeline = compute(edition, &case(edition, &events), &Days::new(calendar(), "2025-07-12".parse().unwrap()));
    assert_eq!(timeline.stage, 4);
    assert_eq!(of(edition, &timeline, 1, "conclude").status, Status::Unknown, "left some time before");
    let before = compute(edition, &case(edition, &events), &Days::new(calendar(), "2025-06-30".parse().unwrap()));
    assert_eq!(before.stage, 1, "what happened later has not happened yet");
}

/// Unknown is not no: where it can't be read when the case went on, nobody knows whether that was in time.
#[test]
fn how_a_stage_was_left_is_unknown_where_that_day_cannot_be_read() {
    let policy = policy("birmingham", &[]);
    let edition = policy.edition_for(None);
    let days = Days::new(calendar(), "2025-06-30".parse().unwrap());
    let resolved = [("concern", "2025-04-07"), ("resolved", "2025-04-15")];
    for (events, after) in [(&resolved[..1], Status::Overdue), (&resolved, Status::Late)] {
        for (stage, event) in [(2, "stage-2-began"), (3, "stage-3-began"), (2, "stage-1-ended")] {
            let mut unread = case(edition, events);
            unread.unread(edition.event(event).unwrap(), edition);
            let timeline = compute(edition, &unread, &days);
            assert_eq!(of(edition, &timeline, 1, "conclude").status, Status::Unknown, "{event}");
            assert_ne!(timeline.row_status(edition), RowStatus::Open(Status::Overdue), "{event}");
            let begun = [events, &[("stage-2-began", "2025-04-09")]].concat();
            let mut later = case(edition, &begun);
            later.unread(edition.event(event).unwrap(), edition);
            let timeline = compute(edition, &later, &days);
            assert_eq!(of(edition, &timeline, 1, "conclude").status, Status::Met, "{event}");
            let still = if stage > 2 { Status::Unknown } else { after };
            assert_eq!(of(edition, &timeline, 2, "conclude").status, still, "{event}");
        }
    }
}

/// Design, decisions: a reading in force is shown beside the dates it produced, those that count from them too.
#[test]
fn a_reading_is_shown_beside_every_date_that_rests_on_it() {
    for (id, reading, events, stage, duty) in [
        (
            "liverpool",
            "working-days",
            vec![("concern", "2025-06-02"), ("stage-3-began", "2025-06-16")],
            3,
            "convene-meeting",
        ),
        ("redbridge", "second-window", vec![("concern", "2025-06-02")], 3, "conclude"),
        ("redbridge", "second-window", vec![("concern", "2025-06-02")], 1, "conclude"),
    ] {
        let policy = policy(id, &[reading]);
        let edition = policy.edition_for(None);
        let timeline = compute(edition, &case(edition, &events), &Days::new(calendar(), "2025-06-30".parse().unwrap()));
        let because = timeline.because(edition, of(edition, &timeline, stage, duty), calendar(), &|_| None);
        let said = because.iter().filter(|line| line.contains(&format!("reading `{reading}` is in force"))).count();
        assert_eq!(said, usize::from(stage == 3), "{because:?}");
    }
}

/// Reading, section 2: a right (*may*) is listed and never overdue.
#[test]
fn a_right_is_never_overdue() {
    let policy = policy("lincolnshire", &[]);
    let edition = policy.edition_for(None);
    let events = [("concern", "2025-03-03"), ("stage-4-began", "2025-03-20"), ("review-group-meeting", "2025-04-01")];
    let mut case = case(edition, &events);
    case.state(edition.fact("urgent").unwrap(), FactValue::No);
    let timeline = compute(edition, &case, &Days::new(calendar(), "2025-06-30".parse().unwrap()));
    let refer = of(edition, &timeline, 4, "refer-learning");
    assert_eq!(refer.due.unwrap().to_string(), "2025-04-01");
    assert_eq!(refer.status, Status::Outstanding);
}

/// Reading, section 2, "Act by": a calendar deadline on a weekend is not moved.
#[test]
fn act_by_is_the_last_working_day_but_never_before_the_start() {
    let due_on_saturday = deadline("liverpool", &[("concern", "2025-03-07")], "2025-03-07", 1, "conclude");
    assert_eq!((due_on_saturday.0.as_str(), due_on_saturday.1.as_str()), ("2025-03-08", "2025-03-07"));
    let whole_weekend = deadline("liverpool", &[("concern", "2025-03-08")], "2025-03-08", 1, "conclude");
    assert_eq!((whole_weekend.0.as_str(), whole_weekend.1.as_str()), ("2025-03-09", "2025-03-09"));
    let with_another = deadline("liverpool", &[("concern", "2024-02-09")], "2024-02-09", 3, "convene-meeting");
    assert_eq!((with_another.0.as_str(), with_another.1.as_str()), ("2024-02-24", "2024-02-23"));
}

/// Design, Settings: an agency's closures move only its act-by dates, never a due date.
#[test]
fn an_agencys_closures_move_only_act_by() {
    let (policy, calendar) = (policy("birmingham", &[]), calendar());
    let edition = policy.edition_for(None);
    let half_term = Closure {
        agency: Some("Larkmoor School".into()),
        from: "2025-02-17".parse().unwrap(),
        to: Some("2025-02-21".parse().unwrap()),
        why: "half-term".into(),
    };
    let agency = calendar.closed_on([&half_term]).unwrap();
    let case = case(edition, &[("concern", "2025-02-13")]);
    let days = Days { agency: &agency, ..Days::new(calendar, "2025-02-13".parse().unwrap()) };
    let conclude = *compute(edition, &case, &days).conclude(edition, 1).unwrap();
    assert_eq!(conclude.due.unwrap().to_string(), "2025-02-20");
    assert_eq!(conclude.act_by.unwrap().to_string(), "2025-02-14");
}

/// Birmingham, Stage 3: "referred within 24 hours": hours look at the time of day, a date alone does not.
#[test]
fn hours_look_at_the_time_of_day() {
    let refer = |ended, done: &str| {
        let events = [("concern", "2025-03-03"), ("stage-2-ended", ended), ("done:3.refer", done)];
        deadline("birmingham", &events, "2025-06-30", 3, "refer")
    };
    assert_eq!(refer("2025-03-07T16:30", "2025-03-08T16:30").0, "2025-03-08T16:30");
    assert_eq!(refer("2025-03-07T16:30", "2025-03-08T16:30").3, Status::Met);
    assert_eq!(refer("2025-03-07T16:30", "2025-03-08T16:31").3, Status::Late);
    assert_eq!(refer("2025-03-07T16:30", "2025-03-08").3, Status::Met, "the same date is in time");
    assert_eq!(refer("2025-03-07", "2025-03-08T23:59").3, Status::Met, "24 hours end with the next day");
}

/// Birmingham, Stage 1: in writing within 2 working days, if it was resolved at that stage.
#[test]
fn an_outcome_is_confirmed_at_the_stage_at_which_it_was_reached() {
    let events = [("concern", "2025-03-03"), ("stage-2-began", "2025-03-06"), ("resolved", "2025-03-07")];
    assert_eq!(status("birmingham", &events, "2025-03-10", 1, "confirm"), Status::NotApplicable);
    assert_eq!(deadline("birmingham", &events, "2025-03-10", 2, "confirm").0, "2025-03-11");
    // A stage that ended on the day of the resolution was not followed by another.
    let events = [("concern", "2025-03-03"), ("stage-1-ended", "2025-03-05"), ("resolved", "2025-03-05")];
    assert_eq!(deadline("birmingham", &events, "2025-03-06", 1, "confirm").0, "2025-03-07");
    let before = [("concern", "2025-03-03")];
    assert_eq!(
        deadline("birmingham", &before, "2025-03-06", 1, "confirm"),
        ("none".into(), "none".into(), true, Status::Unknown)
    );
}

/// Reading, section 4, immediate risk: "same day as `risk-identified`".
#[test]
fn a_day_on_which_risk_was_identified_says_that_there_is_one() {
    let events = [("concern", "2025-03-03"), ("risk-identified", "2025-03-04")];
    assert_eq!(status("liverpool", &events, "2025-03-10", 0, "immediate-risk"), Status::Overdue);
    assert_eq!(status("liverpool", &events[..1], "2025-03-10", 0, "immediate-risk"), Status::Unknown);
}

/// What opens a stage was done when the stage began, at the latest.
#[test]
fn a_stage_begun_shows_that_it_was_referred() {
    let events = [("concern", "2025-03-03"), ("stage-2-ended", "2025-03-07"), ("stage-3-began", "2025-03-08")];
    assert_eq!(status("birmingham", &events, "2025-03-20", 3, "refer"), Status::Met);
    let late = [("concern", "2025-03-03"), ("stage-2-ended", "2025-03-07"), ("stage-3-began", "2025-03-10")];
    assert_eq!(status("birmingham", &late, "2025-03-20", 3, "refer"), Status::Unknown);
    // That the stage before ended does not show it.
    assert_eq!(status("birmingham", &events[..2], "2025-03-20", 3, "refer"), Status::Overdue);
}

/// A stage passed over shows by the next one that it was left.
#[test]
fn a_later_stage_shows_what_came_before_it() {
    let events = [("concern", "2025-03-03"), ("stage-3-began", "2025-03-06")];
    assert_eq!(status("redbridge", &events, "2025-03-25", 2, "escalate"), Status::Met);
    let events = [("concern", "2025-03-03"), ("stage-3-began", "2025-03-17")];
    assert_eq!(status("redbridge", &events, "2025-03-25", 2, "escalate"), Status::Unknown);
    assert_eq!(status("liverpool", &events, "2025-03-18", 1, "act"), Status::Unknown);
    // Liverpool, Stage 1: taken to the line manager is known where a later stage has begun.
    assert_eq!(status("liverpool", &events, "2025-03-18", 1, "identify-the-problem"), Status::Outstanding);
    // A stage that the row states has no date: when the one before it was left is not known.
    let policy = policy("birmingham", &[]);
    let edition = policy.edition_for(None);
    let mut stated = case(edition, &[("concern", "2025-03-03")]);
    stated.stage(2);
    let timeline = compute(edition, &stated, &Days::new(calendar(), "2025-03-25".parse().unwrap()));
    assert_eq!(of(edition, &timeline, 1, "conclude").status, Status::Unknown);
    assert_eq!(of(edition, &timeline, 2, "conclude").status, Status::Overdue);
}

/// What is dated later has not happened: a log that comes in after the quarter tells the stage of a later day.
#[test]
fn a_stage_that_begins_later_is_not_reached_because_the_row_states_it() {
    let policy = policy("liverpool", &[]);
    let edition = policy.edition_for(None);
    let begun = [("concern", "2025-09-10"), ("stage-2-began", "2025-09-11"), ("stage-3-began", "2025-09-18")];
    let mut stated = case(edition, &[&begun[..], &[("stage-4-began", "2025-10-02")]].concat());
    stated.stage(4);
    let on = |day: &str| compute(edition, &stated, &Days::new(calendar(), day.parse().unwrap()));
    let quarter = on("2025-09-30");
    assert_eq!((quarter.stage, of(edition, &quarter, 3, "conclude").status), (3, Status::Overdue));
    assert_eq!(on("2025-10-02").stage, 4);
}

/// Redbridge, 4.9: recommendations end the procedure.
#[test]
fn a_recommendation_concludes_the_last_stage() {
    let events = [("concern", "2025-03-03"), ("stage-4-began", "2025-03-10"), ("done:4.recommend", "2025-03-12")];
    assert_eq!(status("redbridge", &events, "2025-03-25", 4, "conclude"), Status::Met);
}

/// What was resolved in time stays so, whatever date stands after it.
#[test]
fn a_stage_is_concluded_by_the_earlier_of_its_end_and_the_resolution() {
    let events = [("concern", "2025-03-03"), ("resolved", "2025-03-05"), ("stage-2-began", "2025-03-20")];
    assert_eq!(status("birmingham", &events, "2025-03-25", 1, "conclude"), Status::Met);
}

#[test]
fn a_duty_whose_condition_is_unknown_is_unknown_done_or_not() {
    let events = [("concern", "2025-03-03"), ("confirmed", "2025-03-05")];
    for stage in 1..=3 {
        assert_eq!(status("redbridge", &events, "2025-03-10", stage, "confirm"), Status::Unknown);
    }
}

#[test]
fn a_date_that_can_t_be_counted_is_no_missing_limit() {
    let events = [("concern", "2099-12-30")];
    assert_eq!(status("birmingham", &events, "2099-12-30", 1, "conclude"), Status::Unknown);
    assert_eq!(status("birmingham", &events, "2099-12-30", 1, "speak"), Status::Unknown);
}

#[test]
fn the_next_step_is_the_one_due_first_that_can_still_be_taken() {
    let policy = policy("birmingham", &[]);
    let edition = policy.edition_for(None);
    let next = |as_of: &str, has_column: bool| {
        let timeline = compute(
            edition,
            &case(edition, &[("concern", "2025-03-03")]),
            &Days::new(calendar(), as_of.parse().unwrap()),
        );
        let step = timeline.next_step(edition, |_| has_column).unwrap();
        (edition.duties[step.duty.index()].id.clone(), step.due.unwrap().to_string())
    };
    assert_eq!(next("2025-03-03", false), ("discuss".into(), "2025-03-04".into()));
    // Without a column nobody can say whether it was done: it is not held against the row after its date.
    assert_eq!(next("2025-03-05", false), ("conclude".into(), "2025-03-10".into()));
    assert_eq!(next("2025-03-05", true), ("discuss".into(), "2025-03-04".into()));
}

#[test]
fn a_deadline_explains_itself() {
    let policy = policy("birmingham", &[]);
    let edition = policy.edition_for(None);
    let case = case(edition, &[("concern", "2025-03-03"), ("stage-2-began", "2025-03-06")]);
    let calendar = calendar();
    let timeline = compute(edition, &case, &Days::new(calendar, "2025-03-12".parse().unwrap()));
    let cell = |event: EventId| (event == EventId::began(2)).then(|| "Log!J7".to_owned());
    let explain = |stage, duty: &str| timeline.because(edition, of(edition, &timeline, stage, duty), calendar, &cell);
    assert_eq!(
        explain(2, "conclude"),
        [
            "whichever is earlier of",
            "2 working days from Thu 6 Mar 2025 (stage 2 began, Log!J7) → Mon 10 Mar 2025 (Stage 2, duration 2 days, maximum length 7 days)",
            "7 working days from Mon 3 Mar 2025 (the concern arose) → Wed 12 Mar 2025 (Stage 2, duration 2 days, maximum length 7 days)",
            "not counted: Sat 8 to Sun 9 Mar (weekend)",
        ]
    );
    assert_eq!(
        explain(3, "refer"),
        [
            "24 hours from Mon 10 Mar 2025 (projected, not recorded: stage 2 is to be concluded then) → Tue 11 Mar 2025 (Stage 3: referred within 24 hours)"
        ]
    );
    assert_eq!(explain(3, "copy-business-manager"), ["the document states no time (Stage 3, Note)"]);
}

/// Reading, Liverpool: "Day 1 = the concern's day, or the next working day where it is none".
#[test]
fn a_count_in_working_days_says_which_day_is_its_first() {
    let policy = policy("liverpool", &["working-days"]);
    let edition = policy.edition_for(None);
    let mut case = case(edition, &[("concern", "2023-12-23")]);
    let explain = |case: &Case| {
        let timeline = compute(edition, case, &Days::new(calendar(), "2023-12-27".parse().unwrap()));
        timeline.because(edition, timeline.conclude(edition, 1).unwrap(), calendar(), &|_| None)
    };
    let first =
        "working day 2, day 1 being Wed 27 Dec 2023, the first working day after Sat 23 Dec 2023 (the concern arose)";
    assert!(explain(&case)[0].starts_with(first), "{:?}", explain(&case));
    case.protect_by("2023-12-24".parse().unwrap());
    assert!(explain(&case).contains(
        &"the child is to be protected by Sun 24 Dec 2023, which is earlier: the shorter governs".to_owned()
    ));
}

/// Reading, section 2: years not yet proclaimed follow the standing rules, and are provisional.
#[test]
fn a_deadline_beyond_the_published_bank_holidays_is_provisional() {
    let policy = policy("redbridge", &[]);
    let edition = policy.edition_for(None);
    let provisional = |concern: &str| {
        let timeline = compute(
            edition,
            &case(edition, &[("concern", concern)]),
            &Days::new(calendar(), "2028-12-01".parse().unwrap()),
        );
        of(edition, &timeline, 1, "raise").provisional
    };
    assert!(!provisional("2028-12-20"));
    assert!(provisional("2028-12-29"));
}

/// Redbridge, 4.4: stage 1 is concluded as the receiving agency speaks; 4.5: stage 2 begins the same day.
#[test]
fn what_counts_from_a_provisional_deadline_is_provisional_too() {
    let policy = policy("redbridge", &[]);
    let edition = policy.edition_for(None);
    let case = case(edition, &[("concern", "2029-12-20")]);
    let timeline = compute(edition, &case, &Days::new(calendar(), "2029-12-20".parse().unwrap()));
    let explain = |stage, duty: &str| {
        timeline.because(edition, of(edition, &timeline, stage, duty), calendar(), &|_| None).join("\n")
    };
    for (stage, duty) in [(1, "speak"), (1, "conclude"), (2, "escalate")] {
        assert!(explain(stage, duty).contains("provisional: the bank holidays after"), "{}", explain(stage, duty));
    }
    let not_counted = |text: String| text.lines().find(|line| line.starts_with("not counted")).map(str::to_owned);
    assert!(not_counted(explain(1, "speak")).is_some());
    assert_eq!(not_counted(explain(1, "conclude")), not_counted(explain(1, "speak")));
}

#[test]
fn an_agreed_number_that_is_not_recorded_is_said_to_be_missing() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies/saltmarket.toml");
    let text = std::fs::read_to_string(path).unwrap();
    // Without another limit in its place.
    let text = text.replace(" done, else 10 working days from stage-1-began", " done");
    let policy = Policy::from_files([("saltmarket.toml", text.as_str())]).unwrap();
    let edition = policy.edition_for(None);
    let case = case(edition, &[("concern", "2025-03-03"), ("done:1.acknowledge", "2025-03-04")]);
    let timeline = compute(edition, &case, &Days::new(calendar(), "2025-03-05".parse().unwrap()));
    let answer = of(edition, &timeline, 1, "answer");
    let because = timeline.because(edition, answer, calendar(), &|_| None);
    assert!(because[0].contains(" → the number agreed is not recorded, so there is no date yet ("), "{because:?}");
}

/// Birmingham: stage 1 is to be concluded within so many days of the concern; without its date nobody knows whether.
#[test]
fn what_was_done_by_a_date_that_cant_be_counted_is_not_known_to_be_in_time() {
    let events = [("stage-2-began", "2025-03-06")];
    assert_eq!(status("birmingham", &events, "2025-03-12", 1, "conclude"), Status::Unknown);
    // Where no time is stated, done is done.
    let events =
        [("concern", "2025-03-03"), ("stage-3-began", "2025-03-06"), ("done:3.copy-business-manager", "2025-03-07")];
    assert_eq!(status("birmingham", &events, "2025-03-12", 3, "copy-business-manager"), Status::Met);
}

#[test]
fn the_procedures_of_invention_say_what_others_need() {
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies").join(name);
        std::fs::read_to_string(path).unwrap()
    };
    for name in ["brindlemoor.toml", "saltmarket.toml"] {
        let text = read(name);
        let policy = Policy::from_files([(name, text.as_str())]).unwrap();
        let edition = policy.edition_for(None);
        let case = case(edition, &[("concern", "2025-03-03"), ("stage-2-began", "2025-03-10")]);
        let calendar = calendar();
        let timeline = compute(edition, &case, &Days::new(calendar, "2025-03-12".parse().unwrap()));
        insta::assert_snapshot!(name.trim_end_matches(".toml"), listing(edition, &timeline));
    }
}

/// Every duty with its date, projected mark and status.
fn listing(edition: &Edition, timeline: &Timeline) -> String {
    let lines = timeline.deadlines.iter().zip(&edition.duties).map(|(deadline, duty)| {
        let due = deadline.due.map_or("none".to_owned(), |due| due.to_string());
        let mark = if deadline.projected { "projected" } else { "" };
        let line = format!("{}.{:<28} {due:<16} {mark:<10} {}", duty.stage, duty.id, deadline.status.as_str());
        line
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn any_policy() -> impl Strategy<Value = Policy> {
    let ids: Vec<_> = Policy::built_in_ids().collect();
    proptest::sample::select(ids).prop_map(|id| Policy::built_in(id).unwrap())
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..4000).prop_map(|n| NaiveDate::from_ymd_opt(2018, 1, 1).unwrap() + chrono::Days::new(n))
}

/// Some stages begun, at days after a first one.
fn any_begun() -> impl Strategy<Value = Vec<Option<u64>>> {
    proptest::collection::vec(proptest::option::of(0u64..60), 5)
}

fn with_begun(edition: &Edition, concern: NaiveDate, first: NaiveDate, begun: &[Option<u64>]) -> Case {
    let mut case = Case::new(edition);
    case.record(EventId::CONCERN, concern.into());
    for (stage, days) in (2..=edition.last_stage()).zip(begun) {
        if let Some(days) = days {
            case.record(EventId::began(stage), (first + chrono::Days::new(*days)).into());
        }
    }
    case
}

proptest! {
    #[test]
    fn a_later_concern_never_gives_an_earlier_date(
        policy in any_policy(), day in any_day(), later in 1u64..40, begun in any_begun()
    ) {
        let (edition, calendar) = (policy.edition_for(None), calendar());
        let days = Days::new(calendar, day);
        let early = compute(edition, &with_begun(edition, day, day, &begun), &days);
        let late = compute(edition, &with_begun(edition, day + chrono::Days::new(later), day, &begun), &days);
        for (early, late) in early.deadlines.iter().zip(&late.deadlines) {
            if let (Some(early), Some(late)) = (early.due, late.due) {
                prop_assert!(early <= late, "{early} after {late}");
            }
        }
    }

    #[test]
    fn another_holiday_never_makes_a_date_earlier(
        policy in any_policy(), day in any_day(), off in 0u64..30, length in 0u64..5, begun in any_begun()
    ) {
        let (edition, open) = (policy.edition_for(None), calendar());
        let from = day + chrono::Days::new(off);
        let closure = Closure { agency: None, from, to: Some(from + chrono::Days::new(length)), why: "closed".into() };
        let closed = open.closed_on([&closure]).unwrap();
        let case = with_begun(edition, day, day, &begun);
        let before = compute(edition, &case, &Days::new(open, day));
        let after = compute(edition, &case, &Days::new(&closed, day));
        for (before, after) in before.deadlines.iter().zip(&after.deadlines) {
            prop_assert!(before.due <= after.due);
        }
    }

    #[test]
    fn a_date_counted_in_working_days_is_a_working_day(policy in any_policy(), day in any_day(), begun in any_begun()) {
        let (edition, calendar) = (policy.edition_for(None), calendar());
        let timeline = compute(edition, &with_begun(edition, day, day, &begun), &Days::new(calendar, day));
        for (deadline, duty) in timeline.deadlines.iter().zip(&edition.duties) {
            let Governs::Bound(place) = deadline.governs else { continue };
            let counted = timeline.counted(deadline)[usize::from(place)];
            if counted.counts_working_days(bounds(duty, deadline.track)) {
                prop_assert!(calendar.is_working_day(deadline.due.unwrap().date), "{} {:?}", duty.id, deadline.due);
            }
        }
    }

    #[test]
    fn a_capped_date_never_exceeds_the_day_that_protects_the_child(
        policy in any_policy(), day in any_day(), by in 0u64..40, begun in any_begun()
    ) {
        let (edition, calendar) = (policy.edition_for(None), calendar());
        let mut case = with_begun(edition, day, day, &begun);
        let by = day + chrono::Days::new(by);
        case.protect_by(by);
        let timeline = compute(edition, &case, &Days::new(calendar, day));
        for (deadline, duty) in timeline.deadlines.iter().zip(&edition.duties) {
            if duty.purpose == Purpose::Step && deadline.applies != Some(false) {
                prop_assert!(deadline.due.unwrap().date <= by, "{}", duty.id);
            }
        }
    }

    #[test]
    fn with_every_event_recorded_nothing_is_projected(policy in any_policy(), day in any_day()) {
        let (edition, calendar) = (policy.edition_for(None), calendar());
        let mut case = Case::new(edition);
        for (n, event) in (0u16..).zip(&edition.events) {
            case.record(edition.event(&event.id).unwrap(), (day + chrono::Days::new(u64::from(n))).into());
        }
        let timeline = compute(edition, &case, &Days::new(calendar, day));
        prop_assert!(timeline.deadlines.iter().all(|deadline| !deadline.projected));
    }
}
