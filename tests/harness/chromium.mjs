import puppeteer from 'puppeteer-core';

import { root } from './paths.mjs';
import { callAsJson, PATIENCE, Session } from './session.mjs';

const PROGRAM = process.env.POSTIL_CHROMIUM ?? '/usr/bin/chromium';

export class ChromiumSession extends Session {
  name = 'chromium';

  static async launch({ folder = `${root}dist/chrome`, headless = true, profile, downloads, language, proxy, trusting, screen } = {}) {
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ];
    // A popup is never higher than what is left of the screen, which by itself is 800 by 600.
    if (screen) args.push(`--screen-info={${screen}}`, `--window-size=${screen.replace('x', ',')}`);
    if (proxy) args.push(`--proxy-server=127.0.0.1:${proxy}`);
    if (trusting) args.push('--ignore-certificate-errors');
    if (language) args.push(`--lang=${language}`, `--accept-lang=${language}`);
    const browser = await puppeteer.launch({
      executablePath: PROGRAM,
      headless,
      // Without pipes Chromium does not let extensions be installed.
      pipe: true,
      enableExtensions: true,
      userDataDir: profile,
      env: language ? { ...process.env, LANGUAGE: language } : process.env,
      defaultViewport: { width: 1000, height: 800 },
      args,
    });
    const session = new ChromiumSession(browser);
    session.downloads = downloads;
    session.id = await browser.installExtension(folder);
    if (downloads) {
      const cdp = await browser.target().createCDPSession();
      await cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
    }
    return session;
  }

  extensionUrl(path) {
    return `chrome-extension://${this.id}/${path}`;
  }

  async openExtensionPage(path) {
    const page = await this.newPage();
    await page.goto(this.extensionUrl(path));
    return new ExtensionPage(page);
  }

  /** Ends the background, as the browser does after some idle time. The next event starts it again. */
  async endBackground() {
    await (await this.worker()).close();
  }

  /** Gives one of the manifest's commands over a page, as its keys do: key events of a page do not reach the browser. */
  async command(name, page) {
    await page.bringToFront();
    const worker = await this.worker();
    await worker.evaluate(async (name) => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      chrome.commands.onCommand.dispatch(name, tab);
    }, name);
  }

  /** Chooses an entry of the context menu over a page. */
  async menu(id, page) {
    await page.bringToFront();
    const worker = await this.worker();
    await worker.evaluate(async (menuItemId) => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      chrome.contextMenus.onClicked.dispatch({ menuItemId, editable: false, pageUrl: tab.url }, tab);
    }, id);
  }

  /** The background's service worker; one that the browser has ended is started again. */
  async worker() {
    const isOurs = (target) => target.type() === 'service_worker' && target.url().startsWith(this.extensionUrl(''));
    const running = this.browser.targets().find(isOurs);
    if (!running) await this.extension(() => chrome.runtime.sendMessage({ bootstrap: 'wake' }));
    const target = running ?? (await this.browser.waitForTarget(isOurs, { timeout: PATIENCE }));
    return target.worker();
  }
}

/** A page of the extension, in a tab of its own. */
class ExtensionPage {
  constructor(page) {
    this.page = page;
  }

  async evaluate(task, ...values) {
    return JSON.parse((await this.page.evaluate(callAsJson(task, values))) ?? 'null');
  }

  click(x, y) {
    return this.page.mouse.click(x, y);
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /** @param {string} key as in `KeyboardEvent.key`: `Enter`, `Tab`, `Escape`, `ArrowDown` */
  press(key) {
    return this.page.keyboard.press(key);
  }

  /** @returns {Promise<Uint8Array>} PNG */
  screenshot() {
    return this.page.screenshot();
  }

  bringToFront() {
    return this.page.bringToFront();
  }

  close() {
    return this.page.close();
  }
}
