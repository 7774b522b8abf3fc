// Loads the engine of Postil's pages and starts the popup.
import load, { popup } from './pages/pages.js';

const api = globalThis.browser ?? globalThis.chrome;

await load({ module_or_path: api.runtime.getURL('pages/pages_bg.wasm') });
popup();
