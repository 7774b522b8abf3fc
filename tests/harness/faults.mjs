// What Postil's content script complains of or throws in a page: nothing, as a rule.
import { privileged } from './frame.mjs';

/**
 * Begins to listen, before the page is opened.
 * @returns {Promise<() => Promise<string[]>>} gives what was said until then, a line each
 */
export function listenForFaults(session, page) {
  return session.name === 'firefox' ? inFirefox(session) : inChromium(page);
}

/** Puppeteer tells of the page's own world only; the protocol tells of all. */
async function inChromium(page) {
  const protocol = await page.createCDPSession();
  const [ours, found] = [new Set(), []];
  protocol.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.origin.startsWith('chrome-extension:')) ours.add(context.id);
  });
  protocol.on('Runtime.exceptionThrown', ({ exceptionDetails: { executionContextId, url, text, exception } }) => {
    if (ours.has(executionContextId) || url?.startsWith('chrome-extension:')) found.push(exception?.description ?? text);
  });
  protocol.on('Runtime.consoleAPICalled', ({ executionContextId, type, args }) => {
    if (ours.has(executionContextId)) found.push(`${type}: ${args.map(({ value, description }) => value ?? description).join(' ')}`);
  });
  await protocol.send('Runtime.enable');
  return async () => found;
}

async function inFirefox(session) {
  await privileged(session, () => Services.console.reset());
  return () =>
    privileged(session, () => {
      const messages = Services.console.getMessageArray().filter((message) => message instanceof Ci.nsIScriptError);
      return messages.filter(({ sourceName }) => sourceName.startsWith('moz-extension:')).map(String);
    });
}
