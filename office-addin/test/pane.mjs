// The add-in's pane beside the stand-in for Excel in Chromium, and what a test does and asks there. Each test opens an
// Excel of its own.

import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { FERRYBRIDGE, POLICY, returned, RETURNED, root, TODAY } from "./examples.mjs";
import { engine, launch, OFFICE, SITE } from "./excel-host/harness.mjs";
import * as looked from "./looked.mjs";

const folder = new URL("office-addin/dist/pane/", root);

let browser;
export let excel;
export let page;

before(async () => {
  browser = await launch();
});

after(() => browser.close());

afterEach(async () => {
  await excel?.close();
  excel = undefined;
});

/** Opens a workbook with the pane beside it. */
export async function open(workbook = returned(FERRYBRIDGE), options = {}) {
  excel = await browser.open({ workbook, folder, today: TODAY, ...options });
  page = excel.page;
}

export const status = (text) => page.getByRole("status").filter({ hasText: text }).waitFor();
export const press = (name) => page.getByRole("button", { name }).click();
export const unfold = (text) => page.locator("summary").filter({ hasText: text }).first().click();
export const alert = (text) => page.getByRole("alert").filter({ hasText: text }).waitFor();

/** What it says of what was worked out of a log that is another by now. */
export const STOPPED = "the log was changed meanwhile, and nothing was written";

export async function choose(policy = POLICY) {
  await status("Choose the procedure");
  await page.getByLabel("Procedure").selectOption(policy);
}

/** Presses *Check log*, and waits for its end. */
export async function mark() {
  await press("Check log");
  await status(/The log is marked\. /);
}

/** Opens a workbook and has the log in it checked. */
export async function checked(workbook, options) {
  await open(workbook, options);
  await choose();
  await status("is checked");
}

/** The same, and marks the log. */
export async function marked(workbook, options) {
  await checked(workbook, options);
  await mark();
}

export const accessible = (state) => looked.accessible(page, state);
export const picture = (name) => looked.picture(page, `pane-${name}`);

/** It asked for its own files and for Office.js, and for nothing else; nothing went wrong in it. */
export function quiet() {
  const { own, office, refused, mistakes } = excel.seen;
  const files = ["pane.html", "pane.css", "pane.js", "escalog.wasm"].map((name) => `${SITE}${name}`);
  assert.deepEqual(own.filter((url) => !files.includes(url)), [], "not its own");
  assert.deepEqual([...new Set(office)], [OFFICE]);
  assert.deepEqual([refused, mistakes], [[], []]);
}

/** The model of the file that the engine marks. */
export async function marksOf(workbook, request = {}) {
  const { files } = engine("annotate", { settings: { policy: POLICY, as_of: TODAY }, ...request }, [workbook]);
  const other = await browser.open({ workbook: files[0], today: TODAY });
  const snapshot = await other.snapshot();
  await other.close();
  return snapshot;
}

/** Chooses returned logs beside what is open, and waits until they are read. */
export async function returns(many) {
  await choose();
  await page.locator("#choose").setInputFiles(RETURNED.slice(0, many));
  await status(`${many} logs read`);
}

/** Makes the engine slow to be asked some verbs, and opens the pane afresh. */
export async function slow(verbs, milliseconds = 1_000) {
  await page.addInitScript(([verbs, milliseconds]) => {
    const Own = globalThis.Worker;
    globalThis.Worker = class extends Own {
      postMessage(message, ...rest) {
        setTimeout(() => super.postMessage(message, ...rest), verbs.includes(message.verb) ? milliseconds : 0);
      }
    };
  }, [verbs, milliseconds]);
  await page.reload();
  await page.waitForFunction(() => "excelHost" in globalThis);
}
