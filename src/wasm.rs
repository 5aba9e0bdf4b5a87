//! [`crate::api`] to JavaScript: values by serde-wasm-bindgen, bytes as `Uint8Array`; no logic.
//!
//! In: a verb, its request as a plain object, files as `{ name, bytes }`. Out: `{ json, files }`, plain
//! objects throughout; or a thrown `{ code, message, help, at }`. After one whose code is `fault` the
//! engine is in pieces: start a fresh one.

use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

use crate::api::{self, File};
use crate::error::{Code, Error, Result};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
import type { NamedFile, Verbs } from "./types";
export type * from "./types";
/** What a verb answers. */
export interface Answer<V extends keyof Verbs> {
  json: Verbs[V]["answer"];
  files: NamedFile[];
}
/** One call and one answer a verb. Throws a `Failure`; after the code `fault`, start a fresh engine. */
export function call<V extends keyof Verbs>(verb: V, request: Verbs[V]["request"], files?: NamedFile[]): Answer<V>;
"#;

/// Makes a panic throw the object that any other error throws.
#[wasm_bindgen(start, private)]
fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let message = text.or_else(|| payload.downcast_ref::<&str>().copied());
        let error = json!({
            "code": "fault",
            "message": message.unwrap_or("the engine stopped"),
            "help": "this is a mistake in escalog; start it afresh, and report what you did",
            "at": panic.location().map(ToString::to_string),
        });
        // It leaves no way back: a panic in WebAssembly can't be caught on the Rust side.
        wasm_bindgen::throw_val(plain(&error));
    }));
}

/// One call and one answer a verb, as [`api::call`]; without files where a verb needs none.
///
/// # Errors
/// Throws what [`api::call`] answers as its error.
#[wasm_bindgen(skip_typescript)]
pub fn call(verb: &str, request: JsValue, files: JsValue) -> Result<JsValue, JsValue> {
    answer(verb, request, &files).map_err(|error| plain(&error))
}

/// JSON Lines of cases to JSON Lines of deadlines, as [`api::deadlines`].
#[wasm_bindgen]
pub fn deadlines(cases: &str) -> String {
    api::deadlines(cases, None)
}

/// The engine's version.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

fn answer(verb: &str, request: JsValue, files: &JsValue) -> Result<JsValue> {
    // As a bare value first: serde-wasm-bindgen passes over unknown fields, api refuses them.
    let request: Value = serde_wasm_bindgen::from_value(request).map_err(|_| {
        Error::new(Code::BadRequest, "the request is not plain data")
            .help("give a plain object of texts, numbers, lists and objects")
    })?;
    let answer = api::call(verb, request, files_in(files)?)?;
    let object = Object::new();
    let json = as_objects(&answer.json)
        .map_err(|error| Error::new(Code::Fault, format!("the answer can't be handed over: {error}")))?;
    set(&object, "json", &json);
    set(&object, "files", &answer.files.iter().map(file_out).collect::<Array>());
    Ok(object.into())
}

fn files_in(files: &JsValue) -> Result<Vec<File>> {
    if files.is_undefined() {
        return Ok(Vec::new());
    }
    if !Array::is_array(files) {
        return Err(Error::new(Code::BadRequest, "the files are not a list").help("give them as `[{ name, bytes }]`"));
    }
    let files = Array::from(files);
    files.iter().enumerate().map(|(at, file)| file_in(&file).map_err(|e| e.at(format!("files[{at}]")))).collect()
}

fn file_in(file: &JsValue) -> Result<File> {
    let part = |key: &str| Reflect::get(file, &key.into()).ok();
    let name = part("name").and_then(|name| name.as_string());
    let bytes = part("bytes").and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok());
    match (name, bytes) {
        (Some(name), Some(bytes)) => Ok(File { name, bytes: bytes.to_vec() }),
        _ => Err(Error::new(Code::BadRequest, "this is not a file")
            .help("give it as `{ name, bytes }`: a text and a `Uint8Array`")),
    }
}

fn file_out(file: &File) -> JsValue {
    let object = Object::new();
    set(&object, "name", &file.name.as_str().into());
    set(&object, "bytes", &Uint8Array::from(file.bytes.as_slice()));
    object.into()
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // A property of an object made here can always be set.
    let _ = Reflect::set(object, &key.into(), value);
}

/// An error as a plain object.
fn plain(error: &impl Serialize) -> JsValue {
    as_objects(error).unwrap_or_else(|error| error.into())
}

/// As plain objects, not as `Map`s.
fn as_objects(value: &impl Serialize) -> Result<JsValue, serde_wasm_bindgen::Error> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())
}
