// Excel beside the panel: what stands in the open workbook, what is changed in it, what is shown of it. This file
// alone runs batches of Office.js; `excel/` says what is in them.

import { areaOf } from "./a1";
import type { Block, Cells, DateSystem } from "./cells";
import { sheetsOf } from "./edits";
import { failureOf, isEditing, isForbidden } from "./excel/failures";
import { inspect } from "./excel/inspect";
import { dateSystem, read, readRows } from "./excel/read";
import { type Progress, write } from "./excel/write";
import type { NamedFile, Script } from "./answers";
import { type Place, refused } from "./host";

/** How often, and after how many milliseconds, Excel is asked again while a cell is being edited. */
const AGAIN = { times: 10, after: 500 };

/** Asks again as long as a cell is being edited, some times or until it is over; what Excel throws is thrown on. */
async function patiently<T>(ask: () => Promise<T>, times = AGAIN.times): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    if (!isEditing(thrown) || times === 0) throw thrown;
    await new Promise((resolve) => setTimeout(resolve, AGAIN.after));
    return patiently(ask, times - 1);
  }
}

async function run<T>(batch: (context: Excel.RequestContext) => Promise<T>, times = AGAIN.times): Promise<T> {
  try {
    return await patiently(() => Excel.run(batch), times);
  } catch (thrown) {
    throw failureOf(thrown);
  }
}

/** Whole rows of a sheet that were edited by a person, counted from 0; `null` where rows or columns moved, and where
 * Excel could not be asked which sheet it was. */
export interface Edited {
  sheet: string | null;
  rows: { top: number; bottom: number } | null;
}

/** What an edit may have moved. */
export type Moved = "nothing" | "rows" | "columns";

export const excel = {
  /** Reads the workbook. */
  read: (progress: Progress): Promise<Cells> => run((context) => read(context, progress)),

  /** Reads some rows of a sheet. */
  readRows: (sheet: string, top: number, bottom: number): Promise<Block[]> =>
    run((context) => readRows(context, sheet, top, bottom)),

  /** Changes the workbook by a script. */
  apply: (script: Script, system: DateSystem, progress: Progress): Promise<void> =>
    run((context) => write(context, sheetsOf(script), system, progress)),

  /** Selects a cell, or a whole row where none is named. */
  goTo: ({ sheet, row, cell }: Place): Promise<void> =>
    run(async (context) => {
      const worksheet = context.workbook.worksheets.getItemOrNullObject(sheet);
      worksheet.load("visibility");
      await context.sync();
      if (worksheet.isNullObject) throw refused(`there is no sheet \`${sheet}\` any more`, "check the log again");
      if (worksheet.visibility === "VeryHidden") {
        const help = "it is not among those that Unhide lists: ask whoever made the workbook to show it";
        throw refused(`the sheet \`${sheet}\` is hidden by a program`, help);
      }
      if (worksheet.visibility !== "Visible") {
        throw refused(`the sheet \`${sheet}\` is hidden`, "press the right button on a sheet's name and choose Unhide");
      }
      worksheet.getRange(cell ?? `${row}:${row}`).select();
      await context.sync();
    }),

  /** Which program this is, and the latest of its sets. */
  about(): string {
    const { platform, version } = Office.context.diagnostics;
    const { requirements } = Office.context;
    const sets = Array.from({ length: 40 }, (_, n) => `1.${n + 1}`).filter((set) => requirements.isSetSupported("ExcelApi", set));
    return `Excel ${version} on ${platform}, ExcelApi ${sets.at(-1)}`;
  },

  /** What a sheet has beside its cells: the formulas of its conditional formats, titles of validations, frozen rows. */
  inspect: (name: string, validated: string[]) => run((context) => inspect(context, name, validated)),

  /**
   * Opens a workbook that was made: in a window of its own; where Excel may not do that its sheets are put into this
   * one, unless it has rows of its own that those would be mixed with.
   */
  async open({ name, bytes }: NamedFile, hasRows: () => Promise<boolean>): Promise<string> {
    const base64 = await base64Of(bytes);
    try {
      await patiently(() => Excel.createWorkbook(base64));
      return `${name} is open in a window of its own; save it there`;
    } catch (thrown) {
      if (!isForbidden(thrown)) throw failureOf(thrown);
    }
    if (await hasRows()) {
      const help = `use the page, which saves ${name} as a file; or open an empty workbook, and make it there`;
      throw refused(`Excel may not open a new workbook here, and ${name} is not put into one that holds a log`, help);
    }
    try {
      await patiently(() =>
        Excel.run(async (context) => {
          context.workbook.insertWorksheetsFromBase64(base64, { positionType: "End" });
          await context.sync();
        }),
      );
    } catch (thrown) {
      if (!isForbidden(thrown)) throw failureOf(thrown);
      const help =
        "ask those who look after your computer whether a policy forbids it, open Excel on a computer " +
        "(Excel on the web takes in no sheet with a chart), or use the page, which saves a file";
      throw refused(`Excel may neither open ${name} nor take its sheets into this workbook`, help);
    }
    return `Excel may not open a new workbook: the sheets of ${name} stand at the end of this one`;
  },

  /** How the workbook counts its days, once no cell is being edited: a formula waits for it as for any other answer. */
  dateSystem: (): Promise<DateSystem> =>
    run(async (context) => {
      const system = dateSystem(context);
      await context.sync();
      return system();
    }, Infinity),

  /** Tells of every edit that is not the panel's own: at once whether something may have moved, and then where it was. */
  watch: (touched: (moved: Moved) => void, tell: (edited: Edited) => void): Promise<void> =>
    run(async (context) => {
      const heard = async (worksheetId: string, rows: Edited["rows"], moved: Moved) => {
        touched(moved);
        // While a cell is being edited Excel names no sheet; that there was an edit is known all the same.
        const sheet = await nameOf(worksheetId).catch(() => undefined);
        if (sheet === undefined) tell({ sheet: null, rows: null });
        else if (sheet !== null) tell({ sheet, rows });
      };
      context.workbook.worksheets.onChanged.add(async ({ worksheetId, address, changeType, triggerSource }) => {
        if (triggerSource === "ThisLocalAddin") return;
        const { top, bottom } = areaOf(address.split(",")[0] ?? "");
        const isOne = changeType === "RangeEdited" && !address.includes(",");
        const isAcross = changeType !== "RangeEdited" && !changeType.startsWith("Row");
        // An edit of several rows may have sorted them.
        const moved = isAcross ? "columns" : isOne && top === bottom ? "nothing" : "rows";
        await heard(worksheetId, isOne ? { top, bottom } : null, moved);
      });
      // The panel sorts nothing itself.
      context.workbook.worksheets.onRowSorted.add(({ worksheetId }) => heard(worksheetId, null, "rows"));
      await context.sync();
    }),
};

const nameOf = (worksheetId: string): Promise<string | null> =>
  run(async (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(worksheetId);
    sheet.load("name");
    await context.sync();
    return sheet.isNullObject ? null : sheet.name;
  });

/** Bytes as Office takes them. */
async function base64Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new FileReader();
  const url = await new Promise<string>((resolve, reject) => {
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([bytes]));
  });
  return url.slice(url.indexOf(",") + 1);
}
