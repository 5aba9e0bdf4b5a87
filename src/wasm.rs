//! [`crate::api`] to JavaScript: answers by serde-wasm-bindgen, requests as JSON, bytes as `Uint8Array`; no logic.
//!
//! What a caller gives may be anything: an object without an end, one that throws when it is read, bytes that were handed
//! on. `JSON.stringify` reads it all and says where it can't, so that the engine stays whole.
//!
//! In: a verb, its request as a plain object, files as `{ name, bytes }`. Out: `{ json, files }`, plain
//! objects throughout; or a thrown `{ code, message, help, at }`. After one whose code is `fault` the
//! engine is in pieces: start a fresh one.

use js_sys::{Array, Function, JSON, Map, Object, Reflect, Set, Uint8Array};
use serde::Serialize;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

use crate::api::{self, File};
use crate::error::{Code, Error, Result};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
import type { NamedFile, Verbs } from "./types.js";
export type * from "./types.js";
/** What a verb answers. */
export interface Answer<V extends keyof Verbs> {
  json: Verbs[V]["answer"];
  files: NamedFile[];
}
/** One call and one answer a verb. Throws a `Failure`; after the code `fault`, start a fresh engine. */
export function call<V extends keyof Verbs>(verb: V, request: Verbs[V]["request"], files?: NamedFile[]): Answer<V>;
/** JSON Lines of cases to JSON Lines of deadlines. */
export function deadlines(cases: string): string;
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
pub fn call(verb: JsValue, request: JsValue, files: JsValue) -> Result<JsValue, JsValue> {
    answer(&verb, &request, &files).map_err(|error| plain(&error))
}

/// JSON Lines of cases to JSON Lines of deadlines, as [`api::deadlines`].
///
/// # Errors
/// Throws where it is given no text.
#[wasm_bindgen(skip_typescript)]
pub fn deadlines(cases: JsValue) -> Result<String, JsValue> {
    text_in(&cases, "the cases are no text").map(|cases| api::deadlines(&cases, None)).map_err(|error| plain(&error))
}

/// The engine's version.
#[wasm_bindgen]
pub fn version() -> String {
    api::version().to_owned()
}

fn answer(verb: &JsValue, request: &JsValue, files: &JsValue) -> Result<JsValue> {
    let verb = text_in(verb, "the verb is no text")?;
    let answer = api::call(&verb, request_in(request)?, files_in(files)?)?;
    let object = Object::new();
    let json = as_objects(&answer.json)
        .map_err(|error| Error::new(Code::Fault, format!("the answer can't be handed over: {error}")))?;
    set(&object, "json", &json);
    set(&object, "files", &answer.files.iter().map(file_out).collect::<Array>());
    Ok(object.into())
}

fn text_in(value: &JsValue, otherwise: &str) -> Result<String> {
    value.as_string().ok_or_else(|| Error::new(Code::BadRequest, otherwise).help("give a string"))
}

/// The request as bare data: what JavaScript leaves undefined is left out, and what is no data is refused with its key.
fn request_in(request: &JsValue) -> Result<Value> {
    if request.is_undefined() {
        return Ok(Value::Null);
    }
    let wrong = || {
        Error::new(Code::BadRequest, "the request is not plain data")
            .help("give a plain object of texts, finite numbers, lists and objects")
    };
    let only_data = Closure::<dyn FnMut(JsValue, JsValue) -> Result<JsValue, JsValue>>::new(|key, value: JsValue| {
        let is_data = !(value.is_function() || value.is_symbol() || value.is_bigint())
            && value.as_f64().is_none_or(f64::is_finite)
            // What these hold would be left out unseen.
            && !(value.is_instance_of::<Map>() || value.is_instance_of::<Set>());
        if is_data { Ok(value) } else { Err(key) }
    });
    let text =
        JSON::stringify_with_replacer(request, only_data.as_ref()).map_err(|thrown| match thrown.as_string() {
            Some(key) if !key.is_empty() => wrong().at(key),
            _ => wrong(),
        })?;
    // Nor is it read deeper than any request goes. Of an object that says it is nothing there is no text.
    let text = text.as_string().ok_or_else(wrong)?;
    serde_json::from_str(&text).map_err(|_| wrong())
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
        (Some(name), Some(bytes)) if was_handed_on(&bytes) => {
            Err(Error::new(Code::BadRequest, "the bytes of this file were handed on to another thread")
                .at(name)
                .help("give a copy of them"))
        }
        (Some(name), Some(bytes)) => Ok(File { name, bytes: bytes.to_vec() }),
        _ => Err(Error::new(Code::BadRequest, "this is not a file")
            .help("give it as `{ name, bytes }`: a text and a `Uint8Array`")),
    }
}

/// Whether what held the bytes holds nothing any more: then nothing can be made of it.
fn was_handed_on(bytes: &Uint8Array) -> bool {
    let array =
        Reflect::get(&js_sys::global(), &"Uint8Array".into()).ok().and_then(|it| it.dyn_into::<Function>().ok());
    bytes.length() == 0 && array.is_some_and(|array| Reflect::construct(&array, &Array::of1(&bytes.buffer())).is_err())
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
