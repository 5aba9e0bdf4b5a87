// The pane while people go on working: edits that are checked again, and such as come while something is done.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accessible,
  alert,
  choose,
  excel,
  expected,
  FERRYBRIDGE,
  file,
  HOLLOWBROOK,
  mark,
  marked,
  open,
  page,
  press,
  quiet,
  returned,
  slow,
  status,
  STOPPED,
  unfold,
} from "./pane.mjs";

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
