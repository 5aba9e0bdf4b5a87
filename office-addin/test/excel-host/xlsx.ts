// An xlsx file to a workbook: values, formulas, formats, widths, and what stands behind the cells.
//
// In: the bytes of a file. Out: a `Workbook`. No verb of the engine gives fonts, fills, widths, conditional formats
// or validations, so they are read here; a file is written by the engine's `apply` with what `changes.ts` says.

import { strFromU8, unzipSync } from "fflate";
import { type Box, bottom, letters, number, parse } from "./a1";
import { OfficeError } from "./errors";
import { CellError, type Value } from "./formula";
import { type ConditionalFormat, type Sheet, type Style, type Validation, Workbook, newId, plain } from "./model";

export function bytesOf(base64: string): Uint8Array {
  let text: string;
  try {
    text = atob(base64);
  } catch {
    throw new OfficeError("InvalidArgument", "The argument is no base64.");
  }
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

class Package {
  readonly #parts: Record<string, Uint8Array>;
  constructor(bytes: Uint8Array) {
    try {
      this.#parts = unzipSync(bytes);
    } catch {
      throw new OfficeError("InvalidArgument", "The file is no workbook.");
    }
  }

  part(name: string): Element | null {
    const bytes = this.#parts[name] ?? Object.entries(this.#parts).find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
    if (!bytes) return null;
    return new DOMParser().parseFromString(strFromU8(bytes), "application/xml").documentElement;
  }

  /** What a part says of others, by id: kind and name. */
  relations(name: string): Map<string, { kind: string; target: string }> {
    const slash = name.lastIndexOf("/");
    const folder = name.slice(0, slash + 1);
    const found = new Map<string, { kind: string; target: string }>();
    for (const relation of all(this.part(`${folder}_rels/${name.slice(slash + 1)}.rels`), "Relationship")) {
      const target = text(relation, "Target");
      const path = new URL(target, `x:///${folder}`).pathname.slice(1);
      found.set(text(relation, "Id"), { kind: text(relation, "Type").split("/").at(-1) ?? "", target: decodeURIComponent(path) });
    }
    return found;
  }
}

const all = (element: Element | null | undefined, name: string): Element[] => (element ? [...element.getElementsByTagNameNS("*", name)] : []);
const children = (element: Element | null | undefined, name?: string): Element[] =>
  element ? [...element.children].filter((child) => name === undefined || child.localName === name) : [];
const one = (element: Element | null | undefined, name: string): Element | undefined => children(element, name)[0];
const text = (element: Element | undefined, name: string): string => element?.getAttribute(name) ?? "";
const flag = (element: Element | undefined, name: string, otherwise = false): boolean =>
  element?.hasAttribute(name) ? ["1", "true"].includes(text(element, name)) : otherwise;
const count = (element: Element | undefined, name: string, otherwise = 0): number =>
  element?.hasAttribute(name) ? Number(text(element, name)) : otherwise;

/** Texts keep what XML can't hold as `_x000D_`. */
const unescape = (value: string): string =>
  value.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const boxesOf = (element: Element): Box[] => text(element, "sqref").split(/\s+/).filter(Boolean).map(parse);

/** Opens a file. */
export function read(bytes: Uint8Array, name: string): Workbook {
  const parts = new Package(bytes);
  const workbook = new Workbook(name);
  const main = [...parts.relations("").values()].find(({ kind }) => kind === "officeDocument")?.target ?? "xl/workbook.xml";
  const root = parts.part(main);
  if (!root) throw new OfficeError("InvalidArgument", "The file is no workbook.");
  const relations = parts.relations(main);
  const part = (kind: string) => {
    const target = [...relations.values()].find((relation) => relation.kind === kind)?.target;
    return target === undefined ? null : parts.part(target);
  };
  workbook.date1904 = flag(one(root, "workbookPr"), "date1904");
  workbook.structureLocked = flag(one(root, "workbookProtection"), "lockStructure");
  const strings = children(part("sharedStrings"), "si").map(richText);
  const styles = new Styles(part("styles"), part("theme"));
  for (const element of children(one(root, "sheets"), "sheet")) {
    const id = element.getAttributeNS("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "id") ?? element.getAttributeNS("http://purl.oclc.org/ooxml/officeDocument/relationships", "id") ?? "";
    const relation = relations.get(id);
    if (relation?.kind !== "worksheet") continue;
    const sheet = workbook.add(text(element, "name"));
    const state = text(element, "state");
    sheet.visibility = state === "hidden" ? "Hidden" : state === "veryHidden" ? "VeryHidden" : "Visible";
    readSheet(sheet, parts, relation.target, strings, styles);
  }
  const visible = workbook.sheets.filter((sheet) => sheet.visibility === "Visible");
  const active = workbook.sheets[count(one(one(root, "bookViews"), "workbookView"), "activeTab")];
  const shown = active && visible.includes(active) ? active : visible[0];
  if (!shown) throw new OfficeError("InvalidArgument", "The workbook has no sheet to show.");
  workbook.active = shown;
  for (const element of children(one(root, "definedNames"), "definedName")) {
    const sheet = element.hasAttribute("localSheetId") ? (workbook.sheets[count(element, "localSheetId")] ?? null) : null;
    const visible = !flag(element, "hidden");
    workbook.names.push({ name: text(element, "name"), sheet, formula: `=${element.textContent ?? ""}`, comment: "", visible });
  }
  return workbook;
}

const richText = (element: Element): string =>
  unescape(children(element).flatMap((child) => (child.localName === "t" ? [child] : child.localName === "r" ? children(child, "t") : []))
    .map((child) => child.textContent ?? "").join(""));

function readSheet(sheet: Sheet, parts: Package, name: string, strings: string[], styles: Styles): void {
  const root = parts.part(name);
  if (!root) throw new OfficeError("InvalidArgument", `The file has no part ${name}.`);
  const usual = one(root, "sheetFormatPr");
  if (usual?.hasAttribute("defaultColWidth")) sheet.standardWidth = points(count(usual, "defaultColWidth"));
  for (const element of children(one(root, "cols"), "col")) {
    const style = element.hasAttribute("style") ? styles.cell(count(element, "style")) : null;
    for (let column = count(element, "min") - 1; column < Math.min(count(element, "max"), 1024); column++) {
      const width = element.hasAttribute("width") ? points(count(element, "width")) : null;
      const info = { width: width === 0 ? null : width, hidden: flag(element, "hidden") || width === 0, style: style === plain ? null : style };
      sheet.columnInfo.set(column, info);
    }
  }
  const filter = one(root, "autoFilter");
  sheet.filter = filter ? parse(text(filter, "ref")) : null;
  readRows(sheet, root, strings, styles, children(filter, "filterColumn").length > 0);
  const protection = one(root, "sheetProtection");
  if (flag(protection, "sheet")) sheet.protection = { password: text(protection, "password") || text(protection, "hashValue") || null, options: {} };
  sheet.merged = children(one(root, "mergeCells"), "mergeCell").map((element) => parse(text(element, "ref")));
  sheet.conditionals = readConditionals(root, styles);
  sheet.validations = children(one(root, "dataValidations"), "dataValidation").map(readValidation);
  const pane = one(one(one(root, "sheetViews"), "sheetView"), "pane");
  if (text(pane, "state").startsWith("frozen")) sheet.freeze = { rows: count(pane, "ySplit"), columns: count(pane, "xSplit") };
  sheet.tabColor = styles.color(one(one(root, "sheetPr"), "tabColor"));
  if (flag(one(one(root, "sheetPr"), "pageSetUpPr"), "fitToPage")) sheet.zoom = fitted(one(root, "pageSetup"));
  const relations = parts.relations(name);
  for (const { kind, target } of relations.values()) {
    const part = kind === "table" || kind === "comments" ? parts.part(target) : null;
    if (part && kind === "table") {
      sheet.tables.push({
        id: newId(),
        name: text(part, "displayName"),
        box: parse(text(part, "ref")),
        hasHeaders: count(part, "headerRowCount", 1) > 0,
        hasTotals: count(part, "totalsRowCount") > 0,
        style: text(one(part, "tableStyleInfo"), "name"),
      });
    } else if (!part) {
      sheet.others.add(kind);
    } else {
      for (const comment of all(part, "comment")) {
        const { top, left } = parse(text(comment, "ref"));
        const body = one(comment, "text");
        sheet.notes.push({ row: top, column: left, text: body ? richText(body) : "" });
      }
    }
  }
}

/** As many pages as the file says; none where it says 0. */
function fitted(setup: Element | undefined): Excel.PageLayoutZoomOptions {
  const across = count(setup, "fitToWidth", 1);
  const down = count(setup, "fitToHeight", 1);
  return { ...(across && { horizontalFitToPages: across }), ...(down && { verticalFitToPages: down }) };
}

function readRows(sheet: Sheet, root: Element, strings: string[], styles: Styles, isFiltered: boolean): void {
  const shared = new Map<string, { formula: string; row: number; column: number }>();
  let row = -1;
  for (const element of children(one(root, "sheetData"), "row")) {
    row = element.hasAttribute("r") ? count(element, "r") - 1 : row + 1;
    const hidden = flag(element, "hidden");
    const own = flag(element, "customFormat") ? styles.cell(count(element, "s")) : null;
    const inFilter = isFiltered && sheet.filter !== null && row > sheet.filter.top && row <= bottom(sheet.filter);
    if (hidden || (own && own !== plain)) sheet.rowInfo.set(row, { hidden: hidden && !inFilter, filtered: hidden && inFilter, style: own === plain ? null : own });
    let column = -1;
    for (const cell of children(element, "c")) {
      column = cell.hasAttribute("r") ? number(text(cell, "r").replace(/\d/g, "")) : column + 1;
      const style = styles.cell(count(cell, "s"));
      const value = readValue(cell, strings);
      const formula = readFormula(cell, row, column, shared);
      if (value === null && formula === null && style === sheet.style(row, column)) continue;
      Object.assign(sheet.make(row, column), { value, formula, style });
    }
  }
}

function readValue(cell: Element, strings: string[]): Value {
  const type = text(cell, "t");
  if (type === "inlineStr") {
    const inline = one(cell, "is");
    return (inline && richText(inline)) || null;
  }
  const value = one(cell, "v")?.textContent ?? "";
  if (value === "") return type === "str" && one(cell, "f") ? "" : null;
  switch (type) {
    case "s":
      return strings[Number(value)] || null;
    case "str":
      return unescape(value);
    case "b":
      return value === "1" || value === "true";
    case "e":
      return new CellError(value);
    case "d":
      return Date.parse(`${value.slice(0, 10)}T00:00:00Z`) / 86_400_000 + 25_569;
    default:
      return Number(value);
  }
}

/** A formula; one that is shared is moved to where it stands. */
function readFormula(cell: Element, row: number, column: number, shared: Map<string, { formula: string; row: number; column: number }>): string | null {
  const element = one(cell, "f");
  if (!element) return null;
  const formula = element.textContent ?? "";
  if (text(element, "t") !== "shared") return formula || null;
  if (formula) shared.set(text(element, "si"), { formula, row, column });
  const master = shared.get(text(element, "si"));
  return master ? moved(master.formula, row - master.row, column - master.column) : null;
}

/** A formula as it reads some rows down and columns across; texts in quotation marks stay. */
export function moved(formula: string, down: number, across: number): string {
  return formula.replace(/"(?:[^"]|"")*"|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(])/g, (whole, fixedColumn: string | undefined, column = "", fixedRow = "", row = "") => {
    if (fixedColumn === undefined) return whole;
    const left = fixedColumn ? column : letters(number(column) + across);
    return `${fixedColumn}${left}${fixedRow}${fixedRow ? row : Number(row) + down}`;
  });
}

