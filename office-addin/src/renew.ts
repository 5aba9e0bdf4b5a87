// Rows of a log that were checked by themselves, put in the place of what was known of them.

import type { Finding, Totals, ViewAnswer } from "./answers";

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
