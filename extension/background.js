// The background's bootstrap: Chrome's service worker, Firefox's event page. A browser that wakes it up delivers the
// event as soon as this file has run, before the engine is compiled; so the listeners are registered here, at once, and
// hold each event until the engine is there.
import load, * as engine from './background/background.js';

const ready = load({ module_or_path: chrome.runtime.getURL('background/background_bg.wasm') });
ready.catch((error) => console.error('Postil could not start:', error));

chrome.runtime.onMessage.addListener((message, sender, respond) => {
  const answer = message?.bootstrap === 'inject' ? inject(sender) : ready.then(() => engine.on_message(message, sender));
  answer.then(respond, (error) => respond({ failed: String(error) }));
  return true;
});

/** Long work with its own line: a page asks first, and hears how far it is until the line is ended. */
chrome.runtime.onConnect.addListener((port) => {
  if (port.name !== 'job') return;
  // The engine looks here for what was said meanwhile: first the work, then perhaps that it is no longer wanted.
  const said = [];
  port.onMessage.addListener((message) => {
    if (said.push(message) === 1) ready.then(() => engine.on_job(port, said)).catch(() => port.disconnect());
  });
  port.onDisconnect.addListener(() => said.push('cancel'));
});

chrome.commands.onCommand.addListener(act);
chrome.contextMenus.onClicked.addListener((item, tab) => act(item.menuItemId, tab));

/** Does what a key or an entry of the context menu asks. */
async function act(command, tab) {
  // At once, while the reader's key or click is being handled: a moment later the browser refuses.
  if (command === 'open-panel') return openPanel(tab);
  await ready;
  await engine.on_command(command, tab);
}

/** Each browser has but one kind of panel; a phone has none, and gets a page. */
function openPanel(tab) {
  const { sidePanel, sidebarAction } = chrome;
  if (sidePanel) return sidePanel.open({ windowId: tab.windowId });
  return sidebarAction ? sidebarAction.open() : chrome.tabs.create({ url: 'panel.html' });
}

/** The entries of the context menu, where each shows, and its words. */
const MENU = [
  ['annotate-selection', 'selection', 'command_annotate'],
  ['mark-page', 'page', 'menu_mark'],
  ['toggle-page', 'page', 'menu_toggle_page'],
  ['toggle-site', 'page', 'command_toggle'],
  ['open-panel', 'page', 'command_panel'],
];

chrome.runtime.onInstalled.addListener(({ reason }) => {
  // In the background: whoever installs something is in the middle of reading about it.
  if (reason === 'update') ready.then(() => engine.on_updated());
  if (reason === 'install') chrome.tabs.create({ url: 'welcome.html', active: false });
  chrome.contextMenus.removeAll(() => {
    for (const [id, context, words] of MENU) {
      const title = chrome.i18n.getMessage(words);
      chrome.contextMenus.create({ id, title, contexts: [context], documentUrlPatterns: ['http://*/*', 'https://*/*'] });
    }
  });
});

chrome.storage.onChanged.addListener(async (changes, area) => {
  if (area !== 'local') return;
  await ready;
  await engine.on_stored();
});

/** Puts the engine into the frame that asks for it: Firefox's way, see load-firefox.js. */
async function inject(sender) {
  await chrome.scripting.executeScript({
    target: { tabId: sender.tab.id, frameIds: [sender.frameId] },
    files: ['content/content.js', 'start-firefox.js'],
  });
  return null;
}
