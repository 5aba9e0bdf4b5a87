//! Two other readers of workbooks: openpyxl, and LibreOffice, which is asked for a csv of every sheet.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::office::{self, Office};

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

/// What openpyxl reads in these files, by sheet; the error where it can't. `None` where openpyxl is missing.
pub fn openpyxl(files: &[PathBuf]) -> Option<Vec<Result<BTreeMap<String, Cells>, String>>> {
    let python = office::python()?;
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
pub fn libreoffice(files: &[PathBuf]) -> Option<Vec<BTreeMap<String, Vec<Vec<String>>>>> {
    let office = Office::new("readers")?;
    // Values rather than what is shown, and every sheet.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
    // Of more than some 240 files in one call it leaves the last out.
    let mut out = PathBuf::new();
    for some in files.chunks(100) {
        let (folder, answer) = office.convert(some, filter, "csv");
        assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
        out = folder;
    }
    let written: Vec<PathBuf> = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()).collect();
    let sheets = |file: &PathBuf| {
        let stem = format!("{}-", file.file_stem().unwrap().to_string_lossy());
        let own = |path: &PathBuf| {
            let name = path.file_name()?.to_str()?.strip_prefix(&stem)?.to_owned();
            Some((name, office::rows_of(path)))
        };
        written.iter().filter_map(own).collect()
    };
    Some(files.iter().map(sheets).collect())
}
