// The program is compiled while its glue is fetched: one after the other they took 15 ms longer in Firefox.
const compiled = WebAssembly.compileStreaming(fetch('pages/settings_bg.wasm'));
const { default: load } = await import('./pages/settings.js');
await load({ module_or_path: compiled });
