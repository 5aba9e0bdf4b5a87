// What the panel asks of the engine, with an engine that says only what it was asked.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { source } from "./source.mjs";

const { App } = await source("app.ts");
const { WHAT } = await source("panel/returned.ts");
const { day } = await source("panel/words.ts");
const { makeQuarter, makeRegister } = await source("making.ts");

/** The panel's state and doings without a program around it, and the calls it made; `answers` are those of verbs. */
function panel(answers = {}, policy = "liverpool") {
  const calls = [];
  const engine = {
    cancel() {},
    async call(verb, request, files = []) {
      calls.push({ verb, request, files: files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]) });
      return answers[verb]?.(request, files) ?? { json: { errors: [], agencies: [] }, files: [] };
    },
  };
  const app = new App(engine, {}, () => "2025-06-30", () => {});
  if (policy !== "") app.choosePolicy(policy);
  return { app, calls };
}

/** What a log is checked by: what is asked for, else what its bytes say that it was marked by, such as `redbridge strict`. */
function byMarks(request, [{ bytes }]) {
  const [policy, ...readings] = new TextDecoder().decode(bytes).split(" ").filter(Boolean);
  const by = { policy: request.policy ?? policy, readings: request.readings ?? readings };
  if (!by.policy) return Promise.reject({ code: "unknown-policy", message: "no procedure is chosen", help: null, at: null });
  return { json: { ...by, tables: [], findings: [], totals: { error: 0, warning: 0 } }, files: [] };
}

/** A log that is marked by a procedure and readings; by none it is not marked. */
const markedBy = (marks, name = "log.xlsx") => new File([marks], name);

test("of files of one name each has a name, a password and a part of its own", async () => {
  const { app, calls } = panel();
  const names = ["log.xlsx", "log.xlsx", "log (2).xlsx", "log.xlsx", "notes", "returns.csv", "returns.csv"];
  await app.open(names.map((name, n) => new File([`${n}`], name)));
  const all = [["log.xlsx", "0"], ["log (3).xlsx", "1"], ["log (2).xlsx", "2"], ["log (4).xlsx", "3"], ["notes", "4"], ["returns.csv", "5"], ["returns.csv", "6"]];
  const logs = all.filter(([name]) => name !== "returns.csv");
  assert.deepEqual(calls.map(({ files }) => files), logs.map((file) => [file]));
  assert.deepEqual(app.state.returned.map(({ name }) => name), logs.map(([name]) => name));
  assert.equal(app.state.said, "5 logs read, 0 not read; returns.csv has their dates");

  app.state.given.previous = "log.xlsx";
  app.state.passwords = { "log (3).xlsx": "secret" };
  await app.again();
  assert.deepEqual(app.state.returned.map(({ name }) => name), logs.slice(1).map(([name]) => name));
  await makeRegister(app);
  const { verb, request, files } = calls.at(-1);
  assert.deepEqual([verb, request.given, files], ["merge", { previous: "log.xlsx" }, all]);
  assert.deepEqual(request.settings.passwords, { "log (3).xlsx": "secret" });
});

test("a file is one thing alone, and a workbook made of a protected log is said to have no password", async () => {
  const { app } = panel();
  await app.open(["a.xlsx", "b.xlsx"].map((name) => new File([name], name)));
  app.chooseRole("previous", "a.xlsx");
  app.chooseRole("agencies", "a.xlsx");
  assert.deepEqual(app.state.given, { previous: "", agencies: "a.xlsx" });
  await makeRegister(app);
  assert.doesNotMatch(app.state.said, /no password/);
  app.state.passwords = { "b.xlsx": "secret" };
  await makeRegister(app);
  assert.match(app.state.said, /It has no password/);
});

test("an opening that is stopped leaves what was open", async () => {
  const { app } = panel();
  await app.open(["a.xlsx", "b.xlsx"].map((name) => new File([name], name)));
  let read;
  const opening = app.open([{ name: "slow.xlsx", arrayBuffer: () => new Promise((done) => (read = done)) }]);
  while (!read) await new Promise(setImmediate);
  app.cancel();
  read(new ArrayBuffer(1));
  await opening;
  assert.deepEqual(app.state.returned.map(({ name }) => name), ["a.xlsx", "b.xlsx"]);
  assert.ok(!app.state.stopped, "all is shown as it was");
});

