// The pane with a quarter's returned logs and with forms: what is made and opened in Excel.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import { engine } from "./excel-host/harness.mjs";
import {
  accessible,
  alert,
  choose,
  excel,
  expected,
  FERRYBRIDGE,
  mark,
  marked,
  open,
  page,
  picture,
  POLICY,
  press,
  quiet,
  returned,
  RETURNED,
  returns,
  root,
  status,
  STOPPED,
  TODAY,
} from "./pane.mjs";

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
