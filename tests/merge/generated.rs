//! Sixty generated returns: every planted thing is found, and nothing else; the counts are conserved.

use std::collections::BTreeSet;

use escalog::api::{self, File, Given, MergeAnswer, Settings};
use escalog::merge::{self, SOURCES, What};
use escalog::workbook;
use serde_json::{Value, json};

use super::returns::{Generated, generate};

fn files(generated: &Generated) -> Vec<File> {
    generated.files.iter().map(|(name, bytes)| File { name: name.clone(), bytes: bytes.clone() }).collect()
}

fn settings(generated: &Generated) -> Settings {
    let list = File { name: "agencies.csv".to_owned(), bytes: generated.agencies.clone() };
    Settings {
        policy: Some("liverpool".to_owned()),
        as_of: Some(super::as_of()),
        agencies: api::agencies(&list, &Settings::default()).unwrap(),
        ..Settings::default()
    }
}

fn merged(generated: &Generated, files: &[File]) -> (MergeAnswer, Vec<u8>) {
    let given = Given { files, ..Given::default() };
    api::merge(&settings(generated), given, &mut |_| {}).unwrap()
}

fn set(values: impl IntoIterator<Item = Value>) -> BTreeSet<String> {
    values.into_iter().map(|value| value.to_string()).collect()
}

fn planted(manifest: &Value, what: &str) -> BTreeSet<String> {
    set(manifest[what].as_array().unwrap().iter().cloned())
}

#[test]
fn every_planted_thing_is_found_and_nothing_else() {
    for seed in [1, 2025, 77] {
        let generated = generate(seed).unwrap();
        let manifest = &generated.manifest;
        let (answer, register) = merged(&generated, &files(&generated));
        let of = |what: What| answer.listed.iter().filter(move |listed| listed.what == what);
        let field = |what| set(of(what).map(|one| json!([one.agency, one.number, one.field])));
        assert_eq!(field(What::Conflict), planted(manifest, "conflicts"), "seed {seed}");
        assert_eq!(field(What::Superseded), planted(manifest, "superseded"), "seed {seed}");
        assert_eq!(
            set(of(What::NumberAgain).map(|one| json!([one.agency, one.number]))),
            planted(manifest, "numbers_again")
        );
        let place = |one: &merge::Listed| one.at.as_ref().map(|at| json!([at.source.file, at.source.row])).unwrap();
        assert_eq!(set(of(What::SetAside).map(place)), planted(manifest, "set_aside"));
        let sides: Vec<Value> = of(What::Pair).map(|one| json!([one.agency, one.number])).collect();
        let pairs = sides.chunks(2).map(|pair| json!(pair));
        let both_ways = |pair: &Value| [json!([pair[0], pair[1]]), json!([pair[1], pair[0]])];
        let wanted = set(manifest["pairs"].as_array().unwrap().iter().flat_map(both_ways));
        assert!(set(pairs).is_subset(&wanted) && sides.len() == wanted.len(), "{sides:?}");
        assert!(of(What::Corrected).chain(of(What::CorrectionUnused)).chain(of(What::ChoiceUnused)).next().is_none());

        // What the register says became of each row.
        let grid = workbook::read("register.xlsx", &register).unwrap();
        let sources = grid.sheets.iter().find(|sheet| sheet.name == SOURCES).unwrap();
        let copies =
            sources.rows().filter(|row| row.iter().any(|cell| cell.value.shown().starts_with("the same case as ")));
        let text = |row: &[escalog::grid::Cell], column: u32| {
            row.iter().find(|cell| cell.at.column == column).map(|cell| cell.value.shown())
        };
        let copies = copies.map(|row| json!([text(row, 3).unwrap(), text(row, 5).unwrap().parse::<u32>().unwrap()]));
        assert_eq!(set(copies), planted(manifest, "copies"), "seed {seed}");

        let spelled = answer.agencies.iter().flat_map(|line| line.spelled.iter().map(move |spelled| (line, spelled)));
        let spelled = set(spelled.map(|(line, spelled)| json!([line.name, spelled.split('"').nth(1)])));
        assert_eq!(spelled, planted(manifest, "spelled"));
        let missing = answer.agencies.iter().filter(|line| line.missing).map(|line| json!(line.name));
        assert_eq!(set(missing), planted(manifest, "missing"));
        assert!(answer.agencies.iter().all(|line| line.listed && line.near.is_none()));
        assert_eq!(set(answer.errors.iter().map(|error| json!(error.place()))), planted(manifest, "unreadable"));

        let counts = answer.counts;
        assert_eq!(json!(counts.rows_in), manifest["rows_in"]);
        assert_eq!(json!(counts.rows_out), manifest["rows_out"]);
        assert_eq!(counts.rows_in, counts.rows_out + counts.duplicates + counts.set_aside);
        assert_eq!(counts.conflicts, manifest["conflicts"].as_array().unwrap().len());
        assert_eq!(answer.returns.len(), 60);
        assert!(answer.returns.iter().all(|returned| returned.returned.is_some()), "each has its date");
    }
}

