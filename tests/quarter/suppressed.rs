//! Copies for publication, as one reads them who wants to know what is hidden: generated quarters, every sum that
//! the figures of different sheets make, and what the copy of the quarter before told.

use std::collections::BTreeMap;

use calamine::{Data, Reader};
use escalog::quarter::Report;
use escalog::workbook::write::{self, Copy};

use super::sheets::open;
use super::{File, report_on};

const AGENCIES: [&str; 4] = ["Ashby School", "Brook Police", "Cedar Health", "Dale Housing"];
const STAGES: [&str; 4] = ["1", "2", "3", "4"];

/// Figures by sheet, heading of their block, label and column; `None` where hidden.
type Figures = BTreeMap<String, Option<i64>>;

/// The figures that two parts of an identity name, and what a reader knows them to differ by.
struct Identity {
    left: Vec<String>,
    right: Vec<String>,
    /// What the left has more; `None` where that is not known.
    more: Option<i64>,
}

#[test]
fn what_is_hidden_stays_hidden_by_stocks_and_flows_and_by_what_the_quarter_before_told() {
    for seed in 0..3 {
        let files = logs(seed);
        for limit in [3, 5, 10] {
            let first = report_on(&files[..4], "liverpool", "2025-Q2", "2025-06-30", |report| both(report, limit));
            safe(&first, None, limit, 0, &format!("quarter 2 of seed {seed}, under {limit}"));
            let next = report_on(&files[4..], "liverpool", "2025-Q3", "2025-09-30", |report| both(report, limit));
            let raised = |of: &Figures, quarter: &str| of[&format!("Summary/Escalations raised/{quarter}/Number")];
            let [then, again] = [raised(&first.0, "This quarter"), raised(&next.0, "The quarter before")];
            assert!(again.is_none() || again == then, "{then:?} raised, and {again:?} in the next copy");
            safe(&next, Some(&first.0), limit, 0, &format!("quarter 3 of seed {seed}, under {limit}"));
        }
    }
}

#[test]
fn as_many_hidden_parts_as_they_come_to_are_not_all_told_to_be_one() {
    let row = |(n, level): (usize, &str)| format!("Ashby School,{n},Kit Ash {n},{level},02/06/2025,1,,,,03/06/2025,\n");
    let log = [(1, "S17"), (2, "S47"), (3, "EH")].map(row).concat();
    let files = [("ashby.csv".to_owned(), format!("{HEADINGS}{log}").into_bytes())];
    let both = report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| both(report, 3));
    safe(&both, None, 3, 0, "three of three levels");
}

#[test]
fn a_row_without_a_date_of_concern_gives_no_late_stage_away() {
    let in_time = (1..13).map(|n| format!("Ashby School,{n},Kit Ash {n},S17,02/06/2025,2,03/06/2025,,,05/06/2025,\n"));
    let late = (20..22).map(|n| format!("Ashby School,{n},Kit Ash {n},S17,02/05/2025,2,05/05/2025,,,27/06/2025,\n"));
    let undated = std::iter::once("Ashby School,30,Kit Ash 30,S17,,2,03/06/2025,,,05/06/2025,\n".to_owned());
    let log: String = in_time.chain(late).chain(undated).collect();
    let files = [("ashby.csv".to_owned(), format!("{HEADINGS}{log}").into_bytes())];
    let both = report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| both(report, 5));
    let stage = |column: &str| format!("Stages and timescales/Stage/2/{column}");
    let known = ["Ended", "In time", "Late"].map(|column| both.1[&stage(column)].unwrap());
    assert_eq!(known, [15, 12, 2]);
    safe(&both, None, 5, 1, "a row without a date");
    let shown = ["Ended", "In time", "Late"].map(|column| both.0[&stage(column)].is_some());
    assert!(!shown[2] && shown != [true, true, false], "{shown:?}");
}

#[test]
fn a_hidden_count_is_no_point_of_a_chart() {
    let published = report_on(&logs(0)[..4], "liverpool", "2025-Q2", "2025-06-30", |report| {
        write::copy(report, &Copy::for_publication(5).unwrap()).unwrap()
    });
    let late = figures(&published);
    let late = STAGES.map(|stage| late[&format!("Summary/Stage that ended in the quarter/{stage}/Late")]);
    assert!(late.iter().any(Option::is_none), "{late:?}");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&published)).unwrap();
    let mut chart = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/charts/chart2.xml").unwrap(), &mut chart).unwrap();
    assert!(chart.contains("(* is not drawn)"), "{chart}");
    let (_, values) = chart.rsplit_once("<c:val>").unwrap();
    for (place, late) in late.iter().enumerate() {
        let point = values.split_once(&format!("<c:pt idx=\"{place}\"><c:v>")).map(|(_, rest)| rest);
        let point = point.map(|rest| rest.split_once('<').unwrap().0.to_owned());
        assert_eq!(point, late.map(|count| count.to_string()), "stage {}", place + 1);
    }
}

