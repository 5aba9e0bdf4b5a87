//! What the procedure asks and the log has no column for is advice beside the next step, and no finding.

use escalog::rules;

use crate::examples;

fn advice(text: &str) -> Vec<Vec<String>> {
    let [example] = examples::read(text).try_into().unwrap();
    example.checked(|checked| {
        let ids = |row: &escalog::timeline::CheckedRow<'_>| {
            row.guidance().map(|deadline| row.edition.duties[deadline.duty.index()].id.clone()).collect()
        };
        assert!(rules::check(checked).iter().all(|finding| !finding.rule.code.starts_with('D')));
        checked.rows.iter().map(ids).collect()
    })
}

#[test]
fn a_duty_without_a_column_is_advice_for_an_open_case() {
    let advice = advice(
        "Liverpool, as of 2025-06-30.

| Escalation Number | Child Name | Concern | Date concern arose | Stage 2 began | Stage 3 began | Immediate risk | Appendix 2 sent | Date resolved |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | A.B. | threshold | 17/06/2025 | 18/06/2025 | 25/06/2025 | no | | |
| 2 | C.D. | threshold | 30/06/2025 | | | yes | | |
| 3 | E.F. | threshold | 02/06/2025 | | | yes | | 03/06/2025 |

Found: nothing
",
    );
    // Whether a meeting must be convened is not known yet, and Appendix 2 has its column.
    assert_eq!(advice[0], ["record-in-log", "collate-for-monitoring"]);
    assert_eq!(advice[1], ["immediate-risk", "act", "record-in-log", "record-on-case-file"]);
    assert!(advice[2].is_empty(), "a resolved case needs no advice: {:?}", advice[2]);
}
