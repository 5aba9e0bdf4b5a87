// A small evaluator of formulas: the functions that the marks use, and no more.
//
// In: a formula's text without the equals sign, and how to read cells. Out: its value, or `NotSimulated` where
// it uses what is not known here; the cached value of such a formula is kept as the file has it.

import { type Box, ROWS, COLUMNS, parse as parseBox, split } from "./a1";
import { NotSimulated } from "./errors";

/** https://learn.microsoft.com/javascript/api/excel/excel.errorcellvaluetype */
export class CellError {
  readonly code: string;
  constructor(code: string) {
    this.code = code;
  }
}

export const ERRORS = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"];

/** What a cell holds; `null` is an empty cell. */
export type Value = string | number | boolean | CellError | null;

/** A place in a formula, as it was written for the cell it stands in. */
interface Ref {
  sheet: string | null;
  box: Box;
  /** Which of top, left, bottom, right have a dollar. */
  fixed: [boolean, boolean, boolean, boolean];
}

type Node =
  | { is: "value"; value: Value }
  | { is: "ref"; ref: Ref }
  | { is: "call"; name: string; args: Node[] }
  | { is: "unary"; operator: string; of: Node }
  | { is: "binary"; operator: string; a: Node; b: Node };

interface Reader {
  /** The cells of a place; `null` where there is no such sheet. */
  cells(sheet: string | null, box: Box): Value[] | null;
  /** Today's serial number. */
  today(): number;
  /** A day's serial number, as the workbook counts. */
  serial(year: number, month: number, day: number): number;
}

const TOKEN =
  /\s*(?:("(?:[^"]|"")*")|(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A))|((?:'(?:[^']|'')+'|[\w.\u0080-\uffff]+)!)?(\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w(.])(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(])|\$?\d+:\$?\d+)|([A-Za-z_][\w.]*)(\()?|(<>|<=|>=|[-+*/^&=<>(),%]))/y;

const known = new Map<string, Node>();

/** Reads a formula; throws `NotSimulated` where it can't. */
export function parse(formula: string): Node {
  const before = known.get(formula);
  if (before) return before;
  const tokens: string[][] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < formula.trimEnd().length) {
    const found = TOKEN.exec(formula);
    if (!found) throw new NotSimulated(`the formula =${formula}`);
    tokens.push([...found].map((part) => part ?? ""));
  }
  let at = 0;
  const peek = () => tokens[at]?.[8] ?? "";
  const take = (symbol: string) => {
    if (peek() !== symbol) throw new NotSimulated(`the formula =${formula}`);
    at += 1;
  };
  const LEVELS = [["=", "<>", "<", "<=", ">", ">="], ["&"], ["+", "-"], ["*", "/"], ["^"]];
  const binary = (level: number): Node => {
    const operators = LEVELS[level];
    if (!operators) return unary();
    let a = binary(level + 1);
    while (operators.includes(peek())) {
      const operator = peek();
      at += 1;
      a = { is: "binary", operator, a, b: binary(level + 1) };
    }
    return a;
  };
  const unary = (): Node => {
    if (peek() === "-" || peek() === "+") {
      const operator = peek();
      at += 1;
      return { is: "unary", operator, of: unary() };
    }
    let node = primary();
    while (peek() === "%") {
      at += 1;
      node = { is: "binary", operator: "/", a: node, b: { is: "value", value: 100 } };
    }
    return node;
  };
  const primary = (): Node => {
    const [, text, digits, error, sheet = "", place, name = "", open] = tokens[at] ?? [];
    if (peek() === "(") {
      take("(");
      const inner = binary(0);
      take(")");
      return inner;
    }
    at += 1;
    if (text) return { is: "value", value: text.slice(1, -1).replaceAll('""', '"') };
    if (digits) return { is: "value", value: Number(digits) };
    if (error) return { is: "value", value: new CellError(error) };
    if (place) return { is: "ref", ref: reference(sheet, place) };
    if (name && open) {
      const args: Node[] = [];
      if (!FUNCTIONS[name.toUpperCase()]) throw new NotSimulated(`the function ${name} in =${formula}`);
      while (peek() !== ")") {
        args.push(peek() === "," ? { is: "value", value: null } : binary(0));
        if (peek() !== ")") take(",");
      }
      take(")");
      return { is: "call", name: name.toUpperCase(), args };
    }
    if (/^(TRUE|FALSE)$/i.test(name)) return { is: "value", value: name.toUpperCase() === "TRUE" };
    throw new NotSimulated(`\`${name || peek()}\` in =${formula}`);
  };
  const node = binary(0);
  if (at < tokens.length) throw new NotSimulated(`the formula =${formula}`);
  known.set(formula, node);
  return node;
}

