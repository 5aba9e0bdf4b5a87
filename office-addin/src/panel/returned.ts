// Many returned logs: which could be read, and the quarter to make of them.

import { html, nothing } from "lit-html";
import type { QuarterAnswer, What } from "../answers";
import type { App } from "../app";
import { makeNotes, makeQuarter, makeRegister } from "../making";
import { quarters, today } from "../quarters";
import { type Amiss, logsOf, type Returned, type Role } from "../state";
import { button, option } from "./choices";
import { password } from "./password";
import { failed } from "./said";
import { count, day } from "./words";

export function returned(app: App) {
  const { returned, quarter, asOf, made, work, amiss } = app.state;
  const unread = returned.filter((one) => one.failure).length;
  // Not of those alone that were read before someone stopped it.
  const can = returned.length === logsOf(app.state).length && !work && unread < returned.length;
  const { gives, form } = app.host;
  const notes = () => makeNotes(app, logsOf(app.state), app.forReturns());
  return html`<section aria-labelledby="returned">
    <h2 id="returned" tabindex="-1">Returned logs</h2>
    <div class="scroll" role="region" aria-label="Which logs were read" tabindex="0">
      <table>
        <caption>${count(returned.length - unread, "log")} read, ${unread} not read</caption>
        <thead>
          <tr>${["File", "Read", "Rows", "Errors", "Warnings"].map((name) => html`<th scope="col">${name}</th>`)}</tr>
        </thead>
        <tbody>${returned.map(line)}</tbody>
      </table>
    </div>
    ${returned.map(({ name, failure }) => (failure ? html`${failed(failure)} ${password(app, name, failure)}` : nothing))}
    <div class="fields no-print">
      ${role(app, "previous", "Last quarter's workbook, if it is among them")} ${role(app, "agencies", "The list of agencies, if it is among them")}
      <p>
        <label for="quarter">Quarter</label>
        <select id="quarter" @change=${(event: Event) => app.chooseQuarter((event.target as HTMLSelectElement).value)}>
          ${quarters(asOf || today(), 8).map(({ id, name }) => option(id, name, id === quarter))}
        </select>
      </p>
      <p class="buttons foot">
        ${button({ name: `${gives} the quarterly workbook`, act: () => makeQuarter(app, { board: false }), can, isMain: true })}
        ${button({ name: `${gives} the board copy`, act: () => makeQuarter(app, { board: true }), can })}
        ${button({ name: `${gives} the register alone`, act: () => makeRegister(app), can })}
        ${form === "docx" ? button({ name: `${gives} the notes to the agencies`, act: notes, can }) : nothing}
      </p>
    </div>
    ${made ? figures(made) : nothing} ${lacking(amiss)} ${toSee(amiss)}
  </section>`;
}

/** Which of the files is no log. */
const role = (app: App, role: Role, says: string) => html`<p>
  <label for=${role}>${says}</label>
  <select id=${role} @change=${(event: Event) => app.chooseRole(role, (event.target as HTMLSelectElement).value)}>
    ${option("", "None of them", app.state.given[role] === "")}
    ${app.state.returns.map(({ name }) => option(name, name, name === app.state.given[role]))}
  </select>
</p>`;

const line = ({ name, answer }: Returned) => html`<tr>
  <th scope="row">${name}</th>
  ${
    answer
      ? html`<td>read</td>
          <td>${answer.logs.reduce((sum, log) => sum + log.rows, 0)}</td>
          <td>${answer.totals.error}</td>
          <td>${answer.totals.warning}</td>`
      : html`<td colspan="4">not read</td>`
  }
</tr>`;

/** What the workbook made last has nothing of. */
const lacking = ({ errors, missing }: Amiss) => html`
  ${errors.length > 0 ? html`<h3>Not in it, since it could not be read</h3> ${errors.map(failed)}` : nothing}
  ${missing.length > 0 ? html`<h3>Agencies that returned nothing</h3> <ul>${missing.map((name) => html`<li>${name}</li>`)}</ul>` : nothing}
`;

/** What is to be looked at in it. */
const toSee = ({ unlisted, listed }: Amiss) => html`
  ${
    unlisted.length > 0
      ? html`<h3>Agencies that are not on the list</h3>
          <ul>${unlisted.map(({ name, near }) => html`<li>${name}${near ? `: is it ${near}?` : nothing}</li>`)}</ul>`
      : nothing
  }
  ${
    listed.length > 0
      ? html`<h3>To be looked at in its sheet “Set aside and conflicts”</h3>
          <ul>${[...new Set(listed.map(({ what }) => what))].map((what) => html`<li>${WHAT[what]}: ${count(listed.filter((one) => one.what === what).length, "line")}</li>`)}</ul>`
      : nothing
  }
`;

/** What a line of that sheet is about, as the sheet says it. */
export const WHAT: Record<What, string> = {
  conflict: "in conflict",
  pair: "perhaps one disagreement",
  "set-aside": "set aside",
  "number-again": "number used again",
  settled: "settled here",
  corrected: "corrected here",
  "correction-unused": "correction not used",
  "choice-unused": "choice not needed",
  "no-longer-said": "no longer said",
  "not-returned": "not returned again",
  superseded: "superseded",
  deleted: "deleted here",
  "not-carried": "not carried over",
};

const figures = ({ figures, as_of, rows_in, rows_out, duplicates, set_aside, conflicts }: QuarterAnswer) => html`
  <h3>The quarter as of ${day(as_of)}</h3>
  <dl class="figures">
    ${[
      ["Raised in the quarter", figures.raised],
      ["Resolved in the quarter", figures.resolved],
      ["Open", figures.open],
      ["Overdue", figures.overdue],
      ["Not known whether overdue", figures.not_known],
      ["Rows that came in", rows_in],
      ["Rows in the register", rows_out],
      ["The same row again", duplicates],
      ["Set aside", set_aside],
      ["In conflict", conflicts],
    ].map(([name, number]) => html`<div><dt>${name}</dt><dd>${number}</dd></div>`)}
  </dl>
`;
