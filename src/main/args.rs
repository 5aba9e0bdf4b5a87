//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use escalog::api::Settings;
use escalog::finding::Severity;

use super::choice::{Choice, CopyWanted, Judged, PasswordFrom, Returns};

/// Deadlines, checks and quarterly monitoring for child-safeguarding escalation logs.
///
/// Everything stays on this machine. A file name of `-` is standard input or output.
#[derive(Debug, Parser)]
#[command(name = "escalog", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say what is overdue, missing or wrong in logs, and each row's next step
    ///
    /// Exit code: 1 where an error is left that is selected and not accepted, 0 where none is, 2 where a log could
    /// not be checked. With --note: 0 written, 1 written but a log could not be read, 2 nothing written. With --fix:
    /// 0, or 2 where a log could not be checked.
    Check(Check),
    /// Put returned logs together into one register, with where each row came from
    ///
    /// Exit code: 0 written, 1 written but something given could not be read or used, 2 nothing written.
    Merge {
        /// Returned logs and registers: xlsx, xlsm, xlsb, xls, ods, csv or docx files, or folders of them
        #[arg(required = true, value_name = "LOG")]
        logs: Vec<PathBuf>,
        /// The register to write
        #[arg(short, long, value_name = "REGISTER")]
        output: PathBuf,
        #[command(flatten)]
        returns: Returns,
        /// Write the register without a password although a log has one
        #[arg(long)]
        no_password: bool,
        #[command(flatten)]
        choice: Choice,
        /// How to print the answer
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Put returned logs together and write the quarterly monitoring workbook
    ///
    /// Exit code: 0 written, 1 written but something given could not be read or used, 2 nothing written.
    Quarter {
        /// Returned logs: xlsx, xlsm, xlsb, xls, ods, csv or docx files, or folders of them
        #[arg(required = true, value_name = "LOG")]
        logs: Vec<PathBuf>,
        /// The quarter: 2025-Q2 (April to June 2025), or 2025/26-Q1 for the same as a financial year's
        #[arg(long, value_name = "QUARTER")]
        quarter: String,
        /// The register or quarterly workbook of before, with what was corrected in it
        #[arg(long, value_name = "WORKBOOK")]
        previous: Option<PathBuf>,
        #[command(flatten)]
        returns: Returns,
        #[command(flatten)]
        copy: CopyWanted,
        /// The workbook to write
        #[arg(short, long, value_name = "WORKBOOK")]
        output: PathBuf,
        /// Write the workbook without a password although a log has one
        #[arg(long)]
        no_password: bool,
        #[command(flatten)]
        choice: Choice,
        /// How to print the figures
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write a blank log of a procedure: its columns and dates, lists, and what explains them
    Template {
        /// The workbook to write
        #[arg(short, long, value_name = "LOG")]
        output: PathBuf,
        #[command(flatten)]
        judged: Judged,
    },
    /// Fill in the procedure's report form (Liverpool's Appendix 2, or that of a procedure file of your own) from a row;
    /// what the log lacks is marked
    Report {
        /// The log
        log: PathBuf,
        /// The escalation number, as it stands in the log
        #[arg(long)]
        number: String,
        /// Which of several rows with that number: 7, or Log!7
        #[arg(long)]
        row: Option<String>,
        /// The form to write: a .docx or .xlsx file
        #[arg(short, long, value_name = "FORM")]
        output: PathBuf,
        /// Write the form without a password although the log has one
        #[arg(long)]
        no_password: bool,
        #[command(flatten)]
        choice: Choice,
    },
    /// Write the deadlines of open cases as a calendar file, without names
    Calendar {
        /// Logs, or folders of them
        #[arg(required = true, value_name = "LOG")]
        logs: Vec<PathBuf>,
        /// The calendar file to write, such as deadlines.ics
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        #[command(flatten)]
        choice: Choice,
    },
    /// Mark a log in its own workbook: how each row stands, what is next and by when, what is missing
    Annotate {
        /// The log: an xlsx or xlsm is marked in place, the cells of any other kind go into a new xlsx
        log: PathBuf,
        /// The workbook to write
        #[arg(short, long, value_name = "WORKBOOK", required_unless_present = "edits")]
        output: Option<PathBuf>,
        /// Write what is changed, as JSON, here; without `-o` nothing else is written
        #[arg(long, value_name = "FILE")]
        edits: Option<PathBuf>,
        /// Add the date columns that the log lacks first
        #[arg(long, conflicts_with = "clear")]
        prepare: bool,
        /// Take the marks off instead; date columns that were added stay once the workbook has been saved
        #[arg(long)]
        clear: bool,
        /// Change a digitally signed workbook too; its signature is then no longer valid
        #[arg(long)]
        force: bool,
        /// Write the workbook without a password although the log has one
        #[arg(long)]
        no_password: bool,
        #[command(flatten)]
        choice: Choice,
    },
    /// Apply an edit script to a workbook; all that the script does not name stays as it is
    Apply {
        /// The edit script, as JSON
        edits: PathBuf,
        /// The workbook; of other than xlsx and xlsm its cells, in a new xlsx
        workbook: PathBuf,
        /// The workbook to write
        #[arg(short, long, value_name = "WORKBOOK")]
        output: PathBuf,
        /// Change a digitally signed workbook too; its signature is then no longer valid
        #[arg(long)]
        force: bool,
        /// Write the workbook without a password although it has one
        #[arg(long)]
        no_password: bool,
        #[command(flatten)]
        password: PasswordFrom,
    },
    /// Work out the deadlines of cases given as JSON Lines
    ///
    /// A line answers a line, in the same order; what can't be answered says why, and the rest go on. A line says all
    /// by which its case is judged: `escalog.toml` is not looked at, nor the closures in it. Exit code: 0, or 2 where
    /// not one line could be answered.
    Deadlines {
        /// A file of cases, one JSON object a line, such as {"id": 1, "policy": "liverpool", "events": {"concern":
        /// "2025-06-02"}, "facts": {"immediate-risk": true}, "as_of": "2025-06-30"}
        cases: PathBuf,
        /// A procedure file of your own, for cases that name it or name none
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
    },
    /// The procedures: list, show, check a file of your own
    Policy {
        #[command(subcommand)]
        command: PolicyCommand,
    },
    /// List the rules
    Rules {
        /// How to print the answer
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Explain a rule: what it finds, why it matters, what to do
    Explain {
        /// The rule's code or name, such as T101 or overdue
        code: String,
    },
}

/// What `check` is asked.
#[derive(Debug, Args)]
pub struct Check {
    /// Returned logs: xlsx, xlsm, xlsb, xls, ods, csv or docx files, or folders of them
    #[arg(required = true, value_name = "LOG")]
    pub logs: Vec<PathBuf>,
    #[command(flatten)]
    pub choice: Choice,
    #[command(flatten)]
    pub rules: Rules,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: CheckFormat,
    /// Show what rows accept in their `Accepted` column too; it is counted apart either way
    #[arg(long)]
    pub accepted: bool,
    /// Write the note to send back to each agency: what to put right, by row, without names
    #[arg(long, requires = "output", conflicts_with = "accepted", group = "makes")]
    pub note: bool,
    /// With --note a .docx or .txt file in which each agency has pages of its own, or a folder for a .docx an agency;
    /// with --fix the one log's workbook with its certain fixes made; of an xls, xlsb, ods, csv or docx its cells in a new
    /// xlsx
    #[arg(short, long, value_name = "FILE", requires = "makes")]
    pub output: Option<PathBuf>,
    /// List what would put findings right, with before and after; the log itself is never changed
    #[arg(long, conflicts_with = "accepted", group = "makes")]
    pub fix: bool,
    /// Write the edit script of the certain fixes of one log, for a program to apply
    #[arg(long, value_name = "FILE", requires = "fix")]
    pub edits: Option<PathBuf>,
    /// With --fix write the workbook without a password although the log has one
    #[arg(long, requires = "fix")]
    pub no_password: bool,
}

/// Which findings are wanted.
#[derive(Debug, Args)]
pub struct Rules {
    /// Check only by these rules: codes, names, or the beginning of codes such as T or R12
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not check by these rules; wins over --select
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// The least severity to show and to count
    #[arg(long, value_enum)]
    pub severity: Option<Least>,
}

/// The least severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Least {
    /// Errors alone
    Error,
    /// Errors and warnings
    Warning,
    /// All
    Information,
}

impl Rules {
    /// These choices over the settings.
    pub fn over(self, settings: Settings) -> Settings {
        let severity = self.severity.map(|least| match least {
            Least::Error => Severity::Error,
            Least::Warning => Severity::Warning,
            Least::Information => Severity::Information,
        });
        let chosen = Settings { select: self.select, ignore: self.ignore, severity, ..Settings::default() };
        chosen.over(settings)
    }
}

/// How to print what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum CheckFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For a mail merge: one row a finding
    Csv,
}

