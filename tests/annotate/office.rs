//! LibreOffice on any day, and the parts of a file.

use std::fs;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::process::Command;

/// What makes LibreOffice recalculate every workbook it opens.
const RECALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// The first sheet of a workbook as rows of values.
const CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1";

/// A folder of its own for LibreOffice, gone when the test is over.
pub struct Office(PathBuf);

impl Office {
    /// `None`, said why, where LibreOffice or faketime is missing; that fails where `CI=true`.
    pub fn new(test: &str) -> Option<Office> {
        for program in ["soffice", "faketime"] {
            let found = Command::new(program).arg("--version").output().is_ok_and(|answer| answer.status.success());
            if !found {
                assert!(std::env::var("CI").as_deref() != Ok("true"), "{program} is missing");
                println!("skipped: {program} is missing");
                return None;
            }
        }
        let folder = std::env::temp_dir().join(format!("escalog-annotate-{}-{test}", std::process::id()));
        fs::create_dir_all(folder.join("profile/user")).unwrap();
        fs::write(folder.join("profile/user/registrymodifications.xcu"), RECALCULATE).unwrap();
        Some(Office(folder))
    }

    /// The first sheet of each workbook, really recalculated on a day, as rows of values.
    pub fn on_day(&self, day: &str, books: &[Vec<u8>]) -> Vec<Vec<Vec<String>>> {
        let read = |text: String| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
        };
        self.convert(day, CSV, "csv", books).into_iter().map(read).collect()
    }

    /// The same as web pages, which show the colours.
    pub fn as_pages(&self, day: &str, books: &[Vec<u8>]) -> Vec<String> {
        self.convert(day, "html", "html", books)
    }

    fn convert(&self, day: &str, to: &str, ending: &str, books: &[Vec<u8>]) -> Vec<String> {
        let out = self.0.join(format!("{day}-{ending}"));
        fs::create_dir_all(&out).unwrap();
        let path = |n: usize| self.0.join(format!("book{n}.xlsx"));
        for (n, bytes) in books.iter().enumerate() {
            fs::write(path(n), bytes).unwrap();
        }
        let answer = Command::new("faketime")
            .args([&format!("{day} 12:00:00"), "soffice"])
            .arg(format!("-env:UserInstallation=file://{}", self.0.join("profile").display()))
            .args(["--headless", "--convert-to", to, "--outdir"])
            .arg(&out)
            .args((0..books.len()).map(path))
            .output()
            .unwrap();
        let read = |n: usize| {
            let found = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
            let name = format!("book{n}");
            let mut found =
                found.filter(|path| path.file_stem().unwrap().to_string_lossy().split('-').next() == Some(&name));
            let path = found.next().unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&answer.stderr)));
            fs::read_to_string(path).unwrap()
        };
        (0..books.len()).map(read).collect()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The text of a part of a file.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}
