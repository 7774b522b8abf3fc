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

chrome.commands.onCommand.addListener(async (command, tab) => {
  await ready;
  await engine.on_command(command, tab?.id);
});

chrome.runtime.onInstalled.addListener(({ reason }) => {
  // In the background: whoever installs something is in the middle of reading about it.
  if (reason === 'install') chrome.tabs.create({ url: 'welcome.html', active: false });
  chrome.contextMenus.removeAll(() =>
    chrome.contextMenus.create({
      id: 'annotate-selection',
      title: chrome.i18n.getMessage('command_annotate'),
      contexts: ['selection'],
      documentUrlPatterns: ['http://*/*', 'https://*/*'],
    }),
  );
});

chrome.contextMenus.onClicked.addListener(async (item, tab) => {
  await ready;
  await engine.on_command(item.menuItemId, tab?.id);
});

/** Puts the engine into the frame that asks for it: Firefox's way, see load-firefox.js. */
async function inject(sender) {
  await chrome.scripting.executeScript({
    target: { tabId: sender.tab.id, frameIds: [sender.frameId] },
    files: ['content/content.js', 'start-firefox.js'],
  });
  return null;
}
