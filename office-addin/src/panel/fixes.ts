// What would put findings right, before and after: what says the same in a better form, and what a person decides.

import { html, nothing } from "lit-html";
import type { FixedCell, Value } from "../answers";
import type { App } from "../app";
import { cellKey, PAGE } from "../state";
import { pageOf, pages } from "./pages";
import { count, day, words } from "./words";

export function fixes(app: App) {
  const { fixes: answer, ticked, work } = app.state;
  const copy = app.host.change ? "" : ", in a copy";
  return html`<section aria-labelledby="fixes" class="no-print">
    <h2 id="fixes">Fixes</h2>
    ${
      answer === null
        ? html`<p><button type="button" ?disabled=${work !== null} @click=${() => app.findFixes()}>Show what can be put right</button></p>`
        : html`${list(app, "fixes", "The same in a better form", answer.fixes)}
            ${list(app, "proposals", "For you to decide", answer.proposals)}
            <p>
              <button type="button" ?disabled=${work !== null || ticked.size === 0} @click=${() => app.fix()}>
                Put right what is ticked (${count(ticked.size, "cell")})${copy}
              </button>
            </p>`
    }
  </section>`;
}

function list(app: App, kind: "fixes" | "proposals", name: string, cells: FixedCell[]) {
  if (cells.length === 0) return nothing;
  const first = pageOf(app.state.first[kind], cells.length);
  return html`<h3 id="all-${kind}" tabindex="-1">${name}</h3>
    <ul class="cards">${cells.slice(first, first + PAGE).map((one) => card(app, one))}</ul>
    ${pages({ what: "Cells", first, of: cells.length, top: `all-${kind}`, turn: (to) => app.turn(kind, to) })}`;
}

function card(app: App, one: FixedCell) {
  const { sheet, cell, before, after, code, message } = one;
  const key = cellKey(one);
  const id = `fix-${encodeURIComponent(key)}`;
  return html`<li class="card reading">
    <input
      type="checkbox"
      id=${id}
      .checked=${app.state.ticked.has(key)}
      @change=${(event: Event) => app.tick(key, (event.target as HTMLInputElement).checked)}
    >
    <label for=${id}>
      ${cell}: <del>${before || "(empty)"}</del> → <ins>${shown(after)}</ins>
    </label>
    <p class="note">
      ${words(message)} [${code}]
      <button type="button" class="link" @click=${() => app.goTo({ sheet, row: Number(cell.replace(/\D+/, "")), cell })}>
        Go to ${cell}
      </button>
    </p>
  </li>`;
}

const shown = (value: Value) => (typeof value === "object" ? day(value.date) : String(value));