#[test]
fn the_register_of_the_generated_returns_is_the_same_in_any_order_and_grouping() {
    let generated = generate(5).unwrap();
    let all: Vec<File> = files(&generated).into_iter().filter(|file| file.name != "damaged.xlsx").collect();
    let (_, once) = merged(&generated, &all);
    let turned: Vec<File> = all.iter().rev().cloned().collect();
    assert!(merged(&generated, &turned).1 == once);
    let dates = all.iter().find(|file| file.name == "returns.csv").unwrap();
    let (first, rest) = all.split_at(25);
    let first: Vec<File> = first.iter().chain([dates]).cloned().collect();
    let half = File { name: "half.xlsx".to_owned(), bytes: merged(&generated, &first).1 };
    let rest: Vec<File> = [&half].into_iter().chain(rest).cloned().collect();
    assert!(merged(&generated, &rest).1 == once);
    let whole = File { name: "whole.xlsx".to_owned(), bytes: once.clone() };
    let (answer, again) = merged(&generated, &[whole, all[0].clone(), dates.clone()]);
    assert!(again == once, "a return that is in it already");
    let counts = answer.counts;
    assert_eq!(counts.rows_in, counts.rows_out + counts.duplicates + counts.set_aside);
}

#[test]
fn the_next_quarter_reads_the_quarterly_workbook_back() {
    let generated = generate(9).unwrap();
    let files = files(&generated);
    let given = Given { files: &files, ..Given::default() };
    let (first, workbook) = api::quarter(&settings(&generated), "2025-Q2", given, &mut |_| {}).unwrap();
    assert_eq!(json!(first.counts.rows_out), generated.manifest["rows_out"]);
    assert_eq!(set(first.missing.iter().map(|name| json!(name))), planted(&generated.manifest, "missing"));
    let listed = |what: What| first.listed.iter().filter(|listed| listed.what == what).count();
    assert_eq!(listed(What::SetAside), first.counts.set_aside);
    assert_eq!(json!(listed(What::Conflict)), json!(2 * first.counts.conflicts), "each with both values");

    // Carried forward with one new return: all that was open is open still, and nothing was corrected.
    let previous = File { name: "2025-Q2.xlsx".to_owned(), bytes: workbook };
    let later = File { name: "later.csv".to_owned(), bytes: b"Agency,Number,Child,Concern,Date concern arose\nAlderbrook Primary School,90,Zed Young,Threshold,7/7/2025\n".to_vec() };
    let quarter = |files: &[File], previous: Option<&File>| {
        let settings = Settings { as_of: None, ..settings(&generated) };
        api::quarter(&settings, "2025-Q3", Given { files, previous, unread: Vec::new() }, &mut |_| {}).unwrap()
    };
    let (next, _) = quarter(std::slice::from_ref(&later), Some(&previous));
    assert_eq!(next.figures.raised, 1);
    assert_eq!(next.counts.rows_out, first.counts.rows_out + 1);
    assert_eq!(next.figures.open, first.figures.open + 1);
    assert_eq!(next.missing.len(), 51, "only one of the agencies on the list returned a log this time");
    // Among the logs it is known for what it is.
    let (same, _) = quarter(&[previous.clone(), later.clone()], None);
    assert_eq!((same.counts, same.figures), (next.counts, next.figures));
    let grid = workbook::read(&previous.name, &previous.bytes).unwrap();
    let pool = merge::read(&previous.name, &grid, &super::policy(), super::as_of());
    assert_eq!(pool.corrections.len(), 0, "{:?}", pool.corrections);
    let wrong = Given { files: std::slice::from_ref(&previous), previous: Some(&later), unread: Vec::new() };
    let error = api::quarter(&settings(&generated), "2025-Q2", wrong, &mut |_| {}).unwrap_err();
    assert_eq!(error.message(), "this is neither a register nor a quarterly workbook of escalog");
}
