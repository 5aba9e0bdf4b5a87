use super::*;
use crate::edit::Value;

fn finding(rule: &'static Rule, sheet: &str) -> Finding {
    let mut findings = Findings::of_file("log.xlsx");
    findings.add(rule, sheet, Some(2), Address::try_from("D2".to_owned()).ok()).clone()
}

const RULE: Rule = Rule {
    code: "R110",
    name: "level-unknown",
    severity: Severity::Warning,
    message: "message",
    advice: "advice",
    page: "",
    by_row: true,
    check: |_, _| {},
};

#[test]
fn a_script_holds_the_certain_fixes_that_nobody_has_accepted_one_a_cell() {
    let cell = |cell: &str| Address::try_from(cell.to_owned()).unwrap();
    let fixed = |sheet: &str, at: &str, after: &str| {
        let mut finding = finding(&RULE, sheet);
        finding.fixed_by(cell(at), "s 17".to_owned(), Value::text(after.to_owned()));
        finding
    };
    let mut proposed = finding(&RULE, "Log");
    proposed.proposing(cell("D5"), "high".to_owned(), Value::text("S47"));
    let accepted = Finding { accepted: Some("known".to_owned()), ..fixed("Log", "D6", "S17") };
    let findings = [
        fixed("Log", "D2", "S17"),
        fixed("Old", "D2", "S17"),
        fixed("Log", "D2", "S47"),
        proposed,
        accepted,
        finding(&RULE, "Log"),
        fixed("Log", "D7", "S47"),
    ];
    let expected = serde_json::json!([
        { "sheet": "Log", "edits": [
            { "set": { "cell": "D2", "value": "S17" } },
            { "set": { "cell": "D7", "value": "S47" } },
        ] },
        { "sheet": "Old", "edits": [{ "set": { "cell": "D2", "value": "S17" } }] },
    ]);
    assert_eq!(serde_json::to_value(script(&findings)).unwrap(), expected);
}

#[test]
fn an_accepted_finding_is_counted_apart() {
    let mut error = finding(&RULE, "Log");
    error.as_severe_as(Severity::Error);
    let accepted = Finding { accepted: Some("known".to_owned()), ..error.clone() };
    let totals = Totals::of(&[error, finding(&RULE, "Log"), accepted]);
    assert_eq!(totals, Totals { error: 1, warning: 1, information: 0, accepted: 1 });
}
