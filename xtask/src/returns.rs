//! Sixty returned logs out of a seed, with known faults: `cargo xtask returns SEED FOLDER`.
//!
//! In: a seed. Out: the files of a quarter's returns in three formats, the list of agencies, and a manifest of
//! what is planted in them: copies, later returns that supersede, conflicts, pairs, numbers used again, rows
//! that say nothing, a file that can't be read. Agencies and children are made up.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use chrono::{Days, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Not that of the other chores: the tests of the engine include this file, and have no other library than its own.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How many agencies return a log, and how many of them return a second one.
const AGENCIES: usize = 50;
const SECOND: usize = 10;

/// What was generated.
pub struct Generated {
    /// The logs, and `returns.csv` with the dates of those that can't hold them.
    pub files: Vec<(String, Vec<u8>)>,
    /// The list of agencies, in csv.
    pub agencies: Vec<u8>,
    /// What is planted.
    pub manifest: Value,
}

const HEADINGS: [&str; 11] = [
    "Agency / School & Escalation Number",
    "Child Name",
    "Date of Birth",
    "Concern",
    "Level of Need",
    "Summary of Professional Disagreement",
    "Actions Undertaken Towards Resolution",
    "Outcome of Resolution",
    "Date concern arose",
    "Stage",
    "Date resolved",
];

/// The first row of cases in each file, counted from 1: below the agency's name, an empty row and the headings.
const FIRST: usize = 4;

#[derive(Clone, PartialEq)]
struct Case {
    number: String,
    child: String,
    born: Option<NaiveDate>,
    concern: &'static str,
    level: &'static str,
    actions: String,
    outcome: String,
    arose: Option<NaiveDate>,
    stage: u8,
    resolved: Option<NaiveDate>,
}

struct Return {
    name: String,
    spelled: String,
    returned: NaiveDate,
    cases: Vec<Case>,
}

/// Numbers that look drawn, the same for the same seed: SplitMix64.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut drawn = self.0;
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (drawn ^ (drawn >> 31)) % end
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    fn day(&mut self, from: NaiveDate, days: u64) -> NaiveDate {
        from + Days::new(self.below(days))
    }
}

const PLACES: [&str; 25] = [
    "Alderbrook",
    "Brackenfold",
    "Cinderhill",
    "Dovecombe",
    "Elmscar",
    "Fernlow",
    "Gorseby",
    "Hazelrigg",
    "Ivymoor",
    "Juniper Bank",
    "Kittiwake",
    "Larchgate",
    "Mossend",
    "Nettlefold",
    "Oxleaze",
    "Pinfold",
    "Quillbrook",
    "Rushmere Vale",
    "Sallowfield",
    "Tansybrook",
    "Umberley",
    "Vetchley",
    "Whinmoor",
    "Yarrowdale",
    "Zinnia Park",
];
const KINDS: [(&str, &str); 2] = [("Primary School", "school"), ("Health Team", "health")];
const FIRST_NAMES: [&str; 20] = [
    "Arlo", "Bess", "Corin", "Delphi", "Ennis", "Fable", "Garnet", "Hollis", "Idris", "Juno", "Kestrel", "Linden",
    "Merrin", "Nell", "Orrin", "Perrin", "Quill", "Rowan", "Senna", "Tamsin",
];
const LAST_NAMES: [&str; 40] = [
    "Ashgrove",
    "Birdsall",
    "Copperthwaite",
    "Dunmallard",
    "Eskdaleson",
    "Fallowmere",
    "Gillamoor",
    "Hawkshaw",
    "Inglewhite",
    "Jessop-Vane",
    "Kirkhollow",
    "Lowgarth",
    "Marrick",
    "Netherby",
    "Ottershaw",
    "Pikethorn",
    "Quarmby",
    "Ravensworth",
    "Skelding",
    "Thornaby",
    "Ulverstane",
    "Vickerdale",
    "Wetherlam",
    "Yewbarrow",
    "Applegarth",
    "Brathay",
    "Cartmell",
    "Dentdale",
    "Ennerby",
    "Farleton",
    "Grizedale",
    "Holmrook",
    "Irthing",
    "Kentmere",
    "Langstrath",
    "Mardale",
    "Newlands",
    "Orrest",
    "Patterdale",
    "Rydalson",
];
const CONCERNS: [&str; 4] = [
    "Referral closed without a visit",
    "Threshold for an assessment",
    "Step down without a plan",
    "Delay in sharing a report",
];

