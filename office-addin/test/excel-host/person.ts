// The person at the keyboard, and what a test sees of the workbook: `excelHost` in the page.

import { type Box, COLUMNS, format, number } from "./a1";
import { edits } from "./changes";
import type { Host } from "./host";
import { put } from "./input";
import type { Sheet, Workbook } from "./model";
import { insertRow, sortRows } from "./moving";
import type { Started } from "./office";
import { areaOf } from "./range";
import { type Snapshot, snapshot } from "./snapshot";
import { bytesOf, read } from "./xlsx";

export class Person {
  readonly #host: Host;
  readonly #started: Started;
  #opened: Workbook | null = null;

  constructor(host: Host, started: Started) {
    this.#host = host;
    this.#started = started;
  }

  /** Opens a file, in place of the workbook that was open. */
  open(base64: string, name: string): void {
    const [workbook, before] = [read(bytesOf(base64), name), read(bytesOf(base64), name)];
    before.calculate();
    this.#opened = before;
    this.#host.workbook = workbook;
  }

  /** Types into a cell and presses Enter. */
  type(address: string, value: string | number | boolean): void {
    this.#host.byPerson(() => {
      const { sheet, box } = this.#at(address);
      sheet.mustBeOpen(box);
      const before = sheet.value(box.top, box.left);
      const cell = sheet.make(box.top, box.left);
      put(cell, value, sheet.workbook);
      if (cell.formula !== null) sheet.workbook.accept(sheet, cell);
      else if (cell.value !== null) sheet.grow(box.top, box.left);
      sheet.workbook.changed(sheet, box, "RangeEdited", before);
    });
  }

  select(address: string): void {
    this.#host.byPerson(() => {
      const { sheet, box } = this.#at(address);
      sheet.workbook.select(sheet, [box]);
    });
  }

  activate(name: string): void {
    this.#host.byPerson(() => this.#host.workbook.activate(this.#sheet(name)));
  }

  /** Begins to edit a cell: until `stopEditing` Excel does nothing else. */
  edit(address: string): void {
    const { sheet, box } = this.#at(address);
    this.#host.editing = { sheet, row: box.top, column: box.left };
  }

  stopEditing(): void {
    this.#host.endEditing();
  }

  /** Filters: these rows are hidden, counted as the sheet counts them. */
  filter(address: string, hidden: number[]): void {
    this.#host.byPerson(() => {
      const { sheet, box } = this.#at(address);
      sheet.filter = box;
      for (const row of hidden) sheet.row(row - 1).filtered = true;
    });
  }

  /** Inserts a row above this one, counted as the sheet counts it. */
  insertRow(name: string, row: number): void {
    this.#host.byPerson(() => {
      const sheet = this.#sheet(name);
      sheet.mustBeOpen(null);
      insertRow(sheet, row - 1);
      sheet.workbook.changed(sheet, { top: row - 1, left: 0, rows: 1, columns: COLUMNS }, "RowInserted", null);
    });
  }

  /** Sorts the rows of a range by one of its columns; what is beside the range stays. */
  sort(address: string, letters: string): void {
    this.#host.byPerson(() => {
      const { sheet, box } = this.#at(address);
      sheet.mustBeOpen(box);
      sortRows(sheet, box, number(letters));
      // https://learn.microsoft.com/javascript/api/excel/excel.worksheetrowsortedeventargs
      this.#host.happened("onRowSorted", sheet, { type: "WorksheetRowSorted", worksheetId: sheet.id, address: format(box) });
    });
  }

  protect(name: string, password: string | null = null): void {
    this.#sheet(name).protection = { password, options: {} };
  }

  unprotect(name: string): void {
    this.#sheet(name).protection = null;
  }

  protectStructure(isLocked: boolean): void {
    this.#host.workbook.structureLocked = isLocked;
  }

  /** Presses a button of the ribbon; done when the add-in says so. */
  async press(action: string): Promise<void> {
    const act = this.#started.actions.get(action);
    if (!act) throw new Error(`no action ${action} is associated`);
    await new Promise<void>((completed) => void act({ completed }));
  }

  /** What a formula with a function of the add-in comes to: a value, or rows of them; an error with its message. */
  async call(name: string, ...args: unknown[]): Promise<unknown> {
    const compute = this.#started.functions.get(name.toUpperCase());
    if (!compute) throw new Error(`no function ${name} is associated`);
    const plain = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(plain);
      return value instanceof Error ? { error: (value as { code?: string }).code, message: value.message } : value;
    };
    try {
      // Excel hands over what calls it last: https://learn.microsoft.com/javascript/api/custom-functions-runtime/customfunctions.invocation
      return plain(await compute(...args, { address: "Sheet1!A1" }));
    } catch (error) {
      return plain(error);
    }
  }

  snapshot(): Snapshot {
    return snapshot(this.#host.workbook);
  }

  /** What was changed since the file was opened, as an edit script. */
  edits(): object[] {
    if (!this.#opened) throw new Error("no file was opened");
    return edits(this.#opened, this.#host.workbook);
  }

  /** How a cell looks today, conditional formats included. */
  displayed(address: string): { fill: string; fontColor: string } {
    const { sheet, box } = this.#at(address);
    return sheet.displayed(box.top, box.left);
  }

  selection(): string {
    const { selected, active } = this.#host.workbook;
    return selected ? `${selected.sheet.name}!${selected.boxes.map(format).join(",")}` : `${active.name}!A1`;
  }

  #sheet(name: string): Sheet {
    const sheet = this.#host.workbook.sheet(name);
    if (!sheet) throw new Error(`there is no sheet ${name}`);
    return sheet;
  }

  #at(address: string): { sheet: Sheet; box: Box } {
    return areaOf(address, this.#host.workbook.active);
  }
}
