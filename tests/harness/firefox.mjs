import { readFile } from 'node:fs/promises';
import puppeteer from 'puppeteer-core';

import { root } from './paths.mjs';
import { callAsJson, PATIENCE, Session, until } from './session.mjs';

const PROGRAM = process.env.POSTIL_FIREFOX ?? '/usr/bin/firefox-esr';

/** Firefox gives each installation a random host name, unless a preference gives one before. */
const HOST = '11111111-2222-4333-8444-555555555555';

const KEYS = { Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', ArrowUp: '\uE013', ArrowDown: '\uE015', ArrowLeft: '\uE012', ArrowRight: '\uE014', Backspace: '\uE003' };

export class FirefoxSession extends Session {
  name = 'firefox';

  static async launch({ folder = `${root}dist/firefox`, headless = true, profile, downloads, language, proxy, trusting } = {}) {
    const manifest = JSON.parse(await readFile(`${folder}/manifest.json`, 'utf8'));
    const id = manifest.browser_specific_settings.gecko.id;
    const preferences = { 'extensions.webextensions.uuids': JSON.stringify({ [id]: HOST }) };
    if (proxy) {
      Object.assign(preferences, {
        'network.proxy.type': 1,
        'network.proxy.http': '127.0.0.1',
        'network.proxy.http_port': proxy,
        'network.proxy.ssl': '127.0.0.1',
        'network.proxy.ssl_port': proxy,
        'network.proxy.no_proxies_on': 'localhost, .localhost, 127.0.0.1',
      });
    }
    if (downloads) {
      Object.assign(preferences, { 'browser.download.dir': downloads, 'browser.download.folderList': 2 });
    }
    // A temporary add-on is removed when Firefox closes, an installed one is not: what it stored stays as for that.
    if (profile) preferences['extensions.webextensions.keepStorageOnUninstall'] = true;
    if (language) preferences['intl.accept_languages'] = language;
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: PROGRAM,
      headless,
      acceptInsecureCerts: trusting,
      userDataDir: profile,
      defaultViewport: { width: 1000, height: 800 },
      // For pages of the extension, and for what only the browser's own windows can do.
      args: ['-remote-allow-system-access'],
      extraPrefsFirefox: preferences,
    });
    const session = new FirefoxSession(browser);
    await browser.installExtension(folder);
    session.downloads = downloads;
    session.id = id;
    session.manifest = manifest;
    return session;
  }

  extensionUrl(path) {
    return `moz-extension://${HOST}/${path}`;
  }

  /** Sends a WebDriver BiDi command: puppeteer drives no page of an extension. */
  async bidi(method, parameters) {
    return (await this.browser.connection.send(method, parameters)).result;
  }

  async openExtensionPage(path) {
    const { context } = await this.bidi('browsingContext.create', { type: 'tab' });
    await this.bidi('browsingContext.navigate', { context, url: this.extensionUrl(path), wait: 'none' });
    const page = new ExtensionPage(this, context);
    const url = this.extensionUrl(path);
    await until(
      () => page.evaluate((url) => location.href === url && document.readyState === 'complete', url).catch(() => false),
      `${url} to load`,
    );
    return page;
  }

  /** Ends the background, as the browser does after some idle time. The next event starts it again. */
  async endBackground() {
    await this.privileged(`WebExtensionPolicy.getByID(${JSON.stringify(this.id)}).extension.terminateBackground()`);
  }

  /** Gives one of the manifest's commands over a page, as its keys do: key events of a page do not reach the browser. */
  async command(name, page) {
    await page.bringToFront();
    const letter = this.manifest.commands[name].suggested_key.default.split('+').pop();
    const keys = `keyset[id^="ext-keyset-id"] > key[key="${letter}"]`;
    await this.privileged(
      `Services.wm.getMostRecentWindow('navigator:browser').document.querySelector(${JSON.stringify(keys)}).doCommand()`,
    );
  }

  /** Chooses an entry of the context menu over a page, with the pointer where it is. */
  async menu(id, page, { x, y } = { x: 5, y: 5 }) {
    await page.bringToFront();
    await page.mouse.click(x, y, { button: 'right' });
    const widget = this.id.toLowerCase().replace(/[^a-z0-9_-]/g, '_');
    const chosen = await this.privileged(`(async () => {
      const { document } = Services.wm.getMostRecentWindow('navigator:browser');
      const menu = document.getElementById('contentAreaContextMenu');
      const shown = (popup) => popup.state === 'open' ? null : new Promise((resolve) => popup.addEventListener('popupshown', resolve, { once: true }));
      await shown(menu);
      const item = document.getElementById(${JSON.stringify(`${widget}-menuitem-_${id}`)});
      if (!item) return 'no such entry: ' + [...menu.querySelectorAll('[id*="menuitem-_"]')].map((one) => one.id);
      const popup = item.parentElement;
      if (popup !== menu) {
        popup.parentElement.openMenu(true);
        await shown(popup);
      }
      popup.activateItem(item);
      return 'chosen';
    })()`);
    if (chosen !== 'chosen') throw new Error(chosen);
  }

  /** Runs an expression in the browser's own window. */
  async privileged(expression) {
    const { contexts } = await this.bidi('browsingContext.getTree', { 'moz:scope': 'chrome' });
    return this.evaluateIn(contexts[0].context, expression);
  }

  async evaluateIn(context, expression) {
    const answer = await this.bidi('script.evaluate', {
      expression,
      target: { context },
      awaitPromise: true,
      userActivation: true,
    });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  }
}

/** A page of the extension, in a tab of its own. */
class ExtensionPage {
  constructor(session, context) {
    this.session = session;
    this.context = context;
  }

  async evaluate(task, ...values) {
    return JSON.parse((await this.session.evaluateIn(this.context, callAsJson(task, values))) ?? 'null');
  }

  async click(x, y) {
    const pointer = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' } };
    pointer.actions = [
      { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.#perform(pointer);
  }

  async type(text) {
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#perform({ type: 'key', id: 'keyboard', actions });
  }

  press(key) {
    return this.type(KEYS[key] ?? key);
  }

  async screenshot() {
    const { data } = await this.session.bidi('browsingContext.captureScreenshot', { context: this.context });
    return Buffer.from(data, 'base64');
  }

  async bringToFront() {
    await this.session.bidi('browsingContext.activate', { context: this.context });
  }

  async close() {
    await this.session.bidi('browsingContext.close', { context: this.context });
  }

  async #perform(source) {
    await this.session.bidi('input.performActions', { context: this.context, actions: [source] });
    await this.session.bidi('input.releaseActions', { context: this.context });
  }
}
