// The extension is updated or removed while its pages are open: what was put into them falls silent.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BROWSERS, launch } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { listenForFaults } from './harness/faults.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { serve } from './harness/server.mjs';
import { until } from './harness/session.mjs';

for (const name of BROWSERS) {
  // Firefox ends an extension's scripts in its pages: nothing of them runs, and what they painted stays until a reload.
  test(`${name}: the old content script marks nothing more, opens no card, complains of nothing`, async () => {
    const server = await serve();
    const session = await launch(name);
    try {
      const page = await session.newPage();
      await page.bringToFront();
      const faults = await listenForFaults(session, page);
      await page.goto(server.url('living/live.html'));
      await marked(page);
      const waiting = await session.open(server.url('living/front.html'));
      await page.bringToFront();
      await session.browser.uninstallExtension(session.id);

      const { x, y } = await place(page, 'money', '26,000 pesos');
      await page.mouse.move(3, 3);
      await page.mouse.move(x, y);
      await page.mouse.click(x, y);
      await page.evaluate(() => {
        const paragraph = document.createElement('p');
        paragraph.textContent = 'Diego Fuentes Ibarra of the council paid another 31,500 pesos for boats and tents on Friday, and said that more would follow.';
        document.querySelector('#entries').append(paragraph);
      });
      if (name === 'chromium') {
        await until(async () => (await marks(page)).length === 0, 'the marks to go');
        assert.equal(await page.evaluate(() => document.adoptedStyleSheets.length), 0);
      }
      assert.equal(await card.read(session, page), null);

      // A page that was no article when the extension went is one now.
      await waiting.evaluate(() => globalThis.render('mine'));
      await waiting.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      assert.deepEqual(await marks(waiting), []);
      assert.ok(!texts(await marks(page), 'money').includes('31,500 pesos'));
      assert.deepEqual(await faults(), []);
    } finally {
      await session.close();
      await server.close();
    }
  });
}
