// The add-in's pane as people meet it: beside the stand-in for Excel in Chromium, every button, flow and state.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { strFromU8, unzipSync } from "fflate";
import { engine, launch, OFFICE, SITE } from "./excel-host/harness.mjs";

const root = new URL("../../", import.meta.url);
const folder = new URL("office-addin/dist/pane/", root);
const pictures = new URL("office-addin/dist/pictures/", root);
mkdirSync(pictures, { recursive: true });

const file = (path) => ({ name: path.split("/").at(-1), bytes: readFileSync(new URL(path, root)) });
const returned = (name) => file(`examples/returned/${name}`);
const expected = JSON.parse(readFileSync(new URL("examples/returned/expected.json", root), "utf8"));
const TODAY = expected.as_of;
const POLICY = "liverpool";
const FERRYBRIDGE = "ferrybridge-nhs-community-trust.xlsx";
const HOLLOWBROOK = "hollowbrook-high-school.xlsx";
const RETURNED = Object.keys(expected.files).map((name) => fileURLToPath(new URL(`examples/returned/${name}`, root)));

let browser;
let excel;
let page;

before(async () => {
  browser = await launch();
});

after(() => browser.close());

afterEach(async () => {
  await excel?.close();
  excel = undefined;
});

/** Opens a workbook with the pane beside it. */
async function open(workbook = returned(FERRYBRIDGE), options = {}) {
  excel = await browser.open({ workbook, folder, today: TODAY, ...options });
  page = excel.page;
}

const status = (text) => page.getByRole("status").filter({ hasText: text }).waitFor();
const press = (name) => page.getByRole("button", { name }).click();
const unfold = (text) => page.locator("summary").filter({ hasText: text }).first().click();
const alert = (text) => page.getByRole("alert").filter({ hasText: text }).waitFor();

async function choose(policy = POLICY) {
  await status("Choose the procedure");
  await page.getByLabel("Procedure").selectOption(policy);
}

/** Presses *Check log*, and waits for its end. */
async function mark() {
  await press("Check log");
  await status(/The log is marked\. /);
}

/** Opens a workbook and marks the log in it. */
async function marked(workbook, options) {
  await open(workbook, options);
  await choose();
  await status("is checked");
  await mark();
}

