// The task pane: the panel beside Excel. It draws itself at once, readies the engine, and waits for Office.

import { html, nothing, render } from "lit-html";
import { script } from "virtual:engine";
import { App } from "./app";
import { Engine } from "./engine";
import { excel } from "./excel";
import { associate } from "./functions";
import type { Host } from "./host";
import { Marking } from "./marking";
import { logs, takeDropped } from "./panel/files";
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

/** The engine, fetched and compiled once for all who use it. */
let compiled: Promise<WebAssembly.Module> | null = null;
const wasm = () =>
  (compiled ??= WebAssembly.compileStreaming(fetch("escalog.wasm")).catch((reason) => {
    compiled = null;
    throw reason;
  }));
const HELP = "try again; if it stays so, use the page, or ask who runs the server";
const newEngine = () => new Engine(script, wasm, HELP);
const app = new App(newEngine(), host, today, draw);
const log = new Marking(app);

function pane() {
  const { state } = app;
  if (office === "missing" || office === "old") return without(office);
  return html`<header><h1>escalog</h1></header>
    <main>
      ${settings(app)} ${office === "ready" ? html`${marking(app, log)} ${state.policies.length > 0 ? returns() : nothing}` : html`<p>Waiting for Excel</p>`}
      ${said(app, begin)} ${state.returns.length > 0 && state.policy ? returned(app) : nothing}
      ${checked(app, (finding, why) => log.accept(finding, why))}
    </main>
    <footer><p>Your log stays in Excel: escalog sends nothing anywhere.</p></footer>`;
}

const openReturns = (files: File[]) => app.openReturns(files);

const returns = () => html`<details>
  <summary>Merge returns</summary>
  <p>
    <label id="choose-about" for="choose">Choose a quarter's returned logs</label>
    ${logs("choose", openReturns)}
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

/** Waits for office.js, which is loaded after this script, and for Office; from then on the log can be read. */
async function ready(): Promise<typeof office> {
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  if (typeof Office === "undefined") return "missing";
  const program = await Office.onReady();
  if (program.host !== Office.HostType.Excel) return "missing";
  if (!Office.context.requirements.isSetSupported("ExcelApi", LEAST)) return "old";
  host.log = (progress) => log.read(progress);
  return "ready";
}

const excelAnswers = ready();

/** Readies the engine, and looks at the workbook once Excel is there too. */
async function begin(): Promise<void> {
  const isThere = await app.start();
  if (isThere && (await excelAnswers) === "ready") await log.begin();
}

/** The button on the ribbon, which may have started all this: the log is marked once the workbook was looked at. */
function ribbon(begun: Promise<unknown>): void {
  let isPressed = false;
  Office.actions.associate("checkLog", async (event: Office.AddinCommands.Event) => {
    try {
      await Office.addin.showAsTaskpane();
    } catch {
      // The marks are seen in the sheet without it.
    }
    event.completed();
    // Pressed again before it is done it asks for the same.
    if (isPressed) return;
    isPressed = true;
    await begun;
    await app.tasks.idle();
    isPressed = false;
    await log.mark();
  });
}

async function start(): Promise<void> {
  draw();
  const begun = begin();
  const late = new Promise<"missing">((resolve) => setTimeout(() => resolve("missing"), PATIENCE));
  office = await Promise.race([excelAnswers, late]);
  draw();
  // It may come yet.
  office = await excelAnswers;
  draw();
  if (office !== "ready") return;
  takeDropped(app, openReturns);
  // They have an engine of their own: what is stopped in the pane does not stop them.
  let own: Engine | null = null;
  associate((verb, request) => (own ??= newEngine()).call(verb, request), excel.dateSystem);
  ribbon(begun);
}

void start();
