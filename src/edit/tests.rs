use super::*;

#[test]
fn a_script_is_read_and_written_again_as_it_stands_in_the_documentation() {
    let json = r##"{"sheet":"Sheet1","edits":[
        {"set":{"cell":"J5","value":"Overdue"}},
        {"set":{"cell":"K5","value":{"date":"2025-03-11"}}},
        {"set":{"cell":"L5","value":-3.0}},
        {"set":{"cell":"M5","formula":"IF(K5=\"\",\"\",K5-TODAY())","value":-3.0}},
        {"number_format":{"range":"K5:K20","code":"dd mmm yyyy"}},
        {"fill":{"range":"J5:J5","color":"#FDE7E9"}},
        {"conditional_format":{"range":"A5:L20","formula":"$K5<TODAY()","fill":"#FDE7E9","font":"#8A1020"}},
        {"validation":{"range":"D5:D20","list":["Early Help","S17","S47"]}},
        {"width":{"columns":"J:L","characters":14.0}}]}"##;
    let script: Script = serde_json::from_str(json).unwrap();
    let again: serde_json::Value = serde_json::to_value(&script).unwrap();
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(json).unwrap());
}

#[test]
fn several_sheets_are_a_list() {
    let json = r#"[{"sheet":"Log","edits":[]},{"sheet":"escalog","create":true,"edits":[]}]"#;
    let script: Script = serde_json::from_str(json).unwrap();
    assert_eq!(script.sheets.len(), 2);
    assert_eq!(serde_json::to_string(&script).unwrap(), json);
}

#[test]
fn what_is_no_edit_is_refused() {
    for wrong in [
        r#"{"set":{"cell":"5J"}}"#,
        r#"{"set":{"cell":"J5","values":"x"}}"#,
        r##"{"fill":{"range":"J5:J4","color":"#FDE7E9"}}"##,
        r#"{"fill":{"range":"J5:J6","color":"pink"}}"#,
        r#"{"width":{"columns":"L:J","characters":14}}"#,
        r#"{"paint":{"range":"J5:J6"}}"#,
    ] {
        assert!(serde_json::from_str::<Edit>(wrong).is_err(), "{wrong}");
    }
}