/** Nothing that axe knows of is amiss, and nothing is passed over; nor does a value of the program's show. */
async function accessible(state) {
  assert.doesNotMatch(await page.locator("body").innerText(), /\b(undefined|null|NaN|false|true)\b|\[object/, state);
  // By the debugger: the pane's own policy lets no other script in.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const said = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
  assert.deepEqual(said, [], state);
}

async function picture(name) {
  for (const [size, width] of [["wide", 1280], ["narrow", 350]]) {
    await page.setViewportSize({ width, height: 900 });
    const spills = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(spills <= 0, `${name} is ${spills} px wider than the ${size} window`);
    await page.screenshot({ path: fileURLToPath(new URL(`pane-${name}-${size}.png`, pictures)) });
  }
}

/** It asked for its own files and for Office.js, and for nothing else; nothing went wrong in it. */
function quiet() {
  const { own, office, refused, mistakes } = excel.seen;
  const files = ["pane.html", "pane.css", "pane.js", "escalog.wasm"].map((name) => `${SITE}${name}`);
  assert.deepEqual(own.filter((url) => !files.includes(url)), [], "not its own");
  assert.deepEqual([...new Set(office)], [OFFICE]);
  assert.deepEqual([refused, mistakes], [[], []]);
}

/** The model of the file that the engine marks. */
async function marksOf(workbook, request = {}) {
  const { files } = engine("annotate", { settings: { policy: POLICY, as_of: TODAY }, ...request }, [workbook]);
  const other = await browser.open({ workbook: files[0], today: TODAY });
  const snapshot = await other.snapshot();
  await other.close();
  return snapshot;
}

test("at the start it says what to do, and nothing is changed", async () => {
  await open();
  await status("Choose the procedure");
  await accessible("at the start");
  await picture("start");
  await press("Check log");
  await status("Choose the procedure first");
  assert.deepEqual(await excel.person("edits"), []);
  quiet();
});

for (const name of Object.keys(expected.files).filter((name) => name.endsWith(".xlsx"))) {
  test(`Check log makes the same sheet as the engine makes of the file: ${name}`, async () => {
    const workbook = returned(name);
    await marked(workbook, { profile: name === HOLLOWBROOK ? "web" : "2021" });
    assert.deepEqual(await excel.snapshot(), await marksOf(workbook));
    quiet();
  });
}

test("marking twice is marking once; Clear marks gives the sheet back", async () => {
  await open();
  const before = await excel.snapshot();
  await choose();
  await mark();
  const once = await excel.snapshot();
  await mark();
  assert.deepEqual(await excel.snapshot(), once);
  await accessible("marked");
  await picture("marked");
  await unfold("More for this log");
  await press("Clear marks");
  await status("The marks are taken off");
  assert.deepEqual(await excel.snapshot(), before);
  quiet();
});

test("Undo last marking brings back what the marks were before", async () => {
  await open();
  await choose();
  await mark();
  const first = await excel.snapshot();
  await page.getByLabel("As of").fill("2025-04-07");
  await status("is checked");
  await mark();
  assert.notDeepEqual(await excel.snapshot(), first);
  await unfold("More for this log");
  await press("Undo last marking");
  await status("The last marking is taken back");
  assert.deepEqual(await excel.snapshot(), first);
  assert.ok(await page.getByRole("button", { name: "Undo last marking" }).isDisabled());
  quiet();
});

test("results stand by urgency; pressing one selects it, and each deadline opens to its reason", async () => {
  await marked();
  const truth = expected.files[FERRYBRIDGE];
  const cards = page.locator("#next + ol > li");
  assert.equal(await cards.count(), truth.rows);
  const overdue = cards.filter({ has: page.locator('[data-status="overdue"]') });
  assert.equal(await overdue.count(), truth.overdue_sheet_rows.length);
  const rows = await overdue.locator("h3 button").allTextContents();
  const numbers = rows.map((text) => Number(/row (\d+)/i.exec(text)[1])).sort((a, b) => a - b);
  assert.deepEqual(numbers, truth.overdue_sheet_rows);
  const [first] = await cards.locator("h3 button").all();
  const row = /row (\d+)/i.exec(await first.textContent())[1];
  await first.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((row) => globalThis.excelHost.selection().endsWith(`!${row}:${row}`), row);
  await cards.first().getByText("Every deadline, and why").click();
  await cards.first().locator(".because").first().waitFor();
  assert.match(await cards.first().locator(".reasons").first().textContent(), /Clause: /);
  await accessible("reasons");
  await picture("reasons");
  quiet();
});

test("findings are filtered by kind and lead to their cells", async () => {
  await marked(returned(HOLLOWBROOK));
  const cards = page.locator("#found ~ ul > li");
  const show = page.getByLabel("Show", { exact: true });
  await show.selectOption("error");
  const severities = await cards.locator(".severity").evaluateAll((tags) => tags.map((tag) => tag.dataset.severity));
  assert.deepEqual(new Set(severities), new Set(["error"]));
  const go = cards.getByRole("button", { name: /go to the cell/ }).first();
  const cell = /^[A-Z]+\d+/.exec((await go.textContent()).trim())[0];
  await go.click();
  await page.waitForFunction((cell) => globalThis.excelHost.selection().endsWith(`!${cell}`), cell);
  await accessible("findings");
  await picture("findings");
  quiet();
});

test("an edited row is checked again; the pane's own edits are not", async () => {
  await marked();
  const { sheets } = await excel.snapshot();
  const [log] = sheets;
  const [row] = expected.files[FERRYBRIDGE].overdue_sheet_rows;
  const heading = Object.entries(log.cells).find(([, { value }]) => /resolved/i.test(String(value)) && /date/i.test(String(value)));
  const column = heading[0].replace(/\d/g, "");
  await excel.person("type", `${column}${row}`, "not a date");
  await status(`Row ${row} is checked again`);
  const card = page.locator("#found ~ ul > li").filter({ hasText: "not a date" });
  await card.first().waitFor();
  // In the sheet the row says so by itself.
  const own = Object.entries(log.cells).find(([, { value }]) => value === "Status")[0].replace(/\d/g, "");
  const now = await excel.snapshot();
  assert.equal(now.sheets[0].cells[`${own}${row}`].value, "check again");
  await excel.person("type", `${column}${row}`, "30/06/2025");
  await status(`Row ${row} is checked again`);
  await card.first().waitFor({ state: "detached" });
  await mark();
  // Longer than an edit rests.
  await page.waitForTimeout(800);
  assert.match(await page.getByRole("status").textContent(), /The log is marked/);
  quiet();
});

test("a finding is accepted, with the reason, and counted apart", async () => {
  await marked();
  const cards = page.locator("#found ~ ul > li");
  const card = cards.filter({ has: page.locator("summary", { hasText: "Accept it" }) }).first();
  const code = /\[(\w+)\]/.exec(await card.textContent())[1];
  await card.locator("summary").click();
  await card.getByLabel("Why it is right as it is").fill("agreed with the partnership");
  await accessible("accepting");
  await card.getByRole("button", { name: "Accept", exact: true }).click();
  await status(`${code} is accepted in row`);
  await cards.filter({ hasText: "agreed with the partnership" }).first().waitFor();
  const { sheets } = await excel.snapshot();
  const values = Object.values(sheets[0].cells).map(({ value }) => value);
  assert.ok(values.includes("Accepted"));
  assert.ok(values.includes(`${code}, agreed with the partnership`));
  quiet();
});

test("what can be put right is shown before and after, and put right in the sheet", async () => {
  await marked(returned(HOLLOWBROOK));
  await press("Show what can be put right");
  const card = page.locator("#fixes ~ ul > li").first();
  await card.waitFor();
  const label = await card.locator("label").innerText();
  const [, cell] = /^([A-Z]+\d+):/.exec(label);
  await accessible("fixes");
  await picture("fixes");
  const before = await excel.snapshot();
  await press("Put right what is ticked");
  await status("put right");
  const now = await excel.snapshot();
  assert.notDeepEqual(now.sheets[0].cells[cell], before.sheets[0].cells[cell]);
  quiet();
});

test("Prepare log adds the date columns to a bare log, as the engine does in the file", async () => {
  const bare = file("tests/workbooks/log.xlsx");
  await open(bare);
  await choose();
  await unfold("More for this log");
  await press("Prepare log");
  await status(/The log is marked\. /);
  assert.deepEqual(await excel.snapshot(), await marksOf(bare, { prepare: true }));
  quiet();
});

test("returned logs are merged into the quarterly workbook, in a window of its own", async () => {
  await open();
  await choose();
  await page.locator("#choose").setInputFiles(RETURNED);
  await status(`${RETURNED.length} logs read, 0 not read`);
  await page.getByLabel("Quarter", { exact: true }).selectOption("2025-Q2");
  await accessible("returned");
  await picture("returned");
  await press("Open the quarterly workbook");
  await status("2025-Q2.xlsx is open in a window of its own");
  const made = () => page.evaluate(() => globalThis.excelHost.host.created.map((bytes) => [...bytes]));
  const [bytes] = await made();
  const { json } = engine("check", { policy: POLICY, as_of: TODAY }, [{ name: "2025-Q2.xlsx", bytes: new Uint8Array(bytes) }]);
  assert.deepEqual(json.errors, []);
  assert.equal(json.logs.find(({ sheet }) => sheet === "Escalations").rows, expected.all.rows);
  await press("Open the board copy");
  await status("board copy");
  await press("Open the register alone");
  await status("register.xlsx is open");
  assert.equal((await made()).length, 3);
  assert.deepEqual(await excel.person("edits"), [], "the open log is as it was");
  quiet();
});

/** Chooses returned logs beside what is open, and waits until they are read. */
async function returns(many) {
  await choose();
  await page.locator("#choose").setInputFiles(RETURNED.slice(0, many));
  await status(`${many} logs read`);
}

test("where Excel may not open a workbook its sheets are put into an empty one; where it may not do that either, it says so", async () => {
  for (const [inserting, profile] of [[null, "2021"], ["AccessDenied", "2021"], [null, "web"]]) {
    await open(null, { profile, forbids: { creating: "AccessDenied", inserting } });
    const before = await excel.snapshot();
    // Two of them alone raised nothing that a chart could show.
    await returns(3);
    await press("Open the quarterly workbook");
    const isDone = inserting === null && profile !== "web";
    if (isDone) await status(/the sheets of \S+\.xlsx stand at the end of this one/);
    else await alert("Excel may neither open");
    const now = await excel.snapshot();
    assert.deepEqual(now.sheets.slice(0, before.sheets.length), before.sheets);
    assert.equal(now.sheets.length > before.sheets.length, isDone);
    if (!isDone) {
      await alert("Excel on the web takes in no sheet with a chart");
      await accessible("refused");
    }
    await excel.close();
  }
});

test("no sheets are put into a workbook that holds a log, nor where Excel failed for another reason", async () => {
  await open(returned(FERRYBRIDGE), { forbids: { creating: "AccessDenied" } });
  const before = await excel.snapshot();
  await returns(2);
  for (const name of ["Open the quarterly workbook", "Open the register alone"]) {
    await press(name);
    await alert(/is not put into one that holds a log/);
    await alert("use the page, which saves");
  }
  assert.deepEqual(await excel.snapshot(), before);
  await accessible("not put into a log");
  await mark();
  await excel.close();

  await open(null, { forbids: { creating: "GeneralException" } });
  const empty = await excel.snapshot();
  await returns(2);
  await press("Open the quarterly workbook");
  await alert("Excel could not do it: You cannot perform the requested operation (GeneralException)");
  assert.deepEqual(await excel.snapshot(), empty);
});

test("a file that Excel is being given can't be stopped, and waits until no cell is being edited", async () => {
  await open(null, { forbids: { creating: "AccessDenied" } });
  await returns(2);
  await excel.person("edit", "A1");
  await press("Open the quarterly workbook");
  await page.getByText("1 of 1").waitFor();
  await page.waitForTimeout(1_000);
  assert.equal(await page.getByRole("button", { name: "Cancel" }).count(), 0);
  await page.getByLabel("Quarter", { exact: true }).selectOption({ index: 2 });
  assert.equal((await excel.snapshot()).sheets.length, 1);
  await excel.person("stopEditing");
  await page.waitForFunction(() => !document.querySelector("progress"));
  assert.ok((await excel.snapshot()).sheets.length > 1);
  assert.doesNotMatch(await page.getByRole("status").innerText(), /[Ss]topped/);
});

test("the report form of a row opens filled in", async () => {
  await marked();
  const rows = page.locator("#next + ol > li");
  // The form is of the later stages.
  const form = (stages) => rows.filter({ hasText: stages }).getByRole("button", { name: /Open the report form/ });
  assert.notEqual(await rows.filter({ hasText: /, stage [12]$/m }).count(), 0);
  assert.equal(await form(/, stage [12]$/m).count(), 0);
  await form(/, stage [34]/).first().click();
  await status(/report .*\.xlsx is open in a window of its own/);
  assert.equal(await page.evaluate(() => globalThis.excelHost.host.created.length), 1);
  quiet();
});

test("a blank log opens in a window of its own", async () => {
  await open(null);
  await choose();
  await press("Open a blank log");
  await status(/log \(liverpool\)\.xlsx is open in a window of its own/);
  assert.equal(await page.evaluate(() => globalThis.excelHost.host.created.length), 1);
  quiet();
});

test("where Excel may not open a workbook the report form stands beside the log, which is checked as before", async () => {
  await marked(undefined, { forbids: { creating: "AccessDenied" } });
  const before = await excel.snapshot();
  await page.locator("#next + ol > li").getByRole("button", { name: /Open the report form/ }).first().click();
  await status(/the sheets of report .*\.xlsx stand at the end of this one/);
  assert.equal((await excel.snapshot()).sheets.length, before.sheets.length + 1);
  await press("Check log");
  await status(/The log is marked\. /);
});

test("while a cell is being edited it waits, then says what to do", async () => {
  await open();
  await choose();
  await excel.person("edit", "A1");
  await press("Check log");
  await page.waitForTimeout(700);
  await excel.person("stopEditing");
  await status(/The log is marked\. /);
  await excel.person("edit", "A1");
  await press("Check log");
  await alert(/press Enter in the cell/i);
  await accessible("a cell is being edited");
  await excel.person("stopEditing");
  await mark();
  quiet();
});

test("a protected sheet, or workbook, is left as it is, and it says why", async () => {
  await open();
  await choose();
  const [{ name }] = (await excel.snapshot()).sheets;
  await excel.person("protect", name);
  await press("Check log");
  await alert(`sheet ${name} is protected`);
  assert.deepEqual(await excel.person("edits"), []);
  await accessible("protected");
  await picture("protected");
  await excel.person("unprotect", name);
  await excel.person("protectStructure", true);
  await press("Check log");
  await alert("structure is protected");
  assert.deepEqual(await excel.person("edits"), []);
  await excel.person("protectStructure", false);
  await mark();
  quiet();
});

test("where Excel never answers, the pane says so and offers the page", async () => {
  await open(returned(FERRYBRIDGE), { ready: false });
  await alert("Excel does not answer yet");
  await alert("close Excel and open it again");
  await page.getByRole("link", { name: "use the page" }).waitFor();
  await accessible("without Excel");
  await picture("without-excel");
  quiet();
});

test("a log in a table, filtered: the table keeps its columns, and hidden rows are marked too", async () => {
  const workbook = file("tests/workbooks/log.xlsx");
  await open(workbook);
  const wanted = await marksOf(workbook);
  const [log] = (await excel.snapshot()).sheets;
  // From the headings down, as one makes a table of a log.
  const heading = Object.entries(log.cells).find(([, { value }]) => String(value).startsWith("Concern"))[0].replace(/\D/g, "");
  const { corner, last } = await page.evaluate((heading) => globalThis.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet();
    const used = sheet.getUsedRange(true);
    used.load("rowIndex, rowCount");
    await context.sync();
    const last = used.rowIndex + used.rowCount;
    const range = sheet.getRange(`${heading}:${last}`).getUsedRange(true);
    range.load("address");
    sheet.tables.add(range, true);
    await context.sync();
    return { corner: range.address.split("!")[1], last };
  }), heading);
  await excel.person("filter", corner, [last]);
  await choose();
  await mark();
  const [now] = (await excel.snapshot()).sheets;
  assert.deepEqual(now.tables.map((table) => table.range), [corner]);
  assert.deepEqual(now.hiddenRows, [last]);
  const [marks] = wanted.sheets;
  assert.ok(Object.keys(marks.cells).length > Object.keys(log.cells).length);
  assert.deepEqual({ ...now, tables: [], hiddenRows: [], filter: null }, { ...marks, tables: [], hiddenRows: [], filter: null });
  quiet();
});