/// The returns of a seed.
pub fn generate(seed: u64) -> Result<Generated> {
    let draw = &mut Draw(seed);
    let june = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap_or_default();
    let mut children = 0;
    let mut returns: Vec<Return> = Vec::new();
    for agency in 0..AGENCIES {
        let cases = (1..=4 + draw.below(7)).map(|number| case(draw, number, &mut children)).collect();
        let returned = draw.day(june, 14);
        returns.push(Return { name: file_name(agency, ""), spelled: agency_name(agency), returned, cases });
    }
    let mut planted = Planted::default();
    rows_that_say_nothing(draw, &mut returns, &mut planted);
    pairs(draw, &mut returns, &mut planted);
    for agency in 0..SECOND {
        let second = second_return(draw, agency, &returns[agency], &mut children, &mut planted);
        returns.push(second);
    }
    // One agency spells itself in its own way; the list knows the spelling.
    returns[AGENCIES - 1].spelled = "Zinnia Pk Health".to_owned();
    planted.spelled.push(json!([agency_name(AGENCIES - 1), "Zinnia Pk Health"]));

    let mut files = Vec::new();
    let mut dates = "file,returned\n".to_owned();
    for returned in &returns {
        let bytes = match returned.name.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "csv" => {
                writeln!(dates, "{},{}", returned.name, returned.returned)?;
                csv(returned)
            }
            "ods" => ods(returned)?,
            _ => xlsx(returned)?,
        };
        files.push((returned.name.clone(), bytes));
    }
    files.push(("returns.csv".to_owned(), dates.into_bytes()));
    files.push(("damaged.xlsx".to_owned(), b"PK\x03\x04 cut off".to_vec()));
    let rows_in: usize = returns.iter().map(|returned| returned.cases.len()).sum();
    let rows_out = rows_in - planted.copies.len() - planted.nothing.len();
    let missing = ["Moonwort Nursery School", "Saltern Fold Health Team"];
    let manifest = json!({
        "rows_in": rows_in,
        "rows_out": rows_out,
        "copies": planted.copies,
        "superseded": planted.superseded,
        "conflicts": planted.conflicts,
        "pairs": planted.pairs,
        "numbers_again": planted.again,
        "set_aside": planted.nothing,
        "spelled": planted.spelled,
        "missing": missing,
        "unreadable": ["damaged.xlsx"],
    });
    Ok(Generated { files, agencies: list(&missing), manifest })
}

/// Writes the returns of a seed into a folder, with the list of agencies and the manifest beside it.
#[allow(dead_code, reason = "the tests include this file for `generate` alone")]
pub fn write(seed: &str, folder: &Path) -> Result<()> {
    let Generated { files, agencies, manifest } = generate(seed.parse()?)?;
    std::fs::create_dir_all(folder.join("returned"))?;
    for (name, bytes) in files {
        std::fs::write(folder.join("returned").join(name), bytes)?;
    }
    std::fs::write(folder.join("agencies.csv"), agencies)?;
    std::fs::write(folder.join("manifest.json"), serde_json::to_string_pretty(&manifest)? + "\n")?;
    Ok(())
}

/// What is planted, as the manifest lists it.
#[derive(Default)]
struct Planted {
    copies: Vec<Value>,
    superseded: Vec<Value>,
    conflicts: Vec<Value>,
    pairs: Vec<Value>,
    again: Vec<Value>,
    nothing: Vec<Value>,
    spelled: Vec<Value>,
}