/// The figures of the copy for publication, and of that for the board.
fn both(report: &Report<'_>, limit: usize) -> (Figures, Figures) {
    let figures_of = |copy: Copy| figures(&write::copy(report, &copy).unwrap());
    (figures_of(Copy::for_publication(limit).unwrap()), figures_of(Copy::for_board()))
}

const HEADINGS: &str = "Agency,Escalation Number,Child Name,Level of Need,Date concern arose,Stage,Stage 2 began,\
    Stage 3 began,Stage 4 began,Date resolved,Receiving agency\n";

/// The logs of a quarter, and those of the quarter after it with the same cases and some more.
fn logs(seed: u64) -> Vec<File> {
    let mut state = seed.wrapping_mul(7_919).wrapping_add(17);
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut both = [Vec::new(), Vec::new()];
    for agency in AGENCIES {
        let mut logs = [HEADINGS.to_owned(), HEADINGS.to_owned()];
        for (quarter, month) in [(0, 4), (1, 7)] {
            for n in 0..3 + draw(9) {
                // Days of the year, by months of 28 days.
                let mut days = vec![28 * (month - 1) + draw(70)];
                let stage = [1, 1, 1, 2, 2, 3, 3, 4][usize::try_from(draw(8)).unwrap()];
                for _ in 1..=stage {
                    days.push(days[days.len() - 1] + 1 + draw(7));
                }
                let resolved = days.pop().filter(|_| draw(3) > 0);
                let day = |day: u64| format!("{:02}/{:02}/2025", day % 28 + 1, day / 28 + 1);
                let began = |at: usize| days.get(at).map(|on| day(*on)).unwrap_or_default();
                let level = ["S17", "S47", "EH", ""][usize::try_from(draw(4)).unwrap()];
                let with = ["MASH", "Probation", "Children's Services"][usize::try_from(draw(3)).unwrap()];
                let line = |resolved: Option<u64>| {
                    format!(
                        "{agency},{quarter}-{n},Kit Ash {quarter} {n},{level},{},{stage},{},{},{},{},{with}\n",
                        began(0),
                        began(1),
                        began(2),
                        began(3),
                        resolved.map(day).unwrap_or_default()
                    )
                };
                if quarter == 0 {
                    logs[0] += &line(resolved);
                }
                // What was open is resolved in the next quarter, as a rule.
                let later = resolved.or((quarter == 0 && draw(9) > 0).then(|| 28 * 6 + draw(50)));
                logs[1] += &line(later);
            }
        }
        for (files, log) in both.iter_mut().zip(logs) {
            files.push((format!("{agency}.csv"), log.into_bytes()));
        }
    }
    both.concat()
}

/// The counts of a copy.
fn figures(bytes: &[u8]) -> Figures {
    const BLOCKS: [(&str, &str); 14] = [
        ("Summary", "Escalations raised"),
        ("Summary", "Escalations"),
        ("Summary", "Stage that ended in the quarter"),
        ("Who raised with whom", "Agency"),
        ("Stages and timescales", "Stage"),
        ("Stages and timescales", "Highest stage reached"),
        ("Level of need and themes", "Level of need"),
        ("Level of need and themes", "Theme"),
        ("Outcomes, lessons and actions", "Resolved escalations"),
        ("Outcomes, lessons and actions", "Resolved at"),
        ("Open and overdue", "Stage reached"),
        ("Stages 3 and 4", "Stage"),
        ("Stages 3 and 4", "Escalations"),
        ("Summary", "Returned logs"),
    ];
    let mut book = open(bytes);
    let mut found = Figures::new();
    for (sheet, heading) in BLOCKS {
        let range = book.worksheet_range(sheet).unwrap();
        let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
        let head = rows.iter().position(|row| row[0] == heading && !row[1].is_empty()).unwrap();
        for row in rows[head + 1..].iter().take_while(|row| !row[0].is_empty()) {
            let label = row[0].split_once(' ').filter(|(first, _)| first.parse::<u8>().is_ok());
            let label = label.map_or(row[0].as_str(), |(first, _)| first);
            for (column, cell) in rows[head].iter().zip(row).skip(1) {
                let value = if cell == "*" { None } else { cell.parse::<i64>().ok() };
                if column != "Share in time"
                    && column != "Share"
                    && column != "Median days"
                    && (cell == "*" || value.is_some())
                {
                    found.insert(format!("{sheet}/{heading}/{label}/{column}"), value);
                }
            }
        }
    }
    found
}

