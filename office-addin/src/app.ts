// What the panel knows and does, whatever program it stands in: settings and files in, state out; every change
// is drawn. No DOM here, and no word to the Worker but through the engine.

import type { Failure, NamedFile, Settings } from "./answers";
import { type Engine, isFailure } from "./engine";
import type { Changes, Host, Place } from "./host";
import { count } from "./panel/words";
import { lastQuarter } from "./quarters";
import { DRAWN, initial, isListOfDates, isUnsaved, logsOf, nothingAmiss, ofLog, ofReturns, type Role, rowKey, type State, unsettled } from "./state";
import { Tasks, type Work } from "./tasks";

/** What to say of a log for which no procedure is chosen. */
const UNCHOSEN = "Choose the procedure above, and the log is checked";

/** What to say where no day is given. */
export const NO_DAY = "Give the day to check as of";

export class App {
  readonly state: State;
  readonly engine: Engine;
  readonly host: Host;
  readonly draw: () => void;
  readonly tasks: Tasks;
  /** The files that are being opened. */
  #opening: File[] | null = null;
  /** The day by the clock, until a person gives another. */
  #today: (() => string) | null;

  constructor(engine: Engine, host: Host, today: () => string, draw: () => void) {
    this.engine = engine;
    this.host = host;
    this.draw = draw;
    this.#today = today;
    this.state = initial(today());
    this.tasks = new Tasks(engine, this.state, draw, (thrown) => this.fail(thrown));
  }

  /** Asks the engine for the procedures; gives whether they are there. */
  async start(): Promise<boolean> {
    await this.tasks.run("Starting", 1, async (step) => {
      const { json } = await this.tasks.whole(this.engine.call("policies", {}));
      // They are wanted whatever was asked for meanwhile.
      this.state.policies = json.policies;
      step();
    });
    this.draw();
    return this.state.policies.length > 0;
  }

  choosePolicy(policy: string): void {
    Object.assign(this.state, { ...unsettled(), policy, policyChosen: true });
    void this.again();
  }

  /** Puts a reading in force in the place of those of the same sentence; where it is empty, the usual one is. */
  chooseReading(id: string, ofSentence: string[]): void {
    this.state.readings = this.state.readings.filter((other) => !ofSentence.includes(other)).concat(id === "" ? [] : [id]);
    this.state.readingsChosen = true;
    void this.again();
  }

  chooseDay(day: string): void {
    this.#today = null;
    this.#setDay(day);
    void this.again();
  }

  /** Goes on to the day by the clock, where a person gave none. */
  followClock(): void {
    const day = this.#today?.() ?? this.state.asOf;
    if (day !== this.state.asOf) this.#setDay(day);
  }

