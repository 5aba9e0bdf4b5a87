// The pane while people go on working: edits that are checked again, and such as come while something is done.

import assert from "node:assert/strict";
import { test } from "node:test";
import { expected, FERRYBRIDGE, file, HOLLOWBROOK, returned } from "./examples.mjs";
import * as pane from "./pane.mjs";

/** A marked log, marked again as of another day: the button that takes that back. */
async function markedAgain() {
  await pane.marked(file("tests/workbooks/log.xlsx"));
  await pane.page.getByLabel("As of").fill("2025-04-07");
  await pane.status("is checked");
  await pane.mark();
  await pane.unfold("More for this log");
  const undo = pane.page.getByRole("button", { name: "Undo last marking" });
  assert.ok(await undo.isEnabled());
  return undo;
}

test("an edited row is checked again; the pane's own edits are not", async () => {
  await pane.marked();
  const { sheets } = await pane.excel.snapshot();
  const [log] = sheets;
  const [row] = expected.files[FERRYBRIDGE].overdue_sheet_rows;
  const heading = Object.entries(log.cells).find(([, { value }]) => /resolved/i.test(String(value)) && /date/i.test(String(value)));
  const column = heading[0].replace(/\d/g, "");
  await pane.excel.person("type", `${column}${row}`, "not a date");
  await pane.status(`Row ${row} is checked again`);
  const card = pane.page.locator("#found ~ ul > li").filter({ hasText: "not a date" });
  await card.first().waitFor();
  // In the sheet the row says so by itself.
  const own = Object.entries(log.cells).find(([, { value }]) => value === "Status")[0].replace(/\d/g, "");
  const now = await pane.excel.snapshot();
  assert.equal(now.sheets[0].cells[`${own}${row}`].value, "check again");
  await pane.excel.person("type", `${column}${row}`, "30/06/2025");
  await pane.status(`Row ${row} is checked again`);
  await card.first().waitFor({ state: "detached" });
  await pane.mark();
  // Longer than an edit rests.
  await pane.page.waitForTimeout(800);
  assert.match(await pane.page.getByRole("status").textContent(), /The log is marked/);
  pane.quiet();
});

test("what is being done can be stopped, and then nothing was changed", async () => {
  await pane.checked();
  // While a cell is being edited Excel keeps the pane waiting.
  await pane.excel.person("edit", "A1");
  await pane.press("Check log");
  await pane.press("Cancel");
  await pane.status("Stopped. Nothing was changed");
  await pane.excel.person("stopEditing");
  await pane.page.waitForTimeout(1_000);
  assert.deepEqual(await pane.excel.person("edits"), []);
  await pane.status("Stopped");
  pane.quiet();
});

/** The first finding that can be accepted, with its form open and a reason typed into it. */
async function reasoned(why) {
  const card = pane.page.locator("#found ~ ul > li").filter({ has: pane.page.locator("summary", { hasText: "Accept it" }) }).first();
  await card.locator("summary").click();
  await card.getByLabel("Why it is right as it is").fill(why);
  const [, code] = /\[(\w+)\]/.exec(await card.textContent());
  const place = (await card.getByRole("button").first().textContent()).trim();
  return { card, code, place, accept: () => card.getByRole("button", { name: "Accept", exact: true }).click() };
}

test("what is to be put right is dropped where the log changes, and nothing is written that no longer fits", async () => {
  await pane.checked(returned(HOLLOWBROOK));
  const [{ name }] = (await pane.excel.snapshot()).sheets;
  await pane.press("Show what can be put right");
  const offered = pane.page.locator("#fixes ~ ul > li");
  await offered.first().waitFor();
  await pane.excel.person("insertRow", name, 2);
  await offered.first().waitFor({ state: "detached" });
  await pane.status("The log was changed");
  await pane.page.waitForTimeout(3_000);

  // The press comes before the pane has heard of the edit.
  await pane.press("Show what can be put right");
  await offered.first().waitFor();
  await pane.page.evaluate((name) => {
    globalThis.excelHost.insertRow(name, 2);
    [...document.querySelectorAll("button")].find((one) => one.textContent.includes("Put right what is ticked")).click();
  }, name);
  const changed = await pane.excel.snapshot();
  await pane.alert(pane.STOPPED);
  await pane.page.waitForTimeout(2_500);
  assert.deepEqual(await pane.excel.snapshot(), changed);
  pane.quiet();
});

