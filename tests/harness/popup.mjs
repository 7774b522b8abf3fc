// Opens Postil's real popup, the one that the toolbar button opens, and drives it.
import { drawn, inFrame, privileged } from './frame.mjs';
import { axe, check } from './pages.mjs';
import { until } from './session.mjs';

/**
 * @param session
 * @returns an object with `evaluate`, `click`, `dress` (light or dark), `violations` (what axe-core finds wrong),
 *   `screenshot` and `close`
 */
export function openPopup(session) {
  return session.name === 'firefox' ? openFirefox(session) : openChromium(session);
}

async function openChromium(session) {
  const worker = await session.worker();
  await worker.evaluate(() => chrome.action.openPopup());
  const target = await session.browser.waitForTarget((target) => target.url() === session.extensionUrl('popup.html'));
  const page = await target.asPage();
  return {
    evaluate: (task, ...values) => page.evaluate(task, ...values),
    dress: (dark) => page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]),
    click: (selector) => page.click(selector),
    violations: async () => {
      await page.evaluate(axe);
      return page.evaluate(check);
    },
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
    dress: async (dark) => {
      const colours = (find, scheme) => {
        eval(find)(Services.wm.getMostRecentWindow('navigator:browser')).browsingContext.prefersColorSchemeOverride = scheme;
      };
      await privileged(session, colours, String(find), dark ? 'dark' : 'light');
      await until(() => inPopup((dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark, dark), 'the colours to change');
    },
    violations: async () => {
      await inPopup(`() => {${axe}}`);
      return inPopup(check);
    },
    screenshot: () => drawn(session, find),
    close: () =>
      privileged(session, () => {
        for (const panel of Services.wm.getMostRecentWindow('navigator:browser').document.querySelectorAll('panel')) {
          panel.hidePopup?.();
        }
      }),
  };
}
