//! Typed reading and writing of `storage.local`, and of what lives as long as the browser runs.
//!
//! Everyone may read; only the background writes.

use js_sys::{Array, Object, Promise, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::{Error, api};

/// Reads one key; `None` where it was never written.
///
/// # Errors
/// [`Error::Browser`] where the storage cannot be read, [`Error::Format`] where the value is of another shape.
pub async fn get<T: DeserializeOwned>(key: &str) -> Result<Option<T>, Error> {
    Snapshot::of([key]).await?.get(key)
}

/// Some keys as they were at one moment: one question to the browser, whose answer takes some milliseconds whatever is
/// asked.
#[derive(Clone, Debug)]
pub struct Snapshot(JsValue);

impl Snapshot {
    /// Reads these keys.
    ///
    /// # Errors
    /// [`Error::Browser`] where the storage cannot be read.
    pub async fn of<'k>(keys: impl IntoIterator<Item = &'k str>) -> Result<Self, Error> {
        let names: Array = keys.into_iter().map(JsValue::from_str).collect();
        Self::asked(api::storage_get(&names)).await
    }

    /// What the browser was asked for already.
    ///
    /// # Errors
    /// As [`Snapshot::of`].
    pub async fn asked(asked: Result<Promise, JsValue>) -> Result<Self, Error> {
        wait("storage.local.get", asked).await.map(Snapshot)
    }

    /// The value of a key; `None` where it was never written.
    ///
    /// # Errors
    /// [`Error::Format`] where the value is of another shape.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Error> {
        let value = self.value(key);
        if value.is_undefined() { Ok(None) } else { read(key, value).map(Some) }
    }

    /// The value of a key as it is stored; undefined where it was never written.
    pub fn value(&self, key: &str) -> JsValue {
        Reflect::get(&self.0, &key.into()).unwrap_or(JsValue::UNDEFINED)
    }
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
        let entry = Array::from(&entry);
        let Some(key) = entry.get(0).as_string().filter(|key| key.starts_with(prefix)) else { continue };
        let value = read(&key, entry.get(1));
        found.push((key, value));
    }
    postil_core::order::sort_by(&mut found, |a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// Reads these keys as they are; null for one that was never written.
///
/// # Errors
/// As [`get`].
pub async fn get_many(keys: &[String]) -> Result<Vec<(String, serde_json::Value)>, Error> {
    let all = Snapshot::of(keys.iter().map(String::as_str)).await?;
    keys.iter().map(|key| Ok((key.clone(), all.get(key)?.unwrap_or_default()))).collect()
}

/// All keys, without their values.
///
/// # Errors
/// [`Error::Browser`] where the storage cannot be read.
pub async fn keys() -> Result<Vec<String>, Error> {
    let keys = wait("storage.local.getKeys", api::storage_keys()).await?;
    Ok(Array::from(&keys).iter().filter_map(|key| key.as_string()).collect())
}

/// Values that are written at once: all of them or, where the browser refuses, none.
#[derive(Debug, Default)]
pub struct Items(Object);

impl Items {
    /// Adds a value.
    ///
    /// # Errors
    /// [`Error::Format`] for what JSON cannot hold.
    pub fn put<T: Serialize>(&mut self, key: &str, value: &T) -> Result<(), Error> {
        let _ = Reflect::set(&self.0, &key.into(), &plain(key, value)?);
        Ok(())
    }

    /// Writes them.
    ///
    /// # Errors
    /// [`Error::Full`] for want of space, [`Error::Browser`] where the browser refuses otherwise.
    pub async fn write(self) -> Result<(), Error> {
        let written = wait("storage.local.set", api::storage_set(&self.0)).await;
        written.map(drop).map_err(Error::or_full)
    }
}

/// Writes one key.
///
/// # Errors
/// As [`Items::write`].
pub async fn set<T: Serialize>(key: &str, value: &T) -> Result<(), Error> {
    let mut items = Items::default();
    items.put(key, value)?;
    items.write().await
}

/// Reads one key of `storage.session`; `None` where it was not written since the browser started.
///
/// # Errors
/// As [`get`].
pub async fn session_get<T: DeserializeOwned>(key: &str) -> Result<Option<T>, Error> {
    let all = wait("storage.session.get", api::session_get(&key.into())).await?;
    let value = Reflect::get(&all, &key.into()).unwrap_or(JsValue::UNDEFINED);
    if value.is_undefined() { Ok(None) } else { read(key, value).map(Some) }
}

/// Writes one key of `storage.session`.
///
/// # Errors
/// As [`Items::write`].
pub async fn session_set<T: Serialize>(key: &str, value: &T) -> Result<(), Error> {
    let items = Object::new();
    let _ = Reflect::set(&items, &key.into(), &plain(key, value)?);
    wait("storage.session.set", api::session_set(&items)).await.map(drop).map_err(Error::or_full)
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

/// Forgets keys.
///
/// # Errors
/// [`Error::Browser`] where the browser refuses.
pub async fn remove(keys: &[String]) -> Result<(), Error> {
    let names: Array = keys.iter().map(|key| JsValue::from_str(key)).collect();
    wait("storage.local.remove", api::storage_remove(&names)).await.map(drop)
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
