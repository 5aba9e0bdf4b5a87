// What Excel answers where it can't do something, and what is thrown where the simulator can't.

/** The codes of Excel's own errors that can happen here.
 * https://learn.microsoft.com/office/dev/add-ins/testing/application-specific-api-error-handling */
export type Code =
  | "AccessDenied"
  | "ApiNotFound"
  | "GeneralException"
  | "InvalidArgument"
  | "InvalidObjectPath"
  | "InvalidOperation"
  | "InvalidOperationInCellEditMode"
  | "InvalidRequestContext"
  | "ItemAlreadyExists"
  | "ItemNotFound"
  | "MergedRangeConflict"
  | "PropertyNotLoaded"
  | "RangeExceedsLimit"
  | "RequestPayloadSizeLimitExceeded"
  | "UnsupportedFeature"
  | "ResponsePayloadSizeLimitExceeded"

/** https://learn.microsoft.com/javascript/api/office/officeextension.error */
export class OfficeError extends Error {
  readonly code: Code;
  readonly debugInfo: { code: Code; message: string; errorLocation: string };
  readonly traceMessages: string[] = [];
  readonly innerError = null;

  constructor(code: Code, message: string, errorLocation = "") {
    super(message);
    this.name = "RichApi.Error";
    this.code = code;
    this.debugInfo = { code, message, errorLocation };
  }
}

/** Something that Excel may know and the simulator does not: a test must not pass by it. */
export class NotSimulated extends Error {
  constructor(what: string) {
    super(`excel-host does not simulate ${what}`);
    this.name = "NotSimulated";
  }
}

/** What Excel answers while a cell is being edited.
 * https://learn.microsoft.com/office/dev/add-ins/excel/excel-add-ins-delay-in-cell-edit */
export const cellEditing = (): OfficeError =>
  new OfficeError("InvalidOperationInCellEditMode", "Excel is in cell-editing mode. Please exit the edit mode by pressing ENTER or TAB or selecting another cell, and then try again.");
