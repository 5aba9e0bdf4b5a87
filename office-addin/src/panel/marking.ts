// What can be done to the log of an open workbook.

import { html } from "lit-html";
import type { App } from "../app";
import type { Marking } from "../marking";

export function marking(app: App, marking: Marking) {
  const busy = app.state.work !== null;
  return html`<section aria-label="The log">
    <p><button type="button" class="main" ?disabled=${busy} @click=${() => marking.mark()}>Check log</button></p>
    <details>
      <summary>More for this log</summary>
      <ul class="choices">
        <li>
          <button type="button" ?disabled=${busy} aria-describedby="about-prepare" @click=${() => marking.mark({ prepare: true })}>
            Prepare log
          </button>
          <span id="about-prepare" class="note">adds the columns for dates that the log lacks, and checks it</span>
        </li>
        <li>
          <button
            type="button"
            ?disabled=${busy || !marking.canUndo}
            aria-describedby="about-undo"
            @click=${() => marking.undo()}
          >
            Undo last marking
          </button>
          <span id="about-undo" class="note">the marks are what they were before it, as long as no rows were moved</span>
        </li>
        <li>
          <button
            type="button"
            ?disabled=${busy || !marking.isMarked}
            aria-describedby="about-clear"
            @click=${() => marking.clear()}
          >
            Clear marks
          </button>
          <span id="about-clear" class="note">takes off all that escalog wrote; what you wrote stays</span>
        </li>
      </ul>
    </details>
  </section>`;
}
