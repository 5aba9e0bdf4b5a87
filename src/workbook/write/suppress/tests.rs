//! What a reader can tell of counts by the sums that tie them.

use super::worlds::{Unknown, Worlds};

/// Whether the first of these counts, each at least one, can be as many numbers as the width and one more.
fn spans(counts: &[usize], sums: &[&[usize]], width: usize) -> bool {
    let unknown: Vec<Unknown> = counts.iter().map(|count| Unknown { count: *count, least: 1 }).collect();
    let sums: Vec<Vec<(usize, f64)>> = sums.iter().map(|sum| sum.iter().map(|place| (*place, 1.0)).collect()).collect();
    Worlds::new(&unknown, &sums).spans(0, width)
}

#[test]
fn a_count_can_be_what_the_others_of_its_sums_leave_it() {
    assert!(spans(&[7], &[], 100), "no sum");
    assert!(!spans(&[7], &[&[0]], 1), "alone");
    assert!(spans(&[3, 4], &[&[0, 1]], 5) && !spans(&[3, 4], &[&[0, 1]], 6), "1 to 6");
    assert!(!spans(&[1, 1, 1], &[&[0, 1, 2]], 1), "three that come to three");
    assert!(spans(&[1, 1, 5], &[&[0, 1, 2]], 4) && !spans(&[1, 1, 5], &[&[0, 1, 2]], 5), "1 to 5");
}

#[test]
fn a_count_is_known_by_sums_of_which_each_has_two_that_are_not() {
    let ring: [&[usize]; 3] = [&[0, 1], &[1, 2], &[0, 2]];
    assert!(!spans(&[3, 4, 5], &ring, 1), "half of two sums without the third");
    assert!(spans(&[3, 4, 5], &ring[..2], 2), "without the last");
    let square: [&[usize]; 4] = [&[0, 1], &[2, 3], &[0, 2], &[1, 3]];
    assert!(spans(&[3, 4, 5, 6], &square, 5), "a table of two by two");
}

#[test]
fn a_total_grows_with_its_parts() {
    let unknown = [3, 1, 2].map(|count| Unknown { count, least: 1 });
    let mut worlds = Worlds::new(&unknown, &[vec![(0, -1.0), (1, 1.0), (2, 1.0)]]);
    assert!(worlds.spans(0, 1_000) && worlds.spans(1, 1_000));
}
