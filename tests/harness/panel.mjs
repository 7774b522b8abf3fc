// Opens Postil's real panel beside the page, by the popup's button, and looks into it.
import { inFrame, privileged } from './frame.mjs';
import { until } from './session.mjs';

/** @returns an object with `evaluate`, `screenshot` and `close` */
export function openPanel(session, popup) {
  return session.name === 'firefox' ? openFirefox(session, popup) : openChromium(session, popup);
}

async function openChromium(session, popup) {
  await until(() => popup.evaluate(() => document.querySelector('.open-panel') !== null), 'the popup');
  const url = session.extensionUrl('panel.html');
  const opened = session.browser.waitForTarget((target) => target.url() === url);
  await popup.click('.open-panel');
  const page = await (await opened).asPage();
  return {
    evaluate: (task, ...values) => page.evaluate(task, ...values),
    screenshot: () => page.screenshot(),
    close: () => page.close().catch(() => {}),
  };
}

async function openFirefox(session, popup) {
  await until(() => popup.evaluate(() => document.querySelector('.open-panel') !== null), 'the popup');
  await popup.click('.open-panel');
  const find = (window) =>
    window.document.getElementById('sidebar')?.contentDocument?.getElementById('webext-panels-browser') ?? undefined;
  const inPanel = (task, ...values) => inFrame(session, find, task, values);
  await until(() => inPanel(() => document.querySelector('h1') !== null), 'the panel');
  return {
    evaluate: inPanel,
    screenshot: async () => null,
    close: () => privileged(session, () => Services.wm.getMostRecentWindow('navigator:browser').SidebarController.hide()),
  };
}