test("a file that can't be opened leaves what is shown, with a way to check it where something else was chosen meanwhile", async () => {
  const { app } = panel({ view: byMarks });
  let refuse;
  const locked = { name: "locked.xlsx", arrayBuffer: () => new Promise((_, reject) => (refuse = reject)) };
  const fail = async (opening) => {
    while (!refuse) await new Promise(setImmediate);
    refuse(new Error("NotReadableError"));
    refuse = undefined;
    await opening;
    assert.deepEqual([app.state.failure?.at, app.state.work], ["locked.xlsx", null]);
  };
  await app.open([markedBy("liverpool")]);
  const { view } = app.state;
  app.state.passwords = { "log.xlsx": "secret" };
  await fail(app.openReturns([locked]));
  await fail(app.open([locked, markedBy("", "b.xlsx")]));
  assert.deepEqual([app.state.log?.name, app.state.view, app.state.returns, app.state.stopped], ["log.xlsx", view, [], false]);
  assert.deepEqual(app.state.passwords, { "log.xlsx": "secret" });

  const opening = app.open([locked]);
  app.choosePolicy("redbridge");
  await fail(opening);
  assert.deepEqual([app.state.view, app.state.stopped], [null, true], "it is not shown as checked by another procedure");
  await app.again();
  assert.equal(app.state.view?.policy, "redbridge");
});

test("what is being made when something else is chosen is said to be stopped", async () => {
  let made;
  const { app } = panel({ quarter: () => new Promise((done) => (made = done)) });
  await app.open(["a.xlsx", "b.xlsx"].map((name) => new File([name], name)));
  const said = /Writing the quarterly workbook was stopped.*press its button again/;
  const begin = async () => {
    made = undefined;
    void makeQuarter(app, { board: false });
    while (!made) await new Promise(setImmediate);
  };
  await begin();
  app.chooseQuarter("2025-Q1");
  assert.match(app.state.said, said);
  assert.deepEqual([app.state.work, app.state.returned.length], [null, 2]);
  await begin();
  app.state.asOf = "2025-06-29";
  await app.again();
  assert.match(app.state.said, said);
  app.chooseQuarter("2025-Q2");
  assert.equal(app.state.said, "");
});

test("a marked log says by which procedure it is checked; of another one is asked", async () => {
  const marked = panel({ view: byMarks }, "").app;
  await marked.open([markedBy("redbridge")]);
  assert.deepEqual([marked.state.policy, marked.state.view?.policy], ["redbridge", "redbridge"]);

  const plain = panel({ view: byMarks }, "").app;
  await plain.open([markedBy("")]);
  assert.deepEqual([plain.state.failure, plain.state.said], [null, "Choose the procedure above, and the log is checked"]);
});

test("a log is checked by its own marks, whatever was open before; what a person chose stays", async () => {
  const { app } = panel({ view: byMarks }, "");
  const isBy = (policy, ...readings) =>
    assert.deepEqual([app.state.policy, app.state.readings, app.state.view?.policy ?? ""], [policy, readings, policy]);
  await app.open([markedBy("lincolnshire")]);
  isBy("lincolnshire");
  await app.open([markedBy("birmingham strict")]);
  isBy("birmingham", "strict");
  app.chooseReading("other", ["other"]);
  await app.again();
  isBy("birmingham", "strict", "other");
  await app.open([markedBy("")]);
  isBy("");
  assert.equal(app.state.said, "Choose the procedure above, and the log is checked");
  await app.open([markedBy("lincolnshire")]);
  await app.open([markedBy("", "a.xlsx"), markedBy("", "b.xlsx")]);
  isBy("");

  app.choosePolicy("redbridge");
  await app.open([markedBy("lincolnshire")]);
  isBy("redbridge");
  app.chooseReading("strict", ["strict"]);
  await app.open([markedBy("lincolnshire")]);
  isBy("redbridge", "strict");
});

