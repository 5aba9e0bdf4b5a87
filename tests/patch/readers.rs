//! Two other readers of workbooks: openpyxl, and LibreOffice, which is asked for a csv of every sheet.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A sheet's cells by their place: value, stored value, look.
pub type Cells = BTreeMap<String, Value>;

/// An empty folder of the test's own, gone when the test is over.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(test: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("escalog-patch-{}-{test}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What is missing is said and skipped, but for a run that must leave nothing out.
fn skipped(what: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{what} is missing");
    println!("skipped: {what} is missing");
}

/// What openpyxl reads in these files, by sheet; the error where it can't. `None` where openpyxl is missing.
pub fn openpyxl(files: &[PathBuf]) -> Option<Vec<Result<BTreeMap<String, Cells>, String>>> {
    let has = |python: &&str| {
        let answer = Command::new(python).args(["-c", "import openpyxl"]).output();
        answer.is_ok_and(|answer| answer.status.success())
    };
    // Debian's own Python has the package where another one comes first in the path.
    let Some(python) = ["python3", "/usr/bin/python3"].into_iter().find(has) else {
        skipped("openpyxl (on Debian python3-openpyxl)");
        return None;
    };
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/patch/read.py");
    let output = Command::new(python).arg(program).args(files).output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let read = |line: &str| {
        let answer: Value = serde_json::from_str(line).unwrap();
        match answer.get("error") {
            Some(error) => Err(error.to_string()),
            None => Ok(serde_json::from_value(answer["sheets"].clone()).unwrap()),
        }
    };
    let answers: Vec<_> = lines.lines().map(read).collect();
    assert_eq!(answers.len(), files.len(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(answers)
}

/// The sheets LibreOffice reads in these files, as rows of texts, by what stands behind the file's name; nothing
/// for a file it can't open. `None` where LibreOffice is missing.
pub fn libreoffice(folder: &Folder, files: &[PathBuf]) -> Option<Vec<BTreeMap<String, Vec<Vec<String>>>>> {
    let found = Command::new("soffice").arg("--version").output().is_ok_and(|answer| answer.status.success());
    if !found {
        skipped("soffice (on Debian libreoffice-calc-nogui)");
        return None;
    }
    let out = folder.0.join("csv");
    fs::create_dir_all(&out).unwrap();
    // Values rather than what is shown, and every sheet.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
    // Of more than some 240 files in one call it leaves the last out.
    for some in files.chunks(100) {
        let answer = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}", folder.0.join("profile").display()))
            .args(["--headless", "--convert-to", filter, "--outdir"])
            .arg(&out)
            .args(some)
            .output()
            .unwrap();
        assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    }
    let written: Vec<PathBuf> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).collect();
    let sheets = |file: &PathBuf| {
        let stem = format!("{}-", file.file_stem().unwrap().to_string_lossy());
        let own = |path: &PathBuf| {
            let name = path.file_name()?.to_str()?.strip_prefix(&stem)?.to_owned();
            let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path);
            let rows = reader.ok()?.into_records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
            Some((name, rows.collect()))
        };
        written.iter().filter_map(own).collect()
    };
    Some(files.iter().map(sheets).collect())
}
