// What can be done to the log of an open workbook.

import { html, nothing } from "lit-html";
import type { App } from "../app";
import type { Marking } from "../marking";
import { type Line, report } from "../selftest";

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
        <li>
          <button type="button" ?disabled=${busy} aria-describedby="about-test" @click=${() => marking.test()}>Self-test</button>
          <span id="about-test" class="note">tries all this on a sheet of its own, which is taken away again</span>
        </li>
      </ul>
      ${marking.tested.length > 0 ? tested(marking.tested) : nothing}
    </details>
  </section>`;
}

const tested = (lines: Line[]) => html`<p>
  <label for="report">Report of the self-test, to be copied; nothing of your log is in it</label>
  <textarea id="report" readonly rows="8" .value=${report(lines)} @focus=${(event: Event) => (event.target as HTMLTextAreaElement).select()}></textarea>
</p>`;
