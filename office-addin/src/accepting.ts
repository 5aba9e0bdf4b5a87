// Accepting a finding: what a reason may say, and what is written into the row for it. No DOM and no Office here.

import { letters } from "./a1";
import type { Edit, Finding, NamedFile, SheetEdits, ViewAnswer } from "./answers";
import type { App } from "./app";
import { outdated, refused } from "./host";

/** Finds the first column of the finding's sheet in which, and to the right of which, nothing stands. */
export type Free = (log: NamedFile, view: ViewAnswer) => Promise<number>;

/** Writes into the row's `Accepted` column that a finding is right as it is, and why; adds the column if need be. */
export async function accept(app: App, finding: Finding, why: string, free: Free): Promise<void> {
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
    return acceptance(json, finding, why.replaceAll(";", ","), () => free(log, json));
  };
  await app.change(changes, `${finding.code} is accepted in row ${finding.row}`);
}

/** The row of a finding. */
const rowOf = (view: ViewAnswer | null, finding: Finding) =>
  view?.tables.flatMap(({ rows }) => rows).find(({ sheet, row }) => sheet === finding.sheet && row === finding.row);

/** Another rule that a reason names, where the engine reads it: a code anywhere, a rule's name at the beginning. */
function otherRule(why: string, { code }: Finding, findings: Finding[]): string | undefined {
  const words = why.split(/[\s,;:.()[\]/]+/).filter(Boolean);
  const families = new Set(findings.map((one) => one.code.charAt(0)));
  const isCode = (word: string) => /^[A-Z]\d{3}$/i.test(word) && families.has(word.charAt(0).toUpperCase()) && word.toUpperCase() !== code;
  return words.find(isCode) ?? findings.map(({ rule }) => rule).find((rule) => rule === words[0]?.toLowerCase());
}

const sameFinding = (one: Finding, other: Finding) =>
  one.sheet === other.sheet && one.row === other.row && one.cell === other.cell && one.code === other.code;

/** What accepting a finding comes to in its row. */
async function acceptance(view: ViewAnswer, finding: Finding, why: string, free: () => Promise<number>): Promise<SheetEdits[]> {
  const table = view.tables.find((one) => one.sheet === finding.sheet && one.rows.some(({ row }) => row === finding.row));
  if (!table) return [];
  // As the engine knows the heading: marks make no difference, nor what stands in brackets.
  const plain = (heading: string) => heading.replace(/\(.*?\)/g, "").replace(/[^a-z ]/gi, "").trim().toLowerCase();
  const own = table.columns.findIndex(({ heading }) => plain(heading) === "accepted");
  const column = table.columns[own]?.letters ?? letters(await free());
  const heading = `${column}${table.heading_row}`;
  const added: Edit[] = [
    { set: { cell: heading, value: "Accepted" } },
    { font: { range: heading, bold: true } },
    { width: { columns: column, characters: 40 } },
  ];
  const said = rowOf(view, finding)?.cells[own] ?? "";
  const text = said === "" ? `${finding.code}, ${why}` : `${said}; ${finding.code}, ${why}`;
  const edits: Edit[] = [...(own < 0 ? added : []), { set: { cell: `${column}${finding.row}`, value: text } }];
  return [{ sheet: finding.sheet, edits }];
}
