//! How the sheets look: formats, page set-up, and cells written as what they are.
//!
//! Red, amber and green are for timeliness alone, in shades that the colour-blind can tell apart, and
//! always with the word in the same cell.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate, Timelike};
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, DocProperties, ExcelDateTime,
    Format, FormatAlign, FormatBorder, Worksheet, XlsxError,
};

use super::table::Look;
use crate::calendar::Moment;
use crate::grid::DateSystem;

/// The longest text a cell can hold, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;

/// How hard the parts of a large workbook are packed: less than the usual 6, for time.
pub(super) const COMPRESSION: u8 = 1;

/// The paper size A4, by its number in the file format.
pub(super) const A4: u8 = 9;

/// The height of a line of text, and the greatest that a row can have, in points.
const LINE: f64 = 12.75;
pub(super) const HIGHEST_ROW: f64 = 409.0;

/// Words that say how timely something is, from worst to best.
const BAD: &[&str] = &["overdue", "late", "resolved late"];
const NEAR: &[&str] = &["due today", "due soon"];
const GOOD: &[&str] = &["on track", "in time", "resolved"];

/// The colour of what was in time, and of what was late.
pub(super) const COLOUR_IN_TIME: Color = Color::RGB(0x00_9E_73);
pub(super) const COLOUR_LATE: Color = Color::RGB(0xD5_5E_00);
/// The colour of what says nothing of timeliness.
pub(super) const COLOUR_PLAIN: Color = Color::RGB(0x3A_6E_8F);

const LINE_COLOUR: Color = Color::RGB(0xD0_D7_DC);

/// The formats.
pub(super) struct Paper {
    pub title: Format,
    pub subtitle: Format,
    pub section: Format,
    pub heading: Format,
    pub heading_of_counts: Format,
    pub heading_of_notes: Format,
    pub heading_upright: Format,
    pub sentence: Format,
    pub total: Format,
    pub total_label: Format,
    pub middle: Format,
    pub label: Format,
    pub text: Format,
    pub kept: Format,
    pub choice: Format,
    pub number: Format,
    pub note: Format,
    pub count: Format,
    pub share: Format,
    pub day: Format,
    pub time: Format,
    pub headline_label: Format,
    pub headline: Format,
    pub headline_note: Format,
    /// The looks of a column whose cells have none of their own, without the line below each.
    plain: [Format; 5],
}

