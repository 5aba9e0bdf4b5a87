// Ranges: the cells of a rectangle. What a member does is what its page says:
// https://learn.microsoft.com/javascript/api/excel/excel.range, at the anchor beside it.
// Ranges of whole rows and columns: https://learn.microsoft.com/office/dev/add-ins/excel/excel-add-ins-ranges-unbounded

import { type Box, COLUMNS, ROWS, between, bottom, format, intersection, parse, quoted, right, split } from "./a1";
import { areasKind } from "./areas";
import { conditionalFormats } from "./conditional";
import { dataValidation } from "./validation";
import { NotSimulated, OfficeError } from "./errors";
import { rangeFormat } from "./format";
import { CellError, type Value } from "./formula";
import { put } from "./input";
import { type Cell, type Sheet, type Workbook, each, plain } from "./model";
import { type Area, type Kind, kind } from "./proxy";
import { shown } from "./text";
import { tableScoped } from "./table";
import { worksheetKind } from "./worksheet";

const invalid = (message: string) => new OfficeError("InvalidArgument", message);

/** A range, or the address of one, which may name another sheet. */
export function areaOf(given: Area | string, home: Sheet): Area {
  if (typeof given !== "string") return given;
  const [name, address] = split(given);
  const sheet = name === null ? home : home.workbook.sheet(name);
  if (!sheet) throw new OfficeError("ItemNotFound", "The requested resource doesn't exist.");
  return { sheet, box: parse(address) };
}

export const isUnbounded = (box: Box): boolean => box.rows === ROWS || box.columns === COLUMNS;

function at(sheet: Sheet, box: Box | null): Area {
  if (!box) throw invalid("The argument is invalid: it leaves the sheet.");
  return { sheet, box };
}

/** One value a cell, as rows of columns; `null` of whole rows and columns. */
function grid<V>({ sheet, box }: Area, of: (cell: Cell | undefined, row: number, column: number) => V): V[][] | null {
  if (isUnbounded(box)) return null;
  const rows: V[][] = [];
  each(box, (row, column) => {
    (rows[row - box.top] ??= []).push(of(sheet.cell(row, column), row, column));
  });
  return rows;
}

/** Gives each cell its value of rows of columns, or all the one value. */
function spread({ sheet, box }: Area, given: unknown, put: (row: number, column: number, value: unknown) => void): void {
  // "You cannot set cell-level properties on an unbounded range": see above.
  if (isUnbounded(box)) throw invalid("Cells of whole rows or columns can't be set.");
  sheet.mustBeOpen(box);
  if (!Array.isArray(given)) return each(box, (row, column) => put(row, column, given));
  const rows = given as unknown[][];
  const fits = rows.length === box.rows && rows.every((row) => Array.isArray(row) && row.length === box.columns);
  if (!fits) throw invalid("The number of rows or columns in the input array doesn't match the size or dimensions of the range.");
  each(box, (row, column) => put(row, column, rows[row - box.top]?.[column - box.left]));
}

export const plainValue = (value: Value): string | number | boolean => (value instanceof CellError ? value.code : (value ?? ""));

function formulaOf(cell: Cell | undefined): string | number | boolean {
  return cell?.formula != null ? `=${cell.formula}` : plainValue(cell?.value ?? null);
}

/** #excel-excel-range-valuetypes-member */
export function valueType(value: Value): Excel.RangeValueType {
  const type = value === null ? "Empty"
    : value instanceof CellError ? "Error"
    : typeof value === "string" ? "String"
    : typeof value === "boolean" ? "Boolean"
    : "Double";
  return type as Excel.RangeValueType;
}

function write(area: Area, given: unknown, workbook: Workbook): void {
  const { sheet } = area;
  const before = sheet.value(area.box.top, area.box.left);
  spread(area, given, (row, column, value) => {
    if (value === null) return;
    const cell = sheet.make(row, column);
    put(cell, value, workbook);
    if (cell.formula !== null) workbook.accept(sheet, cell);
    if (cell.value !== null || cell.formula !== null) sheet.grow(row, column);
  });
  workbook.changed(sheet, area.box, "RangeEdited", before);
}

