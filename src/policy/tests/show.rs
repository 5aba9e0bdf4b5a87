//! Procedures as a person reads them.

use super::super::{Policy, show};
use super::{BRINDLEMOOR, SALTMARKET};

fn built_in(id: &str, readings: &[&str]) -> String {
    let policy = Policy::built_in(id).unwrap().with_readings(readings).unwrap();
    show::text(policy.edition_for(None))
}

fn of(text: &str) -> String {
    show::text(Policy::from_files([("my.toml", text)]).unwrap().edition_for(None))
}

#[test]
fn liverpool() {
    insta::assert_snapshot!(built_in("liverpool", &[]));
}

#[test]
fn lincolnshire() {
    insta::assert_snapshot!(built_in("lincolnshire", &["five-days-from-end"]));
}

#[test]
fn saltmarket() {
    insta::assert_snapshot!(of(SALTMARKET));
}

#[test]
fn the_form_and_the_themes() {
    let text = built_in("liverpool", &[]);
    assert!(text.contains("\nThe report form: Appendix 2. "), "{text}");
    assert!(text.contains("\n  sent at stages 3 and 4 to "), "{text}");
    assert!(
        text.contains("\nThemes, and the words that suggest them\n  - Thresholds at referral: threshold, "),
        "{text}"
    );
    let one = include_str!("../../../policies/liverpool.toml")
        .replace("id = \"liverpool\"", "id = \"own\"")
        .replace("stages = [3, 4]\nsend-to", "stages = [4]\nsend-to");
    assert!(of(&one).contains("\n  sent at stage 4 to "));
    assert!(of(BRINDLEMOOR).lines().all(|line| !line.contains("report form") && !line.starts_with("Themes")));
}

#[test]
fn no_line_is_wider_than_100_columns() {
    let built_in = Policy::built_in_ids().map(|id| built_in(id, &[]));
    for text in built_in.chain([of(BRINDLEMOOR), of(SALTMARKET)]) {
        for line in text.lines() {
            assert!(line.chars().count() <= 100 && line.trim_end() == line, "`{line}`");
        }
    }
}
