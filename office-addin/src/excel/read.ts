// What stands in the open workbook: Excel's used ranges, and what lies over and beside them → `Cells`.

import { a1, areaOf, areasOf } from "../a1";
import { type Block, block, type Cells, type DateSystem, type SheetCells } from "../cells";
import { isTooLong } from "./failures";

/** How many cells one request reads: Excel on the web answers with at most 5 MB, which long texts fill sooner. */
const CELLS = 15_000;

/** A sheet as Excel hands it out, with the range of it that holds something. */
interface Sheet {
  sheet: Excel.Worksheet;
  used: Excel.Range;
}

/** Rows of a sheet over the columns that are in use, counted from 0. */
interface Portion {
  sheet: Excel.Worksheet;
  top: number;
  left: number;
  rows: number;
  columns: number;
}

/** Reads the workbook; `progress` is told how many requests are done, and of how many. */
export async function read(context: Excel.RequestContext, progress: (done: number, of: number) => void): Promise<Cells> {
  const { workbook } = context;
  workbook.load("name");
  const system = dateSystem(context);
  workbook.worksheets.load("items/name, items/visibility");
  await context.sync();
  const all: Sheet[] = workbook.worksheets.items.map((sheet) => {
    const used = sheet.getUsedRangeOrNullObject(true);
    used.load("rowIndex, columnIndex, rowCount, columnCount, rowHidden, columnHidden");
    return { sheet, used };
  });
  await context.sync();
  const about = await extents(context, all);
  const parts = all.map(({ sheet, used }) => (used.isNullObject ? [] : portions(sheet, used)));
  const of = parts.flat().length;
  let done = 0;
  const blocks = parts.map((): Block[] => []);
  for (const [n, portions] of parts.entries()) {
    for (const portion of portions) {
      progress(done++, of);
      blocks[n]?.push(...(await take(context, portion)));
    }
  }
  return {
    name: workbook.name || "Workbook",
    date_system: system(),
    sheets: about.map((sheet, n) => ({ ...sheet, blocks: blocks[n] ?? [] })),
  };
}

/** Reads whole rows of a sheet, counted from 0, over the columns that are in use. */
export async function readRows(context: Excel.RequestContext, name: string, top: number, bottom: number): Promise<Block[]> {
  const sheet = context.workbook.worksheets.getItem(name);
  const used = sheet.getUsedRangeOrNullObject(true);
  used.load("columnIndex, columnCount");
  await context.sync();
  if (used.isNullObject) return [];
  return take(context, { sheet, top, left: used.columnIndex, rows: bottom - top + 1, columns: used.columnCount });
}

/** Reads a portion; where that is too much for one answer, half of it and then the other. */
async function take(context: Excel.RequestContext, portion: Portion): Promise<Block[]> {
  const { sheet, top, left, rows, columns } = portion;
  const range = sheet.getRangeByIndexes(top, left, rows, columns);
  range.load("values, valueTypes, numberFormat, formulas");
  try {
    await context.sync();
    return [block(top, left, range)];
  } catch (thrown) {
    if (!isTooLong(thrown) || rows === 1) throw thrown;
  } finally {
    // Excel would keep it for as long as the context lasts.
    range.untrack();
  }
  const half = Math.ceil(rows / 2);
  const first = await take(context, { ...portion, rows: half });
  return [...first, ...(await take(context, { ...portion, top: top + half, rows: rows - half }))];
}

/** A used range in portions of which each can be read at once, as a rule. */
function portions(sheet: Excel.Worksheet, used: Excel.Range): Portion[] {
  const { rowIndex, columnIndex: left, rowCount, columnCount: columns } = used;
  const most = Math.max(1, Math.floor(CELLS / columns));
  return Array.from({ length: Math.ceil(rowCount / most) }, (_, n) => {
    const top = rowIndex + n * most;
    return { sheet, top, left, rows: Math.min(most, rowIndex + rowCount - top), columns };
  });
}

/** Asks how days are counted, which is known once the context is synced: from 1904 the same day has another number. */
export function dateSystem({ workbook }: Excel.RequestContext): () => DateSystem {
  const day = workbook.functions.date(2000, 1, 1);
  day.load("value");
  return () => (day.value === 36_526 ? "1900" : "1904");
}

