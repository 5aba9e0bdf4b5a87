// Many returned logs: which could be read, and the quarter to make of them.

import { html, nothing } from "lit-html";
import type { QuarterAnswer } from "../answers";
import type { App } from "../app";
import { quarters } from "../quarters";
import type { Returned, Role } from "../state";
import { password } from "./password";
import { failed } from "./said";
import { count, day } from "./words";

export function returned(app: App) {
  const { returned, quarter, asOf, made, work } = app.state;
  const unread = returned.filter((one) => one.failure).length;
  const ready = returned.length > 0 && !work && unread < returned.length;
  const { gives } = app.host;
  return html`<section aria-labelledby="returned">
    <h2 id="returned">Returned logs</h2>
    <div class="scroll" role="region" aria-label="Which logs were read" tabindex="0">
      <table>
        <caption>${count(returned.length - unread, "log")} read, ${unread} not read</caption>
        <thead>
          <tr>${["File", "Read", "Rows", "Errors", "Warnings"].map((name) => html`<th scope="col">${name}</th>`)}</tr>
        </thead>
        <tbody>${returned.map((one) => line(app, one))}</tbody>
      </table>
    </div>
    <div class="fields no-print">
      ${role(app, "previous", "Last quarter's workbook, if it is among them")} ${role(app, "agencies", "The list of agencies, if it is among them")}
      <p>
        <label for="quarter">Quarter</label>
        <select id="quarter" @change=${(event: Event) => app.chooseQuarter((event.target as HTMLSelectElement).value)}>
          ${quarters(asOf, 8).map(({ id, name }) => html`<option value=${id} ?selected=${id === quarter}>${name}</option>`)}
        </select>
      </p>
      <p class="foot">
        <button type="button" class="main" ?disabled=${!ready} @click=${() => app.makeQuarter({ board: false })}>
          ${gives} the quarterly workbook
        </button>
        <button type="button" ?disabled=${!ready} @click=${() => app.makeQuarter({ board: true })}>${gives} the board copy</button>
        <button type="button" ?disabled=${!ready} @click=${() => app.makeRegister()}>${gives} the register alone</button>
      </p>
    </div>
    ${made ? figures(made) : nothing}
  </section>`;
}

/** Which of the files is no log. */
const role = (app: App, role: Role, says: string) => html`<p>
  <label for=${role}>${says}</label>
  <select id=${role} @change=${(event: Event) => app.chooseRole(role, (event.target as HTMLSelectElement).value)}>
    <option value="">None of them</option>
    ${app.state.returns.map(({ name }) => html`<option value=${name} ?selected=${name === app.state.given[role]}>${name}</option>`)}
  </select>
</p>`;

const line = (app: App, { name, answer, failure }: Returned) => html`<tr>
  <th scope="row">${name}</th>
  ${
    answer
      ? html`<td>read</td>
          <td>${answer.logs.reduce((sum, log) => sum + log.rows, 0)}</td>
          <td>${answer.totals.error}</td>
          <td>${answer.totals.warning}</td>`
      : html`<td colspan="4">not read ${failure ? html`${failed(failure)} ${password(app, name, failure)}` : nothing}</td>`
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
