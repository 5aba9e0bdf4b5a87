// The open workbook: plain data that the objects of Office.js read and change.
//
// Nothing in here knows of proxies or queues. Rows and columns count from 0; widths are in points.

import { type Box, COLUMNS, ROWS, contains, format, intersection, around, right, bottom, without } from "./a1";
import { OfficeError } from "./errors";
import { CellError, type Value, evaluate, isKnown } from "./formula";

/** How a cell looks. Colours are `#RRGGBB`, a fill of none is "". Never changed in place. */
export interface Style {
  readonly numberFormat: string;
  readonly fill: string;
  readonly fontColor: string;
  readonly fontName: string;
  readonly fontSize: number;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly wrap: boolean;
  readonly horizontal: string;
  readonly vertical: string;
  readonly locked: boolean;
  /** Borders and what else the simulator carries along unread. */
  readonly rest: string;
}

export const plain: Style = {
  numberFormat: "General",
  fill: "",
  fontColor: "#000000",
  fontName: "Calibri",
  fontSize: 11,
  bold: false,
  italic: false,
  underline: false,
  wrap: false,
  horizontal: "General",
  vertical: "Bottom",
  locked: true,
  rest: "",
};

export interface Cell {
  value: Value;
  /** Without the equals sign. */
  formula: string | null;
  style: Style;
}

interface Column {
  /** In points; `null` for the sheet's usual width. */
  width: number | null;
  hidden: boolean;
  style: Style | null;
}

interface Row {
  hidden: boolean;
  /** Hidden by a filter. */
  filtered: boolean;
  style: Style | null;
}

export interface ConditionalFormat {
  id: string;
  type: string;
  boxes: Box[];
  /** For the top left cell of the first box; `null` where it is not a custom one. */
  formula: string | null;
  fill: string;
  fontColor: string;
  bold: boolean | null;
  stopIfTrue: boolean;
  /** What of another kind the simulator carries along unread. */
  rest: string;
}

export interface Validation {
  boxes: Box[];
  type: string;
  operator: string;
  formula1: string;
  formula2: string;
  inCellDropDown: boolean;
  ignoreBlanks: boolean;
  alert: { showAlert: boolean; style: string; title: string; message: string };
  prompt: { showPrompt: boolean; title: string; message: string };
}

export interface Table {
  id: string;
  name: string;
  box: Box;
  hasHeaders: boolean;
  hasTotals: boolean;
  style: string;
}

interface Freeze {
  rows: number;
  columns: number;
}

export interface Note {
  row: number;
  column: number;
  text: string;
}

let ids = 0;
export const newId = (): string => `{00000000-0000-4000-8000-${(++ids).toString(16).padStart(12, "0").toUpperCase()}}`;

export class Sheet {
  readonly id = newId();
  workbook: Workbook;
  name: string;
  visibility: "Visible" | "Hidden" | "VeryHidden" = "Visible";
  readonly rows = new Map<number, Map<number, Cell>>();
  readonly columnInfo = new Map<number, Column>();
  readonly rowInfo = new Map<number, Row>();
  merged: Box[] = [];
  /** First priority first. */
  conditionals: ConditionalFormat[] = [];
  validations: Validation[] = [];
  tables: Table[] = [];
  notes: Note[] = [];
  /** The kinds of parts that the file has for this sheet and the simulator does not read. */
  readonly others = new Set<string>();
  filter: Box | null = null;
  freeze: Freeze = { rows: 0, columns: 0 };
  protection: { password: string | null; options: Record<string, boolean> } | null = null;
  tabColor = "";
  zoom: Excel.PageLayoutZoomOptions = { scale: 100 };
  deleted = false;
  /** In points: 8.43 characters of Calibri 11 are 64 pixels. */
  standardWidth = 48;

  constructor(workbook: Workbook, name: string) {
    this.workbook = workbook;
    this.name = name;
  }

  cell(row: number, column: number): Cell | undefined {
    return this.rows.get(row)?.get(column);
  }

  style(row: number, column: number): Style {
    return this.cell(row, column)?.style ?? this.rowInfo.get(row)?.style ?? this.columnInfo.get(column)?.style ?? plain;
  }

