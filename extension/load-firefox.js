// Brings the engine into the page in Firefox: the background injects the engine's glue and then start-firefox.js.
// Firefox compiles WebAssembly under every Content-Security-Policy, so there is no second flavour.
globalThis.postil = {
  /** @returns the functions that the engine exports */
  load() {
    return new Promise((resolve, reject) => {
      globalThis.postil.started = { resolve, reject };
      browser.runtime.sendMessage({ bootstrap: 'inject' }).then((answer) => answer && reject(new Error(answer.failed)), reject);
    });
  },
};
