// The script that stands in for office.js: makes an Excel as `excelHostOptions` says, and opens the workbook in it.

import type { Code } from "./errors";
import { Host, type ApiSets } from "./host";
import { type Enums, Started, install } from "./office";
import { Person } from "./person";
import type { ProfileName } from "./profiles";

/** What a test says before the page loads. */
export interface Options {
  profile?: ProfileName;
  /** Whether Office ever becomes ready. */
  ready?: boolean;
  /** The file to open, in base64, and its name. */
  workbook?: { base64: string; name: string };
  forbids?: { creating?: Code; inserting?: Code };
  /** The add-in's settings that the file keeps. */
  settings?: Record<string, unknown>;
}

/** Made from `@types/office-js` by the build. */
declare const OFFICE: { sets: ApiSets; enums: Enums };

declare global {
  var excelHostOptions: Options | undefined;
  var excelHost: Person & { host: Host };
}

const { profile = "2021", ready = true, workbook, forbids = {}, settings = {} } = globalThis.excelHostOptions ?? {};
const host = new Host(profile, OFFICE.sets);
const started = new Started();
const person = new Person(host, started);
Object.assign(host.forbids, forbids);
host.kept = new Map(Object.entries(settings));
if (workbook) person.open(workbook.base64, workbook.name);
install(host, OFFICE.enums, ready, started);
globalThis.excelHost = Object.assign(person, { host });
