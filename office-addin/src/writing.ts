// Scripts worked out of the open log and written into it, with an ear for what a person edits meanwhile: no batch of
// Office.js can be undone, and rows may move between two of them.

import type { NamedFile, SheetEdits } from "./answers";
import type { App } from "./app";
import { isFailure } from "./engine";
import { excel, type Moved } from "./excel";
import { inPart, isCellEdited } from "./excel/failures";
import type { Opened } from "./opened";

/** What to say of something that is done by half, and what to do then. */
export interface Half {
  is: string;
  next: string;
}

/** Works scripts out of the log as it stands. */
export type Scripts = (log: NamedFile) => Promise<SheetEdits[][]>;

export interface Written {
  scripts: SheetEdits[][];
  /** How many edits were heard of before it was written. */
  since: { all: number; rows: number; columns: number };
}

export class Writing {
  readonly #app: App;
  readonly #workbook: Opened;
  /** What becomes of the rest where something is done by half. */
  readonly #halved: () => void;
  /** How many edits were heard of, and how many that may have moved rows, or columns. */
  readonly edits = { all: 0, rows: 0, columns: 0 };

  constructor(app: App, workbook: Opened, halved: () => void) {
    this.#app = app;
    this.#workbook = workbook;
    this.#halved = halved;
  }

  /** Hears that there was an edit. */
  heard(moved: Moved): void {
    this.edits.all++;
    if (moved !== "nothing") this.edits[moved]++;
  }

  /**
   * Works scripts out of the log as it stands, and applies one after the other; gives them back, and which edits were
   * heard of before; `said` is said where something else is chosen meanwhile. Where someone edits the log before
   * anything is written it is read anew: a script says where rows stood.
   */
  async write(goOn: () => void, half: Half, said: string, work: Scripts): Promise<Written> {
    const app = this.#app;
    const since = { ...this.edits };
    const log = await this.#workbook.read(app.tasks.progress);
    const scripts = await work(log);
    goOn();
    if (since.all !== this.edits.all) return this.write(goOn, half, said, work);
    app.state.log = log;
    await app.tasks.whole(this.#apply(scripts, half), said);
    return { scripts, since };
  }

  /** Does so, and says where something was moved while it was written. */
  async once(goOn: () => void, half: Half, said: string, work: Scripts): Promise<void> {
    const { since } = await this.write(goOn, half, said, work);
    const isMoved = since.rows !== this.edits.rows || since.columns !== this.edits.columns;
    if (isMoved) throw inPart(`rows or columns were moved meanwhile: ${half.is}`, half.next);
  }

  /** Applies scripts; where that can't go on it says that half of it is done. */
  async #apply(scripts: SheetEdits[][], { is, next }: Half): Promise<void> {
    let isBegun = false;
    const progress = (done: number, of: number) => {
      isBegun = true;
      this.#app.tasks.progress(done, of);
    };
    try {
      for (const script of scripts.filter(({ length }) => length > 0)) {
        await excel.apply(script, this.#workbook.dateSystem, progress);
      }
    } catch (thrown) {
      if (!isBegun) throw thrown;
      this.#halved();
      if (!isFailure(thrown)) throw inPart(`${is}: ${thrown}`, `try again: ${next}`);
      const first = isCellEdited(thrown) ? "press Enter in the cell," : `${thrown.help};`;
      throw inPart(`${thrown.message}: ${is}`, `${first} then ${next}`);
    }
  }
}
