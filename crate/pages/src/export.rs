//! Handing over what is saved, as a file.

use js_sys::Array;
use postil_core::annotation::{Page, export};
use postil_webext::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Gives the pages to the reader as a W3C Annotation Collection in a JSON file.
///
/// # Errors
/// Where the browser makes no file.
pub fn download(pages: &[Page], name: &str) -> Result<(), Error> {
    let json = export::collection_text(pages);
    let refused = |thrown: JsValue| Error::browser("Blob", &thrown);
    let kind = BlobPropertyBag::new();
    kind.set_type("application/ld+json");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&json.into()), &kind).map_err(refused)?;
    let address = Url::create_object_url_with_blob(&blob).map_err(refused)?;
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The address is given back once the download has begun: a click's download begins with the next task.
    let revoke = wasm_bindgen::closure::Closure::once_into_js(move || drop(Url::revoke_object_url(&address)));
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(revoke.unchecked_ref(), 60_000);
    }
    Ok(())
}
