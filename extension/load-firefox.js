// Brings the engine into the page in Firefox: the background injects the engine's glue and then start-firefox.js.
// Firefox compiles WebAssembly under every Content-Security-Policy, so there is no second flavour.
globalThis.postil = {
  /** @returns the functions that the engine exports */
  load() {
    return new Promise((resolve, reject) => {
      // Compiled while the background is asked: one after the other takes longer.
      const engine = WebAssembly.compileStreaming(fetch(browser.runtime.getURL('content/content_bg.wasm')));
      engine.catch(reject);
      globalThis.postil.started = { engine, resolve, reject };
      // Nothing is injected into a page of the extension, but it may load what it likes of the extension's files.
      if (location.protocol === 'moz-extension:') return ['content/content.js', 'start-firefox.js'].forEach(append);
      browser.runtime.sendMessage({ bootstrap: 'inject' }).then((answer) => answer && reject(new Error(answer.failed)), reject);
    });
  },
};

/** Loads a file of the extension into a page of the extension. */
function append(file) {
  const script = document.createElement('script');
  script.src = file;
  script.async = false;
  document.head.append(script);
}
