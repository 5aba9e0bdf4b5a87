//! Files that mean harm, and what is to be said of each.

use std::fmt::Write as _;

use crate::raw::{Entry, ole, run, stored, zip};

/// A file, and words of the error that it is refused with; none where it may be read.
pub struct Case {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub refused: &'static str,
}

const NO_LOG: &str = "no escalation log stands in this file";
const DAMAGED: &str = "this file is damaged";

/// Every file.
pub fn all() -> Vec<Case> {
    [zips(), word_files(), xlsx_files(), ods_files(), binary_files(), texts(), open_workbooks(), others()]
        .into_iter()
        .flatten()
        .collect()
}

fn case(name: &'static str, bytes: impl Into<Vec<u8>>, refused: &'static str) -> Case {
    Case { name, bytes: bytes.into(), refused }
}

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Log" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const SHEET: &str = "xl/worksheets/sheet1.xml";
const TEXTS: &str = "xl/sharedStrings.xml";

/// The parts of a small xlsx; those given come instead of its own, or besides.
fn parts(given: Vec<Entry>) -> Vec<Entry> {
    let own = [
        stored("[Content_Types].xml", "<Types/>"),
        stored("_rels/.rels", RELATIONS),
        stored("xl/workbook.xml", BOOK),
        stored("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
        stored(SHEET, sheet("")),
    ];
    let mut all: Vec<Entry> = own.into_iter().filter(|own| given.iter().all(|one| one.name() != own.name())).collect();
    all.extend(given);
    all
}

fn xlsx(given: Vec<Entry>) -> Vec<u8> {
    zip(&parts(given))
}

/// A sheet with this in its data.
fn sheet(data: &str) -> String {
    format!("<worksheet><sheetData>{data}</sheetData></worksheet>")
}

fn with_sheet(text: String) -> Vec<u8> {
    xlsx(vec![stored(SHEET, text)])
}

fn zips() -> Vec<Case> {
    let gigabyte = 1 << 30;
    let bomb = run("xl/media/a.bin", "", 0, 30 << 20, "");
    let at = parts(vec![bomb.clone()]).len() - 1;
    let shared = (0..2000).map(|n| bomb.clone().sharing(format!("xl/media/b{n}.bin"), at));
    let overlapping: Vec<Entry> = parts(vec![bomb.clone()]).into_iter().chain(shared).collect();
    let spaces = |declared: u64| {
        run(SHEET, "<worksheet><sheetData>", b' ', gigabyte, "</sheetData></worksheet>").declares(declared)
    };
    let mut many: Vec<Entry> = parts(Vec::new());
    many.extend((0..30_000).map(|n| stored(&format!("a{n}"), "")));
    vec![
        case("gigabyte-sheet.xlsx", xlsx(vec![spaces(gigabyte)]), "would unpack to more than 32 MB"),
        case("gigabyte-sheet-that-says-little.xlsx", xlsx(vec![spaces(100)]), DAMAGED),
        case("says-four-gigabytes.xlsx", xlsx(vec![stored("xl/a.xml", "a").declares(0xFFFF_FFF0)]), "would unpack to"),
        case("overlapping.xlsx", zip(&overlapping), "would unpack to more than 128 MB"),
        case(
            "two-of-a-name.xlsx",
            zip(&[parts(Vec::new()), vec![stored(SHEET, sheet("<row><c><v>1</v></c></row>"))]].concat()),
            NO_LOG,
        ),
        case(
            "climbing-names.xlsx",
            xlsx(vec![stored("../../../../etc/passwd", "x"), stored("/etc/passwd", "x")]),
            NO_LOG,
        ),
        case("thirty-thousand-parts.xlsx", zip(&many), "lists more than 20000 parts"),
        case("no-parts.xlsx", zip(&[]), "a zip archive"),
        case("cut-off.xlsx", &xlsx(Vec::new())[..600], DAMAGED),
        case("word.docx", zip(&[stored("[Content_Types].xml", ""), stored("word/document.xml", "")]), NO_LOG),
    ]
}

fn word_files() -> Vec<Case> {
    let word = |body: String| zip(&[stored("word/document.xml", body)]);
    let lines = || "<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(800_000);
    let table = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    let many_lists = format!("<w:numbering><w:abstractNum>{}", "<w:lvl w:ilvl=\"1\"/>".repeat(1_000_000));
    let numbering = "<Relationships><Relationship Type=\"/numbering\" Target=\"n.xml\"/></Relationships>";
    let fields = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".repeat(500_000);
    let merged = "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"16384\"/></w:tcPr></w:tc></w:tr>".repeat(20_000);
    vec![
        case("cells-without-end.docx", word(format!("<w:tbl><w:tr>{}", "<w:tc/>".repeat(4_000_000))), DAMAGED),
        case("lines-without-table.docx", word(format!("<w:body>{}</w:body>", lines())), NO_LOG),
        case("lines-above-table.docx", word(format!("<w:body>{}{table}</w:body>", lines())), "more than 25,000 rows"),
        case("tables-in-tables.docx", word("<w:tbl><w:tr><w:tc>".repeat(1_000_000)), DAMAGED),
        case("fields-without-end.docx", word(format!("<w:p>{fields}</w:p>{table}")), NO_LOG),
        case(
            "lists-without-end.docx",
            zip(&[
                stored("word/document.xml", table),
                stored("word/_rels/document.xml.rels", numbering),
                stored("word/n.xml", many_lists),
            ]),
            "more than 100,000 lists",
        ),
        case("merged.docx", word(format!("<w:tbl>{merged}</w:tbl>")), "more than 10,000 ranges of merged cells"),
    ]
}

fn xlsx_files() -> Vec<Case> {
    let far = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let count =
        |number: &str| xlsx(vec![stored(TEXTS, format!(r#"<sst uniqueCount="{number}"><si><t>a</t></si></sst>"#))]);
    let hidden_late = format!("<!--{}--><sst uniqueCount=\"4000000000\"/>", " ".repeat(100_000));
    let merges = "<mergeCell ref=\"A1:XFD1048576\"/>";
    let columns = r#"<col min="1" max="16384" hidden="1"/><col min="0" max="4294967295" hidden="1"/><col min="9" max="2" hidden="1"/>"#;
    let marked = |head: &str, tail: &str| {
        format!(
            "<worksheet>{head}<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\"><v>1</v></c></row></sheetData>{tail}</worksheet>"
        )
    };
    let names = "<definedName name=\"a\">1</definedName>";
    let book =
        |inside: &str| xlsx(vec![stored("xl/workbook.xml", BOOK.replace("<sheets>", &format!("{inside}<sheets>")))]);
    let entities = r#"<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>"#;
    let outside = r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    let text = |text: &str| format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
    let long = format!("<sst uniqueCount=\"1\"><si><t>{}</t></si></sst>", "a".repeat(900_000));
    let mut formulas = format!(
        "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:A9999\" si=\"0\">{}</f><v>1</v></c></row>",
        "A1+".repeat(300_000)
    );
    let mut styles = String::from("<styleSheet><cellXfs>");
    for row in 2..9999 {
        let _ = write!(formulas, "<row r=\"{row}\"><c r=\"A{row}\"><f t=\"shared\" si=\"0\"/><v>1</v></c></row>");
    }
    styles.push_str(&"<xf/>".repeat(700_000));
    let same = (1..=2000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect::<String>();
    let comments: String =
        (0..28_000).map(|_| format!("<comment ref=\"A1\"><text><t>{}</t></text></comment>", "a".repeat(900))).collect();
    vec![
        case("far-cell.xlsx", with_sheet(sheet(far)), NO_LOG),
        case(
            "beyond-the-edge.xlsx",
            with_sheet(sheet(r#"<row r="1"><c r="XFE1048577"><v>1</v></c></row>"#)),
            "beyond the last row or column",
        ),
        case(
            "no-such-cell.xlsx",
            with_sheet(sheet(r#"<row r="1"><c r="ZZZZZZZZZ99999999999999"><v>1</v></c></row>"#)),
            DAMAGED,
        ),
        case(
            "wrong-size.xlsx",
            with_sheet(format!("<worksheet><dimension ref=\"XFD1048576:A1\"/>{}", &sheet(far)[11..])),
            "",
        ),
        case(
            "large-size.xlsx",
            with_sheet(format!("<worksheet><dimension ref=\"A1:XFD1048576\"/>{}", &sheet(far)[11..])),
            NO_LOG,
        ),
        case("four-thousand-million-texts.xlsx", count("4294967295"), "more texts than a workbook"),
        case("more-texts-than-there-are-numbers.xlsx", count("18446744073709551615"), "more texts than a workbook"),
        case("texts-declared-late.xlsx", xlsx(vec![stored(TEXTS, hidden_late)]), "more texts than a workbook"),
        case(
            "two-gigabyte-text.xlsx",
            xlsx(vec![run(TEXTS, "<sst uniqueCount=\"1\"><si><t>", b'a', 2 << 30, "</t></si></sst>")]),
            "would unpack to",
        ),
        case("large-text.xlsx", with_sheet(sheet(&text(&"a".repeat(20 << 20)))), "longer than a cell can hold"),
        case(
            "one-text-two-thousand-times.xlsx",
            xlsx(vec![stored(TEXTS, long), stored(SHEET, sheet(&same))]),
            "more than 24 MB of text",
        ),
        case("no-such-text.xlsx", with_sheet(sheet(r#"<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>"#)), ""),
        case("large-formula-ten-thousand-times.xlsx", with_sheet(sheet(&formulas)), NO_LOG),
        case(
            "half-a-million-cells.xlsx",
            with_sheet(sheet(&format!("<row>{}</row>", "<c><v>1</v></c>".repeat(16_384)).repeat(31))),
            "more than 500,000 cells",
        ),
        case(
            "four-hundred-thousand-rows.xlsx",
            with_sheet(sheet(&"<row><c><v>1</v></c></row>".repeat(400_000))),
            "more than 25,000 rows",
        ),
        case(
            "ten-thousand-merges.xlsx",
            with_sheet(marked("", &format!("<mergeCells>{}</mergeCells>", merges.repeat(10_000)))),
            NO_LOG,
        ),
        case(
            "two-hundred-thousand-merges.xlsx",
            with_sheet(marked("", &format!("<mergeCells>{}</mergeCells>", merges.repeat(200_000)))),
            "more than 10,000 ranges",
        ),
        case(
            "fifty-thousand-columns.xlsx",
            with_sheet(marked(&format!("<cols>{}</cols>", columns.repeat(50_000)), "")),
            NO_LOG,
        ),
        case(
            "hidden-hidden-hidden.xlsx",
            with_sheet(marked(&format!("<cols {}/>", "hidden=".repeat(1_000_000)), "")),
            "",
        ),
        case(
            "four-hundred-thousand-names.xlsx",
            book(&format!("<definedNames>{}</definedNames>", names.repeat(400_000))),
            "`xl/workbook.xml` would unpack to more than 8 MB",
        ),
        case(
            "hundred-thousand-names.xlsx",
            book(&format!("<definedNames>{}</definedNames>", names.repeat(100_000))),
            NO_LOG,
        ),
        case(
            "hundred-thousand-sheets.xlsx",
            xlsx(vec![stored(
                "xl/workbook.xml",
                BOOK.replace("</sheets>", &format!("{}</sheets>", r#"<sheet name="a" r:id="rId1"/>"#.repeat(100_000))),
            )]),
            "more than 500 sheets",
        ),
        case("million-styles.xlsx", xlsx(vec![stored("xl/styles.xml", styles)]), "more styles than a workbook"),
        case(
            "many-notes.xlsx",
            xlsx(vec![
                stored(
                    "xl/worksheets/_rels/sheet1.xml.rels",
                    r#"<Relationships><Relationship Id="a" Type="x/comments" Target="../comments1.xml"/></Relationships>"#,
                ),
                stored("xl/comments1.xml", format!("<comments><commentList>{comments}</commentList></comments>")),
            ]),
            "more than 24 MB of text",
        ),
        case("entities.xlsx", with_sheet(format!("{entities}{}", sheet(&text("&c;")))), ""),
        case("entity-from-outside.xlsx", with_sheet(format!("{outside}{}", sheet(&text("&x;")))), ""),
        case("deep.xlsx", with_sheet(sheet(&format!("{}{}", "<a>".repeat(300_000), "</a>".repeat(300_000)))), NO_LOG),
        case("deep-in-a-cell.xlsx", with_sheet(sheet(&format!("<row><c>{}", "<is>".repeat(300_000)))), DAMAGED),
        case(
            "sheet-in-itself.xlsx",
            xlsx(vec![stored(
                "xl/_rels/workbook.xml.rels",
                BOOK_RELATIONS.replace("worksheets/sheet1.xml", "workbook.xml"),
            )]),
            "",
        ),
    ]
}

fn ods(content: String) -> Vec<u8> {
    zip(&[
        stored("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        stored("META-INF/manifest.xml", "<manifest:manifest/>"),
        stored("content.xml", content),
    ])
}

fn table(inside: &str) -> Vec<u8> {
    ods(format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Log\">{inside}</table:table></office:spreadsheet></office:body></office:document-content>"
    ))
}

fn ods_files() -> Vec<Case> {
    let cell = |attributes: &str| {
        format!("<table:table-cell office:value-type=\"string\" {attributes}><text:p>a</text:p></table:table-cell>")
    };
    let many = "table:number-columns-repeated=\"16384\"";
    let rows = "<table:table-row table:number-rows-repeated=\"1048576\">";
    let nonsense = "table:number-columns-repeated=\"99999999999999999999\"";
    vec![
        case("rows-repeated.ods", table(&format!("{rows}{}</table:table-row>", cell(""))), "more than 25,000 rows"),
        case("all-repeated.ods", table(&format!("{rows}{}</table:table-row>", cell(many))), "more than 500,000 cells"),
        case(
            "empty-repeated.ods",
            table(&format!("{rows}<table:table-cell {many}/></table:table-row>").repeat(20_000)),
            NO_LOG,
        ),
        case(
            "hidden-repeated.ods",
            table(&format!(
                "{}<table:table-row>{}</table:table-row>",
                rows.replace("row ", "row table:visibility=\"collapse\" ").replace('>', "/>").repeat(20_000),
                cell("")
            )),
            "beyond the last row or column",
        ),
        case("nonsense-repeated.ods", table(&format!("<table:table-row>{}</table:table-row>", cell(nonsense))), NO_LOG),
        case(
            "spaces.ods",
            table(&format!(
                "<table:table-row>{}</table:table-row>",
                cell("")
                    .replace("a</text:p>", &format!("{}</text:p>", "<text:s text:c=\"4000000000\"/>".repeat(100_000)))
            )),
            "more than 24 MB of text",
        ),
        case(
            "many-attributes.ods",
            table(&format!(
                "<table:table-row><table:table-cell {}/></table:table-row>",
                (0..90_000).map(|n| format!("a{n}=\"\" ")).collect::<String>()
            )),
            NO_LOG,
        ),
        case("breaks-off.ods", ods("<office:document-content><table:table>".to_owned()), "its content breaks off"),
        case("deep.ods", table(&format!("<table:table-row>{}", "<table:table-cell>".repeat(300_000))), DAMAGED),
        case(
            "hundred-thousand-merges.ods",
            table(&format!(
                "<table:table-row>{}</table:table-row>",
                "<table:table-cell table:number-columns-spanned=\"9\"/>".repeat(100_000)
            )),
            "more than 10,000 ranges",
        ),
        case(
            "sixty-megabyte-content.ods",
            zip(&[
                stored("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                run("content.xml", "<a>", b' ', 60 << 20, "</a>"),
            ]),
            "would unpack to more than 32 MB",
        ),
        case("cut-off.ods", &table("")[..100], DAMAGED),
    ]
}

/// A record of an xls stream.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

/// An xls stream with these records in its one sheet, and in its globals.
fn xls(globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
    let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let globals = globals.concat();
    let at = (begin.len() + 4 + 11 + globals.len() + 4) as u32;
    let bound = record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 3, 0], b"Log"].concat());
    [begin.clone(), bound, globals, record(0x000A, &[]), begin, sheet.concat(), record(0x000A, &[])].concat()
}

fn number(row: u16, column: u16) -> Vec<u8> {
    let head: Vec<u8> = [row, column, 0].into_iter().flat_map(u16::to_le_bytes).collect();
    record(0x0203, &[head, 1.0f64.to_le_bytes().to_vec()].concat())
}

fn binary_files() -> Vec<Case> {
    let far = [number(0, 0), number(65535, 65535)];
    let plain = |stream: &[u8]| ole("Workbook", stream, |_| ());
    let size = record(0x0200, &[0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0]);
    let backwards = record(0x0200, &[9, 0, 0, 0, 1, 0, 0, 0, 9, 0, 1, 0, 0, 0]);
    let text = [&1u32.to_le_bytes()[..], &1u32.to_le_bytes(), &8000u16.to_le_bytes(), &[0], &[b'a'; 8000]].concat();
    let texts = record(0x00FC, &text);
    let label = |row: u16| record(0x00FD, &[&row.to_le_bytes()[..], &[0; 8]].concat());
    let empty: Vec<u8> = [0; 8].into_iter().chain([0, 0, 0].repeat(2700)).collect();
    let more: Vec<u8> = [0, 0, 0].repeat(2700);
    let million: Vec<Vec<u8>> =
        std::iter::once(record(0x00FC, &empty)).chain((0..400).map(|_| record(0x003C, &more))).collect();
    let lying = record(0x00FC, &[255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 8, 255, 255]);
    let looping = |place: usize| ole("Workbook", &xls(&[], &[]), move |next| next[place] = place as u32);
    // The entry of the stream says that it is 2 GiB long.
    let mut circle = looping(1);
    circle[512 + 128 + 120..512 + 128 + 124].copy_from_slice(&[255, 255, 255, 127]);
    let good = plain(&xls(&[], &[number(0, 0)]));
    let part = |kind: u8, length: [u8; 4]| [&[kind][..], &length].concat();
    let xlsb = |book: Vec<u8>| {
        zip(&[stored("xl/workbook.bin", book), stored("xl/styles.bin", [0xE7, 4, 0xFF, 0xFF, 0xFF, 0x7F])])
    };
    vec![
        case("far-cells.xls", plain(&xls(&[], &far)), "beyond the last row or column"),
        case("says-all-cells.xls", plain(&xls(&[], &[size, backwards, number(0, 0)])), NO_LOG),
        case(
            "one-text-many-times.xls",
            plain(&xls(&[texts], &(0..20_000).map(label).collect::<Vec<_>>())),
            "more than 24 MB of text",
        ),
        case("million-empty-texts.xls", plain(&xls(&million, &[])), "more texts than a workbook"),
        case("lying-texts.xls", plain(&xls(&[lying], &[])), DAMAGED),
        case("stream-in-a-circle.xls", circle, DAMAGED),
        case("directory-in-a-circle.xls", looping(0), DAMAGED),
        case("cut-off.xls", &good[..1100], DAMAGED),
        case("protected.xls", plain(&xls(&[record(0x002F, &[1, 0, 1, 0, 1, 0])], &[])), "has a password"),
        case("record-of-268-megabytes.xlsb", xlsb(part(0x9C, [0xFF, 0xFF, 0xFF, 0x7F])), DAMAGED),
        case("style-of-268-megabytes.xlsb", xlsb(Vec::new()), DAMAGED),
        case("encrypted-nonsense.xlsx", ole("EncryptedPackage", &[1; 5000], |_| ()), "needs a password"),
    ]
}

fn texts() -> Vec<Case> {
    let headings = "Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage,Stage 2 began,Stage 3 began,Date resolved,Outcome\n";
    let wrong =
        |rows: u32| -> String { (0..rows).map(|n| format!("{n},A.B.,x,?,soon,?,then,later,never,\n")).collect() };
    // As many rows as are read, where that does not take minutes.
    let (few, rows) = (wrong(if cfg!(debug_assertions) { 2_000 } else { 24_990 }), wrong(30_000));
    vec![
        case("commas.csv", vec![b','; 33 << 20], "larger than 32 MB"),
        case("eight-megabytes-of-commas.csv", vec![b','; 8 << 20], "beyond the last row or column"),
        case("one-enormous-line.csv", vec![b'a'; 25 << 20], "more than 24 MB of text"),
        case(
            "one-enormous-quotation.csv",
            [b"\"".to_vec(), b"a\n".repeat(25 << 19)].concat(),
            "opens in line 1 is never closed",
        ),
        case("empty-lines.csv", vec![b'\n'; 8 << 20], NO_LOG),
        case("nothing.csv", vec![0; 1 << 20], "what it is can't be told"),
        case("control.csv", vec![0x1B; 1 << 20], "what it is can't be told"),
        case("half-of-utf-16.csv", [b"\xFF\xFE".to_vec(), vec![0xD8; 1 << 20]].concat(), NO_LOG),
        case("nothing-right.csv", format!("{headings}{few}"), ""),
        case("too-many-rows.csv", format!("{headings}{rows}"), "more than 25,000 rows"),
    ]
}

/// The cells of open workbooks: as many of each thing as are read, and more.
fn open_workbooks() -> Vec<Case> {
    let open = |sheets: String| format!("{{\"escalog-cells\":1,\"sheets\":[{sheets}]}}");
    let rows = |row: &str, number: usize| {
        let rows = vec![row; number].join(",");
        open(format!("{{\"name\":\"Log\",\"blocks\":[{{\"values\":[{rows}]}}]}}"))
    };
    let sheet = "{\"name\":\"\",\"blocks\":[]}";
    let block = "{\"values\":[]}";
    vec![
        case("empty-rows-of-an-open-workbook", rows("[]", 990_000), NO_LOG),
        case("rows-of-one-of-an-open-workbook", rows("[0]", 990_000), "more than 25,000 rows"),
        case("lists-in-an-open-workbook", rows("[]", 2_000_000), "more than 500,000 cells"),
        case("depth-of-an-open-workbook", rows(&"[".repeat(1 << 20), 1), "can't be understood"),
        case("sheets-of-an-open-workbook", open(vec![sheet; 600_000].join(",")), "more than 500 sheets"),
        case(
            "blocks-of-an-open-workbook",
            open(format!("{{\"name\":\"Log\",\"blocks\":[{}]}}", vec![block; 900_000].join(","))),
            NO_LOG,
        ),
        case("a-text-of-an-open-workbook", rows(&format!("[\"{}\"]", "\\n".repeat(15 << 20)), 1), NO_LOG),
    ]
}

fn others() -> Vec<Case> {
    vec![
        case("empty.xlsx", "", "the file is empty"),
        case("picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
        case("page.xls", "<html><table><tr><td>Escalation Number</td></tr></table></html>", "a web page"),
    ]
}
