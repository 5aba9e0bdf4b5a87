// The edit script as the engine gives it (`src/edit.rs`), and what it comes to in one sheet: few writes of many
// cells instead of many of one. Nothing here knows Office.

import { type Area, areaOf, holds } from "./a1";
import type { Edit, Script, SheetEdits, Value } from "./answers";
import type { DateSystem } from "./cells";

interface Look {
  fill?: string;
  bold?: boolean | null;
  color?: string | null;
  wrap?: boolean | null;
}

export const sheetsOf = (script: Script): SheetEdits[] => (Array.isArray(script) ? script : [script]);

/** What a cell is given, as Excel takes it from those who type; `null` leaves it as it is. */
export type Typed = string | number | boolean | null;

/** One write of many cells. */
export interface Write {
  area: Area;
  cells: Typed[][];
}

type Of<K extends string> = Extract<Edit, Record<K, unknown>>[K & keyof Extract<Edit, Record<K, unknown>>];

/** What is wanted of one sheet, in the order in which it is done. */
export interface Plan {
  removedFormats: { area: Area; formula: string }[];
  removedContaining: string[];
  removedValidations: Area[];
  clears: Area[];
  numberFormats: { area: Area; code: string }[];
  /** Cells that are given a day and no number format with it. */
  days: Area[];
  writes: Write[];
  looks: { area: Area; look: Look }[];
  formats: (Of<"conditional_format"> & { area: Area })[];
  validations: (Of<"validation"> & { area: Area })[];
  widths: { columns: Area; characters: number | null }[];
  freeze: { rows: number; columns: number } | null;
  removedFreeze: { rows: number; columns: number } | null;
}

/** What a sheet's edits come to. */
export function plan(edits: Edit[], system: DateSystem): Plan {
  const sets = new Map<string, { area: Area; typed: Typed; isDay: boolean }>();
  const wanted: Plan = {
    removedFormats: [],
    removedContaining: [],
    removedValidations: [],
    clears: [],
    numberFormats: [],
    days: [],
    writes: [],
    looks: [],
    formats: [],
    validations: [],
    widths: [],
    freeze: null,
    removedFreeze: null,
  };
  for (const edit of edits) {
    if ("set" in edit) {
      const { cell, formula, value = null } = edit.set;
      const isDay = formula == null && typeof value === "object" && value !== null;
      sets.set(cell, { area: areaOf(cell), typed: typed(formula, value, system), isDay });
    } else if ("clear" in edit) {
      const area = areaOf(edit.clear.range);
      const isLeft = (other: { area: Area }) => !holds(area, other.area);
      for (const [cell, set] of sets) if (!isLeft(set)) sets.delete(cell);
      wanted.numberFormats = wanted.numberFormats.filter(isLeft);
      wanted.looks = wanted.looks.filter(isLeft);
      wanted.clears.push(area);
    } else if ("number_format" in edit) {
      wanted.numberFormats.push({ area: areaOf(edit.number_format.range), code: edit.number_format.code });
    } else if ("fill" in edit) {
      wanted.looks.push({ area: areaOf(edit.fill.range), look: { fill: edit.fill.color } });
    } else if ("font" in edit) {
      const { range, ...look } = edit.font;
      wanted.looks.push({ area: areaOf(range), look });
    } else if ("conditional_format" in edit) {
      wanted.formats.push({ ...edit.conditional_format, area: areaOf(edit.conditional_format.range) });
    } else if ("remove_conditional_format" in edit) {
      const { range, formula } = edit.remove_conditional_format;
      wanted.removedFormats.push({ area: areaOf(range), formula });
    } else if ("remove_conditional_formats" in edit) {
      wanted.removedContaining.push(edit.remove_conditional_formats.containing);
    } else if ("validation" in edit) {
      wanted.validations.push({ ...edit.validation, area: areaOf(edit.validation.range) });
    } else if ("remove_validation" in edit) {
      wanted.removedValidations.push(areaOf(edit.remove_validation.range));
    } else if ("width" in edit) {
      wanted.widths.push({ columns: areaOf(edit.width.columns), characters: edit.width.characters });
    } else if ("remove_width" in edit) {
      wanted.widths.push({ columns: areaOf(edit.remove_width.columns), characters: null });
    } else if ("remove_freeze" in edit) {
      const { rows = 0, columns = 0 } = edit.remove_freeze;
      Object.assign(wanted, { freeze: null, removedFreeze: { rows, columns } });
    } else {
      const { rows = 0, columns = 0 } = edit.freeze;
      wanted.freeze = { rows, columns };
    }
  }
  const formatted = ({ area }: { area: Area }) => wanted.numberFormats.some((format) => holds(format.area, area));
  wanted.days = [...sets.values()].filter((set) => set.isDay && !formatted(set)).map(({ area }) => area);
  wanted.writes = together([...sets.values()]);
  wanted.numberFormats = joined(wanted.numberFormats, ({ code }) => code);
  wanted.looks = joined(wanted.looks, ({ look }) => JSON.stringify(look));
  return wanted;
}