/** #excel-excel-range-clear-member(1) */
function clear({ sheet, box }: Area, applyTo = "All"): void {
  sheet.mustBeOpen(box);
  if (!["All", "Contents", "Formats"].includes(applyTo)) throw new NotSimulated(`Range.clear("${applyTo}")`);
  const [contents, formats] = [applyTo !== "Formats", applyTo !== "Contents"];
  for (const [row, column, cell] of [...sheet.cells(box)]) {
    if (contents) [cell.value, cell.formula] = [null, null];
    if (formats) cell.style = plain;
    const isLeft = cell.value !== null || cell.formula !== null || cell.style !== plain;
    if (!isLeft) sheet.rows.get(row)?.delete(column);
  }
  if (formats) {
    sheet.unmerge(box);
    sheet.clearConditionals(box);
    for (const [column, info] of sheet.columnInfo) if (box.rows === ROWS && column >= box.left && column <= right(box)) info.style = null;
    for (const [row, info] of sheet.rowInfo) if (box.columns === COLUMNS && row >= box.top && row <= bottom(box)) info.style = null;
  }
  // "All" takes data validation too: https://learn.microsoft.com/javascript/api/excel/excel.clearapplyto
  if (applyTo === "All") sheet.validate(box, null);
  if (contents) sheet.workbook.changed(sheet, box, "RangeEdited", null);
}

const offset = ({ sheet, box }: Area, down: number, across: number, rows: number, columns: number): Area =>
  at(sheet, between(box.top + down, box.left + across, box.top + down + rows - 1, box.left + across + columns - 1));

function count(n: number): number {
  if (!Number.isInteger(n) || n === 0) throw invalid("The argument is invalid: a count of 0.");
  return n;
}

const uniform = <V>(values: V[]): V | null => (values.every((value) => value === values[0]) ? (values[0] ?? null) : null);

