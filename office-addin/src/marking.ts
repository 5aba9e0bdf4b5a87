// What is done to the log of an open workbook: a person's press or edit → cells read, the engine's script applied,
// and the log checked again. No DOM here, and no word to Office but through `excel`.

import { acceptance, otherRule, rowOf, sameFinding } from "./accepting";
import type { Failure, Finding, NamedFile, SheetEdits } from "./answers";
import { type App, NO_DAY, type Work } from "./app";
import { at, type Block, type Cells, fileOf, type SheetCells } from "./cells";
import { isFailure } from "./engine";
import { sheetsOf } from "./edits";
import { type Edited, excel, type Moved } from "./excel";
import { inPart, isCellEdited, isInPart, refused } from "./excel/failures";
import { type Changes, outdated } from "./host";
import { today } from "./quarters";
import { renew } from "./renew";
import { type Line, selfTest } from "./selftest";
import { ofFixes, ofLog } from "./state";

/** How long, in milliseconds, an edit is left alone: its row is then checked, later the whole log. */
const REST = { row: 300, log: 2_000 };

/** The most rows that are checked by themselves. */
const FEW = 50;

/** What to say of something that is done by half, and what to do then. */
interface Half {
  is: string;
  next: string;
}

const MARKED: Half = { is: "the log is marked in part", next: "press Check log again" };
const UNMARKED: Half = { is: "the marks are taken off in part", next: "press Check log, and take them off again" };
const CHANGED: Half = { is: "the log is changed in part", next: "look at it, and do it again" };

/** What to say where something else was chosen while the marks were being written. */
const OLD_MARKS = "The marks in the sheet are by what was chosen before: press Check log to mark it by this";

/** Works scripts out of the log as it stands. */
type Scripts = (log: NamedFile) => Promise<SheetEdits[][]>;

