// The panel: the article at a glance, everything that is saved, files out and in.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked } from './harness/marks.mjs';
import { choose, click, dress, giveFile, openOwnPage, resize, untilIn, violations } from './harness/pages.mjs';
import { openPanel } from './harness/panel.mjs';
import { openPopup } from './harness/popup.mjs';
import { until } from './harness/session.mjs';

/** A file of annotations, as another tool might write it. */
function collection(count, modified = '2026-01-02T03:04:05Z', note = (n) => `note ${n}`) {
  const items = Array.from({ length: count }, (_, n) => ({
    id: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    type: 'Annotation',
    created: `2026-01-${String(1 + (n % 28)).padStart(2, '0')}T00:00:00Z`,
    modified,
    body: [
      { type: 'TextualBody', purpose: 'commenting', value: note(n), format: 'text/markdown' },
      { type: 'TextualBody', purpose: 'tagging', value: n % 2 ? 'odd' : 'even' },
    ],
    target: {
      source: `https://site${n % 3}.example/story-${n % 10}`,
      selector: [{ type: 'TextQuoteSelector', exact: `quoted words ${n}`, prefix: 'before ', suffix: ' after' }],
    },
  }));
  return JSON.stringify({
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: 'urn:x:collection',
    type: 'AnnotationCollection',
    total: count,
    first: { id: 'urn:x:page', type: 'AnnotationPage', startIndex: 0, items },
  });
}

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session, folder, page, panel;
    opened(name, (open) => ({ server, session, folder } = open));
    before(async () => {
      page = await session.open(server.url('mexico.html'));
      await marked(page);
      panel = await openOwnPage(session, 'panel.html');
    });

    const status = () => panel.evaluate(() => document.querySelector('body > .status').textContent);
    const count = () => panel.evaluate(() => Number(document.querySelector('#saved').textContent.replace(/\D/g, '')));
    const put = async (text) => {
      const file = join(folder, 'file.json');
      await writeFile(file, text);
      await giveFile(session, panel, '.file input', file);
    };
    const outcome = () => panel.evaluate(() => document.querySelector('.outcome').innerText);

    test('who and what, how much and when are those of the article', async () => {
      await untilIn(panel, () => document.querySelector('.group') !== null, 'the names');
      const seen = await panel.evaluate(() => ({
        title: document.querySelector('.article-title').textContent,
        people: [...document.querySelectorAll('.postil-person .name')].map((one) => one.textContent),
        first: document.querySelector('.postil-person .line').textContent,
        sums: [...document.querySelectorAll('.bars tbody tr')].map((row) => ({
          text: row.querySelector('th').textContent,
          value: row.querySelector('td span').textContent,
          bar: Number(row.querySelectorAll('rect')[1]?.getAttribute('width')),
        })),
        dates: [...document.querySelectorAll('section[aria-labelledby=when] th[scope=row]')].map((one) => one.textContent),
        dots: document.querySelectorAll('.timeline circle').length,
        figures: [...document.querySelectorAll('.postil-figure th[scope=row]')].map((one) => one.textContent),
      }));
      assert.match(seen.title, /Leaked army file/);
      assert.ok(seen.people.includes('Ignacio Barragán Ríos') && seen.people.includes('Lucía Arriaga Montes'), seen.people.join());
      assert.match(seen.first, /Barragán|Arriaga/);
      assert.match(seen.sums[0].text, /64 billion pesos/);
      assert.ok(seen.sums.some(({ text, value }) => /^26,000 pesos/.test(text) && /1,\d\d\d/.test(value)), JSON.stringify(seen.sums));
      const bars = seen.sums.map(({ bar }) => bar).filter((bar) => !Number.isNaN(bar));
      assert.deepEqual(bars, bars.toSorted((a, b) => b - a));
      assert.equal(bars[0], 100);
      assert.ok(bars.at(-1) > 0);
      assert.ok(seen.dates.some((date) => /May 31, 2019/.test(date)), seen.dates.join());
      assert.equal(seen.dots, seen.dates.length);
      assert.ok(seen.figures.some((figure) => /70 fragmentation grenades/.test(figure)));
    });

    test('the keyboard goes from one view to the other', async () => {
      const chosen = () => panel.evaluate(() => [document.activeElement.id, document.querySelector('[role=tab][aria-selected=true]').id, document.querySelector('#everything').hidden]);
      await click(panel, '#tab-article');
      await panel.press('ArrowRight');
      await until(async () => (await chosen()).join() === 'tab-saved,tab-saved,false', 'the other view');
      await panel.press('ArrowLeft');
      await until(async () => (await chosen()).join() === 'tab-article,tab-article,true', 'the first view');
    });

    test('a name leads to its mentions, one after the other', async () => {
      await click(panel, '.postil-person .row', 'Ignacio Barragán Ríos');
      await card.opened(session, page, (card) => card.title === 'Ignacio Barragán Ríos');
      assert.equal(await page.evaluate(() => document.visibilityState), 'visible');
    });

    test('sums, dates and figures lead to their places', async () => {
      for (const [selector, text, style] of [
        ['.bars .link', '26,000 pesos', 'money'],
        ['section[aria-labelledby=when] .link', 'May 31, 2019', 'figure'],
        ['.postil-figure .link', '70 fragmentation grenades', 'figure'],
      ]) {
        await page.evaluate(() => scrollTo(0, 0));
        await click(panel, selector, text);
        // The card's title may say more: 26,000 Mexican pesos.
        await card.opened(session, page, (card) => card.title.startsWith(text.split(' ')[0]));
        const seen = await page.evaluate((style, text) => [...CSS.highlights.get(`postil-${style}`)].some((range) => String(range).includes(text) && range.getBoundingClientRect().top >= 0 && range.getBoundingClientRect().bottom <= innerHeight), style, text);
        assert.ok(seen, `${text} is out of sight`);
      }
      await page.keyboard.press('Escape');
    });

    test('what is saved elsewhere is opened at its place', async () => {
      const url = server.url('philippines.html');
      const file = JSON.parse(collection(1));
      const words = 'diesel that was never delivered';
      Object.assign(file.first.items[0].target, { source: url, selector: [{ type: 'TextQuoteSelector', exact: words, prefix: '', suffix: '' }] });
      await click(panel, '[role=tab]', 'Saved');
      await put(JSON.stringify(file));
      await until(async () => (await count()) === 1, 'it in the list');
      await click(panel, 'button.saved', words);
      const opened = await until(async () => (await session.browser.pages()).find((one) => one.url().startsWith(url)), 'the article');
      await until(async () => (await opened.evaluate(() => document.readyState)) === 'complete', 'it to load');
      await opened.close();
      await session.extension(() => chrome.storage.local.clear());
      await until(async () => (await count()) === 0, 'it to go');
    });

    test('a file with faults is refused with their places, and nothing changes', async () => {
      await click(panel, '[role=tab]', 'Saved');
      await put('{"type": "AnnotationPage", "items": [\n{"id": 7, "type": "Annotation", "target": "https://a.example/"}]}');
      await until(async () => /line 2, column 8: \/items\/0\/id: must be a string/.test(await outcome()), 'the faults');
      assert.equal(await count(), 0);
      await put('no file of ours');
      await until(async () => /line 1, column/.test(await outcome()), 'the fault');
    });

    test('a thousand annotations are taken over, told of, and undone', async () => {
      await put(collection(1000));
      await until(async () => /New: 1000/.test(await outcome()), 'the report');
      await until(async () => (await count()) === 1000, 'the list');
      await put(collection(1001));
      await until(async () => /New: 1\.[^]*Already there: 1000/.test(await outcome()), 'the second report');
      await click(panel, '.import .undo');
      await until(async () => (await count()) === 1000, 'the one to go');
      await put(collection(3, '2027-01-01T00:00:00Z', () => 'newer'));
      await until(async () => /New: 0\.[^]*newer form: 3/.test(await outcome()), 'the third report');
      await put(collection(1, '2027-01-01T00:00:00Z', () => 'other'));
      await until(async () => /both kept: 1/.test(await outcome()), 'the conflict');
      assert.deepEqual(await panel.evaluate(() => [...document.querySelectorAll('.conflicts li')].map((one) => one.textContent)), ['quoted words 0']);
      await until(async () => (await count()) === 1001, 'both forms');
    });

    test('words, kind, tag, site and days find what is saved', async () => {
      await click(panel, '#filter-text');
      await panel.type('words 77');
      // 77, 177 … 977, and 770 to 779; 777 is both.
      await until(async () => (await count()) === 19, 'the words to be found');
      await click(panel, '.filters summary');
      await choose(panel, '#filter-tag', 'odd');
      await until(async () => (await count()) === 14, 'the tag');
      await choose(panel, '#filter-site', 'site2.example');
      await until(async () => (await count()) === 6, 'the site');
      await choose(panel, '#filter-kind', 'highlight');
      assert.equal(await count(), 6);
      const saved = await panel.evaluate(() => [...document.querySelectorAll('.saved .quote')].map((one) => one.textContent));
      assert.deepEqual(saved.toSorted(), [377, 677, 77, 773, 779, 977].map((n) => `quoted words ${n}`));
      await choose(panel, '#filter-from', '2026-01-18');
      // Saved on the 22nd (77), 18th (773), 24th (779) and 26th (977).
      await until(async () => (await count()) === 4, 'the first day');
      await choose(panel, '#filter-to', '2026-01-22');
      await until(async () => (await count()) === 2, 'the days');
    });

    test('what is chosen is exported in each format', async () => {
      await click(panel, '#choose-all');
      const files = {};
      for (const format of ['json', 'md', 'csv']) {
        await choose(panel, '#format', format);
        files[format] = await session.download(() => click(panel, '.export-chosen'));
      }
      const { first } = JSON.parse(files.json.text);
      assert.equal(first.items.length, 2);
      assert.match(files.md.text, /quoted words 773/);
      const rows = files.csv.text.trim().split('\r\n');
      assert.equal(rows.length, 3);
      assert.match(rows.join(), /quoted words 77,/);
    });

    test('what is chosen is deleted, comes back, is deleted again, and comes back', async () => {
      await click(panel, '.delete-chosen');
      await until(async () => (await count()) === 0, 'them to go');
      await until(async () => /Deleted: 2/.test(await status()), 'the report');
      const stored = () => session.extension(() => chrome.storage.local.get(null).then((all) => Object.entries(all).filter(([key]) => key.startsWith('page:')).flatMap(([, page]) => page.annotations).length));
      assert.equal(await stored(), 999);
      await click(panel, '.undo-delete');
      await until(async () => (await count()) === 2, 'them to come back');
      await until(async () => /Restored: 2/.test(await status()), 'the other report');
      assert.equal(await stored(), 1001);
      await click(panel, '.undo-delete', 'Redo');
      await until(async () => (await count()) === 0, 'them to go again');
      assert.equal(await stored(), 999);
      await click(panel, '.undo-delete', 'Undo');
      await until(async () => (await count()) === 2, 'them to come back again');
      assert.equal(await stored(), 1001);
    });

    test('axe-core finds nothing wrong, light and dark, wide and narrow', async () => {
      for (const dark of [false, true]) {
        await dress(session, panel, dark);
        for (const width of [300, 700]) {
          await resize(session, panel, width, 800);
          for (const view of ['Saved', 'This article']) {
            await click(panel, '[role=tab]', view);
            assert.deepEqual(await violations(session, panel), [], `${view}, ${width} px, ${dark ? 'dark' : 'light'}`);
            const overflow = await panel.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(overflow <= 0, `${view} is ${overflow} px too wide at ${width} px`);
          }
        }
      }
      await dress(session, panel, false);
    });

    test('the popup opens the real panel, which shows the article of the tab and follows it', async () => {
      await panel.close();
      await page.bringToFront();
      const real = await openPanel(session, await openPopup(session));
      await until(async () => /Leaked army file/.test(await real.evaluate(() => document.querySelector('.article-title')?.textContent ?? '')), 'the article in the panel');
      await page.goto(server.url('philippines.html'));
      await marked(page);
      const title = await page.evaluate(() => document.querySelector('h1').textContent.trim());
      await until(async () => (await real.evaluate(() => document.querySelector('.article-title')?.textContent)) === title, 'the other article');
      await page.goto(server.url('not-an-article.html'));
      await until(async () => (await real.evaluate(() => document.querySelector('.article-title'))) === null, 'the article to go');
      await real.close();
    });
  });
}
