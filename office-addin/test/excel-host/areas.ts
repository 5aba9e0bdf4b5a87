// Several ranges at once: https://learn.microsoft.com/javascript/api/excel/excel.rangeareas and .rangecollection.

import { format, quoted } from "./a1";
import { type Areas, type Kind, kind } from "./proxy";
import { rangeKind } from "./range";
import { worksheetKind } from "./worksheet";

export const areasKind: Kind<Excel.RangeAreas> = kind<Excel.RangeAreas, Areas>("RangeAreas", {
  scalars: {
    // #excel-excel-rangeareas-address-member
    address: { get: ({ sheet, boxes }) => boxes.map((box) => `${quoted(sheet.name)}!${format(box)}`).join(",") },
    // #excel-excel-rangeareas-areacount-member
    areaCount: { get: ({ boxes }) => boxes.length },
    // #excel-excel-rangeareas-cellcount-member
    cellCount: { get: ({ boxes }) => boxes.reduce((sum, box) => sum + box.rows * box.columns, 0) },
  },
  objects: {
    // #excel-excel-rangeareas-areas-member
    areas: { kind: () => rangeCollection, run: (areas) => areas },
    // #excel-excel-rangeareas-worksheet-member
    worksheet: { kind: () => worksheetKind, run: ({ sheet }) => sheet },
  },
});

const rangeCollection: Kind<Excel.RangeCollection> = kind<Excel.RangeCollection, Areas>("RangeCollection", {
  // #excel-excel-rangecollection-items-member
  items: { kind: () => rangeKind, get: ({ sheet, boxes }) => boxes.map((box) => ({ sheet, box })) },
  calls: {
    // #excel-excel-rangecollection-getcount-member(1)
    getCount: ({ boxes }) => boxes.length,
  },
});