test("several logs in one workbook are all marked", async () => {
  const workbook = file("tests/workbooks/two-tables.xlsx");
  await marked(workbook);
  assert.deepEqual(await excel.snapshot(), await marksOf(workbook));
  quiet();
});

test("a workbook that counts days from 1904 gets the same marks as its file", async () => {
  const workbook = file("tests/workbooks/log-1904.xlsx");
  await marked(workbook);
  assert.deepEqual(await excel.snapshot(), await marksOf(workbook));
  quiet();
});

test("a workbook without a log says so", async () => {
  excel = await browser.open({ folder, today: TODAY });
  page = excel.page;
  await choose();
  await press("Check log");
  await alert("No escalation log");
  await accessible("no log");
  quiet();
});

test("a protected return is opened with its password", async () => {
  await open();
  await choose();
  await page.locator("#choose").setInputFiles([RETURNED[0], fileURLToPath(new URL("tests/workbooks/locked.xlsx", root))]);
  await status("1 log read, 1 not read");
  const password = page.getByLabel("Password of locked.xlsx");
  await password.fill("wrong");
  await press("Open it");
  await status("1 log read, 1 not read");
  await accessible("a password is asked for");
  await password.fill("secret");
  await press("Open it");
  await status("2 logs read, 0 not read");
  quiet();
});

test("the password of last quarter's workbook is asked for by its name, beside an open log", async () => {
  await open();
  await choose();
  await page.locator("#choose").setInputFiles([RETURNED[0], fileURLToPath(new URL("tests/workbooks/locked.xlsx", root))]);
  await status("1 log read, 1 not read");
  await page.getByLabel("Last quarter's workbook").selectOption("locked.xlsx");
  await status("1 log read, 0 not read");
  await press("Open the quarterly workbook");
  await alert("This file needs a password. What to do: Give its password.");
  assert.deepEqual(await page.locator("input[type=password]").evaluateAll((fields) => fields.map(({ labels }) => labels[0].innerText)), ["Password of locked.xlsx"]);
  await page.getByLabel("Password of locked.xlsx").fill("secret");
  await press("Open it");
  await status("1 log read, 0 not read");
  await press("Open the quarterly workbook");
  // It is opened, and looked at.
  await alert("This is neither a register nor a quarterly workbook");
  assert.equal(await page.locator("input[type=password]").count(), 0);
  quiet();
});

test("a reading that is chosen is kept in the workbook, with the procedure", async () => {
  await open();
  await choose();
  await unfold("Readings in force");
  await page.getByRole("checkbox").first().check();
  await status("is checked");
  await accessible("readings");
  await mark();
  const saved = await excel.save();
  await excel.close();
  await open(saved);
  await status("is checked");
  assert.equal(await page.getByLabel("Procedure").inputValue(), POLICY);
  await unfold("Readings in force");
  assert.ok(await page.getByRole("checkbox").first().isChecked());
  quiet();
});

