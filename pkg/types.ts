// What each verb of the engine is asked and answers. Made from the Rust types by `cargo xtask generate`.

/** A file: what it is called, and all its bytes. */
export interface NamedFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Where a cell stands, both counted from 0; shown as `J5`.
 */
export type Address = string;

/**
 * An agency of the list.
 */
export type Agency = {
/**
 * Its name as it is to be shown.
 */
name: string,
/**
 * Its kind, one of the procedure's: `school`, `health`.
 */
kind?: string,
/**
 * Other ways in which its returns spell it.
 */
spellings?: Array<string>,
/**
 * Whom to write to, by role.
 */
contacts?: { [key in string]: string }, };

/**
 * An agency of the list, or one that returned a log.
 */
export type AgencyLine = {
/**
 * Its name.
 */
name: string,
/**
 * Its kind, where the list says it.
 */
kind: string | null,
/**
 * Whether the list has it.
 */
listed: boolean,
/**
 * Whether it is on the list and returned nothing.
 */
missing: boolean,
/**
 * The last date of its returns, where known.
 */
returned: string | null,
/**
 * How many rows it returned.
 */
rows: number,
/**
 * Its files.
 */
files: Array<string>,
/**
 * Spellings other than the name: `spelled "…" in FILE`.
 */
spelled: Array<string>,
/**
 * The agency of the list that a name not on it may be meant for.
 */
near: string | null, };

/**
 * Another way to read a sentence of a procedure.
 */
export type Alternative = {
/**
 * The name by which it is chosen.
 */
id: string,
/**
 * The question that the document leaves open.
 */
question: string,
/**
 * How it is answered by default.
 */
default: string,
/**
 * How this reading answers it.
 */
says: string,
/**
 * The sentence in question.
 */
clause: string, };

/**
 * What `annotate` and `clear` answer, beside the workbook.
 */
export type AnnotateAnswer = {
/**
 * What is changed in the workbook.
 */
edits: Script,
/**
 * How many rows hold a case.
 */
rows: number,
/**
 * Whether the cells go into a new xlsx, since the file is of a kind that can't be marked in place.
 */
rewritten: boolean, };

/**
 * What `annotate` and `clear` are asked.
 */
export type AnnotateRequest = {
/**
 * Procedure, readings, closures, the day.
 */
settings?: Settings,
/**
 * Whether the date columns that the log lacks are added first.
 */
prepare?: boolean,
/**
 * Whether a digitally signed workbook is changed too; its signature is then no longer valid.
 */
force?: boolean, };

/**
 * What `apply` answers, beside the workbook.
 */
export type ApplyAnswer = {
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * How many edits were applied.
 */
edits: number,
/**
 * Whether the cells went into a new xlsx, since the file is of a kind that can't be edited in place.
 */
rewritten: boolean, };

/**
 * What `apply` is asked.
 */
export type ApplyRequest = {
/**
 * The edit script.
 */
edits: Script,
/**
 * Whether a digitally signed workbook is changed too; its signature is then no longer valid.
 */
force?: boolean,
/**
 * What the file may unpack to before it is refused.
 */
limits?: Partial<Limits>, };

/**
 * Some cells of a sheet.
 */
export type Area = {
/**
 * The cells, such as `K5:K20`; one cell may stand alone.
 */
range: string, };

/**
 * What `calendar` answers, beside the file.
 */
export type CalendarAnswer = {
/**
 * How many logs were read.
 */
read: number,
/**
 * How many entries the file has.
 */
entries: number,
/**
 * How many open cases have no entry, because nothing in them has a date.
 */
undated: number,
/**
 * The files that could not be read.
 */
errors: Array<Failure>,
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string, };

/**
 * Cases as JSON Lines.
 */
export type Cases = { cases: string, };

/**
 * What `check` answers.
 */
export type CheckAnswer = {
/**
 * The log tables that were found.
 */
logs: Array<CheckedLog>,
/**
 * Every row: stage, status, next step.
 */
rows: Array<RowAnswer>,
/**
 * What the rules found.
 */
findings: Array<Finding>,
/**
 * How many findings there are of each severity.
 */
totals: Totals,
/**
 * The files that could not be read.
 */
errors: Array<Failure>,
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string, };

/**
 * A log table that was found.
 */
