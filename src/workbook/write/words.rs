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

/// A figure with its name in formulas.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'f> {
    pub name: &'f str,
    pub figure: &'f Figure,
}

impl Named<'_> {
    fn is_one(self) -> bool {
        matches!(self.figure.value, Value::Count(1)) || self.figure.value == Value::Middle(1.0)
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
        self.choose((&condition, named.figure.value == Value::Count(0)), then, otherwise)
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