  value(row: number, column: number): Value {
    return this.cell(row, column)?.value ?? null;
  }

  /** The cell to change; made where there is none. */
  make(row: number, column: number): Cell {
    let cells = this.rows.get(row);
    if (!cells) this.rows.set(row, (cells = new Map()));
    let cell = cells.get(column);
    if (!cell) cells.set(column, (cell = { value: null, formula: null, style: this.style(row, column) }));
    return cell;
  }

  /** Every cell there is in a rectangle, in reading order. */
  *cells(box: Box): Generator<[row: number, column: number, cell: Cell]> {
    const rows = box.rows < this.rows.size
      ? Array.from({ length: box.rows }, (_, n) => box.top + n)
      : [...this.rows.keys()].filter((row) => row >= box.top && row <= bottom(box)).sort((a, b) => a - b);
    for (const row of rows) {
      const cells = this.rows.get(row);
      if (!cells) continue;
      const columns = [...cells.keys()].filter((column) => column >= box.left && column <= right(box)).sort((a, b) => a - b);
      for (const column of columns) {
        const cell = cells.get(column);
        if (cell) yield [row, column, cell];
      }
    }
  }

  /** The cells that hold something; with formats too where not `valuesOnly`.
   * https://learn.microsoft.com/javascript/api/excel/excel.range#excel-excel-range-getusedrange-member(1) */
  used(box: Box, valuesOnly: boolean): Box | null {
    const found: Box[] = [];
    for (const [row, column, cell] of this.cells(box)) {
      const holds = (cell.value !== null && cell.value !== "") || cell.formula !== null;
      if (holds || (!valuesOnly && cell.style !== plain)) found.push({ top: row, left: column, rows: 1, columns: 1 });
    }
    return found.length > 0 ? extent(found) : null;
  }

  isHidden(row: number): boolean {
    const info = this.rowInfo.get(row);
    return info !== undefined && (info.hidden || info.filtered);
  }

  column(column: number): Column {
    let info = this.columnInfo.get(column);
    if (!info) this.columnInfo.set(column, (info = { width: null, hidden: false, style: null }));
    return info;
  }

  row(row: number): Row {
    let info = this.rowInfo.get(row);
    if (!info) this.rowInfo.set(row, (info = { hidden: false, filtered: false, style: null }));
    return info;
  }

  /** Changes how cells look: those there are in whole rows and columns, each one elsewhere. */
  restyle(box: Box, change: Partial<Style>): void {
    if (box.rows === ROWS) {
      for (let column = box.left; column <= Math.min(right(box), COLUMNS - 1); column++) {
        const info = this.column(column);
        info.style = { ...(info.style ?? plain), ...change };
      }
    } else if (box.columns === COLUMNS) {
      for (let row = box.top; row <= bottom(box); row++) {
        const info = this.row(row);
        info.style = { ...(info.style ?? plain), ...change };
      }
    } else {
      each(box, (row, column) => this.make(row, column));
    }
    for (const [, , cell] of this.cells(box)) cell.style = { ...cell.style, ...change };
  }

  /** https://learn.microsoft.com/javascript/api/excel/excel.worksheetprotection */
  mustBeOpen(box: Box | null): void {
    if (!this.protection) return;
    let isOpen = box !== null && box.rows < ROWS && box.columns < COLUMNS;
    if (box && isOpen) each(box, (row, column) => (isOpen &&= !this.style(row, column).locked));
    if (!isOpen) throw new OfficeError("AccessDenied", "You cannot perform the requested operation.");
  }

  /** Gives these cells this validation alone, or none. */
  validate(box: Box, validation: Omit<Validation, "boxes"> | null): void {
    for (const other of this.validations) other.boxes = other.boxes.flatMap((part) => without(part, box));
    this.validations = this.validations.filter((other) => other.boxes.length > 0);
    if (validation) this.validations.push({ ...validation, boxes: [box] });
  }

  /** Takes merged areas apart. */
  unmerge(box: Box): void {
    this.merged = this.merged.filter((merged) => !intersection(merged, box));
  }

