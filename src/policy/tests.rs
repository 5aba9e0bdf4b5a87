use super::Policy;

#[test]
fn built_in_procedures_load() {
    for id in Policy::built_in_ids() {
        let policy = Policy::built_in(id).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(policy.id(), id);
    }
}
