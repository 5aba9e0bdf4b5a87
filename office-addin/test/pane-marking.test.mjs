// The pane as people meet it: the log checked, marked, put right, and given back; every button, flow and state.

import assert from "node:assert/strict";
import { test } from "node:test";
import { expected, FERRYBRIDGE, file, HOLLOWBROOK, POLICY, returned } from "./examples.mjs";
import * as pane from "./pane.mjs";

test("at the start it says what to do, and nothing is changed", async () => {
  await pane.open();
  await pane.status("Choose the procedure");
  await pane.accessible("at the start");
  await pane.picture("start");
  await pane.press("Check log");
  await pane.status("Choose the procedure first");
  assert.deepEqual(await pane.excel.person("edits"), []);
  pane.quiet();
});

for (const name of Object.keys(expected.files).filter((name) => name.endsWith(".xlsx"))) {
  test(`Check log makes the same sheet as the engine makes of the file: ${name}`, async () => {
    const workbook = returned(name);
    await pane.marked(workbook, { profile: name === HOLLOWBROOK ? "web" : "2021" });
    assert.deepEqual(await pane.excel.snapshot(), await pane.marksOf(workbook));
    pane.quiet();
  });
}

test("marking twice is marking once; Clear marks gives the sheet back", async () => {
  await pane.open();
  const before = await pane.excel.snapshot();
  await pane.choose();
  await pane.mark();
  const once = await pane.excel.snapshot();
  await pane.mark();
  assert.deepEqual(await pane.excel.snapshot(), once);
  await pane.accessible("marked");
  await pane.picture("marked");
  await pane.unfold("More for this log");
  await pane.press("Clear marks");
  await pane.status("The marks are taken off");
  assert.deepEqual(await pane.excel.snapshot(), before);
  pane.quiet();
});

test("Undo last marking brings back what the marks were before", async () => {
  await pane.open();
  await pane.choose();
  await pane.mark();
  const first = await pane.excel.snapshot();
  await pane.page.getByLabel("As of").fill("2025-04-07");
  await pane.status("is checked");
  await pane.mark();
  assert.notDeepEqual(await pane.excel.snapshot(), first);
  await pane.unfold("More for this log");
  await pane.press("Undo last marking");
  await pane.status("The last marking is taken back");
  assert.deepEqual(await pane.excel.snapshot(), first);
  assert.ok(await pane.page.getByRole("button", { name: "Undo last marking" }).isDisabled());
  pane.quiet();
});

test("results stand by urgency; pressing one selects it, and each deadline opens to its reason", async () => {
  await pane.marked();
  const truth = expected.files[FERRYBRIDGE];
  const cards = pane.page.locator("#next + ol > li");
  assert.equal(await cards.count(), truth.rows);
  const overdue = cards.filter({ has: pane.page.locator('[data-status="overdue"]') });
  assert.equal(await overdue.count(), truth.overdue_sheet_rows.length);
  const rows = await overdue.locator("h3 button").allTextContents();
  const numbers = rows.map((text) => Number(/row (\d+)/i.exec(text)[1])).sort((a, b) => a - b);
  assert.deepEqual(numbers, truth.overdue_sheet_rows);
  const [first] = await cards.locator("h3 button").all();
  const row = /row (\d+)/i.exec(await first.textContent())[1];
  await first.focus();
  await pane.page.keyboard.press("Enter");
  await pane.page.waitForFunction((row) => globalThis.excelHost.selection().endsWith(`!${row}:${row}`), row);
  await cards.first().getByText("Every deadline, and why").click();
  await cards.first().locator(".because").first().waitFor();
  assert.match(await cards.first().locator(".reasons").first().textContent(), /Clause: /);
  await pane.accessible("reasons");
  await pane.picture("reasons");
  pane.quiet();
});

