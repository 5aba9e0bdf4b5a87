// A page in Chromium with the simulator in place of office.js, and what a test asks of it.
//
// Nothing leaves the machine: every address is answered from here, and any other is refused and remembered.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { initSync, call } from "../../../pkg/escalog.js";
import { script } from "./build.mjs";

/** Where the add-in loads Office.js from. */
export const OFFICE = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";
/** Where its own files seem to stand. */
export const SITE = "https://add-in.example/";

const TYPES = { html: "text/html", js: "text/javascript; charset=utf-8", css: "text/css", wasm: "application/wasm", json: "application/json", png: "image/png", svg: "image/svg+xml" };

/** The engine in this process, to make and to compare files with. */
let isEngineReady = false;
export function engine(verb, request, files = []) {
  if (!isEngineReady) {
    initSync({ module: readFileSync(new URL("../../../pkg/escalog_bg.wasm", import.meta.url)) });
    isEngineReady = true;
  }
  return call(verb, request, files);
}

export const base64 = (bytes) => Buffer.from(bytes).toString("base64");

/** A browser with the simulator built once. */
export async function launch() {
  const executablePath = execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  const [browser, simulator] = await Promise.all([chromium.launch({ executablePath, args: ["--no-sandbox"] }), script()]);
  return { browser, open: (given) => open(browser, simulator, given), close: () => browser.close() };
}

/**
 * Opens a page of the add-in in an Excel of its own.
 *
 * `workbook` is the file that is open there (`{ name, bytes }`), `folder` where the add-in's files stand, `path` which of
 * them is shown; without a folder the page is empty and has the simulator alone. `today` is the day the clock shows,
 * `screen` the settings of the browser. The rest are the simulator's options.
 */
async function open(browser, simulator, { workbook, folder, path = "pane.html", today, screen = {}, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 350, height: 900 }, locale: "en-GB", ...screen });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const seen = { own: [], office: [], refused: [], mistakes: [] };
  page.on("pageerror", (error) => seen.mistakes.push(String(error)));
  page.on("console", (message) => message.type() === "error" && seen.mistakes.push(message.text()));
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith("blob:")) return route.continue();
    if (url.startsWith(OFFICE)) {
      seen.office.push(url);
      return route.fulfill({ contentType: TYPES.js, body: simulator });
    }
    if (url.startsWith(SITE)) {
      seen.own.push(url);
      const name = new URL(url).pathname.slice(1);
      try {
        const body = folder ? readFileSync(new URL(name, folder)) : `<!doctype html><title>Excel</title><script src="${OFFICE}"></script>`;
        return route.fulfill({ contentType: TYPES[name.split(".").at(-1)] ?? "application/octet-stream", body });
      } catch {
        return route.fulfill({ status: 404, body: "" });
      }
    }
    seen.refused.push(url);
    return route.abort();
  });
  if (today) await page.clock.setFixedTime(new Date(`${today}T09:00:00`));
  const file = workbook && { name: workbook.name, base64: base64(workbook.bytes) };
  await page.addInitScript((given) => {
    globalThis.excelHostOptions = given;
  }, { ...options, workbook: file });
  await page.goto(`${SITE}${path}`);
  await page.waitForFunction(() => "excelHost" in globalThis);
  return {
    page,
    seen,
    /** What the person at the keyboard does: a method of `excelHost`. */
    person: (act, ...args) => page.evaluate(([act, args]) => globalThis.excelHost[act](...args), [act, args]),
    snapshot: () => page.evaluate(() => globalThis.excelHost.snapshot()),
    /** The workbook as a file: what was changed, applied by the engine. */
    async save() {
      const edits = await page.evaluate(() => globalThis.excelHost.edits());
      return engine("apply", { edits }, [workbook]).files[0];
    },
    close: () => context.close(),
  };
}