test("a large log on the web is read and written in parts", async () => {
  const heading = ["Agency / School", "Escalation Number", "Concern", "Level of Need", "Date concern arose"];
  const rows = Array.from({ length: 1500 }, (_, n) => ["Oakfield", `S-${n + 1}`, "Threshold not agreed", "S17", 45_700 + (n % 100)]);
  await open(undefined, { profile: "web" });
  await page.evaluate(
    ([heading, rows]) => globalThis.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      sheet.getRange().clear();
      sheet.getRange("A1:E1").values = [heading];
      const body = sheet.getRange(`A2:E${rows.length + 1}`);
      body.values = rows;
      sheet.getRange(`E2:E${rows.length + 1}`).numberFormat = rows.map(() => ["dd/mm/yyyy"]);
      await context.sync();
    }),
    [heading, rows],
  );
  await choose();
  await mark();
  const most = await page.evaluate(() => Math.max(...globalThis.excelHost.host.batches.map(({ bytes }) => bytes)));
  assert.ok(most < 5_000_000, `a request of ${most} bytes`);
  const [{ cells }] = (await excel.snapshot()).sheets;
  assert.equal(Object.values(cells).filter(({ value }) => value === "overdue").length, 1500);
  quiet();
});

test("a log of long texts on the web is read in smaller parts", async () => {
  const heading = ["Agency / School", "Escalation Number", "Concern", "Date concern arose"];
  await open(undefined, { profile: "web" });
  await page.evaluate((heading) => globalThis.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet();
    sheet.getRange().clear();
    sheet.getRange("A1:D1").values = [heading];
    // A request too has no more than 5 MB.
    for (let top = 0; top < 1000; top += 100) {
      const rows = Array.from({ length: 100 }, (_, n) => ["Oakfield", `S-${top + n + 1}`, "Threshold not agreed. ".repeat(200), 45_700 + n]);
      sheet.getRange(`A${top + 2}:D${top + 101}`).values = rows;
      sheet.getRange(`D${top + 2}:D${top + 101}`).numberFormat = rows.map(() => ["dd/mm/yyyy"]);
      await context.sync();
    }
  }), heading);
  await choose();
  await status("1000 rows");
  const numbers = page.locator("#next + ol > li").first().locator("h3");
  assert.match(await numbers.innerText(), /S-\d+ \(row \d+\)/i);
  // An edited row is read by itself.
  await excel.person("type", "B1001", "S-last");
  await status("Row 1001 is checked again");
  quiet();
});

test("an engine that could not be fetched is fetched anew when asked for again", async () => {
  await open();
  let isThere = false;
  await page.route("**/escalog.wasm", (route) => (isThere ? route.fallback() : route.fulfill({ status: 503, body: "" })));
  await page.reload();
  await alert("The engine could not be loaded");
  await alert("What to do: Try again; if it stays so, use the page, or ask who runs the server");
  await accessible("without the engine");
  await press("Try again");
  await alert("The engine could not be loaded");
  isThere = true;
  await press("Try again");
  await choose();
  await status("is checked");
  // The workbook is listened to, and the custom functions have the engine too.
  await excel.person("type", `B${expected.files[FERRYBRIDGE].overdue_sheet_rows[0]}`, "x");
  await status("is checked again");
  assert.deepEqual(await excel.person("call", "WORKDAYS", [[45_719]], [[45_726]]), [[5]]);
  assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0);
});

test("the custom functions have the engine behind them", async () => {
  await open();
  await choose();
  const call = (name, ...args) => excel.person("call", name, ...args);
  // Monday 3 March 2025, and the day after it.
  const [due] = await call("DUE", [["liverpool"]], [[1]], [[45_719], [45_720], [""]]);
  assert.ok(due[0] > 45_719, `${due}`);
  const [[status]] = await call("STATUS", [["liverpool"]], [[1]], [[45_719]], null, [[45_838]]);
  assert.equal(status, "overdue");
  assert.match((await call("WHY", [["liverpool"]], [[1]], [[45_719]]))[0][0], /Stage 1/);
  // From Monday to the Monday after.
  assert.deepEqual(await call("WORKDAYS", [[45_719]], [[45_726]]), [[5]]);
  const [[wrong]] = await call("DUE", [["nowhere"]], [[1]], [[45_719]]);
  assert.equal(wrong.error, "#VALUE!");
  assert.match(wrong.message, /nowhere/);
  quiet();
});

test("the self-test passes here, says so, and leaves nothing", async () => {
  await open();
  await choose();
  await status("is checked");
  await unfold("More for this log");
  await press("Self-test");
  const report = page.getByLabel("Report of the self-test");
  await report.waitFor();
  const lines = (await report.inputValue()).split("\n");
  assert.ok(lines.length >= 5, lines.join("\n"));
  assert.deepEqual(lines.filter((line) => !line.startsWith("passed: ")), []);
  assert.deepEqual(await excel.person("edits"), []);
  await accessible("self-test");
  await picture("self-test");
  quiet();
});

test("a self-test that can't be done has failed, and what it could not take away is said", async () => {
  await open();
  await choose();
  await status("is checked");
  await unfold("More for this log");
  await excel.person("edit", "A1");
  await press("Self-test");
  await status("The self-test has failed: see its report");
  const report = page.getByLabel("Report of the self-test");
  assert.match(await report.inputValue(), /\nFAILED: the workbook is read: a cell is being edited$/);
  await excel.person("stopEditing");

  await press("Self-test");
  await page.evaluate(async () => {
    const { host } = globalThis.excelHost;
    while (!host.workbook.sheet("escalog self-test")) await new Promise((later) => setTimeout(later));
    globalThis.excelHost.protectStructure(true);
  });
  await status("The self-test has failed: see its report");
  assert.match(await report.inputValue(), /^FAILED: what was made is taken away again: .*protected.*delete the sheet "escalog self-test" yourself$/m);
  await excel.person("protectStructure", false);
  await press("Self-test");
  await status("The self-test has passed");
  assert.deepEqual(await excel.person("edits"), []);
  quiet();
});

test("a marked log that is sorted stays right, and one with a row put in is marked again as its file is", async () => {
  await marked(file("tests/workbooks/log.xlsx"));
  const [{ name, cells }] = (await excel.snapshot()).sheets;
  const at = (text) => Object.entries(cells).find(([, { value }]) => value === text)[0];
  const [said, stamps] = [at("Checks"), at("Status")].map((cell) => cell.replace(/\d/g, ""));
  const rows = Object.entries(cells).filter(([cell, { formula }]) => formula && cell.replace(/\d/g, "") === stamps);
  const numbers = rows.map(([cell]) => Number(cell.replace(/\D/g, "")));
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const [end] = Object.keys(cells).map((cell) => cell.replace(/\d/g, "")).sort((a, b) => b.length - a.length || (a < b ? 1 : -1));
  const say = async () => {
    const [sheet] = (await excel.snapshot()).sheets;
    const all = Array.from({ length: last - first + 2 }, (_, n) => [stamps, said].map((column) => sheet.cells[`${column}${first + n}`]?.value));
    return all.filter(([status]) => status !== undefined).map((texts) => texts.join(": "));
  };
  const before = await say();
  await excel.person("sort", `${name}!A${first}:${end}${last}`, stamps);
  const sorted = await say();
  assert.notDeepEqual(sorted, before);
  assert.deepEqual([...sorted].sort(), [...before].sort(), "each row says what it said");
  await mark();
  assert.deepEqual(await excel.snapshot(), await marksOf(await excel.save()));

  await excel.person("insertRow", name, first + 1);
  assert.ok(!(await say()).some((text) => text.includes("check again")));
  await mark();
  assert.deepEqual(await excel.snapshot(), await marksOf(await excel.save()));
  quiet();
});

