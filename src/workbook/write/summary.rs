//! The summary: the quarter's figures, each a formula over the table of escalations with its value stored,
//! and beside it what it counts.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType,
    Color, Formula, Worksheet, XlsxError,
};

use super::escalations::{self, AGENCY, CONCERN, LEVEL, RESOLVED, STAGE, STATUS};
use super::figure::{self, AS_OF, FROM, Figure, NOT_OPEN, TO, Value, column, count, share, within_period};
use super::paper::{self, COLOUR_IN_TIME, COLOUR_LATE, Paper};
use crate::quarter::{InTime, Level, Report, Standing};
use crate::timeline::{RowStatus, Status};

/// The sheet's name.
pub(super) const SHEET: &str = "Summary";

/// The columns: a label, three figures, and what they count.
const WIDTHS: [f64; 5] = [50.0, 11.0, 11.0, 14.0, 84.0];
const DEFINITION: u16 = 4;
const DEFINITION_WIDTH: f64 = 82.0;

/// The stage whose share in time is the headline.
const HEADLINE_STAGE: u8 = 2;

/// How many rows the chart covers.
const CHART_ROWS: u32 = 13;

pub(super) fn write(sheet: &mut Worksheet, report: &Report<'_>, paper: &Paper) -> Result<(), XlsxError> {
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_screen_gridlines(false);
    let mut page = Page { sheet, paper, row: 0 };
    page.period(report)?;
    // The headline stands above the table that it is taken from.
    let headline_row = page.row;
    page.row += 2;
    page.quarter(report)?;
    let rows_of_stages = page.timeliness(report)?;
    page.headline(report, headline_row, &rows_of_stages)?;
    page.sheet.set_page_breaks(&[page.row])?;
    page.agencies(report)?;
    page.stages(report)?;
    page.levels(report)
}

/// The sheet as it is written, line by line.
struct Page<'p> {
    sheet: &'p mut Worksheet,
    paper: &'p Paper,
    row: u32,
}

