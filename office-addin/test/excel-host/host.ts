// The running Excel: its workbook, what kind it is, what the person at the keyboard is doing.

import { type Box, format } from "./a1";
import type { Context } from "./context";
import type { Code } from "./errors";
import { Events } from "./events";
import type { CellError } from "./formula";
import { type Listener, type Sheet, Workbook } from "./model";
import { type Profile, type ProfileName, atLeast, profiles } from "./profiles";
import { make } from "./proxy";
import { plainValue, rangeKind, valueType } from "./range";

/** In which requirement set each member came: made from `@types/office-js` when the simulator is built. */
export type ApiSets = Record<string, string>;

export interface Batch {
  requests: number;
  bytes: number;
}

export class Host implements Listener {
  readonly profile: Profile;
  readonly events = new Events();
  readonly batches: Batch[] = [];
  /** What a person types just now: the cell is being edited. */
  editing: { sheet: Sheet; row: number; column: number } | null = null;
  enableEvents = true;
  /** What a policy or a kind of Excel does not do, and the error that it answers with. */
  readonly forbids: { creating: Code | null; inserting: Code | null } = { creating: null, inserting: null };
  /** Workbooks opened beside this one, as files. */
  readonly created: Uint8Array[] = [];
  /** The add-in's own settings, as the file keeps them. */
  kept = new Map<string, unknown>();
  readonly #sets: ApiSets;
  #workbook!: Workbook;
  #waiting: (() => void)[] = [];
  #source: "ThisLocalAddin" | "Unknown" = "ThisLocalAddin";

  constructor(profile: ProfileName, sets: ApiSets) {
    this.profile = profiles[profile];
    this.#sets = sets;
    const empty = new Workbook("Book1.xlsx");
    empty.add("Sheet1");
    this.workbook = empty;
  }

  get workbook(): Workbook {
    return this.#workbook;
  }

  set workbook(workbook: Workbook) {
    workbook.listener = this;
    workbook.calculate();
    this.#workbook = workbook;
  }

  /** Whether this Excel knows a member, by the requirement set that its documentation names. */
  has(member: string): boolean {
    const since = this.#sets[member];
    if (since === undefined) return true;
    const [set = "", version = ""] = since.split(" ");
    const own = { ExcelApi: this.profile.api, ExcelApiDesktop: this.profile.desktop, ExcelApiOnline: this.profile.online }[set];
    return own != null && atLeast(own, version);
  }

  /** A turn of the process boundary. */
  tick(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve));
  }

  /** When the cell is no longer being edited. */
  edited(): Promise<void> {
    return new Promise((resolve) => (this.editing === null ? resolve() : this.#waiting.push(resolve)));
  }

  endEditing(): void {
    this.editing = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  changed(sheet: Sheet, box: Box, changeType: string, before: string | number | boolean | CellError | null): void {
    if (!this.enableEvents) return;
    const isOne = box.rows === 1 && box.columns === 1;
    const address = format(box);
    const triggerSource = this.#source;
    // https://learn.microsoft.com/javascript/api/excel/excel.worksheetchangedeventargs
    const args = () => {
      const after = sheet.value(box.top, box.left);
      return {
        type: "WorksheetChanged",
        worksheetId: sheet.id,
        address,
        changeType,
        source: "Local",
        triggerSource,
        details: isOne
          ? { valueBefore: plainValue(before), valueAfter: plainValue(after), valueTypeBefore: valueType(before), valueTypeAfter: valueType(after) }
          : undefined,
        getRange: (context: object) => make(rangeKind, contexts(context), `event.getRange()`, () => ({ sheet, box })),
      };
    };
    this.events.happened("Worksheet.onChanged", sheet, args);
    this.events.happened("WorksheetCollection.onChanged", sheet.workbook, args);
  }

  happened(event: string, about: object, args: Record<string, unknown>): void {
    if (!this.enableEvents) return;
    const given = () => ({ source: "Local", ...args });
    this.events.happened(`Worksheet.${event}`, about, given);
    this.events.happened(`WorksheetCollection.${event}`, this.workbook, given);
    if (event === "onSelectionChanged") this.events.happened("Workbook.onSelectionChanged", this.workbook, given);
  }

  /** Formulas are worked out and listeners told. */
  settle(): void {
    this.workbook.calculate();
    this.events.tell();
  }

  /** What a person does, told from what the add-in does. */
  byPerson(act: () => void): void {
    this.#source = "Unknown";
    try {
      act();
    } finally {
      this.settle();
      this.#source = "ThisLocalAddin";
    }
  }
}

const known = new WeakMap<object, Context>();

/** The context behind what the add-in holds. */
export function contexts(proxy: object, context?: Context): Context {
  if (context) known.set(proxy, context);
  const found = known.get(proxy);
  if (!found) throw new TypeError("this is no request context");
  return found;
}
