use super::Policy;

#[test]
fn built_in_procedures_load() {
    for id in Policy::built_in_ids() {
        let policy = Policy::built_in(id).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(policy.id(), id);
    }
}
#[test]
fn tmp() {
    for f in ["brindlemoor", "brindlemoor-2021", "saltmarket"] {
        let t = std::fs::read_to_string(format!("tests/policies/{f}.toml")).unwrap();
        match Policy::from_files([(f, t.as_str())]) { Ok(_) => println!("{f} ok"), Err(e) => println!("{e}") }
    }
}