test("a reason that is being typed stays with its finding", async () => {
  await pane.checked(returned(FERRYBRIDGE));
  const { place, code } = await reasoned("agreed on 2 July");
  const typed = () =>
    pane.page.locator("#found ~ ul > li").evaluateAll((cards) =>
      cards.flatMap((card) => (card.querySelector("input")?.value ? [`${card.querySelector("button").textContent.trim()} ${/\[(\w+)\]/.exec(card.textContent)[1]}`] : [])),
    );
  assert.deepEqual(await typed(), [`${place} ${code}`]);
  const show = pane.page.getByLabel("Show", { exact: true });
  for (const kind of ["information", "warning", "error", "all"]) {
    await show.selectOption(kind);
    for (const one of await typed()) assert.equal(one, `${place} ${code}`, kind);
  }
  pane.quiet();
});

test("Accept is refused where rows were moved meanwhile, where the reason is blank, and where it names another rule", async () => {
  await pane.checked(returned(FERRYBRIDGE));
  const [{ name }] = (await pane.excel.snapshot()).sheets;
  const { card, code, accept } = await reasoned("   ");
  const other = `${code.charAt(0)}999`;
  const edits = await pane.excel.person("edits");
  await accept();
  const why = card.getByLabel("Why it is right as it is");
  assert.ok(await why.evaluate((field) => field.matches(":invalid")));
  await why.fill(`agreed; ${other}, to be discussed`);
  await accept();
  await pane.alert(`the reason names the rule ${other}`);
  assert.equal(await why.inputValue(), `agreed; ${other}, to be discussed`);
  assert.deepEqual(await pane.excel.person("edits"), edits);
  await why.fill("agreed; so it stays");
  await pane.page.evaluate((name) => {
    globalThis.excelHost.insertRow(name, 2);
    document.querySelector("details[open] form").requestSubmit();
  }, name);
  const changed = await pane.excel.snapshot();
  await pane.alert(pane.STOPPED);
  assert.deepEqual(await pane.excel.snapshot(), changed);
  await pane.page.waitForTimeout(3_000);
  const again = await reasoned("agreed; so it stays");
  await again.accept();
  await pane.status(`${again.code} is accepted in row`);
  const values = Object.values((await pane.excel.snapshot()).sheets[0].cells).map(({ value }) => value);
  assert.ok(values.includes(`${again.code}, agreed, so it stays`));
  pane.quiet();
});

test("a row that is put in while the log is being marked is marked rightly", async () => {
  const workbook = file("tests/workbooks/log.xlsx");
  await pane.open(workbook);
  await pane.slow(["annotate"]);
  await pane.choose();
  await pane.status("is checked");
  const [{ name }] = (await pane.excel.snapshot()).sheets;
  await pane.press("Check log");
  await pane.page.waitForTimeout(600);
  await pane.excel.person("insertRow", name, 9);
  await pane.status(/The log is marked\. /);
  const now = await pane.excel.snapshot();
  await pane.excel.close();
  await pane.open(workbook);
  await pane.excel.person("insertRow", name, 9);
  await pane.choose();
  await pane.mark();
  assert.deepEqual(now, await pane.excel.snapshot());
});

