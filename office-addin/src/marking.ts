// What is done to the log of an open workbook: a person's press or edit → cells read, the engine's script applied,
// and the log checked again. No DOM here, and no word to Office but through `excel`.

import type { Edit, Finding, NamedFile, SheetEdits, Totals, ViewAnswer } from "./answers";
import { areaOf, letters } from "./a1";
import type { App } from "./app";
import { at, type Block, type Cells, fileOf, type SheetCells, taken } from "./cells";
import { sheetsOf } from "./edits";
import { type Edited, excel } from "./excel";
import { today } from "./quarters";
import { type Line, selfTest } from "./selftest";
import { ofLog } from "./state";

/** How long, in milliseconds, an edit is left alone: its row is then checked, later the whole log. */
const REST = { row: 300, log: 2_000 };

/** The most rows that are checked by themselves. */
const FEW = 50;

/** What the sheet of marks says in its first cell. */
const TITLE = "Marked by escalog";

export class Marking {
  readonly #app: App;
  #cells: Cells | null = null;
  /** The script that marked the log last, as long as its rows stand where they stood. */
  #last: SheetEdits[] | null = null;
  /** The marks before those: a script, `null` for none; `undefined` where nobody knows them. */
  #before: SheetEdits[] | null | undefined;
  #edited: Edited[] = [];
  /** What the self-test came to, where it was run. */
  tested: Line[] = [];
  #timer = 0;

  constructor(app: App) {
    this.#app = app;
  }

  /** Whether the workbook has marks, as it was read last. */
  get isMarked(): boolean {
    return this.#cells?.sheets.some(isMarks) ?? false;
  }

  /** Whether the last marking can be taken back. */
  get canUndo(): boolean {
    return this.#before !== undefined;
  }

  /** Reads the workbook for the engine. */
  async read(progress: (done: number, of: number) => void): Promise<NamedFile> {
    this.#cells = await excel.read(progress);
    return fileOf(this.#cells);
  }

  /** Looks at the workbook for the first time: what it says of its own marking settles procedure and readings. */
  async begin(): Promise<void> {
    const { state, engine, progress } = this.#app;
    await this.#app.task("Reading the workbook", 1, async (step) => {
      state.log = await this.read(progress);
      if (this.isMarked) {
        const { json } = await engine.call("view", { readings: [], as_of: state.asOf }, [state.log]);
        Object.assign(state, { policy: json.policy, readings: json.readings });
        await this.#app.view();
      } else state.said = "Choose the procedure, then press Check log";
      step();
    });
    await excel.watch((edited) => this.edited(edited));
  }

  /** Marks the log in its sheet; `prepare` adds the date columns it lacks first. */
  async mark({ prepare } = { prepare: false }): Promise<void> {
    const app = this.#app;
    const { state, engine } = app;
    if (state.policy === "") return app.say("Choose the procedure first, then press Check log");
    const done = await app.task(prepare ? "Preparing and marking the log" : "Marking the log", 1, async (step, goOn) => {
      state.log = await this.read(app.progress);
      const wasMarked = this.isMarked;
      const { json } = await engine.call("annotate", { settings: app.settings(), prepare }, [state.log]);
      const script = sheetsOf(json.edits);
      goOn();
      await app.whole(this.#apply(script));
      this.#before = wasMarked ? (this.#last ?? undefined) : null;
      this.#last = script;
      Object.assign(state, ofLog());
      state.log = await this.read(app.progress);
      await app.view();
      step(() => (state.said = `The log is marked. ${state.said}`));
    });
    if (done) this.#edited = [];
  }

  /** Takes the marks off the log. */
  async clear(): Promise<void> {
    await this.#unmark("Taking the marks off", "The marks are taken off", null);
  }

  /** Takes the last marking back: the marks are then what they were before it. */
  async undo(): Promise<void> {
    await this.#unmark("Taking the last marking back", "The last marking is taken back", this.#before ?? null);
  }

  /** Takes the marks off, and puts those on that were there before. */
  async #unmark(what: string, said: string, before: SheetEdits[] | null): Promise<void> {
    const app = this.#app;
    const done = await app.task(what, 1, async (step, goOn) => {
      const log = await this.read(app.progress);
      const { json } = await app.engine.call("clear", { settings: app.settings() }, [log]);
      goOn();
      await app.whole(this.#apply(sheetsOf(json.edits)).then(() => this.#apply(before ?? [])));
      step();
    });
    if (!done) return;
    this.#last = before;
    this.#before = undefined;
    await app.again();
    if (app.state.failure === null) app.say(said);
  }

  /** Changes the workbook by a script. */
  change(edits: SheetEdits[]): Promise<void> {
    return this.#apply(edits);
  }

  async #apply(script: SheetEdits[]): Promise<void> {
    if (script.length > 0) await excel.apply(script, this.#cells?.date_system ?? "1900", this.#app.progress);
  }

  /** Writes into the row's `Accepted` column that a finding is right as it is, and why; adds the column if need be. */
  async accept(finding: Finding, why: string): Promise<void> {
    const { view } = this.#app.state;
    const table = view?.tables.find((one) => one.sheet === finding.sheet && one.rows.some(({ row }) => row === finding.row));
    const sheet = this.#cells?.sheets.find(({ name }) => name === finding.sheet);
    if (!table || !sheet || finding.row === null) return;
    const own = table.columns.find(({ heading }) => heading.trim().toLowerCase() === "accepted");
    const column = own ? areaOf(`${own.letters}1`).left : taken(sheet, sheet.merged.map(areaOf));
    const heading = `${letters(column)}${table.heading_row}`;
    const added: Edit[] = [
      { set: { cell: heading, value: "Accepted" } },
      { font: { range: heading, bold: true } },
      { width: { columns: letters(column), characters: 40 } },
    ];
    const said = own ? at(sheet, finding.row - 1, column) : null;
    const text = said === null || said === "" ? `${finding.code}, ${why}` : `${shown(said)}; ${finding.code}, ${why}`;
    const edits: Edit[] = [...(own ? [] : added), { set: { cell: `${letters(column)}${finding.row}`, value: text } }];
    await this.#app.change([{ sheet: finding.sheet, edits }], `${finding.code} is accepted in row ${finding.row}`);
  }

  /** Tries all this in the Excel that is running, on a sheet of its own. */
  async test(): Promise<void> {
    const { state, engine } = this.#app;
    await this.#app.task("Trying it on a sheet of its own", 1, async (step) => {
      const policy = state.policy || (state.policies[0]?.id ?? "");
      this.tested = await this.#app.whole(selfTest(engine, policy, today()));
      const failed = this.tested.filter(({ passed }) => !passed).length;
      step(() => (state.said = failed === 0 ? "The self-test has passed" : "The self-test has failed: see its report"));
    });
  }

  /** Takes note of an edit. It is but a hint: the rows are read again once it has rested. */
  edited(edited: Edited): void {
    // A script says where rows stood: it is not put back where they were moved, as an edit of several may have done.
    if (edited.rows === null || edited.rows.top !== edited.rows.bottom) {
      this.#last = null;
      if (this.#before) this.#before = undefined;
    }
    this.#edited.push(edited);
    this.#wait(() => this.#recheck(), REST.row);
  }

  #wait(then: () => Promise<void>, milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // One thing at a time; what is being done now may end with a check of all.
      if (this.#app.state.work) return this.#wait(then, milliseconds);
      // Nobody asked for it: where a cell is still being edited, the next edit asks again.
      then().catch(() => {});
    }, milliseconds);
  }

  /** Checks the edited rows by themselves, where they are few, and the whole log a little later. */
  async #recheck(): Promise<void> {
    const edited = this.#edited;
    this.#edited = [];
    this.#wait(() => this.#refresh(), REST.log);
    const { view } = this.#app.state;
    const [first, ...others] = edited;
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
    for (const key of this.#app.state.why.keys()) if (isWithin(key, table.sheet, top + 1, bottom + 1)) this.#app.state.why.delete(key);
    this.#app.say(top === bottom ? `Row ${top + 1} is checked again` : `Rows ${top + 1} to ${bottom + 1} are checked again`);
  }

  /** The headings of a sheet with some of its rows, and the sheet of marks, as a file. */
  async #part(name: string, headings: number, top: number, bottom: number): Promise<NamedFile | null> {
    const cells = this.#cells;
    const sheet = cells?.sheets.find((one) => one.name === name);
    const block = await excel.readRows(name, top, bottom);
    if (!cells || !sheet || !block) return null;
    const heads = sheet.blocks.flatMap((one) => above(one, headings));
    const part: SheetCells = { ...sheet, blocks: [...heads, block], notes: [] };
    return fileOf({ ...cells, sheets: [part, ...cells.sheets.filter(isMarks)] });
  }

  /** Checks the whole log again, without a word unless something else came of it. */
  async #refresh(): Promise<void> {
    const app = this.#app;
    if (app.state.policy === "") return;
    const { log, view } = app.state;
    const read = await this.read(() => {});
    // Someone asked for more meanwhile.
    if (app.state.work || app.state.log !== log || app.state.view !== view) return;
    const { said } = app.state;
    app.state.log = read;
    app.state.why.clear();
    await app.view();
    app.say(said);
  }
}

