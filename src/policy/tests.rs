//! Procedure files that load, and what they then say.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::Value;

use super::{Count, Edition, EventId, Length, Party, Policy, Start, Strength, json_schema};

mod broken;
mod page;
mod show;

pub(super) const BRINDLEMOOR: &str = include_str!("../../tests/policies/brindlemoor.toml");
pub(super) const BRINDLEMOOR_2021: &str = include_str!("../../tests/policies/brindlemoor-2021.toml");
pub(super) const SALTMARKET: &str = include_str!("../../tests/policies/saltmarket.toml");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn brindlemoor() -> Policy {
    // In the wrong order on purpose: `in-force` decides.
    let files = [("brindlemoor.toml", BRINDLEMOOR), ("brindlemoor-2021.toml", BRINDLEMOOR_2021)];
    Policy::from_files(files).unwrap_or_else(|error| panic!("{error}"))
}

fn saltmarket() -> Policy {
    Policy::from_files([("saltmarket.toml", SALTMARKET)]).unwrap_or_else(|error| panic!("{error}"))
}

fn only(policy: &Policy) -> &Edition {
    policy.edition_for(None)
}

#[test]
fn built_in_procedures_load() {
    for id in Policy::built_in_ids() {
        let policy = Policy::built_in(id).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(policy.id(), id);
    }
    assert_eq!(Policy::built_in_ids().count(), 5);
}

/// Every stage has its deadline, but for the fourth of Lincolnshire: the document has none.
#[test]
fn built_in_stages_have_deadlines() {
    for id in Policy::built_in_ids() {
        let policy = Policy::built_in(id).unwrap();
        for stage in &only(&policy).stages {
            let has = only(&policy).conclude(stage.number).is_some();
            assert_eq!(has, (id, stage.number) != ("lincolnshire", 4), "{id} stage {}", stage.number);
        }
    }
}

/// Records, notices, copies, reports, details and confirmations, and nothing else, are not capped.
#[test]
fn paperwork_is_known_by_its_name() {
    let begins = ["record-", "notify-", "tell-", "copy-", "inform-", "report-", "collate-"];
    for id in Policy::built_in_ids() {
        let policy = Policy::built_in(id).unwrap();
        for duty in &only(&policy).duties {
            let named = begins.iter().any(|b| duty.id.starts_with(b))
                || ["send-details", "confirm"].contains(&duty.id.as_str());
            assert_eq!(duty.purpose == super::Purpose::Paperwork, named, "{id} {}.{}", duty.stage, duty.id);
        }
    }
}

#[test]
fn no_heading_records_two_duties() {
    for id in Policy::built_in_ids() {
        let policy = Policy::built_in(id).unwrap();
        let mut seen = BTreeSet::new();
        for column in only(&policy).duties.iter().filter_map(|duty| duty.column.as_deref()) {
            assert!(seen.insert(column), "{id} has two columns `{column}`");
        }
    }
}

