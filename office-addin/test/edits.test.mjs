// An edit script made into few writes gives the same cells as its edits one by one.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { call, initSync } from "../../pkg/escalog.js";
import { source } from "./source.mjs";

const root = new URL("../../", import.meta.url);
const { a1, areaOf, areasOf, holds, without } = await source("a1.ts");
const { isTakenForMore, plan, serial, sheetsOf, showsDays } = await source("edits.ts");

before(() => initSync({ module: readFileSync(new URL("pkg/escalog_bg.wasm", root)) }));

const cellsOf = ({ top, left, bottom, right }) =>
  Array.from({ length: bottom - top + 1 }, (_, y) => Array.from({ length: right - left + 1 }, (_, x) => [top + y, left + x])).flat();
const key = (row, column) => a1({ top: row, left: column, bottom: row, right: column });

/** What the cells hold once each `set` and `clear` is applied in turn. */
function oneByOne(edits) {
  const held = new Map();
  for (const edit of edits) {
    if (edit.set) {
      const { cell, formula, value } = edit.set;
      const day = value?.date ? serial(value.date, "1900") : value;
      held.set(cell, formula === undefined ? (day ?? "") : `=${formula}`);
    }
    if (edit.clear) for (const [row, column] of cellsOf(areaOf(edit.clear.range))) held.set(key(row, column), "");
  }
  return held;
}

