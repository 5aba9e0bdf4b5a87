// What would put findings right, before and after: what says the same in a better form, and what a person decides.

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { FixedCell, Value } from "../answers";
import type { App } from "../app";
import { findFixes, fix } from "../fixing";
import { cellKey, PAGE } from "../state";
import { button } from "./choices";
import { rowOf } from "./findings";
import { pageOf, pages } from "./pages";
import { inSheet } from "./rows";
import { count, day, words } from "./words";

export function fixes(app: App) {
  const { fixes: answer, ticked, work } = app.state;
  const isNothing = answer?.fixes.length === 0 && answer.proposals.length === 0;
  return html`<section aria-labelledby="fixes" class="no-print">
    <h2 id="fixes" tabindex="-1">Fixes</h2>
    ${
      answer === null
        ? html`<p>${button({ name: "Show what can be put right", act: () => findFixes(app), can: work === null })}</p>`
        : isNothing
          ? html`<p>Nothing can be put right by itself</p>`
          : html`${list(app, "fixes", "The same in a better form", answer.fixes)}
            ${list(app, "proposals", "For you to decide", answer.proposals)}
            <p>
              ${button({
                name: `Put right what is ticked (${count(ticked.size, "cell")})`,
                act: () => fix(app),
                can: work === null && ticked.size > 0,
              })}
            </p>`
    }
  </section>`;
}

function list(app: App, kind: "fixes" | "proposals", name: string, cells: FixedCell[]) {
  if (cells.length === 0) return nothing;
  const first = pageOf(app.state.first[kind], cells.length);
  return html`<h3 id="all-${kind}" tabindex="-1">${name}</h3>
    <ul class="cards">${repeat(cells.slice(first, first + PAGE), cellKey, (one) => card(app, one))}</ul>
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
      ${app.state.view ? inSheet(app.state.view, sheet) : nothing}${cell}: <del>${before ? `“${before}”` : "(empty)"}</del> → <ins>“${shown(after)}”</ins>
    </label>
    <p class="note">
      ${words(message)} [${code}]
      <button type="button" class="link" @click=${() => app.goTo({ sheet, row: rowOf(cell), cell })}>
        Go to ${cell}
      </button>
    </p>
  </li>`;
}

const shown = (value: Value) => (typeof value === "object" ? day(value.date) : String(value));