interface Written {
  scripts: SheetEdits[][];
  /** How many edits were heard of before it was written. */
  since: { all: number; rows: number; columns: number };
}

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
  /** What was amiss when the log was edited last. */
  #past: Failure | null = null;
  /** How many edits were heard of, and how many that may have moved rows, or columns. */
  #edits = { all: 0, rows: 0, columns: 0 };
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
    await this.#readFirst();
    const isWaiting = this.#app.state.failure?.code === "cell-edited";
    void this.#watch(isWaiting);
  }

  /** Listens for edits; while a cell is being edited Excel takes no listener, and is asked again. */
  async #watch(isWaiting: boolean): Promise<void> {
    const { state } = this.#app;
    try {
      await excel.watch((moved) => this.#touched(moved), (edited) => this.edited(edited));
    } catch (thrown) {
      if (!isCellEdited(thrown)) return this.#app.fail(thrown);
      await new Promise((later) => setTimeout(later, REST.log));
      return this.#watch(isWaiting);
    }
    if (isWaiting && state.log === null && !state.work) await this.#readFirst();
  }

  async #readFirst(): Promise<void> {
    const { state, engine, progress } = this.#app;
    await this.#app.task("Reading the workbook", 1, async (step, goOn) => {
      state.log = await this.read(progress);
      if (this.isMarked) {
        const { json } = await engine.call("view", { as_of: state.asOf }, [state.log]);
        goOn();
        Object.assign(state, { policy: json.policy, readings: json.readings });
        await this.#app.view();
      } else state.said = "Choose the procedure, then press Check log";
      step();
    });
  }

  /** Marks the log in its sheet; `prepare` adds the date columns it lacks first. */
  async mark({ prepare } = { prepare: false }): Promise<void> {
    const app = this.#app;
    const { state, engine } = app;
    if (state.policy === "") return app.say("Choose the procedure first, then press Check log");
    app.followClock();
    if (state.asOf === "") return app.say(NO_DAY);
    const done = await app.task(prepare ? "Preparing and marking the log" : "Marking the log", 1, async (step, goOn) => {
      let before: SheetEdits[] | null | undefined;
      const write = async (isFirst: boolean) => {
        const { scripts, since } = await this.#write(goOn, MARKED, OLD_MARKS, async (log) => {
          if (isFirst) before = this.isMarked ? (this.#last ?? undefined) : null;
          const { json } = await engine.call("annotate", { settings: app.settings(), prepare }, [log]);
          return [sheetsOf(json.edits)];
        });
        this.#before = before;
        this.#last = scripts[0] ?? [];
        goOn();
        // By then it was heard what was edited meanwhile.
        const log = await this.read(app.progress);
        goOn();
        state.log = log;
        if (since.columns !== this.#edits.columns) this.#misplaced("columns");
        if (since.rows !== this.#edits.rows && before !== null) before = undefined;
        return since;
      };
      let since = await write(true);
      if (since.all !== this.#edits.all) since = await write(false);
      if (since.rows !== this.#edits.rows) this.#misplaced("rows");
      Object.assign(state, ofLog());
      await app.view();
      step(() => (state.said = `The log is marked. ${state.said}`));
    }, true);
    if (done) this.#edited = [];
  }

  /** Says that marks may stand where they should not, since something was moved while they were written. */
  #misplaced(what: "rows" | "columns"): never {
    this.#last = null;
    this.#before = undefined;
    this.#wait(() => this.#refresh(), REST.log);
    if (what === "rows") {
      throw inPart("rows were moved while the log was being marked, so marks may stand beside other rows", "press Check log again");
    }
    const help = "look at the columns beside the log, put right what was written over, and press Check log again";
    throw inPart("columns were moved while the log was being marked, so marks may stand over what you wrote", help);
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
    await app.silently(async () => {
      const work: Work = async (step, goOn) => {
        await this.#writeOnce(goOn, UNMARKED, said, async (log) => {
          const { json } = await app.engine.call("clear", { settings: app.settings() }, [log]);
          // Rows were moved meanwhile, and the marks of before stood elsewhere.
          if (before && before !== this.#before) throw outdated("check the log again");
          const gone = before?.find(({ sheet, create }) => !create && !this.#sheet(sheet));
          if (gone) {
            this.#before = undefined;
            throw refused(`there is no sheet \`${gone.sheet}\` any more, so the marks stay as they are`, "check the log again");
          }
          return [sheetsOf(json.edits), before ?? []];
        });
        this.#last = before;
        this.#before = undefined;
        step();
      };
      if (!(await app.task(what, 1, work, true))) return;
      await app.again();
      if (app.state.failure === null) app.say(said);
    });
  }

  /** Whether the workbook holds a log or a register as it stands. */
  async hasRows(): Promise<boolean> {
    const { engine, progress } = this.#app;
    const log = await this.read(progress);
    try {
      await engine.call("view", { ...this.#app.settings(), as_of: today() }, [log]);
      return true;
    } catch (thrown) {
      if (isFailure(thrown) && thrown.code === "no-log") return false;
      throw thrown;
    }
  }

  /** Changes the workbook. */
  async change(changes: Changes, goOn: () => void, said: string): Promise<void> {
    await this.#writeOnce(goOn, CHANGED, said, async (log) => [await changes(log)]);
  }

  /**
   * Works scripts out of the log as it stands, and applies one after the other; gives them back, and which edits were
   * heard of before; `said` is said where something else is chosen meanwhile. Where someone edits the log before anything is written it is read anew: a script says where rows
   * stood.
   */
  async #write(goOn: () => void, half: Half, said: string, work: Scripts): Promise<Written> {
    const app = this.#app;
    const since = { ...this.#edits };
    const log = await this.read(app.progress);
    const scripts = await work(log);
    goOn();
    if (since.all !== this.#edits.all) return this.#write(goOn, half, said, work);
    app.state.log = log;
    await app.whole(this.#apply(scripts, half), said);
    return { scripts, since };
  }

  /** Does so, and says where something was moved while it was written. */
  async #writeOnce(goOn: () => void, half: Half, said: string, work: Scripts): Promise<void> {
    const { since } = await this.#write(goOn, half, said, work);
    const isMoved = since.rows !== this.#edits.rows || since.columns !== this.#edits.columns;
    if (isMoved) throw inPart(`rows or columns were moved meanwhile: ${half.is}`, half.next);
  }

  #sheet(name: string): SheetCells | undefined {
    return this.#cells?.sheets.find((sheet) => sheet.name === name);
  }

  /** Applies scripts; where that can't go on it says that half of it is done. */
  async #apply(scripts: SheetEdits[][], { is, next }: Half): Promise<void> {
    let isBegun = false;
    const progress = (done: number, of: number) => {
      isBegun = true;
      this.#app.progress(done, of);
    };
    try {
      for (const script of scripts.filter(({ length }) => length > 0)) {
        await excel.apply(script, this.#cells?.date_system ?? "1900", progress);
      }
    } catch (thrown) {
      if (!isBegun) throw thrown;
      this.#last = null;
      this.#before = undefined;
      this.#wait(() => this.#refresh(), REST.log);
      if (!isFailure(thrown)) throw inPart(`${is}: ${thrown}`, `try again: ${next}`);
      throw inPart(`${thrown.message}: ${is}`, isCellEdited(thrown) ? `press Enter in the cell, then ${next}` : `${thrown.help}; then ${next}`);
    }
  }

  /** Writes into the row's `Accepted` column that a finding is right as it is, and why; adds the column if need be. */
  async accept(finding: Finding, why: string): Promise<void> {
    const app = this.#app;
    const named = otherRule(why, finding, app.state.view?.findings ?? []);
    if (named !== undefined) {
      const help = "say it without: each finding is accepted by itself";
      return app.fail(refused(`the reason names the rule \`${named}\`, which would be accepted with it`, help));
    }
    const cells = rowOf(app.state.view, finding)?.cells;
    const help = "the log is checked again in a moment; look whether the finding still stands there, and accept it then";
    const changes = async (log: NamedFile) => {
      const { json } = await app.engine.call("view", app.settings(), [log]);
      const isThere = json.findings.some((one) => sameFinding(one, finding));
      if (!isThere || JSON.stringify(rowOf(json, finding)?.cells) !== JSON.stringify(cells)) throw outdated(help);
      // What follows a semicolon is another acceptance.
      return acceptance(this.#sheet(finding.sheet), json, finding, why.replaceAll(";", ","));
    };
    await app.change(changes, `${finding.code} is accepted in row ${finding.row}`);
  }

  /** Tries all this in the Excel that is running, on a sheet of its own. */
  async test(): Promise<void> {
    const { state, engine } = this.#app;
    await this.#app.task("Trying it on a sheet of its own", 1, async (step) => {
      const policy = state.policy || (state.policies[0]?.id ?? "");
      this.tested = await this.#app.whole(selfTest(engine, policy, today()));
      const hasPassed = this.tested.length > 0 && this.tested.every(({ passed }) => passed);
      step(() => (state.said = hasPassed ? "The self-test has passed" : "The self-test has failed: see its report"));
    });
  }

  /** Hears that there was an edit, before it is known in which sheet. */
  #touched(moved: Moved): void {
    this.#edits.all++;
    if (moved === "nothing") return;
    this.#edits[moved]++;
    // A script says where rows stood: it is not put back where they were moved.
    this.#last = null;
    if (this.#before) this.#before = undefined;
    this.#app.draw();
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
    const sheet = name === null ? undefined : this.#sheet(name);
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
    const cells = this.#cells;
    const sheet = this.#sheet(name);
    const block = await excel.readRows(name, top, bottom);
    if (!cells || !sheet || !block) return null;
    const heads = sheet.blocks.flatMap((one) => above(one, headings));
    const part: SheetCells = { ...sheet, blocks: [...heads, block], notes: [] };
    return fileOf({ ...cells, sheets: [part, ...cells.sheets.filter(isMarks)] });
  }

  /** Checks the whole log again, without a word unless something else came of it. */
  async #refresh(): Promise<void> {
    const app = this.#app;
    // Where no day is given that is said already.
    if (app.state.policy === "" || app.state.asOf === "") return;
    const { log, view } = app.state;
    const read = await this.read(() => {});
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

const isMarks = (sheet: SheetCells) => at(sheet, 0, 0) === TITLE;

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
