// All there is in a workbook as plain data, to compare two of them.

import { cellName, format, letters } from "./a1";
import { CellError } from "./formula";
import { type Sheet, type Style, type Workbook, plain } from "./model";

interface CellSnapshot {
  value: string | number | boolean | { error: string } | null;
  formula: string | null;
  style: Partial<Style>;
}

interface SheetSnapshot {
  name: string;
  visibility: string;
  cells: Record<string, CellSnapshot>;
  columns: Record<string, { width: number | "usual"; hidden: boolean }>;
  hiddenRows: number[];
  merged: string[];
  conditionals: object[];
  validations: object[];
  tables: { name: string; range: string }[];
  freeze: { rows: number; columns: number };
  filter: string | null;
  zoom: object;
  isProtected: boolean;
}

export interface Snapshot {
  sheets: SheetSnapshot[];
  names: { name: string; formula: string }[];
}

export const snapshot = (workbook: Workbook): Snapshot => ({
  sheets: workbook.sheets.map(sheet),
  names: workbook.names.map(({ name, formula }) => ({ name, formula })),
});

function sheet(sheet: Sheet): SheetSnapshot {
  const cells: Record<string, CellSnapshot> = {};
  for (const [row, column, cell] of sheet.cells({ top: 0, left: 0, rows: 1_048_576, columns: 16_384 })) {
    const style = different(cell.style);
    const { value, formula } = cell;
    if (value === null && formula === null && Object.keys(style).length === 0) continue;
    cells[cellName(row, column)] = { value: value instanceof CellError ? { error: value.code } : value, formula, style };
  }
  const columns: SheetSnapshot["columns"] = {};
  for (const [column, { width, hidden }] of [...sheet.columnInfo].sort(([a], [b]) => a - b)) {
    if ((width ?? sheet.standardWidth) === sheet.standardWidth && !hidden) continue;
    // A hidden column's width shows only when it is shown again.
    columns[letters(column)] = { width: hidden ? "usual" : (width ?? "usual"), hidden };
  }
  return {
    name: sheet.name,
    visibility: sheet.visibility,
    cells,
    columns,
    hiddenRows: [...sheet.rowInfo.keys()].filter((row) => sheet.isHidden(row)).map((row) => row + 1).sort((a, b) => a - b),
    merged: sheet.merged.map(format).sort(),
    conditionals: sheet.conditionals.map(({ id: _, boxes, ...rest }) => ({ ranges: boxes.map(format), ...rest })),
    validations: sheet.validations
      // Without words there is nothing to show beside the cell, whether it is to be shown or not.
      .map(({ boxes, prompt, ...rest }) => ({ ranges: boxes.map(format).sort(), ...rest, prompt: [prompt.title, prompt.message] }))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    tables: sheet.tables.map(({ name, box }) => ({ name, range: format(box) })),
    freeze: sheet.freeze,
    filter: sheet.filter && format(sheet.filter),
    zoom: sheet.zoom,
    isProtected: sheet.protection !== null,
  };
}

/** What of a style is not the usual. */
function different(style: Style): Partial<Style> {
  return Object.fromEntries(Object.entries(style).filter(([key, value]) => value !== plain[key as keyof Style]));
}
