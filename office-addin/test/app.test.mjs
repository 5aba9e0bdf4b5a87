// What the panel asks of the engine, with an engine that says only what it was asked.

import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { App } = await source("app.ts");

/** The panel's state and doings without a program around it, and the calls it made. */
function panel() {
  const calls = [];
  const engine = {
    cancel() {},
    async call(verb, request, files = []) {
      calls.push({ verb, request, files: files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]) });
      return { json: { errors: [], agencies: [] }, files: [] };
    },
  };
  const app = new App(engine, { change: null }, () => "2025-06-30", () => {});
  app.state.policy = "liverpool";
  return { app, calls };
}

test("of files of one name each has a name, a password and a part of its own", async () => {
  const { app, calls } = panel();
  const names = ["log.xlsx", "log.xlsx", "log (2).xlsx", "log.xlsx", "notes", "returns.csv", "returns.csv"];
  await app.open(names.map((name, n) => new File([`${n}`], name)));
  const all = [["log.xlsx", "0"], ["log (3).xlsx", "1"], ["log (2).xlsx", "2"], ["log (4).xlsx", "3"], ["notes", "4"], ["returns.csv", "5"], ["returns.csv", "6"]];
  assert.deepEqual(calls.map(({ files }) => files), all.map((file) => [file]));
  assert.deepEqual(app.state.returned.map(({ name }) => name), all.map(([name]) => name));

  app.state.given.previous = "log.xlsx";
  app.state.passwords = { "log (3).xlsx": "secret" };
  await app.again();
  assert.deepEqual(app.state.returned.map(({ name }) => name), all.slice(1).map(([name]) => name));
  await app.makeRegister();
  const { verb, request, files } = calls.at(-1);
  assert.deepEqual([verb, request.given, files], ["merge", { previous: "log.xlsx" }, all]);
  assert.deepEqual(request.settings.passwords, { "log (3).xlsx": "secret" });
});
