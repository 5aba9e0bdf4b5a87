//! Fields of old forms (`w:ffData`): what is chosen in a list, and whether a box is ticked.
//!
//! Where a program wrote what the field shows beside it, that is read as any text is.

use quick_xml::events::BytesStart;

use crate::workbook::read::xml::attribute;

/// A field whose end has not come yet.
pub(super) struct OpenField {
    /// How long the text was where it began.
    pub from: usize,
    /// What it is in a form.
    pub form: Option<Box<FormField>>,
}

/// A list or a box of a form.
#[derive(Default)]
pub(super) struct FormField {
    entries: Vec<String>,
    is_box: bool,
    /// What it is until a person chooses.
    default: Option<String>,
    chosen: Option<String>,
}

impl FormField {
    pub fn new(is_box: bool) -> FormField {
        FormField { is_box, ..FormField::default() }
    }

    /// Takes what an element of the field's says.
    pub fn take(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = attribute(element, "val");
        match name {
            "listEntry" => self.entries.push(value.unwrap_or_default()),
            "default" => self.default = Some(value.unwrap_or_default()),
            "result" | "checked" => self.chosen = Some(value.unwrap_or_default()),
            _ => {}
        }
    }

    /// What a person sees.
    pub fn shown(self) -> String {
        let value = self.chosen.or(self.default);
        if self.is_box {
            return if value.is_some_and(|value| is_on(Some(&value))) { "☒" } else { "☐" }.to_owned();
        }
        let place = value.and_then(|value| value.trim().parse().ok()).unwrap_or(0);
        self.entries.into_iter().nth(place).unwrap_or_default()
    }
}

/// Whether an element that is on where it stands is on by its value too.
pub(super) fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}
