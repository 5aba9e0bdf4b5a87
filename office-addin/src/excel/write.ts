// An edit script applied to the open workbook: the same sheet as `escalog annotate` makes of the file.

import { a1, type Area, areaOf, areasOf, holds, without } from "../a1";
import type { SheetEdits } from "../answers";
import type { DateSystem } from "../cells";
import { type Plan, plan, showsDays, type Write } from "../edits";
import { refused } from "../host";

/** How many characters one request writes: Excel on the web takes at most 5 MB. */
const CHARACTERS = 1_000_000;

/** How a day is shown in a cell whose own format shows no days. */
const DAY = "dd mmm yyyy";

/** The title of a validation's message, by which ours are known. */
const TITLE = "escalog";

/** Tells how many requests of how many are done; it is told first when something is written. */
export type Progress = (done: number, of: number) => void;

/** Applies a script. Nothing is written where a sheet can't take it. */
export async function write(
  context: Excel.RequestContext,
  script: SheetEdits[],
  system: DateSystem,
  progress: Progress,
): Promise<void> {
  const { worksheets } = context.workbook;
  const found = script.map((edits) => ({ edits, sheet: worksheets.getItemOrNullObject(edits.sheet) }));
  for (const { sheet } of found) sheet.load("name, visibility");
  await context.sync();
  const missing = found.find(({ edits, sheet }) => sheet.isNullObject && !edits.create && !edits.remove);
  if (missing) throw refused(`there is no sheet \`${missing.edits.sheet}\` any more`, "check the log again");
  await refuseProtected(context, found);
  const kept = found.filter(({ edits }) => !edits.remove);
  for (const [n, { edits, sheet }] of kept.entries()) {
    const own = sheet.isNullObject ? worksheets.add(edits.sheet) : sheet;
    // A sheet of ours prints on pages as wide as the sheet.
    if (sheet.isNullObject) own.pageLayout.zoom = { horizontalFitToPages: 1 };
    const part: Progress = (done, of) => progress(n + done / of, kept.length);
    await writeSheet(context, own, sheet.isNullObject, plan(edits.edits, system), part);
  }
  // A sheet goes last, when what the script clears no longer refers to it.
  for (const { edits, sheet } of found) {
    if (!edits.remove || sheet.isNullObject) continue;
    // Excel deletes none that is very hidden.
    if (sheet.visibility === "VeryHidden") sheet.visibility = "Hidden";
    sheet.delete();
  }
  await context.sync();
}

/** Refuses a sheet, or a workbook, that is protected. */
async function refuseProtected(
  context: Excel.RequestContext,
  found: { edits: SheetEdits; sheet: Excel.Worksheet }[],
): Promise<void> {
  const { protection } = context.workbook;
  protection.load("protected");
  const there = found.filter(({ sheet }) => !sheet.isNullObject);
  for (const { sheet } of there) sheet.protection.load("protected");
  await context.sync();
  const locked = there.find(({ sheet }) => sheet.protection.protected);
  if (locked) {
    const help = "choose Review, Unprotect Sheet, and try again; protect it afterwards";
    throw refused(`the sheet \`${locked.edits.sheet}\` is protected`, help);
  }
  const changesSheets = found.some(({ edits, sheet }) => sheet.isNullObject !== Boolean(edits.remove));
  if (protection.protected && changesSheets) {
    const help = "choose Review, Protect Workbook, to take the protection off, and try again; protect it afterwards";
    throw refused("the workbook's structure is protected: no sheet can be added or taken away", help);
  }
}

