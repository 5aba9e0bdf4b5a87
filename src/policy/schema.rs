//! The shape of a procedure file, checked whole: every key that is unknown, missing or of the wrong kind.
//!
//! In: the spanned TOML tree. Out: every mistake of shape at its place, and a tree mended enough that
//! serde can read it and [`super::load`] can go on to the mistakes of meaning. The schema is made from
//! the Rust types, so the two can't differ.

use std::ops::Range;
use std::sync::LazyLock;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::places::{Mistake, Places};

#[cfg(not(target_arch = "wasm32"))]
static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(super::file::PolicyFile).to_value());

/// The generated file, which the tests hold equal to the types: what makes it is too large to send along.
#[cfg(target_arch = "wasm32")]
static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../policies/policy.schema.json")).unwrap_or_default());

/// The JSON Schema of a procedure file.
pub fn json_schema() -> &'static Value {
    &SCHEMA
}

/// The most characters of a text: several stand together in one cell of a workbook.
const LONGEST: usize = 2_000;

/// A key of the file, as the schema has it.
#[derive(Clone, Copy)]
struct Key<'a> {
    name: &'a str,
    /// The same after those of the tables that it stands in: `stage.duty`.
    path: &'a str,
    schema: &'a Value,
    required: bool,
    /// Whether it is one of several that stand under the key.
    item: bool,
}

impl<'a> Key<'a> {
    /// What it means, in words that follow a colon.
    fn meant(&self) -> Option<String> {
        let meant = self.schema.get("description").or_else(|| resolve(self.schema).get("description"))?;
        Some(lower_first(meant.as_str()?.split(['.', ';', ':']).next().unwrap_or_default()))
    }
}

/// Notes every mistake of shape and mends the tree so that it has the shape all the same.
pub(super) fn mend(tree: &mut Spanned<DeTable<'_>>, places: &mut Places<'_>) {
    let span = tree.span();
    mend_table(tree.get_mut(), span, "", &SCHEMA, places);
}

/// Whether there can be several tables of this name, such as `stage.duty`.
pub(super) fn is_list_of_tables(path: &str) -> bool {
    let known = path.split('.').try_fold(&*SCHEMA, |schema, name| {
        let schema = resolve(schema);
        properties(schema.get("items").map_or(schema, resolve))?.get(name.trim())
    });
    known.is_some_and(holds_tables)
}

fn holds_tables(schema: &Value) -> bool {
    let schema = resolve(schema);
    accepts(schema, "array") && schema.get("items").is_some_and(|items| accepts(resolve(items), "object"))
}

/// The schema meant: references followed, `null` left out.
fn resolve(schema: &Value) -> &Value {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let path = reference.strip_prefix('#').unwrap_or(reference);
        return SCHEMA.pointer(path).map_or(schema, resolve);
    }
    let choices = schema.get("anyOf").and_then(Value::as_array);
    let is_null = |choice: &&Value| choice.get("type").and_then(Value::as_str) == Some("null");
    match choices.map(|all| all.iter().filter(|c| !is_null(c)).collect::<Vec<_>>()).as_deref() {
        Some([only]) => resolve(only),
        _ => schema,
    }
}

fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema.get("properties")?.as_object()
}

