// The calls in the list named on the command line, made again through the WebAssembly package: each answers as it
// did natively, or fails with the same error, and makes files of the same bytes.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { call, initSync } from "../../pkg/escalog.js";

initSync({ module: readFileSync(new URL("../../pkg/escalog_bg.wasm", import.meta.url)) });

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

const calls = JSON.parse(readFileSync(process.argv[2], "utf8"));
let files = 0;
for (const { verb, request, files: given, ...native } of calls) {
  const what = `${verb} of ${given.map(({ name }) => name).join(", ")}`;
  let here;
  try {
    const { json, files: made } = call(verb, request, given.map(({ name, path }) => ({ name, bytes: readFileSync(path) })));
    here = { made: made.map(({ name, bytes }) => ({ name, hash: hash(bytes) })), answer: json };
    files += made.length;
  } catch (failure) {
    here = { error: failure };
  }
  // Through text, as who reads either would: there undefined is absent and 1.0 is 1.
  assert.deepStrictEqual(JSON.parse(JSON.stringify(here)), native, what);
}
console.log(`${calls.length} calls answered the same, ${files} files of the same bytes`);
