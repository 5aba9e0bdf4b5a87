//! Which rules are wanted: codes, families and names → the rules that run, and the least severity shown.

use super::private::{find_in_texts, looks_among};
use super::{ALL, accepted, is_tidying};
use crate::error::{Code, Error, Result};
use crate::finding::{Finding, Findings, Rule, Severity};
use crate::parallel;
use crate::timeline::Checked;

/// The rules that are wanted, and how much a finding must matter to be said.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    rules: Vec<&'static Rule>,
    /// Those that look only for a better form.
    tidying: Vec<&'static Rule>,
    least: Severity,
}

/// What one thread does at a time.
enum Work<'c> {
    /// The looks for what should not stand in a text.
    Texts,
    /// A rule that goes through the whole log.
    Whole(&'static Rule),
    /// The rules that look at each row by itself, one after another over these rows.
    Rows(Checked<'c>),
}

/// So many rows stay at hand in a core's own memory while one rule after another goes through them.
const AT_HAND: usize = 500;

/// Every rule, and every severity.
impl Default for Selection {
    fn default() -> Selection {
        let (tidying, rules) = ALL.iter().copied().partition(|rule| is_tidying(rule));
        Selection { rules, tidying, least: Severity::Information }
    }
}

impl Selection {
    /// The rules of `select` (all where it is empty) without those of `ignore`, and findings from `least` up.
    ///
    /// A rule is meant by its code or name, a family by the beginning of its codes: `T`, `R1`. What is both selected
    /// and ignored is ignored.
    ///
    /// # Errors
    /// A word that means no rule, and a choice that leaves no rule to check by.
    ///
    /// ```
    /// use escalog::rules::Selection;
    ///
    /// assert!(Selection::new(&["T".to_owned()], &["due-soon".to_owned()], None).is_ok());
    /// let error = Selection::new(&["T999".to_owned()], &[], None).unwrap_err();
    /// assert_eq!(error.message(), "there is no rule `T999`");
    /// ```
    pub fn new(select: &[String], ignore: &[String], least: Option<Severity>) -> Result<Selection> {
        let select = all_meant(select)?;
        let ignore = all_meant(ignore)?;
        let wanted = |rule: &&Rule| (select.is_empty() || select.contains(rule)) && !ignore.contains(rule);
        let wanted = ALL.iter().copied().filter(wanted);
        // Who names a rule that only tidies wants to see what it finds.
        let (tidying, rules): (Vec<_>, Vec<_>) = wanted.partition(|rule| is_tidying(rule) && select.is_empty());
        if rules.is_empty() {
            return Err(Error::new(Code::BadRequest, "every rule that is selected is ignored too")
                .help("ignore fewer rules: without one nothing would be found"));
        }
        Ok(Selection { rules, tidying, least: least.unwrap_or(Severity::Information) })
    }

    /// What these rules find in a log, in the order of its sheets; what its rows accept is marked. Rules that look
    /// only for a better form are left out, unless they were selected.
    pub fn check(&self, checked: &Checked<'_>) -> Vec<Finding> {
        self.run(checked, &self.rules)
    }

    /// What could stand in a better form, by the rules that look only for that and were not selected.
    pub fn tidy(&self, checked: &Checked<'_>) -> Vec<Finding> {
        self.run(checked, &self.tidying)
    }

    /// Whether a finding of these rules would be said.
    pub fn wants(&self, finding: &Finding) -> bool {
        self.rules.contains(&finding.rule) && finding.severity <= self.least
    }

    fn run(&self, checked: &Checked<'_>, rules: &[&'static Rule]) -> Vec<Finding> {
        let gathered = |gather: &dyn Fn(&mut Findings)| {
            let mut findings = Findings::of_file(&checked.log.file);
            gather(&mut findings);
            findings
        };
        let found = if checked.rows.len() <= parallel::PART {
            vec![gathered(&|findings| rules.iter().for_each(|rule| (rule.check)(checked, findings)))]
        } else {
            let (looks, others) = looks_among(rules);
            let (by_row, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|rule| rule.by_row);
            // What takes longest begins first.
            let works: Vec<Work<'_>> = std::iter::once(Work::Texts)
                .chain(others.into_iter().rev().map(Work::Whole))
                .chain(checked.parts(AT_HAND).map(Work::Rows))
                .collect();
            parallel::map(&works, |work| {
                gathered(&|findings| match work {
                    Work::Texts => find_in_texts(&looks, checked, findings),
                    Work::Whole(rule) => (rule.check)(checked, findings),
                    Work::Rows(rows) => by_row.iter().for_each(|rule| (rule.check)(rows, findings)),
                })
            })
        };
        let mut findings = Findings::sorted(found);
        findings.retain(|finding| finding.severity <= self.least);
        accepted::mark(checked, &mut findings);
        findings
    }
}

fn all_meant(words: &[String]) -> Result<Vec<&'static Rule>> {
    let meant = words.iter().map(|word| meant(word.trim())).collect::<Result<Vec<_>>>()?;
    Ok(meant.into_iter().flatten().collect())
}

/// The rules that a word means.
fn meant(word: &str) -> Result<Vec<&'static Rule>> {
    let family = word.to_uppercase();
    let is_meant = |rule: &&Rule| (!word.is_empty() && rule.code.starts_with(&family)) || rule.name == word;
    let rules: Vec<_> = ALL.iter().copied().filter(is_meant).collect();
    if rules.is_empty() { Err(super::unknown(word)) } else { Ok(rules) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(select: &[&str], ignore: &[&str]) -> Result<Vec<&'static str>> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let selection = Selection::new(&words(select), &words(ignore), None)?;
        Ok(selection.rules.iter().map(|rule| rule.code).collect())
    }

    #[test]
    fn codes_families_and_names_are_taken() {
        assert_eq!(codes(&[], &[]).unwrap().len(), ALL.iter().filter(|rule| !is_tidying(rule)).count());
        assert_eq!(codes(&["t101", " due-soon"], &[]).unwrap(), ["T101", "T103"]);
        assert!(codes(&["R"], &[]).unwrap().iter().all(|code| code.starts_with('R')));
        assert!(
            codes(&[], &["R12", "T"]).unwrap().iter().all(|code| !code.starts_with("R12") && !code.starts_with('T'))
        );
        assert_eq!(codes(&["T101", "T102"], &["overdue"]).unwrap(), ["T102"]);
    }

    #[test]
    fn what_means_no_rule_is_said_with_the_nearest() {
        for (word, near) in [("T1O1", "T101"), ("overdu", "overdue")] {
            let error = codes(&[word], &[]).unwrap_err();
            assert_eq!(error.message(), format!("there is no rule `{word}`"));
            assert!(error.advice().unwrap().contains(&format!("`{near}`")), "{error}");
        }
        assert!(codes(&[""], &[]).is_err());
        assert!(codes(&["T101"], &["T"]).is_err());
    }
}