async function writeSheet(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  isNew: boolean,
  wanted: Plan,
  progress: Progress,
): Promise<void> {
  const before = await look(context, sheet, wanted);
  if (isNew) progress(0, 1);
  for (const area of wanted.clears) {
    const range = sheet.getRange(a1(area));
    range.clear("Contents");
    range.clear("Formats");
  }
  // Before the cells: a day typed into a cell of text would stay text.
  for (const { area, code } of wanted.numberFormats) number(sheet.getRange(a1(area)), code);
  for (const day of before.days) if (!showsDays(String(day.numberFormat[0]?.[0]))) number(day, DAY);
  await writeCells(context, sheet, wanted.writes, progress);
  for (const { area, look } of wanted.looks) {
    const { format } = sheet.getRange(a1(area));
    if (look.fill !== undefined) format.fill.color = look.fill;
    if (look.color != null) format.font.color = look.color;
    if (look.bold != null) format.font.bold = look.bold;
    if (look.wrap != null) format.wrapText = look.wrap;
  }
  writeFormats(sheet, wanted, before.formats);
  writeValidations(sheet, wanted, before.validated);
  for (const { columns, characters } of wanted.widths) {
    const range = sheet.getRange(a1({ ...columns, bottom: 0 })).getEntireColumn();
    if (characters === 0) range.columnHidden = true;
    else if (characters !== null) range.format.columnWidth = characters * before.character;
    else {
      range.columnHidden = false;
      range.format.useStandardWidth = true;
    }
  }
  const { frozen } = before;
  const gone = wanted.removedFreeze;
  if (gone && frozen.rows === gone.rows && frozen.columns === gone.columns) sheet.freezePanes.unfreeze();
  const { rows, columns } = wanted.freeze ?? { rows: 0, columns: 0 };
  if (rows + columns > 0 && frozen.rows + frozen.columns === 0) {
    if (columns === 0) sheet.freezePanes.freezeRows(rows);
    else if (rows === 0) sheet.freezePanes.freezeColumns(columns);
    else sheet.freezePanes.freezeAt(sheet.getRangeByIndexes(0, 0, rows, columns));
  }
  await context.sync();
  progress(1, 1);
  await keepTables(context, before.tables);
}

/** Gives all cells of a range one number format. */
function number(range: Excel.Range, code: string): void {
  // One value stands for all; the types know only as many as there are cells.
  (range as { numberFormat: unknown }).numberFormat = code;
}

type Before = Awaited<ReturnType<typeof look>>;

/** What Excel says of a sheet beforehand, that decides how the script is applied. */
async function look(context: Excel.RequestContext, sheet: Excel.Worksheet, wanted: Plan) {
  sheet.load("name, standardWidth");
  // The last column has the usual width, unless someone hid it.
  const last = sheet.getRange("XFD1").format;
  last.load("columnWidth");
  const days = wanted.days.map((area) => sheet.getRange(a1(area)));
  for (const day of days) day.load("numberFormat");
  const frozen = sheet.freezePanes.getLocationOrNullObject();
  frozen.load("rowCount, columnCount, isEntireRow, isEntireColumn");
  sheet.tables.load("items/name");
  const formats = sheet.getRange().conditionalFormats;
  formats.load("items/type");
  const validations = sheet.getRange().getSpecialCellsOrNullObject("DataValidations");
  validations.load("address");
  await context.sync();
  const tables = sheet.tables.items.map((table) => ({ table, range: table.getRange() }));
  for (const { range } of tables) range.load("address");
  const rules = formats.items.flatMap((format) =>
    format.type === "Custom" ? [{ format, rule: format.custom.rule, range: format.getRangeOrNullObject() }] : [],
  );
  for (const { rule, range } of rules) {
    rule.load("formula");
    range.load("address");
  }
  await context.sync();
  const validatedAreas = validations.isNullObject ? [] : areasOf(validations.address, sheet.name);
  return {
    days,
    // Whole columns are frozen where no rows are, and whole rows where no columns are.
    frozen: frozen.isNullObject
      ? { rows: 0, columns: 0 }
      : { rows: frozen.isEntireColumn ? 0 : frozen.rowCount, columns: frozen.isEntireRow ? 0 : frozen.columnCount },
    tables: tables.map(({ table, range }) => ({ table, address: range.address })),
    formats: rules.map(({ format, rule, range }) => ({
      format,
      place: range.isNullObject ? null : a1(areaOf(range.address)),
      formula: rule.formula.replace(/^=/, ""),
    })),
    validated: await validated(context, sheet, validatedAreas),
    // A column is as wide as its characters and 5 pixels, which are 3.75 points.
    character: last.columnWidth > 3.75 ? (last.columnWidth - 3.75) / sheet.standardWidth : 5.25,
  };
}

async function writeCells(context: Excel.RequestContext, sheet: Excel.Worksheet, writes: Write[], progress: Progress) {
  const portions = writes.flatMap(inPortions);
  const send = async ({ area, cells }: Write, n: number) => {
    context.application.suspendScreenUpdatingUntilNextSync();
    const range = sheet.getRange(a1(area));
    range.formulas = cells;
    range.untrack();
    await context.sync();
    progress(n + 1, portions.length);
  };
  for (const [n, portion] of portions.entries()) await send(portion, n);
}