fn case(draw: &mut Draw, number: u64, children: &mut usize) -> Case {
    let child = *children;
    *children += 1;
    let first = NaiveDate::from_ymd_opt(2025, 1, 6).unwrap_or_default();
    let arose = draw.day(first, 160);
    let resolved = (draw.below(3) > 0).then(|| arose + Days::new(1 + draw.below(10)));
    Case {
        number: number.to_string(),
        child: format!("{} {}", FIRST_NAMES[child % 20], LAST_NAMES[child / 20 % 40]),
        born: NaiveDate::from_ymd_opt(2009, 1, 1).map(|day| draw.day(day, 5000)),
        concern: draw.one_of(&CONCERNS),
        level: draw.one_of(&["S17", "S47", "Early Help"]),
        actions: format!("Lead spoke to the team manager, note {}", draw.below(1000)),
        outcome: if resolved.is_some() { "Assessment agreed".to_owned() } else { String::new() },
        arose: Some(arose),
        stage: 1 + draw.below(2) as u8,
        resolved,
    }
}

fn rows_that_say_nothing(draw: &mut Draw, returns: &mut [Return], planted: &mut Planted) {
    for returned in returns.iter_mut().skip(SECOND).step_by(9) {
        let actions = format!("see the case file, folder {}", draw.below(1000));
        let empty = Case {
            number: String::new(),
            child: String::new(),
            born: None,
            concern: "",
            level: "",
            actions,
            outcome: String::new(),
            arose: None,
            stage: 0,
            resolved: None,
        };
        planted.nothing.push(json!([returned.name, FIRST + returned.cases.len()]));
        returned.cases.push(empty);
    }
}

/// Two agencies' rows about one child, some days apart.
fn pairs(draw: &mut Draw, returns: &mut [Return], planted: &mut Planted) {
    for first in (20..40).step_by(5) {
        let one = returns[first].cases[1].clone();
        let days = Days::new(draw.below(6));
        let (here, there) = (agency_name(first), agency_name(first + 1));
        let other = &mut returns[first + 1].cases[2];
        (other.child, other.born) = (one.child.clone(), one.born);
        other.arose = one.arose.map(|day| day + days);
        other.resolved = other.arose.map(|day| day + Days::new(3));
        planted.pairs.push(json!([[here, one.number], [there, other.number]]));
    }
}

/// A second return: some rows as they were, one changed, one new, and one whose number was used before.
fn second_return(
    draw: &mut Draw,
    agency: usize,
    first: &Return,
    children: &mut usize,
    planted: &mut Planted,
) -> Return {
    let name = file_name(agency, "-again");
    let later = agency.is_multiple_of(2);
    let returned = if later { first.returned + Days::new(20) } else { first.returned };
    let mut cases = vec![first.cases[0].clone(), first.cases[1].clone(), first.cases[2].clone()];
    // The place to look a case up is in the later return, or, of one day, in that whose name comes first.
    planted.copies.extend((FIRST..FIRST + 2).map(|row| json!([first.name, row])));
    cases[1].actions = format!("Service managers met, note {}", 1000 + draw.below(1000));
    let changed = json!([agency_name(agency), "2", "Actions"]);
    if later {
        planted.superseded.push(changed)
    } else {
        planted.conflicts.push(changed)
    }
    // The school begins at 1 again, after so many months that the day is another too.
    let mut restarted = case(draw, 3, children);
    restarted.arose = first.cases[2].arose.map(|day| day + Days::new(30));
    restarted.resolved = None;
    restarted.outcome = String::new();
    cases[2] = Case { number: "1".to_owned(), ..restarted };
    planted.again.push(json!([agency_name(agency), "1"]));
    Return { name, spelled: agency_name(agency), returned, cases }
}

fn agency_name(agency: usize) -> String {
    format!("{} {}", PLACES[agency / 2], KINDS[agency % 2].0)
}

fn file_name(agency: usize, more: &str) -> String {
    let ending = match agency % 5 {
        0 | 2 => "xlsx",
        1 => "csv",
        3 => "ods",
        _ => "xlsx",
    };
    format!("{}{more}.{ending}", agency_name(agency).to_lowercase().replace(' ', "-"))
}

