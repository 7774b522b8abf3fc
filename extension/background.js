// The background's bootstrap: Chrome's service worker, Firefox's event page. A browser that wakes it up delivers the
// event as soon as this file has run, before the engine is compiled; so the listeners are registered here, at once, and
// hold each event until the engine is there.
import load, * as engine from './background/background.js';

const api = globalThis.browser ?? globalThis.chrome;

const ready = load({ module_or_path: api.runtime.getURL('background/background_bg.wasm') }).then(() => engine.start());
ready.catch((error) => console.error('Postil could not start:', error));

api.runtime.onMessage.addListener((message, sender, respond) => {
  if (message?.bootstrap !== 'inject') return false;
  inject(sender).then(
    () => respond(null),
    (error) => respond(String(error)),
  );
  return true;
});

/** Puts the engine into the frame that asks for it: Firefox's way, see load-firefox.js. */
async function inject(sender) {
  await api.scripting.executeScript({
    target: { tabId: sender.tab.id, frameIds: [sender.frameId] },
    files: ['content/content.js', 'start-firefox.js'],
  });
}
