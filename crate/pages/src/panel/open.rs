//! Opening the panel, each browser's way.

use js_sys::{Function, Object, Promise, Reflect};
use postil_webext::{Error, api, storage::wait};
use wasm_bindgen::{JsCast, JsValue};

use crate::tab::{self, Tab};

/// Opens the panel beside the reader's tab; as a page of its own in a browser that has no panels, as
/// on phones. The browser's call is made before this returns, since it must be made while the
/// reader's click is being handled.
pub fn open(tab: Option<&Tab>) -> impl Future<Output = Result<(), Error>> + use<> {
    let opening = begin(tab);
    async move {
        match opening {
            Some(opening) => wait("opening the panel", opening).await.map(drop),
            None => tab::open(&api::get_url("panel.html")).await,
        }
    }
}

/// Each browser has but one of the two, so neither is called by a name that it would have to know.
fn begin(tab: Option<&Tab>) -> Option<Result<Promise, JsValue>> {
    let chrome = Reflect::get(&js_sys::global(), &"chrome".into()).ok()?;
    let room = |name: &str| Reflect::get(&chrome, &name.into()).ok().filter(JsValue::is_object);
    let call = |room: &JsValue, argument: &Object| {
        let function = Reflect::get(room, &"open".into()).ok()?.dyn_into::<Function>().ok()?;
        Some(function.call1(room, argument).and_then(JsCast::dyn_into::<Promise>))
    };
    if let Some(room) = room("sidePanel") {
        let window = tab.and_then(|tab| tab.window)?;
        return call(&room, &tab::object(&[("windowId", window.into())]));
    }
    let room = room("sidebarAction")?;
    let function = Reflect::get(&room, &"open".into()).ok()?.dyn_into::<Function>().ok()?;
    Some(function.call0(&room).and_then(JsCast::dyn_into::<Promise>))
}