fn list(missing: &[&str]) -> Vec<u8> {
    let mut list = "Agency,Kind,Spellings,Safeguarding lead\n".to_owned();
    for agency in 0..AGENCIES {
        let spelling = if agency == AGENCIES - 1 { "Zinnia Pk Health" } else { "" };
        list += &format!("{},{},{spelling},lead {agency}\n", agency_name(agency), KINDS[agency % 2].1);
    }
    for name in missing {
        list += &format!("{name},,,\n");
    }
    list.into_bytes()
}

/// A cell: text, a day, a number.
enum Cell {
    Text(String),
    Day(NaiveDate),
    Number(u8),
}

fn cells(case: &Case) -> [Option<Cell>; 11] {
    let text = |text: &str| (!text.is_empty()).then(|| Cell::Text(text.to_owned()));
    let disagreement = if case.concern.is_empty() { "" } else { "The agencies differ over the next step" };
    [
        text(&case.number),
        text(&case.child),
        case.born.map(Cell::Day),
        text(case.concern),
        text(case.level),
        text(disagreement),
        text(&case.actions),
        text(&case.outcome),
        case.arose.map(Cell::Day),
        (case.stage > 0).then_some(Cell::Number(case.stage)),
        case.resolved.map(Cell::Day),
    ]
}

fn csv(returned: &Return) -> Vec<u8> {
    let mut text = format!("\"Agency / School: {}\"\n\n{}\n", returned.spelled, HEADINGS.join(","));
    for case in &returned.cases {
        let cells = cells(case).map(|cell| match cell {
            None => String::new(),
            Some(Cell::Text(text)) => format!("\"{text}\""),
            Some(Cell::Day(day)) => day.format("%d/%m/%Y").to_string(),
            Some(Cell::Number(number)) => number.to_string(),
        });
        text += &(cells.join(",") + "\n");
    }
    text.into_bytes()
}

fn xlsx(returned: &Return) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let saved = ExcelDateTime::parse_from_str(&format!("{}T09:30:00", returned.returned))?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&saved));
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet().set_name("Log")?;
    sheet.write(0, 0, format!("Agency / School: {}", returned.spelled))?;
    for (column, heading) in (0u16..).zip(HEADINGS) {
        sheet.write(2, column, heading)?;
    }
    for (row, case) in (3u32..).zip(&returned.cases) {
        for (column, cell) in (0u16..).zip(cells(case)) {
            match cell {
                None => {}
                Some(Cell::Text(text)) => drop(sheet.write(row, column, text)?),
                Some(Cell::Day(day)) => {
                    let day = ExcelDateTime::parse_from_str(&day.to_string())?;
                    sheet.write_with_format(row, column, &day, &date)?;
                }
                Some(Cell::Number(number)) => drop(sheet.write(row, column, number)?),
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn ods(returned: &Return) -> Result<Vec<u8>> {
    const NAMESPACES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2""#;
    let text = |text: &str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let mut rows =
        row(text(&format!("Agency / School: {}", returned.spelled))) + &row("<table:table-cell/>".to_owned());
    rows += &row(HEADINGS.iter().map(|heading| text(&heading.replace('&', "&amp;"))).collect());
    for case in &returned.cases {
        let cells = cells(case).map(|cell| match cell {
            None => "<table:table-cell/>".to_owned(),
            Some(Cell::Text(own)) => text(&own),
            Some(Cell::Day(day)) => {
                let shown = day.format("%d/%m/%Y");
                format!(r#"<table:table-cell office:value-type="date" office:date-value="{day}"><text:p>{shown}</text:p></table:table-cell>"#)
            }
            Some(Cell::Number(number)) => {
                format!(r#"<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#)
            }
        });
        rows += &row(cells.concat());
    }
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:body><office:spreadsheet><table:table table:name="Log">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let meta = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-meta {NAMESPACES}><office:meta><dc:date>{}T09:30:00</dc:date></office:meta></office:document-meta>"#,
        returned.returned
    );
    let mime = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("mimetype", mime.to_owned()),
        ("content.xml", content),
        ("meta.xml", meta),
        ("META-INF/manifest.xml", manifest),
    ];
    for (name, text) in parts {
        let method = if name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        zip.start_file(name, SimpleFileOptions::default().compression_method(method))?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
