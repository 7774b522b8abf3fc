// The first page and the sample article: what a new reader sees before she has read anything with Postil.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { BROWSERS, launch } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked, place, texts } from './harness/marks.mjs';
import { choose, click, dress, openOwnPage, resize, untilIn, violations } from './harness/pages.mjs';
import { until } from './harness/session.mjs';

for (const name of BROWSERS) {
  describe(name, () => {
    let session, welcome, sample;
    before(async () => {
      session = await launch(name);
      welcome = await openOwnPage(session, 'welcome.html');
    });
    after(() => session?.close());

    const stored = (key) => session.extension((key) => chrome.storage.local.get(key).then((all) => all[key]), key);

    test('the example is told in the currency that she chooses', async () => {
      const answer = () => welcome.evaluate(() => document.querySelector('.example .answer')?.textContent ?? '');
      await choose(welcome, '#currency', 'GBP');
      await until(async () => /£1,1\d0/.test(await answer()), 'the example in pounds');
      await choose(welcome, '#currency', 'JPY');
      await until(async () => /¥18\d,000/.test(await answer()), 'the example in yen');
      assert.equal((await stored('settings')).currency, 'JPY');
      await choose(welcome, '#currency', 'MXN');
      await until(async () => (await answer()) === '', 'the example without a conversion');
      await choose(welcome, '#currency', 'EUR');
      await until(async () => /€1,310/.test(await answer()), 'the example in euros');
    });

    test('it leads to the sample article', async () => {
      await click(welcome, '.try');
      const url = session.extensionUrl('sample.html');
      await until(() => session.extension((url) => chrome.tabs.query({}).then((tabs) => tabs.some((tab) => tab.url === url)), url), 'the sample');
    });

    test('the sample article is marked as any other', async () => {
      sample = await session.openExtensionPage('sample.html');
      const found = await marked(sample);
      assert.ok(texts(found, 'person').some((text) => text.includes('Arriola Peniche')), texts(found, 'person').join());
      assert.ok(texts(found, 'organization').includes('European Investment Bank'), texts(found, 'organization').join());
      assert.ok(texts(found, 'place').includes('Mexico City'), texts(found, 'place').join());
      assert.ok(texts(found, 'thing').some((text) => text.includes('AK-47')), texts(found, 'thing').join());
      assert.ok(texts(found, 'money').includes('26,000 pesos'), texts(found, 'money').join());
      assert.ok(texts(found, 'figure').some((text) => text.startsWith('38 knots')), texts(found, 'figure').join());
      assert.match(await sample.evaluate(() => document.querySelector('#note').textContent), /made-up article/);
    });

    test('a mark there has its card, and can be saved', async () => {
      const { x, y } = await place(sample, 'money', '26,000 pesos');
      await sample.click(x, y);
      const { answer, buttons } = await card.opened(session, sample);
      assert.match(answer, /€1,1\d0/);
      await sample.click(buttons.Save.x, buttons.Save.y);
      await until(() => session.extension(() => chrome.storage.local.get(null).then((all) => Object.keys(all).some((key) => key.startsWith('page:') && key.includes('sample.html')))), 'it to be saved');
    });

    test('the panel tells of the sample article', async () => {
      const panel = await openOwnPage(session, 'panel.html');
      await untilIn(panel, () => /Four patrol boats/.test(document.querySelector('.article-title')?.textContent), 'the sample in the panel');
      await untilIn(panel, () => document.querySelector('section[aria-labelledby=here] .quote')?.textContent === '26,000 pesos', 'what is saved of it');
      await panel.close();
    });

    test('axe-core finds nothing wrong with the sample, light and dark, and it fits', async () => {
      for (const dark of [false, true]) {
        await dress(session, sample, dark);
        for (const width of [360, 1000]) {
          await resize(session, sample, width, 800);
          assert.deepEqual(await violations(session, sample), [], `${width} px, ${dark ? 'dark' : 'light'}`);
          assert.ok((await sample.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
        }
      }
      await dress(session, sample, false);
    });
  });
}
