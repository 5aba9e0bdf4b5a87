// Rows that a person inserts or sorts: what stands in them, beside them and refers to them moves along.

import { type Box, bottom, right } from "./a1";
import type { Cell, Sheet } from "./model";
import { moved } from "./xlsx";

/** https://support.microsoft.com/office/6f40e6e4-85af-45e0-b39d-65dd504a3246: what lies across the new row grows by it. */
export function insertRow(sheet: Sheet, at: number): void {
  const shift = (box: Box): Box =>
    at <= box.top ? { ...box, top: box.top + 1 } : at <= bottom(box) ? { ...box, rows: box.rows + 1 } : box;
  const later = <V>(map: Map<number, V>) => {
    const all = [...map].map(([row, value]): [number, V] => [row >= at ? row + 1 : row, value]);
    map.clear();
    for (const [row, value] of all) map.set(row, value);
  };
  later(sheet.rows);
  later(sheet.rowInfo);
  // It looks like the row above.
  const above = sheet.rows.get(at - 1);
  if (above) sheet.rows.set(at, new Map([...above].map(([column, { style }]): [number, Cell] => [column, { value: null, formula: null, style }])));
  sheet.merged = sheet.merged.map(shift);
  for (const one of [...sheet.conditionals, ...sheet.validations]) one.boxes = one.boxes.map(shift);
  for (const table of sheet.tables) table.box = shift(table.box);
  for (const note of sheet.notes) if (note.row >= at) note.row += 1;
  sheet.filter = sheet.filter && shift(sheet.filter);
  for (const format of sheet.conditionals) format.formula &&= referring(format.formula, at, null, true);
  for (const other of sheet.workbook.sheets) {
    for (const cells of other.rows.values()) {
      for (const cell of cells.values()) cell.formula &&= referring(cell.formula, at, sheet.name, other === sheet);
    }
  }
}

/** A formula after a row came in: places in that sheet below it are a row further down. */
function referring(formula: string, at: number, name: string | null, isHome: boolean): string {
  const place = /"(?:[^"]|"")*"|(?:('(?:[^']|'')+'|[\w.]+)!)?(?<![\w.])(\$?[A-Z]{1,3}\$?)(\d{1,7})(?![\w(])/g;
  let last: string | null = null;
  return formula.replace(place, (whole, sheet: string | undefined, column: string | undefined, row = "", offset: number) => {
    if (column === undefined) return whole;
    // The second corner of a range is in the sheet of the first.
    const named = sheet ?? (formula[offset - 1] === ":" ? last : null);
    last = named;
    const isThere = named === null ? isHome : named.replace(/^'|'$/g, "").replaceAll("''", "'") === name;
    const moves = isThere && Number(row) > at;
    return moves ? `${sheet === undefined ? "" : `${sheet}!`}${column}${Number(row) + 1}` : whole;
  });
}

/** Sorts rows by a column, ascending; formulas go with their rows.
 * https://support.microsoft.com/office/62d0b95d-2a90-4610-a6ae-2e545c4a4654 */
export function sortRows(sheet: Sheet, box: Box, column: number): void {
  const places = Array.from({ length: box.rows }, (_, n) => box.top + n);
  const key = (row: number) => sheet.value(row, column);
  const rank = (value: unknown) => (typeof value === "number" ? 0 : typeof value === "string" ? 1 : 2);
  const order = [...places].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (rank(x) !== rank(y)) return rank(x) - rank(y);
    return typeof x === "number" ? x - Number(y) : String(x ?? "").localeCompare(String(y ?? ""));
  });
  const before = new Map(places.map((row) => [row, new Map(sheet.rows.get(row))]));
  for (const [n, from] of order.entries()) {
    const to = box.top + n;
    const cells = new Map(before.get(to));
    for (let at = box.left; at <= right(box); at++) {
      const cell = before.get(from)?.get(at);
      if (!cell) cells.delete(at);
      else cells.set(at, { ...cell, formula: cell.formula && moved(cell.formula, to - from, 0) });
    }
    sheet.rows.set(to, cells);
  }
}
