// How marks look on pages of every colour, which of them are shown, and what stands beside them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import { inStage } from './harness/card.mjs';
import { marked, marks, texts } from './harness/marks.mjs';
import { dress, resize } from './harness/pages.mjs';
import { until } from './harness/session.mjs';

const article = await readFile(new URL('pages/mexico.html', import.meta.url), 'utf8');
const styled = (css) => article.replace('</head>', `<style>${css}</style></head>`);
const plain = 'body, main, article { background: none !important; }';

/** Pages of every colour: what their text stands on. */
const PAGES = {
  light: styled('body { background: #fff; color: #222; }'),
  dark: styled('html { background: #121212; } body { background: none; color: #ddd; }'),
  salmon: styled('body { background: #fff1e5; color: #33302e; }'),
  'mid grey': styled('body { background: #8a8a8a; color: #000; }'),
  'deep blue': styled('body { background: rgb(10 30 90); color: #fff; }'),
  oklch: styled('body { background: oklch(0.27 0.05 280); color: oklch(0.95 0.01 280); }'),
  'a veil over dark': styled('html { background: #000; } body { background: rgb(255 255 255 / 10%); color: #eee; }'),
  'a dark picture': styled(`${plain} body { background: linear-gradient(#101010, #202020) !important; color: #eee !important; }`),
  'a dark box in a light page': styled('body { background: #fff; color: #222; } .story-body p:nth-of-type(2) { background: #1a1a1a; color: #eee; }'),
};

