//! Typed reading and writing of `storage.local`.
//!
//! Everyone may read; only the background writes.

use js_sys::{Object, Promise, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::{Error, api};

/// Reads one key; `None` where it was never written.
///
/// # Errors
/// [`Error::Browser`] where the storage cannot be read, [`Error::Format`] where the value is of another shape.
pub async fn get<T: DeserializeOwned>(key: &str) -> Result<Option<T>, Error> {
    let all = wait("storage.local.get", api::storage_get(&key.into())).await?;
    let value = Reflect::get(&all, &key.into()).unwrap_or(JsValue::UNDEFINED);
    if value.is_undefined() {
        return Ok(None);
    }
    read(key, value).map(Some)
}

/// Reads everything whose key begins with `prefix`, sorted by key. A value of another shape gives an
/// error in its place: one damaged page must not hide the others.
///
/// # Errors
/// [`Error::Browser`] where the storage cannot be read.
pub async fn get_all<T: DeserializeOwned>(prefix: &str) -> Result<Vec<(String, Result<T, Error>)>, Error> {
    let all = wait("storage.local.get", api::storage_get(&JsValue::NULL)).await?;
    let mut found = Vec::new();
    for entry in Object::entries(&Object::from(all)).iter() {
        let entry = js_sys::Array::from(&entry);
        let Some(key) = entry.get(0).as_string().filter(|key| key.starts_with(prefix)) else { continue };
        let value = read(&key, entry.get(1));
        found.push((key, value));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// Writes one key.
///
/// # Errors
/// [`Error::Browser`] where the browser refuses, for want of space for example.
pub async fn set<T: Serialize>(key: &str, value: &T) -> Result<(), Error> {
    let items = Object::new();
    let _ = Reflect::set(&items, &key.into(), &plain(key, value)?);
    wait("storage.local.set", api::storage_set(&items)).await.map(drop)
}

/// Writes several keys at once: all of them or, where the browser refuses, none.
///
/// # Errors
/// As [`set`].
pub async fn set_all<T: Serialize>(values: &[(String, T)]) -> Result<(), Error> {
    let items = Object::new();
    for (key, value) in values {
        let _ = Reflect::set(&items, &key.into(), &plain(key, value)?);
    }
    wait("storage.local.set", api::storage_set(&items)).await.map(drop)
}

/// How many bytes everything that is stored takes as JSON.
///
/// # Errors
/// [`Error::Browser`] where the storage cannot be read.
pub async fn size() -> Result<usize, Error> {
    let all = wait("storage.local.get", api::storage_get(&JsValue::NULL)).await?;
    let text = js_sys::JSON::stringify(&all).map_err(|thrown| Error::browser("JSON.stringify", &thrown))?;
    Ok(text.length() as usize)
}

/// Forgets one key.
///
/// # Errors
/// [`Error::Browser`] where the browser refuses.
pub async fn remove(key: &str) -> Result<(), Error> {
    wait("storage.local.remove", api::storage_remove(&key.into())).await.map(drop)
}

/// A value as the plain objects that storage and messages carry in both browsers.
///
/// # Errors
/// [`Error::Format`] for what JSON cannot hold.
pub fn plain<T: Serialize>(place: &str, value: &T) -> Result<JsValue, Error> {
    // Maps as objects: Chrome's messages and storage keep JSON only.
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(|e| Error::format(place, e))
}

pub(crate) fn read<T: DeserializeOwned>(place: &str, value: JsValue) -> Result<T, Error> {
    serde_wasm_bindgen::from_value(value).map_err(|e| Error::format(place, e))
}

/// Waits for a call of the browser's API.
///
/// # Errors
/// [`Error::Browser`] with the name of the call.
pub async fn wait(call: &'static str, started: Result<Promise, JsValue>) -> Result<JsValue, Error> {
    let promise = started.map_err(|thrown| Error::browser(call, &thrown))?;
    JsFuture::from(promise).await.map_err(|thrown| Error::browser(call, &thrown))
}
