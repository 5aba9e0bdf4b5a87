//! A chart of a block: which, its look and its size → the chart.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType,
    Color,
};

/// A chart of a block.
pub(in super::super) struct Picture {
    pub block: &'static str,
    pub title: String,
    pub kind: ChartType,
    /// The columns of the block, each with its colour.
    pub series: Vec<(u16, Color)>,
    /// Its width and height on the screen.
    pub size: (u32, u32),
}

/// Up to so many the axis has a line for each: a program would draw halves, and write them as whole numbers.
const FEW: f64 = 5.0;
/// How many rows charts cover.
pub(super) const CHART_ROWS: u32 = 12;
/// The height of a row without any text that needs more, on the screen.
pub(super) const ROW_HEIGHT: u32 = 20;

impl Picture {
    /// The chart under this title of the rows from the first to the last of the block on this sheet; `most` is the
    /// greatest number that it draws.
    pub fn chart(&self, title: &str, sheet: &str, (first, last): (u32, u32), most: f64) -> Chart {
        let mut chart = Chart::new(self.kind);
        for (column, colour) in &self.series {
            chart
                .add_series()
                .set_name((sheet, first - 1, *column))
                .set_categories((sheet, first, 0, last, 0))
                .set_values((sheet, first, *column, last, *column))
                .set_gap(60)
                .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(*colour)));
        }
        chart.title().set_name(title).set_font(ChartFont::new().set_size(11));
        if self.series.len() > 1 {
            chart.legend().set_position(ChartLegendPosition::Bottom);
        } else {
            chart.legend().set_hidden();
        }
        let mut grid = ChartLine::new();
        grid.set_color(Color::RGB(0xD0_D7_DC));
        let of_numbers = if self.kind == ChartType::Column {
            chart.y_axis()
        } else {
            // The first line stands at the top, as in the table, and the numbers stay below.
            chart.y_axis().set_reverse().set_major_gridlines(false);
            chart.x_axis().set_label_position(ChartAxisLabelPosition::High)
        };
        // From another number than 0 on, bars would not be as long as what they stand for is much.
        of_numbers.set_num_format("0").set_major_gridlines_line(&grid).set_min(0);
        if most <= FEW {
            of_numbers.set_major_unit(1);
        }
        chart.set_alt_text(format!("{}; the table on this sheet has the numbers", self.title));
        chart.set_width(self.size.0).set_height(CHART_ROWS * ROW_HEIGHT - 10 + self.size.1);
        chart
    }
}
