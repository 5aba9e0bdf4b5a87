// Notes at cells: https://learn.microsoft.com/javascript/api/excel/excel.notecollection and .note (ExcelApi 1.18).

import type { Note, Sheet } from "./model";
import { type Kind, kind } from "./proxy";
import { rangeKind } from "./range";

interface Placed {
  sheet: Sheet;
  note: Note;
}

export const notes: Kind<Excel.NoteCollection> = kind<Excel.NoteCollection, Sheet>("NoteCollection", {
  // #excel-excel-notecollection-items-member
  items: { kind: () => note, get: (sheet) => sheet.notes.map((note) => ({ sheet, note })) },
});

const note: Kind<Excel.Note> = kind<Excel.Note, Placed>("Note", {
  scalars: {
    // #excel-excel-note-content-member
    content: { get: ({ note }) => note.text },
  },
  paths: {
    // #excel-excel-note-getlocation-member(1)
    getLocation: {
      kind: () => rangeKind,
      run: ({ sheet, note: { row, column } }) => ({ sheet, box: { top: row, left: column, rows: 1, columns: 1 } }),
    },
  },
});
