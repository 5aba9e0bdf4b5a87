//! Sentences made from figures: a formula that writes them, and what it writes.

use super::figure::{Figure, Value};

/// A sentence, or a few words of one.
#[derive(Debug, Clone, Default)]
pub(super) struct Sentence {
    /// The formula, without the equals sign.
    pub formula: String,
    /// What it comes to.
    pub text: String,
    /// The counts that it tells.
    pub counts: Vec<(String, usize)>,
}

/// These words alone.
pub(super) fn say(words: &str) -> Sentence {
    Sentence::default().say(words)
}

/// A figure with its name in formulas.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'f> {
    pub name: &'f str,
    pub figure: &'f Figure,
}

/// A figure with this name.
pub(super) fn named<'f>(name: &'f str, figure: &'f Figure) -> Named<'f> {
    Named { name, figure }
}

impl Named<'_> {
    fn is_one(self) -> bool {
        matches!(self.figure.value, Value::Count(1)) || self.figure.value == Value::Middle(1.0)
    }

    fn is_none(self) -> bool {
        self.figure.value == Value::Count(0)
    }

    fn is_number(self) -> bool {
        !matches!(self.figure.value, Value::Text(_))
    }
}

impl Sentence {
    fn push(mut self, formula: String, text: &str) -> Sentence {
        if !self.formula.is_empty() {
            self.formula.push('&');
        }
        self.formula += &formula;
        self.text += text;
        self
    }

    /// These words.
    pub fn say(self, words: &str) -> Sentence {
        self.push(format!("\"{}\"", words.replace('"', "\"\"")), words)
    }

    /// The number.
    pub fn number(mut self, named: Named<'_>) -> Sentence {
        self.counts.extend(named.figure.counts.iter().cloned());
        self.push(named.name.to_owned(), &named.figure.value.stored())
    }

    /// The number, or "none".
    pub fn number_or_none(self, named: Named<'_>) -> Sentence {
        self.if_none(named, say("none"), Sentence::default().number(named))
    }

    /// Those of some numbers that are not 0, each with its words: "2 of this, 3 of that and 1 of those"; where all are 0,
    /// these other words.
    pub fn each_of(self, numbers: &[(Named<'_>, String)], none: Sentence) -> Sentence {
        let all = |numbers: &[(Named<'_>, String)]| {
            let names: Vec<&str> = numbers.iter().map(|(named, _)| named.name).collect();
            (format!("SUM({})=0", names.join(",")), numbers.iter().all(|(named, _)| named.is_none()))
        };
        let mut each = Sentence::default();
        for (place, (named, words)) in numbers.iter().enumerate() {
            let (before, from) = numbers.split_at(place);
            let mut joint = Sentence::default();
            if let Some((_, after)) = from.split_first().filter(|_| place > 0) {
                let (last, is_last) = all(after);
                let (first, is_first) = all(before);
                let between = match after.is_empty() {
                    true => say(" and "),
                    false => Sentence::default().choose((&last, is_last), say(" and "), say(", ")),
                };
                joint = joint.choose((&first, is_first), Sentence::default(), between);
            }
            let told = joint.number(*named).say(words);
            each = each.if_any(*named, told);
        }
        let (condition, holds) = all(numbers);
        self.choose((&condition, holds), none, each)
    }

    /// The share, in per cent.
    pub fn percent(mut self, named: Named<'_>) -> Sentence {
        self.counts.extend(named.figure.counts.iter().cloned());
        let text = match named.figure.value {
            // A sheet rounds what is written with 15 digits, half up.
            Value::Share(share) => format!("{}%", (share * 100.0 + 1e-9).round()),
            ref other => other.stored(),
        };
        self.push(format!("TEXT({},\"0%\")", named.name), &text)
    }

    /// One of two words, by whether the number is one.
    pub fn plural(self, named: Named<'_>, one: &str, many: &str) -> Sentence {
        let formula = format!("IF({}=1,\"{one}\",\"{many}\")", named.name);
        self.push(formula, if named.is_one() { one } else { many })
    }

    /// One of two continuations, by whether the figure is a number.
    pub fn if_number(self, named: Named<'_>, then: Sentence, otherwise: Sentence) -> Sentence {
        let condition = format!("ISNUMBER({})", named.name);
        self.choose((&condition, named.is_number()), then, otherwise)
    }

    /// One of two continuations, by whether the count is none.
    pub fn if_none(self, named: Named<'_>, then: Sentence, otherwise: Sentence) -> Sentence {
        let condition = format!("{}=0", named.name);
        self.choose((&condition, named.is_none()), then, otherwise)
    }

    /// These further words, unless the count is none.
    pub fn if_any(self, named: Named<'_>, then: Sentence) -> Sentence {
        self.if_none(named, Sentence::default(), then)
    }

    fn choose(mut self, (condition, holds): (&str, bool), then: Sentence, otherwise: Sentence) -> Sentence {
        let or_empty = |sentence: &Sentence| {
            if sentence.formula.is_empty() { "\"\"".to_owned() } else { sentence.formula.clone() }
        };
        let formula = format!("IF({condition},{},{})", or_empty(&then), or_empty(&otherwise));
        self.counts.extend(then.counts.into_iter().chain(otherwise.counts));
        self.push(formula, if holds { &then.text } else { &otherwise.text })
    }
}
