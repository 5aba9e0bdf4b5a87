// The cells of an open workbook as the engine takes them: what was read of Excel's ranges → a file of JSON, which
// the engine's reader of workbooks knows by its beginning.

import type { NamedFile } from "./answers";
import type { Area } from "./a1";

type Value = string | number | boolean | null | { error: string };

/** Some cells of a sheet, counted from 0, with the formulas behind them where there are any. */
export interface Block {
  top: number;
  left: number;
  values: Value[][];
  formats: string[][];
  formulas?: (string | null)[][];
}

export interface SheetCells {
  name: string;
  hidden: boolean;
  blocks: Block[];
  hidden_rows: number[];
  hidden_columns: number[];
  /** Merged cells, as `A1:F1`. */
  merged: string[];
  /** How many columns from the left tables, pivots, notes and pictures reach into. */
  taken_columns: number;
  /** Whether rows or columns of it are frozen. */
  frozen: boolean;
  notes: { at: string; text: string }[];
}

export type DateSystem = "1900" | "1904";

export interface Cells {
  /** The workbook's name. */
  name: string;
  date_system: DateSystem;
  sheets: SheetCells[];
}

/** What Excel says of a range. */
export interface Read {
  values: unknown[][];
  valueTypes: string[][];
  numberFormat: unknown[][];
  formulas: unknown[][];
}

/** What was read of a range whose first cell stands there. */
export function block(top: number, left: number, { values, valueTypes, numberFormat, formulas }: Read): Block {
  const read: Block = {
    top,
    left,
    values: values.map((row, y) => row.map((value, x) => valueOf(value, valueTypes[y]?.[x] ?? ""))),
    formats: numberFormat.map((row) => row.map(String)),
  };
  // Of a cell without a formula, Excel gives the value once more; a text such as "=1" is no formula.
  const own = formulas.map((row, y) => row.map((text, x) => formulaOf(text, values[y]?.[x])));
  if (own.some((row) => row.some((formula) => formula !== null))) read.formulas = own;
  return read;
}

function valueOf(value: unknown, type: string): Value {
  if (type === "Empty") return null;
  if (type === "Error") return { error: String(value) };
  return typeof value === "number" || typeof value === "boolean" ? value : String(value ?? "");
}

const formulaOf = (text: unknown, value: unknown) =>
  typeof text === "string" && text.startsWith("=") && text !== value ? text.slice(1) : null;

/** The file for the engine. Block by block, so that the panel never stands still for long. */
export async function fileOf({ name, date_system, sheets }: Cells): Promise<NamedFile> {
  const parts = [`{"escalog-cells":1,"date_system":"${date_system}","sheets":[`];
  for (const [n, { blocks, ...sheet }] of sheets.entries()) {
    parts.push(n > 0 ? "," : "", JSON.stringify(sheet).slice(0, -1), `,"blocks":[`);
    for (const [m, block] of blocks.entries()) {
      parts.push(m > 0 ? "," : "", JSON.stringify(block));
      await new Promise((resolve) => setTimeout(resolve));
    }
    parts.push("]}");
  }
  parts.push("]}");
  return { name, bytes: new Uint8Array(await new Blob(parts).arrayBuffer()) };
}

/** What stands in a cell; `null` where nothing does. */
export function at(sheet: SheetCells, row: number, column: number): Value {
  for (const { top, left, values } of sheet.blocks) {
    const value = values[row - top]?.[column - left];
    if (value !== undefined) return value;
  }
  return null;
}

/** How many columns from the left hold something. */
export function taken({ blocks, taken_columns }: SheetCells, merged: Area[]): number {
  let most = Math.max(taken_columns, ...merged.map((area) => area.right + 1));
  for (const { left, values } of blocks) {
    for (const row of values) {
      const last = row.findLastIndex((value) => value !== null);
      if (last >= 0) most = Math.max(most, left + last + 1);
    }
  }
  return most;
}
