// What the boundary itself promises, whatever the verb: plain objects in, plain objects out, errors as objects.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { call, deadlines, initSync, version } from "../../pkg/escalog.js";

const pkg = new URL("../../pkg/", import.meta.url);
initSync({ module: readFileSync(new URL("escalog_bg.wasm", pkg)) });

/** What the call throws. */
function thrown(...request) {
  try {
    call(...request);
  } catch (failure) {
    return failure;
  }
  assert.fail("nothing was thrown");
}

test("the version is the package's", () => {
  assert.equal(version(), JSON.parse(readFileSync(new URL("package.json", pkg), "utf8")).version);
});

test("an error is a plain object with a code, a message, help and a place", () => {
  const failure = thrown("no-such-verb", {}, []);
  assert.equal(Object.getPrototypeOf(failure), Object.prototype);
  assert.deepEqual(Object.keys(failure).sort(), ["at", "code", "help", "message"]);
  assert.equal(failure.code, "bad-request");
});

test("files that are none are refused, with their place", () => {
  const file = { name: "log.csv", bytes: new Uint8Array([65]) };
  assert.equal(thrown("check", {}, "log.csv").code, "bad-request");
  assert.equal(thrown("check", {}, [file, null]).at, "files[1]");
  assert.equal(thrown("check", {}, [{ name: "log.csv", bytes: "A" }]).at, "files[0]");
  assert.equal(thrown("check", {}, [{ bytes: file.bytes }]).at, "files[0]");
});

test("a request that is not plain data is refused, and the engine stays whole", () => {
  const around = { policy: "liverpool" };
  around.around = around;
  let deep = [];
  for (let level = 0; level < 100_000; level++) deep = [deep];
  const throwing = Object.defineProperty({}, "policy", { enumerable: true, get() { throw new Error("no"); } });
  const given = [{ reading() {} }, around, { policy: deep }, throwing, { due_soon: NaN }, { due_soon: 1n }, { policy: Symbol("no") }, { toJSON() {} }];
  for (let time = 0; time < 300; time++) {
    for (const request of given) assert.equal(thrown("check", request, []).code, "bad-request");
  }
  assert.equal(thrown("check", { due_soon: Infinity }, []).at, "due_soon");
  for (const verb of [1, null, {}]) assert.equal(thrown(verb, {}).code, "bad-request");
  assert.throws(() => deadlines(5), { code: "bad-request" });
  assert.ok(call("policies", {}).json.policies.length > 1);
});

test("what is undefined in a request is left out", () => {
  const file = { name: "log.csv", bytes: new TextEncoder().encode("Escalation Number,Child Name,Concern\n1,A.B.,delay\n") };
  const request = { policy: "liverpool", as_of: "2025-06-30", select: undefined, closures: undefined, readings: undefined };
  assert.equal(call("check", request, [file]).json.logs[0].rows, 1);
});

test("bytes that were handed on are said to be, and empty ones are an empty file", () => {
  const bytes = new Uint8Array([65]);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  const request = { policy: "liverpool", as_of: "2025-06-30" };
  const failure = thrown("check", request, [{ name: "log.csv", bytes }]);
  assert.match(failure.message, /handed on/);
  assert.equal(failure.at, "files[0]: log.csv");
  const { json } = call("check", request, [{ name: "log.csv", bytes: new Uint8Array() }]);
  assert.match(json.errors[0].message, /empty/);
});

test("what is no object is no request", () => {
  assert.equal(thrown("explain", ["T101"]).code, "bad-request");
  assert.equal(thrown("version", []).code, "bad-request");
  assert.equal(thrown("check", new Map()).code, "bad-request");
  assert.equal(thrown("check", { passwords: new Map([["log.xlsx", "secret"]]) }).at, "passwords");
  assert.equal(thrown("check", { select: new Set(["T101"]) }).at, "select");
});
