// The custom functions on the real engine: ranges in, arrays out, errors in their own cells.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";
import { call, initSync } from "../../pkg/escalog.js";

class CustomError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
globalThis.CustomFunctions = { Error: CustomError, ErrorCode: { invalidValue: "#VALUE!" } };
initSync({ module: readFileSync(new URL("../../pkg/escalog_bg.wasm", import.meta.url)) });

const source = readFileSync(new URL("../src/functions.ts", import.meta.url), "utf8");
const { outputText } = ts.transpileModule(source, { compilerOptions: { module: "esnext", target: "es2022" } });
const { functions } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
let calls = 0;
const ask = async (verb, request) => {
  calls += 1;
  return call(verb, request, []);
};
const { DUE, STATUS, WHY, WORKDAYS } = functions(ask, async () => "1900");

/** 45719 is Monday 3 March 2025. */
const MARCH_3 = 45719;
const one = (value) => [[value]];
const column = (...values) => values.map((value) => [value]);
const birmingham = one("birmingham");

const wrong = (found, said) => {
  assert.ok(found instanceof CustomError, `no error but ${found}`);
  assert.equal(found.code, "#VALUE!");
  assert.match(found.message, said);
};

test("a date in, a date out, and the reason beside it", async () => {
  // Stage 2: the earlier of two working days from its beginning and seven from the concern.
  const row = [birmingham, one(2), one(MARCH_3), one(MARCH_3 + 3)];
  assert.deepEqual(await DUE(...row), one(MARCH_3 + 7));
  assert.match((await WHY(...row))[0][0], /Mon 10 Mar/);
  for (const [asOf, says] of [
    [MARCH_3 + 3, "due soon"],
    [MARCH_3 + 7, "due today"],
    [MARCH_3 + 8, "overdue"],
  ]) {
    assert.deepEqual(await STATUS(...row, one(asOf)), one(says));
  }
  assert.deepEqual(await DUE(birmingham, one(2), one("2025-03-03"), one("2025-03-06")), one(MARCH_3 + 7));
});

test("a stage is said as a log says it", async () => {
  for (const stage of ["2", "Stage 2", "stage2 "]) {
    assert.deepEqual(await DUE(birmingham, one(stage), one(MARCH_3), one(MARCH_3 + 3)), one(MARCH_3 + 7), stage);
  }
});

test("a whole range is one call, and single cells are said again for each row", async () => {
  calls = 0;
  const due = await DUE(
    birmingham,
    column(2, 2, "", 2),
    column(MARCH_3, MARCH_3 + 1, "", "soon"),
    column(MARCH_3 + 3, MARCH_3 + 4, "", ""),
    null,
  );
  assert.equal(calls, 1);
  assert.deepEqual(due.slice(0, 3), column(MARCH_3 + 7, MARCH_3 + 8, ""));
  wrong(due[3][0], /`soon` is/);
  assert.deepEqual(await DUE(birmingham, column("", ""), column("", "")), column("", ""));
  assert.equal(calls, 1, "blank rows ask nothing");
});

test("thousands of rows are asked for in parts, and answered in their order", async () => {
  const concerns = Array.from({ length: 4500 }, (_, row) => [MARCH_3 + (row % 2)]);
  const due = await DUE(birmingham, one(1), concerns);
  assert.deepEqual([due[0], due[1999], due[2000], due[4499]], [due[2], due[1], due[2], due[1]]);
  assert.notDeepEqual(due[0], due[1]);
});

test("ranges across as well as down", async () => {
  const due = await WORKDAYS([[MARCH_3, MARCH_3 + 1]], column(MARCH_3 + 7, MARCH_3));
  assert.deepEqual(due, [[5, 4], [0, -1]]);
});

test("bank holidays are no working days", async () => {
  // Easter 2025: Thursday 17 April to Tuesday 22 April.
  assert.deepEqual(await WORKDAYS(one(45764), one(45769)), one(1));
});

