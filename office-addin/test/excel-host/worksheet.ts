// Sheets. Pages: https://learn.microsoft.com/javascript/api/excel/excel.worksheet, .worksheetcollection,
// .worksheetfreezepanes, .worksheetprotection, .autofilter.

import { between, contains, whole } from "./a1";
import { OfficeError } from "./errors";
import { charts, comments, pivotTables, shapes } from "./lying";
import type { Sheet, Workbook } from "./model";
import { names } from "./names";
import { notes } from "./notes";
import { type Kind, kind } from "./proxy";
import { areaOf, rangeKind } from "./range";
import { tablesKind } from "./table";

const denied = () => new OfficeError("AccessDenied", "You cannot perform the requested operation.");

/** "Up to 31 characters, none of : \ / ? * [ ], not beginning or ending with an apostrophe, not History":
 * https://support.microsoft.com/office/3f1f7148-ee83-404d-8ef0-9ff99fbad1f9 */
function named(workbook: Workbook, name: string, but?: Sheet): string {
  if (name === "" || name.length > 31 || /[:\\/?*[\]]/.test(name) || /^'|'$/.test(name) || name.toLowerCase() === "history") {
    throw new OfficeError("InvalidArgument", "The argument is invalid or missing or has an incorrect format.");
  }
  const other = workbook.sheet(name);
  if (other && other !== but) throw new OfficeError("ItemAlreadyExists", "The resource being created already exists.");
  return name;
}

const alive = (sheet: Sheet): Sheet => {
  if (sheet.deleted) throw new OfficeError("ItemNotFound", "The requested resource doesn't exist.");
  return sheet;
};

export const worksheetKind: Kind<Excel.Worksheet> = kind<Excel.Worksheet, Sheet>("Worksheet", {
  scalars: {
    // #excel-excel-worksheet-id-member
    id: { get: (sheet) => sheet.id },
    // #excel-excel-worksheet-name-member
    name: {
      get: (sheet) => alive(sheet).name,
      set: (sheet, name) => {
        if (sheet.workbook.structureLocked) throw denied();
        sheet.name = named(sheet.workbook, name, sheet);
      },
    },
    // #excel-excel-worksheet-position-member
    position: {
      get: (sheet) => sheet.workbook.sheets.indexOf(alive(sheet)),
      set: (sheet, position) => {
        const { workbook } = sheet;
        if (workbook.structureLocked) throw denied();
        if (position < 0 || position >= workbook.sheets.length) throw new OfficeError("InvalidArgument", `${position} is no position`);
        workbook.sheets = workbook.sheets.filter((other) => other !== sheet);
        workbook.sheets.splice(position, 0, sheet);
      },
    },
    // #excel-excel-worksheet-standardwidth-member: in characters
    standardWidth: { get: (sheet) => Math.round(((sheet.standardWidth / 0.75 - 5) / 7) * 100) / 100 },
    // #excel-excel-worksheet-tabcolor-member
    tabColor: { get: (sheet) => sheet.tabColor, set: (sheet, color) => void (sheet.tabColor = color) },
    // #excel-excel-worksheet-visibility-member
    visibility: {
      get: (sheet) => alive(sheet).visibility,
      set: (sheet, visibility) => {
        const others = sheet.workbook.sheets.filter((other) => other !== sheet && other.visibility === "Visible");
        if (sheet.workbook.structureLocked) throw denied();
        if (visibility !== "Visible" && !others[0]) throw new OfficeError("InvalidOperation", "A workbook has at least one visible sheet.");
        if (visibility !== "Visible" && sheet.workbook.active === sheet && others[0]) sheet.workbook.activate(others[0]);
        sheet.visibility = visibility;
      },
    },
  },
  objects: {
    // #excel-excel-worksheet-autofilter-member
    autoFilter: { kind: () => autoFilter, run: alive },
    // #excel-excel-worksheet-charts-member
    charts: { kind: () => charts, run: alive },
    // #excel-excel-worksheet-comments-member
    comments: { kind: () => comments, run: alive },
    // #excel-excel-worksheet-freezepanes-member
    freezePanes: { kind: () => freezePanes, run: alive },
    // #excel-excel-worksheet-names-member
    names: { kind: () => names, run: alive },
    // #excel-excel-worksheet-notes-member
    notes: { kind: () => notes, run: alive },
    // #excel-excel-worksheet-pagelayout-member
    pageLayout: { kind: () => pageLayout, run: alive },
    // #excel-excel-worksheet-pivottables-member
    pivotTables: { kind: () => pivotTables, run: alive },
    // #excel-excel-worksheet-protection-member
    protection: { kind: () => protection, run: alive },
    // #excel-excel-worksheet-shapes-member
    shapes: { kind: () => shapes, run: alive },
    // #excel-excel-worksheet-tables-member
    tables: { kind: () => tablesKind, run: alive },
  },
  paths: {
    // #excel-excel-worksheet-getcell-member(1)
    getCell: { kind: () => rangeKind, run: (sheet, row, column) => inside(sheet, row, column, 1, 1) },
    // #excel-excel-worksheet-getrange-member(1): an address or a name; the whole sheet without one
    getRange: {
      kind: () => rangeKind,
      run: (sheet, address) => {
        if (address === undefined) return { sheet: alive(sheet), box: whole };
        const area = areaOf(address, alive(sheet));
        if (area.sheet !== sheet) throw new OfficeError("InvalidArgument", "The address is one of another sheet.");
        return area;
      },
    },
    // #excel-excel-worksheet-getrangebyindexes-member(1)
    getRangeByIndexes: { kind: () => rangeKind, run: (sheet, row, column, rows, columns) => inside(sheet, row, column, rows, columns) },
    // #excel-excel-worksheet-getusedrange-member(1): "the top left cell where the sheet is blank"
    getUsedRange: {
      kind: () => rangeKind,
      run: (sheet, valuesOnly = false) => ({ sheet, box: alive(sheet).used(whole, valuesOnly) ?? { top: 0, left: 0, rows: 1, columns: 1 } }),
    },
    // #excel-excel-worksheet-getusedrangeornullobject-member(1)
    getUsedRangeOrNullObject: {
      kind: () => rangeKind,
      run: (sheet, valuesOnly = false) => {
        const box = alive(sheet).used(whole, valuesOnly);
        return box && { sheet, box };
      },
    },
  },
  calls: {
    // #excel-excel-worksheet-activate-member(1)
    activate: (sheet) => sheet.workbook.activate(alive(sheet)),
    // #excel-excel-worksheet-calculate-member(1)
    calculate: (sheet) => sheet.workbook.calculate(),
    // #excel-excel-worksheet-delete-member(1): "if the worksheet's visibility is set to VeryHidden, the delete
    // operation will fail with InvalidOperation"
    delete: (sheet) => sheet.workbook.remove(alive(sheet)),
  },
  events: {
    // #excel-excel-worksheet-onactivated-member
    onActivated: alive,
    // #excel-excel-worksheet-onchanged-member
    onChanged: alive,
    // #excel-excel-worksheet-ondeactivated-member
    onDeactivated: alive,
    // #excel-excel-worksheet-onrowsorted-member
    onRowSorted: alive,
    // #excel-excel-worksheet-onselectionchanged-member
    onSelectionChanged: alive,
  },
});