test("findings are filtered by kind and lead to their cells", async () => {
  await pane.marked(returned(HOLLOWBROOK));
  const cards = pane.page.locator("#found ~ ul > li");
  const show = pane.page.getByLabel("Show", { exact: true });
  await show.selectOption("error");
  const severities = await cards.locator(".severity").evaluateAll((tags) => tags.map((tag) => tag.dataset.severity));
  assert.deepEqual(new Set(severities), new Set(["error"]));
  const go = cards.getByRole("button", { name: /go to the cell/ }).first();
  const cell = /^[A-Z]+\d+/.exec((await go.textContent()).trim())[0];
  await go.click();
  await pane.page.waitForFunction((cell) => globalThis.excelHost.selection().endsWith(`!${cell}`), cell);
  await pane.accessible("findings");
  await pane.picture("findings");
  pane.quiet();
});

test("a finding is accepted, with the reason, and counted apart", async () => {
  await pane.marked();
  const cards = pane.page.locator("#found ~ ul > li");
  const card = cards.filter({ has: pane.page.locator("summary", { hasText: "Accept it" }) }).first();
  const code = /\[(\w+)\]/.exec(await card.textContent())[1];
  await card.locator("summary").click();
  await card.getByLabel("Why it is right as it is").fill("agreed with the partnership");
  await pane.accessible("accepting");
  await card.getByRole("button", { name: "Accept", exact: true }).click();
  await pane.status(`${code} is accepted in row`);
  await cards.filter({ hasText: "agreed with the partnership" }).first().waitFor();
  const { sheets } = await pane.excel.snapshot();
  const values = Object.values(sheets[0].cells).map(({ value }) => value);
  assert.ok(values.includes("Accepted"));
  assert.ok(values.includes(`${code}, agreed with the partnership`));
  pane.quiet();
});

test("what can be put right is shown before and after, and put right in the sheet", async () => {
  await pane.marked(returned(HOLLOWBROOK));
  await pane.press("Show what can be put right");
  const card = pane.page.locator("#fixes ~ ul > li").first();
  await card.waitFor();
  const label = await card.locator("label").innerText();
  const [, cell] = /^([A-Z]+\d+):/.exec(label);
  await pane.accessible("fixes");
  await pane.picture("fixes");
  const before = await pane.excel.snapshot();
  await pane.press("Put right what is ticked");
  await pane.status("put right");
  const now = await pane.excel.snapshot();
  assert.notDeepEqual(now.sheets[0].cells[cell], before.sheets[0].cells[cell]);
  pane.quiet();
});

test("Prepare log adds the date columns to a bare log, as the engine does in the file", async () => {
  const bare = file("tests/workbooks/log.xlsx");
  await pane.open(bare);
  await pane.choose();
  await pane.unfold("More for this log");
  await pane.press("Prepare log");
  await pane.status(/The log is marked\. /);
  assert.deepEqual(await pane.excel.snapshot(), await pane.marksOf(bare, { prepare: true }));
  pane.quiet();
});

