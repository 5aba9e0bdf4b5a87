// What is being done, what was done, and what stopped it: live regions that are always there.

import { html, nothing } from "lit-html";
import { ref } from "lit-html/directives/ref.js";
import type { Failure } from "../answers";
import type { App } from "../app";
import { button } from "./choices";
import { clearOf } from "./focus";
import { password } from "./password";
import { words } from "./words";

/** `start` readies the engine, which may not have come. */
export function said(app: App, start: () => unknown) {
  const { work, said, silent, failure, returns, stopped, policies } = app.state;
  const locked = [...returns, ...app.opened()].find(({ name }) => name === failure?.at);
  return html`<div class="said" ${ref(clearOf)} role="group" aria-label="What is being done" tabindex=${failure ? "0" : nothing}>
    <p id="said" role="status" tabindex="-1">${work ? work.what : silent ? "" : said}</p>
    ${
      work
        ? html`<p class="work">
            <progress aria-label=${work.what} max=${work.of} .value=${work.done}></progress>
            ${work.of > 1 ? html`<span>${Math.floor(work.done)} of ${work.of}</span>` : nothing}
            ${work.canStop ? html`<button type="button" @click=${() => app.cancel()}>Cancel</button>` : nothing}
          </p>`
        : nothing
    }
    ${stopped && !work ? html`<p>${button({ name: "Check again", act: () => app.again(), can: true })}</p>` : nothing}
    <div role="alert">${failure ? failed(failure) : nothing}</div>
    ${failure?.code === "fault" && policies.length === 0 ? html`<p>${button({ name: "Try again", act: start, can: !work })}</p>` : nothing}
    ${failure && locked ? password(app, locked.name, failure) : nothing}
  </div>`;
}

/** What to do, in this panel: the engine knows nothing of what stands in it, and speaks of the program's options. */
function helpWith({ code, help }: Failure): string | null {
  if (code === "unknown-policy") return "choose the procedure above";
  if (code === "needs-password") return "give its password";
  // It could be read, but not be written again.
  if (help?.includes("`--password-file`")) return "take the password off a copy of it, and open that";
  return help;
}

/** What happened, where, and what to do next. */
export function failed(failure: Failure): unknown {
  const { at, message, also = [] } = failure;
  const help = helpWith(failure);
  return html`<div class="failure">
    <p><strong>Error${at ? html` in <code>${at}</code>` : nothing}:</strong> ${words(message)}.</p>
    ${help ? html`<p>What to do: ${words(help)}.</p>` : nothing} ${also.map(failed)}
  </div>`;
}
