// The popup is there as soon as the browser can show one: its first frame waits for no program, and the page's numbers come
// into their place a few frames later.
const HEIGHT = 'popup-height';

function begin() {
  const { body } = document;
  const ways = document.querySelector('.ways');
  ways.ariaLabel = chrome.i18n.getMessage('popup_ways');
  ways.querySelector('.open-panel').textContent = chrome.i18n.getMessage('popup_open_panel');
  ways.querySelector('.open-options').textContent = chrome.i18n.getMessage('options_title');
  const remembered = (() => {
    try {
      return localStorage;
    } catch {
      // Whoever forbids all cookies forbids this too.
      return {};
    }
  })();
  // As high as last time, until the program has drawn: a browser fits its window to what is drawn, and a frame waits for
  // that.
  body.style.minHeight = `${remembered[HEIGHT] ?? 0}px`;
  new ResizeObserver(() => (remembered[HEIGHT] = body.offsetHeight)).observe(body);
}

async function go() {
  const program = fetch('pages/popup_bg.wasm');
  const glue = import('./pages/popup.js');
  // What the popup shows is asked for meanwhile, and the program takes the answers from here. An article's own key is that
  // of `store::PAGE_PREFIX`.
  const tabs = chrome.tabs.query({ currentWindow: true });
  const ask = (all) => chrome.tabs.sendMessage(all.find(({ active }) => active).id, { ask: 'summary' });
  const summary = tabs.then(ask).catch(() => null);
  const saved = summary.then((answer) => answer?.done && chrome.storage.local.get(`page:${answer.done.article.key}`)).catch(() => null);
  globalThis.asked = { tabs, own: chrome.tabs.getCurrent(), settings: chrome.storage.local.get('settings'), summary, saved };
  const { default: load } = await glue;
  await load({ module_or_path: program });
}

// Chromium keeps a popup hidden until its document is loaded, and whatever it does before the first frame puts that off,
// even what it asks others for. Firefox shows it at once.
if (document.hidden) {
  requestAnimationFrame(() => {
    begin();
    setTimeout(go);
  });
} else {
  begin();
  go();
}
