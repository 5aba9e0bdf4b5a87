//! The parts that define lists and styles → what is kept of them for numbers.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::{LEVELS, Level, List, Numbered, Numbering, Pattern};
use crate::error::Result;
use crate::workbook::read::damaged;
use crate::workbook::read::docx::fields::is_on;
use crate::workbook::read::xml::{Walk, attribute, walk};

/// The most lists, levels and styles that are kept; no document of a person's has as many.
const MOST: u32 = 100_000;

/// The longest name of a style and text of a level, in characters, so that no paragraph takes long to number.
const LONGEST: usize = 255;

impl Numbering {
    /// Takes the definitions of lists.
    pub fn add_lists(&mut self, part: &[u8]) -> Result<()> {
        let kept = Kept { numbering: self, owner: Owner::None, level: 0, most: MOST };
        walk(part, "numbering", &mut Elements(kept, Kept::list))
    }

    /// Takes what the styles of paragraphs say of numbers.
    pub fn add_styles(&mut self, part: &[u8]) -> Result<()> {
        let kept = Kept { numbering: self, owner: Owner::None, level: 0, most: MOST };
        walk(part, "styles", &mut Elements(kept, Kept::style))
    }
}

/// What the element being read belongs to, by its id.
enum Owner {
    None,
    Pattern(u32),
    List(u32),
    Style(String),
}

/// What has been kept so far.
struct Kept<'a> {
    numbering: &'a mut Numbering,
    owner: Owner,
    level: usize,
    most: u32,
}

impl Kept<'_> {
    /// An element of the part that defines lists.
    fn list(&mut self, element: &BytesStart<'_>) -> Result<()> {
        let value = || short(element, "val");
        let number = || value().trim().parse().ok();
        let id = |name| attribute(element, name).and_then(|id| id.trim().parse::<u32>().ok());
        let place = || attribute(element, "ilvl").and_then(|level| level.trim().parse().ok()).unwrap_or(LEVELS);
        let name = element.local_name();
        match (name.as_ref(), &self.owner) {
            ("abstractNum", _) => {
                self.less()?;
                self.owner = id("abstractNumId").map_or(Owner::None, Owner::Pattern);
                self.numbering.patterns.extend(id("abstractNumId").map(|id| (id, Pattern::default())));
            }
            ("num", _) => {
                self.less()?;
                self.owner = id("numId").map_or(Owner::None, Owner::List);
                self.numbering.lists.extend(id("numId").map(|id| (id, List::default())));
            }
            ("numStyleLink", Owner::Pattern(id)) => {
                self.numbering.patterns.entry(*id).or_default().style = Some(value());
            }
            ("abstractNumId", Owner::List(id)) => {
                self.numbering.lists.entry(*id).or_default().pattern = number().unwrap_or_default();
            }
            ("lvlOverride", _) => self.level = place(),
            ("startOverride", Owner::List(id)) => {
                let starts = &mut self.numbering.lists.entry(*id).or_default().starts;
                starts.extend(number().map(|start| (self.level, start)));
            }
            ("lvl", _) => {
                self.less()?;
                self.level = place();
                let level = self.level;
                if let Some(levels) = self.levels() {
                    levels.insert(level, Level::default());
                }
            }
            (name, _) => {
                let place = self.level;
                let Some(level) = self.levels().and_then(|levels| levels.get_mut(&place)) else { return Ok(()) };
                match name {
                    "start" => level.start = number().unwrap_or(0),
                    "numFmt" => level.format = value(),
                    "lvlText" => level.text = value(),
                    "lvlRestart" => level.restart = number().and_then(|restart| usize::try_from(restart).ok()),
                    "suff" => level.is_joined = value() == "nothing",
                    "isLgl" => level.is_legal = is_on(attribute(element, "val").as_deref()),
                    "pStyle" => level.style = Some(value()),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// An element of the part of styles.
    fn style(&mut self, element: &BytesStart<'_>) -> Result<()> {
        let name = element.local_name();
        if name.as_ref() == "style" {
            self.less()?;
            let id = short(element, "styleId");
            self.numbering.styles.insert(id.clone(), Numbered::default());
            self.owner = Owner::Style(id);
        }
        let Owner::Style(id) = &self.owner else { return Ok(()) };
        let Some(style) = self.numbering.styles.get_mut(id) else { return Ok(()) };
        match name.as_ref() {
            "basedOn" => style.style = Some(short(element, "val")),
            "numId" => style.list = short(element, "val").trim().parse().ok(),
            "ilvl" => style.level = short(element, "val").trim().parse().ok(),
            _ => {}
        }
        Ok(())
    }

    fn levels(&mut self) -> Option<&mut HashMap<usize, Level>> {
        match &self.owner {
            Owner::Pattern(id) => Some(&mut self.numbering.patterns.get_mut(id)?.levels),
            Owner::List(id) => Some(&mut self.numbering.lists.get_mut(id)?.levels),
            Owner::None | Owner::Style(_) => None,
        }
    }

    /// One less of what may still be kept.
    fn less(&mut self) -> Result<()> {
        let most = self.most.checked_sub(1);
        self.most = most.ok_or_else(|| damaged("it defines more than 100,000 lists, levels and styles"))?;
        Ok(())
    }
}

/// What an attribute says, as far as it can be meant.
fn short(element: &BytesStart<'_>, name: &str) -> String {
    attribute(element, name).unwrap_or_default().chars().take(LONGEST).collect()
}

/// Goes through the elements of a part whatever they stand in.
struct Elements<'a, F>(Kept<'a>, F);

impl<'a, F: FnMut(&mut Kept<'a>, &BytesStart<'_>) -> Result<()>> Walk for Elements<'a, F> {
    fn begin(&mut self, element: &BytesStart<'_>) -> Result<()> {
        let Elements(kept, take) = self;
        take(kept, element)
    }

    fn end(&mut self) -> Result<()> {
        Ok(())
    }

    fn text(&mut self, _: &str) -> Result<()> {
        Ok(())
    }

    fn is_open(&self) -> bool {
        false
    }
}
