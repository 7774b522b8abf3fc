// Pages that are no ordinary host: the article is marked and the card opens, and the page stays as it was.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { listenForFaults } from './harness/faults.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { until } from './harness/session.mjs';

/** What every one of these pages has in its article, and a bit more. */
const MONEY = '26,000 pesos';
const PERSON = 'Maria Alvarez Quintero';

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    opened(name, (open) => ({ server, session } = open));

    /** Opens a page, does something with it when it is marked, and expects no complaint from Postil. */
    const visit = async (url, act = async () => {}) => {
      const page = await session.newPage();
      await page.bringToFront();
      const faults = await listenForFaults(session, page);
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      const found = await marked(page);
      await act(page, found);
      assert.deepEqual(await faults(), []);
      await page.close();
    };
    const opensCard = async (page, text = MONEY) => {
      const spot = await place(page, 'money', text);
      await page.mouse.move(3, 3);
      await page.mouse.move(spot.x, spot.y);
      const shown = await card.opened(session, page, (card) => card.kind === 'Money');
      await page.keyboard.press('Escape');
      await card.closed(session, page);
      return { spot, shown };
    };

    const like = ['quirks.html', 'xhtml.xhtml', 'right-to-left.html', 'vertical.html', 'no-selection.html', 'table.html', 'registry.html'];
    for (const path of like) {
      test(`${path}: marked, and the card opens beside its mark`, () =>
        visit(server.url(`hosts/${path}`), async (page, found) => {
          assert.ok(texts(found, 'person').includes(PERSON), texts(found, 'person').join());
          const { spot, shown } = await opensCard(page);
          const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
          assert.ok(shown.box.left >= 0 && shown.box.top >= 0 && shown.box.right <= width && shown.box.bottom <= height, JSON.stringify(shown.box));
          const apart = shown.box.top >= spot.bottom || shown.box.bottom <= spot.top || shown.box.left >= spot.right || shown.box.right <= spot.left;
          assert.ok(apart, 'the card lies over its mark');
        }));
    }

    for (const [what, headers] of Object.entries({
      'Trusted Types': { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types 'none'" },
      'a sandbox': { 'content-security-policy': 'sandbox allow-scripts' },
      'COEP and COOP': { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' },
      'a policy that allows nothing': { 'content-security-policy': "default-src 'none'; script-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" },
    })) {
      test(`under ${what}: marked, and the card opens`, async () => {
        const body = await readFile(new URL('pages/living/live.html', import.meta.url), 'utf8');
        server.made['/host.html'] = { body, headers };
        await visit(server.url('host.html'), (page) => opensCard(page));
      });
    }

    test('highlights of the page stay its own', () =>
      visit(server.url('hosts/registry.html'), async (page) => {
        const own = await page.evaluate(() => [...CSS.highlights].filter(([name]) => name.startsWith('found')).map(([, highlight]) => highlight.size));
        assert.equal(own.length, 501);
        assert.ok(own[0] > 100, `${own[0]}`);
      }));

    test('what the reader writes into is never marked', () =>
      visit(server.url('hosts/editor.html'), async (page, found) => {
        assert.ok(texts(found, 'money').includes(MONEY));
        const type = async (selector) => {
          await page.click(selector);
          await page.keyboard.type(' They paid 990 euros to Hannah Bergström in Oslo. ');
        };
        await type('#editor');
        await type('#field');
        // Another paragraph that is marked shows that the page was read again.
        await page.evaluate(() => {
          const paragraph = document.createElement('p');
          paragraph.textContent = 'Diego Fuentes Ibarra of the council paid another 31,500 pesos for boats and tents on Friday, and said that more would follow.';
          document.querySelector('article').append(paragraph);
        });
        const now = await until(async () => {
          const now = await marks(page);
          return texts(now, 'money').includes('31,500 pesos') && now;
        }, 'the new paragraph to be marked');
        assert.ok(!now.some(({ text }) => /990|Bergström|Oslo|4\.2 million/.test(text)), JSON.stringify(now));
        assert.equal(await page.evaluate(() => document.querySelectorAll('#editor *, #field *').length), 1);
      }));

    test('a document that is an editor as a whole is left alone', async () => {
      const page = await session.open(server.url('hosts/design-mode.html'));
      await visit(server.url('living/live.html'));
      assert.deepEqual(await page.evaluate(() => [...CSS.highlights.keys()]), []);
      await page.close();
    });

    test('a page that probes for extensions finds no element, no global, nothing patched, no message and no file of Postil', () =>
      visit(server.url('hosts/probe.html'), async (page) => {
        const { before, now, messages } = await page.evaluate(() => ({ before: globalThis.before, now: globalThis.look(), messages }));
        assert.deepEqual(now, { ...before, globals: [...before.globals, 'before'].sort() });
        assert.deepEqual(messages, []);
        // Addresses that an earlier version, or another installation, would have had.
        const base = name === 'chromium' ? session.extensionUrl('') : 'moz-extension://postil@postil.example/';
        const files = ['popup.html', 'panel.html', 'welcome.html', 'loader.js', 'icons/16.png', 'content/content_bg.js', 'content/content_bg.wasm', 'tables/model.bin', 'manifest.json'];
        const reached = await page.evaluate(async (addresses) => {
          const loads = (element, address) =>
            new Promise((resolve) => {
              element.onload = () => resolve(`${element.localName} ${address}`);
              element.onerror = () => resolve(null);
              element[element.localName === 'link' ? 'href' : 'src'] = address;
              if (element.localName !== 'img') document.head.append(element);
            });
          const tries = addresses.flatMap((address) => [
            fetch(address).then(() => `fetch ${address}`, () => null),
            loads(new Image(), address),
            loads(document.createElement('script'), address),
            loads(Object.assign(document.createElement('link'), { rel: 'stylesheet' }), address),
          ]);
          const found = (await Promise.all(tries)).filter(Boolean);
          document.head.querySelectorAll('script[src], link[rel=stylesheet]').forEach((one) => one.remove());
          return found;
        }, files.map((path) => base + path));
        assert.deepEqual(reached, []);

        // The first card brings the one element, and the legend with it.
        await opensCard(page);
        const after = await page.evaluate(() => globalThis.look());
        assert.equal(after.elements, before.elements + 1);
        assert.deepEqual(after.globals, now.globals);
        assert.ok(await card.inStage(session, page, (root) => root.querySelector('.legend-button')?.checkVisibility()));
      }));

    test('a page that takes away every node added to it: the card comes back with the next mark', () =>
      visit(server.url('hosts/removes.html'), async (page) => {
        const spot = await place(page, 'money', MONEY);
        for (let time = 1; time <= 2; time += 1) {
          await page.mouse.move(3, 3);
          await page.mouse.move(spot.x, spot.y);
          await until(() => page.evaluate((time) => globalThis.removed >= time, time), 'the card to be taken away');
          await page.mouse.click(3, 3);
        }
        assert.ok((await marks(page)).length > 0);
      }));

    test('100,000 nodes: marked, and the card opens', () =>
      visit(server.url('hosts/nodes.html'), async (page, found) => {
        assert.ok((await page.evaluate(() => document.querySelectorAll('*').length)) > 75_000);
        assert.ok(texts(found, 'person').includes(PERSON));
        await opensCard(page);
      }));

    test('10,000 marks: all of them, and the card opens', () =>
      visit(server.url('hosts/marks.html'), async (page) => {
        await until(async () => (await page.evaluate(() => CSS.highlights.get('postil-money').size)) >= 10_000, '10,000 marks');
        await opensCard(page, '$1');
      }));

    test('5 MB of text: its first part is marked, and the card opens', () =>
      visit(server.url('hosts/text.html'), async (page, found) => {
        assert.ok(texts(found, 'person').includes(PERSON));
        await opensCard(page);
      }));
  });
}
