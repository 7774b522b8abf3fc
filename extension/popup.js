// Chromium shows the popup before its program has drawn anything, and fits its window when that is drawn: a frame waited
// 7 ms for it, and 50 on a busy machine. So the popup begins as high as it was last time, until its first frame is there.
const HEIGHT = 'popup-height';
const { body, documentElement } = document;
const remembered = (() => {
  try {
    return localStorage;
  } catch {
    // Whoever forbids all cookies forbids this too.
    return {};
  }
})();
documentElement.style.minHeight = `${remembered[HEIGHT] ?? 0}px`;
// The program is compiled while its glue is fetched: one after the other they took 15 ms longer in Firefox.
const compiled = WebAssembly.compileStreaming(fetch('pages/popup_bg.wasm'));
// And what the popup shows is asked for meanwhile, which saves another 15 ms; the program takes the answers from here. An
// article's own key is that of `store::PAGE_PREFIX`.
const tabs = chrome.tabs.query({ currentWindow: true });
const ask = (all) => chrome.tabs.sendMessage(all.find(({ active }) => active).id, { ask: 'summary' });
const summary = tabs.then(ask).catch(() => null);
const saved = summary.then((answer) => answer?.done && chrome.storage.local.get(`page:${answer.done.article.key}`)).catch(() => null);
globalThis.asked = { tabs, own: chrome.tabs.getCurrent(), settings: chrome.storage.local.get('settings'), summary, saved };
const { default: load } = await import('./pages/popup.js');
await load({ module_or_path: compiled });
requestAnimationFrame(() =>
  setTimeout(() => {
    documentElement.style.minHeight = '';
    new ResizeObserver(() => (remembered[HEIGHT] = body.offsetHeight)).observe(body);
  }),
);
