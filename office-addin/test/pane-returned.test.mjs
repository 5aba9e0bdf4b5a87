// The pane with a quarter's returned logs and with forms: what is made and opened in Excel.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import { engine } from "./excel-host/harness.mjs";
import { expected, FERRYBRIDGE, POLICY, returned, RETURNED, root, TODAY } from "./examples.mjs";
import * as pane from "./pane.mjs";

test("returned logs are merged into the quarterly workbook, in a window of its own", async () => {
  await pane.open();
  await pane.choose();
  await pane.page.locator("#choose").setInputFiles(RETURNED);
  await pane.status(`${RETURNED.length} logs read, 0 not read`);
  await pane.page.getByLabel("Quarter", { exact: true }).selectOption("2025-Q2");
  await pane.accessible("returned");
  await pane.picture("returned");
  await pane.press("Open the quarterly workbook");
  await pane.status("2025-Q2.xlsx is open in a window of its own");
  const made = () => pane.page.evaluate(() => globalThis.excelHost.host.created.map((bytes) => [...bytes]));
  const [bytes] = await made();
  const { json } = engine("check", { policy: POLICY, as_of: TODAY }, [{ name: "2025-Q2.xlsx", bytes: new Uint8Array(bytes) }]);
  assert.deepEqual(json.errors, []);
  assert.equal(json.logs.find(({ sheet }) => sheet === "Escalations").rows, expected.all.rows);
  await pane.press("Open the board copy");
  await pane.status("board copy");
  await pane.press("Open the register alone");
  await pane.status("register.xlsx is open");
  assert.equal((await made()).length, 3);
  assert.deepEqual(await pane.excel.person("edits"), [], "the open log is as it was");
  pane.quiet();
});

test("where Excel may not open a workbook its sheets are put into an empty one; where it may not do that either, it says so", async () => {
  for (const [inserting, profile] of [[null, "2021"], ["AccessDenied", "2021"], [null, "web"]]) {
    await pane.open(null, { profile, forbids: { creating: "AccessDenied", inserting } });
    const before = await pane.excel.snapshot();
    // Two of them alone raised nothing that a chart could show.
    await pane.returns(3);
    await pane.press("Open the quarterly workbook");
    const isDone = inserting === null && profile !== "web";
    if (isDone) await pane.status(/the sheets of \S+\.xlsx stand at the end of this one/);
    else await pane.alert("Excel may neither open");
    const now = await pane.excel.snapshot();
    assert.deepEqual(now.sheets.slice(0, before.sheets.length), before.sheets);
    assert.equal(now.sheets.length > before.sheets.length, isDone);
    if (!isDone) {
      await pane.alert("Excel on the web takes in no sheet with a chart");
      await pane.accessible("refused");
    }
    await pane.excel.close();
  }
});

test("no sheets are put into a workbook that holds a log, nor where Excel failed for another reason", async () => {
  await pane.open(returned(FERRYBRIDGE), { forbids: { creating: "AccessDenied" } });
  const before = await pane.excel.snapshot();
  await pane.returns(2);
  for (const name of ["Open the quarterly workbook", "Open the register alone"]) {
    await pane.press(name);
    await pane.alert(/is not put into one that holds a log/);
    await pane.alert("use the page, which saves");
  }
  assert.deepEqual(await pane.excel.snapshot(), before);
  await pane.accessible("not put into a log");
  await pane.mark();
  await pane.excel.close();

  await pane.open(null, { forbids: { creating: "GeneralException" } });
  const empty = await pane.excel.snapshot();
  await pane.returns(2);
  await pane.press("Open the quarterly workbook");
  await pane.alert("Excel could not do it: You cannot perform the requested operation (GeneralException)");
  assert.deepEqual(await pane.excel.snapshot(), empty);
});

test("a file that Excel is being given can't be stopped, and waits until no cell is being edited", async () => {
  await pane.open(null, { forbids: { creating: "AccessDenied" } });
  await pane.returns(2);
  await pane.excel.person("edit", "A1");
  await pane.press("Open the quarterly workbook");
  await pane.page.waitForFunction(() => document.querySelector("progress")?.position === 1);
  await pane.page.waitForTimeout(1_000);
  assert.equal(await pane.page.getByRole("button", { name: "Cancel" }).count(), 0);
  await pane.page.getByLabel("Quarter", { exact: true }).selectOption({ index: 2 });
  assert.equal((await pane.excel.snapshot()).sheets.length, 1);
  await pane.excel.person("stopEditing");
  await pane.page.waitForFunction(() => !document.querySelector("progress"));
  assert.ok((await pane.excel.snapshot()).sheets.length > 1);
  assert.doesNotMatch(await pane.page.getByRole("status").innerText(), /[Ss]topped/);
});

test("the report form of a row opens filled in", async () => {
  await pane.marked();
  const rows = pane.page.locator("#next + ol > li");
  // The form is of the later stages.
  const form = (stages) => rows.filter({ hasText: stages }).getByRole("button", { name: /Open the report form/ });
  assert.notEqual(await rows.filter({ hasText: /, stage [12]$/m }).count(), 0);
  assert.equal(await form(/, stage [12]$/m).count(), 0);
  await form(/, stage [34]/).first().click();
  await pane.status(/report .*\.xlsx is open in a window of its own/);
  assert.equal(await pane.page.evaluate(() => globalThis.excelHost.host.created.length), 1);
  pane.quiet();
});

