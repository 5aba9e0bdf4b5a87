//! What a person sees in a Word table and what stands elsewhere in the file: fields of forms, signs, numbers, hidden text.

use super::*;

/// A docx whose text is this XML, with other parts of these kinds.
fn docx_with(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new_append(Cursor::new(docx(body))).unwrap();
    let mut relations = String::new();
    for (kind, part) in parts {
        relations += &format!("<Relationship Id=\"{kind}\" Type=\"http://schemas/{kind}\" Target=\"{kind}.xml\"/>");
        zip.start_file(format!("word/{kind}.xml"), SimpleFileOptions::default()).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    zip.start_file("word/_rels/document.xml.rels", SimpleFileOptions::default()).unwrap();
    write!(zip, "<Relationships>{relations}</Relationships>").unwrap();
    zip.finish().unwrap().into_inner()
}

/// The texts of a table of one row whose cells have these runs; a blank cell is an empty text.
fn texts(runs: &[&str]) -> Vec<String> {
    let row: String = runs.iter().map(|run| cell(&format!("<w:p>{run}</w:p>"))).collect();
    let workbook = read(&table(runs.len(), &[row]));
    let mut texts = vec![String::new(); runs.len()];
    for cell in &workbook.sheets[0].cells {
        texts[cell.at.column as usize] = cell.value.shown();
    }
    texts
}

fn old_field(form: &str, shown: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData>{form}</w:ffData></w:fldChar></w:r>\
         <w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{shown}\
         <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

#[test]
fn lists_and_boxes_of_old_forms_say_what_is_chosen() {
    let list = |chosen: &str, shown: &str| {
        let entries = ["Early Help", "S17", "S47"].map(|entry| format!("<w:listEntry w:val=\"{entry}\"/>")).concat();
        old_field(&format!("<w:ddList>{chosen}{entries}</w:ddList>"), shown)
    };
    let written = "<w:r><w:t>S47</w:t></w:r>";
    let lists =
        [list("<w:result w:val=\"2\"/>", ""), list("<w:default w:val=\"1\"/>", ""), list("", ""), list("", written)];
    assert_eq!(texts(&lists.each_ref().map(String::as_str)), ["S47", "S17", "Early Help", "S47"]);
    let tick = |inside: &str| old_field(&format!("<w:checkBox><w:sizeAuto/>{inside}</w:checkBox>"), "");
    let boxes = [
        tick("<w:default w:val=\"0\"/><w:checked/>"),
        tick("<w:default w:val=\"0\"/>"),
        tick("<w:default w:val=\"1\"/>"),
        tick("<w:default/><w:checked w:val=\"0\"/>"),
        tick(""),
    ];
    assert_eq!(texts(&boxes.each_ref().map(String::as_str)), ["☒", "☐", "☒", "☐", "☐"]);
}

#[test]
fn signs_of_symbol_fonts_are_the_signs_that_are_seen() {
    let sign = |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/></w:r>");
    let signs = [
        sign("Wingdings", "F0FE"),
        sign("Wingdings", "F0A8"),
        sign("Wingdings 2", "0052"),
        sign("Segoe UI Symbol", "2612"),
        // Not known, and not blank.
        sign("Wingdings", "F021"),
        sign("Unknown Signs", "F0FE"),
    ];
    assert_eq!(texts(&signs.each_ref().map(String::as_str)), ["☑", "☐", "☑", "☒", "\u{FFFD}", "\u{FFFD}"]);
}

#[test]
fn hidden_text_is_no_text() {
    let run = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let hidden = run("<w:vanish/>", "01/01/2026") + &run("<w:b/>", "02/11/2026");
    let shown = run("<w:vanish w:val=\"0\"/>", "a") + "<w:r><w:t>b</w:t></w:r>";
    let end = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>c</w:t></w:r>";
    assert_eq!(texts(&[&hidden, &shown, end]), ["02/11/2026", "ab", "c"]);
}

/// The numbers that a table's paragraphs with these properties have, each in a row of its own.
fn numbers(properties: &[&str], numbering: &str, styles: &str) -> Vec<String> {
    let rows: Vec<String> =
        properties.iter().map(|properties| cell(&format!("<w:p><w:pPr>{properties}</w:pPr></w:p>"))).collect();
    let bytes = docx_with(&table(1, &rows), &[("numbering", numbering), ("styles", styles)]);
    let sheet = workbook::read("log.docx", &bytes).unwrap().sheets.remove(0);
    let at = |row: usize| sheet.cells.iter().find(|cell| cell.at.row as usize == row);
    (0..rows.len()).map(|row| at(row).map(|cell| cell.value.shown()).unwrap_or_default()).collect()
}

fn level(level: u8, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

fn pattern(id: u8, levels: &str) -> String {
    format!("<w:abstractNum w:abstractNumId=\"{id}\">{levels}</w:abstractNum>")
}

fn list(id: u8, pattern: u8, more: &str) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{pattern}\"/>{more}</w:num>")
}

fn of(list: u8, level: u8) -> String {
    format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>")
}

#[test]
fn numbers_that_word_writes_by_itself_are_counted_as_word_does() {
    let two = level(0, "decimal", "TP/%1", "") + &level(1, "lowerLetter", "%1.%2)", "");
    let anew = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"7\"/></w:lvlOverride>";
    let lists = format!(
        "<w:numbering>{}{}{}{}{}{}</w:numbering>",
        pattern(0, &two),
        pattern(1, &level(0, "bullet", "•", "")),
        pattern(2, &level(0, "upperRoman", "%1", "")),
        list(1, 0, "") + &list(2, 0, anew),
        list(3, 1, ""),
        list(4, 2, ""),
    );
    let deleted = of(1, 0) + "<w:rPr><w:del/></w:rPr>";
    let used = [of(1, 0), of(1, 0), of(1, 1), of(1, 1), of(1, 0), of(1, 1), of(2, 0), of(2, 0), of(3, 0)];
    let moved = of(1, 0) + "<w:rPr><w:moveFrom/></w:rPr>";
    let used = used.into_iter().chain([of(4, 0), of(4, 0), of(0, 0), deleted, moved, of(1, 0)]).collect::<Vec<_>>();
    let used: Vec<&str> = used.iter().map(String::as_str).collect();
    let expected = ["TP/1", "TP/2", "2.a)", "2.b)", "TP/3", "3.a)", "TP/7", "TP/8", "", "I", "II", "", "", "", "TP/9"];
    assert_eq!(numbers(&used, &lists, "<w:styles/>"), expected);
}

#[test]
fn styles_number_paragraphs_too() {
    let lists = format!(
        "<w:numbering>{}{}</w:numbering>",
        pattern(0, &(level(0, "decimalZero", "%1", "") + &level(1, "ordinal", "%2", "<w:pStyle w:val=\"Second\"/>"))),
        list(1, 0, "")
    );
    let styles = "<w:styles><w:style w:styleId=\"First\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
                  <w:style w:styleId=\"Second\"><w:basedOn w:val=\"First\"/></w:style></w:styles>";
    let first = "<w:pStyle w:val=\"First\"/>";
    let without = format!("{first}{}", of(0, 0));
    // A format that is not known is no number, and not blank.
    let used = [first, first, &without, "<w:pStyle w:val=\"Second\"/>"];
    assert_eq!(numbers(&used, &lists, styles), ["01", "02", "", "\u{FFFD}"]);
}
