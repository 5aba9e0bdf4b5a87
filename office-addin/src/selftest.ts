// The self-test: a small log on a sheet of its own, marked, read back and cleared in the Excel that is running → a
// report. No test can have a real Excel; a person who has one can send this.

import { a1, areaOf } from "./a1";
import type { Edit, SheetEdits } from "./answers";
import { at, type Cells, fileOf, type SheetCells } from "./cells";
import { plan, serial, sheetsOf } from "./edits";
import type { Engine } from "./engine";
import { excel } from "./excel";

/** One thing that was looked at; `found` says what was wrong, or what was seen. */
export interface Line {
  what: string;
  passed: boolean;
  found: string;
}

const SHEET = "escalog self-test";
const HEADINGS = ["Agency / School", "Escalation Number", "Concern", "Date concern arose", "Date resolved"];
const ROWS: (string | { date: string })[][] = [
  ["Oakfield", "1", "=1+1 is no formula", { date: "2025-06-26" }, ""],
  ["Oakfield", "2/3", "Threshold", { date: "2025-03-03" }, ""],
  ["Oakfield", "003", "Threshold", { date: "2025-03-03" }, { date: "2025-03-04" }],
];

/** Looks at one thing after another, each standing on those before it; what was made is taken away again. */
export async function selfTest(engine: Engine, policy: string, asOf: string): Promise<Line[]> {
  const lines: Line[] = [];
  const check = async (what: string, look: () => Promise<string>): Promise<void> => {
    try {
      lines.push({ what, passed: true, found: await look() });
    } catch (thrown) {
      lines.push({ what, passed: false, found: said(thrown) });
      throw thrown;
    }
  };
  const settings = { policy, readings: [], as_of: asOf };
  const read = () => excel.read(() => {});
  const apply = (script: SheetEdits[], { date_system }: Pick<Cells, "date_system">) => excel.apply(script, date_system, () => {});
  const remove = (sheets: string[]) => apply(sheets.map((sheet) => ({ sheet, remove: true, edits: [] })), { date_system: "1900" });
  let before = { date_system: "1900", sheets: [] } as Pick<Cells, "date_system" | "sheets">;
  let script: SheetEdits[] = [];
  let made: string[] = [];
  try {
    await check("the program", async () => excel.about());
    await check("the workbook is read", async () => {
      // One that an earlier test could not take away.
      if ((await read()).sheets.some(({ name }) => name === SHEET)) await remove([SHEET]);
      before = await read();
      return `days counted from ${before.date_system}`;
    });
    await check("a log is written, and read back as it was", async () => {
      const rows = [HEADINGS, ...ROWS].flatMap((row, y) =>
        row.map((value, x): Edit => ({ set: { cell: a1({ top: y, bottom: y, left: x, right: x }), value } })),
      );
      made = [SHEET];
      await apply([{ sheet: SHEET, create: true, edits: rows }], before);
      const sheet = own(await read());
      const shown = ROWS.map((row, y) => row.map((_, x) => at(sheet, y + 1, x) ?? ""));
      const wanted = ROWS.map((row) => row.map((value) => (typeof value === "string" ? value : serial(value.date, before.date_system))));
      same(shown, wanted);
      return `${rows.length} cells`;
    });
    await check("its marks are worked out", async () => {
      const file = await fileOf(alone(await read()));
      script = sheetsOf((await engine.call("annotate", { settings }, [file])).json.edits);
      made = [SHEET, ...script.filter(({ create }) => create).map(({ sheet }) => sheet)];
      return `${script.reduce((sum, { edits }) => sum + edits.length, 0)} edits`;
    });
    const marks = script.find(({ sheet }) => sheet === SHEET)?.edits ?? [];
    await check("it is marked, and each cell holds what was wanted", async () => {
      await apply(script, before);
      const sheet = own(await read());
      const sets = marks.flatMap((edit) => ("set" in edit ? [edit.set] : []));
      for (const { cell, value, formula } of sets) {
        const { top, left } = areaOf(cell);
        const wanted = typeof value === "object" && value !== null ? serial(value.date, before.date_system) : (value ?? "");
        if (formula !== undefined) same(formulaAt(sheet, top, left), formula, cell);
        // As of today the formulas come to what the engine says.
        same(at(sheet, top, left) ?? "", wanted, cell);
      }
      return `${sets.length} cells`;
    });
    await check("conditional formats, lists and frozen rows are there, in their order", async () => {
      const { formats, validations, freeze } = plan(marks, before.date_system);
      const there = await excel.inspect(SHEET, validations.map(({ area }) => a1({ ...area, bottom: area.top, right: area.left })));
      same(there.formulas, formats.map(({ formula }) => formula));
      same(there.titles, validations.map(() => "escalog"));
      same(there.frozen, freeze?.rows ?? 0);
      return `${formats.length} conditional formats, ${validations.length} validations`;
    });
    await check("the marks are taken off again", async () => {
      const marked = await fileOf(alone(await read(), made));
      const cleared = sheetsOf((await engine.call("clear", { settings }, [marked])).json.edits);
      await apply(cleared, before);
      const after = await read();
      same(after.sheets.map(({ name }) => name), [...before.sheets.map(({ name }) => name), SHEET]);
      const [block] = own(after).blocks;
      same([block?.values.length, block?.values[0]?.length], [ROWS.length + 1, HEADINGS.length]);
      const there = await excel.inspect(SHEET, []);
      same(there.formulas, []);
      return "no cell and no format is left";
    });
  } catch {
    // The line says it.
  }
  if (made.length === 0) return lines;
  await remove(made).catch((thrown) => {
    const found = `${said(thrown)}; delete the sheet "${SHEET}" yourself`;
    lines.push({ what: "what was made is taken away again", passed: false, found });
  });
  return lines;
}

const said = (thrown: unknown) => (thrown instanceof Object && "message" in thrown ? String(thrown.message) : String(thrown));

function own(cells: Cells): SheetCells {
  const sheet = cells.sheets.find(({ name }) => name === SHEET);
  if (!sheet) throw new Error(`there is no sheet ${SHEET}`);
  return sheet;
}

/** The workbook with these sheets' cells alone: of the others the engine is told the names, so as not to take one. */
const alone = (cells: Cells, sheets = [SHEET]): Cells => ({
  ...cells,
  sheets: cells.sheets.map((sheet) => (sheets.includes(sheet.name) ? sheet : { ...sheet, blocks: [], notes: [] })),
});

const formulaAt = ({ blocks }: SheetCells, row: number, column: number) =>
  blocks.map(({ top, left, formulas }) => formulas?.[row - top]?.[column - left]).find((formula) => formula != null) ?? null;

function same(found: unknown, wanted: unknown, where = ""): void {
  const [is, should] = [found, wanted].map((one) => JSON.stringify(one));
  if (is !== should) throw new Error(`${where} is ${is} and should be ${should}`.trim());
}

/** The report as a text that can be sent: it holds nothing of the person's own log. */
export const report = (lines: Line[]): string =>
  lines.map(({ what, passed, found }) => `${passed ? "passed" : "FAILED"}: ${what}: ${found}`).join("\n");
