// What the panel shows, as data.

import type { AgencyLine, CheckAnswer, Failure, FixAnswer, NamedFile, PolicySummary, QuarterAnswer, Verbs, ViewAnswer } from "./answers";
import { lastQuarter } from "./quarters";

/** A returned log among many: how it was read, or why not. */
export interface Returned {
  name: string;
  answer: CheckAnswer | null;
  failure: Failure | null;
}

/** A row's deadlines with their reasons, or why there are none; `null` while they are being worked out. */
type Why = Verbs["why"]["answer"]["deadlines"] | Failure | null;

/** What of the returned files is no log. */
export type Role = "previous" | "agencies";

/** What the workbook made of returned logs lacks, the agencies that the list of them does not have, and what its sheet of
 * conflicts lists. */
export interface Amiss extends Pick<QuarterAnswer, "errors" | "missing" | "listed"> {
  unlisted: AgencyLine[];
}

export interface State {
  policies: PolicySummary[];
  policy: string;
  /** Whether a person chose it, so that it holds for the next log too. */
  policyChosen: boolean;
  readings: string[];
  /** Whether a person chose them, so that those of a marked log are put out of force. */
  readingsChosen: boolean;
  asOf: string;
  quarter: string;
  /** The one log that is checked. */
  log: NamedFile | null;
  /** That log as it was before each change that the page made in it, the last one last. */
  former: NamedFile[];
  /** That log as it was opened or saved last. */
  saved: NamedFile | null;
  /** A quarter's returned logs. */
  returns: NamedFile[];
  /** Which of them is last quarter's workbook, and which the list of agencies; by name, empty where none is. */
  given: Record<Role, string>;
  /** The passwords given, by the names of their files; they are kept nowhere else. */
  passwords: Record<string, string>;
  /**
   * What is being done, how much of it is, whether it can be stopped half-way, and whether a person asked for it, who is
   * told where it was stopped; what to say where it is overtaken once it has changed something.
   */
  work: { what: string; done: number; of: number; canStop: boolean; isAsked: boolean; changed: string } | null;
  view: ViewAnswer | null;
  /** How many lines of its parts are drawn. */
  drawn: number;
  /** The reasons of the rows that are unfolded, by row. */
  why: Map<string, Why>;
  /** What would put findings right, where that was asked for, and which of it is ticked. */
  fixes: FixAnswer | null;
  ticked: Set<string>;
  /** The findings that are listed: all, those of a severity, or those of a rule. */
  kind: string;
  /** Whether everything is drawn, for the printer. */
  printing: boolean;
  /** Where the page begins that is shown of a long list. */
  first: { rows: number; findings: number; fixes: number; proposals: number };
  returned: Returned[];
  made: QuarterAnswer | null;
  /** What the workbook made last has nothing of, and what is to be looked at in it. */
  amiss: Amiss;
  failure: Failure | null;
  /** Whether a check was stopped, and can be done again. */
  stopped: boolean;
  /** What was done last, for those who hear the page; nothing is said of it while more is to be said. */
  said: string;
  silent: boolean;
}

/** How many lines of a long list make a page of it. */
export const PAGE = 30;

/** The parts of a log that is checked, drawn one after the other. */
const PARTS = ["next steps", "findings", "table"] as const;

/** How many lines are drawn in one task, so that none holds the page's thread for long, and how many there are. */
export const DRAWN = { atOnce: 10, whole: PARTS.length * PAGE };

/** How many lines of a part are drawn. */
export const drawnOf = ({ drawn }: State, part: (typeof PARTS)[number]): number => Math.max(0, drawn - PARTS.indexOf(part) * PAGE);

/** What is drawn of the page of a part that begins at a place; all of it for the printer. */
export const drawnPage = <T>(state: State, part: (typeof PARTS)[number], all: T[], first: number): T[] =>
  state.printing ? all : all.slice(first, first + Math.min(PAGE, drawnOf(state, part)));

/** The state before anything is done. */
export const initial = (today: string): State => ({
  policies: [],
  ...unsettled(),
  asOf: today,
  quarter: lastQuarter(today),
  log: null,
  former: [],
  saved: null,
  printing: false,
  returns: [],
  given: { previous: "", agencies: "" },
  passwords: {},
  work: null,
  ...ofLog(),
  ...ofReturns(),
  failure: null,
  stopped: false,
  said: "",
  silent: false,
});

/** By what to check, before anything says so. */
export const unsettled = () => ({ policy: "", policyChosen: false, readings: [], readingsChosen: false });

/** What is said of a log, before it is checked. */
export const ofLog = () => ({
  view: null,
  drawn: 0,
  why: new Map<string, Why>(),
  ...ofFixes(),
  kind: "all",
  first: { rows: 0, findings: 0, fixes: 0, proposals: 0 },
});

/** What is said of returned logs, before they are read. */
export const ofReturns = () => ({ returned: [], made: null, amiss: nothingAmiss() });

/** Before a workbook is made of them. */
export const nothingAmiss = (): Amiss => ({ errors: [], missing: [], unlisted: [], listed: [] });

/** What can be put right, before that was asked. */
export const ofFixes = () => ({ fixes: null, ticked: new Set<string>() });

/** Whether changes would be lost with the page. */
export const isUnsaved = ({ log, former, saved }: State): boolean => former.length > 0 && log !== saved;

/** Whether a file is the list of the dates of returns, which the engine reads with the logs. */
export const isListOfDates = (name: string) => /^returns\.csv$/i.test(name);

/** The returned files that are logs. */
export const logsOf = ({ returns, given: { previous, agencies } }: State): NamedFile[] =>
  returns.filter(({ name }) => name !== previous && name !== agencies && !isListOfDates(name));

/** By which a row is known. */
export const rowKey = (row: { sheet: string; row: number }) => `${row.sheet}!${row.row}`;

/** By which a cell is known. */
export const cellKey = ({ sheet, cell }: { sheet: string; cell: string }) => `${sheet}!${cell}`;