test("what is being done can be stopped, and then nothing was changed", async () => {
  await open();
  await choose();
  await status("is checked");
  // While a cell is being edited Excel keeps the pane waiting.
  await excel.person("edit", "A1");
  await press("Check log");
  await press("Cancel");
  await status("Stopped. Nothing was changed");
  await excel.person("stopEditing");
  await page.waitForTimeout(1_000);
  assert.deepEqual(await excel.person("edits"), []);
  await status("Stopped");
  quiet();
});

test("the ribbon's button checks the log", async () => {
  await open();
  await choose();
  await excel.person("press", "checkLog");
  await status(/The log is marked\. /);
  quiet();
});

test("the ribbon's button marks the log though the pane can't be shown", async () => {
  await open();
  await choose();
  await page.evaluate(() => {
    const own = globalThis.Office;
    const addin = { showAsTaskpane: () => Promise.reject(new Error("it can't be shown")) };
    globalThis.Office = new Proxy(own, { get: (office, key) => (key === "addin" ? addin : office[key]) });
  });
  await excel.person("press", "checkLog");
  await status(/The log is marked\. /);
  quiet();
});

const STOPPED = "the log was changed meanwhile, and nothing was written";

/** The first finding that can be accepted, with its form open and a reason typed into it. */
async function reasoned(why) {
  const card = page.locator("#found ~ ul > li").filter({ has: page.locator("summary", { hasText: "Accept it" }) }).first();
  await card.locator("summary").click();
  await card.getByLabel("Why it is right as it is").fill(why);
  const [, code] = /\[(\w+)\]/.exec(await card.textContent());
  const place = (await card.getByRole("button").first().textContent()).trim();
  return { card, code, place, accept: () => card.getByRole("button", { name: "Accept", exact: true }).click() };
}

test("what is to be put right is dropped where the log changes, and nothing is written that no longer fits", async () => {
  await open(returned(HOLLOWBROOK));
  await choose();
  await status("is checked");
  const [{ name }] = (await excel.snapshot()).sheets;
  await press("Show what can be put right");
  const offered = page.locator("#fixes ~ ul > li");
  await offered.first().waitFor();
  await excel.person("insertRow", name, 2);
  await offered.first().waitFor({ state: "detached" });
  await status("The log was changed");
  await page.waitForTimeout(3_000);

  // The press comes before the pane has heard of the edit.
  await press("Show what can be put right");
  await offered.first().waitFor();
  await page.evaluate((name) => {
    globalThis.excelHost.insertRow(name, 2);
    [...document.querySelectorAll("button")].find((one) => one.textContent.includes("Put right what is ticked")).click();
  }, name);
  const changed = await excel.snapshot();
  await alert(STOPPED);
  await page.waitForTimeout(2_500);
  assert.deepEqual(await excel.snapshot(), changed);
  quiet();
});

test("a reason that is being typed stays with its finding", async () => {
  await open(returned(FERRYBRIDGE));
  await choose();
  await status("is checked");
  const { place, code } = await reasoned("agreed on 2 July");
  const typed = () =>
    page.locator("#found ~ ul > li").evaluateAll((cards) =>
      cards.flatMap((card) => (card.querySelector("input")?.value ? [`${card.querySelector("button").textContent.trim()} ${/\[(\w+)\]/.exec(card.textContent)[1]}`] : [])),
    );
  assert.deepEqual(await typed(), [`${place} ${code}`]);
  const show = page.getByLabel("Show", { exact: true });
  for (const kind of ["information", "warning", "error", "all"]) {
    await show.selectOption(kind);
    for (const one of await typed()) assert.equal(one, `${place} ${code}`, kind);
  }
  quiet();
});

test("Accept is refused where rows were moved meanwhile, where the reason is blank, and where it names another rule", async () => {
  await open(returned(FERRYBRIDGE));
  await choose();
  await status("is checked");
  const [{ name }] = (await excel.snapshot()).sheets;
  const { card, code, accept } = await reasoned("   ");
  const other = `${code.charAt(0)}999`;
  const edits = await excel.person("edits");
  await accept();
  const why = card.getByLabel("Why it is right as it is");
  assert.ok(await why.evaluate((field) => field.matches(":invalid")));
  await why.fill(`agreed; ${other}, to be discussed`);
  await accept();
  await alert(`the reason names the rule ${other}`);
  assert.equal(await why.inputValue(), `agreed; ${other}, to be discussed`);
  assert.deepEqual(await excel.person("edits"), edits);
  await why.fill("agreed; so it stays");
  await page.evaluate((name) => {
    globalThis.excelHost.insertRow(name, 2);
    document.querySelector("details[open] form").requestSubmit();
  }, name);
  const changed = await excel.snapshot();
  await alert(STOPPED);
  assert.deepEqual(await excel.snapshot(), changed);
  await page.waitForTimeout(3_000);
  const again = await reasoned("agreed; so it stays");
  await again.accept();
  await status(`${again.code} is accepted in row`);
  const values = Object.values((await excel.snapshot()).sheets[0].cells).map(({ value }) => value);
  assert.ok(values.includes(`${again.code}, agreed, so it stays`));
  quiet();
});

test("a row that is put in while the log is being marked is marked rightly", async () => {
  const slow = () => {
    const Own = globalThis.Worker;
    globalThis.Worker = class extends Own {
      postMessage(message, ...rest) {
        setTimeout(() => super.postMessage(message, ...rest), message.verb === "annotate" ? 1_000 : 0);
      }
    };
  };
  const workbook = file("tests/workbooks/log.xlsx");
  await open(workbook);
  await page.addInitScript(slow);
  await page.reload();
  await page.waitForFunction(() => "excelHost" in globalThis);
  await choose();
  await status("is checked");
  const [{ name }] = (await excel.snapshot()).sheets;
  await press("Check log");
  await page.waitForTimeout(600);
  await excel.person("insertRow", name, 9);
  await status(/The log is marked\. /);
  const now = await excel.snapshot();
  await excel.close();
  await open(workbook);
  await excel.person("insertRow", name, 9);
  await choose();
  await mark();
  assert.deepEqual(now, await excel.snapshot());
});

test("a day that is given before the engine is there does not take the procedures away", async () => {
  await open();
  await page.addInitScript(() => {
    const Own = globalThis.Worker;
    globalThis.Worker = class extends Own {
      postMessage(message, ...rest) {
        setTimeout(() => super.postMessage(message, ...rest), message.verb === "policies" ? 1_000 : 0);
      }
    };
  });
  await page.reload();
  await page.getByLabel("As of").fill(TODAY);
  await choose();
  await status("is checked");
  // The log is listened to.
  await excel.person("type", `B${expected.files[FERRYBRIDGE].overdue_sheet_rows[0]}`, "x");
  await status("is checked again");
  quiet();
});

