// What the panel asks of the program it stands in: the page, or Excel beside it.

import type { Failure, NamedFile, SheetEdits } from "./answers";

/** A cell of a log, or its whole row where no cell is named. */
export interface Place {
  sheet: string;
  row: number;
  cell: string | null;
}

/** What was asked and can't be done as things are. */
export const refused = (message: string, help: string): Failure => ({ code: "excel-refused", message, help, at: null });

/** Why something is not written: it was worked out of a log that is another by now. */
export const outdated = (help: string): Failure => refused("the log was changed meanwhile, and nothing was written", help);

/** What is to be changed, worked out of the log as it stands when it is changed. */
export type Changes = (log: NamedFile) => Promise<SheetEdits[]>;

export interface Host {
  /** What becomes of a file that was made, in one word for buttons. */
  readonly gives: "Save" | "Open";
  /** What a filled-in form is written as. */
  readonly form: "docx" | "xlsx";
  /** The log as it is now, where the program holds it; else the one that was opened stays. */
  log?: (progress: (done: number, of: number) => void) => Promise<NamedFile>;
  /** Shows a place of the log, and moves the reader there. */
  goTo(place: Place): void | Promise<void>;
  /** Gives a file to the person who asked for it, and says what became of it; a form has no rows of a log or a register. */
  give(file: NamedFile, isForm: boolean): string | Promise<string>;
  /** Puts changes into the log where it is open, of which this is said. */
  change(changes: Changes, goOn: () => void, said: string): Promise<void>;
}
