import load from './pages/welcome.js';

await load({ module_or_path: chrome.runtime.getURL('pages/welcome_bg.wasm') });
