// What the panel shows, as data.

import type { CheckAnswer, Failure, FixAnswer, NamedFile, PolicySummary, QuarterAnswer, Verbs, ViewAnswer } from "./answers";
import { lastQuarter } from "./quarters";

/** A returned log among many: how it was read, or why not. */
export interface Returned {
  name: string;
  answer: CheckAnswer | null;
  failure: Failure | null;
}

type Why = Verbs["why"]["answer"]["deadlines"];

/** What of the returned files is no log. */
export type Role = "previous" | "agencies";

export interface State {
  policies: PolicySummary[];
  policy: string;
  readings: string[];
  asOf: string;
  quarter: string;
  /** The one log that is checked. */
  log: NamedFile | null;
  /** A quarter's returned logs. */
  returns: NamedFile[];
  /** Which of them is last quarter's workbook, and which the list of agencies; by name, empty where none is. */
  given: Record<Role, string>;
  /** The passwords given, by the names of their files; they are kept nowhere else. */
  passwords: Record<string, string>;
  /** What is being done, how much of it is, and whether it can be stopped half-way. */
  work: { what: string; done: number; of: number; canStop: boolean } | null;
  view: ViewAnswer | null;
  /** How many parts of it are drawn. */
  drawn: number;
  /** The reasons asked for so far, by row. */
  why: Map<string, Why>;
  /** What would put findings right, where that was asked for, and which of it is ticked. */
  fixes: FixAnswer | null;
  ticked: Set<string>;
  /** The findings that are listed: all, those of a severity, or those of a rule. */
  kind: string;
  /** How many of a long list are shown. */
  listed: { rows: number; findings: number };
  returned: Returned[];
  made: QuarterAnswer | null;
  failure: Failure | null;
  /** What was done last, for those who hear the page. */
  said: string;
}

/** The parts of a log that is checked, each drawn a moment after the one before, so that none holds the page for long. */
export const PARTS = ["next steps", "findings", "table"] as const;

export const isDrawn = ({ drawn }: State, part: (typeof PARTS)[number]): boolean => PARTS.indexOf(part) < drawn;

/** How many of a long list are shown at once, so that drawing it never holds the page for long. */
export const LISTED = 50;

/** The state before anything is done. */
export const initial = (today: string): State => ({
  policies: [],
  policy: "",
  readings: [],
  asOf: today,
  quarter: lastQuarter(today),
  log: null,
  returns: [],
  given: { previous: "", agencies: "" },
  passwords: {},
  work: null,
  ...ofLog(),
  ...ofReturns(),
  failure: null,
  said: "",
});

/** What is said of a log, before it is checked. */
export const ofLog = () => ({
  view: null,
  drawn: 0,
  why: new Map<string, Why>(),
  fixes: null,
  ticked: new Set<string>(),
  kind: "all",
  listed: { rows: LISTED, findings: LISTED },
});

/** What is said of returned logs, before they are read. */
export const ofReturns = () => ({ returned: [], made: null });

/** By which a row is known. */
export const rowKey = (row: { sheet: string; row: number }) => `${row.sheet}!${row.row}`;

/** By which a cell is known. */
export const cellKey = ({ sheet, cell }: { sheet: string; cell: string }) => `${sheet}!${cell}`;
