import load from './pages/options.js';

await load({ module_or_path: chrome.runtime.getURL('pages/options_bg.wasm') });
