// What the panel knows and does, whatever program it stands in: settings and files in, state out; every change
// is drawn. No DOM here, and no word to the Worker but through the engine.

import type { CheckAnswer, Failure, NamedFile, PolicySummary, QuarterAnswer, Verbs, ViewAnswer } from "./answers";
import { type Engine, isFailure } from "./engine";
import type { Host, Place } from "./host";
import { count } from "./panel/words";
import { lastQuarter } from "./quarters";

/** A returned log among many: how it was read, or why not. */
export interface Returned {
  name: string;
  answer: CheckAnswer | null;
  failure: Failure | null;
}

type Why = Verbs["why"]["answer"]["deadlines"];

export interface State {
  policies: PolicySummary[];
  policy: string;
  readings: string[];
  asOf: string;
  quarter: string;
  files: NamedFile[];
  /** What is being done, and how much of it is. */
  work: { what: string; done: number; of: number } | null;
  /** The one log that is checked. */
  view: ViewAnswer | null;
  /** The reasons asked for so far, by row. */
  why: Map<string, Why>;
  /** The findings that are listed: all, those of a severity, or those of a rule. */
  kind: string;
  /** How many of a long list are shown. */
  listed: { rows: number; findings: number };
  /** Many returned logs. */
  returned: Returned[];
  made: QuarterAnswer | null;
  failure: Failure | null;
  /** What was done last, for those who hear the page. */
  said: string;
}

/** How many of a long list are shown at once, so that drawing it never holds the page for long. */
export const LISTED = 50;

/** By which a row is known. */
export const rowKey = (row: { sheet: string; row: number }) => `${row.sheet}!${row.row}`;

export class App {
  readonly state: State;
  readonly #engine: Engine;
  readonly #host: Host;
  readonly #draw: () => void;
  /** Counts what was begun, so that what was overtaken says nothing more. */
  #begun = 0;

  constructor(engine: Engine, host: Host, today: string, draw: () => void) {
    this.#engine = engine;
    this.#host = host;
    this.#draw = draw;
    this.state = {
      policies: [],
      policy: "",
      readings: [],
      asOf: today,
      quarter: lastQuarter(today),
      files: [],
      work: null,
      view: null,
      why: new Map(),
      kind: "all",
      listed: { rows: LISTED, findings: LISTED },
      returned: [],
      made: null,
      failure: null,
      said: "",
    };
  }

