// What the boundary itself promises, whatever the verb: plain objects in, plain objects out, errors as objects.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { call, initSync, version } from "../../pkg/escalog.js";

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

test("a request that is not plain data is refused", () => {
  assert.equal(thrown("check", { reading() {} }, []).code, "bad-request");
});
