// The card and the legend in the page: where they stand, how they are reached, on large windows and on phones.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, beforeEach, describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { dress, resize } from './harness/pages.mjs';
import { until } from './harness/session.mjs';

const article = await readFile(new URL('pages/mexico.html', import.meta.url), 'utf8');
const styled = (css, from = article) => from.replace('</head>', `<style>${css}</style></head>`);
const PHONE = { width: 360, height: 640 };
const SCREEN = { width: 1000, height: 800 };

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session, page;
    const made = {
      '/rtl.html': { body: styled('', article.replace(/<html[^>]*>/, '<html lang="en" dir="rtl">')) },
      '/rounds.html': { body: article.replace(/<p>/, '<p>The council meets every other Monday evening for three weeks. The patrol left on Tuesday night, they said. Boats come every day.</p><p>') },
      '/upright.html': { body: styled('body { writing-mode: vertical-rl; height: 90vh; }') },
    };
    opened(name, (open) => ({ server, session } = open), { made });
    before(async () => {
      page = await session.newPage();
    });
    beforeEach(async () => {
      await session.extension(() => chrome.storage.local.clear());
      await open('mexico.html');
    });

    const open = async (path) => {
      await page.goto(server.url(path));
      await marked(page);
      await page.mouse.move(5, 5);
    };
    const windowSize = () => page.evaluate(() => ({ width: document.documentElement.clientWidth, height: innerHeight }));
    const press = async (button) => {
      const { x, y } = (await card.opened(session, page, (card) => card.buttons[button])).buttons[button];
      await page.mouse.click(x, y);
    };
    const clickMark = async (style, text) => {
      const spot = await place(page, style, text);
      await page.mouse.click(spot.x, spot.y);
      return card.opened(session, page);
    };
    /** The legend comes with the first card. */
    const openFirstCard = async () => {
      await clickMark('money', '26,000 pesos');
      await page.keyboard.press('Escape');
      await card.closed(session, page);
    };
    const isInside = (box, { width, height }) => box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
    const overlaps = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
    /** The boxes of the mark that the card is open for. */
    const focus = () =>
      page.evaluate(() =>
        [...CSS.highlights].filter(([name]) => name.startsWith('postil-focus')).flatMap(([, ranges]) => [...ranges]).flatMap((range) =>
          [...range.getClientRects()].map(({ left, top, right, bottom }) => ({ left, top, right, bottom })),
        ),
      );
    const assertBeside = async (what) => {
      const { box } = await card.opened(session, page);
      const size = await windowSize();
      assert.ok(isInside(box, size), `${what}: ${JSON.stringify({ box, size })}`);
      const boxes = await focus();
      assert.ok(boxes.length > 0, `${what}: no mark is lit up`);
      for (const mark of boxes) assert.ok(!overlaps(box, mark), `${what}: the card lies over its mark ${JSON.stringify({ box, mark })}`);
    };
    /** Puts a finger on a phone's screen, or takes the phone away. */
    const phone = async (on) => {
      if (name === 'chromium') {
        await page.setViewport(on ? { ...PHONE, isMobile: true, hasTouch: true } : SCREEN);
      } else {
        await resize(session, page, ...Object.values(on ? PHONE : SCREEN));
        const [coarse, mouse] = [1, 6];
        for (const kind of ['primary', 'all']) {
          await session.privileged(
            on
              ? `Services.prefs.setIntPref('ui.${kind}PointerCapabilities', ${coarse})`
              : `Services.prefs.setIntPref('ui.${kind}PointerCapabilities', ${mouse})`,
          );
        }
      }
      await until(() => page.evaluate((on) => matchMedia('(pointer: coarse)').matches === on, on), 'the pointer to change');
    };

    for (const path of ['mexico.html', 'rtl.html', 'upright.html']) {
      test(`every card of ${path} is beside its mark and inside the window, at every scroll position`, async () => {
        await open(path);
        const count = (await marks(page)).length;
        for (let step = 0; step < Math.min(count, 12); step++) {
          await session.command('next-mark', page);
          await assertBeside(`${path}, mark ${step}`);
          // Where the reader scrolls to, the card follows.
          await page.evaluate((part) => {
            const [range] = [...CSS.highlights].find(([name, ranges]) => name.startsWith('postil-focus') && ranges.size > 0)[1];
            const { top, height } = range.getBoundingClientRect();
            scrollBy({ top: top - (innerHeight - height) * part, behavior: 'instant' });
          }, [0, 0.3, 0.6, 1][step % 4]);
          await assertBeside(`${path}, mark ${step} after scrolling`);
        }
      });
    }

    test('in windows of every size, as zoomed pages have them, the card is inside and its mark is seen', async () => {
      for (const [width, height] of [[1000, 420], [600, 500], [500, 800], [320, 256], [480, 320]]) {
        await resize(session, page, width, height);
        await open('mexico.html');
        await session.command('next-mark', page);
        await assertBeside(`${width} × ${height}`);
        await session.command('next-mark', page);
        await assertBeside(`${width} × ${height}, the next`);
      }
      await resize(session, page, ...Object.values(SCREEN));
    });

    test('the card stays while the pointer is in it, and closes when it leaves', async () => {
      const spot = await place(page, 'money', '26,000 pesos');
      await page.mouse.move(spot.x, spot.y);
      const { box } = await card.opened(session, page);
      await page.mouse.move(box.left + 20, box.top + 20, { steps: 4 });
      await page.mouse.move(box.left + 60, box.bottom - 20, { steps: 4 });
      // Longer than it takes to close it.
      await page.evaluate(() => new Promise((done) => setTimeout(done, 700)));
      assert.ok(await card.read(session, page), 'the card closed under the pointer');
      await page.mouse.move(5, 5);
      await card.closed(session, page);
    });

    test('the card says in words at which part of the day something is and how often it comes', async () => {
      await open('rounds.html');
      const facts = async (text) => {
        const opened = await clickMark('figure', text);
        await page.keyboard.press('Escape');
        await card.closed(session, page);
        return opened.facts;
      };
      assert.deepEqual(await facts('every other Monday evening'), ['in the evening', 'Repeats every 2 weeks']);
      assert.deepEqual(await facts('every day'), ['Repeats every day']);
      const [night] = await facts('Tuesday night');
      assert.match(night, /^October \d+, 2022, at night$/);
      assert.deepEqual(await facts('three weeks'), ['3 weeks']);
    });

    test('a screen reader is told what the card says, and reads on at the mark when it closes', async () => {
      await session.command('next-mark', page);
      const first = await card.opened(session, page);
      const told = await card.inStage(session, page, (root) => {
        const dialog = root.querySelector('[role=dialog]');
        const described = root.getElementById(dialog.getAttribute('aria-describedby'));
        return { label: dialog.getAttribute('aria-label'), described: described.textContent, live: root.querySelector('.status').getAttribute('role'), focused: dialog.contains(root.activeElement) };
      });
      assert.equal(told.live, 'status');
      assert.ok(told.focused && told.label === first.label && told.described.includes(first.title));
      const [range] = await page.evaluate(() => [...CSS.highlights.get('postil-focus')].map(String));
      await page.keyboard.press('Escape');
      await card.closed(session, page);
      const here = await page.evaluate(() => {
        const selection = getSelection();
        return { collapsed: selection.isCollapsed, after: selection.anchorNode.data.slice(selection.anchorOffset) };
      });
      assert.ok(here.collapsed && here.after.startsWith(range), JSON.stringify({ here, range }));
    });

    test('a field of the page that had the keyboard gets it back', async () => {
      await page.evaluate(() => {
        const field = document.body.appendChild(document.createElement('input'));
        field.id = 'field';
        field.focus({ preventScroll: true });
      });
      await session.command('next-mark', page);
      await card.opened(session, page);
      await page.keyboard.press('Escape');
      await card.closed(session, page);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'field');
    });

    test('the card leads to the next mark and back, by its buttons', async () => {
      const first = await clickMark('person', 'Ignacio Barragán Ríos');
      await press('›');
      const second = await card.opened(session, page, (card) => card.label !== first.label);
      assert.ok(second.title);
      await press('‹');
      await card.opened(session, page, (card) => card.label === first.label);
      await press('×');
      await card.closed(session, page);
    });

    test('the legend is there from the first card on, tells the kinds and their numbers, and is reached by Tab', async () => {
      assert.equal(await page.evaluate(() => document.querySelectorAll('postil-card').length), 0);
      const found = await marks(page);
      await openFirstCard();
      const legend = () =>
        card.inStage(session, page, (root) => {
          const paper = root.querySelector('.legend');
          return paper && {
            open: !paper.hidden,
            focused: root.activeElement?.id ?? null,
            kinds: Object.fromEntries([...paper.querySelectorAll('li')].map((row) => [row.className.replace('postil-', ''), Number(row.querySelector('strong').textContent)])),
          };
        });
      const counted = {};
      for (const { style } of found) counted[style.replace('postil-', '')] = (counted[style.replace('postil-', '')] ?? 0) + 1;
      const closed = await until(legend, 'the legend');
      assert.equal(closed.open, false);
      assert.deepEqual(closed.kinds, counted);
      // From the end of the page it is one step.
      await page.evaluate(() => {
        const last = document.body.appendChild(document.createElement('button'));
        last.textContent = 'The last';
        last.focus();
      });
      await page.keyboard.press('Tab');
      await until(async () => (await legend()).focused === 'legend-button', 'the button to have the keyboard');
      await page.keyboard.press('Enter');
      await until(async () => (await legend()).open, 'the legend to open');
      await page.keyboard.press('Escape');
      await until(async () => !(await legend()).open, 'the legend to close');
      assert.equal((await legend()).focused, 'legend-button');
    });

    test('the legend changes how dense the marks are, and takes itself away', async () => {
      const clickIn = async (selector) => {
        const { x, y } = await until(() => card.inStage(session, page, (root, selector) => {
          const element = root.querySelector(selector);
          if (!element?.checkVisibility()) return null;
          const box = element.getBoundingClientRect();
          return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        }, selector), selector);
        await page.mouse.click(x, y);
      };
      await openFirstCard();
      await clickIn('.legend-button');
      await clickIn('#density-figures');
      await until(async () => texts(await marks(page), 'person').length === 0, 'the names to go');
      const stored = await session.extension(() => chrome.storage.local.get('settings').then(({ settings }) => settings.view));
      assert.deepEqual(stored, { density: 'figures', legend: true, conversions: false });
      await until(() => card.inStage(session, page, (root) => root.activeElement?.id === 'density-figures'), 'the choice to keep the keyboard');
      await page.keyboard.press('ArrowUp');
      await until(async () => texts(await marks(page), 'person').length === 2, 'each name once');
      await clickIn('.legend .link');
      await until(() => card.inStage(session, page, (root) => root.querySelector('.legend-button') === null), 'the legend to go');
      await page.reload();
      await marked(page);
      const node = await page.evaluate(() => document.querySelectorAll('postil-card').length);
      assert.equal(node, 0, 'there is a node in the page that nobody needs');
    });

    test('on a phone a tap opens the card as a sheet from below, whose parts are large enough for fingers', async () => {
      await phone(true);
      try {
        await open('mexico.html');
        for (const [style, text] of [['money', '26,000 pesos'], ['person', 'Lucía Arriaga Montes']]) {
          const spot = await place(page, style, text);
          await page.touchscreen.tap(spot.x, spot.y);
          const { box } = await card.opened(session, page, (card) => card.label.includes(style === 'money' ? '26,000' : text));
          assert.ok(Math.abs(box.left) < 1 && Math.abs(box.bottom - PHONE.height) < 1 && Math.abs(box.right - (await windowSize()).width) < 1, JSON.stringify(box));
          await assertBeside(text);
          const small = await card.inStage(session, page, (root) =>
            [...root.querySelectorAll('button')].filter((one) => one.checkVisibility()).map((one) => {
              const { width, height } = one.getBoundingClientRect();
              return { words: one.textContent, width, height };
            }).filter(({ width, height }) => width < 44 || height < 44),
          );
          assert.deepEqual(small, []);
        }
        const { buttons } = await card.opened(session, page);
        await page.touchscreen.tap(buttons['×'].x, buttons['×'].y);
        await card.closed(session, page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `the page is ${wide} px too wide`);
      } finally {
        await phone(false);
      }
    });

    test('axe-core finds nothing wrong with card, forms, sheet and legend, light and dark', async () => {
      const check = async (what) => assert.deepEqual(await card.violations(session, page), [], what);
      for (const dark of [false, true]) {
        await dress(session, page, dark);
        const theme = dark ? 'dark' : 'light';
        await open('mexico.html');
        await openFirstCard();
        await check(`the legend's button, ${theme}`);
        await clickMark('money', '26,000 pesos');
        await check(`the card, ${theme}`);
        for (const form of ['Add a note', 'Correct', 'Dismiss']) {
          await page.keyboard.press('Escape');
          await clickMark('money', '26,000 pesos');
          await press(form);
          await card.opened(session, page);
          await check(`${form}, ${theme}`);
        }
        await page.keyboard.press('Escape');
        await card.closed(session, page);
        await clickMark('person', 'Ignacio Barragán Ríos');
        await press('Save');
        await card.opened(session, page, (card) => card.status);
        await check(`saved, ${theme}`);
        await page.keyboard.press('Escape');
        await card.closed(session, page);
        await card.inStage(session, page, (root) => root.querySelector('.legend-button').click());
        await check(`the legend, ${theme}`);
        await page.mouse.click(5, 5);
        await until(() => card.inStage(session, page, (root) => root.querySelector('.legend').hidden), 'the legend to close');
        await resize(session, page, ...Object.values(PHONE));
        await clickMark('money', '26,000 pesos');
        await check(`the sheet, ${theme}`);
        await resize(session, page, ...Object.values(SCREEN));
        await session.extension(() => chrome.storage.local.clear());
      }
      await dress(session, page, false);
    });
  });
}
