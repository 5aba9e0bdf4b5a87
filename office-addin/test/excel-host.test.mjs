// The simulator itself: as strict as Excel is documented to be.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { engine, launch } from "./excel-host/harness.mjs";

const example = (name) => ({ name, bytes: readFileSync(new URL(`../../examples/returned/${name}`, import.meta.url)) });
const FERRYBRIDGE = example("ferrybridge-nhs-community-trust.xlsx");
const TODAY = "2025-06-30";

let excel;

before(async () => {
  excel = await launch();
});

after(() => excel.close());

/** Runs a batch in a fresh Excel; an error answers as its code and message. */
async function run(batch, options = {}) {
  const { page, close } = await excel.open({ today: TODAY, ...options });
  try {
    return await page.evaluate(async (batch) => {
      const act = new Function(`return ${batch}`)();
      try {
        return { answer: await globalThis.Excel.run(act) };
      } catch (error) {
        return { code: error.code ?? error.name, message: error.message };
      }
    }, String(batch));
  } finally {
    await close();
  }
}

test("nothing happens before the queue is sent, and nothing is known before it was loaded", async () => {
  assert.deepEqual(
    await run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      sheet.getRange("A1:B2").values = [[1, "two"], [true, "=1+1"]];
      const before = globalThis.excelHost.snapshot().sheets[0].cells;
      const range = sheet.getRange("A1:B2");
      range.load("values, formulas, address, valueTypes");
      await context.sync();
      return [Object.keys(before), range.values, range.formulas, range.address, range.valueTypes];
    }),
    { answer: [[], [[1, "two"], [true, 2]], [[1, "two"], [true, "=1+1"]], "Sheet1!A1:B2", [["Double", "String"], ["Boolean", "Double"]]] },
  );
  const unread = await run(async (context) => {
    const range = context.workbook.worksheets.getActiveWorksheet().getRange("A1");
    await context.sync();
    return range.values;
  });
  assert.equal(unread.code, "PropertyNotLoaded");
  const early = await run(async (context) => {
    const range = context.workbook.worksheets.getActiveWorksheet().getRange("A1");
    range.load("values");
    return range.values;
  });
  assert.equal(early.code, "PropertyNotLoaded");
});