/** Of every mark: the contrast of its line, and of its text before and on its tint. Told from the sheet and the page alone. */
const contrasts = () => {
  const numbers = (color) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((part, index) => part * a + under[index] * (1 - a));
  const luminance = (color) => {
    const [r, g, b] = color.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const background = (element) => {
    const layers = [];
    for (let here = element; here; here = here.parentElement) {
      const style = getComputedStyle(here);
      layers.push(style.backgroundImage === 'none' ? numbers(style.backgroundColor) : [24, 24, 24, 1]);
    }
    return layers.reduceRight((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const rules = {};
  for (const rule of document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules])) {
    const name = /^::highlight\((postil-[a-z0-9-]+)\)$/.exec(rule.selectorText ?? '')?.[1];
    if (name) rules[name] = rule.style;
  }
  return [...CSS.highlights].filter(([name]) => name.startsWith('postil-')).flatMap(([name, ranges]) =>
    [...ranges].map((range) => {
      const element = range.startContainer.parentElement;
      const under = background(element);
      const text = numbers(getComputedStyle(element).color);
      const { textDecorationColor: line, backgroundColor: tint, color } = rules[name];
      const behind = tint ? over(numbers(tint), under) : under;
      return {
        name,
        text: String(range),
        line: line && contrast(numbers(line).slice(0, 3), behind),
        before: contrast(text.slice(0, 3), under),
        now: contrast((color ? numbers(color) : text).slice(0, 3), behind),
      };
    }),
  );
};

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    const made = Object.fromEntries(Object.entries(PAGES).map(([key, body]) => [`/${key.replaceAll(' ', '-')}.html`, { body }]));
    made['/scrolled.html'] = { body: styled('main { height: 600px; overflow: auto; }') };
    opened(name, (open) => ({ server, session } = open), { made });
    // Its tab comes to the front when it is first used; a page behind it paints nothing.
    before(() => session.extension(() => null));

    const settings = (change) =>
      session.extension(async (change) => {
        const { settings = {} } = await chrome.storage.local.get('settings');
        await chrome.storage.local.set({ settings: { ...settings, ...change } });
      }, change);
    const open = async (path) => {
      const page = await session.open(server.url(path));
      await marked(page);
      return page;
    };
    const labels = (page) =>
      inStage(session, page, (root) =>
        [...root.querySelectorAll('.beside span')]
          .filter((label) => getComputedStyle(label).visibility === 'visible')
          .map((label) => {
            const { left, top, right, bottom } = label.getBoundingClientRect();
            return { words: label.textContent, left, top, right, bottom };
          }),
      );
    const shownLabels = (page, test = (found) => found.length > 0) =>
      until(async () => {
        const found = (await labels(page)) ?? [];
        return test(found) && found;
      }, 'the conversions beside the amounts');

    for (const key of Object.keys(PAGES)) {
      test(`on ${key}, lines have a contrast of 4.5 and text keeps its own`, async () => {
        const page = await open(`${key.replaceAll(' ', '-')}.html`);
        const found = await page.evaluate(contrasts);
        assert.ok(found.length > 30, `${found.length} marks`);
        const faint = found.filter(({ line, before, now }) => (line && line < 4.5) || now < Math.min(4.5, before) - 0.05);
        assert.deepEqual(faint, []);
        await page.close();
      });
    }

    test('marks follow a page that switches its theme, and a saved one keeps its place', async () => {
      const page = await open('light.html');
      await page.evaluate(() => {
        document.body.style.background = '#101010';
        document.body.style.color = '#eee';
      });
      await until(async () => (await page.evaluate(contrasts)).every(({ line }) => !line || line >= 4.5), 'the lines to lighten');
      assert.ok(texts(await marks(page), 'person').length > 3);
      await page.close();
    });

    test("the reader's own colours are taken, and made legible", async () => {
      const page = await open('light.html');
      await settings({ colours: { person: '#800080', place: '#ffff00' } });
      const lines = () => page.evaluate(() => Object.fromEntries(
        document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.selectorText).map((rule) => [rule.selectorText, rule.style.textDecorationColor]),
      ));
      await until(async () => (await lines())['::highlight(postil-person)'] === 'rgb(128, 0, 128)', 'purple people');
      const found = await page.evaluate(contrasts);
      assert.ok(found.every(({ line }) => !line || line >= 4.5), 'yellow on white');
      await settings({ colours: {} });
      await page.close();
    });

    test('density: everything, each name once, money and figures only', async () => {
      const page = await open('light.html');
      const all = await marks(page);
      const show = (density) => settings({ view: { density } });
      await show('figures');
      await until(async () => texts(await marks(page), 'person').length === 0, 'the names to go');
      const figures = await marks(page);
      assert.deepEqual(figures.map((mark) => mark.style).filter((style) => !/money|figure/.test(style)), []);
      assert.deepEqual(texts(figures, 'money'), texts(all, 'money'));
      await show('first');
      await until(async () => texts(await marks(page), 'person').length > 0, 'the names');
      const first = await marks(page);
      assert.deepEqual(texts(first, 'person'), ['Ignacio Barragán Ríos', 'Lucía Arriaga Montes']);
      assert.deepEqual(texts(first, 'figure'), texts(all, 'figure'));
      await show('everything');
      await until(async () => (await marks(page)).length === all.length, 'all marks');
      await page.close();
    });

    test('conversions stand beside their amounts, change no text, and are in nobody’s way', async () => {
      const page = await open('light.html');
      const before = await page.evaluate(() => document.body.innerText);
      const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
      await settings({ currency: 'EUR', view: { conversions: true } });
      const shown = await shownLabels(page);
      assert.ok(shown.some(({ words }) => /≈ €1,3\d\d/.test(words)), JSON.stringify(shown));
      // Told by magnitude as the article tells them.
      assert.ok(shown.some(({ words }) => /^≈ €3\.\d+ billion$/.test(words)), JSON.stringify(shown));
      assert.equal(await page.evaluate(() => document.body.innerText), before);
      assert.equal(await page.evaluate(() => document.querySelectorAll('*').length), nodes + 1);
      // Each begins over its amount, in the room between the lines.
      const amounts = await page.evaluate(() =>
        ['postil-money', 'postil-figure'].flatMap((name) => [...CSS.highlights.get(name)]).map((range) => {
          const { left, right, top, bottom } = range.getClientRects()[0];
          return { text: String(range), left, right, top, bottom };
        }),
      );
      for (const label of shown) {
        const amount = amounts.find(({ left, right, top, bottom }) => (Math.abs(left - label.left) < 60 || (label.left < left && label.right > right)) && label.bottom > top - 4 && label.bottom < bottom);
        assert.ok(amount, `${label.words} belongs to no amount`);
        const other = shown.find((one) => one !== label && one.left < label.right && one.right > label.left && one.top < label.bottom && one.bottom > label.top);
        assert.equal(other, undefined, `${label.words} lies over another`);
      }
      // The pointer goes through.
      await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
      const [label] = await shownLabels(page);
      const hit = await page.evaluate(({ left, right, top, bottom }) => document.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.localName, label);
      assert.notEqual(hit, 'postil-card');
      const hidden = await inStage(session, page, (root) => root.querySelector('.beside').getAttribute('aria-hidden'));
      assert.equal(hidden, 'true');

      // They follow the text when the window changes.
      const far = (found) => page.evaluate((found) => {
        const lefts = [...CSS.highlights.get('postil-money')].map((range) => range.getClientRects()[0]);
        const label = found.find(({ words }) => /€1,3\d\d/.test(words));
        const own = lefts.find(({ left, top, bottom }) => Math.abs(left - label.left) < 60 && label.bottom > top - 4 && label.bottom < bottom);
        return own === undefined;
      }, found);
      await resize(session, page, 520, 700);
      await until(async () => !(await far(await labels(page))), 'the labels to follow the text');
      await resize(session, page, 1000, 800);
      await settings({ view: {}, currency: null });
      await until(async () => (await labels(page)).length === 0, 'the labels to go');
      await page.close();
    });

    test('a conversion at the end of a line stays within its column', async () => {
      await settings({ currency: 'EUR', view: { conversions: true } });
      const page = await open('light.html');
      const farthest = () => page.evaluate(() => document.querySelector('article').getBoundingClientRect().right);
      for (const width of [900, 800, 700, 600]) {
        await resize(session, page, width, 800);
        const within = async () => {
          const [shown, end] = [await labels(page), await farthest()];
          return shown.length > 0 && shown.every(({ right }) => right <= end + 0.5);
        };
        await until(within, `the conversions to end with their column in a window of ${width} pixels`);
      }
      await resize(session, page, 1000, 800);
      await settings({ view: {}, currency: null });
      await page.close();
    });

    test('conversions follow what is scrolled within the page, and are hidden where their amount is', async () => {
      await settings({ currency: 'EUR', view: { conversions: true } });
      const page = await open('scrolled.html');
      const before = await shownLabels(page);
      await page.evaluate(() => document.querySelector('main').scrollBy({ top: 40, behavior: 'instant' }));
      await until(async () => {
        const now = await labels(page);
        return now.some((label) => before.some((old) => old.words === label.words && Math.abs(old.top - label.top - 40) < 2));
      }, 'the labels to scroll');
      await page.evaluate(() => document.querySelector('main').scrollTo({ top: 100000, behavior: 'instant' }));
      const top = await page.evaluate(() => document.querySelector('main').getBoundingClientRect().top);
      await until(async () => {
        const now = await labels(page);
        return now.length < before.length && now.every((label) => label.bottom > top);
      }, 'the labels above to be hidden');
      await settings({ view: {}, currency: null });
      await page.close();
    });

    test('where the system sets all colours, its own are used', { skip: name === 'firefox' && 'Firefox reads it at its start' }, async () => {
      const page = await open('light.html');
      const protocol = await page.createCDPSession();
      await protocol.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
      assert.ok(await page.evaluate(() => matchMedia('(forced-colors: active)').matches));
      const used = await page.evaluate(() => getComputedStyle(CSS.highlights.get('postil-person').values().next().value.startContainer.parentElement, '::highlight(postil-person)').textDecorationColor);
      const system = await page.evaluate(() => {
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.color = 'CanvasText';
        const { color } = getComputedStyle(probe);
        probe.remove();
        return color;
      });
      assert.equal(used, system);
      await page.close();
    });

    test('marks follow the system from light to dark where the page does', async () => {
      const page = await open('mexico.html');
      for (const dark of [true, false]) {
        await dress(session, page, dark);
        await until(async () => (await page.evaluate(contrasts)).every(({ line }) => !line || line >= 4.5), 'the lines to follow');
      }
      await page.close();
    });
  });
}
