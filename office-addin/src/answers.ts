// What the engine answers, as far as the panel reads it. The Rust types in `src/api/` say what each key means.

import type { Script, SheetEdits, Value } from "./edits";

/** How much a finding matters. */
export type Severity = "error" | "warning" | "information";

/** What is thrown where a verb can't answer. After the code `fault` the engine is started afresh. */
export interface Failure {
  code: string;
  message: string;
  help: string | null;
  at: string | null;
  also?: Failure[];
}

/** A file: what it is called, and all its bytes. */
export interface NamedFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What settles a request. */
export interface Settings {
  policy?: string;
  readings: string[];
  as_of?: string;
  passwords?: Record<string, string>;
}

/** Which of the files given are no returned logs, by name. */
export interface Given {
  previous: string | null;
  agencies: string | null;
}

export interface Alternative {
  id: string;
  question: string;
  default: string;
  says: string;
  clause: string;
}

export interface PolicySummary {
  id: string;
  partnership: string;
  title: string;
  edition: string;
  alternatives: Alternative[];
}

export interface Heading {
  version: string;
  policy: string;
  readings: string[];
  as_of: string;
}

export interface Finding {
  code: string;
  rule: string;
  severity: Severity;
  sheet: string;
  row: number | null;
  cell: string | null;
  heading: string | null;
  message: string;
  advice: string;
  clause: string | null;
  accepted?: string;
}

export interface Totals {
  error: number;
  warning: number;
  information: number;
  accepted: number;
}

export interface Guidance {
  does: string;
  who: string;
  due: string | null;
  clause: string;
}

export interface Next extends Guidance {
  act_by: string | null;
  guidance: Guidance[];
}

export interface RowView {
  sheet: string;
  row: number;
  number: string | null;
  agency: string | null;
  stage: number;
  status: string;
  says: string;
  next: Next | null;
  next_says: string | null;
  urgency: number;
  hidden: boolean;
  cells: string[];
}

export interface TableView {
  sheet: string;
  hidden_sheet: boolean;
  agency: string | null;
  heading_row: number;
  columns: { letters: string; heading: string; hidden: boolean }[];
  rows: RowView[];
}

export interface Deadline {
  stage: number;
  does: string;
  who: string;
  due: string | null;
  act_by: string | null;
  strength: string;
  status: string;
  says: string;
  because: string[];
  clause: string;
}

export interface CheckAnswer extends Heading {
  logs: { sheet: string; agency: string | null; rows: number }[];
  totals: Totals;
  errors: Failure[];
}

export interface QuarterAnswer extends Heading {
  quarter: string;
  rows_in: number;
  rows_out: number;
  duplicates: number;
  conflicts: number;
  set_aside: number;
  figures: { raised: number; open: number; overdue: number; resolved: number };
  errors: Failure[];
}

export interface ViewAnswer extends Heading {
  tables: TableView[];
  findings: Finding[];
  totals: Totals;
}

/** A cell as it is and as it would be. */
export interface FixedCell {
  file: string;
  sheet: string;
  cell: string;
  before: string;
  after: Value;
  code: string;
  rule: string;
  message: string;
}

export interface FixAnswer extends Heading {
  fixes: FixedCell[];
  proposals: FixedCell[];
  errors: Failure[];
}

export interface AnnotateAnswer extends Partial<Heading> {
  edits: Script;
  rows: number;
}

export interface MergeAnswer extends Heading {
  rows_in: number;
  rows_out: number;
  errors: Failure[];
}

export interface ReportAnswer extends Heading {
  blanks: string[];
}

/** Each verb's request and answer. */
export interface Verbs {
  policies: { request: Record<string, never>; answer: { version: string; policies: PolicySummary[] } };
  check: { request: Settings; answer: CheckAnswer };
  view: { request: Settings; answer: ViewAnswer };
  why: {
    request: { sheet: string; row: number; settings: Settings };
    answer: Heading & { edition: string; deadlines: Deadline[] };
  };
  annotate: { request: { settings: Settings; prepare?: boolean }; answer: AnnotateAnswer };
  clear: { request: { settings: Settings }; answer: AnnotateAnswer };
  apply: { request: { edits: SheetEdits[] }; answer: { edits: number } };
  fix: { request: Settings; answer: FixAnswer };
  report: {
    request: { number: string; row: string; form: "docx" | "xlsx"; settings: Settings };
    answer: ReportAnswer;
  };
  merge: { request: { given: Given; settings: Settings }; answer: MergeAnswer };
  quarter: {
    request: { quarter: string; copy: { board: boolean }; given: Given; settings: Settings };
    answer: QuarterAnswer;
  };
}
