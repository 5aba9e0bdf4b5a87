// What is being done, what was done, and what stopped it: live regions that are always there.

import { html, nothing } from "lit-html";
import type { Failure } from "../answers";
import type { App } from "../app";
import { button } from "./choices";
import { password } from "./password";
import { words } from "./words";

export function said(app: App) {
  const { work, said, silent, failure, log, returns, stopped } = app.state;
  const locked = log ?? returns.find(({ name }) => name === failure?.at);
  return html`<div class="said" role="group" aria-label="What is being done" tabindex=${failure ? "0" : nothing}>
    <p id="said" role="status" tabindex="-1">${work ? work.what : silent ? "" : said}</p>
    ${
      work
        ? html`<p class="work">
            <progress aria-label=${work.what} max=${work.of} .value=${work.done}></progress>
            <span>${Math.floor(work.done)} of ${work.of}</span>
            ${work.canStop ? html`<button type="button" @click=${() => app.cancel()}>Cancel</button>` : nothing}
          </p>`
        : nothing
    }
    ${stopped && !work ? html`<p>${button({ name: "Check again", act: () => app.again(), can: true })}</p>` : nothing}
    <div role="alert">${failure ? failed(failure) : nothing}</div>
    ${failure && locked ? password(app, locked.name, failure) : nothing}
  </div>`;
}

/** What happened, where, and what to do next. */
export function failed(failure: Failure): unknown {
  const { at, message, help, also = [] } = failure;
  return html`<div class="failure">
    <p><strong>Error${at ? html` in <code>${at}</code>` : nothing}:</strong> ${words(message)}.</p>
    ${help ? html`<p>What to do: ${words(help)}.</p>` : nothing} ${also.map(failed)}
  </div>`;
}
