// Accepting a finding: what a reason may say, and what is written into the row for it. No DOM and no Office here.

import { areaOf, letters } from "./a1";
import type { Edit, Finding, SheetEdits, ViewAnswer } from "./answers";
import { at, type SheetCells, taken } from "./cells";

/** The row of a finding. */
export const rowOf = (view: ViewAnswer | null, finding: Finding) =>
  view?.tables.flatMap(({ rows }) => rows).find(({ sheet, row }) => sheet === finding.sheet && row === finding.row);

/** Another rule that a reason names, where the engine reads it: a code anywhere, a rule's name at the beginning. */
export function otherRule(why: string, { code }: Finding, findings: Finding[]): string | undefined {
  const words = why.split(/[\s,;:.()[\]/]+/).filter(Boolean);
  const families = new Set(findings.map((one) => one.code.charAt(0)));
  const isCode = (word: string) => /^[A-Z]\d{3}$/i.test(word) && families.has(word.charAt(0).toUpperCase()) && word.toUpperCase() !== code;
  return words.find(isCode) ?? findings.map(({ rule }) => rule).find((rule) => rule === words[0]?.toLowerCase());
}

export const sameFinding = (one: Finding, other: Finding) =>
  one.sheet === other.sheet && one.row === other.row && one.cell === other.cell && one.code === other.code;

/** What accepting a finding comes to in its row, as the workbook was read last. */
export function acceptance(sheet: SheetCells | undefined, view: ViewAnswer, finding: Finding, why: string): SheetEdits[] {
  const table = view.tables.find((one) => one.sheet === finding.sheet && one.rows.some(({ row }) => row === finding.row));
  if (!table || !sheet || finding.row === null) return [];
  // As the engine knows the heading: marks make no difference, nor what stands in brackets.
  const plain = (heading: string) => heading.replace(/\(.*?\)/g, "").replace(/[^a-z ]/gi, "").trim().toLowerCase();
  const own = table.columns.find(({ heading }) => plain(heading) === "accepted");
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
  return [{ sheet: finding.sheet, edits }];
}

const shown = (value: unknown) => (typeof value === "object" && value !== null ? Object.values(value).join("") : String(value));
