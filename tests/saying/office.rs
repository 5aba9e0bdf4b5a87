//! LibreOffice, where it is there, in a folder that is gone when the test is over.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own for LibreOffice.
pub struct Office(PathBuf);

impl Office {
    /// `None`, said why, where LibreOffice is missing; that fails where `CI=true`.
    pub fn new(test: &str) -> Option<Office> {
        let found = Command::new("soffice").arg("--version").output().is_ok_and(|answer| answer.status.success());
        if !found {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "soffice is missing: install LibreOffice Calc");
            println!("skipped: soffice is missing; install LibreOffice Calc");
            return None;
        }
        let folder = std::env::temp_dir().join(format!("escalog-saying-{}-{test}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Some(Office(folder))
    }

    /// A file of this name, converted; `None` where LibreOffice can't.
    pub fn converted(&self, name: &str, bytes: &[u8], filter: &str) -> Option<Vec<u8>> {
        fs::write(self.0.join(name), bytes).unwrap();
        let out = self.0.join("out");
        let profile = self.0.join("profile").display().to_string().replace('\\', "/");
        Command::new("soffice")
            .arg(format!("-env:UserInstallation=file:///{}", profile.trim_start_matches('/')))
            .args(["--headless", "--convert-to", filter, "--outdir"])
            .args([&out, &self.0.join(name)])
            .output()
            .unwrap();
        let ending = filter.split(':').next().unwrap_or_default();
        fs::read(out.join(Path::new(name).with_extension(ending))).ok()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
