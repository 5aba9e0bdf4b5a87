// What the engine answers, as far as the panel reads it. The Rust types in `src/api/` say what each key means.

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
  policy: string;
  readings: string[];
  as_of?: string;
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

/** Each verb's request and answer. */
export interface Verbs {
  policies: { request: Record<string, never>; answer: { version: string; policies: PolicySummary[] } };
  check: { request: Settings; answer: CheckAnswer };
  view: { request: Settings; answer: ViewAnswer };
  why: {
    request: { sheet: string; row: number; settings: Settings };
    answer: Heading & { edition: string; deadlines: Deadline[] };
  };
  annotate: { request: { settings: Settings }; answer: Heading };
  quarter: { request: { quarter: string; copy: { board: boolean }; settings: Settings }; answer: QuarterAnswer };
}