test("reasons that are unfolded are explained anew after an edit, and a log that can't be checked any more is not shown", async () => {
  await pane.checked();
  const card = pane.page.locator("#next + ol > li").first();
  await card.getByText("Every deadline, and why").click();
  await card.locator(".because").first().waitFor();
  await pane.excel.person("type", "Z60", "x");
  await pane.page.waitForTimeout(3_000);
  await card.locator(".because").first().waitFor();
  const [{ cells }] = (await pane.excel.snapshot()).sheets;
  const heading = Object.entries(cells).find(([, { value }]) => /^concern/i.test(String(value)))[0].replace(/\D/g, "");
  const headings = Object.keys(cells).filter((cell) => cell.replace(/\D/g, "") === heading);
  for (const cell of headings) await pane.excel.person("type", cell, "");
  await pane.alert("No escalation log");
  assert.equal(await pane.page.locator("#next").count(), 0);
  for (const cell of headings) await pane.excel.person("type", cell, cells[cell].value);
  await card.waitFor();
  await pane.page.waitForFunction(() => document.querySelector("[role=alert]").innerText.trim() === "");
  pane.quiet();
});

test("a check that waits for Excel can be stopped, and done again", async () => {
  await pane.checked();
  await pane.excel.person("edit", "A1");
  await pane.page.getByLabel("As of").fill("2025-07-07");
  await pane.press("Cancel");
  await pane.status("Stopped. Nothing was changed, and not all is checked");
  await pane.excel.person("stopEditing");
  await pane.page.waitForTimeout(1_500);
  assert.equal(await pane.page.locator("#next").count(), 0);
  await pane.press("Check again");
  await pane.status("is checked");
  pane.quiet();
});

test("the focus is never lost, and what went wrong is in sight", async () => {
  await pane.checked(returned(HOLLOWBROOK));
  const idle = () => pane.page.waitForFunction(() => !document.querySelector("progress"));
  const press = async (button, wanted) => {
    await button.focus();
    await pane.page.keyboard.press("Enter");
    await idle();
    await pane.page.waitForTimeout(300);
    const has = await pane.page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
    assert.equal(has, wanted);
  };
  const named = (name) => pane.page.getByRole("button", { name }).first();
  await press(named("Check log"), "Check log");
  await press(named("Show what can be put right"), "fixes");
  await press(named("Put right what is ticked"), "fixes");
  const { accept } = await reasoned("known");
  await accept();
  await pane.status("is accepted in row");
  await pane.page.waitForTimeout(300);
  assert.equal(await pane.page.evaluate(() => document.activeElement.id), "found");
  await pane.page.locator("footer").scrollIntoViewIfNeeded();
  await pane.excel.person("protect", (await pane.excel.snapshot()).sheets[0].name);
  await pane.page.getByRole("button", { name: "Check log" }).evaluate((button) => button.click());
  await pane.alert("is protected");
  const { y } = await pane.page.getByRole("alert").boundingBox();
  assert.ok(y >= 0 && y < 900, `the alert is at ${y}`);
  await pane.accessible("an error in sight");
  pane.quiet();
});

test("an edit is never lost, however long the next cell is being edited; rows that it moved take the undoing away", async () => {
  const undo = await markedAgain();
  const [{ name }] = (await pane.excel.snapshot()).sheets;
  const steps = pane.page.locator("#next + ol > li h3 button");
  const [before] = await steps.allInnerTexts();
  // Enter in one cell, and typing goes on in the next.
  await pane.page.evaluate((name) => {
    globalThis.excelHost.insertRow(name, 4);
    globalThis.excelHost.edit("A1");
  }, name);
  // Longer than Excel is asked which sheet it was.
  await pane.page.waitForTimeout(7_000);
  assert.ok(await undo.isDisabled());
  await pane.excel.person("stopEditing");
  const moved = before.replace(/row (\d+)/, (_, row) => `row ${Number(row) + 1}`);
  await steps.first().filter({ hasText: moved }).waitFor();
  assert.ok(await undo.isDisabled());
  pane.quiet();
});

