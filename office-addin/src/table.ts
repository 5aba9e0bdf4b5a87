// The log as it stands in its sheet, with each row's status and each cell's findings: what Excel shows by itself.

import { html, nothing } from "lit-html";
import type { Finding, RowView, TableView, ViewAnswer } from "./answers";
import type { Place } from "./host";
import { once } from "./once";
import { findingId, tag } from "./panel/findings";
import { status, without } from "./panel/rows";
import { count, day, words } from "./panel/words";

/** How many rows are drawn at once, so that drawing never holds the page for long. */
const PAGE = 50;

/** The findings at each place. */
type Marks = Map<string, { finding: Finding; place: number }[]>;

const idOf = (sheet: string, at: string) => `at-${encodeURIComponent(sheet)}-${at}`;

const marksOf = once((findings: Finding[]): Marks => {
  const marks: Marks = new Map();
  findings.forEach((finding, place) => {
    const at = finding.cell ?? (finding.row === null ? null : String(finding.row));
    if (at === null) return;
    const key = idOf(finding.sheet, at);
    marks.set(key, [...(marks.get(key) ?? []), { finding, place }]);
  });
  return marks;
});

/** Which part of each table is drawn. */
export class Tables {
  #first = new Map<TableView, number>();
  readonly #draw: () => void;

  readonly #listing: (finding: number) => void;

  /** `listing` sees to it that a finding is listed before its link leads there. */
  constructor(draw: () => void, listing: (finding: number) => void) {
    this.#draw = draw;
    this.#listing = listing;
  }

  show(view: ViewAnswer) {
    const marks = marksOf(view.findings);
    return html`<section aria-labelledby="log">
      <h2 id="log">The log</h2>
      ${view.tables.map((table) => this.#table(table, marks))}
    </section>`;
  }

  /** Draws the part of a table in which a place stands, and moves there. */
  goTo(view: ViewAnswer, { sheet, row, cell }: Place): void {
    const table = view.tables.find((one) => one.sheet === sheet && one.rows.some((other) => other.row === row));
    const at = table?.rows.findIndex((one) => one.row === row) ?? -1;
    if (table && at >= 0) this.#first.set(table, at - (at % PAGE));
    this.#draw();
    const wanted = [cell, String(row), "table"].flatMap((one) => (one ? [idOf(sheet, one)] : []));
    const found = wanted.map((id) => document.getElementById(id)).find((element) => element !== null);
    found?.scrollIntoView({ block: "center", inline: "center" });
    found?.focus({ preventScroll: true });
  }

  #table(table: TableView, marks: Marks) {
    const first = this.#first.get(table) ?? 0;
    const rows = table.rows.slice(first, first + PAGE);
    const name = table.agency ? `${table.sheet}, ${table.agency}` : table.sheet;
    const hidden = table.hidden_sheet ? " (a hidden sheet, read all the same)" : "";
    return html`<div class="scroll log" role="region" aria-label=${`Log of ${name}`} tabindex="0">
        <table>
          <caption id=${idOf(table.sheet, "table")} tabindex="-1">${name}${hidden}: ${count(table.rows.length, "row")}</caption>
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
                  ${this.#marked(marks.get(idOf(table.sheet, `${letters}${table.heading_row}`)))}
                </th>`,
              )}
            </tr>
          </thead>
          <tbody>${rows.map((row) => this.#line(table, row, marks))}</tbody>
        </table>
      </div>
      ${table.rows.length > PAGE ? this.#pages(table, first) : nothing}`;
  }

  #pages(table: TableView, first: number) {
    const to = (place: number) => () => {
      this.#first.set(table, place);
      this.#draw();
    };
    const last = Math.min(first + PAGE, table.rows.length);
    return html`<p class="more">
      <button type="button" ?disabled=${first === 0} @click=${to(first - PAGE)}>Rows before</button>
      Rows ${first + 1} to ${last} of ${table.rows.length}
      <button type="button" ?disabled=${last === table.rows.length} @click=${to(first + PAGE)}>Rows after</button>
    </p>`;
  }

  #line(table: TableView, row: RowView, marks: Marks) {
    const own = idOf(table.sheet, String(row.row));
    const { next } = row;
    return html`<tr>
      <th scope="row" id=${own} tabindex="-1">${row.row}${row.hidden ? " (hidden)" : ""} ${this.#marked(marks.get(own))}</th>
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
        const id = idOf(table.sheet, `${letters}${row.row}`);
        const found = marks.get(id);
        return html`<td id=${id} tabindex="-1" data-severity=${found?.[0]?.finding.severity ?? nothing}
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
