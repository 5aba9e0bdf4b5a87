// What a person edits in the open log is checked again: the row by itself, and a moment later all of it. No DOM here,
// and no word to Office but through `excel`.

import type { Failure, NamedFile } from "./answers";
import type { App } from "./app";
import { type Block, fileOf, type SheetCells } from "./cells";
import { isFailure } from "./engine";
import { type Edited, excel } from "./excel";
import { isCellEdited, isInPart } from "./excel/failures";
import { isMarks, type Opened } from "./opened";
import { renew } from "./renew";
import { ofFixes, ofLog } from "./state";

/** How long, in milliseconds, an edit is left alone: its row is then checked, later the whole log. */
export const REST = { row: 300, log: 2_000 };

/** The most rows that are checked by themselves. */
const FEW = 50;

export class Live {
  readonly #app: App;
  readonly #workbook: Opened;
  #edited: Edited[] = [];
  /** What was amiss when the log was edited last. */
  #past: Failure | null = null;
  #timer = 0;

  constructor(app: App, workbook: Opened) {
    this.#app = app;
    this.#workbook = workbook;
  }

  /** The log was checked as it stands: of edits before that there is nothing more to say. */
  forget(): void {
    this.#edited = [];
  }

  /** Checks the whole log once it has rested. */
  later(): void {
    this.#wait(() => this.#refresh(), REST.log);
  }

  /** Takes note of an edit. It is but a hint: the rows are read again once it has rested. */
  edited(edited: Edited): void {
    this.#edited.push(edited);
    const { state } = this.#app;
    this.#past = state.failure;
    // What could be put right was worked out of the log as it stood before.
    if (state.fixes && this.#isOfLog(edited.sheet)) {
      Object.assign(state, ofFixes());
      this.#app.say("The log was changed: look again at what can be put right");
    }
    // What stops it is said by the check of all that follows.
    this.#wait(() => this.#recheck().catch(() => {}), REST.row);
  }

  /** Whether a sheet may be one of the log's, or that of its marks. */
  #isOfLog(name: string | null): boolean {
    const { view } = this.#app.state;
    const sheet = name === null ? undefined : this.#workbook.sheet(name);
    return !sheet || !view || isMarks(sheet) || view.tables.some((table) => table.sheet === name);
  }

  #wait(then: () => Promise<void>, milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // One thing at a time; what is being done now may end with a check of all.
      if (this.#app.state.work) return this.#wait(then, milliseconds);
      then().catch((thrown) => this.#failed(thrown, then));
    }, milliseconds);
  }

  /** What was known of the log holds no more where it can't be checked; where it can't be yet, that is tried again. */
  #failed(thrown: unknown, then: () => Promise<void>): void {
    const { state } = this.#app;
    const isOvertaken = isFailure(thrown) && thrown.code === "cancelled";
    if (state.work || isOvertaken || isCellEdited(thrown)) return this.#wait(then, REST.log);
    Object.assign(state, ofLog());
    this.#app.fail(thrown);
  }

  /** Checks the edited rows by themselves, where they are few, and the whole log a little later. */
  async #recheck(): Promise<void> {
    const edited = this.#edited;
    this.#edited = [];
    this.#wait(() => this.#refresh(), REST.log);
    const { view } = this.#app.state;
    const [first, ...others] = edited;
    // Where it is not known which rows, the check of all that follows is the first.
    if (!view || !first?.rows || others.some(({ sheet, rows }) => sheet !== first.sheet || rows === null)) return;
    const rows = edited.flatMap((one) => (one.rows ? [one.rows] : []));
    const top = Math.min(...rows.map((one) => one.top));
    const bottom = Math.max(...rows.map((one) => one.bottom));
    const table = view.tables.findLast(({ sheet, heading_row }) => sheet === first.sheet && heading_row <= top);
    if (!table || bottom - top >= FEW) return;
    const file = await this.#part(table.sheet, table.heading_row, top, bottom);
    if (file === null) return;
    const { json } = await this.#app.engine.call("view", this.#app.settings(), [file]);
    if (this.#app.state.view !== view) return;
    renew(view, json, table.sheet, top + 1, bottom + 1);
    // Their reasons come with the check of all.
    for (const key of this.#app.state.why.keys()) if (isWithin(key, table.sheet, top + 1, bottom + 1)) this.#app.state.why.set(key, null);
    this.#app.say(top === bottom ? `Row ${top + 1} is checked again` : `Rows ${top + 1} to ${bottom + 1} are checked again`);
  }

  /** The headings of a sheet with some of its rows, and the sheet of marks, as a file. */
  async #part(name: string, headings: number, top: number, bottom: number): Promise<NamedFile | null> {
    const cells = this.#workbook.cells;
    const sheet = this.#workbook.sheet(name);
    const rows = await excel.readRows(name, top, bottom);
    if (!cells || !sheet || rows.length === 0) return null;
    const heads = sheet.blocks.flatMap((one) => above(one, headings));
    const part: SheetCells = { ...sheet, blocks: [...heads, ...rows], notes: [] };
    return fileOf({ ...cells, sheets: [part, ...cells.sheets.filter(isMarks)] });
  }

  /** Checks the whole log again, without a word unless something else came of it. */
  async #refresh(): Promise<void> {
    const app = this.#app;
    // Where no day is given that is said already.
    if (app.state.policy === "" || app.state.asOf === "") return;
    const { log, view } = app.state;
    const read = await this.#workbook.read(() => {});
    // Someone asked for more meanwhile.
    if (app.state.work) return this.#wait(() => this.#refresh(), REST.log);
    if (app.state.log !== log || app.state.view !== view) return;
    const { said } = app.state;
    app.state.log = read;
    app.followClock();
    await app.view();
    if (app.state.work) return;
    // What stood in the way of it is gone, and what was said before the edit is past.
    const { failure } = app.state;
    if (!isInPart(failure) && (view === null || failure === this.#past)) app.state.failure = null;
    if (view !== null) app.state.said = said;
    app.whyAgain();
    app.draw();
  }
}

/** The rows of a block above a row counted from 0. */
function above({ formulas, ...block }: Block, row: number): Block[] {
  const many = row - block.top;
  if (many <= 0) return [];
  const head = { ...block, values: block.values.slice(0, many), formats: block.formats.slice(0, many) };
  return [formulas ? { ...head, formulas: formulas.slice(0, many) } : head];
}

const isWithin = (key: string, sheet: string, first: number, last: number) => {
  const row = Number(key.slice(key.lastIndexOf("!") + 1));
  return key.startsWith(`${sheet}!`) && first <= row && row <= last;
};
