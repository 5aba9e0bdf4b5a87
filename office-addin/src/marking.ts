// What is done to the log of an open workbook: a person's press or edit → cells read, the engine's script applied,
// and the log checked again. No DOM here, and no word to Office but through `excel`.

import { accept } from "./accepting";
import type { Finding, NamedFile, SheetEdits } from "./answers";
import { type App, NO_DAY } from "./app";
import { isFailure } from "./engine";
import { sheetsOf } from "./edits";
import { excel, type Moved } from "./excel";
import { inPart, isCellEdited } from "./excel/failures";
import { type Changes, outdated, refused } from "./host";
import { Live, REST } from "./live";
import { Opened } from "./opened";
import { today } from "./quarters";
import { type Line, selfTest } from "./selftest";
import { ofLog } from "./state";
import type { Work } from "./tasks";
import { type Half, Writing } from "./writing";

const MARKED: Half = { is: "the log is marked in part", next: "press Check log again" };
const UNMARKED: Half = { is: "the marks are taken off in part", next: "press Check log, and take them off again" };
const CHANGED: Half = { is: "the log is changed in part", next: "look at it, and do it again" };

/** What to say where something else was chosen while the marks were being written. */
const OLD_MARKS = "The marks in the sheet are by what was chosen before: press Check log to mark it by this";

export class Marking {
  readonly #app: App;
  readonly #workbook = new Opened();
  readonly #live: Live;
  readonly #writing: Writing;
  /** The script that marked the log last, as long as its rows stand where they stood. */
  #last: SheetEdits[] | null = null;
  /** The marks before those: a script, `null` for none; `undefined` where nobody knows them. */
  #before: SheetEdits[] | null | undefined;
  /** What the self-test came to, where it was run. */
  tested: Line[] = [];

  constructor(app: App) {
    this.#app = app;
    this.#live = new Live(app, this.#workbook);
    this.#writing = new Writing(app, this.#workbook, () => this.#halved());
  }

  /** Whether the workbook has marks, as it was read last. */
  get isMarked(): boolean {
    return this.#workbook.isMarked;
  }

  /** Whether the last marking can be taken back. */
  get canUndo(): boolean {
    return this.#before !== undefined;
  }

  /** Reads the workbook for the engine. */
  read(progress: (done: number, of: number) => void): Promise<NamedFile> {
    return this.#workbook.read(progress);
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
      await excel.watch((moved) => this.#touched(moved), (edited) => this.#live.edited(edited));
    } catch (thrown) {
      if (!isCellEdited(thrown)) return this.#app.fail(thrown);
      await new Promise((later) => setTimeout(later, REST.log));
      return this.#watch(isWaiting);
    }
    if (isWaiting && state.log === null && !state.work) await this.#readFirst();
  }

  async #readFirst(): Promise<void> {
    const { state, engine, tasks } = this.#app;
    await tasks.run("Reading the workbook", 1, async (step, goOn) => {
      state.log = await this.#workbook.read(tasks.progress);
      if (this.isMarked) {
        const { json } = await engine.call("view", { as_of: state.asOf || today() }, [state.log]);
        goOn();
        Object.assign(state, { policy: json.policy, readings: json.readings });
        if (state.asOf === "") state.said = NO_DAY;
        else await this.#app.view();
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
    const done = await app.tasks.run(prepare ? "Preparing and marking the log" : "Marking the log", 1, async (step, goOn) => {
      let before: SheetEdits[] | null | undefined;
      const write = async (isFirst: boolean) => {
        const { scripts, since } = await this.#writing.write(goOn, MARKED, OLD_MARKS, async (log) => {
          if (isFirst) before = this.isMarked ? (this.#last ?? undefined) : null;
          const { json } = await engine.call("annotate", { settings: app.settings(), prepare }, [log]);
          return [sheetsOf(json.edits)];
        });
        this.#before = before;
        this.#last = scripts[0] ?? [];
        goOn();
        // By then it was heard what was edited meanwhile.
        const log = await this.#workbook.read(app.tasks.progress);
        goOn();
        state.log = log;
        if (since.columns !== this.#writing.edits.columns) this.#misplaced("columns");
        if (since.rows !== this.#writing.edits.rows && before !== null) before = undefined;
        return since;
      };
      let since = await write(true);
      if (since.all !== this.#writing.edits.all) since = await write(false);
      if (since.rows !== this.#writing.edits.rows) this.#misplaced("rows");
      Object.assign(state, ofLog());
      await app.view();
      step(() => (state.said = `The log is marked. ${state.said}`));
    }, true);
    if (done) this.#live.forget();
  }

  /** Nobody knows what the marks were before, and the log is to be read as it stands now. */
  #halved(): void {
    this.#last = null;
    this.#before = undefined;
    this.#live.later();
  }

  /** Says that marks may stand where they should not, since something was moved while they were written. */
  #misplaced(what: "rows" | "columns"): never {
    this.#halved();
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
    await app.tasks.silently(async () => {
      const work: Work = async (step, goOn) => {
        await this.#writing.once(goOn, UNMARKED, said, async (log) => {
          const { json } = await app.engine.call("clear", { settings: app.settings() }, [log]);
          // Rows were moved meanwhile, and the marks of before stood elsewhere.
          if (before && before !== this.#before) throw outdated("check the log again");
          const gone = before?.find(({ sheet, create }) => !create && !this.#workbook.sheet(sheet));
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
      if (!(await app.tasks.run(what, 1, work, true))) return;
      await app.again();
      if (app.state.failure === null) app.say(said);
    });
  }

  /** Whether the workbook holds a log or a register as it stands. */
  async hasRows(): Promise<boolean> {
    const { engine, tasks } = this.#app;
    const log = await this.#workbook.read(tasks.progress);
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
    await this.#writing.once(goOn, CHANGED, said, async (log) => [await changes(log)]);
  }

  /** Accepts a finding in the workbook. */
  accept(finding: Finding, why: string): Promise<void> {
    return accept(this.#app, finding, why, async () => this.#workbook.free(finding.sheet));
  }

  /** Tries all this in the Excel that is running, on a sheet of its own. */
  async test(): Promise<void> {
    const { state, engine } = this.#app;
    await this.#app.tasks.run("Trying it on a sheet of its own", 1, async (step) => {
      const policy = state.policy || (state.policies[0]?.id ?? "");
      this.tested = await this.#app.tasks.whole(selfTest(engine, policy, today()));
      const hasPassed = this.tested.length > 0 && this.tested.every(({ passed }) => passed);
      step(() => (state.said = hasPassed ? "The self-test has passed" : "The self-test has failed: see its report"));
    });
  }

  /** Hears that there was an edit, before it is known in which sheet. */
  #touched(moved: Moved): void {
    this.#writing.heard(moved);
    if (moved === "nothing") return;
    // A script says where rows stood: it is not put back where they were moved.
    this.#last = null;
    if (this.#before) this.#before = undefined;
    this.#app.draw();
  }
}