/** All of each sheet but its cells: what is hidden, merged, noted, and what lies over the cells. */
async function extents(context: Excel.RequestContext, all: Sheet[]): Promise<SheetCells[]> {
  const asked = all.map(({ sheet, used }) => {
    const { tables, pivotTables, shapes, charts, comments } = sheet;
    tables.load("items/name");
    pivotTables.load("items/name");
    shapes.load("items/left, items/width");
    charts.load("items/left, items/width");
    comments.load("items/content, items/replies/items/content");
    const frozen = sheet.freezePanes.getLocationOrNullObject();
    if (used.isNullObject) return { sheet, tables, pivotTables, shapes, charts, comments, frozen };
    const merged = used.getMergedAreasOrNullObject();
    merged.load("address");
    // `null` where some are hidden and some are not.
    const rows = used.rowHidden === false ? null : used.getRowProperties({ rowHidden: true, rowIndex: true });
    const columns = used.columnHidden === false ? null : used.getColumnProperties({ columnHidden: true, columnIndex: true });
    return { sheet, tables, pivotTables, shapes, charts, comments, frozen, merged, rows, columns };
  });
  await context.sync();
  const placed = asked.map(({ sheet, tables, pivotTables, shapes, charts, comments }) => {
    const drawn = Math.max(0, ...[...shapes.items, ...charts.items].map(({ left, width }) => left + width));
    // Where a picture ends is said in points: the left edges of the columns tell which that is.
    const edges = drawn > 0 ? Array.from({ length: 200 }, (_, column) => sheet.getRangeByIndexes(0, column, 1, 1)) : [];
    for (const edge of edges) edge.load("left");
    return {
      over: [
        ...tables.items.map((table) => place(table.getRange())),
        ...pivotTables.items.map((pivot) => place(pivot.layout.getRange())),
      ],
      said: comments.items.map((comment) => {
        const texts = [comment.content, ...comment.replies.items.map((reply) => reply.content)];
        return { texts, range: place(comment.getLocation()) };
      }),
      drawn,
      edges,
    };
  });
  const notes = await notesOf(context, all);
  await context.sync();
  return asked.map(({ sheet, frozen, merged, rows, columns }, n) => {
    const { over = [], drawn = 0, edges = [] } = placed[n] ?? {};
    const said = [...(placed[n]?.said ?? []), ...(notes[n] ?? [])];
    const ends = [...over, ...said.map(({ range }) => range)].map((range) => areaOf(range.address).right + 1);
    const areas = merged && !merged.isNullObject ? areasOf(merged.address, sheet.name) : [];
    return {
      name: sheet.name,
      hidden: sheet.visibility !== "Visible",
      blocks: [],
      hidden_rows: indexes(rows?.value, (row) => row.rowHidden, (row) => row.rowIndex),
      hidden_columns: indexes(columns?.value, (column) => column.columnHidden, (column) => column.columnIndex),
      merged: areas.map(a1),
      frozen: !frozen.isNullObject,
      taken_columns: Math.max(0, ...ends, edges.filter(({ left }) => left < drawn).length),
      notes: said.flatMap(({ texts, range }) => texts.map((text) => ({ at: a1(areaOf(range.address)), text }))),
    };
  });
}

/** The notes of each sheet, where Excel can be asked for them; their places are yet to come. */
async function notesOf(context: Excel.RequestContext, all: Sheet[]): Promise<{ texts: string[]; range: Excel.Range }[][]> {
  if (!Office.context.requirements.isSetSupported("ExcelApi", "1.18")) return [];
  const notes = all.map(({ sheet }) => sheet.notes);
  for (const one of notes) one.load("items/content");
  await context.sync();
  return notes.map(({ items }) => items.map((note) => ({ texts: [note.content], range: place(note.getLocation()) })));
}

function place(range: Excel.Range): Excel.Range {
  range.load("address");
  return range;
}

const indexes = <T>(all: T[] | undefined, isHidden: (one: T) => boolean | undefined, index: (one: T) => number | undefined) =>
  (all ?? []).flatMap((one) => (isHidden(one) === true ? [index(one) ?? 0] : []));
