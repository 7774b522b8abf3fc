// Loads the engine of Postil's pages, which draws the page that the document names.
import load from './pages/pages.js';

await load({ module_or_path: chrome.runtime.getURL('pages/pages_bg.wasm') });
