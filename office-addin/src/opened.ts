// The workbook that is open in Excel, as it was read last. No word to Office but through `excel`.

import { areaOf } from "./a1";
import type { NamedFile } from "./answers";
import { at, type Cells, type DateSystem, fileOf, type SheetCells, taken } from "./cells";
import { excel } from "./excel";
import { outdated } from "./host";

/** What the sheet of marks says in its first cell. */
const TITLE = "Marked by escalog";

export const isMarks = (sheet: SheetCells) => at(sheet, 0, 0) === TITLE;

export class Opened {
  cells: Cells | null = null;

  /** Reads the workbook for the engine. */
  async read(progress: (done: number, of: number) => void): Promise<NamedFile> {
    this.cells = await excel.read(progress);
    return fileOf(this.cells);
  }

  /** Whether it has marks. */
  get isMarked(): boolean {
    return this.cells?.sheets.some(isMarks) ?? false;
  }

  get dateSystem(): DateSystem {
    return this.cells?.date_system ?? "1900";
  }

  /** The first column of a sheet in which, and to the right of which, nothing stands. */
  free(name: string): number {
    const sheet = this.sheet(name);
    if (!sheet) throw outdated("check the log again");
    return taken(sheet, sheet.merged.map(areaOf));
  }

  sheet(name: string): SheetCells | undefined {
    return this.cells?.sheets.find((sheet) => sheet.name === name);
  }
}
