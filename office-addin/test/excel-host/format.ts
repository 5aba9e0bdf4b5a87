// How cells look: https://learn.microsoft.com/javascript/api/excel/excel.rangeformat, .rangefill, .rangefont and
// .formatprotection, at the anchor beside each member. A property that is not the same in all cells is null.

import { OfficeError } from "./errors";
import { type Style, each } from "./model";
import { type Area, type Kind, kind } from "./proxy";
import { columns, isUnbounded, rowsOf } from "./range";

/** What all cells have in common, or null. */
function common<V>({ sheet, box }: Area, of: (style: Style) => V): V | null {
  const found = new Set<V>();
  if (isUnbounded(box)) {
    for (const column of columns({ ...box, columns: Math.min(box.columns, 256) })) found.add(of(sheet.style(box.top, column)));
    for (const [, , cell] of sheet.cells(box)) found.add(of(cell.style));
  } else {
    each(box, (row, column) => found.add(of(sheet.style(row, column))));
  }
  const [only] = found;
  return found.size === 1 ? (only ?? null) : null;
}

function restyle({ sheet, box }: Area, change: Partial<Style>): void {
  sheet.mustBeOpen(null);
  sheet.restyle(box, change);
}

const named: Record<string, string> = { white: "#FFFFFF", black: "#000000", red: "#FF0000", yellow: "#FFFF00" };

/** "HTML color code representing the color … of the form #RRGGBB, or as a named HTML color". */
export function color(given: string): string {
  const code = named[given.toLowerCase()] ?? (given.startsWith("#") ? given : `#${given}`);
  if (!/^#[0-9a-f]{6}$/i.test(code)) throw new OfficeError("InvalidArgument", `${given} is no colour`);
  return code.toUpperCase();
}

export const rangeFormat: Kind<Excel.RangeFormat> = kind<Excel.RangeFormat, Area>("RangeFormat", {
  scalars: {
    // #excel-excel-rangeformat-columnwidth-member: in points, https://github.com/OfficeDev/office-js/issues/187
    columnWidth: {
      get: ({ sheet, box }) => {
        const widths = new Set(columns(box).map((column) => {
          const info = sheet.columnInfo.get(column);
          return info?.hidden ? 0 : (info?.width ?? sheet.standardWidth);
        }));
        const [only] = widths;
        return widths.size === 1 ? (only ?? null) : null;
      },
      set: ({ sheet, box }, width) => {
        sheet.mustBeOpen(null);
        if (typeof width !== "number" || width < 0) throw new OfficeError("InvalidArgument", `${width} is no width`);
        for (const column of columns(box)) {
          const info = sheet.column(column);
          info.hidden = width === 0;
          // Widths are whole pixels, of 0.75 points each.
          if (width > 0) info.width = Math.round(width / 0.75) * 0.75;
        }
      },
    },
    // #excel-excel-rangeformat-horizontalalignment-member
    horizontalAlignment: {
      get: (area) => common(area, (style) => style.horizontal) as "General" | null,
      set: (area, horizontal) => restyle(area, { horizontal }),
    },
    // #excel-excel-rangeformat-usestandardwidth-member: only true may be set
    useStandardWidth: {
      get: ({ sheet, box }) => columns(box).every((column) => (sheet.columnInfo.get(column)?.width ?? null) === null),
      set: ({ sheet, box }, standard) => {
        sheet.mustBeOpen(null);
        if (!standard) return;
        for (const column of columns(box)) Object.assign(sheet.column(column), { width: null, hidden: false });
      },
    },
    // #excel-excel-rangeformat-verticalalignment-member
    verticalAlignment: {
      get: (area) => common(area, (style) => style.vertical) as "Bottom" | null,
      set: (area, vertical) => restyle(area, { vertical }),
    },
    // #excel-excel-rangeformat-wraptext-member
    wrapText: { get: (area) => common(area, (style) => style.wrap), set: (area, wrap) => restyle(area, { wrap }) },
  },
  objects: {
    // #excel-excel-rangeformat-fill-member
    fill: { kind: () => rangeFill, run: (area) => area },
    // #excel-excel-rangeformat-font-member
    font: { kind: () => rangeFont, run: (area) => area },
    // #excel-excel-rangeformat-protection-member
    protection: { kind: () => formatProtection, run: (area) => area },
  },
  calls: {
    // #excel-excel-rangeformat-autofitrows-member(1): heights are not kept here
    autofitRows: ({ sheet, box }) => {
      sheet.mustBeOpen(null);
      rowsOf(box);
    },
  },
});

const rangeFill: Kind<Excel.RangeFill> = kind<Excel.RangeFill, Area>("RangeFill", {
  scalars: {
    // #excel-excel-rangefill-color-member: white where there is none
    color: {
      get: (area) => {
        const fill = common(area, (style) => style.fill);
        return fill === "" ? "#FFFFFF" : (fill ?? "");
      },
      set: (area, given) => restyle(area, { fill: given === "" ? "" : color(given) }),
    },
  },
  calls: {
    // #excel-excel-rangefill-clear-member(1)
    clear: (area) => restyle(area, { fill: "" }),
  },
});

const rangeFont: Kind<Excel.RangeFont> = kind<Excel.RangeFont, Area>("RangeFont", {
  scalars: {
    // #excel-excel-rangefont-bold-member
    bold: { get: (area) => common(area, (style) => style.bold), set: (area, bold) => restyle(area, { bold }) },
    // #excel-excel-rangefont-color-member
    color: {
      get: (area) => common(area, (style) => style.fontColor) ?? "",
      set: (area, given) => restyle(area, { fontColor: color(given) }),
    },
    // #excel-excel-rangefont-italic-member
    italic: { get: (area) => common(area, (style) => style.italic), set: (area, italic) => restyle(area, { italic }) },
    // #excel-excel-rangefont-name-member
    name: { get: (area) => common(area, (style) => style.fontName), set: (area, fontName) => restyle(area, { fontName }) },
    // #excel-excel-rangefont-size-member
    size: { get: (area) => common(area, (style) => style.fontSize), set: (area, fontSize) => restyle(area, { fontSize }) },
  },
});

const formatProtection: Kind<Excel.FormatProtection> = kind<Excel.FormatProtection, Area>("FormatProtection", {
  scalars: {
    // #excel-excel-formatprotection-locked-member
    locked: { get: (area) => common(area, (style) => style.locked), set: (area, locked) => restyle(area, { locked }) },
  },
});