impl Paper {
    pub fn new() -> Paper {
        let ink = Color::RGB(0x1F_3B_4D);
        let grey = Color::RGB(0x50_50_50);
        let base = Format::new().set_font_name("Arial").set_font_size(10).set_align(FormatAlign::Top);
        let middle = FormatAlign::VerticalCenter;
        // At the top of its cell a text would touch the line above it.
        let ruled =
            base.clone().set_align(middle).set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE_COLOUR);
        let wrapped = ruled.clone().set_text_wrap();
        let large = base.clone().set_bold().set_font_color(ink);
        let heading = wrapped.clone().set_bold().set_font_color(Color::White).set_background_color(ink);
        let number = ruled.clone().set_num_format("0").set_align(FormatAlign::Center);
        let kept = ruled.clone().set_font_size(8).set_font_color(grey);
        let day = ruled.clone().set_num_format("dd mmm yyyy").set_align(FormatAlign::Left);
        let time = ruled.clone().set_num_format("dd mmm yyyy hh:mm").set_align(FormatAlign::Left);
        let plain = |format: &Format| format.clone().set_border_bottom(FormatBorder::None);
        Paper {
            plain: [&wrapped, &day, &time, &number, &kept].map(plain),
            title: large.clone().set_font_size(18).set_align(middle),
            subtitle: base.clone().set_font_color(grey),
            section: large.clone().set_font_size(13).set_align(middle),
            heading_of_counts: heading.clone().set_align(FormatAlign::Right),
            heading_upright: heading
                .clone()
                .set_rotation(90)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::Bottom),
            heading: heading.clone(),
            label: ruled.clone().set_text_wrap(),
            note: base
                .clone()
                .set_text_wrap()
                .set_font_color(grey)
                .set_align(middle)
                .set_align(FormatAlign::Left)
                .set_indent(1),
            heading_of_notes: heading.set_align(FormatAlign::Left).set_indent(1),
            number,
            choice: wrapped.clone().set_background_color(Color::RGB(0xFF_F6_D6)),
            text: wrapped,
            kept,
            sentence: base.clone().set_font_size(11).set_text_wrap().set_align(FormatAlign::Left),
            total: ruled
                .clone()
                .set_bold()
                .set_num_format("0")
                .set_align(FormatAlign::Right)
                .set_border_top(FormatBorder::Thin),
            total_label: ruled.clone().set_bold().set_text_wrap().set_border_top(FormatBorder::Thin),
            middle: ruled.clone().set_num_format("0.0").set_align(FormatAlign::Right),
            count: ruled.clone().set_num_format("0").set_align(FormatAlign::Right),
            share: ruled.clone().set_num_format("0%").set_align(FormatAlign::Right),
            day,
            time,
            headline_label: large.clone().set_font_size(14).set_align(middle),
            headline: large.set_font_size(24).set_num_format("0%").set_align(middle).set_align(FormatAlign::Right),
            headline_note: base.set_font_size(12).set_align(middle).set_align(FormatAlign::Left).set_indent(1),
        }
    }

    /// The format of a cell.
    pub fn look(&self, look: Look) -> &Format {
        match look {
            Look::Text => &self.text,
            Look::Day => &self.day,
            Look::Time => &self.time,
            Look::Number => &self.number,
            Look::Kept => &self.kept,
        }
    }

    /// The format of a column whose cells look like this, without the line below each: see [`rule`].
    pub fn plain(&self, look: Look) -> &Format {
        let [text, day, time, number, kept] = &self.plain;
        match look {
            Look::Text => text,
            Look::Day => day,
            Look::Time => time,
            Look::Number => number,
            Look::Kept => kept,
        }
    }

    /// The title of a sheet and a line below it.
    pub fn head(&self, sheet: &mut Worksheet, title: &str, below: &str) -> Result<(), XlsxError> {
        sheet.set_row_height(0, 28)?;
        self.put(sheet, 0, 0, title, &self.title)?;
        self.put(sheet, 1, 0, below, &self.subtitle)
    }

    /// Text, never taken for a formula, and no longer than a cell can hold.
    pub fn put(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, column, fitted(text), format)?;
        Ok(())
    }

    /// A date as a date, with its time where it has one; as text where a sheet can't count it.
    pub fn put_day(&self, sheet: &mut Worksheet, row: u32, column: u16, day: Moment) -> Result<(), XlsxError> {
        let format = if day.time().is_some() { &self.time } else { &self.day };
        match serial(day) {
            Some(serial) => sheet.write_number_with_format(row, column, serial, format)?,
            None => sheet.write_string_with_format(row, column, day.to_string(), format)?,
        };
        Ok(())
    }
}

/// A4 landscape, fit to so many pages across and down (0: as many as it takes), with this text and the page
/// at its foot.
pub(super) fn set_up(sheet: &mut Worksheet, foot: &str, (across, down): (u16, u16)) {
    let foot = format!("&L{}&C&A&RPage &P of &N", foot.replace('&', "&&"));
    landscape(sheet, &foot).set_print_fit_to_pages(across, down);
}

/// A4 landscape with this foot, in the file's own signs.
pub(super) fn landscape<'s>(sheet: &'s mut Worksheet, foot: &str) -> &'s mut Worksheet {
    sheet.set_paper_size(A4).set_landscape().set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_footer(foot)
}

/// Colours the cells whose word says how timely something is.
pub(super) fn colour_timeliness(
    sheet: &mut Worksheet,
    (first_row, last_row): (u32, u32),
    column: u16,
) -> Result<(), XlsxError> {
    let shade = |ink: u32, ground: u32| Format::new().set_font_color(ink).set_background_color(ground);
    let shades = [
        (BAD, shade(0x7A_26_00, 0xF9_D5_C2).set_bold()),
        (NEAR, shade(0x5C_43_00, 0xFF_EF_BD)),
        (GOOD, shade(0x00_4D_38, 0xCD_EA_DF)),
    ];
    for (words, format) in &shades {
        for word in *words {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo((*word).to_owned()))
                .set_format(format);
            sheet.add_conditional_format(first_row, column, last_row, column, &rule)?;
        }
    }
    Ok(())
}

