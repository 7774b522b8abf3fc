// Articles that come in pieces, from elsewhere, or as another document.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { listenForFaults } from './harness/faults.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { until } from './harness/session.mjs';

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    opened(name, (open) => ({ server, session } = open));

    const open = async (path) => {
      const page = await session.open(server.url(path));
      await page.bringToFront();
      await marked(page);
      return page;
    };
    const has = (page, style, text) =>
      until(async () => texts(await marks(page), style).includes(text), `the mark "${text}"`);

    test('infinite scroll: what comes at the end is marked', async () => {
      const page = await open('living/scroll.html');
      for (const text of ['880 million pesos', '310 euros']) {
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        await has(page, 'money', text);
      }
      await page.close();
    });

    test('read more: what was fetched is marked', async () => {
      const page = await open('living/read-more.html');
      assert.ok(!texts(await marks(page), 'money').includes('880 million pesos'));
      await page.click('button');
      await has(page, 'money', '880 million pesos');
      await has(page, 'person', 'Hannah Bergström');
      await page.close();
    });

    test('a live blog: each entry is marked, and no mark that stands is taken away on the way', async () => {
      const page = await open('living/blog.html');
      await has(page, 'money', '26,000 pesos');
      await page.evaluate(() => {
        const [kept] = [...CSS.highlights.get('postil-money')].filter((range) => String(range) === '26,000 pesos');
        globalThis.gone = 0;
        const look = () => {
          if (!CSS.highlights.get('postil-money')?.has(kept)) globalThis.gone += 1;
          requestAnimationFrame(look);
        };
        look();
      });
      for (const entry of [5, 6, 7]) await has(page, 'money', `${entry},000 pesos`);
      assert.equal(await page.evaluate(() => globalThis.gone), 0);
      await page.close();
    });

    test('an article in an open shadow root: its own text and what it is given are marked, and the card opens', async () => {
      const page = await open('living/shadow.html');
      const found = await until(async () => {
        const found = await marks(page);
        return texts(found, 'place').includes('Mexico City') && found;
      }, 'the text in the shadow root to be marked');
      // In its slot.
      assert.ok(texts(found, 'money').includes('26,000 pesos'));
      const worn = await page.evaluate(() => document.querySelector('news-story').shadowRoot.adoptedStyleSheets.length);
      assert.equal(worn, 1);
      const spot = await place(page, 'place', 'Mexico City');
      await page.mouse.move(3, 3);
      await page.mouse.move(spot.x, spot.y);
      await card.opened(session, page, (card) => card.kind === 'Place');
      await page.keyboard.press('Escape');
      await page.evaluate(() => {
        const paragraph = document.createElement('p');
        paragraph.textContent = 'Diego Fuentes Ibarra of the council paid another 31,500 pesos for boats and tents on Friday, and said that more would follow.';
        document.querySelector('news-story').shadowRoot.querySelector('article').append(paragraph);
      });
      await has(page, 'money', '31,500 pesos');
      await page.close();
    });

    test('an article in a frame of the same site is marked, one of another site is not', async () => {
      const page = await session.open(server.url('living/frame.html'));
      await page.bringToFront();
      const inFrame = () => page.frames().find((frame) => frame.url().endsWith('live.html'));
      await until(async () => (await marks(inFrame())).length > 0, 'the frame to be marked');
      await page.close();

      const other = new URL(server.url('living/live.html'));
      other.hostname = '127.0.0.1';
      server.made['/foreign.html'] = { body: `<!DOCTYPE html><title>A page</title><iframe src="${other}"></iframe><iframe src="/living/live.html"></iframe>` };
      const mixed = await session.open(server.url('foreign.html'));
      await mixed.bringToFront();
      const [foreign, own] = mixed.frames().slice(1);
      await until(async () => (await marks(own)).length > 0, 'the frame of the same site to be marked');
      assert.deepEqual(await marks(foreign), []);
      await mixed.close();
    });

    test('the print view of an article is marked like it, and what was saved is there', async () => {
      const page = await open('living/print.html');
      const spot = await place(page, 'money', '26,000 pesos');
      await page.mouse.move(3, 3);
      await page.mouse.move(spot.x, spot.y);
      const shown = await card.opened(session, page, (card) => card.kind === 'Money');
      await page.mouse.click(shown.buttons.Save.x, shown.buttons.Save.y);
      await has(page, 'saved', '26,000 pesos');
      const before = (await marks(page)).filter(({ style }) => style !== 'postil-focus');
      await page.keyboard.press('Escape');
      await page.goto(server.url('living/print.html#print'));
      await page.reload();
      await has(page, 'saved', '26,000 pesos');
      assert.deepEqual(await marks(page), before);
      await page.close();
    });

    for (const framework of ['react', 'vue']) {
      test(`what ${framework} renders anew stays marked, and ${framework} does not stumble over Postil`, async () => {
        server.made[`/${framework}.js`] = { body: await bundle(framework), type: 'text/javascript' };
        const page = await session.newPage();
        await page.bringToFront();
        const errors = [];
        page.on('pageerror', (error) => errors.push(String(error)));
        const faults = await listenForFaults(session, page);
        await page.goto(server.url(`living/${framework}.html`));
        await marked(page);
        for (let count = 1; count <= 6; count += 1) {
          await page.evaluate((count) => globalThis.render(count), count);
          await until(async () => {
            const found = await marks(page);
            const right = texts(found, 'money').filter((text) => text === '26,000 pesos').length === 1;
            return right && texts(found, 'figure').some((text) => text.startsWith(`${100 + count} boats`)) && found.every(({ text }) => text !== '');
          }, `the marks after rendering ${count} times`);
        }
        assert.deepEqual([...errors, ...(await faults())], []);
        await page.close();
      });
    }
  });
}

/** A page's script with the framework that it imports. */
async function bundle(framework) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [new URL(`pages/living/${framework}-story.js`, import.meta.url).pathname],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
  });
  return outputFiles[0].contents;
}