export type CheckedLog = {
/**
 * The file.
 */
file: string,
/**
 * The sheet.
 */
sheet: string,
/**
 * Whether the sheet is hidden; it is read all the same.
 */
hidden_sheet: boolean,
/**
 * The agency named above the table.
 */
agency: string | null,
/**
 * How many rows hold a case.
 */
rows: number,
/**
 * The rows that are hidden, by the sheet's own numbers; they are read all the same.
 */
hidden_rows: Array<number>,
/**
 * The columns that are hidden, by their headings; they are read all the same.
 */
hidden_columns: Array<string>,
/**
 * The columns that are not known, by their headings; they are left as they are.
 */
unknown_columns: Array<string>,
/**
 * Notes and comments on the table's cells, without who wrote them.
 */
notes: Array<NoteAnswer>, };

/**
 * Days on which a partnership, or one of its agencies, is closed.
 *
 * A *partnership's* closure days are no working days. An *agency's* (school holidays) move only the
 * dates by which that agency should act, never a due date.
 */
export type Closure = {
/**
 * The agency that is closed; the whole partnership where absent.
 */
agency?: string,
/**
 * The first day closed.
 */
from: string,
/**
 * The last day closed; the first where absent.
 */
to?: string,
/**
 * Why, in the words a reader of a deadline will see.
 */
why: string, };

/**
 * What kind of thing stopped the work, for programs.
 */
export type Code = "unreadable-file" | "needs-password" | "wrong-password" | "no-log" | "invalid-policy" | "unknown-policy" | "calendar" | "bad-request" | "not-written" | "fault";

/**
 * A colour, `#FDE7E9`.
 */
export type Color = string;

/**
 * A column of a log table.
 */
export type ColumnView = {
/**
 * Its letters in the sheet.
 */
letters: string,
/**
 * Its heading.
 */
heading: string,
/**
 * Whether it is hidden; it is read all the same.
 */
hidden: boolean, };

/**
 * Whole columns, both ends included and counted from 0; `J:L` in JSON.
 */
export type Columns = string;

/**
 * A format that cells take while a formula is true.
 */
export type ConditionalFormat = {
/**
 * The cells.
 */
range: string,
/**
 * The formula for the top left cell, without the equals sign.
 */
formula: string,
/**
 * The background.
 */
fill?: Color | null,
/**
 * The colour of the font.
 */
font?: Color | null, };

/**
 * A text by which conditional formats are known, wherever rows and columns were moved to.
 */
export type Containing = {
/**
 * The text.
 */
containing: string, };

/**
 * The copy that is asked for; the register itself where nothing is.
 */
export type CopyFor = {
/**
 * For the board: the figures as values, no rows, no free text.
 */
board?: boolean,
/**
 * For partners: rows with a pseudonym for each child, no free text.
 */
pseudonymise?: boolean,
/**
 * The secret from which pseudonyms are made. The engine has no chance of its own: who calls it gives one.
 */
key?: Key,
/**
 * For publication: counts from 1 to below this are hidden so that they can't be worked out.
 */
suppress?: number, };

/**
 * A day as a cell's value: `{"date": "2025-03-11"}`.
 */
export type DateValue = {
/**
 * The day.
 */
date: string, };

/**
 * A deadline of a row with its reason.
 */
export type Deadline = {
/**
 * The stage.
 */
stage: number,
/**
 * The duty.
 */
duty: string,
/**
 * What is to be done.
 */
does: string,
/**
 * Who acts.
 */
who: string,
/**
 * By when; `None` where no time is stated or it can't be counted.
 */
due: Moment | null,
/**
 * The last working day for it.
 */
act_by: string | null,
/**
 * How strongly the document puts it.
 */
strength: string,
/**
 * How it stands.
 */
status: Status,
/**
 * How it stands, in the words a person reads.
 */
says: string,
/**
 * Why the date is what it is, a line each.
 */
because: Array<string>,
/**
 * Where the document says so.
 */
clause: string, };

/**
 * What `deadlines` answers.
 */
export type DeadlinesAnswer = {
/**
 * JSON Lines, one for each case.
 */
answers: string, };

/**
 * One change.
 */
export type Edit = { "set": Set } | { "number_format": NumberFormat } | { "fill": Fill } | { "font": Font } | { "conditional_format": ConditionalFormat } | { "remove_conditional_format": RemoveConditionalFormat } | { "remove_conditional_formats": Containing } | { "validation": Validation } | { "remove_validation": Area } | { "width": Width } | { "remove_width": WholeColumns } | { "freeze": Freeze } | { "remove_freeze": Freeze } | { "clear": Area };

