// What settles the dates: procedure, day, readings.

import { html, noChange, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Alternative, PolicySummary } from "../answers";
import type { App } from "../app";
import { makeBlankLog } from "../making";
import { button, option } from "./choices";
import { day, words } from "./words";

const value = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;

/** Whether a day is given, or none: while a year is typed its first digits make years of long ago. */
const isWhole = (day: string) => day === "" || day >= "1970";

/** What the field for the day holds: while a part of it is typed anew, and it says no day, its other parts stay. */
const typed = (day: string) => (day === "" ? noChange : day);

export function settings(app: App) {
  const { policies, policy, asOf } = app.state;
  const chosen = policies.find((one) => one.id === policy);
  return html`<section aria-labelledby="settings">
    <h2 id="settings">Settings</h2>
    <div class="fields">
      <p>
        <label for="policy">Procedure</label>
        <select id="policy" @change=${(event: Event) => app.choosePolicy(value(event))}>
          <option value="" disabled .selected=${live(policy === "")}>Choose the procedure</option>
          ${policies.map((one) => option(one.id, one.partnership, one.id === policy))}
        </select>
      </p>
      <p>
        <label for="as-of">As of</label>
        <input
          id="as-of"
          type="date"
          required
          aria-describedby="day"
          .value=${typed(asOf)}
          @change=${(event: Event) => isWhole(value(event)) && app.chooseDay(value(event))}
          @blur=${(event: Event) => ((event.target as HTMLInputElement).value = app.state.asOf)}
        >
        <span id="day" class="note">${asOf ? day(asOf) : "no day is given"}</span>
      </p>
    </div>
    ${chosen ? html`<p class="note">${chosen.title}, ${chosen.edition}</p>` : nothing}
    ${chosen && chosen.alternatives.length > 0 ? alternatives(app, chosen) : nothing}
    ${
      chosen
        ? html`<p>${button({ name: `${app.host.gives} a blank log`, act: () => makeBlankLog(app), can: app.state.work === null && asOf !== "" })}</p>`
        : nothing
    }
  </section>`;
}

function alternatives(app: App, { alternatives }: PolicySummary) {
  const { readings } = app.state;
  const questions = [...new Set(alternatives.map(({ question }) => question))];
  return html`<details>
    <summary>Readings in force: ${readings.length === 0 ? "the usual ones" : readings.join(", ")}</summary>
    <p class="note">Some sentences of the procedure can be read in several ways. The usual one is in force until you choose another.</p>
    ${questions.map((question) => sentence(app, alternatives.filter((one) => one.question === question)))}
  </details>`;
}

/** The ways to read one sentence, the usual one first. */
function sentence(app: App, ways: Alternative[]) {
  const [first] = ways;
  if (!first) return nothing;
  const ids = ways.map(({ id }) => id);
  const inForce = ids.find((id) => app.state.readings.includes(id)) ?? "";
  const way = (id: string, says: string) => html`<div class="reading">
    <input
      type="radio"
      id="reading-${first.id}-${id}"
      name=${first.id}
      .checked=${live(id === inForce)}
      @change=${() => app.chooseReading(id, ids)}
    >
    <label for="reading-${first.id}-${id}">${words(says)}</label>
  </div>`;
  return html`<fieldset>
    <legend>${words(first.question)} <span class="note">(${first.clause})</span></legend>
    ${way("", `as usual: ${first.default}`)} ${ways.map(({ id, says }) => way(id, says))}
  </fieldset>`;
}
