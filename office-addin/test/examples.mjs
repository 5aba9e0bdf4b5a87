// The examples and workbooks that the tests open.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = new URL("../../", import.meta.url);
export const file = (path) => ({ name: path.split("/").at(-1), bytes: readFileSync(new URL(path, root)) });
export const returned = (name) => file(`examples/returned/${name}`);
/** What the returned logs of the examples come to. */
export const expected = JSON.parse(readFileSync(new URL("examples/returned/expected.json", root), "utf8"));
export const TODAY = expected.as_of;
export const POLICY = "liverpool";
export const FERRYBRIDGE = "ferrybridge-nhs-community-trust.xlsx";
export const HOLLOWBROOK = "hollowbrook-high-school.xlsx";
/** Where the returned logs stand on the disk. */
export const RETURNED = Object.keys(expected.files).map((name) => fileURLToPath(new URL(`examples/returned/${name}`, root)));