  #setDay(day: string): void {
    this.state.asOf = day;
    if (day !== "") this.state.quarter = lastQuarter(day);
  }

  async chooseQuarter(quarter: string): Promise<void> {
    if (this.tasks.unstoppable) await this.tasks.unstoppable;
    const lost = this.tasks.lost();
    if (lost !== "") this.tasks.stop();
    Object.assign(this.state, { quarter, made: null, amiss: nothingAmiss() });
    this.say(lost);
  }

  /** Lists the findings of a kind, from a place among them. */
  chooseKind(kind: string, first = 0): void {
    this.state.kind = kind;
    this.turn("findings", first);
  }

  /** Says which of the returned files is no log. */
  chooseRole(role: Role, name: string): void {
    const { given } = this.state;
    // A file is one thing alone.
    for (const other of Object.keys(given) as Role[]) if (given[other] === name) given[other] = "";
    given[role] = name;
    void this.again();
  }

  /** Takes the password of a file. */
  givePassword(name: string, password: string): void {
    this.state.passwords[name] = password;
    void this.again();
  }

  /** Draws the whole of long lists, as long as they are printed. */
  print(printing: boolean): void {
    this.state.printing = printing;
    this.draw();
  }

  /** Turns to the page of a long list that begins at a place. */
  turn(list: keyof State["first"], first: number): void {
    this.state.first[list] = first;
    this.draw();
  }

  /** Takes files that a person gave: one is a log to check, many are a quarter's returns. */
  async open(files: File[]): Promise<void> {
    await this.#take(files, (read) => {
      const [only, ...others] = read;
      const one = only && others.length === 0 ? only : null;
      this.#leaveMarks();
      Object.assign(this.state, { log: one, saved: one, former: [], returns: one ? [] : read });
    });
  }

  /** Takes a quarter's returned logs. */
  async openReturns(files: File[]): Promise<void> {
    await this.#take(files, (read) => (this.state.returns = read));
  }

  /** What was taken from a marked log goes with it; what a person chose stays. */
  #leaveMarks(): void {
    if (!this.state.policyChosen) Object.assign(this.state, unsettled());
    else if (!this.state.readingsChosen) this.state.readings = [];
  }

  /** Opens files; until all of them are, what was open before stays, and stays shown. */
  async #take(files: File[], take: (read: NamedFile[]) => void): Promise<void> {
    this.#opening = files;
    const done = await this.tasks.run("Opening", files.length, async (step, goOn) => {
      const read: NamedFile[] = [];
      for (const file of files) {
        read.push({ name: file.name, bytes: await bytesOf(file) });
        step();
      }
      goOn();
      this.#forget();
      Object.assign(this.state, { passwords: {}, given: { previous: "", agencies: "" } });
      take(toldApart(read));
    });
    if (this.#opening !== files) return;
    this.#opening = null;
    if (done) return this.again();
    this.state.stopped = !this.#isChecked();
    this.draw();
  }

  /** Checks what is open by the settings in force. */
  again(): Promise<void> {
    return this.tasks.silently(() => this.#again());
  }

  async #again(): Promise<void> {
    if (this.tasks.unstoppable) {
      await this.tasks.unstoppable;
      // What came to nothing there says so first.
      await new Promise((later) => setTimeout(later));
    }
    // An opening ends with this, by the settings that are in force then; what is shown is by others.
    if (this.#opening) {
      this.#forget();
      return this.draw();
    }
    this.followClock();
    const { log, returns, policy, asOf } = this.state;
    const lost = this.tasks.lost();
    const half = this.state.failure?.code === "written-in-part" ? this.state.failure : null;
    this.#forget();
    this.tasks.stop();
    if (!this.#isOpen()) return;
    if (asOf === "") return this.say(NO_DAY);
    // A marked log says itself by what it was marked.
    if (policy === "" && log === null && !this.host.log) return this.say(UNCHOSEN);
    const isOvertaken = (log !== null || this.host.log) && !(await this.#check()) && this.state.failure === null;
    if (returns.length > 0 && this.state.policy !== "" && !isOvertaken) await this.#read();
    // What stands in the log by half stands there by any setting.
    if (!isOvertaken) this.state.failure ??= half;
    if (lost !== "" && !isOvertaken) this.say(this.state.said === "" ? lost : `${this.state.said}. ${lost}`);
  }

  /** Ends what is being done. */
  cancel(): void {
    this.#opening = null;
    this.tasks.stop();
    this.state.stopped = !this.#isChecked();
    this.tasks.speak();
    this.say(`Stopped. Nothing was changed${this.state.stopped ? ", and not all is checked" : ""}`);
    // The reasons that were being worked out were stopped with it.
    this.whyAgain();
  }

  /** Explains a row's deadlines for as long as they are unfolded; several rows may be, and are answered in turn. */
  async why(row: { sheet: string; row: number }, isOpen: boolean): Promise<void> {
    const { why } = this.state;
    if (!isOpen) why.delete(rowKey(row));
    if (!isOpen || why.has(rowKey(row))) return;
    this.#forgive();
    await this.#explain(row);
  }

  /** Explains anew what is unfolded. */
  whyAgain(): void {
    const { view, why } = this.state;
    const rows = (view?.tables ?? []).flatMap((table) => table.rows).filter((row) => why.has(rowKey(row)));
    why.clear();
    for (const row of rows) void this.#explain(row);
  }

  async #explain(row: { sheet: string; row: number }): Promise<void> {
    const { log, why } = this.state;
    if (log === null) return;
    why.set(rowKey(row), null);
    this.draw();
    const request = { sheet: row.sheet, row: row.row, settings: this.settings() };
    const found = await this.engine.call("why", request, [log]).then(({ json }) => json.deadlines, failureOf);
    // It was folded, or the log was read anew, meanwhile.
    if (!why.has(rowKey(row)) || this.state.log !== log) return;
    why.set(rowKey(row), found);
    this.draw();
  }

  tick(key: string, ticked: boolean): void {
    if (ticked) this.state.ticked.add(key);
    else this.state.ticked.delete(key);
    this.draw();
  }

  /** Changes the open log, and checks it again. */
  async change(changes: Changes, said: string): Promise<void> {
    await this.tasks.silently(async () => {
      const work: Work = async (step, goOn) => {
        await this.host.change(changes, goOn, said);
        step();
      };
      const done = await this.tasks.run("Changing the log", 1, work, true);
      if (done) await this.again();
      if (done) this.sayDone(`${said}${isUnsaved(this.state) ? ", and not saved yet" : ""}`);
    });
  }

  /** Says what was done to the log, and what the check after it came to. */
  sayDone(done: string): void {
    const { failure, stopped, said } = this.state;
    if (failure === null) this.say(`${done}. ${stopped ? "The check after it was stopped" : said}`);
  }

  async goTo(place: Place): Promise<void> {
    this.#forgive();
    this.draw();
    try {
      await this.host.goTo(place);
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  /** What was amiss is past; what stands in the log by half stays said until something else is done to it. */
  #forgive(): void {
    if (this.state.failure?.code !== "written-in-part") this.state.failure = null;
  }

  /** Says why something came to nothing. */
  fail(thrown: unknown): void {
    Object.assign(this.state, { failure: failureOf(thrown), said: "" });
    this.draw();
  }

  #check(): Promise<boolean> {
    return this.tasks.run("Checking the log", 1, async (step, goOn) => {
      const read = await this.host.log?.(this.tasks.progress);
      goOn();
      if (read) this.state.log = read;
      try {
        await this.view();
      } catch (thrown) {
        if (this.state.policy !== "" || failureOf(thrown).code !== "unknown-policy") throw thrown;
        this.state.said = UNCHOSEN;
      }
      step();
    });
  }

  /** Looks at the log as it was read last. */
  async view(): Promise<void> {
    const isCurrent = this.tasks.untilNext();
    const [log] = this.opened();
    const { json } = await this.engine.call("view", this.settings(), this.opened());
    if (!isCurrent()) return;
    this.state.view = json;
    // Those of a marked log are in force until a person chooses.
    if (this.state.policy === "") this.state.policy = json.policy;
    if (!this.state.readingsChosen) this.state.readings = json.readings;
    while (this.state.view === json && this.state.drawn < DRAWN.whole) {
      this.state.drawn += DRAWN.atOnce;
      this.draw();
      await new Promise((later) => setTimeout(later));
    }
    if (!isCurrent()) return;
    const rows = json.tables.flatMap((table) => table.rows);
    const overdue = rows.filter((row) => row.status === "overdue").length;
    const { error, warning } = json.totals;
    const found = `${count(error, "error")}, ${count(warning, "warning")}`;
    this.state.said = `${log?.name} is checked: ${count(rows.length, "row")}, ${overdue} overdue; ${found}`;
  }

  #read(): Promise<boolean> {
    const logs = logsOf(this.state);
    return this.tasks.run("Reading the logs", logs.length, async (step) => {
      for (const file of logs) {
        const { json } = await this.engine.call("check", this.forReturns(), [file]);
        const failure = json.errors[0] ?? null;
        step(() => this.state.returned.push({ name: file.name, answer: failure ? null : json, failure }));
      }
      const unread = this.state.returned.filter((one) => one.failure).length;
      const dates = this.state.returns.some(({ name }) => isListOfDates(name)) ? "; returns.csv has their dates" : "";
      this.state.said = `${count(logs.length - unread, "log")} read, ${unread} not read${dates}`;
    });
  }

  settings(): Settings {
    const { policy, readings, readingsChosen, asOf, passwords } = this.state;
    return { ...(policy !== "" && { policy }), ...(readingsChosen && { readings }), ...(asOf !== "" && { as_of: asOf }), passwords };
  }

  /** The same for returned logs: by the readings that are shown, whatever each of them was marked by. */
  forReturns(): Settings {
    return { ...this.settings(), readings: this.state.readings };
  }

  /** Whether all that is open is checked, as far as it can be. */
  #isChecked(): boolean {
    const { log, view, returned } = this.state;
    return (view !== null || (log === null && !this.host.log)) && returned.length === logsOf(this.state).length;
  }

  #isOpen(): boolean {
    return this.state.log !== null || this.host.log !== undefined || this.state.returns.length > 0;
  }

  /** The log that is open, as the engine takes it. */
  opened(): NamedFile[] {
    return this.state.log ? [this.state.log] : [];
  }

  /** Gives a file to the person who asked for it. */
  async give(file: NamedFile, isForm = false): Promise<void> {
    this.state.said = await this.host.give(file, isForm);
  }

  #forget(): void {
    Object.assign(this.state, ofLog(), ofReturns(), { failure: null, stopped: false, said: "" });
  }

  say(said: string): void {
    this.state.said = said;
    this.draw();
  }
}

/** A file's name that says what became of it. */
export const named = (name: string, what: string) => name.replace(/(\.\w+)?$/, ` (${what})$1`);

/** The files, each by a name of its own: of two called `log.xlsx` the second is `log (2).xlsx`. A list of the dates of
 * returns is known by its name, and keeps it. */
function toldApart(files: NamedFile[]): NamedFile[] {
  const taken = new Set(files.map(({ name }) => name));
  const met = new Set<string>();
  return files.map(({ name, bytes }) => {
    if (isListOfDates(name)) return { name, bytes };
    let own = name;
    for (let n = 2; met.has(name) && taken.has(own); n++) own = named(name, `${n}`);
    met.add(name);
    taken.add(own);
    return { name: own, bytes };
  });
}

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
