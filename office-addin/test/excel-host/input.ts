// What Excel makes of something that is put into a cell, as a person in the United Kingdom types it.

import { ERRORS, CellError, type Value } from "./formula";
import { OfficeError } from "./errors";
import type { Cell, Workbook } from "./model";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

interface Understood {
  value: Value;
  formula?: string;
  /** The number format that the cell takes where it had the general one. */
  format?: string;
}

/** Puts a value into a cell; `null` leaves it as it is.
 *
 * "If the returned value starts with a plus, minus or equal sign, Excel interprets this value as a formula":
 * https://learn.microsoft.com/javascript/api/excel/excel.range#excel-excel-range-values-member */
export function put(cell: Cell, given: unknown, workbook: Workbook): void {
  if (given === null) return;
  if (typeof given === "object" || typeof given === "function") {
    throw new OfficeError("InvalidArgument", "The argument is invalid or missing or has an incorrect format.");
  }
  const understood = understand(given as string | number | boolean, cell.style.numberFormat, workbook);
  cell.value = understood.value;
  cell.formula = understood.formula ?? null;
  if (understood.format && cell.style.numberFormat === "General") {
    cell.style = { ...cell.style, numberFormat: understood.format };
  }
}

function understand(given: string | number | boolean, format: string, workbook: Workbook): Understood {
  if (typeof given !== "string") return { value: given };
  if (given === "") return { value: null };
  if (format === "@") return { value: given };
  if (given.startsWith("'")) return { value: given.slice(1) };
  if (given.startsWith("=") && given.length > 1) return { value: null, formula: given.slice(1) };
  const text = given.trim();
  const digits = /^[-+]?£?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(e[-+]?\d+)?%?$/i;
  if (digits.test(text) && /\d/.test(text)) {
    const value = Number(text.replace(/[£,%]/g, ""));
    return text.endsWith("%") ? { value: value / 100, format: "0%" } : { value };
  }
  if (/^(true|false)$/i.test(text)) return { value: text.toLowerCase() === "true" };
  if (ERRORS.includes(text.toUpperCase())) return { value: new CellError(text.toUpperCase()) };
  const day = date(text, workbook);
  if (day) return day;
  if (/^[-+]./.test(given)) return { value: null, formula: given.replace(/^\+/, "") };
  return { value: given };
}

/** A date as Excel understands it: https://support.microsoft.com/office/6c5a8b05-f5a5-4a8e-a7e1-4d4f5d7fbc0f */
function date(text: string, workbook: Workbook): Understood | null {
  const time = /^(?:(.*?)\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (time) {
    const [, before, hours = "", minutes = "", seconds = "0"] = time;
    const fraction = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) / 86_400;
    if (!before) return { value: fraction, format: "hh:mm" };
    const day = date(before, workbook);
    return day && { value: Number(day.value) + fraction, format: "dd/mm/yyyy hh:mm" };
  }
  const parts = text.toLowerCase().split(/[-/\s]+/);
  const month = (part: string) => MONTHS.findIndex((name) => part.startsWith(name) && /^[a-z]{3,9}$/.test(part)) + 1;
  const year = (part: string) => (part.length === 2 ? Number(part) + (Number(part) < 30 ? 2000 : 1900) : Number(part));
  const isNumber = (part: string | undefined) => part !== undefined && /^\d{1,4}$/.test(part);
  const [a = "", b = "", c] = parts;
  if (parts.length > 3 || parts.length < 2) return null;
  let found: [number, number, number] | null = null;
  const thisYear = String(new Date().getFullYear());
  if (isNumber(a) && month(b) && (c === undefined || isNumber(c))) found = [year(c ?? thisYear), month(b), Number(a)];
  else if (/^\d{4}$/.test(a) && isNumber(b) && isNumber(c) && text.includes("-")) found = [Number(a), Number(b), Number(c)];
  else if (isNumber(a) && isNumber(b) && !/\s/.test(text) && (c === undefined || isNumber(c))) {
    found = [year(c ?? thisYear), Number(b), Number(a)];
  }
  if (!found) return null;
  const [y, m, d] = found;
  const real = new Date(Date.UTC(y, m - 1, d));
  if (real.getUTCMonth() !== m - 1 || real.getUTCDate() !== d || y < 1900 || y > 9999) return null;
  return { value: workbook.serial(y, m, d), format: "dd/mm/yyyy" };
}
