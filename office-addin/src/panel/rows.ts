// Each row's next step, the most urgent first; its deadlines with their reasons when asked.

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Deadline, Guidance, RowView, TableView, ViewAnswer } from "../answers";
import type { App } from "../app";
import { report } from "../making";
import { once } from "../once";
import { drawnPage, rowKey } from "../state";
import { button } from "./choices";
import { pageOf, pages } from "./pages";
import { failed } from "./said";
import { count, day, words } from "./words";

const byUrgency = once((tables: TableView[]) => tables.flatMap(({ rows }) => rows).sort((a, b) => a.urgency - b.urgency));

export function rows(app: App, view: ViewAnswer) {
  const all = byUrgency(view.tables);
  const first = pageOf(app.state.first.rows, all.length);
  return html`<section aria-labelledby="next">
    <h2 id="next" tabindex="-1">Next steps, most urgent first</h2>
    <ol class="cards" start=${app.state.printing ? 1 : first + 1}>
      ${repeat(drawnPage(app.state, "next steps", all, first), identity, (row) => card(app, view, row))}
    </ol>
    ${pages({ what: "Steps", first, of: all.length, top: "next", turn: (to) => app.turn("rows", to) })}
  </section>`;
}

/** By which the card of a row is known: what is unfolded or typed in it stays with its case, wherever the row stands. */
export const identity = (row: RowView) => `${rowKey(row)}!${row.number ?? row.cells.join()}`;

/** The name of a sheet before a place in it, where the workbook has logs in several. */
export const inSheet = (view: ViewAnswer, sheet: string) => (view.tables.some((one) => one.sheet !== sheet) ? `${sheet}, ` : "");

const card = (app: App, view: ViewAnswer, row: RowView) => html`<li class="card">
  <h3>
    <button type="button" class="link" @click=${() => app.goTo({ sheet: row.sheet, row: row.row, cell: null })}>
      ${row.number ? html`${row.number} (${inSheet(view, row.sheet)}row ${row.row})` : html`${inSheet(view, row.sheet) || nothing}Row ${row.row}`}
    </button>
    ${status(row.status, row.says)}
  </h3>
  ${row.next ? step(row) : html`<p>${without(row)}</p>`}
  <details @toggle=${(event: Event) => app.why(row, (event.target as HTMLDetailsElement).open)}>
    <summary>Every deadline, and why<span class="hidden"> of row ${row.row}</span></summary>
    ${reasons(app, row)}
  </details>
  ${
    row.form
      ? html`<p class="no-print">
          ${button({
            name: html`${app.host.gives} the report form<span class="hidden"> of ${row.number}</span>`,
            act: () => report(app, row),
            can: app.state.work === null,
          })}
        </p>`
      : nothing
  }
</li>`;

/** Why a row has no next step: that nothing is left is said of what is resolved alone. */
export const without = ({ status }: RowView) => {
  if (status.startsWith("resolved")) return "Nothing is left to do";
  if (status === "not-applicable") return "The procedure does not apply to this row";
  return "No next step can be worked out; the findings say why";
};

/** How something stands, in words; the colour says no more. */
export const status = (of: string, says: string) => html`<span class="status" data-status=${of}>${says}</span>`;

function step({ stage, next, next_says }: RowView) {
  if (!next) return nothing;
  return html`<p>${words(next.does)} <span class="note">${next.who}, stage ${stage}</span></p>
    <dl class="dates">
      <div><dt>Due</dt><dd>${next.due ? day(next.due) : "no time stated"} (${next_says})</dd></div>
      ${next.act_by ? html`<div><dt>Act by</dt><dd>${day(next.act_by)}</dd></div>` : nothing}
      <div><dt>Clause</dt><dd>${next.clause}</dd></div>
    </dl>
    ${
      next.guidance.length > 0
        ? html`<details>
            <summary>The procedure also asks for ${count(next.guidance.length, "thing")} the log can't record</summary>
            <ul>${next.guidance.map(advice)}</ul>
          </details>`
        : nothing
    }`;
}

const advice = ({ does, who, due, clause }: Guidance) =>
  html`<li>${words(does)} <span class="note">${who}${due ? `, by ${day(due)}` : ""} (${clause})</span></li>`;

function reasons(app: App, row: RowView) {
  const deadlines = app.state.why.get(rowKey(row));
  if (!deadlines) return html`<p>The reasons are being worked out</p>`;
  if (!Array.isArray(deadlines)) return failed(deadlines);
  const idle = deadlines.filter((one) => one.status === "not-applicable");
  const live = deadlines.filter((one) => one.status !== "not-applicable");
  return html`<ul class="reasons">${live.map(reason)}</ul>
    ${
      idle.length > 0
        ? html`<details>
            <summary>${count(idle.length, "duty", "duties")} that ${idle.length === 1 ? "does" : "do"} not apply here</summary>
            <ul class="reasons">${idle.map(reason)}</ul>
          </details>`
        : nothing
    }`;
}

const reason = (one: Deadline) => html`<li>
  <p>
    <strong>${one.stage === 0 ? "Whole case" : `Stage ${one.stage}`}</strong>: ${one.does}
    ${status(one.status, one.says)} <span class="note">${one.who}; ${one.strength}</span>
  </p>
  ${one.due ? html`<p>Due ${day(one.due)}${one.act_by ? `; act by ${day(one.act_by)}` : ""}</p>` : nothing}
  <p class="because">${one.because.join("\n")}</p>
  <p class="note">Clause: ${one.clause}</p>
</li>`;