  /** Asks the engine for the procedures. */
  start(): Promise<boolean> {
    return this.#do("Starting", 1, async (step) => {
      const { json } = await this.#engine.call("policies", {});
      step(() => (this.state.policies = json.policies));
    });
  }

  choosePolicy(policy: string): void {
    this.state.policy = policy;
    this.state.readings = [];
    void this.again();
  }

  chooseReading(id: string, inForce: boolean): void {
    this.state.readings = this.state.readings.filter((other) => other !== id).concat(inForce ? [id] : []);
    void this.again();
  }

  chooseDay(day: string): void {
    this.state.asOf = day;
    if (day !== "") this.state.quarter = lastQuarter(day);
    void this.again();
  }

  chooseQuarter(quarter: string): void {
    this.state.quarter = quarter;
    this.state.made = null;
    this.#draw();
  }

  chooseKind(kind: string): void {
    this.state.kind = kind;
    this.state.listed.findings = LISTED;
    this.#draw();
  }

  /** Shows more of a long list. */
  more(list: keyof State["listed"]): void {
    this.state.listed[list] += LISTED;
    this.#draw();
  }

  /** Takes files that a person gave: one is a log to check, many are a quarter's returns. */
  open(files: File[]): Promise<void> {
    this.state.files = [];
    this.#forget();
    return this.#do("Opening", files.length, async (step) => {
      const read: NamedFile[] = [];
      for (const file of files) {
        read.push({ name: file.name, bytes: await bytesOf(file) });
        step(() => {});
      }
      this.state.files = read;
    }).then((done) => (done ? this.again() : undefined));
  }

  /** Lists every finding there is. */
  listAll(): void {
    this.state.kind = "all";
    this.state.listed.findings = this.state.view?.findings.length ?? LISTED;
    this.#draw();
  }

  /** Checks what is open by the settings in force. */
  async again(): Promise<void> {
    const { files, policy, asOf } = this.state;
    this.#forget();
    if (files.length === 0) return this.#stop();
    if (policy === "" || asOf === "") {
      const what = policy === "" ? "Choose the procedure above, and the log is checked" : "Give the day to check as of";
      this.#stop();
      return this.#say(what);
    }
    const [only, ...others] = files;
    if (only && others.length === 0) await this.#view(only);
    else await this.#returned(files);
  }

  /** Ends what is being done. */
  cancel(): void {
    this.#stop();
    this.#say("Stopped. Nothing was changed");
  }

  /** Explains a row's deadlines; several rows may be asked for, and are answered in turn. */
  async why(row: { sheet: string; row: number }): Promise<void> {
    const { files, view, why } = this.state;
    if (why.has(rowKey(row))) return;
    try {
      const request = { sheet: row.sheet, row: row.row, settings: this.#settings() };
      const { json } = await this.#engine.call("why", request, files);
      why.set(rowKey(row), json.deadlines);
    } catch (thrown) {
      if (view === this.state.view) this.state.failure = failureOf(thrown);
    }
    this.#draw();
  }

  /** Gives the log back with its marks in it. */
  annotate(): Promise<boolean> {
    return this.#do("Marking the log", 1, async (step) => {
      const answer = await this.#engine.call("annotate", { settings: this.#settings() }, this.state.files);
      step(() => {});
      for (const { name, bytes } of answer.files) this.#save({ name: named(name, "marked"), bytes });
    });
  }

  /** Gives the quarterly workbook of the returned logs, or the board's copy of it, which names no child. */
  makeQuarter(copy: { board: boolean }): Promise<boolean> {
    const { quarter, files } = this.state;
    return this.#do(copy.board ? "Writing the board copy" : "Writing the quarterly workbook", 1, async (step) => {
      // Without a day the engine takes the quarter's last.
      const { as_of: _, ...settings } = this.#settings();
      const { json, files: made } = await this.#engine.call("quarter", { quarter, copy, settings }, files);
      step(() => (this.state.made = json));
      for (const { name, bytes } of made) this.#save({ name: copy.board ? named(name, "board copy") : name, bytes });
    });
  }

  goTo(place: Place): void {
    this.#host.goTo(place);
  }

  #view(file: NamedFile): Promise<boolean> {
    return this.#do(`Checking ${file.name}`, 1, async (step) => {
      const { json } = await this.#engine.call("view", this.#settings(), [file]);
      step(() => (this.state.view = json));
      const rows = json.tables.flatMap((table) => table.rows);
      const overdue = rows.filter((row) => row.status === "overdue").length;
      const { error, warning } = json.totals;
      const found = `${count(error, "error")}, ${count(warning, "warning")}`;
      this.state.said = `${file.name} is checked: ${count(rows.length, "row")}, ${overdue} overdue; ${found}`;
    });
  }

  #returned(files: NamedFile[]): Promise<boolean> {
    return this.#do("Reading the logs", files.length, async (step) => {
      for (const file of files) {
        const { json } = await this.#engine.call("check", this.#settings(), [file]);
        const failure = json.errors[0] ?? null;
        step(() => this.state.returned.push({ name: file.name, answer: failure ? null : json, failure }));
      }
      const unread = this.state.returned.filter((one) => one.failure).length;
      this.state.said = `${count(files.length - unread, "log")} read, ${unread} not read`;
    });
  }

  #settings() {
    const { policy, readings, asOf } = this.state;
    return { policy, readings, as_of: asOf };
  }

  #save(file: NamedFile): void {
    this.#host.save(file);
    this.state.said = `${file.name} is saved where your browser puts what it downloads`;
  }

  #forget(): void {
    const nothing = { view: null, why: new Map(), kind: "all", returned: [], made: null, failure: null, said: "" };
    Object.assign(this.state, nothing, { listed: { rows: LISTED, findings: LISTED } });
  }

  #say(said: string): void {
    this.state.said = said;
    this.#draw();
  }

  #stop(): void {
    this.#begun++;
    if (this.state.work) this.#engine.cancel();
    this.state.work = null;
    this.#draw();
  }

  /** Does one thing at a time, drawn step by step; gives whether it came to its end. */
  async #do(what: string, of: number, work: (step: (change: () => void) => void) => Promise<void>): Promise<boolean> {
    this.#stop();
    const begun = this.#begun;
    const isCurrent = () => begun === this.#begun;
    const progress = { what, done: 0, of };
    Object.assign(this.state, { work: progress, failure: null });
    this.#draw();
    try {
      await work((change) => {
        if (!isCurrent()) return;
        change();
        progress.done++;
        this.#draw();
      });
    } catch (thrown) {
      if (isCurrent()) Object.assign(this.state, { failure: failureOf(thrown), said: "" });
    }
    if (!isCurrent()) return false;
    this.state.work = null;
    this.#draw();
    return this.state.failure === null;
  }
}

/** A file's name that says what became of it. */
const named = (name: string, what: string) => name.replace(/(\.\w+)?$/, ` (${what})$1`);

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    const help = "close it in other programs, then choose it again";
    throw { code: "unreadable-file", message: "the file could not be opened", help, at: file.name } satisfies Failure;
  }
}

const failureOf = (thrown: unknown): Failure => {
  if (isFailure(thrown)) return thrown;
  const help = "this is a mistake in escalog; open the page afresh, and report what you did";
  return { code: "fault", message: String(thrown), help, at: null };
};