/** Opens a log of many rows in Excel on the web, which is written in many parts. */
async function large(many) {
  const heading = ["Agency / School", "Escalation Number", "Concern", "Level of Need", "Date concern arose"];
  await pane.open(null, { profile: "web" });
  await pane.page.evaluate(
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
  await pane.choose();
  await pane.status("is checked");
}

/** Waits until some of the marks are written, and does something then. */
const halfway = (act, ...args) =>
  pane.page.evaluate(async ([act, args]) => {
    const { host } = globalThis.excelHost;
    while (!host.workbook.sheets[0].value(5, 5)) await new Promise((later) => setTimeout(later));
    globalThis.excelHost[act](...args);
  }, [act, args]);

test("a row that is put in while the marks are being written is marked rightly", async () => {
  await large(3_000);
  await pane.press("Check log");
  await halfway("insertRow", "Sheet1", 5);
  await pane.status(/The log is marked\. /);
  const now = await pane.excel.snapshot();
  const [{ cells }] = now.sheets;
  const marks = Object.entries(cells).filter(([cell, { value }]) => /^F\d/.test(cell) && value === "overdue");
  assert.equal(marks.length, 3_000);
  assert.ok(!cells.F5?.value);
  await pane.mark();
  assert.deepEqual(await pane.excel.snapshot(), now);
});

test("where columns are moved while the marks are being written, the pane says what to look at", async () => {
  await large(3_000);
  await pane.press("Check log");
  await pane.page.evaluate(async () => {
    const { host } = globalThis.excelHost;
    const [sheet] = host.workbook.sheets;
    while (!sheet.value(5, 5)) await new Promise((later) => setTimeout(later));
    host.byPerson(() => host.changed(sheet, { top: 0, left: 2, rows: 1_048_576, columns: 1 }, "ColumnInserted", null));
  });
  await pane.alert("Columns were moved while the log was being marked");
  await pane.unfold("More for this log");
  assert.ok(await pane.page.getByRole("button", { name: "Undo last marking" }).isDisabled());
  await pane.mark();
  assert.equal((await pane.page.getByRole("alert").innerText()).trim(), "");
});

test("where a cell is edited once some marks are written, the pane says that the log is marked in part", async () => {
  await large(3_000);
  await pane.press("Check log");
  await halfway("edit", "A1");
  await pane.alert(/a cell is being edited: the log is marked in part/i);
  await pane.alert("Press Enter in the cell, then press Check log again");
  await pane.accessible("marked in part");
  await pane.excel.person("stopEditing");
  // It stays said, though the log is read again by then.
  await pane.page.waitForTimeout(5_000);
  await pane.page.locator("#next + ol > li h3 button").first().click();
  await pane.page.getByLabel("As of").fill("2025-06-20");
  await pane.page.waitForFunction(() => !document.querySelector("progress"));
  await pane.alert("the log is marked in part");
  await pane.unfold("More for this log");
  assert.ok(await pane.page.getByRole("button", { name: "Undo last marking" }).isDisabled());
  await pane.mark();
  assert.equal((await pane.page.getByRole("alert").innerText()).trim(), "");
  const [{ cells }] = (await pane.excel.snapshot()).sheets;
  assert.equal(Object.values(cells).filter(({ value }) => value === "overdue").length, 3_000);
  pane.quiet();
});

test("where a row is put in while the marks are being taken off, the pane says so", async () => {
  await large(3_000);
  await pane.mark();
  await pane.unfold("More for this log");
  await pane.press("Clear marks");
  await pane.page.evaluate(async () => {
    const { host } = globalThis.excelHost;
    while (host.workbook.sheets[0].value(5, 5)) await new Promise((later) => setTimeout(later));
    globalThis.excelHost.insertRow("Sheet1", 5);
  });
  await pane.alert("Rows or columns were moved meanwhile: the marks are taken off in part");
});

/** Listens to what is said of what was done, as those hear it who do not see it. */
const listen = () => pane.page.evaluate(() => {
  globalThis.heard = [];
  const said = document.getElementById("said");
  let last = said.innerText;
  new MutationObserver(() => {
    if (said.innerText !== last && said.innerText.trim() !== "") globalThis.heard.push(said.innerText.trim());
    last = said.innerText;
  }).observe(said, { subtree: true, childList: true, characterData: true });
});
const heard = () => pane.page.evaluate(() => globalThis.heard.splice(0));

test("what is said last is said once, and nothing that no longer holds", async () => {
  await pane.marked(returned(HOLLOWBROOK));
  await pane.unfold("More for this log");
  await listen();
  const ends = async (done) => {
    await pane.status(done);
    await pane.page.waitForTimeout(300);
    return heard();
  };
  await pane.press("Undo last marking");
  assert.deepEqual(await ends("is taken back"), ["Taking the last marking back", "Checking the log", "The last marking is taken back"]);
  await pane.mark();
  await heard();
  await pane.press("Clear marks");
  assert.deepEqual(await ends("are taken off"), ["Taking the marks off", "Checking the log", "The marks are taken off"]);
  await pane.press("Show what can be put right");
  await pane.page.locator("#fixes ~ ul > li").first().waitFor();
  await heard();
  await pane.press("Put right what is ticked");
  const [changing, checking, ...rest] = await ends("put right");
  assert.deepEqual([changing, checking, rest.length], ["Changing the log", "Checking the log", 1]);
  assert.match(rest[0], /put right\. .* is checked: /);
});

test("a reading that is chosen while the log is being marked stops it, or leaves marks that are said to be old", async () => {
  await pane.open();
  await pane.slow(["annotate"]);
  await pane.choose();
  await pane.status("is checked");
  await pane.unfold("Readings in force");
  await pane.press("Check log");
  await pane.page.waitForTimeout(400);
  await pane.page.getByRole("radio").nth(1).check();
  await pane.status(/is checked: .*\. Marking the log was stopped, as something else was chosen: press its button again$/);
  assert.deepEqual(await pane.excel.person("edits"), []);
  await pane.excel.close();

  await large(2_000);
  await pane.unfold("Readings in force");
  await pane.press("Check log");
  await pane.page.evaluate(async () => {
    const { host } = globalThis.excelHost;
    while (!host.workbook.sheets[0].value(5, 5)) await new Promise((later) => setTimeout(later));
    document.querySelectorAll("input[type=radio]")[1].click();
  });
  await pane.status(/is checked: .*\. The marks in the sheet are by what was chosen before: press Check log to mark it by this$/);
  await pane.page.waitForTimeout(1_000);
  await pane.status("The marks in the sheet are by what was chosen before");
  await pane.unfold("More for this log");
  assert.ok(await pane.page.getByRole("button", { name: "Clear marks" }).isEnabled());
  await pane.mark();
  const [, { cells }] = (await pane.excel.snapshot()).sheets;
  assert.notEqual(Object.entries(cells).find(([, { value }]) => value === "Readings")[0], undefined);
  assert.notEqual(cells.B6.value, "none");
});

test("typing on another sheet leaves what can be put right, and an edit that is checked takes an old alert away", async () => {
  await pane.open(returned(HOLLOWBROOK));
  await pane.page.evaluate(() => globalThis.Excel.run(async (context) => {
    context.workbook.worksheets.add("Notes");
    await context.sync();
  }));
  await pane.choose();
  await pane.status("is checked");
  await pane.press("Show what can be put right");
  const offered = pane.page.locator("#fixes ~ ul > li");
  await offered.first().waitFor();
  await pane.excel.person("type", "Notes!A1", "milk");
  await pane.page.waitForTimeout(3_500);
  assert.ok((await offered.count()) > 0);

  const [{ name }] = (await pane.excel.snapshot()).sheets;
  await pane.excel.person("protect", name);
  await pane.press("Check log");
  await pane.alert("is protected");
  await pane.excel.person("unprotect", name);
  await pane.excel.person("type", `${name}!Z60`, "x");
  await pane.page.waitForFunction(() => document.querySelector("[role=alert]").innerText.trim() === "");
  pane.quiet();
});

test("a sort takes the undoing of the last marking away, and what was to be put right", async () => {
  const undo = await markedAgain();
  const steps = pane.page.locator("#next + ol > li h3 button");
  const before = await steps.allInnerTexts();
  const [{ name }] = (await pane.excel.snapshot()).sheets;
  await pane.excel.person("sort", `${name}!A4:Z7`, "C");
  await pane.page.waitForFunction(
    (before) => [...document.querySelectorAll("#next + ol > li h3 button")].some((one, n) => one.innerText !== before[n]),
    before,
  );
  assert.ok(await undo.isDisabled());
  pane.quiet();
});
