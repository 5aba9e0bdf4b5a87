// Builds the simulator into one script, with what `@types/office-js` says of each member and enumeration of Excel.
//
// In: this folder, and `@types/office-js`. Out: the text of a classic script that stands in for office.js.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const types = new URL("../../node_modules/@types/office-js/index.d.ts", import.meta.url);

/** The requirement set of each member, as `Range.values` → `ExcelApi 1.1`, and the enumerations; line by line, since
 * a parser takes seconds over nine megabytes. */
function office() {
  const text = readFileSync(types, "utf8");
  const excel = text.slice(text.indexOf("declare namespace Excel {"), text.indexOf("declare namespace Word {"));
  const sets = {};
  const enums = {};
  let owner = "";
  let since = null;
  for (const line of excel.split("\n")) {
    const opened = /^    (class|enum|interface|namespace|type|function) (\w+)/.exec(line);
    if (opened) {
      owner = opened[1] === "class" || opened[1] === "enum" ? opened[2] : "";
      if (opened[1] === "enum") enums[owner] = {};
      since = null;
    }
    since = /\[Api set: (ExcelApi(?:Desktop|Online)? \d+\.\d+)/.exec(line)?.[1] ?? since;
    const member = owner && /^        (?:readonly )?(\w+)(?:\?)?(?:[(:<]| = ("[^"]*"))/.exec(line);
    if (!member) continue;
    const [, name, value] = member;
    if (enums[owner]) enums[owner][name] = JSON.parse(value);
    // Of several signatures the first counts.
    else if (since) sets[`${owner}.${name}`] ??= since;
    since = null;
  }
  return { sets, enums };
}

/** The script. */
export async function script() {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "silent",
    root: folder,
    define: { OFFICE: JSON.stringify(office()) },
    build: { write: false, minify: false, target: "es2022", lib: { entry: "main.ts", formats: ["iife"], name: "host" } },
  });
  const [{ output }] = [built].flat();
  return output[0].code;
}
