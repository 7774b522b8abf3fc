// The whole path as a reader walks it: marks, card, save with a note, come back, find it, export.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { openPopup } from './harness/popup.mjs';
import { serve } from './harness/server.mjs';
import { until } from './harness/session.mjs';

const PEOPLE = ['Ignacio Barragán Ríos', 'Barragán', 'Barragán', 'Lucía Arriaga Montes', 'Arriaga'];
const NOTE = 'Ask the ministry — <b>twice</b>.';

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    opened(name, (open) => ({ server, session } = open));

    const point = async (page, style, text) => {
      // A card that was opened by a key stays until it is closed.
      await page.keyboard.press('Escape');
      await card.closed(session, page);
      const spot = await place(page, style, text);
      await page.mouse.move(5, 5);
      await page.mouse.move(spot.x, spot.y);
      return spot;
    };

    for (const [kind, describePage] of [
      ['url', 'an ordinary page'],
      ['strictUrl', 'a page that forbids scripts'],
    ]) {
      describe(describePage, () => {
        let page;
        before(async () => {
          page = await session.open(server[kind]('mexico.html'));
        });
        after(async () => {
          await page.close();
        });

        test('names, figures and money of the article are marked, and nothing around it', async () => {
          const found = await marked(page);
          assert.deepEqual(texts(found, 'person'), PEOPLE);
          assert.ok(texts(found, 'organization').includes('Sedena'));
          assert.ok(texts(found, 'place').includes('Tejupilco'));
          assert.ok(texts(found, 'money').includes('26,000 pesos'));
          assert.ok(texts(found, 'figure').includes('70 fragmentation grenades'));
          const outside = await page.evaluate(() => {
            const article = document.querySelector('article');
            return [...CSS.highlights]
              .filter(([style]) => style.startsWith('postil-'))
              .flatMap(([, ranges]) => [...ranges])
              .filter((range) => !article.contains(range.commonAncestorContainer))
              .map(String);
          });
          assert.deepEqual(outside, []);
        });

        test('a mark is painted: pixels differ from those without it', async () => {
          await place(page, 'organization', 'Sedena');
          // Overlay scroll bars fade away after scrolling.
          await page.evaluate(() => (document.documentElement.style.scrollbarWidth = 'none'));
          // A picture is taken when two in a row are the same: fonts and scroll bars come and go a little later.
          let last;
          const look = () =>
            until(async () => {
              const now = Buffer.from(await page.screenshot({ captureBeyondViewport: false }));
              const still = last?.equals(now);
              last = now;
              return still && now;
            }, 'the page to stand still');
          const painted = await look();
          await page.evaluate(() => {
            globalThis.kept = CSS.highlights.get('postil-organization');
            CSS.highlights.delete('postil-organization');
          });
          const plain = await look();
          await page.evaluate(() => CSS.highlights.set('postil-organization', globalThis.kept));
          const again = await look();
          assert.ok(!painted.equals(plain), 'the page looks the same without the mark');
          assert.ok(painted.equals(again), 'the page looks another way with the mark back');
        });

        test('the pointer at rest on money opens the card with its conversion', async () => {
          const spot = await point(page, 'money', '26,000 pesos');
          const open = await card.opened(session, page, (card) => card.kind === 'Money');
          assert.match(open.title, /26,000 Mexican pesos/);
          assert.match(open.answer, /\$1,2\d\d|\$1,3\d\d|€1,\d\d\d|£1,\d\d\d/);
          assert.ok(open.facts.some((fact) => /European Central Bank/.test(fact) && /2022/.test(fact)), open.facts.join('\n'));
          assert.ok(open.box.top >= spot.bottom || open.box.bottom <= spot.top, 'the card lies over its mark');
          const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
          assert.ok(open.box.left >= 0 && open.box.top >= 0 && open.box.right <= width && open.box.bottom <= height);
          await page.keyboard.press('Escape');
          await card.closed(session, page);
        });

        test('the keyboard opens the card of the next mark, and Escape closes it', async () => {
          await session.command('next-mark', page);
          const first = await card.opened(session, page);
          assert.equal(first.focused, 'Save');
          await session.command('next-mark', page);
          const second = await card.opened(session, page, (card) => card.label !== first.label);
          await session.command('previous-mark', page);
          await card.opened(session, page, (card) => card.label === first.label);
          assert.notEqual(second.label, first.label);
          await page.keyboard.press('Escape');
          await card.closed(session, page);
        });

        test('saved with a note, found after a reload, exported, removed', async () => {
          await point(page, 'money', '26,000 pesos');
          let open = await card.opened(session, page, (card) => card.kind === 'Money');
          await page.mouse.click(open.buttons['Add a note'].x, open.buttons['Add a note'].y);
          open = await card.opened(session, page, (card) => card.field !== null);
          await page.keyboard.type(NOTE);
          await page.mouse.click(open.buttons['Save note'].x, open.buttons['Save note'].y);
          open = await card.opened(session, page, (card) => card.note !== null && card.status !== '');
          assert.equal(open.note, NOTE);
          assert.equal(open.status, 'Saved.Undo');

          await page.reload();
          await until(async () => texts(await marks(page), 'saved').length > 0, 'the saved mark');
          assert.deepEqual(texts(await marks(page), 'saved'), ['26,000 pesos']);
          await point(page, 'money', '26,000 pesos');
          open = await card.opened(session, page, (card) => card.note !== null);
          assert.equal(open.note, NOTE);
          await page.keyboard.press('Escape');

          await page.bringToFront();
          const popup = await openPopup(session);
          const counts = await until(
            async () => {
              const items = await popup.evaluate(() => [...document.querySelectorAll('.counts li')].map((item) => item.textContent));
              return items?.length > 0 && items;
            },
            'the counts',
          );
          assert.ok(counts.some((count) => /^People5$/.test(count)), counts.join());
          assert.equal(await popup.evaluate(() => document.querySelector('.saved .note').textContent), NOTE);
          const file = await session.download(() => popup.click('.export button'));
          const collection = JSON.parse(file.text);
          await popup.close();
          assert.equal(collection.type, 'AnnotationCollection');
          const [annotation] = collection.first.items;
          assert.equal(annotation.target.selector.find((selector) => selector.type === 'TextQuoteSelector').exact, '26,000 pesos');
          const money = annotation.body.find((body) => body.purpose === 'classifying').reading;
          assert.equal(money.currency, 'MXN');
          assert.equal(money.value, '26000');
          assert.equal(annotation.body.find((body) => body.purpose === 'commenting').value, NOTE);

          await point(page, 'money', '26,000 pesos');
          open = await card.opened(session, page, (card) => card.note !== null);
          await page.mouse.click(open.buttons.Remove.x, open.buttons.Remove.y);
          await until(async () => texts(await marks(page), 'saved').length === 0, 'the saved mark to go');
          assert.deepEqual(await session.extension(() => chrome.storage.local.get(null).then((all) => Object.keys(all).filter((key) => key.startsWith('page:')))), []);
        });
      });
    }

    test('what is saved is found again after a paragraph was inserted above', async () => {
      const source = await readFile(new URL('pages/mexico.html', import.meta.url), 'utf8');
      const body = source.replace('<div class="story-body">', '<div class="story-body"><p>A correction was added to this article after it appeared, as its first words.</p>');
      assert.notEqual(body, source);
      const changing = await serve({ '/story.html': { body: source } });
      try {
        const page = await session.open(changing.url('story.html'));
        await marked(page);
        await point(page, 'organization', 'Sedena');
        const open = await card.opened(session, page);
        await page.mouse.click(open.buttons.Save.x, open.buttons.Save.y);
        await until(async () => texts(await marks(page), 'saved').length > 0, 'the saved mark');
        changing.made['/story.html'].body = body;
        await page.reload();
        await until(async () => texts(await marks(page), 'saved').length > 0, 'the saved mark');
        assert.deepEqual(texts(await marks(page), 'saved'), ['Sedena']);
        await page.close();
      } finally {
        await changing.close();
      }
    });

    test('a page that is not an article costs nothing: no wasm, no node, no highlight', async () => {
      const page = await session.newPage();
      await page.goto(server.url('not-an-article.html'));
      // The loader runs when the document is idle; a second page marked in the meantime shows that it had its turn.
      const other = await session.open(server.url('mexico.html'));
      await marked(other);
      await other.close();
      const left = await page.evaluate(() => ({
        highlights: [...CSS.highlights.keys()],
        nodes: document.querySelectorAll('postil-card').length,
        sheets: document.adoptedStyleSheets.length,
        fetched: performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => /extension:/.test(name)),
      }));
      assert.deepEqual(left, { highlights: [], nodes: 0, sheets: 0, fetched: [] });
      await page.close();
    });
  });
}
