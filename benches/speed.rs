//! How fast the engine is: `cargo bench`. Each figure is the median of several runs, beside what it is
//! measured against in the same run. Never a test: a busy machine is not a fault.

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{Days as CalendarDays, NaiveDate};
use escalog::calendar::{Calendar, Moment};
use escalog::policy::{EventId, Policy};
use escalog::timeline::{self, Case, Days};

fn main() {
    deadlines();
}

/// The median of several runs.
fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[runs / 2]
}

/// Deadlines of 100,000 rows with all stages, for every built-in procedure.
fn deadlines() {
    const ROWS: u32 = 100_000;
    let calendar = Calendar::england_and_wales();
    let as_of = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
    let days = Days::new(&calendar, as_of);
    for id in Policy::built_in_ids() {
        let policy = Policy::built_in(id).unwrap();
        let edition = policy.edition_for(None);
        let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
        let cases: Vec<Case> = (0..ROWS)
            .map(|row| {
                let concern = first + CalendarDays::new(u64::from(row % 900));
                let mut case = Case::new(edition);
                case.record(EventId::CONCERN, Moment::from(concern));
                for stage in 2..=edition.last_stage() {
                    case.record(EventId::began(stage), Moment::from(concern + CalendarDays::new(u64::from(stage) * 4)));
                }
                case
            })
            .collect();
        let time = median(7, || {
            for case in &cases {
                black_box(timeline::compute(edition, case, &days));
            }
        });
        let rate = f64::from(ROWS) / time.as_secs_f64();
        println!(
            "deadlines, {id:<18} {:>2} duties {rate:>12.0} rows a second (wanted: 1,000,000)",
            edition.duties.len()
        );
    }
}