impl Page<'_> {
    fn period(&mut self, report: &Report<'_>) -> Result<(), XlsxError> {
        let (paper, basis, edition) = (self.paper, &report.basis, report.edition());
        paper.head(self.sheet, &format!("Escalations, {}", basis.quarter.title()), &edition.partnership)?;
        paper.put(self.sheet, 2, 0, &format!("{}, {}", edition.title, edition.edition), &paper.subtitle)?;
        let days = [
            ("Period from", basis.quarter.first(), "The figures count what is dated from this day …"),
            ("Period to", basis.quarter.last(), "… to this day, or to the day below where that is earlier."),
            ("As of", basis.as_of, "What is dated later has not happened yet. Every status is as of this day."),
        ];
        self.row = 4;
        for (label, day, what) in days {
            paper.put(self.sheet, self.row, 0, label, &paper.label)?;
            paper.put_day(self.sheet, self.row, 1, day.into())?;
            self.define(self.row, self.row, what)?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn headline(&mut self, report: &Report<'_>, row: u32, rows_of_stages: &[(u8, u32)]) -> Result<(), XlsxError> {
        let Some((_, stage_row)) = rows_of_stages.iter().find(|(stage, _)| *stage == HEADLINE_STAGE) else {
            return Ok(());
        };
        let InTime { in_time, late } = report.figures.in_time.get(&HEADLINE_STAGE).copied().unwrap_or_default();
        let (paper, at) = (self.paper, stage_row + 1);
        let all = in_time + late;
        let stored = Value::share(in_time, all).stored();
        paper.put(self.sheet, row, 0, &format!("Stage {HEADLINE_STAGE} concluded in time"), &paper.headline_label)?;
        let formula = Formula::new(format!("=D{at}")).set_result(stored);
        self.sheet.write_formula_with_format(row, 1, formula, &paper.headline)?;
        let formula = Formula::new(format!("=B{at}&\" of \"&(B{at}+C{at})")).set_result(format!("{in_time} of {all}"));
        self.sheet.write_formula_with_format(row, 2, formula, &paper.headline_note)?;
        let what = format!(
            "Of the escalations whose stage {HEADLINE_STAGE} ended in the quarter, the share that ended by the day it was due."
        );
        self.define(row, row, &what)?;
        self.sheet.set_row_height(row, 36)?;
        Ok(())
    }

    fn quarter(&mut self, report: &Report<'_>) -> Result<(), XlsxError> {
        let figures = &report.figures;
        self.section("The quarter", &["Escalations", "Number"])?;
        let lines = [
            (
                "Raised in the quarter",
                count(format!("COUNTIFS({})", within_period(CONCERN)), figures.raised),
                "The concern arose in the quarter; rows without a date of concern that can be read are not counted.",
            ),
            (
                "Resolved in the quarter",
                count(format!("COUNTIFS({})", within_period(RESOLVED)), figures.resolved),
                "Rows of any quarter whose date resolved lies in the quarter.",
            ),
            (
                "Open",
                count(figure::open(), figures.open),
                "Rows of any quarter that are not resolved by the day of the report; rows without dates are open.",
            ),
            (
                "Overdue now",
                count(figure::overdue(), figures.overdue),
                "Open rows whose stage is past the day by which it was to be concluded.",
            ),
        ];
        for (label, figure, what) in lines {
            self.define(self.row, self.row, what)?;
            self.line(label, &[figure])?;
        }
        self.row += 1;
        Ok(())
    }

    /// The rows in which the stages stand.
    fn timeliness(&mut self, report: &Report<'_>) -> Result<Vec<(u8, u32)>, XlsxError> {
        self.section(
            "In time or late, by stage",
            &["Stage that ended in the quarter", "In time", "Late", "Share in time"],
        )?;
        let first = self.row;
        let mut rows = Vec::new();
        for stage in report.limited_stages() {
            let InTime { in_time, late } = report.figures.in_time.get(&stage.number).copied().unwrap_or_default();
            let ended = within_period(&escalations::ended(stage.number));
            let column = column(&escalations::in_time(stage.number));
            let counted = |word: &str| format!("COUNTIFS({ended},{column},\"{word}\")");
            let at = self.row + 1;
            rows.push((stage.number, self.row));
            let figures = [
                count(counted(escalations::IN_TIME), in_time),
                count(counted(escalations::LATE), late),
                share((&format!("B{at}"), in_time), (&format!("B{at}+C{at}"), in_time + late)),
            ];
            self.line(&format!("{} {}", stage.number, stage.name), &figures)?;
        }
        let what = "Rows of any quarter whose stage ended in the quarter: the next stage began, or it was resolved there. In time: \
                    by the last day on which the procedure has it concluded. A stage that ended without a date is not counted.";
        if let Some(last) = self.row.checked_sub(1).filter(|last| *last >= first) {
            self.define(first, last, what)?;
            self.chart(first, last)?;
        }
        Ok(rows)
    }

    fn chart(&mut self, first: u32, last: u32) -> Result<(), XlsxError> {
        let mut chart = Chart::new(ChartType::BarStacked);
        for (column, colour) in [(1, COLOUR_IN_TIME), (2, COLOUR_LATE)] {
            chart
                .add_series()
                .set_name((SHEET, first - 1, column))
                .set_categories((SHEET, first, 0, last, 0))
                .set_values((SHEET, first, column, last, column))
                .set_gap(60)
                .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)));
        }
        chart.title().set_name("Stages that ended in the quarter").set_font(ChartFont::new().set_size(12));
        chart.legend().set_position(ChartLegendPosition::Bottom);
        // The first stage stands at the top, as in the table, and the numbers stay below.
        chart.y_axis().set_reverse().set_major_gridlines(false);
        chart
            .x_axis()
            .set_num_format("0")
            .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0xD0_D7_DC)))
            .set_label_position(ChartAxisLabelPosition::High);
        chart
            .set_alt_text("How many stages ended in time and how many late, by stage; the table above has the numbers");
        chart.set_width(620).set_height(CHART_ROWS * 20 - 20);
        self.sheet.insert_chart_with_offset(self.row, 0, &chart, 4, 10)?;
        self.row += CHART_ROWS + 1;
        Ok(())
    }

    fn agencies(&mut self, report: &Report<'_>) -> Result<(), XlsxError> {
        // By their names without capitals, as formulas compare them.
        let mut agencies: BTreeMap<String, (&str, [usize; 2])> = BTreeMap::new();
        for line in &report.lines {
            let agency = &line.entry.agency;
            let (_, [open, overdue]) = agencies.entry(agency.to_lowercase()).or_insert((agency, [0, 0]));
            *open += usize::from(line.standing.is_open());
            *overdue += usize::from(line.standing.is_overdue());
        }
        for agency in report.returns.iter().flat_map(|returned| &returned.file.agencies) {
            agencies.entry(agency.to_lowercase()).or_insert((agency, [0, 0]));
        }
        self.section("By agency", &["Agency that raised it", "Raised", "Open", "Overdue"])?;
        let first = self.row;
        for (agency, [open, overdue]) in agencies.into_values() {
            // A comparison, for an agency's name may hold what a condition would take for a wildcard.
            let own = format!("({}=$A{})", column(AGENCY), self.row + 1);
            let (concern, status) = (column(CONCERN), column(STATUS));
            let raised =
                format!("SUMPRODUCT({own}*ISNUMBER({concern})*({concern}>={FROM})*({concern}<MIN({TO},{AS_OF})+1))");
            let is = |standing: Standing, sign: &str| format!("*({status}{sign}\"{}\")", standing.in_words());
            let figures = [
                count(raised, report.figures.by_agency.get(agency).copied().unwrap_or_default()),
                count(format!("SUMPRODUCT({own}{})", NOT_OPEN.map(|standing| is(standing, "<>")).concat()), open),
                count(
                    format!("SUMPRODUCT({own}{})", is(Standing::Raised(RowStatus::Open(Status::Overdue)), "=")),
                    overdue,
                ),
            ];
            self.line(agency, &figures)?;
        }
        let what = "Every agency that sent a return. Raised: in the quarter. Open and overdue: rows of any quarter. Many raised is no \
                    fault: it can show that concerns are spoken about.";
        self.end_section(first, what)
    }

    fn stages(&mut self, report: &Report<'_>) -> Result<(), XlsxError> {
        self.section("Raised in the quarter, by stage", &["Highest stage reached", "Raised", "Share"])?;
        let first = self.row;
        let raised = within_period(CONCERN);
        for stage in &report.edition().stages {
            let number = stage.number;
            let formula = format!("COUNTIFS({raised},{},{number})", column(STAGE));
            let counted = report.figures.by_stage.get(&number).copied().unwrap_or_default();
            self.line_with_share(&format!("{number} {}", stage.name), formula, counted, report.figures.raised)?;
        }
        self.end_section(
            first,
            "Rows raised in the quarter, by the highest stage that had begun or is stated by the day of the report.",
        )
    }

    fn levels(&mut self, report: &Report<'_>) -> Result<(), XlsxError> {
        self.section("Raised in the quarter, by level of need", &["Level of need", "Raised", "Share"])?;
        let first = self.row;
        let known: BTreeSet<&str> = report
            .lines
            .iter()
            .filter_map(|line| match &line.level {
                Level::Known(level) => Some(*level),
                Level::NotStated | Level::NotRecognised(_) => None,
            })
            .collect();
        let raised = within_period(CONCERN);
        for level in known.into_iter().chain([Level::NOT_STATED, Level::NOT_RECOGNISED]) {
            // Behind the word stands what the log says.
            let any = if level == Level::NOT_RECOGNISED { "&\"*\"" } else { "" };
            let formula = format!("COUNTIFS({raised},{},$A{}{any})", column(LEVEL), self.row + 1);
            let counted = report.figures.by_level.get(level).copied().unwrap_or_default();
            self.line_with_share(level, formula, counted, report.figures.raised)?;
        }
        let what = "Rows raised in the quarter, by level of need. Not stated: the cell is blank. Not recognised: it holds no level that is known.";
        self.end_section(first, what)
    }

    fn line_with_share(
        &mut self,
        label: &str,
        formula: String,
        counted: usize,
        raised: usize,
    ) -> Result<(), XlsxError> {
        let whole = format!("COUNTIFS({})", within_period(CONCERN));
        let part = format!("B{}", self.row + 1);
        self.line(label, &[count(formula, counted), share((&part, counted), (&whole, raised))])
    }

    fn section(&mut self, title: &str, headings: &[&str]) -> Result<(), XlsxError> {
        let paper = self.paper;
        paper.put(self.sheet, self.row, 0, title, &paper.section)?;
        self.sheet.set_row_height(self.row, 24)?;
        self.row += 1;
        for (column, heading) in (0u16..DEFINITION).zip(headings.iter().copied().chain(std::iter::repeat(""))) {
            let format = if column == 0 { &paper.heading } else { &paper.heading_of_counts };
            paper.put(self.sheet, self.row, column, heading, format)?;
        }
        paper::set_height(self.sheet, self.row, 1)?;
        paper.put(self.sheet, self.row, DEFINITION, "What it counts", &paper.heading_of_notes)?;
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, label: &str, figures: &[Figure]) -> Result<(), XlsxError> {
        let paper = self.paper;
        paper.put(self.sheet, self.row, 0, label, &paper.label)?;
        let lines = paper::lines(label, WIDTHS[0]);
        if lines > 1 {
            paper::set_height(self.sheet, self.row, lines)?;
        }
        for (column, figure) in (1u16..).zip(figures) {
            let format = match figure.value {
                Value::Count(_) => &paper.count,
                Value::Share(_) => &paper.share,
            };
            let formula = Formula::new(format!("={}", figure.formula)).set_result(figure.value.stored());
            self.sheet.write_formula_with_format(self.row, column, formula, format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn end_section(&mut self, first: u32, what: &str) -> Result<(), XlsxError> {
        if let Some(last) = self.row.checked_sub(1).filter(|last| *last >= first) {
            self.define(first, last, what)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Says beside these rows what they count.
    fn define(&mut self, first: u32, last: u32, what: &str) -> Result<(), XlsxError> {
        let paper = self.paper;
        if first == last {
            let lines = paper::lines(what, DEFINITION_WIDTH);
            if lines > 1 {
                paper::set_height(self.sheet, first, lines)?;
            }
            return paper.put(self.sheet, first, DEFINITION, what, &paper.note);
        }
        self.sheet.merge_range(first, DEFINITION, last, DEFINITION, what, &paper.note)?;
        Ok(())
    }
}
