// The popup on a page that is not marked by itself.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { BROWSERS, launch } from './harness/browsers.mjs';
import { marked, marks } from './harness/marks.mjs';
import { openPopup } from './harness/popup.mjs';
import { serve } from './harness/server.mjs';
import { until } from './harness/session.mjs';

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    before(async () => {
      server = await serve();
      session = await launch(name);
      await session.extension(() => chrome.storage.local.set({ settings: { sites: { mode: 'asked', exceptions: {} } } }));
    });
    after(async () => {
      await session?.close();
      await server?.close();
    });

    const shows = (popup, selector) => until(() => popup.evaluate((selector) => document.querySelector(selector) !== null, selector), `${selector} in the popup`);

    test('where articles are marked only when asked, the popup asks, and then tells what was found', async () => {
      const page = await session.open(server.url('mexico.html'));
      const popup = await openPopup(session);
      await shows(popup, '.mark-page');
      assert.deepEqual(await marks(page), []);
      await popup.click('.mark-page');
      await marked(page);
      await shows(popup, '.counts .postil-money');
      await popup.close();
      await page.close();
    });

    test('a page that is no article is marked by nobody, and the popup says so', async () => {
      const page = await session.open(server.url('not-an-article.html'));
      const popup = await openPopup(session);
      await shows(popup, '.mark-page');
      await popup.click('.mark-page');
      await until(() => popup.evaluate(() => /marked nothing/.test(document.querySelector('.status').textContent)), 'the popup to say so');
      assert.deepEqual(await marks(page), []);
      await popup.close();
      await page.close();
    });
  });
}
