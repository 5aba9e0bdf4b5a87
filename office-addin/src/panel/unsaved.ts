// The question before other files take the place of a log that the page has changed: the browser's own dialogue, which
// holds the focus, is left by Escape too, and gives the focus back.

import { html } from "lit-html";
import type { App } from "../app";

/** What is to become of the changes; where nothing is chosen, as by Escape, all stays as it is. */
type Choice = "save" | "drop" | "";

const ID = "unsaved";

const dialogue = () => document.getElementById(ID) as HTMLDialogElement;

/** Asks, and waits for the answer; whoever asks while it is asked already has none. */
export function askUnsaved(): Promise<Choice> {
  const own = dialogue();
  if (own.open) return Promise.resolve("");
  // The answer of the last time would be that of Escape now.
  own.returnValue = "";
  own.showModal();
  return new Promise((resolve) => own.addEventListener("close", () => resolve(own.returnValue as Choice), { once: true }));
}

export const unsaved = (app: App) => html`<dialog id=${ID} aria-labelledby="${ID}-name" aria-describedby="${ID}-about">
  <form method="dialog">
    <h2 id="${ID}-name">${app.state.log?.name} has changes that are not saved yet</h2>
    <p id="${ID}-about">What you open now takes its place on this page. What was put right and accepted here is lost unless you save it.</p>
    <p class="buttons">
      <button class="main" value="save">Save the changed log first</button>
      <button value="drop">Go on without saving</button>
      <button value="">Stay with this log</button>
    </p>
  </form>
</dialog>`;