function inside(sheet: Sheet, row: number, column: number, rows: number, columns: number) {
  const box = between(row, column, row + rows - 1, column + columns - 1);
  if (!box) throw new OfficeError("InvalidArgument", "The argument is invalid: it leaves the sheet.");
  return { sheet: alive(sheet), box };
}

const bySheetKey = (workbook: Workbook, key: string): Sheet | null =>
  workbook.sheets.find((sheet) => sheet.id === key) ?? workbook.sheet(key) ?? null;

const shown = (workbook: Workbook, visibleOnly = false): Sheet[] =>
  workbook.sheets.filter((sheet) => !visibleOnly || sheet.visibility === "Visible");

export const worksheets: Kind<Excel.WorksheetCollection> = kind<Excel.WorksheetCollection, Workbook>("WorksheetCollection", {
  // #excel-excel-worksheetcollection-items-member
  items: { kind: () => worksheetKind, get: (workbook) => workbook.sheets },
  paths: {
    // #excel-excel-worksheetcollection-add-member(1): "added at the end of existing worksheets", not activated
    add: {
      kind: () => worksheetKind,
      run: (workbook, name) => {
        if (workbook.structureLocked) throw denied();
        let n = workbook.sheets.length + 1;
        while (workbook.sheet(`Sheet${n}`)) n += 1;
        const sheet = workbook.add(named(workbook, name ?? `Sheet${n}`));
        workbook.listener?.happened("onAdded", sheet, { type: "WorksheetAdded", worksheetId: sheet.id });
        return sheet;
      },
    },
    // #excel-excel-worksheetcollection-getactiveworksheet-member(1)
    getActiveWorksheet: { kind: () => worksheetKind, run: (workbook) => workbook.active },
    // #excel-excel-worksheetcollection-getfirst-member(1)
    getFirst: { kind: () => worksheetKind, run: (workbook, visibleOnly) => shown(workbook, visibleOnly)[0] ?? null },
    // #excel-excel-worksheetcollection-getitem-member(1): by name or id
    getItem: { kind: () => worksheetKind, run: bySheetKey },
    // #excel-excel-worksheetcollection-getitemornullobject-member(1)
    getItemOrNullObject: { kind: () => worksheetKind, run: bySheetKey },
    // #excel-excel-worksheetcollection-getlast-member(1)
    getLast: { kind: () => worksheetKind, run: (workbook, visibleOnly) => shown(workbook, visibleOnly).at(-1) ?? null },
  },
  calls: {
    // #excel-excel-worksheetcollection-getcount-member(1)
    getCount: (workbook, _context, visibleOnly) => shown(workbook, visibleOnly).length,
  },
  events: {
    // #excel-excel-worksheetcollection-onactivated-member
    onActivated: (workbook) => workbook,
    // #excel-excel-worksheetcollection-onadded-member
    onAdded: (workbook) => workbook,
    // #excel-excel-worksheetcollection-onchanged-member
    onChanged: (workbook) => workbook,
    // #excel-excel-worksheetcollection-ondeleted-member
    onDeleted: (workbook) => workbook,
    // #excel-excel-worksheetcollection-onrowsorted-member
    onRowSorted: (workbook) => workbook,
    // #excel-excel-worksheetcollection-onselectionchanged-member
    onSelectionChanged: (workbook) => workbook,
  },
});

