// Figures of the WebAssembly package in Node: its size, when it is ready, one edited row, ten thousand rows. Printed,
// never held against anything: machines differ.
//
// In: the package; optionally the native program, for the same ten thousand rows. Out: lines on standard output.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { call, initSync } from "../../pkg/escalog.js";

const say = (what, figure) => console.log(`${what.padEnd(44)} ${figure}`);
const ms = (time) => `${time.toFixed(1)} ms`;
const timed = (work) => {
  const began = performance.now();
  work();
  return performance.now() - began;
};
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const repeated = (times, work) => median(Array.from({ length: times }, () => timed(work)));

const wasm = readFileSync(new URL("../../pkg/escalog_bg.wasm", import.meta.url));
say("package", `${Math.round(wasm.length / 1000)} kB, ${Math.round(gzipSync(wasm, { level: 9 }).length / 1000)} kB gzipped`);
say("ready, compiled and started", ms(timed(() => initSync({ module: wasm }))));

const settings = { policy: "birmingham", as_of: "2025-06-30" };
const HEADINGS = ["Escalation Number", "Child Name", "Concern", "Level of Need", "Date concern arose", "Stage", "Stage 2 began", "Outcome"];
const row = (n) => [`${n}`, "A.B.", "Threshold", "S17", 45719 + (n % 100), 1 + (n % 2), n % 2 ? 45722 + (n % 100) : null, null];
const open = (...rows) => {
  const values = [HEADINGS, ...rows];
  const formats = values.map((cells) => cells.map((_, column) => (column === 4 || column === 6 ? "dd/mm/yyyy" : "General")));
  const sheets = [{ name: "Log", blocks: [{ top: 0, left: 0, values, formats }] }];
  return [{ name: "Log.xlsx", bytes: new TextEncoder().encode(JSON.stringify({ "escalog-cells": 1, sheets })) }];
};

const one = open(row(7));
say("first call, one row", ms(timed(() => call("view", settings, one))));
say("one edited row", ms(repeated(51, () => call("view", settings, one))));

const many = Array.from({ length: 10_000 }, (_, n) => row(n));
const cells = open(...many);
say("10,000 rows of an open workbook", ms(repeated(3, () => call("check", settings, cells))));

const day = (serial) => (serial === null ? "" : new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10));
const lines = many.map((cells) => cells.map((value, column) => (column === 4 || column === 6 ? day(value) : (value ?? ""))).join(","));
const csv = Buffer.from(`${HEADINGS.join(",")}\n${lines.join("\n")}\n`);
const inWasm = repeated(3, () => call("check", settings, [{ name: "log.csv", bytes: csv }]));
say("10,000 rows of a csv file", ms(inWasm));

const native = process.argv[2];
if (native) {
  const folder = mkdtempSync(join(tmpdir(), "escalog-figures-"));
  const check = (name, text) => {
    writeFileSync(join(folder, name), text);
    const request = ["check", join(folder, name), "--policy", settings.policy, "--as-of", settings.as_of, "--format", "json"];
    const done = () => {
      try {
        execFileSync(native, request, { stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 30 });
      } catch (failure) {
        // Exit code 1 says that there are findings.
        if (failure.status !== 1) throw failure;
      }
    };
    return repeated(3, done);
  };
  const time = check("many.csv", csv) - check("one.csv", `${HEADINGS.join(",")}\n${lines[0]}\n`);
  rmSync(folder, { recursive: true });
  say("the same natively, without starting", `${ms(time)}; WebAssembly takes ${(inWasm / time).toFixed(1)} times that`);
}