function reference(sheet: string, place: string): Ref {
  const [from = "", to = from] = place.split(":");
  const fixed = (text: string): [boolean, boolean] => [/\$\d/.test(text), /^\$[A-Za-z]/.test(text)];
  return { sheet: sheet ? split(`${sheet}A1`)[0] : null, box: parseBox(place), fixed: [...fixed(from), ...fixed(to)] };
}

/** The value of a formula written for one cell and standing `down` rows and `across` columns from it. */
export function evaluate(formula: string, reader: Reader, down = 0, across = 0): Value {
  const at = ({ box, fixed }: Ref): Box => {
    const move = (place: number, by: number, isFixed: boolean, size: number) => {
      const moved = isFixed ? place : place + by;
      return ((moved % size) + size) % size;
    };
    const wholeRows = box.rows === ROWS;
    const wholeColumns = box.columns === COLUMNS;
    const top = wholeRows ? 0 : move(box.top, down, fixed[0], ROWS);
    const left = wholeColumns ? 0 : move(box.left, across, fixed[1], COLUMNS);
    const last = wholeRows ? ROWS - 1 : move(box.top + box.rows - 1, down, fixed[2], ROWS);
    const end = wholeColumns ? COLUMNS - 1 : move(box.left + box.columns - 1, across, fixed[3], COLUMNS);
    return { top, left, rows: last - top + 1, columns: end - left + 1 };
  };
  const cells = (ref: Ref): Value[] => reader.cells(ref.sheet, at(ref)) ?? [new CellError("#REF!")];
  const one = (node: Node): Value => {
    switch (node.is) {
      case "value":
        return node.value;
      case "ref": {
        const all = cells(node.ref);
        if (node.ref.box.rows * node.ref.box.columns > 1) throw new NotSimulated(`a range as one value in =${formula}`);
        return all[0] ?? null;
      }
      case "unary": {
        const value = asNumber(one(node.of));
        return value instanceof CellError ? value : node.operator === "-" ? -value : value;
      }
      case "binary":
        return operate(node.operator, one(node.a), one(node.b));
      case "call": {
        const call = FUNCTIONS[node.name];
        if (!call) throw new NotSimulated(`the function ${node.name}`);
        return call({
          count: node.args.length,
          one: (n) => (node.args[n] ? one(node.args[n]) : null),
          all: () => node.args.flatMap((arg) => (arg.is === "ref" ? cells(arg.ref) : [one(arg)])),
          spread: () => node.args.flatMap((arg) =>
            arg.is === "ref" ? cells(arg.ref).filter((value) => typeof value !== "string" && value !== null) : [one(arg)]),
          row: (n) => {
            const arg = node.args[n];
            return arg?.is === "ref" ? at(arg.ref).top + 1 : new CellError("#VALUE!");
          },
          reader,
        });
      }
    }
  };
  const value = one(parse(formula));
  return value === null ? 0 : value;
}

interface Call {
  count: number;
  /** The n-th argument. */
  one(n: number): Value;
  /** All arguments, ranges cell by cell. */
  all(): Value[];
  /** The same without the texts and blanks of ranges, which logical functions pass over. */
  spread(): Value[];
  /** The row of the n-th argument, which is a place. */
  row(n: number): Value;
  reader: Reader;
}

function asNumber(value: Value): number | CellError {
  if (value instanceof CellError) return value;
  if (typeof value === "string") {
    const plain = value.trim();
    return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : new CellError("#VALUE!");
  }
  return Number(value ?? 0);
}

export function asText(value: Value): string | CellError {
  if (value instanceof CellError) return value;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return String(Number(value.toPrecision(15)));
  return value ?? "";
}

function asTruth(value: Value): boolean | CellError {
  if (value instanceof CellError) return value;
  if (typeof value !== "string") return Boolean(value);
  return /^(true|false)$/i.test(value) ? value.toUpperCase() === "TRUE" : new CellError("#VALUE!");
}