test("reasons that are unfolded are explained anew after an edit, and a log that can't be checked any more is not shown", async () => {
  await open();
  await choose();
  await status("is checked");
  const card = page.locator("#next + ol > li").first();
  await card.getByText("Every deadline, and why").click();
  await card.locator(".because").first().waitFor();
  await excel.person("type", "Z60", "x");
  await page.waitForTimeout(3_000);
  await card.locator(".because").first().waitFor();
  const [{ cells }] = (await excel.snapshot()).sheets;
  const heading = Object.entries(cells).find(([, { value }]) => /^concern/i.test(String(value)))[0].replace(/\D/g, "");
  const headings = Object.keys(cells).filter((cell) => cell.replace(/\D/g, "") === heading);
  for (const cell of headings) await excel.person("type", cell, "");
  await alert("No escalation log");
  assert.equal(await page.locator("#next").count(), 0);
  for (const cell of headings) await excel.person("type", cell, cells[cell].value);
  await card.waitFor();
  await page.waitForFunction(() => document.querySelector("[role=alert]").innerText.trim() === "");
  quiet();
});

test("a check that waits for Excel can be stopped, and done again", async () => {
  await open();
  await choose();
  await status("is checked");
  await excel.person("edit", "A1");
  await page.getByLabel("As of").fill("2025-07-07");
  await press("Cancel");
  await status("Stopped. Nothing was changed, and not all is checked");
  await excel.person("stopEditing");
  await page.waitForTimeout(1_500);
  assert.equal(await page.locator("#next").count(), 0);
  await press("Check again");
  await status("is checked");
  quiet();
});

test("a pane that is opened while a cell is being edited says so, and reads the log once it can", async () => {
  await open();
  await page.addInitScript(() => {
    let host;
    const set = (made) => {
      host = made;
      host.edit("A1");
    };
    Object.defineProperty(globalThis, "excelHost", { configurable: true, get: () => host, set });
  });
  await page.reload();
  await alert(/press Enter in the cell/i);
  // Longer than Excel is asked for a listener.
  await page.waitForTimeout(8_000);
  await excel.person("stopEditing");
  await choose();
  await status("is checked");
  await excel.person("type", `B${expected.files[FERRYBRIDGE].overdue_sheet_rows[0]}`, "x");
  await status("is checked again");
});

test("Undo last marking leaves the marks as they are where its sheet has another name by now", async () => {
  await marked();
  await page.getByLabel("As of").fill("2025-04-07");
  await status("is checked");
  await mark();
  await page.evaluate(() => globalThis.Excel.run(async (context) => {
    context.workbook.worksheets.getFirst().name = "Renamed";
    await context.sync();
  }));
  const before = await excel.snapshot();
  await unfold("More for this log");
  await press("Undo last marking");
  await alert("so the marks stay as they are");
  assert.deepEqual(await excel.snapshot(), before);
  assert.ok(await page.getByRole("button", { name: "Undo last marking" }).isDisabled());
  quiet();
});

test("the focus is never lost, and what went wrong is in sight", async () => {
  await open(returned(HOLLOWBROOK));
  await choose();
  await status("is checked");
  const idle = () => page.waitForFunction(() => !document.querySelector("progress"));
  const press = async (button, wanted) => {
    await button.focus();
    await page.keyboard.press("Enter");
    await idle();
    await page.waitForTimeout(300);
    const has = await page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
    assert.equal(has, wanted);
  };
  const named = (name) => page.getByRole("button", { name }).first();
  await press(named("Check log"), "Check log");
  await press(named("Show what can be put right"), "fixes");
  await press(named("Put right what is ticked"), "fixes");
  const { accept } = await reasoned("known");
  await accept();
  await status("is accepted in row");
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => document.activeElement.id), "found");
  await page.locator("footer").scrollIntoViewIfNeeded();
  await excel.person("protect", (await excel.snapshot()).sheets[0].name);
  await page.getByRole("button", { name: "Check log" }).evaluate((button) => button.click());
  await alert("is protected");
  const { y } = await page.getByRole("alert").boundingBox();
  assert.ok(y >= 0 && y < 900, `the alert is at ${y}`);
  await accessible("an error in sight");
  quiet();
});

test("the day follows the clock until a person gives one", async () => {
  await marked();
  await page.clock.setFixedTime(new Date("2025-07-03T09:00:00"));
  await mark();
  assert.equal(await page.getByLabel("As of").inputValue(), "2025-07-03");
  await page.getByLabel("As of").fill("2025-07-01");
  await status("is checked");
  await page.clock.setFixedTime(new Date("2025-07-04T09:00:00"));
  await mark();
  assert.equal(await page.getByLabel("As of").inputValue(), "2025-07-01");
});

test("custom functions know a workbook that counts its days from 1904", async () => {
  await open(file("tests/workbooks/log-1904.xlsx"));
  await status("Choose the procedure");
  // Thursday 17 April 2025, and the Tuesday after Easter.
  assert.deepEqual(await excel.person("call", "WORKDAYS", [[45_764 - 1462]], [[45_769 - 1462]]), [[1]]);
  quiet();
});

for (const [name, screen] of Object.entries({ dark: { colorScheme: "dark" }, "high contrast": { forcedColors: "active" } })) {
  test(`it can be read in ${name}`, async () => {
    await marked(returned(HOLLOWBROOK), { screen });
    await accessible(name);
    await picture(name.replace(" ", "-"));
  });
}

test("an edit is never lost, however long the next cell is being edited; rows that it moved take the undoing away", async () => {
  await marked(file("tests/workbooks/log.xlsx"));
  await page.getByLabel("As of").fill("2025-04-07");
  await status("is checked");
  await mark();
  await unfold("More for this log");
  const undo = page.getByRole("button", { name: "Undo last marking" });
  assert.ok(await undo.isEnabled());
  const [{ name }] = (await excel.snapshot()).sheets;
  const steps = page.locator("#next + ol > li h3 button");
  const [before] = await steps.allInnerTexts();
  // Enter in one cell, and typing goes on in the next.
  await page.evaluate((name) => {
    globalThis.excelHost.insertRow(name, 4);
    globalThis.excelHost.edit("A1");
  }, name);
  // Longer than Excel is asked which sheet it was.
  await page.waitForTimeout(7_000);
  assert.ok(await undo.isDisabled());
  await excel.person("stopEditing");
  const moved = before.replace(/row (\d+)/, (_, row) => `row ${Number(row) + 1}`);
  await steps.first().filter({ hasText: moved }).waitFor();
  assert.ok(await undo.isDisabled());
  quiet();
});

/** Opens a log of many rows in Excel on the web, which is written in many parts. */
async function large(many) {
  const heading = ["Agency / School", "Escalation Number", "Concern", "Level of Need", "Date concern arose"];
  await open(null, { profile: "web" });
  await page.evaluate(
    ([heading, many]) => globalThis.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      sheet.getRange("A1:E1").values = [heading];
      const rows = Array.from({ length: many }, (_, n) => ["Oakfield", `S-${n + 1}`, "Threshold not agreed", "S17", 45_700 + (n % 100)]);
      sheet.getRange(`A2:E${many + 1}`).values = rows;
      sheet.getRange(`E2:E${many + 1}`).numberFormat = "dd/mm/yyyy";
      await context.sync();
    }),
    [heading, many],
  );
  await choose();
  await status("is checked");
}

/** Waits until some of the marks are written, and does something then. */
const halfway = (act, ...args) =>
  page.evaluate(async ([act, args]) => {
    const { host } = globalThis.excelHost;
    while (!host.workbook.sheets[0].value(5, 5)) await new Promise((later) => setTimeout(later));
    globalThis.excelHost[act](...args);
  }, [act, args]);

