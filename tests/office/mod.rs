//! LibreOffice, where it is there, in a folder that is gone when the test is over; a Python that reads workbooks; and
//! the parts of a file.
#![allow(dead_code, reason = "not every test needs all of it")]

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What makes LibreOffice recalculate every workbook it opens; it trusts stored values otherwise.
const RECALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// A folder of its own for LibreOffice.
pub struct Office(PathBuf);

/// The Python that has openpyxl; `None`, said why, where none has, which fails where `CI=true`.
pub fn python() -> Option<&'static str> {
    let has = |python: &&str| {
        let answer = Command::new(python).args(["-c", "import openpyxl"]).output();
        answer.is_ok_and(|answer| answer.status.success())
    };
    // Debian's own Python has the package where another one comes first in the path.
    let found = ["python3", "/usr/bin/python3"].into_iter().find(has);
    if found.is_none() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "openpyxl is missing");
        println!("skipped: openpyxl is missing; on Debian it is python3-openpyxl");
    }
    found
}

impl Office {
    /// `None`, said why, where LibreOffice is missing; that fails where `CI=true`.
    pub fn new(test: &str) -> Option<Office> {
        Office::with(test, &["soffice"])
    }

    /// The same, where every workbook is to be recalculated.
    pub fn recalculating(test: &str) -> Option<Office> {
        Office::new(test).inspect(Office::recalculate_always)
    }

    /// The same, on any day.
    pub fn on_days(test: &str) -> Option<Office> {
        Office::with(test, &["soffice", "faketime"]).inspect(Office::recalculate_always)
    }

    fn with(test: &str, programs: &[&str]) -> Option<Office> {
        for program in programs {
            let found = Command::new(program).arg("--version").output().is_ok_and(|answer| answer.status.success());
            if !found {
                assert!(std::env::var("CI").as_deref() != Ok("true"), "{program} is missing");
                println!("skipped: {program} is missing; `cargo xtask test` says what to install");
                return None;
            }
        }
        let folder = std::env::temp_dir().join(format!("escalog-office-{}-{test}", std::process::id()));
        fs::create_dir_all(folder.join("profile/user")).unwrap();
        Some(Office(folder))
    }

    fn recalculate_always(&self) {
        fs::write(self.0.join("profile/user/registrymodifications.xcu"), RECALCULATE).unwrap();
    }

    /// Puts a file into the folder.
    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A file of this name, converted; `None` where LibreOffice can't.
    pub fn converted(&self, name: &str, bytes: &[u8], filter: &str) -> Option<Vec<u8>> {
        let (out, _) = self.convert(&[self.put(name, bytes)], filter, "out");
        let ending = filter.split(':').next().unwrap_or_default();
        fs::read(out.join(Path::new(name).with_extension(ending))).ok()
    }

    /// The first sheet of each workbook, really recalculated on a day, as rows of values.
    pub fn on_day(&self, day: &str, books: &[Vec<u8>]) -> Vec<Vec<Vec<String>>> {
        let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1";
        self.convert_on(day, filter, books).iter().map(|path| rows_of(path)).collect()
    }

    /// The same as web pages, which show the colours.
    pub fn as_pages(&self, day: &str, books: &[Vec<u8>]) -> Vec<String> {
        self.convert_on(day, "html", books).iter().map(|path| fs::read_to_string(path).unwrap()).collect()
    }

    /// Converts files; the folder of this name, in which LibreOffice put what it made of them, and its answer.
    pub fn convert(&self, files: &[PathBuf], filter: &str, into: &str) -> (PathBuf, Output) {
        self.run(Command::new("soffice"), files, filter, into)
    }

    /// What LibreOffice makes of each workbook on a day.
    fn convert_on(&self, day: &str, filter: &str, books: &[Vec<u8>]) -> Vec<PathBuf> {
        let put = |(n, bytes): (usize, &Vec<u8>)| self.put(&format!("book{n}.xlsx"), bytes);
        let files: Vec<PathBuf> = books.iter().enumerate().map(put).collect();
        let mut faketime = Command::new("faketime");
        faketime.args([&format!("{day} 12:00:00"), "soffice"]);
        let ending = filter.split(':').next().unwrap_or_default();
        let (out, answer) = self.run(faketime, &files, filter, &format!("{day}-{ending}"));
        let made: Vec<PathBuf> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).collect();
        let of_book = |n: usize| {
            // A sheet by name is `book0-Our log.csv`.
            let name = format!("book{n}");
            let is_its = |path: &&PathBuf| path.file_stem().unwrap().to_string_lossy().split('-').next() == Some(&name);
            made.iter().find(is_its).unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&answer.stderr))).clone()
        };
        (0..books.len()).map(of_book).collect()
    }

    fn run(&self, mut soffice: Command, files: &[PathBuf], filter: &str, into: &str) -> (PathBuf, Output) {
        let out = self.0.join(into);
        fs::create_dir_all(&out).unwrap();
        let answer = soffice
            .arg(format!("-env:UserInstallation={}", file_url(&self.0.join("profile"))))
            .args(["--headless", "--convert-to", filter, "--outdir"])
            .arg(&out)
            .args(files)
            .output()
            .unwrap();
        (out, answer)
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn file_url(path: &Path) -> String {
    format!("file:///{}", path.display().to_string().replace('\\', "/").trim_start_matches('/'))
}

/// The rows of a csv file as LibreOffice writes it.
pub fn rows_of(path: &Path) -> Vec<Vec<String>> {
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).unwrap();
    reader.into_records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The text of a part of a file.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}
