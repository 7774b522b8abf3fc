import load from './pages/popup.js';

await load({ module_or_path: chrome.runtime.getURL('pages/popup_bg.wasm') });
