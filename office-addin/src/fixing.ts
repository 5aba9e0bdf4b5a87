// What would put findings right: asked for, ticked, and put into the open log.

import type { FixedCell, SheetEdits } from "./answers";
import type { App } from "./app";
import { outdated } from "./host";
import { count } from "./panel/words";
import { cellKey, ofFixes } from "./state";

/** Asks what would put findings right; what is certain is ticked. */
export function findFixes(app: App): Promise<boolean> {
  return app.tasks.run("Looking for what can be put right", 1, async (step) => {
    const { json } = await app.engine.call("fix", app.settings(), app.opened());
    step(() => Object.assign(app.state, { fixes: json, ticked: new Set(json.fixes.map(cellKey)) }));
    const many = json.fixes.length + json.proposals.length;
    app.state.said = many === 0 ? "Nothing can be put right by itself" : `${count(many, "cell")} can be put right`;
  });
}

/** Puts right what is ticked. */
export async function fix(app: App): Promise<void> {
  const { fixes, ticked } = app.state;
  const all = listed(fixes).filter((one) => ticked.has(cellKey(one)));
  const sheets = [...new Set(all.map(({ sheet }) => sheet))];
  const edits: SheetEdits[] = sheets.map((sheet) => ({
    sheet,
    edits: all.filter((one) => one.sheet === sheet).map(({ cell, after }) => ({ set: { cell, value: after } })),
  }));
  await app.change(async (log) => {
    const { json } = await app.engine.call("fix", app.settings(), [log]);
    const now = new Set(listed(json).map(fixKey));
    if (all.every((one) => now.has(fixKey(one)))) return edits;
    Object.assign(app.state, ofFixes());
    throw outdated("look again at what can be put right");
  }, `${count(all.length, "cell")} put right`);
}

/** All that can be put right. */
const listed = (fixes: { fixes: FixedCell[]; proposals: FixedCell[] } | null) => (fixes ? [...fixes.fixes, ...fixes.proposals] : []);

/** By which a fix is known: where it is, what stands there and what would. */
const fixKey = ({ sheet, cell, before, after }: FixedCell) => JSON.stringify([sheet, cell, before, after]);
