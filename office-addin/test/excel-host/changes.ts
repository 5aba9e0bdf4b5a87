// What was changed since a file was opened, as an edit script: the engine's `apply` saves the file with it.

import { type Box, cellName, format, letters, same } from "./a1";
import { NotSimulated } from "./errors";
import { CellError } from "./formula";
import { type Cell, type ConditionalFormat, type Sheet, type Style, type Validation, type Workbook, plain } from "./model";

type Edit = Record<string, unknown>;

export function edits(before: Workbook, now: Workbook): object[] {
  const removed = before.sheets.filter((sheet) => !now.sheet(sheet.name)).map(({ name }) => ({ sheet: name, remove: true }));
  const changed = now.sheets.map((sheet) => {
    const other = before.sheet(sheet.name);
    return { sheet: sheet.name, create: !other, edits: changes(other, sheet) };
  });
  return [...removed, ...changed.filter(({ create, edits }) => create || edits.length > 0)];
}

function changes(before: Sheet | undefined, now: Sheet): Edit[] {
  const made: Edit[] = [];
  const whole = { top: 0, left: 0, rows: 1_048_576, columns: 16_384 };
  const seen = new Set<string>();
  for (const [row, column, cell] of now.cells(whole)) {
    seen.add(cellName(row, column));
    const old = before?.cell(row, column) ?? { value: null, formula: null, style: before?.style(row, column) ?? plain };
    made.push(...content(cellName(row, column), old, cell), ...look(cellName(row, column), old.style, cell.style));
  }
  for (const [row, column] of before?.cells(whole) ?? []) {
    if (!seen.has(cellName(row, column))) made.push({ clear: { range: cellName(row, column) } });
  }
  for (const [column, { width, hidden }] of now.columnInfo) {
    const old = before?.columnInfo.get(column);
    if ((old?.width ?? null) === width && (old?.hidden ?? false) === hidden) continue;
    const columns = letters(column);
    // The same pixels in characters, as the file counts them.
    made.push(!hidden && width === null ? { remove_width: { columns } } : { width: { columns, characters: hidden ? 0 : (width ?? 48) / 0.75 / 7 } });
  }
  made.push(...conditionals(before?.conditionals ?? [], now.conditionals), ...validations(before?.validations ?? [], now.validations));
  if (now.freeze.rows !== (before?.freeze.rows ?? 0) || now.freeze.columns !== (before?.freeze.columns ?? 0)) made.push({ freeze: now.freeze });
  if (JSON.stringify(before?.merged ?? []) !== JSON.stringify(now.merged)) throw new NotSimulated("saving merged cells");
  return made;
}

function content(cell: string, old: Cell, now: Cell): Edit[] {
  const isSame = (a: Cell["value"], b: Cell["value"]) => a === b || (a instanceof CellError && b instanceof CellError && a.code === b.code);
  if (isSame(old.value, now.value) && old.formula === now.formula) return [];
  if (now.value instanceof CellError) throw new NotSimulated(`saving an error in ${cell}`);
  return [{ set: { cell, value: now.value, ...(now.formula === null ? {} : { formula: now.formula }) } }];
}

function look(range: string, old: Style, now: Style): Edit[] {
  const made: Edit[] = [];
  const sayable: (keyof Style)[] = ["numberFormat", "fill", "bold", "fontColor", "wrap"];
  const other = (Object.keys(now) as (keyof Style)[]).find((key) => now[key] !== old[key] && !sayable.includes(key));
  if (other) throw new NotSimulated(`saving the ${other} of ${range}`);
  if (now.numberFormat !== old.numberFormat) made.push({ number_format: { range, code: now.numberFormat } });
  if (now.fill !== old.fill) {
    if (now.fill === "") throw new NotSimulated(`saving that ${range} lost its fill`);
    made.push({ fill: { range, color: now.fill } });
  }
  if (now.bold !== old.bold || now.fontColor !== old.fontColor || now.wrap !== old.wrap) {
    made.push({ font: { range, bold: now.bold, color: now.fontColor, wrap: now.wrap } });
  }
  return made;
}

const only = (boxes: Box[]): string => {
  const [box, ...more] = boxes;
  if (!box || more.length > 0) throw new NotSimulated("saving what is on several ranges");
  return format(box);
};

function conditionals(before: ConditionalFormat[], now: ConditionalFormat[]): Edit[] {
  const has = (all: ConditionalFormat[], format: ConditionalFormat) =>
    all.some((other) => other.formula === format.formula && other.boxes.length === format.boxes.length &&
      other.boxes.every((box, n) => format.boxes[n] && same(box, format.boxes[n])));
  return [
    ...before.filter((format) => !has(now, format)).map((format) => ({ remove_conditional_format: { range: only(format.boxes), formula: format.formula } })),
    ...now.filter((format) => !has(before, format)).map((format) => {
      const { formula, fill, fontColor } = format;
      return { conditional_format: { range: only(format.boxes), formula, ...(fill && { fill }), ...(fontColor && { font: fontColor }) } };
    }),
  ];
}

function validations(before: Validation[], now: Validation[]): Edit[] {
  const text = (all: Validation[]) => all.map((validation) => JSON.stringify(validation));
  const [old, current] = [text(before), text(now)];
  return [
    ...before.filter((_, n) => !current.includes(old[n] ?? "")).flatMap(({ boxes }) => boxes.map((box) => ({ remove_validation: { range: format(box) } }))),
    ...now.filter((_, n) => !old.includes(current[n] ?? "")).flatMap((validation) => validation.boxes.map((box) => allowed(format(box), validation))),
  ];
}

function allowed(range: string, { type, operator, formula1, formula2, alert }: Validation): Edit {
  const said = { range, message: alert.message, strict: alert.style === "Stop" };
  if (type === "List" && formula1.startsWith('"')) return { validation: { ...said, list: formula1.slice(1, -1).split(",") } };
  const day = (serial: string) => new Date((Number(serial) - 25_569) * 86_400_000).toISOString().slice(0, 10);
  if (type === "Date" && operator === "Between") return { validation: { ...said, dates: [day(formula1), day(formula2)] } };
  throw new NotSimulated(`saving a validation of the type ${type}`);
}