const TYPES: Record<string, string> = {
  expression: "Custom", cellIs: "CellValue", colorScale: "ColorScale", dataBar: "DataBar", iconSet: "IconSet", top10: "TopBottom",
  containsText: "ContainsText", notContainsText: "ContainsText", beginsWith: "ContainsText", endsWith: "ContainsText",
};

function readConditionals(root: Element, styles: Styles): ConditionalFormat[] {
  const found: [number, ConditionalFormat][] = [];
  for (const element of children(root, "conditionalFormatting")) {
    for (const rule of children(element, "cfRule")) {
      const type = TYPES[text(rule, "type")] ?? "PresetCriteria";
      const look = styles.differential(rule);
      const formula = type === "Custom" ? (one(rule, "formula")?.textContent ?? "") : null;
      const stopIfTrue = flag(rule, "stopIfTrue");
      const rest = type === "Custom" ? "" : rule.innerHTML;
      found.push([count(rule, "priority"), { id: newId(), type, boxes: boxesOf(element), formula, ...look, stopIfTrue, rest }]);
    }
  }
  return found.sort(([a], [b]) => a - b).map(([, format]) => format);
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

function readValidation(element: Element): Validation {
  const type = text(element, "type") || "none";
  return {
    boxes: boxesOf(element),
    type: type === "whole" ? "WholeNumber" : capital(type),
    operator: capital(text(element, "operator") || "between").replace("NotEqual", "NotEqualTo").replace(/^Equal$/, "EqualTo")
      .replace(/OrEqual$/, "OrEqualTo"),
    formula1: one(element, "formula1")?.textContent ?? "",
    formula2: one(element, "formula2")?.textContent ?? "",
    inCellDropDown: !flag(element, "showDropDown"),
    ignoreBlanks: flag(element, "allowBlank"),
    alert: {
      showAlert: flag(element, "showErrorMessage"),
      style: capital(text(element, "errorStyle") || "stop"),
      title: unescape(text(element, "errorTitle")),
      message: unescape(text(element, "error")),
    },
    prompt: {
      showPrompt: flag(element, "showInputMessage"),
      title: unescape(text(element, "promptTitle")),
      message: unescape(text(element, "prompt")),
    },
  };
}

/** Characters of Calibri 11 to points: ECMA-376, part 1, 18.3.1.13. */
export const points = (characters: number): number => Math.trunc(((256 * characters + Math.trunc(128 / 7)) / 256) * 7) * 0.75;

const FORMATS: Record<number, string> = {
  0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
  14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
  22: "m/d/yyyy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)",
  45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
};

const THEME = ["lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"];
const INDEXED = [
  "000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF", "000000", "FFFFFF", "FF0000", "00FF00", "0000FF",
  "FFFF00", "FF00FF", "00FFFF", "800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080", "9999FF", "993366",
  "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF", "000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000", "008080",
  "0000FF", "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99", "3366FF", "33CCCC", "99CC00", "FFCC00",
  "FF9900", "FF6600", "666699", "969696", "003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333",
];

class Styles {
  readonly #cells: Style[];
  readonly #theme: string[];
  readonly #differentials: Element[];

  constructor(root: Element | null, theme: Element | null) {
    const scheme = all(theme, "clrScheme")[0];
    this.#theme = THEME.map((name) => {
      const [color] = children(one(scheme, name));
      return text(color, "lastClr") || text(color, "val") || "000000";
    });
    const formats = new Map(children(one(root, "numFmts")).map((format) => [count(format, "numFmtId"), text(format, "formatCode")]));
    const [fonts, fills, borders] = ["fonts", "fills", "borders"].map((name) => children(one(root, name)));
    this.#differentials = children(one(root, "dxfs"));
    this.#cells = children(one(root, "cellXfs"), "xf").map((xf, n) => {
      const font = fonts?.[count(xf, "fontId")];
      const fill = one(fills?.[count(xf, "fillId")], "patternFill");
      const border = borders?.[count(xf, "borderId")];
      const pattern = text(fill, "patternType");
      const alignment = one(xf, "alignment");
      const id = count(xf, "numFmtId");
      const drawn = children(border).filter((side) => side.hasAttribute("style"));
      const style: Style = {
        numberFormat: formats.get(id) ?? FORMATS[id] ?? "General",
        fill: pattern === "solid" ? this.color(one(fill, "fgColor")) : "",
        fontColor: this.color(one(font, "color")) || "#000000",
        fontName: text(one(font, "name"), "val") || plain.fontName,
        fontSize: count(one(font, "sz"), "val", plain.fontSize),
        bold: on(one(font, "b")),
        italic: on(one(font, "i")),
        underline: one(font, "u") !== undefined,
        wrap: flag(alignment, "wrapText"),
        horizontal: capital(text(alignment, "horizontal") || "general"),
        vertical: capital(text(alignment, "vertical") || "bottom"),
        locked: flag(one(xf, "protection"), "locked", true),
        rest: drawn.map((side) => `${side.localName} ${text(side, "style")}`).join(", ") + (pattern && !["none", "solid"].includes(pattern) ? pattern : ""),
      };
      return n === 0 && JSON.stringify(style) === JSON.stringify(plain) ? plain : style;
    });
  }

  cell(index: number): Style {
    return this.#cells[index] ?? plain;
  }

  /** `#RRGGBB`, or "" where none is said. */
  color(element: Element | undefined): string {
    if (!element) return "";
    if (element.hasAttribute("rgb")) return `#${text(element, "rgb").slice(-6).toUpperCase()}`;
    if (element.hasAttribute("indexed")) return `#${INDEXED[count(element, "indexed")] ?? "000000"}`;
    if (!element.hasAttribute("theme")) return "";
    return tinted(this.#theme[count(element, "theme")] ?? "000000", count(element, "tint"));
  }

  differential(rule: Element): { fill: string; fontColor: string; bold: boolean | null } {
    const look = rule.hasAttribute("dxfId") ? this.#differentials[count(rule, "dxfId")] : undefined;
    const pattern = one(one(look, "fill"), "patternFill");
    const font = one(look, "font");
    const bold = one(font, "b");
    return {
      fill: this.color(one(pattern, "bgColor") ?? one(pattern, "fgColor")),
      fontColor: this.color(one(font, "color")),
      bold: bold ? on(bold) : null,
    };
  }
}

