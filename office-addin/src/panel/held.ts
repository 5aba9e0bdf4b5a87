// What is to be known and can be done where the page has changed the log that it holds.

import { html, nothing } from "lit-html";
import type { App } from "../app";
import { saveChanged, undo } from "../held";
import { isUnsaved } from "../state";
import { button } from "./choices";
import { count } from "./words";

export function held(app: App) {
  const { former, work } = app.state;
  if (former.length === 0) return nothing;
  const can = work === null;
  return html`<section aria-label="Changes" class="no-print">
    <p>
      <strong>${count(former.length, "change")} made here, ${isUnsaved(app.state) ? "not saved yet" : "saved"}.</strong>
      The file that you chose is unchanged: choose it again to begin afresh without them.
    </p>
    <p class="buttons">
      ${button({ name: "Undo the last change", act: () => undo(app), can })}
      ${button({ name: "Save the changed log", act: () => saveChanged(app), can })}
    </p>
  </section>`;
}