/**
 * A rule, by its code or name.
 */
export type Explain = { code: string, };

/**
 * What stopped the work: where, what, and what to do next.
 *
 * Opaque on purpose: [`Error::code`] is for programs, the rest is for people. An error may carry
 * others that were found at the same time ([`Error::also`]): a procedure file's mistakes are
 * reported all at once.
 *
 * ```
 * use escalog::error::{Code, Error};
 *
 * let error = Error::new(Code::BadRequest, "`tomorow` is not a date")
 *     .at("--as-of")
 *     .help("write the date as year-month-day, such as 2025-06-30");
 * assert_eq!(
 *     error.to_string(),
 *     "--as-of: `tomorow` is not a date; write the date as year-month-day, such as 2025-06-30"
 * );
 * ```
 */
export type Failure = { code: Code, message: string,
/**
 * What to do next.
 */
help: string | null,
/**
 * Where it happened.
 */
at: string | null,
/**
 * What was found at the same time.
 */
also?: Array<Failure>, };

/**
 * The quarter's figures, as of a day.
 */
export type Figures = {
/**
 * Rows whose concern arose in the quarter.
 */
raised: number,
/**
 * Rows of any quarter that are not resolved.
 */
open: number,
/**
 * Open rows whose stage is past the day by which it was to be concluded.
 */
overdue: number,
/**
 * Open rows of which that can't be told, for want of what that day is counted from.
 */
not_known: number,
/**
 * Rows of any quarter that were resolved in the quarter.
 */
resolved: number,
/**
 * Rows raised in the quarter, by the agency that raised them.
 */
by_agency: { [key in string]: number },
/**
 * Rows raised in the quarter, by the highest stage reached.
 */
by_stage: { [key in number]: number },
/**
 * Rows raised in the quarter, by level of need: `not stated` where the cell is blank, `not recognised`
 * where it holds no level that is known.
 */
by_level: { [key in string]: number },
/**
 * For each stage with a limit, the rows of any quarter in which it ended within the quarter.
 */
in_time: { [key in number]: InTime }, };

/**
 * The edits of one file.
 */
export type FileEdits = {
/**
 * The file.
 */
file: string,
/**
 * Its edit script.
 */
script: Script, };

/**
 * A background for cells.
 */
export type Fill = {
/**
 * The cells.
 */
range: string,
/**
 * The colour.
 */
color: Color, };

/**
 * What a rule says of one place in a log.
 */
export type Finding = { code: string, rule: string, severity: Severity, file: string, sheet: string,
/**
 * The sheet's own number of the row.
 */
row: number | null, cell: Address | null, heading: string | null,
/**
 * What the cell says.
 */
text: string | null, message: string, advice: string, clause: string | null, fix?: Fix,
/**
 * Why people accept it.
 */
accepted?: string, };

/**
 * What would put a finding right: another value for one cell.
 */
export type Fix = {
/**
 * The cell.
 */
cell: Address,
/**
 * What stands there; empty for a blank cell.
 */
before: string,
/**
 * What would stand there.
 */
after: Value,
/**
 * Whether it says the same in a better form; otherwise it is a proposal that a person accepts.
 */
certain: boolean, };

/**
 * What `fix` answers.
 */
export type FixAnswer = {
/**
 * What says the same in a better form.
 */
fixes: Array<FixedCell>,
/**
 * What a person would have to accept.
 */
proposals: Array<FixedCell>,
/**
 * The script of the fixes for each log that has some; a proposal is in none.
 */
edits: Array<FileEdits>,
/**
 * The files that could not be read.
 */
errors: Array<Failure>,
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string, };

/**
 * A cell as it is and as it would be.
 */
export type FixedCell = {
/**
 * The file.
 */
file: string,
/**
 * The sheet.
 */
sheet: string,
/**
 * The rule's code.
 */
code: string,
/**
 * The rule's name.
 */
rule: string,
/**
 * Why.
 */
message: string,
/**
 * The cell.
 */
cell: Address,
/**
 * What stands there; empty for a blank cell.
 */
before: string,
/**
 * What would stand there.
 */
after: Value,
/**
 * Whether it says the same in a better form; otherwise it is a proposal that a person accepts.
 */
certain: boolean, };

/**
 * A font for cells.
 */
export type Font = {
/**
 * The cells.
 */
range: string,
/**
 * Whether it is bold; as it was where it is not said.
 */
bold?: boolean | null,
/**
 * Its colour; as it was where none is said.
 */
color?: Color | null,
/**
 * Whether long text is broken into lines; as it was where it is not said.
 */
wrap?: boolean | null, };

