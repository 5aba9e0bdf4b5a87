// The log as it stands in its sheet, with each row's status and each cell's findings: what Excel shows by itself.

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Finding, RowView, TableView, ViewAnswer } from "./answers";
import type { Place } from "./host";
import { findingId, rowOf, tag } from "./panel/findings";
import { pageOf, pages } from "./panel/pages";
import { status, without } from "./panel/rows";
import { count, day, words } from "./panel/words";
import { drawnPage, type State } from "./state";

/** The findings at each cell, and at each row as a whole, by its number. */
type Marks = Map<string, { finding: Finding; place: number }[]>;

const idOf = (sheet: string, at: string) => `at-${encodeURIComponent(sheet)}-${at}`;

/** The id of a table's caption: a sheet may hold several. */
const topOf = ({ sheet, heading_row }: TableView) => idOf(sheet, `${heading_row}-table`);

/** The marks in some rows of a sheet. */
function marksOf(findings: Finding[], sheet: string, rows: number[]): Marks {
  const wanted = new Set(rows);
  const marks: Marks = new Map();
  findings.forEach((finding, place) => {
    if (!wanted.has(finding.row ?? rowOf(finding.cell)) || finding.sheet !== sheet) return;
    const at = finding.cell ?? String(finding.row);
    marks.set(at, [...(marks.get(at) ?? []), { finding, place }]);
  });
  return marks;
}

/** Which page of each table is shown. */
export class Tables {
  #first = new Map<TableView, number>();
  readonly #draw: () => void;
  readonly #listing: (finding: number) => void;

  /** `listing` sees to it that a finding is listed before its link leads there. */
  constructor(draw: () => void, listing: (finding: number) => void) {
    this.#draw = draw;
    this.#listing = listing;
  }

  show(state: State, view: ViewAnswer) {
    return html`<section aria-labelledby="log">
      <h2 id="log" tabindex="-1">The log</h2>
      ${view.tables.map((table) => this.#table(state, table, view.findings))}
    </section>`;
  }

  /** Draws the part of a table in which a place stands, and moves there. */
  goTo(view: ViewAnswer, { sheet, row, cell }: Place): void {
    const table = view.tables.find((one) => one.sheet === sheet && one.rows.some((other) => other.row === row));
    const at = table?.rows.findIndex((one) => one.row === row) ?? -1;
    if (table && at >= 0) this.#first.set(table, pageOf(at, table.rows.length));
    this.#draw();
    const wanted = [cell, String(row)].flatMap((one) => (one ? [idOf(sheet, one)] : []));
    const found = [...wanted, table ? topOf(table) : "log"].map((id) => document.getElementById(id)).find((element) => element !== null);
    found?.scrollIntoView({ block: "center", inline: "center" });
    found?.focus({ preventScroll: true });
  }

  #table(state: State, table: TableView, findings: Finding[]) {
    const first = this.#first.get(table) ?? 0;
    const rows = drawnPage(state, "table", table.rows, first);
    const marks = marksOf(findings, table.sheet, [table.heading_row, ...rows.map(({ row }) => row)]);
    const top = topOf(table);
    const name = table.agency ? `${table.sheet}, ${table.agency}` : table.sheet;
    const hidden = table.hidden_sheet ? " (a hidden sheet, read all the same)" : "";
    return html`<div class="scroll log" role="region" aria-label=${`Log of ${name}`} tabindex="0">
        <table>
          <caption id=${top} tabindex="-1">${name}${hidden}: ${count(table.rows.length, "row")}</caption>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Status</th>
              <th scope="col">Next step</th>
              ${table.columns.map(
                ({ letters, heading, hidden }) => html`<th
                  scope="col"
                  id=${idOf(table.sheet, `${letters}${table.heading_row}`)}
                  tabindex="-1"
                >
                  <span class="note">${letters}${hidden ? " (hidden)" : ""}</span> ${heading}
                  ${this.#marked(marks.get(`${letters}${table.heading_row}`))}
                </th>`,
              )}
            </tr>
          </thead>
          <tbody>${repeat(rows, ({ row }) => row, (row) => this.#line(table, row, marks))}</tbody>
        </table>
      </div>
      ${pages({ what: "Rows", first, of: table.rows.length, top, turn: (to) => this.#turn(table, to) })}`;
  }

  #turn(table: TableView, first: number): void {
    this.#first.set(table, first);
    this.#draw();
  }

  #line(table: TableView, row: RowView, marks: Marks) {
    const { next } = row;
    return html`<tr>
      <th scope="row" id=${idOf(table.sheet, String(row.row))} tabindex="-1">${row.row}${row.hidden ? " (hidden)" : ""} ${this.#marked(marks.get(String(row.row)))}</th>
      <td>${status(row.status, row.says)}</td>
      <td class="next">
        ${
          next
            ? html`${words(next.does)}
                <span class="note">${next.due ? `Due ${day(next.due)}` : "No time stated"}${next.act_by ? `; act by ${day(next.act_by)}` : ""}</span>`
            : without(row)
        }
      </td>
      ${table.columns.map(({ letters }, at) => {
        const cell = `${letters}${row.row}`;
        const found = marks.get(cell);
        return html`<td id=${idOf(table.sheet, cell)} tabindex="-1" data-severity=${found?.[0]?.finding.severity ?? nothing}
          >${row.cells[at]}${this.#marked(found)}</td
        >`;
      })}
    </tr>`;
  }

  /** The findings at a place: each leads to its words. */
  #marked(found: { finding: Finding; place: number }[] | undefined) {
    if (!found) return nothing;
    return html`<ul class="marks">
          ${found.map(
            ({ finding, place }) => html`<li>
              <a href="#${findingId(place)}" @click=${() => this.#listing(place)}>${tag(finding)} ${finding.rule.replaceAll("-", " ")}</a>
            </li>`,
          )}
        </ul>`;
  }
}