#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// List the built-in procedures
    List {
        /// How to print the answer
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print a procedure: stages, who acts, by when, with clauses and readings
    Show {
        /// A built-in procedure's id, or a procedure file
        id: String,
        /// An alternative reading to put in force; may be given again
        #[arg(long = "reading", value_name = "ID")]
        readings: Vec<String>,
    },
    /// Report every mistake in a procedure file; `docs/procedure-files.md` says what can stand in one
    Check {
        /// The procedure file
        file: PathBuf,
        /// How to print the answer
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print the JSON Schema of procedure files
    Schema,
}

/// How to print an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

impl Command {
    /// Whether a program reads the answer.
    pub fn wants_json(&self) -> bool {
        match self {
            Command::Check(check) => check.format == CheckFormat::Json,
            Command::Merge { format, .. }
            | Command::Quarter { format, .. }
            | Command::Rules { format }
            | Command::Policy { command: PolicyCommand::List { format } | PolicyCommand::Check { format, .. } } => {
                *format == Format::Json
            }
            Command::Apply { .. }
            | Command::Annotate { .. }
            | Command::Template { .. }
            | Command::Report { .. }
            | Command::Calendar { .. }
            | Command::Deadlines { .. }
            | Command::Policy { .. }
            | Command::Explain { .. } => false,
        }
    }
}
