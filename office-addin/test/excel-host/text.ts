// How a cell's value is shown with a number format: the formats that logs use.

import { NotSimulated } from "./errors";
import { CellError, type Value, asText } from "./formula";
import type { Workbook } from "./model";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** https://learn.microsoft.com/javascript/api/excel/excel.range#excel-excel-range-text-member */
export function shown(value: Value, format: string, workbook: Workbook): string {
  if (value instanceof CellError) return value.code;
  const plain = String(asText(value));
  if (typeof value !== "number" || format === "General" || format === "@") return plain;
  const code = format.replace(/\[\$[^\]]*\]/g, "").split(";")[0] ?? "";
  if (/^0(\.0+)?%?$/.test(code)) {
    const places = code.split(".")[1]?.replace("%", "").length ?? 0;
    return code.endsWith("%") ? `${(value * 100).toFixed(places)}%` : value.toFixed(places);
  }
  if (!/^[dmyhs\s/:.,\\-]+$/i.test(code)) throw new NotSimulated(`showing a number with the format ${format}`);
  const minutes = Math.round(value * 1440);
  const day = new Date((minutes * 60_000) - (25_569 - (workbook.date1904 ? 1462 : 0)) * 86_400_000);
  const two = (n: number) => String(n).padStart(2, "0");
  let hours = false;
  return code.replaceAll("\\", "").replace(/d+|m+|y+|h+|s+/gi, (token) => {
    const kind = token[0]?.toLowerCase();
    if (kind === "h") hours = true;
    switch (kind) {
      case "d":
        return token.length === 1 ? String(day.getUTCDate())
          : token.length === 2 ? two(day.getUTCDate())
          : (DAYS[day.getUTCDay()] ?? "").slice(0, token.length === 3 ? 3 : undefined);
      case "m":
        if (hours) return two(day.getUTCMinutes());
        return token.length === 1 ? String(day.getUTCMonth() + 1)
          : token.length === 2 ? two(day.getUTCMonth() + 1)
          : (MONTHS[day.getUTCMonth()] ?? "").slice(0, token.length === 3 ? 3 : undefined);
      case "y":
        return token.length > 2 ? String(day.getUTCFullYear()) : two(day.getUTCFullYear() % 100);
      case "h":
        return token.length === 1 ? String(day.getUTCHours()) : two(day.getUTCHours());
      default:
        return two(day.getUTCSeconds());
    }
  });
}
