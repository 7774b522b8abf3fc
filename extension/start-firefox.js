// Injected by the background behind content/content.js, which defines wasm_bindgen.
wasm_bindgen({ module_or_path: globalThis.postil.started.engine }).then(
  () => globalThis.postil.started.resolve(wasm_bindgen),
  (error) => globalThis.postil.started.reject(error),
);
// Firefox clones the value of the last expression for whoever injects a file; a promise cannot be cloned.
undefined;