/** A write in portions of which each can be sent at once. */
function inPortions({ area, cells }: Write): Write[] {
  const portions: Write[] = [];
  let characters = CHARACTERS;
  for (const [n, row] of cells.entries()) {
    if (characters >= CHARACTERS) {
      portions.push({ area: { ...area, top: area.top + n }, cells: [] });
      characters = 0;
    }
    const last = portions.at(-1);
    last?.cells.push(row);
    if (last) last.area.bottom = area.top + n;
    characters += row.reduce<number>((sum, cell) => sum + String(cell).length + 3, 0);
  }
  return portions;
}

/** Conditional formats: ours come after those that are there, and one that is there already stays where it is. */
function writeFormats(sheet: Excel.Worksheet, wanted: Plan, there: Before["formats"]): void {
  const kept = there.filter(({ format, place, formula }) => {
    const isWanted = wanted.formats.some((one) => a1(one.area) === place && one.formula === formula);
    const goes =
      wanted.removedFormats.some((gone) => a1(gone.area) === place && gone.formula === formula) ||
      (wanted.removedContaining.some((text) => formula.includes(text)) && !isWanted);
    if (goes) format.delete();
    return !goes;
  });
  for (const { area, formula, fill, font } of wanted.formats) {
    if (kept.some((one) => one.place === a1(area) && one.formula === formula)) continue;
    const format = sheet.getRange(a1(area)).conditionalFormats.add("Custom");
    format.custom.rule.formula = `=${formula}`;
    if (fill != null) format.custom.format.fill.color = fill;
    if (font != null) format.custom.format.font.color = font;
    // Excel puts a new one before all others; this sends it behind them.
    format.priority = -1;
  }
}

/** The areas of a sheet that have a validation, each of one alone, and whether it is ours. */
async function validated(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  areas: Area[],
): Promise<{ area: Area; isOurs: boolean }[]> {
  if (areas.length === 0) return [];
  const asked = areas.map((area) => ({ area, validation: sheet.getRange(a1(area)).dataValidation }));
  for (const { validation } of asked) validation.load("type, errorAlert");
  await context.sync();
  const isMixed = ({ validation: { type } }: (typeof asked)[number]) => type === "Inconsistent" || type === "MixedCriteria";
  const isOne = asked.filter((one) => !isMixed(one) && one.validation.type !== "None");
  return [
    ...isOne.map(({ area, validation }) => ({ area, isOurs: validation.errorAlert?.title === TITLE })),
    ...(await validated(context, sheet, asked.filter(isMixed).flatMap(({ area }) => halves(area)))),
  ];
}

function halves(area: Area): Area[] {
  const { top, bottom, left, right } = area;
  const row = Math.floor((top + bottom) / 2);
  if (top < bottom) return [{ ...area, bottom: row }, { ...area, top: row + 1 }];
  const column = Math.floor((left + right) / 2);
  return [{ ...area, right: column }, { ...area, left: column + 1 }];
}

/** Validations on the cells that have none of their own; ours are taken off where they are to go. */
function writeValidations(sheet: Excel.Worksheet, wanted: Plan, there: Before["validated"]): void {
  const goes = ({ area, isOurs }: Before["validated"][number]) =>
    isOurs && wanted.removedValidations.some((gone) => holds(gone, area));
  for (const { area } of there.filter(goes)) sheet.getRange(a1(area)).dataValidation.clear();
  const taken = there.filter((one) => !goes(one)).map(({ area }) => area);
  for (const { area, list, dates, message, strict } of wanted.validations) {
    const free = taken.reduce<Area[]>((rest, other) => rest.flatMap((part) => without(part, other)), [area]);
    taken.push(...free);
    for (const part of free) {
      const { dataValidation } = sheet.getRange(a1(part));
      dataValidation.rule = dates
        ? { date: { formula1: dates[0], formula2: dates[1], operator: "Between" } }
        : { list: { inCellDropDown: true, source: (list ?? []).join(",") } };
      dataValidation.ignoreBlanks = true;
      const style = strict ? "Stop" : "Warning";
      dataValidation.errorAlert = { message: message ?? "", showAlert: true, style, title: TITLE };
    }
  }
}

/** Excel makes a table wider where something is written beside it: that is taken back. */
async function keepTables(context: Excel.RequestContext, before: Before["tables"]): Promise<void> {
  if (before.length === 0) return;
  const now = before.map(({ table, address }) => ({ table, address, range: table.getRange() }));
  for (const { range } of now) range.load("address");
  await context.sync();
  for (const { table, address, range } of now) if (range.address !== address) table.resize(address);
  await context.sync();
}
