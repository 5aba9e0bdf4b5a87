// What is measured of the engine as WebAssembly, in Node and in a browser alike. Printed, never held against anything:
// machines differ.

const SETTINGS = { policy: "birmingham", as_of: "2025-06-30" };
const HEADINGS = ["Escalation Number", "Child Name", "Concern", "Level of Need", "Date concern arose", "Stage", "Stage 2 began", "Outcome"];
const ROWS = 10_000;

const ms = (time) => `${time.toFixed(1)} ms`;
const timed = (work) => {
  const began = performance.now();
  work();
  return performance.now() - began;
};

/** The middle of several times. */
export function repeated(times, work) {
  return Array.from({ length: times }, () => timed(work)).sort((a, b) => a - b)[times >> 1];
}

const row = (n) => [`${n}`, "A.B.", "Threshold", "S17", 45719 + (n % 100), 1 + (n % 2), n % 2 ? 45722 + (n % 100) : null, null];
const isDate = (column) => column === 4 || column === 6;
const rows = (count) => Array.from({ length: count }, (_, n) => row(n));

/** The cells of an open workbook. */
function open(rows) {
  const values = [HEADINGS, ...rows];
  const formats = values.map((cells) => cells.map((_, column) => (isDate(column) ? "dd/mm/yyyy" : "General")));
  const sheets = [{ name: "Log", blocks: [{ top: 0, left: 0, values, formats }] }];
  return [{ name: "Log.xlsx", bytes: new TextEncoder().encode(JSON.stringify({ "escalog-cells": 1, sheets })) }];
}

/** The text of a csv file of so many rows. */
export function csv(count = ROWS) {
  const day = (serial) => (serial === null ? "" : new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10));
  const line = (cells) => cells.map((value, column) => (isDate(column) ? day(value) : (value ?? ""))).join(",");
  return `${[HEADINGS.join(","), ...rows(count).map(line)].join("\n")}\n`;
}

/** Measures the package: lines of what and how long, and the time of the csv file in milliseconds. */
export function measured({ initSync, call }, wasm) {
  const said = [];
  const say = (what, time) => said.push([what, ms(time)]);
  say("ready, compiled and started", timed(() => initSync({ module: wasm })));
  const one = open([row(7)]);
  say("first call, one row", timed(() => call("view", SETTINGS, one)));
  say("one edited row", repeated(51, () => call("view", SETTINGS, one)));
  const cells = open(rows(ROWS));
  say("10,000 rows of an open workbook", repeated(3, () => call("check", SETTINGS, cells)));
  const bytes = new TextEncoder().encode(csv());
  const time = repeated(3, () => call("check", SETTINGS, [{ name: "log.csv", bytes }]));
  say("10,000 rows of a csv file", time);
  return { said, time };
}

export { ms, SETTINGS };
