//! Edit scripts applied to workbooks: what the script names is there, and nothing else is another.
//!
//! In: workbooks made by several programs, and small ones made here to be odd. Out: they are read again part by
//! part, and by two other readers, openpyxl and LibreOffice.

use std::io::{Cursor, Read, Write};

use escalog::edit::Script;
use escalog::workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

mod corpus;
mod odd;
#[path = "../office/mod.rs"]
mod office;
mod program;
mod readers;
mod refused;
#[path = "../running/mod.rs"]
mod running;
mod sheets;

fn script(json: &str) -> Script {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Applies a script, and checks that the sheets it touched are in order.
fn apply(bytes: &[u8], json: &str) -> Vec<u8> {
    let out = workbook::patch("a workbook", bytes, &script(json)).unwrap();
    sheets::check(&out);
    out
}

/// The parts of a file in order: name, way of packing, packed bytes.
fn parts(bytes: &[u8]) -> Vec<(String, String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |place| {
        let mut file = zip.by_index_raw(place).unwrap();
        let mut packed = Vec::new();
        file.read_to_end(&mut packed).unwrap();
        (file.name().unwrap().into_owned(), format!("{:?}", file.compression()), packed)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).unwrap().len()).map(part).collect()
}

/// The names of the parts that are other ones, are new, or are gone.
fn changed(old: &[u8], new: &[u8]) -> Vec<String> {
    let (old, new) = (parts(old), parts(new));
    let names = |parts: &[(String, String, Vec<u8>)]| parts.iter().map(|part| part.0.clone()).collect::<Vec<_>>();
    let kept: Vec<_> = names(&new).into_iter().filter(|name| names(&old).contains(name)).collect();
    let there: Vec<_> = names(&old).into_iter().filter(|name| kept.contains(name)).collect();
    assert_eq!(kept, there, "the parts stand in another order");
    let differs = |name: &String| {
        let of = |parts: &[(String, String, Vec<u8>)]| parts.iter().find(|part| part.0 == *name).cloned();
        of(&old) != of(&new)
    };
    let mut all = names(&old);
    all.extend(names(&new).into_iter().filter(|name| !there.contains(name)));
    all.retain(differs);
    all
}

/// The text of a part.
fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A zip file of these parts.
fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
