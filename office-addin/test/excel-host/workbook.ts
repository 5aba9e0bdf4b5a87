// The workbook and the application. Pages: https://learn.microsoft.com/javascript/api/excel/excel.workbook,
// .application and .runtime.

import { areasKind } from "./areas";
import { OfficeError } from "./errors";
import type { Host } from "./host";
import type { Workbook } from "./model";
import { names } from "./names";
import { type Kind, kind } from "./proxy";
import { rangeKind } from "./range";
import { settings } from "./settings";
import { tablesKind } from "./table";
import { worksheets } from "./worksheet";
import { bytesOf, insertSheets } from "./xlsx";

const first = (workbook: Workbook) => {
  const { sheet, boxes } = workbook.selected ?? { sheet: workbook.active, boxes: [{ top: 0, left: 0, rows: 1, columns: 1 }] };
  return { sheet, boxes };
};

export const workbookKind: Kind<Excel.Workbook> = kind<Excel.Workbook, Workbook>("Workbook", {
  scalars: {
    // #excel-excel-workbook-name-member
    name: { get: (workbook) => workbook.name },
    // #excel-excel-workbook-readonly-member
    readOnly: { get: () => false },
  },
  objects: {
    // #excel-excel-workbook-application-member
    application: { kind: () => application, run: (workbook) => workbook },
    // #excel-excel-workbook-functions-member
    functions: { kind: () => functions, run: (workbook) => workbook },
    // #excel-excel-workbook-names-member
    names: { kind: () => names, run: (workbook) => workbook },
    // #excel-excel-workbook-protection-member
    protection: { kind: () => protection, run: (workbook) => workbook },
    // #excel-excel-workbook-settings-member
    settings: { kind: () => settings, run: (workbook) => workbook },
    // #excel-excel-workbook-tables-member
    tables: { kind: () => tablesKind, run: (workbook) => workbook },
    // #excel-excel-workbook-worksheets-member
    worksheets: { kind: () => worksheets, run: (workbook) => workbook },
  },
  paths: {
    // #excel-excel-workbook-getactivecell-member(1)
    getActiveCell: {
      kind: () => rangeKind,
      run: (workbook) => {
        const { sheet, boxes } = first(workbook);
        return boxes[0] ? { sheet, box: { ...boxes[0], rows: 1, columns: 1 } } : null;
      },
    },
    // #excel-excel-workbook-getselectedrange-member(1): "if there are multiple ranges selected, this throws"
    getSelectedRange: {
      kind: () => rangeKind,
      run: (workbook) => {
        const { sheet, boxes } = first(workbook);
        const [box, ...more] = boxes;
        if (!box || more.length > 0) throw new OfficeError("InvalidOperation", "The current selection is invalid for this operation.");
        return { sheet, box };
      },
    },
    // #excel-excel-workbook-getselectedranges-member(1)
    getSelectedRanges: { kind: () => areasKind, run: first },
  },
  calls: {
    // #excel-excel-workbook-insertworksheetsfrombase64-member(1): answers with the new sheets' ids
    insertWorksheetsFromBase64: (workbook, { host }, base64File, options) => {
      const forbidden = workbook.structureLocked ? "AccessDenied" : host.forbids.inserting;
      if (forbidden) throw new OfficeError(forbidden, "You cannot perform the requested operation.");
      return insertSheets(workbook, bytesOf(base64File), options ?? {}, host.profile.platform).map((sheet) => sheet.id);
    },
  },
});

const functions: Kind<Excel.Functions> = kind<Excel.Functions, Workbook>("Functions", {
  paths: {
    // https://learn.microsoft.com/javascript/api/excel/excel.functions#excel-excel-functions-date-member(1)
    date: {
      kind: () => functionResult,
      run: (workbook, year, month, day) => ({ value: workbook.serial(Number(year), Number(month), Number(day)) }),
    },
  },
});

const functionResult: Kind<Excel.FunctionResult<number>> = kind<Excel.FunctionResult<number>, { value: number }>("FunctionResult", {
  scalars: {
    // https://learn.microsoft.com/javascript/api/excel/excel.functionresult#excel-excel-functionresult-value-member
    value: { get: ({ value }) => value },
  },
});

const application: Kind<Excel.Application> = kind<Excel.Application, Workbook>("Application", {
  calls: {
    // #excel-excel-application-calculate-member(1)
    calculate: (workbook) => workbook.calculate(),
    // #excel-excel-application-suspendapicalculationuntilnextsync-member(1): calculation here comes after a batch anyway
    suspendApiCalculationUntilNextSync: () => {},
    // #excel-excel-application-suspendscreenupdatinguntilnextsync-member(1)
    suspendScreenUpdatingUntilNextSync: () => {},
  },
});

const protection: Kind<Excel.WorkbookProtection> = kind<Excel.WorkbookProtection, Workbook>("WorkbookProtection", {
  scalars: {
    // #excel-excel-workbookprotection-protected-member
    protected: { get: (workbook) => workbook.structureLocked },
  },
});

export const runtime: Kind<Excel.Runtime> = kind<Excel.Runtime, Host>("Runtime", {
  scalars: {
    // #excel-excel-runtime-enableevents-member
    enableEvents: { get: (host) => host.enableEvents, set: (host, enabled) => void (host.enableEvents = enabled) },
  },
});
