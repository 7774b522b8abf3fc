// The engine starts in a page, whatever the page's Content-Security-Policy.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import { until } from './harness/session.mjs';

/** Names of Postil's highlights; the page and the content script share the registry. */
const highlights = (page) => page.evaluate(() => [...CSS.highlights.keys()].filter((name) => name.startsWith('postil-')));

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    opened(name, (open) => ({ server, session } = open));

    const starts = async (url) => {
      const page = await session.open(url);
      await until(async () => (await highlights(page)).length > 0, `a highlight in ${url}`);
      await page.close();
    };

    test('the engine starts in a page', () => starts(server.url('short.html')));

    test('the engine starts in a page that forbids all scripts', () => starts(server.strictUrl('short.html')));

    test('the engine starts when the background had ended', async () => {
      await session.endBackground();
      await starts(server.url('short.html'));
    });

    test('the package has the rights that its manifest asks for, and no others', async () => {
      const { permissions, origins } = await session.extension(() => (globalThis.browser ?? chrome).permissions.getAll());
      assert.deepEqual(permissions.sort(), name === 'firefox' ? ['contextMenus', 'scripting', 'storage', 'unlimitedStorage'] : ['contextMenus', 'sidePanel', 'storage', 'unlimitedStorage']);
      assert.deepEqual(origins.sort(), ['http://*/*', 'https://*/*']);
    });

    test('what a browser asks for beyond this machine is seen', async () => {
      const page = await session.open(server.url('not-an-article.html'));
      await page.evaluate(() => fetch('http://elsewhere.example/', { mode: 'no-cors' }).catch(() => {}));
      assert.deepEqual(session.network.foreign(), ['elsewhere.example']);
      session.network.forget();
      await page.close();
    });

    test('the popup starts', async () => {
      const popup = await session.openExtensionPage('popup.html');
      await until(() => popup.evaluate(() => document.querySelector('.open-options:enabled')?.textContent === 'Options' && document.querySelector('main .export') !== null), 'the popup');
      await popup.close();
    });
  });
}
