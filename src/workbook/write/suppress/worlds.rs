//! Other counts that would tell the same: unknown counts and the sums that tie them → how far each may lie from the true one.
//!
//! From the true counts it goes to others that fit every sum as well, and keeps the least and the most that
//! each has been in any of them. What it has been it may be, as far as a reader can tell: nothing is taken
//! for safe without such counts at hand. It is the simplex method, begun at the truth.

/// What differs by less is the same.
const SAME: f64 = 1e-7;
/// After so many steps a count is taken for one that can't go further.
const MOST_STEPS: usize = 2_000;

/// An unknown count, and the least that a reader knows it to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unknown {
    pub count: usize,
    pub least: usize,
}

/// The unknown counts as they may be.
#[derive(Debug)]
pub(super) struct Worlds {
    /// How much each is above the least that it can be.
    above: Vec<f64>,
    /// The least and the most of it in any world seen.
    seen: Vec<(f64, f64)>,
    /// The sums, each solved for one count: it and the others with these factors stay the same together.
    rows: Vec<(usize, Vec<f64>)>,
}

impl Worlds {
    /// The worlds of these counts in which each sum, as factors of some of them by their places, stays as it is.
    pub fn new(unknown: &[Unknown], sums: &[Vec<(usize, f64)>]) -> Worlds {
        let above: Vec<f64> = unknown.iter().map(|one| one.count.saturating_sub(one.least) as f64).collect();
        let seen = above.iter().map(|own| (*own, *own)).collect();
        let mut worlds = Worlds { above, seen, rows: Vec::new() };
        for sum in sums {
            let mut row = vec![0.0; unknown.len()];
            for (place, factor) in sum {
                if let Some(cell) = row.get_mut(*place) {
                    *cell += factor;
                }
            }
            worlds.tie(row);
        }
        worlds.settle();
        worlds
    }

    /// Whether a count can be as many different numbers, from the least that it can be to the most, and one more.
    pub fn spans(&mut self, place: usize, width: usize) -> bool {
        let enough =
            |worlds: &Worlds| worlds.seen.get(place).is_some_and(|(low, high)| high - low > width as f64 - SAME);
        for up in [true, false] {
            for _ in 0..MOST_STEPS {
                if enough(self) || !self.step(place, up) {
                    break;
                }
            }
        }
        enough(self)
    }

    /// One more sum, solved for a count that no other is solved for; one that follows from the others is none.
    fn tie(&mut self, mut row: Vec<f64>) {
        for (solved, other) in &self.rows {
            take(&mut row, *solved, other);
        }
        let Some(solved) = row.iter().position(|factor| factor.abs() > SAME) else { return };
        self.rows.push((solved, row));
        self.solve(self.rows.len() - 1, solved);
    }

    /// Solves a row for another of its counts.
    fn solve(&mut self, at: usize, place: usize) {
        let Some((solved, row)) = self.rows.get_mut(at) else { return };
        let lead = row.get(place).copied().unwrap_or(1.0);
        row.iter_mut().for_each(|factor| *factor /= lead);
        *solved = place;
        let row = row.clone();
        for (other, (_, factors)) in self.rows.iter_mut().enumerate() {
            if other != at {
                take(factors, place, &row);
            }
        }
    }

    /// Goes where every count that no sum is solved for is the least that it can be.
    fn settle(&mut self) {
        for place in 0..self.above.len() {
            let far = self.above.get(place).copied().unwrap_or_default();
            if far > SAME && !self.is_solved(place) {
                self.go(place, -1.0, far);
            }
        }
    }

    fn is_solved(&self, place: usize) -> bool {
        self.rows.iter().any(|(solved, _)| *solved == place)
    }

    /// A step in which a count grows or shrinks, or may at a later one; whether there is any.
    fn step(&mut self, place: usize, up: bool) -> bool {
        let row = self.rows.iter().find(|(solved, _)| *solved == place);
        let next = match row {
            None => up.then_some(place),
            // The first that helps, so that no step comes back to where another was.
            Some((_, row)) => (0..row.len()).find(|other| {
                let factor = row.get(*other).copied().unwrap_or_default();
                *other != place && if up { factor < -SAME } else { factor > SAME }
            }),
        };
        next.is_some_and(|next| self.go(next, 1.0, f64::INFINITY))
    }

    /// Changes a count that no sum is solved for in this direction, as far as the others let it and no further
    /// than this. Whether it comes to an end anywhere; else the counts that change with it may be any number.
    fn go(&mut self, place: usize, direction: f64, far: f64) -> bool {
        let pull = |row: &[f64]| row.get(place).copied().unwrap_or_default() * direction;
        let mut stop: Option<(f64, usize, usize)> = None;
        for (at, (solved, row)) in self.rows.iter().enumerate() {
            let pull = pull(row);
            if pull > SAME {
                let room = self.above.get(*solved).copied().unwrap_or_default() / pull;
                let nearer = |(least, first, _): (f64, usize, usize)| {
                    room < least - SAME || (room < least + SAME && *solved < first)
                };
                if stop.is_none_or(nearer) {
                    stop = Some((room, *solved, at));
                }
            }
        }
        let by = stop.map_or(far, |(room, ..)| room.min(far));
        if by.is_infinite() {
            let changing = self.rows.iter().filter(|(_, row)| pull(row) < -SAME).map(|(solved, _)| *solved);
            for changed in changing.chain([place]) {
                if let Some((_, high)) = self.seen.get_mut(changed) {
                    *high = f64::INFINITY;
                }
            }
            return false;
        }
        for (changed, pull) in self.rows.iter().map(|(solved, row)| (*solved, pull(row))).chain([(place, -direction)]) {
            if let Some(own) = self.above.get_mut(changed) {
                let changed = *own - pull * by;
                // Whole again where it is but for rounding.
                *own = if (changed - changed.round()).abs() < SAME { changed.round() } else { changed };
            }
        }
        if let Some((_, _, at)) = stop.filter(|(room, ..)| *room <= far + SAME) {
            self.solve(at, place);
        }
        self.look();
        true
    }

    /// Keeps what each count is here; a world in which one is no whole number is none.
    fn look(&mut self) {
        if self.above.iter().any(|own| (own - own.round()).abs() > SAME) {
            return;
        }
        for (own, (low, high)) in self.above.iter().zip(&mut self.seen) {
            *low = low.min(*own);
            *high = high.max(*own);
        }
    }
}

/// Takes so much of another row from this that nothing is left of a count in it.
fn take(row: &mut [f64], place: usize, other: &[f64]) {
    let factor = row.get(place).copied().unwrap_or_default();
    if factor.abs() > SAME {
        row.iter_mut().zip(other).for_each(|(own, other)| *own -= factor * other);
    }
}
