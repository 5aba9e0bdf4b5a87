// The pane and the habits of Excel: one that comes late or never, a cell being edited, protection, the ribbon, the
// custom functions.

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
  picture,
  POLICY,
  press,
  quiet,
  returned,
  returns,
  slow,
  status,
  TODAY,
  unfold,
} from "./pane.mjs";

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
