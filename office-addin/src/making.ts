// What is made of what is open, and given to the person who asked for it: a form, a register, a quarter's workbook.

import type { AgencyLine, NamedFile, Roles, RowView, Settings } from "./answers";
import { type App, named } from "./app";
import { outdated } from "./host";
import { count } from "./panel/words";
import { quarters } from "./quarters";
import type { Step } from "./tasks";

/** Fills in the report form of the procedure for a row. */
export function report(app: App, { number, sheet, row }: RowView): Promise<boolean> {
  return make(app, "Filling in the form", async (step) => {
    const request = { number: number ?? "", row: `${sheet}!${row}`, form: app.host.form, settings: app.settings() };
    const log = await logNow(app);
    if (log !== app.state.log) {
      const { json } = await app.engine.call("view", app.settings(), log ? [log] : []);
      const there = json.tables.flatMap(({ rows }) => rows).find((one) => one.sheet === sheet && one.row === row);
      if (there?.number !== number) throw outdated("look where the row stands now, and press its button again");
    }
    const { json, files } = await app.engine.call("report", request, log ? [log] : []);
    step();
    const name = `report ${number}.${app.host.form}`.replace(/[\\/:*?"<>|]/g, "-");
    return async () => {
      for (const { bytes } of files) await app.give({ name, bytes }, true);
      if (json.blanks.length > 0) app.state.said += `. To be filled in by hand: ${json.blanks.join(", ")}`;
    };
  });
}

/** The log as it stands now. */
const logNow = async (app: App): Promise<NamedFile | null> => (await app.host.log?.(app.tasks.progress)) ?? app.state.log;

/** Gives a blank log of the procedure. */
export function makeBlankLog(app: App): Promise<boolean> {
  return make(app, "Making a blank log", async (step) => {
    const { json, files } = await app.engine.call("template", app.forReturns());
    step();
    return () => giveAll(app, files, (name) => named(name, json.policy));
  });
}

/** Gives the deadlines of the open cases as a file for calendar programs. */
export function makeCalendar(app: App): Promise<boolean> {
  return make(app, "Writing the calendar file", async (step) => {
    const { json, files } = await app.engine.call("calendar", app.settings(), app.opened());
    step();
    return async () => {
      await giveAll(app, files);
      app.state.said += `. It has ${count(json.entries, "entry", "entries")}, without names`;
      if (json.undated > 0) app.state.said += `; ${count(json.undated, "open case")} without any date`;
    };
  });
}

/** Gives what to put right in logs as a note to each agency, in one document in which each begins on a new page. */
export function makeNotes(app: App, logs: NamedFile[], settings: Settings): Promise<boolean> {
  return make(app, "Writing the notes", async (step) => {
    const { json, files } = await app.engine.call("note", { together: true, settings }, logs);
    step();
    return async () => {
      await giveAll(app, files);
      app.state.said += `. It is for ${count(json.agencies.length, "agency", "agencies")}, and names no child: read it before you send it`;
      if (json.errors.length > 0) app.state.said += `. There is no note on ${count(json.errors.length, "file")} that could not be read`;
    };
  });
}

/** Gives one register of the returned logs. */
export function makeRegister(app: App): Promise<boolean> {
  return make(app, "Merging the logs", async (step) => {
    const { json, files } = await app.engine.call("merge", { given: given(app), settings: app.forReturns() }, app.state.returns);
    const { agencies, errors, listed } = json;
    const missing = agencies.filter((one) => one.missing).map(({ name }) => name);
    step(() => (app.state.amiss = { errors, missing, unlisted: unlisted(agencies), listed }));
    return async () => {
      await giveAll(app, files);
      sayUnprotected(app);
    };
  });
}

/** The agencies that are not on the list of them; without a list none is on it. */
const unlisted = (agencies: AgencyLine[]) => (agencies.some((one) => one.listed) ? agencies.filter((one) => !one.listed) : []);

/** Gives the quarterly workbook of the returned logs, or the board's copy of it, which names no child. */
export function makeQuarter(app: App, copy: { board: boolean }): Promise<boolean> {
  const { quarter, asOf, returns } = app.state;
  return make(app, copy.board ? "Writing the board copy" : "Writing the quarterly workbook", async (step) => {
    const byDay = app.forReturns();
    const { as_of: _, ...byQuarter } = byDay;
    // Without a day the engine takes the quarter's last, on which nobody knows yet what will be overdue while it runs.
    const settings = quarter === quarters(asOf, 1)[0]?.id ? byDay : byQuarter;
    const request = { quarter, copy, given: given(app), settings };
    const { json, files } = await app.engine.call("quarter", request, returns);
    const { errors, missing, agencies } = json;
    // The board's copy has no sheet of conflicts.
    const amiss = { errors, missing, unlisted: unlisted(agencies), listed: copy.board ? [] : json.listed };
    step(() => Object.assign(app.state, { made: json, amiss }));
    return async () => {
      await giveAll(app, files, (name) => (copy.board ? named(name, "board copy") : name));
      sayUnprotected(app);
    };
  });
}

/** Only the program can write a file with a password. */
function sayUnprotected(app: App): void {
  const { returns, passwords } = app.state;
  if (!returns.some(({ name }) => name in passwords)) return;
  app.state.said += ". It has no password, though a file it was made of has one: give it one before you pass it on";
}

/** What of the returned files is no log. */
function given({ state }: App): Roles {
  const { previous, agencies } = state.given;
  return { ...(previous && { previous }), ...(agencies && { agencies }) };
}

/** Gives files, each by the name that says what it is. */
export async function giveAll(app: App, files: NamedFile[], called = (name: string) => name): Promise<void> {
  for (const { name, bytes } of files) await app.give({ name: called(name), bytes });
}

/** Does one thing that gives a file: until `work` comes to its end it can be stopped, what it gives back is done wholly. */
export const make = (app: App, what: string, work: (step: Step) => Promise<() => Promise<void>>): Promise<boolean> =>
  app.tasks.run(
    what,
    1,
    async (step, goOn) => {
      const give = await work(step);
      goOn();
      await app.tasks.toTheEnd(give);
    },
    true,
  );
