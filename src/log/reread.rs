//! Rows whose columns are known already → a [`Table`] in which they are understood again.
//!
//! In: what each column means and the values of each row, as a register keeps them. Out: a table with a
//! [`Row`] for each of them, in their order, even where a row says nothing.

use chrono::NaiveDate;

use super::levels::Levels;
use super::rows::RowReader;
use super::{Column, Meaning, Row, Table};
use crate::grid::{Address, Cell, DateSystem, Sheet, Value};
use crate::policy::Policy;

/// Reads rows whose columns are known: no heading is looked for, and no row is passed over as a note.
///
/// ```
/// use escalog::{grid::Value, log::{self, Meaning}, policy::Policy};
///
/// let policy = Policy::built_in("liverpool").unwrap();
/// let columns = [(Meaning::Number, "Number".to_owned()), (Meaning::Event("concern".into()), "Concern arose".into())];
/// let row = vec![Some(Value::Text("7".into())), Some(Value::Text("3 March 2025".into()))];
/// let table = log::reread(&columns, vec![row], &policy, "2025-06-30".parse().unwrap());
/// assert_eq!(table.rows[0].event(1).unwrap().to_string(), "2025-03-03");
/// ```
pub fn reread(
    columns: &[(Meaning, String)],
    rows: Vec<Vec<Option<Value>>>,
    policy: &Policy,
    as_of: NaiveDate,
) -> Table {
    let columns = (0u32..).zip(columns).map(|(column, (meaning, heading))| Column {
        column,
        heading: heading.clone(),
        at: Address::new(0, column),
        meaning: meaning.clone(),
        hidden: false,
    });
    let mut table = Table { columns: columns.collect(), ..Table::default() };
    let levels = Levels::of(policy);
    let reader = RowReader::new(policy, &levels, DateSystem::From1900, as_of);
    let sheet = Sheet::default();
    let cases = reader.table(&sheet, None, &table);
    let mut understood: Vec<Row> = Vec::with_capacity(rows.len());
    for (number, values) in (1u32..).zip(rows) {
        let filled = (0u32..).zip(&values).filter_map(|(column, value)| {
            let value = value.clone()?;
            Some(Cell { at: Address::new(number, column), value, formula: None })
        });
        let cells: Vec<Cell> = filled.collect();
        understood.push(Row { cells: values, ..cases.understood(number, &cells) });
    }
    table.rows = understood;
    table
}