export const rangeKind: Kind<Excel.Range> = kind<Excel.Range, Area>("Range", {
  scalars: {
    // #excel-excel-range-address-member
    address: { get: ({ sheet, box }) => `${quoted(sheet.name)}!${format(box)}` },
    // #excel-excel-range-cellcount-member: -1 where there are more than 2^31 - 1
    cellCount: { get: ({ box }) => (box.rows * box.columns > 2 ** 31 - 1 ? -1 : box.rows * box.columns) },
    // #excel-excel-range-columncount-member
    columnCount: { get: ({ box }) => box.columns },
    // #excel-excel-range-columnhidden-member
    columnHidden: {
      get: ({ sheet, box }) => uniform(columns(box).map((column) => sheet.columnInfo.get(column)?.hidden ?? false)),
      set: ({ sheet, box }, hidden) => {
        sheet.mustBeOpen(null);
        for (const column of columns(box)) sheet.column(column).hidden = hidden;
      },
    },
    // #excel-excel-range-columnindex-member
    columnIndex: { get: ({ box }) => box.left },
    // #excel-excel-range-formulas-member
    formulas: {
      get: (area) => grid(area, formulaOf),
      set: (area, given) => write(area, given, area.sheet.workbook),
    },
    // #excel-excel-range-hidden-member: null where some cells are hidden and others not
    hidden: {
      get: ({ sheet, box }) => {
        const rows = uniform(rowsOf(box).map((row) => sheet.isHidden(row)));
        const across = uniform(columns(box).map((column) => sheet.columnInfo.get(column)?.hidden ?? false));
        return rows === true || across === true ? true : rows === null || across === null ? null : false;
      },
    },
    // #excel-excel-range-isentirecolumn-member
    isEntireColumn: { get: ({ box }) => box.rows === ROWS },
    // #excel-excel-range-isentirerow-member
    isEntireRow: { get: ({ box }) => box.columns === COLUMNS },
    // #excel-excel-range-left-member: in points from the sheet's left edge
    left: {
      get: ({ sheet, box }) => columns({ ...box, left: 0, columns: box.left }).reduce((sum, column) => {
        const info = sheet.columnInfo.get(column);
        return sum + (info?.hidden ? 0 : (info?.width ?? sheet.standardWidth));
      }, 0),
    },
    // #excel-excel-range-numberformat-member
    numberFormat: {
      get: (area) => grid(area, (_, row, column) => area.sheet.style(row, column).numberFormat),
      set: (area, given) => spread(area, given, (row, column, value) => {
        if (value === null) return;
        if (typeof value !== "string") throw invalid("A number format is a text.");
        const cell = area.sheet.make(row, column);
        cell.style = { ...cell.style, numberFormat: value || "General" };
      }),
    },
    // #excel-excel-range-rowcount-member
    rowCount: { get: ({ box }) => box.rows },
    // #excel-excel-range-rowhidden-member
    rowHidden: {
      get: ({ sheet, box }) => uniform(rowsOf(box).map((row) => sheet.isHidden(row))),
      set: ({ sheet, box }, hidden) => {
        sheet.mustBeOpen(null);
        for (const row of rowsOf(box)) Object.assign(sheet.row(row), { hidden, filtered: false });
      },
    },
    // #excel-excel-range-rowindex-member
    rowIndex: { get: ({ box }) => box.top },
    // #excel-excel-range-text-member
    text: { get: (area) => grid(area, (cell, row, column) => shown(cell?.value ?? null, area.sheet.style(row, column).numberFormat, area.sheet.workbook)) },
    // #excel-excel-range-valuetypes-member
    valueTypes: { get: (area) => grid(area, (cell) => valueType(cell?.value ?? null)) },
    // #excel-excel-range-values-member
    values: {
      get: (area) => grid(area, (cell) => plainValue(cell?.value ?? null)),
      set: (area, given) => write(area, given, area.sheet.workbook),
    },
  },
  objects: {
    // #excel-excel-range-conditionalformats-member
    conditionalFormats: { kind: () => conditionalFormats, run: (area) => area },
    // #excel-excel-range-datavalidation-member
    dataValidation: { kind: () => dataValidation, run: (area) => area },
    // #excel-excel-range-format-member
    format: { kind: () => rangeFormat, run: (area) => area },
    // #excel-excel-range-worksheet-member
    worksheet: { kind: () => worksheetKind, run: ({ sheet }) => sheet },
  },
  paths: {
    // #excel-excel-range-getabsoluteresizedrange-member(1)
    getAbsoluteResizedRange: { kind: () => rangeKind, run: (area, rows, columns) => offset(area, 0, 0, rows, columns) },
    // #excel-excel-range-getboundingrect-member(1)
    getBoundingRect: {
      kind: () => rangeKind,
      run: ({ sheet, box }, other) => {
        const { box: b } = areaOf(other, sheet);
        return at(sheet, between(Math.min(box.top, b.top), Math.min(box.left, b.left), Math.max(bottom(box), bottom(b)), Math.max(right(box), right(b))));
      },
    },
    // #excel-excel-range-getcell-member(1): it may be outside of the range
    getCell: { kind: () => rangeKind, run: (area, row, column) => offset(area, row, column, 1, 1) },
    // #excel-excel-range-getcolumn-member(1)
    getColumn: { kind: () => rangeKind, run: (area, column) => offset(area, 0, column, area.box.rows, 1) },
    // #excel-excel-range-getcolumnsafter-member(1)
    getColumnsAfter: {
      kind: () => rangeKind,
      run: (area, n = 1) => offset(area, 0, area.box.columns, area.box.rows, count(n)),
    },
    // #excel-excel-range-getentirecolumn-member(1)
    getEntireColumn: { kind: () => rangeKind, run: ({ sheet, box }) => ({ sheet, box: { ...box, top: 0, rows: ROWS } }) },
    // #excel-excel-range-getentirerow-member(1)
    getEntireRow: { kind: () => rangeKind, run: ({ sheet, box }) => ({ sheet, box: { ...box, left: 0, columns: COLUMNS } }) },
    // #excel-excel-range-getintersection-member(1)
    getIntersection: { kind: () => rangeKind, run: (area, other) => common(area, areaOf(other, area.sheet)) },
    // #excel-excel-range-getintersectionornullobject-member(1)
    getIntersectionOrNullObject: { kind: () => rangeKind, run: (area, other) => common(area, areaOf(other, area.sheet)) },
    // #excel-excel-range-getlastcell-member(1)
    getLastCell: { kind: () => rangeKind, run: (area) => offset(area, area.box.rows - 1, area.box.columns - 1, 1, 1) },
    // #excel-excel-range-getlastcolumn-member(1)
    getLastColumn: { kind: () => rangeKind, run: (area) => offset(area, 0, area.box.columns - 1, area.box.rows, 1) },
    // #excel-excel-range-getlastrow-member(1)
    getLastRow: { kind: () => rangeKind, run: (area) => offset(area, area.box.rows - 1, 0, 1, area.box.columns) },
    // #excel-excel-range-getmergedareasornullobject-member(1)
    getMergedAreasOrNullObject: {
      kind: () => areasKind,
      run: ({ sheet, box }) => {
        const boxes = sheet.merged.filter((merged) => intersection(merged, box));
        return boxes.length > 0 ? { sheet, boxes } : null;
      },
    },
    // #excel-excel-range-getoffsetrange-member(1)
    getOffsetRange: { kind: () => rangeKind, run: (area, down, across) => offset(area, down, across, area.box.rows, area.box.columns) },
    // #excel-excel-range-getresizedrange-member(1)
    getResizedRange: {
      kind: () => rangeKind,
      run: (area, rows, columns) => offset(area, 0, 0, area.box.rows + rows, area.box.columns + columns),
    },
    // #excel-excel-range-getrow-member(1)
    getRow: { kind: () => rangeKind, run: (area, row) => offset(area, row, 0, 1, area.box.columns) },
    // #excel-excel-range-getrowsbelow-member(1)
    getRowsBelow: { kind: () => rangeKind, run: (area, n = 1) => offset(area, area.box.rows, 0, count(n), area.box.columns) },
    // #excel-excel-range-getspecialcellsornullobject-member(1)
    getSpecialCellsOrNullObject: {
      kind: () => areasKind,
      run: ({ sheet, box }, type) => {
        if (type === "Visible") return visible(sheet, box);
        if (type !== "DataValidations") throw new NotSimulated(`special cells of the type ${type}`);
        const boxes = sheet.validations.flatMap((validation) => validation.boxes.map((part) => intersection(part, box)));
        const found = boxes.filter((part) => part !== null);
        return found.length > 0 ? { sheet, boxes: found } : null;
      },
    },
    // #excel-excel-range-gettables-member(1)
    getTables: { kind: () => tableScoped, run: (area, fullyContained = false) => ({ ...area, fullyContained }) },
    // #excel-excel-range-getusedrange-member(1): its top left cell where nothing is used
    getUsedRange: {
      kind: () => rangeKind,
      run: ({ sheet, box }, valuesOnly = false) => ({ sheet, box: sheet.used(box, valuesOnly) ?? { ...box, rows: 1, columns: 1 } }),
    },
    // #excel-excel-range-getusedrangeornullobject-member(1)
    getUsedRangeOrNullObject: {
      kind: () => rangeKind,
      run: ({ sheet, box }, valuesOnly = false) => {
        const used = sheet.used(box, valuesOnly);
        return used && { sheet, box: used };
      },
    },
  },
  calls: {
    // #excel-excel-range-calculate-member(1)
    calculate: ({ sheet }) => sheet.workbook.calculate(),
    clear: (area, _context, applyTo) => clear(area, applyTo),
    // #excel-excel-range-getcolumnproperties-member(1)
    getColumnProperties: ({ sheet, box }, _context, asked) => columns(box).map((column) => properties(asked, {
      columnHidden: sheet.columnInfo.get(column)?.hidden ?? false,
      columnIndex: column,
    })),
    // #excel-excel-range-getrowproperties-member(1)
    getRowProperties: ({ sheet, box }, _context, asked) => rowsOf(box).map((row) => properties(asked, {
      rowHidden: sheet.isHidden(row),
      rowIndex: row,
    })),
    // #excel-excel-range-merge-member(1)
    merge: ({ sheet, box }, _context, across = false) => {
      sheet.mustBeOpen(box);
      const parts = across ? rowsOf(box).map((top) => ({ ...box, top, rows: 1 })) : [box];
      for (const part of parts) {
        sheet.unmerge(part);
        if (part.rows * part.columns > 1) sheet.merged.push(part);
      }
    },
    // #excel-excel-range-select-member(1)
    select: (area) => {
      if (area.sheet.visibility !== "Visible") throw new OfficeError("InvalidOperation", "A hidden sheet has no selection.");
      area.sheet.workbook.select(area.sheet, [area.box]);
    },
    // #excel-excel-range-unmerge-member(1)
    unmerge: ({ sheet, box }) => {
      sheet.mustBeOpen(box);
      sheet.unmerge(box);
    },
  },
});

