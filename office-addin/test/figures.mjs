// Figures of the package, the pane and the page in Chromium. Printed, never held against anything: machines differ.
//
// In: the package, the page and the pane as they are built. Out: lines on standard output.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csv } from "../../tests/wasm/measured.mjs";
import { script } from "./excel-host/build.mjs";
import { launch, OFFICE } from "./excel-host/harness.mjs";

const root = new URL("../../", import.meta.url);
const say = (what, figure) => console.log(`${`${what}, in Chromium`.padEnd(52)} ${figure}`);
const ms = (time) => `${time.toFixed(0)} ms`;

const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };
const server = createServer(({ url }, response) => {
  const path = new URL(url, root).pathname.slice(1);
  try {
    const body = path === "" ? "<!doctype html><title>figures</title>" : readFileSync(new URL(path, root));
    const type = TYPES[path.split(".").at(-1)] ?? TYPES.html;
    response.writeHead(200, { "content-type": type, "cache-control": "max-age=600" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const site = `http://127.0.0.1:${server.address().port}/`;

const { browser } = await launch();
const context = await browser.newContext();

// The package alone, beside what measures it.
const alone = await context.newPage();
await alone.goto(site);
const said = await alone.evaluate(async () => {
  const [engine, { measured }] = await Promise.all([import("/pkg/escalog.js"), import("/tests/wasm/measured.mjs")]);
  return measured(engine, await (await fetch("/pkg/escalog_bg.wasm")).arrayBuffer()).said;
});
said.forEach(([what, figure]) => say(what, figure));
await alone.close();

/** In a page: when something is to be seen there, and how long its longest task took. */
const seen = (page, css, text) =>
  page.evaluate(
    async ([css, text]) => {
      while (!document.querySelector(css)?.textContent.includes(text)) await new Promise((again) => setTimeout(again));
      // What is drawn a moment later, and the browser's word of it.
      const after = performance.now();
      await new Promise((drawn) => setTimeout(drawn, 500));
      return { after, longest: globalThis.longest };
    },
    [css, text],
  );

/** From the beginning the page remembers its longest task; the browser tells of those of 50 ms and more. */
function watch() {
  globalThis.longest = 0;
  const look = (tasks) => (globalThis.longest = Math.max(globalThis.longest, ...tasks.map(({ duration }) => duration)));
  new PerformanceObserver((list) => look(list.getEntries())).observe({ type: "longtask" });
}

// The pane is ready once a procedure can be chosen, which the engine lists.
const simulator = await script();
const pane = await context.newPage();
await pane.route(`${OFFICE}**`, (route) => route.fulfill({ contentType: TYPES.js, body: simulator }));
await pane.goto(`${site}office-addin/dist/pane/pane.html`);
const ready = async () => (await seen(pane, "select", "Redbridge")).after;
say("pane ready, first time", ms(await ready()));
for (let again = 0; again < 2; again++) {
  await pane.reload();
  say("pane ready, again", ms(await ready()));
}
await pane.close();

// The page, with a log of ten thousand rows; from the disk, as handing its bytes over would take the page's thread.
const folder = mkdtempSync(join(tmpdir(), "escalog-figures-"));
const log = join(folder, "log.csv");
writeFileSync(log, csv());
const page = await context.newPage();
await page.addInitScript(watch);
await page.goto(new URL("office-addin/dist/escalog.html", root).href);
const began = await seen(page, "select", "Redbridge");
say("page ready", ms(began.after));
await page.getByLabel("Procedure").selectOption("birmingham");
await page.getByLabel("As of").fill("2025-06-30");
await page.evaluate(() => (globalThis.longest = 0));
const start = await page.evaluate(() => performance.now());
await page.locator("#choose").setInputFiles(log);
const shown = await seen(page, "[role=status]", "checked");
say("page: 10,000 rows chosen, checked and shown", ms(shown.after - start));
say("page: its thread taken at the most", shown.longest === 0 ? "less than 50 ms" : ms(shown.longest));

await browser.close();
server.close();
rmSync(folder, { recursive: true });