  /** Takes conditional formats off these cells, and leaves them on the others. */
  clearConditionals(box: Box): void {
    for (const format of this.conditionals) format.boxes = format.boxes.flatMap((part) => without(part, box));
    this.conditionals = this.conditionals.filter((format) => format.boxes.length > 0);
  }

  /** Tables grow where something is written right below or beside them.
   * https://learn.microsoft.com/office/dev/add-ins/excel/co-authoring-in-excel-add-ins (Range.values),
   * https://support.microsoft.com/office/e36e2cd3-b2c4-4a4e-8bfb-6b4a4d2c4b1e */
  grow(row: number, column: number): void {
    for (const table of this.tables) {
      const { top, left, rows, columns } = table.box;
      const free = (box: Box) => !this.tables.some((other) => other !== table && intersection(other.box, box));
      const below = row === top + rows && column >= left && column < left + columns && !table.hasTotals;
      const beside = column === left + columns && row >= top && row < top + rows;
      const next: Box = { top, left, rows: rows + Number(below), columns: columns + Number(beside) };
      if (!(below || beside) || !free(next)) continue;
      // The other cells of the new row or column must be empty.
      const added = below ? { top: row, left, rows: 1, columns } : { top, left: column, rows, columns: 1 };
      const others = [...this.cells(added)].filter(([r, c, cell]) => cell.value !== null && !(r === row && c === column));
      if (others.length > 0) continue;
      table.box = next;
      if (beside && row !== top && table.hasHeaders) this.make(top, column).value = this.freeHeading(table);
    }
  }

  private freeHeading(table: Table): string {
    const taken = new Set<unknown>();
    for (const [, , cell] of this.cells({ ...table.box, rows: 1 })) taken.add(cell.value);
    let n = 1;
    while (taken.has(`Column${n}`)) n += 1;
    return `Column${n}`;
  }

  /** What a cell looks like with the conditional formats that hold today.
   * https://learn.microsoft.com/office/dev/add-ins/excel/excel-add-ins-conditional-formatting */
  displayed(row: number, column: number): { fill: string; fontColor: string } {
    const shown = { fill: "", fontColor: "" };
    for (const format of this.conditionals) {
      if (format.formula === null || !format.boxes.some((box) => contains(box, row, column))) continue;
      const [first] = format.boxes;
      if (!first) continue;
      const top = Math.min(...format.boxes.map((box) => box.top));
      const left = Math.min(...format.boxes.map((box) => box.left));
      const value = evaluate(format.formula, this.workbook.reader(this), row - top, column - left);
      if (value instanceof CellError || !value || value === "FALSE") continue;
      shown.fill ||= format.fill;
      shown.fontColor ||= format.fontColor;
      if (format.stopIfTrue) break;
    }
    const style = this.style(row, column);
    return { fill: shown.fill || style.fill, fontColor: shown.fontColor || style.fontColor };
  }
}

/** The rectangle around many cells, without spreading them as arguments. */
function extent(boxes: Box[]): Box | null {
  let all = boxes[0] ?? null;
  for (const box of boxes) all = all && around([all, box]);
  return all;
}

export function each(box: Box, visit: (row: number, column: number) => unknown): void {
  if (box.rows * box.columns > 5_000_000) {
    throw new OfficeError("RangeExceedsLimit", "The cell count in the range has exceeded the maximum supported number.");
  }
  for (let row = box.top; row <= bottom(box); row++) {
    for (let column = box.left; column <= right(box); column++) visit(row, column);
  }
}

/** What happened in a workbook, for those who listen. */
export interface Listener {
  changed(sheet: Sheet, box: Box, type: string, before: Value): void;
  happened(event: string, about: object, args: Record<string, unknown>): void;
}

/** A defined name. */
export interface Name {
  name: string;
  sheet: Sheet | null;
  /** With the equals sign. */
  formula: string;
  comment: string;
  visible: boolean;
}

export class Workbook {
  name: string;
  sheets: Sheet[] = [];
  names: Name[] = [];
  settings = new Map<string, unknown>();
  date1904 = false;
  active!: Sheet;
  selected: { sheet: Sheet; boxes: Box[] } | null = null;
  /** Whether the structure is protected: sheets can't be added, deleted, renamed. */
  structureLocked = false;

