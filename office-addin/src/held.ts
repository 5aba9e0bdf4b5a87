// The log as the page holds it: each change makes a file of it that takes its place, and the one before it is kept.

import { areaOf, columnOf } from "./a1";
import { accept } from "./accepting";
import type { Finding, NamedFile, ViewAnswer } from "./answers";
import { type App, named } from "./app";
import { sheetsOf } from "./edits";
import type { Changes } from "./host";
import { giveAll, make } from "./making";

/** Changes the log that the page holds; the file that was chosen stays as it is. */
export async function change({ engine, state }: App, changes: Changes, goOn: () => void): Promise<void> {
  const { log } = state;
  if (log === null) return;
  const { files } = await engine.call("apply", { edits: await changes(log) }, [log]);
  goOn();
  const [changed = log] = files;
  Object.assign(state, { log: changed, former: [...state.former, log] });
}

/** Takes the last change back, and checks the log as it was before it. */
export async function undo(app: App): Promise<void> {
  const { state, tasks } = app;
  await tasks.silently(async () => {
    Object.assign(state, { log: state.former.at(-1) ?? state.log, former: state.former.slice(0, -1) });
    await app.again();
    app.sayDone("The last change is taken back");
  });
}

/** Gives the changed log as it is. */
export function saveChanged(app: App): Promise<boolean> {
  return make(app, "Saving the changed log", async (step) => {
    step();
    return () => giveLog(app, app.opened(), "changed");
  });
}

/** Gives the log back with its marks in it. */
export function annotate(app: App): Promise<boolean> {
  return make(app, "Marking the log", async (step) => {
    const { files } = await app.engine.call("annotate", { settings: app.settings() }, app.opened());
    step();
    return () => giveLog(app, files, "marked");
  });
}

/** Gives the log by a name that says what became of it; what was changed is kept with it. */
async function giveLog(app: App, files: NamedFile[], what: string): Promise<void> {
  await giveAll(app, files, (name) => named(name, what));
  app.state.saved = app.state.log;
}

/** Accepts a finding in the log that the page holds. */
export const acceptHeld = (app: App, finding: Finding, why: string): Promise<void> =>
  accept(app, finding, why, (log, view) => free(app, log, view, finding.sheet));

/** The first column of a sheet in which, and to the right of which, nothing stands: where the marks would begin if the
 * log had none, and right of those that it has. */
async function free(app: App, log: NamedFile, { tables }: ViewAnswer, sheet: string): Promise<number> {
  const request = { settings: app.settings() };
  const bare = await app.engine.call("clear", request, [log]).then(({ files }) => files, () => [log]);
  const { json } = await app.engine.call("annotate", request, bare);
  const edits = sheetsOf(json.edits).filter((one) => one.sheet === sheet).flatMap((one) => one.edits);
  const marks = edits.flatMap((edit) => ("set" in edit ? [areaOf(edit.set.cell).left] : []));
  const columns = tables.filter((table) => table.sheet === sheet).flatMap((table) => table.columns);
  return Math.max(Math.min(...marks), ...columns.map(({ letters }) => columnOf(letters) + 1));
}
