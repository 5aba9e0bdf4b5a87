// Addresses such as `Log!B2:D9`, `B:D` and `4:4`, and arithmetic on rectangles of cells, counted from 0.

import { OfficeError } from "./errors";

/** The edges of a sheet: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3 */
export const ROWS = 1_048_576;
export const COLUMNS = 16_384;

/** A rectangle of cells. */
export interface Box {
  top: number;
  left: number;
  rows: number;
  columns: number;
}

export const bottom = (box: Box): number => box.top + box.rows - 1;
export const right = (box: Box): number => box.left + box.columns - 1;
export const whole: Box = { top: 0, left: 0, rows: ROWS, columns: COLUMNS };

export function letters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}

export const number = (letters: string): number =>
  [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

export const cellName = (row: number, column: number): string => `${letters(column)}${row + 1}`;

/** A rectangle from two corners; none where it would leave the sheet. */
export function between(top: number, left: number, last: number, end: number): Box | null {
  const inside = top >= 0 && left >= 0 && last < ROWS && end < COLUMNS && last >= top && end >= left;
  return inside ? { top, left, rows: last - top + 1, columns: end - left + 1 } : null;
}

/** An address without its sheet: `A1`, `A1:B2`, `A:B`, `1:2`, with or without `$`; whichever way round. */
export function parse(address: string): Box {
  const wrong = new OfficeError("InvalidArgument", `The argument is invalid: ${address}`);
  const [from = "", to = from, ...more] = address.replaceAll("$", "").trim().split(":");
  const part = (text: string) => /^([A-Za-z]{1,3})?(\d{1,7})?$/.exec(text);
  const [a, b] = [part(from), part(to)];
  if (more.length > 0 || !a || !b || from === "" || to === "") throw wrong;
  if ((a[1] === undefined) !== (b[1] === undefined) || (a[2] === undefined) !== (b[2] === undefined)) throw wrong;
  if (from === to && !address.includes(":") && (a[1] === undefined || a[2] === undefined)) throw wrong;
  const rows = [a[2], b[2]].map((text, end) => (text === undefined ? end * (ROWS - 1) : Number(text) - 1));
  const columns = [a[1], b[1]].map((text, end) => (text === undefined ? end * (COLUMNS - 1) : number(text)));
  const box = between(Math.min(...rows), Math.min(...columns), Math.max(...rows), Math.max(...columns));
  if (!box) throw wrong;
  return box;
}

/** The sheet's name, if one is said, and the rest of an address. */
export function split(address: string): [string | null, string] {
  const found = /^(?:'((?:[^']|'')+)'|([^'!]+))!(.*)$/.exec(address);
  if (!found) return [null, address];
  return [(found[1] ?? found[2] ?? "").replaceAll("''", "'"), found[3] ?? ""];
}

export function format(box: Box): string {
  if (box.rows === ROWS && box.columns === COLUMNS) return `1:${ROWS}`;
  if (box.rows === ROWS) return `${letters(box.left)}:${letters(right(box))}`;
  if (box.columns === COLUMNS) return `${box.top + 1}:${bottom(box) + 1}`;
  const from = cellName(box.top, box.left);
  return box.rows === 1 && box.columns === 1 ? from : `${from}:${cellName(bottom(box), right(box))}`;
}

export const quoted = (sheet: string): string =>
  /^[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff]*$/.test(sheet) && !/^[A-Za-z]{1,3}\d+$/.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`;

export const intersection = (a: Box, b: Box): Box | null =>
  between(Math.max(a.top, b.top), Math.max(a.left, b.left), Math.min(bottom(a), bottom(b)), Math.min(right(a), right(b)));

export const contains = (box: Box, row: number, column: number): boolean =>
  row >= box.top && row <= bottom(box) && column >= box.left && column <= right(box);

export const same = (a: Box, b: Box): boolean =>
  a.top === b.top && a.left === b.left && a.rows === b.rows && a.columns === b.columns;

/** What is left of a rectangle without another: up to four. */
export function without(box: Box, hole: Box): Box[] {
  const cut = intersection(box, hole);
  if (!cut) return [box];
  return [
    between(box.top, box.left, cut.top - 1, right(box)),
    between(bottom(cut) + 1, box.left, bottom(box), right(box)),
    between(cut.top, box.left, bottom(cut), cut.left - 1),
    between(cut.top, right(cut) + 1, bottom(cut), right(box)),
  ].filter((part) => part !== null);
}

/** The smallest rectangle around some. */
export const around = (boxes: Box[]): Box | null =>
  boxes.length === 0 ? null : between(
    Math.min(...boxes.map((box) => box.top)),
    Math.min(...boxes.map((box) => box.left)),
    Math.max(...boxes.map(bottom)),
    Math.max(...boxes.map(right)),
  );
