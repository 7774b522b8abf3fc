// Brings the engine into the page in Chrome: as WebAssembly, or, where the page's Content-Security-Policy makes Chrome
// refuse that even to a content script, as the JavaScript that wasm2js made of the same code.
globalThis.postil = {
  /** @returns the functions that the engine exports */
  async load() {
    // A page of the extension may load its own files by their plain addresses only, other pages by guarded ones only.
    const own = location.protocol === 'chrome-extension:';
    const address = (file) => (own ? `/content/${file}` : chrome.runtime.getURL(`content/${file}`));
    const glue = await import(address('content_bg.js'));
    const imports = { './content_bg.js': glue };
    let exports;
    try {
      const wasm = await WebAssembly.instantiateStreaming(fetch(address('content_bg.wasm')), imports);
      exports = wasm.instance.exports;
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error;
      const translated = await import(address('content_bg.wasm.js'));
      exports = translated.default(imports);
    }
    glue.__wbg_set_wasm(exports);
    exports.__wbindgen_start?.();
    return glue;
  },
};
