//! Where the cells of a sheet stand among a table's columns, and how its rows keep them.

use crate::grid::{Address, Value};
use crate::log::{Column, Table};

/// For each column of a sheet, its place among a table's columns.
pub(super) struct Places(Vec<Option<usize>>);

impl Places {
    pub(super) fn among(columns: &[Column]) -> Places {
        let mut places = Vec::new();
        for (place, column) in columns.iter().enumerate() {
            let Ok(column) = usize::try_from(column.column) else { continue };
            places.resize(places.len().max(column + 1), None);
            if let Some(slot) = places.get_mut(column) {
                *slot = Some(place);
            }
        }
        Places(places)
    }

    pub(super) fn of(&self, column: u32) -> Option<usize> {
        self.0.get(usize::try_from(column).ok()?).copied().flatten()
    }
}

/// Keeps the raw cells of a sheet's tables with their rows.
pub(in crate::log) fn keep_cells<C>(
    tables: &mut [Table],
    cells: impl Iterator<Item = C>,
    at: impl Fn(&C) -> Address,
    value: impl Fn(C) -> Value,
) {
    let mut cells = cells.peekable();
    for table in tables {
        let places = Places::among(&table.columns);
        for row in &mut table.rows {
            row.cells = vec![None; table.columns.len()];
            while let Some(cell) = cells.next_if(|cell| at(cell).row <= row.row) {
                let place = places.of(at(&cell).column).filter(|_| at(&cell).row == row.row);
                if let Some(slot) = place.and_then(|place| row.cells.get_mut(place)) {
                    *slot = Some(value(cell));
                }
            }
        }
    }
}