/**
 * The cells that stay in sight.
 */
export type Freeze = {
/**
 * How many rows from the top.
 */
rows: number,
/**
 * How many columns from the left.
 */
columns: number, };

/**
 * A duty that the log can't record: advice, never a finding.
 */
export type Guidance = {
/**
 * The duty.
 */
duty: string,
/**
 * What is to be done.
 */
does: string,
/**
 * Who acts.
 */
who: string,
/**
 * By when.
 */
due: Moment | null,
/**
 * How strongly the document puts it: must, should or guide.
 */
strength: Strength,
/**
 * Where the document says so.
 */
clause: string, };

/**
 * What every answer begins with.
 */
export type Heading = {
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string, };

/**
 * How many stages ended by the day by which they were to be concluded, and how many after it.
 */
export type InTime = {
/**
 * By that day.
 */
in_time: number,
/**
 * After it.
 */
late: number, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * The secret that makes pseudonyms: with the same one a child has the same pseudonym in every quarter.
 */
export type Key = string;

/**
 * How much a workbook may hold before it is refused; a log is far smaller than each of these.
 *
 * The limits are counted while reading, not after it: with the usual ones no file takes 200 MB of memory.
 *
 * ```
 * use escalog::workbook::Limits;
 *
 * assert_eq!(Limits::default().cells, 500_000);
 * ```
 */
export type Limits = {
/**
 * The file itself, in megabytes (of 1,048,576 bytes).
 */
file_mb: number,
/**
 * All the parts that the file unpacks to, in megabytes.
 */
unpacked_mb: number,
/**
 * One part of it, in megabytes.
 */
part_mb: number,
/**
 * All texts, formulas and notes of the cells, in megabytes.
 */
text_mb: number,
/**
 * Sheets.
 */
sheets: number,
/**
 * Rows that hold something, of all sheets together.
 */
rows: number,
/**
 * Cells that hold something, of all sheets together.
 */
cells: number, };

/**
 * A line of the sheet of what was set aside and what is in conflict.
 */
export type Listed = {
/**
 * What it is.
 */
what: What,
/**
 * The agency.
 */
agency: string,
/**
 * The escalation number.
 */
number: string,
/**
 * The heading of the field, where it is about one.
 */
field: string,
/**
 * What this return says there.
 */
value: string,
/**
 * More about it, in words.
 */
note: string,
/**
 * Where it stands.
 */
at: Source | null,
/**
 * Whether the register's table shows it.
 */
in_table: boolean,
/**
 * What stands in its column `Keep`: `yes`, or what the officer typed that is neither yes nor no; `None` where there
 * is nothing to choose.
 */
keep: string | null, };

/**
 * What `merge` answers.
 */
export type MergeAnswer = {
/**
 * What is to be looked at: conflicts, pairs, rows set aside, superseded values, corrections.
 */
listed: Array<Listed>,
/**
 * The agencies, those that returned nothing and how they are spelled among them.
 */
agencies: Array<AgencyLine>,
/**
 * The files that were returned.
 */
returns: Array<ReturnedFile>,
/**
 * The files that could not be read, and the rows of others that are not read, since they stand outside the table.
 */
errors: Array<Failure>,
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string,
/**
 * Rows of all logs.
 */
rows_in: number,
/**
 * Rows of the register.
 */
rows_out: number,
/**
 * Rows that say the same as one of the register, or that it supersedes.
 */
duplicates: number,
/**
 * Rows of the register that returns give differently, still to be settled.
 */
conflicts: number,
/**
 * Rows left out, each with its reason.
 */
set_aside: number,
/**
 * Cases that perhaps stand in the register more than once, and are counted each time: two agencies' rows about one
 * disagreement, or one agency's under two numbers, still to be settled.
 */
in_pairs: number,
/**
 * Cells of the register in which what the officer wrote stands in the place of what the returns say.
 */
corrected: number, };

/**
 * The register.
 */
export type MergeRequest = { given?: Roles, settings?: Settings, };

/**
 * A date in civil London time, with the time of day where one is known.
 *
 * Moments compare by date first; on one date a time is earlier than the date alone, because a date
 * alone lasts until its end.
 *
 * ```
 * use escalog::calendar::Moment;
 *
 * let timed: Moment = "2025-03-03T10:15".parse().unwrap();
 * let day: Moment = "2025-03-03".parse().unwrap();
 * assert!(timed < day);
 * assert_eq!(timed.plus_hours(24).unwrap().to_string(), "2025-03-04T10:15");
 * assert_eq!(day.plus_hours(24).unwrap().to_string(), "2025-03-04");
 * ```
 */
export type Moment = string;

/**
 * What is to be done next in a row.
 */
export type Next = {
/**
 * The duty.
 */
duty: string,
/**
 * What is to be done.
 */
does: string,
/**
 * Who acts.
 */
who: string,
/**
 * By when.
 */
due: Moment | null,
/**
 * The last working day for it.
 */
act_by: string | null,
/**
 * Where the document says so.
 */
clause: string,
/**
 * What the procedure asks besides at this stage, and the log has no column for.
 */
guidance: Array<Guidance>, };

/**
 * A note or comment on a cell.
 */
export type NoteAnswer = {
/**
 * The cell.
 */
cell: Address,
/**
 * What it says.
 */
text: string, };

/**
 * What notes are written as.
 */
export type NoteForm = "docx" | "text";

/**
 * The note to send back with logs.
 */
export type NoteRequest = { form?: NoteForm, together?: boolean, settings?: Settings, };

/**
 * An agency that a note is for.
 */
export type NotedAgency = {
/**
 * The agency; where no log names it, what its file's name says.
 */
agency: string,
/**
 * The file in which its note stands.
 */
file: string,
/**
 * How many findings of each severity its note is about.
 */
totals: Totals, };

/**
 * What `note` answers, beside the files.
 */
export type NotesAnswer = {
/**
 * The agencies, in the order of the logs.
 */
agencies: Array<NotedAgency>,
/**
 * The files that could not be read.
 */
errors: Array<Failure>,
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string, };

/**
 * Of a verb that is asked nothing.
 */
export type Nothing = Record<string, never>;

/**
 * A number format for cells.
 */
export type NumberFormat = {
/**
 * The cells.
 */
range: string,
/**
 * The format's code, such as `dd mmm yyyy`.
 */
code: string, };

/**
 * A password, which is never shown nor written anywhere.
 */
export type Password = string;

/**
 * What `policies` answers.
 */
export type PoliciesAnswer = { format: number, version: string, policies: Array<PolicySummary>, };

/**
 * A built-in procedure, in brief.
 */
export type PolicySummary = {
/**
 * The name by which it is chosen.
 */
id: string,
/**
 * The partnership or board.
 */
partnership: string,
/**
 * The document's own title.
 */
title: string,
/**
 * Which edition.
 */
edition: string,
/**
 * How many stages it has.
 */
stages: number,
/**
 * The alternative readings it offers.
 */
readings: Array<string>,
/**
 * What each of them answers otherwise, in words.
 */
alternatives: Array<Alternative>, };

/**
 * A procedure as a person reads it, one text an edition.
 */
export type PolicyText = {
/**
 * The procedure's id.
 */
policy: string,
/**
 * Its editions in order of coming into force.
 */
editions: Array<string>, };

/**
 * A procedure file of the user's own.
 */
export type ProcedureFile = {
/**
 * Its name, for messages.
 */
name: string,
/**
 * Its text.
 */
text: string, };

/**
 * What `quarter` answers.
 */
export type QuarterAnswer = {
/**
 * The quarter, as a calendar year's.
 */
quarter: string,
/**
 * The quarter's figures.
 */
figures: Figures,
/**
 * What is to be looked at: conflicts, pairs, rows set aside, superseded values, corrections.
 */
listed: Array<Listed>,
/**
 * The agencies of the list that returned nothing for the quarter.
 */
missing: Array<string>,
/**
 * The agencies, and how they are spelled among them.
 */
agencies: Array<AgencyLine>,
/**
 * The files that were returned for the quarter.
 */
returns: Array<ReturnedFile>,
/**
 * The files that could not be read.
 */
errors: Array<Failure>,
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string,
/**
 * Rows of all logs.
 */
rows_in: number,
/**
 * Rows of the register.
 */
rows_out: number,
/**
 * Rows that say the same as one of the register, or that it supersedes.
 */
duplicates: number,
/**
 * Rows of the register that returns give differently, still to be settled.
 */
conflicts: number,
/**
 * Rows left out, each with its reason.
 */
set_aside: number,
/**
 * Cases that perhaps stand in the register more than once, and are counted each time: two agencies' rows about one
 * disagreement, or one agency's under two numbers, still to be settled.
 */
in_pairs: number,
/**
 * Cells of the register in which what the officer wrote stands in the place of what the returns say.
 */
corrected: number, };

/**
 * The quarterly workbook.
 */
export type QuarterRequest = { quarter: string, copy?: CopyFor, given?: Roles, settings?: Settings, };

/**
 * A conditional format to take away.
 */
export type RemoveConditionalFormat = {
/**
 * The cells, exactly.
 */
range: string,
/**
 * The formula, exactly.
 */
formula: string, };

/**
 * What `report` answers, beside the file.
 */
export type ReportAnswer = {
/**
 * What is left to be filled in by hand, in the form's words.
 */
blanks: Array<string>,
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string, };

/**
 * What a report is written as.
 */
export type ReportAs = "docx" | "xlsx";

/**
 * What `report` is asked.
 */
export type ReportRequest = {
/**
 * The escalation number, as it stands in the log.
 */
number: string,
/**
 * Which of several rows with that number: `7`, or `Log!7`.
 */
row?: string,
/**
 * What it is written as.
 */
form?: ReportAs,
/**
 * The settings.
 */
settings?: Settings, };

/**
 * A file that was returned.
 */
export type ReturnedFile = {
/**
 * The file's name.
 */
file: string,
/**
 * The hash of its bytes.
 */
content: string,
/**
 * The date of the return, where it is known.
 */
returned: string | null,
/**
 * The agencies whose rows it holds.
 */
agencies: Array<string>,
/**
 * Whether only the file's name says which agency some of its rows are of.
 */
agency_from_file_name: boolean,
/**
 * The id of the procedure under which its workbook was marked, where that is another than the register's.
 */
marked_under: string | null,
/**
 * How many rows came in with it.
 */
rows: number, };

/**
 * Which of the files given are no returned logs, by name.
 */
export type Roles = {
/**
 * The register that is carried forward.
 */
previous?: string,
/**
 * The list of agencies.
 */
agencies?: string, };

/**
 * How a row stands.
 */
export type RowAnswer = {
/**
 * The file.
 */
file: string,
/**
 * The sheet.
 */
sheet: string,
/**
 * The sheet's own number of the row.
 */
row: number,
/**
 * The agency, where the row or the table names it.
 */
agency: string | null,
/**
 * The escalation number.
 */
number: string | null,
/**
 * The stage reached.
 */
stage: number,
/**
 * How it stands.
 */
status: RowStatus,
/**
 * What is to be done next.
 */
next: Next | null, };

/**
 * How a row stands: resolved, or as its stage's `conclude` does.
 */
export type RowStatus = Status | "resolved" | "resolved-late";

/**
 * A row of a log table.
 */
export type RowView = {
/**
 * How it stands, in the words a person reads.
 */
says: string,
/**
 * How its next step stands, in the words a person reads.
 */
next_says: string | null,
/**
 * Its place among the file's rows, the most urgent first, counted from 0.
 */
urgency: number,
/**
 * Whether the row is hidden; it is read all the same.
 */
hidden: boolean,
/**
 * Whether the procedure's report form can be filled in from it: it has a number, and is at a stage of the form.
 */
form: boolean,
/**
 * What its cells say, one for each column; a date cell as `03/06/2025`.
 */
cells: Array<string>,
/**
 * The file.
 */
file: string,
/**
 * The sheet.
 */
sheet: string,
/**
 * The sheet's own number of the row.
 */
row: number,
/**
 * The agency, where the row or the table names it.
 */
agency: string | null,
/**
 * The escalation number.
 */
number: string | null,
/**
 * The stage reached.
 */
stage: number,
/**
 * How it stands.
 */
status: RowStatus,
/**
 * What is to be done next.
 */
next: Next | null, };

/**
 * What `explain` answers.
 */
export type RuleAnswer = { code: string, rule: string, severity: Severity, message: string, advice: string,
/**
 * The rule's page, in Markdown.
 */
page: string, };

/**
 * What `rules` answers.
 */
export type RulesAnswer = { format: number, version: string, rules: Array<RuleAnswer>, };

/**
 * What to change in a workbook, sheet by sheet.
 *
 * In JSON one sheet's edits, or a list of several sheets' edits.
 *
 * ```
 * use escalog::edit::{Edit, Script};
 *
 * let json = r##"{"sheet": "Log", "edits": [
 *   {"set": {"cell": "K5", "value": {"date": "2025-03-11"}}},
 *   {"fill": {"range": "K5:K5", "color": "#FDE7E9"}}]}"##;
 * let script: Script = serde_json::from_str(json).unwrap();
 * assert_eq!(script.sheets[0].edits.len(), 2);
 * assert!(serde_json::from_str::<Script>(r#"{"sheet": "Log", "edits": [{"set": {"cell": "K0"}}]}"#).is_err());
 * ```
 */
export type Script = SheetEdits | SheetEdits[];

/**
 * A value for a cell.
 */
export type Set = {
/**
 * The cell, such as `J5`.
 */
cell: Address,
/**
 * The formula, without the equals sign; `value` is then its result.
 */
formula?: string | null,
/**
 * The value; null empties the cell and keeps its format.
 */
value: Value | null, };

/**
 * The settings of a request, as `escalog.toml`, the options and the add-in give them; each may be absent.
 */
export type Settings = {
/**
 * The id of the procedure: a built-in one, or that of a file in `procedures`, which its name chooses too.
 */
policy?: string,
/**
 * Procedure files of the user's own, one for each edition; without `policy` they are the procedure.
 */
procedures?: Array<ProcedureFile>,
/**
 * Alternative readings to put in force: an empty list puts those of a marked workbook out of force.
 */
readings?: Array<string>,
/**
 * The day as of which deadlines are judged.
 */
as_of?: string,
/**
 * How many working days before its date a deadline counts as due soon.
 */
due_soon?: number,
/**
 * The agencies that are expected to return a log.
 */
agencies?: Array<Agency>,
/**
 * The dates of returns, by the file's name.
 */
returned?: { [key in string]: string },
/**
 * Days on which the partnership or an agency is closed.
 */
closures?: Array<Closure>,
/**
 * The rules to check by: codes, names, or the beginning of codes; all where none is named.
 */
select?: Array<string>,
/**
 * The rules not to check by, in the same words.
 */
ignore?: Array<string>,
/**
 * The least severity that is said.
 */
severity?: Severity,
/**
 * What a file may hold before it is refused.
 */
limits?: Partial<Limits>,
/**
 * The password of every file that has one and is not named in `passwords`.
 */
password?: Password,
/**
 * Passwords by the names of their files.
 */
passwords?: { [key in string]: Password }, };

/**
 * How much a finding matters.
 */
export type Severity = "error" | "warning" | "information";

/**
 * What to change in one sheet.
 */
export type SheetEdits = {
/**
 * The sheet's name.
 */
sheet: string,
/**
 * Whether the sheet is added, as the last one, where the workbook has none of this name.
 */
create?: boolean,
/**
 * Whether the sheet is taken out of the workbook; it then has no edits.
 */
remove?: boolean,
/**
 * The edits, applied in order: a later one of the same cell wins.
 */
edits: Array<Edit>, };

/**
 * Where a row stands.
 */
export type Source = {
/**
 * The file's name.
 */
file: string,
/**
 * The sheet's name.
 */
sheet: string,
/**
 * The sheet's own number of the row, counted from 1.
 */
row: number, };

/**
 * Two days.
 */
export type Span = {
/**
 * The day after which counting begins.
 */
from: string,
/**
 * The last day that is counted.
 */
to: string, };

/**
 * How a deadline stands.
 */
export type Status = "met" | "late" | "on-track" | "due-soon" | "due-today" | "overdue" | "projected" | "outstanding" | "no-limit" | "not-applicable" | "unknown";

/**
 * How strongly a document puts a duty.
 */
export type Strength = "must" | "should" | "guide" | "may";

/**
 * A log table as it stands in its sheet.
 */
export type TableView = {
/**
 * The sheet.
 */
sheet: string,
/**
 * Whether the sheet is hidden; it is read all the same.
 */
hidden_sheet: boolean,
/**
 * The agency named above the table.
 */
agency: string | null,
/**
 * The sheet's own number of the row of headings.
 */
heading_row: number,
/**
 * The columns, left to right.
 */
columns: Array<ColumnView>,
/**
 * The rows, top to bottom.
 */
rows: Array<RowView>, };

/**
 * What `template` answers, beside the workbook.
 */
export type TemplateAnswer = {
/**
 * The headings of the log, left to right, without the engine's own.
 */
columns: Array<string>,
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string, };

/**
 * How many findings there are of each severity, and how many are accepted.
 */
export type Totals = {
/**
 * Errors that are not accepted.
 */
error: number,
/**
 * Warnings that are not accepted.
 */
warning: number,
/**
 * Information that is not accepted.
 */
information: number,
/**
 * Accepted ones of every severity.
 */
accepted: number, };

/**
 * What cells may hold. What stands there already stays.
 */
export type Validation = {
/**
 * The cells.
 */
range: string,
/**
 * The values to choose from.
 */
list?: Array<string>,
/**
 * The first and the last day a date may be; a validation has either a list or this.
 */
dates?: [string, string] | null,
/**
 * What to say where another value is typed; the value is then refused only if `strict`.
 */
message?: string | null,
/**
 * Whether another value is refused; otherwise it is only warned of.
 */
strict?: boolean, };

/**
 * What a cell is to hold.
 */
export type Value = string | number | boolean | DateValue;

/**
 * What `version` answers.
 */
export type VersionAnswer = { format: number, version: string, };

/**
 * What `view` answers.
 */
export type ViewAnswer = {
/**
 * The log's tables, sheet by sheet, top to bottom.
 */
tables: Array<TableView>,
/**
 * What the rules found.
 */
findings: Array<Finding>,
/**
 * How many findings there are of each severity.
 */
totals: Totals,
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string, };

/**
 * What a line is about.
 */
export type What = "conflict" | "pair" | "set-aside" | "number-again" | "settled" | "corrected" | "correction-unused" | "choice-unused" | "no-longer-said" | "not-returned" | "superseded" | "deleted" | "not-carried";

/**
 * Whole columns.
 */
export type WholeColumns = {
/**
 * The columns, such as `J:L` or `J`.
 */
columns: Columns, };

/**
 * What `why` answers.
 */
export type WhyAnswer = {
/**
 * The edition of the procedure that governs the row.
 */
edition: string,
/**
 * Every duty of the procedure, stage by stage, with its deadline.
 */
deadlines: Array<Deadline>,
/**
 * The number of the answers' format.
 */
format: number,
/**
 * The engine's version.
 */
version: string,
/**
 * The procedure's id.
 */
policy: string,
/**
 * The alternative readings in force.
 */
readings: Array<string>,
/**
 * The day as of which it was judged.
 */
as_of: string, };

/**
 * What `why` is asked.
 */
export type WhyRequest = {
/**
 * The sheet.
 */
sheet: string,
/**
 * The sheet's own number of the row.
 */
row: number,
/**
 * Procedure, readings, closures, the day.
 */
settings?: Settings, };

/**
 * A width for whole columns.
 */
export type Width = {
/**
 * The columns, such as `J:L` or `J`.
 */
columns: Columns,
/**
 * The width in characters of the workbook's own font; 0 hides the columns.
 */
characters: number, };

/**
 * What `workdays` answers.
 */
export type WorkdaysAnswer = {
/**
 * For each pair the working days after `from` up to and including `to`; negative where `to` is earlier.
 */
days: Array<number>, };

/**
 * What `workdays` is asked.
 */
export type WorkdaysRequest = {
/**
 * The pairs of days.
 */
spans: Array<Span>, };

/** Each verb's request and answer. */
export interface Verbs {
  annotate: { request: AnnotateRequest; answer: Heading & AnnotateAnswer };
  apply: { request: ApplyRequest; answer: ApplyAnswer };
  calendar: { request: Settings; answer: CalendarAnswer };
  check: { request: Settings; answer: CheckAnswer };
  clear: { request: AnnotateRequest; answer: AnnotateAnswer };
  deadlines: { request: Cases; answer: DeadlinesAnswer };
  explain: { request: Explain; answer: RuleAnswer };
  fix: { request: Settings; answer: FixAnswer };
  merge: { request: MergeRequest; answer: MergeAnswer };
  note: { request: NoteRequest; answer: NotesAnswer };
  policies: { request: Nothing; answer: PoliciesAnswer };
  policy: { request: Settings; answer: PolicyText };
  quarter: { request: QuarterRequest; answer: QuarterAnswer };
  report: { request: ReportRequest; answer: ReportAnswer };
  rules: { request: Nothing; answer: RulesAnswer };
  schema: { request: Nothing; answer: JsonValue };
  template: { request: Settings; answer: TemplateAnswer };
  version: { request: Nothing; answer: VersionAnswer };
  view: { request: Settings; answer: ViewAnswer };
  why: { request: WhyRequest; answer: WhyAnswer };
  workdays: { request: WorkdaysRequest; answer: WorkdaysAnswer };
}
