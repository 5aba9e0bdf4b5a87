// Many returned logs: which could be read, and the quarter to make of them.

import { html, nothing } from "lit-html";
import type { QuarterAnswer } from "../answers";
import type { App, Returned } from "../app";
import { quarters } from "../quarters";
import { failed } from "./said";
import { count, day } from "./words";

export function returned(app: App) {
  const { returned, quarter, asOf, made, work, files } = app.state;
  const unread = returned.filter((one) => one.failure).length;
  const ready = returned.length === files.length && !work && unread < files.length;
  return html`<section aria-labelledby="returned">
    <h2 id="returned">Returned logs</h2>
    <div class="scroll" role="region" aria-label="Which logs were read" tabindex="0">
      <table>
        <caption>${count(returned.length - unread, "log")} read, ${unread} not read</caption>
        <thead>
          <tr>${["File", "Read", "Rows", "Errors", "Warnings"].map((name) => html`<th scope="col">${name}</th>`)}</tr>
        </thead>
        <tbody>${returned.map(line)}</tbody>
      </table>
    </div>
    <div class="fields no-print">
      <p>
        <label for="quarter">Quarter</label>
        <select id="quarter" @change=${(event: Event) => app.chooseQuarter((event.target as HTMLSelectElement).value)}>
          ${quarters(asOf, 8).map(({ id, name }) => html`<option value=${id} ?selected=${id === quarter}>${name}</option>`)}
        </select>
      </p>
      <p class="foot">
        <button type="button" class="main" ?disabled=${!ready} @click=${() => app.makeQuarter({ board: false })}>
          Save the quarterly workbook
        </button>
        <button type="button" ?disabled=${!ready} @click=${() => app.makeQuarter({ board: true })}>Save the board copy</button>
      </p>
    </div>
    ${made ? figures(made) : nothing}
  </section>`;
}

const line = ({ name, answer, failure }: Returned) => html`<tr>
  <th scope="row">${name}</th>
  ${
    answer
      ? html`<td>read</td>
          <td>${answer.logs.reduce((sum, log) => sum + log.rows, 0)}</td>
          <td>${answer.totals.error}</td>
          <td>${answer.totals.warning}</td>`
      : html`<td colspan="4">not read ${failure ? failed(failure) : nothing}</td>`
  }
</tr>`;

const figures = ({ figures, as_of, rows_in, rows_out, duplicates, set_aside, conflicts }: QuarterAnswer) => html`
  <h3>The quarter as of ${day(as_of)}</h3>
  <dl class="figures">
    ${[
      ["Raised in the quarter", figures.raised],
      ["Resolved in the quarter", figures.resolved],
      ["Open", figures.open],
      ["Overdue", figures.overdue],
      ["Rows that came in", rows_in],
      ["Rows in the register", rows_out],
      ["The same row again", duplicates],
      ["Set aside", set_aside],
      ["In conflict", conflicts],
    ].map(([name, number]) => html`<div><dt>${name}</dt><dd>${number}</dd></div>`)}
  </dl>
`;