test("a mistake is #VALUE! with the engine's message, in its own cell", async () => {
  const found = await DUE(column("birmingham", "bimringham", "birmingham"), one(1), column(MARCH_3, MARCH_3, -5));
  assert.equal(typeof found[0][0], "number");
  wrong(found[1][0], /bimringham/);
  wrong(found[2][0], /-5 is not a date/);
  wrong((await STATUS(birmingham, one(1), one(MARCH_3)))[0][0], /as of which day/);
  wrong((await DUE(birmingham, one(9), one(MARCH_3)))[0][0], /stages are 1 to/);
  wrong((await DUE(birmingham, one("soon"), one(MARCH_3)))[0][0], /`soon` is not a stage/);
  wrong((await DUE(birmingham, one(""), one(MARCH_3)))[0][0], /the stage is missing/);
  const days = await WORKDAYS(column(61, MARCH_3, "2025-02-31", "2173-01-01"), one(MARCH_3 + 7));
  wrong(days[0][0], /can't be counted/);
  assert.equal(days[1][0], 5);
  wrong(days[2][0], /`2025-02-31` is not a date/);
  wrong(days[3][0], /2173-01-01 can't be counted/);
  await assert.rejects(DUE(birmingham, column(1, 1), column(MARCH_3, MARCH_3, MARCH_3)), /2 and 3 rows|3 and 2 rows/);
});

test("each function is documented as it is made", () => {
  const { functions: said, allowErrorForDataTypeAny } = JSON.parse(readFileSync(new URL("../functions.json", import.meta.url), "utf8"));
  // Without it one error in a range is an error of the whole: https://learn.microsoft.com/office/dev/add-ins/excel/custom-functions-json#metadata-reference
  assert.equal(allowErrorForDataTypeAny, true);
  const made = { DUE, STATUS, WHY, WORKDAYS };
  assert.deepEqual(said.map(({ id }) => id), Object.keys(made));
  for (const { id, parameters, description, options } of said) {
    assert.equal(parameters.length, made[id].length, id);
    assert.ok(description && parameters.every((parameter) => parameter.description), id);
    assert.ok(parameters.every(({ dimensionality }) => dimensionality === "matrix"), id);
    assert.equal(options?.volatile, undefined, id);
  }
});

test("a workbook that counts its days from 1904 gets the same dates, in its own numbers", async () => {
  const from1904 = functions(ask, async () => "1904");
  const own = (day) => one(day - 1462);
  assert.deepEqual(await from1904.DUE(birmingham, one(2), own(MARCH_3), own(MARCH_3 + 3)), own(MARCH_3 + 7));
  assert.deepEqual(await from1904.WORKDAYS(own(MARCH_3), own(MARCH_3 + 7)), one(5));
  // Where Excel can't say, no date is given; once it can, one is.
  let isEditing = true;
  const later = functions(ask, async () => {
    if (isEditing) throw new Error("a cell is being edited");
    return "1904";
  });
  await assert.rejects(later.WORKDAYS(own(MARCH_3), own(MARCH_3 + 7)), /how this workbook counts its days/);
  isEditing = false;
  assert.deepEqual(await later.WORKDAYS(own(MARCH_3), own(MARCH_3 + 7)), one(5));
});

test("a time is cut to its minute: the last of a day is not the day after", async () => {
  const at = (hour, minute, second) => MARCH_3 + (hour * 3600 + minute * 60 + second) / 86_400;
  for (const last of [at(23, 59, 0), at(23, 59, 30), at(23, 59, 59)]) {
    assert.deepEqual(await WORKDAYS(one(last), one(MARCH_3 + 1)), one(1), `${last}`);
  }
  const asked = [];
  const told = functions(async (verb, request) => ask(verb, request, asked.push(request.cases)), async () => "1900");
  for (const moment of [at(10, 14, 59), at(10, 15, 0), at(10, 15, 59)]) await told.DUE(birmingham, one(1), one(moment));
  assert.deepEqual(asked.map((cases) => JSON.parse(cases).events.concern.slice(11)), ["10:14", "10:15", "10:15"]);
});

test("what is no date, or no procedure, says so in its own cell", async () => {
  const [[right], [text]] = await WORKDAYS(column(MARCH_3, "13 March 2025"), column(MARCH_3 + 7, MARCH_3 + 7));
  assert.equal(right, 5);
  wrong(text, /`13 March 2025` is not a date/);
  wrong((await STATUS(birmingham, one(2), one(MARCH_3), null, one("13 March 2025")))[0][0], /`13 March 2025` is not a date/);
  wrong((await DUE(one(5), one(2), one(MARCH_3)))[0][0], /5 is not a procedure/);
});

test("an error in a cell is an error in that place alone", async () => {
  for (const error of [new CustomError("#N/A", ""), { type: "Error", basicType: "Error", basicValue: "#N/A" }]) {
    const due = await DUE(birmingham, column(2, 2), column(MARCH_3, error), column(MARCH_3 + 3, MARCH_3 + 3));
    assert.deepEqual(due[0], [MARCH_3 + 7]);
    wrong(due[1][0], /a cell that this refers to holds #N\/A/);
    const days = await WORKDAYS(column(MARCH_3, error), one(MARCH_3 + 7));
    assert.equal(days[0][0], 5);
    wrong(days[1][0], /#N\/A/);
  }
});