  listener: Listener | null = null;

  constructor(name: string) {
    this.name = name;
  }

  changed(sheet: Sheet, box: Box, type: string, before: Value): void {
    this.listener?.changed(sheet, box, type, before);
  }

  /** A formula that was put into a cell: it is worked out, so it must be one that the evaluator knows. */
  accept(sheet: Sheet, cell: Cell): void {
    cell.value = evaluate(cell.formula ?? "", this.reader(sheet));
  }

  activate(sheet: Sheet): void {
    if (sheet.visibility !== "Visible") throw new OfficeError("InvalidOperation", "A hidden sheet can't be activated.");
    if (this.active === sheet) return;
    const before = this.active;
    this.active = sheet;
    this.listener?.happened("onDeactivated", before, { type: "WorksheetDeactivated", worksheetId: before.id });
    this.listener?.happened("onActivated", sheet, { type: "WorksheetActivated", worksheetId: sheet.id });
  }

  select(sheet: Sheet, boxes: Box[]): void {
    this.activate(sheet);
    this.selected = { sheet, boxes };
    const address = boxes.map(format).join(",");
    this.listener?.happened("onSelectionChanged", sheet, { type: "WorksheetSelectionChanged", worksheetId: sheet.id, address });
  }

  /** Takes a sheet out. */
  remove(sheet: Sheet): void {
    if (this.structureLocked) throw new OfficeError("AccessDenied", "You cannot perform the requested operation.");
    const others = this.sheets.filter((other) => other !== sheet && other.visibility === "Visible");
    // "throws an InvalidOperation if this is the only visible sheet"
    if (others.length === 0 || sheet.visibility === "VeryHidden") {
      throw new OfficeError("InvalidOperation", "This operation is not permitted for the current object.");
    }
    if (this.active === sheet && others[0]) this.activate(others[0]);
    if (this.selected?.sheet === sheet) this.selected = null;
    this.sheets = this.sheets.filter((other) => other !== sheet);
    sheet.deleted = true;
    this.listener?.happened("onDeleted", sheet, { type: "WorksheetDeleted", worksheetId: sheet.id });
  }

  sheet(name: string): Sheet | undefined {
    return this.sheets.find((sheet) => sheet.name.toLowerCase() === name.toLowerCase());
  }

  add(name: string, at = this.sheets.length): Sheet {
    const sheet = new Sheet(this, name);
    this.sheets.splice(at, 0, sheet);
    this.active ??= sheet;
    return sheet;
  }

  /** A day as this workbook counts it. */
  serial(year: number, month: number, day: number): number {
    const days = Date.UTC(year, month - 1, day) / 86_400_000 + 25_569;
    return this.date1904 ? days - 1462 : days;
  }

  reader(home: Sheet) {
    return {
      cells: (name: string | null, box: Box): Value[] | null => {
        const sheet = name === null ? home : this.sheet(name);
        if (!sheet) return null;
        if (box.rows === 1 && box.columns === 1) return [sheet.value(box.top, box.left)];
        return [...sheet.cells(box)].map(([, , cell]) => cell.value);
      },
      today: () => {
        const now = new Date();
        return this.serial(now.getFullYear(), now.getMonth() + 1, now.getDate());
      },
      serial: (year: number, month: number, day: number) => this.serial(year, month, day),
    };
  }

  /** Works out every formula that the evaluator knows, until nothing changes. */
  calculate(): void {
    for (let round = 0; round < 20; round++) {
      let changed = false;
      for (const sheet of this.sheets) {
        const reader = this.reader(sheet);
        for (const cells of sheet.rows.values()) {
          for (const cell of cells.values()) {
            if (cell.formula === null || !isKnown(cell.formula)) continue;
            const value = evaluate(cell.formula, reader);
            const sameError = value instanceof CellError && cell.value instanceof CellError && value.code === cell.value.code;
            if (value !== cell.value && !sameError) {
              cell.value = value;
              changed = true;
            }
          }
        }
      }
      if (!changed) return;
    }
    throw new OfficeError("GeneralException", "There is a circular reference.");
  }
}

