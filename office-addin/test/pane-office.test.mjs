// The pane and the habits of Excel: one that comes late or never, a cell being edited, protection, the ribbon, the
// custom functions.

import assert from "node:assert/strict";
import { test } from "node:test";
import { expected, FERRYBRIDGE, file, HOLLOWBROOK, POLICY, returned, TODAY } from "./examples.mjs";
import * as pane from "./pane.mjs";

test("while a cell is being edited it waits, then says what to do", async () => {
  await pane.open();
  await pane.choose();
  await pane.excel.person("edit", "A1");
  await pane.press("Check log");
  await pane.page.waitForTimeout(700);
  await pane.excel.person("stopEditing");
  await pane.status(/The log is marked\. /);
  await pane.excel.person("edit", "A1");
  await pane.press("Check log");
  await pane.alert(/press Enter in the cell/i);
  await pane.accessible("a cell is being edited");
  await pane.excel.person("stopEditing");
  await pane.mark();
  pane.quiet();
});

test("a protected sheet, or workbook, is left as it is, and it says why", async () => {
  await pane.open();
  await pane.choose();
  const [{ name }] = (await pane.excel.snapshot()).sheets;
  await pane.excel.person("protect", name);
  await pane.press("Check log");
  await pane.alert(`sheet ${name} is protected`);
  assert.deepEqual(await pane.excel.person("edits"), []);
  await pane.accessible("protected");
  await pane.picture("protected");
  await pane.excel.person("unprotect", name);
  await pane.excel.person("protectStructure", true);
  await pane.press("Check log");
  await pane.alert("structure is protected");
  assert.deepEqual(await pane.excel.person("edits"), []);
  await pane.excel.person("protectStructure", false);
  await pane.mark();
  pane.quiet();
});

test("where Excel never answers, the pane says so and offers the page", async () => {
  await pane.open(returned(FERRYBRIDGE), { ready: false });
  await pane.alert("Excel does not answer yet");
  await pane.alert("close Excel and open it again");
  await pane.page.getByRole("link", { name: "use the page" }).waitFor();
  await pane.accessible("without Excel");
  await pane.picture("without-excel");
  pane.quiet();
});

test("an engine that could not be fetched is fetched anew when asked for again", async () => {
  await pane.open();
  let isThere = false;
  await pane.page.route("**/escalog.wasm", (route) => (isThere ? route.fallback() : route.fulfill({ status: 503, body: "" })));
  await pane.page.reload();
  await pane.alert("The engine could not be loaded");
  await pane.alert("What to do: Try again; if it stays so, use the page, or ask who runs the server");
  await pane.accessible("without the engine");
  await pane.press("Try again");
  await pane.alert("The engine could not be loaded");
  isThere = true;
  await pane.press("Try again");
  await pane.choose();
  await pane.status("is checked");
  // The workbook is listened to, and the custom functions have the engine too.
  await pane.excel.person("type", `B${expected.files[FERRYBRIDGE].overdue_sheet_rows[0]}`, "x");
  await pane.status("is checked again");
  assert.deepEqual(await pane.excel.person("call", "WORKDAYS", [[45_719]], [[45_726]]), [[5]]);
  assert.equal(await pane.page.getByRole("button", { name: "Try again" }).count(), 0);
});

test("the custom functions have the engine behind them", async () => {
  await pane.open();
  await pane.choose();
  const call = (name, ...args) => pane.excel.person("call", name, ...args);
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
  pane.quiet();
});

test("the ribbon's button checks the log", async () => {
  await pane.open();
  await pane.choose();
  await pane.excel.person("press", "checkLog");
  await pane.status(/The log is marked\. /);
  pane.quiet();
});