/** Puts neighbouring cells into one write: runs of columns, and in each of them runs of rows. */
function together(sets: { area: Area; typed: Typed }[]): Write[] {
  const writes: Write[] = [];
  for (const columns of runs(sets.map(({ area }) => area.left))) {
    const inside = sets.filter(({ area }) => columns.from <= area.left && area.left <= columns.to);
    const byRow = new Map<number, typeof inside>();
    for (const set of inside) byRow.set(set.area.top, [...(byRow.get(set.area.top) ?? []), set]);
    for (const rows of runs([...byRow.keys()])) {
      const area = { top: rows.from, bottom: rows.to, left: columns.from, right: columns.to };
      const cells = Array.from({ length: rows.to - rows.from + 1 }, (_, n) => {
        const row: Typed[] = new Array(columns.to - columns.from + 1).fill(null);
        for (const { area, typed } of byRow.get(rows.from + n) ?? []) row[area.left - columns.from] = typed;
        return row;
      });
      writes.push({ area, cells });
    }
  }
  return writes;
}

/** Numbers that follow each other without a gap. */
function runs(numbers: number[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last.to + 1 === number) last.to = number;
    else found.push({ from: number, to: number });
  }
  return found;
}

/** Joins what is wanted alike of areas side by side, where one follows the other. */
function joined<T extends { area: Area }>(items: T[], key: (item: T) => string): T[] {
  const found: T[] = [];
  for (const item of items) {
    const last = found.findLast((other) => key(other) === key(item));
    const { area } = item;
    const isBeside = last && last.area.top === area.top && last.area.bottom === area.bottom && last.area.right + 1 === area.left;
    if (isBeside) found[found.indexOf(last)] = { ...last, area: { ...last.area, right: area.right } };
    else found.push(item);
  }
  return found;
}

function typed(formula: string | null | undefined, value: Value | null, system: DateSystem): Typed {
  if (formula != null) return `=${formula}`;
  if (value === null) return "";
  if (typeof value === "object") return serial(value.date, system);
  return typeof value === "string" && isTakenForMore(value) ? `'${value}` : value;
}

/** Whether Excel would make something else of a text that is typed: a formula, a number, a day, TRUE. */
export function isTakenForMore(text: string): boolean {
  if (/^[=+\-@'#]/.test(text) || /^(true|false)$/i.test(text.trim())) return true;
  if (!/\d/.test(text)) return false;
  // Two words that name no month, day or half of a day: a sentence with figures in it.
  const words = text.match(/\p{L}{3,}/gu) ?? [];
  return words.filter((word) => !/^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)/i.test(word)).length < 2;
}

/** The number by which a workbook counts a day such as `2025-03-11`. */
export function serial(day: string, system: DateSystem): number {
  const since = (first: string) => Math.round((Date.parse(day) - Date.parse(first)) / 86_400_000);
  if (system === "1904") return since("1904-01-01");
  // Counting from 1900 takes 1900 for a leap year.
  const days = since("1899-12-30");
  return days <= 60 ? days - 1 : days;
}

/** Whether a number format shows a day: it has a day, a year, or a month that is no minute. */
export function showsDays(code: string): boolean {
  const [first = ""] = code.split(";");
  if (/\[[hms]+\]/i.test(first)) return false;
  const shown = first.replace(/\\.|_.|\*.|"[^"]*"?|\[[^\]]*\]?/g, "").toLowerCase();
  if (shown.includes("general")) return false;
  return /[dy]/.test(shown) || (shown.includes("m") && !/[hs]/.test(shown));
}
