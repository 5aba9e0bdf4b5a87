// Places in a sheet: `K5:L20` ↔ rows and columns counted from 0, both ends included.

export interface Area {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** The last row and column that a sheet can have. */
export const LAST = { row: 1_048_575, column: 16_383 };

/** The letters of a column. */
export function letters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}

/** The column of these letters. */
export const columnOf = (letters: string) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** An area as it is written; one cell stands alone. */
export function a1({ top, left, bottom, right }: Area): string {
  const from = `${letters(left)}${top + 1}`;
  return top === bottom && left === right ? from : `${from}:${letters(right)}${bottom + 1}`;
}

/** Reads `K5`, `K5:L20`, whole columns `J:L` and whole rows `4:6`, with or without dollars and the sheet's name. */
export function areaOf(text: string): Area {
  const place = text.slice(text.lastIndexOf("!") + 1).replaceAll("$", "");
  const [from = "", to = from] = place.split(":");
  const [, left = "", top = ""] = /^([A-Z]*)(\d*)$/.exec(from) ?? [];
  const [, right = "", bottom = ""] = /^([A-Z]*)(\d*)$/.exec(to) ?? [];
  return {
    top: top === "" ? 0 : Number(top) - 1,
    left: left === "" ? 0 : columnOf(left),
    bottom: bottom === "" ? LAST.row : Number(bottom) - 1,
    right: right === "" ? LAST.column : columnOf(right),
  };
}

/** The areas of one sheet in a list of them, such as `Log!A1:B2,Log!C3`. */
export function areasOf(list: string, sheet: string): Area[] {
  const quoted = `'${sheet.replaceAll("'", "''")}'!`;
  return list.replaceAll(quoted, "").replaceAll(`${sheet}!`, "").split(",").filter(Boolean).map((text) => areaOf(text.trim()));
}

/** Whether the first area holds all of the second. */
export const holds = (outer: Area, inner: Area) =>
  outer.top <= inner.top && outer.bottom >= inner.bottom && outer.left <= inner.left && outer.right >= inner.right;

/** What remains of an area without another: what is above, below, left and right. */
export function without(area: Area, other: Area): Area[] {
  const top = Math.max(area.top, other.top);
  const bottom = Math.min(area.bottom, other.bottom);
  const left = Math.max(area.left, other.left);
  const right = Math.min(area.right, other.right);
  if (top > bottom || left > right) return [area];
  return [
    { ...area, bottom: top - 1 },
    { ...area, top: bottom + 1 },
    { ...area, top, bottom, right: left - 1 },
    { ...area, top, bottom, left: right + 1 },
  ].filter((rest) => rest.top <= rest.bottom && rest.left <= rest.right);
}
