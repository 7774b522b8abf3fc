// Brings the engine into the page in Chrome: as WebAssembly, or, where the page's Content-Security-Policy makes Chrome
// refuse that even to a content script, as the JavaScript that wasm2js made of the same code.
globalThis.postil = {
  /** @returns the functions that the engine exports */
  async load() {
    // A page of the extension may load its own files by their plain addresses only, other pages by guarded ones only.
    const own = location.protocol === 'chrome-extension:';
    const address = (file) => (own ? `/content/${file}` : chrome.runtime.getURL(`content/${file}`));
    // Both at once: one after the other took 40 ms longer of 130.
    const [glue, engine] = await Promise.all([
      import(address('content_bg.js')),
      isWasmAllowed() ? WebAssembly.compileStreaming(fetch(address('content_bg.wasm'))) : import(address('content_bg.wasm.js')),
    ]);
    const imports = { './content_bg.js': glue };
    const exports = engine instanceof WebAssembly.Module ? (await WebAssembly.instantiate(engine, imports)).exports : engine.default(imports);
    glue.__wbg_set_wasm(exports);
    exports.__wbindgen_start?.();
    return glue;
  },
};

/** Whether this page lets WebAssembly be compiled: asked with the smallest module there is, before a large one is fetched. */
function isWasmAllowed() {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    return true;
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    return false;
  }
}
