// The task pane: the panel beside Excel. It draws itself at once, readies the engine, and waits for Office.

import { html, nothing, render } from "lit-html";
import { script } from "virtual:engine";
import { App } from "./app";
import { Engine } from "./engine";
import { excel } from "./excel";
import { associate } from "./functions";
import type { Host } from "./host";
import { Marking } from "./marking";
import { logs } from "./panel/files";
import { keepingFocus } from "./panel/focus";
import { marking } from "./panel/marking";
import { checked } from "./panel/panel";
import { returned } from "./panel/returned";
import { said } from "./panel/said";
import { settings } from "./panel/settings";
import { today } from "./quarters";
import "./panel/panel.css";

/** How long Office may take to say that it is there, in milliseconds. */
const PATIENCE = 10_000;

/** The least of Excel that the pane stands on; the manifest says the same. */
const LEAST = "1.14";

/** Whether Excel is there: not yet, yes, or why not. */
let office: "waiting" | "ready" | "missing" | "old" = "waiting";

const root = document.getElementById("panel") as HTMLElement;
const draw = keepingFocus(() => render(pane(), root));

const host: Host = {
  gives: "Open",
  form: "xlsx",
  goTo: (place) => excel.goTo(place),
  // A form has no rows that the log's could be mixed with.
  give: (file, isForm) => excel.open(file, () => (isForm ? Promise.resolve(false) : log.hasRows())),
  change: (changes, goOn, said) => log.change(changes, goOn, said),
};

const wasm = WebAssembly.compileStreaming(fetch("escalog.wasm"));
const engine = new Engine(script, wasm);
const app = new App(engine, host, today, draw);
const log = new Marking(app);

function pane() {
  const { state } = app;
  if (office === "missing" || office === "old") return without(office);
  return html`<header><h1>escalog</h1></header>
    <main>
      ${settings(app)} ${office === "ready" ? html`${marking(app, log)} ${state.policies.length > 0 ? returns() : nothing}` : html`<p>Waiting for Excel</p>`}
      ${said(app)} ${state.returns.length > 0 && state.policy ? returned(app) : nothing}
      ${checked(app, (finding, why) => log.accept(finding, why))}
    </main>
    <footer><p>Your log stays in Excel: escalog sends nothing anywhere.</p></footer>`;
}

const returns = () => html`<details>
  <summary>Merge returns</summary>
  <p>
    <label for="choose">Choose a quarter's returned logs</label>
    ${logs("choose", (files) => app.openReturns(files))}
  </p>
</details>`;

const without = (why: "missing" | "old") => html`<header><h1>escalog</h1></header>
  <main>
    <div role="alert" class="failure">
      <p>
        <strong>
          ${why === "old" ? "This Excel is too old for the pane: it needs Excel 2021 or later." : "Excel does not answer yet."}
        </strong>
      </p>
      <p>
        What to do: ${why === "old" ? "update Office, or" : "wait a little; if nothing comes, close Excel and open it again, or"}
        <a href="escalog.html" target="_blank" rel="noopener">use the page</a>, which checks a saved log in your browser.
      </p>
    </div>
  </main>`;

/** Waits for office.js, which is loaded after this script, and for Office. */
async function ready(): Promise<typeof office> {
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  if (typeof Office === "undefined") return "missing";
  const { host } = await Office.onReady();
  if (host !== Office.HostType.Excel) return "missing";
  return Office.context.requirements.isSetSupported("ExcelApi", LEAST) ? "ready" : "old";
}

/** The button on the ribbon, which may have started all this: the log is marked once the workbook was looked at. */
function ribbon(begun: Promise<unknown>): void {
  let isPressed = false;
  Office.actions.associate("checkLog", async (event: Office.AddinCommands.Event) => {
    try {
      await Office.addin.showAsTaskpane();
    } finally {
      event.completed();
    }
    // Pressed again before it is done it asks for the same.
    if (isPressed) return;
    isPressed = true;
    await begun;
    await app.idle();
    isPressed = false;
    await log.mark();
  });
}

async function start(): Promise<void> {
  draw();
  const started = app.start();
  const answer = ready();
  const late = new Promise<"missing">((resolve) => setTimeout(() => resolve("missing"), PATIENCE));
  office = await Promise.race([answer, late]);
  draw();
  // It may come yet.
  office = await answer;
  draw();
  if (office !== "ready") return;
  host.log = (progress) => log.read(progress);
  // They have an engine of their own: what is stopped in the pane does not stop them.
  let own: Engine | null = null;
  associate((verb, request) => (own ??= new Engine(script, wasm)).call(verb, request), excel.dateSystem);
  const begun = started.then((isThere) => (isThere ? log.begin() : undefined));
  ribbon(begun);
  await begun;
}

void start();