/** https://support.microsoft.com/office/48be406d-4975-4d31-b2b8-7af9e0e2878a */
function operate(operator: string, a: Value, b: Value): Value {
  if (a instanceof CellError) return a;
  if (b instanceof CellError) return b;
  if (operator === "&") return `${asText(a)}${asText(b)}`;
  if (["=", "<>", "<", "<=", ">", ">="].includes(operator)) {
    const order = compare(a, b);
    return { "=": order === 0, "<>": order !== 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0 }[operator] ?? false;
  }
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x instanceof CellError) return x;
  if (y instanceof CellError) return y;
  if (operator === "/" && y === 0) return new CellError("#DIV/0!");
  return { "+": x + y, "-": x - y, "*": x * y, "/": x / y, "^": x ** y }[operator] ?? new CellError("#VALUE!");
}

/** Numbers come before texts, texts before truths; a blank is whatever it is compared with. */
function compare(a: Value, b: Value): number {
  const rank = (value: Value) => (typeof value === "number" ? 0 : typeof value === "string" ? 1 : 2);
  const like = (value: Value, other: Value): Value =>
    value !== null ? value : typeof other === "string" ? "" : typeof other === "boolean" ? false : 0;
  const [x, y] = [like(a, b), like(b, a)];
  if (rank(x) !== rank(y)) return rank(x) - rank(y);
  if (typeof x === "string" && typeof y === "string") {
    const [low, other] = [x.toLowerCase(), y.toLowerCase()];
    return low < other ? -1 : low > other ? 1 : 0;
  }
  return Number(x) - Number(y);
}

/** Each as its page under https://support.microsoft.com/office/b3944572-255d-4efb-bb96-c6d90033e188 says. */
const FUNCTIONS: Record<string, (call: Call) => Value> = {
  TODAY: ({ reader }) => reader.today(),
  IF: ({ one, count }) => {
    const truth = asTruth(one(0));
    if (truth instanceof CellError) return truth;
    return truth ? one(1) : count > 2 ? one(2) : false;
  },
  IFERROR: ({ one }) => {
    const value = one(0);
    return value instanceof CellError ? one(1) : value;
  },
  AND: ({ spread }) => every(spread(), (all) => all.every(Boolean)),
  OR: ({ spread }) => every(spread(), (all) => all.some(Boolean)),
  NOT: ({ one }) => {
    const truth = asTruth(one(0));
    return truth instanceof CellError ? truth : !truth;
  },
  ISNUMBER: ({ one }) => typeof one(0) === "number",
  N: ({ one }) => {
    const value = one(0);
    return value instanceof CellError ? value : typeof value === "string" ? 0 : Number(value ?? 0);
  },
  T: ({ one }) => {
    const value = one(0);
    return value instanceof CellError || typeof value === "string" ? value : "";
  },
  LEN: ({ one }) => {
    const text = asText(one(0));
    return text instanceof CellError ? text : text.length;
  },
  LEFT: ({ one, count }) => {
    const [text, length] = [asText(one(0)), count > 1 ? asNumber(one(1)) : 1];
    if (text instanceof CellError) return text;
    return length instanceof CellError ? length : text.slice(0, length);
  },
  TRIM: ({ one }) => {
    const text = asText(one(0));
    return text instanceof CellError ? text : text.split(" ").filter(Boolean).join(" ");
  },
  ROUND: ({ one }) => {
    const [value, places] = [asNumber(one(0)), asNumber(one(1))];
    if (value instanceof CellError) return value;
    if (places instanceof CellError) return places;
    return (Math.sign(value) * Math.round(Math.abs(value) * 10 ** places)) / 10 ** places;
  },
  COUNTA: ({ all }) => all().filter((value) => value !== null).length,
  ROW: ({ row }) => row(0),
  DATE: ({ one, reader }) => {
    const parts = [0, 1, 2].map((n) => asNumber(one(n)));
    const error = parts.find((part) => part instanceof CellError);
    if (error !== undefined && error instanceof CellError) return error;
    const [year = 0, month = 1, day = 1] = parts.map(Number);
    return reader.serial(year < 1900 ? year + 1900 : year, month, day);
  },
};

function every(values: Value[], judge: (all: boolean[]) => boolean): Value {
  const truths = values.map(asTruth);
  return truths.find((truth) => truth instanceof CellError) ?? judge(truths as boolean[]);
}

const unknown = new Set<string>();

/** Whether the evaluator knows all that a formula uses. */
export function isKnown(formula: string): boolean {
  if (unknown.has(formula)) return false;
  try {
    parse(formula);
    return true;
  } catch (error) {
    if (!(error instanceof NotSimulated)) throw error;
    unknown.add(formula);
    return false;
  }
}