fn mend_table(table: &mut DeTable<'_>, span: Range<usize>, path: &str, schema: &Value, places: &mut Places<'_>) {
    let Some(known) = properties(schema) else {
        // A table of any keys, all of one kind.
        let each = schema.get("additionalProperties").map_or(&Value::Null, resolve);
        let mut wrong = Vec::new();
        for (name, value) in table.iter_mut() {
            if let (DeValue::Table(inner), false) = (value.get_ref(), accepts(each, "object")) {
                let dotted = inner.keys().next().map_or(String::new(), |key| format!(".{}", key.get_ref()));
                let whole = format!("{}{dotted}", name.get_ref());
                let help = format!("write it as one name: `\"{whole}\" = …`");
                places.mistake(name.span(), format!("`{whole}` is not in quotation marks"), help);
                wrong.push(name.clone());
                continue;
            }
            let name_of = name.get_ref().as_ref();
            let key = Key { name: name_of, path: name_of, schema: each, required: false, item: false };
            if !mend_value(value, key, each, places) {
                wrong.push(name.clone());
            }
        }
        wrong.iter().for_each(|name| drop(table.remove(name.get_ref().as_ref())));
        return;
    };
    let unknown: Vec<_> = table.keys().filter(|key| !known.contains_key(key.get_ref().as_ref())).cloned().collect();
    for key in unknown {
        let help = like(key.get_ref(), known.keys().map(String::as_str), "the keys here are");
        places.mistake(key.span(), format!("unknown key `{}`", key.get_ref()), help);
        table.remove(key.get_ref().as_ref());
    }
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    let required: Vec<&str> = required.filter_map(Value::as_str).collect();
    for (name, value) in table.iter_mut() {
        let word = name.get_ref().as_ref();
        let Some(schema) = known.get(word) else { continue };
        let path = if path.is_empty() { word.to_owned() } else { format!("{path}.{word}") };
        let key = Key { name: word, path: &path, schema, required: required.contains(&word), item: false };
        mend_value(value, key, resolve(schema), places);
    }
    for name in required {
        if table.contains_key(name) {
            continue;
        }
        let schema = known.get(name).unwrap_or(&Value::Null);
        let key = Key { name, path: name, schema, required: true, item: false };
        let help = format!("add `{name}`: {}", key.meant().unwrap_or_default());
        places.mistake(span.clone(), format!("`{name}` is missing"), help);
        table.insert(
            Spanned::new(span.clone(), name.to_owned().into()),
            Spanned::new(span.clone(), placeholder(schema)),
        );
    }
}

/// Whether the value could stand as it was; else its mistake is noted, and something of the right kind takes its place.
fn mend_value(value: &mut Spanned<DeValue<'_>>, key: Key<'_>, schema: &Value, places: &mut Places<'_>) -> bool {
    let span = value.span();
    // TOML has dates of its own; a date may be written either way.
    if let (DeValue::Datetime(date), true) = (value.get_ref(), accepts(schema, "string")) {
        *value.get_mut() = DeValue::String(date.to_string().into());
    }
    if let Some(choices) = choices(schema) {
        let fine = value.get_ref().as_str().is_some_and(|word| choices.contains(&word));
        if !fine {
            let is = value.get_ref().as_str().map_or_else(|| describe(value.get_ref()), |word| format!("`{word}`"));
            let help = like(value.get_ref().as_str().unwrap_or_default(), choices.iter().copied(), "it can be");
            places.mistake(span, format!("{is} is not one of the words that can stand here"), help);
            *value.get_mut() = placeholder(schema);
        }
        return fine;
    }
    let any = schema.get("anyOf").and_then(Value::as_array);
    if let Some(choice) = any.and_then(|any| any.iter().map(resolve).find(|choice| fits(value.get_ref(), choice))) {
        return mend_value(value, key, choice, places);
    }
    if value.get_ref().is_table() && holds_tables(schema) {
        let what = format!("`{}` can stand here several times", key.name);
        places.mistake(span.clone(), what, format!("write two brackets: `[[{}]]`", key.path));
        let only = std::mem::replace(value.get_mut(), DeValue::Array(DeArray::new()));
        if let DeValue::Array(array) = value.get_mut() {
            array.push(Spanned::new(span, only));
        }
        return mend_value(value, key, schema, places);
    }
    // What is no date of the calendar is noted already, and nothing stands in its place.
    let is_noted =
        value.get_ref().as_str() == Some("") && places.raw(span.clone()).is_none_or(|raw| !raw.contains(['"', '\'']));
    if is_noted {
        return false;
    }
    if let Some(mistake) = mistake_in(value.get_ref(), key, schema) {
        places.note(span, mistake);
        *value.get_mut() = placeholder(schema);
        return false;
    }
    match value.get_mut() {
        DeValue::Table(table) => mend_table(table, span, key.path, schema, places),
        DeValue::Array(array) => {
            let each = schema.get("items").map_or(&Value::Null, resolve);
            let item = Key { item: true, ..key };
            let fine: Vec<bool> = array.iter_mut().map(|value| mend_value(value, item, each, places)).collect();
            if fine.contains(&false) {
                let kept = std::mem::replace(array, DeArray::new()).into_iter().zip(fine);
                *array = kept.filter_map(|(value, fine)| fine.then_some(value)).collect();
            }
        }
        _ => {}
    }
    true
}

