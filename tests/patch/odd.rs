//! Small workbooks written by hand, odd in the ways in which real ones are, and what becomes of their parts.

use std::io::{Cursor, Write};

use escalog::workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{apply, changed, part, parts, zipped};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A workbook with one sheet; parts given again replace the usual ones, and an empty one is left out.
pub fn book(own: &[(&str, &str)]) -> Vec<u8> {
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData/></worksheet>");
    let usual = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"Log\" sheetId=\"7\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/>{}</Relationships>",
                related(own)
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let given = |name: &str| own.iter().find(|(own, _)| *own == name).map(|(_, text)| (*text).to_owned());
    let mut all: Vec<(String, String)> =
        usual.iter().map(|(name, text)| ((*name).to_owned(), given(name).unwrap_or_else(|| text.clone()))).collect();
    let more = own.iter().filter(|(name, _)| !usual.iter().any(|(usual, _)| usual == name));
    all.extend(more.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    all.retain(|(_, text)| !text.is_empty());
    let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    zipped(&all)
}

/// The relations of the workbook part to the parts given.
fn related(own: &[(&str, &str)]) -> String {
    let kinds = [("xl/styles.xml", "styles"), ("xl/calcChain.xml", "calcChain")];
    let there = kinds.iter().filter(|(name, _)| own.iter().any(|(own, _)| own == name));
    there
        .map(|(name, kind)| {
            let target = name.trim_start_matches("xl/");
            format!("<Relationship Id=\"{kind}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
        })
        .collect()
}

/// A workbook whose sheet holds this inside.
fn with_sheet(inside: &str) -> Vec<u8> {
    book(&[("xl/worksheets/sheet1.xml", &format!("<worksheet xmlns=\"{MAIN}\">{inside}</worksheet>"))])
}

/// The inside of the sheet once these edits are applied.
fn sheet(bytes: &[u8], edits: &str) -> String {
    let out = apply(bytes, &format!("{{\"sheet\":\"Log\",\"edits\":[{edits}]}}"));
    let text = part(&out, "xl/worksheets/sheet1.xml");
    let from = text.find("worksheet").unwrap();
    let from = from + text[from..].find('>').unwrap() + 1;
    text[from..text.rfind("</").unwrap()].to_owned()
}

const DAY: &str = r#"{"set":{"cell":"A1","value":{"date":"2025-03-11"}}}"#;
const B2: &str = r#"{"set":{"cell":"B2","value":"x"}}"#;
const B2_CELL: &str = r#"<c r="B2" t="inlineStr"><is><t>x</t></is></c>"#;

#[test]
fn a_prefix_a_byte_order_mark_and_no_styles() {
    let text = format!("\u{FEFF}<?xml version=\"1.0\"?><x:worksheet xmlns:x='{MAIN}'><x:sheetData /></x:worksheet>");
    let old = book(&[("xl/worksheets/sheet1.xml", &text)]);
    let edits = r##"{"sheet":"log","edits":[{"set":{"cell":"A1","value":"x"}},{"fill":{"range":"A1","color":"#00FF00"}},
        {"conditional_format":{"range":"A1:A2","formula":"TRUE","fill":"#FF0000"}},
        {"validation":{"range":"A2","list":["a"]}},{"width":{"columns":"A","characters":9}},{"freeze":{"rows":1}}]}"##;
    let new = apply(&old, edits);
    assert_eq!(
        part(&new, "xl/worksheets/sheet1.xml"),
        text.replace(
            "<x:sheetData />",
            "<x:sheetViews><x:sheetView workbookViewId=\"0\"><x:pane ySplit=\"1\" topLeftCell=\"A2\" \
             activePane=\"bottomLeft\" state=\"frozen\"/></x:sheetView></x:sheetViews>\
             <x:cols><x:col min=\"1\" max=\"1\" width=\"9\" customWidth=\"1\"/></x:cols>\
             <x:sheetData><x:row r=\"1\"><x:c r=\"A1\" s=\"1\" t=\"inlineStr\"><x:is><x:t>x</x:t></x:is></x:c></x:row>\
             </x:sheetData><x:conditionalFormatting sqref=\"A1:A2\"><x:cfRule type=\"expression\" dxfId=\"0\" \
             priority=\"1\"><x:formula>TRUE</x:formula></x:cfRule></x:conditionalFormatting>\
             <x:dataValidations count=\"1\"><x:dataValidation type=\"list\" errorStyle=\"warning\" allowBlank=\"1\" \
             showErrorMessage=\"1\" errorTitle=\"escalog\" sqref=\"A2\"><x:formula1>&quot;a&quot;</x:formula1>\
             </x:dataValidation></x:dataValidations>"
        )
    );
    let styles = part(&new, "xl/styles.xml");
    assert!(
        styles.contains("<cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"),
        "{styles}"
    );
    assert!(part(&new, "[Content_Types].xml").contains("PartName=\"/xl/styles.xml\""));
    assert!(part(&new, "xl/_rels/workbook.xml.rels").contains("/styles\" Target=\"/xl/styles.xml\""));
}

#[test]
fn a_strict_file_stays_strict() {
    let strict = |text: &str| {
        text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            .replace(RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    };
    let usual = book(&[]);
    let all: Vec<(String, String)> =
        parts(&usual).into_iter().map(|(name, ..)| (name.clone(), strict(&part(&usual, &name)))).collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let new = apply(
        &zipped(&all),
        r#"[{"sheet":"Log","edits":[{"set":{"cell":"A1","value":{"date":"2025-03-11"}}}]},
            {"sheet":"escalog","create":true,"edits":[{"set":{"cell":"A1","value":"x"}}]}]"#,
    );
    for (name, ..) in parts(&new) {
        assert!(!part(&new, &name).contains(MAIN), "{name}");
        assert!(!part(&new, &name).contains(RELATIONS), "{name}");
    }
    assert_eq!(workbook::read("x", &new).unwrap().sheets.len(), 2);
}

