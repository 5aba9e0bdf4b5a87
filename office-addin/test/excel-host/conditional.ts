// Conditional formats. Pages: https://learn.microsoft.com/javascript/api/excel/excel.conditionalformatcollection,
// .conditionalformat, .customconditionalformat, .conditionalformatrule, .conditionalrangeformat and what it has.

import { intersection } from "./a1";
import { areaOf, rangeKind } from "./range";
import { areasKind } from "./areas";
import { NotSimulated, OfficeError } from "./errors";
import { color } from "./format";
import { type ConditionalFormat, type Sheet, newId } from "./model";
import { parse } from "./formula";
import { type Area, type Areas, type Kind, kind } from "./proxy";

/** A format, and the sheet it stands in. */
interface Placed {
  sheet: Sheet;
  format: ConditionalFormat;
}

const inRange = ({ sheet, box }: Area): Placed[] =>
  sheet.conditionals.filter((format) => format.boxes.some((part) => intersection(part, box))).map((format) => ({ sheet, format }));

const byId = (area: Area, id: string): Placed | null => inRange(area).find(({ format }) => format.id === id) ?? null;

export const conditionalFormats: Kind<Excel.ConditionalFormatCollection> =
  kind<Excel.ConditionalFormatCollection, Area>("ConditionalFormatCollection", {
    // #excel-excel-conditionalformatcollection-items-member
    items: { kind: () => conditionalFormat, get: inRange },
    paths: {
      // #excel-excel-conditionalformatcollection-add-member(1): "at the first/top priority"
      add: {
        kind: () => conditionalFormat,
        run: ({ sheet, box }, type) => {
          sheet.mustBeOpen(null);
          if (type !== "Custom") throw new NotSimulated(`adding a conditional format of the type ${type}`);
          const format: ConditionalFormat = {
            id: newId(), type, boxes: [box], formula: null, fill: "", fontColor: "", bold: null, stopIfTrue: false, rest: "",
          };
          sheet.conditionals.unshift(format);
          return { sheet, format };
        },
      },
      // #excel-excel-conditionalformatcollection-getitem-member(1)
      getItem: { kind: () => conditionalFormat, run: byId },
      // #excel-excel-conditionalformatcollection-getitemat-member(1)
      getItemAt: { kind: () => conditionalFormat, run: (area, index) => inRange(area)[index] ?? null },
      // #excel-excel-conditionalformatcollection-getitemornullobject-member(1)
      getItemOrNullObject: { kind: () => conditionalFormat, run: byId },
    },
    calls: {
      // #excel-excel-conditionalformatcollection-clearall-member(1)
      clearAll: ({ sheet, box }) => {
        sheet.mustBeOpen(null);
        sheet.clearConditionals(box);
      },
      // #excel-excel-conditionalformatcollection-getcount-member(1)
      getCount: (area) => inRange(area).length,
    },
  });

function areas({ sheet, format }: Placed): Areas {
  return { sheet, boxes: format.boxes };
}

/** "the range the conditional format is applied to; throws if applied to multiple ranges" */
function only({ sheet, format }: Placed): Area | null {
  const [box, ...more] = format.boxes;
  return box && more.length === 0 ? { sheet, box } : null;
}

const custom = (placed: Placed): Placed | null => (placed.format.type === "Custom" ? placed : null);

