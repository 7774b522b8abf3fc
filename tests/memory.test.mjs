// Memory: what an article's tab costs, nothing on other pages, and nothing more after many pages in one tab.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import { marked, marks, texts } from './harness/marks.mjs';
import { memoryOf } from './harness/memory.mjs';
import { until } from './harness/session.mjs';

const MB = 1e6;
/** What an article's tab may take for WebAssembly, tables and state. */
const MOST = 12 * MB;
const VISITS = 100;
/** After so many the browser's own caches are as full as they get. */
const WARM = 20;

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    opened(name, (open) => ({ server, session } = open));

    const automatic = (on) => session.extension((mode) => chrome.storage.local.set({ settings: { sites: { mode } } }), on ? 'automatic' : 'never');

    test('an article takes at most 12 MB, and a page that is none nothing', async (t) => {
      const page = await session.newPage();
      await page.bringToFront();
      await automatic(false);
      await page.goto(server.url('mexico.html'));
      const without = await memoryOf(session, page);
      await automatic(true);
      await marked(page);
      const withPostil = await memoryOf(session, page);
      t.diagnostic(`WebAssembly ${((withPostil.wasm - without.wasm) / MB).toFixed(1)} MB`);
      assert.ok(withPostil.wasm - without.wasm > MB, `${withPostil.wasm}: the memory was not found`);
      assert.ok(withPostil.wasm - without.wasm <= MOST, `${withPostil.wasm - without.wasm}`);
      if (withPostil.all !== null) {
        t.diagnostic(`in all ${((withPostil.all - without.all) / MB).toFixed(1)} MB`);
        assert.ok(withPostil.all - without.all <= MOST, `${withPostil.all - without.all}`);
      }
      // What the article took is let go of when the tab leaves it.
      await page.goto(server.url('not-an-article.html'));
      const left = await until(async () => {
        const now = await memoryOf(session, page);
        return now.wasm <= without.wasm && now;
      }, 'the memory to be let go');
      assert.equal(left.wasm, without.wasm);
      await page.close();
    });

    test('a hundred articles in one document, one after the other, take no more than the first', async (t) => {
      const page = await session.open(server.url('living/front.html'));
      await page.bringToFront();
      const sizes = [];
      for (let visit = 1; visit <= VISITS; visit += 1) {
        const [path, money] = visit % 2 ? ['harbour', '4.2 million euros'] : ['mine', '880 million pesos'];
        await page.evaluate((path) => go(path), path);
        await until(async () => texts(await marks(page), 'money').includes(money), `${path}, visit ${visit}`);
        if (visit === WARM || visit === VISITS) sizes.push(await memoryOf(session, page));
      }
      const [warm, last] = sizes;
      t.diagnostic(`WebAssembly ${(warm.wasm / MB).toFixed(1)} MB, after ${VISITS} visits ${(last.wasm / MB).toFixed(1)} MB`);
      assert.ok(last.wasm <= warm.wasm, `${warm.wasm} bytes grew to ${last.wasm}`);
      if (last.all !== null) {
        const each = (last.all - warm.all) / (VISITS - WARM);
        t.diagnostic(`in all ${(each / 1000).toFixed(1)} KB more for each visit`);
        assert.ok(each < 5000, `${each} bytes stay of each visit`);
      }
      await page.close();
    });

    test('a hundred documents in one tab take no more than the first', async (t) => {
      const page = await session.newPage();
      await page.bringToFront();
      const sizes = [];
      for (let visit = 1; visit <= VISITS; visit += 1) {
        await page.goto(server.url(visit % 2 ? 'living/live.html' : 'short.html'));
        if (visit % 2) continue;
        await marked(page);
        if (visit === WARM || visit === VISITS) sizes.push(await memoryOf(session, page));
      }
      const [warm, last] = sizes;
      t.diagnostic(`WebAssembly ${(warm.wasm / MB).toFixed(1)} MB, after ${VISITS} visits ${(last.wasm / MB).toFixed(1)} MB`);
      assert.ok(last.wasm <= warm.wasm, `${warm.wasm} bytes grew to ${last.wasm}`);
      // It goes up and down by 5 MB with what Chromium has not cleared away yet; 100 KB kept of each document were 8 MB.
      if (last.all !== null) assert.ok(last.all - warm.all < 8 * MB, `${warm.all} bytes grew to ${last.all}`);
      await page.close();
    });
  });
}