#[test]
fn relations_as_other_programs_write_them() {
    for target in ["/xl/worksheets/sheet1.xml", "./worksheets/../worksheets/Sheet1.XML", "\\xl\\worksheets\\sheet1.xml"]
    {
        let relations = format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Target=\"{target}\" Id=\"rId1\" Type=\"{RELATIONS}/worksheet\"/></Relationships>"
        );
        let old = book(&[("xl/_rels/workbook.xml.rels", &relations)]);
        assert!(sheet(&old, B2).contains(B2_CELL), "{target}");
    }
    let escaped = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Target=\"worksheets/my%20sheet.xml\" Id=\"rId1\" Type=\"{RELATIONS}/worksheet\"/></Relationships>"
    );
    let text = format!("<worksheet xmlns=\"{MAIN}\"><sheetData/></worksheet>");
    let old = book(&[
        ("xl/_rels/workbook.xml.rels", &escaped),
        ("xl/worksheets/sheet1.xml", ""),
        ("xl/worksheets/my sheet.xml", &text),
    ]);
    let new = apply(&old, &format!("{{\"sheet\":\"Log\",\"edits\":[{B2}]}}"));
    assert_eq!(changed(&old, &new), ["xl/worksheets/my sheet.xml"]);
}

#[test]
fn sizes_behind_the_parts_and_large_ones() {
    let usual = book(&[]);
    let mut streamed = ZipWriter::new_stream(Vec::new());
    let mut large = ZipWriter::new(Cursor::new(Vec::new()));
    let mut stored = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, ..) in parts(&usual) {
        let text = part(&usual, &name);
        streamed.start_file(&name, options).unwrap();
        streamed.write_all(text.as_bytes()).unwrap();
        large.start_file(&name, options.large_file(true)).unwrap();
        large.write_all(text.as_bytes()).unwrap();
        stored.start_file(&name, options.compression_method(zip::CompressionMethod::Stored)).unwrap();
        stored.write_all(text.as_bytes()).unwrap();
    }
    large.set_comment("made by hand").unwrap();
    let streamed = streamed.finish().unwrap().into_inner();
    for old in [streamed, large.finish().unwrap().into_inner(), stored.finish().unwrap().into_inner()] {
        let new = apply(&old, &format!("{{\"sheet\":\"Log\",\"edits\":[{B2}]}}"));
        assert_eq!(changed(&old, &new), ["xl/worksheets/sheet1.xml"]);
        let comment = |bytes: &[u8]| zip::ZipArchive::new(Cursor::new(bytes)).unwrap().comment().to_vec();
        assert_eq!(comment(&old), comment(&new));
    }
}

#[test]
fn rows_and_cells_that_do_not_say_where_they_stand() {
    let old =
        with_sheet("<sheetData><row/><row><c><v>1</v></c><c r=\"C2\"><v>3</v></c><c/></row><row r=\"9\"/></sheetData>");
    let edits = format!(
        "{B2},{}",
        r#"{"set":{"cell":"D2","value":4}},{"set":{"cell":"A1","value":true}},{"set":{"cell":"A5","value":5}},{"set":{"cell":"A9","value":9}}"#
    );
    assert_eq!(
        sheet(&old, &edits),
        format!(
            "<sheetData><row><c r=\"A1\" t=\"b\"><v>1</v></c></row><row><c><v>1</v></c>{B2_CELL}<c r=\"C2\"><v>3</v></c>\
             <c r=\"D2\"><v>4</v></c></row><row r=\"5\"><c r=\"A5\"><v>5</v></c></row><row r=\"9\"><c r=\"A9\"><v>9</v></c></row></sheetData>"
        )
    );
}

#[test]
fn what_is_cleared_draws_nothing_to_its_own_place() {
    let rows = "<row><c><v>1</v></c><c r=\"B1\"><v>2</v></c><c><v>3</v></c></row><row r=\"2\"><c><v>4</v></c></row>";
    let old = with_sheet(&format!("<sheetData>{rows}<row><c><v>5</v></c></row></sheetData>"));
    let edits = r#"{"set":{"cell":"A1","value":null}},{"clear":{"range":"B1"}},{"clear":{"range":"A2"}},{"clear":{"range":"A3"}}"#;
    assert_eq!(sheet(&old, edits), "<sheetData><row><c r=\"B1\"/><c><v>3</v></c></row><row r=\"2\"></row></sheetData>");
    let cells = |bytes: &[u8]| {
        let sheet = workbook::read("log.xlsx", bytes).unwrap().sheets.remove(0);
        sheet.cells.into_iter().map(|cell| (cell.at.to_string(), cell.value.shown())).collect::<Vec<_>>()
    };
    let new = apply(&old, r#"{"sheet":"Log","edits":[{"clear":{"range":"B1:B3"}},{"clear":{"range":"A2"}}]}"#);
    assert_eq!(cells(&new), [("A1", "1"), ("C1", "3"), ("A3", "5")].map(|(at, text)| (at.to_owned(), text.to_owned())));
}

/// As PhpSpreadsheet writes the relations of a sheet that has none.
#[test]
fn a_part_with_nothing_in_it_is_written_into() {
    let relations = format!("<?xml version=\"1.0\"?>\n<Relationships xmlns=\"{PACKAGE}/relationships\"/>\n");
    let styles = format!("<styleSheet xmlns=\"{MAIN}\" />");
    let sheet = format!("<x:worksheet xmlns:x=\"{MAIN}\"/>");
    let old = book(&[
        ("xl/worksheets/_rels/sheet1.xml.rels", &relations),
        ("xl/styles.xml", &styles),
        ("xl/worksheets/sheet1.xml", &sheet),
    ]);
    let new = apply(&old, &format!("{{\"sheet\":\"Log\",\"edits\":[{DAY}]}}"));
    assert!(part(&new, "xl/styles.xml").contains("<cellXfs count=\"2\">"));
    assert_eq!(part(&new, "xl/worksheets/_rels/sheet1.xml.rels"), relations);
    assert_eq!(workbook::read("log.xlsx", &new).unwrap().sheets[0].cells.len(), 1);
}

#[test]
fn a_new_sheet_is_not_put_under_the_name_of_one_that_is_missing() {
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"Log\" sheetId=\"7\" r:id=\"rId1\"/><sheet name=\"Lost\" sheetId=\"8\" r:id=\"rId2\"/></sheets></workbook>"
    );
    let target = |id: u8, n: u8| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")
    };
    let relations =
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{}{}</Relationships>", target(1, 1), target(2, 2));
    let old = book(&[("xl/workbook.xml", &workbook), ("xl/_rels/workbook.xml.rels", &relations)]);
    let new = apply(&old, r#"{"sheet":"New","create":true,"edits":[{"set":{"cell":"A1","value":"x"}}]}"#);
    assert!(part(&new, "xl/worksheets/sheet3.xml").contains("<t>x</t>"));
}

