//! Under which columns the cells of a row of a docx stand.
//!
//! In: the cells of a row as the table's grid counts them, and the columns of the row that has most. Out: a column for
//! each cell. Rows whose borders were drawn by hand are a little off each other, and then Word counts a column more.

/// Where the columns of a table's grid begin, from the left.
#[derive(Default)]
pub(super) struct Grid(Vec<u64>);

impl Grid {
    pub fn add(&mut self, width: u32) {
        self.0.push(self.edge(self.len()) + u64::from(width));
    }

    /// How many columns it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Where a column begins; beyond the last that is described each has a width of one.
    fn edge(&self, column: usize) -> u64 {
        let described = column.min(self.len());
        let edge = described.checked_sub(1).and_then(|last| self.0.get(last)).copied().unwrap_or_default();
        edge + (column - described) as u64
    }

    /// The columns of a row's cells, of which each has a place and a span in the grid, under these columns.
    pub fn placed(&self, cells: &[(u32, u32)], under: &[u32]) -> Vec<u32> {
        let own = || cells.iter().map(|(column, _)| *column).collect();
        let is_under = |column: &u32| under.binary_search(column).is_ok();
        if cells.len() > under.len() || cells.iter().all(|(column, _)| is_under(column)) {
            return own();
        }
        if cells.len() == under.len() && cells.first().is_some_and(|(column, _)| *column == 0) {
            return under.to_vec();
        }
        let nearest: Vec<u32> = cells.iter().map(|cell| self.nearest(*cell, under)).collect();
        // Two cells under one column would be one.
        if nearest.is_sorted_by(|a, b| a < b) { nearest } else { own() }
    }

    /// The column under which most of a cell lies.
    fn nearest(&self, (from, span): (u32, u32), under: &[u32]) -> u32 {
        let to = from.saturating_add(span);
        let first = under.partition_point(|column| *column <= from).saturating_sub(1);
        let edge = |column: u32| self.edge(column as usize);
        let columns = (first..under.len()).map_while(|place| Some((*under.get(place)?, under.get(place + 1).copied())));
        let reached = columns.take_while(|(column, _)| *column < to);
        let overlaps = reached.map(|(column, next)| {
            let end = edge(next.map_or(to, |next| next.min(to)));
            (end.saturating_sub(edge(column.max(from))), column)
        });
        // Of equals the first.
        overlaps.reduce(|best, one| if one.0 > best.0 { one } else { best }).map_or(from, |(_, column)| column)
    }
}