test("a blank log opens in a window of its own", async () => {
  await pane.open(null);
  await pane.choose();
  await pane.press("Open a blank log");
  await pane.status(/log \(liverpool\)\.xlsx is open in a window of its own/);
  assert.equal(await pane.page.evaluate(() => globalThis.excelHost.host.created.length), 1);
  pane.quiet();
});

test("where Excel may not open a workbook the report form stands beside the log, which is checked as before", async () => {
  await pane.marked(undefined, { forbids: { creating: "AccessDenied" } });
  const before = await pane.excel.snapshot();
  await pane.page.locator("#next + ol > li").getByRole("button", { name: /Open the report form/ }).first().click();
  await pane.status(/the sheets of report .*\.xlsx stand at the end of this one/);
  assert.equal((await pane.excel.snapshot()).sheets.length, before.sheets.length + 1);
  await pane.press("Check log");
  await pane.status(/The log is marked\. /);
});

test("returned logs can be dropped on the pane, which stays where it is", async () => {
  await pane.checked();
  const given = { name: FERRYBRIDGE, bytes: [...returned(FERRYBRIDGE).bytes] };
  const isTaken = await pane.page.evaluate(({ name, bytes }) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], name));
    return !document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, given);
  assert.ok(isTaken, "the browser would open it in the place of the pane");
  await pane.status("1 log read");
  pane.quiet();
});

test("a protected return is opened with its password", async () => {
  await pane.open();
  await pane.choose();
  await pane.page.locator("#choose").setInputFiles([RETURNED[0], fileURLToPath(new URL("tests/workbooks/locked.xlsx", root))]);
  await pane.status("1 log read, 1 not read");
  const password = pane.page.getByLabel("Password of locked.xlsx");
  await password.fill("wrong");
  await pane.press("Open it");
  await pane.status("1 log read, 1 not read");
  await pane.accessible("a password is asked for");
  await password.fill("secret");
  await pane.press("Open it");
  await pane.status("2 logs read, 0 not read");
  pane.quiet();
});

test("the password of last quarter's workbook is asked for by its name, beside an open log", async () => {
  await pane.open();
  await pane.choose();
  await pane.page.locator("#choose").setInputFiles([RETURNED[0], fileURLToPath(new URL("tests/workbooks/locked.xlsx", root))]);
  await pane.status("1 log read, 1 not read");
  await pane.page.getByLabel("Last quarter's workbook").selectOption("locked.xlsx");
  await pane.status("1 log read, 0 not read");
  await pane.press("Open the quarterly workbook");
  await pane.alert("This file needs a password. What to do: Give its password.");
  assert.deepEqual(await pane.page.locator("input[type=password]").evaluateAll((fields) => fields.map(({ labels }) => labels[0].innerText)), ["Password of locked.xlsx"]);
  await pane.page.getByLabel("Password of locked.xlsx").fill("secret");
  await pane.press("Open it");
  await pane.status("1 log read, 0 not read");
  await pane.press("Open the quarterly workbook");
  // It is opened, and looked at.
  await pane.alert("This is neither a register nor a quarterly workbook");
  assert.equal(await pane.page.locator("input[type=password]").count(), 0);
  pane.quiet();
});

test("the report form is filled in from the log as it stands, and never from another row", async () => {
  await pane.marked();
  const card = pane.page.locator("#next + ol > li").filter({ hasText: /, stage [34]/m }).first();
  const [, row] = /row (\d+)/i.exec(await card.innerText());
  const [{ name, cells }] = (await pane.excel.snapshot()).sheets;
  const texts = Object.entries(cells).filter(([cell, { value }]) => cell.replace(/\D/g, "") === row && typeof value === "string");
  const [cell] = texts.slice(0, 12).sort(([, a], [, b]) => b.value.length - a.value.length)[0];
  const pressed = (act, ...args) => pane.page.evaluate(([act, args, row]) => {
    globalThis.excelHost[act](...args);
    const cards = [...document.querySelectorAll("#next + ol > li")];
    const own = cards.find((one) => one.querySelector("h3").textContent.includes(`row ${row})`));
    [...own.querySelectorAll("button")].find((one) => one.textContent.includes("report form")).click();
  }, [act, args, row]);
  // The press comes before the pane has heard of the edit.
  await pressed("type", cell, "THE NEW WORDING");
  await pane.status("is open in a window of its own");
  const bytes = await pane.page.evaluate(() => [...globalThis.excelHost.host.created[0]]);
  const parts = Object.values(unzipSync(new Uint8Array(bytes))).map((part) => strFromU8(part));
  assert.ok(parts.join("").includes("THE NEW WORDING"));
  await pane.page.waitForTimeout(4_000);
  await pressed("insertRow", name, Number(row));
  await pane.alert(pane.STOPPED);
  assert.equal(await pane.page.evaluate(() => globalThis.excelHost.host.created.length), 1);
  pane.quiet();
});
