// Opens Postil's real popup, the one that the toolbar button opens, and drives it.
import { until } from './session.mjs';

/**
 * @param session
 * @param [features] media features to emulate, as puppeteer names them; Chromium only
 * @returns an object with `evaluate`, `click` and `close`
 */
export function openPopup(session, features = []) {
  return session.name === 'firefox' ? openFirefox(session) : openChromium(session, features);
}

async function openChromium(session, features) {
  const worker = await session.worker();
  await worker.evaluate(() => chrome.action.openPopup());
  const target = await session.browser.waitForTarget((target) => target.url() === session.extensionUrl('popup.html'));
  const page = await target.asPage();
  await page.emulateMediaFeatures(features);
  return {
    evaluate: (task, ...values) => page.evaluate(task, ...values),
    click: (selector) => page.click(selector),
    screenshot: () => page.screenshot(),
    close: () => page.close().catch(() => {}),
  };
}

async function openFirefox(session) {
  const { contexts } = await session.bidi('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const chrome = { context: contexts[0].context };
  const privileged = async (task, ...values) => {
    const answer = await session.bidi('script.evaluate', {
      expression: `(async () => JSON.stringify((await (${task})(...${JSON.stringify(values)})) ?? null))()`,
      target: chrome,
      awaitPromise: true,
    });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
    return JSON.parse(answer.result.value);
  };
  await privileged(async (id) => {
    const { extension } = WebExtensionPolicy.getByID(id);
    const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
    const action = ExtensionParent.apiManager.global.browserActionFor(extension);
    await action.openPopup(Services.wm.getMostRecentWindow('navigator:browser'), false);
  }, session.id);
  // The popup's document lives in another process; a script in its frame is the way to it.
  const inPopup = (task, values) =>
    privileged(
      async (source, values, id) => {
        const window = Services.wm.getMostRecentWindow('navigator:browser');
        const browser = [...window.document.querySelectorAll('browser.webextension-popup-browser')].find(
          (browser) => browser.currentURI?.filePath?.endsWith('popup.html') ?? false,
        );
        if (!browser) return null;
        const code = `
          let answer;
          try {
            const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
            answer = Cu.evalInSandbox(${JSON.stringify(`JSON.stringify((${source})(...${JSON.stringify(values)}) ?? null)`)}, sandbox);
          } catch (error) { answer = JSON.stringify({ error: String(error) }); }
          sendAsyncMessage('postil-test-answer', answer);`;
        return new Promise((resolve) => {
          const listener = { receiveMessage({ data }) {
            browser.messageManager.removeMessageListener('postil-test-answer', listener);
            resolve(JSON.parse(data));
          } };
          browser.messageManager.addMessageListener('postil-test-answer', listener);
          browser.messageManager.loadFrameScript('data:,' + encodeURIComponent(code), false);
        });
      },
      String(task),
      values,
      session.id,
    );
  await until(() => inPopup(() => document.readyState === 'complete', []), 'the popup');
  return {
    evaluate: (task, ...values) => inPopup(task, values),
    click: (selector) =>
      inPopup((selector) => {
        const element = document.querySelector(selector);
        element.focus();
        element.click();
      }, [selector]),
    screenshot: async () => null,
    close: () =>
      privileged(() => {
        for (const panel of Services.wm.getMostRecentWindow('navigator:browser').document.querySelectorAll('panel')) {
          panel.hidePopup?.();
        }
      }),
  };
}
