// Opens Postil's real popup, the one that the toolbar button opens, and drives it.
import { inFrame, privileged } from './frame.mjs';
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
  await privileged(session, async (id) => {
    const { extension } = WebExtensionPolicy.getByID(id);
    const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
    const action = ExtensionParent.apiManager.global.browserActionFor(extension);
    await action.openPopup(Services.wm.getMostRecentWindow('navigator:browser'), false);
  }, session.id);
  const find = (window) =>
    [...window.document.querySelectorAll('browser.webextension-popup-browser')].find(
      (browser) => browser.currentURI?.filePath?.endsWith('popup.html') ?? false,
    );
  const inPopup = (task, ...values) => inFrame(session, find, task, values);
  await until(() => inPopup(() => document.readyState === 'complete'), 'the popup');
  return {
    evaluate: inPopup,
    click: (selector) =>
      inPopup((selector) => {
        const element = document.querySelector(selector);
        element.focus();
        element.click();
      }, selector),
    screenshot: async () => null,
    close: () =>
      privileged(session, () => {
        for (const panel of Services.wm.getMostRecentWindow('navigator:browser').document.querySelectorAll('panel')) {
          panel.hidePopup?.();
        }
      }),
  };
}
