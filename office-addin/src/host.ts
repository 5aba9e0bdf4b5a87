// What the panel asks of the program it stands in: the page here, Excel beside it.

import type { NamedFile } from "./answers";

/** A cell of a log, or its whole row where no cell is named. */
export interface Place {
  sheet: string;
  row: number;
  cell: string | null;
}

export interface Host {
  /** Shows a place of the log, and moves the reader there. */
  goTo(place: Place): void;
  /** Gives a file to the person who asked for it. */
  save(file: NamedFile): void;
}