/// A module of old macros that Excel keeps without a part, and a sheet of Excel 4 macros.
#[test]
fn a_log_beside_sheets_of_old_macros_is_read_and_edited() {
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"Module1\" sheetId=\"1\" state=\"veryHidden\" r:id=\"\"/><sheet name=\"Macro1\" sheetId=\"2\" r:id=\"rId2\"/><sheet name=\"Log\" sheetId=\"7\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let relations = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet\" Target=\"macrosheets/sheet1.xml\"/></Relationships>"
    );
    let old = book(&[
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/macrosheets/sheet1.xml", "<macrosheet/>"),
    ]);
    let new = apply(&old, &format!("{{\"sheet\":\"Log\",\"edits\":[{B2}]}}"));
    assert_eq!(changed(&old, &new), ["xl/worksheets/sheet1.xml"]);
    let sheets = workbook::read("log.xlsm", &new).unwrap().sheets;
    assert_eq!(sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.cells.len())).collect::<Vec<_>>(), [("Log", 1)]);
}

#[test]
fn spans_and_the_dimension_grow_and_nothing_else_does() {
    let old = with_sheet(
        "<dimension ref=\"C3:D4\"/>\n<sheetData>\n <row r=\"3\" spans=\"3:4\" ht=\"20\" customHeight='1'>\n  <c r=\"C3\" t='s'><v>0</v></c>\n </row>\n</sheetData>\n<!-- end -->",
    );
    assert_eq!(
        sheet(&old, r#"{"set":{"cell":"F3","value":1}},{"set":{"cell":"B9","value":null}}"#),
        "<dimension ref=\"C3:F4\"/>\n<sheetData>\n <row r=\"3\" spans=\"3:6\" ht=\"20\" customHeight=\"1\">\n  <c r=\"C3\" t='s'><v>0</v></c>\n <c r=\"F3\"><v>1</v></c></row>\n</sheetData>\n<!-- end -->"
    );
}

#[test]
fn what_is_put_in_stands_in_its_order() {
    let wrapped = "<mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><mc:Choice Requires=\"x14\"><controls><control/></controls></mc:Choice></mc:AlternateContent>";
    let old = with_sheet(&format!(
        "<sheetPr/><sheetFormatPr/><sheetData/><sheetProtection sheet=\"1\"/><autoFilter ref=\"A1:B2\"/><mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells><conditionalFormatting sqref=\"A1\"><cfRule type=\"top10\" priority=\"4\"/></conditionalFormatting>{wrapped}<tableParts count=\"0\"/><extLst><ext><x14:cfRule xmlns:x14=\"urn:x\" priority=\"11\"/></ext></extLst>"
    ));
    let new = sheet(
        &old,
        r##"{"freeze":{"columns":2}},{"width":{"columns":"B","characters":4}},{"validation":{"range":"A2","list":["a"]}},
            {"conditional_format":{"range":"B1","formula":"A1<>\"&\"","font":"#FF0000"}}"##,
    );
    let names = [
        "sheetPr",
        "sheetViews",
        "sheetFormatPr",
        "cols",
        "sheetData",
        "sheetProtection",
        "autoFilter",
        "mergeCells",
        "top10",
        "priority=\"12\"",
        "dataValidations",
        "mc:Alt",
        "tableParts",
        "extLst",
    ];
    let places: Vec<_> = names.iter().map(|name| new.find(name).unwrap_or_else(|| panic!("{name}: {new}"))).collect();
    assert!(places.is_sorted(), "{places:?} {new}");
    assert!(new.contains("<formula>A1&lt;&gt;&quot;&amp;&quot;</formula>"), "{new}");
}

#[test]
fn columns_are_split_where_a_width_begins_or_ends() {
    let old = with_sheet(
        "<cols><col min=\"2\" max=\"6\" width=\"9\" style=\"3\" bestFit=\"1\"/><col min=\"8\" max=\"16384\" width=\"5\" hidden=\"1\"/></cols><sheetData/>",
    );
    assert_eq!(
        sheet(
            &old,
            r#"{"width":{"columns":"A:C","characters":14}},{"width":{"columns":"G","characters":7.5}},{"width":{"columns":"J:J","characters":3}}"#
        ),
        "<cols><col min=\"1\" max=\"1\" width=\"14\" customWidth=\"1\"/>\
         <col min=\"2\" max=\"3\" width=\"14\" style=\"3\" customWidth=\"1\"/><col min=\"4\" max=\"6\" width=\"9\" style=\"3\" bestFit=\"1\"/>\
         <col min=\"7\" max=\"7\" width=\"7.5\" customWidth=\"1\"/>\
         <col min=\"8\" max=\"9\" width=\"5\" hidden=\"1\"/><col min=\"10\" max=\"10\" width=\"3\" customWidth=\"1\"/><col min=\"11\" max=\"16384\" width=\"5\" hidden=\"1\"/></cols><sheetData/>"
    );
}

#[test]
fn a_new_cell_looks_like_its_row_or_column_and_an_old_one_as_it_did() {
    let old = with_sheet(
        "<cols><col min=\"2\" max=\"2\" style=\"3\"/></cols><sheetData><row r=\"2\" s=\"5\" customFormat=\"1\"><c r=\"A2\" s=\"4\" t=\"s\" vm=\"1\"><v>0</v></c></row><row r=\"3\" s=\"5\"/></sheetData>",
    );
    let edits = format!(
        "{B2},{}",
        r#"{"set":{"cell":"A2","value":"new"}},{"set":{"cell":"B3","value":3}},{"set":{"cell":"C3","value":4}},{"set":{"cell":"B4","value":5}}"#
    );
    assert!(sheet(&old, &edits).ends_with(
        "<c r=\"A2\" s=\"4\" t=\"inlineStr\"><is><t>new</t></is></c><c r=\"B2\" s=\"5\" t=\"inlineStr\"><is><t>x</t></is></c></row>\
         <row r=\"3\" s=\"5\"><c r=\"B3\" s=\"3\"><v>3</v></c><c r=\"C3\"><v>4</v></c></row><row r=\"4\"><c r=\"B4\" s=\"3\"><v>5</v></c></row></sheetData>"
    ));
    let gone = sheet(&old, r#"{"set":{"cell":"A2","value":null}}"#);
    assert!(gone.contains("<row r=\"2\" s=\"5\" customFormat=\"1\"><c r=\"A2\" s=\"4\"/></row>"), "{gone}");
}

const STYLES: &str = "<numFmts count=\"2\"><numFmt numFmtId=\"170\" formatCode=\"[$-809]d&quot;th&quot; mmmm\"/><numFmt numFmtId=\"171\" formatCode=\"[h]:mm &quot;day&quot;\"/></numFmts>\
    <fonts count=\"1\"><font><i/><sz val=\"9\"/><color theme=\"1\"/><name val=\"Arial\"/></font></fonts><fills count=\"0\"/>\
    <cellXfs count=\"4\"><xf numFmtId=\"0\" xfId=\"0\"/><xf numFmtId=\"170\" fontId=\"0\"/><xf numFmtId=\"171\" fontId=\"0\"><alignment horizontal=\"center\"/><protection locked=\"0\"/></xf><xf numFmtId=\"14\"/></cellXfs>\
    <cellStyles count=\"0\"/>";

fn styled(date1904: bool) -> Vec<u8> {
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><workbookPr date1904=\"{date1904}\"/><sheets><sheet name=\"Log\" sheetId=\"7\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let cells = "<sheetData><row r=\"1\"><c r=\"A1\"/><c r=\"B1\" s=\"1\"/><c r=\"C1\" s=\"2\"/><c r=\"D1\" s=\"3\"/></row></sheetData>";
    book(&[
        ("xl/workbook.xml", &workbook),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet xmlns=\"{MAIN}\">{cells}</worksheet>")),
        ("xl/styles.xml", &format!("<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>")),
    ])
}

