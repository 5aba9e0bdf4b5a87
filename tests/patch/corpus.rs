//! Every workbook there is: marked, unmarked again, and read by two other readers after each.

use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Reader, SheetType, Xlsx};
use escalog::grid::Address;
use escalog::workbook;
use serde_json::{Value, json};

use super::readers::{self, Cells, Folder};
use super::{changed, part, parts, script, sheets};

/// A workbook, and what became of it.
struct Marked {
    name: String,
    sheet: String,
    /// The first of the five columns that the script writes to, counted from 0.
    first: u32,
    old: PathBuf,
    marked: PathBuf,
    cleared: PathBuf,
}

/// The project's own workbooks, and the shared ones where their folder is.
pub fn workbooks() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/workbooks", "tests/patch/workbooks", "../shared/workbooks"].map(|folder| root.join(folder));
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "xlsx" || ending == "xlsm"))
        .filter(|path| !path.ends_with("locked.xlsx"))
        .collect();
    found.sort();
    found
}

#[test]
fn a_workbook_keeps_all_it_holds() {
    let folder = Folder::new("corpus");
    let all: Vec<Marked> = workbooks().iter().enumerate().map(|(n, path)| mark(&folder, n, path)).collect();
    assert!(all.len() > 10, "only {} workbooks", all.len());
    let paths = |one: fn(&Marked) -> &PathBuf| all.iter().map(|marked| one(marked).clone()).collect::<Vec<_>>();
    let files = [paths(|m| &m.old), paths(|m| &m.marked), paths(|m| &m.cleared)];
    let wrong = [by_openpyxl(&all, &files), by_libreoffice(&all, &files)].concat();
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// Applies the script, checks the parts, and applies what takes it away again.
fn mark(folder: &Folder, n: usize, path: &Path) -> Marked {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let old = fs::read(path).unwrap();
    let (sheet, first) = place(&old);
    let (add, take_away) = scripts(&sheet, first);
    let patch = |bytes: &[u8], edits: &Value| {
        let out = workbook::patch(&name, bytes, &script(&edits.to_string())).unwrap();
        sheets::check(&out);
        out
    };
    // What is painted over the agency's own cells is not taken away again.
    let own = json!({"sheet": sheet, "edits": [{"fill": {"range": "A1:C9", "color": "#E7F4E4"}},
        {"font": {"range": "A1:A9", "bold": true}}, {"number_format": {"range": "XFD7", "code": "0.0"}}]});
    let marked = patch(&old, &add);
    let touched = changed(&old, &marked);
    let expected = |part: &String| part.contains("sheet") || part.to_lowercase().ends_with("styles.xml");
    assert!(touched.len() <= 2 && touched.iter().all(expected), "{name}: {touched:?}");
    assert_eq!(patch(&marked, &add), marked, "{name}: twice is not once");
    let legend = json!({"sheet": "escalog", "create": true, "edits": [{"set": {"cell": "A1", "value": "Legend"}}]});
    let with_legend = patch(&marked, &legend);
    assert_eq!(sheet_names(&with_legend).last().map(String::as_str), Some("escalog"), "{name}");
    let gone = json!([take_away, {"sheet": "escalog", "remove": true}]);
    let cleared = patch(&with_legend, &gone);
    assert_eq!(sheet_names(&cleared), sheet_names(&old), "{name}");
    assert_eq!(patch(&cleared, &gone), cleared, "{name}: taken away twice");
    let put = |what: &str, bytes: &[u8]| {
        let ending = path.extension().unwrap().to_str().unwrap();
        folder.put(&format!("{n:03}{what}.{ending}"), bytes)
    };
    Marked {
        old: put("old", &old),
        marked: put("marked", &patch(&marked, &own)),
        cleared: put("cleared", &cleared),
        name,
        sheet,
        first,
    }
}

fn open(bytes: &[u8]) -> Xlsx<std::io::Cursor<&[u8]>> {
    calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap()
}

fn sheet_names(bytes: &[u8]) -> Vec<String> {
    open(bytes).sheet_names()
}

/// The first worksheet, and a column of it beside which nothing stands: the first free one may be a table's neighbour.
pub fn place(bytes: &[u8]) -> (String, u32) {
    let listed = open(bytes).sheets_metadata().to_vec();
    let name = listed.into_iter().find(|sheet| sheet.typ == SheetType::WorkSheet).unwrap().name;
    let book = workbook::read("a workbook", bytes).unwrap();
    let sheet = book.sheets.iter().find(|sheet| sheet.name == name).unwrap();
    // A cell that holds nothing but its format is none to a reader.
    let names = parts(bytes).into_iter().map(|(name, ..)| name).filter(|name| name.contains("worksheets/sheet"));
    let texts: Vec<String> = names.map(|name| part(bytes, &name).replace('\'', "\"")).collect();
    let places = texts.iter().flat_map(|text| text.split(" r=\"").skip(1)).filter_map(|rest| rest.split('"').next());
    let formatted = places.filter_map(|place| Address::try_from(place.to_owned()).ok());
    let cells =
        sheet.cells.iter().map(|cell| cell.at).chain(formatted).chain(sheet.merged.iter().map(|range| range.to));
    let free = cells.map(|at| at.column + 1).max().unwrap_or_default().max(sheet.taken_columns);
    // One workbook has a cell in the last column of all.
    (name, if free + 6 > 16_384 { 5_000 } else { free + 1 })
}

/// A script with an edit of every kind, and the one that takes it away.
fn scripts(sheet: &str, first: u32) -> (Value, Value) {
    let column = |n: u32| escalog::grid::column_letters(first + n);
    let (word, due, days, left, last) = (column(0), column(1), column(2), column(3), column(4));
    let late = format!("AND(${due}5<>\"\",${due}5<TODAY())");
    let add = json!({"sheet": sheet, "edits": [
        {"set": {"cell": format!("{word}4"), "value": "Status"}},
        {"font": {"range": format!("{word}4:{last}4"), "bold": true, "color": "#123456", "wrap": true}},
        {"set": {"cell": format!("{word}5"), "value": " =Overdue & <late>\nby ‘far’ _x0041_"}},
        {"set": {"cell": format!("{due}5"), "value": {"date": "2025-03-11"}}},
        {"set": {"cell": format!("{days}5"), "value": -3.5}},
        {"set": {"cell": format!("{left}5"), "formula": format!("IF({due}5=\"\",\"\",{due}5&\"<\")"), "value": "45727<"}},
        {"set": {"cell": format!("{last}5"), "value": true}},
        {"set": {"cell": format!("{last}60"), "value": "far below"}},
        {"number_format": {"range": format!("{due}5:{due}20"), "code": "dd mmm yyyy"}},
        {"fill": {"range": format!("{word}5"), "color": "#FDE7E9"}},
        {"conditional_format": {"range": "A5:L20", "formula": late, "fill": "#FDE7E9", "font": "#8A1020"}},
        {"conditional_format": {"range": "A5:L20", "formula": "TRUE", "fill": "#FFFFFF"}},
        {"validation": {"range": "D5:D20", "list": ["Early Help", "S17", "S47"], "message": "is it \"S17\"?"}},
        {"validation": {"range": "E5:E20", "dates": ["2020-01-01", "2030-12-31"], "strict": true}},
        {"width": {"columns": format!("{word}:{days}"), "characters": 14.5}},
        {"freeze": {"rows": 4, "columns": 1}},
    ]});
    let take_away = json!({"sheet": sheet, "edits": [
        {"clear": {"range": format!("{word}4:{last}20")}},
        {"clear": {"range": format!("{last}60")}},
        {"remove_conditional_format": {"range": "A5:L20", "formula": late}},
        {"remove_conditional_format": {"range": "A5:L20", "formula": "TRUE"}},
        {"remove_validation": {"range": "D5:D20"}},
        {"remove_validation": {"range": "E5:E20"}},
    ]});
    (add, take_away)
}

fn by_openpyxl(all: &[Marked], files: &[Vec<PathBuf>; 3]) -> Vec<String> {
    let Some(answers) = readers::openpyxl(&files.concat()) else { return Vec::new() };
    let (old, rest) = answers.split_at(all.len());
    let (marked, cleared) = rest.split_at(all.len());
    let mut wrong = Vec::new();
    let mut read = 0;
    for (n, one) in all.iter().enumerate() {
        let (Ok(old), Ok(marked), Ok(cleared)) = (&old[n], &marked[n], &cleared[n]) else {
            let errors = [old[n].as_ref().err(), marked[n].as_ref().err(), cleared[n].as_ref().err()];
            if errors[0].is_none() {
                wrong.push(format!("{}: openpyxl no longer reads it: {errors:?}", one.name));
            }
            continue;
        };
        read += 1;
        for (sheet, cells) in old {
            let there = |at: &String| marked[sheet].get(at).cloned().unwrap_or_default();
            let lost = cells.iter().filter(|(at, cell)| [&there(at)[0], &there(at)[1]] != [&cell[0], &cell[1]]);
            wrong.extend(lost.map(|(at, cell)| format!("{} {sheet} {at} was {cell}, is {}", one.name, there(at))));
            wrong.extend(
                differences(cells, &cleared[sheet]).map(|at| format!("{} {sheet} {at}: not cleared", one.name)),
            );
        }
        let ours = |row: u32, n: u32| {
            let at = format!("{}{row}", escalog::grid::column_letters(one.first + n));
            marked[&one.sheet].get(&at).map(|cell| cell[1][1].clone()).unwrap_or_default()
        };
        let found = json!([ours(4, 0), ours(5, 0), ours(5, 2), ours(5, 3), ours(5, 4), ours(60, 4)]);
        // openpyxl leaves `_x005F_x0041_` as it stands in a cell's own text.
        let text = " =Overdue & <late>\nby ‘far’ _x005F_x0041_";
        let expected = json!(["Status", text, -3.5, "45727<", true, "far below"]);
        if found != expected || !ours(5, 1).as_str().is_some_and(|day| day.starts_with("2025-03-11")) {
            wrong.push(format!("{}: marked with {found} and {}", one.name, ours(5, 1)));
        }
    }
    assert!(read > 10, "openpyxl read only {read}");
    wrong
}

fn differences<'a>(old: &'a Cells, new: &'a Cells) -> impl Iterator<Item = &'a String> {
    let changed = old.iter().filter(|(at, cell)| new.get(*at) != Some(*cell)).map(|(at, _)| at);
    changed.chain(new.keys().filter(|at| !old.contains_key(*at)))
}

fn by_libreoffice(all: &[Marked], files: &[Vec<PathBuf>; 3]) -> Vec<String> {
    let Some(answers) = readers::libreoffice(&files.concat()) else { return Vec::new() };
    let (old, rest) = answers.split_at(all.len());
    let (marked, cleared) = rest.split_at(all.len());
    let mut wrong = Vec::new();
    let cell = |rows: &[Vec<String>], row: usize, column: usize| {
        rows.get(row).and_then(|row| row.get(column)).cloned().unwrap_or_default()
    };
    for (n, one) in all.iter().enumerate() {
        for (sheet, rows) in &old[n] {
            for (what, new) in [("marked", &marked[n]), ("cleared", &cleared[n])] {
                let new = new.get(sheet).map(Vec::as_slice).unwrap_or_default();
                for (row, cells) in rows.iter().enumerate() {
                    for (column, was) in cells.iter().enumerate() {
                        let is = cell(new, row, column);
                        if is != *was {
                            wrong.push(format!("{} {what} {sheet} {row},{column} was `{was}`, is `{is}`", one.name));
                        }
                    }
                }
            }
        }
        let names: Vec<_> = old[n].keys().collect();
        assert!(!names.is_empty(), "LibreOffice does not open {}", one.name);
        let first = one.first as usize;
        let seen = marked[n].values().any(|rows| {
            cell(rows, 3, first) == "Status" && cell(rows, 4, first).starts_with(" =Overdue & <late>\nby ‘far’ _x")
        });
        if !seen {
            wrong.push(format!("{}: the marks are not seen", one.name));
        }
    }
    wrong
}