/** Those of some properties that are asked for. */
function properties<T extends object>(asked: object, known: T): Partial<T> {
  return Object.fromEntries(Object.entries(asked).filter(([, is]) => is).map(([key]) => {
    if (!(key in known)) throw new NotSimulated(`the property ${key} of rows or columns`);
    return [key, known[key as keyof T]];
  })) as Partial<T>;
}

function common(area: Area, other: Area): Area | null {
  const box = area.sheet === other.sheet ? intersection(area.box, other.box) : null;
  return box && { sheet: area.sheet, box };
}

export const rowsOf = (box: Box): number[] => Array.from({ length: box.rows }, (_, n) => box.top + n);
export const columns = (box: Box): number[] => Array.from({ length: box.columns }, (_, n) => box.left + n);

/** The cells in rows and columns that are not hidden. */
function visible(sheet: Sheet, box: Box): { sheet: Sheet; boxes: Box[] } | null {
  const runs = (places: number[], isHidden: (place: number) => boolean) => {
    const found: [number, number][] = [];
    for (const place of places.filter((place) => !isHidden(place))) {
      const last = found.at(-1);
      if (last && last[1] === place - 1) last[1] = place;
      else found.push([place, place]);
    }
    return found;
  };
  const across = runs(columns(box), (column) => sheet.columnInfo.get(column)?.hidden ?? false);
  const down = runs(rowsOf(box), (row) => sheet.isHidden(row));
  const boxes = down.flatMap(([top, last]) => across.map(([left, end]) => between(top, left, last, end))).filter((part) => part !== null);
  return boxes.length > 0 ? { sheet, boxes } : null;
}