const conditionalFormat: Kind<Excel.ConditionalFormat> = kind<Excel.ConditionalFormat, Placed>("ConditionalFormat", {
  scalars: {
    // #excel-excel-conditionalformat-id-member
    id: { get: ({ format }) => format.id },
    // #excel-excel-conditionalformat-priority-member: "use a negative priority to begin from the back; priorities
    // greater than the bounds will get and set to the maximum (or minimum if negative)"
    priority: {
      get: ({ sheet, format }) => sheet.conditionals.indexOf(format),
      set: ({ sheet, format }, priority) => {
        const others = sheet.conditionals.filter((other) => other !== format);
        const place = priority < 0 ? others.length + 1 + priority : priority;
        others.splice(Math.max(0, Math.min(place, others.length)), 0, format);
        sheet.conditionals = others;
      },
    },
    // #excel-excel-conditionalformat-stopiftrue-member
    stopIfTrue: { get: ({ format }) => format.stopIfTrue, set: ({ format }, stop) => void (format.stopIfTrue = stop) },
    // #excel-excel-conditionalformat-type-member
    type: { get: ({ format }) => format.type as "Custom" },
  },
  objects: {
    // #excel-excel-conditionalformat-custom-member
    custom: { kind: () => customFormat, run: custom },
    // #excel-excel-conditionalformat-customornullobject-member
    customOrNullObject: { kind: () => customFormat, run: custom },
  },
  paths: {
    // #excel-excel-conditionalformat-getrange-member(1)
    getRange: { kind: () => rangeKind, run: only },
    // #excel-excel-conditionalformat-getrangeornullobject-member(1)
    getRangeOrNullObject: { kind: () => rangeKind, run: only },
    // #excel-excel-conditionalformat-getranges-member(1)
    getRanges: { kind: () => areasKind, run: areas },
  },
  calls: {
    // #excel-excel-conditionalformat-delete-member(1)
    delete: ({ sheet, format }) => {
      sheet.mustBeOpen(null);
      if (!sheet.conditionals.includes(format)) throw new OfficeError("ItemNotFound", "The requested resource doesn't exist.");
      sheet.conditionals = sheet.conditionals.filter((other) => other !== format);
    },
    // #excel-excel-conditionalformat-setranges-member(1)
    setRanges: ({ sheet, format }, _context, given) => {
      if (typeof given !== "string") format.boxes = "boxes" in given ? given.boxes : [given.box];
      else format.boxes = given.split(",").map((address) => areaOf(address, sheet).box);
    },
  },
});

const customFormat: Kind<Excel.CustomConditionalFormat> = kind<Excel.CustomConditionalFormat, Placed>("CustomConditionalFormat", {
  objects: {
    // #excel-excel-customconditionalformat-format-member
    format: { kind: () => rangeFormat, run: (placed) => placed },
    // #excel-excel-customconditionalformat-rule-member
    rule: { kind: () => formatRule, run: (placed) => placed },
  },
});

const formatRule: Kind<Excel.ConditionalFormatRule> = kind<Excel.ConditionalFormatRule, Placed>("ConditionalFormatRule", {
  scalars: {
    // #excel-excel-conditionalformatrule-formula-member: in the formula of the top left cell
    formula: {
      get: ({ format }) => `=${format.formula ?? ""}`,
      set: ({ format }, given) => {
        const formula = given.replace(/^=/, "");
        // It must be one that can be worked out here.
        parse(formula);
        format.formula = formula;
      },
    },
  },
});

const rangeFormat: Kind<Excel.ConditionalRangeFormat> = kind<Excel.ConditionalRangeFormat, Placed>("ConditionalRangeFormat", {
  objects: {
    // #excel-excel-conditionalrangeformat-fill-member
    fill: { kind: () => fill, run: (placed) => placed },
    // #excel-excel-conditionalrangeformat-font-member
    font: { kind: () => font, run: (placed) => placed },
  },
});

const fill: Kind<Excel.ConditionalRangeFill> = kind<Excel.ConditionalRangeFill, Placed>("ConditionalRangeFill", {
  scalars: {
    // #excel-excel-conditionalrangefill-color-member
    color: { get: ({ format }) => format.fill, set: ({ format }, given) => void (format.fill = color(given)) },
  },
});

const font: Kind<Excel.ConditionalRangeFont> = kind<Excel.ConditionalRangeFont, Placed>("ConditionalRangeFont", {
  scalars: {
    // #excel-excel-conditionalrangefont-bold-member
    bold: { get: ({ format }) => format.bold, set: ({ format }, bold) => void (format.bold = bold) },
    // #excel-excel-conditionalrangefont-color-member
    color: { get: ({ format }) => format.fontColor, set: ({ format }, given) => void (format.fontColor = color(given)) },
  },
});

