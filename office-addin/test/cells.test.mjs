// What Excel says of ranges → the file that the engine reads.

import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { at, block, fileOf, taken } = await source("cells.ts");

const read = {
  values: [["S-1", 45_719, true, "", "#REF!"], ["=1+1", "", "#1", 2.5, ""]],
  valueTypes: [["String", "Double", "Boolean", "Empty", "Error"], ["String", "String", "String", "Double", "Empty"]],
  numberFormat: [["General", "dd/mm/yyyy", "General", "General", "General"], ["@", "General", "General", "0.0", "General"]],
  formulas: [["S-1", 45_719, true, "", "=A1/0"], ["=1+1", '=""', "#1", 2.5, ""]],
};

test("values, errors, empty cells and formulas are told apart", () => {
  assert.deepEqual(block(4, 1, read), {
    top: 4,
    left: 1,
    values: [["S-1", 45_719, true, null, { error: "#REF!" }], ["=1+1", "", "#1", 2.5, null]],
    formats: read.numberFormat,
    formulas: [[null, null, null, null, "A1/0"], [null, '""', null, null, null]],
  });
  const plain = { values: [[1]], valueTypes: [["Double"]], numberFormat: [["0"]], formulas: [[1]] };
  assert.equal("formulas" in block(0, 0, plain), false);
});

test("the file is the JSON that the contract names, whatever a sheet is called", async () => {
  const own = block(4, 1, read);
  const sheet = { name: 'a "log", é', hidden: true, blocks: [own, own], hidden_rows: [7], hidden_columns: [2], merged: ["A1:F1"], taken_columns: 12, notes: [{ at: "B5", text: "…" }] };
  const bare = { name: "b", hidden: false, blocks: [], hidden_rows: [], hidden_columns: [], merged: [], taken_columns: 0, notes: [] };
  const { name, bytes } = await fileOf({ name: "Log.xlsx", date_system: "1904", sheets: [sheet, bare] });
  const text = new TextDecoder().decode(bytes);
  assert.equal(name, "Log.xlsx");
  assert.ok(text.startsWith('{"escalog-cells":1,'));
  assert.deepEqual(JSON.parse(text), { "escalog-cells": 1, date_system: "1904", sheets: [sheet, bare] });
});

test("what stands in a cell, and how many columns are taken", () => {
  const sheet = { blocks: [block(4, 1, read)], taken_columns: 0, merged: [] };
  assert.deepEqual([at(sheet, 4, 1), at(sheet, 4, 4), at(sheet, 5, 4), at(sheet, 0, 0)], ["S-1", null, 2.5, null]);
  assert.equal(taken(sheet, []), 6);
  assert.equal(taken({ ...sheet, taken_columns: 9 }, []), 9);
  assert.equal(taken(sheet, [{ top: 0, left: 0, bottom: 0, right: 11 }]), 12);
});