/// Asserts that every small count can be as many numbers as the limit, as far as a reader can tell: of the copy,
/// of that of the quarter before, and of a register in which so many rows have no date of concern.
fn safe((shown, all): &(Figures, Figures), before: Option<&Figures>, limit: usize, undated: i64, of: &str) {
    let limit = i64::try_from(limit).unwrap();
    let identities = identities(shown, all, before, limit, undated);
    let bounds = bounds(shown, all, &identities);
    let small = |at: &str| all[at].is_some_and(|count| (1..limit).contains(&count));
    let shown_small: Vec<_> = shown.iter().filter(|(at, value)| value.is_some() && small(at)).collect();
    assert!(shown_small.is_empty(), "{of}: {shown_small:?}");
    let told: Vec<_> = shown
        .iter()
        .filter(|(at, value)| value.is_none() && small(at))
        .filter(|(at, _)| bounds[*at].1 - bounds[*at].0 < limit - 1)
        .map(|(at, _)| (at, all[at], bounds[at]))
        .collect();
    assert!(told.is_empty(), "{of}: {} told, such as {:?}", told.len(), &told[..told.len().min(3)]);
    let hidden = shown.values().filter(|value| value.is_none()).count();
    assert!(hidden > 5 && identities.len() > 20, "{of}: {hidden} hidden, {} identities", identities.len());
}