#[test]
fn a_day_is_shown_as_a_day() {
    let edits: Vec<String> = "ABCD"
        .chars()
        .map(|column| format!(r#"{{"set":{{"cell":"{column}1","value":{{"date":"2025-03-11"}}}}}}"#))
        .collect();
    for (date1904, serial) in [(false, 45727), (true, 44265)] {
        let old = styled(date1904);
        assert_eq!(
            sheet(&old, &edits.join(",")),
            format!(
                "<sheetData><row r=\"1\"><c r=\"A1\" s=\"4\"><v>{serial}</v></c><c r=\"B1\" s=\"1\"><v>{serial}</v></c><c r=\"C1\" s=\"5\"><v>{serial}</v></c><c r=\"D1\" s=\"3\"><v>{serial}</v></c></row></sheetData>"
            )
        );
        let new = apply(&old, &format!("{{\"sheet\":\"Log\",\"edits\":[{}]}}", edits.join(",")));
        let styles = part(&new, "xl/styles.xml");
        assert!(styles.contains("<numFmt numFmtId=\"172\" formatCode=\"dd mmm yyyy\"/></numFmts>"), "{styles}");
        assert!(styles.contains("<xf numFmtId=\"172\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"172\" fontId=\"0\" applyNumberFormat=\"1\"><alignment horizontal=\"center\"/><protection locked=\"0\"/></xf></cellXfs>"), "{styles}");
    }
}

#[test]
fn a_format_changes_only_in_what_is_named() {
    let edits = r##"{"font":{"range":"B1:C1","bold":true,"color":"#FF0000","wrap":true}},{"fill":{"range":"C1","color":"#00FF00"}},{"number_format":{"range":"C1","code":"[h]:mm \"day\""}}"##;
    let old = styled(false);
    let new = apply(&old, &format!("{{\"sheet\":\"Log\",\"edits\":[{edits}]}}"));
    let styles = part(&new, "xl/styles.xml");
    for expected in [
        "<numFmts count=\"2\">",
        "<font><b/><i/><sz val=\"9\"/><color rgb=\"FFFF0000\"/><name val=\"Arial\"/></font></fonts>",
        // The first two fills mean none and grey whatever they say.
        "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF00FF00\"/>",
        "<borders count=\"1\"><border>",
        "<xf numFmtId=\"170\" fontId=\"1\" applyFont=\"1\" applyAlignment=\"1\"><alignment wrapText=\"1\"/></xf>\
         <xf numFmtId=\"171\" fontId=\"1\" applyNumberFormat=\"1\" applyFont=\"1\" fillId=\"2\" applyFill=\"1\" applyAlignment=\"1\"><alignment horizontal=\"center\" wrapText=\"1\"/><protection locked=\"0\"/></xf></cellXfs><cellStyles",
    ] {
        assert!(styles.contains(expected), "{expected}\n{styles}");
    }
    // What is asked for again is found again.
    let again = apply(&new, &format!("{{\"sheet\":\"Log\",\"edits\":[{edits}]}}"));
    assert_eq!(new, again);
}

#[test]
fn a_number_that_no_number_format_has_is_not_given_to_another() {
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"165\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    );
    let new = apply(&book(&[("xl/styles.xml", &styles)]), &format!("{{\"sheet\":\"Log\",\"edits\":[{DAY}]}}"));
    assert!(part(&new, "xl/styles.xml").contains("<numFmt numFmtId=\"166\" formatCode=\"dd mmm yyyy\"/>"));
}

#[test]
fn what_stands_among_the_formats_and_is_none_is_not_counted() {
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"1\"><other/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    );
    let bold = serde_json::from_str(r#"{"sheet":"Log","edits":[{"font":{"range":"A1","bold":true}}]}"#).unwrap();
    let new = workbook::patch("log.xlsx", &book(&[("xl/styles.xml", &styles)]), &bold).unwrap();
    assert!(part(&new, "xl/styles.xml").contains("<cellXfs count=\"2\"><other/><xf numFmtId=\"14\"/><xf "));
    assert!(part(&new, "xl/worksheets/sheet1.xml").contains("<c r=\"A1\" s=\"1\""));
}

/// As Hancom Office writes formats for several versions.
#[test]
fn a_format_written_for_several_versions_is_one() {
    let compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\" xmlns:mc=\"{compatible}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><mc:AlternateContent><mc:Choice Requires=\"hs\"><xf numFmtId=\"0\"/></mc:Choice><mc:Fallback><xf numFmtId=\"14\"/></mc:Fallback></mc:AlternateContent></cellXfs></styleSheet>"
    );
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"/></row></sheetData></worksheet>"
    );
    let bold = serde_json::from_str(r#"{"sheet":"Log","edits":[{"font":{"range":"A1","bold":true}}]}"#).unwrap();
    let old = book(&[("xl/styles.xml", &styles), ("xl/worksheets/sheet1.xml", &sheet)]);
    let new = workbook::patch("log.xlsx", &old, &bold).unwrap();
    let styles = part(&new, "xl/styles.xml");
    assert!(styles.contains("<cellXfs count=\"3\">"), "{styles}");
    assert!(styles.contains("</mc:AlternateContent><xf numFmtId=\"14\" "), "{styles}");
    assert!(part(&new, "xl/worksheets/sheet1.xml").contains("<c r=\"A1\" s=\"2\""));
}

#[test]
fn text_is_text() {
    let value = r#"{"set":{"cell":"A1","value":"=A&\t<b>\r\n\u0007_x0041_\ufffe 🙂 "}}"#;
    let old = book(&[]);
    assert_eq!(
        sheet(&old, value),
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=A&amp;\t&lt;b&gt;_x000D_\n_x0007__x005F_x0041__xFFFE_ 🙂 </t></is></c></row></sheetData>"
    );
    let numbers = r#"{"set":{"cell":"A1","value":1e300}},{"set":{"cell":"B1","value":-0.000001}},{"set":{"cell":"C1","value":0.1}},{"set":{"cell":"D1","formula":"A1<B1","value":false}},{"set":{"cell":"E1","formula":"A1"}}"#;
    assert_eq!(
        sheet(&old, numbers),
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>1e300</v></c><c r=\"B1\"><v>-1e-6</v></c><c r=\"C1\"><v>0.1</v></c><c r=\"D1\" t=\"b\"><f>A1&lt;B1</f><v>0</v></c><c r=\"E1\"><f>A1</f></c></row></sheetData>"
    );
}

#[test]
fn cells_that_shared_a_formula_keep_it() {
    let cell = |at: &str, formula: &str| format!("<c r=\"{at}\">{formula}<v>2</v></c>");
    let row = |n: u32, formula: &str| format!("<row r=\"{n}\">{}</row>", cell(&format!("B{n}"), formula));
    let shared = "<f t=\"shared\" si=\"0\"/>";
    let old = with_sheet(&format!(
        "<sheetData>{}{}{}</sheetData>",
        row(1, "<f t=\"shared\" ref=\"B1:B3\" si=\"0\">A1*$C$1&amp;\"A1\"</f>"),
        row(2, shared),
        row(3, shared)
    ));
    let one = r#"{"set":{"cell":"B1","value":1}}"#;
    assert_eq!(
        sheet(&old, one),
        format!(
            "<sheetData><row r=\"1\"><c r=\"B1\"><v>1</v></c></row>{}{}</sheetData>",
            row(2, "<f>A2*$C$1&amp;&quot;A1&quot;</f>"),
            row(3, "<f>A3*$C$1&amp;&quot;A1&quot;</f>")
        )
    );
    let fill = r##"{"fill":{"range":"B2","color":"#00FF00"}}"##;
    assert!(sheet(&old, fill).contains("<c r=\"B2\" s=\"1\"><f t=\"shared\" si=\"0\"/><v>2</v></c>"));
    assert!(sheet(&old, &format!("{one},{fill}")).contains("<c r=\"B2\" s=\"1\"><f>A2*"));
    let all = r#"{"clear":{"range":"B1:B3"}}"#;
    assert_eq!(sheet(&old, all), "<sheetData></sheetData>");
}

#[test]
fn cells_that_shared_a_formula_keep_the_sheets_it_names() {
    let shared = "<f t=\"shared\" si=\"0\"/>";
    let row = |n: u32, formula: &str| format!("<row r=\"{n}\"><c r=\"B{n}\">{formula}<v>2</v></c></row>");
    let with = |formula: &str| {
        let first = format!("<f t=\"shared\" ref=\"B1:B2\" si=\"0\">{formula}</f>");
        with_sheet(&format!("<sheetData>{}{}</sheetData>", row(1, &first), row(2, shared)))
    };
    let one = r#"{"set":{"cell":"B1","value":1}}"#;
    for (formula, moved) in [
        ("'Q1'!A1", "'Q1'!A2"),
        ("'It''s A1'!A1+Log!$B$1", "'It''s A1'!A2+Log!$B$1"),
        ("'[1]My A1'!A1:B1+SUM(A:A)", "'[1]My A1'!A2:B2+SUM(A:A)"),
        ("Q1!A1&amp;&quot;A1 'A1' !&quot;", "Q1!A2&amp;&quot;A1 'A1' !&quot;"),
    ] {
        let moved = row(2, &format!("<f>{}</f>", moved.replace('\'', "&apos;")));
        assert!(sheet(&with(formula), one).contains(&moved), "{formula}");
    }
    // Where it is not certain what each program would make of it, it is left to one.
    for formula in
        ["Tbl[A1]", "[1]Log!A1", "ÄA1+A1", "XFD1048576", "a1", "SUM(1:1)", "A1:INDEX(B1:B9,2)", "A1:'Q1'!A2", "'Q1"]
    {
        let edits = format!(r#"{{"sheet":"Log","edits":[{one}]}}"#);
        let error = workbook::patch("log.xlsx", &with(formula), &super::script(&edits)).unwrap_err().to_string();
        assert!(error.contains("cell B1: it can't be changed: cell B2 shares its formula"), "{formula}: {error}");
    }
}

#[test]
fn an_array_changes_as_a_whole() {
    let old = with_sheet(
        "<sheetData><row r=\"1\"><c r=\"A1\" cm=\"1\"><f t=\"array\" ref=\"A1:B1\">C1:D1</f><v>1</v></c><c r=\"B1\"><v>2</v></c></row></sheetData>",
    );
    assert_eq!(sheet(&old, r#"{"clear":{"range":"A1:B1"}}"#), "<sheetData></sheetData>");
    for cell in ["A1", "B1"] {
        let edits = format!(r#"{{"sheet":"Log","edits":[{{"set":{{"cell":"{cell}","value":1}}}}]}}"#);
        let error = workbook::patch("log.xlsx", &old, &super::script(&edits)).unwrap_err().to_string();
        assert!(
            error.contains(&format!("cell {cell}: it can't be changed: it is part of the array formula in A1:B1")),
            "{error}"
        );
    }
}

#[test]
fn the_calculation_chain_names_only_formulas() {
    let chain = |cells: &str| format!("<calcChain xmlns=\"{MAIN}\">{cells}</calcChain>");
    let cells = "<sheetData><row r=\"1\"><c r=\"A1\"><f>1</f></c><c r=\"B1\"><f>2</f></c></row></sheetData>";
    let of = |entries: &str| {
        book(&[
            ("xl/worksheets/sheet1.xml", &format!("<worksheet xmlns=\"{MAIN}\">{cells}</worksheet>")),
            ("xl/calcChain.xml", &chain(entries)),
        ])
    };
    let set = |cell: &str, value: &str| format!(r#"{{"sheet":"Log","edits":[{{"set":{{"cell":"{cell}",{value}}}}}]}}"#);
    let old = of("<c r=\"A1\" i=\"7\"/><c r=\"B1\" l=\"1\"/><c r=\"A1\" i=\"2\"/>");
    let new = apply(&old, &set("A1", "\"value\":1"));
    assert_eq!(part(&new, "xl/calcChain.xml"), chain("<c r=\"B1\" l=\"1\" i=\"7\"/><c r=\"A1\" i=\"2\"/>"));
    let new = apply(&old, &set("A1", "\"formula\":\"3\""));
    assert_eq!(changed(&old, &new), ["xl/worksheets/sheet1.xml"]);
    let new = apply(&of("<c r=\"A1\" i=\"7\"/>"), &set("A1", "\"value\":1"));
    assert!(!parts(&new).iter().any(|part| part.0 == "xl/calcChain.xml"));
    assert!(!part(&new, "xl/_rels/workbook.xml.rels").contains("calcChain"));
}

#[test]
fn a_validation_of_the_agency_s_own_stays_and_ours_goes() {
    let own = "<dataValidation type=\"whole\" sqref=\"A2:A3 C1\"><formula1>1</formula1></dataValidation>";
    let later = "<extLst><ext><x14:dataValidations xmlns:x14=\"urn:x14\" xmlns:xm=\"urn:xm\"><x14:dataValidation><xm:sqref>A6:A9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>";
    let inside =
        format!("<sheetData/><dataValidations count=\"1\" disablePrompts=\"0\">{own}</dataValidations>{later}");
    let old = with_sheet(&inside);
    let add = r#"{"validation":{"range":"A1:A9","list":["a","\"b\""]}},{"validation":{"range":"A2:A3","list":["c"]}}"#;
    let new = apply(&old, &format!("{{\"sheet\":\"Log\",\"edits\":[{add}]}}"));
    let text = part(&new, "xl/worksheets/sheet1.xml");
    assert!(
        text.contains(&format!("<dataValidations count=\"2\" disablePrompts=\"0\">{own}<dataValidation type=\"list\"")),
        "{text}"
    );
    assert!(text.contains("sqref=\"A1 A4:A5\"><formula1>&quot;a,&quot;&quot;b&quot;&quot;&quot;</formula1>"), "{text}");
    assert_eq!(sheet(&new, r#"{"remove_validation":{"range":"A1:A9"}}"#), inside);
    let added = r#"{"validation":{"range":"C2:C3","list":["a"]}},{"remove_validation":{"range":"B1:D9"}}"#;
    assert_eq!(sheet(&with_sheet("<sheetData/>"), added), "<sheetData/>");
    // A spreadsheet program may have joined it with another of ours.
    let joined = text.replace("sqref=\"A1 A4:A5\"", "sqref=\"A1 A4:A5 F1:F9\"");
    let joined = book(&[("xl/worksheets/sheet1.xml", &joined)]);
    let left = sheet(&joined, r#"{"remove_validation":{"range":"A1:A9"}}"#);
    assert!(left.contains("count=\"2\"") && left.contains("sqref=\"F1:F9\""), "{left}");
}

#[test]
fn a_rule_goes_by_its_formula_and_the_others_stay() {
    let rule = |priority: u32, formula: &str| {
        format!("<cfRule type=\"expression\" dxfId=\"0\" priority=\"{priority}\"><formula>{formula}</formula></cfRule>")
    };
    let element = |rules: &str| format!("<conditionalFormatting sqref=\"A1:B2\">{rules}</conditionalFormatting>");
    let both = element(&(rule(1, "$A1&lt;3") + &rule(2, "TRUE")));
    let old = with_sheet(&format!("<sheetData/>{both}"));
    let gone =
        |formula: &str| format!("{{\"remove_conditional_format\":{{\"range\":\"A1:B2\",\"formula\":\"{formula}\"}}}}");
    assert_eq!(sheet(&old, &gone("$A1<3")), format!("<sheetData/>{}", element(&rule(2, "TRUE"))));
    assert_eq!(sheet(&old, &format!("{},{}", gone("$A1<3"), gone("TRUE"))), "<sheetData/>");
    assert_eq!(sheet(&old, &gone("$A1<4")), format!("<sheetData/>{both}"));
}

#[test]
fn what_was_frozen_stays_and_a_scrolled_sheet_freezes_its_first_rows() {
    let views = |inside: &str| format!("<sheetViews>{inside}</sheetViews><sheetData/>");
    let frozen = views("<sheetView workbookViewId=\"0\"><pane ySplit=\"3\" state=\"frozen\"/></sheetView>");
    let freeze = r#"{"freeze":{"rows":4}}"#;
    assert_eq!(sheet(&with_sheet(&frozen), freeze), frozen);
    let scrolled = views("<sheetView topLeftCell=\"A50\" workbookViewId=\"0\"/><sheetView workbookViewId=\"1\"/>");
    assert_eq!(
        sheet(&with_sheet(&scrolled), freeze),
        views(
            "<sheetView workbookViewId=\"0\"><pane ySplit=\"4\" topLeftCell=\"A5\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView><sheetView workbookViewId=\"1\"/>"
        )
    );
}

#[test]
fn what_an_edit_froze_is_let_go_and_nothing_else() {
    let views = |inside: &str| format!("<sheetViews>{inside}</sheetViews><sheetData/>");
    let gone = r#"{"remove_freeze":{"rows":4}}"#;
    // As LibreOffice saves it.
    let frozen = views(
        "<sheetView workbookViewId=\"0\"><pane xSplit=\"0\" ySplit=\"4\" topLeftCell=\"A9\" activePane=\"bottomLeft\" \
         state=\"frozen\"/><selection pane=\"topLeft\" activeCell=\"A1\" sqref=\"A1\"/><selection pane=\"bottomLeft\" \
         activeCell=\"C9\" sqref=\"C9\"/></sheetView><sheetView workbookViewId=\"1\"><pane ySplit=\"4\" state=\"frozen\"/></sheetView>",
    );
    let free = views(
        "<sheetView workbookViewId=\"0\"><selection activeCell=\"C9\" sqref=\"C9\"/></sheetView>\
         <sheetView workbookViewId=\"1\"><pane ySplit=\"4\" state=\"frozen\"/></sheetView>",
    );
    assert_eq!(sheet(&with_sheet(&frozen), gone), free);
    for pane in [
        "ySplit=\"5\" state=\"frozen\"",
        "xSplit=\"1\" ySplit=\"4\" state=\"frozen\"",
        "ySplit=\"4\"",
        "ySplit=\"4\" state=\"frozenSplit\"",
    ] {
        let other =
            views(&format!("<sheetView workbookViewId=\"0\"><pane {pane}/><selection pane=\"topLeft\"/></sheetView>"));
        assert_eq!(sheet(&with_sheet(&other), gone), other);
    }
    // Some programs write counts as they write other numbers.
    assert_eq!(sheet(&with_sheet(&frozen.replace("\"4\" topLeft", "\"4.0\" topLeft")), gone), free);
    let made = apply(&with_sheet("<sheetData/>"), r#"{"sheet":"Log","edits":[{"freeze":{"rows":4}}]}"#);
    let free = "<sheetViews><sheetView workbookViewId=\"0\"></sheetView></sheetViews><sheetData/>";
    assert_eq!(sheet(&made, gone), free);
}

#[test]
fn a_sheet_comes_and_goes_with_all_that_is_its_own() {
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><bookViews><workbookView activeTab=\"1\"/></bookViews><sheets><sheet name=\"Log\" sheetId=\"7\" r:id=\"rId1\"/></sheets><definedNames><definedName name=\"n\" localSheetId=\"0\">Log!$A$1</definedName></definedNames></workbook>"
    );
    let old = book(&[("xl/workbook.xml", &workbook)]);
    let created = apply(&old, r#"{"sheet":"A & \"B\"","create":true,"edits":[{"set":{"cell":"A1","value":"x"}}]}"#);
    assert_eq!(workbook::read("x", &created).unwrap().sheets[1].name, "A & \"B\"");
    assert!(part(&created, "xl/workbook.xml").contains("sheetId=\"8\" r:id=\"rId2\"/></sheets>"));
    let gone = apply(&created, r#"{"sheet":"A & \"B\"","remove":true}"#);
    // Another sheet is then the one in front.
    assert_eq!(part(&gone, "xl/workbook.xml"), workbook.replace("activeTab=\"1\"", "activeTab=\"0\""));
    assert!(!parts(&gone).iter().any(|part| part.0.contains("sheet2")));
    for name in ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"] {
        assert_eq!(part(&old, name), part(&gone, name));
    }
}

#[test]
fn another_kind_of_file_is_marked_by_way_of_a_bare_xlsx() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks");
    for name in ["log.xls", "log.ods", "log.csv", "hidden.ods", "log.xlsx", "log-1904.xlsx", "formulas.xlsx"] {
        let from = workbook::read(name, &std::fs::read(folder.join(name)).unwrap()).unwrap();
        let bare = workbook::write::bare(&from).unwrap();
        assert_eq!(bare, workbook::write::bare(&from).unwrap());
        let to = workbook::read("bare.xlsx", &bare).unwrap();
        for (from, to) in from.sheets.iter().zip(&to.sheets) {
            let values = |sheet: &escalog::grid::Sheet| {
                // A formula that was never calculated is given the value 0 by whoever writes it.
                let known = sheet.cells.iter().filter(|cell| cell.formula.is_none() || name != "formulas.xlsx");
                known.map(|cell| (cell.at, cell.value.clone())).collect::<Vec<_>>()
            };
            assert_eq!(values(from), values(to), "{name}");
            assert_eq!((&from.hidden, &from.hidden_rows), (&to.hidden, &to.hidden_rows), "{name}");
            assert_eq!((&from.hidden_columns, &from.merged), (&to.hidden_columns, &to.merged), "{name}");
            let edits = format!("{{\"sheet\":\"{}\",\"edits\":[{B2}]}}", from.name);
            apply(&bare, &edits);
        }
    }
}

#[test]
fn a_marked_workbook_remembers_how_it_was() {
    // A sheet of its own shows that it is marked.
    let edits = |cell: &str| {
        let marks = r#"{"sheet":"Its marks","create":true,"edits":[]}"#;
        format!(r#"[{{"sheet":"Log","edits":[{{"set":{{"cell":"{cell}","value":"x"}}}}]}},{marks}]"#)
    };
    let mark = |bytes: &[u8], cell: &str| {
        workbook::mark("x", bytes, &super::script(&edits(cell)), workbook::Patching::default()).unwrap()
    };
    for path in super::corpus::workbooks() {
        let old = std::fs::read(&path).unwrap();
        let name = path.display();
        let edits = |cell: &str| super::script(&edits(cell).replace("Log", &super::corpus::place(&old).0));
        let marked = workbook::mark("x", &old, &edits("XFC1"), workbook::Patching::default()).unwrap();
        assert!(workbook::unmarked(&marked) == Some(old.clone()), "{name}");
        // Marked again it still remembers what it was at first.
        let twice = workbook::mark("x", &marked, &edits("XFC2"), workbook::Patching::default()).unwrap();
        assert!(workbook::unmarked(&twice) == Some(old.clone()), "{name}");
        assert_eq!(workbook::unmarked(&old), None, "{name}");
    }
    let old = book(&[]);
    let marked = mark(&old, "A1");
    // Saved by a program and marked again, it is not known how it was.
    let saved = apply(&marked, r#"{"sheet":"Log","edits":[{"set":{"cell":"A3","value":"y"}}]}"#);
    assert_eq!(workbook::unmarked(&mark(&saved, "A4")), None);
    // Any other edit is not undone with it, and what is remembered then goes.
    let edited = apply(&marked, &edits("A2"));
    assert_eq!(workbook::unmarked(&edited), None);
    assert!(!parts(&edited).iter().any(|part| part.0.contains("before")));
    let all: Vec<(String, String)> = parts(&marked)
        .into_iter()
        .filter(|(name, ..)| !name.contains("before"))
        .map(|(name, ..)| (name.clone(), part(&marked, &name)))
        .collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(workbook::unmarked(&zipped(&all)), None);
    for cut in [marked.len() / 3, marked.len() / 2, marked.len() - 30] {
        let mut damaged = marked.clone();
        damaged[cut] ^= 0xFF;
        assert!(workbook::unmarked(&damaged).is_none_or(|before| before == old));
    }
}

#[test]
fn rows_taken_apart_and_rows_that_are_not_come_out_the_same() {
    // A comment among the rows is what makes each of their cells looked at.
    const COMMENT: &str = "<!-- -->";
    for path in super::corpus::workbooks() {
        let old = std::fs::read(&path).unwrap();
        let (sheet, first) = super::corpus::place(&old);
        let column = escalog::grid::column_letters(first);
        let before = escalog::grid::column_letters(first.saturating_sub(2));
        let edits: Vec<serde_json::Value> = (1..30)
            .flat_map(|row| {
                // Some are set among the cells that are there.
                let column = if row % 7 == 6 { &before } else { &column };
                let set = serde_json::json!({"set": {"cell": format!("{column}{row}"), "value": row}});
                [set, serde_json::json!({"clear": {"range": format!("ZZ{row}")}})]
            })
            .collect();
        let script = super::script(&serde_json::json!({"sheet": sheet, "edits": edits}).to_string());
        let patch = |bytes: &[u8]| workbook::patch("x", bytes, &script);
        let Ok(new) = patch(&old) else { continue };
        for name in changed(&old, &new).iter().filter(|name| name.contains("sheet")) {
            let text = part(&old, name);
            let Some(place) = text.find("sheetData>").map(|place| place + "sheetData>".len()) else { continue };
            let slow = format!("{}{COMMENT}{}", &text[..place], &text[place..]);
            let slow = patch(&super::refused::with_part(&old, name, slow.as_bytes())).unwrap();
            assert!(part(&slow, name).replace(COMMENT, "") == part(&new, name), "{}", path.display());
        }
    }
}

/// A program shows `###` in place of a date that finds no room, and lines over one another in a row of one line.
#[test]
fn a_bare_xlsx_has_room_for_what_stands_in_it() {
    let csv = b"No,Concern arose,Resolved,Notes\n1,03/03/2025 10:15,04/03/2025,\"spoke to the lead\nwrote to her\"\n";
    let mut grid = workbook::read("log.csv", csv).unwrap();
    for cell in &mut grid.sheets[0].cells {
        let day = match cell.value.shown().as_str() {
            "03/03/2025 10:15" => "2025-03-03T10:15",
            "04/03/2025" => "2025-03-04",
            _ => continue,
        };
        cell.value = escalog::grid::Value::Date(day.parse().unwrap());
    }
    let sheet = part(&workbook::write::bare(&grid).unwrap(), "xl/worksheets/sheet1.xml");
    let width = |column: u32| -> f64 {
        let (_, of) = sheet.split_once(&format!("<col min=\"{column}\" max=\"{column}\" width=\"")).unwrap();
        of.split('"').next().unwrap().parse().unwrap()
    };
    assert!(!sheet.contains("<col min=\"1\""), "what needs no room has the width it has by itself");
    assert!(width(2) >= 17.0 && width(3) >= 11.0 && width(4) >= 17.0, "{sheet}");
    // The notes alone go on in the next line.
    let style =
        |cell: &str| sheet.split_once(&format!("<c r=\"{cell}\"")).unwrap().1.split('>').next().unwrap().to_owned();
    assert!(style("D2").contains("s=") && !style("A2").contains("s="));
}
