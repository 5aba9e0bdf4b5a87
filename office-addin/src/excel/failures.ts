// Excel's errors as the panel says them: what happened, where, and what to do next.

import type { Failure } from "../answers";
import { isFailure } from "../engine";
import { refused } from "../host";

/** That something is written, but not as it should be. */
export const inPart = (message: string, help: string): Failure => ({ code: "written-in-part", message, help, at: null });

/** Whether that is what was said. */
export const isInPart = (thrown: unknown): boolean => isFailure(thrown) && thrown.code === "written-in-part";

/** What to say of Excel's own codes, and what to do. */
const KNOWN: Record<string, [string, string]> = {
  InvalidOperationInCellEditMode: ["a cell is being edited", "press Enter in the cell, then try again"],
  AccessDenied: ["Excel does not allow it: the sheet or the workbook is protected, or open for reading only", "take the protection off, or save a copy under another name, and try again"],
  ItemNotFound: ["a sheet or a cell is not there any more", "check the log again"],
  RequestPayloadSizeLimitExceeded: ["the log is too large for Excel on the web", "open it in Excel on a computer, or use the page"],
  ResponsePayloadSizeLimitExceeded: ["the log is too large for Excel on the web", "open it in Excel on a computer, or use the page"],
};

/** Whether Excel waits for someone to finish editing a cell. */
export const isEditing = (thrown: unknown): boolean => codeOf(thrown) === "InvalidOperationInCellEditMode";

/** Whether Excel on the web was asked for more than one answer holds. */
export const isTooLong = (thrown: unknown): boolean => codeOf(thrown) === "ResponsePayloadSizeLimitExceeded";

/** What Excel answers where a policy, the workbook or this kind of Excel does not let it do something.
 * https://learn.microsoft.com/office/dev/add-ins/testing/application-specific-api-error-handling */
const FORBIDDEN = ["AccessDenied", "ApiNotAvailable", "ApiNotFound", "NotImplemented", "UnsupportedFeature", "UnsupportedOperation"];

export const isForbidden = (thrown: unknown): boolean => FORBIDDEN.includes(codeOf(thrown) ?? "");

/** Whether that is what was said of it. */
export const isCellEdited = (thrown: unknown): boolean => isFailure(thrown) && thrown.code === "cell-edited";

/** What to say of something thrown; what is not Excel's stays as it is. */
export function failureOf(thrown: unknown): unknown {
  const code = codeOf(thrown);
  if (code === null) return thrown;
  const [message, help] = KNOWN[code] ?? [
    `Excel could not do it: ${(thrown as Error).message.replace(/\.$/, "")} (${code})`,
    "try again; if it happens again, save the workbook and use the page",
  ];
  return isEditing(thrown) ? { ...refused(message, help), code: "cell-edited" } : refused(message, help);
}

const codeOf = (thrown: unknown): string | null => (thrown instanceof OfficeExtension.Error ? thrown.code : null);
