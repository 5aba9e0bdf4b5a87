// A module of `src/` as a test takes it: its name → what it exports.

import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

export async function source(name) {
  const path = fileURLToPath(new URL(`../src/${name}`, import.meta.url));
  const { module } = await runnerImport(path, { configFile: false, logLevel: "error" });
  return module;
}
