// Opens Postil's real panel beside the page and looks into it.
import { inFrame, privileged } from './frame.mjs';
import { PATIENCE, until } from './session.mjs';

/**
 * By the popup's button.
 * @returns an object with `evaluate`, `screenshot` and `close`
 */
export async function openPanel(session, popup) {
  await until(() => popup.evaluate(() => document.querySelector('.open-panel:enabled') !== null), 'the popup');
  const [panel] = await Promise.all([openedPanel(session), popup.click('.open-panel')]);
  return panel;
}

/** The panel, as soon as it is open. */
export function openedPanel(session) {
  return session.name === 'firefox' ? openedFirefox(session) : openedChromium(session);
}

async function openedChromium(session) {
  const url = session.extensionUrl('panel.html');
  const target = await session.browser.waitForTarget((target) => target.url() === url, { timeout: PATIENCE });
  const page = await target.asPage();
  return {
    evaluate: (task, ...values) => page.evaluate(task, ...values),
    screenshot: () => page.screenshot(),
    close: () => page.close().catch(() => {}),
  };
}

async function openedFirefox(session) {
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
