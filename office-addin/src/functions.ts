// The custom functions ESCALOG.DUE, STATUS, WHY and WORKDAYS: ranges in, arrays out, the engine behind them.
//
// `functions.json` says what each is called and takes. The pane's entry, which has the engine, gives them to Excel.
//
// A range is one call of the engine. None is volatile: they are worked out again when what they refer to changes,
// so STATUS is given its day, `TODAY()` where it is to follow the clock.

import type { NamedFile, Verbs } from "./answers";
import type { DateSystem } from "./cells";

/** One call of the engine. */
type Call = <V extends "deadlines" | "workdays">(
  verb: V,
  request: Verbs[V]["request"],
) => Promise<{ json: Verbs[V]["answer"]; files: NamedFile[] }>;

/** What a cell hands over, and what a formula may give back to it. */
type Value = string | number | boolean;
/** A range as rows; a single cell is one row of one. */
type Range = Value[][];
type Result = (Value | Error)[][];

declare const CustomFunctions: {
  Error: new (code: string, message?: string) => Error;
  ErrorCode: { invalidValue: string };
  associate(id: string, formula: (...given: never[]) => Promise<Result>): void;
};

/** As `#VALUE!`, with the message beside the cell. */
const wrong = (message: string): Error => new CustomFunctions.Error(CustomFunctions.ErrorCode.invalidValue, message);

/** One deadline as `deadlines` answers it. */
interface Deadline {
  stage: number;
  duty: string;
  due: string | null;
  status?: string;
  says?: string;
  because: string[];
}

interface Answered {
  deadlines?: Deadline[];
  error?: { message: string; help: string | null };
}

/** What a cell that holds an error hands over, and what it shows: such as `#N/A`. Excel says it in more than one shape.
 * https://learn.microsoft.com/office/dev/add-ins/excel/custom-functions-errors#errors-as-custom-function-inputs */
function errorIn(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const { basicValue, code, message } = value as { basicValue?: unknown; code?: unknown; message?: unknown };
  return String(basicValue ?? code ?? message ?? "an error");
}

const isBlank = (value: Value | undefined) => value === undefined || value === null || value === "";

const DAY = 86_400_000;
/** Day 0 of the days counted from 1900, for every day after February 1900. */
const FIRST = Date.UTC(1899, 11, 30);
/** How many days before 1 January 1904 that is: a workbook that counts from there has smaller numbers. */
const LATER: Record<DateSystem, number> = { "1900": 0, "1904": 1462 };

/** What cells hold as dates, and what the engine reads, in a workbook that counts its days in this way. */
function dates(system: DateSystem) {
  /** A date cell as the engine reads it; a text that says a date as the engine does. */
  function moment(value: Value): string {
    const help = "give a cell that holds a date";
    if (typeof value === "string" && /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/.test(value) && isDay(value)) return value;
    if (typeof value !== "number") throw wrong(`\`${value}\` is not a date; ${help}`);
    const number = value + LATER[system];
    if (!(number >= 61 && number < 2_958_466)) throw wrong(`${value} is not a date; ${help}`);
    // To the second, as Excel shows it; a minute that is not over is not the next, nor a day.
    const seconds = Math.round(number * 86_400);
    const text = new Date(FIRST + Math.floor(seconds / 60) * 60_000).toISOString();
    return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 16);
  }
  return {
    moment,
    /** The day of it alone. */
    day: (value: Value) => moment(value).slice(0, 10),
    /** A day, or a day and time, as the number by which a date cell holds it. */
    serial: (due: string) => (Date.parse(`${due.length > 10 ? due : `${due}T00:00`}Z`) - FIRST) / DAY - LATER[system],
  };
}

/** Whether a month has such a day. */
function isDay(text: string): boolean {
  const day = text.slice(0, 10);
  const real = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(real) && new Date(real).toISOString().startsWith(day);
}

/** The number of a stage that a cell says: 2, or `Stage 2`. */
function stageOf(value: Value): number {
  if (isBlank(value)) throw wrong("the stage is missing; give its number, such as 2");
  const number = /^\s*(?:stage\s*)?(\d+)\s*$/i.exec(`${value}`)?.[1];
  if (number === undefined) throw wrong(`\`${value}\` is not a stage; give its number, such as 2`);
  return Number(number);
}

/** Goes through ranges side by side; one of a single row or column is said again for each. */
function spread(given: (Range | null | undefined)[]) {
  const ranges = given.map((range): Range => (range?.length ? range : [[""]]));
  const size = (of: (range: Range) => number, what: string) => {
    const sizes = [...new Set(ranges.map(of).filter((size) => size > 1))];
    if (sizes.length > 1) {
      throw wrong(`the ranges have ${sizes.join(" and ")} ${what}; give ranges of one size, or single cells`);
    }
    return sizes[0] ?? 1;
  };
  const rows = size((range) => range.length, "rows");
  const columns = size((range) => range[0]?.length ?? 1, "columns");
  const of = (range: Range, row: number, column: number) => {
    const cells = range[range.length > 1 ? row : 0] ?? [];
    return cells[cells.length > 1 ? column : 0] ?? "";
  };
  return { rows, columns, at: (row: number, column: number) => ranges.map((range) => of(range, row, column)) };
}

