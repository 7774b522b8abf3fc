// Pages that change after they were loaded: live blogs, edits in place, re-rendering, client-side navigation.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { until } from './harness/session.mjs';

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    opened(name, (open) => ({ server, session } = open));

    const open = async (path) => {
      const page = await session.open(server.url(path));
      await marked(page);
      return page;
    };
    const has = (page, style, text) =>
      until(async () => texts(await marks(page), style).includes(text), `the mark "${text}"`);
    const hasNot = (page, style, text) =>
      until(async () => !texts(await marks(page), style).includes(text), `the mark "${text}" to go`);
    const hover = async (page, style, text) => {
      const spot = await place(page, style, text);
      await page.mouse.move(5, 5);
      await page.mouse.move(spot.x, spot.y);
    };
    const add = (page, text, where = 'prepend') =>
      page.evaluate(
        (text, where) => {
          const paragraph = document.createElement('p');
          paragraph.textContent = text;
          document.querySelector('#entries')[where](paragraph);
        },
        text,
        where,
      );

    test('a paragraph that comes later is marked, and the marks elsewhere stay the same ranges', async () => {
      const page = await open('living/live.html');
      await page.evaluate(() => {
        globalThis.kept = [...CSS.highlights.get('postil-money')].concat([...CSS.highlights.get('postil-person')]);
      });
      await add(page, 'The government promised another 1.5 million pesos for boats and tents, and sent 70 soldiers to the delta.');
      await has(page, 'money', '1.5 million pesos');
      const same = await page.evaluate(() => {
        const now = [...CSS.highlights.get('postil-money'), ...CSS.highlights.get('postil-person')];
        return globalThis.kept.length > 1 && globalThis.kept.every((range) => now.includes(range) && !range.collapsed);
      });
      assert.ok(same, 'marks of unchanged paragraphs were painted anew');
      await page.close();
    });

    test('the mark of removed text goes', async () => {
      const page = await open('living/live.html');
      await has(page, 'money', '26,000 pesos');
      await page.evaluate(() => document.querySelector('#second').remove());
      await until(async () => !(await marks(page)).some((mark) => mark.text === '' || mark.text === '26,000 pesos'), 'the marks to go');
      await page.close();
    });

    test('text edited in place is read again', async () => {
      const page = await open('living/live.html');
      await page.evaluate(() => {
        const text = document.querySelector('#second').firstChild;
        text.data = text.data.replace('26,000 pesos', '31,500 pesos');
      });
      await has(page, 'money', '31,500 pesos');
      await hasNot(page, 'money', '26,000 pesos');
      await page.close();
    });

    test('a framework that renders the same text anew leaves it marked', async () => {
      const page = await open('living/live.html');
      const before = (await marks(page)).filter(({ text }) => text);
      await page.evaluate(() => {
        const entries = document.querySelector('#entries');
        entries.replaceWith(entries.cloneNode(true));
      });
      await has(page, 'money', '26,000 pesos');
      assert.deepEqual(await marks(page), before);
      await page.close();
    });

    test('what is hidden and then shown is marked', async () => {
      const page = await open('living/live.html');
      await page.evaluate(() => {
        document.querySelector('#second').hidden = true;
      });
      await hasNot(page, 'money', '26,000 pesos');
      await page.evaluate(() => {
        document.querySelector('#second').hidden = false;
      });
      await has(page, 'money', '26,000 pesos');
      await page.close();
    });

    test('a card stays open at its mark while the page grows, and what is written in it is kept and saved', async () => {
      const page = await open('living/live.html');
      await hover(page, 'money', '26,000 pesos');
      let shown = await card.opened(session, page, (card) => card.kind === 'Money');
      await add(page, 'The government promised another 1.5 million pesos for boats and tents, and sent 70 soldiers.', 'append');
      await has(page, 'money', '1.5 million pesos');
      shown = await card.opened(session, page, (card) => card.kind === 'Money');
      await page.mouse.click(shown.buttons['Add a note'].x, shown.buttons['Add a note'].y);
      shown = await card.opened(session, page, (card) => card.field !== null);
      await page.keyboard.type('Ask twice');
      await add(page, 'Then 9,000 pesos more were found in a drawer of the council, which nobody had counted before.', 'prepend');
      await page.keyboard.type(' and again.');
      shown = await card.opened(session, page, (card) => card.field !== null);
      await page.mouse.click(shown.buttons['Save note'].x, shown.buttons['Save note'].y);
      shown = await card.opened(session, page, (card) => card.note !== null);
      assert.equal(shown.note, 'Ask twice and again.');
      // Only now the paragraph that came in the meantime is read.
      await has(page, 'money', '9,000 pesos');
      await has(page, 'saved', '26,000 pesos');
      await page.keyboard.press('Escape');

      await page.reload();
      await has(page, 'saved', '26,000 pesos');
      await page.evaluate(() => document.querySelector('#second').remove());
      await until(async () => texts(await marks(page), 'saved').length === 0, 'the saved mark to go');
      await page.close();
    });

    test('what is saved is found when its paragraph comes late', async () => {
      const page = await open('living/live.html');
      await page.evaluate(() => {
        globalThis.late = document.querySelector('#third');
      });
      await hover(page, 'place', 'Mexico City');
      const shown = await card.opened(session, page);
      await page.mouse.click(shown.buttons.Save.x, shown.buttons.Save.y);
      await has(page, 'saved', 'Mexico City');
      await page.keyboard.press('Escape');
      await page.evaluate(() => globalThis.late.remove());
      await hasNot(page, 'saved', 'Mexico City');
      await page.evaluate(() => document.querySelector('#entries').append(globalThis.late));
      await has(page, 'saved', 'Mexico City');
      await page.close();
    });

    test('a front page that becomes an article is marked, and each article after it as its own', async () => {
      const page = await session.open(server.url('living/front.html'));
      await page.evaluate(() => go('harbour'));
      await has(page, 'person', 'Hannah Bergström');
      await has(page, 'money', '4.2 million euros');
      await hover(page, 'money', '4.2 million euros');
      const shown = await card.opened(session, page);
      await page.mouse.click(shown.buttons.Save.x, shown.buttons.Save.y);
      await has(page, 'saved', '4.2 million euros');
      await page.keyboard.press('Escape');

      await page.evaluate(() => go('mine'));
      await has(page, 'money', '880 million pesos');
      assert.deepEqual(texts(await marks(page), 'saved'), []);
      assert.ok(!texts(await marks(page), 'person').includes('Hannah Bergström'));

      await page.evaluate(() => history.back());
      await has(page, 'saved', '4.2 million euros');
      assert.ok(!texts(await marks(page), 'money').includes('880 million pesos'));

      await page.evaluate(() => go(''));
      await until(async () => (await marks(page)).length === 0, 'the marks to go');
      const saved = await session.extension(() => chrome.storage.local.get(null).then((all) => Object.keys(all)));
      assert.ok(saved.some((key) => key.includes('/stories/harbour')), saved.join());
      await page.close();
    });

    test('a page whose text comes after the loader looked is marked', async () => {
      const page = await session.open(server.url('living/front.html'));
      // Another page that is marked shows that the loader had its turn in this one.
      await (await open('living/live.html')).close();
      await page.bringToFront();
      await page.evaluate(() => render('mine'));
      await has(page, 'money', '880 million pesos');
      await page.close();
    });

    test('marks that the page throws out of CSS.highlights come back with the next change', async () => {
      const page = await open('living/live.html');
      await page.evaluate(() => {
        CSS.highlights.clear();
        CSS.highlights.set('of-the-page', new Highlight());
      });
      await add(page, 'The government promised another 1.5 million pesos for boats and tents, and sent 70 soldiers.');
      await has(page, 'money', '1.5 million pesos');
      await has(page, 'person', 'Maria Alvarez Quintero');
      assert.ok(await page.evaluate(() => CSS.highlights.has('of-the-page')));
      await page.close();
    });
  });
}