test("the ribbon's button marks the log though the pane can't be shown", async () => {
  await pane.open();
  await pane.choose();
  await pane.page.evaluate(() => {
    const own = globalThis.Office;
    const addin = { showAsTaskpane: () => Promise.reject(new Error("it can't be shown")) };
    globalThis.Office = new Proxy(own, { get: (office, key) => (key === "addin" ? addin : office[key]) });
  });
  await pane.excel.person("press", "checkLog");
  await pane.status(/The log is marked\. /);
  pane.quiet();
});

test("a day that is given before the engine is there does not take the procedures away", async () => {
  await pane.open();
  await pane.slow(["policies"]);
  await pane.page.getByLabel("As of").fill(TODAY);
  await pane.choose();
  await pane.status("is checked");
  // The log is listened to.
  await pane.excel.person("type", `B${expected.files[FERRYBRIDGE].overdue_sheet_rows[0]}`, "x");
  await pane.status("is checked again");
  pane.quiet();
});

test("a pane that is opened while a cell is being edited says so, and reads the log once it can", async () => {
  await pane.open();
  await pane.page.addInitScript(() => {
    let host;
    const set = (made) => {
      host = made;
      host.edit("A1");
    };
    Object.defineProperty(globalThis, "excelHost", { configurable: true, get: () => host, set });
  });
  await pane.page.reload();
  await pane.alert(/press Enter in the cell/i);
  // Longer than Excel is asked for a listener.
  await pane.page.waitForTimeout(8_000);
  await pane.excel.person("stopEditing");
  await pane.choose();
  await pane.status("is checked");
  await pane.excel.person("type", `B${expected.files[FERRYBRIDGE].overdue_sheet_rows[0]}`, "x");
  await pane.status("is checked again");
});

test("the day follows the clock until a person gives one", async () => {
  await pane.marked();
  await pane.page.clock.setFixedTime(new Date("2025-07-03T09:00:00"));
  await pane.mark();
  assert.equal(await pane.page.getByLabel("As of").inputValue(), "2025-07-03");
  await pane.page.getByLabel("As of").fill("2025-07-01");
  await pane.status("is checked");
  await pane.page.clock.setFixedTime(new Date("2025-07-04T09:00:00"));
  await pane.mark();
  assert.equal(await pane.page.getByLabel("As of").inputValue(), "2025-07-01");
});

test("custom functions know a workbook that counts its days from 1904", async () => {
  await pane.open(file("tests/workbooks/log-1904.xlsx"));
  await pane.status("Choose the procedure");
  // Thursday 17 April 2025, and the Tuesday after Easter.
  assert.deepEqual(await pane.excel.person("call", "WORKDAYS", [[45_764 - 1462]], [[45_769 - 1462]]), [[1]]);
  pane.quiet();
});

for (const [name, screen] of Object.entries({ dark: { colorScheme: "dark" }, "high contrast": { forcedColors: "active" } })) {
  test(`it can be read in ${name}`, async () => {
    await pane.marked(returned(HOLLOWBROOK), { screen });
    await pane.accessible(name);
    await pane.picture(name.replace(" ", "-"));
  });
}

test("the ribbon's button marks the log too where it is what starts the pane", async () => {
  await pane.marked();
  const saved = await pane.excel.save();
  await pane.excel.close();
  await pane.open(saved);
  await pane.page.addInitScript(() => {
    let own;
    const set = (host) => {
      own = host;
      const pressing = setInterval(() => {
        host.press("checkLog").then(() => clearInterval(pressing), () => {});
      }, 1);
    };
    Object.defineProperty(globalThis, "excelHost", { configurable: true, get: () => own, set });
  });
  await pane.page.reload();
  await pane.status(/The log is marked\. /);
  pane.quiet();
});

test("the ribbon's button waits for what is being done", async () => {
  await pane.open();
  await pane.slow(["quarter"], 2_000);
  await pane.returns(2);
  await pane.press("Open the quarterly workbook");
  await pane.status("Writing the quarterly workbook");
  await pane.excel.person("press", "checkLog");
  await pane.excel.person("press", "checkLog");
  await pane.status(/The log is marked\. /);
  assert.equal(await pane.page.evaluate(() => globalThis.excelHost.host.created.length), 1);
});

