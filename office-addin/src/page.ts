// The page: the panel on a host of its own, where a log comes by being dropped or chosen, and goes by a download.

import { html, nothing, render } from "lit-html";
import { script, wasm } from "virtual:engine";
import type { ViewAnswer } from "./answers";
import { App } from "./app";
import { Engine } from "./engine";
import { acceptHeld, annotate, change, saveChanged } from "./held";
import type { Host } from "./host";
import { makeCalendar, makeNotes } from "./making";
import { button } from "./panel/choices";
import { logs, takeDropped } from "./panel/files";
import { findingId, list } from "./panel/findings";
import { keepingFocus } from "./panel/focus";
import { held } from "./panel/held";
import { checked } from "./panel/panel";
import { returned } from "./panel/returned";
import { said } from "./panel/said";
import { settings } from "./panel/settings";
import { askUnsaved, unsaved } from "./panel/unsaved";
import { day } from "./panel/words";
import { today } from "./quarters";
import { drawnOf, isUnsaved } from "./state";
import { Tables } from "./table";
import "./panel/panel.css";

const root = document.getElementById("panel") as HTMLElement;
const draw = keepingFocus(() => render(page(), root));
const tables = new Tables(draw, (place) => {
  if (app.state.view && !document.getElementById(findingId(place))) list(app, app.state.view, place);
});

const host: Host = {
  gives: "Save",
  form: "docx",
  change: (changes, goOn) => change(app, changes, goOn),
  goTo(place) {
    if (app.state.view) tables.goTo(app.state.view, place);
  },
  give({ name, bytes }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes]));
    link.download = name;
    link.click();
    // The browser has taken it by then; the address would keep the bytes in memory.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return `${name} is saved where your browser puts what it downloads`;
  },
};

const help = "try again; if it stays so, open this page in a current browser";
const app = new App(new Engine(script, async () => wasm, help), host, today, draw);

function page() {
  const { state } = app;
  return html`<header><h1>Check an escalation log</h1></header>
    <main>
      <div class="no-print">${settings(app)} ${choose()}</div>
      ${said(app, startAgain)} ${held(app)}
      ${
        state.view
          ? html`${basis(state.view)}
            <div class="checked">
              <div class="beside">${save()} ${checked(app, (finding, why) => acceptHeld(app, finding, why))}</div>
              ${drawnOf(state, "table") > 0 ? tables.show(state, state.view) : nothing}
            </div>`
          : nothing
      }
      ${state.returns.length > 0 && state.policy ? returned(app) : nothing}
      ${unsaved(app)}
    </main>
    <footer>
      <p>Nothing leaves this computer: this page can open no connection, and keeps nothing.</p>
    </footer>`;
}

const choose = () => html`<section aria-labelledby="files" class="drop">
  <h2 id="files">Logs</h2>
  <p>
    <label id="choose-about" for="choose">Choose one log to check it, or a quarter's returned logs together</label>
    ${logs("choose", open)}
  </p>
  <p class="note">or drop them anywhere on this page</p>
</section>`;

function save() {
  const can = app.state.work === null;
  return html`<p class="buttons no-print">
    ${button({ name: "Save the log with its marks", act: () => annotate(app), can, isMain: true })}
    ${button({ name: "Save the note of what to put right", act: () => makeNotes(app, app.opened(), app.settings()), can })}
    ${button({ name: "Save the deadlines for a calendar", act: () => makeCalendar(app), can })}
  </p>`;
}

/** The files that a person gave last, which are the ones to be opened once the question is answered. */
let given: File[] = [];

/** Opens files, once it is settled what becomes of changes to the log whose place they take. */
async function open(files: File[]): Promise<void> {
  given = files;
  if (isUnsaved(app.state)) {
    const choice = await askUnsaved();
    if (choice === "") return;
    if (choice === "save") {
      // What is being put right at this moment is to be saved too.
      await app.tasks.idle();
      if (!(await saveChanged(app))) return;
    }
  }
  await app.open(given);
}

/** Readies the engine after that came to nothing, and checks what was opened meanwhile. */
async function startAgain(): Promise<void> {
  if (await app.start()) await app.again();
}

/** Which log it is; and by what it was checked, for paper. */
const basis = ({ policy, as_of }: ViewAnswer) => {
  const named = app.state.policies.find(({ id }) => id === policy);
  return html`<p>
    <strong>${app.state.log?.name}</strong>
    <span class="for-print">${named ? `${named.partnership}: ${named.title}, ${named.edition}` : policy}; as of ${day(as_of)}</span>
  </p>`;
};

addEventListener("beforeprint", () => app.print(true));
addEventListener("afterprint", () => app.print(false));
addEventListener("beforeunload", (event) => isUnsaved(app.state) && event.preventDefault());
takeDropped(app, open);

draw();
void app.start();