/// What holds between the figures of the copy.
fn identities(shown: &Figures, all: &Figures, before: Option<&Figures>, limit: i64, undated: i64) -> Vec<Identity> {
    let mut found = Vec::new();
    let holds = |left: &[String], right: &[String]| left.iter().chain(right).all(|at| shown.contains_key(at));
    let sum = |keys: &[String]| keys.iter().map(|at| all[at].unwrap()).sum::<i64>();
    // What is left is known where it is none or many, as those without a date are.
    let mut adds_up = |left: Vec<String>, right: Vec<String>| {
        if holds(&left, &right) {
            let more = sum(&left) - sum(&right);
            found.push(Identity { left, right, more: Some(more).filter(|more| *more == 0 || more.abs() >= limit) });
        }
    };
    let at = |sheet: &str, heading: &str, label: &str, column: &str| format!("{sheet}/{heading}/{label}/{column}");
    let agency = |label: &str, column: &str| at("Who raised with whom", "Agency", label, column);
    let stage = |label: &str, column: &str| at("Stages and timescales", "Stage", label, column);
    let highest = |label: &str| at("Stages and timescales", "Highest stage reached", label, "Raised");
    let open_at = |label: &str, column: &str| at("Open and overdue", "Stage reached", label, column);
    let resolved_at = |label: &str| at("Outcomes, lessons and actions", "Resolved at", label, "Number");
    let raised = at("Summary", "Escalations raised", "This quarter", "Number");
    let now = |label: &str| at("Summary", "Escalations", label, "Number");
    let (resolved, open_now) = (now("Resolved in the quarter"), now("Open"));
    let column = |start: String, end: &str| -> Vec<String> {
        let all = all.keys().filter(|key| key.starts_with(&start) && key.ends_with(end) && !key.contains("/All/"));
        all.cloned().collect()
    };
    let agencies = |end: &str| column("Who raised with whom/Agency/".to_owned(), &format!("/{end}"));
    let with: Vec<String> = ["MASH", "Probation", "Children's Services", "not stated"].map(str::to_owned).to_vec();
    for end in ["Raised", "Open", "Overdue"].iter().copied().chain(with.iter().map(String::as_str)) {
        adds_up(agencies(end), vec![agency("All", end)]);
    }
    for name in AGENCIES.iter().copied().chain(["All"]) {
        let each = with.iter().map(|with| agency(name, with)).filter(|at| all.contains_key(at)).collect();
        adds_up(each, vec![agency(name, "Raised")]);
    }
    let again = [("Raised", &raised), ("Open", &open_now), ("Overdue", &now("Overdue now"))];
    again.into_iter().for_each(|(end, at)| adds_up(vec![agency("All", end)], vec![at.clone()]));
    adds_up(column("Level of need and themes/Level of need/".to_owned(), "/Raised"), vec![raised.clone()]);
    adds_up(column("Level of need and themes/Theme/".to_owned(), "/Raised"), vec![raised.clone()]);
    adds_up(column("Level of need and themes/Theme/".to_owned(), "/Open"), vec![open_now.clone()]);
    adds_up(STAGES.map(&highest).to_vec(), vec![raised.clone()]);
    adds_up(STAGES.map(&resolved_at).to_vec(), vec![resolved.clone()]);
    adds_up(STAGES.map(|of| open_at(of, "Open")).to_vec(), vec![open_now.clone()]);
    adds_up(STAGES.map(|of| open_at(of, "Overdue")).to_vec(), vec![now("Overdue now")]);
    adds_up(vec![stage("1", "Began")], vec![raised.clone()]);
    for (n, of) in STAGES.iter().enumerate() {
        let summary = |column: &str| at("Summary", "Stage that ended in the quarter", of, column);
        adds_up(vec![summary("In time")], vec![stage(of, "In time")]);
        adds_up(vec![summary("Late")], vec![stage(of, "Late")]);
        adds_up(vec![stage(of, "In time"), stage(of, "Late")], vec![stage(of, "Ended")]);
        let next = STAGES.get(n + 1).map(|next| stage(next, "Began"));
        adds_up(next.into_iter().chain([resolved_at(of)]).collect(), vec![stage(of, "Ended")]);
        let later = |column: &str| at("Stages 3 and 4", "Stage", of, column);
        adds_up(vec![later("Began")], vec![stage(of, "Began")]);
        adds_up(vec![later("Open")], vec![open_at(of, "Open")]);
        adds_up(vec![later("Resolved")], vec![resolved_at(of)]);
    }
    // Stocks and flows: what was open before is none in the first quarter, else what the copy before told.
    let told = |at: &str| before.map_or(Some(0), |before| before[at]);
    let mut flow = |left: Vec<String>, right: Vec<String>, more: Option<i64>| {
        let truly = sum(&left) - sum(&right);
        assert!(more.is_none_or(|more| (truly - more).abs() <= undated), "{left:?} {right:?} {more:?}");
        found.push(Identity { left, right, more: more.filter(|more| *more == truly) });
    };
    for of in STAGES {
        let left = vec![stage(of, "Ended"), open_at(of, "Open")];
        flow(left, vec![stage(of, "Began")], told(&open_at(of, "Open")));
        let first = before.is_none().then_some(0);
        flow(vec![resolved_at(of), open_at(of, "Open")], vec![highest(of)], first);
    }
    flow(vec![resolved, open_now.clone()], vec![raised], told(&open_now));
    found
}

/// Between what each figure lies, as far as one identity after another tells. What is hidden is one at least.
fn bounds(shown: &Figures, all: &Figures, identities: &[Identity]) -> BTreeMap<String, (i64, i64)> {
    const MANY: i64 = 1_000_000;
    let first = |(at, value): (&String, &Option<i64>)| {
        (at.clone(), value.map_or((all[at].unwrap().min(1), MANY), |value| (value, value)))
    };
    let mut bounds: BTreeMap<String, (i64, i64)> = shown.iter().map(first).collect();
    for _ in 0..100 {
        let known = bounds.clone();
        for Identity { left, right, more } in identities {
            let Some(more) = *more else { continue };
            let terms: Vec<(&String, i64)> =
                left.iter().map(|at| (at, 1)).chain(right.iter().map(|at| (at, -1))).collect();
            for (at, sign) in &terms {
                // The others come to so much at least, and at most; this one to what is left.
                let others = terms.iter().filter(|(other, _)| other != at);
                let (least, most) = others.fold((0, 0), |(least, most), (other, sign)| {
                    let (low, high) = bounds[*other];
                    if *sign > 0 { (least + low, most + high) } else { (least - high, most - low) }
                });
                let (low, high) = if *sign > 0 { (more - most, more - least) } else { (least - more, most - more) };
                let own = bounds.get_mut(*at).unwrap();
                *own = (own.0.max(low), own.1.min(high));
                assert!(own.0 <= own.1, "{at}: {own:?}");
            }
        }
        if bounds == known {
            break;
        }
    }
    bounds
}
