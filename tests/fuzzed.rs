//! What fuzzing found, and each target's beginnings, once more.
//!
//! In: the files of `fuzz/regressions`, a folder a target. Out: no target panics at any of them.

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::path::Path;

#[test]
fn nothing_found_before_is_found_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions");
    for (name, target) in targets::TARGETS {
        let mut files = 0;
        for entry in std::fs::read_dir(folder.join(name)).unwrap() {
            let path = entry.unwrap().path();
            println!("{name}: {}", path.display());
            target(&std::fs::read(&path).unwrap());
            files += 1;
        }
        assert!(files > 0, "{name} has nothing to begin with");
    }
}

#[test]
fn what_was_mended_of_patching_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions/patching");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        targets::patching_strictly(&std::fs::read(&path).unwrap());
    }
}

#[test]
fn any_short_bytes_go_through_every_target() {
    for (_, target) in targets::TARGETS {
        for byte in (0..=255).step_by(15) {
            target(&[byte]);
            target(&[byte, b'\n', byte]);
        }
    }
}
