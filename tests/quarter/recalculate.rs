#[test]
fn dump() {
    std::fs::write("/tmp/q/quarter.xlsx", super::whole_workbook()).unwrap();
}