function frozen(sheet: Sheet) {
  const { rows, columns } = sheet.freeze;
  if (rows === 0 && columns === 0) return null;
  return { sheet, box: { top: 0, left: 0, rows: rows || whole.rows, columns: columns || whole.columns } };
}

const freezePanes: Kind<Excel.WorksheetFreezePanes> = kind<Excel.WorksheetFreezePanes, Sheet>("WorksheetFreezePanes", {
  paths: {
    // #excel-excel-worksheetfreezepanes-getlocationornullobject-member(1)
    getLocationOrNullObject: { kind: () => rangeKind, run: frozen },
  },
  calls: {
    // #excel-excel-worksheetfreezepanes-freezeat-member(1): the range that will be frozen at the top left
    freezeAt: (sheet, _context, given) => {
      const { box } = areaOf(given, sheet);
      sheet.freeze = { rows: box.rows === whole.rows ? 0 : box.top + box.rows, columns: box.columns === whole.columns ? 0 : box.left + box.columns };
    },
    // #excel-excel-worksheetfreezepanes-freezecolumns-member(1)
    freezeColumns: (sheet, _context, count = 1) => void (sheet.freeze = { rows: 0, columns: count }),
    // #excel-excel-worksheetfreezepanes-freezerows-member(1)
    freezeRows: (sheet, _context, count = 1) => void (sheet.freeze = { rows: count, columns: 0 }),
    // #excel-excel-worksheetfreezepanes-unfreeze-member(1)
    unfreeze: (sheet) => void (sheet.freeze = { rows: 0, columns: 0 }),
  },
});

const pageLayout: Kind<Excel.PageLayout> = kind<Excel.PageLayout, Sheet>("PageLayout", {
  scalars: {
    // #excel-excel-pagelayout-zoom-member: what is not given is "automatic" for the pages it is fitted to
    zoom: { get: (sheet) => sheet.zoom, set: (sheet, zoom) => void (sheet.zoom = zoom) },
  },
});

const protection: Kind<Excel.WorksheetProtection> = kind<Excel.WorksheetProtection, Sheet>("WorksheetProtection", {
  scalars: {
    // #excel-excel-worksheetprotection-protected-member
    protected: { get: (sheet) => sheet.protection !== null },
    // #excel-excel-worksheetprotection-options-member
    options: { get: (sheet) => sheet.protection?.options as Excel.WorksheetProtectionOptions | undefined ?? null },
  },
  calls: {
    // #excel-excel-worksheetprotection-protect-member(1): "fails if the worksheet has already been protected"
    protect: (sheet, _context, options = {}, password) => {
      if (sheet.protection) throw new OfficeError("InvalidOperation", "The sheet is protected already.");
      sheet.protection = { password: password ?? null, options: options as Record<string, boolean> };
    },
    // #excel-excel-worksheetprotection-unprotect-member(1)
    unprotect: (sheet, _context, password) => {
      if (sheet.protection?.password && sheet.protection.password !== password) {
        throw new OfficeError("InvalidArgument", "The password you supplied is not correct.");
      }
      sheet.protection = null;
    },
  },
});

const autoFilter: Kind<Excel.AutoFilter> = kind<Excel.AutoFilter, Sheet>("AutoFilter", {
  scalars: {
    // #excel-excel-autofilter-enabled-member
    enabled: { get: (sheet) => sheet.filter !== null },
    // #excel-excel-autofilter-isdatafiltered-member
    isDataFiltered: {
      get: (sheet) => [...sheet.rowInfo].some(([row, info]) => info.filtered && sheet.filter !== null && contains(sheet.filter, row, sheet.filter.left)),
    },
  },
  paths: {
    // #excel-excel-autofilter-getrangeornullobject-member(1)
    getRangeOrNullObject: { kind: () => rangeKind, run: (sheet) => (sheet.filter ? { sheet, box: sheet.filter } : null) },
  },
});