/** Asks for each place of the ranges; what can't be asked is an error in its own cell, what needn't be is blank. */
function each<T>(given: (Range | null | undefined)[], ask: (values: Value[]) => T | null) {
  const { rows, columns, at } = spread(given);
  const asked: T[] = [];
  const place = (row: number, column: number): Error | { asked: number } | null => {
    try {
      const values = at(row, column);
      const error = values.map(errorIn).find((shown) => shown !== null);
      if (error !== undefined) throw wrong(`a cell that this refers to holds ${error}; put that right first`);
      const one = ask(values);
      return one === null ? null : { asked: asked.push(one) - 1 };
    } catch (error) {
      return error as Error;
    }
  };
  const count = (most: number) => Array.from({ length: most }, (_, number) => number);
  const places = count(rows).map((row) => count(columns).map((column) => place(row, column)));
  const result = (answers: (Value | Error)[]): Result =>
    places.map((cells) => cells.map((cell) => (cell && "asked" in cell ? (answers[cell.asked] ?? "") : (cell ?? ""))));
  return { asked, result };
}

/** How many rows the engine is asked at once: its answer to each is long. */
const AT_ONCE = 2000;

/** A day in the years that the calendar has. */
function countable(day: string): string {
  const year = Number(day.slice(0, 4));
  if (!(year >= 1970 && year <= 2099)) throw wrong(`${day} can't be counted: the calendar has the years 1970 to 2099`);
  return day;
}

/** The engine's own word for why it can't answer, as the message beside the cell. */
const failed = ({ message, help }: { message: string; help?: string | null }) =>
  wrong(help ? `${message}; ${help}` : message);

/** What the engine answers, or its error as the formula's. */
const heard = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((failure) => {
    throw failed(failure);
  });

/** Gives them to Excel. */
export function associate(call: Call, dateSystem: () => Promise<DateSystem>): void {
  for (const [id, formula] of Object.entries(functions(call, dateSystem))) CustomFunctions.associate(id, formula);
}

/** The four functions, by the ids that `functions.json` gives them. */
export function functions(call: Call, dateSystem: () => Promise<DateSystem>) {
  let asked: Promise<DateSystem> | null = null;
  /** The dates of the open workbook, which is asked once how it counts them; again where it could not say. */
  async function ownDates() {
    asked ??= dateSystem();
    try {
      return dates(await asked);
    } catch {
      asked = null;
      throw wrong("Excel does not say how this workbook counts its days; press Enter in the cell again");
    }
  }

  /** The deadline by which the stage is to be concluded, for each row. */
  async function deadlines(
    given: (Range | null | undefined)[],
    say: (deadline: Deadline, serial: (due: string) => number) => Value | Error,
  ) {
    const { moment, day, serial } = await ownDates();
    const { asked: cases, result } = each(given, ([policy = "", said = "", concern = "", began = "", asOf = ""]) => {
      // A row that is not filled in yet shows nothing.
      if (isBlank(said) && isBlank(concern)) return null;
      const stage = stageOf(said);
      if (typeof policy !== "string") throw wrong(`${policy} is not a procedure; give its name, such as "birmingham"`);
      const events: Record<string, string> = {};
      if (!isBlank(concern)) events.concern = moment(concern);
      if (!isBlank(began)) events[`stage-${stage}-began`] = moment(began);
      return { policy, events, facts: { stage }, ...(isBlank(asOf) ? {} : { as_of: day(asOf) }) };
    });
    if (cases.length === 0) return result([]);
    const lines: string[] = [];
    for (let from = 0; from < cases.length; from += AT_ONCE) {
      const some = cases.slice(from, from + AT_ONCE).map((one) => JSON.stringify(one));
      const { json } = await heard(call("deadlines", { cases: some.join("\n") }));
      lines.push(...json.answers.trim().split("\n"));
    }
    const answers = lines.map((line, number) => {
      const { deadlines: found, error }: Answered = JSON.parse(line);
      if (error) return failed(error);
      const stage = cases[number]?.facts.stage;
      const deadline = found?.find((one) => one.stage === stage && one.duty === "conclude");
      return deadline ? say(deadline, serial) : wrong(`the procedure states no limit for stage ${stage}`);
    });
    return result(answers);
  }

  return {
    DUE: (policy: Range, stage: Range, concern: Range, began?: Range | null, asOf?: Range | null) =>
      deadlines([policy, stage, concern, began, asOf], ({ due, because }, serial) =>
        due === null ? wrong(because.join(" ") || "no date can be worked out") : serial(due),
      ),

    STATUS: (policy: Range, stage: Range, concern: Range, began?: Range | null, asOf?: Range | null) =>
      deadlines([policy, stage, concern, began, asOf], ({ says }) =>
        says ?? wrong("it is not said as of which day; give it, such as TODAY()"),
      ),

    WHY: (policy: Range, stage: Range, concern: Range, began?: Range | null, asOf?: Range | null) =>
      deadlines([policy, stage, concern, began, asOf], ({ because }) => because.join("\n")),

    WORKDAYS: async (from: Range, to: Range): Promise<Result> => {
      const { day } = await ownDates();
      const { asked: spans, result } = each([from, to], ([first = "", last = ""]) =>
        isBlank(first) || isBlank(last) ? null : { from: countable(day(first)), to: countable(day(last)) },
      );
      if (spans.length === 0) return result([]);
      return result((await heard(call("workdays", { spans }))).json.days);
    },
  };
}