test("custom functions are not stopped with what is stopped in the pane, and wait while a cell is being edited", async () => {
  await pane.checked();
  const ask = () => pane.page.evaluate(() => {
    const concerns = Array.from({ length: 20_000 }, (_, n) => [45_000 + (n % 700)]);
    globalThis.found = globalThis.excelHost.call("DUE", [["liverpool"]], [[1]], concerns);
  });
  const found = () => pane.page.evaluate(() => globalThis.found.then((rows) => rows.filter(([due]) => typeof due === "number").length));
  // How the workbook counts its days is known from then on.
  await pane.excel.person("call", "WORKDAYS", [[45_719]], [[45_726]]);
  await ask();
  await pane.excel.person("edit", "A1");
  await pane.press("Check log");
  await pane.press("Cancel");
  await pane.page.getByLabel("As of").fill("2025-06-01");
  assert.equal(await found(), 20_000);
  await pane.excel.person("stopEditing");

  // Excel is first asked how it counts its days while a cell is being edited.
  await pane.page.reload();
  await pane.page.waitForFunction(() => "excelHost" in globalThis);
  await pane.choose();
  await pane.status("is checked");
  await pane.excel.person("edit", "A1");
  await ask();
  // Longer than a press waits.
  await pane.page.waitForTimeout(7_000);
  await pane.excel.person("stopEditing");
  assert.equal(await found(), 20_000);
});

test("an Office that comes late is taken", async () => {
  await pane.open();
  await pane.page.addInitScript(() => {
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
  await pane.page.reload();
  await pane.alert("Excel does not answer yet");
  await pane.choose();
  await pane.status("is checked");
  await pane.mark();
  await pane.excel.person("press", "checkLog");
  pane.quiet();
});

test("without a day the pane asks for one, and marks come off all the same", async () => {
  await pane.open();
  const before = await pane.excel.snapshot();
  await pane.choose();
  await pane.mark();
  await pane.page.getByLabel("As of").fill("");
  await pane.status("Give the day to check as of");
  // Longer than an edit rests until all is checked.
  await pane.excel.person("type", "Z60", "x");
  await pane.page.waitForTimeout(3_500);
  await pane.press("Check log");
  await pane.page.waitForTimeout(500);
  assert.equal((await pane.page.getByRole("alert").innerText()).trim(), "");
  await pane.status("Give the day to check as of");
  await pane.excel.person("type", "Z60", "");
  await pane.unfold("More for this log");
  await pane.press("Clear marks");
  await pane.status("The marks are taken off");
  assert.deepEqual((await pane.excel.snapshot()).sheets[0].cells, before.sheets[0].cells);
  pane.quiet();
});

test("a first look at a marked workbook can be stopped and done again; a procedure that is not known here is asked for", async () => {
  await pane.marked();
  const saved = await pane.excel.save();
  await pane.excel.close();
  await pane.open(saved);
  await pane.slow(["view"]);
  await pane.press("Cancel");
  await pane.status("Stopped");
  await pane.press("Check again");
  await pane.status("is checked");
  assert.equal(await pane.page.getByLabel("Procedure").inputValue(), POLICY);
  const { cells } = (await pane.excel.snapshot()).sheets.find(({ name }) => name === "escalog");
  const [cell] = Object.entries(cells).find(([, { value }]) => value === POLICY);
  await pane.excel.person("type", `escalog!${cell}`, "my-board");
  const unknown = await pane.excel.save();
  await pane.excel.close();
  await pane.open(unknown);
  await pane.alert("Choose the procedure above");
  assert.doesNotMatch(await pane.page.getByRole("alert").innerText(), /--policy|procedure file/);
  await pane.page.getByLabel("Procedure").selectOption(POLICY);
  await pane.status("is checked");
  await pane.mark();
});
