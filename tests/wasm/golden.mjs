// The cases named on the command line, through the WebAssembly package in Node: JSON Lines of deadlines on standard output.

import { readFileSync, writeFileSync } from "node:fs";
import { deadlines, initSync } from "../../pkg/escalog.js";

initSync({ module: readFileSync(new URL("../../pkg/escalog_bg.wasm", import.meta.url)) });
writeFileSync(1, deadlines(readFileSync(process.argv[2], "utf8")));
