// The engine starts in a page, whatever the page's Content-Security-Policy.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { BROWSERS, launch } from './harness/browsers.mjs';
import { serve } from './harness/server.mjs';
import { until } from './harness/session.mjs';

/** Names of Postil's highlights; the page and the content script share the registry. */
const highlights = (page) => page.evaluate(() => [...CSS.highlights.keys()].filter((name) => name.startsWith('postil-')));

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    before(async () => {
      server = await serve();
      session = await launch(name);
    });
    after(async () => {
      await session?.close();
      await server?.close();
    });

    for (const kind of ['url', 'strictUrl']) {
      test(`the engine starts in a page (${kind})`, async () => {
        const page = await session.open(server[kind]('short.html'));
        const found = await until(async () => (await highlights(page)).length > 0, 'a highlight');
        assert.ok(found);
        await page.close();
      });
    }

    test('the popup starts', async () => {
      const popup = await session.openExtensionPage('popup.html');
      await until(() => popup.evaluate(() => document.documentElement.id === 'postil'), 'the popup');
      await popup.close();
    });
  });
}
