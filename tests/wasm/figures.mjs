// Figures of the WebAssembly package in Node: its size, and what `measured.mjs` measures.
//
// In: the package; optionally the native program, for the same ten thousand rows. Out: lines on standard output.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as engine from "../../pkg/escalog.js";
import { csv, measured, ms, repeated, SETTINGS } from "./measured.mjs";

const say = (what, figure) => console.log(`${what.padEnd(44)} ${figure}`);

const wasm = readFileSync(new URL("../../pkg/escalog_bg.wasm", import.meta.url));
say("package", `${Math.round(wasm.length / 1000)} kB, ${Math.round(gzipSync(wasm, { level: 9 }).length / 1000)} kB gzipped`);
const { said, time } = measured(engine, wasm);
said.forEach(([what, figure]) => say(`${what}, in Node`, figure));

const native = process.argv[2];
if (native) {
  const folder = mkdtempSync(join(tmpdir(), "escalog-figures-"));
  const check = (name, text) => {
    writeFileSync(join(folder, name), text);
    const request = ["check", join(folder, name), "--policy", SETTINGS.policy, "--as-of", SETTINGS.as_of, "--format", "json"];
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
  const inProgram = check("many.csv", csv()) - check("one.csv", csv(1));
  rmSync(folder, { recursive: true });
  say("the same natively, without starting", `${ms(inProgram)}; WebAssembly takes ${(time / inProgram).toFixed(1)} times that`);
}
