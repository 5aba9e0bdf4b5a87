//! The numbers that Word writes before paragraphs by itself.
//!
//! In: the parts that define lists and styles, and the paragraphs as they come. Out: the number of each as a person sees
//! it; bullets are none.

use std::collections::{HashMap, HashSet};

mod parts;

/// The levels that a list can have.
const LEVELS: usize = 9;

/// What a paragraph says of its number, itself or by its style.
#[derive(Default)]
pub(super) struct Numbered {
    pub style: Option<String>,
    pub list: Option<u32>,
    pub level: Option<usize>,
}

/// The lists and styles of a document, and how far each list has been counted.
#[derive(Default)]
pub(super) struct Numbering {
    lists: HashMap<u32, List>,
    patterns: HashMap<u32, Pattern>,
    styles: HashMap<String, Numbered>,
    /// By the pattern's id, since lists of one pattern are counted together.
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Lists that have begun anew at a level.
    begun: HashSet<(u32, usize)>,
}

/// How the levels of lists are written.
#[derive(Default)]
struct Pattern {
    levels: HashMap<usize, Level>,
    /// The style that names the list whose pattern it takes.
    style: Option<String>,
}

/// A list: a pattern, and what differs from it.
#[derive(Default)]
struct List {
    pattern: u32,
    levels: HashMap<usize, Level>,
    starts: HashMap<usize, u32>,
}

/// How a level is written.
#[derive(Default)]
struct Level {
    start: u32,
    format: String,
    /// What stands around the numbers: `TP/%1`.
    text: String,
    /// It begins anew after a level before this one.
    restart: Option<usize>,
    /// Nothing stands between the number and the text.
    is_joined: bool,
    /// Numbers of the levels above are in figures, whatever their own format.
    is_legal: bool,
    /// The style of its paragraphs.
    style: Option<String>,
}

impl Numbering {
    /// Counts a paragraph, and says its number and what parts it from the text; nothing where it has none.
    pub fn next(&mut self, own: &Numbered) -> Option<String> {
        let by_style = self.of_style(own.style.as_deref());
        let id = own.list.or(by_style.list)?;
        let list = self.lists.get(&id)?;
        let pattern_id = self.pattern_of(list);
        let pattern = self.patterns.get(&pattern_id)?;
        let level_at = |level: usize| list.levels.get(&level).or_else(|| pattern.levels.get(&level));
        let of_style = || {
            let is_own =
                |level: &usize| level_at(*level).is_some_and(|known| known.style.is_some() && known.style == own.style);
            (0..LEVELS).find(is_own)
        };
        let level = own.level.or(by_style.level).or_else(of_style).unwrap_or(0).min(LEVELS - 1);
        let counts = self.counts.entry(pattern_id).or_default();
        let anew = list.starts.get(&level).filter(|_| self.begun.insert((id, level)));
        let start = |level: usize| level_at(level).map_or(1, |known| known.start);
        for (deeper, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let restart = level_at(deeper).and_then(|known| known.restart).unwrap_or(deeper);
            if level < restart {
                *count = None;
            }
        }
        let count = counts.get_mut(level)?;
        *count =
            Some(anew.copied().unwrap_or_else(|| count.map_or_else(|| start(level), |count| count.saturating_add(1))));
        let Some(shape) = level_at(level) else { return Some(char::REPLACEMENT_CHARACTER.to_string()) };
        let mut number = String::new();
        let mut rest = shape.text.chars().peekable();
        while let Some(c) = rest.next() {
            let place = rest.peek().filter(|_| c == '%').and_then(|digit| digit.to_digit(10));
            let Some(place) = place.and_then(|place| usize::try_from(place).ok()?.checked_sub(1)) else {
                number.push(c);
                continue;
            };
            rest.next();
            let count = counts.get(place).copied().flatten().unwrap_or_else(|| start(place));
            let format = level_at(place).map_or("decimal", |known| &known.format);
            let format = if shape.is_legal { "decimal" } else { format };
            number.push_str(&written(count, format));
        }
        let is_bullet = matches!(shape.format.as_str(), "bullet" | "none");
        let number = number.trim();
        (!is_bullet && !number.is_empty()).then(|| format!("{number}{}", if shape.is_joined { "" } else { " " }))
    }

    /// What a style says of numbers, or the styles that it is based on.
    fn of_style(&self, style: Option<&str>) -> Numbered {
        const STEPS: usize = 20;
        let mut found = Numbered::default();
        let mut next = style;
        for _ in 0..STEPS {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            found.list = found.list.or(style.list);
            found.level = found.level.or(style.level);
            next = style.style.as_deref();
        }
        found
    }

    /// The id of a list's pattern, which may be that of the list that a style names.
    fn pattern_of(&self, list: &List) -> u32 {
        let style = self.patterns.get(&list.pattern).and_then(|pattern| pattern.style.as_ref());
        let other = style.and_then(|style| self.lists.get(&self.styles.get(style)?.list?));
        other.map_or(list.pattern, |other| other.pattern)
    }
}

/// A number in a format by its name in the file; the replacement character where that is not known.
fn written(number: u32, format: &str) -> String {
    match format {
        "" | "decimal" => number.to_string(),
        "decimalZero" => format!("{number:02}"),
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).to_uppercase(),
        "bullet" | "none" => String::new(),
        _ => char::REPLACEMENT_CHARACTER.to_string(),
    }
}

/// `a` to `z`, then `aa`, `bb`.
fn letters(number: u32) -> String {
    const LAST: u32 = 780;
    let Some(number) = number.checked_sub(1).filter(|number| *number < LAST) else { return number.to_string() };
    let letter = u8::try_from(number % 26).map_or('a', |place| char::from(b'a' + place));
    (0..=number / 26).map(|_| letter).collect()
}

fn roman(mut number: u32) -> String {
    const LAST: u32 = 3999;
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..=LAST).contains(&number) {
        return number.to_string();
    }
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}