/** The same once the plan's clears and writes are. */
function planned({ clears, writes }) {
  const held = new Map();
  for (const area of clears) for (const [row, column] of cellsOf(area)) held.set(key(row, column), "");
  for (const { area, cells } of writes) {
    assert.deepEqual([cells.length, cells[0].length], [area.bottom - area.top + 1, area.right - area.left + 1]);
    for (const [row, column] of cellsOf(area)) {
      const typed = cells[row - area.top][column - area.left];
      if (typed !== null) held.set(key(row, column), typeof typed === "string" ? typed.replace(/^'/, "") : typed);
    }
  }
  return held;
}

const sorted = (held) => [...held].sort(([a], [b]) => (a < b ? -1 : 1));

test("a marked log is a write or two a sheet, and each cell what the script says", () => {
  for (const name of ["ferrybridge-nhs-community-trust.xlsx", "hollowbrook-high-school.xlsx", "thimblewick-primary-school.xlsx"]) {
    const bytes = readFileSync(new URL(`examples/returned/${name}`, root));
    const settings = { policy: "liverpool", as_of: "2025-06-30" };
    const { json } = call("annotate", { settings }, [{ name, bytes }]);
    for (const { sheet, edits } of sheetsOf(json.edits)) {
      const wanted = plan(edits, "1900");
      const sets = edits.filter((edit) => edit.set).length;
      assert.ok(sets > 20 && wanted.writes.length <= 2, `${name}, ${sheet}: ${sets} cells in ${wanted.writes.length} writes`);
      assert.deepEqual(sorted(planned(wanted)), sorted(oneByOne(edits)), `${name}, ${sheet}`);
      const kinds = ["conditional_format", "validation", "remove_conditional_formats", "width"].map((kind) => edits.filter((edit) => edit[kind]).length);
      const { formats, validations, removedContaining, widths } = wanted;
      assert.deepEqual([formats, validations, removedContaining, widths].map((list) => list.length), kinds);
    }
  }
});

test("any order of writing and clearing comes to the same", () => {
  let seed = 7;
  const random = (below) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const values = ["text", 7, true, null, { date: "2025-03-11" }, ""];
  for (let round = 0; round < 300; round++) {
    const edits = Array.from({ length: 1 + random(20) }, () => {
      const [row, column] = [random(6), random(6)];
      if (random(5) > 0) return { set: { cell: key(row, column), value: values[random(values.length)] } };
      return { clear: { range: a1({ top: row, left: column, bottom: row + random(3), right: column + random(3) }) } };
    });
    assert.deepEqual(sorted(planned(plan(edits, "1900"))), sorted(oneByOne(edits)), JSON.stringify(edits));
  }
});

test("looks of neighbouring cells are joined, and what is cleared afterwards is forgotten", () => {
  const fill = (range, color) => ({ fill: { range, color } });
  const wanted = plan([fill("A1:A1", "#111111"), fill("B1:B1", "#111111"), fill("C1:C1", "#222222"), fill("D1:D2", "#222222")], "1900");
  assert.deepEqual(wanted.looks.map(({ area, look }) => `${a1(area)} ${look.fill}`), ["A1:B1 #111111", "C1 #222222", "D1:D2 #222222"]);
  const cleared = plan([fill("A1:A1", "#111111"), { number_format: { range: "A1:A2", code: "0" } }, { clear: { range: "A1:B1" } }], "1900");
  assert.deepEqual([cleared.looks.length, cleared.numberFormats.length], [0, 1]);
});

test("a text stays a text, however it begins", () => {
  const more = ["=1+1", "-3", "+44", "@home", "'quoted", "1", "1.20", "3/4", "3 Mar", "3 Mar 2025", "12:30", "true", "FALSE", "1e5", "50%", "#REF!"];
  const plain = ["overdue", "May", "1 Jul 2025: nothing found.", "30 Jun 2025: 2 errors: R102, T101. R102 C5: the date is missing.", "Stage 2: conclude it (designated lead)", ""];
  assert.deepEqual(more.filter((text) => !isTakenForMore(text)), []);
  assert.deepEqual(plain.filter(isTakenForMore), []);
  assert.deepEqual(plan([{ set: { cell: "B2", value: "=1+1" } }], "1900").writes[0].cells, [["'=1+1"]]);
});

test("a day is counted as Excel counts it, and given a format that shows days", () => {
  const days = { "1900-01-01": 1, "1900-02-28": 59, "1900-03-01": 61, "2025-03-03": 45_719 };
  for (const [day, number] of Object.entries(days)) assert.equal(serial(day, "1900"), number, day);
  assert.equal(serial("2025-03-03", "1904"), 44_257);
  const codes = { "dd/mm/yyyy": true, "mmm yy": true, 'd "of" mmmm': true, General: false, "0.00": false, "hh:mm": false, "[h]:mm": false, '0 "days"': false, "@": false, "[$-809]dd mmmm": true };
  for (const [code, shows] of Object.entries(codes)) assert.equal(showsDays(code), shows, code);
  const set = { set: { cell: "C3", value: { date: "2025-03-03" } } };
  assert.deepEqual(plan([set], "1900").days.map(a1), ["C3"]);
  assert.deepEqual(plan([set, { number_format: { range: "C1:C9", code: "0" } }], "1900").days, []);
});

test("places are read as they are written", () => {
  for (const text of ["A1", "Z9:AA10", "XFD1048576", "J4:L4"]) assert.equal(a1(areaOf(text)), text);
  assert.equal(a1(areaOf("'My log'!$B$2:$C$3")), "B2:C3");
  assert.deepEqual(areaOf("J:L"), { top: 0, left: 9, bottom: 1_048_575, right: 11 });
  assert.deepEqual(areaOf("4:6"), { top: 3, left: 0, bottom: 5, right: 16_383 });
  const list = "'It''s, a log'!A1:B2,'It''s, a log'!C3";
  assert.deepEqual(areasOf(list, "It's, a log").map(a1), ["A1:B2", "C3"]);
});

test("an area without another is what is left of it, each cell once", () => {
  const all = areaOf("B2:E6");
  for (const other of ["A1:B2", "C3:D4", "B2:E6", "G1:G2", "A4:Z4", "C1:C9"]) {
    const rest = without(all, areaOf(other)).flatMap(cellsOf).map(String);
    const expected = cellsOf(all).filter(([row, column]) => !holds(areaOf(other), { top: row, left: column, bottom: row, right: column }));
    assert.deepEqual(rest.sort(), expected.map(String).sort(), other);
  }
});
