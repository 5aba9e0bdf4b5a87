//! The requests and answers of every verb as TypeScript types, for those who call the engine from JavaScript.
//!
//! In: the Rust types. Out: one text, `pkg/types.ts`, which `cargo xtask generate` writes.

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;

use ts_rs::{Config, TS, TypeVisitor};

use super::{
    AnnotateAnswer, AnnotateRequest, ApplyAnswer, ApplyRequest, CalendarAnswer, Cases, CheckAnswer, DeadlinesAnswer,
    Explain, FixAnswer, MergeAnswer, MergeRequest, NoteRequest, NotesAnswer, Nothing, PoliciesAnswer, PolicyText,
    QuarterAnswer, QuarterRequest, ReportAnswer, ReportRequest, RuleAnswer, RulesAnswer, Settings, TemplateAnswer,
    VersionAnswer, ViewAnswer, WhyAnswer, WhyRequest, WorkdaysAnswer, WorkdaysRequest,
};
use crate::edit::SheetEdits;
use crate::error::Error;
use crate::workbook::Limits;

const BEGINNING: &str = "\
// What each verb of the engine is asked and answers. Made from the Rust types by `cargo xtask generate`.

/** A file: what it is called, and all its bytes. */
export interface NamedFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}
";

/// Every type, and `Verbs`: each verb's request and answer.
pub fn typescript() -> String {
    let mut types = Types { config: Config::new().with_large_int("number"), ..Types::default() };
    types.verb::<Nothing, VersionAnswer>("version");
    types.verb::<Nothing, PoliciesAnswer>("policies");
    types.verb::<Settings, PolicyText>("policy");
    types.verb::<Nothing, serde_json::Value>("schema");
    types.verb::<Nothing, RulesAnswer>("rules");
    types.verb::<Explain, RuleAnswer>("explain");
    types.verb::<Cases, DeadlinesAnswer>("deadlines");
    types.verb::<WorkdaysRequest, WorkdaysAnswer>("workdays");
    types.verb::<Settings, CheckAnswer>("check");
    types.verb::<Settings, ViewAnswer>("view");
    types.verb::<WhyRequest, WhyAnswer>("why");
    types.verb::<Settings, FixAnswer>("fix");
    types.verb::<NoteRequest, NotesAnswer>("note");
    // A heading that may be absent can't be put into the type itself.
    types.verb::<AnnotateRequest, AnnotateAnswer>("clear");
    types.listed("annotate", "AnnotateRequest", "Heading & AnnotateAnswer");
    types.verb::<ApplyRequest, ApplyAnswer>("apply");
    types.verb::<ReportRequest, ReportAnswer>("report");
    types.verb::<Settings, CalendarAnswer>("calendar");
    types.verb::<Settings, TemplateAnswer>("template");
    types.verb::<MergeRequest, MergeAnswer>("merge");
    types.verb::<QuarterRequest, QuarterAnswer>("quarter");
    // Known by their names alone, where a type is given in words.
    types.visit::<Error>();
    types.visit::<super::Heading>();
    types.visit::<Limits>();
    types.visit::<SheetEdits>();
    types.text()
}

/// The types that were met so far.
#[derive(Default)]
struct Types {
    config: Config,
    met: HashSet<TypeId>,
    declared: BTreeMap<String, String>,
    verbs: BTreeSet<String>,
}

impl Types {
    fn verb<Request: TS + 'static, Answer: TS + 'static>(&mut self, verb: &str) {
        self.visit::<Request>();
        self.visit::<Answer>();
        let (request, answer) = (Request::name(&self.config), Answer::name(&self.config));
        self.listed(verb, &request, &answer);
    }

    fn listed(&mut self, verb: &str, request: &str, answer: &str) {
        self.verbs.insert(format!("  {verb}: {{ request: {request}; answer: {answer} }};"));
    }

    fn text(self) -> String {
        let declared: Vec<String> = self.declared.into_values().collect();
        let verbs = Vec::from_iter(self.verbs).join("\n");
        let text = format!(
            "{BEGINNING}\n{}\n/** Each verb's request and answer. */\nexport interface Verbs {{\n{verbs}\n}}",
            declared.join("\n")
        );
        text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.met.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        // What TypeScript has itself has no declaration.
        if T::output_path().is_some() {
            let mut text = T::docs().unwrap_or_default();
            let _ = writeln!(text, "export {}", T::decl(&self.config));
            self.declared.insert(T::ident(&self.config), text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::VERBS;

    #[test]
    fn every_verb_has_its_types() {
        let text = typescript();
        let verbs = text.split_once("interface Verbs {").unwrap().1;
        let listed: Vec<&str> =
            verbs.lines().filter_map(|line| line.split_once(": {")).map(|(verb, _)| verb.trim()).collect();
        let mut verbs = VERBS.to_vec();
        verbs.sort_unstable();
        assert_eq!(listed, verbs);
    }
}