test("a log in a table, filtered: the table keeps its columns, and hidden rows are marked too", async () => {
  const workbook = file("tests/workbooks/log.xlsx");
  await pane.open(workbook);
  const wanted = await pane.marksOf(workbook);
  const [log] = (await pane.excel.snapshot()).sheets;
  // From the headings down, as one makes a table of a log.
  const heading = Object.entries(log.cells).find(([, { value }]) => String(value).startsWith("Concern"))[0].replace(/\D/g, "");
  const { corner, last } = await pane.page.evaluate((heading) => globalThis.Excel.run(async (context) => {
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
  await pane.excel.person("filter", corner, [last]);
  await pane.choose();
  await pane.mark();
  const [now] = (await pane.excel.snapshot()).sheets;
  assert.deepEqual(now.tables.map((table) => table.range), [corner]);
  assert.deepEqual(now.hiddenRows, [last]);
  const [marks] = wanted.sheets;
  assert.ok(Object.keys(marks.cells).length > Object.keys(log.cells).length);
  assert.deepEqual({ ...now, tables: [], hiddenRows: [], filter: null }, { ...marks, tables: [], hiddenRows: [], filter: null });
  pane.quiet();
});

test("several logs in one workbook are all marked", async () => {
  const workbook = file("tests/workbooks/two-tables.xlsx");
  await pane.marked(workbook);
  assert.deepEqual(await pane.excel.snapshot(), await pane.marksOf(workbook));
  pane.quiet();
});

test("a workbook that counts days from 1904 gets the same marks as its file", async () => {
  const workbook = file("tests/workbooks/log-1904.xlsx");
  await pane.marked(workbook);
  assert.deepEqual(await pane.excel.snapshot(), await pane.marksOf(workbook));
  pane.quiet();
});

test("a workbook without a log says so", async () => {
  await pane.open(null);
  await pane.choose();
  await pane.press("Check log");
  await pane.alert("No escalation log");
  await pane.accessible("no log");
  pane.quiet();
});

test("a reading that is chosen is kept in the workbook, with the procedure", async () => {
  await pane.open();
  await pane.choose();
  await pane.unfold("Readings in force");
  await pane.page.getByRole("radio").nth(1).check();
  await pane.status("is checked");
  await pane.accessible("readings");
  await pane.mark();
  const saved = await pane.excel.save();
  await pane.excel.close();
  await pane.open(saved);
  await pane.status("is checked");
  assert.equal(await pane.page.getByLabel("Procedure").inputValue(), POLICY);
  await pane.unfold("Readings in force");
  assert.ok(await pane.page.getByRole("radio").nth(1).isChecked());
  pane.quiet();
});

test("a large log on the web is read and written in parts", async () => {
  const heading = ["Agency / School", "Escalation Number", "Concern", "Level of Need", "Date concern arose"];
  const rows = Array.from({ length: 1500 }, (_, n) => ["Oakfield", `S-${n + 1}`, "Threshold not agreed", "S17", 45_700 + (n % 100)]);
  await pane.open(undefined, { profile: "web" });
  await pane.page.evaluate(
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
  await pane.choose();
  await pane.mark();
  const most = await pane.page.evaluate(() => Math.max(...globalThis.excelHost.host.batches.map(({ bytes }) => bytes)));
  assert.ok(most < 5_000_000, `a request of ${most} bytes`);
  const [{ cells }] = (await pane.excel.snapshot()).sheets;
  assert.equal(Object.values(cells).filter(({ value }) => value === "overdue").length, 1500);
  pane.quiet();
});

test("a log of long texts on the web is read in smaller parts", async () => {
  const heading = ["Agency / School", "Escalation Number", "Concern", "Date concern arose"];
  await pane.open(undefined, { profile: "web" });
  await pane.page.evaluate((heading) => globalThis.Excel.run(async (context) => {
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
  await pane.choose();
  await pane.status("1000 rows");
  const numbers = pane.page.locator("#next + ol > li").first().locator("h3");
  assert.match(await numbers.innerText(), /S-\d+ \(row \d+\)/i);
  // An edited row is read by itself.
  await pane.excel.person("type", "B1001", "S-last");
  await pane.status("Row 1001 is checked again");
  pane.quiet();
});

test("the self-test passes here, says so, and leaves nothing", async () => {
  await pane.checked();
  await pane.unfold("More for this log");
  await pane.press("Self-test");
  const report = pane.page.getByLabel("Report of the self-test");
  await report.waitFor();
  const lines = (await report.inputValue()).split("\n");
  assert.ok(lines.length >= 5, lines.join("\n"));
  assert.deepEqual(lines.filter((line) => !line.startsWith("passed: ")), []);
  assert.deepEqual(await pane.excel.person("edits"), []);
  await pane.accessible("self-test");
  await pane.picture("self-test");
  pane.quiet();
});

test("a self-test that can't be done has failed, and what it could not take away is said", async () => {
  await pane.checked();
  await pane.unfold("More for this log");
  await pane.excel.person("edit", "A1");
  await pane.press("Self-test");
  await pane.status("The self-test has failed: see its report");
  const report = pane.page.getByLabel("Report of the self-test");
  assert.match(await report.inputValue(), /\nFAILED: the workbook is read: a cell is being edited$/);
  await pane.excel.person("stopEditing");

  await pane.press("Self-test");
  await pane.page.evaluate(async () => {
    const { host } = globalThis.excelHost;
    while (!host.workbook.sheet("escalog self-test")) await new Promise((later) => setTimeout(later));
    globalThis.excelHost.protectStructure(true);
  });
  await pane.status("The self-test has failed: see its report");
  assert.match(await report.inputValue(), /^FAILED: what was made is taken away again: .*protected.*delete the sheet "escalog self-test" yourself$/m);
  await pane.excel.person("protectStructure", false);
  await pane.press("Self-test");
  await pane.status("The self-test has passed");
  assert.deepEqual(await pane.excel.person("edits"), []);
  pane.quiet();
});

test("a marked log that is sorted stays right, and one with a row put in is marked again as its file is", async () => {
  await pane.marked(file("tests/workbooks/log.xlsx"));
  const [{ name, cells }] = (await pane.excel.snapshot()).sheets;
  const at = (text) => Object.entries(cells).find(([, { value }]) => value === text)[0];
  const [said, stamps] = [at("Checks"), at("Status")].map((cell) => cell.replace(/\d/g, ""));
  const rows = Object.entries(cells).filter(([cell, { formula }]) => formula && cell.replace(/\d/g, "") === stamps);
  const numbers = rows.map(([cell]) => Number(cell.replace(/\D/g, "")));
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const [end] = Object.keys(cells).map((cell) => cell.replace(/\d/g, "")).sort((a, b) => b.length - a.length || (a < b ? 1 : -1));
  const say = async () => {
    const [sheet] = (await pane.excel.snapshot()).sheets;
    const all = Array.from({ length: last - first + 2 }, (_, n) => [stamps, said].map((column) => sheet.cells[`${column}${first + n}`]?.value));
    return all.filter(([status]) => status !== undefined).map((texts) => texts.join(": "));
  };
  const before = await say();
  await pane.excel.person("sort", `${name}!A${first}:${end}${last}`, stamps);
  const sorted = await say();
  assert.notDeepEqual(sorted, before);
  assert.deepEqual([...sorted].sort(), [...before].sort(), "each row says what it said");
  await pane.mark();
  assert.deepEqual(await pane.excel.snapshot(), await pane.marksOf(await pane.excel.save()));

  await pane.excel.person("insertRow", name, first + 1);
  assert.ok(!(await say()).some((text) => text.includes("check again")));
  await pane.mark();
  assert.deepEqual(await pane.excel.snapshot(), await pane.marksOf(await pane.excel.save()));
  pane.quiet();
});

test("Undo last marking leaves the marks as they are where its sheet has another name by now", async () => {
  await pane.marked();
  await pane.page.getByLabel("As of").fill("2025-04-07");
  await pane.status("is checked");
  await pane.mark();
  await pane.page.evaluate(() => globalThis.Excel.run(async (context) => {
    context.workbook.worksheets.getFirst().name = "Renamed";
    await context.sync();
  }));
  const before = await pane.excel.snapshot();
  await pane.unfold("More for this log");
  await pane.press("Undo last marking");
  await pane.alert("so the marks stay as they are");
  assert.deepEqual(await pane.excel.snapshot(), before);
  assert.ok(await pane.page.getByRole("button", { name: "Undo last marking" }).isDisabled());
  pane.quiet();
});

test("marks are taken off though their sheet is very hidden; a log on such a sheet is not said to be unhidden", async () => {
  await pane.open();
  const before = await pane.excel.snapshot();
  await pane.choose();
  await pane.mark();
  const hide = (name) => pane.page.evaluate((name) => globalThis.Excel.run(async (context) => {
    context.workbook.worksheets.getItem(name).visibility = "VeryHidden";
    await context.sync();
  }), name);
  await hide("escalog");
  await pane.unfold("More for this log");
  await pane.press("Clear marks");
  await pane.status("The marks are taken off");
  assert.deepEqual(await pane.excel.snapshot(), before);

  await pane.page.evaluate(() => globalThis.Excel.run(async (context) => {
    context.workbook.worksheets.add("Other");
    await context.sync();
  }));
  await hide(before.sheets[0].name);
  await pane.page.locator("#next + ol > li h3 button").first().click();
  await pane.alert("is hidden by a program");
  assert.doesNotMatch(await pane.page.getByRole("alert").innerText(), /choose Unhide/);
  pane.quiet();
});