#[test]
fn a_role_is_taken_by_whom_the_document_says() {
    struct Row(&'static str, super::FactId);
    impl super::Answers for Row {
        fn fact(&self, fact: super::FactId) -> super::FactValue {
            let kinds = ["school", "health", "childrens-services", "police"];
            let place = kinds.iter().position(|kind| *kind == self.0);
            match place {
                Some(place) if fact == self.1 => super::FactValue::Choice(u8::try_from(place).unwrap()),
                _ => super::FactValue::Unknown,
            }
        }
        fn begun(&self, _: u8) -> Option<bool> {
            None
        }
        fn resolved_at(&self, _: u8) -> Option<bool> {
            None
        }
        fn unresolved_at(&self, _: u8) -> Option<bool> {
            None
        }
    }
    let policy = Policy::built_in("liverpool").unwrap();
    let edition = only(&policy);
    let who = |agency, stage, duty| {
        let role = &edition.roles[edition.duty(stage, duty).unwrap().who];
        role.for_row(&Row(agency, edition.fact("agency-type").unwrap())).to_owned()
    };
    assert_eq!(who("police", 1, "act"), "front line staff");
    assert_eq!(who("police", 1, "conclude"), "Detective Sergeant (PVPU)");
    assert_eq!(who("health", 2, "conclude"), "Named Nurse");
    assert_eq!(who("childrens-services", 3, "conclude"), "Assistant Director Children's Services");
    assert_eq!(who("unknown", 2, "conclude"), "organisation safeguarding representative");
}

#[test]
fn the_edition_in_force_when_the_concern_arose_governs() {
    let policy = brindlemoor();
    let edition = |concern: Option<&str>| policy.edition_for(concern.map(day)).edition.as_str();
    assert_eq!(edition(Some("2024-09-01")), "2nd edition, September 2024");
    assert_eq!(edition(Some("2024-08-31")), "1st edition, April 2021");
    // Before the first edition known, the first is the nearest; with no date, the one in force now.
    assert_eq!(edition(Some("2020-01-01")), "1st edition, April 2021");
    assert_eq!(edition(None), "2nd edition, September 2024");
}

#[test]
fn editions_that_do_not_belong_together_are_refused() {
    let error = Policy::from_files([("a.toml", BRINDLEMOOR), ("b.toml", SALTMARKET)]).unwrap_err();
    let expected = "a.toml: this is procedure `brindlemoor`, the other is `saltmarket`; give editions of one procedure";
    assert_eq!(error.to_string(), expected);
    let error = Policy::from_files([("a.toml", BRINDLEMOOR), ("b.toml", BRINDLEMOOR)]).unwrap_err();
    let expected = "b.toml: two editions came into force on the same day; give each its own `in-force`";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn brindlemoor_says_what_it_should() {
    let policy = brindlemoor();
    let edition = policy.edition_for(None);
    let raise = edition.duty(1, "raise").unwrap();
    assert_eq!(raise.step.as_deref(), Some("1a"));
    assert_eq!(raise.bounds[0].window.start, Start::Earlier(vec![EventId::CONCERN, EventId::DECISION_RECEIVED]));
    assert_eq!(raise.tracks[0].bounds[0].window.length, Length::Hours(Count::Of(4)));
    let reply = edition.duty(1, "reply").unwrap();
    assert_eq!(reply.party, Party::Receiving);
    assert_eq!(reply.bounds[0].window.start, Start::Event(edition.event("done:raise").unwrap()));
    let ask = edition.duty(3, "ask-for-mediation").unwrap();
    assert!(ask.lapses && ask.strength == Strength::May);
    assert!(edition.stage(3).unwrap().may_be_skipped);
    assert_eq!(edition.entries[0].stage, 2);
    let caps = |stage| edition.duty(stage, "conclude").unwrap().bounds.iter().filter_map(|b| b.clause.as_deref());
    assert_eq!(caps(2).collect::<Vec<_>>(), ["8: stages 1 to 3 together"]);
    assert_eq!(caps(4).count(), 0);
    assert_eq!(edition.duty(2, "conclude").unwrap().tracks[0].bounds.len(), 2, "the faster track is capped too");
}

#[test]
fn saltmarket_says_what_it_should() {
    let policy = saltmarket();
    let edition = only(&policy);
    let notice = edition.event("formal-notice").unwrap();
    assert_eq!(edition.events[notice.index()].otherwise, Some(EventId::CONCERN));
    assert_eq!(edition.stage(1).unwrap().begins, Some(notice));
    assert_eq!(edition.duty(0, "talk").unwrap().stage, 0);
    assert!(edition.duty(1, "acknowledge").unwrap().bounds[0].window.at_once);
    let answer = &edition.duty(1, "answer").unwrap().bounds[0].window;
    assert_eq!(answer.length, Length::WorkingDays(Count::Agreed(edition.fact("agreed-working-days").unwrap())));
    assert_eq!(answer.otherwise.as_ref().unwrap().length, Length::WorkingDays(Count::Of(10)));
    let meet = &edition.duty(2, "meet").unwrap().bounds[0].window;
    assert_eq!(meet.length, Length::SameDay);
    assert_eq!(meet.otherwise.as_ref().unwrap().start, Start::Event(EventId::began(2)));
    let papers = edition.event("papers-complete").unwrap();
    let conclude = &edition.duty(2, "conclude").unwrap().bounds[0].window;
    assert_eq!(conclude.start, Start::Later(vec![EventId::began(2), papers]));
}

/// Each duty comes after those it counts from, also through an event that stands in for another.
#[test]
fn duties_are_ordered_by_what_they_count_from() {
    let policy = saltmarket();
    let edition = only(&policy);
    let place = |stage, id: &str| edition.duties.iter().position(|duty| duty.stage == stage && duty.id == id).unwrap();
    assert!(place(0, "talk") < place(0, "give-notice"));
    assert!(place(1, "answer") < place(1, "conclude"));
    assert!(place(1, "conclude") < place(2, "meet"));

    let through_an_event = BRINDLEMOOR
        .replace(
            "[[level]]",
            "[[event]]\nid = \"sent-on\"\nname = \"Sent on\"\notherwise = \"stage-3-ended\"\n\n[[level]]",
        )
        .replace("[\"5 working days from stage-4-began\"]", "[\"5 working days from sent-on\"]");
    let policy = Policy::from_files([("b.toml", through_an_event.as_str())]).unwrap();
    let order = |stage| policy.edition_for(None).conclude(stage).unwrap();
    assert!(order(3) < order(4));
}

#[test]
fn a_reading_gives_its_own_limits_and_keeps_the_shared_cap() {
    let policy = brindlemoor().with_readings(&["six-day-week"]).unwrap();
    let conclude = only(&policy).duty(1, "conclude").unwrap();
    let texts: Vec<_> = conclude.bounds.iter().map(|bound| bound.window.text.as_str()).collect();
    assert_eq!(texts, ["6 working days from stage-1-began", "15 working days from concern"]);
    assert_eq!(conclude.reading.map(|place| only(&policy).readings[place].id.as_str()), Some("six-day-week"));
    assert!(only(&policy).readings[0].in_force);
    // The earlier edition has no such reading, and is as it was.
    assert!(policy.editions()[0].readings.is_empty());
}

#[test]
fn a_reading_can_take_a_limit_away() {
    let policy = Policy::built_in("city-and-hackney").unwrap();
    assert_eq!(only(&policy).duty(2, "conclude").unwrap().bounds.len(), 1);
    let policy = policy.with_readings(&["week-for-stage-1"]).unwrap();
    assert_eq!(only(&policy).duty(1, "conclude").unwrap().bounds.len(), 1);
    assert_eq!(only(&policy).duty(2, "conclude").unwrap().bounds.len(), 0);
    assert_eq!(only(&policy).duty(3, "conclude").unwrap().bounds.len(), 0);
}

#[test]
fn readings_that_clash_or_do_not_exist_are_refused() {
    let lincolnshire = Policy::built_in("lincolnshire").unwrap();
    let error = lincolnshire.with_readings(&["five-days-from-discussion", "five-days-from-end"]).unwrap_err();
    let expected = "readings `five-days-from-discussion` and `five-days-from-end` both say by when to agree a plan of \
                    action, or go to the Senior Liaison Officers; choose one of them";
    assert_eq!(error.to_string(), expected);
    assert!(lincolnshire.with_readings(&["five-days-from-end", "48-hours", "48-hours"]).is_ok());

    let error = lincolnshire.with_readings(&["48-hrs"]).unwrap_err();
    let expected = "procedure `lincolnshire` has no reading `48-hrs`; its alternative readings are \
                    48-hours, five-days-from-discussion, five-days-from-end";
    assert_eq!(error.to_string(), expected);
    let error = Policy::built_in("birmingham").unwrap().with_readings(&["working-days"]).unwrap_err();
    let expected = "procedure `birmingham` has no reading `working-days`; this procedure has no alternative readings";
    assert_eq!(error.to_string(), expected);
    let error = Policy::built_in("birmingam").unwrap_err();
    let expected = "there is no procedure `birmingam`; choose one of liverpool, city-and-hackney, birmingham, \
                    redbridge, lincolnshire, or name a procedure file";
    assert_eq!(error.to_string(), expected);
}

/// The schema has every key that the procedures use, and the procedures use every key that it has.
#[test]
fn the_schema_has_every_key() {
    fn described(schema: &Value, found: &mut BTreeSet<String>) {
        if let Some(keys) = schema.get("properties").and_then(Value::as_object) {
            for (key, value) in keys {
                assert!(value.get("description").is_some_and(Value::is_string), "`{key}` is not described");
                found.insert(key.clone());
            }
        }
    }
    fn used(value: &toml::Value, found: &mut BTreeSet<String>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table.iter().filter(|(key, _)| !key.contains('.')) {
                    found.insert(key.clone());
                    used(value, found);
                }
            }
            toml::Value::Array(all) => all.iter().for_each(|value| used(value, found)),
            _ => {}
        }
    }
    let mut known = BTreeSet::new();
    described(json_schema(), &mut known);
    for definition in json_schema()["$defs"].as_object().unwrap().values() {
        described(definition, &mut known);
    }
    let mut keys = BTreeSet::new();
    let built_in = super::BUILT_IN.iter().map(|(_, text)| *text);
    for text in built_in.chain([BRINDLEMOOR, BRINDLEMOOR_2021, SALTMARKET]) {
        used(&toml::from_str(text).unwrap(), &mut keys);
    }
    assert_eq!(known, keys);
}
