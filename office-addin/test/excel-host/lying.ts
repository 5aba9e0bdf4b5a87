// What lies over cells: pivot tables, charts, pictures, threaded comments. None is simulated; a file that has some
// says so when it is asked for, and any other answers that there is none.
// Pages: https://learn.microsoft.com/javascript/api/excel/excel.pivottablecollection, .chartcollection,
// .shapecollection and .commentcollection.

import { NotSimulated } from "./errors";
import type { Sheet } from "./model";
import { type Kind, kind } from "./proxy";

const none = (what: string, kinds: string[]) => (sheet: Sheet): object[] => {
  if (kinds.some((kind) => sheet.others.has(kind))) throw new NotSimulated(`the ${what} of the sheet ${sheet.name}`);
  return [];
};

const unread = <T>(name: string): Kind<T> => kind<T, never>(name, {});

export const pivotTables: Kind<Excel.PivotTableCollection> = kind<Excel.PivotTableCollection, Sheet>("PivotTableCollection", {
  items: { kind: () => unread<Excel.PivotTable>("PivotTable"), get: none("pivot tables", ["pivotTable"]) },
});

export const charts: Kind<Excel.ChartCollection> = kind<Excel.ChartCollection, Sheet>("ChartCollection", {
  items: { kind: () => unread<Excel.Chart>("Chart"), get: none("charts", ["drawing"]) },
});

export const shapes: Kind<Excel.ShapeCollection> = kind<Excel.ShapeCollection, Sheet>("ShapeCollection", {
  items: { kind: () => unread<Excel.Shape>("Shape"), get: none("shapes", ["drawing"]) },
});

export const comments: Kind<Excel.CommentCollection> = kind<Excel.CommentCollection, Sheet>("CommentCollection", {
  items: { kind: () => unread<Excel.Comment>("Comment"), get: none("comments", ["threadedComment"]) },
});
