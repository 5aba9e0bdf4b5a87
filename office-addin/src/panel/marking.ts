// What can be done to the log of an open workbook.

import { html, nothing } from "lit-html";
import type { App } from "../app";
import type { Marking } from "../marking";
import { type Line, report } from "../selftest";
import { button } from "./choices";

export function marking(app: App, marking: Marking) {
  const busy = app.state.work !== null;
  const choice = (id: string, name: string, note: string, can: boolean, choose: () => unknown) => html`<li>
    ${button({ name, act: choose, can: !busy && can, about: `about-${id}` })}
    <span id="about-${id}" class="note">${note}</span>
  </li>`;
  return html`<section aria-label="The log">
    <p>${button({ name: "Check log", act: () => marking.mark(), can: !busy, isMain: true })}</p>
    <details>
      <summary>More for this log</summary>
      <ul class="choices">
        ${choice("prepare", "Prepare log", "adds the columns for dates that the log lacks, and checks it", true, () =>
          marking.mark({ prepare: true }),
        )}
        ${choice(
          "undo",
          "Undo last marking",
          "the marks are what they were before it, as long as no rows were moved",
          marking.canUndo,
          () => marking.undo(),
        )}
        ${choice("clear", "Clear marks", "takes off all that escalog wrote; what you wrote stays", marking.isMarked, () =>
          marking.clear(),
        )}
        ${choice("test", "Self-test", "tries all this on a sheet of its own, which is taken away again", true, () => marking.test())}
      </ul>
      ${marking.tested.length > 0 ? tested(marking.tested) : nothing}
    </details>
  </section>`;
}

const tested = (lines: Line[]) => html`<p>
  <label for="report">Report of the self-test, to be copied; nothing of your log is in it</label>
  <textarea id="report" readonly rows="8" .value=${report(lines)} @focus=${(event: Event) => (event.target as HTMLTextAreaElement).select()}></textarea>
</p>`;