/// What is wrong with a value itself.
fn mistake_in(value: &DeValue<'_>, key: Key<'_>, schema: &Value) -> Option<Mistake> {
    let name = key.name;
    match value {
        _ if !fits(value, schema) => {
            let what = format!("{} can't stand here", describe(value));
            Some(Mistake::new(what, format!("it should be {}", kind(schema))))
        }
        DeValue::String(text) if text.trim().is_empty() && key.item => {
            Some(Mistake::new(format!("a text in `{name}` is empty"), "fill it in, or leave it out"))
        }
        DeValue::String(text) if text.trim().is_empty() => {
            let help = if key.required { "fill it in" } else { "fill it in, or leave it out" };
            let meant = key.meant().map(|meant| format!(": {meant}")).unwrap_or_default();
            Some(Mistake::new(format!("`{name}` is empty"), format!("{help}{meant}")))
        }
        DeValue::String(text) if text.chars().count() > LONGEST => {
            let what = format!("`{name}` has more than {LONGEST} characters");
            Some(Mistake::new(what, "shorten it: it stands in the cells of workbooks"))
        }
        DeValue::Array(array) if array.is_empty() && schema.get("minItems").is_some() => {
            let meant = key.meant().map(|meant| format!(": {meant}")).unwrap_or_default();
            Some(Mistake::new(format!("`{name}` is empty"), format!("name at least one{meant}")))
        }
        _ => None,
    }
}

/// The words that an enumeration allows.
fn choices(schema: &Value) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return Some(words.iter().filter_map(Value::as_str).collect());
    }
    let words = schema.get("oneOf")?.as_array()?;
    Some(words.iter().filter_map(|word| word.get("const")?.as_str()).collect())
}

fn accepts(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        _ => false,
    }
}

fn fits(value: &DeValue<'_>, schema: &Value) -> bool {
    match value {
        DeValue::String(word) => {
            accepts(schema, "string") || choices(schema).is_some_and(|all| all.contains(&word.as_ref()))
        }
        // The numbers in a procedure file are all small and positive.
        DeValue::Integer(number) => accepts(schema, "integer") && number.as_str().parse::<u8>().is_ok(),
        DeValue::Boolean(_) => accepts(schema, "boolean"),
        DeValue::Array(_) => accepts(schema, "array"),
        DeValue::Table(_) => accepts(schema, "object"),
        DeValue::Float(_) | DeValue::Datetime(_) => false,
    }
}

fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text `{text}`"),
        DeValue::Integer(number) => format!("the number `{number}`"),
        DeValue::Float(number) => format!("the number `{number}`"),
        DeValue::Boolean(yes) => format!("`{yes}`"),
        DeValue::Datetime(date) => format!("the date `{date}`"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn kind(schema: &Value) -> String {
    let name = |name: &str| match name {
        "string" => "a text in quotation marks",
        "integer" => "a whole number from 0 to 255",
        "boolean" => "true or false",
        "array" => "a list in square brackets",
        "object" => "a table",
        _ => "something else",
    };
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        let kinds: Vec<_> = any.iter().map(|choice| kind(resolve(choice))).collect();
        return kinds.join(", or ");
    }
    if let Some(words) = choices(schema) {
        return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ");
    }
    match schema.get("type") {
        Some(Value::String(one)) => name(one).to_owned(),
        Some(Value::Array(several)) => {
            several.first().and_then(Value::as_str).map_or("something else", name).to_owned()
        }
        _ => "something else".to_owned(),
    }
}

/// Something of the right kind to go on with; its mistake is noted already.
fn placeholder<'i>(schema: &Value) -> DeValue<'i> {
    let schema = resolve(schema);
    if let Some(first) = choices(schema).and_then(|all| all.first().map(|word| (*word).to_owned())) {
        return DeValue::String(first.into());
    }
    if let Some(first) = schema.get("anyOf").and_then(Value::as_array).and_then(|any| any.first()) {
        return placeholder(first);
    }
    let is = |name| accepts(schema, name);
    if is("array") {
        DeValue::Array(Default::default())
    } else if is("object") {
        DeValue::Table(Default::default())
    } else if is("boolean") {
        DeValue::Boolean(false)
    } else if is("integer") {
        DeValue::Integer(Default::default())
    } else {
        DeValue::String(Default::default())
    }
}

/// Advice for a word that is unknown: the most like it, or all there are.
pub(super) fn like<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone, these: &str) -> String {
    let near = known.clone().map(|other| (strsim::damerau_levenshtein(word, other), other)).min();
    match near {
        Some((distance, other)) if distance <= 3 && distance < word.chars().count() => {
            format!("did you mean `{other}`?")
        }
        _ => format!("{these} {}", known.map(|other| format!("`{other}`")).collect::<Vec<_>>().join(", ")),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