test("a row that is put in while the marks are being written is marked rightly", async () => {
  await large(3_000);
  await press("Check log");
  await halfway("insertRow", "Sheet1", 5);
  await status(/The log is marked\. /);
  const now = await excel.snapshot();
  const [{ cells }] = now.sheets;
  const marks = Object.entries(cells).filter(([cell, { value }]) => /^F\d/.test(cell) && value === "overdue");
  assert.equal(marks.length, 3_000);
  assert.ok(!cells.F5?.value);
  await mark();
  assert.deepEqual(await excel.snapshot(), now);
});

test("where columns are moved while the marks are being written, the pane says what to look at", async () => {
  await large(3_000);
  await press("Check log");
  await page.evaluate(async () => {
    const { host } = globalThis.excelHost;
    const [sheet] = host.workbook.sheets;
    while (!sheet.value(5, 5)) await new Promise((later) => setTimeout(later));
    host.byPerson(() => host.changed(sheet, { top: 0, left: 2, rows: 1_048_576, columns: 1 }, "ColumnInserted", null));
  });
  await alert("Columns were moved while the log was being marked");
  await unfold("More for this log");
  assert.ok(await page.getByRole("button", { name: "Undo last marking" }).isDisabled());
  await mark();
  assert.equal((await page.getByRole("alert").innerText()).trim(), "");
});

test("where a cell is edited once some marks are written, the pane says that the log is marked in part", async () => {
  await large(3_000);
  await press("Check log");
  await halfway("edit", "A1");
  await alert(/a cell is being edited: the log is marked in part/i);
  await alert("Press Enter in the cell, then press Check log again");
  await accessible("marked in part");
  await excel.person("stopEditing");
  // It stays said, though the log is read again by then.
  await page.waitForTimeout(5_000);
  await page.locator("#next + ol > li h3 button").first().click();
  await page.getByLabel("As of").fill("2025-06-20");
  await page.waitForFunction(() => !document.querySelector("progress"));
  await alert("the log is marked in part");
  await unfold("More for this log");
  assert.ok(await page.getByRole("button", { name: "Undo last marking" }).isDisabled());
  await mark();
  assert.equal((await page.getByRole("alert").innerText()).trim(), "");
  const [{ cells }] = (await excel.snapshot()).sheets;
  assert.equal(Object.values(cells).filter(({ value }) => value === "overdue").length, 3_000);
  quiet();
});

test("where a row is put in while the marks are being taken off, the pane says so", async () => {
  await large(3_000);
  await mark();
  await unfold("More for this log");
  await press("Clear marks");
  await page.evaluate(async () => {
    const { host } = globalThis.excelHost;
    while (host.workbook.sheets[0].value(5, 5)) await new Promise((later) => setTimeout(later));
    globalThis.excelHost.insertRow("Sheet1", 5);
  });
  await alert("Rows or columns were moved meanwhile: the marks are taken off in part");
});

test("marks are taken off though their sheet is very hidden; a log on such a sheet is not said to be unhidden", async () => {
  await open();
  const before = await excel.snapshot();
  await choose();
  await mark();
  const hide = (name) => page.evaluate((name) => globalThis.Excel.run(async (context) => {
    context.workbook.worksheets.getItem(name).visibility = "VeryHidden";
    await context.sync();
  }), name);
  await hide("escalog");
  await unfold("More for this log");
  await press("Clear marks");
  await status("The marks are taken off");
  assert.deepEqual(await excel.snapshot(), before);

  await page.evaluate(() => globalThis.Excel.run(async (context) => {
    context.workbook.worksheets.add("Other");
    await context.sync();
  }));
  await hide(before.sheets[0].name);
  await page.locator("#next + ol > li h3 button").first().click();
  await alert("is hidden by a program");
  assert.doesNotMatch(await page.getByRole("alert").innerText(), /choose Unhide/);
  quiet();
});

