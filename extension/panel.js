import load from './pages/panel.js';

await load({ module_or_path: chrome.runtime.getURL('pages/panel_bg.wasm') });
