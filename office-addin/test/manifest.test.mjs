// The add-in's manifest: it is made as Microsoft's schema wants it, and names what the build makes and the code does.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const manifest = readFileSync(path("../manifest.xml"), "utf8");
const built = path("../dist/pane/");
const all = (pattern) => [...manifest.matchAll(pattern)].map(([, found]) => found);

test("every place named in it is among the resources, and each resource is named", () => {
  const resources = all(/<bt:\w+ id="([^"]+)"/g);
  assert.equal(new Set(resources).size, resources.length, "an id stands twice");
  assert.deepEqual([...new Set(all(/resid="([^"]+)"/g))].sort(), resources.sort());
  for (const text of all(/<bt:String id="[^"]+" DefaultValue="([^"]*)"/g).slice(0, 4)) assert.ok(text.length <= 125, text);
});

test("every file named in it is among those that the build makes", () => {
  const files = readdirSync(built);
  const named = [...new Set(all(/"https:\/\/escalog\.example\/([^"]*)"/g))];
  assert.ok(named.length > 6);
  assert.deepEqual(named.filter((name) => !files.includes(name)), []);
});

test("it asks for no more than marking a sheet needs, and for an Excel of 2021", () => {
  assert.deepEqual(all(/<Permissions>(\w+)</g), ["ReadWriteDocument"]);
  assert.deepEqual(all(/<Host (?:Name|xsi:type)="(\w+)"/g), ["Workbook", "Workbook"]);
  assert.match(manifest, /<Set Name="ExcelApi" MinVersion="1\.14"\/>/);
  assert.match(manifest, /<Set Name="SharedRuntime" MinVersion="1\.1"\/>/);
  // The first that knows errors with a message: https://learn.microsoft.com/javascript/api/requirement-sets/excel/custom-functions-requirement-sets
  assert.match(manifest, /<Set Name="CustomFunctionsRuntime" MinVersion="1\.2"\/>/);
  assert.match(readFileSync(path("../src/pane.ts"), "utf8"), /const LEAST = "1\.14"/);
  const [id] = all(/<Id>([^<]*)<\/Id>/g);
  assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("each command of the ribbon is one that the pane knows", () => {
  const commands = all(/<FunctionName>(\w+)</g);
  assert.deepEqual(commands, ["checkLog"]);
  const script = readFileSync(`${built}pane.js`, "utf8");
  for (const command of commands) assert.ok(script.includes(`associate("${command}"`), command);
});

test("an icon is a picture of its size", () => {
  for (const size of [16, 32, 64, 80]) {
    const png = readFileSync(`${built}icon-${size}.png`);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
    const length = png.readUInt32BE(33);
    const lines = inflateSync(png.subarray(41, 41 + length));
    assert.equal(lines.length, size * (size * 4 + 1));
    const middle = lines.subarray((size >> 1) * (size * 4 + 1) + 1);
    assert.ok(new Set(Array.from({ length: size }, (_, x) => middle.readUInt32BE(x * 4))).size >= 3, "ground and steps");
    assert.ok((lines[4] ?? 255) < 128, "the corner can be seen through");
  }
});

const schemas = path("../../../shared/manifest-xsd/");

const lacking = () => {
  if (!existsSync(schemas)) return "the schemas are not here";
  return spawnSync("xmllint", ["--version"]).error ? "`xmllint` is missing" : false;
};

test("Microsoft's schema finds nothing amiss", { skip: lacking() }, () => {
  const validate = (input) =>
    execFileSync("xmllint", ["--noout", "--nonet", "--schema", `${schemas}OfficeAppManifestV1_1.xsd`, "-"], { input, stdio: ["pipe", "ignore", "pipe"] });
  validate(manifest);
  assert.throws(() => validate(manifest.replace("<Id>", "<Id>x")), /pattern|facet/);
  assert.throws(() => validate(manifest.replace(/<Permissions>.*<\/Permissions>/, "")));
});