/** Makes the engine slow to be asked some verbs, and opens the pane afresh. */
async function slow(verbs, milliseconds = 1_000) {
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

test("the ribbon's button marks the log too where it is what starts the pane", async () => {
  await marked();
  const saved = await excel.save();
  await excel.close();
  await open(saved);
  await page.addInitScript(() => {
    let own;
    const set = (host) => {
      own = host;
      const pressing = setInterval(() => {
        host.press("checkLog").then(() => clearInterval(pressing), () => {});
      }, 1);
    };
    Object.defineProperty(globalThis, "excelHost", { configurable: true, get: () => own, set });
  });
  await page.reload();
  await status(/The log is marked\. /);
  quiet();
});

test("the ribbon's button waits for what is being done", async () => {
  await open();
  await slow(["quarter"], 2_000);
  await returns(2);
  await press("Open the quarterly workbook");
  await status("Writing the quarterly workbook");
  await excel.person("press", "checkLog");
  await excel.person("press", "checkLog");
  await status(/The log is marked\. /);
  assert.equal(await page.evaluate(() => globalThis.excelHost.host.created.length), 1);
});

test("custom functions are not stopped with what is stopped in the pane, and wait while a cell is being edited", async () => {
  await open();
  await choose();
  await status("is checked");
  const ask = () => page.evaluate(() => {
    const concerns = Array.from({ length: 20_000 }, (_, n) => [45_000 + (n % 700)]);
    globalThis.found = globalThis.excelHost.call("DUE", [["liverpool"]], [[1]], concerns);
  });
  const found = () => page.evaluate(() => globalThis.found.then((rows) => rows.filter(([due]) => typeof due === "number").length));
  // How the workbook counts its days is known from then on.
  await excel.person("call", "WORKDAYS", [[45_719]], [[45_726]]);
  await ask();
  await excel.person("edit", "A1");
  await press("Check log");
  await press("Cancel");
  await page.getByLabel("As of").fill("2025-06-01");
  assert.equal(await found(), 20_000);
  await excel.person("stopEditing");

  // Excel is first asked how it counts its days while a cell is being edited.
  await page.reload();
  await page.waitForFunction(() => "excelHost" in globalThis);
  await choose();
  await status("is checked");
  await excel.person("edit", "A1");
  await ask();
  // Longer than a press waits.
  await page.waitForTimeout(7_000);
  await excel.person("stopEditing");
  assert.equal(await found(), 20_000);
});

test("an Office that comes late is taken", async () => {
  await open();
  await page.addInitScript(() => {
    let own;
    const onReady = (office) => async (...given) => {
      await new Promise((later) => setTimeout(later, 12_000));
      return office.onReady(...given);
    };
    const set = (office) => {
      own = new Proxy(office, { get: (target, key) => (key === "onReady" ? onReady(target) : target[key]) });
    };
    Object.defineProperty(globalThis, "Office", { configurable: true, get: () => own, set });
  });
  await page.reload();
  await alert("Excel does not answer yet");
  await choose();
  await status("is checked");
  await mark();
  await excel.person("press", "checkLog");
  quiet();
});

test("without a day the pane asks for one, and marks come off all the same", async () => {
  await open();
  const before = await excel.snapshot();
  await choose();
  await mark();
  await page.getByLabel("As of").fill("");
  await status("Give the day to check as of");
  // Longer than an edit rests until all is checked.
  await excel.person("type", "Z60", "x");
  await page.waitForTimeout(3_500);
  await press("Check log");
  await page.waitForTimeout(500);
  assert.equal((await page.getByRole("alert").innerText()).trim(), "");
  await status("Give the day to check as of");
  await excel.person("type", "Z60", "");
  await unfold("More for this log");
  await press("Clear marks");
  await status("The marks are taken off");
  assert.deepEqual((await excel.snapshot()).sheets[0].cells, before.sheets[0].cells);
  quiet();
});

test("the report form is filled in from the log as it stands, and never from another row", async () => {
  await marked();
  const card = page.locator("#next + ol > li").filter({ hasText: /, stage [34]/m }).first();
  const [, row] = /row (\d+)/i.exec(await card.innerText());
  const [{ name, cells }] = (await excel.snapshot()).sheets;
  const texts = Object.entries(cells).filter(([cell, { value }]) => cell.replace(/\D/g, "") === row && typeof value === "string");
  const [cell] = texts.slice(0, 12).sort(([, a], [, b]) => b.value.length - a.value.length)[0];
  const pressed = (act, ...args) => page.evaluate(([act, args, row]) => {
    globalThis.excelHost[act](...args);
    const cards = [...document.querySelectorAll("#next + ol > li")];
    const own = cards.find((one) => one.querySelector("h3").textContent.includes(`row ${row})`));
    [...own.querySelectorAll("button")].find((one) => one.textContent.includes("report form")).click();
  }, [act, args, row]);
  // The press comes before the pane has heard of the edit.
  await pressed("type", cell, "THE NEW WORDING");
  await status("is open in a window of its own");
  const bytes = await page.evaluate(() => [...globalThis.excelHost.host.created[0]]);
  const parts = Object.values(unzipSync(new Uint8Array(bytes))).map((part) => strFromU8(part));
  assert.ok(parts.join("").includes("THE NEW WORDING"));
  await page.waitForTimeout(4_000);
  await pressed("insertRow", name, Number(row));
  await alert(STOPPED);
  assert.equal(await page.evaluate(() => globalThis.excelHost.host.created.length), 1);
  quiet();
});

/** Listens to what is said of what was done, as those hear it who do not see it. */
const listen = () => page.evaluate(() => {
  globalThis.heard = [];
  const said = document.getElementById("said");
  let last = said.innerText;
  new MutationObserver(() => {
    if (said.innerText !== last && said.innerText.trim() !== "") globalThis.heard.push(said.innerText.trim());
    last = said.innerText;
  }).observe(said, { subtree: true, childList: true, characterData: true });
});
const heard = () => page.evaluate(() => globalThis.heard.splice(0));

test("what is said last is said once, and nothing that no longer holds", async () => {
  await marked(returned(HOLLOWBROOK));
  await unfold("More for this log");
  await listen();
  const ends = async (done) => {
    await status(done);
    await page.waitForTimeout(300);
    return heard();
  };
  await press("Undo last marking");
  assert.deepEqual(await ends("is taken back"), ["Taking the last marking back", "Checking the log", "The last marking is taken back"]);
  await mark();
  await heard();
  await press("Clear marks");
  assert.deepEqual(await ends("are taken off"), ["Taking the marks off", "Checking the log", "The marks are taken off"]);
  await press("Show what can be put right");
  await page.locator("#fixes ~ ul > li").first().waitFor();
  await heard();
  await press("Put right what is ticked");
  const [changing, checking, ...rest] = await ends("put right");
  assert.deepEqual([changing, checking, rest.length], ["Changing the log", "Checking the log", 1]);
  assert.match(rest[0], /put right\. .* is checked: /);
});

test("a reading that is ticked while the log is being marked stops it, or leaves marks that are said to be old", async () => {
  await open();
  await slow(["annotate"]);
  await choose();
  await status("is checked");
  await unfold("Readings in force");
  await press("Check log");
  await page.waitForTimeout(400);
  await page.getByRole("checkbox").first().check();
  await status(/is checked: .*\. Marking the log was stopped, as something else was chosen: press its button again$/);
  assert.deepEqual(await excel.person("edits"), []);
  await excel.close();

  await large(2_000);
  await unfold("Readings in force");
  await press("Check log");
  await page.evaluate(async () => {
    const { host } = globalThis.excelHost;
    while (!host.workbook.sheets[0].value(5, 5)) await new Promise((later) => setTimeout(later));
    document.querySelector("input[type=checkbox]").click();
  });
  await status(/is checked: .*\. The marks in the sheet are by what was chosen before: press Check log to mark it by this$/);
  await page.waitForTimeout(1_000);
  await status("The marks in the sheet are by what was chosen before");
  await unfold("More for this log");
  assert.ok(await page.getByRole("button", { name: "Clear marks" }).isEnabled());
  await mark();
  const [, { cells }] = (await excel.snapshot()).sheets;
  assert.notEqual(Object.entries(cells).find(([, { value }]) => value === "Readings")[0], undefined);
  assert.notEqual(cells.B6.value, "none");
});

test("typing on another sheet leaves what can be put right, and an edit that is checked takes an old alert away", async () => {
  await open(returned(HOLLOWBROOK));
  await page.evaluate(() => globalThis.Excel.run(async (context) => {
    context.workbook.worksheets.add("Notes");
    await context.sync();
  }));
  await choose();
  await status("is checked");
  await press("Show what can be put right");
  const offered = page.locator("#fixes ~ ul > li");
  await offered.first().waitFor();
  await excel.person("type", "Notes!A1", "milk");
  await page.waitForTimeout(3_500);
  assert.ok((await offered.count()) > 0);

  const [{ name }] = (await excel.snapshot()).sheets;
  await excel.person("protect", name);
  await press("Check log");
  await alert("is protected");
  await excel.person("unprotect", name);
  await excel.person("type", `${name}!Z60`, "x");
  await page.waitForFunction(() => document.querySelector("[role=alert]").innerText.trim() === "");
  quiet();
});

test("a first look at a marked workbook can be stopped and done again; a procedure that is not known here is asked for", async () => {
  await marked();
  const saved = await excel.save();
  await excel.close();
  await open(saved);
  await slow(["view"]);
  await press("Cancel");
  await status("Stopped");
  await press("Check again");
  await status("is checked");
  assert.equal(await page.getByLabel("Procedure").inputValue(), POLICY);
  const { cells } = (await excel.snapshot()).sheets.find(({ name }) => name === "escalog");
  const [cell] = Object.entries(cells).find(([, { value }]) => value === POLICY);
  await excel.person("type", `escalog!${cell}`, "my-board");
  const unknown = await excel.save();
  await excel.close();
  await open(unknown);
  await alert("Choose the procedure above");
  assert.doesNotMatch(await page.getByRole("alert").innerText(), /--policy|procedure file/);
  await page.getByLabel("Procedure").selectOption(POLICY);
  await status("is checked");
  await mark();
});

test("a sort takes the undoing of the last marking away, and what was to be put right", async () => {
  await marked(file("tests/workbooks/log.xlsx"));
  await page.getByLabel("As of").fill("2025-04-07");
  await status("is checked");
  await mark();
  await unfold("More for this log");
  const undo = page.getByRole("button", { name: "Undo last marking" });
  assert.ok(await undo.isEnabled());
  const steps = page.locator("#next + ol > li h3 button");
  const before = await steps.allInnerTexts();
  const [{ name }] = (await excel.snapshot()).sheets;
  await excel.person("sort", `${name}!A4:Z7`, "C");
  await page.waitForFunction(
    (before) => [...document.querySelectorAll("#next + ol > li h3 button")].some((one, n) => one.innerText !== before[n]),
    before,
  );
  assert.ok(await undo.isDisabled());
  quiet();
});