const isMarks = (sheet: SheetCells) => at(sheet, 0, 0) === TITLE;

/** The rows of a block above a row counted from 0. */
function above({ formulas, ...block }: Block, row: number): Block[] {
  const many = row - block.top;
  if (many <= 0) return [];
  const head = { ...block, values: block.values.slice(0, many), formats: block.formats.slice(0, many) };
  return [formulas ? { ...head, formulas: formulas.slice(0, many) } : head];
}

const shown = (value: unknown) => (typeof value === "object" && value !== null ? Object.values(value).join("") : String(value));

const isWithin = (key: string, sheet: string, first: number, last: number) => {
  const row = Number(key.slice(key.lastIndexOf("!") + 1));
  return key.startsWith(`${sheet}!`) && first <= row && row <= last;
};

/** Puts rows that were checked by themselves in the place of what was known of them. */
export function renew(view: ViewAnswer, part: ViewAnswer, sheet: string, first: number, last: number): void {
  const isOne = (one: { sheet: string; row: number | null }) =>
    one.sheet === sheet && one.row !== null && first <= one.row && one.row <= last;
  const table = view.tables.findLast((one) => one.sheet === sheet && one.heading_row < first);
  const places = new Map(table?.rows.map(({ row, urgency }) => [row, urgency]));
  const rows = part.tables.flatMap((one) => one.rows).filter(isOne);
  // Its place among the others is known once all are checked.
  for (const row of rows) row.urgency = places.get(row.row) ?? -1;
  if (table) table.rows = [...table.rows.filter((row) => !isOne(row)), ...rows].sort((a, b) => a.row - b.row);
  // New lists: what is worked out of the old ones is kept by them.
  view.tables = [...view.tables];
  view.findings = [...view.findings.filter((one) => !isOne(one)), ...part.findings.filter(isOne)];
  view.totals = totals(view.findings);
}

function totals(findings: Finding[]): Totals {
  const counted: Totals = { error: 0, warning: 0, information: 0, accepted: 0 };
  for (const { severity, accepted } of findings) counted[accepted === undefined ? severity : "accepted"]++;
  return counted;
}