test("the readings that are shown are those by which returned logs are read and merged", async () => {
  const { app, calls } = panel({ view: byMarks });
  app.host.give = async () => "";
  const isBy = async (...readings) => {
    assert.deepEqual(app.state.readings, readings);
    await makeRegister(app);
    await makeQuarter(app, { board: false });
    const asked = ["check", "merge", "quarter"].map((verb) => calls.findLast((call) => call.verb === verb).request);
    assert.deepEqual(asked.map((request) => (request.settings ?? request).readings), [readings, readings, readings]);
  };
  // Beside a marked log, as in Excel.
  await app.open([markedBy("liverpool strict")]);
  await app.openReturns(["a.xlsx", "b.xlsx"].map((name) => markedBy("", name)));
  await isBy("strict");
  // By themselves.
  await app.open(["a.xlsx", "b.xlsx"].map((name) => markedBy("", name)));
  await isBy();
});

test("a quarter is judged as of its last day, and one that is not over as of the day given", async () => {
  const { app, calls } = panel();
  app.host.give = async () => "";
  await app.open(["a.xlsx", "b.xlsx"].map((name) => new File([name], name)));
  app.chooseDay("2025-05-12");
  for (const [quarter, as_of] of [["2025-Q1", undefined], ["2025-Q2", "2025-05-12"]]) {
    await app.chooseQuarter(quarter);
    await makeQuarter(app, { board: false });
    assert.equal(calls.findLast(({ verb }) => verb === "quarter").request.settings.as_of, as_of);
  }
});

test("a file is given wholly or not at all: what is chosen meanwhile waits for it", async () => {
  const given = [];
  let made;
  let taken;
  const { app } = panel({ quarter: () => new Promise((done) => (made = done)) });
  app.host.give = async ({ name }) => {
    given.push(name);
    await new Promise((done) => (taken = done));
    return `${name} is given`;
  };
  await app.open(["a.xlsx", "b.xlsx"].map((name) => new File([name], name)));
  const files = ["one.xlsx", "two.xlsx"].map((name) => ({ name, bytes: new Uint8Array() }));
  const begin = async () => {
    made = undefined;
    const making = makeQuarter(app, { board: false });
    while (!made) await new Promise(setImmediate);
    return { making };
  };

  const { making: stopped } = await begin();
  app.cancel();
  made({ json: { errors: [], agencies: [] }, files });
  assert.equal(await stopped, false);
  assert.deepEqual(given, []);
  assert.match(app.state.said, /^Stopped\. Nothing was changed/);

  const { making } = await begin();
  made({ json: { errors: [], agencies: [] }, files });
  while (!taken) await new Promise(setImmediate);
  assert.equal(app.state.work.canStop, false);
  const chosen = app.chooseQuarter("2024-Q4");
  taken();
  taken = null;
  while (!taken) await new Promise(setImmediate);
  assert.equal(app.state.quarter, "2025-Q1", "it waits");
  taken();
  assert.equal(await making, true);
  assert.deepEqual(given, ["one.xlsx", "two.xlsx"]);
  await chosen;
  assert.deepEqual([app.state.quarter, app.state.made], ["2024-Q4", null]);
});

test("what is changed is said to be, though the check after it is stopped", async () => {
  const answers = { view: byMarks };
  const { app } = panel(answers);
  app.host.change = async () => {};
  await app.open([markedBy("liverpool")]);
  let stop;
  answers.view = () => new Promise((_, reject) => (stop = reject));
  const changing = app.change(async () => [], "1 cell put right");
  while (!stop) await new Promise(setImmediate);
  app.cancel();
  stop({ code: "cancelled", message: "stopped before it was done", help: null, at: null });
  await changing;
  assert.equal(app.state.said, "1 cell put right. The check after it was stopped");
});

test("a day is said as the engine says it", () => {
  assert.equal(day("2016-09-03"), "Sat 3 Sep 2016");
  assert.equal(day("2025-03-10T10:15"), "Mon 10 Mar 2025, 10:15");
});

test("what a line of the sheet of conflicts is about is said as the sheet says it", () => {
  const rust = readFileSync(new URL("../../src/merge/listed.rs", import.meta.url), "utf8");
  const kebab = (name) => name.replace(/(?!^)[A-Z]/g, "-$&").toLowerCase();
  const said = [...rust.matchAll(/What::(\w+) => "(.+)"/g)].map(([, name, words]) => [kebab(name), words]);
  assert.deepEqual(WHAT, Object.fromEntries(said));
});
