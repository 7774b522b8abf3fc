//! What the reader has chosen, as far as the popup and the panel show it: read field by field from what is stored, without
//! the model of the settings, which is 15 KB of program.

use js_sys::{Array, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::{
    settings::{self, SiteMode, page_address},
    storage::Snapshot,
};

/// Where articles are marked by themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct IsOn {
    /// On this page.
    pub page: bool,
    /// On its site.
    pub site: bool,
}

/// The stored settings.
#[derive(Clone, Debug)]
pub struct Chosen(JsValue);

impl Chosen {
    /// Those of what was read; where they could not be, nothing is chosen.
    pub fn of(stored: Option<&Snapshot>) -> Self {
        Chosen(stored.map(|stored| stored.value(settings::KEY)).unwrap_or_default())
    }

    /// Her own colour of a style, as `#rrggbb`.
    pub fn colour(&self, style: &str) -> Option<String> {
        field(&field(&self.0, "colours"), style).as_string()
    }

    /// Whether the page at that address, and the site it is of, are marked: as
    /// [`Sites::is_on_at`](settings::Sites::is_on_at) says.
    pub fn is_on(&self, url: &str, host: &str) -> IsOn {
        let sites = field(&self.0, "sites");
        // Until 0.1: hosts on which Postil stayed silent.
        let silent = field(&self.0, "silent_hosts");
        let is_silent = Array::is_array(&silent) && Array::from(&silent).includes(&host.into(), 0);
        let mode = [field(&field(&sites, "exceptions"), host), field(&sites, "mode")].map(|mode| mode.as_string());
        let site = match mode {
            [None, _] if is_silent => false,
            [Some(mode), _] | [None, Some(mode)] => mode == SiteMode::Automatic.as_str(),
            [None, None] => true,
        };
        IsOn { page: field(&field(&sites, "pages"), page_address(url)).as_bool().unwrap_or(site), site }
    }
}

/// Undefined where there is no such field, or no object.
fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