const on = (element: Element | undefined): boolean => element !== undefined && !["0", "false"].includes(text(element, "val"));

/** ECMA-376, part 1, 18.3.1.15: a tint lightens or darkens; channel by channel here. */
function tinted(rgb: string, tint: number): string {
  const channels = [0, 2, 4].map((at) => Number.parseInt(rgb.slice(at, at + 2), 16));
  const shade = (channel: number) => Math.round(tint < 0 ? channel * (1 + tint) : channel + (255 - channel) * tint);
  return `#${channels.map((channel) => shade(channel).toString(16).padStart(2, "0")).join("").toUpperCase()}`;
}

/** https://learn.microsoft.com/javascript/api/excel/excel.insertworksheetoptions */
export function insertSheets(workbook: Workbook, bytes: Uint8Array, options: Excel.InsertWorksheetOptions, platform: string): Sheet[] {
  const { sheetNamesToInsert: wanted = [], positionType = "End", relativeTo } = options;
  const other = read(bytes, "inserted");
  const sheets = other.sheets.filter((sheet) => wanted.length === 0 || wanted.includes(sheet.name));
  if (wanted.some((name) => !other.sheet(name))) throw new OfficeError("ItemNotFound", "The requested resource doesn't exist.");
  // https://learn.microsoft.com/office/dev/add-ins/excel/excel-add-ins-workbooks#insert-a-copy-of-an-existing-workbook-into-the-current-one:
  // "in Excel on the web, this method doesn't support source worksheets with PivotTable, Chart, Comment, or Slicer
  // elements. If those objects are present, [it] returns the UnsupportedFeature error"
  if (platform === "OfficeOnline" && sheets.some((sheet) => sheet.others.has("drawing") || sheet.others.has("pivotTable"))) {
    throw new OfficeError("UnsupportedFeature", "This operation is not supported.");
  }
  const near = typeof relativeTo === "string" ? workbook.sheets.findIndex((sheet) => sheet.id === relativeTo || sheet.name === relativeTo) : -1;
  const places: Record<string, number> = { End: workbook.sheets.length, None: workbook.sheets.length, Beginning: 0, Before: near, After: near + 1 };
  const place = places[positionType];
  if (place === undefined || (/^(Before|After)$/.test(positionType) && near < 0)) throw new OfficeError("InvalidArgument", "It is not said where the sheets go.");
  for (const [n, sheet] of sheets.entries()) {
    const { name } = sheet;
    for (let copy = 2; workbook.sheet(sheet.name); copy++) sheet.name = `${name.slice(0, 27)} (${copy})`;
    sheet.workbook = workbook;
    workbook.sheets.splice(place + n, 0, sheet);
  }
  for (const name of other.names) {
    if (workbook.names.every((own) => own.name !== name.name || own.sheet !== name.sheet)) workbook.names.push(name);
  }
  return sheets;
}