/// Draws a line below each cell of these rows, up to this column.
pub(super) fn rule(sheet: &mut Worksheet, (first, last): (u32, u32), column: u16) -> Result<(), XlsxError> {
    let line = Format::new().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE_COLOUR);
    let always = ConditionalFormatFormula::new().set_rule("=TRUE").set_format(line);
    sheet.add_conditional_format(first, 0, last, column, &always)?;
    Ok(())
}

/// The number by which a sheet knows a moment; `None` before March 1900, where programs disagree.
pub(super) fn serial(moment: Moment) -> Option<f64> {
    let days = DateSystem::From1900.serial(moment.date).filter(|days| *days > 60)?;
    let minutes = moment.time().map_or(0, |time| 60 * time.hour() + time.minute());
    // A fraction holds every such number.
    Some(days as f64 + f64::from(minutes) / 1440.0)
}

/// What a file says of itself: its title, and this day as that on which it was made, for the engine does not read the clock.
pub(super) fn properties(title: &str, made: NaiveDate) -> Result<DocProperties, XlsxError> {
    // Of a serial number the file would keep no date at all.
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(made.year()).unwrap_or(1970);
    let made = ExcelDateTime::from_ymd(year, part(made.month()), part(made.day()))?;
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&made))
}

/// How many lines a text takes in a column of this width, broken between words.
///
/// Not every program makes a row as high as its wrapped text by itself, so that its height has to be said.
pub(super) fn lines(text: &str, width: f64) -> u32 {
    // Words take less than the digits by which a column's width is counted.
    let room = (width * 1.2).max(1.0);
    // No text has more characters than bytes.
    if text.len() as f64 <= room && !text.contains('\n') {
        return 1;
    }
    let mut lines = 0;
    for paragraph in text.split('\n') {
        lines += 1;
        let mut used = 0.0;
        for word in paragraph.split_whitespace() {
            // A text has far fewer characters than a fraction can count.
            let length = word.chars().count() as f64;
            if used > 0.0 && used + 1.0 + length > room {
                lines += 1;
                used = 0.0;
            }
            let gap = if used > 0.0 { 1.0 } else { 0.0 };
            used += gap + length;
            while used > room {
                lines += 1;
                used -= room;
            }
        }
    }
    lines
}

/// A text in parts, none of which needs a higher row in a column of this width than there is; parted between words.
pub(super) fn in_rows(text: &str, width: f64) -> Vec<String> {
    const MOST: u32 = ((HIGHEST_ROW - 3.0) / LINE) as u32;
    let mut parts = vec![String::new()];
    for word in text.split_inclusive([' ', '\n']) {
        if let Some(last) = parts.last_mut() {
            let before = last.len();
            last.push_str(word);
            if before > 0 && lines(last, width) > MOST {
                last.truncate(before);
                parts.push(word.to_owned());
            }
        }
    }
    parts
}

/// The height of a row that is high enough for so many lines of text.
pub(super) fn height(lines: u32) -> f64 {
    (f64::from(lines) * LINE + 3.0).min(HIGHEST_ROW)
}

/// Makes a row high enough for so many lines of text.
pub(super) fn set_height(sheet: &mut Worksheet, row: u32, lines: u32) -> Result<(), XlsxError> {
    sheet.set_row_height(row, height(lines))?;
    Ok(())
}

/// The text as a cell can hold it.
pub(super) fn fitted(text: &str) -> Cow<'_, str> {
    fitted_to(text, LONGEST_TEXT)
}

/// The text in at most so many UTF-16 units, without what no part of a workbook can hold.
pub(super) fn fitted_to(text: &str, longest: usize) -> Cow<'_, str> {
    // Two characters that no part of a workbook may hold; both begin with this byte.
    let text = match memchr::memchr(0xEF, text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")),
    };
    // No text has more UTF-16 units than bytes.
    if text.len() <= longest || text.encode_utf16().count() <= longest {
        return text;
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < longest
    };
    Cow::Owned(text.chars().take_while(fits).chain(['…']).collect())
}
